// Command slack is the function behind /slack/events, /slack/actions and
// /slack/commands.
package main

import (
	"context"
	"log/slog"

	"github.com/aws/aws-lambda-go/events"

	"relais/functions/slack/handler"
	"relais/infra/cloud"
	"relais/infra/slackbot"
)

func main() { cloud.Start(cloud.Slack, wire) }

func wire(_ context.Context, a *cloud.Account, log *slog.Logger) (cloud.Handle[events.APIGatewayV2HTTPRequest, events.APIGatewayV2HTTPResponse], error) {
	verifier, err := slackbot.NewVerifier(a.Config.Slack.SigningSecret)
	if err != nil {
		return nil, err
	}
	h := &handler.Handler{Verifier: verifier, Log: log}
	return h.Handle, nil
}
