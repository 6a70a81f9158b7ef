package intake

import (
	"cmp"
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
	ownName   = regexp.MustCompile(`(?i)17[ -]?cyber(?:\.gouv\.fr)?`)
	phoneLike = regexp.MustCompile(`^(?:0|33)\d{9}$`)
	// timeLike is an hour or a day.
	timeLike = regexp.MustCompile(`(?i)^(?:\d{1,2}[h:]\d{0,2}|\d{1,2}/\d{1,2}(?:/\d{2,4})?)$`)
	// partsOf are the parts of a text that may name a reference: the service, a word with its signs, one other sign.
	partsOf = regexp.MustCompile(`(?i)` + ownName.String() + `|n°|[\pL\d](?:[\pL\d._/-]*[\pL\d])?|[^\s.]`)
)

// What a part of a text is for a reference that it may name.
const (
	partOther   = iota
	partService // 17Cyber
	partLabel   // a word for a reference
	partLink    // what stands between these, or says whose it is
	partGiven   // who gives one
	partGroup   // with figures: a reference, or part of one
)

var partWords = map[int]string{
	partLabel: " ref réf reference référence numero numéro number dossier case n° no ",
	partLink:  " est is c it s d de du of from le la l the un une a ma mon notre my our ce cette voila voilà m nous : , - _ / ( ' ’ ",
	partGiven: " donné donne donnée donnee attribué attribuée communiqué communiquée envoyé envoyée gave me us ont ",
}

// refPart is one part of a text, with what it is and where it stands.
type refPart struct {
	text     string
	is       int
	from, to int
}

func refParts(text string) []refPart {
	var parts []refPart
	for _, at := range partsOf.FindAllStringIndex(text, -1) {
		p := refPart{text: text[at[0]:at[1]], from: at[0], to: at[1]}
		small := " " + strings.ToLower(p.text) + " "
		switch {
		case ownName.MatchString(p.text):
			p.is = partService
		case strings.ContainsAny(p.text, figures) && !timeLike.MatchString(p.text):
			p.is = partGroup
		default:
			for is, words := range partWords {
				if strings.Contains(words, small) {
					p.is = is
				}
			}
		}
		parts = append(parts, p)
	}
	return parts
}

// sideBySide reports whether part i goes on what the one before it began, with one blank between.
func sideBySide(parts []refPart, i int) bool {
	return i > 0 && i < len(parts) && parts[i].from == parts[i-1].to+1
}

// grouped returns the parts from i on that are one reference, from and to: groups side by side,
// "4587 9632", with letters that nobody knows before and between them.
func grouped(parts []refPart, i int, known func(word string) bool) (from, to int) {
	from, to = i, i
	for sideBySide(parts, to+1) && (parts[to+1].is == partGroup || capitals(parts[to+1].text) && !known(parts[to+1].text)) {
		to++
	}
	if sideBySide(parts, from) && onlyLetters(parts[from-1].text) && len(parts[from-1].text) <= minReference && parts[from-1].is == partOther && !known(parts[from-1].text) {
		from--
	}
	return from, to
}

func capitals(word string) bool { return onlyLetters(word) && word == strings.ToUpper(word) }

// groups returns the words of a text that together are most like a reference.
func groups(text string, known func(word string) bool) (reference string) {
	parts := refParts(text)
	for i := 0; i < len(parts); i++ {
		if parts[i].is != partGroup {
			continue
		}
		from, to := grouped(parts, i, known)
		if whole := text[parts[from].from:parts[to].to]; len(whole) > len(reference) {
			reference = whole
		}
		i = to
	}
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
// it names none or one that is too long to be kept, and what else the message says.
func toldReference(text string, known func(word string) bool) (reference, rest string) {
	text = text[:min(len(text), 500)]
	parts := refParts(text)
	for i := range parts {
		if parts[i].is != partService {
			continue
		}
		from, to, ok := beforeName(parts, i, known)
		if !ok {
			from, to, ok = behindName(parts, i, known)
		}
		if !ok {
			continue
		}
		from, to = parts[from].from, parts[to].to
		if reference, ok := Reference(text[from:to]); ok && !phoneLike.MatchString(unspaced(reference)) {
			return reference, text[:from] + " " + text[to:]
		}
	}
	return "", text
}

// beforeName finds the reference told before what it is: "AB12-3456 c'est ma référence 17cyber",
// "PZ9981 (17Cyber)".
func beforeName(parts []refPart, service int, known func(word string) bool) (from, to int, ok bool) {
	i, named := service-1, false
	for i >= 0 && (parts[i].is == partLabel || parts[i].is == partLink) {
		named = named || parts[i].is == partLabel || parts[i].text == "("
		i--
	}
	if i < 0 || parts[i].is != partGroup || !named {
		return 0, 0, false
	}
	for to = i; i > 0 && parts[i-1].is == partGroup && sideBySide(parts, i); {
		i--
	}
	from, _ = grouped(parts, i, known)
	return from, to, true
}

// behindName finds the reference told at once behind the service's name, or behind words for it. One of
// letters alone stands in capitals, or behind a word for it.
func behindName(parts []refPart, service int, known func(word string) bool) (from, to int, ok bool) {
	named, given := false, false
	for i := service - 1; i >= 0 && !named && (parts[i].is == partLabel || parts[i].is == partLink); i-- {
		named = parts[i].is == partLabel
	}
	i := service + 1
	for ; i < len(parts) && (parts[i].is == partLabel || parts[i].is == partLink || parts[i].is == partGiven); i++ {
		named = named || parts[i].is == partLabel || parts[i].text == ":" || parts[i].text == "-" || parts[i].text == "est"
		given = given || parts[i].is == partGiven
	}
	switch {
	case i == len(parts):
		return 0, 0, false
	case parts[i].is == partGroup:
		to = following(parts, i, known)
		return i, to, named || given || to > i || len(parts[i].text) > minReference // "17cyber 2026"
	}
	word := parts[i].text
	letters := onlyLetters(strings.NewReplacer("-", "", "/", "", ".", "", "_", "").Replace(word))
	return i, i, letters && lettered(word, known) && !given && (named || word == strings.ToUpper(word))
}

// following joins to the first group of a reference those that stand behind it at once: as long as the
// first, or the last thing that is said. The first of "CYB-2026-0118 1200 euros" stands alone.
func following(parts []refPart, first int, known func(word string) bool) (last int) {
	_, end := grouped(parts, first, known)
	for last = first; last < end; last++ {
		if len(parts[last+1].text) != len(parts[first].text) && sideBySide(parts, last+2) {
			break
		}
	}
	return last
}

// bareReference returns the reference of a message that is nothing but one and a word for it,
// "la ref c'est 445566"; "" of another.
func bareReference(text string, known func(word string) bool) string {
	parts := refParts(text[:min(len(text), 500)])
	group := slices.IndexFunc(parts, func(p refPart) bool { return p.is == partGroup })
	if group < 0 {
		return ""
	}
	from, to := grouped(parts, group, known)
	reference, ok := Reference(text[parts[from].from:parts[to].to])
	labelled := slices.ContainsFunc(parts[:from], func(p refPart) bool { return p.is == partLabel })
	if !ok || !labelled || to+1 < len(parts) || slices.ContainsFunc(parts[:from], func(p refPart) bool { return p.is != partLabel && p.is != partLink }) ||
		phoneLike.MatchString(unspaced(reference)) || onlyCode.MatchString(text) {
		return ""
	}
	return reference
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
	if reference == "" && s.Session.Started && question != nil && question.Kind == engine.AskChoice && !told(reading, BankReferenceFact) {
		reference, rest = bareReference(text, known), ""
	}
	if reference == "" {
		if ownName.MatchString(text) && d.Reader.Says("sent_on", text, s.Session.Lang) {
			sentOn(reading)
		}
		return
	}
	// What the message says is what it says besides; who was sent on from there comes for a reason.
	besides := d.Reader.Read(rest, question, s.Session.Lang)
	reading.Incident, reading.Second, reading.Confidence, reading.Beside = besides.Incident, besides.Second, besides.Confidence, besides.Beside
	sentOn(reading)
	if question != nil && question.Kind == engine.AskChoice {
		reading.Answer = besides.Answer // its figures are no key
	} else if question != nil && strings.IndexFunc(ownName.ReplaceAllString(rest, " "), unicode.IsDigit) < 0 {
		reading.Answer = engine.Reply{Meaning: engine.Greeting} // it is not what was asked, and no miss
	}
	reading.Told = append(reading.Told, engine.Told{Fact: ReferenceFact, Value: reference}, engine.Told{Fact: referenceTold, Value: "yes"})
}

// sentOn reads that the reporter comes from 17Cyber: for a reason, and it is no answer and no miss.
func sentOn(reading *engine.Reading) {
	if reading.Incident == "not_incident" {
		reading.Incident = ""
	}
	if reading.Answer.Meaning == engine.Unclear || reading.Answer.Meaning == engine.None {
		reading.Answer = engine.Reply{Meaning: engine.Greeting}
	}
}

func told(reading *engine.Reading, fact string) bool {
	return slices.ContainsFunc(reading.Told, func(t engine.Told) bool { return t.Fact == fact })
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
