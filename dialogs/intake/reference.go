package intake

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"relais/dialogs/engine"
)

// The dialog that asks for the reference that 17Cyber gave, and the facts it fills:
// the reference, and that it was told unasked.
const (
	referenceDialog = "cyber17"
	ReferenceFact   = "ref17"
	referenceTold   = "ref17_told"
)

// AppointmentFact is when and where the complaint is to be filed, in the reporter's words.
const AppointmentFact = "appointment"

// maxReference is how many letters of a reference are kept. Its form is not known, so
// that any is taken.
const maxReference = 40

// minReference is how many a reference has at least: "3" is a key of some other list.
const minReference = 4

// CleanReference returns a reference of 17Cyber as it is kept: letters, figures and
// the signs - / . _, at most 40 of them with single spaces between words, without the
// service's own name. It is empty when nothing is left.
func CleanReference(text string) string {
	text = cleaned(text)
	return strings.TrimSpace(text[:min(len(text), maxReference)])
}

// Reference returns what somebody typed as a reference of 17Cyber in the form of
// CleanReference, and whether it is one: nothing is cut off, and it is neither too short
// nor too long to be found again.
func Reference(text string) (string, bool) {
	text = cleaned(text)
	return text, minReference <= len(text) && len(text) <= maxReference
}

func cleaned(text string) string {
	text = strings.Map(func(r rune) rune {
		switch {
		case r < unicode.MaxASCII && (unicode.IsLetter(r) || unicode.IsDigit(r)), strings.ContainsRune("-/._", r):
			return r
		}
		return ' '
	}, text)
	return strings.Trim(strings.Join(strings.Fields(ownName.ReplaceAllString(text, " ")), " "), " -/._")
}

// ReferenceMark returns what a case is found by: a mark of its reference, the same
// however it is typed, from which the reference cannot be read; "" of none.
func ReferenceMark(reference string) string {
	plain := strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToUpper(r)
		}
		return -1
	}, CleanReference(reference))
	if plain == "" {
		return ""
	}
	sum := sha256.Sum256([]byte(plain))
	return hex.EncodeToString(sum[:8])
}

const figures = "0123456789"

var (
	ownName = regexp.MustCompile(`(?i)17[ -]?cyber(?:\.gouv\.fr)?`)
	// referred is a reference told unasked: the service's name, perhaps a word for
	// reference on either side of it, then at once something like one.
	referred = regexp.MustCompile(`(?i)(` + aReference + `(?:de |du |d'|of |from )?(?:le |la |the )?)?17[ -]?cyber(?:\.gouv\.fr)?\s*([:,_/-]?)\s*((?:(?:est|is|c'est|` + gave + `)\s+)?(?:(?:le|la|un|une|ce|cette|the|a)\s+)?(?:` + aReference + `)*)([a-z0-9][a-z0-9._/-]{2,})(?:[^\pL]|$)`)
	// named is one told before what it is: "AB12-3456 c'est ma référence 17cyber", "PZ9981 (17Cyber)".
	named = regexp.MustCompile(`(?i)^\s*([a-z0-9][a-z0-9._/ -]*[a-z0-9])\s*(?:\(|[,:(]?\s*(?:c['’ ]?\s?est|est|voila|voilà|it's|is)?\s*(?:ma|la|notre|mon|le|my|our|the)?\s*` + aReference + `(?:de |du |d'|of |from )?(?:le |la |the )?)17[ -]?cyber`)
	// leadsReference is a word for reference written against it: "n°4587".
	leadsReference = regexp.MustCompile(`(?i)^(?:` + aReference + `)`)
	gives          = regexp.MustCompile(`(?i)^(?:` + gave + `)`)
	phoneLike      = regexp.MustCompile(`^(?:0|33)\d{9}$`)
	// timeLike is an hour or a day.
	timeLike = regexp.MustCompile(`(?i)^(?:\d{1,2}[h:]\d{0,2}|\d{1,2}/\d{1,2}(?:/\d{2,4})?)$`)
)

// gave is said of who gives a reference.
const gave = `(?:m['’ ]|nous )(?:a|ont) (?:donn[ée]e?|attribu[ée]e?|communiqu[ée]e?|envoy[ée]e?)|gave (?:me|us)`

const aReference = `(?:ref|réf|référence|reference|numéro|numero|number|dossier|case|n°|no)\.?\s*[:,]?\s*`

// groups returns the words of a text that together are most like a reference: those with figures
// that stand side by side, "4587 9632", with the letters right before them. known reports whether a word stands in the vocabulary.
func groups(text string, known func(word string) bool) (reference string) {
	var run []string
	take := func() {
		if joined := strings.Join(run, " "); len(joined) > len(reference) {
			reference = joined
		}
		run = nil
	}
	var before string // capitals, or letters nobody knows, right before a run
	for _, field := range strings.Fields(text) {
		word := strings.Trim(leadsReference.ReplaceAllString(strings.Trim(field, ".,;:!?()\"«»"), ""), ".,;:!?()\"«»-_/°")
		switch {
		case strings.ContainsAny(word, figures) && !timeLike.MatchString(word):
			if len(run) == 0 && before != "" {
				run = append(run, before)
			}
			run = append(run, word)
		case len(run) > 0 && word == strings.ToUpper(word) && onlyLetters(word) && !known(word):
			run = append(run, word)
		default:
			take()
		}
		before = ""
		if onlyLetters(word) && len(word) <= minReference && !known(word) {
			before = word
		}
	}
	take()
	return reference
}

func onlyLetters(word string) bool {
	return word != "" && strings.IndexFunc(word, func(r rune) bool { return r >= unicode.MaxASCII || !unicode.IsLetter(r) }) < 0
}

// lettered reports whether what has no figure may be a reference: no spaces, and a part
// that no vocabulary has, as "aucune" and "merci" are had.
func lettered(reference string, known func(word string) bool) bool {
	parts := strings.FieldsFunc(reference, func(r rune) bool { return strings.ContainsRune("-/._", r) })
	return !strings.Contains(reference, " ") && slices.ContainsFunc(parts, func(part string) bool { return !known(part) })
}

// toldReference returns the reference that a message names as one of 17Cyber, "" if
// it names none or one that is too long to be kept, and what else the message says. One of letters
// alone stands in capitals, or behind a word for it.
func toldReference(text string, known func(word string) bool) (reference, rest string) {
	text = text[:min(len(text), 500)]
	if found := named.FindStringSubmatch(text); found != nil && strings.ContainsAny(found[1], figures) {
		if reference, ok := Reference(groups(found[1], known)); ok && !phoneLike.MatchString(unspaced(reference)) {
			return reference, strings.Replace(text, found[1], " ", 1)
		}
	}
	at := referred.FindStringSubmatchIndex(text)
	if at == nil {
		return "", text
	}
	part := func(i int) string { return text[max(0, at[2*i]):max(0, at[2*i+1])] }
	first, sign := part(4), part(2)
	whole, end := further(first, text[at[9]:], known)
	end += at[9]
	isNamed := part(1) != "" || strings.TrimSpace(part(3)) != "" || sign == ":" || sign == "-" && strings.ContainsAny(first, figures)
	reference, ok := Reference(whole)
	switch {
	case !ok || phoneLike.MatchString(unspaced(whole)):
		return "", text
	case strings.ContainsAny(reference, figures):
		if len(reference) == minReference && !isNamed { // "17cyber 2026"
			return "", text
		}
	case !lettered(reference, known), gives.MatchString(part(3)), !isNamed && reference != strings.ToUpper(reference), sign == "-":
		return "", text
	}
	return reference, text[:at[8]] + " " + text[end:]
}

// further joins to the first group of a reference those that follow it at once: with figures, and
// as long as the first, or the last thing that is said. The first group of "CYB-2026-0118 1200
// euros" stands alone.
func further(first, behind string, known func(word string) bool) (reference string, end int) {
	reference = first
	if !strings.ContainsAny(first, figures) {
		return reference, 0
	}
	for {
		word, tail := nextGroup(behind[end:])
		if word == "" || !strings.ContainsAny(word, figures) && (word != strings.ToUpper(word) || known(word)) || timeLike.MatchString(word) {
			return reference, end
		}
		if rest := strings.TrimLeft(behind[end+tail:], " "); len(word) != len(first) && rest != "" && isWordByte(rest[0]) {
			return reference, end
		}
		reference += " " + word
		end += tail
	}
}

// nextGroup returns the letters and figures behind one blank, and where they end.
func nextGroup(text string) (word string, end int) {
	if !strings.HasPrefix(text, " ") {
		return "", 0
	}
	for end = 1; end < len(text) && (isWordByte(text[end]) && text[end] < utf8.RuneSelf || strings.IndexByte("-/_", text[end]) >= 0); {
		end++
	}
	if end < len(text) && text[end] >= utf8.RuneSelf {
		return "", 0
	}
	return strings.TrimRight(text[1:end], "-/_"), end
}

func isWordByte(c byte) bool {
	return c >= utf8.RuneSelf || c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
}

// unspaced is a reference without blanks.
func unspaced(reference string) string { return strings.ReplaceAll(reference, " ", "") }

// tellReference puts the reference of 17Cyber into its form, asked for or told unasked.
func (d *Desk) tellReference(reading *engine.Reading, question *engine.Question, s State, text string) {
	known := d.Reader.Knows
	reference, rest := toldReference(text, known)
	if question != nil && question.Dialog == referenceDialog {
		if reading.Answer.Meaning == engine.Value {
			reading.Answer = askedReference(cmp.Or(reference, groups(ownName.ReplaceAllString(text, " "), known)), text, known)
		}
		if reading.Answer.Meaning == engine.Value { // its figures tell of no incident
			reading.Incident, reading.Second, reading.Confidence = "", "", 0
		}
		return
	}
	if reference == "" {
		return
	}
	// What the message says is what it says besides; who was sent on from there comes for a reason.
	besides := d.Reader.Read(rest, question, s.Session.Lang)
	reading.Incident, reading.Second, reading.Confidence, reading.Beside = besides.Incident, besides.Second, besides.Confidence, besides.Beside
	if reading.Incident == "not_incident" {
		reading.Incident = ""
	}
	if question != nil && question.Kind == engine.AskChoice {
		reading.Answer = besides.Answer // its figures are no key
	} else if question != nil && strings.IndexFunc(ownName.ReplaceAllString(rest, " "), unicode.IsDigit) < 0 {
		reading.Answer = engine.Reply{Meaning: engine.Greeting} // it is not what was asked, and no miss
	}
	reading.Told = append(reading.Told, engine.Told{Fact: ReferenceFact, Value: reference}, engine.Told{Fact: referenceTold, Value: "yes"})
}

// askedReference reads what was written where the reference was asked for; given is the part of it
// that is most like one. Nothing is cut off: what is too long to be kept is asked again.
func askedReference(given, text string, known func(word string) bool) engine.Reply {
	reference, ok := Reference(cmp.Or(given, text))
	switch {
	case !strings.ContainsAny(reference, figures) && !lettered(reference, known): // "aucune", "pas encore"
		return engine.Reply{Meaning: engine.Unsure}
	case !ok, given == "" && strings.ContainsAny(reference, figures), phoneLike.MatchString(unspaced(reference)): // "hier 18h"
		return engine.Reply{Meaning: engine.Unclear}
	}
	return engine.Reply{Meaning: engine.Value, Value: reference}
}
