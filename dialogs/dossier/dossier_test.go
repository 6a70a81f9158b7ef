package dossier_test

import (
	"archive/zip"
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"os"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"relais/dialogs/desk"
	"relais/dialogs/directory"
	"relais/dialogs/dossier"
	"relais/dialogs/dossier/dossiertest"
	"relais/dialogs/engine"
	"relais/dialogs/intake"
	"relais/locales"
	"relais/locales/gsm7"
)

var night = time.Date(2027, 3, 20, 1, 7, 0, 0, time.UTC)

// item is a field of a document as a test names it.
type item struct{ id, value string }

func fields(d dossier.Document) []item {
	var out []item
	for _, s := range d.Sections {
		for _, i := range s.Items {
			if i.Form != dossier.Note && i.Form != dossier.Box {
				out = append(out, item{i.ID, i.Value})
			}
		}
	}
	return out
}

func write(t *testing.T, c dossier.Case, e dossier.Edition) dossier.Document {
	t.Helper()
	d, err := dossier.Write(locales.Default(), c, e)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// The complaint of the night: what the case holds stands in its place, the rest is blank.
func TestComplaint(t *testing.T) {
	s := dossiertest.Play(t, dossiertest.Mayor, "", night, dossiertest.Plain)
	got := fields(write(t, s.Case(t), dossier.Complaint))
	want := []item{
		{"organisation", ""}, {"kind", "Mairie"}, {"commune", "Sainte-Colombe (46)"}, {"address", ""}, {"register", ""},
		{"signer", "Le maire, ou un adjoint délégué ; le directeur général des services par délégation de signature. Une plainte simple ne demande pas de délibération."},
		{"signatory", ""}, {"callback", ""}, {"interpreter", ""},
		{"incident", "« on a un ransomware a la mairie », mots de la victime"},
		{"learned", "Vendredi 19 mars 2027, 18h00 (UTC+1)"}, {"learned_by", ""}, {"opened", "Samedi 20 mars 2027, 2h07 (UTC+1), par SMS"},
		{"learned", "Découverte des faits, selon la victime"}, {"quote", "« on a un ransomware a la mairie »"},
		{"spreading", "Pas de propagation vue (2h08)"}, {"backups", "Sauvegarde exposée (2h09)"}, {"story", ""},
		{"isolated", "Machines isolées (2h08)"}, {"unplugged", "Sauvegarde débranchée (2h09)"}, {"provider_called", "Prestataire appelé (2h11)"}, {"photo", "Photos de l'écran (2h12)"},
		{"money", ""}, {"amount", ""}, {"payee", ""}, {"account", ""}, {"computers", ""}, {"vital", "Aucun service vital arrêté"}, {"personal_data", "Touchées, selon la victime"}, {"costs", ""},
		{"suspects", ""}, {"traces", ""}, {"provider_name", ""}, {"print", s.Case(t).Print},
		{"done_at", ""}, {"signature", ""},
	}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(item{})); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// Whoever does not tell the hour is given none, and of a night no day either.
func TestNoHourIsInvented(t *testing.T) {
	for _, tt := range []struct{ told, want string }{
		{"vendredi", "Vendredi 19 mars 2027, heure à préciser"},
		{"vendredi matin", "Vendredi 19 mars 2027 au matin, heure à préciser"},
		{"vendredi midi", "Vendredi 19 mars 2027 vers midi, heure à préciser"},
		{"vendredi aprem", "Vendredi 19 mars 2027 dans l'après-midi, heure à préciser"},
		{"vendredi soir", "Vendredi 19 mars 2027 au soir, heure à préciser"},
		{"cette nuit", "Dans la nuit du vendredi 19 au samedi 20 mars 2027, heure à préciser"},
		{"dans la nuit de jeudi à vendredi", "Dans la nuit du jeudi 18 au vendredi 19 mars 2027, heure à préciser"},
		{"vendredi dans la nuit", "Vendredi 19 mars 2027 de nuit, heure à préciser"},
		{"le week-end dernier", "Au plus tôt samedi 13 mars 2027, jour et heure à préciser"},
		{"dans la nuit du 31 décembre au 1er janvier", "Dans la nuit du jeudi 31 décembre 2026 au vendredi 1 janvier 2027, heure à préciser"},
	} {
		s := dossiertest.Play(t, strings.Replace(dossiertest.Mayor, "vendredi 18h", tt.told, 1), "", night, dossiertest.Plain)
		for _, e := range []dossier.Edition{dossier.Complaint, dossier.Insurer, dossier.Own} {
			d := write(t, s.Case(t), e)
			if want := (item{"learned", tt.want}); !slices.Contains(fields(d), want) {
				t.Errorf("%s, %s: %v, want %v", tt.told, e, fields(d), want)
			}
			for _, section := range d.Sections { // the chronology has it for its label
				for _, i := range section.Items {
					if strings.HasPrefix(i.Value, "Découverte") && i.Label != tt.want {
						t.Errorf("%s, chronology: %q, want %q", tt.told, i.Label, tt.want)
					}
				}
			}
		}
	}
}

// The day after, by its messages: when each thing was told, how the complaint went, and for
// the insurer what has changed since the dossier before and what is still open.
func TestTheDayAfter(t *testing.T) {
	s := dossiertest.Play(t, dossiertest.Mayor, "", night, dossiertest.Plain)
	one := func(e dossier.Edition, id string) string {
		t.Helper()
		var values []string
		for _, i := range fields(write(t, s.Case(t), e)) {
			if i.id == id {
				values = append(values, i.value)
			}
		}
		return strings.Join(values, " | ")
	}
	check := func(e dossier.Edition, id, want string) {
		t.Helper()
		if got := one(e, id); got != want {
			t.Errorf("%s: %s is %q, want %q", e, id, got, want)
		}
	}
	check(dossier.Insurer, "filed", "")
	check(dossier.Insurer, "changed", "")
	s.Say(t, "PLAINTE")
	s.Wait(t, time.Minute)
	s.Hand(t)
	s.Wait(t, 8*time.Hour)
	s.Say(t, "PLAINTE")
	s.Say(t, "rendez-vous pris")
	s.Say(t, "lundi 9h à la gendarmerie de Figeac")
	check(dossier.Complaint, "appointment", "Lundi 9h à la gendarmerie de Figeac")
	check(dossier.Own, "appointment", "Lundi 9h à la gendarmerie de Figeac")
	check(dossier.Own, "complaint_state", "Rendez-vous pris pour la plainte")
	check(dossier.Insurer, "filed", "Pas encore : rendez-vous pris, selon la victime : lundi 9h à la gendarmerie de Figeac")
	check(dossier.Authority, "appointment", "")
	s.Say(t, "ça se propage encore, d'autres pc sont touchés")
	check(dossier.Complaint, "spreading", "L'attaque continue (10h17)")
	changed := func() (header string, points []string) {
		for _, section := range write(t, s.Case(t), dossier.Insurer).Sections {
			for _, i := range section.Items {
				switch {
				case i.ID == "changed":
					header = i.Value
				case header != "" && i.Form == dossier.Point:
					points = append(points, i.Value)
				}
			}
		}
		return header, points
	}
	header, points := changed()
	if !strings.HasPrefix(header, "Indiqué depuis le dossier remis le samedi 20 mars 2027, 2h1") || !slices.Contains(points, "L'attaque continue") || slices.Contains(points, "Prestataire appelé") {
		t.Errorf("what has changed: %q %q", header, points)
	}
	s.Hand(t)
	if header, _ := changed(); !strings.HasPrefix(header, "Rien de nouveau") {
		t.Errorf("when nothing has: %q", header)
	}
	s.Wait(t, time.Hour)
	s.Say(t, "PLAINTE")
	s.Say(t, "3")
	check(dossier.Complaint, "appointment", "")
	if got := one(dossier.Insurer, "filed"); !strings.HasPrefix(got, "Déposée, selon la victime, qui l'a dit le samedi 20 mars 2027, 11h1") || !strings.HasSuffix(got, "rendez-vous noté avant : lundi 9h à la gendarmerie de Figeac") {
		t.Errorf("filed: %q", got)
	}
}

// Where two links are too long for one SMS, each has one of its own, and none is lost.
func TestALongAddressLosesNoLink(t *testing.T) {
	s := dossiertest.Play(t, dossiertest.Mayor, "", night, dossiertest.Plain)
	s.Desk.Links = "https://relais.centre-de-reponse-aux-incidents.collectivites-et-groupements.example"
	links := func(text string) int { return strings.Count(text, s.Desk.Links+intake.LinkPath) }
	s.Say(t, "PLAINTE")
	given := s.Wait(t, time.Minute) + s.Wait(t, time.Minute)
	if !strings.Contains(given, "Votre dossier, à télécharger") || !strings.Contains(given, "Pour joindre des photos") || links(given) != 2 {
		t.Errorf("given: %q", given)
	}
	if again := s.Wait(t, 5*time.Minute); links(again) > 0 {
		t.Errorf("given once more: %q", again)
	}
	var before intake.State
	for _, turn := range s.Turns(t) {
		c, err := s.Desk.Content(turn)
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Desk.Replay(before, turn, c); err != nil {
			t.Errorf("turn %d: %v", turn.N, err)
		}
		before = c.State
		if c.Reply != nil && gsm7.Segments(c.Reply.Text) > 2 {
			t.Errorf("turn %d: %d segments: %q", turn.N, gsm7.Segments(c.Reply.Text), c.Reply.Text)
		}
	}
}

// Who leaves what stays in quarantine is told so, and that it leaves in no dossier.
func TestWhatIsSetApartIsSaid(t *testing.T) {
	s := dossiertest.Play(t, dossiertest.Mayor, "", night, dossiertest.Plain)
	apart := "Mis à part : 1. Le centre peut l'étudier, mais il ne sort pas dans le dossier à télécharger : apportez-le à la plainte."
	s.Send(t, "rancon.png", "image/png", []byte("a picture"), false)
	if got := newest(t, s); !strings.Contains(got, "gardé au dossier") || strings.Contains(got, "part") {
		t.Errorf("of a picture: %q", got)
	}
	s.Send(t, "factures.docx", "application/octet-stream", []byte("PK\x03\x04"), true)
	if got := newest(t, s); !strings.Contains(got, apart) || gsm7.Segments(got) > 2 {
		t.Errorf("of a document of Word, %d segments: %q", gsm7.Segments(got), got)
	}
	held := unzip(t, s.Hand(t).Zip)
	if _, in := held["fichiers/02-factures.docx"]; in || !strings.Contains(held["manifest.json"], `"why": "quarantined"`) {
		t.Errorf("the dossier holds %v", slices.Sorted(maps.Keys(held)))
	}
	if text := held["votre-dossier.pdf"]; !strings.Contains(text, "factures.docx, 4 octets (mis à part au centre, non joint)") {
		t.Errorf("the victim reads %q", text)
	}
}

// A person at home reads that there is a dossier, and gets it.
func TestAPersonAtHomeLearnsOfTheDossier(t *testing.T) {
	for lang, tt := range map[string]struct{ first, ask, told string }{
		"fr": {"je suis un particulier, mon compte facebook est piraté", "DOSSIER", "à télécharger : DOSSIER"},
		"en": {"my own facebook account was hacked, I am writing for myself", "FILE", "to download: FILE"},
	} {
		s := dossiertest.Play(t, tt.first, lang, night, dossiertest.Plain)
		said, answer := "", "1"
		for range 8 {
			now := s.Say(t, answer)
			if said += now + "\n"; strings.Contains(said, tt.told) {
				break
			}
			if answer = "1"; strings.Contains(now, "\n5 ") { // for whom it is
				answer = "5"
			}
		}
		if !strings.Contains(said, tt.told) {
			t.Fatalf("%s: said %q", lang, said)
		}
		s.Say(t, tt.ask)
		if given := s.Wait(t, time.Minute); !strings.Contains(given, s.Desk.Links+intake.LinkPath) {
			t.Errorf("%s: given %q", lang, given)
		}
	}
}

// PLAINTE says where to go, and then what to say: what was told, in the order in which it is
// asked, with dots for what was not, in two segments; nothing of it where somebody may read along.
func TestPlainteSaysTheCase(t *testing.T) {
	tests := []struct{ name, lines, want, not string }{
		{"the hour was told", dossiertest.Mayor, "Découvert vendredi 19 mars à 18h00.", "....."},
		{"the day alone was", strings.Replace(dossiertest.Mayor, "vendredi 18h", "vendredi soir", 1), "Découvert vendredi 19 mars au soir à ...h", "18h"},
		{"the sum", "on a viré 48300 euros sur un faux rib a 1h10\nentreprise", `Entreprise ..... Faits : "on a viré 48300 euros sur un faux rib a 1h10". Découvert le ..... à ...h. Argent : 48 300 euros, parti samedi 20 mars à 1h10.`, ""},
		{"nothing yet", "bonjour\nje ne sais pas", "Victime : ..... Faits : ..... Découvert le ..... à ...h. Dossier ", ""},
		{"somebody reads along", "notre téléphone est surveillé, on a viré 48300 euros sur un faux rib\noui\nentreprise", "", "48 300"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := dossiertest.Play(t, tt.lines, "", night, dossiertest.Plain)
			where := s.Say(t, "PLAINTE")
			got := where
			if !strings.Contains(where, "A dire ou à recopier") {
				got = s.Say(t, "ok")
			}
			if !strings.Contains(got, tt.want) || tt.not != "" && strings.Contains(got, tt.not) || gsm7.Segments(got) > 2 || gsm7.Segments(where) > 2 {
				t.Errorf("%d segments: %q, want %q and no %q", gsm7.Segments(got), got, tt.want, tt.not)
			}
		})
	}
}

// Every fact there is, with every value, in every edition: an office reads no fact that
// is not in its list, and nobody reads a desk's.
func TestNoEditionHoldsAnothersFields(t *testing.T) {
	s := dossiertest.Play(t, dossiertest.Mayor, "", night, dossiertest.Plain)
	c := s.Case(t)
	offices := map[dossier.Edition][]string{
		dossier.Complaint: {"distress", "harm", "human", "insurer", "told_off", "first_done"},
		dossier.Insurer:   {"distress", "harm", "human", "danger", "minor", "gave", "replied", "paid", "callback", "quote", "door", "insurer", "false_caller", "young", "real_images"},
		dossier.Authority: {"distress", "harm", "human", "danger", "minor", "gave", "replied", "paid", "callback", "quote", "door", "insurer", "money", "amount", "signer"},
	}
	for _, value := range []string{"yes", "no", "unknown", "password", "gone"} {
		facts := engine.Facts{"callback": "+33612345678", "ref17": "REF-17-CANARY"}
		for _, f := range s.Desk.Set.Facts {
			if f.Card {
				facts[f.Name] = value
			}
		}
		facts["victim"], facts["incident"], facts["place"] = "company", "ransomware", c.Facts["place"]
		c.Facts = facts
		for edition, not := range offices {
			d := write(t, c, edition)
			for _, i := range fields(d) {
				if slices.Contains(not, i.id) {
					t.Errorf("%s holds %s (%q)", edition, i.id, i.value)
				}
			}
			if text := plain(d); edition != dossier.Complaint && strings.Contains(text, "+33612345678") {
				t.Errorf("%s holds the number to call back", edition)
			}
			if holds := strings.Contains(plain(d), "REF-17-CANARY"); holds != (edition == dossier.Complaint) {
				t.Errorf("%s holds the reference: %v", edition, holds)
			}
		}
	}
}

// What each edition may hold stands in one file: a fact that begins to stand in an office's
// edition is a line there for somebody to read.
func TestWhatEachEditionHolds(t *testing.T) {
	s := dossiertest.Play(t, dossiertest.Mayor, "", night, dossiertest.Plain)
	s.Send(t, "a.txt", "text/plain", []byte("a"), false)
	c := s.Case(t)
	c.Clocks = append(c.Clocks, intake.Running{Clock: "cnil", Until: night.Add(-time.Hour)}, intake.Running{Clock: "insurer", Until: night.Add(time.Hour)})
	held := map[dossier.Edition]map[string]bool{}
	editions := []dossier.Edition{dossier.Complaint, dossier.Insurer, dossier.Authority, dossier.Own}
	const most = 30 // values that a fact has
	for _, victim := range []string{"company", "individual"} {
		for n := range most {
			c.Facts, c.Told, c.Since = engine.Facts{}, map[string]time.Time{}, night
			for _, f := range s.Desk.Set.Facts {
				c.Told[f.Name] = night.Add(time.Minute)
				values := f.Values
				switch f.Is {
				case "count", engine.IsSum:
					values = []string{"3"}
				case "time":
					values = []string{night.Format(time.RFC3339)}
				case "phone", "text", "place":
					values = []string{"+33639980123"}
				}
				c.Facts[f.Name] = values[n%len(values)]
				if len(values) > most {
					t.Fatalf("%s has %d values", f.Name, len(values))
				}
			}
			c.Facts["victim"], c.Facts["incident"] = victim, "ransomware"
			delete(c.By, "incident") // as chosen
			for _, e := range editions {
				for _, i := range fields(write(t, c, e)) {
					if held[e] == nil {
						held[e] = map[string]bool{}
					}
					held[e][i.id] = true
				}
			}
		}
	}
	var b strings.Builder
	for _, e := range editions {
		fmt.Fprintf(&b, "%s\n", e)
		for _, id := range slices.Sorted(maps.Keys(held[e])) {
			fmt.Fprintf(&b, "  %s\n", id)
		}
	}
	const file = "testdata/editions.txt"
	if *update {
		if err := os.WriteFile(file, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(b.String(), "\n")); diff != "" {
		t.Errorf("(-file +held; rewrite with -update)\n%s", diff)
	}
}

// After 72 hours the notification still goes out: the CNIL's edition says that the time is
// over and leaves room for why, and the victim's says so too. Before, nobody asks for a reason.
func TestCNILIsLate(t *testing.T) {
	s := dossiertest.Play(t, dossiertest.Mayor, "", night, dossiertest.Plain)
	learned, err := time.Parse(time.RFC3339, s.Case(t).Facts.Get("learned"))
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name string
		made time.Time
		late bool
	}{
		{"a minute before", learned.Add(72*time.Hour - time.Minute), false},
		{"at the hour", learned.Add(72 * time.Hour), false},
		{"a minute after", learned.Add(72*time.Hour + time.Minute), true},
		{"a week after", learned.Add(7 * 24 * time.Hour), true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s.Advance(tt.made.Sub(s.Now()))
			c := s.Case(t)
			clock := "CNIL, si des données de personnes sont touchées : avant lundi 22 mars 2027, 18h00 (UTC+1)."
			if tt.late {
				clock += " " + say(t, "fr", "dossier.over")
			}
			d := write(t, c, dossier.Authority)
			if got := fields(d); !slices.Contains(got, item{"clock", clock}) {
				t.Errorf("no %q in %v", clock, got)
			}
			reason := slices.ContainsFunc(d.Sections, func(section dossier.Section) bool {
				return slices.ContainsFunc(section.Items, func(i dossier.Item) bool {
					return i.ID == "late" && i.Form == dossier.Blank && i.Label == say(t, "fr", "dossier.field.late")
				})
			})
			if reason != tt.late {
				t.Errorf("room for the reason: %v, want %v", reason, tt.late)
			}
			if own := fields(write(t, c, dossier.Own)); !slices.Contains(own, item{"clock", clock}) {
				t.Errorf("the victim's own: no %q in %v", clock, own)
			}
			for _, e := range []dossier.Edition{dossier.Complaint, dossier.Insurer} {
				if text := plain(write(t, c, e)); strings.Contains(text, "CNIL") {
					t.Errorf("%s speaks of the CNIL", e)
				}
			}
		})
	}
}

func say(t *testing.T, lang, id string) string {
	t.Helper()
	text, err := locales.Default().Text(lang, id, nil)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func plain(d dossier.Document) string {
	text, _, _ := dossiertest.Plain(d, time.Time{})
	return string(text)
}

func TestEditions(t *testing.T) {
	for _, tt := range []struct {
		name  string
		facts engine.Facts
		want  []dossier.Edition
	}{
		{"an organisation has all", engine.Facts{"victim": "commune"}, []dossier.Edition{dossier.Complaint, dossier.Insurer, dossier.Authority, dossier.Own}},
		{"a person at home owes nobody a notice", engine.Facts{"victim": "individual"}, []dossier.Edition{dossier.Complaint, dossier.Own}},
		{"a mistake is no offence", engine.Facts{"victim": "company", "malice": "no"}, []dossier.Edition{dossier.Insurer, dossier.Authority, dossier.Own}},
		{"no data of people", engine.Facts{"victim": "company", "personal_data": "no"}, []dossier.Edition{dossier.Complaint, dossier.Insurer, dossier.Own}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, dossier.Editions(tt.facts)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// The victim's own edition is in his language; those for offices are in French.
func TestLanguages(t *testing.T) {
	c := dossiertest.Play(t, dossiertest.Mayor, "", night, dossiertest.Plain).Case(t)
	c.Lang = "en"
	if d := write(t, c, dossier.Own); d.Lang != "en" || d.Title != "Your file" {
		t.Errorf("own edition: %s, %q", d.Lang, d.Title)
	}
	d := write(t, c, dossier.Complaint)
	if d.Lang != "fr" || !slices.Contains(fields(d), item{"interpreter", "Pour la victime, qui écrit en anglais"}) {
		t.Errorf("complaint: %s, %v", d.Lang, fields(d))
	}
}

// Who is deaf says so before the day at the station; who only has no telephone needs nobody there.
// That analysts are to write and not to call is theirs alone: it stands in no edition for an office.
func TestInterpreterForTheDeaf(t *testing.T) {
	c := dossiertest.Play(t, dossiertest.Mayor, "", night, dossiertest.Plain).Case(t)
	for value, want := range map[string]string{"deaf": "Pour la victime, sourde ou malentendante : langue des signes, ou échange par écrit", "no_phone": ""} {
		c.Facts["text_only"] = value
		if d := write(t, c, dossier.Complaint); !slices.Contains(fields(d), item{"interpreter", want}) {
			t.Errorf("%s: complaint: %v", value, fields(d))
		}
		for _, e := range []dossier.Edition{dossier.Complaint, dossier.Insurer, dossier.Authority} {
			if d := write(t, c, e); strings.Contains(fmt.Sprint(d), "n'appelez pas") {
				t.Errorf("%s: %s tells the office what analysts are told", value, e)
			}
		}
	}
}

// Who does not phone is led to a written way; where facts have none the number stays, with who
// may call it.
func TestDoorsForWhoDoesNotPhone(t *testing.T) {
	numbers := func(lines string) (phones, urls map[string]string) {
		phones, urls = map[string]string{}, map[string]string{}
		for _, d := range dossiertest.Play(t, lines, "", night, dossiertest.Plain).Case(t).Doors {
			phones[d.Name], urls[d.Name] = d.Phone, d.URL
		}
		return phones, urls
	}
	const note = " (un proche ou un interprète peut appeler à votre place)"
	online, kept := 0, 0
	for _, lines := range []string{
		"il y a des débits inconnus sur ma carte, je suis un particulier, on me menace de me frapper",
		"j'ai 14 ans, on me menace de publier mes photos",
	} {
		called, urls := numbers(lines)
		written, _ := numbers("je suis sourd, " + lines)
		for name, phone := range called {
			switch got := written[name]; {
			case phone == "" || strings.HasPrefix(phone, "SMS "):
				if got != phone {
					t.Errorf("%s: %q, in writing %q", name, phone, got)
				}
			case urls[name] != "" && got == "":
				online++
			default:
				kept++
				if got != phone+note {
					t.Errorf("%s, with %q, shows %q to who does not phone", name, urls[name], got)
				}
			}
		}
	}
	if kept == 0 || online == 0 {
		t.Errorf("%d numbers stay, %d give way to a site", kept, online)
	}
}

func TestVisible(t *testing.T) {
	for _, tt := range []struct{ name, text, want string }{
		{"plain words stay", "déjà vu, œuvre à 12 €", "déjà vu, œuvre à 12 €"},
		{"writing turned round", "facture\u202efdp.exe", "facture[U+202E]fdp.exe"},
		{"nothing between letters", "a\u200bb\ufeff", "a[U+200B]b[U+FEFF]"},
		{"commands to a device", "a\x1b[31mb\x00", "a[U+001B][31mb[U+0000]"},
		{"lines become one", "un\r\ndeux\ntrois\u2028quatre", "un / deux / trois / quatre"},
		{"a no-break space is a space", "12\u00a0000", "12 000"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := dossier.Visible(tt.text); got != tt.want {
				t.Errorf("Visible(%q) = %q, want %q", tt.text, got, tt.want)
			}
		})
	}
}

// handed is a dossier with two files, one of them set apart.
func handed(t testing.TB) (*dossiertest.Scene, dossier.Handed) {
	t.Helper()
	s := dossiertest.Play(t, dossiertest.Mayor, "", night, dossiertest.Plain)
	s.Send(t, "écran.jpg", "image/jpeg", []byte("the picture of a screen"), false)
	s.Send(t, "virus.exe", "application/octet-stream", []byte("MZ it may do harm"), true)
	return s, s.Hand(t)
}

func TestHand(t *testing.T) {
	s, h := handed(t)
	r, err := dossier.Check(h.Zip, h.Print)
	if err != nil || !r.Held || len(r.Faults) > 0 {
		t.Fatalf("Check = %+v, %v", r, err)
	}
	var names []string
	for _, e := range r.Items {
		names = append(names, e.Name)
	}
	want := []string{"LISEZ-MOI.txt", "plainte.pdf", "assureur.pdf", "cnil.pdf", "votre-dossier.pdf", "fichiers/01-écran.jpg"}
	if diff := cmp.Diff(want, names); diff != "" {
		t.Error(diff)
	}
	if !strings.Contains(said(t, s), h.Print) {
		t.Errorf("the reporter was not told %s", h.Print)
	}
	manifest := unzip(t, h.Zip)["manifest.json"]
	if !strings.Contains(manifest, `"why": "quarantined"`) || strings.Contains(manifest, "MZ") {
		t.Errorf("what was set apart: %s", manifest)
	}
}

// said is the newest message to the reporter.
func said(t *testing.T, s *dossiertest.Scene) string {
	t.Helper()
	turns := s.Turns(t)
	c, err := s.Desk.Content(turns[len(turns)-1])
	if err != nil || c.Reply == nil {
		t.Fatalf("the newest turn says nothing: %v", err)
	}
	return c.Reply.Text
}

func unzip(t *testing.T, data []byte) map[string]string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		out[f.Name] = string(text)
	}
	return out
}

// What opens a case or proves who somebody is, and what is the desk's alone, leaves in
// no dossier.
func TestNothingSecretLeaves(t *testing.T) {
	s := dossiertest.Play(t, dossiertest.Mayor, "", night, dossiertest.Plain)
	s.Say(t, "CODE")
	s.Say(t, "PLAINTE")
	s.Wait(t, time.Minute) // the links are given
	turns := s.Turns(t)
	last, err := s.Desk.Content(turns[len(turns)-1])
	if err != nil {
		t.Fatal(err)
	}
	values := last.State.Session.Values
	h := s.Hand(t)
	for name, text := range unzip(t, h.Zip) {
		for _, secret := range []string{values["word1"], values["word2"], `"` + values["pin"] + `"`, values["pin"] + " ", intake.LinkPath, last.State.From, s.Key.Address, `"severity"`} {
			if secret != "" && strings.Contains(text, secret) {
				t.Errorf("%s holds %q", name, secret)
			}
		}
	}
	if values["word1"] == "" || values["pin"] == "" {
		t.Errorf("the scene gives no words or no PIN: %v", values)
	}
}

// A message that holds a secret stands in the editions without it, and one that only holds
// letters of one stands as it is, in the log too.
func TestASecretTakesNoMessageWithIt(t *testing.T) {
	s := dossiertest.Play(t, dossiertest.Company, "", night, dossiertest.Plain)
	turns := s.Turns(t)
	last, err := s.Desk.Content(turns[len(turns)-1])
	if err != nil {
		t.Fatal(err)
	}
	values := last.State.Session.Values
	one, two, pin := values["word1"], values["word2"], values["pin"]
	innocent := "la facture de " + pin + " euros parle d'un " + strings.ToLower(one) + "isier et d'une in" + strings.ToLower(two) + "ation"
	s.Say(t, innocent)
	s.Say(t, "un inconnu a appelé ce matin et a dit "+strings.ToLower(one)+" puis "+two+" au téléphone")
	h := s.Hand(t)
	files := unzip(t, h.Zip)
	quoted := "la facture de " + pin + " euros parle d'un […] et d'une […]" // nobody knows that those are no names
	for name, said := range map[string]string{"plainte.pdf": quoted, "votre-dossier.pdf": innocent} {
		for _, want := range []string{said, "a dit ••• puis ••• au téléphone"} {
			if !strings.Contains(files[name], want) {
				t.Errorf("%s lost %q:\n%s", name, want, files[name])
			}
		}
	}
	if log := files[dossier.LogName]; !strings.Contains(log, pin+" euros") || strings.Contains(log, "un inconnu a appelé") {
		t.Errorf("the log lost what is no secret, or shows what is one:\n%s", log)
	}
	if r, err := dossier.Check(h.Zip, h.Print); err != nil || !r.Held {
		t.Errorf("%+v, %v", r, err)
	}
}

// The same case at the same instant gives the same documents.
func TestSameBytes(t *testing.T) {
	_, a := handed(t)
	_, b := handed(t)
	if !bytes.Equal(a.Zip, b.Zip) || a.Print != b.Print {
		t.Errorf("two dossiers differ: %s and %s", a.Print, b.Print)
	}
}

// regions are whose each byte of a packed dossier is: a file's, with its header and its line
// in the list of contents, or "zip". listed tells the bytes of that list. It is written
// from the form of a zip, not from what checks it.
func regions(t *testing.T, data []byte) (whose []string, listed []bool) {
	t.Helper()
	whose, listed = make([]string, len(data)), make([]bool, len(data))
	name := "zip"
	for i := range data {
		switch {
		case bytes.HasPrefix(data[i:], []byte("PK\x03\x04")) && !listed[max(0, i-1)]:
			name = string(data[i+30 : i+30+int(data[i+26])])
		case bytes.HasPrefix(data[i:], []byte("PK\x01\x02")):
			name = string(data[i+46 : i+46+int(data[i+28])])
			listed[i] = true
		case bytes.HasPrefix(data[i:], []byte("PK\x05\x06")):
			name = "zip"
		}
		whose[i] = name
		listed[i] = listed[i] || i > 0 && listed[i-1] && name != "zip"
	}
	return whose, listed
}

// One flipped bit anywhere is named by whose it is, and nothing else is accused: every byte
// that holds the files together, and one in 23 of what is in them. Where the list of
// contents itself no longer reads, that list is named.
func TestOneFlippedBit(t *testing.T) {
	_, h := handed(t)
	whose, listed := regions(t, h.Zip)
	r := rand.New(rand.NewPCG(1, 2))
	inside := make([]bool, len(h.Zip))
	files := unzip(t, h.Zip)
	for _, text := range files {
		at := bytes.Index(h.Zip, []byte(text))
		for i := range text {
			inside[at+i] = i%23 != 0
		}
	}
	named, list := map[string]int{}, 0
	for i := range h.Zip {
		if inside[i] {
			continue
		}
		bit := byte(1) << r.IntN(8)
		h.Zip[i] ^= bit
		report, err := dossier.Check(h.Zip, h.Print)
		h.Zip[i] ^= bit
		if err != nil || report.Held || len(report.Faults) == 0 {
			t.Fatalf("byte %d, bit %08b: %+v, %v", i, bit, report.Faults, err)
		}
		right := false
		for _, f := range report.Faults {
			_, other := files[f.What]
			switch {
			case f.What == whose[i]:
				right = true
			case f.What == "zip" && listed[i] && strings.HasPrefix(f.Detail, "its list of contents does not read"):
				right = true
				list++
			case other || f.What == "zip":
				t.Errorf("byte %d of %s, bit %08b: %s is accused: %s", i, whose[i], bit, f.What, f.Detail)
			}
		}
		if !right {
			t.Errorf("byte %d, bit %08b: %s is not named: %+v", i, bit, whose[i], report.Faults)
		}
		named[whose[i]]++
	}
	for name := range files {
		if named[name] == 0 {
			t.Errorf("no bit of %s was flipped", name)
		}
	}
	if most := len(files) * 10; list > most {
		t.Errorf("%d bits of the list of contents are named by no file, want at most its signatures and lengths: %d", list, most)
	}
}

// One file changed, taken out, put in or moved, its zip in order: it is named, and no other.
func TestOneChangedFile(t *testing.T) {
	_, h := handed(t)
	files := unzip(t, h.Zip)
	var m dossier.Manifest
	if err := json.Unmarshal([]byte(files[dossier.ManifestName]), &m); err != nil {
		t.Fatal(err)
	}
	names := []string{dossier.ManifestName, dossier.LogName}
	for _, e := range m.Items {
		names = append(names, e.Name)
	}
	check := func(what string, want []string, names []string, change func(name, text string) string) {
		t.Helper()
		var parts []dossier.Part
		for _, name := range names[2:] {
			parts = append(parts, dossier.NewPart(name, "", []byte(change(name, files[name]))))
		}
		packed, err := dossier.Pack([]byte(change(names[0], files[names[0]])), []byte(change(names[1], files[names[1]])), parts)
		if err != nil {
			t.Fatal(err)
		}
		report, err := dossier.Check(packed, h.Print)
		var got []string
		for _, f := range report.Faults {
			got = append(got, f.What)
		}
		slices.Sort(got)
		slices.Sort(want)
		if got = slices.Compact(got); err != nil || report.Held || !slices.Equal(got, want) {
			t.Errorf("%s: %+v, %v; want %q named", what, report.Faults, err, want)
		}
	}
	as := func(_, text string) string { return text }
	for i, name := range names {
		edits := map[string]func(string) string{
			"a letter more": func(text string) string { return text + "x" },
			"a letter less": func(text string) string { return text[:len(text)-1] },
			"another digit": func(text string) string { return strings.Replace(text, "2", "3", 1) },
			"nothing left":  func(string) string { return "" },
		}
		for how, edit := range edits {
			if edit(files[name]) == files[name] {
				continue // there is no such digit
			}
			check(name+": "+how, []string{name}, names, func(n, text string) string {
				if n == name {
					return edit(text)
				}
				return text
			})
		}
		if i < 2 {
			continue
		}
		check(name+" taken out", []string{name}, slices.Delete(slices.Clone(names), i, i+1), as)
		if i > 2 {
			swapped := slices.Clone(names)
			swapped[i-1], swapped[i] = swapped[i], swapped[i-1]
			check(name+" moved", []string{names[i-1], name}, swapped, as)
		}
	}
	files["fichiers/99-extra.txt"] = "put in"
	check("a file put in", []string{"fichiers/99-extra.txt"}, append(slices.Clone(names), "fichiers/99-extra.txt"), as)
}

// repacked makes the files of a manifest anew from their texts, and the manifest in
// accordance.
func repacked(t *testing.T, m *dossier.Manifest, text func(name string) string) (parts []dossier.Part, manifest []byte) {
	t.Helper()
	for i, e := range m.Items {
		p := dossier.NewPart(e.Name, e.Type, []byte(text(e.Name)))
		p.Turn = e.Turn
		m.Items[i] = p.Entry
		parts = append(parts, p)
	}
	manifest, err := dossier.Encode(*m)
	if err != nil {
		t.Fatal(err)
	}
	return parts, manifest
}

// forge changes files of a dossier and packs it again, its manifest in accordance.
func forge(t *testing.T, data []byte, change func(name, text string) string) []byte {
	t.Helper()
	files := unzip(t, data)
	var m dossier.Manifest
	if err := json.Unmarshal([]byte(files[dossier.ManifestName]), &m); err != nil {
		t.Fatal(err)
	}
	parts, manifest := repacked(t, &m, func(name string) string { return change(name, files[name]) })
	packed, err := dossier.Pack(manifest, []byte(change(dossier.LogName, files[dossier.LogName])), parts)
	if err != nil {
		t.Fatal(err)
	}
	return packed
}

func TestCheckNames(t *testing.T) {
	_, h := handed(t)
	tests := []struct {
		name  string
		data  []byte
		print string
		what  string
	}{
		{"a document edited and hashed anew", forge(t, h.Zip, func(name, text string) string {
			if name == "plainte.pdf" {
				return strings.Replace(text, "Mairie", "Moi", 1)
			}
			return text
		}), h.Print, "manifest.json"},
		{"a message edited in the log", forge(t, h.Zip, func(name, text string) string {
			return strings.Replace(text, "on a un ransomware a la mairie", "tout va bien", 1)
		}), h.Print, "log.json"},
		{"another case's fingerprint", h.Zip, "12-0000-0000-0000-0000-0000", "log.json"},
		{"a fingerprint of a later turn", h.Zip, "999-0000-0000-0000-0000-0000", "log.json"},
		{"bytes behind the end", append(bytes.Clone(h.Zip), 0), h.Print, "zip"},
		{"bytes before the beginning", append([]byte("PK"), h.Zip...), h.Print, "zip"},
		{"half of it", h.Zip[:len(h.Zip)/2], h.Print, "zip"},
		{"nothing", nil, h.Print, "zip"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r, err := dossier.Check(tt.data, tt.print)
			if err != nil || r.Held || len(r.Faults) == 0 || r.Faults[0].What != tt.what {
				t.Errorf("%+v, %v; want a fault of %s", r.Faults, err, tt.what)
			}
		})
	}
	if r, err := dossier.Check(h.Zip, ""); err != nil || r.Held || len(r.Faults) > 0 || r.Print != h.Print {
		t.Errorf("without a fingerprint: %+v, %v", r, err)
	}
	for _, print := range []string{"x", "12", "12-", "0-7F3A-91C0-55E2-0B1D-9A3C", "12-7F3A"} {
		if _, err := dossier.Check(h.Zip, print); !errors.Is(err, dossier.ErrPrint) {
			t.Errorf("fingerprint %q: %v", print, err)
		}
	}
}

// Whoever holds the documents alone holds the fingerprint that they print: it is older than
// the dossier, holds what was said before it, and says so; what was edited there is refused.
func TestAnOlderFingerprint(t *testing.T) {
	s, h := handed(t)
	printed := regexp.MustCompile(`[0-9]+(-[0-9A-F]{4}){5}`)
	older := printed.FindString(unzip(t, h.Zip)["plainte.pdf"])
	if own := printed.FindString(unzip(t, h.Zip)["votre-dossier.pdf"]); older == "" || own != older || older == h.Print {
		t.Fatalf("the complaint prints %q, the victim's edition %q; the message after it says %s", older, own, h.Print)
	}
	n, _, _ := strings.Cut(older, "-")
	if r, err := dossier.Check(h.Zip, older); err != nil || r.Held || len(r.Faults) > 0 || strconv.Itoa(r.Older) != n {
		t.Errorf("Check = %+v, %v; want that of turn %s", r, err, n)
	}
	first := intake.Anchor{N: 3, Hash: s.Turns(t)[2].Hash}.Print()
	if r, err := dossier.Check(h.Zip, first); err != nil || r.Held || len(r.Faults) > 0 || r.Older != 3 {
		t.Errorf("of turn 3: %+v, %v", r, err)
	}
	again := s.Hand(t)
	if r, err := dossier.Check(again.Zip, h.Print); err != nil || r.Held || len(r.Faults) > 0 || r.Older == 0 {
		t.Errorf("a newer dossier against the fingerprint of the one before: %+v, %v", r, err)
	}
	edit := func(text string) string {
		return strings.Replace(text, "on a un ransomware a la mairie", "on a perdu une clé", 1)
	}
	for name, data := range map[string][]byte{
		"hashed anew":      reworded(t, h.Zip, edit),
		"one file changed": []byte(strings.Replace(string(h.Zip), "Mairie", "Mairia", 1)),
	} {
		if r, err := dossier.Check(data, older); err != nil || r.Held || r.Older > 0 || len(r.Faults) == 0 {
			t.Errorf("%s: %+v, %v", name, r, err)
		}
	}
}

// Before a dossier was fetched no message holds a fingerprint that it could be compared
// with in vain; asked for again, the one that vouches for it is told again.
func TestTheFingerprintThatIsTold(t *testing.T) {
	s := dossiertest.Play(t, dossiertest.Mayor, "", night, dossiertest.Plain)
	print := regexp.MustCompile(`[0-9]+(-[0-9A-F]{4}){5}`)
	s.Say(t, "DOSSIER")
	if given := s.Wait(t, time.Minute); strings.Count(given, intake.LinkPath) != 2 || print.MatchString(given) {
		t.Errorf("before: %q", given)
	}
	h := s.Hand(t)
	if got := said(t, s); print.FindString(got) != h.Print {
		t.Errorf("after: %q, want %s", got, h.Print)
	}
	s.Say(t, "DOSSIER")
	if again := s.Wait(t, time.Minute); !strings.Contains(again, intake.LinkPath) || print.FindString(again) != h.Print {
		t.Errorf("asked for again: %q, want a link and %s", again, h.Print)
	}
}

// reworded edits what a turn shows and hashes everything anew, as anybody can who has the
// dossier: the part under its key, the turn, every turn after it, and the manifest's digest
// in the turn that handed it over. It is written from the published form, not by intake.
func reworded(t *testing.T, data []byte, edit func(text string) string) []byte {
	t.Helper()
	files := unzip(t, data)
	var m dossier.Manifest
	var log dossier.Log
	if err := errors.Join(json.Unmarshal([]byte(files[dossier.ManifestName]), &m), json.Unmarshal([]byte(files[dossier.LogName]), &log)); err != nil {
		t.Fatal(err)
	}
	parts, manifest := repacked(t, &m, func(name string) string { return edit(files[name]) })
	before, after := sha256.Sum256([]byte(files[dossier.ManifestName])), sha256.Sum256(manifest)
	prev := make([]byte, sha256.Size)
	for i := range log.Turns {
		turn := &log.Turns[i]
		turn.Prev = prev
		var sums []byte
		for j := range turn.Parts {
			p := &turn.Parts[j]
			if len(p.Key) > 0 && p.There {
				p.Text = strings.ReplaceAll(edit(p.Text), hex.EncodeToString(before[:]), hex.EncodeToString(after[:]))
				mac := hmac.New(sha256.New, p.Key)
				mac.Write([]byte("\x01" + p.Text))
				p.Sum = mac.Sum(nil)
			}
			sums = append(sums, p.Sum...)
		}
		if len(turn.Parts) > 0 {
			sum := sha256.Sum256(append([]byte("relais content v2\x00"), sums...))
			turn.Commit = sum[:]
		}
		f := slices.Clone(turn.Prev)
		number := func(n int64) { f = binary.BigEndian.AppendUint64(f, uint64(n)) }
		text := func(s []byte) { f = append(binary.BigEndian.AppendUint32(f, uint32(len(s))), s...) }
		f = append(f, 2)
		text([]byte(turn.Channel))
		number(int64(turn.K))
		number(int64(turn.N))
		number(turn.At.UnixMilli())
		text([]byte(turn.Kind))
		text([]byte(turn.Case))
		text(turn.Commit)
		text(turn.Apart)
		sum := sha256.Sum256(f)
		turn.Hash, prev = sum[:], sum[:]
	}
	written, err := dossier.Encode(log)
	if err != nil {
		t.Fatal(err)
	}
	packed, err := dossier.Pack(manifest, written, parts)
	if err != nil {
		t.Fatal(err)
	}
	return packed
}

// A dossier edited and hashed anew, its log, its manifest and the numbers of its turns in
// accordance, fits in itself: only the fingerprint that the reporter has refuses it.
func TestADossierHashedAnewIsRefused(t *testing.T) {
	_, h := handed(t)
	for name, edit := range map[string]func(string) string{
		"a message": func(text string) string {
			return strings.Replace(text, "on a un ransomware a la mairie", "on a perdu une clé", 1)
		},
		"a document": func(text string) string {
			return strings.Replace(text, "Vendredi 19 mars 2027, 18h00", "Samedi 20 mars 2027, 18h00", 1)
		},
		"a file": func(text string) string {
			return strings.Replace(text, "the picture of a screen", "another picture", 1)
		},
	} {
		t.Run(name, func(t *testing.T) {
			forged := reworded(t, h.Zip, edit)
			r, err := dossier.Check(forged, "")
			if name == "a file" { // its digest stands in the log: to change both is to change a message
				if err != nil || len(r.Faults) == 0 || r.Faults[0].What != "fichiers/01-écran.jpg" {
					t.Errorf("by itself: %+v, %v", r.Faults, err)
				}
			} else if err != nil || len(r.Faults) > 0 || r.Print == h.Print {
				t.Fatalf("it was to fit in itself: %+v, %v", r.Faults, err)
			}
			if r, err = dossier.Check(forged, h.Print); err != nil || r.Held || !slices.ContainsFunc(r.Faults, func(f dossier.Fault) bool {
				return f.What == dossier.LogName && strings.Contains(f.Detail, "written anew")
			}) {
				t.Errorf("held against the fingerprint: %+v, %v", r.Faults, err)
			}
		})
	}
}

func TestALinkHandsOverOnce(t *testing.T) {
	s := dossiertest.Play(t, dossiertest.Mayor, "", night, dossiertest.Plain)
	token, err := s.Desk.Link(t.Context(), s.Now(), s.Key, intake.LinkDossier, intake.LinkValidity)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Maker.Hand(t.Context(), s.Now(), token); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Maker.Hand(t.Context(), s.Now(), token); !errors.Is(err, intake.ErrNoToken) {
		t.Errorf("a second time: %v", err)
	}
}

// Erasing a case erases its files, and a link to it leads nowhere.
func TestEraseErasesFiles(t *testing.T) {
	s := dossiertest.Play(t, dossiertest.Mayor, "", night, dossiertest.Plain)
	s.Send(t, "a.txt", "text/plain", []byte("canary"), false)
	c := s.Case(t)
	token, err := s.Desk.Link(t.Context(), s.Now(), s.Key, intake.LinkDossier, intake.LinkValidity)
	if err != nil {
		t.Fatal(err)
	}
	if data, err := s.Desk.File(t.Context(), c.ID, c.Files[0].Kept); err != nil || string(data) != "canary" {
		t.Fatalf("before: %q, %v", data, err)
	}
	if _, err := s.Desk.Amend(t.Context(), s.Now(), s.Key, "erase", func(a *intake.Amendment) error {
		a.Act = &intake.Act{ID: "erase", Kind: "erase"}
		a.Erase()
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	s.Wait(t, time.Minute)
	if _, err := s.Desk.File(t.Context(), c.ID, c.Files[0].Kept); !errors.Is(err, intake.ErrNoTurn) {
		t.Errorf("after: %v", err)
	}
	if _, err := s.Maker.Hand(t.Context(), s.Now(), token); !errors.Is(err, intake.ErrNoToken) {
		t.Errorf("its link: %v", err)
	}
}

// Files beyond the room of a dossier are listed and stay.
func TestTooLarge(t *testing.T) {
	s := dossiertest.Play(t, dossiertest.Mayor, "", night, dossiertest.Plain)
	s.Maker.Most = 10
	s.Send(t, "a.txt", "text/plain", []byte("short"), false)
	s.Send(t, "b.txt", "text/plain", []byte("longer than there is room"), false)
	h := s.Hand(t)
	if r, err := dossier.Check(h.Zip, h.Print); err != nil || !r.Held {
		t.Errorf("%+v, %v", r, err)
	}
	if manifest := unzip(t, h.Zip)["manifest.json"]; !strings.Contains(manifest, "too_large") || !strings.Contains(manifest, "fichiers/01-a.txt") {
		t.Error(manifest)
	}
}

// The published schema names the fields that are written, no more and no less.
func TestSchema(t *testing.T) {
	var schema struct {
		Defs map[string]struct{ Properties map[string]any } `json:"$defs"`
	}
	if err := json.Unmarshal(dossier.Schema, &schema); err != nil {
		t.Fatal(err)
	}
	for name, v := range map[string]any{
		"manifest": dossier.Manifest{}, "entry": dossier.Entry{}, "log": dossier.Log{}, "turn": intake.Record{}, "part": intake.Proof{},
	} {
		var want []string
		for f := range reflect.TypeOf(v).Fields() {
			tag, _, _ := strings.Cut(f.Tag.Get("json"), ",")
			want = append(want, tag)
		}
		slices.Sort(want)
		if got := slices.Sorted(maps.Keys(schema.Defs[name].Properties)); !slices.Equal(got, want) {
			t.Errorf("%s: the schema has %v, the program writes %v", name, got, want)
		}
	}
}

func BenchmarkCheck(b *testing.B) {
	_, h := handed(b)
	for b.Loop() {
		if r, _ := dossier.Check(h.Zip, h.Print); !r.Held {
			b.Fatal(r.Faults)
		}
	}
}

// lines are the items of an edition under the headings they stand under.
func lines(d dossier.Document) (all []string) {
	heading := ""
	for _, s := range d.Sections {
		heading = ""
		for _, i := range s.Items {
			if i.Form == dossier.Note {
				heading = i.Value
				continue
			}
			all = append(all, strings.TrimSpace(heading+" "+i.Value))
		}
	}
	return all
}

// What an analyst corrected stands as the centre's, with its hour, in every edition that has
// the fact; under the victim stands only what she told.
func TestACorrectionIsTheCentres(t *testing.T) {
	s := dossiertest.Play(t, dossiertest.Company, "", time.Date(2027, 3, 16, 15, 40, 30, 0, time.UTC), dossiertest.Plain)
	s.Say(t, "PLAINTE")
	s.Wait(t, time.Minute)
	s.Hand(t)
	staff := &desk.Desk{Intake: s.Desk, Region: func(code string) (desk.Region, bool) {
		return desk.Region{Code: code, Analysts: []desk.Analyst{{Slack: "UCAMILLE", Name: "Camille Exemple", Rights: []desk.Right{desk.MayRead, desk.MayLead, desk.MayRoute}}}, Slack: desk.Channel{Team: "TDEMO"}}, true
	}}
	s.Wait(t, 10*time.Minute)
	for fact, value := range map[string]string{"amount": "83400,50", "by_mail": "no", "supplier_called": "no", "bank_called": "no", "personal_data": "no", "money": "held"} {
		e := desk.Event{ID: "corrects " + fact, By: desk.Actor{Team: "TDEMO", User: "UCAMILLE"}, Case: s.Key, Act: desk.Correct{Fact: fact, Value: value}}
		if _, err := staff.Do(t.Context(), s.Now(), e); err != nil {
			t.Fatalf("%s: %v", fact, err)
		}
	}
	const by = "Corrigé par le centre : "
	wants := map[dossier.Edition][]string{
		dossier.Complaint: {by + "Faux ordre reçu autrement (17h01)", by + "Appeler le vrai fournisseur (17h01)", by + "Prévenir la banque ou le comptable public (17h01)",
			"83 400,50 euros, tentative (corrigé par le centre, 17h01)", "Argent réclamé, pas encore parti (corrigé par le centre, 17h01)"},
		dossier.Insurer: {by + "Faux ordre reçu autrement (17h01)", "83 400,50 euros, tentative (corrigé par le centre, 17h01)", by + "Prévenir la banque ou le comptable public (17h01)"},
		dossier.Own:     {by + "Appeler le vrai fournisseur (17h01)"},
	}
	for e, want := range wants {
		got := lines(write(t, s.Case(t), e))
		for _, w := range want {
			if !slices.Contains(got, w) {
				t.Errorf("%s: no %q in\n%s", e, w, strings.Join(got, "\n"))
			}
		}
		for _, line := range got {
			for _, said := range []string{"Faux ordre reçu", "Appeler ", "83 400", "Argent réclamé"} {
				if strings.Contains(line, said) && !strings.Contains(strings.ToLower(line), "corrigé par le centre") && !strings.HasPrefix(line, "À ") {
					t.Errorf("%s: told by nobody: %q", e, line)
				}
			}
			if strings.Contains(line, "48 300") || strings.Contains(line, "corrigé") && strings.Contains(line, "selon la victime") {
				t.Errorf("%s: %q", e, line)
			}
		}
	}
	var changed []string
	for _, line := range lines(write(t, s.Case(t), dossier.Insurer)) {
		if after, ok := strings.CutPrefix(line, "Indiqué depuis le dossier remis le "); ok {
			changed = append(changed, after)
		}
	}
	if got := strings.Join(changed, "\n"); !strings.Contains(got, "Faux ordre reçu autrement (corrigé par le centre, 17h01)") {
		t.Errorf("changed since the dossier before: %q", got)
	}
}

// What the robot concluded, and what it took for "I do not know" because it could not read
// the answer, stands in no edition.
func TestWhatIsInferredIsNotTold(t *testing.T) {
	misread := strings.Replace(dossiertest.Company, "oui par mail\n", "tralala\ntralala lala\n", 1)
	s := dossiertest.Play(t, misread, "", time.Date(2027, 3, 16, 15, 40, 30, 0, time.UTC), dossiertest.Plain)
	c := s.Case(t)
	if c.Facts["by_mail"] != "unknown" || c.By["by_mail"] != engine.ByDialog || c.By["money"] != engine.ByDialog {
		t.Fatalf("the play gives by_mail %q; set by %v", c.Facts["by_mail"], c.By)
	}
	for _, e := range dossier.Editions(c.Facts) {
		got := strings.Join(lines(write(t, c, e)), "\n")
		for _, inferred := range []string{"Argent parti", "Faux ordre reçu par courriel", "Messagerie peut-être lue", "messagerie à vérifier", "Assurance vérifiée"} {
			if strings.Contains(got, inferred) {
				t.Errorf("%s holds %q, which nobody told", e, inferred)
			}
		}
		if (e == dossier.Complaint || e == dossier.Insurer) && !strings.Contains(got, "Argent versé") {
			t.Errorf("%s does not hold that money was paid:\n%s", e, got)
		}
	}
	s.Say(t, "l'argent est parti")
	if c = s.Case(t); c.By["money"] != engine.ByReporter || !c.Told["money"].Equal(s.Now()) {
		t.Errorf("told now, money is set by %q at %v, want the reporter at %v", c.By["money"], c.Told["money"], s.Now())
	}
}

// What kind of incident it is stands where the victim has chosen it, never because the robot
// read it out of the first words; nor does it stand in what she is told to say at the station.
func TestTheRobotsGuessIsNobodysWord(t *testing.T) {
	s := dossiertest.Play(t, "arnaque sur leboncoin, j'ai payé 300 euros\nok\n1", "", night, dossiertest.Plain)
	c := s.Case(t)
	if c.Facts["incident"] != "phishing" || c.By["incident"] != engine.ByDialog || c.Facts["gave"] != "" {
		t.Fatalf("the play gives incident %q by %q, gave %q", c.Facts["incident"], c.By["incident"], c.Facts["gave"])
	}
	for _, e := range []dossier.Edition{dossier.Complaint, dossier.Insurer, dossier.Authority, dossier.Own} {
		if got := plain(write(t, c, e)); strings.Contains(got, "Hameçonnage") {
			t.Errorf("%s names what the victim has not:\n%s", e, got)
		}
	}
	if got := s.Say(t, "PLAINTE"); strings.Contains(got, "piégé") || strings.Contains(got, "réinstaller") {
		t.Errorf("PLAINTE: %q", got)
	}
	c.Facts["victim"] = "individual"
	if doors := directory.Doors("individual", c.Facts["incident"], c.Facts, night); directory.Complaint(doors) != "thesee" {
		t.Errorf("a person who paid a scam on the Internet is led to %q", directory.Complaint(doors))
	}
	delete(c.By, "incident") // as after the question that names it
	if got := plain(write(t, c, dossier.Complaint)); !strings.Contains(got, "Hameçonnage") {
		t.Errorf("the complaint does not hold what the victim chose:\n%s", got)
	}
}

// A minor from whom money is asked, and a firm that has paid nothing.
const (
	minorAsked = "j'ai 14 ans un garçon demande de l'argent pour ne pas publier mes photos\noui\noui"
	heldBack   = "on a failli virer 48300 euros sur un faux rib, pas encore parti"
)

// one is the value of a field of an edition and whether it is there.
func one(d dossier.Document, id string) (value string, found bool) {
	for _, i := range fields(d) {
		if i.id == id {
			return i.value, true
		}
	}
	return "", false
}

// TestTheComplaintQuotesWithoutBlameOrNames: the complaint, which is signed, leaves out of the victim's
// words what she may be blamed for and who else is named; her own edition and the log keep them whole.
func TestTheComplaintQuotesWithoutBlameOrNames(t *testing.T) {
	s := dossiertest.Play(t, dossiertest.Company, "", night, dossiertest.Plain)
	const said = "c'est moi qui ai cliqué, je suis nulle. M. Garnier de la compta a fait le virement"
	s.Say(t, said)
	h := s.Hand(t)
	files := unzip(t, h.Zip)
	if got := files["plainte.pdf"]; !strings.Contains(got, "« […] de la compta a fait le virement »") || strings.Contains(got, "nulle") || strings.Contains(got, "Garnier") {
		t.Errorf("the complaint quotes otherwise:\n%s", got)
	}
	if got := files["votre-dossier.pdf"]; !strings.Contains(got, said) {
		t.Errorf("the victim's own edition lost %q", said)
	}
	if log := files[dossier.LogName]; !strings.Contains(log, "Garnier de la compta") {
		t.Error("the log is not whole")
	}
	if r, err := dossier.Check(h.Zip, h.Print); err != nil || !r.Held {
		t.Errorf("%+v, %v", r, err)
	}
}

// What happened stands in the victim's own words where she named no kind; not those of a
// message that is kept from others, and not over what she or the centre named.
func TestWhatHappenedIsSaidByTheVictim(t *testing.T) {
	c := dossiertest.Play(t, "tous les fichiers sont chiffrés\noui", "", night, dossiertest.Plain).Case(t)
	const own = "« tous les fichiers sont chiffrés », mots de la victime"
	for _, e := range []dossier.Edition{dossier.Complaint, dossier.Insurer, dossier.Authority, dossier.Own} {
		if got, _ := one(write(t, c, e), "incident"); got != own {
			t.Errorf("%s: what happened is %q, want %q", e, got, own)
		}
	}
	c.Said[0].Private = true
	for _, e := range []dossier.Edition{dossier.Complaint, dossier.Insurer, dossier.Authority} {
		if got, _ := one(write(t, c, e), "incident"); got != "" {
			t.Errorf("%s quotes a private message: %q", e, got)
		}
	}
	if got, _ := one(write(t, c, dossier.Own), "incident"); got != own {
		t.Errorf("the victim's own edition does not quote her: %q", got)
	}
	for _, lines := range []string{"on a viré 9000 euros sur un faux rib sans vérifier\noui", "on a reçu un mail du fournisseur, on n'a pas vérifié le nouveau rib par téléphone comme il fallait, on a viré 9000 euros\noui"} {
		blamed := dossiertest.Play(t, lines, "", night, dossiertest.Plain).Case(t)
		for _, e := range []dossier.Edition{dossier.Complaint, dossier.Insurer} {
			if got, _ := one(write(t, blamed, e), "incident"); got == "" || strings.Contains(got, "vérifi") {
				t.Errorf("%s: %q says what happened as %q", e, lines, got)
			}
		}
	}
	delete(c.By, "incident") // as chosen
	if got, _ := one(write(t, c, dossier.Complaint), "incident"); got == "" || strings.Contains(got, "«") {
		t.Errorf("chosen, what happened is %q", got)
	}
}

// A discovery before the money left is marked for whoever reads on, and no other.
func TestADiscoveryBeforeTheMoneyLeftIsMarked(t *testing.T) {
	c := dossiertest.Play(t, "on a viré 48300 euros sur un faux rib vendredi à 10h\nentreprise", "", night, dossiertest.Plain).Case(t)
	for _, tt := range []struct {
		learned, within string
		marked          bool
	}{
		{"2027-03-19T08:00:00Z", "yes", true},
		{"2027-03-19T10:00:00Z", "yes", false},
		{"2027-03-19T05:00:00Z", "morning", false},
		{"2027-03-17T23:00:00Z", "no", true},
		{"2027-03-14T23:00:00Z", "span", false},
		{"unset", "unset", false},
	} {
		c.Facts["learned"], c.Facts["learned_within"] = tt.learned, tt.within
		for _, e := range []dossier.Edition{dossier.Complaint, dossier.Insurer} {
			if got := strings.Contains(plain(write(t, c, e)), "la découverte précède le départ de l'argent"); got != tt.marked {
				t.Errorf("%s, found %s (%s): marked %t, want %t", e, tt.learned, tt.within, got, tt.marked)
			}
		}
	}
}

// What was given to a message and what was given to the false adviser who called after it are
// two things.
func TestWhatWasGivenToWhomIsSaid(t *testing.T) {
	c := dossiertest.Play(t, "j'ai reçu un sms colissimo, j'ai donné ma carte\noui", "", night, dossiertest.Plain).Case(t)
	c.Facts["gave"], c.Facts["given"] = "card", "no"
	got := plain(write(t, c, dossier.Complaint))
	for _, want := range []string{"Carte ou code donné au message piégé", "Rien donné au faux conseiller"} {
		if !strings.Contains(got, want) {
			t.Errorf("the complaint lacks %q:\n%s", want, got)
		}
	}
}

// A sum that has not left is an attempt, in the complaint, for the insurer and in what is said at the station.
func TestASumThatHasNotLeftIsAnAttempt(t *testing.T) {
	s := dossiertest.Play(t, heldBack+"\nentreprise\noui\nPLAINTE", "", night, dossiertest.Plain)
	for _, e := range []dossier.Edition{dossier.Complaint, dossier.Insurer} {
		d := write(t, s.Case(t), e)
		if got, _ := one(d, "amount"); got != "48 300 euros, tentative, selon la victime" {
			t.Errorf("%s: the sum is %q", e, got)
		}
		if got, _ := one(d, "money"); got != "Rien payé" {
			t.Errorf("%s: the money is %q", e, got)
		}
	}
	if said := s.Say(t, "ok"); !strings.Contains(said, "Tentative : 48 300 euros, rien n'est parti") || strings.Contains(said, "parti le") {
		t.Errorf("at the station: %q", said)
	}
	if got, _ := one(write(t, dossiertest.Play(t, dossiertest.Company, "", night, dossiertest.Plain).Case(t), dossier.Complaint), "amount"); got != "48 300 euros, selon la victime" {
		t.Errorf("paid, the sum is %q", got)
	}
}

// A victim under 18 is one in the complaint, and who represents them is left to fill in; of
// money nobody has paid no deadline speaks.
func TestAMinorsComplaint(t *testing.T) {
	for lines, kind := range map[string]string{
		minorAsked: "Particulier mineur, selon la victime",
		"on menace de publier des photos de ma fille de 14 ans contre de l'argent\noui\noui": "Particulier mineur, selon qui écrit pour la victime",
	} {
		c := dossiertest.Play(t, lines, "", night, dossiertest.Plain).Case(t)
		d := write(t, c, dossier.Complaint)
		if got, _ := one(d, "kind"); got != kind {
			t.Errorf("%q: the victim is %q, want %q", lines, got, kind)
		}
		if got, found := one(d, "representative"); got != "" || !found {
			t.Errorf("%q: the representative is %q, %v", lines, got, found)
		}
		if got, found := one(d, "signer"); found {
			t.Errorf("%q: may sign: %q", lines, got)
		}
		if own := plain(write(t, c, dossier.Own)); strings.Contains(own, "13 mois") || strings.Contains(own, "banque sans tarder") {
			t.Errorf("%q: a debit nobody told of in\n%s", lines, own)
		}
	}
}

// The victim's own edition tells the deadlines that DELAIS tells at the same moment.
func TestOwnDeadlinesAreThoseOfDELAIS(t *testing.T) {
	for _, lines := range []string{dossiertest.Mayor, dossiertest.Company, "on a un ransomware a la mairie", "bonjour", "arnaque sur leboncoin, j'ai payé 300 euros\nok\nnon\nparticulier", minorAsked, heldBack + "\nparticulier"} {
		s := dossiertest.Play(t, lines, "", night, dossiertest.Plain)
		d := write(t, s.Case(t), dossier.Own)
		told := s.Say(t, "DELAIS")
		for _, section := range d.Sections {
			for _, i := range section.Items {
				if i.ID != "clock" {
					continue
				}
				if line, _, _ := strings.Cut(i.Value, " avant "); !strings.Contains(told, line) {
					t.Errorf("%q: the edition tells %q, DELAIS %q", lines, i.Value, told)
				}
			}
		}
		if own := plain(d); strings.Contains(told, "CNIL, si") != strings.Contains(own, "CNIL, si") || strings.Contains(told, "13 mois") != strings.Contains(own, "13 mois") {
			t.Errorf("%q: DELAIS tells %q, the edition\n%s", lines, told, own)
		}
	}
}

// Where nobody has said when it was known, a deadline that runs is the latest it can be, and
// every edition that tells one says so; where that is known, none does.
func TestADeadlineAtBest(t *testing.T) {
	const atBest = "Découvert avant, le délai finit avant."
	s := dossiertest.Play(t, "on a un ransomware a la mairie\noui jai tout debranché", "", night, dossiertest.Plain)
	c := s.Case(t)
	if c.Facts["learned"] != "" || len(c.Clocks) == 0 {
		t.Fatalf("the play gives learned %q and %d deadlines", c.Facts["learned"], len(c.Clocks))
	}
	if told := s.Say(t, "DELAIS"); !strings.Contains(told, atBest) {
		t.Errorf("DELAIS: %q", told)
	}
	times := func(c dossier.Case, e dossier.Edition) int { return strings.Count(plain(write(t, c, e)), atBest) }
	for _, e := range []dossier.Edition{dossier.Insurer, dossier.Authority, dossier.Own} {
		if n := times(c, e); n != 1 {
			t.Errorf("%s says it %d times, want once", e, n)
		}
		late := c
		late.Made = c.Made.Add(100 * time.Hour)
		if n := times(late, e); n != 0 {
			t.Errorf("%s says it once they are over", e)
		}
		if n := times(dossiertest.Play(t, dossiertest.Mayor, "", night, dossiertest.Plain).Case(t), e); n != 0 {
			t.Errorf("%s says it where the moment is known", e)
		}
	}
}

// Despair is nobody's business at an office: the words stand in the victim's own edition
// alone, and so do the answers to what the robot then asks.
func TestDespairStaysWithTheVictim(t *testing.T) {
	for _, words := range []string{"je n'en peux plus de tout cela, je veux en finir avec la vie", "je suis à bout, je craque, je n'en peux plus"} {
		s := dossiertest.Play(t, "on a viré 48300 euros sur un faux rib ce matin\nentreprise\n"+words+"\nnon je suis seul chez moi avec tous mes soucis", "", night, dossiertest.Plain)
		c := s.Case(t)
		own := plain(write(t, c, dossier.Own))
		if !strings.Contains(own, words) {
			t.Errorf("the victim's own edition does not hold %q", words)
		}
		complaint := plain(write(t, c, dossier.Complaint))
		if !strings.Contains(complaint, "on a viré 48300 euros") || !strings.Contains(complaint, "Autres messages, non montrés : ") {
			t.Errorf("the complaint holds no account of the facts, or does not count what it leaves out:\n%s", complaint)
		}
		h := s.Hand(t)
		if log := unzip(t, h.Zip)[dossier.LogName]; strings.Contains(log, words) || strings.Contains(log, "3114") || strings.Contains(words, "en finir") && strings.Contains(log, "seul chez moi") {
			t.Errorf("the log that is passed on with the complaint holds it:\n%s", log)
		} else if !strings.Contains(log, "on a viré 48300 euros") {
			t.Errorf("the log holds no account of the facts:\n%s", log)
		}
		if r, err := dossier.Check(h.Zip, h.Print); err != nil || !r.Held {
			t.Errorf("what is withheld is not counted by the chain: %+v, %v", r, err)
		}
		for _, e := range []dossier.Edition{dossier.Complaint, dossier.Insurer, dossier.Authority} {
			if got := plain(write(t, c, e)); strings.Contains(got, words) || strings.Contains(words, "en finir") && strings.Contains(got, "seul chez moi") {
				t.Errorf("%s holds it:\n%s", e, got)
			}
		}
	}
}

// What the bank answers about the money is read by the police, the insurer and the victim, and
// is nothing to the data authority.
func TestTheAnswerOfTheBank(t *testing.T) {
	s := dossiertest.Play(t, dossiertest.Company, "", time.Date(2027, 3, 16, 15, 40, 30, 0, time.UTC), dossiertest.Plain)
	s.Say(t, "la banque a refusé le rappel")
	c := s.Case(t)
	for _, e := range []dossier.Edition{dossier.Complaint, dossier.Insurer, dossier.Authority, dossier.Own} {
		got := strings.Contains(strings.Join(lines(write(t, c, e)), "\n"), "Retour de l'argent refusé")
		if want := e != dossier.Authority; got != want {
			t.Errorf("%s holds the answer of the bank: %v, want %v", e, got, want)
		}
	}
}
