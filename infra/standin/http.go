package standin

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net"
	"net/http"
	"strconv"
	"syscall"
	"time"
)

const (
	answerLimit  = 256 << 10 // bytes of an answer that are read; a longer one is an error
	requestLimit = 1 << 20   // bytes of a request body that are read
	keepAlive    = 15 * time.Second
)

// ErrNotLoopback is returned for a call that would leave this machine.
var ErrNotLoopback = errors.New("standin: address is not a loopback address")

// Answer is what a webhook answered.
type Answer struct {
	Status int
	Header http.Header
	Body   []byte
	Took   time.Duration
}

// NewClient returns a client for webhooks. It connects to loopback addresses
// only, whatever a URL says, goes through no proxy and follows no redirect.
func NewClient() *http.Client {
	dialer := &net.Dialer{Timeout: 5 * time.Second, Control: func(_, address string, _ syscall.RawConn) error {
		host, _, err := net.SplitHostPort(address)
		if err != nil {
			return err
		}
		if ip := net.ParseIP(host); ip == nil || !ip.IsLoopback() {
			return ErrNotLoopback
		}
		return nil
	}}
	return &http.Client{
		Transport:     &http.Transport{DialContext: dialer.DialContext, MaxIdleConnsPerHost: 16, IdleConnTimeout: 30 * time.Second},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// Post posts body to url and reads the whole answer within timeout.
func Post(ctx context.Context, client *http.Client, url string, header http.Header, body []byte, timeout time.Duration) (Answer, error) {
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, url, bytes.NewReader(body))
	if err != nil {
		return Answer{}, err
	}
	request.Header = header.Clone()
	began := time.Now()
	response, err := client.Do(request)
	if err != nil {
		return Answer{Took: time.Since(began)}, err
	}
	defer response.Body.Close()
	read, err := io.ReadAll(io.LimitReader(response.Body, answerLimit+1))
	answer := Answer{Status: response.StatusCode, Header: response.Header, Body: read, Took: time.Since(began)}
	if err == nil && len(read) > answerLimit {
		err = fmt.Errorf("standin: answer is longer than %d bytes", answerLimit)
	}
	return answer, err
}

// Unreliable serves next with the faults that draw points to. refuse answers for
// a request that is failed (500) or throttled (429).
func Unreliable[S any](next http.Handler, work *Work, faults *Faults[S], api func(*S) *APIFaults, refuse func(http.ResponseWriter, int)) http.Handler {
	strikes := func(pick func(*APIFaults) *Chance) bool {
		return faults.Strikes(func(s *S) *Chance { return pick(api(s)) })
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, requestLimit))
		if err != nil {
			refuse(w, http.StatusRequestEntityTooLarge)
			return
		}
		r.Body = io.NopCloser(bytes.NewReader(body))
		switch {
		case strikes(func(f *APIFaults) *Chance { return &f.Fail }):
			refuse(w, http.StatusInternalServerError)
		case strikes(func(f *APIFaults) *Chance { return &f.Throttle }):
			refuse(w, http.StatusTooManyRequests)
		case strikes(func(f *APIFaults) *Chance { return &f.LostAnswer }):
			next.ServeHTTP(&unheard{header: http.Header{}}, r)
			panic(http.ErrAbortHandler) // cuts the connection
		default:
			if late := faults.Delay(func(s *S) *Delay { return &api(s).LateApply }); late > 0 {
				work.Go(func(ctx context.Context) {
					if Sleep(ctx, late) {
						next.ServeHTTP(&unheard{header: http.Header{}}, r.WithContext(ctx))
					}
				})
				panic(http.ErrAbortHandler)
			}
			next.ServeHTTP(w, r)
		}
	})
}

// unheard takes an answer that nobody will read.
type unheard struct{ header http.Header }

func (u *unheard) Header() http.Header            { return u.header }
func (u *unheard) Write(part []byte) (int, error) { return len(part), nil }
func (u *unheard) WriteHeader(int)                {}

// ServeEvents sends the log as server-sent events, the kept ones first and each
// new one as it comes; keep says which. The id of an event is its number, and a
// browser that reconnects goes on after the last one it saw.
func ServeEvents[E any](w http.ResponseWriter, r *http.Request, log *Log[E], keep func(E) bool) {
	after, _ := strconv.ParseInt(r.Header.Get("Last-Event-ID"), 10, 64) // without one from the start
	w.Header().Set("Content-Type", "text/event-stream")
	w.Header().Set("Cache-Control", "no-store")
	stream := http.NewResponseController(w)
	if err := stream.Flush(); err != nil {
		return
	}
	entries := log.Subscribe(r.Context(), after)
	alive := time.NewTicker(keepAlive)
	defer alive.Stop()
	for {
		select {
		case entry, open := <-entries:
			if !open {
				return
			}
			if !keep(entry.Event) {
				continue
			}
			data, err := json.Marshal(entry.Event)
			if err != nil {
				return
			}
			fmt.Fprintf(w, "id: %d\ndata: %s\n\n", entry.Number, data)
		case <-alive.C:
			fmt.Fprint(w, ": still here\n\n")
		}
		if err := stream.Flush(); err != nil {
			return
		}
	}
}

// ReadJSON decodes the request's JSON into v, whose fields are the only ones
// allowed. If it cannot, it answers 4xx and returns false. A form is refused, so
// that a page of another site cannot post here without the browser asking first.
func ReadJSON(w http.ResponseWriter, r *http.Request, v any) bool {
	if kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || kind != "application/json" {
		WriteError(w, http.StatusUnsupportedMediaType, errors.New("content type is not application/json"))
		return false
	}
	decoder := json.NewDecoder(http.MaxBytesReader(w, r.Body, requestLimit))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(v); err != nil {
		WriteError(w, http.StatusBadRequest, err)
		return false
	}
	return true
}

// WriteJSON answers with v.
func WriteJSON(w http.ResponseWriter, status int, v any) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	json.NewEncoder(w).Encode(v) // the reader is gone if this fails
}

// WriteError answers {"error": …}.
func WriteError(w http.ResponseWriter, status int, err error) {
	WriteJSON(w, status, map[string]string{"error": err.Error()})
}
