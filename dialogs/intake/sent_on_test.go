package intake_test

import (
	"strings"
	"testing"

	"relais/dialogs/intake"
)

// Who says that 17Cyber sent them on has a reason to write, and a word for a reference needs no name in
// mid-case; a file that is somebody else's is none.
func TestSentOn(t *testing.T) {
	first := "fichiers cryptés rançon mairie de Gaillac"
	for text, want := range map[string]string{
		"la ref c'est 445566": "445566", "réf : CYB 2026 0118": "CYB 2026 0118", "numéro de dossier 445566": "445566",
		"la ref de ma facture c'est 445566": "unset", "17cyber m'envoie vers vous": "unset", "dossier 2": "unset", "numéro 0612345678": "unset",
	} {
		c := converse(t)
		c.take(c.message(first))
		c.take(c.message("1"))
		reply := c.take(c.message(text))
		_, contents := c.turns(c.key(c.message("").From))
		if got := contents[len(contents)-1].State.Session.Facts.Get(intake.ReferenceFact); got != want {
			t.Errorf("%q: reference %s, want %s", text, got, want)
		}
		if missed := strings.Contains(reply.Text, "pas compris"); missed && (want != "unset" || strings.Contains(text, "17cyber")) {
			t.Errorf("%q is a miss: %s", text, reply.Text)
		}
	}
	for _, text := range []string{"17cyber m'envoie vers vous", "c'est le 17 cyber qui m'a dit de vous contacter", "17cyber nous a donné votre numéro"} {
		c := converse(t)
		if reply := c.take(c.message(text)); strings.Contains(reply.Text, "panne") {
			t.Errorf("%q: %s", text, reply.Text)
		}
	}
}
