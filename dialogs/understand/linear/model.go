package linear

import "math"

// Model holds the weights of a trained model.
type Model struct {
	Classes []string
	Bits    uint      // log2 of the number of rows
	Weights string    // a row of len(Classes) signed bytes for every hash
	Bias    []float32 // one a class
	// Scale is what a weight of one is worth in each family.
	Scale [Families]float32
}

// MaxClasses bounds the classes of a model.
const MaxClasses = 32

// Row returns the row of a feature's hash among 1<<bits.
func Row(hash uint32, bits uint) int { return int(spread(hash) >> (32 - bits)) }

// Sum adds a message's evidence up: for each class of m its score before any
// normalising, in scores. It returns the number of features looked up, which bounds
// the work. signs are features besides those of the text.
func (m *Model) Sum(folded string, scores *[MaxClasses]float32, signs ...Feature) int {
	var sums [Families][MaxClasses]int32
	var counts [Families]int
	n := len(m.Classes)
	add := func(f Feature) {
		at := Row(f.Hash, m.Bits) * n
		row := m.Weights[at : at+n]
		sum := &sums[f.Family]
		for c := range len(row) {
			sum[c] += int32(int8(row[c]))
		}
		counts[f.Family]++
	}
	steps := Take(folded, add)
	for _, f := range signs {
		add(f)
	}
	for c := range n {
		scores[c] = m.Bias[c]
	}
	for f := range Families {
		if counts[f] == 0 {
			continue
		}
		unit := m.Scale[f] / float32(math.Sqrt(float64(counts[f])))
		for c := range n {
			scores[c] += float32(unit * float32(sums[f][c]))
		}
	}
	return steps + len(signs)
}

// Because calls each with every feature of the message and how much it speaks for
// class c rather than class against.
func (m *Model) Because(folded string, c, against int, each func(from, to int, share float32)) {
	n := len(m.Classes)
	Take(folded, func(f Feature) {
		at := Row(f.Hash, m.Bits) * n
		w := float32(int8(m.Weights[at+c])) - float32(int8(m.Weights[at+against]))
		if w != 0 && f.To > f.From {
			each(f.From, f.To, m.Scale[f.Family]*w)
		}
	})
}
