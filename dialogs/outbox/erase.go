package outbox

import (
	"context"
	"errors"

	"relais/dialogs/intake"
)

// turnsBatch is how many turns of a case are looked at in one request.
const turnsBatch = 100

// erase drops what the turns of a case hold that come before the one which says so,
// and takes the case out of the index. Each step may be done again.
func (o *Office) erase(ctx context.Context, t intake.Turn) error {
	if o.Index != nil {
		for _, row := range []string{t.Case, offered(t.Case)} {
			if err := o.Index.DropSummary(ctx, row, t.N); err != nil {
				return err
			}
		}
	}
	return o.before(ctx, t, func(old intake.Turn) error {
		if len(old.Sealed) > 0 {
			content, err := o.Content(old)
			if err != nil {
				return err
			}
			if in := content.Inbound; in != nil && in.Blob != "" {
				if o.Blobs == nil {
					return errors.New("erase: the office has no blobs")
				}
				if err := o.Blobs.Drop(ctx, in.Blob); err != nil {
					return err
				}
			}
		}
		return o.Log.Erase(ctx, old.Key, old.N)
	})
}

// expireTurns lets the turns of a case expire when t does, which comes after them.
func (o *Office) expireTurns(ctx context.Context, t intake.Turn) error {
	return o.before(ctx, t, func(old intake.Turn) error { return o.Log.Expire(ctx, old.Key, old.N, t.Expires) })
}

// before does something with each turn of a case before t.
func (o *Office) before(ctx context.Context, t intake.Turn, do func(intake.Turn) error) error {
	for from := 1; from < t.N; {
		turns, err := o.Log.Turns(ctx, t.Key, from, min(turnsBatch, t.N-from))
		if err != nil || len(turns) == 0 {
			return err
		}
		for _, old := range turns {
			if from = old.N + 1; old.N >= t.N || old.Case != t.Case {
				continue
			}
			if err := do(old); err != nil && !errors.Is(err, intake.ErrNoTurn) {
				return err
			}
		}
	}
	return nil
}
