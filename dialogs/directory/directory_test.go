package directory_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"relais/dialogs/directory"
)

func TestServing(t *testing.T) {
	tests := []struct {
		name, insee, region string
		want                string // centre id, empty for none
	}{
		{"a commune of Occitanie", "31555", "76", "occ"},
		{"a commune without its region", "31555", "", "occ"},
		{"a region alone", "", "76", "occ"},
		{"a department alone", "34", "", "occ"},
		{"region 76 is not department 76", "76540", "28", "nor"},
		{"department 76 is not region 76", "76", "", "nor"},
		{"Paris", "75056", "11", "idf"},
		{"a Paris arrondissement", "75113", "", "idf"},
		{"region 75 is Nouvelle-Aquitaine", "", "75", "naq"},
		{"Ajaccio", "2A004", "94", "cor"},
		{"Bastia", "2B033", "94", "cor"},
		{"department 02 is Hauts-de-France", "02691", "32", "hdf"},
		{"region 02 is Martinique", "", "02", "atlantic"},
		{"Fort-de-France", "97209", "02", "atlantic"},
		{"Cayenne", "97302", "03", "atlantic"},
		{"Saint-Barthélemy", "97701", "977", "atlantic"},
		{"Saint-Martin", "97801", "978", "atlantic"},
		{"Saint-Pierre-et-Miquelon", "97502", "975", "atlantic"},
		{"Saint-Denis de La Réunion", "97411", "04", "reu"},
		{"Nouméa", "98818", "988", "ncl"},
		{"Nouméa without its region", "98818", "", "ncl"},
		{"Wallis-et-Futuna", "98613", "986", "ncl"},
		{"Mayotte has no centre", "97608", "06", ""},
		{"Te Rama of Polynésie is private", "98735", "987", ""},
		{"Terres australes have no centre", "98411", "984", ""},
		{"Clipperton has no centre", "98901", "989", ""},
		{"the commune wins over a wrong region", "31555", "28", "occ"},
		{"a place without a centre does not borrow the region's", "97608", "76", ""},
		{"an unknown commune leaves the region", "99999", "76", "occ"},
		{"nothing known", "", "", ""},
		{"nonsense", "zz", "zz", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, ok := directory.Serving(tt.insee, tt.region)
			if got.ID != tt.want || ok != (tt.want != "") {
				t.Errorf("Serving(%q, %q) = %q, %t, want %q", tt.insee, tt.region, got.ID, ok, tt.want)
			}
		})
	}
}

// What each centre lets a reporter read, written out by hand: a change of a grade
// in the content shows here.
func TestWhatAReporterMayRead(t *testing.T) {
	tests := []struct {
		centre        string
		phone         string // empty: not shown
		stated, hedge bool
	}{
		{"bfc", "0 970 609 909", true, true},
		{"bre", "0 800 200 008", false, false}, // hours in conflict
		{"cvl", "0 805 69 15 05", true, true},
		{"cor", "04 20 97 00 97", true, true},
		{"ges", "0 970 512 525", true, true},
		{"hdf", "0 806 700 111", false, false}, // hours in conflict
		{"idf", "0 800 730 647", true, true},
		{"nor", "", false, false}, // phone and hours in conflict
		{"naq", "0 805 29 29 40", true, true},
		{"occ", "0 800 71 13 13", true, false}, // the only hours from the centre's own page
		{"pdl", "0 800 100 200", false, false}, // 24/7, unconfirmed
		{"pac", "0 805 036 083", true, true},
		{"ara", "", false, false}, // one source for the phone, no hours
		{"atlantic", "0 970 260 801", true, true},
		{"reu", "0 262 974 999", true, true},
		{"ncl", "", false, false}, // one source for the phone, no hours
	}
	var routed []string
	for c := range directory.Centres() {
		if c.Routes {
			routed = append(routed, c.ID)
		}
	}
	for i, tt := range tests {
		if i >= len(routed) || routed[i] != tt.centre {
			t.Fatalf("centres for routing are %v", routed)
		}
		c, _ := directory.CentreByID(tt.centre)
		contact, ok := c.Contact()
		if !ok || contact.Phone != tt.phone {
			t.Errorf("%s: Contact shows phone %q, %t, want %q", tt.centre, contact.Phone, ok, tt.phone)
		}
		if stated, hedge := c.Hours.Shown(); stated != tt.stated || hedge != tt.hedge {
			t.Errorf("%s: hours shown %t, hedged %t, want %t, %t", tt.centre, stated, hedge, tt.stated, tt.hedge)
		}
	}
	if len(routed) != len(tests) {
		t.Errorf("%d centres for routing, %d in the table", len(routed), len(tests))
	}
}

func TestPhoneShown(t *testing.T) {
	const number = "0 800 71 13 13"
	tests := []struct {
		name  string
		phone directory.Phone
		want  string
	}{
		{"high", directory.Phone{National: number, Grade: directory.High}, number},
		{"medium", directory.Phone{National: number, Grade: directory.Medium}, ""},
		{"low", directory.Phone{National: number, Grade: directory.Low}, ""},
		{"no grade", directory.Phone{National: number}, ""},
		{"no number", directory.Phone{Grade: directory.High}, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got, ok := tt.phone.Shown(); got != tt.want || ok != (tt.want != "") {
				t.Errorf("Shown() = %q, %t, want %q", got, ok, tt.want)
			}
		})
	}
}

func TestNoContactHoldsAnEmailAddress(t *testing.T) {
	check := func(d directory.Door) {
		for _, s := range []string{d.Said, d.SaidEN, d.Phone, d.SMS, d.URL, d.Form} {
			if strings.Contains(s, "@") {
				t.Errorf("door %s shows %q", d.ID, s)
			}
		}
	}
	for c := range directory.Centres() {
		d, _ := c.Contact()
		check(d)
	}
	for s := range directory.Services() {
		d, _ := s.Contact()
		check(d)
	}
}

func TestNobodyIsSentToWhatIsNotForRouting(t *testing.T) {
	noon := time.Date(2026, 11, 24, 11, 0, 0, 0, time.UTC)
	for _, id := range []string{"myt", "pyf", "taaf"} {
		c, ok := directory.CentreByID(id)
		if !ok {
			t.Fatalf("no centre %s", id)
		}
		if _, ok := c.Contact(); ok {
			t.Errorf("%s has a contact", id)
		}
		for h := range 7 * 24 {
			if got := c.At(noon.Add(time.Duration(h) * time.Hour)); got.State != directory.Unknown {
				t.Fatalf("%s is %s at hour %d", id, got.State, h)
			}
		}
	}
	for _, id := range []string{"pre-plainte", "cert-agri", "intercert", "j3", "ofac", "dgsi", "anssi-delegates"} {
		s, ok := directory.National(id)
		if !ok {
			t.Fatalf("no service %s", id)
		}
		if _, ok := s.Contact(); ok {
			t.Errorf("%s has a contact", id)
		}
	}
}

func TestServiceContacts(t *testing.T) {
	tests := []struct{ id, phone, sms, url string }{
		{"17cyber", "", "", "https://17cyber.gouv.fr"},
		{"masecurite", "", "", "https://www.masecurite.interieur.gouv.fr"},
		{"cert-fr", "", "", "https://www.cert.ssi.gouv.fr/contact/"}, // numbers withdrawn by their owner
		{"cert-sante", "09 72 43 91 25", "", "https://cyberveille.esante.gouv.fr/"},
		{"card-block", "0 892 705 705", "", ""},
		{"info-escroqueries", "", "", ""}, // no source after 2020
		{"france-victimes", "", "", ""},   // one source
		{"33700", "", "33700", "https://www.33700.fr"},
		{"114", "", "114", "https://www.urgence114.fr"},
		{"3018", "3018", "", "https://3018.fr"},
		{"cnil", "", "", "https://www.cnil.fr/fr/notifier-une-violation-de-donnees-personnelles"},
		{"thesee", "", "", "https://www.service-public.gouv.fr/particuliers/vosdroits"},
	}
	for _, tt := range tests {
		t.Run(tt.id, func(t *testing.T) {
			s, _ := directory.National(tt.id)
			d, ok := s.Contact()
			if !ok || d.Phone != tt.phone || d.SMS != tt.sms || d.URL != tt.url {
				t.Errorf("Contact() = phone %q, sms %q, url %q, %t, want %q, %q, %q", d.Phone, d.SMS, d.URL, ok, tt.phone, tt.sms, tt.url)
			}
			if d.Said == "" || d.SaidEN == "" {
				t.Errorf("no way to say it: %q, %q", d.Said, d.SaidEN)
			}
		})
	}
}

func TestContactShowsAnSMSNumberOnlyWhenGradedHigh(t *testing.T) {
	for grade, want := range map[directory.Grade]string{directory.High: "33700", directory.Medium: "", directory.Low: "", "": ""} {
		d, _ := directory.Service{Routes: true, SMS: "33700", Grade: grade}.Contact()
		if d.SMS != want {
			t.Errorf("graded %q: SMS %q, want %q", grade, d.SMS, want)
		}
	}
}

func TestNight(t *testing.T) {
	want := directory.Door{
		ID: "17cyber", Kind: directory.NationalDoor, Said: "17Cyber", SaidEN: "17Cyber",
		URL: "https://17cyber.gouv.fr", Always: true, Checked: "2026-11-21",
	}
	if diff := cmp.Diff(want, directory.Night()); diff != "" {
		t.Errorf("Night() (-want +got):\n%s", diff)
	}
}

func TestDoorFor(t *testing.T) {
	tests := []struct {
		name          string
		insee, region string
		at            time.Time
		want          []string
	}{
		{"Toulouse in office hours", "31555", "76", paris(2026, 11, 24, 10, 0, 0), []string{"occ", "17cyber", "masecurite"}},
		{"Toulouse at lunch", "31555", "76", paris(2026, 11, 24, 12, 45, 0), []string{"17cyber", "masecurite"}},
		{"Toulouse at two in the night", "31555", "76", paris(2026, 11, 24, 2, 0, 0), []string{"17cyber", "masecurite"}},
		{"Dijon, en principe", "21231", "27", paris(2026, 11, 24, 10, 0, 0), []string{"bfc", "17cyber", "masecurite"}},
		{"Nantes, hours not stated", "44109", "52", paris(2026, 11, 24, 10, 0, 0), []string{"17cyber", "masecurite"}},
		{"Mayotte", "97608", "06", paris(2026, 11, 24, 10, 0, 0), []string{"17cyber", "masecurite"}},
		{"Papeete", "98735", "987", paris(2026, 11, 24, 10, 0, 0), []string{"17cyber", "masecurite"}},
		{"Réunion works while Paris sleeps", "97411", "04", paris(2026, 11, 24, 7, 0, 0), []string{"reu", "17cyber", "masecurite"}},
		{"an individual, or a place unknown", "", "", paris(2026, 11, 24, 10, 0, 0), []string{"17cyber", "masecurite"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			for _, d := range directory.DoorFor(tt.insee, tt.region, tt.at) {
				got = append(got, d.ID)
				if d.ID == "bfc" && !d.Hedged {
					t.Error("hours graded medium without \"en principe\"")
				}
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("doors (-want +got):\n%s", diff)
			}
		})
	}
}

func TestDoorForShowsTheWholeDoor(t *testing.T) {
	got := directory.DoorFor("31555", "76", paris(2026, 11, 24, 10, 0, 0))[0]
	want := directory.Door{
		ID: "occ", Kind: directory.RegionalDoor,
		Said: "le centre régional Cyber'Occ", SaidEN: "the regional centre Cyber'Occ",
		Phone: "0 800 71 13 13", URL: "https://www.cyberocc.com/nos-services/urgence-cyber/",
		Closes: paris(2026, 11, 24, 12, 30, 0), Checked: "2026-11-21",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("door (-want +got):\n%s", diff)
	}
}

func TestEmergency(t *testing.T) {
	tests := []struct {
		number, by string
		at         time.Time
		want       directory.State
	}{
		{"15", "voice", paris(2026, 12, 25, 3, 0, 0), directory.Open},
		{"17", "voice", paris(2026, 12, 25, 3, 0, 0), directory.Open},
		{"18", "voice", paris(2026, 12, 25, 3, 0, 0), directory.Open},
		{"112", "voice", paris(2026, 12, 25, 3, 0, 0), directory.Open},
		{"114", "sms", paris(2026, 12, 25, 3, 0, 0), directory.Open},
		{"3114", "voice", paris(2026, 12, 25, 3, 0, 0), directory.Open},
		{"3018", "voice", paris(2026, 11, 22, 9, 0, 0), directory.Open}, // a Sunday
		{"3018", "voice", paris(2026, 11, 22, 23, 0, 0), directory.Closed},
		{"3018", "voice", paris(2026, 12, 25, 10, 0, 0), directory.Unknown},
	}
	for _, tt := range tests {
		n, ok := directory.Emergency(tt.number)
		if !ok || !slices.Equal(n.By, []string{tt.by}) || n.Said == "" || len(n.Sources) == 0 {
			t.Errorf("Emergency(%q) = %+v, %t", tt.number, n, ok)
		}
		if got := n.At(tt.at).State; got != tt.want {
			t.Errorf("%s at %s: %s, want %s", tt.number, tt.at, got, tt.want)
		}
	}
	if _, ok := directory.Emergency("3218"); ok {
		t.Error("3218 is no emergency number")
	}
}

func TestDueForReview(t *testing.T) {
	if due := directory.DueForReview("2027-02-21"); len(due) != 0 {
		t.Errorf("due on the day of review: %v", due)
	}
	due := directory.DueForReview("2027-02-22")
	if !slices.Contains(due, "centres.yaml occ") || !slices.Contains(due, "emergency.yaml 3018") {
		t.Errorf("due the day after: %v", due)
	}
}

func TestNoticesWarn(t *testing.T) {
	files := 0
	for n := range directory.Notices() {
		files++
		if n.Warning == "" || n.Compiled == "" {
			t.Errorf("%s: %+v", n.File, n)
		}
	}
	if files != 5 {
		t.Errorf("%d notices, want one a file", files)
	}
}

func TestDeadlines(t *testing.T) {
	var got []string
	for d := range directory.Deadlines() {
		got = append(got, d.ID)
	}
	if diff := cmp.Diff([]string{"insurance-72h", "cnil-72h", "two-clocks"}, got); diff != "" {
		t.Errorf("deadlines (-want +got):\n%s", diff)
	}
}

func BenchmarkAt(b *testing.B) {
	c, _ := directory.Serving("31555", "76")
	weekend := paris(2026, 4, 3, 18, 0, 0) // Good Friday evening: five days to search
	b.ReportAllocs()
	for b.Loop() {
		c.At(weekend)
	}
}

func BenchmarkDoorFor(b *testing.B) {
	weekend := paris(2026, 4, 3, 18, 0, 0)
	b.ReportAllocs()
	for b.Loop() {
		directory.DoorFor("31555", "76", weekend)
	}
}
