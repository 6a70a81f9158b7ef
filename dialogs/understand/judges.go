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
	Bias:    []float32{-0.74217, -0.67565, -0.72541, -0.55454, -0.90908, -0.14268, -1.8346, -0.39536, -0.50208, -1.2755, -0.83227, -1.5741, -0.023987, -0.15762, -0.26235, -0.16939},
	Scale:   [linear.Families]float32{linear.Words: 0.0278686, linear.Pairs: 0.0199062, linear.Letters: 0.0159249, linear.Signs: 0.0278686},
}

//go:embed act.weights
var actWeights string

// actModel tells what an answer to an act that was asked for means.
var actModel = linear.Model{
	Classes: []string{"back", "cannot", "did_opposite", "done", "help", "human", "in_progress", "not_done", "other", "partial", "question", "repeat", "restart", "skip", "stop", "unclear", "unsure", "wait"},
	Bits:    15,
	Weights: actWeights,
	Bias:    []float32{-0.79715, -0.50879, -0.6154, -0.19956, -0.39523, -0.872, -0.51482, -0.25727, -1.7243, -0.4869, -0.42836, -0.38996, -1.1936, -0.66037, -1.4486, -0.13474, -0.12885, -0.51124},
	Scale:   [linear.Families]float32{linear.Words: 0.0307566, linear.Pairs: 0.021969, linear.Letters: 0.0175752, linear.Signs: 0.0307566},
}
