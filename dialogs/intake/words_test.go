package intake_test

import (
	"strings"
	"testing"

	"relais/locales/gsm7"
)

// TestOwnWords holds what of a first message is quoted to 17Cyber and the police: the part
// that tells the incident, and no name, number, address or secret.
func TestOwnWords(t *testing.T) {
	for _, tt := range []struct{ text, want string }{
		{"mairie, tous nos fichiers sont chiffrés", "mairie, tous nos fichiers sont chiffrés"},
		{"Société Durand : on a viré 48300 euros sur un faux rib ce matin à 10h", "on a viré 48300 euros sur un faux rib ce matin à 10h"},
		{"je suis sourd et maire de Gaillac 81, tous les pc ont un message de rancon", "tous les pc ont un message de rancon"},
		{"AU SECOURS NOS FICHIERS SONT CHIFFRES", "AU SECOURS NOS FICHIERS SONT CHIFFRES"},
		{"je suis en 4eme au collège et qqn poste mes photos nues", "je suis en 4eme au collège et qqn poste mes photos nues"},
		{"at 10:15, all our files are encrypted", "at 10:15, all our files are encrypted"},
		{"Karim Belhadj a chiffré tous nos fichiers", "[…] a chiffré tous nos fichiers"},
		{"karim belhadj a chiffré tous nos fichiers", "[…] a chiffré tous nos fichiers"},
		{"rose durand a chiffré tous nos fichiers", "[…] a chiffré tous nos fichiers"},
		{"le virus vient du pc de marie belhadj, tous nos fichiers sont chiffrés", "tous nos fichiers sont chiffrés"},
		{"rancongiciel mairie de figeac", "rancongiciel mairie de […]"},
		{"Ransomware LockBit chez Dupont SARL", "Ransomware […] chez […]"},
		{"nos fichiers sont chiffrés par Akira", "nos fichiers sont chiffrés par […]"},
		{"notre serveur Synology est chiffré", "notre serveur […] est chiffré"},
		{"les fichiers de la compta finissent en .lock", "les fichiers de la compta finissent en .lock"},
		{"j'ai reçu un sms chronopost ce matin, j'ai cliqué et donné ma carte bancaire, 890 euros ont été débités à 11h", "j'ai reçu un sms chronopost ce matin […] 890 euros ont été débités à 11h"},
		{"on a reçu un mail du fournisseur, on n'a pas vérifié le nouveau rib par téléphone comme il fallait, on a viré 9000 euros", "on a reçu un mail du fournisseur […] on a viré 9000 euros"},
		{"on a viré 9000 euros sur un faux rib, c'est ma faute", "on a viré 9000 euros sur un faux rib"},
		{"on a viré 9000 euros sur un faux rib sans vérifier", "unset"},
		{"jai toujours ma carte et jai fait opposition, je suis un particulier, 200 euros de débits inconnus", "je suis un particulier, 200 euros de débits inconnus"},
		{"notre collègue Pierre a cliqué, tous nos fichiers sont chiffrés", "tous nos fichiers sont chiffrés"},
		{"j'ai viré 9000 euros sur un faux rib FR7630006000011234567890189", "unset"},
		{"un faux conseiller au 06 12 34 56 78 a pris mon argent", "un faux conseiller au […] a pris mon argent"},
		{"un faux conseiller jean.petit@banque.fr a pris mon argent", "un faux conseiller […] a pris mon argent"},
		{"ransomware, mot de passe admin : Soleil2024!", "unset"},
		{"on a viré 9000 euros sur un faux rib, je suis nul", "on a viré 9000 euros sur un faux rib"},
		{"on s'est fait avoir comme des bleus, 9000 euros virés sur un faux rib", "9000 euros virés sur un faux rib"},
		{"c'est moi qui ai cliqué, tous nos fichiers sont chiffrés", "tous nos fichiers sont chiffrés"},
		{"tous nos fichiers sont chiffrés, je suis une idiote", "tous nos fichiers sont chiffrés"},
		{"j'ai fait un virement de 9000 euros à M. Garnier sur un faux rib", "j'ai fait un virement de 9000 euros à […] sur un faux rib"},
		{"bonjour", "unset"},
		{"nos fichiers sont chiffrés depuis ce matin et personne ne peut plus ouvrir un seul document sur aucun ordinateur de la mairie", "nos fichiers sont chiffrés depuis ce matin et personne ne peut plus..."},
	} {
		t.Run(tt.text, func(t *testing.T) {
			c := converse(t)
			c.take(c.message(tt.text))
			_, contents := c.turns(c.key(c.message("").From))
			if got := contents[len(contents)-1].State.Session.Facts.Get("own_words"); got != tt.want {
				t.Errorf("%q, want %q", got, tt.want)
			}
		})
	}
}

// TestWhatIsCarriedElsewhere plays cases and holds what 17Cyber and the police are told of
// them: what was told, whole, in their order, and blanks for what was not.
func TestWhatIsCarriedElsewhere(t *testing.T) {
	for _, tt := range []struct {
		name, lines, ask string
		want, not        []string
	}{
		{
			"a town hall", "mairie d'Albi 81, tous nos fichiers sont chiffrés depuis ce matin 9h\noui", "17cyber",
			[]string{"Mairie, Albi (81). Faits : ", "Découvert lundi 2 mars à 9h00.", "Réseau coupé.", "J'ai besoin d'aide. Dossier "}, []string{"(déduit)"},
		},
		{
			"the bank's reference and nobody's name", "on a viré 48300 euros sur un faux rib ce matin à 10h, la banque est prévenue, référence RF-2231\nok\n3", "plainte",
			[]string{"Entreprise .....", "Argent : 48 300 euros, parti lundi 2 mars à 10h00.", "réf. RF-2231"}, []string{"Découvert lundi"},
		},
		{"who can only write", "je suis sourd, entreprise, tous nos fichiers sont chiffrés", "plainte", []string{"Je suis sourd ou malentendant : par écrit seulement."}, nil},
		{"money that left in a night", "virement frauduleux de 15000 depuis notre compte cette nuit\noui\n3", "plainte", []string{"parti dans la nuit du dimanche 1 au lundi 2 mars à ...h"}, []string{"parti dimanche"}},
		{"found in a night", "tous nos fichiers sont chiffrés depuis cette nuit\noui\n3", "plainte", []string{"Découvert dans la nuit du dimanche 1 au lundi 2 mars à ...h."}, []string{"Découvert dimanche"}},
		{"found in a morning", "tous nos fichiers sont chiffrés depuis hier matin\noui\n3", "17cyber", []string{"Découvert dimanche 1 mars au matin à ...h."}, nil},
		{"words of which too little may be carried", "on a viré 9000 euros sur un faux rib sans vérifier\noui", "17cyber", []string{"Faits : Un faux RIB ou faux virement, selon ce qui a été signalé."}, []string{"vérifier"}},
		{"words with a gap, by text message", "rancongiciel mairie de figeac\noui", "plainte", []string{`Faits : "rancongiciel mairie de [...]".`}, []string{"…"}},
		{"a phone that is watched", "mon téléphone est espionné, on a viré 48300 euros sur un faux rib\noui", "17cyber", []string{"Dossier "}, []string{"48 300", "faux rib", "Argent"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := converse(t)
			for _, line := range strings.Split(tt.lines, "\n") {
				c.take(c.message(line))
			}
			said := c.take(c.message(tt.ask)).Text
			for range 2 {
				if !strings.HasSuffix(said, "Répondez OK pour la suite.") {
					break
				}
				next := c.take(c.message("ok")).Text
				if gsm7.Segments(next) > 2 {
					t.Errorf("%d segments: %q", gsm7.Segments(next), next)
				}
				said += "\n" + next
			}
			for _, want := range tt.want {
				if !strings.Contains(said, want) {
					t.Errorf("%q lacks %q", said, want)
				}
			}
			for _, not := range tt.not {
				if strings.Contains(said, not) {
					t.Errorf("%q holds %q", said, not)
				}
			}
		})
	}
}

// TestQuotable holds what of a message who signs a complaint quotes: what happened, and no blame, no
// name and no number of others; a gap says where something is left out.
func TestQuotable(t *testing.T) {
	d := converse(t).Desk
	for _, tt := range []struct{ text, want string }{
		{"on a viré 48300 euros sur un faux rib ce matin. La banque est prévenue.", "on a viré 48300 euros sur un faux rib ce matin. La banque est prévenue."},
		{"on a viré 9000 euros sur un faux rib, je suis nul", "on a viré 9000 euros sur un faux rib, […]"},
		{"Je suis trop bête ! c'est moi qui ai cliqué, on s'est fait avoir comme des bleus. Tous nos fichiers sont chiffrés.", "[…] Tous nos fichiers sont chiffrés."},
		{"j'ai viré 2000 euros à M. Garnier, hier soir", "j'ai viré 2000 euros à […], hier soir"},
		{"Mme Petit a ouvert la facture, le serveur est bloqué", "[…] a ouvert la facture, le serveur est bloqué"},
		{"on m'a volé 300 euros, on m'appelle tout le temps", "on m'a volé 300 euros, on m'appelle tout le temps"},
		{"madame la directrice a vu le message de rançon", "madame la directrice a vu le message de rançon"},
		{"Karim Belhadj 06 12 34 56 78", ""},
		{"i am so stupid, all our files are encrypted", "[…] all our files are encrypted"},
	} {
		if got := d.Quotable(tt.text, "fr"); got != tt.want {
			t.Errorf("Quotable(%q) = %q, want %q", tt.text, got, tt.want)
		}
	}
}
