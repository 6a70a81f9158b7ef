package directory_test

import (
	"flag"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"relais/dialogs/directory"
)

var update = flag.Bool("update", false, "rewrite what is expected")

// told is what is said of some facts: "fact=value", or "fact=value|value" where the table
// does not tell the values apart.
type told []string

// facts returns one case of it, at a place in region 76.
func (a told) facts() map[string]string {
	facts := map[string]string{"region": "76"}
	for _, one := range a {
		fact, values, _ := strings.Cut(one, "=")
		facts[fact], _, _ = strings.Cut(values, "|")
	}
	return facts
}

// within reports whether all of it is said in b too.
func (a told) within(b told) bool {
	return !slices.ContainsFunc(a, func(one string) bool { return !slices.Contains(b, one) })
}

// group is facts of which no other decides on a door together with them, as everything
// that can be told of them, nothing first.
type group []told

// groups returns, for a victim and an incident, the facts that its rows read: two are in
// one group if a row reads both, or if they lead to the same door.
func groups(victim, incident string) []group {
	read := map[string][]string{} // door → facts
	classes := map[string]map[string]string{}
	who := map[string]string{"victim": or(victim, "unset"), "incident": or(incident, "unset")}
	for row := range directory.Rows() {
		if slices.ContainsFunc(row.When, func(c directory.Condition) bool { return who[c.Fact] != "" && !slices.Contains(c.Is, who[c.Fact]) }) {
			continue
		}
		var facts []string
		for _, c := range row.When {
			if who[c.Fact] != "" || elsewhere(c.Fact, incident) {
				continue
			}
			facts = append(facts, c.Fact)
			if classes[c.Fact] == nil {
				classes[c.Fact] = map[string]string{}
			}
			for _, v := range others[c.Fact] {
				classes[c.Fact][v] += fmt.Sprint(slices.Contains(c.Is, or(v, "unset")))
			}
		}
		if row.To == directory.ToCentre {
			facts = append(facts, "place")
			classes["place"] = map[string]string{"": "", "unknown": "", "81004": "", "97608": "no centre"}
		}
		read[row.To] = append(read[row.To], facts...)
	}
	together := map[string][]string{} // fact → the facts of its group
	for _, to := range slices.Sorted(maps.Keys(read)) {
		var all []string
		for _, fact := range read[to] {
			all = append(append(all, fact), together[fact]...)
		}
		slices.Sort(all)
		all = slices.Compact(all)
		for _, fact := range all {
			together[fact] = all
		}
	}
	var found []group
	for _, fact := range slices.Sorted(maps.Keys(together)) {
		if together[fact][0] != fact {
			continue
		}
		g := group{nil}
		for _, fact := range together[fact] {
			values := map[string][]string{}
			for _, v := range others[fact] {
				class := classes[fact][v]
				values[class] = append(values[class], v)
			}
			more := g
			for _, class := range slices.Sorted(maps.Keys(values)) {
				if slices.Contains(values[class], "") {
					continue // as if nothing were said
				}
				for _, a := range g {
					more = append(more, append(slices.Clone(a), fact+"="+strings.Join(values[class], "|")))
				}
			}
			g = more
		}
		slices.SortStableFunc(g, func(a, b told) int { return len(a) - len(b) })
		found = append(found, g)
	}
	return found
}

// unread is each value of the facts that no row reads here.
func unread(all []group, incident string) (said []told) {
	for _, fact := range slices.Sorted(maps.Keys(others)) {
		if elsewhere(fact, incident) || slices.ContainsFunc(all, func(g group) bool {
			return slices.ContainsFunc(g, func(a told) bool { return len(a) == 1 && strings.HasPrefix(a[0], fact+"=") })
		}) {
			continue
		}
		for _, v := range others[fact] {
			said = append(said, told{fact + "=" + v})
		}
	}
	return said
}

func or(value, empty string) string {
	if value == "" {
		return empty
	}
	return value
}

// TestDoorsForAllCombinations: for every victim and incident all that can be told of each
// group of facts, with all that can be told of each other group. What a fact changes is
// what testdata/doors.txt says, whatever is told of the other groups: the file is all
// that the table can answer.
func TestDoorsForAllCombinations(t *testing.T) {
	judged, cases, reached := 0, 0, map[string]bool{}
	var tables []*answers
	for _, incident := range incidents {
		for _, victim := range victims {
			all := groups(victim, incident)
			one := newAnswers(victim, incident)
			combined := 1
			for i, g := range all {
				combined *= len(g)
				for _, a := range g {
					one.learn(a)
				}
				for _, h := range all[:i] {
					for _, a := range g[1:] {
						for _, b := range h[1:] {
							both := slices.Concat(a, b)
							if want, got := one.expect(both), one.doors(both); !maps.Equal(want, got) {
								t.Fatalf("victim %q, incident %q, %v: the doors %v, want %v, as each alone", victim, incident, both, got, want)
							}
						}
					}
				}
			}
			for _, a := range unread(all, incident) {
				if want, got := one.expect(nil), one.doors(a); !maps.Equal(want, got) {
					t.Fatalf("victim %q, incident %q, %v: the doors %v, want %v: no row asks for it", victim, incident, a, got, want)
				}
			}
			cases += combined
			maps.Copy(reached, one.rows)
			judged += one.judged
			if len(one.faults) > 0 {
				t.Fatalf("victim %q, incident %q, %s", victim, incident, one.faults[0])
			}
			tables = append(tables, one)
		}
	}
	t.Logf("%d combinations of what the table tells apart, %d answers looked at", cases, judged)
	if judged < 50_000 || cases < 1_000_000 {
		t.Errorf("only %d answers for %d combinations", judged, cases)
	}
	for row := range directory.Rows() {
		if !reached[row.ID] {
			t.Errorf("row %q leads nobody anywhere", row.ID)
		}
	}
	got := printed(tables)
	const file = "testdata/doors.txt"
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(got, "\n")); diff != "" {
		t.Errorf("doors (-want +got), -args -update rewrites them:\n%s", diff)
	}
}

// answers are those to one victim and incident.
type answers struct {
	victim, incident string
	base             []string // doors in their order
	lines            []line
	rows             map[string]bool // that led somebody somewhere
	judged           int
	faults           []string
}

// line is what is otherwise where something is told.
type line struct {
	told    told
	changes map[string]bool // door → whether it is there
}

func newAnswers(victim, incident string) *answers {
	a := &answers{victim: victim, incident: incident, rows: map[string]bool{}}
	for _, d := range directory.Doors(victim, incident, told(nil).facts(), night) {
		a.base = append(a.base, named(d))
	}
	return a
}

// named is a door as the file names it: whom to tell, where that is a duty, is marked.
func named(d directory.Door) string {
	if d.For == directory.ForDuty {
		return d.ID + "!"
	}
	return d.ID
}

// doors judges what is answered, and returns it.
func (a *answers) doors(said told) map[string]bool {
	a.judged++
	facts := said.facts()
	doors := directory.Doors(a.victim, a.incident, facts, night)
	for _, fault := range wrong(a.victim, a.incident, facts, doors) {
		a.faults = append(a.faults, fmt.Sprintf("%v: %s\n%s", said, fault, list(doors)))
	}
	set := map[string]bool{}
	for _, d := range doors {
		set[named(d)], a.rows[d.Row] = true, true
	}
	return set
}

// expect is what the lines so far say: of those that name a door, the ones that ask most.
func (a *answers) expect(said told) map[string]bool {
	set, asked := map[string]bool{}, map[string]int{}
	for _, door := range a.base {
		set[door] = true
	}
	for _, l := range a.lines {
		if !l.told.within(said) {
			continue
		}
		for door, there := range l.changes {
			if len(l.told) >= asked[door] {
				asked[door] = len(l.told)
				if set[door] = there; !there {
					delete(set, door)
				}
			}
		}
	}
	return set
}

// learn adds a line where the lines so far do not say what is answered.
func (a *answers) learn(said told) {
	want, got := a.expect(said), a.doors(said)
	changes := map[string]bool{}
	for door := range want {
		if !got[door] {
			changes[door] = false
		}
	}
	for door := range got {
		if !want[door] {
			changes[door] = true
		}
	}
	if len(changes) > 0 {
		a.lines = append(a.lines, line{said, changes})
	}
}

// String is the line as the file has it.
func (l line) String() string {
	var changes []string
	for _, door := range slices.Sorted(maps.Keys(l.changes)) {
		changes = append(changes, map[bool]string{true: "+", false: "-"}[l.changes[door]]+door)
	}
	return strings.Join(l.told, " ") + ": " + strings.Join(changes, " ")
}

// to is whom something is answered to: victim → incidents.
type to map[string][]string

func (w to) String() string {
	same := map[string][]string{} // incidents → victims
	for _, victim := range victims {
		has := w[victim]
		if has == nil {
			continue
		}
		var these, missing []string
		for _, incident := range incidents {
			if slices.Contains(has, incident) {
				these = append(these, or(incident, "unset"))
			} else {
				missing = append(missing, or(incident, "unset"))
			}
		}
		text := "every incident"
		switch {
		case len(missing) > 0 && len(missing) < len(these):
			text = "every incident but " + strings.Join(missing, ", ")
		case len(missing) > 0:
			text = strings.Join(these, ", ")
		}
		same[text] = append(same[text], or(victim, "unset"))
	}
	var lines []string
	for of, whom := range same {
		who := strings.Join(whom, ", ")
		if len(whom) == len(victims) {
			who = "everybody"
		}
		lines = append(lines, "    "+who+": "+of+"\n")
	}
	slices.Sort(lines)
	return strings.Join(lines, "")
}

// printed is the file: what is answered where nothing else is known, then what changes it.
func printed(all []*answers) string {
	bases, lines := map[string]to{}, map[string]to{}
	add := func(table map[string]to, text string, a *answers) {
		if table[text] == nil {
			table[text] = to{}
		}
		table[text][a.victim] = append(table[text][a.victim], a.incident)
	}
	for _, a := range all {
		add(bases, strings.Join(a.base, " "), a)
		for _, l := range a.lines {
			add(lines, l.String(), a)
		}
	}
	var b strings.Builder
	b.WriteString("The doors in their order where nothing is known but victim and incident; ! where telling is a duty.\n\n")
	for _, doors := range slices.Sorted(maps.Keys(bases)) {
		b.WriteString("  " + doors + "\n" + bases[doors].String())
	}
	b.WriteString("\nWhat is otherwise where something else is told. Of two lines that name a door the one that asks for more is right.\n\n")
	for _, l := range slices.Sorted(maps.Keys(lines)) {
		b.WriteString("  " + l + "\n" + lines[l].String())
	}
	return b.String()
}
