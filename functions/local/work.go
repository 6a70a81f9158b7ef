package main

import (
	"context"
	"log/slog"
	"time"

	"relais/dialogs/intake"
	"relais/dialogs/outbox"
)

// worker does what no request does: it carries what turns want to leave, empties
// the regions' queues and looks at what is due. On AWS these are functions of
// their own; here one loop.
type worker struct {
	desk    *intake.Desk
	office  *outbox.Office
	list    *outbox.Reconciler
	skew    func() time.Duration // how far the machine's clock is ahead of the carrier's
	regions []string
	now     func() time.Time
	every   time.Duration // how often it looks although nothing was committed
	visible time.Duration // how long a received message is hidden
	log     *slog.Logger
	wake    chan struct{}
	sweep   func(before time.Time) (int, error) // drops files of reporters, by the machine's clock

	listed   time.Time // when the carrier's list was last read
	digested time.Time // when it was last seen whether a digest is due
	swept    time.Time // when files were last looked at, by the machine's clock
}

// maxSkew is how far the machine's clock may be off before somebody must know: Slack
// refuses, and is refused, at five minutes.
const maxSkew = time.Minute

// listEvery is how often the carrier's list is read.
const listEvery = time.Minute

// queueBatch is how many messages are taken from a queue at once.
const queueBatch = 10

// Wake makes the worker look now.
func (w *worker) Wake() {
	select {
	case w.wake <- struct{}{}:
	default: // it is about to look already
	}
}

// run works until the context ends.
func (w *worker) run(ctx context.Context) {
	ticker := time.NewTicker(w.every)
	defer ticker.Stop()
	for {
		w.round(ctx)
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		case <-w.wake:
		}
	}
}

func (w *worker) round(ctx context.Context) {
	now := w.now()
	if _, err := w.desk.Tick(ctx, now); err != nil {
		w.fault(ctx, "timer", err)
	}
	w.reconcile(ctx, now)
	if _, err := w.office.Hurry(ctx, now); err != nil {
		w.fault(ctx, "outbox", err)
	}
	w.digest(ctx, now)
	w.clean(ctx)
	for _, region := range w.regions {
		if _, err := w.office.Collect(ctx, now, region, queueBatch, w.visible); err != nil {
			w.fault(ctx, "queue", err)
		}
	}
}

// digestEvery is how often it is seen whether a digest is due.
const digestEvery = time.Minute

func (w *worker) digest(ctx context.Context, now time.Time) {
	if now.Sub(w.digested) < digestEvery {
		return
	}
	w.digested = now
	if _, err := w.office.Digest(ctx, now, w.regions); err != nil {
		w.fault(ctx, "digest", err)
	}
}

// sweepEvery is how often files are looked at that no case holds any more.
const sweepEvery = 24 * time.Hour

// clean drops what no case can hold any more: files are dated by the machine.
func (w *worker) clean(ctx context.Context) {
	now := time.Now()
	if now.Sub(w.swept) < sweepEvery {
		return
	}
	w.swept = now
	if gone, err := w.sweep(now.Add(-intake.Retention)); err != nil {
		w.fault(ctx, "files", err)
	} else if gone > 0 {
		w.log.Info("files", "gone", gone)
	}
}

// reconcile takes what the carrier received while this program did not answer, at
// once after a start and then each minute.
func (w *worker) reconcile(ctx context.Context, now time.Time) {
	if now.Sub(w.listed) < listEvery {
		return
	}
	w.listed = now
	done, err := w.list.Run(ctx, now)
	if err != nil {
		w.fault(ctx, "reconciler", err)
	}
	if done != (outbox.Reconciled{}) {
		w.log.Warn("reconciler", "found", done.Taken, "resent", done.Resent)
	}
	if skew := w.skew(); skew.Abs() > maxSkew {
		w.log.Error("clock", "skew_s", int(skew.Seconds()))
	}
}

func (w *worker) fault(ctx context.Context, what string, err error) {
	if ctx.Err() == nil {
		w.log.Error(what, "error", err)
	}
}
