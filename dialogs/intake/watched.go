package intake

import (
	"cmp"
	"slices"
	"time"

	"relais/dialogs/engine"
)

// The facts that say where the attacker may read along, by the channel they are of. Mail
// is no channel of ours: nothing leaves by it at all.
const (
	phoneWatched = "phone_watched"
	slackWatched = "slack_watched"
)

// writesFrom is the fact on which device the channel last heard is, another its value for one
// that is not the phone that is watched, and whichDevice the dialog that asks for it.
const (
	writesFrom  = "writes_from"
	another     = "another"
	whichDevice = "which_device"
)

// proofs are the values that open a case or prove who calls.
var proofs = []string{"pin", "word1", "word2"}

// watched reports whether the attacker may read what is said on a channel: a browser may be
// that of the phone. What joined by what an analyst said aloud is another device.
func (c Channel) watched(facts engine.Facts) bool {
	switch c.Channel {
	case "sms", "voice", ChannelWeb:
		return !c.Apart && facts.Get(phoneWatched) == "yes"
	case "slack":
		return facts.Get(slackWatched) == "yes"
	}
	return false
}

// watched reports whether the attacker may read what is said where a session of the case
// is. Nothing that opens the case or proves who calls is then said there, no link leaves,
// and what is sent unasked tells nothing.
func (s State) watched(session *engine.Session) bool {
	here := Channel{Channel: session.Channel}
	if at := s.channel(session.Channel, s.From); at >= 0 {
		here = s.Channels[at]
	}
	here.Apart = here.Apart || session.Facts.Get(writesFrom) == another
	return here.watched(session.Facts)
}

// channel is the index of the newest entry of an address among the channels of the case, -1
// if there is none.
func (s State) channel(channel, from string) int {
	for i, c := range slices.Backward(s.Channels) {
		if c.Channel == channel && c.From == from {
			return i
		}
	}
	return -1
}

// goOnBy makes a channel the one last heard. What was told of the device is of the one heard
// before, and what that was asked is put here before any answer to it is taken.
func (s *State) goOnBy(channel, from, to string) {
	moves := s.Session.Channel != channel || s.From != from
	if moves {
		s.keepDevice()
	}
	s.Session.Channel, s.From, s.To = channel, from, to
	if moves {
		s.Session = engine.Forget(s.Session, writesFrom)
		s.Session.Unput = s.Session.Unput || s.Session.Here.Dialog != "" && s.watched(&s.Session)
	}
}

// keepDevice keeps with the channel last heard what was told of its device.
func (s *State) keepDevice() {
	at, told := s.channel(s.Session.Channel, s.From), s.Session.Facts[writesFrom]
	if at < 0 || told == "" || s.Channels[at].Apart == (told == another) {
		return
	}
	s.Channels = slices.Clone(s.Channels)
	s.Channels[at].Apart = told == another
}

// askDevice asks a browser that has joined whether it is that of the phone that is watched.
// Until it is surely not, nothing else is said there.
func (d *Desk) askDevice(now time.Time, t *draft) error {
	s := &t.content.State
	next, effects, err := engine.Call(d.Set, s.Session, whichDevice, d.derive(now, *s))
	if err != nil {
		return err
	}
	facts := d.derive(now, *s)(&next)
	message, err := engine.Compose(d.Set, d.Texts, &next, effects, d.values(now, *s, &next))
	if err != nil {
		return err
	}
	s.Session, s.Put, t.content.Facts = next, false, facts
	t.speak(now, message, entrySMS, smsValidity)
	return nil
}

// Watched reports whether the attacker may read what is said to the reporter.
func (s State) Watched() bool { return s.watched(&s.Session) }

// apology is what is said in place of a text that cannot be.
func (d *Desk) apology(s State, session *engine.Session) (engine.Message, error) {
	session.Lang = cmp.Or(session.Lang, d.Texts.Tags()[0])
	if s.watched(session) {
		return d.neutral(session)
	}
	text, err := d.Texts.Text(session.Lang, "notice.apology", nil)
	return engine.Message{Text: text}, err
}

// neutral is what is sent unasked on a channel that is watched.
func (d *Desk) neutral(s *engine.Session) (engine.Message, error) {
	const id = "notice.watched"
	text, err := d.Texts.Text(cmp.Or(s.Lang, d.Texts.Tags()[0]), id, nil)
	return engine.Message{Text: text, Body: text, Said: []string{id}}, err
}
