package understand

import (
	"testing"

	"relais/dialogs/engine"
)

// How many machines are hit is told by their number, the machines and what befell them together.
func TestMachinesStruck(t *testing.T) {
	r := New()
	for _, tt := range []struct{ text, want string }{
		{"on a 8 pc bloqués", "8"},
		{"8 ordinateurs touchés", "8"},
		{"8 ordis sont infectés", "8"},
		{"5 postes et le serveur sont touchés", "6"},
		{"3 pc et 2 serveurs chiffrés", "5"},
		{"trois postes bloqués", "3"},
		{"mairie de Rodez, deux serveurs cryptés rançon", "2"},
		{"le virus a touché 12 postes", "12"},
		{"ils ont chiffré nos 4 serveurs", "4"},
		{"3 postes sur 12 sont touchés", "3"},
		{"8 pc hs", "8"},
		{"les 8 postes sont tous bloqués", "8"},
		{"8 computers are locked", "8"},
		{"5 laptops infected", "5"},
		{"8 rue de la gare, pc bloqués", ""},
		{"pc bloqués depuis 8 jours", ""},
		{"nous sommes 8, pc bloqués", ""},
		{"windows 11 bloqué", ""},
		{"pc sous windows 11 bloqué", ""},
		{"on a 8 pc", ""},
		{"8 pc ne sont pas touchés", ""},
		{"8 pc et le serveur est bloqué", ""},
		{"12 postes dont 3 bloqués", ""},
		{"une dizaine de postes touchés", ""},
		{"plus de 8 pc bloqués", ""},
		{"8 ou 9 pc bloqués", ""},
		{"est-ce que 8 pc bloqués c'est grave ?", ""},
		{"8 pc volés", ""},
		{"8 comptes bloqués", ""},
		{"8h pc bloqués", ""},
		{"un pc bloqué", ""},
	} {
		if got := factOf(r.Read(tt.text, nil, ""), "computers"); got != tt.want {
			t.Errorf("Read(%q) tells computers %q, want %q", tt.text, got, tt.want)
		}
	}
}

// The number of machines answers no question of yes or no; what stands beside it does.
func TestStruckAnswersNothing(t *testing.T) {
	r := New()
	for text, want := range map[string]engine.Reply{
		"on a 8 pc bloqués":                        {Meaning: engine.Greeting},
		"8 ordinateurs touchés":                    {Meaning: engine.Greeting},
		"oui, 5 postes et le serveur sont touchés": {Meaning: engine.Value, Value: "yes"},
		"non, 8 pc bloqués":                        {Meaning: engine.Value, Value: "no"},
	} {
		if a := r.Read(text, question(t, "yes_no"), "fr").Answer; a.Meaning != want.Meaning || a.Value != want.Value {
			t.Errorf("Read(%q) answers %+v, want %+v", text, a, want)
		}
	}
}

// A mailbox that was broken into is one, whosever it is.
func TestMailboxStruck(t *testing.T) {
	r := New()
	for _, tt := range []struct{ text, want string }{
		{"la messagerie de notre entreprise est piratée", "mailbox"},
		{"la messagerie de la mairie a été piratée", "mailbox"},
		{"messagerie de l'association piratée", "mailbox"},
		{"la messagerie pro du maire est bloquée", "mailbox"},
		{"la messagerie n'est pas piratée", ""},
		{"la messagerie marche et le site est piraté", ""},
		{"la messagerie de notre fournisseur marche", ""},
	} {
		if got := factOf(r.Read(tt.text, nil, ""), "account"); got != tt.want {
			t.Errorf("Read(%q) tells account %q, want %q", tt.text, got, tt.want)
		}
	}
}

// Several machines, or a server, that do not work are blocked until somebody says otherwise; of one
// computer nobody knows yet.
func TestOnlyMachines(t *testing.T) {
	r := New()
	for text, want := range map[string]string{
		"8 pc bloqués": "ransomware", "1 serveur bloqué": "ransomware", "5 ordinateurs touchés": "ransomware", "pc bloqués": "ransomware", "serveur bloqué": "ransomware",
		"les ordinateurs ne démarrent plus": "ransomware", "nos pc ne s'allument plus": "ransomware", "bonjour, 3 postes bloqués svp": "ransomware", "deux postes sont bloqués": "ransomware",
		"nos serveurs ne répondent plus": "ransomware",
		"mon pc est bloqué":              "unknown", "ordi bloqué": "unknown", "mon pc ne démarre plus": "unknown", "téléphone bloqué": "unknown", "10 postes infectés": "malware",
		"mon pc agit tout seul": "malware",
	} {
		if got := r.Read(text, nil, "fr").Incident; got != want {
			t.Errorf("Read(%q) is %q, want %q", text, got, want)
		}
	}
	open := question(t, "choice")
	open.Unnamed = true
	for text, want := range map[string]string{"8 pc bloqués": "ransomware", "les ordinateurs ne démarrent plus": "ransomware"} {
		if got := r.Read(text, open, "fr").Incident; got != want {
			t.Errorf("after a greeting, Read(%q) is %q, want %q", text, got, want)
		}
	}
}

// A machine that was struck beside money that has left leads to both in one reply, whatever the model
// takes it for.
func TestMachineAndMoney(t *testing.T) {
	r := New()
	for _, text := range []string{"3 ordis bloqués mairie de X et 9000 euros partis ce matin", "pc bloqués et 5000 euros partis, sarl", "serveur HS + virement de 8000 euros parti",
		"nos pc ne marchent plus et ils ont viré 12000 euros", "le pc de la compta a été piraté et 9000 euros ont disparu", "faux rib payé 8000 euros et deux postes bloqués"} {
		got := r.Read(text, nil, "")
		if !got.MoneyGone() || got.Incident != "ransomware" && got.Beside != "ransomware" {
			t.Errorf("%q: %s, beside %q, %v", text, got.Incident, got.Beside, got.Told)
		}
	}
	for _, text := range []string{"pc volé et 500 euros volés", "9000 euros partis sur un faux rib", "nos pc marchent bien, 900 euros virés sur un faux rib"} {
		if got := r.Read(text, nil, ""); got.Incident == "ransomware" || got.Beside == "ransomware" {
			t.Errorf("%q: %s, beside %q", text, got.Incident, got.Beside)
		}
	}
}

// One's own organisation that is attacked is no supplier.
func TestOwnOrganisationStruck(t *testing.T) {
	r := New()
	for text, want := range map[string]string{
		"notre hôpital est attaqué": "unknown", "notre entreprise est attaquée": "unknown", "notre école est attaquée": "unknown", "clinique attaquée": "unknown",
		"notre ehpad a été attaqué cette nuit": "unknown", "notre société a été attaquée": "unknown", "cyberattaque à l'hôpital": "unknown",
		"notre fournisseur est attaqué": "provider_compromise", "le prestataire de la mairie est attaqué": "provider_compromise", "l'agglo est attaquée, on partage leur réseau": "provider_compromise",
	} {
		if got := r.Read(text, nil, "").Incident; got != want {
			t.Errorf("%q is %q, want %q", text, got, want)
		}
	}
}

// What a price is asked of this help for is no sum that nobody knows, nor somebody else's price.
func TestPriceOfSomethingElse(t *testing.T) {
	r := New()
	for text, want := range map[string]string{
		"je ne sais pas combien": "", "ils ont retiré combien je ne sais pas": "",
		"combien ?": "cost", "c'est gratuit ?": "cost", "ça coûte combien": "cost",
	} {
		if got := r.Read(text, question(t, "yes_no"), "fr").Asked; (got == "cost") != (want == "cost") {
			t.Errorf("%q asks %q, want %q", text, got, want)
		}
	}
}

// What shows on a machine is no page of a site.
func TestShownOnAMachine(t *testing.T) {
	r := New()
	for text, want := range map[string]string{
		"un message bizarre s'affiche maintenant sur un pc": "ransomware", "le site de la mairie est modifié depuis un pc": "defacement", "site hacké message bizarre": "defacement",
	} {
		if got := r.Read(text, nil, "").Incident; got != want {
			t.Errorf("%q is %q, want %q", text, got, want)
		}
	}
}
