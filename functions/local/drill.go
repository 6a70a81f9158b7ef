package main

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"relais/dialogs/intake"
	"relais/dialogs/intake/memory"
	"relais/dialogs/outbox"
	"relais/infra/env"
	"relais/infra/standin"
	"relais/infra/standin/carrier"
	"relais/infra/standin/workspace"
	"relais/locales"
)

// drills plays rows of what can be down, all of them unless some are named: on data
// of its own and with the stand-ins, it takes one thing away, lets a mayor write,
// gives it back, and prints what she read and what her region saw. The error says how
// many rows were not as they must be.
func drills(ctx context.Context, names []string, out io.Writer) error {
	rows := drillRows
	if len(names) > 0 {
		rows = nil
		for _, name := range names {
			i := slices.IndexFunc(drillRows, func(r drillRow) bool { return r.name == name })
			if i < 0 {
				known := make([]string, len(drillRows))
				for i, r := range drillRows {
					known[i] = r.name
				}
				return fmt.Errorf("drill: %q is no row (known: %s)", name, strings.Join(known, ", "))
			}
			rows = append(rows, drillRows[i])
		}
	}
	failed := 0
	for _, row := range rows {
		wrong, err := row.run(ctx, out)
		if err != nil {
			return fmt.Errorf("drill %s: %w", row.name, err)
		}
		if wrong > 0 {
			failed++
		}
	}
	if failed > 0 {
		return fmt.Errorf("drill: %d of %d rows are not as they must be", failed, len(rows))
	}
	return nil
}

// drillRow is one thing that is down.
type drillRow struct {
	name, down string
	now        time.Time    // zero: a night
	config     env.Config   // beside the demo's
	set        func(*drill) // before anything is served
	play       func(*drill)
}

// A Saturday night and a Monday morning; centres are closed and open.
var (
	drillNight = time.Date(2026, 11, 21, 1, 7, 0, 0, time.UTC)
	drillDay   = time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
)

const (
	drillPhone = "+33639980123" // 06 39 98 is kept for fiction
	drillCry   = "tous nos fichiers sont chiffrés"
)

var drillRows = []drillRow{
	{name: "store", down: "the store; the queue of late messages stands", play: func(d *drill) {
		d.store.Store(true)
		d.reads("is promised what is kept", d.writes(drillCry), d.text("notice.late"))
		d.want("the message waits in the queue", d.waiting() == 1)
		d.store.Store(false)
		d.resumes()
	}},
	{name: "store-and-queue", down: "the store and the queue of late messages", play: func(d *drill) {
		d.store.Store(true)
		d.lateDown.Store(true)
		d.reads("is promised nothing", d.writes(drillCry), d.text("notice.apology"))
		d.store.Store(false)
		d.resumes()
	}},
	{name: "disk", down: "the disk of one server is full", set: func(d *drill) { d.h.sms.Late = nil }, play: func(d *drill) {
		d.store.Store(true)
		d.reads("gets first aid from memory", d.writes(drillCry), d.text("notice.apology"))
		d.store.Store(false)
		d.resumes()
	}},
	{name: "function", down: "the function, or its region: no webhook is answered", play: func(d *drill) {
		d.h.demo.carrier.SetFaults(carrier.Faults{DropWebhook: standin.Chance{P: 1}})
		d.reads("gets what the carrier hosts", d.writes(drillCry), d.text("notice.first_aid.text"))
		d.h.demo.carrier.SetFaults(carrier.Faults{})
		d.resumes()
	}},
	{name: "keys", down: "the key service: nothing can be sealed", set: func(d *drill) { d.h.worker.desk.Keys = intake.Keys{} }, play: func(d *drill) {
		d.reads("is promised nothing", d.writes(drillCry), d.text("notice.apology"))
		d.want("nothing is accepted in clear", d.waiting() == 0)
		d.restart()
		d.resumes()
	}},
	{name: "carrier", down: "the carrier's API: answers leave, other texts do not", now: drillDay, play: func(d *drill) {
		d.h.demo.carrier.SetFaults(carrier.Faults{API: standin.APIFaults{Fail: standin.Chance{P: 1}}})
		d.helped(d.writes(drillCry))
		d.reads("gets no reminder yet", d.later(16*time.Minute))
		d.h.demo.carrier.SetFaults(carrier.Faults{})
		d.want("the reminder comes once", len(d.later(2*time.Minute)) == 1)
		d.reads("gets no second one", d.later(2*time.Minute))
	}},
	{name: "sms", down: "the network: texts do not arrive", play: func(d *drill) {
		d.h.demo.carrier.SetFaults(carrier.Faults{Undeliverable: standin.Chance{P: 1}})
		d.reads("gets nothing", d.writes(drillCry))
		d.want("the log says that the reply did not arrive", d.receipt() == intake.Failed)
		d.want("the case has a card", d.cards(4*time.Minute) == 1)
	}},
	{name: "slack", down: "Slack: no case can be shown", play: func(d *drill) {
		d.h.demo.workspace.SetFaults(workspace.Faults{API: standin.APIFaults{Fail: standin.Chance{P: 1}}})
		d.helped(d.writes(drillCry))
		d.writes("non")
		d.want("the region sees nothing yet", d.cards(5*time.Minute) == 0)
		d.h.demo.workspace.SetFaults(workspace.Faults{})
		d.want("then one card, once", d.cards(5*time.Minute) == 1)
	}},
	{name: "queue", down: "the region's queue", play: func(d *drill) {
		d.queue.Store(true)
		d.helped(d.writes(drillCry))
		d.writes("non")
		d.want("the region sees nothing yet", d.cards(5*time.Minute) == 0)
		d.queue.Store(false)
		d.want("then one card, once", d.cards(5*time.Minute) == 1)
	}},
	{name: "clock", down: "the machine's clock is ten minutes off", play: func(d *drill) {
		d.want("Slack's request is refused (401)", d.slack(-10*time.Minute) == http.StatusUnauthorized)
		d.want("one in time is taken (200)", d.slack(0) == http.StatusOK)
		d.helped(d.writes(drillCry))
	}},
	{name: "spend", down: "the ceiling of what may be spent on SMS is reached",
		config: env.Config{Ceilings: outbox.Ceilings{outbox.AllScope: {}}}, play: func(d *drill) {
			d.reads("gets no SMS", d.writes(drillCry))
			d.want("the case has a card all the same", d.cards(5*time.Minute) == 1)
		}},
}

// drill is a row while it is played: a demo of its own, with switches.
type drill struct {
	row  drillRow
	out  io.Writer
	ctx  context.Context
	stop context.CancelFunc

	h        *house
	server   *http.Server
	dir      string
	store    atomic.Bool // down
	queue    atomic.Bool // down
	lateDown atomic.Bool
	late     *memory.Store

	seen, wrong int
	fault       error // of the drill itself
}

// run plays the row and returns how many things were not as they must be.
func (r drillRow) run(ctx context.Context, out io.Writer) (wrong int, err error) {
	d := &drill{row: r, out: out}
	d.ctx, d.stop = context.WithTimeout(ctx, 2*time.Minute)
	defer d.stop()
	if d.dir, err = os.MkdirTemp("", "relais-drill"); err != nil {
		return 0, err
	}
	defer os.RemoveAll(d.dir)
	if r.now.IsZero() {
		d.row.now = drillNight
	}
	d.late = memory.New(memory.Options{Clock: func() time.Time { return d.h.clock.Now() }, MaxReceives: 100})
	if err := d.start(d.row.now, r.set); err != nil {
		return 0, err
	}
	fmt.Fprintf(out, "\n%s: %s\n", r.name, r.down)
	r.play(d)
	d.close()
	return d.wrong, d.fault
}

// start opens the demo and serves it.
func (d *drill) start(now time.Time, set func(*drill)) error {
	listener, err := (&net.ListenConfig{}).Listen(d.ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	config := d.row.config
	config.Waits.Visible = 10 * time.Millisecond
	d.h, err = open(d.ctx, options{data: d.dir, now: now}, config, listener.Addr().String(), slog.New(slog.DiscardHandler))
	if err != nil {
		listener.Close()
		return err
	}
	d.h.worker.desk.Log = drilledLog{d.h.store, &d.store}
	d.h.worker.office.Queue = drilledQueue{d.h.store, &d.queue}
	d.h.sms.Late = func(ctx context.Context, sealed []byte) error {
		if d.lateDown.Load() {
			return errDrilled
		}
		return d.late.Send(ctx, outbox.LateQueue, sealed)
	}
	if set != nil {
		set(d)
	}
	d.server = &http.Server{Handler: d.h.routes, ReadHeaderTimeout: time.Second}
	go d.server.Serve(listener)
	return nil
}

func (d *drill) close() {
	d.h.demo.close()
	d.server.Close()
	d.h.close()
}

// restart starts the program anew on the same data, with nothing set.
func (d *drill) restart() {
	d.close()
	d.check(d.start(time.Time{}, nil))
}

func (d *drill) check(err error) {
	if err != nil && d.fault == nil {
		d.fault = err
		d.stop()
	}
}

// writes lets the mayor send a text and returns what she reads for it.
func (d *drill) writes(words string) []string {
	fmt.Fprintf(d.out, "  mayor writes  %q\n", words)
	_, err := d.h.demo.carrier.Send(d.ctx, carrier.SMS{From: drillPhone, To: env.DemoNumber, Body: words})
	d.check(err)
	return d.settle()
}

// settle lets everything happen that happens by itself, and returns and prints what
// has newly arrived on the phone.
func (d *drill) settle() []string {
	for range 3 {
		d.check(d.h.demo.carrier.Settle(d.ctx))
		if !d.store.Load() {
			_, err := d.reconciler().Drain(d.ctx, d.h.clock.Now())
			d.check(err)
		}
		d.h.worker.round(d.ctx)
		time.Sleep(20 * time.Millisecond) // above the time for which a queue hides what was not taken
	}
	d.check(d.h.demo.carrier.Settle(d.ctx))
	var arrived []string
	for _, m := range d.h.demo.carrier.Messages() {
		if m.To == drillPhone && m.Status == "delivered" {
			arrived = append(arrived, m.Body)
		}
	}
	fresh := arrived[min(d.seen, len(arrived)):]
	d.seen = len(arrived)
	for _, text := range fresh {
		fmt.Fprintf(d.out, "  mayor reads   %q\n", text)
	}
	return fresh
}

// reconciler drains the queue of late messages, as the timer does on AWS.
func (d *drill) reconciler() *outbox.Reconciler {
	office := *d.h.worker.office
	office.Queue = d.late
	return &outbox.Reconciler{Desk: d.h.worker.desk, Office: &office}
}

// later lets a time pass, in which the program looks again and again.
func (d *drill) later(by time.Duration) []string {
	fmt.Fprintf(d.out, "  %s later\n", by)
	var all []string
	for range 4 {
		d.check(d.h.clock.set(d.h.clock.Now().Add(by / 4)))
		all = append(all, d.settle()...)
	}
	return all
}

// want prints whether something is as it must be.
func (d *drill) want(what string, ok bool) {
	word := "ok   "
	if !ok {
		word = "WRONG"
		d.wrong++
	}
	fmt.Fprintf(d.out, "  %s         %s\n", word, what)
}

// reads wants exactly these texts.
func (d *drill) reads(what string, got []string, want ...string) {
	d.want(what, slices.Equal(got, want))
}

// helped wants one answer of the dialog, with what to do first.
func (d *drill) helped(got []string) {
	d.want("is helped at once", len(got) == 1 && strings.Contains(got[0], "1) "))
}

// resumes wants the message to be taken now, its answer once, and one card.
func (d *drill) resumes() {
	got := d.later(4 * time.Minute)
	d.want("then gets the answer, once", len(got) == 1 && strings.Contains(got[0], "1) "))
	d.want("the message stands in the log once", d.messages() == 1)
	d.want("nothing waits any more", d.waiting() == 0)
	d.want("the region sees one card", d.cards(4*time.Minute) == 1)
}

func (d *drill) text(id string) string {
	text, ok := locales.Default().Source("fr", id)
	if !ok {
		d.check(fmt.Errorf("no text %s", id))
	}
	return text
}

// turns are those of the mayor's conversation.
func (d *drill) turns() []intake.Turn {
	key := intake.Key{Channel: "sms", Address: d.h.worker.desk.Keys.Address("sms", drillPhone)}
	turns, err := d.h.store.Turns(d.ctx, key, 1, 100)
	d.check(err)
	return turns
}

// messages counts the mayor's in the log.
func (d *drill) messages() (n int) {
	for _, t := range d.turns() {
		content, err := d.h.worker.desk.Content(t)
		d.check(err)
		if content.Inbound != nil {
			n++
		}
	}
	return n
}

// receipt is how far the newest reply got.
func (d *drill) receipt() intake.Receipt {
	turns := d.turns()
	if len(turns) == 0 {
		return intake.Unknown
	}
	return turns[len(turns)-1].Receipt
}

// waiting counts the messages in the queue of late ones, and leaves them there.
func (d *drill) waiting() int {
	waiting, err := d.late.Receive(d.ctx, outbox.LateQueue, 10, 0)
	d.check(err)
	return len(waiting)
}

// cards lets a time pass and counts the cards that the mayor's region sees.
func (d *drill) cards(after time.Duration) (n int) {
	d.later(after)
	for _, m := range d.h.demo.workspace.Messages(d.h.config.Regions[env.DemoRegion].Slack.Channel) {
		if m.ThreadTS == "" || m.ThreadTS == m.TS { // what stands in a card's thread is none
			n++
		}
	}
	return n
}

// slack sends a request that Slack has signed at a time so far from now, and returns
// the status it gets.
func (d *drill) slack(off time.Duration) int {
	const body = `{"type":"url_verification","challenge":"drill"}`
	at := strconv.FormatInt(time.Now().Add(off).Unix(), 10)
	mac := hmac.New(sha256.New, []byte(demoSecret))
	fmt.Fprintf(mac, "v0:%s:%s", at, body)
	r, err := http.NewRequestWithContext(d.ctx, http.MethodPost, d.h.config.PublicURL+"/slack/events", strings.NewReader(body))
	if err != nil {
		d.check(err)
		return 0
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("X-Slack-Request-Timestamp", at)
	r.Header.Set("X-Slack-Signature", "v0="+hex.EncodeToString(mac.Sum(nil)))
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		d.check(err)
		return 0
	}
	response.Body.Close()
	return response.StatusCode
}

// errDrilled is what a thing gives that a drill has taken away.
var errDrilled = errors.New("taken away by a drill")

// drilledLog is a log that can be taken away.
type drilledLog struct {
	intake.Log
	down *atomic.Bool
}

func (l drilledLog) Head(ctx context.Context, key intake.Key) (intake.Turn, error) {
	if l.down.Load() {
		return intake.Turn{}, errDrilled
	}
	return l.Log.Head(ctx, key)
}

func (l drilledLog) Append(ctx context.Context, t intake.Turn) error {
	if l.down.Load() {
		return errDrilled
	}
	return l.Log.Append(ctx, t)
}

// drilledQueue is a queue of the regions that can be taken away.
type drilledQueue struct {
	outbox.Queue
	down *atomic.Bool
}

func (q drilledQueue) Send(ctx context.Context, region string, body []byte) error {
	if q.down.Load() {
		return errDrilled
	}
	return q.Queue.Send(ctx, region, body)
}
