package engine_test

import (
	"errors"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"relais/dialogs"
	"relais/dialogs/engine"
)

// nothing is a Derive that knows nothing.
func nothing(*engine.Session) engine.Facts { return nil }

// told applies readings one after another to a new session by SMS.
func told(t *testing.T, set *engine.Set, readings ...engine.Reading) (engine.Session, []string) {
	t.Helper()
	s := engine.Session{Channel: "sms"}
	var effects []engine.Effect
	for _, r := range readings {
		r.Language = "fr"
		var err error
		if s, effects, err = engine.Advance(set, s, r, nothing); err != nil {
			t.Fatal(err)
		}
	}
	return s, ids(effects)
}

func ids(effects []engine.Effect) []string {
	var out []string
	for _, e := range effects {
		if e.Say.ID != "" {
			out = append(out, e.Say.ID)
		}
	}
	return out
}

var done = engine.Reading{Answer: engine.Reply{Meaning: engine.Done}}

func TestAdvanceChangesNothingItWasGiven(t *testing.T) {
	s, _ := told(t, dialogs.Set(), engine.Reading{Incident: "ransomware"})
	facts := len(s.Facts)
	if _, _, err := engine.Advance(dialogs.Set(), s, done, nothing); err != nil {
		t.Fatal(err)
	}
	if len(s.Facts) != facts || s.Here.ID() != "ransomware.isolated" {
		t.Errorf("the session given has changed: %+v", s)
	}
}

func TestAnIncidentNamedLaterTakesTheLead(t *testing.T) {
	s, said := told(t, dialogs.Set(), engine.Reading{Incident: "unknown"},
		engine.Reading{Answer: engine.Reply{Meaning: engine.Value, Value: "something_else"}}, engine.Reading{Incident: "ransomware"})
	if s.Lead != "ransomware" || !slices.Contains(said, "ransomware.first") {
		t.Errorf("lead = %q, said %v, want the first acts of ransomware", s.Lead, said)
	}
}

func TestBackOutOfADialogForgetsTheIncidentItNamed(t *testing.T) {
	s, said := told(t, dialogs.Set(), engine.Reading{Incident: "unknown"},
		engine.Reading{Answer: engine.Reply{Meaning: engine.Value, Value: "files"}}, engine.Reading{Command: "back"})
	if s.Here.ID() != "start.menu" || s.Facts.Get("incident") == "ransomware" || !slices.Contains(said, "start.menu") {
		t.Errorf("at %s, incident %s, said %v: want the menu again", s.Here.ID(), s.Facts.Get("incident"), said)
	}
}

// changed returns the dialogs after an upgrade that edit made.
func changed(edit func(*engine.Dialog)) *engine.Set {
	set := *dialogs.Set()
	set.Hash = "another"
	set.Dialogs = slices.Clone(set.Dialogs)
	for i := range set.Dialogs {
		if set.Dialogs[i].ID == "ransomware" {
			edit(&set.Dialogs[i])
		}
	}
	return &set
}

func TestAfterAnUpgradeTheQuestionIsPutAgainBeforeAReplyIsRead(t *testing.T) {
	s, _ := told(t, dialogs.Set(), engine.Reading{Incident: "ransomware"})
	newer := changed(func(d *engine.Dialog) { d.Version++ })
	s, migrated, gone := engine.Migrate(newer, s)
	if !migrated || gone {
		t.Fatalf("migrated, gone = %v, %v", migrated, gone)
	}
	s, effects, err := engine.Advance(newer, s, done, nothing)
	if err != nil {
		t.Fatal(err)
	}
	if s.Facts.Get("isolated") != engine.Unset || !slices.Contains(ids(effects), "ransomware.isolated") {
		t.Errorf("isolated = %s, said %v: want the question again", s.Facts.Get("isolated"), ids(effects))
	}
	if _, again, _ := engine.Migrate(newer, s); again {
		t.Error("migrated twice")
	}
}

func TestAStepThatIsGoneLeadsToAHuman(t *testing.T) {
	s, _ := told(t, dialogs.Set(), engine.Reading{Incident: "ransomware"})
	newer := changed(func(d *engine.Dialog) {
		d.Steps = slices.DeleteFunc(slices.Clone(d.Steps), func(s engine.Step) bool { return s.ID == "isolated" })
	})
	if _, _, gone := engine.Migrate(newer, s); !gone {
		t.Error("nobody noticed that the step is gone")
	}
	if _, _, err := engine.Advance(newer, s, done, nothing); !errors.Is(err, engine.ErrStepGone) {
		t.Errorf("Advance: %v, want ErrStepGone", err)
	}
	next, effects, err := engine.HandOut(newer, s, engine.Reading{}, nothing)
	if err != nil {
		t.Fatal(err)
	}
	if next.Facts.Get("human") != "yes" || !slices.Contains(ids(effects), "start.lost") {
		t.Errorf("human = %s, said %v", next.Facts.Get("human"), ids(effects))
	}
	_, effects, err = engine.HandOut(newer, s, engine.Reading{Danger: true}, nothing)
	if err != nil || !slices.Contains(ids(effects), "danger.call_now") {
		t.Errorf("a danger in that message: said %v, %v", ids(effects), err)
	}
}

// TestFarewellWhereLeaveWasRefused: somebody reads along, and going on there was refused. Courtesy is
// answered with courtesy, however often and however the conversation stands; anything else asks for
// leave anew.
func TestFarewellWhereLeaveWasRefused(t *testing.T) {
	advance := func(s engine.Session, r engine.Reading) (engine.Session, []string) {
		t.Helper()
		next, effects, err := engine.Advance(dialogs.Set(), s, r, readAlong)
		if err != nil {
			t.Fatal(err)
		}
		return next, ids(effects)
	}
	asked, _ := advance(engine.Session{Lang: "fr", Channel: "sms"}, engine.Reading{Incident: "malware", Told: []engine.Told{{Fact: "phone_watched", Value: "yes"}}})
	if asked.Here.ID() != "elsewhere.here" {
		t.Fatalf("the case stands at %v", asked.Here)
	}
	refused, _ := advance(asked, engine.Reading{Answer: engine.Reply{Meaning: engine.No}})
	sure, _ := advance(refused, engine.Reading{Command: "stop"})
	stopped, _ := advance(sure, engine.Reading{Answer: engine.Reply{Meaning: engine.Yes}})
	hidden, _ := advance(refused, engine.Reading{Command: "test"})
	closed := engine.SetAside(refused)
	closed.End = "closed"
	for _, tt := range []struct {
		name    string
		session engine.Session
	}{{"refused", refused}, {"refused and stopped", stopped}, {"refused, and hidden by TEST", hidden}, {"refused, and closed by an analyst", closed}} {
		s, said := tt.session, []string(nil)
		for _, thanks := range []engine.Reading{{Farewell: true, Answer: engine.Reply{Meaning: engine.Thanks}}, {Farewell: true, Answer: engine.Reply{Meaning: engine.Yes}}} {
			if s, said = advance(s, thanks); !slices.Equal(said, []string{"start.farewell"}) {
				t.Errorf("%s: thanks: said %v", tt.name, said)
			}
		}
		if tt.session.Turns += 2; !cmp.Equal(tt.session, s, cmpopts.EquateEmpty()) {
			t.Errorf("%s: the session moves (-before +after):\n%s", tt.name, cmp.Diff(tt.session, s, cmpopts.EquateEmpty()))
		}
		for _, more := range []engine.Reading{{}, {Incident: "account_compromise", Confidence: 1}, {Farewell: true, Photo: true}} {
			next, said := advance(s, more)
			if next.Here.ID() != "elsewhere.here" || !slices.Contains(said, "elsewhere.here") {
				t.Errorf("%s: %+v: said %v at %v, want leave asked for", tt.name, more, said, next.Here)
			}
		}
		if next, said := advance(s, engine.Reading{Danger: true}); next.Here.Dialog != "danger" {
			t.Errorf("%s: a danger: said %v at %v", tt.name, said, next.Here)
		}
	}
}

// readAlong derives that somebody reads along by SMS.
func readAlong(*engine.Session) engine.Facts {
	return engine.Facts{"read_along": "yes", "channel": "sms"}
}

// TestFarewellAfterTheEnd: who thanks once all is said is asked nothing, and nothing of the case
// moves. What comes with thanks is answered as if they were not there.
func TestFarewellAfterTheEnd(t *testing.T) {
	over := engine.Session{Lang: "fr", Channel: "sms", Started: true, Lead: "ransomware", End: "waiting_for_csirt",
		Turns: 9, Facts: engine.Facts{"incident": "ransomware"}, Versions: map[string]int{"ransomware": 1}, Held: []engine.Say{{ID: "ransomware.close"}}}
	over, _, err := engine.Advance(dialogs.Set(), over, engine.Reading{Command: "help"}, nothing) // weighed
	if err != nil {
		t.Fatal(err)
	}
	open := over
	open.Here, open.Stack = engine.Place{Dialog: "after", Step: "same"}, nil
	tests := []struct {
		name    string
		session engine.Session
		reading engine.Reading
		want    string // the text said, or one of them
	}{
		{"thanks", over, engine.Reading{Farewell: true}, "start.farewell"},
		{"anything else", over, engine.Reading{}, "after.same"},
		{"thanks and a picture", over, engine.Reading{Farewell: true, Photo: true}, "start.photo"},
		{"thanks and a fact", over, engine.Reading{Farewell: true, Told: []engine.Told{{Fact: "spreading", Value: "yes"}}}, "after.same"},
		{"thanks and a question", over, engine.Reading{Farewell: true, Asked: "unknown"}, "answers.unknown"},
		{"a word", over, engine.Reading{Farewell: true, Command: "stop"}, "stop.sure"},
		{"an open question", open, engine.Reading{Farewell: true, Answer: engine.Reply{Meaning: engine.Yes}}, "after.noted"},
	}
	for _, tt := range tests {
		next, effects, err := engine.Advance(dialogs.Set(), tt.session, tt.reading, nothing)
		if err != nil {
			t.Fatal(err)
		}
		said := ids(effects)
		if !slices.Contains(said, tt.want) || tt.want != "start.farewell" && slices.Contains(said, "start.farewell") {
			t.Errorf("%s: said %v, want %s", tt.name, said, tt.want)
		}
		if tt.want != "start.farewell" {
			continue
		}
		tt.session.Turns++
		if diff := cmp.Diff(tt.session, next, cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%s: the session moves (-before +after):\n%s", tt.name, diff)
		}
	}
}
