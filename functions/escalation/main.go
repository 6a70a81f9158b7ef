// Command escalation is the function behind the regions' queues.
package main

import (
	"context"
	"log/slog"
	"time"

	"github.com/aws/aws-lambda-go/events"

	"relais/functions/escalation/handler"
	"relais/infra/cloud"
	"relais/infra/env/regions"
	"relais/infra/slackbot"
	"relais/locales"
)

func main() { cloud.Start(cloud.Escalation(regions.Read), wire) }

func wire(_ context.Context, a *cloud.Account, log *slog.Logger) (cloud.Handle[events.SQSEvent, events.SQSEventResponse], error) {
	slack, regions := a.Config.Slack, a.Config.Regions
	board, err := slackbot.NewBoard(slackbot.Config{
		Token: slack.BotToken, APIURL: slack.APIURL, Texts: locales.Default(), Log: log,
		Channel: func(region string) string { return regions[region].Slack.Channel },
		Person: func(region, id string) string {
			who, _ := regions[region].Analyst(id)
			return who.Name
		},
	})
	if err != nil {
		return nil, err
	}
	h := &handler.Handler{Office: cloud.Showing(a, cloud.Store(a), board), Region: a.Region, Clock: time.Now, Log: log}
	return h.Handle, nil
}
