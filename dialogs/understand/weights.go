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
	Bits:    16,
	Weights: incidentWeights,
	Bias:    []float32{-0.7877, -1.0607, -0.6346, -0.57136, -0.90265, -0.80565, -0.97761, -0.62863, -0.7302, -0.66538, -0.55647, -0.41865, -0.56824, 1.0778, -0.92806, -0.76298, -0.71862, -0.91207, -1.1788, -0.5392, -1.1341, 0.90118},
	Scale:   [...]float32{linear.Words: 0.0191826, linear.Pairs: 0.0137019, linear.Letters: 0.0109615},
}

//go:embed signal.weights
var signalWeights string

// signalModel tells a danger to life, the wish to die, a minor.
var signalModel = linear.Model{
	Classes: []string{"danger", "distress", "minor"},
	Bits:    15,
	Weights: signalWeights,
	Bias:    []float32{0.24068, -0.021862, -0.37103},
	Scale:   [...]float32{linear.Words: 0.0319159, linear.Pairs: 0.022797, linear.Letters: 0.0182376},
}

//go:embed tongue.weights
var tongueWeights string

// tongueModel tells the language.
var tongueModel = linear.Model{
	Classes: []string{"de", "en", "es", "fr", "it", "nl", "pl", "pt", "ro", "tr"},
	Bits:    13,
	Weights: tongueWeights,
	Bias:    []float32{-0.47387, -0.01872, -0.4157, 0.047709, -0.3234, -0.59746, -0.53974, -0.30826, -0.65168, -0.65569},
	Scale:   [...]float32{linear.Words: 0.0154893, linear.Pairs: 0.0110638, linear.Letters: 0.00885101},
}
