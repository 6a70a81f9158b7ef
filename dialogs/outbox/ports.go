// Package outbox takes what a committed turn wants to leave and makes it leave
// once: relay to the region's queue, delivery to analysts and reporters, the
// sweep that forgets nothing, and the search that settles a doubt.
package outbox

import (
	"context"
	"errors"
	"time"
)

// ErrConflict: the claim was changed by somebody else since it was read.
var ErrConflict = errors.New("claim changed meanwhile")

// ClaimState is where a delivery stands.
type ClaimState string

// The states. Absent → Trying → Done or GaveUp; back to Free when a provider has
// clearly not taken it.
const (
	Free   ClaimState = "free"
	Trying ClaimState = "trying"
	Done   ClaimState = "done"
	GaveUp ClaimState = "failed"
	// Noted is no delivery: a count, or a place up to which something was done, kept
	// because the put is conditional.
	Noted ClaimState = "noted"
)

// Claim is the record of one delivery to a provider that offers no idempotency
// key. It is written before each attempt, so that a crash leaves a trace.
type Claim struct {
	ID      string
	State   ClaimState
	Attempt int       // number of calls begun
	At      time.Time // of the newest attempt
	Owner   string    // who holds the lease
	Lease   time.Time // until when nobody else may begin
	Ref     string    // the provider's id once known
	Reason  string    // of a failure; never a provider's free text
	Applied int       // newest turn number shown there, for things updated in place
	Version int       // counts the writes; 0: absent
}

// Claims keeps claims. Both calls are on one item; the put is conditional.
type Claims interface {
	// Claim returns the claim, with Version 0 when there is none.
	Claim(ctx context.Context, id string) (Claim, error)
	// PutClaim writes c if the stored version is still c.Version, and raises it by
	// one; otherwise ErrConflict.
	PutClaim(ctx context.Context, c Claim) error
}

// Message is one message received from a region's queue.
type Message struct {
	ID       string
	Region   string
	Body     []byte
	Receives int    // how often it was handed out, 1 at first
	Receipt  string // names this reception, for Delete
}

// Queue is a region's queue: at least once, in no order. A message not deleted
// within its visibility time comes again; after a number of receptions it goes
// to the region's dead letters.
type Queue interface {
	Send(ctx context.Context, region string, body []byte) error
	// Receive hands out up to limit messages and hides them for visible.
	Receive(ctx context.Context, region string, limit int, visible time.Duration) ([]Message, error)
	Delete(ctx context.Context, m Message) error
	// Dead lists the dead letters of a region, Redrive puts them back; doing it twice is safe.
	Dead(ctx context.Context, region string, limit int) ([]Message, error)
	Redrive(ctx context.Context, region string) (int, error)
}
