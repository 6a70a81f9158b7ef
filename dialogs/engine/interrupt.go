package engine

import (
	"slices"
	"sort"
)

// interrupt answers what may be said at any step and reports whether it has
// taken the turn over: then the open question waits.
func (a *advance) interrupt(r Reading) bool {
	first := a.s.Turns == 1
	a.fireFacts()
	var calls []Interrupt
	for _, in := range a.set.Interrupts {
		if in.On == "" || !a.named(in.On, r) || !a.within(in) {
			continue
		}
		switch {
		case (a.alone() || a.hushed) && !slices.Contains(outspoken, in.On):
			// What it states is stored; what it asks to hear is not said here.
		case first && in.On == "help":
			// A cry for help at the start is answered by help, not by a list of words.
		case in.Tell != "" && (in.On == secretSignal || in.On == accountSignal):
			a.once(in) // said once, kindly
		case in.Tell != "":
			a.ride("start."+in.Tell, in.Rank)
		case first && in.Rank >= rankAnswer:
			// The first reply acts before it talks: start.yaml forks on the facts set.
		case in.Do != "":
			a.do(in.Do)
			return true
		case !a.inside(in.Call):
			calls = append(calls, in)
		}
	}
	if len(calls) == 0 {
		return false
	}
	// The most urgent is called last, so that it speaks first and returns to the next.
	sort.SliceStable(calls, func(i, j int) bool { return calls[i].Rank > calls[j].Rank })
	for _, in := range calls {
		a.callOver(in.Call)
	}
	return true
}

// outspoken are the signals and words that are answered over a question beside which
// nothing else is said.
var outspoken = []string{"danger", "distress", "stop", "end", "pause", "language", "test"}

// alone reports whether nothing else may be said beside the open question.
func (a *advance) alone() bool { return a.set.alone(a.s.Here) }

// alone reports whether nothing else is said while the question at a place is open.
func (s *Set) alone(at Place) bool {
	d, ok := s.Dialog(at.Dialog)
	if !ok {
		return false
	}
	step, ok := d.Step(at.Step)
	return ok && step.Alone
}

// owed reports whether a question beside which nothing else is said was laid aside, or is to
// be put as soon as the robot speaks again.
func (a *advance) owed() bool {
	if aside := a.s.Aside; aside != nil && (a.set.alone(aside.Here) || slices.ContainsFunc(aside.Stack, a.set.alone)) {
		return true
	}
	return slices.ContainsFunc(a.set.Interrupts, func(in Interrupt) bool {
		d, ok := a.set.Dialog(in.Call)
		return ok && len(in.When) > 0 && a.set.alone(Place{Dialog: d.ID, Step: d.Start}) && a.hold(in.When)
	})
}

// The signals that something was masked: a secret, the number of an account.
const (
	secretSignal  = "secret"
	accountSignal = "account_number"
)

// named reports whether a reading holds the signal or command.
func (a *advance) named(on string, r Reading) bool {
	switch on {
	case "danger":
		return r.Danger
	case "distress":
		return r.Distress
	case "minor":
		return r.Minor
	case "photo":
		return r.Photo
	case secretSignal:
		return r.Secret && !r.Account
	case accountSignal:
		return r.Secret && r.Account
	}
	return r.Command == on
}

func (a *advance) within(in Interrupt) bool {
	return len(in.Within) == 0 || slices.Contains(in.Within, a.s.Lead)
}

// inside reports whether a called dialog is already running.
func (a *advance) inside(dialog string) bool {
	if a.s.Here.Dialog == dialog {
		return true
	}
	return slices.ContainsFunc(a.s.Stack, func(p Place) bool { return p.Dialog == dialog })
}

// callOver lays a dialog over the open question, which is put again on return:
// with the messages that belong to it, unless it was put before and the dialog
// returns at once.
func (a *advance) callOver(dialog string) {
	if a.s.Here.Dialog != "" {
		held := a.acts
		if !a.moved {
			held = a.s.Held
		}
		a.s.Stack = append(a.s.Stack, Place{Dialog: a.s.Here.Dialog, Step: a.s.Here.Step, Again: true, Held: held})
	}
	a.overlaid = !a.moved
	a.acts, a.asked, a.moved, a.s.Unput, a.s.Among = nil, false, true, false, nil
	a.enter(dialog)
	a.run()
}

// fire says the messages that belong to a moment of the conversation, once a case.
// What waits for room since before that moment waits no longer.
func (a *advance) fire(moment string) {
	for _, in := range a.set.Interrupts {
		if in.On != moment || in.Tell == "" {
			continue
		}
		a.once(in)
		for i := range a.s.Later {
			if a.s.Later[i].ID == "start."+in.Tell {
				a.s.Later[i].Rank = Urgent - 1
			}
		}
	}
}

// fireFacts answers facts that have come to hold in this turn: a text once a case, a call
// as long as they hold. What may wait does not stand in the first reply, which acts: the
// second brings it.
func (a *advance) fireFacts() {
	var calls []Interrupt
	for _, in := range a.set.Interrupts {
		if len(in.When) == 0 || !a.within(in) || !a.hold(in.When) {
			continue
		}
		if in.Tell != "" && !a.touched(in.When) {
			continue // a call is owed as soon as somebody writes, whoever stated the fact
		}
		if a.s.Turns == 1 && in.Tell != "" && in.Rank >= Urgent {
			continue
		}
		if in.Tell != "" {
			a.once(in)
			continue
		}
		if !a.busy(in) {
			calls = append(calls, in)
		}
	}
	// The most urgent is called last, so that it speaks first; of one dialog one call is owed.
	slices.SortStableFunc(calls, func(x, y Interrupt) int { return y.Rank - x.Rank })
	rested := a.resting
	defer func() { a.hushed = a.resting && !rested }()
	for i, in := range calls {
		if !slices.ContainsFunc(calls[:i], func(c Interrupt) bool { return c.Call == in.Call }) {
			a.callOver(in.Call)
		}
	}
}

// busy reports whether what a call is for is seen to already, or has to wait for what is
// laid over the open question: a danger, a question beside which nothing else is said.
func (a *advance) busy(in Interrupt) bool {
	if a.inside(in.Call) {
		return true
	}
	if in.Rank < rankAnswer {
		return false
	}
	d, ok := a.set.Dialog(in.Call)
	return !ok || a.alone() || slices.ContainsFunc(a.s.Stack, func(p Place) bool { return p.Again }) ||
		slices.ContainsFunc(d.Steps, func(s Step) bool { return s.Call != "" && a.inside(s.Call) })
}

// touched reports whether the first fact of a condition has changed in this turn, or in
// the first, which left it to the second; those after it only say when that matters.
func (a *advance) touched(when []Condition) bool {
	return slices.Contains(a.changed, when[0].Fact) || a.s.Turns == 2
}

func (a *advance) once(in Interrupt) {
	key := "tell:" + in.Tell
	if slices.Contains(a.s.Once, key) {
		return
	}
	a.mark(key)
	a.ride("start."+in.Tell, in.Rank)
}

func (a *advance) mark(key string) {
	i, _ := slices.BinarySearch(a.s.Once, key)
	a.s.Once = slices.Insert(a.s.Once, i, key)
}

// do carries out the acts of the engine itself.
func (a *advance) do(act string) {
	switch act {
	case "again":
		a.resume()
	case "back":
		a.back()
	case "restart":
		a.restart()
	case "pause":
		a.s.Paused = true
		a.ride(textPause, rankAnswer)
	case "new":
		if a.takeUp() {
			return
		}
		a.ride(textNew, rankAnswer)
		a.effects = append(a.effects, Effect{Kind: OpenCase})
	}
}

// takeUp asks again about the other incident that was told and put off, once the case has
// ended: who was told to write NOUVEAU for it means that one, and has told it already. A
// further NOUVEAU opens a case. It reports false where nothing was put off.
func (a *advance) takeUp() bool {
	const key = "take up"
	i := slices.IndexFunc(a.set.Interrupts, func(in Interrupt) bool { return in.On == factBeside })
	if i < 0 || a.s.End == "" || a.s.Facts.Get(factBeside) == Unset || slices.Contains(a.s.Once, key) {
		return false
	}
	d, ok := a.set.Dialog(a.set.Interrupts[i].Call)
	if !ok {
		return false
	}
	putOff := false
	for _, s := range d.Steps {
		if s.Ask != "" && a.s.Facts.Get(s.Fact) != Unset && a.s.Facts.Get(s.Fact) != "yes" {
			a.forget(s.Fact)
			putOff = true
		}
	}
	if !putOff {
		return false
	}
	a.mark(key)
	a.leave()
	a.s.Here, a.s.Stack = Place{}, nil
	a.enter(d.ID)
	a.run()
	return true
}

// back takes the last answer back and puts its question again. A question that was told
// and never put comes back only at once, so that what was misread can be corrected; a
// further RETOUR goes to those that were put, and none asks whether an act was done that
// was never asked for.
func (a *advance) back() {
	for n := len(a.s.Undo) - 1; n >= 0 && a.s.Undo[n].Told && (a.wentBack || a.checksAct(a.s.Undo[n].Here)); n-- {
		a.s.Undo = a.s.Undo[:n]
	}
	a.s.WentBack = true
	if len(a.s.Undo) == 0 {
		a.ride(textNoBack, rankAnswer)
		a.put()
		return
	}
	u := a.s.Undo[len(a.s.Undo)-1]
	a.s.Undo = a.s.Undo[:len(a.s.Undo)-1]
	a.s.Here, a.s.Stack, a.s.Lead, a.s.End = u.Here, u.Stack, u.Lead, u.End
	for name, value := range u.Old {
		if value == Unset {
			a.forget(name)
		} else {
			a.s.Facts[name] = value
			a.setBy(name, u.By[name])
		}
	}
	a.s.Misses, a.s.Silences, a.s.Among, a.s.Held = 0, 0, nil, nil
	a.derived = nil
	a.ride(textBack, rankAnswer)
	a.put()
}

// checksAct reports whether the question of a place asks if the act before it is done.
func (a *advance) checksAct(p Place) bool {
	d, ok := a.set.Dialog(p.Dialog)
	return ok && d.Checks(p.Step)
}

// restart begins again: what questions were answered is forgotten, and can be taken
// back like an answer; what was said of a danger, and that the centre has the case,
// stays. Over a called question, and after the end, it only puts that again.
func (a *advance) restart() {
	if a.s.End != "" {
		a.afterEnd(Reading{})
		return
	}
	if slices.ContainsFunc(a.s.Stack, func(p Place) bool { return p.Again }) {
		a.resume()
		return
	}
	old := map[string]string{"incident": a.s.Facts.Get("incident")}
	for i := range a.set.Dialogs {
		for _, step := range a.set.Dialogs[i].Steps {
			if step.Ask != "" {
				old[step.Fact] = a.s.Facts.Get(step.Fact)
			}
		}
	}
	a.remember(old)
	for name := range old {
		a.forget(name)
	}
	a.leave()
	a.s.Stack, a.s.Lead, a.derived = nil, "", nil
	a.ride(textRestart, rankAnswer)
	a.enter(startDialog)
	a.run()
}

// weigh works the severity out again from what is stated. The start dialog's
// lines (danger, distress) count beside those of the dialog that leads, and those of
// the one that led before it.
func (a *advance) weigh() {
	level, because, stated := "", "", false
	for _, id := range []string{startDialog, a.s.Lead, a.s.Facts.Get(factBeside)} {
		d, ok := a.set.Dialog(id)
		if !ok || id != startDialog && a.s.Versions[id] == 0 {
			continue // told, but not entered: start.yaml weighs it
		}
		for _, line := range d.Severity {
			if !a.hold(line.When) {
				continue
			}
			if level == "" || line.Level < level {
				level, because, stated = line.Level, line.Because, a.statedIn(line.When)
			}
			break
		}
		for _, line := range d.Raise {
			if level > "P1" && a.hold(line.When) {
				level, because = "P"+string(level[1]-1), line.Because
			}
		}
	}
	a.s.Severity, a.s.Because, a.s.Stated = level, because, stated
}

// statedIn reports whether a line rests on something the reporter said.
func (a *advance) statedIn(when []Condition) bool {
	return slices.ContainsFunc(when, func(c Condition) bool { return a.s.Facts.Get(c.Fact) != Unset })
}
