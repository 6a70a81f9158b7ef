package wire

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"github.com/google/go-cmp/cmp"

	"relais/dialogs/intake"
	"relais/dialogs/outbox"
	"relais/dialogs/play"
	"relais/infra/dynamo"
)

var noon = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)

var reporter = intake.Key{Channel: "sms", Address: strings.Repeat("ab", 16)}

// turn is a plain turn with something to send and something due.
func turn(n int, nonce string) intake.Turn {
	return intake.Turn{
		Key: reporter, N: n, Case: "01JCASE", At: noon, Kind: intake.KindInbound, Nonce: nonce, Sealed: []byte("sealed"),
		Due: noon.Add(time.Hour), Region: "76",
		Outbox: []intake.Entry{{ID: fmt.Sprintf("e%d", n), Kind: intake.ToQueue, Region: "76", At: noon, Body: []byte(`{}`)}},
	}
}

// bench is a table, a proxy before it and a store that speaks through the proxy.
type bench struct {
	*dynamo.Store
	proxy   *Proxy
	counter *dynamo.Counter
	table   string
}

func faulty(t *testing.T, o dynamo.Options) bench {
	t.Helper()
	b := bench{proxy: NewProxy(dynamoDB.URL), counter: new(dynamo.Counter), table: table(t)}
	t.Cleanup(b.proxy.Close)
	if o.Clock == nil {
		o.Clock = ages
	}
	o.Pause = time.Millisecond
	b.Store = dynamo.New(DynamoDB(b.proxy.URL, b.counter), b.table, o)
	return b
}

func (b bench) wantRequests(t *testing.T, what, want string) {
	t.Helper()
	if got := b.counter.Take().String(); got != want {
		t.Errorf("%s: requests %s, want %s", what, got, want)
	}
}

func wantIs(t *testing.T, what string, err, want error) {
	t.Helper()
	if !errors.Is(err, want) {
		t.Errorf("%s: %v, want %v", what, err, want)
	}
	if err != nil && strings.Contains(err.Error(), reporter.Address) {
		t.Errorf("%s: the error shows the address: %v", what, err)
	}
}

// TestLostAnswer cuts the answer to a write: the store says that nobody knows and
// asks no second time, and the caller's own second try says how it was.
func TestLostAnswer(t *testing.T) {
	for _, tt := range []struct {
		name    string
		fault   Fault
		written bool
	}{
		{"the answer is cut", NoAnswer, true},
		{"the service says 500", Broken, true},
		{"the request is cut", NotSent, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			b := faulty(t, dynamo.Options{})
			b.proxy.Do(First(1, "PutItem", tt.fault))
			wantIs(t, "Append", b.Append(t.Context(), turn(1, "own")), intake.ErrUnknown)
			b.wantRequests(t, "Append", "PutItem 1")
			head, err := b.Head(t.Context(), reporter)
			if tt.written && (err != nil || head.Nonce != "own") {
				t.Errorf("Head = %q, %v, want the turn", head.Nonce, err)
			}
			if !tt.written {
				wantIs(t, "Head", err, intake.ErrNoTurn)
			}
			wantIs(t, "Append of the same nonce", b.Append(t.Context(), turn(1, "own")), nil)
			err = b.Append(t.Context(), turn(1, "stranger"))
			var stale *intake.Stale
			if !errors.As(err, &stale) || stale.Head.Nonce != "own" {
				t.Errorf("Append of a stranger: %v, want stale with the turn", err)
			}
			b.counter.Take()

			for name, call := range map[string]func() error{
				"Receipt":  func() error { return b.Receipt(t.Context(), reporter, 1, intake.Sent) },
				"Settle":   func() error { return b.Settle(t.Context(), reporter, 1, "e1") },
				"ClearDue": func() error { return b.ClearDue(t.Context(), reporter, 1) },
			} {
				b.proxy.Do(First(1, "UpdateItem", tt.fault))
				wantIs(t, name, call(), intake.ErrUnknown)
				wantIs(t, name+" again", call(), nil)
				b.wantRequests(t, name, "UpdateItem 2")
			}
			head, err = b.Head(t.Context(), reporter)
			if err != nil || head.Receipt != intake.Sent || !head.Outbox[0].Settled || !head.Due.IsZero() {
				t.Errorf("Head = %+v, %v, want it sent, settled, nothing due", head, err)
			}

			b.proxy.Do(First(1, "PutItem", tt.fault))
			wantIs(t, "PutClaim", b.PutClaim(t.Context(), outbox.Claim{ID: "d", Owner: "me"}), intake.ErrUnknown)
			var again error
			if tt.written {
				again = outbox.ErrConflict
			}
			wantIs(t, "PutClaim again", b.PutClaim(t.Context(), outbox.Claim{ID: "d", Owner: "me"}), again)
		})
	}
}

// TestNothingIsMadeOfNothing: an update whose item is gone leaves none behind.
func TestNothingIsMadeOfNothing(t *testing.T) {
	b := faulty(t, dynamo.Options{})
	wantIs(t, "Receipt", b.Receipt(t.Context(), reporter, 7, intake.Sent), intake.ErrNoTurn)
	wantIs(t, "Settle", b.Settle(t.Context(), reporter, 7, "e"), intake.ErrNoTurn)
	wantIs(t, "ClearDue", b.ClearDue(t.Context(), reporter, 7), intake.ErrNoTurn)
	ghost, err := raw(t.Context(), DynamoDB(dynamoDB.URL, new(dynamo.Counter)), b.table, "V#"+reporter.String(), "T#00000007")
	if err != nil || ghost != nil {
		t.Errorf("the table holds %v, %v, want nothing", ghost, err)
	}
}

func TestThrottling(t *testing.T) {
	b := faulty(t, dynamo.Options{Tries: 4})
	b.proxy.Do(First(3, "PutItem", Throttled))
	wantIs(t, "Append throttled three times", b.Append(t.Context(), turn(1, "own")), nil)
	b.wantRequests(t, "Append", "PutItem 4")
	b.proxy.Do(First(3, "Query", Throttled))
	if head, err := b.Head(t.Context(), reporter); err != nil || head.N != 1 {
		t.Errorf("Head throttled three times = %d, %v", head.N, err)
	}
	b.proxy.Do(func(string) Fault { return Throttled })
	b.counter.Take()
	for _, call := range []struct {
		name string
		call func() error
		want string
	}{
		{"Append", func() error { return b.Append(t.Context(), turn(2, "own")) }, "PutItem 4"},
		{"Head", func() error { _, err := b.Head(t.Context(), reporter); return err }, "Query 4"},
		{"Turns", func() error { _, err := b.Turns(t.Context(), reporter, 1, 9); return err }, "Query 4"},
		{"Receipt", func() error { return b.Receipt(t.Context(), reporter, 1, intake.Sent) }, "UpdateItem 4"},
		{"Settle", func() error { return b.Settle(t.Context(), reporter, 1, "e1") }, "UpdateItem 4"},
		{"ClearDue", func() error { return b.ClearDue(t.Context(), reporter, 1) }, "UpdateItem 4"},
		{"Claim", func() error { _, err := b.Claim(t.Context(), "d"); return err }, "GetItem 4"},
		{"PutClaim", func() error { return b.PutClaim(t.Context(), outbox.Claim{ID: "d"}) }, "PutItem 4"},
		{"Pending", func() error { _, err := b.Pending(t.Context(), noon, 9); return err }, "Query 64"},
		{"Due", func() error { _, err := b.Due(t.Context(), noon, 9); return err }, "Query 64"},
		{"Put", func() error { return b.Put(t.Context(), "b", nil) }, "PutItem 4"},
		{"Get", func() error { _, err := b.Get(t.Context(), "b"); return err }, "GetItem 4"},
	} {
		wantIs(t, call.name, call.call(), intake.ErrThrottled)
		b.wantRequests(t, call.name, call.want)
	}
	b.proxy.Do(nil)
	if head, err := b.Head(t.Context(), reporter); err != nil || head.N != 1 || head.Receipt != intake.Unknown {
		t.Errorf("after throttling the head is %+v, %v, want turn 1 as it was written", head, err)
	}
}

// TestNotThere: where nothing listens nothing was written, and that is known.
func TestNotThere(t *testing.T) {
	gone := NewProxy(dynamoDB.URL)
	gone.Close()
	counter := new(dynamo.Counter)
	store := dynamo.New(DynamoDB(gone.URL, counter), "table", dynamo.Options{Tries: 3, Pause: time.Millisecond})
	wantIs(t, "Append", store.Append(t.Context(), turn(1, "own")), intake.ErrThrottled)
	if got := counter.Take().String(); got != "PutItem 3" {
		t.Errorf("requests %s, want PutItem 3", got)
	}
}

// TestReadsAreAskedAgain: no answer to a read harms nobody.
func TestReadsAreAskedAgain(t *testing.T) {
	b := faulty(t, dynamo.Options{})
	if err := b.Append(t.Context(), turn(1, "own")); err != nil {
		t.Fatal(err)
	}
	for _, f := range []Fault{NoAnswer, NotSent, Broken} {
		b.proxy.Do(First(2, "Query", f))
		if head, err := b.Head(t.Context(), reporter); err != nil || head.N != 1 {
			t.Errorf("Head after fault %d = %d, %v", f, head.N, err)
		}
	}
}

// TestItemSize: an item is never larger than 64 KB, and what does not fit comes back
// all the same.
func TestItemSize(t *testing.T) {
	b := faulty(t, dynamo.Options{})
	for n, tt := range []struct {
		sealed   int
		requests string
	}{
		{60 << 10, "PutItem 1"},
		{64 << 10, "PutItem 2"},
		{300 << 10, "PutItem 2"},
	} {
		big := turn(n+1, "own")
		big.Sealed = bytes.Repeat([]byte{byte(n), 1, 0xff}, tt.sealed/3)
		b.counter.Take()
		if err := b.Append(t.Context(), big); err != nil {
			t.Fatal(err)
		}
		b.wantRequests(t, fmt.Sprintf("%d bytes", tt.sealed), tt.requests)
		head, err := b.Head(t.Context(), reporter)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(big.Clone(), head); diff != "" {
			t.Errorf("%d bytes (-written +read):\n%.500s", tt.sealed, diff)
		}
	}
	turns, err := b.Turns(t.Context(), reporter, 1, 10)
	if err != nil || len(turns) != 3 || len(turns[2].Sealed) != 300<<10 {
		t.Errorf("Turns = %d, %v", len(turns), err)
	}
	over := turn(4, "own")
	over.Sealed = make([]byte, 351<<10)
	if err := b.Append(t.Context(), over); err == nil || errors.Is(err, intake.ErrUnknown) {
		t.Errorf("351 KiB: %v, want a plain refusal", err)
	}
}

// TestExpiry: what is past its time is not read, whether or not the server has let
// it go, and numbering goes on from it.
func TestExpiry(t *testing.T) {
	now := time.Now()
	b := faulty(t, dynamo.Options{Clock: func() time.Time { return now }, Keep: 24 * time.Hour})
	old := turn(1, "own")
	old.Expires = now.Add(time.Hour + time.Millisecond)
	if err := b.Append(t.Context(), old); err != nil {
		t.Fatal(err)
	}
	if err := b.Put(t.Context(), "name", []byte("sealed")); err != nil {
		t.Fatal(err)
	}
	item, err := raw(t.Context(), DynamoDB(dynamoDB.URL, new(dynamo.Counter)), b.table, "V#"+reporter.String(), "T#00000001")
	if err != nil {
		t.Fatal(err)
	}
	want := fmt.Sprint((intake.Stamp(old.Expires).UnixMilli() + 999) / 1000)
	if got := item[dynamo.TTLAttribute].(*types.AttributeValueMemberN).Value; got != want {
		t.Errorf("the server lets it go at %s, want %s, in seconds", got, want)
	}

	read := func() (head intake.Turn, turns, pending, due, cases int) {
		t.Helper()
		head, err := b.Head(t.Context(), reporter)
		if err != nil {
			t.Fatal(err)
		}
		all, err := b.Turns(t.Context(), reporter, 1, 10)
		if err != nil {
			t.Fatal(err)
		}
		p, err := b.Pending(t.Context(), noon.Add(time.Hour), 10)
		if err != nil {
			t.Fatal(err)
		}
		d, err := b.Due(t.Context(), noon.Add(2*time.Hour), 10)
		if err != nil {
			t.Fatal(err)
		}
		c, err := b.Cases(t.Context(), "76", false, 10)
		if err != nil {
			t.Fatal(err)
		}
		return head, len(all), len(p), len(d), len(c)
	}
	if err := b.PutSummary(t.Context(), outbox.Summary{Case: old.Case, Region: "76", N: old.N, Opened: old.At}); err != nil {
		t.Fatal(err)
	}
	if head, turns, pending, due, cases := read(); head.Sealed == nil || turns != 1 || pending != 1 || due != 1 || cases != 1 {
		t.Errorf("before: %+v, %d turns, %d pending, %d due, %d cases, want all", head, turns, pending, due, cases)
	}
	now = now.Add(2 * time.Hour)
	if head, turns, pending, due, _ := read(); head.N != 1 || head.Sealed != nil || turns+pending+due != 0 {
		t.Errorf("after: %+v, %d turns, %d pending, %d due, want the number and no more", head, turns, pending, due)
	}
	var stale *intake.Stale
	if err := b.Append(t.Context(), turn(1, "stranger")); !errors.As(err, &stale) || stale.Head.Sealed != nil {
		t.Errorf("Append over it: %v, want stale without content", err)
	}
	if err := b.Append(t.Context(), turn(2, "next")); err != nil {
		t.Errorf("Append after it: %v", err)
	}
	now = now.Add(90 * 24 * time.Hour)
	_, err = b.Get(t.Context(), "name")
	wantIs(t, "Get", err, intake.ErrNoTurn)
	if _, _, _, _, cases := read(); cases != 0 {
		t.Errorf("%d cases are listed after their time", cases)
	}
}

// TestContention: eight deliveries at once are each taken once, whatever is lost.
func TestContention(t *testing.T) {
	const writers = 8
	b := faulty(t, dynamo.Options{})
	player, err := play.New(play.Options{Now: noon, Store: b.Store})
	if err != nil {
		t.Fatal(err)
	}
	player.Desk.Chance = &locked{reader: player.Desk.Chance}
	cut := 0
	b.proxy.Do(func(operation string) Fault {
		if operation == "PutItem" {
			if cut++; cut%3 == 0 {
				return NoAnswer
			}
		}
		return None
	})
	var all sync.WaitGroup
	for i := range writers {
		all.Go(func() {
			in := intake.Inbound{
				Channel: "sms", ID: fmt.Sprintf("SM%d", i), From: play.DefaultFrom, To: play.DefaultTo, Text: "ransomware a la mairie",
			}
			for {
				_, err := player.Desk.Take(t.Context(), noon, in)
				if err == nil {
					return
				}
				if !errors.Is(err, intake.ErrBusy) && !errors.Is(err, intake.ErrThrottled) {
					t.Errorf("Take: %v", err)
					return
				}
			}
		})
	}
	all.Wait()
	b.proxy.Do(nil)
	key := intake.Key{Channel: "sms", Address: player.Desk.Keys.Address("sms", play.DefaultFrom)}
	turns, err := b.Turns(t.Context(), key, 1, 100)
	if err != nil {
		t.Fatal(err)
	}
	if len(turns) != writers {
		t.Errorf("%d turns for %d messages", len(turns), writers)
	}
	if err := intake.Verify(turns, player.Desk.Keys.Content); err != nil {
		t.Error(err)
	}
	t.Logf("measured: %d deliveries at once, every third answer cut: %s", writers, b.counter.Take())
}
