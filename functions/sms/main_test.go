package main

import (
	"encoding/base64"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/aws/aws-lambda-go/events"

	"relais/functions/sms/handler"
	"relais/infra/standin/carrier"
	"relais/infra/twilio"
)

const (
	sid   = "AC0123456789abcdef0123456789abcdef"
	token = "0123456789abcdef0123456789abcdef"
)

// TestWire starts the function as its environment would and sends it a message.
func TestWire(t *testing.T) {
	data, regions := t.TempDir(), t.TempDir()
	write(t, filepath.Join(data, "keys.json"), `{"pepper":"`+strings.Repeat("q", 40)+`AAE=","master":"`+strings.Repeat("z", 40)+`AAE="}`)
	write(t, filepath.Join(regions, "76.json"), `{"region":"76","name":"Occitanie","duty":["+33639980001"],"analysts":[{"name":"Jeanne Essai","rights":["lead"]}]}`)
	h, err := start(t, map[string]string{
		"TWILIO_ACCOUNT_SID": sid, "TWILIO_AUTH_TOKEN": token, "RELAIS_PUBLIC_URL": "https://relais.example",
		"RELAIS_SMS_NUMBERS": "+33939000076=76", "RELAIS_DESK": "terminal", "RELAIS_REGIONS_DIR": regions, "RELAIS_DATA": data,
	})
	if err != nil {
		t.Fatal(err)
	}
	form := url.Values{"MessageSid": {"SM1"}, "AccountSid": {sid}, "From": {"+33639980123"}, "To": {"+33939000076"}, "Body": {"tous nos fichiers sont chiffrés"}}
	request := events.APIGatewayV2HTTPRequest{
		RawPath: twilio.PathSMS, Body: base64.StdEncoding.EncodeToString([]byte(form.Encode())), IsBase64Encoded: true,
		Headers: map[string]string{
			"content-type":       "application/x-www-form-urlencoded",
			"x-twilio-signature": carrier.Sign(token, "https://relais.example"+twilio.PathSMS, form),
		},
	}
	request.RequestContext.HTTP.Method = http.MethodPost
	response, err := h.Handle(t.Context(), request)
	if err != nil || response.StatusCode != 200 || !strings.Contains(response.Body, "<Message ") {
		t.Errorf("answer %d %q, %v, want a text", response.StatusCode, response.Body, err)
	}
}

func TestWireRefusesToStart(t *testing.T) {
	for _, settings := range []map[string]string{
		{},
		{"TWILIO_AUTH_TOKEN": ""}, // T05
		{"TWILIO_ACCOUNT_SID": sid, "TWILIO_AUTH_TOKEN": token},
	} {
		if _, err := start(t, settings); err == nil || strings.Contains(err.Error(), token) {
			t.Errorf("%d settings: %v, want an error without the token", len(settings), err)
		}
	}
}

func start(t *testing.T, settings map[string]string) (*handler.Handler, error) {
	t.Helper()
	lookup := func(name string) (string, bool) { value, ok := settings[name]; return value, ok }
	return wire(t.Context(), lookup, slog.New(slog.NewTextHandler(io.Discard, nil)))
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}
