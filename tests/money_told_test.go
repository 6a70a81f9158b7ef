package tests

import (
	"slices"
	"strings"
	"testing"

	"relais/dialogs"
	"relais/dialogs/engine"
	"relais/locales"
	"relais/locales/gsm7"
)

// TestMoneyToldOnTheWay tells of a false transfer at every turn of a case that is led by
// something else, and after its end: the bank is named at once, the accountant first where
// one pays, each turn fits, and the conversation comes back to the question that was open;
// after the end the transfer is offered. Told again it changes nothing.
func TestMoneyToldOnTheWay(t *testing.T) {
	set, texts := dialogs.Set(), locales.Default()
	derive := func(*engine.Session) engine.Facts {
		return engine.Facts{"centre": "open", "territory": "own", "channel": "sms", "elapsed_money": "under_24h", "clock_insurer": "running", "clock_cnil": "running"}
	}
	told := engine.Reading{Incident: "transfer_fraud", Confidence: 1, Told: []engine.Told{{Fact: "paid", Value: "yes"}, {Fact: "amount", Value: "12000"}}}
	for _, tag := range texts.Tags() {
		values := worst(texts, tag)
		turn := func(s engine.Session, r engine.Reading) (engine.Session, engine.Message) {
			t.Helper()
			next, effects, err := engine.Advance(set, s, r, derive)
			if err != nil {
				t.Fatal(err)
			}
			m, err := engine.Compose(set, texts, &next, effects, values)
			if err != nil {
				t.Fatal(err)
			}
			if n := gsm7.Segments(m.Text); n > engine.MaxSegments {
				t.Errorf("%s at %s: %d segments: %s", tag, next.Here.ID(), n, m.Text)
			}
			return next, m
		}
		unsure := engine.Reading{Answer: engine.Reply{Meaning: engine.Unsure}}
		for _, lead := range []string{"ransomware", "malware", "intrusion", "ddos", "defacement", "provider_compromise", "insider", "data_breach", "data_extortion"} {
			for _, victim := range []string{"commune", "company", "individual", ""} {
				first := engine.Reading{Incident: lead}
				if victim != "" {
					first.Told = []engine.Told{{Fact: "victim", Value: victim}}
				}
				s, _ := turn(engine.Session{Channel: "sms", Lang: tag, Values: map[string]string{}}, first)
				for n := 0; n < maxTurns; n++ {
					laid := slices.ContainsFunc(s.Stack, func(p engine.Place) bool { return p.Again })
					if s.Lead == lead && !laid {
						name := tag + " " + lead + " " + victim + " at " + s.Here.ID()
						at := s.Here
						next, m := turn(s, told)
						i := slices.IndexFunc(m.Said, func(id string) bool { return strings.HasPrefix(id, "bank.") })
						switch {
						case i < 0:
							t.Errorf("%s: the bank is not named: %s", name, m.Text)
						case next.Facts.Get("victim") == "commune" && m.Said[i] != "bank.accountant":
							t.Errorf("%s: %s is said to a commune", name, m.Said[i])
						case next.Facts.Get("money") != "gone" || next.Facts.Get("beside") != "transfer_fraud" || next.Severity != "P1":
							t.Errorf("%s: %s, %v", name, next.Severity, next.Facts)
						}
						for back := 0; back < 8 && !same(next.Here, at) && next.Here.Dialog != "also_told"; back++ {
							next, _ = turn(next, unsure)
						}
						want := at.ID()
						if s.End != "" {
							want = "also_told.ask"
						}
						if step, ok := open(set, s); next.Here.ID() != want && !(ok && len(step.SkipWhen) > 0) { // whose answer the bank has
							t.Errorf("%s: goes on at %s, want %s", name, next.Here.ID(), want)
						}
						again, m := turn(next, told)
						if !same(again.Here, next.Here) || slices.ContainsFunc(m.Said, func(id string) bool { return strings.HasPrefix(id, "bank.") }) {
							t.Errorf("%s: told again it says %s", name, m.Text)
						}
					}
					if s.End != "" {
						break
					}
					s, _ = turn(s, unsure)
				}
				if s.End == "" {
					t.Errorf("%s %s %s: no end", tag, lead, victim)
				}
			}
		}
	}
}

// TestLossToldAtAnyMoment tells that money has left, and of no incident, at every turn of a case led by
// each of the incidents that see to something else, and after its end: the bank is named at once,
// whatever was known of money before, until it has its words; the case is a P1 from then on.
func TestLossToldAtAnyMoment(t *testing.T) {
	set, texts := dialogs.Set(), locales.Default()
	derive := func(*engine.Session) engine.Facts {
		return engine.Facts{"centre": "open", "territory": "own", "channel": "sms", "elapsed_money": "under_24h", "clock_insurer": "running", "clock_cnil": "running"}
	}
	values := worst(texts, "fr")
	told := engine.Reading{Told: []engine.Told{{Fact: "money", Value: "gone"}, {Fact: "lost", Value: "moved"}, {Fact: "amount", Value: "12000"}}}
	named := func(m engine.Message) bool {
		return slices.ContainsFunc(m.Said, func(id string) bool {
			doors := set.Sends(id)
			return slices.Contains(doors, "bank") || slices.Contains(doors, "accountant")
		})
	}
	for _, lead := range set.Incidents {
		if lead == "not_incident" || lead == "transfer_fraud" { // nothing happened; the bank is what it is about
			continue
		}
		for _, victim := range []string{"commune", "company", "individual"} {
			for _, meaning := range []engine.Meaning{engine.Unsure, engine.No} {
				s := engine.Session{Channel: "sms", Lang: "fr", Values: map[string]string{}}
				r := engine.Reading{Incident: lead, Told: []engine.Told{{Fact: "victim", Value: victim}}}
				for turn := 0; turn < maxTurns && s.End == ""; turn++ {
					next, effects, err := engine.Advance(set, s, r, derive)
					if err != nil {
						t.Fatal(err)
					}
					if _, err := engine.Compose(set, texts, &next, effects, values); err != nil {
						t.Fatal(err)
					}
					s = next
					r = engine.Reading{Answer: engine.Reply{Meaning: meaning}}
					if step, ok := open(set, s); ok && (step.Ask != engine.AskChoice || engine.StandsFor(step.Choices, meaning) == "") {
						r.Answer.Meaning = engine.Unsure
					}
					calling := s.Here.Dialog == "bank" || slices.ContainsFunc(s.Stack, func(p engine.Place) bool { return p.Dialog == "bank" })
					if s.Facts.Get("scripted") != engine.Unset || calling {
						continue // it has its words, or is given them now
					}
					name := lead + " " + victim + " " + string(meaning) + " at " + s.Here.ID() + s.End
					loss, effects, err := engine.Advance(set, s, told, derive)
					if err != nil {
						t.Fatal(err)
					}
					m, err := engine.Compose(set, texts, &loss, effects, values)
					switch {
					case err != nil:
						t.Errorf("%s: %v", name, err)
					case gsm7.Segments(m.Text) > engine.MaxSegments:
						t.Errorf("%s: %d segments: %s", name, gsm7.Segments(m.Text), m.Text)
					case !named(m):
						t.Errorf("%s: the bank is not named: %s", name, m.Text)
					case loss.Severity != "P1":
						t.Errorf("%s: %s", name, loss.Severity)
					}
				}
			}
		}
	}
}
