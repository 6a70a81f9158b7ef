package tests

import (
	"context"
	"testing"
	"time"

	"relais/dialogs/play"
)

// TestGreetingFirst: a message that tells an incident is helped alike when a greeting went before it.
func TestGreetingFirst(t *testing.T) {
	greetings := map[string]string{"": "bonjour", "fr": "bonjour", "en": "hello"}
	tried := 0
	for _, c := range conversations(t) {
		o, first := c.options, c.things[0]
		greeting := greetings[o.Lang]
		if o.Dialog != "" || greeting == "" || first.kind != "reporter" || len(first.texts) != 1 {
			continue
		}
		o.Once = true
		leads := func(texts ...string) string {
			player, err := play.New(o)
			if err != nil {
				t.Fatal(err)
			}
			var out play.Outcome
			for i, text := range texts {
				if i > 0 {
					if _, err := player.Wait(context.Background(), time.Minute); err != nil {
						t.Fatal(err)
					}
				}
				if out, err = player.Say(context.Background(), text); err != nil {
					t.Fatal(err)
				}
			}
			return out.State.Session.Lead
		}
		alone := leads(first.texts[0])
		if alone == "" || alone == "unknown" || alone == "not_incident" {
			continue // nobody can name it yet
		}
		tried++
		if after := leads(greeting, first.texts[0]); after != alone {
			t.Errorf("%s: %q leads to %s, and after %q to %s", c.name, first.texts[0], alone, greeting, after)
		}
	}
	if tried < 100 {
		t.Errorf("%d first messages tried", tried)
	}
}
