package simulation

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"relais/dialogs/intake"
	"relais/dialogs/outbox"
)

// store is the store as one invocation sees it: intake.Log, intake.Blobs and
// outbox.Claims.
type store struct{ i *invocation }

func (s store) Head(ctx context.Context, key intake.Key) (intake.Turn, error) {
	s.i.asked++
	if !slices.Contains(s.i.logs, key) {
		s.i.logs = append(s.i.logs, key)
	}
	return ask(s.i, "Head", reads, intake.ErrThrottled, func() (intake.Turn, error) {
		t, err := s.i.w.store.Head(ctx, key)
		if err == nil {
			s.i.w.heads = append(s.i.w.heads, seenHead{key, t.N, string(t.Hash)})
		}
		return t, err
	}, nil)
}

// commitTries is how often a message may be tried to be written.
const commitTries = 4

func (s store) Append(ctx context.Context, t intake.Turn) error {
	if s.i.puts++; s.i.puts > commitTries && s.i.name == "message" {
		s.i.w.breaks("I33: a message is written %d times", s.i.puts)
	}
	s.i.asked++
	if intake.Seen(t.Seen).Len() < intake.SeenMax { // a case of hundreds of messages takes 5 KiB for their ids
		s.i.w.costs.items = append(s.i.w.costs.items, size(t))
	}
	return tell(s.i, "Append", writes, intake.ErrThrottled, func() error {
		err := s.i.w.store.Append(ctx, t)
		if err == nil {
			s.i.w.appended[string(t.Hash)] = s.i.w.now
			s.i.leaves = s.i.leaves || len(t.Outbox) > 0
		}
		return err
	})
}

func (s store) Turns(ctx context.Context, key intake.Key, from, limit int) ([]intake.Turn, error) {
	s.i.asked++
	return ask(s.i, "Turns", reads, intake.ErrThrottled, func() ([]intake.Turn, error) {
		turns, err := s.i.w.store.Turns(ctx, key, from, limit)
		for _, t := range turns {
			s.i.w.heads = append(s.i.w.heads, seenHead{key, t.N, string(t.Hash)})
		}
		return turns, err
	}, nil)
}

func (s store) Receipt(ctx context.Context, key intake.Key, n int, r intake.Receipt) error {
	return tell(s.i, "Receipt", writes, intake.ErrThrottled, func() error { return s.i.w.store.Receipt(ctx, key, n, r) })
}

func (s store) Settle(ctx context.Context, key intake.Key, n int, entry string) error {
	return tell(s.i, "Settle", writes, intake.ErrThrottled, func() error { return s.i.w.store.Settle(ctx, key, n, entry) })
}

func (s store) Pending(ctx context.Context, before time.Time, limit int) ([]intake.Pending, error) {
	w := s.i.w
	return ask(s.i, "Pending", lists, intake.ErrThrottled, func() ([]intake.Pending, error) {
		found, err := w.store.Pending(ctx, before, limit)
		w.pending = found
		return found, err
	}, func() ([]intake.Pending, error) { return w.pending, nil })
}

func (s store) Due(ctx context.Context, at time.Time, limit int) ([]intake.Due, error) {
	w := s.i.w
	return ask(s.i, "Due", lists, intake.ErrThrottled, func() ([]intake.Due, error) {
		found, err := w.store.Due(ctx, at, limit)
		w.due = found
		return found, err
	}, func() ([]intake.Due, error) { return w.due, nil })
}

func (s store) ClearDue(ctx context.Context, key intake.Key, n int) error {
	return tell(s.i, "ClearDue", writes, intake.ErrThrottled, func() error { return s.i.w.store.ClearDue(ctx, key, n) })
}

func (s store) Erase(ctx context.Context, key intake.Key, n int) error {
	return tell(s.i, "Erase", writes, intake.ErrThrottled, func() error {
		s.i.w.remember(key, n)
		return s.i.w.store.Erase(ctx, key, n)
	})
}

func (s store) Expire(ctx context.Context, key intake.Key, n int, from, to time.Time) error {
	return tell(s.i, "Expire", writes, intake.ErrThrottled, func() error { return s.i.w.store.Expire(ctx, key, n, from, to) })
}

func (s store) Drop(ctx context.Context, name string) error {
	return tell(s.i, "Drop", writes, intake.ErrThrottled, func() error { return s.i.w.store.Drop(ctx, name) })
}

func (s store) Mark(ctx context.Context, key intake.Key, id [8]byte) (int, error) {
	s.i.asked++
	return ask(s.i, "Mark", reads, intake.ErrThrottled, func() (int, error) { return s.i.w.store.Mark(ctx, key, id) }, nil)
}

func (s store) SetMark(ctx context.Context, key intake.Key, id [8]byte, from, to int) error {
	s.i.asked++
	s.i.marked++
	return tell(s.i, "SetMark", writes, intake.ErrThrottled, func() error { return s.i.w.store.SetMark(ctx, key, id, from, to) })
}

// Token implements intake.Tokens.
func (s store) Token(ctx context.Context, name string) (intake.Token, error) {
	s.i.asked++
	return ask(s.i, "Token", reads, intake.ErrThrottled, func() (intake.Token, error) { return s.i.w.store.Token(ctx, name) }, nil)
}

func (s store) PutToken(ctx context.Context, t intake.Token) error {
	s.i.asked++
	s.i.proves = true
	return tell(s.i, "PutToken", writes, intake.ErrThrottled, func() error {
		err := s.i.w.store.PutToken(ctx, t)
		if err == nil {
			s.i.w.chat.noted(t)
		}
		s.i.raced = s.i.raced || err != nil
		return err
	})
}

func (s store) DropToken(ctx context.Context, name string) error {
	s.i.asked++
	return tell(s.i, "DropToken", writes, intake.ErrThrottled, func() error { return s.i.w.store.DropToken(ctx, name) })
}

func (s store) Put(ctx context.Context, name string, sealed []byte) error {
	s.i.asked++
	return tell(s.i, "Put", writes, intake.ErrThrottled, func() error { return s.i.w.store.Put(ctx, name, sealed) })
}

func (s store) Get(ctx context.Context, name string) ([]byte, error) {
	s.i.asked++
	return ask(s.i, "Get", reads, intake.ErrThrottled, func() ([]byte, error) { return s.i.w.store.Get(ctx, name) }, nil)
}

func (s store) PutSummary(ctx context.Context, c outbox.Summary) error {
	return tell(s.i, "PutSummary", writes, intake.ErrThrottled, func() error {
		s.i.w.rowed[c.Region+c.Case] = s.i.w.now
		return s.i.w.store.PutSummary(ctx, c)
	})
}

func (s store) DropSummary(ctx context.Context, id string, n int) error {
	return tell(s.i, "DropSummary", writes, intake.ErrThrottled, func() error { return s.i.w.store.DropSummary(ctx, id, n) })
}

func (s store) Cases(ctx context.Context, region string, closed bool, limit int) ([]outbox.Summary, error) {
	return s.i.w.store.Cases(ctx, region, closed, limit)
}

func (s store) Claim(ctx context.Context, id string) (outbox.Claim, error) {
	return ask(s.i, "Claim", reads, intake.ErrThrottled, func() (outbox.Claim, error) { return s.i.w.store.Claim(ctx, id) }, nil)
}

func (s store) PutClaim(ctx context.Context, c outbox.Claim) error {
	return tell(s.i, "PutClaim", writes, intake.ErrThrottled, func() error {
		err := s.i.w.store.PutClaim(ctx, c)
		switch {
		case err != nil:
		case strings.HasPrefix(c.ID, "spend."), strings.HasPrefix(c.ID, "surge."), strings.HasPrefix(c.ID, "sent."):
		case c.State == outbox.Noted:
			if s.i.w.ran.IsZero() {
				s.i.w.ran = s.i.w.now
			}
		default:
			s.i.w.board.claimed[c.ID] = true
		}
		return err
	})
}

// size is about what a turn takes in a table: what is in it, and a name and a few bytes
// for each of its attributes.
func size(t intake.Turn) int {
	const attributes = 20 * 6
	n := attributes + len(t.Key.String()) + len(t.Case) + len(t.Nonce) + len(t.Seen) + len(t.Prev) + len(t.Commit) + len(t.Hash) + len(t.Sealed)
	for _, e := range t.Outbox {
		n += attributes/3 + len(e.ID) + len(e.Body)
	}
	return n
}

// usualLogs are those that a message concerns: the sender's own, that of a further case, and that
// of a case that was joined. Whoever joined cases and left them again has more.
const usualLogs = 3

// message notes what one message has cost, but for the cases that its sender has left.
func (c *costs) message(i *invocation, taken bool) {
	if taken {
		c.turns++
		c.requests += i.asked
	}
	left := max(0, len(i.logs)-usualLogs) // each is asked whether the message stands there
	switch {
	case i.troubled || i.raced || i.marked > 1: // what went wrong, or lost a race, is tried again
	case i.proves && i.puts <= 2: // a code and a PIN: two logs have a turn of it
		c.joining = max(c.joining, i.asked-left)
	case i.puts <= 1:
		c.most = max(c.most, i.asked-left)
	}
}

// queue is the regions' queues: at least once, in no order, with dead letters.
type queue struct {
	w       *world
	live    []*queued
	dead    []*queued
	letters []*queued // that were ever dead
	seq     int
	bodies  []string // ever sent
}

type queued struct {
	id       int
	region   string
	body     []byte
	receives int
	visible  time.Time
	paged    time.Time // when it became a dead letter, and the operator was paged
}

func (m *queued) receipt() string { return strconv.Itoa(m.id) + "." + strconv.Itoa(m.receives) }

// As the queues are set up: how long a message is hidden, and how often it is
// handed out before it is a dead letter.
const (
	hidden      = 3 * time.Minute
	maxReceives = 10
	batch       = 10
)

// handle is the queues as one invocation sees them.
type handle struct{ i *invocation }

func (h handle) Send(_ context.Context, region string, body []byte) error {
	q := h.i.w.queue
	return tell(h.i, "Send", sending, intake.ErrThrottled, func() error {
		q.seq++
		q.bodies = append(q.bodies, string(body))
		m := &queued{id: q.seq, region: region, body: body}
		q.live = append(q.live, m)
		q.show(m, q.w.between("delay queue", 0, 3*time.Second))
		return nil
	})
}

// show hands a message out once it is visible.
func (q *queue) show(m *queued, d time.Duration) {
	m.visible = q.w.now.Add(d)
	q.w.after(d, func() { q.poll(m) })
}

// polls is how often a region's queue is asked for what is visible.
const polls = 10 * time.Second

// poll collects while a message is there to be handed out.
func (q *queue) poll(m *queued) {
	if m.region != outbox.LateQueue && slices.Contains(q.live, m) && !m.visible.After(q.w.now) {
		q.w.collect(m.region)
		q.w.after(polls, func() { q.poll(m) })
	}
}

func (h handle) Receive(_ context.Context, region string, limit int, visible time.Duration) ([]outbox.Message, error) {
	q := h.i.w.queue
	return ask(h.i, "Receive", writes, intake.ErrThrottled, func() ([]outbox.Message, error) {
		var got []outbox.Message
		first := 0
		if n := len(q.live); n > 1 {
			first = q.w.below("world order of a queue", n)
		}
		for k := range q.live {
			m := q.live[(first+k)%len(q.live)]
			if len(got) >= limit || m.region != region || m.visible.After(q.w.now) {
				continue
			}
			if m.receives++; m.receives > maxReceives {
				m.paged = q.w.now
				q.dead, q.letters = append(q.dead, m), append(q.letters, m)
				if !q.w.now.Before(q.w.heal) {
					q.w.after(operator, q.redrive)
				}
				continue
			}
			q.show(m, visible)
			got = append(got, outbox.Message{ID: strconv.Itoa(m.id), Region: region, Body: m.body, Receives: m.receives, Receipt: m.receipt()})
		}
		for _, m := range q.dead {
			q.remove(m)
		}
		return got, nil
	}, nil)
}

func (q *queue) remove(gone *queued) {
	q.live = slices.DeleteFunc(slices.Clone(q.live), func(m *queued) bool { return m == gone })
}

func (h handle) Delete(_ context.Context, m outbox.Message) error {
	q := h.i.w.queue
	return tell(h.i, "Delete", writes, intake.ErrThrottled, func() error {
		for _, held := range q.live {
			if held.receipt() == m.Receipt {
				q.remove(held)
				return nil
			}
		}
		return nil
	})
}

func (h handle) Dead(context.Context, string, int) ([]outbox.Message, error) { return nil, nil }

func (h handle) Redrive(context.Context, string) (int, error) { return 0, nil }

// paged reports whether the operator was paged for a case after healing, and in time: its
// message had been handed out too often by then.
func (q *queue) paged(id string) bool {
	return slices.ContainsFunc(q.letters, func(m *queued) bool {
		p, err := intake.ParsePacket(m.body)
		return err == nil && p.Case == id && !m.paged.Before(q.w.heal) && m.paged.Before(q.w.heal.Add(healed))
	})
}

// operator is how long the operator takes who is paged for a dead letter.
const operator = time.Minute

// redrive puts the dead letters back, as an operator does.
func (q *queue) redrive() {
	for _, m := range q.dead {
		m.receives = 0
		q.live = append(q.live, m)
		q.show(m, time.Second)
	}
	q.dead = nil
}

// late reports whether a message waits that could not be taken when it came.
func (q *queue) late() bool {
	return slices.ContainsFunc(q.live, func(m *queued) bool { return m.region == outbox.LateQueue && !m.visible.After(q.w.now) })
}
