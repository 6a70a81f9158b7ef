package understand

import (
	"slices"

	"relais/dialogs/engine"
	"relais/dialogs/understand/linear"
)

// From where on the model alone tells what an answer means, in which no phrase was
// found: to a question of yes or no, and to any other, where a name may be all that was
// written.
const (
	sureAnswer = 0.55
	sureAside  = 0.85
)

// asides answer any question without answering it.
var asides = []string{"back", "help", "human", "question", "repeat", "restart", "skip", "unsure", "wait"}

// suppose returns what a message of words that stand in no phrase means as an answer to
// open, "" if that is not clear enough. It never tells a consent: that is only given
// in clear words.
func (m *reading) suppose(open *engine.Question) string {
	if open == nil || len(m.tokens) < 2 {
		return ""
	}
	var p [linear.MaxClasses]float32
	answerModel.Sum(m.folded, &p)
	shares := p[:len(answerModel.Classes)]
	softmax(shares)
	first, _ := best(shares)
	name := answerModel.Classes[first]
	plain := open.Kind == engine.AskChoice && (open.Act || open.Consent || meant(open, "yes") != "")
	switch {
	case !plain && (shares[first] < sureAside || len(m.tokens) < 3 || !slices.Contains(asides, name)):
		return ""
	case shares[first] < sureAnswer, name == "unclear", name == "other":
		return ""
	case open.Consent && (name == "yes" || name == "done"):
		return ""
	case !open.Act && (name == "in_progress" || name == "partial" || name == "cannot"):
		return ""
	}
	return name
}
