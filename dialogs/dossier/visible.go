package dossier

import (
	"fmt"
	"strings"
	"unicode"
)

// Visible is a text in which nothing is hidden: line ends become " / ", and letters
// that show nothing, turn the writing round or command a device are written out as
// [U+202E]. Letters that belong to what stands before them stay.
func Visible(text string) string {
	text = strings.ReplaceAll(strings.TrimSpace(text), "\r\n", "\n")
	var b strings.Builder
	for _, r := range text {
		switch {
		case r == '\n' || r == '\u2028' || r == '\u2029':
			b.WriteString(" / ")
		case r == '\t' || r != ' ' && unicode.Is(unicode.Zs, r):
			b.WriteByte(' ')
		case hidden(r):
			fmt.Fprintf(&b, "[U+%04X]", r)
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// hidden reports a letter that is not seen: a control, a format letter (which turns
// writing round, joins or splits), one for private use or none at all.
func hidden(r rune) bool {
	return unicode.IsControl(r) || unicode.In(r, unicode.Cf, unicode.Co, unicode.Cs) || r == '\u3164' || r == '\u115f' || r == '\u1160' ||
		r >= 0xfe00 && r <= 0xfe0f || r >= 0xe0100 && r <= 0xe01ef
}
