package understand

import "testing"

// Who reads along is beside who writes, or comes; a friend, a question and what goes on with the
// sentence tell of nobody.
func TestNear(t *testing.T) {
	tests := []struct {
		text, near string
		only       bool
	}{
		{"mon mari est à coté", "here", true},
		{"mon mari est la", "here", true},
		{"mari a coté", "here", true},
		{"il est à côté de moi", "here", true},
		{"il arrive", "here", true},
		{"vite il arrive", "here", true},
		{"il revient", "here", true},
		{"stop il regarde", "here", true},
		{"chut il est la", "here", true},
		{"mon mari vient de rentrer", "here", true},
		{"mon ex est dans la pièce", "here", true},
		{"il lit par dessus mon épaule", "here", true},
		{"attention il me regarde", "here", true},
		{"il regarde mon écran", "here", true},
		{"je ne suis pas seule", "here", true},
		{"je suis plus seule", "here", true},
		{"my husband is here", "here", true},
		{"he is coming", "here", true},
		{"oui mais mon mari est à côté", "here", false},
		{"il arrive il va me tuer", "here", false},
		{"il arrive à lire mes messages", "", false},
		{"il regarde mes photos", "", false},
		{"il entre dans ma boite mail", "", false},
		{"il est à côté ?", "", false},
		{"le technicien arrive", "", false},
		{"mon mari est la victime", "", false},
		{"il n'est pas là", "", false},
		{"c'est bon je suis seule", "gone", false},
		{"il est parti", "gone", false},
		{"je peux parler maintenant", "gone", false},
		{"il n'est plus là", "gone", false},
		{"i am alone now", "gone", false},
	}
	r := New()
	for _, tt := range tests {
		if got := r.Read(tt.text, nil, "fr"); got.Near != tt.near || got.OnlyNear != tt.only {
			t.Errorf("Read(%q) is near %q, only %t, want %q, %t", tt.text, got.Near, got.OnlyNear, tt.near, tt.only)
		}
	}
}

// What is hidden on somebody, or follows them, is told of whoever is near; a mailbox in a stranger's
// hands is none of it, and who is helped may read along.
func TestTrailed(t *testing.T) {
	tests := []struct{ text, want string }{
		{"il a mis un mouchard dans ma voiture et mon tel", "yes"},
		{"mon ex a caché un traceur dans mon sac", "yes"},
		{"mon conjoint a installé une appli pour me suivre", "yes"},
		{"il a installé une application pour me surveiller", "yes"},
		{"mon telephone est bizarre je crois qu'il est espionné", "yes"},
		{"mon portable chauffe tout le temps je crois qu'il est surveillé", "yes"},
		{"my husband put a tracker in my car", "yes"},
		{"mon mari lit mes mails", "yes"},
		{"il lit mes mails", "yes"},
		{"un inconnu lit mes mails", ""},
		{"le pirate lit mes mails", ""},
		{"quelqu'un lit mes mails", ""},
		{"on a mis un mouchard sur notre serveur", ""},
		{"le virus a installé un mouchard", ""},
		{"mon téléphone est neuf et il est rapide", ""},
		{"mon téléphone marche, il dit que le serveur est piraté", ""},
		{"j'aide ma mère, elle est à côté de moi", ""},
		{"j'aide mon voisin il est a coté de moi", ""},
		{"le technicien m'aide, il est à côté de moi", ""},
		{"il est à côté de moi", "yes"},
	}
	r := New()
	for _, tt := range tests {
		if got := factOf(r.Read(tt.text, nil, "fr"), "phone_watched"); got != tt.want {
			t.Errorf("Read(%q) tells phone_watched %q, want %q", tt.text, got, tt.want)
		}
	}
}

// A knock and an alarm that is out of order are no danger; a way that is forced and an alarm that rings are.
func TestDangerOrKnock(t *testing.T) {
	tests := []struct {
		text string
		want bool
	}{
		{"on frappe à la porte", false},
		{"quelqu'un frappe à la porte", false},
		{"quelqu'un frappe à ma porte, je reviens", false},
		{"quelqu'un sonne à la porte", false},
		{"le livreur sonne", false},
		{"someone is knocking at the door", false},
		{"alarme incendie en panne depuis l'attaque", false},
		{"l'alarme incendie ne marche plus depuis le piratage", false},
		{"détecteurs incendie hs cyberattaque", false},
		{"on frappe à la porte ils veulent me tuer", true},
		{"il frappe à la porte pour entrer il me menace", true},
		{"quelqu'un frappe à la porte et crie qu'il va me tuer", true},
		{"il défonce la porte", true},
		{"l'alarme incendie sonne", true},
		{"l'alarme incendie ne marche plus et il y a le feu", true},
		{"je suffoque", true},
		{"il suffoque", true},
		{"je manque d'air", true},
		{"le standard suffoque sous les appels", false},
	}
	r := New()
	for _, tt := range tests {
		if got := r.Read(tt.text, nil, "fr").Danger; got != tt.want {
			t.Errorf("Read(%q).Danger = %t, want %t", tt.text, got, tt.want)
		}
	}
}

// Despair is that of who writes where they stand in it, and what was swallowed is told.
func TestDespair(t *testing.T) {
	tests := []struct {
		text             string
		distress         bool
		whose, ate, worn string
	}{
		{"mes enfants seraient mieux sans moi", true, "reporter", "", ""},
		{"ma famille serait mieux sans moi", true, "reporter", "", ""},
		{"jen ai marre de cette vie", true, "reporter", "", ""},
		{"j'en ai assez de vivre", true, "reporter", "", ""},
		{"jai pris des cachets", true, "reporter", "yes", ""},
		{"j'ai avalé tous mes cachets", true, "reporter", "yes", ""},
		{"elle a pris des cachets", true, "somebody_else", "yes", ""},
		{"je suis au bout", false, "", "", "yes"},
		{"je m'en sortirai pas", false, "", "", "yes"},
		{"on s'en sortira jamais", false, "", "", "yes"},
		{"ma fille veut mourir, aidez-moi", true, "somebody_else", "", ""},
		{"je prends des cachets pour dormir", false, "", "", ""},
		{"je suis au bout du fil", false, "", "", ""},
		{"j'en ai marre de cet ordi", false, "", "", ""},
	}
	r := New()
	for _, tt := range tests {
		got := r.Read(tt.text, nil, "fr")
		if got.Distress != tt.distress || factOf(got, "distressed") != tt.whose || factOf(got, "swallowed") != tt.ate || factOf(got, "worn") != tt.worn {
			t.Errorf("Read(%q): distress %t of %q, swallowed %q, worn %q", tt.text, got.Distress, factOf(got, "distressed"), factOf(got, "swallowed"), factOf(got, "worn"))
		}
	}
}

// What keeps a house running and is out of order through an attack is a system that was attacked; without one it is a breakdown.
func TestPlantDown(t *testing.T) {
	tests := []struct {
		text string
		want bool
	}{
		{"appel malade en panne cyber attaque", true},
		{"les appels malades ne marchent plus depuis la cyberattaque", true},
		{"alarme incendie en panne depuis l'attaque", true},
		{"chauffage et badges en panne depuis la cyberattaque", true},
		{"fire alarm down since the attack", true},
		{"alarme incendie en panne", false},
		{"l'ascenseur est en panne", false},
		{"le chauffage marche malgré l'attaque", false},
	}
	r := New()
	for _, tt := range tests {
		if got := r.Read(tt.text, nil, "fr").Incident == "ransomware"; got != tt.want {
			t.Errorf("Read(%q) is a system that was attacked: %t, want %t", tt.text, got, tt.want)
		}
	}
}
