package understand

import (
	"slices"

	"relais/dialogs/engine"
)

// Somebody who must not read this may stand beside who writes, or come: who it is and where they
// are come from lists (the signals of words.<lang>.yaml) and stand in one clause, "mon mari est à
// côté", "il regarde", or it is told of who writes, "je ne suis pas seule". Whether it matters is
// for the desk, which knows whether the telephone is watched.

// comerReach is how many small words may stand between who comes and that they do.
const comerReach = 3

// stretch is a run of tokens, the first and the last.
type stretch struct{ from, to int }

// besides returns the words that tell that somebody is beside who writes, or comes.
func (m *reading) besides() (spans []stretch) {
	for i := range m.hits {
		h := &m.hits[i]
		if h.label.section != inSignals || h.gaps > 0 || h.guessed || m.asking(h) {
			continue
		}
		switch h.label.name {
		case "nears":
			if from, ok := m.comer(h); ok && m.breaksOff(h.to) {
				spans = append(spans, stretch{from, h.to})
			}
		case "unfree":
			spans = append(spans, stretch{h.from, h.to})
		}
	}
	return spans
}

// comer returns the first token of who is near, named right before the words of the hit.
func (m *reading) comer(of *hit) (from int, ok bool) {
	for i := of.from - 1; i >= max(0, of.from-1-comerReach); i-- {
		t := &m.tokens[i]
		if t.mark != markNone || m.negates(i) || t.as(roleMore) {
			return 0, false
		}
		for _, name := range [...]string{"partner", "kin", "reader_along", "someone"} {
			if h := m.signalAt(name, func(h *hit) bool { return h.to == i }); h != nil {
				return h.from, true
			}
		}
		if t.flags&(flagLight|flagFiller) == 0 && !m.within(inSignals, "may_be", i) && !t.as(roleGoing|roleRecent|roleBeing) {
			return 0, false
		}
	}
	return 0, false
}

// breaksOff says that nothing belongs to what ends at token i: "il arrive", not "il arrive à lire".
func (m *reading) breaksOff(i int) bool {
	if i+1 >= len(m.tokens) || m.tokens[i].mark != markNone {
		return true
	}
	next := &m.tokens[i+1]
	return next.flags&(flagFiller|flagHead|flagBreak) != 0 || next.as(roleAnd|roleBut|roleSpeaker) || m.within(inSignals, "haste", i+1) || m.polite(i+1)
}

// tellNear tells that somebody is beside who writes, and whether the message says nothing else; or that
// nobody is any more.
func (m *reading) tellNear(out *engine.Reading) {
	spans := m.besides()
	if len(spans) == 0 {
		if m.names(inSignals, "left_alone") && out.Near == "" {
			out.Near = engine.NearGone
		}
		return
	}
	out.Near, out.OnlyNear = engine.NearHere, m.hasteBeside(spans)
}

// hasteBeside says that outside of these words the message has nothing but small ones and those of
// somebody in a hurry.
func (m *reading) hasteBeside(spans []stretch) bool {
	for i := range m.tokens {
		if m.tokens[i].flags&(flagFiller|flagLight) == 0 && !m.polite(i) && !m.within(inSignals, "haste", i) && !m.within(inGrammar, "hedge", i) &&
			!slices.ContainsFunc(spans, func(s stretch) bool { return s.from <= i && i <= s.to }) {
			return false
		}
	}
	return true
}

// ofWhomIsHelped says that a pronoun at token at is of somebody whom the message names, and who does
// not live with who writes: the mother who is helped may read along.
func (m *reading) ofWhomIsHelped(at int) bool {
	return m.names(inSignals, "helps") || slices.ContainsFunc(m.hits, func(h hit) bool {
		return h.label.section == inSignals && h.label.name == "helped" && h.gaps == 0 && !h.guessed && h.to < at
	})
}
