// Package simulation runs the desk and what carries its cases in a world that lives
// in one goroutine and follows from one number: the store, the queues, the carrier,
// the analysts' channels, machines whose clocks differ, and people. Everything
// outside fails at the rates of the seed; then it heals, and after half an hour what
// must always be true is looked for. See README.md.
package simulation

import (
	"flag"
	"fmt"
	"maps"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

var (
	seeds = flag.Uint64("simulation.seeds", 1000, "how many seeds are run")
	first = flag.Uint64("simulation.first", 1, "the first of them")
	only  = flag.Uint64("simulation.seed", 0, "run this seed alone and tell its story")
	stop  = flag.Bool("simulation.stop", false, "stop at the first seed that breaks")
	pairs = flag.Bool("simulation.pairs", false, "let the scripted case crash twice, at every pair of calls")
)

// outcome is what one run came to.
type outcome struct {
	broken []string
	trace  uint64
	calls  int
	reach  map[point]int
}

// setUp makes the world of a seed: its rates, its clocks, its people.
func setUp(seed uint64) *world {
	w := newWorld(seed)
	w.board.claimed = map[string]bool{}
	for f := crashBefore; f < faults; f++ {
		w.rates[f] = []float64{0, 0, 0.01, 0.05, 0.15}[w.chance.IntN(5)]
	}
	if w.likely(0.1) {
		w.rates = [faults]float64{}
	}
	for i := range 2 {
		if w.likely(0.5) {
			w.web[i].skew = w.between(-10*time.Minute, 10*time.Minute)
		}
		w.workers[i].skew = w.between(-workerSkew, workerSkew)
	}
	w.carrier.server = w.likely(0.5)
	w.heal = start.Add(w.between(15*time.Minute, 50*time.Minute))
	if w.likely(0.3) {
		from := start.Add(w.between(0, 30*time.Minute))
		w.out = outage{outages[w.chance.IntN(len(outages))], from, from.Add(w.between(5*time.Minute, 30*time.Minute))}
	}
	w.after(w.between(0, time.Minute), w.minute)
	w.after(w.heal.Sub(w.now), w.queue.redrive)
	w.after(w.heal.Sub(w.now)+5*time.Minute, w.queue.redrive)
	w.populate()
	return w
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
	return outcome{broken, w.trace.Sum64(), w.calls, w.reach}
}

// TestSwarm runs the seeds, each with faults of its own choice.
func TestSwarm(t *testing.T) {
	if *only != 0 {
		w := setUp(*only)
		w.story = func(format string, args ...any) {
			t.Logf("%8s  %s", w.now.Sub(start).Truncate(time.Millisecond), fmt.Sprintf(format, args...))
		}
		o := w.finish()
		t.Logf("seed %d: trace %016x, %d calls", *only, o.trace, o.calls)
		for _, broken := range o.broken {
			t.Error(broken)
		}
		return
	}
	defer debug.SetGCPercent(debug.SetGCPercent(400)) // worlds live for milliseconds
	began := time.Now()
	var all sync.Mutex
	reach, calls, traces, broken := map[point]int{}, 0, uint64(0), 0
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
		if again != o.trace {
			t.Errorf("seed %d: trace %016x, then %016x", seed, o.trace, again)
		}
		if len(o.broken) > 0 {
			failed.Store(true)
			if broken++; broken <= 10 {
				t.Errorf("go test ./tests/simulation -args -simulation.seed %d\n\t%s", seed, strings.Join(o.broken, "\n\t"))
			}
		}
	})
	took := time.Since(began)
	t.Logf("measured: %d seeds, %.0f a second, %.0f calls each, %d broken, traces %016x",
		*seeds, float64(*seeds)/took.Seconds(), float64(calls)/float64(*seeds), broken, traces)
	report(t, reach)
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
