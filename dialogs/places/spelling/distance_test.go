package spelling

import (
	"testing"

	"pgregory.net/rapid"
)

func TestDistance(t *testing.T) {
	for _, tt := range []struct {
		name, a, b string
		limit      int
		want       int
	}{
		{"equal", "albi", "albi", 2, 0},
		{"one letter more", "toulousse", "toulouse", 2, 1},
		{"two neighbours swapped", "ablis", "albis", 2, 1},
		{"one letter less at the end", "montbeliar", "montbeliard", 2, 1},
		{"two wrong", "perpinian", "perpignan", 2, 2},
		{"beyond the limit", "albi", "paris", 2, 3},
		{"limit zero", "albi", "alby", 0, 1},
		{"nothing", "", "ab", 2, 2},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := Distance([]byte(tt.a), []byte(tt.b), tt.limit); got != tt.want {
				t.Errorf("Distance(%q, %q, %d) = %d, want %d", tt.a, tt.b, tt.limit, got, tt.want)
			}
		})
	}
}

// The band around the diagonal must not change a result.
func TestDistanceIsThatOfTheWholeTable(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		letters := rapid.SliceOfN(rapid.SampledFrom([]byte("abc")), 0, 12)
		a, b := letters.Draw(t, "a"), letters.Draw(t, "b")
		limit := rapid.IntRange(0, 4).Draw(t, "limit")
		if got, want := Distance(a, b, limit), min(wholeTable(a, b), limit+1); got != want {
			t.Fatalf("Distance(%q, %q, %d) = %d, want %d", a, b, limit, got, want)
		}
	})
}

func wholeTable(a, b []byte) int {
	d := make([][]int, len(a)+1)
	for i := range d {
		d[i] = make([]int, len(b)+1)
		d[i][0] = i
	}
	for j := range len(b) + 1 {
		d[0][j] = j
	}
	for i := 1; i <= len(a); i++ {
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			d[i][j] = min(d[i-1][j]+1, d[i][j-1]+1, d[i-1][j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				d[i][j] = min(d[i][j], d[i-2][j-2]+1)
			}
		}
	}
	return d[len(a)][len(b)]
}
