package tests

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// variants are those of the failure variants that a conversation can show.
var variants = []string{"V6", "V7", "V8", "V9", "V10", "V11", "V12", "V13", "V14", "V15", "V16", "V21", "V22", "V23", "V24", "V30"}

// TestVariants holds the tables of conversations/README.md against the files: each
// variant has its row, each row names files, and each file is there.
func TestVariants(t *testing.T) {
	data, err := os.ReadFile(filepath.Join(conversationsDir, "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	var rows []string
	for line := range strings.Lines(string(data)) {
		cells := strings.Split(line, "|")
		if len(cells) < 4 || strings.HasPrefix(cells[1], "---") || strings.Contains(line, "| files |") {
			continue
		}
		name := strings.TrimSpace(cells[1])
		rows = append(rows, name)
		files := named.FindAllStringSubmatch(cells[len(cells)-2], -1)
		if len(files) == 0 {
			t.Errorf("%s names no file", name)
		}
		for _, f := range files {
			if _, err := os.Stat(filepath.Join(conversationsDir, f[1])); err != nil {
				t.Errorf("%s: %v", name, err)
			}
		}
	}
	for _, v := range variants {
		if !slices.Contains(rows, v) {
			t.Errorf("%s has no row", v)
		}
	}
}

// named finds the files a row names.
var named = regexp.MustCompile("`([^`]+)`")
