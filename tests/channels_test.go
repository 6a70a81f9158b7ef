package tests

import (
	"context"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"relais/dialogs"
	"relais/dialogs/engine"
	"relais/dialogs/intake"
	"relais/dialogs/play"
)

// TestTheSameCaseByChat plays every conversation by SMS a second time in the web chat:
// the same words make the same case. What the chat asks and SMS need not (the number to
// call back) is answered by not knowing.
func TestTheSameCaseByChat(t *testing.T) {
	played := 0
	for _, c := range conversations(t) {
		if !comparable(c) {
			continue
		}
		played++
		t.Run(c.name, func(t *testing.T) {
			_, bySMS, err := c.play(true)
			if err != nil {
				t.Fatal(err)
			}
			byChat, err := c.playChat(bySMS)
			if err != nil {
				t.Fatal(err)
			}
			want, got := made(bySMS[len(bySMS)-1].after), made(byChat)
			if diff := gocmp.Diff(want, got); diff != "" {
				t.Errorf("the case (-by SMS +by chat):\n%s", diff)
			}
		})
	}
	t.Logf("measured: %d conversations by SMS and by chat", played)
	if played < 150 {
		t.Errorf("only %d conversations can be compared", played)
	}
}

// comparable reports a conversation by SMS in which time plays no part: how long a
// silence is waited for differs from channel to channel.
func comparable(c *conversation) bool {
	return c.options.Channel == "sms" && !slices.ContainsFunc(c.things, func(th thing) bool {
		return th.kind == "after" || th.kind == "leave" || th.kind == "together"
	})
}

// playChat plays the conversation in the chat, in step with what was asked by SMS.
func (c *conversation) playChat(bySMS []step) (intake.State, error) {
	ctx := context.Background()
	o := c.options
	o.Channel, o.From, o.Lang, o.Once = intake.ChannelWeb, "0123456789abcdef", c.language, true
	player, err := play.New(o)
	if err != nil {
		return intake.State{}, err
	}
	var out play.Outcome
	var shown []engine.Option
	steps := bySMS
	if o.Dialog != "" {
		if out, err = player.Say(ctx, ""); err != nil {
			return intake.State{}, err
		}
		shown, steps = options(out, shown), steps[1:]
	}
	for i, th := range c.things {
		if i > 0 {
			if _, err := player.Wait(ctx, every); err != nil {
				return intake.State{}, err
			}
		}
		if i < len(steps) {
			if out, shown, err = c.skip(ctx, player, out, shown, steps[i].before); err != nil {
				return intake.State{}, err
			}
			was, is := steps[i].before.Session, steps[i].after.Session
			if was.Unput && !out.State.Session.Unput && was.Here.ID() == is.Here.ID() {
				continue // by SMS the question had no room, and any word brought it
			}
		}
		if out, err = c.happen(ctx, player, th, shown); err != nil {
			return intake.State{}, err
		}
		shown = options(out, shown)
	}
	out, _, err = c.skip(ctx, player, out, shown, steps[len(steps)-1].after)
	return out.State, err
}

// skip answers what only the chat asks.
func (c *conversation) skip(ctx context.Context, player *play.Player, out play.Outcome, shown []engine.Option, bySMS intake.State) (play.Outcome, []engine.Option, error) {
	for range 3 {
		if !extra(out.State, bySMS) {
			break
		}
		var err error
		if out, err = player.Say(ctx, map[string]string{"fr": "je ne sais pas", "en": "i do not know"}[c.language]); err != nil {
			return out, shown, err
		}
		shown = options(out, shown)
	}
	return out, shown, nil
}

func options(out play.Outcome, before []engine.Option) []engine.Option {
	for _, m := range out.Bot {
		before = m.Options
	}
	return before
}

// extra reports that the chat asks something that SMS steps over.
func extra(chat, sms intake.State) bool {
	here := chat.Session.Here
	d, ok := dialogs.Set().Dialog(here.Dialog)
	if !ok || here.ID() == sms.Session.Here.ID() {
		return false
	}
	s, ok := d.Step(here.Step)
	return ok && slices.Contains(s.SkipOn, "sms")
}

// made is what a conversation made of the case.
func made(s intake.State) map[string]string {
	all := map[string]string{
		"severity": s.Session.Severity, "because": s.Session.Because, "lead": s.Session.Lead, "end": s.Session.End, "region": s.Region,
	}
	set := dialogs.Set()
	for _, f := range set.Facts {
		if !askedElsewhere(f.Name) {
			if v := s.Session.Facts.Get(f.Name); v != engine.Unset {
				all["fact "+f.Name] = strings.TrimSpace(v)
			}
		}
	}
	return all
}

// askedElsewhere reports a fact that a step asks for which SMS steps over.
func askedElsewhere(fact string) bool {
	for _, d := range dialogs.Set().Dialogs {
		for _, s := range d.Steps {
			if s.Fact == fact && slices.Contains(s.SkipOn, "sms") {
				return true
			}
		}
	}
	return false
}
