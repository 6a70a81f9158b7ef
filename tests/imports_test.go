package tests

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "relais/"

// rule says what the packages under a folder may import. The longest folder that
// fits a package rules it.
type rule struct {
	under string
	ours  []string // folders of this module, each with what lies below it
	other []string // modules, by prefix
	pure  bool     // no clock, chance, network, files, environment
}

// imports is the table: functions → infra → dialogs → locales, never the other way.
var imports = []rule{
	{"locales", []string{"locales"}, []string{"github.com/nicksnyder/go-i18n", "go.yaml.in/yaml", "github.com/go-playground/locales", "golang.org/x/text"}, false},
	{"locales/gsm7", nil, nil, true},
	{"dialogs", []string{"dialogs", "locales"}, nil, false},
	{"dialogs/engine", []string{"locales", "dialogs/engine"}, nil, true},
	{"dialogs/understand", []string{"locales", "dialogs/engine", "dialogs/understand"}, []string{"github.com/kljensen/snowball", "golang.org/x/text"}, true},
	{"dialogs/understand/generate", []string{"dialogs/understand"}, []string{"go.yaml.in/yaml"}, false},
	{"dialogs/understand/train", []string{"dialogs/understand"}, []string{"go.yaml.in/yaml"}, false},
	{"dialogs/understand/measure", []string{"dialogs/understand"}, nil, false},
	{"dialogs/places", []string{"dialogs/places", "locales"}, []string{"golang.org/x/text"}, true},
	{"dialogs/places/generate", []string{"dialogs/places"}, []string{"golang.org/x/text"}, false},
	{"dialogs/directory", []string{"dialogs/directory", "locales"}, nil, true},
	{"dialogs/directory/load", []string{"dialogs/directory", "locales"}, []string{"go.yaml.in/yaml", "github.com/rickar/cal/v2"}, false},
	{"dialogs/load", []string{"dialogs/engine", "dialogs/directory", "locales"}, []string{"go.yaml.in/yaml"}, false},
	{"dialogs/generate", []string{"dialogs/engine", "dialogs/load", "dialogs/directory", "locales"}, nil, false},
	{"dialogs/intake", []string{"dialogs", "locales"}, []string{"github.com/go-json-experiment/json"}, true},
	{"dialogs/intake/memory", []string{"dialogs/intake", "dialogs/outbox"}, nil, false},
	{"dialogs/intake/intaketest", []string{"dialogs/intake", "dialogs/outbox"}, []string{"github.com/google/go-cmp"}, false},
	{"dialogs/outbox", []string{"dialogs", "locales"}, []string{"github.com/go-json-experiment/json"}, true},
	{"dialogs/dossier", []string{"dialogs", "locales"}, nil, true},
	{"dialogs/dossier/dossiertest", []string{"dialogs", "locales"}, nil, false},
	{"dialogs/desk", []string{"dialogs", "locales"}, nil, true},
	{"infra", []string{"dialogs", "locales"}, []string{""}, false},
	{"infra/cloud", []string{"infra", "dialogs", "locales"}, []string{""}, false}, // the wiring that the functions share, in place of a main of each
	{"infra/standin", []string{"infra/standin", "dialogs", "locales"}, []string{""}, false},
	{"infra/standin/account", []string{"infra/standin", "infra/stack"}, []string{""}, false}, // made from the template, as a real one
	{"functions", []string{"infra", "dialogs", "locales"}, []string{"github.com/aws/aws-lambda-go", "github.com/aws/aws-sdk-go-v2"}, false},
	{"functions/local", []string{"functions", "infra", "dialogs", "locales"}, []string{"github.com/aws/aws-lambda-go"}, false},
	{"tests", []string{""}, []string{""}, false},
}

// impure are packages that a pure package does without. time is not among them:
// its types are needed, its clock is looked for by name.
var impure = []string{"os", "net", "net/http", "math/rand", "log", "log/slog", "os/exec", "syscall", "crypto/rand", "io/ioutil"}

// TestImports keeps the table by reading the source. What a command prints would
// not do: the cache of test results does not see what another process reads.
func TestImports(t *testing.T) {
	count := 0
	err := filepath.WalkDir("..", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (strings.HasPrefix(d.Name(), ".") && d.Name() != ".." || d.Name() == "testdata" || d.Name() == "node_modules") {
			return fs.SkipDir
		}
		if filepath.Ext(name) != ".go" || d.IsDir() {
			return nil
		}
		count++
		checkFile(t, filepath.ToSlash(strings.TrimPrefix(name, ".."+string(filepath.Separator))))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if count < 100 {
		t.Errorf("%d files looked at: the tree was not found", count)
	}
}

func checkFile(t *testing.T, name string) {
	source, err := os.ReadFile(filepath.Join("..", name))
	if err != nil {
		t.Fatal(err)
	}
	file, err := parser.ParseFile(token.NewFileSet(), name, source, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	dir := path.Dir(name)
	r, ok := ruling(dir)
	if !ok {
		t.Errorf("%s: no rule for this folder", name)
		return
	}
	test := strings.HasSuffix(name, "_test.go")
	for _, spec := range file.Imports {
		imported, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			t.Fatal(err)
		}
		switch {
		case !test && strings.HasPrefix(imported, module) && !allowed(r, dir, strings.TrimPrefix(imported, module)):
			t.Errorf("%s: imports %s, which %s may not", name, imported, r.under)
		case !test && !strings.HasPrefix(imported, module) && strings.Contains(strings.Split(imported, "/")[0], ".") && !hasPrefix(imported, r.other):
			t.Errorf("%s: imports %s, which %s may not", name, imported, r.under)
		case !test && r.pure && slices.Contains(impure, imported):
			t.Errorf("%s: imports %s, and %s is pure", name, imported, r.under)
		}
	}
	if !test {
		checkCalls(t, name, file)
	}
}

// clocked are the folders of dialogs/ that look at a clock: the commands for authors,
// and the suites of the stores, which wait.
var clocked = []string{"dialogs/try/", "dialogs/sheet/", "dialogs/intake/intaketest/"}

// checkCalls looks for the machine's clock in what must get its time as an argument,
// for init functions, and for the shared source of chance.
func checkCalls(t *testing.T, name string, file *ast.File) {
	shared := strings.HasPrefix(name, "dialogs/") && !hasPrefix(name, clocked) && !strings.Contains(name, "/generate/")
	ast.Inspect(file, func(n ast.Node) bool {
		if f, ok := n.(*ast.FuncDecl); ok && f.Name.Name == "init" && f.Recv == nil {
			t.Errorf("%s: has an init function", name)
		}
		sel, ok := n.(*ast.SelectorExpr)
		if !ok {
			return true
		}
		if pkg, ok := sel.X.(*ast.Ident); ok && shared && pkg.Name == "time" && slices.Contains([]string{"Now", "Since", "Until", "Sleep", "After", "NewTimer", "NewTicker", "Tick", "AfterFunc"}, sel.Sel.Name) {
			t.Errorf("%s: time.%s: the desk's clock comes in as an argument", name, sel.Sel.Name)
		}
		return true
	})
}

// ruling returns the rule of the longest folder that holds dir.
func ruling(dir string) (rule, bool) {
	best, found := rule{}, false
	for _, r := range imports {
		if within(dir, r.under) && len(r.under) >= len(best.under) {
			best, found = r, true
		}
	}
	return best, found
}

func within(dir, folder string) bool {
	return folder == "" || dir == folder || strings.HasPrefix(dir, folder+"/")
}

// allowed: an infra package imports itself and what lies below it, never another;
// a function imports its own handler.
func allowed(r rule, dir, imported string) bool {
	if slices.ContainsFunc(r.ours, func(folder string) bool { return within(imported, folder) }) {
		if r.under == "infra" || !within(imported, "infra/standin") || within(dir, "infra/standin") || within(dir, "functions/local") || within(dir, "tests") {
			return true
		}
		return false
	}
	return home(dir) != "" && within(imported, home(dir))
}

// home is the folder of one infra package or of one function.
func home(dir string) string {
	parts := strings.Split(dir, "/")
	if len(parts) < 2 || parts[0] != "infra" && parts[0] != "functions" {
		return ""
	}
	return parts[0] + "/" + parts[1]
}

func hasPrefix(imported string, prefixes []string) bool {
	return slices.ContainsFunc(prefixes, func(p string) bool { return strings.HasPrefix(imported, p) })
}
