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
	Bias:    []float32{-0.71493, -0.64114, -0.65269, -0.52332, -0.7682, -0.12419, -1.7034, -0.34033, -0.47408, -1.2659, -0.6637, -1.5009, -0.18116, -0.1216, -0.2714, -0.11611},
	Scale:   [linear.Families]float32{linear.Words: 0.0308564, linear.Pairs: 0.0220403, linear.Letters: 0.0176323, linear.Signs: 0.0308564},
}

//go:embed act.weights
var actWeights string

// actModel tells what an answer to an act that was asked for means.
var actModel = linear.Model{
	Classes: []string{"back", "cannot", "did_opposite", "done", "help", "human", "in_progress", "not_done", "other", "partial", "question", "repeat", "restart", "skip", "stop", "unclear", "unsure", "wait"},
	Bits:    15,
	Weights: actWeights,
	Bias:    []float32{-0.80903, -0.48837, -0.50838, -0.16968, -0.30474, -0.76857, -0.59993, -0.061301, -1.4612, -0.41873, -0.35505, -0.38809, -1.1846, -0.70562, -1.368, 0.05972, -0.069742, -0.48408},
	Scale:   [linear.Families]float32{linear.Words: 0.0300127, linear.Pairs: 0.0214376, linear.Letters: 0.0171501, linear.Signs: 0.0300127},
}
