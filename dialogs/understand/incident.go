package understand

import (
	"math"
	"slices"

	"relais/dialogs/engine"
	"relais/dialogs/understand/linear"
)

const (
	strong    = 3 // weight of a phrase that tells the type by itself
	plausible = 1 // score of phrases from which a type is a guess
)

// leaning is what the phrases of the vocabulary say for one incident type.
type leaning struct {
	score float32
	clear bool // a strong phrase was found
	why   [4]string
	nWhy  int
}

// leanings are told by phrases, one for each class of incidentModel.
type leanings [linear.MaxClasses]leaning

// lean adds the phrases of the vocabulary that were found to l.
func (m *reading) lean(l *leanings) {
	for i := range m.hits {
		h := &m.hits[i]
		if h.label.section != inIncidents || h.gaps > 3 || (h.negated || m.held(h)) && h.label.weight > 0 || m.shadowed(i) {
			continue
		}
		if h.words == 1 && (m.tokens[h.from].as(roleMoved) && h.label.name == "malware" || m.home != nil && m.tokens[h.from].guessed && m.home.has(m.tokens[h.from].raw)) {
			continue // "800 euros virés" are no virus, nor in a language that has no such word
		}
		c, ok := slices.BinarySearch(incidentModel.Classes, h.label.name)
		if !ok {
			continue
		}
		g := &l[c]
		w := float32(h.label.weight)
		if w > 0 {
			w += 0.4 * float32(h.words-1)
			if h.guessed {
				w *= 0.8
			}
			w /= 1 + 0.1*float32(h.gaps)
			g.clear = g.clear || h.label.weight >= strong
			if g.nWhy < len(g.why) {
				g.why[g.nWhy] = m.words(h.from, h.to)
				g.nWhy++
			}
		}
		g.score += w
	}
}

// What the two voices count: the model over all words, the phrases that analysts wrote.
const (
	sharpness  = 1.6 // of the model's scores, by which confidence says how often it is right
	phraseGain = 0.25
	phraseTop  = 8 // beyond which more phrases of a type add nothing
	phraseLow  = -4
	// doubtful is the share from which an incident is possible: "nothing happened" must
	// outweigh it clearly, for an attack taken for nothing harms most.
	doubtful = 0.15
	// surelyNothing is the share below which "nothing happened" is not told where the
	// second guess is an attack, likelyNothing where nothing says of what kind.
	surelyNothing = 0.55
	likelyNothing = 0.45
	// doubtfulWatch is the share below which who is watched on their phone tells of nothing but that.
	doubtfulWatch = 0.55
	// sureDespiteMoney is the share from which something else than how money moves is told first
	// where money is told to be gone.
	sureDespiteMoney = 0.7
	// hardlyTold is the share below which how money left is not told.
	hardlyTold = 0.25
	// moneyDoubt is the share from which the bank is called rather than not: minutes count.
	moneyDoubt = 0.35
)

// incident fills in the first and second guess from the whole text and the phrases
// found in it.
func incident(folded string, l *leanings, out *engine.Reading) {
	classes := incidentModel.Classes
	var p [linear.MaxClasses]float32
	incidentModel.Sum(folded, &p)
	for c := range classes {
		p[c] = sharpness*p[c] + phraseGain*min(max(l[c].score, phraseLow), phraseTop)
	}
	tells := func(fact string) bool { return slices.Contains(out.Told, engine.Told{Fact: fact, Value: "yes"}) }
	if out.Danger || out.Distress || tells("worn") || tells("phone_watched") { // who says that is no prank
		if c, ok := slices.BinarySearch(classes, "not_incident"); ok {
			p[c] = -100
		}
	}
	softmax(p[:len(classes)])
	first, second := best(p[:len(classes)])
	if classes[first] == "not_incident" && (p[first] < likelyNothing || classes[second] != "unknown" && (p[first] < surelyNothing || p[second] >= doubtful)) {
		first, second = second, first
	}
	theirs := slices.Contains(out.Told, othersPaid)
	if theirs && (moves(classes[first]) || slices.Contains(namesOurs, classes[first]) || p[first] < sureDespiteMoney && !l[first].clear) {
		// Nothing left here: what is to be saved is the mailbox they were written to from, or a name.
		led := "impersonation"
		if slices.Contains(out.Told, engine.Told{Fact: "account", Value: "mailbox"}) {
			led = "account_compromise"
		}
		if c, ok := slices.BinarySearch(classes, led); ok && c != first {
			p[c], p[first] = max(p[c], p[first]), min(p[c], p[first])
			first, second = c, first
		}
	}
	if theirs && !moves(classes[first]) && moves(classes[second]) { // no question which: their bank recalls it
		p[first], p[second] = max(p[first], engine.TieBelow), 0
	}
	if !theirs && moves(classes[second]) && p[second] >= moneyDoubt && !moves(classes[first]) {
		first, second = second, first
	}
	// "il lit mes sms" tells of no SMS that came: it is a program of that kind, or nobody knows how.
	readAlong := classes[first] == "smishing" && !l[first].clear
	if tells("phone_watched") && (p[first] < doubtfulWatch || readAlong) && classes[first] != "malware" {
		told := "unknown"
		if c, ok := slices.BinarySearch(classes, "malware"); ok && l[c].clear {
			told = "malware"
		}
		if c, ok := slices.BinarySearch(classes, told); ok {
			first, second = c, first
		}
	}
	if out.MoneyGone() && !moves(classes[first]) && p[first] < sureDespiteMoney && !l[first].clear {
		// The bank is called first whichever it is: the likeliest leads, and no question which
		// of them stands before what is read aloud.
		for c := range classes {
			if !moves(classes[c]) {
				p[c] = 0
			}
		}
		first, second = best(p[:len(classes)])
		p[second] = 0
	}
	hardly := out.MoneyGone() && moves(classes[first]) && p[first] < hardlyTold && !l[first].clear // none is told
	if c, ok := slices.BinarySearch(classes, "transfer_fraud"); ok && c != first && (hardly || classes[first] == "card_fraud" && slices.Contains(out.Told, movedAway)) {
		// No card and no caller was named: the bank calls it back.
		p[c], p[first] = p[first], p[c]
		first, second = c, first
	}
	if classes[first] == "transfer_fraud" && moves(classes[second]) && slices.Contains(out.Told, movedAway) { // no question which: the bank calls it back
		p[first], p[second] = max(p[first], engine.TieBelow), 0
	}
	if c, ok := slices.BinarySearch(classes, "malware"); ok && out.MoneyGone() && moves(classes[first]) && !l[first].clear && l[c].clear {
		// A program has taken the money: it leads, for its first reply holds the bank as well.
		first, second = c, first
		p[first], p[second] = max(p[first], engine.TieBelow), 0
	}
	if out.Incident = classes[first]; p[second] >= 0.01 {
		out.Second = classes[second]
	} else if c := l.beside(first); c >= 0 {
		out.Second = classes[c]
	}
	if out.Incident == "unknown" && l[first].score < plausible {
		out.Incident = "" // nothing in the words says even that something is wrong
	}
	out.Confidence = math.Round(100*float64(p[first])) / 100
	for _, w := range append(l[first].why[:l[first].nWhy:l[first].nWhy], because(folded, first, second)...) {
		if why := classes[first] + ": " + w; !slices.Contains(out.Why, why) {
			out.Why = append(out.Why, why)
		}
	}
}

// namesOurs are the incidents that a customer who paid makes one of our name, or of the mailbox they
// were written to from.
var namesOurs = []string{"impersonation", "phishing", "unknown"}

// moves says that money is in motion in an incident of that type.
func moves(incident string) bool {
	return incident == "transfer_fraud" || incident == "bank_adviser_scam" || incident == "card_fraud"
}

// beside returns the class other than first that phrases tell by themselves, the
// strongest; -1 for none. "Rançon partout, et la comptable a payé un faux RIB" is two.
func (l *leanings) beside(first int) int {
	told := -1
	for c := range l {
		if c != first && l[c].clear && l[c].score >= strong && (told < 0 || l[c].score > l[told].score) {
			told = c
		}
	}
	return told
}

// maxParts bounds how many parts of a first message are read for themselves.
const maxParts = 8

// parts cuts a message where a sentence or a part of it ends, and at the words that add
// ("et", "ainsi que"): "rançon partout, et la comptable a payé un faux RIB" tells of two.
func (m *reading) parts() []string {
	var parts []string
	from := 0
	for i := range m.tokens {
		adds := m.within(inGrammar, "sum", i)
		if !adds && m.tokens[i].mark == markNone && i+1 < len(m.tokens) {
			continue
		}
		to := i + 1
		if adds {
			to = i
		}
		if to > from && len(parts) < maxParts {
			parts = append(parts, m.raw(from, to))
		}
		from = i + 1
	}
	return parts
}

// leastWords is how many words a part needs to tell of an incident of its own, where no phrase does.
const leastWords = 3

// beside returns the incident other than first that a part of the message tells for
// itself, surely and by a phrase; "" for none.
func (r *Reader) beside(parts []string, l *lexicon, first string) string {
	if len(parts) < 2 || first == "" || first == "unknown" || first == "not_incident" {
		return ""
	}
	told, sure := "", 0.0
	for _, part := range parts {
		var out engine.Reading
		var own leanings
		m := r.study(part, false, l)
		m.lean(&own)
		m.release()
		incident(part, &own, &out)
		c, known := slices.BinarySearch(incidentModel.Classes, out.Incident)
		if known && words(part) < leastWords && !(own[c].clear && own[c].score >= strong) {
			continue // "virus" tells of one, "le site" of none
		}
		if known && (own[c].clear && own[c].score >= strong || own[c].score >= plausible && out.Confidence >= surelyBesides) && out.Confidence >= sureBesides && out.Confidence > sure &&
			out.Incident != first && out.Incident != "unknown" && out.Incident != "not_incident" {
			told, sure = out.Incident, out.Confidence
		}
	}
	return told
}

// sureBesides is how sure a part alone must tell of another incident, surelyBesides
// where no phrase of it does so by itself.
const (
	sureBesides   = 0.9
	surelyBesides = 0.97
)

// silent says that no phrase was found.
func (l *leanings) silent() bool {
	for i := range l {
		if l[i].score > 0 {
			return false
		}
	}
	return true
}

// midway fills in the incident told in answer to a question: only what phrases tell, or
// what the whole text tells surely, for "oui, la deuxième" tells of no incident. As long as it is
// unnamed, a sentence tells it that no choice is.
func (l *leanings) midway(folded string, unnamed bool, out *engine.Reading) {
	told := 0
	for c := range l {
		if l[c].score > l[told].score {
			told = c
		}
	}
	var r engine.Reading
	if unnamed {
		r.Told, r.Danger, r.Distress = out.Told, out.Danger, out.Distress
	}
	incident(folded, l, &r)
	vague := r.Incident == "unknown" || r.Incident == "not_incident"
	answered := out.Command != "" || out.Answer.Meaning != engine.None && out.Answer.Meaning != engine.Unclear
	switch {
	case unnamed && moves(r.Incident) && r.MoneyGone() && out.Command == "": // the bank is called whichever it is
	case unnamed && !vague && r.Confidence >= sureUnnamed && out.Command == "" && (out.Answer.Meaning != engine.Value || words(folded) >= sentence):
	case answered && !l[told].clear && words(folded) < 6: // "oui il prend la main" answers, and tells no more
		return
	case l[told].score < plausible:
		if vague || answered || r.Confidence < sureMidway {
			return
		}
	case vague && !(l[told].clear && incidentModel.Classes[told] == r.Incident):
		return
	}
	out.Incident, out.Second, out.Confidence = r.Incident, r.Second, r.Confidence
	out.Why = append(out.Why, r.Why...)
}

// sureMidway is how sure the model alone must be of an incident told in mid-conversation.
const sureMidway = 0.9

// sureUnnamed is how sure it must be while nothing is named, and sentence of how many words what
// is a choice at the same time.
const (
	sureUnnamed = 0.8
	sentence    = 6
)

// best returns the two classes of the highest share.
func best(p []float32) (first, second int) {
	first, second = 0, 1
	if p[1] > p[0] {
		first, second = 1, 0
	}
	for c := 2; c < len(p); c++ {
		switch {
		case p[c] > p[first]:
			first, second = c, first
		case p[c] > p[second]:
			second = c
		}
	}
	return first, second
}

// softmax turns scores into shares of one.
func softmax(p []float32) {
	top := slices.Max(p)
	var sum float32
	for c := range p {
		p[c] = float32(math.Exp(float64(p[c] - top)))
		sum += p[c]
	}
	for c := range p {
		p[c] /= sum
	}
}

// because returns up to three words of the text that spoke most for class c.
func because(folded string, c, against int) []string {
	type spoken struct {
		from, to int
		share    float32
	}
	var table [64]spoken
	words := table[:0]
	incidentModel.Because(folded, c, against, func(from, to int, share float32) {
		for i := len(words) - 1; i >= max(0, len(words)-6); i-- {
			if w := &words[i]; w.from <= to && w.from >= from {
				w.share += share
				return
			}
		}
		if len(words) < cap(words) {
			words = append(words, spoken{from, to, share})
		}
	})
	var out []string
	for range 3 {
		top := -1
		for i, w := range words {
			if w.share > 0.2 && (top < 0 || w.share > words[top].share) {
				top = i
			}
		}
		if top < 0 {
			break
		}
		out = append(out, folded[words[top].from:words[top].to])
		words[top].share = 0
	}
	return out
}

// shadowed says that a longer phrase of the same type with the same sign covers hit i:
// it counts once.
func (m *reading) shadowed(i int) bool {
	h := &m.hits[i]
	for k := range m.hits {
		o := &m.hits[k]
		if k == i || o.label.section != inIncidents || o.label.name != h.label.name || (o.label.weight > 0) != (h.label.weight > 0) || o.gaps > 3 {
			continue
		}
		if o.from <= h.from && o.to >= h.to {
			if o.words > h.words || o.words == h.words && (o.label.weight > h.label.weight || o.label.weight == h.label.weight && (o.gaps < h.gaps || o.gaps == h.gaps && k < i)) {
				return true
			}
		}
	}
	return false
}

// onlyCourtesy says that the whole message is a greeting: it tells nothing yet.
func (m *reading) onlyCourtesy() bool {
	for i := range m.tokens {
		if !m.greets(i) && m.tokens[i].flags&(flagFiller|flagLight) == 0 {
			return false
		}
	}
	return len(m.tokens) > 0
}

// calls says that the message only asks whether somebody is there: "allo ?".
func (m *reading) calls() bool {
	return m.asks > 0 && m.onlyCourtesy() && m.greets(0)
}

// onlyThanks says that the message thanks, and at most assents beside that.
func (m *reading) onlyThanks() bool {
	thanks := false
	for i := range m.tokens {
		switch t := &m.tokens[i]; {
		case m.within(inGrammar, "thanks", i):
			thanks = true
		case !m.greets(i) && t.flags&(flagFiller|flagLight) == 0 && !m.within(inCommon, "yes", i) && !m.within(inCommon, "good", i):
			return false
		}
	}
	return thanks
}

// closes says that the whole message is thanks, assent and good wishes: it tells nothing and
// asks for nothing. It holds one of them at least: "oui" alone may answer something.
func (m *reading) closes() bool {
	if m.asks > 0 || len(m.tokens) > farewellWords {
		return false
	}
	farewell := false
	for i := range m.tokens {
		switch {
		case m.bids("farewell", i):
			farewell = true
		case !m.bids("beside", i):
			return false
		}
	}
	return farewell
}

// acknowledges says that the whole message takes note and agrees, without a yes: "ok", "d'accord merci".
func (m *reading) acknowledges() bool {
	agrees := func(h hit) bool {
		return h.label.section == inCommon && (h.label.name == "yes" || h.label.name == "good" || h.label.name == "done") && h.gaps == 0
	}
	return m.closes() && slices.ContainsFunc(m.hits, agrees) && !slices.ContainsFunc(m.tokens, func(t token) bool { return t.as(roleAssent) })
}

// farewellWords bounds a message that only closes a talk: longer ones say more, or are not read to
// their end.
const farewellWords = 16

// bids says that token i belongs to a phrase of a list under closing; in another language than the
// message's, one that is spelt like it.
func (m *reading) bids(list string, i int) bool {
	for k := range m.hits {
		if h := &m.hits[k]; h.label.section == inClosing && h.label.name == list && h.gaps == 0 && h.from <= i && i <= h.to && !(h.guessed && m.foreign) {
			return true
		}
	}
	return false
}

// greets says that token i belongs to a greeting.
func (m *reading) greets(i int) bool { return m.within(inGrammar, "greeting", i) }

// polite says that token i belongs to a greeting or to thanks.
func (m *reading) polite(i int) bool {
	return m.within(inGrammar, "greeting", i) || m.within(inGrammar, "thanks", i)
}
