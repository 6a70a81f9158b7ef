package lambda

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"

	"github.com/aws/aws-lambda-go/events"
)

// Message is one message that an event source mapping took from a queue.
type Message struct {
	ID       string
	Receipt  string
	Body     string
	Receives int // 1 at first
}

// SQSEvent is the event of a batch from the queue of that ARN.
// Source: https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html.
func SQSEvent(queue string, batch []Message) events.SQSEvent {
	var event events.SQSEvent
	for _, m := range batch {
		event.Records = append(event.Records, events.SQSMessage{
			MessageId: m.ID, ReceiptHandle: m.Receipt, Body: m.Body, EventSource: "aws:sqs", EventSourceARN: queue, AWSRegion: "eu-west-3",
			Attributes: map[string]string{"ApproximateReceiveCount": strconv.Itoa(m.Receives)},
		})
	}
	return event
}

// SQS invokes the function with a batch and returns the ids of the messages that
// are to come again, as a mapping with ReportBatchItemFailures reads the answer: a
// function that fails, or an answer that cannot be read or names a message that was
// not there, fails the whole batch.
// Source: https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html.
func (f *Function) SQS(ctx context.Context, queue string, batch []Message) (failed []string, err error) {
	var all []string
	for _, m := range batch {
		all = append(all, m.ID)
	}
	failed, err = f.Batch(ctx, SQSEvent(queue, batch), all)
	if err != nil {
		return all, err
	}
	return failed, nil
}

// Batch invokes the function with the event of a batch whose records have these
// identifiers, and returns those that failed, as a mapping with
// ReportBatchItemFailures reads the answer. With an error all have.
func (f *Function) Batch(ctx context.Context, event any, ids []string) (failed []string, err error) {
	result, err := f.Invoke(ctx, event)
	if err != nil {
		return nil, err
	}
	failed, err = failures(result)
	if err == nil && slices.ContainsFunc(failed, func(id string) bool { return !slices.Contains(ids, id) }) {
		err = errors.New("lambda: a failure names nothing of the batch")
	}
	if err != nil {
		return nil, err
	}
	return failed, nil
}

// Change is one record of a stream.
type Change struct {
	Keys     map[string]string
	Image    map[string]string // the new image; only what the function reads need be there
	Sequence string
}

// StreamEvent is the event of a batch from the stream of that ARN.
// Source: https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html.
func StreamEvent(stream string, batch []Change) events.DynamoDBEvent {
	var event events.DynamoDBEvent
	for _, c := range batch {
		event.Records = append(event.Records, events.DynamoDBEventRecord{
			EventID: c.Sequence, EventName: "INSERT", EventSource: "aws:dynamodb", EventSourceArn: stream, AWSRegion: "eu-west-3", EventVersion: "1.1",
			Change: events.DynamoDBStreamRecord{
				Keys: attributes(c.Keys), NewImage: attributes(c.Image), SequenceNumber: c.Sequence, StreamViewType: "NEW_IMAGE",
			},
		})
	}
	return event
}

func attributes(values map[string]string) map[string]events.DynamoDBAttributeValue {
	out := map[string]events.DynamoDBAttributeValue{}
	for name, value := range values {
		out[name] = events.NewStringAttribute(value)
	}
	return out
}

// Stream invokes the function with a batch and returns from which record on the
// batch is to come again, len(batch) for none: a stream is read in order, so that a
// record that failed holds up those after it.
// Source: https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-batchfailurereporting.html.
func (f *Function) Stream(ctx context.Context, stream string, batch []Change) (next int, err error) {
	var all []string
	for _, c := range batch {
		all = append(all, c.Sequence)
	}
	failed, err := f.Batch(ctx, StreamEvent(stream, batch), all)
	if err != nil {
		return 0, err
	}
	next = len(batch)
	for _, id := range failed {
		next = min(next, slices.Index(all, id))
	}
	return next, nil
}

// failures reads {"batchItemFailures": [{"itemIdentifier": …}]}. No answer, null
// and {} mean that all is done.
func failures(result Result) ([]string, error) {
	if result.Error != nil {
		return nil, result.Error
	}
	var answer struct {
		Failures []struct {
			ID *string `json:"itemIdentifier"`
		} `json:"batchItemFailures"`
	}
	if err := json.Unmarshal(result.Payload, &answer); err != nil {
		return nil, fmt.Errorf("lambda: answer to a batch: %w", err)
	}
	var ids []string
	for _, failure := range answer.Failures {
		if failure.ID == nil || *failure.ID == "" {
			return nil, errors.New("lambda: a failure without an identifier")
		}
		ids = append(ids, *failure.ID)
	}
	return ids, nil
}

// Schedule invokes the function with the fixed input of a schedule.
func (f *Function) Schedule(ctx context.Context, input string) error {
	result, err := f.Invoke(ctx, []byte(input))
	if err == nil && result.Error != nil {
		return result.Error
	}
	return err
}
