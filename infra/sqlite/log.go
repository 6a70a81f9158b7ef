package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"relais/dialogs/intake"
)

// The columns of a turn in the order of turnRow.targets, and where they are.
const (
	turnColumns = `t.n, t.case_id, t.at, t.kind, t.nonce, t.seen, t.prev, t.commitment, t.hash, t.sealed, t.outbox,
	t.current, t.lead, t.region, t.severity, t.status, t.expires, m.receipt, m.settled, m.due`
	turnTables = `turns t JOIN marks m ON m.id = t.id`
)

// entry is an intake.Entry as the outbox column holds it.
type entry struct {
	ID      string           `json:"id"`
	Kind    intake.EntryKind `json:"kind"`
	Region  string           `json:"region"`
	At      int64            `json:"at"`
	Expires int64            `json:"expires"`
	Body    []byte           `json:"body,omitempty"`
}

// encodeOutbox returns the columns outbox, nil for no entries, and settled.
func encodeOutbox(entries []intake.Entry) (column *string, settled string, err error) {
	if len(entries) == 0 {
		return nil, "", nil
	}
	stored := make([]entry, len(entries))
	marks := make([]byte, len(entries))
	for i, e := range entries {
		stored[i] = entry{e.ID, e.Kind, e.Region, e.At.UnixMilli(), e.Expires.UnixMilli(), e.Body}
		marks[i] = '0'
		if e.Settled {
			marks[i] = '1'
		}
	}
	text, err := json.Marshal(stored)
	if err != nil {
		return nil, "", err
	}
	outbox := string(text)
	return &outbox, string(marks), nil
}

func decodeOutbox(column *string, settled string) ([]intake.Entry, error) {
	if column == nil {
		return nil, nil
	}
	var stored []entry
	if err := json.Unmarshal([]byte(*column), &stored); err != nil {
		return nil, fmt.Errorf("outbox column: %w", err)
	}
	if len(settled) != len(stored) {
		return nil, fmt.Errorf("settled column: %d marks for %d entries", len(settled), len(stored))
	}
	entries := make([]intake.Entry, len(stored))
	for i, e := range stored {
		entries[i] = intake.Entry{
			ID: e.ID, Kind: e.Kind, Region: e.Region,
			At: instant(e.At), Expires: instant(e.Expires), Body: e.Body, Settled: settled[i] == '1',
		}
	}
	return entries, nil
}

func instant(ms int64) time.Time { return time.UnixMilli(ms).UTC() }

// indexed is ms while wanted, otherwise NULL, which keeps a turn out of an index.
func indexed(at time.Time, wanted bool) *int64 {
	if !wanted {
		return nil
	}
	ms := at.UnixMilli()
	return &ms
}

// turnRow holds the columns of a turn that need more than a copy.
type turnRow struct {
	turn        intake.Turn
	at, expires int64
	outbox      *string
	settled     string
	due         *int64
}

func (r *turnRow) targets() []any {
	t := &r.turn
	return []any{
		&t.N, &t.Case, &r.at, &t.Kind, &t.Nonce, &t.Seen, &t.Prev, &t.Commit, &t.Hash, &t.Sealed, &r.outbox,
		&t.Current, &t.Lead, &t.Region, &t.Severity, &t.Status, &r.expires, &t.Receipt, &r.settled, &r.due,
	}
}

func (r *turnRow) read(key intake.Key) (intake.Turn, error) {
	t := r.turn
	t.Key, t.At, t.Expires = key, instant(r.at), instant(r.expires)
	if r.due != nil {
		t.Due = instant(*r.due)
	}
	var err error
	t.Outbox, err = decodeOutbox(r.outbox, r.settled)
	return t, err
}

// Head is intake.Log's.
func (s *Store) Head(ctx context.Context, key intake.Key) (intake.Turn, error) {
	var row turnRow
	err := s.readers.QueryRowContext(ctx,
		"SELECT "+turnColumns+" FROM "+turnTables+" WHERE t.log = ? ORDER BY t.n DESC LIMIT 1", key.String()).Scan(row.targets()...)
	var t intake.Turn
	if err == nil {
		t, err = row.read(key)
	}
	if err != nil {
		return intake.Turn{}, fmt.Errorf("sqlite: head of %s: %w", key.Short(), reading(err))
	}
	return t, nil
}

// Append is intake.Log's. A *intake.Stale from it has the Head.
func (s *Store) Append(ctx context.Context, t intake.Turn) error {
	if err := s.append(ctx, t.Clone()); err != nil {
		return fmt.Errorf("sqlite: append %s turn %d: %w", t.Key.Short(), t.N, err)
	}
	return nil
}

func (s *Store) append(ctx context.Context, t intake.Turn) error {
	if err := t.Check(); err != nil {
		return err
	}
	outbox, settled, err := encodeOutbox(t.Outbox)
	if err != nil {
		return err
	}
	log := t.Key.String()
	return s.write(ctx, func(db *session) error {
		inserted := db.exec(`INSERT INTO turns (log, n, case_id, at, kind, nonce, seen, prev, commitment, hash, sealed,
			outbox, current, lead, region, severity, status, expires)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (log, n) DO NOTHING`,
			log, t.N, t.Case, t.At.UnixMilli(), string(t.Kind), t.Nonce, t.Seen, t.Prev, t.Commit, t.Hash, t.Sealed,
			outbox, t.Current, t.Lead, t.Region, t.Severity, t.Status, t.Expires.UnixMilli())
		if inserted == 1 {
			db.exec("INSERT INTO marks (id, receipt, settled, pending_at, due) VALUES (last_insert_rowid(), ?, ?, ?, ?)",
				string(t.Receipt), settled, indexed(t.At, strings.Contains(settled, "0")), indexed(t.Due, !t.Due.IsZero()))
			return nil
		}
		var row turnRow
		if !db.row(row.targets(), "SELECT "+turnColumns+" FROM "+turnTables+" WHERE t.log = ? AND t.n = ?", log, t.N) {
			return nil // the statement failed: the session knows
		}
		holder, err := row.read(t.Key)
		switch {
		case err != nil:
			return err
		case holder.Nonce == t.Nonce:
			return nil
		}
		return &intake.Stale{Head: holder}
	})
}

// Turns is intake.Log's.
func (s *Store) Turns(ctx context.Context, key intake.Key, from, limit int) ([]intake.Turn, error) {
	var turns []intake.Turn
	err := s.query(ctx, limit, func(scan scan) error {
		var row turnRow
		if err := scan(row.targets()...); err != nil {
			return err
		}
		t, err := row.read(key)
		turns = append(turns, t)
		return err
	}, "SELECT "+turnColumns+" FROM "+turnTables+" WHERE t.log = ? AND t.n >= ? ORDER BY t.n LIMIT ?", key.String(), from, limit)
	if err != nil {
		return nil, fmt.Errorf("sqlite: turns of %s: %w", key.Short(), err)
	}
	return turns, nil
}

// query reads rows; without room for one it asks nothing, because SQLite takes a
// negative limit for none.
func (s *Store) query(ctx context.Context, limit int, each func(scan) error, query string, args ...any) error {
	if err := ctx.Err(); err != nil || limit <= 0 {
		return err
	}
	rows, err := s.readers.QueryContext(ctx, query, args...)
	if err == nil {
		err = eachRow(rows, each)
	}
	return throttled(err)
}

// Receipt is intake.Log's.
func (s *Store) Receipt(ctx context.Context, key intake.Key, n int, r intake.Receipt) error {
	err := s.write(ctx, func(db *session) error {
		var id int64
		var stored intake.Receipt
		if !db.row([]any{&id, &stored}, "SELECT m.id, m.receipt FROM "+turnTables+" WHERE t.log = ? AND t.n = ?", key.String(), n) {
			return intake.ErrNoTurn
		}
		if r.After(stored) {
			db.exec("UPDATE marks SET receipt = ? WHERE id = ?", string(r), id)
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("sqlite: receipt of %s turn %d: %w", key.Short(), n, err)
	}
	return nil
}

// Settle is intake.Log's. An entry that the turn does not have is intake.ErrNoTurn.
func (s *Store) Settle(ctx context.Context, key intake.Key, n int, id string) error {
	if err := s.write(ctx, func(db *session) error { return settle(db, key, n, id) }); err != nil {
		return fmt.Errorf("sqlite: settle an entry of %s turn %d: %w", key.Short(), n, err)
	}
	return nil
}

func settle(db *session, key intake.Key, n int, id string) error {
	var row, at int64
	var column *string
	var settled string
	found := db.row([]any{&row, &at, &column, &settled},
		"SELECT t.id, t.at, t.outbox, m.settled FROM "+turnTables+" WHERE t.log = ? AND t.n = ?", key.String(), n)
	if !found {
		return intake.ErrNoTurn
	}
	entries, err := decodeOutbox(column, settled)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(entries, func(e intake.Entry) bool { return e.ID == id })
	switch {
	case i < 0:
		return intake.ErrNoTurn
	case entries[i].Settled:
		return nil
	}
	settled = settled[:i] + "1" + settled[i+1:]
	db.exec("UPDATE marks SET settled = ?, pending_at = ? WHERE id = ?",
		settled, indexed(instant(at), strings.Contains(settled, "0")), row)
	return nil
}

// ClearDue is intake.Log's.
func (s *Store) ClearDue(ctx context.Context, key intake.Key, n int) error {
	err := s.write(ctx, func(db *session) error {
		var id int64
		if !db.row([]any{&id}, "SELECT id FROM turns WHERE log = ? AND n = ?", key.String(), n) {
			return intake.ErrNoTurn
		}
		db.exec("UPDATE marks SET due = NULL WHERE id = ? AND due IS NOT NULL", id)
		return nil
	})
	if err != nil {
		return fmt.Errorf("sqlite: clear due of %s turn %d: %w", key.Short(), n, err)
	}
	return nil
}

// Erase is intake.Log's. The bytes are overwritten in the file.
func (s *Store) Erase(ctx context.Context, key intake.Key, n int) error {
	err := s.write(ctx, func(db *session) error {
		if db.exec("UPDATE turns SET sealed = NULL WHERE log = ? AND n = ?", key.String(), n) == 0 {
			return intake.ErrNoTurn
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("sqlite: erase %s turn %d: %w", key.Short(), n, err)
	}
	return nil
}

// Expire is intake.Log's.
func (s *Store) Expire(ctx context.Context, key intake.Key, n int, from, to time.Time) error {
	before, after := intake.Stamp(from).UnixMilli(), intake.Stamp(to).UnixMilli()
	err := s.write(ctx, func(db *session) error {
		if db.exec("UPDATE turns SET expires = ? WHERE log = ? AND n = ? AND expires IN (?, ?)", after, key.String(), n, before, after) > 0 {
			return nil
		}
		var id int64
		if db.row([]any{&id}, "SELECT id FROM turns WHERE log = ? AND n = ?", key.String(), n) {
			return intake.ErrStaleTurn
		}
		return intake.ErrNoTurn
	})
	if err != nil {
		return fmt.Errorf("sqlite: move the expiry of %s turn %d: %w", key.Short(), n, err)
	}
	return nil
}

// Pending is intake.Log's; it never lags.
func (s *Store) Pending(ctx context.Context, before time.Time, limit int) ([]intake.Pending, error) {
	var found []intake.Pending
	err := s.query(ctx, limit, func(scan scan) error {
		var log string
		var n int
		var column *string
		var settled string
		if err := scan(&log, &n, &column, &settled); err != nil {
			return err
		}
		key, err := intake.ParseKey(log)
		if err != nil {
			return err
		}
		entries, err := decodeOutbox(column, settled)
		for _, e := range entries {
			if !e.Settled && len(found) < limit {
				found = append(found, intake.Pending{Key: key, N: n, Entry: e})
			}
		}
		return err
	}, `SELECT t.log, t.n, t.outbox, m.settled FROM `+turnTables+`
		WHERE m.pending_at IS NOT NULL AND m.pending_at < ? ORDER BY m.pending_at, m.id LIMIT ?`, before.UnixMilli(), limit)
	if err != nil {
		return nil, fmt.Errorf("sqlite: pending entries: %w", err)
	}
	return found, nil
}

// Due is intake.Log's; it never lags.
func (s *Store) Due(ctx context.Context, at time.Time, limit int) ([]intake.Due, error) {
	var found []intake.Due
	err := s.query(ctx, limit, func(scan scan) error {
		var log string
		var n int
		var due int64
		if err := scan(&log, &n, &due); err != nil {
			return err
		}
		key, err := intake.ParseKey(log)
		found = append(found, intake.Due{Key: key, N: n, At: instant(due)})
		return err
	}, `SELECT t.log, t.n, m.due FROM `+turnTables+`
		WHERE m.due IS NOT NULL AND m.due <= ? ORDER BY m.due, m.id LIMIT ?`, at.UnixMilli(), limit)
	if err != nil {
		return nil, fmt.Errorf("sqlite: due turns: %w", err)
	}
	return found, nil
}

// Mark is intake.Log's.
func (s *Store) Mark(ctx context.Context, key intake.Key, id [8]byte) (int, error) {
	var n int
	err := s.readers.QueryRowContext(ctx, "SELECT n FROM messages_seen WHERE log = ? AND id = ?", key.String(), id[:]).Scan(&n)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return 0, fmt.Errorf("sqlite: mark in %s: %w", key.Short(), throttled(err))
	}
	return n, nil
}

// SetMark is intake.Log's.
func (s *Store) SetMark(ctx context.Context, key intake.Key, id [8]byte, from, to int) error {
	err := s.write(ctx, func(db *session) error {
		var changed int
		switch {
		case to < 1 || to == from:
			return fmt.Errorf("from %d to %d", from, to)
		case from == 0:
			changed = db.exec("INSERT INTO messages_seen (log, id, n) VALUES (?, ?, ?) ON CONFLICT (log, id) DO NOTHING", key.String(), id[:], to)
		default:
			changed = db.exec("UPDATE messages_seen SET n = ? WHERE log = ? AND id = ? AND n = ?", to, key.String(), id[:], from)
		}
		if changed == 0 {
			return intake.ErrStaleTurn
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("sqlite: set mark in %s: %w", key.Short(), err)
	}
	return nil
}
