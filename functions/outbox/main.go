// Command outbox is the function behind the table's stream and the sweep.
package main

import (
	"context"
	"encoding/json"
	"log/slog"
	"time"

	"github.com/aws/aws-lambda-go/events"

	"relais/functions/outbox/handler"
	"relais/infra/cloud"
	"relais/infra/env/regions"
	"relais/infra/slackbot"
	"relais/locales"
)

func main() { cloud.Start(cloud.Outbox(regions.Read), wire) }

func wire(_ context.Context, a *cloud.Account, log *slog.Logger) (cloud.Handle[json.RawMessage, events.DynamoDBEventResponse], error) {
	store := cloud.Store(a)
	desk := cloud.Desk(a, store)
	desk.Files = cloud.Files(a)
	office, err := cloud.Office(a, store, desk, log)
	if err != nil {
		return nil, err
	}
	slack := slackbot.Config{Token: a.Config.Slack.BotToken, APIURL: a.Config.Slack.APIURL, Texts: locales.Default(), Log: log}
	if office.Texter, err = slackbot.NewDirect(slack, office.Texter, desk.Receive, time.Now); err != nil {
		return nil, err
	}
	h := &handler.Handler{Office: office, Clock: time.Now, Log: log}
	return h.Handle, nil
}
