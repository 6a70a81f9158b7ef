package spelling

// MaxLetters is the longest name Distance compares; a longer one is nothing's
// neighbour. The longest French commune name has 45 letters.
const MaxLetters = 56

// Large is the population from which a commune is one that people elsewhere know.
const Large = 10_000

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
	// Only cells within limit of the diagonal can matter; the others count as far.
	far := limit + 1
	var rows [3][MaxLetters + 2]int
	before, last, row := &rows[0], &rows[1], &rows[2]
	for j := range min(len(b), limit) + 1 {
		last[j] = j
	}
	if limit < len(b) {
		last[limit+1] = far
	}
	for i := 1; i <= len(a); i++ {
		from, to := max(1, i-limit), min(len(b), i+limit)
		row[from-1] = far
		least := far
		if from == 1 {
			row[0], least = i, i
		}
		for j := from; j <= to; j++ {
			d := last[j-1]
			if a[i-1] != b[j-1] {
				d = min(d, last[j], row[j-1]) + 1
			}
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				d = min(d, before[j-2]+1)
			}
			row[j] = d
			least = min(least, d)
		}
		row[to+1] = far
		if least > limit {
			return far
		}
		before, last, row = last, row, before
	}
	return min(last[len(b)], far)
}
