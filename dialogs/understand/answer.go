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
		if n, ok := m.count(); ok && !(n == 0 && m.refusal(said)) {
			return engine.Reply{Meaning: engine.Value, Value: strconv.FormatInt(n, 10)}
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
			if reply := m.choose(open, said); reply.Meaning == engine.Value || reply.Meaning == engine.Invalid {
				return reply
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
	case engine.AskText:
		// Two trust words stand in no vocabulary: noise is the whole answer here.
		if reply := plain(said); reply.Meaning != engine.None && m.mostly(said) && !(reply.Meaning == engine.Unclear && m.noise()) {
			return reply
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
		case "unsure", "question", "human", "back", "repeat", "restart", "help", "wait", "skip":
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
	case "unsure", "skip", "wait", "unclear", "help":
		return len(m.tokens) <= 7
	}
	return false
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
	if m.common("all") && len(m.tokens) > 1 && m.tokens[0].flags&flagNumber == 0 { // "les trois" is no key
		whole = false
	}
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
		if h.words >= best {
			best, id = h.words, o
		}
	}
	return id
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

// namedChoice looks for "all", "none", "other" among the choices, and for a choice's id
// typed as it is.
func (m *reading) namedChoice(open *engine.Question) string {
	for _, g := range []struct{ name, id string }{{"all", "all"}, {"none", "none"}, {"other", "something_else"}} {
		if !m.common(g.name) {
			continue
		}
		for _, c := range open.Choices {
			if c.ID == g.id {
				return g.id
			}
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

// keys returns the keys named in the message and whether it says nothing else:
// "1", "le 2", "réponse 3", "1 et 3".
func (m *reading) keys(n int) (keys []int, whole bool) {
	whole = true
	for i := range m.tokens {
		t := &m.tokens[i]
		if v, ok := m.value(i); ok && (t.kind == isNumber || v > 0) {
			keys = append(keys, v)
			continue
		}
		switch t.text {
		case "le", "la", "l", "les", "numero", "option", "choix", "reponse", "touche", "c", "est", "et", "ou", "the", "number", "answer", "choice", "key", "case",
			"je", "dirais", "crois", "pense", "dis", "i", "choisis", "pour", "plutot", "oui", "ce", "sera", "tape", "eme", "er", "ere", "premier", "premiere", "i'd", "say", "think", "it", "s", "mets", "mis", "dit", "proposition", "ma", "mon", "my", "du", "coup", "#", "prends", "pris", "choisi", "veux", "voudrais", "serait", "mieux", "disons", "dirai", "tapez", "taper", "appuie", "prefere", "va", "i'll", "take":
			continue
		}
		if t.flags&flagFiller != 0 || m.polite(i) {
			continue
		}
		whole = false
	}
	if len(keys) == 0 {
		for i := range m.tokens {
			switch m.tokens[i].text {
			case "premier", "premiere", "first", "premiers":
				keys = append(keys, 1)
			case "seconde", "second", "deuxieme":
				keys = append(keys, 2)
			case "troisieme", "third":
				keys = append(keys, 3)
			case "quatrieme", "fourth":
				keys = append(keys, 4)
			case "dernier", "derniere", "last":
				keys = append(keys, n)
			}
		}
		whole = len(keys) > 0 && len(m.tokens) <= 4
	}
	return keys, whole
}
