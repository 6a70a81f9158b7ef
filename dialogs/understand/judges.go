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
	Bias:    []float32{-0.79012, -0.50819, -0.52019, -0.18182, -0.3219, -0.75618, -0.59307, -0.064231, -1.4275, -0.42801, -0.36242, -0.3865, -1.209, -0.67052, -1.3392, 0.050559, -0.054031, -0.46999},
	Scale:   [linear.Families]float32{linear.Words: 0.0307312, linear.Pairs: 0.0219509, linear.Letters: 0.0175607, linear.Signs: 0.0307312},
}
