package play_test

import (
	"context"
	"testing"
	"time"

	"relais/dialogs"
	"relais/dialogs/engine"
	"relais/dialogs/intake"
	"relais/dialogs/play"
	"relais/dialogs/understand"
	"relais/locales"
)

var night = time.Date(2026, 11, 21, 1, 7, 0, 0, time.UTC)

// BenchmarkRead reads one frightened message.
func BenchmarkRead(b *testing.B) {
	reader := understand.New()
	for b.Loop() {
		reader.Read("tous les pc de la mairie ont un message de rancon en anglais", nil, "")
	}
}

// BenchmarkAdvance applies one answer and says the next question.
func BenchmarkAdvance(b *testing.B) {
	set, texts := dialogs.Set(), locales.Default()
	values := map[string]string{"hello": "Bonjour.", "word1": "TILLEUL", "word2": "CANOT"}
	derive := func(*engine.Session) engine.Facts { return nil }
	first, _, err := engine.Advance(set, engine.Session{Channel: "sms"}, engine.Reading{Language: "fr", Incident: "ransomware"}, derive)
	if err != nil {
		b.Fatal(err)
	}
	answer := engine.Reading{Answer: engine.Reply{Meaning: engine.Done}}
	for b.Loop() {
		next, effects, err := engine.Advance(set, first, answer, derive)
		if err != nil {
			b.Fatal(err)
		}
		if _, err := engine.Compose(set, texts, &next, effects, values); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkTake takes a message into the log in memory: read, advance, seal, link, append.
func BenchmarkTake(b *testing.B) {
	ctx := context.Background()
	p, err := play.New(play.Options{Now: night})
	if err != nil {
		b.Fatal(err)
	}
	n := 0
	for b.Loop() {
		n++
		in := intake.Inbound{Channel: "sms", ID: "SM" + time.Duration(n).String(), To: play.DefaultTo, From: "+336" + time.Duration(n).String(), Text: "tous les pc de la mairie ont un message de rancon"}
		if _, err := p.Desk.Take(ctx, night, in); err != nil {
			b.Fatal(err)
		}
	}
}
