package intake

import (
	"encoding/json"
	"fmt"
	"time"

	"relais/dialogs/engine"
)

// erased is the end of a case whose content was erased.
const erased = "erased"

// Erased reports that the content of the case was erased: what is left says that it
// was, by whom and why.
func (s State) Erased() bool { return s.Session.End == erased && s.Opened.IsZero() }

// Erase makes the turn the last of its case. It holds the act and nothing of the
// case; what the turns before it hold is dropped after it was appended. Whoever
// writes next from the same address begins a new case.
func (a *Amendment) Erase() { a.draft.erases = true }

// wipe takes everything of the case out of a turn, and off the boards of its desks. The
// counts stay: they are the sender's, whatever becomes of a case.
func (d *Desk) wipe(now time.Time, t *draft) {
	s := t.content.State
	var boards []string
	if s.Session.Queued {
		boards = append(boards, s.Region)
	}
	if s.Held != "" && s.Held != s.Region {
		boards = append(boards, s.Held)
	}
	for _, region := range boards {
		p := Packet{
			Version: PacketVersion, Case: t.turn.Case, N: t.turn.N, Key: t.turn.Key.String(), Code: s.Session.Values["code"], Region: region,
			Channel: s.Session.Channel, Language: d.Texts.Tags()[0], Opened: s.Opened, Heard: s.Opened, Incident: "unknown", Victim: "unknown",
			Learned: "unknown", End: erased, Closed: true, News: t.news,
		}
		p.Severity, _ = s.Severity()
		p.Centre = string(p.Standing(now).State)
		if region != s.Region {
			p.News = nil
		}
		t.send(now, p)
	}
	t.toStore(now, ToErase) // while it is known what belongs to the case
	t.content = Content{Act: t.content.Act, State: State{Region: s.Region, Session: engine.Session{End: erased}, Counts: s.Counts}}
}

// toStore lets the store do something to the turns before this one.
func (t *draft) toStore(now time.Time, kind EntryKind) {
	var joined Logs
	for _, c := range t.content.State.Channels {
		if c.Turn > 0 {
			joined.Joined = append(joined.Joined, c.Log)
		}
	}
	var body []byte
	if len(joined.Joined) > 0 {
		var err error
		if body, err = json.Marshal(joined); err != nil {
			panic(err) // it is plain data
		}
	}
	t.turn.Outbox = append(t.turn.Outbox, Entry{
		ID: fmt.Sprintf("%s.%d.%s", t.turn.Case, t.turn.N, kind), Kind: kind, Region: t.content.State.Region, At: Stamp(now), Body: body,
	})
}

// Logs is the body of an entry for the store: the logs of the channels that joined the
// case, in which turns of it stand too.
type Logs struct {
	Joined []string `json:"joined"` // Key.String
}

// expires is when a turn written now is no longer read: at the hard ceiling, or so
// many days after the case was closed.
func (s State) expires(now time.Time) time.Time {
	if c := s.Charge.Closing; c != nil && c.Keep > 0 {
		return Stamp(c.At.AddDate(0, 0, c.Keep))
	}
	return Stamp(now.Add(Retention))
}

// Keep lets the turns of the case expire when this one will: closing a case brings
// that forward, opening it again puts it off.
func (a *Amendment) Keep() { a.draft.toStore(a.Now, ToExpire) }
