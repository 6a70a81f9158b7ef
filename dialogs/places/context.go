package places

import (
	"slices"
	"strings"
	"sync"

	"relais/dialogs/places/spelling"
)

// context is what the words around a name say about where it lies.
type context struct {
	departments []string // the name lies in one of these; nil says nothing
	postal      []string // postal codes given, in the data or not
	nearby      bool     // only a place nearby is named
	unnamed     bool     // and that place is no commune: "à côté de l'aéroport"
	territory   bool     // a department or a region is named in words
	district    int      // of Paris, Lyon or Marseille; 0 says nothing
}

// elsewhere reports whether the text is of a commune that it does not name: "près de ...".
func (c context) elsewhere() bool { return c.nearby && !c.unnamed && c.departments == nil }

func (c context) restricts() bool { return c.departments != nil || len(c.postal) > 0 }

// allows reports whether a candidate agrees with the departments and, if they
// are in the data, the postal codes. A code that is not (the CEDEX of an
// organisation) still tells the department.
func (c context) allows(x candidate) bool {
	if c.departments != nil && !slices.Contains(c.departments, x.department) {
		return false
	}
	for _, p := range c.postal {
		if served, ok := postal.find(p); ok {
			if !strings.Contains(served, x.insee) {
				return false
			}
		} else if !slices.Contains(departmentsOfPostal(p), x.department) {
			return false
		}
	}
	return true
}

func (c context) filter(set []candidate) []candidate {
	return slices.DeleteFunc(slices.Clone(set), func(x candidate) bool { return !c.allows(x) })
}

// and returns what both contexts say.
func (c context) and(d context) context {
	switch {
	case c.departments == nil:
		c.departments = d.departments
	case d.departments != nil:
		both := []string{}
		for _, x := range c.departments {
			if slices.Contains(d.departments, x) {
				both = append(both, x)
			}
		}
		c.departments = both
	}
	c.postal = append(slices.Clone(c.postal), d.postal...)
	c.nearby, c.unnamed = c.nearby || d.nearby, c.unnamed || d.unnamed
	c.territory = c.territory || d.territory
	if c.district == 0 {
		c.district = d.district
	}
	return c
}

// departmentsOfPostal returns the departments a postal code may lie in by its
// first digits: 20 is both of Corsica, 97 and 98 need the third digit.
func departmentsOfPostal(code string) []string {
	switch {
	case len(code) != 5:
		return nil
	case code[:2] == "20":
		return []string{"2A", "2B"}
	case code[:2] == "97" || code[:2] == "98":
		return []string{code[:3]}
	}
	return []string{code[:2]}
}

// The marks of words.tsv.
const (
	filler   = "f"
	cue      = "q"
	strong   = "m"
	nearCue  = "n"
	ordinary = "o"
	linking  = "p"
	areaCue  = "d"
	negation = "x"
	french   = "w"
	spoken   = "s"
	given    = "g"
	numeral  = "k"
	takeBack = "c"
)

// marked reports whether the words, as one phrase, carry the mark.
func marked(words []spelling.Word, mark string) bool {
	return len(words) > 0 && has(spelling.Phrase(words), mark)
}

func has(phrase, mark string) bool {
	return strings.Contains(marks()[phrase], mark)
}

// marks are those of each phrase of words.tsv, read on first use: each word of a text asks
// for them many times.
var marks = sync.OnceValue(func() map[string]string {
	all := map[string]string{}
	for at := 0; at < len(vocabulary); {
		phrase, marks := vocabulary.line(at)
		all[phrase] = marks
		at += len(phrase) + len(marks) + 2
	}
	return all
})

const maxPhrase = 5 // words of the longest phrase in words.tsv and territories.tsv

// element reads one thing the words may begin with that is no name: a filler, a
// number, a territory, a place nearby. It returns its context and its length in
// words, 0 if there is none.
func element(words []spelling.Word, whole bool) (context, int) {
	if ctx, n := numbers(words); n > 0 {
		return ctx, n
	}
	for n := min(maxPhrase, len(words)); n > 0; n-- {
		if codes, ok := territories.find(spelling.Phrase(words[:n])); ok {
			return context{departments: strings.Split(codes, ","), territory: true}, n
		}
	}
	for n := min(maxPhrase, len(words)); n > 0; n-- {
		if marked(words[:n], areaCue) {
			// "dans le 46", "en Occitanie": the territory must follow.
			if ctx, m := area(words[n:]); m > 0 {
				return ctx, n + m
			}
		}
	}
	if whole {
		if ctx, n := neighbour(words); n > 0 {
			return ctx, n
		}
	}
	for n := min(maxPhrase, len(words)); n > 0; n-- {
		if marked(words[:n], filler) {
			return context{}, n
		}
	}
	return context{}, 0
}

// area reads a territory by name or number.
func area(words []spelling.Word) (context, int) {
	for n := min(maxPhrase, len(words)); n > 0; n-- {
		if codes, ok := territories.find(spelling.Phrase(words[:n])); ok {
			return context{departments: strings.Split(codes, ","), territory: true}, n
		}
	}
	if len(words) > 0 {
		if d, ok := departmentNumber(words[0].Text); ok {
			return context{departments: []string{d}, territory: true}, 1
		}
	}
	return context{}, 0
}

// neighbour reads "près de Toulouse", "à dix minutes de Toulouse": the department of the
// place named.
func neighbour(words []spelling.Word) (context, int) {
	far := distance(words)
	for n := min(far+maxPhrase, len(words)-1); n > far; n-- {
		if !marked(words[far:n], nearCue) {
			continue
		}
		for n < len(words)-1 && spelling.Linking(words[n].Text) && words[n].Text[0] != 'l' {
			n++ // "à côté de"
		}
		for m := min(maxNameWords, len(words)-n); m > 0; m-- {
			value, ok := names.find(spelling.Join(words[n : n+m]))
			if !ok {
				continue
			}
			ctx := context{nearby: true}
			set := kinds(read(nil, value), "cbx")
			top := most(set)
			for _, c := range set {
				// A neighbour is named because everybody knows it.
				if c.population*times >= top && !slices.Contains(ctx.departments, c.department) {
					ctx.departments = append(ctx.departments, c.department)
				}
			}
			m += n
			// "entre Albi et Castres"
			if words[n-1].Text == "entre" && m < len(words) && words[m].Text == "et" {
				for k := min(maxNameWords, len(words)-m-1); k > 0; k-- {
					if _, ok := names.find(spelling.Join(words[m+1 : m+1+k])); ok {
						m += 1 + k
						break
					}
				}
			}
			return ctx, m
		}
		for n < len(words) && spelling.Linking(words[n].Text) {
			n++
		}
		return context{nearby: true, unnamed: true}, min(n+1, len(words))
	}
	return context{}, 0
}

// distance returns how many words of a number the words begin with, as "à 10",
// "environ une dizaine de".
func distance(words []spelling.Word) int {
	n := 0
	for n < len(words) && n < 2 && marked(words[n:n+1], filler) && !marked(words[n:n+1], numeral) {
		n++
	}
	if n < len(words) && digits(words[n].Text) && len(words[n].Text) <= 3 {
		return n + 1
	}
	for k := min(maxPhrase, len(words)-n); k > 0; k-- {
		if marked(words[n:n+k], numeral) {
			return n + k
		}
	}
	return 0
}

// numbers reads a postal code, a department number or a district.
func numbers(words []spelling.Word) (context, int) {
	w := words[0].Text
	if w == "cedex" {
		if len(words) > 1 && digits(words[1].Text) && len(words[1].Text) <= 2 {
			return context{}, 2
		}
		return context{}, 1
	}
	if code, n := postalCode(words); n > 0 {
		return context{postal: []string{code}}, n
	}
	if d, n := district(words); n > 0 {
		ctx := context{district: d}
		if code, ok := departmentNumber(w); ok && n == 1 {
			ctx.departments = []string{code}
		}
		return ctx, n
	}
	if code, ok := departmentNumber(w); ok {
		return context{departments: []string{code}}, 1
	}
	return context{}, 0
}

// postalCode reads five digits, also written "81 000".
func postalCode(words []spelling.Word) (string, int) {
	w := words[0].Text
	if len(w) == 5 && digits(w) {
		if _, ok := departments.find(departmentsOfPostal(w)[0]); ok {
			return w, 1
		}
		return "", 0
	}
	if len(w) == 2 && digits(w) && len(words) > 1 && len(words[1].Text) == 3 && digits(words[1].Text) && words[1].Before == " " {
		if _, ok := postal.find(w + words[1].Text); ok {
			return w + words[1].Text, 2
		}
	}
	return "", 0
}

// departmentNumber reads "81", "2a", "974".
func departmentNumber(w string) (string, bool) {
	if len(w) != 2 && len(w) != 3 || w[0] < '0' || w[0] > '9' {
		return "", false
	}
	code := strings.ToUpper(w)
	if code == "20" {
		return "", false
	}
	_, ok := departments.find(code)
	return code, ok
}

// district reads "11eme", "11 e", "XIe", "3".
func district(words []spelling.Word) (number, n int) {
	w := words[0].Text
	i := 0
	for i < len(w) && i < 2 && w[i] >= '0' && w[i] <= '9' {
		number = number*10 + int(w[i]-'0')
		i++
	}
	if number == 0 {
		for k, roman := range [...]string{"i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv", "xvi", "xvii", "xviii", "xix", "xx"} {
			if rest, ok := strings.CutPrefix(w, roman); ok && (rest == "" || ordinal(rest)) {
				number, i = k+1, len(w)
			}
		}
		if number == 0 {
			return 0, 0
		}
	}
	if number > 20 || i < len(w) && !ordinal(w[i:]) {
		return 0, 0
	}
	n = 1
	if i == len(w) && len(words) > 1 && ordinal(words[1].Text) {
		n = 2
	}
	return number, n
}

func ordinal(w string) bool {
	switch w {
	case "e", "er", "eme", "ieme", "em", "me", "ere", "iem":
		return true
	}
	return false
}

func digits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}
