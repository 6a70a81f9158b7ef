package main

import (
	"bytes"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// What is compiled in is what the lines give. Learning again gives the same bytes.
func TestWeightsAreFresh(t *testing.T) {
	files, err := generate("../lines", false)
	if err != nil {
		t.Fatal(err)
	}
	judges, err := generate("../lines", true)
	if err != nil {
		t.Fatal(err)
	}
	maps.Copy(files, judges)
	if files["linear/groups.go"], err = groups("../lines/groups.txt"); err != nil {
		t.Fatal(err)
	}
	for name, want := range files {
		got, err := os.ReadFile(filepath.Join("..", name))
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got, want) {
			t.Errorf("dialogs/understand/%s is not what the lines give: run go generate ./dialogs/understand", name)
		}
	}
}

// The measure is worth nothing when a measured line was learnt.
func TestNothingMeasuredIsLearnt(t *testing.T) {
	learnt := map[string]bool{}
	files, err := filepath.Glob("../lines/*.txt")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range files {
		for _, text := range texts(t, name) {
			learnt[text] = true
		}
	}
	for _, name := range []string{"dev.txt", "dev_people.txt", "held.txt", "held_people.txt", "held_third.txt", "held_fourth.txt", "dev_fifth.txt", "signals_dev.txt", "signals_fourth.txt", "signals_near.txt"} {
		for _, text := range texts(t, filepath.Join("../testdata", name)) {
			if learnt[text] {
				t.Errorf("%s: %q was learnt from", name, text)
			}
		}
	}
}

// What stands in answers_apart.txt is kept from the judges of answers too.
func TestApartIsNotLearnt(t *testing.T) {
	if slices.Contains(answered, "answers_apart.txt") {
		t.Error("answers_apart.txt is learnt from")
	}
	learnt := map[string]bool{}
	for _, name := range []string{"act.txt", "answer.txt", "state.txt"} {
		for _, text := range texts(t, filepath.Join("../lines", name)) {
			learnt[text] = true
		}
	}
	for _, rest := range texts(t, "../testdata/answers_apart.txt") {
		if _, text, ok := strings.Cut(rest, " | "); ok && len(strings.Fields(text)) > 2 && learnt[text] { // "c'est fait" is anybody's
			t.Errorf("%q was learnt from", text)
		}
	}
}

func texts(t *testing.T, name string) []string {
	t.Helper()
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, l := range strings.Split(string(b), "\n") {
		if _, text, ok := strings.Cut(l, " | "); ok {
			out = append(out, strings.ToLower(text))
		}
	}
	return out
}

func TestLinesRefused(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"no bar", "ransomware tout est chiffré", "l.txt:1: want a label, a bar and a text"},
		{"two labels for one text", "ddos | site en panne\nunknown | site en panne", `l.txt:2: "site en panne" is both ddos and unknown`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			dir := t.TempDir()
			if err := os.WriteFile(filepath.Join(dir, "l.txt"), []byte(tt.text), 0o600); err != nil {
				t.Fatal(err)
			}
			if _, err := load(dir, task{from: "l.txt"}); err == nil || err.Error() != tt.want {
				t.Errorf("load = %v, want %q", err, tt.want)
			}
		})
	}
}

func TestExp(t *testing.T) {
	for _, x := range []float64{-70, -30, -1, 0, 0.5, 1, 20} {
		got, want := exp(x), map[float64]float64{-70: 0, -30: 9.357622968840175e-14, -1: 0.36787944117144233, 0: 1, 0.5: 1.6487212707001282,
			1: 2.718281828459045, 20: 4.851651954097903e8}[x]
		if d := got - want; d > 1e-12*want || d < -1e-12*want {
			t.Errorf("exp(%g) = %g, want %g", x, got, want)
		}
	}
}
