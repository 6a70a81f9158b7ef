package desk

import (
	"regexp"
	"strings"
	"unicode"

	"relais/dialogs/directory"
	"relais/dialogs/intake"
	"relais/dialogs/understand/letters"
)

// link is what a phone makes one can press: an address, or what looks like one.
var link = regexp.MustCompile(`(?i)https?:|www\.|[a-z0-9-]\.[a-z]{2,}(?:[/\s.,;:!?)]|$)`)

// tells names what in a text would help somebody who reads along on the reporter's phone:
// a link, what opens the case or proves who calls, a name of the desk. The names are those
// of desk.field.
func tells(s intake.State, region Region, text string) []string {
	var told []string
	said := plainWords(text)
	holds := func(name string) bool {
		words := plainWords(name)
		return strings.TrimSpace(words) != "" && strings.Contains(said, words)
	}
	values := s.Session.Values
	if link.MatchString(text) {
		told = append(told, "link")
	}
	if holds(values["code"]) || holds(strings.ReplaceAll(values["code"], "-", "")) || holds(values["pin"]) {
		told = append(told, "code")
	}
	if holds(values["word1"]) || holds(values["word2"]) {
		told = append(told, "words")
	}
	for _, name := range names(region) {
		if holds(name) {
			return append(told, "name")
		}
	}
	return told
}

// shortest is how many letters a part of a name has at least: "de" names nobody.
const shortest = 3

// names are the names of a region's desk: of its analysts, in whole and in part, and of
// its centre.
func names(region Region) []string {
	centre, _ := directory.Serving("", region.Code)
	all := []string{centre.Name, centre.ShortName}
	for _, a := range region.Analysts {
		for part := range strings.FieldsSeq(plainWords(a.Name)) {
			if len(part) >= shortest {
				all = append(all, part)
			}
		}
	}
	return all
}

// plainWords is a text as its words in plain letters, a space around each.
func plainWords(text string) string {
	folded, _ := letters.Fold(text, len(text))
	words := strings.FieldsFunc(folded, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	return " " + strings.Join(words, " ") + " "
}
