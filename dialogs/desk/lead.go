package desk

import (
	"time"

	"relais/dialogs/directory"
	"relais/dialogs/engine"
	"relais/dialogs/intake"
)

// Claim makes somebody the owner of a case. It changes nothing for the reporter. Of
// two at once one is the owner, and the other is told who.
type Claim struct{}

// Kind implements Act.
func (Claim) Kind() string { return "claim" }
func (Claim) right() Right { return MayLead }

func (Claim) apply(a *doing) error {
	switch c := a.State.Charge; {
	case c.Closing != nil:
		return no("closed")
	case c.Owner == a.me():
		return no("yours")
	case c.Owner != "":
		return no("held", "by", c.Owner, "since", instant(c.Since))
	}
	a.own()
	a.keep()
	a.tell("")
	a.word("claimed", "code", a.State.Session.Values["code"])
	return nil
}

// Open asks for the card of a case that waits in a digest. It changes nothing else.
type Open struct{}

// Kind implements Act.
func (Open) Kind() string { return "open" }
func (Open) right() Right { return MayRead }

func (Open) apply(a *doing) error {
	c := &a.State.Charge
	if c.Shown || c.Owner != "" || c.Closing != nil {
		return no("shown_already")
	}
	c.Shown = true
	a.keep()
	a.word("shown", "code", a.State.Session.Values["code"])
	return nil
}

func (a *doing) own() {
	c := &a.State.Charge
	c.Owner, c.Since, c.Offer = a.me(), intake.Stamp(a.Now), nil
}

func instant(t time.Time) string { return t.UTC().Format(time.RFC3339) }

// mine says no unless the one who acts owns the case and it is not closed.
func (a *doing) mine() error {
	switch c := a.State.Charge; {
	case c.Closing != nil:
		return no("closed")
	case c.Owner == "":
		return no("unclaimed")
	case c.Owner != a.me():
		return no("held", "by", c.Owner, "since", instant(c.Since))
	}
	return nil
}

// TakeOver gives the conversation to the owner: the reporter is told that a human
// answers, and the robot is silent but for the exits. Whoever takes over a case that
// nobody has claimed claims it.
type TakeOver struct{}

// Kind implements Act.
func (TakeOver) Kind() string { return "takeover" }
func (TakeOver) right() Right { return MayLead }

func (TakeOver) apply(a *doing) error {
	c := &a.State.Charge
	if c.Owner == "" && c.Closing == nil {
		a.own()
	}
	if err := a.mine(); err != nil {
		return err
	}
	if c.Leads {
		return no("leading")
	}
	if err := unreachable(*a.State); err != nil {
		return err
	}
	a.State.Session = engine.SetAside(a.State.Session)
	c.Leads, c.Until, c.Waiting, c.Called = true, closes(a.State.Region, a.Now), time.Time{}, false
	if err := a.Notice("taken", nil); err != nil {
		return err
	}
	a.keep()
	a.tell("")
	a.word("taken", "until", stamp(c.Until))
	return nil
}

func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return instant(t)
}

// closes is when a region's centre next closes; zero when it does not, or nobody knows.
func closes(region string, now time.Time) time.Time {
	centre, _ := directory.Serving("", region)
	s := centre.At(now)
	if s.State == directory.Closed && !s.Opens.IsZero() {
		s = centre.At(s.Opens) // somebody works late: until the end of the next opening
	}
	if s.Closes.IsZero() {
		return time.Time{}
	}
	return intake.Stamp(s.Closes)
}

// Release gives the conversation back to the robot, which goes on where it was left
// and asks nothing again that has become known. The case stays with its owner.
type Release struct{}

// Kind implements Act.
func (Release) Kind() string { return "release" }
func (Release) right() Right { return MayLead }

func (Release) apply(a *doing) error {
	if err := a.mine(); err != nil {
		return err
	}
	if !a.State.Charge.Leads {
		return no("not_leading")
	}
	if err := a.Resume("released", nil); err != nil {
		return err
	}
	a.keep()
	a.tell("")
	a.word("released")
	return nil
}

// GiveUp makes a claimed case nobody's again, so that it waits for the next one.
type GiveUp struct{}

// Kind implements Act.
func (GiveUp) Kind() string { return "giveup" }
func (GiveUp) right() Right { return MayLead }

func (GiveUp) apply(a *doing) error {
	if err := a.mine(); err != nil {
		return err
	}
	c := &a.State.Charge
	if c.Leads {
		if err := a.Resume("released", nil); err != nil {
			return err
		}
	}
	c.Owner, c.Since, c.Offer = "", time.Time{}, nil
	a.keep()
	a.tell("")
	a.word("given_up")
	return nil
}

// Call, of somebody who phones, shows the owner the number to call and the two words by which the reporter
// knows the caller, and keeps that it was shown. Where somebody may read what the reporter
// is written, it shows the code and the PIN as well, to be said on another phone by which
// the case then goes on: no other way hands them over.
type Call struct{}

// Kind implements Act.
func (Call) Kind() string { return "call" }
func (Call) right() Right { return MayLead }

// Contact is what a caller needs. It is shown to the caller alone and kept nowhere.
type Contact struct {
	Number string // E.164; empty: none is known
	Words  [2]string
	Code   string // with PIN, to be said aloud; empty where the reporter can be sent them
	PIN    string
	Spent  bool // they open nothing any more: too many wrong pairs were tried
}

func (Call) apply(a *doing) error {
	if err := a.mine(); err != nil {
		return err
	}
	if a.State.Session.Facts.TextOnly() {
		return no("text_only")
	}
	a.result.Contact = Call{}.contact(*a.State)
	if err := a.vouch(a.result.Contact); err != nil {
		return err
	}
	if a.result.Contact.PIN != "" {
		a.keep("pin", "shown")
	} else {
		a.keep()
	}
	a.tell("")
	a.word("call")
	return nil
}

// contact prefers the number that the reporter gave to be called.
func (Call) contact(s intake.State) *Contact {
	c := &Contact{Words: [2]string{s.Session.Values["word1"], s.Session.Values["word2"]}}
	if given := s.Session.Facts["callback"]; given != "" && given != "unknown" {
		c.Number = given
	} else if s.Session.Channel == "sms" || s.Session.Channel == "voice" {
		c.Number = s.From
	}
	if s.Watched() {
		c.Code, c.PIN = s.Session.Values["code"], s.Session.Values["pin"]
		if c.Number == s.From {
			c.Number = "" // whoever reads along may pick it up
		}
	}
	return c
}
