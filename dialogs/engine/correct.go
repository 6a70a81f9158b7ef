package engine

import (
	"maps"
	"slices"
)

// correctedText begins the id of the text that says back a fact that was told anew: the
// name of the fact follows.
const correctedText = "start.corrected_"

// CorrectedText is the id of the text that says back a fact that was told anew.
func CorrectedText(fact string) string { return correctedText + fact }

// Replaced reports whether a statement that corrects takes the place of old, what was told before.
func (f *Fact) Replaced(old, value string) bool {
	return f.Corrected && old != Unset && old != "unknown" && old != value
}

// amend goes on from facts that were told anew, old holds what they were: it says them back
// and, where the way is another one with them, leads by that, also where the clock or what was
// told since has moved the old way off the open question. What was said on the old way is not
// said again. Where it led another way, RETOUR takes it back.
func (a *advance) amend(old map[string]string) {
	if len(old) == 0 {
		return
	}
	for _, name := range slices.Sorted(maps.Keys(old)) {
		a.ride(CorrectedText(name), rankAnswer)
	}
	if a.s.End != "" || a.s.Lead == "" || a.alone() || slices.ContainsFunc(a.s.Stack, func(p Place) bool { return p.Again }) {
		return
	}
	before := maps.Clone(a.s.Facts)
	maps.Copy(before, old)
	was, now := a.retrace(before), a.retrace(a.s.Facts)
	if same(now.s.Here, was.s.Here) && now.s.End == was.s.End && len(unsaid(now.acts, was.acts)) == 0 {
		return
	}
	a.remember(old)
	undo := a.s.Undo
	a.leave()
	a.s.Here, a.s.Stack, a.s.Versions = now.s.Here, now.s.Stack, now.s.Versions
	for name, value := range now.s.Facts { // what the new way sets, and not what both set
		if was.s.Facts.Get(name) != value && a.s.Facts.Get(name) != value {
			a.infer(name, value)
		}
	}
	a.s.End, a.s.Said, a.s.Once, a.s.Undo = now.s.End, now.s.Said, now.s.Once, undo
	a.acts, a.asked, a.derived = unsaid(now.acts, was.acts), now.asked, nil
	for _, effect := range now.effects {
		if effect.Kind == Ended || effect.Kind == Escalate && !slices.ContainsFunc(was.effects, func(e Effect) bool { return e.Kind == Escalate }) {
			a.effects = append(a.effects, effect)
		}
	}
}

// retrace walks the leading dialog from its start with the facts given, on a session of its
// own: answers that are known lead on, and what is asked anew each time is asked only where
// the conversation stands: it was answered on the way, or the clock has brought it since.
func (a *advance) retrace(facts Facts) *advance {
	b := begin(a.set, a.s, a.derive)
	b.standing = a.s.Here
	b.s.Facts, b.s.Stack, b.s.Unput, b.s.Held = maps.Clone(facts), nil, false, nil
	b.enter(b.s.Lead)
	b.run()
	return b
}

// same reports whether two places are the same step.
func same(a, b Place) bool { return a.Dialog == b.Dialog && a.Step == b.Step }

// unsaid returns what of all was not said.
func unsaid(all, said []Say) []Say {
	var out []Say
	for _, s := range all {
		if !slices.ContainsFunc(said, func(o Say) bool { return o.ID == s.ID }) {
			out = append(out, s)
		}
	}
	return out
}
