package intake

import (
	"cmp"
	"context"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"relais/dialogs/engine"
)

// Speaker says whose words a line of the chat holds.
type Speaker string

// The speakers, as the chat names them.
const (
	You     Speaker = "you"
	Robot   Speaker = "desk"
	Analyst Speaker = "analyst"
)

// Line is something that was said, as the chat shows it.
type Line struct {
	N       string // tells it from the other lines
	By      Speaker
	ID      string // of a line of the reporter's, as the channel gave it
	At      time.Time
	Text    string
	Options []engine.Option // of the question in it
}

// Talk is a conversation as the chat sees it.
type Talk struct {
	Lines []Line
	Upto  Upto      // how far it stands before whoever reads it
	Lang  string    // of the conversation, "" if none is known yet
	Said  time.Time // the newest line
	Led   bool      // an analyst leads
	Money *Money    // nil: none that minutes count for
	Apart bool      // told to be another device than the phone that is watched: what it shows stays only as long
}

// Money is money that has left and that nobody is known to have asked back yet.
type Money struct {
	Sent   time.Time // to the minute, as the reporter told it
	Ago    string    // the same, in words
	Script string    // what to read aloud to whoever paid
}

// minutesCount is how long after a payment its minutes are shown: then days are told.
const minutesCount = 24 * time.Hour

// money is what a case says of money that minutes count for, nil for none: it is surely
// gone, since a moment told to the minute, and nobody has called for it.
func (d *Desk) money(now time.Time, s State) *Money {
	facts := s.Session.Facts
	if facts.Get("money") != "gone" || facts.Get(sentWithin) != "yes" || facts.Get("bank_called") == "yes" || s.Charge.Closing != nil || s.Session.End == stopped {
		return nil
	}
	sent, err := time.Parse(time.RFC3339, facts.Get(sentAt))
	if passed := now.Sub(sent); err != nil || passed < 0 || passed >= minutesCount {
		return nil
	}
	v := view{desk: d, now: now, state: s, session: &s.Session}
	return &Money{Sent: sent, Ago: v.ago(sent), Script: v.values()["script"]}
}

// Upto says how far a conversation stands before who reads it in the chat. Turns of one log
// come in their order; of two logs the clocks tell nothing of the kind, so each counts for
// itself. The zero Upto: nothing stands there.
type Upto struct {
	Own    int    // 1 with the greeting, which stands in no log; one more with each turn of the conversation's own log
	Onward string // where it goes on from there, "" nowhere: see logs.onward
	Turn   int    // the newest of the log there
}

// Greeted is how far a conversation stands there in which nothing was said yet.
var Greeted = Upto{Own: 1}

// upto is an Upto as String writes it.
var upto = regexp.MustCompile(`^(\d{1,9})(?:\.([jk]\d{1,9})\.(\d{1,9}))?$`)

// String is what ParseUpto reads: "4", or "4.j3.17" where the conversation goes on in another log.
func (u Upto) String() string {
	if u.Onward == "" {
		return strconv.Itoa(u.Own)
	}
	return fmt.Sprintf("%d.%s.%d", u.Own, u.Onward, u.Turn)
}

// ParseUpto reads what String wrote. It reports false for anything else.
func ParseUpto(s string) (Upto, bool) {
	m := upto.FindStringSubmatch(s)
	if m == nil {
		return Upto{}, false
	}
	u := Upto{Onward: m[2]}
	u.Own, _ = strconv.Atoi(m[1])
	u.Turn, _ = strconv.Atoi(m[3])
	return u, true
}

// onward names the log where a conversation goes on, "" for its own first one: by the turn
// with which it joined a case, or by the number of its further case.
func (l logs) onward() string {
	switch {
	case l.own.N > 0:
		return fmt.Sprint("j", refOf(l.own.Lead).N)
	case l.now.Key.K > 0:
		return fmt.Sprint("k", l.now.Key.K)
	}
	return ""
}

// own is the newest turn of the conversation's own log that u holds, 0 for none.
func (u Upto) own() int { return max(0, u.Own-1) }

// shown is the newest turn of the log of now that u holds, 0 for none.
func (l logs) shown(u Upto) int {
	switch onward := l.onward(); {
	case onward == "":
		return u.own()
	case onward == u.Onward:
		return u.Turn
	}
	return 0
}

// Talk returns what was said in a session after what stands there already, oldest first.
// Of a case that began elsewhere it shows what was said since it was joined. shown is what
// the reporter surely has on the screen, the zero Upto if nobody knows: an analyst's words
// up to there count as delivered.
func (d *Desk) Talk(ctx context.Context, now time.Time, v Visit, after, shown Upto) (Talk, error) {
	talk := Talk{Upto: Greeted, Said: v.Began, Lang: v.Lang}
	l, err := d.logs(ctx, now, d.visitKey(v), nil)
	if err != nil {
		return talk, err
	}
	own := l.first
	if l.own.N > 0 {
		own = l.own
	}
	talk.Upto.Own = own.N + 1
	if err := d.since(ctx, now, own, own, "", after.own(), shown.own(), &talk); err != nil {
		return talk, err
	}
	if talk.Upto.Onward = l.onward(); talk.Upto.Onward != "" {
		talk.Upto.Turn = l.now.N
		if err := d.since(ctx, now, l.now, own, talk.Upto.Onward, l.shown(after), l.shown(shown), &talk); err != nil {
			return talk, err
		}
	}
	slices.SortStableFunc(talk.Lines, func(a, b Line) int { return a.At.Compare(b.At) })
	return talk, nil
}

// since adds what was said in the log of head after a turn. own is the head of the
// conversation's own log: of another's, which onward names, it shows what was said while it
// was in the case.
func (d *Desk) since(ctx context.Context, now time.Time, head, own Turn, onward string, after, shown int, talk *Talk) error {
	if head.N == 0 || head.over(now) || len(head.Sealed) == 0 {
		return nil
	}
	content, err := d.Content(head)
	if err != nil {
		return err
	}
	s := content.State
	here := Channel{Channel: ChannelWeb, From: s.From} // alone in its own case, or not yet of it
	if head.Key.Address != own.Key.Address {
		at := slices.IndexFunc(s.Channels, func(c Channel) bool {
			return c.Log == own.Key.String() && c.Turn == refOf(own.Lead).N
		})
		if at < 0 {
			talk.Upto.Turn = 0
			return nil // the case does not know of it yet
		}
		here = s.Channels[at]
	} else if at := slices.IndexFunc(s.Channels, func(c Channel) bool { return c.Log == head.Key.String() && c.Turn == 0 }); at >= 0 {
		here = s.Channels[at] // it began here
	}
	in, out := here.Since, here.Gone
	read := s.From != here.From && here.watched(s.Session.Facts) || s.From == here.From && s.Watched()
	talk.Led, talk.Apart = s.Charge.Leads, toldApart(s, here)
	if talk.Money = nil; out.IsZero() && !read {
		talk.Money = d.money(now, s)
	}
	if lang := s.Session.Lang; lang != "" {
		talk.Lang = lang
	}
	// What was said before it joined is not shown here. Where this may be the phone that is watched,
	// neither is what was said on another device, or while this one was told to be another. What it
	// wrote as it was taken out is answered there.
	hidden := func(t Turn, c Content) bool {
		return t.N < in || read && (c.State.From != here.From && !t.At.Equal(out) || toldApart(c.State, here))
	}
	turns, err := d.newer(ctx, head, after)
	if err == nil && out.IsZero() {
		err = d.shown(ctx, now, head, s, shown, hidden)
	}
	if err != nil {
		return err
	}
	for _, t := range turns {
		if len(t.Sealed) == 0 || !out.IsZero() && t.At.After(out) {
			continue
		}
		if content, err = d.Content(t); err != nil {
			return err
		}
		if hidden(t, content) {
			continue
		}
		for _, l := range lines(t, content, own.Key.String(), fmt.Sprintf("%s.%d", onward, t.N)) {
			talk.Said = later(talk.Said, l.At)
			if t.N > after {
				talk.Lines = append(talk.Lines, l)
			}
		}
	}
	return nil
}

// toldApart reports whether a case whose phone is watched was told that a page is another device.
func toldApart(s State, page Channel) bool {
	return s.From == page.From && s.Session.Facts.Get(phoneWatched) == "yes" && !s.Watched()
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// someTurns are enough to find the newest that said something.
const someTurns = 8

// newer returns turns of a log, oldest first: at least all that came after a turn, and the
// newest that said something.
func (d *Desk) newer(ctx context.Context, head Turn, after int) ([]Turn, error) {
	if head.N <= after {
		return []Turn{head}, nil
	}
	from := max(1, min(after, head.N-someTurns)+1)
	return d.Log.Turns(ctx, head.Key, from, head.N-from+1)
}

// lines says what one turn holds to the conversation whose own log this is; name tells them
// from those of other turns.
func lines(t Turn, c Content, own, name string) []Line {
	var said []Line
	if in := c.Inbound; in != nil {
		_, id, _ := strings.Cut(in.ID, webID)
		said = append(said, Line{N: name, By: You, ID: id, At: t.At, Text: in.Text})
	}
	l := Line{N: name + "r", By: Robot, At: t.At}
	if m := c.Reply; m != nil {
		l.Text, l.Options = cmp.Or(m.Body, m.Text), m.Options
		if c.Act != nil && c.Act.Kind == ActWrite {
			l.By = Analyst
		}
	}
	switch came := c.Came; {
	case came == nil || came.Log == own:
	case c.Inbound != nil: // what the one that joined wrote is answered besides
		l.Text = strings.TrimSpace(came.Text + "\n" + l.Text)
	default: // it goes on there, not here
		l.Text = strings.TrimSpace(came.Text + "\n" + came.Open)
	}
	if c.Reply != nil || l.Text != "" {
		said = append(said, l)
	}
	return said
}

// ActWrite is the kind of the act by which an analyst writes to the reporter.
const ActWrite = "write"

// webID begins the id of a message of the chat; the browser's own follows.
const webID = "web "

// Said takes what somebody writes in a session. id is the browser's, unique for ever:
// the same one again is the same message. shown is what stood before them, the
// zero Upto if nobody knows.
func (d *Desk) Said(ctx context.Context, now time.Time, v Visit, id, text string, shown Upto) (Reply, error) {
	return d.Take(ctx, now, Inbound{
		Channel: ChannelWeb, ID: webID + id, From: v.From, To: Site(v.Site), Text: text, Lang: v.Lang, Shown: shown,
	})
}

// Site is how a site that offers the chat stands among the numbers of a territory.
func Site(id string) string { return ChannelWeb + ":" + id }

// Joins lets a session go on in the case that a code and a PIN open, as Join does. The
// same pair again is the same try.
func (d *Desk) Joins(ctx context.Context, now time.Time, v Visit, code, pin string) error {
	_, err := d.Join(ctx, now, d.joinedBy(v, plainCode(code)+pin), code, pin)
	return err
}

// JoinsByLink lets a session go on in the case of a one-time link, as JoinByLink does.
func (d *Desk) JoinsByLink(ctx context.Context, now time.Time, v Visit, token string) error {
	_, err := d.JoinByLink(ctx, now, d.joinedBy(v, token), token)
	return err
}

// joinedBy is the request of a session to join what a secret opens.
func (d *Desk) joinedBy(v Visit, secret string) Inbound {
	return Inbound{Channel: ChannelWeb, ID: webID + d.Keys.reference("join", v.name+secret), From: v.From, To: Site(v.Site), Lang: v.Lang}
}
