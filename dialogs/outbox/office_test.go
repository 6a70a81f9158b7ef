package outbox_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"testing"
	"time"

	"relais/dialogs/intake"
	"relais/dialogs/intake/memory"
	"relais/dialogs/outbox"
)

var start = time.Date(2026, 11, 21, 1, 7, 0, 0, time.UTC)

// waits are small, and all different.
var waits = outbox.Waits{Sweep: 30 * time.Second, Lease: 2 * time.Minute, Quarantine: 90 * time.Second}

// errUnknown is what a call gives whose answer was lost.
var errUnknown = errors.New("connection cut")

// provider stands for Slack and the carrier: it applies calls as told and keeps a ledger.
type provider struct {
	shown   map[string]int // id → newest turn shown
	calls   []string
	answers []answer // of the next calls; then all go well
	hidden  bool     // the provider's list does not show anything yet
}

// answer of one call: applied or not, and the error the caller sees.
type answer struct {
	applied bool
	err     error
}

func (p *provider) next() answer {
	if len(p.answers) == 0 {
		return answer{applied: true}
	}
	a := p.answers[0]
	p.answers = p.answers[1:]
	return a
}

func (p *provider) Post(_ context.Context, id string, packet intake.Packet, _ time.Time) (string, error) {
	a := p.next()
	p.calls = append(p.calls, fmt.Sprintf("post %d", packet.N))
	if a.applied {
		if _, twice := p.shown[id]; twice {
			p.calls = append(p.calls, "TWICE")
		}
		p.shown[id] = packet.N
	}
	return id, a.err
}

func (p *provider) Update(_ context.Context, ref string, packet intake.Packet, _ time.Time) error {
	a := p.next()
	p.calls = append(p.calls, fmt.Sprintf("update %d", packet.N))
	if a.applied {
		p.shown[ref] = packet.N
	}
	return a.err
}

func (p *provider) Find(_ context.Context, id string, _ intake.Packet, _ time.Time) (string, bool, error) {
	p.calls = append(p.calls, "find")
	_, found := p.shown[id]
	return id, found && !p.hidden, nil
}

// desk is an office over a store in memory, with a hand on its clock.
type desk struct {
	*outbox.Office
	store *memory.Store
	board *provider
	now   time.Time
}

func newDesk(t *testing.T) *desk {
	t.Helper()
	d := &desk{now: start, board: &provider{shown: map[string]int{}}}
	d.store = memory.New(memory.Options{Clock: func() time.Time { return d.now }, MaxReceives: 1000})
	d.Office = &outbox.Office{Log: d.store, Claims: d.store, Queue: d.store, Board: d.board, Owner: "one", Waits: waits}
	return d
}

// send puts the case, as it stands at turn n, into the queue of region 76.
func (d *desk) send(t *testing.T, n int) {
	t.Helper()
	body, err := json.Marshal(intake.Packet{Version: intake.PacketVersion, Case: "case", N: n, Region: "76"})
	if err != nil {
		t.Fatal(err)
	}
	if err := d.store.Send(context.Background(), "76", body); err != nil {
		t.Fatal(err)
	}
}

// collect empties the queue as far as it goes, after a time.
func (d *desk) collect(after time.Duration) error {
	d.now = d.now.Add(after)
	_, err := d.Collect(context.Background(), d.now, "76", 10, time.Second)
	return err
}

func (d *desk) wantCalls(t *testing.T, want ...string) {
	t.Helper()
	if got, want := fmt.Sprint(d.board.calls), fmt.Sprint(want); got != want {
		t.Errorf("calls = %s, want %s", got, want)
	}
}

func TestACaseIsShownOnceAndThenUpdated(t *testing.T) {
	d := newDesk(t)
	d.send(t, 2)
	d.send(t, 2) // a relay that crashed before it settled sends twice
	if err := d.collect(0); err != nil {
		t.Fatal(err)
	}
	d.send(t, 4)
	if err := d.collect(time.Second); err != nil {
		t.Fatal(err)
	}
	d.send(t, 3) // out of order: older than what is shown
	if err := d.collect(time.Second); err != nil {
		t.Fatal(err)
	}
	d.wantCalls(t, "post 2", "update 4")
}

func TestAnUnknownOutcomeWaitsSearchesAndOnlyThenRepeats(t *testing.T) {
	tests := []struct {
		name    string
		applied bool
		want    []string
	}{
		{"it was applied: the search finds it, and the newer state is shown over it", true, []string{"post 2", "find", "update 2"}},
		{"it was not applied: it is posted again", false, []string{"post 2", "find", "post 2"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := newDesk(t)
			d.board.answers = []answer{{tt.applied, errUnknown}}
			d.send(t, 2)
			if err := d.collect(0); !errors.Is(err, errUnknown) {
				t.Errorf("first try: %v, want the unknown outcome", err)
			}
			for range 100 { // nobody calls before lease and quarantine are over
				if err := d.collect(time.Second); err != nil {
					t.Fatal(err)
				}
			}
			d.wantCalls(t, "post 2")
			if err := d.collect(waits.Lease); err != nil {
				t.Fatal(err)
			}
			if err := d.collect(2 * time.Second); err != nil {
				t.Fatal(err)
			}
			d.wantCalls(t, tt.want...)
			if d.board.shown["card.case.76"] != 2 {
				t.Errorf("shown = %v, want turn 2", d.board.shown)
			}
		})
	}
}

func TestAProviderThatSaysLaterIsAskedAgainWithoutSearch(t *testing.T) {
	d := newDesk(t)
	d.board.answers = []answer{{false, outbox.ErrLater}}
	d.send(t, 2)
	for range 3 {
		if err := d.collect(2 * time.Second); err != nil {
			t.Fatal(err)
		}
	}
	d.wantCalls(t, "post 2", "post 2")
}

func TestAFailedUpdateComesAgain(t *testing.T) {
	d := newDesk(t)
	d.send(t, 2)
	if err := d.collect(0); err != nil {
		t.Fatal(err)
	}
	d.board.answers = []answer{{false, errUnknown}}
	d.send(t, 5)
	if err := d.collect(0); !errors.Is(err, errUnknown) {
		t.Errorf("update: %v, want the unknown outcome", err)
	}
	for range 3 {
		if err := d.collect(waits.Lease); err != nil {
			t.Fatal(err)
		}
	}
	d.wantCalls(t, "post 2", "update 5", "update 5")
}

func TestACaseTakenOffTheBoardIsShownAnew(t *testing.T) {
	d := newDesk(t)
	d.send(t, 2)
	if err := d.collect(0); err != nil {
		t.Fatal(err)
	}
	d.board.answers = []answer{{false, outbox.ErrGone}}
	d.send(t, 5)
	for range 2 {
		delete(d.board.shown, "card.case.76")
		if err := d.collect(2 * time.Second); err != nil {
			t.Fatal(err)
		}
	}
	d.wantCalls(t, "post 2", "update 5", "post 5")
}

func TestWhatIsNoPacketOfThisRegionStaysInTheQueue(t *testing.T) {
	tests := map[string]string{
		"not JSON":        `{`,
		"another version": `{"v":9,"case":"c","n":1,"region":"76"}`,
		"unknown field":   `{"v":1,"case":"c","n":1,"region":"76","surprise":1}`,
		"other region":    `{"v":1,"case":"c","n":1,"region":"11"}`,
		"no case":         `{"v":1,"n":1,"region":"76"}`,
	}
	for name, body := range tests {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t)
			if err := d.store.Send(context.Background(), "76", []byte(body)); err != nil {
				t.Fatal(err)
			}
			if err := d.collect(0); err == nil {
				t.Error("it was delivered")
			}
			d.wantCalls(t)
		})
	}
}

// texter is a carrier in memory.
type texter struct{ *provider }

func (x texter) Send(_ context.Context, text outbox.Text) (string, error) {
	a := x.next()
	x.calls = append(x.calls, "send "+text.Body)
	if a.applied {
		x.shown[text.ID] = 1
	}
	return "SM1", a.err
}

func (x texter) Find(_ context.Context, text outbox.Text, _ time.Time) (string, bool, error) {
	x.calls = append(x.calls, "find")
	_, found := x.shown[text.ID]
	return "SM1", found, nil
}

func TestATextOfATurn(t *testing.T) {
	tests := []struct {
		name    string
		answers []answer
		after   []time.Duration
		want    []string
		receipt intake.Receipt
	}{
		{"goes out once", nil, []time.Duration{0, time.Minute}, []string{"send bonjour"}, intake.Unknown},
		{"unknown, applied: searched, not sent again", []answer{{true, errUnknown}},
			[]time.Duration{0, time.Minute, 2 * time.Minute}, []string{"send bonjour", "find"}, intake.Unknown},
		{"refused for good: the turn says so", []answer{{false, &outbox.Refused{Reason: "21610"}}},
			[]time.Duration{0, time.Minute}, []string{"send bonjour"}, intake.Failed},
		{"past its time: never", nil, []time.Duration{time.Hour}, nil, intake.Unknown},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := newDesk(t)
			d.Office.Texter = texter{d.board}
			d.board.answers = tt.answers
			d.Office.Content = func(intake.Turn) (intake.Content, error) {
				return intake.Content{Texts: map[string]string{"case.1.sms": "bonjour"}, State: intake.State{From: "+33639980001", To: "+33939000076"}}, nil
			}
			turn := intake.Turn{
				Sealed: []byte("sealed"), Key: intake.Key{Channel: "sms", Address: "00112233445566778899aabbccddeeff"}, N: 1, Case: "case", At: start, Nonce: "n",
				Kind: intake.KindTimer, Outbox: []intake.Entry{{ID: "case.1.sms", Kind: intake.ToSMS, At: start, Expires: start.Add(15 * time.Minute)}},
			}
			ctx := context.Background()
			if err := d.store.Append(ctx, turn); err != nil {
				t.Fatal(err)
			}
			for _, wait := range tt.after {
				d.now = d.now.Add(wait)
				if _, err := d.Hurry(ctx, d.now); err != nil && !errors.Is(err, errUnknown) {
					t.Fatal(err)
				}
			}
			d.wantCalls(t, tt.want...)
			pending, err := d.store.Pending(ctx, d.now.Add(time.Hour), 10)
			if err != nil || len(pending) != 0 {
				t.Errorf("pending = %v, %v, want none", pending, err)
			}
			if head, _ := d.store.Head(ctx, turn.Key); head.Receipt != tt.receipt {
				t.Errorf("receipt = %q, want %q", head.Receipt, tt.receipt)
			}
		})
	}
}

// TestTheEndOfASurgeIsTold: whoever wrote down that a surge is over did not get to say so.
func TestTheEndOfASurgeIsTold(t *testing.T) {
	ctx := context.Background()
	d := newDesk(t)
	d.Index = d.store
	put := func(c outbox.Claim) {
		t.Helper()
		if err := d.store.PutClaim(ctx, c); err != nil {
			t.Fatal(err)
		}
	}
	const list = "digest.76.surge.1"
	put(outbox.Claim{ID: "surge.76", State: outbox.Noted, Reason: "off", At: d.now.Add(-time.Minute), Ref: list, Attempt: 3})
	put(outbox.Claim{ID: list, State: outbox.Done, Applied: 2})
	sent := func() int {
		t.Helper()
		n, err := d.Digest(ctx, d.now, []string{"76"})
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	if n := sent(); n != 1 {
		t.Fatalf("%d lists are sent", n)
	}
	messages, err := d.store.Receive(ctx, "76", 10, time.Second)
	if err != nil || len(messages) != 1 {
		t.Fatalf("%d messages, %v", len(messages), err)
	}
	if last, ok, err := outbox.ParseDigest(messages[0].Body); err != nil || !ok || !last.Over || last.ID != list || last.N != 3 {
		t.Errorf("sent is %+v, %v", last, err)
	}
	put(outbox.Claim{ID: list, State: outbox.Done, Applied: 3, Version: 1})
	if n := sent(); n != 0 {
		t.Errorf("it stands there, and is sent %d times more", n)
	}
}
