package outbox

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"relais/dialogs/engine"
	"relais/dialogs/intake"
	"relais/locales/gsm7"
)

// Text is a text to a reporter that is not the answer of a webhook. From and To are
// numbers as E.164, or addresses of another channel as its adapter writes them.
type Text struct {
	ID       string     // outbox id; rides in the receipts' address
	Turn     intake.Ref // the turn whose receipt it moves
	From, To string
	Body     string
	Options  []engine.Option // the choices of the question in it, for channels with buttons
	Validity time.Duration   // the carrier drops it after this
	Spoken   string          // the phone is called and the text said to it, in this language, such as fr-FR; empty: it is written
}

// Texter sends texts by a carrier that offers no idempotency key.
type Texter interface {
	// Send hands one text to the carrier and returns the carrier's id. It returns a
	// *Refused for a clear no, ErrLater when it was clearly not taken, and any other
	// error when nobody knows.
	Send(ctx context.Context, t Text) (ref string, err error)
	// Find looks for a text sent since then, in the carrier's own list.
	Find(ctx context.Context, t Text, since time.Time) (ref string, found bool, err error)
}

// Board is where the analysts of a region see their cases.
type Board interface {
	// Post shows a case for the first time; id finds it again. Errors as Texter.Send.
	Post(ctx context.Context, id string, p intake.Packet, now time.Time) (ref string, err error)
	// Update shows a case anew in its place. Doing it twice does no harm. It returns
	// ErrGone when somebody has taken the case off the board.
	Update(ctx context.Context, ref string, p intake.Packet, now time.Time) error
	// Find looks for a case posted under id since then.
	Find(ctx context.Context, id string, p intake.Packet, since time.Time) (ref string, found bool, err error)
}

// Thread is where the analysts of a region are told what happens to a case.
type Thread interface {
	// Tell says one of a packet's news beside the card that Board.Post returned; id
	// finds it again. Errors as Texter.Send.
	Tell(ctx context.Context, id, card string, p intake.Packet, n intake.News) (ref string, err error)
	// FindTold looks for news told under id since then.
	FindTold(ctx context.Context, id, card string, p intake.Packet, since time.Time) (ref string, found bool, err error)
}

// Refused is a provider's clear and final no. Reason is a code, never free text.
type Refused struct{ Reason string }

func (r *Refused) Error() string { return "refused: " + r.Reason }

// ErrLater: the provider has clearly not taken it now (throttled, not reachable).
var ErrLater = errors.New("not taken now, try later")

// ErrGone: what is to be updated is not there any more.
var ErrGone = errors.New("no longer shown")

// ErrHeld: somebody else holds the delivery, or its outcome is still in quarantine.
var ErrHeld = errors.New("delivery is held")

// Waits are the times of the delivery; every one is configuration, so that tests
// scale them down.
type Waits struct {
	// Sweep is how old an entry is before the sweep relays what the fast way left.
	Sweep time.Duration
	// Lease is how long a delivery is held; at least a function's deadline plus Quarantine.
	Lease time.Duration
	// Quarantine is how long nobody tries again after an unknown outcome: longer than
	// the provider's longest processing time plus the lag of its list.
	Quarantine time.Duration
}

// DefaultWaits are those for real providers.
var DefaultWaits = Waits{Sweep: 30 * time.Second, Lease: 2 * time.Minute, Quarantine: 90 * time.Second}

// Office relays and delivers. All fields are set once, before its first use.
type Office struct {
	Log    intake.Log
	Claims Claims
	Queue  Queue
	Texter Texter
	Purse  *Purse // pays for texts; nil: there is no ceiling
	Board  Board
	// Content opens what a turn seals.
	Content func(intake.Turn) (intake.Content, error)
	// Receive notes what became of a text; nil: the turn's receipt alone is moved.
	Receive func(ctx context.Context, now time.Time, n intake.Delivery) error
	// Own has a case take the due turn that stands after a turn; nil: the timer finds it.
	Own func(ctx context.Context, now time.Time, r intake.Ref) error
	// Duty lists the phones of those on duty in a region, E.164, in their order; nil:
	// nobody is ever called.
	Duty func(region string) []string
	// Caller is the number from which those on duty are called, E.164.
	Caller string
	// Blobs loses what an erased case kept in it.
	Blobs intake.Blobs
	// Files loses the files of an erased case.
	Files intake.Files
	// Index is brought up to each turn that goes to a queue; nil: there is none.
	Index Index
	// Thread tells the news of a case beside its card; nil: nobody is told.
	Thread Thread
	// Digests shows lists of cases; nil: nobody is shown any, and each case has its card.
	Digests Digests
	// Owner names this process in leases.
	Owner string
	Waits Waits
	// Ends reports that the invocation has less than Margin left: then no call to a
	// provider begins, because a process that is stopped in the middle of one leaves a
	// doubt behind. nil: it always has the time.
	Ends func(context.Context) bool
}

// Margin is what must be left of an invocation to begin with one more call: the claim is
// written, a provider has 8 seconds to answer, and what it said is written down.
const Margin = 18 * time.Second

// sweepBatch is how many entries one sweep looks at.
const sweepBatch = 100

// Sweep carries what committed turns want to leave, if it is older than
// Waits.Sweep, and reports how many entries it settled. The error joins those of
// single entries; the others were carried all the same.
func (o *Office) Sweep(ctx context.Context, now time.Time) (int, error) {
	return o.carry(ctx, now, now.Add(-o.Waits.Sweep))
}

// clocksApart is how far the clock that stamped a turn may be ahead of the one that
// carries what it wants to leave.
const clocksApart = 10 * time.Minute

// Hurry carries what wants to leave at once: the fast way, after a turn was committed.
func (o *Office) Hurry(ctx context.Context, now time.Time) (int, error) {
	return o.carry(ctx, now, now.Add(clocksApart))
}

func (o *Office) carry(ctx context.Context, now, before time.Time) (int, error) {
	pending, err := o.Log.Pending(ctx, before, sweepBatch)
	if err != nil {
		return 0, err
	}
	settled := 0
	var faults []error
	for _, item := range pending {
		switch err := o.Carry(ctx, now, item); {
		case err == nil:
			settled++
		case !errors.Is(err, ErrHeld) && !errors.Is(err, ErrLater):
			faults = append(faults, fmt.Errorf("entry %s: %w", item.Entry.ID, err))
		}
	}
	return settled, errors.Join(faults...)
}

// Carry carries one entry and settles it. Carrying twice does no harm.
func (o *Office) Carry(ctx context.Context, now time.Time, item intake.Pending) error {
	turns, err := o.Log.Turns(ctx, item.Key, item.N, 1)
	if err != nil {
		return err
	}
	if len(turns) == 0 {
		return intake.ErrNoTurn
	}
	switch kind := item.Entry.Kind; {
	case len(turns[0].Sealed) == 0: // erased, or past its time: nothing of it leaves any more
		if kind == intake.ToSMS || kind == intake.ToPage {
			_, err = o.close(ctx, item.Entry.ID, reasonErased)
		}
	case kind == intake.ToQueue:
		if err = o.project(ctx, turns[0]); err == nil {
			err = o.relay(ctx, turns[0], item.Entry)
		}
	case kind == intake.ToSMS:
		err = o.text(ctx, now, turns[0], item.Entry)
	case kind == intake.ToPage:
		err = o.page(ctx, now, turns[0], item.Entry)
	case kind == intake.ToErase:
		err = o.erase(ctx, turns[0])
	case kind == intake.ToSelf:
		if o.Own != nil {
			err = o.Own(ctx, now, intake.Ref{Key: item.Key, N: item.N})
		}
	case kind == intake.ToExpire:
		err = o.expireTurns(ctx, turns[0])
	default:
		err = fmt.Errorf("kind %q is not known", kind)
	}
	if err != nil {
		return err
	}
	return o.Log.Settle(ctx, item.Key, item.N, item.Entry.ID)
}

// relay sends a case to its region's queue, with the head of its chain.
func (o *Office) relay(ctx context.Context, t intake.Turn, e intake.Entry) error {
	p, err := intake.ParsePacket(e.Body)
	if err != nil {
		return err
	}
	p.Head = hex.EncodeToString(t.Hash)
	body, err := json.Marshal(p)
	if err != nil {
		return err
	}
	return o.Queue.Send(ctx, e.Region, body)
}

// text sends a text of a turn to its reporter, once, unless its time has passed.
func (o *Office) text(ctx context.Context, now time.Time, t intake.Turn, e intake.Entry) error {
	content, err := o.Content(t)
	if err != nil {
		return err
	}
	if err := o.left(ctx, content.After); err != nil {
		return err
	}
	if !e.Expires.IsZero() && now.After(e.Expires) {
		return o.drop(ctx, now, t, e, reasonExpired)
	}
	text := Text{
		ID: e.ID, Turn: intake.Ref{Key: t.Key, N: t.N}, From: content.State.To, To: content.State.From,
		Body: content.Texts[e.ID], Validity: e.Expires.Sub(now),
	}
	if a, ok := content.Elsewhere[e.ID]; ok {
		text.From, text.To = a.To, a.From
	}
	if r := content.Reply; r != nil && r.Text == text.Body && !number(text.To) {
		text.Body, text.Options = r.Body, r.Options
	}
	if removed, err := o.removed(ctx, t, text.To); err != nil {
		return err
	} else if removed {
		return o.drop(ctx, now, t, e, reasonRemoved)
	}
	err = o.send(ctx, now, text, o.pay)
	if refused, ok := errors.AsType[*Refused](err); ok {
		return o.receive(ctx, now, intake.Delivery{Turn: text.Turn, Entry: e.ID, Receipt: intake.Failed, Reason: refused.Reason})
	}
	return err
}

// pay hands a text to the carrier if there is money for it.
func (o *Office) pay(ctx context.Context, now time.Time, t Text) (string, error) {
	if o.Purse != nil && number(t.To) { // nothing else costs
		enough, err := o.Purse.Spend(ctx, now, t.To, gsm7.Segments(t.Body))
		if err != nil {
			return "", fmt.Errorf("%w: %w", ErrLater, err)
		}
		if !enough {
			return "", &Refused{SpendReason}
		}
		if o.Ends != nil && o.Ends(ctx) { // a slow store has used up the time: another time it is paid for anew
			return "", ErrLater
		}
	}
	return o.Texter.Send(ctx, t)
}

// number tells a telephone from an address of another channel.
func number(to string) bool { return strings.HasPrefix(to, "+") }

// free hands a text to the carrier whatever was spent: who is on duty must be reached,
// most of all when something eats the money.
func (o *Office) free(ctx context.Context, _ time.Time, t Text) (string, error) {
	return o.Texter.Send(ctx, t)
}

func (o *Office) send(ctx context.Context, now time.Time, text Text, call func(context.Context, time.Time, Text) (string, error)) error {
	_, err := o.once(ctx, now, text.ID,
		func() (string, error) { return call(ctx, now, text) },
		func(since time.Time) (string, bool, error) { return o.Texter.Find(ctx, text, since) }, 0)
	return err
}

// left holds a text back until the one before it has left, or never will: what an
// analyst has written leaves in that order.
func (o *Office) left(ctx context.Context, before string) error {
	if before == "" {
		return nil
	}
	c, err := o.Claims.Claim(ctx, before)
	if err == nil && c.State != Done && c.State != GaveUp {
		return ErrHeld
	}
	return err
}

// page calls one of those on duty.
func (o *Office) page(ctx context.Context, now time.Time, t intake.Turn, e intake.Entry) error {
	if !e.Expires.IsZero() && now.After(e.Expires) {
		_, err := o.close(ctx, e.ID, reasonExpired)
		return err
	}
	var page intake.Page
	if err := json.Unmarshal(e.Body, &page); err != nil || page.Rung < 0 {
		return errors.New("entry is no page")
	}
	if o.Duty == nil {
		_, err := o.close(ctx, e.ID, "nobody_is_called")
		return err
	}
	phones := o.Duty(e.Region)
	if len(phones) == 0 {
		return fmt.Errorf("nobody is on duty in region %s", e.Region) // until it expires: somebody has to hear of it
	}
	content, err := o.Content(t)
	if err != nil {
		return err
	}
	from := o.Caller
	if from == "" {
		from = content.State.To
	}
	err = o.send(ctx, now, Text{
		ID: e.ID, Turn: intake.Ref{Key: t.Key, N: t.N}, From: from, To: phones[page.Rung%len(phones)],
		Body: content.Texts[e.ID], Validity: e.Expires.Sub(now), Spoken: page.Spoken,
	}, o.free)
	if _, ok := errors.AsType[*Refused](err); ok {
		return nil // the next rung calls the next person
	}
	return err
}

// removed reports whether the channel of an address was taken out of the case of a turn since.
func (o *Office) removed(ctx context.Context, t intake.Turn, to string) (bool, error) {
	head, err := o.Log.Head(ctx, t.Key)
	if err != nil || head.N == t.N || head.Case != t.Case || len(head.Sealed) == 0 {
		return false, err
	}
	content, err := o.Content(head)
	return err == nil && content.State.Removed(to), err
}

// Why a text was not sent: its time had passed, its case was erased, or somebody else may
// hold the phone.
const (
	reasonRemoved = "removed"
	reasonExpired = "expired"
	reasonErased  = "erased"
)

// drop ends the delivery of a text that is not to leave any more. One whose attempt is in
// doubt is left to its receipt.
func (o *Office) drop(ctx context.Context, now time.Time, t intake.Turn, e intake.Entry, why string) error {
	closed, err := o.close(ctx, e.ID, why)
	if err != nil || !closed || !intake.Written(e.ID) {
		return err // of the robot's texts only what was handed to the carrier has a receipt
	}
	return o.receive(ctx, now, intake.Delivery{Turn: intake.Ref{Key: t.Key, N: t.N}, Entry: e.ID, Receipt: intake.Failed, Reason: why})
}

func (o *Office) receive(ctx context.Context, now time.Time, n intake.Delivery) error {
	if o.Receive != nil {
		return o.Receive(ctx, now, n)
	}
	return o.Log.Receipt(ctx, n.Turn.Key, n.Turn.N, n.Receipt)
}

// close ends a delivery that was not concluded, and reports whether nothing of it
// had been sent.
func (o *Office) close(ctx context.Context, id, reason string) (bool, error) {
	c, err := o.Claims.Claim(ctx, id)
	if err != nil || c.State == Done {
		return false, err
	}
	if c.State == GaveUp {
		return c.Attempt == 0, nil
	}
	c.ID, c.State, c.Reason = id, GaveUp, reason
	return c.Attempt == 0, o.put(ctx, &c)
}

// Deliver shows on the board what a region's queue handed out. nil means that the
// message may be deleted. ErrHeld and ErrLater mean that it is to come again.
func (o *Office) Deliver(ctx context.Context, now time.Time, m Message) error {
	d, ok, err := ParseDigest(m.Body)
	if err != nil {
		return err
	}
	if ok {
		if d.Region != m.Region {
			return fmt.Errorf("digest of region %s in the queue of %s", d.Region, m.Region)
		}
		return o.show(ctx, now, d)
	}
	p, err := intake.ParsePacket(m.Body)
	if err != nil {
		return err
	}
	if p.Region != m.Region {
		return fmt.Errorf("packet of region %s in the queue of %s", p.Region, m.Region)
	}
	id := cardID(p.Case, p.Region)
	c, err := o.Claims.Claim(ctx, id)
	if err != nil {
		return err
	}
	if gathered, err := o.gathered(ctx, now, c, p); err != nil || gathered {
		return err
	}
	c, err = o.first(ctx, now, c, id,
		func() (string, error) { return o.Board.Post(ctx, id, p, now) },
		func(since time.Time) (string, bool, error) { return o.Board.Find(ctx, id, p, since) }, p.N)
	if err != nil {
		return err
	}
	if c, err = o.caughtUp(ctx, c, p); err != nil {
		return err
	}
	if c.Applied < p.N {
		if err := o.update(ctx, now, c, p.N, func() error { return o.Board.Update(ctx, c.Ref, p, now) }); err != nil {
			return err
		}
	}
	return o.tell(ctx, now, c.Ref, p)
}

// cardID names the card of a case in a region.
func cardID(id, region string) string { return "card." + id + "." + region }

// tell says the news of a turn beside the card, each once.
func (o *Office) tell(ctx context.Context, now time.Time, card string, p intake.Packet) error {
	if o.Thread == nil {
		return nil
	}
	for i, n := range p.News {
		id := fmt.Sprintf("news.%s.%d.%d", p.Case, p.N, i)
		_, err := o.once(ctx, now, id,
			func() (string, error) { return o.Thread.Tell(ctx, id, card, p, n) },
			func(since time.Time) (string, bool, error) { return o.Thread.FindTold(ctx, id, card, p, since) }, 0)
		if _, refused := errors.AsType[*Refused](err); err != nil && !refused {
			return err
		}
	}
	return nil
}

// update shows a newer state, n, in its place. The lease keeps two updates apart, so
// that the older cannot come last.
func (o *Office) update(ctx context.Context, now time.Time, c Claim, n int, call func() error) error {
	if now.Before(c.Lease) {
		return ErrHeld
	}
	if o.Ends != nil && o.Ends(ctx) {
		return ErrLater
	}
	c.Owner, c.Lease = o.Owner, now.Add(o.Waits.Lease)
	if err := o.put(ctx, &c); err != nil {
		return err
	}
	err := call()
	if errors.Is(err, ErrGone) {
		// Deleted by hand: a case must stay visible, so it is shown anew.
		c.State, c.Ref, c.Applied, c.Lease = Free, "", 0, time.Time{}
		return errors.Join(ErrLater, o.put(ctx, &c))
	}
	if err != nil {
		return err
	}
	c.Applied, c.Lease = n, time.Time{}
	return o.put(ctx, &c)
}

// put writes a claim and moves its version on. A conflict means that somebody else holds it.
func (o *Office) put(ctx context.Context, c *Claim) error {
	err := o.Claims.PutClaim(ctx, *c)
	if errors.Is(err, ErrConflict) {
		return ErrHeld
	}
	if err == nil {
		c.Version++
	}
	return err
}

// once makes a call to a provider that has no idempotency key. The attempt is
// written before the call; after an unknown outcome nobody calls again before the
// quarantine is over and a search has found nothing. applied is noted with success.
func (o *Office) once(ctx context.Context, now time.Time, id string, call func() (string, error),
	find func(since time.Time) (string, bool, error), applied int) (Claim, error) {
	c, err := o.Claims.Claim(ctx, id)
	if err != nil {
		return c, err
	}
	return o.first(ctx, now, c, id, call, find, applied)
}

// first is once with the claim as it was read.
func (o *Office) first(ctx context.Context, now time.Time, c Claim, id string, call func() (string, error),
	find func(since time.Time) (string, bool, error), applied int) (Claim, error) {
	switch c.State {
	case Done:
		return c, nil
	case GaveUp:
		return c, &Refused{c.Reason}
	case Trying:
		if o.doubtful(now, c) {
			return c, ErrHeld
		}
		ref, found, err := find(c.At)
		if err != nil {
			return c, err
		}
		if found {
			// What that attempt showed is not known: the caller shows its own state over it.
			return o.done(ctx, c, ref, 0)
		}
	}
	if o.Ends != nil && o.Ends(ctx) {
		return c, ErrLater
	}
	c.ID, c.State, c.Attempt, c.At = id, Trying, c.Attempt+1, now
	c.Owner, c.Lease = o.Owner, now.Add(o.Waits.Lease)
	if err := o.put(ctx, &c); err != nil {
		return c, err
	}
	ref, err := call()
	var refused *Refused
	switch {
	case err == nil:
		return o.done(ctx, c, ref, applied)
	case errors.As(err, &refused):
		c.State, c.Reason, c.Lease = GaveUp, refused.Reason, time.Time{}
		if err := o.put(ctx, &c); err != nil {
			return c, err // as long as that is not noted nobody may take it as settled
		}
		return c, err
	case errors.Is(err, ErrLater):
		c.State, c.Lease = Free, time.Time{}
		return c, errors.Join(err, o.put(ctx, &c))
	}
	return c, err
}

// doubtful reports whether the outcome of an attempt may still change, so that a search
// proves nothing.
func (o *Office) doubtful(now time.Time, c Claim) bool {
	return now.Before(c.Lease) || now.Before(c.At.Add(o.Waits.Quarantine))
}

func (o *Office) done(ctx context.Context, c Claim, ref string, applied int) (Claim, error) {
	c.State, c.Ref, c.Applied, c.Lease = Done, ref, applied, time.Time{}
	return c, o.put(ctx, &c)
}

// Collect receives from a region's queue and delivers, and reports how many
// messages are dealt with. What is held or comes too early is left to come again.
func (o *Office) Collect(ctx context.Context, now time.Time, region string, limit int, visible time.Duration) (int, error) {
	messages, err := o.Queue.Receive(ctx, region, limit, visible)
	if err != nil {
		return 0, err
	}
	done := 0
	var faults []error
	for _, m := range messages {
		switch err := o.Deliver(ctx, now, m); {
		case err == nil:
			if err := o.Queue.Delete(ctx, m); err != nil {
				faults = append(faults, err)
			}
			done++
		case !errors.Is(err, ErrHeld) && !errors.Is(err, ErrLater):
			faults = append(faults, fmt.Errorf("queue of region %s: %w", region, err))
		}
	}
	return done, errors.Join(faults...)
}
