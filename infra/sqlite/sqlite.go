// Package sqlite keeps log, blobs, claims and the regions' queues in one SQLite
// file: the store of a desk that runs on one machine.
//
// Every write is durable before it is answered (WAL, synchronous=FULL); writes that
// wait at the same time share one transaction and one fsync. The file, its -wal and
// its -shm belong together; copy it with a tool that knows SQLite, or all three
// while the desk is stopped.
package sqlite

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"runtime"
	"strings"
	"sync"
	"time"

	_ "modernc.org/sqlite" // the driver "sqlite", written in Go

	"relais/dialogs/intake"
)

// The defaults of Options.
const (
	MaxReceives = 5
	Readers     = 4
	BusyTimeout = 5 * time.Second
)

// ErrClosed: the store was closed.
var ErrClosed = errors.New("store is closed")

// Options of a Store; the zero value is the default.
type Options struct {
	Clock       func() time.Time // for the visibility of messages; nil: the machine's
	MaxReceives int              // receptions of a message before it is a dead letter
	Readers     int              // connections that read
	BusyTimeout time.Duration    // how long a write waits for another process
	// MaxPages bounds the file, in pages of 4 KiB, so that a full store is an error
	// of its own before it is a full disk. 0: no bound.
	MaxPages int
}

// Store is an intake.Log, intake.Blobs, intake.Tokens, outbox.Claims and outbox.Queue in a file,
// safe for concurrent use, also by several processes.
//
// A write whose context has ended before the call is not begun. One whose context
// ends while it waits is intake.ErrUnknown: it may still happen. A failed commit is
// intake.ErrUnknown too; a file locked by another process for BusyTimeout is
// intake.ErrThrottled.
type Store struct {
	options Options
	writer  *sql.DB // one connection
	readers *sql.DB

	writes  chan *write
	closing chan struct{} // closed by Close
	stopped chan struct{} // closed when the writer has ended
	close   func() error
}

// Open opens the store at path and creates the file, mode 0600, if there is none;
// its folder must exist. It refuses a file that others than its owner can read, one
// of another program, one of a newer version, and a file system without WAL. A file
// locked by another process for BusyTimeout is intake.ErrThrottled.
func Open(ctx context.Context, path string, options Options) (*Store, error) {
	deadline := time.Now().Add(cmp.Or(options.BusyTimeout, BusyTimeout))
	for {
		s, err := open(ctx, path, options)
		if err = throttled(err); err == nil {
			return s, nil
		}
		// SQLite does not wait here by itself: the last process to close the file holds
		// all of it for a moment, and whoever opens it then is refused at once.
		if !errors.Is(err, intake.ErrThrottled) || ctx.Err() != nil || time.Now().After(deadline) {
			return nil, fmt.Errorf("sqlite: open %s: %w", path, err)
		}
		time.Sleep(reopenAfter)
	}
}

// reopenAfter is how long opening waits before it is tried again.
const reopenAfter = 5 * time.Millisecond

func open(ctx context.Context, path string, o Options) (_ *Store, err error) {
	if o.Clock == nil {
		o.Clock = time.Now
	}
	if o.MaxReceives == 0 {
		o.MaxReceives = MaxReceives
	}
	if o.Readers == 0 {
		o.Readers = Readers
	}
	if o.BusyTimeout == 0 {
		o.BusyTimeout = BusyTimeout
	}
	if err := guardFile(path); err != nil {
		return nil, err
	}
	s := &Store{
		options: o,
		writes:  make(chan *write, maxGroup),
		closing: make(chan struct{}),
		stopped: make(chan struct{}),
	}
	pragmas := []string{
		fmt.Sprintf("busy_timeout(%d)", o.BusyTimeout.Milliseconds()),
		"journal_mode(WAL)", "synchronous(FULL)", "journal_size_limit(67108864)",
		// What is erased must not stay readable in free pages.
		"secure_delete(ON)",
	}
	if o.MaxPages > 0 {
		pragmas = append(pragmas, fmt.Sprintf("max_page_count(%d)", o.MaxPages))
	}
	if s.writer, err = sql.Open("sqlite", source(path, pragmas)); err != nil {
		return nil, err
	}
	s.writer.SetMaxOpenConns(1)
	defer func() {
		if err != nil {
			s.writer.Close()
		}
	}()
	conn, err := s.writer.Conn(ctx)
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			conn.Close()
		}
	}()
	if err := durable(ctx, conn); err != nil {
		return nil, err
	}
	if err := migrate(ctx, conn, o.Clock()); err != nil {
		return nil, err
	}
	s.readers, err = sql.Open("sqlite", source(path, []string{pragmas[0], "query_only(ON)"}))
	if err != nil {
		return nil, err
	}
	s.readers.SetMaxOpenConns(o.Readers)
	s.readers.SetMaxIdleConns(o.Readers)
	s.close = sync.OnceValue(s.shut)
	go s.serve(&session{conn: conn, prepared: map[string]*sql.Stmt{}})
	return s, nil
}

// source is the driver's name for the file: a URI, so that ? # and % in the path
// are letters, and mode=rw, so that a file taken away is an error and not a new one.
func source(path string, pragmas []string) string {
	values := url.Values{"mode": {"rw"}, "_txlock": {"immediate"}, "_pragma": pragmas}
	return "file:" + (&url.URL{Path: path}).EscapedPath() + "?" + values.Encode()
}

// guardFile creates the file or checks that only its owner can read it.
func guardFile(path string) error {
	if path == "" || strings.HasPrefix(path, ":") {
		return errors.New("not the name of a file")
	}
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_RDWR, 0o600)
	if err == nil {
		return f.Close()
	}
	if !errors.Is(err, fs.ErrExist) {
		return err
	}
	// SQLite gives -wal and -shm the mode of the file, but they may have been copied.
	for _, name := range []string{path, path + "-wal", path + "-shm"} {
		info, err := os.Stat(name)
		if name != path && errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return err
		}
		if !info.Mode().IsRegular() {
			return fmt.Errorf("%s is no regular file", name)
		}
		// Windows has no such mode; there the folder's rights decide.
		if mode := info.Mode().Perm(); mode&0o077 != 0 && runtime.GOOS != "windows" {
			return fmt.Errorf("%s has mode %04o: others can reach it, want 0600", name, mode)
		}
	}
	return nil
}

// durable checks what the promise of this package rests on: a file system without
// shared memory makes SQLite keep another journal without an error.
func durable(ctx context.Context, conn *sql.Conn) error {
	var journal string
	if err := conn.QueryRowContext(ctx, "PRAGMA journal_mode").Scan(&journal); err != nil {
		return err
	}
	var synchronous int
	if err := conn.QueryRowContext(ctx, "PRAGMA synchronous").Scan(&synchronous); err != nil {
		return err
	}
	const full = 2 // https://www.sqlite.org/pragma.html#pragma_synchronous
	if journal != "wal" || synchronous != full {
		return fmt.Errorf("journal is %s, synchronous %d: want wal, %d", journal, synchronous, full)
	}
	return nil
}

// Close answers the writes that wait and closes the file; further calls do nothing
// and return the same. Writes that come later get ErrClosed.
func (s *Store) Close() error { return s.close() }

func (s *Store) shut() error {
	close(s.closing)
	<-s.stopped
	if err := errors.Join(s.readers.Close(), s.writer.Close()); err != nil {
		return fmt.Errorf("sqlite: close: %w", err)
	}
	return nil
}

// Check reads the whole file and returns an error if its structure is damaged. It
// takes seconds for a large file and stops nobody.
func (s *Store) Check(ctx context.Context) error {
	var verdict string
	err := s.readers.QueryRowContext(ctx, "PRAGMA quick_check(1)").Scan(&verdict)
	if err == nil && verdict != "ok" {
		err = errors.New(verdict)
	}
	if err != nil {
		return fmt.Errorf("sqlite: check: %w", err)
	}
	return nil
}

// probeBytes is more than a turn usually takes.
const probeBytes = 16 << 10

// Ping returns nil if a message could be taken now: it finds room for a turn in the
// file and gives it back, then commits a change of some pages, with the fsync that
// costs. The file does not grow.
func (s *Store) Ping(ctx context.Context) error {
	now := s.options.Clock().UnixMilli()
	err := s.write(ctx, func(db *session) error {
		db.exec("SAVEPOINT probe")
		db.exec("INSERT INTO probe (at, body) VALUES (?, zeroblob(?))", now, probeBytes)
		db.exec("ROLLBACK TO probe")
		db.exec("RELEASE probe")
		db.exec("UPDATE probe SET at = ?", now)
		return nil
	})
	if err != nil {
		return fmt.Errorf("sqlite: ping: %w", err)
	}
	return nil
}

// reading turns the error of a read into one callers know.
func reading(err error) error {
	if errors.Is(err, sql.ErrNoRows) {
		return intake.ErrNoTurn
	}
	return throttled(err)
}
