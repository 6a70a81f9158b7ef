package intake

import (
	"slices"
	"time"

	"relais/dialogs/engine"
)

// led takes a message while an analyst leads: it is kept for them, what it states
// is learnt, and only what may never wait is answered.
func (d *Desk) led(now time.Time, prev Turn, state State, t *draft, in Inbound) error {
	reading := d.read(now, state, in)
	derive := d.derive(now, state)
	next, effects := engine.Led(d.Set, state.Session, reading, derive)
	if err := d.giveWords(&next); err != nil {
		return err
	}
	if len(effects) > 0 && !leads(state.Session, next, effects) {
		if state.idle(now) && !d.cries(now, state, in) {
			effects = nil // said often enough; the analyst has the message
		} else {
			state.Idle = append(slices.Clone(state.Idle), now.Unix())
		}
	}
	if len(effects) > 0 {
		state.Replies = append(slices.Clone(state.Replies), now.Unix())
	}
	t.content.Reading, t.content.Facts = &reading, derive(&next)
	t.content.Reason = HumanLeads
	if len(effects) > 0 {
		later := next.Later
		next.Later = nil
		message, err := engine.Compose(d.Set, d.Texts, &next, effects, d.values(now, state, &next))
		if err != nil {
			t.content.Reason = Unsayable
			if message, err = d.apology(state, &next); err != nil {
				return err
			}
		} else {
			t.content.Reason = ""
		}
		next.Later = append(later, next.Later...)
		t.content.Reply = &message
	}
	if state.Charge.Waiting.IsZero() {
		state.Charge.Waiting = state.Heard
	}
	if len(effects) > 0 { // DOSSIER is answered
		state.Offer = state.Offer || d.mayOffer(now, state, reading.Command)
	}
	state.Session = next
	t.content.State = state
	if in.Unanswerable && t.content.Reply != nil {
		sendReply(now, t)
	}
	d.escalate(now, t, false)
	return d.finish(now, prev, t, in.ID)
}
