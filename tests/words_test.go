package tests

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"go.yaml.in/yaml/v4"

	"relais/dialogs"
	"relais/dialogs/directory"
	"relais/locales"
)

// longestSentence is the most words a sentence may have for somebody in panic.
const longestSentence = 20

// TestWords reads every text a reporter can read: acronyms and words of the trade
// only from allowed_words.yaml, no banned word, short sentences, no exclamation.
func TestWords(t *testing.T) {
	data, err := os.ReadFile("../locales/allowed_words.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var allowed struct {
		Words  []string            `yaml:"words"`
		Banned map[string][]string `yaml:"banned"`
	}
	if err := yaml.Unmarshal(data, &allowed); err != nil {
		t.Fatalf("allowed_words.yaml: %v", err)
	}
	texts := locales.Default()
	for _, lang := range texts.Tags() {
		own := commands(texts, lang)
		for _, m := range reporterTexts(texts, lang) {
			text := plain(m.Text)
			for _, word := range strings.FieldsFunc(text, between) {
				if loud(word) && !slices.ContainsFunc(allowed.Words, func(w string) bool { return strings.EqualFold(w, word) }) && !slices.Contains(own, word) {
					t.Errorf("%s: %s: %q looks like an acronym and is not in allowed_words.yaml", lang, m.ID, word)
				}
				for _, banned := range allowed.Banned[lang] {
					if strings.EqualFold(strings.TrimSuffix(word, "s"), banned) {
						t.Errorf("%s: %s: %q is a word of the trade", lang, m.ID, word)
					}
				}
			}
			for _, sentence := range sentences(text) {
				if n := len(strings.Fields(sentence)); n > longestSentence {
					t.Errorf("%s: %s: a sentence of %d words, at most %d: %s", lang, m.ID, n, longestSentence, sentence)
				}
			}
			if strings.Contains(text, "!") {
				t.Errorf("%s: %s: no exclamation marks", lang, m.ID)
			}
		}
	}
}

// TestNumbers: every number in a text that looks like one to dial is in the
// directory, by which it is dated and has a source.
func TestNumbers(t *testing.T) {
	known := map[string]bool{}
	for n := range directory.Numbers() {
		known[digits(n.Number)] = true
	}
	for s := range directory.Services() {
		for _, phone := range s.Phones {
			if shown, ok := phone.Shown(); ok {
				known[digits(shown)] = true
			}
		}
		if s.Routes && s.SMS != "" {
			known[digits(s.SMS)] = true
		}
	}
	texts := locales.Default()
	for _, lang := range texts.Tags() {
		for _, m := range reporterTexts(texts, lang) {
			for _, number := range dialled.FindAllString(plain(m.Text), -1) {
				if n := digits(number); !known[n] && !slices.Contains(notDialled, strings.TrimSpace(number)) {
					t.Errorf("%s: %s: %q is in no table of the directory", lang, m.ID, number)
				}
			}
		}
	}
}

// dialled finds what looks like a number to dial: two digits or more.
var dialled = regexp.MustCompile(`\+?[0-9][0-9 ]+[0-9]`)

// notDialled are numbers that mean something else: an example of a place, the hours
// of the law, an example of a time.
var notDialled = []string{"81", "72", "18", "00"}

func digits(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsDigit(r) {
			return r
		}
		return -1
	}, s)
}

// forAnalysts are the groups of texts that no reporter reads.
var forAnalysts = []string{"card.", "dossier.", "desk.", "severity.", "incident.", "region.", "page.", "notice.trust_words", "time."}

func reporterTexts(texts *locales.Catalog, lang string) []locales.Message {
	return slices.DeleteFunc(slices.Clone(texts.Messages(lang)), func(m locales.Message) bool {
		return slices.ContainsFunc(forAnalysts, func(p string) bool { return strings.HasPrefix(m.ID, p) })
	})
}

// plain takes the templates out of a text.
func plain(text string) string { return template.ReplaceAllString(text, " X ") }

var template = regexp.MustCompile(`\{\{[^}]*\}\}`)

func between(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '-' }

// loud reports two capitals or a digit among letters: an acronym, a trade name.
func loud(word string) bool {
	capitals, digits, letters := 0, 0, 0
	for _, r := range word {
		switch {
		case unicode.IsUpper(r):
			capitals++
			letters++
		case unicode.IsDigit(r):
			digits++
		case unicode.IsLetter(r):
			letters++
		}
	}
	return capitals >= 2 || digits > 0 && letters > 0 && !hour.MatchString(word)
}

var hour = regexp.MustCompile(`^[0-9]{1,2}h([0-9]{2})?$`)

// commands are the words a text asks to send: those in capitals of the help text,
// and the plain answers.
func commands(texts *locales.Catalog, lang string) []string {
	help, _ := texts.Source(lang, "start.help.text")
	words := map[string][]string{"fr": {"OUI", "NON", "PLAINTE"}, "en": {"YES", "NO", "COMPLAINT"}}[lang]
	for _, word := range strings.FieldsFunc(help, between) {
		if strings.ToUpper(word) == word && len(word) > 2 {
			words = append(words, word)
		}
	}
	return words
}

// sentences cuts a text where a reader pauses.
func sentences(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(".?!:;\n", r) })
}

// TestEveryDialogIsReviewed: a text of advice stands in a dialog with sources.
func TestEveryDialogIsReviewed(t *testing.T) {
	for _, d := range dialogs.Set().Dialogs {
		if len(d.Sources) == 0 {
			t.Errorf("%s.yaml: no sources", d.ID)
		}
		for _, s := range d.Steps {
			if s.Grade != "" && slices.Contains(dialogs.Set().Incidents, d.ID) && s.Tell && len(s.Sources) == 0 {
				t.Errorf("%s.yaml: step %q: a grade without sources", d.ID, s.ID)
			}
		}
	}
}

// TestQuestions: every question that is recognised has an answer for any incident, and
// every answer a question that is recognised, in every language.
func TestQuestions(t *testing.T) {
	answered, general := map[string]bool{}, map[string]bool{}
	for _, a := range dialogs.Set().Answers {
		answered[a.Question] = true
		general[a.Question] = general[a.Question] || a.Incident == "" && len(a.When) == 0
	}
	for _, lang := range locales.Default().Tags() {
		data, err := os.ReadFile("../locales/words." + lang + ".yaml")
		if err != nil {
			t.Fatal(err)
		}
		var words struct {
			Questions map[string][]string `yaml:"questions"`
		}
		if err := yaml.Unmarshal(data, &words); err != nil {
			t.Fatalf("words.%s.yaml: %v", lang, err)
		}
		for question := range words.Questions {
			if question != "unknown" && !general[question] {
				t.Errorf("words.%s.yaml: questions: %s: no answer of answers.yaml holds for every incident", lang, question)
			}
		}
		for question := range answered {
			if len(words.Questions[question]) == 0 {
				t.Errorf("answers.yaml: question %s: words.%s.yaml has no words for it", question, lang)
			}
		}
	}
}
