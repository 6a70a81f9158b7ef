// Package understand reads what a frightened person writes: the language, a danger,
// a command, a question asked back, what has happened, facts told unasked, and the
// answer to the open question.
//
// It is rules over a reviewed vocabulary (locales/words.<lang>.yaml, compiled by
// generate into vocabulary.go), and linear models over words and letters, learnt by
// train from lines, where phrases do not tell. It is pure: the same text, question and language give
// the same reading for ever. Work is bounded: the first 2,000 letters, a counted
// number of steps.
package understand

import (
	"slices"
	"strings"

	"relais/dialogs/engine"
	"relais/dialogs/understand/letters"
)

// Reader reads messages. The zero Reader is not usable; see New. A Reader is safe for
// concurrent use.
type Reader struct {
	lexicons []*lexicon
	// Places finds a place in text. expected says that a place was asked for, so that
	// the whole text is likely to be its name. status is "found" with one code,
	// "ambiguous" with those to choose from, "none" with none. Nil finds nothing.
	Places func(text string, expected bool) (status string, insee []string)
}

// New returns a Reader of the languages named, the first being the one assumed when a
// message does not tell. Without names it reads every language of the vocabulary,
// French first. A language that has no vocabulary is left out.
func New(languages ...string) *Reader {
	r := &Reader{}
	if len(languages) == 0 {
		languages = []string{"fr"}
		for _, l := range lexicons {
			if l.tag != "fr" {
				languages = append(languages, l.tag)
			}
		}
	}
	for _, tag := range languages {
		for _, l := range lexicons {
			if l.tag == tag {
				r.lexicons = append(r.lexicons, l)
			}
		}
	}
	if len(r.lexicons) == 0 {
		r.lexicons = lexicons[:1]
	}
	return r
}

// Knows reports whether a word stands in the vocabulary of one of the languages, in some
// form: a name or a reference does not.
func (r *Reader) Knows(word string) bool {
	folded, _ := foldText(word)
	return slices.ContainsFunc(r.lexicons, func(l *lexicon) bool {
		_, short := l.spelling(folded)
		_, found := l.known(folded)
		return short || found
	})
}

// Read reads text, a message in a conversation held in lang. open is the open
// question, nil when there is none. It returns no error: what cannot be read is
// Unclear, and the dialog asks again.
func (r *Reader) Read(text string, open *engine.Question, lang string) engine.Reading {
	text, found := Mask(text)
	folded, hidden := foldText(text)
	tongue, said := r.language(folded, lang)
	m := r.study(folded, hidden, tongue)
	secret := found || strings.Contains(text, blot) // masked before
	m.tells = secret
	out := m.reading(r, text, open)
	m.signalled(&out)
	m.concerned(&out)
	var told leanings
	var near, otherwise engine.Reading
	m.lean(&told)
	machines, struck, ours := m.onlyMachines() || m.plantDown(), m.machineStruck(), m.onlyOursStruck()
	courtesy, earnest, corrects, closes, fetches := m.onlyCourtesy() || m.onlyKnock(), m.earnest(), m.corrects(open), m.closes(), m.onlyFetches()
	var parts []string
	if open == nil || open.Unnamed {
		parts = m.parts()
	}
	out.Language = said
	out.Secret = found
	// A danger may be told in another language than the rest, or in one word.
	for _, l := range r.lexicons {
		if l == tongue {
			continue
		}
		if said != "" && !(nothing(&out) && told.silent()) {
			continue
		}
		other := r.study(folded, hidden, l)
		other.home = tongue
		other.foreign, other.tells, other.understood = true, secret, m.understood
		o := other.reading(r, text, open)
		other.concerned(&o)
		other.lean(&told)
		courtesy, earnest, corrects = courtesy || other.onlyCourtesy() || other.onlyKnock(), earnest || other.earnest(), corrects || said == "" && other.corrects(open)
		closes, fetches = closes || other.closes(), fetches || other.onlyFetches()
		if nothing(&out) && !nothing(&o) && !(open != nil && open.Kind == engine.AskText && o.Answer.Meaning == engine.Value) {
			out, o = o, out
			out.Secret = o.Secret
		}
		other.tellNear(&otherwise)
		if o.Distress && !out.Distress {
			out.Told = append(out.Told, o.Told[len(o.Told)-1])
		}
		out.Danger, out.Distress, out.Minor = out.Danger || o.Danger, out.Distress || o.Distress, out.Minor || o.Minor
		other.release()
	}
	m.tellNear(&near)
	m.release()
	out.Near, out.OnlyNear = near.Near, near.OnlyNear
	if out.Near == "" {
		out.Near, out.OnlyNear = otherwise.Near, otherwise.OnlyNear
	}
	out.Corrects = corrects
	switch {
	case open != nil && (out.Answer.Meaning == engine.Thanks || out.Answer.Meaning == engine.Greeting && !(open.Unnamed && len(out.Told) > 0)): // "merci" on the way tells of no incident
	case courtesy:
		out.Why = append(out.Why, "greeting: "+strings.TrimSpace(folded))
	case words(folded) == 0, out.Command != "" && (fetches || told.silent() && words(folded) < 8): // signs, a mere order: they tell of nothing
	case open == nil:
		incident(folded, &told, &out)
		out.Beside = r.beside(parts, tongue, out.Incident)
	case out.Command != "" && words(folded) < 6: // "passez-moi un technicien" is no false technician
	default:
		told.midway(folded, open.Unnamed, &out)
		if open.Unnamed && out.Incident != "" {
			out.Beside = r.beside(parts, tongue, out.Incident)
		}
	}
	out.Farewell = closes && !out.Danger && !out.Distress && !out.Minor && !secret && out.Command == "" && out.Asked == "" && len(out.Told) == 0
	if machines && (open == nil || open.Unnamed) && slices.Contains(unnamed, out.Incident) {
		out.Incident, out.Second, out.Confidence = "ransomware", "unknown", sureMachines
	}
	if (open == nil || open.Unnamed) && struck && out.MoneyGone() {
		machineToo(&out)
	}
	if ours && out.Incident == "provider_compromise" {
		out.Incident, out.Second, out.Confidence = "unknown", "", 0
	}
	if out.Distress && out.Incident != "" && (out.Confidence < sureDespair || slices.Contains(out.Told, engine.Told{Fact: "swallowed", Value: "yes"})) { // "j'ai pris des cachets" is no card
		out.Incident, out.Second, out.Confidence, out.Beside = "unknown", "", 0, ""
	}
	if out.Incident == "defacement" && out.Confidence < sureMachines && m.namesMachine() { // "un message s'affiche sur un pc" is no page of a site
		out.Incident, out.Second = "ransomware", "unknown"
	}
	if earnest && out.Incident == "not_incident" {
		out.Incident, out.Second, out.Confidence = "unknown", "", 0
	}
	return out
}

// unnamed are the incidents that a message which tells only of machines that do not work is not of
// by that alone, and sureMachines how sure it is that they are blocked by somebody.
var unnamed = []string{"", "unknown", "not_incident", "device_loss"}

const sureMachines = 0.6

// sureDespair is the share from which words of despair tell of an incident as well.
const sureDespair = 0.75

// machineToo puts a machine that was struck beside money that has left, which may name it surely: the
// network is cut and the bank is called in the same reply.
func machineToo(out *engine.Reading) {
	if slices.ContainsFunc(out.Told, func(t engine.Told) bool { return t.Fact == movedAway.Fact }) && (out.Incident == "card_fraud" || slices.Contains(unnamed, out.Incident)) {
		out.Incident, out.Second, out.Confidence = "transfer_fraud", "", sureMachines
	}
	if moves(out.Incident) && out.Beside == "" {
		out.Beside = "ransomware"
	}
}

// onlyFetches says that the message is the word for a link or a code and nothing else: "LIEN" is no
// link that somebody sent.
func (m *reading) onlyFetches() bool {
	return slices.ContainsFunc(m.hits, func(h hit) bool {
		return h.label.section == inCommands && (h.label.name == "link" || h.label.name == "code") && h.gaps == 0 && m.alone(&h)
	})
}

// onlyEarnest says that the message says nothing else.
func (m *reading) onlyEarnest() bool { return len(m.tokens) <= earnestWords && m.earnest() }

// earnestWords bounds a message that says nothing but that it is no drill.
const earnestWords = 8

// earnest says that the message denies to be a drill: "ceci n'est pas un exercice".
func (m *reading) earnest() bool {
	for i := range m.hits {
		if h := &m.hits[i]; h.label.section == inCommands && h.label.name == "drill" && h.negated {
			return true
		}
	}
	return false
}

func foldText(text string) (folded string, hidden bool) { return letters.Fold(text, maxLetters) }

// nothing says that a reading found nothing at all in the message.
func nothing(o *engine.Reading) bool {
	return o.Command == "" && o.Asked == "" && len(o.Told) == 0 && !o.Danger && !o.Distress && !o.Minor &&
		(o.Answer.Meaning == engine.None || o.Answer.Meaning == engine.Unclear || o.Answer.Meaning == engine.Noted)
}

// study cuts a folded text into tokens and finds the phrases of one language in it.
// The caller releases the result.
func (r *Reader) study(folded string, hidden bool, l *lexicon) *reading {
	m := readings.Get().(*reading)
	m.reset(l, folded, hidden)
	m.tokenise()
	m.walk(&l.strict, 2, false)
	m.walk(&l.loose, 2, true)
	m.negate()
	return m
}

func (m *reading) release() {
	if cap(m.tokens) <= 4*maxTokens && cap(m.hits) <= 4096 {
		readings.Put(m)
	}
}

// reading puts together what was found.
func (m *reading) reading(r *Reader, text string, open *engine.Question) engine.Reading {
	out := engine.Reading{Hidden: m.hidden}
	m.signals(&out)
	m.told(&out)
	m.cardGiven(&out)
	m.moneyGone(&out)
	m.machinesStruck(&out)
	m.ownMailbox(&out)
	if open == nil || open.Kind != engine.AskPhone {
		m.reachedAt(&out)
	}
	if r.Places != nil && (open == nil || open.Kind != engine.AskPlace) {
		if status, insee := r.Places(cut(text, maxLetters), false); status == "found" && len(insee) == 1 {
			out.Told = tell(out.Told, engine.Told{Fact: "place", Value: insee[0]})
		}
	}
	m.place = r.names(text, open)
	m.tells = m.tells || len(out.Told) > 0
	said := m.say(open)
	m.understood = len(said) > 0
	out.Command = m.command(open)
	if out.Command == "language" {
		m.named(&out)
	}
	if out.Command == "" && !m.calls() {
		out.Asked = m.asked(open, said)
	}
	switch m.judged {
	case "human", "repeat", "back", "restart":
		if out.Command == "" && out.Asked == "" {
			out.Command = m.judged
		}
	}
	if open != nil {
		out.Answer = m.answer(r, text, open, said)
		m.tellUnreached(open, &out)
		if m.calls() || m.onlyEarnest() || m.onlyWorn() || m.onlyReadAlong() || m.onlyStruck(open) || m.onlyKnock() {
			out.Answer = engine.Reply{Meaning: engine.Greeting} // no answer, and no miss
		}
	}
	return out
}

// names says that text is the name of a commune, where one is asked for.
func (r *Reader) names(text string, open *engine.Question) bool {
	if r.Places == nil || open == nil || open.Kind != engine.AskPlace {
		return false
	}
	status, insee := r.Places(cut(text, maxLetters), true)
	return status == "found" && len(insee) == 1
}

// negate marks the hits that stand under a negation they do not hold themselves.
func (m *reading) negate() {
	for i := range m.hits {
		h := &m.hits[i]
		h.negated = m.denied(h.from, h.to)
	}
}

// denied says whether the words from first to last stand under a negation: "aucun
// fichier", "pas de rançon", "je n'ai rien payé", "ça ne se propage pas".
func (m *reading) denied(first, last int) bool {
	const reach = 4 // words a negation reaches to its right
	words := 0
	for i := first - 1; i >= 0 && words < reach; i-- {
		t := &m.tokens[i]
		if t.mark != markNone || t.flags&flagBreak != 0 || t.as(roleAnd) && m.tokens[i+1].flags&flagHead != 0 {
			break
		}
		if m.negates(i) {
			return true
		}
		if t.flags&(flagFiller|flagLight) == 0 {
			words++
		}
	}
	// "ça ne se propage pas", "je paie pas"
	if last+1 < len(m.tokens) && m.tokens[last].mark == markNone && m.negates(last+1) {
		return m.tokens[last+1].as(roleNot | roleNever)
	}
	return false
}

// negates says whether token i is a word of negation in its place.
func (m *reading) negates(i int) bool {
	t := &m.tokens[i]
	if t.flags&flagNegation == 0 {
		return false
	}
	if i+1 < len(m.tokens) && m.tokens[i+1].as(roleSoftens) { // "pas mal de", "pas seulement"
		return false
	}
	return i == 0 || !m.tokens[i-1].as(roleWhy)
}

// words are those of the tokens from first to last as they were typed, folded, for Why.
func (m *reading) words(first, last int) string {
	var b strings.Builder
	for i := first; i <= last && i < len(m.tokens); i++ {
		raw := m.tokens[i].raw
		if i > first {
			if raw == m.tokens[i-1].raw { // one shorthand spelt out: "jsp"
				continue
			}
			b.WriteByte(' ')
		}
		b.WriteString(raw)
	}
	return b.String()
}

// raw returns the tokens from first up to but not last as they were typed, folded.
func (m *reading) raw(first, last int) string {
	var b strings.Builder
	for i := first; i < last; i++ {
		if i > first {
			b.WriteByte(' ')
		}
		b.WriteString(m.tokens[i].raw)
	}
	return b.String()
}

// cut returns the first n letters of text.
func cut(text string, n int) string {
	if len(text) <= n {
		return text
	}
	for i := range text {
		if n == 0 {
			return text[:i]
		}
		n--
	}
	return text
}
