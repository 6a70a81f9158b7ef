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
	Bias:    []float32{-0.92116, -0.72894, -0.61215, -0.53688, -0.96367, -0.14075, -1.7565, -0.40469, -0.57948, -1.2813, -0.87381, -1.5346, 0.1122, -0.29508, -0.35415, -0.24341},
	Scale:   [linear.Families]float32{linear.Words: 0.028509, linear.Pairs: 0.0203636, linear.Letters: 0.0162909, linear.Signs: 0.028509},
}

//go:embed act.weights
var actWeights string

// actModel tells what an answer to an act that was asked for means.
var actModel = linear.Model{
	Classes: []string{"back", "cannot", "did_opposite", "done", "help", "human", "in_progress", "not_done", "other", "partial", "question", "repeat", "restart", "skip", "stop", "unclear", "unsure", "wait"},
	Bits:    15,
	Weights: actWeights,
	Bias:    []float32{-0.83232, -0.4979, -0.75887, -0.27927, -0.55497, -0.87203, -0.57059, -0.29834, -1.9382, -0.52066, -0.50376, -0.41642, -1.247, -0.96858, -1.4646, -0.066537, -0.15479, -0.51293},
	Scale:   [linear.Families]float32{linear.Words: 0.0310911, linear.Pairs: 0.0222079, linear.Letters: 0.0177663, linear.Signs: 0.0310911},
}
