package understand

import "relais/dialogs/engine"

// corrects says that the message takes back what was told before and tells it anew: "en fait
// c'est 45000 euros", "11h30 pas 10h", or nothing but the sum or for whom it is where
// a yes or a no was asked. Of another payment beside the first, and of a sum demanded, it does not.
func (m *reading) corrects(open *engine.Question) bool {
	for i := range m.tokens {
		if m.tokens[i].as(roleDemanded) || m.within(inGrammar, "added", i) {
			return false
		}
	}
	return m.amends() || open != nil && (yesOrNo(open) || m.says("correction")) && m.restates()
}

// amends says in so many words that something told before is not so.
func (m *reading) amends() bool {
	if m.says("amends") || m.says("instead") {
		return true
	}
	for k := range m.hits {
		if h := &m.hits[k]; h.label.section == inCommands && h.label.name == "back" && h.gaps == 0 {
			return true
		}
	}
	for i := range m.tokens {
		if m.tokens[i].kind == isNumber && m.refused(i) {
			return true
		}
	}
	return false
}

// refused says that a number is told at token i which is not so: "11h30 pas 10h", "45000 au
// lieu de 4500".
func (m *reading) refused(i int) bool {
	if i > 1 && m.tokens[i-1].as(roleTo) && m.tokens[i-1].mark == markNone { // "pas à 10h"
		i--
	}
	return i > 0 && (m.negates(i-1) || m.within(inGrammar, "instead", i-1))
}

// restates says that the message is nothing but a sum with its currency, a time of day told anew or
// for whom it is written.
func (m *reading) restates() bool {
	told, anew := false, m.says("correction") || m.common("no") // an hour alone is stray, or of something else
	all := m.numbers(true)
	for i := range all {
		told = told || all[i].money
	}
	for i := range m.tokens {
		_, _, clock := m.clockAt(i)
		told = told || m.within(inFacts, "victim", i) && !m.within(inGrammar, "act", i) || clock && anew && m.tokens[i].kind == isNumber && m.nameIs(i+1, "hour")
	}
	return told && m.onlyRestates()
}

// onlyRestates says that the message holds numbers, times, for whom it is and what names these,
// and nothing else.
func (m *reading) onlyRestates() bool {
	var in [maxTokens]bool
	for k := range m.hits {
		h := &m.hits[k]
		switch {
		case h.gaps > 0:
			continue
		case h.label.section == inTimes, h.label.section == inFacts && h.label.name == "victim", h.label.section == inCommands && h.label.name == "back":
		case h.label.section == inGrammar && (h.label.name == "amends" || h.label.name == "correction" || h.label.name == "instead" || h.label.name == "sum_told" || h.label.name == "currency"):
		case h.label.section == inCommon && h.label.name == "no" && h.words == 1:
		default:
			continue
		}
		for i := h.from; i <= h.to; i++ {
			in[i] = true
		}
	}
	return m.only(func(i int) bool {
		t := &m.tokens[i]
		return in[i] || t.kind == isNumber || t.flags&(flagLight|flagFiller|flagNumber|flagNegation) != 0
	})
}
