package understand

import (
	"math"
	"sort"

	"relais/dialogs/engine"
)

// precedence orders incident types that are both clearly told, the first one leads:
// the tie-breaks that analysts settled (own machines encrypted before all, then
// somebody speaking as the bank, money of an organisation, a false technician, a lost
// object, an account used, the message that led to it, a third party, a demand …).
var precedence = [...]string{"ransomware", "bank_adviser_scam", "transfer_fraud", "tech_support_scam", "device_loss",
	"account_compromise", "insider", "telephony_fraud", "provider_compromise", "data_extortion", "smishing", "phishing", "extortion",
	"data_breach", "impersonation", "defacement", "ddos", "card_fraud", "intrusion", "malware"}

const (
	strong    = 3   // weight of a phrase that tells the type by itself
	enough    = 3   // score from which a type is clearly told
	hinted    = 1.5 // score below which words that only lean towards a type tell none
	plausible = 1   // score from which a type is a guess
)

// guess is one incident type with its score.
type guess struct {
	name   string
	score  float64
	clear  bool // a strong phrase was found
	rank   int
	why    [4]string
	nWhy   int
	latest int
}

// incident fills in the first and second guess. It is the one place to replace when a
// trained model takes over: everything it needs is in m.
func (m *reading) incident(out *engine.Reading) {
	if m.onlyCourtesy() {
		out.Why = append(out.Why, "greeting: "+m.words(0, len(m.tokens)-1))
		return
	}
	var table [24]guess
	guesses := table[:0]
	used := make([]int, 0, 16)
	for i := range m.hits {
		h := &m.hits[i]
		if h.label.section != inIncidents || h.gaps > 3 || m.shadowed(i) {
			continue
		}
		if (h.negated || m.held(h)) && h.label.weight > 0 {
			continue
		}
		used = append(used, i)
	}
	for _, i := range used {
		h := &m.hits[i]
		at := -1
		for k := range guesses {
			if guesses[k].name == h.label.name {
				at = k
			}
		}
		if at < 0 {
			if len(guesses) == cap(guesses) {
				continue
			}
			rank := len(precedence)
			for k, n := range precedence {
				if n == h.label.name {
					rank = k
				}
			}
			guesses = append(guesses, guess{name: h.label.name, rank: rank, latest: -1})
			at = len(guesses) - 1
		}
		g := &guesses[at]
		w := float64(h.label.weight)
		if w > 0 {
			w += 0.4 * float64(h.words-1)
			if h.guessed {
				w *= 0.8
			}
			w /= 1 + 0.1*float64(h.gaps)
			if h.label.weight >= strong {
				g.clear = true
			}
			if g.nWhy < len(g.why) {
				g.why[g.nWhy] = m.words(h.from, h.to)
				g.nWhy++
			}
		}
		g.score += w
	}
	sort.SliceStable(guesses, func(i, j int) bool {
		if guesses[i].score != guesses[j].score {
			return guesses[i].score > guesses[j].score
		}
		return guesses[i].rank < guesses[j].rank
	})
	n := 0
	for _, g := range guesses {
		if g.score >= plausible {
			guesses[n] = g
			n++
		}
	}
	if guesses = guesses[:n]; n == 0 {
		return
	}
	// A real incident outweighs courtesy and the plain cry for help.
	real := -1
	for i, g := range guesses {
		if g.name != "not_incident" && g.name != "unknown" {
			real = i
			break
		}
	}
	lead := 0
	switch {
	case real < 0:
		for i, g := range guesses {
			if g.name == "unknown" && g.score >= guesses[0].score {
				lead = i
			}
		}
	case guesses[0].name == "not_incident" && guesses[0].clear && guesses[0].score >= guesses[real].score+1:
	case !guesses[real].clear && guesses[real].score < strong && !(guesses[real].nWhy > 1 && guesses[real].score >= 2) && m.unclear(guesses):
		// Something is wrong and the kind is only hinted at: ask.
		for i, g := range guesses {
			if g.name == "unknown" {
				lead = i
			}
		}
	default:
		lead = real
		for i, g := range guesses {
			if g.rank < guesses[lead].rank && g.clear && g.score >= enough && g.score >= 0.55*guesses[real].score {
				lead = i
			}
		}
	}
	first := guesses[lead]
	if !first.clear && first.score < hinted && first.name != "not_incident" && first.name != "unknown" {
		// One word that leans somewhere is no type: ask, and keep the guess.
		out.Incident, out.Second = "unknown", first.name
		out.Confidence = 0
		out.Why = append(out.Why, first.name+"?: "+first.why[0])
		return
	}
	out.Incident = first.name
	rest := 0.0
	for i, g := range guesses {
		if i == lead {
			continue
		}
		if out.Second == "" && g.name != "not_incident" && g.name != first.name {
			out.Second = g.name
			rest = g.score
		}
	}
	out.Confidence = math.Round(100*first.score/(first.score+rest+1)) / 100
	for _, w := range first.why[:first.nWhy] {
		out.Why = append(out.Why, first.name+": "+w)
	}
}

// unclear says that the message clearly tells of trouble without its kind.
func (m *reading) unclear(guesses []guess) bool {
	for _, g := range guesses {
		if g.name == "unknown" {
			return g.clear
		}
	}
	return false
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

// greets says that token i belongs to a greeting.
func (m *reading) greets(i int) bool { return m.courteous(i, "greeting") }

// polite says that token i belongs to a greeting or to thanks.
func (m *reading) polite(i int) bool { return m.courteous(i, "greeting") || m.courteous(i, "thanks") }

func (m *reading) courteous(i int, name string) bool {
	for k := range m.hits {
		h := &m.hits[k]
		if h.label.section == inGrammar && h.gaps == 0 && h.from <= i && i <= h.to && h.label.name == name {
			return true
		}
	}
	return false
}
