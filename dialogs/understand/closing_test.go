package understand

import (
	"testing"

	"relais/dialogs/engine"
)

// TestFarewell: a message of thanks, assent and good wishes closes a talk; one that holds anything
// else besides does not.
func TestFarewell(t *testing.T) {
	tests := []struct {
		text string
		want bool
	}{
		{"merci", true},
		{"Merci !", true},
		{"MERCI BEAUCOUP", true},
		{"merciii", true},
		{"ok", true},
		{"Ok.", true},
		{"okkk", true},
		{"d'accord", true},
		{"daccord", true},
		{"d’accord, merci", true},
		{"ok merci", true},
		{"oui merci", true},
		{"ah oui d'accord", true},
		{"c'est gentil", true},
		{"c'est très gentil, merci", true},
		{"bonne nuit", true},
		{"merci et bonne nuit", true},
		{"bonne journée à vous aussi", true},
		{"entendu", true},
		{"ça marche", true},
		{"ca marche merci", true},
		{"bien reçu, merci beaucoup", true},
		{"c'est noté", true},
		{"très bien, merci pour votre aide", true},
		{"je vous remercie beaucoup", true},
		{"merci madame", true},
		{"merci bonsoir", true},
		{"ok super", true},
		{"parfait !", true},
		{"👍", true},
		{"👍🏽", true},
		{"ok 👍 merci 🙏", true},
		{"merci d'avoir répondu", true},
		{"à demain", true},
		{"merci bcp", true},
		{"ok c bon merci", true},
		{"c noté merci", true},
		{"merci d'être là", true},
		{"ok cool", true},
		{"thank you", true},
		{"ok thanks a lot", true},
		{"great, thank you so much", true},
		{"good night", true},

		{"", false},
		{"oui", false},
		{"non", false},
		{"non merci", false},
		{"je ne sais pas", false},
		{"ok ?", false},
		{"d'accord ?", false},
		{"?", false},
		{"1", false},
		{"ok 2", false},
		{"bonjour", false},
		{"bonsoir", false},
		{"good evening", false},
		{"ok me revoilà", false},
		{"svp", false},
		{"s'il vous plaît", false},
		{"ok svp", false},
		{"votre aide svp", false},
		{"STOP", false},
		{"HUMAIN", false},
		{"humain merci", false},
		{"au revoir", false},
		{"merci au revoir", false},
		{"adieu", false},
		{"c'est fait", false},
		{"c'est fait merci", false},
		{"c'est coupé, merci", false},
		{"merci, mais il y a aussi un virement", false},
		{"ok mais ça recommence", false},
		{"merci, on a reçu un nouveau message de rançon", false},
		{"merci et le virement", false},
		{"merci et après", false},
		{"ok et maintenant", false},
		{"ok mais", false},
		{"pas ok", false},
		{"pas merci", false},
		{"ça marche pas", false},
		{"ça marche plus", false},
		{"d'accord mais non", false},
		{"pas compris", false},
		{"j'ai pas compris", false},
		{"merci pour rien", false},
		{"merci de me rappeler", false},
		{"merci de rappeler ce soir", false},
		{"merci de votre appel, on a payé", false},
		{"merci d'envoyer quelqu'un", false},
		{"ok j'ai payé", false},
		{"ok je paie", false},
		{"bonne nuit je vais mourir", false},
		{"merci pour tout je vais en finir", false},
		{"c'est bon il y en a un autre", false},
		{"ok merci. Le serveur aussi est bloqué", false},
		{"merci mon mari lit ça", false},
		{"dossier", false},
		{"ok dossier K7M-2QX", false},
		{"merci Paul", false},
		{"merci la banque a rappelé", false},
		{"ok bien sûr que non", false},
		{"bien", false},
		{"super ça recommence", false},
		{"top secret", false},
		{"ok la box", false},
		{"ok stop", false},
		{"merci stop", false},
		{"ok 06 39 98 00 01", false},
		{"ok mot de passe : soleil75", false},
		{"thanks but it is happening again", false},
		{"ok no", false},
		{"merci merci merci merci merci merci merci merci merci merci merci merci merci merci merci merci merci", false},
	}
	for _, lang := range []string{"fr", "en"} {
		for _, tt := range tests {
			if got := New().Read(tt.text, nil, lang).Farewell; got != tt.want {
				t.Errorf("Read(%q, in %s).Farewell = %t, want %t", tt.text, lang, got, tt.want)
			}
		}
	}
}

// Who asks whether somebody is there greets, and neither answers nor asks anything.
func TestCalls(t *testing.T) {
	r := New()
	for _, kind := range []string{"choice", "yes_no", "done_or_not"} {
		for _, text := range []string{"allo ?", "allo", "Allô ? Allô ?", "allo il y a quelqu'un ?", "bonjour ?"} {
			got := r.Read(text, question(t, kind), "fr")
			if got.Answer.Meaning != engine.Greeting || got.Asked != "" || got.Incident != "" || got.Danger {
				t.Errorf("%s: Read(%q) = %+v, asks %q, incident %q, danger %t, want a greeting", kind, text, got.Answer, got.Asked, got.Incident, got.Danger)
			}
		}
	}
}
