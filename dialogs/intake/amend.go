package intake

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"relais/dialogs/directory"
	"relais/dialogs/engine"
	"relais/locales/gsm7"
)

// ErrErased: the content of the case was erased; nothing can be done with it.
var ErrErased = errors.New("the content of the case was erased")

// Amendment is a turn that no message of the reporter brings, while it is made. A
// change alters State and says what is to be said; nothing happens until the turn
// is appended, and then all of it.
type Amendment struct {
	Now   time.Time
	Head  Turn   // the newest turn, which this one follows
	State *State // as it was; as it is left it will be
	Act   *Act   // set it to have it kept
	desk  *Desk
	draft *draft
}

// Amended is a turn that was appended, now or, Repeated, before.
type Amended struct {
	Turn     Turn
	Content  Content
	Repeated bool
}

// Amend appends one turn to a log by the same conditional put as a message. id names
// the event that brings it: one that was taken before changes nothing, and the turn
// that took it is returned. change may run more than once and must have no effect
// but on the Amendment; its error is returned and nothing is appended. Amend returns
// ErrNoTurn for a log that is not there or over, ErrErased, ErrBusy as Take does, or
// the store's error.
func (d *Desk) Amend(ctx context.Context, now time.Time, key Key, id string, change func(*Amendment) error) (Amended, error) {
	var doubtful []string // nonces of turns of ours of which it is not known whether they stand
	for range maxTries {
		head, err := d.Log.Head(ctx, key)
		if err != nil {
			return Amended{}, err
		}
		if !head.Expires.IsZero() && now.After(head.Expires) {
			return Amended{}, ErrNoTurn
		}
		taken, found, mark, err := d.eventAt(ctx, head, id)
		if found || err != nil {
			done, err := d.amended(taken, err)
			done.Repeated = !slices.Contains(doubtful, taken.Nonce)
			return done, err
		}
		if len(head.Sealed) == 0 {
			return Amended{}, ErrErased
		}
		t, err := d.amend(now, head, id, change)
		if err != nil {
			return Amended{}, err
		}
		if err = d.markEvent(ctx, head, id, mark); err == nil {
			err = d.Log.Append(ctx, t.turn)
		}
		switch {
		case err == nil:
			return Amended{Turn: t.turn, Content: t.content}, nil
		case errors.Is(err, ErrUnknown):
			doubtful = append(doubtful, t.turn.Nonce)
		case errors.Is(err, ErrStaleTurn):
		default:
			return Amended{}, err
		}
	}
	return Amended{}, ErrBusy
}

// eventID keeps the ids of analysts' events apart from those of messages.
func eventID(id string) string { return "event\x00" + id }

// amended returns the turn that took an event.
func (d *Desk) amended(t Turn, err error) (Amended, error) {
	switch {
	case err != nil:
		return Amended{}, err
	case len(t.Sealed) == 0:
		return Amended{}, ErrErased
	}
	content, err := d.Content(t)
	return Amended{Turn: t, Content: content}, err
}

// amend makes the turn that follows head.
func (d *Desk) amend(now time.Time, head Turn, id string, change func(*Amendment) error) (draft, error) {
	content, err := d.Content(head)
	if err != nil {
		return draft{}, err
	}
	t := d.follow(head, KindAct, content.State)
	a := &Amendment{Now: now, Head: head, State: &t.content.State, desk: d, draft: &t}
	if err := change(a); err != nil {
		return draft{}, err
	}
	t.content.Act = a.Act
	if t.erases {
		d.wipe(now, &t)
	}
	if t.erases {
		return t, d.finish(now, head, &t, eventID(id))
	}
	if a.Act != nil && a.Act.By != "" {
		t.content.State.Session.Queued = true // whoever acts on a case has seen it
	}
	d.escalate(now, &t, false)
	return t, d.finish(now, head, &t, eventID(id))
}

// follow begins a turn after head that is no message of the reporter's.
func (d *Desk) follow(head Turn, kind TurnKind, s State) draft {
	t := draft{turn: Turn{Key: head.Key, N: head.N + 1, Case: head.Case, Kind: kind, Current: head.Current, Lead: head.Lead}}
	t.content.State = s
	t.content.State.Put = head.Receipt != Unknown || s.Put
	return t
}

// Tell adds to the news of the turn.
func (a *Amendment) Tell(n News) {
	if n.At.IsZero() {
		n.At = Stamp(a.Now)
	}
	a.draft.news = append(a.draft.news, n)
}

// Write gives the turn an analyst's words for the reporter and returns them as they
// leave. On a channel that cannot be written to they stand in the log for the
// channel to fetch. They leave after the text that was written before them.
func (a *Amendment) Write(text string, validity time.Duration) string {
	m := engine.Message{Text: Sendable(a.State.Session.Channel, text)}
	m.Body = m.Text
	id := a.draft.speak(a.Now, m, entryDesk, validity)
	if a.State.Charge.Unread = (Unread{}); id != "" {
		a.draft.content.After, a.State.Charge.Written = a.State.Charge.Written, id
	} else if a.State.Session.Channel == ChannelWeb {
		a.State.Charge.Unread = Unread{Turn: a.draft.turn.N, At: later(Stamp(a.Now), a.Head.At)} // as the chain stamps it
	}
	return m.Text
}

// Sendable is a text as a channel carries it.
func Sendable(channel, text string) string {
	if channel == "sms" {
		return gsm7.Fold(text)
	}
	return text
}

// Notice gives the turn words of the desk for the reporter: the text notice.<id>.
func (a *Amendment) Notice(id string, values map[string]string) error {
	return a.desk.notice(a.Now, a.draft, id, values, nil)
}

// consentDialog asks whether a case may be passed on, and consentFact has the answer.
const (
	consentDialog = "consent"
	consentFact   = "passing"
	receiver      = "receiver" // the value by which texts name to whom
)

// AskLeave puts to the reporter whether the case may be passed on to a region or a
// door. by is the id of the analyst who wants to know.
func (a *Amendment) AskLeave(kind OfferKind, to, by string) error {
	s := a.State
	name, err := a.desk.Receiver(kind, to, s.Session.Lang)
	if err != nil {
		return err
	}
	session := s.Session
	session.Values = maps.Clone(session.Values)
	session.Values[receiver] = name
	next, effects, err := engine.Call(a.desk.Set, session, consentDialog, a.desk.derive(a.Now, *s))
	if err != nil {
		return err
	}
	s.Session, s.Put = next, false
	s.Charge.Asked = &Asked{To: to, Kind: kind, By: by, At: Stamp(a.Now)}
	return a.desk.notice(a.Now, a.draft, "", nil, effects)
}

// Receiver is what a reporter calls whom a case is passed on to.
func (d *Desk) Receiver(kind OfferKind, to, lang string) (string, error) {
	lang = cmp.Or(lang, d.Texts.Tags()[0])
	if kind == ToRegion {
		centre, ok := directory.Serving("", to)
		if !ok {
			return d.Texts.Text(lang, "notice.centre", nil)
		}
		return said(centre, lang), nil
	}
	return d.Texts.Text(lang, "notice.receiver.n"+strings.ReplaceAll(to, "-", "_"), nil)
}

// consent notes what the reporter has answered to the question for leave; taking the
// answer back takes it away.
func (s *State) consent(now time.Time, t *draft) {
	a := s.Charge.Asked
	if a == nil {
		return
	}
	answer := s.Session.Facts[consentFact]
	if answer == a.Answer {
		return
	}
	answered := *a
	answered.Answer = answer
	s.Charge.Asked = &answered
	if answer != "" {
		t.news = append(t.news, News{Kind: NewsConsent, To: a.To, At: Stamp(now), Why: answer})
	}
}

// Resume gives the conversation back to the robot, which says the text notice.<id>
// and puts again what was open, unless its answer has become known.
func (a *Amendment) Resume(id string, values map[string]string) error {
	return a.desk.resume(a.Now, a.draft, id, values)
}

func (d *Desk) resume(now time.Time, t *draft, id string, values map[string]string) error {
	s := &t.content.State
	next, effects, err := engine.Resume(d.Set, s.Session, d.derive(now, *s))
	if err != nil {
		return err
	}
	s.Session, s.Put = next, false
	s.Charge.Leads, s.Charge.Until, s.Charge.Waiting, s.Charge.Called = false, time.Time{}, time.Time{}, false
	return d.notice(now, t, id, values, effects)
}

// notice says a text of the desk, unless its id is empty, and what the robot has to say;
// where the attacker may read along, neither.
func (d *Desk) notice(now time.Time, t *draft, id string, values map[string]string, effects []engine.Effect) error {
	s := &t.content.State
	next := s.Session
	facts := d.derive(now, *s)(&next)
	said := d.values(now, *s, &next)
	maps.Copy(said, values)
	say := engine.Effect{Kind: engine.Tell, Say: engine.Say{ID: "notice." + id}}
	// What waits for room waits on: here only this is said.
	later := next.Later
	next.Later = nil
	if id != "" {
		effects = append([]engine.Effect{say}, effects...)
	}
	message, err := engine.Compose(d.Set, d.Texts, &next, effects, said)
	if err != nil {
		return err
	}
	next.Later = append(later, next.Later...)
	if s.watched(&next) {
		// What the question was is for whoever writes next, once let hear it.
		next.Unput = next.Unput || slices.ContainsFunc(effects, func(e engine.Effect) bool { return e.Kind == engine.Ask })
		if message, err = d.neutral(&next); err != nil {
			return err
		}
	}
	s.Session = next
	t.content.Facts = facts
	t.speak(now, message, entrySMS, smsValidity)
	return nil
}

// The ends of the ids of entries that carry a text.
const (
	entrySMS  = "sms"  // of the robot
	entryDesk = "desk" // of an analyst
	entryPage = "page" // to somebody on duty
	entryElse = "else" // for another channel than the one last heard; a number follows
)

// speak gives the turn a message to the reporter that is no answer, and returns the
// id of the entry it leaves by; none on a channel that fetches it from the log.
func (t *draft) speak(now time.Time, m engine.Message, end string, validity time.Duration) string {
	s := &t.content.State
	t.content.Reply = &m
	if end != entryDesk {
		s.Asked = Stamp(now)
	}
	if !pushes(s.Session.Channel) || s.Mute {
		return ""
	}
	id := fmt.Sprintf("%s.%d.%s", t.turn.Case, t.turn.N, end)
	t.leave(now, Entry{ID: id, Kind: ToSMS}, m.Text, validity)
	return id
}

// pushes reports whether a text gets to the reporter on a channel by itself; on the
// others it waits until it is fetched.
func pushes(channel string) bool { return channel == "sms" || channel == "slack" }

// Derive gives what conditions of dialogs may ask for at this instant.
func (a *Amendment) Derive() engine.Derive { return a.desk.derive(a.Now, *a.State) }
