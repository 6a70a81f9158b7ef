package simulation

import (
	"context"
	"io"
	"math/rand/v2"
	"time"

	"relais/dialogs"
	"relais/dialogs/intake"
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
	ground = intake.Territory{Numbers: map[string]string{number: "76"}, Desks: map[string]bool{"76": true, "28": true}}
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

func desk(i *invocation) *intake.Desk {
	return &intake.Desk{Log: store{i}, Blobs: store{i}, Keys: keys, Set: set, Texts: texts, Reader: reader, Territory: ground, Chance: i.w.source}
}

// waits are those of the program in earnest.
var waits = outbox.DefaultWaits

func office(i *invocation) *outbox.Office {
	return &outbox.Office{
		Log: store{i}, Claims: store{i}, Queue: handle{i}, Texter: texter{i}, Board: wall{i},
		Content: desk(i).Content, Owner: i.at.name, Waits: waits,
	}
}

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

// minute does what a scheduler starts each minute: now and then late, or twice.
func (w *world) minute() {
	w.after(time.Minute, w.minute)
	w.work("sweep", &w.workers, func(i *invocation) error {
		_, err := office(i).Sweep(context.Background(), i.clock())
		return err
	})
	if w.now.Before(w.heal.Add(timersAfter)) {
		w.work("tick", &w.web, func(i *invocation) error {
			appended, err := desk(i).Tick(context.Background(), i.clock())
			if appended > 0 && !w.unwell(lost) {
				w.after(w.between(10*time.Millisecond, 2*time.Second), w.hurry)
			}
			return err
		})
	}
}
