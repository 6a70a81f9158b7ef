// Package handler does, each minute, what no request does: it looks at what is due
// and carries what the fast way has left.
package handler

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"time"

	"relais/dialogs/intake"
	"relais/dialogs/outbox"
)

// Job is the one input the schedule gives: {"job": "minute"}.
const Job = "minute"

// ErrInput: the event is not the schedule's.
var ErrInput = errors.New("timer: the input is not that of the schedule")

// Handler works. Its fields are set once, before its first use.
type Handler struct {
	Desk       *intake.Desk
	Office     *outbox.Office
	Reconciler *outbox.Reconciler // nil: the carrier's list is not read
	Drains     bool               // there is a queue of late messages
	Regions    []string           // those with a desk, for their digests
	Clock      func() time.Time
	Log        *slog.Logger
}

// margin is what must be left of an invocation to begin with one more message: a
// provider has 8 seconds to answer, and the sweep comes after.
const margin = 15 * time.Second

// Ends reports that an invocation has no time for one more message.
func Ends(ctx context.Context) bool {
	deadline, bounded := ctx.Deadline()
	return bounded && time.Until(deadline) < margin
}

// Handle looks once, as Lambda calls it. Each part is done although another
// failed; the error joins them, and the next minute looks again.
func (h *Handler) Handle(ctx context.Context, event json.RawMessage) error {
	if err := check(event); err != nil {
		h.Log.Error("refused", "error", err)
		return err
	}
	now := h.Clock()
	turns, tick := h.Desk.Tick(ctx, now)
	if tick != nil {
		tick = fmt.Errorf("timer: %w", tick)
	}
	late, drain := h.drain(ctx, now)
	recovered, list := h.reconcile(ctx, now)
	carried, sweep := h.Office.Sweep(ctx, now)
	if sweep != nil {
		sweep = fmt.Errorf("sweep: %w", sweep)
	}
	digests, lists := h.Office.Digest(ctx, now, h.Regions)
	if lists != nil {
		lists = fmt.Errorf("digest: %w", lists)
	}
	counts := []any{"turns", turns, "carried", carried, "late", late, "found", recovered.Taken, "resent", recovered.Resent, "digests", digests}
	if err := errors.Join(tick, drain, list, sweep, lists); err != nil {
		h.Log.Error("minute", append(counts, "error", err)...)
		return err
	}
	h.Log.Info("minute", counts...)
	return nil
}

// drain takes what could not be taken when it came.
func (h *Handler) drain(ctx context.Context, now time.Time) (int, error) {
	if !h.Drains {
		return 0, nil
	}
	taken, err := h.Reconciler.Drain(ctx, now)
	if err != nil {
		err = fmt.Errorf("late queue: %w", err)
	}
	return taken, err
}

// reconcile takes what the carrier received and the log does not hold. What has no
// time now is next minute's.
func (h *Handler) reconcile(ctx context.Context, now time.Time) (outbox.Reconciled, error) {
	if h.Reconciler == nil {
		return outbox.Reconciled{}, nil
	}
	done, err := h.Reconciler.Run(ctx, now)
	if errors.Is(err, outbox.ErrLater) {
		h.Log.Warn("reconciler has more to do", "error", err)
		return done, nil
	}
	if err != nil {
		err = fmt.Errorf("reconciler: %w", err)
	}
	return done, err
}

// check takes the schedule's input and nothing else: who can write an event by hand
// can write anything.
func check(event json.RawMessage) error {
	decoder := json.NewDecoder(bytes.NewReader(event))
	decoder.DisallowUnknownFields()
	var input struct {
		Job string `json:"job"`
	}
	if err := decoder.Decode(&input); err != nil || input.Job != Job {
		return ErrInput
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return ErrInput
	}
	return nil
}
