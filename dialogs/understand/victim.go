package understand

import (
	"slices"

	"relais/dialogs/engine"
)

// How surely a word tells for whom somebody writes, the least first. A device of one's
// own is used for an organisation too; money, an account or a telephone of one's own is
// not, whoever one works for.
const (
	onOwnDevice = iota + 1
	mentioned   // an organisation stands in the message
	writesFor   // and who writes belongs to it: "notre mairie", "secrétaire de mairie"
	ofOneself   // "ma carte perso", "je suis un particulier"
)

const atHome = "individual"

// tellVictim fills in for whom the message is, of those that it names: the surest, and the
// first of those that are as sure. "Secrétaire de mairie : une entreprise nous a envoyé un
// RIB" is a commune.
func (m *reading) tellVictim(named []*hit, out *engine.Reading) {
	var best *hit
	sure := 0
	for _, h := range named {
		if s := m.belongs(h); s > sure {
			best, sure = h, s
		}
	}
	if best == nil {
		return
	}
	value := best.label.value
	if m.ownMoney(best) {
		value = atHome
	}
	out.Told = tell(out.Told, engine.Told{Fact: "victim", Value: value})
	out.Why = append(out.Why, "victim="+value+": "+m.words(best.from, best.to))
}

// belongs says how surely hit h tells for whom the message is.
func (m *reading) belongs(h *hit) int {
	switch {
	case h.label.value == atHome && m.holds("own_thing", h):
		return ofOneself
	case h.label.value == atHome:
		return onOwnDevice
	case m.leads(h.from) || m.touches("writer", h) || m.follows("writer", h):
		return writesFor
	}
	return mentioned
}

// leads says that nothing but a greeting and small words stand before token at, which are
// not "une": "Bonjour, mairie de Vertou", but "une entreprise nous a".
func (m *reading) leads(at int) bool {
	for i := range at {
		if t := &m.tokens[i]; t.as(roleOne) || t.flags&(flagLight|flagFiller) == 0 && !m.polite(i) {
			return false
		}
	}
	return !m.tokens[at].as(roleOne)
}

// ownMoney says that the money is that of who writes and not of the organisation h: a card
// or savings of one's own where a public body has neither, or of somebody employed there.
func (m *reading) ownMoney(h *hit) bool {
	own := slices.ContainsFunc(m.hits, func(o hit) bool {
		return o.label.section == inWhose && o.label.name == "of_oneself" && o.gaps == 0 && !o.negated
	})
	if h.label.value == atHome || !own {
		return false
	}
	return h.label.value == "commune" || h.label.value == "other_public" || m.holds("employed", h) || m.follows("employed", h)
}

// touches says that a phrase of the grammar shares a word with hit h, which says more:
// "secrétaire de mairie" is who writes, "le maire" may be anybody.
func (m *reading) touches(name string, h *hit) bool {
	return slices.ContainsFunc(m.hits, func(o hit) bool {
		return o.label.section == inWhose && o.label.name == name && o.gaps == 0 && o.words < h.words && o.from <= h.to && o.to >= h.from
	})
}

// holds says that a word of hit h stands under a name of the grammar.
func (m *reading) holds(name string, h *hit) bool {
	for i := h.from; i <= h.to; i++ {
		if m.within(inWhose, name, i) {
			return true
		}
	}
	return false
}

// follows says that hit h stands right behind a phrase of the grammar.
func (m *reading) follows(name string, h *hit) bool {
	for i := range m.hits {
		if o := &m.hits[i]; o.label.section == inWhose && o.label.name == name && o.gaps == 0 && o.to < h.from && m.near(o.to, h.from) {
			return true
		}
	}
	return false
}

// pupil takes the school of somebody under 18 for where that one goes, not for the victim.
// child says that who writes is that young.
func (m *reading) pupil(child bool, out *engine.Reading) {
	for i := range out.Told {
		if t := &out.Told[i]; t.Fact == "victim" && t.Value == "other_public" && !m.ofPublicBody(child) {
			t.Value = atHome
			out.Why = append(out.Why, "victim="+atHome+": minor")
			return
		}
	}
}

// ofPublicBody says that a public body is named that is no school, or a school to which who
// writes belongs; a child goes to it.
func (m *reading) ofPublicBody(child bool) bool {
	for i := range m.hits {
		h := &m.hits[i]
		if h.label.section != inFacts || h.label.name != "victim" || h.label.value != "other_public" || h.gaps > 0 {
			continue
		}
		if !m.holds("school", h) || !child && m.belongs(h) == writesFor {
			return true
		}
	}
	return false
}

// tellApposed fills in that who writes does not phone, from a word that says it only where
// it stands by itself: "malentendante, mon entreprise a payé", not "mon mari est sourd".
func (m *reading) tellApposed(out *engine.Reading) {
	for i := range m.hits {
		h := &m.hits[i]
		if h.label.section == inWhose && h.label.name == "deaf" && h.gaps == 0 && !h.guessed && !h.negated && !m.figurative(h) && m.apposed(h) {
			out.Told = tell(out.Told, engine.Told{Fact: "text_only", Value: "deaf"})
			out.Why = append(out.Why, "text_only=deaf: "+m.words(h.from, h.to))
			return
		}
	}
}

// apposed says that hit h is a part of the sentence by itself, or one word that begins the
// message or follows a name, and is of nobody near: "sourd, mon père a payé". Several deaf
// people are not who writes.
func (m *reading) apposed(h *hit) bool {
	end := &m.tokens[h.to]
	if end.mark == markAsk || h.words == 1 && end.raw[len(end.raw)-1] == 's' {
		return false
	}
	first := h.from
	for first > 0 && m.tokens[first-1].mark == markNone && (m.tokens[first-1].class == noClass || m.tokens[first-1].flags&flagFiller != 0 || m.polite(first-1)) {
		first--
	}
	if first > 0 && m.tokens[first-1].mark == markNone {
		return false
	}
	before := first - 1 // of whom it is said: "mon mari Paul, sourd, a payé"
	for before > 0 && m.tokens[before].class == noClass {
		before--
	}
	if before >= 0 && m.ofKin(before) {
		return false
	}
	last := h.to+1 == len(m.tokens) || end.mark != markNone
	if !last && (first > 0 || h.words > 1) {
		return false
	}
	for i := h.to + 1; i < len(m.tokens) && !m.tokens[i].as(roleSpeaker); i++ {
		if m.ofKin(i) {
			return false
		}
		if m.tokens[i].flags&(flagLight|flagFiller) == 0 {
			break
		}
	}
	return true
}

// ofKin says that token i is of somebody near, or of "il", "elle".
func (m *reading) ofKin(i int) bool {
	return m.within(inWhose, "kin", i)
}

// somebodyElse says that who is named sent the message, or lent it a name: "un SMS de
// l'école", "un faux notaire", "le plombier m'a envoyé un RIB". It is not who writes.
func (m *reading) somebodyElse(h *hit) bool {
	if h.label.name != "victim" {
		return false
	}
	for i := range m.hits {
		o := &m.hits[i]
		if o.label.section != inGrammar || o.gaps > 0 {
			continue
		}
		switch o.label.name {
		case "sender":
			if o.to < h.from && m.near(o.to, h.from) {
				return true
			}
		case "sent":
			if o.from > h.to && m.near(h.to, o.from) {
				return true
			}
		}
	}
	return false
}
