package understand

import (
	"testing"

	"relais/dialogs/engine"
)

// Asked whether the bank was called, only a yes or an act on the bank is a yes.
func TestOtherAct(t *testing.T) {
	open := &engine.Question{Dialog: "bank", Step: "called", Kind: engine.AskChoice, Act: true,
		Choices: []engine.Choice{{Key: 1, ID: "yes"}, {Key: 2, ID: "no"}, {Key: 3, ID: "unknown"}}}
	tests := map[string]map[string][]string{
		"fr": {
			"yes": {"oui", "1", "c'est fait", "c'est bon", "j'ai appelé", "j'ai appelé ce matin", "ils ont bloqué", "banque prévenue", "fait opposition",
				"rappel demandé", "le virement est annulé", "mon patron a appelé", "j'ai appelé la banque et mon assureur", "oui, et j'ai prévenu mon assureur",
				"j'ai appelé mon conseiller", "le comptable a appelé"},
			"": {"j'ai contacté mon assureur", "assureur prévenu", "j'ai porté plainte", "j'ai appelé la police", "j'ai prévenu mon patron", "patron prévenu",
				"en fait le pirate demande 12000 euros", "le pirate a appelé", "j'ai changé mon mot de passe", "j'ai débranché le pc", "j'ai fait des captures"},
			"no": {"non", "non c'est fermé", "non j'ai appelé mon assureur"},
		},
		"en": {
			"yes": {"yes", "done", "i called the bank", "i called my insurer and the bank"},
			"":    {"i contacted my insurer", "i called the police", "i warned my boss"},
		},
	}
	r := New("fr", "en")
	for lang, answers := range tests {
		for want, texts := range answers {
			for _, text := range texts {
				got := r.Read(text, open, lang).Answer
				value := got.Value
				if value == "" {
					value = engine.StandsFor(open.Choices, got.Meaning)
				}
				if value != want {
					t.Errorf("%q is answered %q (%s), want %q", text, value, got.Meaning, want)
				}
			}
		}
	}
	open.Step = "another"
	if got := r.Read("j'ai contacté mon assureur", open, "fr").Answer.Value; got != "yes" {
		t.Errorf("where another act was asked for, %q", got)
	}
}
