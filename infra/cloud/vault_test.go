package cloud_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"relais/infra/cloud"
)

// TestVault: what the secret store answers, how often it is asked, and what is said of it.
func TestVault(t *testing.T) {
	good := `{"SecretString":"{\"TWILIO_AUTH_TOKEN\":\"` + canary + `\"}"}`
	type answer struct {
		status int
		body   string
	}
	tests := []struct {
		name    string
		answers []answer // the last one stays
		asked   int
		want    string // of the error; "": none
	}{
		{"at once", []answer{{200, good}}, 1, ""},
		{"at the third try", []answer{{500, ""}, {400, `{"__type":"com.amazonaws.secretsmanager#ThrottlingException"}`}, {200, good}}, 3, ""},
		{"never", []answer{{503, canary}}, 3, "secret relais/twilio: secret store: busy: 503"},
		{"not allowed", []answer{{400, `{"__type":"AccessDeniedException","Message":"` + canary + `"}`}}, 1, "secret relais/twilio: GetSecretValue: 400 AccessDeniedException"},
		{"not there", []answer{{400, `{"__type":"com.amazonaws.secretsmanager#ResourceNotFoundException"}`}}, 1, "GetSecretValue: 400 ResourceNotFoundException"},
		{"no code", []answer{{403, "<html>" + canary}}, 1, "GetSecretValue: 403 without a code"},
		{"no text in it", []answer{{200, `{"SecretBinary":"` + canary + `"}`}}, 1, "the answer holds no text"},
		{"no JSON", []answer{{200, canary}}, 1, "the answer holds no text"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			asked := 0
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				a := tt.answers[min(asked, len(tt.answers)-1)]
				asked++
				if r.Header.Get("X-Amz-Target") != "secretsmanager.GetSecretValue" || r.Header.Get("Content-Type") != "application/x-amz-json-1.1" || r.URL.Path != "/" {
					t.Errorf("%s %v: not what Secrets Manager is asked", r.URL, r.Header)
				}
				w.WriteHeader(a.status)
				fmt.Fprint(w, a.body)
			}))
			t.Cleanup(server.Close)
			settings, _ := full(t)
			delete(settings, "AWS_ENDPOINT_URL")
			settings["RELAIS_VAULT"], settings["RELAIS_SECRETS"] = server.URL, "relais/twilio"
			_, err := cloud.Open(t.Context(), lookup(settings), cloud.Voice)
			if asked != tt.asked || (err == nil) != (tt.want == "") || err != nil && (!strings.Contains(err.Error(), tt.want) || strings.Contains(err.Error(), canary)) {
				t.Errorf("asked %d times, %v, want %d and %q", asked, err, tt.asked, tt.want)
			}
		})
	}
}
