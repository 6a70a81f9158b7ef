package lambda

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"time"

	"github.com/aws/aws-lambda-go/events"
)

// Bounds of an HTTP API, in bytes.
// Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html.
const (
	maxRequestHead = 10240
	maxRequestBody = 10 << 20
)

// HTTPEvent is the event (payload 2.0) that an HTTP API makes of a request at its
// $default stage: header names in lower case, values joined by commas, path and
// query as they stood in the request line, and a body in base64 unless it is text.
// Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html.
func HTTPEvent(r *http.Request, body []byte) events.APIGatewayV2HTTPRequest {
	headers := map[string]string{"host": r.Host}
	for name, values := range r.Header {
		if name != "Cookie" {
			headers[strings.ToLower(name)] = strings.Join(values, ",")
		}
	}
	query := map[string]string{}
	for name, values := range r.URL.Query() {
		query[name] = strings.Join(values, ",")
	}
	address, _, _ := net.SplitHostPort(r.RemoteAddr)
	now := time.Now()
	event := events.APIGatewayV2HTTPRequest{
		Version: "2.0", RouteKey: "$default", RawPath: r.URL.EscapedPath(), RawQueryString: r.URL.RawQuery,
		Headers: headers, QueryStringParameters: query, Body: string(body),
		RequestContext: events.APIGatewayV2HTTPRequestContext{
			RouteKey: "$default", AccountID: "000000000000", Stage: "$default", RequestID: id(), APIID: "standin",
			DomainName: r.Host, Time: now.UTC().Format("02/Jan/2006:15:04:05 +0000"), TimeEpoch: now.UnixMilli(),
			HTTP: events.APIGatewayV2HTTPRequestContextHTTPDescription{
				Method: r.Method, Path: r.URL.Path, Protocol: r.Proto, SourceIP: address, UserAgent: r.UserAgent(),
			},
		},
	}
	for _, cookies := range r.Header["Cookie"] {
		event.Cookies = append(event.Cookies, strings.Split(cookies, "; ")...)
	}
	if len(body) > 0 && !textual(headers["content-type"]) {
		event.Body, event.IsBase64Encoded = base64.StdEncoding.EncodeToString(body), true
	}
	return event
}

func textual(contentType string) bool {
	kind, _, _ := strings.Cut(strings.ToLower(contentType), ";")
	switch kind = strings.TrimSpace(kind); kind {
	case "application/json", "application/xml", "application/javascript":
		return true
	}
	return strings.HasPrefix(kind, "text/")
}

// ServeHTTP is an HTTP API before the function. What it answers for a function
// that gives no answer is API Gateway's: 500, and 503 where none may start. An
// answer without a status is a fault here, where an HTTP API would guess 200.
func (f *Function) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	head := len(r.Method) + len(r.RequestURI) + len(r.Host)
	for name, values := range r.Header {
		head += len(name) + len(strings.Join(values, ","))
	}
	if head > maxRequestHead {
		gatewayError(w, http.StatusRequestHeaderFieldsTooLarge, "Request Header Fields Too Large")
		return
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxRequestBody))
	if err != nil {
		gatewayError(w, http.StatusRequestEntityTooLarge, "Request Entity Too Large")
		return
	}
	result, err := f.Invoke(r.Context(), HTTPEvent(r, body))
	switch {
	case errors.Is(err, ErrThrottled):
		gatewayError(w, http.StatusServiceUnavailable, "Service Unavailable")
	case err != nil || result.Error != nil:
		gatewayError(w, http.StatusInternalServerError, "Internal Server Error")
	default:
		respond(w, result.Payload)
	}
}

func gatewayError(w http.ResponseWriter, status int, message string) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	json.NewEncoder(w).Encode(map[string]string{"message": message})
}

func respond(w http.ResponseWriter, payload []byte) {
	var response events.APIGatewayV2HTTPResponse
	if err := json.Unmarshal(payload, &response); err != nil {
		gatewayError(w, http.StatusInternalServerError, "Internal Server Error")
		return
	}
	HTTPAnswer(w, response)
}

// HTTPAnswer writes what a function answered as an HTTP API does.
func HTTPAnswer(w http.ResponseWriter, response events.APIGatewayV2HTTPResponse) {
	body, err := []byte(response.Body), error(nil)
	if response.IsBase64Encoded {
		body, err = base64.StdEncoding.DecodeString(response.Body)
	}
	if err != nil || response.StatusCode < 100 || response.StatusCode > 599 {
		gatewayError(w, http.StatusInternalServerError, "Internal Server Error")
		return
	}
	for name, value := range response.Headers {
		w.Header().Set(name, value)
	}
	for _, cookie := range response.Cookies {
		w.Header().Add("Set-Cookie", cookie)
	}
	w.WriteHeader(response.StatusCode)
	w.Write(body)
}
