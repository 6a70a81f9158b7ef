package main

import (
	"encoding/base64"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/aws/aws-lambda-go/events"

	"relais/infra/cloud"
	"relais/infra/standin/carrier"
	"relais/infra/twilio"
)

const (
	sid   = "AC0123456789abcdef0123456789abcdef"
	token = "0123456789abcdef0123456789abcdef"
)

// TestWire starts the function as its environment would and sends it a message. The
// table behind it is down, so that the answer is the one for bad hours, after the
// store was asked.
func TestWire(t *testing.T) {
	asked := 0
	table := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		asked++
		w.WriteHeader(http.StatusBadRequest)
		io.WriteString(w, `{"__type":"com.amazonaws.dynamodb.v20120810#ResourceNotFoundException"}`)
	}))
	t.Cleanup(table.Close)
	keys := filepath.Join(t.TempDir(), "keys.json")
	text := `{"pepper":"` + strings.Repeat("q", 40) + `AAE=","master":"` + strings.Repeat("z", 40) + `AAE="}`
	if err := os.WriteFile(keys, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	handle, err := start(t, map[string]string{
		"TWILIO_ACCOUNT_SID": sid, "TWILIO_AUTH_TOKEN": token, "RELAIS_PUBLIC_URL": "https://relais.example",
		"RELAIS_SMS_NUMBERS": "+33939000076=76", "RELAIS_DESKS": "76", "RELAIS_TABLE": "relais", "RELAIS_KEYS": keys,
		"AWS_REGION": "eu-west-3", "AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_ENDPOINT_URL_DYNAMODB": table.URL,
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
	response, err := handle(t.Context(), request)
	if err != nil || response.StatusCode != 200 || !strings.Contains(response.Body, "<Message ") || asked == 0 {
		t.Errorf("answer %d %q, %v, table asked %d times, want a text", response.StatusCode, response.Body, err, asked)
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

func start(t *testing.T, settings map[string]string) (cloud.Handle[events.APIGatewayV2HTTPRequest, events.APIGatewayV2HTTPResponse], error) {
	t.Helper()
	a, err := cloud.Open(t.Context(), func(name string) (string, bool) { value, ok := settings[name]; return value, ok }, cloud.SMS)
	if err != nil {
		return nil, err
	}
	return wire(t.Context(), a, slog.New(slog.NewTextHandler(io.Discard, nil)))
}
