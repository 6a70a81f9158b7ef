package dossier

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode"

	"relais/dialogs/dossier"
	"relais/dialogs/dossier/dossiertest"
	pdf "relais/infra/dossier"
)

// read returns the text of a document as another program reads it, and its pages.
func read(t *testing.T, d dossier.Document, made time.Time) (text string, pages int) {
	t.Helper()
	data, err := pdf.PDF(d, made)
	if err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(t.TempDir(), d.File)
	if err := os.WriteFile(name, data, 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command("pdftotext", "-layout", "-enc", "UTF-8", name, "-").Output()
	if err != nil {
		t.Fatalf("pdftotext: %v", err)
	}
	return string(out), strings.Count(string(out), "\f")
}

// squeezed is a text without spaces: where lines break is the page's business.
func squeezed(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, text)
}

// TestTexts: each label and each value of each edition stands on its pages, and the
// complaint has two.
func TestTexts(t *testing.T) {
	for name, lines := range map[string]string{"mayor": dossiertest.Mayor, "company": dossiertest.Company} {
		s := dossiertest.Play(t, lines, "", night, pdf.PDF)
		s.Send(t, "IMG_2041 écran rançon.jpg", "image/jpeg", []byte("\xff\xd8\xff not a picture"), false)
		c := s.Case(t)
		for _, e := range dossier.Editions(c.Facts) {
			d, err := dossier.Write(s.Desk.Texts, c, e)
			if err != nil {
				t.Fatal(err)
			}
			text, pages := read(t, d, c.Made)
			if e == dossier.Complaint && pages != 2 {
				t.Errorf("%s: the complaint has %d pages, want 2", name, pages)
			}
			// The two columns of a field are read one after the other by lines, so that a
			// value of several lines is looked for line by line of words.
			flat := squeezed(text)
			for _, section := range d.Sections {
				if !strings.Contains(flat, squeezed(section.Title)) {
					t.Errorf("%s %s: no heading %q", name, e, section.Title)
				}
				for _, i := range section.Items {
					for _, want := range append(strings.Fields(i.Label), append(strings.Fields(i.Value), i.Mono)...) {
						if want != "" && !strings.Contains(flat, want) && len(want) < 40 {
							t.Errorf("%s %s: %s: no %q on its pages", name, e, i.ID, want)
						}
					}
				}
			}
		}
	}
}

// TestHostileTexts: what a victim may write changes nothing but the words on the page.
func TestHostileTexts(t *testing.T) {
	for name, value := range map[string]string{
		"ends a string": `a) Tj ET endstream endobj << /S /JavaScript >>`, "a long word": strings.Repeat("abcdefghij", 60),
		"turned round": dossier.Visible("facture\u202efdp.exe"), "accents": "àâçéèêëîïôùûüÿœæ ÀÂÇÉÈÊËÎÏÔÙÛÜŸŒÆ € « » ’ … – —", "more Latin": "ő ș ł đ ğ ữ ạ",
	} {
		d := dossier.Document{File: "a.pdf", Lang: "fr", Title: "Titre", Foreign: "[…]", Sections: []dossier.Section{
			{Title: "Avant", Items: []dossier.Item{{Label: "Étiquette", Value: value, Form: dossier.Field}}}, {Title: "Après", Items: []dossier.Item{{Value: "fin", Form: dossier.Point}}},
		}}
		text, _ := read(t, d, night)
		if flat := squeezed(text); !strings.Contains(strings.ReplaceAll(flat, "Étiquette", ""), squeezed(value)) || !strings.Contains(flat, "Après–fin") {
			t.Errorf("%s: %q", name, text)
		}
	}
}
