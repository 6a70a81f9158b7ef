package places

import (
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"relais/dialogs/places/spelling"
)

// homonyms returns today's communes by their folded name.
func homonyms() map[string][]Place {
	by := map[string][]Place{}
	for p := range All() {
		key := spelling.Fold(p.Name)
		by[key] = append(by[key], p)
	}
	return by
}

// Every name that several communes share is asked, with all of them. Only a larger
// commune known by that name, or by it with an article, may stand beside them
// (Bourg: Bourg-en-Bresse).
func TestSharedNamesAreAsked(t *testing.T) {
	shared, more := 0, []string{}
	for name, list := range homonyms() {
		if len(list) < 2 {
			continue
		}
		shared++
		m := Find(list[0].Name, true)
		if plain := spelling.Words(list[0].Name, 9); m.Status == None && (allOrdinary(plain) || territory(name)) {
			continue // "Campagne", "Bretagne": only with a cue or a number
		}
		got := codes(m)
		for _, p := range list {
			if !slices.Contains(got, p.INSEE) {
				t.Errorf("Find(%q) = %s %v without %s", list[0].Name, m.Status, got, p.INSEE)
			}
		}
		if m.Status != Ambiguous {
			t.Errorf("Find(%q) = %s, want ambiguous", list[0].Name, m.Status)
		}
		if !slices.IsSortedFunc(m.Places, func(a, b Place) int { return b.Population - a.Population }) {
			t.Errorf("Find(%q) does not list the most populated first", list[0].Name)
		}
		if len(got) > len(list) {
			more = append(more, name)
		}
	}
	if shared < 1400 {
		t.Errorf("%d shared names, want 1400 at least", shared)
	}
	if len(more) > 70 {
		t.Errorf("%d shared names list more than their communes: %q", len(more), more)
	}
	t.Logf("%d shared names, %d with a larger commune beside them", shared, len(more))
}

func territory(name string) bool {
	bare, _ := spelling.Article(name)
	_, ok := territories.find(bare)
	return ok
}

func TestEveryCommuneIsFound(t *testing.T) {
	for _, tt := range []struct {
		name  string
		text  func(Place) string
		never int // communes whose text may be no answer
	}{
		{"name and department number", func(p Place) string { return p.Name + " (" + p.Department + ")" }, 2},
		{"small letters and department name", func(p Place) string { return strings.ToLower(p.Name + " " + p.DepartmentName) }, 4},
		{"postal code and name", func(p Place) string {
			if len(p.Postal) == 0 {
				return p.Name + " " + p.Department
			}
			return p.Postal[0] + " " + p.Name
		}, 0},
		{"capitals and postal code", func(p Place) string {
			return strings.ToUpper(p.Name) + " " + strings.Join(p.Postal[:min(1, len(p.Postal))], "")
		}, 2},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var missed []string
			for p := range All() {
				m := Find(tt.text(p), true)
				if m.Status == Found && m.Places[0].INSEE == p.INSEE {
					continue
				}
				if m.Status == Found {
					t.Errorf("Find(%q) found %v, want %s", tt.text(p), codes(m), p.INSEE)
				}
				missed = append(missed, tt.text(p))
			}
			if len(missed) > tt.never {
				t.Errorf("%d communes not found, want %d at most: %q", len(missed), tt.never, missed[:min(20, len(missed))])
			}
		})
	}
}

func TestOnlyItsOwnNameFindsACommune(t *testing.T) {
	var none, asked int
	for name, list := range homonyms() {
		m := Find(list[0].Name, true)
		switch m.Status {
		case Found:
			if len(list) > 1 || m.Places[0].INSEE != list[0].INSEE {
				t.Errorf("Find(%q) found %v, want %s", list[0].Name, codes(m), list[0].INSEE)
			}
		case Ambiguous:
			if len(list) == 1 {
				asked++
			}
		case None:
			if !allOrdinary(spelling.Words(name, 9)) && !territory(name) {
				t.Errorf("Find(%q) = none", list[0].Name)
			}
			none++
		}
	}
	if none > 80 || asked > 450 {
		t.Errorf("%d names are no answer and %d unshared names are asked, want 80 and 450 at most", none, asked)
	}
	t.Logf("%d names are common words and no answer alone, %d unshared names are asked", none, asked)
}

// A merged or associated commune is today's commune, by its code and by its name.
func TestFormerCommunes(t *testing.T) {
	for at := 0; at < len(former); {
		old, now := former.line(at)
		if p, ok := Lookup(old); !ok || p.INSEE != now {
			t.Errorf("Lookup(%q) = %s, %v, want %s", old, p.INSEE, ok, now)
		}
		at += len(old) + len(now) + 2
	}
	for at := 0; at < len(names); {
		name, value := names.line(at)
		at += len(name) + len(value) + 2
		if len(value) != 6 || value[0] != 'd' {
			continue
		}
		m := Find(name, true)
		if m.Status == Found && m.Places[0].INSEE != value[1:] {
			t.Errorf("Find(%q) found %v, want %s", name, codes(m), value[1:])
		}
		if m.Status == None && !allOrdinary(spelling.Words(name, 9)) && !territory(name) {
			t.Errorf("Find(%q) = none, want %s", name, value[1:])
		}
	}
}

// One wrong letter must never assert another commune, unless what is typed is
// itself a name.
func TestOneWrongLetterAssertsNoOther(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	letters := "aeiourstlnmpdc"
	all := slices.Collect(All())
	var right, asked, none, wrong int
	for range 6000 {
		p := all[random.IntN(len(all))]
		name := []byte(spelling.Fold(p.Name))
		if len(name) < 5 {
			continue
		}
		i := 1 + random.IntN(len(name)-1)
		switch random.IntN(4) {
		case 0:
			name = slices.Delete(name, i, i+1)
		case 1:
			name = slices.Insert(name, i, letters[random.IntN(len(letters))])
		case 2:
			name[i] = letters[random.IntN(len(letters))]
		case 3:
			name[i-1], name[i] = name[i], name[i-1]
		}
		m := Find(string(name), true)
		switch {
		case m.Status == Found && m.Places[0].INSEE == p.INSEE:
			right++
		case m.Status == Found && !isName(string(name)):
			wrong++
			t.Logf("Find(%q) found %s, meant %s", name, m.Places[0].Name, p.Name)
		case m.Status == Ambiguous:
			asked++
		default:
			none++
		}
	}
	t.Logf("one wrong letter: %d right, %d asked, %d none or the name of another, %d wrong", right, asked, none, wrong)
	if wrong > 6 {
		t.Errorf("%d of 6000 misspelt names assert another commune, want 6 at most", wrong)
	}
	if right < 4200 {
		t.Errorf("%d of 6000 misspelt names found, want 4200 at least", right)
	}
}

// isName reports whether text is a name somebody has, spaces aside, or the
// beginning of one that is said alone.
func isName(text string) bool {
	squeezed := string(spelling.Squeeze(nil, spelling.Fold(text)))
	set, score, _ := nearest(spelling.Fold(text), context{})
	if len(set) > 0 && score == 0 {
		return true
	}
	if _, ok := names.find(spelling.Fold(text)); ok || squeezed == "" {
		return true
	}
	return len(shortened(spelling.Fold(text), context{})) > 0
}

func TestPostalCodes(t *testing.T) {
	for at := 0; at < len(postal); {
		code, value := postal.line(at)
		at += len(code) + len(value) + 2
		want := strings.Split(value, ",")
		m := Find(code, true)
		if got := codes(m); !slices.Equal(got, want) || (m.Status == Found) != (len(want) == 1) {
			t.Errorf("Find(%q) = %s %v, want %v", code, m.Status, got, want)
		}
	}
}

func TestTheTablesAreSorted(t *testing.T) {
	for name, tab := range map[string]table{
		"communes": communes, "former": former, "names": names, "postal": postal, "departments": departments,
		"regions": regions, "territories": territories, "words": vocabulary,
	} {
		last, lines := "", 0
		for at := 0; at < len(tab); lines++ {
			key, value := tab.line(at)
			if key <= last {
				t.Fatalf("%s: %q stands after %q", name, key, last)
			}
			if got, ok := tab.find(key); !ok || got != value {
				t.Fatalf("%s: find(%q) = %q, %v, want %q", name, key, got, ok, value)
			}
			last, at = key, at+len(key)+len(value)+2
		}
		if _, ok := tab.find("~"); ok || lines == 0 {
			t.Errorf("%s: %d lines, finds what it does not hold: %v", name, lines, ok)
		}
	}
	if n := len(slices.Collect(maps.Keys(homonyms()))); n < 32000 {
		t.Errorf("%d different names, want 32000 at least", n)
	}
}
