package intake

import "testing"

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
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := toldReference(tt.text); got != tt.want {
				t.Errorf("toldReference(%q) = %q, want %q", tt.text, got, tt.want)
			}
		})
	}
}
