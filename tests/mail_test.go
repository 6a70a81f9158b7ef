package tests

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// mailers are what a program that sends mail would import.
var mailers = regexp.MustCompile(`"net/smtp"|/service/ses|/sesv2|gomail|sendgrid|mailgun|postmark`)

// TestNothingLeavesByMail: an attacker reads the victim's mailbox, so that no part of the
// program can send to one, and no right to is given to it.
func TestNothingLeavesByMail(t *testing.T) {
	err := filepath.WalkDir("..", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && (strings.HasPrefix(d.Name(), ".") && d.Name() != ".." || d.Name() == "node_modules" || d.Name() == "testdata"):
			return fs.SkipDir
		case filepath.Ext(name) == ".go":
			f, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ImportsOnly)
			if err != nil {
				return err
			}
			for _, i := range f.Imports {
				if mailers.MatchString(i.Path.Value) {
					t.Errorf("%s imports %s", name, i.Path.Value)
				}
			}
		case name == filepath.Join("..", "template.yaml") || strings.HasPrefix(name, filepath.Join("..", "infra", "stack")) && filepath.Ext(name) == ".yaml":
			text, err := os.ReadFile(name)
			if err != nil {
				return err
			}
			if strings.Contains(string(text), "ses:Send") {
				t.Errorf("%s gives the right to send mail", name)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
