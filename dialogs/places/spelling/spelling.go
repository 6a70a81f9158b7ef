// Package spelling brings place names, and what people type for them, to forms
// that can be compared: Fold for the letters, Sound for what is heard, Distance
// for wrong letters. The commune tables are generated with the same functions
// that read a text, so both sides always agree.
package spelling

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Word is one folded word of a text: only a-z and 0-9.
type Word struct {
	Text       string
	Start, End int    // byte range in the text it was read from
	Before     string // the characters between this word and the one before
}

// Words returns the first limit folded words of text. Case, accents, full-width
// forms, ligatures and invisible characters are gone; every other character
// separates words. Letters that have no Latin base separate too.
func Words(text string, limit int) []Word {
	var (
		words   []Word
		current []byte
		start   int
		between = 0 // where the run of separators began
		last    int // end of the last letter of the current word
	)
	end := func() {
		if len(current) == 0 {
			return
		}
		words = append(words, Word{Text: string(current), Start: start, End: last, Before: text[between:start]})
		current, between = current[:0], last
	}
	for i, r := range text {
		if len(words) >= limit {
			return words
		}
		size := utf8.RuneLen(r)
		if size < 0 || (r == utf8.RuneError && text[i] >= utf8.RuneSelf && !strings.HasPrefix(text[i:], "\uFFFD")) {
			size = 1
		}
		letters, invisible := fold(r)
		switch {
		case letters != "":
			if len(current) == 0 {
				start = i
			}
			current = append(current, letters...)
			last = i + size
		case invisible:
			// A soft hyphen or a combining accent stands inside a word.
			if len(current) > 0 {
				last = i + size
			}
		default:
			end()
		}
	}
	if len(words) < limit {
		end()
	}
	return words
}

// fold returns the letters a character stands for, or whether it is invisible.
func fold(r rune) (letters string, invisible bool) {
	switch {
	case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
		return alphabet[index(r) : index(r)+1], false
	case r >= 'A' && r <= 'Z':
		return alphabet[r-'A' : r-'A'+1], false
	case r < utf8.RuneSelf:
		return "", false
	}
	switch r {
	case 'œ', 'Œ':
		return "oe", false
	case 'æ', 'Æ':
		return "ae", false
	case 'ß':
		return "ss", false
	case 'ø', 'Ø':
		return "o", false
	case 'ł', 'Ł':
		return "l", false
	case 'đ', 'Đ':
		return "d", false
	case 'ı':
		return "i", false
	}
	if unicode.Is(unicode.Mn, r) || unicode.Is(unicode.Cf, r) {
		return "", true
	}
	decomposed := norm.NFKD.String(string(r))
	if decomposed == string(r) {
		return "", false
	}
	var out []byte
	for _, d := range decomposed {
		switch {
		case d >= 'a' && d <= 'z' || d >= '0' && d <= '9':
			out = append(out, byte(d))
		case d >= 'A' && d <= 'Z':
			out = append(out, byte(d-'A'+'a'))
		}
	}
	return string(out), false
}

const alphabet = "abcdefghijklmnopqrstuvwxyz0123456789"

func index(r rune) int {
	if r >= 'a' {
		return int(r - 'a')
	}
	return int(r-'0') + 26
}

// Fold returns the words of text joined by one space, abbreviations spelled
// out: "St-Cirq s/ Lot" is "saint cirq sur lot".
func Fold(text string) string { return Join(Words(text, 64)) }

// Join returns the folded name the words spell: "st" is "saint", "s/" and a
// slash are "sur", "ss" is "sous", "lez" is "les", 6 is "six".
func Join(words []Word) string {
	var b strings.Builder
	for i, w := range words {
		text := w.Text
		if i > 0 {
			b.WriteByte(' ')
			before := words[i-1].Text
			if strings.ContainsAny(w.Before, "/") && before != "s" && before != "sur" && before != "ss" && before != "sous" && text != "s" && text != "sur" {
				b.WriteString("sur ")
			}
		}
		switch text {
		case "s":
			if i > 0 && i+1 < len(words) {
				text = "sur"
			}
		case "ss":
			if i > 0 && i+1 < len(words) {
				text = "sous"
			}
		default:
			if long, ok := abbreviation(text); ok {
				text = long
			}
		}
		b.WriteString(text)
	}
	return b.String()
}

// Phrase returns the words as they are, joined by one space.
func Phrase(words []Word) string {
	if len(words) == 1 {
		return words[0].Text
	}
	var b strings.Builder
	for i, w := range words {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(w.Text)
	}
	return b.String()
}

func abbreviation(word string) (string, bool) {
	switch word {
	case "st":
		return "saint", true
	case "ste":
		return "sainte", true
	case "sts":
		return "saints", true
	case "stes":
		return "saintes", true
	case "lez":
		return "les", true
	case "nd":
		return "notre dame", true
	case "mt":
		return "mont", true
	case "mts":
		return "monts", true
	case "gd":
		return "grand", true
	case "gde":
		return "grande", true
	case "pte":
		return "pointe", true
	case "2":
		return "deux", true
	case "3":
		return "trois", true
	case "4":
		return "quatre", true
	case "5":
		return "cinq", true
	case "6":
		return "six", true
	case "7":
		return "sept", true
	case "9":
		return "neuf", true
	}
	return "", false
}

// Article returns name without its leading article, and whether it had one.
// name is folded; a name that is nothing but an article stays whole.
func Article(name string) (string, bool) {
	for _, a := range [...]string{"l ", "le ", "la ", "les "} {
		if rest, ok := strings.CutPrefix(name, a); ok && rest != "" {
			return rest, true
		}
	}
	return name, false
}

// Linking reports whether a folded word only links the parts of a name.
func Linking(word string) bool {
	switch word {
	case "a", "au", "aux", "d", "de", "des", "du", "en", "et", "l", "la", "le", "les", "lez", "s", "sous", "ss", "sur":
		return true
	}
	return false
}
