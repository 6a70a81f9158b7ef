// Command timer is the function that looks each minute at what is due.
package main

import (
	"context"
	"encoding/json"
	"log/slog"
	"maps"
	"slices"
	"time"

	"relais/functions/timer/handler"
	"relais/infra/cloud"
	"relais/infra/env/regions"
	"relais/infra/slackbot"
	"relais/locales"
)

func main() { cloud.Start(cloud.Timer(regions.Read), wire) }

func wire(_ context.Context, a *cloud.Account, log *slog.Logger) (cloud.Handle[json.RawMessage, struct{}], error) {
	store := cloud.Store(a)
	desk := cloud.Desk(a, store)
	desk.Files = cloud.Files(a)
	office, err := cloud.Office(a, store, desk, log)
	if err != nil {
		return nil, err
	}
	reconciler := cloud.Reconciler(a, desk, office) // it reads the carrier's list, also where Slack is written to
	reconciler.Ends = handler.Ends
	slack := slackbot.Config{Token: a.Config.Slack.BotToken, APIURL: a.Config.Slack.APIURL, Texts: locales.Default(), Log: log}
	if office.Texter, err = slackbot.NewDirect(slack, office.Texter, desk.Receive, time.Now); err != nil {
		return nil, err
	}
	h := &handler.Handler{Desk: desk, Office: office, Reconciler: reconciler, Drains: a.Late, Regions: slices.Sorted(maps.Keys(a.Config.Desks)), Clock: time.Now, Log: log}
	return func(ctx context.Context, event json.RawMessage) (struct{}, error) {
		return struct{}{}, h.Handle(ctx, event)
	}, nil
}
