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
	} {
		got := r.Read(text, nil, "")
		if slices.ContainsFunc(got.Told, func(o engine.Told) bool { return o.Fact == "payer" }) || !got.MoneyGone() {
			t.Errorf("%q: %s, %v, want money of ours gone", text, got.Incident, got.Told)
		}
	}
}
