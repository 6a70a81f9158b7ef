package intake

import (
	"slices"
	"testing"
	"time"

	"relais/dialogs"
	"relais/dialogs/engine"
	"relais/dialogs/understand"
	"relais/locales"
)

// TestLabelsAnswer types the label of every choice of every question, and each part of it alone:
// what is shown is understood as what it shows. A part that two choices share means neither.
func TestLabelsAnswer(t *testing.T) {
	set := dialogs.Set()
	d := &Desk{Set: set, Texts: locales.Default(), Reader: understand.New()}
	now := time.Date(2027, 3, 16, 15, 41, 0, 0, time.UTC)
	for i := range set.Dialogs {
		for k := range set.Dialogs[i].Steps {
			step := &set.Dialogs[i].Steps[k]
			if step.Ask != engine.AskChoice {
				continue
			}
			for _, lang := range []string{"fr", "en"} {
				s := State{Session: engine.Session{Started: true, Lang: lang, Facts: engine.Facts{}, Here: engine.Place{Dialog: set.Dialogs[i].ID, Step: step.ID}}}
				q := d.question(now, s)
				shown := map[string][]string{} // the choices by what is typed
				for _, c := range step.Choices {
					label := d.label(q, c, now, s)
					if label == "" {
						continue
					}
					shown[label] = append(shown[label], c.ID)
					for _, part := range between.Split(label, -1) {
						if !slices.Contains(shown[part], c.ID) {
							shown[part] = append(shown[part], c.ID)
						}
					}
				}
				for text, of := range shown {
					if len(of) > 1 {
						continue
					}
					answer := d.read(now, s, Inbound{Text: text}).Answer
					got := answer.Value
					if answer.Meaning != engine.Value {
						got = engine.StandsFor(step.Choices, answer.Meaning)
					}
					if step.BareNo != "" && answer.Meaning == engine.No {
						continue // a plain no stands for several
					}
					if got != of[0] {
						t.Errorf("%s.%s, %s: %q is read as %q %q, want %q", q.Dialog, q.Step, lang, text, answer.Meaning, got, of[0])
					}
				}
			}
		}
	}
}

// The words of a label are its choice in other forms too: who was not reached at the bank.
func TestShutBank(t *testing.T) {
	set := dialogs.Set()
	d := &Desk{Set: set, Texts: locales.Default(), Reader: understand.New()}
	now := time.Date(2027, 3, 16, 15, 41, 0, 0, time.UTC)
	s := State{Session: engine.Session{Started: true, Lang: "fr", Facts: engine.Facts{}, Here: engine.Place{Dialog: "bank", Step: "called"}}}
	for text, want := range map[string]string{
		"fermé": "no", "fermée": "no", "fermés": "no", "c'est fermé": "no", "ils sont fermés": "no", "la banque est fermée": "no", "occupé": "no", "ca sonne occupé": "no", "c occupé": "no",
		"ca repond pas": "no", "ça ne répond pas": "no", "personne ne répond": "no", "ils répondent pas": "no", "injoignable": "no", "je tombe sur le répondeur": "no",
		"je m'en occupe": "", "c'est fait": "yes", "oui": "yes", "j'ai fermé la session": "",
	} {
		answer := d.read(now, s, Inbound{Text: text}).Answer
		got := answer.Value
		if answer.Meaning != engine.Value {
			got = engine.StandsFor(d.question(now, s).Choices, answer.Meaning)
		}
		if got != want {
			t.Errorf("%q is read as %q %q, want %q", text, answer.Meaning, got, want)
		}
	}
}
