package understand

import (
	"slices"
	"strconv"
	"strings"

	"relais/dialogs/engine"
)

// struckReach is how many words may stand between a thing and what befell it.
const struckReach = 7

// mostMachines is how many machines are believed to be counted.
const mostMachines = 100_000

// machinesStruck tells how many machines are affected, where their number, the machines and what
// befell them are told together: "8 pc bloqués", "le virus a touché 5 postes". A number that is
// about right, or of the machines that there are, is not told.
func (m *reading) machinesStruck(out *engine.Reading) {
	if n, from, to := m.struck(); n > 0 {
		out.Told = tell(out.Told, engine.Told{Fact: "computers", Value: strconv.FormatInt(n, 10)})
		out.Why = append(out.Why, "computers="+strconv.FormatInt(n, 10)+": "+m.words(from, to))
	}
}

// onlyStruck says that the message says nothing but how many machines are affected, which answers
// no question of yes or no: "on a 8 pc bloqués" is no "bloqué".
func (m *reading) onlyStruck(open *engine.Question) bool {
	n, from, to := m.struck()
	return n > 0 && slices.ContainsFunc(open.Choices, func(c engine.Choice) bool { return c.ID == "yes" }) && m.nothingBeside(from, to)
}

// struck counts the machines, and returns the first and the last of the words that tell it.
func (m *reading) struck() (total int64, from, to int) {
	all := m.numbers(false)
	from, to = -1, -1
	for i := range all {
		q := &all[i]
		noun := m.grammarFrom("machine", q.next)
		if noun == nil || m.tokens[q.next-1].mark != markNone || q.about || q.article || q.hundredths%100 != 0 || q.from > 0 && (m.roughlyBefore(q.from) || m.tokens[q.from-1].as(roleOr|roleOutOf)) ||
			i > 0 && m.tied(&all[i-1], q) == "range" {
			continue
		}
		end, ok := m.befalls(noun.to)
		if !ok && !m.strikes(q.from) || m.asking(&hit{from: q.from, to: max(end, noun.to), label: noun.label}) || m.wished(&hit{from: q.from}) {
			continue
		}
		if from < 0 {
			from = q.from
		}
		total, to = total+q.hundredths/100, max(end, noun.to)
		if m.oneMore(q.from) || ok && m.withOne(noun.to) {
			total++
		}
	}
	if total > mostMachines {
		return 0, -1, -1
	}
	return total, from, to
}

// namesMachine says that a machine is named.
func (m *reading) namesMachine() bool {
	return slices.ContainsFunc(m.hits, func(h hit) bool {
		return h.label.section == inGrammar && h.label.name == "machine" && h.gaps == 0 && !h.guessed
	})
}

// withOne says that one more machine is named right behind the thing that ends at token i:
// "5 postes et le serveur".
func (m *reading) withOne(i int) bool {
	return i+3 < len(m.tokens) && m.tokens[i].mark == markNone && m.tokens[i+1].as(roleAnd) && m.tokens[i+2].as(roleSingular) && m.grammarFrom("machine", i+3) != nil
}

// grammarFrom returns the longest phrase of a list that begins at token i.
func (m *reading) grammarFrom(name string, i int) (best *hit) {
	for k := range m.hits {
		if h := &m.hits[k]; h.label.section == inGrammar && h.label.name == name && h.gaps == 0 && !h.guessed && h.from == i && (best == nil || h.to > best.to) {
			best = h
		}
	}
	return best
}

// roughlyBefore says that the number at token i is told to be about right: "plus de 8".
func (m *reading) roughlyBefore(i int) bool {
	return m.within(inGrammar, "roughly", i-1) || i > 1 && m.within(inGrammar, "roughly", i-2) && m.tokens[i-1].flags&flagLight != 0
}

// befalls returns the last token of what befell the thing that ends at token i, told behind it in
// its clause: "5 postes et le serveur sont touchés". What befell but one of several named there
// ("8 pc et le serveur est bloqué") befell not all.
func (m *reading) befalls(i int) (to int, ok bool) {
	another := false
	for k := i + 1; k < min(len(m.tokens), i+1+struckReach); k++ {
		t := &m.tokens[k]
		if m.tokens[k-1].mark != markNone && !t.as(roleEvery) && !m.within(inCommon, "all", k) || m.negates(k) {
			return 0, false
		}
		if h := m.grammarFrom("struck", k); h != nil && !m.denied(h.from, h.to) {
			return h.to, !another || !m.within(inGrammar, "of_one", k-1)
		}
		machine := m.within(inGrammar, "machine", k)
		another = another || machine || m.within(inGrammar, "network", k)
		if !machine && t.flags&(flagLight|flagFiller|flagNumber) == 0 && t.kind != isNumber && !m.within(inSignals, "may_be", k) && !m.within(inCommon, "all", k) &&
			!m.within(inFacts, "victim", k) && !m.within(inFacts, "banking", k) && !m.within(inGrammar, "somebody", k) {
			return 0, false
		}
	}
	return 0, false
}

// ownMailbox tells that what was broken into is a mailbox, whosever it is: "la messagerie de notre
// entreprise est piratée".
func (m *reading) ownMailbox(out *engine.Reading) {
	for i := range m.hits {
		h := &m.hits[i]
		if h.label.section != inGrammar || h.label.name != "mailbox" || h.gaps > 0 || h.guessed || h.negated || m.wished(h) {
			continue
		}
		if to, ok := m.befalls(h.to); ok && !m.asking(&hit{from: h.from, to: to, label: h.label}) {
			out.Told = tell(out.Told, engine.Told{Fact: "account", Value: "mailbox"})
			out.Why = append(out.Why, "account=mailbox: "+m.words(h.from, to))
			return
		}
	}
}

// onlyOursStruck says that the message tells of nothing but an organisation of who writes that is
// attacked: no supplier's.
func (m *reading) onlyOursStruck() bool {
	return slices.ContainsFunc(m.hits, func(h hit) bool {
		if h.label.section != inFacts || h.label.name != "victim" || h.gaps > 0 || h.negated || m.belongs(&h) != writesFor {
			return false
		}
		end, ok := m.befalls(h.to)
		return ok && m.nothingBeside(h.from, end)
	})
}

// machineStruck says that the message tells of a machine, one or more, that something befell.
func (m *reading) machineStruck() bool {
	return slices.ContainsFunc(m.hits, func(h hit) bool {
		if h.label.section != inGrammar || h.label.name != "machine" || h.gaps > 0 || h.guessed || h.negated || m.wished(&h) {
			return false
		}
		end, ok := m.fails(&h)
		return ok && !m.asking(&hit{from: h.from, to: end, label: h.label})
	})
}

// fails returns the last token of what befell machine h, or of that it does not work any more.
func (m *reading) fails(h *hit) (end int, ok bool) {
	end, ok = m.befalls(h.to)
	for k := h.to + 1; !ok && k < min(len(m.tokens), h.to+1+struckReach) && m.tokens[k-1].mark == markNone; k++ {
		if down := m.grammarFrom("down", k); down != nil {
			end, ok = down.to, true
		}
	}
	return end, ok
}

// onlyMachines says that the message tells of nothing but several machines, or a server, that do not
// work: "8 pc bloqués", "les ordinateurs ne démarrent plus". One computer may have any trouble.
func (m *reading) onlyMachines() bool {
	return slices.ContainsFunc(m.hits, func(h hit) bool {
		if h.label.section != inGrammar || h.label.name != "machine" || h.gaps > 0 || h.guessed || h.negated {
			return false
		}
		end, ok := m.fails(&h)
		if !ok || m.asking(&hit{from: h.from, to: end, label: h.label}) || m.wished(&h) {
			return false
		}
		many := m.plural(h.to) || m.plural(end) || m.plural(end-1) || strings.HasPrefix(m.tokens[h.from].raw, "serv")
		from := h.from
		for from > 0 && m.tokens[from-1].mark == markNone && (m.tokens[from-1].kind == isNumber || m.tokens[from-1].flags&(flagNumber|flagLight) != 0 || m.tokens[from-1].as(roleEvery|roleSome)) {
			from--
			n, ok := m.value(from)
			many = many || ok && n > 1
		}
		return many && m.nothingBeside(from, end)
	})
}

// plantDown says that what keeps a house running and safe is out of order, and that an attack is named
// with it: "appel malade en panne, cyberattaque".
func (m *reading) plantDown() bool {
	named := func(name string) bool {
		return slices.ContainsFunc(m.hits, func(h hit) bool {
			return h.label.section == inSignals && h.label.name == name && h.gaps == 0 && !h.guessed && !h.negated && !m.asking(&h)
		})
	}
	return named("plant") && named("attacked") && named("out_of_order")
}

// plural says that token i is spelt as a plural: "postes", "bloqués", "démarrent".
func (m *reading) plural(i int) bool {
	raw := m.tokens[i].raw
	return slices.ContainsFunc([]string{"es", "rs", "cs", "is", "ent"}, func(ending string) bool { return strings.HasSuffix(raw, ending) })
}

// strikes says that what befell something stands right before it: "a bloqué 8 postes".
func (m *reading) strikes(i int) bool {
	for k := range m.hits {
		if h := &m.hits[k]; h.label.section == inGrammar && h.label.name == "struck" && h.gaps == 0 && h.to < i && m.near(h.to, i) && !m.denied(h.from, h.to) {
			return true
		}
	}
	return false
}
