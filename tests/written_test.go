package tests

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"go.yaml.in/yaml/v4"

	"relais/locales"
)

// phoning is what of locales/allowed_words.yaml nobody reads who does not phone.
type phoning struct {
	Phoning   map[string][]string `yaml:"phoning"`
	SpokenOf  map[string][]string `yaml:"spoken_of"`
	Voice     []string            `yaml:"voice"`
	InWriting []string            `yaml:"in_writing"`
}

func readPhoning(t *testing.T) phoning {
	t.Helper()
	data, err := os.ReadFile("../locales/allowed_words.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var p phoning
	if err := yaml.Unmarshal(data, &p); err != nil {
		t.Fatalf("allowed_words.yaml: %v", err)
	}
	if len(p.Phoning["fr"]) == 0 || len(p.Phoning["en"]) == 0 || len(p.Voice) == 0 || len(p.InWriting) == 0 {
		t.Fatal("allowed_words.yaml: phoning, voice or in_writing is empty")
	}
	return p
}

// in returns the first words by which a text sends to a telephone, "" if it does not.
func (p phoning) in(lang, text string) string {
	bare := spaced(department.ReplaceAllString(text, ""))
	for _, words := range p.SpokenOf[lang] {
		bare = strings.ReplaceAll(bare, " "+words+" ", " ")
	}
	for _, words := range p.Phoning[lang] {
		if strings.Contains(bare, " "+words+" ") {
			return words
		}
	}
	for _, number := range p.Voice {
		if strings.Contains(bare, " "+number+" ") && !slices.ContainsFunc(p.InWriting, func(w string) bool { return strings.Contains(text, w) }) {
			return number
		}
	}
	return ""
}

// department is the figure behind a commune, "(18)".
var department = regexp.MustCompile(`\([0-9][0-9AB]+\)`)

// spaced is a text in small letters, its words between single spaces.
func spaced(text string) string {
	words := strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	return " " + strings.Join(words, " ") + " "
}

// forVoice are the texts that a fork keeps from who does not phone, and those said where
// no case could be read: then nobody knows who does not.
var forVoice = []string{"danger.call_now", "danger.first", "danger.stay", "notice.apology", "notice.late", "notice.first_aid", "notice.script", "chat.", "link.", "widget.", "doors."}

// TestWritten: who does not phone is sent to no telephone by any text, in any language, on
// any channel that is read.
func TestWritten(t *testing.T) {
	p := readPhoning(t)
	texts := locales.Default()
	seen, written := 0, 0
	for _, lang := range texts.Tags() {
		for _, m := range reporterTexts(texts, lang) {
			if slices.ContainsFunc(forVoice, func(id string) bool {
				return m.ID == id || strings.HasPrefix(m.ID, id+".") || strings.HasSuffix(id, ".") && strings.HasPrefix(m.ID, id)
			}) || strings.HasSuffix(m.ID, ".voice") {
				continue
			}
			id := m.ID
			if base, form, ok := cutLast(m.ID); ok && slices.Contains([]string{"text", "sms", "web", "slack", "written"}, form) {
				if form == "written" {
					written++
				}
				channel := form
				if form == "text" || form == "written" {
					channel = "sms"
				}
				id = texts.InWriting(lang, base, channel)
			}
			source, _ := texts.Source(lang, id)
			seen++
			if found := p.in(lang, plain(unphoned(source))); found != "" {
				t.Errorf("%s: %s says %q to who does not phone: %s", lang, id, found, source)
			}
		}
	}
	if seen < 1000 || written < 100 {
		t.Errorf("looked at %d texts, %d of them in writing: too few", seen, written)
	}
}

// unphoned takes out what is said only where a telephone number of the centre is given: to
// who does not phone none is.
func unphoned(source string) string {
	const from, to = "{{if .centre_phone}}", "{{end}}"
	for {
		before, rest, found := strings.Cut(source, from)
		if !found {
			return source
		}
		_, after, _ := strings.Cut(rest, to)
		source = before + after
	}
}

func cutLast(id string) (base, form string, ok bool) {
	i := strings.LastIndexByte(id, '.')
	if i < 0 {
		return id, "", false
	}
	return id[:i], id[i+1:], true
}
