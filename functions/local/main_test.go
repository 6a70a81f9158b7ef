package main

import (
	"bytes"
	"io"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"relais/dialogs/intake"
	"relais/infra/env"
)

// settings is an environment.
type settings map[string]string

func (s settings) lookup(name string) (string, bool) {
	v, ok := s[name]
	return v, ok
}

func TestRefusedAtStart(t *testing.T) {
	tests := []struct {
		name     string
		args     []string
		settings settings
		want     []string // parts of the error, all of them
	}{
		{"a demo for the whole network", []string{"-addr", "0.0.0.0:0"}, nil, []string{"-addr", "loopback"}},
		{"a demo under a public address", nil, settings{"RELAIS_PUBLIC_URL": "https://relais.example"}, []string{"RELAIS_PUBLIC_URL"}},
		{"half a carrier and a mobile sender", nil, settings{"TWILIO_ACCOUNT_SID": "AC1", "RELAIS_SMS_FROM": "+33612345678"},
			[]string{"TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN", "RELAIS_PUBLIC_URL", "RELAIS_SMS_FROM"}},
		{"a word that is no flag", []string{"demo"}, nil, []string{`"demo"`}},
		{"the machine's clock and another one", []string{"-aws", "-now", "2030-03-02T02:07:00Z"}, nil, []string{"-now", "-aws"}},
		{"not in the repository", []string{"-aws", "-addr", "127.0.0.1:0"}, nil, []string{"-aws", "template.yaml"}},
		{"a time that is none", []string{"-now", "tomorrow"}, nil, []string{"-now"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			err := run(t.Context(), append([]string{"-data", t.TempDir()}, tt.args...), tt.settings.lookup, io.Discard, io.Discard)
			if err == nil {
				t.Fatal("it started")
			}
			for _, want := range tt.want {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("error does not name %s: %v", want, err)
				}
			}
		})
	}
	if err := permitted(options{now: time.Now()}, true); err == nil {
		t.Error("a real desk took a made-up time")
	}
	if err := permitted(options{aws: true}, true); err == nil {
		t.Error("a real desk was played")
	}
}

// demoHouse is a demo with data of its own, not listening.
func demoHouse(t *testing.T, dir string, now time.Time) (*house, error) {
	t.Helper()
	h, err := open(t.Context(), options{data: dir, now: now}, env.Config{}, "127.0.0.1:1717", slog.New(slog.DiscardHandler))
	if err == nil {
		t.Cleanup(h.close)
	}
	return h, err
}

func TestADemoAnswersItsOwnHostOnly(t *testing.T) {
	h, err := demoHouse(t, t.TempDir(), time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	for host, want := range map[string]int{
		"127.0.0.1:1717": http.StatusOK, "localhost:1717": http.StatusOK,
		"relais.example": http.StatusMisdirectedRequest, "127.0.0.1:80": http.StatusMisdirectedRequest, "": http.StatusMisdirectedRequest,
	} {
		r := httptest.NewRequest(http.MethodGet, "/healthz", nil)
		r.Host = host
		w := httptest.NewRecorder()
		h.routes.ServeHTTP(w, r)
		if w.Code != want {
			t.Errorf("Host %q: %d, want %d", host, w.Code, want)
		}
		if want == http.StatusOK && w.Body.String() != "demo\n" {
			t.Errorf("healthz = %q, want demo", w.Body)
		}
	}
}

func TestTheClockOnlyMovesForwardAlsoOverARestart(t *testing.T) {
	dir, night := t.TempDir(), time.Date(2030, 3, 2, 2, 7, 0, 0, time.UTC)
	h, err := demoHouse(t, dir, night)
	if err != nil {
		t.Fatal(err)
	}
	if got := h.clock.Now(); got.Before(night) || got.After(night.Add(time.Minute)) {
		t.Errorf("clock = %v, want %v", got, night)
	}
	move := func(body string) int {
		r := httptest.NewRequest(http.MethodPost, "/demo/clock", strings.NewReader(body))
		r.Host = "127.0.0.1:1717"
		r.Header.Set("Content-Type", "application/json")
		w := httptest.NewRecorder()
		h.routes.ServeHTTP(w, r)
		return w.Code
	}
	if code := move(`{"by":"3h"}`); code != http.StatusOK {
		t.Errorf("forward: %d", code)
	}
	if code := move(`{"to":"2030-03-02T02:00:00Z"}`); code != http.StatusBadRequest {
		t.Errorf("back: %d, want 400", code)
	}
	again, err := newClock(dir, time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	if got := again.Now(); got.Before(night.Add(3 * time.Hour)) {
		t.Errorf("after a restart the clock says %v", got)
	}
	if _, err := newClock(dir, night); err == nil {
		t.Error("a restart with -now took the clock back")
	}
}

// What is too long is answered by the page, which says the bound and has its form again; the
// link is as good as before. It is sent over a connection, as a browser sends it.
func TestAnUploadThatIsTooLarge(t *testing.T) {
	h, err := demoHouse(t, t.TempDir(), time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	desk, now := h.worker.desk, h.clock.Now()
	in := intake.Inbound{Channel: "sms", ID: "SM1", From: "+33600000001", Text: "ransomware", To: h.config.Sender}
	if _, err := desk.Take(t.Context(), now, in); err != nil {
		t.Fatal(err)
	}
	token, err := desk.Link(t.Context(), now, intake.Key{Channel: "sms", Address: desk.Keys.Address("sms", in.From)}, intake.LinkFiles, time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(h.routes)
	defer server.Close()
	for _, megabytes := range []int{21, 60, 1} {
		var body bytes.Buffer
		form := multipart.NewWriter(&body)
		part, err := form.CreateFormFile("files", "photo.txt")
		if err != nil {
			t.Fatal(err)
		}
		part.Write(bytes.Repeat([]byte("a"), megabytes<<20))
		form.Close()
		r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, server.URL+intake.LinkPath+token, &body)
		if err != nil {
			t.Fatal(err)
		}
		r.Host = "127.0.0.1:1717"
		r.Header.Set("Content-Type", form.FormDataContentType())
		answer, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatalf("%d MB: %v", megabytes, err)
		}
		page, err := io.ReadAll(answer.Body)
		answer.Body.Close()
		want, says := http.StatusRequestEntityTooLarge, "20 mégaoctets au plus"
		if megabytes == 1 {
			want, says = http.StatusOK, "photo.txt"
		}
		if err != nil || answer.StatusCode != want || !strings.Contains(string(page), says) {
			t.Errorf("%d MB: %d, want %d and %q, %v\n%s", megabytes, answer.StatusCode, want, says, err, page)
		}
	}
}

// The pages of links answer on their own, and a request with files may be larger than any other.
func TestThePagesOfLinks(t *testing.T) {
	h, err := demoHouse(t, t.TempDir(), time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	for name, tt := range map[string]struct {
		method string
		bytes  int
		want   int
	}{
		"a link that never was": {http.MethodGet, 0, http.StatusNotFound}, "files for it": {http.MethodPost, 5 << 20, http.StatusNotFound},
		"more than a page takes, for it": {http.MethodPost, mostUpload + 2*maxBody, http.StatusNotFound},
	} {
		r := httptest.NewRequest(tt.method, "/l/AAAAAAAAAAAAAAAAAAAAAA", bytes.NewReader(make([]byte, tt.bytes)))
		r.Host = "127.0.0.1:1717"
		w := httptest.NewRecorder()
		h.routes.ServeHTTP(w, r)
		if w.Code != tt.want {
			t.Errorf("%s: %d, want %d", name, w.Code, tt.want)
		}
	}
}
