package outbox_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"relais/dialogs/intake"
	"relais/dialogs/outbox"
	"relais/dialogs/play"
)

// list is a carrier's list, and the texts that left by it.
type list struct {
	messages []outbox.Received
	most     int      // per reading; 0: any number
	sent     []string // bodies
	listed   []string // bodies of answers that the list shows
	broken   error
	spans    []time.Duration // that were asked for
}

func (l *list) Received(_ context.Context, from, to time.Time) ([]outbox.Received, error) {
	l.spans = append(l.spans, to.Sub(from))
	var out []outbox.Received
	for _, m := range l.messages {
		if !m.At.Before(from) && !m.At.After(to) {
			out = append(out, m)
		}
	}
	if l.most > 0 && len(out) > l.most {
		return nil, outbox.ErrTooMany
	}
	return out, l.broken
}

func (l *list) Send(_ context.Context, t outbox.Text) (string, error) {
	l.sent = append(l.sent, t.Body)
	return fmt.Sprint("SM", len(l.sent)), nil
}

func (l *list) Find(_ context.Context, t outbox.Text, _ time.Time) (string, bool, error) {
	for _, body := range l.listed {
		if body == t.Body {
			return "SM0", true, nil
		}
	}
	return "", false, nil
}

// night is a desk beside a carrier's list.
type night struct {
	*outbox.Reconciler
	desk *intake.Desk
	list *list
	now  time.Time
	n    int
}

func newNight(t *testing.T) *night {
	t.Helper()
	player, err := play.New(play.Options{Seed: 1, Now: start})
	if err != nil {
		t.Fatal(err)
	}
	n := &night{desk: player.Desk, list: &list{}, now: start}
	n.Reconciler = &outbox.Reconciler{
		Desk: player.Desk, Ledger: n.list,
		Office: &outbox.Office{Log: player.Store, Claims: player.Store.(outbox.Claims), Queue: player.Store.(outbox.Queue), Texter: n.list,
			Content: player.Desk.Content, Owner: "one", Waits: waits},
	}
	return n
}

// writes is a reporter's message that the carrier receives; nothing else happens.
func (n *night) writes(words string) intake.Inbound {
	n.n++
	in := intake.Inbound{Channel: "sms", ID: fmt.Sprintf("SM%032x", n.n), From: play.DefaultFrom, To: play.DefaultTo, Text: words}
	n.list.messages = append(n.list.messages, outbox.Received{At: n.now, Inbound: in})
	return in
}

// webhook hands a message to the desk and returns what it answers.
func (n *night) webhook(t *testing.T, in intake.Inbound) intake.Reply {
	t.Helper()
	reply, err := n.desk.Take(t.Context(), n.now, in)
	if err != nil {
		t.Fatal(err)
	}
	return reply
}

// minute is one run of the timer, and of the sweep, after a time.
func (n *night) minute(t *testing.T, after time.Duration) outbox.Reconciled {
	t.Helper()
	n.now = n.now.Add(after)
	done, err := n.Run(t.Context(), n.now)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := n.Office.Hurry(t.Context(), n.now); err != nil {
		t.Fatal(err)
	}
	return done
}

// turns lists the kinds of the log's turns.
func (n *night) turns(t *testing.T) []intake.TurnKind {
	t.Helper()
	key := intake.Key{Channel: "sms", Address: n.desk.Keys.Address("sms", play.DefaultFrom)}
	turns, err := n.desk.Log.Turns(t.Context(), key, 1, 100)
	if err != nil {
		t.Fatal(err)
	}
	var kinds []intake.TurnKind
	for _, turn := range turns {
		kinds = append(kinds, turn.Kind)
	}
	return kinds
}

func (n *night) wantSent(t *testing.T, want int) {
	t.Helper()
	if len(n.list.sent) != want {
		t.Errorf("%d texts left, want %d: %q", len(n.list.sent), want, n.list.sent)
	}
}

func (n *night) wantTurns(t *testing.T, want ...intake.TurnKind) {
	t.Helper()
	if diff := cmp.Diff(want, n.turns(t)); diff != "" {
		t.Errorf("turns (-want +got):\n%s", diff)
	}
}

func TestAMessageThatNeverArrivedIsTakenOnceAndAnswered(t *testing.T) {
	n := newNight(t)
	in := n.writes("tous nos fichiers sont chiffrés")
	if done := n.minute(t, 10*time.Second); done.Taken != 0 {
		t.Errorf("after 10 s: %+v, want it left to its webhook", done)
	}
	if done := n.minute(t, time.Minute); done.Taken != 1 {
		t.Errorf("after 70 s: %+v, want it taken", done)
	}
	n.wantSent(t, 1)
	for range 30 {
		if done := n.minute(t, time.Minute); done != (outbox.Reconciled{}) {
			t.Errorf("%s: %+v, want nothing", n.now.Sub(start), done)
		}
	}
	n.wantSent(t, 1)
	n.wantTurns(t, intake.KindInbound)
	if reply := n.webhook(t, in); !reply.Silent {
		t.Error("the webhook came after all, and the reply is given a second time")
	}
}

func TestAnotherProcessTakesNothingAgain(t *testing.T) {
	n := newNight(t)
	n.writes("tous nos fichiers sont chiffrés")
	n.minute(t, time.Minute)
	again := &outbox.Reconciler{Desk: n.desk, Office: n.Office, Ledger: n.list}
	if done, err := again.Run(t.Context(), n.now.Add(time.Minute)); err != nil || done != (outbox.Reconciled{}) {
		t.Errorf("%+v, %v, want nothing", done, err)
	}
}

func TestALateWebhookIsNotAnsweredTwice(t *testing.T) {
	n := newNight(t)
	in := n.writes("tous nos fichiers sont chiffrés")
	n.minute(t, time.Minute)
	for range 2 {
		n.now = n.now.Add(time.Second)
		if reply := n.webhook(t, in); !reply.Silent {
			t.Error("answered, although the reply has left as a text")
		}
	}
	n.wantSent(t, 1)
}

func TestAReplyThatNeverLeft(t *testing.T) {
	tests := []struct {
		name    string
		receipt intake.Receipt
		listed  bool // the carrier's list shows the answer
		more    bool // the reporter has written again
		want    int  // texts
		turns   []intake.TurnKind
	}{
		{"leaves now", intake.Unknown, false, false, 1, []intake.TurnKind{intake.KindInbound, intake.KindResent}},
		{"was handed over", intake.Answered, false, false, 0, []intake.TurnKind{intake.KindInbound}},
		{"stands in the list", intake.Unknown, true, false, 0, []intake.TurnKind{intake.KindInbound}},
		{"is of the past: the question was put again", intake.Unknown, false, true, 0, []intake.TurnKind{intake.KindInbound, intake.KindInbound}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			n := newNight(t)
			in := n.writes("tous nos fichiers sont chiffrés")
			reply := n.webhook(t, in)
			if tt.receipt != intake.Unknown {
				if err := n.desk.Log.Receipt(t.Context(), reply.Key, reply.N, tt.receipt); err != nil {
					t.Fatal(err)
				}
			}
			if tt.listed {
				n.list.listed = []string{reply.Text}
			}
			if tt.more {
				n.now = n.now.Add(10 * time.Second)
				again := n.webhook(t, n.writes("vous êtes là ?"))
				if err := n.desk.Log.Receipt(t.Context(), again.Key, again.N, intake.Delivered); err != nil {
					t.Fatal(err)
				}
			}
			n.minute(t, time.Minute) // within the quarantine nothing is believed
			n.wantSent(t, 0)
			for range 5 {
				n.minute(t, time.Minute)
			}
			n.wantSent(t, tt.want)
			n.wantTurns(t, tt.turns...)
			if tt.want == 1 {
				if n.list.sent[0] != reply.Text {
					t.Errorf("sent %q, want the reply %q", n.list.sent[0], reply.Text)
				}
				if !n.webhook(t, in).Silent {
					t.Error("a late fallback gets the reply too")
				}
			}
			if tt.listed {
				turns, err := n.desk.Log.Turns(t.Context(), reply.Key, reply.N, 1)
				if err != nil || turns[0].Receipt != intake.Answered {
					t.Errorf("receipt %q, %v: the list has proved that it was handed over", turns[0].Receipt, err)
				}
			}
		})
	}
}

func TestAFurtherCaseWhoseAnswerNeverLeft(t *testing.T) {
	n := newNight(t)
	for _, words := range []string{"tous nos fichiers sont chiffrés", "NOUVEAU"} {
		reply := n.webhook(t, n.writes(words))
		if words != "NOUVEAU" {
			if err := n.desk.Answered(t.Context(), reply); err != nil {
				t.Fatal(err)
			}
		}
		n.now = n.now.Add(time.Minute)
	}
	for range 4 {
		n.minute(t, time.Minute)
	}
	n.wantSent(t, 1)
	n.wantTurns(t, intake.KindInbound, intake.KindOpened, intake.KindResent)
	n.webhook(t, n.writes("le site de la mairie affiche un drapeau"))
	n.wantTurns(t, intake.KindInbound, intake.KindOpened, intake.KindResent) // it stands in the log of the further case
}

func TestAfterAnOutage(t *testing.T) {
	n := newNight(t)
	n.minute(t, 0)
	for i := range 30 {
		n.now = start.Add(time.Duration(i) * 10 * time.Minute)
		in := n.writes("nos écrans affichent une demande d'argent")
		n.list.messages[len(n.list.messages)-1].From = fmt.Sprintf("+3363998%04d", i)
		_ = in
	}
	n.list.most = 4
	if done := n.minute(t, time.Minute); done.Taken != 30 {
		t.Errorf("%+v, want all 30 of five hours", done)
	}
	n.list.spans = nil
	n.minute(t, time.Minute)
	if len(n.list.spans) != 1 || n.list.spans[0] > 20*time.Minute {
		t.Errorf("the next run reads %v, want the overlap alone", n.list.spans)
	}
}

// However little each run has time for, and although each begins in a new process, the
// runs come to an end.
func TestRunsThatEndEarlyComeToAnEnd(t *testing.T) {
	n := newNight(t)
	n.minute(t, 0)
	const all = 40
	for i := range all {
		n.now = start.Add(time.Duration(i) * 5 * time.Minute)
		n.writes("aide")
		n.list.messages[i].From = fmt.Sprintf("+3363998%04d", i)
	}
	n.list.most = 2
	taken := 0
	for range 200 {
		n.now = n.now.Add(time.Minute)
		looked := 0
		run := &outbox.Reconciler{Desk: n.desk, Office: n.Office, Ledger: n.list, Ends: func(context.Context) bool { looked++; return looked > 6 }}
		done, err := run.Run(t.Context(), n.now)
		taken += done.Taken
		if err == nil {
			break
		}
		if !errors.Is(err, outbox.ErrLater) {
			t.Fatal(err)
		}
	}
	if taken != all {
		t.Errorf("%d of %d taken", taken, all)
	}
}

func TestAListThatCannotBeReadIsReadNextTime(t *testing.T) {
	n := newNight(t)
	n.minute(t, 0)
	n.writes("tous nos fichiers sont chiffrés")
	n.list.broken = errors.New("status 500")
	for range 40 {
		n.now = n.now.Add(time.Minute)
		if _, err := n.Run(t.Context(), n.now); !errors.Is(err, n.list.broken) {
			t.Fatalf("%v, want the list's error", err)
		}
	}
	n.list.broken = nil
	if done := n.minute(t, time.Minute); done.Taken != 1 {
		t.Errorf("%+v, want the message of 40 minutes ago", done)
	}
}

func TestWhatMustNotBeWrittenToIsOnlyRecorded(t *testing.T) {
	n := newNight(t)
	n.writes("tous nos fichiers sont chiffrés")
	n.list.messages[0].Mute = true
	if done := n.minute(t, time.Minute); done.Taken != 1 {
		t.Errorf("%+v, want it taken", done)
	}
	n.wantSent(t, 0)
}

// Two messages of one reporter, found together: each once, in their order.
func TestMessagesOfOneReporterKeepTheirOrder(t *testing.T) {
	n := newNight(t)
	n.writes("tous nos fichiers sont chiffrés")
	n.now = n.now.Add(20 * time.Second)
	n.writes("oui c'est fait")
	n.now = start
	n.minute(t, 50*time.Second)
	n.wantTurns(t, intake.KindInbound)
	n.minute(t, time.Minute)
	n.wantTurns(t, intake.KindInbound, intake.KindInbound)
	n.wantSent(t, 2)
}
