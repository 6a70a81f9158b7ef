package understand

import (
	"slices"

	"relais/dialogs/engine"
	"relais/dialogs/understand/linear"
)

// From where on a model tells what an answer means: alone, where no phrase was found;
// against the phrases, where they are only a part of the message and where they are
// nearly all of it; to any other question, where a name may be all that was written.
const (
	sureAnswer  = 0.25
	sureAgreed  = 0.75 // yes and done: a wrong one harms more than none
	sureAgainst = 0.6
	sureAll     = 0.8
	sureSaid    = 0.6 // that a message without a phrase answers at all
	sureBeside  = 0.3 // that one with a phrase does
	sureHarm    = 0.9 // what must not be done was done: a heavy word to put in a mouth
	sureAside   = 0.85
)

// known is the share of a message in known phrases from which on they tell it all.
const known = 0.85

// asides answer any question without answering it.
var asides = []string{"back", "help", "human", "question", "repeat", "restart", "skip", "unsure", "wait"}

// suppose returns what a message of words that stand in no phrase means as an answer to
// open, "" if that is not clear enough. It never tells a consent: that is only given
// in clear words.
func (m *reading) suppose(open *engine.Question) string {
	if open == nil || len(m.tokens) < 2 || m.foreign && m.understood {
		return ""
	}
	if yesOrNo(open) {
		if m.tells || m.strange() {
			return ""
		}
		name, share := m.likeliest(open)
		if m.answering() < sureSaid || share < sureAnswer || share < sureAgreed && (name == "yes" || name == "done") {
			return ""
		}
		return name
	}
	var p [linear.MaxClasses]float32
	shares := m.shares(&asideModel, &p)
	first, _ := best(shares)
	if name := asideModel.Classes[first]; shares[first] >= sureAside && len(m.tokens) >= 3 && slices.Contains(asides, name) {
		return name
	}
	return ""
}

// against returns what the model is sure that a message means whose phrases say
// otherwise, or "". A plain yes or no ("non j'ai vérifié") stands, and so does an answer
// with a question behind it.
func (m *reading) against(open *engine.Question, said []meaning) string {
	if open == nil || !yesOrNo(open) || len(m.tokens) < 3 || len(said) == 0 || m.tells || m.foreign && m.understood {
		return ""
	}
	for _, s := range said {
		if len(said) > 1 && (s.label == "question" || s.label == "help" || s.label == "human") {
			return ""
		}
	}
	verdict, at := m.verdict()
	if verdict != "" && (!open.Act || m.opensWith(at)) {
		return ""
	}
	name, share := m.likeliest(open)
	switch {
	case !open.Act && (said[0].label == "done" || said[0].label == "partial"): // tells of an act, where none was asked for
		return ""
	case (name == "done" || name == "not_done") && verdict != "" && asAnswer(verdict, open) != name:
		return ""
	case said[0].label == "question" && m.asks > 0 && (share < sureAll || !slices.Contains(asides, name)): // "j'éteins ?"
		return ""
	}
	if m.answering() < sureBeside || share < sureAgainst || name == "did_opposite" && share < sureHarm || share < sureAll && m.knows() || len(said) == 1 && asAnswer(said[0].label, open) == name {
		return ""
	}
	return name
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

// likeliest returns what the model takes the message for as an answer to open, and its
// share of all that it may mean; "" for what answers nothing.
func (m *reading) likeliest(open *engine.Question) (string, float32) {
	model := &stateModel
	if open.Act {
		model = &actModel
	}
	var p [linear.MaxClasses]float32
	shares := m.shares(model, &p)
	first, _ := best(shares)
	name := model.Classes[first]
	if name == "unclear" || open.Consent && name == "yes" {
		return "", 0
	}
	return name, shares[first]
}

// shares asks a model.
func (m *reading) shares(model *linear.Model, p *[linear.MaxClasses]float32) []float32 {
	model.Sum(m.folded, p)
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
			if n := h.label.name; n != "act" && n != "hedge" && n != "thanks" && n != "greeting" && n != "aside" {
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
