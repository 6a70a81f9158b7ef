package tests

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"relais/dialogs"
	"relais/dialogs/engine"
	"relais/dialogs/play"
	"relais/locales"
)

// TestClocksThatAreOff asks for the deadlines as everybody who may be hit, and reads all
// conversations: of a rule that is off nothing is said, and nothing reaches the card.
// With one switched on the same search finds it.
func TestClocksThatAreOff(t *testing.T) {
	set := dialogs.Set()
	off := 0
	for _, clock := range set.Clocks {
		if clock.On {
			continue
		}
		off++
		for _, victim := range organisations {
			if said, shown := asked(t, set, victim, clock.ID); said || shown {
				t.Errorf("%s is off; said to %s: %t, on the card: %t", clock.ID, victim, said, shown)
			}
		}
	}
	if off == 0 {
		t.Fatal("no clock is off")
	}
	signed := *set
	signed.Clocks = slices.Clone(set.Clocks)
	i := slices.IndexFunc(signed.Clocks, func(c engine.Clock) bool { return c.ID == "nis2_warning" })
	signed.Clocks[i].On = true
	if said, shown := asked(t, &signed, "company", "nis2_warning"); !said || !shown {
		t.Errorf("switched on, it is said: %t, on the card: %t; want both", said, shown)
	}
	for _, c := range conversations(t) {
		_, steps, err := c.play(true)
		if err != nil {
			t.Fatalf("%s: %v", c.name, err)
		}
		for _, s := range steps {
			for _, m := range s.out.Bot {
				for _, clock := range set.Clocks {
					if !clock.On && strings.Contains(m.Text, constant(clock.ID)) {
						t.Errorf("%s: %s is off: %s", c.name, clock.ID, m.Text)
					}
				}
			}
		}
	}
}

// asked plays DELAIS for a victim, and reports whether a clock was said and shown.
func asked(t *testing.T, set *engine.Set, victim, clock string) (said, shown bool) {
	t.Helper()
	ctx := context.Background()
	p, err := play.New(play.Options{Set: set, Channel: "sms", Seed: 1, Once: true, Now: time.Date(2027, 3, 16, 10, 0, 0, 0, time.UTC)})
	if err != nil {
		t.Fatal(err)
	}
	words := map[string]string{"commune": "de la mairie", "other_public": "du collège", "company": "de notre entreprise", "association": "de notre association"}
	for _, text := range []string{"tous les fichiers " + words[victim] + " sont chiffrés, une rançon est demandée", "DELAIS", "oui"} {
		out, err := p.Say(ctx, text)
		if err != nil {
			t.Fatal(err)
		}
		if got := out.State.Session.Facts.Get("victim"); got != victim {
			t.Fatalf("%q tells of %q, want %q", text, got, victim)
		}
		for _, m := range out.Bot {
			said = said || strings.Contains(m.Text, constant(clock))
		}
		for _, packet := range out.Queue {
			for _, running := range packet.Clocks {
				shown = shown || running.Clock == clock
			}
		}
	}
	return said, shown
}

// constant is the part of a clock's text that is the same for everybody, without
// what the SMS alphabet would change.
func constant(clock string) string {
	source, _ := locales.Default().Source("fr", "clocks."+clock)
	text, _, _ := strings.Cut(source, "{{")
	return strings.TrimSpace(text)
}

// TestTermsStandInClocks: each number of hours, days or months that a reporter can read
// as a term is that of a rule which is on, by which it is dated and has a source.
func TestTermsStandInClocks(t *testing.T) {
	terms := map[string]bool{}
	for _, c := range dialogs.Set().Clocks {
		if !c.On {
			continue
		}
		for unit, n := range map[string]int{"h": c.Hours, "j": c.Days, "m": c.Months} {
			if n > 0 {
				terms[fmt.Sprint(n, unit)] = true
			}
		}
	}
	texts := locales.Default()
	for _, lang := range texts.Tags() {
		for _, m := range reporterTexts(texts, lang) {
			if strings.HasPrefix(m.ID, "clocks.") || strings.HasPrefix(m.ID, "doors.bring.") { // how old a paper may be is no deadline
				continue
			}
			for _, found := range term.FindAllStringSubmatch(examples.ReplaceAllString(m.Text, ""), -1) {
				n, err := strconv.Atoi(found[1])
				if err != nil {
					t.Fatal(err)
				}
				unit := map[byte]string{'h': "h", 'j': "j", 'd': "j", 'm': "m"}[found[2][0]]
				if !terms[fmt.Sprint(n, unit)] {
					t.Errorf("%s: %s: %q is the term of no rule in clocks.yaml that is on", lang, m.ID, found[0])
				}
			}
		}
	}
}

// term takes a limit apart.
var term = regexp.MustCompile(`(\d+) ?(h|mois|jours|hours|days|months)\b`)
