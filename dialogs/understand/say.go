package understand

import (
	"sort"
	"strings"

	"relais/dialogs/engine"
)

// meaning is one thing a message says, with the token where it begins. The labels are
// those of the vocabulary's common section, and question, human, back, repeat, restart,
// stop.
type meaning struct {
	label string
	at    int
}

// say finds what the message answers to open, in the order of the text.
func (m *reading) say(open *engine.Question) []meaning {
	if len(m.tokens) == 0 {
		if m.asks > 0 {
			return []meaning{{"unsure", 0}}
		}
		return []meaning{{"unclear", 0}}
	}
	chosen, taken := m.phrases()
	return m.combine(open, chosen, &taken)
}

// phrases returns the hits that tell what the message answers, in the order of the text,
// and the tokens they take. Longer phrases win over the words in them.
func (m *reading) phrases() (chosen []int, taken [maxTokens]bool) {
	var found []int
	for i := range m.hits {
		h := &m.hits[i]
		if h.gaps > 0 && !(h.gaps == 1 && h.words >= 3 && h.label.section == inCommon && m.adverb(h)) {
			continue
		}
		if h.words == 1 && h.from == h.to && len(m.tokens[h.from].text) == 1 && m.tokens[h.from].kind == isWord && len(m.tokens) > 1 {
			continue // "o" and "n" answer only alone
		}
		switch h.label.section {
		case inCommon:
			switch h.label.name {
			case "same", "all", "none", "other":
				continue
			case "wait":
				if m.isAgo(h.from) || h.from > 0 && m.isAgo(h.from-1) { // "oui, depuis cinq minutes"
					continue
				}
			case "unsure":
				if m.tokens[h.to].as(roleOutOf) && h.to+1 < len(m.tokens) && m.tokens[h.to].mark == markNone && m.tokens[h.to+1].as(roleSingular|roleEvery) {
					continue // "plus sur le réseau" is not "plus sûr"
				}
			case "yes":
				if h.words == 1 && h.from > 0 && m.negates(h.from-1) { // "pas exact"
					continue
				}
				if h.to+1 < len(m.tokens) && m.tokens[h.to].mark == markNone && (m.tokens[h.to+1].as(roleNot) || m.tokens[h.to].as(rolePerfect) && m.within(inGrammar, "act", h.to+1)) {
					continue // "j'en ai pas", "j'en ai débranché un"
				}
			case "cannot":
				if h.words == 1 && h.from > 0 && m.tokens[h.from-1].as(rolePerfect|roleAssent) { // "ils ont bloqué", "oui bloqué"
					continue
				}
			case "help":
				if h.words == 1 && h.to+1 < len(m.tokens) && m.tokens[h.to].mark == markNone && !m.polite(h.to+1) && len(m.tokens) <= 4 && m.tokens[h.to].text == "aide" {
					continue // "aide soignante"
				}
			}
			found = append(found, i)
		case inQuestions:
			if h.words >= 2 && m.interrogative(h) {
				found = append(found, i)
			}
		case inGrammar:
			switch h.label.name {
			case "hedge", "although", "correction", "condition", "greeting", "thanks", "aside", "amends":
				found = append(found, i)
			case "act":
				if h.words >= 2 {
					found = append(found, i)
				}
			}
		case inCommands:
			switch h.label.name {
			case "repeat", "back", "restart", "human":
				if h.label.name == "human" && m.reached(h) { // "j'ai eu la banque au téléphone"
					continue
				}
				if (h.words >= 2 || m.ordered(h)) && !(h.guessed && m.place) {
					found = append(found, i)
				}
			}
		}
	}
	sort.SliceStable(found, func(a, b int) bool {
		x, y := &m.hits[found[a]], &m.hits[found[b]]
		if n, k := m.weight(x), m.weight(y); n != k {
			return n > k
		}
		if x.from != y.from {
			return x.from < y.from
		}
		return order(x.label) < order(y.label)
	})
	for _, i := range found {
		h := &m.hits[i]
		free := true
		for k := h.from; k <= h.to; k++ {
			free = free && !taken[k]
		}
		if !free {
			continue
		}
		for k := h.from; k <= h.to; k++ {
			taken[k] = true
		}
		chosen = append(chosen, i)
	}
	m.acts(&taken, &chosen)
	if at := m.share(); at >= 0 && !taken[at] {
		m.hits = append(m.hits, hit{label: &actLabels[actPartial], from: at, to: at + 2, words: 3})
		chosen = append(chosen, len(m.hits)-1)
	}
	sort.Slice(chosen, func(a, b int) bool { return m.hits[chosen[a]].from < m.hits[chosen[b]].from })
	return chosen, taken
}

// weight is how much a phrase counts against another that shares words with it: its
// length, less for a "je n'ai pas" that only begins "je n'ai pas compté".
func (m *reading) weight(h *hit) int {
	if h.label.section == inCommon && h.label.name == "no" && h.words > 1 && m.tokens[h.to].text == "pas" && h.to+1 < len(m.tokens) && m.tokens[h.to].mark == markNone {
		return h.words - 2
	}
	return h.words
}

// reached says that the hit tells whom somebody has spoken to: a perfect stands before it.
func (m *reading) reached(h *hit) bool {
	const reach = 8
	for i := h.from - 1; i > 0 && i >= h.from-reach && m.tokens[i].mark < markStop; i-- {
		if m.tokens[i].as(roleReached) || m.within(inGrammar, "act", i) {
			for k := i - 1; k >= max(0, i-3); k-- {
				if m.tokens[k].as(rolePerfect) {
					return true
				}
			}
		}
	}
	return false
}

// order makes two equal phrases of different meaning come in a fixed order.
func order(l *label) int {
	if l.section == inCommon {
		return 1
	}
	if l.section == inGrammar {
		return 2
	}
	return 0
}

// adverb says that the only word passed over in the hit is a small one: "je ne peux
// vraiment pas", "je n'ai toujours pas fait".
func (m *reading) adverb(h *hit) bool {
	small := 0
	for i := h.from; i <= h.to; i++ {
		t := &m.tokens[i]
		if t.flags&flagLight != 0 && t.flags&flagHead == 0 {
			small++
		}
		if t.mark != markNone && i < h.to {
			return false
		}
		if h.label.name == "in_progress" && t.as(rolePerfect) { // "je les ai appelés" is over
			return false
		}
	}
	return small > 0 && !m.held(h) || m.holdsNegation(h)
}

// holdsNegation says that the phrase of the hit itself holds its negation.
func (m *reading) holdsNegation(h *hit) bool {
	switch h.label.name {
	case "cannot", "not_done", "unsure", "no":
		return true
	}
	return false
}

// acts adds what is told of acts the vocabulary has no whole phrase for: "j'ai
// débranché le câble", "le wifi est coupé", "je débranche".
func (m *reading) acts(taken *[maxTokens]bool, chosen *[]int) {
	for i := range m.hits {
		h := &m.hits[i]
		if h.label.section != inGrammar || h.label.name != "act" || h.gaps > 0 || taken[h.from] {
			continue
		}
		name := m.act(h)
		if name == actNone {
			continue
		}
		taken[h.from] = true
		m.hits = append(m.hits, hit{label: &actLabels[name], from: h.from, to: h.to, words: h.words})
		*chosen = append(*chosen, len(m.hits)-1)
	}
}

// What an act can be told to be; act returns a place in it.
const (
	actNone = iota
	actDone
	actNotDone
	actInProgress
	actCannot
	actHelp
	actQuestion
	actPartial
)

var actLabels = [...]label{actNone: {}, actDone: {name: "done"}, actNotDone: {name: "not_done"},
	actInProgress: {name: "in_progress"}, actCannot: {name: "cannot"}, actHelp: {name: "help"}, actQuestion: {name: "question"}, actPartial: {name: "partial"}}

// share finds "2 sur 5", "2 postes sur 5" and returns its first token, or -1.
func (m *reading) share() int {
	for i := 0; i+2 < len(m.tokens); i++ {
		k := i + 1
		if m.tokens[k].kind == isWord && !m.tokens[k].as(roleOutOf) && k+2 < len(m.tokens) { // "2 postes sur 5"
			k++
		}
		if !m.tokens[k].as(roleOutOf) {
			continue
		}
		a, ok := m.value(i)
		b, ok2 := m.value(k + 1)
		if ok && ok2 && a < b {
			return i
		}
	}
	return -1
}

// act tells in what state an act is from the words before it in its clause.
func (m *reading) act(h *hit) int {
	perfect, present, able, will, neg, ask, passive, wish := false, false, false, false, false, false, false, false
	for i := h.from - 1; i >= max(0, h.from-6); i-- {
		t := &m.tokens[i]
		if t.mark >= markComma || t.flags&flagBreak != 0 {
			break
		}
		neg = neg || m.negates(i) || t.as(roleNothing|roleNobody)
		wish = wish || t.as(roleWish)
		perfect = perfect || t.as(rolePerfect|roleRecent)
		passive = passive || t.as(roleBeing)
		will = will || t.as(roleGoing)
		able = able || t.as(roleAble)
		present = present || t.as(roleSpeaker)
		ask = ask || t.as(roleHow|roleOr|roleMust)
	}
	if h.to+1 < len(m.tokens) && m.tokens[h.to].mark == markNone && (m.negates(h.to+1) || m.is("nil", h.to+1) && m.tokens[h.to+1].flags&flagNumber == 0) {
		neg = true // "je n'ai prévenu personne"
	}
	asked := ask || m.asking(h)
	switch {
	case m.aim(h), asked && neg, wish && !perfect, m.attribute(h):
		return actNone
	case ask && !perfect:
		for i := h.from - 1; i >= 0 && i >= h.from-6; i-- {
			if m.tokens[i].as(roleHow) {
				return actHelp
			}
		}
		return actQuestion
	case asked && perfect:
		return actNone
	case asked:
		return actQuestion
	case able && neg:
		return actCannot
	case neg:
		return actNotDone
	case perfect, passive:
		return actDone
	case will:
		return actInProgress
	case able:
		return actNone
	case present:
		return actInProgress
	case m.bidden(h.from):
		return actNone
	}
	return actDone
}

// bidden says that the verb at token i stands in the infinitive or is an order: "qui appeler",
// "envoyez-moi le dossier" tell of nothing done.
func (m *reading) bidden(i int) bool {
	raw := m.tokens[i].raw
	return strings.HasSuffix(raw, "er") || strings.HasSuffix(raw, "ez")
}

// aim says that the act is what something else is for: "m'aider à vérifier".
func (m *reading) aim(h *hit) bool {
	if h.from == 0 || m.tokens[h.from-1].mark != markNone || !strings.HasSuffix(m.tokens[h.from].raw, "er") {
		return false
	}
	before := ""
	if h.from > 1 {
		before = m.tokens[h.from-2].raw
	}
	switch t := &m.tokens[h.from-1]; {
	case t.as(roleFor):
		return true
	case t.as(roleTo):
		return strings.HasSuffix(before, "er")
	case t.as(roleOf):
		return strings.HasSuffix(before, "er") || strings.HasSuffix(before, "ez")
	}
	return false
}

// attribute says that the act only describes a thing: "une armoire fermée", "un poste isolé".
func (m *reading) attribute(h *hit) bool {
	return h.words == 1 && h.from > 1 && m.tokens[h.from-2].as(roleOne) && m.tokens[h.from-1].mark == markNone && m.tokens[h.from-2].mark == markNone &&
		!m.tokens[h.from-1].as(rolePerfect|roleOf)
}

// verdict returns yes or no where a message says it in so many words ("non j'ai vérifié",
// "le comptable dit que non"), "" where it says neither, or both, or asks.
func (m *reading) verdict() (name string, at int) {
	at = -1
	for i := range m.tokens {
		t := &m.tokens[i]
		is := ""
		switch {
		case t.as(roleAssent):
			is = "yes"
		case t.as(roleDissent):
			is = "no"
		}
		if is == "" || name == is {
			continue
		}
		if name != "" {
			return "", -1
		}
		name, at = is, i
	}
	if name != "" && m.asks > 0 && !m.opensWith(at) {
		return "", -1
	}
	return name, at
}

// combine brings the phrases of a message to what it says as a whole, and lets the model
// judge where they are but a part of it.
func (m *reading) combine(open *engine.Question, chosen []int, taken *[maxTokens]bool) []meaning {
	said := m.weighed(open, chosen, taken)
	if open == nil {
		return said
	}
	if name, ok := m.answersAndAsks(open, said); ok {
		return []meaning{{name, 0}, {"question", 1}}
	}
	if open.Kind == engine.AskChoice {
		if keys, whole := m.keys(len(open.Choices)); whole && len(keys) > 0 {
			return said // "la première réponse" picks, and asks for nothing
		}
	}
	if yesOrNo(open) {
		return m.judge(open, chosen, said)
	}
	if len(said) == 0 {
		if name := m.suppose(); name != "" {
			return []meaning{{name, 0}}
		}
	}
	return said
}

// answersAndAsks returns the yes or no that a message opens with when a question follows
// it: "Non. On risque quoi si on attend demain ?".
func (m *reading) answersAndAsks(open *engine.Question, said []meaning) (name string, ok bool) {
	if open == nil || !yesOrNo(open) || m.asks == 0 || len(m.tokens) < 3 {
		return "", false
	}
	for _, s := range said {
		if s.label == "repeat" || s.label == "human" || s.label == "back" || s.label == "help" && m.howTo() >= 0 {
			return "", false
		}
	}
	for i := range m.tokens {
		switch t := &m.tokens[i]; {
		case t.as(roleAssent) && name != "no":
			name = "yes"
		case t.as(roleDissent) && name != "yes":
			name = "no"
		case t.flags&flagFiller != 0:
		default:
			return "", false
		}
		if m.tokens[i].mark >= markComma && m.tokens[i].mark <= markStop && name != "" {
			return name, i+2 < len(m.tokens) && m.tokens[len(m.tokens)-1].mark == markAsk
		}
	}
	return "", false
}

// weighed is what the phrases of a message say, weighed against each other.
func (m *reading) weighed(open *engine.Question, chosen []int, taken *[maxTokens]bool) []meaning {
	has := map[string]int{}
	var list []meaning
	hedged, although, corrected, conditional, greets, thanks := false, -1, -1, false, false, false
	helpWords := 0
	act := open != nil && open.Act
	choice := open != nil && open.Kind == engine.AskChoice
	for _, i := range chosen {
		h := &m.hits[i]
		name := h.label.name
		if m.undone(h, taken) {
			name = "not_done"
		}
		if h.label.section == inCommon && name == "did_opposite" && m.ofNetwork(h) {
			name = "done"
		}
		if name == "yes" && choice && !act && m.isAgo(h.to+1) { // "il y a une heure" tells when, and of an act that it was done
			if _, _, long := m.lengthAt(h.to + 1); long {
				continue
			}
		}
		if _, _, long := m.lengthAt(h.to + 1); name == "yes" && act && m.isAgo(h.to+1) && !long { // "il y a un autre virement" tells of no act
			continue
		}
		if name == "good" {
			name = "yes"
			if act {
				name = "done"
			}
		}
		if h.label.section == inQuestions || h.label.section == inCommon && m.askedOf(h) {
			name = "question"
		}
		if h.label.section == inGrammar && name == "act" {
			if name = actLabels[m.act(h)].name; name == "" {
				continue
			}
		} else if h.label.section == inGrammar {
			switch name {
			case "hedge":
				hedged = true
			case "although":
				although = h.from
			case "correction":
				corrected = h.from
			case "condition":
				conditional = true
			case "thanks":
				thanks = true
			case "greeting":
				greets = true
			}
			continue
		}
		if name == "in_progress" && holds(has, "done") && m.is("at_once", h.from) { // "on l'a fait tout de suite"
			continue
		}
		if name == "help" {
			helpWords = max(helpWords, h.words)
		}
		if _, ok := has[name]; !ok {
			has[name] = h.from
		}
		list = append(list, meaning{name, h.from})
	}
	// A bare sentence with a question mark, and nothing in it that answers.
	if m.asks > 0 && len(list) == 0 {
		if m.only(func(i int) bool { return m.tokens[i].flags&flagFiller != 0 }) {
			return []meaning{{"unsure", 0}}
		}
		list = append(list, meaning{"question", len(m.tokens)})
		return list
	}
	if !m.heard(list) {
		if at := m.howTo(); at >= 0 {
			list = append(list, meaning{"help", at})
			has["help"] = at
		}
	}
	if len(list) == 0 && m.opensQuestion() {
		return []meaning{{"question", 0}}
	}
	if choice && !act {
		if at := m.forbids(taken); at >= 0 && !holds(has, "no") {
			list = append(list, meaning{"no", at})
			has["no"] = at
		} else if len(list) == 0 && (m.says("hand_over") || open.Consent && m.asks == 0 && m.says("leave")) {
			return []meaning{{"yes", 0}}
		}
	}
	if open != nil && open.Consent && conditional && m.asks == 0 && !holds(has, "no") { // "si c'est anonyme oui"
		return []meaning{{"unsure", 0}}
	}
	if len(list) == 0 && conditional && len(m.tokens) == 1 { // "si": yes to a "not … ?"
		return []meaning{{"yes", 0}}
	}
	if len(list) == 0 {
		if hedged || conditional && choice && !act {
			return []meaning{{"unsure", 0}}
		}
		if (greets || thanks) && m.only(func(i int) bool { return m.polite(i) || m.tokens[i].flags&flagFiller != 0 }) {
			if thanks {
				return []meaning{{"thanks", 0}}
			}
			return []meaning{{"greeting", 0}}
		}
		if m.noise() {
			return []meaning{{"unclear", 0}}
		}
		return nil
	}
	if choice && !act { // of a state: what is told behind a yes or a no only explains it
		switch name, at := m.verdict(); name {
		case "yes":
			list = m.settle(list, has, "yes", at, "no", "done", "not_done", "partial", "cannot")
		case "no":
			list = m.settle(list, has, "no", at, "yes", "done", "not_done", "partial", "cannot", "in_progress")
		}
	}
	_, yes := has["yes"]
	_, no := has["no"]
	if corrected > list[0].at && corrected < list[len(list)-1].at && list[len(list)-1].label != "question" {
		list = list[len(list)-1:]
		has = map[string]int{list[0].label: list[0].at}
		yes, no = holds(has, "yes"), holds(has, "no")
	}
	_, done := has["done"]
	if choice && !act && yes && !no && m.takesBack(has["yes"], although) {
		list, has = append(list, meaning{"no", although}), map[string]int{"no": although}
		drop(&list, "yes")
		yes, no = false, true
	}
	if choice && !act && (yes || no) { // only an act is done in part
		drop(&list, "partial")
		delete(has, "partial")
	}
	if at, ok := has["in_progress"]; ok && holds(has, "wait") && at < has["wait"] { // "j'y suis presque, deux minutes"
		drop(&list, "wait")
		delete(has, "wait")
	}
	if act && (yes || done) && m.says("portion") { // "j'en ai débranché un seul"
		list = append(list, meaning{"partial", list[0].at})
		has["partial"] = list[0].at
	}
	if holds(has, "unsure") && helpWords == 1 { // "aucune idée, laquelle"
		drop(&list, "help")
		delete(has, "help")
	}
	if m.asks > 0 && len(list) == 1 && (yes || no) && list[0].at > 0 && !m.opensWith(list[0].at) {
		return []meaning{{"question", 0}} // "vous allez dire que oui ?"
	}
	if choice && !act && holds(has, "unsure") { // "aucune idée, je suis pas sur place"
		drop(&list, "cannot")
		delete(has, "cannot")
	}
	if choice && !act && yes && done { // "oui ils l'ont fait hier" tells of a state
		drop(&list, "done")
		delete(has, "done")
		done = false
	}
	if (yes || no || done) && (hedged || holds(has, "unsure")) {
		drop(&list, "yes", "no", "done")
		if !holds(has, "unsure") {
			list = append([]meaning{{"unsure", 0}}, list...)
		}
	}
	if open != nil && open.Consent && no && holds(has, "skip") { // "non merci, c'est confidentiel"
		drop(&list, "skip")
		delete(has, "skip")
	}
	if act && yes && no && holds(has, "partial") { // "le câble oui, le wifi non"
		drop(&list, "yes", "no")
	} else if yes && no {
		y, n := has["yes"], has["no"]
		if y == n-1 && m.tokens[y].mark == markNone && !m.tokens[y].as(roleAssent) { // "absolument aucun"
			drop(&list, "yes")
		} else if although >= 0 && although > min(y, n) && although < max(y, n) || y < n {
			drop(&list, "yes", "no")
			list = append(list, meaning{"unsure", 0})
		} else {
			if m.tokens[y].as(roleAssent | roleContradicts) { // "non si", "ah non oui": the last word
				drop(&list, "no")
			} else {
				drop(&list, "yes")
			}
		}
	}
	if conditional && (yes || done) && len(list) > 0 {
		drop(&list, "yes", "done")
		list = append(list, meaning{"unsure", 0})
	}
	if done && although > has["done"] && holds(has, "cannot") && has["cannot"] > although {
		// tried without the result: "j'ai appelé mais personne ne répond"
		drop(&list, "done", "cannot")
		list = append(list, meaning{"partial", has["done"]})
		has = map[string]int{"partial": has["done"]}
	}
	if open != nil && open.Consent && yes && m.limits(has["yes"], although) {
		drop(&list, "yes", "no", "partial")
		list = append(list, meaning{"unsure", has["yes"]})
	}
	all := append([]meaning(nil), list...)
	if m.asks > 0 && holds(has, "question") { // "ça changera quoi si j'attends ?"
		drop(&list, "wait")
		if conditional && has["question"] <= list[0].at { // "je peux changer d'avis si je veux ?"
			drop(&list, "unsure")
		}
	}
	// The strongest of what is told of one act; courtesy words give way.
	for _, s := range stronger {
		if holds(has, s.name) {
			drop(&list, s.over...)
		}
	}
	out := list[:0]
	for _, x := range list {
		dup := false
		for _, o := range out {
			dup = dup || o.label == x.label
		}
		if !dup {
			out = append(out, x)
		}
	}
	if first, ok := m.before(open, all, out); ok {
		out = append(out, out[0])
		out[0] = first
	}
	if at := m.asksBack(); at > 0 && len(out) > 0 && out[0].at < at && answers(out[len(out)-1].label) {
		out = append(out, meaning{"question", at})
	}
	return out
}

// takesBack says that what there is was told at token at, without a word that says yes, and that what
// there is not stands behind "mais": "ya des insultes mais pas de menace".
func (m *reading) takesBack(at, although int) bool {
	if although <= at || although+1 >= len(m.tokens) || m.tokens[at].as(roleAssent) {
		return false
	}
	if name, _ := m.verdict(); name != "" {
		return false
	}
	return m.tokens[although+1].as(roleNot) && m.isAgo(m.existential(at))
}

// existential returns the token behind a phrase that tells that something is there and begins at
// token at: "il y a", which also tells how long ago. at itself where there is none.
func (m *reading) existential(at int) int {
	for i := range m.hits {
		if h := &m.hits[i]; h.label.section == inTimes && h.label.name == "ago" && h.gaps == 0 && h.from >= at && h.from <= at+1 {
			return h.to + 1
		}
	}
	return at
}

// before returns the answer that a message opens with when all that is left of it is
// something else, told apart from it: "c'est coupé, maintenant passez-moi quelqu'un".
func (m *reading) before(open *engine.Question, all, out []meaning) (first meaning, ok bool) {
	if open == nil || !yesOrNo(open) || len(out) != 1 {
		return first, false
	}
	switch out[0].label {
	case "human", "help", "question", "wait", "did_opposite":
	default:
		return first, false
	}
	for _, x := range all {
		if x.at >= out[0].at || !m.opensWith(x.at) {
			continue
		}
		switch x.label {
		case "yes", "no", "done", "not_done":
		default:
			continue
		}
		if out[0].label == "did_opposite" && x.label != "yes" && x.label != "done" { // "non, j'ai éteint" tells of one thing
			continue
		}
		for i := x.at; i < out[0].at; i++ {
			joined := i > x.at && m.tokens[i].as(roleAnd|roleBut)
			if joined || m.tokens[i].mark >= markComma && out[0].label != "did_opposite" {
				return x, true
			}
		}
	}
	return first, false
}

// settle takes from list the meanings that the verdict at token at outweighs, and puts it
// there if nothing else is left.
func (m *reading) settle(list []meaning, has map[string]int, verdict string, at int, outweighed ...string) []meaning {
	drop(&list, outweighed...)
	for _, o := range outweighed {
		delete(has, o)
	}
	if len(list) == 0 {
		list, has[verdict] = append(list, meaning{verdict, at}), at
	}
	return list
}

// answers says that a label answers the question, so that a question besides is one more.
func answers(label string) bool {
	switch label {
	case "yes", "no", "done", "not_done", "cannot", "partial", "in_progress", "did_opposite", "unsure":
		return true
	}
	return false
}

// opensWith says that only courtesy and small words stand before token at.
func (m *reading) opensWith(at int) bool {
	for i := 0; i < at; i++ {
		if m.tokens[i].mark == markNone && m.tokens[i].flags&(flagFiller|flagBreak) == 0 && !m.polite(i) && !m.tokens[i].as(roleAnd) {
			return false
		}
	}
	return true
}

// heard says that the list holds a cry for help or a question already.
func (m *reading) heard(list []meaning) bool {
	for _, x := range list {
		switch x.label {
		case "help", "explain", "question", "repeat", "human", "back", "restart", "cannot":
			return true
		}
	}
	return false
}

// howTo returns the token of "comment" in a question for the way to do something oneself
// ("comment je le vois", "comment vérifier"), or -1. "Comment sont-ils entrés ?" is none.
func (m *reading) howTo() int {
	for i := range m.tokens {
		if !m.tokens[i].as(roleHow) || i+1 >= len(m.tokens) || m.tokens[i].mark != markNone {
			continue
		}
		next, n := &m.tokens[i+1], m.tokens[i+1].text
		switch {
		case next.as(roleSpeaker), next.as(roleTo) && len(n) > 1, next.as(roleAuxiliary) && i+2 < len(m.tokens) && m.tokens[i+2].flags&flagHead != 0:
			return i
		case strings.HasSuffix(n, "er") || strings.HasSuffix(n, "ir") || strings.HasSuffix(n, "oir"):
			return i
		}
	}
	return -1
}

// forbids returns the token of an order not to ("ne transmettez rien", "envoyez pas"),
// or -1.
func (m *reading) forbids(taken *[maxTokens]bool) int {
	for i := 0; i+1 < len(m.tokens); i++ {
		t, n := &m.tokens[i], &m.tokens[i+1]
		if t.kind != isWord || t.mark != markNone || len(t.raw) < 5 || !strings.HasSuffix(t.raw, "ez") && !strings.HasSuffix(t.raw, "ites") || taken[i] {
			continue
		}
		if i > 0 && m.tokens[i-1].as(roleYou) {
			continue
		}
		if n.as(roleNot | roleNothing | roleNever) {
			return i
		}
	}
	return -1
}

// limits says that a yes at token at is given under a limit that follows: "oui mais pas
// mon nom", "d'accord mais sans mon numéro".
func (m *reading) limits(at, although int) bool {
	for i := at + 1; i < len(m.tokens); i++ {
		t := &m.tokens[i]
		if t.flags&flagBreak != 0 || although > at || t.as(roleWithout|roleOnly) {
			for k := i; k < len(m.tokens); k++ {
				if m.tokens[k].flags&(flagAsk|flagFiller) != 0 && m.asks > 0 {
					return false // a question, not a limit
				}
				if m.within(inCommon, "yes", k) {
					continue
				}
				if m.negates(k) || m.tokens[k].as(roleExcept|roleOnly) {
					return true
				}
			}
		}
	}
	return false
}

// asksBack returns the token where a question begins behind an answer ("oui mais qui y
// aura accès ?", "non pourquoi"), or -1.
func (m *reading) asksBack() int {
	for i := 1; i < len(m.tokens); i++ {
		t, p := &m.tokens[i], &m.tokens[i-1]
		begins := p.mark != markNone || p.flags&flagBreak != 0 || p.as(roleAnd) || p.flags&flagFiller != 0 || t.as(roleWhy) || m.within(inCommon, "yes", i-1) || m.within(inCommon, "no", i-1)
		if !begins {
			continue
		}
		if t.as(roleWhy) || m.estCeQue(i) {
			return i
		}
		asked := false
		for k := i; k < len(m.tokens); k++ {
			if m.tokens[k].mark == markAsk {
				asked = true
				break
			}
			if m.tokens[k].mark == markStop {
				break
			}
		}
		if !asked {
			continue
		}
		for k := i; k < len(m.tokens) && m.tokens[k].mark != markStop; k++ {
			if m.tokens[k].flags&flagAsk != 0 || m.tokens[k].as(roleWhat|roleNext) {
				return i
			}
			if m.tokens[k].mark == markAsk {
				break
			}
		}
	}
	return -1
}

// undone says that a word that tells of something done stands right behind a negation
// that belongs to no other phrase: "j'ai pas éteint", "rien éteint".
func (m *reading) undone(h *hit, taken *[maxTokens]bool) bool {
	if h.label.section != inCommon || h.label.name != "did_opposite" && h.label.name != "done" {
		return false
	}
	if h.to+1 < len(m.tokens) && m.tokens[h.to].mark == markNone && m.tokens[h.to+1].as(roleNot|roleNever) && !taken[h.to+1] { // "on ne la paiera pas"
		return true
	}
	for i := h.from - 1; i >= max(0, h.from-3); i-- {
		t := &m.tokens[i]
		if t.mark != markNone {
			return false
		}
		if t.as(roleNobody) { // "personne n'a payé"
			return true
		}
		if i < h.from-2 {
			break
		}
		if (m.negates(i) || t.as(roleNothing)) && (!taken[i] || i == h.from-1) {
			return true
		}
	}
	return false
}

// ofNetwork says that what was switched off is the network, which is what was asked for:
// "j'ai éteint le wifi".
func (m *reading) ofNetwork(h *hit) bool {
	for i := range m.hits {
		o := &m.hits[i]
		if o.label.section == inGrammar && o.label.name == "network" && o.gaps == 0 && o.from > h.from && o.from <= h.to+3 {
			between := true
			for k := h.to; k < o.from; k++ {
				between = between && m.tokens[k].mark == markNone && m.tokens[k].flags&flagBreak == 0
			}
			if between {
				return true
			}
		}
	}
	return false
}

// askedOf says that a word that tells of something done is asked about: "faut-il
// éteindre", "ça va effacer mes données ?". "J'ai éteint, c'est grave ?" tells.
func (m *reading) askedOf(h *hit) bool {
	switch h.label.name {
	case "did_opposite", "done", "in_progress", "partial":
		if h.words == 1 || h.label.name == "partial" {
			return m.asking(h)
		}
		first := h.from
		for first > 0 && m.tokens[first-1].mark == markNone {
			first--
		}
		return first < h.from && m.tokens[first].flags&flagAsk != 0
	}
	return false
}

// opensQuestion says that a sentence begins with a word that asks.
func (m *reading) opensQuestion() bool {
	for i := range m.tokens {
		start := i == 0 || m.tokens[i-1].mark != markNone || m.tokens[i-1].flags&flagFiller != 0 || m.tokens[i-1].as(roleAnd|roleBut)
		if m.estCeQue(i) || start && m.tokens[i].flags&flagAsk != 0 && len(m.tokens) > 1 || m.tokens[i].as(roleWhy) {
			return true
		}
	}
	return false
}

// stronger lists what each meaning outweighs when both are said.
var stronger = [...]struct {
	name string
	over []string
}{
	{"human", []string{"question", "yes", "no", "unclear", "help", "done", "wait", "unsure"}},
	{"restart", []string{"yes", "no", "unclear", "back", "done"}},
	{"back", []string{"yes", "no", "unclear", "done"}},
	{"repeat", []string{"question", "unclear", "yes", "no", "unsure", "help"}},
	{"did_opposite", []string{"yes", "no", "done", "not_done", "unclear", "in_progress"}},
	{"unsure", []string{"partial"}},
	{"partial", []string{"yes", "no", "done", "not_done", "unclear", "cannot", "in_progress"}},
	{"explain", []string{"yes", "no", "unclear", "help", "question"}},
	{"help", []string{"yes", "no", "unclear", "unsure", "cannot", "not_done", "question", "in_progress"}},
	{"cannot", []string{"yes", "no", "unclear", "not_done", "in_progress", "done"}},
	{"skip", []string{"yes", "no", "unclear"}},
	{"wait", []string{"yes", "no", "unclear", "in_progress", "unsure"}},
	{"in_progress", []string{"yes", "no", "unclear", "not_done", "done"}},
	{"not_done", []string{"yes", "no", "unclear", "done"}},
	{"done", []string{"yes", "unclear", "no"}},
	{"unsure", []string{"unclear", "yes", "no", "in_progress"}},
	{"yes", []string{"unclear", "later"}},
	{"no", []string{"unclear", "later"}},
	{"not_done", []string{"later"}}, {"done", []string{"later"}}, {"wait", []string{"later"}}, {"unsure", []string{"later"}},
	{"in_progress", []string{"later"}}, {"cannot", []string{"later"}}, {"partial", []string{"later"}},
}

func holds(has map[string]int, name string) bool { _, ok := has[name]; return ok }

func drop(list *[]meaning, names ...string) {
	out := (*list)[:0]
	for _, x := range *list {
		keep := true
		for _, n := range names {
			keep = keep && x.label != n
		}
		if keep {
			out = append(out, x)
		}
	}
	*list = out
}

func (m *reading) only(ok func(i int) bool) bool {
	for i := range m.tokens {
		if !ok(i) {
			return false
		}
	}
	return true
}

// noise says that nothing in the message is a word of the language or a number.
func (m *reading) noise() bool {
	return m.only(func(i int) bool {
		t := &m.tokens[i]
		return t.kind != isNumber && (t.class == noClass || t.flags&flagFiller != 0)
	})
}
