package understand

import (
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
		euros      int64
		at         time.Time
	}{
		{"on a viré 48300 euros sur un faux rib ce matin", "fr", 48300, time.Time{}},
		{"on a viré 48 300 € sur un faux rib ce matin à 10h", "fr", 48300, at(16, 10, 0)},
		{"j'ai fait un virement de 1500,50 euros il y a 20 minutes", "fr", 1500, at(16, 16, 21)},
		{"virement de 12k€ hier à 9h30", "fr", 12000, at(15, 9, 30)},
		{"on a payé deux mille euros", "fr", 2000, time.Time{}},
		{"j'ai viré 300 dollars", "fr", 0, time.Time{}},
		{"on a fait 3 virements de 2000 euros", "fr", 0, time.Time{}},
		{"j'ai payé 2000 euros puis 500 euros", "fr", 0, time.Time{}},
		{"une facture de 900 euros", "fr", 900, time.Time{}},
		{"we paid 4,500 euros at 10:15", "en", 4500, at(16, 10, 15)},
		{"on a viré l'argent", "fr", 0, time.Time{}},
		{"on a viré 99999999999 euros", "fr", 0, time.Time{}},
		{"", "fr", 0, time.Time{}},
	}
	r := New("fr", "en")
	for _, tt := range tests {
		t.Run(tt.text, func(t *testing.T) {
			got := r.Payment(tt.text, tt.lang, now, paris)
			if got.Euros != tt.euros || !got.At.Equal(tt.at) {
				t.Errorf("Payment = %d euros at %v, want %d at %v", got.Euros, got.At, tt.euros, tt.at)
			}
		})
	}
}
