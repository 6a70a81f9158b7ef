package understand

import (
	"math"
	"testing"
	"time"
)

func TestPayment(t *testing.T) {
	paris, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	now := time.Date(2027, 3, 16, 16, 41, 0, 0, paris) // a Tuesday
	at := func(day, hour, minute int) time.Time { return time.Date(2027, 3, day, hour, minute, 0, 0, paris) }
	tests := []struct {
		text, lang string
		euros      float64
		at         time.Time
		exact      bool
	}{
		{"on a viré 48300 euros sur un faux rib ce matin", "fr", 48300, time.Time{}, false},
		{"on a viré 48 300 € sur un faux rib ce matin à 10h", "fr", 48300, at(16, 10, 0), true},
		{"j'ai fait un virement de 1500,50 euros il y a 20 minutes", "fr", 1500.50, at(16, 16, 21), true},
		{"virement de 12k€ hier à 9h30", "fr", 12000, at(15, 9, 30), true},
		{"on a viré 3200 euros hier soir", "fr", 3200, at(15, 18, 0), false},
		{"un virement de 3200 euros vendredi, c'était un faux", "fr", 3200, at(12, 0, 0), false},
		{"on a payé 2 factures le 3 mars", "fr", 0, at(3, 0, 0), false},
		{"on a viré 3200 hier soir", "fr", 3200, at(15, 18, 0), false},
		{"j'ai viré 1250 au 06 12 34 56 78", "fr", 1250, time.Time{}, false},
		{"on n'a pas viré 3200", "fr", 0, time.Time{}, false},
		{"on a payé la facture 3200 hier", "fr", 0, at(15, 0, 0), false},
		{"on a payé deux mille euros", "fr", 2000, time.Time{}, false},
		{"j'ai viré 300 dollars", "fr", 0, time.Time{}, false},
		{"on a fait 3 virements de 2000 euros", "fr", 0, time.Time{}, false},
		{"j'ai payé 2000 euros puis 500 euros", "fr", 0, time.Time{}, false},
		{"une facture de 900 euros", "fr", 900, time.Time{}, false},
		{"12000 euros on Monday 30000 on Tuesday", "en", 0, time.Time{}, false},
		{"12000 euros on Monday 30000 on Tuesday sent to a fake supplier", "fr", 0, time.Time{}, false},
		{"on a viré 3200 euros il y a 2 jours à 14h", "fr", 3200, at(14, 14, 0), true},
		{"on a viré 3200 euros, la banque ferme à 17h", "fr", 3200, time.Time{}, false},
		{"on a viré 3200 euros hier à 9h30, la banque rouvre lundi à 10h", "fr", 3200, at(15, 9, 30), true},
		{"we wired 3200 euros, the bank closes at 4pm", "en", 3200, time.Time{}, false},
		{"we paid 4,500 euros at 10:15", "en", 4500, at(16, 10, 15), true},
		{"on a viré l'argent", "fr", 0, time.Time{}, false},
		{"on a viré 99999999999 euros", "fr", 0, time.Time{}, false},
		{"on a payé 2 faux rib 5000 et 7000 euros", "fr", 0, time.Time{}, false},
		{"2 virements 4500 et 3200 euros vers un faux rib", "fr", 0, time.Time{}, false},
		{"2 virements de 45 et 32 euros", "fr", 0, time.Time{}, false},
		{"on a viré 4500 puis 3200 euros", "fr", 0, time.Time{}, false},
		{"un virement de 4500 puis un autre de 3200 euros", "fr", 0, time.Time{}, false},
		{"trois virements : 4500, 3200, 1800 euros", "fr", 0, time.Time{}, false},
		{"j'ai viré 4500 € et 3200", "fr", 0, time.Time{}, false},
		{"j'ai viré 4500+3200€", "fr", 0, time.Time{}, false},
		{"entre 5000 et 7000 euros virés", "fr", 0, time.Time{}, false},
		{"parti le 12/03, 5000 euros", "fr", 5000, at(12, 0, 0), false},
		{"viré à 10h30, 5000 euros", "fr", 5000, at(16, 10, 30), true},
		{"5000 euros et 3 personnes de prévenues", "fr", 5000, time.Time{}, false},
		{"faux rib payé 12 400,75 € hier à 11h", "fr", 12400.75, at(15, 11, 0), true},
		{"we wired 12.500,50 euros", "en", 12500.50, time.Time{}, false},
		{"faux virement 1,2 million d'euros parti à 8h15", "fr", 1200000, at(16, 8, 15), true},
		{"un virement de 1,2 million parti à 8h15", "fr", 1200000, at(16, 8, 15), true},
		{"virement de 1.2M€", "fr", 1200000, time.Time{}, false},
		{"our town clerk paid a fake invoice of 8000 euros", "en", 8000, time.Time{}, false},
		{"viré 12 000 euros hier et 30 000 ce matin sur un faux rib", "fr", 0, time.Time{}, false},
		{"j'ai viré 12000 euros lundi, 30000 mardi à un faux fournisseur", "fr", 0, time.Time{}, false},
		{"lundi 12000 euros virés, mardi 30000", "fr", 0, time.Time{}, false},
		{"viré 12000 euros hier à 10h et 30000 ce matin à 9h", "fr", 0, time.Time{}, false},
		{"viré 12000 euros hier et 12000 ce matin", "fr", 0, time.Time{}, false},
		{"j'ai viré 12000 hier 30000 ce matin", "fr", 0, time.Time{}, false},
		{"on a viré 4500 et 3200 euros hier à 10h", "fr", 0, at(15, 10, 0), true},
		{"j'ai viré 3 fois 9 990 € hier", "fr", 0, at(15, 0, 0), false},
		{"j'ai viré 3 fois 9 990 € hier et ce matin", "fr", 0, time.Time{}, false},
		{"viré 9990 euros 3 fois", "fr", 0, time.Time{}, false},
		{"j'ai payé 2 fausses factures de 4000 euros hier", "fr", 0, at(15, 0, 0), false},
		{"deux faux virements de 4000 euros", "fr", 0, time.Time{}, false},
		{"il y a 20 minutes virement de 4000 euros", "fr", 4000, at(16, 16, 21), true},
		{"à 10h faux virement de 4000 euros", "fr", 4000, at(16, 10, 0), true},
		{"le 12 mars faux virement de 4000 euros", "fr", 4000, at(12, 0, 0), false},
		{"j'ai viré 12000 euros hier à 14h30 et prévenu 2 collègues", "fr", 12000, at(15, 14, 30), true},
		{"j'ai viré 12000 euros lundi, 46000 Cahors", "fr", 12000, at(15, 0, 0), false},
		{"on a viré 12000 euros hier, nous sommes 150 salariés", "fr", 12000, at(15, 0, 0), false},
		{"j'ai viré 12000 euros une fois hier", "fr", 12000, at(15, 0, 0), false},
		{"j'ai viré 12000 euros hier, ils ont appelé 3 fois", "fr", 12000, at(15, 0, 0), false},
		{"we paid a fake invoice 12,500 euros two hours ago", "en", 12500, at(16, 14, 41), true},
		{"we paid 12500 euros 2 hours ago", "en", 12500, at(16, 14, 41), true},
		{"we wired 12000 euros yesterday and 30000 this morning", "en", 0, time.Time{}, false},
		{"we paid 3 fake invoices of 4000 euros", "en", 0, time.Time{}, false},
		{"we paid 9990 euros 3 times", "en", 0, time.Time{}, false},
		{"fraude au rib 45000 euros mandat 1234 payé hier a 11h", "fr", 45000, at(15, 11, 0), true},
		{"45000 euros, mandat 1234, payé à un faux rib", "fr", 45000, time.Time{}, false},
		{"mandat n° 1234 de 45000 euros payé", "fr", 45000, time.Time{}, false},
		{"mandat de paiement 1234 : 45000 euros partis", "fr", 45000, time.Time{}, false},
		{"un mandat de 45000 payé à un faux rib", "fr", 45000, time.Time{}, false},
		{"mandat 1234 payé à un faux rib", "fr", 0, time.Time{}, false},
		{"mandats 1234 et 1235, 45000 euros payés", "fr", 45000, time.Time{}, false},
		{"2 virements de 5000 et 7000 euros", "fr", 0, time.Time{}, false},
		{"on a viré 900 euros hier soir à minuit", "fr", 900, at(16, 0, 0), true},
		{"on a viré 900 euros hier soir vers minuit et demi", "fr", 900, at(16, 0, 30), true},
		{"on a viré 900 euros hier à minuit", "fr", 900, at(16, 0, 0), true},
		{"on a viré 900 euros hier soir à 1h", "fr", 900, at(16, 1, 0), true},
		{"on a viré 900 euros hier soir à 24h", "fr", 900, at(16, 0, 0), true},
		{"on a viré 900 euros hier soir à minuit moins dix", "fr", 900, at(15, 23, 50), true},
		{"on a viré 900 euros hier soir à 23h", "fr", 900, at(15, 23, 0), true},
		{"on a viré 900 euros cette nuit à minuit", "fr", 900, at(16, 0, 0), true},
		{"on a viré 900 euros ce soir à minuit", "fr", 900, at(16, 0, 0), true},
		{"on a viré 900 euros à minuit", "fr", 900, at(16, 0, 0), true},
		{"on a viré 900 euros samedi soir à minuit", "fr", 900, at(14, 0, 0), true},
		{"on a viré 900 euros samedi à minuit", "fr", 900, at(14, 0, 0), true},
		{"on a viré 900 euros le 12 mars à minuit", "fr", 900, at(13, 0, 0), true},
		{"on a viré 900 euros hier à 0h30", "fr", 900, at(15, 0, 30), true},
		{"on a viré 900 euros avant-hier soir à minuit", "fr", 900, at(15, 0, 0), true},
		{"we wired 900 euros yesterday evening at midnight", "en", 900, at(16, 0, 0), true},
		{"we wired 900 euros last night at midnight", "en", 900, at(16, 0, 0), true},
		{"achat frauduleux de 350 euros a 8h ce matin avec ma carte", "fr", 350, at(16, 8, 0), true},
		{"ma carte a été utilisée hier à 22h pour 350 euros", "fr", 350, at(15, 22, 0), true},
		{"890 euros de retrait hier soir a 23h", "fr", 890, at(15, 23, 0), true},
		{"on a acheté sur amazon avec ma carte hier soir vers 22h", "fr", 0, at(15, 22, 0), true},
		{"trois virements de 900 euros partis ce midi vers un faux rib", "fr", 0, at(16, 12, 0), false},
		{"", "fr", 0, time.Time{}, false},
	}
	r := New("fr", "en")
	for _, tt := range tests {
		t.Run(tt.text, func(t *testing.T) {
			got := r.Payment(tt.text, tt.lang, now, paris)
			if got.Cents != int64(math.Round(tt.euros*100)) || !got.At.Equal(tt.at) || got.Exact != tt.exact {
				t.Errorf("Payment = %+v, want %.2f euros at %v, exactly %v", got, tt.euros, tt.at, tt.exact)
			}
		})
	}
}

func TestDiscovery(t *testing.T) {
	z := paris(t)
	now := time.Date(2026, 3, 10, 14, 30, 0, 0, z) // a Tuesday
	tests := []struct {
		name, text, lang, want, within string
	}{
		{"what holds since an hour", "tout est chiffré depuis jeudi 18h", "fr", "2026-03-05T18:00", "yes"},
		{"what holds since a day, from its beginning", "plus rien ne marche depuis hier", "fr", "2026-03-09T00:00", "no"},
		{"what holds since a night", "plus rien ne marche depuis cette nuit", "fr", "2026-03-09T22:00", "night"},
		{"what holds since a morning", "plus rien ne marche depuis ce matin", "fr", "2026-03-10T06:00", "morning"},
		{"what holds for a while", "depuis deux heures nos fichiers sont bloqués", "fr", "2026-03-10T12:30", "yes"},
		{"found", "on a découvert hier à 17h que le site est défiguré", "fr", "2026-03-09T17:00", "yes"},
		{"noticed, in English", "we noticed yesterday at 5 pm that files are locked", "en", "2026-03-09T17:00", "yes"},
		{"when something happened is not when it was found", "j'ai cliqué hier à 15h sur un lien", "fr", "", ""},
		{"an age", "je suis maire depuis six ans", "fr", "", ""},
		{"no time", "tout est chiffré", "fr", "", ""},
	}
	r := New()
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := r.Discovery(tt.text, tt.lang, now, z)
			at := ""
			if !got.At.IsZero() {
				at = got.At.Format("2006-01-02T15:04")
			}
			if at != tt.want || got.Within != tt.within {
				t.Errorf("Discovery(%q) = %s %s, want %s %s", tt.text, at, got.Within, tt.want, tt.within)
			}
		})
	}
}

// TestWithin holds how closely a moment was told, and the earliest that was meant.
func TestWithin(t *testing.T) {
	z := paris(t)
	now := time.Date(2026, 11, 21, 10, 7, 0, 0, z) // a Saturday
	for _, tt := range []struct{ told, lang, within, at string }{
		{"cette nuit", "fr", "night", "2026-11-20T22:00"},
		{"dans la nuit", "fr", "night", "2026-11-20T22:00"},
		{"la nuit dernière", "fr", "night", "2026-11-20T22:00"},
		{"last night", "en", "night", "2026-11-20T22:00"},
		{"dans la nuit de mercredi à jeudi", "fr", "night", "2026-11-18T22:00"},
		{"dans la nuit du 18 au 19 novembre", "fr", "night", "2026-11-18T22:00"},
		{"dans la nuit du 31 octobre au 1er novembre", "fr", "night", "2026-10-31T22:00"},
		{"dans la nuit de jeudi", "fr", "night_of", "2026-11-18T22:00"},
		{"dans la nuit du 19 novembre", "fr", "night_of", "2026-11-18T22:00"},
		{"cette nuit à 2h", "fr", "yes", "2026-11-21T02:00"},
		{"hier matin", "fr", "morning", "2026-11-20T06:00"},
		{"hier midi", "fr", "noon", "2026-11-20T12:00"},
		{"hier pendant la pause déjeuner", "fr", "noon", "2026-11-20T12:00"},
		{"hier à midi", "fr", "yes", "2026-11-20T12:00"},
		{"hier midi dix", "fr", "yes", "2026-11-20T12:10"},
		{"hier après-midi", "fr", "afternoon", "2026-11-20T12:00"},
		{"hier soir", "fr", "evening", "2026-11-20T18:00"},
		{"hier", "fr", "no", "2026-11-20T00:00"},
		{"le week-end dernier", "fr", "span", "2026-11-14T00:00"},
		{"entre lundi soir et mercredi matin", "fr", "span", "2026-11-16T00:00"},
		{"hier entre 22h et 23h", "fr", "span", "2026-11-20T22:00"},
	} {
		before := map[string]string{"fr": "virement frauduleux de 15000 euros ", "en": "we lost 15000 euros by a fraudulent transfer "}[tt.lang]
		p := New().Payment(before+tt.told, tt.lang, now, z)
		if at := p.At.Format("2006-01-02T15:04"); p.Within != tt.within || at != tt.at {
			t.Errorf("%q: %s %s, want %s %s", tt.told, p.Within, at, tt.within, tt.at)
		}
	}
}

// TestMandate: the number by which a public accountant knows a payment is told, whole or not at all.
func TestMandate(t *testing.T) {
	r := New()
	for text, want := range map[string]string{
		"fraude au rib 45000 euros mandat 1234 payé hier":  "1234",
		"mandat n° 1234 de 45000 euros payé":               "1234",
		"mandat de paiement 1234 : 45000 euros partis":     "1234",
		"mandats 1234 et 1235, 45000 euros payés":          "",
		"mandat 2026-1234 payé à un faux rib":              "",
		"bordereau 12, 45000 euros partis sur un faux rib": "",
		"un mandat de 45000 payé à un faux rib":            "",
	} {
		if got := r.Payment(text, "fr", time.Date(2027, 3, 16, 10, 0, 0, 0, time.UTC), time.UTC).Mandate; got != want {
			t.Errorf("Payment(%q).Mandate = %q, want %q", text, got, want)
		}
	}
}
