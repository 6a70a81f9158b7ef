package simulation

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"relais/dialogs/desk"
	"relais/dialogs/intake"
)

// script is what is said and done in a run in which only what is planned goes wrong.
type script struct {
	says []string
	desk bool // an analyst claims the case, leads, writes and closes it
}

// evening is about sixty calls: a message, an answer that is asked for twice, and a card.
var evening = script{says: []string{"tous les pc de la mairie ont un message de rancon %s", "1"}}

// night is a case that meets nearly every kind of call: a message, an answer that is asked
// for twice, a place in another region, a person, silence until a text leaves, and then the
// analyst, up to the end.
var night = script{says: []string{"tous les pc de la mairie ont un message de rancon %s", "1", "1", "Rouen", "HUMAIN"}, desk: true}

// world is that of the script, in which only what is planned goes wrong.
func (s script) world(plan map[int]fault) *world {
	w := newWorld(7)
	w.plan = plan
	w.heal = start.Add(25 * time.Minute)
	return s.begin(w)
}

// drawn is that of the script, in which goes wrong what the seed draws, as in a brief world.
func (s script) drawn(seed uint64) *world {
	w := newWorld(seed)
	w.rate()
	w.settle()
	w.heal = start.Add(w.between("delay heal", 3*time.Minute, 6*time.Minute))
	return s.begin(w)
}

func (s script) begin(w *world) *world {
	w.carrier.server = true
	w.after(time.Second, w.minute)
	w.after(w.heal.Sub(w.now), w.queue.redrive)
	p := newPerson(w, 0)
	p.script = s.says
	w.after(2*time.Second, p.goesOn)
	if s.desk {
		w.relay.on = true
		w.after(20*time.Minute, func() { w.relay.attend(p.key()) })
	}
	return w
}

// attend is an analyst who brings a case to its end.
func (r *relay) attend(key intake.Key) {
	by := staff["28"][0]
	for k, do := range []func(){
		func() { r.act(key, by, desk.TakeOver{}) },
		func() { r.write(key, by, key, "") },
		func() { r.act(key, by, desk.Release{}) },
		func() {
			r.act(key, by, desk.Close{Category: "ransomware", Cause: "unknown", Complaint: "filed", TLP: "amber"})
		},
	} {
		r.w.after(time.Duration(k)*40*time.Second, do)
	}
}

// TestEveryFault lets each fault meet each call, one at a time.
func TestEveryFault(t *testing.T) {
	for _, s := range []script{evening, night} {
		var runs []trial
		calls := s.calls(t)
		for k, call := range calls {
			for _, f := range call.kinds {
				runs = append(runs, trial{map[int]fault{k + 1: f}, fmt.Sprintf("%s at call %d, %s", f, k+1, call.site)})
			}
		}
		tried := s.try(t, runs)
		t.Logf("measured: %d of %d runs, each with one fault at one of %d calls", tried, len(runs), len(calls))
	}
}

// TestEveryPairOfCrashes lets the evening crash at each call and again at each later one.
func TestEveryPairOfCrashes(t *testing.T) {
	s := evening
	if *pairs {
		s = night
	}
	calls := s.calls(t)
	var runs []trial
	for a := range calls {
		for b := a + 1; b < len(calls); b++ {
			for _, f := range []fault{crashBefore, crashAfter} {
				runs = append(runs, trial{map[int]fault{a + 1: f, b + 1: crashAfter}, fmt.Sprintf("%s at call %d, and after call %d", f, a+1, b+1)})
			}
		}
	}
	tried := s.try(t, runs)
	t.Logf("measured: %d of %d runs, each with two crashes at two of %d calls", tried, len(runs), len(calls))
}

// calls runs the script without a fault and returns its calls.
func (s script) calls(t *testing.T) []step {
	t.Helper()
	clean := s.world(map[int]fault{})
	if o := clean.finish(); len(o.broken) > 0 {
		t.Fatalf("without a fault:\n\t%s", strings.Join(o.broken, "\n\t"))
	}
	return clean.calledAt
}

// points are all calls with all faults that they may meet.
var points = func() []focus {
	var all []focus
	for site, kinds := range map[string][]fault{
		"Head": reads, "Turns": reads, "Append": writes, "Receipt": writes, "Settle": writes, "ClearDue": writes, "Mark": reads, "SetMark": writes,
		"Put": writes, "Pending": lists, "Due": lists, "Claim": reads, "PutClaim": writes, "Send": sending, "Receive": writes,
		"Token": reads, "PutToken": writes, "DropToken": writes, "PutFile": writes, "GetFile": reads, "DropFile": writes,
		"Delete": writes, "Erase": writes, "Expire": writes, "Drop": writes, "PutSummary": writes, "DropSummary": writes, "Post": writes, "Tell": writes, "FindTold": reads, "Update": writes, "FindCard": reads, "SendText": writes, "FindText": reads, "List": reads,
		"PostList": writes, "UpdateList": writes, "FindList": reads,
	} {
		for _, kind := range kinds {
			all = append(all, focus{site, kind})
		}
	}
	slices.SortFunc(all, func(a, b focus) int { return cmp.Or(cmp.Compare(a.site, b.site), cmp.Compare(a.fault, b.fault)) })
	return all
}()

// seldom are calls that runs meet seldom: they are looked at so many times as often.
var seldom = map[string]int{"FindText": 22, "FindTold": 14, "FindCard": 8, "SendText": 5, "SetMark": 4, "Drop": 22, "Tell": 4, "Mark": 2, "Update": 2, "DropToken": 3, "PutFile": 2, "GetFile": 9, "DropFile": 8}

// listing reports a call that is only made where cases are listed.
func (f focus) listing() bool { return strings.HasSuffix(f.site, "List") && f.site != "List" }

// looks are the points in the order in which runs look at them; dayLooks those where
// cases are listed in the morning or the evening.
var looks, dayLooks = func() (all, days []focus) {
	for turn := range slices.Max(slices.Collect(maps.Values(seldom))) {
		for _, p := range points {
			switch {
			case turn >= max(1, seldom[p.site]):
			case p.listing():
				days = append(days, p)
			default:
				all = append(all, p)
			}
		}
	}
	return all, days
}()

// trial is one run of the script.
type trial struct {
	plan map[int]fault
	what string
}

// try lets some of the runs, or all of them, happen and returns how many.
func (s script) try(t *testing.T, runs []trial) int {
	t.Helper()
	kept := runs[:0:0]
	for n := 0; n < len(runs); n += max(1, *every) {
		kept = append(kept, runs[n])
	}
	runs = kept
	spread(uint64(len(runs)), func(n uint64) {
		if o := s.world(runs[n].plan).finish(); len(o.broken) > 0 {
			t.Errorf("%s:\n\t%s", runs[n].what, strings.Join(o.broken, "\n\t"))
		}
	})
	return len(runs)
}
