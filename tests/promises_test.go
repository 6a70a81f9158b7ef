package tests

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"relais/dialogs"
	"relais/dialogs/engine"
	"relais/locales"
	"relais/locales/gsm7"
)

// organisations are the victims that are no person at home.
var organisations = []string{"commune", "other_public", "company", "association"}

// granted says to whom the data grants what a text states: for each text with a number
// of hours, days or months, a duty or a door of its own, the facts that must hold. The
// clocks of clocks.yaml say it of themselves.
var granted = map[string][]engine.Condition{
	"formalities.prosecutor":           {{Fact: "victim", In: []string{"commune", "other_public"}}},
	"formalities.complaint_commune":    {{Fact: "victim", In: []string{"commune"}}},
	"formalities.insurer_over":         {{Fact: "victim", In: append([]string{"unknown", engine.Unset}, organisations...)}},
	"formalities.insurer_prudent_over": {{Fact: "victim", In: append([]string{"unknown", engine.Unset}, organisations...)}},
	"formalities.cnil_over":            {{Fact: "victim", In: append([]string{"unknown", engine.Unset}, organisations...)}},
	"bank.accountant":                  {{Fact: "victim", In: []string{"commune", "other_public"}}},
	"dispute.person":                   {{Fact: "victim", In: []string{"individual"}}},
	"delays.person":                    {{Fact: "victim", In: []string{"individual"}}},
	"dispute.recall_public":            {{Fact: "victim", In: []string{"commune", "other_public"}}},
	"person.thesee":                    {{Fact: "victim", In: []string{"individual"}}, {Fact: "minor", In: []string{engine.Unset}}},
	"person.thesee_images":             {{Fact: "victim", In: []string{"individual"}}, {Fact: "minor", In: []string{engine.Unset}}},
	"complain.thesee":                  {{Fact: "victim", In: []string{"individual"}}, {Fact: "minor", In: []string{engine.Unset}}},
	"person.perceval":                  {{Fact: "victim", In: []string{"individual"}}},
	"complain.perceval":                {{Fact: "victim", In: []string{"individual"}}},
}

var (
	// limit finds what reads like a term: a number of hours, days or months.
	limit = regexp.MustCompile(`\d+ ?(h|mois|jours|hours|days|months)\b`)
	// examples finds times of day given as examples of an answer.
	examples = regexp.MustCompile(`(Ex :|E\.g\.)[^.?]*`)
	// door finds the national services that are for people alone.
	door = regexp.MustCompile(`(?i)thesee|perceval`)
	// forPeople finds the complaint on line, which takes no organisation.
	forPeople = regexp.MustCompile(`(?i)thesee`)
	// ending finds the clocks a text tells.
	ending = regexp.MustCompile(`\.clock_(\w+)`)
)

// promised holds one text against the data: it returns what is missing for it to be
// said in this session, "" if nothing.
func (w *walk) promised(id string, s engine.Session) string {
	source, ok := w.texts.Source(w.lang, w.texts.OnChannel(w.lang, id, w.chann))
	if !ok || strings.HasPrefix(id, "answers.") { // an answer names its victims by its own when
		return ""
	}
	if victim := s.Facts.Get("victim"); forPeople.MatchString(source) && slices.Contains(organisations, victim) {
		return "THESEE is for people, not for " + victim
	}
	for _, found := range ending.FindAllStringSubmatch(source, -1) {
		i := slices.IndexFunc(w.set.Clocks, func(c engine.Clock) bool { return c.ID == found[1] })
		if i < 0 || !w.set.Clocks[i].On {
			return "clock " + found[1] + " is not on"
		}
		if c, ok := lacks(w.set.Clocks[i].When, s.Facts); !ok {
			return fmt.Sprintf("clock %s does not run for %s", found[1], c)
		}
	}
	when, listed := granted[id]
	if c, ok := lacks(when, s.Facts); !ok {
		return "it is not for " + c
	}
	if bare := examples.ReplaceAllString(source, ""); !listed && limit.MatchString(bare) && !ending.MatchString(source) {
		return "nothing says whom its term " + limit.FindString(bare) + " is for"
	}
	if door.MatchString(source) && !listed {
		return "nothing says that it is for people alone"
	}
	return ""
}

// grantedBy lists the facts on which it depends whether a step may say its text.
func grantedBy(set *engine.Set, step string) []engine.Condition {
	when := slices.Clone(granted[step])
	source, _ := locales.Default().Source("fr", step+".text")
	for _, found := range ending.FindAllStringSubmatch(source, -1) {
		if i := slices.IndexFunc(set.Clocks, func(c engine.Clock) bool { return c.ID == found[1] }); i >= 0 {
			when = append(when, set.Clocks[i].When...)
		}
	}
	return when
}

// lacks returns the first fact that does not hold.
// lacks returns the first condition on a fact of the case that does not hold.
func lacks(when []engine.Condition, facts engine.Facts) (string, bool) {
	for _, c := range when {
		if _, derived := engine.Derivable(c.Fact); derived {
			continue // of the turn in which the text was come to: see timely
		}
		if v := facts.Get(c.Fact); !c.Fits(v) {
			return c.Fact + "=" + v, false
		}
	}
	return "", true
}

// timely holds the deadlines told by what a turn came to against what was worked out in
// that turn: of a fraud none is told as the law's that is so for an attack only. What the
// session held before was come to in another turn.
func (w *walk) timely(before engine.Session, effects []engine.Effect, world engine.Facts) string {
	held := slices.Concat(before.Held, before.Later, before.Here.Held)
	for _, p := range before.Stack {
		held = append(held, p.Held...)
	}
	for _, e := range effects {
		if slices.ContainsFunc(held, func(say engine.Say) bool { return say.ID == e.Say.ID }) {
			continue
		}
		source, _ := w.texts.Source(w.lang, w.texts.OnChannel(w.lang, e.Say.ID, w.chann))
		for _, found := range ending.FindAllStringSubmatch(source, -1) {
			for _, clock := range w.set.Clocks {
				for _, c := range clock.When {
					if value, derived := world[c.Fact]; clock.ID == found[1] && derived && !c.Fits(value) {
						return fmt.Sprintf("%s is come to although clock %s does not run for %s=%s", e.Say.ID, clock.ID, c.Fact, value)
					}
				}
			}
		}
	}
	return ""
}

// protects reports whether a text is an act that protects: the greetings of start.yaml
// while nobody knows what it is, else the graded advice of the incident's own dialog,
// or of what comes before every incident.
func (w *walk) protects(id, lead string) bool {
	dialog, step, _ := strings.Cut(id, ".")
	named := lead != "" && lead != "unknown" && lead != "not_incident"
	if dialog == "start" {
		return !named && strings.HasPrefix(step, "hello")
	}
	d, ok := w.set.Dialog(dialog)
	if !ok {
		return false
	}
	beside := slices.Contains([]string{"money_too", "money_told", "bank"}, dialog) // the bank beside an attack, whichever of the two leads then
	if named && dialog != lead && !beside && !slices.ContainsFunc(w.set.Interrupts, func(in engine.Interrupt) bool { return in.Call == dialog && in.Rank < 20 }) {
		return false
	}
	s, ok := d.Step(step)
	return ok && s.Tell && s.Grade != ""
}

// pointsOn reports whether the last text of a case names a person, or what comes next;
// one that found no room is brought by the next message.
func (w *walk) pointsOn(id string) bool {
	if id == "start.more" {
		return true
	}
	source, _ := w.texts.Source(w.lang, w.texts.OnChannel(w.lang, id, w.chann))
	return slices.ContainsFunc([]string{"HUMAIN", "HUMAN", "17cyber", "on reprend", "we go on", "jour et nuit", "day and night"}, func(word string) bool { return strings.Contains(source, word) })
}

// TestOnlyQuestionMarks answers nothing but "?" from the first message on, for each type
// of incident: advice and the hand-over come all the same.
func TestOnlyQuestionMarks(t *testing.T) {
	incident, _ := dialogs.Set().Fact("incident")
	for _, id := range incident.Values {
		c, err := newWalk(t, "fr", "sms").unanswered(id)
		if err != nil {
			t.Fatalf("%s: %v", id, err)
		}
		if fault := c.fault(id); fault != "" {
			t.Error(fault)
		}
	}
}

// course says in which turn of a case the first act came, the hand-over was told and it
// ended, 0 for never, and what it cost by SMS.
type course struct{ act, told, end, segments int }

// unanswered answers nothing but "je ne sais pas".
func (w *walk) unanswered(incident string) (course, error) {
	var c course
	s, r := engine.Session{Channel: w.chann, Lang: w.lang, Values: map[string]string{}}, engine.Reading{Incident: incident}
	for turn := 1; turn <= longest && c.end == 0; turn++ {
		next, effects, err := engine.Advance(w.set, s, r, w.derive(base()))
		if err != nil {
			return c, err
		}
		m, err := engine.Compose(w.set, w.texts, &next, effects, w.greeting(&next))
		if err != nil {
			return c, err
		}
		c.segments += gsm7.Segments(m.Text)
		if c.act == 0 && slices.ContainsFunc(m.Said, func(said string) bool { return w.protects(said, next.Lead) }) {
			c.act = turn
		}
		if c.told == 0 && next.Said {
			c.told = turn
		}
		if next.End != "" {
			c.end = turn
		}
		s, r = next, engine.Reading{Answer: engine.Reply{Meaning: engine.Unsure}}
	}
	return c, nil
}

func (c course) fault(incident string) string {
	if c.act == 1 && c.end > 0 && (c.told > 0 || incident == "not_incident") {
		return ""
	}
	return fmt.Sprintf("%s: answered by ? alone, first act in turn %d, told of the hand-over in %d, ended in %d", incident, c.act, c.told, c.end)
}

// nights are whole cases of a town hall in the night, and how many segments of SMS each may
// cost at the most. The aim is 14.
var nights = map[string]int{
	"ransomware/long_weekend.txt":                16,
	"ransomware/mayor_at_two_in_the_morning.txt": 18,
}

// TestNightCase prints what the case of a town hall in the night costs by SMS.
func TestNightCase(t *testing.T) {
	played := 0
	for _, c := range conversations(t) {
		most, ok := nights[c.name]
		if !ok {
			continue
		}
		played++
		_, steps, err := c.play(true)
		if err != nil {
			t.Fatal(err)
		}
		messages, segments := 0, 0
		for _, s := range steps {
			for _, m := range s.out.Bot {
				messages, segments = messages+1, segments+gsm7.Segments(m.Text)
			}
		}
		t.Logf("%s: %d messages, %d segments", c.name, messages, segments)
		if segments > most {
			t.Errorf("%s costs %d segments, at most %d", c.name, segments, most)
		}
	}
	if played != len(nights) {
		t.Errorf("%d of %d nights are played", played, len(nights))
	}
}

// TestAnswersAreMany counts the questions that are answered, by incident.
func TestAnswersAreMany(t *testing.T) {
	const enough = 60
	answered := map[[2]string]bool{}
	for _, a := range dialogs.Set().Answers {
		answered[[2]string{a.Question, a.Incident}] = true
	}
	if len(answered) < enough {
		t.Errorf("%d questions by incident are answered, want %d", len(answered), enough)
	}
}
