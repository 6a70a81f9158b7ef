package dossier_test

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"relais/dialogs/dossier"
	"relais/dialogs/dossier/dossiertest"
	pdf "relais/infra/dossier"
)

var night = time.Date(2027, 3, 20, 1, 7, 0, 0, time.UTC)

func document(value string) dossier.Document {
	return dossier.Document{
		Edition: dossier.Complaint, File: "plainte.pdf", Lang: "fr", Title: value, Lead: value, Foot: value, Foreign: "[…]",
		Sections: []dossier.Section{{Title: value, Items: []dossier.Item{
			{ID: "a", Label: value, Value: value, Form: dossier.Field, Mono: strings.Repeat("0f", 32)}, {ID: "b", Label: value, Form: dossier.Blank, Lines: 2},
			{ID: "c", Label: value, Value: value, Form: dossier.Quote}, {ID: "d", Value: value, Form: dossier.Point}, {ID: "e", Value: value, Form: dossier.Box}, {ID: "f", Value: value, Form: dossier.Note},
		}}},
	}
}

// Whatever is written in a case, the document stays one, the same twice.
func TestPDF(t *testing.T) {
	for name, value := range map[string]string{
		"plain":              "Éléments, œuvre, 12 €, ÿ, Ÿ, ő, ș",
		"nothing":            "",
		"ends a string":      `a) Tj ET endstream endobj 1 0 obj << /S /JavaScript /JS (app.alert\(1\)) >> \`,
		"a long word":        strings.Repeat("abcdefghij", 300),
		"many words":         strings.Repeat("mot ", 4000),
		"many lines":         strings.Repeat("ligne\n", 300),
		"turned round":       "facture\u202efdp.exe",
		"other writing":      "请帮忙 ساعدني 🙏",
		"not UTF-8":          "a\xff\xfeb",
		"beyond the plane":   "\U0001F600\U0010FFFF",
		"the count of pages": "{\u00a0} {nb}",
	} {
		t.Run(name, func(t *testing.T) {
			a, _, err := pdf.PDF(document(value), night)
			if err != nil {
				t.Fatal(err)
			}
			b, _, err := pdf.PDF(document(value), night)
			if err != nil || !bytes.Equal(a, b) {
				t.Errorf("a second time it differs, %v", err)
			}
			if !bytes.HasPrefix(a, []byte("%PDF-")) || !bytes.HasSuffix(bytes.TrimSpace(a), []byte("%%EOF")) {
				t.Error("it is no PDF")
			}
			for _, word := range []string{"/JavaScript", "/OpenAction", "/Launch", "/Type /EmbeddedFile"} {
				if bytes.Contains(a, []byte(word)) {
					t.Errorf("it holds %s", word)
				}
			}
		})
	}
}

func BenchmarkPDF(b *testing.B) {
	s := dossiertest.Play(b, dossiertest.Mayor, "", night, pdf.PDF)
	d, err := dossier.Write(s.Desk.Texts, s.Case(b), dossier.Complaint)
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, _, err := pdf.PDF(d, night); err != nil {
			b.Fatal(err)
		}
	}
}
