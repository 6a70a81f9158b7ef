package main

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// The vocabulary that is compiled in is the one that analysts read.
func TestVocabularyIsFresh(t *testing.T) {
	want, err := generate(filepath.Join("..", "..", "..", "locales"))
	if err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile(filepath.Join("..", "vocabulary.go"))
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Error("dialogs/understand/vocabulary.go is not what locales/words.*.yaml say: run go generate ./dialogs/understand")
	}
}

func TestParseRefuses(t *testing.T) {
	tests := []struct {
		name, text string
		want       []string
	}{
		{"an unknown section with words", "comon: {yes: [oui]}", []string{`words.xx.yaml:1: comon.yes: want choices with their words`}},
		{"an unknown section that is a list", "comon: [oui]", []string{`words.xx.yaml:1: unknown key "comon"`}},
		{"an unknown name", "common:\n  yse: [oui]", []string{`words.xx.yaml:2: common: unknown key "yse"`}},
		{"an unknown weight", "incidents:\n  ddos:\n    strng: [ddos]", []string{`words.xx.yaml:3: incidents.ddos: unknown key "strng"`}},
		{"an empty word", "common:\n  yes: [oui, \"\"]", []string{`words.xx.yaml:2: empty word ""`}},
		{"a word of punctuation", "common:\n  yes: [\"!!\"]", []string{`words.xx.yaml:2: empty word "!!"`}},
		{"a word twice", "common:\n  yes: [oui, oui]", []string{`words.xx.yaml:2: common.yes: "oui" stands there twice`}},
		{"a contradiction", "common:\n  yes: [oui]\n  no: [Oui]", []string{`words.xx.yaml:3: "oui" means yes and no (words.xx.yaml:2)`}},
		{"a fact's contradiction", "facts:\n  paid:\n    \"yes\": [paye]\n    \"no\": [payé]", []string{`words.xx.yaml:4: "paye" means paid.yes and paid.no`}},
		{"a spelling of two words", "spelling:\n  bonjour: [bon jour]", []string{`words.xx.yaml:2: spelling: "bon jour" is not one word`}},
		{"a spelling that stands for two", "spelling:\n  oui: [ui]\n  huit: [ui]", []string{`words.xx.yaml:3: spelling: "ui" stands for both "oui" and "huit"`}},
		{"a chain of spellings", "spelling:\n  oui: [ui]\n  ui: [wi]", []string{`spelling: "wi" is spelt "ui", whose "ui" is spelt "oui"`}},
		{"a number that is none", "numbers: {one: [un]}", []string{`words.xx.yaml:1: numbers: "one" is no whole number`}},
		{"a key twice", "common:\n  yes: [oui]\n  yes: [si]", []string{`words.xx.yaml:3: key "yes" stands there twice`}},
		{"a hidden letter", "common:\n  yes: [\"o\u200bui\"]", []string{`words.xx.yaml:2: "o`, `holds invisible or look-alike letters`}},
		{"a pair without its place", "facts:\n  holds:\n    data: {of: [assureur], said: [pirate]}", []string{`words.xx.yaml:3: "pirate": want one _`}},
		{"a pair of one side", "facts:\n  holds:\n    data: {of: [assureur]}", []string{`words.xx.yaml:3: want a list, or of and said with a list each`}},
		{"a pair with a third key", "facts:\n  holds:\n    data: {of: [assureur], said: [_ pirate], by: [moi]}", []string{`words.xx.yaml:3: key "by": want a list`}},
		{"no mapping", "- oui", []string{"words.xx.yaml:1: want a mapping of sections"}},
		{"two faults, both told", "common:\n  yse: [oui]\n  no: [\"\"]", []string{"words.xx.yaml:2:", "words.xx.yaml:3:"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, faults := parse("words.xx.yaml", []byte(tt.text))
			var all []string
			for _, f := range faults {
				all = append(all, f.Error())
			}
			got := strings.Join(all, "\n")
			for _, w := range tt.want {
				if !strings.Contains(got, w) {
					t.Errorf("faults:\n%s\nwant %q in them", got, w)
				}
			}
		})
	}
}

// Who it is said of and what is said of them make every phrase of both.
func TestPairs(t *testing.T) {
	s, faults := parse("words.xx.yaml", []byte("facts:\n  holds:\n    data: {of: [assureur, salle de sport], said: [_ pirate, fuite chez _]}"))
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	var got []string
	for _, ph := range s.phrases {
		got = append(got, strings.Join(ph.words, " "))
	}
	want := []string{"assureur pirate", "salle de sport pirate", "fuite chez assureur", "fuite chez salle de sport"}
	if !slices.Equal(got, want) {
		t.Errorf("phrases %q, want %q", got, want)
	}
}

// A third language is one more file, nothing else.
func TestAThirdLanguage(t *testing.T) {
	dir := t.TempDir()
	text := "common:\n  yes: [sim]\n  no: [não]\nwords:\n  tongue: [o, que]\nincidents:\n  ransomware:\n    strong: [resgate]\n"
	if err := os.WriteFile(filepath.Join(dir, "words.pt.yaml"), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	got, err := generate(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"&lexiconPT,", `"sim"`, `"nao"`, `"resgat"`} {
		if !bytes.Contains(got, []byte(want)) {
			t.Errorf("generated code lacks %s", want)
		}
	}
}
