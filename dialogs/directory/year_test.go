package directory_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"relais/dialogs/directory"
)

// The hours of 2028 once more, by hand and in the plainest way: a clock face, a
// day of the week and a list of holidays, no table of the package.
type handHours struct {
	zone     string
	periods  [][2]string
	holidays map[string]directory.State // day of 2028 → state all day long
}

func (h handHours) state(local time.Time) directory.State {
	wd := local.Weekday()
	if wd == time.Saturday || wd == time.Sunday {
		return directory.Closed
	}
	if s, ok := h.holidays[local.Format("01-02")]; ok {
		return s
	}
	now := local.Format("15:04")
	for _, p := range h.periods {
		if p[0] <= now && now < p[1] {
			return directory.Open
		}
	}
	return directory.Closed
}

func holidays2028(state directory.State, extra map[string]directory.State) map[string]directory.State {
	all := map[string]directory.State{}
	// Easter is 16 April 2028.
	for _, d := range []string{"01-01", "04-17", "05-01", "05-08", "05-25", "06-05", "07-14", "08-15", "11-01", "11-11", "12-25"} {
		all[d] = state
	}
	for d, s := range extra {
		all[d] = s
	}
	return all
}

func handTable() map[string]handHours {
	closed := holidays2028(directory.Closed, nil)
	early := [][2]string{{"08:30", "12:30"}, {"14:00", "17:30"}}
	usual := [][2]string{{"09:00", "12:30"}, {"14:00", "17:30"}}
	return map[string]handHours{
		"bfc": {zone: "Europe/Paris", periods: [][2]string{{"09:00", "18:00"}}, holidays: closed},
		"cvl": {zone: "Europe/Paris", periods: early, holidays: closed},
		"cor": {zone: "Europe/Paris", periods: early, holidays: closed},
		"ges": {zone: "Europe/Paris", periods: usual, holidays: closed},
		"idf": {zone: "Europe/Paris", periods: [][2]string{{"09:00", "18:00"}}, holidays: closed},
		"naq": {zone: "Europe/Paris", periods: [][2]string{{"09:00", "12:30"}, {"13:30", "17:00"}}, holidays: closed},
		"occ": {zone: "Europe/Paris", periods: usual, holidays: closed},
		"pac": {zone: "Europe/Paris", periods: usual, holidays: closed},
		"atlantic": {zone: "America/Guadeloupe", periods: [][2]string{{"09:00", "12:30"}, {"13:30", "17:00"}},
			holidays: holidays2028(directory.Closed, map[string]directory.State{
				"05-27": directory.Closed, "07-21": directory.Unknown,
				"02-29": directory.Unknown, "03-01": directory.Unknown, "04-14": directory.Unknown, "11-02": directory.Unknown,
			})},
		"reu": {zone: "Indian/Reunion", periods: [][2]string{{"09:00", "12:00"}, {"13:00", "17:00"}},
			holidays: holidays2028(directory.Unknown, map[string]directory.State{"12-20": directory.Unknown})},
	}
}

func TestEveryHourOfALeapYear(t *testing.T) {
	start := time.Date(2028, 1, 1, 0, 0, 0, 0, time.UTC)
	const hours = 366 * 24
	byHand := handTable()
	for c := range directory.Centres() {
		hand, stated := byHand[c.ID]
		if !stated {
			for h := range hours {
				if got := c.At(start.Add(time.Duration(h) * time.Hour)); got.State != directory.Unknown {
					t.Fatalf("%s: %s at hour %d, its hours are not to be stated", c.ID, got.State, h)
				}
			}
			continue
		}
		zone, err := time.LoadLocation(hand.zone)
		if err != nil {
			t.Fatal(err)
		}
		// Half hours from the start of the year to a fortnight after it; all
		// periods begin and end on one. What comes next is read off going back.
		const halves = 2*hours + 14*48
		states := make([]directory.State, halves)
		for i := range states {
			at := start.Add(time.Duration(i) * 30 * time.Minute).In(zone)
			states[i] = hand.state(at)
			if at.Year() == 2029 && at.YearDay() == 1 {
				states[i] = hand.holidays["01-01"] // a Monday
			}
		}
		wrong := 0
		for h := range hours {
			i := 2 * h
			want := directory.Standing{State: states[i], Hedged: c.ID != "occ"}
			next := i
			for next < halves && states[next] != directory.Open {
				if states[next] == directory.Unknown {
					want.OpensBy = true
				}
				next++
			}
			if next == halves {
				t.Fatalf("%s: no opening after hour %d", c.ID, h)
			}
			switch want.State {
			case directory.Closed:
				want.Opens = start.Add(time.Duration(next) * 30 * time.Minute)
			case directory.Open:
				for next < halves && states[next] == directory.Open {
					next++
				}
				want.Closes = start.Add(time.Duration(next) * 30 * time.Minute)
			default:
				want.OpensBy = false
			}
			at := start.Add(time.Duration(h) * time.Hour)
			got := c.At(at)
			got.Holiday = ""
			if !same(want, got) {
				wrong++
				if wrong <= 3 {
					t.Errorf("%s at %s:\n got %+v\nwant %+v", c.ID, at.In(zone).Format("Mon 2006-01-02 15:04"), got, want)
				}
			}
		}
		if wrong > 0 {
			t.Errorf("%s: %d hours of %d are wrong", c.ID, wrong, hours)
		}
	}
}

func same(a, b directory.Standing) bool {
	return a.State == b.State && a.Hedged == b.Hedged && a.OpensBy == b.OpensBy && a.Opens.Equal(b.Opens) && a.Closes.Equal(b.Closes)
}

// Every department, collectivity and region of INSEE's list, at every hour of a
// leap year, has a door that is open then, and the last resort is among them.
func TestEveryPlaceHasAnOpenDoorAtEveryHour(t *testing.T) {
	type place struct{ insee, region string }
	var places []place
	for d := 1; d <= 95; d++ {
		if d != 20 {
			places = append(places, place{insee: fmt.Sprintf("%02d001", d)})
		}
	}
	for _, d := range []string{"2A", "2B"} {
		places = append(places, place{insee: d + "001"})
	}
	for _, d := range []string{"971", "972", "973", "974", "975", "976", "977", "978", "984", "986", "987", "988", "989"} {
		places = append(places, place{insee: d + "01"})
	}
	for _, r := range []string{
		"01", "02", "03", "04", "06", "11", "24", "27", "28", "32", "44", "52", "53", "75", "76", "84", "93", "94",
		"975", "977", "978", "984", "986", "987", "988", "989",
	} {
		places = append(places, place{region: r})
	}
	start := time.Date(2028, 1, 1, 0, 0, 0, 0, time.UTC)
	for h := range 366 * 24 {
		at := start.Add(time.Duration(h) * time.Hour)
		for _, p := range places {
			doors := directory.DoorFor(p.insee, p.region, at)
			if !slices.ContainsFunc(doors, func(d directory.Door) bool { return d.ID == "17cyber" && d.Always }) {
				t.Fatalf("%+v at %s: doors %+v", p, at, doors)
			}
			for _, d := range doors {
				if d.Said == "" || d.Phone+d.URL == "" || !d.Always && !d.Closes.After(at) {
					t.Fatalf("%+v at %s: door %+v", p, at, d)
				}
			}
		}
	}
}
