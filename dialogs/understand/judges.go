// Code generated from lines by go generate; DO NOT EDIT.

package understand

import (
	_ "embed"

	"relais/dialogs/understand/linear"
)

//go:embed state.weights
var stateWeights string

// stateModel tells what an answer to a question of yes or no means.
var stateModel = linear.Model{
	Classes: []string{"back", "cannot", "did_opposite", "help", "human", "no", "other", "question", "repeat", "restart", "skip", "stop", "unclear", "unsure", "wait", "yes"},
	Bits:    15,
	Weights: stateWeights,
	Bias:    []float32{-0.74289, -0.46073, -0.70341, -0.5981, -0.6948, -0.25661, -1.6395, -0.30128, -0.44263, -1.198, -0.77947, -1.5788, -0.088663, -0.12738, -0.26852, -0.11002},
	Scale:   [linear.Families]float32{linear.Words: 0.0277763, linear.Pairs: 0.0198402, linear.Letters: 0.0158722, linear.Signs: 0.0277763},
}

//go:embed act.weights
var actWeights string

// actModel tells what an answer to an act that was asked for means.
var actModel = linear.Model{
	Classes: []string{"back", "cannot", "did_opposite", "done", "help", "human", "in_progress", "not_done", "other", "partial", "question", "repeat", "restart", "skip", "stop", "unclear", "unsure", "wait"},
	Bits:    15,
	Weights: actWeights,
	Bias:    []float32{-0.83862, -0.5988, -0.58937, -0.28226, -0.55208, -0.89157, -0.53713, -0.28081, -2.0112, -0.50268, -0.38454, -0.4734, -1.326, -0.75462, -1.5332, -0.044719, -0.013218, -0.43742},
	Scale:   [linear.Families]float32{linear.Words: 0.0329399, linear.Pairs: 0.0235285, linear.Letters: 0.0188228, linear.Signs: 0.0329399},
}
