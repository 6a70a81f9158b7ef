// Package simulation runs the desk and what carries its cases in a world that lives
// in one goroutine and follows from one number: the store, the queues, the carrier,
// the analysts' channels, machines whose clocks differ, and people. Everything
// outside fails at the rates of the seed; then it heals, and after half an hour what
// must always be true is looked for. See README.md.
package simulation

import (
	"context"
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"relais/dialogs/outbox"
)

var (
	seeds  = flag.Uint64("simulation.seeds", 1000, "how many seeds are run")
	first  = flag.Uint64("simulation.first", 1, "the first of them")
	only   = flag.Uint64("simulation.seed", 0, "run this seed alone and tell its story")
	rule   = flag.String("simulation.rule", "", "the one invariant that counts; none: all")
	stop   = flag.Bool("simulation.stop", false, "stop at the first seed that breaks")
	corpus = flag.String("simulation.corpus", "corpus", "where tapes are kept")
	every  = flag.Int("simulation.every", 10, "of the systematic runs, one in so many")
	pairs  = flag.Bool("simulation.pairs", false, "let the whole night crash twice, at every pair of calls")
)

// outcome is what one run came to.
type outcome struct {
	broken []string
	trace  uint64
	calls  int
	reach  map[point]int
	costs  costs
}

// setUp makes the world of a seed: its rates, its clocks, its people.
func setUp(seed uint64) *world { return newWorld(seed).setUp(seed) }

// recorded is that world, noting what it decides.
func recorded(seed uint64) *world {
	w := newWorld(seed)
	w.record()
	return w.setUp(seed)
}

func (w *world) setUp(seed uint64) *world {
	w.rate()
	w.replayed = seed%8 == 0
	switch {
	case seed%2 == 0:
		w.look(seed / 2)
	case seed%400 == 151: // a crowd costs as much as twenty other worlds
		w.crowded, w.focus = true, focus{"UpdateList", writes[seed/400%uint64(len(writes))]}
	case seed%10 == 5 || seed%10 == 7:
		w.day, w.focus = 1+int64(seed%10/7), dayLooks[seed/10%uint64(len(dayLooks))]
	}
	w.begin(seed%3 == 1 || w.focus.staffed())
	return w
}

// rate draws how likely each fault is.
func (w *world) rate() {
	for f := crashBefore; f < faults; f++ {
		w.rates[f] = []float64{0, 0, 0.01, 0.05, 0.15}[w.chance.IntN(5)]
	}
	if w.chance.Float64() < 0.1 {
		w.rates = [faults]float64{}
	}
}

// look lets a run meet one fault at one call often, and do what leads there.
func (w *world) look(n uint64) {
	w.focus = looks[n%uint64(len(looks))]
	if w.focus.fault < stale {
		w.rates[w.focus.fault] = max(w.rates[w.focus.fault], 0.01)
	}
	switch w.focus.site {
	case "Claim", "PutClaim":
		w.rates[answerLost], w.rates[crashAfter] = 0.15, 0.15 // a doubt
	case "FindText":
		// An answer that comes late and that the list does not show yet, to somebody who
		// says nothing more. The message may come a second time meanwhile.
		w.rates[answerLost], w.rates[crashAfter], w.rates[slow], w.rates[stale], w.rates[lost], w.rates[twice] = 0.15, 0.05, 0.15, 0.5, 0.05, 0.3
	}
}

// begin decides everything that is decided beforehand. staffed: analysts work on the
// cases, unless a tape says otherwise.
func (w *world) begin(staffed bool) {
	for i := range 2 {
		w.web[i].skew = w.about(fmt.Sprint("set skew web ", i), 0.5, 10*time.Minute)
		w.workers[i].skew = w.about(fmt.Sprint("set skew worker ", i), 1, workerSkew)
	}
	w.carrier.server = w.likely("set server", 0.5)
	w.adversary = w.likely("set adversary", 0.2)
	switch w.extent = extent(w.decide("set small", w.measure)); w.extent {
	case brief:
		w.heal = start.Add(w.between("delay heal", 3*time.Minute, 6*time.Minute))
		if w.focus.site == "FindText" || w.focus.site == "FindCard" || w.focus.staffed() {
			w.heal = w.heal.Add(4 * time.Minute) // nobody searches before
		}
	case small:
		w.heal = start.Add(w.between("delay heal", 4*time.Minute, 10*time.Minute))
	default:
		w.heal = start.Add(w.between("delay heal", 15*time.Minute, 50*time.Minute))
	}
	w.pause = w.below("set pause", 3)
	w.handled = w.likely("set handled", 0.25)
	w.chat.begin()
	if w.chat.on {
		w.heal = w.heal.Add(3 * time.Minute) // what opens a case is asked for first
	}
	if n := w.decide("set outage", func() int64 {
		if w.chance.Float64() < 0.3 {
			return 1 + w.chance.Int64N(int64(len(outages)))
		}
		return 0
	}); n > 0 {
		from := start.Add(w.between("delay outage", 0, 30*time.Minute))
		w.out = outage{outages[n-1], from, from.Add(w.between("delay end of outage", 5*time.Minute, 30*time.Minute))}
	}
	if n := w.decide("set crowd", func() int64 {
		if w.crowded {
			return leastCrowd + w.chance.Int64N(mostCrowd-leastCrowd)
		}
		return 0
	}); n > 0 {
		w.lists = true
		w.gather(int(n))
	}
	if n := w.decide("set day", func() int64 { return w.day }); n > 0 {
		w.lists, w.later, w.heal = true, days[n-1], w.heal.Add(6*time.Minute) // a list comes when there is a case
		w.after(w.heal.Add(listedAfter).Sub(w.now), w.daily)
	}
	for i := range w.deploy {
		if w.likely(fmt.Sprint("set deploy ", i), 0.1) {
			w.deploy[i] = start.Add(w.between("delay deploy", 0, 30*time.Minute))
		}
	}
	if w.firstRun = w.likely("set first run", 0.03); !w.firstRun {
		w.settle()
	}
	if n := w.decide("set ceiling", func() int64 {
		p := 0.2
		if w.focus == (focus{"PutClaim", slow}) || w.focus == (focus{"Claim", slow}) {
			p = 0.8 // paying takes long
		}
		if w.chance.Float64() < p {
			return 1 + w.chance.Int64N(4)
		}
		return 0
	}); n > 0 {
		w.ceiling = outbox.Ceiling{Hour: 3 * int(n), Day: 4 * int(n)}
	}
	w.after(w.between("delay minute", 0, time.Minute), w.minute)
	w.after(w.heal.Sub(w.now), w.queue.redrive)
	if w.relay.on = w.decide("set analysts", func() int64 {
		if staffed {
			return 1
		}
		return 0
	}) == 1; w.relay.on {
		w.replayed = false // an act is no message of the reporter's: there is nothing to work out again
		if w.likely("set leaver", 0.2) {
			w.relay.leaves = start.Add(w.between("delay leaver", time.Minute, 15*time.Minute))
		}
		style := w.decide("set style", func() int64 {
			p := w.chance.Float64()
			switch {
			case w.focus.staffed():
				return sure
			case p < 0.15:
				return finishing
			case p < 0.3:
				return writing
			}
			return 0
		})
		w.relay.wants, w.relay.hurries, w.relay.sure = styles[style], style > 0, style == sure
		w.after(w.between("delay analyst", 0, 3*time.Minute), w.relay.work)
	}
	w.populate()
}

// settle notes that the desk has been running, and that up to now everything is settled.
func (w *world) settle() {
	if err := w.store.PutClaim(context.Background(), outbox.Claim{ID: "reconciler", State: outbox.Noted, At: w.now}); err != nil {
		w.breaks("before the run: %v", err)
	}
}

// measure draws how much happens in a world: a few messages find most of what many find,
// in a fifth of the time.
func (w *world) measure() int64 {
	p := w.chance.Float64()
	switch {
	case p < 0.8:
		return int64(brief)
	case p < 0.98:
		return int64(small)
	}
	return int64(large)
}

// staffed reports a call that is only made when analysts are at work, most of them when a
// case comes to its end.
func (f focus) staffed() bool {
	return slices.Contains([]string{"Erase", "Expire", "Drop", "DropFile", "DropSummary", "Tell", "FindTold"}, f.site)
}

// fullness is how likely a log has no room for another message's id.
func (w *world) fullness() float64 {
	if w.focus.site == "Mark" || w.focus.site == "SetMark" {
		return 1
	}
	return 0.02
}

// outages are what may be away for long.
var outages = []string{"SendText", "SendText", "Post", "Update", "Send", "Receive", "Pending", "PutClaim", "Append"}

// workerSkew is how far the clocks of those may be wrong who carry cases: their leases
// and quarantines hold by the clock. Two of them may be twice as far apart, and what is
// left of a quarantine must outlast the latest effect and the lag of a list.
const workerSkew = 15 * time.Second

// finish runs a world and judges it. A panic breaks it too.
func (w *world) finish() (o outcome) {
	defer func() {
		if why := recover(); why != nil {
			o = outcome{broken: []string{fmt.Sprintf("panic: %v\n%s", why, debug.Stack())}}
		}
	}()
	w.run()
	broken := w.judge()
	if *rule != "" {
		broken = slices.DeleteFunc(broken, func(line string) bool { return !strings.HasPrefix(line, *rule+":") })
	}
	return outcome{broken, w.trace.Sum64(), w.calls, w.reach, w.costs}
}

// replay runs a tape.
func replay(t tape) *world {
	w := newWorld(0)
	w.play(t)
	w.replayed = true
	w.begin(false)
	return w
}

// tell lets a world tell its story.
func (w *world) tell(t *testing.T) {
	w.tells = true
	w.story = func(format string, args ...any) {
		t.Logf("%8s  %s", w.now.Sub(start).Truncate(time.Millisecond), fmt.Sprintf(format, args...))
	}
}

// rules are the invariants that lines of a judgement name.
func rules(broken []string) map[string]bool {
	named := map[string]bool{}
	for _, line := range broken {
		rule, _, _ := strings.Cut(line, ":")
		named[rule] = true
	}
	return named
}

// smallest runs a world that breaks, notes what was decided, and leaves out of it
// what does not matter. It returns the tape and the invariant that it breaks.
func smallest(w *world) (tape, string) {
	broken := w.finish().broken
	if len(broken) == 0 {
		return nil, ""
	}
	rule, _, _ := strings.Cut(broken[0], ":")
	return shrink(w.made, func(t tape) bool { return rules(replay(t).finish().broken)[rule] }, shrinking), rule
}

// shrinking is how long one seed is shrunk.
const shrinking = 20 * time.Second

// TestSwarm runs the seeds, each with faults of its own choice.
func TestSwarm(t *testing.T) {
	if *only != 0 {
		w := setUp(*only)
		w.tell(t)
		o := w.finish()
		t.Logf("seed %d: trace %016x, %d calls", *only, o.trace, o.calls)
		for _, broken := range o.broken {
			t.Error(broken)
		}
		return
	}
	defer uncollected()()
	began := time.Now()
	var all sync.Mutex
	reach, calls, traces, broken, sum := map[point]int{}, 0, uint64(0), 0, costs{}
	sizes := map[int]int{}           // KiB, rounded up → turns
	plainest, fewest := uint64(0), 0 // of the seeds that break, the one with the fewest calls
	var failed atomic.Bool
	spread(*seeds, func(n uint64) {
		if *stop && failed.Load() {
			return
		}
		seed := *first + n
		o := setUp(seed).finish()
		again := o.trace
		if seed%100 == 0 {
			again = setUp(seed).finish().trace
		}
		all.Lock()
		defer all.Unlock()
		calls, traces = calls+o.calls, traces^o.trace
		for p, n := range o.reach {
			reach[p] += n
		}
		sum.turns, sum.requests, sum.most = sum.turns+o.costs.turns, sum.requests+o.costs.requests, max(sum.most, o.costs.most)
		sum.joining = max(sum.joining, o.costs.joining)
		for _, bytes := range o.costs.items {
			sizes[(bytes+1023)/1024]++
		}
		if again != o.trace {
			t.Errorf("seed %d: trace %016x, then %016x", seed, o.trace, again)
		}
		if len(o.broken) > 0 {
			failed.Store(true)
			if plainest == 0 || o.calls < fewest {
				plainest, fewest = seed, o.calls
			}
			if broken++; broken <= 10 {
				t.Errorf("go test ./tests/simulation -v -args -simulation.seed %d\n\t%s", seed, strings.Join(o.broken, "\n\t"))
			}
		}
	})
	took := time.Since(began)
	t.Logf("measured: %d seeds, %.0f a second, %.0f calls each, %d broken, traces %016x",
		*seeds, float64(*seeds)/took.Seconds(), float64(calls)/float64(*seeds), broken, traces)
	if plainest != 0 {
		if !*stop {
			keep(t, fmt.Sprint(plainest), func() *world { return recorded(plainest) })
		}
		return
	}
	report(t, reach)
	if *seeds >= 20_000 {
		reached(t, reach)
	}
	sum.check(t, sizes)
}

// uncollected lets garbage lie until there is a gigabyte of it, and returns what ends that:
// worlds live shortly, and there are thousands of them.
func uncollected() (end func()) {
	percent, limit := debug.SetGCPercent(-1), debug.SetMemoryLimit(1<<30)
	return func() {
		debug.SetGCPercent(percent)
		debug.SetMemoryLimit(limit)
	}
}

// keep makes a file of the corpus of the smallest tape of a run that breaks. noted gives
// its world, which notes what it decides.
func keep(t *testing.T, name string, noted func() *world) {
	t.Helper()
	began := time.Now()
	small, rule := smallest(noted())
	if len(small) == 0 {
		t.Errorf("%s does not break when what it decided is noted", name)
		return
	}
	counts := map[string]int{}
	people := map[string]bool{}
	for _, d := range small {
		counts[d.kind()]++
		if d.kind() == "says" {
			people[d.label] = true
		}
	}
	path := filepath.Join(*corpus, strings.ReplaceAll(rule+"-"+name, " ", "_")+".tape")
	text := fmt.Sprintf("# It broke %s. Found by seed %s.\n%s", rule, name, small)
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Error(err)
	}
	t.Logf("measured: shrunk to %d faults, %d people and %d other decisions in %.1f s: %s",
		counts["fault"]+counts["world"], len(people), counts["set"]+counts["delay"], time.Since(began).Seconds(), path)
	w := replay(small)
	w.tell(t)
	for _, broken := range w.finish().broken {
		t.Error(broken)
	}
}

// TestCorpus runs what once broke, or breaks when a fault is planted.
func TestCorpus(t *testing.T) {
	paths, err := filepath.Glob(filepath.Join(*corpus, "*.tape"))
	if err != nil || len(paths) == 0 {
		t.Fatalf("%d tapes, %v", len(paths), err)
	}
	for _, path := range paths {
		t.Run(filepath.Base(path), func(t *testing.T) {
			kept, err := readTape(path)
			if err != nil {
				t.Fatal(err)
			}
			if o := replay(kept).finish(); len(o.broken) > 0 {
				w := replay(kept)
				w.tell(t)
				w.finish()
				t.Errorf("go test ./tests/simulation -v -run TestCorpus/%s\n\t%s", filepath.Base(path), strings.Join(o.broken, "\n\t"))
			}
		})
	}
}

// mostJoining is how many requests a message may cost that joins a case, of an address that
// has several: the heads of its own log, of the case that it leaves and of the one that it joins,
// twice each, the last once more, its mark twice and set, the code read and counted, and a turn in
// each of two logs.
const mostJoining = 14

// check is I32: what a message costs, and how large a turn is.
func (c costs) check(t *testing.T, sizes map[int]int) {
	total, below, p99, largest := 0, 0, 0, 0
	for _, n := range sizes {
		total += n
	}
	for _, kib := range slices.Sorted(maps.Keys(sizes)) {
		if below += sizes[kib]; p99 == 0 && below*100 >= total*99 {
			p99 = kib
		}
		largest = kib
	}
	mean := float64(c.requests) / float64(max(c.turns, 1))
	t.Logf("measured: %.2f requests a message that is taken, at most %d, %d where a case is joined; 99 of 100 turns within %d KiB, the largest %d KiB", mean, c.most, c.joining, p99, largest)
	if total < 1000 {
		return // too few for a share
	}
	if mean > 2.6 || c.most > 8 || c.joining > mostJoining || p99 > 8 || largest > 64 {
		t.Errorf("I32: %.2f requests a message, at most %d, %d where a case is joined; turns of %d KiB, at most %d", mean, c.most, c.joining, p99, largest)
	}
}

// TestTapesReadBack: what is written of a tape is what was decided, and it runs as the
// seed did.
func TestTapesReadBack(t *testing.T) {
	for seed := uint64(1); seed <= 40; seed++ {
		w := recorded(seed)
		want := w.finish()
		back, err := parseTape(w.made.String())
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		again := newWorld(seed)
		again.play(back)
		again.begin(false)
		if got := again.finish(); got.trace != want.trace {
			t.Errorf("seed %d: trace %016x, from its tape %016x", seed, want.trace, got.trace)
		}
	}
}

// spread does n things on all processors. Worlds share nothing.
func spread(n uint64, do func(uint64)) {
	var next atomic.Uint64
	var everybody sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		everybody.Go(func() {
			for i := next.Add(1) - 1; i < n; i = next.Add(1) - 1 {
				do(i)
			}
		})
	}
	everybody.Wait()
}

// reached looks that every fault has met every call often enough.
func reached(t *testing.T, reach map[point]int) {
	t.Helper()
	const enough = 100
	least := points[0]
	for _, p := range points {
		n := reach[point(p)]
		if n < reach[point(least)] {
			least = p
		}
		if n < enough {
			t.Errorf("%s meets %s %d times, want %d", p.site, p.fault, n, enough)
		}
	}
	t.Logf("measured: %d kinds of fault at calls; the rarest, %s at %s, %d times", len(points), least.fault, least.site, reach[point(least)])
}

// report prints how often each fault met each call.
func report(t *testing.T, reach map[point]int) {
	sites := map[string]bool{}
	for p := range reach {
		sites[p.site] = true
	}
	for _, site := range slices.Sorted(maps.Keys(sites)) {
		line := fmt.Sprintf("%-10s", site)
		for f := none; f < faults; f++ {
			if n := reach[point{site, f}]; n > 0 {
				line += fmt.Sprintf(" %s %d,", f, n)
			}
		}
		t.Log(strings.TrimSuffix(line, ","))
	}
}
