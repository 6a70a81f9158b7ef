package main

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"relais/dialogs/understand"
)

// TestAnswersKeepTheirLevel fails when a kind of answer is read worse than levels.txt
// says by more than half a point. Raise a level when more is read rightly.
func TestAnswersKeepTheirLevel(t *testing.T) {
	const allowed = 0.5
	folder := filepath.Join("..", "understand", "testdata")
	levels, err := os.ReadFile(filepath.Join(folder, "levels.txt"))
	if err != nil {
		t.Fatal(err)
	}
	reader := understand.New()
	reader.Places = findPlaces
	tallies := map[string]map[string]tally{}
	levelled := map[string]bool{}
	for _, line := range strings.Split(strings.TrimSpace(string(levels)), "\n") {
		if strings.HasPrefix(line, "# ") {
			continue
		}
		fields := strings.Fields(line)
		if len(fields) != 3 {
			t.Fatalf("levels.txt: %q: want file, kind and percent", line)
		}
		file, kind := fields[0], fields[1]
		level, err := strconv.ParseFloat(fields[2], 64)
		if err != nil {
			t.Fatal(err)
		}
		if tallies[file] == nil {
			f, err := os.Open(filepath.Join(folder, file))
			if err != nil {
				t.Fatal(err)
			}
			all, err := readLabelled(f)
			f.Close()
			if err != nil {
				t.Fatalf("%s: %v", file, err)
			}
			tallies[file], _ = score(reader, all)
		}
		if got := tallies[file][kind]; got.all == 0 || got.percent() < level-allowed {
			t.Errorf("%s: %s: %d of %d right, %.1f %%, level %.1f %%: try score -wrong -kind %s names them", file, kind, got.right, got.all, got.percent(), level, kind)
		}
		levelled[file+" "+kind] = true
	}
	for file, held := range tallies {
		for kind := range held {
			if !levelled[file+" "+kind] {
				t.Errorf("%s: %s has no level", file, kind)
			}
		}
	}
}

// TestChoicesAndValues: what is chosen, times, numbers, sums and kinds of organisation as
// people say them.
func TestChoicesAndValues(t *testing.T) {
	reader := understand.New()
	reader.Places = findPlaces
	for file, least := range map[string]int{"chosen.txt": 400, "chosen_more.txt": 250} {
		f, err := os.Open(filepath.Join("..", "understand", "testdata", file))
		if err != nil {
			t.Fatal(err)
		}
		all, err := readLabelled(f)
		f.Close()
		if err != nil {
			t.Fatal(err)
		}
		_, wrong := score(reader, all)
		for _, w := range wrong {
			t.Errorf("%s:%s", file, w)
		}
		if len(all) < least {
			t.Errorf("%s holds %d answers, want at least %d", file, len(all), least)
		}
	}
}
