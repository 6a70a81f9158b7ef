package understand

import (
	"testing"
	"time"
)

// A card that somebody else used has taken money; one that was given, blocked or only tried has not.
func TestCardUsed(t *testing.T) {
	r := New()
	now := time.Date(2027, 3, 16, 16, 41, 0, 0, time.UTC)
	for _, tt := range []struct {
		text string
		want bool
	}{
		{"achat frauduleux de 350 euros a 8h ce matin avec ma carte", true},
		{"2 achats frauduleux sur ma carte cette nuit", true},
		{"ma carte a été utilisée hier à 22h pour 350 euros", true},
		{"ma cb a servi hier soir sur un site", true},
		{"890 euros de retrait hier soir a 23h", true},
		{"retrait de 500 euros que j'ai pas fait", true},
		{"on a acheté sur amazon avec ma carte hier soir vers 22h", true},
		{"quelqu'un a payé avec ma carte bancaire", true},
		{"ils ont utilisé ma carte à 10h", true},
		{"paiement inconnu de 45 euros", true},
		{"la banque refuse de rembourser un achat frauduleux de 350 euros", true},
		{"my card was used yesterday at 10pm", true},
		{"someone bought things with my card", true},
		{"unauthorised payment of 300 euros", true},
		{"carte de mon mari debitee 60 euros a 9 heures", true},
		{"carte de la mairie débitée 1200 euros hier à 10h", true},
		{"carte debitee de 60 euros a 9 heures", true},
		{"debit carte 450 euros a 3h du matin", true},
		{"achat de 450 euros que je n'ai pas fait a 3h du matin", true},
		{"la carte de mon mari est bloquée", false},
		{"la carte de mon mari n'a pas été débitée", false},
		{"j'ai acheté un vélo avec ma carte", false},
		{"on a acheté un écran avec notre carte", false},
		{"ma carte est bloquée", false},
		{"j'ai donné ma carte", false},
		{"ma carte n'a pas été utilisée", false},
		{"est-ce que ma carte a été utilisée ?", false},
		{"tentative d'achat frauduleux de 350 euros", false},
		{"un paiement frauduleux a été refusé", false},
		{"ils ont essayé d'acheter avec ma carte", false},
		{"pas d'achat frauduleux", false},
		{"plafond de retrait 500 euros", false},
		{"ma carte que j'ai utilisée sur un faux site", false},
	} {
		if got := r.Payment(tt.text, "", now, time.UTC).Card; got != tt.want {
			t.Errorf("Payment(%q) is of a card: %t, want %t", tt.text, got, tt.want)
		}
	}
}

// A card that is given is somebody's: one's mother's, the office's.
func TestGaveCard(t *testing.T) {
	r := New()
	for _, tt := range []struct{ text, want string }{
		{"on a recu un sms pour une amende antai, ma mere a 81 ans a donne sa carte et 1200 euros sont partis", "card"},
		{"elle a mis sa cb", "card"},
		{"il a tapé son numéro de carte", "card"},
		{"on a saisi notre carte sur le site", "card"},
		{"mes parents ont donné leur carte", "card"},
		{"elle a rentré la carte bancaire", "card"},
		{"carte donnée", "card"},
		{"carte bancaire donnee sur un faux site", "card"},
		{"carte de mon entreprise donnée à un faux mail netflix", "card"},
		{"j'ai rempli mon numero de carte", "card"},
		{"faux mail netflix, carte bancaire renseignee, 450 euros a 3h du matin", "card"},
		{"cb rentrée sur faux site ameli", "card"},
		{"numéro de carte saisi sur un faux site", "card"},
		{"coordonnées bancaires communiquées au téléphone", "card"},
		{"carte de ma mère donnée au téléphone", "card"},
		{"mes cartes données à un escroc", "card"},
		{"j'ai communiqué mon numéro de carte", "card"},
		{"elle a renseigné sa carte bleue", "card"},
		{"on leur a fourni le numéro de carte de la mairie", "card"},
		{"je viens de donner ma carte", "card"},
		{"j'ai fini par donner ma carte", "card"},
		{"après avoir donné ma carte", "card"},
		{"donné ma carte sur un faux site", "card"},
		{"j'ai entré ma carte bleue", "card"},
		{"il m'a demandé de donner ma carte", ""},
		{"on veut que je donne ma carte", ""},
		{"carte pas donnée", ""},
		{"je n'ai pas rempli mon numero de carte", "nothing"},
		{"carte donnée ?", ""},
		{"carte donnée par ma banque", ""},
		{"carte et données volées", ""},
		{"numéro de carte et données personnelles publiés", ""},
		{"carte d'identité donnée", ""},
		{"carte vitale donnée à un faux mail ameli", ""},
		{"carte sim donnée", ""},
		{"on me demande de donner ma carte", ""},
		{"si j'ai donné ma carte", ""},
		{"carte bloquée, code changé", ""},
		{"carte perdue, plainte transmise", ""},
		{"il m'a communiqué son numéro de carte", ""},
		{"je vais rentrer ma carte", ""},
		{"il nous a donné sa carte", ""},
		{"il a donné sa carte de visite", ""},
		{"elle n'a pas donné sa carte", ""},
		{"donné sa carte d'identité", ""},
	} {
		if got := factOf(r.Read(tt.text, nil, "fr"), "gave"); got != tt.want {
			t.Errorf("Read(%q) tells gave %q, want %q", tt.text, got, tt.want)
		}
	}
}

// A sum beside its moment left then; one that was tried, asked for or denied did not.
func TestTimed(t *testing.T) {
	r := New()
	now := time.Date(2027, 3, 16, 16, 41, 0, 0, time.UTC)
	for text, want := range map[string]bool{
		"450 euros a 3h du matin": true, "carte piratee 60 euros a 9 heures": true, "fraude carte bleue : 120 euros hier à 22h": true,
		"hier à 22h, 120 euros": true, "ma carte a été piratée, 450 euros vers 3h": true, "450€ à 3h sur amazon avec ma cb": true,
		"tentative de 450 euros à 3h": false, "450 euros à 3h, achat refusé": false, "pas 450 euros à 3h": false, "450 euros à 3h ?": false,
		"carte volée hier à 15h, plafond 450 euros": false, "450 euros": false, "appel à 3h": false, "450 euros demandés. Hier à 15h ma carte est bloquée": false,
	} {
		if got := r.Payment(text, "fr", now, time.UTC).Timed; got != want {
			t.Errorf("Payment(%q).Timed = %t, want %t", text, got, want)
		}
	}
}
