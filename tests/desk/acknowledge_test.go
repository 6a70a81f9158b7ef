package desk

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/aws/aws-lambda-go/events"

	"relais/dialogs/desk"
	"relais/dialogs/intake"
	"relais/dialogs/outbox"
	"relais/dialogs/play"
	"relais/functions/slack/handler"
	"relais/infra/slackbot"
	"relais/infra/sqlite"
	"relais/locales"
)

// The load: so many requests of Slack's at once, so many in all, over so many cases.
const (
	atOnce   = 64
	requests = 10_000
	loaded   = 100
)

// BenchmarkAcknowledge measures what Slack waits for, from a signed request to its
// answer, on a file that each commit is written through to: acts, readings, notes in
// threads and lists, many at once. What follows an answer is done too, and not counted.
func BenchmarkAcknowledge(b *testing.B) {
	for b.Loop() {
		took := acknowledged(b)
		slices.Sort(took)
		at := func(share float64) float64 {
			return float64(took[min(len(took)-1, int(share*float64(len(took))))].Microseconds()) / 1000
		}
		b.ReportMetric(at(0.5), "p50-ms")
		b.ReportMetric(at(0.99), "p99-ms")
		b.ReportMetric(at(0.999), "p99.9-ms")
		b.ReportMetric(at(1), "slowest-ms")
	}
}

// acknowledged returns how long each request of the load took.
func acknowledged(b *testing.B) []time.Duration {
	ctx := b.Context()
	store, err := sqlite.Open(ctx, filepath.Join(b.TempDir(), "relais.db"), sqlite.Options{Clock: time.Now, MaxReceives: 1000})
	if err != nil {
		b.Fatal(err)
	}
	defer store.Close()
	player, err := play.New(play.Options{Now: time.Now(), Once: true, Desks: []string{"53"}, Store: store})
	if err != nil {
		b.Fatal(err)
	}
	player.Desk.Chance = rand.Reader
	office := &outbox.Office{Log: store, Claims: store, Queue: store, Index: store, Content: player.Desk.Content, Owner: "one", Waits: outbox.DefaultWaits}
	seal := slackbot.NewSealer(botToken)
	var values []string
	for i := range loaded {
		from := fmt.Sprintf("+3363998%04d", i)
		for n, text := range []string{"tous les pc de la mairie ont un message de rancon et ça continue à se propager", "oui"} {
			in := intake.Inbound{Channel: "sms", ID: fmt.Sprintf("SM%030d%02d", i, n), From: from, To: play.DefaultTo, Text: text}
			if _, err := player.Desk.Take(ctx, time.Now(), in); err != nil {
				b.Fatal(err)
			}
		}
		values = append(values, seal.Seal("C76", slackbot.Target{Key: intake.Key{Channel: "sms", Address: player.Desk.Keys.Address("sms", from)}}))
	}
	for {
		if n, err := office.Hurry(ctx, time.Now()); err != nil || n == 0 {
			break // the texts stay: nobody carries them here
		}
	}
	api := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, `{"ok":true,"ts":"1.1","view":{}}`) }))
	defer api.Close()
	quiet := slog.New(slog.NewTextHandler(io.Discard, nil))
	front, err := slackbot.NewFront(slackbot.FrontConfig{
		Token: botToken, APIURL: api.URL + "/api/", Texts: locales.Default(), Log: quiet, Clock: time.Now, Regions: func() []string { return []string{"53", "76"} },
		Desk: &desk.Desk{Intake: player.Desk, Index: store, Register: &desk.Register{Claims: store, Clock: time.Now},
			Region: func(code string) (desk.Region, bool) { r, ok := regions[code]; return r, ok }},
	})
	if err != nil {
		b.Fatal(err)
	}
	verifier, err := slackbot.NewVerifier("s")
	if err != nil {
		b.Fatal(err)
	}
	h := &handler.Handler{Verifier: verifier, Front: front, Log: quiet}

	took := make([]time.Duration, requests)
	var next atomic.Int64
	var workers sync.WaitGroup
	for range atOnce {
		workers.Go(func() {
			for i := next.Add(1) - 1; i < requests; i = next.Add(1) - 1 {
				r := request(int(i), values)
				begun := time.Now()
				answer, after := h.Serve(ctx, r)
				took[i] = time.Since(begun)
				if answer.StatusCode != http.StatusOK {
					b.Errorf("request %d: status %d", i, answer.StatusCode)
				}
				if after != nil {
					_ = after(ctx) // nobody looks at what it shows
				}
			}
		})
	}
	workers.Wait()
	turns, err := store.Turns(context.WithoutCancel(ctx), intake.Key{Channel: "sms", Address: player.Desk.Keys.Address("sms", "+33639980000")}, 1, 1000)
	if err != nil || len(turns) < 10 {
		b.Errorf("a case has %d turns, error %v: the acts were not done", len(turns), err)
	}
	return took
}

// request is the i-th of the load, signed.
func request(i int, values []string) events.APIGatewayV2HTTPRequest {
	value, user := values[i/10%len(values)], []string{"UCAMILLE", "USACHA"}[i%2]
	path, body := handler.PathActions, ""
	switch i % 10 {
	case 0, 1, 2, 3: // who loses the race is told who has it
		act := []string{"claim", "claim", "giveup", "giveup"}[i%10]
		body = strings.ReplaceAll(string(pressOf("TDEMO", user, "C76", act, value)), "1.1", strconv.Itoa(i)) // each press is another
	case 4, 5, 6:
		body = string(pressOf("TDEMO", user, "C76", "read", value))
	case 7, 8:
		path = handler.PathEvents
		body = fmt.Sprintf(`{"type":"event_callback","team_id":"TDEMO","event_id":"Ev%d","event":{"type":"message","channel":"C76","user":%q,"thread_ts":"1.1","ts":"2.%d","text":"note"}}`, i, user, i)
	default:
		path = handler.PathCommands
		body = url.Values{"command": {slackbot.CommandDesk}, "team_id": {"TDEMO"}, "user_id": {user}, "channel_id": {"C76"}}.Encode()
	}
	stamp := strconv.FormatInt(time.Now().Unix(), 10)
	mac := hmac.New(sha256.New, []byte("s"))
	fmt.Fprintf(mac, "v0:%s:%s", stamp, body)
	r := events.APIGatewayV2HTTPRequest{RawPath: path, Body: body, Headers: map[string]string{
		"x-slack-request-timestamp": stamp, "x-slack-signature": "v0=" + hex.EncodeToString(mac.Sum(nil)),
	}}
	r.RequestContext.HTTP.Method = http.MethodPost
	return r
}
