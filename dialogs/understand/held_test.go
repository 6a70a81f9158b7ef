package understand

import (
	"sort"
	"testing"

	"relais/dialogs/engine"
)

// The lines of fresh.txt were written before they were first read, and no word is
// added for one of them: their score tells how the reader does on what it has not seen.
func TestHeldOut(t *testing.T) {
	read := readOther(t, New())
	right, all := 0, 0
	for _, l := range lines(t, "fresh.txt", 3) {
		all++
		if read(l) == l.want {
			right++
		}
	}
	share := float64(right) / float64(all)
	t.Logf("%d of %d right, %.1f %%", right, all, 100*share)
	if share < freshLevel {
		t.Errorf("%.1f %% right, want at least %.1f %%", 100*share, 100*freshLevel)
	}
}

const freshLevel = 0.8

// TestMore reads what was held out once and has been learnt from since.
func TestMore(t *testing.T) {
	r := New()
	for _, file := range []string{"answers_more.txt", "consent.txt"} {
		score(t, file, 3, 0.97, func(l line) string {
			return r.Labels(l.text, l.kind, question(t, l.kind), "fr")
		})
	}
	score(t, "other.txt", 3, 0.97, readOther(t, r))
	score(t, "other_more.txt", 3, 0.97, readOther(t, r))
}

// readOther reads a line by what its first column names.
func readOther(t *testing.T, r *Reader) func(l line) string {
	return func(l line) string {
		switch l.kind {
		case "signal":
			return signalled(r.Read(l.text, nil, "fr"))
		case "command":
			return orDash(r.Read(l.text, question(t, "choice"), "fr").Command)
		case "question":
			return orDash(r.Read(l.text, question(t, "yes_no"), "fr").Asked)
		case "incident":
			return r.Read(l.text, nil, "fr").Incident
		case "fact":
			return toldAll(r.Read(l.text, nil, "fr"))
		}
		return r.Labels(l.text, l.kind, question(t, l.kind), "fr")
	}
}

func signalled(o engine.Reading) string {
	var got []string
	for _, s := range []struct {
		on   bool
		name string
	}{{o.Danger, "danger"}, {o.Distress, "distress"}, {o.Minor, "minor"}} {
		if s.on {
			got = append(got, s.name)
		}
	}
	return joined(got)
}

func toldAll(o engine.Reading) string {
	var got []string
	for _, x := range o.Told {
		got = append(got, x.Fact+"="+x.Value)
	}
	sort.Strings(got)
	return joined(got)
}
