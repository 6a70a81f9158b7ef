package desk

import (
	"context"
	"errors"
	"time"

	"relais/dialogs/intake"
)

// Case is a case as its desk sees it: what the log's newest turn says, nothing of
// what was written.
type Case struct {
	Key      intake.Key
	ID, Code string
	N        int // newest turn
	Region   string
	Channel  string
	Lang     string
	Reach    Reach
	Severity string
	Because  string
	Incident string
	Opened   time.Time
	Heard    time.Time // newest message of the reporter
	Status   string    // empty while the conversation goes on; closed
	Charge   intake.Charge
	TextOnly bool // does not phone: is written to, never called
}

// Reach says how a text gets to the reporter, or why it does not.
type Reach string

// The ways.
const (
	ReachSMS     Reach = "sms"     // by a text of the carrier
	ReachFetched Reach = "fetched" // the reporter's page or client shows it while it is open
	ReachVoice   Reach = "voice"   // not at all: call
	ReachStopped Reach = "stopped" // not at all: the reporter said STOP
	ReachMute    Reach = "mute"    // not at all: a number that must not be written to
)

func reach(s intake.State) Reach {
	switch {
	case s.Mute:
		return ReachMute
	case s.Session.End == "stopped" || s.Charge.Closing != nil && s.Charge.Closing.End == "stopped":
		return ReachStopped
	case s.Session.Channel == "sms":
		return ReachSMS
	case s.Session.Channel == "voice":
		return ReachVoice
	}
	return ReachFetched
}

func caseOf(t intake.Turn, s intake.State) Case {
	c := Case{
		Key: t.Key, ID: t.Case, N: t.N, Code: s.Session.Values["code"], Region: s.Region, Channel: s.Session.Channel, Lang: s.Session.Lang,
		Reach: reach(s), Incident: s.Session.Facts["incident"], Opened: s.Opened, Heard: s.Heard, Status: s.Status(), Charge: s.Charge,
		TextOnly: s.Session.Facts.TextOnly(),
	}
	c.Severity, c.Because = s.Severity()
	return c
}

// Show returns a case to an analyst who may read it. It returns ErrRefused as Do does.
func (d *Desk) Show(ctx context.Context, by Actor, key intake.Key) (Case, error) {
	t, s, err := d.read(ctx, by, key, "show")
	if err != nil {
		return Case{}, err
	}
	return caseOf(t, s), nil
}

// read opens the newest turn of a case for somebody who may read it: of its region,
// or of the one it is held out to. It says no to an erased case.
func (d *Desk) read(ctx context.Context, by Actor, key intake.Key, what string) (intake.Turn, intake.State, error) {
	t, err := d.Intake.Log.Head(ctx, key)
	if errors.Is(err, intake.ErrNoTurn) {
		d.Refuse(ctx, Refusal{By: by, Act: what, Why: whyCase})
		return t, intake.State{}, ErrRefused
	}
	if err != nil {
		return t, intake.State{}, err
	}
	if len(t.Sealed) == 0 {
		return t, intake.State{}, intake.ErrErased
	}
	content, err := d.Intake.Content(t)
	if err != nil {
		return t, intake.State{}, err
	}
	s := content.State
	if o := s.Charge.Offer; o != nil && o.Kind == intake.ToRegion {
		if region, ok := d.Region(o.To); ok {
			if who, ok := region.analyst(by); ok && who.May(MayRead) {
				return t, s, nil
			}
		}
	}
	if _, _, err := d.permitted(ctx, by, s.Region, t.Case, what, MayRead); err != nil {
		return t, intake.State{}, err
	}
	if s.Erased() {
		return t, intake.State{}, no("gone")
	}
	return t, s, nil
}
