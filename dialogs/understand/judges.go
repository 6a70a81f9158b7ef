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
	Bias:    []float32{-0.75243, -0.49551, -0.49375, -0.16274, -0.30089, -0.74467, -0.60301, -0.077113, -1.3704, -0.41288, -0.38107, -0.3871, -1.1837, -0.7236, -1.3587, 0.039845, -0.10445, -0.48805},
	Scale:   [linear.Families]float32{linear.Words: 0.0309125, linear.Pairs: 0.0220804, linear.Letters: 0.0176643, linear.Signs: 0.0309125},
}
