package engine

import (
	"encoding/json"
	"maps"
	"testing"
)

// Who set a fact is kept: what the reporter told or answered, what a step or a misreading
// made of it, what an analyst corrected; and RETOUR brings it back with the fact.
func TestWhoSetAFact(t *testing.T) {
	set := &Set{
		Facts: []Fact{
			{Name: "given", Values: []string{"yes", "no", "unknown"}}, {Name: "incident", Values: []string{"x", "unknown"}},
			{Name: "misread", Values: []string{"yes"}}, {Name: "money", Values: []string{"gone", "none"}}, {Name: "paid", Values: []string{"yes", "no"}},
		},
		Dialogs: []Dialog{{ID: startDialog, Start: "opening", Steps: []Step{
			{ID: "opening", Set: []Assignment{{"money", "gone"}}, Next: []Branch{{Goto: "given"}}},
			{ID: "given", Ask: AskChoice, Fact: "given", Anew: true, Choices: []Choice{{Key: 1, ID: "yes", Goto: "given"}, {Key: 2, ID: "no", Goto: "given"}, {Key: 3, ID: "unknown", Goto: "given"}}},
		}}},
	}
	derive := func(*Session) Facts { return nil }
	s := Session{}
	take := func(what string, r Reading, want map[string]Source) {
		t.Helper()
		next, _, err := Advance(set, s, r, derive)
		if err != nil {
			t.Fatalf("%s: %v", what, err)
		}
		before, _ := json.Marshal(s)
		if s = next; !maps.Equal(s.By, want) {
			t.Errorf("%s: set by %v, want %v (before: %s)", what, s.By, want, before)
		}
	}
	take("a step sets it", Reading{Told: []Told{{"paid", "yes"}}}, map[string]Source{"money": ByDialog})
	take("answered", Reading{Answer: Reply{Meaning: Yes}}, map[string]Source{"money": ByDialog})
	take("told as well", Reading{Told: []Told{{"money", "gone"}}, Answer: Reply{Meaning: No}}, nil)
	take("a miss", Reading{}, nil)
	take("two misses", Reading{}, map[string]Source{"given": ByDialog, "misread": ByDialog})
	take("answered after all", Reading{Answer: Reply{Meaning: Yes}}, map[string]Source{"misread": ByDialog})
	corrected, ok := Correct(set, s, "paid", "no", derive)
	if !ok || corrected.By["paid"] != ByDesk || s.By["paid"] != ByReporter {
		t.Errorf("corrected: %v, and before %v", corrected.By, s.By)
	}
	take("not read", Reading{}, map[string]Source{"misread": ByDialog})
	set.Interrupts = []Interrupt{{On: "back", Do: "back"}}
	take("RETOUR", Reading{Command: "back"}, map[string]Source{"given": ByDialog, "misread": ByDialog})
}
