package understand

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
)

func TestMask(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"a card in fours", "carte 4111 1111 1111 1111 merci", "carte **** merci"},
		{"a card in one run", "4111111111111111", "****"},
		{"a card with hyphens", "5555-5555-5555-4444", "****"},
		{"a card in another grouping", "ma cb c'est 4111 111111 111111", "ma cb c'est ****"},
		{"a card of fifteen digits", "amex 3782 822463 10005", "amex ****"},
		{"a card in full width", "carte ４１１１ １１１１ １１１１ １１１１", "carte ****"},
		{"an IBAN in fours", "mon iban FR14 2004 1010 0505 0001 3M02 606 voilà", "mon iban FR****2606 voilà"},
		{"an IBAN in one run", "FR1420041010050500013M02606", "FR****2606"},
		{"an IBAN in small letters", "fr14 2004 1010 0505 0001 3m02 606", "FR****2606"},
		{"a German IBAN", "DE89 3704 0044 0532 0130 00.", "DE****3000."},
		{"a password that is told", "mon mot de passe est Azerty123! voila", "mon mot de passe est **** voila"},
		{"behind a colon", "mdp: toto2024", "mdp: ****"},
		{"behind a colon, no digit", "mot de passe : soleilvert", "mot de passe : ****"},
		{"of the mailbox", "le mot de passe de la messagerie est Mairie2024", "le mot de passe de la messagerie est ****"},
		{"right behind the word", "mdp Mairie2024!", "mdp ****"},
		{"twice", "mdp: toto2024 et mdp: titi2025", "mdp: **** et mdp: ****"},
		{"in English", "my password is Hunter22", "my password is ****"},
		{"a code by SMS", "le code reçu par sms est 482913", "le code reçu par sms est ****"},
		{"a code without a verb", "j'ai donné le code 482913", "j'ai donné le code ****"},
		{"a code in two groups", "code de validation : 482 913", "code de validation : ****"},
		{"the code of a card", "le code de ma carte c'est 4829", "le code de ma carte c'est ****"},
		{"the three digits behind", "cvv 123", "cvv ****"},
		{"behind an accent", "voilà é mdp: pàss2024 ok", "voilà é mdp: **** ok"},
		{"what many people choose", "mot de passe: azerty", "mot de passe: ****"},
		{"before the word", "jai donné azerty123 comme mot de passe", "jai donné **** comme mot de passe"},
		{"before the word, with a verb", "Bolbec76! c'est mon mot de passe", "**** c'est mon mot de passe"},
		{"beside a login", "mon login mairie / Bolbec76!", "mon login mairie / ****"},
		{"beside a login, without blanks", "identifiants : dupont/Soleil2024", "identifiants : dupont/****"},
		{"a code of one's own", "j'ai tapé mon code 4521", "j'ai tapé mon code ****"},
		{"a code that was typed", "j'ai rentré le code et après j'ai tapé le code 4521", "j'ai rentré le code et après j'ai tapé le code ****"},
		{"a code after a verb", "le code c'est 884213", "le code c'est ****"},
		{"a code after a verb, in short", "le code c 4521", "le code c ****"},
		{"a password before the word, in English", "i gave them hunter22 as password", "i gave them **** as password"},
		// -- nothing of this is secret
		{"a postal code of one's own", "mon code postal 76210, mon code postal c'est 76210", ""},
		{"five digits, as a postal code has", "mon code 76210", ""},
		{"our code and its four digits", "mon code K7M-2QX 4821", ""},
		{"a year", "en 2019, depuis 2020 j'ai ce compte / boite 2021", ""},
		{"a path beside a login", "mon login sur https://site.fr/page2024 ne marche plus", ""},
		{"a reference of one's own", "mon code client 45213, mon code 17Cyber 2026-118273", ""},
		{"a file named beside the word", "il a pris la liste comme mot de passe oublié", ""},
		{"a card with a wrong check digit", "ma carte 4970 1012 3456 7890 a servi", ""},
		{"a password that was changed", "le mot de passe est changé", ""},
		{"a password that was given", "j'ai donné mon mot de passe à 14h30", ""},
		{"a password forgotten", "mot de passe : oublié", ""},
		{"a telephone number", "appelez le 06 12 34 56 78", ""},
		{"two telephone numbers", "06 12 34 56 78 07 98 76 54 32", ""},
		{"a number from abroad", "+33 6 12 34 56 78", ""},
		{"a SIRET", "siret 732 829 320 00074", ""},
		{"a SIRET in one run", "73282932000074", ""},
		{"a SIREN", "732 829 320", ""},
		{"a social security number", "2 55 08 14 168 025 38", ""},
		{"a sum", "48 300,00 € puis 1 234 567 890", ""},
		{"a date and an hour", "le 10/03/2026 à 14:30, 2026-03-10 08:15", ""},
		{"a postal code", "code postal 81000, code postal : 76000", ""},
		{"an error code", "code erreur 0x80070005, code erreur : 123456", ""},
		{"the case and its four digits", "dossier K7M-2QX code secret 0881", ""},
		{"a reference", "référence 17Cyber 2026-03-1234567", ""},
		{"a key of a choice", "le code 3", ""},
		{"a bare CODE", "CODE", ""},
		{"an extension of files", "les fichiers finissent en .akira2024", ""},
		{"an IBAN with wrong digits", "FR14 2004 1010 0505 0001 3M02 607", ""},
		{"a telephone number whose digits happen to be right", "le 06 98 76 54 32 de préférence le matin", ""},
		{"an IBAN in part", "le rib commence par FR76 3000", ""},
		{"words of the length of an IBAN", "trois virements de 900 euros partis ce midi vers un faux rib", ""},
	}
	for _, tt := range tests {
		want, secret := tt.want, tt.want != ""
		if !secret {
			want = tt.text
		}
		if got, found := Mask(tt.text); got != want || found != secret {
			t.Errorf("%s: Mask(%q) = %q, %t, want %q, %t", tt.name, tt.text, got, found, want, secret)
		}
	}
}

// A secret is found wherever it stands, and nothing beside it is lost.
func TestMaskAmongWords(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	words := []string{"bonjour", "le", "06 12 34 56 78", "à 14h30", "48 300 €", "ça", "siret 73282932000074", "é", "merci", "FR", "le 12/03", "rançon"}
	some := func() string {
		var b strings.Builder
		for range random.IntN(6) {
			b.WriteString(words[random.IntN(len(words))] + ", ")
		}
		return b.String()
	}
	for range 3000 {
		number := fmt.Sprintf("4%014d", random.Int64N(1e14))
		for d := '0'; d <= '9'; d++ {
			var digits []byte
			for _, c := range number + string(d) {
				digits = append(digits, byte(c-'0'))
			}
			if luhn(digits) {
				number += string(d)
				break
			}
		}
		before, behind := some(), some()
		text := before + "carte " + number + ", " + behind
		want := before + "carte ****, " + behind
		if got, found := Mask(text); got != want || !found {
			t.Fatalf("Mask(%q) = %q, %t, want %q", text, got, found, want)
		}
		if got, found := Mask(before + behind); found || got != before+behind {
			t.Fatalf("Mask(%q) = %q, %t, want it as it is", before+behind, got, found)
		}
	}
}

// FuzzMask looks for a panic, for masked text that is masked further, and for a text
// that is changed though nothing was found in it.
func FuzzMask(f *testing.F) {
	for _, s := range []string{"mdp: toto2024", "4111 1111 1111 1111", "FR14 2004 1010 0505 0001 3M02 606", "code: 482913", "\xff\x00mdp:\xc3", "mdp mdp: mdp:", strings.Repeat("code ", 500)} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		masked, found := Mask(text)
		if !found && masked != text {
			t.Errorf("Mask(%q) = %q though nothing was found", text, masked)
		}
		if again, more := Mask(masked); more {
			t.Errorf("Mask(%q) = %q, masked again %q", text, masked, again)
		}
	})
}
