package slackbot_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"relais/dialogs/intake"
	"relais/dialogs/outbox"
	"relais/infra/slackbot"
	"relais/infra/standin"
	"relais/infra/standin/workspace"
	"relais/locales"
)

var _ outbox.Board = (*slackbot.Board)(nil)

const (
	token = "xoxb-1-secret"
	id    = "card.f00d.76"
)

var now = time.Date(2026, 11, 21, 1, 7, 0, 0, time.UTC)

func packet() intake.Packet {
	return intake.Packet{Version: 1, Case: "f00d", N: 3, Code: "K7M-2QX", Region: "76", Channel: "sms", Language: "fr", Opened: now, Heard: now,
		Incident: "ransomware", Severity: "P1", Because: "spreading", Victim: "commune"}
}

// office is a workspace, and a board that shows region 76 in C0OCCITANIE.
type office struct {
	*workspace.Server
	board *slackbot.Board
	log   *bytes.Buffer
	now   time.Time // of the workspace
}

func open(t *testing.T) *office {
	t.Helper()
	o := &office{log: &bytes.Buffer{}, now: now}
	app := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	t.Cleanup(app.Close)
	var err error
	o.Server, err = workspace.New(workspace.Config{
		TeamID: "T0CSIRT", TeamDomain: "csirt", AppID: "A0RELAIS", BotUserID: "U0RELAIS", BotID: "B0RELAIS", BotToken: token, SigningSecret: "s",
		EventsURL: app.URL, ActionsURL: app.URL, CommandsURL: app.URL, Burst: 10_000, Now: func() time.Time { return o.now },
		Channels: []workspace.Channel{{ID: "C0OCCITANIE", Name: "occitanie", Private: true}, {ID: "C0FERMEE", Name: "fermee", NotMember: true}, {ID: "C0VIEUX", Name: "vieux", Archived: true}},
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(o.Close)
	api := httptest.NewServer(o.Server)
	t.Cleanup(api.Close)
	o.board = board(t, api.URL+"/api/", token, o.log, time.Minute)
	return o
}

func board(t *testing.T, address, token string, log io.Writer, patience time.Duration) *slackbot.Board {
	t.Helper()
	channels := map[string]string{"76": "C0OCCITANIE", "01": "C0FERMEE", "02": "C0VIEUX", "03": "C0PERDU"}
	b, err := slackbot.NewBoard(slackbot.Config{Token: token, APIURL: address, Channel: func(region string) string { return channels[region] },
		Texts: locales.Default(), Log: slog.New(slog.NewJSONHandler(log, nil)), Timeout: patience})
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestPostFindUpdate(t *testing.T) {
	o := open(t)
	p := packet()
	if _, found, err := o.board.Find(t.Context(), id, p, now); found || err != nil {
		t.Fatalf("found before it was posted: %v, %v", found, err)
	}
	ref, err := o.board.Post(t.Context(), id, p, now)
	if err != nil {
		t.Fatal(err)
	}
	messages := o.Messages("C0OCCITANIE")
	if len(messages) != 1 || ref != "C0OCCITANIE:"+messages[0].TS {
		t.Fatalf("reference %q of %+v", ref, messages)
	}
	if got, want := string(messages[0].Metadata), `{"event_type":"relais_case","event_payload":{"id":"card.f00d.76"}}`; !sameJSON(got, want) {
		t.Errorf("metadata %s, want %s", got, want)
	}
	if !strings.HasPrefix(messages[0].Text, "🟥 P1") {
		t.Errorf("notification %q", messages[0].Text)
	}
	for _, since := range []time.Time{now, now.Add(time.Minute), now.Add(4 * time.Minute)} {
		if got, found, err := o.board.Find(t.Context(), id, p, since); got != ref || !found || err != nil {
			t.Errorf("found %q %v %v since %v, want %q", got, found, err, since, ref)
		}
	}
	if _, found, err := o.board.Find(t.Context(), "card.f00d.53", p, now); found || err != nil {
		t.Errorf("another id: %v %v", found, err)
	}
	p.N, p.Where = 4, intake.Where{Department: "46"}
	for range 2 {
		if err := o.board.Update(t.Context(), ref, p, now.Add(time.Minute)); err != nil {
			t.Fatal(err)
		}
	}
	messages = o.Messages("C0OCCITANIE")
	if len(messages) != 1 || !strings.Contains(string(messages[0].Blocks), "Lot (46)") || len(messages[0].Metadata) == 0 {
		t.Errorf("after the update %+v", messages)
	}
	if got, found, err := o.board.Find(t.Context(), id, p, now); got != ref || !found || err != nil {
		t.Errorf("found %q %v %v after the update", got, found, err)
	}
	for _, e := range o.Events() {
		if len(e.Live) > 0 {
			t.Errorf("live markup: %v", e.Live)
		}
		if e.Kind == workspace.APICall && e.Method == "chat.postMessage" && (e.Args["unfurl_links"] != "false" || e.Args["unfurl_media"] != "false") {
			t.Errorf("links are unfurled: %v", e.Args)
		}
	}
	if o.log.Len() > 0 {
		t.Errorf("logged: %s", o.log)
	}
}

func sameJSON(a, b string) bool {
	var x, y any
	return json.Unmarshal([]byte(a), &x) == nil && json.Unmarshal([]byte(b), &y) == nil && fmt.Sprint(x) == fmt.Sprint(y)
}

func TestFindLooksThroughPages(t *testing.T) {
	o := open(t)
	p := packet()
	first, err := o.board.Post(t.Context(), id, p, now)
	if err != nil {
		t.Fatal(err)
	}
	for i := range 450 {
		if _, err := o.board.Post(t.Context(), fmt.Sprintf("card.%d.76", i), p, now); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := o.board.Post(t.Context(), id, p, now); err != nil { // once too often
		t.Fatal(err)
	}
	if ref, found, err := o.board.Find(t.Context(), id, p, now); ref != first || !found || err != nil {
		t.Errorf("found %q %v %v, want the first, %q", ref, found, err, first)
	}
	if _, found, err := o.board.Find(t.Context(), id, p, now.Add(time.Hour)); found || err != nil {
		t.Errorf("found what is older than asked: %v %v", found, err)
	}
}

// outcome says what an error means for the outbox.
func outcome(err error) string {
	var refused *outbox.Refused
	switch {
	case err == nil:
		return "done"
	case errors.As(err, &refused):
		return "given up"
	case errors.Is(err, outbox.ErrLater):
		return "later"
	}
	return "unknown"
}

// TestWhatSlackAnswers plays every answer of the API: none gives a case up, none
// that leaves the outcome open is taken for a no.
// silent is the case of an API that never answers.
const silent = "no answer in time"

func TestWhatSlackAnswers(t *testing.T) {
	tests := []struct {
		name   string
		answer func(w http.ResponseWriter, r *http.Request)
		want   string
		loud   bool
	}{
		{"taken", code(`{"ok":true,"channel":"C0OCCITANIE","ts":"1.2","has_more":false}`), "done", false},
		{"the token was revoked", refusal("invalid_auth"), "later", true},
		{"the token lacks a scope", refusal("missing_scope"), "later", true},
		{"the channel is gone", refusal("channel_not_found"), "later", true},
		{"the app was not invited", refusal("not_in_channel"), "later", true},
		{"the channel is archived", refusal("is_archived"), "later", true},
		{"the text is too long", refusal("msg_too_long"), "later", true},
		{"a code nobody knows", refusal("brand_new_error"), "later", true},
		{"throttled by a code", refusal("ratelimited"), "later", false},
		{"out of service", refusal("service_unavailable"), "later", false},
		{"throttled", status(429, map[string]string{"Retry-After": "30"}), "later", false},
		{"throttled without a time", status(429, nil), "later", false},
		{"an error that may have posted", refusal("internal_error"), "unknown", false},
		{"a catastrophe that may have posted", refusal("fatal_error"), "unknown", false},
		{"500", status(500, nil), "unknown", false},
		{"503", status(503, nil), "unknown", false},
		{"a redirect", status(307, map[string]string{"Location": "https://mechant.example/api/chat.postMessage"}), "unknown", false},
		{"not JSON", code(`<html>`), "unknown", false},
		{"half an answer", code(`{"ok":true,"cha`), "unknown", false},
		{"the connection is cut", func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, "unknown", false},
		{silent, func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }, "unknown", false},
	}
	calls := map[string]func(context.Context, *slackbot.Board) error{
		"post": func(ctx context.Context, b *slackbot.Board) error {
			_, err := b.Post(ctx, id, packet(), now)
			return err
		},
		"update": func(ctx context.Context, b *slackbot.Board) error {
			return b.Update(ctx, "C0OCCITANIE:1.2", packet(), now)
		},
		"find": func(ctx context.Context, b *slackbot.Board) error {
			_, _, err := b.Find(ctx, id, packet(), now)
			return err
		},
	}
	for _, tt := range tests {
		for name, call := range calls {
			t.Run(tt.name+", "+name, func(t *testing.T) {
				var requests atomic.Int64
				api := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
					requests.Add(1)
					io.Copy(io.Discard, r.Body)
					tt.answer(w, r)
				}))
				defer api.Close()
				var log bytes.Buffer
				patience := time.Minute
				if tt.name == silent {
					patience = 100 * time.Millisecond
				}
				err := call(t.Context(), board(t, api.URL+"/api/", token, &log, patience))
				if got := outcome(err); got != tt.want {
					t.Errorf("%s: %v, want %s", got, err, tt.want)
				}
				if got := requests.Load(); got != 1 {
					t.Errorf("%d requests, want 1", got)
				}
				if loud := strings.Contains(log.String(), `"ERROR"`); loud != tt.loud {
					t.Errorf("logged %q, want an error: %v", &log, tt.loud)
				}
				if strings.Contains(log.String()+fmt.Sprint(err), token) {
					t.Errorf("the token is told: %s %v", &log, err)
				}
			})
		}
	}
}

func code(body string) func(http.ResponseWriter, *http.Request) {
	return func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, body) }
}

func refusal(name string) func(http.ResponseWriter, *http.Request) {
	return code(`{"ok":false,"error":"` + name + `"}`)
}

func status(code int, header map[string]string) func(http.ResponseWriter, *http.Request) {
	return func(w http.ResponseWriter, _ *http.Request) {
		for name, value := range header {
			w.Header().Set(name, value)
		}
		w.WriteHeader(code)
	}
}

func TestNobodyListens(t *testing.T) {
	api := httptest.NewServer(nil)
	address := api.URL
	api.Close()
	_, err := board(t, address+"/api/", token, io.Discard, time.Minute).Post(t.Context(), id, packet(), now)
	if outcome(err) != "later" {
		t.Errorf("%v, want later", err)
	}
}

func TestRegionsWithoutAChannelThatWorks(t *testing.T) {
	tests := []struct {
		region, want string
	}{{"76", "done"}, {"01", "later"}, {"02", "later"}, {"03", "later"}, {"94", "later"}}
	for _, tt := range tests {
		o := open(t)
		p := packet()
		p.Region = tt.region
		if _, err := o.board.Post(t.Context(), id, p, now); outcome(err) != tt.want {
			t.Errorf("region %s: %v, want %s", tt.region, err, tt.want)
		}
		if tt.want == "later" && !strings.Contains(o.log.String(), `"region":"`+tt.region+`"`) {
			t.Errorf("region %s: logged %q", tt.region, o.log)
		}
	}
}

// TestALostAnswerIsFoundAgain follows the outbox: nobody knows, then the search.
func TestALostAnswerIsFoundAgain(t *testing.T) {
	o := open(t)
	o.SetFaults(workspace.Faults{API: standin.APIFaults{LostAnswer: standin.Chance{Next: 1}}})
	_, err := o.board.Post(t.Context(), id, packet(), now)
	if outcome(err) != "unknown" {
		t.Fatalf("%v, want unknown", err)
	}
	ref, found, err := o.board.Find(t.Context(), id, packet(), now)
	if !found || err != nil || ref != "C0OCCITANIE:"+o.Messages("C0OCCITANIE")[0].TS {
		t.Errorf("found %q %v %v", ref, found, err)
	}
}

// TestBlocksNobodyReads shows a case as bare text when Slack refuses its blocks, once.
func TestBlocksNobodyReads(t *testing.T) {
	for _, name := range []string{"invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long"} {
		for _, stubborn := range []bool{false, true} {
			var forms []url.Values
			api := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				r.ParseForm()
				forms = append(forms, r.PostForm)
				if r.PostForm.Get("blocks") != "" || stubborn {
					refusal(name)(w, r)
					return
				}
				code(`{"ok":true,"channel":"C0OCCITANIE","ts":"1.2"}`)(w, r)
			}))
			var log bytes.Buffer
			ref, err := board(t, api.URL+"/api", token, &log, time.Minute).Post(t.Context(), id, packet(), now)
			want := map[bool]string{false: "done", true: "later"}[stubborn]
			if outcome(err) != want || !stubborn && ref != "C0OCCITANIE:1.2" {
				t.Errorf("%s: %q %v, want %s", name, ref, err, want)
			}
			if len(forms) != 2 || !strings.Contains(forms[1].Get("text"), "l'attaque continue") || !strings.Contains(forms[1].Get("metadata"), id) {
				t.Errorf("%s: requests %v", name, forms)
			}
			if !strings.Contains(log.String(), name) {
				t.Errorf("%s: logged %q", name, &log)
			}
			api.Close()
		}
	}
}

func TestNewBoardNamesEveryFault(t *testing.T) {
	_, err := slackbot.NewBoard(slackbot.Config{APIURL: "http://slack.example/api/"})
	for _, part := range []string{"https", "token", "channels", "texts"} {
		if err == nil || !strings.Contains(err.Error(), part) {
			t.Errorf("error %v does not name the %s", err, part)
		}
	}
	valid := slackbot.Config{Token: token, Channel: func(string) string { return "" }, Texts: locales.Default()}
	for address, ok := range map[string]bool{"": true, "https://slack.com/api/": true, "http://127.0.0.1:1/api": true, "http://localhost:1/api/": true,
		"http://[::1]:1/api/": true, "http://10.0.0.1/api/": false, "ftp://slack.com/": false, "slack.com/api": false, "://": false} {
		valid.APIURL = address
		if _, err := slackbot.NewBoard(valid); (err == nil) != ok {
			t.Errorf("address %q: %v, want taken %v", address, err, ok)
		}
	}
}

func TestUpdateOfNoReference(t *testing.T) {
	if err := open(t).board.Update(t.Context(), "nonsense", packet(), now); outcome(err) != "unknown" {
		t.Errorf("%v", err)
	}
}
