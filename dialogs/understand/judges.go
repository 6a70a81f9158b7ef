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
	Bias:    []float32{-0.89284, -0.59514, -0.70998, -0.66026, -0.95328, -0.14018, -1.6087, -0.4146, -0.63513, -1.3562, -0.69678, -1.5017, 0.1121, -0.1804, -0.3708, -0.19543},
	Scale:   [linear.Families]float32{linear.Words: 0.030232, linear.Pairs: 0.0215943, linear.Letters: 0.0172754, linear.Signs: 0.030232},
}

//go:embed act.weights
var actWeights string

// actModel tells what an answer to an act that was asked for means.
var actModel = linear.Model{
	Classes: []string{"back", "cannot", "did_opposite", "done", "help", "human", "in_progress", "not_done", "other", "partial", "question", "repeat", "restart", "skip", "stop", "unclear", "unsure", "wait"},
	Bits:    15,
	Weights: actWeights,
	Bias:    []float32{-0.84826, -0.58247, -0.6774, -0.28165, -0.59719, -1.0238, -0.52628, -0.26626, -1.9442, -0.64377, -0.44163, -0.50376, -1.5086, -0.87639, -1.5499, -0.0059279, -0.401, -0.55702},
	Scale:   [linear.Families]float32{linear.Words: 0.029767, linear.Pairs: 0.0212622, linear.Letters: 0.0170097, linear.Signs: 0.029767},
}
