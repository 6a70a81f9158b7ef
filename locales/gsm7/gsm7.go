// Package gsm7 counts what a text costs as an SMS and folds text into the
// alphabet in which an SMS is cheapest, the GSM 7 bit default alphabet.
//
// One letter outside the alphabet turns the whole SMS into UCS-2 and cuts its
// room from 160 letters to 70, so texts are checked and values are folded here.
//
// "ç" and "Ç" count as outside. 3GPP TS 23.038 prints the capital at 0x09, the
// Unicode Consortium's mapping file gives the small letter for the same code
// (https://www.unicode.org/Public/MAPPINGS/ETSI/GSM0338.TXT), and handsets do
// either: a text with one of them might arrive as written, changed, or cost double.
package gsm7

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	singleSeptets = 160 // 140 octets of 8 bits
	partSeptets   = 153 // less the six octets of the concatenation header, filled up to a septet
	singleUnits   = 70  // 140 octets of 16 bits
	partUnits     = 67  // less the six octets of the concatenation header
)

// basic holds the letters of one septet, 3GPP TS 23.038 section 6.2.1, without
// the escape code 0x1B and without the capital C cedilla at 0x09.
const basic = "@£$¥èéùìò\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ" +
	" !\"#¤%&'()*+,-./0123456789:;<=>?" +
	"¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§" +
	"¿abcdefghijklmnopqrstuvwxyzäöñüà"

// extension holds the letters of two septets, an escape and a code: TS 23.038
// section 6.2.1.1. The first is the page break.
const extension = "\f^{}\\[~]|€"

// septets gives what a letter costs, 0 for one outside the alphabet. A table and not
// a map: functions fill it at each cold start.
var septets = costs()

func costs() (table ['€' + 1]uint8) {
	for _, r := range basic {
		table[r] = 1
	}
	for _, r := range extension {
		table[r] = 2
	}
	return table
}

// cost returns how many septets a letter fills, and false if it is outside the
// alphabet, so that it costs UCS-2.
func cost(r rune) (int, bool) {
	if r < 0 || int(r) >= len(septets) || septets[r] == 0 {
		return 0, false
	}
	return int(septets[r]), true
}

// Segments returns how many SMS segments text fills; empty text is 0.
// In GSM-7 a letter is one septet and each of the ten extension letters (€, [ …)
// two; 160 septets fit one segment, 153 each when there are more. One letter
// outside GSM-7 makes the whole text UCS-2: 70 code units, 67 each when more.
// Neither an extension letter nor a surrogate pair is cut in two: it moves to the
// next segment whole. A byte that is not UTF-8 counts as U+FFFD.
// Source: 3GPP TS 23.038 section 6.2.1 (letters), TS 23.040 section 9.2.3.24.1 (segments).
func Segments(text string) int {
	units, single, part := func(r rune) int { n, _ := cost(r); return n }, singleSeptets, partSeptets
	if _, ok := Septets(text); !ok {
		units, single, part = codeUnits, singleUnits, partUnits
	}
	total, segments, room := 0, 0, 0
	for _, r := range text {
		n := units(r)
		total += n
		if n > room {
			segments, room = segments+1, part
		}
		room -= n
	}
	if total > 0 && total <= single {
		return 1
	}
	return segments
}

// Septets returns how many septets text fills in GSM-7 and true, or 0 and false
// if a letter of text is outside the alphabet, so that only UCS-2 can carry it.
func Septets(text string) (int, bool) {
	total := 0
	for _, r := range text {
		n, ok := cost(r)
		if !ok {
			return 0, false
		}
		total += n
	}
	return total, true
}

// Unfit returns the letters of text that force UCS-2, each once, in the order
// in which they first occur; nil if text is GSM-7. A byte that is not UTF-8 is
// reported as U+FFFD.
func Unfit(text string) []rune {
	var unfit []rune
	seen := map[rune]bool{}
	for _, r := range text {
		if _, ok := cost(r); !ok && !seen[r] {
			seen[r] = true
			unfit = append(unfit, r)
		}
	}
	return unfit
}

// Fold returns text with every letter outside GSM-7 replaced by the nearest
// letters inside it: ê by e, ç by c, œ by oe, ’ by ', « by ", … by three dots,
// a no-break space by a space. Letters of the alphabet stay, so é, è, à and ù do;
// a letter and a combining accent become one letter where the alphabet has it.
// Invisible letters are left out, and a letter without a likeness becomes "?".
// Unfit of the result is nil, and folding it again changes nothing.
//
// It is meant for values put into a message (names, places), not for authored
// text, where a word without its accent can mean something else.
func Fold(text string) string {
	if _, ok := Septets(text); ok {
		return text
	}
	var folded strings.Builder
	folded.Grow(len(text))
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		i += size
		if mark, markSize := utf8.DecodeRuneInString(text[i:]); markSize > 0 {
			if composed, ok := composed[pair{r, mark}]; ok {
				r, i = composed, i+markSize
			}
		}
		folded.WriteString(fold(r))
	}
	return folded.String()
}

func fold(r rune) string {
	if _, ok := cost(r); ok {
		return string(r)
	}
	if likeness, ok := likenesses()[r]; ok {
		return likeness
	}
	switch {
	case r >= '！' && r <= '～': // full width forms stand in the order of ASCII
		return fold(r - '！' + '!')
	case unicode.Is(unicode.Zs, r):
		return " "
	case unicode.Is(unicode.Mn, r), unicode.Is(unicode.Me, r), unicode.Is(unicode.Cf, r), unicode.Is(unicode.Cc, r):
		return ""
	case unicode.Is(unicode.Nd, r):
		return digit(r)
	}
	return "?"
}

// digit returns the value of a decimal digit of any script. Unicode assigns the
// ten digits of a script in one row from zero, and every row of the Nd table is
// a whole number of such rows.
func digit(r rune) string {
	for _, row := range unicode.Nd.R16 {
		if rune(row.Lo) <= r && r <= rune(row.Hi) {
			return string('0' + (r-rune(row.Lo))%10)
		}
	}
	for _, row := range unicode.Nd.R32 {
		if rune(row.Lo) <= r && r <= rune(row.Hi) {
			return string('0' + (r-rune(row.Lo))%10)
		}
	}
	return "?"
}

// codeUnits returns how many UTF-16 code units a letter fills.
func codeUnits(r rune) int {
	if r > 0xFFFF {
		return 2
	}
	return 1
}
