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
	Bias:    []float32{-0.9187, -0.56549, -0.64088, -0.30456, -0.48545, -0.81044, -0.54945, -0.20329, -1.5745, -0.54745, -0.26663, -0.37098, -1.2895, -0.82971, -1.4156, 0.046618, -0.16124, -0.45936},
	Scale:   [linear.Families]float32{linear.Words: 0.0311801, linear.Pairs: 0.0222715, linear.Letters: 0.0178172, linear.Signs: 0.0311801},
}
