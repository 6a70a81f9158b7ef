package simulation

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"relais/dialogs/engine"
	"relais/dialogs/intake"
	"relais/dialogs/outbox"
	"relais/infra/standin/carrier"
	"relais/infra/twilio"
	"relais/locales/gsm7"
)

// Times of the carrier and of the functions that answer it.
const (
	carrierWaits = 15 * time.Second // for an answer
	budget       = 4 * time.Second  // of a turn, then the text for bad hours is given
	functionEnds = 30 * time.Second
	clockSlack   = time.Minute // how far a search looks back before the attempt
)

// line is the carrier: numbers, phones and its ledger.
type line struct {
	w        *world
	ledger   []carrier.Event
	messages map[string]*message
	sent     []*message // in their order
	texts    []*text    // of ours: those that are no answers, and answers
	people   []*person
	server   bool // the program knows when an answer was written out
}

// message is one text from a phone.
type message struct {
	in     intake.Inbound
	from   *person
	sent   time.Time
	listed time.Time      // from when on the carrier's list shows it
	signed twilio.Request // as the webhook is called
	heard  time.Time      // when the answer to it was there; zero: not
	given  bool           // its answer reached the carrier
}

// text is one text of ours as the carrier's list shows it.
type text struct {
	outbox.Text
	ref    string
	answer bool // of a webhook
	at     time.Time
	listed time.Time
}

// account is ours at the carrier.
var account = twilio.Account{
	SID: "AC0123456789abcdef0123456789abcdef", Tokens: []string{"0123456789abcdef0123456789abcdef"},
	PublicURL: "https://relais.example", Numbers: []string{number},
}

var parser = mustParser()

func mustParser() *twilio.Parser {
	p, err := twilio.NewParser(account)
	if err != nil {
		panic(err)
	}
	return p
}

// signed gives the request of a webhook, signed with a token.
func signed(token string, in intake.Inbound) twilio.Request {
	form := url.Values{"MessageSid": {in.ID}, "AccountSid": {account.SID}, "From": {in.From}, "To": {in.To}, "Body": {in.Text}}
	return twilio.Request{
		Path:   twilio.PathSMS,
		Header: map[string]string{"content-type": "application/x-www-form-urlencoded", "x-twilio-signature": carrier.Sign(token, account.PublicURL+twilio.PathSMS, form)},
		Body:   []byte(form.Encode()),
	}
}

// render gives the answer to a message.
func render(reply intake.Reply) (string, error) {
	document, err := twilio.RenderSMS(reply, account.StatusURL(intake.Ref{Key: reply.Key, N: reply.N}, ""))
	return string(document), err
}

func (l *line) send(p *person, words string) {
	w := l.w
	id := fmt.Sprintf("SM%032x", len(l.messages)+1)
	m := &message{in: intake.Inbound{Channel: "sms", ID: id, From: p.phone, To: number, Text: words}, from: p, sent: w.now, listed: w.now}
	m.signed = signed(account.Tokens[0], m.in)
	if w.unwell(stale, "list of messages") {
		m.listed = w.now.Add(w.between("delay list of messages", 0, historyLag))
	}
	l.messages[id] = m
	l.sent = append(l.sent, m)
	w.story("%s writes %q", p.phone, words)
	l.ledger = append(l.ledger, carrier.Event{At: w.now, Kind: carrier.Inbound, Phone: p.phone, Number: number, SID: id, Message: &carrier.Message{SID: id, Direction: "inbound", From: p.phone, To: number, Body: words}})
	if w.unwell(lost, "webhook") {
		return // both webhooks fail before they reach us: the carrier does not try again
	}
	w.after(w.between("delay webhook", 20*time.Millisecond, 2*time.Second), func() { l.webhook(m, false, false) })
	if w.unwell(twice, "webhook") {
		w.after(w.between("delay second webhook", 20*time.Millisecond, 20*time.Second), func() { l.webhook(m, false, true) })
	}
	if w.adversary && w.likely("world replay", 0.3) {
		w.after(w.between("delay replay", time.Second, 40*time.Minute), func() { l.webhook(m, false, true) })
	}
	if w.adversary && w.likely("world forgery", 0.3) {
		w.after(w.between("delay forgery", 0, time.Minute), func() { l.forged(m) })
	}
}

// forged is a request that somebody else than the carrier signed.
func (l *line) forged(m *message) {
	in := m.in
	in.ID, in.Text = fmt.Sprintf("SMf%d", l.w.calls), "STOP "+in.Text
	for _, r := range []twilio.Request{signed("fedcba9876543210fedcba9876543210", in), {Path: m.signed.Path, Header: m.signed.Header, Body: append([]byte("Body=STOP&"), m.signed.Body...)}} {
		if _, err := parser.ParseSMS(r); !errors.Is(err, twilio.ErrForbidden) && !errors.Is(err, twilio.ErrBadRequest) {
			l.w.breaks("I3: a request that the carrier did not sign is taken: %v", err)
		}
	}
}

// webhook hands a message to the desk. Of a delivery made twice the second answer is
// not read.
func (l *line) webhook(m *message, fallback, again bool) {
	w := l.w
	call := &carrier.Call{URL: account.PublicURL + twilio.PathSMS, Fallback: fallback, Unheard: again}
	l.ledger = append(l.ledger, carrier.Event{At: w.now, Kind: carrier.Webhook, Phone: m.from.phone, Number: number, SID: m.in.ID, Call: call})
	over := false
	end := func(why string) {
		over = true
		call.Error = why
		if why != "" {
			w.story("the carrier has no answer to %s: %s", m.in.ID, why)
		}
		unheard := w.now.Before(w.heal) && w.likely("world answer that nobody hears", l.inDoubt(0.7))
		if why == "" && !again && (w.unwell(answerLost, "answer of a webhook") || unheard) {
			call.Unheard = true
			w.story("the answer to %s is lost on its way", m.in.ID)
		}
		switch {
		case again:
		case why == "" && !call.Unheard:
			l.answered(m, call.Answer)
		case !fallback:
			w.after(w.between("delay fallback", 10*time.Millisecond, time.Second), func() { l.webhook(m, true, false) })
		}
	}
	w.after(carrierWaits, func() {
		if !over {
			end("timeout")
		}
	})
	var reply intake.Reply
	var document string
	status, leaves := http.StatusOK, false
	at := w.one(&w.web)
	w.invoke("message", at, budget, functionEnds, func(i *invocation) {
		defer func() { leaves = i.leaves }()
		if w.handled {
			i.budget = 0
			response := serve(i, m.signed)
			status, document = response.StatusCode, response.Body
			if read, err := w.document(document); err == nil {
				reply = given(read.Turn)
			}
			w.costs.message(i, reply.N > 0)
			return
		}
		desk := deskOf(i)
		in, err := parser.ParseSMS(m.signed)
		if err == nil {
			reply, err = desk.Take(context.Background(), i.clock(), in)
			w.costs.message(i, err == nil)
		}
		if p := i.at.purse(i); err == nil && p != nil && !reply.Silent {
			reply.Silent = !p.Answer(context.Background(), i.clock(), in.From, gsm7.Segments(reply.Text))
		}
		if err == nil {
			document, err = render(reply)
		}
		if err != nil {
			w.errors = append(w.errors, err)
			apology, _ := texts.Text(texts.Tags()[0], "notice.apology", nil)
			reply = intake.Reply{From: number, Silent: in.Mute, Message: engine.Message{Text: apology}}
			given, _ := twilio.RenderSMS(reply, "")
			document = string(given)
		}
	}, func(died bool) {
		if !died && leaves && !w.unwell(lost, "stream") {
			w.after(w.between("delay stream", 10*time.Millisecond, 2*time.Second), w.hurry)
		}
		switch {
		case over:
		case died:
			end("connection reset")
		case status != http.StatusOK:
			call.Status = status
			end(http.StatusText(status))
		default:
			call.Status, call.Answer = 200, document
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
		l.w.fault(deskOf(i).Answered(context.Background(), reply))
	}, func(bool) {})
}

// answered brings an answer to the phone.
func (l *line) answered(m *message, answer string) {
	w := l.w
	document, err := w.document(answer)
	if err != nil {
		w.breaks("the answer to %s: %v", m.in.ID, err)
		return
	}
	m.given = document.Turn != ""
	if document.Text == "" {
		return
	}
	l.list(&text{Text: outbox.Text{From: number, To: m.from.phone, Body: document.Text}, answer: true})
	ref := ""
	untold := w.now.Before(w.heal) && w.likely("world answer that nobody tells of", l.inDoubt(0.5))
	w.troubled = w.troubled || untold
	if document.Turn != "" && !untold {
		ref = "t=" + escape(document.Turn)
	}
	l.deliver(m.from, document.Text, ref, "SManswer", func() {
		if document.Turn != "" { // the text for bad hours answers nothing
			m.heard = w.now
		}
	})
}

// inDoubt is p where the run looks at replies of which nobody knows whether they arrived, else 0: a
// tape may say so all the same.
func (l *line) inDoubt(p float64) float64 {
	if l.w.focus.site == "FindText" {
		return p
	}
	return 0
}

// textLag is how long a text of ours may be missing in the carrier's list: shorter than the desk's
// quarantine by what an answer takes to get there.
const textLag = 70 * time.Second

// list notes a text of ours in the carrier's list.
func (l *line) list(t *text) {
	w := l.w
	t.at, t.listed, t.ref = w.now, w.now, fmt.Sprintf("SMout%d", len(l.texts)+1)
	if w.unwell(stale, "list of texts") {
		t.listed = w.now.Add(w.between("delay list of texts", textLag/2, textLag))
	}
	l.texts = append(l.texts, t)
}

// deliver brings a text to a phone and tells of it. query names turn and entry.
func (l *line) deliver(to *person, words, query, sid string, arrived func()) {
	w := l.w
	sent := w.between("delay text sent", 200*time.Millisecond, 3*time.Second)
	there := sent + w.between("delay text delivered", 200*time.Millisecond, 6*time.Second)
	l.receipt(query, sid, "sent", sent)
	if w.unwell(lost, "text") {
		l.receipt(query, sid, "undelivered", there)
		return
	}
	l.receipt(query, sid, "delivered", there)
	w.after(there, func() {
		arrived()
		to.hears(words)
	})
}

// receipt tells how far a text got: lost, late or twice as it may be.
func (l *line) receipt(query, sid, status string, d time.Duration) {
	w := l.w
	if query == "" || w.unwell(lost, "receipt") {
		return
	}
	if w.unwell(late, "receipt") {
		d += w.between("delay late receipt", 0, 10*time.Minute)
	}
	times := 1
	if w.unwell(twice, "receipt") {
		times = 2
	}
	for range times {
		w.after(d+w.between("delay receipt", time.Millisecond, 300*time.Millisecond), func() { l.told(query, sid, status) })
	}
}

var receipts = map[string]intake.Receipt{"sent": intake.Sent, "delivered": intake.Delivered, "undelivered": intake.Failed}

func (l *line) told(query, sid, status string) {
	w := l.w
	call := &carrier.Call{URL: account.PublicURL + twilio.PathStatus + "?" + query, Receipt: status}
	l.ledger = append(l.ledger, carrier.Event{At: w.now, Kind: carrier.Receipt, Call: call})
	said, err := url.ParseQuery(query)
	if err != nil {
		w.breaks("receipt: %v", err)
		return
	}
	turn, err := intake.ParseRef(said.Get("t"))
	if err != nil {
		w.breaks("receipt: %v", err)
		return
	}
	w.invoke("receipt", w.one(&w.web), budget, functionEnds, func(i *invocation) {
		if w.handled {
			i.budget = 0
			call.Status = serve(i, posted(query, sid, status)).StatusCode
			return
		}
		_, err := office(i).Told(context.Background(), outbox.Told{Turn: turn, Entry: said.Get("o"), Ref: sid, Receipt: receipts[status], Reason: unreachable, At: i.clock()})
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
	t.i.calls()
	return ask(t.i, "SendText", writes, outbox.ErrLater, func() (string, error) {
		if i := slices.IndexFunc(l.people, func(p *person) bool { return p.phone == out.To }); i >= 0 && l.people[i].closed {
			return "", &outbox.Refused{Reason: "21610"}
		}
		sent := &text{Text: out}
		l.list(sent)
		l.ledger = append(l.ledger, carrier.Event{At: w.now, Kind: carrier.Outbound, Phone: out.To, Number: out.From, SID: sent.ref,
			Message: &carrier.Message{SID: sent.ref, Direction: "outbound-api", From: out.From, To: out.To, Body: out.Body}})
		w.story("%s is sent %q", out.To, out.Body)
		if !strings.Contains(out.ID, ".page") {
			w.spends(out.Body)
		}
		if out.Validity < 0 {
			w.breaks("I5: a text leaves after its time")
		}
		turns, err := w.store.Turns(context.Background(), out.Turn.Key, out.Turn.N, 1)
		if err != nil || len(turns) == 0 {
			w.breaks("I14: a text leaves for turn %d, which is not there", out.Turn.N)
		}
		for _, p := range l.people {
			if p.phone == out.To {
				query := url.Values{"t": {out.Turn.String()}, "o": {out.ID}}.Encode()
				l.deliver(p, out.Body, query, sent.ref, func() {})
			}
		}
		if slices.ContainsFunc([]string{"76", "28"}, func(region string) bool { return slices.Contains(duty(region), out.To) }) {
			query := url.Values{"t": {out.Turn.String()}, "o": {out.ID}}.Encode()
			l.receipt(query, sent.ref, "delivered", time.Second)
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

// ledger is the carrier's list of messages as one invocation sees it.
type ledger struct{ i *invocation }

func (l ledger) Received(_ context.Context, from, to time.Time) ([]outbox.Received, error) {
	w := l.i.w
	return ask(l.i, "List", reads, outbox.ErrLater, func() ([]outbox.Received, error) {
		var list []outbox.Received
		for _, m := range w.carrier.sent {
			if !m.sent.Before(from) && m.sent.Before(to) && !w.now.Before(m.listed) {
				in := m.in
				in.Mute = m.from.mute
				list = append(list, outbox.Received{At: m.sent, Inbound: in})
			}
		}
		return list, nil
	}, nil)
}
