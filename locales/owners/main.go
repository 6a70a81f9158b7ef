// Command owners writes .github/CODEOWNERS from locales/languages.yaml, so that a
// change to a text asks its language's lead, and a change to a dialog an analyst.
//
//	go run ./locales/owners     from the root of the repository
package main

import (
	"fmt"
	"log"
	"os"
	"path/filepath"
	"strings"

	"relais/locales/load"
)

// file is what GitHub reads, from the root of the repository.
const file = ".github/CODEOWNERS"

func main() {
	log.SetFlags(0)
	list, err := load.Listed(os.DirFS("locales"))
	if err != nil {
		log.Fatal(err)
	}
	text, err := owners(list)
	if err != nil {
		log.Fatal(err)
	}
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		log.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		log.Fatal(err)
	}
}

// analysed are the files that analysts approve. The language leads' patterns
// come after them: GitHub takes the last line that fits.
var analysed = []string{"/dialogs/*.yaml", "/dialogs/directory/*.yaml", "/tests/conversations/"}

// owners returns the text of CODEOWNERS. Every owner missing, or not written as a
// GitHub handle, is a fault: a line without an owner would take the approval away.
func owners(list load.List) (string, error) {
	var b strings.Builder
	b.WriteString("# Generated from locales/languages.yaml by go run ./locales/owners. DO NOT EDIT.\n")
	write := func(pattern, owner, who string) error {
		if len(owner) < 2 || owner[0] != '@' || strings.ContainsAny(owner, " \t\n#") {
			return fmt.Errorf("languages.yaml: %s: %q is no GitHub handle like @relais/analystes", who, owner)
		}
		fmt.Fprintf(&b, "%-26s %s\n", pattern, owner)
		return nil
	}
	for _, pattern := range analysed {
		if err := write(pattern, list.Analysts, "analysts"); err != nil {
			return "", err
		}
	}
	for _, l := range list.Languages {
		if err := write("*."+l.Tag+".yaml", l.Lead, "language "+l.Tag+": lead"); err != nil {
			return "", err
		}
	}
	return b.String(), nil
}
