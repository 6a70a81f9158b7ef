package carrier

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"relais/infra/standin"
)

const (
	inbound       = "inbound"
	outboundAPI   = "outbound-api"
	outboundReply = "outbound-reply"

	webhookSeconds = 15       // the whole time a webhook has
	answerKept     = 16 << 10 // bytes of an answer in the ledger
)

// ErrUnknownNumber is returned for a text to a number that is not one of ours.
var ErrUnknownNumber = errors.New("carrier: the number called is not one of ours")

// ErrNotAPhone is returned for a text from something that is no E.164 number.
var ErrNotAPhone = errors.New("carrier: the sender is not an E.164 number")

// SMS is a text that a phone sends to one of our numbers.
type SMS struct {
	From, To string // E.164
	Body     string // any text, any length, also none
	Media    int    // pictures attached; their addresses lead nowhere
}

// Send plays a phone that sends a text. It returns the id of the message at once;
// the webhook is called in the background.
func (s *Server) Send(ctx context.Context, sms SMS) (string, error) {
	if err := ctx.Err(); err != nil {
		return "", err
	}
	if !slices.Contains(s.config.Numbers, sms.To) {
		return "", ErrUnknownNumber
	}
	if !e164.MatchString(sms.From) {
		return "", ErrNotAPhone
	}
	m := newMessage(inbound, sms.From, sms.To, sms.Body, sms.Media, s.config.Now())
	m.Status, m.Sent = "received", m.Created
	s.optInOrOut(m)
	received := m.Message
	s.keep(Inbound, m)
	s.work.Go(func(ctx context.Context) { s.deliverInbound(ctx, received) })
	return m.SID, nil
}

func (s *Server) optInOrOut(m *message) {
	if !s.config.OptOut.On {
		return
	}
	word := strings.ToUpper(strings.TrimSpace(m.Body))
	out := slices.Contains(s.config.OptOut.StopWords, word)
	if !out && !slices.Contains(s.config.OptOut.StartWords, word) {
		return
	}
	s.record(record{OptOut: &optOut{pair{m.To, m.From}, out}})
	s.mu.Lock()
	defer s.mu.Unlock()
	s.optedOut[pair{m.To, m.From}] = out
}

func (s *Server) isOptedOut(number, phone string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.optedOut[pair{number, phone}]
}

// deliverInbound asks the webhook, then once the fallback. When neither gives a
// document that can be played the vendor notes it and does nothing more: the
// reporter hears nothing, and nobody tries again.
func (s *Server) deliverInbound(ctx context.Context, m Message) {
	form := s.inboundForm(m)
	failed := s.ask(ctx, m, s.config.WebhookURL, form, false)
	if failed == nil || ctx.Err() != nil {
		return
	}
	s.alert(m, failed)
	switch {
	case s.config.FallbackTwiML != "":
		if failed := s.play(m, s.config.WebhookURL, []byte(s.config.FallbackTwiML)); failed != nil {
			s.alert(m, failed)
		}
	case s.config.FallbackURL != "":
		form = maps.Clone(form) // the ledger holds the first
		form.Set("ErrorCode", strconv.Itoa(failed.code))
		form.Set("ErrorUrl", s.config.WebhookURL)
		if failed := s.ask(ctx, m, s.config.FallbackURL, form, true); failed != nil {
			s.alert(m, failed)
		}
	}
}

// ask calls a webhook and plays its answer.
func (s *Server) ask(ctx context.Context, m Message, address string, form url.Values, fallback bool) *fault {
	if !standin.Sleep(ctx, s.faults.Delay(func(f *Faults) *standin.Delay { return &f.DelayWebhook })) {
		return nil
	}
	call := Call{URL: address, Fallback: fallback, Params: form, Token: newToken()}
	if s.faults.Strikes(func(f *Faults) *standin.Chance { return &f.DropWebhook }) {
		call.Error = "dropped before it arrived"
		s.note(Webhook, m, &call)
		return &fault{code: 11200, detail: "no connection"}
	}
	times := 1
	if s.faults.Strikes(func(f *Faults) *standin.Chance { return &f.DuplicateWebhook }) {
		times = 2
	}
	results := make(chan result, times)
	for range times {
		s.work.Go(func(ctx context.Context) {
			call, answer, err := s.post(ctx, call)
			results <- result{call, answer, err}
		})
	}
	heard, ok := s.firstAnswer(ctx, m, results, times)
	if !ok {
		return nil
	}
	if heard.err != nil {
		return &fault{code: 11200, detail: heard.err.Error()}
	}
	return s.playAnswer(m, address, heard.answer)
}

type result struct {
	call   Call
	answer standin.Answer
	err    error
}

// firstAnswer returns the first of several results that is an answer, or the last
// if none is, and notes them all; those that come later are noted in the
// background. It returns false if the server is being closed.
func (s *Server) firstAnswer(ctx context.Context, m Message, results <-chan result, times int) (result, bool) {
	for left := times; ; {
		select {
		case next := <-results:
			left--
			if next.err != nil && left > 0 {
				s.note(Webhook, m, &next.call)
				continue
			}
			if s.faults.Strikes(func(f *Faults) *standin.Chance { return &f.DropAnswer }) {
				next.err, next.call.Unheard = errAnswerLost, true
			}
			s.note(Webhook, m, &next.call)
			if left > 0 {
				s.work.Go(func(ctx context.Context) { s.noteUnheard(ctx, m, results, left) })
			}
			return next, ctx.Err() == nil
		case <-ctx.Done():
			return result{}, false
		}
	}
}

func (s *Server) noteUnheard(ctx context.Context, m Message, results <-chan result, left int) {
	for range left {
		select {
		case next := <-results:
			next.call.Unheard = true
			s.note(Webhook, m, &next.call)
		case <-ctx.Done():
			return
		}
	}
}

var errAnswerLost = errors.New("the answer was lost")

// post makes the call and notes in it what came of it.
func (s *Server) post(ctx context.Context, call Call) (Call, standin.Answer, error) {
	call.Signed = Sign(s.config.AuthToken, call.URL, call.Params)
	header := http.Header{
		"Content-Type":               {"application/x-www-form-urlencoded; charset=UTF-8"},
		"X-Twilio-Signature":         {call.Signed},
		"I-Twilio-Idempotency-Token": {call.Token},
		"User-Agent":                 {"TwilioProxy/1.1"},
		"Accept":                     {"*/*"},
	}
	answer, err := standin.Post(ctx, s.client, s.dialled(call.URL), header, []byte(call.Params.Encode()), webhookSeconds*s.config.Second)
	call.Status, call.Took = answer.Status, answer.Took
	call.Answer = string(answer.Body[:min(len(answer.Body), answerKept)])
	if err != nil {
		call.Error = err.Error()
	}
	return call, answer, err
}

func newToken() string {
	digits := standin.Hex(32)
	return fmt.Sprintf("%s-%s-%s-%s-%s", digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:])
}

// inboundForm returns the parameters of a webhook for an incoming text. Places are
// known for some countries only and are sent empty otherwise, as the vendor does.
func (s *Server) inboundForm(m Message) url.Values {
	form := url.Values{}
	for name, value := range map[string]string{
		"ToCountry": country(m.To), "ToState": "", "ToCity": "", "ToZip": "",
		"FromCountry": country(m.From), "FromState": "", "FromCity": "", "FromZip": "",
		"SmsMessageSid": m.SID, "SmsSid": m.SID, "MessageSid": m.SID, "SmsStatus": m.Status,
		"AccountSid": s.config.AccountSID, "ApiVersion": apiVersion,
		"From": m.From, "To": m.To, "Body": m.Body,
		"NumMedia": strconv.Itoa(m.Media), "NumSegments": strconv.Itoa(m.Segments),
	} {
		form.Set(name, value)
	}
	for i := range m.Media {
		form.Set(fmt.Sprintf("MediaContentType%d", i), "image/jpeg")
		form.Set(fmt.Sprintf("MediaUrl%d", i), fmt.Sprintf("https://api.twilio.com/%s/Accounts/%s/Messages/%s/Media/ME%s",
			apiVersion, s.config.AccountSID, m.SID, standin.Hex(32)))
	}
	return form
}

// countries gives the country of the calling codes a French desk meets.
// Source: ITU-T E.164 list of assigned country codes.
var countries = map[string]string{
	"+33": "FR", "+590": "GP", "+594": "GF", "+596": "MQ", "+262": "RE", "+508": "PM", "+687": "NC", "+689": "PF", "+681": "WF",
	"+32": "BE", "+352": "LU", "+41": "CH", "+377": "MC", "+376": "AD", "+34": "ES", "+39": "IT", "+49": "DE", "+44": "GB", "+1": "US",
}

func country(number string) string {
	for code, name := range countries {
		if strings.HasPrefix(number, code) {
			return name
		}
	}
	return ""
}

// fault is an entry of the vendor's debugger.
type fault struct {
	code    int
	warning bool
	detail  string
}

// alert notes a fault and tells the debugger webhook, if one is set up.
// Source: https://www.twilio.com/docs/usage/troubleshooting/debugging-event-webhooks.
func (s *Server) alert(m Message, f *fault) {
	event := s.event(Alert, m)
	event.Code, event.Warning, event.Detail = f.code, f.warning, f.detail
	s.record(record{Event: &event})
	if s.config.DebuggerURL == "" {
		return
	}
	level := "ERROR"
	if f.warning {
		level = "WARNING"
	}
	form := url.Values{
		"Sid": {"NO" + standin.Hex(32)}, "AccountSid": {s.config.AccountSID}, "ParentAccountSid": {""},
		"Timestamp": {event.At.UTC().Format("2006-01-02T15:04:05.000Z")}, "Level": {level}, "PayloadType": {"application/json"},
		"Payload": {mustJSON(map[string]any{
			"resource_sid": m.SID, "service_sid": nil, "error_code": strconv.Itoa(f.code),
			"more_info": map[string]string{"Msg": f.detail, "ErrorCode": strconv.Itoa(f.code), "LogLevel": level},
			"webhook":   map[string]any{"type": "application/json", "request": map[string]any{"url": s.config.WebhookURL, "method": "POST"}},
		})},
	}
	s.work.Go(func(ctx context.Context) {
		call, _, _ := s.post(ctx, Call{URL: s.config.DebuggerURL, Params: form, Token: newToken()})
		s.note(Webhook, m, &call)
	})
}

func (s *Server) seconds(n int) time.Duration { return time.Duration(n) * s.config.Second }
