package letters

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

func TestFold(t *testing.T) {
	tests := []struct {
		name, text, want string
		hidden           bool
	}{
		{"capitals and accents", "ÉTEINT à Noël", "eteint a noel", false},
		{"accents typed apart", "e\u0301teint", "eteint", false},
		{"ligatures", "cœur ﬁchier Æ", "coeur fichier ae", false},
		{"curly apostrophe", "j’ai", "j'ai", false},
		{"no-break spaces", "oui\u00a0!\u202f?", "oui ! ?", false},
		{"full width", "２ ＯＵＩ ？", "2 oui ?", false},
		{"circled digit", "②", "2", false},
		{"keycap", "1\ufe0f\u20e3", "1", false},
		{"mathematical letters", "𝐨𝐮𝐢 𝟏", "oui 1", false},
		{"soft hyphen inside", "ran\u00adçon", "rancon", true},
		{"zero width inside", "o\u200bui", "oui", true},
		{"direction override", "\u202egpj.exe", "gpj.exe", true},
		{"Cyrillic o in a Latin word", "оui", "oui", true},
		{"a Cyrillic word stays", "привет", "привет", false},
		{"capital look-alikes only", "ОК", "ok", false},
		{"emoji with colour", "👍🏽", "👍", false},
		{"Vietnamese", "Nguyễn", "nguyen", false},
		{"not UTF-8", "ou\xffi", "ou i", false},
		{"NUL", "o\x00ui", "oui", true},
		{"ANSI escape", "\x1b[31moui", " [31moui", false},
		{"empty", "", "", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, hidden := Fold(tt.text, 2000)
			if got != tt.want || hidden != tt.hidden {
				t.Errorf("Fold(%q) = %q, %t, want %q, %t", tt.text, got, hidden, tt.want, tt.hidden)
			}
		})
	}
}

func TestFoldIsBounded(t *testing.T) {
	long := strings.Repeat("é", 10000)
	if got, _ := Fold(long, 2000); len(got) != 2000 {
		t.Errorf("Fold of 10,000 letters gives %d, want 2000", len(got))
	}
	marks := "e" + strings.Repeat("\u0301", 10000)
	if got, _ := Fold(marks, 2000); got != "e" {
		t.Errorf("Fold of 10,000 marks = %q, want e", got)
	}
}

func TestStemJoins(t *testing.T) {
	for _, same := range [][]string{
		{"bloque", "bloques", "bloquee", "bloquees", "bloquer", "bloquez", "bloquent"},
		{"debranche", "debrancher", "debranchees"},
		{"fichier", "fichiers"},
		{"mot", "mots"},
	} {
		for _, w := range same[1:] {
			if Stem(w) != Stem(same[0]) {
				t.Errorf("Stem(%q) = %q, want %q as of %q", w, Stem(w), Stem(same[0]), same[0])
			}
		}
	}
}

func TestSoundJoins(t *testing.T) {
	for _, p := range [][2]string{
		{"reseau", "reso"}, {"pharmacie", "farmacie"}, {"blesse", "blaisse"},
		{"hameconnage", "ameconage"}, {"quitter", "kiter"},
	} {
		if Sound(p[0]) != Sound(p[1]) {
			t.Errorf("Sound(%q) = %q, Sound(%q) = %q, want the same", p[0], Sound(p[0]), p[1], Sound(p[1]))
		}
	}
}

func TestWords(t *testing.T) {
	got := Words("j'ai 3pc, 8h15 👍 ok")
	want := []string{"j", "ai", "3", "pc", "8", "h", "15", "👍", "ok"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Words (-want +got):\n%s", diff)
	}
}

func FuzzFold(f *testing.F) {
	f.Add("Déjà «vu» ２ оui")
	f.Fuzz(func(t *testing.T, text string) {
		got, _ := Fold(text, 2000)
		if !utf8.ValidString(got) {
			t.Fatalf("Fold(%q) = %q is not UTF-8", text, got)
		}
		again, _ := Fold(got, 1<<20)
		if again != got {
			t.Fatalf("Fold(Fold(%q)) = %q, want %q", text, again, got)
		}
		for _, w := range Words(got) {
			Stem(w)
			Sound(w)
		}
	})
}
