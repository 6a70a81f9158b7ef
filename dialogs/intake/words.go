package intake

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"relais/dialogs/engine"
)

// ownWords is the fact that holds how the reporter put what happened.
const ownWords = "own_words"

// The bounds of a quotation: letters of it, and parts of a message that are looked through.
const (
	maxQuote   = 70
	minQuote   = 8
	maxClauses = 12
)

// tellOwnWords keeps, from the message that tells the incident, the part of it that tells it
// by itself. A message that held a secret is not quoted.
func (d *Desk) tellOwnWords(reading *engine.Reading, s State, text string) {
	if reading.Incident == "" || reading.Incident == "unknown" || reading.Incident == "not_incident" || reading.Secret || s.Session.Facts.Get(ownWords) != engine.Unset {
		return
	}
	best := ""
	clauses := clausesOf(text)
	for i := range clauses {
		quote := ""
		for _, clause := range clauses[i:] {
			if !d.plain(clause, text) {
				break
			}
			if longer := strings.TrimPrefix(quote+", "+clause, ", "); quote == "" || utf8.RuneCountInString(longer) <= maxQuote {
				quote = longer
			}
		}
		quote = shortened(quote)
		if letters := utf8.RuneCountInString(quote); letters >= minQuote && letters > utf8.RuneCountInString(best) && d.Reader.Read(quote, nil, s.Session.Lang).Incident == reading.Incident {
			best = quote
		}
	}
	if best != "" {
		reading.Told = append(reading.Told, engine.Told{Fact: ownWords, Value: best})
	}
}

func clausesOf(text string) []string {
	clauses := slices.DeleteFunc(clauseEnd.Split(text, maxClauses+1), func(c string) bool { return c == "" })
	return clauses[:min(len(clauses), maxClauses)]
}

// clauseEnd is a sign between two parts of a message: not that in "10:15" or "17cyber.gouv.fr".
var clauseEnd = regexp.MustCompile(`\s*(?:[.,;:!?]+(?:\s+|$)|[()\[\]"«»\n]+\s*)`)

// shortened cuts a quotation between two words.
func shortened(quote string) string {
	if utf8.RuneCountInString(quote) <= maxQuote {
		return quote
	}
	runes := []rune(quote)[:maxQuote-2]
	short := string(runes)
	if i := strings.LastIndexByte(short, ' '); i > 0 {
		short = short[:i]
	}
	return short + "..."
}

// plainNumber is a sum, an hour, an age or a school year, and too short for a telephone or an account.
var plainNumber = regexp.MustCompile(`^(?:\d{1,6}|\d{1,2}:\d{2}|\d{1,3}\pL{1,4}\d{0,2})$`)

// plain reports whether a part of a message may be carried elsewhere: every word of it is one
// of the vocabulary, which names are not, none begins with a capital inside it, and its
// numbers are too short and too few to be a telephone's or an account's.
func (d *Desk) plain(clause, text string) bool {
	shouted := text == strings.ToUpper(text)
	numbers := 0
	for i, field := range strings.FieldsFunc(clause, func(r rune) bool { return unicode.IsSpace(r) || r == '\'' || r == '’' || r == '-' }) {
		first, _ := utf8.DecodeRuneInString(field)
		switch {
		case unicode.IsDigit(first):
			if numbers++; !plainNumber.MatchString(field) || numbers > 2 {
				return false
			}
			continue
		case strings.ContainsFunc(field, func(r rune) bool { return !unicode.IsLetter(r) }):
			return false
		case i > 0 && unicode.IsUpper(first) && !shouted && field != strings.ToUpper(field):
			return false
		}
		if utf8.RuneCountInString(field) > 2 && !d.Reader.Knows(field) {
			return false
		}
	}
	return true
}
