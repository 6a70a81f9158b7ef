package places

import (
	"github.com/google/go-cmp/cmp"
	"os"
	"slices"
	"strings"
	"testing"
	"time"
)

// rows returns the lines of a file in testdata, cut at tabs, without comments.
func rows(t *testing.T, name string) [][]string {
	t.Helper()
	raw, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	var out [][]string
	for line := range strings.Lines(string(raw)) {
		line = strings.TrimSuffix(line, "\n")
		if line != "" && !strings.HasPrefix(line, "#") {
			out = append(out, strings.Split(line, "\t"))
		}
	}
	return out
}

func codes(m Match) []string {
	out := []string{}
	for _, p := range m.Places {
		out = append(out, p.INSEE)
	}
	slices.Sort(out)
	return out
}

func testRows(t *testing.T, file string, least int, expected bool) {
	t.Helper()
	list := rows(t, file)
	if len(list) < least {
		t.Fatalf("%s has %d rows, want %d at least", file, len(list), least)
	}
	for _, row := range list {
		want := []string{}
		if row[2] != "" {
			want = strings.Split(row[2], ",")
			slices.Sort(want)
		}
		m := Find(row[0], expected)
		if m.Status != Status(row[1]) || !slices.Equal(codes(m), want) {
			t.Errorf("Find(%q, %v) = %s %v, want %s %v", row[0], expected, m.Status, codes(m), row[1], want)
		}
	}
}

func TestAnswers(t *testing.T)             { testRows(t, "answers.tsv", 500, true) }
func TestCuedSentences(t *testing.T)       { testRows(t, "cued.tsv", 30, false) }
func TestOrdinaryAnswers(t *testing.T)     { testNone(t, "ordinary.txt", 150, true) }
func TestSentencesWithoutCue(t *testing.T) { testNone(t, "sentences.txt", 60, false) }

// TestPeople reads what people type: the commune meant is found or asked, at least 94 of
// 100 found, and no other is ever taken for it.
func TestPeople(t *testing.T) {
	list := rows(t, "people.tsv")
	found, named := 0, 0
	for _, row := range list {
		m := Find(row[0], true)
		if row[1] == "-" {
			if m.Status == Found {
				t.Errorf("Find(%q) = %v, want none or a question", row[0], codes(m))
			}
			continue
		}
		named++
		switch meant := slices.Contains(codes(m), row[1]); {
		case m.Status == Found && !meant:
			t.Errorf("Find(%q) = %v, want %s or a question", row[0], codes(m), row[1])
		case m.Status == Found:
			found++
		}
	}
	if named < 180 || 100*found < 94*named {
		t.Errorf("%d of %d communes found, want 94 of 100", found, named)
	}
}

func testNone(t *testing.T, file string, least int, expected bool) {
	t.Helper()
	list := rows(t, file)
	if len(list) < least {
		t.Fatalf("%s has %d rows, want %d at least", file, len(list), least)
	}
	for _, row := range list {
		if m := Find(row[0], expected); m.Status != None {
			t.Errorf("Find(%q, %v) = %s %v (cue %q), want none", row[0], expected, m.Status, codes(m), m.Cue)
		}
	}
}

func TestLookup(t *testing.T) {
	for _, tt := range []struct {
		name, insee string
		want        Place
	}{
		{"a commune", "81004", Place{
			INSEE: "81004", Name: "Albi", Department: "81", DepartmentName: "Tarn", Region: "76", RegionName: "Occitanie",
			Postal: []string{"81000"}, Population: 51290, TimeZone: "Europe/Paris",
		}},
		{"small letters in Corsica", "2a004", Place{
			INSEE: "2A004", Name: "Ajaccio", Department: "2A", DepartmentName: "Corse-du-Sud", Region: "94", RegionName: "Corse",
			Postal: []string{"20000", "20090", "20167"}, Population: 76320, TimeZone: "Europe/Paris",
		}},
		{"a collectivity is its own region", "97502", Place{
			INSEE: "97502", Name: "Saint-Pierre", Department: "975", DepartmentName: "Saint-Pierre-et-Miquelon", Region: "975",
			RegionName: "Saint-Pierre-et-Miquelon", Postal: []string{"97500"}, Population: 5194, TimeZone: "America/Miquelon",
		}},
		{"a merged commune", "74011", Place{
			INSEE: "74010", Name: "Annecy", Department: "74", DepartmentName: "Haute-Savoie", Region: "84", RegionName: "Auvergne-Rhône-Alpes",
			Postal: []string{"74000", "74370", "74600", "74940", "74960"}, Population: 132117, TimeZone: "Europe/Paris",
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, ok := Lookup(tt.insee)
			if diff := cmp.Diff(tt.want, got); diff != "" || !ok {
				t.Errorf("Lookup(%q), ok %v, differs (-want +got):\n%s", tt.insee, ok, diff)
			}
		})
	}
	for _, code := range []string{"", "8", "81", "81999", "99999", "81004\t", "Albi"} {
		if p, ok := Lookup(code); ok {
			t.Errorf("Lookup(%q) = %s, want nothing", code, p.Name)
		}
	}
	if p, ok := Lookup("75111"); !ok || p.INSEE != "75056" {
		t.Errorf("Lookup of Paris 11e = %s, %v, want 75056", p.INSEE, ok)
	}
}

func TestEveryCommuneIsComplete(t *testing.T) {
	n := 0
	for p := range All() {
		n++
		if p.Name == "" || p.DepartmentName == "" || p.RegionName == "" || p.TimeZone == "" {
			t.Errorf("%s is incomplete: %+v", p.INSEE, p)
		}
		if _, err := time.LoadLocation(p.TimeZone); err != nil {
			t.Errorf("%s: %v", p.INSEE, err)
		}
	}
	if n != 34969 {
		t.Errorf("%d communes, want the 34969 of 2026", n)
	}
}

func TestTimeZone(t *testing.T) {
	for insee, want := range map[string]string{
		"81004": "Europe/Paris", "2A004": "Europe/Paris", "97105": "America/Guadeloupe", "97209": "America/Martinique",
		"97302": "America/Cayenne", "97411": "Indian/Reunion", "97502": "America/Miquelon", "97611": "Indian/Mayotte",
		"97701": "America/St_Barthelemy", "97801": "America/Marigot", "98613": "Pacific/Wallis", "98735": "Pacific/Tahiti",
		"98731": "Pacific/Marquesas", "98719": "Pacific/Gambier", "98818": "Pacific/Noumea", "": "", "XX": "", "99100": "",
	} {
		if got := TimeZone(insee); got != want {
			t.Errorf("TimeZone(%q) = %q, want %q", insee, got, want)
		}
	}
}

func TestRegionName(t *testing.T) {
	for code, want := range map[string]string{"76": "Occitanie", "02": "Martinique", "988": "Nouvelle-Calédonie"} {
		if got, ok := RegionName(code); got != want || !ok {
			t.Errorf("RegionName(%q) = %q, %v, want %q", code, got, ok, want)
		}
	}
	if name, ok := RegionName("99"); ok {
		t.Errorf("RegionName(99) = %q, want nothing", name)
	}
}

func TestWritingDoesNotMatter(t *testing.T) {
	for _, tt := range []struct{ name, text string }{
		{"full-width letters", "Ｆｉｇｅａｃ"},
		{"decomposed accents", "Fige\u0301ac"},
		{"zero-width characters", "Fi\u200bge\u200dac\ufeff"},
		{"a soft hyphen", "Fi\u00adgeac"},
		{"no-break spaces", "\u00a0Figeac\u202f(46)"},
		{"full-width digits", "４６１００ figeac"},
		{"capitals", "FIGEAC"},
		{"quotes", "« Figeac »"},
		{"emoji", "Figeac 😱"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if m := Find(tt.text, true); m.Status != Found || m.Places[0].INSEE != "46102" {
				t.Errorf("Find(%q) = %s %v, want found 46102", tt.text, m.Status, codes(m))
			}
		})
	}
}

// FuzzFind holds what is true of every text: no panic, and a match that keeps its word.
func FuzzFind(f *testing.F) {
	for _, seed := range []string{"", "albi", "81000 albi", "st germain en laye", "mairie de\n\n", "près de", "(46", "à l'", "\xff\xfe", strings.Repeat("a ", 5000), strings.Repeat("saint ", 40), "paris XXe 75", "entre albi et", "06 12 34", "l'", "à"} {
		f.Add(seed, true)
		f.Add(seed, false)
	}
	f.Fuzz(func(t *testing.T, text string, expected bool) {
		m := Find(text, expected)
		switch m.Status {
		case Found:
			if len(m.Places) != 1 {
				t.Errorf("found %d places", len(m.Places))
			}
		case Ambiguous:
			if len(m.Places) == 0 {
				t.Error("ambiguous without candidates")
			}
		case None:
			if len(m.Places) != 0 {
				t.Error("none with candidates")
			}
		default:
			t.Errorf("status %q", m.Status)
		}
		if !strings.Contains(text, m.Cue) {
			t.Errorf("cue %q is not in the text", m.Cue)
		}
		for i, p := range m.Places {
			if _, ok := Lookup(p.INSEE); !ok || slices.ContainsFunc(m.Places[:i], func(q Place) bool { return q.INSEE == p.INSEE }) {
				t.Errorf("place %q is unknown or listed twice", p.INSEE)
			}
		}
	})
}
