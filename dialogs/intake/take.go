package intake

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	jsonv2 "github.com/go-json-experiment/json"

	"relais/dialogs/engine"
)

// maxTries is how often a message is taken again after another turn was faster.
const maxTries = 4

// ErrBusy: the conversation moved on at every try.
var ErrBusy = errors.New("conversation moves faster than it can be written")

// Take takes one message: it loads the head of the conversation, drops what was
// taken before, reads, advances, appends one turn and returns what to answer.
// Nothing is answered before the turn is durable. now is the desk's clock.
//
// It returns ErrBusy after maxTries lost races, or the store's error: then nothing
// may be promised to the reporter.
func (d *Desk) Take(ctx context.Context, now time.Time, in Inbound) (Reply, error) {
	first := Key{Channel: in.Channel, Address: d.Keys.Address(in.Channel, in.From)}
	answer, read, done, err := d.joining(ctx, now, first, &in)
	if done || err != nil {
		return answer, err
	}
	in.mask()
	var known *Turn // a newer head that a lost append has returned
	for range maxTries {
		if read == nil {
			l, err := d.logs(ctx, now, first, known)
			if err != nil {
				return Reply{}, err
			}
			if answer, seen, err := d.repeat(ctx, now, &l, in); seen || err != nil {
				return answer, err
			}
			read = &l
		}
		t, err := d.inbound(ctx, now, *read, in)
		if err == nil {
			err = d.mark(ctx, *read, t.turn, in.ID)
		}
		if err == nil {
			err = d.tokens(ctx, now, t)
		}
		if err == nil {
			err = d.Log.Append(ctx, t.turn)
		}
		var stale *Stale
		switch {
		case err == nil:
			return t.reply(in), nil
		case errors.As(err, &stale) && stale.Head.N > 0 && stale.Head.Key == first && stale.Head.Current == 0:
			known = &stale.Head
		case errors.Is(err, ErrSpent) && !in.Spent:
			in.Spent = true // answered without the PIN, by what was read
			continue
		case errors.Is(err, ErrStaleTurn), errors.Is(err, ErrUnknown):
			known = nil
		default:
			return Reply{}, err
		}
		read = nil
	}
	return Reply{}, ErrBusy
}

// logs are the heads of the logs of one address: the first, which names the case
// now open, and that case's own. They are the same for a first case.
type logs struct {
	first, open Turn // N is 0 for an empty log; Key is always set
	now         Turn // of the log in which the message is taken: open, unless it is held elsewhere
	mark        int  // where the message was last tried to be written: see marks.go
	held        bool // it was to be taken next in the log of now
	own         Turn // of a channel that joined a case: the head of its own first log; the others are then the case's
	aside       int  // where the message was tried to be written in that log, to leave the case: see marks.go
}

func (d *Desk) logs(ctx context.Context, now time.Time, first Key, known *Turn) (logs, error) {
	l := logs{}
	var err error
	if known != nil {
		l.first = *known
	} else if l.first, err = d.head(ctx, first); err != nil {
		return l, err
	}
	l.now = l.first
	if lead := refOf(l.first.Lead); lead.N > 0 {
		head, err := d.head(ctx, lead.Key)
		if err != nil {
			return l, err
		}
		if l.first.Joined(head) && !head.over(now) && len(head.Sealed) > 0 {
			l.own, l.first, l.now, l.open = l.first, head, head, head
			return l, nil
		}
		// That case is erased, or its time is over: the conversation stands by itself again.
	}
	if k := l.first.Current; k > 0 {
		key := first
		key.K = k
		if l.now, err = d.head(ctx, key); err != nil {
			return l, err
		}
	}
	l.open = l.now
	return l, nil
}

// carried opens what the conversation carries on, the zero State where a case begins. Its
// Counts and TextOnly are those of the newest turn of the sender, in whatever case.
func (d *Desk) carried(now time.Time, l logs) (s State, err error) {
	if l.now.N > 0 && !l.now.over(now) && len(l.now.Sealed) > 0 { // a case that it joined may be erased
		if s, err = d.state(l.now); err != nil {
			return State{}, err
		}
	}
	newest := l.open
	if newest.N == 0 || newest.over(now) {
		newest = l.first
	}
	if newest.Key == l.now.Key || newest.N == 0 || newest.over(now) || len(newest.Sealed) == 0 {
		return s, nil
	}
	last, err := d.state(newest)
	s.Counts, s.TextOnly = last.Counts, last.TextOnly
	return s, err
}

// over reports that the time of a turn is past: it counts as gone, but numbering goes on
// from it.
func (t Turn) over(now time.Time) bool { return !t.Expires.IsZero() && now.After(t.Expires) }

// state opens what the conversation carries on from a turn, and nothing else of it.
func (d *Desk) state(t Turn) (State, error) {
	if d.Opener != nil {
		c, err := d.Opener(t)
		return c.State, err
	}
	var carried struct {
		State State `json:"state"`
	}
	err := d.unseal(t, &carried)
	return carried.State, err
}

func (d *Desk) head(ctx context.Context, key Key) (Turn, error) {
	t, err := d.Log.Head(ctx, key)
	if errors.Is(err, ErrNoTurn) {
		return Turn{Key: key}, nil
	}
	return t, err
}

// Content opens what a turn seals.
func (d *Desk) Content(t Turn) (Content, error) {
	if d.Opener != nil {
		return d.Opener(t)
	}
	var c Content
	err := d.unseal(t, &c)
	return c, err
}

// unseal decodes what a turn seals, or that of it for which content has a place. It is what
// reading a log costs most, so it is not left to encoding/json, which takes twice as long.
func (d *Desk) unseal(t Turn, content any) error {
	_, data, err := d.Keys.Content(t)
	if err != nil {
		return err
	}
	if err := jsonv2.Unmarshal(data, content, written); err != nil {
		if e, ok := errors.AsType[*jsonv2.SemanticError](err); ok {
			err = fmt.Errorf("%s does not fit a %v", e.JSONPointer, e.GoType) // its own words quote the value
		}
		return fmt.Errorf("content of %s turn %d: %w", t.Key.Short(), t.N, err)
	}
	return nil
}

// repeat answers a message that was taken before: the recorded reply while the
// advice still fits, then nothing. A reply that leaves as a text of its own is not
// given again.
func (d *Desk) repeat(ctx context.Context, now time.Time, l *logs, in Inbound) (Reply, bool, error) {
	t, head, found, err := d.find(ctx, l, in)
	if !found || err != nil {
		return Reply{}, found, err
	}
	if t.N == 0 || now.Sub(t.At) > repeatWindow || len(t.Sealed) == 0 || t.texts() {
		return Reply{Silent: true}, true, nil
	}
	content, err := d.Content(t)
	if err != nil {
		return Reply{}, true, err
	}
	if resent, err := d.resent(head, t.N); resent || err != nil {
		return Reply{Silent: true}, true, err
	}
	return reply(t, content, in), true, nil
}

// turnAt returns a turn of the log of head, the zero Turn if it is gone.
func (d *Desk) turnAt(ctx context.Context, head Turn, n int) (Turn, error) {
	if n == head.N {
		return head, nil
	}
	turns, err := d.Log.Turns(ctx, head.Key, n, 1)
	if err != nil || len(turns) == 0 || turns[0].N != n {
		return Turn{}, err
	}
	return turns[0], nil
}

func reply(t Turn, c Content, in Inbound) Reply {
	session := c.State.Session
	r := Reply{From: in.To, Key: t.Key, N: t.N, At: t.At, Silent: c.Reply == nil}
	r.Trace = Trace{Case: t.Case, Lang: session.Lang, Here: engine.Place{Dialog: session.Here.Dialog, Step: session.Here.Step}, Reason: c.Reason}
	for _, e := range t.Outbox {
		r.Trace.Leaves = append(r.Trace.Leaves, e.Kind)
	}
	if c.Reply != nil {
		r.Message = *c.Reply
	}
	return r
}

// draft is a turn in the making.
type draft struct {
	turn    Turn
	content Content
	news    []News
	erases  bool // the content of the case goes with this turn
}

func (t draft) reply(in Inbound) Reply { return reply(t.turn, t.content, in) }

// inbound makes the turn that takes the message.
func (d *Desk) inbound(ctx context.Context, now time.Time, l logs, in Inbound) (draft, error) {
	prev := l.now
	state, err := d.carried(now, l)
	if err != nil {
		return draft{}, err
	}
	if state.Opened.IsZero() {
		last := state
		if state, err = d.open(now, in); err != nil {
			return draft{}, err
		}
		state.Counts, state.TextOnly = last.Counts, last.TextOnly
		state.Session.Facts = state.begins()
		if prev.Case, err = d.caseID(); err != nil {
			return draft{}, err
		}
	}
	t := draft{turn: Turn{Key: prev.Key, N: prev.N + 1, Kind: KindInbound, Current: prev.Current, Lead: prev.Lead, Case: prev.Case}}
	if l.own.N > 0 && !state.has(l.own) {
		// It joined, and whoever let it did not get as far as telling the case.
		t.content.State = state
		own := State{}
		if len(l.own.Sealed) > 0 {
			if own, err = d.state(l.own); err != nil {
				return draft{}, err
			}
		}
		d.welcome(now, &t, in, l.own, own.Way)
		state = t.content.State
	}
	here := state.heard(in)
	put, err := d.put(ctx, prev, state, l.shown(in.Shown))
	if err != nil {
		return draft{}, err
	}
	state.Put, state.Heard, state.Mute, state.Spent = put, Stamp(now), in.Mute, state.Spent || in.Spent
	flood := state.count(now)
	cries := (flood != "" || state.idle(now)) && d.cries(now, state, in)
	if flood == Flood && !cries {
		t.content.Inbound = &Stored{ID: in.ID, Bytes: len(in.Text)}
	} else if t.content.Inbound, err = d.keep(ctx, prev, in); err != nil {
		return draft{}, err
	}
	if !here {
		// Whoever holds it may not be the reporter: it is kept, and not believed.
		t.news = append(t.news, News{Kind: NewsRemoved, Why: in.Channel, At: state.Heard})
		t.content.Reason, t.content.State = RemovedChannel, state
		d.escalate(now, &t, false)
		return t, d.finish(now, prev, &t, in.ID)
	}
	if flood != "" && !cries {
		err = d.absorb(now, prev, &t, state, flood, in)
		return t, err
	}
	if in.NotJoined {
		state.Replies = append(slices.Clone(state.Replies), now.Unix())
		state.Idle = append(slices.Clone(state.Idle), now.Unix())
		err = d.notJoined(now, prev, &t, state, in)
		return t, err
	}
	if state.Charge.Owner != "" {
		t.news = append(t.news, News{Kind: NewsHeard, At: state.Heard})
	}
	if state.Charge.Leads && !in.Mute {
		err = d.led(now, prev, state, &t, in)
		return t, err
	}
	question, session := state.Session.Here, state.Session
	switch {
	case in.Mute:
		// It was never asked anything: no message of it is an answer.
		session.Unput, session.Reput = session.Started, false
	case prev.N > 0 && session.Started && !put && !session.Unput:
		// Nobody knows whether the open question arrived: it is put again, once.
		session.Unput, session.Reput = !session.Reput, !session.Reput // the second time it is taken as put
	default:
		session.Reput = false
	}
	before := state
	session, migrated, gone := engine.Migrate(d.Set, session)
	if migrated {
		t.turn.Kind = KindMigrated
	}
	state.Session = session
	reading := d.read(now, state, in)
	derive := d.derive(now, state)
	next, effects, err := engine.Advance(d.Set, session, reading, derive)
	if gone || errors.Is(err, engine.ErrStepGone) {
		t.turn.Kind = KindMigrated
		next, effects, err = engine.HandOut(d.Set, session, reading, derive)
	}
	if err != nil {
		return draft{}, err
	}
	if in.Mute {
		err = d.mute(now, prev, &t, state, next, effects, reading, in)
		return t, err
	}
	if !migrated && !leads(session, next, effects) {
		if before.idle(now) && !cries {
			err = d.absorb(now, prev, &t, before, Absorbed, in)
			return t, err
		}
		state.Idle = append(slices.Clone(state.Idle), now.Unix())
	}
	state.Replies = append(slices.Clone(state.Replies), now.Unix())
	if err := d.giveWords(&next); err != nil {
		return draft{}, err
	}
	facts := derive(&next)
	message, err := engine.Compose(d.Set, d.Texts, &next, effects, d.values(now, state, &next))
	if err != nil {
		// A text that cannot be said must not cost the message: it is kept, the
		// reporter gets the text for bad hours, and a human looks.
		t.content.Reason = Unsayable
		next = session
		if message, err = d.apology(state, &next); err != nil {
			return draft{}, err
		}
		effects = nil
	}
	t.content.Reading, t.content.Facts, t.content.Reply = &reading, facts, &message
	state.Session, state.Asked = next, state.Heard
	state.Put = put && next.Here.Dialog == question.Dialog && next.Here.Step == question.Step
	state.Offer = state.Offer || d.mayOffer(now, state, reading.Command)
	state.Onward = state.Onward || d.mayGoOn(now, state, reading.Command)
	t.content.State = state
	t.content.State.guard(now, &t)
	if opens(effects) {
		if l.held && l.now.Key != l.first.Key {
			// It may yet be written here by whoever tried before, as something else.
			t.content.Reply = nil
			err = d.absorb(now, prev, &t, before, Absorbed, in)
			return t, err
		}
		return d.anew(ctx, now, l, t, in)
	}
	if in.Unanswerable {
		sendReply(now, &t)
	}
	d.escalate(now, &t, t.content.Reason == Unsayable)
	err = d.finish(now, prev, &t, in.ID)
	return t, err
}

// put reports whether the open question is known to have been handed over, up to the turn
// shown by the page itself. What analysts did since stands in turns after the one that put it.
func (d *Desk) put(ctx context.Context, prev Turn, s State, shown int) (bool, error) {
	if prev.Receipt != Unknown || s.Put || s.Spoke > 0 && s.Spoke <= shown {
		return true, nil
	}
	if s.Spoke == 0 || s.Spoke >= prev.N {
		return false, nil
	}
	turns, err := d.Log.Turns(ctx, prev.Key, s.Spoke, 1)
	if err != nil || len(turns) == 0 {
		return false, err
	}
	return turns[0].N == s.Spoke && turns[0].Receipt != Unknown, nil
}

func opens(effects []engine.Effect) bool {
	return slices.ContainsFunc(effects, func(e engine.Effect) bool { return e.Kind == engine.OpenCase })
}

// anew records a message that opens a further case. It stands in the first log,
// whose turn names the case now open; the case itself begins with the next message.
func (d *Desk) anew(ctx context.Context, now time.Time, l logs, t draft, in Inbound) (draft, error) {
	if l.own.N > 0 {
		return d.apart(ctx, now, l, t, in)
	}
	k := max(l.now.Key.K, l.first.Current) + 1
	phoning := t.content.State.Session.Facts[textOnly]
	if l.now.Key.K > 0 {
		t.turn.Key, t.turn.N = l.first.Key, l.first.N+1
		counts := t.content.State.Counts // they are the sender's, whatever cases are opened
		t.content.State = State{}
		if len(l.first.Sealed) > 0 { // else the first case was erased, or its time is over
			var err error
			if t.content.State, err = d.state(l.first); err != nil {
				return draft{}, err
			}
		}
		s := &t.content.State
		s.Counts, s.From, s.To, s.Session.Channel = counts, in.From, in.To, in.Channel // an erased case knows nobody
	}
	t.content.State.TextOnly = phoning
	t.turn.Kind, t.turn.Current, t.turn.Lead = KindOpened, k, l.first.Lead
	t.content.State.Session.Paused = true
	t.turn.Case = l.first.Case
	if in.Unanswerable {
		sendReply(now, &t)
	}
	err := d.finish(now, l.first, &t, in.ID)
	return t, err
}

// apart records a message by which a channel that joined a case begins one of its own.
// It stands in that channel's log, which leads nowhere from then on: what the case that it
// leaves was not told yet, it is told before.
func (d *Desk) apart(ctx context.Context, now time.Time, l logs, t draft, in Inbound) (draft, error) {
	own, state := l.own, State{}
	if len(own.Sealed) > 0 {
		var err error
		if state, err = d.state(own); err != nil {
			return draft{}, err
		}
	}
	if led, err := d.state(l.now); err != nil {
		return draft{}, err
	} else if !led.has(own) {
		err := d.takeIn(ctx, now, in, own, l.now.Key, state.Way)
		if errors.Is(err, ErrNoToken) || errors.Is(err, ErrErased) || errors.Is(err, ErrNoTurn) {
			err = ErrStaleTurn // that case was erased meanwhile: the conversation stands by itself
		}
		if err != nil {
			return draft{}, err
		}
	}
	t.turn.Key, t.turn.N, t.turn.Kind, t.turn.Current, t.turn.Case, t.turn.Lead = own.Key, own.N+1, KindOpened, own.Current+1, own.Case, ""
	counts, phoning := t.content.State.Counts, t.content.State.Session.Facts[textOnly]
	t.content.State = state
	// What the case that it leaves would have been told of it is not said.
	t.turn.Outbox, t.content.Texts, t.content.Elsewhere, t.news = nil, nil, nil, nil
	t.content.State.Counts, t.content.State.TextOnly = counts, phoning
	t.content.State.leaves(own.Lead)
	if in.Unanswerable {
		t.content.State.From, t.content.State.To = in.From, in.To
		sendReply(now, &t)
	}
	err := d.finish(now, own, &t, in.ID)
	return t, err
}

// textOnly is the fact that the reporter does not phone.
const textOnly = "text_only"

// begins are the facts that a case begins with.
func (s State) begins() engine.Facts {
	if s.TextOnly == "" {
		return nil
	}
	return engine.Facts{textOnly: s.TextOnly}
}

// open begins the state of a new case.
func (d *Desk) open(now time.Time, in Inbound) (State, error) {
	code, pin, err := d.codes()
	if err != nil {
		return State{}, err
	}
	return State{
		From: in.From, To: in.To, Opened: Stamp(now), Region: d.Territory.Numbers[in.To],
		Session: engine.Session{Channel: in.Channel, Values: map[string]string{"code": code, "pin": pin}},
	}, nil
}

// keep stores the message as it came; a text too long for a turn goes whole into a blob.
func (d *Desk) keep(ctx context.Context, prev Turn, in Inbound) (*Stored, error) {
	s := &Stored{ID: in.ID, Text: strings.ToValidUTF8(in.Text, "\uFFFD"), Bytes: len(in.Text), Media: in.Media}
	if len(in.Text) <= maxInline && utf8.ValidString(in.Text) {
		return s, nil
	}
	id := d.Keys.MessageID(prev.Key, in.ID)
	s.Blob = hex.EncodeToString(id[:]) + "-text"
	sealed, err := d.Keys.Seal(s.Blob, []byte(prev.Key.String()), d.Chance, []byte(in.Text))
	if err != nil {
		return nil, err
	}
	if err := d.Blobs.Put(ctx, s.Blob, sealed); err != nil {
		return nil, err
	}
	if len(s.Text) > maxInline {
		s.Text = strings.ToValidUTF8(s.Text[:maxInline], "")
	}
	return s, nil
}

// finish gives the turn what every turn has and links it to the one before.
func (d *Desk) finish(now time.Time, prev Turn, t *draft, inboundID string) error {
	turn := &t.turn
	turn.At = now
	nonce, err := d.nonce()
	if err != nil {
		return err
	}
	turn.Nonce = nonce
	if inboundID != "" {
		turn.Nonce += d.signature(turn.Key, inboundID)
	}
	turn.Expires = t.content.State.expires(now)
	turn.Seen = prev.Seen
	if inboundID != "" {
		seen, err := Seen(prev.Seen).With(d.Keys.MessageID(turn.Key, inboundID), turn.N)
		if err != nil && !errors.Is(err, ErrSeenFull) {
			return err
		}
		if err == nil {
			turn.Seen = seen
		}
	}
	s := &t.content.State
	if t.content.Reply != nil {
		s.Spoke = turn.N
	}
	severity, _ := s.Severity()
	turn.Region, turn.Severity, turn.Status = s.Region, severity, s.Status()
	if s.awaits() != "" { // somebody waits for a link
		turn.Outbox = append(turn.Outbox, Entry{ID: fmt.Sprintf("%s.%d.%s", turn.Case, turn.N, ToSelf), Kind: ToSelf, Region: s.Region, At: Stamp(now)})
	}
	turn.Due = d.due(now, *s)
	switch {
	case turn.Lead == "":
	case turn.Kind == KindJoined:
		turn.Due = sooner(turn.Due, Stamp(now.Add(settleAfter)))
	case turn.Lead == prev.Lead && turn.Kind != KindTimer: // the timer has looked whether the case knows; until then it has to
		turn.Due = sooner(turn.Due, prev.Due)
	}
	data, err := json.Marshal(t.content)
	if err != nil {
		return err
	}
	return d.Keys.Bind(prev, turn, d.Chance, data)
}
