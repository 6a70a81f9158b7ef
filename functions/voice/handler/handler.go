// Package handler answers a call with spoken first aid. No dialog is held by voice
// yet, and nothing of the call is kept.
package handler

import (
	"context"
	"encoding/base64"
	"errors"
	"log/slog"
	"net/http"

	"github.com/aws/aws-lambda-go/events"

	"relais/infra/twilio"
	"relais/locales"
)

// times is how often it is said: a caller who writes it down needs the second.
const times = 2

// Handler answers webhooks. Its fields are set once, before its first use.
type Handler struct {
	Parser *twilio.Parser
	Texts  *locales.Catalog
	Log    *slog.Logger
}

// Handle answers one request, as Lambda calls it. Its error is always nil.
func (h *Handler) Handle(_ context.Context, r events.APIGatewayV2HTTPRequest) (events.APIGatewayV2HTTPResponse, error) {
	if r.RawPath != twilio.PathVoice {
		return h.refuse(http.StatusNotFound), nil
	}
	if r.RequestContext.HTTP.Method != http.MethodPost {
		response := h.refuse(http.StatusMethodNotAllowed)
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
	_, err := h.Parser.Call(twilio.Request{Path: r.RawPath, RawQuery: r.RawQueryString, Header: r.Headers, Body: body})
	switch {
	case errors.Is(err, twilio.ErrBadRequest):
		return h.refuse(http.StatusBadRequest), nil
	case errors.Is(err, twilio.ErrUnsupported):
		return h.refuse(http.StatusUnsupportedMediaType), nil
	case err != nil:
		return h.refuse(http.StatusForbidden), nil
	}
	document, err := h.say()
	if err != nil {
		h.Log.Error("first aid failed", "channel", "voice", "error", err)
		return empty(http.StatusServiceUnavailable), nil // so that the carrier asks its fallback
	}
	h.Log.Info("call", "channel", "voice")
	response := empty(http.StatusOK)
	response.Headers["content-type"] = twilio.Document
	response.Body = string(document)
	return response, nil
}

// say says who speaks, then what to do first, in the first language: nothing is
// known of the caller's.
func (h *Handler) say() ([]byte, error) {
	lang := h.Texts.Tags()[0]
	hello, err := h.Texts.Text(lang, "notice.hello", nil)
	if err != nil {
		return nil, err
	}
	aid, err := h.Texts.Text(lang, h.Texts.OnChannel(lang, "notice.first_aid", "voice"), nil)
	if err != nil {
		return nil, err
	}
	return twilio.RenderSay(spoken[lang], times, hello, aid)
}

// spoken names the voice of a language as the carrier does.
var spoken = map[string]string{"fr": "fr-FR", "en": "en-GB"}

func (h *Handler) refuse(status int) events.APIGatewayV2HTTPResponse {
	h.Log.Warn("refused", "channel", "voice", "status", status)
	return empty(status)
}

func empty(status int) events.APIGatewayV2HTTPResponse {
	return events.APIGatewayV2HTTPResponse{StatusCode: status, Headers: map[string]string{"cache-control": "no-store"}}
}
