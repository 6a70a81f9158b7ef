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
	Bias:    []float32{-0.78577, -0.49516, -0.73126, -0.60646, -0.86595, -0.095655, -1.46, -0.4646, -0.46568, -1.2854, -0.94203, -1.3451, 0.078197, -0.12082, -0.39415, -0.19112},
	Scale:   [linear.Families]float32{linear.Words: 0.0285776, linear.Pairs: 0.0204126, linear.Letters: 0.0163301, linear.Signs: 0.0285776},
}

//go:embed act.weights
var actWeights string

// actModel tells what an answer to an act that was asked for means.
var actModel = linear.Model{
	Classes: []string{"back", "cannot", "did_opposite", "done", "help", "human", "in_progress", "not_done", "other", "partial", "question", "repeat", "restart", "skip", "stop", "unclear", "unsure", "wait"},
	Bits:    15,
	Weights: actWeights,
	Bias:    []float32{-0.96486, -0.59728, -0.6232, -0.27007, -0.4818, -0.83535, -0.5448, -0.20881, -1.5869, -0.5383, -0.27776, -0.40104, -1.3105, -0.84053, -1.383, 0.073288, -0.17359, -0.41626},
	Scale:   [linear.Families]float32{linear.Words: 0.0305637, linear.Pairs: 0.0218312, linear.Letters: 0.017465, linear.Signs: 0.0305637},
}
