package places

import (
	"slices"
	"strings"

	"relais/dialogs/places/spelling"
)

// A step tells how the words before or after a position were read as context.
type step struct {
	ok   bool
	at   int // the position this one was reached from
	said context
}

// contexts reads the words before each position and after each position as
// nothing but context (greetings, cues, numbers, territories).
func contexts(words []spelling.Word) (left, right []step) {
	n := len(words)
	left, right = make([]step, n+1), make([]step, n+1)
	left[0].ok, right[n].ok = true, true
	type piece struct {
		said context
		n    int
	}
	pieces := make([]piece, n)
	for i := range n {
		pieces[i].said, pieces[i].n = element(words[i:], true)
	}
	for i := range n {
		if !left[i].ok {
			continue
		}
		if p := pieces[i]; p.n > 0 && !left[i+p.n].ok {
			left[i+p.n] = step{true, i, p.said}
		}
		// A shorter filler leaves "la" to "la Rochelle".
		if !left[i+1].ok && marked(words[i:i+1], filler) {
			left[i+1] = step{true, i, context{}}
		}
	}
	for i := n - 1; i >= 0; i-- {
		if p := pieces[i]; p.n > 0 && right[i+p.n].ok {
			right[i] = step{true, i + p.n, p.said}
		} else if right[i+1].ok && marked(words[i:i+1], filler) {
			right[i] = step{true, i + 1, context{}}
		}
	}
	return left, right
}

// around returns what the words before i and after j say.
func around(left, right []step, i, j int) context {
	var ctx context
	for i > 0 {
		ctx, i = ctx.and(left[i].said), left[i].at
	}
	for j < len(right)-1 {
		ctx, j = ctx.and(right[j].said), right[j].at
	}
	return ctx
}

// A span is words that may be the name, between words that are only context.
type span struct{ from, to int }

// spans returns the possible names, the longest first.
func spans(words []spelling.Word, left, right []step) []span {
	var out []span
	for n := min(len(words), maxNameWords); n > 0; n-- {
		for i := 0; i+n <= len(words); i++ {
			if left[i].ok && right[i+n].ok {
				out = append(out, span{i, i + n})
			}
		}
	}
	return out
}

// answer reads a text as the answer to a question for a place, and tells whether
// there is nothing more to look for in it.
func answer(text string, words []spelling.Word) (m Match, done bool) {
	none := Match{Status: None}
	if len(words) > maxAnswer {
		return none, false
	}
	if code, ok := inseeCode(words); ok {
		return match([]candidate{code}, false, text), true
	}
	if allOrdinary(words) && !severalWords(words) {
		return commonWord(text, words), false
	}
	if rest := corrected(words); len(rest) > 0 {
		if m, done := answer(text, rest); m.Status != None {
			return m, done
		}
	}
	left, right := contexts(words)
	var conflict, elsewhere []candidate
	var guess Match
	possible := spans(words, left, right)
	for _, s := range possible {
		named := words[s.from:s.to]
		name := spelling.Join(named)
		ctx := around(left, right, s.from, s.to).inCity(name)
		// A number that says nothing about this commune is not understood.
		if ctx.district > 0 || len(named) == 1 && digits(named[0].Text) || allOrdinary(named) && !ctx.restricts() && !severalWords(named) {
			continue
		}
		bare, _ := spelling.Article(spelling.Phrase(named))
		_, territory := territories.find(bare)
		if territory && !ctx.restricts() || ctx.elsewhere() {
			continue // "la Vienne", "près de ..."
		}
		set, part := resolve(name, ctx)
		switch {
		case len(set) == 0:
			if conflict == nil && ctx.restricts() && !territory {
				conflict, part = resolve(name, context{})
				if elsewhere = served(ctx.postal); part {
					conflict, elsewhere = nil, nil
				}
			}
		case !part:
			return besides(set, text, words, s, ctx), true
		case guess.Places == nil:
			sure := len(set) == 1 && len(name) >= 3 && (ctx.restricts() || set[0].population >= ownPeople)
			guess = match(set, !sure, cueOf(text, named))
			// "marseilles" is Marseille before it is Marseilles-lès-Aubigny.
			if more, score, clear := nearest(name, ctx); clear && score <= oneLetter && more[0].population >= large && more[0].population >= times*most(set) {
				guess = match(more, false, cueOf(text, named))
			}
		}
	}
	if left[len(words)].ok {
		if ctx := around(left, right, len(words), len(words)); ctx.restricts() || ctx.nearby {
			return onlyContext(text, words, ctx), true
		}
	}
	if guess.Places != nil {
		return guess, true
	}
	if m := misspelt(text, words, possible, left, right, conflict); m.Status != None {
		return m, true
	}
	// A name and the number of another place: both are asked.
	m = match(append(conflict, elsewhere...), true, text)
	return m, m.Status != None
}

// corrected returns the words after the last that take back what stands before them:
// "Vannes, pardon, Auray"; none if nothing is taken back.
func corrected(words []spelling.Word) []spelling.Word {
	for i := len(words) - 1; i > 0; i-- {
		for n := min(maxPhrase, i); n > 0; n-- {
			if i-n > 0 && marked(words[i-n:i], takeBack) && !begun(spelling.Join(words[i-n-1:i])) { // Saint-Pardon
				return words[i:]
			}
		}
	}
	return nil
}

// inCity drops the district number if name is a city that has such a district.
func (c context) inCity(name string) context {
	if c.district == 0 {
		return c
	}
	count := map[string]int{"paris": 20, "marseille": 16, "lyon": 9}[name]
	if c.district <= count {
		c.departments = nil
		c.district = 0
	} else if c.departments != nil {
		c.district = 0 // it is the number of a department
	}
	return c
}

// besides returns the match of a name that leaves words of the text aside, with
// the communes that the whole text nearly spells: "Gray a ville" is not Gray.
func besides(set []candidate, text string, words []spelling.Word, s span, ctx context) Match {
	tied := s.from > 0 && words[s.from].Before == "-" || s.to < len(words) && words[s.to].Before == "-"
	// Only a French word, and today's name of none: an answer to something else.
	doubt := s.to-s.from == 1 && has(words[s.from].Text, french) && len(kinds(set, "c")) == 0 && most(set) < large && !ctx.restricts()
	if s.to-s.from < len(words) && givenName(words, s.from, s.to) && !ctx.restricts() {
		doubt = true // "Albert, c'est mon prénom"
	}
	if s.to-s.from < len(words) && len(words) <= 6 && (tied || !ctx.restricts()) && !numbered(words) {
		more, score, _ := nearest(spelling.Join(words), context{})
		if tied && len(more) == 0 && ctx.restricts() {
			more, score, _ = nearest(spelling.Join(words[:len(words)-1]), ctx)
		}
		for _, c := range more {
			if score <= oneLetter && len(more) <= maxGuesses && !slices.ContainsFunc(set, func(x candidate) bool { return x.insee == c.insee }) {
				set, doubt = append(set, c), true
			}
		}
	}
	// A name given up long ago may as well be a misspelt one of today.
	if !doubt && !ctx.restricts() && len(kinds(set, "h")) == len(set) && most(set) < large {
		more, score, _ := nearest(spelling.Join(words[s.from:s.to]), ctx)
		if len(more) <= maxGuesses && score <= oneLetter {
			set = append(set, more...)
		}
	}
	return match(set, doubt, cueOf(text, words[s.from:s.to]))
}

// givenName reports whether what may be a commune is rather somebody: a given name that
// no "mairie de" announces.
func givenName(words []spelling.Word, from, to int) bool {
	if to != from+1 || !has(words[from].Text, given) {
		return false
	}
	i := from
	for i > 0 && spelling.Linking(words[i-1].Text) {
		i--
	}
	for n := 1; n <= min(maxPhrase, i); n++ {
		if marked(words[i-n:i], strong) {
			return false
		}
	}
	return true
}

// numbered reports whether one of the words holds a digit.
func numbered(words []spelling.Word) bool {
	for _, w := range words {
		if strings.ContainsAny(w.Text, "0123456789") {
			return true
		}
	}
	return false
}

// misspelt searches the possible names with wrong letters.
func misspelt(text string, words []spelling.Word, possible []span, left, right []step, conflict []candidate) Match {
	var (
		best  []candidate
		score = 1 << 10
		clear bool
		where span
		done  int
	)
	for _, s := range slices.Backward(possible) { // the shortest first: most words around are context
		named := words[s.from:s.to]
		name := spelling.Join(named)
		ctx := around(left, right, s.from, s.to).inCity(name)
		if allOrdinary(named) && (!ctx.restricts() || len(named) < 2) || allContext(left, right, s) || ctx.elsewhere() {
			continue
		}
		if done++; done > maxSearches {
			break
		}
		set, sc, cl := nearest(name, ctx)
		if len(set) == 0 || sc > score {
			continue
		}
		best, score, clear, where = set, sc, cl && ctx.district == 0 && !ctx.nearby, s
	}
	if len(best) == 0 {
		return Match{Status: None}
	}
	if clear && score > 0 { // "gardde" is La Garde, of which there are three
		if p, ok := Lookup(best[0].insee); ok {
			if same, _ := resolve(spelling.Join(spelling.Words(p.Name, maxWords)), around(left, right, where.from, where.to)); len(same) > 1 {
				best, clear = append(best, same...), false
			}
		}
	}
	// "rodés 12" is Rodez in 12, not Rodès in 66; "albi 31" stays a question.
	if len(conflict) > 0 && (score > oneLetter || most(best) < most(conflict)) {
		clear = false
		best = append(best, conflict...)
	}
	return match(capped(best), !clear, cueOf(text, words[where.from:where.to]))
}

// allContext reports whether the words of s are themselves only context.
func allContext(left, right []step, s span) bool {
	for j := s.to; j >= s.from; {
		if j == s.from {
			return true
		}
		if !left[j].ok {
			return false
		}
		j = left[j].at
	}
	return false
}

func allOrdinary(words []spelling.Word) bool {
	for i := range words {
		if !marked(words[i:i+1], ordinary) {
			return false
		}
	}
	return true
}

// severalWords reports whether the words are the name of a commune of today that
// has two words of its own, as "Grand-Bourg" and unlike "la Marche": such a name
// is no accident.
func severalWords(words []spelling.Word) bool {
	name := spelling.Join(words)
	if ownWords(name) < 2 {
		return false
	}
	value, ok := names.find(name)
	return ok && value[0] == 'c'
}

// commonWord reads an answer of common words that may be a name all the same:
// "Bourg", "Mer". It is asked, never taken for sure.
func commonWord(text string, words []spelling.Word) Match {
	last := words[len(words)-1:]
	if !marked(last, spoken) {
		return Match{Status: None}
	}
	value, ok := names.find(spelling.Join(words))
	if !ok || value[0] != 'c' {
		return Match{Status: None}
	}
	set, _ := resolve(spelling.Join(words), context{})
	if len(words) > 1 && most(set) < knownPeople {
		return Match{Status: None} // "le bourg" is where the church stands
	}
	return match(set, true, text)
}

// onlyContext reads an answer without a name: a postal code gives its communes,
// a department or a place nearby gives none.
func onlyContext(text string, words []spelling.Word, ctx context) Match {
	if len(ctx.postal) > 0 {
		return match(ctx.filter(served(ctx.postal)), false, text)
	}
	if ctx.territory && !ctx.nearby {
		// Vienne is a city and a department; Saint-Pierre-et-Miquelon has two communes.
		set, guess := resolve(spelling.Join(words), context{})
		set = slices.DeleteFunc(set, func(c candidate) bool { return c.kind != 'x' && (c.kind != 'c' || c.population < large) })
		if !guess && len(set) > 0 {
			return match(set, true, text)
		}
	}
	return Match{Status: None}
}

// served returns the communes of postal codes.
func served(codes []string) []candidate {
	var set []candidate
	for _, p := range codes {
		if list, ok := postal.find(p); ok {
			for insee := range strings.SplitSeq(list, ",") {
				set = append(set, candidateOf(insee, 'c'))
			}
		}
	}
	return set
}

// inseeCode reads a code that can be nothing else: "2A004", or "insee 81004".
func inseeCode(words []spelling.Word) (candidate, bool) {
	last := words[len(words)-1].Text
	if len(last) != 5 || !digits(last[2:]) {
		return candidate{}, false
	}
	corsican := last[:2] == "2a" || last[:2] == "2b"
	if !corsican && !slices.ContainsFunc(words, func(w spelling.Word) bool { return w.Text == "insee" }) {
		return candidate{}, false
	}
	p, ok := Lookup(last)
	if !ok || !corsican && len(words) > 4 || corsican && len(words) > 1 {
		return candidate{}, false
	}
	return candidateOf(p.INSEE, 'c'), true
}
