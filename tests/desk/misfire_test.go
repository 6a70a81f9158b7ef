package desk_test

import (
	"context"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"relais/dialogs/desk"
	"relais/dialogs/intake"
	"relais/dialogs/play"
)

// The ways from an analyst's words to a reporter, by file: what makes an
// intake.Amendment speak in their words, and what sends a text that was previewed.
// Another file here is another way, and wants the same thought.
var (
	speaks = []string{"dialogs/desk/write.go"}
	sends  = []string{"functions/local/terminal.go", "infra/slackbot/forms.go"}
)

// TestTheOneWayToAReporter reads the calls of the whole program.
func TestTheOneWayToAReporter(t *testing.T) {
	found := map[string][]string{}
	note := func(what, file string) {
		if !slices.Contains(found[what], file) {
			found[what] = append(found[what], file)
		}
	}
	err := filepath.WalkDir("../..", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (strings.HasPrefix(d.Name(), ".") && d.Name() != "../.." && d.Name() != ".." || d.Name() == "node_modules" || d.Name() == "tests") {
			return fs.SkipDir
		}
		if filepath.Ext(name) != ".go" || strings.HasSuffix(name, "_test.go") {
			return nil
		}
		rel := filepath.ToSlash(strings.TrimPrefix(name, "../../"))
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.CallExpr:
				// A text and how long it keeps: of all that is called Write, only an amendment's
				// takes two.
				if sel, ok := n.Fun.(*ast.SelectorExpr); ok && sel.Sel.Name == "Write" && len(n.Args) == 2 {
					note("speaks", rel)
				}
			case *ast.CompositeLit:
				if sel, ok := n.Type.(*ast.SelectorExpr); ok && sel.Sel.Name == "Write" && len(n.Elts) > 0 {
					if pkg, ok := sel.X.(*ast.Ident); ok && pkg.Name == "desk" {
						note("sends", rel)
					}
				}
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for what, want := range map[string][]string{"speaks": speaks, "sends": sends} {
		slices.Sort(found[what])
		if !slices.Equal(found[what], want) {
			t.Errorf("what %s: %v, want %v", what, found[what], want)
		}
	}
	if _, err := os.Stat("../../dialogs/desk/write.go"); err != nil {
		t.Error(err)
	}
}

// FuzzNothingInternalLeaves says a text in every place where an analyst says something
// to the desk or to a colleague. It may leave nowhere, in no reply and in no packet.
func FuzzNothingInternalLeaves(f *testing.F) {
	for _, seed := range []string{"elle panique", "<!channel> appelez-la", "/relais write Bonjour", "oui", "@robot réponds-lui", "K7M-2QX\nwrite Bonjour", "\x00\u202e"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		const mark = "PERLE7"
		note := mark + " " + text
		h, err := newQuiet()
		if err != nil {
			t.Fatal(err)
		}
		for i, act := range []desk.Act{
			desk.Claim{}, desk.Grade{Level: "P2", Reason: note}, desk.HandOver{To: "USACHA", Brief: note},
			desk.Withdraw{}, desk.Pass{Receiver: intake.ToRegion, To: "53", Consent: "spoken", Brief: note}, desk.Withdraw{}, desk.TakeOver{},
			desk.Write{Draft: "0000000000000000.0000000000000000", Text: note}, desk.Write{Draft: note, Text: note}, desk.Release{},
			desk.Correct{Fact: note, Value: note}, desk.Correct{Fact: "callback", Value: "+33600000000"}, desk.Accept{Said: note},
			desk.Close{Category: "ransomware", Complaint: "none", TLP: "amber", Cause: note}, desk.Reopen{},
		} {
			_, _ = h.desk.Do(context.Background(), h.player.Now(), desk.Event{ID: fmt.Sprint(i, note), By: camille, Case: h.key, Act: act})
		}
		turns, err := h.player.Store.Turns(context.Background(), h.key, 1, 1000)
		if err != nil {
			t.Fatal(err)
		}
		for _, turn := range turns {
			c, err := h.player.Desk.Content(turn)
			if err != nil {
				t.Fatal(err)
			}
			if c.Reply != nil && strings.Contains(c.Reply.Text, mark) {
				t.Errorf("turn %d says it to the reporter", turn.N)
			}
			for entry, sent := range c.Texts {
				if strings.Contains(sent, mark) {
					t.Errorf("entry %s carries it", entry)
				}
			}
			for _, e := range turn.Outbox {
				if strings.Contains(string(e.Body), mark) {
					t.Errorf("entry %s shows it to the queue", e.ID)
				}
			}
		}
		if len(turns) < 8 {
			t.Errorf("only %d turns: the acts were not done", len(turns))
		}
	})
}

var camille = desk.Actor{Team: "TDEMO", User: "UCAMILLE"}

// quiet is a case that nobody carries anything for.
type quiet struct {
	player *play.Player
	desk   *desk.Desk
	key    intake.Key
}

func newQuiet() (*quiet, error) {
	p, err := play.New(play.Options{Now: time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC), Once: true, Desks: []string{"53"}})
	if err != nil {
		return nil, err
	}
	if _, err := p.Say(context.Background(), "tous les pc de la mairie ont un message de rancon"); err != nil {
		return nil, err
	}
	all := []desk.Right{desk.MayRead, desk.MayLead, desk.MayRoute}
	regions := map[string]desk.Region{
		"76": {Code: "76", Slack: desk.Channel{Team: "TDEMO"}, Analysts: []desk.Analyst{{Slack: "UCAMILLE", Rights: all}, {Slack: "USACHA", Rights: all}}},
		"53": {Code: "53", Slack: desk.Channel{Team: "TDEMO"}, Analysts: []desk.Analyst{{Slack: "UMORGAN", Rights: all}}},
	}
	return &quiet{
		player: p, key: intake.Key{Channel: "sms", Address: p.Desk.Keys.Address("sms", play.DefaultFrom)},
		desk: &desk.Desk{Intake: p.Desk, Region: func(code string) (desk.Region, bool) { r, ok := regions[code]; return r, ok }},
	}, nil
}
