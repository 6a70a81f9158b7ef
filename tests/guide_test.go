package tests

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// The pages that operators read.
const (
	readme = "../README.md"
	guide  = "../infra/README.md"
)

func page(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// section returns what stands under a heading of the second level.
func section(t *testing.T, text, heading string) string {
	t.Helper()
	_, rest, found := strings.Cut(text, "\n## "+heading+"\n")
	if !found {
		t.Fatalf("no section %q", heading)
	}
	rest, _, _ = strings.Cut(rest, "\n## ")
	return rest
}

// TestGuideAlarms: each alarm of the templates, and the budget, has a heading that
// says what to do, and no heading is of an alarm that is not there.
func TestGuideAlarms(t *testing.T) {
	want := append(deployment(t, nil).AlarmNames(), "Spend")
	var got []string
	for line := range strings.Lines(section(t, page(t, guide), "Alarms")) {
		if names, ok := strings.CutPrefix(line, "### "); ok {
			got = append(got, strings.Split(strings.TrimSpace(names), ", ")...)
		}
	}
	slices.Sort(want)
	slices.Sort(got)
	if !slices.Equal(got, want) {
		t.Errorf("headings %q, alarms %q", got, want)
	}
}

// row is a line of a table of settings: the names, which may be several, what follows, the rest.
var row = regexp.MustCompile("(?m)^\\| (`[A-Z][^|]*) \\| ([^|]*) \\|(.*)$")

var setting = regexp.MustCompile("`((?:RELAIS|TWILIO|SLACK)_[A-Z_]+)`")

// settings lists the settings of the tables of a page, with the second column. A table
// of two columns explains some of them there.
func settings(text string) map[string]string {
	all := map[string]string{}
	for _, line := range row.FindAllStringSubmatch(text, -1) {
		names := line[1]
		if line[3] == "" {
			names += line[2]
		}
		for _, name := range setting.FindAllStringSubmatch(names, -1) {
			all[name[1]] = line[2]
		}
	}
	return all
}

// TestGuideSettings: the tables of both pages are what the programs read, and the
// functions named beside a setting are those that the template gives it to.
func TestGuideSettings(t *testing.T) {
	onGuide, onReadme := settings(page(t, guide)), settings(page(t, readme))
	read := literals(t, "../infra/env", "../infra/cloud", "../functions")
	for name := range read {
		_, here := onGuide[name]
		_, there := onReadme[name]
		if !here && !there {
			t.Errorf("%s is read, and no page says so", name)
		}
		if here && there {
			t.Errorf("%s stands on both pages", name)
		}
	}
	for _, table := range []map[string]string{onGuide, onReadme} {
		for name := range table {
			if !read[name] {
				t.Errorf("%s stands in a table, and nothing reads it", name)
			}
		}
	}
	template := deployment(t, nil)
	for name, column := range onGuide {
		var given []string
		for _, function := range template.Functions() {
			if _, ok := template.Variables(function)[name]; ok {
				given = append(given, path.Base(template.Folder(function)))
			}
		}
		named := strings.Split(column, ", ")
		slices.Sort(named)
		slices.Sort(given)
		if !slices.Equal(named, given) {
			t.Errorf("%s: the guide names %q, the template gives it to %q", name, named, given)
		}
	}
}

// literals collects the names of settings that the sources under folders hold.
func literals(t *testing.T, folders ...string) map[string]bool {
	t.Helper()
	whole := regexp.MustCompile(`^(RELAIS|TWILIO|SLACK)_[A-Z_]*[A-Z]$`)
	names := map[string]bool{}
	for _, folder := range folders {
		err := filepath.WalkDir(folder, func(name string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || filepath.Ext(name) != ".go" || strings.HasSuffix(name, "_test.go") {
				return err
			}
			file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
			if err != nil {
				return err
			}
			ast.Inspect(file, func(n ast.Node) bool {
				if literal, ok := n.(*ast.BasicLit); ok && literal.Kind == token.STRING {
					if text, err := strconv.Unquote(literal.Value); err == nil && whole.MatchString(text) {
						names[text] = true
					}
				}
				return true
			})
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return names
}

// TestGuideLinks: what the pages point to is there.
func TestGuideLinks(t *testing.T) {
	link := regexp.MustCompile(`\]\(([^)\s]+)\)`)
	for _, name := range []string{readme, guide} {
		text := page(t, name)
		anchors := map[string]bool{}
		for line := range strings.Lines(text) {
			if heading := strings.TrimLeft(line, "#"); heading != line {
				anchors["#"+anchor(strings.TrimSpace(heading))] = true
			}
		}
		for _, found := range link.FindAllStringSubmatch(text, -1) {
			to := found[1]
			switch {
			case strings.HasPrefix(to, "https://"):
			case strings.HasPrefix(to, "#"):
				if !anchors[to] {
					t.Errorf("%s: no heading %s", name, to)
				}
			default:
				if _, err := os.Stat(filepath.Join(filepath.Dir(name), to)); err != nil {
					t.Errorf("%s: %v", name, fmt.Errorf("link: %w", err))
				}
			}
		}
	}
}

// anchor is the address of a heading within its page.
func anchor(heading string) string {
	heading = strings.ToLower(heading)
	heading = strings.Map(func(r rune) rune {
		if r == ' ' {
			return '-'
		}
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '-' {
			return r
		}
		return -1
	}, heading)
	return heading
}
