package handler_test

import (
	"log/slog"
	"strings"
	"testing"

	"github.com/aws/aws-lambda-go/events"

	"relais/functions/chat/handler"
	"relais/locales"
)

func TestHandle(t *testing.T) {
	tests := []struct {
		name, method, path, accept string
		status                     int
		lang                       string // "": no text
	}{
		{"a look", "GET", "/chat", "", 503, "fr"},
		{"a message", "POST", "/chat", "", 503, "fr"},
		{"an English reader", "GET", "/chat", "en-GB,en;q=0.9,fr;q=0.5", 503, "en"},
		{"a reader of what we do not have", "GET", "/chat", "de, *;q=0.1", 503, "fr"},
		{"a hostile language", "GET", "/chat", "../../etc/passwd", 503, "fr"},
		{"another path", "GET", "/chat/../", "", 404, ""},
		{"another method", "DELETE", "/chat", "", 405, ""},
	}
	h := &handler.Handler{Texts: locales.Default(), Log: slog.New(slog.DiscardHandler)}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := events.APIGatewayV2HTTPRequest{RawPath: tt.path, Headers: map[string]string{"accept-language": tt.accept}, Body: "canary"}
			r.RequestContext.HTTP.Method = tt.method
			response, err := h.Handle(t.Context(), r)
			if err != nil || response.StatusCode != tt.status || response.Headers["content-language"] != tt.lang {
				t.Errorf("%d %v, %v, want %d in %q", response.StatusCode, response.Headers, err, tt.status, tt.lang)
			}
			if (tt.lang != "") != strings.Contains(response.Body, "17cyber.gouv.fr") || strings.Contains(response.Body, "canary") {
				t.Errorf("body %q", response.Body)
			}
		})
	}
}
