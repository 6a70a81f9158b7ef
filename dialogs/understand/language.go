package understand

import (
	"unicode"

	"relais/dialogs/understand/linear"
)

// Shares from which the model tells a language: one that has a vocabulary is read
// with it, another is only named, and must be surer.
const (
	sureTongue    = 0.7
	sureElsewhere = 0.6
	fewWords      = 3 // below which words are counted instead
)

// language returns the vocabulary that a folded text is read with, lang's when the text
// does not tell, and the tag of the language the text itself tells: one of the
// vocabularies, another that the model knows (es, de, ar ...), or "".
func (r *Reader) language(folded, lang string) (l *lexicon, said string) {
	own := r.lexicons[0]
	for _, x := range r.lexicons {
		if x.tag == lang {
			own = x
		}
	}
	if tag := script(folded); tag != "" {
		return own, tag
	}
	counted, sure := r.counted(folded, own)
	if words(folded) >= fewWords || sure == "" {
		var p [linear.MaxClasses]float32
		tongueModel.Sum(folded, &p)
		shares := p[:len(tongueModel.Classes)]
		softmax(shares)
		first, _ := best(shares)
		tag := tongueModel.Classes[first]
		for _, x := range r.lexicons {
			if x.tag == tag && shares[first] >= sureTongue && (sure == "" && words(folded) > 1 || words(folded) >= fewWords) {
				return x, tag
			}
		}
		if shares[first] >= sureElsewhere && !r.reads(tag) && words(folded) >= fewWords {
			return own, tag
		}
	}
	return counted, sure
}

// reads says whether there is a vocabulary of a language.
func (r *Reader) reads(tag string) bool {
	for _, x := range lexicons {
		if x.tag == tag {
			return true
		}
	}
	return false
}

// script returns the language that the letters themselves tell, "" for Latin ones. A
// single letter tells nothing: it may be there to deceive.
func script(folded string) string {
	var arabic, cyrillic, ukrainian, han, kana, hangul, greek, hebrew, latin int
	for _, c := range folded {
		switch {
		case c >= 'a' && c <= 'z':
			latin++
		case c < 0x370:
		case c == 'і' || c == 'ї' || c == 'є' || c == 'ґ':
			ukrainian++
			cyrillic++
		case unicode.Is(unicode.Cyrillic, c):
			cyrillic++
		case unicode.Is(unicode.Arabic, c):
			arabic++
		case unicode.Is(unicode.Han, c):
			han++
		case unicode.Is(unicode.Hiragana, c) || unicode.Is(unicode.Katakana, c):
			kana++
		case unicode.Is(unicode.Hangul, c):
			hangul++
		case unicode.Is(unicode.Greek, c):
			greek++
		case unicode.Is(unicode.Hebrew, c):
			hebrew++
		}
	}
	for _, s := range []struct {
		n   int
		tag string
	}{{kana * 3, "ja"}, {arabic, "ar"}, {cyrillic, "ru"}, {han * 3, "zh"}, {hangul * 2, "ko"}, {greek, "el"}, {hebrew, "he"}} {
		if s.n >= 4 && s.n > latin {
			if s.tag == "ru" && ukrainian > 0 {
				return "uk"
			}
			return s.tag
		}
	}
	return ""
}

// words counts the words of a folded text.
func words(folded string) int {
	n := 0
	in := false
	for _, c := range folded {
		letter := isLetter(c)
		if letter && !in {
			n++
		}
		in = letter
	}
	return n
}

// counted tells the language by counting words that only one of the vocabularies has.
func (r *Reader) counted(folded string, l *lexicon) (*lexicon, string) {
	best, second, own, winner := 0, 0, 0, l
	for _, x := range r.lexicons {
		n := 0
		count := 0
		for i := 0; i < len(folded) && count < 120; {
			if !isAlnum(folded[i]) {
				i++
				continue
			}
			j := i
			for j < len(folded) && isAlnum(folded[j]) {
				j++
			}
			if w, ok := find(x.words, folded[i:j]); ok && w.flags&flagTongue != 0 {
				n++
			}
			count++
			i = j
		}
		switch {
		case n > best:
			best, second, winner = n, best, x
		case n > second:
			second = n
		}
		if x == l {
			own = n
		}
	}
	switch {
	case winner == l && best > second:
		return l, l.tag
	case winner != l && best > second && (best >= 2 || own == 0):
		return winner, winner.tag
	}
	return l, ""
}
