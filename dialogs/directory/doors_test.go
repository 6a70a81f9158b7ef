package directory_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"relais/dialogs/directory"
)

// The values of victim and incident, "" for unset. TestDoorsFitTheDialogs holds the
// table to the declared facts; TestEveryValueOfAConditionIsTried holds these to the table.
var (
	victims   = []string{"", "unknown", "commune", "other_public", "company", "association", "individual"}
	incidents = []string{"", "ransomware", "phishing", "smishing", "account_compromise", "transfer_fraud", "data_breach",
		"defacement", "ddos", "malware", "intrusion", "tech_support_scam", "impersonation", "telephony_fraud", "device_loss",
		"provider_compromise", "extortion", "data_extortion", "card_fraud", "bank_adviser_scam", "insider", "unknown", "not_incident"}
	// What is asked of the other facts, "" for unset; place and region decide on the centre.
	others = map[string][]string{
		"danger": {"", "yes"}, "distress": {"", "yes"}, "minor": {"", "yes"}, "young": {"", "yes", "no", "unknown"},
		"courier": {"", "yes", "no", "unknown"}, "money": {"", "gone", "held", "none", "unknown"},
		"paid": {"", "yes", "no"},
		"gave": {"", "nothing", "password", "card", "program", "unknown"}, "opposed": {"", "yes", "no", "unknown"},
		"card_in_hand": {"", "yes", "no", "unknown"}, "online": {"", "yes", "no", "unknown"},
		"given": {"", "yes", "no", "unknown"}, "control": {"", "yes", "no", "unknown"}, "account": {"", "bank"}, "complaint_state": {"", "refused"},
		"malice": {"", "yes", "no", "unknown"}, "provider": {"", "yes", "no", "unknown"},
		"insurer": {"", "yes", "no", "unknown"}, "personal_data": {"", "yes", "no", "unknown"},
		"threat_kind": {"", "images", "hacked", "organisation", "summons", "unknown"},
		"copy":        {"", "site", "profile", "messages", "papers", "unknown"},
		"sector":      {"", "health", "sea", "air", "defence", "research", "social"},
		"place":       {"", "unknown", "81004", "97608"},
	}
	tuesday = time.Date(2027, 3, 16, 9, 0, 0, 0, time.UTC)
	night   = time.Date(2027, 3, 15, 1, 30, 0, 0, time.UTC)
)

// elsewhere reports whether a fact is asked for in another incident only.
func elsewhere(fact, incident string) bool {
	only := map[string]string{"given": "bank_adviser_scam", "control": "tech_support_scam", "account": "account_compromise"}[fact]
	return only != "" && only != incident
}

var organisations = []string{"commune", "other_public", "company", "association"}

// wrong says what no answer may be.
func wrong(victim, incident string, facts map[string]string, doors []directory.Door) []string {
	var faults []string
	refuse := func(bad bool, fault string) {
		if bad {
			faults = append(faults, fault)
		}
	}
	places := map[string]int{}
	for i, d := range doors {
		_, twice := places[d.ID]
		refuse(twice, "a door twice: "+d.ID)
		places[d.ID] = i
	}
	at := func(id string) int {
		if i, ok := places[id]; ok {
			return i
		}
		return -1
	}
	has := func(id string) bool { return at(id) >= 0 }
	public := victim == "commune" || victim == "other_public"
	adult := facts["minor"] != "yes" && facts["young"] != "yes"
	refuse(!slices.IsSortedFunc(doors, func(a, b directory.Door) int { return place(a) - place(b) }), "not in the order of the table")
	refuse(!has("17cyber"), "17Cyber is for everybody")
	refuse(!slices.ContainsFunc(doors, func(d directory.Door) bool { return d.Stands.State == directory.Open }), "no door is open")
	refuse(has("thesee") && (victim != "individual" || !adult), "THESEE takes adult persons only")
	refuse(has("thesee") && incident == "extortion" && facts["young"] != "no" && !slices.Contains([]string{"hacked", "organisation", "summons"}, facts["threat_kind"]),
		"a threat about images and no age said: never a service for adults")
	scammed := incident == "phishing" && facts["money"] == "gone" && (facts["paid"] == "yes" || facts["paid"] == "" && (facts["gave"] == "" || facts["gave"] == "nothing"))
	refuse(has("thesee") && !scammed && !slices.Contains([]string{"transfer_fraud", "extortion"}, incident), "THESEE takes scams and blackmail, not phishing alone")
	refuse(!has("thesee") && scammed && victim == "individual" && adult && facts["minor"] == "" && (facts["young"] == "" || facts["young"] == "no") && facts["malice"] != "no",
		"an adult who paid a scam on the Internet: THESEE")
	refuse(has("perceval") && (victim != "individual" || facts["card_in_hand"] != "yes" || facts["online"] != "yes" || facts["opposed"] != "yes"),
		"Perceval: a person, card in hand and blocked, bought online")
	refuse(has("plainte-en-ligne") && incident != "device_loss", "the online complaint takes theft, never an attack on computers")
	refuse(has("pre-plainte") || has("visioplainte") || has("france-victimes") || has("info-escroqueries"), "a door that is closed for good, or not sure")
	refuse(has("cnil") && !slices.Contains(organisations, victim), "the CNIL is told by who holds the data, never by a person at home")
	refuse(incident == "not_incident" && (has("cnil") || has("insurer")), "nothing happened: nobody has to be told")
	refuse(has("pharos") && (incident != "extortion" || facts["threat_kind"] != "images") && (incident != "impersonation" || facts["copy"] != "site" && facts["copy"] != "profile"), "PHAROS is told of what stands in public")
	refuse(has("insurer") && !slices.Contains(organisations, victim) && victim != "unknown", "the insurer's 72 hours are for organisations")
	refuse(has("occ") && (victim == "individual" || incident == "not_incident"), "no regional centre for a person at home, nor where nothing happened")
	sector := slices.ContainsFunc([]string{"cert-sante", "m-cert", "cert-aviation", "cert-ed", "cert-renater", "cert-social"}, has)
	refuse(sector && (incident == "not_incident" || !slices.Contains(organisations, victim)), "no centre of a sector for a person at home, nor where nothing happened")
	refuse(facts["place"] == "97608" && has("occ"), "a place without a centre borrows none")
	refuse(has("accountant") && !public, "only public bodies have a public accountant")
	refuse(public && has("bank") && has("accountant") && at("bank") < at("accountant"), "the public accountant comes before the bank")
	refuse(public && incident == "transfer_fraud" && !has("accountant"), "a public body tells its accountant")
	refuse(!public && incident == "transfer_fraud" && !has("bank"), "a false transfer: the bank")
	refuse(facts["money"] == "gone" && !has("bank") && !has("accountant"), "money gone: who can ask for it back")
	refuse(facts["danger"] == "yes" && (at("17") != 0 || !has("112") || !has("114")), "danger: 17, 112, 114 before everything")
	refuse(facts["danger"] != "yes" && (has("112") || has("114") || has("15") || has("18")), "an emergency number without danger")
	refuse(facts["distress"] == "yes" && !has("3114"), "distress: 3114")
	refuse((facts["minor"] == "yes" || facts["young"] == "yes") != has("3018"), "3018 is for minors, and always for them")
	refuse(facts["malice"] == "no" && (has("complaint-in-person") || has("prosecutor") && facts["complaint_state"] != "refused" || has("thesee")), "a mistake is no offence")
	refuse(incident == "smishing" && !has("33700"), "a deceptive SMS is reported to 33700")
	refuse(has("33700") && incident != "smishing", "33700 is for SMS")
	refuse(incident == "not_incident" && (has("complaint-in-person") || has("prosecutor") && facts["complaint_state"] != "refused"), "nothing happened: no complaint")
	refuse((incident == "phishing" || incident == "smishing") && facts["gave"] == "nothing" && facts["money"] != "gone" && has("complaint-in-person"), "an attempt that got nothing is reported")
	refuse(has("prosecutor") && at("complaint-in-person") < 0 && facts["complaint_state"] != "refused", "the letter to the prosecutor beside the police station")
	for _, d := range doors {
		refuse(d.Said == "" || d.SaidEN == "" || d.Row == "" || d.For == "", "a door without a name, a row or a purpose: "+d.ID)
		refuse(d.Kind != directory.OwnDoor && d.Phone == "" && d.SMS == "" && d.URL == "", "a door with nothing to show: "+d.ID)
		refuse(!fromDirectory(d, facts), "not the number, link or hours of the directory: "+d.ID)
		refuse(d.Kind == directory.OwnDoor && (d.Phone != "" || d.Stands.State != directory.Unknown), "nothing is known of one's own door: "+d.ID)
		if s, ok := directory.National(d.ID); ok && d.Kind == directory.NationalDoor {
			refuse(s.Grade != directory.High && (d.Phone != "" || d.SMS != ""), "a number that is not graded high: "+d.ID)
			refuse(s.Hours.Grade != directory.High && d.Stands.State == directory.Open && !d.Hedged, "hours stated plainly that are not sure: "+d.ID)
		}
	}
	return faults
}

// place is that of a door in the table: what it is for, and inside it its row.
func place(d directory.Door) int {
	purposes := []directory.Purpose{directory.ForLife, directory.ForMoney, directory.ForStop, directory.ForHelp, directory.ForComplaint, directory.ForDuty, directory.ForReport}
	i := 0
	for row := range directory.Rows() {
		if row.ID == d.Row {
			break
		}
		i++
	}
	return 1000*slices.Index(purposes, d.For) + i
}

// fromDirectory reports whether a door shows what the directory holds of it, and stands as
// that says.
func fromDirectory(d directory.Door, facts map[string]string) bool {
	shows := func(c directory.Door) bool {
		return d.Phone == c.Phone && d.SMS == c.SMS && d.URL == c.URL && d.Form == c.Form
	}
	switch d.Kind {
	case directory.RegionalDoor:
		c, ok := directory.Serving(facts["place"], facts["region"])
		contact, _ := c.Contact()
		return ok && shows(contact) && d.Stands == c.At(night)
	case directory.NationalDoor:
		s, ok := directory.National(d.ID)
		contact, _ := s.Contact()
		return ok && shows(contact) && d.Stands == s.At(night)
	case directory.EmergencyDoor:
		n, ok := directory.Emergency(d.ID)
		return ok && (d.Phone == n.Number || d.SMS == n.Number) && d.Stands == n.At(night)
	}
	return d.Kind == directory.OwnDoor
}

func list(doors []directory.Door) string {
	var b strings.Builder
	for _, d := range doors {
		b.WriteString(d.ID + " (" + d.Row + ")\n")
	}
	return b.String()
}

// Every value that a row or a thing to bring asks for is among those tried.
func TestEveryValueOfAConditionIsTried(t *testing.T) {
	check := func(id string, when directory.Conditions) {
		for _, c := range when {
			known := map[string][]string{"victim": victims, "incident": incidents}[c.Fact]
			if known == nil {
				known = others[c.Fact]
			}
			for _, v := range c.Is {
				if v == "unset" {
					v = ""
				}
				if !slices.Contains(known, v) {
					t.Errorf("%s: %s: %q is not tried", id, c.Fact, v)
				}
			}
		}
	}
	for row := range directory.Rows() {
		check(row.ID, row.When)
	}
	for b := range directory.Brings() {
		check(b.ID, b.When)
	}
}

func TestDoors(t *testing.T) {
	tests := []struct {
		name, victim, incident string
		facts                  map[string]string
		want                   []string
	}{
		{
			"a town hall's files are locked at night", "commune", "ransomware",
			map[string]string{"place": "81004", "personal_data": "unknown", "insurer": "unknown"},
			[]string{"provider", "occ", "17cyber", "complaint-in-person", "masecurite", "cnil", "insurer", "prosecutor"},
		},
		{
			"a town hall paid a false invoice", "commune", "transfer_fraud", map[string]string{"place": "81004", "money": "gone"},
			[]string{"accountant", "bank", "occ", "17cyber", "complaint-in-person", "masecurite", "prosecutor"},
		},
		{
			"a company paid a false invoice", "company", "transfer_fraud", map[string]string{"region": "76", "money": "gone"},
			[]string{"bank", "occ", "17cyber", "complaint-in-person", "masecurite", "prosecutor"},
		},
		{
			"a person paid for a flat that is none", "individual", "transfer_fraud", map[string]string{"region": "76", "money": "gone"},
			[]string{"bank", "17cyber", "thesee", "complaint-in-person", "masecurite", "prosecutor"},
		},
		{
			"a person's card was used online", "individual", "card_fraud",
			map[string]string{"money": "gone", "opposed": "yes", "card_in_hand": "yes", "online": "yes"},
			[]string{"bank", "17cyber", "perceval", "complaint-in-person", "masecurite"},
		},
		{
			"a card's number was given to a false site, and used online", "individual", "phishing",
			map[string]string{"gave": "card", "money": "gone", "opposed": "yes", "card_in_hand": "yes", "online": "yes"},
			[]string{"bank", "17cyber", "perceval", "complaint-in-person", "masecurite", "signal-spam", "phishing-initiative"},
		},
		{
			"the same by a text", "individual", "smishing",
			map[string]string{"gave": "card", "money": "gone", "opposed": "yes", "card_in_hand": "yes", "online": "yes"},
			[]string{"bank", "17cyber", "perceval", "complaint-in-person", "masecurite", "33700"},
		},
		{
			"the card itself is gone", "individual", "card_fraud",
			map[string]string{"money": "gone", "opposed": "yes", "card_in_hand": "no", "online": "yes"},
			[]string{"bank", "17cyber", "complaint-in-person", "masecurite"},
		},
		{
			"the card is there, and money was drawn with it", "individual", "card_fraud",
			map[string]string{"money": "gone", "opposed": "yes", "card_in_hand": "yes", "online": "no"},
			[]string{"bank", "17cyber", "complaint-in-person", "masecurite"},
		},
		{
			"a company's card was used online", "company", "card_fraud",
			map[string]string{"region": "76", "money": "gone", "opposed": "yes", "card_in_hand": "yes", "online": "yes"},
			[]string{"bank", "occ", "17cyber", "complaint-in-person", "masecurite"},
		},
		{
			"a person's card is not blocked yet", "individual", "card_fraud", map[string]string{"opposed": "no"},
			[]string{"bank", "card-block", "17cyber", "complaint-in-person", "masecurite"},
		},
		{
			"a boy is blackmailed with images", "individual", "extortion", map[string]string{"minor": "yes", "threat_kind": "images"},
			[]string{"3018", "17cyber", "complaint-in-person", "masecurite", "prosecutor", "pharos"},
		},
		{
			"a courier took the card", "individual", "bank_adviser_scam", map[string]string{"courier": "yes", "opposed": "yes"},
			[]string{"17", "bank", "17cyber", "complaint-in-person", "masecurite", "prosecutor"},
		},
		{
			"a care home", "other_public", "ransomware", map[string]string{"place": "81004", "sector": "health", "personal_data": "yes"},
			[]string{"provider", "occ", "cert-sante", "17cyber", "complaint-in-person", "masecurite", "cnil", "prosecutor"},
		},
		{
			"an SMS that got nothing", "individual", "smishing", map[string]string{"gave": "nothing"},
			[]string{"17cyber", "33700"},
		},
		{
			"data sent to the wrong address", "association", "data_breach", map[string]string{"place": "81004", "malice": "no", "personal_data": "yes"},
			[]string{"provider", "occ", "17cyber", "cnil"},
		},
		{
			"a stolen laptop", "company", "device_loss", map[string]string{"region": "76", "malice": "yes"},
			[]string{"operator", "occ", "17cyber", "complaint-in-person", "plainte-en-ligne", "masecurite"},
		},
		{"somebody is in danger", "", "", map[string]string{"danger": "yes"}, []string{"17", "112", "15", "18", "114", "17cyber", "complaint-in-person", "masecurite"}},
		{"nothing happened", "", "not_incident", nil, []string{"17cyber"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			for _, d := range directory.Doors(tt.victim, tt.incident, tt.facts, tuesday) {
				got = append(got, d.ID)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("doors (-want +got):\n%s", diff)
			}
		})
	}
}

// A door says how it stands, and nothing that is not sure.
func TestDoorsSayHowTheyStand(t *testing.T) {
	find := func(doors []directory.Door, id string) directory.Door {
		i := slices.IndexFunc(doors, func(d directory.Door) bool { return d.ID == id })
		if i < 0 {
			t.Fatalf("no door %q among\n%s", id, list(doors))
		}
		return doors[i]
	}
	facts := map[string]string{"place": "81004", "sector": "health", "opposed": "no", "danger": "yes"}
	open, closed := directory.Doors("company", "card_fraud", facts, tuesday), directory.Doors("company", "card_fraud", facts, night)
	if d := find(open, "occ"); d.Stands.State != directory.Open || d.Phone == "" || d.Closes.IsZero() {
		t.Errorf("the centre by day: %+v", d)
	}
	if d := find(closed, "occ"); d.Stands.State != directory.Closed || d.Stands.Opens.IsZero() {
		t.Errorf("the centre at night: %+v", d)
	}
	if d := find(closed, "card-block"); !d.Always || d.Phone != "0 892 705 705" {
		t.Errorf("the line that blocks cards: %+v", d)
	}
	if d := find(closed, "cert-sante"); d.Stands.State != directory.Unknown || d.Phone == "" {
		t.Errorf("hours of two rules for two audiences are never worked out: %+v", d)
	}
	if d := find(closed, "114"); d.SMS != "114" || d.Phone != "" {
		t.Errorf("114 is reached by SMS: %+v", d)
	}
}

func TestToBring(t *testing.T) {
	tests := []struct {
		name, victim, incident string
		facts                  map[string]string
		want                   []string
	}{
		{"a town hall", "commune", "ransomware", nil, []string{"identity", "delegation", "notes", "machines"}},
		{"a company, money gone", "company", "transfer_fraud", map[string]string{"money": "gone", "insurer": "yes"},
			[]string{"identity", "registration", "power", "notes", "messages", "bank", "insurance"}},
		{"a person", "individual", "card_fraud", nil, []string{"identity", "notes", "bank_card"}},
		{"whom a false adviser called", "individual", "bank_adviser_scam", nil, []string{"identity", "notes", "messages", "bank_adviser"}},
		{"nobody knows", "", "", nil, []string{"identity", "notes"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, directory.ToBring(tt.victim, tt.incident, tt.facts)); diff != "" {
				t.Errorf("ToBring (-want +got):\n%s", diff)
			}
		})
	}
}

func BenchmarkDoors(b *testing.B) {
	facts := map[string]string{"place": "81004", "money": "gone"}
	for b.Loop() {
		directory.Doors("commune", "transfer_fraud", facts, tuesday)
	}
}
