package intake_test

import (
	"testing"
	"time"
)

// TestMomentAlone: a day and an hour told alone over another question are when the money left, once it has;
// they say no "non" to an act, and change no hour that was told.
func TestMomentAlone(t *testing.T) {
	const fraud = "virement faux rib 8000 euros"
	for _, tt := range []struct {
		texts []string
		money string
		hour  int // of sent_at in the reporter's zone; -1 for none
	}{
		{[]string{fraud, "oui", "entreprise", "hier 10h"}, "gone", 10},
		{[]string{fraud, "hier 15h"}, "gone", 15},
		{[]string{fraud, "oui mais la banque est fermée", "entreprise", "hier 15h"}, "gone", 15},
		{[]string{fraud, "instantané"}, "gone", -1},
		{[]string{fraud, "pas encore"}, "held", -1},
		{[]string{fraud, "demain 9h"}, "held", -1},
		{[]string{fraud + " parti hier 15h12", "entreprise", "oui", "hier 9h"}, "gone", 15},
		{[]string{fraud + " parti hier 15h12", "entreprise", "oui", "non, à 9h"}, "gone", 9},
	} {
		c := converse(t)
		for _, text := range tt.texts {
			c.take(c.message(text))
		}
		_, contents := c.turns(c.key(c.message("").From))
		state := contents[len(contents)-1].State
		facts, hour := state.Session.Facts, -1
		if at, err := time.Parse(time.RFC3339, facts.Get("sent_at")); err == nil {
			hour = at.In(state.Zone()).Hour()
		}
		if facts.Get("money") != tt.money || hour != tt.hour || facts.Get("bank_called") == "no" && len(tt.texts) == 4 && tt.texts[1] == "oui" {
			t.Errorf("%q: money %s, hour %d, bank_called %s; want %s, %d", tt.texts, facts.Get("money"), hour, facts.Get("bank_called"), tt.money, tt.hour)
		}
	}
}
