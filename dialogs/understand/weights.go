// Code generated from lines by go generate; DO NOT EDIT.

package understand

import (
	_ "embed"

	"relais/dialogs/understand/linear"
)

//go:embed incident.weights
var incidentWeights string

// incidentModel tells the kind of incident.
var incidentModel = linear.Model{
	Classes: []string{"account_compromise", "bank_adviser_scam", "card_fraud", "data_breach", "data_extortion", "ddos", "defacement", "device_loss", "extortion", "impersonation", "insider", "intrusion", "malware", "not_incident", "phishing", "provider_compromise", "ransomware", "smishing", "tech_support_scam", "telephony_fraud", "transfer_fraud", "unknown"},
	Bits:    17,
	Weights: incidentWeights,
	Bias:    []float32{-0.74545, -1.3935, -0.59627, -0.59941, -1.4117, -0.73226, -0.82189, -0.63091, -0.85714, -0.85626, -0.85837, -0.41203, -0.46304, 1.5095, -0.79206, -1.0267, -0.70289, -0.6824, -1.0915, -0.82984, -1.2399, 0.98507},
	Scale:   [...]float32{linear.Words: 0.0325895, linear.Pairs: 0.0232782, linear.Letters: 0.0186226},
}

//go:embed signal.weights
var signalWeights string

// signalModel tells a danger to life, the wish to die, a minor.
var signalModel = linear.Model{
	Classes: []string{"danger", "distress", "minor"},
	Bits:    15,
	Weights: signalWeights,
	Bias:    []float32{0.27486, -0.0041129, -0.25385},
	Scale:   [...]float32{linear.Words: 0.0362187, linear.Pairs: 0.0258705, linear.Letters: 0.0206964},
}

//go:embed state.weights
var stateWeights string

// stateModel tells what an answer to a question of yes or no means.
var stateModel = linear.Model{
	Classes: []string{"back", "help", "human", "no", "other", "question", "repeat", "restart", "skip", "stop", "unclear", "unsure", "wait", "yes"},
	Bits:    15,
	Weights: stateWeights,
	Bias:    []float32{-0.91484, -0.58037, -1.0136, 0.20892, -1.6573, -0.66666, -0.57778, -1.4134, -0.89813, -2.8126, -0.34363, 0.061302, -0.016404, 0.54267},
	Scale:   [...]float32{linear.Words: 0.0295988, linear.Pairs: 0.021142, linear.Letters: 0.0169136},
}

//go:embed act.weights
var actWeights string

// actModel tells what an answer to an act that was asked for means.
var actModel = linear.Model{
	Classes: []string{"back", "cannot", "did_opposite", "done", "help", "human", "in_progress", "not_done", "other", "partial", "question", "repeat", "restart", "skip", "stop", "unclear", "unsure", "wait"},
	Bits:    15,
	Weights: actWeights,
	Bias:    []float32{-0.94791, -0.46832, -0.59917, 0.34379, -0.69532, -1.0989, -0.39402, -0.12807, -1.9004, -0.44602, -0.66369, -0.47735, -1.6101, -0.83335, -4.6419, -0.29525, -0.089075, -0.45552},
	Scale:   [...]float32{linear.Words: 0.0306319, linear.Pairs: 0.0218799, linear.Letters: 0.0175039},
}

//go:embed aside.weights
var asideWeights string

// asideModel tells what answers any question without answering it, and what is no answer at all.
var asideModel = linear.Model{
	Classes: []string{"back", "cannot", "did_opposite", "done", "help", "human", "in_progress", "no", "not_done", "other", "partial", "question", "repeat", "restart", "skip", "stop", "unclear", "unsure", "wait", "yes"},
	Bits:    15,
	Weights: asideWeights,
	Bias:    []float32{-1.4726, -0.60204, -0.72418, -0.31837, -0.89644, -1.4764, -0.63448, -0.14532, -0.88362, -0.29379, -0.67709, -0.79186, -1.0203, -2.4094, -1.3281, -4.6696, -1.1744, -0.090311, -0.86928, 0.24732},
	Scale:   [...]float32{linear.Words: 0.0293197, linear.Pairs: 0.0209427, linear.Letters: 0.0167541},
}

//go:embed tongue.weights
var tongueWeights string

// tongueModel tells the language.
var tongueModel = linear.Model{
	Classes: []string{"de", "en", "es", "fr", "it", "nl", "pl", "pt", "ro", "tr"},
	Bits:    13,
	Weights: tongueWeights,
	Bias:    []float32{-0.52085, -0.19243, -0.55359, 0.026793, -0.41899, -0.6999, -0.66779, -0.38687, -0.68102, -0.69875},
	Scale:   [...]float32{linear.Words: 0.0154629, linear.Pairs: 0.0110449, linear.Letters: 0.00883595},
}
