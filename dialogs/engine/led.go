package engine

import (
	"slices"
	"strconv"
	"strings"
)

// Aside is the open question while a human leads the conversation, with what it
// takes to put it again.
type Aside struct {
	Here  Place   `json:"h"`
	Stack []Place `json:"s,omitempty"`
	Held  []Say   `json:"e,omitempty"`
}

// exits are the signals and words that are answered although a human leads.
var exits = []string{"danger", "distress", "human", "verify", "file", "test"}

// SetAside lays the open question aside: a human takes the lead. What the session
// says after that comes from Led, until Resume. Setting aside twice changes nothing.
func SetAside(s Session) Session {
	if s.Aside != nil {
		return s
	}
	s.Aside = &Aside{Here: s.Here, Stack: slices.Clone(s.Stack), Held: slices.Clone(s.Held)}
	s.Here, s.Stack, s.Held, s.Among = Place{}, nil, nil, nil
	s.Unput, s.Paused, s.Misses, s.Silences = false, false, 0, 0
	return s
}

// Led applies a message while a human leads: what it states is stored, and only
// what may never wait is answered: danger, distress, HUMAIN, VERIF, DOSSIER, TEST, and
// the questions that those have put; where somebody reads along who has not been let hear
// more, the two that are told and TEST. For anything else there are no effects. It is
// pure; s is not changed. It counts as no message of the conversation with the robot.
func Led(set *Set, s Session, r Reading, derive Derive) (Session, []Effect) {
	a := begin(set, s, derive)
	a.learn(r)
	if a.s.Here.Dialog != "" {
		if step := a.step(); step != nil && step.Ask != "" {
			a.answer(r)
		} else {
			a.s.Here, a.s.Stack = Place{}, nil // an upgrade has taken it away
		}
	}
	owed := a.owed()
	var calls []Interrupt
	for _, in := range a.set.Interrupts {
		if owed && !slices.Contains(outspoken, in.On) {
			continue // whoever reads along has not been let hear it
		}
		if in.Call != "" && slices.Contains(exits, in.On) && a.named(in.On, r) && !a.inside(in.Call) {
			calls = append(calls, in)
		}
	}
	// The most urgent is called last, so that it speaks first and returns to the next.
	slices.SortStableFunc(calls, func(x, y Interrupt) int { return y.Rank - x.Rank })
	for _, in := range calls {
		a.callOver(in.Call)
	}
	if !a.returned && len(a.acts) > 0 {
		a.s.Held = a.acts
	}
	a.s.Content = a.set.Hash
	a.weigh()
	a.effects = nil
	for _, say := range a.acts {
		a.effects = append(a.effects, Effect{Kind: Tell, Say: say})
	}
	if a.asked {
		a.s.Unput = false
		a.effects = append(a.effects, Effect{Kind: Ask, Say: Say{ID: a.s.Here.ID()}})
	}
	return a.s, a.effects
}

// Resume gives the conversation back to the robot where it was left: the question
// set aside is put again, or stepped over if its answer has become known meanwhile.
// A question that an exit has put stays open before it. It is pure; s is not changed.
func Resume(set *Set, s Session, derive Derive) (Session, []Effect, error) {
	if s.Aside == nil {
		return s, nil, nil
	}
	a := begin(set, s, derive)
	aside := *s.Aside
	a.s.Aside = nil
	if a.s.Here.Dialog != "" {
		a.s.Stack = slices.Clone(aside.Stack)
		if aside.Here.Dialog != "" {
			a.s.Stack = append(a.s.Stack, Place{Dialog: aside.Here.Dialog, Step: aside.Here.Step, Again: true, Held: aside.Held})
		}
		return a.s, nil, nil
	}
	a.s.Here, a.s.Stack, a.s.Held = aside.Here, slices.Clone(aside.Stack), slices.Clone(aside.Held)
	if a.s.End != "" || a.s.Here.Dialog == "" {
		return a.s, nil, nil
	}
	step := a.step()
	switch {
	case step == nil:
		a.s.Stack, a.s.Here = nil, Place{Dialog: startDialog, Step: lostStep}
		a.run()
	case step.Ask != "" && !step.Anew && a.s.Facts.Get(step.Fact) != Unset:
		a.accept(step, a.s.Facts[step.Fact], map[string]string{step.Fact: a.s.Facts[step.Fact]})
	default:
		a.s.Versions[a.s.Here.Dialog] = a.version()
		a.resume()
	}
	return a.finish()
}

// Put puts the open question again, or steps over it where what is known by now makes it
// needless. whole puts the messages that led to it before it: for who has not read them. It is
// pure; s is not changed.
func Put(set *Set, s Session, derive Derive, whole bool) (Session, []Effect, error) {
	a := begin(set, s, derive)
	if step := a.step(); step != nil && a.skips(step) {
		a.leave()
		a.next(step)
		a.run()
	} else if whole {
		a.putFull()
	} else {
		a.put()
	}
	return a.finish()
}

// Call lays a dialog over the open question, in the name of an analyst and whoever
// leads: its question is put now, and the one below it again afterwards. What it was
// answered before is forgotten. It returns ErrStepGone for a dialog the set does not
// have. It is pure; s is not changed.
func Call(set *Set, s Session, dialog string, derive Derive) (Session, []Effect, error) {
	a := begin(set, s, derive)
	d, ok := set.Dialog(dialog)
	if !ok {
		return s, nil, ErrStepGone
	}
	for i := range d.Steps {
		a.forget(d.Steps[i].Fact)
	}
	if a.inside(dialog) {
		a.resume()
	} else {
		a.callOver(dialog)
	}
	return a.finish()
}

// Correct states a fact in the name of an analyst, whatever the reporter has said,
// and weighs the case anew. It reports false for what the set does not know: the
// fact, or the value, which for a count or a sum is a number within its bound. The open question stays. It is pure; s is not changed.
func Correct(set *Set, s Session, fact, value string, derive Derive) (Session, bool) {
	a := begin(set, s, derive)
	f, ok := set.Fact(fact)
	if !ok || value == Unset || value == "" || len(f.Values) > 0 && !slices.Contains(f.Values, value) {
		return s, false
	}
	if n, err := strconv.Atoi(value); f.Is == string(AskCount) && value != "unknown" && (err != nil || n < 0 || n > f.Max) {
		return s, false
	}
	if f.Is == IsSum && value != "unknown" {
		value = strings.Replace(value, ",", ".", 1) // as it is written in French
		if cents, ok := Cents(value); !ok || cents > 100*int64(f.Max) {
			return s, false
		}
	}
	a.s.Facts[fact] = value
	a.setBy(fact, ByDesk)
	a.weigh()
	return a.s, true
}

// Forget takes back what a fact was told, as if nobody had. It is pure; s is not changed.
func Forget(s Session, fact string) Session {
	a := begin(nil, s, nil)
	a.forget(fact)
	return a.s
}

// TakeUp gives the conversation back to the robot without a word: the question set
// aside is put with the reporter's next message.
func TakeUp(s Session) Session {
	if s.Aside == nil {
		return s
	}
	s.Here, s.Stack, s.Held = s.Aside.Here, slices.Clone(s.Aside.Stack), slices.Clone(s.Aside.Held)
	s.Aside, s.Unput = nil, s.Aside.Here.Dialog != ""
	return s
}
