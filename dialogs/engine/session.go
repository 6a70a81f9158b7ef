package engine

import "slices"

// Facts holds what is known, by fact name. A missing name is unset.
type Facts map[string]string

// Unset is the value a condition names for a fact nobody has stated yet.
const Unset = "unset"

// Get returns the value of a fact, or Unset.
func (f Facts) Get(name string) string {
	if v, ok := f[name]; ok {
		return v
	}
	return Unset
}

// textOnly is the fact that the reporter does not phone.
const textOnly = "text_only"

// TextOnly reports whether the reporter does not phone: texts are then said in their form
// `written`.
func (f Facts) TextOnly() bool { return f.Get(textOnly) != Unset }

// Source says who set a fact; the zero Source is the reporter, who told it or answered.
type Source string

// The sources beside the reporter.
const (
	ByReporter Source = ""
	ByDialog   Source = "dialog" // a step set it, or nobody could read the answer: an inference
	ByDesk     Source = "desk"   // an analyst corrected it
)

// Session is the state of one conversation between two turns. It is stored as
// JSON inside the sealed content of each turn.
type Session struct {
	Content string `json:"content"` // Set.Hash it was last advanced with
	Lang    string `json:"lang"`
	Channel string `json:"channel"`
	Started bool   `json:"started,omitempty"`

	// Lead is the incident dialog that leads the case; Here is the open step.
	Lead  string  `json:"lead,omitempty"`
	Here  Place   `json:"here"`
	Stack []Place `json:"stack,omitempty"` // callers, innermost last
	Aside *Aside  `json:"aside,omitempty"` // the open question while a human leads; never changed in place

	Facts Facts `json:"facts,omitempty"`
	// By holds who set those facts that the reporter did not.
	By       map[string]Source `json:"by,omitempty"`
	Versions map[string]int    `json:"versions,omitempty"` // dialog → version begun with
	Held     []Say             `json:"held,omitempty"`     // said with the open question when it is put
	Unput    bool              `json:"unput,omitempty"`    // the open question was not put yet
	Later    []Say             `json:"later,omitempty"`    // riders that found no room
	Greeted  bool              `json:"greeted,omitempty"`  // the reporter was told who answers
	Once     []string          `json:"once,omitempty"`     // interrupts that have fired, sorted
	Misses   int               `json:"misses,omitempty"`
	Silences int               `json:"silences,omitempty"`
	Undo     []Undo            `json:"undo,omitempty"`      // newest last, bounded
	WentBack bool              `json:"went_back,omitempty"` // the last message was RETOUR
	Among    []string          `json:"among,omitempty"`
	// Namesakes are the communes to choose from once the place is asked for: its name was told, unasked.
	Namesakes []string          `json:"namesakes,omitempty"`
	Values    map[string]string `json:"values,omitempty"` // code, pin, words: made by the desk, said by texts

	Doors []string `json:"doors,omitempty"` // doors the reporter was told of, in the order of the telling

	Severity string `json:"severity,omitempty"` // P1, P2, P3
	Because  string `json:"because,omitempty"`
	Stated   bool   `json:"stated,omitempty"` // severity rests on an explicit line met by a stated fact
	Said     bool   `json:"said,omitempty"`   // an escalate step has been said to the reporter
	Queued   bool   `json:"queued,omitempty"` // the case is in a region's queue
	End      string `json:"end,omitempty"`    // status once ended
	Halted   bool   `json:"halted,omitempty"` // a word ended it in the middle: the next message goes on there
	Paused   bool   `json:"paused,omitempty"` // the reporter asked for a pause: silence is no lapse
	Reput    bool   `json:"reput,omitempty"`  // the open question was put again because nobody knows whether it arrived
	Turns    int    `json:"turns,omitempty"`  // messages of the reporter taken
}

// Unnamed reports that no message has told yet what the case is about.
func (s *Session) Unnamed() bool {
	return s.End == "" && slices.Contains(vague, s.Facts.Get("incident")) && (s.Lead == "" || slices.Contains(vague, s.Lead))
}

// Place is a step of a dialog. On the stack, Again says that the step was
// interrupted and is put again on return; otherwise it called, and goes on.
type Place struct {
	Dialog string `json:"d,omitempty"`
	Step   string `json:"s,omitempty"`
	Again  bool   `json:"a,omitempty"`
	Held   []Say  `json:"h,omitempty"` // said with the step when it is put again
}

// ID is the text id of the step.
func (p Place) ID() string { return p.Dialog + "." + p.Step }

// Say is one piece of text to be said: the text Dialog.Step (or a bare id) with values.
type Say struct {
	ID     string            `json:"id"`
	Values map[string]string `json:"v,omitempty"`
	Rank   int               `json:"r,omitempty"` // lower is more urgent
	Until  int               `json:"u,omitempty"` // not said after this many messages of the reporter; 0: keeps
	Once   bool              `json:"o,omitempty"` // of a dialog laid over the open question: not said again with it
}

// Undo takes one answer back.
type Undo struct {
	Here  Place             `json:"h"`
	Stack []Place           `json:"s,omitempty"`
	Lead  string            `json:"l,omitempty"`
	End   string            `json:"e,omitempty"`
	Old   map[string]string `json:"o,omitempty"` // facts before; Unset for those that were not there
	By    map[string]Source `json:"b,omitempty"` // who had set those of Old that the reporter had not
	Told  bool              `json:"t,omitempty"` // its question was told unasked, and never put
}
