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
	Scale:   [linear.Families]float32{linear.Words: 0.0295042, linear.Pairs: 0.0210744, linear.Letters: 0.0168596, linear.Signs: 0.0295042},
}

//go:embed signal.weights
var signalWeights string

// signalModel tells a danger to life, the wish to die, a minor.
var signalModel = linear.Model{
	Classes: []string{"danger", "distress", "minor"},
	Bits:    15,
	Weights: signalWeights,
	Bias:    []float32{0.30551, -0.037844, -0.3051},
	Scale:   [linear.Families]float32{linear.Words: 0.0457462, linear.Pairs: 0.0326759, linear.Letters: 0.0261407, linear.Signs: 0.0457462},
}

//go:embed aside.weights
var asideWeights string

// asideModel tells what answers any question without answering it, and what is no answer at all.
var asideModel = linear.Model{
	Classes: []string{"back", "cannot", "did_opposite", "done", "help", "human", "in_progress", "no", "not_done", "other", "partial", "question", "repeat", "restart", "skip", "stop", "unclear", "unsure", "wait", "yes"},
	Bits:    15,
	Weights: asideWeights,
	Bias:    []float32{-1.4337, -0.59273, -0.66777, -0.29236, -0.95086, -1.5164, -0.48002, -0.015801, -0.65802, -0.16649, -0.66828, -0.73985, -0.84326, -2.4396, -1.3218, -2.9954, -0.73468, -0.097369, -0.77038, 0.35904},
	Scale:   [linear.Families]float32{linear.Words: 0.0317803, linear.Pairs: 0.0227002, linear.Letters: 0.0181602, linear.Signs: 0.0317803},
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
