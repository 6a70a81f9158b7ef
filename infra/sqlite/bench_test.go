package sqlite_test

import (
	"context"
	"fmt"
	"os"
	"slices"
	"sync"
	"testing"
	"time"

	"relais/dialogs/intake"
	"relais/infra/sqlite"
)

// benchTurn has the size of a usual turn: 1.5 KB sealed, a chain, twelve seen ids and,
// in one turn of ten, an entry.
func benchTurn(k intake.Key, n int) intake.Turn {
	t := turn(k, n)
	t.At, t.Due = time.Now(), time.Now()
	t.Prev, t.Commit, t.Hash = make([]byte, 32), make([]byte, 32), make([]byte, 32)
	t.Seen, t.Sealed = make([]byte, 120), make([]byte, 1500)
	if n%10 == 0 {
		t.Outbox = []intake.Entry{{ID: t.Nonce, Kind: intake.ToQueue, Body: make([]byte, 200)}}
	}
	return t
}

// BenchmarkAppend measures turns a second, each durable, with so many writers, each
// on its own log, and what one of them waits.
func BenchmarkAppend(b *testing.B) {
	for _, writers := range []int{1, 32, 128} {
		b.Run(fmt.Sprintf("writers=%d", writers), func(b *testing.B) {
			s, path := temporary(b, sqlite.Options{})
			waits := make([][]time.Duration, writers)
			b.ResetTimer()
			var all sync.WaitGroup
			for i := range writers {
				all.Go(func() {
					k := key(fmt.Sprint(i))
					for n := 1; n <= (b.N+writers-1-i)/writers; n++ {
						began := time.Now()
						if err := s.Append(context.Background(), benchTurn(k, n)); err != nil {
							b.Error(err)
							return
						}
						waits[i] = append(waits[i], time.Since(began))
					}
				})
			}
			all.Wait()
			b.StopTimer()
			waited := slices.Sorted(slices.Values(slices.Concat(waits...)))
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "turns/s")
			b.ReportMetric(float64(waited[len(waited)/2].Microseconds())/1000, "p50-ms")
			b.ReportMetric(float64(waited[len(waited)*99/100].Microseconds())/1000, "p99-ms")
			if info, err := os.Stat(path); err == nil {
				b.ReportMetric(float64(info.Size())/float64(b.N), "B/turn")
			}
		})
	}
}

// BenchmarkTurn is the whole store work of a message: head, then append.
func BenchmarkTurn(b *testing.B) {
	const writers = 32
	s, _ := temporary(b, sqlite.Options{})
	b.ResetTimer()
	var all sync.WaitGroup
	for i := range writers {
		all.Go(func() {
			k := key(fmt.Sprint(i))
			for range (b.N + writers - 1 - i) / writers {
				head, err := s.Head(context.Background(), k)
				if err == nil || head.N == 0 {
					err = s.Append(context.Background(), benchTurn(k, head.N+1))
				}
				if err != nil {
					b.Error(err)
					return
				}
			}
		})
	}
	all.Wait()
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "turns/s")
}

// BenchmarkHead reads heads of a file with 100,000 turns.
func BenchmarkHead(b *testing.B) {
	const logs, turns = 10_000, 10
	s, path := temporary(b, sqlite.Options{})
	var all sync.WaitGroup
	for w := range 64 {
		all.Go(func() {
			for i := w; i < logs; i += 64 {
				for n := 1; n <= turns; n++ {
					if err := s.Append(context.Background(), benchTurn(key(fmt.Sprint(i)), n)); err != nil {
						b.Error(err)
						return
					}
				}
			}
		})
	}
	all.Wait()
	b.Run("one", func(b *testing.B) {
		i := 0
		for b.Loop() {
			if head, err := s.Head(b.Context(), key(fmt.Sprint(i*7919%logs))); err != nil || head.N != turns {
				b.Fatal(head.N, err)
			}
			i++
		}
	})
	b.Run("pending and due", func(b *testing.B) {
		for b.Loop() {
			if _, err := s.Pending(b.Context(), time.Now(), 100); err != nil {
				b.Fatal(err)
			}
			if _, err := s.Due(b.Context(), time.Now(), 100); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("open", func(b *testing.B) {
		for b.Loop() {
			closed(b, open(b, path, sqlite.Options{}))
		}
	})
}
