package desk_test

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"relais/tests/desk"
)

var update = flag.Bool("update", false, "rewrite the expected lines of the sessions")

// TestSessions plays every session three times: as it is, with each event delivered
// eleven times under one id, and under new ids. What leaves is the same.
func TestSessions(t *testing.T) {
	files, err := filepath.Glob("sessions/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("sessions: %v, %v", files, err)
	}
	plays := []struct {
		name       string
		hand       desk.Hand
		deliveries int
	}{
		{"each event once", desk.Directly, 1},
		{"each event eleven times", desk.Directly, 11},
		{"each event eleven times, under new ids", desk.Renamed, 11},
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		source := string(data)
		for i, play := range plays {
			t.Run(filepath.Base(file)+"/"+play.name, func(t *testing.T) {
				got, err := desk.Play(source, play.hand, play.deliveries)
				if err != nil {
					t.Fatalf("%v\n%s", err, got)
				}
				if i == 0 && *update {
					source = got
					if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
						t.Fatal(err)
					}
				}
				if diff := cmp.Diff(strings.Split(source, "\n"), strings.Split(got, "\n")); diff != "" {
					t.Errorf("(-file +played):\n%s", diff)
				}
			})
		}
	}
}
