package main

import (
	"bufio"
	"encoding/json"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"relais/dialogs/intake"
	"relais/dialogs/play"
	chat "relais/functions/chat/handler"
	"relais/functions/chat/widget"
)

// streaming is a chat in memory that holds lines open, and a session of it.
type streaming struct {
	*httptest.Server
	t     *testing.T
	desk  *intake.Desk
	visit intake.Visit
	began time.Time
	// passed is read by the server while a test sets it.
	passed atomic.Int64
}

func (s *streaming) now() time.Time { return s.began.Add(time.Duration(s.passed.Load())) }

func newStreaming(t *testing.T, listener net.Listener, lasts, patience time.Duration) *streaming {
	t.Helper()
	player, err := play.New(play.Options{Now: time.Date(2026, 3, 2, 21, 40, 0, 0, time.UTC), Channel: intake.ChannelWeb, Desks: []string{"76"}})
	if err != nil {
		t.Fatal(err)
	}
	player.Desk.Territory.Numbers[intake.Site("")] = "76"
	s := &streaming{t: t, desk: player.Desk, began: player.Now()}
	h := &chat.Handler{Desk: player.Desk, Clock: s.now, Log: slog.New(slog.DiscardHandler), Widget: widget.New(player.Desk.Texts)}
	s.Server = httptest.NewUnstartedServer(stream(h, lasts, patience))
	if listener != nil {
		s.Server.Listener = listener
	}
	s.Start()
	t.Cleanup(s.Close)
	if s.visit, err = player.Desk.Open(t.Context(), s.now(), intake.Visitor{Lang: "fr"}); err != nil {
		t.Fatal(err)
	}
	return s
}

// says takes a message of the session.
func (s *streaming) says(id, text string) {
	s.t.Helper()
	if _, err := s.desk.Said(s.t.Context(), s.now(), s.visit, id, text, intake.Upto{}); err != nil {
		s.t.Fatal(err)
	}
}

// event is one as the widget reads it.
type event struct {
	After    string
	Messages []struct {
		N          string
		From, Text string
	}
}

// listen opens a line after a message and returns what comes by it, one event a value. The
// channel is closed when the line ends.
func (s *streaming) listen(after string) (int, <-chan event) {
	s.t.Helper()
	r, err := http.NewRequestWithContext(s.t.Context(), http.MethodGet, s.URL+chat.PathStream+"?after="+after, nil)
	if err != nil {
		s.t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+s.visit.Token)
	answer, err := s.Client().Do(r)
	if err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(func() { answer.Body.Close() })
	heard := make(chan event, 100)
	go func() {
		defer close(heard)
		for lines := bufio.NewScanner(answer.Body); lines.Scan(); {
			data, ok := strings.CutPrefix(lines.Text(), "data: ")
			var e event
			if ok && json.Unmarshal([]byte(data), &e) == nil {
				heard <- e
			}
		}
	}()
	return answer.StatusCode, heard
}

func (s *streaming) next(heard <-chan event) event {
	s.t.Helper()
	select {
	case e, open := <-heard:
		if !open {
			s.t.Fatal("the line has ended")
		}
		return e
	case <-time.After(10 * streamLooks):
		s.t.Fatal("nothing comes")
	}
	return event{}
}

// TestTheStreamTellsInOrder: each line once, in its order; a line opened anew goes on after
// what was heard.
func TestTheStreamTellsInOrder(t *testing.T) {
	s := newStreaming(t, nil, time.Minute, time.Minute)
	status, heard := s.listen("0")
	if status != http.StatusOK {
		t.Fatal(status)
	}
	var all []string
	var said []string
	var heardSo []string // how far, after each event
	for i, text := range []string{"tous les pc ont un message de rancon", "oui", "mairie de Figeac"} {
		s.says("00000000-"+strconv.Itoa(i), text)
		e := s.next(heard)
		heardSo = append(heardSo, e.After)
		for _, m := range e.Messages {
			all = append(all, m.N)
			if m.From == "you" {
				said = append(said, m.Text)
			}
		}
		s.passed.Add(int64(time.Second))
	}
	if len(slices.Compact(slices.Sorted(slices.Values(all)))) != len(all) || len(all) != 6 || strings.Join(said, "|") != "tous les pc ont un message de rancon|oui|mairie de Figeac" {
		t.Errorf("heard %v, %q", all, said)
	}
	_, again := s.listen(heardSo[1])
	if e := s.next(again); len(e.Messages) != 2 || e.Messages[0].N != all[4] || e.After != heardSo[2] {
		t.Errorf("after the fourth line comes %+v, want the two that follow", e)
	}
}

// TestTheStreamEnds: after its time, and with its session.
func TestTheStreamEnds(t *testing.T) {
	ended := func(heard <-chan event) bool {
		for {
			select {
			case _, open := <-heard:
				if !open {
					return true
				}
			case <-time.After(10 * streamLooks):
				return false
			}
		}
	}
	s := newStreaming(t, nil, 50*time.Millisecond, time.Minute)
	if _, heard := s.listen("0"); !ended(heard) {
		t.Error("it outlives its time")
	}
	s = newStreaming(t, nil, time.Hour, time.Minute)
	_, heard := s.listen("0")
	if err := s.desk.Leave(t.Context(), s.now(), s.visit); err != nil {
		t.Fatal(err)
	}
	if !ended(heard) {
		t.Error("it outlives its session")
	}
	if status, _ := s.listen("0"); status != http.StatusUnauthorized {
		t.Errorf("after the end: %d, want 401", status)
	}
}

// TestLinesAreBounded: T54, one conversation takes as many as a browser holds, all together
// as many as the machine bears; one that is given back is free.
func TestLinesAreBounded(t *testing.T) {
	s := newStreaming(t, nil, time.Hour, time.Minute)
	for range maxStreamsEach {
		if status, _ := s.listen("0"); status != http.StatusOK {
			t.Fatal(status)
		}
	}
	if status, _ := s.listen("0"); status != http.StatusTooManyRequests {
		t.Errorf("one more: %d, want 429", status)
	}
	l := &lines{each: map[string]int{}}
	taken := 0
	for i := range 2 * maxStreams {
		if l.take(strconv.Itoa(i)) {
			taken++
		}
	}
	if taken != maxStreams {
		t.Errorf("%d lines, want %d", taken, maxStreams)
	}
	l.leave("0")
	if !l.take("another") || l.take("one more") || len(l.each) != maxStreams {
		t.Error("a line that was given back is not free once")
	}
}

// pipes accepts connections without any room between the two ends: what is not read stops
// whoever writes.
type pipes struct {
	made   chan net.Conn
	closed chan struct{}
	once   sync.Once
}

func (p *pipes) Accept() (net.Conn, error) {
	select {
	case c := <-p.made:
		return c, nil
	case <-p.closed:
		return nil, net.ErrClosed
	}
}

func (p *pipes) Close() error   { p.once.Do(func() { close(p.closed) }); return nil }
func (p *pipes) Addr() net.Addr { return &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 1} }

// TestASlowReaderIsLeft: who listens and does not read holds no line longer than the
// patience is.
func TestASlowReaderIsLeft(t *testing.T) {
	p := &pipes{made: make(chan net.Conn), closed: make(chan struct{})}
	s := newStreaming(t, p, time.Hour, 100*time.Millisecond)
	here, there := net.Pipe()
	defer here.Close()
	p.made <- there
	request := "GET " + chat.PathStream + "?after=0 HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + s.visit.Token + "\r\n\r\n"
	if _, err := here.Write([]byte(request)); err != nil {
		t.Fatal(err)
	}
	// It reads the beginning, and no more.
	buffer := make([]byte, 16)
	if _, err := here.Read(buffer); err != nil {
		t.Fatal(err)
	}
	left := make(chan struct{})
	go func() {
		defer close(left)
		there.SetReadDeadline(time.Time{}) // fails once the server has closed it
		for there.SetReadDeadline(time.Time{}) == nil {
			time.Sleep(10 * time.Millisecond)
		}
	}()
	select {
	case <-left:
	case <-time.After(10 * time.Second):
		t.Error("it is waited for without end")
	}
}
