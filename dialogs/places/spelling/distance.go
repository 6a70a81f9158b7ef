package spelling

// MaxLetters is the longest name Distance compares; a longer one is nothing's
// neighbour. The longest French commune name has 45 letters.
const MaxLetters = 56

// Squeeze appends the letters of a folded name to to, without its spaces.
func Squeeze(to []byte, folded string) []byte {
	for i := range len(folded) {
		if folded[i] != ' ' {
			to = append(to, folded[i])
		}
	}
	return to
}

// Letters returns which letters a squeezed name holds, one bit each, digits
// sharing one. One wrong letter changes at most two bits.
func Letters(squeezed []byte) uint32 {
	var set uint32
	for _, c := range squeezed {
		if c >= 'a' && c <= 'z' {
			set |= 1 << (c - 'a')
		} else {
			set |= 1 << 26
		}
	}
	return set
}

// Distance returns how many letters are wrong between a and b: each insertion,
// deletion, substitution or swap of two neighbours is one. It stops at limit
// and then returns limit+1, as it does for names longer than MaxLetters.
func Distance(a, b []byte, limit int) int {
	if len(a) > MaxLetters || len(b) > MaxLetters || len(a)-len(b) > limit || len(b)-len(a) > limit {
		return limit + 1
	}
	var rows [3][MaxLetters + 1]int
	before, last, row := &rows[0], &rows[1], &rows[2]
	for j := range len(b) + 1 {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		least := i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			d := min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				d = min(d, before[j-2]+1)
			}
			row[j] = d
			least = min(least, d)
		}
		if least > limit {
			return limit + 1
		}
		before, last, row = last, row, before
	}
	return min(last[len(b)], limit+1)
}
