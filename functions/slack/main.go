// Command slack is the function behind /slack/events, /slack/actions and
// /slack/commands, by which analysts act and reporters write.
package main

import (
	"context"
	"log/slog"
	"maps"
	"slices"
	"time"

	"github.com/aws/aws-lambda-go/events"

	"relais/dialogs/desk"
	"relais/functions/slack/handler"
	"relais/infra/cloud"
	"relais/infra/env/regions"
	"relais/infra/slackbot"
	"relais/locales"
)

func main() { cloud.Start(cloud.Slack(regions.Read), wire) }

func wire(_ context.Context, a *cloud.Account, log *slog.Logger) (cloud.Handle[events.APIGatewayV2HTTPRequest, events.APIGatewayV2HTTPResponse], error) {
	verifier, err := slackbot.NewVerifier(a.Config.Slack.SigningSecret)
	if err != nil {
		return nil, err
	}
	store := cloud.Store(a)
	intake := cloud.Desk(a, store)
	front, err := slackbot.NewFront(slackbot.FrontConfig{
		Token: a.Config.Slack.BotToken, APIURL: a.Config.Slack.APIURL, Texts: locales.Default(), Clock: time.Now, Log: log,
		Regions: func() []string { return slices.Sorted(maps.Keys(a.Config.Regions)) },
		Desk: &desk.Desk{
			Intake: intake, Index: store, Refused: handler.Refusals(log), Register: &desk.Register{Claims: store, Clock: time.Now},
			Region: func(code string) (desk.Region, bool) { r, ok := a.Config.Regions[code]; return r, ok },
		},
		Reporter: &slackbot.Reporter{Desk: intake, Clock: time.Now}, // what it says leaves by the table's stream
	})
	if err != nil {
		return nil, err
	}
	h := &handler.Handler{Verifier: verifier, Front: front, Log: log}
	return h.Handle, nil
}
