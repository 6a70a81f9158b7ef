package understand

import (
	"slices"
	"strings"

	"relais/dialogs/engine"
)

// cardUsed says that a card was used by somebody else, by the debit or by what was done with the
// card: "achat frauduleux de 350 euros", "ma carte a été utilisée", "on a acheté sur amazon avec
// ma carte". What was only tried, or refused, has taken nothing.
func (m *reading) cardUsed() bool {
	for i := range m.hits {
		h := &m.hits[i]
		if h.label.section != inGrammar || h.gaps > 0 || h.guessed || h.negated {
			continue
		}
		to, ok := h.to, false
		switch h.label.name {
		case "debit":
			ok = true
		case "withdrawal":
			ok = m.besideSum(h)
		case "card":
			to, ok = m.usedOf(h)
		}
		if ok && !m.attempted(h.from, to) && !m.asking(&hit{from: h.from, to: to, label: h.label}) && !m.wished(h) && !m.denied(h.from, h.to) {
			return true
		}
	}
	return false
}

// besideSum says that a sum stands right before or right behind the hit: "890 euros de retrait".
func (m *reading) besideSum(h *hit) bool {
	all := m.numbers(true)
	sums := m.sums(all)
	for i, q := range all {
		if sums[i] && (q.next-1 < h.from && m.near(q.next-1, h.from) || q.from > h.to && m.near(h.to, q.from)) {
			return true
		}
	}
	return false
}

// cardReach is how many words may stand between a card and what was done with it.
const cardReach = 6

// usedOf returns the last token of what was done with a card, told behind it ("ma carte a été
// utilisée") or before it of somebody else ("on a acheté sur amazon avec ma carte").
func (m *reading) usedOf(card *hit) (to int, ok bool) {
	for i := card.to + 1; i < min(len(m.tokens), card.to+1+cardReach); i++ {
		if m.tokens[i-1].mark != markNone || m.negates(i) || m.within(inSignals, "own_voice", i) {
			break
		}
		if used := m.grammarFrom("card_used", i); used != nil && !m.intended(i) {
			return used.to, true
		}
	}
	for i := card.from - 1; i >= max(0, card.from-cardReach) && m.tokens[i].mark == markNone; i-- {
		if used := m.grammarFrom("card_used", i); used != nil && used.to < card.from && !m.intended(i) && m.spentBy(i, card) {
			return card.to, true
		}
	}
	return 0, false
}

// spentBy says that what token i tells was done by somebody who does not write. Who writes "on"
// of themselves has a card of their own: "on a payé avec notre carte".
func (m *reading) spentBy(i int, card *hit) bool {
	for k := i - 1; k >= max(0, i-cardReach) && m.tokens[k].mark < markStop; k-- {
		if m.negates(k) || m.within(inSignals, "own_voice", k) {
			return false
		}
		if m.within(inSignals, "someone", k) || m.within(inSignals, "reader_along", k) {
			return true
		}
		if m.within(inSignals, "people_or_we", k) {
			return !m.within(inSignals, "ours", card.from)
		}
	}
	return false
}

// intended says that what token i tells is only meant to be done: "ils ont essayé d'acheter".
func (m *reading) intended(i int) bool {
	return i > 0 && m.tokens[i-1].as(roleOf|roleTo|roleFor|roleGoing|roleMust|roleWish|roleAble) && !m.tokens[i-1].as(rolePerfect)
}

// attempted says that the sentence of the words from first to last tells of a debit that was tried
// or refused.
func (m *reading) attempted(first, last int) bool {
	for i := range m.hits {
		h := &m.hits[i]
		if h.label.section == inGrammar && h.label.name == "attempt" && h.gaps == 0 && !h.negated && !m.stops(min(h.from, first), max(h.to, last)) {
			return true
		}
	}
	return false
}

// cardGiven tells that a card was given, which is said without a verb too: "carte donnée", "carte de
// mon entreprise donnée à un faux site", "j'ai rempli mon numéro de carte". What a card is given by is
// another's to give, and a card of another kind opens no account.
func (m *reading) cardGiven(out *engine.Reading) {
	if slices.ContainsFunc(out.Told, func(t engine.Told) bool { return t.Fact == "gave" }) {
		return
	}
	for i := range m.hits {
		card := &m.hits[i]
		if card.label.section != inGrammar || card.label.name != "bare_card" && card.label.name != "card" || card.gaps > 0 || card.guessed || m.within(inGrammar, "other_card", card.to) {
			continue
		}
		at, ok := m.givenBehind(card)
		if !ok {
			at, ok = m.givenBefore(card)
		}
		whole := hit{from: min(card.from, at), to: max(card.to, at), label: card.label}
		if !ok || m.denied(whole.from, whole.to) || m.asking(&whole) || m.wished(&whole) {
			continue
		}
		out.Told = append(out.Told, engine.Told{Fact: "gave", Value: "card"})
		out.Why = append(out.Why, "gave=card: "+m.words(whole.from, whole.to))
		return
	}
}

// givenBehind returns the participle behind a card: "carte bancaire renseignée". Data, "données", are
// no participle of it, and a card given "par la banque" is one that was received.
func (m *reading) givenBehind(card *hit) (int, bool) {
	for i := card.to + 1; i < min(len(m.tokens), card.to+1+cardReach) && m.tokens[i-1].mark == markNone; i++ {
		t := &m.tokens[i]
		switch {
		case m.negates(i) || t.as(roleAnd|roleOr|roleNothing|roleMust|roleSpeaker) || m.within(inSignals, "own_voice", i) && !t.as(roleOf):
			return 0, false
		case m.participle(i) && !(t.raw == "donnees" && !strings.HasSuffix(m.tokens[card.from].raw, "s")):
			return i, i+1 == len(m.tokens) || m.tokens[i+1].text != "par" && m.tokens[i+1].text != "by"
		}
	}
	return 0, false
}

// givenBefore returns what was done with a card by whoever had it: "j'ai rempli mon numéro de carte",
// "je viens de donner ma carte", "donné ma carte", not "il m'a donné sa carte" nor what is still to be done.
func (m *reading) givenBefore(card *hit) (int, bool) {
	for i := card.from - 1; i >= max(0, card.from-cardReach) && m.tokens[i].mark == markNone; i-- {
		if m.grammarFrom("card_given", i) == nil {
			if m.tokens[i].flags&(flagLight|flagFiller) == 0 {
				return 0, false
			}
			continue
		}
		if i == 0 || m.tokens[i-1].mark != markNone {
			return i, m.participle(i)
		}
		for k := i - 1; k >= max(0, i-givenReach) && m.tokens[k].mark == markNone; k-- {
			t := &m.tokens[k]
			switch {
			case m.negates(k) || t.as(roleAnnounced|roleDemanded|roleMust|roleWish|roleNothing):
				return 0, false
			case t.as(rolePerfect|roleRecent) || t.text == "avoir" || t.text == "ayant":
				before := ""
				if k > 0 {
					before = m.tokens[k-1].text
				}
				conditional := slices.ContainsFunc(m.tokens[max(0, k-2):k], func(t token) bool { return t.text == "si" || t.text == "if" })
				return i, !conditional && !slices.Contains([]string{"m", "me", "nous", "vous", "t"}, before)
			}
		}
		return 0, false
	}
	return 0, false
}

// givenReach is how many words may stand between "ai" and what was done: "j'ai fini par donner".
const givenReach = 4

// participle says that token i is the participle of what is done with a card that is given.
func (m *reading) participle(i int) bool {
	raw := m.tokens[i].raw
	return m.grammarFrom("card_given", i) != nil && !strings.HasSuffix(raw, "r") && !strings.HasSuffix(raw, "ent") && !strings.HasSuffix(raw, "ez")
}
