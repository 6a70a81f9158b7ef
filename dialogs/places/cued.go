package places

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"relais/dialogs/places/spelling"
)

// A mention is a name that the words around it announce.
type mention struct {
	span
	set   []candidate
	doubt bool
}

// maxSearches is how often wrong letters are searched in one text at most.
const maxSearches = 4

// maxNumbers is beside how many numbers of a text a name is looked for.
const maxNumbers = 8

// cued finds names that something announces, anywhere in a text: a cue before
// them ("mairie de"), "à", or a postal code or department number beside them.
// If expected, sure names that stand alone between commas, or first, count too.
func cued(text string, words []spelling.Word, expected bool) Match {
	var found []mention
	searches, beside := maxSearches, 0
	add := func(m mention) {
		if len(m.set) == 0 || negated(words, m.from) {
			return
		}
		for i, f := range found {
			if f.from < m.to && m.from < f.to {
				if m.to-m.from > f.to-f.from {
					found[i] = m
				}
				return
			}
		}
		found = append(found, m)
	}
	for i := range words {
		if n := cueLength(words[i:]); n > 0 && !nearbyBefore(words, i) {
			add(announced(text, words, i, n, expected, &searches))
		}
		if at, accent := preposition(text, words[i]); at && !nearbyBefore(words, i+1) {
			add(placed(text, words, i, accent, expected, &searches))
		}
		if beside < maxNumbers {
			if m, number := numberedName(words, i); number {
				beside++
				add(m)
			}
		}
	}
	if expected && len(found) == 0 {
		for _, s := range pieces(words) {
			add(standing(words, s))
		}
		if first := pieces(words)[0]; len(found) == 0 && first.to < len(words) {
			if m, _ := answer(text, words[:first.to]); m.Status != None {
				return m // and a story behind it
			}
		}
		if len(found) == 0 {
			add(leading(words))
		}
	}
	return joined(text, words, found)
}

// joined makes one match of all mentions: what they agree on, else all.
func joined(text string, words []spelling.Word, found []mention) Match {
	if len(found) == 0 {
		return Match{Status: None}
	}
	set, doubt := found[0].set, found[0].doubt
	for _, f := range found[1:] {
		common := slices.DeleteFunc(slices.Clone(set), func(c candidate) bool {
			return !slices.ContainsFunc(f.set, func(x candidate) bool { return x.insee == c.insee })
		})
		switch {
		case len(common) > 0:
			set, doubt = common, doubt && f.doubt
		default:
			set = append(slices.Clone(set), f.set...)
		}
	}
	return match(set, doubt, cueOf(text, words[found[0].from:found[0].to]))
}

// cueLength returns how many words of a cue the words begin with.
func cueLength(words []spelling.Word) int {
	for n := min(maxPhrase, len(words)); n > 0; n-- {
		if marked(words[:n], cue) {
			return n
		}
	}
	return 0
}

// announced reads the name after a cue of n words at i: "mairie de X". The cue
// needs a linking word unless an answer is expected, and only then, or if the
// name ends the sentence, are wrong letters searched.
func announced(text string, words []spelling.Word, i, n int, expected bool, searches *int) mention {
	begin := i + n
	links := 0
	for links < 3 && begin+links < len(words) && marked(words[begin+links:begin+links+1], linking) {
		links++
	}
	if links == 0 && !expected {
		return mention{}
	}
	// "mairie de Courant", unlike "le maire est au courant"
	belongs := links > 0 && words[begin].Text[0] == 'd' && spelling.Linking(words[begin].Text)
	var best mention
	for skip := range links + 1 {
		if skip == 0 && !expected && !spelling.Linking(words[begin].Text) {
			continue
		}
		if m := longest(words, begin+skip, text, expected || belongs && marked(words[i:i+n], strong), searches); m.to-m.from > best.to-best.from {
			best = m
		}
	}
	if len(best.set) > 0 {
		return best
	}
	if links == 0 || !marked(words[i:i+n], strong) {
		return mention{}
	}
	return misread(words, begin, links, searches)
}

// misread searches wrong letters in the words after a strong cue, up to the end
// of their sentence part.
func misread(words []spelling.Word, begin, links int, searches *int) mention {
	var best mention
	score := 1 << 10
	for skip := 1; skip <= links; skip++ {
		from := begin + skip
		to := from
		for to < len(words) && to-from < 6 && (to == from || !separated(words[to])) && !(marked(words[to:to+1], ordinary) && !spelling.Linking(words[to].Text)) {
			to++
		}
		for end := to; end > from; end-- {
			if spelling.Linking(words[end-1].Text) || allOrdinary(words[from:end]) {
				continue
			}
			name := spelling.Join(words[from:end])
			if len(name) < 6 || has(name, french) {
				continue
			}
			if *searches--; *searches < 0 {
				return best
			}
			ctx, _ := following(words, end)
			set, s, clear := nearest(name, ctx)
			if len(set) > 0 && s < score && len(set) <= maxGuesses {
				// What stands behind may belong to the name.
				best, score = mention{span{from, end}, set, !clear || end < to}, s
			}
		}
	}
	return best
}

// longest returns the longest name that begins at from. A name that a hyphen
// ties to the next word is only a part of one.
func longest(words []spelling.Word, from int, text string, sure bool, searches *int) mention {
	for to := min(len(words), from+maxNameWords); to > from; to-- {
		if to < len(words) && words[to].Before == "-" {
			continue
		}
		name := spelling.Join(words[from:to])
		if !begun(name) {
			continue
		}
		if to == from+1 && (digits(name) || spelling.Linking(words[from].Text)) {
			continue
		}
		plain := allOrdinary(words[from:to]) || !sure && to == from+1 && has(name, french)
		// "mairie de Campagne": a common word, but a name is announced.
		said := plain && sure && (to == len(words) || separated(words[to]))
		if value, ok := names.find(name); said {
			said = ok && value[0] == 'c' && from > 0 && spelling.Linking(words[from-1].Text)
		}
		if plain && !said && !properName(text, words, from, to) {
			continue
		}
		ctx, _ := following(words, to)
		if givenName(words, from, to) && !ctx.restricts() {
			continue // "c'est Pierre qui sait"
		}
		set, part := resolve(name, ctx)
		if part && (len(set) != 1 || set[0].population < large) {
			set = nil
		}
		if len(set) > 0 {
			return mention{span{from, to}, set, part || said || broken(words, from, to, searches)}
		}
		if ctx.restricts() {
			if set, part := resolve(name, context{}); len(set) > 0 && !part {
				return mention{span{from, to}, append(set, served(ctx.postal)...), true}
			}
		}
	}
	return mention{}
}

// broken reports whether the words after a name may go on with it: "Castres sur
// Garronne" must not be Castres.
func broken(words []spelling.Word, from, to int, searches *int) bool {
	if to+1 >= len(words) || separated(words[to]) || !spelling.Linking(words[to].Text) {
		return false
	}
	for end := to + 2; end <= min(len(words), to+3); end++ {
		if *searches--; *searches < 0 {
			return true // unknown, so a question
		}
		if set, score, _ := nearest(spelling.Join(words[from:end]), context{}); len(set) > 0 && score <= twoLetters {
			return true
		}
	}
	return false
}

// following reads the numbers and territories directly after a name.
func following(words []spelling.Word, at int) (context, int) {
	var ctx context
	for at < len(words) {
		said, n := element(words[at:], false)
		if n == 0 || !said.restricts() {
			break
		}
		// "Figeac 46" counts, "Figeac. 12 postes" does not.
		if !said.territory && len(said.postal) == 0 && !strings.ContainsAny(words[at].Before, "(-,/ ") {
			break
		}
		if !said.territory && len(said.postal) == 0 && counts(words, at+n) {
			break
		}
		ctx, at = ctx.and(said), at+n
	}
	return ctx, at
}

// counts reports whether the word at i is what a number before it counts
// ("12 postes"): it is, unless the number ended its part of the sentence.
func counts(words []spelling.Word, i int) bool {
	return i < len(words) && !separated(words[i])
}

// separated reports whether punctuation stands before a word.
func separated(w spelling.Word) bool { return strings.ContainsAny(w.Before, ".,;:!?()\n\r\t") }

// properName reports whether a name of common words is written like a name:
// capitals where the text has small letters too, or several words of which one is no link.
func properName(text string, words []spelling.Word, from, to int) bool {
	if severalWords(words[from:to]) {
		return true
	}
	if from == 0 || !strings.ContainsFunc(text, unicode.IsLower) {
		return false
	}
	for _, w := range words[from:to] {
		if first, _ := utf8.DecodeRuneInString(text[w.Start:w.End]); !spelling.Linking(w.Text) && !unicode.IsUpper(first) {
			return false
		}
	}
	return true
}

// preposition reports whether the word is "à", "au" or "aux", and whether the
// accent or the article leaves no doubt: "a" may be the verb.
func preposition(text string, w spelling.Word) (is, sure bool) {
	switch w.Text {
	case "a":
		raw := text[w.Start:w.End]
		return true, raw != "a" && raw != "A"
	case "au", "aux":
		return true, true
	}
	return false, false
}

// placed reads the name after "à", "au" or "aux" at i.
func placed(text string, words []spelling.Word, i int, sure, expected bool, searches *int) mention {
	m := longest(words, i+1, text, false, searches)
	if len(m.set) == 0 || m.to-m.from == 1 && len(words[m.from].Text) < 3 {
		return mention{}
	}
	name := spelling.Join(words[m.from:m.to])
	if words[i].Text != "a" {
		// "au Mans" is "à le Mans": a name that has its article.
		set := kinds(m.set, "bd")
		for _, c := range kinds(m.set, "c") {
			if p, _ := Lookup(c.insee); strings.HasPrefix(p.Name, "L") && len(set) == 0 {
				if _, has := spelling.Article(spelling.Fold(p.Name)); has {
					set = append(set, c)
				}
			}
		}
		if m.set = set; len(set) == 0 {
			return mention{}
		}
	}
	if !expected && !sure && !properName(text, words, m.from, m.to) && (has(name, french) || len(name) < 4) {
		return mention{}
	}
	return m
}

// numberedName reads a name beside a number that agrees with it, and tells
// whether there is a number at all: "46100 Figeac", "Figeac 46100",
// "Figeac (46)".
func numberedName(words []spelling.Word, i int) (m mention, number bool) {
	code, n := postalCode(words[i:])
	ctx := context{postal: []string{code}}
	if n == 0 {
		d, ok := departmentNumber(words[i].Text)
		if !ok || !strings.HasSuffix(words[i].Before, "(") || i+1 < len(words) && !strings.HasPrefix(words[i+1].Before, ")") {
			return mention{}, false
		}
		ctx, n = context{departments: []string{d}}, 1
	}
	fits := func(from, to int) mention {
		name := spelling.Join(words[from:to])
		if _, ok := names.find(name); !ok {
			return mention{}
		}
		set, part := resolve(name, ctx)
		if len(set) == 0 || part || allOrdinary(words[from:to]) && len(ctx.postal) == 0 {
			return mention{}
		}
		return mention{span: span{from, to}, set: set}
	}
	if len(ctx.postal) > 0 {
		for to := min(len(words), i+n+maxNameWords); to > i+n; to-- {
			if m := fits(i+n, to); len(m.set) > 0 {
				return m, true
			}
		}
	}
	for from := max(0, i-maxNameWords); from < i; from++ {
		if m := fits(from, i); len(m.set) > 0 {
			return m, true
		}
	}
	return mention{span: span{i, i + n}, set: servedAndNamed(words, ctx.postal)}, true
}

// servedAndNamed returns the communes of postal codes whose name stands anywhere in the
// words: "Munster, haut de la vallée, 68140".
func servedAndNamed(words []spelling.Word, codes []string) []candidate {
	text := " " + spelling.Join(words) + " "
	return slices.DeleteFunc(served(codes), func(c candidate) bool {
		p, _ := Lookup(c.insee)
		name := spelling.Join(spelling.Words(p.Name, maxWords))
		return ownWords(name) < 1 || !strings.Contains(text, " "+name+" ")
	})
}

// negated reports whether the words before a name deny it: "pas à Albi".
func negated(words []spelling.Word, from int) bool {
	for i := max(0, from-4); i < from; i++ {
		for n := 1; n <= from-i; n++ {
			if !marked(words[i:i+n], negation) {
				continue
			}
			linked := true
			for _, w := range words[i+n : from] {
				linked = linked && (spelling.Linking(w.Text) || has(w.Text, cue))
			}
			if linked {
				return true
			}
		}
	}
	return false
}

// nearbyBefore reports whether the words before i say that what follows is only near.
func nearbyBefore(words []spelling.Word, i int) bool {
	for n := 1; n <= min(maxPhrase, i); n++ {
		if marked(words[i-n:i], nearCue) {
			return true
		}
	}
	return false
}

// pieces cuts the words at punctuation and at "ou".
func pieces(words []spelling.Word) []span {
	var out []span
	from := 0
	for i, w := range words {
		if i > from && (separated(w) || w.Text == "ou" || strings.ContainsAny(w.Before, "/+&") || strings.Contains(w.Before, " - ")) {
			out = append(out, span{from, i})
			from = i
			if w.Text == "ou" {
				from++
			}
		}
	}
	return append(out, span{from, len(words)})
}

// standing reads a piece that is nothing but a name and its context.
func standing(words []spelling.Word, s span) mention {
	part := words[s.from:s.to]
	if len(part) == 0 || len(part) > maxAnswer || allOrdinary(part) {
		return mention{}
	}
	left, right := contexts(part)
	if left[len(part)].ok && around(left, right, len(part), len(part)).restricts() {
		return mention{} // only a number or a territory
	}
	for _, p := range spans(part, left, right) {
		named := part[p.from:p.to]
		if allOrdinary(named) || len(named) == 1 && digits(named[0].Text) {
			continue
		}
		ctx := around(left, right, p.from, p.to)
		if ctx.nearby {
			continue
		}
		if set, guess := resolve(spelling.Join(named), ctx); len(set) > 0 && !guess {
			return mention{span{s.from + p.from, s.from + p.to}, set, givenName(part, p.from, p.to) && !ctx.restricts()}
		}
	}
	return mention{}
}

// leading reads a well-known name that a short answer begins with ("Toulouse
// Mirail"); the rest may be part of another name, so it is always a question.
func leading(words []spelling.Word) mention {
	if len(words) > 8 {
		return mention{}
	}
	left, _ := contexts(words)
	for from := range words {
		if !left[from].ok {
			continue
		}
		for to := min(len(words), from+maxNameWords); to > from; to-- {
			if allOrdinary(words[from:to]) {
				continue
			}
			set, guess := resolve(spelling.Join(words[from:to]), context{})
			if len(set) > 0 && !guess && most(set) >= large && len(set) <= maxGuesses {
				return mention{span{from, to}, set, true}
			}
		}
	}
	return mention{}
}
