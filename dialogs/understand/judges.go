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
	Bias:    []float32{-0.69646, -0.63102, -0.62502, -0.49443, -0.77655, -0.12268, -1.6801, -0.33072, -0.50857, -1.2884, -0.69172, -1.464, -0.16574, -0.12532, -0.30777, -0.12728},
	Scale:   [linear.Families]float32{linear.Words: 0.0308201, linear.Pairs: 0.0220144, linear.Letters: 0.0176115, linear.Signs: 0.0308201},
}

//go:embed act.weights
var actWeights string

// actModel tells what an answer to an act that was asked for means.
var actModel = linear.Model{
	Classes: []string{"back", "cannot", "did_opposite", "done", "help", "human", "in_progress", "not_done", "other", "partial", "question", "repeat", "restart", "skip", "stop", "unclear", "unsure", "wait"},
	Bits:    15,
	Weights: actWeights,
	Bias:    []float32{-0.8106, -0.49426, -0.50836, -0.16911, -0.3376, -0.78629, -0.58128, -0.063008, -1.4113, -0.42389, -0.34822, -0.37588, -1.2104, -0.70693, -1.3952, 0.061286, -0.073159, -0.46843},
	Scale:   [linear.Families]float32{linear.Words: 0.0315658, linear.Pairs: 0.022547, linear.Letters: 0.0180376, linear.Signs: 0.0315658},
}
