package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"sync"
	"time"

	"relais/infra/standin"
)

// clock is the desk's clock. In demo it runs ahead of the machine's by an offset
// that only grows and outlives a restart; live the offset is zero for ever.
type clock struct {
	mu     sync.Mutex
	offset time.Duration
	file   string // where the offset is kept; empty: nowhere
}

// offsetFile is the name of the file in the data folder that keeps a demo's offset.
const offsetFile = "demo-clock.json"

// newClock returns the clock of a demo whose data lie in dir, set to start unless
// that is zero. It refuses to go back behind what the data have seen.
func newClock(dir string, start time.Time) (*clock, error) {
	c := &clock{file: filepath.Join(dir, offsetFile)}
	data, err := os.ReadFile(c.file)
	switch {
	case os.IsNotExist(err):
		if !start.IsZero() {
			c.offset = time.Until(start)
		}
		return c, c.keep()
	case err != nil:
		return nil, err
	}
	if err := json.Unmarshal(data, &c.offset); err != nil {
		return nil, fmt.Errorf("%s: %w", c.file, err)
	}
	if start.IsZero() {
		return c, nil
	}
	return c, c.set(start)
}

// Now is the desk's time.
func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return time.Now().Add(c.offset)
}

// set moves the clock forward to an instant.
func (c *clock) set(to time.Time) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	offset := time.Until(to)
	if offset < c.offset {
		return fmt.Errorf("the desk's clock only moves forward: it is %s already; another data folder (-data) begins anew",
			time.Now().Add(c.offset).Format(time.RFC3339))
	}
	c.offset = offset
	return c.keep()
}

func (c *clock) keep() error {
	if c.file == "" {
		return nil
	}
	data, err := json.Marshal(c.offset)
	if err != nil {
		return err
	}
	// By a draft: a program killed while it writes must find a whole file again.
	draft := c.file + ".new"
	if err := os.WriteFile(draft, data, 0o600); err != nil {
		return err
	}
	return os.Rename(draft, c.file)
}

// control serves POST {"to": RFC 3339} or {"by": "15m"} and answers with the state;
// moved is called after a move.
func (c *clock) control(moved func(), state func() any) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var wish struct {
			To time.Time        `json:"to"`
			By standin.Duration `json:"by"`
		}
		if !standin.ReadJSON(w, r, &wish) {
			return
		}
		to := wish.To
		if to.IsZero() {
			to = c.Now().Add(time.Duration(wish.By))
		}
		if err := c.set(to); err != nil {
			standin.WriteError(w, http.StatusBadRequest, err)
			return
		}
		moved()
		standin.WriteJSON(w, http.StatusOK, state())
	})
}
