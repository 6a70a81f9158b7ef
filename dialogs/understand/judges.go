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
	Bias:    []float32{-0.69983, -0.63501, -0.62553, -0.51751, -0.78598, -0.1202, -1.7038, -0.35072, -0.4706, -1.2914, -0.66438, -1.4947, -0.16462, -0.1395, -0.28516, -0.11632},
	Scale:   [linear.Families]float32{linear.Words: 0.0307232, linear.Pairs: 0.0219451, linear.Letters: 0.0175561, linear.Signs: 0.0307232},
}

//go:embed act.weights
var actWeights string

// actModel tells what an answer to an act that was asked for means.
var actModel = linear.Model{
	Classes: []string{"back", "cannot", "did_opposite", "done", "help", "human", "in_progress", "not_done", "other", "partial", "question", "repeat", "restart", "skip", "stop", "unclear", "unsure", "wait"},
	Bits:    15,
	Weights: actWeights,
	Bias:    []float32{-0.78663, -0.50046, -0.50815, -0.15683, -0.30002, -0.76613, -0.60653, -0.057468, -1.4696, -0.42726, -0.36436, -0.37504, -1.193, -0.69613, -1.3626, 0.044718, -0.067668, -0.49054},
	Scale:   [linear.Families]float32{linear.Words: 0.0309564, linear.Pairs: 0.0221117, linear.Letters: 0.0176893, linear.Signs: 0.0309564},
}
