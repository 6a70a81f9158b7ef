package main

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/aws/aws-lambda-go/events"
)

// TestTheAnswerIsWholeBeforeItCountsAsHandedOver reads an answer to its end while
// the mark that it was handed over is still being written.
func TestTheAnswerIsWholeBeforeItCountsAsHandedOver(t *testing.T) {
	for name, body := range map[string]string{"a document": "<Response></Response>", "nothing": ""} {
		t.Run(name, func(t *testing.T) {
			read, marked := make(chan struct{}), make(chan bool, 1)
			server := httptest.NewServer(gateway(slog.New(slog.DiscardHandler),
				func(context.Context, events.APIGatewayV2HTTPRequest) (events.APIGatewayV2HTTPResponse, func(context.Context) error) {
					return events.APIGatewayV2HTTPResponse{StatusCode: http.StatusOK, Body: body}, func(context.Context) error {
						select {
						case <-read:
							marked <- true
						case <-time.After(10 * time.Second):
							marked <- false
						}
						return nil
					}
				}))
			defer server.Close()
			answer, err := http.Post(server.URL, "application/x-www-form-urlencoded", nil)
			if err != nil {
				t.Fatal(err)
			}
			defer answer.Body.Close()
			got, err := io.ReadAll(answer.Body)
			close(read)
			if err != nil || string(got) != body {
				t.Errorf("read %q, %v, want %q", got, err, body)
			}
			if !<-marked {
				t.Error("the end of the answer waited for the mark")
			}
		})
	}
}
