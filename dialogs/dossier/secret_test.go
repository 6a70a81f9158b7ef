package dossier

import (
	"fmt"
	"strings"
	"testing"

	"relais/dialogs/engine"
	"relais/locales"
)

// Whatever the words and the PIN of a case are, what a victim tells of what happened stays as it
// is; the secrets themselves never do.
func TestSecretsAreVeiledAndNothingElse(t *testing.T) {
	list, err := locales.Default().Text("fr", "notice.trust_words", nil)
	if err != nil {
		t.Fatal(err)
	}
	all := strings.Fields(list)
	told := []string{
		"le responsable de la banque dit que c'est un faux conseiller", "mes coordonnées bancaires et mon compte bancaire ont été pris",
		"abonné Orange, j'ai perdu 5000 euros", "le formulaire cerfa du concert est joint", "virement de 48211 euros, tel 06 48 21 00 12",
		"https://faux-colis.fr/l/suivi?n=4821 reçu hier soir", "5000,50 euros partis à 21h08", "on a caché les sapins sous les voiliers",
	}
	for i, one := range all {
		two := all[(i+1)%len(all)]
		for _, pin := range []string{"5000", "4821", fmt.Sprintf("%04d", (i*397)%10000)} {
			s := secrets{words: [2]string{folded(one), folded(two)}, code: "k7m2qx", pin: pin}
			for _, text := range told {
				if got, found := s.mask(text, hint{}); found || got != text {
					t.Errorf("words %s %s, PIN %s: %q became %q", one, two, pin, text, got)
				}
			}
			for _, tt := range []struct {
				text   string
				h      hint
				secret []string
			}{
				{"il a dit " + strings.ToLower(one) + " et " + two + ", c'est vous ?", hint{}, []string{one, two}},
				{one + "-" + two, hint{}, []string{one, two}},
				{"il a dit " + one, hint{words: true}, []string{one}},
				{"K7M-2QX " + pin, hint{}, []string{pin}},
				{"dossier k7m2qx, secret " + pin + ".", hint{}, []string{pin}},
				{" " + pin + "!", hint{}, []string{pin}},
				{"merci, je garde le " + pin, hint{pin: true}, []string{pin}},
			} {
				got, found := s.mask(tt.text, tt.h)
				for _, secret := range tt.secret {
					if !found || strings.Contains(strings.ToUpper(got), secret) {
						t.Errorf("words %s %s, PIN %s: %q became %q", one, two, pin, tt.text, got)
					}
				}
			}
		}
	}
}

// Behind the question for the words, and behind the answer that tells the PIN, one alone is one.
func TestWhatStandsBeforeASecret(t *testing.T) {
	s := secrets{words: [2]string{"sable", "cerf"}, code: "k7m2qx", pin: "4821"}
	if h := s.hinted(engine.Session{Here: engine.Place{Dialog: verifying}}, "Qu'a-t-il dit ?"); !h.words || h.pin {
		t.Errorf("at the question for the words: %+v", h)
	}
	if h := s.hinted(engine.Session{}, "Dossier K7M-2QX, code secret 4821."); h.words || !h.pin {
		t.Errorf("behind the PIN: %+v", h)
	}
	if h := s.hinted(engine.Session{}, "Combien ? 4821 euros ?"); h.words || h.pin {
		t.Errorf("behind anything else: %+v", h)
	}
}
