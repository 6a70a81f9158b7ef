// Package linear is a small linear model over the words and letters of a message. It
// tells what kind of incident a message is about, whether it speaks of danger, and its
// language; train learns the weights, understand asks it.
//
// It is pure and deterministic. Weights are bytes that are read where they lie: nothing
// is built at start. Work is bounded by the number of features taken from a message.
package linear

import (
	"strings"
	"unicode/utf8"

	"relais/dialogs/understand/letters"
)

// Family tells features apart that are weighed together: each family's sum is divided
// by the root of its number, so that a long message says no more than a short one.
type Family uint8

// The families.
const (
	Words    Family = iota // a word's stem, its group, the length of the message
	Pairs                  // two words that follow each other, small words left out or not
	Letters                // three to five letters of a word
	Signs                  // what the rules found
	Families               // how many there are
)

// Bounds of the work for one message.
const (
	maxWords    = 400  // words looked at
	maxFeatures = 6000 // features taken
	longest     = 24   // letters of a word looked at
)

// Feature is something met in a message: its family, a hash of it, and the words of
// the message (first and last, as byte offsets) it was met in.
type Feature struct {
	Family   Family
	Hash     uint32
	From, To int
}

// Take calls each with every feature of a folded text (letters.Fold). It returns how
// many there were, at most maxFeatures.
func Take(folded string, each func(Feature)) int {
	t := taker{text: folded, each: each}
	t.walk()
	return t.n
}

// Sign returns the feature of something that rules found in a message, by name.
func Sign(name string) Feature { return Feature{Family: Signs, Hash: key('s', name)} }

type taker struct {
	text  string
	each  func(Feature)
	n     int
	count int
	// The word before, and the last word that is not small.
	last, content seen
}

// seen is a word met: its key in pairs and where it stands.
type seen struct {
	key      uint32
	from, to int
}

func (t *taker) give(f Feature) {
	if t.n < maxFeatures {
		t.n++
		t.each(f)
	}
}

func (t *taker) walk() {
	s := t.text
	asks := false
	for i := 0; i < len(s) && t.count < maxWords; {
		c := s[i]
		j := i + 1
		switch {
		case c >= 'a' && c <= 'z':
			for j < len(s) && s[j] >= 'a' && s[j] <= 'z' {
				j++
			}
			t.word(i, j)
		case c >= '0' && c <= '9':
			for j < len(s) && (s[j] >= '0' && s[j] <= '9') {
				j++
			}
			t.number(i, j)
		case c >= utf8.RuneSelf:
			_, n := utf8.DecodeRuneInString(s[i:])
			j = i + n
			t.meet(i, j, key('r', s[i:j]), true)
		case c == '?':
			asks = true
		case c == '@' || c == '$' || c == '%':
			t.meet(i, j, key('r', s[i:j]), true)
		}
		i = j
	}
	t.give(Feature{Words, key('l', length(t.count)), 0, 0})
	if asks {
		t.give(Feature{Words, key('l', "?"), 0, 0})
	}
	// How it begins and ends: "je vends ...", "... svp".
	if t.count > 0 {
		t.give(Feature{Pairs, mix(t.last.key, '$'), t.last.from, t.last.to})
	}
}

// length names the size of a message of n words.
func length(n int) string {
	switch {
	case n <= 1:
		return "1"
	case n == 2:
		return "2"
	case n <= 4:
		return "4"
	case n <= 8:
		return "8"
	case n <= 16:
		return "16"
	case n <= 32:
		return "32"
	}
	return "64"
}

func (t *taker) number(from, to int) {
	shape := "###"
	switch n := to - from; {
	case young(t.text[from:to]):
		shape = "young" // the age of somebody who is not of age, if it is one
	case n <= 2:
		shape = "#"
	case n <= 4:
		shape = "##"
	}
	t.meet(from, to, key('n', shape), true)
}

// young says that a number is one from 6 to 17.
func young(s string) bool {
	return len(s) == 1 && s >= "6" || len(s) == 2 && s >= "10" && s <= "17"
}

func (t *taker) word(from, to int) {
	w := t.text[from:min(to, from+longest)]
	stem := letters.Stem(w)
	k := key('w', stem)
	group, grouped := groupOf(w)
	small := grouped && group == smallWords
	if grouped && !small {
		t.give(Feature{Words, k, from, to})
		k = key('g', groupNames[group])
	}
	// ".lockbit": the ending of a file's name.
	if from > 0 && t.text[from-1] == '.' && (from == 1 || t.text[from-2] == ' ') {
		t.give(Feature{Words, key('l', "."), from, to})
	}
	t.meet(from, to, k, !small)
	if small {
		return
	}
	// The letters, with the word's ends marked.
	var b [longest + 2]byte
	b[0] = '_'
	n := 1 + copy(b[1:], w)
	b[n] = '_'
	n++
	for size := 3; size <= 5; size++ {
		for i := 0; i+size <= n; i++ {
			t.give(Feature{Letters, key('c', string(b[i:i+size])), from, to})
		}
	}
}

// meet gives a word's own feature and the pairs it closes.
func (t *taker) meet(from, to int, k uint32, content bool) {
	t.give(Feature{Words, k, from, to})
	now := seen{k, from, to}
	if t.count == 0 {
		t.give(Feature{Pairs, mix('^', k), from, to})
	} else {
		t.give(Feature{Pairs, mix(t.last.key, k), t.last.from, to})
	}
	if content {
		if t.content.to > 0 && t.content != t.last {
			t.give(Feature{Pairs, mix(t.content.key^'+', k), t.content.from, to})
		}
		t.content = now
	}
	t.last = now
	t.count++
}

// key hashes a text of a kind (FNV-1a).
func key(kind byte, s string) uint32 {
	h := (uint32(2166136261) ^ uint32(kind)) * 16777619
	for i := range len(s) {
		h = (h ^ uint32(s[i])) * 16777619
	}
	return h
}

func mix(a, b uint32) uint32 {
	h := a*0x9E3779B1 ^ (b + 0x7F4A7C15)
	h ^= h >> 15
	return h * 0x85EBCA6B
}

// spread makes every bit of a hash count for its row.
func spread(h uint32) uint32 {
	h ^= h >> 16
	h *= 0x7FEB352D
	h ^= h >> 15
	h *= 0x846CA68B
	return h ^ h>>16
}

// groupOf returns the group of a word that stands for several.
func groupOf(w string) (uint8, bool) {
	lo, hi := 0, len(groupWords)
	for lo < hi {
		mid := int(uint(lo+hi) / 2)
		if groupWords[mid].word < w {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	if lo < len(groupWords) && groupWords[lo].word == w {
		return groupWords[lo].group, true
	}
	return 0, false
}

// Parts calls each with the parts of a folded text of more than one: its sentences, cut
// at marks, and what is long without any in overlapping stretches of partWords words.
func Parts(folded string, each func(string)) {
	const partWords = 14
	from, words, half := 0, 0, 0
	for i := 0; i <= len(folded); i++ {
		end := i == len(folded)
		mark := !end && strings.IndexByte(".,;:!?()\n", folded[i]) >= 0
		if !end && !mark && folded[i] != ' ' {
			continue
		}
		if i > from && !end && folded[i-1] != ' ' {
			words++
		}
		switch {
		case end || mark:
			if i-from > 1 && i-from < len(folded) {
				each(folded[from:i])
			}
			from, words = i+1, 0
		case words == partWords/2:
			half = i + 1
		case words == partWords:
			each(folded[from:i])
			from, words = half, partWords-partWords/2
			half = i + 1
		}
	}
}
