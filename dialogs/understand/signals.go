package understand

import "relais/dialogs/engine"

// signals finds a danger to life, the wish to die, and a minor. A figurative phrase of
// the vocabulary ("je suis mort de fatigue", "en finir avec cette attaque") takes away
// the hits it covers. Missing a real one is worst: a misspelt word counts as well.
func (m *reading) signals(out *engine.Reading) {
	for i := range m.hits {
		h := &m.hits[i]
		if h.label.section != inSignals || h.gaps > 1 || m.figurative(h) {
			continue
		}
		switch h.label.name {
		case "danger":
			if h.negated || m.safe(h) || h.gaps > 0 && m.held(h) {
				continue
			}
			out.Danger = true
		case "distress":
			if h.negated {
				continue
			}
			out.Distress = true
		case "minor":
			out.Minor = true
		}
		out.Why = append(out.Why, h.label.name+": "+m.words(h.from, h.to))
	}
	if at := m.age(); at >= 0 && !out.Minor {
		out.Minor = true
		out.Why = append(out.Why, "minor: "+m.words(at, at+1))
	}
}

// figurative says that a phrase known to be a manner of speaking covers the hit.
func (m *reading) figurative(h *hit) bool {
	for i := range m.hits {
		g := &m.hits[i]
		if g.label.section == inGuards && g.label.name == h.label.name && g.gaps <= 1 && g.from <= h.to && g.to >= h.from {
			return true
		}
	}
	return false
}

// held says that a negation stands inside the hit.
func (m *reading) held(h *hit) bool {
	if h.to-h.from+1 == h.words {
		return false
	}
	for i := h.from; i <= h.to; i++ {
		if m.negates(i) {
			return true
		}
	}
	return false
}

// safe says that "personne" or "nobody" leads the hit: "personne n'est blessé".
func (m *reading) safe(h *hit) bool {
	for i := h.from; i >= max(0, h.from-3); i-- {
		switch m.tokens[i].text {
		case "personne", "nobody":
			if i == 0 || m.tokens[i-1].text != "une" && m.tokens[i-1].text != "la" {
				return true
			}
		case "noone":
			return true
		}
	}
	return false
}

// age finds "j'ai 14 ans", "ma fille de 12 ans": the number of an age under 18. It
// returns the number's token, or -1.
func (m *reading) age() int {
	for i := 0; i+1 < len(m.tokens); i++ {
		unit := m.tokens[i+1].text
		if unit != "ans" && unit != "an" && unit != "years" && unit != "year" && unit != "yo" && unit != "piges" {
			continue
		}
		n, ok := m.value(i)
		if !ok || n < 3 || n > 17 {
			continue
		}
		// "12 ans d'expérience", "depuis 10 ans", "il y a 5 ans"
		if i+2 < len(m.tokens) {
			switch next := m.tokens[i+2].text; next {
			case "d", "de", "que", "dans", "of", "ago", "apres":
				if next != "de" || m.tokens[i+1].mark == markNone {
					continue
				}
			}
		}
		for j := i - 1; j >= max(0, i-6); j-- {
			t := &m.tokens[j]
			if t.mark >= markStop {
				break
			}
			switch t.text {
			case "depuis", "ya", "fait", "pendant", "for", "since", "dans", "en", "garantie", "contrat", "serveur", "logiciel", "ordi":
				j = -1
			case "a":
				if j >= 1 && m.tokens[j-1].text == "y" {
					j = -1
					break
				}
				return i
			case "ai", "am", "m", "age", "agee", "de", "fils", "fille", "enfant", "petit", "petite", "gamin", "gamine", "ado", "eleve", "neveu", "niece",
				"frere", "soeur", "que", "is", "son", "daughter", "my", "im":
				return i
			}
		}
		if len(m.tokens) <= 3 {
			return i
		}
	}
	return -1
}

func (m *reading) value(i int) (int, bool) {
	t := &m.tokens[i]
	if t.kind == isNumber {
		if len(t.text) > 6 {
			return 0, false
		}
		n := 0
		for k := 0; k < len(t.text); k++ {
			n = n*10 + int(t.text[k]-'0')
		}
		return n, true
	}
	if t.flags&flagNumber == 0 {
		return 0, false
	}
	w, ok := m.lex.number(t.text)
	return int(w.value), ok
}
