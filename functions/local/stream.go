package main

import (
	"fmt"
	"net/http"
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

// stream tells a browser what is said while it listens, as server-sent events, each the
// object that chat.PathMessages answers with.
// Source: HTML Standard, section 9.2 (server-sent events).
func stream(h *chat.Handler, lasts time.Duration) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		listener, refused := h.Listen(r.Context(), toEvent(r, nil))
		if listener == nil {
			write(w, refused)
			return
		}
		for name, value := range refused.Headers {
			w.Header().Set(name, value)
		}
		w.Header().Set("Content-Type", "text/event-stream; charset=utf-8")
		out := http.NewResponseController(w)
		// The server's bound on reading a request would end the line, too.
		if err := out.SetReadDeadline(time.Time{}); err != nil {
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
			select {
			case <-r.Context().Done():
				return
			case <-end.C:
				return
			case <-beats.C:
				fmt.Fprint(w, ":\n\n")
			case <-looks.C:
				news, ok := listener.News(r.Context())
				if !ok {
					return
				}
				if news != "" {
					fmt.Fprintf(w, "data: %s\n\n", news)
				}
			}
		}
	})
}
