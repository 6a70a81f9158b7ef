package carrier

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"relais/infra/standin"
)

const (
	apiVersion  = "2010-04-01"
	bodyLetters = 1600   // longest body of a message of ours
	maxValidity = 36_000 // seconds; also the default
)

// order is a message that our side asks for.
type order struct {
	from, to, body string
	media          int
	callback       string
	validity       int // seconds; 0: maxValidity
}

// refusal returns why the vendor refuses an order, or nil.
// Source of the codes: https://www.twilio.com/docs/api/errors. Automated senders
// may not use 06 and 07 numbers in France since 2023 (Arcep decision 2022-1583),
// and the operators block them.
func (s *Server) refusal(o order) *apiError {
	switch {
	case o.to == "":
		return refuse(21604, "A 'To' phone number is required.")
	case !e164.MatchString(o.to):
		return refuse(21211, fmt.Sprintf("The 'To' number %s is not a valid phone number.", o.to))
	case o.from == "":
		return refuse(21603, "A 'From' phone number is required.")
	case !isSender(o.from):
		return refuse(21212, fmt.Sprintf("The 'From' number %s is not a valid phone number, shortcode, or alphanumeric sender ID.", o.from))
	case strings.HasPrefix(o.from, "+336"), strings.HasPrefix(o.from, "+337"):
		return refuse(21212, fmt.Sprintf("The 'From' number %s is a mobile number, which French operators do not accept from a platform.", o.from))
	case !s.owns(o.from):
		return refuse(21606, fmt.Sprintf("The 'From' phone number provided (%s) is not a valid message-capable Twilio phone number for this destination/account", o.from))
	case o.from == o.to:
		return refuse(21266, "'To' and 'From' number cannot be the same")
	case o.body == "" && o.media == 0:
		return refuse(21602, "Message body is required.")
	case utf8.RuneCountInString(o.body) > bodyLetters:
		return refuse(21617, "The concatenated message body exceeds the 1600 character limit.")
	case o.callback != "" && !isWebURL(o.callback):
		return refuse(21609, fmt.Sprintf("The 'StatusCallback' URL %s is not a valid URL.", o.callback))
	case o.validity < 0 || o.validity > maxValidity:
		return refuse(20001, fmt.Sprintf("'ValidityPeriod' must be from 1 to %d", maxValidity))
	case s.isOptedOut(o.from, o.to):
		return refuse(21610, "Attempt to send to unsubscribed recipient")
	}
	return nil
}

func refuse(code int, message string) *apiError {
	return &apiError{Code: code, Message: message, MoreInfo: "https://www.twilio.com/docs/errors/" + strconv.Itoa(code), Status: http.StatusBadRequest}
}

// accept queues an order and returns the message.
func (s *Server) accept(direction string, o order) Message {
	m := newMessage(direction, o.from, o.to, o.body, o.media, s.config.Now())
	m.Status, m.callback = "queued", o.callback
	if o.validity == 0 {
		o.validity = maxValidity
	}
	m.validity = s.seconds(o.validity)
	queued := m.Message
	s.keep(Outbound, m)
	s.work.Go(func(ctx context.Context) { s.deliver(ctx, m) })
	return queued
}

// deliver takes a message through queue and network, from where it is: one that an
// earlier run has sent waits for its receipt only.
func (s *Server) deliver(ctx context.Context, m *message) {
	receipts := receipts{server: s, callback: m.callback}
	defer receipts.flush(ctx)
	step := func(status string, code int) {
		receipts.tell(ctx, s.update(m, status, code))
	}
	if now := s.snapshot(m); now.Status == "queued" {
		receipts.tell(ctx, now)
		if !s.leaves(ctx, m, step) {
			return
		}
	}
	if !standin.Sleep(ctx, s.config.ReceiptWait) {
		return
	}
	if code := s.deliveryError(m.To); code != 0 {
		step("undelivered", code)
		return
	}
	step("delivered", 0)
}

// leaves takes a message through the queue and reports whether it was sent.
func (s *Server) leaves(ctx context.Context, m *message, step func(status string, code int)) bool {
	wait := s.config.QueueDelay
	if s.faults.Strikes(func(f *Faults) *standin.Chance { return &f.Stuck }) {
		wait = m.validity + 1
	}
	expired := wait > m.validity
	if expired {
		wait = m.validity
	}
	if !standin.Sleep(ctx, wait) {
		return false
	}
	if expired {
		step("failed", 30036)
		return false
	}
	step("sent", 0)
	return true
}

func (s *Server) deliveryError(phone string) int {
	s.mu.Lock()
	code := s.unreachable[phone]
	s.mu.Unlock()
	if code == 0 && s.faults.Strikes(func(f *Faults) *standin.Chance { return &f.Undeliverable }) {
		if code = s.faults.Settings().Code; code == 0 {
			code = 30003
		}
	}
	return code
}

func (s *Server) snapshot(m *message) Message {
	s.mu.Lock()
	defer s.mu.Unlock()
	return m.Message
}

// update notes a message's new status and returns the message.
func (s *Server) update(m *message, status string, code int) Message {
	now := s.config.Now()
	s.mu.Lock()
	m.Status, m.ErrorCode, m.Updated = status, code, now
	if status == "sent" {
		m.Sent = now
	}
	updated := m.Message
	s.mu.Unlock()
	s.note(Status, updated, nil)
	return updated
}

// receipts calls the status callback of one message.
type receipts struct {
	server   *Server
	callback string
	held     []Message // told after the next one
}

// tell posts the receipt of a status, or holds, loses or repeats it.
func (r *receipts) tell(ctx context.Context, m Message) {
	if r.callback == "" {
		return
	}
	s := r.server
	if s.faults.Strikes(func(f *Faults) *standin.Chance { return &f.ReceiptLoss }) {
		return
	}
	if s.faults.Strikes(func(f *Faults) *standin.Chance { return &f.ReceiptReorder }) {
		r.held = append(r.held, m)
		return
	}
	r.post(ctx, m)
	if s.faults.Strikes(func(f *Faults) *standin.Chance { return &f.ReceiptDuplicate }) {
		r.post(ctx, m)
	}
	r.flush(ctx)
}

func (r *receipts) flush(ctx context.Context) {
	held := r.held
	r.held = nil
	for _, m := range held {
		r.post(ctx, m)
	}
}

func (r *receipts) post(ctx context.Context, m Message) {
	s := r.server
	if !standin.Sleep(ctx, s.faults.Delay(func(f *Faults) *standin.Delay { return &f.ReceiptDelay })) {
		return
	}
	form := url.Values{
		"MessageSid": {m.SID}, "MessageStatus": {m.Status}, "SmsSid": {m.SID}, "SmsStatus": {m.Status},
		"AccountSid": {s.config.AccountSID}, "ApiVersion": {apiVersion}, "From": {m.From}, "To": {m.To},
	}
	if m.ErrorCode != 0 {
		form.Set("ErrorCode", strconv.Itoa(m.ErrorCode))
	}
	if m.Status == "delivered" || m.Status == "undelivered" {
		form.Set("RawDlrDoneDate", m.Updated.UTC().Format("0601021504"))
	}
	call, answer, err := s.post(ctx, Call{URL: r.callback, Params: form, Receipt: m.Status, Token: newToken()})
	s.note(Receipt, m, &call)
	if ctx.Err() != nil {
		return
	}
	if err != nil {
		s.alert(m, &fault{code: 11200, detail: "status callback: " + err.Error()})
	} else if answer.Status < 200 || answer.Status > 299 {
		s.alert(m, &fault{code: 11200, detail: fmt.Sprintf("status callback: status %d", answer.Status)})
	}
}

// visible says whether lists show m yet.
func (s *Server) visible(m *message, lag time.Duration) bool {
	return lag <= 0 || time.Since(m.accepted) >= lag
}
