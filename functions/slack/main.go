// Command slack is the function behind /slack/events, /slack/actions and
// /slack/commands.
package main

import (
	"errors"
	"log/slog"
	"os"

	"github.com/aws/aws-lambda-go/lambda"

	"relais/functions/slack/handler"
	"relais/infra/env"
	"relais/infra/slackbot"
)

func main() {
	log := slog.New(slog.NewJSONHandler(os.Stderr, nil))
	h, err := wire(log)
	if err != nil {
		log.Error("start", "error", err)
		os.Exit(1)
	}
	lambda.Start(h.Handle)
}

// wire builds the handler from the environment.
func wire(log *slog.Logger) (*handler.Handler, error) {
	config, err := env.Read(os.LookupEnv)
	if err != nil {
		return nil, err
	}
	if !config.Slack.On() {
		return nil, errors.New("a function needs Slack's settings; a demo is started by functions/local")
	}
	verifier, err := slackbot.NewVerifier(config.Slack.SigningSecret)
	if err != nil {
		return nil, err
	}
	return &handler.Handler{Verifier: verifier, Log: log}, nil
}
