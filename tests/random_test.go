package tests

import (
	"context"
	"flag"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"relais/dialogs/intake"
	"relais/dialogs/play"
	"relais/locales"
	"relais/locales/gsm7"
)

var randomWalks = flag.Int("walks", 1500, "how many random conversations to hold")

// TestRandomConversations holds conversations of things people say in no order. There
// is never an error, a silence, an apology for a text that could not be said, or an
// SMS that is too long. A failure names its seed.
func TestRandomConversations(t *testing.T) {
	said := phrases(t)
	turns := 0
	for seed := range *randomWalks {
		turns += randomConversation(t, uint64(seed), said)
		if t.Failed() {
			return
		}
	}
	t.Logf("%d conversations, %d messages", *randomWalks, turns)
}

// phrases are what reporters say in the conversation files, and noise.
func phrases(t *testing.T) []string {
	seen := map[string]bool{}
	for _, c := range conversations(t) {
		for _, th := range c.things {
			if th.kind == "reporter" {
				seen[repeated(strings.Join(th.texts, "\n"))] = true
			}
		}
	}
	all := []string{"1", "2", "3", "4", "5", "6", "8", "0", "9", "*", "?", "oui", "non", "ok", "{{.code}}", "<b>", "=1+1", "\x00", "\xff\xfe", "é̂", "日本", "STOP"}
	for text := range seen {
		all = append(all, text)
	}
	slices.Sort(all)
	return all
}

func randomConversation(t *testing.T, seed uint64, said []string) int {
	chance := rand.New(rand.NewPCG(seed, 1))
	ctx := context.Background()
	channels := []string{"sms", "sms", "sms", "web", "voice", "slack"}
	regions := []string{"76", "28", "04", "988", "06", "52", "84"}
	channel := channels[chance.IntN(len(channels))]
	player, err := play.New(play.Options{
		Channel: channel, Seed: seed, Region: regions[chance.IntN(len(regions))], Once: true,
		Now: time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC).Add(time.Duration(chance.IntN(365*24*60)) * time.Minute),
	})
	if err != nil {
		t.Fatal(err)
	}
	turns := 2 + chance.IntN(12)
	var path []string
	for range turns {
		text := said[chance.IntN(len(said))]
		path = append(path, text)
		out, err := player.Send(ctx, intake.Inbound{Text: text})
		if err != nil {
			t.Fatalf("seed %d: %q: %v", seed, path, err)
		}
		if len(out.Bot) == 0 {
			t.Errorf("seed %d: %q: silent", seed, path)
		}
		wait, err := player.Wait(ctx, waits[chance.IntN(len(waits))])
		if err != nil {
			t.Fatalf("seed %d: %q: %v", seed, path, err)
		}
		for _, m := range append(out.Bot, wait.Bot...) {
			switch {
			case strings.TrimSpace(m.Text) == "":
				t.Errorf("seed %d: %q: an empty reply", seed, path)
			case len(m.Said) == 0 || apologises(m.Text):
				t.Errorf("seed %d: %q: could not be said", seed, path)
			case channel == "sms" && (gsm7.Segments(m.Text) > 2 || len(gsm7.Unfit(m.Text)) > 0):
				t.Errorf("seed %d: %q: %d segments: %s", seed, path, gsm7.Segments(m.Text), m.Text)
			}
		}
	}
	return turns
}

var waits = []time.Duration{time.Second, time.Second, time.Second, 30 * time.Second, 4 * time.Minute, 16 * time.Minute}

func apologises(text string) bool {
	for _, lang := range locales.Default().Tags() {
		if apology, _ := locales.Default().Source(lang, "notice.apology"); text == apology {
			return true
		}
	}
	return false
}
