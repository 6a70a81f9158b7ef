// Package desk is what analysts do to a case: claim it, take over, write to the
// reporter, correct, hand over, close. Every act is appended to the one log of its
// case by the same conditional put as a message, so that there is one order of what
// happened. It is pure of vendors: Slack and the terminal are adapters of it.
//
// Nothing but the act Write says an analyst's words to a reporter, and it says only
// what Preview has shown.
package desk

import (
	"context"
	"errors"
	"time"

	"relais/dialogs/intake"
	"relais/dialogs/outbox"
)

// Desk takes analysts' acts. All fields are set once, before its first use.
type Desk struct {
	Intake *intake.Desk
	Index  outbox.Index
	// Region returns the settings of a region as they are now: rights are those of
	// the moment of an act.
	Region func(code string) (Region, bool)
	// Refused is told of every act and every reading that somebody had no right to, and
	// Register keeps them; its own faults go to Refused, as whyLost. Both may be nil.
	Refused  func(context.Context, Refusal)
	Register *Register
}

// Actor is somebody as an adapter knows them: by a workspace and the id there, or
// Terminal and the name in the region's settings.
type Actor struct{ Team, User string }

// Event is one act as it reached an adapter, verified.
type Event struct {
	// ID is unique for ever and the same for each delivery of one event. One that
	// was taken before changes nothing.
	ID   string
	By   Actor
	Case intake.Key // log of the case
	Act  Act
}

// Act is something an analyst does. The acts are the types of this package that
// have its methods.
type Act interface {
	// Kind names the act in the log and in texts.
	Kind() string
	right() Right
	apply(*doing) error
}

// Result is what came of an act.
type Result struct {
	Word     Word // what the desk answers the analyst
	Case     Case // as it stands after the act
	Told     string
	Repeated bool     // the event was taken before: nothing was done now
	Contact  *Contact // of the act Call alone
}

// Word is a text for analysts: desk.word.<ID> with values. Values that are ids of
// analysts or times are not in it; see Say.
type Word struct {
	ID     string
	Values map[string]string
}

// No is the desk's kind no: the act does not fit how the case stands. Nothing was
// done, and the word says why.
type No struct{ Word Word }

func (n *No) Error() string { return "desk: " + n.Word.ID }

// no says no.
func no(id string, values ...string) error {
	w := Word{ID: id, Values: map[string]string{}}
	for i := 0; i+1 < len(values); i += 2 {
		w.Values[values[i]] = values[i+1]
	}
	return &No{w}
}

// Refusal is an act that somebody had no right to: a security event. It holds no
// name and nothing that was written.
type Refusal struct {
	By     Actor
	Region string // of the case; empty: not known
	Case   string
	Act    string
	Why    string // stranger, right, region, case; sealed: what was pressed names nothing of ours
}

// ErrRefused: whoever acts has no right to. It says nothing of the case.
var ErrRefused = errors.New("desk: refused")

// The reasons of a refusal.
const (
	whyStranger = "stranger" // nobody the region's settings name
	whyRight    = "right"    // an analyst of the region without this right
	whyRegion   = "region"   // the region has no desk here
	whyCase     = "case"     // there is no such case
	whyLost     = "not_kept" // the refusal told of before could not be kept
)

// doing is an act while it is done.
type doing struct {
	*intake.Amendment
	desk   *Desk
	event  Event
	who    Analyst
	region Region
	result *Result
	vouch  func(*Contact) error // see Desk.vouch
}

func (a *doing) me() string { return a.who.ID() }

// word sets what the analyst is answered.
func (a *doing) word(id string, values ...string) {
	a.result.Word = no(id, values...).(*No).Word
}

// keep records the act with what was given.
func (a *doing) keep(given ...string) {
	act := &intake.Act{ID: a.event.ID, Kind: a.event.Act.Kind(), By: a.me()}
	for i := 0; i+1 < len(given); i += 2 {
		if given[i+1] == "" {
			continue
		}
		if act.Given == nil {
			act.Given = map[string]string{}
		}
		act.Given[given[i]] = given[i+1]
	}
	a.Act = act
}

// tell records the act as news for everybody at the desk.
func (a *doing) tell(to string) {
	a.Tell(intake.News{Kind: a.event.Act.Kind(), By: a.me(), To: to})
}

// vouch lets the code and the PIN that an analyst is about to say open the case. Where too
// many wrong pairs were tried they are taken out of c, which says so.
func (d *Desk) vouch(ctx context.Context, now time.Time, key intake.Key, s intake.State, c *Contact) error {
	if c.PIN == "" {
		return nil
	}
	err := d.Intake.Vouch(ctx, now, key, s)
	if errors.Is(err, intake.ErrSpent) {
		c.Code, c.PIN, c.Spent = "", "", true
		return nil
	}
	return err
}

// Do does one act: rights are checked, the act is appended to the log of the case
// with all that follows from it, and the answer to the analyst returned. A repeated
// event returns what it brought about the first time. It returns a *No when the act
// does not fit how the case stands, ErrRefused, or the error of Amend.
func (d *Desk) Do(ctx context.Context, now time.Time, e Event) (Result, error) {
	var result Result
	id := e.ID
	if own, ok := e.Act.(interface{ id() string }); ok {
		id = own.id() // the act itself names what may be done once
	}
	done, err := d.Intake.Amend(ctx, now, e.Case, id, func(a *intake.Amendment) error {
		result = Result{}
		region, who, err := d.allowed(ctx, e, a.Head.Case, *a.State)
		if err != nil {
			return err
		}
		if a.State.Erased() {
			return no("gone")
		}
		vouch := func(c *Contact) error { return d.vouch(ctx, now, e.Case, *a.State, c) }
		return e.Act.apply(&doing{Amendment: a, desk: d, event: e, who: who, region: region, result: &result, vouch: vouch})
	})
	if errors.Is(err, intake.ErrNoTurn) {
		d.Refuse(ctx, Refusal{By: e.By, Act: e.Act.Kind(), Why: whyCase})
		return Result{}, ErrRefused
	}
	if err != nil {
		return Result{}, err
	}
	if done.Repeated {
		// The first delivery was allowed; this one may come after a right was taken away.
		if _, _, err := d.allowed(ctx, e, done.Turn.Case, done.Content.State); err != nil {
			return Result{}, err
		}
		result = Result{Repeated: true, Word: Word{ID: "repeated"}}
		if again, ok := e.Act.(Call); ok {
			result.Contact = again.contact(done.Content.State)
			if err := d.vouch(ctx, now, e.Case, done.Content.State, result.Contact); err != nil {
				return Result{}, err
			}
		}
	}
	result.Case = caseOf(done.Turn, done.Content.State)
	if done.Content.Reply != nil {
		result.Told = done.Content.Reply.Text
	}
	if both, ok := e.Act.(mirrored); ok && done.Content.Act != nil {
		key, act, err := both.other(result.Case, *done.Content.Act)
		if err == nil && act != nil {
			err = d.mirror(ctx, now, Event{ID: e.ID + " other", By: e.By, Case: key, Act: act})
		}
		return result, err
	}
	return result, nil
}

// mirrored is an act that is done in a second case too: other returns its log and what
// is done there, given the first case and the act as its log keeps it.
type mirrored interface {
	other(first Case, done intake.Act) (intake.Key, Act, error)
}

// mirror does the second half of an act. It is done with each delivery of the first, so
// that the next one mends what a crash between the two has left. What the other case says
// no to was so already.
func (d *Desk) mirror(ctx context.Context, now time.Time, e Event) error {
	_, err := d.Do(ctx, now, e)
	if _, no := errors.AsType[*No](err); no || errors.Is(err, intake.ErrErased) {
		return nil
	}
	return err
}

// allowed returns the region for which somebody acts, and who they are there.
func (d *Desk) allowed(ctx context.Context, e Event, id string, s intake.State) (Region, Analyst, error) {
	code := s.Region
	if o := s.Charge.Offer; o != nil && o.Kind == intake.ToRegion {
		if _, answers := e.Act.(interface{ answersOffer() }); answers {
			code = o.To // only those to whom a case is held out take it
		}
	}
	return d.permitted(ctx, e.By, code, id, e.Act.Kind(), e.Act.right())
}

func (d *Desk) permitted(ctx context.Context, by Actor, code, id, act string, right Right) (Region, Analyst, error) {
	refusal := Refusal{By: by, Region: code, Case: id, Act: act}
	region, ok := d.Region(code)
	if !ok {
		refusal.Why = whyRegion
		d.Refuse(ctx, refusal)
		return Region{}, Analyst{}, ErrRefused
	}
	who, ok := region.analyst(by)
	switch {
	case !ok:
		refusal.Why = whyStranger
	case !who.May(right):
		refusal.Why = whyRight
	default:
		return region, who, nil
	}
	d.Refuse(ctx, refusal)
	return Region{}, Analyst{}, ErrRefused
}

// Refuse tells of and keeps a refusal, one of the desk's own or of an adapter's.
func (d *Desk) Refuse(ctx context.Context, r Refusal) {
	if d.Refused != nil {
		d.Refused(ctx, r)
	}
	if d.Register == nil {
		return
	}
	if err := d.Register.Note(ctx, r); err != nil && d.Refused != nil {
		r.Why = whyLost
		d.Refused(ctx, r)
	}
}
