package simulation

import (
	"context"
	"errors"
	"io"
	"math/rand/v2"
	"slices"
	"time"

	"relais/dialogs"
	"relais/dialogs/engine"
	"relais/dialogs/intake"
	"relais/dialogs/intake/memory"
	"relais/dialogs/outbox"
	"relais/dialogs/understand"
	"relais/locales"
)

// What every desk shares.
var (
	keys   = mustKeys()
	set    = dialogs.Set()
	texts  = locales.Default()
	reader = understand.New()
	ground = intake.Territory{Numbers: map[string]string{number: "76", intake.Site(""): "76"}, Desks: map[string]bool{"76": true, "28": true}}
)

func mustKeys() intake.Keys {
	source := rand.NewChaCha8([32]byte{1})
	var pepper, master [intake.KeyBytes]byte
	io.ReadFull(source, pepper[:])
	io.ReadFull(source, master[:])
	keys, err := intake.NewKeys(pepper[:], master[:])
	if err != nil {
		panic(err)
	}
	return keys
}

// next is the content that is being rolled out: every dialog has another version.
var next = func() *engine.Set {
	other := *set
	other.Hash = "next " + set.Hash
	other.Dialogs = slices.Clone(set.Dialogs)
	for i := range other.Dialogs {
		other.Dialogs[i].Version++
	}
	return &other
}()

// deploy says from when on each machine that takes messages runs other content; the
// zero time is never.
type deploy [2]time.Time

// set is the content that a machine runs.
func (w *world) set(at *machine) *engine.Set {
	for i := range w.web {
		if at == &w.web[i] && !w.deploy[i].IsZero() && !w.now.Before(w.deploy[i]) {
			return next
		}
	}
	return set
}

func deskOf(i *invocation) *intake.Desk {
	return &intake.Desk{
		Log: store{i}, Blobs: store{i}, Files: folder{i}, Tokens: store{i}, Keys: keys, Set: i.w.set(i.at), Texts: texts, Reader: reader, Territory: ground,
		Opener: i.w.content, Links: account.PublicURL, Chance: i.w.source,
	}
}

// plainDesk is one to which nothing happens.
func (w *world) plainDesk() *intake.Desk {
	return &intake.Desk{
		Log: w.store, Blobs: w.store, Tokens: watchedTokens{w.store, w.chat}, Keys: keys, Set: set, Texts: texts, Reader: reader, Territory: ground,
		Opener: w.content, Links: account.PublicURL, Chance: w.source,
	}
}

// watchedTokens are the store's, to which nothing happens.
type watchedTokens struct {
	*memory.Store
	chat *chat
}

func (t watchedTokens) PutToken(ctx context.Context, one intake.Token) error {
	err := t.Store.PutToken(ctx, one)
	if err == nil {
		t.chat.noted(one)
	}
	return err
}

// waits are those of the program in earnest.
var waits = outbox.DefaultWaits

func office(i *invocation) *outbox.Office {
	desk := deskOf(i)
	o := &outbox.Office{
		Log: store{i}, Claims: store{i}, Queue: handle{i}, Blobs: store{i}, Files: folder{i}, Index: store{i}, Texter: texter{i}, Board: wall{i}, Thread: wall{i}, Purse: i.at.purse(i),
		Content: desk.Content, Owner: i.at.name, Waits: waits, Ends: i.late,
		Receive: desk.Receive, Own: desk.Own,
	}
	if i.w.relay.on {
		o.Duty = duty
	}
	if i.w.lists {
		o.Digests = wall{i}
	}
	return o
}

// late reports that an invocation has not the time to begin one more call.
func (i *invocation) late(context.Context) bool { return i.w.now.Sub(i.begun) > i.limit-outbox.Margin }

// fault keeps what would be logged.
func (w *world) fault(err error) {
	if err != nil {
		w.errors = append(w.errors, err)
	}
}

// work runs one function of the background.
func (w *world) work(name string, on *[2]machine, body func(i *invocation) error) {
	w.invoke(name, w.one(on), 0, functionEnds, func(i *invocation) { w.fault(body(i)) }, func(bool) {})
}

func (w *world) hurry() {
	w.work("hurry", &w.workers, func(i *invocation) error {
		_, err := office(i).Hurry(context.Background(), i.clock())
		return err
	})
}

func (w *world) collect(region string) {
	w.work("collect", &w.workers, func(i *invocation) error {
		_, err := office(i).Collect(context.Background(), i.clock(), region, batch, hidden)
		return err
	})
}

// minute does what a scheduler starts each minute. Where there is nothing to be found,
// which costs the most and shows the least, nobody looks.
func (w *world) minute() {
	w.after(time.Minute, w.minute)
	w.listsCases()
	if w.waiting() {
		w.work("sweep", &w.workers, func(i *invocation) error {
			_, err := office(i).Sweep(context.Background(), i.clock())
			return err
		})
	}
	if !w.now.Before(w.heal.Add(timersAfter)) {
		return
	}
	if due, err := w.store.Due(context.Background(), w.now.Add(clocksApart), 1); err != nil || len(due) > 0 || len(w.due) > 0 {
		w.work("tick", &w.web, func(i *invocation) error {
			appended, err := deskOf(i).Tick(context.Background(), i.clock())
			if appended > 0 && !w.unwell(lost, "stream") {
				w.after(w.between("delay stream", 10*time.Millisecond, 2*time.Second), w.hurry)
			}
			return err
		})
	}
	if w.queue.late() {
		w.work("drain", &w.workers, func(i *invocation) error {
			r := &outbox.Reconciler{Desk: deskOf(i), Office: office(i), Ledger: ledger{i}, Ends: i.late}
			_, err := r.Drain(context.Background(), i.clock())
			return err
		})
	}
	if w.carrier.waiting() && int(w.now.Sub(start).Minutes())%(1+w.pause) == 0 {
		w.work("reconcile", &w.workers, func(i *invocation) error {
			r := i.at.reconciler
			if r == nil {
				r = &outbox.Reconciler{}
			}
			i.at.reconciler = nil // one caller at a time
			r.Desk, r.Office, r.Ledger, r.Ends = deskOf(i), office(i), ledger{i}, i.late
			done, err := r.Run(context.Background(), i.clock())
			i.at.reconciler = r
			if done.Taken+done.Resent > 0 && !w.unwell(lost, "stream") {
				w.after(w.between("delay stream", 10*time.Millisecond, 2*time.Second), w.hurry)
			}
			if errors.Is(err, outbox.ErrLater) {
				return nil
			}
			return err
		})
	}
}

// clocksApart is how far clocks may differ.
const clocksApart = 10 * time.Minute

// waiting reports whether something waits to leave, or an index may say so.
func (w *world) waiting() bool {
	found, err := w.store.Pending(context.Background(), w.now.Add(clocksApart), 1)
	return err != nil || len(found) > 0 || len(w.pending) > 0
}

// waiting reports whether the list may hold what a reconciler has not settled yet: it
// looks at a message for a quarter of an hour. After a while it is let look only now
// and then, as it may be in earnest.
func (l *line) waiting() bool {
	n := len(l.sent)
	if n == 0 {
		return false
	}
	since, healed := l.w.now.Sub(l.sent[n-1].sent), l.w.now.Sub(l.w.heal)
	return since < 5*time.Minute || int(l.w.now.Sub(start).Minutes())%5 == 0 && since < 20*time.Minute ||
		healed > 0 && slices.ContainsFunc(l.sent, func(m *message) bool { return !m.given })
}
