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
	Bias:    []float32{-0.77771, -1.5951, -0.6849, -0.62414, -1.4746, -0.83032, -0.83223, -0.65525, -0.95532, -0.93247, -0.91743, -0.41182, -0.51548, 1.518, -1.0118, -1.2185, -0.7324, -0.86879, -1.1963, -0.97533, -1.2763, 1.0301},
	Scale:   [...]float32{linear.Words: 0.0295042, linear.Pairs: 0.0210744, linear.Letters: 0.0168596},
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
	Bias:    []float32{-0.96505, -0.63197, -1.0561, 0.098185, -1.8107, -0.68492, -0.56717, -1.5255, -0.9494, -2.625, -0.38185, 0.025273, -0.096622, 0.50744},
	Scale:   [...]float32{linear.Words: 0.0291369, linear.Pairs: 0.0208121, linear.Letters: 0.0166497},
}

//go:embed act.weights
var actWeights string

// actModel tells what an answer to an act that was asked for means.
var actModel = linear.Model{
	Classes: []string{"back", "cannot", "did_opposite", "done", "help", "human", "in_progress", "not_done", "other", "partial", "question", "repeat", "restart", "skip", "stop", "unclear", "unsure", "wait"},
	Bits:    15,
	Weights: actWeights,
	Bias:    []float32{-0.86556, -0.45169, -0.40909, 0.42684, -0.57399, -0.9847, -0.30659, -0.085497, -2.0378, -0.40731, -0.58413, -0.45371, -1.4912, -0.77853, -4.0533, -0.25116, -0.0067318, -0.41596},
	Scale:   [...]float32{linear.Words: 0.0302881, linear.Pairs: 0.0216344, linear.Letters: 0.0173075},
}

//go:embed aside.weights
var asideWeights string

// asideModel tells what answers any question without answering it, and what is no answer at all.
var asideModel = linear.Model{
	Classes: []string{"back", "cannot", "did_opposite", "done", "help", "human", "in_progress", "no", "not_done", "other", "partial", "question", "repeat", "restart", "skip", "stop", "unclear", "unsure", "wait", "yes"},
	Bits:    15,
	Weights: asideWeights,
	Bias:    []float32{-1.5048, -0.58004, -0.76937, -0.26394, -0.91169, -1.3975, -0.56821, -0.097343, -0.82631, -0.22382, -0.54314, -0.76618, -0.86665, -2.4109, -1.3088, -4.1815, -1.0369, -0.1009, -0.85598, 0.33699},
	Scale:   [...]float32{linear.Words: 0.02964, linear.Pairs: 0.0211714, linear.Letters: 0.0169371},
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
