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
	"formalities.prosecutor":        {{Fact: "victim", In: []string{"commune", "other_public"}}},
	"formalities.complaint_commune": {{Fact: "victim", In: []string{"commune"}}},
	"formalities.insurer_over":      {{Fact: "victim", In: append([]string{"unknown", engine.Unset}, organisations...)}},
	"formalities.cnil_over":         {{Fact: "victim", In: append([]string{"unknown", engine.Unset}, organisations...)}},
	"bank.accountant":               {{Fact: "victim", In: []string{"commune", "other_public"}}},
	"dispute.person":                {{Fact: "victim", In: []string{"individual"}}},
	"delays.person":                 {{Fact: "victim", In: []string{"individual"}}},
	"dispute.recall_public":         {{Fact: "victim", In: []string{"commune", "other_public"}}},
	"person.thesee":                 {{Fact: "victim", In: []string{"individual"}}, {Fact: "minor", In: []string{engine.Unset}}},
	"person.perceval":               {{Fact: "victim", In: []string{"individual"}}},
}

var (
	// limit finds what reads like a term: a number of hours, days or months.
	limit = regexp.MustCompile(`\d+ ?(h|mois|jours|hours|days|months)\b`)
	// examples finds times of day given as examples of an answer.
	examples = regexp.MustCompile(`(Ex :|E\.g\.)[^.?]*`)
	// door finds the national services that are for people alone.
	door = regexp.MustCompile(`(?i)thesee|perceval`)
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

// lacks returns the first fact that does not hold.
func lacks(when []engine.Condition, facts engine.Facts) (string, bool) {
	for _, c := range when {
		if v := facts.Get(c.Fact); !c.Fits(v) {
			return c.Fact + "=" + v, false
		}
	}
	return "", true
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
	if named && dialog != lead && !slices.ContainsFunc(w.set.Interrupts, func(in engine.Interrupt) bool { return in.Call == dialog && in.Rank < 20 }) {
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
// of incident: advice and the hand-over come all the same. It prints how many turns
// that takes, and what the whole case costs by SMS with the longest values.
func TestOnlyQuestionMarks(t *testing.T) {
	w := &walk{t: t, lang: "fr", chann: "sms", set: dialogs.Set(), texts: locales.Default()}
	w.values = worst(w.texts, w.lang)
	t.Logf("%-20s %8s %8s %4s %8s", "incident", "act", "told", "end", "segments")
	incident, _ := w.set.Fact("incident")
	for _, id := range incident.Values {
		s := engine.Session{Channel: "sms", Lang: w.lang, Values: map[string]string{}}
		r := engine.Reading{Incident: id}
		act, told, end, segments := 0, 0, 0, 0
		for turn := 1; turn <= longest && end == 0; turn++ {
			next, effects, err := engine.Advance(w.set, s, r, w.derive(base()))
			if err != nil {
				t.Fatalf("%s: %v", id, err)
			}
			values := map[string]string{}
			for k, v := range w.values {
				values[k] = v
			}
			if next.Greeted {
				values["hello"] = ""
			}
			m, err := engine.Compose(w.set, w.texts, &next, effects, values)
			if err != nil {
				t.Fatalf("%s: %v", id, err)
			}
			segments += gsm7.Segments(m.Text)
			if act == 0 && slices.ContainsFunc(m.Said, func(said string) bool { return w.protects(said, next.Lead) }) {
				act = turn
			}
			if told == 0 && next.Said {
				told = turn
			}
			if next.End != "" {
				end = turn
			}
			s, r = next, engine.Reading{Answer: engine.Reply{Meaning: engine.Unsure}}
		}
		t.Logf("%-20s %8d %8d %4d %8d", id, act, told, end, segments)
		if act != 1 || end == 0 || told == 0 && id != "not_incident" {
			t.Errorf("%s: first act in turn %d, told of the hand-over in %d, ended in %d", id, act, told, end)
		}
	}
}

// TestNightCase prints what the case of a town hall in the night costs by SMS.
func TestNightCase(t *testing.T) {
	for _, c := range conversations(t) {
		if c.name != "ransomware/mayor_at_two_in_the_morning.txt" && c.name != "ransomware/long_weekend.txt" {
			continue
		}
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
	}
}
