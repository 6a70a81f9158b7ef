package intake

import (
	"cmp"
	"time"

	"relais/dialogs/engine"
)

// Charge is what analysts have decided about a case, as far as later turns need it.
// An analyst stands here by the id of the region's settings, never by name.
type Charge struct {
	Owner string    `json:"owner,omitempty"` // who has claimed the case
	Since time.Time `json:"since,omitzero"`
	// Leads: the owner leads the conversation and the robot is silent, until Until,
	// when the centre closes; zero: it does not, or nobody knows when.
	Leads bool      `json:"leads,omitempty"`
	Until time.Time `json:"until,omitzero"`
	// Waiting is the first message of the reporter that the owner has not answered
	// while leading; Called says that somebody was called because of it.
	Waiting time.Time `json:"waiting,omitzero"`
	Called  bool      `json:"called,omitempty"`

	Grade   *Grade    `json:"grade,omitempty"`
	Region  string    `json:"region,omitempty"` // to which analysts have passed the case; it beats the place
	Offer   *Offer    `json:"offer,omitempty"`  // made and not yet accepted
	Asked   *Asked    `json:"asked,omitempty"`  // for leave to pass the case on
	Related []Related `json:"related,omitempty"`
	Closing *Closing  `json:"closing,omitempty"`
	Written string    `json:"written,omitempty"` // outbox entry of the newest text of an analyst: the next one waits for it
	Unsent  int       `json:"unsent,omitempty"`  // turn of an analyst's text that did not arrive, until another is written
	Unread  Unread    `json:"unread,omitzero"`   // an analyst's text that the reporter's page is not known to have shown
	Shown   bool      `json:"shown,omitempty"`   // an analyst has asked for its card
	Watch   Watch     `json:"watch,omitzero"`
}

// Unread is an analyst's text on a channel that fetches what is said.
type Unread struct {
	Turn int       `json:"turn"` // 0: there is none
	At   time.Time `json:"at"`   // of the turn
	Told bool      `json:"told,omitempty"`
}

// shownWithin is how long an analyst's text may wait for the reporter's page, before the
// analysts are told: a page that is open asks at least each minute.
const shownWithin = 3 * time.Minute

// due is when the analysts are told; zero: never.
func (u Unread) due() time.Time {
	if u.Turn == 0 || u.Told {
		return time.Time{}
	}
	return u.At.Add(shownWithin)
}

// Grade is a severity that an analyst has set. It holds until the reporter tells
// something that weighs more than what was known then.
type Grade struct {
	Level string `json:"level"`
	Over  string `json:"over"` // the severity of the dialogs at that time
}

// Offer is a case held out to somebody: to an analyst of the same region (a
// hand-over), to another region, or to a door outside. The case stays where it is
// until the offer is accepted.
type Offer struct {
	To    string    `json:"to"`             // id of an analyst, region code, or id of a door
	Kind  OfferKind `json:"kind"`           // what To is
	By    string    `json:"by"`             // who offers
	Brief string    `json:"brief"`          // what the receiver must know, in the analyst's words
	Until time.Time `json:"until"`          // then it is back
	From  string    `json:"from,omitempty"` // region that offers
}

// OfferKind says to whom an offer goes.
type OfferKind string

// The kinds of offer.
const (
	ToAnalyst OfferKind = "analyst"
	ToRegion  OfferKind = "region"
	ToDoor    OfferKind = "door"
)

// Asked is a question for leave to pass the case on, and its answer.
type Asked struct {
	To     string    `json:"to"` // region code, or id of a door
	Kind   OfferKind `json:"kind"`
	By     string    `json:"by"`
	At     time.Time `json:"at"`
	Answer string    `json:"answer,omitempty"` // yes, no, unknown
}

// Related is a case that seems to belong to this one. It merges nothing.
type Related struct {
	Case string    `json:"case"`
	Key  string    `json:"key"` // Key.String of its log
	Code string    `json:"code"`
	By   string    `json:"by"`
	At   time.Time `json:"at"`
}

// Closing is how a case was closed: the four answers no closing goes without, and
// the end that the conversation had before.
type Closing struct {
	Category  string    `json:"category"`  // value of the fact incident
	Cause     string    `json:"cause"`     // in the analyst's words, or unknown
	Complaint string    `json:"complaint"` // filed, accompanied, none, unknown
	TLP       string    `json:"tlp"`       // red, amber+strict, amber, green, clear
	By        string    `json:"by"`
	At        time.Time `json:"at"`
	End       string    `json:"end,omitempty"`
	Keep      int       `json:"keep,omitempty"` // days after which the case is not read any more; 0: the hard ceiling
}

// closed is the status of a case that an analyst has closed.
const closed = "closed"

// Act is what an analyst did, as the log keeps it. What it says in words is the
// analyst's own and leaves the case only where they sent it.
type Act struct {
	ID    string            `json:"id"` // of the event that brought it
	Kind  string            `json:"kind"`
	By    string            `json:"by,omitempty"` // id of the analyst; empty: the desk itself
	Given map[string]string `json:"given,omitempty"`
}

// News is something that happened in a turn and that the analysts are told of
// beside the card. It says nothing that a reporter or an analyst wrote.
type News struct {
	Kind string    `json:"kind"`
	By   string    `json:"by,omitempty"`   // id of an analyst
	To   string    `json:"to,omitempty"`   // id of an analyst, region code, id of a door
	At   time.Time `json:"at"`             // when it happened
	Turn int       `json:"turn,omitempty"` // the turn it is about, where that is not its own
	Why  string    `json:"why,omitempty"`  // a code
}

// The news that intake itself has.
const (
	NewsHeard    = "heard"    // the reporter wrote, and somebody is in charge
	NewsUrgent   = "urgent"   // the severity has risen to P1 while somebody is in charge
	NewsReceipt  = "receipt"  // what became of an analyst's text; Why: sent, delivered, failed.CODE, or unread. and the other channel there is, or none
	NewsReturned = "returned" // the centre closed and nobody had taken over: the robot goes on
	NewsLapsed   = "lapsed"   // an offer was not accepted in time
	NewsUnread   = "unread"   // a message has waited for the leading analyst for too long
	NewsWaiting  = "waiting"  // nobody has claimed; Why: the rung of the ladder, from 1
	NewsConsent  = "consent"  // the reporter answered whether the case may be passed on; Why: yes, no, unknown
	NewsTold     = "told"     // the reporter was told that nobody has claimed yet
	NewsFiles    = "files"    // files came by a one-time link; Why: the beginning of the digest of each
	NewsHanded   = "handed"   // a dossier was handed over; Why: its fingerprint
	NewsJoined   = "joined"   // a channel came into the case; Why: which
	NewsLinked   = "linked"   // the same by a one-time link, so that no PIN was typed
	NewsRemoved  = "removed"  // a channel was taken out of the case, or such a one was heard; Why: which
	NewsRevoked  = "revoked"  // the token of a web session was in two hands: the session was ended
)

// Severity is the severity that counts, and the id of its reason.
func (s State) Severity() (level, because string) {
	g := s.Charge.Grade
	if g == nil || cmp.Or(s.Session.Severity, "P4") < cmp.Or(g.Over, "P4") {
		return s.Session.Severity, s.Session.Because
	}
	return g.Level, BecauseAnalyst
}

// BecauseAnalyst is the reason of a severity that an analyst has set.
const BecauseAnalyst = "analyst"

// Status is how the case stands: closed, else how the conversation ended, if it did.
func (s State) Status() string {
	if s.Charge.Closing != nil {
		return closed
	}
	return s.Session.End
}

// Close ends the case in the name of analysts. What the robot had asked is laid aside.
func (s *State) Close(c Closing) {
	c.End = s.Session.End
	s.Session = engine.SetAside(s.Session)
	s.Session.End = cmp.Or(s.Session.End, closed)
	s.Charge.Closing, s.Charge.Offer, s.Charge.Waiting, s.Charge.Leads, s.Charge.Unread = &c, nil, time.Time{}, false, Unread{}
}

// Reopen undoes Close; the robot goes on with the reporter's next message.
func (s *State) Reopen() {
	if s.Charge.Closing == nil {
		return
	}
	s.Session.End = s.Charge.Closing.End
	s.Session = engine.TakeUp(s.Session)
	s.Charge.Closing = nil
}
