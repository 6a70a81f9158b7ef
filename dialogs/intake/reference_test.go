package intake

import (
	"slices"
	"strings"
	"testing"

	"relais/dialogs/engine"
	"relais/dialogs/understand"
)

func TestCleanReference(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"as it is", "CYB-2026/0118", "CYB-2026/0118"},
		{"the service's name goes", "17Cyber : CYB-2026-0118", "CYB-2026-0118"},
		{"only letters, figures and four signs", "réf <b>*A1*</b> 'x'=1\n\t2", "r f b A1 /b x 1 2"},
		{"forty letters", "A123456789B123456789C123456789D123456789E1", "A123456789B123456789C123456789D123456789"},
		{"nothing left", "« »", ""},
		{"only the name", "17 cyber", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := CleanReference(tt.text); got != tt.want {
				t.Errorf("CleanReference(%q) = %q, want %q", tt.text, got, tt.want)
			}
		})
	}
}

func TestReferenceMark(t *testing.T) {
	mark := ReferenceMark("CYB-2026-0118")
	for _, same := range []string{"cyb 2026 0118", "17Cyber CYB20260118", " CYB/2026.0118 "} {
		if got := ReferenceMark(same); got != mark || got == "" {
			t.Errorf("ReferenceMark(%q) = %q, want %q", same, got, mark)
		}
	}
	if ReferenceMark("CYB-2026-0119") == mark || ReferenceMark("?") != "" {
		t.Error("another reference has another mark, and no reference none")
	}
}

func TestToldReference(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"alone", "17cyber CYB-2026-0118", "CYB-2026-0118"},
		{"with its word", "bonjour, j'ai un dossier 17Cyber réf : 118-A4K9 et mes fichiers sont bloqués", "118-A4K9"},
		{"in two words", "17 cyber numéro 20261122", "20261122"},
		{"the address is none", "je suis allé sur 17cyber.gouv.fr hier", ""},
		{"a time that is told later is none", "17cyber m'a dit d'attendre 48h", ""},
		{"a telephone number is none", "17cyber 0612345678", ""},
		{"a word without a figure is none", "17cyber répond pas", ""},
		{"nothing of it", "mes fichiers sont bloqués", ""},
		{"letters alone, in capitals", "17cyber ABCDEF", "ABCDEF"},
		{"letters alone, behind the word", "j'ai une référence 17Cyber : hklqwe, mes fichiers sont bloqués", "hklqwe"},
		{"the word between", "Le numéro de dossier 17cyber est HKLQ-WERT", "HKLQ-WERT"},
		{"forty of them", "17Cyber réf ABCDEFGHJKABCDEFGHJKABCDEFGHJKABCDEFGHJK", "ABCDEFGHJKABCDEFGHJKABCDEFGHJKABCDEFGHJK"},
		{"a cry in capitals is none", "17CYBER BLOQUE MES FICHIERS", ""},
		{"a word behind the word is none", "référence 17cyber perdue, tous les pc affichent une rançon", ""},
		{"nor one with an accent", "dossier 17cyber bloqué depuis hier", ""},
		{"small letters without the word are none", "17cyber hklqwe", ""},
		{"a year", "17cyber 2026", ""},
		{"in groups", "Ref. 17Cyber A1B2 C3D4 E5F6", "A1B2 C3D4 E5F6"},
		{"in groups, with more behind", "ma ref 17cyber est 4587 9632 et tout est bloqué", "4587 9632"},
		{"a sum behind it is none of it", "réf 17cyber CYB-2026-0118 1200 euros partis", "CYB-2026-0118"},
		{"an hour behind it is none of it", "réf 17cyber 4587-9632 hier 18h", "4587-9632"},
		{"with the name in it", "17CYBER-2026-0001234", "2026-0001234"},
		{"before what it is", "AB12-3456 c'est ma reference 17cyber", "AB12-3456"},
		{"before what it is, in groups", "A1B2 C3D4, référence 17cyber", "A1B2 C3D4"},
		{"behind a colon", "17cyber : AB12", "AB12"},
		{"behind a verb", "ma référence 17cyber est AB12CD34", "AB12CD34"},
		{"too long to be kept whole", "Ref 17Cyber 123456789012345678901234567890123456789012345", ""},
		{"a sentence before the name is none", "j'ai 2 postes bloqués et pas de reference 17cyber", ""},
		{"given by the service", "17cyber m'a donné le numero 20261121-0042", "20261121-0042"},
		{"given by the service, at once", "17Cyber m'a donné ABC-112233", "ABC-112233"},
		{"given to us", "17cyber nous a donné la référence PZ9981", "PZ9981"},
		{"given, in English", "17Cyber gave me the number PZ9981", "PZ9981"},
		{"before the name in brackets", "PZ9981 (17Cyber)", "PZ9981"},
		{"an article before its word", "17cyber le numéro 20261121-0042", "20261121-0042"},
		{"a name that is given is none", "17cyber m'a donné Durand comme contact", ""},
		{"advice is none", "17cyber m'a donné 3 conseils", ""},
		{"an appointment is none", "17cyber m'a donné rendez-vous à 14h30", ""},
		{"machines before the name in brackets are none", "8 pc bloqués (17cyber prévenu)", ""},
		{"a telephone number in groups is none", "ref 17cyber 06 12 34 56 78", ""},
	}
	known := understand.New().Knows
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got, _ := toldReference(tt.text, known); got != tt.want {
				t.Errorf("toldReference(%q) = %q, want %q", tt.text, got, tt.want)
			}
		})
	}
}

// Asked for, a reference may be of letters alone; a word that says there is none is none.
func TestAskedReference(t *testing.T) {
	reader := understand.New()
	question := &engine.Question{Dialog: referenceDialog, Step: "reference", Kind: engine.AskText}
	for text, want := range map[string]string{
		"ABCDEF": "ABCDEF", "hklqwe": "hklqwe", "HKL-QWE": "HKL-QWE", "17cyber HKLQWE": "HKLQWE", "CYB-2026/0118": "CYB-2026/0118",
		strings.Repeat("Hk", 20): strings.Repeat("Hk", 20), strings.Repeat("Hk", 21): "", strings.Repeat("12345", 9): "",
		"Ref. 17Cyber A1B2 C3D4 E5F6": "A1B2 C3D4 E5F6", "n° 4587 9632": "4587 9632", "n°4587": "4587", "CYB 2026 0118": "CYB 2026 0118",
		"oui c'est le 4587 9632 merci": "4587 9632", "ils m'ont donné AB12-3456": "AB12-3456", "4587-9632 donnée à 18h": "4587-9632",
		"17CYBER-2026-0001234": "2026-0001234", "06 12 34 56 78": "", "hier 18h": "",
		"aucune": "", "AUCUNE": "", "pas encore": "", "merci": "", "peut-être": "", "je l'ai perdue": "", "ABC": "",
	} {
		reading := reader.Read(text, question, "fr")
		(&Desk{Reader: reader}).tellReference(&reading, question, State{}, text)
		if got := reading.Answer.Value; got != want && (want != "" || reading.Answer.Meaning == engine.Value) {
			t.Errorf("%q is taken as %q, want %q", text, got, want)
		}
		if want != "" && reading.Command != "" {
			t.Errorf("%q is the command %q", text, reading.Command)
		}
	}
}

// A reference told over another question is no answer to it; what is said besides is.
func TestReferenceBesides(t *testing.T) {
	reader := understand.New()
	question := &engine.Question{Dialog: "ransomware", Step: "isolated", Kind: engine.AskChoice, Lang: "fr", Choices: []engine.Choice{{Key: 1, ID: "yes"}, {Key: 2, ID: "no"}, {Key: 3, ID: "unknown"}}}
	for text, want := range map[string]string{
		"Ref. 17Cyber A1B2 C3D4 E5F6": "", "AB12-3456 c'est ma référence 17cyber": "", "17cyber : 1234": "",
		"oui, réf 17cyber A1B2C3D4": "yes", "non, réf 17cyber A1B2C3D4": "no",
	} {
		reading := reader.Read(text, question, "fr")
		(&Desk{Reader: reader}).tellReference(&reading, question, State{}, text)
		if got := reading.Answer.Value; got != want {
			t.Errorf("%q answers %+v, want %q", text, reading.Answer, want)
		}
		if !slices.ContainsFunc(reading.Told, func(t engine.Told) bool { return t.Fact == ReferenceFact }) {
			t.Errorf("%q tells no reference", text)
		}
	}
}
