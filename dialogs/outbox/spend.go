package outbox

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"
)

// Ceiling is how many segments of SMS may leave in an hour and in a day (UTC).
type Ceiling struct{ Hour, Day int }

// Ceilings bound what is spent on SMS, by scope: AllScope, the beginning of numbers
// such as "+33", of which the longest that fits counts, or OtherScope for all numbers
// that fit none. A scope that is not named has no ceiling.
type Ceilings map[string]Ceiling

// The scopes that are no beginning of a number.
const (
	AllScope   = "all"
	OtherScope = "other"
)

// scopes lists the scopes that a number's texts count in.
func (c Ceilings) scopes(number string) []string {
	country := OtherScope
	for prefix := range c {
		if strings.HasPrefix(prefix, "+") && strings.HasPrefix(number, prefix) && (country == OtherScope || len(prefix) > len(country)) {
			country = prefix
		}
	}
	var scopes []string
	for _, scope := range []string{country, AllScope} {
		if _, bounded := c[scope]; bounded {
			scopes = append(scopes, scope)
		}
	}
	return scopes
}

// SpendReason is why a text was not sent: the reason of its Refused.
const SpendReason = "spend_ceiling"

// Purse keeps what is spent on SMS under its ceilings, for all processes together.
// What is sent later is counted before it leaves, exactly. Answers of webhooks, which
// have no request to spare, are counted in this process and written each answersKept
// segments. Its fields are set once, before its first use; it is safe for concurrent use.
type Purse struct {
	Claims   Claims
	Ceilings Ceilings
	// Warn is told when half of a ceiling is spent, and when all of it is: once each
	// for a scope and a window ("hour", "day").
	Warn func(scope, window string, spent, ceiling int)

	mu      sync.Mutex
	unkept  map[string]int       // scope → segments of answers not yet written
	shut    map[string]time.Time // scope → until when it is known to be spent
	writing bool
}

// answersKept is how many segments of answers a process may hold unwritten.
const answersKept = 20

// Spend takes segments for a text to a number out of the purse and reports whether
// there were as many. The error is the store's: nothing was taken that can be spent.
func (p *Purse) Spend(ctx context.Context, now time.Time, number string, segments int) (bool, error) {
	var taken []string
	for _, scope := range p.Ceilings.scopes(number) {
		ok, err := p.add(ctx, now, scope, segments, false)
		if err == nil && ok {
			taken = append(taken, scope)
			continue
		}
		for _, scope := range taken {
			if _, back := p.add(ctx, now, scope, -segments, true); back != nil {
				err = errors.Join(err, back) // it counts as spent: too little is sent, never too much
			}
		}
		return false, err
	}
	return true, nil
}

// Answer counts the answer to a webhook and reports whether it may leave. It may cost
// requests once in answersKept segments; a store that is away stops no answer.
func (p *Purse) Answer(ctx context.Context, now time.Time, number string, segments int) bool {
	scopes := p.Ceilings.scopes(number)
	p.mu.Lock()
	for _, scope := range scopes {
		if c := p.Ceilings[scope]; c.Hour == 0 || c.Day == 0 || now.Before(p.shut[scope]) {
			p.mu.Unlock()
			return false
		}
	}
	if p.unkept == nil {
		p.unkept, p.shut = map[string]int{}, map[string]time.Time{}
	}
	full := map[string]int{}
	for _, scope := range scopes {
		if p.unkept[scope] += segments; p.unkept[scope] >= answersKept && !p.writing {
			full[scope] = p.unkept[scope]
		}
	}
	p.writing = p.writing || len(full) > 0
	p.mu.Unlock()
	if len(full) == 0 {
		return true
	}
	for _, scope := range scopes { // in their order: what a process does follows from what it is asked
		n := full[scope]
		if n == 0 {
			continue
		}
		within, err := p.add(ctx, now, scope, n, true)
		p.mu.Lock()
		if err == nil {
			p.unkept[scope] -= n
		}
		if err == nil && !within {
			p.shut[scope] = now.UTC().Truncate(time.Hour).Add(time.Hour)
		}
		p.mu.Unlock()
	}
	p.mu.Lock()
	p.writing = false
	p.mu.Unlock()
	return true // it was counted before the ceiling was known to be reached
}

// spendTries is how often a count is written again after somebody else was faster.
const spendTries = 8

// add counts segments in a scope and reports whether both its ceilings hold with
// them. What is over is counted only if always is set. The count of a day is kept as
// a claim, whose put is conditional: Attempt is the day's, Applied that of the hour
// which began at At.
func (p *Purse) add(ctx context.Context, now time.Time, scope string, segments int, always bool) (bool, error) {
	ceiling, now := p.Ceilings[scope], now.UTC()
	id := "spend." + scope + "." + now.Format(time.DateOnly)
	for range spendTries {
		c, err := p.Claims.Claim(ctx, id)
		if err != nil {
			return false, err
		}
		c.ID, c.State = id, Noted
		if hour := now.Truncate(time.Hour); hour.After(c.At) { // a clock that is behind counts in the newer hour
			c.At, c.Applied = hour, 0
		}
		hour, day := max(0, c.Applied+segments), max(0, c.Attempt+segments)
		within := hour <= ceiling.Hour && day <= ceiling.Day
		if within || always {
			before := c
			c.Applied, c.Attempt = hour, day
			if err = p.Claims.PutClaim(ctx, c); errors.Is(err, ErrConflict) {
				continue
			}
			if err == nil {
				p.warn(scope, "hour", before.Applied, hour, ceiling.Hour)
				p.warn(scope, "day", before.Attempt, day, ceiling.Day)
			}
		}
		return within, err
	}
	return false, fmt.Errorf("spend of %s: %w", scope, ErrConflict)
}

// warn tells when a count has just passed half of its ceiling, or all of it.
func (p *Purse) warn(scope, window string, before, after, ceiling int) {
	if p.Warn == nil {
		return
	}
	for _, mark := range []int{ceiling, (ceiling + 1) / 2} {
		if before < mark && after >= mark {
			p.Warn(scope, window, after, ceiling)
			return
		}
	}
}
