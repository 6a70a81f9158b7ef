// Command sms is the function behind /twilio/sms and /twilio/status.
package main

import (
	"context"
	"log/slog"
	"time"

	"github.com/aws/aws-lambda-go/events"

	"relais/dialogs/outbox"
	"relais/functions/sms/handler"
	"relais/infra/cloud"
	"relais/infra/twilio"
)

func main() { cloud.Start(cloud.SMS, wire) }

func wire(_ context.Context, a *cloud.Account, log *slog.Logger) (cloud.Handle[events.APIGatewayV2HTTPRequest, events.APIGatewayV2HTTPResponse], error) {
	parser, err := twilio.NewParser(a.Carrier())
	if err != nil {
		return nil, err
	}
	store := cloud.Store(a)
	desk := cloud.Desk(a, store)
	h := &handler.Handler{
		Desk: desk, Office: &outbox.Office{Log: store, Claims: store, Receive: desk.Receive}, Parser: parser, Purse: cloud.Purse(a, store, log), Late: cloud.Late(a), Clock: time.Now, Log: log,
	}
	return h.Handle, nil
}
