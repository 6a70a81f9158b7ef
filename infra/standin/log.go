// Package standin holds what the stand-ins of the outside world share: an event
// log that pages follow live, faults drawn from a seeded source, background work
// that can be waited for, and HTTP that stays on this machine.
//
// The stand-ins themselves are carrier (speaks Twilio) and workspace (speaks
// Slack). They compute signatures and check limits on their own, because the code
// under test uses the vendors' libraries: two readings of one contract must agree.
package standin

import (
	"context"
	"sync"
)

// Log is a bounded, append-only list of events that any number of readers follow.
// A slow reader never holds up a writer: it skips what was dropped meanwhile.
type Log[E any] struct {
	mu      sync.Mutex
	limit   int
	dropped int64 // events no longer held; the next one kept has the number dropped+1
	events  []E
	grown   chan struct{} // closed and replaced whenever an event is added
}

// Entry is an event with its number in the log. Numbers begin at 1 and have no gap.
type Entry[E any] struct {
	Number int64
	Event  E
}

// NewLog returns a log that keeps at least the last limit events, and at most
// twice as many.
func NewLog[E any](limit int) *Log[E] {
	return &Log[E]{limit: max(limit, 1), grown: make(chan struct{})}
}

// Resume makes the log, which must be empty, go on from an earlier run: the first of
// events has the number first. Readers who knew that run go on where they were.
func (l *Log[E]) Resume(first int64, events []E) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.dropped, l.events = max(first-1, 0), events
}

// Next returns the number that the next event gets.
func (l *Log[E]) Next() int64 {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.dropped + int64(len(l.events)) + 1
}

// Add appends event.
func (l *Log[E]) Add(event E) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.events) >= 2*l.limit {
		cut := len(l.events) - l.limit
		l.events = append([]E(nil), l.events[cut:]...)
		l.dropped += int64(cut)
	}
	l.events = append(l.events, event)
	close(l.grown)
	l.grown = make(chan struct{})
}

// All returns the events that are kept, oldest first.
func (l *Log[E]) All() []E {
	l.mu.Lock()
	defer l.mu.Unlock()
	return append([]E(nil), l.events...)
}

// Subscribe sends every kept event after the number given, then each new one,
// until ctx ends; then it closes the channel. 0 begins with the oldest kept. So
// does a number the log has not reached: the reader knew an earlier run.
func (l *Log[E]) Subscribe(ctx context.Context, after int64) <-chan Entry[E] {
	entries := make(chan Entry[E])
	go func() {
		defer close(entries)
		for {
			batch, grown := l.since(after)
			for _, entry := range batch {
				select {
				case entries <- entry:
					after = entry.Number
				case <-ctx.Done():
					return
				}
			}
			if len(batch) > 0 {
				continue
			}
			select {
			case <-grown:
			case <-ctx.Done():
				return
			}
		}
	}()
	return entries
}

func (l *Log[E]) since(after int64) ([]Entry[E], <-chan struct{}) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if after > l.dropped+int64(len(l.events)) {
		after = 0
	}
	from := max(after-l.dropped, 0)
	batch := make([]Entry[E], 0, int64(len(l.events))-from)
	for i, event := range l.events[from:] {
		batch = append(batch, Entry[E]{l.dropped + from + int64(i) + 1, event})
	}
	return batch, l.grown
}
