package tests

import (
	"slices"
	"sort"
	"strings"
	"testing"

	"relais/dialogs"
	"relais/dialogs/engine"
	"relais/locales"
)

// TestCoverage wants every step, choice, reprompt and way out of a miss in a
// conversation in the default language, and in every other language a conversation
// that reaches an end.
func TestCoverage(t *testing.T) {
	seen := map[string]bool{}
	ended := map[string]bool{}
	byDefault := locales.Default().Tags()[0]
	for _, c := range conversations(t) {
		_, steps, err := c.play(true)
		if err != nil {
			t.Fatalf("%s: %v", c.name, err)
		}
		for _, s := range steps {
			if c.language == byDefault {
				mark(seen, s)
			}
			if end := s.after.Session.End; end != "" {
				ended[c.language+" "+s.after.Session.Lead] = true
			}
		}
	}
	var missing []string
	for _, want := range wanted(dialogs.Set()) {
		if !seen[want] {
			missing = append(missing, want)
		}
	}
	if len(missing) > 0 {
		t.Errorf("%d of %d in no conversation:\n%s", len(missing), len(wanted(dialogs.Set())), strings.Join(missing, "\n"))
	}
	for _, lang := range locales.Default().Tags()[1:] {
		for _, dialog := range dialogs.Set().Incidents {
			if !ended[lang+" "+dialog] {
				t.Errorf("%s: no conversation in %q reaches an end", dialog, lang)
			}
		}
	}
}

// mark notes what a moment of a conversation shows: the texts said, the steps on
// the stack, the choice taken, the reprompt, the miss.
func mark(seen map[string]bool, s step) {
	for _, m := range s.out.Bot {
		for _, id := range m.Said {
			seen[id] = true
		}
	}
	for _, p := range s.after.Session.Stack {
		seen[p.ID()] = true
	}
	if choice := taken(s.before.Session, s.after.Session); choice != "" {
		seen[choice] = true
	}
	if s.silence && s.after.Session.Silences > s.before.Session.Silences {
		seen[s.before.Session.Here.ID()+" no_input"] = true
		seen["any no_input"] = true
	}
	if s.after.Session.Misses > s.before.Session.Misses {
		seen["any miss"] = true
	}
	if s.before.Session.Misses > 0 && slices.ContainsFunc(s.out.Bot, func(m engine.Message) bool { return slices.Contains(m.Said, "start.miss_out") }) {
		seen[s.before.Session.Here.ID()+" no_match"] = true
		seen["any no_match"] = true
	}
}

// taken returns the choice by which the question that was open was answered.
func taken(before, after engine.Session) string {
	d, ok := dialogs.Set().Dialog(before.Here.Dialog)
	if !ok {
		return ""
	}
	open, ok := d.Step(before.Here.Step)
	if !ok || open.Ask != engine.AskChoice {
		return ""
	}
	rests := after.Paused && after.Facts.Get(open.Fact) != before.Facts.Get(open.Fact) // and is asked the same again afterwards
	if after.Here.ID() == before.Here.ID() && after.End == before.End && !rests {
		return ""
	}
	return before.Here.ID() + " " + after.Facts.Get(open.Fact)
}

// asks reports whether a called dialog puts a question: one that only tells is not seen
// on the way, but by its texts.
func asks(set *engine.Set, dialog string) bool {
	d, ok := set.Dialog(dialog)
	return ok && slices.ContainsFunc(d.Steps, func(s engine.Step) bool { return s.Ask != "" || s.Call != "" && asks(set, s.Call) })
}

// wanted lists what a set of conversations has to show, sorted.
func wanted(set *engine.Set) []string {
	want := []string{"any no_input", "any miss", "any no_match"}
	for _, d := range set.Dialogs {
		for _, s := range d.Steps {
			id := d.ID + "." + s.ID
			if s.Ask != "" || s.Tell || s.Escalate != "" || s.End != "" && s.End != "new_case" || asks(set, s.Call) {
				want = append(want, id)
			}
			for _, c := range s.Choices {
				want = append(want, id+" "+c.ID)
			}
			if s.NoInput.After > 0 {
				want = append(want, id+" no_input")
			}
			if s.NoMatch.Times > 0 {
				want = append(want, id+" no_match")
			}
		}
	}
	for _, in := range set.Interrupts {
		if in.Tell != "" {
			want = append(want, "start."+in.Tell)
		}
	}
	want = append(want, engine.OwnTexts...)
	// Said after an upgrade that takes the open step away, which no conversation of one
	// content can show; the tests of the engine do.
	want = slices.DeleteFunc(want, func(id string) bool { return id == "start.lost" })
	sort.Strings(want)
	return slices.Compact(want)
}
