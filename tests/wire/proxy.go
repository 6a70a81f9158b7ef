// Package wire holds the store and the queues of AWS, and the functions as they are
// deployed, against servers that others wrote, over the wire: Amazon's DynamoDB Local
// and fauxqs. The tests run nothing unless asked:
//
//	infra/standin/account/install.sh && go test ./tests/wire -args -wire
package wire

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
)

// Fault is what happens to one request on its way.
type Fault int

// The faults.
const (
	None      Fault = iota
	NotSent         // the connection ends before the request is forwarded
	NoAnswer        // the request is carried out, and the connection ends without the answer
	Throttled       // the service says that it was too much
	Broken          // the service says 500 after it has carried the request out
)

// Proxy stands between a client and a server and does to each request what it is told.
type Proxy struct {
	*httptest.Server
	target string

	mu   sync.Mutex
	next func(operation string) Fault
}

// NewProxy returns a proxy before the server at target that passes everything on.
func NewProxy(target string) *Proxy {
	p := &Proxy{target: target}
	p.Server = httptest.NewServer(p)
	return p
}

// Do makes next decide what happens to each request from now on, by its operation;
// nil passes everything on. Calls of next do not overlap.
func (p *Proxy) Do(next func(operation string) Fault) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.next = next
}

// First does a fault to the first n requests of an operation and passes on the rest.
func First(n int, operation string, f Fault) func(string) Fault {
	return func(o string) Fault {
		if o != operation || n == 0 {
			return None
		}
		n--
		return f
	}
}

func (p *Proxy) fault(r *http.Request) Fault {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.next == nil {
		return None
	}
	_, operation, _ := strings.Cut(r.Header.Get("X-Amz-Target"), ".")
	return p.next(operation)
}

// ServeHTTP passes one request on.
func (p *Proxy) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	fault := p.fault(r)
	switch fault {
	case NotSent:
		panic(http.ErrAbortHandler)
	case Throttled:
		refuse(w, http.StatusBadRequest, "com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException")
		return
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	forward, err := http.NewRequestWithContext(r.Context(), r.Method, p.target+r.URL.RequestURI(), bytes.NewReader(body))
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	forward.Header = r.Header.Clone()
	response, err := http.DefaultClient.Do(forward)
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	defer response.Body.Close()
	switch fault {
	case NoAnswer:
		panic(http.ErrAbortHandler)
	case Broken:
		refuse(w, http.StatusInternalServerError, "com.amazonaws.dynamodb.v20120810#InternalServerError")
		return
	}
	for name, values := range response.Header {
		w.Header()[name] = values
	}
	w.WriteHeader(response.StatusCode)
	io.Copy(w, response.Body)
}

func refuse(w http.ResponseWriter, status int, kind string) {
	w.Header().Set("Content-Type", "application/x-amz-json-1.0")
	w.WriteHeader(status)
	io.WriteString(w, `{"__type":"`+kind+`"}`)
}
