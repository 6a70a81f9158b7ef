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
	Bias:    []float32{0.15484, 0.045648, -0.3632},
	Scale:   [linear.Families]float32{linear.Words: 0.035018, linear.Pairs: 0.0250129, linear.Letters: 0.0200103, linear.Signs: 0.035018},
}

//go:embed aside.weights
var asideWeights string

// asideModel tells what answers any question without answering it, and what is no answer at all.
var asideModel = linear.Model{
	Classes: []string{"back", "cannot", "did_opposite", "done", "help", "human", "in_progress", "no", "not_done", "other", "partial", "question", "repeat", "restart", "skip", "stop", "unclear", "unsure", "wait", "yes"},
	Bits:    15,
	Weights: asideWeights,
	Bias:    []float32{-1.4346, -0.6048, -0.61856, -0.19678, -0.93959, -1.4593, -0.44831, -0.0251, -0.59836, -0.16706, -0.60672, -0.69203, -0.86676, -2.4271, -1.2762, -3.1631, -0.8188, -0.075986, -0.80523, 0.37254},
	Scale:   [linear.Families]float32{linear.Words: 0.0326697, linear.Pairs: 0.0233355, linear.Letters: 0.0186684, linear.Signs: 0.0326697},
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
