package dossier

import (
	"archive/zip"
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"

	"relais/dialogs"
	"relais/dialogs/dossier"
	"relais/dialogs/dossier/dossiertest"
	"relais/dialogs/engine"
	"relais/dialogs/intake"
	pdf "relais/infra/dossier"
)

// word is a word on a page, in points from its upper left corner.
type word struct {
	page                   int
	XMin, YMin, XMax, YMax float64
	Text                   string
}

// sheets are the pages of a document as another program reads them.
type sheets struct {
	t     *testing.T
	name  string
	words []word   // in reading order, without the foot of each page
	feet  []string // by page
}

// The columns of a page: what begins left of values is a label or runs over the whole page.
const (
	values = 70.0 * 72 / 25.4
	footMM = 19.0
)

// read reads a printed document.
func read(t *testing.T, name string, data []byte) *sheets {
	t.Helper()
	file := filepath.Join(t.TempDir(), "a.pdf")
	if err := os.WriteFile(file, data, 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command("pdftotext", "-bbox", "-enc", "UTF-8", file, "-").Output()
	if err != nil {
		t.Fatalf("pdftotext: %v", err)
	}
	var page struct {
		Pages []struct {
			Height float64 `xml:"height,attr"`
			Words  []struct {
				XMin float64 `xml:"xMin,attr"`
				YMin float64 `xml:"yMin,attr"`
				XMax float64 `xml:"xMax,attr"`
				YMax float64 `xml:"yMax,attr"`
				Text string  `xml:",chardata"`
			} `xml:"word"`
		} `xml:"body>doc>page"`
	}
	decoder := xml.NewDecoder(bytes.NewReader(out))
	decoder.Strict, decoder.AutoClose, decoder.Entity = false, xml.HTMLAutoClose, xml.HTMLEntity
	if err := decoder.Decode(&page); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	s := &sheets{t: t, name: name}
	for n, p := range page.Pages {
		foot := ""
		for _, w := range p.Words {
			if w.YMin > p.Height-footMM*72/25.4 {
				foot += w.Text
				continue
			}
			s.words = append(s.words, word{n, w.XMin, w.YMin, w.XMax, w.YMax, w.Text})
		}
		s.feet = append(s.feet, squeezed(foot))
	}
	slices.SortStableFunc(s.words, func(a, b word) int {
		return cmp.Or(cmp.Compare(a.page, b.page), cmp.Compare(int(a.YMin+a.YMax+0.5)/4, int(b.YMin+b.YMax+0.5)/4), cmp.Compare(a.XMin, b.XMin))
	})
	return s
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

// take takes the next words of some columns, which must be a text, and returns the first
// and what was read. For an empty text it takes none.
func (s *sheets) take(what, want string, columns func(w word) bool) (at word, got string) {
	s.t.Helper()
	want = squeezed(want)
	var taken []int
	flat := ""
	for i, w := range s.words {
		if flat == want {
			break
		}
		if !columns(w) {
			continue
		}
		if flat += squeezed(w.Text); !strings.HasPrefix(want, flat) {
			s.t.Fatalf("%s, page %d: %s is read as %q, want %q", s.name, w.page+1, what, flat, want)
		}
		if len(taken) == 0 {
			at = w
		}
		taken = append(taken, i)
		got += " " + w.Text
	}
	if flat != want {
		s.t.Fatalf("%s: %s ends as %q, want %q", s.name, what, flat, want)
	}
	for _, i := range slices.Backward(taken) {
		s.words = slices.Delete(s.words, i, i+1)
	}
	return at, strings.TrimSpace(got)
}

func whole(word) bool   { return true }
func left(w word) bool  { return w.XMin < values }
func right(w word) bool { return w.XMin >= values }

// line is what stands beside a label on a page.
type line struct{ label, value, mono string }

// fields reads a document field by field: each stands in its place, its value on the line
// of its label, and nothing else is on the pages. It returns the labels with their values.
func (s *sheets) fields(d dossier.Document) []line {
	s.t.Helper()
	var all []line
	s.take("the title", d.Title, whole)
	s.take("the lead", d.Lead, whole)
	for _, section := range d.Sections {
		s.take("a heading", section.Title, whole)
		for _, i := range section.Items {
			var l line
			switch i.Form {
			case dossier.Field:
				label, value := word{}, word{}
				label, l.label = s.take(i.ID+", label", i.Label, left)
				value, l.value = s.take(i.ID+", value", i.Value, right)
				if i.Mono != "" {
					_, l.mono = s.take(i.ID+", digest", "SHA-256 "+i.Mono, right)
				}
				if label.page != value.page || max(label.YMin, value.YMin) > min(label.YMax, value.YMax) {
					s.t.Errorf("%s: %q stands on page %d at %.0f, its value %q on page %d at %.0f", s.name, l.label, label.page+1, label.YMin, l.value, value.page+1, value.YMin)
				}
			case dossier.Blank:
				_, l.label = s.take(i.ID+", label", i.Label, left)
			case dossier.Quote:
				_, l.label = s.take(i.ID+", label", i.Label, whole)
				_, l.value = s.take(i.ID+", value", i.Value, whole)
			case dossier.Point:
				_, l.value = s.take(i.ID, "– "+i.Value, whole)
			default:
				_, l.value = s.take(i.ID, i.Value, whole)
			}
			all = append(all, l)
		}
	}
	for _, w := range s.words {
		s.t.Errorf("%s: %q stands on page %d and in no field", s.name, w.Text, w.page+1)
	}
	for n, foot := range s.feet {
		if want := squeezed(fmt.Sprintf("%s%d/%d", d.Foot, n+1, len(s.feet))); foot != want {
			s.t.Errorf("%s: the foot of page %d is %q, want %q", s.name, n+1, foot, want)
		}
	}
	return all
}

// printed prints an edition as a dossier holds it.
func printed(t *testing.T, s *dossiertest.Scene, c dossier.Case, e dossier.Edition) (dossier.Document, []byte) {
	t.Helper()
	d, data, err := dossier.Print(s.Desk.Texts, c, e, pdf.PDF)
	if err != nil {
		t.Fatal(err)
	}
	return d, data
}

// What is read from each edition's pages, in each language, is the case: field by field,
// the digests of its files among them, and nothing else. The complaint has two pages.
func TestTexts(t *testing.T) {
	picture := []byte("\xff\xd8\xff not a picture")
	sum := sha256.Sum256(picture)
	for name, lines := range map[string]string{"mayor": dossiertest.Mayor, "company": dossiertest.Company} {
		s := dossiertest.Play(t, lines, "", night, pdf.PDF)
		s.Send(t, "IMG_2041 écran rançon.jpg", "image/jpeg", picture, false)
		s.Send(t, "outil.exe", "application/octet-stream", []byte("MZ"), true)
		for _, lang := range []string{"fr", "en"} {
			c := s.Case(t)
			c.Lang = lang
			if name == "mayor" {
				delete(c.By, "incident") // as chosen; the company's was read out of its words
			}
			for _, e := range dossier.Editions(c.Facts) {
				d, data := printed(t, s, c, e)
				pages := read(t, fmt.Sprint(name, " ", e, " ", lang), data)
				if e == dossier.Complaint && len(pages.feet) != 2 {
					t.Errorf("%s: it has %d pages, want 2", pages.name, len(pages.feet))
				}
				got := pages.fields(d)
				for _, want := range held(s, c, e, d.Lang, hex.EncodeToString(sum[:])) {
					if !slices.ContainsFunc(got, func(l line) bool {
						return l.label == want.label && strings.HasPrefix(l.value, want.value) && squeezed(l.mono) == squeezed(want.mono)
					}) {
						t.Errorf("%s: no %+v on its pages: %+v", pages.name, want, got)
					}
				}
			}
		}
	}
}

// held is what an edition's pages must hold of a case, told from the case alone: values may
// go on.
func held(s *dossiertest.Scene, c dossier.Case, e dossier.Edition, lang, sum string) []line {
	say := func(id string) string {
		text, err := s.Desk.Texts.Text(lang, id, nil)
		if err != nil {
			panic(err)
		}
		return text
	}
	field := func(name, value string) line { return line{say("dossier.field." + name), value, ""} }
	want := []line{field("commune", c.Commune)}
	if c.By["incident"] == "" {
		incident := []rune(say("incident." + c.Facts.Get("incident")))
		incident[0] = unicode.ToUpper(incident[0])
		want = append(want, field("incident", string(incident)))
	}
	if e == dossier.Complaint || e == dossier.Own {
		want = append(want, field("print", c.Print))
		for _, said := range c.Said {
			if said.By == dossier.Victim {
				at, err := s.Desk.Texts.Instant(lang, "dossier.instant", said.At.In(c.Zone))
				if err != nil {
					panic(err)
				}
				text := said.Text
				if e == dossier.Complaint {
					text = said.Quoted
				}
				want = append(want, line{strings.ToUpper(at[:1]) + at[1:], "« " + text + " »", ""})
				break
			}
		}
	}
	if e == dossier.Own {
		want = append(want, field("code", c.Code))
	}
	if amount := c.Facts.Get("amount"); amount == "48300" && (e == dossier.Complaint || e == dossier.Insurer) {
		want = append(want, field("amount", "48 300 euros"))
	}
	if e != dossier.Authority {
		for i, f := range c.Files {
			at, err := s.Desk.Texts.Instant(lang, "dossier.instant", f.At.In(c.Zone))
			if err != nil {
				panic(err)
			}
			if i == 0 {
				want = append(want, line{strings.ToUpper(at[:1]) + at[1:], f.Name + ", " + fmt.Sprint(f.Bytes), "SHA-256 " + sum})
				continue
			}
			want = append(want, line{strings.ToUpper(at[:1]) + at[1:], f.Name, "SHA-256 " + f.SHA256})
		}
	}
	return want
}

// all are facts of a case and beside them all that the dialog of an incident, and those it
// calls, can write into it: the value that says most.
func all(set *engine.Set, facts engine.Facts, incident string) engine.Facts {
	known := maps.Clone(facts)
	if incident == "" {
		return known
	}
	known["incident"] = incident
	asked, next := map[string]bool{}, []string{incident}
	for len(next) > 0 {
		dialog, ok := set.Dialog(next[0])
		if next = next[1:]; !ok || asked[dialog.ID] {
			continue
		}
		asked[dialog.ID] = true
		for _, step := range dialog.Steps {
			next = append(next, step.Call)
			if f, ok := set.Fact(step.Fact); ok && f.Card && len(f.Values) > 0 && known.Get(f.Name) == engine.Unset {
				known[f.Name] = f.Values[0]
			}
		}
	}
	return known
}

// Twelve files with the longest names there are, many long messages and every fact that a
// dialog can write: the complaint keeps its two pages, says how much is not on them and where it is, and
// there it is whole.
func TestTwoPagesHoldTheLargestCase(t *testing.T) {
	for lines, incidents := range map[string][]string{dossiertest.Mayor: nil, dossiertest.Company: dialogs.Set().Incidents} {
		s := dossiertest.Play(t, lines, "", night, pdf.PDF)
		for i := range intake.MaxFiles {
			name := fmt.Sprintf("%02d %s.jpg", i, strings.Repeat("écran-de-la-compta-", 5))
			s.Send(t, name[len(name)-72:], "image/jpeg", fmt.Appendf(nil, "\xff\xd8\xff %d", i), false)
		}
		var said []string
		for i := range 8 {
			said = append(said, fmt.Sprintf("message %d : %s", i, strings.Repeat("nous avons vu des choses bizarres partout ", 9)))
			s.Say(t, said[i])
		}
		for _, incident := range append([]string{""}, incidents...) {
			c := s.Case(t)
			c.Facts = all(s.Desk.Set, c.Facts, incident)
			d, data := printed(t, s, c, dossier.Complaint)
			pages := read(t, "complaint, "+incident, data)
			if len(pages.feet) != 2 {
				t.Errorf("%s: it has %d pages, want 2", incident, len(pages.feet))
			}
			pages.fields(d)
			shown, left := map[string]int{}, map[string]string{}
			for _, section := range d.Sections {
				for _, i := range section.Items {
					shown[i.ID]++
					left[i.ID] = i.Value
				}
			}
			if more := fmt.Sprint(intake.MaxFiles - shown["file"]); shown["file"] < intake.MaxFiles && !strings.Contains(left["files_left"], more) {
				t.Errorf("%d files stand on it, of the others it says %q", shown["file"], left["files_left"])
			}
			if shown["quote"] < len(said) && left["quotes_left"] == "" || shown["quote"] == 0 {
				t.Errorf("%d messages stand on it, of the others it says %q", shown["quote"], left["quotes_left"])
			}
			t.Logf("measured: %s: %d of %d files, %d messages on two pages", incident, shown["file"], intake.MaxFiles, shown["quote"])
		}
		parts := map[string][]byte{}
		h := s.Hand(t)
		z, err := zip.NewReader(bytes.NewReader(h.Zip), int64(len(h.Zip)))
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range z.File {
			r, err := f.Open()
			if err != nil {
				t.Fatal(err)
			}
			if parts[f.Name], err = io.ReadAll(r); err != nil {
				t.Fatal(err)
			}
		}
		if pages := read(t, "handed over", parts["plainte.pdf"]); len(pages.feet) != 2 {
			t.Errorf("handed over it has %d pages", len(pages.feet))
		}
		var m dossier.Manifest
		var log dossier.Log
		if err := json.Unmarshal(parts[dossier.ManifestName], &m); err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(parts[dossier.LogName], &log); err != nil {
			t.Fatal(err)
		}
		listed := 0
		for _, e := range m.Items {
			if strings.HasPrefix(e.Name, dossier.FilesFolder) && len(e.SHA256) == 64 {
				listed++
			}
		}
		if listed != intake.MaxFiles {
			t.Errorf("the manifest lists %d files", listed)
		}
		for _, text := range said {
			if !slices.ContainsFunc(log.Turns, func(r intake.Record) bool { heard, ok := r.Shown(intake.PartHeard); return ok && heard == text }) {
				t.Errorf("the log does not hold %.30q whole", text)
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
			{Title: "Avant", Items: []dossier.Item{{ID: "a", Label: "Étiquette", Value: value, Form: dossier.Field}}}, {Title: "Après", Items: []dossier.Item{{Value: "fin", Form: dossier.Point}}},
		}}
		data, _, err := pdf.PDF(d, time.Time{})
		if err != nil {
			t.Fatal(err)
		}
		read(t, name, data).fields(d)
	}
}
