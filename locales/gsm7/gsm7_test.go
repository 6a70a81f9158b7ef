package gsm7_test

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"relais/locales/gsm7"
)

func TestSegments(t *testing.T) {
	tests := []struct {
		name string
		text string
		want int
	}{
		{"empty text is no segment", "", 0},
		{"one letter", "a", 1},
		{"160 letters fit one", strings.Repeat("a", 160), 1},
		{"161 letters need two", strings.Repeat("a", 161), 2},
		{"306 letters fit two", strings.Repeat("a", 306), 2},
		{"307 letters need three", strings.Repeat("a", 307), 3},
		{"the euro sign costs two septets", strings.Repeat("a", 159) + "€", 2},
		{"80 euro signs fill one", strings.Repeat("€", 80), 1},
		{"an escape is not parted from its letter", strings.Repeat("a", 152) + "€" + strings.Repeat("a", 152), 3},
		{"153 euro signs: 76 a segment", strings.Repeat("€", 153), 3},
		{"the page break is an extension letter", strings.Repeat("\f", 81), 2},
		{"the accents of French that are in the alphabet", strings.Repeat("éèàù", 40), 1},
		{"one circumflex leaves room for 70", strings.Repeat("a", 69) + "ê", 1},
		{"one circumflex and 71 letters", strings.Repeat("a", 70) + "ê", 2},
		{"one Cyrillic letter leaves room for 70", strings.Repeat("a", 70) + "ж", 2},
		{"a typographic apostrophe turns 150 letters into three", strings.Repeat("a", 149) + "’", 3},
		{"a no-break space", strings.Repeat("a", 70) + "\u00a0", 2},
		{"134 units in two", strings.Repeat("ê", 134), 2},
		{"135 units in three", strings.Repeat("ê", 135), 3},
		{"35 signs of two units fit one", strings.Repeat("🔥", 35), 1},
		{"a surrogate pair is not parted: 33 a segment", strings.Repeat("🔥", 67), 3},
		{"c cedilla is not trusted", strings.Repeat("a", 70) + "ç", 2},
		{"capital C cedilla is not trusted", strings.Repeat("a", 70) + "Ç", 2},
		{"a back-quote is not in the alphabet", strings.Repeat("a", 70) + "`", 2},
		{"the escape code is no letter", strings.Repeat("a", 70) + "\x1b", 2},
		{"a broken byte counts as one unit", strings.Repeat("a", 70) + "\xff", 2},
		{"a line end is one septet", strings.Repeat("a\n", 80), 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := gsm7.Segments(tt.text); got != tt.want {
				t.Errorf("Segments(%q) = %d, want %d", tt.text, got, tt.want)
			}
		})
	}
}

func TestSeptets(t *testing.T) {
	tests := []struct {
		name string
		text string
		want int
		ok   bool
	}{
		{"empty text", "", 0, true},
		{"letters", "Coupez le Wi-Fi.", 16, true},
		{"the ten extension letters", "\f^{}\\[~]|€", 20, true},
		{"a letter outside", "fenêtre", 0, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, ok := gsm7.Septets(tt.text)
			if got != tt.want || ok != tt.ok {
				t.Errorf("Septets(%q) = %d, %t, want %d, %t", tt.text, got, ok, tt.want, tt.ok)
			}
		})
	}
}

// The alphabet of TS 23.038 has 128 codes, one of them the escape and one the
// capital C cedilla that is refused here, and ten more letters after the escape.
func TestAlphabetIsWhole(t *testing.T) {
	ones, twos := 0, 0
	for r := rune(0); r <= unicode.MaxRune; r++ {
		if !utf8.ValidRune(r) {
			continue
		}
		switch n, _ := gsm7.Septets(string(r)); n {
		case 1:
			ones++
		case 2:
			twos++
		}
	}
	if ones != 126 || twos != 10 {
		t.Errorf("the alphabet has %d letters of one septet and %d of two, want 126 and 10", ones, twos)
	}
}

func TestUnfit(t *testing.T) {
	tests := []struct {
		name string
		text string
		want []rune
	}{
		{"nothing unfit", "Débranchez le fil. N'éteignez rien à présent.", nil},
		{"each once, in order", "même fenêtre ? « ça »", []rune{'ê', '«', 'ç', '»'}},
		{"a no-break space", "oui\u00a0!", []rune{'\u00a0'}},
		{"a broken byte", "a\xffb\xfe", []rune{utf8.RuneError}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, gsm7.Unfit(tt.text)); diff != "" {
				t.Errorf("Unfit(%q) (-want +got):\n%s", tt.text, diff)
			}
		})
	}
}

func TestFold(t *testing.T) {
	tests := []struct {
		name string
		text string
		want string
	}{
		{"a text of the alphabet stays", "Été à Nîmes : 3 € [ok] {x} ~ | ^ \\", "Été à Nimes : 3 € [ok] {x} ~ | ^ \\"},
		{"accents of the alphabet stay", "éèàùìòäöüñÄÖÜÑÉåÅæÆøØß", "éèàùìòäöüñÄÖÜÑÉåÅæÆøØß"},
		{"accents outside it go", "âêîôûëïÿçÀÈÊÙÔÇ", "aeioueiycAEEUOC"},
		{"joined letters come apart", "cœur, Œuvre, ﬁn", "coeur, OEuvre, fin"},
		{"quotation marks", "l’été « ok » “x” ‘y’ ‹z›", "l'été \" ok \" \"x\" 'y' <z>"},
		{"no-break spaces", "oui\u00a0! non\u202f? 5\u2009km", "oui ! non ? 5 km"},
		{"dashes and dots", "a — b – c … • d\u2011e", "a - b - c ... - d-e"},
		{"full width letters and digits", "Ａｂ１２３！？～", "Ab123!?~"},
		{"digits of other scripts", "٣ १२ 𝟗", "3 12 9"},
		{"a combining accent becomes the letter that has it", "e\u0301te\u0301 a\u0300 co\u0302te\u0301 n\u0303", "été à coté ñ"},
		{"a second combining accent goes", "e\u0301\u0302", "é"},
		{"invisible letters go", "zé\u200bro\ufeff\u00ad\u202e", "zéro"},
		{"line ends stay, tabs are spaces", "a\r\nb\tc\u2028d", "a\r\nb c\nd"},
		{"controls go", "a\x00b\x1b[31mc\x7f", "ab[31mc"},
		{"degrees, numbers, powers", "n° 5, 20 m², ½", "no 5, 20 m2, 1/2"},
		{"no likeness is a question mark", "жук 東 🔥", "??? ? ?"},
		{"a coloured sign is one question mark", "👍🏽", "?"},
		{"broken bytes", "a\xff", "a?"},
		{"names of places", "L'Haÿ-les-Roses, Œting, Saint-Jean-d'Angély, Ågotnes, Łódź", "L'Hay-les-Roses, OEting, Saint-Jean-d'Angély, Ågotnes, Lodz"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := gsm7.Fold(tt.text); got != tt.want {
				t.Errorf("Fold(%q) = %q, want %q", tt.text, got, tt.want)
			}
		})
	}
}

func TestFoldedTextIsGSM7AndStaysAsItIs(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.String().Draw(t, "text")
		folded := gsm7.Fold(text)
		if unfit := gsm7.Unfit(folded); unfit != nil {
			t.Fatalf("Fold(%q) = %q, in which %q are unfit", text, folded, unfit)
		}
		if again := gsm7.Fold(folded); again != folded {
			t.Fatalf("Fold(%q) = %q, folded again %q", text, folded, again)
		}
	})
}

// Every letter there is folds into the alphabet, so that no value put into a
// message can force UCS-2; every decimal digit keeps its value.
func TestFoldEveryLetter(t *testing.T) {
	for r := rune(0); r <= unicode.MaxRune; r++ {
		if unfit := gsm7.Unfit(gsm7.Fold(string(r))); unfit != nil {
			t.Fatalf("Fold(%q) leaves %q", r, unfit)
		}
	}
	rows := append([]unicode.Range32(nil), unicode.Nd.R32...)
	for _, row := range unicode.Nd.R16 {
		rows = append(rows, unicode.Range32{Lo: uint32(row.Lo), Hi: uint32(row.Hi), Stride: uint32(row.Stride)})
	}
	for _, row := range rows {
		if row.Stride != 1 || (row.Hi-row.Lo+1)%10 != 0 {
			t.Errorf("the digits %U to %U are not whole rows of ten", row.Lo, row.Hi)
		}
		for r := row.Lo; r <= row.Hi; r++ {
			if got, want := gsm7.Fold(string(rune(r))), string('0'+rune(r-row.Lo)%10); got != want {
				t.Errorf("Fold(%U) = %q, want %q", r, got, want)
			}
		}
	}
}

func FuzzFold(f *testing.F) {
	f.Add("l’été « ok » – fini…")
	f.Add("e\u0301\xff\x1b🔥")
	f.Fuzz(func(t *testing.T, text string) {
		folded := gsm7.Fold(text)
		if unfit := gsm7.Unfit(folded); unfit != nil || gsm7.Fold(folded) != folded {
			t.Errorf("Fold(%q) = %q: unfit %q", text, folded, unfit)
		}
		if n, m := gsm7.Segments(text), utf8.RuneCountInString(text); n > m {
			t.Errorf("Segments(%q) = %d for %d letters", text, n, m)
		}
	})
}

func BenchmarkSegments(b *testing.B) {
	text := strings.Repeat("Débranchez le fil. ", 15)
	for b.Loop() {
		gsm7.Segments(text)
	}
}
