package account

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strconv"
	"sync"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sqs"
	"github.com/aws/aws-sdk-go-v2/service/sqs/types"

	"relais/infra/standin/lambda"
)

// Messages hands at most one batch of a queue to its function and deletes
// what the function dealt with; the rest comes again after its time. It waits up to
// wait, whole seconds, for a message, and returns how many it handed out.
func (a *Account) Messages(ctx context.Context, q *Queue, wait time.Duration) (handed int, err error) {
	f := a.functions[q.Function]
	out, err := a.sqs.ReceiveMessage(ctx, &sqs.ReceiveMessageInput{
		QueueUrl: aws.String(q.URL), MaxNumberOfMessages: int32(min(q.Batch, 10)), WaitTimeSeconds: int32(wait / time.Second),
		MessageSystemAttributeNames: []types.MessageSystemAttributeName{types.MessageSystemAttributeNameApproximateReceiveCount},
	})
	if err != nil || len(out.Messages) == 0 {
		return 0, err
	}
	var batch []lambda.Message
	for _, m := range out.Messages {
		receives, _ := strconv.Atoi(m.Attributes[string(types.MessageSystemAttributeNameApproximateReceiveCount)])
		batch = append(batch, lambda.Message{
			ID: aws.ToString(m.MessageId), Receipt: aws.ToString(m.ReceiptHandle), Body: aws.ToString(m.Body), Receives: max(receives, 1),
		})
	}
	again, err := f.SQS(ctx, q.ARN, batch)
	kept := map[string]bool{}
	for _, id := range again {
		kept[id] = true
	}
	for _, m := range batch {
		if kept[m.ID] {
			continue
		}
		if _, gone := a.sqs.DeleteMessage(ctx, &sqs.DeleteMessageInput{QueueUrl: aws.String(q.URL), ReceiptHandle: aws.String(m.Receipt)}); gone != nil {
			err = cmp.Or(err, gone)
		}
	}
	return len(batch), err
}

// Waiting returns how many messages a queue holds, those hidden for a while included,
// and how many are dead letters.
func (a *Account) Waiting(ctx context.Context, q *Queue) (waiting, dead int, err error) {
	count := func(url string) (n int) {
		if url == "" {
			return 0
		}
		names := []types.QueueAttributeName{types.QueueAttributeNameApproximateNumberOfMessages, types.QueueAttributeNameApproximateNumberOfMessagesNotVisible}
		out, failed := a.sqs.GetQueueAttributes(ctx, &sqs.GetQueueAttributesInput{QueueUrl: aws.String(url), AttributeNames: names})
		if err = cmp.Or(err, failed); failed != nil {
			return 0
		}
		for _, name := range names {
			shown, _ := strconv.Atoi(out.Attributes[string(name)])
			n += shown
		}
		return n
	}
	waiting, dead = count(q.URL), count(q.DeadURL)
	return waiting, dead, err
}

// Schedules runs every schedule once. The error joins those of the functions.
func (a *Account) Schedules(ctx context.Context) error {
	var faults []error
	for _, f := range a.config.Plan.Functions {
		made := a.functions[f.Name]
		for _, input := range f.Inputs {
			if made == nil {
				continue
			}
			if err := made.Schedule(ctx, input); err != nil {
				faults = append(faults, fmt.Errorf("%s: %w", f.Name, err))
			}
		}
	}
	return errors.Join(faults...)
}

// Run does what AWS does by itself, until ctx ends: hands out changes and messages
// as they come, and runs the schedules each time every has passed. Faults go to told.
func (a *Account) Run(ctx context.Context, every time.Duration, told func(what string, err error)) {
	var all sync.WaitGroup
	loop := func(what string, pause time.Duration, once func() (int, error)) {
		all.Go(func() {
			for ctx.Err() == nil {
				n, err := once()
				if err != nil && ctx.Err() == nil {
					told(what, err)
				}
				if n == 0 || err != nil {
					sleep(ctx, pause)
				}
			}
		})
	}
	if a.config.Plan.Stream.On {
		loop("stream", 200*time.Millisecond, func() (int, error) { return a.Stream(ctx) })
	}
	for _, q := range a.queues {
		if q.Function != "" {
			loop("queue", 50*time.Millisecond, func() (int, error) { return a.Messages(ctx, q, time.Second) })
		}
	}
	ticker := time.NewTicker(every)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			all.Wait()
			return
		case <-ticker.C:
			if err := a.Schedules(ctx); err != nil && ctx.Err() == nil {
				told("schedule", err)
			}
		}
	}
}

func sleep(ctx context.Context, d time.Duration) {
	select {
	case <-ctx.Done():
	case <-time.After(d):
	}
}
