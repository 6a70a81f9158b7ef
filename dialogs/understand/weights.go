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
	Bias:    []float32{-0.91639, -0.56114, -0.94578, 0.08737, -1.7263, -0.65685, -0.54208, -1.3958, -0.75063, -2.7831, -0.54481, 0.077221, -0.093716, 0.53479},
	Scale:   [...]float32{linear.Words: 0.0303256, linear.Pairs: 0.0216612, linear.Letters: 0.0173289},
}

//go:embed act.weights
var actWeights string

// actModel tells what an answer to an act that was asked for means.
var actModel = linear.Model{
	Classes: []string{"back", "cannot", "did_opposite", "done", "help", "human", "in_progress", "not_done", "other", "partial", "question", "repeat", "restart", "skip", "stop", "unclear", "unsure", "wait"},
	Bits:    15,
	Weights: actWeights,
	Bias:    []float32{-0.87419, -0.59473, -0.66816, 0.36758, -0.72499, -1.0615, -0.48354, -0.16993, -1.7827, -0.37853, -0.76776, -0.52542, -1.5058, -0.84993, -4.3341, -0.37259, -0.10047, -0.40408},
	Scale:   [...]float32{linear.Words: 0.0305727, linear.Pairs: 0.0218376, linear.Letters: 0.0174701},
}

//go:embed aside.weights
var asideWeights string

// asideModel tells what answers any question without answering it, and what is no answer at all.
var asideModel = linear.Model{
	Classes: []string{"back", "cannot", "did_opposite", "done", "help", "human", "in_progress", "no", "not_done", "other", "partial", "question", "repeat", "restart", "skip", "stop", "unclear", "unsure", "wait", "yes"},
	Bits:    15,
	Weights: asideWeights,
	Bias:    []float32{-1.3538, -0.69722, -0.75555, -0.34682, -0.96445, -1.293, -0.65541, -0.23365, -0.92206, -0.08957, -0.61268, -0.90658, -0.90598, -2.4226, -1.336, -4.307, -1.1702, -0.13294, -0.89111, 0.2569},
	Scale:   [...]float32{linear.Words: 0.0301416, linear.Pairs: 0.0215297, linear.Letters: 0.0172238},
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
