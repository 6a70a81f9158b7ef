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
	Bias:    []float32{-0.7775, -0.49546, -0.71006, -0.60388, -0.89755, -0.10055, -1.4504, -0.47995, -0.4673, -1.2826, -0.95253, -1.3228, 0.082898, -0.09587, -0.37818, -0.21677},
	Scale:   [linear.Families]float32{linear.Words: 0.0282979, linear.Pairs: 0.0202128, linear.Letters: 0.0161702, linear.Signs: 0.0282979},
}

//go:embed act.weights
var actWeights string

// actModel tells what an answer to an act that was asked for means.
var actModel = linear.Model{
	Classes: []string{"back", "cannot", "did_opposite", "done", "help", "human", "in_progress", "not_done", "other", "partial", "question", "repeat", "restart", "skip", "stop", "unclear", "unsure", "wait"},
	Bits:    15,
	Weights: actWeights,
	Bias:    []float32{-0.95569, -0.58176, -0.64375, -0.28125, -0.49123, -0.80464, -0.53499, -0.19935, -1.5885, -0.559, -0.26252, -0.36771, -1.331, -0.84145, -1.4127, 0.061113, -0.17446, -0.43161},
	Scale:   [linear.Families]float32{linear.Words: 0.030721, linear.Pairs: 0.0219435, linear.Letters: 0.0175548, linear.Signs: 0.030721},
}
