package places

import (
	"cmp"
	"slices"
	"strings"

	"relais/dialogs/places/spelling"
)

// Status says how sure a Match is.
type Status string

const (
	Found     Status = "found"     // one commune, and nothing speaks for another
	Ambiguous Status = "ambiguous" // one or several candidates: ask
	None      Status = "none"      // the text names no commune
)

// Match is what a text says about a place.
type Match struct {
	Status Status
	// Places holds the commune found, or the candidates with the most populated
	// first. Ambiguous with a single place means "did you mean".
	Places []Place
	// Cue is the words of the text that decided, as typed.
	Cue string
}

const (
	maxBytes     = 4 << 10 // of a text are read; the rest cannot change an answer
	maxWords     = 250     // of a text are read
	maxAnswer    = 24      // words of an answer to an open question, the rest is a story
	maxNameWords = 12      // the longest commune name has nine
)

// Find returns the commune that text names.
//
// If expected, an open question asks for a place: the whole text is the answer,
// and wrong letters are searched for. Otherwise only names with a cue count
// ("mairie de X", "à X", "X (46)", postal code and name), because many communes
// are called like common words.
//
// Nothing doubtful is Found: homonyms, ties between spellings and contradictions
// (a name and the number of another department) are Ambiguous. A department or a
// region alone is None. Work is bounded whatever the text.
func Find(text string, expected bool) Match {
	if len(text) > maxBytes {
		text = text[:maxBytes]
	}
	words := spelling.Words(text, maxWords)
	if len(words) == 0 {
		return Match{Status: None}
	}
	if expected {
		if m, done := answer(text, words); done || m.Status != None {
			return m
		}
	}
	return cued(text, words, expected)
}

// A candidate is a commune with what ranking needs.
type candidate struct {
	insee      string
	department string
	population int
	kind       byte
}

func candidateOf(insee string, kind byte) candidate {
	row, _ := communes.find(insee)
	_, row, _ = strings.Cut(row, "\t")
	department, row, _ := strings.Cut(row, "\t")
	c := candidate{insee: insee, department: department, kind: kind}
	for i := 0; i < len(row) && row[i] != '\t'; i++ {
		c.population = c.population*10 + int(row[i]-'0')
	}
	return c
}

// read appends the candidates of a value of names.tsv.
func read(to []candidate, value string) []candidate {
	for entry := range strings.SplitSeq(value, ",") {
		to = append(to, candidateOf(entry[1:], entry[0]))
	}
	return to
}

// match makes the Match of a set of candidates; doubt keeps one candidate a question.
func match(set []candidate, doubt bool, cue string) Match {
	slices.SortFunc(set, byPeople)
	set = slices.CompactFunc(set, func(a, b candidate) bool { return a.insee == b.insee })
	if len(set) == 0 {
		return Match{Status: None}
	}
	m := Match{Status: Found, Cue: cue}
	if doubt || len(set) > 1 {
		m.Status = Ambiguous
	}
	for _, c := range set {
		p, _ := Lookup(c.insee)
		m.Places = append(m.Places, p)
	}
	return m
}

// byPeople sorts the most populated first.
func byPeople(a, b candidate) int {
	return cmp.Or(cmp.Compare(b.population, a.population), cmp.Compare(a.insee, b.insee))
}

// cueOf returns the part of text that words cover.
func cueOf(text string, words []spelling.Word) string {
	if len(words) == 0 {
		return ""
	}
	return text[words[0].Start:words[len(words)-1].End]
}

const (
	large       = spelling.Large // a commune this large is often called by a part of its name
	times       = 10             // and by that many times the population of the namesake
	sameSize    = 50             // how many times smaller a commune may be that differs by an article
	ownPeople   = 2_000          // a commune this large is not mistaken for a former namesake
	knownPeople = 5_000          // and one this large may be meant by "la Montagne"
	maxShort    = 40             // more communes whose names begin alike say nothing
	maxAlike    = 400            // names that begin alike are looked through
)

// resolve returns the communes that name may mean under what the context says.
// name is folded. The second result tells a guess (a part of a name) from a name.
func resolve(name string, ctx context) (set []candidate, guess bool) {
	value, ok := names.find(name)
	var all []candidate
	if ok {
		all = read(nil, value)
	}
	if ctx.restricts() {
		all = ctx.filter(all)
	}
	current := kinds(all, "c")
	others := kinds(all, "dxb")
	old := kinds(all, "h")
	switch {
	case len(current) > 0 && ctx.restricts():
		return current, false
	case len(current) > 0:
		top := most(current)
		set = append(set, current...)
		for _, o := range others {
			switch {
			case o.kind == 'x',
				o.kind == 'b' && (o.population >= top || len(current) == 1 && o.population*sameSize >= top),
				o.kind == 'd' && len(current) == 1 && top < ownPeople:
				set = append(set, o)
			}
		}
		// "le Mont-Dore" may be Mont-Dore: an article is left out or put in freely.
		if bare, ok := spelling.Article(name); ok && len(current) == 1 {
			if value, ok := names.find(bare); ok {
				for _, o := range kinds(read(nil, value), "c") {
					if o.population*sameSize >= top {
						set = append(set, o)
					}
				}
			}
		}
		if len(current) > 1 { // asked in any case: only who is far better known is added
			top *= times
		}
		return append(set, greater(name, ctx, top)...), false
	case len(others) > 0:
		if ctx.restricts() {
			return others, false
		}
		set = append(others, greater(name, ctx, most(others))...)
		if len(kinds(others, "x")) == 0 {
			for _, o := range old { // the city that had this name, besides the commune merged since
				if o.population >= large {
					set = append(set, o)
				}
			}
		}
		return set, false
	}
	set = append(old, shortened(name, ctx)...)
	// "Digne", and "Bourg" in the Ain, is the city that had this name, not a hamlet.
	slices.SortFunc(set, byPeople)
	if len(old) > 0 && set[0].population >= large {
		city := set[0].insee
		others := slices.DeleteFunc(slices.Clone(set), func(c candidate) bool { return c.insee == city })
		if most(others)*times <= set[0].population && slices.ContainsFunc(old, func(c candidate) bool { return c.insee == city }) {
			return set[:1], false
		}
	}
	return set, len(old) == 0
}

// greater returns the large communes that people may call by name for short and that
// have more people than top: "Lons" is said of Lons-le-Saunier.
func greater(name string, ctx context, top int) []candidate {
	var set []candidate
	for _, o := range shortened(name, ctx) {
		if o.population >= large && o.population > top {
			set = append(set, o)
		}
	}
	return set
}

// shortened returns today's communes whose name begins with the words of name.
func shortened(name string, ctx context) []candidate {
	if len(name) < 3 {
		return nil
	}
	var set []candidate
	prefix := name + " "
	lines := 0
	for at := names.at(prefix); at < len(names); lines++ {
		key, value := names.line(at)
		if lines == maxAlike {
			return nil // "saint"
		}
		if !strings.HasPrefix(key, prefix) {
			break
		}
		for entry := range strings.SplitSeq(value, ",") {
			if entry[0] != 'c' && entry[0] != 'b' {
				continue
			}
			c := candidateOf(entry[1:], entry[0])
			if ctx.allows(c) {
				set = append(set, c)
			}
		}
		if len(set) > maxShort {
			return nil
		}
		at += len(key) + len(value) + 2
	}
	return set
}

// begun reports whether name is a name or the first words of one.
func begun(name string) bool {
	at := names.at(name)
	if at == len(names) {
		return false
	}
	key, _ := names.line(at)
	return key == name || strings.HasPrefix(key, name+" ")
}

func kinds(set []candidate, which string) []candidate {
	var out []candidate
	for _, c := range set {
		if strings.IndexByte(which, c.kind) >= 0 {
			out = append(out, c)
		}
	}
	return out
}

func most(set []candidate) int {
	top := 0
	for _, c := range set {
		top = max(top, c.population)
	}
	return top
}
