package understand

import "time"

const rfc3339 = time.RFC3339

// precision of a moment told.
type precision uint8

const (
	atInstant precision = iota
	onDay
	onPart
	inInterval
)

// moment is a time told: from is the earliest plausible instant.
type moment struct {
	from, to time.Time // to only of an interval
	day      time.Time // the day of a part
	part     string    // morning, afternoon, evening, night
	precise  precision
	aNight   bool // a night of which one day is told: nobody knows whether it began or ended that day
	aboutOne bool // "hier midi" is not twelve o'clock to the minute
}

// within names what of a moment was told, as the facts sent_within and learned_within have it:
// "yes" to the minute, "no" a day, a part of a day, "span" no more than that it is not earlier.
func (w moment) within() string {
	switch {
	case w.aboutOne:
		return "noon"
	case w.precise == atInstant:
		return "yes"
	case w.precise == onPart && w.part == "night" && w.aNight:
		return "night_of"
	case w.precise == onPart:
		return w.part
	case w.precise == inInterval:
		return "span"
	}
	return "no"
}

// clock is a time of day. spoken says that it was told as people speak ("deux heures
// moins le quart"), who mean the afternoon as well; next that it is the midnight that ends the
// day it is told of: "minuit", "24h".
type clock struct {
	hour, min    int
	spoken, next bool
}

// Hours at which the parts of a day begin. A night begins the evening before.
func partBegins(part string) time.Duration {
	switch part {
	case "morning":
		return 6 * time.Hour
	case "afternoon":
		return 12 * time.Hour
	case "evening":
		return 18 * time.Hour
	}
	return -2 * time.Hour
}

// when reads the time told, relative to now in zone. A time of day later than now
// means the day before; a weekday or date still to come, the last one.
func (m *reading) when(now time.Time, zone *time.Location) (moment, bool) {
	if zone == nil {
		zone = time.UTC
	}
	now = now.In(zone)
	if w, ok := m.betweenDays(now, zone); ok {
		return w, true
	}
	return m.timeWords(0, len(m.tokens)).moment(now, zone)
}

// betweenDays reads "entre vendredi soir et lundi matin", "du 3 au 5 mars", "soit
// dimanche soit lundi": the days of both.
func (m *reading) betweenDays(now time.Time, zone *time.Location) (moment, bool) {
	opens, either := -1, -1 // the token that opens the span, as far as one does
	night := false
	for k := range m.tokens {
		t := &m.tokens[k]
		name, next := m.timeName(k)
		night = night || name == "night" || name == "last_night"
		from, tie := -1, max(next, k+1)
		switch {
		case name == "between":
			opens = k
		case name == "either" && either < 0:
			either = k
		case name == "either", t.as(roleOr):
			from = max(either+1, 0)
		case t.as(roleAnd) && opens >= 0:
			from = opens + 1
		case (name == "until" || t.as(roleTo)) && k > 0 && !night: // the night "de dimanche à lundi" is one night
			from = 0
		}
		if from < 0 || from >= k || tie >= len(m.tokens) {
			continue
		}
		left, right := m.timeWords(from, k), m.timeWords(tie, len(m.tokens))
		if !left.dated() || !right.dated() || left.ago != nil || right.ago != nil {
			continue
		}
		if left.date != nil && right.date != nil && left.date.month == 0 {
			left.date.month, left.date.year = right.date.month, right.date.year
		}
		a, ok := left.moment(now, zone)
		b, ok2 := right.moment(now, zone)
		if !ok || !ok2 {
			continue
		}
		first, last := a.date(), b.date()
		switch {
		case first.Equal(last):
			continue
		case first.After(last) && (t.as(roleAnd|roleTo) || name == "until") && left.weekday >= 0:
			first = first.AddDate(0, 0, -7)
		case first.After(last):
			first, last = last, first
		}
		return moment{from: first, to: last, precise: inInterval}, !first.After(last)
	}
	return moment{}, false
}

// date is the day on which a moment lies.
func (w moment) date() time.Time {
	if w.precise == onPart {
		return w.day
	}
	return midnight(w.from)
}

// dated says that a day is told.
func (w timeSaid) dated() bool { return w.date != nil || w.weekday >= 0 || w.days > 0 || w.today }

// moment is what the words of time mean, now.
func (w timeSaid) moment(now time.Time, zone *time.Location) (moment, bool) {
	if w.ago != nil && w.date == nil {
		if w.ago.days == 0 || len(w.clocks) == 0 && w.part == "" {
			return *w.ago.before(now), true
		}
		w.days = w.ago.days // "il y a 2 jours à 14h"
	}
	today := midnight(now)
	day, dated, explicit := today, false, false
	switch {
	case w.date != nil:
		if w.lastMonth && w.date.month == 0 { // "le mois dernier, le 17"
			w.date.month = int(now.AddDate(0, 0, -now.Day()).Month())
		}
		d, ok := w.date.latest(now)
		if !ok {
			return moment{}, false
		}
		day, dated, explicit = d, true, true
	case w.weekday >= 0:
		back := (int(now.Weekday()) - w.weekday + 7) % 7
		if w.lastWeek { // "mardi de la semaine passée"
			back = (int(now.Weekday())+6)%7 + 7 - (w.weekday+6)%7
		} else if back <= 1 && w.lastSaid { // of the day before people say "yesterday"
			back += 7
		}
		day, dated, explicit = today.AddDate(0, 0, -back), true, true
	case w.days > 0:
		day, dated, explicit = today.AddDate(0, 0, -w.days), true, true
	case w.today:
		dated = true
	}
	part := w.part
	switch {
	case len(w.clocks) > 0:
		at := func(c clock) time.Time {
			h := c.hour
			if part == "night" && h >= 8 && h < 12 { // "last night at ten"
				h += 12
			}
			if h < 12 && (part == "evening" || part == "afternoon") && !(part == "evening" && h < 4) {
				h += 12
			}
			if h == 12 && part == "night" {
				h = 0
			}
			if noon := day.Add(time.Duration(h+12)*time.Hour + time.Duration(c.min)*time.Minute); c.spoken && h > 0 && h < 12 && part == "" && !explicit && !noon.After(now) {
				h += 12
			}
			at := time.Date(day.Year(), day.Month(), day.Day(), h, c.min, 0, 0, zone)
			// The midnight and the small hours of an evening are those of the night that follows it.
			// "Hier à minuit" and "vendredi à minuit" could be either end of the day; people who tell
			// it the morning after mean the night that has just been, not the one before yesterday.
			if after := at.AddDate(0, 0, 1); part == "evening" && h < 4 || c.next && h == 0 && dated && part != "night" && !after.After(now) {
				return after
			}
			return at
		}
		t := at(w.clocks[0])
		for t.After(now) {
			switch {
			case w.weekday >= 0:
				t = t.AddDate(0, 0, -7)
			case explicit:
				t = t.AddDate(0, 0, -1)
			default:
				t = t.AddDate(0, 0, -1)
			}
		}
		if len(w.clocks) > 1 {
			c := at(w.clocks[1])
			c = time.Date(t.Year(), t.Month(), t.Day(), c.Hour(), c.Minute(), 0, 0, zone)
			if c.Before(t) {
				c = c.AddDate(0, 0, 1)
			}
			return moment{from: t, to: c, precise: inInterval}, true
		}
		return moment{from: t, precise: atInstant, aboutOne: w.noon && len(w.clocks) == 1}, true
	case part != "":
		begin := func() time.Time { return day.Add(partBegins(part)) }
		if part == "night" && w.days > 0 && w.weekday < 0 {
			// "hier nuit" is the night that began yesterday
			day = day.AddDate(0, 0, 1)
		}
		for begin().After(now) {
			if w.weekday >= 0 {
				day = day.AddDate(0, 0, -7)
			} else {
				day = day.AddDate(0, 0, -1)
			}
		}
		return moment{from: begin(), day: day, part: part, precise: onPart, aNight: !w.twoDays && (w.date != nil || w.weekday >= 0)}, true
	case w.now:
		return moment{from: now, precise: atInstant}, true
	case dated:
		return moment{from: day, precise: onDay}, true
	case w.lastWeek:
		monday := today.AddDate(0, 0, -(int(now.Weekday())+6)%7-7)
		return moment{from: monday, to: monday.AddDate(0, 0, 6), precise: inInterval}, true
	case w.month > 0:
		first := time.Date(now.Year(), time.Month(w.month), 1, 0, 0, 0, 0, zone)
		if first.After(now) {
			first = first.AddDate(-1, 0, 0)
		}
		last := first.AddDate(0, 1, -1)
		if last.After(today) {
			last = today
		}
		return moment{from: first, to: last, precise: inInterval}, true
	case w.lastMonth:
		first := time.Date(now.Year(), now.Month()-1, 1, 0, 0, 0, 0, zone)
		return moment{from: first, to: first.AddDate(0, 1, -1), precise: inInterval}, true
	case w.weekend:
		back := (int(now.Weekday()) + 1) % 7 // since Saturday
		if w.lastSaid && back < 2 {
			back += 7
		}
		saturday := today.AddDate(0, 0, -back)
		return moment{from: saturday, to: saturday.AddDate(0, 0, 1), precise: inInterval}, true
	case w.thisWeek:
		monday := today.AddDate(0, 0, -(int(now.Weekday())+6)%7)
		return moment{from: monday, to: today, precise: inInterval}, true
	}
	return moment{}, false
}

func midnight(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, t.Location())
}

// date is a day of the calendar as told; 0 is not told.
type date struct{ day, month, year int }

// latest is the last such day not after now.
func (d *date) latest(now time.Time) (time.Time, bool) {
	if d.day < 1 || d.day > 31 || d.month > 12 {
		return time.Time{}, false
	}
	at := func(y int, mo time.Month) (time.Time, bool) {
		t := time.Date(y, mo, d.day, 0, 0, 0, 0, now.Location())
		return t, t.Day() == d.day && !t.After(now)
	}
	switch {
	case d.year > 0:
		t := time.Date(d.year, time.Month(d.month), d.day, 0, 0, 0, 0, now.Location())
		return t, t.Day() == d.day
	case d.month > 0:
		for y := now.Year(); y > now.Year()-9; y-- {
			if t, ok := at(y, time.Month(d.month)); ok {
				return t, true
			}
		}
	default:
		first := time.Date(now.Year(), now.Month(), 1, 0, 0, 0, 0, now.Location())
		for k := 0; k < 4; k++ {
			mo := first.AddDate(0, -k, 0)
			if t, ok := at(mo.Year(), mo.Month()); ok {
				return t, true
			}
		}
	}
	return time.Time{}, false
}

// ago is a length of time before now.
type ago struct {
	months, days int
	span         time.Duration
}

func (a *ago) before(now time.Time) *moment {
	if a.months > 0 || a.days > 0 {
		return &moment{from: midnight(now).AddDate(0, -a.months, -a.days), precise: onDay}
	}
	return &moment{from: now.Add(-a.span), precise: atInstant}
}
