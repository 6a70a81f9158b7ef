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
	Bias:    []float32{-0.73071, -0.48815, -0.52726, -0.53276, -0.97921, -0.076472, -1.7827, -0.33993, -0.6261, -1.2824, -0.77936, -1.2976, 0.028328, -0.16443, -0.2854, -0.18047},
	Scale:   [linear.Families]float32{linear.Words: 0.0303495, linear.Pairs: 0.0216782, linear.Letters: 0.0173426, linear.Signs: 0.0303495},
}

//go:embed act.weights
var actWeights string

// actModel tells what an answer to an act that was asked for means.
var actModel = linear.Model{
	Classes: []string{"back", "cannot", "did_opposite", "done", "help", "human", "in_progress", "not_done", "other", "partial", "question", "repeat", "restart", "skip", "stop", "unclear", "unsure", "wait"},
	Bits:    15,
	Weights: actWeights,
	Bias:    []float32{-0.71933, -0.58471, -0.48649, -0.049624, -0.36039, -0.7472, -0.46973, -0.20591, -1.7909, -0.61961, -0.37507, -0.55334, -1.4387, -0.63548, -1.3024, 0.038534, -0.16836, -0.45157},
	Scale:   [linear.Families]float32{linear.Words: 0.0307511, linear.Pairs: 0.0219651, linear.Letters: 0.0175721, linear.Signs: 0.0307511},
}
