package standin

import (
	"fmt"
	"math/rand/v2"
	"sync"
	"time"
)

// Chance says how often a fault strikes: the next Next times for certain, after
// that with the probability P, 0 to 1. The zero value never strikes.
type Chance struct {
	Next int     `json:"next,omitempty"`
	P    float64 `json:"p,omitempty"`
}

// Delay is a fault that takes time when it strikes.
type Delay struct {
	Chance
	By Duration `json:"by,omitempty"`
}

// APIFaults are the faults of a vendor's API. Each is drawn anew for a request,
// in the order they stand here; the first that strikes decides.
type APIFaults struct {
	Fail       Chance `json:"fail,omitzero"`        // refused with status 500, nothing done
	Throttle   Chance `json:"throttle,omitzero"`    // refused with status 429, nothing done
	LostAnswer Chance `json:"lost_answer,omitzero"` // done, but the connection is cut without an answer
	LateApply  Delay  `json:"late_apply,omitzero"`  // the connection is cut at once, and it is done later
}

// Duration is a time.Duration written as text in JSON: "1.5s".
type Duration time.Duration

// MarshalText writes d as time.Duration does.
func (d Duration) MarshalText() ([]byte, error) { return []byte(time.Duration(d).String()), nil }

// UnmarshalText reads what time.ParseDuration reads.
func (d *Duration) UnmarshalText(text []byte) error {
	parsed, err := time.ParseDuration(string(text))
	if err != nil {
		return fmt.Errorf("standin: duration: %w", err)
	}
	*d = Duration(parsed)
	return nil
}

// Faults holds the fault settings S of a server, which may change while it runs,
// and draws from a random source of its own, so that a seed repeats a run.
type Faults[S any] struct {
	mu       sync.Mutex
	chance   *rand.Rand
	settings S
}

// NewFaults returns settings without faults that draw from seed.
func NewFaults[S any](seed uint64) *Faults[S] {
	return &Faults[S]{chance: rand.New(rand.NewPCG(seed, 0))}
}

// Set replaces the settings.
func (f *Faults[S]) Set(settings S) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.settings = settings
}

// Settings returns the settings, with what is left of their counters.
func (f *Faults[S]) Settings() S {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.settings
}

// Strikes draws the fault that pick points to.
func (f *Faults[S]) Strikes(pick func(*S) *Chance) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.strikes(pick(&f.settings))
}

// Delay draws the fault that pick points to and returns how long it takes, 0 if
// it does not strike.
func (f *Faults[S]) Delay(pick func(*S) *Delay) time.Duration {
	f.mu.Lock()
	defer f.mu.Unlock()
	delay := pick(&f.settings)
	if !f.strikes(&delay.Chance) {
		return 0
	}
	return time.Duration(delay.By)
}

func (f *Faults[S]) strikes(chance *Chance) bool {
	if chance.Next > 0 {
		chance.Next--
		return true
	}
	return chance.P > 0 && f.chance.Float64() < chance.P
}
