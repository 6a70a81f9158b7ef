package handler_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-lambda-go/events"

	"relais/dialogs/intake"
	"relais/dialogs/intake/memory"
	"relais/dialogs/outbox"
	"relais/functions/escalation/handler"
	"relais/infra/standin/lambda"
)

var start = time.Date(2026, 11, 21, 2, 0, 0, 0, time.UTC)

const queue = "arn:aws:sqs:eu-west-3:000000000000:relais-region-76"

// board keeps what it was shown; err is what it answers.
type board struct {
	shown map[string]int
	err   error
}

func (b *board) Post(_ context.Context, id string, p intake.Packet, _ time.Time) (string, error) {
	if b.err == nil {
		b.shown[id]++
	}
	return id, b.err
}

func (b *board) Update(context.Context, string, intake.Packet, time.Time) error { return b.err }

func (b *board) Find(context.Context, string, intake.Packet, time.Time) (string, bool, error) {
	return "", false, nil
}

type rig struct {
	*handler.Handler
	board *board
	log   bytes.Buffer
}

func newRig() *rig {
	r := &rig{board: &board{shown: map[string]int{}}}
	clock := func() time.Time { return start }
	store := memory.New(memory.Options{Clock: clock})
	r.Handler = &handler.Handler{
		Office: &outbox.Office{Claims: store, Board: r.board, Owner: "one", Waits: outbox.DefaultWaits},
		Region: func(arn string) (string, bool) { return "76", arn == queue },
		Clock:  clock, Log: slog.New(slog.NewJSONHandler(&r.log, nil)),
	}
	return r
}

func (r *rig) handle(t *testing.T, event events.SQSEvent) (failed []string, err error) {
	t.Helper()
	response, err := r.Handle(t.Context(), event)
	for _, f := range response.BatchItemFailures {
		failed = append(failed, f.ItemIdentifier)
	}
	return failed, err
}

func packet(t *testing.T, n int, change func(*intake.Packet)) string {
	t.Helper()
	p := intake.Packet{Version: intake.PacketVersion, Case: fmt.Sprint("case", n), N: 1, Region: "76"}
	if change != nil {
		change(&p)
	}
	body, err := json.Marshal(p)
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}

// T66: a message that can never be shown fails alone; a repeated one is shown once.
func TestPoisonFirstInABatchOfTen(t *testing.T) {
	r := newRig()
	batch := []lambda.Message{{ID: "m0", Body: "canary"}}
	for n := 1; n < 10; n++ {
		batch = append(batch, lambda.Message{ID: fmt.Sprint("m", n), Body: packet(t, n, nil)})
	}
	for range 2 {
		if failed, err := r.handle(t, lambda.SQSEvent(queue, batch)); err != nil || fmt.Sprint(failed) != "[m0]" {
			t.Errorf("failed %v, %v, want the poison alone", failed, err)
		}
	}
	for n := 1; n < 10; n++ {
		if got := r.board.shown[fmt.Sprintf("card.case%d.76", n)]; got != 1 {
			t.Errorf("case %d is shown %d times, want once", n, got)
		}
	}
	if len(r.board.shown) != 9 || strings.Contains(r.log.String(), "canary") {
		t.Errorf("%d shown, log %s", len(r.board.shown), r.log.String())
	}
}

// T65: hostile messages, and events that no queue of ours makes.
func TestEventsMadeByHand(t *testing.T) {
	event := func(change func(*events.SQSMessage)) events.SQSEvent {
		e := lambda.SQSEvent(queue, []lambda.Message{{ID: "m1", Body: packet(t, 1, nil)}})
		change(&e.Records[0])
		return e
	}
	tests := []struct {
		name  string
		event events.SQSEvent
		whole bool
	}{
		{"nothing", events.SQSEvent{}, true},
		{"more than a batch", events.SQSEvent{Records: make([]events.SQSMessage, 101)}, true},
		{"no id", event(func(m *events.SQSMessage) { m.MessageId = "" }), true},
		{"another service", event(func(m *events.SQSMessage) { m.EventSource = "aws:sns" }), false},
		{"another queue", event(func(m *events.SQSMessage) { m.EventSourceARN = queue + "7" }), false},
		{"a case of another region", event(func(m *events.SQSMessage) {
			m.Body = packet(t, 1, func(p *intake.Packet) { p.Region = "02" })
		}), false},
		{"another version", event(func(m *events.SQSMessage) { m.Body = packet(t, 1, func(p *intake.Packet) { p.Version = 2 }) }), false},
		{"an unknown field", event(func(m *events.SQSMessage) { m.Body = `{"canary":1}` }), false},
		{"no case", event(func(m *events.SQSMessage) { m.Body = packet(t, 1, func(p *intake.Packet) { p.Case = "" }) }), false},
		{"a body of 300 KB", event(func(m *events.SQSMessage) { m.Body = strings.Repeat("canary", 50<<10) }), false},
		{"an empty body", event(func(m *events.SQSMessage) { m.Body = "" }), false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := newRig()
			failed, err := r.handle(t, tt.event)
			if tt.whole != errors.Is(err, handler.ErrInput) || !tt.whole && len(failed) != 1 {
				t.Errorf("failed %v, %v, want it refused", failed, err)
			}
			if len(r.board.shown) > 0 || strings.Contains(r.log.String(), "canary") || r.log.Len() == 0 {
				t.Errorf("shown %v, log %s", r.board.shown, r.log.String())
			}
		})
	}
}

func TestWhatComesAgain(t *testing.T) {
	batch := func() events.SQSEvent {
		return lambda.SQSEvent(queue, []lambda.Message{{ID: "m1", Body: packet(t, 1, nil)}})
	}
	for _, err := range []error{outbox.ErrLater, errors.New("connection cut")} {
		r := newRig()
		r.board.err = err
		if failed, err := r.handle(t, batch()); err != nil || fmt.Sprint(failed) != "[m1]" {
			t.Errorf("board says %v: failed %v, %v, want it to come again", r.board.err, failed, err)
		}
	}
	r := newRig()
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
	defer cancel()
	if response, err := r.Handle(ctx, batch()); err != nil || len(response.BatchItemFailures) != 1 || len(r.board.shown) > 0 {
		t.Errorf("with 5 s left: %v, %v, want nothing begun", response, err)
	}
}
