package intake

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Key names one log: the conversation of one address on one channel. K counts
// the cases opened from that address, 0 at first.
type Key struct {
	Channel string // sms, voice, web, slack
	Address string // 32 hex digits: HMAC-SHA256 of the address under the pepper, first 16 bytes
	K       int
}

// String gives channel#address#k, as stores write it. It holds nothing personal.
func (k Key) String() string { return fmt.Sprintf("%s#%s#%d", k.Channel, k.Address, k.K) }

// Ref names one turn where only text can go, as in the address of a receipt. It
// holds nothing personal.
type Ref struct {
	Key Key
	N   int
}

// String gives channel#address#k.n.
func (r Ref) String() string { return r.Key.String() + "." + strconv.Itoa(r.N) }

// ParseRef reads what Ref.String wrote.
func ParseRef(s string) (Ref, error) {
	key, n, _ := strings.Cut(s, ".")
	k, err := ParseKey(key)
	if err != nil {
		return Ref{}, err
	}
	number, err := strconv.Atoi(n)
	if err != nil || number < 1 {
		return Ref{}, fmt.Errorf("turn reference: %q is no turn number", n)
	}
	return Ref{k, number}, nil
}

// TurnKind says who made a turn.
type TurnKind string

// The kinds of turn.
const (
	KindInbound  TurnKind = "inbound"  // a message of the reporter
	KindTimer    TurnKind = "timer"    // silence, or something that was due
	KindAct      TurnKind = "act"      // something an analyst did, or that became of it
	KindMigrated TurnKind = "migrated" // the question was put again under a new dialog
	KindResent   TurnKind = "resent"   // the reply of the turn before never left: it does now, as a text
	KindOpened   TurnKind = "opened"   // in log 0 only: a further case was opened, Current names it
	KindJoined   TurnKind = "joined"   // the conversation goes on in the case that Lead names
)

// Turn is one committed item of a log: what came in, what was answered, the
// state after it and what must leave. It is written by one conditional put and
// never rewritten, but for Receipt, the Settled marks of its entries and Due, which
// only ever move forward, for Expires, and for Sealed, which erasing drops.
type Turn struct {
	Key   Key
	N     int    // 1 for the first turn
	Case  string // case id, 26 letters, says nothing about anybody
	At    time.Time
	Kind  TurnKind
	Nonce string // of the writer: a put whose answer was lost is recognised by it; its end says which message or event the turn took

	// Seen lists the ids of every inbound message of this log: per id 8 bytes of
	// HMAC and 2 bytes of turn number, oldest first (see Seen).
	Seen []byte

	// The chain: Commit covers the content by its parts, under the salt; Hash =
	// SHA-256(Prev ‖ form of the turn with Commit), see Record. Erasing drops Sealed;
	// the chain still verifies.
	Prev, Commit, Hash []byte
	// Sealed is salt and content under the case's key, AES-256-GCM. Nil once erased.
	Sealed []byte

	Outbox  []Entry
	Due     time.Time // zero: nothing is due
	Receipt Receipt   // how far the reply of this turn got
	Current int       // in log 0: the K of the case now open under this address
	// Lead is where the conversation goes on since it joined a case that began elsewhere:
	// as Ref.String gives it, the key of that case's log and the turn here that joined it,
	// then a space and the id of the case: another one may begin in that log.
	// It stands in each turn from that one on, until the conversation leaves the case.
	Lead string

	// In clear for indexes and figures; nothing personal.
	Region, Severity, Status string
	Expires                  time.Time
}

// Receipt says how far the reply of a turn got. It only moves forward.
type Receipt string

// The receipts, in rising order. Failed is final unless Delivered came before.
const (
	Unknown   Receipt = ""
	Answered  Receipt = "answered" // the webhook's answer was written out
	Sent      Receipt = "sent"
	Delivered Receipt = "delivered"
	Failed    Receipt = "failed"
)

var receiptRank = map[Receipt]int{Unknown: 0, Answered: 1, Sent: 2, Failed: 3, Delivered: 4}

// After reports whether r is further on than other.
func (r Receipt) After(other Receipt) bool { return receiptRank[r] > receiptRank[other] }

// EntryKind says where an outbox entry goes.
type EntryKind string

// The kinds of entry.
const (
	ToQueue EntryKind = "queue" // the case, as it stands at this turn, to its region's queue
	ToSMS   EntryKind = "sms"   // a text that is not the answer of a webhook
	ToPage  EntryKind = "page"  // a text to somebody on duty in the region; Body is a Page
	// ToErase drops what the turns of the case before this one hold; ToExpire lets them
	// expire when this one does. Both go to the store itself.
	ToErase  EntryKind = "erase"
	ToExpire EntryKind = "expire"
	// ToSelf goes nowhere: the case is to take its own due turn at once. Without it the
	// timer finds that turn, up to its pause later.
	ToSelf EntryKind = "self"
)

// Entry is one thing that must leave once the turn is durable. Body holds
// nothing personal; a text to send stands in the turn's sealed content.
type Entry struct {
	ID      string // unique for ever; the claim's id
	Kind    EntryKind
	Region  string
	At      time.Time // not before
	Expires time.Time // dropped, with a reason, after it; zero: never
	Body    []byte    // JSON
	Settled bool
}

// Pending is an entry found by the sweep.
type Pending struct {
	Key   Key
	N     int
	Entry Entry
}

// Due is a turn whose time has come, found by the timer.
type Due struct {
	Key Key
	N   int
	At  time.Time
}

// The errors a caller branches on.
var (
	ErrNoTurn    = errors.New("no such turn")
	ErrStaleTurn = errors.New("turn number already taken")
	// ErrUnknown: the store cannot say whether the write happened.
	ErrUnknown   = errors.New("outcome unknown")
	ErrThrottled = errors.New("store is throttled")
)

// Stale is the error of an Append that lost: Head is the turn that holds the
// number, when the store returned it. errors.Is(err, ErrStaleTurn) is true.
type Stale struct{ Head Turn }

func (s *Stale) Error() string { return ErrStaleTurn.Error() }

// Unwrap makes errors.Is find ErrStaleTurn.
func (s *Stale) Unwrap() error { return ErrStaleTurn }

// Log is the append-only store of turns. Reads of one log are consistent;
// Pending and Due may lag and may show what is already settled. A turn comes back in
// the form of Turn.Clone; a limit under 1 gives nothing.
type Log interface {
	// Head returns the newest turn of a log, or ErrNoTurn.
	Head(ctx context.Context, key Key) (Turn, error)
	// Append writes t if no turn t.Key, t.N exists: the lock, the deduplication and
	// the outbox at once. A number taken by a turn with the same nonce is success;
	// by another, *Stale. What Turn.Check refuses is an error.
	Append(ctx context.Context, t Turn) error
	// Turns returns up to limit turns from number from on, in order.
	Turns(ctx context.Context, key Key, from, limit int) ([]Turn, error)
	// Receipt moves the receipt of a turn forward; a lower or equal one changes nothing.
	// Receipt, Settle, ClearDue, Erase and Expire return ErrNoTurn for a turn, or an entry, that is not there.
	Receipt(ctx context.Context, key Key, n int, r Receipt) error
	// Settle marks one entry of a turn as done; the turn leaves the pending index
	// with its last one. Settling twice is no error.
	Settle(ctx context.Context, key Key, n int, entry string) error
	// Pending lists entries not settled whose turn is older than before, oldest first.
	Pending(ctx context.Context, before time.Time, limit int) ([]Pending, error)
	// Due lists turns with a Due at or before the instant, oldest first.
	Due(ctx context.Context, at time.Time, limit int) ([]Due, error)
	// ClearDue takes a turn out of the due index. Clearing twice is no error.
	ClearDue(ctx context.Context, key Key, n int) error
	// Erase drops the sealed content of a turn, wherever it stands, and that of drafts
	// of it that lost. What the chain covers stays. Erasing twice is no error.
	Erase(ctx context.Context, key Key, n int) error
	// Expire moves Expires of a turn from one instant to another. It returns ErrStaleTurn
	// when it is neither.
	Expire(ctx context.Context, key Key, n int, from, to time.Time) error
	// Mark returns where a message, or an event, was last tried to be written that Seen
	// alone does not tell of, 0 for nowhere. id is its Keys.MessageID.
	Mark(ctx context.Context, key Key, id [8]byte) (n int, err error)
	// SetMark moves a mark from one place to another, above 0; 0 is no mark. It returns
	// ErrStaleTurn when the mark stands elsewhere.
	SetMark(ctx context.Context, key Key, id [8]byte, from, to int) error
}

// Blobs keeps what is too large for a turn, sealed, under a name that says nothing.
type Blobs interface {
	Put(ctx context.Context, name string, sealed []byte) error
	Get(ctx context.Context, name string) ([]byte, error) // ErrNoTurn when absent
	Drop(ctx context.Context, name string) error          // twice, or of what is absent, is no error
}
