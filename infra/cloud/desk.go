package cloud

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"log/slog"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/sqs"

	"relais/dialogs"
	"relais/dialogs/intake"
	"relais/dialogs/outbox"
	"relais/dialogs/understand"
	"relais/infra/dynamo"
	"relais/infra/env"
	"relais/infra/queue"
	files "relais/infra/s3"
	"relais/infra/twilio"
	"relais/locales"
)

// What a function does not call must not be in its binary. So these are functions:
// the linker keeps every method of a type that a value of any type may hold, since
// templates find methods by name. The clients are narrowed for the same reason.

// Store returns the store in the table.
func Store(a *Account) *dynamo.Store {
	client := dynamodb.NewFromConfig(a.aws, func(o *dynamodb.Options) { o.BaseEndpoint = a.endpoint("DYNAMODB") })
	return dynamo.New(table{client.GetItem, client.PutItem, client.UpdateItem, client.Query}, a.Table, dynamo.Options{})
}

// Files returns the reporters' files in the bucket.
func Files(a *Account) *files.Bucket {
	client := s3.NewFromConfig(a.aws, func(o *s3.Options) {
		if o.BaseEndpoint = a.endpoint("S3"); o.BaseEndpoint != nil {
			o.UsePathStyle = true // names of buckets are no names of machines there
		}
	})
	return files.New(objects{client.PutObject, client.GetObject, client.DeleteObject}, a.Bucket)
}

// Desk returns the desk that keeps its log in store. It gives links, but takes no files:
// that is for a function that has their bucket.
func Desk(a *Account, store *dynamo.Store) *intake.Desk {
	return &intake.Desk{
		Links: a.Config.PublicURL,
		Log:   store, Blobs: store, Tokens: store, Keys: a.Keys, Set: dialogs.Set(), Texts: locales.Default(), Reader: understand.New(),
		Territory: a.Config.Territory(), Chance: rand.Reader,
	}
}

// Purse returns what pays for texts. Its warnings are log lines, which an alarm reads.
func Purse(a *Account, store *dynamo.Store, log *slog.Logger) *outbox.Purse {
	return &outbox.Purse{Claims: store, Ceilings: a.Config.Ceilings, Warn: func(scope, window string, spent, ceiling int) {
		log.Warn("spend", "scope", scope, "window", window, "spent", spent, "ceiling", ceiling)
	}}
}

// Late returns what puts a sealed message into the queue of late messages; nil where
// there is none.
func Late(a *Account) func(context.Context, []byte) error {
	if !a.Late {
		return nil
	}
	client := sqs.NewFromConfig(a.aws, func(o *sqs.Options) { o.BaseEndpoint = a.endpoint("SQS") })
	waiting := queue.New(queues{sendMessage: client.SendMessage}, a.Queues, queue.Options{})
	return func(ctx context.Context, sealed []byte) error { return waiting.Send(ctx, outbox.LateQueue, sealed) }
}

// Reconciler returns what reads the carrier's list for a desk, with the carrier of
// the office that Office returned.
func Reconciler(a *Account, desk *intake.Desk, office *outbox.Office) *outbox.Reconciler {
	return &outbox.Reconciler{Desk: desk, Office: office, Ledger: office.Texter.(*twilio.Client), Grace: a.Config.Waits.Grace, Hidden: a.Config.Waits.Visible}
}

// Office returns the office of a function that shows no cases: it carries to the
// queues and sends texts.
func Office(a *Account, store *dynamo.Store, desk *intake.Desk, log *slog.Logger) (*outbox.Office, error) {
	texter, err := twilio.NewClient(a.Carrier(), nil)
	if err != nil {
		return nil, err
	}
	client := sqs.NewFromConfig(a.aws, func(o *sqs.Options) { o.BaseEndpoint = a.endpoint("SQS") })
	return &outbox.Office{
		Log: store, Claims: store, Queue: queue.New(queues{
			client.SendMessage, client.ReceiveMessage, client.DeleteMessage, client.ChangeMessageVisibility,
			client.GetQueueAttributes, client.StartMessageMoveTask, client.ListMessageMoveTasks,
		}, a.Queues, queue.Options{}), Texter: texter, Purse: Purse(a, store, log),
		Content: desk.Content, Owner: owner(), Waits: Waits(a.Config.Waits),
		Blobs: store, Files: desk.Files, Index: store, Receive: desk.Receive, Own: desk.Own, Duty: a.Config.Duty, Caller: a.Config.Sender, Ends: ends,
	}, nil
}

// Showing returns the office of the function that shows cases on a board. It has no
// queue: Lambda hands it the messages and takes them back.
func Showing(a *Account, store *dynamo.Store, board Board) *outbox.Office {
	return &outbox.Office{Claims: store, Board: board, Thread: board, Digests: board, Owner: owner(), Waits: Waits(a.Config.Waits), Ends: ends}
}

// ends reports that a function is stopped too soon to begin one more call.
func ends(ctx context.Context) bool {
	deadline, bounded := ctx.Deadline()
	return bounded && time.Until(deadline) < outbox.Margin
}

// Board shows cases, and what happens to them.
type Board interface {
	outbox.Board
	outbox.Thread
	outbox.Digests
}

// Waits are the times of delivery, outbox.DefaultWaits where the settings name none.
func Waits(w env.Waits) outbox.Waits {
	waits := outbox.DefaultWaits
	if w.Sweep != 0 {
		waits.Sweep = w.Sweep
	}
	if w.Lease != 0 {
		waits.Lease = w.Lease
	}
	if w.Quarantine != 0 {
		waits.Quarantine = w.Quarantine
	}
	return waits
}

// owner names this process in leases.
func owner() string {
	var b [6]byte
	rand.Read(b[:])
	return hex.EncodeToString(b[:])
}
