package understand

import (
	"testing"

	"relais/dialogs/engine"
)

// Who reads along is told of many people, in many words; nobody who writes reads along, nor is a
// mailbox this telephone.
func TestReadAlong(t *testing.T) {
	r := New()
	for _, text := range []string{
		"le pirate a accès à mon téléphone",
		"je pense que ce téléphone est piraté",
		"je crois que mon tel est hacké",
		"mon tel a ete pirater",
		"mon telephone a peut etre été piraté",
		"ce portable est surement piraté",
		"le pirate lit nos sms",
		"le pirate li nos sms",
		"les pirates lisent mes sms",
		"ils lisent nos sms",
		"ils peuvent lire nos textos",
		"on lit nos sms",
		"on lit mes messages",
		"on nous lit, quelqu'un lit nos sms",
		"quelqu'un peut lire mes sms",
		"il a acces a mes sms",
		"ils ont accès à tous nos messages",
		"mes sms sont surveillés",
		"mes messages sont lus par mon ex",
		"nos sms sont peut-être lus",
		"le pirate peut lire mes messages",
		"le pirate lit les sms",
		"j'ai peur que le pirate lise nos sms",
		"le hacker est en train de lire nos sms",
		"l'escroc voit mes messages",
		"mon mari peut voir ce téléphone",
		"mon mari lit ce que j'écris",
		"mon ex lit cette conversation",
		"mon patron surveille mon téléphone",
		"mon chef a acces a mon portable",
		"le pirate peut lire ça",
		"il voit ce que je vous écris",
		"le pirate a piraté mon téléphone",
		"on a piraté mon portable",
		"quelqu'un a pris le contrôle de mon téléphone",
		"le pirate a lu tous mes sms",
		"il lit tout",
		"mon mari lit tout",
		"elle lit tout ce que j'écris",
		"mon tel est traqué",
		"mon téléphone est peut-être traqué",
		"il regarde mon ecran",
		"mon conjoint regarde mon écran",
		"il a mon code de telephone",
		"mon ex a mon code de téléphone",
		"mon mari a accès à nos messages",
		"le pirate a accès à nos sms",
		"he reads everything",
		"my phone may be hacked",
		"my phone was hacked",
		"i think this phone is hacked",
		"the hacker can read this",
		"the hacker can read my texts",
		"they can see my messages",
		"someone is reading our conversation",
		"my boss monitors my phone",
		"my husband can see this phone",
		"the attacker has access to our texts",
		"my texts are being read",
	} {
		if got := factOf(r.Read(text, nil, ""), "phone_watched"); got != "yes" {
			t.Errorf("Read(%q) tells phone_watched %q, want yes", text, got)
		}
	}
	for _, text := range []string{
		"le pirate lit nos mails",
		"le pirate lit nos messages de la boite mail",
		"le pirate a accès à nos messages outlook",
		"le pirate a accès à nos messages",
		"l'escroc a accès à tous nos messages",
		"le pirate est dans la messagerie et lit tout",
		"il lit tout le disque",
		"l'antivirus lit tout",
		"le technicien a pris la main et regarde mon écran",
		"le faux technicien voit mon écran",
		"un faux technicien est connecté, il regarde mon écran d'ordinateur",
		"j'ai donné mon code de téléphone au technicien",
		"the attacker has access to our messages",
		"mon mari est à côté",
		"téléphone fixe coupé",
		"notre téléphone fixe est piraté",
		"j'ai reçu un sms du pirate",
		"j'ai reçu un message sur mon téléphone et le pirate m'appelle",
		"on lit un message de rançon",
		"on voit un message de rançon sur l'écran",
		"on voit nos messages mais pas les fichiers",
		"je lis mes sms",
		"on lit les messages d'erreur",
		"il voit les messages de la mairie",
		"nous pouvons lire nos messages",
		"on n'arrive plus à lire nos messages",
		"je n'ai plus accès à mes sms",
		"le pirate n'a pas accès à mon téléphone",
		"il n'a plus accès à mon téléphone",
		"il m'a demandé de lire mes sms",
		"il m'a dit de regarder mon téléphone",
		"il faut lire mes messages",
		"est-ce que le pirate lit nos sms ?",
		"mon téléphone n'est pas piraté",
		"le téléphone de ma fille est piraté",
		"la secrétaire a lu le message et a cliqué",
		"mon téléphone est tombé",
		"le pirate appelle sur mon téléphone",
		"le pirate a mon numéro de téléphone",
		"ils ont chiffré nos données et on lit une note",
		"the hacker reads our emails",
		"we can read our messages",
		"he read this email",
		"i got a text from the hacker",
		"my phone is not hacked",
		"our landline is down",
	} {
		if got := factOf(r.Read(text, nil, ""), "phone_watched"); got == "yes" {
			t.Errorf("Read(%q) tells phone_watched %q", text, got)
		}
	}
	// Said over a question it answers nothing of it; beside an answer it does not take that away.
	for text, want := range map[string]engine.Reply{
		"je pense que ce téléphone est piraté":         {Meaning: engine.Greeting},
		"je crois que le pirate lit nos sms":           {Meaning: engine.Greeting},
		"oui, et le pirate lit nos sms":                {Meaning: engine.Value, Value: "yes"},
		"non, attention mon ex lit cette conversation": {Meaning: engine.Value, Value: "no"},
	} {
		if a := r.Read(text, question(t, "yes_no"), "fr").Answer; a.Meaning != want.Meaning || a.Value != want.Value {
			t.Errorf("Read(%q) answers %+v, want %+v", text, a, want)
		}
	}
}
