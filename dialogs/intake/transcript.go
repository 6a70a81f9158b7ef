package intake

import (
	"cmp"
	"context"
	"slices"
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
	Order   int64 // rises from line to line
	By      Speaker
	ID      string // of a line of the reporter's, as the channel gave it
	At      time.Time
	Text    string
	Options []engine.Option // of the question in it
}

// Talk is a conversation as the chat sees it.
type Talk struct {
	Lines []Line
	Last  int64     // order of the newest line there is, or of the beginning
	Lang  string    // of the conversation, "" if none is known yet
	Said  time.Time // the newest line
	Led   bool      // an analyst leads
	Money *Money    // nil: none that minutes count for
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
	if facts.Get("money") != "gone" || facts.Get(sentExact) != "yes" || facts.Get("bank_called") == "yes" || s.Charge.Closing != nil || s.Session.End == stopped {
		return nil
	}
	sent, err := time.Parse(time.RFC3339, facts.Get(sentAt))
	if passed := now.Sub(sent); err != nil || passed < 0 || passed >= minutesCount {
		return nil
	}
	v := view{desk: d, now: now, state: s, session: &s.Session}
	return &Money{Sent: sent, Ago: v.ago(sent), Script: v.values()["script"]}
}

// A line is ordered by its time, then by its turn, then the question before the answer.
// Turns of one log rise in both; in two logs of one address at the same instant no
// order is the right one. The numbers stay below 2^53, which every browser counts exactly.
const (
	ordersPerMilli = 1000
	turnsPerMilli  = ordersPerMilli / 2
)

func order(at time.Time, n int) int64 {
	return at.UnixMilli()*ordersPerMilli + int64(n%turnsPerMilli)*2
}

// Order is that of the greeting, which stands in no log.
func (v Visit) Order() int64 { return order(v.Began, 0) }

// Talk returns what was said in a session after a line, oldest first. Of a case that
// began elsewhere it shows what was said since it was joined. shown is the newest line
// that the reporter surely has on the screen, 0 if nobody knows: an analyst's words up to
// there count as delivered.
func (d *Desk) Talk(ctx context.Context, now time.Time, v Visit, after, shown int64) (Talk, error) {
	talk := Talk{Last: v.Order(), Said: v.Began, Lang: v.Lang}
	first, err := d.head(ctx, d.visitKey(v))
	if err != nil || first.N == 0 {
		return talk, err
	}
	heads := []Turn{first}
	if lead := refOf(first.Lead); lead.N > 0 {
		head, err := d.head(ctx, lead.Key)
		if err != nil {
			return talk, err
		}
		if first.Joined(head) {
			heads = append(heads, head)
		}
	} else if first.Current > 0 {
		key := first.Key
		key.K = first.Current
		open, err := d.head(ctx, key)
		if err != nil {
			return talk, err
		}
		heads = append(heads, open)
	}
	for _, head := range heads {
		if err := d.since(ctx, now, head, first, after, shown, &talk); err != nil {
			return talk, err
		}
	}
	slices.SortStableFunc(talk.Lines, func(a, b Line) int { return int(a.Order - b.Order) })
	return talk, nil
}

// since adds what was said in the log of head after a line. own is the head of the
// conversation's own log: of another's it shows what was said while it was in the case.
func (d *Desk) since(ctx context.Context, now time.Time, head, own Turn, after, shown int64, talk *Talk) error {
	if head.N == 0 || head.over(now) || len(head.Sealed) == 0 {
		return nil
	}
	content, err := d.Content(head)
	if err != nil {
		return err
	}
	in, out := 0, time.Time{}
	if head.Key.Address != own.Key.Address {
		at := slices.IndexFunc(content.State.Channels, func(c Channel) bool {
			return c.Log == own.Key.String() && c.Turn == refOf(own.Lead).N
		})
		if at < 0 {
			return nil // the case does not know of it yet
		}
		in, out = content.State.Channels[at].Since, content.State.Channels[at].Gone
	}
	talk.Led = content.State.Charge.Leads
	if talk.Money = nil; out.IsZero() {
		talk.Money = d.money(now, content.State)
	}
	if lang := content.State.Session.Lang; lang != "" {
		talk.Lang = lang
	}
	turns, err := d.newer(ctx, head, after)
	if err == nil && out.IsZero() {
		err = d.shown(ctx, now, head, content.State, shown)
	}
	if err != nil {
		return err
	}
	for _, t := range turns {
		if len(t.Sealed) == 0 || t.N < in || !out.IsZero() && t.At.After(out) {
			continue
		}
		if content, err = d.Content(t); err != nil {
			return err
		}
		for _, l := range lines(t, content, own.Key.String()) {
			talk.Last, talk.Said = max(talk.Last, l.Order), later(talk.Said, l.At)
			if l.Order > after {
				talk.Lines = append(talk.Lines, l)
			}
		}
	}
	return nil
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// newer returns turns of a log, oldest first: at least all that came after a line, and
// the newest that said something.
func (d *Desk) newer(ctx context.Context, head Turn, after int64) ([]Turn, error) {
	if order(head.At, head.N)+1 <= after {
		return []Turn{head}, nil
	}
	for look := 8; ; look *= 4 {
		from := max(1, head.N-look+1)
		turns, err := d.Log.Turns(ctx, head.Key, from, look)
		if err != nil || from == 1 || len(turns) > 0 && order(turns[0].At, turns[0].N)+1 <= after {
			return turns, err
		}
	}
}

// lines says what one turn holds to the conversation whose own log this is.
func lines(t Turn, c Content, own string) []Line {
	var said []Line
	at := order(t.At, t.N)
	if in := c.Inbound; in != nil {
		_, id, _ := strings.Cut(in.ID, webID)
		said = append(said, Line{Order: at, By: You, ID: id, At: t.At, Text: in.Text})
	}
	l := Line{Order: at + 1, By: Robot, At: t.At}
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
// the same one again is the same message. shown is the newest line that stood before
// them, 0 if nobody knows.
func (d *Desk) Said(ctx context.Context, now time.Time, v Visit, id, text string, shown int64) (Reply, error) {
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
