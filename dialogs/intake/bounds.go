package intake

import (
	"slices"
	"time"

	"relais/dialogs/engine"
)

// Bounds against floods. One sender gets at most repliesPerWindow replies in a window,
// of which idlePerWindow may lead nowhere (a miss, a repetition, a word of help), and
// turnsPerHour turns are advanced; what is beyond is recorded without a reply. A whole
// dialog has some 25 questions and clicks are quick, so that answers which lead on may
// go twice as far. Beyond textsPerDay only ids and lengths are kept.
const (
	repliesPerWindow = 40
	idlePerWindow    = 20
	replyWindow      = 10 * time.Minute
	turnsPerHour     = 60
	textsPerDay      = 1000
)

// count counts a message against the bounds that hold whatever it says, and returns why
// it is recorded without a reply, or nothing.
func (s *State) count(now time.Time) Reason {
	if hour := now.Unix() / 3600; s.Hour != hour {
		s.Hour, s.Count = hour, 0
	}
	if day := now.Unix() / 86400; s.Day != day {
		s.Day, s.Today = day, 0
	}
	s.Count++
	s.Today++
	s.Replies, s.Idle = inWindow(s.Replies, now), inWindow(s.Idle, now)
	switch {
	case s.Today > textsPerDay:
		return Flood
	case s.Count > turnsPerHour || len(s.Replies) >= repliesPerWindow:
		return Absorbed
	}
	return ""
}

func inWindow(times []int64, now time.Time) []int64 {
	since := now.Add(-replyWindow).Unix()
	return slices.DeleteFunc(slices.Clone(times), func(at int64) bool { return at < since })
}

// idle reports that no more replies may lead nowhere.
func (s State) idle(now time.Time) bool { return len(inWindow(s.Idle, now)) >= idlePerWindow }

// leads reports whether a turn brought the conversation on: another step is open,
// something new is known, the case was handed over or has ended.
func leads(before, after engine.Session, effects []engine.Effect) bool {
	for _, e := range effects {
		if e.Kind == engine.Escalate || e.Kind == engine.OpenCase {
			return true
		}
	}
	here := before.Here.Dialog == after.Here.Dialog && before.Here.Step == after.Here.Step && len(before.Stack) == len(after.Stack)
	if !before.Started || !here || before.End != after.End || len(before.Facts) != len(after.Facts) {
		return true
	}
	for name, value := range after.Facts {
		if before.Facts.Get(name) != value {
			return true
		}
	}
	return false
}

// cries reports whether a message tells for the first time of a danger, of despair,
// or of the wish for a person: it is heard however many came before it.
func (d *Desk) cries(now time.Time, s State, in Inbound) bool {
	r, known := d.read(now, s, in), s.Session.Facts
	return r.Danger && known.Get("danger") != "yes" || r.Distress && known.Get("distress") != "yes" ||
		r.Command == "human" && known.Get("human") != "yes"
}

// absorb makes t a turn that records its message and goes no further.
func (d *Desk) absorb(now time.Time, prev Turn, t *draft, s State, why Reason, in Inbound) error {
	t.turn.Kind = KindInbound
	t.content.Reason, t.content.State = why, s
	return d.finish(now, prev, t, in.ID)
}

// mute makes t the turn of a sender that must not be written to: what the message says
// is learned, nobody is told anything, and the analysts see the case at once.
func (d *Desk) mute(now time.Time, prev Turn, t *draft, s State, next engine.Session, effects []engine.Effect, r engine.Reading, in Inbound) error {
	if opens(effects) {
		next = s.Session
	}
	next.Said = s.Session.Said
	if next.Lang == "" {
		next.Lang = d.Texts.Tags()[0]
	}
	s.Session = next
	t.content.Reason, t.content.Reading, t.content.State = BlockedDestination, &r, s
	d.escalate(now, t, true)
	return d.finish(now, prev, t, in.ID)
}
