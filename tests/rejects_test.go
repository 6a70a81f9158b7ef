package tests

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"relais/dialogs/directory"
	"relais/dialogs/load"
	"relais/locales"
	localesload "relais/locales/load"
)

const rejectsDir = "rejects"

// TestRejects holds the loaders to their rules: each file breaks one, its name says
// which, and its first line what has to be said about it. A .yaml file stands in
// the place of lamp.yaml of the small valid set in base.txtar; a .txtar file brings
// the files it names.
func TestRejects(t *testing.T) {
	base, err := os.ReadFile(filepath.Join(rejectsDir, "base.txtar"))
	if err != nil {
		t.Fatal(err)
	}
	if err := loads(archive(string(base))); err != nil {
		t.Fatalf("the valid set: %v", err)
	}
	names, err := filepath.Glob(filepath.Join(rejectsDir, "*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		if filepath.Ext(name) == "" || filepath.Base(name) == "base.txtar" {
			continue // a folder holds what another test rejects
		}
		t.Run(filepath.Base(name), func(t *testing.T) {
			data, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			head, body, _ := strings.Cut(string(data), "\n")
			want, ok := strings.CutPrefix(head, "# want: ")
			if !ok || want == "" {
				t.Fatal("the first line must be: # want: what is said about it")
			}
			files := archive(string(base))
			if filepath.Ext(name) == ".yaml" {
				// The first line stays, so that the lines of an error are those of the file.
				files["lamp.yaml"] = &fstest.MapFile{Data: data}
			} else {
				for file, content := range archive(body) {
					files[file] = content
				}
			}
			switch err := loads(files); {
			case err == nil:
				t.Errorf("loads, want %q", want)
			case !strings.Contains(err.Error(), want):
				t.Errorf("got %v\nwant %q", err, want)
			}
		})
	}
}

// TestRejectsWhatIsTooLarge: files that are made, not written. They are refused
// before they cost memory or time.
func TestRejectsWhatIsTooLarge(t *testing.T) {
	bomb := "a: &a [x, x, x, x, x, x, x, x, x]\n"
	for c := 'b'; c < 'z'; c++ {
		bomb += fmt.Sprintf("%c: &%c [%s]\n", c, c, strings.TrimSuffix(strings.Repeat(fmt.Sprintf("*%c, ", c-1), 9), ", "))
	}
	tests := []struct{ name, content, want string }{
		{"aliases of aliases", bomb, "anchors and aliases are not allowed"},
		{"ten megabytes", "dialog: " + strings.Repeat("lamp ", 2<<20), "bytes, at most"},
		{"ten thousand brackets", "dialog: " + strings.Repeat("[", 10000), "nested deeper than"},
		{"ten thousand braces", strings.Repeat("{a: ", 10000), "nested deeper than"},
		{"a thousand indents", indents(1000), "nested deeper than"},
		{"a thousand dashes", "dialog: lamp\na:\n  " + strings.Repeat("- ", 1000) + "a", "nested deeper than"},
	}
	base, err := os.ReadFile(filepath.Join(rejectsDir, "base.txtar"))
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			files := archive(string(base))
			files["lamp.yaml"] = &fstest.MapFile{Data: []byte(tt.content)}
			if err := loads(files); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %.200v, want %q", err, tt.want)
			}
		})
	}
}

func indents(n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(strings.Repeat(" ", i) + "a:\n")
	}
	return b.String()
}

// loads loads the texts and then the dialogs of one set of files.
func loads(files fstest.MapFS) error {
	languages, err := localesload.Languages(files)
	if err != nil {
		return err
	}
	dialogs := fstest.MapFS{}
	for name, file := range files {
		if name != "languages.yaml" && !strings.HasPrefix(name, "messages.") && !strings.HasPrefix(name, "words.") {
			dialogs[name] = file
		}
	}
	set, err := load.Set(dialogs, locales.New(languages))
	if err != nil {
		return err
	}
	return errors.Join(load.Told(files, set), load.Sent(set, locales.New(languages), slices.Collect(directory.Namings())))
}

// archive splits a text into the files it holds: each after a line "-- name --".
func archive(text string) fstest.MapFS {
	files := fstest.MapFS{}
	var at *fstest.MapFile
	for line := range strings.Lines(text) {
		name, ok := strings.CutPrefix(strings.TrimRight(line, "\n"), "-- ")
		if name, end := strings.CutSuffix(name, " --"); ok && end {
			at = &fstest.MapFile{}
			files[name] = at
			continue
		}
		if at != nil {
			at.Data = append(at.Data, line...)
		}
	}
	return files
}
