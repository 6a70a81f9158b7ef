// Command escalation is the function behind the regions' queues.
package main

import (
	"context"
	"log/slog"
	"time"

	"github.com/aws/aws-lambda-go/events"

	"relais/dialogs/desk"
	"relais/functions/escalation/handler"
	"relais/infra/cloud"
	"relais/infra/env/regions"
	"relais/infra/slackbot"
	"relais/locales"
)

func main() { cloud.Start(cloud.Escalation(regions.Read), wire) }

func wire(_ context.Context, a *cloud.Account, log *slog.Logger) (cloud.Handle[events.SQSEvent, events.SQSEventResponse], error) {
	slack, regions := a.Config.Slack, a.Config.Regions
	store := cloud.Store(a)
	reading := &desk.Desk{Intake: cloud.Desk(a, store), Region: func(code string) (desk.Region, bool) { r, ok := regions[code]; return r, ok }}
	board, err := slackbot.NewBoard(slackbot.Config{
		Token: slack.BotToken, APIURL: slack.APIURL, Texts: locales.Default(), Log: log,
		Channel: func(region string) string { return regions[region].Slack.Channel },
		Person: func(region, id string) string {
			who, _ := regions[region].Analyst(id)
			return who.Name
		},
		Heard: reading.Heard,
	})
	if err != nil {
		return nil, err
	}
	h := &handler.Handler{Office: cloud.Showing(a, store, board), Region: a.Region, Clock: time.Now, Log: log}
	return h.Handle, nil
}
