package intake_test

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"relais/dialogs/intake"
	"relais/dialogs/play"
)

// asked is a case on SMS whose code and PIN the reporter has asked for.
func asked(t *testing.T) (c *talk, code, pin string) {
	t.Helper()
	c = converse(t)
	c.take(c.message("tous les pc ont un message de rancon"))
	c.now = c.now.Add(time.Minute)
	c.take(c.message("CODE"))
	c.now = c.now.Add(time.Minute)
	values := c.state(c.key(play.DefaultFrom)).Session.Values
	return c, values["code"], values["pin"]
}

func (c *talk) state(key intake.Key) intake.State {
	c.t.Helper()
	_, contents := c.turns(key)
	return contents[len(contents)-1].State
}

// browser opens a session of the web chat.
func (c *talk) browser() intake.Visit {
	c.t.Helper()
	v, err := c.Desk.Open(c.t.Context(), c.now, intake.Visitor{Lang: "fr"})
	if err != nil {
		c.t.Fatal(err)
	}
	return v
}

func (c *talk) web(v intake.Visit) intake.Key {
	return intake.Key{Channel: intake.ChannelWeb, Address: c.Desk.Keys.Address(intake.ChannelWeb, v.From)}
}

func (c *talk) join(v intake.Visit, id, code, pin string) error {
	_, err := c.Desk.Join(c.t.Context(), c.now, intake.Inbound{Channel: intake.ChannelWeb, ID: id, From: v.From, To: intake.Site(""), Lang: "fr"}, code, pin)
	return err
}

// writes lets an analyst write to the reporter of a case, and returns the turn.
func (c *talk) writes(key intake.Key, id, text string) int {
	c.t.Helper()
	c.now = c.now.Add(time.Second)
	done, err := c.Desk.Amend(c.t.Context(), c.now, key, id, func(a *intake.Amendment) error {
		a.Act = &intake.Act{ID: id, Kind: intake.ActWrite, By: "U"}
		a.Write(text, time.Hour)
		return nil
	})
	if err != nil {
		c.t.Fatal(err)
	}
	return done.Turn.N
}

// delivered reports whether the text of a turn counts as shown.
func (c *talk) delivered(key intake.Key, turn int) bool {
	turns, _ := c.turns(key)
	return turns[turn-1].Receipt == intake.Delivered
}

// reads lets the page of a session show all there is, and ask for more.
func (c *talk) reads(v intake.Visit) {
	c.t.Helper()
	var shown intake.Upto
	for range 2 {
		talk, err := c.Desk.Talk(c.t.Context(), c.now, v, shown, shown)
		if err != nil {
			c.t.Fatal(err)
		}
		shown = talk.Upto
	}
}

// allShown is all that a conversation of its own can hold.
var allShown = intake.Upto{Own: 1 << 20}

func (c *talk) said(v intake.Visit, id, text string) intake.Reply {
	c.t.Helper()
	r, err := c.Desk.Said(c.t.Context(), c.now, v, id, text, allShown)
	if err != nil {
		c.t.Fatal(err)
	}
	return r
}

// answers writes in a session whose page shows all there is.
func (c *talk) answers(v intake.Visit, id, text string) intake.Reply {
	c.t.Helper()
	talk, err := c.Desk.Talk(c.t.Context(), c.now, v, intake.Upto{}, intake.Upto{})
	if err != nil {
		c.t.Fatal(err)
	}
	r, err := c.Desk.Said(c.t.Context(), c.now, v, id, text, talk.Upto)
	if err != nil {
		c.t.Fatal(err)
	}
	return r
}

// replayed fails where the messages and silences of a log do not give its states again.
func (c *talk) replayed(key intake.Key) {
	c.t.Helper()
	before := intake.State{}
	turns, contents := c.turns(key)
	for i, turn := range turns {
		if kind := turn.Kind; kind == intake.KindInbound || kind == intake.KindMigrated || kind == intake.KindTimer {
			if err := c.Desk.Replay(before, turn, contents[i]); err != nil {
				c.t.Errorf("turn %d: %v", turn.N, err)
			}
		}
		before = contents[i].State
	}
}

func (c *talk) lines(v intake.Visit) string {
	c.t.Helper()
	talk, err := c.Desk.Talk(c.t.Context(), c.now, v, intake.Upto{}, intake.Upto{})
	if err != nil {
		c.t.Fatal(err)
	}
	var all []string
	for _, l := range talk.Lines {
		all = append(all, string(l.By)+": "+l.Text)
	}
	return strings.Join(all, "\n")
}

// Once the tries are spent the right pair opens nothing: CODE no longer tells it, and leads
// to what still works.
func TestCodeOnceTheTriesAreSpent(t *testing.T) {
	c, code, pin := asked(t)
	c.Desk.Links = "https://relais.example"
	wrong := "0000"
	if pin == wrong {
		wrong = "1111"
	}
	v := c.browser()
	for i := range 5 {
		if r := c.take(c.message("CODE")); !strings.Contains(r.Message.Text, pin) {
			t.Fatalf("after %d wrong tries: %q", i, r.Message.Text)
		}
		if err := c.join(v, fmt.Sprintf("join-%d", i), code, wrong); !errors.Is(err, intake.ErrNoToken) {
			t.Fatal(err)
		}
		c.now = c.now.Add(time.Minute)
	}
	if err := c.join(v, "join-right", code, pin); !errors.Is(err, intake.ErrNoToken) {
		t.Fatalf("the right pair after five wrong: %v", err)
	}
	for _, channel := range []string{"first", "again"} {
		c.now = c.now.Add(time.Minute)
		r := c.take(c.message("CODE"))
		if text := r.Message.Text; strings.Contains(text, pin) || !strings.Contains(text, code) || !strings.Contains(text, "LIEN, ou HUMAIN") {
			t.Errorf("%s: %q", channel, text)
		}
	}
	c.replayed(c.key(play.DefaultFrom))
}

// Where the case began in the chat, its first page reads that somebody came, by whatever way,
// and how to say that it was not them; who came reads that it goes on there.
func TestJoiningWhatBeganInTheChat(t *testing.T) {
	const warned = "continue aussi sur un autre appareil. Ce n'est pas vous ? Répondez HUMAIN."
	for name, come := range map[string]func(c *talk, first intake.Visit, code, pin string) (sees func() string){
		"by code in another page": func(c *talk, _ intake.Visit, code, pin string) func() string {
			v := c.browser()
			if err := c.join(v, "join-1", code, pin); err != nil {
				t.Fatal(err)
			}
			return func() string { return c.lines(v) }
		},
		"by link in another page": func(c *talk, first intake.Visit, _, _ string) func() string {
			c.said(first, "00000000-9", "LIEN")
			v := c.browser()
			if err := c.Desk.JoinsByLink(t.Context(), c.now, v, c.wayGivenTo(c.web(first))); err != nil {
				t.Fatal(err)
			}
			return func() string { return c.lines(v) }
		},
		"by code on a phone": func(c *talk, _ intake.Visit, code, pin string) func() string {
			c.take(c.message(code + " " + pin))
			return func() string { return "" }
		},
	} {
		t.Run(name, func(t *testing.T) {
			c := converse(t)
			c.Desk.Links = "https://relais.example"
			first := c.browser()
			c.said(first, "00000000-1", "tous les pc ont un message de rancon")
			c.now = c.now.Add(time.Minute)
			c.said(first, "00000000-2", "CODE")
			values := c.state(c.web(first)).Session.Values
			open, err := c.Desk.Talk(t.Context(), c.now, first, intake.Upto{}, intake.Upto{})
			if err != nil {
				t.Fatal(err)
			}
			c.now = c.now.Add(time.Minute)
			seen := come(c, first, values["code"], values["pin"])()
			if strings.Contains(seen, "aussi") || seen != "" && !strings.Contains(seen, "continue ici.") {
				t.Errorf("who came reads\n%s", seen)
			}
			c.now = c.now.Add(time.Second)
			after, err := c.Desk.Talk(t.Context(), c.now, first, open.Upto, open.Upto)
			if err != nil || len(after.Lines) == 0 {
				t.Fatalf("%v, %v", after.Lines, err)
			}
			last := after.Lines[len(after.Lines)-1]
			if !strings.HasPrefix(last.Text, "Votre dossier "+values["code"]+" "+warned) || strings.Contains(last.Text, "continue ici") {
				t.Errorf("the first page reads %q", last.Text)
			}
			if question := open.Lines[len(open.Lines)-1].Text; len(last.Options) == 0 || !strings.HasSuffix(question, last.Text[strings.LastIndex(last.Text, "\n")+1:]) {
				t.Errorf("what was open is put again as %q with %v, after %q", last.Text, last.Options, question)
			}
			c.said(first, "00000000-3", "HUMAIN")
			if s := c.state(c.web(first)); s.Session.Facts["human"] == "" {
				t.Errorf("HUMAIN of the first page is not heard: %v", s.Session.Facts)
			}
		})
	}
}

// TestAClockAheadHidesNothing: a conversation that has a line of a clock ahead, and goes on
// in the log of another case, is still told what is written there, and what it was not told
// does not count as shown.
func TestAClockAheadHidesNothing(t *testing.T) {
	c, code, pin := asked(t)
	v := c.browser()
	at := c.now
	c.now = at.Add(3 * time.Minute)
	c.said(v, "00000000-1", "notre site web a ete pirate")
	c.now = at.Add(time.Second)
	if err := c.join(v, "web 11111111", code, pin); err != nil {
		t.Fatal(err)
	}
	before, err := c.Desk.Talk(t.Context(), c.now, v, intake.Upto{}, intake.Upto{})
	if err != nil {
		t.Fatal(err)
	}
	phone := c.key(play.DefaultFrom)
	first := c.writes(phone, "first", "Je suis là.")
	told, err := c.Desk.Talk(t.Context(), c.now, v, before.Upto, before.Upto)
	if err != nil || len(told.Lines) != 1 || told.Lines[0].Text != "Je suis là." {
		t.Fatalf("the browser is told %+v, %v", told.Lines, err)
	}
	if c.delivered(phone, first) {
		t.Error("it counts as shown before anybody saw it")
	}
	second := c.writes(phone, "second", "Débranchez le câble.")
	rest, err := c.Desk.Talk(t.Context(), c.now, v, told.Upto, told.Upto)
	if err != nil || len(rest.Lines) != 1 || rest.Lines[0].Text != "Débranchez le câble." || rest.Lines[0].N == told.Lines[0].N {
		t.Errorf("then it is told %+v, %v", rest.Lines, err)
	}
	if c.delivered(phone, second) {
		t.Error("the second counts as shown with the first")
	}
	if none, err := c.Desk.Talk(t.Context(), c.now, v, rest.Upto, rest.Upto); err != nil || len(none.Lines) != 0 || !c.delivered(phone, second) {
		t.Errorf("what was shown is told again: %+v, delivered %v, %v", none.Lines, c.delivered(phone, second), err)
	}
}

// TestUpto: what a browser brings back says the same, and nothing else is read.
func TestUpto(t *testing.T) {
	for _, u := range []intake.Upto{{}, intake.Greeted, {Own: 4}, {Own: 4, Onward: "j3", Turn: 17}, {Own: 1, Onward: "k1"}} {
		if got, ok := intake.ParseUpto(u.String()); !ok || got != u {
			t.Errorf("%q is read as %+v, %v", u, got, ok)
		}
	}
	for _, s := range []string{"", "-1", "1e3", "1.", "1.j2", "1.x2.3", "1.j2.3.4", " 1", "1.j.3", "1234567890"} {
		if got, ok := intake.ParseUpto(s); ok {
			t.Errorf("%q is read as %+v", s, got)
		}
	}
}

// TestJoining is T52: code and PIN let the case go on in the chat, the phone and the
// analysts are told.
func TestJoining(t *testing.T) {
	c, code, pin := asked(t)
	key, v := c.key(play.DefaultFrom), c.browser()
	before, _ := c.turns(key)
	for range 2 { // the same request again does the same
		if err := c.join(v, "join-1", strings.ToLower(code), pin); err != nil {
			t.Fatal(err)
		}
	}
	turns, contents := c.turns(key)
	if len(turns) != len(before)+1 {
		t.Fatalf("%d turns after %d", len(turns), len(before))
	}
	last := contents[len(contents)-1]
	var to []string
	for id, text := range last.Texts {
		to = append(to, last.Elsewhere[id].From+": "+text)
	}
	if len(to) != 1 || !strings.HasPrefix(to[0], play.DefaultFrom+": Votre dossier "+code+" continue aussi") || strings.Contains(to[0], pin) {
		t.Errorf("the phone is told %q", to)
	}
	if last.Act == nil || last.Act.Kind != intake.NewsJoined || len(last.State.Channels) != 2 || last.State.Session.Channel != intake.ChannelWeb {
		t.Errorf("act %+v, channels %+v", last.Act, last.State.Channels)
	}
	if told := news(t, turns[len(turns)-1]); !slices.Contains(told, intake.NewsJoined) || slices.Contains(told, intake.NewsLinked) {
		t.Errorf("the analysts are told %v", told)
	}
	if seen := c.lines(v); !strings.HasPrefix(seen, "desk: Votre dossier "+code+" continue ici.\n") || strings.Contains(seen, "rancon") || !strings.Contains(seen, "Débranchez") {
		t.Errorf("the browser sees:\n%s", seen)
	}

	c.now = c.now.Add(time.Minute)
	reply := c.said(v, "11111111", "1")
	if reply.Key != key || reply.Silent {
		t.Fatalf("the browser's message stands in %s", reply.Key.Short())
	}
	after := c.state(key)
	if after.Session.Channel != intake.ChannelWeb || after.From != v.From {
		t.Errorf("heard last by %s", after.Session.Channel)
	}
	if own, _ := c.turns(c.web(v)); len(own) != 1 || own[0].Kind != intake.KindJoined || own[0].Lead == "" {
		t.Errorf("the browser's own log: %+v", own)
	}
	// The phone goes on, too, and gets its own answers.
	c.now = c.now.Add(time.Minute)
	if reply := c.take(c.message("AIDE")); reply.Key != key || reply.Silent {
		t.Errorf("the phone's message stands in %s", reply.Key.Short())
	}
	if s := c.state(key); s.Session.Channel != "sms" || s.From != play.DefaultFrom {
		t.Errorf("heard last by %s", s.Session.Channel)
	}
	turns, _ = c.turns(key)
	if err := intake.Verify(turns, c.Desk.Keys.Content); err != nil {
		t.Error(err)
	}
}

// TestJoiningByText: another phone writes code and PIN, and nothing of the PIN is kept.
func TestJoiningByText(t *testing.T) {
	for _, form := range []string{"%s %s", "REPRENDRE %s %s", "reprendre dossier %s code %s", " %s, %s."} {
		t.Run(form, func(t *testing.T) {
			c, code, pin := asked(t)
			other := "+33639980999"
			in := c.message(fmt.Sprintf(form, strings.ReplaceAll(strings.ToLower(code), "-", ""), pin))
			if strings.Trim(code, "ABCDEFGHJKMNPQRTUVWXYZ-") == "" {
				in.Text = fmt.Sprintf(form, code, pin)
			}
			in.From = other
			reply := c.take(in)
			if !strings.HasPrefix(reply.Text, "C'est bon.") {
				t.Fatalf("reply %q", reply.Text)
			}
			again := c.take(in)
			if again.Text != reply.Text || again.Key != reply.Key {
				t.Errorf("delivered again: %q", again.Text)
			}
			_, contents := c.turns(c.key(other))
			if text := contents[0].Inbound.Text; strings.Contains(text, pin) {
				t.Errorf("the PIN is kept in %q", text)
			}
			s := c.state(c.key(play.DefaultFrom))
			if s.From != other || len(s.Channels) != 2 {
				t.Errorf("the case goes on with %+v", s.Channels)
			}
			_, contents = c.turns(c.key(play.DefaultFrom))
			if n := len(contents[len(contents)-1].Texts); n != 2 {
				t.Errorf("%d texts leave, want one to each phone", n)
			}
		})
	}
}

// TestWhatDoesNotJoin is I27 and I30: a code alone opens nothing, and what is wrong with
// a pair cannot be told.
func TestWhatDoesNotJoin(t *testing.T) {
	other := func(pin string) string { return fmt.Sprintf("%04d", (len(pin)*1111+int(pin[3]))%10000) }
	tests := []struct {
		name  string
		try   func(c *talk, code, pin string) (string, string)
		never bool // CODE was never asked
	}{
		{"another PIN", func(_ *talk, code, pin string) (string, string) { return code, other(pin) }, false},
		{"no PIN", func(_ *talk, code, _ string) (string, string) { return code, "" }, false},
		{"another code", func(_ *talk, _, pin string) (string, string) { return "AAAAAA", pin }, false},
		{"a code of another length", func(_ *talk, code, pin string) (string, string) { return code + "2", pin }, false},
		{"a PIN nobody was given", func(_ *talk, code, pin string) (string, string) { return code, pin }, true},
		{"an erased case", func(c *talk, code, pin string) (string, string) {
			_, err := c.Desk.Amend(c.t.Context(), c.now, c.key(play.DefaultFrom), "erase", func(a *intake.Amendment) error {
				a.Erase()
				return nil
			})
			if err != nil {
				c.t.Fatal(err)
			}
			return code, pin
		}, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c, code, pin := asked(t)
			if tt.never {
				c = converse(t)
				c.take(c.message("tous les pc ont un message de rancon"))
				values := c.state(c.key(play.DefaultFrom)).Session.Values
				code, pin = values["code"], values["pin"]
			}
			v := c.browser()
			code, pin = tt.try(c, code, pin)
			if err := c.join(v, "join-1", code, pin); !errors.Is(err, intake.ErrNoToken) {
				t.Errorf("joined: %v", err)
			}
			if _, err := c.Store.Head(t.Context(), c.web(v)); !errors.Is(err, intake.ErrNoTurn) {
				t.Errorf("something was written: %v", err)
			}
		})
	}
}

// TestAWrongPairIsAnswered: it is a message like any other, and costs one of five tries.
func TestAWrongPairIsAnswered(t *testing.T) {
	c, code, pin := asked(t)
	wrong := "0000"
	if pin == wrong {
		wrong = "1111"
	}
	in := c.message(code + " " + wrong)
	in.From = "+33639980999"
	first := c.take(in)
	if !strings.Contains(first.Text, "HUMAIN") || strings.Contains(first.Text, code) {
		t.Errorf("reply %q", first.Text)
	}
	for range 10 { // however often it is delivered
		if again := c.take(in); again.Text != first.Text {
			t.Fatalf("delivered again: %q", again.Text)
		}
	}
	_, contents := c.turns(c.key(in.From))
	if len(contents) != 1 || contents[0].Reason != intake.NotJoined || strings.Contains(contents[0].Inbound.Text, wrong) {
		t.Errorf("%d turns, the first %+v", len(contents), contents[0].Inbound)
	}
	unknown := c.message("AAA-BBB " + wrong)
	unknown.From = "+33639980998"
	if other := c.take(unknown); other.Text != first.Text {
		t.Errorf("a code of nobody is answered %q", other.Text)
	}
	right := c.message(code + " " + pin)
	right.From = in.From
	if r := c.take(right); !strings.HasPrefix(r.Text, "C'est bon.") {
		t.Errorf("the right pair after a wrong one: %q", r.Text)
	}
}

// TestFiveTries is T51: five wrong pairs in all, ever, however many are tried at once.
func TestFiveTries(t *testing.T) {
	c, code, pin := asked(t)
	c.Desk.Chance = rand.Reader // which many may read at once
	v := c.browser()
	var all sync.WaitGroup
	var heard, opened atomic.Int64
	for n := range 200 {
		all.Go(func() {
			guess := fmt.Sprintf("%04d", n)
			err := c.join(v, "join", code, guess)
			switch {
			case err == nil:
				opened.Add(1)
			case errors.Is(err, intake.ErrNoToken):
				heard.Add(1)
			case !errors.Is(err, intake.ErrBusy):
				t.Error(err)
			}
		})
	}
	all.Wait()
	t.Logf("measured: %d of 200 at once were answered", heard.Load())
	if pin > "0199" && opened.Load() != 0 {
		t.Fatalf("%d opened", opened.Load())
	}
	for n := range 10 { // whatever is left of the five
		c.join(v, fmt.Sprint(n), code, fmt.Sprintf("%04d", 200+n))
	}
	if err := c.join(v, "right", code, pin); !errors.Is(err, intake.ErrNoToken) {
		t.Errorf("the right PIN after five wrong ones: %v", err)
	}
}

func TestTheSameTryCountsOnce(t *testing.T) {
	c, code, pin := asked(t)
	v := c.browser()
	wrong := "0000"
	if pin == wrong {
		wrong = "1111"
	}
	for range 20 {
		c.join(v, "join-1", code, wrong)
	}
	if err := c.join(v, "join-2", code, pin); err != nil {
		t.Errorf("the right PIN after one wrong one, sent often: %v", err)
	}
}

// TestARemovedChannel: nothing leaves for it any more, and it is not believed.
func TestARemovedChannel(t *testing.T) {
	c, code, pin := asked(t)
	key, v := c.key(play.DefaultFrom), c.browser()
	if err := c.join(v, "join-1", code, pin); err != nil {
		t.Fatal(err)
	}
	remove := func(channel string) (went bool) {
		_, err := c.Desk.Amend(t.Context(), c.now, key, "remove "+channel, func(a *intake.Amendment) error {
			went = a.Remove(channel)
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		return went
	}
	if !remove("sms") {
		t.Fatal("the phone stays")
	}
	if remove("web") {
		t.Error("the last channel went")
	}
	c.now = c.now.Add(time.Minute)
	before := c.state(key)
	if reply := c.take(c.message("j'ai tout réparé, fermez le dossier")); !reply.Silent || reply.Trace.Reason != intake.RemovedChannel {
		t.Errorf("the removed phone is answered %q", reply.Text)
	}
	turns, contents := c.turns(key)
	last := contents[len(contents)-1]
	if last.Inbound == nil || last.Reading != nil || last.State.From != v.From || len(last.State.Session.Facts) != len(before.Session.Facts) {
		t.Errorf("what the removed phone wrote: %+v", last)
	}
	if len(turns[len(turns)-1].Outbox) == 0 {
		t.Error("the analysts are not told")
	}
	for at := c.now; at.Before(c.now.Add(48 * time.Hour)); at = at.Add(10 * time.Minute) {
		if _, err := c.Desk.Tick(t.Context(), at); err != nil {
			t.Fatal(err)
		}
	}
	_, contents = c.turns(key)
	for _, content := range contents[len(turns):] {
		for id := range content.Texts {
			if content.Elsewhere[id].From == play.DefaultFrom || !strings.Contains(id, "page") {
				t.Errorf("a text leaves: %s", id)
			}
		}
	}
}

// TestJoiningCutShort: the conversation was turned to the case, and the case never told.
func TestJoiningCutShort(t *testing.T) {
	c, code, pin := asked(t)
	key, v := c.key(play.DefaultFrom), c.browser()
	c.joinCutShort(v, key, code, pin)
	if s := c.state(key); len(s.Channels) != 0 {
		t.Fatalf("channels %+v", s.Channels)
	}
	reply := c.said(v, "11111111", "1")
	s := c.state(key)
	if reply.Key != key || len(s.Channels) != 2 || s.Session.Channel != intake.ChannelWeb {
		t.Errorf("after the next message: %+v", s.Channels)
	}
	_, contents := c.turns(key)
	told := 0
	for _, content := range contents {
		told += len(content.Elsewhere)
	}
	if told != 1 {
		t.Errorf("the phone is told %d times", told)
	}
}

// TestJoiningCutShortAndActedOn: before the timer has made that good, an analyst acts twice on
// the case that the conversation had of its own.
func TestJoiningCutShortAndActedOn(t *testing.T) {
	c, code, pin := asked(t)
	key, v := c.key(play.DefaultFrom), c.browser()
	c.said(v, "11111111", "ma carte bancaire a ete debitee")
	c.joinCutShort(v, key, code, pin)
	for _, id := range []string{"first", "second"} {
		if _, err := c.Desk.Amend(t.Context(), c.now, c.web(v), id, func(a *intake.Amendment) error {
			a.Act = &intake.Act{ID: id, Kind: intake.ActWrite, By: "UCAMILLE"}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
	}
	c.now = c.now.Add(time.Minute)
	if _, err := c.Desk.Tick(t.Context(), c.now); err != nil {
		t.Fatal(err)
	}
	if s := c.state(key); len(s.Channels) != 2 {
		t.Errorf("the case knows of %+v", s.Channels)
	}
}

// TestJoiningCutShortAndLeft: the conversation begins another case, or joins another, before the
// timer has made that good. Who is erased with the case must be known to it.
func TestJoiningCutShortAndLeft(t *testing.T) {
	for name, leave := range map[string]func(c *talk, v intake.Visit) error{
		"another begins": func(c *talk, v intake.Visit) error {
			_, err := c.Desk.Said(t.Context(), c.now, v, "22222222", "NOUVEAU", intake.Upto{})
			return err
		},
		"another is joined": func(c *talk, v intake.Visit) error {
			const other = "+33639980077"
			for _, text := range []string{"notre site web affiche un message politique", "CODE"} {
				in := c.message(text)
				in.From = other
				c.take(in)
				c.now = c.now.Add(time.Second)
			}
			values := c.state(c.key(other)).Session.Values
			return c.join(v, "join-2", values["code"], values["pin"])
		},
	} {
		t.Run(name, func(t *testing.T) {
			c, code, pin := asked(t)
			key, v := c.key(play.DefaultFrom), c.browser()
			c.joinCutShort(v, key, code, pin)
			if err := leave(c, v); err != nil {
				t.Fatal(err)
			}
			if s := c.state(key); len(s.Channels) != 2 {
				t.Errorf("the case knows of %+v", s.Channels)
			}
		})
	}
}

// joinCutShort joins the case of key, which never hears of it.
func (c *talk) joinCutShort(v intake.Visit, key intake.Key, code, pin string) {
	c.t.Helper()
	store := c.Desk.Log
	c.Desk.Log = &cut{Log: store, key: key}
	if err := c.join(v, "join-1", code, pin); err == nil {
		c.t.Fatal("nothing was cut short")
	}
	c.Desk.Log = store
}

// cut is a log that takes no turn of one key.
type cut struct {
	intake.Log
	key intake.Key
}

func (s *cut) Append(ctx context.Context, t intake.Turn) error {
	if t.Key == s.key {
		return errors.New("cut short")
	}
	return s.Log.Append(ctx, t)
}

// TestACaseOfItsOwn: whoever joins after having told something keeps that as a case, and
// may begin another.
func TestACaseOfItsOwn(t *testing.T) {
	c, code, pin := asked(t)
	key, v := c.key(play.DefaultFrom), c.browser()
	c.said(v, "11111111", "on a vire 48300 euros sur un faux rib")
	c.now = c.now.Add(time.Minute)
	if err := c.join(v, "join-1", code, pin); err != nil {
		t.Fatal(err)
	}
	own, contents := c.turns(c.web(v))
	last := contents[len(contents)-1]
	if own[0].Case != own[len(own)-1].Case || last.State.Session.End != "joined" || len(last.State.Charge.Related) != 1 {
		t.Errorf("the first case: end %q, related %+v", last.State.Session.End, last.State.Charge.Related)
	}
	c.now = c.now.Add(time.Minute)
	c.said(v, "22222222", "NOUVEAU")
	c.now = c.now.Add(time.Minute)
	reply := c.said(v, "33333333", "mon compte facebook est pirate")
	if reply.Key.Address != c.web(v).Address || reply.Key.K == 0 {
		t.Errorf("a new case stands in %s", reply.Key.Short())
	}
	if s := c.state(key); s.Session.Facts.Get("incident") != "ransomware" {
		t.Errorf("the case that was joined is about %q", s.Session.Facts.Get("incident"))
	}
}

// TestLeavingTheBrowser: what is said next goes where it arrives by itself.
func TestLeavingTheBrowser(t *testing.T) {
	c, code, pin := asked(t)
	key, v := c.key(play.DefaultFrom), c.browser()
	if err := c.join(v, "join-1", code, pin); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := c.Desk.Leave(t.Context(), c.now, v); err != nil {
			t.Fatal(err)
		}
	}
	if s := c.state(key); s.Session.Channel != "sms" || s.From != play.DefaultFrom {
		t.Errorf("the case goes on by %s", s.Session.Channel)
	}
	if _, err := c.Desk.Enter(t.Context(), c.now, v.Token); !errors.Is(err, intake.ErrNoToken) {
		t.Errorf("the session lives: %v", err)
	}
}

// TestAStolenSessionOfAJoinedCase: the analysts of that case are told.
func TestAStolenSessionOfAJoinedCase(t *testing.T) {
	c, code, pin := asked(t)
	key, v := c.key(play.DefaultFrom), c.browser()
	if err := c.join(v, "join-1", code, pin); err != nil {
		t.Fatal(err)
	}
	c.now = c.now.Add(intake.RotateAfter)
	next, err := c.Desk.Enter(t.Context(), c.now, v.Token)
	if err != nil || next.Token == "" {
		t.Fatalf("%+v, %v", next, err)
	}
	if _, err := c.Desk.Enter(t.Context(), c.now, next.Token); err != nil {
		t.Fatal(err)
	}
	c.now = c.now.Add(2 * time.Minute)
	if _, err := c.Desk.Enter(t.Context(), c.now, v.Token); !errors.Is(err, intake.ErrNoToken) {
		t.Errorf("the old token: %v", err)
	}
	_, contents := c.turns(key)
	if last := contents[len(contents)-1]; last.Act == nil || last.Act.Kind != intake.NewsRevoked || last.State.Session.Channel != "sms" {
		t.Errorf("act %+v, the case goes on by %s", last.Act, last.State.Session.Channel)
	}
}

// faulty is a store whose calls are counted and one of which fails, before or after it
// did what it was asked for.
type faulty struct {
	play.Store
	calls, fails int
	after        bool
}

func (f *faulty) call(do func() error) error {
	f.calls++
	if f.calls != f.fails {
		return do()
	}
	if f.after {
		do()
	}
	return errors.New("no answer")
}

func (f *faulty) Head(ctx context.Context, k intake.Key) (t intake.Turn, err error) {
	err = f.call(func() (err error) { t, err = f.Store.Head(ctx, k); return err })
	return t, err
}

func (f *faulty) Append(ctx context.Context, t intake.Turn) error {
	return f.call(func() error { return f.Store.Append(ctx, t) })
}

func (f *faulty) Token(ctx context.Context, name string) (t intake.Token, err error) {
	err = f.call(func() (err error) { t, err = f.Store.Token(ctx, name); return err })
	return t, err
}

func (f *faulty) PutToken(ctx context.Context, t intake.Token) error {
	return f.call(func() error { return f.Store.PutToken(ctx, t) })
}

// TestJoiningWhateverFails: each call of the store fails once, before or after it did its
// work, and the browser sends again. The case knows the browser once, the phone is told
// once, and no try is counted twice.
func TestJoiningWhateverFails(t *testing.T) {
	runs := 0
	for fails := 1; ; fails++ {
		reached := false
		for _, after := range []bool{false, true} {
			c, code, pin := asked(t)
			key, v := c.key(play.DefaultFrom), c.browser()
			f := &faulty{Store: c.Store, fails: fails, after: after}
			c.Desk.Log, c.Desk.Tokens = f, f
			wrong := "0000"
			if pin == wrong {
				wrong = "1111"
			}
			tried := 0
			again := func(do func() error) (err error) {
				for range 3 {
					if tried++; tried > 20 {
						t.Fatal("it never ends")
					}
					if err = do(); err == nil || errors.Is(err, intake.ErrNoToken) {
						return err
					}
				}
				return err
			}
			if err := again(func() error { return c.join(v, "wrong", code, wrong) }); !errors.Is(err, intake.ErrNoToken) {
				t.Errorf("call %d: a wrong pair: %v", fails, err)
			}
			if err := again(func() error { return c.join(v, "right", code, pin) }); err != nil {
				t.Errorf("call %d, after %t: %v", fails, after, err)
			}
			err := again(func() error {
				_, err := c.Desk.Said(t.Context(), c.now, v, "11111111", "1", allShown)
				return err
			})
			if err != nil {
				t.Errorf("call %d, after %t: %v", fails, after, err)
			}
			reached = reached || f.calls >= fails
			c.Desk.Log, c.Desk.Tokens = c.Store, c.Store
			turns, contents := c.turns(key)
			told, heard, live := 0, 0, 0
			for _, content := range contents {
				told += len(content.Elsewhere)
				if content.Inbound != nil && content.Inbound.Text == "1" {
					heard++
				}
			}
			for _, channel := range c.state(key).Channels {
				if channel.Channel == intake.ChannelWeb && channel.Gone.IsZero() {
					live++
				}
			}
			if told != 1 || heard != 1 || live != 1 {
				t.Errorf("call %d, after %t: the phone told %d times, the message heard %d times, the browser in the case %d times", fails, after, told, heard, live)
			}
			if err := intake.Verify(turns, c.Desk.Keys.Content); err != nil {
				t.Error(err)
			}
			for n := range 4 { // with the first one, five
				c.join(v, fmt.Sprint("more ", n), code, wrong)
			}
			if n := fmt.Sprint("right ", fails); c.join(c.browser(), n, code, pin) == nil {
				t.Errorf("call %d, after %t: a sixth try is heard", fails, after)
			}
			runs++
		}
		if !reached {
			break
		}
	}
	t.Logf("measured: %d runs", runs)
}

// TestAWatchedPhone: a browser that goes on with the case is asked on which device it is, as
// soon as it is told there that the phone is watched, or it joins where that was told before.
// Another device takes the phone out of the case; the phone's own takes nothing out, and until
// it is told nothing opens the case there.
func TestAWatchedPhone(t *testing.T) {
	for _, before := range []bool{false, true} {
		const asks, alone = "C'est noté. De quel appareil écrivez-vous ?", "C'est noté, référence "
		c, code, pin := asked(t)
		key, v := c.key(play.DefaultFrom), c.browser()
		words := "je crois que mon téléphone est surveillé"
		if before {
			c.take(c.message(words))
		}
		if err := c.join(v, "join-1", code, pin); err != nil {
			t.Fatal(err)
		}
		c.now = c.now.Add(time.Minute)
		if !before {
			c.answers(v, "11111111", words)
		}
		s := c.state(key)
		if s.Session.Facts.Get("phone_watched") != "yes" || s.Session.Channel != intake.ChannelWeb || !s.Channels[0].Gone.IsZero() || !s.Watched() {
			t.Errorf("told before: %t: phone_watched %q, watched %t, channels %+v", before, s.Session.Facts.Get("phone_watched"), s.Watched(), s.Channels)
		}
		_, contents := c.turns(key)
		if last := contents[len(contents)-1]; last.Reply == nil || !strings.HasPrefix(last.Reply.Text, asks) {
			t.Errorf("told before: %t: the browser is answered %+v", before, last.Reply)
		} else if before {
			for id, text := range last.Texts { // that somebody joined is nothing to tell there
				if last.Elsewhere[id].From != play.DefaultFrom || !strings.HasPrefix(text, "Rien ne presse") {
					t.Errorf("to %s there leaves %q", last.Elsewhere[id].From, text)
				}
			}
		}
		for i, text := range []string{"CODE", "LIEN"} {
			if reply := c.answers(v, fmt.Sprint("2222222", i), text).Text; !strings.HasPrefix(reply, asks) {
				t.Errorf("told before: %t: %s is answered %q", before, text, reply)
			}
		}
		// The phone is asked what a phone is, and what it says is not the browser's answer.
		if reply := c.take(c.message("un autre")).Text; !strings.HasPrefix(reply, alone) {
			t.Errorf("told before: %t: the phone is answered %q", before, reply)
		}
		c.now = c.now.Add(time.Minute)
		if reply := c.answers(v, "33333333", "un autre").Text; !strings.HasPrefix(reply, asks) {
			t.Errorf("told before: %t: unasked there, the browser is answered %q", before, reply)
		}
		c.now = c.now.Add(time.Minute)
		c.answers(v, "44444444", "c'est l'ordinateur de ma soeur")
		if s = c.state(key); s.Watched() || s.Channels[0].Gone.IsZero() || s.Session.Channel != intake.ChannelWeb {
			t.Errorf("told before: %t: on another device: watched %t, channels %+v", before, s.Watched(), s.Channels)
		}
		c.now = c.now.Add(time.Minute)
		if reply := c.answers(v, "55555555", "CODE").Text; !strings.Contains(reply, pin) {
			t.Errorf("told before: %t: another device is answered %q", before, reply)
		}
		if reply := c.take(c.message("où en est mon dossier ?")); !reply.Silent {
			t.Errorf("told before: %t: the phone is answered %q", before, reply.Text)
		}
		c.replayed(key)
	}
}

// TestTwoBrowsers: each is asked for itself. The one on the phone is taken out once another is
// known to be elsewhere, and shows nothing of what is said there.
func TestTwoBrowsers(t *testing.T) {
	c := converse(t)
	c.Desk.Links = "https://relais.example"
	safe, own := c.browser(), c.browser()
	c.answers(safe, "11111111", "tous les pc ont un message de rancon et mon téléphone est espionné")
	c.now = c.now.Add(time.Minute)
	c.answers(safe, "22222222", "le pc du bureau")
	key := c.web(safe)
	c.now = c.now.Add(time.Minute)
	c.answers(safe, "33333333", "LIEN")
	token := c.wayGivenTo(key)
	if token == "" {
		t.Fatal("another device is given no link")
	}
	c.now = c.now.Add(time.Minute)
	if err := c.Desk.JoinsByLink(t.Context(), c.now, own, token); err != nil {
		t.Fatal(err)
	}
	if s := c.state(key); s.From != own.From || !s.Watched() || s.Removed(own.From) || s.Removed(safe.From) {
		t.Fatalf("from %s, watched %t, channels %+v", s.From, s.Watched(), s.Channels)
	}
	c.now = c.now.Add(time.Minute)
	const told = "oui c'est fait"
	if reply := c.answers(safe, "44444444", told).Text; strings.Contains(reply, "appareil") || c.state(key).Watched() {
		t.Errorf("asked before, the safe one is answered %q", reply)
	}
	if said := c.lines(own); !strings.Contains(said, "De quel appareil") || strings.Contains(said, told) || strings.Contains(said, "ordinateurs") {
		t.Errorf("the one that may be the phone's shows %q", said)
	}
	// An analyst writes to the safe one: it is not shown by the other, whatever that asks for.
	written := c.writes(key, "written", "Je suis là.")
	if c.reads(own); c.delivered(key, written) {
		t.Error("what was hidden counts as shown")
	}
	if c.reads(safe); !c.delivered(key, written) {
		t.Error("what was shown does not count")
	}
	c.now = c.now.Add(time.Minute)
	c.answers(own, "55555555", "CODE")
	c.now = c.now.Add(time.Minute)
	if reply := c.answers(own, "66666666", "mon téléphone").Text; !strings.HasPrefix(reply, "C'est noté, référence ") {
		t.Errorf("the phone's own is answered %q", reply)
	}
	if s := c.state(key); s.From != safe.From || s.Watched() || !s.Removed(own.From) {
		t.Errorf("from %s, watched %t, channels %+v", s.From, s.Watched(), s.Channels)
	}
	c.now = c.now.Add(time.Minute)
	if reply := c.answers(safe, "77777777", "oui").Text; strings.Contains(reply, "appareil") {
		t.Errorf("the safe one is answered %q", reply)
	}
	c.now = c.now.Add(time.Minute)
	if reply := c.answers(own, "88888888", "CODE"); !reply.Silent {
		t.Errorf("taken out, the phone's own is answered %q", reply.Text)
	}
	if said := c.lines(own); strings.Contains(said, told) || strings.Contains(said, "ordinateurs") {
		t.Errorf("taken out, the phone's own shows %q", said)
	}
	c.replayed(key)
}

// TestASafePhone: a phone that is watched hears nothing but where to go on. The other phone
// that joins by code and PIN, said aloud, is a safe one: the case goes on there with what
// was held back, and the watched one is out of it.
func TestASafePhone(t *testing.T) {
	c := converse(t)
	first := c.take(c.message("tous les pc ont un message de rancon et mon téléphone est espionné"))
	for _, told := range []string{"réseau", "robot", "payez", "112"} {
		if strings.Contains(first.Text, told) {
			t.Errorf("the watched phone reads %q", first.Text)
		}
	}
	key := c.key(play.DefaultFrom)
	s := c.state(key)
	code, pin := s.Session.Values["code"], s.Session.Values["pin"]
	const safe = "+33639980777"
	in := c.message(code + " " + pin)
	in.From = safe
	c.now = c.now.Add(time.Minute)
	c.take(in)
	if s = c.state(key); len(s.Channels) > 0 {
		t.Fatal("a PIN that nobody was given opens the case")
	}
	if err := c.Desk.Vouch(t.Context(), c.now, key, s); err != nil {
		t.Fatal(err)
	}
	c.now = c.now.Add(time.Minute)
	in = c.message(code + " " + pin)
	in.From = safe
	c.take(in)
	s = c.state(key)
	if s.From != safe || s.Watched() || !s.Removed(play.DefaultFrom) || s.Removed(safe) {
		t.Fatalf("from %s, watched %t, channels %+v", s.From, s.Watched(), s.Channels)
	}
	turns, contents := c.turns(key)
	last := contents[len(contents)-1]
	if last.Reply == nil || !strings.Contains(last.Reply.Text, "continue ici") || !strings.Contains(last.Reply.Text, "Débranchez") {
		t.Errorf("the safe phone reads %+v", last.Reply)
	}
	for _, e := range turns[len(turns)-1].Outbox {
		if last.Elsewhere[e.ID].From == play.DefaultFrom {
			t.Errorf("%q leaves for the watched phone", last.Texts[e.ID])
		}
	}
	if err := intake.Verify(turns, c.Desk.Keys.Content); err != nil {
		t.Error(err)
	}
	c.now = c.now.Add(time.Minute)
	in = c.message("CODE")
	in.From = safe
	if reply := c.take(in); !strings.Contains(reply.Text, pin) {
		t.Errorf("the safe phone reads %q", reply.Text)
	}
	if reply := c.take(c.message("bonjour")); !reply.Silent {
		t.Errorf("the watched phone reads %q", reply.Text)
	}
}

// TestASafePhoneOfABrowser: told in a browser on another device, the phone is asked for
// nothing, and a PIN shown there makes no phone a safe one: it may be the one that is watched.
// What an analyst says aloud does, and the browser on the phone shows nothing of it.
func TestASafePhoneOfABrowser(t *testing.T) {
	c := converse(t)
	v := c.browser()
	c.said(v, "11111111", "tous les pc ont un message de rancon et mon téléphone est espionné")
	c.now = c.now.Add(time.Minute)
	c.said(v, "12121212", "d'un autre")
	c.now = c.now.Add(time.Minute)
	said := c.said(v, "22222222", "CODE").Text
	key := c.web(v)
	s := c.state(key)
	code, pin := s.Session.Values["code"], s.Session.Values["pin"]
	if !strings.Contains(said, pin) || strings.Contains(said, "SMS") {
		t.Errorf("the browser reads %q", said)
	}
	c.now = c.now.Add(time.Minute)
	if reply := c.take(c.message(code + " " + pin)); !strings.HasPrefix(reply.Text, "Rien ne presse") {
		t.Errorf("the phone that may be watched reads %q", reply.Text)
	}
	if s = c.state(key); s.Session.Channel != intake.ChannelWeb || !s.Removed(play.DefaultFrom) {
		t.Fatalf("the case goes on by %s, channels %+v", s.Session.Channel, s.Channels)
	}
	turns, contents := c.turns(key)
	if last := contents[len(contents)-1]; len(last.Texts) > 0 {
		t.Errorf("there leave %q", last.Texts)
	}
	if err := intake.Verify(turns, c.Desk.Keys.Content); err != nil {
		t.Error(err)
	}
	for _, word := range []string{"CODE", "QUI", "bonjour"} {
		c.now = c.now.Add(time.Minute)
		if reply := c.take(c.message(word)); !reply.Silent {
			t.Errorf("asked for %s the phone reads %q", word, reply.Text)
		}
	}
	if err := c.Desk.Vouch(t.Context(), c.now, key, s); err != nil {
		t.Fatal(err)
	}
	in := c.message(code + " " + pin)
	in.From = "+33639980777"
	c.now = c.now.Add(time.Minute)
	c.take(in)
	if s = c.state(key); s.From != in.From || s.Watched() {
		t.Errorf("vouched for: from %s, watched %t, channels %+v", s.From, s.Watched(), s.Channels)
	}
}

// TestAPhoneThatIsSomebodyElsesToo: on a watched phone where the reporter goes on nothing
// says that nobody else reads, and the text to paste tells nothing of the case.
func TestAPhoneThatIsSomebodyElsesToo(t *testing.T) {
	c := converse(t)
	c.take(c.message("mes fichiers sont chiffrés et mon téléphone est espionné"))
	for _, text := range []string{"oui", "oui", "QUI", "qui lit ça ?", "17CYBER"} {
		c.now = c.now.Add(time.Minute)
		reply := c.take(c.message(text)).Text
		for _, told := range []string{"Seul le centre", "Seuls les analystes du centre", "Seuls ce robot", "votre téléphone, pas", "Fichiers chiffrés", "Découvert"} {
			if strings.Contains(reply, told) {
				t.Errorf("%q is answered %q", text, reply)
			}
		}
	}
}

// TestTheOtherDeviceAsksForAPerson: what a watched phone is told to do, done from another
// device, brings a person, who reads the reference there. It opens and shows nothing,
// whether it is of a case or made up.
func TestTheOtherDeviceAsksForAPerson(t *testing.T) {
	c := converse(t)
	first := c.take(c.message("tous les pc ont un message de rancon et mon téléphone est espionné"))
	code := c.state(c.key(play.DefaultFrom)).Session.Values["code"]
	if !strings.Contains(first.Text, "HUMAIN") || !strings.Contains(first.Text, code) {
		t.Fatalf("the watched phone reads %q", first.Text)
	}
	var said []string
	for i, named := range []string{code, "ABC-DEF"} {
		c.now = c.now.Add(time.Minute)
		in := c.message("HUMAIN, référence " + named)
		in.From = fmt.Sprint("+3363998077", i)
		said = append(said, c.take(in).Text)
		key := c.key(in.From)
		if s := c.state(key); s.Session.Facts.Get("human") != "yes" || !s.Session.Queued || len(s.Channels) > 0 {
			t.Errorf("%s: human %q, queued %t, channels %+v", named, s.Session.Facts.Get("human"), s.Session.Queued, s.Channels)
		}
		if _, contents := c.turns(key); !strings.Contains(contents[len(contents)-1].Inbound.Text, named) {
			t.Errorf("%s is not kept", named)
		}
	}
	if said[0] != said[1] || strings.Contains(said[0], "rançon") {
		t.Errorf("one that exists is answered %q, one made up %q", said[0], said[1])
	}
}

// TestACodeAlone: the reference of a case, alone, from another phone opens nothing. Whether
// it is of a case or made up, the same is said: how to go on; and the card names it.
func TestACodeAlone(t *testing.T) {
	c := converse(t)
	c.take(c.message("tous les pc ont un message de rancon"))
	code := c.state(c.key(play.DefaultFrom)).Session.Values["code"]
	var said []string
	for i, named := range []string{code, "ABC-DEF"} {
		for _, text := range []string{named, "mes fichiers sont chiffrés", strings.ToLower(named)} {
			c.now = c.now.Add(time.Minute)
			in := c.message(text)
			in.From = fmt.Sprint("+3363998078", i)
			said = append(said, c.take(in).Text)
		}
		turns, contents := c.turns(c.key(fmt.Sprint("+3363998078", i)))
		s := contents[len(contents)-1].State
		if len(s.Channels) > 0 || len(s.Charge.Related) > 0 || s.Session.Values["code"] == code {
			t.Errorf("%s: channels %+v, related %+v", named, s.Channels, s.Charge.Related)
		}
		shown := false
		for _, turn := range turns {
			for _, e := range turn.Outbox {
				if e.Kind == intake.ToQueue {
					p, err := intake.ParsePacket(e.Body)
					if err != nil {
						t.Fatal(err)
					}
					shown = shown || p.Named == named
				}
			}
		}
		if !shown {
			t.Errorf("the card does not name %s", named)
		}
	}
	if n := len(said) / 2; !slices.Equal(said[:n], said[n:]) {
		t.Errorf("one that exists is answered %q, one made up %q", said[:n], said[n:])
	}
	if !strings.Contains(said[0], "n'ouvre rien seule") || !strings.Contains(said[0], "HUMAIN") || !strings.Contains(said[2], "CODE") || strings.Contains(said[0], "robot), je vous aide. Maintenant") {
		t.Errorf("said %q", said)
	}
}

// news are the kinds of the news that a turn has for the analysts.
func news(t *testing.T, turn intake.Turn) (kinds []string) {
	t.Helper()
	for _, e := range turn.Outbox {
		if e.Kind != intake.ToQueue {
			continue
		}
		var p intake.Packet
		if err := json.Unmarshal(e.Body, &p); err != nil {
			t.Fatal(err)
		}
		for _, n := range p.News {
			kinds = append(kinds, n.Kind)
		}
	}
	return kinds
}

// TestAWrongPairTakesNoOtherWay is I27: known code or not, the store is asked the same.
func TestAWrongPairTakesNoOtherWay(t *testing.T) {
	c, code, pin := asked(t)
	wrong := "0000"
	if pin == wrong {
		wrong = "1111"
	}
	count := func(code string, n int) int {
		f := &faulty{Store: c.Store}
		c.Desk.Log, c.Desk.Tokens = f, f
		if err := c.join(c.browser(), fmt.Sprint(n), code, wrong); !errors.Is(err, intake.ErrNoToken) {
			t.Fatal(err)
		}
		return f.calls
	}
	unknown := count("AAA-BBB", 0)
	for n := range 8 { // the last ones after the five
		if known := count(code, n); known != unknown {
			t.Errorf("try %d: %d calls, %d for a code of nobody", n+1, known, unknown)
		}
	}
}

// onwardLink is a one-time link to go on elsewhere, asked for on the phone.
func onwardLink(t *testing.T) (*talk, string) {
	t.Helper()
	c := converse(t)
	c.Desk.Links = "https://relais.example"
	c.take(c.message("tous les pc ont un message de rancon"))
	c.now = c.now.Add(time.Minute)
	if reply := c.take(c.message("LIEN")); !strings.HasPrefix(reply.Text, "Un lien arrive") || strings.Contains(reply.Text, intake.LinkPath) {
		t.Fatalf("LIEN is answered with %q", reply.Text)
	}
	return c, c.wayGiven()
}

// wayGiven is the token of the link that the timer gives, "" for none.
func (c *talk) wayGiven() string { return c.wayGivenTo(c.key(play.DefaultFrom)) }

func (c *talk) wayGivenTo(key intake.Key) string {
	c.t.Helper()
	c.now = c.now.Add(time.Minute)
	if _, err := c.Desk.Tick(c.t.Context(), c.now); err != nil {
		c.t.Fatal(err)
	}
	_, contents := c.turns(key)
	last := contents[len(contents)-1]
	if last.Inbound != nil || last.Reply == nil {
		return ""
	}
	_, token, _ := strings.Cut(last.Reply.Text, "https://relais.example"+intake.LinkPath)
	token, _, _ = strings.Cut(token, "\n")
	return token
}

func TestJoiningByLink(t *testing.T) {
	c, token := onwardLink(t)
	if len(token) != 22 { // 128 bits
		t.Fatalf("the link is %q", token)
	}
	key, v := c.key(play.DefaultFrom), c.browser()
	for range 3 { // whatever shows previews uses nothing up
		if p, err := c.Desk.Look(t.Context(), c.now, token, intake.LinkJoin); err != nil || p.Key != key {
			t.Fatalf("%v, %v", p, err)
		}
	}
	before, _ := c.turns(key)
	for range 2 { // the same request again does the same
		if err := c.Desk.JoinsByLink(t.Context(), c.now, v, token); err != nil {
			t.Fatal(err)
		}
	}
	turns, contents := c.turns(key)
	if len(turns) != len(before)+1 {
		t.Fatalf("%d turns after %d", len(turns), len(before))
	}
	last := contents[len(contents)-1]
	if len(last.Texts) != 1 || last.Act == nil || last.Act.Kind != intake.NewsJoined || len(last.State.Channels) != 2 {
		t.Errorf("texts %v, act %+v, channels %+v", last.Texts, last.Act, last.State.Channels)
	}
	if last.Act.Given["by"] != "link" || !slices.Contains(news(t, turns[len(turns)-1]), intake.NewsLinked) || slices.Contains(news(t, turns[len(turns)-1]), intake.NewsJoined) {
		t.Errorf("the analysts are told %v, act %+v", news(t, turns[len(turns)-1]), last.Act)
	}
	if seen := c.lines(v); !strings.Contains(seen, "continue ici") || strings.Contains(seen, "rancon") {
		t.Errorf("the browser sees:\n%s", seen)
	}
	if reply := c.said(v, "11111111", "1"); reply.Key != key {
		t.Errorf("the browser's message stands in %s", reply.Key.Short())
	}
	if err := c.Desk.JoinsByLink(t.Context(), c.now, c.browser(), token); !errors.Is(err, intake.ErrNoToken) {
		t.Errorf("used by another: %v", err)
	}
	if _, err := c.Desk.Look(t.Context(), c.now, token, intake.LinkJoin); !errors.Is(err, intake.ErrNoToken) {
		t.Errorf("looked at after its use: %v", err)
	}
}

// TestLinksThatJoinNothing: all are one and the same to whoever has them.
func TestLinksThatJoinNothing(t *testing.T) {
	for _, tt := range []struct {
		name   string
		change func(t *testing.T, c *talk, token string) string
	}{
		{"forged", func(_ *testing.T, _ *talk, token string) string { return "A" + token[1:] + "A" }},
		{"of another purpose", func(t *testing.T, c *talk, _ string) string {
			token, err := c.Desk.Link(t.Context(), c.now, c.key(play.DefaultFrom), intake.LinkDossier, intake.LinkValidity)
			if err != nil {
				t.Fatal(err)
			}
			return token
		}},
		{"over", func(_ *testing.T, c *talk, token string) string {
			c.now = c.now.Add(intake.LinkValidity + time.Millisecond)
			return token
		}},
		{"the case is erased", func(t *testing.T, c *talk, token string) string {
			if _, err := c.Desk.Amend(t.Context(), c.now, c.key(play.DefaultFrom), "erase", func(a *intake.Amendment) error {
				a.Erase()
				return nil
			}); err != nil {
				t.Fatal(err)
			}
			return token
		}},
		{"from before the phone was taken out", func(t *testing.T, c *talk, token string) string {
			v := c.browser()
			c.take(c.message("CODE"))
			values := c.state(c.key(play.DefaultFrom)).Session.Values
			if err := c.join(v, "join-1", values["code"], values["pin"]); err != nil {
				t.Fatal(err)
			}
			c.now = c.now.Add(time.Minute)
			if _, err := c.Desk.Amend(t.Context(), c.now, c.key(play.DefaultFrom), "out", func(a *intake.Amendment) error {
				if !a.Remove("sms") {
					t.Error("it is not taken out")
				}
				return nil
			}); err != nil {
				t.Fatal(err)
			}
			return token
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c, token := onwardLink(t)
			token = tt.change(t, c, token)
			v := c.browser()
			if err := c.Desk.JoinsByLink(t.Context(), c.now, v, token); !errors.Is(err, intake.ErrNoToken) {
				t.Errorf("%v", err)
			}
			if own, _ := c.turns(c.web(v)); len(own) > 0 {
				t.Errorf("the browser's log has %d turns", len(own))
			}
		})
	}
}

// TestALinkJoinsFromManySides: one conversation gets in, whoever presses at the same instant.
func TestALinkJoinsFromManySides(t *testing.T) {
	c, token := onwardLink(t)
	c.Desk.Chance = rand.Reader // which many may read at once
	var in atomic.Int32
	var all sync.WaitGroup
	for range 8 {
		v := c.browser()
		all.Go(func() {
			switch err := c.Desk.JoinsByLink(t.Context(), c.now, v, token); {
			case err == nil:
				in.Add(1)
			case !errors.Is(err, intake.ErrNoToken) && !errors.Is(err, intake.ErrBusy):
				t.Error(err)
			}
		})
	}
	all.Wait()
	if s := c.state(c.key(play.DefaultFrom)); in.Load() != 1 || len(s.Channels) != 2 {
		t.Errorf("%d got in, the case has %d channels", in.Load(), len(s.Channels))
	}
}

// TestNoLinkToAWatchedPhone: where the attacker reads along no link is said, asked for
// before it was known or after.
func TestNoLinkToAWatchedPhone(t *testing.T) {
	c := converse(t)
	c.Desk.Links = "https://relais.example"
	c.take(c.message("tous les pc ont un message de rancon"))
	c.now = c.now.Add(time.Minute)
	c.take(c.message("LIEN"))
	c.take(c.message("je crois que mon téléphone est surveillé"))
	if token := c.wayGiven(); token != "" {
		t.Errorf("given: %q", token)
	}
	c.now = c.now.Add(10 * time.Minute)
	if reply := c.take(c.message("LIEN")); !strings.HasPrefix(reply.Text, "C'est noté, référence") {
		t.Errorf("answered with %q", reply.Text)
	}
	c.now = c.now.Add(time.Minute)
	c.take(c.message("oui")) // go on here
	c.now = c.now.Add(time.Minute)
	if reply := c.take(c.message("LIEN")); !strings.HasPrefix(reply.Text, "Pas de lien") {
		t.Errorf("answered with %q", reply.Text)
	}
	if token := c.wayGiven(); token != "" {
		t.Errorf("given: %q", token)
	}
}
