package handler

import (
	"context"
	"net/http"

	"relais/dialogs/intake"
)

// page is the chat for browsers without script.
func (h *Handler) page(_ context.Context, r request) outcome {
	lang := h.language(r)
	texts := h.Desk.Texts
	text, err := texts.Text(lang, texts.OnChannel(lang, "notice.first_aid", intake.ChannelWeb), nil)
	response := empty(http.StatusServiceUnavailable)
	if err != nil {
		h.Log.Error("first aid failed", "channel", intake.ChannelWeb, "error", err)
		return outcome{response: response}
	}
	response.Headers["content-type"] = "text/plain; charset=utf-8"
	response.Headers["content-language"] = lang
	response.Body = text + "\n"
	return outcome{response: response}
}
