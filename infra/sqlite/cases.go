package sqlite

import (
	"context"
	"encoding/json"
	"fmt"

	"relais/dialogs/outbox"
)

// PutSummary is outbox.Index's.
func (s *Store) PutSummary(ctx context.Context, c outbox.Summary) error {
	body, err := json.Marshal(c)
	if err == nil {
		err = s.write(ctx, func(db *session) error {
			db.exec(`INSERT INTO cases (case_id, region, closed, opened, n, body) VALUES (?, ?, ?, ?, ?, ?)
				ON CONFLICT (case_id) DO UPDATE SET region = excluded.region, closed = excluded.closed, opened = excluded.opened,
				n = excluded.n, body = excluded.body WHERE n < excluded.n`,
				c.Case, c.Region, c.Closed, c.Opened.UnixMilli(), c.N, string(body))
			return nil
		})
	}
	if err != nil {
		return fmt.Errorf("sqlite: put summary of case %s: %w", c.Case, err)
	}
	return nil
}

// DropSummary is outbox.Index's.
func (s *Store) DropSummary(ctx context.Context, id string, n int) error {
	err := s.write(ctx, func(db *session) error {
		// Of no region: nobody lists it, and what comes late finds it.
		db.exec(`INSERT INTO cases (case_id, region, closed, opened, n, body) VALUES (?, '', 0, 0, ?, '')
			ON CONFLICT (case_id) DO UPDATE SET region = '', closed = 0, opened = 0, n = excluded.n, body = '' WHERE n <= excluded.n`, id, n)
		return nil
	})
	if err != nil {
		return fmt.Errorf("sqlite: drop summary of case %s: %w", id, err)
	}
	return nil
}

// Cases is outbox.Index's; it never lags.
func (s *Store) Cases(ctx context.Context, region string, closed bool, limit int) ([]outbox.Summary, error) {
	var found []outbox.Summary
	err := s.query(ctx, limit, func(scan scan) error {
		var body string
		if err := scan(&body); err != nil {
			return err
		}
		var c outbox.Summary
		err := json.Unmarshal([]byte(body), &c)
		found = append(found, c)
		return err
	}, "SELECT body FROM cases WHERE region = ? AND closed = ? ORDER BY opened, case_id LIMIT ?", region, closed, limit)
	if err != nil {
		return nil, fmt.Errorf("sqlite: cases of region %s: %w", region, err)
	}
	return found, nil
}
