package tests

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"relais/dialogs"
	"relais/dialogs/engine"
	"relais/locales"
	"relais/locales/gsm7"
)

// maxTurns is how many messages a conversation about two incidents may take.
const maxTurns = 90

// TestTwoIncidentsOfOneMessage plays every pair of incidents that start.yaml holds apart,
// told in the first message, for an organisation and a person at home, with money gone where
// either moves it, by "oui", by "non" and by "je ne sais pas" to all but the question whether
// to go on with the other: it is
// offered once, both dialogs are gone through, no fact is asked for twice, the case is
// handed over once and grows no lighter, and each turn fits.
func TestTwoIncidentsOfOneMessage(t *testing.T) {
	set, texts := dialogs.Set(), locales.Default()
	moves := []string{"transfer_fraud", "bank_adviser_scam"} // by card is asked whether any money has gone
	derive := func(*engine.Session) engine.Facts {
		return engine.Facts{"centre": "open", "territory": "served", "channel": "sms", "elapsed_money": "under_24h", "clock_insurer": "running", "clock_cnil": "running"}
	}
	for _, tag := range texts.Tags() {
		values := worst(texts, tag)
		for _, line := range set.Apart {
			for _, other := range line.In {
				for _, victim := range []string{"commune", "individual", "commune, money gone", "individual, money gone"} {
					victim, gone := strings.CutSuffix(victim, ", money gone")
					if gone && !slices.Contains(moves, line.Fact) && !slices.Contains(moves, other) {
						continue
					}
					for _, meaning := range []engine.Meaning{engine.Yes, engine.No, engine.Unsure} {
						name := tag + " " + line.Fact + "+" + other + " " + victim + " " + string(meaning)
						s := engine.Session{Channel: "sms", Lang: tag, Values: map[string]string{}}
						r := engine.Reading{Incident: line.Fact, Beside: other, Confidence: 1, Told: []engine.Told{{Fact: "victim", Value: victim}}}
						if gone {
							name += " gone"
							r.Told = append(r.Told, engine.Told{Fact: "paid", Value: "yes"})
						}
						kept := "" // the one that does not lead first
						asked, offered, handed, level := map[string]bool{}, 0, 0, ""
						for turn := 0; s.End == "" && turn < maxTurns; turn++ {
							next, effects, err := engine.Advance(set, s, r, derive)
							if err != nil {
								t.Fatalf("%s: %v", name, err)
							}
							for _, e := range effects {
								if e.Kind == engine.Escalate {
									handed++
								}
							}
							unput := next.Unput
							m, err := engine.Compose(set, texts, &next, effects, values)
							if err != nil {
								t.Fatalf("%s: %v", name, err)
							}
							if n := gsm7.Segments(m.Text); n > engine.MaxSegments {
								t.Errorf("%s: %d segments: %s", name, n, m.Text)
							}
							s = next
							if kept == "" {
								if kept = other; s.Lead == other {
									kept = line.Fact
								}
							}
							step, ok := open(set, s)
							if !ok {
								r = engine.Reading{}
								continue
							}
							if s.Here.Dialog == "also_told" && !s.Unput {
								if offered++; level == "" {
									level = s.Severity
								}
								r = engine.Reading{Answer: engine.Reply{Meaning: engine.Yes}}
								declined, effects, err := engine.Advance(set, s, engine.Reading{Answer: engine.Reply{Meaning: meaning}}, derive)
								if err != nil || meaning != engine.Yes && declined.End == "" {
									t.Errorf("%s: %v, ends %q after it was declined", name, err, declined.End)
								}
								if m, err := engine.Compose(set, texts, &declined, effects, values); err != nil || gsm7.Segments(m.Text) > engine.MaxSegments {
									t.Errorf("%s: declined: %v: %s", name, err, m.Text)
								}
								if s.Facts.Get("beside") != kept {
									t.Errorf("%s: offers %s", name, s.Facts.Get("beside"))
								}
								asked["first_done"] = false
								continue
							}
							if s.Unput || unput {
								r = engine.Reading{Answer: engine.Reply{Meaning: engine.Unclear}}
								continue
							}
							// What the first incident's question left may be none of the choices here.
							known := slices.ContainsFunc(step.Choices, func(c engine.Choice) bool { return c.ID == s.Facts.Get(step.Fact) })
							if asked[step.Fact] && !step.Anew && (known || step.Ask != engine.AskChoice) {
								t.Errorf("%s: %s asks for %s again", name, s.Here.ID(), step.Fact)
							}
							asked[step.Fact] = true
							r = engine.Reading{Answer: engine.Reply{Meaning: meaning}}
							if id := engine.StandsFor(step.Choices, meaning); step.Ask != engine.AskChoice || id == "" {
								r.Answer.Meaning = engine.Unsure
							}
						}
						switch {
						case s.End == "":
							t.Errorf("%s: no end after %d turns, at %s", name, maxTurns, s.Here.ID())
						case offered != 1:
							t.Errorf("%s: the other incident is offered %d times", name, offered)
						case s.Versions[line.Fact] == 0 || s.Versions[other] == 0:
							t.Errorf("%s: went through %v, want both incidents", name, slices.Sorted(maps.Keys(s.Versions)))
						case s.Facts.Get("incident") == s.Facts.Get("beside"):
							t.Errorf("%s: keeps %s alone", name, s.Facts.Get("beside"))
						case handed > 1 || handed == 0 && s.End == "waiting_for_csirt":
							t.Errorf("%s: handed over %d times, ends %s", name, handed, s.End)
						case s.Severity > level:
							t.Errorf("%s: %s (%s) at the end, %s before the other incident led", name, s.Severity, s.Because, level)
						}
					}
				}
			}
		}
	}
}
