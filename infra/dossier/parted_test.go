package dossier

import (
	"testing"

	"codeberg.org/go-pdf/fpdf"
)

// An address that is wider than a line is broken behind one of its signs, nothing else is.
func TestParted(t *testing.T) {
	p := &printer{Fpdf: fpdf.New("P", "mm", "A4", "")}
	p.AddUTF8FontFromBytes(font, "", regular)
	p.SetFont(font, "", textPt)
	for _, tt := range []struct{ text, want string }{
		{"https://www.exemple.fr/a-b", "https://www.exemple.fr/a-b"},
		{"avant https://www.exemple.fr/les-aides-pour-les-entreprises/victimes", "avant https://www.exemple.fr/les-aides-pour-\nles-entreprises/victimes"},
		{"anticonstitutionnellementanticonstitutionnellement", "anticonstitutionnellementanticonstitutionnellement"},
		{"", ""},
	} {
		if got := p.parted(tt.text, 65); got != tt.want {
			t.Errorf("parted(%q) = %q, want %q", tt.text, got, tt.want)
		}
	}
}
