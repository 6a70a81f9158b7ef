package understand

import (
	"slices"
	"testing"

	"relais/dialogs/engine"
)

// TestWhoPaid: what a customer paid is no loss of who writes, and their bank recalls it.
func TestWhoPaid(t *testing.T) {
	r := New()
	for text, want := range map[string]string{
		"notre messagerie est piratée et un client a payé 8000 euros à un faux RIB":          "account_compromise",
		"un de nos clients a réglé notre facture de 5000 euros sur un faux rib":              "impersonation",
		"deux clientes ont viré 1200 euros sur un faux rib qui porte notre nom":              "impersonation",
		"un locataire a payé son loyer de 650 euros sur un faux rib envoyé de notre adresse": "impersonation",
		"our mailbox is hacked and a customer paid 8000 euros to a false account":            "account_compromise",
		"8000 euros payés par un client":                                                     "impersonation",
		"8000 euros virés par deux de nos clients":                                           "impersonation",
		"une cliente nous dit qu'elle a viré":                                                "impersonation",
		"c'est un client qui a payé":                                                         "impersonation",
		"l un a paye 8000":                                                                   "impersonation",
		"les usagers ont payé un faux site":                                                  "impersonation",
		"2 adhérents ont payé sur un faux rib au nom du club":                                "impersonation",
		"clients arnaqués sur un faux rib, 3 clients 12000€":                                 "impersonation",
		"les parents ont payé sur un faux rib de l'asso":                                     "impersonation",
		"deux familles ont viré 400 euros sur un faux rib au nom de l'école":                 "impersonation",
		"3 clients ont été escroqués avec une fausse facture à notre nom":                    "impersonation",
		"nos adhérents se sont fait avoir avec un faux rib":                                  "impersonation",
	} {
		got := r.Read(text, nil, "")
		if !slices.Contains(got.Told, othersPaid) || got.MoneyGone() || got.Incident != want {
			t.Errorf("%q: %s, %v, want %s of others", text, got.Incident, got.Told, want)
		}
	}
	for _, text := range []string{
		"nous avons payé 9000 euros au faux rib d'un client",
		"on a viré 5000 euros sur un faux rib, le client nous a prévenus",
		"le client nous a écrit et on a payé 9000 euros sur un faux rib",
		"j'ai payé 800 euros pour un client sur un faux rib",
		"un client a appelé et 5000 euros ont été virés sur un faux rib",
		"données clients volées et 10000 euros virés par le pirate",
		"fichier clients volé, le pirate a viré 10000 euros",
		"we paid 9000 euros to a false account, the customer called us",
		"l'un de nos agents a payé 8000 euros à un faux rib",
		"le client nous dit qu'on a payé 9000 euros sur un faux rib",
		"8000 euros payés par erreur sur un faux rib",
		"un client nous a arnaqués de 5000 euros",
		"un client m'a arnaqué 500 euros",
		"mes parents ont payé 3000 euros sur un faux rib",
	} {
		got := r.Read(text, nil, "")
		if slices.ContainsFunc(got.Told, func(o engine.Told) bool { return o.Fact == "payer" }) || !got.MoneyGone() {
			t.Errorf("%q: %s, %v, want money of ours gone", text, got.Incident, got.Told)
		}
	}
}

// TestNobodyPaid: what was almost paid, or is paid every day, was not paid by a customer who was cheated.
func TestNobodyPaid(t *testing.T) {
	for _, text := range []string{"un client a failli payer 5000 euros", "un client a failli payer un faux rib", "un client n'a pas payé", "facture de 900 euros à payer reçue par mail bizarre", "une facture à payer de 900 euros", "les clients paient par carte"} {
		if told := New().Read(text, nil, "").Told; slices.ContainsFunc(told, func(o engine.Told) bool { return o.Fact == "payer" || o == engine.Told{Fact: "paid", Value: "yes"} }) {
			t.Errorf("%q: %v", text, told)
		}
	}
}

// TestLost: money of who writes that has left, in passing and in few words, so that the bank calls it
// back; not what was only asked for, is yet to be paid, was stopped, or was taken by a card.
func TestLost(t *testing.T) {
	r := New()
	for text, want := range map[string]string{
		"messagerie piratée et 5000 euros virés (par le pirate)":                   "moved",
		"j'ai donné mon mot de passe et 5000 euros virés sur un faux rib":          "moved",
		"des hackers ont pris la main sur le pc et fait un virement de 2000 euros": "moved",
		"téléphone volé et 500 euros virés de mon appli":                           "moved",
		"sms frauduleux et virement de 900 euros":                                  "moved",
		"chantage: 500 euros virés":                                                "moved",
		"loyer arnaque leboncoin 800 euros virés":                                  "moved",
		"virement non autorisé de 6000 e":                                          "moved",
		"virement pas autorisé":                                                    "moved",
		"ordi infecté + faux virement 4000€":                                       "moved",
		"virus + faux virement 3000 euros déjà parti":                              "moved",
		"on a viré la rançon de 5000 euros":                                        "moved",
		"il manque 2000 euros sur le compte":                                       "taken",
		"3000 euros sont partis du compte":                                         "taken",
		"l'argent est parti":                                                       "taken",
		"le compte a été vidé":                                                     "taken",
		"fichiers bloqués et argent parti":                                         "taken",
		"our mailbox is hacked and 5000 euros were wired":                          "moved",
		"money was stolen from our account":                                        "taken",

		"ils demandent 5000 euros":                                    "",
		"rançon de 5000 euros demandée":                               "",
		"on a payé la rançon de 5000 euros":                           "",
		"on n'a rien payé":                                            "",
		"on a failli virer 5000 euros":                                "",
		"on a failli payer 5000 euros":                                "",
		"une facture de 900 euros pas encore payée":                   "",
		"j'ai un abonnement de 50 euros par mois":                     "",
		"prélèvement netflix de 15 euros":                             "",
		"tentative de virement de 6000 euros bloquée par la banque":   "",
		"un virement de 6000 euros a été bloqué":                      "",
		"le sms demande un virement de 900 euros":                     "",
		"sms frauduleux et demande de virement de 900 euros":          "",
		"sms frauduleux, virement de 900 euros à faire":               "",
		"faux mail du maire et virement de 5000 euros demandé":        "",
		"la comptable devait faire un virement de 5000 euros":         "",
		"achats inconnus sur ma carte pour 300 euros":                 "",
		"ma carte a été débitée de 300 euros":                         "",
		"notre fournisseur n'a pas reçu notre virement de 5000 euros": "",
		"une cliente nous dit qu'elle a viré 900 euros":               "",
	} {
		got := ""
		told := r.Read(text, nil, "").Told
		for _, o := range told {
			if o.Fact == "lost" {
				got = o.Value
			}
		}
		if got != want {
			t.Errorf("%q: lost %q, want %q: %v", text, got, want, told)
		}
	}
}

// TestOutlay: what was bought or handed over for nothing is told by its sum beside it; not what is
// offered, asked for, or bought where nothing is false.
func TestOutlay(t *testing.T) {
	r := New()
	paid := engine.Told{Fact: "paid", Value: "yes"}
	for text, want := range map[string]bool{
		"faux site commande 89 euros":                         true,
		"location bidon acompte 600":                          true,
		"faux placement 15000":                                true,
		"investissement crypto 40000":                         true,
		"j'ai investi 40000 euros en crypto sur un faux site": true,
		"paylib 150": true,
		"faux technicien microsoft payé en cartes pcs 300 euros":     true,
		"il m'a fait acheter 3 cartes transcash de 100 euros":        true,
		"on me propose un placement crypto de 15000 euros":           false,
		"il veut 500 euros en cartes cadeaux":                        false,
		"il me demande 300 euros en transcash":                       false,
		"rançon de 2000 euros en bitcoins":                           false,
		"une commande de 3000 euros d'imprimantes":                   false,
		"faux mail, commande de 89 euros":                            false,
		"on a failli verser un acompte de 600 euros, fausse annonce": false,
		"achat frauduleux de 350 euros avec ma carte":                false,
	} {
		if told := r.Read(text, nil, "").Told; slices.Contains(told, paid) != want {
			t.Errorf("%q: %v, want paid %t", text, told, want)
		}
	}
}
