package understand

import (
	"slices"
	"sort"
	"strings"

	"relais/dialogs/engine"
	"relais/dialogs/understand/letters"
)

// offer is what the id of a choice says, read as words of the language: "un_poste" is
// one computer, "aucun_service" none, "plus_de_10" more than ten.
type offer struct {
	things []*label // what it names, of things
	words  []token  // its words that carry meaning, for ids that name no known thing
	means  string   // its general meaning: yes, unsure, none, other, …; "" for none
	least  int64    // the numbers it stands for, both included; most is 0 for none
	most   int64
}

// unbounded is the end of a span without one: "plus_de_10".
const unbounded = 1 << 40

// offers reads the ids of the choices of open.
func (m *reading) offers(open *engine.Question) []offer {
	all := make([]offer, len(open.Choices))
	for i := range open.Choices {
		all[i] = m.offerOf(open.Choices[i].ID)
	}
	// What two choices share tells neither.
	told := slices.Clone(all)
	for i := range all {
		all[i].things = slices.DeleteFunc(slices.Clone(told[i].things), func(l *label) bool {
			for k := range told {
				if k != i && slices.Contains(told[k].things, l) {
					return true
				}
			}
			return false
		})
	}
	return all
}

func (m *reading) offerOf(id string) offer {
	var o offer
	for i := range m.lex.labels {
		if l := &m.lex.labels[i]; l.section == inThings && l.value == id && l.value != "any" {
			o.things = append(o.things, l)
		}
	}
	s := readings.Get().(*reading)
	defer s.release()
	s.reset(m.lex, strings.ReplaceAll(id, "_", " "), false)
	s.tokenise()
	s.walk(&m.lex.strict, 0, false)
	first := 0
	for first+1 < len(s.tokens) && s.tokens[first].flags&flagLight != 0 {
		first++
	}
	for i := range s.hits {
		h := &s.hits[i]
		whole := h.from <= first && h.to == len(s.tokens)-1
		switch {
		case h.label.section == inThings && whole && h.label.value != "any":
			if !slices.Contains(o.things, h.label) {
				o.things = append(o.things, h.label)
			}
		case h.label.section == inTimes && whole && h.from <= first && partOfDay(h.label.name):
			o.things = append(o.things, h.label)
		case h.label.section == inCommon && whole:
			o.means = h.label.name
		case h.label.section == inGrammar && h.label.name == "nil" && h.from == 0:
			o.means = "none"
		}
	}
	if len(s.tokens) == 0 || s.tokens[0].kind == isNumber && len(s.tokens) == 1 {
		return o
	}
	o.least, o.most = s.span()
	if o.means == "none" {
		return o
	}
	for i := range s.tokens {
		t := &s.tokens[i]
		if t.flags&(flagLight|flagFiller|flagNegation|flagNumber) == 0 && t.kind == isWord && len(t.text) >= 3 && !s.within(inGrammar, "nil", i) {
			o.words = append(o.words, *t)
		}
	}
	return o
}

// span reads the numbers that the id of a choice stands for: "un_poste" 1, "plusieurs"
// more than one, "2_a_5", "moins_de_10", "plus_de_50". The second is 0 for none.
func (m *reading) span() (least, most int64) {
	var told []int64
	for i := 0; i < len(m.tokens); {
		v, next, _, ok := m.numberAt(i)
		if !ok {
			i++
			continue
		}
		told = append(told, v)
		i = next
	}
	switch {
	case len(told) == 0 && m.says("vague"):
		return 2, unbounded
	case len(told) == 0:
		return 0, 0
	case len(told) == 2 && told[0] < told[1]:
		return told[0], told[1]
	case m.tokens[0].as(roleMore):
		return told[0] + 1, unbounded
	case slices.ContainsFunc(m.hits, func(h hit) bool { return h.label.section == inTimes && h.label.name == "less" && h.from == 0 }):
		return 0, told[0] - 1
	}
	return told[0], told[0]
}

// named is a choice that a message names.
type named struct {
	choice   int // place among the choices; notOffered for another thing of their kind
	from, to int // tokens
	exact    bool
}

// What a name may stand for that is no choice.
const (
	notOffered  = -1 - iota // another thing of the kind of the choices
	noneOffered             // none at all: "on ne sauvegarde pas"
	unknownName
)

// namesOf finds the choices that the message names, in the order of the text. Longer
// names win over names in them.
func (m *reading) namesOf(open *engine.Question, offers []offer) []named {
	var all []named
	kind := kindOf(offers)
	for i := range m.hits {
		h := &m.hits[i]
		if h.label.section != inThings && h.label.section != inTimes || h.gaps > 0 || h.guessed && h.words == 1 && len(m.tokens[h.from].raw) < 5 {
			continue
		}
		at := unknownName
		for c := range offers {
			if l := h.label; slices.Contains(offers[c].things, l) && (l.name == kind || !slices.ContainsFunc(offers[c].things, func(o *label) bool { return o.name == kind })) {
				at = c
			}
		}
		switch {
		case at >= 0:
		case h.label.name != kind || slices.ContainsFunc(offers, func(o offer) bool { return slices.Contains(o.things, h.label) }):
			continue
		case h.label.value == "any" && !m.stranger():
			continue
		case h.label.value == "none":
			if at = slices.IndexFunc(offers, func(o offer) bool { return o.means == "none" }); at < 0 {
				at = noneOffered
			}
		default:
			at = notOffered
		}
		all = append(all, named{at, h.from, h.to, true})
	}
	for c := range offers {
		if from, to, ok := m.spelt(offers, c); ok {
			all = append(all, named{c, from, to, false})
		}
	}
	sort.SliceStable(all, func(a, b int) bool {
		x, y := &all[a], &all[b]
		if x.to-x.from != y.to-y.from {
			return x.to-x.from > y.to-y.from
		}
		if offered := x.choice >= 0; offered != (y.choice >= 0) {
			return offered
		}
		return x.exact && !y.exact
	})
	var free []named
	for _, n := range all {
		if !slices.ContainsFunc(free, func(f named) bool { return n.from <= f.to && f.from <= n.to }) {
			free = append(free, n)
		}
	}
	if counted := m.counted(offers, free); len(counted) > 0 { // "quatre ordis" names no "un_poste"
		free = slices.DeleteFunc(free, func(n named) bool { return n.choice >= 0 && offers[n.choice].most > 0 })
		free = append(free, counted...)
	}
	sort.SliceStable(free, func(a, b int) bool { return free[a].from < free[b].from })
	return free
}

// kindOf returns the kind of thing that two choices or more are of, "" for none.
func kindOf(offers []offer) string {
	best, kind := 1, ""
	for i := range offers {
		for _, l := range offers[i].things {
			n := 0
			for k := range offers {
				if slices.ContainsFunc(offers[k].things, func(o *label) bool { return o.name == l.name }) {
					n++
				}
			}
			if n > best {
				best, kind = n, l.name
			}
		}
	}
	return kind
}

// stranger says that a name stands in the message that nobody knows.
func (m *reading) stranger() bool {
	return slices.ContainsFunc(m.tokens, func(t token) bool { return t.kind == isWord && t.class == noClass && len(t.text) >= 4 })
}

// spelt finds the words of a choice's id in the message, other forms of them and with
// wrong letters: all of them, or one long word that no other id holds.
func (m *reading) spelt(offers []offer, c int) (from, to int, ok bool) {
	words := offers[c].words
	if len(words) == 0 {
		return 0, 0, false
	}
	from, to = len(m.tokens), -1
	found := 0
	for w := range words {
		at := slices.IndexFunc(m.tokens, func(t token) bool { return alikeWords(&words[w], &t) })
		if at < 0 {
			continue
		}
		own := true
		for k := range offers {
			own = own && (k == c || !slices.ContainsFunc(offers[k].words, func(x token) bool { return x.text == words[w].text }))
		}
		if len(words) == 1 || own && len(words[w].text) >= 6 {
			found = len(words)
		} else {
			found++
		}
		from, to = min(from, at), max(to, at)
	}
	return from, to, found >= len(words) && to-from < 2*len(words)+2
}

// alikeWords says that word, of an id, is meant by what was typed.
func alikeWords(word, typed *token) bool {
	if typed.kind != isWord {
		return false
	}
	a, b := word.text, typed.text
	switch {
	case a == b, word.class != noClass && word.class == typed.class:
		return true
	case len(a) < 4 || len(b) < 4:
		return false
	case letters.Stem(a) == letters.Stem(b):
		return true
	}
	if typed.class != noClass && !typed.guessed || a[0] != typed.raw[0] || len(a) < 5 {
		return false
	}
	limit := 1
	if len(a) >= 8 {
		limit = 2
	}
	return distance(a, typed.raw, limit) <= limit || letters.Sound(a) == letters.Sound(typed.raw)
}

// counted finds the choice that stands for a number told ("quatre ou cinq ordis"), which
// belongs to no choice named behind it.
func (m *reading) counted(offers []offer, taken []named) []named {
	if !slices.ContainsFunc(offers, func(o offer) bool { return o.most > 0 }) {
		return nil
	}
	n, from := int64(0), 0
	all := m.quantities(false)
	all = slices.DeleteFunc(all, func(q quantity) bool {
		return slices.ContainsFunc(taken, func(t named) bool {
			return t.from <= q.next && q.from <= t.to && (t.choice < 0 || offers[t.choice].most == 0)
		}) ||
			q.article && q.next < len(m.tokens) && !slices.ContainsFunc(taken, func(t named) bool { return t.from == q.next })
	})
	switch {
	case len(all) > 0:
		from = all[0].from
		for k, q := range all {
			if k > 0 && m.tied(&all[k-1], &all[k]) == "" && !m.listed(&q) {
				break
			}
			n = max(n, q.hundredths/100)
		}
	case m.says("mine"):
		n = 1
	case len(taken) == 0 && (m.says("vague") || m.common("all")):
		n = unbounded - 1
	default:
		return nil
	}
	for c := range offers {
		if o := &offers[c]; o.most > 0 && o.least <= n && n <= o.most {
			return []named{{c, from, from, true}}
		}
	}
	return nil
}

// amongSpans returns the choice whose numbers hold the one told, where a number is no
// key: more than there are keys, or told of something ("7 postes"). -1 for none.
func (m *reading) amongSpans(offers []offer, n int) int {
	wide := 0
	for i := range offers {
		if offers[i].most > offers[i].least {
			wide++
		}
	}
	if wide < 2 {
		return -1
	}
	v, ok := m.count()
	if _, whole := m.keys(n); !ok || whole && v <= int64(n) {
		return -1
	}
	return slices.IndexFunc(offers, func(o offer) bool { return o.most > 0 && o.least <= v && v <= o.most })
}

// namesWithin says that a choice of open is named by words that share a token with those
// from first to last.
func (m *reading) namesWithin(open *engine.Question, first, last int) bool {
	if open == nil || open.Kind != engine.AskChoice {
		return false
	}
	for _, n := range m.namesOf(open, m.offers(open)) {
		if n.choice >= 0 && n.exact && n.from <= last && first <= n.to && !m.inQuestion(n.from, n.to) {
			return true
		}
	}
	return false
}

// byHour returns the choice whose part of the day holds the hour told ("après 18h" of
// morning and evening), -1 where the choices are no parts of a day or none holds it.
func (m *reading) byHour(offers []offer) int {
	parts := 0
	of := func(name string) int {
		return slices.IndexFunc(offers, func(o offer) bool {
			return slices.ContainsFunc(o.things, func(l *label) bool { return l.section == inTimes && l.name == name })
		})
	}
	for _, name := range [...]string{"morning", "noon", "afternoon", "evening", "night"} {
		if of(name) >= 0 {
			parts++
		}
	}
	if parts < 2 {
		return -1
	}
	clocks := m.timeWords(0, len(m.tokens)).clocks
	if len(clocks) == 0 {
		return -1
	}
	names := [...]string{"evening", "night"}
	switch h := clocks[0].hour; {
	case h >= 5 && h < 12:
		names = [...]string{"morning", "morning"}
	case h >= 12 && h < 14:
		names = [...]string{"noon", "afternoon"}
	case h >= 14 && h < 18:
		names = [...]string{"afternoon", "afternoon"}
	case h >= 22 || h < 5:
		names = [...]string{"night", "evening"}
	}
	if c := of(names[0]); c >= 0 {
		return c
	}
	return of(names[1])
}

// partOfDay says that a name of times is a time that people choose among.
func partOfDay(name string) bool {
	switch name {
	case "morning", "noon", "afternoon", "evening", "night", "today", "yesterday", "before_yesterday":
		return true
	}
	return slices.Contains(weekdays[:], name)
}

// rejects says that what is named from first to last is denied: "pas par mail", "le
// mail non". What follows "c'est" is not, whatever was denied before it.
func (m *reading) rejects(first, last int) bool {
	const reach = 4
	words := 0
	for i := first - 1; i >= 0 && words < reach; i-- {
		t := &m.tokens[i]
		if t.mark != markNone || t.flags&flagBreak != 0 {
			break
		}
		if m.negates(i) {
			return !(i+1 < len(m.tokens) && m.tokens[i+1].as(roleSoftens))
		}
		if t.as(roleBeing) && i+1 < first && !m.negates(i+1) {
			break
		}
		if t.flags&(flagFiller|flagLight|flagNaming) == 0 {
			words++
		}
	}
	if last+1 >= len(m.tokens) || m.tokens[last].mark != markNone {
		return false
	}
	t := &m.tokens[last+1]
	return (t.as(roleNot) || m.within(inCommon, "no", last+1)) && (last+2 >= len(m.tokens) || t.mark != markNone || m.tokens[last+2].as(roleBut))
}

// inQuestion says that the words from first to last are what a question is about: "c'est
// quoi un switch ?", "un SIVOM, ça compte comme quoi ?". "Mairie ?" answers, and so does
// what is told before the question: "on est une mairie, c'est grave ?".
func (m *reading) inQuestion(first, last int) bool {
	begin, end := first, last
	for begin > 0 && m.tokens[begin-1].mark == markNone {
		begin--
	}
	for end+1 < len(m.tokens) && m.tokens[end].mark == markNone {
		end++
	}
	if m.tokens[end].mark == markComma && end+1 < len(m.tokens) && !m.hasVerb(begin, first) {
		for end++; end+1 < len(m.tokens) && m.tokens[end].mark == markNone; end++ {
		}
	}
	asks := m.tokens[end].mark == markAsk
	for i := begin; i <= end; i++ {
		if t := &m.tokens[i]; m.estCeQue(i) || asks && (t.flags&flagAsk != 0 || t.as(roleWhat|roleHow|roleWhy)) || i == begin && (t.as(roleHow|roleWhy) || t.as(roleAuxiliary) && asks) {
			return true
		}
		if i > begin && i < end && m.tokens[i].as(roleWhat) && m.tokens[i-1].as(roleBeing) { // "c'est quoi un switch"
			return true
		}
	}
	return asks && end-begin >= 3 && m.hasVerb(begin, end)
}

// hasVerb says that somebody, or "c'est", is spoken of between tokens from and to.
func (m *reading) hasVerb(from, to int) bool {
	for i := from; i < to; i++ {
		if m.tokens[i].flags&flagHead != 0 || m.tokens[i].as(roleBeing) {
			return true
		}
	}
	return false
}
