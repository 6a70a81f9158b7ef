package understand

import (
	"slices"

	"relais/dialogs/engine"
)

// told fills in the facts that are stated, not asked. Under a negation a fact of yes
// or no turns to its opposite; another fact is then not told.
func (m *reading) told(out *engine.Reading) {
	var victims []*hit
	for i := range m.hits {
		h := &m.hits[i]
		if h.label.section != inFacts || h.gaps > 2 || h.label.name == "powered" && m.ofNetwork(h) || m.figurative(h) || m.ofCommand(h) || m.apart(h) || m.longer(i) || h.label.name != "victim" && m.noFact(h) || m.asking(h) && !m.ofSelf(h) || m.wished(h) || m.somebodyElse(h) {
			continue
		}
		value := h.label.value
		if h.negated && !m.ofSelf(h) || m.held(h) {
			switch value {
			case "off":
				value = "on"
			case "yes":
				value = "no"
			case "no":
				value = "yes"
			default:
				continue
			}
		}
		if h.label.name == "victim" {
			victims = append(victims, h)
			continue
		}
		out.Told = tell(out.Told, engine.Told{Fact: h.label.name, Value: value})
		out.Why = append(out.Why, h.label.name+"="+value+": "+m.words(h.from, h.to))
	}
	m.tellVictim(victims, out)
	m.tellApposed(out)
}

// ofSelf says that the hit tells what somebody is, so that a question or a "pas" beside it
// does not touch it: "je suis sourd comment appeler la banque ?", "je peux pas parler je
// suis sourd". A question of just that is one: "est-ce que je signe ?".
func (m *reading) ofSelf(h *hit) bool {
	return h.label.name == "text_only" && m.tokens[h.to].mark != markAsk && !(h.from >= 3 && m.estCeQue(h.from-3))
}

// reachedAt fills in the number that somebody asks, unasked, to be called at: "rappelez-moi au
// 06 12 34 56 78". Of a number that merely stands in a message nobody knows whose it is.
func (m *reading) reachedAt(out *engine.Reading) {
	for i := range m.hits {
		h := &m.hits[i]
		if h.label.section != inGrammar || h.label.name != "reach_me" || h.gaps > 0 || h.negated || h.to+1 >= len(m.tokens) {
			continue
		}
		digits, plus, _ := m.run10(h.to + 1)
		if number, state := phoneOf(digits, plus); state == phoneGood {
			out.Told = tell(out.Told, engine.Told{Fact: "callback", Value: number})
			return
		}
	}
}

// near says that only small words, and no stop, stand between two words.
func (m *reading) near(from, to int) bool {
	for i := from; i < to; i++ {
		if m.tokens[i].mark != markNone || i > from && m.tokens[i].flags&(flagLight|flagFiller) == 0 {
			return false
		}
	}
	return true
}

// apart says that another word than a small one stands right behind the subject:
// "on réfléchit à payer" is not "on a payé", nor "suis arrivé à mon compte" "suis à mon
// compte".
func (m *reading) apart(h *hit) bool {
	opens := uint16(flagHead)
	if h.label.name == "victim" {
		opens |= flagLight
	}
	return h.gaps > 0 && m.tokens[h.from].flags&opens != 0 && m.tokens[h.from+1].flags&(flagLight|flagFiller) == 0
}

// tell adds a fact; a later statement replaces an earlier one.
func tell(told []engine.Told, t engine.Told) []engine.Told {
	for i := range told {
		if told[i].Fact == t.Fact {
			told[i] = t
			return told
		}
	}
	return append(told, t)
}

// longer says that a longer phrase of the same section covers hit i. For whom somebody
// writes is told beside what happened: "mon téléphone perso est piraté"; but not by a shop
// that lost its customers' data.
func (m *reading) longer(i int) bool {
	h := &m.hits[i]
	for k := range m.hits {
		o := &m.hits[k]
		if h.label.name == "victim" && (m.noFact(o) || m.apart(o) || h.words > 1 && o.label.name != "victim" && o.label.name != "holds") {
			continue
		}
		if k != i && o.label.section == h.label.section && o.from <= h.from && o.to >= h.to && o.words > h.words && o.gaps <= h.gaps+1 && !m.held(o) {
			return true
		}
	}
	return false
}

// noFact says that the hit is but the beginning of something else: the "je signe" of "je
// signe la plainte".
func (m *reading) noFact(h *hit) bool {
	return slices.ContainsFunc(m.hits, func(o hit) bool {
		return o.label.section == inGrammar && o.label.name == "no_fact" && o.gaps == 0 && o.from <= h.from && o.to >= h.to && o.words > h.words
	})
}

// ofCommand says that the hit is a word of a longer order: the "moi" of "passez-moi
// quelqu'un".
func (m *reading) ofCommand(h *hit) bool {
	for k := range m.hits {
		o := &m.hits[k]
		if o.label.section == inCommands && o.gaps == 0 && o.from <= h.from && o.to >= h.to && o.words > h.words {
			return true
		}
	}
	return false
}

// asking says that the sentence of the hit is a question: "est-ce que j'ai payé pour
// rien ?" states nothing.
func (m *reading) asking(h *hit) bool {
	for i := h.from; i < len(m.tokens); i++ {
		if m.tokens[i].mark == markAsk || m.orNot(i) {
			return true
		}
		if m.tokens[i].mark == markStop || m.tokens[i].mark == markComma && i >= h.to {
			break
		}
	}
	for i := h.from; i >= 0; i-- {
		if i < h.from && m.tokens[i].mark >= markComma {
			break
		}
		t := &m.tokens[i]
		if t.flags&flagAsk != 0 && t.text != "ou" && t.text != "qui" && t.text != "quand" {
			return true
		}
		if m.estCeQue(i) {
			return true
		}
	}
	return false
}

// estCeQue says that "est-ce que" begins at token i.
func (m *reading) estCeQue(i int) bool {
	return i+2 < len(m.tokens) && m.tokens[i].text == "est" && m.tokens[i+1].text == "ce" &&
		(m.tokens[i+2].text == "que" || m.tokens[i+2].text == "qu")
}

// orNot says that "ou pas", "ou non", "or not" stands behind token i.
func (m *reading) orNot(i int) bool {
	if i+2 >= len(m.tokens) || m.tokens[i+1].text != "ou" && m.tokens[i+1].text != "or" {
		return false
	}
	switch m.tokens[i+2].text {
	case "pas", "non", "not":
		return true
	}
	return false
}

// wished says that the hit is a condition: "si j'ai payé", "if I paid".
func (m *reading) wished(h *hit) bool {
	if h.from == 0 {
		return false
	}
	switch p := m.tokens[h.from-1].text; p {
	case "si", "if", "s", "ou", "or":
		return m.tokens[h.from-1].mark == markNone
	case "ne", "to":
		return h.from >= 2 && (m.tokens[h.from-2].text == "ou" || m.tokens[h.from-2].text == "or")
	}
	return false
}
