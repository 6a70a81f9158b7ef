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
	Scale:   [linear.Families]float32{linear.Words: 0.0325895, linear.Pairs: 0.0232782, linear.Letters: 0.0186226, linear.Signs: 0.0325895},
}

//go:embed signal.weights
var signalWeights string

// signalModel tells a danger to life, the wish to die, a minor.
var signalModel = linear.Model{
	Classes: []string{"danger", "distress", "minor"},
	Bits:    15,
	Weights: signalWeights,
	Bias:    []float32{0.27486, -0.0041129, -0.25385},
	Scale:   [linear.Families]float32{linear.Words: 0.0362187, linear.Pairs: 0.0258705, linear.Letters: 0.0206964, linear.Signs: 0.0362187},
}

//go:embed aside.weights
var asideWeights string

// asideModel tells what answers any question without answering it, and what is no answer at all.
var asideModel = linear.Model{
	Classes: []string{"back", "cannot", "did_opposite", "done", "help", "human", "in_progress", "no", "not_done", "other", "partial", "question", "repeat", "restart", "skip", "stop", "unclear", "unsure", "wait", "yes"},
	Bits:    15,
	Weights: asideWeights,
	Bias:    []float32{-1.5425, -0.57369, -0.64462, -0.25278, -0.87015, -1.3474, -0.50809, -0.022904, -0.67036, -0.16348, -0.69263, -0.75226, -0.84762, -2.3066, -1.3599, -2.9808, -0.86221, -0.064338, -0.78238, 0.35819},
	Scale:   [linear.Families]float32{linear.Words: 0.0313091, linear.Pairs: 0.0223637, linear.Letters: 0.0178909, linear.Signs: 0.0313091},
}

//go:embed tongue.weights
var tongueWeights string

// tongueModel tells the language.
var tongueModel = linear.Model{
	Classes: []string{"de", "en", "es", "fr", "it", "nl", "pl", "pt", "ro", "tr"},
	Bits:    13,
	Weights: tongueWeights,
	Bias:    []float32{-0.52085, -0.19243, -0.55359, 0.026793, -0.41899, -0.6999, -0.66779, -0.38687, -0.68102, -0.69875},
	Scale:   [linear.Families]float32{linear.Words: 0.0154629, linear.Pairs: 0.0110449, linear.Letters: 0.00883595, linear.Signs: 0.0154629},
}
