package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	driver "modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"relais/dialogs/intake"
)

// maxGroup is how many writes share a transaction. Larger groups make the first of
// them wait longer and gain little.
const maxGroup = 64

// write is one write on its way to the writer.
type write struct {
	ctx context.Context
	// do makes the write and returns its outcome: an error that is a refusal (a number
	// taken, a claim changed) and has written nothing. It may be run again after its
	// transaction was rolled back.
	do   func(*session) error
	done chan error
}

// write hands do to the writer and waits for its outcome.
func (s *Store) write(ctx context.Context, do func(*session) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	select {
	case <-s.closing:
		return ErrClosed
	default:
	}
	w := &write{ctx: ctx, do: do, done: make(chan error, 1)}
	select {
	case s.writes <- w:
	case <-ctx.Done():
		return ctx.Err()
	case <-s.closing:
		return ErrClosed
	}
	var cause error
	select {
	case err := <-w.done:
		return err
	case <-ctx.Done():
		cause = ctx.Err()
	case <-s.stopped:
		cause = ErrClosed
	}
	select {
	case err := <-w.done: // both at once: the outcome is known
		return err
	default:
		return fmt.Errorf("%w: %w", intake.ErrUnknown, cause)
	}
}

// serve is the writer: it takes what waits, up to maxGroup, and commits it together.
// While it waits for the disk the next group gathers by itself.
func (s *Store) serve(db *session) {
	defer close(s.stopped)
	defer db.close()
	for {
		var first *write
		select {
		case first = <-s.writes:
		case <-s.closing:
			select {
			case first = <-s.writes:
			default:
				return
			}
		}
		group := []*write{first}
	gather:
		for len(group) < maxGroup {
			select {
			case w := <-s.writes:
				group = append(group, w)
			default:
				break gather
			}
		}
		db.commit(group)
	}
}

// session is the writer's connection with its prepared statements. The first
// failure of a statement is kept: after it the transaction is lost.
type session struct {
	conn     *sql.Conn
	prepared map[string]*sql.Stmt
	failed   error
}

func (db *session) close() {
	for _, stmt := range db.prepared {
		stmt.Close()
	}
	db.conn.Close()
}

// commit answers every write of the group.
func (db *session) commit(group []*write) {
	waiting := group[:0:0]
	for _, w := range group {
		// Whoever gave up was told that the outcome is unknown; the sooner it is
		// "not written" the better, because he may be trying again.
		if err := w.ctx.Err(); err != nil {
			w.done <- fmt.Errorf("%w: %w", intake.ErrUnknown, err)
			continue
		}
		waiting = append(waiting, w)
	}
	if len(waiting) == 0 {
		return
	}
	outcomes, shared, err := db.transact(waiting)
	switch {
	case err == nil:
		for i, w := range waiting {
			w.done <- outcomes[i]
		}
	case shared || len(waiting) == 1:
		for _, w := range waiting {
			w.done <- err
		}
	default:
		// One of them made the transaction fail: each on its own, so that the failure
		// is only of those it belongs to.
		for _, w := range waiting {
			outcomes, _, err := db.transact([]*write{w})
			if err == nil {
				err = outcomes[0]
			}
			w.done <- err
		}
	}
}

// transact runs the writes in one transaction. With an error nothing was written, or
// it is intake.ErrUnknown; shared says that it is no single write's fault.
func (db *session) transact(group []*write) (outcomes []error, shared bool, err error) {
	ctx := context.Background() // nobody's end may interrupt the others' transaction
	db.failed = nil
	if _, err := db.conn.ExecContext(ctx, "BEGIN IMMEDIATE"); err != nil {
		db.rollback()
		return nil, true, throttled(err)
	}
	for _, w := range group {
		outcome := w.do(db)
		if db.failed != nil {
			db.rollback()
			return nil, false, throttled(db.failed)
		}
		outcomes = append(outcomes, outcome)
	}
	if _, err := db.conn.ExecContext(ctx, "COMMIT"); err != nil {
		db.rollback()
		// The frames may stand in the WAL, and a restart before the next write
		// would find them.
		return nil, true, fmt.Errorf("%w: commit: %w", intake.ErrUnknown, err)
	}
	return outcomes, false, nil
}

// rollback ends the transaction. SQLite may have ended it itself, which makes this
// an error that means nothing; a transaction that stays open fails the next BEGIN,
// and that one's rollback ends it.
func (db *session) rollback() { db.conn.ExecContext(context.Background(), "ROLLBACK") }

// exec runs a statement and returns how many rows it changed, 0 after a failure.
func (db *session) exec(query string, args ...any) int {
	stmt := db.prepare(query)
	if stmt == nil {
		return 0
	}
	result, err := stmt.Exec(args...)
	if err != nil {
		db.failed = err
		return 0
	}
	n, err := result.RowsAffected()
	if err != nil {
		db.failed = err
	}
	return int(n)
}

// row reads one row into targets and reports whether there was one.
func (db *session) row(targets []any, query string, args ...any) bool {
	stmt := db.prepare(query)
	if stmt == nil {
		return false
	}
	err := stmt.QueryRow(args...).Scan(targets...)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		db.failed = err
	}
	return err == nil
}

// rows calls each for every row, which scans it.
func (db *session) rows(each func(scan) error, query string, args ...any) {
	stmt := db.prepare(query)
	if stmt == nil {
		return
	}
	rows, err := stmt.Query(args...)
	if err == nil {
		err = eachRow(rows, each)
	}
	if err != nil {
		db.failed = err
	}
}

// prepare returns the statement, prepared once, or nil if anything failed before.
func (db *session) prepare(query string) *sql.Stmt {
	if db.failed != nil {
		return nil
	}
	stmt, known := db.prepared[query]
	if !known {
		var err error
		if stmt, err = db.conn.PrepareContext(context.Background(), query); err != nil {
			db.failed = err
			return nil
		}
		db.prepared[query] = stmt
	}
	return stmt
}

// scan is Scan of sql.Row and sql.Rows.
type scan func(targets ...any) error

func eachRow(rows *sql.Rows, each func(scan) error) error {
	defer rows.Close()
	for rows.Next() {
		if err := each(rows.Scan); err != nil {
			return err
		}
	}
	return rows.Err()
}

// throttled marks what is worth another try: somebody else holds the file.
func throttled(err error) error {
	var coded *driver.Error
	if errors.As(err, &coded) {
		switch coded.Code() & 0xff { // the low byte is the primary result code
		case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED:
			return fmt.Errorf("%w: %w", intake.ErrThrottled, err)
		}
	}
	return err
}
