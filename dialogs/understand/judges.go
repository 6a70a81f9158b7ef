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
	Bias:    []float32{-0.76132, -0.65081, -0.67735, -0.49165, -0.80192, -0.12477, -1.6906, -0.3174, -0.45155, -1.2313, -0.60423, -1.4827, -0.17199, -0.15173, -0.28102, -0.11331},
	Scale:   [linear.Families]float32{linear.Words: 0.0310217, linear.Pairs: 0.0221583, linear.Letters: 0.0177267, linear.Signs: 0.0310217},
}

//go:embed act.weights
var actWeights string

// actModel tells what an answer to an act that was asked for means.
var actModel = linear.Model{
	Classes: []string{"back", "cannot", "did_opposite", "done", "help", "human", "in_progress", "not_done", "other", "partial", "question", "repeat", "restart", "skip", "stop", "unclear", "unsure", "wait"},
	Bits:    15,
	Weights: actWeights,
	Bias:    []float32{-0.7574, -0.50558, -0.48066, -0.1673, -0.33635, -0.74907, -0.57679, -0.082949, -1.4232, -0.41121, -0.36561, -0.36459, -1.1911, -0.6976, -1.3606, 0.016792, -0.084136, -0.50229},
	Scale:   [linear.Families]float32{linear.Words: 0.0311126, linear.Pairs: 0.0222233, linear.Letters: 0.0177786, linear.Signs: 0.0311126},
}
