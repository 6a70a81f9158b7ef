package main

import (
	"fmt"
	"net/http"
	"sync"
	"time"

	chat "relais/functions/chat/handler"
)

// A stream ends after a while and is opened anew, which is when it shows that it may;
// long before its token is to be replaced.
const (
	streamLasts = 4 * time.Minute
	streamLooks = time.Second      // how often it is looked whether something was said
	streamBeats = 15 * time.Second // how often something is sent, so that nothing on the way closes it
)

// Bounds on lines that are held open: each costs a look a second. Whoever gets none asks now
// and then instead, which the widget does by itself.
const (
	maxStreams     = 200
	maxStreamsEach = 6 // of one conversation: as many as a browser holds open to a host
)

// streamPatience is how long a reader may take to take what is written.
const streamPatience = 10 * time.Second

// lines counts the lines that are held open.
type lines struct {
	mu   sync.Mutex
	all  int
	each map[string]int // conversation → lines
}

// take takes a line for a conversation, and reports false where there is none left.
func (l *lines) take(conversation string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.all >= maxStreams || l.each[conversation] >= maxStreamsEach {
		return false
	}
	l.all++
	l.each[conversation]++
	return true
}

// leave gives a line back.
func (l *lines) leave(conversation string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.all--
	if l.each[conversation]--; l.each[conversation] == 0 {
		delete(l.each, conversation)
	}
}

// stream tells a browser what is said while it listens, as server-sent events, each the
// object that chat.PathMessages answers with.
// Source: HTML Standard, section 9.2 (server-sent events).
func stream(h *chat.Handler, lasts, patience time.Duration) http.Handler {
	held := &lines{each: map[string]int{}}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		listener, refused := h.Listen(r.Context(), toEvent(r, nil))
		if listener == nil {
			write(w, refused)
			return
		}
		if !held.take(listener.Conversation()) {
			refused.StatusCode = http.StatusTooManyRequests
			write(w, refused)
			return
		}
		defer held.leave(listener.Conversation())
		for name, value := range refused.Headers {
			w.Header().Set(name, value)
		}
		w.Header().Set("Content-Type", "text/event-stream; charset=utf-8")
		out := http.NewResponseController(w)
		// The server's bound on reading a request would end the line, too.
		if err := out.SetReadDeadline(time.Time{}); err != nil {
			return
		}
		// Bound anew before each write: whoever does not read is left, and asks again.
		bound := func() error { return out.SetWriteDeadline(time.Now().Add(patience)) }
		if bound() != nil {
			return
		}
		fmt.Fprint(w, ": listening\n\n")
		looks, beats, end := time.NewTicker(streamLooks), time.NewTicker(streamBeats), time.NewTimer(lasts)
		defer looks.Stop()
		defer beats.Stop()
		defer end.Stop()
		for {
			if out.Flush() != nil {
				return
			}
			said := ""
			select {
			case <-r.Context().Done():
				return
			case <-end.C:
				return
			case <-beats.C:
				said = ":\n\n"
			case <-looks.C:
				news, ok := listener.News(r.Context())
				if !ok {
					return
				}
				if news != "" {
					said = "data: " + news + "\n\n"
				}
			}
			if bound() != nil {
				return
			}
			fmt.Fprint(w, said)
		}
	})
}
