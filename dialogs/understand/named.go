package understand

import (
	"math"
	"slices"
	"sort"
	"strings"
	"sync"
	"time"

	"relais/dialogs/engine"
	"relais/dialogs/understand/letters"
)

// offer is what the id of a choice says, read as words of any language of the vocabulary:
// "un_poste" is one computer, "aucun_service" none, "plus_de_10" more than ten, "screen" and
// "ecran" the same thing.
type offer struct {
	things []*label // what it names, of things
	loose  []*label // things that only a part of its name names: the files of "fichiers_partages"
	words  []token  // its words that carry meaning, for ids that name no known thing
	means  string   // its general meaning: yes, unsure, none, other, …; "" for none
	least  int64    // the numbers it stands for, both included; most is 0 for none
	most   int64
	timed  bool    // it may tell a time: "hier", "cette_semaine"
	length float64 // the length of time it tells, in hours: "un_jour"; 0 for none
	bound  int     // -1 of "moins_d_un_jour", 1 of "plus_d_un_jour"
}

// unbounded is the end of a span without one: "plus_de_10".
const unbounded = 1 << 40

// offers reads the ids of the choices of open, once a message.
func (m *reading) offers(open *engine.Question) []offer {
	if m.offeredOf == open && m.offering != nil {
		return m.offering
	}
	all := make([]offer, len(open.Choices))
	for i := range open.Choices {
		all[i] = m.offerOf(open.Choices[i].ID)
	}
	// What two choices share tells neither, but it stays with the one that is called nothing else of
	// that kind: "routeur" may be a box, and "box" is only that. What a part of a name says gives way.
	told := slices.Clone(all)
	for i := range all {
		all[i].things = slices.DeleteFunc(slices.Clone(told[i].things), func(l *label) bool {
			for k := range told {
				if k != i && slices.Contains(told[k].things, l) && (told[i].other(l, &told[k]) || !told[k].other(l, &told[i])) {
					return true
				}
			}
			return false
		})
		if len(told[i].things) > 0 {
			continue
		}
		all[i].things = slices.DeleteFunc(slices.Clone(told[i].loose), func(l *label) bool {
			for k := range told {
				if k != i && (slices.Contains(told[k].things, l) || len(told[k].things) == 0 && slices.Contains(told[k].loose, l)) {
					return true
				}
			}
			return false
		})
	}
	m.offering, m.offeredOf = all, open
	return all
}

// other says that o is called something else of the kind of l, which it does not share with p.
func (o *offer) other(l *label, p *offer) bool {
	return slices.ContainsFunc(o.things, func(x *label) bool { return x != l && x.name == l.name && !slices.Contains(p.things, x) })
}

// offerOf reads the id of a choice, once a program: there are as many as the dialogs hold.
func (m *reading) offerOf(id string) offer {
	key := offerKey{m.lex, id}
	if o, ok := offersRead.Load(key); ok {
		return o.(offer)
	}
	o := m.readOffer(id)
	offersRead.Store(key, o)
	return o
}

type offerKey struct {
	lex *lexicon
	id  string
}

var offersRead sync.Map // offerKey to offer

func (m *reading) readOffer(id string) offer {
	var o offer
	means := ""
	for i := range m.lex.labels {
		switch l := &m.lex.labels[i]; {
		case l.section == inThings && l.value == id && l.value != "any":
			o.things = append(o.things, l)
		case l.section == inCommon && l.name == id: // the vocabulary's own name, which looks like a word of some language
			means = id
		}
	}
	for _, l := range lexicons {
		m.offerIn(l, id, &o)
	}
	if means != "" {
		o.means = means
	}
	return o
}

// offerIn adds to o what id says in the words of one language.
func (m *reading) offerIn(lex *lexicon, id string, o *offer) {
	own := lex == m.lex
	s := readings.Get().(*reading)
	defer s.release()
	s.reset(lex, strings.ReplaceAll(id, "_", " "), false)
	s.tokenise()
	s.walk(&lex.strict, 0, false)
	first := 0
	for first+1 < len(s.tokens) && s.tokens[first].flags&(flagLight|flagFiller) != 0 {
		first++
	}
	exact := true // "none" is no French "non", though it looks like one
	for i := range s.tokens {
		_, ok := find(lex.words, s.tokens[i].raw)
		exact = exact && (ok || s.tokens[i].kind != isWord || s.tokens[i].class != noClass && !s.tokens[i].guessed)
	}
	longest := 0
	for i := range s.hits {
		if h := &s.hits[i]; h.label.section == inThings && h.gaps == 0 && !h.guessed {
			longest = max(longest, h.words)
		}
	}
	for i := range s.hits {
		h := &s.hits[i]
		if h.gaps > 0 || !exact && h.label.section != inThings {
			continue
		}
		whole := h.from <= first && h.to == len(s.tokens)-1
		switch {
		case h.label.section == inThings && h.label.value != "any" && !(h.guessed && !own):
			l := m.here(h.label)
			switch {
			case l == nil:
			case whole && !slices.Contains(o.things, l):
				o.things = append(o.things, l)
			case !whole && h.words == longest && !h.guessed && !slices.Contains(o.loose, l):
				o.loose = append(o.loose, l)
			}
		case h.label.section == inTimes && whole && h.from <= first && partOfDay(h.label.name):
			if l := m.here(h.label); l != nil && !slices.Contains(o.things, l) {
				o.things = append(o.things, l)
			}
		case h.label.section == inCommon && whole && (own || o.means == "") && h.label.name != "did_opposite": // "payer" is an act like others
			o.means = h.label.name
		case h.label.section == inGrammar && h.label.name == "hedge" && whole && o.means == "": // "peut_etre"
			o.means = "unsure"
		case h.label.section == inGrammar && h.label.name == "portion" && whole && o.means == "":
			o.means = "partial"
		case h.label.section == inGrammar && h.label.name == "nil" && h.from == 0 && (own || o.means == ""):
			o.means = "none"
		}
	}
	if !own || len(s.tokens) == 0 || s.tokens[0].kind == isNumber && len(s.tokens) == 1 {
		return
	}
	o.least, o.most = s.span()
	o.length, o.bound = s.lengthTold()
	o.timed = slices.ContainsFunc(s.hits, func(h hit) bool { return h.label.section == inTimes })
	if o.means == "none" {
		return
	}
	for i := range s.tokens {
		t := &s.tokens[i]
		if t.flags&(flagLight|flagFiller|flagNegation|flagNumber) == 0 && t.kind == isWord && len(t.text) >= 3 && !s.within(inGrammar, "nil", i) {
			o.words = append(o.words, *t)
		}
	}
}

// here returns the label of the same meaning in the language of the message, nil if it has
// none.
func (m *reading) here(l *label) *label {
	for i := range m.lex.labels {
		if x := &m.lex.labels[i]; x == l || x.section == l.section && x.name == l.name && x.value == l.value {
			return x
		}
	}
	return nil
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
	kinds := kindsOf(offers)
	for i := range m.hits {
		h := &m.hits[i]
		if h.label.section != inThings && h.label.section != inTimes || h.gaps > 0 || h.guessed && h.words == 1 && len(m.tokens[h.from].raw) < 5 || m.insideThing(h) {
			continue
		}
		at := unknownName
		for c := range offers {
			if l := h.label; slices.Contains(offers[c].things, l) && (slices.Contains(kinds, l.name) || !offers[c].of(kinds)) {
				at = c
			}
		}
		switch {
		case at >= 0:
		case len(kinds) == 0 || h.label.name != kinds[0] || slices.ContainsFunc(offers, func(o offer) bool { return slices.Contains(o.things, h.label) }):
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
	own := map[int]bool{} // choices that are named by a word of their own
	for c := range offers {
		if from, to, ok := m.spelt(offers, c); ok {
			all = append(all, named{c, from, to, false})
			own[c] = true
		}
	}
	if !slices.ContainsFunc(all, func(n named) bool { return n.choice >= 0 }) {
		all = append(all, m.kin(offers)...)
	}
	sort.SliceStable(all, func(a, b int) bool {
		x, y := &all[a], &all[b]
		if x.to-x.from != y.to-y.from {
			return x.to-x.from > y.to-y.from
		}
		if offered := x.choice >= 0; offered != (y.choice >= 0) {
			return offered
		}
		if a, b := own[x.choice], own[y.choice]; a != b { // a word that two of them may mean is that of the one it stands in
			return a
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

// insideThing says that the hit is one word that was spelt out as another and opens the name of
// something else: the "boite", a firm, of "boite mail".
func (m *reading) insideThing(h *hit) bool {
	if h.from != h.to || m.tokens[h.from].raw == m.tokens[h.from].text {
		return false
	}
	return slices.ContainsFunc(m.hits, func(o hit) bool {
		return o.label.section == inThings && o.gaps == 0 && o.from <= h.from && o.to > h.to
	})
}

// kindsOf returns the kinds of thing that most choices, two at least, are of, none where there is
// none: a telephone, a counter and a site are ways to reach somebody, and services too.
func kindsOf(offers []offer) (kinds []string) {
	best := 1
	for i := range offers {
		for _, l := range offers[i].things {
			n := 0
			for k := range offers {
				if offers[k].of([]string{l.name}) {
					n++
				}
			}
			if n > best {
				best, kinds = n, nil
			}
			if n == best && n > 1 && !slices.Contains(kinds, l.name) {
				kinds = append(kinds, l.name)
			}
		}
	}
	return kinds
}

// of says that o is a thing of one of kinds.
func (o *offer) of(kinds []string) bool {
	return slices.ContainsFunc(o.things, func(l *label) bool { return slices.Contains(kinds, l.name) })
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

// kin finds the choices that words of the same family name: "livrer" names "livraison", "payer"
// "paiement". Only the likeliest of a word counts, and none where two are as likely.
func (m *reading) kin(offers []offer) []named {
	var all []named
	for i := range m.tokens {
		t := &m.tokens[i]
		if t.kind != isWord || len(t.raw) < 4 || t.flags&(flagLight|flagFiller|flagNumber|flagAsk) != 0 || m.answered(i) {
			continue
		}
		best, at, tie := 0, -1, false
		for c := range offers {
			for w := range offers[c].words {
				n := family(offers[c].words[w].text, t.raw)
				switch {
				case n == 0 || n < best:
				case n == best:
					tie = tie || at != c
				default:
					best, at, tie = n, c, false
				}
			}
		}
		if at >= 0 && !tie {
			all = append(all, named{at, i, i, false})
		}
	}
	return all
}

// answered says that token i stands in a phrase that answers any question, or tells a time.
func (m *reading) answered(i int) bool {
	for k := range m.hits {
		if h := &m.hits[k]; (h.label.section == inCommon || h.label.section == inTimes) && h.gaps == 0 && h.from <= i && i <= h.to && !h.guessed {
			return true
		}
	}
	return false
}

// family returns how many letters two words begin with alike, where these are enough to take
// them for words of one family: five, or four that are all but the ending of the shorter one. 0 for none.
func family(a, b string) int {
	const endings = 5 // letters of the longest ending: "ation"
	n := 0
	for n < len(a) && n < len(b) && (a[n] == b[n] || a[n] == 'i' && b[n] == 'y' || a[n] == 'y' && b[n] == 'i') {
		n++
	}
	switch {
	case len(a)-n > endings || len(b)-n > endings:
		return 0
	case n >= 5, n == 4 && min(len(a), len(b)) <= 6:
		return n
	case n == 3 && min(len(a), len(b)) <= 5 && (strings.HasSuffix(b, "er") && strings.HasSuffix(a, "ement") || strings.HasSuffix(a, "er") && strings.HasSuffix(b, "ement")):
		return n
	}
	return 0
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
	case len(taken) == 0 && (m.says("vague") || m.common("all") && !slices.ContainsFunc(offers, func(o offer) bool { return o.means == "all" })):
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

// reachesWithin says that a choice of open, a way or a person to be reached by, is named by words
// that share a token with those from first to last.
func (m *reading) reachesWithin(open *engine.Question, first, last int) bool {
	if open == nil || open.Kind != engine.AskChoice {
		return false
	}
	offers := m.offers(open)
	kinds := kindsOf(offers)
	for _, n := range m.namesOf(open, offers) {
		if n.choice >= 0 && n.exact && (slices.ContainsFunc(kinds, reaches) || len(kinds) == 0 && slices.ContainsFunc(offers[n.choice].things, func(l *label) bool { return reaches(l.name) })) && n.from <= last && first <= n.to && !m.inQuestion(n.from, n.to) {
			return true
		}
	}
	return false
}

// reaches says that things of a kind are ways or persons by which somebody is reached; a device
// is none.
func reaches(kind string) bool {
	switch kind {
	case "channel", "person", "relation", "action":
		return true
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
	for _, name := range [...]string{"morning", "noon", "afternoon", "evening", "night", "day"} {
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
	for _, name := range names {
		if c := of(name); c >= 0 {
			return c
		}
	}
	if names[1] != "night" && names[0] != "night" {
		return of("day")
	}
	return of("night")
}

// byDay returns the choice whose day or span of days holds the time told ("ce matin" of today
// and yesterday), -1 where the choices are no days or none holds it.
func (m *reading) byDay(open *engine.Question, offers []offer) int {
	now := open.Now.In(zoneOf(open))
	spans := make([]moment, len(open.Choices))
	dated := 0
	for i := range open.Choices {
		if !offers[i].timed {
			continue
		}
		if w, ok := m.timeOf(open.Choices[i].ID, now); ok && w.precise != onPart {
			spans[i] = w
			dated++
		}
	}
	if dated < 2 {
		return -1
	}
	w, ok := m.when(now, now.Location())
	if !ok {
		return -1
	}
	day := w.date()
	best, length := -1, time.Duration(0)
	for i, s := range spans {
		if s.from.IsZero() {
			continue
		}
		first, last := s.date(), s.date()
		if s.precise == inInterval {
			first, last = midnight(s.from), midnight(s.to)
		}
		if !day.Before(first) && !day.After(last) && (best < 0 || last.Sub(first) < length) {
			best, length = i, last.Sub(first)
		}
	}
	return best
}

// byLength returns the choice whose length of time is the one told ("ça fait 8 jours" of a day,
// a week and a month; "il y a 10 minutes" of minutes and hours), -1 where the choices are none.
func (m *reading) byLength(open *engine.Question, offers []offer) int {
	now := open.Now.In(zoneOf(open))
	type span struct {
		hours      float64
		at         int
		less, more bool
	}
	var spans []span
	for i := range open.Choices {
		if o := &offers[i]; o.length > 0 {
			spans = append(spans, span{o.length, i, o.bound < 0, o.bound > 0})
		}
	}
	if len(spans) < 2 {
		return -1
	}
	told := -1.0
	for i := range m.tokens {
		if a, _, ok := m.lengthAt(i); ok {
			told = a.hours()
			break
		}
	}
	if told < 0 {
		w, ok := m.when(now, now.Location())
		if !ok || w.from.After(now) {
			return -1
		}
		told = now.Sub(w.from).Hours()
	}
	best, least := -1, math.Inf(1)
	for _, s := range spans {
		far := math.Abs(math.Log((told + 0.01) / (s.hours + 0.01)))
		if s.less && told > s.hours || s.more && told < s.hours {
			far += 10
		}
		if far < least {
			best, least = s.at, far
		}
	}
	return best
}

// timeOf reads the id of a choice as a time: "hier", "cette_semaine".
func (m *reading) timeOf(id string, now time.Time) (moment, bool) {
	s := m.ofID(id)
	defer s.release()
	return s.when(now, now.Location())
}

// lengthTold reads the id of a choice as a length of time, in hours: "un_jour", "heures", a few of
// them, "moins_d_une_heure", of which bound is -1, "plus_d_une_semaine", of which it is 1.
func (m *reading) lengthTold() (hours float64, bound int) {
	for i := range m.tokens {
		if m.tokens[i].as(roleMore) {
			bound = 1
		} else if m.nameIs(i, "less") {
			bound = -1
		}
		if a, _, ok := m.lengthAt(i); ok {
			return a.hours(), bound
		}
	}
	if len(m.tokens) == 1 {
		switch name, _ := m.timeName(0); name {
		case "minute":
			return 0.3, 0
		case "hour":
			return 4, 0
		case "day":
			if strings.HasSuffix(m.tokens[0].raw, "s") { // "jour" is also no night
				return 3 * 24, 0
			}
		case "week":
			return 2 * 7 * 24, 0
		case "month":
			return 3 * 30 * 24, 0
		}
	}
	return 0, 0
}

// ofID reads the id of a choice as words of the language. The caller releases it.
func (m *reading) ofID(id string) *reading {
	s := readings.Get().(*reading)
	s.reset(m.lex, strings.ReplaceAll(id, "_", " "), false)
	s.tokenise()
	s.walk(&m.lex.strict, 0, false)
	return s
}

// hours is the length as a number of hours.
func (a *ago) hours() float64 {
	return a.span.Hours() + 24*float64(a.days) + 30*24*float64(a.months)
}

// zoneOf is the zone in which times told in answer to a question are read.
func zoneOf(open *engine.Question) *time.Location {
	if open.Zone == nil {
		return time.UTC
	}
	return open.Zone
}

// partOfDay says that a name of times is a time that people choose among.
func partOfDay(name string) bool {
	switch name {
	case "morning", "noon", "afternoon", "evening", "night", "day", "today", "yesterday", "before_yesterday":
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
		if t.mark != markNone || t.flags&flagBreak != 0 && !t.as(roleExcept) {
			break
		}
		if t.as(roleExcept) || t.as(roleNothing) && m.tokens[i+1].as(roleOf) && i+2 == first { // "rien de parti"
			return true
		}
		if m.negates(i) {
			return !(i+1 < len(m.tokens) && m.tokens[i+1].as(roleSoftens))
		}
		if t.as(roleBeing) && i+1 <= first && !m.negates(i+1) {
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
	if t.as(roleNothing) && last+2 >= len(m.tokens) { // "on jette rien"
		return true
	}
	if t.as(roleTo) && last+2 < len(m.tokens) && m.tokens[last+2].as(roleNobody) { // "envoyé à personne"
		return true
	}
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
