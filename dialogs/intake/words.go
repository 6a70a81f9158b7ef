package intake

import (
	"cmp"
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

// gap stands for what is left out of a quotation.
const gap = "[…]"

// maxGaps is how many gaps a part of a message has at most that is still of use.
const maxGaps = 2

// surely is how sure the reader is at least of a word that tells an incident by itself.
const surely = 0.8

// clause is a part of a message as it may be carried elsewhere.
type clause struct {
	quote string // with gaps for what names somebody or may; "" if too little is left
	whole bool   // nothing is left out of it
	// tells is how surely it tells the incident by itself, 0 if it does not.
	tells float64
}

// tellOwnWords keeps, from the message that tells the incident, the part of it that tells it
// best, with what stands beside it as far as there is room. A message that held a secret is not
// quoted, nor what a victim may be blamed for, and what is left out in between is marked.
func (d *Desk) tellOwnWords(reading *engine.Reading, s State, text string) {
	if reading.Incident == "" || reading.Incident == "unknown" || reading.Incident == "not_incident" || reading.Secret || s.Session.Facts.Get(ownWords) != engine.Unset {
		return
	}
	var clauses []clause
	for _, said := range d.clausesOf(text, s.Session.Lang) {
		c := clause{}
		if !d.blames(said, s.Session.Lang) {
			c.quote, c.whole = d.plain(said, text, s.Session.Lang)
		}
		if c.quote != "" {
			if alone := d.Reader.Read(c.quote, nil, s.Session.Lang); alone.Incident == reading.Incident {
				c.tells = alone.Confidence
			}
		}
		clauses = append(clauses, c)
	}
	best, tells := "", -1.0
	for i, c := range clauses {
		if c.quote == "" || c.tells < tells {
			continue
		}
		quote := around(clauses, i)
		longer := c.tells > tells || utf8.RuneCountInString(quote) > utf8.RuneCountInString(best)
		if kept := utf8.RuneCountInString(strings.ReplaceAll(quote, gap, "")); longer && kept >= minQuote && d.Reader.Read(quote, nil, s.Session.Lang).Incident == reading.Incident {
			best, tells = quote, c.tells
		}
	}
	if best != "" {
		reading.Told = append(reading.Told, engine.Told{Fact: ownWords, Value: best})
	}
}

// blames reports whether a part of a message says what somebody did wrong or left undone. Only
// the victim needs to read that.
func (d *Desk) blames(said, lang string) bool {
	return d.Reader.Says("blamed", said, lang) || d.Reader.Read(said, nil, lang).Asked == "fault"
}

// around is the quotation of clauses[i] with the whole ones right before it, and those behind
// it, as many as find room.
func around(clauses []clause, i int) string {
	quote := shortened(clauses[i].quote)
	fits := func(more string) bool {
		return utf8.RuneCountInString(strings.ReplaceAll(quote, gap, ""))+utf8.RuneCountInString(", "+more) <= maxQuote
	}
	for k := i - 1; k >= 0 && clauses[k].whole && fits(clauses[k].quote); k-- {
		quote = clauses[k].quote + ", " + quote
	}
	between := ", "
	for _, c := range clauses[i+1:] {
		if !c.whole || !fits(c.quote) {
			between = " " + gap + " "
			continue
		}
		quote, between = quote+between+c.quote, ", "
	}
	return quote
}

func (d *Desk) clausesOf(text, lang string) []string {
	var clauses []string
	d.parts(text, lang, func(clause, _ string) bool {
		if clause != "" {
			clauses = append(clauses, clause)
		}
		return len(clauses) < maxClauses
	})
	return clauses
}

// parts gives yield the parts of a message with what stands behind each, until it returns false.
// The point behind "M." ends none.
func (d *Desk) parts(text, lang string, yield func(clause, end string) bool) {
	from := 0
	for _, at := range clauseEnd.FindAllStringIndex(text, -1) {
		words := strings.Fields(text[from:at[0]])
		if n := len(words); n > 0 && text[at[0]] == '.' && (initial(words[n-1]) || d.Reader.Says("honorific", words[n-1], lang)) {
			continue
		}
		if !yield(text[from:at[0]], text[at[0]:at[1]]) {
			return
		}
		from = at[1]
	}
	yield(text[from:], "")
}

// initial says that a word is one capital letter: "M. Garnier", "J. Petit".
func initial(word string) bool {
	r, size := utf8.DecodeRuneInString(word)
	return size == len(word) && unicode.IsUpper(r)
}

// severalGaps are some in a row, of which one tells as much.
var severalGaps = regexp.MustCompile(`\[…\](?:[\s,.;:!?]*\[…\])+`)

// maxParts bounds how many parts of a message are looked through to quote it.
const maxParts = 60

// Quotable is a message as who signs a complaint may quote it: without what a victim may be blamed
// for and without names and numbers of others, a gap for each. It is "" where too little is left.
func (d *Desk) Quotable(text, lang string) string {
	quote, n := "", 0
	d.parts(text, lang, func(clause, end string) bool {
		if n++; n > maxParts {
			quote += gap
			return false
		}
		plain := ""
		if clause == "" || !d.blames(clause, lang) {
			plain, _ = d.plain(clause, text, lang)
		}
		if plain == "" && clause != "" {
			quote += gap + cmp.Or(strings.TrimLeft(end, ".,;:!? "), " ")
			return true
		}
		quote += plain + end
		return true
	})
	quote = strings.TrimSpace(severalGaps.ReplaceAllString(quote, gap))
	if utf8.RuneCountInString(strings.ReplaceAll(quote, gap, "")) < minQuote {
		return ""
	}
	return quote
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

// plain is a part of a message as it may be carried elsewhere: every word of it is one of the
// vocabulary, which names are not, none begins with a capital inside it, and its numbers are
// too short and too few to be a telephone's or an account's. For the others there is a gap, and
// for their neighbours, since what stands beside a name may be one ("rose durand"): all words up
// to a small one, but for a thing that is somebody's ("notre serveur Synology") and for a word
// that tells an incident by itself. It is "" where there would be too many.
func (d *Desk) plain(said, text, lang string) (quote string, whole bool) {
	words := d.wordsOf(said, text)
	for i := range len(words) - 1 {
		title, name := &words[i], &words[i+1]
		titles := initial(title.text) && text != strings.ToUpper(text) || d.Reader.Says("honorific", title.text, lang)
		if titles && said[title.to] != '\'' && !strings.HasPrefix(said[title.to:], "’") && (name.barred || name.kind == nameable) { // "Mme Petit", not "madame la directrice" nor "m'appelle"
			title.barred, name.barred = true, true
		}
	}
	for from := 0; from < len(words); {
		to := from
		for to < len(words) && words[to].kind == nameable {
			to++
		}
		run := words[from:to]
		if from = to + 1; !slices.ContainsFunc(run, func(w wordSaid) bool { return w.barred }) {
			continue
		}
		for i := range run {
			if at := to - len(run) + i; !run[i].barred && !(i == 0 && at > 0 && d.Reader.Introduces(words[at-1].text)) && !d.tellsAlone(run[i].text) {
				run[i].barred = true
			}
		}
	}
	gaps, done := 0, 0
	for i, w := range words {
		if !w.barred {
			continue
		}
		if i == 0 || !words[i-1].barred {
			gaps++
			quote += said[done:w.from] + gap
		}
		done = w.to
	}
	if gaps > maxGaps {
		return "", false
	}
	return quote + said[done:], gaps == 0
}

func (d *Desk) tellsAlone(word string) bool {
	alone := d.Reader.Read(word, nil, "")
	return alone.Confidence >= surely && alone.Incident != "" && alone.Incident != "unknown" && alone.Incident != "not_incident"
}

// wordSaid is a word of a message, in bytes [from, to).
type wordSaid struct {
	text     string
	from, to int
	kind     wordKind
	barred   bool // it may not be carried elsewhere
}

type wordKind int

const (
	nameable wordKind = iota // may be of a name
	small
	figure
)

// fileEnding is the new ending of files that were encrypted, ".lock".
var fileEnding = regexp.MustCompile(`^\.[\pL\d]{2,8}$`)

var wordSeen = regexp.MustCompile(`[^\s'’-]+`)

func (d *Desk) wordsOf(said, text string) []wordSaid {
	shouted := text == strings.ToUpper(text)
	var words []wordSaid
	numbers := 0
	for i, at := range wordSeen.FindAllStringIndex(said, -1) {
		w := wordSaid{text: said[at[0]:at[1]], from: at[0], to: at[1]}
		first, _ := utf8.DecodeRuneInString(w.text)
		switch {
		case unicode.IsDigit(first):
			w.kind, w.barred = figure, !plainNumber.MatchString(w.text)
			numbers++
		case strings.Trim(w.text, "•*") == "", fileEnding.MatchString(w.text): // what was veiled names nobody
			w.kind = small
		case strings.ContainsFunc(w.text, func(r rune) bool { return !unicode.IsLetter(r) }),
			i > 0 && unicode.IsUpper(first) && !shouted && w.text != strings.ToUpper(w.text):
			w.barred = true
		case utf8.RuneCountInString(w.text) <= 2 || d.Reader.Light(w.text):
			w.kind = small
		default:
			w.barred = !d.Reader.Knows(w.text)
		}
		words = append(words, w)
	}
	for i := range words {
		words[i].barred = words[i].barred || words[i].kind == figure && numbers > 2
	}
	return words
}
