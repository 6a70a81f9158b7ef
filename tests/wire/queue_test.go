package wire

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sqs"

	"relais/dialogs/outbox"
	"relais/infra/dynamo"
	"relais/infra/queue"
	"relais/infra/stack"
	"relais/infra/standin"
	"relais/infra/standin/account"
	"relais/infra/standin/carrier"
	"relais/infra/standin/workspace"
)

// cases76 is the queue of region 76.
func (d *deployed) cases76() *account.Queue {
	d.Helper()
	i := slices.IndexFunc(d.Queues(), func(q *account.Queue) bool { return q.Region == "76" })
	if i < 0 {
		d.Fatal("there is no queue of region 76")
	}
	return d.Queues()[i]
}

// few lets a message of a region be handed out only so often, ten at a time.
func few(receives int) func(*stack.Plan) {
	return func(p *stack.Plan) {
		for i := range p.Queues {
			p.Queues[i].Receives, p.Queues[i].Batch = receives, 10
		}
	}
}

// queued hands out changes of the table until n messages are in the queue.
func (d *deployed) queued(q *account.Queue, n int) {
	d.Helper()
	for range 300 {
		if _, err := d.Stream(d.Context()); err != nil {
			d.Fatal(err)
		}
		waiting, _, err := d.Waiting(d.Context(), q)
		if err != nil {
			d.Fatal(err)
		}
		if waiting == n {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	d.Fatalf("the queue does not come to %d messages", n)
}

// buried hands out what is in the queue until nothing is there but n dead letters.
func (d *deployed) buried(q *account.Queue, n int) {
	d.Helper()
	for range 300 {
		if _, err := d.Messages(d.Context(), q, 0); err != nil {
			d.Fatal(err)
		}
		waiting, dead, err := d.Waiting(d.Context(), q)
		if err != nil {
			d.Fatal(err)
		}
		if waiting == 0 && dead == n {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	d.Fatalf("the queue does not come to %d dead letters", n)
}

// redriver puts dead letters back as the operator's command does.
func (d *deployed) redriver(q *account.Queue) outbox.Queue {
	urls := map[string]queue.URLs{"76": {Queue: q.URL, Dead: q.DeadURL}}
	return queue.New(SQS(sqsServer.URL, new(dynamo.Counter)), urls, queue.Options{Hold: time.Second, Poll: 20 * time.Millisecond})
}

// TestPoison: of a batch of ten with one message that can never be shown, nine are
// shown; the tenth ends in the dead letters, alone, and may be put back any number of
// times. Slack takes so many messages at a time, so that one of the nine may need
// another go.
func TestPoison(t *testing.T) {
	d := deploy(t, setup{plan: few(5)})
	for i := range 9 {
		d.text(fmt.Sprintf("+33639981%03d", i), "HUMAIN")
	}
	q := d.cases76()
	d.queued(q, 9)
	const poison = `{"v":1,"case":"canary"}`
	if _, err := account.SQS(sqsServer.URL).SendMessage(t.Context(), &sqs.SendMessageInput{QueueUrl: aws.String(q.URL), MessageBody: aws.String(poison)}); err != nil {
		t.Fatal(err)
	}
	handed, err := d.Messages(t.Context(), q, 0)
	if err != nil || handed != 10 {
		t.Fatalf("%d messages in a batch, %v, want ten", handed, err)
	}
	d.buried(q, 1)
	if n := d.cards("76"); n != 9 {
		t.Errorf("%d cards of a batch of ten with one that is none, want 9", n)
	}
	for range 2 {
		for range 2 {
			if _, err := d.redriver(q).Redrive(t.Context(), "76"); err != nil {
				t.Fatal(err)
			}
		}
		d.buried(q, 1)
	}
	if n := d.cards("76"); n != 9 {
		t.Errorf("%d cards after the letter was put back, want 9", n)
	}
	if said := d.output.String(); strings.Contains(said, "canary") {
		t.Errorf("a log shows what stands in the message: %s", said)
	}
}

// TestRedrive: cases that were dead letters, because Slack took none for too long, are
// shown once each, though they are put back twice.
func TestRedrive(t *testing.T) {
	d := deploy(t, setup{plan: few(3)})
	d.workspace.SetFaults(workspace.Faults{API: standin.APIFaults{Throttle: standin.Chance{Next: 1 << 20}}})
	for i := range 3 {
		d.text(fmt.Sprintf("+33639982%03d", i), "HUMAIN")
	}
	q := d.cases76()
	d.queued(q, 3)
	d.buried(q, 3)
	if n := d.cards("76"); n != 0 {
		t.Fatalf("%d cards while Slack takes none", n)
	}
	d.workspace.SetFaults(workspace.Faults{})
	for range 2 {
		if _, err := d.redriver(q).Redrive(t.Context(), "76"); err != nil {
			t.Fatal(err)
		}
	}
	d.judge()
	if n := d.cards("76"); n != 3 {
		t.Errorf("%d cards of three cases", n)
	}
}

// TestCommitToCard measures how long a case takes from its commit to its card, with
// the stream and, a minute lasting three seconds, without it.
func TestCommitToCard(t *testing.T) {
	tests := []struct {
		name   string
		stream bool
		waits  string
		minute time.Duration
		aim    time.Duration
	}{
		{"with the stream, in real time", true, "sweep=30s,lease=2m,quarantine=90s,grace=45s", time.Minute, 10 * time.Second},
		{"with the stream off, a minute in three seconds", false, "sweep=1500ms,lease=6s,quarantine=4500ms,grace=2s", 3 * time.Second, 90 * time.Second},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := deploy(t, setup{waits: tt.waits, plan: func(p *stack.Plan) { p.Stream.On = tt.stream }})
			ctx, stop := context.WithCancel(t.Context())
			ran := make(chan struct{})
			go func() {
				defer close(ran)
				d.Account.Run(ctx, tt.minute, func(what string, err error) { t.Logf("%s: %v", what, err) })
			}()
			const cases = 40
			for i := range cases {
				if _, err := d.carrier.Send(ctx, carrier.SMS{From: fmt.Sprintf("+33639983%03d", i), To: number, Body: "HUMAIN"}); err != nil {
					t.Fatal(err)
				}
				time.Sleep(time.Duration(100+rand.IntN(100)) * time.Millisecond)
			}
			for range 1000 {
				if d.cards("76") == cases {
					break
				}
				time.Sleep(20 * time.Millisecond)
			}
			stop()
			<-ran
			posted := map[string]time.Time{}
			for _, e := range d.workspace.Events() {
				if e.Kind == workspace.Posted {
					posted[channelOf("76")+":"+e.Message.TS] = e.At
				}
			}
			shown := map[string]time.Time{}
			for _, c := range d.claims() {
				shown[c.ID] = posted[c.Ref]
			}
			var took []time.Duration
			for _, log := range d.look().Logs {
				if at := shown["card."+log.Turns[0].Case+".76"]; !at.IsZero() {
					took = append(took, at.Sub(log.Turns[0].At))
				}
			}
			if len(took) != cases {
				t.Fatalf("%d cards of %d cases", len(took), cases)
			}
			slices.Sort(took)
			scale := float64(time.Minute) / float64(tt.minute)
			seconds := func(d time.Duration) float64 { return math.Round(d.Seconds()*scale*100) / 100 }
			t.Logf("measured: %d cases from commit to card %s: p50 %.2f s, p95 %.2f s, most %.2f s (aim: p95 at most %s)", cases, tt.name,
				seconds(took[cases/2]), seconds(took[cases*95/100]), seconds(took[cases-1]), tt.aim)
		})
	}
}
