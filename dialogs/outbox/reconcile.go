package outbox

import (
	"context"
	"errors"
	"fmt"
	"time"

	"relais/dialogs/intake"
)

// Received is a message of a reporter in the carrier's own list.
type Received struct {
	At time.Time // when the carrier received it
	intake.Inbound
}

// Ledger is the carrier's own list of what was sent to our numbers. It may lag.
type Ledger interface {
	// Received lists the messages received from one instant to another, oldest first.
	// It returns ErrTooMany when these are more than are read at once.
	Received(ctx context.Context, from, to time.Time) ([]Received, error)
}

// ErrTooMany: more messages than are read at once; a shorter time holds fewer.
var ErrTooMany = errors.New("too many messages")

// Reconciler finds what the carrier received and the log does not hold, because
// webhook and fallback failed: the carrier does not try again. It takes those
// messages as the webhook would have, once, and their replies leave as texts. It
// also finds replies that were recorded and never left. Its fields are set once,
// before its first use; it is used by one caller at a time.
type Reconciler struct {
	Desk   *intake.Desk
	Office *Office
	Ledger Ledger
	// Grace is how long a message is left to its webhook and the fallback; zero:
	// DefaultGrace. One that is answered there later all the same gets no second reply.
	Grace time.Duration
	// Hidden is how long a message that Drain looks at comes to nobody else; zero:
	// DefaultHidden.
	Hidden time.Duration
	// Ends reports that an invocation has not the time to begin with one more message;
	// nil: it always has.
	Ends func(context.Context) bool

	settled map[string]time.Time // message id → when it was received
}

// DefaultGrace is above the 15 seconds that a carrier gives to a webhook, twice.
const DefaultGrace = 45 * time.Second

const (
	// reconcileOverlap is looked at again each time: longer than any list lags and
	// than a reply may stay in doubt.
	reconcileOverlap = 15 * time.Minute
	// reconcileWindow is read at once, reconcileLeast if it holds too many.
	reconcileWindow, reconcileLeast = time.Hour, time.Minute
	// reconcileHorizon is how far back is looked at most: older advice does not fit
	// any more, and a message that can never be taken must not hold up the others.
	reconcileHorizon = 24 * time.Hour
	// maxSearches bounds the searches of one run; a reply not searched for is next time.
	maxSearches = 20
)

// cursorID names the claim that remembers, in At, up to when everything is settled.
const cursorID = "reconciler"

// Reconciled counts what a run did.
type Reconciled struct {
	Taken  int // messages that had never reached the log
	Resent int // replies that had never left
}

// Run reconciles from where the last run ended, less an overlap, up to now. The error
// joins those of single messages: then the next run begins where this one did.
// Running twice, or beside webhooks, does no harm.
func (r *Reconciler) Run(ctx context.Context, now time.Time) (Reconciled, error) {
	var done Reconciled
	cursor, err := r.Office.Claims.Claim(ctx, cursorID)
	if err != nil {
		return done, err
	}
	if cursor.Version == 0 {
		// Where the first run began is remembered: were it to fail for long, later ones
		// would begin after what it did not settle.
		if err := r.note(ctx, &cursor, now); err != nil {
			return done, err
		}
	}
	from := now
	if cursor.At.Before(now) {
		from = cursor.At
	}
	if oldest := now.Add(-reconcileHorizon); from.Before(oldest) {
		from = oldest
	}
	from = from.Add(-reconcileOverlap)
	r.forget(from)
	searches := maxSearches
	var oldest time.Time // up to when everything is settled, if not up to the end
	for window := reconcileWindow; from.Before(now); {
		to := from.Add(window)
		if to.After(now) {
			to = now
		}
		list, err := r.Ledger.Received(ctx, from, to)
		if errors.Is(err, ErrTooMany) && window > reconcileLeast {
			window /= 2
			continue
		}
		if err != nil {
			return done, err
		}
		through, fault := r.window(ctx, now, list, &done, &searches)
		if through.IsZero() && fault == nil {
			through = to
		}
		if oldest.IsZero() && through.Before(to) {
			oldest = through
		}
		if !oldest.IsZero() {
			through = oldest
		}
		if err := r.note(ctx, &cursor, through); err != nil || fault != nil {
			return done, errors.Join(fault, err)
		}
		from = to
	}
	return done, nil
}

// note remembers that everything up to an instant is settled. It never goes back, and
// somebody else who is at it knows better.
func (r *Reconciler) note(ctx context.Context, cursor *Claim, through time.Time) error {
	if !through.After(cursor.At) {
		return nil
	}
	cursor.ID, cursor.State, cursor.At, cursor.Owner = cursorID, Noted, through, r.Office.Owner
	err := r.Office.put(ctx, cursor)
	if errors.Is(err, ErrHeld) {
		return nil
	}
	return err
}

// forget drops what no run will list again.
func (r *Reconciler) forget(before time.Time) {
	if r.settled == nil {
		r.settled = map[string]time.Time{}
	}
	for id, at := range r.settled {
		if at.Before(before) {
			delete(r.settled, id)
		}
	}
}

func (r *Reconciler) grace() time.Duration {
	if r.Grace > 0 {
		return r.Grace
	}
	return DefaultGrace
}

// window settles the messages of one list. One that fails holds up those of its
// sender, so that they stay in their order, and nobody else's. With an error, or
// a reply in doubt, it returns the instant up to which everything is settled all the same.
func (r *Reconciler) window(ctx context.Context, now time.Time, list []Received, done *Reconciled, searches *int) (through time.Time, err error) {
	held := map[string]bool{}
	var faults []error
	for _, m := range list {
		if _, settled := r.settled[m.ID]; settled || held[m.From] {
			continue
		}
		if now.Sub(m.At) < r.grace() {
			held[m.From] = true // its webhook may still be under way
			continue
		}
		if r.ends(ctx) {
			if through.IsZero() {
				through = m.At
			}
			return through, errors.Join(append(faults, ErrLater)...)
		}
		settled, err := r.settle(ctx, now, m, m.At, done, searches)
		switch {
		case err != nil:
			if through.IsZero() {
				through = m.At
			}
			held[m.From] = true
			faults = append(faults, fmt.Errorf("reconcile: %w", err))
		case settled:
			r.settled[m.ID] = m.At
		case len(faults) == 0 && through.IsZero():
			through = m.At
		}
	}
	return through, errors.Join(faults...)
}

func (r *Reconciler) ends(ctx context.Context) bool { return r.Ends != nil && r.Ends(ctx) }

// settle brings one message to its end: it stands in the log, and its reply left or
// is on its way. since is from when on its reply can have left by the carrier's clock:
// whoever took the message may have another.
func (r *Reconciler) settle(ctx context.Context, now time.Time, m Received, since time.Time, done *Reconciled, searches *int) (bool, error) {
	in := m.Inbound
	taken, found, err := r.Desk.Taken(ctx, now, in)
	if err != nil {
		return false, err
	}
	if !found {
		in.Unanswerable = true
		if _, err := r.Desk.Take(ctx, now, in); err != nil {
			return false, err
		}
		done.Taken++
		return true, nil
	}
	if !taken.Stuck {
		return true, nil
	}
	// Before that the carrier's list proves nothing, and a receipt may still come.
	if now.Sub(m.At) < r.Office.Waits.Quarantine || now.Sub(taken.Turn.At) < r.Office.Waits.Quarantine || *searches == 0 {
		return false, nil
	}
	*searches--
	_, left, err := r.Office.Texter.Find(ctx, Text{From: taken.State.To, To: taken.State.From, Body: taken.Reply}, since)
	if err != nil {
		return false, err
	}
	if left {
		return true, r.Desk.Log.Receipt(ctx, taken.Turn.Key, taken.Turn.N, intake.Answered)
	}
	resent, err := r.Desk.Resend(ctx, now, taken)
	if resent {
		done.Resent++
	}
	return err == nil, err
}
