package understand

import (
	"slices"

	"relais/dialogs/engine"
	"relais/dialogs/understand/linear"
)

// From where on a model tells what an answer means, judging by its words and by what the
// rules found in them.
const (
	sureAlone   = 0.35 // where no phrase was found
	sureAgreed  = 0.75 // yes and done where no phrase says so: a wrong one harms more than none
	sureGood    = 0.95 // yes and done where the phrases say what is not
	sureAgainst = 0.5  // against what the phrases say
	sureDoubts  = 0.4  // against a yes or a done
	sureDone    = 0.65 // done, where not done is likely too
	sureHarm    = 0.6  // what must not be done was done: a heavy word to put in a mouth
	sureInstead = 0.75 // something else than several things said
	sureOne     = 0.95 // one of several things said
	sureTold    = 0.8  // where facts are told or a secret is given away
	sureStrange = 0.5  // of words that stand in no vocabulary, which must be surely an answer
	sureBoth    = 0.3  // an answer, and something asked for besides
	sureSaid    = 0.3  // that a message without a phrase answers at all
	surelySaid  = 0.9  // that one of strange words does
	sureBeside  = 0.05 // that one with a phrase does
	sureAside   = 0.85 // of another question than of yes or no, where a name may be all that was written
)

// asides answer any question without answering it.
var asides = []string{"back", "help", "human", "question", "repeat", "restart", "skip", "unsure", "wait"}

// known is the share of a message in known phrases from which on they tell it all.
const known = 0.85

// suppose returns what a message of words that stand in no phrase means as an answer to a
// question that is not of yes or no, "" if that is not clear enough.
func (m *reading) suppose() string {
	if len(m.tokens) < 3 || m.foreign && m.understood {
		return ""
	}
	var p [linear.MaxClasses]float32
	shares := m.shares(&asideModel, &p)
	first, _ := best(shares)
	if name := asideModel.Classes[first]; shares[first] >= sureAside && slices.Contains(asides, name) {
		return name
	}
	return ""
}

// judge returns what a message means as an answer to open, a question of yes or no: what
// its phrases say, said, where the model agrees or is not sure, else what the model takes
// it for. The model never gives a consent, nor turns a plain yes into a no: these are only
// said in clear words.
func (m *reading) judge(open *engine.Question, chosen []int, said []meaning) []meaning {
	if m.foreign && (m.understood || len(said) == 0 || said[0].label == "unclear") || len(m.tokens) == 1 && len(said) > 0 && said[0].label != "unclear" {
		return said
	}
	model := &stateModel
	if open.Act {
		model = &actModel
	}
	var p [linear.MaxClasses]float32
	shares := m.shares(model, &p, m.evidence(open, chosen, said)...)
	first, second := best(shares)
	name, share := model.Classes[first], shares[first]
	if other := model.Classes[second]; name == "done" && share < sureDone && shares[second] >= sureBoth && undone(other) && !m.knows() {
		name, share = other, max(share, sureDoubts) // a done that is none harms more than one that is asked for again
	}
	agrees := name == "yes" || name == "done"
	if open.Consent && agrees || name == "unclear" && len(said) == 0 {
		return said
	}
	answering := m.answering()
	if len(said) == 0 || len(m.tokens) == 1 {
		least, clear := float32(sureAlone), float32(sureSaid)
		if m.strange() || len(m.tokens) == 1 {
			least, clear = sureStrange, surelySaid
		}
		if agrees {
			least = sureAgreed
		}
		if m.tells {
			least = sureTold
			if agrees && open.Act { // what is told done is perhaps another act
				least = sureOne
			}
		}
		if share < least || answering < clear || agrees && len(m.tokens) == 1 || m.cries() || m.dates() || m.counts() {
			return said
		}
		m.judged = name
		return []meaning{{name, 0}}
	}
	if answering < sureBeside {
		return said
	}
	if answer, besides, ok := both(model.Classes[first], model.Classes[second]); ok && shares[second] >= sureBoth && m.parted() &&
		(asAnswer(said[0].label, open) == answer || said[0].label == besides || m.settled(answer)) {
		return []meaning{{answer, 0}, {besides, 1}}
	}
	is := asAnswer(said[0].label, open)
	least := float32(sureAgainst)
	switch {
	case len(said) > 1 && slices.ContainsFunc(said, func(s meaning) bool { return asAnswer(s.label, open) == name }):
		least = sureOne
	case len(said) > 1:
		least = sureInstead
	case m.tells, is == "question" && m.asks > 0:
		least = sureTold
	case agrees && (undone(is) || is == "no" || is == "did_opposite"):
		least = sureGood
	case agrees:
		least = sureAgreed
	case name == "did_opposite":
		least = sureHarm
	case is == "done" && !open.Act, is == "yes" && open.Consent:
		least = sureTold
	case is == "yes" || is == "done":
		least = sureDoubts
	}
	verdict, at := m.verdict()
	switch {
	case share < least, len(said) == 1 && is == name:
		return said
	case verdict != "" && asAnswer(verdict, open) == is && (!open.Act || m.opensWith(at)): // "oui j'irai demain"
		return said
	case is == "question" && m.asks > 0 && !slices.Contains(asides, name): // "j'éteins ?"
		return said
	case agrees && verdict == "no", (name == "no" || name == "not_done") && verdict == "yes":
		return said
	case !open.Act && verdict == "" && (is == "done" || is == "partial") && !slices.Contains(asides, name) && (name != "no" || !m.negative()): // of an act, where none was asked for
		return said
	}
	m.judged = name
	return []meaning{{name, said[0].at}}
}

// both says that one of two meanings answers and the other asks for something besides:
// "non. passez-moi quelqu'un".
func both(a, b string) (answer, besides string, ok bool) {
	asks := func(name string) bool {
		return name == "question" || name == "help" || name == "human" || name == "wait"
	}
	switch {
	case asks(b) && answers(a):
		return a, b, true
	case asks(a) && answers(b):
		return b, a, true
	}
	return "", "", false
}

// undone says that a meaning tells of an act that it is not done, or not yet.
func undone(name string) bool {
	return name == "not_done" || name == "in_progress" || name == "partial" || name == "cannot"
}

// settled says that the message says answer, yes or no, in so many words.
func (m *reading) settled(answer string) bool {
	verdict, _ := m.verdict()
	return verdict != "" && verdict == answer
}

// cries says that "stop" stands in the message, which is a cry and no answer.
func (m *reading) cries() bool {
	for i := range m.tokens {
		if m.within(inCommands, "stop", i) {
			return true
		}
	}
	return false
}

// dates says that the message is nothing but a time or a number, which answers another
// question than one of yes or no.
func (m *reading) dates() bool {
	var in [maxTokens]bool
	for k := range m.hits {
		if h := &m.hits[k]; h.label.section == inTimes && h.gaps == 0 {
			for i := h.from; i <= h.to; i++ {
				in[i] = true
			}
		}
	}
	return m.only(func(i int) bool {
		t := &m.tokens[i]
		return in[i] || t.kind == isNumber || t.flags&(flagLight|flagFiller|flagNumber) != 0
	})
}

// counts says that a number in digits stands in the message that is no span of time: a sum, an
// hour, an address. Who tells these without a word of yes or no answers something else.
func (m *reading) counts() bool {
	for i := range m.tokens {
		if m.tokens[i].kind == isNumber && !m.isAgo(i) {
			return true
		}
	}
	return false
}

// negative says that a word of negation stands in the message.
func (m *reading) negative() bool {
	for i := range m.tokens {
		if m.negates(i) {
			return true
		}
	}
	return false
}

// parted says that a mark or a word that joins sentences parts the message.
func (m *reading) parted() bool {
	for i := 0; i+1 < len(m.tokens); i++ {
		if m.tokens[i].mark >= markComma || m.tokens[i].as(roleAnd|roleBut) {
			return true
		}
	}
	return false
}

// strange says that most words stand in no vocabulary: a name, a place, and no answer
// that a model could know.
func (m *reading) strange() bool {
	n := 0
	for i := range m.tokens {
		if m.tokens[i].kind == isWord && m.tokens[i].class != noClass {
			n++
		}
	}
	return 2*n <= len(m.tokens)
}

// answering is how likely it is that a message answers, and does not tell of something else.
func (m *reading) answering() float32 {
	var p [linear.MaxClasses]float32
	shares := m.shares(&asideModel, &p)
	at, _ := slices.BinarySearch(asideModel.Classes, "other")
	return 1 - shares[at]
}

// yesOrNo says that a question asks for yes or no, or whether an act was done.
func yesOrNo(open *engine.Question) bool {
	return open.Kind == engine.AskChoice && (open.Act || open.Consent || meant(open, "yes") != "")
}

// shares asks a model, by the words of the message and signs besides.
func (m *reading) shares(model *linear.Model, p *[linear.MaxClasses]float32, signs ...linear.Feature) []float32 {
	model.Sum(m.folded, p, signs...)
	shares := p[:len(model.Classes)]
	softmax(shares)
	return shares
}

// asAnswer is what a meaning comes to as an answer to open: "oui" to an act says that it
// is done, "pas encore" to a question of a state is a no.
func asAnswer(name string, open *engine.Question) string {
	switch {
	case open.Act && name == "yes":
		return "done"
	case open.Act && (name == "no" || name == "later"):
		return "not_done"
	case !open.Act && (name == "not_done" || name == "later"):
		return "no"
	case open.Consent && name == "partial":
		return "unsure"
	case !open.Act && name == "in_progress":
		return "wait"
	}
	return name
}

// knows says that known phrases are nearly the whole message.
func (m *reading) knows() bool {
	var in [maxTokens]bool
	for k := range m.hits {
		h := &m.hits[k]
		if h.gaps > 0 {
			continue
		}
		switch h.label.section {
		case inCommon, inCommands, inQuestions:
		case inGrammar:
			if n := h.label.name; n != "act" && n != "hedge" && n != "thanks" && n != "greeting" && n != "aside" && n != "amends" {
				continue
			}
		default:
			continue
		}
		for i := h.from; i <= h.to; i++ {
			in[i] = true
		}
	}
	covered, all := 0, 0
	for i := range m.tokens {
		if m.tokens[i].flags&flagFiller == 0 {
			all++
			if in[i] {
				covered++
			}
		}
	}
	return float64(covered) > known*float64(all)
}
