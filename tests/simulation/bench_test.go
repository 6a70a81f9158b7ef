package simulation

import (
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
)

// wanted is how many calls a schedule has at least that counts for the aim: a thousand such
// schedules a second on two processors.
const wanted = 60

// BenchmarkSchedules runs and judges seeds on all processors: those of the swarm, of any
// length, and evenings with as many calls as wanted, which is what the aim says. CPU time
// counts what the process was given, whoever else is at work on the machine.
func BenchmarkSchedules(b *testing.B) {
	b.Run("swarm", func(b *testing.B) { schedules(b, 0, setUp) })
	b.Run("evenings", func(b *testing.B) { schedules(b, wanted, evening.drawn) })
}

// schedules measures the first b.N of the worlds that have so many calls at least.
func schedules(b *testing.B, least int, world func(seed uint64) *world) {
	defer uncollected()()
	var seeds []uint64
	for seed := uint64(1); len(seeds) < b.N; seed++ {
		if least == 0 || world(seed).finish().calls >= least {
			seeds = append(seeds, seed)
		}
	}
	var next, calls atomic.Uint64
	before, began := processor(b), time.Now()
	b.ResetTimer()
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			o := world(seeds[next.Add(1)-1]).finish()
			calls.Add(uint64(o.calls))
			if len(o.broken) > 0 {
				b.Error(strings.Join(o.broken, "\n"))
			}
		}
	})
	n := float64(b.N)
	b.ReportMetric(n/time.Since(began).Seconds(), "schedules/s")
	b.ReportMetric(float64(calls.Load())/n, "calls/schedule")
	b.ReportMetric(float64((processor(b)-before).Microseconds())/1000/n, "CPU-ms/schedule")
}

// processor is the CPU time that this process has used.
func processor(b *testing.B) time.Duration {
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		b.Fatal(err)
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}
