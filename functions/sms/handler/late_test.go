package handler_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"relais/dialogs/engine"
	"relais/dialogs/intake"
	"relais/dialogs/intake/memory"
	"relais/dialogs/outbox"
	"relais/infra/twilio"
	"relais/locales"
	"relais/locales/gsm7"
)

// late gives the bench a queue for messages that could not be taken.
func late(b *bench) *memory.Store {
	queue := memory.New(memory.Options{Clock: b.clock, MaxReceives: 100})
	b.Late = func(ctx context.Context, sealed []byte) error { return queue.Send(ctx, outbox.LateQueue, sealed) }
	return queue
}

func down(context.Context) error { return errors.New("disk full") }

// TestAPromiseIsMadeOnlyForWhatIsKept: the words "your message is kept" leave if,
// and only if, the message lies in the queue.
func TestAPromiseIsMadeOnlyForWhatIsKept(t *testing.T) {
	texts := locales.Default()
	kept, _ := texts.Source("fr", "notice.late")
	tests := []struct {
		name  string
		store func(context.Context) error
		queue func(context.Context, []byte) error // nil: the queue as it is
		want  string
		holds int
	}{
		{"store down, queue up", down, nil, kept, 1},
		{"store slow, queue up", func(ctx context.Context) error { <-ctx.Done(); return ctx.Err() }, nil, kept, 1},
		{"store down, queue down", down, func(context.Context, []byte) error { return errors.New("status 503") }, source(t, "fr"), 0},
		{"store down, queue slow", down, func(ctx context.Context, _ []byte) error { <-ctx.Done(); return ctx.Err() }, source(t, "fr"), 0},
		{"store down, queue panics", down, func(context.Context, []byte) error { panic("canary") }, source(t, "fr"), 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			b := newBench(t)
			b.Budget = 50 * time.Millisecond
			queue := late(b)
			if tt.queue != nil {
				b.Late = tt.queue
			}
			b.store.fault.Store(tt.store)
			response, answered := b.Serve(t.Context(), b.message("tous nos fichiers sont chiffrés"))
			if got := said(t, response); got != tt.want {
				t.Errorf("said %q, want %q", got, tt.want)
			}
			if answered != nil {
				t.Error("it counts as a question handed over")
			}
			waiting, err := queue.Receive(t.Context(), outbox.LateQueue, 10, time.Minute)
			if err != nil || len(waiting) != tt.holds {
				t.Fatalf("%d wait, %v, want %d", len(waiting), err, tt.holds)
			}
			for _, m := range waiting {
				if strings.Contains(string(m.Body), "fichiers") || strings.Contains(string(m.Body), phone[1:]) {
					t.Errorf("the queue can read %s", m.Body)
				}
			}
			if log := b.logs.String(); strings.Contains(log, "canary") || strings.Contains(log, phone[1:]) || strings.Contains(log, "fichiers") {
				t.Errorf("log shows what it must not: %s", log)
			}
		})
	}
}

// TestWhatWaitedIsTaken: once the store is back the message is taken, once, and its
// reply leaves as a text; the carrier's second delivery gets no other.
func TestWhatWaitedIsTaken(t *testing.T) {
	b := newBench(t)
	queue := late(b)
	message := b.message("tous nos fichiers sont chiffrés")
	b.store.fault.Store(down)
	b.handle(message)
	b.store.fault.Store(func(context.Context) error { return nil })
	reconciler := &outbox.Reconciler{Desk: b.Desk, Office: &outbox.Office{Queue: queue, Waits: outbox.DefaultWaits}}
	for want := range 2 {
		if dealt, err := reconciler.Drain(t.Context(), b.clock()); err != nil || dealt != 1-want {
			t.Fatalf("%d dealt with, %v, want %d", dealt, err, 1-want)
		}
	}
	turns := b.turns(b.key())
	leaves := func(e intake.Entry) bool { return e.Kind == intake.ToSMS }
	if len(turns) != 1 || !slices.ContainsFunc(turns[0].Outbox, leaves) {
		t.Fatalf("turns %+v, want one whose reply leaves as a text", turns)
	}
	if got := b.handle(message).Body; got != silence {
		t.Errorf("a repeat gets %q, want silence", got)
	}
}

// TestAReceiptThatWaitedIsTaken: what the carrier says of a text while the store is
// away is taken once it is back. Without a queue the carrier gets no for an answer.
func TestAReceiptThatWaitedIsTaken(t *testing.T) {
	b := newBench(t)
	b.handle(b.message("tous nos fichiers sont chiffrés"))
	receipt := b.receipt(intake.Ref{Key: b.key(), N: 1}.String(), "undelivered")
	b.store.fault.Store(down)
	if got := b.handle(receipt).StatusCode; got != 503 {
		t.Errorf("without a queue: answer %d, want 503", got)
	}
	queue := late(b)
	if got := b.handle(receipt).StatusCode; got != 200 {
		t.Errorf("with a queue: answer %d, want 200", got)
	}
	b.store.fault.Store(func(context.Context) error { return nil })
	reconciler := &outbox.Reconciler{Desk: b.Desk, Office: &outbox.Office{Log: b.Office.Log, Claims: b.Office.Claims, Queue: queue, Waits: outbox.DefaultWaits}}
	if dealt, err := reconciler.Drain(t.Context(), b.clock()); err != nil || dealt != 1 {
		t.Fatalf("%d dealt with, %v, want 1", dealt, err)
	}
	if got := b.turns(b.key())[0].Receipt; got != intake.Failed {
		t.Errorf("receipt %q, want %q", got, intake.Failed)
	}
}

// TestTheCentreIsNamedWhileItIsOpen: by day its phone stands in the text for bad hours.
func TestTheCentreIsNamedWhileItIsOpen(t *testing.T) {
	b := newBench(t)
	b.store.fault.Store(down)
	b.mu.Lock()
	b.now = time.Date(2026, 11, 23, 10, 0, 0, 0, night.Location())
	b.mu.Unlock()
	response, _ := b.Serve(t.Context(), b.message("tous nos fichiers sont chiffrés"))
	got := said(t, response)
	if !strings.HasPrefix(got, source(t, "fr")+" Centre régional") || gsm7.Segments(got) > 2 {
		t.Errorf("said %q (%d segments), want the centre's phone after the text", got, gsm7.Segments(got))
	}
}

// TestFirstAidIsOneText: the texts for bad hours are the first aid after a sentence
// of their own, so that what is advised has one source.
func TestFirstAidIsOneText(t *testing.T) {
	texts := locales.Default()
	for _, lang := range texts.Tags() {
		aid, _ := texts.Source(lang, "notice.first_aid.text")
		for _, id := range []string{"notice.apology", "notice.late"} {
			text, _ := texts.Source(lang, id)
			if !strings.HasSuffix(text, ". "+aid) {
				t.Errorf("%s: %s is %q, want a sentence and then %q", lang, id, text, aid)
			}
			if _, err := twilio.RenderSMS(intake.Reply{From: number, Message: engine.Message{Text: text}}, ""); err != nil {
				t.Errorf("%s: %s: %v", lang, id, err)
			}
		}
	}
}
