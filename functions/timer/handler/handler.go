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
	Desk   *intake.Desk
	Office *outbox.Office
	Clock  func() time.Time
	Log    *slog.Logger
}

// Handle looks once, as Lambda calls it. Each half is done although the other
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
	carried, sweep := h.Office.Sweep(ctx, now)
	if sweep != nil {
		sweep = fmt.Errorf("sweep: %w", sweep)
	}
	err := errors.Join(tick, sweep)
	if err != nil {
		h.Log.Error("minute", "error", err, "turns", turns, "carried", carried)
		return err
	}
	h.Log.Info("minute", "turns", turns, "carried", carried)
	return nil
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
