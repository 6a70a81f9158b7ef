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

//go:embed state.weights
var stateWeights string

// stateModel tells what an answer to a question of yes or no means.
var stateModel = linear.Model{
	Classes: []string{"back", "help", "human", "no", "other", "question", "repeat", "restart", "skip", "stop", "unclear", "unsure", "wait", "yes"},
	Bits:    15,
	Weights: stateWeights,
	Bias:    []float32{-0.90429, -0.56725, -1.0163, 0.00042769, -1.6982, -0.71741, -0.54784, -1.4429, -0.86438, -2.8848, -0.55319, 0.084952, -0.10644, 0.42931},
	Scale:   [...]float32{linear.Words: 0.0296995, linear.Pairs: 0.0212139, linear.Letters: 0.0169711},
}

//go:embed act.weights
var actWeights string

// actModel tells what an answer to an act that was asked for means.
var actModel = linear.Model{
	Classes: []string{"back", "cannot", "did_opposite", "done", "help", "human", "in_progress", "not_done", "other", "partial", "question", "repeat", "restart", "skip", "stop", "unclear", "unsure", "wait"},
	Bits:    15,
	Weights: actWeights,
	Bias:    []float32{-0.76607, -0.548, -0.63973, 0.42391, -0.70421, -0.9, -0.38119, -0.10226, -1.9137, -0.35157, -0.75264, -0.45646, -1.4893, -0.86609, -4.3241, -0.34809, -0.068593, -0.3569},
	Scale:   [...]float32{linear.Words: 0.0299533, linear.Pairs: 0.0213952, linear.Letters: 0.0171162},
}

//go:embed aside.weights
var asideWeights string

// asideModel tells what answers any question without answering it, and what is no answer at all.
var asideModel = linear.Model{
	Classes: []string{"back", "cannot", "did_opposite", "done", "help", "human", "in_progress", "no", "not_done", "other", "partial", "question", "repeat", "restart", "skip", "stop", "unclear", "unsure", "wait", "yes"},
	Bits:    15,
	Weights: asideWeights,
	Bias:    []float32{-1.3058, -0.74273, -0.82063, -0.38572, -0.95441, -1.339, -0.65818, -0.18429, -0.92502, -0.091887, -0.58465, -1.0302, -0.86861, -2.3636, -1.2042, -4.2189, -1.1353, -0.096548, -0.85713, 0.2591},
	Scale:   [...]float32{linear.Words: 0.0298651, linear.Pairs: 0.0213322, linear.Letters: 0.0170658},
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
