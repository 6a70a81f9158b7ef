package browser

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"relais/dialogs/engine"
	"relais/dialogs/play"
	"relais/functions/chat/widget"
	"relais/locales"
)

// talk is a desk for the widget that can be told to fail: the real dialogs, over the
// addresses and answers of functions/chat, with sessions in memory.
type talk struct {
	*httptest.Server
	t      *testing.T
	widget *widget.Widget
	began  time.Time // of its first conversation

	mu       sync.Mutex
	site     widget.Site
	bare     bool          // the script leaves its shadow tree open, to be looked into
	slow     time.Duration // that a session takes to open
	status   int           // what every request gets instead of an answer; 0: an answer
	deaf     bool          // takes a message and loses the answer to it, once
	rotating bool          // gives a new token with every answer
	sessions map[string]*session
	asked    []string // the path and query of every request
}

type session struct {
	player   *play.Player
	lang     string
	messages []message
	seen     map[string]bool
}

// message is one as the widget reads it.
type message struct {
	N       int       `json:"n"`
	ID      string    `json:"id,omitempty"`
	From    string    `json:"from"`
	At      time.Time `json:"at"`
	Text    string    `json:"text"`
	Choices []choice  `json:"choices,omitempty"`
}

type choice struct {
	Key   string `json:"key"`
	Label string `json:"label"`
}

// talking starts a desk.
func talking(t *testing.T) *talk {
	t.Helper()
	d := &talk{t: t, widget: widget.New(locales.Default()), sessions: map[string]*session{}, began: time.Date(2026, 11, 28, 1, 7, 0, 0, time.UTC)}
	d.Server = httptest.NewServer(d)
	t.Cleanup(d.Close)
	return d
}

// set changes what the desk does.
func (d *talk) set(change func(d *talk)) {
	d.mu.Lock()
	defer d.mu.Unlock()
	change(d)
}

func (d *talk) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path == "/chat/stream" {
		d.flow(w, r)
		return
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.asked = append(d.asked, r.URL.RequestURI())
	if r.Method == http.MethodGet && r.URL.Path != "/chat/messages" {
		d.file(w, r)
		return
	}
	if d.status != 0 {
		w.WriteHeader(d.status)
		json.NewEncoder(w).Encode(map[string]string{"error": "told"})
		return
	}
	if r.URL.Path == "/chat/session" {
		slow := d.slow
		d.mu.Unlock()
		time.Sleep(slow)
		d.mu.Lock()
		d.begin(w, r)
		return
	}
	token := bearer(r)
	s := d.sessions[token]
	if s == nil {
		w.WriteHeader(http.StatusUnauthorized)
		return
	}
	after := 0
	switch r.Method + " " + r.URL.Path {
	case "GET /chat/messages":
		after, _ = strconv.Atoi(r.URL.Query().Get("after"))
	case "POST /chat/messages":
		var in struct {
			ID, Text string
			After    int
		}
		json.NewDecoder(r.Body).Decode(&in)
		after = in.After
		d.take(r.Context(), s, in.ID, in.Text)
		if d.deaf {
			d.deaf = false
			panic(http.ErrAbortHandler)
		}
	case "POST /chat/end":
		delete(d.sessions, token)
		w.WriteHeader(http.StatusNoContent)
		return
	default:
		w.WriteHeader(http.StatusNotFound)
		return
	}
	answer := map[string]any{"messages": s.messages[min(after, len(s.messages)):], "after": len(s.messages), "poll": 2, "lang": s.lang}
	if d.rotating {
		next := rand.Text()
		d.sessions[next] = s
		delete(d.sessions, token)
		answer["token"] = next
	}
	json.NewEncoder(w).Encode(answer)
}

// flow is the stream: what is said after a message, as it is said.
func (d *talk) flow(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/event-stream")
	after, _ := strconv.Atoi(r.URL.Query().Get("after"))
	token := bearer(r)
	for r.Context().Err() == nil {
		d.mu.Lock()
		if s := d.sessions[token]; s != nil && len(s.messages) > after {
			event, _ := json.Marshal(map[string]any{"messages": s.messages[after:], "after": len(s.messages), "poll": 2, "lang": s.lang})
			after = len(s.messages)
			fmt.Fprintf(w, ": still here\n\ndata: %s\n\n", event)
		}
		d.mu.Unlock()
		if http.NewResponseController(w).Flush() != nil {
			return
		}
		time.Sleep(20 * time.Millisecond)
	}
}

func bearer(r *http.Request) string {
	return strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")
}

func (d *talk) file(w http.ResponseWriter, r *http.Request) {
	file, ok, err := d.widget.Serve(r.URL.Path, r.URL.Query().Get("lang"), d.site)
	if err != nil {
		d.t.Error(err)
	}
	if !ok {
		http.NotFound(w, r)
		return
	}
	for name, value := range file.Headers {
		w.Header().Set(name, value)
	}
	if d.bare {
		file.Body = strings.Replace(file.Body, "mode: 'closed'", "mode: 'open'", 1)
	}
	w.Write([]byte(file.Body))
}

func (d *talk) begin(w http.ResponseWriter, r *http.Request) {
	var in struct{ Lang string }
	json.NewDecoder(r.Body).Decode(&in)
	player, err := play.New(play.Options{Channel: "web", Lang: in.Lang, Now: d.began, Seed: 1}) // the seed of the conversation files
	if err != nil {
		d.t.Error(err)
		return
	}
	token := rand.Text()
	s := &session{player: player, lang: in.Lang, seen: map[string]bool{}}
	d.sessions[token] = s
	hello, err := locales.Default().Text(in.Lang, "chat.greeting", nil)
	if err != nil {
		d.t.Error(err)
	}
	s.add(message{From: "desk", Text: hello})
	w.WriteHeader(http.StatusCreated)
	json.NewEncoder(w).Encode(map[string]any{"token": token, "rotate": 900, "messages": s.messages, "after": len(s.messages), "poll": 2, "lang": s.lang})
}

// take gives a message to the dialogs, once.
func (d *talk) take(ctx context.Context, s *session, id, text string) {
	if s.seen[id] {
		return
	}
	s.seen[id] = true
	s.add(message{ID: id, From: "you", Text: text})
	out, err := s.player.Say(ctx, text)
	if err != nil {
		d.t.Error(err)
	}
	for _, said := range out.Bot {
		s.add(message{From: "desk", Text: said.Body, Choices: offered(said)})
	}
}

func offered(said engine.Message) []choice {
	var some []choice
	for _, o := range said.Options {
		some = append(some, choice{strconv.Itoa(o.Key), o.Label})
	}
	return some
}

func (s *session) add(m message) {
	m.N, m.At = len(s.messages)+1, s.player.Now()
	s.messages = append(s.messages, m)
}

// says makes an analyst, or the desk, write into the only conversation there is.
func (d *talk) says(from, text string) {
	d.set(func(d *talk) {
		for _, s := range d.sessions {
			s.add(message{From: from, Text: text})
		}
	})
}
