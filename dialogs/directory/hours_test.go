package directory_test

import (
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"relais/dialogs/directory"
)

func in(zone string, y int, m time.Month, d, h, min, s int) time.Time {
	loc, err := time.LoadLocation(zone)
	if err != nil {
		panic(err)
	}
	return time.Date(y, m, d, h, min, s, 0, loc)
}

func paris(y int, m time.Month, d, h, min, s int) time.Time {
	return in("Europe/Paris", y, m, d, h, min, s)
}

func TestAt(t *testing.T) {
	const (
		open, closed, unknown = directory.Open, directory.Closed, directory.Unknown
		guadeloupe, reunion   = "America/Guadeloupe", "Indian/Reunion"
	)
	tests := []struct {
		name   string
		centre string
		at     time.Time
		want   directory.Standing
	}{
		{"12:45 on a Tuesday is closed until 14:00", "occ", paris(2026, 11, 24, 12, 45, 0),
			directory.Standing{State: closed, Opens: paris(2026, 11, 24, 14, 0, 0)}},
		{"the last second of Friday", "occ", paris(2026, 11, 27, 17, 29, 59),
			directory.Standing{State: open, Closes: paris(2026, 11, 27, 17, 30, 0)}},
		{"Friday 17:30 is closed until Monday", "occ", paris(2026, 11, 27, 17, 30, 0),
			directory.Standing{State: closed, Opens: paris(2026, 11, 30, 9, 0, 0)}},
		{"the second before nine", "occ", paris(2026, 11, 24, 8, 59, 59),
			directory.Standing{State: closed, Opens: paris(2026, 11, 24, 9, 0, 0)}},
		{"nine sharp", "occ", paris(2026, 11, 24, 9, 0, 0),
			directory.Standing{State: open, Closes: paris(2026, 11, 24, 12, 30, 0)}},
		{"the night of Saturday", "occ", paris(2026, 11, 28, 2, 0, 0),
			directory.Standing{State: closed, Opens: paris(2026, 11, 30, 9, 0, 0)}},
		{"a long weekend reopens on Tuesday", "occ", paris(2027, 3, 27, 2, 0, 0),
			directory.Standing{State: closed, Opens: paris(2027, 3, 30, 9, 0, 0)}},
		{"Easter Monday 2027", "occ", paris(2027, 3, 29, 10, 0, 0),
			directory.Standing{State: closed, Opens: paris(2027, 3, 30, 9, 0, 0), Holiday: "Lundi de Pâques"}},
		{"Armistice Day, a Wednesday", "occ", paris(2026, 11, 11, 10, 0, 0),
			directory.Standing{State: closed, Opens: paris(2026, 11, 12, 9, 0, 0), Holiday: "Armistice de 1918"}},
		{"the evening before Armistice Day", "occ", paris(2026, 11, 10, 18, 0, 0),
			directory.Standing{State: closed, Opens: paris(2026, 11, 12, 9, 0, 0)}},
		{"15 August on a Saturday costs no working day", "occ", paris(2026, 8, 14, 18, 0, 0),
			directory.Standing{State: closed, Opens: paris(2026, 8, 17, 9, 0, 0)}},
		{"Christmas and the weekend after it", "occ", paris(2026, 12, 24, 18, 0, 0),
			directory.Standing{State: closed, Opens: paris(2026, 12, 28, 9, 0, 0)}},
		{"over the clock change of spring", "occ", paris(2026, 3, 27, 18, 0, 0),
			directory.Standing{State: closed, Opens: time.Date(2026, 3, 30, 7, 0, 0, 0, time.UTC)}},
		{"over the clock change of autumn", "occ", paris(2026, 10, 23, 18, 0, 0),
			directory.Standing{State: closed, Opens: time.Date(2026, 10, 26, 8, 0, 0, 0, time.UTC)}},
		{"the instant counts, not the zone it is written in", "occ", time.Date(2026, 11, 24, 11, 45, 0, 0, time.UTC),
			directory.Standing{State: closed, Opens: paris(2026, 11, 24, 14, 0, 0)}},

		{"hours graded medium are hedged", "bfc", paris(2026, 11, 24, 10, 0, 0),
			directory.Standing{State: open, Hedged: true, Closes: paris(2026, 11, 24, 18, 0, 0)}},
		{"hours in conflict are not stated", "bre", paris(2026, 11, 24, 10, 0, 0), directory.Standing{State: unknown}},
		{"24/7 graded low is never open", "pdl", paris(2026, 11, 24, 10, 0, 0), directory.Standing{State: unknown}},
		{"no hours known", "ara", paris(2026, 11, 24, 10, 0, 0), directory.Standing{State: unknown}},

		{"Nancy does not keep the holidays of Strasbourg", "ges", paris(2028, 12, 26, 10, 0, 0),
			directory.Standing{State: open, Hedged: true, Closes: paris(2028, 12, 26, 12, 30, 0)}},
		{"nor Good Friday", "ges", paris(2028, 4, 14, 10, 0, 0),
			directory.Standing{State: open, Hedged: true, Closes: paris(2028, 4, 14, 12, 30, 0)}},

		{"Guadeloupe opens in the Paris afternoon", "atlantic", paris(2026, 11, 24, 14, 0, 0),
			directory.Standing{State: open, Hedged: true, Closes: in(guadeloupe, 2026, 11, 24, 12, 30, 0)}},
		{"Guadeloupe keeps 27 May", "atlantic", in(guadeloupe, 2027, 5, 27, 10, 0, 0),
			directory.Standing{State: closed, Hedged: true, Opens: in(guadeloupe, 2027, 5, 28, 9, 0, 0), Holiday: "Abolition de l'esclavage"}},
		{"21 July is disputed in Guadeloupe", "atlantic", in(guadeloupe, 2027, 7, 21, 10, 0, 0),
			directory.Standing{State: unknown, Hedged: true, Holiday: "Fête Victor Schœlcher"}},
		{"before a disputed day the opening is a latest one", "atlantic", in(guadeloupe, 2027, 7, 20, 18, 0, 0),
			directory.Standing{State: closed, Hedged: true, OpensBy: true, Opens: in(guadeloupe, 2027, 7, 22, 9, 0, 0)}},

		{"La Réunion is open in the Paris night", "reu", paris(2026, 7, 8, 7, 0, 0),
			directory.Standing{State: open, Hedged: true, Closes: in(reunion, 2026, 7, 8, 12, 0, 0)}},
		{"its practice on holidays is unknown", "reu", in(reunion, 2026, 7, 14, 10, 0, 0),
			directory.Standing{State: unknown, Hedged: true, Holiday: "Fête Nationale"}},
		{"even at night on that day", "reu", in(reunion, 2026, 7, 14, 23, 0, 0),
			directory.Standing{State: unknown, Hedged: true, Holiday: "Fête Nationale"}},
		{"a holiday on a Saturday is a Saturday", "reu", in(reunion, 2026, 8, 15, 10, 0, 0),
			directory.Standing{State: closed, Hedged: true, Opens: in(reunion, 2026, 8, 17, 9, 0, 0), Holiday: "Assomption"}},
		{"the evening before", "reu", in(reunion, 2026, 7, 13, 18, 0, 0),
			directory.Standing{State: closed, Hedged: true, OpensBy: true, Opens: in(reunion, 2026, 7, 15, 9, 0, 0)}},
		{"20 December is its own", "reu", in(reunion, 2027, 12, 20, 10, 0, 0),
			directory.Standing{State: unknown, Hedged: true, Holiday: "Abolition de l'esclavage"}},

		{"the last evening of the calendar", "occ", paris(2050, 12, 31, 18, 0, 0), directory.Standing{State: closed}},
		{"past the calendar no working day is certain", "occ", paris(2051, 1, 3, 10, 0, 0), directory.Standing{State: unknown}},
		{"nor before it", "occ", paris(2023, 11, 22, 10, 0, 0), directory.Standing{State: unknown}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c, ok := directory.CentreByID(tt.centre)
			if !ok {
				t.Fatalf("no centre %s", tt.centre)
			}
			if diff := cmp.Diff(tt.want, c.At(tt.at)); diff != "" {
				t.Errorf("At(%s) (-want +got):\n%s", tt.at, diff)
			}
		})
	}
}

func TestAtSpeaksTheZoneOfTheCentre(t *testing.T) {
	c, _ := directory.CentreByID("atlantic")
	s := c.At(time.Date(2026, 11, 24, 2, 0, 0, 0, time.UTC))
	if got := s.Opens.Format("15:04 -0700"); got != "09:00 -0400" {
		t.Errorf("Opens = %s, want 09:00 -0400", got)
	}
}

func TestAtWithOtherHours(t *testing.T) {
	const everyDay directory.Days = 1<<7 - 1
	noumea := directory.Centre{Routes: true, Hours: directory.Hours{
		Zone: "Pacific/Noumea", Grade: directory.High, Holidays: directory.HolidaysClosed,
		Slots: []directory.Slot{{Days: everyDay, From: 8 * 60, To: 17 * 60}},
	}}
	night := directory.Centre{Routes: true, Hours: directory.Hours{
		Zone: "Europe/Paris", Grade: directory.High, Holidays: directory.HolidaysClosed,
		Slots: []directory.Slot{
			{Days: everyDay, From: 18 * 60, To: 24 * 60},
			{Days: everyDay, From: 0, To: 6 * 60},
		},
	}}
	always := directory.Centre{Routes: true, Hours: directory.Hours{
		Zone: "Europe/Paris", Grade: directory.High, Holidays: directory.HolidaysOpen, Always: true,
	}}
	onlyBig := directory.Centre{Routes: true, Hours: directory.Hours{
		Zone: "Europe/Mars", Grade: directory.High, Holidays: directory.HolidaysOpen, Always: true,
	}}
	tests := []struct {
		name   string
		centre directory.Centre
		at     time.Time
		want   directory.Standing
	}{
		{"08:00 in Nouméa is the Paris night", noumea, paris(2026, 11, 23, 22, 0, 0),
			directory.Standing{State: directory.Open, Closes: in("Pacific/Noumea", 2026, 11, 24, 17, 0, 0)}},
		{"a second earlier", noumea, paris(2026, 11, 23, 21, 59, 59),
			directory.Standing{State: directory.Closed, Opens: in("Pacific/Noumea", 2026, 11, 24, 8, 0, 0)}},
		{"a slot to midnight goes on in the next day's", night, paris(2026, 11, 23, 23, 0, 0),
			directory.Standing{State: directory.Open, Closes: paris(2026, 11, 24, 6, 0, 0)}},
		{"but stops before a holiday", night, paris(2026, 11, 10, 23, 0, 0),
			directory.Standing{State: directory.Open, Closes: paris(2026, 11, 11, 0, 0, 0)}},
		{"the night of the spring clock change is an hour shorter", night, paris(2026, 3, 29, 3, 0, 0),
			directory.Standing{State: directory.Open, Closes: time.Date(2026, 3, 29, 4, 0, 0, 0, time.UTC)}},
		{"the hour that comes twice is open twice", night, time.Date(2026, 10, 25, 1, 30, 0, 0, time.UTC),
			directory.Standing{State: directory.Open, Closes: paris(2026, 10, 25, 6, 0, 0)}},
		{"around the clock never closes", always, paris(2026, 12, 25, 3, 0, 0),
			directory.Standing{State: directory.Open, Holiday: "Noël"}},
		{"a zone nobody knows", onlyBig, paris(2026, 11, 24, 10, 0, 0), directory.Standing{State: directory.Unknown}},
		{"the zero centre", directory.Centre{}, paris(2026, 11, 24, 10, 0, 0), directory.Standing{State: directory.Unknown}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, tt.centre.At(tt.at)); diff != "" {
				t.Errorf("At(%s) (-want +got):\n%s", tt.at, diff)
			}
		})
	}
}

// Two goroutines may be the first to ask for a zone.
func TestAtFromManyGoroutines(t *testing.T) {
	var all sync.WaitGroup
	for c := range directory.Centres() {
		for range 4 {
			all.Go(func() { c.At(paris(2026, 11, 24, 10, 0, 0)) })
		}
	}
	all.Wait()
}
