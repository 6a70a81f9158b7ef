package main

import (
	"math"

	"relais/dialogs/understand/linear"
)

// options steer the learning.
type options struct {
	epochs int
	rate   float64 // of AdaGrad
	decay  float64 // L2
	// drop is the share of words left out of a line, others each time it is read, so
	// that no single word decides for a type.
	drop float64
	// present is what a label that is there counts against one that is not, where
	// labels are judged each for itself: missing a danger is worse than a false alarm.
	present float64
}

// worth is how much a family's evidence counts from the start.
var worth = [linear.Families]float64{linear.Words: 1.4, linear.Pairs: 1, linear.Letters: 0.8, linear.Signs: 1.4}

// model is a model while it is learnt.
type model struct {
	classes []string
	bits    uint
	weights []float64 // rows × classes
	bias    []float64
}

// learn fits a softmax over the classes (exclusive) or one logistic function a class,
// by AdaGrad over the lines in an order that is always the same. Every product that is
// added is rounded first, so that all processors give the same bits.
func learn(d *data, bits uint, exclusive bool, o options) *model {
	n := len(d.classes)
	m := &model{classes: d.classes, bits: bits, weights: make([]float64, n<<bits), bias: make([]float64, n)}
	squares := make([]float64, n<<bits)
	biasSquares := make([]float64, n)
	order := make([]int, len(d.lines))
	for i := range order {
		order[i] = i
	}
	p, g := make([]float64, n), make([]float64, n)
	random := uint64(88172645463325252)
	next := func() uint64 {
		random ^= random << 13
		random ^= random >> 7
		random ^= random << 17
		return random
	}
	var kept [][]uint32 // of the line that is read
	for range linear.Families {
		kept = append(kept, nil)
	}
	var gone []bool // by word
	for range o.epochs {
		for i := len(order) - 1; i > 0; i-- {
			k := int(next() % uint64(i+1))
			order[i], order[k] = order[k], order[i]
		}
		for _, at := range order {
			l := &d.lines[at]
			gone = append(gone[:0], false) // words are counted from 1
			for range l.words {
				gone = append(gone, float64(next()%1024) < 1024*o.drop)
			}
			for f, list := range l.rows {
				kept[f] = kept[f][:0]
				for _, x := range list {
					out := false
					if x.from == noWord {
						out = float64(next()%1024) < 1024*o.drop
					} else {
						out = gone[x.from] || gone[x.to]
					}
					if !out {
						kept[f] = append(kept[f], uint32(linear.Row(x.hash, bits)))
					}
				}
			}
			m.scores(kept, p)
			if exclusive {
				softmax(p)
			} else {
				for c := range p {
					p[c] = 1 / (1 + exp(-p[c]))
				}
			}
			copy(g, p)
			for _, c := range l.labels {
				if exclusive {
					g[c] -= 1 / float64(len(l.labels)) // "oui, et après ?" is a yes and a question
				} else {
					g[c] = float64((g[c] - 1) * o.present)
				}
			}
			for c := range n {
				biasSquares[c] += float64(g[c] * g[c])
				m.bias[c] -= float64(0.1 * g[c] / math.Sqrt(1e-6+biasSquares[c]))
			}
			for f, list := range kept {
				if len(list) == 0 {
					continue
				}
				unit := worth[f] / math.Sqrt(float64(len(list)))
				for _, row := range list {
					base := int(row) * n
					for c := range n {
						d := float64(g[c]*unit) + float64(o.decay*m.weights[base+c])
						s := squares[base+c] + float64(d*d)
						squares[base+c] = s
						m.weights[base+c] -= float64(o.rate * d / math.Sqrt(1e-4+s) * 0.1)
					}
				}
			}
		}
	}
	return m
}

// scores sums the evidence of one line, as linear.Model.Sum does.
func (m *model) scores(rows [][]uint32, out []float64) {
	n := len(m.classes)
	copy(out, m.bias)
	for f, list := range rows {
		if len(list) == 0 {
			continue
		}
		unit := worth[f] / math.Sqrt(float64(len(list)))
		for _, row := range list {
			w := m.weights[int(row)*n : int(row)*n+n]
			for c := range w {
				out[c] += float64(unit * w[c])
			}
		}
	}
}

func softmax(p []float64) {
	top := p[0]
	for _, x := range p {
		top = max(top, x)
	}
	sum := 0.0
	for c := range p {
		p[c] = exp(p[c] - top)
		sum += p[c]
	}
	for c := range p {
		p[c] /= sum
	}
}

// exp is e to the power of x, the same on every processor: math.Exp is written in
// assembly on some.
func exp(x float64) float64 {
	if x < -60 {
		return 0
	}
	x = min(x, 60)
	k := math.Floor(float64(x*math.Log2E) + 0.5)
	r := x - float64(k*math.Ln2)
	sum, term := 1.0, 1.0
	for i := 1; i < 14; i++ {
		term = float64(term * r / float64(i))
		sum += term
	}
	return math.Ldexp(sum, int(k))
}
