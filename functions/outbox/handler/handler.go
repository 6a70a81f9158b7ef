// Package handler carries what committed turns want to leave: at once, on the
// store's stream of changes, and each minute by a sweep, which alone is the
// guarantee. The stream may be late, doubled or absent; only time is lost.
package handler

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strconv"
	"strings"
	"time"

	"github.com/aws/aws-lambda-go/events"

	"relais/dialogs/intake"
	"relais/dialogs/outbox"
)

// Job is the one input the schedule gives: {"job": "sweep"}.
const Job = "sweep"

// ErrInput: the event is neither a batch of the stream nor the schedule's.
var ErrInput = errors.New("outbox: the event is neither of the stream nor of the schedule")

// margin is what must be left of an invocation to begin with one more record: a
// provider has 8 seconds to answer, and is searched first after a doubt.
const margin = 18 * time.Second

// maxRecords bounds a batch; the mapping's own bound is far lower.
const maxRecords = 1000

// Handler works. Its fields are set once, before its first use.
type Handler struct {
	Office *outbox.Office
	Clock  func() time.Time
	Log    *slog.Logger
}

// Handle carries, as Lambda calls it. Of a batch it names the records that failed;
// what is only held, or comes too early, is left to the sweep, so that it does not
// hold up the stream.
func (h *Handler) Handle(ctx context.Context, event json.RawMessage) (events.DynamoDBEventResponse, error) {
	response := events.DynamoDBEventResponse{BatchItemFailures: []events.DynamoDBBatchItemFailure{}}
	if scheduled(event) {
		return response, h.sweep(ctx)
	}
	var batch events.DynamoDBEvent
	if err := json.Unmarshal(event, &batch); err != nil || len(batch.Records) == 0 || len(batch.Records) > maxRecords {
		h.Log.Error("refused", "error", ErrInput, "bytes", len(event))
		return response, ErrInput
	}
	for _, r := range batch.Records {
		if r.Change.SequenceNumber == "" {
			h.Log.Error("refused", "error", ErrInput, "bytes", len(event))
			return response, ErrInput // it could not be named among the failures
		}
	}
	for _, r := range batch.Records {
		if err := h.record(ctx, r); err != nil {
			h.Log.Error("record", "error", err)
			response.BatchItemFailures = append(response.BatchItemFailures, events.DynamoDBBatchItemFailure{ItemIdentifier: r.Change.SequenceNumber})
		}
	}
	return response, nil
}

// sweep carries what the fast way has left, and says how old the oldest is that
// still waits: an alarm reads it.
func (h *Handler) sweep(ctx context.Context) error {
	now := h.Clock()
	carried, err := h.Office.Sweep(ctx, now)
	waiting, unread := h.Office.Log.Pending(ctx, now, 1)
	if err = errors.Join(err, unread); err != nil {
		h.Log.Error("sweep failed", "error", err, "carried", carried)
	}
	if unread == nil {
		oldest := time.Duration(0)
		if len(waiting) > 0 {
			oldest = max(0, now.Sub(waiting[0].Entry.At))
		}
		h.Log.Info("sweep", "carried", carried, "oldest_s", int(oldest.Seconds()))
	}
	if err != nil {
		return fmt.Errorf("sweep: %w", err)
	}
	return nil
}

// scheduled reports the schedule's input, and nothing that looks like it.
func scheduled(event json.RawMessage) bool {
	decoder := json.NewDecoder(bytes.NewReader(event))
	decoder.DisallowUnknownFields()
	var input struct {
		Job string `json:"job"`
	}
	if decoder.Decode(&input) != nil || input.Job != Job {
		return false
	}
	_, err := decoder.Token()
	return errors.Is(err, io.EOF)
}

// record carries the entries of one turn. Only the keys of the record are believed;
// the turn itself is read from the store.
func (h *Handler) record(ctx context.Context, r events.DynamoDBEventRecord) (err error) {
	defer func() {
		if fault := recover(); fault != nil {
			// What was panicked with may hold a text; its type does not.
			err = fmt.Errorf("panic of type %T", fault)
		}
	}()
	key, n, err := turn(r)
	if err != nil {
		return err
	}
	if deadline, ok := ctx.Deadline(); ok && time.Until(deadline) < margin {
		return nil // the sweep has the time
	}
	turns, err := h.Office.Log.Turns(ctx, key, n, 1)
	if err != nil {
		return fmt.Errorf("turn %d: %w", n, err)
	}
	if len(turns) == 0 {
		return nil // erased or expired since
	}
	now := h.Clock()
	var faults []error
	for _, entry := range turns[0].Outbox {
		// Machines' clocks differ by less than the sweep's age; what is meant for later is its.
		if entry.Settled || entry.At.After(now.Add(h.Office.Waits.Sweep)) {
			continue
		}
		err := h.Office.Carry(ctx, now, intake.Pending{Key: key, N: n, Entry: entry})
		if err != nil && !errors.Is(err, outbox.ErrHeld) && !errors.Is(err, outbox.ErrLater) {
			faults = append(faults, fmt.Errorf("entry %s: %w", entry.ID, err))
		}
	}
	return errors.Join(faults...)
}

// The keys of a turn in the table: V#<log> and T#<number, in eight digits>.
const (
	logPrefix  = "V#"
	turnPrefix = "T#"
	turnDigits = 8
)

// turn reads which turn a record is of.
func turn(r events.DynamoDBEventRecord) (intake.Key, int, error) {
	if r.EventSource != "aws:dynamodb" || r.EventName != "INSERT" && r.EventName != "MODIFY" {
		return intake.Key{}, 0, ErrInput
	}
	pk, isLog := strings.CutPrefix(text(r.Change.Keys["pk"]), logPrefix)
	sk, isTurn := strings.CutPrefix(text(r.Change.Keys["sk"]), turnPrefix)
	key, err := intake.ParseKey(pk)
	n, _ := strconv.Atoi(sk)
	if !isLog || !isTurn || err != nil || len(sk) != turnDigits || sk != fmt.Sprintf("%0*d", turnDigits, n) || n < 1 {
		return intake.Key{}, 0, ErrInput
	}
	return key, n, nil
}

// text is the value of an attribute that is a text, else "".
func text(v events.DynamoDBAttributeValue) string {
	if v.IsNull() || v.DataType() != events.DataTypeString {
		return ""
	}
	return v.String()
}
