package understand

import (
	"slices"
	"strings"

	"relais/dialogs/engine"
)

// pick is what a message picks of the choices of a question: keys, or the ids of the
// choices that it names, both in the order of the text; or a group: all, none, other,
// unsure.
type pick struct {
	keys  []int
	ids   []string
	group string
}

// choose reads the answer to a choice; of several picked it takes the first.
func (m *reading) choose(open *engine.Question, said []meaning) engine.Reply {
	if open.Sure && m.acknowledges() {
		return engine.Reply{Meaning: engine.Noted}
	}
	p := m.picks(open, said)
	switch {
	case len(p.keys) == 0 && m.otherAct(open, said, &p):
		return engine.Reply{Meaning: engine.Unclear}
	case len(p.ids) > 0:
		reply := engine.Reply{Meaning: engine.Value, Value: p.ids[0]}
		if len(p.ids) > 1 {
			reply.Also = p.ids[1:]
		}
		return reply
	case len(p.keys) > 0:
		return engine.Reply{Meaning: engine.Invalid}
	}
	for _, s := range said {
		if s.label == "done" && !open.Act { // "c'est fait" says nothing of a state
			return engine.Reply{Meaning: engine.Noted}
		}
	}
	if p.group == "unsure" {
		return engine.Reply{Meaning: engine.Unsure}
	}
	return plain(said)
}

// otherAct says that a message tells of another act than the bank's, which open asks for, and so
// does not answer: "j'ai contacté mon assureur". A step whose words name its acts, act, is asked
// so; people are those whom one tells as well, other is what else is done, or who else does it.
func (m *reading) otherAct(open *engine.Question, said []meaning, p *pick) bool {
	step := open.Dialog + "." + open.Step + "."
	if !open.Act || m.says("bank") || !slices.ContainsFunc(m.lex.labels, func(l label) bool { return l.section == inChoices && l.name == step+"act" }) {
		return false
	}
	if verdict, _ := m.verdict(); verdict != "" {
		return false
	}
	done := len(p.ids) > 0 && p.ids[0] == meant(open, "done")
	if reply := plain(said); !done && reply.Meaning != engine.Partial && reply.Meaning != engine.DidOpposite {
		return false
	}
	acts := m.choiceWords(step + "act")
	for _, at := range m.choiceWords(step + "people") {
		if !slices.ContainsFunc(acts, func(act int) bool { return m.actsBefore(at, act) }) {
			return true
		}
	}
	if len(m.choiceWords(step+"other")) > 0 {
		return true
	}
	return done && len(acts) == 0 && !m.saysDone()
}

// choiceWords returns the first tokens of the words that a step's own list name holds.
func (m *reading) choiceWords(name string) []int {
	var at []int
	for i := range m.hits {
		if h := &m.hits[i]; h.label.section == inChoices && h.label.name == name && h.gaps == 0 && !h.guessed {
			at = append(at, h.from)
		}
	}
	return at
}

// actsBefore says that who is named at token who did the act: "mon patron a appelé", not "mon
// patron est prévenu".
func (m *reading) actsBefore(who, act int) bool {
	return who < act && slices.ContainsFunc(m.tokens[who:act], func(t token) bool { return t.as(rolePerfect | roleRecent) })
}

// saysDone says in words of no act that something was done: "c'est fait", "c'est bon".
func (m *reading) saysDone() bool {
	return slices.ContainsFunc(m.hits, func(h hit) bool {
		return h.label.section == inCommon && (h.label.name == "yes" || h.label.name == "done" || h.label.name == "good") && h.gaps == 0 && !h.negated &&
			!m.within(inGrammar, "amends", h.from)
	})
}

// picks reads what is picked: by keys, by a choice's own words, by its name, by its
// general meaning. With keys, ids are those that are offered.
func (m *reading) picks(open *engine.Question, said []meaning) pick {
	var p pick
	offers := m.offers(open)
	if c := m.amongSpans(offers, len(open.Choices)); c >= 0 {
		p.ids = []string{open.Choices[c].ID}
		return p
	}
	if own := len(m.real(open, offers)); own < len(open.Choices) && m.allOf(own) { // "les deux" of two and of not knowing
		p.group = "all"
		if id := groupChoice(open, offers, p.group); id != "" {
			p.ids = []string{id}
		}
		return p
	}
	if keys, whole := m.keys(len(open.Choices)); whole && len(keys) > 0 {
		if id := numbered(open, offers, keys); id != "" { // "11" of windows_10 and windows_11
			p.ids = []string{id}
			return p
		}
		p.keys = keys
		for _, k := range keys {
			for _, c := range open.Choices {
				if c.Key == k && !contains(p.ids, c.ID) {
					p.ids = append(p.ids, c.ID)
				}
			}
		}
		return p
	} else if len(keys) > 1 && m.doubts(keys) && m.onlyKeys() && !slices.ContainsFunc(offers, func(o offer) bool { return o.most > o.least }) { // "2 ou 3"
		p.group = "unsure"
		return p
	}
	if c := m.byLength(open, offers); c >= 0 {
		p.ids = []string{open.Choices[c].ID}
		return p
	}
	shut := m.unreached(open)
	if shut != "" && shut != "unknown" { // "j'ai appelé mais c'est fermé"
		p.ids = []string{shut}
		return p
	}
	if id := m.ownWords(open); id != "" {
		p.ids = []string{id}
		return p
	}
	if shut != "" { // who does not reach the bank does not say that the money is still there
		if verdict, _ := m.verdict(); verdict == "yes" {
			shut = engine.StandsFor(open.Choices, engine.Yes)
		}
		p.ids = []string{shut}
		return p
	}
	if id := m.inPart(open, offers); id != "" {
		p.ids = []string{id}
		return p
	}
	if !m.aside(open, said) {
		if m.byName(open, offers, &p); len(p.ids) > 0 {
			if m.common("all") && len(p.ids) == len(m.real(open, offers)) && len(p.ids) > 1 { // "tous, le serveur, les postes et les tablettes"
				p.ids, p.group = nil, "all"
				if id := groupChoice(open, offers, p.group); id != "" {
					p.ids = []string{id}
				}
			}
			return p
		}
	}
	for _, s := range said {
		if s.label == "done" && !open.Act {
			break
		}
		id := meant(open, s.label)
		if id == "" {
			id = ofMeaning(open, offers, s.label)
		}
		if id == "" && (s.label == "no" || s.label == "not_done") && p.group == "" && m.says("nil") { // "je n'ai rien ouvert"
			id = ofMeaning(open, offers, "none")
		}
		if id != "" {
			p.ids = []string{id}
			return p
		}
	}
	if p.group == "" && !m.refusal(said) {
		p.group = m.group(len(open.Choices))
	}
	if id := groupChoice(open, offers, p.group); id != "" {
		p.ids = []string{id}
	}
	return p
}

// aside says that the message does something else than answer: what it names on the way
// is no choice. "unsure" is none of these: "un mail je crois".
func (m *reading) aside(open *engine.Question, said []meaning) bool {
	for _, s := range said {
		if s.label != "repeat" && s.label != "back" && s.label != "restart" && m.namedAt(open, s.at) { // "à la minute" of "pas à la minute"
			continue
		}
		switch s.label {
		case "human":
			if !m.reachesWithin(open, s.at, s.at+2) { // "au téléphone", of how they came
				return true
			}
		case "help", "repeat", "back", "restart", "wait", "skip":
			return true
		}
	}
	return false
}

// namedAt says that token i stands in words of several that name a choice.
func (m *reading) namedAt(open *engine.Question, i int) bool {
	return slices.ContainsFunc(m.namesOf(open, m.offers(open)), func(n named) bool {
		return n.choice >= 0 && n.exact && n.from < n.to && n.from <= i && i <= n.to
	})
}

// byName adds the choices that the message names.
func (m *reading) byName(open *engine.Question, offers []offer, p *pick) {
	names := m.namesOf(open, offers)
	denied := map[int]bool{}
	var kept []named
	for _, n := range names {
		switch {
		case m.inQuestion(n.from, n.to):
		case n.from == n.to && n.to+2 < len(m.tokens) && m.tokens[n.to].as(roleNothing) && m.tokens[n.to+1].as(roleOf): // "rien de parti"
		case n.choice >= 0 && offers[n.choice].means != "none" && m.rejects(n.from, n.to):
			denied[n.choice] = true
		default:
			kept = append(kept, n)
		}
	}
	if at := m.corrected(); at >= 0 { // "le mail, non pardon, le sms"
		for k := range kept {
			if k > 0 && kept[k].from > at && kept[k-1].to < at {
				kept = kept[k:]
				break
			}
		}
	}
	for _, n := range kept {
		if n.choice >= 0 && !contains(p.ids, open.Choices[n.choice].ID) {
			p.ids = append(p.ids, open.Choices[n.choice].ID)
		}
	}
	if len(p.ids) > 1 && m.either(kept) || len(p.ids) > 0 && m.doubted(kept) {
		p.ids, p.group = nil, "unsure"
		return
	}
	if len(p.ids) == 0 && len(kept) == 0 && len(denied) == 0 {
		c := m.byHour(offers)
		if c < 0 {
			c = m.byDay(open, offers)
		}
		if c >= 0 {
			p.ids = []string{open.Choices[c].ID}
		}
	}
	if len(p.ids) > 0 {
		return
	}
	all := m.real(open, offers)
	real := len(all)
	other := ""
	for _, c := range all {
		if !denied[c] {
			other = open.Choices[c].ID
		}
	}
	switch {
	case len(kept) > 0 && kept[0].choice == notOffered:
		p.group = "other"
	case len(kept) > 0 && kept[0].choice == noneOffered, len(denied) > 1 && len(denied) == real,
		real > 2 && len(denied) > 0 && m.says("nil"): // "ni carte ni rien"
		p.group = "none"
	case real >= 2 && len(denied) == real-1 && !slices.ContainsFunc(offers, func(o offer) bool { return real > 2 && (o.means == "other" || o.means == "none") }): // "ni l'un ni l'autre" of three
		p.ids = []string{other}
	case len(denied) > 0 && len(denied) < real && m.excepts(names): // "tout sauf le serveur"
		for _, c := range all {
			if !denied[c] {
				p.ids = append(p.ids, open.Choices[c].ID)
			}
		}
	}
}

// real returns the places of the choices that stand for something of their own: not for all of
// them, none, another or a doubt.
func (m *reading) real(open *engine.Question, offers []offer) []int {
	var all []int
	for c := range offers {
		if id := open.Choices[c].ID; id != "unknown" && id != "something_else" && offers[c].means == "" {
			all = append(all, c)
		}
	}
	return all
}

// excepts says that what is named is what is left out: "tout sauf le serveur".
func (m *reading) excepts(names []named) bool {
	for i := 0; i < names[0].from; i++ {
		if m.tokens[i].as(roleExcept) {
			return true
		}
	}
	return false
}

// inPart returns the choice that stands for a part, where a message grants one thing and denies
// another: "la compta oui mais l'état civil non".
func (m *reading) inPart(open *engine.Question, offers []offer) string {
	yes, no := false, false
	for i := range m.tokens {
		yes = yes || m.tokens[i].as(roleAssent) && i > 0
		no = no || m.tokens[i].as(roleDissent) && i > 0
	}
	if yes && no || m.says("portion") {
		return ofMeaning(open, offers, "partial")
	}
	return ""
}

// numbered returns the choice whose name holds the one number told, where that is no key:
// "le 11" of windows_10 and windows_11.
func numbered(open *engine.Question, offers []offer, keys []int) string {
	if len(keys) != 1 || keys[0] <= len(open.Choices) {
		return ""
	}
	for c := range offers {
		if offers[c].least == int64(keys[0]) && offers[c].most == offers[c].least {
			return open.Choices[c].ID
		}
	}
	return ""
}

// onlyKeys says that a message holds nothing but numbers and the words beside keys.
func (m *reading) onlyKeys() bool {
	return m.only(func(i int) bool {
		_, number := m.value(i)
		return number || m.ranks(i) || m.tokens[i].flags&(flagFiller|flagNaming) != 0 || m.tokens[i].as(roleOr) || m.within(inGrammar, "hedge", i) || m.within(inCommon, "unsure", i)
	})
}

// byLetter returns the key told by a letter, of n offered: "b", "option c", "réponse A". 0 for none.
func (m *reading) byLetter(n int) int {
	words := strings.Fields(strings.TrimRight(m.folded, " .!)"))
	if len(words) == 0 || len(words) > 3 {
		return 0
	}
	last := strings.TrimLeft(words[len(words)-1], "(")
	if len(last) != 1 || last[0] < 'a' || int(last[0]-'a') >= n {
		return 0
	}
	for _, w := range words[:len(words)-1] {
		if k, ok := m.lex.known(w); !ok || k.flags&flagNaming == 0 {
			return 0
		}
	}
	return int(last[0]-'a') + 1
}

// either says that of the choices named one is meant: "facebook ou instagram".
func (m *reading) either(names []named) bool {
	for i := names[0].to + 1; i < names[len(names)-1].from; i++ {
		if m.tokens[i].as(roleOr) {
			return true
		}
	}
	return false
}

// doubted says that the one who names a choice says that they do not know, and does not
// go on to say it: "j'en sais rien, c'est un portable", not "je ne sais pas trop, mais
// c'était un mail".
func (m *reading) doubted(names []named) bool {
	at := -1
	for i := range m.hits {
		if h := &m.hits[i]; h.label.section == inCommon && h.label.name == "unsure" && h.gaps == 0 && h.words > 1 && !m.within(inGrammar, "hedge", h.to) &&
			!slices.ContainsFunc(names, func(n named) bool { return n.from <= h.from && h.to <= n.to }) {
			at = max(at, h.to)
		}
	}
	if at < 0 {
		return false
	}
	for i := at; i < names[len(names)-1].from; i++ {
		if m.tokens[i].flags&flagBreak != 0 {
			return false
		}
	}
	return true
}

// ofMeaning returns the choice whose id says label in words of the language: "oui",
// "je_ne_sais_pas".
func ofMeaning(open *engine.Question, offers []offer, label string) string {
	for c := range offers {
		if offers[c].means == label {
			return open.Choices[c].ID
		}
	}
	return ""
}

// groupChoice returns the choice that stands for all, none or another.
func groupChoice(open *engine.Question, offers []offer, group string) string {
	if group == "" {
		return ""
	}
	if id := alike(open, group); id != "" {
		return id
	}
	return ofMeaning(open, offers, group)
}

// unreached returns the id of the choice marked so, where the message says that whoever was to be
// called is closed, busy or does not answer; "" otherwise.
func (m *reading) unreached(open *engine.Question) string {
	marked := slices.IndexFunc(open.Choices, func(c engine.Choice) bool { return c.Unreached })
	if marked < 0 || !slices.ContainsFunc(m.hits, func(h hit) bool {
		return h.label.section == inUnreached && h.gaps == 0 && !h.guessed && (h.label.name == "anywhere" || len(m.tokens) == 1) &&
			(!m.denied(h.from, h.to) || m.opens(&h)) && !m.inQuestion(h.from, h.to)
	}) {
		return ""
	}
	return open.Choices[marked].ID
}

// tellUnreached adds to an answer that says whether the money has left that the bank was not reached:
// "oui mais la banque est fermée".
func (m *reading) tellUnreached(open *engine.Question, out *engine.Reading) {
	if shut := m.unreached(open); shut != "" && out.Answer.Meaning == engine.Value && out.Answer.Value != shut {
		out.Told = tell(out.Told, engine.Told{Fact: "bank_called", Value: "no"})
	}
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
		if h.label.section != inChoices && (m.complement(h) || m.figurative(h) || m.inQuestion(h.from, h.to)) {
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
		case h.label.section == inCommon && h.label.name == "all" && !h.negated && m.fits(h, n) && !m.within(inCommon, "no", h.from): // "pas du tout" is not all
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

// allOf says that all of n are named by their number: "les deux" of two.
func (m *reading) allOf(n int) bool {
	return n > 1 && m.group(n) == "all" && slices.ContainsFunc(m.hits, func(h hit) bool {
		v, ok := m.value(h.to)
		return h.label.section == inCommon && h.label.name == "all" && h.gaps == 0 && ok && v == n
	})
}

// fits says that a phrase for all of n holds no other number: "les deux" of two.
func (m *reading) fits(h *hit, n int) bool {
	for i := h.from; i <= h.to; i++ {
		if v, ok := m.value(i); ok && v > 1 && v != 100 && v != n {
			return false
		}
	}
	return true
}

// keys returns the keys named in the message, of n offered, and whether it says nothing
// else: "1", "le 2", "réponse 3", "1 et 3", "non pas 2, 3", "la dernière".
func (m *reading) keys(n int) (keys []int, whole bool) {
	if keys := m.severalKeys(n); keys != nil {
		return keys, true
	}
	if k := m.byLetter(n); k > 0 {
		return []int{k}, true
	}
	if m.group(n) == "all" || m.share() >= 0 { // "les trois", "deux sur trois" are no keys
		return nil, false
	}
	whole = true
	from := m.corrected()
	last := false
	for i := range m.tokens {
		t := &m.tokens[i]
		v, ok := m.value(i)
		ok = ok && (t.kind == isNumber || v > 0) && !m.collective(i)
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
			if i > 0 && t.as(roleOne) && m.ranks(i-1) { // "the third one"
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

// collective says that token i is a number of about so many: "dizaine".
func (m *reading) collective(i int) bool {
	n, ok := m.lex.number(m.tokens[i].text)
	return ok && n.collective
}

// ranks says that token i is an ordinal: "premier".
func (m *reading) ranks(i int) bool {
	_, ok := m.lex.ordinal(m.tokens[i].text)
	return ok
}

// severalKeys reads "les deux premiers", "the last two" of n, alone.
func (m *reading) severalKeys(n int) []int {
	for i := 0; i+1 < len(m.tokens); i++ {
		count, rank := i, i+1
		v, ok := m.value(count)
		if !ok {
			count, rank = i+1, i
			v, ok = m.value(count)
		}
		o, ranked := m.lex.ordinal(m.tokens[rank].text)
		if !ok || !ranked || o != 1 && o != -1 || v < 2 || v > n || len(m.tokens) > 4 {
			continue
		}
		if m.tokens[rank].kind == isNumber {
			continue
		}
		first := 1
		if o == -1 {
			first = n - v + 1
		}
		var keys []int
		for k := first; k < first+v; k++ {
			keys = append(keys, k)
		}
		return keys
	}
	return nil
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
