package understand

import "relais/dialogs/engine"

// asked returns the question asked back: its id in the vocabulary, "unknown" for one
// that is not there, "" for none.
func (m *reading) asked(open *engine.Question, said []meaning) string {
	best := -1
	for i := range m.hits {
		h := &m.hits[i]
		if h.label.section != inQuestions || h.label.name == "unknown" || h.gaps > 2 || !m.interrogative(h) {
			continue
		}
		// A price that somebody else asks, or a sum that nobody knows, is not that of this help.
		if h.label.name == "cost" && h.words == 1 && !m.nothingBeside(h.from, h.to) {
			continue
		}
		// One word of a question is not enough when the whole asks for help with the act.
		if h.words == 1 && helps(said) {
			continue
		}
		if best < 0 || m.hits[best].words < h.words || m.hits[best].words == h.words && m.hits[best].gaps > h.gaps {
			best = i
		}
	}
	if best >= 0 {
		return m.hits[best].label.name
	}
	if open == nil && m.asks == 0 {
		return "" // who tells what happens says much that sounds like a question
	}
	for _, s := range said {
		if s.label == "question" {
			return "unknown"
		}
	}
	return ""
}

func helps(said []meaning) bool {
	for _, s := range said {
		if s.label == "help" || s.label == "repeat" {
			return true
		}
	}
	return false
}

// interrogative says that the words of the hit, or its sentence, ask.
func (m *reading) interrogative(h *hit) bool {
	if h.words >= 2 && (h.label.name == "robot" || h.label.name == "is_it_serious" && len(m.tokens) <= h.words+2) {
		return true // "vous êtes un robot" needs no mark
	}
	if h.label.name == "by_mail" && m.within(inGrammar, "begs", h.from) {
		return true // "envoyez-moi le dossier par mail"
	}
	for i := h.from; i < len(m.tokens); i++ {
		t := &m.tokens[i]
		if t.mark == markAsk || m.orNot(i) || t.flags&flagAsk != 0 && !t.as(roleRelative) {
			return true
		}
		if i <= h.to && t.flags&flagAsk != 0 {
			return true
		}
		if t.mark == markStop {
			break
		}
	}
	for i := h.to; i >= 0; i-- {
		t := &m.tokens[i]
		if i < h.from && t.mark >= markStop {
			break
		}
		relative := t.as(roleRelative) && i > 0 && m.tokens[i-1].mark == markNone // "le prestataire qui gère"
		if t.flags&flagAsk != 0 && !relative || m.estCeQue(i) || m.permission(i) {
			return true
		}
	}
	if f := &m.tokens[h.from]; f.as(roleThat) && (h.from == 0 || m.tokens[h.from-1].mark != markNone) {
		return true
	}
	// An inversion asks without a mark: "peut-on", "êtes-vous", "does it".
	if h.to > h.from {
		a, b := &m.tokens[h.from], &m.tokens[h.from+1]
		if a.as(roleInverts) {
			return b.flags&flagHead != 0 || b.as(roleInverted)
		}
	}
	for i := h.from; i >= 0; i-- {
		if i < h.from && m.tokens[i].mark != markNone {
			break
		}
		if m.tokens[i].as(roleAuxiliary) && (i == 0 || m.tokens[i-1].mark != markNone) {
			return true
		}
	}
	return false
}

// permission says that "je peux", "on peut" begins at token i and is not denied: who
// says that asks for leave.
func (m *reading) permission(i int) bool {
	if i+1 >= len(m.tokens) {
		return false
	}
	return m.tokens[i].as(roleSpeaker) && m.tokens[i+1].as(roleMay) && !(i+2 < len(m.tokens) && (m.negates(i+2) || m.tokens[i+2].as(roleMore|roleNothing)))
}
