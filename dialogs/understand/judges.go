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
	Bias:    []float32{-0.71432, -0.64084, -0.63923, -0.48972, -0.76331, -0.11837, -1.6807, -0.33889, -0.47716, -1.2727, -0.69371, -1.4804, -0.19327, -0.099015, -0.30112, -0.14576},
	Scale:   [linear.Families]float32{linear.Words: 0.0313954, linear.Pairs: 0.0224253, linear.Letters: 0.0179402, linear.Signs: 0.0313954},
}

//go:embed act.weights
var actWeights string

// actModel tells what an answer to an act that was asked for means.
var actModel = linear.Model{
	Classes: []string{"back", "cannot", "did_opposite", "done", "help", "human", "in_progress", "not_done", "other", "partial", "question", "repeat", "restart", "skip", "stop", "unclear", "unsure", "wait"},
	Bits:    15,
	Weights: actWeights,
	Bias:    []float32{-0.79071, -0.49994, -0.47338, -0.1663, -0.3026, -0.76068, -0.60904, -0.082114, -1.4513, -0.42876, -0.33945, -0.39815, -1.1758, -0.69297, -1.3505, 0.028604, -0.073504, -0.47596},
	Scale:   [linear.Families]float32{linear.Words: 0.0309788, linear.Pairs: 0.0221277, linear.Letters: 0.0177022, linear.Signs: 0.0309788},
}
