package simulation

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"
)

// script is a case that meets every kind of call: a message, an answer that is asked
// for twice, a place in another region, a person, and silence until a text leaves.
var script = []string{"tous les pc de la mairie ont un message de rancon %s", "1", "1", "Rouen", "HUMAIN"}

// scripted is the world of the script, in which only what is planned goes wrong.
func scripted(plan map[int]fault) *world {
	w := newWorld(7)
	w.plan = plan
	w.carrier.server = true
	w.heal = start.Add(25 * time.Minute)
	w.after(time.Second, w.minute)
	w.after(w.heal.Sub(w.now), w.queue.redrive)
	p := newPerson(w, 0)
	p.script = script
	w.after(2*time.Second, p.goesOn)
	return w
}

// TestEveryFault lets each fault meet each call of the script, one at a time.
func TestEveryFault(t *testing.T) {
	clean := scripted(map[int]fault{})
	if o := clean.finish(); len(o.broken) > 0 {
		t.Fatalf("without a fault:\n\t%s", strings.Join(o.broken, "\n\t"))
	}
	var runs []trial
	for k, s := range clean.calledAt {
		for _, f := range s.kinds {
			runs = append(runs, trial{map[int]fault{k + 1: f}, fmt.Sprintf("%s at call %d, %s", f, k+1, s.site)})
		}
	}
	try(t, runs)
	t.Logf("measured: %d runs, each with one fault at one of %d calls", len(runs), len(clean.calledAt))
}

// TestEveryPairOfCrashes lets the script crash at each call and again at each later one.
func TestEveryPairOfCrashes(t *testing.T) {
	if !*pairs {
		return
	}
	clean := scripted(map[int]fault{})
	clean.finish()
	var runs []trial
	for a := range clean.calledAt {
		for b := a + 1; b < len(clean.calledAt); b++ {
			for _, f := range []fault{crashBefore, crashAfter} {
				runs = append(runs, trial{map[int]fault{a + 1: f, b + 1: crashAfter}, fmt.Sprintf("%s at call %d, and after call %d", f, a+1, b+1)})
			}
		}
	}
	try(t, runs)
	t.Logf("measured: %d runs with two crashes", len(runs))
}

// points are all calls with all faults that they may meet.
var points = func() []focus {
	var all []focus
	for site, kinds := range map[string][]fault{
		"Head": reads, "Turns": reads, "Append": writes, "Receipt": writes, "Settle": writes, "ClearDue": writes, "Mark": reads, "SetMark": writes,
		"Put": writes, "Pending": lists, "Due": lists, "Claim": reads, "PutClaim": writes, "Send": sending, "Receive": writes,
		"Delete": writes, "Erase": writes, "Expire": writes, "Drop": writes, "PutSummary": writes, "DropSummary": writes, "Post": writes, "Tell": writes, "FindTold": reads, "Update": writes, "FindCard": reads, "SendText": writes, "FindText": reads, "List": reads,
	} {
		for _, kind := range kinds {
			all = append(all, focus{site, kind})
		}
	}
	slices.SortFunc(all, func(a, b focus) int { return cmp.Or(cmp.Compare(a.site, b.site), cmp.Compare(a.fault, b.fault)) })
	return all
}()

// seldom are calls that runs meet seldom: they are looked at so many times as often.
var seldom = map[string]int{"FindText": 14, "FindCard": 5, "FindTold": 5, "SendText": 5, "SetMark": 3, "Mark": 2, "Update": 2}

// looks are the points in the order in which runs look at them.
var looks = func() []focus {
	var all []focus
	for turn := range slices.Max(slices.Collect(maps.Values(seldom))) {
		for _, p := range points {
			if turn < max(1, seldom[p.site]) {
				all = append(all, p)
			}
		}
	}
	return all
}()

// trial is one run of the script.
type trial struct {
	plan map[int]fault
	what string
}

func try(t *testing.T, runs []trial) {
	t.Helper()
	spread(uint64(len(runs)), func(n uint64) {
		if o := scripted(runs[n].plan).finish(); len(o.broken) > 0 {
			t.Errorf("%s:\n\t%s", runs[n].what, strings.Join(o.broken, "\n\t"))
		}
	})
}
