// Package handler answers Slack: requests that Slack has signed are taken to the desk,
// all others refused.
package handler

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"log/slog"
	"net/http"
	"sync/atomic"
	"unicode/utf8"

	"github.com/aws/aws-lambda-go/events"

	"relais/dialogs/desk"
	"relais/infra/slackbot"
)

// The paths Slack calls.
const (
	PathEvents   = "/slack/events"
	PathActions  = "/slack/actions"
	PathCommands = "/slack/commands"
)

// maxBody bounds a request, in bytes; Slack's own are far smaller.
const maxBody = 256 << 10

// maxChallenge bounds what is echoed, in letters.
const maxChallenge = 200

// Handler answers webhooks. Its fields are set once, before its first use.
type Handler struct {
	Verifier slackbot.Verifier
	Front    *slackbot.Front
	Log      *slog.Logger

	refused atomic.Int64
}

// Refused counts the requests refused so far: not signed, too long, not for us.
func (h *Handler) Refused() int64 { return h.refused.Load() }

// Handle answers one request, as Lambda calls it. Its error is always nil: whatever
// goes wrong has an answer. A request that is signed is answered with 200 even if
// nothing is done: Slack sends again what it thinks was not taken, and after too
// many of those stops sending.
func (h *Handler) Handle(ctx context.Context, r events.APIGatewayV2HTTPRequest) (events.APIGatewayV2HTTPResponse, error) {
	response, after := h.Serve(ctx, r)
	if after != nil {
		h.finish(ctx, after)
	}
	return response, nil
}

// finish does what follows an answer. A view or a note that Slack does not take is
// lost to whoever pressed, who presses again; what the desk did stands in the log.
func (h *Handler) finish(ctx context.Context, after func(context.Context) error) {
	if err := after(ctx); err != nil {
		h.Log.ErrorContext(ctx, "slack", "error", err)
	}
}

// Serve answers one request and returns what is to be done once the answer has left,
// nil if there is nothing: Slack waits three seconds for an answer, and not for that.
func (h *Handler) Serve(ctx context.Context, r events.APIGatewayV2HTTPRequest) (events.APIGatewayV2HTTPResponse, func(context.Context) error) {
	if r.RawPath != PathEvents && r.RawPath != PathActions && r.RawPath != PathCommands {
		return h.refuse(http.StatusNotFound), nil
	}
	if r.RequestContext.HTTP.Method != http.MethodPost {
		response := h.refuse(http.StatusMethodNotAllowed)
		response.Headers = map[string]string{"allow": http.MethodPost}
		return response, nil
	}
	body, ok := content(r)
	if !ok {
		return h.refuse(http.StatusBadRequest), nil
	}
	if len(body) > maxBody {
		return h.refuse(http.StatusRequestEntityTooLarge), nil
	}
	header := http.Header{}
	for name, value := range r.Headers {
		header.Set(name, value)
	}
	if err := h.Verifier.Verify(header, body); err != nil {
		return h.refuse(http.StatusUnauthorized), nil
	}
	if challenge, asked := h.challenge(body); asked && r.RawPath == PathEvents {
		return challenge, nil
	}
	return h.take(ctx, r.RawPath, body)
}

// content returns the body as it came, byte for byte, which is what is signed.
func content(r events.APIGatewayV2HTTPRequest) ([]byte, bool) {
	if !r.IsBase64Encoded {
		return []byte(r.Body), true
	}
	body, err := base64.StdEncoding.DecodeString(r.Body)
	return body, err == nil
}

// Refusals returns what writes acts and readings that somebody had no right to into
// the log: security events, without a name.
func Refusals(log *slog.Logger) func(context.Context, desk.Refusal) {
	return func(ctx context.Context, r desk.Refusal) {
		log.WarnContext(ctx, "refused", "team", r.By.Team, "user", r.By.User, "region", r.Region, "case", r.Case, "act", r.Act, "why", r.Why)
	}
}

// take gives a request to the desk.
func (h *Handler) take(ctx context.Context, path string, body []byte) (events.APIGatewayV2HTTPResponse, func(context.Context) error) {
	if h.Front == nil {
		return answer(""), nil
	}
	done := map[string]func(context.Context, []byte) slackbot.Answer{
		PathEvents: h.Front.Event, PathActions: h.Front.Interact, PathCommands: h.Front.Command,
	}[path](ctx, body)
	response := answer("")
	if len(done.Body) > 0 {
		response.Body = string(done.Body)
		response.Headers = map[string]string{"content-type": "application/json; charset=utf-8", "x-content-type-options": "nosniff"}
	}
	return response, done.After
}

// challenge answers the question by which Slack checks our address.
// Source: https://docs.slack.dev/reference/events/url_verification.
func (h *Handler) challenge(body []byte) (response events.APIGatewayV2HTTPResponse, asked bool) {
	var event struct {
		Type      string `json:"type"`
		Challenge string `json:"challenge"`
	}
	if json.Unmarshal(body, &event) != nil || event.Type != "url_verification" {
		return response, false
	}
	if utf8.RuneCountInString(event.Challenge) > maxChallenge {
		return h.refuse(http.StatusBadRequest), true
	}
	return answer(event.Challenge), true
}

func answer(text string) events.APIGatewayV2HTTPResponse {
	response := events.APIGatewayV2HTTPResponse{StatusCode: http.StatusOK, Body: text}
	if text != "" {
		response.Headers = map[string]string{"content-type": "text/plain; charset=utf-8", "x-content-type-options": "nosniff"}
	}
	return response
}

func (h *Handler) refuse(status int) events.APIGatewayV2HTTPResponse {
	h.refused.Add(1)
	return events.APIGatewayV2HTTPResponse{StatusCode: status}
}
