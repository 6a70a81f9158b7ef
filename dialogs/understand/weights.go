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
	Scale:   [...]float32{linear.Words: 0.0325895, linear.Pairs: 0.0232782, linear.Letters: 0.0186226},
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
	Bias:    []float32{-1.2144, -0.64103, -0.74146, -0.33647, -0.99016, -1.2453, -0.54091, -0.15523, -0.81305, -0.019122, -0.59246, -0.93421, -0.83659, -2.1756, -1.3023, -4.1873, -1.1617, -0.061247, -0.84758, 0.295},
	Scale:   [...]float32{linear.Words: 0.0306305, linear.Pairs: 0.0218789, linear.Letters: 0.0175031},
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
