package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strconv"
	"time"

	"relais/dialogs/outbox"
)

// Put is intake.Blobs'. A blob of the same name is replaced.
func (s *Store) Put(ctx context.Context, name string, sealed []byte) error {
	sealed = append([]byte{}, sealed...) // never NULL, and the caller may go on with his
	err := s.write(ctx, func(db *session) error {
		db.exec("INSERT INTO blobs (name, sealed) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET sealed = excluded.sealed",
			name, sealed)
		return nil
	})
	if err != nil {
		return fmt.Errorf("sqlite: put blob: %w", err)
	}
	return nil
}

// Get is intake.Blobs'.
func (s *Store) Get(ctx context.Context, name string) ([]byte, error) {
	var sealed []byte
	err := s.readers.QueryRowContext(ctx, "SELECT sealed FROM blobs WHERE name = ?", name).Scan(&sealed)
	if err != nil {
		return nil, fmt.Errorf("sqlite: get blob: %w", reading(err))
	}
	return sealed, nil
}

// Drop is intake.Blobs'. The bytes are overwritten in the file.
func (s *Store) Drop(ctx context.Context, name string) error {
	err := s.write(ctx, func(db *session) error {
		db.exec("DELETE FROM blobs WHERE name = ?", name)
		return nil
	})
	if err != nil {
		return fmt.Errorf("sqlite: drop blob: %w", err)
	}
	return nil
}

// Claim is outbox.Claims'.
func (s *Store) Claim(ctx context.Context, id string) (outbox.Claim, error) {
	c := outbox.Claim{ID: id}
	var at, lease int64
	err := s.readers.QueryRowContext(ctx,
		"SELECT state, attempt, at, owner, lease, ref, reason, applied, version FROM claims WHERE id = ?", id).
		Scan(&c.State, &c.Attempt, &at, &c.Owner, &lease, &c.Ref, &c.Reason, &c.Applied, &c.Version)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return c, nil
	case err != nil:
		return outbox.Claim{}, fmt.Errorf("sqlite: claim %s: %w", id, throttled(err))
	}
	c.At, c.Lease = instant(at), instant(lease)
	return c, nil
}

// PutClaim is outbox.Claims'.
func (s *Store) PutClaim(ctx context.Context, c outbox.Claim) error {
	err := s.write(ctx, func(db *session) error {
		values := []any{
			string(c.State), c.Attempt, c.At.UnixMilli(), c.Owner, c.Lease.UnixMilli(), c.Ref, c.Reason, c.Applied,
			c.Version + 1, c.ID,
		}
		var changed int
		if c.Version == 0 {
			changed = db.exec(`INSERT INTO claims (state, attempt, at, owner, lease, ref, reason, applied, version, id)
				VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING`, values...)
		} else {
			changed = db.exec(`UPDATE claims SET state = ?, attempt = ?, at = ?, owner = ?, lease = ?, ref = ?, reason = ?,
				applied = ?, version = ? WHERE id = ? AND version = ?`, append(values, c.Version)...)
		}
		if changed == 0 {
			return outbox.ErrConflict
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("sqlite: put claim %s: %w", c.ID, err)
	}
	return nil
}

// Send is outbox.Queue's.
func (s *Store) Send(ctx context.Context, region string, body []byte) error {
	body = append([]byte{}, body...)
	err := s.write(ctx, func(db *session) error {
		db.exec("INSERT INTO messages (region, body) VALUES (?, ?)", region, body)
		return nil
	})
	if err != nil {
		return fmt.Errorf("sqlite: send to queue %s: %w", region, err)
	}
	return nil
}

// Receive is outbox.Queue's.
func (s *Store) Receive(ctx context.Context, region string, limit int, visible time.Duration) ([]outbox.Message, error) {
	now := s.options.Clock()
	var got []outbox.Message
	err := s.write(ctx, func(db *session) error {
		got = nil
		s.bury(db, region, now)
		if limit <= 0 {
			return nil
		}
		db.rows(func(scan scan) error {
			m := outbox.Message{Region: region}
			var id, handed int
			if err := scan(&id, &m.Body, &m.Receives, &handed); err != nil {
				return err
			}
			m.ID, m.Receives = strconv.Itoa(id), m.Receives+1
			m.Receipt = m.ID + "." + strconv.Itoa(handed+1)
			got = append(got, m)
			return nil
		}, `SELECT id, body, receives, handed FROM messages WHERE dead = 0 AND region = ? AND visible_at <= ?
			ORDER BY id LIMIT ?`, region, now.UnixMicro(), limit)
		for _, m := range got {
			db.exec("UPDATE messages SET receives = receives + 1, handed = handed + 1, visible_at = ? WHERE id = ?",
				now.Add(visible).UnixMicro(), m.ID)
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("sqlite: receive from queue %s: %w", region, err)
	}
	return got, nil
}

// bury moves what was handed out often enough, and is visible again, to the dead
// letters.
func (s *Store) bury(db *session, region string, now time.Time) {
	db.exec("UPDATE messages SET dead = 1 WHERE dead = 0 AND region = ? AND visible_at <= ? AND receives >= ?",
		region, now.UnixMicro(), s.options.MaxReceives)
}

// Delete is outbox.Queue's. Only the newest reception of a message deletes it; an
// older one, or one of a message that is gone, changes nothing and is no error.
func (s *Store) Delete(ctx context.Context, m outbox.Message) error {
	err := s.write(ctx, func(db *session) error {
		if m.Receipt == "" {
			return errors.New("message was not received")
		}
		db.exec("DELETE FROM messages WHERE id = ? AND dead = 0 AND region = ? AND id || '.' || handed = ?",
			m.ID, m.Region, m.Receipt)
		return nil
	})
	if err != nil {
		return fmt.Errorf("sqlite: delete from queue %s: %w", m.Region, err)
	}
	return nil
}

// Dead is outbox.Queue's. Dead letters have no Receipt: they cannot be deleted.
func (s *Store) Dead(ctx context.Context, region string, limit int) ([]outbox.Message, error) {
	now := s.options.Clock()
	var dead []outbox.Message
	err := s.write(ctx, func(db *session) error {
		dead = nil
		s.bury(db, region, now)
		if limit <= 0 {
			return nil
		}
		db.rows(func(scan scan) error {
			m := outbox.Message{Region: region}
			err := scan(&m.ID, &m.Body, &m.Receives)
			dead = append(dead, m)
			return err
		}, "SELECT id, body, receives FROM messages WHERE dead = 1 AND region = ? ORDER BY id LIMIT ?", region, limit)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("sqlite: dead letters of queue %s: %w", region, err)
	}
	return dead, nil
}

// Redrive is outbox.Queue's. It returns how many messages it put back; they start
// again with no receptions.
func (s *Store) Redrive(ctx context.Context, region string) (int, error) {
	now := s.options.Clock()
	var n int
	err := s.write(ctx, func(db *session) error {
		s.bury(db, region, now)
		n = db.exec("UPDATE messages SET dead = 0, receives = 0, visible_at = 0 WHERE dead = 1 AND region = ?", region)
		return nil
	})
	if err != nil {
		return 0, fmt.Errorf("sqlite: redrive queue %s: %w", region, err)
	}
	return n, nil
}
