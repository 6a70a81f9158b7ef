package intake_test

import (
	"cmp"
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"relais/dialogs/engine"
	"relais/dialogs/intake"
	"relais/dialogs/play"
)

var night = time.Date(2026, 3, 2, 21, 40, 0, 0, time.UTC)

// talk is one reporter at the desk.
type talk struct {
	*play.Player
	t    *testing.T
	now  time.Time
	sent int
}

func converse(t *testing.T) *talk {
	t.Helper()
	p, err := play.New(play.Options{Now: night, Desks: []string{"76", "28"}})
	if err != nil {
		t.Fatal(err)
	}
	return &talk{Player: p, t: t, now: night}
}

func (c *talk) message(text string) intake.Inbound {
	c.sent++
	return intake.Inbound{Channel: "sms", ID: fmt.Sprintf("SM%032d", c.sent), From: play.DefaultFrom, To: play.DefaultTo, Text: text}
}

// take takes a message and confirms that its answer arrived.
func (c *talk) take(in intake.Inbound) intake.Reply {
	c.t.Helper()
	reply, err := c.Desk.Take(c.t.Context(), c.now, in)
	if err != nil {
		c.t.Fatal(err)
	}
	if err := c.Desk.Answered(c.t.Context(), reply); err != nil {
		c.t.Fatal(err)
	}
	return reply
}

func (c *talk) key(from string) intake.Key {
	return intake.Key{Channel: "sms", Address: c.Desk.Keys.Address("sms", from)}
}

func (c *talk) turns(key intake.Key) ([]intake.Turn, []intake.Content) {
	c.t.Helper()
	turns, err := c.Store.Turns(c.t.Context(), key, 1, 1<<20)
	if err != nil {
		c.t.Fatal(err)
	}
	var contents []intake.Content
	for _, t := range turns {
		content, err := c.Desk.Content(t)
		if err != nil {
			c.t.Fatal(err)
		}
		contents = append(contents, content)
	}
	return turns, contents
}

// TestRepliesThatLeadNowhere is invariant I33: twenty of them in ten minutes and no
// more, and answers that lead on go twice as far.
func TestRepliesThatLeadNowhere(t *testing.T) {
	helps := func(n int) []string { return strings.Split(strings.Repeat("AIDE\n", n-1)+"AIDE", "\n") }
	var toAndFro []string // an answer leads on, and so does taking it back
	for range 60 {
		toAndFro = append(toAndFro, "1", "9")
	}
	tests := []struct {
		name    string
		before  []string
		texts   []string
		apart   time.Duration
		replies int // to texts
	}{
		{"twenty words of help", []string{"tous les pc ont un message de rancon"}, helps(20), time.Second, 20},
		{"a twenty-first is absorbed", []string{"tous les pc ont un message de rancon"}, helps(30), time.Second, 20},
		{"slowly, all are answered", []string{"tous les pc ont un message de rancon"}, helps(30), time.Minute, 30},
		{"an answer leads on even then", append([]string{"tous les pc ont un message de rancon"}, helps(25)...), []string{"1"}, time.Second, 1},
		{"a danger is heard even then", append([]string{"tous les pc ont un message de rancon"}, helps(25)...), []string{"il y a le feu, un homme est blessé"}, time.Second, 1},
		{"what leads on goes to forty", []string{"tous les pc ont un message de rancon"}, toAndFro[:50], time.Second, 39},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := converse(t)
			for _, text := range tt.before {
				c.take(c.message(text))
				c.now = c.now.Add(tt.apart)
			}
			replies := 0
			for _, text := range tt.texts {
				reply := c.take(c.message(text))
				if !reply.Silent {
					replies++
				} else if reply.Trace.Reason != intake.Absorbed {
					t.Errorf("%q is met with silence, reason %q", text, reply.Trace.Reason)
				}
				c.now = c.now.Add(tt.apart)
			}
			if replies != tt.replies {
				t.Errorf("%d replies to %d texts, want %d", replies, len(tt.texts), tt.replies)
			}
			if turns, contents := c.turns(c.key(play.DefaultFrom)); len(turns) != c.sent || contents[len(contents)-1].Inbound.Text != tt.texts[len(tt.texts)-1] {
				t.Errorf("%d turns of %d texts", len(turns), c.sent)
			}
		})
	}
}

// TestRepliesWhileAnAnalystLeads: what is answered then is bounded alike, and the analyst has
// every message.
func TestRepliesWhileAnAnalystLeads(t *testing.T) {
	for name, tt := range map[string]struct {
		texts []string
		most  int // replies, with the first of the case
	}{
		"to and fro":    {[]string{"VERIF", "oui"}, 40},
		"over and over": {[]string{"HUMAIN"}, 22}, // the first is new to the case
	} {
		t.Run(name, func(t *testing.T) {
			c := converse(t)
			c.take(c.message("tous les pc ont un message de rancon"))
			if _, err := c.Desk.Amend(t.Context(), c.now, c.key(play.DefaultFrom), "lead", func(a *intake.Amendment) error {
				a.Act = &intake.Act{ID: "lead", Kind: intake.ActWrite, By: "UCAMILLE"}
				a.State.Charge.Owner, a.State.Charge.Leads = "UCAMILLE", true
				a.State.Session = engine.SetAside(a.State.Session)
				return nil
			}); err != nil {
				t.Fatal(err)
			}
			replies := 1
			for n := range 58 {
				c.now = c.now.Add(time.Second)
				if reply := c.take(c.message(tt.texts[n%len(tt.texts)])); !reply.Silent {
					replies++
				}
			}
			if replies != tt.most {
				t.Errorf("%d replies in a minute, want %d", replies, tt.most)
			}
			if turns, _ := c.turns(c.key(play.DefaultFrom)); len(turns) != 60 {
				t.Errorf("%d turns of 59 texts and an act", len(turns))
			}
		})
	}
}

// TestFarTooManyTexts: beyond a thousand in a day ids and lengths are kept, and a
// danger is heard all the same.
func TestFarTooManyTexts(t *testing.T) {
	c := converse(t)
	c.now = time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)
	for range 1002 {
		c.take(c.message("spam"))
		c.now = c.now.Add(time.Second)
	}
	if reply := c.take(c.message("il y a le feu, un homme est blessé")); reply.Silent {
		t.Error("a danger is met with silence")
	}
	_, contents := c.turns(c.key(play.DefaultFrom))
	for n, want := range map[int]intake.Stored{
		1000: {ID: fmt.Sprintf("SM%032d", 1000), Text: "spam", Bytes: 4},
		1002: {ID: fmt.Sprintf("SM%032d", 1002), Bytes: 4},
	} {
		got := contents[n-1]
		if got.Inbound.ID != want.ID || got.Inbound.Text != want.Text || got.Inbound.Bytes != want.Bytes {
			t.Errorf("text %d is kept as %+v, want %+v", n, *got.Inbound, want)
		}
	}
	if got := contents[1001].Reason; got != intake.Flood {
		t.Errorf("reason %q, want %q", got, intake.Flood)
	}
}

// TestMoreMessagesThanTurnsHaveRoomFor: a message is taken once, however many came before.
func TestMoreMessagesThanTurnsHaveRoomFor(t *testing.T) {
	tests := []struct {
		name  string
		write func(l intake.Log, ctx context.Context, turn intake.Turn) error // the first write of the newest message
		tries int                                                             // of the newest message
	}{
		{"a plain write", intake.Log.Append, 1},
		{"the answer of the write is lost", func(l intake.Log, ctx context.Context, turn intake.Turn) error {
			if err := l.Append(ctx, turn); err != nil {
				return err
			}
			return intake.ErrUnknown
		}, 1},
		{"the process dies after the write", func(l intake.Log, ctx context.Context, turn intake.Turn) error {
			if err := l.Append(ctx, turn); err != nil {
				return err
			}
			return intake.ErrThrottled
		}, 2},
		{"the process dies before the write", func(intake.Log, context.Context, intake.Turn) error { return intake.ErrThrottled }, 2},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := converse(t)
			var taken []intake.Inbound
			for range intake.SeenMax + 20 {
				in := c.message("bonjour")
				c.take(in)
				taken = append(taken, in)
				c.now = c.now.Add(2 * time.Minute)
			}
			c.Desk.Log = &troubled{Log: c.Store, write: tt.write}
			newest := c.message("le serveur ne répond plus")
			for range tt.tries {
				c.Desk.Take(t.Context(), c.now, newest)
			}
			for _, in := range append(taken, newest) {
				c.take(in)
			}
			turns, contents := c.turns(c.key(play.DefaultFrom))
			if len(turns) != len(taken)+1 {
				t.Errorf("%d turns for %d messages", len(turns), len(taken)+1)
			}
			if got := contents[len(contents)-1].Inbound; got.Text != newest.Text {
				t.Errorf("the newest turn holds %q", got.Text)
			}
			if err := intake.Verify(turns, c.Desk.Keys.Content); err != nil {
				t.Error(err)
			}
		})
	}
}

// troubled is a log whose next write goes otherwise.
type troubled struct {
	intake.Log
	write func(l intake.Log, ctx context.Context, turn intake.Turn) error
}

func (l *troubled) Append(ctx context.Context, turn intake.Turn) error {
	if write := l.write; write != nil {
		l.write = nil
		return write(l.Log, ctx, turn)
	}
	return l.Log.Append(ctx, turn)
}

// TestAnEventReadTooEarly: an event comes again to who has read the log before it, and another
// one, were written there; Seen is full, so that both have a mark.
func TestAnEventReadTooEarly(t *testing.T) {
	c := converse(t)
	for range intake.SeenMax + 1 {
		c.take(c.message("bonjour"))
		c.now = c.now.Add(2 * time.Minute)
	}
	key := c.key(play.DefaultFrom)
	before, err := c.Store.Head(t.Context(), key)
	if err != nil {
		t.Fatal(err)
	}
	c.writes(key, "other", "Je vous appelle.")
	written := c.writes(key, "event", "Ne touchez plus à rien.")
	c.Desk.Log = &early{Log: c.Store, head: &before}
	if again := c.writes(key, "event", "Ne touchez plus à rien."); again != written {
		t.Errorf("it stands at turn %d, and again at %d", written, again)
	}
}

// early is a log whose next reader gets a head of some time ago.
type early struct {
	intake.Log
	head *intake.Turn
}

func (l *early) Head(ctx context.Context, key intake.Key) (intake.Turn, error) {
	if head := l.head; head != nil {
		l.head = nil
		return *head, nil
	}
	return l.Log.Head(ctx, key)
}

// TestFurtherCases: whoever opens one case after another is bounded like anybody (I33),
// each message costs as much in the twentieth case as in the second (I32), and a message
// is taken once, whatever case it came to.
func TestFurtherCases(t *testing.T) {
	c := converse(t)
	counted := &counting{Log: c.Store}
	c.Desk.Log = counted
	var taken []intake.Inbound
	replies, most := 0, 0
	for range 60 {
		in := c.message("NOUVEAU")
		counted.requests = 0
		reply, err := c.Desk.Take(t.Context(), c.now, in)
		if err != nil {
			t.Fatal(err)
		}
		if most = max(most, counted.requests); !reply.Silent {
			replies++
		}
		taken = append(taken, in)
		c.now = c.now.Add(4 * time.Second)
	}
	if replies != 40 {
		t.Errorf("%d replies in four minutes, want 40", replies)
	}
	if most > 8 {
		t.Errorf("%d requests for one message, want 8 at most", most)
	}
	for _, in := range taken {
		c.take(in)
	}
	first := c.key(play.DefaultFrom)
	head, err := c.Store.Head(t.Context(), first)
	if err != nil {
		t.Fatal(err)
	}
	times := map[string]int{}
	for key := first; key.K <= head.Current; key.K++ {
		_, contents := c.turns(key)
		for _, content := range contents {
			times[content.Inbound.ID]++
		}
	}
	for _, in := range taken {
		if times[in.ID] != 1 {
			t.Errorf("%s stands %d times in the logs", in.ID, times[in.ID])
		}
	}
	if head.Current < 10 {
		t.Errorf("%d further cases: the test opens too few", head.Current)
	}
}

// counting is a log that counts what it is asked for a message.
type counting struct {
	intake.Log
	requests int
}

func (l *counting) Head(ctx context.Context, key intake.Key) (intake.Turn, error) {
	l.requests++
	return l.Log.Head(ctx, key)
}

func (l *counting) Turns(ctx context.Context, key intake.Key, from, limit int) ([]intake.Turn, error) {
	l.requests++
	return l.Log.Turns(ctx, key, from, limit)
}

func (l *counting) Append(ctx context.Context, turn intake.Turn) error {
	l.requests++
	return l.Log.Append(ctx, turn)
}

func (l *counting) Mark(ctx context.Context, key intake.Key, id [8]byte) (int, error) {
	l.requests++
	return l.Log.Mark(ctx, key, id)
}

func (l *counting) SetMark(ctx context.Context, key intake.Key, id [8]byte, from, to int) error {
	l.requests++
	return l.Log.SetMark(ctx, key, id, from, to)
}

// TestAnEventIsTakenOnce: what an analyst does is appended once, also to a log whose Seen
// has no room, and whatever became of its first write.
func TestAnEventIsTakenOnce(t *testing.T) {
	written := func(err error) func(intake.Log, context.Context, intake.Turn) error {
		return func(l intake.Log, ctx context.Context, turn intake.Turn) error {
			return cmp.Or(l.Append(ctx, turn), err)
		}
	}
	tests := []struct {
		name     string
		messages int // taken before
		write    func(intake.Log, context.Context, intake.Turn) error
	}{
		{"room", 1, intake.Log.Append},
		{"no room", intake.SeenMax, intake.Log.Append},
		{"no room, the answer of the write is lost", intake.SeenMax, written(intake.ErrUnknown)},
		{"no room, the process dies after the write", intake.SeenMax, written(intake.ErrThrottled)},
		{"no room, the process dies before the write", intake.SeenMax, func(intake.Log, context.Context, intake.Turn) error { return intake.ErrThrottled }},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := converse(t)
			for range tt.messages {
				c.take(c.message("bonjour"))
				c.now = c.now.Add(2 * time.Minute)
			}
			c.Desk.Log = &troubled{Log: c.Store, write: tt.write}
			for range 3 {
				c.Desk.Amend(t.Context(), c.now, c.key(play.DefaultFrom), "Ev1", func(a *intake.Amendment) error {
					a.Act = &intake.Act{ID: "Ev1", Kind: intake.NewsHeard}
					return nil
				})
				c.take(c.message("bonjour"))
			}
			_, contents := c.turns(c.key(play.DefaultFrom))
			acts := 0
			for _, content := range contents {
				if content.Act != nil {
					acts++
				}
			}
			if acts != 1 {
				t.Errorf("the event stands %d times in the log", acts)
			}
		})
	}
}

// TestASenderThatMustNotBeWrittenTo is input T55: recorded, nothing said, and shown to
// the analysts with what it tells.
func TestASenderThatMustNotBeWrittenTo(t *testing.T) {
	c := converse(t)
	const satellite = "+881612345678"
	for _, text := range []string{"mairie de Figeac, tous les pc ont un message de rancon", "1", "1", "NOUVEAU", "1"} {
		in := c.message(text)
		in.From, in.Mute = satellite, true
		if reply := c.take(in); !reply.Silent || reply.Trace.Reason != intake.BlockedDestination {
			t.Errorf("%q is answered with %q, reason %q", text, reply.Text, reply.Trace.Reason)
		}
		c.now = c.now.Add(time.Hour)
		if appended, err := c.Desk.Tick(t.Context(), c.now); err != nil || appended != 0 {
			t.Errorf("after %q: %d turns of the timer, %v", text, appended, err)
		}
	}
	turns, contents := c.turns(c.key(satellite))
	if len(turns) != 5 {
		t.Fatalf("%d turns, want 5", len(turns))
	}
	first, last := contents[0].State.Session, contents[4].State.Session
	if first.Here.ID() != last.Here.ID() || last.Said {
		t.Errorf("the dialog went from %s to %s, said %v: nobody was asked anything", first.Here.ID(), last.Here.ID(), last.Said)
	}
	if len(turns[0].Outbox) != 1 {
		t.Fatalf("%d entries leave with the first turn, want the card", len(turns[0].Outbox))
	}
	p, err := intake.ParsePacket(turns[0].Outbox[0].Body)
	if err != nil || p.Incident != "ransomware" || !p.Mute {
		t.Errorf("the card says %+v, %v", p, err)
	}
}
