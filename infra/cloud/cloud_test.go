package cloud_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"relais/infra/cloud"
	read "relais/infra/env/regions"
)

const (
	canary  = "0123456789abcdef0123456789abcdef"
	regions = `{"76.yaml": "region: \"76\"\nname: Occitanie\nslack: {team: T012AB3CD, channel: C012AB3CD}\nanalysts:\n  - {slack: U012AB3CD, name: Jeanne Essai, rights: [lead]}\nduty: [\"+33639980001\"]\n"}`
)

var keys = fmt.Sprintf(`{"pepper":"%sAAE=","master":"%sAAE="}`, strings.Repeat("q", 40), strings.Repeat("z", 40))

// vault answers as Secrets Manager does, and counts.
type vault struct {
	mu      sync.Mutex
	secrets map[string]string
	asked   map[string]int
}

func (v *vault) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if !strings.HasPrefix(r.Header.Get("Authorization"), "AWS4-HMAC-SHA256 Credential=AKIDTEST/") || r.Header.Get("X-Amz-Security-Token") != "session" {
		w.WriteHeader(http.StatusForbidden)
		return
	}
	var in struct {
		SecretId string
	}
	json.NewDecoder(r.Body).Decode(&in)
	_, operation, _ := strings.Cut(r.Header.Get("X-Amz-Target"), ".")
	v.mu.Lock()
	defer v.mu.Unlock()
	v.asked[operation+in.SecretId]++
	w.Header().Set("Content-Type", "application/x-amz-json-1.1")
	w.Header().Set("Date", time.Now().Add(-time.Minute).UTC().Format(http.TimeFormat))
	value, ok := v.secrets[in.SecretId]
	switch {
	case operation == "GetSecretValue" && ok:
		json.NewEncoder(w).Encode(map[string]string{"Name": in.SecretId, "SecretString": value})
	default:
		w.WriteHeader(http.StatusBadRequest)
		fmt.Fprint(w, `{"__type":"ResourceNotFoundException"}`)
	}
}

// full is what the template gives, and a vault behind it.
func full(t *testing.T) (map[string]string, *vault) {
	t.Helper()
	v := &vault{asked: map[string]int{}, secrets: map[string]string{
		"relais/twilio": `{"TWILIO_AUTH_TOKEN":"` + canary + `"}`, "relais/slack": `{"SLACK_BOT_TOKEN":"xoxb-` + canary + `"}`,
		"relais/regions": regions, "relais/keys": keys,
	}}
	server := httptest.NewServer(v)
	t.Cleanup(server.Close)
	return map[string]string{
		"AWS_REGION": "eu-west-3", "AWS_ACCESS_KEY_ID": "AKIDTEST", "AWS_SECRET_ACCESS_KEY": "test", "AWS_SESSION_TOKEN": "session",
		"AWS_ENDPOINT_URL": server.URL, "TWILIO_ACCOUNT_SID": "AC" + canary, "RELAIS_PUBLIC_URL": "https://relais.example",
		"RELAIS_SMS_NUMBERS": "+33939000076=76", "RELAIS_DESKS": "76", "RELAIS_TABLE": "relais", "RELAIS_QUEUES": "https://sqs.example/1/relais-region-",
		"RELAIS_SECRETS": "relais/twilio,relais/slack", "RELAIS_SECRET_REGIONS": "relais/regions", "RELAIS_SECRET_KEYS": "relais/keys",
	}, v
}

func lookup(settings map[string]string) cloud.Lookup {
	return func(name string) (string, bool) { value, ok := settings[name]; return value, ok }
}

func TestOpen(t *testing.T) {
	settings, v := full(t)
	needs := cloud.Escalation(read.Read)
	needs.Carrier, needs.Keys = true, true
	a, err := cloud.Open(t.Context(), lookup(settings), needs)
	if err != nil {
		t.Fatal(err)
	}
	if a.Carrier().Tokens[0] != canary || a.Config.Slack.BotToken != "xoxb-"+canary || a.Config.Regions["76"].Slack.Channel != "C012AB3CD" {
		t.Error("the settings of the secrets did not arrive")
	}
	if a.Table != "relais" || a.Queues["76"].Queue != "https://sqs.example/1/relais-region-76" || a.Queues["76"].Dead != "https://sqs.example/1/relais-region-76-dead" || a.Keys.Address("sms", "+33639980001") == "" {
		t.Errorf("table %q, queues %v", a.Table, a.Queues)
	}
	for arn, want := range map[string]bool{
		"arn:aws-eusc:sqs:eusc-de-east-1:1:relais-region-76": true, "arn:aws:sqs:eu-west-3:1:relais-region-02": false, "arn:aws:sqs:eu-west-3:1:relais-region-76-dead": false, "relais-region-76": false, "": false,
	} {
		if _, ok := a.Region(arn); ok != want {
			t.Errorf("Region(%q): %t, want %t", arn, ok, want)
		}
	}
	if a.Skew < 58*time.Second || a.Skew > 62*time.Second {
		t.Errorf("skew %v against a store a minute behind", a.Skew)
	}
	want := map[string]int{"GetSecretValuerelais/twilio": 1, "GetSecretValuerelais/slack": 1, "GetSecretValuerelais/regions": 1, "GetSecretValuerelais/keys": 1}
	if !maps.Equal(v.asked, want) {
		t.Errorf("asked %v, want %v", v.asked, want)
	}
	for _, verb := range []string{"%v", "%+v", "%#v"} {
		if text := fmt.Sprintf(verb, a.Config); strings.Contains(text, canary) {
			t.Errorf("%s of the settings shows a secret", verb)
		}
	}
}

func TestOpenOnlyWhatIsNeeded(t *testing.T) {
	settings, v := full(t)
	settings["RELAIS_SECRETS"] = "relais/twilio"
	if _, err := cloud.Open(t.Context(), lookup(settings), cloud.Voice); err != nil {
		t.Fatal(err)
	}
	if want := map[string]int{"GetSecretValuerelais/twilio": 1}; !maps.Equal(v.asked, want) {
		t.Errorf("asked %v, want %v", v.asked, want)
	}
}

func TestWhatCannotBeOpened(t *testing.T) {
	all := cloud.Outbox(read.Read)
	all.Bot, all.Regions = true, read.Read
	tests := []struct {
		name   string
		change func(settings, secrets map[string]string)
		want   string
	}{
		{"a secret that is not there", func(_, s map[string]string) { delete(s, "relais/twilio") }, "secret relais/twilio: "},
		{"no JSON", func(_, s map[string]string) { s["relais/slack"] = canary }, "secret relais/slack: is no JSON"},
		{"a setting that is no secret", func(_, s map[string]string) { s["relais/slack"] = `{"RELAIS_PUBLIC_URL":"` + canary + `"}` }, "no secret of ours"},
		{"set twice", func(e, _ map[string]string) { e["TWILIO_AUTH_TOKEN"] = canary }, "TWILIO_AUTH_TOKEN is set elsewhere too"},
		{"an empty token", func(_, s map[string]string) { s["relais/twilio"] = `{"TWILIO_AUTH_TOKEN":""}` }, "TWILIO_AUTH_TOKEN: is set and empty"},
		{"keys that are none", func(_, s map[string]string) { s["relais/keys"] = "AAAA" }, "secret relais/keys: not a JSON object"},
		{"no keys", func(e, _ map[string]string) { delete(e, "RELAIS_SECRET_KEYS") }, "RELAIS_SECRET_KEYS: is missing"},
		{"regions that are none", func(_, s map[string]string) { s["relais/regions"] = "[]" }, "secret relais/regions: is no JSON object"},
		{"a file elsewhere", func(_, s map[string]string) { s["relais/regions"] = `{"../76.yaml":""}` }, "holds what is no file name"},
		{"no table", func(e, _ map[string]string) { e["RELAIS_TABLE"] = "" }, "RELAIS_TABLE: is missing or empty"},
		{"no queues", func(e, _ map[string]string) { delete(e, "RELAIS_QUEUES") }, "RELAIS_QUEUES: is missing or empty"},
		{"no credentials", func(e, _ map[string]string) { delete(e, "AWS_ACCESS_KEY_ID") }, "no credentials"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			settings, v := full(t)
			tt.change(settings, v.secrets)
			_, err := cloud.Open(t.Context(), lookup(settings), all)
			if err == nil || !strings.Contains(err.Error(), tt.want) || strings.Contains(err.Error(), canary) {
				t.Errorf("Open: %v, want %q and no secret", err, tt.want)
			}
		})
	}
}

func TestRenewed(t *testing.T) {
	settings, v := full(t)
	settings["RELAIS_SECRETS"] = "relais/twilio"
	var logged bytes.Buffer
	now := time.Date(2026, 11, 21, 2, 0, 0, 0, time.UTC)
	wired := 0
	wire := func(_ context.Context, a *cloud.Account, _ *slog.Logger) (cloud.Handle[string, string], error) {
		wired++
		return func(context.Context, string) (string, error) { return a.Carrier().Tokens[0], nil }, nil
	}
	v.secrets["relais/twilio"] = `{"TWILIO_AUTH_TOKEN":"old"}`
	handle, err := cloud.Renewed(t.Context(), lookup(settings), cloud.Voice, wire, func() time.Time { return now }, slog.New(slog.NewTextHandler(&logged, nil)))
	if err != nil {
		t.Fatal(err)
	}
	steps := []struct {
		name   string
		after  time.Duration
		secret string // "": taken away
		want   string
		wired  int
	}{
		{"at once", 0, "old", "old", 1},
		{"rotated a moment ago", cloud.MaxAge - time.Second, "new", "old", 1},
		{"five minutes later", time.Second, "new", "new", 2},
		{"the vault is down", cloud.MaxAge, "", "new", 2},
		{"and is not asked for every event", time.Second, "newer", "new", 2},
		{"it is back", cloud.MaxAge, "newer", "newer", 3},
	}
	for _, s := range steps {
		now = now.Add(s.after)
		if delete(v.secrets, "relais/twilio"); s.secret != "" {
			v.secrets["relais/twilio"] = `{"TWILIO_AUTH_TOKEN":"` + s.secret + `"}`
		}
		if got, err := handle(t.Context(), ""); err != nil || got != s.want || wired != s.wired {
			t.Errorf("%s: token %q, wired %d times, %v, want %q and %d", s.name, got, wired, err, s.want, s.wired)
		}
	}
	if strings.Count(logged.String(), "renew") != 1 || strings.Contains(logged.String(), "new\"") {
		t.Errorf("log %s, want one line on the vault", logged.String())
	}
	broken := func(context.Context, *cloud.Account, *slog.Logger) (cloud.Handle[string, string], error) {
		return nil, errors.New("no wire")
	}
	if _, err := cloud.Renewed(t.Context(), lookup(settings), cloud.Voice, broken, time.Now, slog.Default()); err == nil {
		t.Error("a function that cannot be wired starts")
	}
}
