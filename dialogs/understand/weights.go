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
	Bias:    []float32{-0.85725, -0.63533, -0.93302, 0.13143, -1.5894, -0.71313, -0.54897, -1.3546, -0.77821, -2.7956, -0.54839, 0.11864, 0.013984, 0.5672},
	Scale:   [...]float32{linear.Words: 0.0288822, linear.Pairs: 0.0206301, linear.Letters: 0.0165041},
}

//go:embed act.weights
var actWeights string

// actModel tells what an answer to an act that was asked for means.
var actModel = linear.Model{
	Classes: []string{"back", "cannot", "did_opposite", "done", "help", "human", "in_progress", "not_done", "other", "partial", "question", "repeat", "restart", "skip", "stop", "unclear", "unsure", "wait"},
	Bits:    15,
	Weights: actWeights,
	Bias:    []float32{-0.81672, -0.53131, -0.63814, 0.4384, -0.58972, -0.97999, -0.35177, -0.17979, -1.9146, -0.45379, -0.73324, -0.39771, -1.4375, -0.78461, -4.2399, -0.31807, -0.080044, -0.47381},
	Scale:   [...]float32{linear.Words: 0.0304751, linear.Pairs: 0.0217679, linear.Letters: 0.0174143},
}

//go:embed aside.weights
var asideWeights string

// asideModel tells what answers any question without answering it, and what is no answer at all.
var asideModel = linear.Model{
	Classes: []string{"back", "cannot", "did_opposite", "done", "help", "human", "in_progress", "no", "not_done", "other", "partial", "question", "repeat", "restart", "skip", "stop", "unclear", "unsure", "wait", "yes"},
	Bits:    15,
	Weights: asideWeights,
	Bias:    []float32{-1.3795, -0.64923, -0.77613, -0.37033, -0.86879, -1.3283, -0.60242, -0.21485, -0.89351, -0.027929, -0.61073, -1.0028, -0.79606, -2.1973, -1.2608, -4.1864, -1.0035, -0.062954, -0.82261, 0.31441},
	Scale:   [...]float32{linear.Words: 0.0302316, linear.Pairs: 0.021594, linear.Letters: 0.0172752},
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
