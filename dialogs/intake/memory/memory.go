// Package memory is the store in memory: log, blobs, claims and the regions' queues,
// for tests, simulation and trying things out. It keeps nothing.
package memory

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"relais/dialogs/intake"
	"relais/dialogs/outbox"
)

// MaxReceives is how often a message is handed out before it goes to the dead
// letters, unless Options says otherwise.
const MaxReceives = 5

// Options of a Store.
type Options struct {
	// Clock gives the time for the visibility of messages and for IndexLag. Required.
	Clock func() time.Time
	// MaxReceives is how often a message is handed out; 0 means the constant.
	MaxReceives int
	// IndexLag is how much later than the log Pending and Due see a turn come and an
	// entry or a due time go, as in a store with eventually consistent indexes.
	IndexLag time.Duration
}

// Store is an intake.Log, intake.Blobs, intake.Tokens, outbox.Claims, outbox.Queue and outbox.Index in memory,
// safe for concurrent use. What goes in and comes out is copied, so that nobody
// shares memory with it. A call whose context has ended changes nothing.
type Store struct {
	options Options

	mu      sync.Mutex
	unlock  func()                 // of mu, made once
	logs    map[intake.Key][]*turn // by number, rising; gaps are possible
	pending map[*turn]bool         // turns of which Pending may show an entry
	due     map[*turn]bool         // turns which Due may show
	blobs   map[string][]byte
	claims  map[string]outbox.Claim
	marks   map[mark]int
	tokens  map[string]intake.Token
	queues  map[string]*queue
	cases   map[string]outbox.Summary
	written int // turns ever written, for their order
	sent    int // messages ever sent, for their ids
}

// mark names a message of a log.
type mark struct {
	key intake.Key
	id  [8]byte
}

// turn is a stored turn and what a lagging index needs to know about it.
type turn struct {
	intake.Turn
	seq     int // counts the turns of the store; orders those of the same time
	since   time.Time
	due     time.Time         // Turn.Due before it was cleared
	cleared time.Time         // when it was
	settled map[int]time.Time // entry → when it was
}

// New returns an empty store. It panics without a clock.
func New(o Options) *Store {
	if o.Clock == nil {
		panic("memory: Options.Clock is not set")
	}
	if o.MaxReceives == 0 {
		o.MaxReceives = MaxReceives
	}
	s := &Store{
		options: o,
		logs:    map[intake.Key][]*turn{},
		cases:   map[string]outbox.Summary{},
		pending: map[*turn]bool{},
		due:     map[*turn]bool{},
		blobs:   map[string][]byte{},
		claims:  map[string]outbox.Claim{},
		marks:   map[mark]int{},
		tokens:  map[string]intake.Token{},
		queues:  map[string]*queue{},
	}
	s.unlock = s.mu.Unlock
	return s
}

// enter locks the store for one call, unless the call's context has ended.
func (s *Store) enter(ctx context.Context) (leave func(), err error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	s.mu.Lock()
	return s.unlock, nil
}

// Head is intake.Log's.
func (s *Store) Head(ctx context.Context, key intake.Key) (intake.Turn, error) {
	leave, err := s.enter(ctx)
	if err != nil {
		return intake.Turn{}, fmt.Errorf("memory: head of %s: %w", key.Short(), err)
	}
	defer leave()
	log := s.logs[key]
	if len(log) == 0 {
		return intake.Turn{}, fmt.Errorf("memory: head of %s: %w", key.Short(), intake.ErrNoTurn)
	}
	return log[len(log)-1].Clone(), nil
}

// Append is intake.Log's. A *intake.Stale from it has the Head.
func (s *Store) Append(ctx context.Context, t intake.Turn) error {
	if err := s.append(ctx, t); err != nil {
		return fmt.Errorf("memory: append %s turn %d: %w", t.Key.Short(), t.N, err)
	}
	return nil
}

func (s *Store) append(ctx context.Context, t intake.Turn) error {
	if err := t.Check(); err != nil {
		return err
	}
	leave, err := s.enter(ctx)
	if err != nil {
		return err
	}
	defer leave()
	at, taken := s.position(t.Key, t.N)
	if taken {
		if holder := s.logs[t.Key][at]; holder.Nonce != t.Nonce {
			return &intake.Stale{Head: holder.Clone()}
		}
		return nil
	}
	s.written++
	row := &turn{Turn: t.Clone(), seq: s.written, since: s.options.Clock(), settled: map[int]time.Time{}}
	row.due = row.Due
	s.logs[t.Key] = slices.Insert(s.logs[t.Key], at, row)
	if slices.ContainsFunc(row.Outbox, func(e intake.Entry) bool { return !e.Settled }) {
		s.pending[row] = true
	}
	if !row.due.IsZero() {
		s.due[row] = true
	}
	return nil
}

func (s *Store) position(key intake.Key, n int) (int, bool) {
	return slices.BinarySearchFunc(s.logs[key], n, func(t *turn, n int) int { return cmp.Compare(t.N, n) })
}

// Turns is intake.Log's.
func (s *Store) Turns(ctx context.Context, key intake.Key, from, limit int) ([]intake.Turn, error) {
	leave, err := s.enter(ctx)
	if err != nil {
		return nil, fmt.Errorf("memory: turns of %s: %w", key.Short(), err)
	}
	defer leave()
	at, _ := s.position(key, from)
	var turns []intake.Turn
	for _, t := range s.logs[key][at:] {
		if len(turns) >= limit {
			break
		}
		turns = append(turns, t.Clone())
	}
	return turns, nil
}

// change runs f on a stored turn; the error names the operation.
func (s *Store) change(ctx context.Context, what string, key intake.Key, n int, f func(*turn) error) error {
	leave, err := s.enter(ctx)
	if err == nil {
		defer leave()
		if at, found := s.position(key, n); found {
			err = f(s.logs[key][at])
		} else {
			err = intake.ErrNoTurn
		}
	}
	if err != nil {
		return fmt.Errorf("memory: %s %s turn %d: %w", what, key.Short(), n, err)
	}
	return nil
}

// Receipt is intake.Log's.
func (s *Store) Receipt(ctx context.Context, key intake.Key, n int, r intake.Receipt) error {
	return s.change(ctx, "receipt of", key, n, func(t *turn) error {
		if r.After(t.Turn.Receipt) {
			t.Turn.Receipt = r
		}
		return nil
	})
}

// Settle is intake.Log's. An entry that the turn does not have is intake.ErrNoTurn.
func (s *Store) Settle(ctx context.Context, key intake.Key, n int, entry string) error {
	return s.change(ctx, "settle an entry of", key, n, func(t *turn) error {
		i := slices.IndexFunc(t.Outbox, func(e intake.Entry) bool { return e.ID == entry })
		if i < 0 {
			return intake.ErrNoTurn
		}
		if !t.Outbox[i].Settled {
			t.Outbox[i].Settled = true
			t.settled[i] = s.options.Clock()
		}
		return nil
	})
}

// ClearDue is intake.Log's.
func (s *Store) ClearDue(ctx context.Context, key intake.Key, n int) error {
	return s.change(ctx, "clear due of", key, n, func(t *turn) error {
		if !t.Due.IsZero() {
			t.Due, t.cleared = time.Time{}, s.options.Clock()
		}
		return nil
	})
}

// Erase is intake.Log's.
func (s *Store) Erase(ctx context.Context, key intake.Key, n int) error {
	return s.change(ctx, "erase", key, n, func(t *turn) error {
		t.Sealed = nil
		return nil
	})
}

// Expire is intake.Log's.
func (s *Store) Expire(ctx context.Context, key intake.Key, n int, from, to time.Time) error {
	return s.change(ctx, "move the expiry of", key, n, func(t *turn) error {
		if !t.Expires.Equal(intake.Stamp(from)) && !t.Expires.Equal(intake.Stamp(to)) {
			return intake.ErrStaleTurn
		}
		t.Expires = intake.Stamp(to)
		return nil
	})
}

// Pending is intake.Log's.
func (s *Store) Pending(ctx context.Context, before time.Time, limit int) ([]intake.Pending, error) {
	leave, err := s.enter(ctx)
	if err != nil {
		return nil, fmt.Errorf("memory: pending entries: %w", err)
	}
	defer leave()
	now := s.options.Clock()
	before = intake.Stamp(before)
	var turns []*turn
	for t := range s.pending {
		if !s.listsEntry(t, now) {
			delete(s.pending, t)
		} else if t.At.Before(before) && s.reached(t.since, now) {
			turns = append(turns, t)
		}
	}
	slices.SortFunc(turns, func(a, b *turn) int { return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.seq, b.seq)) })
	var found []intake.Pending
	for _, t := range turns {
		for i, e := range t.Outbox {
			if len(found) < limit && s.lists(t, i, now) {
				e = e.Clone()
				e.Settled = false
				found = append(found, intake.Pending{Key: t.Key, N: t.N, Entry: e})
			}
		}
	}
	return found, nil
}

// reached reports whether the indexes have caught up with what happened at t.
func (s *Store) reached(t, now time.Time) bool { return !now.Before(t.Add(s.options.IndexLag)) }

// lists reports whether the index still has entry i of t.
func (s *Store) lists(t *turn, i int, now time.Time) bool {
	if !t.Outbox[i].Settled {
		return true
	}
	at, settledHere := t.settled[i]
	return settledHere && !s.reached(at, now)
}

func (s *Store) listsEntry(t *turn, now time.Time) bool {
	for i := range t.Outbox {
		if s.lists(t, i, now) {
			return true
		}
	}
	return false
}

// Due is intake.Log's.
func (s *Store) Due(ctx context.Context, at time.Time, limit int) ([]intake.Due, error) {
	leave, err := s.enter(ctx)
	if err != nil {
		return nil, fmt.Errorf("memory: due turns: %w", err)
	}
	defer leave()
	now := s.options.Clock()
	at = intake.Stamp(at)
	var turns []*turn
	for t := range s.due {
		if t.Due.IsZero() && s.reached(t.cleared, now) {
			delete(s.due, t)
		} else if !t.due.After(at) && s.reached(t.since, now) {
			turns = append(turns, t)
		}
	}
	slices.SortFunc(turns, func(a, b *turn) int { return cmp.Or(a.due.Compare(b.due), cmp.Compare(a.seq, b.seq)) })
	var found []intake.Due
	for _, t := range turns[:min(max(limit, 0), len(turns))] {
		found = append(found, intake.Due{Key: t.Key, N: t.N, At: t.due})
	}
	return found, nil
}

// Mark is intake.Log's.
func (s *Store) Mark(ctx context.Context, key intake.Key, id [8]byte) (int, error) {
	leave, err := s.enter(ctx)
	if err != nil {
		return 0, fmt.Errorf("memory: mark in %s: %w", key.Short(), err)
	}
	defer leave()
	return s.marks[mark{key, id}], nil
}

// SetMark is intake.Log's.
func (s *Store) SetMark(ctx context.Context, key intake.Key, id [8]byte, from, to int) error {
	leave, err := s.enter(ctx)
	if err == nil {
		defer leave()
		switch {
		case to < 1 || to == from:
			err = fmt.Errorf("from %d to %d", from, to)
		case s.marks[mark{key, id}] != from:
			err = intake.ErrStaleTurn
		default:
			s.marks[mark{key, id}] = to
		}
	}
	if err != nil {
		return fmt.Errorf("memory: set mark in %s: %w", key.Short(), err)
	}
	return nil
}

// Token is intake.Tokens'.
func (s *Store) Token(ctx context.Context, name string) (intake.Token, error) {
	leave, err := s.enter(ctx)
	if err != nil {
		return intake.Token{}, fmt.Errorf("memory: token: %w", err)
	}
	defer leave()
	t, found := s.tokens[name]
	if !found {
		return intake.Token{}, fmt.Errorf("memory: token: %w", intake.ErrNoToken)
	}
	return t.Clone(), nil
}

// PutToken is intake.Tokens'.
func (s *Store) PutToken(ctx context.Context, t intake.Token) error {
	leave, err := s.enter(ctx)
	if err == nil {
		defer leave()
		if err = t.Check(); err == nil && s.tokens[t.Name].Version != t.Version {
			err = intake.ErrStaleToken
		}
	}
	if err != nil {
		return fmt.Errorf("memory: put token: %w", err)
	}
	t.Version++
	s.tokens[t.Name] = t.Clone()
	return nil
}

// DropToken is intake.Tokens'.
func (s *Store) DropToken(ctx context.Context, name string) error {
	leave, err := s.enter(ctx)
	if err != nil {
		return fmt.Errorf("memory: drop token: %w", err)
	}
	defer leave()
	delete(s.tokens, name)
	return nil
}

// Put is intake.Blobs'. A blob of the same name is replaced.
func (s *Store) Put(ctx context.Context, name string, sealed []byte) error {
	leave, err := s.enter(ctx)
	if err != nil {
		return fmt.Errorf("memory: put blob: %w", err)
	}
	defer leave()
	s.blobs[name] = slices.Clone(sealed)
	return nil
}

// Get is intake.Blobs'.
func (s *Store) Get(ctx context.Context, name string) ([]byte, error) {
	leave, err := s.enter(ctx)
	if err != nil {
		return nil, fmt.Errorf("memory: get blob: %w", err)
	}
	defer leave()
	sealed, found := s.blobs[name]
	if !found {
		return nil, fmt.Errorf("memory: get blob: %w", intake.ErrNoTurn)
	}
	return slices.Clone(sealed), nil
}

// Drop is intake.Blobs'.
func (s *Store) Drop(ctx context.Context, name string) error {
	leave, err := s.enter(ctx)
	if err != nil {
		return fmt.Errorf("memory: drop blob: %w", err)
	}
	defer leave()
	delete(s.blobs, name)
	return nil
}

// Claim is outbox.Claims'.
func (s *Store) Claim(ctx context.Context, id string) (outbox.Claim, error) {
	leave, err := s.enter(ctx)
	if err != nil {
		return outbox.Claim{}, fmt.Errorf("memory: claim %s: %w", id, err)
	}
	defer leave()
	if c, found := s.claims[id]; found {
		return c, nil
	}
	return outbox.Claim{ID: id}, nil
}

// PutClaim is outbox.Claims'.
func (s *Store) PutClaim(ctx context.Context, c outbox.Claim) error {
	leave, err := s.enter(ctx)
	if err != nil {
		return fmt.Errorf("memory: put claim %s: %w", c.ID, err)
	}
	defer leave()
	if s.claims[c.ID].Version != c.Version {
		return fmt.Errorf("memory: put claim %s: %w", c.ID, outbox.ErrConflict)
	}
	c.At, c.Lease = intake.Stamp(c.At), intake.Stamp(c.Lease)
	c.Version++
	s.claims[c.ID] = c
	return nil
}

// PutSummary is outbox.Index's.
func (s *Store) PutSummary(ctx context.Context, c outbox.Summary) error {
	leave, err := s.enter(ctx)
	if err != nil {
		return fmt.Errorf("memory: put summary: %w", err)
	}
	defer leave()
	if held, found := s.cases[c.Case]; !found || held.N < c.N {
		s.cases[c.Case] = c
	}
	return nil
}

// DropSummary is outbox.Index's.
func (s *Store) DropSummary(ctx context.Context, id string, n int) error {
	leave, err := s.enter(ctx)
	if err != nil {
		return fmt.Errorf("memory: drop summary: %w", err)
	}
	defer leave()
	if n >= s.cases[id].N {
		s.cases[id] = outbox.Summary{Case: id, N: n} // of no region: nobody lists it, and what comes late finds it
	}
	return nil
}

// Cases is outbox.Index's.
func (s *Store) Cases(ctx context.Context, region string, closed bool, limit int) ([]outbox.Summary, error) {
	leave, err := s.enter(ctx)
	if err != nil {
		return nil, fmt.Errorf("memory: cases: %w", err)
	}
	defer leave()
	var found []outbox.Summary
	for _, c := range s.cases {
		if c.Region == region && c.Closed == closed {
			found = append(found, c)
		}
	}
	outbox.Sort(found)
	return found[:min(max(limit, 0), len(found))], nil
}
