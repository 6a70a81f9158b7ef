package understand

import (
	"sort"
	"testing"

	"relais/dialogs/engine"
)

// The lines of the held-out files were written before they were first read and no word
// was added for one of them: their score tells how the reader does on what it has not seen.
func TestHeldOut(t *testing.T) {
	r := New()
	tally := func(name string, level float64, all []line, read func(l line) string) {
		right := 0
		for _, l := range all {
			if read(l) == l.want {
				right++
			}
		}
		share := float64(right) / float64(len(all))
		t.Logf("%s: %d of %d right, %.1f %%", name, right, len(all), 100*share)
		if share < level {
			t.Errorf("%s: %.1f %% right, want at least %.1f %%", name, 100*share, 100*level)
		}
	}
	tally("incidents", 0.9, lines(t, "incidents_heldout.txt", 2), func(l line) string { return r.Read(l.text, nil, "fr").Incident })
	tally("answers, signals, commands, questions, facts", 0.85, lines(t, "fresh.txt", 3), readOther(t, r))
}

// TestMore reads what was held out once and has been learnt from since.
func TestMore(t *testing.T) {
	r := New()
	score(t, "answers_more.txt", 3, 0.97, func(l line) string {
		return r.Labels(l.text, l.kind, question(t, l.kind), "fr")
	})
	score(t, "other.txt", 3, 0.97, readOther(t, r))
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
