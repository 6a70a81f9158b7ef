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

	"relais/dialogs/intake"
	"relais/dialogs/intake/memory"
	"relais/dialogs/outbox"
	"relais/dialogs/play"
	"relais/functions/outbox/handler"
	"relais/infra/standin/lambda"
)

var start = time.Date(2026, 11, 21, 2, 0, 0, 0, time.UTC)

const stream = "arn:aws:dynamodb:eu-west-3:000000000000:table/relais/stream/1"

// key is the log of the n-th phone.
func key(n int) intake.Key {
	return intake.Key{Channel: "sms", Address: fmt.Sprintf("%032d", n)}
}

// change is what the stream says of a phone's first turn.
func change(n int) lambda.Change {
	return lambda.Change{
		Keys:  map[string]string{"pk": "V#" + key(n).String(), "sk": "T#00000001"},
		Image: map[string]string{"ob": "OB#1"}, Sequence: fmt.Sprint("seq", n),
	}
}

// rig is the function over a store in memory that holds the first turn of ten
// phones, each of which wants to leave for region 76.
type rig struct {
	*handler.Handler
	store *memory.Store
	now   time.Time
	log   bytes.Buffer
}

func newRig(t *testing.T) *rig {
	t.Helper()
	r := &rig{now: start}
	r.store = memory.New(memory.Options{Clock: func() time.Time { return r.now }})
	for n := range 10 {
		body, err := json.Marshal(intake.Packet{Version: intake.PacketVersion, Case: fmt.Sprint("case", n), N: 1, Region: "76"})
		if err != nil {
			t.Fatal(err)
		}
		turn := intake.Turn{
			Key: key(n), N: 1, Case: fmt.Sprint("case", n), At: start, Kind: intake.KindInbound, Nonce: "nonce",
			Commit: make([]byte, 32), Hash: make([]byte, 32), Sealed: []byte("sealed"), Expires: start.Add(time.Hour),
			Outbox: []intake.Entry{{ID: fmt.Sprint("entry", n), Kind: intake.ToQueue, Region: "76", At: start, Body: body}},
		}
		if err := r.store.Append(t.Context(), turn); err != nil {
			t.Fatal(err)
		}
	}
	r.Handler = &handler.Handler{
		Office: &outbox.Office{Log: r.store, Claims: r.store, Queue: r.store, Owner: "one", Waits: outbox.DefaultWaits},
		Clock:  func() time.Time { return r.now }, Log: slog.New(slog.NewJSONHandler(&r.log, nil)),
	}
	return r
}

// handle sends an event through its JSON form, as Lambda does.
func (r *rig) handle(t *testing.T, event any) (failed []string, err error) {
	t.Helper()
	data, isData := event.(string)
	if !isData {
		text, err := json.Marshal(event)
		if err != nil {
			t.Fatal(err)
		}
		data = string(text)
	}
	response, err := r.Handle(t.Context(), json.RawMessage(data))
	for _, f := range response.BatchItemFailures {
		failed = append(failed, f.ItemIdentifier)
	}
	return failed, err
}

func (r *rig) queued(t *testing.T) int {
	t.Helper()
	messages, err := r.store.Receive(t.Context(), "76", 100, time.Millisecond)
	if err != nil {
		t.Fatal(err)
	}
	return len(messages)
}

func TestTheStreamCarriesAtOnce(t *testing.T) {
	r := newRig(t)
	batch := []lambda.Change{change(1), change(2)}
	for range 2 { // a stream hands out again what it is not sure of
		if failed, err := r.handle(t, lambda.StreamEvent(stream, batch)); err != nil || failed != nil {
			t.Fatalf("failed %v, %v", failed, err)
		}
	}
	if n := r.queued(t); n != 2 {
		t.Errorf("%d in the queue, want 2", n)
	}
	if pending, err := r.store.Pending(t.Context(), start.Add(time.Hour), 100); err != nil || len(pending) != 8 {
		t.Errorf("%d still pending, %v, want 8", len(pending), err)
	}
}

// T66: a record that can never be carried fails alone.
func TestPoisonFirstInABatchOfTen(t *testing.T) {
	r := newRig(t)
	poison := change(0)
	poison.Keys["sk"] = "T#1"
	batch := []lambda.Change{poison}
	for n := 1; n < 10; n++ {
		batch = append(batch, change(n))
	}
	failed, err := r.handle(t, lambda.StreamEvent(stream, batch))
	if err != nil || fmt.Sprint(failed) != "[seq0]" || r.queued(t) != 9 {
		t.Errorf("failed %v, %v, want the poison alone and nine in the queue", failed, err)
	}
}

// T65: what no stream or schedule of ours sends is refused, and reaches no log.
func TestEventsMadeByHand(t *testing.T) {
	record := func(change func(*lambda.Change)) any {
		c := lambda.Change{Keys: map[string]string{"pk": "V#" + key(1).String(), "sk": "T#00000001"}, Sequence: "seq"}
		change(&c)
		return lambda.StreamEvent(stream, []lambda.Change{c})
	}
	foreign := lambda.StreamEvent(stream, []lambda.Change{change(1)})
	foreign.Records[0].EventSource = "aws:s3"
	removed := lambda.StreamEvent(stream, []lambda.Change{change(1)})
	removed.Records[0].EventName = "REMOVE"
	tests := []struct {
		name  string
		event any
		whole bool // the event is refused; else the record
	}{
		{"no JSON object", `[]`, true},
		{"nothing", `{}`, true},
		{"null", `null`, true},
		{"another job", `{"job":"canary"}`, true},
		{"a job and more", `{"job":"sweep","canary":1}`, true},
		{"a job twice over", `{"job":"sweep"}{"job":"sweep"}`, true},
		{"no sequence number", record(func(c *lambda.Change) { c.Sequence = "" }), true},
		{"no keys", record(func(c *lambda.Change) { c.Keys = nil }), false},
		{"a claim", record(func(c *lambda.Change) { c.Keys["pk"], c.Keys["sk"] = "D#canary", "D" }), false},
		{"a log that is none", record(func(c *lambda.Change) { c.Keys["pk"] = "V#canary" }), false},
		{"turn 0", record(func(c *lambda.Change) { c.Keys["sk"] = "T#00000000" }), false},
		{"a turn in words", record(func(c *lambda.Change) { c.Keys["sk"] = "T#canary--" }), false},
		{"another service", foreign, false},
		{"an item that went", removed, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := newRig(t)
			failed, err := r.handle(t, tt.event)
			if tt.whole != errors.Is(err, handler.ErrInput) || !tt.whole && len(failed) != 1 {
				t.Errorf("failed %v, %v, want it refused", failed, err)
			}
			if r.queued(t) != 0 || strings.Contains(r.log.String(), "canary") || r.log.Len() == 0 {
				t.Errorf("queued, or a log that shows the event: %s", r.log.String())
			}
		})
	}
}

func TestTheSweepCarriesWhatTheStreamLeft(t *testing.T) {
	r := newRig(t)
	r.now = start.Add(outbox.DefaultWaits.Sweep / 2)
	if _, err := r.handle(t, `{"job":"sweep"}`); err != nil || r.queued(t) != 0 || !strings.Contains(r.log.String(), `"oldest_s":15`) {
		t.Errorf("too early: %v, log %s, want nothing carried and 15 s", err, r.log.String())
	}
	r.log.Reset()
	r.now = start.Add(time.Minute)
	if _, err := r.handle(t, `{"job":"sweep"}`); err != nil || r.queued(t) != 10 || !strings.Contains(r.log.String(), `"carried":10,"oldest_s":0`) {
		t.Errorf("after a minute: %v, log %s, want all carried", err, r.log.String())
	}
}

// What is in doubt or comes too late in an invocation is the sweep's: a shard must
// not stand still for it.
func TestWhatIsLeftToTheSweep(t *testing.T) {
	r := newRig(t)
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
	defer cancel()
	event, err := json.Marshal(lambda.StreamEvent(stream, []lambda.Change{change(1)}))
	if err != nil {
		t.Fatal(err)
	}
	if response, err := r.Handle(ctx, event); err != nil || len(response.BatchItemFailures) > 0 || r.queued(t) != 0 {
		t.Errorf("with 5 s left: %v, %v, want nothing begun", response, err)
	}
	gone := change(99)
	if failed, err := r.handle(t, lambda.StreamEvent(stream, []lambda.Change{gone})); err != nil || failed != nil {
		t.Errorf("a turn that is gone: failed %v, %v", failed, err)
	}
	r.Office.Index, r.Office.Content = r.store, func(intake.Turn) (intake.Content, error) { panic("canary") }
	if failed, err := r.handle(t, lambda.StreamEvent(stream, []lambda.Change{change(2)})); err != nil || len(failed) != 1 || strings.Contains(r.log.String(), "canary") {
		t.Errorf("a panic: failed %v, %v, log %s", failed, err, r.log.String())
	}
}

// Who asks for the dossier has the link as soon as the stream says so: the case takes
// its own turn, once, whoever else looks at it, and no timer has run.
func TestACaseTakesItsOwnTurn(t *testing.T) {
	player, err := play.New(play.Options{Seed: 1, Now: start})
	if err != nil {
		t.Fatal(err)
	}
	player.Desk.Links = "https://relais.example"
	for _, words := range []string{"tous nos fichiers sont chiffrés", "PLAINTE"} {
		if _, err := player.Say(t.Context(), words); err != nil {
			t.Fatal(err)
		}
	}
	log := intake.Key{Channel: "sms", Address: player.Desk.Keys.Address("sms", play.DefaultFrom)}
	asked, err := player.Store.Head(t.Context(), log)
	if err != nil {
		t.Fatal(err)
	}
	h := &handler.Handler{
		Office: &outbox.Office{
			Log: player.Store, Claims: player.Store.(outbox.Claims), Queue: player.Store.(outbox.Queue),
			Content: player.Desk.Content, Own: player.Desk.Own, Owner: "one", Waits: outbox.DefaultWaits,
		},
		Clock: player.Now, Log: slog.New(slog.DiscardHandler),
	}
	event, err := json.Marshal(lambda.StreamEvent(stream, []lambda.Change{{
		Keys: map[string]string{"pk": "V#" + log.String(), "sk": fmt.Sprintf("T#%08d", asked.N)}, Image: map[string]string{"ob": "OB#1"}, Sequence: "1",
	}}))
	if err != nil {
		t.Fatal(err)
	}
	for range 2 { // a stream hands out again what it is not sure of
		response, err := h.Handle(t.Context(), event)
		if err != nil || len(response.BatchItemFailures) > 0 {
			t.Fatalf("failed %v, %v", response.BatchItemFailures, err)
		}
	}
	if _, err := player.Desk.Tick(t.Context(), player.Now()); err != nil { // it finds nothing to do any more
		t.Fatal(err)
	}
	if err := player.Desk.Own(t.Context(), player.Now(), intake.Ref{Key: log, N: asked.N}); err != nil {
		t.Fatal(err)
	}
	own, err := player.Store.Head(t.Context(), log)
	if err != nil {
		t.Fatal(err)
	}
	content, err := player.Desk.Content(own)
	if err != nil {
		t.Fatal(err)
	}
	if own.N != asked.N+1 || content.Reply == nil || !strings.Contains(content.Reply.Text, player.Desk.Links+intake.LinkPath) {
		t.Errorf("turn %d after turn %d says %+v, want one more, with the link", own.N, asked.N, content.Reply)
	}
}
