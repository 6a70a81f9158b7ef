package memory_test

import (
	"testing"
	"time"

	"relais/dialogs/intake"
	"relais/dialogs/intake/intaketest"
	"relais/dialogs/intake/memory"
)

func TestStore(t *testing.T) {
	for _, tt := range []struct {
		name string
		lag  time.Duration
	}{
		{"indexes at once", 0},
		{"indexes that lag", 900 * time.Millisecond},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var clock intaketest.Clock
			intaketest.TestStore(t, func(*testing.T) intaketest.Store {
				return memory.New(memory.Options{Clock: clock.Now, MaxReceives: 3, IndexLag: tt.lag})
			}, intaketest.Settings{Wait: clock.Wait})
		})
	}
}

func TestIndexLag(t *testing.T) {
	var clock intaketest.Clock
	store := memory.New(memory.Options{Clock: clock.Now, IndexLag: time.Second})
	key := intake.Key{Channel: "sms", Address: "a"}
	seen := func() (pending, due int) {
		later := clock.Now().Add(time.Hour)
		p, err := store.Pending(t.Context(), later, 10)
		if err != nil {
			t.Fatal(err)
		}
		d, err := store.Due(t.Context(), later, 10)
		if err != nil {
			t.Fatal(err)
		}
		return len(p), len(d)
	}
	want := func(what string, wantPending, wantDue int) {
		t.Helper()
		if pending, due := seen(); pending != wantPending || due != wantDue {
			t.Errorf("%s: %d pending, %d due, want %d and %d", what, pending, due, wantPending, wantDue)
		}
	}
	err := store.Append(t.Context(), intake.Turn{
		Key: key, N: 1, Nonce: "x", At: clock.Now(), Due: clock.Now(), Outbox: []intake.Entry{{ID: "e"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	want("just written", 0, 0)
	clock.Wait(time.Second)
	want("a second later", 1, 1)
	if err := store.Settle(t.Context(), key, 1, "e"); err != nil {
		t.Fatal(err)
	}
	if err := store.ClearDue(t.Context(), key, 1); err != nil {
		t.Fatal(err)
	}
	want("just settled and cleared", 1, 1)
	if p, err := store.Pending(t.Context(), clock.Now().Add(time.Hour), 10); err != nil || p[0].Entry.Settled {
		t.Errorf("the index shows %+v, %v, want the entry as it was before", p, err)
	}
	clock.Wait(time.Second)
	want("a second after that", 0, 0)
}

func BenchmarkAppend(b *testing.B) {
	var clock intaketest.Clock
	store := memory.New(memory.Options{Clock: clock.Now})
	key := intake.Key{Channel: "sms", Address: "a"}
	sealed := make([]byte, 1500)
	for n := 1; b.Loop(); n++ {
		if err := store.Append(b.Context(), intake.Turn{Key: key, N: n, Nonce: "x", Sealed: sealed}); err != nil {
			b.Fatal(err)
		}
	}
}

func TestIndex(t *testing.T) {
	intaketest.TestIndex(t, memory.New(memory.Options{Clock: time.Now}), nil)
}
