package simulation

import (
	"go/ast"
	source "go/parser"
	"go/token"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"relais/tests/checker"
	"relais/tests/mutants"
)

// TestEveryRuleHasAMutant: of each invariant that is looked for here, and of each rule of
// the checker, somebody can plant a fault and see it found. That it is found is looked at
// by the tests of package mutants.
func TestEveryRuleHasAMutant(t *testing.T) {
	want := lookedFor(t)
	for _, rule := range []checker.Rule{
		checker.Chain, checker.Once, checker.Reply, checker.Single, checker.Pending, checker.Card, checker.News, checker.Receipt, checker.Question, checker.Joined,
	} {
		want[string(rule)] = true
	}
	planted := map[string][]string{}
	for _, m := range mutants.Planted {
		planted[m.Rule] = append(planted[m.Rule], m.Name)
		text, err := os.ReadFile(filepath.Join("..", "..", m.File))
		if err != nil {
			t.Error(err)
		}
		if n := strings.Count(string(text), m.Text); n != 1 {
			t.Errorf("mutant %q: %s has %q %d times, want once", m.Name, m.File, m.Text, n)
		}
		if !want[m.Rule] {
			t.Errorf("mutant %q: nobody looks for %q", m.Name, m.Rule)
		}
	}
	for _, rule := range slices.Sorted(maps.Keys(want)) {
		if len(planted[rule]) == 0 {
			t.Errorf("%s: nothing is planted that breaks it", rule)
		}
		t.Logf("%-8s %s", rule, strings.Join(planted[rule], " · "))
	}
}

// label is what a line of a judgement begins with, if it names what must hold.
var label = regexp.MustCompile(`^(I\d+|index|link|file): `)

// lookedFor are the invariants that a method of the world may say are broken.
func lookedFor(t *testing.T) map[string]bool {
	t.Helper()
	paths, err := filepath.Glob("*_test.go")
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]bool{}
	for _, path := range paths {
		file, err := source.ParseFile(token.NewFileSet(), path, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok || len(call.Args) == 0 {
				return true
			}
			called, ok := call.Fun.(*ast.SelectorExpr)
			said, literal := call.Args[0].(*ast.BasicLit)
			if !ok || called.Sel.Name != "breaks" || !literal {
				return true
			}
			text, err := strconv.Unquote(said.Value)
			if err != nil {
				t.Fatal(err)
			}
			if m := label.FindStringSubmatch(text); m != nil {
				found[m[1]] = true
			}
			return true
		})
	}
	return found
}
