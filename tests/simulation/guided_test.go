package simulation

import (
	"flag"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

var guided = flag.Int("simulation.guided", 200, "how many runs are guided by what was reached; half of them are plain seeds")

// state is a call with what became of it and how it came to it.
type state struct {
	function, before string // the call before it; empty: it is the first
	troubled         bool   // something had gone wrong in this invocation
	point
}

// origin is where a run comes from: a seed, and where it left the way of that seed.
type origin struct {
	seed  uint64
	turns []turning
}

// turning is where chance goes another way: after so many throws, by another seed.
type turning struct {
	after int
	seed  uint64
}

func (o origin) String() string {
	var b strings.Builder
	fmt.Fprint(&b, "seed ", o.seed)
	for _, t := range o.turns {
		fmt.Fprintf(&b, ", after %d throws seed %d", t.after, t.seed)
	}
	return b.String()
}

// branching is a source of chance that turns.
type branching struct {
	*rand.PCG
	thrown int
	turns  []turning
}

// Uint64 is rand.Source's.
func (b *branching) Uint64() uint64 {
	if len(b.turns) > 0 && b.thrown == b.turns[0].after {
		b.Seed(b.turns[0].seed, 2)
		b.turns = b.turns[1:]
	}
	b.thrown++
	return b.PCG.Uint64()
}

// world makes the world of an origin. fixed is how many throws made its people and rates.
func (o origin) world(note bool) (w *world, chance *branching, fixed int) {
	w = newWorld(o.seed)
	chance = &branching{PCG: rand.NewPCG(o.seed, 1), turns: o.turns}
	w.chance = rand.New(chance)
	if note {
		w.record()
	} else {
		w.states = map[state]bool{}
	}
	w.setUp(o.seed)
	return w, chance, chance.thrown
}

// kept is an origin that reached something new, and between which throws it may turn.
type kept struct {
	origin
	from, to int
}

// TestGuided runs seeds, keeps those that reach a state which none did before, and lets
// more runs leave their way somewhere: what is hard to reach is looked for from where
// something like it was reached.
func TestGuided(t *testing.T) {
	const round = 100
	reached, pool := map[state]bool{}, []kept{}
	choice := rand.New(rand.NewPCG(uint64(*first), 3))
	byChance := 0
	for done := 0; done < *guided; done += round {
		origins := make([]origin, min(round, *guided-done))
		for k := range origins {
			if done < *guided/2 || len(pool) == 0 {
				origins[k] = origin{seed: *first + uint64(done+k)}
				continue
			}
			from := pool[choice.IntN(len(pool))]
			origins[k] = origin{from.seed, append(slices.Clone(from.turns), turning{from.from + choice.IntN(from.to-from.from), choice.Uint64() % 1_000_000})}
		}
		found := make([]kept, len(origins))
		states := make([]map[state]bool, len(origins))
		spread(uint64(len(origins)), func(k uint64) {
			w, chance, fixed := origins[k].world(false)
			o := w.finish()
			if len(o.broken) > 0 {
				t.Errorf("%s\n\t%s", origins[k], strings.Join(o.broken, "\n\t"))
			}
			if n := len(origins[k].turns); n > 0 {
				fixed = max(fixed, origins[k].turns[n-1].after+1)
			}
			found[k], states[k] = kept{origins[k], fixed, chance.thrown}, w.states
		})
		for k := range found {
			before := len(reached)
			maps.Copy(reached, states[k])
			if len(reached) > before && found[k].to > found[k].from {
				pool = append(pool, found[k])
			}
		}
		if done < *guided/2 {
			byChance = len(reached)
		}
		if t.Failed() {
			for k, o := range origins {
				if w, _, _ := o.world(false); len(w.finish().broken) > 0 {
					keep(t, fmt.Sprint("guided ", done+k), func() *world { w, _, _ := o.world(true); return w })
					return
				}
			}
		}
	}
	never := 0
	for _, p := range points {
		if !slices.ContainsFunc(slices.Collect(maps.Keys(reached)), func(s state) bool { return s.point == point(p) }) {
			never++
		}
	}
	t.Logf("measured: %d states after %d seeds, %d after as many runs guided by them; %d of %d faults at calls not met", byChance, *guided/2, len(reached), never, len(points))
}
