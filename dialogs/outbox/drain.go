package outbox

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"relais/dialogs/intake"
)

// LateQueue stands, where a Queue is asked for a region, for the queue of messages
// that could not be taken when they came.
const LateQueue = "late"

// DefaultHidden is above the longest run of the timer.
const DefaultHidden = 3 * time.Minute

const (
	drainBatch  = 100 // messages of one run
	drainFaults = 3   // the store is still away: no further message is tried
)

// Drain takes the messages and receipts that wait in the late queue, in the order in
// which they came, and reports how many are dealt with. Their replies leave as texts. What
// cannot be taken yet, and what is no message of ours, stays in the queue.
func (r *Reconciler) Drain(ctx context.Context, now time.Time) (int, error) {
	queue := r.Office.Queue
	waiting, err := queue.Receive(ctx, LateQueue, drainBatch, cmp.Or(r.Hidden, DefaultHidden))
	if err != nil {
		return 0, err
	}
	type letter struct {
		intake.Late
		message Message
	}
	var letters []letter
	var faults []error
	for _, m := range waiting {
		late, err := r.Desk.OpenLate(m.Body)
		if err != nil {
			faults = append(faults, err)
			continue
		}
		letters = append(letters, letter{late, m})
	}
	slices.SortStableFunc(letters, func(a, b letter) int { return a.At.Compare(b.At) })
	var done Reconciled
	searches, dealt, failed := maxSearches, 0, 0
	for _, l := range letters {
		if r.ends(ctx) || failed == drainFaults {
			break
		}
		settled, err := r.late(ctx, now, l.Late, l.message.Receives, &done, &searches)
		if err == nil && settled {
			err = queue.Delete(ctx, l.message)
			dealt++
		}
		if err != nil {
			failed++
			faults = append(faults, fmt.Errorf("late message: %w", err))
		}
	}
	return dealt, errors.Join(faults...)
}

// late takes what came late, and was handed out so many times. The first time a reply to
// it counts as under way, whatever its hour says: whoever noted that may have a clock that is
// behind. When it comes again it has been hidden for longer than the quarantine.
func (r *Reconciler) late(ctx context.Context, now time.Time, l intake.Late, handed int, done *Reconciled, searches *int) (bool, error) {
	n := l.Delivery
	if n == nil {
		came := l.At
		if handed < 2 {
			came = now
		}
		return r.settle(ctx, now, Received{came, l.Inbound}, l.At.Add(-clocksApart), done, searches)
	}
	_, err := r.Office.Told(ctx, Told{Turn: n.Turn, Entry: n.Entry, Ref: l.Ref, Receipt: n.Receipt, Reason: n.Reason, At: now})
	if errors.Is(err, intake.ErrNoTurn) {
		return true, nil // as in its webhook: it is none of ours
	}
	return err == nil, err
}
