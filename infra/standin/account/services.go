package account

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httputil"
	"net/url"
	"strings"

	"github.com/johannesboyne/gofakes3"
	"github.com/johannesboyne/gofakes3/backend/s3mem"
)

// services routes what functions ask to where it is served.
func (a *Account) services() (http.Handler, error) {
	forward := func(address string) (http.Handler, error) {
		to, err := url.Parse(address)
		if err != nil {
			return nil, err
		}
		return &httputil.ReverseProxy{
			Rewrite: func(r *httputil.ProxyRequest) { r.SetURL(to) },
			// The one who asked is gone, or the server: either way there is no answer.
			ErrorHandler: func(http.ResponseWriter, *http.Request, error) { panic(http.ErrAbortHandler) },
		}, nil
	}
	table, err := forward(a.config.Servers.DynamoDB.URL)
	if err != nil {
		return nil, err
	}
	queues, err := forward(a.config.Servers.SQS.URL)
	if err != nil {
		return nil, err
	}
	outside := a.config.Outside
	if outside == nil {
		outside = http.NotFoundHandler()
	}
	own := secrets(a.config.Secrets)
	// The bucket of the template is made when it is first asked for.
	objects := gofakes3.New(s3mem.New(), gofakes3.WithAutoBucket(true)).Server()
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch Service(r) {
		case "dynamodb":
			table.ServeHTTP(w, r)
		case "sqs":
			queues.ServeHTTP(w, r)
		case "secretsmanager":
			own.ServeHTTP(w, r)
		case "s3":
			objects.ServeHTTP(w, r)
		default:
			outside.ServeHTTP(w, r)
		}
	}), nil
}

// Service names the service a request is for: dynamodb, sqs, secretsmanager, s3, or outside.
func Service(r *http.Request) string {
	prefix, _, _ := strings.Cut(r.Header.Get("X-Amz-Target"), ".")
	switch prefix, _, _ = strings.Cut(prefix, "_"); prefix {
	case "DynamoDB":
		return "dynamodb"
	case "AmazonSQS":
		return "sqs"
	case "secretsmanager":
		return "secretsmanager"
	}
	// Of the services asked, this one names no operation: its signature tells.
	if strings.Contains(r.Header.Get("Authorization"), "/s3/aws4_request") {
		return "s3"
	}
	return "outside"
}

// secrets is Secrets Manager.
type secrets map[string]string

func (s secrets) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	var in struct{ SecretId string }
	w.Header().Set("Content-Type", "application/x-amz-json-1.1")
	if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, 1<<20)).Decode(&in); err != nil {
		w.WriteHeader(http.StatusBadRequest)
		io.WriteString(w, `{"__type":"SerializationException"}`)
		return
	}
	value, known := s[in.SecretId]
	if !known {
		w.WriteHeader(http.StatusBadRequest)
		io.WriteString(w, `{"__type":"ResourceNotFoundException"}`)
		return
	}
	json.NewEncoder(w).Encode(map[string]string{"SecretString": value})
}
