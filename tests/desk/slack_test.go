package desk_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"relais/tests/desk"
)

// TestSessionsInSlack plays sessions by clicks in a workspace. What Slack shows stands
// in the files; what leaves for reporters is what the desk itself lets
// leave, also when Slack delivers everything eleven times under new ids.
func TestSessionsInSlack(t *testing.T) {
	files, err := filepath.Glob("slack/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("sessions: %v, %v", files, err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			source, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			got, _, err := desk.PlayInSlack(string(source), 1)
			if err != nil {
				t.Fatalf("%v\n%s", err, got)
			}
			if *update {
				source = []byte(got)
				if err := os.WriteFile(file, source, 0o644); err != nil {
					t.Fatal(err)
				}
			}
			if diff := cmp.Diff(strings.Split(string(source), "\n"), strings.Split(got, "\n")); diff != "" {
				t.Errorf("(-file +played):\n%s", diff)
			}
			direct, err := desk.Play(string(source), desk.Directly, 1)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(reporters(direct), reporters(got)); diff != "" {
				t.Errorf("what reporters and those on duty get (-desk +slack):\n%s", diff)
			}
			again, _, err := desk.PlayInSlack(string(source), 11)
			if err != nil {
				t.Fatalf("%v\n%s", err, again)
			}
			if diff := cmp.Diff(reporters(got), reporters(again)); diff != "" {
				t.Errorf("each delivered eleven times (-once +eleven times):\n%s", diff)
			}
		})
	}
}

// reporters returns the lines of a session that left the desk.
func reporters(session string) []string {
	return slices.DeleteFunc(strings.Split(session, "\n"), func(line string) bool {
		return !strings.HasPrefix(line, "  phone: ") && !strings.HasPrefix(line, "  page: ") && !strings.HasPrefix(line, "  call: ") && !strings.HasPrefix(line, "  news: ")
	})
}
