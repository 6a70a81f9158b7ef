package tests

import (
	"cmp"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"relais/dialogs"
	"relais/dialogs/directory"
	"relais/dialogs/engine"
)

// What a reporter is told of doors is what the decision table has: a step or an answer
// says which doors its text sends to (load.Sent holds the text to that), and here these
// are held to the table, for every victim, incident and pair of other facts.

var (
	doorVictims = []string{"", "unknown", "commune", "other_public", "company", "association", "individual"}
	doorOrgs    = []string{"commune", "other_public", "company", "association"}
	// The facts that the table or the dialogs below ask for, with what they may be.
	doorFacts = map[string][]string{
		"minor": {"", "yes"}, "young": {"", "yes", "no", "unknown"}, "money": {"", "gone", "held", "none", "unknown"},
		"gave": {"", "nothing", "password", "card", "program", "unknown"}, "opposed": {"", "yes", "no", "unknown"},
		"card_in_hand": {"", "yes", "no", "unknown"}, "online": {"", "yes", "no", "unknown"}, "malice": {"", "yes", "no", "unknown"},
		"insurer": {"", "yes", "no", "unknown"}, "personal_data": {"", "yes", "no", "unknown"}, "given": {"", "yes", "no", "unknown"},
		"control": {"", "yes", "no", "unknown"}, "threat_kind": {"", "images", "hacked", "organisation", "summons", "unknown"},
		"copy": {"", "site", "profile", "messages", "papers", "unknown"}, "complaint_told": {"", "yes"},
	}
	doorNight = time.Date(2027, 3, 15, 1, 30, 0, 0, time.UTC)
)

// onlyIn are facts of one dialog: no other incident has them.
var onlyIn = map[string][]string{
	"given": {"bank_adviser_scam"}, "control": {"tech_support_scam"}, "threat_kind": {"extortion"}, "young": {"extortion"},
	"copy": {"impersonation"}, "malice": {"device_loss", "data_breach"}, "card_in_hand": {"card_fraud"}, "online": {"card_fraud"},
	"opposed": {"card_fraud", "bank_adviser_scam", "phishing", "smishing"}, "gave": {"phishing", "smishing"},
}

// doorCombinations yields the facts of every victim and incident with every pair of
// other facts that such a case can have.
func doorCombinations(set *engine.Set, victims []string) func(func(engine.Facts) bool) {
	names := slices.Sorted(maps.Keys(doorFacts))
	return func(yield func(engine.Facts) bool) {
		for _, victim := range victims {
			for _, incident := range append([]string{""}, set.Incidents...) {
				may := func(name string) bool { return onlyIn[name] == nil || slices.Contains(onlyIn[name], incident) }
				for i, a := range names {
					for _, b := range names[i:] {
						if !may(a) || !may(b) {
							continue
						}
						for _, va := range doorFacts[a] {
							for _, vb := range doorFacts[b] {
								facts := engine.Facts{}
								for name, v := range map[string]string{"victim": victim, "incident": incident, a: va, b: vb} {
									if v != "" {
										facts[name] = v
									}
								}
								if !yield(facts) {
									return
								}
							}
						}
					}
				}
			}
		}
	}
}

// doorsFor are the table's doors for a case in the region of the demo.
func doorsFor(facts engine.Facts) []directory.Door {
	known := maps.Clone(map[string]string(facts))
	known["region"] = "76"
	return directory.Doors(facts["victim"], facts["incident"], known, doorNight)
}

// doorWalk goes the ways of the dialogs with what is known, and where somebody must
// answer, or the desk works something out, one way by chance.
type doorWalk struct {
	set    *engine.Set
	chance *rand.Rand
	fault  func(facts engine.Facts, step, what string)
	ended  func(facts engine.Facts, told []string, ways []string)
}

// at is a place of a walk; calls are the callers, innermost last.
type at struct {
	dialog, step string
	calls        []at
	facts        engine.Facts
	told, ways   []string
}

func (w *doorWalk) walk(p at) {
	for {
		if len(p.ways) > 400 {
			return // a way that goes round
		}
		d, _ := w.set.Dialog(p.dialog)
		s, ok := d.Step(p.step)
		if !ok {
			panic(p.dialog + "." + p.step)
		}
		id := p.dialog + "." + p.step
		p.ways = append(slices.Clip(p.ways), id)
		skipped := len(s.SkipWhen) > 0 && w.holds(s.SkipWhen, p.facts) == yes
		if !skipped {
			for _, a := range s.Set {
				p.facts = with(p.facts, a.Fact, a.Value)
			}
			if len(s.Doors) > 0 {
				w.held(id, s.Doors, p.facts)
				p.told = append(slices.Clip(p.told), s.Doors...)
			}
		}
		var next []at
		to := func(b engine.Branch, facts engine.Facts) {
			q := p
			q.facts = facts
			switch {
			case b.Enter != "":
				q.dialog, q.facts = w.entered(b.Enter, facts)
				q.calls = nil
				entered, _ := w.set.Dialog(q.dialog)
				q.step = entered.Start
			case b.Goto == "return" && len(p.calls) == 0:
				w.ended(facts, p.told, p.ways)
				return
			case b.Goto == "return":
				caller := p.calls[len(p.calls)-1]
				q.calls = p.calls[:len(p.calls)-1]
				// The caller goes on by its own next, with what is known now.
				cd, _ := w.set.Dialog(caller.dialog)
				cs, _ := cd.Step(caller.step)
				q.dialog, q.step = caller.dialog, caller.step
				for _, nb := range w.open(cs.Next, facts) {
					r := q
					if nb.Enter != "" {
						r.dialog, r.facts = w.entered(nb.Enter, facts)
						r.calls = nil
						entered, _ := w.set.Dialog(r.dialog)
						r.step = entered.Start
					} else if nb.Goto == "return" {
						r.dialog, r.step = returning, returning
					} else {
						r.step = nb.Goto
					}
					next = append(next, r)
				}
				return
			default:
				q.step = b.Goto
			}
			next = append(next, q)
		}
		switch {
		case s.End != "":
			w.ended(p.facts, p.told, p.ways)
			return
		case s.Call != "":
			called, _ := w.set.Dialog(s.Call)
			q := p
			q.calls = append(slices.Clip(p.calls), at{dialog: p.dialog, step: p.step})
			q.dialog, q.step = s.Call, called.Start
			next = append(next, q)
		case s.Ask == engine.AskChoice && !skipped:
			for _, c := range s.Choices {
				if known, ok := p.facts[s.Fact]; ok && known != c.ID && !s.Anew && known != "unknown" {
					continue
				}
				if c.Goto == "" && c.Enter == "" {
					for _, b := range w.open(s.Next, with(p.facts, s.Fact, c.ID)) {
						to(b, with(p.facts, s.Fact, c.ID))
					}
					continue
				}
				to(engine.Branch{Goto: c.Goto, Enter: c.Enter}, with(p.facts, s.Fact, c.ID))
			}
			if len(next) == 0 && len(s.Next) > 0 {
				for _, b := range w.open(s.Next, p.facts) {
					to(b, p.facts)
				}
			}
		default:
			for _, b := range w.open(s.Next, p.facts) {
				to(b, p.facts)
			}
		}
		// A return through several callers at once.
		for i := 0; i < len(next); i++ {
			if next[i].dialog != returning {
				continue
			}
			q := next[i]
			next = slices.Delete(next, i, i+1)
			i--
			if len(q.calls) == 0 {
				w.ended(q.facts, q.told, q.ways)
				continue
			}
			caller := q.calls[len(q.calls)-1]
			cd, _ := w.set.Dialog(caller.dialog)
			cs, _ := cd.Step(caller.step)
			for _, nb := range w.open(cs.Next, q.facts) {
				r := q
				r.calls, r.dialog, r.step = q.calls[:len(q.calls)-1], caller.dialog, nb.Goto
				if nb.Enter != "" {
					r.dialog, r.facts = w.entered(nb.Enter, q.facts)
					r.calls = nil
					entered, _ := w.set.Dialog(r.dialog)
					r.step = entered.Start
				} else if nb.Goto == "return" {
					r.dialog = returning
				}
				next = append(next, r)
			}
		}
		if len(next) == 0 {
			return
		}
		p = next[w.chance.IntN(len(next))]
	}
}

const returning = "return"

func with(facts engine.Facts, name, value string) engine.Facts {
	out := maps.Clone(facts)
	out[name] = value
	return out
}

// entered says which dialog is entered, and what is known there.
func (w *doorWalk) entered(dialog string, facts engine.Facts) (string, engine.Facts) {
	if dialog == engine.TheOther {
		first := facts["incident"]
		facts = with(with(facts, "incident", facts["beside"]), "beside", first)
		dialog = engine.TheIncident
	}
	if dialog != engine.TheIncident {
		return dialog, facts
	}
	if _, ok := w.set.Dialog(facts["incident"]); ok {
		return facts["incident"], facts
	}
	return "unknown", facts
}

const (
	no = iota
	maybe
	yes
)

// holds says whether conditions hold; what the desk works out is maybe, but for what it
// works out from the table.
func (w *doorWalk) holds(when []engine.Condition, facts engine.Facts) int {
	sure := yes
	for _, c := range when {
		value := facts.Get(c.Fact)
		if _, derived := engine.Derivable(c.Fact); derived {
			switch c.Fact {
			case "complaint_door":
				value = directory.Complaint(doorsFor(facts))
			case "prosecutor_due":
				value = "no"
				if directory.Due(doorsFor(facts), "prosecutor") {
					value = "yes"
				}
			default:
				sure = maybe
				continue
			}
		}
		if !c.Fits(value) {
			return no
		}
	}
	return sure
}

// open are the lines of next that may be taken.
func (w *doorWalk) open(next []engine.Branch, facts engine.Facts) []engine.Branch {
	var out []engine.Branch
	for _, b := range next {
		switch w.holds(b.When, facts) {
		case yes:
			return append(out, b)
		case maybe:
			out = append(out, b)
		}
	}
	return out
}

// held holds the doors that a text sends to to the table: all are there, and those for
// the same purpose in the table's order.
func (w *doorWalk) held(id string, doors []string, facts engine.Facts) {
	if fault := outside(doors, facts); fault != "" {
		w.fault(facts, id, fault)
	}
}

func outside(doors []string, facts engine.Facts) string {
	table := doorsFor(facts)
	last := map[directory.Purpose]int{}
	for _, door := range doors {
		if door == "cnil" && facts.Get("victim") == "unknown" {
			continue // who says that data of others are touched holds them, whoever it is
		}
		i := slices.IndexFunc(table, func(d directory.Door) bool {
			return d.ID == door || door == directory.ToCentre && d.Kind == directory.RegionalDoor
		})
		if i < 0 {
			return fmt.Sprintf("sends to %s, and the table has %v", door, ids(table))
		}
		if i < last[table[i].For] {
			return fmt.Sprintf("names %v, and the table's order is %v", doors, ids(table))
		}
		last[table[i].For] = i
	}
	return ""
}

func ids(doors []directory.Door) []string {
	var out []string
	for _, d := range doors {
		out = append(out, d.ID)
	}
	return out
}

// complete says what of the table was not told on a way that tells of the complaint: the
// first door for it, and every duty; and a complaint where there is none.
func complete(facts engine.Facts, told []string) string {
	table := doorsFor(facts)
	if first := directory.Complaint(table); first != "none" && !slices.Contains(told, first) {
		return "the complaint goes to " + first + " and that is not told"
	}
	for _, d := range table {
		if d.For == directory.ForDuty && !slices.Contains(told, d.ID) {
			return "the duty to tell " + d.ID + " is not told"
		}
	}
	return ""
}

// The dialogs that tell of complaint and duties, over every combination, a way of each.
func TestDialogsTellTheDoorsOfTheTable(t *testing.T) {
	set := dialogs.Set()
	for _, tt := range []struct {
		dialog  string
		victims []string
		whole   bool // ends with everything told
	}{
		{"formalities", append([]string{"unknown"}, doorOrgs...), true},
		{"person", []string{"individual"}, true},
		{"complain", doorVictims, false},
	} {
		t.Run(tt.dialog, func(t *testing.T) {
			count := 0
			w := &doorWalk{set: set, chance: rand.New(rand.NewPCG(17, 3018))}
			w.fault = func(facts engine.Facts, step, what string) { t.Fatalf("%s: %v: %s", step, facts, what) }
			w.ended = func(facts engine.Facts, told, ways []string) {
				count++
				if what := complete(facts, told); tt.whole && what != "" {
					t.Fatalf("%v: %s\ntold %v on %v", facts, what, told, ways)
				}
				if first := directory.Complaint(doorsFor(facts)); !tt.whole && first != "none" && !slices.Contains(told, first) && facts["complaint_told"] != "yes" {
					t.Fatalf("%v: PLAINTE does not tell %s: %v", facts, first, ways)
				}
			}
			d, _ := set.Dialog(tt.dialog)
			for facts := range doorCombinations(set, tt.victims) {
				if tt.whole && (facts.Get("incident") == "not_incident" || facts.Get("incident") == engine.Unset || facts.Get("incident") == "unknown") {
					continue // nothing is told of a complaint before it is known what happened
				}
				w.walk(at{dialog: tt.dialog, step: d.Start, facts: facts})
			}
			if count < 2000 {
				t.Errorf("%d ways ended", count)
			}
		})
	}
}

// Whole conversations, from the first reply of each incident to its end, by chance.
func TestIncidentsTellTheDoorsOfTheTable(t *testing.T) {
	set := dialogs.Set()
	ends, tellers := 0, map[string]bool{}
	w := &doorWalk{set: set, chance: rand.New(rand.NewPCG(17, 33700))}
	w.fault = func(facts engine.Facts, step, what string) { t.Fatalf("%s: %v: %s", step, facts, what) }
	w.ended = func(facts engine.Facts, told, ways []string) {
		ends++
		for _, step := range ways {
			tellers[step] = true
		}
	}
	for _, incident := range set.Incidents {
		d, ok := set.Dialog(incident)
		if !ok || incident == "not_incident" {
			continue // a hand-over that turned out to be wanted is no advice of a door
		}
		for _, victim := range doorVictims {
			for n := range 80 { // with fewer, chance leaves out rare ends
				facts := engine.Facts{"incident": incident}
				if n%2 == 1 { // told in the first message
					facts["money"] = "gone"
				}
				if n%4 == 3 {
					facts["bank_called"] = "yes"
				}
				if n%16 == 2 {
					facts["sector"] = "health"
				}
				if told := forks(d); n%8 == 0 && len(told) > 0 { // as is what the first reply depends on
					for _, c := range told[n/8%len(told)].When {
						if _, derived := engine.Derivable(c.Fact); !derived && c.In[0] != engine.Unset {
							facts[c.Fact] = c.In[0]
						}
					}
				}
				if victim != "" {
					facts["victim"] = victim
				}
				w.walk(at{dialog: incident, step: d.Start, facts: facts})
			}
		}
	}
	for _, l := range set.Later { // and what is asked of itself, of every victim it is asked of
		d, _ := set.Dialog(l.Call)
		for _, victim := range doorVictims {
			for _, incident := range set.Incidents {
				facts := engine.Facts{"victim": cmp.Or(victim, engine.Unset)}
				for _, c := range l.When {
					facts[c.Fact] = c.In[0]
				}
				facts["incident"] = incident
				if w.holds(l.When, facts) != yes {
					continue
				}
				for range 20 {
					w.walk(at{dialog: d.ID, step: d.Start, facts: facts})
				}
			}
		}
	}
	for _, in := range set.Interrupts { // and what is called by facts, of every victim
		if len(in.When) == 0 || in.Call == "" {
			continue
		}
		d, _ := set.Dialog(in.Call)
		for _, victim := range doorVictims {
			for n := range 80 {
				facts := engine.Facts{"victim": cmp.Or(victim, engine.Unset)}
				for _, c := range in.When {
					if value := c.In[n%len(c.In)]; value != engine.Unset {
						facts[c.Fact] = value
					}
				}
				if n%8 == 7 && facts["bank_called"] == "" { // told before
					facts["bank_called"] = "yes"
				}
				w.walk(at{dialog: d.ID, step: d.Start, facts: facts})
			}
		}
	}
	if ends < 2_000 {
		t.Errorf("%d conversations ended", ends)
	}
	called := []string{"danger", "distress", "minor", "complain", "cyber17", "human", "delays"} // by a word or a signal, not by a step
	for _, d := range set.Dialogs {
		for _, s := range d.Steps {
			if id := d.ID + "." + s.ID; len(s.Doors) > 0 && !tellers[id] && !slices.Contains(called, d.ID) {
				t.Errorf("%s: sends to %v and no way led there", id, s.Doors)
			}
		}
	}
}

// What is answered to a question asked back, over every combination. Two answers say to
// whom a rule applies, and send only those there.
func TestAnswersTellTheDoorsOfTheTable(t *testing.T) {
	set := dialogs.Set()
	conditional := []string{"cnil", "must_declare_commune", "report"}
	w := &doorWalk{set: set}
	tried := map[string]bool{}
	var asked []engine.Answer // those to questions of which an answer sends somewhere
	for _, a := range set.Answers {
		if slices.ContainsFunc(set.Answers, func(b engine.Answer) bool { return b.Question == a.Question && len(b.Doors) > 0 }) {
			asked = append(asked, a)
		}
	}
	for facts := range doorCombinations(set, doorVictims) {
		best := map[string]engine.Answer{}
		most := map[string]int{}
		for _, a := range asked {
			if a.Incident != "" && a.Incident != facts.Get("incident") || w.holds(a.When, facts) != yes {
				continue
			}
			asks := len(a.When) + 1
			if a.Incident != "" {
				asks += 100
			}
			if asks > most[a.Question] {
				best[a.Question], most[a.Question] = a, asks
			}
		}
		for _, a := range best {
			if len(a.Doors) == 0 || slices.Contains(conditional, a.ID) {
				continue
			}
			tried[a.ID] = true
			if facts.Get("incident") == "not_incident" || a.Question == "bank" || a.Question == "money_back" {
				continue // who asks for the bank of a payment nobody has told of
			}
			if fault := outside(a.Doors, facts); fault != "" {
				t.Fatalf("answers.%s: %v: %s", a.ID, facts, fault)
			}
		}
	}
	if len(tried) < 8 {
		t.Errorf("only %v were given", slices.Sorted(maps.Keys(tried)))
	}
}

// Danger, despair and a minor: the numbers of the table.
func TestLifeNumbersAreThoseOfTheTable(t *testing.T) {
	set := dialogs.Set()
	for id, facts := range map[string]engine.Facts{
		"danger.call_now": {"danger": "yes"}, "danger.first": {"danger": "yes"}, "danger.stay": {"danger": "yes"},
		"distress.talk": {"distress": "yes"}, "distress.rest": {"distress": "yes"}, "minor.line": {"minor": "yes"},
	} {
		table := ids(doorsFor(facts))
		for _, door := range set.Sends(id) {
			if !slices.Contains(table, door) {
				t.Errorf("%s sends to %s, and the table has %v", id, door, table)
			}
		}
	}
	for _, d := range doorsFor(engine.Facts{"danger": "yes"}) {
		if d.For == directory.ForLife && !slices.Contains(set.Sends("danger.call_now"), d.ID) {
			t.Errorf("danger.call_now does not name %s", d.ID)
		}
	}
}

// forks returns the branches that lead to the first reply of a dialog: those before anything is
// told or asked.
func forks(d *engine.Dialog) (branches []engine.Branch) {
	for _, s := range d.Steps {
		if s.Tell || s.Ask != "" || s.Call != "" {
			break
		}
		branches = append(branches, s.Next...)
	}
	return branches
}
