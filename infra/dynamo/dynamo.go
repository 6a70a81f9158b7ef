// Package dynamo keeps logs, blobs and claims in one table of DynamoDB or of a
// server that speaks its protocol.
//
// A turn is one conditional PutItem: there is no transaction, no batch write and no
// stream on the way of a message, and every index is made with the table, so that
// compatible servers serve too. A message that nothing disturbs costs two requests,
// one Query and one PutItem.
package dynamo

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"net/http"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"github.com/aws/smithy-go"
	smithyhttp "github.com/aws/smithy-go/transport/http"

	"relais/dialogs/intake"
)

// Client is what the store asks of *dynamodb.Client, and all it can ask: a put that
// meets a transaction on its item fails, so there must be none.
type Client interface {
	GetItem(context.Context, *dynamodb.GetItemInput, ...func(*dynamodb.Options)) (*dynamodb.GetItemOutput, error)
	PutItem(context.Context, *dynamodb.PutItemInput, ...func(*dynamodb.Options)) (*dynamodb.PutItemOutput, error)
	UpdateItem(context.Context, *dynamodb.UpdateItemInput, ...func(*dynamodb.Options)) (*dynamodb.UpdateItemOutput, error)
	Query(context.Context, *dynamodb.QueryInput, ...func(*dynamodb.Options)) (*dynamodb.QueryOutput, error)
}

// The defaults of Options.
const (
	Budget = 4 * time.Second
	Tries  = 4
	Pause  = 50 * time.Millisecond
	Keep   = 400 * 24 * time.Hour
)

// Options of a Store; the zero value is the default.
type Options struct {
	Clock  func() time.Time // says what has expired; nil: the machine's
	Budget time.Duration    // of one call, its retries included
	Tries  int              // of a request that was clearly not carried out
	Pause  time.Duration    // before the second try at most; it doubles each time
	Keep   time.Duration    // how long blobs, claims and summaries stay: longer than turns do
}

// Store is an intake.Log, intake.Blobs, intake.Tokens and outbox.Claims in a table, safe for
// concurrent use.
//
// A request that the server has clearly not carried out (throttled, not reached) is
// made again within Budget and is then intake.ErrThrottled. A write without a clear
// answer is never made again: it is intake.ErrUnknown. Expired turns that the server
// still holds are gone for Turns, Pending and Due; Head, and the error of Append,
// give them without their content, because numbering goes on from them. Errors hold
// neither keys nor values.
type Store struct {
	client  Client
	table   *string
	options Options
}

// New returns the store in the table of that name, made as Table describes it.
func New(client Client, table string, o Options) *Store {
	if o.Clock == nil {
		o.Clock = time.Now
	}
	if o.Budget == 0 {
		o.Budget = Budget
	}
	if o.Tries == 0 {
		o.Tries = Tries
	}
	if o.Pause == 0 {
		o.Pause = Pause
	}
	if o.Keep == 0 {
		o.Keep = Keep
	}
	return &Store{client: client, table: aws.String(table), options: o}
}

// once switches the retries of the SDK off: it would also repeat what it got no
// answer to.
func once(o *dynamodb.Options) { o.Retryer = aws.NopRetryer{} }

// outcome is how a request ended.
type outcome int

const (
	carriedOut    outcome = iota
	conditional           // refused by its condition
	notCarriedOut         // throttled, or the server was not reached
	noAnswer              // nobody knows
	refused               // a clear no that will stay one
)

// judge says how a request ended. A 5xx is no answer: the service documents that a
// write may have happened.
// Source: docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html
func judge(err error) outcome {
	var condition *types.ConditionalCheckFailedException
	var api smithy.APIError
	var response *smithyhttp.ResponseError
	var dial *net.OpError
	switch {
	case err == nil:
		return carriedOut
	case errors.As(err, &condition):
		return conditional
	case errors.As(err, &api) && throttles(api.ErrorCode()):
		return notCarriedOut
	case errors.As(err, &response) && response.HTTPStatusCode() < http.StatusInternalServerError && api != nil:
		return refused
	case errors.As(err, &dial) && dial.Op == "dial":
		return notCarriedOut
	}
	return noAnswer
}

func throttles(code string) bool {
	_, found := retry.DefaultThrottleErrorCodes[code]
	return found
}

// ask makes one request and, while it is clearly not carried out, makes it again.
// A read is also made again when nobody knows. The error is nil, the condition's
// exception, or one that callers branch on.
func (s *Store) ask(ctx context.Context, write bool, request func(context.Context) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	within, cancel := context.WithTimeout(ctx, s.options.Budget)
	defer cancel()
	pause := s.options.Pause
	for try := 1; ; try++ {
		err := request(within)
		how := judge(err)
		if how == carriedOut || how == conditional {
			return err
		}
		again := how == notCarriedOut || how == noAnswer && !write
		if again && try < s.options.Tries && within.Err() == nil && wait(within, rand.N(pause)) {
			pause *= 2
			continue
		}
		switch {
		case how == noAnswer && write:
			return fmt.Errorf("%w: %w", intake.ErrUnknown, plain(err))
		case ctx.Err() != nil:
			return ctx.Err()
		case again:
			return fmt.Errorf("%w: %w", intake.ErrThrottled, plain(err))
		}
		return plain(err)
	}
}

// wait lets d pass and reports whether the context still holds then.
func wait(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-timer.C:
		return true
	}
}

// plain cuts an answer of the server down to its code, which is what may stand in a
// log: the server's words may quote a key. What went wrong before or on the way says
// nothing of an item.
func plain(err error) error {
	var api smithy.APIError
	if errors.As(err, &api) {
		return errors.New(api.ErrorCode())
	}
	return err
}

// get reads one item, consistently; nil if there is none.
func (s *Store) get(ctx context.Context, key item) (item, error) {
	var found item
	err := s.ask(ctx, false, func(ctx context.Context) error {
		out, err := s.client.GetItem(ctx, &dynamodb.GetItemInput{
			TableName: s.table, Key: key, ConsistentRead: aws.Bool(true),
		}, once)
		if err == nil {
			found = out.Item
		}
		return err
	})
	return found, err
}

// put writes one item under a condition, or whatever is there if it is empty. A
// refusal by the condition is the exception as the SDK gives it.
func (s *Store) put(ctx context.Context, i item, condition string, values item) error {
	in := &dynamodb.PutItemInput{
		TableName: s.table, Item: i, ExpressionAttributeValues: values,
		ReturnValuesOnConditionCheckFailure: types.ReturnValuesOnConditionCheckFailureAllOld,
	}
	if condition != "" {
		in.ConditionExpression = aws.String(condition)
	}
	return s.ask(ctx, true, func(ctx context.Context) error {
		_, err := s.client.PutItem(ctx, in, once)
		return err
	})
}

// update changes one item under a condition, which must demand that it exists:
// without one the server makes an item of what is not there. When the condition
// fails it returns what is there, nil for nothing, and no error.
func (s *Store) update(ctx context.Context, key item, change, condition string, values item) (done bool, held item, err error) {
	err = s.ask(ctx, true, func(ctx context.Context) error {
		_, err := s.client.UpdateItem(ctx, &dynamodb.UpdateItemInput{
			TableName: s.table, Key: key, UpdateExpression: aws.String(change), ConditionExpression: aws.String(condition),
			ExpressionAttributeValues: values, ReturnValuesOnConditionCheckFailure: types.ReturnValuesOnConditionCheckFailureAllOld,
		}, once)
		return err
	})
	if judge(err) != conditional {
		return err == nil, nil, err
	}
	held, err = s.held(ctx, key, err)
	return false, held, err
}

// held is the item that a condition failed on. Not every server returns it; then it
// is read.
func (s *Store) held(ctx context.Context, key item, refusal error) (item, error) {
	var condition *types.ConditionalCheckFailedException
	if errors.As(refusal, &condition) && len(condition.Item) > 0 {
		return condition.Item, nil
	}
	return s.get(ctx, key)
}

// query reads items in the order of the sort key until each returns false. It asks
// for pages of at most page items.
func (s *Store) query(ctx context.Context, in dynamodb.QueryInput, page int, each func(item) (more bool, err error)) error {
	in.TableName = s.table
	in.Limit = aws.Int32(int32(min(page, 1000)))
	for {
		var out *dynamodb.QueryOutput
		err := s.ask(ctx, false, func(ctx context.Context) (err error) {
			out, err = s.client.Query(ctx, &in, once)
			return err
		})
		if err != nil {
			return err
		}
		for _, i := range out.Items {
			more, err := each(i)
			if err != nil || !more {
				return err
			}
		}
		if len(out.LastEvaluatedKey) == 0 {
			return nil
		}
		in.ExclusiveStartKey = out.LastEvaluatedKey
	}
}

// expired reports whether an item is past its time, whether or not the server has
// let it go: that takes it days.
func (s *Store) expired(at time.Time) bool { return !at.IsZero() && s.options.Clock().After(at) }
