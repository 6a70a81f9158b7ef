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
	Bias:    []float32{-0.70083, -0.62034, -0.65625, -0.4984, -0.7818, -0.12696, -1.7039, -0.34007, -0.48594, -1.27, -0.68381, -1.4912, -0.1745, -0.12531, -0.26592, -0.13216},
	Scale:   [linear.Families]float32{linear.Words: 0.0304828, linear.Pairs: 0.0217734, linear.Letters: 0.0174187, linear.Signs: 0.0304828},
}

//go:embed act.weights
var actWeights string

// actModel tells what an answer to an act that was asked for means.
var actModel = linear.Model{
	Classes: []string{"back", "cannot", "did_opposite", "done", "help", "human", "in_progress", "not_done", "other", "partial", "question", "repeat", "restart", "skip", "stop", "unclear", "unsure", "wait"},
	Bits:    15,
	Weights: actWeights,
	Bias:    []float32{-0.79371, -0.50869, -0.49797, -0.18623, -0.33388, -0.7725, -0.59234, -0.052754, -1.4386, -0.40933, -0.33901, -0.37497, -1.2097, -0.68038, -1.4229, 0.084405, -0.085753, -0.47393},
	Scale:   [linear.Families]float32{linear.Words: 0.0308978, linear.Pairs: 0.0220698, linear.Letters: 0.0176559, linear.Signs: 0.0308978},
}
