package understand

import (
	"strconv"
	"strings"

	"relais/dialogs/engine"
)

// answer reads the answer to the open question.
func (m *reading) answer(r *Reader, text string, open *engine.Question, said []meaning) engine.Reply {
	if len(m.tokens) == 0 && m.asks == 0 {
		return engine.Reply{Meaning: engine.Unclear}
	}
	switch open.Kind {
	case engine.AskChoice:
		return m.choose(open, said)
	case engine.AskCount:
		n, ok := m.count()
		switch {
		case ok && !(n == 0 && m.refusal(said)):
			return engine.Reply{Meaning: engine.Value, Value: strconv.FormatInt(n, 10)}
		case m.common("all") && plain(said).Meaning != engine.DidOpposite: // "j'ai tout supprimé"
			return engine.Reply{Meaning: engine.All}
		case m.says("vague") && !m.refusal(said) && plain(said).Meaning != engine.Thanks: // "merci beaucoup"
			return engine.Reply{Meaning: engine.Unsure}
		}
	case engine.AskTime:
		if w, ok := m.when(open.Now, open.Zone); ok {
			return engine.Reply{Meaning: engine.Value, Value: w.from.UTC().Format(rfc3339)}
		}
	case engine.AskPhone:
		switch number, state := m.phone(); {
		case state == phoneGood:
			return engine.Reply{Meaning: engine.Value, Value: number}
		case state == phoneBad:
			return engine.Reply{Meaning: engine.Invalid}
		}
		if m.common("same") && !m.denies() {
			if open.Same == "" {
				return engine.Reply{Meaning: engine.Unclear}
			}
			return engine.Reply{Meaning: engine.Value, Value: open.Same}
		}
	case engine.AskPlace:
		if len(open.Choices) > 0 {
			switch reply := plain(said); {
			case reply.Meaning == engine.No && m.covers("no"): // none of those listed
				return reply
			case reply.Meaning == engine.Yes && m.covers("yes") && len(open.Choices) == 1:
				return engine.Reply{Meaning: engine.Value, Value: open.Choices[0].ID}
			}
		}
		if r.Places != nil && !m.refusal(said) {
			switch status, insee := r.Places(cut(text, maxLetters), true); {
			case len(insee) == 1 && status == "found":
				return engine.Reply{Meaning: engine.Value, Value: insee[0]}
			case len(insee) > 0 && status == "ambiguous":
				return engine.Reply{Meaning: engine.Value, Among: insee}
			}
		}
		if len(open.Choices) > 0 { // "la deuxième"
			if reply := m.choose(open, said); reply.Meaning == engine.Value {
				return reply
			}
		}
	case engine.AskText:
		// Two trust words stand in no vocabulary: noise is the whole answer here.
		if reply := plain(said); reply.Meaning != engine.None && m.mostly(said) && !(reply.Meaning == engine.Unclear && m.noise() && m.lettered()) {
			return reply
		}
		if len(said) > 0 && said[0].label == "question" && m.onlyAsks() {
			return engine.Reply{}
		}
		return engine.Reply{Meaning: engine.Value, Value: cut(strings.TrimSpace(text), maxLetters)}
	}
	reply := plain(said)
	if open.Kind != engine.AskChoice && (reply.Meaning == engine.Yes || reply.Meaning == engine.Done) {
		// "oui" to "how many?" answers nothing.
		reply = engine.Reply{Meaning: engine.Unclear}
	}
	return reply
}

// plain returns the first meaning said as it is.
func plain(said []meaning) engine.Reply {
	for _, s := range said {
		switch s.label {
		case "question", "human", "back", "repeat", "restart", "stop":
			continue
		case "explain":
			return engine.Reply{Meaning: engine.HelpWanted}
		case "later":
			return engine.Reply{Meaning: engine.NotDone}
		}
		return engine.Reply{Meaning: engine.Meaning(s.label)}
	}
	return engine.Reply{}
}

// refusal says that the message tells that it does not answer: do not look for a place
// called "Je ne sais pas".
func (m *reading) refusal(said []meaning) bool {
	for _, s := range said {
		switch s.label {
		case "unsure", "question", "human", "back", "repeat", "restart", "help", "explain", "wait", "skip":
			return true
		case "unclear":
			// A name stands in no vocabulary: "Cahors" alone is noise and the whole answer.
			return !m.noise()
		}
	}
	return false
}

// mostly says that a short message is nothing but its meaning, so that a free text is
// not "je ne sais pas".
func (m *reading) mostly(said []meaning) bool {
	if len(said) == 0 {
		return false
	}
	switch said[0].label {
	case "unsure", "skip", "wait", "unclear", "help", "explain", "thanks", "greeting":
		return len(m.tokens) <= 7 && m.covers(said[0].label)
	}
	return false
}

// covers says that the phrases of a meaning are half of the message, so that "on m'a
// appelé trois fois hier" is a text and no "on m'appelle".
func (m *reading) covers(name string) bool {
	covered, all := 0, 0
	for i := range m.tokens {
		t := &m.tokens[i]
		if t.flags&flagFiller != 0 || m.polite(i) {
			continue
		}
		all++
		if m.within(inCommon, name, i) || t.class == noClass && name == "unclear" || t.kind == isSign {
			covered++
		}
	}
	return 2*covered >= all
}

// lettered says that something in the message may be a word: "Cahors", not "hmmm" or
// an emoji.
func (m *reading) lettered() bool {
	for i := range m.tokens {
		t := &m.tokens[i]
		if t.kind != isSign && t.flags&flagFiller == 0 && !m.within(inCommon, "unclear", i) {
			return true
		}
	}
	return false
}

// within says that token i belongs to a phrase of the vocabulary.
func (m *reading) within(s section, name string, i int) bool {
	for k := range m.hits {
		if h := &m.hits[k]; h.label.section == s && h.label.name == name && h.gaps == 0 && h.from <= i && i <= h.to {
			return true
		}
	}
	return false
}

// onlyAsks says that a message is one question back, not a text that holds one: it
// begins with a word that asks, or it is short and ends with a question mark.
func (m *reading) onlyAsks() bool {
	const short = 12
	if len(m.tokens) > short {
		return false
	}
	first := 0
	for first+1 < len(m.tokens) && (m.tokens[first].flags&flagFiller != 0 || m.tokens[first].as(roleAnd|roleBut)) {
		first++
	}
	opens := m.tokens[first].flags&flagAsk != 0 || m.estCeQue(first) || m.tokens[first].as(roleThat) || m.tokens[first].as(roleWhat)
	return opens || m.tokens[len(m.tokens)-1].mark == markAsk
}

// common says that a phrase of a common meaning stands in the message.
func (m *reading) common(name string) bool {
	for i := range m.hits {
		h := &m.hits[i]
		if h.label.section == inCommon && h.label.name == name && h.gaps == 0 && !h.negated {
			return true
		}
	}
	return false
}

// denies says that the message begins with a refusal: "non pas celui-ci".
func (m *reading) denies() bool {
	for i := range m.hits {
		h := &m.hits[i]
		if h.label.section == inCommon && h.label.name == "no" && h.from == 0 && h.gaps == 0 {
			return true
		}
	}
	return false
}

// choose reads the answer to a choice: a key, a choice's own words, its general meaning.
func (m *reading) choose(open *engine.Question, said []meaning) engine.Reply {
	keys, whole := m.keys(len(open.Choices))
	if whole && len(keys) > 0 {
		for _, c := range open.Choices {
			if c.Key == keys[0] {
				return engine.Reply{Meaning: engine.Value, Value: c.ID}
			}
		}
		return engine.Reply{Meaning: engine.Invalid}
	}
	if id := m.ownWords(open); id != "" {
		return engine.Reply{Meaning: engine.Value, Value: id}
	}
	for _, s := range said {
		if s.label == "done" && !open.Act { // "c'est fait" says nothing of a state
			return engine.Reply{Meaning: engine.Unclear}
		}
		if id := meant(open, s.label); id != "" {
			return engine.Reply{Meaning: engine.Value, Value: id}
		}
	}
	if id := m.namedChoice(open); id != "" {
		return engine.Reply{Meaning: engine.Value, Value: id}
	}
	return plain(said)
}

// ownWords returns the choice whose accepted words stand in the message: the longest,
// and of equally long ones the last, for that is how people correct themselves.
func (m *reading) ownWords(open *engine.Question) string {
	best, id := 0, ""
	for i := range m.hits {
		h := &m.hits[i]
		if h.gaps > 0 && h.label.section == inChoices {
			continue
		}
		o := m.offered(open, h.label)
		if o == "" || m.denied(h.from, h.to) && !m.opens(h) {
			continue
		}
		if h.label.section != inChoices && (m.complement(h) || m.figurative(h)) {
			continue
		}
		words := 2 * h.words
		if h.label.section == inAsked && o == "individual" { // "mon mari" of "artisans, mon mari et moi"
			words = 1
		}
		if words > best || words == best && (h.label.section == inChoices || m.corrected() >= 0) {
			best, id = words, o
		}
	}
	return id
}

// complement says that the hit only tells what another thing belongs to: the village
// of "l'école du village".
func (m *reading) complement(h *hit) bool {
	i := h.from - 1
	for i > 0 && m.tokens[i].mark == markNone && m.tokens[i].flags&flagLight != 0 && !m.tokens[i].as(roleOf) {
		i--
	}
	if i < 1 || m.tokens[i].mark != markNone {
		return false
	}
	if !m.tokens[i].as(roleOf) {
		return false
	}
	for k := range m.hits {
		o := &m.hits[k]
		if (o.label.section == inFacts || o.label.section == inAsked) && o.label.name == h.label.name && o.gaps == 0 && o.to < i && i-o.to <= 2 {
			return true
		}
	}
	return false
}

// opens says that the phrase of the hit itself begins with its negation.
func (m *reading) opens(h *hit) bool { return m.tokens[h.from].flags&flagNegation != 0 }

// meant returns the id of the choice that a general meaning stands for.
func meant(open *engine.Question, meaning string) string {
	var ids []string
	switch meaning {
	case "yes":
		ids = []string{"yes", "done"}
	case "done":
		ids = []string{"done", "yes"}
	case "no":
		ids = []string{"no", "not_done"}
	case "not_done":
		ids = []string{"not_done", "no"}
	case "cannot":
		ids = []string{"cannot", "not_done", "no"}
	case "unsure":
		ids = []string{"unknown", "unsure"}
	case "partial", "in_progress", "skip", "help", "human":
		ids = []string{meaning}
	}
	for _, id := range ids {
		for _, c := range open.Choices {
			if c.ID == id {
				return id
			}
		}
	}
	return ""
}

// group names all, none or other when the message means several choices or none of n:
// "les trois" of three, "aucun", "autre chose". The longest phrase decides.
func (m *reading) group(n int) string {
	best, name := 0, ""
	take := func(words int, is string) {
		if words > best {
			best, name = words, is
		}
	}
	for i := range m.hits {
		h := &m.hits[i]
		switch {
		case h.gaps > 0:
		case h.label.section == inCommon && (h.label.name == "none" || h.label.name == "other"):
			take(h.words, h.label.name)
		case h.label.section == inCommon && h.label.name == "all" && !h.negated:
			take(h.words, "all")
		case h.label.section == inGrammar && h.label.name == "nil" && len(m.tokens) <= 4:
			take(h.words, "none")
		}
	}
	for i := range m.tokens {
		if v, ok := m.value(i); ok && v == n && n > 1 && i > 0 && m.tokens[i-1].as(roleEvery) && i+2 >= len(m.tokens) && name != "none" {
			return "all"
		}
	}
	return name
}

// namedChoice looks for "all", "none", "other" among the choices, and for a choice's id
// typed as it is.
func (m *reading) namedChoice(open *engine.Question) string {
	id := m.group(len(open.Choices))
	if id == "other" {
		id = "something_else"
	}
	for _, c := range open.Choices {
		if c.ID == id {
			return id
		}
	}
	for _, c := range open.Choices {
		for i := range m.tokens {
			if len(c.ID) > 2 && m.tokens[i].text == c.ID {
				return c.ID
			}
		}
	}
	return ""
}

// keys returns the keys named in the message, of n offered, and whether it says nothing
// else: "1", "le 2", "réponse 3", "1 et 3", "non pas 2, 3", "la dernière".
func (m *reading) keys(n int) (keys []int, whole bool) {
	if m.group(n) == "all" || m.share() >= 0 { // "les trois", "deux sur trois" are no keys
		return nil, false
	}
	whole = true
	from := m.corrected()
	last := false
	for i := range m.tokens {
		t := &m.tokens[i]
		v, ok := m.value(i)
		ok = ok && (t.kind == isNumber || v > 0)
		if o, found := m.lex.ordinal(t.text); found && !(ok && t.kind == isNumber) {
			switch {
			case o > 0:
				v, ok = o, true
			case o == 0:
				v, ok = (n+1)/2, n%2 == 1
			case o == -1 && i > 0 && m.tokens[i-1].as(roleBefore):
				v, ok = n-1, n > 1
			default:
				v, ok = n+1+o, n+1+o > 0
			}
		}
		if ok && m.idiom(i) {
			whole = false
			continue
		}
		if ok {
			if m.unwanted(i) || i < from && m.numbered(from) {
				continue
			}
			if v == 1 && t.kind == isWord && t.as(roleOne) && m.asks > 0 {
				whole = false
			}
			keys = append(keys, v)
			last = true
			continue
		}
		if t.flags&(flagFiller|flagNaming|flagNegation|flagBreak) != 0 || m.polite(i) || m.within(inGrammar, "hedge", i) || m.within(inGrammar, "correction", i) ||
			m.within(inCommon, "no", i) || m.within(inCommon, "yes", i) || m.within(inGrammar, "range", i) {
			continue
		}
		whole = false
	}
	if last && whole && m.doubts(keys) {
		whole = false
	}
	return keys, whole && len(keys) > 0
}

// idiom says that the number at token i is a word of a saying: "dans le mille", "50/50".
func (m *reading) idiom(i int) bool {
	for k := range m.hits {
		h := &m.hits[k]
		if h.label.section == inCommon && h.gaps == 0 && h.words > 1 && h.from <= i && i <= h.to && (h.label.name == "yes" || h.label.name == "unsure") {
			return true
		}
	}
	return false
}

// doubts says that several keys are named of which one is meant: "1 ou 2".
func (m *reading) doubts(keys []int) bool {
	if len(keys) < 2 {
		return false
	}
	for i := range m.tokens {
		if m.tokens[i].as(roleOr) {
			return true
		}
	}
	return false
}

// unwanted says that the key at token i is refused: "pas la 1".
func (m *reading) unwanted(i int) bool {
	for k := i - 1; k >= max(0, i-3) && m.tokens[k].mark == markNone; k-- {
		if m.negates(k) {
			return true
		}
		if m.tokens[k].flags&flagNaming == 0 {
			return false
		}
	}
	return false
}

// numbered says that a number stands behind token i.
func (m *reading) numbered(i int) bool {
	for k := i + 1; k < len(m.tokens); k++ {
		if _, ok := m.value(k); ok {
			return true
		}
		if _, ok := m.lex.ordinal(m.tokens[k].text); ok {
			return true
		}
	}
	return false
}
