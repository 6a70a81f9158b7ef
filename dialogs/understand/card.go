package understand

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
