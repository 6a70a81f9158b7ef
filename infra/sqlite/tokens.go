package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"relais/dialogs/intake"
)

// Token is intake.Tokens'.
func (s *Store) Token(ctx context.Context, name string) (intake.Token, error) {
	t := intake.Token{Name: name}
	var at, expires int64
	err := s.readers.QueryRowContext(ctx, "SELECT at, expires, version, body FROM tokens WHERE name = ?", name).
		Scan(&at, &expires, &t.Version, &t.Body)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return intake.Token{}, fmt.Errorf("sqlite: token: %w", intake.ErrNoToken)
	case err != nil:
		return intake.Token{}, fmt.Errorf("sqlite: token: %w", throttled(err))
	}
	t.At, t.Expires = instant(at), instant(expires)
	return t.Clone(), nil
}

// PutToken is intake.Tokens'. It drops those whose time was over when t was written:
// that clock may be another than the machine's.
func (s *Store) PutToken(ctx context.Context, t intake.Token) error {
	err := t.Check()
	if err == nil {
		t = t.Clone()
		err = s.write(ctx, func(db *session) error { return putToken(db, t) })
	}
	if err != nil {
		return fmt.Errorf("sqlite: put token: %w", err)
	}
	return nil
}

func putToken(db *session, t intake.Token) error {
	db.exec("DELETE FROM tokens WHERE expires < ? AND name <> ?", t.At.UnixMilli(), t.Name)
	values := []any{t.At.UnixMilli(), t.Expires.UnixMilli(), t.Version + 1, append([]byte{}, t.Body...), t.Name}
	changed := 0
	if t.Version == 0 {
		changed = db.exec("INSERT INTO tokens (at, expires, version, body, name) VALUES (?, ?, ?, ?, ?) ON CONFLICT (name) DO NOTHING", values...)
	} else {
		changed = db.exec("UPDATE tokens SET at = ?, expires = ?, version = ?, body = ? WHERE name = ? AND version = ?", append(values, t.Version)...)
	}
	if changed == 0 {
		return intake.ErrStaleToken
	}
	return nil
}

// DropToken is intake.Tokens'.
func (s *Store) DropToken(ctx context.Context, name string) error {
	err := s.write(ctx, func(db *session) error {
		db.exec("DELETE FROM tokens WHERE name = ?", name)
		return nil
	})
	if err != nil {
		return fmt.Errorf("sqlite: drop token: %w", err)
	}
	return nil
}
