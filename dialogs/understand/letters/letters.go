// Package letters brings words to one spelling, so that what a hurried person
// types and what the vocabulary holds can be compared: Fold for letters, Stem for
// endings, Sound for what is written as it is heard.
//
// The generator of the vocabulary and the reader use the same functions; that is
// why they stand in a package of their own.
package letters

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Latin letters with marks by code point, '.' for what is treated elsewhere.
const (
	latinFrom = 0xC0 // Latin-1 letters and Latin Extended-A
	latin     = "aaaaaaaceeeeiiiidnooooo.ouuuuytsaaaaaaaceeeeiiiidnooooo.ouuuuytyaaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiiiiijjkkkllllllllllnnnnnn.nnoooooooorrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs"
	vietFrom  = 0x1E00 // Latin Extended Additional
	viet      = "aabbbbbbccddddddddddeeeeeeeeeeffgghhhhhhhhhhiiiikkkkkkllllllllmmmmmmnnnnnnnnoooooooopppprrrrrrrrssssssssssttttttttuuuuuuuuuuvvvvwwwwwwwwwwxxxxyyzzzzzzhtwyas..s.aaaaaaaaaaaaaaaaaaaaaaaaeeeeeeeeeeeeeeeeiiiioooooooooooooooooooooooouuuuuuuuuuuuuuyyyyyyyy......"
)

// Cyrillic and Greek letters that look like Latin ones. Source: the letters of
// Unicode's confusables list that serve in common typefaces.
var lookAlikes = [...]struct {
	r rune
	b byte
}{
	{'Α', 'a'}, {'Β', 'b'}, {'Ε', 'e'}, {'Ζ', 'z'}, {'Η', 'h'}, {'Ι', 'i'}, {'Κ', 'k'}, {'Μ', 'm'}, {'Ν', 'n'},
	{'Ο', 'o'}, {'Ρ', 'p'}, {'Τ', 't'}, {'Υ', 'y'}, {'Χ', 'x'}, {'α', 'a'}, {'ι', 'i'}, {'ν', 'v'}, {'ο', 'o'},
	{'ρ', 'p'}, {'υ', 'u'}, {'Ѕ', 's'}, {'І', 'i'}, {'Ї', 'i'}, {'Ј', 'j'}, {'А', 'a'}, {'В', 'b'}, {'Е', 'e'},
	{'К', 'k'}, {'М', 'm'}, {'Н', 'h'}, {'О', 'o'}, {'Р', 'p'}, {'С', 'c'}, {'Т', 't'}, {'У', 'y'}, {'Х', 'x'},
	{'а', 'a'}, {'е', 'e'}, {'о', 'o'}, {'р', 'p'}, {'с', 'c'}, {'у', 'y'}, {'х', 'x'}, {'ѕ', 's'}, {'і', 'i'},
	{'ї', 'i'}, {'ј', 'j'}, {'ӏ', 'l'}, {'ԁ', 'd'}, {'ԛ', 'q'}, {'ԝ', 'w'}, {'ё', 'e'}, {'һ', 'h'}, {'ո', 'n'},
}

// Fold returns the first max letters of text as the vocabulary spells them: lower
// case, without accents, straight apostrophes, compatibility forms (full width,
// circled, mathematical, ligatures) as plain letters and digits, invisible letters
// taken out, Cyrillic and Greek look-alikes inside Latin words as Latin letters.
// hidden says that an invisible or look-alike letter was met. Bytes that are not
// UTF-8 become spaces.
func Fold(text string, max int) (folded string, hidden bool) {
	out := make([]byte, 0, min(len(text), 4*max)+8)
	start := 0     // where the current word begins in out
	latinSeen := 0 // letters of the word that are Latin
	alike := 0     // letters of the word that look Latin
	strange := 0   // letters of the word of another script, not alike
	n := 0
	endWord := func() {
		if alike > 0 && strange == 0 {
			// A word of look-alikes only is one only when the text is Latin otherwise:
			// "ОК" in Cyrillic still reads as "ok", which is what its writer meant.
			hidden = hidden || latinSeen > 0
			out = append(out[:start], latinise(string(out[start:]))...)
		}
		latinSeen, alike, strange = 0, 0, 0
	}
	for i := 0; i < len(text) && n < max; {
		c := text[i]
		if c < utf8.RuneSelf {
			i++
			n++
			switch {
			case 'A' <= c && c <= 'Z':
				c += 'a' - 'A'
				fallthrough
			case 'a' <= c && c <= 'z':
				latinSeen++
			case c == 0:
				hidden = true
				continue
			case c < ' ' && c != '\n':
				c = ' '
				fallthrough
			default:
				if alike > 0 || strange > 0 {
					endWord()
				}
				latinSeen = 0
				out = append(out, c)
				start = len(out)
				continue
			}
			out = append(out, c)
			continue
		}
		r, size := utf8.DecodeRuneInString(text[i:])
		i += size
		n++
		if r == utf8.RuneError && size <= 1 {
			r = ' '
		}
		if invisible(r) {
			hidden = hidden || !harmless(r)
			continue
		}
		if s, ok := plain(r); ok {
			letter := s[0] >= 'a' && s[0] <= 'z'
			if letter {
				latinSeen++
				out = append(out, s...)
				continue
			}
			endWord()
			out = append(out, s...)
			start = len(out)
			continue
		}
		r = unicode.ToLower(r)
		if !unicode.IsLetter(r) {
			endWord()
			out = utf8.AppendRune(out, r)
			start = len(out)
			continue
		}
		if _, ok := lookAlike(r); ok {
			alike++
		} else {
			strange++
		}
		out = utf8.AppendRune(out, r)
	}
	endWord()
	return string(out), hidden
}

func latinise(word string) []byte {
	var b []byte
	for _, r := range word {
		if l, ok := lookAlike(r); ok {
			b = append(b, l)
		} else {
			b = utf8.AppendRune(b, r)
		}
	}
	return b
}

func lookAlike(r rune) (byte, bool) {
	for _, l := range lookAlikes {
		if l.r == r || unicode.ToLower(l.r) == r {
			return l.b, true
		}
	}
	return 0, false
}

// invisible letters are taken out: marks, joiners, directions, variation selectors.
func invisible(r rune) bool {
	switch {
	case r == 0xAD, r == 0x034F, r == 0x061C, r == 0x115F, r == 0x1160, r == 0x17B4, r == 0x17B5, r == 0x180E,
		r >= 0x200B && r <= 0x200F, r >= 0x202A && r <= 0x202E, r >= 0x2060 && r <= 0x206F,
		r >= 0xFE00 && r <= 0xFE0F, r == 0xFEFF, r == 0x3164, r == 0xFFA0, r >= 0xE0000 && r <= 0xE0FFF,
		r >= 0x1F3FB && r <= 0x1F3FF, r == 0x20E3:
		return true
	}
	return unicode.Is(unicode.Mn, r) || unicode.Is(unicode.Me, r)
}

// harmless invisible letters come from keyboards: accents typed apart, the colour
// and the frame of an emoji.
func harmless(r rune) bool {
	return r >= 0x0300 && r <= 0x036F && r != 0x034F || r >= 0xFE00 && r <= 0xFE0F || r >= 0x1F3FB && r <= 0x1F3FF ||
		r == 0x20E3 || r == 0x200D || unicode.Is(unicode.Mn, r) && r > 0x036F
}

const (
	alphabet = "abcdefghijklmnopqrstuvwxyz"
	figures  = "0123456789"
)

// plain returns the plain form of r: a letter, a digit, a few letters, or a mark of
// punctuation; false when r has none.
func plain(r rune) (string, bool) {
	switch r {
	case 'œ', 'Œ':
		return "oe", true
	case 'æ', 'Æ':
		return "ae", true
	case 'ß', 'ẞ':
		return "ss", true
	case '’', '‘', 'ʼ', '´', '`', '′', 'ʹ', '＇':
		return "'", true
	case '«', '»', '“', '”', '„', '″':
		return "\"", true
	case '‐', '‑', '‒', '–', '—', '−', '﹣', '－':
		return "-", true
	case '…':
		return "...", true
	case '？', '¿', '؟', '⁇':
		return "?", true
	case '❓', '❔':
		return "?", true
	case '！', '¡', '‼':
		return "!", true
	case '，', '、':
		return ",", true
	case '。', '．':
		return ".", true
	case '⁄', '∕', '／':
		return "/", true
	case '№', 'º':
		return " ", true
	case 0x2028, 0x2029, 0x85:
		return "\n", true
	case 'ﬀ':
		return "ff", true
	case 'ﬁ':
		return "fi", true
	case 'ﬂ':
		return "fl", true
	case 'ﬃ':
		return "ffi", true
	case 'ﬄ':
		return "ffl", true
	case 'ﬅ', 'ﬆ':
		return "st", true
	case '¹':
		return "1", true
	case '²':
		return "2", true
	case '³':
		return "3", true
	case '⁰', '₀', '⓪':
		return "0", true
	}
	at := func(s string, i rune) (string, bool) {
		if s[i] == '.' {
			return "", false
		}
		return s[i : i+1], true
	}
	switch {
	case r >= latinFrom && r < latinFrom+rune(len(latin)) && r != '×' && r != '÷':
		return at(latin, r-latinFrom)
	case r >= vietFrom && r < vietFrom+rune(len(viet)):
		return at(viet, r-vietFrom)
	case r >= 0xFF10 && r <= 0xFF19: // full width
		return at(figures, r-0xFF10)
	case r >= 0xFF21 && r <= 0xFF3A:
		return at(alphabet, r-0xFF21)
	case r >= 0xFF41 && r <= 0xFF5A:
		return at(alphabet, r-0xFF41)
	case r >= 0x2460 && r <= 0x2468: // circled
		return at(figures, r-0x2460+1)
	case r >= 0x2776 && r <= 0x277E:
		return at(figures, r-0x2776+1)
	case r >= 0x24B6 && r <= 0x24CF:
		return at(alphabet, r-0x24B6)
	case r >= 0x24D0 && r <= 0x24E9:
		return at(alphabet, r-0x24D0)
	case r >= 0x2074 && r <= 0x2079: // superscript
		return at(figures, r-0x2074+4)
	case r >= 0x2081 && r <= 0x2089:
		return at(figures, r-0x2081+1)
	case r >= 0x1D400 && r <= 0x1D6A3: // mathematical alphabets, 26 capitals and 26 small letters each
		return at(alphabet, (r-0x1D400)%26)
	case r >= 0x1D7CE && r <= 0x1D7FF:
		return at(figures, (r-0x1D7CE)%10)
	case r >= 0x1F1E6 && r <= 0x1F1FF: // letters of flags
		return at(alphabet, r-0x1F1E6)
	case r >= 0x0660 && r <= 0x0669:
		return at(figures, r-0x0660)
	case r >= 0x06F0 && r <= 0x06F9:
		return at(figures, r-0x06F0)
	case unicode.Is(unicode.Zs, r):
		return " ", true
	}
	return "", false
}

// Stem takes the ending of a folded word off: plural, feminine, the common endings
// of French verbs in -er and the English -ing and -ed. Words of up to three letters stay
// whole. It joins "bloqué", "bloquée", "bloquer", "bloquent"; it is no grammar.
func Stem(word string) string {
	if len(word) < 4 {
		return word
	}
	w := strings.TrimRight(word, "sx")
	if len(w) < 3 {
		return word
	}
	for _, e := range endings {
		if rest := len(w) - len(e); rest >= 3 && (rest > 3 || len(e) < 3) && strings.HasSuffix(w, e) {
			w = w[:rest]
			break
		}
	}
	if n := len(w); n > 4 && w[n-1] == w[n-2] && w[n-1] != 's' && w[n-1] != 'l' {
		w = w[:n-1]
	}
	return w
}

// endings, longest first where one holds another.
var endings = [...]string{"eraient", "erait", "eront", "aient", "asse", "iez", "ait", "ent", "ant", "era",
	"ing", "ee", "er", "ez", "ed", "ai", "e", "a"}

// Sound returns a key that words share when they sound alike in French: "rensom"
// and "ransom", "réso" and "réseau", "fichié" and "fichier". It is rough on purpose;
// whoever uses it prefers exact words.
func Sound(word string) string {
	var b [48]byte
	n := 0
	put := func(c byte) {
		if n < len(b) && (n == 0 || b[n-1] != c) {
			b[n] = c
			n++
		}
	}
	w := word
	for i := 0; i < len(w); i++ {
		rest := w[i:]
		has := func(p string) bool { return strings.HasPrefix(rest, p) }
		vowelAfter := func(k int) bool { return i+k < len(w) && strings.IndexByte("aeiouy", w[i+k]) >= 0 }
		switch c := w[i]; {
		case has("eau"):
			put('o')
			i += 2
		case has("au"):
			put('o')
			i++
		case has("ou"):
			put('U')
			i++
		case has("ph"):
			put('f')
			i++
		case has("qu"):
			put('k')
			i++
		case has("ch"), has("sh"):
			put('S')
			i++
		case has("gn"):
			put('n')
			i++
		case (has("an") || has("en") || has("am") || has("em")) && !vowelAfter(2) && !(i+2 < len(w) && w[i+2] == w[i+1]):
			put('A')
			i++
		case (has("ain") || has("ein") || has("aim")) && !vowelAfter(3):
			put('I')
			i += 2
		case (has("in") || has("im") || has("un") || has("ym")) && !vowelAfter(2) && !(i+2 < len(w) && w[i+2] == w[i+1]):
			put('I')
			i++
		case (has("on") || has("om")) && !vowelAfter(2) && !(i+2 < len(w) && w[i+2] == w[i+1]):
			put('O')
			i++
		case has("ai"), has("ei"), has("er") && i+2 == len(w), has("ez") && i+2 == len(w), has("et") && i+2 == len(w):
			put('e')
			i++
		case c == 'c' && i+1 < len(w) && strings.IndexByte("eiy", w[i+1]) >= 0:
			put('s')
		case c == 'c' || c == 'q':
			put('k')
		case c == 'g' && i+1 < len(w) && strings.IndexByte("eiy", w[i+1]) >= 0:
			put('j')
			if w[i+1] == 'e' && i+2 < len(w) && strings.IndexByte("ao", w[i+2]) >= 0 {
				i++
			}
		case c == 'z':
			put('s')
		case c == 'y':
			put('i')
		case c == 'h':
		case strings.IndexByte("estdxp", c) >= 0 && silent(w[i:]) && n >= 2:
			i = len(w)
		default:
			put(c)
		}
	}
	return string(b[:n])
}

// silent says that an ending is not heard.
func silent(end string) bool {
	switch end {
	case "e", "es", "s", "t", "d", "x", "p", "ts", "ds":
		return true
	}
	return false
}

// Words cuts a folded text into runs of letters, runs of digits and single signs,
// leaving punctuation out. It is how phrases of the vocabulary are cut; the reader
// cuts messages the same way but keeps the marks.
func Words(folded string) []string {
	var out []string
	for i := 0; i < len(folded); {
		r, n := utf8.DecodeRuneInString(folded[i:])
		j := i + n
		switch {
		case r >= '0' && r <= '9':
			for j < len(folded) && folded[j] >= '0' && folded[j] <= '9' {
				j++
			}
		case unicode.IsLetter(r):
			for j < len(folded) {
				r, n := utf8.DecodeRuneInString(folded[j:])
				if !unicode.IsLetter(r) {
					break
				}
				j += n
			}
		case r < utf8.RuneSelf && r != '+' && r != '*' && r != '#' && r != '$':
			i = j
			continue
		}
		out = append(out, folded[i:j])
		i = j
	}
	return out
}
