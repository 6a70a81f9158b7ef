// Package lambda runs the real bootstrap binaries behind the stand-in's Runtime API.
// It builds programs, so that it runs with the flag -lambda only:
//
//	go test ./tests/lambda -args -lambda
//	go test ./tests/lambda -run '^$' -bench . -args -lambda
package lambda

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"relais/infra/standin/carrier"
	"relais/infra/standin/lambda"
	"relais/infra/standin/workspace"
)

const (
	sid    = "AC0123456789abcdef0123456789abcdef"
	token  = "0123456789abcdef0123456789abcdef"
	secret = "8f742231b10e8888abcd99yyyzzz85a5"
	base   = "https://relais.example"
)

var functions = []string{"hello", "sms", "voice", "chat", "slack", "outbox", "escalation", "timer"}

// bin is the folder of the bootstraps.
var bin string

func TestMain(m *testing.M) {
	on := flag.Bool("lambda", false, "build the functions and run them")
	flag.Parse()
	if !*on {
		return
	}
	os.Exit(run(m))
}

func run(m *testing.M) int {
	var err error
	if bin, err = os.MkdirTemp("", "bootstraps"); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(bin)
	for _, name := range functions {
		folder := "../../functions/" + name
		if name == "hello" {
			folder = "./hello"
		}
		// As sam build makes it, so that what is measured is what is deployed.
		build := exec.Command("go", "build", "-tags", "lambda.norpc", "-trimpath", "-ldflags", "-s -w", "-o", filepath.Join(bin, name), folder)
		build.Env = append(os.Environ(), "CGO_ENABLED=0")
		if out, err := build.CombinedOutput(); err != nil {
			fmt.Fprintf(os.Stderr, "build %s: %v\n%s", name, err, out)
			return 1
		}
	}
	return m.Run()
}

// world is what the functions reach: secrets, keys and, in the place of the table
// and of Slack, a server that refuses everything and counts.
type world struct {
	*httptest.Server
	mu      sync.Mutex
	refused int
}

func newWorld(tb testing.TB) *world {
	w := &world{}
	w.Server = httptest.NewServer(w)
	tb.Cleanup(w.Close)
	return w
}

func (w *world) ServeHTTP(out http.ResponseWriter, r *http.Request) {
	var in struct{ SecretId string }
	json.NewDecoder(r.Body).Decode(&in)
	secrets := map[string]string{
		"relais/twilio": `{"TWILIO_AUTH_TOKEN":"` + token + `"}`, "relais/slack-signing": `{"SLACK_SIGNING_SECRET":"` + secret + `"}`,
		"relais/slack-bot": `{"SLACK_BOT_TOKEN":"xoxb-1"}`,
		"relais/regions":   `{"76.yaml":"{region: \"76\", name: Occitanie, slack: {team: T012AB3CD, channel: C012AB3CD}, analysts: [{slack: U012AB3CD, name: Jeanne Essai, rights: [lead]}], duty: [\"+33639980001\"]}"}`,
		"relais/keys":      keysText(),
	}
	out.Header().Set("Content-Type", "application/x-amz-json-1.1")
	switch value, ok := secrets[in.SecretId]; {
	case ok:
		json.NewEncoder(out).Encode(map[string]string{"SecretString": value})
	default:
		w.mu.Lock()
		w.refused++
		w.mu.Unlock()
		out.WriteHeader(http.StatusBadRequest)
		io.WriteString(out, `{"__type":"com.amazonaws.dynamodb.v20120810#ResourceNotFoundException"}`)
	}
}

// keysText is what a file of keys holds.
func keysText() string {
	return `{"pepper":"` + strings.Repeat("q", 40) + `AAE=","master":"` + strings.Repeat("z", 40) + `AAE="}`
}

func without(m map[string]string, name string) map[string]string {
	out := maps.Clone(m)
	delete(out, name)
	return out
}

// start starts a function with the variables the template gives it.
func start(tb testing.TB, w *world, name string, output io.Writer) *lambda.Function {
	tb.Helper()
	carrier := map[string]string{"RELAIS_PUBLIC_URL": base, "RELAIS_SMS_NUMBERS": "+33939000076=76", "TWILIO_ACCOUNT_SID": sid, "RELAIS_SECRETS": "relais/twilio"}
	work := map[string]string{"RELAIS_TABLE": "relais", "RELAIS_DESKS": "76", "RELAIS_QUEUES": w.URL + "/0/relais-region-", "RELAIS_WAITS": "sweep=30s,lease=2m,quarantine=90s"}
	bot := map[string]string{"RELAIS_SECRETS": "relais/twilio,relais/slack-bot", "SLACK_API_URL": w.URL + "/api/"}
	keys := map[string]string{"RELAIS_SECRET_KEYS": "relais/keys"}
	regions := map[string]string{"RELAIS_SECRET_REGIONS": "relais/regions"} // who is on duty
	files := map[string]string{"RELAIS_FILES": "relais-files"}
	groups := map[string][]map[string]string{
		"hello": nil, "chat": {keys, files, {"RELAIS_SMS_NUMBERS": "+33939000076=76", "RELAIS_TABLE": "relais", "RELAIS_DESKS": "76", "RELAIS_PUBLIC_URL": base}}, "voice": {carrier}, "slack": {keys, regions, {
			"RELAIS_TABLE": "relais", "RELAIS_DESKS": "76", "RELAIS_SECRETS": "relais/slack-signing,relais/slack-bot", "SLACK_API_URL": w.URL + "/api/",
		}},
		"sms": {carrier, work, keys}, "outbox": {carrier, bot, work, keys, regions, files}, "timer": {carrier, bot, work, keys, regions, files},
		"escalation": {work, keys, {"RELAIS_SECRETS": "relais/slack-bot", "RELAIS_SECRET_REGIONS": "relais/regions", "SLACK_API_URL": w.URL + "/api/"}},
	}
	env := map[string]string{"AWS_ENDPOINT_URL": w.URL}
	if name == bare {
		file := filepath.Join(tb.TempDir(), "keys.json")
		if err := os.WriteFile(file, []byte(keysText()), 0o600); err != nil {
			tb.Fatal(err)
		}
		name, env["TWILIO_AUTH_TOKEN"], env["RELAIS_KEYS"] = "sms", token, file
		carrier, keys = without(carrier, "RELAIS_SECRETS"), nil
		groups["sms"] = []map[string]string{carrier, work}
	}
	for _, group := range groups[name] {
		for setting, value := range group {
			env[setting] = value
		}
	}
	f, err := lambda.New(lambda.Config{Name: name, Bootstrap: filepath.Join(bin, name), Env: env, Timeout: 30 * time.Second, Memory: 256, Output: output})
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(f.Close)
	return f
}

func request(path, contentType, body string, header map[string]string) *http.Request {
	r := httptest.NewRequest(http.MethodPost, base+path, strings.NewReader(body))
	r.Header.Set("Content-Type", contentType)
	for name, value := range header {
		r.Header.Set(name, value)
	}
	return r
}

func signed(path string, form url.Values) *http.Request {
	return request(path, "application/x-www-form-urlencoded", form.Encode(), map[string]string{"X-Twilio-Signature": carrier.Sign(token, base+path, form)})
}

// TestBootstraps sends each function behind the API what it is there for. The table
// is down, so that a text gets the answer for bad hours.
func TestBootstraps(t *testing.T) {
	message := url.Values{"MessageSid": {"SM1"}, "AccountSid": {sid}, "From": {"+33639980123"}, "To": {"+33939000076"}, "Body": {"tous nos fichiers sont chiffrés"}}
	call := url.Values{"CallSid": {"CA1"}, "AccountSid": {sid}, "From": {"+33639980123"}, "To": {"+33939000076"}}
	challenge := `{"type":"url_verification","challenge":"heard"}`
	timestamp, signature := workspace.Sign(secret, time.Now(), []byte(challenge))
	forged := signed("/twilio/sms", message)
	forged.Header.Set("X-Twilio-Signature", "AAAAAAAAAAAAAAAAAAAAAAAAAAA=")
	tests := []struct {
		function string
		request  *http.Request
		status   int
		says     string
		refused  bool // the table was asked
	}{
		{"hello", request("/", "text/plain", "", nil), 200, "hello", false},
		{"sms", signed("/twilio/sms", message), 200, "<Message ", true},
		{"sms", forged, 403, "", false},
		{"voice", signed("/twilio/voice", call), 200, `<Say language="fr-FR">`, false},
		{"chat", request("/chat/session", "application/json", "{}", nil), 503, "17cyber.gouv.fr", true},
		{"slack", request("/slack/events", "application/json", challenge, map[string]string{"X-Slack-Request-Timestamp": timestamp, "X-Slack-Signature": signature}), 200, "heard", false},
	}
	for _, tt := range tests {
		t.Run(tt.function+" "+strconv.Itoa(tt.status), func(t *testing.T) {
			w := newWorld(t)
			var log bytes.Buffer
			f := start(t, w, tt.function, &log)
			out := httptest.NewRecorder()
			f.ServeHTTP(out, tt.request)
			if out.Code != tt.status || !strings.Contains(out.Body.String(), tt.says) || (w.refused > 0) != tt.refused {
				t.Errorf("%d %q, table asked %d times, want %d with %q; log %s", out.Code, out.Body, w.refused, tt.status, tt.says, log.String())
			}
			for _, canary := range []string{"39980123", "chiffr", token, secret} {
				if strings.Contains(log.String(), canary) {
					t.Errorf("the log shows %q: %s", canary, log.String())
				}
			}
		})
	}
}

// TestWorkers sends the other functions what streams, queues and schedules send.
// With the table down a batch comes again, all of it, and nothing is lost.
func TestWorkers(t *testing.T) {
	w := newWorld(t)
	var log bytes.Buffer
	outbox, escalation, timer := start(t, w, "outbox", &log), start(t, w, "escalation", &log), start(t, w, "timer", &log)
	change := lambda.Change{Keys: map[string]string{"pk": "V#sms#" + strings.Repeat("0", 32) + "#0", "sk": "T#00000001"}, Sequence: "1"}
	if next, err := outbox.Stream(t.Context(), "arn:aws:dynamodb:eu-west-3:0:table/relais/stream/1", []lambda.Change{change}); err != nil || next != 0 {
		t.Errorf("stream: from %d again, %v, want 0", next, err)
	}
	packet := `{"v":1,"case":"c","n":1,"key":"k","code":"K7M2QX","region":"76","channel":"sms","language":"fr","opened":"2026-11-21T02:00:00Z","heard":"2026-11-21T02:00:00Z",` +
		`"incident":"ransomware","severity":"P1","because":"","victim":"commune","where":{},"centre":"closed","said":false}`
	batch := []lambda.Message{{ID: "m1", Body: packet, Receives: 1}, {ID: "m2", Body: "canary", Receives: 1}}
	if failed, err := escalation.SQS(t.Context(), "arn:aws:sqs:eu-west-3:0:relais-region-76", batch); err != nil || len(failed) != 2 {
		t.Errorf("queue: again %v, %v, want both", failed, err)
	}
	for name, f := range map[string]*lambda.Function{`{"job":"sweep"}`: outbox, `{"job":"minute"}`: timer} {
		if err := f.Schedule(t.Context(), name); err == nil {
			t.Errorf("%s with the table down is no error", name)
		}
	}
	if err := timer.Schedule(t.Context(), `{"job":"canary"}`); err == nil {
		t.Error("a job that is none is no error")
	}
	if strings.Contains(log.String(), "canary") || w.refused == 0 {
		t.Errorf("table asked %d times, log %s", w.refused, log.String())
	}
}

// TestStartFails: without its secrets a function does not start, and says why.
func TestStartFails(t *testing.T) {
	w := newWorld(t)
	var log bytes.Buffer
	f, err := lambda.New(lambda.Config{Bootstrap: filepath.Join(bin, "sms"), Env: map[string]string{"AWS_ENDPOINT_URL": w.URL}, Output: &log})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(f.Close)
	result, err := f.Invoke(t.Context(), []byte(`{}`))
	if err != nil || result.Error == nil || !strings.Contains(log.String(), "TWILIO_AUTH_TOKEN: is missing") || !strings.Contains(log.String(), "RELAIS_TABLE: is missing") {
		t.Errorf("%v, %v, log %s, want every fault", result.Error, err, log.String())
	}
}

// starts is how often each function is started to find the middle.
const starts = 25

// bare is the name under which sms is measured with its secrets in files and
// variables, so that what the program costs is told from what fetching costs.
const bare = "sms-bare"

// BenchmarkColdStart measures each function beside hello, in turns, so that all
// share the noise of one run: size of the binary and of its zip, from exec to the
// first request for work (with its secrets fetched over loopback), and the most
// memory held after one event. What AWS adds (image, sandbox, a small setting's
// share of a core) comes on top.
func BenchmarkColdStart(b *testing.B) {
	w := newWorld(b)
	names := append(slices.Clone(functions), bare)
	inits, memory := map[string][]float64{}, map[string][]float64{}
	for range starts {
		for _, name := range names {
			f := start(b, w, name, io.Discard)
			result, err := f.Invoke(b.Context(), []byte(`{}`))
			if err != nil || !result.Cold || result.Init == 0 {
				b.Fatal(name, result.Error, err)
			}
			inits[name] = append(inits[name], float64(result.Init.Microseconds())/1000)
			for _, pid := range f.Processes() {
				memory[name] = append(memory[name], peak(b, pid))
			}
			f.Close()
		}
	}
	for _, name := range names {
		b.Run(name, func(b *testing.B) {
			size, packed := sizes(b, filepath.Join(bin, strings.TrimSuffix(name, "-bare")))
			b.ReportMetric(0, "ns/op")
			b.ReportMetric(size, "MB")
			b.ReportMetric(packed, "zip-MB")
			b.ReportMetric(middle(inits[name]), "init-ms")
			b.ReportMetric(middle(inits[name])/middle(inits["hello"]), "x-hello")
			b.ReportMetric(middle(memory[name]), "RSS-MB")
		})
	}
}

func middle(values []float64) float64 {
	if len(values) == 0 {
		return 0
	}
	slices.Sort(values)
	return values[len(values)/2]
}

// peak is the most memory a process has held, in MB.
func peak(b *testing.B, pid int) float64 {
	data, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		b.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(data), "VmHWM:")
	line, _, _ := strings.Cut(rest, "kB")
	kb, err := strconv.ParseFloat(strings.TrimSpace(line), 64)
	if err != nil {
		b.Fatal(err)
	}
	return kb / 1024
}

func sizes(b *testing.B, path string) (size, packed float64) {
	data, err := os.ReadFile(path)
	if err != nil {
		b.Fatal(err)
	}
	var out bytes.Buffer
	archive := zip.NewWriter(&out)
	file, err := archive.Create("bootstrap")
	if err != nil {
		b.Fatal(err)
	}
	if _, err := file.Write(data); err != nil {
		b.Fatal(err)
	}
	if err := archive.Close(); err != nil {
		b.Fatal(err)
	}
	return float64(len(data)) / 1e6, float64(out.Len()) / 1e6
}
