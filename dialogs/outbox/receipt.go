package outbox

import (
	"context"
	"errors"
	"time"

	"relais/dialogs/intake"
)

// Told is a receipt: how far the carrier says that a text got.
type Told struct {
	Turn    intake.Ref
	Entry   string // outbox id the text left by; empty for the answer of a webhook
	Ref     string // the carrier's id of the text
	Receipt intake.Receipt
	Reason  string    // of a failure: a code
	At      time.Time // by the desk's clock
}

// Told takes a receipt. One for a text of which nobody knew whether it left is the
// proof that it did: its delivery is done. against reports a failure told after the
// text was told to be delivered, which changes nothing. Only Log, Claims and Receive are used.
// The error is intake.ErrNoTurn for a turn that is not there, or the store's.
func (o *Office) Told(ctx context.Context, t Told) (against bool, err error) {
	if t.Entry != "" {
		err = o.proved(ctx, t)
	}
	if err := errors.Join(err, o.receive(ctx, t.At, intake.Delivery{Turn: t.Turn, Entry: t.Entry, Receipt: t.Receipt, Reason: t.Reason})); err != nil || t.Receipt != intake.Failed {
		return false, err
	}
	turns, err := o.Log.Turns(ctx, t.Turn.Key, t.Turn.N, 1)
	return err == nil && len(turns) > 0 && turns[0].Receipt == intake.Delivered, err
}

// proveTries is how often a claim may change while a proof is noted: whoever made the
// call may be noting its outcome.
const proveTries = 3

func (o *Office) proved(ctx context.Context, t Told) error {
	for range proveTries {
		c, err := o.Claims.Claim(ctx, t.Entry)
		if err != nil || c.State != Trying && c.State != Free || c.Version == 0 {
			return err
		}
		if _, err := o.done(ctx, c, t.Ref, 0); !errors.Is(err, ErrHeld) {
			return err
		}
	}
	return nil // somebody is at it: the search will find the text
}
