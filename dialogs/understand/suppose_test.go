package understand

import (
	"testing"

	"relais/dialogs/engine"
)

// What the model may say against the phrases of a message, and what it may not.
func TestJudge(t *testing.T) {
	tests := []struct{ name, kind, text, want string }{
		{"done, of another act than a question of a state is about, is no yes", "yes_no", "c'est fait, ils ont bloqué", "done"},
		{"done alone", "yes_no", "c'est fait", "done"},
		{"a plain yes stands", "yes_no", "oui j'ai vérifié", "yes"},
		{"a plain no stands", "yes_no", "non j'ai vérifié", "no"},
		{"an answer, then a person", "yes_no", "non. passez-moi un technicien", "no&human"},
		{"an act, then a question", "done_or_not", "c'est débranché. et le téléphone ?", "done&question"},
		{"told in a picture", "done_or_not", "le fil pend dans le vide", "done"},
		{"not done, with a word of done in it", "done_or_not", "je l'ai point fait", "not_done"},
		{"what comes later does not weaken a yes", "yes_no", "oui jirai demain", "yes"},
		{"somebody does it now", "done_or_not", "mon fils le fait", "in_progress"},
		{"a time answers another question", "yes_no", "ce matin 10h", "unclear"},
		{"a time tells of no act", "done_or_not", "ce matin", "unclear"},
		{"a cry is no answer", "done_or_not", "stop ca continue", "unclear"},
		{"a place answers no question of yes or no", "yes_no", "Montauban", "unclear"},
		{"a name neither", "done_or_not", "Jean Dupont", "unclear"},
		{"leave given in one word", "consent", "accordé !", "yes"},
	}
	r := New()
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := r.Labels(tt.text, tt.kind, question(t, tt.kind), "fr"); got != tt.want {
				t.Errorf("%s %q = %s, want %s", tt.kind, tt.text, got, tt.want)
			}
		})
	}
}

// What the model takes for a call of a person is one to the dialog as well.
func TestJudgedCommand(t *testing.T) {
	got := New().Read("c'est trop technique pour moi, je veux avoir quelqu'un de vrai", question(t, "done_or_not"), "fr")
	if got.Command != "human" {
		t.Errorf("Command = %q, want human; answer %+v", got.Command, got.Answer)
	}
}

// What is no answer in its language is none because another language does not know its words.
func TestTimeIsNoAct(t *testing.T) {
	if got := New().Read("ce matin", question(t, "done_or_not"), "fr").Answer; got.Meaning == engine.Value {
		t.Errorf("Read(ce matin).Answer = %+v, want no choice", got)
	}
}

// "C'est fait" to a question of a state is asked again, never a yes.
func TestDoneIsNoState(t *testing.T) {
	for _, text := range []string{"c'est fait", "c'est fait, ils ont bloqué"} {
		if got := New().Read(text, question(t, "yes_no"), "fr").Answer; got.Meaning == engine.Value {
			t.Errorf("Read(%q).Answer = %+v, want no choice", text, got)
		}
	}
}
