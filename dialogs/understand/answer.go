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
		if !yesOrNo(open) && m.onlyThanks() { // "ok merci" picks none of a list
			return engine.Reply{Meaning: engine.Thanks}
		}
		return m.choose(open, said)
	case engine.AskCount:
		if reply := m.untold(); reply.Meaning != engine.None {
			return reply
		}
		n, ok := m.count()
		if ok && len(m.quantities(false)) == 0 && m.refusal(said) { // "ça ne regarde que moi"
			ok = false
		}
		switch {
		case ok && !(n == 0 && m.refusal(said)):
			return engine.Reply{Meaning: engine.Value, Value: strconv.FormatInt(n, 10)}
		case m.common("all") && plain(said).Meaning != engine.DidOpposite: // "j'ai tout supprimé"
			return engine.Reply{Meaning: engine.All}
		case m.says("vague") && !m.refusal(said) && plain(said).Meaning != engine.Thanks: // "merci beaucoup"
			return engine.Reply{Meaning: engine.Unsure}
		}
	case engine.AskTime:
		if reply := m.untold(); reply.Meaning != engine.None {
			return reply
		}
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
		if reply := m.untold(); reply.Meaning != engine.None {
			return reply
		}
		if m.says("elsewhere") { // "demandez au standard": ask again
			return engine.Reply{Meaning: engine.Invalid}
		}
		if m.common("same") && !m.denies() && !m.asksInstead(said) {
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

// untold says that a value that was asked for is kept back or not known, in words that hold numbers
// or times of their own: "ça peut dater d'hier comme d'il y a un mois".
func (m *reading) untold() engine.Reply {
	switch {
	case m.says("withheld"):
		return engine.Reply{Meaning: engine.Skip}
	case m.says("untold"):
		return engine.Reply{Meaning: engine.Unsure}
	}
	return engine.Reply{}
}

// asksInstead says that the message asks, and not only by a word that may also tie
// sentences together: "celui d'où je vous écris" does not.
func (m *reading) asksInstead(said []meaning) bool {
	if len(said) == 0 || said[0].label != "question" {
		return false
	}
	for i := range m.tokens {
		if t := &m.tokens[i]; t.mark == markAsk || t.as(roleWhy) || t.as(roleHow) && i == 0 || m.estCeQue(i) {
			return true
		}
	}
	return false
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
