package understand

import (
	"strings"
	"sync"
	"unicode/utf8"

	"relais/dialogs/engine"
	"relais/dialogs/understand/letters"
)

// Bounds of the work done for one message.
const (
	maxLetters = 2000  // letters read; the rest is kept by the caller and not read
	maxTokens  = 700   // words after spelling out
	maxGuesses = 80    // unknown words looked up letter by letter
	maxSteps   = 60000 // steps of the phrase walk
)

// token is one word, number or sign of a message.
type token struct {
	text  string // folded and spelt out
	raw   string // folded, as typed
	class uint16
	flags uint16
	roles role
	kind  tokenKind
	// What stands between this token and the next.
	mark mark
	sep  byte // the sign that ties it to the next one: "/", ":", ".", "-"; 0 if none
	// guessed says that the word was found by its sound or a wrong letter.
	guessed bool
}

type tokenKind uint8

const (
	isWord tokenKind = iota
	isNumber
	isSign // an emoji or another sign that may carry meaning
)

type mark uint8

const (
	markNone  mark = iota
	markComma      // , ; : ( ) -
	markStop       // . ! line end
	markAsk        // ?
)

// reading is the working state of one message.
type reading struct {
	lex    *lexicon
	folded string
	tokens []token
	hits   []hit
	steps  int
	asks   int // question marks
	hidden bool
	guess  int
	// foreign says that the message is not in this language: a word that only looks
	// like one of it means nothing.
	foreign bool
	// home is the language of the message where this is another one, nil where it is this.
	home *lexicon
	// tells says that the message states facts or gives a secret away: only a phrase in it
	// can answer, no likeness.
	tells bool
	// understood says that the message answers in the language it is written in: what its words
	// look like in another answers nothing.
	understood bool
	// judged is what the model took an answer of yes or no for against its phrases, or
	// without any; "" where the phrases tell.
	judged string
	// place says that the message is the name of a commune, where one was asked for: a
	// word that only looks like a command is none ("Agen" is no "agent").
	place bool
	// offering is what the choices of the question offeredOf say, once they were read.
	offering  []offer
	offeredOf *engine.Question
}

var readings = sync.Pool{New: func() any { return &reading{tokens: make([]token, 0, 96), hits: make([]hit, 0, 96)} }}

func (r *reading) reset(lex *lexicon, folded string, hidden bool) {
	*r = reading{lex: lex, folded: folded, hidden: hidden, tokens: r.tokens[:0], hits: r.hits[:0]}
}

// tokenise cuts the folded text into tokens and looks each word up.
func (r *reading) tokenise() {
	s := r.folded
	for i := 0; i < len(s) && len(r.tokens) < maxTokens; {
		c := s[i]
		switch {
		case isAlnum(c) || c >= utf8.RuneSelf && wordRune(s[i:]):
			j := i
			for j < len(s) && (isAlnum(s[j]) || s[j] >= utf8.RuneSelf && wordRune(s[j:])) {
				if s[j] < utf8.RuneSelf {
					j++
				} else {
					_, n := utf8.DecodeRuneInString(s[j:])
					j += n
				}
			}
			if j < len(s) && s[j] == '\'' && (j-i == 1 && !isDigit(s[i]) || s[i:j] == "qu") { // an elision is no shorthand: the c of "c'est"
				r.word(s[i:j], false)
			} else {
				r.run(s[i:j])
			}
			i = j
		case c >= utf8.RuneSelf:
			_, n := utf8.DecodeRuneInString(s[i:])
			t := token{text: s[i : i+n], raw: s[i : i+n], kind: isSign}
			if w, ok := find(r.lex.words, t.text); ok {
				t.class, t.flags = w.class, w.flags
			}
			r.tokens = append(r.tokens, t)
			i += n
		default:
			r.punctuate(s, i)
			i++
		}
	}
}

func (r *reading) punctuate(s string, i int) {
	m := markNone
	if i > 0 && i+1 < len(s) && isAlnum(s[i-1]) && isAlnum(s[i+1]) && len(r.tokens) > 0 {
		r.tokens[len(r.tokens)-1].sep = s[i]
	}
	switch s[i] {
	case '?':
		m = markAsk
		r.asks++
	case '!', '\n':
		m = markStop
	case '.':
		// A dot inside "14.30" or "mairie.fr" ends nothing.
		if i+1 < len(s) && isAlnum(s[i+1]) && i > 0 && isAlnum(s[i-1]) {
			return
		}
		m = markStop
	case ',', ';', ':', '(', ')':
		m = markComma
	case '-':
		if i > 0 && s[i-1] == ' ' {
			m = markComma
		}
	case '+', '*', '#', '$':
		t := token{text: s[i : i+1], raw: s[i : i+1], kind: isSign}
		if w, ok := find(r.lex.words, t.text); ok {
			t.class, t.flags = w.class, w.flags
		}
		r.tokens = append(r.tokens, t)
		return
	}
	if len(r.tokens) == 0 {
		return
	}
	last := &r.tokens[len(r.tokens)-1]
	last.mark = max(last.mark, m)
}

// run adds one run of letters and digits.
func (r *reading) run(raw string) {
	if n := len(r.tokens); n > 0 && raw == "t" && r.tokens[n-1].sep == '\'' && strings.HasSuffix(r.tokens[n-1].raw, "n") {
		raw = "not" // "can't", "isn't"
	}
	if n := len(r.tokens); n > 0 && r.tokens[n-1].text == raw && r.tokens[n-1].raw != raw && r.tokens[n-1].mark == markNone {
		r.tokens[n-1].raw = raw // "c est" was spelt "c est est"
		return
	}
	if to, ok := r.lex.spelling(raw); ok {
		r.spellOut(raw, to)
		return
	}
	for i := 0; i < len(raw); {
		j := i
		digits := isDigit(raw[i])
		for j < len(raw) && isDigit(raw[j]) == digits {
			j++
		}
		part := raw[i:j]
		if digits {
			r.add(token{text: part, raw: part, kind: isNumber})
		} else {
			r.word(part, i > 0 || j < len(raw))
		}
		i = j
	}
}

func (r *reading) spellOut(raw, to string) {
	for len(to) > 0 {
		w := to
		if k := strings.IndexByte(to, ' '); k >= 0 {
			w, to = to[:k], to[k+1:]
		} else {
			to = ""
		}
		t := token{text: w, raw: raw}
		if k, ok := r.lex.known(w); ok {
			t.class, t.flags = k.class, k.flags
		}
		if isDigit(w[0]) {
			t.kind = isNumber
		}
		r.add(t)
	}
}

func (r *reading) add(t token) {
	if t.kind == isNumber {
		if w, ok := find(r.lex.words, t.text); ok {
			t.class, t.flags = w.class, w.flags
		}
	}
	if len(r.tokens) < maxTokens {
		t.roles = r.lex.role(t.text)
		r.tokens = append(r.tokens, t)
	}
}

// word adds a run of letters: as known, spelt out, cut after an elided letter, with a
// letter wrong, as it sounds, or cut into known words.
func (r *reading) word(raw string, beside bool) {
	if beside {
		if to, ok := r.lex.spelling(raw); ok {
			r.spellOut(raw, to)
			return
		}
	}
	if w, ok := r.lex.known(raw); ok {
		r.add(token{text: raw, raw: raw, class: w.class, flags: w.flags})
		return
	}
	if short, ok := lengthened(raw); ok {
		if to, ok := r.lex.spelling(short); ok {
			r.spellOut(raw, to)
			return
		}
		if w, ok := r.lex.known(short); ok {
			r.add(token{text: short, raw: raw, class: w.class, flags: w.flags})
			return
		}
	}
	for _, e := range elided {
		rest := raw[min(len(e), len(raw)):]
		if len(rest) < 2 || !strings.HasPrefix(raw, e) {
			continue
		}
		if w, ok := r.lex.known(rest); ok && (vowel(rest[0]) || rest[0] == 'h' || len(rest) > 3 && e == "j") {
			if h, ok := find(r.lex.words, e); ok {
				r.add(token{text: e, raw: raw, class: h.class, flags: h.flags})
			}
			r.add(token{text: rest, raw: raw, class: w.class, flags: w.flags})
			return
		}
	}
	if r.guess < maxGuesses && len(raw) >= 4 {
		r.guess++
		near, ok := r.lex.nearest(raw, &r.steps)
		alike, heard := find(r.lex.sounds, letters.Sound(raw))
		if heard && (!ok || alike.class != near.class && letters.Sound(near.text) != alike.text) {
			near, ok = alike, true
			near.text = raw
		}
		if ok {
			r.add(token{text: near.text, raw: raw, class: near.class, flags: near.flags, guessed: true})
			return
		}
		if len(raw) >= 7 && r.cut(raw) {
			return
		}
	}
	r.add(token{text: raw, raw: raw})
}

// cut takes a run without spaces ("toutestbloque") apart, when known words fill it.
func (r *reading) cut(raw string) bool {
	const longest = 48
	if len(raw) > longest {
		return false
	}
	// cost[i] is the least cost of raw[:i]; from[i] where its last word begins. Short
	// words cost more, so that few long words win.
	var cost [longest + 1]int16
	var from [longest + 1]uint8
	for i := 1; i <= len(raw); i++ {
		cost[i] = 1 << 14
		for j := max(0, i-16); j < i; j++ {
			if cost[j] >= 1<<14 {
				continue
			}
			r.steps++
			part := raw[j:i]
			c := int16(4)
			if len(part) <= 2 {
				c = 7
			}
			if cost[j]+c >= cost[i] {
				continue
			}
			if _, ok := find(r.lex.words, part); !ok {
				if _, ok := r.lex.spelling(part); !ok || len(part) < 2 {
					continue
				}
			}
			cost[i], from[i] = cost[j]+c, uint8(j)
		}
	}
	end := len(raw)
	if int(cost[end]) > 4+len(raw)*3/2 {
		return false
	}
	var ends [longest]int
	n := 0
	for i := end; i > 0; i = int(from[i]) {
		ends[n] = i
		n++
	}
	at := 0
	for n--; n >= 0; n-- {
		part := raw[at:ends[n]]
		at = ends[n]
		if to, ok := r.lex.spelling(part); ok {
			r.spellOut(raw, to)
			continue
		}
		w, _ := r.lex.known(part)
		r.add(token{text: part, raw: raw, class: w.class, flags: w.flags})
	}
	return true
}

func wordRune(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return isLetter(r)
}

func isAlnum(c byte) bool { return c >= 'a' && c <= 'z' || isDigit(c) }
func isDigit(c byte) bool { return c >= '0' && c <= '9' }
func vowel(c byte) bool   { return strings.IndexByte("aeiouy", c) >= 0 }
