package directory

import (
	"cmp"
	"sync/atomic"
	"time"
	_ "time/tzdata" // the time zones of overseas centres, wherever the program runs
)

// State says whether a door is open at an instant.
type State string

// The states. Unknown is: hours not stated, graded low, or no centre; or a public
// holiday on which nobody knows whether it works.
const (
	Open    State = "open"
	Closed  State = "closed"
	Unknown State = "unknown"
)

// Hours are opening hours. The zero value states nothing.
type Hours struct {
	Zone     string   `yaml:"time_zone"` // IANA name
	Always   bool     `yaml:"always_open"`
	Slots    []Slot   `yaml:"slots"`
	Holidays Holidays `yaml:"public_holidays"`
	Grade    Grade    `yaml:"confidence"`
	Note     string   `yaml:"note"`
	Stated   []string `yaml:"stated"` // the source's words where they are no timetable
}

// Holidays says what a door does on public holidays.
type Holidays string

// What a door does on public holidays.
const (
	HolidaysClosed  Holidays = "closed"
	HolidaysOpen    Holidays = "open"
	HolidaysUnknown Holidays = "unknown"
)

// Slot is one period that repeats on several days of the week. Its times are
// local wall time; it is open at From and closed at To.
type Slot struct {
	Days Days  `yaml:"days"`
	From Clock `yaml:"from"`
	To   Clock `yaml:"to"`
}

// Days is a set of days of the week: bit d is time.Weekday(d).
type Days uint8

// Has reports whether day is in the set.
func (d Days) Has(day time.Weekday) bool { return d&(1<<day) != 0 }

// Clock is a wall time in minutes after midnight, 0 to 1440 (24:00).
type Clock uint16

// Standing is how a door stands at an instant.
type Standing struct {
	State State
	// Hedged: the hours are graded medium; every sentence made from this
	// standing says "en principe".
	Hedged bool
	// Opens is the next opening that is certain, in the door's time zone; set
	// only when State is Closed, zero when none lies within three weeks.
	Opens time.Time
	// OpensBy: a public holiday with unknown practice lies before Opens, so that
	// the door may open sooner. Say "at the latest".
	OpensBy bool
	// Closes is when it closes, in the door's time zone; set only when State is
	// Open, zero when it never closes.
	Closes time.Time
	// Holiday names the public holiday of the door's own day, or is empty.
	Holiday string
}

// At returns how the centre stands at instant. A centre that is not for routing,
// and the zero Centre, are Unknown at any instant.
func (c Centre) At(instant time.Time) Standing {
	if !c.Routes {
		return Standing{State: Unknown}
	}
	return c.Hours.at(instant, c.Seat.Department)
}

// At returns how the service stands at instant. Its public holidays are the
// national ones.
func (s Service) At(instant time.Time) Standing {
	if !s.Routes {
		return Standing{State: Unknown}
	}
	return s.Hours.at(instant, "")
}

// At returns how the number stands at instant. The number may be shown whatever
// the answer; only what is said about its hours depends on it.
func (n Number) At(instant time.Time) Standing { return n.Hours.at(instant, "") }

// Shown reports whether the hours may be stated to a reporter, and whether with
// "en principe": high is stated plainly, medium hedged, the rest not at all.
func (h Hours) Shown() (stated, hedged bool) {
	if !h.Always && len(h.Slots) == 0 {
		return false, false
	}
	return h.Grade == High || h.Grade == Medium, h.Grade == Medium
}

// searchDays is how far the next opening is looked for: past any run of weekends
// and holidays, short enough to be quick.
const searchDays = 21

func (h *Hours) at(instant time.Time, department string) Standing {
	stated, hedged := h.Shown()
	zone, known := location(h.Zone)
	if !stated || !known {
		return Standing{State: Unknown}
	}
	s := Standing{State: Closed, Hedged: hedged}
	local := instant.In(zone)
	today := dateOf(local)
	holiday, _ := holidayOn(today, department)
	s.Holiday = holiday.name
	if h.Always {
		s.State = Open
		return s
	}
	for d := range searchDays + 1 {
		day := today.add(d)
		if !h.worksOn(day) {
			continue
		}
		switch practice := h.practice(day, department); {
		case practice == HolidaysClosed:
			continue
		case practice == HolidaysUnknown && d == 0:
			return Standing{State: Unknown, Hedged: hedged, Holiday: s.Holiday}
		case practice == HolidaysUnknown:
			s.OpensBy = true
			continue
		}
		opens, closes := h.slotAt(day, instant, zone)
		switch {
		case opens.IsZero():
			continue
		case opens.After(instant):
			s.Opens = opens
			return s
		default:
			s.State = Open
			s.Closes = h.extend(closes, day, department, zone)
			return s
		}
	}
	s.OpensBy = false
	return s
}

// slotAt returns the first slot of day that is not over at instant, zero times if
// all are.
func (h *Hours) slotAt(day date, instant time.Time, zone *time.Location) (opens, closes time.Time) {
	for _, slot := range h.Slots {
		if !slot.Days.Has(day.weekday()) {
			continue
		}
		to := day.at(slot.To, zone)
		if !to.After(instant) {
			continue
		}
		if from := day.at(slot.From, zone); opens.IsZero() || from.Before(opens) {
			opens, closes = from, to
		}
	}
	return opens, closes
}

// extend follows a slot that ends at midnight into the slots of the next days
// that begin there, for at most a week.
func (h *Hours) extend(closes time.Time, day date, department string, zone *time.Location) time.Time {
	for range 7 {
		day = day.add(1)
		if !closes.Equal(day.at(0, zone)) || h.practice(day, department) != HolidaysOpen {
			return closes
		}
		from, to := h.slotAt(day, closes, zone)
		if !from.Equal(closes) {
			return closes
		}
		closes = to
	}
	return closes
}

// worksOn reports whether the week has a slot on this day, holidays left aside.
func (h *Hours) worksOn(day date) bool {
	for _, slot := range h.Slots {
		if slot.Days.Has(day.weekday()) {
			return true
		}
	}
	return false
}

// practice says what the door does on this day: open on an ordinary day, closed
// or unknown on a holiday. Past the end of the calendar every day is unknown.
func (h *Hours) practice(day date, department string) Holidays {
	if h.Holidays == HolidaysOpen {
		return HolidaysOpen
	}
	holiday, known := holidayOn(day, department)
	switch {
	case !known:
		return HolidaysUnknown
	case holiday.name == "":
		return HolidaysOpen
	case holiday.doubtful:
		return HolidaysUnknown
	default:
		return h.Holidays
	}
}

// date is a day of the calendar, written 20261121.
type date int32

func dateOf(t time.Time) date {
	y, m, d := t.Date()
	return date(y*10000 + int(m)*100 + d)
}

// noon of the day in UTC carries no clock change, so that days can be counted.
func (d date) noon() time.Time {
	return time.Date(int(d)/10000, time.Month(int(d)/100%100), int(d)%100, 12, 0, 0, 0, time.UTC)
}

func (d date) add(days int) date {
	if days == 0 {
		return d
	}
	return dateOf(d.noon().AddDate(0, 0, days))
}

func (d date) weekday() time.Weekday { return d.noon().Weekday() }

func (d date) at(c Clock, zone *time.Location) time.Time {
	return time.Date(int(d)/10000, time.Month(int(d)/100%100), int(d)%100, 0, int(c), 0, 0, zone)
}

// Location is the time zone of the hours, that of Paris where they name none.
func (h Hours) Location() *time.Location {
	zone, ok := location(cmp.Or(h.Zone, "Europe/Paris"))
	if !ok {
		return time.UTC
	}
	return zone
}

// locations holds the zones of zoneNames once they were asked for. A zone is the
// same whoever loads it, so that two loads at once do no harm.
var locations [len(zoneNames)]atomic.Pointer[time.Location]

func location(name string) (*time.Location, bool) {
	for i := range zoneNames {
		if zoneNames[i] != name {
			continue
		}
		if zone := locations[i].Load(); zone != nil {
			return zone, true
		}
		zone, err := time.LoadLocation(name)
		if err != nil {
			return nil, false
		}
		locations[i].Store(zone)
		return zone, true
	}
	return nil, false
}
