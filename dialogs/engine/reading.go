package engine

import (
	"slices"
	"time"
)

// Reading is what dialogs/understand made of one message. It carries no text of
// the reporter but what is to be kept as an answer (Answer.Value).
type Reading struct {
	Language string // of this message, "" when too short to tell
	// Signals that come before everything else.
	Danger, Distress, Minor bool
	// Command is one of the words that work at any time (human, help, back, repeat,
	// pause, file, clocks, complaint, cyber17, verify, code, link, who, language, new, stop,
	// restart, drill, end), or "".
	Command string
	// Asked is the question asked back: the Question of an entry of answers.yaml, or
	// "unknown" for a question nothing answers, or "".
	Asked string
	// Incident and Second are incident types, best first; Confidence is 0 to 1.
	Incident, Second string
	// Beside is another incident that a first message tells for itself, "" for none.
	Beside     string
	Confidence float64
	// Told are facts stated, asked for or not. The answer to the open question is not among them.
	Told []Told
	// Namesakes lists the INSEE codes that the reporter's own commune, named unasked, may have.
	Namesakes []string
	// Answer is what the message says to the open question.
	Answer Reply
	// Why lists the words that decided, for people who review.
	Why []string
	// Corrects says that the message takes back what was told before and tells it anew.
	Corrects bool
	// Farewell says that the message is thanks, assent or good wishes and nothing else.
	Farewell bool
	// Near says whether somebody is beside who writes, NearHere, or is no more, NearGone; OnlyNear that
	// the message tells of nothing else.
	Near     string
	OnlyNear bool
	// Hidden says that the text held invisible or look-alike letters.
	Hidden bool
	// Enter names the dialog a new case begins with, when its channel knows already
	// what it is about; else the start dialog finds out.
	Enter string
	// Photo says that a picture or another file came with the message.
	Photo bool
	// Secret says that something like a password or a card number was masked.
	Secret bool
	// Account says that what was masked is the number of an account and nothing else: no
	// secret to be changed, and what a bank and an investigator ask for.
	Account bool
}

// MoneyGone reports whether the message tells that money was paid or has left.
func (r *Reading) MoneyGone() bool {
	return slices.Contains(r.Told, Told{"paid", "yes"}) || slices.Contains(r.Told, Told{"money", "gone"})
}

// What a message tells of who stands beside who writes.
const (
	NearHere = "here"
	NearGone = "gone"
)

// Told is one fact stated in a message.
type Told struct{ Fact, Value string }

// Meaning is what an answer can mean (see the list of answer labels in dialogs/README.md).
type Meaning string

// The meanings.
const (
	None        Meaning = "" // the message says nothing to the open question
	Yes         Meaning = "yes"
	No          Meaning = "no"
	Done        Meaning = "done"
	NotDone     Meaning = "not_done"
	InProgress  Meaning = "in_progress"
	Partial     Meaning = "partial"
	Cannot      Meaning = "cannot"
	DidOpposite Meaning = "did_opposite"
	Unsure      Meaning = "unsure"
	HelpWanted  Meaning = "help"
	Wait        Meaning = "wait"
	Skip        Meaning = "skip"
	Unclear     Meaning = "unclear"
	Noted       Meaning = "noted"  // an act that was done, where a state was asked; "ok", where a yes has to be sure
	Thanks      Meaning = "thanks" // nothing but courtesy
	Greeting    Meaning = "greeting"
	All         Meaning = "all"     // to a count: all of them, however many there are
	Invalid     Meaning = "invalid" // a number not offered, a phone that cannot be one
	Value       Meaning = "value"   // Value holds a choice's id, a count, a time, a phone, a place
)

// Reply is the answer to the open question.
type Reply struct {
	Meaning Meaning
	// Value by kind: choice: the choice's id; count: digits; time: RFC 3339 in UTC of
	// the earliest plausible moment; phone: E.164; place: INSEE code; text: the text,
	// at most 2,000 letters.
	Value string
	// Also are further choices that were picked beside Value: "1 et 2".
	Also []string `json:",omitempty"`
	// Among lists the INSEE codes when a place is ambiguous.
	Among []string
}

// Question is the open question as understand needs it.
type Question struct {
	Dialog, Step string
	Kind         Kind
	Choices      []Choice // for choice, and for a place already narrowed down: ids are INSEE codes
	Lang         string
	Now          time.Time      // to read "hier soir"
	Zone         *time.Location // the reporter's
	Same         string         // E.164 of the number in use, for "ce numéro"; "" if none
	// Act says that an act was asked for, so that "c'est fait" answers; of a state it does not.
	Act bool
	// Consent says that leave is asked for: a limit or a condition is then no yes.
	Consent bool
	// Sure says that a mere acknowledgement is no yes.
	Sure bool
	// Unnamed says that no message has told yet what it is about: free words tell it here as
	// a first message does.
	Unnamed bool
}
