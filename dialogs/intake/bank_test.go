package intake

import (
	"slices"
	"strings"
	"testing"

	"relais/dialogs/engine"
	"relais/dialogs/understand"
)

func TestBankReference(t *testing.T) {
	for _, tt := range []struct {
		name, text, want string
		ok               bool
	}{
		{"a reference", " RF-2231 ", "RF-2231", true},
		{"a name keeps its accents", "Mme Lefèvre", "Mme Lefèvre", true},
		{"signs of other programs are left out", "=RF<2231>, *Mme* d’Albi", "RF 2231 Mme d'Albi", true},
		{"a key of some list is none", "3", "3", false},
		{"a few figures are none", "12", "12", false},
		{"four figures are one", "2231", "2231", true},
		{"nothing is left", "!?", "", false},
		{"40 letters", strings.Repeat("é", 40), strings.Repeat("é", 40), true},
		{"one more", strings.Repeat("é", 41), strings.Repeat("é", 41), false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got, ok := BankReference(tt.text); got != tt.want || ok != tt.ok {
				t.Errorf("BankReference(%q) = %q, %v, want %q, %v", tt.text, got, ok, tt.want, tt.ok)
			}
		})
	}
}

// bankDesk has one question, for what the bank gave.
func bankDesk() (*Desk, *engine.Question) {
	set := &engine.Set{Dialogs: []engine.Dialog{{ID: "evidence", Steps: []engine.Step{{ID: "reference", Ask: engine.AskText, Fact: BankReferenceFact}}}}}
	return &Desk{Set: set, Reader: understand.New()}, &engine.Question{Dialog: "evidence", Step: "reference", Kind: engine.AskText, Lang: "fr"}
}

// Asked for, anything short is taken, a name too; that nothing was given is an answer.
func TestAskedBankReference(t *testing.T) {
	d, question := bankDesk()
	for text, want := range map[string]string{
		"RF-2231": "RF-2231", "madame Petit": "madame Petit", "Bernard": "Bernard", "Mme Lefèvre": "Mme Lefèvre", "RF-2231, Mme Petit": "RF-2231 Mme Petit", "la référence RF-2231": "RF-2231", "M. Martin, service fraude": "M. Martin service fraude",
		"on m'a dit que ce serait sous la référence RF-2231 et qu'ils rappelleront demain": "RF-2231",
		"madame Lefèvre à la trésorerie, elle rappelle demain matin":                       "madame Lefèvre à la trésorerie elle",
		"aucune": "?", "pas encore": "?", "rien": "?", "ils n'ont rien donné": "?", "je ne sais pas": "?", "?": "?", "elle n'a pas donné de référence": "?", "non": "?",
		"not yet": "?", "they did not give any": "?",
		"ils doivent me rappeler": "?", "oui": "", "ok": "", "c'est fait": "", "3": "", "merci": "", "FR7630006000011234567890189": "", "référence, carte 4111 1111 1111 1111": "",
	} {
		masked, found := understand.Mask(text)
		reading := d.Reader.Read(masked, question, "fr")
		reading.Secret = reading.Secret || found
		d.tellBankReference(&reading, question, State{}, masked)
		got := reading.Answer.Value
		if reading.Answer.Meaning == engine.Unsure || reading.Answer.Meaning == engine.Skip {
			got = "?"
		} else if reading.Answer.Meaning != engine.Value {
			got = ""
		}
		if got != want {
			t.Errorf("%q is taken as %q (%s), want %q", text, got, reading.Answer.Meaning, want)
		}
	}
}

// A commune's name is where they are until that is known, and is kept as that.
func TestACommuneIsNoBankReference(t *testing.T) {
	d, question := bankDesk()
	for place, want := range map[string]engine.Meaning{engine.Unset: engine.None, "31069": engine.Value} {
		s := State{}
		if place != engine.Unset {
			s.Session.Facts = engine.Facts{placeFact: place}
		}
		reading := d.Reader.Read("Blagnac", question, "fr")
		d.tellBankReference(&reading, question, s, "Blagnac")
		if reading.Answer.Meaning != want {
			t.Errorf("with the place %s, %q is taken as %q (%s), want %q", place, "Blagnac", reading.Answer.Value, reading.Answer.Meaning, want)
		}
		if told := slices.Contains(reading.Told, engine.Told{Fact: placeFact, Value: "31069"}); told != (place == engine.Unset) {
			t.Errorf("with the place %s, told %v", place, reading.Told)
		}
	}
}

// Told unasked, it is one of the bank's only once the bank was reached, behind a word for it.
func TestToldBankReference(t *testing.T) {
	d, _ := bankDesk()
	told := func(text string, facts engine.Facts) string {
		reading := d.Reader.Read(text, nil, "fr")
		d.tellBankReference(&reading, nil, State{Session: engine.Session{Started: true, Lang: "fr", Facts: facts}}, text)
		for _, t := range reading.Told {
			if t.Fact == BankReferenceFact {
				return t.Value
			}
		}
		return ""
	}
	reached := engine.Facts{"bank_called": "yes"}
	for text, want := range map[string]string{
		"référence RF-2231 de la banque":                               "RF-2231",
		"la banque m'a donné la référence RF-2231":                     "RF-2231",
		"référence de la banque : 2027/118":                            "2027/118",
		"le comptable public nous a donné le numéro de dossier 48213.": "48213",
		"the bank gave us the reference RF-2231":                       "RF-2231",
		"la référence de la facture F-2024-118 payée par la banque":    "",
		"référence RF-2231":                                            "",
		"la banque rappelle le 0612345678, référence 0612345678":       "",
		"mon dossier numéro WXR-YRG, la banque le demande":             "",
		"la banque a bloqué 4800 euros":                                "",
	} {
		if got := told(text, reached); got != want {
			t.Errorf("%q tells %q, want %q", text, got, want)
		}
	}
	if got := told("référence RF-2231 de la banque", nil); got != "" {
		t.Errorf("before the bank was reached %q was taken", got)
	}
	if got := told("j'ai prévenu la banque, référence RF-2231", nil); got != "RF-2231" {
		t.Errorf("told with the call: %q", got)
	}
	for text, want := range map[string]string{
		"Mme Roy ref FR-4412":             "Mme Roy ref FR-4412",
		"monsieur Petit, référence 48213": "monsieur Petit référence 48213",
		"ref FR-4412":                     "",
		"facture de Mme Roy payée lundi sur le faux rib, ref FR-4412": "",
	} {
		if got := told(text, reached); got != want {
			t.Errorf("%q tells %q, want %q", text, got, want)
		}
	}
	if got := told("Mme Roy ref FR-4412", nil); got != "" {
		t.Errorf("before the bank was reached %q was taken", got)
	}
}

// Asked whether the bank was reached, who writes its reference has reached it.
func TestBankReferenceForTheCall(t *testing.T) {
	set := &engine.Set{Dialogs: []engine.Dialog{{ID: "bank", Steps: []engine.Step{{ID: "called", Ask: engine.AskChoice, Fact: "bank_called"}}}}}
	d := &Desk{Set: set, Reader: understand.New()}
	question := &engine.Question{Dialog: "bank", Step: "called", Kind: engine.AskChoice, Act: true, Lang: "fr",
		Choices: []engine.Choice{{Key: 1, ID: "yes"}, {Key: 2, ID: "no"}, {Key: 3, ID: "unknown"}}}
	for text, want := range map[string]string{
		"Mme Roy ref FR-4412":                     "Mme Roy ref FR-4412",
		"ref FR-4412":                             "FR-4412",
		"oui, la banque a noté la réf 88-AB-12":   "88-AB-12",
		"non, la banque est fermée, réf 88-AB-12": "",
		"oui": "",
	} {
		reading := d.Reader.Read(text, question, "fr")
		d.tellBankReference(&reading, question, State{Session: engine.Session{Started: true, Lang: "fr"}}, text)
		got, reached := "", false
		for _, told := range reading.Told {
			if told.Fact == BankReferenceFact {
				got = told.Value
			}
			reached = reached || told == engine.Told{Fact: "bank_called", Value: "yes"}
		}
		if got != want || want != "" && !reached {
			t.Errorf("%q tells %q (reached: %v), want %q", text, got, reached, want)
		}
	}
}
