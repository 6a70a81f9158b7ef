package intake_test

import (
	"testing"
	"time"
)

// TestCorrectionsAreTaken holds what becomes of a payment of 4500 euros told at 10h for a person,
// whose bank was called or not, by one more message: what corrects takes the place of what was
// told and answers nothing; what tells of something else changes none of it and answers neither.
func TestCorrectionsAreTaken(t *testing.T) {
	paris, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct{ text, amount, hour, victim string }{
		{"c'est 45000 euros pas 4500", "45000", "10:00", "individual"},
		{"en fait c'est 45000 euros", "45000", "10:00", "individual"},
		{"pardon, 45000 euros", "45000", "10:00", "individual"},
		{"montant 45000 euros", "45000", "10:00", "individual"},
		{"45 000 € en tout", "45000", "10:00", "individual"},
		{"erreur: 45000", "45000", "10:00", "individual"},
		{"45000 euros au lieu de 4500", "45000", "10:00", "individual"},
		{"je me suis trompé le montant est 45 000 euros", "45000", "10:00", "individual"},
		{"it was 45,000 euros, not 4,500", "45000", "10:00", "individual"},
		{"c'était 11h30 pas 10h", "4500", "11:30", "individual"},
		{"en fait c'était à 11h30", "4500", "11:30", "individual"},
		{"en fait c'est pour ma société", "4500", "10:00", "company"},
		{"pardon, c'est l'entreprise", "4500", "10:00", "company"},
		{"non je suis une entreprise", "4500", "10:00", "company"},
		{"je suis gérant de SARL", "4500", "10:00", "company"},
		{"c'est le compte de l'association en fait", "4500", "10:00", "association"},
		{"il y a aussi un autre virement de 12000 euros", "4500", "10:00", "individual"},
		{"le fournisseur s'appelle Durand, 2 rue des Lilas", "4500", "10:00", "individual"},
		{"qui appeler", "4500", "10:00", "individual"},
	} {
		t.Run(tt.text, func(t *testing.T) {
			c := converse(t)
			c.now = time.Date(2026, 11, 24, 16, 41, 0, 0, paris)
			for _, text := range []string{"on a viré 4500 euros hier à 10h sur un faux rib", "ok", "5", tt.text} {
				c.now = c.now.Add(time.Minute)
				c.take(c.message(text))
			}
			_, contents := c.turns(c.key(c.message("").From))
			facts := contents[len(contents)-1].State.Session.Facts
			at, err := time.Parse(time.RFC3339, facts.Get("sent_at"))
			if err != nil {
				t.Fatal(err)
			}
			if got := at.In(paris).Format("2006-01-02 15:04"); facts.Get("amount") != tt.amount || got != "2026-11-23 "+tt.hour || facts.Get("victim") != tt.victim {
				t.Errorf("%s euros at %s for %s, want %s, %s, %s", facts.Get("amount"), got, facts.Get("victim"), tt.amount, tt.hour, tt.victim)
			}
			if facts.Get("bank_called") != "unset" || facts.Get("replied") != "unset" {
				t.Errorf("bank_called %s, replied %s: nobody said so", facts.Get("bank_called"), facts.Get("replied"))
			}
		})
	}
}
