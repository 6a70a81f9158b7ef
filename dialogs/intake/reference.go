package intake

import (
	"crypto/sha256"
	"encoding/hex"
	"regexp"
	"slices"
	"strings"
	"unicode"

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
	return strings.Join(strings.Fields(ownName.ReplaceAllString(text, " ")), " ")
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
	ownName = regexp.MustCompile(`(?i)17[ -]?cyber`)
	// referred is a reference told unasked: the service's name, perhaps a word for
	// reference on either side of it, then at once something like one.
	referred  = regexp.MustCompile(`(?i)(` + aReference + `(?:de |du |d'|of |from )?(?:le |la |the )?)?17[ -]?cyber(?:\.gouv\.fr)?\s*[:,]?\s*((?:(?:est|is)\s+)?(?:` + aReference + `)*)([a-z0-9][a-z0-9._/-]{3,39})(?:[^\pL]|$)`)
	phoneLike = regexp.MustCompile(`^(?:0|33)\d{9}$`)
)

const aReference = `(?:ref|réf|référence|reference|numéro|numero|number|dossier|case|n°|no)\.?\s*[:,]?\s*`

// lettered reports whether what has no figure may be a reference: no spaces, and a part
// that no vocabulary has, as "aucune" and "merci" are had.
func lettered(reference string, known func(word string) bool) bool {
	parts := strings.FieldsFunc(reference, func(r rune) bool { return strings.ContainsRune("-/._", r) })
	return !strings.Contains(reference, " ") && slices.ContainsFunc(parts, func(part string) bool { return !known(part) })
}

// toldReference returns the reference that a message names as one of 17Cyber, "" if
// it names none. One of letters alone stands in capitals, or behind a word for it.
func toldReference(text string, known func(word string) bool) string {
	found := referred.FindStringSubmatch(text[:min(len(text), 500)])
	if found == nil || phoneLike.MatchString(found[3]) {
		return ""
	}
	reference := CleanReference(found[3])
	named := found[1] != "" || strings.TrimSpace(found[2]) != ""
	switch {
	case len(reference) < minReference:
		return ""
	case strings.ContainsAny(reference, figures):
		if len(reference) == minReference && !named { // "17cyber 2026"
			return ""
		}
	case !lettered(reference, known), !named && reference != strings.ToUpper(reference):
		return ""
	}
	return reference
}

// tellReference puts the reference of 17Cyber into its form, asked for or told unasked.
// known reports whether a word stands in the vocabulary.
func tellReference(reading *engine.Reading, question *engine.Question, text string, known func(word string) bool) {
	if question != nil && question.Dialog == referenceDialog {
		if reading.Answer.Meaning != engine.Value {
			return
		}
		reference := CleanReference(text)
		switch {
		case !strings.ContainsAny(reference, figures) && !lettered(reference, known): // "aucune", "pas encore"
			reading.Answer = engine.Reply{Meaning: engine.Unsure}
		case len(reference) < minReference:
			reading.Answer = engine.Reply{Meaning: engine.Unclear}
		default:
			reading.Answer.Value = reference
		}
		return
	}
	if reference := toldReference(text, known); reference != "" {
		if reading.Incident == "not_incident" { // who was sent on from there comes for a reason
			reading.Incident = ""
		}
		reading.Told = append(reading.Told, engine.Told{Fact: ReferenceFact, Value: reference}, engine.Told{Fact: referenceTold, Value: "yes"})
	}
}
