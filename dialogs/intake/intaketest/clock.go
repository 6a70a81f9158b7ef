package intaketest

import (
	"sync"
	"time"
)

// Clock is a clock that moves only when told to; its zero value starts at a fixed
// time. Now is what a store takes, Wait what Settings take.
type Clock struct {
	mu     sync.Mutex
	passed time.Duration
}

// Now returns the clock's time.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return noon.Add(c.passed)
}

// Wait lets d pass.
func (c *Clock) Wait(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.passed += d
}
