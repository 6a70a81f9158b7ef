package intake

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"relais/dialogs/engine"
	"relais/dialogs/places"
	"relais/dialogs/places/spelling"
)

// BankReferenceFact is the reference or the name that the bank or the public accountant
// gave, as the reporter wrote it; bankReferenceTold says that it was told unasked.
const (
	BankReferenceFact = "bank_ref"
	bankReferenceTold = "bank_ref_told"
	recallFact        = "recall" // what the bank or the public accountant answers about the money
)

// reached are the facts that say that the bank or the public accountant was reached. Only
// then is a reference told unasked one of theirs, and not one of an invoice.
var reached = []string{"bank_called", "bank_told", "accountant_told", "opposed"}

// BankReference returns what somebody typed as the reference or the name that a bank gave
// as it is kept: letters, figures and the signs - / . _ ' with single spaces between words.
// It reports false of what is none: fewer than two letters or four figures, more than
// maxReference letters.
func BankReference(text string) (string, bool) {
	text = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsLetter(r), unicode.IsDigit(r), strings.ContainsRune("-/._'", r):
			return r
		case r == '’':
			return '\''
		}
		return ' '
	}, text)
	text = strings.Join(strings.Fields(text), " ")
	letters, digits := 0, 0
	for _, r := range text {
		switch {
		case unicode.IsLetter(r):
			letters++
		case unicode.IsDigit(r):
			digits++
		}
	}
	return text, (letters >= 2 || letters+digits >= minReference) && utf8.RuneCountInString(text) <= maxReference
}

// tellBankReference puts what the bank gave into its form, asked for or told unasked. What
// held a secret (a card, an account, a code) is none of it.
func (d *Desk) tellBankReference(reading *engine.Reading, question *engine.Question, s State, text string) {
	asked := d.asks(question) == BankReferenceFact
	if reading.Secret {
		if asked {
			reading.Answer = engine.Reply{Meaning: engine.Unclear}
		}
		return
	}
	text = text[:min(len(text), maxBankText)]
	if asked {
		if m := places.Find(text, true); s.Session.Facts.Get(placeFact) == engine.Unset && m.Status == places.Found && spelling.Fold(text) == spelling.Fold(m.Places[0].Name) {
			// "Blagnac": where they are, told out of turn. Once that is known it may be somebody's name.
			reading.Answer = engine.Reply{}
			reading.Told = append(reading.Told, engine.Told{Fact: placeFact, Value: m.Places[0].INSEE})
			return
		}
		reading.Answer = d.bankAnswer(reading.Answer, text, s.Session.Lang)
		if reading.Answer.Meaning == engine.Unsure {
			reading.Told = nil // "ils n'ont rien donné": the bank, and nobody else
		}
		return
	}
	if question != nil && slices.ContainsFunc(reading.Told, func(t engine.Told) bool { return t.Fact == recallFact }) && d.asks(question) != recallFact {
		// "La banque a refusé le rappel" is of no other incident, and answers nothing else.
		reading.Incident, reading.Answer = "", engine.Reply{}
	}
	reaching := reaches(question, d.asks(question), reading.Answer)
	known := reaching || slices.ContainsFunc(reached, func(fact string) bool {
		return s.Session.Facts[fact] == "yes" || slices.Contains(reading.Told, engine.Told{Fact: fact, Value: "yes"})
	})
	reference := d.referenceIn(text, s.Session.Lang)
	if !known || reference == "" {
		return
	}
	if !d.Reader.Says("bank", text, s.Session.Lang) {
		// "Mme Roy ref FR-4412": who says nothing else need not say of whom it is.
		short, ok := BankReference(text)
		titled := d.Reader.Says("titled", text, s.Session.Lang) || d.Reader.Says("honorific", text, s.Session.Lang)
		if !ok || len(strings.Fields(short)) > aloneWords || !titled && !reaching {
			return
		}
		if titled {
			reference = short
		}
	}
	if s.Session.Started {
		reading.Incident = "" // the bank is the real one
	}
	reading.Told = append(reading.Told, engine.Told{Fact: BankReferenceFact, Value: reference}, engine.Told{Fact: bankReferenceTold, Value: "yes"})
	if reaching {
		reading.Told = append(reading.Told, engine.Told{Fact: d.asks(question), Value: "yes"})
	}
}

// untellReached takes back that the bank was reached where the answer is that it was not: "j'ai appelé
// la banque mais c'est fermé".
func untellReached(reading *engine.Reading, question *engine.Question) {
	if question == nil || !slices.ContainsFunc(question.Choices, func(c engine.Choice) bool {
		return c.Unreached && reading.Answer.Meaning == engine.Value && c.ID == reading.Answer.Value
	}) {
		return
	}
	reading.Told = slices.DeleteFunc(reading.Told, func(t engine.Told) bool { return t.Value == "yes" && slices.Contains(reached, t.Fact) })
}

// reaches reports whether the open question is whether the bank or the public accountant was
// reached, and the answer does not say that they were not: who was given a reference has.
func reaches(question *engine.Question, fact string, answer engine.Reply) bool {
	if !slices.Contains(reached, fact) {
		return false
	}
	value := cmp.Or(answer.Value, engine.StandsFor(question.Choices, answer.Meaning))
	return value != "no" && value != "unknown"
}

// aloneWords is how many words a message has at most that is a reference, and the name of who
// gave it, and nothing else.
const aloneWords = 6

// maxBankText is how many bytes of a message are looked through for a reference.
const maxBankText = 500

// asks returns the fact that a question writes, "" where none is open.
func (d *Desk) asks(question *engine.Question) string {
	if question == nil {
		return ""
	}
	dialog, ok := d.Set.Dialog(question.Dialog)
	if !ok {
		return ""
	}
	step, ok := dialog.Step(question.Step)
	if !ok {
		return ""
	}
	return step.Fact
}

// bankAnswer reads what was answered when the reference was asked for: a reference in a
// sentence stands for the sentence where that is too long to keep.
func (d *Desk) bankAnswer(answer engine.Reply, text, lang string) engine.Reply {
	if answer.Meaning != engine.Value {
		return answer
	}
	words := strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) })
	if len(words) > 0 && !strings.ContainsAny(text, figures) && len(words) <= bareWords && !slices.ContainsFunc(words, func(word string) bool { return !d.Reader.Knows(word) }) {
		// A yes or a no is a text like any other to the reader.
		plain := d.Reader.Read(text, &engine.Question{Kind: engine.AskChoice, Choices: plainChoices, Act: true, Lang: lang}, lang).Answer
		switch cmp.Or(plain.Value, engine.StandsFor(plainChoices, plain.Meaning)) {
		case "yes":
			return engine.Reply{Meaning: engine.Unclear}
		case "no":
			return engine.Reply{Meaning: engine.Unsure}
		}
	}
	if !strings.ContainsAny(text, figures) && (d.Reader.Says("ungiven", text, lang) || d.Reader.Says("nil", text, lang)) { // "ils n'ont rien donné"
		return engine.Reply{Meaning: engine.Unsure}
	}
	given, ok := BankReference(text)
	if reference := d.referenceIn(text, lang); reference != "" && (!ok || len(strings.Fields(given)) <= bareWords) {
		given, ok = reference, true
	}
	for !ok && strings.Contains(given, " ") && utf8.RuneCountInString(given) > maxReference {
		given, ok = BankReference(given[:strings.LastIndexByte(given, ' ')])
	}
	if !ok {
		return engine.Reply{Meaning: engine.Unclear}
	}
	return engine.Reply{Meaning: engine.Value, Value: given}
}

var plainChoices = []engine.Choice{{Key: 1, ID: "yes"}, {Key: 2, ID: "no"}}

// bareWords is how many words an answer has at most that is a reference and nothing else:
// "la référence RF-2231".
const bareWords = 3

// numbered is the form of a reference: letters, figures and signs, a figure among them.
var numbered = regexp.MustCompile(`^[\pL\d][\pL\d._/-]{3,39}$`)

// referenceIn returns what a text names as a reference, "" if nothing: a number behind a word
// for one, with no more between than small words and whose it is.
func (d *Desk) referenceIn(text, lang string) string {
	fields := strings.Fields(text)
	for i, field := range fields {
		number := strings.Trim(field, ".,;:!?()\"«»")
		if i == 0 || !strings.ContainsAny(number, figures) || !numbered.MatchString(number) || phoneLike.MatchString(number) || caseCode.MatchString(number) {
			continue
		}
		for j := i - 1; j >= max(0, i-referenceReach); j-- {
			end := j + 1 // of the word for one, which may be several
			for end < i && !d.Reader.Says("reference", strings.Join(fields[j:end], " "), lang) {
				end++
			}
			if end == i && !d.Reader.Says("reference", strings.Join(fields[j:i], " "), lang) {
				continue
			}
			between := fields[end:i]
			if d.Reader.Says("bank", strings.Join(between, " "), lang) || !slices.ContainsFunc(between, func(word string) bool { return utf8.RuneCountInString(word) > smallWord }) {
				return number
			}
			break
		}
	}
	return ""
}

const (
	referenceReach = 7 // how many words before its number the word for a reference may stand
	smallWord      = 5 // letters of a word that may stand between: "c'est", "est", "de"
)
