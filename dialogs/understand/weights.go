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
	Bias:    []float32{-0.71349, -1.5772, -0.55621, -0.52568, -1.3555, -0.81268, -0.82398, -0.59204, -0.83974, -0.91249, -0.86588, -0.40845, -0.52156, 1.6181, -0.88684, -1.1811, -0.67871, -0.73885, -1.1191, -0.90369, -1.3043, 1.0695},
	Scale:   [linear.Families]float32{linear.Words: 0.0303982, linear.Pairs: 0.021713, linear.Letters: 0.0173704, linear.Signs: 0.0303982},
}

//go:embed signal.weights
var signalWeights string

// signalModel tells a danger to life, the wish to die, a minor.
var signalModel = linear.Model{
	Classes: []string{"danger", "distress", "minor"},
	Bits:    15,
	Weights: signalWeights,
	Bias:    []float32{0.38416, 0.17243, -0.21388},
	Scale:   [linear.Families]float32{linear.Words: 0.0453618, linear.Pairs: 0.0324013, linear.Letters: 0.025921, linear.Signs: 0.0453618},
}

//go:embed aside.weights
var asideWeights string

// asideModel tells what answers any question without answering it, and what is no answer at all.
var asideModel = linear.Model{
	Classes: []string{"back", "cannot", "did_opposite", "done", "help", "human", "in_progress", "no", "not_done", "other", "partial", "question", "repeat", "restart", "skip", "stop", "unclear", "unsure", "wait", "yes"},
	Bits:    15,
	Weights: asideWeights,
	Bias:    []float32{-1.5644, -0.5445, -0.56707, -0.20188, -0.85078, -1.4812, -0.44127, -0.019784, -0.57256, -0.15026, -0.59273, -0.68898, -0.87726, -2.3617, -1.2935, -3.0131, -0.7561, -0.047058, -0.79679, 0.37356},
	Scale:   [linear.Families]float32{linear.Words: 0.0322519, linear.Pairs: 0.0230371, linear.Letters: 0.0184297, linear.Signs: 0.0322519},
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
