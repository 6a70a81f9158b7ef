package browser

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"relais/dialogs"
	"relais/dialogs/dossier/dossiertest"
	"relais/dialogs/engine"
	"relais/dialogs/intake"
	"relais/dialogs/play"
	"relais/functions/chat/handler"
	"relais/functions/chat/links"
	"relais/functions/chat/widget"
	pdf "relais/infra/dossier"
	"relais/infra/standin/lambda"
)

// house is the real desk in memory, behind the real handlers of the chat and of the pages
// of links, on a clock that moves when it is told to.
type house struct {
	*httptest.Server
	*dossiertest.Scene
	t    *testing.T
	chat *handler.Handler
	page *links.Handler
	logs bytes.Buffer

	mu     sync.Mutex // one request at a time: the clock and what is drawn by chance are one
	asked  []string   // method, path and query of every request
	bodies []string
	sent   string // status and kind of the newest answer
	down   bool   // nothing answers
}

// opens starts a house at an instant, with a desk in region 76.
func opens(t *testing.T, now time.Time) *house {
	t.Helper()
	scene := dossiertest.Open(t, play.Options{Now: now, Desks: []string{"76"}, Seed: 7}, pdf.PDF)
	h := &house{Scene: scene, t: t}
	h.Server = httptest.NewServer(h)
	t.Cleanup(h.Close)
	log := slog.New(slog.NewJSONHandler(&h.logs, nil))
	h.Desk.Links = h.URL
	h.Desk.Territory.Numbers[intake.Site("")] = "76"
	h.chat = &handler.Handler{
		Desk: h.Desk, Clock: h.Now, Log: log, Origins: []string{h.URL}, Sites: map[string]widget.Site{"": {SMS: true}}, Widget: widget.New(h.Desk.Texts),
	}
	h.page = &links.Handler{Desk: h.Desk, Maker: h.Maker, Clock: h.Now, Log: log, Most: 1 << 20}
	return h
}

func (h *house) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, 8<<20))
	if err != nil {
		h.t.Error(err)
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	h.asked, h.bodies = append(h.asked, r.Method+" "+r.URL.RequestURI()), append(h.bodies, string(body))
	if h.down {
		w.WriteHeader(http.StatusServiceUnavailable)
		return
	}
	if r.URL.Path == "/around" { // a page of our own with the conversation in a frame
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		fmt.Fprint(w, `<!doctype html><html lang="fr"><title>around</title><link rel="icon" href="data:,"><iframe src="/chat/frame?lang=fr" title="chat"></iframe></html>`)
		return
	}
	serve := h.chat.Serve
	if strings.HasPrefix(r.URL.Path, links.Path) {
		serve = h.page.Serve
	}
	ctx := context.WithoutCancel(r.Context())
	response, answered := serve(ctx, lambda.HTTPEvent(r, body))
	h.sent = fmt.Sprint(response.StatusCode, " ", response.Headers["content-type"])
	lambda.HTTPAnswer(w, response)
	if answered == nil {
		return
	}
	if err := answered(ctx); err != nil {
		h.t.Error(err)
	}
}

// last is the status and kind of the newest answer.
func (h *house) last() string {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.sent
}

// passes moves the clock on.
func (h *house) passes(d time.Duration) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.Advance(d)
}

// link is the address of a one-time link of the scene's case.
func (h *house) link(purpose intake.Purpose) string {
	h.t.Helper()
	h.mu.Lock()
	defer h.mu.Unlock()
	token, err := h.Desk.Link(h.t.Context(), h.Now(), h.Key, purpose, intake.LinkValidity)
	if err != nil {
		h.t.Fatal(err)
	}
	return h.URL + links.Path + token
}

// falls lets a minute pass and does what falls due.
func (h *house) falls() {
	h.t.Helper()
	h.mu.Lock()
	defer h.mu.Unlock()
	h.Advance(time.Minute)
	if _, err := h.Desk.Tick(h.t.Context(), h.Now()); err != nil {
		h.t.Fatal(err)
	}
}

// known is what the desk knows of the only case that stands in its outbox: its severity
// and every fact that is not personal, by name, as conversation files write them.
func (h *house) known() map[string]string {
	h.t.Helper()
	h.mu.Lock()
	defer h.mu.Unlock()
	pending, err := h.Store.Pending(h.t.Context(), h.Now().Add(time.Hour), 100)
	if err != nil || len(pending) == 0 {
		h.t.Fatalf("no case waits to leave: %v", err)
	}
	head, err := h.Store.Head(h.t.Context(), pending[0].Key)
	if err != nil {
		h.t.Fatal(err)
	}
	content, err := h.Desk.Content(head)
	if err != nil {
		h.t.Fatal(err)
	}
	session := content.State.Session
	known := map[string]string{"severity": session.Severity}
	for _, f := range dialogs.Set().Facts {
		if value := session.Facts.Get(f.Name); !f.Personal && value != engine.Unset {
			known[f.Name] = value
		}
	}
	for _, p := range pending {
		if p.Key != pending[0].Key {
			h.t.Errorf("two cases: %v and %v", pending[0].Key, p.Key)
		}
	}
	return known
}
