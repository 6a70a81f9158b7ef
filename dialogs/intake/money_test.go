package intake_test

import (
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"relais/dialogs/intake"
)

// paymentLines reads testdata/money.txt: per line whether the money has left, the sum, the
// moment, the incident, and the message.
func paymentLines(t *testing.T) [][5]string {
	t.Helper()
	data, err := os.ReadFile("testdata/money.txt")
	if err != nil {
		t.Fatal(err)
	}
	var lines [][5]string
	for line := range strings.Lines(string(data)) {
		if line = strings.TrimSpace(line); line == "" || line[0] == '#' {
			continue
		}
		fields := strings.SplitN(line, " | ", 5)
		if len(fields) != 5 {
			t.Fatalf("%q has not five fields", line)
		}
		lines = append(lines, [5]string(fields))
	}
	return lines
}

// TestMoneyGoneInEverydayWords holds that the first message puts the money, the sum and the
// moment into the case, so that the first reply says them, and into no case of which no
// money has left.
func TestMoneyGoneInEverydayWords(t *testing.T) {
	paris, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range paymentLines(t) {
		gone, euros, sent, incident, text := line[0], line[1], line[2], line[3], line[4]
		t.Run(text, func(t *testing.T) {
			c := converse(t)
			c.now = time.Date(2027, 3, 16, 16, 41, 0, 0, paris)
			reply := c.take(c.message(text))
			_, contents := c.turns(c.key(c.message("").From))
			facts := contents[len(contents)-1].State.Session.Facts
			if gone == "not" {
				if facts.Get("money") == "gone" || facts.Get("sent_at") != "unset" {
					t.Errorf("money %s since %s, incident %s", facts.Get("money"), facts.Get("sent_at"), facts.Get("incident"))
				}
				return
			}
			if gone == "missed" {
				if n, _ := strconv.Atoi(euros); facts.Get("money") == "gone" && strings.Contains(reply.Text, strconv.Itoa(n%1000)) {
					t.Error("is understood now: list it as gone")
				}
				return
			}
			got := ""
			if at, err := time.Parse(time.RFC3339, facts.Get("sent_at")); err == nil {
				got = at.In(paris).Format("2006-01-02T15:04")
			}
			if !intake.ToldExactly(facts, "sent_at") {
				got = strings.TrimSuffix(got, "T00:00")
			}
			if want := strings.TrimPrefix(sent, "-"); facts.Get("money") != "gone" || facts.Get("amount") != strings.Replace(euros, "-", "unset", 1) || got != want {
				t.Errorf("money %s, %s euros, at %q, want gone, %s, %q; incident %s", facts.Get("money"), facts.Get("amount"), got, euros, want, facts.Get("incident"))
			}
			if incident != "-" && facts.Get("incident") != incident {
				t.Errorf("incident %s, want %s", facts.Get("incident"), incident)
			}
			if gone == "kept" || euros == "-" {
				return
			}
			whole, _, _ := strings.Cut(euros, ".")
			n, _ := strconv.Atoi(whole)
			if figures := strconv.Itoa(n % 1000); !strings.Contains(reply.Text, figures) {
				t.Errorf("the first reply does not say %d euros: %s", n, reply.Text)
			}
		})
	}
}

// TestToldOnce holds that what a first message tells of the sum and of the moments stands in the
// case, each where it belongs, and is not asked again.
func TestToldOnce(t *testing.T) {
	paris, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name                  string
		texts                 []string
		amount, sent, learned string
	}{
		{"left, then found", []string{"5000 euros virés sur un faux rib lundi 10h, on s'en est aperçu à 14h"}, "5000", "15 10:00", "16 14:00"},
		{"found only", []string{"on a découvert ce matin à 9h un virement de 5000 euros"}, "5000", "", "16 09:00"},
		{"a debit in the night", []string{"ma carte a été piratée, 450 euros a 3h du matin"}, "450", "16 03:00", ""},
		{"the husband's card", []string{"carte de mon mari debitee 60 euros a 9 heures"}, "60", "16 09:00", ""},
		{"left, as was asked", []string{"virement sur un faux rib fait hier soir à minuit", "1"}, "unset", "16 00:00", ""},
		{"left, as was said", []string{"faux rib, virement de 8000 euros, hier 15h", "oui c'est parti"}, "8000", "15 15:00", ""},
		{"left on a day", []string{"faux rib, virement de 8000 euros lundi", "oui"}, "8000", "15 00:00", ""},
		{"the answer's own moment", []string{"faux rib de 8000 euros, virement hier 15h", "oui, parti ce matin à 9h"}, "8000", "16 09:00", ""},
		{"not left", []string{"faux rib de 8000 euros, virement hier 15h", "2"}, "8000", "", ""},
		{"the call's moment is none", []string{"on a reçu hier à 15h une demande de virement de 8000 euros sur un faux rib", "1"}, "8000", "", ""},
		{"a card was given, then a debit", []string{"faux mail netflix, carte bancaire renseignee, 450 euros a 3h du matin", "non", "oui"}, "450", "16 03:00", ""},
		{"no debit", []string{"tentative de 450 euros refusée à 3h sur ma carte"}, "450", "", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := converse(t)
			c.now = time.Date(2027, 3, 16, 16, 41, 0, 0, paris)
			for _, text := range tt.texts {
				c.take(c.message(text))
			}
			_, contents := c.turns(c.key(c.message("").From))
			facts := contents[len(contents)-1].State.Session.Facts
			said := func(name string) string {
				at, err := time.Parse(time.RFC3339, facts.Get(name))
				if err != nil {
					return ""
				}
				return at.In(paris).Format("02 15:04")
			}
			if facts.Get("amount") != tt.amount || said("sent_at") != tt.sent || said("learned") != tt.learned {
				t.Errorf("%s euros, left %q, learned %q, want %s, %q, %q; incident %s", facts.Get("amount"), said("sent_at"), said("learned"), tt.amount, tt.sent, tt.learned, facts.Get("incident"))
			}
		})
	}
}

// TestLossIsNoAnswer: money told on the way says nothing of the network, whatever words it is told in.
func TestLossIsNoAnswer(t *testing.T) {
	for text, want := range map[string]string{
		"virement non autorisé de 6000 e":          "unset",
		"virement pas autorisé":                    "unset",
		"pas autorisé, virement de 6000 euros":     "unset",
		"3000 euros virés vers un compte inconnu":  "unset",
		"le compte a été vidé":                     "unset",
		"non, et 3000 euros sont partis du compte": "no",
		"oui et 3000 euros virés":                  "yes",
	} {
		c := converse(t)
		c.take(c.message("tous nos fichiers sont chiffrés"))
		c.take(c.message(text))
		_, contents := c.turns(c.key(c.message("").From))
		facts := contents[len(contents)-1].State.Session.Facts
		if facts.Get("isolated") != want || facts.Get("money") != "gone" || facts.Get("spreading") != "unset" {
			t.Errorf("%q: isolated %s, spreading %s, money %s", text, facts.Get("isolated"), facts.Get("spreading"), facts.Get("money"))
		}
	}
}

// TestCustomerPaidIsNoAnswer: what a customer did is no act of who writes.
func TestCustomerPaidIsNoAnswer(t *testing.T) {
	for text, want := range map[string]string{"une cliente nous dit qu'elle a viré": "unset", "c'est un client qui a payé": "unset", "oui, et un client a payé 900 euros": "yes"} {
		c := converse(t)
		c.take(c.message("quelqu'un usurpe le nom de notre entreprise"))
		c.take(c.message(text))
		_, contents := c.turns(c.key(c.message("").From))
		if facts := contents[len(contents)-1].State.Session.Facts; facts.Get("first_done") != want || facts.Get("payer") != "others" {
			t.Errorf("%q: first_done %s, payer %s", text, facts.Get("first_done"), facts.Get("payer"))
		}
	}
}

// TestUnreachedIsNoAnswer: who did not reach the bank does not say that the money is still there.
func TestUnreachedIsNoAnswer(t *testing.T) {
	for text, want := range map[string]string{
		"la banque ne répond pas": "unknown", "non la banque est fermée": "unknown", "fermé": "unknown", "c'est occupé": "unknown",
		"personne ne répond": "unknown", "j'arrive pas à les joindre": "unknown", "the bank is closed": "unknown",
		"oui mais la banque est fermée": "gone", "oui, mais personne ne répond": "gone", "yes but the bank is closed": "gone",
		"non": "held", "pas encore": "held", "oui": "gone", "1": "gone",
	} {
		c := converse(t)
		c.take(c.message("virement faux rib 8000 euros"))
		c.take(c.message(text))
		_, contents := c.turns(c.key(c.message("").From))
		if got := contents[len(contents)-1].State.Session.Facts.Get("money"); got != want {
			t.Errorf("%q: money %s, want %s", text, got, want)
		}
	}
}

// TestUnreachedIsKept: that the bank was not reached is kept where it is said beside another answer, and
// outweighs a call that nobody took.
func TestUnreachedIsKept(t *testing.T) {
	for _, tt := range []struct {
		texts []string
		want  string
	}{
		{[]string{"virement faux rib 8000 euros", "oui mais la banque est fermée", "entreprise"}, "no"},
		{[]string{"virement faux rib 8000 euros", "oui", "entreprise", "oui mais la banque est fermée"}, "no"},
		{[]string{"virement faux rib 8000 euros", "oui", "entreprise", "j'ai appelé la banque mais c'est fermé"}, "no"},
		{[]string{"virement faux rib 8000 euros", "oui", "entreprise", "fermé"}, "no"},
		{[]string{"virement faux rib 8000 euros", "oui", "entreprise", "j'ai appelé la banque"}, "yes"},
		{[]string{"virement faux rib 8000 euros", "oui", "entreprise", "j'ai fermé mon ordinateur"}, "unset"},
	} {
		c := converse(t)
		for _, text := range tt.texts {
			c.take(c.message(text))
		}
		_, contents := c.turns(c.key(c.message("").From))
		if got := contents[len(contents)-1].State.Session.Facts.Get("bank_called"); got != tt.want {
			t.Errorf("%q: bank_called %s, want %s", tt.texts, got, tt.want)
		}
	}
}
