// Package handler answers the address of the web chat. There is no chat yet: who
// comes is told what to do first and which door is open, and that this one is not.
package handler

import (
	"context"
	"log/slog"
	"net/http"
	"strings"

	"github.com/aws/aws-lambda-go/events"

	"relais/locales"
)

// Path is where the chat will be.
const Path = "/chat"

// Handler answers requests. Its fields are set once, before its first use.
type Handler struct {
	Texts *locales.Catalog
	Log   *slog.Logger
}

// Handle answers one request, as Lambda calls it. Its error is always nil. The
// status is 503, so that no program takes the answer for a conversation; what was
// sent is not read.
func (h *Handler) Handle(_ context.Context, r events.APIGatewayV2HTTPRequest) (events.APIGatewayV2HTTPResponse, error) {
	response := events.APIGatewayV2HTTPResponse{StatusCode: http.StatusServiceUnavailable, Headers: map[string]string{
		"cache-control": "no-store", "x-content-type-options": "nosniff", "referrer-policy": "no-referrer",
	}}
	switch method := r.RequestContext.HTTP.Method; {
	case r.RawPath != Path:
		response.StatusCode = http.StatusNotFound
		return response, nil
	case method != http.MethodGet && method != http.MethodPost:
		response.StatusCode = http.StatusMethodNotAllowed
		response.Headers["allow"] = http.MethodGet + ", " + http.MethodPost
		return response, nil
	}
	lang := h.language(r.Headers["accept-language"])
	text, err := h.Texts.Text(lang, h.Texts.OnChannel(lang, "notice.first_aid", "web"), nil)
	if err != nil {
		h.Log.Error("first aid failed", "channel", "web", "error", err)
		return response, nil
	}
	response.Headers["content-type"] = "text/plain; charset=utf-8"
	response.Headers["content-language"] = lang
	response.Body = text + "\n"
	return response, nil
}

// language is the first that the browser names and we offer, else the default. A
// browser names them in its reader's order, whatever weights it adds.
func (h *Handler) language(accept string) string {
	for name := range strings.SplitSeq(accept, ",") {
		name, _, _ = strings.Cut(name, ";")
		name, _, _ = strings.Cut(strings.TrimSpace(name), "-")
		if name = strings.ToLower(name); h.Texts.Offers(name) {
			return name
		}
	}
	return h.Texts.Tags()[0]
}
