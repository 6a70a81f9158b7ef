package outbox

import (
	"testing"
	"time"

	"relais/dialogs/directory"
)

func TestDayOf(t *testing.T) {
	known, _ := directory.Serving("", "76")
	tests := []struct {
		name   string
		kind   DigestKind
		centre directory.Centre
		at     string
		want   string // empty: none is due
	}{
		{"a quarter of an hour before nine", Morning, known, "2026-11-24T08:45:00+01:00", "2026-11-24"},
		{"a minute sooner", Morning, known, "2026-11-24T08:44:00+01:00", ""},
		{"half an hour late it is made up for", Morning, known, "2026-11-24T09:15:00+01:00", "2026-11-24"},
		{"an hour late it helps nobody", Morning, known, "2026-11-24T09:46:00+01:00", ""},
		{"on a Saturday the centre stays closed", Morning, known, "2026-11-28T08:50:00+01:00", ""},
		{"before lunch nobody goes home", Evening, known, "2026-11-24T12:20:00+01:00", ""},
		{"a quarter of an hour before the end of the day", Evening, known, "2026-11-24T17:15:00+01:00", "2026-11-24"},
		{"hours that nobody knows, a weekday", Morning, directory.Centre{}, "2026-11-24T08:50:00+01:00", "2026-11-24"},
		{"hours that nobody knows, a Sunday", Evening, directory.Centre{}, "2026-11-29T17:20:00+01:00", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			now, err := time.Parse(time.RFC3339, tt.at)
			if err != nil {
				t.Fatal(err)
			}
			if day, due := dayOf(tt.kind, tt.centre, now); due != (tt.want != "") || due && day != tt.want {
				t.Errorf("dayOf(%s, %s) = %q, %t, want %q", tt.kind, tt.at, day, due, tt.want)
			}
		})
	}
}
