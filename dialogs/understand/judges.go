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
	Bias:    []float32{-0.69809, -0.65766, -0.6629, -0.50172, -0.76641, -0.11441, -1.6877, -0.33527, -0.47075, -1.294, -0.65675, -1.4507, -0.18053, -0.11424, -0.27655, -0.14452},
	Scale:   [linear.Families]float32{linear.Words: 0.0311657, linear.Pairs: 0.0222612, linear.Letters: 0.017809, linear.Signs: 0.0311657},
}

//go:embed act.weights
var actWeights string

// actModel tells what an answer to an act that was asked for means.
var actModel = linear.Model{
	Classes: []string{"back", "cannot", "did_opposite", "done", "help", "human", "in_progress", "not_done", "other", "partial", "question", "repeat", "restart", "skip", "stop", "unclear", "unsure", "wait"},
	Bits:    15,
	Weights: actWeights,
	Bias:    []float32{-0.78286, -0.49647, -0.46093, -0.17277, -0.31778, -0.76736, -0.60527, -0.073032, -1.4653, -0.4224, -0.36503, -0.38836, -1.2187, -0.70965, -1.3465, 0.034927, -0.056568, -0.46576},
	Scale:   [linear.Families]float32{linear.Words: 0.0314536, linear.Pairs: 0.0224668, linear.Letters: 0.0179735, linear.Signs: 0.0314536},
}
