package understand

import (
	"sort"

	"relais/dialogs/understand/letters"
)

// lexicon is the vocabulary of one language as the generator writes it: sorted
// slices, nothing to build at start.
type lexicon struct {
	tag       string
	words     []word     // every known word, by text
	stems     []word     // by stem
	sounds    []word     // by sound
	near      []word     // the words of five letters and more, by length and text
	starts    []uint16   // starts[n]: where the words of n letters begin in near
	spellings []spelling // by from
	numbers   []number   // by text
	ordinals  []number   // by text; -1 is the last, -2 the one before, 0 the middle
	roles     []part     // by text
	labels    []label
	// What announces a secret, folded: passwords, codes that are secret by name, "code"
	// alone, codes that are none, and the words that tie a secret to it; what stands before
	// "code" where it is a secret one, between a secret and the word behind it, what a
	// password stands beside, and the words many people choose for one.
	passwords, codes, plainCodes, harmless, links []string
	given, as, logins, favoured                   []string
	strict                                        trie // phrases whose words all count: answers, commands, questions, signals, times
	loose                                         trie // phrases whose small words are left out: incidents, facts
}

// word is a spelling known to the vocabulary. Words of one class (bloqué, bloquer)
// are the same word to a phrase.
type word struct {
	text  string
	class uint16
	flags uint16
	mask  uint32 // letters that occur, bit 0 is a
}

// Flags of a word.
const (
	flagLight    = 1 << iota // left out of loose phrases: le, de, est
	flagFiller               // left out everywhere: euh, ben, donc
	flagNegation             // turns what follows into its opposite: pas, aucun, sans
	flagBreak                // ends what a negation reaches: mais, car
	flagAsk                  // opens a question: pourquoi, comment, est-ce que
	flagTongue               // tells the language
	flagPhrase               // stands in some phrase, so a misspelt word may mean it
	flagNumber               // is a number word
	flagHead                 // opens a sentence about somebody: je, on, il
	flagNaming               // stands beside the key of a choice: le, option, je prends
)

// part is what a word does in a sentence.
type part struct {
	text string
	role role
}

// role is a set of what a small word can do in a sentence; which words do it is written
// under "roles" in words.<lang>.yaml.
type role uint64

// The roles of words.
const (
	rolePerfect     role = 1 << iota // makes a perfect: ai, ont
	roleRecent                       // of what was done just now: viens (de)
	roleBeing                        // est, sont
	roleGoing                        // of what is about to be done: vais, essaie
	roleAble                         // peux, arrive
	roleMay                          // asks for leave behind a speaker: peux
	roleMust                         // faut, dois
	roleSpeaker                      // je, on, nous
	roleYou                          // vous
	roleInverts                      // asks when the one it is about follows: êtes(-vous)
	roleInverted                     // may follow it
	roleAuxiliary                    // asks when it begins a sentence: does, is
	roleHow                          // comment
	roleWhy                          // pourquoi
	roleWhat                         // quoi
	roleThat                         // que
	roleNext                         // asks what follows: et après, et maintenant
	roleRelative                     // asks, or only ties a sentence to another: où, qui, quand
	roleNot                          // pas
	roleNever                        // jamais
	roleNothing                      // rien
	roleSoftens                      // makes a negation none: (pas) mal, (pas) seulement
	roleMore                         // plus
	roleOnly                         // seulement
	roleWithout                      // sans
	roleExcept                       // sauf
	roleAnd                          // et
	roleBut                          // mais
	roleOr                           // ou
	roleOf                           // de, du
	roleTo                           // à
	roleFor                          // pour
	roleFrom                         // opens a span: de (8 h à 10 h)
	roleSince                        // depuis
	roleAgo                          // stands behind a length of time: ago
	roleThis                         // cette (semaine)
	roleLeadsMonth                   // tells a month as a whole: en (août)
	roleDates                        // stands before the day of a month: le (12)
	roleSome                         // of a few: quelques (heures)
	roleBefore                       // avant(-dernier)
	roleOutOf                        // 2 sur 5
	roleOne                          // un, une
	roleJoined                       // is added behind "et": (vingt et) un, (soixante et) onze
	roleEvery                        // les (trois)
	roleSingular                     // tells of one thing: le, mon
	roleAssent                       // says yes: oui
	roleDissent                      // says no: non
	roleNobody                       // personne
	roleContradicts                  // says yes to what was denied: si
	roleWish                         // of what one would like: veux, voulais
	roleReached                      // of somebody spoken to, behind a perfect: (j'ai) eu
	rolePaid                         // behind a perfect, money that was paid: (a) viré
	roleTaken                        // behind a perfect, money that was taken or left: (a) volé, (est) parti
	roleGone                         // such a word that needs no perfect: wired, stolen
	roleSent                         // such a word of which the sum stands right behind: (a) envoyé (900 euros)
	rolePaying                       // such a verb behind what was done just now, or to somebody: (vient de) partir, (s'est fait) voler
	roleMade                         // of a transfer, behind a perfect: (a) fait, (a) ordonné
	roleTransfer                     // virement
	roleMoved                        // of money that leaves an account, not handed over nor by card: viré, virement
	roleHalted                       // of a transfer that did not leave: refusé, bloqué
	roleSlurred                      // stands for a perfect before a verb as it sounds: (on) ma (voler)
	roleFalse                        // beside which a bare participle tells of a payment: faux (RIB payé 6000 euros)
	roleDemanded                     // of what somebody wants of another: (vient de me) demander (de virer)
	roleAnnounced                    // of what was only written, said or planned: (une) demande, (un) appel
)

// as says that the token does something of what is asked for.
func (t *token) as(r role) bool { return t.roles&r != 0 }

// role returns what a word does.
func (l *lexicon) role(text string) role {
	i := sort.Search(len(l.roles), func(i int) bool { return l.roles[i].text >= text })
	if i < len(l.roles) && l.roles[i].text == text {
		return l.roles[i].role
	}
	return 0
}

// spelling replaces one typed word by others: "jsp" by "je ne sais pas".
type spelling struct{ from, to string }

// label is what a phrase means.
type label struct {
	section section
	name    string // an answer's meaning, a command, an incident type, a fact, dialog.step.choice
	value   string // a fact's value
	weight  int8   // of an incident phrase: 3, 1 or -3
}

// number is the value of a number word. A collective ("dizaine") stands for about
// that many.
type number struct {
	text       string
	value      int32
	collective bool
}

type section uint8

// The sections of the vocabulary.
const (
	inCommon section = iota
	inCommands
	inSignals
	inGuards
	inQuestions
	inIncidents
	inFacts
	inAsked // states a fact only in answer to its question: "mon patron"
	inChoices
	inThings // names a thing of a kind: "insta" is instagram, a social network
	inTimes
	inGrammar
	inWhose     // whose an organisation or a thing is
	inClosing   // what closes a talk, and what may stand beside that
	inUnreached // whoever was to be called is closed, busy or does not answer
)

// trie holds phrases as walks over classes of words.
type trie struct {
	nodes []node
	edges []edge
	ends  []uint16 // indices into labels
}

type node struct {
	edges, ends   uint32
	nEdges, nEnds uint16
}

type edge struct {
	class uint16
	to    uint16
}

const noClass = 0 // of a word the vocabulary does not know

func find(ws []word, text string) (word, bool) {
	i := sort.Search(len(ws), func(i int) bool { return ws[i].text >= text })
	if i < len(ws) && ws[i].text == text {
		return ws[i], true
	}
	return word{}, false
}

func (l *lexicon) spelling(text string) (string, bool) {
	i := sort.Search(len(l.spellings), func(i int) bool { return l.spellings[i].from >= text })
	if i < len(l.spellings) && l.spellings[i].from == text {
		return l.spellings[i].to, true
	}
	return "", false
}

// has says that the vocabulary knows a word in some form, or what it does.
func (l *lexicon) has(text string) bool {
	_, ok := l.known(text)
	return ok || l.role(text) != 0
}

// known finds a word as it is spelt or by its stem.
func (l *lexicon) known(text string) (word, bool) {
	if w, ok := find(l.words, text); ok {
		return w, true
	}
	if len(text) < 4 {
		return word{}, false
	}
	return find(l.stems, letters.Stem(text))
}

// elided are the letters an apostrophe would follow, left out when typing fast.
var elided = []string{"qu", "j", "l", "d", "c", "n", "s", "m", "t"}

// lengthened shortens letters held down: "ouiii", "ouuui", "noooon".
func lengthened(text string) (string, bool) {
	var b [64]byte
	n, cut := 0, false
	for i := 0; i < len(text) && n < len(b); i++ {
		if i+1 < len(text) && text[i] == text[i+1] && (i+2 < len(text) && text[i+2] == text[i] || n > 0 && b[n-1] == text[i] || i+2 == len(text)) {
			cut = true
			continue
		}
		b[n] = text[i]
		n++
	}
	return string(b[:n]), cut
}

// nearest finds the known word that differs from text by at most one letter put in,
// left out, changed or swapped with its neighbour; two from ten letters on.
func (l *lexicon) nearest(text string, steps *int) (word, bool) {
	n := len(text)
	if n < 5 || n > 24 {
		return word{}, false
	}
	limit := 1
	if n >= 10 {
		limit = 2
	}
	mask := letterMask(text)
	best, found := word{}, false
	bestD := limit + 1
	for size := max(4, n-limit); size <= n+limit && size+1 < len(l.starts); size++ {
		for i := l.starts[size]; i < l.starts[size+1]; i++ {
			*steps++
			w := &l.near[i]
			// The first letter is rarely wrong: "manger" is no "danger".
			if w.text[0] != text[0] && (w.text[0] != text[1] || w.text[1] != text[0]) || differ(mask, w.mask) > 2*limit {
				continue
			}
			*steps += 8
			if size < 5 && (n != 5 || limit != 1) {
				continue
			}
			d := distance(text, w.text, min(bestD, limit))
			if d < bestD || d == bestD && d <= limit && best.flags&flagPhrase == 0 && w.flags&flagPhrase != 0 {
				best, found, bestD = *w, true, d
			}
		}
	}
	return best, found
}

func letterMask(s string) uint32 {
	var m uint32
	for i := 0; i < len(s); i++ {
		if c := s[i]; c >= 'a' && c <= 'z' {
			m |= 1 << (c - 'a')
		}
	}
	return m
}

func differ(a, b uint32) int {
	x := a ^ b
	n := 0
	for ; x != 0; x &= x - 1 {
		n++
	}
	return n
}

// distance is the number of single letters to put in, leave out, change or swap
// between a and b; limit+1 when it is more than limit.
func distance(a, b string, limit int) int {
	if limit < 0 {
		return limit + 1
	}
	var rows [3][32]int8
	if len(a) > 30 || len(b) > 30 {
		return limit + 1
	}
	prev2, prev, cur := &rows[0], &rows[1], &rows[2]
	for j := 0; j <= len(b); j++ {
		prev[j] = int8(j)
	}
	for i := 1; i <= len(a); i++ {
		cur[0] = int8(i)
		least := cur[0]
		for j := 1; j <= len(b); j++ {
			c := int8(1)
			if a[i-1] == b[j-1] {
				c = 0
			}
			d := min(prev[j]+1, cur[j-1]+1, prev[j-1]+c)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				d = min(d, prev2[j-2]+1)
			}
			cur[j] = d
			least = min(least, d)
		}
		if int(least) > limit {
			return limit + 1
		}
		prev2, prev, cur = prev, cur, prev2
	}
	return min(int(prev[len(b)]), limit+1)
}

func (l *lexicon) label(i uint16) *label { return &l.labels[i] }

func (l *lexicon) number(text string) (number, bool) { return lookUp(l.numbers, text) }

func (l *lexicon) ordinal(text string) (int, bool) {
	n, ok := lookUp(l.ordinals, text)
	return int(n.value), ok
}

func lookUp(list []number, text string) (number, bool) {
	i := sort.Search(len(list), func(i int) bool { return list[i].text >= text })
	if i < len(list) && list[i].text == text {
		return list[i], true
	}
	return number{}, false
}
