package standin

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"sync"
	"time"
)

// Work is what a server does in the background: deliveries, receipts, retries.
type Work struct {
	ctx    context.Context
	cancel context.CancelFunc

	mu      sync.Mutex
	closed  bool
	running int
	idle    chan struct{} // closed while nothing runs
}

// NewWork returns work of which nothing runs.
func NewWork() *Work {
	ctx, cancel := context.WithCancel(context.Background())
	idle := make(chan struct{})
	close(idle)
	return &Work{ctx: ctx, cancel: cancel, idle: idle}
}

// Go runs job in the background; its context ends with Close. After Close it
// does nothing.
func (w *Work) Go(job func(context.Context)) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.closed {
		return
	}
	if w.running++; w.running == 1 {
		w.idle = make(chan struct{})
	}
	go func() {
		defer w.done()
		job(w.ctx)
	}()
}

func (w *Work) done() {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.running--; w.running == 0 {
		close(w.idle)
	}
}

// Settle waits until nothing runs, or returns the error of ctx.
func (w *Work) Settle(ctx context.Context) error {
	w.mu.Lock()
	idle := w.idle
	w.mu.Unlock()
	select {
	case <-idle:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Close ends what runs and waits for it.
func (w *Work) Close() {
	w.mu.Lock()
	w.closed = true
	idle := w.idle
	w.mu.Unlock()
	w.cancel()
	<-idle
}

// Sleep waits for d of real time. It returns false if ctx ended before.
func Sleep(ctx context.Context, d time.Duration) bool {
	if d <= 0 {
		return ctx.Err() == nil
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}

// Hex returns n random hexadecimal digits. They come from the system and not from
// the seed of the faults: an id must be new after a restart, or the program under
// test takes a new message for an old one.
func Hex(n int) string {
	random := make([]byte, (n+1)/2)
	rand.Read(random) // never returns an error
	return hex.EncodeToString(random)[:n]
}
