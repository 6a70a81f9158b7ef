package tests

import (
	"context"
	"testing"

	"relais/dialogs"
	"relais/dialogs/engine"
	"relais/dialogs/play"
	"relais/locales"
)

// TestLabelsAreAnswers types, at every question with choices that a conversation
// comes to, each label as it is shown: what is shown is understood.
func TestLabelsAreAnswers(t *testing.T) {
	tried := map[string]bool{}
	for _, c := range conversations(t) {
		_, steps, err := c.play(true)
		if err != nil {
			t.Fatalf("%s: %v", c.name, err)
		}
		if c.options.Dialog != "" {
			continue // its first step is the opening, which no line of the file stands for
		}
		for i, s := range steps {
			session := s.after.Session
			step, asks := open(dialogs.Set(), session)
			if !asks || step.Ask != engine.AskChoice || session.Unput || session.End != "" || session.Lang == "" || tried[session.Lang+session.Here.ID()] {
				continue
			}
			tried[session.Lang+session.Here.ID()] = true
			for _, choice := range step.Choices {
				label, err := locales.Default().Text(session.Lang, session.Here.ID()+".choice."+choice.ID, guesses(t, session))
				if err != nil {
					t.Fatal(err)
				}
				if got := c.answered(t, i, label); got != session.Here.ID()+" "+choice.ID {
					t.Errorf("%s: %q typed at %s is taken as %q", c.name, label, session.Here.ID(), got)
				}
			}
		}
	}
	if len(tried) < 30 {
		t.Errorf("%d questions tried", len(tried))
	}
}

// guesses are the values of the labels of "A or B?".
func guesses(t *testing.T, s engine.Session) map[string]string {
	t.Helper()
	values := map[string]string{}
	for _, fact := range []string{"guess", "second_guess", "beside"} {
		if incident := s.Facts.Get(fact); incident != engine.Unset {
			name, err := locales.Default().Text(s.Lang, "notice.named."+incident, nil)
			if err != nil {
				t.Fatal(err)
			}
			values[fact] = name
		}
	}
	return values
}

// answered plays the conversation up to its i-th act, says text, and returns the
// choice taken.
func (c *conversation) answered(t *testing.T, i int, text string) string {
	t.Helper()
	ctx := context.Background()
	o := c.options
	o.Once = true
	player, err := play.New(o)
	if err != nil {
		t.Fatal(err)
	}
	r := recorder{conversation: c}
	for k, th := range append(c.things[:i+1:i+1], thing{kind: "reporter", texts: []string{text}}) {
		if k > 0 && th.kind != "after" {
			if _, err := player.Wait(ctx, every); err != nil {
				t.Fatal(err)
			}
		}
		out, err := c.happen(ctx, player, th, r.shown)
		if err != nil {
			t.Fatal(err)
		}
		r.record(out, th.kind == "after")
	}
	last := r.steps[len(r.steps)-1]
	return taken(last.before.Session, last.after.Session)
}
