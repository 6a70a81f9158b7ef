package cards

import (
	"bytes"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"relais/dialogs/intake"
	"relais/dialogs/play"
	"relais/infra/slackbot"
	"relais/infra/standin/workspace"
	"relais/locales"
)

// TestNothingPersonalReachesSlack plays conversations full of marks that stand for
// what is personal, shows every packet on a board, and looks for the marks in every
// byte that was sent and in every log line.
func TestNothingPersonalReachesSlack(t *testing.T) {
	const from, to = "+33639980777", "+33939000076"
	// A mark stands in a message for something personal; found in any spelling it is a leak.
	marks := []string{
		"zorglub", "quichottine", "0639985544", "639985544", "6 39 98 55 44", "639980777", "939000076",
		"sainte-colombe", "46260", "46258", "rue des lilas", "hunter2", "chriskros", "@mairie-exemple", "fr7630006000011234567890189",
	}
	conversations := map[string][]string{
		"sms": {
			"Bonjour, Quichottine Zorglub, mairie de Sainte-Colombe 46, 06 39 98 55 44, tous les pc ont un message de rancon signé chriskros",
			"1", "1", "2", "1", "1", "1", "Sainte-Colombe 46", "1", "2", "1", "appelez Zorglub au 0639985544", "1", "5", "hier 18h", "1", "1", "1",
			"mon mot de passe est hunter2", "écrivez à zorglub@mairie-exemple.fr", "rue des Lilas 46260", "HUMAIN", "VERIF", "zorglub quichottine", "2",
		},
		"web": {
			"on a viré 48300 euros sur un faux rib FR7630006000011234567890189, Zorglub de la mairie", "2", "oui",
			"Quichottine Zorglub a cliqué, 0639985544, rue des Lilas, zorglub@mairie-exemple.fr", "1", "Sainte-Colombe 46", "1", "2", "1", "hier 18h", "06 39 98 55 44", "1", "HUMAIN",
		},
		"slack": {"chriskros chiffre tout chez Zorglub", "je veux mourir", "quelqu'un est blessé rue des Lilas", "j'ai 14 ans, Quichottine", "1", "1", "1", "1"},
	}
	for channel, messages := range conversations {
		t.Run(channel, func(t *testing.T) {
			saturday := at(t, "2026-11-21T02:07:00+01:00")
			var packets []intake.Packet
			var spoken []string // trust words, code and PIN
			p, err := play.New(play.Options{Now: saturday, Channel: channel, From: from, To: to, Region: "76", Desks: []string{"28"}})
			if err != nil {
				t.Fatal(err)
			}
			for _, message := range messages {
				out, err := p.Say(t.Context(), message)
				if err != nil {
					t.Fatal(err)
				}
				packets = append(packets, out.Queue...)
				values := out.State.Session.Values
				spoken = []string{values["word1"], values["word2"]}
				if out, err = p.Wait(t.Context(), 4*time.Minute); err != nil {
					t.Fatal(err)
				}
				packets = append(packets, out.Queue...)
			}
			if len(packets) == 0 {
				t.Fatal("nothing reached the queue")
			}
			sent, log := show(t, packets)
			for _, mark := range marks {
				for where, text := range map[string]string{"slack": sent, "the log": log} {
					if i := strings.Index(strings.ToLower(text), mark); i >= 0 {
						t.Errorf("%q reached %s: …%s…", mark, where, text[max(0, i-80):min(len(text), i+80)])
					}
				}
			}
			for _, word := range spoken {
				if word != "" && strings.Contains(sent, word) {
					t.Errorf("the trust word %q reached slack", word)
				}
			}
			if strings.Contains(sent, packets[0].Key) {
				t.Error("the log's key reached slack")
			}
			if !strings.Contains(sent, packets[0].Code) {
				t.Error("the code is missing: the search looks in the wrong place")
			}
		})
	}
}

// show posts and updates cards on a workspace and returns every request that
// reached it, decoded, and what the board logged.
func show(t *testing.T, packets []intake.Packet) (sent, log string) {
	t.Helper()
	app := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	defer app.Close()
	server, err := workspace.New(workspace.Config{
		TeamID: "T0CSIRT", TeamDomain: "csirt", AppID: "A0RELAIS", BotUserID: "U0RELAIS", BotID: "B0RELAIS", BotToken: "xoxb-1", SigningSecret: "s",
		EventsURL: app.URL, ActionsURL: app.URL, CommandsURL: app.URL, Burst: 10_000,
		Channels: []workspace.Channel{{ID: "C0REGION", Name: "region"}}, Now: func() time.Time { return packets[0].Opened },
	})
	if err != nil {
		t.Fatal(err)
	}
	defer server.Close()
	var mu sync.Mutex
	var wire bytes.Buffer
	api := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		form, err := url.QueryUnescape(string(body))
		if err != nil {
			t.Errorf("a body that is no form: %v", err)
		}
		mu.Lock()
		fmt.Fprintln(&wire, r.URL, r.Header, form)
		mu.Unlock()
		r.Body = io.NopCloser(bytes.NewReader(body))
		server.ServeHTTP(w, r)
	}))
	defer api.Close()
	var lines bytes.Buffer
	board, err := slackbot.NewBoard(slackbot.Config{
		Token: "xoxb-1", APIURL: api.URL + "/api/", Texts: locales.Default(), Log: slog.New(slog.NewJSONHandler(&lines, nil)),
		Channel: func(region string) string {
			if region == "" {
				return ""
			}
			return "C0REGION"
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range packets {
		id := "card." + p.Case + "." + p.Region
		ref, found, err := board.Find(t.Context(), id, p, p.Opened)
		if err != nil {
			t.Fatal(err)
		}
		if found {
			err = board.Update(t.Context(), ref, p, p.Heard)
		} else {
			_, err = board.Post(t.Context(), id, p, p.Heard)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	mu.Lock()
	defer mu.Unlock()
	return wire.String(), lines.String()
}
