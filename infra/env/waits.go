package env

import (
	"slices"
	"strings"
	"time"
)

// Waits are the times that delivery takes, as RELAIS_WAITS sets them; zero: not set,
// so that the program's own hold.
type Waits struct {
	Sweep      time.Duration // how old an entry is before the sweep relays it
	Lease      time.Duration // how long a delivery is held
	Quarantine time.Duration // how long nobody tries again after an unknown outcome
	Visible    time.Duration // how long a message received from a queue is hidden
	Every      time.Duration // from one round of looking to the next
	Grace      time.Duration // how long a message is left to its webhook before the carrier's list is believed
}

// Bounds of one wait: shorter ones would spin, and with longer ones a case waits for
// a crash that is over.
const (
	minWait = 50 * time.Millisecond
	maxWait = 15 * time.Minute
)

// waits reads "sweep=30s,lease=15s,quarantine=90s,visible=5s,every=2s,grace=45s", in any order,
// each of them optional.
func (r *reader) waits() Waits {
	const name = "RELAIS_WAITS"
	var w Waits
	text := r.text(name, false)
	if text == "" {
		return w
	}
	waits := map[string]*time.Duration{
		"sweep": &w.Sweep, "lease": &w.Lease, "quarantine": &w.Quarantine, "visible": &w.Visible, "every": &w.Every, "grace": &w.Grace,
	}
	var seen []string
	for i, item := range strings.Split(text, ",") {
		wait, value, _ := strings.Cut(strings.TrimSpace(item), "=")
		to, known := waits[wait]
		d, err := time.ParseDuration(value)
		switch {
		case !known:
			r.fault(name, "item %d is not sweep=, lease=, quarantine=, visible=, every= or grace= and a time", i+1)
		case slices.Contains(seen, wait):
			r.fault(name, "%s is there twice", wait)
		case err != nil || d < minWait || d > maxWait:
			r.fault(name, "%s is not a time from %s to %s (1s, 500ms)", wait, minWait, maxWait)
		default:
			*to = d
		}
		seen = append(seen, wait)
	}
	return w
}
