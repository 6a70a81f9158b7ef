package understand

import (
	"math"
	"slices"
	"strings"
	"unicode"

	"relais/dialogs/engine"
	"relais/dialogs/understand/linear"
)

// signals finds a danger to life, the wish to die, a minor, and that somebody can bear no
// more, which is a fact told: it stops nothing. A figurative phrase of the vocabulary
// ("je suis mort de fatigue", "en finir avec cette attaque") takes away the hits it
// covers. Missing a real one is worst: a misspelt word counts as well.
func (m *reading) signals(out *engine.Reading) {
	swallowed := false
	for i := range m.hits {
		h := &m.hits[i]
		if h.label.section != inSignals || h.gaps > 1 || h.guessed && m.foreign || m.figurative(h) {
			continue
		}
		switch h.label.name {
		case "danger":
			if h.negated || m.safe(h) || h.gaps > 0 && m.held(h) || m.onlyKnock() {
				continue
			}
			out.Danger = true
		case "cry": // "danger" alone is told, "danger ?" asked
			if h.negated || h.gaps > 0 || m.asks > 0 || !m.alone(h) {
				continue
			}
			out.Danger = true
		case "worn":
			if h.negated || m.held(h) || m.asking(h) {
				continue
			}
			out.Told = tell(out.Told, engine.Told{Fact: "worn", Value: "yes"})
		case "watched", "watched_phone", "spied", "looked":
			// A tool for spying tells it of whoever shares a life, a look at the telephone also of
			// whoever shares a home or gives orders.
			near := m.names(inSignals, "partner") || h.label.name == "looked" && m.names(inSignals, "kin")
			if h.negated || h.gaps > 0 && (m.held(h) || m.noMore(h)) || m.asking(h) || (h.label.name == "spied" || h.label.name == "looked") && !near {
				continue
			}
			if m.within(inSignals, "their_mail", h.to) && (m.names(inSignals, "reader_along") || m.names(inSignals, "stranger")) && !near {
				continue // a mailbox that was taken
			}
			out.Told = tell(out.Told, engine.Told{Fact: "phone_watched", Value: "yes"})
		case "beside_me":
			if h.negated || h.gaps > 0 || m.asking(h) || m.ofWhomIsHelped(h.from) {
				continue
			}
			out.Told = tell(out.Told, engine.Told{Fact: "phone_watched", Value: "yes"})
		case "planted", "trails":
			if h.negated || h.gaps > 0 || m.asking(h) || !m.trailed(h) {
				continue
			}
			out.Told = tell(out.Told, engine.Told{Fact: "phone_watched", Value: "yes"})
		case "swallowed":
			if h.negated || h.gaps > 0 && m.held(h) || m.asking(h) || !m.wasDone(h.from) {
				continue // "je prends des cachets pour dormir"
			}
			swallowed = true
		case "helps":
			if h.negated || h.gaps > 0 {
				continue
			}
			out.Told = tell(out.Told, engine.Told{Fact: "helps", Value: "yes"})
		case "takes_over":
			if h.negated {
				continue
			}
			out.Told = tell(out.Told, engine.Told{Fact: "minor_is", Value: "somebody_else"})
		case "distress":
			if h.negated {
				continue
			}
			out.Distress = true
		case "minor":
			out.Minor = true
		default:
			continue
		}
		if why := h.label.name + ": " + m.words(h.from, h.to); !slices.Contains(out.Why, why) { // two spellings of a phrase may cover the same words
			out.Why = append(out.Why, why)
		}
	}
	if swallowed && !out.Danger { // of a danger the numbers stand first anyway
		out.Distress = true
		out.Told = tell(out.Told, engine.Told{Fact: "swallowed", Value: "yes"})
	}
	if from, to, ok := m.readAlong(); ok && !m.foreign {
		out.Told = tell(out.Told, engine.Told{Fact: "phone_watched", Value: "yes"})
		out.Why = append(out.Why, "watched: "+m.words(from, to))
	}
	if at := m.age(); at >= 0 && !out.Minor {
		out.Minor = true
		out.Why = append(out.Why, "minor: "+m.words(at, at+1))
	}
}

// onlyWorn says that the message says nothing but that somebody can bear no more: it
// answers no question, though it may hold a "plus" or a "pas".
func (m *reading) onlyWorn() bool {
	for i := range m.hits {
		h := &m.hits[i]
		if h.label.section == inSignals && h.label.name == "worn" && h.gaps <= 1 && !h.negated && !m.figurative(h) && m.alone(h) {
			return true
		}
	}
	return false
}

// names says that a phrase of the vocabulary stands somewhere in the message.
func (m *reading) names(s section, name string) bool {
	for i := range m.hits {
		if h := &m.hits[i]; h.label.section == s && h.label.name == name && h.gaps == 0 && !h.guessed {
			return true
		}
	}
	return false
}

// alone says that the message says nothing else.
func (m *reading) alone(h *hit) bool {
	for i := range m.tokens {
		if (i < h.from || i > h.to) && m.tokens[i].flags&(flagFiller|flagLight) == 0 && !m.polite(i) {
			return false
		}
	}
	return true
}

// From where on the model alone tells a signal, over the whole message and over a part
// of it; below, only the phrases do. Both are low: a question too many is kinder than
// silence.
const (
	sureSignal = 0.5
	surePart   = 0.65
)

// signalled adds what the words tell of a danger, the wish to die, a minor, beyond the
// phrases of the vocabulary: over the whole message and over each part of it, for a
// danger may be told in passing.
func (m *reading) signalled(out *engine.Reading) {
	m.signal(m.folded, sureSignal, out)
	linear.Parts(m.folded, func(part string) { m.signal(part, surePart, out) })
}

func (m *reading) signal(text string, sure float64, out *engine.Reading) {
	if !tells(text) {
		return
	}
	var scores [linear.MaxClasses]float32
	signalModel.Sum(text, &scores)
	for c, name := range signalModel.Classes {
		told := &out.Danger
		switch name {
		case "distress":
			told = &out.Distress
		case "minor":
			told = &out.Minor
		}
		if p := 1 / (1 + math.Exp(-float64(scores[c]))); !*told && p >= sure && !m.dismissed(name) {
			*told = true
			out.Why = append(out.Why, name+": "+strings.TrimSpace(text))
		}
	}
}

// concerned tells whom a despair, or a very young age, is about, once one is told: a worried
// parent is answered otherwise than who wants to die, or than a child.
func (m *reading) concerned(out *engine.Reading) {
	whose := func(last int) string {
		if m.ofSomebody(last) {
			return "somebody_else"
		}
		return "reporter"
	}
	if out.Distress {
		whom := "reporter" // "mes enfants seraient mieux sans moi"
		if !m.ofOwnself() {
			whom = whose(m.despair())
		}
		out.Told = tell(out.Told, engine.Told{Fact: "distressed", Value: whom})
	}
	if out.Minor {
		whom := whose(m.youth())
		out.Told = tell(out.Told, engine.Told{Fact: "minor_is", Value: whom})
		m.pupil(whom == "reporter", out)
	}
}

// youth returns the last token of what tells a very young age, that of the message when only
// the model does.
func (m *reading) youth() int {
	for i := range m.hits {
		if h := &m.hits[i]; h.label.section == inSignals && h.label.name == "minor" && h.gaps <= 1 && !m.figurative(h) {
			return h.to
		}
	}
	if at := m.age(); at >= 0 {
		return at
	}
	return len(m.tokens) - 1
}

// despair returns the last token of the words of despair, that of the message when no
// phrase tells it.
func (m *reading) despair() int {
	for i := range m.hits {
		if h := &m.hits[i]; h.label.section == inSignals && (h.label.name == "distress" || h.label.name == "swallowed") && h.gaps <= 1 && !h.negated && !m.figurative(h) {
			return h.to
		}
	}
	return len(m.tokens) - 1
}

// ofOwnself says that who writes stands in the words of despair themselves.
func (m *reading) ofOwnself() bool {
	for i := range m.hits {
		h := &m.hits[i]
		if h.label.section != inSignals || h.label.name != "distress" || h.gaps > 0 || h.negated || m.figurative(h) {
			continue
		}
		for k := h.from; k <= h.to; k++ {
			if m.within(inSignals, "own_self", k) {
				return true
			}
		}
	}
	return false
}

// ofSomebody says that who is named last in the same part of the sentence, up to token
// at, is not who writes: "ma fille veut mourir", but "ma femme part, je veux mourir".
func (m *reading) ofSomebody(at int) bool {
	for i := at; i >= 0 && (i == at || m.tokens[i].mark < markComma); i-- {
		if m.within(inGrammar, "self", i) {
			return false
		}
		if m.within(inGrammar, "somebody", i) {
			return true
		}
	}
	return false
}

// tells says that a text has a word that can tell something: "il y a 1h" has none.
func tells(text string) bool {
	return slices.ContainsFunc(strings.Fields(text), func(word string) bool {
		return len(word) >= tellingLetters && !strings.ContainsFunc(word, unicode.IsDigit)
	})
}

// tellingLetters is how long the shortest word is that tells something by itself.
const tellingLetters = 3

// dismissed says that the phrases show a signal to be none: a manner of speaking, or
// denied. Then the model alone does not tell it.
func (m *reading) dismissed(name string) bool {
	if name == "danger" && m.onlyKnock() {
		return true
	}
	for i := range m.hits {
		h := &m.hits[i]
		if h.label.name == name && h.gaps <= 1 && (h.label.section == inGuards || h.label.section == inSignals) {
			return true // and what was not dismissed is told already
		}
	}
	for i := range m.tokens { // an age is read as a number, not guessed
		if name == "minor" && i > 0 && years(m.tokens[i].text) && (m.tokens[i-1].kind == isNumber || m.tokens[i-1].flags&flagNumber != 0) {
			return true
		}
	}
	return false
}

// wasDone says that the verb at token i tells of what is over: "j'ai pris", "je viens de prendre", or it
// begins the message, or its language tells it by the verb itself.
func (m *reading) wasDone(i int) bool {
	for j := i - 1; j >= max(0, i-3); j-- {
		if m.tokens[j].as(rolePerfect | roleRecent) {
			return true
		}
	}
	return i == 0 || m.lex.tag == "en"
}

// onlyKnock says that the message tells of somebody at the door, and of nothing they do there.
func (m *reading) onlyKnock() bool {
	var spans []stretch
	for i := range m.hits {
		if h := &m.hits[i]; h.label.section == inSignals && h.label.name == "knock" && h.gaps == 0 && !h.guessed {
			spans = append(spans, stretch{h.from, h.to})
		}
	}
	return len(spans) > 0 && m.hasteBeside(spans)
}

// figurative says that a phrase known to be a manner of speaking covers the hit.
func (m *reading) figurative(h *hit) bool {
	for i := range m.hits {
		g := &m.hits[i]
		if g.label.section != inGuards || g.label.name != h.label.name || g.gaps > 1 || g.from > h.to || g.to < h.from {
			continue
		}
		if g.from < h.from || g.to > h.to || g.words >= h.words { // "en otage" is no manner of speaking in "pris en otage le maire"
			return true
		}
	}
	return false
}

// held says that a negation stands inside the hit that is none of its own words.
func (m *reading) held(h *hit) bool {
	n := 0
	for i := h.from; i <= h.to; i++ {
		if m.negates(i) || m.tokens[i].text == "rien" && (h.label.section == inFacts || h.label.section == inCommon) {
			n++
		}
	}
	return n > h.negs
}

// noMore says that the hit tells of what is over: "il n'a plus accès à mon téléphone".
func (m *reading) noMore(h *hit) bool {
	return slices.ContainsFunc(m.tokens[h.from:h.to+1], func(t token) bool { return t.as(roleMore) })
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

// age finds the age of somebody under 18: "j'ai 14 ans", "ma fille de 12 ans", "i'm 15".
// It returns the number's token, or -1.
func (m *reading) age() int {
	for i := range m.tokens {
		n, ok := m.value(i)
		if !ok || n < 3 || n > 17 {
			continue
		}
		unit := i+1 < len(m.tokens) && years(m.tokens[i+1].text)
		if !unit {
			// English leaves the years out: "i'm 15", "my daughter is 13"
			end := i+1 == len(m.tokens) || m.tokens[i].mark != markNone || m.tokens[i+1].text == "and"
			if m.lex.tag == "en" && n >= 8 && end && i >= 2 && m.person(i-1) && (m.tokens[i-1].text == "m" || m.tokens[i-1].text == "am" || m.tokens[i-1].text == "is") {
				return i
			}
			continue
		}
		// "12 ans d'expérience", "10 ans que je travaille"
		if i+2 < len(m.tokens) && m.tokens[i+1].mark == markNone {
			switch m.tokens[i+2].text {
			case "d", "de", "que", "dans", "of", "ago", "apres", "minimum":
				continue
			}
		}
		if i == 0 && len(m.tokens) == 2 || m.person(i-1) {
			return i
		}
	}
	return -1
}

func years(w string) bool {
	switch w {
	case "ans", "an", "years", "year", "yo", "piges":
		return true
	}
	return false
}

// person says that the age whose words end at token i is somebody's, not a server's.
func (m *reading) person(i int) bool {
	for j := i; j >= max(0, i-5); j-- {
		t := &m.tokens[j]
		if t.mark >= markStop {
			return false
		}
		switch t.text {
		case "depuis", "ya", "fait", "pendant", "since", "for", "garantie", "contrat", "y":
			return false
		case "fils", "fille", "filles", "enfant", "enfants", "gamin", "gamine", "ado", "ados", "adolescent", "adolescente", "eleve", "eleves", "neveu", "niece", "frere", "soeur", "age", "agee",
			"jeune", "garcon", "copain", "copine", "petit", "petite", "victime", "son", "daughter", "kid", "child", "brother", "sister", "girl", "boy", "student", "teen", "mineur", "mineure", "bebe", "cousin", "cousine":
			return true
		case "ai", "aurai", "am", "m", "im":
			return j > 0 && (m.tokens[j-1].text == "j" || m.tokens[j-1].text == "i" || m.tokens[j-1].text == "je") || t.text == "im"
		case "a", "avait", "is", "aura":
			if j > 0 {
				switch m.tokens[j-1].text {
				case "il", "elle", "he", "she", "qui":
					return true
				}
			}
		}
	}
	return false
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
