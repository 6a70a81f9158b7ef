package handler_test

import (
	"bytes"
	"encoding/base64"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/aws/aws-lambda-go/events"

	"relais/functions/voice/handler"
	"relais/infra/standin/carrier"
	"relais/infra/twilio"
	"relais/locales"
)

const (
	sid   = "AC0123456789abcdef0123456789abcdef"
	token = "0123456789abcdef0123456789abcdef"
	base  = "https://relais.example"
)

func TestHandle(t *testing.T) {
	call := func() url.Values {
		return url.Values{"CallSid": {"CA1"}, "AccountSid": {sid}, "From": {"+33639980123"}, "To": {"+33939000076"}, "CallStatus": {"ringing"}}
	}
	with := func(name, value string) url.Values {
		form := call()
		form.Set(name, value)
		return form
	}
	tests := []struct {
		name, path, method, token string
		form                      url.Values
		status                    int
	}{
		{"a call", twilio.PathVoice, http.MethodPost, token, call(), 200},
		{"a hidden number", twilio.PathVoice, http.MethodPost, token, with("From", ""), 200},
		{"another path", "/twilio/voice/", http.MethodPost, token, call(), 404},
		{"a look", twilio.PathVoice, http.MethodGet, token, call(), 405},
		{"signed by another", twilio.PathVoice, http.MethodPost, "f" + token[1:], call(), 403},
		{"another account", twilio.PathVoice, http.MethodPost, token, with("AccountSid", "ACffffffffffffffffffffffffffffffff"), 403},
		{"not our number", twilio.PathVoice, http.MethodPost, token, with("To", "+33939000002"), 403},
		{"no id", twilio.PathVoice, http.MethodPost, token, with("CallSid", ""), 400},
	}
	parser, err := twilio.NewParser(twilio.Account{SID: sid, Tokens: []string{token}, PublicURL: base, Numbers: []string{"+33939000076"}})
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var log bytes.Buffer
			h := &handler.Handler{Parser: parser, Texts: locales.Default(), Log: slog.New(slog.NewJSONHandler(&log, nil))}
			r := events.APIGatewayV2HTTPRequest{RawPath: tt.path, Body: base64.StdEncoding.EncodeToString([]byte(tt.form.Encode())), IsBase64Encoded: true,
				Headers: map[string]string{"content-type": "application/x-www-form-urlencoded", "x-twilio-signature": carrier.Sign(tt.token, base+tt.path, tt.form)}}
			r.RequestContext.HTTP.Method = tt.method
			response, err := h.Handle(t.Context(), r)
			if err != nil || response.StatusCode != tt.status {
				t.Fatalf("status %d, %v, want %d", response.StatusCode, err, tt.status)
			}
			if (response.Body != "") != (tt.status == 200) || strings.Contains(log.String(), "39980123") {
				t.Errorf("body %q, log %s", response.Body, log.String())
			}
			if tt.status == 200 {
				wantSpoken(t, response.Body)
			}
		})
	}
}

// wantSpoken holds the answer to TwiML that is said twice, in French, and hangs up.
func wantSpoken(t *testing.T, document string) {
	t.Helper()
	aid, ok := locales.Default().Source("fr", "notice.first_aid.voice")
	if !ok {
		t.Fatal("no text")
	}
	escaped := strings.ReplaceAll(aid, "'", "&apos;")
	if strings.Count(document, `<Say language="fr-FR">`) != 4 || strings.Count(document, escaped) != 2 || !strings.HasSuffix(document, "<Hangup/></Response>") {
		t.Errorf("answer %s, want hello and %q twice, then the end", document, escaped)
	}
}
