package cloud

import (
	"context"
	"log/slog"
	"math"
	"os"
	"sync"
	"time"

	"github.com/aws/aws-lambda-go/lambda"
)

// MaxAge is how long secrets are kept before they are fetched again, so that one
// that was rotated or withdrawn soon counts everywhere.
const MaxAge = 5 * time.Minute

// Handle is a function of Lambda.
type Handle[In, Out any] func(context.Context, In) (Out, error)

// Wire builds a function from what was opened for it.
type Wire[In, Out any] func(ctx context.Context, a *Account, log *slog.Logger) (Handle[In, Out], error)

// Start opens, wires and serves. What cannot be opened ends the process, with every
// fault in its log.
func Start[In, Out any](needs Needs, wire Wire[In, Out]) {
	log := slog.New(slog.NewJSONHandler(os.Stderr, nil))
	handle, err := Renewed(context.Background(), os.LookupEnv, needs, wire, time.Now, log)
	if err != nil {
		log.Error("start", "error", err)
		os.Exit(1)
	}
	lambda.Start(handle)
}

// Renewed opens and wires, and does so anew before an event that comes MaxAge later.
// If that fails what stands goes on: an old secret may still hold, none never does.
func Renewed[In, Out any](ctx context.Context, lookup Lookup, needs Needs, wire Wire[In, Out], now func() time.Time, log *slog.Logger) (Handle[In, Out], error) {
	open := func(ctx context.Context) (Handle[In, Out], error) {
		a, err := Open(ctx, lookup, needs)
		if err != nil {
			return nil, err
		}
		log.Info("opened", "skew_s", math.Abs(a.Skew.Round(time.Second).Seconds()))
		return wire(ctx, a, log)
	}
	handle, err := open(ctx)
	if err != nil {
		return nil, err
	}
	var mu sync.Mutex
	opened := now()
	return func(ctx context.Context, event In) (Out, error) {
		mu.Lock()
		if at := now(); at.Sub(opened) >= MaxAge {
			opened = at // also after a fault: it is not asked again for every event
			if fresh, err := open(ctx); err != nil {
				log.Error("renew", "error", err)
			} else {
				handle = fresh
			}
		}
		current := handle
		mu.Unlock()
		return current(ctx, event)
	}, nil
}
