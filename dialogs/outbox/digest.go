package outbox

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	jsonv2 "github.com/go-json-experiment/json"

	"relais/dialogs/directory"
	"relais/dialogs/intake"
)

// DigestVersion is the version of the format of Digest.
const DigestVersion = 1

// DigestKind says why cases are listed.
type DigestKind string

// The kinds.
const (
	Morning DigestKind = "morning" // before the centre opens: what the night has left
	Evening DigestKind = "evening" // before it closes: what must not stay without somebody
	Surge   DigestKind = "surge"   // in place of cards, while more come than anybody can read
)

// Digest is one message that lists cases of a region to its analysts. Like a Packet it
// holds nothing personal.
type Digest struct {
	Version   int        `json:"v"`
	Kind      DigestKind `json:"digest"`
	ID        string     `json:"id"` // of the message in which it is shown, once
	Region    string     `json:"region"`
	N         int        `json:"n"` // a later one of the same ID replaces an earlier
	At        time.Time  `json:"at"`
	Open      int        `json:"open"`      // cases that are not closed
	Unclaimed int        `json:"unclaimed"` // of these without an owner
	P1        int        `json:"p1"`
	Waiting   int        `json:"waiting"` // with a message that the analyst who leads has not answered
	Unsent    int        `json:"unsent"`  // with an analyst's text that did not arrive
	Ending    int        `json:"ending"`  // with a deadline within EndingWithin
	Cases     []Summary  `json:"cases"`   // those to look at, the gravest first, then the oldest
	More      int        `json:"more"`    // how many of those are not listed
	Over      bool       `json:"over,omitempty"`
}

// EndingWithin is how much time a deadline has left when a digest counts it.
const EndingWithin = 12 * time.Hour

// Digests shows digests where the analysts of a region see their cases.
type Digests interface {
	// PostDigest shows a digest for the first time. Errors as Texter.Send.
	PostDigest(ctx context.Context, d Digest, now time.Time) (ref string, err error)
	// UpdateDigest shows it anew in its place. Errors as Board.Update.
	UpdateDigest(ctx context.Context, ref string, d Digest, now time.Time) error
	// FindDigest looks for a digest posted since then.
	FindDigest(ctx context.Context, d Digest, since time.Time) (ref string, found bool, err error)
}

// Bounds of digests.
const (
	digestCases = 15               // listed in one
	digestOpen  = 1000             // open cases of a region that are looked at
	digestLasts = 3 * time.Hour    // one of the morning or the evening that comes later helps nobody
	digestAhead = 15 * time.Minute // before the centre opens or closes
	digestLate  = time.Hour        // for so long a digest is made up for
)

// A region with more than SurgeOver cases that have no card yet gets one digest in
// their place. A case gets its card when somebody opens it there, and all others get
// theirs, surgeStep a minute, once nothing new has come for surgeCalm.
const (
	SurgeOver   = 30
	surgeStep   = 10
	surgeCalm   = 10 * time.Minute
	surgeRecent = 24 * time.Hour // an older case has its card
	surgeLooks  = time.Hour      // for so long after a surge it is looked for cases without a card: the index may lag
	surgeSettle = 2 * time.Minute
	cardTurns   = 100 // of a case, back to which it is told what was let go
)

// surgeOn is the reason in a region's claim while there is a surge; its Attempt is the
// number of the newest digest, Ref the digest's id, At when it began or ended.
const (
	surgeOn  = "on"
	surgeOff = "off"
)

// letGo is the reason in the claim of a card that is not there yet: of its case something
// came while a digest stood in its place.
const letGo = "let_go"

func surgeID(region string) string { return "surge." + region }

// ParseDigest reads what a queue delivered. It reports false for what is no digest.
func ParseDigest(body []byte) (Digest, bool, error) {
	var d Digest
	var kind struct {
		Digest DigestKind `json:"digest"`
	}
	if len(body) > maxDigest || jsonv2.Unmarshal(body, &kind) != nil || kind.Digest == "" {
		return d, false, nil
	}
	if err := jsonv2.Unmarshal(body, &d, jsonv2.RejectUnknownMembers(true)); err != nil {
		return d, true, fmt.Errorf("digest: %w", err)
	}
	if d.Version != DigestVersion || d.ID == "" || d.Region == "" || d.N < 1 {
		return d, true, errors.New("digest: version, id, region and n are wanted")
	}
	return d, true, nil
}

// maxDigest bounds a digest, in bytes; one of digestCases cases has about six thousand.
const maxDigest = 64 << 10

// Readable returns an error for what Deliver cannot read.
func Readable(body []byte) error {
	if _, ok, err := ParseDigest(body); ok {
		return err
	}
	_, err := intake.ParsePacket(body)
	return err
}

// Digest sends the digests that are due to the queues of regions, and reports how
// many. It is called each minute. The error joins those of single regions; the others
// were looked at all the same.
func (o *Office) Digest(ctx context.Context, now time.Time, regions []string) (int, error) {
	if o.Index == nil {
		return 0, nil
	}
	sent := 0
	var faults []error
	for _, region := range regions {
		n, err := o.digests(ctx, now, region)
		if err != nil {
			faults = append(faults, fmt.Errorf("digests of region %s: %w", region, err))
		}
		sent += n
	}
	return sent, errors.Join(faults...)
}

func (o *Office) digests(ctx context.Context, now time.Time, region string) (int, error) {
	open, err := o.Index.Cases(ctx, region, false, digestOpen)
	if err != nil {
		return 0, err
	}
	sent, err := o.surge(ctx, now, region, open)
	if err != nil {
		return sent, err
	}
	centre, _ := directory.Serving("", region)
	for _, kind := range []DigestKind{Morning, Evening} {
		day, due := dayOf(kind, centre, now)
		if !due {
			continue
		}
		did, err := o.daily(ctx, now, kind, region, day, open)
		if did {
			sent++
		}
		if err != nil {
			return sent, err
		}
	}
	return sent, nil
}

// daily sends the digest of a morning or an evening, if it has not been sent and has
// something to say: a quiet channel says as much.
func (o *Office) daily(ctx context.Context, now time.Time, kind DigestKind, region, day string, open []Summary) (bool, error) {
	d := count(Digest{Kind: kind, ID: fmt.Sprintf("digest.%s.%s.%s", region, kind, day), Region: region, N: 1}, now, open)
	d = d.list(slices.DeleteFunc(slices.Clone(open), func(c Summary) bool { return !concerning(kind, now, c) }))
	if len(d.Cases) == 0 && (kind == Evening || d.Open == 0) {
		return false, nil
	}
	sent, err := o.Claims.Claim(ctx, "sent."+d.ID)
	if err != nil || sent.Version > 0 {
		return false, err
	}
	if err := o.push(ctx, d); err != nil {
		return false, err
	}
	err = o.put(ctx, &Claim{ID: "sent." + d.ID, State: Noted, At: now})
	if errors.Is(err, ErrHeld) {
		err = nil // somebody else has sent it too; it is shown once
	}
	return true, err
}

// push hands a digest to its region's queue.
func (o *Office) push(ctx context.Context, d Digest) error {
	body, err := json.Marshal(d)
	if err != nil {
		return err
	}
	return o.Queue.Send(ctx, d.Region, body)
}

// count fills in how many cases there are of which kind.
func count(d Digest, now time.Time, open []Summary) Digest {
	d.Version, d.At = DigestVersion, intake.Stamp(now)
	for _, c := range open {
		d.Open++
		d.Unclaimed += one(c.Owner == "")
		d.P1 += one(c.Severity == "P1")
		d.Waiting += one(!c.Waiting.IsZero())
		d.Unsent += one(c.Unsent)
		d.Ending += one(c.ending(now))
	}
	return d
}

func one(b bool) int {
	if b {
		return 1
	}
	return 0
}

// ending reports a deadline that is near and not over.
func (s Summary) ending(now time.Time) bool {
	return !s.Until.IsZero() && now.Before(s.Until) && s.Until.Sub(now) <= EndingWithin
}

// concerning reports whether a digest names a case: whom nobody has, who waits, whom a
// text did not reach; in the morning also what ends before noon comes round again.
func concerning(kind DigestKind, now time.Time, c Summary) bool {
	return c.Owner == "" || c.HeldOut() || !c.Waiting.IsZero() || c.Unsent || kind == Morning && c.ending(now)
}

// list names the gravest of some cases, and counts the others.
func (d Digest) list(cases []Summary) Digest {
	cases = slices.Clone(cases)
	slices.SortStableFunc(cases, func(a, b Summary) int {
		return cmp.Or(cmp.Compare(cmp.Or(a.Severity, "P9"), cmp.Or(b.Severity, "P9")), a.Opened.Compare(b.Opened), cmp.Compare(a.Case, b.Case))
	})
	d.Cases = cases[:min(len(cases), digestCases)]
	d.More = len(cases) - len(d.Cases)
	return d
}

// dayOf returns the day of the digest that is due now, if one is. It is due a quarter
// of an hour before the centre opens or closes for the day, by the centre's clock; a
// centre whose hours nobody knows is taken to work from nine to half past five on
// weekdays, which only says when its analysts get a list.
func dayOf(kind DigestKind, centre directory.Centre, now time.Time) (day string, due bool) {
	before := now.Add(-digestLate) // a minute that was missed is made up for
	standing := centre.At(before)
	switch {
	case standing.State == directory.Unknown, standing.State == directory.Open && standing.Closes.IsZero(),
		standing.State == directory.Closed && standing.Opens.IsZero():
		zone := centre.Hours.Location()
		local := now.In(zone)
		hour, minute := 9, 0
		if kind == Evening {
			hour, minute = 17, 30
		}
		at := time.Date(local.Year(), local.Month(), local.Day(), hour, minute, 0, 0, zone)
		weekday := local.Weekday() != time.Saturday && local.Weekday() != time.Sunday
		return at.Format(time.DateOnly), weekday && ripe(at, now)
	case kind == Morning && standing.State == directory.Closed:
		return standing.Opens.Format(time.DateOnly), ripe(standing.Opens, now)
	case kind == Evening && standing.State == directory.Open:
		day = standing.Closes.Format(time.DateOnly)
		next := centre.At(standing.Closes)
		again := next.State == directory.Closed && next.Opens.Format(time.DateOnly) == day // it closes for lunch
		return day, !again && ripe(standing.Closes, now)
	}
	return "", false
}

// ripe reports whether now is from digestAhead before an instant on, until it is too late.
func ripe(at, now time.Time) bool {
	return !now.Before(at.Add(-digestAhead)) && now.Before(at.Add(digestLate-digestAhead))
}

// surge begins, goes on with or ends the digest in place of cards.
func (o *Office) surge(ctx context.Context, now time.Time, region string, open []Summary) (int, error) {
	c, err := o.Claims.Claim(ctx, surgeID(region))
	if err != nil {
		return 0, err
	}
	recent := slices.DeleteFunc(slices.Clone(open), func(s Summary) bool { return s.Owner != "" || s.HeldOut() || now.Sub(s.Opened) > surgeRecent }) // no list takes the place of what is held out
	on := c.Reason == surgeOn
	looks := c.Reason == surgeOff && now.Sub(c.At) < surgeLooks
	if !on && !looks && len(recent) <= SurgeOver {
		return 0, nil
	}
	bare, err := o.bare(ctx, region, recent, on || looks)
	if err != nil {
		return 0, err
	}
	d := Digest{Kind: Surge, Region: region}
	switch {
	case on:
	case len(bare) > SurgeOver:
		c.ID, c.State, c.Reason, c.At, c.Attempt = surgeID(region), Noted, surgeOn, now, 0
		c.Ref = fmt.Sprintf("digest.%s.%s.%d", region, Surge, now.Unix())
		if bare, err = o.bare(ctx, region, recent, true); err != nil {
			return 0, err
		}
	case looks:
		settled := slices.DeleteFunc(bare, func(s Summary) bool { return now.Sub(s.Changed) < surgeSettle })
		if err := o.cards(ctx, settled); err != nil {
			return 0, err
		}
		return o.ended(ctx, now, c, region, open)
	default:
		return 0, nil
	}
	c.Attempt++
	d.ID, d.N = c.Ref, c.Attempt
	calm := !slices.ContainsFunc(bare, func(s Summary) bool { return now.Sub(s.Opened) < surgeCalm })
	if calm && len(bare) == 0 {
		c.Reason, c.At, d.Over = surgeOff, now, true
	}
	d = count(d, now, open).list(bare)
	if err := o.put(ctx, &c); err != nil {
		return 0, err // the other who looks at this minute sends it
	}
	if err := o.push(ctx, d); err != nil || !calm {
		return 1, err
	}
	shown, err := o.Claims.Claim(ctx, d.ID)
	if err != nil || shown.State != Done || shown.Applied < d.N-2 {
		return 1, err // nothing gets through at present: more would only pile up
	}
	return 1, o.cards(ctx, d.Cases[:min(len(d.Cases), surgeStep)])
}

// ended sends the last digest of a surge until it stands there: whoever wrote down that the
// surge is over may not have got to it.
func (o *Office) ended(ctx context.Context, now time.Time, c Claim, region string, open []Summary) (int, error) {
	shown, err := o.Claims.Claim(ctx, c.Ref)
	if err != nil || shown.State == GaveUp || shown.Applied >= c.Attempt {
		return 0, err
	}
	last := Digest{Kind: Surge, Region: region, ID: c.Ref, N: c.Attempt, Over: true}
	return 1, o.push(ctx, count(last, now, open).list(nil))
}

// bare returns the cases that have no card yet. Unless all are wanted, it stops when
// there are more than a region takes without a surge, or the newest have cards.
func (o *Office) bare(ctx context.Context, region string, cases []Summary, all bool) ([]Summary, error) {
	var bare []Summary
	for i, s := range slices.Backward(cases) { // the newest first
		c, err := o.Claims.Claim(ctx, cardID(s.Case, region))
		if err != nil {
			return nil, err
		}
		if c.State != Done && c.State != GaveUp {
			bare = append(bare, s)
		}
		carded := len(cases) - i - len(bare)
		if !all && (len(bare) > SurgeOver || carded > SurgeOver) {
			break
		}
	}
	return bare, nil
}

// cards sends cases to their queue once more, to get a card whatever else comes.
func (o *Office) cards(ctx context.Context, cases []Summary) error {
	for _, s := range cases {
		if err := o.card(ctx, s); err != nil {
			return err
		}
	}
	return nil
}

// card sends the newest turn of a case that goes to its queue, which makes the card.
func (o *Office) card(ctx context.Context, s Summary) error {
	key, err := intake.ParseKey(s.Log)
	if err != nil {
		return err
	}
	from := max(1, s.N-cardTurns+1)
	turns, err := o.Log.Turns(ctx, key, from, s.N-from+1)
	if err != nil {
		return err
	}
	for _, t := range slices.Backward(turns) {
		if e, p, ok := queued(t, s.Case, s.Region); ok {
			p.Card = true
			if e.Body, err = json.Marshal(p); err != nil {
				return err
			}
			return o.relay(ctx, t, e)
		}
	}
	return nil
}

// queued returns what a turn says of a case to a region's queue, if anything.
func queued(t intake.Turn, id, region string) (intake.Entry, intake.Packet, bool) {
	for _, e := range t.Outbox {
		if e.Kind != intake.ToQueue || e.Region != region {
			continue
		}
		if p, err := intake.ParsePacket(e.Body); err == nil && p.Case == id {
			return e, p, true
		}
	}
	return intake.Entry{}, intake.Packet{}, false
}

// gathered reports whether a case that has no card waits in a digest instead: nobody
// has asked for it, it stays in the region, and there is a surge. Where it is not known
// whether it has one, it is looked for first. The claim of its card then says that
// something was let go: whoever makes the card at that moment conflicts with that, or is
// told of it.
func (o *Office) gathered(ctx context.Context, now time.Time, c Claim, p intake.Packet) (bool, error) {
	if c.State == Done || c.State == GaveUp || o.Digests == nil || p.Card || p.Owner != "" || p.Offered != "" || p.Moved != "" {
		return false, nil
	}
	s, err := o.Claims.Claim(ctx, surgeID(p.Region))
	if err != nil || s.Reason != surgeOn {
		return false, err
	}
	if c.State == Trying {
		if o.doubtful(now, c) {
			return false, ErrHeld
		}
		_, found, err := o.Board.Find(ctx, c.ID, p, c.At)
		if err != nil || found {
			return false, err
		}
	} else if c.Reason == letGo {
		return true, nil
	}
	c.ID, c.State, c.Lease, c.Reason = cardID(p.Case, p.Region), Free, time.Time{}, letGo
	return true, o.put(ctx, &c)
}

// caughtUp sends what was let go while a case waited for the card that it now has: the
// turns that have news, and the newest.
func (o *Office) caughtUp(ctx context.Context, c Claim, p intake.Packet) (Claim, error) {
	if c.Reason != letGo {
		return c, nil
	}
	key, err := intake.ParseKey(p.Key)
	if err != nil {
		return c, err
	}
	head, err := o.Log.Head(ctx, key)
	if err != nil {
		return c, err
	}
	from := max(1, head.N-cardTurns+1)
	turns, err := o.Log.Turns(ctx, key, from, head.N-from+1)
	if err != nil {
		return c, err
	}
	newest := true
	for _, t := range slices.Backward(turns) {
		e, of, ok := queued(t, p.Case, p.Region)
		if ok && t.N != p.N && (newest || len(of.News) > 0) {
			if err := o.relay(ctx, t, e); err != nil {
				return c, err
			}
		}
		newest = newest && !ok
	}
	c.Reason = ""
	return c, o.put(ctx, &c)
}

// show shows a digest on its board, once, and later ones in its place.
func (o *Office) show(ctx context.Context, now time.Time, d Digest) error {
	if o.Digests == nil || d.Kind != Surge && now.Sub(d.At) > digestLasts {
		return nil
	}
	c, err := o.once(ctx, now, d.ID,
		func() (string, error) { return o.Digests.PostDigest(ctx, d, now) },
		func(since time.Time) (string, bool, error) { return o.Digests.FindDigest(ctx, d, since) }, d.N)
	if err != nil || c.Applied >= d.N {
		return err
	}
	return o.update(ctx, now, c, d.N, func() error { return o.Digests.UpdateDigest(ctx, c.Ref, d, now) })
}
