package handler_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"relais/dialogs/desk"
	"relais/dialogs/intake"
	"relais/dialogs/play"
	"relais/functions/chat/handler"
)

// staffed is a desk of analysts over the bench's, with one of them.
func (b *bench) staffed() (*desk.Desk, desk.Actor) {
	region := desk.Region{Code: "76", Name: "Occitanie", Slack: desk.Channel{Team: "T", Channel: "C"}, Analysts: []desk.Analyst{
		{Slack: "U", Name: "Camille Exemple", Rights: []desk.Right{desk.MayRead, desk.MayLead}},
	}}
	return &desk.Desk{Intake: b.Player.Desk, Region: func(code string) (desk.Region, bool) { return region, code == region.Code }}, desk.Actor{Team: "T", User: "U"}
}

// head is the newest turn of a log with its content.
func (b *bench) head(key intake.Key) (intake.Turn, intake.Content) {
	b.t.Helper()
	t, err := b.Player.Desk.Log.Head(b.t.Context(), key)
	if err != nil {
		b.t.Fatal(err)
	}
	c, err := b.Player.Desk.Content(t)
	if err != nil {
		b.t.Fatal(err)
	}
	return t, c
}

// keyOf is the log of the one case that waits for something.
func (b *bench) keyOf(channel string) intake.Key {
	b.t.Helper()
	all, err := b.Player.Desk.Log.Due(b.t.Context(), b.now.Add(24*time.Hour), 10)
	if err != nil {
		b.t.Fatal(err)
	}
	for _, due := range all {
		if due.Key.Channel == channel {
			return due.Key
		}
	}
	b.t.Fatal("there is no case")
	return intake.Key{}
}

// TestWhatAnAnalystWritesIsShownOrNot: words that the page has shown count as delivered once
// it asks for more; those that it has not are told to the desk after three minutes, by the
// log too, and count as delivered when somebody comes back.
func TestWhatAnAnalystWritesIsShownOrNot(t *testing.T) {
	b := open(t)
	staff, camille := b.staffed()
	token := b.session().Token
	b.ask("POST", handler.PathMessages, `{"id":"00000000-1","text":"tous les pc de la mairie ont un message de rancon"}`, bearer(token))
	key := b.keyOf(intake.ChannelWeb)
	events := 0
	do := func(act desk.Act) desk.Result {
		t.Helper()
		events++
		r, err := staff.Do(t.Context(), b.now, desk.Event{ID: fmt.Sprint("e", events), By: camille, Case: key, Act: act})
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	write := func(text string) int {
		t.Helper()
		p, err := staff.Preview(t.Context(), b.now, camille, key, text)
		if err != nil {
			t.Fatal(err)
		}
		if r := do(desk.Write{Draft: p.Draft, Text: p.Text}); r.Word.ID != "written_fetched" {
			t.Errorf("the analyst is answered %q", r.Word.ID)
		}
		head, _ := b.head(key)
		return head.N
	}
	receipt := func(n int) intake.Receipt {
		t.Helper()
		turns, err := b.Player.Desk.Log.Turns(t.Context(), key, n, 1)
		if err != nil || len(turns) != 1 {
			t.Fatal(turns, err)
		}
		return turns[0].Receipt
	}
	tick := func() {
		t.Helper()
		if _, err := b.Player.Desk.Tick(t.Context(), b.now); err != nil {
			t.Fatal(err)
		}
	}
	do(desk.TakeOver{})

	n := write("Bonjour, je suis là.")
	shown := b.ask("GET", handler.PathMessages+"?after=0", "", bearer(token))
	if receipt(n) != intake.Unknown {
		t.Error("what leaves is not yet shown")
	}
	after := fmt.Sprint(handler.PathMessages, "?after=", shown.After)
	b.ask("GET", after, "", bearer(token))
	b.ask("GET", after, "", bearer(token))
	if receipt(n) != intake.Delivered {
		t.Errorf("what was shown is %q", receipt(n))
	}
	head, content := b.head(key)
	if content.Act == nil || content.Act.Kind != intake.NewsReceipt || head.N != n+1 || content.State.Charge.Unread.Turn != 0 {
		t.Errorf("the log says %+v at turn %d, want one receipt at %d", content.Act, head.N, n+1)
	}

	n = write("Où en êtes-vous ?")
	b.now = b.now.Add(3*time.Minute - time.Second)
	tick()
	if head, _ := b.head(key); head.N != n {
		t.Errorf("told before its time: turn %d", head.N)
	}
	b.now = b.now.Add(time.Second)
	tick()
	tick()
	head, content = b.head(key)
	if act := content.Act; act == nil || act.Given["receipt"] != "unread" || act.Given["channel"] != "web" || content.State.Charge.Unsent != n || head.N != n+1 {
		t.Errorf("after three minutes the log says %+v at turn %d", act, head.N)
	}
	p, err := staff.Again(t.Context(), b.now, camille, key, n)
	if err != nil || p.Reach != desk.ReachFetched || p.Text != "Où en êtes-vous ?" {
		t.Errorf("again: %+v, %v", p, err)
	}
	shown = b.ask("GET", handler.PathMessages+"?after=0", "", bearer(token))
	b.ask("GET", fmt.Sprint(handler.PathMessages, "?after=", shown.After), "", bearer(token))
	if _, content = b.head(key); receipt(n) != intake.Delivered || content.State.Charge.Unsent != 0 {
		t.Errorf("who comes back reads it: %q, %+v", receipt(n), content.State.Charge)
	}
}

// TestWhatNoPageShowsLeavesByTheOtherChannel: a case of a phone that goes on in a browser
// which is gone.
func TestWhatNoPageShowsLeavesByTheOtherChannel(t *testing.T) {
	b := open(t)
	staff, camille := b.staffed()
	sms := func(id, text string) string {
		t.Helper()
		r, err := b.Player.Desk.Take(t.Context(), b.now, intake.Inbound{Channel: "sms", ID: id, From: play.DefaultFrom, To: play.DefaultTo, Text: text})
		if err != nil {
			t.Fatal(err)
		}
		return r.Message.Text
	}
	sms("SM1", "tous les pc de la mairie ont un message de rancon")
	given := strings.Fields(strings.NewReplacer(",", " ", ".", " ").Replace(sms("SM2", "CODE")))
	pair := ""
	for i, word := range given {
		if word == "Dossier" {
			pair = fmt.Sprintf(`{"code":%q,"pin":%q}`, given[i+1], given[i+4])
		}
	}
	token := b.session().Token
	if s := b.ask("POST", handler.PathJoin, pair, bearer(token)); s.status != 200 {
		t.Fatalf("join with %s: %d %s", pair, s.status, s.body)
	}
	key := b.keyOf("sms")
	if _, err := staff.Do(t.Context(), b.now, desk.Event{ID: "e1", By: camille, Case: key, Act: desk.TakeOver{}}); err != nil {
		t.Fatal(err)
	}
	p, err := staff.Preview(t.Context(), b.now, camille, key, "Où en êtes-vous ?")
	if err != nil || p.Reach != desk.ReachFetched {
		t.Fatalf("%+v, %v", p, err)
	}
	if _, err := staff.Do(t.Context(), b.now, desk.Event{ID: "e2", By: camille, Case: key, Act: desk.Write{Draft: p.Draft, Text: p.Text}}); err != nil {
		t.Fatal(err)
	}
	written, _ := b.head(key)
	b.now = b.now.Add(3 * time.Minute)
	if _, err := b.Player.Desk.Tick(t.Context(), b.now); err != nil {
		t.Fatal(err)
	}
	if p, err = staff.Again(t.Context(), b.now, camille, key, written.N); err != nil || p.Reach != desk.ReachSMS || p.Segments != 1 {
		t.Fatalf("again: %+v, %v; want a text", p, err)
	}
	if _, err := staff.Do(t.Context(), b.now, desk.Event{ID: "e3", By: camille, Case: key, Act: desk.Write{Draft: p.Draft, Text: p.Text}}); err != nil {
		t.Fatal(err)
	}
	head, content := b.head(key)
	texts := 0
	for _, e := range head.Outbox {
		if e.Kind == intake.ToSMS {
			texts++
		}
	}
	if texts != 1 || content.State.Session.Channel != "sms" || content.State.From != play.DefaultFrom || content.State.Charge.Unsent != 0 {
		t.Errorf("%d texts leave, the case goes on by %s", texts, content.State.Session.Channel)
	}
}
