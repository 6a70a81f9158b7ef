// Package dossiertest plays conversations that end in a dossier, for the tests of
// whatever makes, prints, hands over or checks one.
package dossiertest

import (
	"cmp"
	"crypto/sha256"
	"strings"
	"testing"
	"time"

	"relais/dialogs/dossier"
	"relais/dialogs/intake"
	"relais/dialogs/play"
)

// Address is our public address in a scene.
const Address = "https://relais.example"

// Mayor is a town hall in the night; Company has paid a false account. Each line is a
// message, half a minute after the last.
const (
	Mayor = `on a un ransomware a la mairie
oui jai tout debranché
non plus rien ne change
oui un disque usb
c'est fait
sainte colombe
46
non
ok
oui, je l'ai appelé
c'est fait
vendredi 18h
oui
oui demain matin`
	Company = `on a viré 48300 euros sur un faux rib ce matin
ok
3
oui
ce matin 10h
non
oui
RF-2231, Mme Lefèvre
oui par mail
oui
non
oui
Albi
ok
oui
ce matin 9h
oui
ok
oui`
)

// Scene is a case, and what makes its dossier.
type Scene struct {
	*play.Player
	Key   intake.Key
	Maker *dossier.Maker
}

// Play plays a conversation by SMS, in French unless lang says else. pdf prints.
func Play(t testing.TB, lines, lang string, now time.Time, pdf dossier.Printer) *Scene {
	t.Helper()
	s := Open(t, play.Options{Now: now, Lang: lang, Seed: 7}, pdf)
	for line := range strings.Lines(lines) {
		s.Say(t, strings.TrimSpace(line))
	}
	return s
}

// Open begins a conversation.
func Open(t testing.TB, o play.Options, pdf dossier.Printer) *Scene {
	t.Helper()
	p, err := play.New(o)
	if err != nil {
		t.Fatal(err)
	}
	p.Desk.Links, p.Desk.Files = Address, files{}
	s := &Scene{Player: p, Maker: &dossier.Maker{Desk: p.Desk, PDF: pdf, Most: 4 << 20}}
	channel := cmp.Or(o.Channel, "sms")
	s.Key = intake.Key{Channel: channel, Address: p.Desk.Keys.Address(channel, cmp.Or(o.From, play.DefaultFrom))}
	return s
}

// Say sends a message half a minute after the last and returns what was answered.
func (s *Scene) Say(t testing.TB, text string) string {
	t.Helper()
	s.Advance(30 * time.Second)
	out, err := s.Player.Say(t.Context(), text)
	if err != nil {
		t.Fatalf("%q: %v", text, err)
	}
	return said(out)
}

// Wait lets time pass and returns what was said meanwhile.
func (s *Scene) Wait(t testing.TB, d time.Duration) string {
	t.Helper()
	out, err := s.Player.Wait(t.Context(), d)
	if err != nil {
		t.Fatal(err)
	}
	return said(out)
}

func said(out play.Outcome) string {
	var texts []string
	for _, m := range out.Bot {
		texts = append(texts, m.Text)
	}
	return strings.Join(texts, "\n")
}

// Turns are those of the case.
func (s *Scene) Turns(t testing.TB) []intake.Turn {
	t.Helper()
	turns, err := s.Desk.Log.Turns(t.Context(), s.Key, 1, 1000)
	if err != nil {
		t.Fatal(err)
	}
	return turns
}

// Case is what its dossier would be made from now.
func (s *Scene) Case(t testing.TB) dossier.Case {
	t.Helper()
	c, err := dossier.Gather(s.Desk, s.Now(), s.Turns(t))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// Send leaves a file by a one-time link.
func (s *Scene) Send(t testing.TB, name, kind string, data []byte, quarantined bool) {
	t.Helper()
	token, err := s.Desk.Link(t.Context(), s.Now(), s.Key, intake.LinkFiles, intake.LinkValidity)
	if err != nil {
		t.Fatal(err)
	}
	up := intake.Upload{Name: name, Type: kind, Data: data, Sum: sha256.Sum256(data), Quarantined: quarantined}
	if _, err := s.Desk.TakeFiles(t.Context(), s.Now(), token, []intake.Upload{up}); err != nil {
		t.Fatal(err)
	}
}

// Hand fetches the dossier by a one-time link.
func (s *Scene) Hand(t testing.TB) dossier.Handed {
	t.Helper()
	token, err := s.Desk.Link(t.Context(), s.Now(), s.Key, intake.LinkDossier, intake.LinkValidity)
	if err != nil {
		t.Fatal(err)
	}
	handed, err := s.Maker.Hand(t.Context(), s.Now(), token)
	if err != nil {
		t.Fatal(err)
	}
	return handed
}

// Plain prints a document as text, for tests that look at what it says.
func Plain(d dossier.Document, _ time.Time) (data []byte, pages int, err error) {
	var b strings.Builder
	b.WriteString(d.Title + "\n" + d.Lead + "\n")
	for _, s := range d.Sections {
		b.WriteString("# " + s.Title + "\n")
		for _, i := range s.Items {
			b.WriteString(string(i.Form) + " " + i.Label + " | " + i.Value + " " + i.Mono + "\n")
		}
	}
	return []byte(b.String()), 1, nil
}
