// Package kill runs the program in earnest, with a carrier and a Slack that live in
// the test and so outlive it, and kills it with SIGKILL: at chosen points of a turn,
// and at random while phones talk to it. At the end what the world has seen is held
// against what the file holds. It starts another program, so it runs nothing unless
// asked:
//
//	go test ./tests/kill -args -kill [-kill.rounds 8] [-kill.seed 1]
package kill

import (
	"context"
	"flag"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"relais/infra/standin/carrier"
	"relais/infra/standin/workspace"
	"relais/tests/program"
)

var (
	asked  = flag.Bool("kill", false, "run the tests of this package")
	rounds = flag.Int("kill.rounds", 8, "how often the program is killed at random")
	seed   = flag.Uint64("kill.seed", uint64(time.Now().UnixNano()), "of the random kills and faults; by the clock if it is not given")
)

// built is the path of the program under test.
var built string

func TestMain(m *testing.M) {
	flag.Parse()
	if !*asked {
		return
	}
	os.Exit(run(m))
}

func run(m *testing.M) int {
	path, remove, err := program.Build()
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer remove()
	built = path
	return m.Run()
}

// What the program is set up with.
const (
	account = "AC0123456789abcdef0123456789abcdef"
	token   = "0123456789abcdef"
	bot     = "xoxb-kill"
	secret  = "8f742231b10e8888abcd99yyyzzz85a5"
	public  = "https://relais.example"
	number  = "+33939000076" // of region 76
)

// channels of the two regions that have a desk.
var channels = map[string]string{"76": "C0OCCITANIE", "28": "C0NORMANDIE"}

// A settings file of a region, whose code, name, channel and first analyst differ.
const region = `region: %q
name: %s
slack: {team: T0CSIRT, channel: %s}
analysts:
  - {slack: U0ANNE%s, name: Anne Essai, rights: [read, lead, route]}
duty: [%q]
`

// onDuty is nobody who writes.
const onDuty = "+33639990001"

// waits scaled down: none is longer than the slowest fault of the tests needs.
const waits = "sweep=200ms,lease=1s,quarantine=1s,visible=300ms,every=200ms"

// world is what outlives the program, and its data.
type world struct {
	*testing.T
	carrier   *carrier.Server
	workspace *workspace.Server
	address   string // where the program listens
	data      string
	env       []string
}

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{T: t, address: program.FreeAddress(t), data: filepath.Join(t.TempDir(), "data")}
	var err error
	w.carrier, err = carrier.New(carrier.Config{
		AccountSID: account, AuthToken: token, Numbers: []string{number},
		WebhookURL: public + "/twilio/sms", FallbackURL: public + "/twilio/sms?fallback=1",
		PublicURL: public, DialURL: "http://" + w.address,
		QueueDelay: 5 * time.Millisecond, ReceiptWait: 20 * time.Millisecond, Keep: 1 << 20, Seed: *seed,
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(w.carrier.Close)
	slack := workspace.Config{
		TeamID: "T0CSIRT", TeamDomain: "csirt", AppID: "A0RELAIS", BotUserID: "U0RELAIS", BotID: "B0RELAIS", BotToken: bot, SigningSecret: secret,
		EventsURL: w.url("/slack/events"), ActionsURL: w.url("/slack/actions"), CommandsURL: w.url("/slack/commands"),
		Retries: []time.Duration{0, 100 * time.Millisecond, 300 * time.Millisecond},
		Second:  20 * time.Millisecond, Keep: 1 << 20, Seed: *seed,
	}
	regions := t.TempDir()
	for code, channel := range channels {
		slack.Channels = append(slack.Channels, workspace.Channel{ID: channel, Name: "region-" + code, Private: true})
		settings := fmt.Sprintf(region, code, "Region "+code, channel, code, onDuty)
		if err := os.WriteFile(filepath.Join(regions, code+".yaml"), []byte(settings), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if w.workspace, err = workspace.New(slack); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(w.workspace.Close)
	twilioAPI, slackAPI := httptest.NewServer(w.carrier), httptest.NewServer(w.workspace)
	t.Cleanup(twilioAPI.Close)
	t.Cleanup(slackAPI.Close)
	w.env = []string{
		"PATH=" + os.Getenv("PATH"), "HOME=" + t.TempDir(),
		"TWILIO_ACCOUNT_SID=" + account, "TWILIO_AUTH_TOKEN=" + token, "TWILIO_API_URL=" + twilioAPI.URL,
		"SLACK_BOT_TOKEN=" + bot, "SLACK_SIGNING_SECRET=" + secret, "SLACK_API_URL=" + slackAPI.URL + "/api/",
		"RELAIS_PUBLIC_URL=" + public, "RELAIS_SMS_NUMBERS=" + number + "=76", "RELAIS_REGIONS_DIR=" + regions,
		"RELAIS_WAITS=" + waits, "RELAIS_SMS_CEILINGS=all=1000000/1000000,other=1000000/1000000",
	}
	return w
}

func (w *world) url(path string) string { return "http://" + w.address + path }

// running is the program while it runs.
type running struct {
	*exec.Cmd
	ended chan struct{}
	said  *notes
}

// notes keeps the end of what a program writes.
type notes struct {
	mu   sync.Mutex
	text []byte
}

func (n *notes) Write(p []byte) (int, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.text = append(n.text, p...); len(n.text) > 64<<10 {
		n.text = append([]byte(nil), n.text[len(n.text)-32<<10:]...)
	}
	return len(p), nil
}

func (n *notes) String() string {
	n.mu.Lock()
	defer n.mu.Unlock()
	return string(n.text)
}

// launch starts the program and does not wait for anything.
func (w *world) launch(stderr io.Writer, env []string, args ...string) *running {
	w.Helper()
	r := &running{Cmd: exec.Command(built, append([]string{"-addr", w.address, "-data", w.data}, args...)...), ended: make(chan struct{}), said: &notes{}}
	r.Env, r.Stdout, r.Stderr = env, r.said, stderr
	if stderr == nil {
		r.Stderr = r.said
	}
	if err := r.Start(); err != nil {
		w.Fatal(err)
	}
	go func() {
		r.Wait()
		close(r.ended)
	}()
	w.Cleanup(r.kill)
	return r
}

// start starts the program in earnest and waits until it can take a message.
func (w *world) start() *running {
	w.Helper()
	return w.begin(nil, w.env)
}

// demo are the settings of a demo: none.
func (w *world) demo() []string {
	w.Helper()
	return []string{"PATH=" + os.Getenv("PATH"), "HOME=" + w.TempDir()}
}

// begin starts the program with settings and waits until it can take a message.
func (w *world) begin(stderr io.Writer, env []string) *running {
	w.Helper()
	for range 20 {
		r := w.launch(stderr, env)
		if w.ready(r) {
			return r
		}
		// While the program was away another one may have taken its port for a moment.
		if said := r.said.String(); !strings.Contains(said, "address already in use") {
			w.Fatalf("the program ended at its start:\n%s", said)
		}
		time.Sleep(100 * time.Millisecond)
	}
	w.Fatal("the port of the program stays taken")
	return nil
}

// ready waits until the program can take a message; false: it ended.
func (w *world) ready(r *running) bool {
	w.Helper()
	for range 1000 {
		answer, err := http.Get(w.url("/healthz"))
		if err == nil {
			answer.Body.Close()
			if answer.StatusCode == http.StatusOK {
				return true
			}
		}
		select {
		case <-r.ended:
			return false
		case <-time.After(20 * time.Millisecond):
		}
	}
	w.Fatalf("the program does not answer:\n%s", r.said)
	return false
}

// kill ends the program as a lost machine does: it gets to do nothing more.
func (r *running) kill() {
	r.Process.Kill()
	<-r.ended
}

// stop ends the program as an operator does.
func (w *world) stop(r *running) {
	w.Helper()
	r.Process.Signal(os.Interrupt)
	select {
	case <-r.ended:
	case <-time.After(15 * time.Second):
		w.Fatalf("the program does not end:\n%s", r.said)
	}
	if !r.ProcessState.Success() {
		w.Errorf("the program ended with %s:\n%s", r.ProcessState, r.said)
	}
}

// send texts from a phone and returns the id of the message.
func (w *world) send(phone, words string) string {
	w.Helper()
	sid, err := w.carrier.Send(w.Context(), carrier.SMS{From: phone, To: number, Body: words})
	if err != nil {
		w.Fatal(err)
	}
	return sid
}

// await waits until something holds.
func (w *world) await(what string, holds func() bool) {
	w.Helper()
	for range 3000 {
		if holds() {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	w.Fatalf("still waiting: %s", what)
}

// heard returns what our side sent to a phone, oldest first.
func (w *world) heard(phone string) []string {
	var texts []string
	for _, m := range w.carrier.Messages() {
		if m.To == phone {
			texts = append(texts, m.Body)
		}
	}
	return texts
}

// settled waits until the carrier and Slack have nothing under way.
func (w *world) settled() {
	w.Helper()
	ctx, cancel := context.WithTimeout(w.Context(), 30*time.Second)
	defer cancel()
	if err := w.carrier.Settle(ctx); err != nil {
		w.Fatalf("carrier: %v", err)
	}
	if err := w.workspace.Settle(ctx); err != nil {
		w.Fatalf("workspace: %v", err)
	}
}
