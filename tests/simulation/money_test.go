package simulation

import (
	"context"
	"strings"
	"time"

	"relais/dialogs/intake"
	"relais/dialogs/outbox"
	"relais/locales/gsm7"
)

// purse is what the process of an invocation keeps of what is spent.
func (m *machine) purse(i *invocation) *outbox.Purse {
	w := i.w
	if w.ceiling == (outbox.Ceiling{}) {
		return nil
	}
	if m.paying == nil {
		m.paying = &outbox.Purse{Claims: running{w}, Ceilings: outbox.Ceilings{outbox.AllScope: w.ceiling, "+33": w.ceiling}, Warn: func(scope, window string, _, _ int) {
			w.warned[scope+" "+window] = true
		}}
	}
	return m.paying
}

// running is the store as the invocation sees it that is running: a purse outlives the
// invocation that made it.
type running struct{ w *world }

func (r running) Claim(ctx context.Context, id string) (outbox.Claim, error) {
	return store{r.w.running}.Claim(ctx, id)
}

func (r running) PutClaim(ctx context.Context, c outbox.Claim) error {
	return store{r.w.running}.PutClaim(ctx, c)
}

// spends counts a text that leaves, by the true hour. Near its ends it may count in
// another: clocks differ, and what was given up may happen late.
func (w *world) spends(body string) {
	into := w.now.Sub(w.now.Truncate(time.Hour))
	if into < latest+callTimeout+workerSkew || into > time.Hour-workerSkew {
		return
	}
	w.spent[w.now.Truncate(time.Hour)] += gsm7.Segments(body)
}

// money is I34: what is sent of our own accord stays under the ceilings, somebody is told
// when half is spent, and nobody on duty goes uncalled for want of money.
func (w *world) money(all []turnOf) {
	for _, t := range all {
		for _, e := range t.Outbox {
			if e.Kind != intake.ToPage {
				continue
			}
			if c, err := w.store.Claim(context.Background(), e.ID); err == nil && c.Reason == outbox.SpendReason {
				w.breaks("I34: %s turn %d: nobody on duty is called, for want of money", t.Key.Short(), t.N)
			}
		}
	}
	if w.ceiling == (outbox.Ceiling{}) {
		return
	}
	day := 0
	for hour, n := range w.spent {
		if day += n; n > w.ceiling.Hour {
			w.breaks("I34: %d segments leave in the hour from %s, want %d at most", n, hour.Format("15:04"), w.ceiling.Hour)
		}
	}
	if day > w.ceiling.Day {
		w.breaks("I34: %d segments leave in a day, want %d at most", day, w.ceiling.Day)
	}
	for _, scope := range []string{outbox.AllScope, "+33"} {
		c, err := w.store.Claim(context.Background(), "spend."+scope+"."+start.Format(time.DateOnly))
		if err == nil && !w.troubled && 2*c.Attempt >= w.ceiling.Day && !w.warned[scope+" day"] {
			w.breaks("I34: half of what may be spent on %s is, and nobody was told", strings.TrimSpace(scope))
		}
	}
}
