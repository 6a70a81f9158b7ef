// Package queue is the regions' queues on SQS or on a server that speaks its
// protocol: a queue and a dead-letter queue for each region.
//
// The body of a message is an intake.Packet as JSON, with its version, described for
// other programs in infra/stack/escalation.v1.schema.json; there are no message
// attributes. How often a message is handed out before it is a dead letter stands in
// the queue's own settings.
package queue

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	"github.com/aws/aws-sdk-go-v2/service/sqs"
	"github.com/aws/aws-sdk-go-v2/service/sqs/types"
	"github.com/aws/smithy-go"

	"relais/dialogs/intake"
	"relais/dialogs/outbox"
)

// Client is what the queues ask of *sqs.Client.
type Client interface {
	SendMessage(context.Context, *sqs.SendMessageInput, ...func(*sqs.Options)) (*sqs.SendMessageOutput, error)
	ReceiveMessage(context.Context, *sqs.ReceiveMessageInput, ...func(*sqs.Options)) (*sqs.ReceiveMessageOutput, error)
	DeleteMessage(context.Context, *sqs.DeleteMessageInput, ...func(*sqs.Options)) (*sqs.DeleteMessageOutput, error)
	ChangeMessageVisibility(context.Context, *sqs.ChangeMessageVisibilityInput, ...func(*sqs.Options)) (*sqs.ChangeMessageVisibilityOutput, error)
	GetQueueAttributes(context.Context, *sqs.GetQueueAttributesInput, ...func(*sqs.Options)) (*sqs.GetQueueAttributesOutput, error)
	StartMessageMoveTask(context.Context, *sqs.StartMessageMoveTaskInput, ...func(*sqs.Options)) (*sqs.StartMessageMoveTaskOutput, error)
	ListMessageMoveTasks(context.Context, *sqs.ListMessageMoveTasksInput, ...func(*sqs.Options)) (*sqs.ListMessageMoveTasksOutput, error)
}

// URLs are the addresses of one region's two queues.
type URLs struct{ Queue, Dead string }

// Options of Queues; the zero value is the default.
type Options struct {
	// Wait is how long Receive and Dead wait for a message, in whole seconds up to 20.
	// Without it only some of the service's servers are asked, and a queue with few
	// messages may hand out none.
	Wait time.Duration
	// Hold is how long a dead letter is out of everybody else's sight while it is
	// listed or moved; 0 is 30 s.
	Hold time.Duration
	// Poll is how often Redrive asks how far the service has got; 0 is a second.
	Poll time.Duration
}

// Queues is an outbox.Queue on the queues of all regions, safe for concurrent use.
// A region without one is an error, except that it has no messages. Requests are
// tried again as the client is set up to: a message sent twice is harmless, because
// its delivery is claimed.
type Queues struct {
	client  Client
	urls    map[string]URLs
	options Options
}

// New returns the queues at these addresses, by INSEE region code.
func New(client Client, urls map[string]URLs, o Options) *Queues {
	if o.Hold == 0 {
		o.Hold = 30 * time.Second
	}
	if o.Poll == 0 {
		o.Poll = time.Second
	}
	return &Queues{client: client, urls: urls, options: o}
}

// perRequest is how many messages the service hands out at once.
const perRequest = 10

// at begins a call on a region's queues.
func (q *Queues) at(ctx context.Context, region string) (URLs, error) {
	urls, found := q.urls[region]
	if err := ctx.Err(); err != nil {
		return urls, err
	}
	if !found || urls.Queue == "" || urls.Dead == "" {
		return urls, errors.New("there is no such queue")
	}
	return urls, nil
}

// fault names the call and cuts the service's answer down to its code.
func fault(what, region string, err error) error {
	if err == nil {
		return nil
	}
	var api smithy.APIError
	if errors.As(err, &api) {
		code := errors.New(api.ErrorCode())
		err = code
		if _, throttles := retry.DefaultThrottleErrorCodes[code.Error()]; throttles {
			err = fmt.Errorf("%w: %w", intake.ErrThrottled, code)
		}
	}
	return fmt.Errorf("queue: %s %s: %w", what, region, err)
}

// Send is outbox.Queue's.
func (q *Queues) Send(ctx context.Context, region string, body []byte) error {
	urls, err := q.at(ctx, region)
	if err == nil {
		err = q.send(ctx, urls.Queue, string(body))
	}
	return fault("send to", region, err)
}

func (q *Queues) send(ctx context.Context, url, body string) error {
	_, err := q.client.SendMessage(ctx, &sqs.SendMessageInput{QueueUrl: aws.String(url), MessageBody: aws.String(body)})
	return err
}

// Receive is outbox.Queue's. visible is rounded up to whole seconds.
func (q *Queues) Receive(ctx context.Context, region string, limit int, visible time.Duration) ([]outbox.Message, error) {
	urls, err := q.at(ctx, region)
	var got []outbox.Message
	for err == nil && len(got) < limit {
		var more []types.Message
		more, err = q.receive(ctx, urls.Queue, min(limit-len(got), perRequest), visible)
		for _, m := range more {
			got = append(got, message(region, m))
		}
		if len(more) == 0 {
			break
		}
	}
	if len(got) > 0 {
		return got, nil // what was handed out is not lost for a fault that came after
	}
	return nil, fault("receive from", region, err)
}

func (q *Queues) receive(ctx context.Context, url string, limit int, visible time.Duration) ([]types.Message, error) {
	out, err := q.client.ReceiveMessage(ctx, &sqs.ReceiveMessageInput{
		QueueUrl: aws.String(url), MaxNumberOfMessages: int32(limit),
		VisibilityTimeout: int32((visible + time.Second - 1) / time.Second), WaitTimeSeconds: int32(q.options.Wait / time.Second),
		MessageSystemAttributeNames: []types.MessageSystemAttributeName{types.MessageSystemAttributeNameApproximateReceiveCount},
	})
	if err != nil {
		return nil, err
	}
	return out.Messages, nil
}

func message(region string, m types.Message) outbox.Message {
	receives, err := strconv.Atoi(m.Attributes[string(types.MessageSystemAttributeNameApproximateReceiveCount)])
	if err != nil {
		receives = 1 // a server that does not count
	}
	return outbox.Message{
		ID: aws.ToString(m.MessageId), Region: region, Body: []byte(aws.ToString(m.Body)), Receives: receives,
		Receipt: aws.ToString(m.ReceiptHandle),
	}
}

// Delete is outbox.Queue's.
func (q *Queues) Delete(ctx context.Context, m outbox.Message) error {
	urls, err := q.at(ctx, m.Region)
	if err == nil && m.Receipt == "" {
		err = errors.New("message was not received")
	}
	if err == nil {
		err = q.delete(ctx, urls.Queue, m.Receipt)
	}
	return fault("delete from", m.Region, err)
}

func (q *Queues) delete(ctx context.Context, url, receipt string) error {
	_, err := q.client.DeleteMessage(ctx, &sqs.DeleteMessageInput{QueueUrl: aws.String(url), ReceiptHandle: aws.String(receipt)})
	return err
}

// Dead is outbox.Queue's. The service knows no look without taking: the letters are
// taken and at once given back. They have no Receipt and cannot be deleted.
func (q *Queues) Dead(ctx context.Context, region string, limit int) ([]outbox.Message, error) {
	urls, err := q.at(ctx, region)
	var dead []outbox.Message
	for err == nil && len(dead) < limit {
		var more []types.Message
		more, err = q.receive(ctx, urls.Dead, min(limit-len(dead), perRequest), q.options.Hold)
		for _, m := range more {
			dead = append(dead, message(region, m))
		}
		if len(more) == 0 {
			break
		}
	}
	for i := range dead {
		// Given back too late is given back by the end of Hold.
		_, back := q.client.ChangeMessageVisibility(ctx, &sqs.ChangeMessageVisibilityInput{
			QueueUrl: aws.String(urls.Dead), ReceiptHandle: aws.String(dead[i].Receipt), VisibilityTimeout: 0,
		})
		if err == nil {
			err = back
		}
		dead[i].Receipt = ""
	}
	if err != nil {
		return nil, fault("dead letters of", region, err)
	}
	return dead, nil
}

// Redrive is outbox.Queue's. The service moves the letters itself where it can, and
// Redrive waits until it has; otherwise each is sent and then deleted, so that a
// crash leaves it twice and never nowhere. The count is the service's own, which it
// calls approximate.
func (q *Queues) Redrive(ctx context.Context, region string) (int, error) {
	urls, err := q.at(ctx, region)
	if err != nil {
		return 0, fault("redrive", region, err)
	}
	n, err := q.move(ctx, urls.Dead)
	if unsupported(err) {
		n, err = q.carry(ctx, urls)
	}
	return n, fault("redrive", region, err)
}

// unsupported reports that the server does not move messages, or not now: a task that
// is under way already is answered in the same way, and moving what is left beside
// it does no harm.
func unsupported(err error) bool {
	var api smithy.APIError
	if !errors.As(err, &api) {
		return false
	}
	switch api.ErrorCode() {
	case "UnsupportedOperation", "AWS.SimpleQueueService.UnsupportedOperation", "InvalidAction", "UnknownOperationException":
		return true
	}
	return false
}

// move lets the service put the dead letters back where they came from.
func (q *Queues) move(ctx context.Context, dead string) (int, error) {
	out, err := q.client.GetQueueAttributes(ctx, &sqs.GetQueueAttributesInput{
		QueueUrl: aws.String(dead), AttributeNames: []types.QueueAttributeName{types.QueueAttributeNameQueueArn},
	})
	if err != nil {
		return 0, err
	}
	source := aws.String(out.Attributes[string(types.QueueAttributeNameQueueArn)])
	if _, err := q.client.StartMessageMoveTask(ctx, &sqs.StartMessageMoveTaskInput{SourceArn: source}); err != nil {
		return 0, err
	}
	for {
		tasks, err := q.client.ListMessageMoveTasks(ctx, &sqs.ListMessageMoveTasksInput{SourceArn: source})
		if err != nil {
			return 0, err
		}
		if len(tasks.Results) == 0 {
			return 0, errors.New("the task of moving is gone")
		}
		switch newest := tasks.Results[0]; aws.ToString(newest.Status) {
		case "COMPLETED":
			return int(newest.ApproximateNumberOfMessagesMoved), nil
		case "RUNNING":
		default:
			return int(newest.ApproximateNumberOfMessagesMoved), errors.New("moving ended as " + aws.ToString(newest.Status))
		}
		select {
		case <-ctx.Done():
			return 0, ctx.Err()
		case <-time.After(q.options.Poll):
		}
	}
}

// carry puts the dead letters back one by one.
func (q *Queues) carry(ctx context.Context, urls URLs) (int, error) {
	moved := 0
	for {
		letters, err := q.receive(ctx, urls.Dead, perRequest, q.options.Hold)
		if err != nil || len(letters) == 0 {
			return moved, err
		}
		for _, m := range letters {
			if err := q.send(ctx, urls.Queue, aws.ToString(m.Body)); err != nil {
				return moved, err
			}
			moved++
			if err := q.delete(ctx, urls.Dead, aws.ToString(m.ReceiptHandle)); err != nil {
				return moved, err
			}
		}
	}
}
