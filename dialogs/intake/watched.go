package intake

import (
	"cmp"
	"slices"

	"relais/dialogs/engine"
)

// The facts that say where the attacker may read along, by the channel they are of. Mail
// is no channel of ours: nothing leaves by it at all.
const (
	phoneWatched = "phone_watched"
	slackWatched = "slack_watched"
)

// proofs are the values that open a case or prove who calls.
var proofs = []string{"pin", "word1", "word2"}

// watched reports whether the attacker may read what is said on a channel. A phone that
// joined by what an analyst said aloud is another one.
func (c Channel) watched(facts engine.Facts) bool {
	switch c.Channel {
	case "sms", "voice":
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
	for _, c := range slices.Backward(s.Channels) {
		if c.Channel == session.Channel && c.From == s.From {
			here = c
			break
		}
	}
	return here.watched(session.Facts)
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
	text, err := d.Texts.Text(s.Lang, id, nil)
	return engine.Message{Text: text, Body: text, Said: []string{id}}, err
}
