// Package handler answers the carrier: a reporter's message with the desk's reply,
// a receipt with nothing.
package handler

import (
	"cmp"
	"context"
	"encoding/base64"
	"errors"
	"log/slog"
	"net/http"
	"sync/atomic"
	"time"

	"github.com/aws/aws-lambda-go/events"

	"relais/dialogs/directory"
	"relais/dialogs/engine"
	"relais/dialogs/intake"
	"relais/dialogs/outbox"
	"relais/infra/aside"
	"relais/infra/twilio"
	"relais/locales/gsm7"
)

// Budget is how long a turn may take before the reporter gets the text for bad
// hours: the carrier waits 15 seconds in all, and then says nothing. LateBudget is
// how long the message may then take to reach the queue of late messages.
const (
	Budget     = 4 * time.Second
	LateBudget = time.Second
)

// Handler answers webhooks. Its fields are set once, before its first use.
type Handler struct {
	Desk   *intake.Desk
	Office *outbox.Office // takes receipts
	Parser *twilio.Parser
	Clock  func() time.Time // the desk's
	Log    *slog.Logger
	Budget time.Duration // 0: Budget
	Purse  *outbox.Purse // pays for answers; nil: there is no ceiling
	// Late makes a sealed message durable that could not be taken, until it can; nil:
	// there is nowhere to keep it, and nothing is promised.
	Late func(ctx context.Context, sealed []byte) error
	// Within does work that may take so long; nil: aside, so that it is
	// left alone when its time is over, also where it looks at no clock.
	Within func(ctx context.Context, budget time.Duration, work func(context.Context) error) error

	refused atomic.Int64
}

// Refused counts the requests refused so far: not signed, not readable, not for us.
func (h *Handler) Refused() int64 { return h.refused.Load() }

// Handle answers one request, as Lambda calls it. Its error is always nil: whatever
// goes wrong has an answer.
func (h *Handler) Handle(ctx context.Context, r events.APIGatewayV2HTTPRequest) (events.APIGatewayV2HTTPResponse, error) {
	response, _ := h.Serve(ctx, r)
	return response, nil
}

// Serve answers one request. A server that knows when the response was written out
// calls answered then, if it is not nil: the question in it counts as handed over.
func (h *Handler) Serve(ctx context.Context, r events.APIGatewayV2HTTPRequest) (response events.APIGatewayV2HTTPResponse, answered func(context.Context) error) {
	if r.RawPath != twilio.PathSMS && r.RawPath != twilio.PathStatus {
		return h.refuse(http.StatusNotFound), nil
	}
	if r.RequestContext.HTTP.Method != http.MethodPost {
		response = h.refuse(http.StatusMethodNotAllowed)
		response.Headers["allow"] = http.MethodPost
		return response, nil
	}
	body := []byte(r.Body)
	if r.IsBase64Encoded {
		var err error
		if body, err = base64.StdEncoding.DecodeString(r.Body); err != nil {
			return h.refuse(http.StatusBadRequest), nil
		}
	}
	request := twilio.Request{Path: r.RawPath, RawQuery: r.RawQueryString, Header: r.Headers, Body: body}
	if r.RawPath == twilio.PathStatus {
		return h.receipt(ctx, request), nil
	}
	return h.message(ctx, request)
}

func (h *Handler) message(ctx context.Context, r twilio.Request) (events.APIGatewayV2HTTPResponse, func(context.Context) error) {
	start := time.Now()
	in, err := h.Parser.ParseSMS(r)
	if err != nil {
		return h.refuse(status(err)), nil
	}
	reply, err := h.take(ctx, in)
	if err != nil {
		kept := h.keep(ctx, intake.Late{At: h.Clock(), Inbound: in})
		h.Log.Error("turn failed", "channel", twilio.Channel, "error", err, "kept", kept, "ms", time.Since(start).Milliseconds())
		switch {
		case kept && errors.Is(err, intake.ErrBusy): // whoever writes that fast gets answers enough
			in.Mute = true
			return h.firstAid(ctx, in, "", "notice.late"), nil
		case kept:
			return h.firstAid(ctx, in, "", "notice.late"), nil
		}
		return h.apology(ctx, in, ""), nil
	}
	account := h.Parser.Account()
	statusURL := account.StatusURL(intake.Ref{Key: reply.Key, N: reply.N}, "")
	reply.From = cmp.Or(account.Sender, reply.From)
	if !h.pays(ctx, in, &reply) {
		reply.Trace.Reason = outbox.SpendReason
	}
	document, err := twilio.RenderSMS(reply, statusURL)
	if err != nil {
		h.Log.Error("reply failed", "channel", twilio.Channel, "case", reply.Trace.Case, "turn", reply.N, "error", err)
		return h.apology(ctx, in, reply.Trace.Lang), nil
	}
	h.note(reply, time.Since(start))
	if reply.Silent {
		return answer(document), nil
	}
	return answer(document), func(ctx context.Context) error { return h.Desk.Answered(ctx, reply) }
}

// take takes the message. A turn that is finished after the budget stands in the log
// all the same; its question was not handed over and is put again.
func (h *Handler) take(ctx context.Context, in intake.Inbound) (intake.Reply, error) {
	return within(ctx, h, cmp.Or(h.Budget, Budget), func(ctx context.Context) (intake.Reply, error) {
		return h.Desk.Take(ctx, h.Clock(), in)
	})
}

// within does work within the budget and returns what came of it.
func within[T any](ctx context.Context, h *Handler, budget time.Duration, work func(context.Context) (T, error)) (T, error) {
	in := h.Within
	if in == nil {
		in = aside.Do
	}
	done := make(chan T, 1) // work that is left alone has nobody who listens
	err := in(ctx, budget, func(ctx context.Context) error {
		value, err := work(ctx)
		done <- value
		return err
	})
	var value T
	if err == nil {
		value = <-done
	}
	return value, err
}

// keep puts what could not be taken where it waits until it can, and
// reports whether it is safe there.
func (h *Handler) keep(ctx context.Context, late intake.Late) bool {
	if h.Late == nil {
		return false
	}
	_, err := within(context.WithoutCancel(ctx), h, LateBudget, func(ctx context.Context) (struct{}, error) {
		sealed, err := h.Desk.SealLate(late)
		if err != nil {
			return struct{}{}, err
		}
		return struct{}{}, h.Late(ctx, sealed)
	})
	if err != nil {
		h.Log.Error("late queue failed", "channel", twilio.Channel, "error", err)
	}
	return err == nil
}

// apology answers when the desk could not: what to do first and whom to call, and
// no word of the message being kept. Without it the carrier asks its fallback.
func (h *Handler) apology(ctx context.Context, in intake.Inbound, lang string) events.APIGatewayV2HTTPResponse {
	return h.firstAid(ctx, in, lang, "notice.apology")
}

// firstAid answers with a text that needs neither store nor dialog, and with the
// phone of the number's own centre while it is open and the text has room for it.
func (h *Handler) firstAid(ctx context.Context, in intake.Inbound, lang, id string) events.APIGatewayV2HTTPResponse {
	reply := intake.Reply{From: cmp.Or(h.Parser.Account().Sender, in.To), Silent: in.Mute}
	lang = h.language(in, lang)
	text, err := h.Desk.Texts.Text(lang, id, nil)
	if err == nil {
		reply.Text = text
		if with := text + h.centre(in, lang); gsm7.Segments(with) <= engine.MaxSegments {
			reply.Text = with
		}
		h.pays(ctx, in, &reply)
		var document []byte
		if document, err = twilio.RenderSMS(reply, ""); err == nil {
			return answer(document)
		}
	}
	h.Log.Error("apology failed", "channel", twilio.Channel, "error", err)
	return empty(http.StatusServiceUnavailable)
}

// pays counts an answer, and makes it silent when the ceiling of what may be spent is
// reached: the message is recorded, and the desk is open by other channels.
func (h *Handler) pays(ctx context.Context, in intake.Inbound, reply *intake.Reply) bool {
	if h.Purse == nil || reply.Silent {
		return true
	}
	paid, err := within(ctx, h, LateBudget, func(ctx context.Context) (bool, error) {
		return h.Purse.Answer(ctx, h.Clock(), in.From, gsm7.Segments(reply.Text)), nil
	})
	if reply.Silent = err == nil && !paid; reply.Silent {
		h.Log.Error("answer not sent", "channel", twilio.Channel, "reason", outbox.SpendReason)
	}
	return !reply.Silent
}

// centre says how the centre behind a number is reached now; empty while it is
// closed, or not known to be open, or without a phone that may be shown.
func (h *Handler) centre(in intake.Inbound, lang string) string {
	door := directory.DoorFor("", h.Desk.Territory.Numbers[in.To], h.Clock())[0]
	if door.Kind != directory.RegionalDoor || door.Phone == "" {
		return ""
	}
	values := map[string]string{"phone": door.Phone, "hedge": ""}
	if door.Hedged {
		values["hedge"], _ = h.Desk.Texts.Text(lang, "notice.hedge", nil)
	}
	text, err := h.Desk.Texts.Text(lang, "notice.door", values)
	if err != nil {
		return ""
	}
	return " " + text
}

// language is that of the conversation, else the one the message is written in,
// else the first: also when reading it is what went wrong.
func (h *Handler) language(in intake.Inbound, lang string) (offered string) {
	defer func() {
		if recover() != nil {
			offered = h.Desk.Texts.Tags()[0]
		}
	}()
	if lang == "" {
		lang = h.Desk.Reader.Read(in.Text, nil, "").Language
	}
	if h.Desk.Texts.Offers(lang) {
		return lang
	}
	return h.Desk.Texts.Tags()[0]
}

// receipt moves the receipt of a turn forward. What names no turn of ours, or comes
// too late to say anything, is taken and left.
func (h *Handler) receipt(ctx context.Context, r twilio.Request) events.APIGatewayV2HTTPResponse {
	s, err := h.Parser.ParseStatus(r)
	if err != nil {
		return h.refuse(status(err))
	}
	if s.Receipt == intake.Failed {
		h.Log.Warn("sms not delivered", "channel", twilio.Channel, "turn", s.Turn.N, "entry", s.Entry, "code", s.ErrorCode)
	}
	if s.Receipt == intake.Unknown || s.Turn.N == 0 {
		return empty(http.StatusOK)
	}
	against, err := within(ctx, h, cmp.Or(h.Budget, Budget), func(ctx context.Context) (bool, error) {
		return h.Office.Told(ctx, outbox.Told{
			Turn: s.Turn, Entry: s.Entry, Ref: s.MessageSID, Receipt: s.Receipt, Reason: s.ErrorCode, At: h.Clock(),
		})
	})
	if against {
		h.Log.Warn("receipts contradict each other", "channel", twilio.Channel, "turn", s.Turn.N, "entry", s.Entry)
	}
	if err != nil && !errors.Is(err, intake.ErrNoTurn) {
		// The carrier is not known to tell a receipt twice: unless it is kept here, what
		// became of an analyst's text is lost.
		kept := h.keep(ctx, intake.Late{
			At: h.Clock(), Delivery: &intake.Delivery{Turn: s.Turn, Entry: s.Entry, Receipt: s.Receipt, Reason: s.ErrorCode}, Ref: s.MessageSID,
		})
		h.Log.Error("receipt failed", "channel", twilio.Channel, "turn", s.Turn.N, "error", err, "kept", kept)
		if !kept {
			return empty(http.StatusServiceUnavailable) // so that the carrier notes it too
		}
	}
	return empty(http.StatusOK)
}

// note writes the one line of a turn.
func (h *Handler) note(reply intake.Reply, took time.Duration) {
	h.Log.Info("turn", reply.Logged(twilio.Channel, took)...)
}

func status(err error) int {
	switch {
	case errors.Is(err, twilio.ErrBadRequest):
		return http.StatusBadRequest
	case errors.Is(err, twilio.ErrUnsupported):
		return http.StatusUnsupportedMediaType
	}
	return http.StatusForbidden
}

// refuse answers with a status and nothing else, and counts it; what was sent is
// written nowhere.
func (h *Handler) refuse(status int) events.APIGatewayV2HTTPResponse {
	h.refused.Add(1)
	h.Log.Warn("refused", "channel", twilio.Channel, "status", status)
	return empty(status)
}

func empty(status int) events.APIGatewayV2HTTPResponse {
	return events.APIGatewayV2HTTPResponse{StatusCode: status, Headers: map[string]string{"cache-control": "no-store"}}
}

func answer(document []byte) events.APIGatewayV2HTTPResponse {
	response := empty(http.StatusOK)
	response.Headers["content-type"] = twilio.Document
	response.Body = string(document)
	return response
}
