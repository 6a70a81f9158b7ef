// Package engine runs the dialogs: a compiled set of dialogs, a session and one
// reading of what the reporter said give the next session and what is to be said.
//
// It is pure. There is no clock, no network and no chance in it; what depends on
// them arrives as an argument (see Derive). The same session and reading give the
// same answer for ever, which is what makes a case replayable from its log.
package engine

import (
	"slices"
	"sort"
	"strings"
)

// Set is everything an analyst owns, compiled from the YAML files of dialogs/.
// It is static data: no pointers and no maps, so that a function starts without
// parsing anything.
type Set struct {
	// Hash names the content: equal hashes mean equal conversations.
	Hash       string
	Dialogs    []Dialog    // sorted by ID
	Facts      []Fact      // sorted by Name
	Interrupts []Interrupt // in the order in which they are looked at
	Answers    []Answer    // questions a reporter may ask in mid-step, sorted by ID
	Clocks     []Clock     // legal and practical deadlines
	Silence    []Patience  // defaults of no_input and no_match per channel, from start.yaml
	Later      []Later     // what is asked of itself, from start.yaml
	Recallers  []string    // doors that can ask money back, from directory/doors.yaml
	Incidents  []string    // incident types that may be told, sorted
	Worked     []Worked    // derived facts that rest on facts alone, from facts.yaml, in its order
	Apart      []Condition // by incident (Fact), those (In) that beside it are events of their own
}

// Worked is a line of a derived fact that rests on facts alone: its value where all of When holds,
// if no line of that fact before it fits.
type Worked struct {
	Fact  string
	Value string
	When  []Condition
	Told  bool // what a step concludes by itself does not count
}

// TheIncident is what enter says for the dialog of the incident that was told; while
// that has none, the dialog unknown.
const TheIncident = "incident"

// TheOther is what enter says for the dialog of the other incident told: it leads from
// then on, and the one that led until then is kept in its place.
const TheOther = "beside"

// Dialog is one file of dialogs/.
type Dialog struct {
	ID             string
	Version        int
	Classification string   // RSIT class/type, lower case, hyphens
	Sources        []string // where its advice comes from
	ReviewBy       string   // ISO date
	Start          string
	Severity       []SeverityLine
	Raise          []SeverityLine // each fitting line lifts the level by one, P1 at most
	Steps          []Step
}

// SeverityLine gives Level when all of When holds. Because is the id of the reason
// shown on the card (text severity.because.<id>).
type SeverityLine struct {
	Level   string // P1, P2 or P3; empty in a raise line
	When    []Condition
	Because string
}

// Condition holds when the fact has one of the values. An unset fact has the value "unset".
type Condition struct {
	Fact string
	In   []string
}

// Fits reports whether the value fulfils the condition.
func (c Condition) Fits(value string) bool { return slices.Contains(c.In, value) }

// Kind is what a question asks for.
type Kind string

// The kinds of question.
const (
	AskChoice Kind = "choice"
	AskText   Kind = "text"
	AskCount  Kind = "count"
	AskTime   Kind = "time"
	AskPhone  Kind = "phone"
	AskPlace  Kind = "place"
)

// Step is one step of a dialog: a question (Ask), a message (Tell), a call of
// another dialog (Call), the moment a case is said to be handed over (Escalate),
// an end (End), or a mere fork (only Next).
type Step struct {
	ID       string
	Ask      Kind
	Fact     string
	Choices  []Choice
	Tell     bool
	Call     string
	Escalate string
	End      string
	Set      []Assignment
	Pause    bool // the reporter rests: silence is no lapse until the next message
	Anew     bool // asked even when the fact is known
	Consent  bool // asks for leave: only a clear yes is one
	Alone    bool // nothing else is said while it is open, but for what may never wait
	Sure     bool // a mere acknowledgement ("ok") is no yes
	State    bool // asks how things are, not whether the act told before it was done
	Help     bool // a text <dialog>.<step>.help says how it is done
	Next     []Branch
	NoInput  Patience
	NoMatch  Patience
	BareNo   string // where a no leads that stands for no choice: several would be it
	SkipOn   []string
	SkipWhen []Condition // stepped over when all hold, now or as soon as they do
	Doors    []string    // whom its text sends to, as doors.yaml names them, in the order of the text
	Grade    string
	Sources  []string
	Line     int // of the YAML file, for messages to authors
}

// Assignment writes a fact when its step is passed.
type Assignment struct{ Fact, Value string }

// Choice is one answer offered. Key is what is typed or pressed, 1 to 8.
type Choice struct {
	Key int
	ID  string
	As  string // yes or no, when that is what a person says who means this choice
	// Unreached says that this choice is meant where whoever was to be called is closed, busy or does not answer.
	Unreached bool
	Goto      string // a step of this dialog
	Enter     string // or another dialog, which does not return
}

// Branch is one way on. It is taken when all of When holds.
type Branch struct {
	When  []Condition
	Goto  string
	Enter string
}

// Patience says how long silence, or how many replies that fit nothing, are
// borne before the conversation goes to Goto. After counts in whole seconds.
type Patience struct {
	Channel string // only in Set.Silence
	After   int64  // seconds of silence before a reprompt; 0: no reprompt
	Times   int    // reprompts, or misses, before Goto
	Goto    string // the way out once Times are used up; empty: the careful way on
}

// Fact declares one fact of the case.
type Fact struct {
	Name      string
	Is        string   // "" when Values is given; else count, text, phone, time, place
	Values    []string // the closed list, without "unset"
	Unit      string
	Max       int
	Personal  bool   // leaves only towards the region's analysts, never into a queue body
	Dialog    string // the dialog that owns it; empty: case-wide
	Latest    bool   // the newest statement counts, also one made unasked
	Firm      string // with Latest: the value that no later statement replaces
	Corrected bool   // a statement that corrects replaces it, and is said back
	Card      bool   // shown on the analysts' card
}

// Interrupt answers something that may be said at any step: a danger, a command,
// or a fact that has just become known. Exactly one of On and When leads.
type Interrupt struct {
	On     string      // a signal (danger, distress, minor) or a command (human, help, …)
	When   []Condition // or facts that hold, the first of which has just changed: a text once a case, a call while they hold
	Call   string      // dialog to call; it returns to the open question
	Tell   string      // or a message of start.yaml said before the open question is put again
	Do     string      // or an act of the engine: again, back, new, pause, restart
	Set    []Assignment
	Rank   int      // lower is more urgent when a message cannot hold everything
	Within []string // only while one of these dialogs runs (as leader); empty: everywhere
}

// Later asks of itself, once a case, what came of an act: nobody knows it at once.
type Later struct {
	ID    string      // its name in a case
	When  []Condition // facts that were stated; none is worked out
	Call  string      // dialog to call; it returns to what was open
	After int64       // seconds since the newest message of the desk
}

// Answer is one entry of answers.yaml: what is said to a question asked back.
type Answer struct {
	ID       string // text answers.<id>
	Question string // the question's id in the vocabulary
	Incident string // empty: any incident
	When     []Condition
	Doors    []string // as in Step
	Grade    string
	Sources  []string
}

// Clock is one deadline: Hours after the fact From, for those whom When describes.
type Clock struct {
	ID      string // text clocks.<id>
	From    string // a fact of kind time
	Hours   int    // how long it runs: one of the three, or none for "without delay"
	Days    int
	Months  int
	When    []Condition
	On      bool // off until a lawyer signs
	Grade   string
	Sources []string
	Since   string // ISO date from which the rule is law
	Until   string // ISO date, empty: open
	Checked string // ISO date of the last reading of the source
}

// Told reports whether a clock is told as a deadline, with its day and hour: it is on and
// runs in hours. Duties without a term, and the longer terms, have texts of their own.
func (c *Clock) Told() bool { return c.On && c.Hours > 0 }

// InForce reports whether the rule is on, and law for what was learned on an ISO day.
func (c *Clock) InForce(day string) bool {
	return c.On && (c.Since == "" || c.Since <= day) && (c.Until == "" || day <= c.Until)
}

// Excludes reports whether nobody has both clocks: of one fact they want different values.
func (c *Clock) Excludes(other *Clock) bool {
	return slices.ContainsFunc(c.When, func(mine Condition) bool {
		return slices.ContainsFunc(other.When, func(its Condition) bool {
			return mine.Fact == its.Fact && !slices.ContainsFunc(mine.In, its.Fits)
		})
	})
}

// apart reports whether beside one incident another is an event of its own.
func (s *Set) apart(one, other string) bool {
	return slices.ContainsFunc(s.Apart, func(c Condition) bool { return c.Fact == one && c.Fits(other) })
}

// Work returns the value of a derived fact that facts.yaml works out, Unset for any other.
func (s *Set) Work(name string, session *Session) string {
	for _, line := range s.Worked {
		if line.Fact == name && !slices.ContainsFunc(line.When, func(c Condition) bool {
			return !c.Fits(session.Facts.Get(c.Fact)) || line.Told && session.By[c.Fact] == ByDialog
		}) {
			return line.Value
		}
	}
	return Unset
}

// Dialog returns the dialog named id.
func (s *Set) Dialog(id string) (*Dialog, bool) {
	i := sort.Search(len(s.Dialogs), func(i int) bool { return s.Dialogs[i].ID >= id })
	if i < len(s.Dialogs) && s.Dialogs[i].ID == id {
		return &s.Dialogs[i], true
	}
	return nil, false
}

// Fact returns the declaration of the fact named name.
func (s *Set) Fact(name string) (*Fact, bool) {
	i := sort.Search(len(s.Facts), func(i int) bool { return s.Facts[i].Name >= name })
	if i < len(s.Facts) && s.Facts[i].Name == name {
		return &s.Facts[i], true
	}
	return nil, false
}

// Sends returns the doors that the text named id sends to: that of a step
// (<dialog>.<step>) or of an answer (answers.<id>).
func (s *Set) Sends(id string) []string {
	dialog, step, _ := strings.Cut(id, ".")
	if d, ok := s.Dialog(dialog); ok {
		if step, ok := d.Step(step); ok {
			return step.Doors
		}
	}
	if dialog == "answers" {
		if i := slices.IndexFunc(s.Answers, func(a Answer) bool { return a.ID == step }); i >= 0 {
			return s.Answers[i].Doors
		}
	}
	return nil
}

// Checks reports whether the step named id asks if an act just told has been carried
// out: then "c'est fait" answers it. Of a state ("does it spread?") it says nothing.
func (d *Dialog) Checks(id string) bool {
	if step, ok := d.Step(id); ok && step.State {
		return false
	}
	for _, s := range d.Steps {
		if s.Tell && slices.ContainsFunc(s.Next, func(b Branch) bool { return b.Goto == id }) {
			return true
		}
	}
	return false
}

// asksLeave reports whether a question for leave writes the fact named name.
func (s *Set) asksLeave(name string) bool {
	for i := range s.Dialogs {
		for k := range s.Dialogs[i].Steps {
			if step := &s.Dialogs[i].Steps[k]; step.Consent && step.Fact == name {
				return true
			}
		}
	}
	return false
}

// leads reports whether a question knows a way on from a value its fact has already:
// what another incident's question left there may be none of its choices.
func (s *Step) leads(value string) bool {
	return value != Unset && (len(s.Next) > 0 || slices.ContainsFunc(s.Choices, func(c Choice) bool { return c.ID == value }))
}

// Step returns the step named id.
func (d *Dialog) Step(id string) (*Step, bool) {
	for i := range d.Steps {
		if d.Steps[i].ID == id {
			return &d.Steps[i], true
		}
	}
	return nil, false
}
