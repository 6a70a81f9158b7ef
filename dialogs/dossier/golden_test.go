package dossier_test

import (
	"flag"
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"relais/dialogs/dossier"
	"relais/dialogs/dossier/dossiertest"
	"relais/dialogs/intake"
	"relais/dialogs/play"
)

var update = flag.Bool("update", false, "rewrite what is expected")

// The owner of a company on a Tuesday afternoon, in the web chat: from the first words to
// the dossier, every word that is said and every word that is printed.
func TestGolden(t *testing.T) {
	s := dossiertest.Open(t, play.Options{
		Channel: "web", Now: time.Date(2027, 3, 16, 15, 40, 30, 0, time.UTC), Seed: 2, From: "session", Region: "76",
	}, dossiertest.Plain)
	var b strings.Builder
	say := func(who, text string) { fmt.Fprintf(&b, "%s: %s\n", who, strings.ReplaceAll(text, "\n", "\n     ")) }
	for line := range strings.Lines(dossiertest.Company + "\nPLAINTE") {
		line = strings.TrimSpace(line)
		say("reporter", line)
		say("bot", s.Say(t, line))
	}
	say("after", "1m")
	s.Wait(t, time.Minute)
	say("bot", newest(t, s))
	s.Send(t, "faux RIB.pdf", "application/pdf", []byte("%PDF-1.7 the false account"), false)
	say("file", "faux RIB.pdf")
	say("bot", newest(t, s))
	s.Say(t, "1")
	h := s.Hand(t)
	say("fetched", h.Name)
	say("bot", newest(t, s))
	for _, name := range []string{"LISEZ-MOI.txt", "plainte.pdf", "assureur.pdf", "cnil.pdf", "votre-dossier.pdf"} {
		fmt.Fprintf(&b, "\n== %s\n%s", name, unzip(t, h.Zip)[name])
	}
	if r, err := dossier.Check(h.Zip, h.Print); err != nil || !r.Held {
		t.Errorf("%+v, %v", r.Faults, err)
	}
	played := drawn.ReplaceAllString(b.String(), "…")
	const file = "testdata/company_by_web.txt"
	if *update {
		if err := os.WriteFile(file, []byte(played), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(played, "\n")); diff != "" {
		t.Errorf("(-file +played; rewrite with -update)\n%s", diff)
	}
}

// drawn finds hashes of turns and tokens of links, which any change to a case's content
// draws anew.
var drawn = regexp.MustCompile(`(-[0-9A-F]{4}){5}|/l/[A-Za-z0-9_-]{22}`)

// newest is the newest message to the reporter, by whatever turn.
func newest(t *testing.T, s *dossiertest.Scene) string {
	t.Helper()
	turns := s.Turns(t)
	for i := len(turns) - 1; i >= 0; i-- {
		if turns[i].Kind != intake.KindAct && turns[i].Kind != intake.KindTimer {
			continue
		}
		if c, err := s.Desk.Content(turns[i]); err == nil && c.Reply != nil {
			return c.Reply.Text
		}
	}
	t.Fatal("nothing was said")
	return ""
}
