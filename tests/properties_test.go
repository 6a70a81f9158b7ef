package tests

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"relais/dialogs"
	"relais/dialogs/engine"
	"relais/locales/gsm7"
)

// properties are what must hold on the graph of the dialogs. Each comes with mutants: a
// change of the content by which it is broken, and the words in which the walk then says
// so. A property that no mutant breaks would hold of anything.
var properties = []struct {
	name    string
	mutants []mutant
}{
	{"a protective act in the first reply", []mutant{
		{"the first act is no advice", "ransomware", "the first reply holds no protective act",
			func(set *engine.Set) { stepOf(set, "ransomware", "first").Grade = "" }},
		{"the question comes before the act", "phishing", "the first reply holds no protective act",
			func(set *engine.Set) { dialog(set, "phishing").Start = "others_got" }},
	}},
	{"a person or a next step at every end", []mutant{
		{"it ends with an order", "ransomware", "without a person or a next step",
			func(set *engine.Set) {
				s := stepOf(set, "ransomware", "cables")
				s.Tell, s.End, s.Next = false, "waiting_for_csirt", nil
			}},
		{"it ends before anybody is told", "malware", "nobody was told that the centre has the case",
			func(set *engine.Set) { to(set, "malware", "vital", "close") }},
	}},
	{"no number, duty or deadline that the data does not grant to that victim", []mutant{
		{"the duty of public agents for everybody", "ddos", "formalities.prosecutor is said although it is not for victim=",
			func(set *engine.Set) { to(set, "formalities", "prosecutor_who", "prosecutor") }},
		{"the insurer's deadline without an insurer", "ransomware", "clock insurer does not run for insurer=no",
			func(set *engine.Set) {
				s := stepOf(set, "formalities", "insurance")
				s.Next = slices.DeleteFunc(s.Next, func(b engine.Branch) bool { return b.Goto == "prosecutor_who" })
				stepOf(set, "formalities", "insurance_unasked").Set[0].Value = "no"
			}},
		{"the insurer's deadline as the law's, of a mere fraud", "transfer_fraud", "clock insurer does not run for system_attack=no",
			func(set *engine.Set) {
				s := stepOf(set, "formalities", "clock_insurer")
				s.Next = slices.DeleteFunc(s.Next, func(b engine.Branch) bool { return b.Goto == "insurer_prudent" })
			}},
		{"a deadline that is off", "ransomware", "clock cnil is not on",
			func(set *engine.Set) {
				set.Clocks[slices.IndexFunc(set.Clocks, func(c engine.Clock) bool { return c.ID == "cnil" })].On = false
			}},
		{"the public accountant for a company", "transfer_fraud", "bank.accountant is said although it is not for victim=",
			func(set *engine.Set) { to(set, "bank", "whose", "accountant") }},
	}},
	{"no organisation is sent to THESEE", []mutant{
		{"whoever is hit is taken for a person", "extortion", "THESEE is for people, not for",
			func(set *engine.Set) {
				stepOf(set, "extortion", "who").Next = []engine.Branch{{Enter: "person"}}
				stepOf(set, "person", "doors").Next = []engine.Branch{{Goto: "thesee"}}
			}},
	}},
	{"who answers nothing but ? comes to an end", []mutant{
		{"not known leads round", "ransomware", "no end after",
			func(set *engine.Set) {
				s := stepOf(set, "ransomware", "isolated")
				s.Anew = true
				choice(s, "unknown").Goto = "first"
			}},
	}},
}

type mutant struct {
	name, incident, want string
	plant                func(*engine.Set)
}

// TestProperties walks each incident that a mutant changes, first as it is, then with the
// mutant planted: the property holds, and is seen to break.
func TestProperties(t *testing.T) {
	for _, p := range properties {
		t.Run(p.name, func(t *testing.T) {
			for _, m := range p.mutants {
				t.Run(m.name, func(t *testing.T) {
					if got := faults(t, m.incident, func(*engine.Set) {}); len(got) > 0 {
						t.Fatalf("%s, as it is: %s", m.incident, got[0])
					}
					if got := faults(t, m.incident, m.plant); !slices.ContainsFunc(got, func(f string) bool { return strings.Contains(f, m.want) }) {
						t.Errorf("planted, %d faults, none of them %q: %.300q", len(got), m.want, got)
					}
				})
			}
		})
	}
}

// TestOnlyQuestionMarksMutant: an escalation that is stepped over is missed.
func TestOnlyQuestionMarksMutant(t *testing.T) {
	w := newWalk(t, "fr", "sms")
	w.set = copied(t)
	to(w.set, "ransomware", "vital", "provider")
	c, err := w.unanswered("ransomware")
	if err != nil {
		t.Fatal(err)
	}
	if c.fault("ransomware") == "" {
		t.Error("the hand-over is left out, and nobody misses it")
	}
}

// faults walks one incident's own way by SMS through a set that was changed.
func faults(t *testing.T, incident string, plant func(*engine.Set)) []string {
	t.Helper()
	w := newWalk(t, "fr", "sms")
	w.set, w.only, w.depth = copied(t), incident, 0
	plant(w.set)
	var got []string
	w.found = func(fault string) { got = append(got, fault) }
	w.run()
	w.ends()
	return got
}

// copied returns a set of one's own to change.
func copied(t *testing.T) *engine.Set {
	t.Helper()
	data, err := json.Marshal(dialogs.Set())
	if err != nil {
		t.Fatal(err)
	}
	set := &engine.Set{}
	if err := json.Unmarshal(data, set); err != nil {
		t.Fatal(err)
	}
	return set
}

func dialog(set *engine.Set, id string) *engine.Dialog {
	d, ok := set.Dialog(id)
	if !ok {
		panic("no dialog " + id)
	}
	return d
}

func stepOf(set *engine.Set, id, name string) *engine.Step {
	s, ok := dialog(set, id).Step(name)
	if !ok {
		panic("no step " + id + "." + name)
	}
	return s
}

func choice(s *engine.Step, id string) *engine.Choice {
	return &s.Choices[slices.IndexFunc(s.Choices, func(c engine.Choice) bool { return c.ID == id })]
}

// to makes a step lead to another one, whatever holds.
func to(set *engine.Set, id, from, next string) {
	stepOf(set, id, from).Next = []engine.Branch{{Goto: next}}
}

// TestLengths prints, for each incident, in which turn the first act comes, the hand-over
// is told and the case ends: in the shortest, the typical and the longest conversation
// of its files, and where nothing but "?" is answered; and the segments of a whole case.
func TestLengths(t *testing.T) {
	courses := map[string][]course{}
	for _, c := range conversations(t) {
		if c.language != "fr" || c.options.Channel != "sms" {
			continue
		}
		_, steps, err := c.play(true)
		if err != nil {
			t.Fatalf("%s: %v", c.name, err)
		}
		lead, got := measured(newWalk(t, "fr", "sms"), steps)
		if got.end > 0 {
			courses[lead] = append(courses[lead], got)
		}
	}
	t.Logf("%-20s %14s %14s %14s %16s %22s", "incident", "first act", "told", "end", "segments", "only ?: told end seg")
	for _, id := range dialogs.Set().Incidents {
		all := courses[id]
		if len(all) == 0 {
			t.Errorf("%s: no conversation that ends", id)
			continue
		}
		alone, err := newWalk(t, "fr", "sms").unanswered(id)
		if err != nil {
			t.Fatal(err)
		}
		t.Logf("%-20s %14s %14s %14s %16s %10d %5d %5d", id,
			spread(all, func(c course) int { return c.act }), spread(all, func(c course) int { return c.told }),
			spread(all, func(c course) int { return c.end }), spread(all, func(c course) int { return c.segments }),
			alone.told, alone.end, alone.segments)
		for _, c := range all {
			if c.act != 1 && id != "not_incident" {
				t.Errorf("%s: the first act comes in turn %d", id, c.act)
			}
		}
	}
}

// measured takes the course of a conversation that was played, and what led it.
func measured(w *walk, steps []step) (string, course) {
	var c course
	lead, turn := "", 0
	for _, s := range steps {
		if s.silence {
			continue
		}
		turn++
		for _, m := range s.out.Bot {
			c.segments += gsm7.Segments(m.Text)
			if c.act == 0 && slices.ContainsFunc(m.Said, func(id string) bool { return w.protects(id, s.after.Session.Lead) }) {
				c.act = turn
			}
		}
		if here := s.after.Session.Here.Dialog; c.act == 0 && (here == "elsewhere" || here == "which_device") {
			c.act = turn // where somebody reads along, another phone is what protects
		}
		if c.told == 0 && s.after.Session.Said {
			c.told = turn
		}
		if s.after.Session.End != "" {
			c.end, lead = turn, s.after.Session.Lead
			break
		}
	}
	return lead, c
}

// spread prints the least, the middle and the greatest, 0 left out.
func spread(all []course, of func(course) int) string {
	var list []int
	for _, c := range all {
		if n := of(c); n > 0 {
			list = append(list, n)
		}
	}
	if len(list) == 0 {
		return "-"
	}
	slices.Sort(list)
	return fmt.Sprintf("%d %d %d", list[0], list[len(list)/2], list[len(list)-1])
}
