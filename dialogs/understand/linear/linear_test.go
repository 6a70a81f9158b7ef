package linear

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestTakeIsBounded(t *testing.T) {
	for _, text := range []string{strings.Repeat("abcdefgh ", 3000), strings.Repeat("a", 9000), strings.Repeat("7 ", 5000)} {
		n := 0
		if got := Take(text, func(Feature) { n++ }); got != n || n > maxFeatures {
			t.Errorf("%.12q...: %d features, said %d, at most %d", text, n, got, maxFeatures)
		}
	}
}

func TestParts(t *testing.T) {
	tests := []struct {
		name, text string
		want       []string
	}{
		{"one sentence is no part", "tout est perdu", nil},
		{"sentences", "il est la, aidez moi", []string{"il est la", " aidez moi"}},
		{"a long run in stretches", "a b c d e f g h i j k l m n o p", []string{"a b c d e f g h i j k l m n", "h i j k l m n o p"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			Parts(tt.text, func(p string) { got = append(got, p) })
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("Parts(%q) (-want +got):\n%s", tt.text, diff)
			}
		})
	}
}

func FuzzTake(f *testing.F) {
	f.Add("tous nos fichiers .lockbit 3 € ?")
	f.Add("\xff\xfe é ")
	f.Fuzz(func(t *testing.T, text string) {
		Take(text, func(x Feature) {
			if x.From < 0 || x.To > len(text) || x.From > x.To {
				t.Errorf("feature at %d to %d of %d bytes", x.From, x.To, len(text))
			}
		})
		Parts(text, func(string) {})
	})
}
