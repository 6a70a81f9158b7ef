// Package intaketest holds the conformance suite that every store passes: in memory,
// in a file, and over the wire.
package intaketest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"relais/dialogs/intake"
	"relais/dialogs/outbox"
)

// Store is everything a desk keeps.
type Store interface {
	intake.Log
	intake.Blobs
	intake.Tokens
	outbox.Claims
	outbox.Queue
}

// Settings say how a store under test differs from the default.
type Settings struct {
	// Wait lets d pass on the store's clock; nil sleeps.
	Wait func(d time.Duration)
	// Visible is a visibility time that the store can keep; 0 is a second.
	Visible time.Duration
	// MaxReceives is what the store was opened with; 0 is 3.
	MaxReceives int
	// Lag bounds how far indexes, and a queue's view of what was sent, may be behind;
	// 0 is five seconds. Nobody waits that long for a store that is not.
	Lag time.Duration
}

// TestStore runs the suite. open returns an empty store and cleans it up with t. The
// suite asks for what the interfaces promise and no more: an index may lag, a stale
// error may come without the head, a queue may hand out in any order.
func TestStore(t *testing.T, open func(t *testing.T) Store, settings ...Settings) {
	var s Settings
	if len(settings) > 0 {
		s = settings[0]
	}
	if s.Wait == nil {
		s.Wait = time.Sleep
	}
	if s.Visible == 0 {
		s.Visible = time.Second
	}
	if s.MaxReceives == 0 {
		s.MaxReceives = 3
	}
	if s.Lag == 0 {
		s.Lag = 5 * time.Second
	}
	for _, tt := range []struct {
		name string
		test func(*suite)
	}{
		{"an empty log", (*suite).emptyLog},
		{"a turn comes back as it was written", (*suite).roundTrip},
		{"nobody shares memory with the store", (*suite).copies},
		{"the own nonce is success", (*suite).ownNonce},
		{"a taken number is stale", (*suite).stale},
		{"a turn no store takes", (*suite).refused},
		{"logs are apart", (*suite).logsApart},
		{"one writer wins a number", (*suite).oneWins},
		{"writers at once leave no gap", (*suite).gapless},
		{"a read is a prefix", (*suite).prefix},
		{"turns from and up to", (*suite).turnsBounds},
		{"a receipt only moves forward", (*suite).receipts},
		{"entries settle one by one", (*suite).settle},
		{"changes at once lose nothing", (*suite).changesAtOnce},
		{"pending: oldest first, bounds", (*suite).pending},
		{"due: oldest first, bounds", (*suite).due},
		{"marks compare and set", (*suite).marks},
		{"tokens compare and set", (*suite).tokens},
		{"tokens under contention", (*suite).tokensContention},
		{"claims compare and set", (*suite).claims},
		{"claims under contention", (*suite).claimsContention},
		{"queue: visibility and receive counts", (*suite).queueVisibility},
		{"queue: regions are apart", (*suite).queueRegions},
		{"queue: dead letters and redrive", (*suite).deadLetters},
		{"blobs", (*suite).blobs},
		{"erasing", (*suite).erase},
		{"expiry moves", (*suite).expire},
		{"hostile strings", (*suite).hostile},
		{"big turns", (*suite).big},
		{"a context that has ended", (*suite).ended},
	} {
		t.Run(tt.name, func(t *testing.T) {
			tt.test(&suite{T: t, Settings: s, store: open(t), ctx: t.Context()})
		})
	}
}

type suite struct {
	*testing.T
	Settings
	store Store
	ctx   context.Context
}

// noon is when everything in the suite happens.
var noon = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)

func key(address string) intake.Key {
	return intake.Key{Channel: "sms", Address: fmt.Sprintf("%032s", address)}
}

// turn is a plain turn; its nonce is its own.
func turn(key intake.Key, n int) intake.Turn {
	return intake.Turn{
		Key: key, N: n, Case: "01JCASE", At: noon.Add(time.Duration(n) * time.Second), Kind: intake.KindInbound,
		Nonce: fmt.Sprintf("nonce-%s-%d", key, n), Sealed: []byte("sealed"),
	}
}

func entry(id string) intake.Entry {
	return intake.Entry{ID: id, Kind: intake.ToQueue, Region: "76", At: noon, Body: []byte(`{"n":1}`)}
}

// must stops the test on an error.
func (s *suite) must(err error) {
	s.Helper()
	if err != nil {
		s.Fatal(err)
	}
}

func (s *suite) append(t intake.Turn) {
	s.Helper()
	s.must(s.store.Append(s.ctx, t))
}

func (s *suite) head(key intake.Key) intake.Turn {
	s.Helper()
	t, err := s.store.Head(s.ctx, key)
	s.must(err)
	return t
}

// wantIs reports an error that is not the wanted one.
func (s *suite) wantIs(what string, err, want error) {
	s.Helper()
	if !errors.Is(err, want) {
		s.Errorf("%s: %v, want %v", what, err, want)
	}
}

func (s *suite) wantSame(what string, got, want any) {
	s.Helper()
	if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
		s.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

// eventually tries until read gives want, as long as an index may lag.
func eventually[T any](s *suite, what string, want T, read func() (T, error)) {
	s.Helper()
	const tries = 50
	var diff string
	for range tries {
		got, err := read()
		s.must(err)
		if diff = cmp.Diff(want, got, cmpopts.EquateEmpty()); diff == "" {
			return
		}
		s.Wait(s.Lag / tries)
	}
	s.Errorf("%s (-want +got):\n%s", what, diff)
}

// together runs f n times at once.
func together(n int, f func(i int)) {
	var all sync.WaitGroup
	for i := range n {
		all.Go(func() { f(i) })
	}
	all.Wait()
}

// transient reports an outcome after which the same call is made again.
func transient(err error) bool {
	return errors.Is(err, intake.ErrThrottled) || errors.Is(err, intake.ErrUnknown)
}

func (s *suite) emptyLog() {
	_, err := s.store.Head(s.ctx, key("1"))
	s.wantIs("Head", err, intake.ErrNoTurn)
	turns, err := s.store.Turns(s.ctx, key("1"), 1, 10)
	if err != nil || len(turns) != 0 {
		s.Errorf("Turns = %v, %v, want none", turns, err)
	}
	s.wantIs("Receipt", s.store.Receipt(s.ctx, key("1"), 1, intake.Sent), intake.ErrNoTurn)
	s.wantIs("Settle", s.store.Settle(s.ctx, key("1"), 1, "e"), intake.ErrNoTurn)
	s.wantIs("ClearDue", s.store.ClearDue(s.ctx, key("1"), 1), intake.ErrNoTurn)
	// A store that updates what is not there would have made a turn of it.
	_, err = s.store.Head(s.ctx, key("1"))
	s.wantIs("Head after changes of nothing", err, intake.ErrNoTurn)
}

func (s *suite) roundTrip() {
	zone := time.FixedZone("", -5*3600)
	full := turn(key("1"), 1)
	full.At = time.Date(2026, 3, 2, 7, 0, 0, 123_999_999, zone)
	full.Seen = []byte("0123456789")
	full.Prev, full.Commit, full.Hash = make([]byte, 32), []byte("commit\x00\xff"), []byte("hash")
	full.Sealed = []byte{0, 1, 2, 0xff}
	full.Due = time.Date(2026, 3, 2, 8, 0, 0, 1_000_000, zone)
	full.Receipt, full.Current, full.Lead = intake.Answered, 2, "sms#2#1.7"
	full.Region, full.Severity, full.Status = "76", "P1", "open"
	full.Expires = time.UnixMilli(0) // the epoch is a time like any other
	full.Outbox = []intake.Entry{
		{
			ID: "e1", Kind: intake.ToQueue, Region: "76", At: full.At, Expires: full.Due,
			Body: []byte(`{"case":"01JCASE","é":"<&>"}`),
		},
		{ID: "e2", Kind: intake.ToSMS, Settled: true},
		{ID: "e3"},
	}
	plain := intake.Turn{Key: key("1"), N: 2, Nonce: "x"}
	s.append(full)
	s.append(plain)

	turns, err := s.store.Turns(s.ctx, key("1"), 1, 10)
	s.must(err)
	s.wantSame("Turns", turns, []intake.Turn{full.Clone(), plain.Clone()})
	s.wantSame("Head", s.head(key("1")), plain.Clone())
	if len(turns) == 2 {
		s.wantSame("At is whole milliseconds in UTC", turns[0].At.String(), "2026-03-02 12:00:00.123 +0000 UTC")
		if t := turns[1]; !t.At.IsZero() || !t.Due.IsZero() || !t.Expires.IsZero() {
			s.Errorf("zero times came back as %v, %v, %v", t.At, t.Due, t.Expires)
		}
		if turns[1].Sealed != nil {
			s.Error("no content came back as empty content: an erased turn is told by nil")
		}
	}
}

func (s *suite) copies() {
	t := turn(key("1"), 1)
	t.Outbox = []intake.Entry{entry("e1")}
	want := t.Clone()
	s.append(t)
	t.Sealed[0], t.Outbox[0].ID, t.Outbox[0].Body[0] = 'X', "other", 'X'
	got := s.head(key("1"))
	s.wantSame("after the writer's copy changed", got, want)
	got.Sealed[0], got.Outbox[0].ID, got.Outbox[0].Body[0] = 'X', "other", 'X'
	s.wantSame("after the reader's copy changed", s.head(key("1")), want)

	body := []byte("blob")
	s.must(s.store.Put(s.ctx, "name", body))
	s.must(s.store.Send(s.ctx, "76", body))
	body[0] = 'X'
	blob, err := s.store.Get(s.ctx, "name")
	s.must(err)
	s.wantSame("blob", string(blob), "blob")
	s.wantSame("message", string(s.receive("76", 1, s.Visible)[0].Body), "blob")
}

func (s *suite) ownNonce() {
	t := turn(key("1"), 1)
	s.append(t)
	s.append(t)
	other := t.Clone()
	other.Sealed = []byte("written again, otherwise")
	s.must(s.store.Append(s.ctx, other))
	s.wantSame("Head", s.head(key("1")), t.Clone())
	s.append(turn(key("1"), 2))
	s.must(s.store.Append(s.ctx, t)) // its answer may have been lost for long
}

func (s *suite) stale() {
	held := turn(key("1"), 1)
	held.Outbox = []intake.Entry{entry("e1")}
	s.append(held)
	late := turn(key("1"), 1)
	late.Nonce, late.Sealed = "another", []byte("late")
	late.Outbox = []intake.Entry{entry("e2")}
	err := s.store.Append(s.ctx, late)
	s.wantIs("Append", err, intake.ErrStaleTurn)
	var stale *intake.Stale
	if !errors.As(err, &stale) {
		s.Fatalf("Append: %v, want a *Stale", err)
	}
	if stale.Head.N != 0 {
		s.wantSame("Head of the error", stale.Head, held.Clone())
	}
	if err != nil && strings.Contains(err.Error(), held.Key.Address) {
		s.Errorf("error shows the address: %v", err)
	}
	s.wantSame("Head", s.head(key("1")), held.Clone())
	s.pendingIs("what lost leaves nothing", noon.Add(time.Hour), 10, "e1")
}

func (s *suite) refused() {
	for name, spoil := range map[string]func(*intake.Turn){
		"number 0":             func(t *intake.Turn) { t.N = 0 },
		"negative number":      func(t *intake.Turn) { t.N = -1 },
		"no nonce":             func(t *intake.Turn) { t.Nonce = "" },
		"ambiguous channel":    func(t *intake.Turn) { t.Key.Channel = "a#b" },
		"ambiguous address":    func(t *intake.Turn) { t.Key.Address = "a#b" },
		"no address":           func(t *intake.Turn) { t.Key.Address = "" },
		"two entries of an id": func(t *intake.Turn) { t.Outbox = []intake.Entry{entry("e"), entry("e")} },
	} {
		t := turn(key("1"), 1)
		spoil(&t)
		if err := s.store.Append(s.ctx, t); err == nil || errors.Is(err, intake.ErrStaleTurn) {
			s.Errorf("%s: %v, want a plain error", name, err)
		}
	}
	_, err := s.store.Head(s.ctx, key("1"))
	s.wantIs("Head", err, intake.ErrNoTurn)
}

func (s *suite) logsApart() {
	keys := []intake.Key{
		{Channel: "sms", Address: "aa"},
		{Channel: "sms", Address: "aa", K: 1},
		{Channel: "sms", Address: "aa", K: 10},
		{Channel: "sms", Address: "a"},
		{Channel: "sms", Address: "aab"},
		{Channel: "smsa", Address: "a"},
		{Channel: "voice", Address: "aa"},
	}
	for i, k := range keys {
		for n := 1; n <= i+1; n++ {
			s.append(turn(k, n))
		}
	}
	for i, k := range keys {
		turns, err := s.store.Turns(s.ctx, k, 1, 100)
		s.must(err)
		if len(turns) != i+1 || s.head(k).N != i+1 {
			s.Errorf("log %s has %d turns, head %d, want %d", k, len(turns), s.head(k).N, i+1)
		}
		for _, t := range turns {
			if t.Key != k {
				s.Errorf("log %s has a turn of %s", k, t.Key)
			}
		}
	}
}

func (s *suite) oneWins() {
	const writers = 12
	for n := 1; n <= 3; n++ {
		won := make([]bool, writers)
		together(writers, func(i int) {
			t := turn(key("1"), n)
			t.Nonce = fmt.Sprint("writer ", i)
			err := s.store.Append(s.ctx, t)
			for transient(err) {
				err = s.store.Append(s.ctx, t)
			}
			if won[i] = err == nil; !won[i] && !errors.Is(err, intake.ErrStaleTurn) {
				s.Errorf("writer %d: %v, want stale", i, err)
			}
		})
		winners := 0
		for i, w := range won {
			if w {
				winners++
				s.wantSame("nonce of the head", s.head(key("1")).Nonce, fmt.Sprint("writer ", i))
			}
		}
		if winners != 1 {
			s.Errorf("turn %d: %d writers won, want 1", n, winners)
		}
	}
}

func (s *suite) gapless() {
	const writers, each = 6, 5
	k := key("1")
	together(writers, func(i int) {
		for j := range each {
			s.appendNext(k, fmt.Sprintf("%d.%d", i, j))
		}
	})
	turns, err := s.store.Turns(s.ctx, k, 1, 1000)
	s.must(err)
	if len(turns) != writers*each {
		s.Errorf("%d turns, want %d", len(turns), writers*each)
	}
	nonces := map[string]bool{}
	for i, t := range turns {
		if t.N != i+1 || nonces[t.Nonce] {
			s.Errorf("turn %d has number %d, nonce %s seen before: %v", i+1, t.N, t.Nonce, nonces[t.Nonce])
		}
		nonces[t.Nonce] = true
	}
}

// appendNext appends a turn to whatever the head is; it may run in any goroutine.
func (s *suite) appendNext(k intake.Key, nonce string) {
	for {
		head, err := s.store.Head(s.ctx, k)
		if transient(err) {
			continue
		}
		if err != nil && !errors.Is(err, intake.ErrNoTurn) {
			s.Errorf("Head: %v", err)
			return
		}
		t := turn(k, head.N+1)
		t.Nonce = nonce
		err = s.store.Append(s.ctx, t)
		for transient(err) {
			err = s.store.Append(s.ctx, t)
		}
		if err == nil {
			return
		}
		if !errors.Is(err, intake.ErrStaleTurn) {
			s.Errorf("Append: %v", err)
			return
		}
	}
}

func (s *suite) prefix() {
	const last = 30
	k := key("1")
	together(2, func(i int) {
		if i == 0 {
			for n := range last {
				s.appendNext(k, fmt.Sprint(n))
			}
			return
		}
		for before := 0; before < last && !s.Failed(); {
			turns, err := s.store.Turns(s.ctx, k, 1, 1000)
			if err != nil && !transient(err) {
				s.Errorf("Turns: %v", err)
				return
			}
			for i, t := range turns {
				if t.N != i+1 || t.Nonce != fmt.Sprint(i) {
					s.Errorf("place %d of a read holds turn %d", i+1, t.N)
				}
			}
			if err == nil && len(turns) < before {
				s.Errorf("a read of %d turns after one of %d", len(turns), before)
			}
			before = max(before, len(turns))
		}
	})
}

func (s *suite) turnsBounds() {
	for n := 1; n <= 5; n++ {
		s.append(turn(key("1"), n))
	}
	for _, tt := range []struct {
		from, limit int
		want        []int
	}{
		{1, 100, []int{1, 2, 3, 4, 5}},
		{1, 2, []int{1, 2}},
		{3, 2, []int{3, 4}},
		{5, 1, []int{5}},
		{6, 10, nil},
		{0, 2, []int{1, 2}},
		{-3, 1, []int{1}},
		{1, 0, nil},
		{1, -1, nil},
	} {
		turns, err := s.store.Turns(s.ctx, key("1"), tt.from, tt.limit)
		s.must(err)
		var got []int
		for _, t := range turns {
			got = append(got, t.N)
		}
		s.wantSame(fmt.Sprintf("Turns from %d, limit %d", tt.from, tt.limit), got, tt.want)
	}
}

// receipts sends every order of the receipts, each twice.
func (s *suite) receipts() {
	n := 0
	permutations([]intake.Receipt{intake.Answered, intake.Sent, intake.Failed, intake.Delivered}, func(order []intake.Receipt) {
		n++
		k := key("1")
		s.append(turn(k, n))
		highest := intake.Unknown
		for _, r := range order {
			if r.After(highest) {
				highest = r
			}
			s.must(s.store.Receipt(s.ctx, k, n, r))
			s.must(s.store.Receipt(s.ctx, k, n, r))
			if got := s.head(k).Receipt; got != highest {
				s.Errorf("order %v: after %s the receipt is %q, want %q", order, r, got, highest)
			}
		}
	})
	s.must(s.store.Receipt(s.ctx, key("1"), n, intake.Unknown))
	s.must(s.store.Receipt(s.ctx, key("1"), n, "no such receipt"))
	s.wantSame("Receipt", s.head(key("1")).Receipt, intake.Delivered)
	s.wantIs("Receipt of the turn after the last", s.store.Receipt(s.ctx, key("1"), n+1, intake.Sent), intake.ErrNoTurn)
}

func permutations[T any](all []T, visit func([]T)) {
	var extend func(done, rest []T)
	extend = func(done, rest []T) {
		if len(rest) == 0 {
			visit(done)
		}
		for i := range rest {
			extend(append(slices.Clone(done), rest[i]), slices.Delete(slices.Clone(rest), i, i+1))
		}
	}
	extend(nil, all)
}

// pendingIs waits until the entries that Pending lists are these.
func (s *suite) pendingIs(what string, before time.Time, limit int, want ...string) {
	s.Helper()
	eventually(s, what, want, func() ([]string, error) {
		found, err := s.store.Pending(s.ctx, before, limit)
		var ids []string
		for _, p := range found {
			ids = append(ids, p.Entry.ID)
		}
		return ids, err
	})
}

func (s *suite) settle() {
	later := noon.Add(time.Hour)
	k := key("1")
	t := turn(k, 1)
	done := entry("done before")
	done.Settled = true
	t.Outbox = []intake.Entry{entry("a"), done, entry("b"), entry("c")}
	s.append(t)
	s.append(turn(k, 2)) // with nothing to settle
	s.pendingIs("all", later, 10, "a", "b", "c")
	eventually(s, "what Pending says of an entry",
		[]intake.Pending{{Key: k, N: 1, Entry: entry("a")}},
		func() ([]intake.Pending, error) { return s.store.Pending(s.ctx, later, 1) })

	s.must(s.store.Settle(s.ctx, k, 1, "b"))
	s.pendingIs("one settled", later, 10, "a", "c")
	s.must(s.store.Settle(s.ctx, k, 1, "b"))
	s.must(s.store.Settle(s.ctx, k, 1, "done before"))
	s.must(s.store.Settle(s.ctx, k, 1, "a"))
	s.pendingIs("two settled", later, 10, "c")
	s.wantIs("an entry that is not there", s.store.Settle(s.ctx, k, 1, "nobody"), intake.ErrNoTurn)
	s.wantIs("a turn that is not there", s.store.Settle(s.ctx, k, 3, "c"), intake.ErrNoTurn)
	s.must(s.store.Settle(s.ctx, k, 1, "c"))
	s.pendingIs("all settled", later, 10)
	s.must(s.store.Settle(s.ctx, k, 1, "c"))
	s.pendingIs("all settled, one twice", later, 10)

	turns, err := s.store.Turns(s.ctx, k, 1, 1)
	s.must(err)
	for i := range t.Outbox {
		t.Outbox[i].Settled = true
	}
	s.wantSame("the turn", turns, []intake.Turn{t.Clone()})
}

func (s *suite) changesAtOnce() {
	k := key("1")
	t := turn(k, 1)
	t.Due = noon
	for i := range 8 {
		t.Outbox = append(t.Outbox, entry(fmt.Sprint("e", i)))
	}
	s.append(t)
	together(10, func(i int) {
		change := func() error {
			switch i {
			case 8:
				return s.store.Receipt(s.ctx, k, 1, intake.Delivered)
			case 9:
				return s.store.ClearDue(s.ctx, k, 1)
			}
			return s.store.Settle(s.ctx, k, 1, fmt.Sprint("e", i))
		}
		err := change()
		for transient(err) {
			err = change()
		}
		if err != nil {
			s.Errorf("change %d: %v", i, err)
		}
	})
	t.Due, t.Receipt = time.Time{}, intake.Delivered
	for i := range t.Outbox {
		t.Outbox[i].Settled = true
	}
	s.wantSame("the turn", s.head(k), t.Clone())
	s.pendingIs("pending", noon.Add(time.Hour), 10)
}

func (s *suite) pending() {
	at := func(address string, n int, minute int, entries ...string) {
		t := turn(key(address), n)
		t.At = noon.Add(time.Duration(minute) * time.Minute)
		for _, id := range entries {
			t.Outbox = append(t.Outbox, entry(id))
		}
		s.append(t)
	}
	at("1", 1, 30, "third")
	at("2", 1, 10, "first a", "first b")
	at("3", 1, 50, "fourth")
	at("1", 2, 31)
	at("3", 2, 60, "fifth")
	at("4", 1, 20, "second")
	minute := func(m int) time.Time { return noon.Add(time.Duration(m) * time.Minute) }
	s.pendingIs("all, oldest first", minute(61), 10, "first a", "first b", "second", "third", "fourth", "fifth")
	s.pendingIs("before is not at", minute(50), 10, "first a", "first b", "second", "third")
	s.pendingIs("one millisecond later", minute(50).Add(time.Millisecond), 10, "first a", "first b", "second", "third", "fourth")
	s.pendingIs("before the first", minute(10), 10)
	s.pendingIs("limit at a turn", minute(61), 3, "first a", "first b", "second")
	s.pendingIs("limit within a turn", minute(61), 1, "first a")
	s.pendingIs("limit 0", minute(61), 0)
	s.must(s.store.Settle(s.ctx, key("2"), 1, "first a"))
	s.must(s.store.Settle(s.ctx, key("4"), 1, "second"))
	s.pendingIs("settled make room", minute(61), 3, "first b", "third", "fourth")
}

func (s *suite) due() {
	minute := func(m int) time.Time { return noon.Add(time.Duration(m) * time.Minute) }
	dueIs := func(what string, at time.Time, limit int, want ...intake.Due) {
		s.Helper()
		eventually(s, what, want, func() ([]intake.Due, error) { return s.store.Due(s.ctx, at, limit) })
	}
	at := func(address string, n int, due time.Time) intake.Due {
		t := turn(key(address), n)
		t.Due = due
		s.append(t)
		return intake.Due{Key: key(address), N: n, At: intake.Stamp(due)}
	}
	third := at("1", 1, minute(30))
	first := at("2", 1, minute(10))
	at("1", 2, time.Time{})
	second := at("2", 2, minute(20).Add(999*time.Microsecond))
	dueIs("all, oldest first", minute(60), 10, first, second, third)
	dueIs("at is due", minute(10), 10, first)
	dueIs("a millisecond before", minute(10).Add(-time.Millisecond), 10)
	dueIs("limit", minute(60), 2, first, second)
	dueIs("limit 0", minute(60), 0)
	s.must(s.store.ClearDue(s.ctx, first.Key, first.N))
	s.must(s.store.ClearDue(s.ctx, first.Key, first.N))
	dueIs("cleared", minute(60), 10, second, third)
	s.must(s.store.ClearDue(s.ctx, key("1"), 2)) // which had none
	s.wantIs("a turn that is not there", s.store.ClearDue(s.ctx, key("1"), 3), intake.ErrNoTurn)
	turns, err := s.store.Turns(s.ctx, key("2"), 1, 10)
	s.must(err)
	if len(turns) != 2 || !turns[0].Due.IsZero() || !turns[1].Due.Equal(second.At) {
		s.Errorf("the log after clearing: %+v", turns)
	}
}

func (s *suite) marks() {
	one, other := [8]byte{1, 0xff}, [8]byte{1}
	s.append(turn(key("1"), 1))
	for _, step := range []struct {
		key      intake.Key
		id       [8]byte
		from, to int
		want     error
		stands   int
	}{
		{key("1"), one, 3, 4, intake.ErrStaleTurn, 0},
		{key("1"), one, 0, 514, nil, 514},
		{key("1"), one, 0, 515, intake.ErrStaleTurn, 514},
		{key("1"), one, 513, 515, intake.ErrStaleTurn, 514},
		{key("1"), one, 514, 70_000, nil, 70_000},
		{key("1"), one, 514, 70_001, intake.ErrStaleTurn, 70_000},
		{key("1"), other, 0, 2, nil, 2},
		{key("2"), one, 0, 1, nil, 1},
		{key("1"), one, 70_000, 3_000_000_001, nil, 3_000_000_001},
		{key("1"), one, 3_000_000_001, 515, nil, 515},
	} {
		s.wantIs(fmt.Sprintf("SetMark from %d to %d", step.from, step.to), s.store.SetMark(s.ctx, step.key, step.id, step.from, step.to), step.want)
		n, err := s.store.Mark(s.ctx, step.key, step.id)
		s.must(err)
		s.wantSame("Mark", n, step.stands)
	}
	for _, back := range [][2]int{{515, 515}, {515, 0}, {515, -1}, {0, 0}} {
		if err := s.store.SetMark(s.ctx, key("1"), one, back[0], back[1]); err == nil || errors.Is(err, intake.ErrStaleTurn) {
			s.Errorf("SetMark from %d to %d: %v, want a plain error", back[0], back[1], err)
		}
	}
	s.wantSame("Head", s.head(key("1")).N, 1) // a mark is no turn

	const writers = 8
	won := make([]bool, writers)
	together(writers, func(i int) {
		err := s.store.SetMark(s.ctx, key("3"), one, 0, i+1)
		for errors.Is(err, intake.ErrThrottled) {
			err = s.store.SetMark(s.ctx, key("3"), one, 0, i+1)
		}
		if won[i] = err == nil; !won[i] && !errors.Is(err, intake.ErrStaleTurn) && !errors.Is(err, intake.ErrUnknown) {
			s.Errorf("writer %d: %v, want stale", i, err)
		}
	})
	n, err := s.store.Mark(s.ctx, key("3"), one)
	s.must(err)
	for i, w := range won {
		if w && n != i+1 {
			s.Errorf("writer %d won, and the mark is at %d", i, n)
		}
	}
	if n == 0 {
		s.Error("nobody won")
	}
}

func token(name string) intake.Token {
	return intake.Token{Name: name, At: noon, Expires: noon.AddDate(100, 0, 0), Body: []byte(`{"of":"` + name + `"}`)}
}

func (s *suite) tokens() {
	_, err := s.store.Token(s.ctx, "aa")
	s.wantIs("an absent token", err, intake.ErrNoToken)
	written := token("aa")
	written.At = noon.Add(1234567)
	s.must(s.store.PutToken(s.ctx, written))
	s.wantIs("the same put again", s.store.PutToken(s.ctx, written), intake.ErrStaleToken)
	got, err := s.store.Token(s.ctx, "aa")
	s.must(err)
	want := written
	want.At, want.Version = noon.Add(time.Millisecond), 1
	s.wantSame("written", got, want)

	changed := got
	changed.Body, changed.Expires = []byte(`{}`), got.Expires.Add(time.Hour)
	s.must(s.store.PutToken(s.ctx, changed))
	s.wantIs("a put on the version before", s.store.PutToken(s.ctx, got), intake.ErrStaleToken)
	changed.Version = 9
	s.wantIs("a version to come", s.store.PutToken(s.ctx, changed), intake.ErrStaleToken)
	absent := token("bb")
	absent.Version = 1
	s.wantIs("a version of what is absent", s.store.PutToken(s.ctx, absent), intake.ErrStaleToken)
	got, err = s.store.Token(s.ctx, "aa")
	s.must(err)
	changed.Version = 2
	s.wantSame("changed", got, changed)

	for range 2 {
		s.must(s.store.DropToken(s.ctx, "aa"))
		_, err = s.store.Token(s.ctx, "aa")
		s.wantIs("a dropped token", err, intake.ErrNoToken)
	}
	s.must(s.store.DropToken(s.ctx, "cc"))
	_, err = s.store.Token(s.ctx, "cc")
	s.wantIs("dropped and never there", err, intake.ErrNoToken)
	s.wantIs("a change of what was dropped", s.store.PutToken(s.ctx, changed), intake.ErrStaleToken)
	s.must(s.store.PutToken(s.ctx, written)) // under the name of a dropped one
	got, err = s.store.Token(s.ctx, "aa")
	s.must(err)
	s.wantSame("written anew", got, want)
	for what, bad := range map[string]intake.Token{
		"no name": {At: noon, Expires: noon},
		"no end":  {Name: "dd", At: noon},
		"no time": {Name: "dd", Expires: noon},
	} {
		if s.store.PutToken(s.ctx, bad) == nil {
			s.Errorf("a token with %s was taken", what)
		}
	}
}

// tokensContention counts in one token from many sides: every put that succeeded counts once.
func (s *suite) tokensContention() {
	const sides, each = 6, 4
	together(sides, func(int) {
		for done := 0; done < each && !s.Failed(); {
			t, err := s.store.Token(s.ctx, "aa")
			if transient(err) {
				continue
			}
			if errors.Is(err, intake.ErrNoToken) {
				t = token("aa")
				t.Body = nil
			} else if err != nil {
				s.Errorf("Token: %v", err)
				return
			}
			t.Body = append(t.Body, 'x')
			switch err := s.store.PutToken(s.ctx, t); {
			case err == nil:
				done++
			case !errors.Is(err, intake.ErrStaleToken) && !errors.Is(err, intake.ErrThrottled):
				s.Errorf("PutToken: %v", err)
				return
			}
		}
	})
	t, err := s.store.Token(s.ctx, "aa")
	s.must(err)
	if len(t.Body) != sides*each || t.Version != sides*each {
		s.Errorf("%d marks, version %d after %d puts", len(t.Body), t.Version, sides*each)
	}
}

func (s *suite) claims() {
	c, err := s.store.Claim(s.ctx, "d1")
	s.must(err)
	s.wantSame("absent", c, outbox.Claim{ID: "d1"})
	c = outbox.Claim{
		ID: "d1", State: outbox.Trying, Attempt: 2, At: noon.Add(1234567), Owner: "me", Lease: noon.Add(time.Minute),
		Ref: "SM1", Reason: "r", Applied: 7,
	}
	s.must(s.store.PutClaim(s.ctx, c))
	s.wantIs("the same put again", s.store.PutClaim(s.ctx, c), outbox.ErrConflict)
	want := c
	want.At, want.Version = noon.Add(time.Millisecond), 1
	got, err := s.store.Claim(s.ctx, "d1")
	s.must(err)
	s.wantSame("written", got, want)

	done := got
	done.State, done.Lease, done.Owner = outbox.Done, time.Time{}, ""
	s.must(s.store.PutClaim(s.ctx, done))
	s.wantIs("a put on the version before", s.store.PutClaim(s.ctx, got), outbox.ErrConflict)
	done.Version = 9
	s.wantIs("a version to come", s.store.PutClaim(s.ctx, done), outbox.ErrConflict)
	s.wantIs("a version of what is absent", s.store.PutClaim(s.ctx, outbox.Claim{ID: "d2", Version: 1}), outbox.ErrConflict)
	got, err = s.store.Claim(s.ctx, "d1")
	s.must(err)
	done.Version = 2
	s.wantSame("done", got, done)
	other, err := s.store.Claim(s.ctx, "d2")
	s.must(err)
	s.wantSame("another", other, outbox.Claim{ID: "d2"})
}

func (s *suite) claimsContention() {
	const owners, each = 6, 4
	together(owners, func(i int) {
		for done := 0; done < each && !s.Failed(); {
			c, err := s.store.Claim(s.ctx, "d1")
			if transient(err) {
				continue
			}
			if err != nil {
				s.Errorf("Claim: %v", err)
				return
			}
			c.Attempt++
			c.Owner = fmt.Sprint(i)
			// Unknown is no retry here: the put is not its own proof. No store under
			// test loses answers, so it is an error.
			switch err := s.store.PutClaim(s.ctx, c); {
			case err == nil:
				done++
			case !errors.Is(err, outbox.ErrConflict) && !errors.Is(err, intake.ErrThrottled):
				s.Errorf("PutClaim: %v", err)
				return
			}
		}
	})
	c, err := s.store.Claim(s.ctx, "d1")
	s.must(err)
	if c.Attempt != owners*each || c.Version != owners*each {
		s.Errorf("attempt %d, version %d after %d puts", c.Attempt, c.Version, owners*each)
	}
}

// receive takes messages until it has n; a queue may give fewer than it has. Visible
// is long, so that none comes twice meanwhile.
func (s *suite) receive(region string, n int, visible time.Duration) []outbox.Message {
	s.Helper()
	var got []outbox.Message
	const tries = 50
	for range tries {
		more, err := s.store.Receive(s.ctx, region, min(n-len(got), 10), visible)
		s.must(err)
		got = append(got, more...)
		if len(got) >= n {
			break
		}
		s.Wait(s.Lag / tries)
	}
	if len(got) != n {
		s.Fatalf("received %d messages from %s, want %d", len(got), region, n)
	}
	return got
}

// quiet checks that nothing is to be received now.
func (s *suite) quiet(what, region string) {
	s.Helper()
	got, err := s.store.Receive(s.ctx, region, 10, s.Visible)
	s.must(err)
	if len(got) != 0 {
		s.Errorf("%s: received %d messages, want none", what, len(got))
	}
}

func (s *suite) queueVisibility() {
	long := 100 * s.Visible
	s.quiet("nothing sent", "76")
	s.must(s.store.Send(s.ctx, "76", []byte(`{"case":"a"}`)))
	first := s.receive("76", 1, s.Visible)[0]
	if string(first.Body) != `{"case":"a"}` || first.Region != "76" || first.Receives != 1 || first.ID == "" || first.Receipt == "" {
		s.Errorf("first reception: %+v", first)
	}
	s.quiet("hidden", "76")
	s.Wait(s.Visible)
	second := s.receive("76", 1, long)[0]
	if second.ID != first.ID || second.Receives != 2 || string(second.Body) != string(first.Body) {
		s.Errorf("second reception: %+v, want the first once more", second)
	}
	s.must(s.store.Delete(s.ctx, second))
	s.must(s.store.Delete(s.ctx, second))
	s.Wait(s.Visible)
	s.quiet("deleted", "76")

	// Each of many is handed out once, and two of the same body are two.
	var want []string
	for i := range 25 {
		body := fmt.Sprintf(`{"n":%d,"é":"\u0000<&>'"}`, i/2)
		want = append(want, body)
		s.must(s.store.Send(s.ctx, "76", []byte(body)))
	}
	var bodies []string
	ids := map[string]bool{}
	for _, m := range s.receive("76", 25, long) {
		bodies = append(bodies, string(m.Body))
		ids[m.ID] = true
	}
	slices.Sort(bodies)
	slices.Sort(want)
	s.wantSame("bodies", bodies, want)
	if len(ids) != 25 {
		s.Errorf("%d ids for 25 messages", len(ids))
	}
	got, err := s.store.Receive(s.ctx, "76", 0, s.Visible)
	if err == nil && len(got) != 0 {
		s.Errorf("limit 0: received %d", len(got))
	}
}

func (s *suite) queueRegions() {
	for _, region := range []string{"76", "02", "975"} {
		s.must(s.store.Send(s.ctx, region, []byte(`"`+region+`"`)))
	}
	for _, region := range []string{"975", "76", "02"} {
		m := s.receive(region, 1, 100*s.Visible)[0]
		if string(m.Body) != `"`+region+`"` || m.Region != region {
			s.Errorf("region %s got %+v", region, m)
		}
		s.quiet("taken", region)
	}
	s.quiet("a region without messages", "11")
}

// bury receives until the message is a dead letter and returns the dead letters.
func (s *suite) bury(region string, want int) []outbox.Message {
	s.Helper()
	const tries = 50
	for range tries {
		got, err := s.store.Receive(s.ctx, region, 10, s.Visible)
		s.must(err)
		for _, m := range got {
			if m.Receives > s.MaxReceives {
				s.Fatalf("message handed out for the %dth time, want at most %d", m.Receives, s.MaxReceives)
			}
		}
		s.Wait(s.Visible)
		dead, err := s.store.Dead(s.ctx, region, 10)
		s.must(err)
		if len(dead) == want {
			return dead
		}
	}
	s.Fatalf("no %d dead letters of %s", want, region)
	return nil
}

func (s *suite) deadLetters() {
	s.must(s.store.Send(s.ctx, "76", []byte(`"a"`)))
	s.must(s.store.Send(s.ctx, "76", []byte(`"b"`)))
	for i := 1; i <= s.MaxReceives; i++ {
		for _, m := range s.receive("76", 2, s.Visible) {
			if m.Receives != i {
				s.Errorf("reception %d says %d", i, m.Receives)
			}
		}
		s.Wait(s.Visible)
	}
	dead := s.bury("76", 2)
	bodies := []string{string(dead[0].Body), string(dead[1].Body)}
	slices.Sort(bodies)
	s.wantSame("dead letters", bodies, []string{`"a"`, `"b"`})
	s.quiet("dead letters stay away", "76")
	other, err := s.store.Dead(s.ctx, "02", 10)
	if err != nil || len(other) != 0 {
		s.Errorf("another region has dead letters: %v, %v", other, err)
	}
	n, err := s.store.Redrive(s.ctx, "02")
	if err != nil || n != 0 {
		s.Errorf("Redrive of another region = %d, %v", n, err)
	}

	first, err := s.store.Redrive(s.ctx, "76")
	s.must(err)
	second, err := s.store.Redrive(s.ctx, "76")
	s.must(err)
	if first+second != 2 {
		s.Errorf("Redrive twice put back %d and %d, want 2 in all", first, second)
	}
	again := s.receive("76", 2, 100*s.Visible)
	if string(again[0].Body) == string(again[1].Body) {
		s.Errorf("redriven: %s twice", again[0].Body)
	}
	for _, m := range again {
		s.must(s.store.Delete(s.ctx, m))
	}
	s.Wait(s.Visible)
	s.quiet("redriven and deleted", "76")
	eventually(s, "dead letters at the end", 0, func() (int, error) {
		dead, err := s.store.Dead(s.ctx, "76", 10)
		return len(dead), err
	})
}

func (s *suite) blobs() {
	_, err := s.store.Get(s.ctx, "absent")
	s.wantIs("Get", err, intake.ErrNoTurn)
	large := make([]byte, 300<<10)
	for i := range large {
		large[i] = byte(i * 7)
	}
	contents := map[string][]byte{
		"small": []byte("x"), "large": large, "zeros": make([]byte, 100), "empty": {},
		"a/b": []byte("slash"), "../a": []byte("dots"), `a'b"c`: []byte("quotes"), "é%00 ?&": []byte("odd"),
	}
	for name, content := range contents {
		s.must(s.store.Put(s.ctx, name, content))
	}
	for name, content := range contents {
		got, err := s.store.Get(s.ctx, name)
		s.must(err)
		if !bytes.Equal(got, content) {
			s.Errorf("blob %q: got %d bytes, want the %d that were put", name, len(got), len(content))
		}
	}
	s.must(s.store.Put(s.ctx, "small", []byte("again")))
	got, err := s.store.Get(s.ctx, "small")
	s.must(err)
	s.wantSame("written again", string(got), "again")
	for range 2 {
		s.must(s.store.Drop(s.ctx, "large"))
		_, err = s.store.Get(s.ctx, "large")
		s.wantIs("Get of a dropped blob", err, intake.ErrNoTurn)
	}
	s.must(s.store.Drop(s.ctx, "absent"))
	_, err = s.store.Get(s.ctx, "absent")
	s.wantIs("Get of what was dropped and never there", err, intake.ErrNoTurn)
}

// erase drops content and nothing that the chain covers, also of a turn so large that
// a store keeps its content apart.
func (s *suite) erase() {
	k := key("1")
	var written []intake.Turn
	for n := 1; n <= 4; n++ {
		t := turn(k, n)
		t.Case, t.Hash, t.Commit, t.Seen = "01JERASED", bytes.Repeat([]byte{byte(n)}, 32), []byte("commit"), []byte("0123456789")
		if n == 2 {
			t.Sealed = bytes.Repeat([]byte("large"), 40<<10)
		}
		if n == 3 {
			t.Outbox = []intake.Entry{entry("open")}
		}
		s.append(t)
		written = append(written, t)
	}
	for _, n := range []int{1, 2, 3, 2} { // one twice
		s.must(s.store.Erase(s.ctx, k, n))
		written[n-1].Sealed = nil
	}
	found, err := s.store.Turns(s.ctx, k, 1, 10)
	s.must(err)
	if len(found) != 4 {
		s.Fatalf("%d turns, want 4", len(found))
	}
	for i, want := range written {
		s.wantSame("erased but for the last", found[i], want.Clone())
	}
	s.must(s.store.Receipt(s.ctx, k, 1, intake.Delivered))
	s.must(s.store.Settle(s.ctx, k, 3, "open"))
	for _, gone := range []struct {
		what string
		err  error
	}{
		{"Erase of a turn that is not there", s.store.Erase(s.ctx, k, 5)},
		{"Erase of turn 0", s.store.Erase(s.ctx, k, 0)},
		{"Erase in an empty log", s.store.Erase(s.ctx, key("2"), 1)},
	} {
		s.wantIs(gone.what, gone.err, intake.ErrNoTurn)
	}
	s.append(turn(k, 5))
	s.wantSame("the log goes on", s.head(k).N, 5)
}

// expire brings the expiry forward and puts it off again.
func (s *suite) expire() {
	k := key("1")
	ahead := time.Now().AddDate(1, 0, 0) // a store may hide what is past its time
	for n := 1; n <= 2; n++ {
		t := turn(k, n)
		t.Expires = ahead.AddDate(1, 0, 0)
		if n == 1 {
			t.Sealed = bytes.Repeat([]byte("large"), 40<<10)
		}
		s.append(t)
	}
	from := ahead.AddDate(1, 0, 0)
	for _, at := range []time.Time{ahead, ahead.AddDate(0, 1, 0), ahead.AddDate(0, 1, 0)} {
		s.must(s.store.Expire(s.ctx, k, 1, from, at))
		if !at.Equal(from) {
			s.wantIs("Expire from what it is not any more", s.store.Expire(s.ctx, k, 1, from.Add(time.Hour), ahead.AddDate(0, 2, 0)), intake.ErrStaleTurn)
		}
		s.must(s.store.Expire(s.ctx, k, 1, from, at)) // it had its effect, and nobody knew
		from = at
		found, err := s.store.Turns(s.ctx, k, 1, 10)
		s.must(err)
		if len(found) != 2 || !found[0].Expires.Equal(intake.Stamp(at)) || !found[1].Expires.Equal(intake.Stamp(ahead.AddDate(1, 0, 0))) {
			s.Errorf("after Expire(%s): %d turns, the first until %s", at, len(found), found[0].Expires)
		}
	}
	s.wantIs("Expire of a turn that is not there", s.store.Expire(s.ctx, k, 3, ahead, ahead), intake.ErrNoTurn)
}

func (s *suite) hostile() {
	strange := []string{
		"' OR 1=1 --", `"; DROP TABLE turns; --`, "a\x00b", "a\x00", "\n\r\t", "%s%n", "*", "_", "%", "é", "e\u0301",
		"\u202egpj", "😀", "NULL", "null", "0", "00", "0.0", "1e3", "-1", "..", `\`, strings.Repeat("x", 900),
	}
	for i, text := range strange {
		k := intake.Key{Channel: "sms", Address: text}
		t := turn(k, 1)
		t.Nonce, t.Case, t.Region, t.Severity, t.Status = text, text, text, text, text
		e := entry(text + fmt.Sprint(i))
		e.Region, e.Kind = text, intake.EntryKind(text)
		t.Outbox = []intake.Entry{e}
		s.append(t)
		s.must(s.store.Receipt(s.ctx, k, 1, intake.Sent))
		t.Receipt = intake.Sent
		s.wantSame(fmt.Sprintf("turn with %.20q", text), s.head(k), t.Clone())
		s.must(s.store.Settle(s.ctx, k, 1, e.ID))

		s.must(s.store.PutClaim(s.ctx, outbox.Claim{ID: e.ID, Owner: text, Ref: text}))
		c, err := s.store.Claim(s.ctx, e.ID)
		s.must(err)
		if c.Owner != text || c.Ref != text {
			s.Errorf("claim with %.20q: %+v", text, c)
		}
	}
	s.pendingIs("all settled", noon.Add(time.Hour), 10)
	for i, text := range strange {
		turns, err := s.store.Turns(s.ctx, intake.Key{Channel: "sms", Address: text}, 1, 10)
		s.must(err)
		if len(turns) != 1 || turns[0].Nonce != text {
			s.Errorf("log %d, %.20q: %d turns", i, text, len(turns))
		}
	}
}

func (s *suite) big() {
	t := turn(key("1"), 1)
	t.Sealed = make([]byte, 60<<10)
	for i := range t.Sealed {
		t.Sealed[i] = byte(i * 31)
	}
	t.Seen = make([]byte, 10*intake.SeenMax)
	e := entry("e")
	e.Body = []byte(`"` + strings.Repeat("x", 8<<10) + `"`)
	t.Outbox = []intake.Entry{e}
	s.append(t)
	s.wantSame("Head", s.head(key("1")), t.Clone())
	s.must(s.store.Settle(s.ctx, key("1"), 1, "e"))
	t.Outbox[0].Settled = true
	s.wantSame("Head after settling", s.head(key("1")), t.Clone())
}

func (s *suite) ended() {
	k := key("1")
	t := turn(k, 1)
	t.Outbox, t.Due = []intake.Entry{entry("e")}, noon
	s.append(t)
	s.must(s.store.Send(s.ctx, "76", []byte(`"a"`)))
	ctx, cancel := context.WithCancel(s.ctx)
	cancel()
	for name, call := range map[string]func() error{
		"Head":      func() error { _, err := s.store.Head(ctx, k); return err },
		"Append":    func() error { return s.store.Append(ctx, turn(k, 2)) },
		"Turns":     func() error { _, err := s.store.Turns(ctx, k, 1, 10); return err },
		"Receipt":   func() error { return s.store.Receipt(ctx, k, 1, intake.Sent) },
		"Settle":    func() error { return s.store.Settle(ctx, k, 1, "e") },
		"Pending":   func() error { _, err := s.store.Pending(ctx, noon, 10); return err },
		"Due":       func() error { _, err := s.store.Due(ctx, noon, 10); return err },
		"ClearDue":  func() error { return s.store.ClearDue(ctx, k, 1) },
		"Erase":     func() error { return s.store.Erase(ctx, k, 1) },
		"Expire":    func() error { return s.store.Expire(ctx, k, 1, noon, noon) },
		"Drop":      func() error { return s.store.Drop(ctx, "b") },
		"Mark":      func() error { _, err := s.store.Mark(ctx, k, [8]byte{1}); return err },
		"SetMark":   func() error { return s.store.SetMark(ctx, k, [8]byte{1}, 0, 1) },
		"Put":       func() error { return s.store.Put(ctx, "b", nil) },
		"Get":       func() error { _, err := s.store.Get(ctx, "b"); return err },
		"Token":     func() error { _, err := s.store.Token(ctx, "t"); return err },
		"PutToken":  func() error { return s.store.PutToken(ctx, token("t")) },
		"DropToken": func() error { return s.store.DropToken(ctx, "t") },
		"Claim":     func() error { _, err := s.store.Claim(ctx, "d"); return err },
		"PutClaim":  func() error { return s.store.PutClaim(ctx, outbox.Claim{ID: "d"}) },
		"Send":      func() error { return s.store.Send(ctx, "76", []byte(`"b"`)) },
		"Receive":   func() error { _, err := s.store.Receive(ctx, "76", 10, s.Visible); return err },
		"Delete":    func() error { return s.store.Delete(ctx, outbox.Message{ID: "1", Region: "76", Receipt: "1.1"}) },
		"Dead":      func() error { _, err := s.store.Dead(ctx, "76", 10); return err },
		"Redrive":   func() error { _, err := s.store.Redrive(ctx, "76"); return err },
	} {
		s.wantIs(name, call(), context.Canceled)
	}
	s.wantSame("the log", s.head(k), t.Clone())
	_, err := s.store.Get(s.ctx, "b")
	s.wantIs("the blob", err, intake.ErrNoTurn)
	c, err := s.store.Claim(s.ctx, "d")
	s.must(err)
	s.wantSame("the claim", c, outbox.Claim{ID: "d"})
	m := s.receive("76", 1, s.Visible)[0]
	if m.Receives != 1 || string(m.Body) != `"a"` {
		s.Errorf("the queue gave %+v", m)
	}
}
