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
	Bias:    []float32{-0.68775, -0.62783, -0.62614, -0.49607, -0.79494, -0.12199, -1.6799, -0.34248, -0.49586, -1.2602, -0.66173, -1.5111, -0.20469, -0.13194, -0.30064, -0.11596},
	Scale:   [linear.Families]float32{linear.Words: 0.0311944, linear.Pairs: 0.0222817, linear.Letters: 0.0178254, linear.Signs: 0.0311944},
}

//go:embed act.weights
var actWeights string

// actModel tells what an answer to an act that was asked for means.
var actModel = linear.Model{
	Classes: []string{"back", "cannot", "did_opposite", "done", "help", "human", "in_progress", "not_done", "other", "partial", "question", "repeat", "restart", "skip", "stop", "unclear", "unsure", "wait"},
	Bits:    15,
	Weights: actWeights,
	Bias:    []float32{-0.77906, -0.48171, -0.49012, -0.17842, -0.32428, -0.73939, -0.61147, -0.07135, -1.4391, -0.40685, -0.37331, -0.38081, -1.2247, -0.66976, -1.3934, 0.047304, -0.074661, -0.47793},
	Scale:   [linear.Families]float32{linear.Words: 0.0311249, linear.Pairs: 0.0222321, linear.Letters: 0.0177857, linear.Signs: 0.0311249},
}
