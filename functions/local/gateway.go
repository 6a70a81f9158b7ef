package main

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strconv"
	"strings"

	"github.com/aws/aws-lambda-go/events"
)

// maxBody bounds a request, in bytes: above every bound of the handlers, which
// answer what is too long themselves. They are given its beginning.
const maxBody = 1 << 20

// drained is how many times its bound is read of a request that is too long: a browser
// shows an answer only once it has sent all of it.
const drained = 8

// handle is a handler as Lambda runs it. answered is called once the response was
// written out; it may be nil.
type handle func(ctx context.Context, r events.APIGatewayV2HTTPRequest) (response events.APIGatewayV2HTTPResponse, answered func(context.Context) error)

// gateway turns HTTP requests into the events of API Gateway (payload 2.0) and
// gives them, as real JSON, to the handler that also runs on Lambda.
func gateway(log *slog.Logger, serve handle) http.Handler { return gatewayTo(log, maxBody, serve) }

// gatewayTo is gateway with another bound of a request, in bytes.
func gatewayTo(log *slog.Logger, most int64, serve handle) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(io.LimitReader(r.Body, most))
		if err == nil {
			_, err = io.Copy(io.Discard, io.LimitReader(r.Body, (drained-1)*most))
		}
		if err != nil { // it broke off
			http.Error(w, "", http.StatusBadRequest)
			return
		}
		event, err := wired(toEvent(r, body))
		if err != nil {
			http.Error(w, "", http.StatusBadRequest)
			return
		}
		// The carrier may hang up, but a turn once begun is brought to its end.
		ctx := context.WithoutCancel(r.Context())
		response, answered := serve(ctx, event)
		if err := write(w, response); err != nil {
			return // the answer did not leave: the question counts as not handed over
		}
		if answered == nil {
			return
		}
		if err := answered(ctx); err != nil {
			log.Error("answer was written but not marked", "error", err)
		}
	})
}

// toEvent builds the event as API Gateway does: header names in lower case, values
// joined by commas, the raw path and query untouched, and a body in base64 unless
// its type is text.
func toEvent(r *http.Request, body []byte) events.APIGatewayV2HTTPRequest {
	headers := map[string]string{"host": r.Host}
	for name, values := range r.Header {
		headers[strings.ToLower(name)] = strings.Join(values, ",")
	}
	event := events.APIGatewayV2HTTPRequest{
		Version: "2.0", RouteKey: "$default", RawPath: r.URL.EscapedPath(), RawQueryString: r.URL.RawQuery,
		Headers: headers, Body: string(body),
		RequestContext: events.APIGatewayV2HTTPRequestContext{
			Stage: "$default",
			HTTP: events.APIGatewayV2HTTPRequestContextHTTPDescription{
				Method: r.Method, Path: r.URL.Path, Protocol: r.Proto, SourceIP: source(r),
			},
		},
	}
	if !textual(headers["content-type"]) {
		event.Body, event.IsBase64Encoded = base64.StdEncoding.EncodeToString(body), true
	}
	return event
}

// source is where a request comes from. One that a server on this machine passes on
// comes from where that server says: the last address of the header is its own word.
func source(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return ""
	}
	if ip := net.ParseIP(host); ip == nil || !ip.IsLoopback() {
		return host
	}
	passed := strings.Join(r.Header.Values("X-Forwarded-For"), ",")
	if passed == "" {
		return host
	}
	return strings.TrimSpace(passed[strings.LastIndexByte(passed, ',')+1:])
}

// textual reports the types that API Gateway passes on as text.
func textual(contentType string) bool {
	kind, _, _ := strings.Cut(contentType, ";")
	kind = strings.TrimSpace(strings.ToLower(kind))
	return strings.HasPrefix(kind, "text/") || kind == "application/json" || kind == "application/xml" || kind == "application/javascript"
}

// wired sends the event through its JSON form, which is all that Lambda ever sees.
func wired(event events.APIGatewayV2HTTPRequest) (events.APIGatewayV2HTTPRequest, error) {
	var out events.APIGatewayV2HTTPRequest
	data, err := json.Marshal(event)
	if err != nil {
		return out, err
	}
	return out, json.Unmarshal(data, &out)
}

func write(w http.ResponseWriter, response events.APIGatewayV2HTTPResponse) error {
	for name, value := range response.Headers {
		w.Header().Set(name, value)
	}
	body := []byte(response.Body)
	if response.IsBase64Encoded {
		var err error
		if body, err = base64.StdEncoding.DecodeString(response.Body); err != nil {
			return err
		}
	}
	// With its length told, the answer is whole once it is flushed. Without, its end
	// would leave after the mark that it was handed over, and a crash between them
	// would make an answer nobody could read count as read.
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(response.StatusCode)
	if _, err := w.Write(body); err != nil {
		return err
	}
	return http.NewResponseController(w).Flush()
}
