package outbox

import (
	"context"
	"encoding/json"
	"errors"
	"math"
	"slices"

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
	return o.before(ctx, t, func() error { return nil }, func(old intake.Turn) error {
		if len(old.Sealed) > 0 {
			content, err := o.Content(old)
			if err != nil {
				return err
			}
			for _, k := range content.Kept {
				if k.Blob == "" {
					continue
				}
				if o.Files == nil {
					return errors.New("erase: the office has no files")
				}
				if err := o.Files.Drop(ctx, k.Blob); err != nil {
					return err
				}
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

// expireTurns lets the turns of a case expire when t does, which comes after them, unless
// a later turn says otherwise: then that is the one to be carried. What was read before the
// later turn is written over nothing that was written because of it.
func (o *Office) expireTurns(ctx context.Context, t intake.Turn) error {
	overtaken := false
	return o.before(ctx, t, func() (err error) {
		overtaken, err = o.overtaken(ctx, t)
		return err
	}, func(old intake.Turn) error {
		if overtaken {
			return nil
		}
		return o.Log.Expire(ctx, old.Key, old.N, old.Expires, t.Expires)
	})
}

// overtaken reports whether a turn after t decides when the turns of its case expire.
func (o *Office) overtaken(ctx context.Context, t intake.Turn) (bool, error) {
	for from := t.N + 1; ; from += turnsBatch {
		turns, err := o.Log.Turns(ctx, t.Key, from, turnsBatch)
		if err != nil {
			return false, err
		}
		for _, later := range turns {
			if later.Case == t.Case && slices.ContainsFunc(later.Outbox, func(e intake.Entry) bool { return e.Kind == intake.ToExpire }) {
				return true, nil
			}
		}
		if len(turns) < turnsBatch {
			return false, nil
		}
	}
}

// before does something with each turn of a case before t, also with those by which
// other channels joined it. Some are read at once; then read is called, before anything
// is done with them.
func (o *Office) before(ctx context.Context, t intake.Turn, read func() error, do func(intake.Turn) error) error {
	if err := o.within(ctx, t, t.Key, t.N, read, do); err != nil {
		return err
	}
	for _, e := range t.Outbox {
		var logs intake.Logs
		if len(e.Body) == 0 || e.Kind != intake.ToErase && e.Kind != intake.ToExpire {
			continue
		}
		if err := json.Unmarshal(e.Body, &logs); err != nil {
			return err
		}
		for _, joined := range logs.Joined {
			key, err := intake.ParseKey(joined)
			if err != nil {
				return err
			}
			if err := o.within(ctx, t, key, math.MaxInt32, read, do); err != nil {
				return err
			}
		}
	}
	return nil
}

// within does something with each turn of the case of t in a log, before a number.
func (o *Office) within(ctx context.Context, t intake.Turn, log intake.Key, end int, read func() error, do func(intake.Turn) error) error {
	for from := 1; from < end; {
		turns, err := o.Log.Turns(ctx, log, from, min(turnsBatch, end-from))
		if err != nil || len(turns) == 0 {
			return err
		}
		if err := read(); err != nil {
			return err
		}
		for _, old := range turns {
			if from = old.N + 1; old.N >= end || old.Case != t.Case {
				continue
			}
			if err := do(old); err != nil && !errors.Is(err, intake.ErrNoTurn) {
				return err
			}
		}
	}
	return nil
}
