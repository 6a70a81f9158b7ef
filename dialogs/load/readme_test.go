package load

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"relais/dialogs/engine"
	"relais/locales"
)

// place is where words may stand: a heading of the README, and content with one
// word there that no author would use, so that the loader lists those it knows.
type place struct{ heading, file, content string }

const nobodysWord = "zzzzzzzzzzzz"

var wordPlaces = []place{
	{"A dialog", "leak.yaml", "zzzzzzzzzzzz: 1"},
	{"A fact", "facts.yaml", "facts: {leak: {zzzzzzzzzzzz: 1}}"},
	{"A line of severity", "leak.yaml", "severity: [{zzzzzzzzzzzz: 1}]"},
	{"A step", "leak.yaml", "steps: [{zzzzzzzzzzzz: 1}]"},
	{"A choice", "leak.yaml", "steps: [{choices: [{zzzzzzzzzzzz: 1}]}]"},
	{"A line of next", "leak.yaml", "steps: [{next: [{zzzzzzzzzzzz: 1}]}]"},
	{"no_input and no_match", "leak.yaml", "steps: [{no_input: {zzzzzzzzzzzz: 1}}]"},
	{"A line of silence", "start.yaml", "silence: [{zzzzzzzzzzzz: 1}]"},
	{"A line of later", "start.yaml", "later: [{zzzzzzzzzzzz: 1}]"},
	{"An interrupt", "start.yaml", "interrupts: [{zzzzzzzzzzzz: 1}]"},
	{"facts.yaml", "facts.yaml", "zzzzzzzzzzzz: 1"},
	{"A line of worked", "facts.yaml", "worked: {phone_safe: [{zzzzzzzzzzzz: 1}]}"},
	{"answers.yaml", "answers.yaml", "zzzzzzzzzzzz: 1"},
	{"An answer", "answers.yaml", "answers: [{zzzzzzzzzzzz: 1}]"},
	{"clocks.yaml", "clocks.yaml", "zzzzzzzzzzzz: 1"},
	{"A clock", "clocks.yaml", "clocks: [{zzzzzzzzzzzz: 1}]"},
}

// known asks the loader which words it knows at a place.
func known(t *testing.T, p place) []string {
	t.Helper()
	_, err := Read(fstest.MapFS{p.file: {Data: []byte(p.content)}})
	list := regexp.MustCompile(`"` + nobodysWord + `" is no word of this place \(known: ([^)]*)\)`).FindStringSubmatch(fmt.Sprint(err))
	if list == nil {
		t.Fatalf("%s: the loader names no words: %v", p.heading, err)
	}
	return strings.Split(list[1], ", ")
}

func readme(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// rows returns the words that begin the rows of the tables under a heading, sorted.
func rows(t *testing.T, text, heading string) []string {
	t.Helper()
	_, section, ok := strings.Cut(text, "\n### "+heading+"\n")
	if !ok {
		t.Fatalf("README.md: no heading %q", heading)
	}
	section, _, _ = strings.Cut(section, "\n#")
	if heading == "An interrupt" {
		section, _, _ = strings.Cut(section, "\n| `on` | when |") // the signals and commands
	}
	var words []string
	for _, row := range regexp.MustCompile("(?m)^\\| `([a-z_]+)` \\|.*\\| `.*` \\|$").FindAllStringSubmatch(section, -1) {
		words = append(words, row[1])
	}
	slices.Sort(words)
	return words
}

// TestReadmeNamesEveryWord: a word the loader accepts has its line and its example,
// and the README invents none.
func TestReadmeNamesEveryWord(t *testing.T) {
	text := readme(t)
	for _, p := range wordPlaces {
		t.Run(p.heading, func(t *testing.T) {
			if diff := cmp.Diff(known(t, p), rows(t, text, p.heading)); diff != "" {
				t.Errorf("dialogs/README.md, %q (-loader +README):\n%s", p.heading, diff)
			}
		})
	}
	t.Run("start.yaml", func(t *testing.T) {
		dialog := known(t, wordPlaces[0])
		more := slices.DeleteFunc(known(t, place{"start.yaml", "start.yaml", "zzzzzzzzzzzz: 1"}), func(w string) bool { return slices.Contains(dialog, w) })
		if diff := cmp.Diff(more, rows(t, text, "start.yaml")); diff != "" {
			t.Errorf("dialogs/README.md, start.yaml (-loader +README):\n%s", diff)
		}
	})
}

// TestEveryPlaceIsAsked: a table of words added to the decoder wants a line in wordPlaces.
func TestEveryPlaceIsAsked(t *testing.T) {
	file, err := parser.ParseFile(token.NewFileSet(), "decode.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	tables := 0
	ast.Inspect(file, func(n ast.Node) bool {
		if lit, ok := n.(*ast.CompositeLit); ok {
			if m, ok := lit.Type.(*ast.MapType); ok && fmt.Sprint(m.Value) == "word" {
				tables++
			}
		}
		return true
	})
	if tables != len(wordPlaces) {
		t.Errorf("decode.go has %d tables of words, this test asks for %d places", tables, len(wordPlaces))
	}
}

// TestReadmeNamesWhatConditionsTextsAndAnswersMayUse holds the other tables.
func TestReadmeNamesWhatConditionsTextsAndAnswersMayUse(t *testing.T) {
	text := readme(t)
	want := func(what, line string) {
		if !strings.Contains(text, line) {
			t.Errorf("dialogs/README.md: no %s %s", what, line)
		}
	}
	for _, f := range engine.DerivedFacts {
		want("derived fact", "\n| `"+f.Name+"` | `"+strings.Join(f.Values, "` `")+"` |")
	}
	for _, kind := range []engine.Kind{engine.AskChoice, engine.AskText, engine.AskCount, engine.AskTime, engine.AskPhone, engine.AskPlace} {
		want("kind of question", "`"+string(kind)+"`")
	}
	for _, m := range []engine.Meaning{engine.Yes, engine.No, engine.Done, engine.NotDone, engine.InProgress, engine.Partial, engine.Cannot,
		engine.DidOpposite, engine.Unsure, engine.HelpWanted, engine.Wait, engine.Skip, engine.Unclear, engine.Invalid, engine.Value} {
		want("meaning", "`"+string(m)+"`")
	}
	set, err := Read(os.DirFS(".."))
	if err != nil {
		t.Fatal(err)
	}
	for _, in := range set.Interrupts {
		if in.On != "" {
			want("signal, command or moment", "`"+in.On+"`")
		}
		if in.Do != "" {
			want("act", "`"+in.Do+"`")
		}
	}
	for _, d := range set.Dialogs {
		for _, s := range d.Steps {
			if s.End != "" {
				want("status", "`"+s.End+"`")
			}
		}
	}
	said := []string{"answers.", "clocks."}
	for _, d := range set.Dialogs {
		said = append(said, d.ID+".")
	}
	value := regexp.MustCompile(`\{\{(?:if )?\.([a-z0-9_]+)\}\}`)
	texts := locales.Default()
	for _, tag := range texts.Tags() {
		for _, m := range texts.Messages(tag) {
			if !slices.ContainsFunc(said, func(p string) bool { return strings.HasPrefix(m.ID, p) }) {
				continue
			}
			for _, v := range value.FindAllStringSubmatch(m.Text, -1) {
				want("value of "+m.ID, "`{{."+v[1]+"}}`")
			}
		}
	}
}
