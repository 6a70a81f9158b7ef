package understand

import (
	"strings"
	"testing"

	"relais/dialogs/engine"
)

// factOf returns the value of a fact that a reading tells, "" for none.
func factOf(r engine.Reading, name string) string {
	for _, t := range r.Told {
		if t.Fact == name {
			return t.Value
		}
	}
	return ""
}

// Somebody near who reads along is told in many ways; a stranger, and a question, tell of none.
func TestWatched(t *testing.T) {
	r := New()
	tests := []struct{ text, want string }{
		{"mon conjoint a installé un logiciel espion", "yes"},
		{"mon ex lit tous mes messages", "yes"},
		{"il a mon tel souvent", "yes"},
		{"il a souvent mon téléphone", "yes"},
		{"je peux pas parler la", "yes"},
		{"il voit tout ce que je fais", "yes"},
		{"mon mari fouille dans mon tel", "yes"},
		{"mon copain me surveille avec une appli espion", "yes"},
		{"il est a coté de moi", "yes"},
		{"spy software by my husband", "yes"},
		{"my ex tracks me with an airtag", "yes"},
		{"he reads all my messages", "yes"},
		{"on a trouvé un logiciel espion sur le serveur", ""},
		{"l'antivirus parle d'un logiciel espion", ""},
		{"je lis mes messages sur mon téléphone", ""},
		{"est-ce qu'il lit mes messages ?", ""},
		{"on a volé mon téléphone", ""},
		{"le pirate a lu la boîte mail de la mairie", ""},
	}
	for _, tt := range tests {
		if got := factOf(r.Read(tt.text, nil, "fr"), "phone_watched"); got != tt.want {
			t.Errorf("Read(%q) tells phone_watched %q, want %q", tt.text, got, tt.want)
		}
	}
}

// A telephone is called by many names, and watched by many people; one that is broken, lent or
// left somewhere is not.
func TestWatchedPhone(t *testing.T) {
	r := New()
	for _, text := range []string{
		"mon portable est espionné",
		"mon portable est surveillé",
		"mon portable est peut-être espionné, ne m'écrivez pas",
		"j'ai un mouchard sur mon portable",
		"mon ex a accès à mon téléphone",
		"mon mari regarde mon téléphone",
		"mon ex voit tous mes SMS",
		"ce téléphone n'est pas sûr",
		"je pense que mon mobile est sur écoute",
		"on a mis un mouchard dans mon tel",
		"il y a une appli espion sur mon gsm",
		"mon conjoint fouille mon portable",
		"mon mari a le code de mon portable",
		"ma femme lit mes textos",
		"mon père a accès à mon portable",
		"elle regarde mon portable quand je dors",
		"quelqu'un lit mon téléphone",
		"mon compagnon voit mes messages",
		"mon ex m'espionne via mon portable",
		"mon tel est surveillé par mon ex",
		"mon smartphone n'est plus sûr",
		"il a acces a mon portable",
		"mon copain consulte mes sms en cachette",
		"attention mon portable est surement surveillé",
		"on surveille mon portable",
		"mes parents lisent mes messages",
		"my phone is bugged",
		"my ex has access to my phone",
		"my husband goes through my messages",
		"this phone is not safe",
	} {
		if got := factOf(r.Read(text, nil, ""), "phone_watched"); got != "yes" {
			t.Errorf("Read(%q) tells phone_watched %q, want yes", text, got)
		}
	}
	for _, text := range []string{
		"mon portable est cassé",
		"mon mari m'a prêté son téléphone",
		"mon ex lit mes comptes",
		"mon portable n'est pas sur la table",
		"mon téléphone n'est pas sur moi",
		"mon portable est bloqué",
		"mon mari a perdu mon téléphone",
		"est-ce que mon portable est espionné ?",
		"mon portable n'est pas surveillé",
		"mon mari n'a pas accès à mon téléphone",
		"je regarde mon téléphone toute la journée",
		"mon ex m'a envoyé un sms",
		"mon père m'a donné son portable",
		"j'ai accès à mon téléphone",
		"le pirate a accès à la messagerie",
		"mon patron veut récupérer mon portable pro",
		"j'ai reçu un message sur mon portable",
		"mon portable est neuf",
		"la mairie surveille ses serveurs",
		"my phone is broken",
		"my husband lent me his phone",
	} {
		if got := factOf(r.Read(text, nil, ""), "phone_watched"); got != "" {
			t.Errorf("Read(%q) tells phone_watched %q, want nothing", text, got)
		}
	}
}

// Who does not phone says so of themselves; a deaf neighbour tells of nobody. Nor does what only begins so.
func TestTextOnly(t *testing.T) {
	r := New()
	tests := []struct{ text, want string }{
		{"je suis sourd", "deaf"},
		{"Je suis sourde, comment appeler la banque ?", "deaf"},
		{"je suis sourd comment appeler la banque ?", "deaf"},
		{"sourde et muette", "deaf"},
		{"je signe", "deaf"},
		{"je peux pas appeler, je suis sourd", "deaf"},
		{"je peux pas parler je suis sourde", "deaf"},
		{"moi sourd ordinateur bloqué message argent", "deaf"},
		{"je suis malentendante et la mairie est bloquée", "deaf"},
		{"i am deaf", "deaf"},
		{"I'm deaf, what do I do?", "deaf"},
		{"i'm hard of hearing", "deaf"},
		{"pas de telephone", "no_phone"},
		{"j'ai pas de téléphone", "no_phone"},
		{"je n'ai pas de téléphone", "no_phone"},
		{"i have no phone", "no_phone"},
		{"mon voisin sourd a reçu un appel", ""},
		{"ma mère est sourde", ""},
		{"le standard est muet", ""},
		{"je ne suis pas sourd", ""},
		{"pas de téléphone fixe", ""},
		{"je signe la plainte demain", ""},
		{"est-ce que je signe ?", ""},
		{"on a volé mon téléphone", ""},
	}
	for _, tt := range tests {
		if got := factOf(r.Read(tt.text, nil, "fr"), "text_only"); got != tt.want {
			t.Errorf("Read(%q) tells text_only %q, want %q", tt.text, got, tt.want)
		}
	}
}

// Who can bear no more says so without words of death: that is told, and is no distress. Of
// a machine, of messages, and in a question it is a manner of speaking.
func TestWorn(t *testing.T) {
	r := New()
	tests := []struct {
		text, worn string
		distress   bool
	}{
		{"je vais pas tenir", "yes", false},
		{"je n'en peux plus", "yes", false},
		{"jen peux plus", "yes", false},
		{"je vais craquer", "yes", false},
		{"on est à bout", "yes", false},
		{"j'arrive plus à dormir", "yes", false},
		{"i am at my wits end", "yes", false},
		{"j'ai envie d'en finir", "", true},
		{"j'en peux plus je veux mourir", "yes", true},
		{"j'en peux plus de ces mails", "", false},
		{"le serveur va craquer", "", false},
		{"mon mot de passe a été craqué", "", false},
		{"essayé, ca plante à la fin", "", false},
	}
	for _, tt := range tests {
		got := r.Read(tt.text, nil, "fr")
		if worn := factOf(got, "worn"); worn != tt.worn || got.Distress != tt.distress {
			t.Errorf("Read(%q) tells worn %q, distress %t, want %q, %t", tt.text, worn, got.Distress, tt.worn, tt.distress)
		}
	}
	// It answers nothing, though it holds a "plus".
	if a := r.Read("je n'en peux plus", question(t, "yes_no"), "fr").Answer; a.Meaning != engine.Greeting {
		t.Errorf("an answer of who can bear no more is %+v, want none", a)
	}
}

// The word that our own messages hold is a danger when it comes back alone.
func TestDangerAlone(t *testing.T) {
	r := New()
	tests := []struct {
		text string
		want bool
	}{
		{"DANGER", true},
		{"danger !!", true},
		{"danger svp", true},
		{"je suis en danger", true},
		{"danger ?", false},
		{"pas de danger", false},
		{"nos données sont en danger", false},
		{"on est en train", false},
	}
	for _, tt := range tests {
		if got := r.Read(tt.text, nil, "fr").Danger; got != tt.want {
			t.Errorf("Read(%q).Danger = %t, want %t", tt.text, got, tt.want)
		}
	}
}

// What was encrypted, deleted or dismissed has not been paid.
func TestNotPaid(t *testing.T) {
	r := New()
	for _, text := range []string{"ils ont chiffré la paie et demandent 50 000", "ils ont volé les fiches de paie", "j'ai viré toutes les traces",
		"j'ai viré le virus", "on a viré l'antivirus", "le patron a viré un salarié"} {
		if got := factOf(r.Read(text, nil, "fr"), "paid"); got == "yes" {
			t.Errorf("Read(%q) tells paid", text)
		}
	}
	for _, text := range []string{"on a viré 3000 euros", "j'ai viré la somme", "nous avons payé la rançon", "on a dû la payer"} {
		if got := factOf(r.Read(text, nil, "fr"), "paid"); got != "yes" {
			t.Errorf("Read(%q) tells paid %q, want yes", text, got)
		}
	}
}

// Thanks pick nothing of a list, and are no yes.
func TestThanksPickNothing(t *testing.T) {
	r := New()
	q := &engine.Question{Dialog: "trial", Step: "why", Kind: engine.AskChoice, Choices: []engine.Choice{{Key: 1, ID: "attack"}, {Key: 2, ID: "breakdown"}, {Key: 3, ID: "unknown"}}}
	for _, text := range []string{"ok merci", "merci", "d'accord merci beaucoup"} {
		if got := r.Read(text, q, "fr").Answer.Meaning; got != engine.Thanks {
			t.Errorf("Read(%q) means %q, want thanks", text, got)
		}
	}
	if got := r.Read("ok merci", question(t, "yes_no"), "fr").Answer; got.Value != "yes" {
		t.Errorf("\"ok merci\" to a yes or no is %+v, want yes", got)
	}
}

// Why names words that stand in the message, each once, and no spelling nobody wrote.
func TestWhyQuotes(t *testing.T) {
	r := New()
	for _, file := range []string{"dev.txt", "dev_people.txt", "held_third.txt"} {
		for _, l := range lines(t, file, 2) {
			folded, _ := foldText(l.text)
			seen := map[string]bool{}
			for _, why := range r.Read(l.text, nil, "fr").Why {
				if seen[why] {
					t.Errorf("%q: %q twice", l.text, why)
				}
				seen[why] = true
				_, said, _ := strings.Cut(why, ": ")
				for _, w := range strings.Fields(said) {
					if !strings.Contains(folded, strings.Trim(w, ",;:.!?()'\"-")) {
						t.Errorf("%q: why has %q, which nobody wrote", l.text, w)
					}
				}
			}
		}
	}
}

// TestWatchedIsNoTheft: a phone that somebody looks into is neither lost nor a prank; "" is asked for.
func TestWatchedIsNoTheft(t *testing.T) {
	tests := []struct{ text, want string }{
		{"spy software by my husband", "malware"},
		{"il a mon tel souvent", ""},
		{"mon mec a mis un logiciel espion sur mon tel", "malware"},
		{"i can't take it any more", ""},
		{"j'en peux plus", ""},
	}
	r := New()
	for _, tt := range tests {
		if got := r.Read(tt.text, nil, "fr").Incident; got != tt.want {
			t.Errorf("Read(%q) is %q, want %q", tt.text, got, tt.want)
		}
	}
}
