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
	Bias:    []float32{-0.77199, -1.3692, -0.47127, -0.58294, -1.2571, -0.71462, -0.853, -0.70906, -0.78102, -0.92225, -0.7486, -0.41034, -0.52196, 1.4111, -0.86868, -1.1101, -0.82997, -0.7506, -1.1398, -0.91962, -1.2363, 1.0898},
	Scale:   [...]float32{linear.Words: 0.0288836, linear.Pairs: 0.0206311, linear.Letters: 0.0165049},
}

//go:embed signal.weights
var signalWeights string

// signalModel tells a danger to life, the wish to die, a minor.
var signalModel = linear.Model{
	Classes: []string{"danger", "distress", "minor"},
	Bits:    15,
	Weights: signalWeights,
	Bias:    []float32{0.23672, 0.0043577, -0.37367},
	Scale:   [...]float32{linear.Words: 0.0359016, linear.Pairs: 0.025644, linear.Letters: 0.0205152},
}

//go:embed answer.weights
var answerWeights string

// answerModel tells what an answer means that no phrase was found in.
var answerModel = linear.Model{
	Classes: []string{"back", "cannot", "did_opposite", "done", "help", "human", "in_progress", "no", "not_done", "other", "partial", "question", "repeat", "restart", "skip", "unclear", "unsure", "wait", "yes"},
	Bits:    14,
	Weights: answerWeights,
	Bias:    []float32{-1.3794, -0.64065, -0.71684, -0.7935, -0.92004, -1.2317, -0.69275, -0.54924, -1.2871, -0.035989, -0.60433, -1.7187, -0.93306, -2.2599, -1.2134, -1.6306, -0.20364, -0.76818, -0.04761},
	Scale:   [...]float32{linear.Words: 0.029285, linear.Pairs: 0.0209179, linear.Letters: 0.0167343},
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
