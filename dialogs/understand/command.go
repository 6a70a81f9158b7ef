package understand

import "relais/dialogs/engine"

// command returns the word that works at any time, when the message is that word or
// is clearly such an order. STOP and TEST count only alone: "stop ca continue" is a cry.
func (m *reading) command(open *engine.Question) string {
	if open != nil && open.Kind == engine.AskChoice && len(m.tokens) == 1 {
		switch m.tokens[0].text {
		case "0":
			return "human"
		case "9":
			return "back"
		case "*":
			return "repeat"
		}
	}
	best := -1
	for i := range m.hits {
		h := &m.hits[i]
		if h.label.section != inCommands || h.gaps > 0 || h.negated {
			continue
		}
		if !m.ordered(h) || h.guessed && m.place || h.label.name == "human" && m.reached(h) {
			continue
		}
		if best < 0 || h.words > m.hits[best].words {
			best = i
		}
	}
	if best < 0 {
		return ""
	}
	h := &m.hits[best]
	if open != nil && open.Kind == engine.AskPhone && h.label.name == "human" && m.common("same") { // "call me back on this one"
		return ""
	}
	if open != nil && m.choiceCovers(open, h) {
		return ""
	}
	return h.label.name
}

// ordered says that the hit is the whole message but for courtesy, or a clear order in it.
func (m *reading) ordered(h *hit) bool {
	if h.label.name == "stop" || h.label.name == "end" || h.label.name == "test" {
		for i := range m.tokens {
			if (i < h.from || i > h.to) && !m.polite(i) && m.tokens[i].flags&flagFiller == 0 {
				return false
			}
		}
		return m.asks == 0
	}
	alone := true
	for i := range m.tokens {
		if i >= h.from && i <= h.to {
			continue
		}
		t := &m.tokens[i]
		if t.flags&flagFiller == 0 && !m.polite(i) && !(h.words == 1 && article(t.text)) && !m.sameCommand(i, h.label.name) {
			alone = false
			break
		}
	}
	if alone {
		// "code ?" asks for the code; "retour ?" asks nothing. A question mark spoils none.
		return true
	}
	switch h.label.name {
	case "human":
		// "il y a quelqu'un dans mon ordinateur" calls nobody.
		if first := m.tokens[h.from].text; (first == "il" || first == "y" || first == "quelqu") && h.to+1 < len(m.tokens) && m.tokens[h.to].mark == markNone {
			return false
		}
		// "vous êtes une vraie personne ?" asks about us.
		if h.from > 0 {
			switch m.tokens[h.from-1].text {
			case "etes", "es", "est", "are", "is", "you", "pas":
				return false
			}
		}
		if h.from > 0 && m.tokens[h.from].raw == "parle" { // "je parle à un humain ou un robot"
			return false
		}
		return h.words >= 3
	case "back", "restart", "repeat":
		return h.words >= 3 && len(m.tokens) <= h.words+8
	}
	return false
}

// named tells which language is asked for, when the words name it: "en anglais svp".
func (m *reading) named(out *engine.Reading) {
	for i := range m.hits {
		if h := &m.hits[i]; h.label.section == inAsked && h.label.name == "language" && h.gaps == 0 {
			out.Told = tell(out.Told, engine.Told{Fact: "language", Value: h.label.value})
		}
	}
}

func article(w string) bool {
	switch w {
	case "le", "la", "l", "un", "une", "mon", "ma", "mot", "the", "a", "my", "les", "des":
		return true
	}
	return false
}

// sameCommand says that token i belongs to another phrase of the same command.
func (m *reading) sameCommand(i int, name string) bool {
	for k := range m.hits {
		h := &m.hits[k]
		if h.label.section == inCommands && h.label.name == name && h.gaps == 0 && h.from <= i && i <= h.to {
			return true
		}
	}
	return false
}

// choiceCovers says that the open question has a choice whose own words are the hit:
// "plainte" may be an answer.
func (m *reading) choiceCovers(open *engine.Question, h *hit) bool {
	for k := range m.hits {
		o := &m.hits[k]
		if o.gaps == 0 && o.from <= h.from && o.to >= h.to && o.words >= h.words && m.offered(open, o.label) != "" {
			return true
		}
	}
	// "Quelqu'un m'a appelé" tells how they came; every other command is an order.
	return h.label.name == "human" && m.reachesWithin(open, h.from, h.to)
}

// offered returns the id of the choice of the open question that a label of the
// vocabulary names, or "".
func (m *reading) offered(open *engine.Question, l *label) string {
	if open == nil {
		return ""
	}
	switch l.section {
	case inChoices:
		for i := range open.Choices {
			if id := open.Choices[i].ID; l.name == open.Dialog+"."+open.Step+"."+id {
				return id
			}
		}
	case inFacts, inAsked:
		if l.name == "victim" || l.name == open.Step {
			for i := range open.Choices {
				if open.Choices[i].ID == l.value {
					return l.value
				}
			}
		}
	}
	return ""
}
