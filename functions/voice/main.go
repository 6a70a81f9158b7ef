// Command voice is the function behind /twilio/voice.
package main

import (
	"context"
	"log/slog"

	"github.com/aws/aws-lambda-go/events"

	"relais/functions/voice/handler"
	"relais/infra/cloud"
	"relais/infra/twilio"
	"relais/locales"
)

func main() { cloud.Start(cloud.Voice, wire) }

func wire(_ context.Context, a *cloud.Account, log *slog.Logger) (cloud.Handle[events.APIGatewayV2HTTPRequest, events.APIGatewayV2HTTPResponse], error) {
	parser, err := twilio.NewParser(a.Carrier())
	if err != nil {
		return nil, err
	}
	h := &handler.Handler{Parser: parser, Texts: locales.Default(), Log: log}
	return h.Handle, nil
}
