// Package handler shows the analysts what the regions' queues hand out.
package handler

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/aws/aws-lambda-go/events"

	"relais/dialogs/outbox"
)

// ErrInput: the event is no batch of a queue of ours.
var ErrInput = errors.New("escalation: the event is no batch of a region's queue")

// margin is what must be left of an invocation to begin with one more message: the
// board has 8 seconds to answer, and is searched first after a doubt.
const margin = 18 * time.Second

// Bounds of a batch.
const (
	maxRecords = 100
	maxBody    = 256 << 10
)

// Handler works. Its fields are set once, before its first use.
type Handler struct {
	Office *outbox.Office
	// Region returns the region whose queue has that ARN.
	Region func(arn string) (code string, ok bool)
	Clock  func() time.Time
	Log    *slog.Logger
}

// Handle delivers, as Lambda calls it, and names the messages that are to come
// again: alone, so that one that never can be delivered goes to the dead letters
// and takes no other with it.
func (h *Handler) Handle(ctx context.Context, event events.SQSEvent) (events.SQSEventResponse, error) {
	response := events.SQSEventResponse{BatchItemFailures: []events.SQSBatchItemFailure{}}
	if len(event.Records) == 0 || len(event.Records) > maxRecords {
		h.Log.Error("refused", "error", ErrInput, "records", len(event.Records))
		return response, ErrInput
	}
	for _, r := range event.Records {
		if r.MessageId == "" {
			h.Log.Error("refused", "error", ErrInput, "records", len(event.Records))
			return response, ErrInput // it could not be named among the failures
		}
	}
	for _, r := range event.Records {
		switch err := h.record(ctx, r); {
		case err == nil:
			continue
		case errors.Is(err, outbox.ErrHeld), errors.Is(err, outbox.ErrLater):
			h.Log.Info("message waits", "reason", err.Error())
		default:
			h.Log.Error("message", "error", err)
		}
		response.BatchItemFailures = append(response.BatchItemFailures, events.SQSBatchItemFailure{ItemIdentifier: r.MessageId})
	}
	return response, nil
}

func (h *Handler) record(ctx context.Context, r events.SQSMessage) (err error) {
	defer func() {
		if fault := recover(); fault != nil {
			// What was panicked with may hold the message; its type does not.
			err = fmt.Errorf("panic of type %T", fault)
		}
	}()
	region, ours := h.Region(r.EventSourceARN)
	if r.EventSource != "aws:sqs" || !ours || len(r.Body) > maxBody {
		return ErrInput
	}
	if outbox.Readable([]byte(r.Body)) != nil {
		return ErrInput // and nothing of what stands in it
	}
	if deadline, ok := ctx.Deadline(); ok && time.Until(deadline) < margin {
		return outbox.ErrLater
	}
	return h.Office.Deliver(ctx, h.Clock(), outbox.Message{ID: r.MessageId, Region: region, Body: []byte(r.Body), Receipt: r.ReceiptHandle})
}
