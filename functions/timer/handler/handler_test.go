package handler_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"log/slog"
	"strings"
	"testing"
	"time"

	"relais/dialogs/intake"
	"relais/dialogs/outbox"
	"relais/dialogs/play"
	"relais/functions/timer/handler"
)

// A reporter writes once and falls silent: after three minutes the timer brings the
// case to the queue, without anybody else.
func TestMinute(t *testing.T) {
	player, err := play.New(play.Options{Seed: 1, Now: time.Date(2026, 11, 21, 2, 0, 0, 0, time.UTC)})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := player.Say(t.Context(), "tous nos fichiers sont chiffrés"); err != nil {
		t.Fatal(err)
	}
	var log bytes.Buffer
	now := player.Now()
	h := &handler.Handler{
		Desk: player.Desk, Clock: func() time.Time { return now }, Log: slog.New(slog.NewJSONHandler(&log, nil)),
		Office: &outbox.Office{Log: player.Store, Claims: player.Store.(outbox.Claims), Queue: player.Store.(outbox.Queue), Content: player.Desk.Content, Owner: "one", Waits: outbox.DefaultWaits},
	}
	var sent []outbox.Message
	for range 10 {
		now = now.Add(time.Minute)
		if err := h.Handle(t.Context(), json.RawMessage(`{"job":"minute"}`)); err != nil {
			t.Errorf("%s: %v", now, err)
		}
	}
	for region := range player.Desk.Territory.Desks {
		messages, err := h.Office.Queue.Receive(t.Context(), region, 10, time.Second)
		if err != nil {
			t.Fatal(err)
		}
		sent = append(sent, messages...)
	}
	if len(sent) == 0 {
		t.Errorf("nothing in a queue; log %s", log.String())
	}
	for _, m := range sent {
		if _, err := intake.ParsePacket(m.Body); err != nil {
			t.Error(err)
		}
	}
}

func TestEventsMadeByHand(t *testing.T) {
	for _, event := range []string{``, `null`, `{}`, `[]`, `{"job":"canary"}`, `{"job":"minute","canary":1}`, `{"job":"minute"} canary`} {
		var log bytes.Buffer
		h := &handler.Handler{Log: slog.New(slog.NewJSONHandler(&log, nil))}
		if err := h.Handle(t.Context(), json.RawMessage(event)); !errors.Is(err, handler.ErrInput) || strings.Contains(log.String(), "canary") {
			t.Errorf("%q: %v, log %s, want it refused", event, err, log.String())
		}
	}
}
