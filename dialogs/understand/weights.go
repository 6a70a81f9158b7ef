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
	Bias:    []float32{-0.94591, -1.3028, -0.64851, -0.72575, -1.3333, -0.62667, -0.89594, -0.57787, -0.86081, -0.92266, -0.91472, -0.52894, -0.5733, 1.2128, -0.91113, -1.1257, -0.82465, -0.75332, -1.1846, -0.82183, -1.3105, 0.82572},
	Scale:   [...]float32{linear.Words: 0.0318392, linear.Pairs: 0.0227423, linear.Letters: 0.0181938},
}

//go:embed signal.weights
var signalWeights string

// signalModel tells a danger to life, the wish to die, a minor.
var signalModel = linear.Model{
	Classes: []string{"danger", "distress", "minor"},
	Bits:    15,
	Weights: signalWeights,
	Bias:    []float32{0.21371, -0.080198, -0.39649},
	Scale:   [...]float32{linear.Words: 0.0342056, linear.Pairs: 0.0244326, linear.Letters: 0.019546},
}

//go:embed tongue.weights
var tongueWeights string

// tongueModel tells the language.
var tongueModel = linear.Model{
	Classes: []string{"de", "en", "es", "fr", "it", "nl", "pl", "pt", "ro", "tr"},
	Bits:    13,
	Weights: tongueWeights,
	Bias:    []float32{-0.47497, -0.0175, -0.41309, 0.046446, -0.32418, -0.59557, -0.53975, -0.31023, -0.65148, -0.65493},
	Scale:   [...]float32{linear.Words: 0.015441, linear.Pairs: 0.0110293, linear.Letters: 0.00882345},
}
