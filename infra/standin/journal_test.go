package standin_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"relais/infra/standin"
)

// lastTwo is how the journals of these tests are made shorter.
func lastTwo(lines []string) []string { return lines[max(len(lines)-2, 0):] }

func TestOpenJournal(t *testing.T) {
	tests := []struct {
		name, file string
		want       []string
		fault      string
	}{
		{"no file", "", nil, ""},
		{"whole lines", "\"a\"\n\"b\"\n", []string{"a", "b"}, ""},
		{"a torn last line is dropped", "\"a\"\n\"b", []string{"a"}, ""},
		{"also one that could be read", "\"a\"\n\"b\"", []string{"a"}, ""},
		{"another line that cannot be read", "\"a\"\n{\n\"b\"\n", nil, "line 2"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "journal.jsonl")
			if tt.file != "" {
				if err := os.WriteFile(path, []byte(tt.file), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			journal, got, err := standin.OpenJournal(path, 100, lastTwo)
			if tt.fault != "" {
				if err == nil || !strings.Contains(err.Error(), tt.fault) {
					t.Fatalf("error %v, want one that names %s", err, tt.fault)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("records (-want +got):\n%s", diff)
			}
			journal.Add("c")
			journal.Close()
			journal.Add("not kept")
			_, got, err = standin.OpenJournal(path, 100, lastTwo)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(append(tt.want, "c"), got); diff != "" {
				t.Errorf("records after another (-want +got):\n%s", diff)
			}
		})
	}
}

func TestAJournalIsMadeShorter(t *testing.T) {
	path := filepath.Join(t.TempDir(), "journal.jsonl")
	journal, _, err := standin.OpenJournal(path, 4, lastTwo)
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range []string{"a", "b", "c", "d", "e", "f"} {
		journal.Add(line)
	}
	journal.Close()
	_, got, err := standin.OpenJournal(path, 4, lastTwo)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"d", "e", "f"}, got); diff != "" {
		t.Errorf("records (-want +got):\n%s", diff)
	}
	if _, err := os.Stat(path + ".new"); !os.IsNotExist(err) {
		t.Errorf("the draft is still there: %v", err)
	}
}

func TestNoJournal(t *testing.T) {
	var journal *standin.Journal[string]
	journal.Add("a")
	journal.Close()
}
