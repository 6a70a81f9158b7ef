package intake

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"relais/dialogs/engine"
)

// ErrReplay: a turn does not hold what its dialog makes of it.
var ErrReplay = errors.New("state is not what the dialog gives")

// Replay works out again what a turn of the reporter, or of the timer, has done to the
// conversation, and compares. before is the state before it, the zero State for the
// first turn of a case. The desk's content must be the turn's (Session.Content): turns
// written with other content are replayed by a desk that has it. Whether the open
// question was known to have arrived stands in no turn, so both are tried.
func (d *Desk) Replay(before State, t Turn, c Content) error {
	want, err := json.Marshal(c.State.Session)
	if err != nil {
		return err
	}
	for _, put := range []bool{true, false} {
		for _, came := range c.State.came(t) {
			session, err := d.again(before, t, c, came, put)
			if err != nil {
				return fmt.Errorf("replay of turn %d: %w", t.N, err)
			}
			after := c.State
			after.Session, after.From = session, came.From
			after.Session.Channel = came.Channel
			after.goOnBy(c.State.Session.Channel, c.State.From, c.State.To)
			got, err := json.Marshal(after.Session)
			if err != nil {
				return err
			}
			if bytes.Equal(got, want) {
				return nil
			}
		}
	}
	return fmt.Errorf("replay of turn %d: %w", t.N, ErrReplay)
}

// came are the channels by which the message of a turn may have come: the one by which the
// case goes on after it, or one that the message itself had taken out, the one that joined
// with it if one did.
func (s State) came(t Turn) []Channel {
	joined := slices.ContainsFunc(s.Channels, func(c Channel) bool { return c.Since == t.N })
	all := []Channel{{Channel: s.Session.Channel, From: s.From, To: s.To}}
	for _, c := range s.Channels {
		if c.Gone.Equal(s.Heard) && (!joined || c.Since == t.N) {
			all = append(all, c)
		}
	}
	return all
}

// again returns the session after a turn of which the message came by a channel.
func (d *Desk) again(before State, t Turn, c Content, came Channel, put bool) (engine.Session, error) {
	switch {
	case t.Kind == KindOpened || t.Kind == KindResent || t.Kind == KindJoined || c.Reason == NotJoined || c.Reason == RemovedChannel || c.Reason == Absorbed || c.Reason == Flood || c.Reason == Unsayable:
		// They carry the state on, or, opening a case, a state of another log.
		return c.State.Session, nil
	case t.Kind == KindTimer:
		return d.silenceAgain(before, t, c)
	}
	state := c.State
	state.Put, state.Session, state.Packet, state.From = put, before.Session, before.Packet, before.From
	if len(before.Channels) == len(state.Channels) {
		state.Channels = before.Channels // none joined with it
	}
	if before.Opened.IsZero() {
		state.From = came.From
		state.Session = engine.Session{Channel: came.Channel, Facts: c.State.begins(), Values: map[string]string{
			"code": c.State.Session.Values["code"], "pin": c.State.Session.Values["pin"],
		}}
	} else {
		state.Region = before.Region
		state.goOnBy(came.Channel, came.From, came.To)
	}
	session := state.Session
	switch {
	case c.Reason == BlockedDestination:
		session.Unput, session.Reput = session.Started, false
	case t.N > 1 && session.Started && !put && !session.Unput:
		session.Unput, session.Reput = !session.Reput, !session.Reput
	default:
		session.Reput = false
	}
	session, _, gone := engine.Migrate(d.Set, session)
	state.Session = session
	derive := d.derive(c.State.Heard, state)
	next, effects, err := engine.Advance(d.Set, session, *c.Reading, derive)
	if gone || errors.Is(err, engine.ErrStepGone) {
		next, effects, err = engine.HandOut(d.Set, session, *c.Reading, derive)
	}
	if err != nil {
		return next, err
	}
	if c.Reason == BlockedDestination {
		return c.State.Session, nil
	}
	return d.said(state, c.State.Heard, t, c, next, effects, false)
}

func (d *Desk) silenceAgain(before State, t Turn, c Content) (engine.Session, error) {
	if c.Reply == nil {
		return d.handed(before, t, c, before.Session, true), nil
	}
	if link := before.awaits(); link != "" && link != c.State.awaits() {
		offered := draft{turn: Turn{Key: t.Key, N: t.N, Case: t.Case}}
		offered.content.State = before
		// Its links are kept nowhere.
		err := d.notice(c.State.Asked, &offered, link, map[string]string{"link": "", "files_link": "", "print": "", "minutes": ""}, nil)
		return d.handed(before, t, c, offered.content.State.Session, true), err
	}
	next, effects, _ := engine.Silence(d.Set, before.Session, d.derive(c.State.Asked, before))
	return d.said(before, c.State.Asked, t, c, next, effects, true)
}

// said composes what was said at an instant and hands the case over, as the turn did.
func (d *Desk) said(state State, at time.Time, t Turn, c Content, next engine.Session, effects []engine.Effect, silence bool) (engine.Session, error) {
	if next.Values["word1"] == "" && c.State.Session.Values["word1"] != "" {
		next.Values = maps.Clone(next.Values)
		next.Values["word1"], next.Values["word2"] = c.State.Session.Values["word1"], c.State.Session.Values["word2"]
	}
	if _, err := engine.Compose(d.Set, d.Texts, &next, effects, d.values(at, state, &next)); err != nil {
		return next, err
	}
	return d.handed(state, t, c, next, silence), nil
}

// handed hands the case over, as the turn did.
func (d *Desk) handed(state State, t Turn, c Content, next engine.Session, silence bool) engine.Session {
	again := draft{turn: Turn{Key: t.Key, N: t.N, Case: t.Case}}
	again.content.State = state
	again.content.State.Session = next
	d.escalate(t.At, &again, silence && c.State.Session.Queued)
	return again.content.State.Session
}
