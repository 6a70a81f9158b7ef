package handler_test

import (
	"context"
	"encoding/base64"
	"io"
	"log/slog"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-lambda-go/events"
	"github.com/google/go-cmp/cmp"

	"relais/functions/slack/handler"
	"relais/infra/slackbot"
	"relais/infra/standin/workspace"
)

const secret = "8f742231b10e8888abcd99yyyzzz85a5"

// signed is a request as API Gateway hands it over: header names in lower case.
func signed(path, body string, at time.Time) events.APIGatewayV2HTTPRequest {
	timestamp, signature := workspace.Sign(secret, at, []byte(body))
	return events.APIGatewayV2HTTPRequest{
		RawPath: path, Body: body,
		Headers:        map[string]string{"x-slack-request-timestamp": timestamp, "x-slack-signature": signature},
		RequestContext: events.APIGatewayV2HTTPRequestContext{HTTP: events.APIGatewayV2HTTPRequestContextHTTPDescription{Method: http.MethodPost}},
	}
}

func TestHandle(t *testing.T) {
	const message = `{"type":"event_callback","event_id":"Ev1","event":{"type":"message","text":"bonjour"}}`
	challenge := func(text string) string { return `{"type":"url_verification","challenge":"` + text + `"}` }
	change := func(r events.APIGatewayV2HTTPRequest, change func(*events.APIGatewayV2HTTPRequest)) events.APIGatewayV2HTTPRequest {
		change(&r)
		return r
	}
	timestamp := func(text string) events.APIGatewayV2HTTPRequest {
		return change(signed("/slack/events", message, time.Now()), func(r *events.APIGatewayV2HTTPRequest) { r.Headers["x-slack-request-timestamp"] = text })
	}
	plain := map[string]string{"content-type": "text/plain; charset=utf-8", "x-content-type-options": "nosniff"}
	ok := events.APIGatewayV2HTTPResponse{StatusCode: 200}
	unauthorized := events.APIGatewayV2HTTPResponse{StatusCode: 401}
	now := time.Now()
	form := change(signed("/slack/commands", "command=%2Frelais&text=liste", now), func(r *events.APIGatewayV2HTTPRequest) {
		r.Body, r.IsBase64Encoded = base64.StdEncoding.EncodeToString([]byte(r.Body)), true
	})
	tests := []struct {
		name    string
		request events.APIGatewayV2HTTPRequest
		want    events.APIGatewayV2HTTPResponse
	}{
		{"an event", signed("/slack/events", message, now), ok},
		{"the same event again", signed("/slack/events", message, now), ok},
		{"a command, in base64", form, ok},
		{"an action", signed("/slack/actions", "payload=%7B%7D", now), ok},
		{"an event that is not JSON", signed("/slack/events", "{", now), ok},
		{"a challenge", signed("/slack/events", challenge("3eZb<b>"), now), events.APIGatewayV2HTTPResponse{StatusCode: 200, Headers: plain, Body: "3eZb<b>"}},
		{"a challenge of 200 letters", signed("/slack/events", challenge(strings.Repeat("x", 200)), now), events.APIGatewayV2HTTPResponse{StatusCode: 200, Headers: plain, Body: strings.Repeat("x", 200)}},
		{"a challenge of 201 letters", signed("/slack/events", challenge(strings.Repeat("x", 201)), now), events.APIGatewayV2HTTPResponse{StatusCode: 400}},
		{"a challenge elsewhere", signed("/slack/actions", challenge("3eZb"), now), ok},
		{"a challenge not signed", change(signed("/slack/events", challenge("3eZb"), now), func(r *events.APIGatewayV2HTTPRequest) { r.Headers = nil }), unauthorized},
		{"a signature of another secret", change(signed("/slack/events", message, now), func(r *events.APIGatewayV2HTTPRequest) {
			r.Headers["x-slack-request-timestamp"], r.Headers["x-slack-signature"] = workspace.Sign("another", now, []byte(message))
		}), unauthorized},
		{"an empty signature", change(signed("/slack/events", message, now), func(r *events.APIGatewayV2HTTPRequest) { r.Headers["x-slack-signature"] = "v0=" }), unauthorized},
		{"no timestamp", change(signed("/slack/events", message, now), func(r *events.APIGatewayV2HTTPRequest) { delete(r.Headers, "x-slack-request-timestamp") }), unauthorized},
		{"another body", change(signed("/slack/events", message, now), func(r *events.APIGatewayV2HTTPRequest) { r.Body = strings.Replace(message, `":"`, `": "`, 1) }), unauthorized},
		{"5 minutes 1 second old", signed("/slack/events", message, now.Add(-301*time.Second)), unauthorized},
		{"5 minutes 2 seconds ahead", signed("/slack/events", message, now.Add(302*time.Second)), unauthorized},
		{"4 minutes 50 seconds old", signed("/slack/events", message, now.Add(-290*time.Second)), ok},
		{"a timestamp of words", timestamp("hier"), unauthorized},
		{"a negative timestamp", timestamp(strconv.FormatInt(-now.Unix(), 10)), unauthorized},
		{"a timestamp of twenty digits", timestamp("17724816001772481600"), unauthorized},
		{"too long", signed("/slack/events", strings.Repeat("x", 256<<10+1), now), events.APIGatewayV2HTTPResponse{StatusCode: 413}},
		{"base64 that is none", change(form, func(r *events.APIGatewayV2HTTPRequest) { r.Body = "%" }), events.APIGatewayV2HTTPResponse{StatusCode: 400}},
		{"another path", signed("/slack/else", message, now), events.APIGatewayV2HTTPResponse{StatusCode: 404}},
		{"another method", change(signed("/slack/events", message, now), func(r *events.APIGatewayV2HTTPRequest) { r.RequestContext.HTTP.Method = http.MethodGet }), events.APIGatewayV2HTTPResponse{StatusCode: 405, Headers: map[string]string{"allow": "POST"}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			verifier, err := slackbot.NewVerifier(secret)
			if err != nil {
				t.Fatal(err)
			}
			h := &handler.Handler{Verifier: verifier, Log: slog.New(slog.NewTextHandler(io.Discard, nil))}
			got, err := h.Handle(context.Background(), tt.request)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("response (-want +got):\n%s", diff)
			}
			if refused := got.StatusCode != http.StatusOK; refused != (h.Refused() == 1) {
				t.Errorf("status %d, %d refused", got.StatusCode, h.Refused())
			}
		})
	}
}

func TestAnEmptySecretIsRefused(t *testing.T) {
	if _, err := slackbot.NewVerifier(""); err == nil {
		t.Error("no error")
	}
	if err := (slackbot.Verifier{}).Verify(http.Header{"X-Slack-Signature": {"v0=00"}, "X-Slack-Request-Timestamp": {"1"}}, nil); err == nil {
		t.Error("a verifier without a secret verifies")
	}
}
