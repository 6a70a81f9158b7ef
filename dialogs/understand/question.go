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
		if best < 0 || m.hits[best].words < h.words || m.hits[best].words == h.words && m.hits[best].gaps > h.gaps {
			best = i
		}
	}
	if best >= 0 {
		return m.hits[best].label.name
	}
	for _, s := range said {
		if s.label == "question" {
			return "unknown"
		}
	}
	return ""
}

// interrogative says that the words of the hit, or its sentence, ask.
func (m *reading) interrogative(h *hit) bool {
	for i := h.from; i <= h.to; i++ {
		if m.tokens[i].flags&flagAsk != 0 {
			return true
		}
	}
	for i := h.to; i < len(m.tokens); i++ {
		if m.tokens[i].mark == markAsk {
			return true
		}
		if m.tokens[i].mark == markStop {
			break
		}
		if i+2 < len(m.tokens) && m.tokens[i+1].text == "ou" && (m.tokens[i+2].text == "pas" || m.tokens[i+2].text == "non") ||
			i+2 < len(m.tokens) && m.tokens[i+1].text == "or" && m.tokens[i+2].text == "not" {
			return true
		}
	}
	for i := h.from; i >= 0; i-- {
		if i < h.from && m.tokens[i].mark >= markStop {
			break
		}
		if m.tokens[i].flags&flagAsk != 0 {
			return true
		}
		if i+2 < len(m.tokens) && m.tokens[i].text == "est" && m.tokens[i+1].text == "ce" && m.tokens[i+2].text == "que" {
			return true
		}
	}
	// An inversion asks without a mark: "peut-on", "puis-je", "êtes-vous", "does it".
	if h.to > h.from {
		a, b := &m.tokens[h.from], &m.tokens[h.from+1]
		switch a.text {
		case "puis", "peux", "etes", "es", "avez", "est", "can", "should", "do", "does", "is", "are", "will", "has", "shall", "did", "could":
			return b.flags&flagHead != 0 || b.text == "vous" || b.text == "tu" || b.text == "ce" || a.flags&flagHead == 0 && m.lex.tag == "en"
		}
	}
	return false
}
