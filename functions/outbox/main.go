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
	h := &handler.Handler{Office: office, Clock: time.Now, Log: log}
	return h.Handle, nil
}
