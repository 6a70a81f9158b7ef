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
	document, err := twilio.FirstAidVoice(h.Texts)
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

func (h *Handler) refuse(status int) events.APIGatewayV2HTTPResponse {
	h.Log.Warn("refused", "channel", "voice", "status", status)
	return empty(status)
}

func empty(status int) events.APIGatewayV2HTTPResponse {
	return events.APIGatewayV2HTTPResponse{StatusCode: status, Headers: map[string]string{"cache-control": "no-store"}}
}
