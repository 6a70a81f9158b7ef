package simulation

import (
	"context"
	"errors"
	"fmt"
	"time"

	"relais/dialogs/engine"
	"relais/dialogs/intake"
	"relais/dialogs/outbox"
	"relais/infra/standin/carrier"
	"relais/infra/twilio"
	"relais/tests/checker"
)

// Times of the carrier and of the functions that answer it.
const (
	carrierWaits = 15 * time.Second // for an answer
	budget       = 4 * time.Second  // of a turn, then the text for bad hours is given
	functionEnds = 30 * time.Second
	clockSlack   = time.Minute // how far a search looks back before the attempt
)

const statusURL = "https://relais.example/twilio/status?t="

// line is the carrier: numbers, phones and its ledger.
type line struct {
	w        *world
	ledger   []carrier.Event
	messages map[string]*message
	texts    []*text // that are no answers
	people   []*person
	server   bool // the program knows when an answer was written out
}

// message is one text from a phone.
type message struct {
	in    intake.Inbound
	from  *person
	sent  time.Time
	heard time.Time // when the answer to it was there; zero: not
}

// text is one text of ours that is no answer.
type text struct {
	outbox.Text
	ref    string
	at     time.Time
	listed time.Time
}

func (l *line) send(p *person, words string) {
	w := l.w
	id := fmt.Sprintf("SM%032x", len(l.messages)+1)
	m := &message{in: intake.Inbound{Channel: "sms", ID: id, From: p.phone, To: number, Text: words}, from: p, sent: w.now}
	l.messages[id] = m
	w.story("%s writes %q", p.phone, words)
	l.ledger = append(l.ledger, carrier.Event{At: w.now, Kind: carrier.Inbound, Phone: p.phone, Number: number, SID: id, Message: &carrier.Message{SID: id, Direction: "inbound", From: p.phone, To: number, Body: words}})
	w.after(w.between(20*time.Millisecond, 2*time.Second), func() { l.webhook(m, false, false) })
	if w.unwell(twice) {
		w.after(w.between(20*time.Millisecond, 20*time.Second), func() { l.webhook(m, false, true) })
	}
}

// webhook hands a message to the desk. Of a delivery made twice the second answer is
// not read.
func (l *line) webhook(m *message, fallback, again bool) {
	w := l.w
	call := &carrier.Call{URL: "https://relais.example/twilio/sms", Fallback: fallback, Unheard: again}
	l.ledger = append(l.ledger, carrier.Event{At: w.now, Kind: carrier.Webhook, Phone: m.from.phone, Number: number, SID: m.in.ID, Call: call})
	over := false
	end := func(why string) {
		over = true
		call.Error = why
		if why != "" {
			w.story("the carrier has no answer to %s: %s", m.in.ID, why)
		}
		if why == "" && !again && w.unwell(answerLost) {
			call.Unheard = true
			w.story("the answer to %s is lost on its way", m.in.ID)
		}
		switch {
		case again:
		case why == "" && !call.Unheard:
			l.answered(m, call.Answer)
		case !fallback:
			w.after(w.between(10*time.Millisecond, time.Second), func() { l.webhook(m, true, false) })
		}
	}
	w.after(carrierWaits, func() {
		if !over {
			end("timeout")
		}
	})
	var reply intake.Reply
	var document []byte
	at := w.one(&w.web)
	w.invoke("message", at, budget, functionEnds, func(i *invocation) {
		desk := desk(i)
		var err error
		if reply, err = desk.Take(context.Background(), i.clock(), m.in); err == nil {
			document, err = twilio.RenderSMS(reply, statusURL+escape(intake.Ref{Key: reply.Key, N: reply.N}.String()))
		}
		if err != nil {
			w.errors = append(w.errors, err)
			apology, _ := texts.Text(texts.Tags()[0], "notice.apology", nil)
			reply = intake.Reply{From: number, Message: engine.Message{Text: apology}}
			document, _ = twilio.RenderSMS(reply, "")
		}
	}, func(died bool) {
		if !died && reply.N > 0 && len(reply.Trace.Leaves) > 0 && !w.unwell(lost) {
			w.after(w.between(10*time.Millisecond, 2*time.Second), w.hurry)
		}
		switch {
		case over:
		case died:
			end("connection reset")
		default:
			call.Status, call.Answer = 200, string(document)
			end("")
			if l.server {
				l.written(at, reply)
			}
		}
	})
}

// written is what a program does that sees its answer leave.
func (l *line) written(at *machine, reply intake.Reply) {
	l.w.invoke("written", at, budget, functionEnds, func(i *invocation) {
		l.w.fault(desk(i).Answered(context.Background(), reply))
	}, func(bool) {})
}

// answered brings an answer to the phone.
func (l *line) answered(m *message, answer string) {
	document, err := checker.ParseDocument(answer)
	if err != nil {
		l.w.breaks("the answer to %s: %v", m.in.ID, err)
		return
	}
	if document.Text == "" {
		return
	}
	l.deliver(m.from, document.Text, document.Turn, func() {
		if document.Turn != "" { // the text for bad hours answers nothing
			m.heard = l.w.now
		}
	})
}

// deliver brings a text to a phone and tells of it.
func (l *line) deliver(to *person, words, ref string, arrived func()) {
	w := l.w
	sent := w.between(200*time.Millisecond, 3*time.Second)
	there := sent + w.between(200*time.Millisecond, 6*time.Second)
	l.receipt(ref, "sent", sent)
	if w.unwell(lost) {
		l.receipt(ref, "undelivered", there)
		return
	}
	l.receipt(ref, "delivered", there)
	w.after(there, func() {
		arrived()
		to.hears(words)
	})
}

// receipt tells how far a text got: lost, late or twice as it may be.
func (l *line) receipt(ref, status string, d time.Duration) {
	w := l.w
	if ref == "" || w.unwell(lost) {
		return
	}
	if w.unwell(late) {
		d += w.between(0, 10*time.Minute)
	}
	times := 1
	if w.unwell(twice) {
		times = 2
	}
	for range times {
		w.after(d+w.between(time.Millisecond, 300*time.Millisecond), func() { l.told(ref, status) })
	}
}

var receipts = map[string]intake.Receipt{"sent": intake.Sent, "delivered": intake.Delivered, "undelivered": intake.Failed}

func (l *line) told(ref, status string) {
	w := l.w
	call := &carrier.Call{URL: statusURL + escape(ref), Receipt: status}
	l.ledger = append(l.ledger, carrier.Event{At: w.now, Kind: carrier.Receipt, Call: call})
	turn, err := intake.ParseRef(ref)
	if err != nil {
		w.breaks("receipt: %v", err)
		return
	}
	w.invoke("receipt", w.one(&w.web), budget, functionEnds, func(i *invocation) {
		err := store{i}.Receipt(context.Background(), turn.Key, turn.N, receipts[status])
		w.fault(err)
		call.Status = 200
		if err != nil && !errors.Is(err, intake.ErrNoTurn) {
			call.Status = 503
		}
	}, func(died bool) {
		if died {
			call.Error = "connection reset"
		}
	})
}

// texter is the carrier's API as one invocation sees it.
type texter struct{ i *invocation }

func (t texter) Send(_ context.Context, out outbox.Text) (string, error) {
	w := t.i.w
	l := w.carrier
	return ask(t.i, "SendText", writes, outbox.ErrLater, func() (string, error) {
		sent := &text{Text: out, ref: fmt.Sprintf("SMout%d", len(l.texts)+1), at: w.now, listed: w.now}
		if w.unwell(stale) {
			sent.listed = w.now.Add(w.between(0, historyLag))
		}
		l.texts = append(l.texts, sent)
		l.ledger = append(l.ledger, carrier.Event{At: w.now, Kind: carrier.Outbound, Phone: out.To, Number: out.From, SID: sent.ref,
			Message: &carrier.Message{SID: sent.ref, Direction: "outbound-api", From: out.From, To: out.To, Body: out.Body}})
		w.story("%s is sent %q", out.To, out.Body)
		if out.Validity < 0 {
			w.breaks("I5: a text leaves after its time")
		}
		turns, err := w.store.Turns(context.Background(), out.Turn.Key, out.Turn.N, 1)
		if err != nil || len(turns) == 0 {
			w.breaks("I14: a text leaves for turn %d, which is not there", out.Turn.N)
		}
		for _, p := range l.people {
			if p.phone == out.To {
				l.deliver(p, out.Body, out.Turn.String(), func() {})
			}
		}
		return sent.ref, nil
	}, nil)
}

func (t texter) Find(_ context.Context, out outbox.Text, since time.Time) (string, bool, error) {
	w := t.i.w
	ref, err := ask(t.i, "FindText", reads, outbox.ErrLater, func() (string, error) {
		for _, sent := range w.carrier.texts {
			if sent.To == out.To && sent.Body == out.Body && !w.now.Before(sent.listed) && !sent.at.Before(since.Add(-clockSlack)) {
				return sent.ref, nil
			}
		}
		return "", nil
	}, nil)
	return ref, ref != "", err
}
