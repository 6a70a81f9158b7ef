package memory

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"

	"relais/dialogs/outbox"
)

// queue is the queue of one region, oldest message first, and its dead letters.
type queue struct{ live, dead []*message }

type message struct {
	id       int
	body     []byte
	receives int
	handed   int // like receives, but a redrive does not reset it
	visible  time.Time
}

func (m *message) receipt() string { return strconv.Itoa(m.id) + "." + strconv.Itoa(m.handed) }

func (s *Store) queue(region string) *queue {
	if s.queues[region] == nil {
		s.queues[region] = &queue{}
	}
	return s.queues[region]
}

// bury moves what was handed out often enough, and is visible again, to the dead
// letters.
func (s *Store) bury(q *queue, now time.Time) {
	q.live = slices.DeleteFunc(q.live, func(m *message) bool {
		spent := m.receives >= s.options.MaxReceives && !m.visible.After(now)
		if spent {
			q.dead = append(q.dead, m)
		}
		return spent
	})
	slices.SortFunc(q.dead, byID)
}

func byID(a, b *message) int { return cmp.Compare(a.id, b.id) }

// Send is outbox.Queue's.
func (s *Store) Send(ctx context.Context, region string, body []byte) error {
	leave, err := s.enter(ctx)
	if err != nil {
		return fmt.Errorf("memory: send to queue %s: %w", region, err)
	}
	defer leave()
	s.sent++
	q := s.queue(region)
	q.live = append(q.live, &message{id: s.sent, body: slices.Clone(body)})
	return nil
}

// Receive is outbox.Queue's.
func (s *Store) Receive(ctx context.Context, region string, limit int, visible time.Duration) ([]outbox.Message, error) {
	leave, err := s.enter(ctx)
	if err != nil {
		return nil, fmt.Errorf("memory: receive from queue %s: %w", region, err)
	}
	defer leave()
	now := s.options.Clock()
	q := s.queue(region)
	s.bury(q, now)
	var got []outbox.Message
	for _, m := range q.live {
		if len(got) >= limit {
			break
		}
		if m.visible.After(now) {
			continue
		}
		m.receives++
		m.handed++
		m.visible = now.Add(visible)
		got = append(got, outbox.Message{
			ID: strconv.Itoa(m.id), Region: region, Body: slices.Clone(m.body), Receives: m.receives, Receipt: m.receipt(),
		})
	}
	return got, nil
}

// Delete is outbox.Queue's. Only the newest reception of a message deletes it; an
// older one, or one of a message that is gone, changes nothing and is no error.
func (s *Store) Delete(ctx context.Context, m outbox.Message) error {
	leave, err := s.enter(ctx)
	if err != nil {
		return fmt.Errorf("memory: delete from queue %s: %w", m.Region, err)
	}
	defer leave()
	if m.Receipt == "" {
		return fmt.Errorf("memory: delete from queue %s: %w", m.Region, errors.New("message was not received"))
	}
	q := s.queue(m.Region)
	q.live = slices.DeleteFunc(q.live, func(held *message) bool { return held.receipt() == m.Receipt })
	return nil
}

// Dead is outbox.Queue's. Dead letters have no Receipt: they cannot be deleted.
func (s *Store) Dead(ctx context.Context, region string, limit int) ([]outbox.Message, error) {
	leave, err := s.enter(ctx)
	if err != nil {
		return nil, fmt.Errorf("memory: dead letters of queue %s: %w", region, err)
	}
	defer leave()
	q := s.queue(region)
	s.bury(q, s.options.Clock())
	var dead []outbox.Message
	for _, m := range q.dead {
		if len(dead) >= limit {
			break
		}
		dead = append(dead, outbox.Message{ID: strconv.Itoa(m.id), Region: region, Body: slices.Clone(m.body), Receives: m.receives})
	}
	return dead, nil
}

// Redrive is outbox.Queue's. It returns how many messages it put back; they start
// again with no receptions.
func (s *Store) Redrive(ctx context.Context, region string) (int, error) {
	leave, err := s.enter(ctx)
	if err != nil {
		return 0, fmt.Errorf("memory: redrive queue %s: %w", region, err)
	}
	defer leave()
	q := s.queue(region)
	s.bury(q, s.options.Clock())
	n := len(q.dead)
	for _, m := range q.dead {
		m.receives, m.visible = 0, time.Time{}
	}
	q.live, q.dead = append(q.live, q.dead...), nil
	slices.SortFunc(q.live, byID)
	return n, nil
}
