package understand

import "unicode"

func isLetter(r rune) bool { return unicode.IsLetter(r) }

// hit is a phrase of the vocabulary found in the message.
type hit struct {
	label   *label
	from    int // first token
	to      int // last token
	words   int // words of the phrase
	gaps    int // words passed over inside it
	negs    int // words of negation that belong to it
	negated bool
	guessed bool // one of its words was misspelt
}

// walk collects the phrases of t that begin at each token. gap is how many words of
// no meaning to the phrase may stand between two of its words; small says that light
// words do not count as such.
func (r *reading) walk(t *trie, gap int, small bool) {
	if len(t.nodes) == 0 {
		return
	}
	for i := range r.tokens {
		if r.tokens[i].class != noClass {
			r.follow(t, 0, i, i, hit{from: i}, gap, small)
		}
	}
}

// follow goes on from node at with the token next; h is what has been matched so far.
func (r *reading) follow(t *trie, at uint32, first, next int, h hit, gap int, small bool) {
	here := 0 // words passed over since the last word of the phrase
	for i := next; i < len(r.tokens); i++ {
		if r.steps++; r.steps > maxSteps {
			return
		}
		tok := &r.tokens[i]
		if tok.class != noClass {
			if to, ok := t.edge(at, tok.class); ok {
				g := h
				g.to, g.words, g.gaps = i, h.words+1, h.gaps+here
				g.guessed = h.guessed || tok.guessed
				if tok.flags&flagNegation != 0 || tok.text == "rien" {
					g.negs++
				}
				n := &t.nodes[to]
				for k := range n.nEnds {
					g.label = r.lex.label(t.ends[n.ends+uint32(k)])
					r.hits = append(r.hits, g)
				}
				if n.nEdges > 0 && i+1 < len(r.tokens) && tok.mark < markStop {
					r.follow(t, to, first, i+1, g, gap, small)
				}
			}
		}
		if i == first || tok.mark >= markStop {
			return
		}
		if tok.flags&flagFiller != 0 || small && tok.flags&flagLight != 0 {
			continue
		}
		if here++; here > gap {
			return
		}
	}
}

func (t *trie) edge(at uint32, class uint16) (uint32, bool) {
	n := &t.nodes[at]
	lo, hi := n.edges, n.edges+uint32(n.nEdges)
	for lo < hi {
		mid := (lo + hi) / 2
		if t.edges[mid].class < class {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	if lo < n.edges+uint32(n.nEdges) && t.edges[lo].class == class {
		return uint32(t.edges[lo].to), true
	}
	return 0, false
}
