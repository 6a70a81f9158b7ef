package simulation

import (
	"runtime/debug"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
)

// BenchmarkSchedules runs and judges seeds on all processors. CPU time counts what the
// process was given, whoever else is at work on the machine.
func BenchmarkSchedules(b *testing.B) {
	defer debug.SetGCPercent(debug.SetGCPercent(garbage))
	var seed, calls atomic.Uint64
	before, began := processor(b), time.Now()
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			o := setUp(seed.Add(1)).finish()
			calls.Add(uint64(o.calls))
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
