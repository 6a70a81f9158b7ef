package understand

import (
	"strings"

	"relais/dialogs/engine"
	"relais/dialogs/understand/linear"
)

// Evidence returns what the rules find in text as an answer to a question of a kind,
// yes_no, consent or done_or_not, for a model to learn from: the same that Read has the
// model judge by. It asks no model of answers itself.
func (r *Reader) Evidence(text, kind string) []linear.Feature {
	open := &engine.Question{Kind: engine.AskChoice, Act: kind == "done_or_not", Consent: kind == "consent", Lang: "fr",
		Choices: []engine.Choice{{Key: 1, ID: "yes"}, {Key: 2, ID: "no"}, {Key: 3, ID: "unknown"}}}
	folded, hidden := foldText(text)
	tongue, _ := r.language(folded, "fr")
	m := r.study(folded, hidden, tongue)
	defer m.release()
	if len(m.tokens) == 0 {
		return nil
	}
	chosen, taken := m.phrases()
	said := m.weighed(open, chosen, &taken)
	return m.evidence(open, chosen, said)
}

// evidence is what the rules found: the meanings said, the phrases and their order,
// negations, marks, numbers.
func (m *reading) evidence(open *engine.Question, chosen []int, said []meaning) []linear.Feature {
	var out []linear.Feature
	sign := func(parts ...string) { out = append(out, linear.Sign(strings.Join(parts, " "))) }

	var labels []string
	for _, s := range said {
		labels = append(labels, s.label)
	}
	whole := strings.Join(labels, "&")
	known := "part"
	if m.knows() {
		known = "known"
	}
	sign("said", whole)
	sign("said", whole, known)
	for i, l := range labels {
		sign("says", l)
		if i == 0 {
			sign("first", l)
		}
	}
	last := "^"
	for _, i := range chosen {
		h := &m.hits[i]
		name := h.label.name
		if h.label.section == inGrammar && name == "act" {
			name = "act " + actLabels[m.act(h)].name
		} else if h.label.section == inQuestions {
			name = "question"
		}
		where := "mid"
		switch {
		case m.opensWith(h.from):
			where = "opens"
		case h.to == len(m.tokens)-1:
			where = "ends"
		}
		sign("hit", name)
		sign("hit", name, where)
		sign("hits", last, name)
		last = name
	}
	sign("hits", last, "$")
	negations := 0
	number := false
	for i := range m.tokens {
		if m.negates(i) {
			negations++
		}
		number = number || m.tokens[i].kind == isNumber
	}
	sign("negations", []string{"0", "1", "2"}[min(negations, 2)])
	if number {
		sign("number")
	}
	verdict, at := m.verdict()
	if verdict != "" {
		sign("verdict", verdict)
		if m.opensWith(at) {
			sign("verdict opens", verdict)
		}
	}
	if m.asks > 0 {
		sign("asks")
		if m.tokens[len(m.tokens)-1].mark == markAsk {
			sign("asks last")
		}
	}
	if m.opensQuestion() {
		sign("opens question")
	}
	if m.strange() {
		sign("strange")
	}
	return out
}
