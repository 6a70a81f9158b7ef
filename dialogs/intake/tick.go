package intake

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"time"

	"relais/dialogs/directory"
	"relais/dialogs/engine"
	"relais/dialogs/places"
)

// Quiet hours, in the reporter's own time: what the desk would start by itself
// waits for their end, unless the case is P1. An escalation never waits.
const (
	quietFrom   = 22 * time.Hour
	quietTo     = 7*time.Hour + 30*time.Minute
	smsValidity = 15 * time.Minute // advice that arrives later does harm
)

// dueBatch is how many due turns are looked at in one request.
const dueBatch = 100

// due returns when a conversation is next to be looked at if nothing is heard.
func (d *Desk) due(now time.Time, s State) time.Time {
	var at time.Time
	for _, due := range append(d.chargeDue(s), s.silenceDue(d.Set), s.queueDue(), s.openingDue(now), s.offerDue()) {
		if !due.IsZero() && (at.IsZero() || due.Before(at)) {
			at = due
		}
	}
	if at.IsZero() {
		return at
	}
	return Stamp(at)
}

// queueDue is when silence alone brings a first message to the analysts.
func (s State) queueDue() time.Time {
	if s.Session.Queued || s.Session.Turns != 1 || !concerns(s.Session) {
		return time.Time{}
	}
	return s.Heard.Add(silenceToQueue)
}

// openingDue is when the centre opens on a case that came while it was closed: its
// card says so then, without anybody having written.
func (s State) openingDue(now time.Time) time.Time {
	if !s.Session.Queued {
		return time.Time{}
	}
	return Packet{Region: s.Region}.Standing(now).Opens
}

// silenceDue is when the open question is put again, or another is asked of itself.
func (s State) silenceDue(set *engine.Set) time.Time {
	if s.Mute {
		return time.Time{}
	}
	after, later := engine.SilenceAfter(set, s.Session)
	if after == 0 || later && !s.mayAskLater() {
		return time.Time{}
	}
	at := s.Asked.Add(time.Duration(after) * time.Second)
	switch {
	case later:
		commune, _ := places.Lookup(s.Session.Facts.Get("place"))
		return workingHour(at.In(s.zone(s.Session)), commune.Department)
	case s.Session.Severity == "P1":
		return at
	}
	return afterQuiet(at.In(s.zone(s.Session)))
}

// mayAskLater reports whether a question may reach the reporter long after the last word:
// nobody holds the line of a call, an analyst who leads or has closed asks for himself, and
// a channel that is watched is told nothing.
func (s State) mayAskLater() bool {
	return s.Session.Channel != "voice" && !s.Charge.Leads && s.Charge.Closing == nil && !s.watched(&s.Session)
}

// afterQuiet returns the first instant from at on outside the quiet hours.
func afterQuiet(at time.Time) time.Time {
	midnight := time.Date(at.Year(), at.Month(), at.Day(), 0, 0, 0, 0, at.Location())
	clock := time.Duration(at.Hour())*time.Hour + time.Duration(at.Minute())*time.Minute
	switch {
	case clock >= quietFrom:
		midnight = midnight.AddDate(0, 0, 1)
	case clock >= quietTo:
		return at
	}
	return time.Date(midnight.Year(), midnight.Month(), midnight.Day(), 7, 30, 0, 0, at.Location())
}

// The hours in which a question is asked of itself: nobody has an answer of a bank on a Sunday
// or a public holiday.
const (
	workFrom = 9 * time.Hour
	workTo   = 18 * time.Hour
)

// workingHour returns the first instant from at on within the working hours of a weekday that is
// no public holiday in a department.
func workingHour(at time.Time, department string) time.Time {
	for {
		clock := time.Duration(at.Hour())*time.Hour + time.Duration(at.Minute())*time.Minute
		works := at.Weekday() != time.Saturday && at.Weekday() != time.Sunday && !directory.Holiday(at, department)
		if works && clock >= workFrom && clock < workTo {
			return at
		}
		days := 1
		if works && clock < workFrom {
			days = 0
		}
		at = time.Date(at.Year(), at.Month(), at.Day()+days, int(workFrom/time.Hour), 0, 0, 0, at.Location())
	}
}

// Tick does what is due at now: a reprompt, or the case of somebody who wrote once
// and fell silent. It returns how many turns were appended. The error joins those
// of single conversations; the others were looked at all the same.
func (d *Desk) Tick(ctx context.Context, now time.Time) (int, error) {
	due, err := d.Log.Due(ctx, now, dueBatch)
	if err != nil {
		return 0, err
	}
	appended := 0
	var faults []error
	for _, item := range due {
		did, err := d.dueTurn(ctx, now, item)
		if err != nil {
			faults = append(faults, err)
		}
		if did {
			appended++
		}
	}
	return appended, errors.Join(faults...)
}

// Own has a case take its own due turn, as Tick does, without waiting for it. Doing it
// again, or beside Tick, does no harm.
func (d *Desk) Own(ctx context.Context, now time.Time, r Ref) error {
	_, err := d.dueTurn(ctx, now, Due{Key: r.Key, N: r.N})
	return err
}

// dueTurn looks at one due turn. A timer belongs to its turn: when the
// conversation has moved on, or the address has opened another case, it is dropped.
func (d *Desk) dueTurn(ctx context.Context, now time.Time, item Due) (bool, error) {
	head, err := d.Log.Head(ctx, item.Key)
	if err != nil {
		return false, err
	}
	if head.N != item.N || len(head.Sealed) == 0 {
		return false, d.Log.ClearDue(ctx, item.Key, item.N)
	}
	content, err := d.Content(head)
	if err != nil {
		return false, err
	}
	if err := d.settle(ctx, now, head, content.State); err != nil {
		return false, err
	}
	t := d.follow(head, KindTimer, content.State)
	s := &t.content.State
	silent := s.queueDue()
	if err := d.attend(now, &t); err != nil {
		return false, err
	}
	if t.content.Reply == nil {
		if err := d.offer(ctx, now, head, &t); err != nil {
			return false, err
		}
	}
	if at := s.silenceDue(d.Set); t.content.Reply == nil && !at.IsZero() && !at.After(now) {
		if err := d.reprompt(now, &t); err != nil {
			return false, err
		}
	}
	d.escalate(now, &t, !silent.IsZero() && !silent.After(now))
	idle := len(t.turn.Outbox) == 0 && t.content.Reply == nil
	if next := d.due(now, *s); idle && (next.IsZero() || !next.After(now)) {
		return false, d.Log.ClearDue(ctx, item.Key, item.N)
	}
	if err := d.finish(now, head, &t, ""); err != nil {
		return false, err
	}
	if err := d.Log.Append(ctx, t.turn); err != nil {
		if errors.Is(err, ErrStaleTurn) {
			return false, nil // somebody wrote meanwhile; that turn has its own due time
		}
		return false, err
	}
	return true, d.Log.ClearDue(ctx, item.Key, item.N)
}

// reprompt puts the open question again after a silence, as a message of its own.
func (d *Desk) reprompt(now time.Time, t *draft) error {
	s := &t.content.State
	next, effects, speaks := engine.Silence(d.Set, s.Session, d.derive(now, *s))
	if !speaks {
		return nil
	}
	facts := d.derive(now, *s)(&next)
	message, err := engine.Compose(d.Set, d.Texts, &next, effects, d.values(now, *s, &next))
	if err == nil && s.watched(&next) {
		message, err = d.neutral(&next)
	}
	if err != nil {
		return err
	}
	s.Session = next
	t.content.Facts = facts
	t.speak(now, message, entrySMS, smsValidity)
	return nil
}

// sendReply makes the reply of a turn leave as a text of its own, because no answer
// of a webhook carries it. Where the case goes on in a browser by then, because the phone
// is read along, it is fetched from the log.
func sendReply(now time.Time, t *draft) {
	if !pushes(cmp.Or(t.content.State.Session.Channel, t.turn.Key.Channel)) {
		return
	}
	t.leave(now, Entry{ID: replyEntry(t.turn), Kind: ToSMS}, t.content.Reply.Text, smsValidity)
}

// leave makes a text leave with the turn by an entry.
func (t *draft) leave(now time.Time, e Entry, text string, validity time.Duration) {
	e.Region, e.At, e.Expires = t.content.State.Region, Stamp(now), Stamp(now.Add(validity))
	t.turn.Outbox = append(t.turn.Outbox, e)
	if t.content.Texts == nil {
		t.content.Texts = map[string]string{}
	}
	t.content.Texts[e.ID] = text
}

// replyEntry names the outbox entry by which the reply of a turn leaves.
func replyEntry(t Turn) string {
	if t.Kind == KindJoined {
		// It is numbered by another log than the case, which has an entry of that number too.
		return fmt.Sprintf("%s.%s.%d.%s", t.Case, t.Key.Address, t.N, entrySMS)
	}
	return fmt.Sprintf("%s.%d.%s", t.Case, t.N, entrySMS)
}

// Answered records that the answer to a message was written out to its carrier:
// the question it puts counts as handed over.
func (d *Desk) Answered(ctx context.Context, r Reply) error {
	if r.N == 0 || r.Silent {
		return nil
	}
	return d.Log.Receipt(ctx, r.Key, r.N, Answered)
}
