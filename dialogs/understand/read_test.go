package understand

import (
	"bufio"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"relais/dialogs/engine"
)

// line is one line of a file of testdata: what is expected and the text.
type line struct {
	kind, want, text string
	number           int
}

// lines reads testdata/name: fields columns joined by "|", # opens a comment.
func lines(t testing.TB, name string, fields int) []line {
	t.Helper()
	f, err := os.Open(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var out []line
	s := bufio.NewScanner(f)
	for n := 1; s.Scan(); n++ {
		if text := s.Text(); text != "" && !strings.HasPrefix(text, "# ") {
			parts := strings.SplitN(text, " | ", fields)
			if len(parts) != fields {
				t.Fatalf("%s:%d: want %d columns in %q", name, n, fields, text)
			}
			l := line{want: parts[fields-2], text: parts[fields-1], number: n}
			if fields == 3 {
				l.kind = parts[0]
			}
			out = append(out, l)
		}
	}
	return out
}

// knownMisses are lines of testdata that are read wrongly today, as file:text.
func knownMisses(t testing.TB) map[string]bool {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("testdata", "known_misses.txt"))
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]bool{}
	for _, l := range strings.Split(string(b), "\n") {
		if l != "" && !strings.HasPrefix(l, "# ") {
			out[l] = true
		}
	}
	return out
}

// score reads every line with read, fails for wrong ones that are not known misses and
// for known misses that are right by now, and checks the share of right ones.
func score(t *testing.T, file string, fields int, level float64, read func(l line) string) {
	t.Helper()
	known := knownMisses(t)
	right, all := 0, 0
	for _, l := range lines(t, file, fields) {
		all++
		key := file + ": " + l.text
		if l.kind != "" {
			key = file + ": " + l.kind + ": " + l.text
		}
		got := read(l)
		if got == l.want {
			right++
			if known[key] {
				t.Errorf("%s:%d: %q is read rightly: take it out of known_misses.txt", file, l.number, key)
			}
			continue
		}
		if !known[key] {
			t.Errorf("%s:%d: %s %q = %q, want %q", file, l.number, l.kind, l.text, got, l.want)
		}
	}
	share := float64(right) / float64(all)
	t.Logf("%s: %d of %d right, %.1f %%", file, right, all, 100*share)
	if share < level {
		t.Errorf("%s: %.1f %% right, want at least %.1f %%", file, 100*share, 100*level)
	}
}

func paris(t testing.TB) *time.Location {
	t.Helper()
	z, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	return z
}

// question is the open question of a kind of answers.txt.
func question(t testing.TB, kind string) *engine.Question {
	z := paris(t)
	q := &engine.Question{Dialog: "trial", Step: "trial", Lang: "fr", Zone: z,
		Now: time.Date(2026, 3, 10, 9, 30, 0, 0, z), Same: "+33600000001"}
	choose := func(ids ...string) {
		q.Kind = engine.AskChoice
		for i, id := range ids {
			q.Choices = append(q.Choices, engine.Choice{Key: i + 1, ID: id})
		}
	}
	switch kind {
	case "yes_no", "consent", "done_or_not":
		choose("yes", "no", "unknown")
	case "choice":
		choose("1", "2", "3")
	case "org_type":
		choose("commune", "other_public", "company", "association", "individual", "unknown")
	case "time_seen":
		q.Kind = engine.AskTime
	case "phone":
		q.Kind = engine.AskPhone
	case "count", "amount":
		q.Kind = engine.AskCount
	case "place":
		q.Kind = engine.AskPlace
	default:
		q.Kind = engine.AskText
	}
	return q
}

func TestAnswers(t *testing.T) {
	r := New()
	score(t, "answers.txt", 3, 0.97, func(l line) string {
		return r.Labels(l.text, l.kind, question(t, l.kind), "fr")
	})
}

func TestIncidents(t *testing.T) {
	r := New()
	score(t, "incidents.txt", 2, 0.95, func(l line) string {
		got := r.Read(l.text, nil, "fr").Incident
		if got == "" {
			return "-"
		}
		return got
	})
}

func TestSignals(t *testing.T) {
	r := New()
	score(t, "signals.txt", 2, 0.97, func(l line) string {
		return signalled(r.Read(l.text, nil, "fr"))
	})
}

func TestCommands(t *testing.T) {
	r := New()
	score(t, "commands.txt", 2, 0.98, func(l line) string {
		return orDash(r.Read(l.text, question(t, "choice"), "fr").Command)
	})
}

func TestQuestions(t *testing.T) {
	r := New()
	score(t, "questions.txt", 2, 0.95, func(l line) string {
		return orDash(r.Read(l.text, question(t, "yes_no"), "fr").Asked)
	})
}

func TestFacts(t *testing.T) {
	r := New()
	score(t, "facts.txt", 2, 0.95, func(l line) string {
		return toldAll(r.Read(l.text, nil, "fr"))
	})
}

func joined(s []string) string { return orDash(strings.Join(s, "&")) }

func orDash(s string) string {
	if s == "" {
		return "-"
	}
	return s
}
