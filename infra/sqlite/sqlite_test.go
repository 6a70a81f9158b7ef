package sqlite_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"relais/dialogs/intake"
	"relais/dialogs/intake/intaketest"
	"relais/dialogs/outbox"
	"relais/infra/sqlite"
)

// TestMain runs the writer that TestKill kills, when it is started as one.
func TestMain(m *testing.M) {
	if path := os.Getenv(childPath); path != "" {
		os.Exit(appendUntilKilled(path))
	}
	os.Exit(m.Run())
}

func open(t testing.TB, path string, o sqlite.Options) *sqlite.Store {
	t.Helper()
	s, err := sqlite.Open(t.Context(), path, o)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func closed(t testing.TB, s *sqlite.Store) {
	t.Helper()
	if err := s.Close(); err != nil {
		t.Error(err)
	}
}

// temporary opens a store that lives as long as the test.
func temporary(t testing.TB, o sqlite.Options) (*sqlite.Store, string) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "relais.db")
	s := open(t, path, o)
	t.Cleanup(func() { closed(t, s) })
	return s, path
}

// raw opens the file beside the store, as an operator's tool does.
func raw(t testing.TB, path string) *sql.DB {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+(&url.URL{Path: path}).EscapedPath()+"?_pragma=busy_timeout(5000)")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

// integrity runs the full check of the file's structure.
func integrity(t testing.TB, path string) {
	t.Helper()
	var verdict string
	if err := raw(t, path).QueryRow("PRAGMA integrity_check").Scan(&verdict); err != nil || verdict != "ok" {
		t.Fatalf("integrity_check: %s, %v", verdict, err)
	}
}

func key(address string) intake.Key { return intake.Key{Channel: "sms", Address: address} }

func turn(key intake.Key, n int) intake.Turn {
	return intake.Turn{Key: key, N: n, Nonce: fmt.Sprint(key, n), Case: "C", Sealed: []byte("sealed")}
}

func TestStore(t *testing.T) {
	var clock intaketest.Clock
	intaketest.TestStore(t, func(t *testing.T) intaketest.Store {
		s, _ := temporary(t, sqlite.Options{Clock: clock.Now, MaxReceives: 3})
		return s
	}, intaketest.Settings{Wait: clock.Wait})
}

// TestStoreReopened opens the file anew for every call: what a call leaves is in the
// file, and calls at once are those of several processes.
func TestStoreReopened(t *testing.T) {
	var clock intaketest.Clock
	intaketest.TestStore(t, func(t *testing.T) intaketest.Store {
		return reopened{t, filepath.Join(t.TempDir(), "relais.db"), sqlite.Options{Clock: clock.Now, MaxReceives: 3, Readers: 1}}
	}, intaketest.Settings{Wait: clock.Wait})
}

type reopened struct {
	t       *testing.T
	path    string
	options sqlite.Options
}

func with[T any](r reopened, call func(*sqlite.Store) (T, error)) (T, error) {
	s, err := sqlite.Open(context.WithoutCancel(r.t.Context()), r.path, r.options)
	if err != nil {
		var none T
		return none, err
	}
	defer closed(r.t, s)
	return call(s)
}

func do(r reopened, call func(*sqlite.Store) error) error {
	_, err := with(r, func(s *sqlite.Store) (struct{}, error) { return struct{}{}, call(s) })
	return err
}

func (r reopened) Head(ctx context.Context, k intake.Key) (intake.Turn, error) {
	return with(r, func(s *sqlite.Store) (intake.Turn, error) { return s.Head(ctx, k) })
}

func (r reopened) Append(ctx context.Context, t intake.Turn) error {
	return do(r, func(s *sqlite.Store) error { return s.Append(ctx, t) })
}

func (r reopened) Turns(ctx context.Context, k intake.Key, from, limit int) ([]intake.Turn, error) {
	return with(r, func(s *sqlite.Store) ([]intake.Turn, error) { return s.Turns(ctx, k, from, limit) })
}

func (r reopened) Receipt(ctx context.Context, k intake.Key, n int, receipt intake.Receipt) error {
	return do(r, func(s *sqlite.Store) error { return s.Receipt(ctx, k, n, receipt) })
}

func (r reopened) Settle(ctx context.Context, k intake.Key, n int, entry string) error {
	return do(r, func(s *sqlite.Store) error { return s.Settle(ctx, k, n, entry) })
}

func (r reopened) Pending(ctx context.Context, before time.Time, limit int) ([]intake.Pending, error) {
	return with(r, func(s *sqlite.Store) ([]intake.Pending, error) { return s.Pending(ctx, before, limit) })
}

func (r reopened) Due(ctx context.Context, at time.Time, limit int) ([]intake.Due, error) {
	return with(r, func(s *sqlite.Store) ([]intake.Due, error) { return s.Due(ctx, at, limit) })
}

func (r reopened) ClearDue(ctx context.Context, k intake.Key, n int) error {
	return do(r, func(s *sqlite.Store) error { return s.ClearDue(ctx, k, n) })
}

func (r reopened) Erase(ctx context.Context, k intake.Key, n int) error {
	return do(r, func(s *sqlite.Store) error { return s.Erase(ctx, k, n) })
}

func (r reopened) Expire(ctx context.Context, k intake.Key, n int, from, to time.Time) error {
	return do(r, func(s *sqlite.Store) error { return s.Expire(ctx, k, n, from, to) })
}

func (r reopened) Drop(ctx context.Context, name string) error {
	return do(r, func(s *sqlite.Store) error { return s.Drop(ctx, name) })
}

func (r reopened) Mark(ctx context.Context, k intake.Key, id [8]byte) (int, error) {
	return with(r, func(s *sqlite.Store) (int, error) { return s.Mark(ctx, k, id) })
}

func (r reopened) SetMark(ctx context.Context, k intake.Key, id [8]byte, from, to int) error {
	return do(r, func(s *sqlite.Store) error { return s.SetMark(ctx, k, id, from, to) })
}

func (r reopened) Token(ctx context.Context, name string) (intake.Token, error) {
	return with(r, func(s *sqlite.Store) (intake.Token, error) { return s.Token(ctx, name) })
}

func (r reopened) PutToken(ctx context.Context, t intake.Token) error {
	return do(r, func(s *sqlite.Store) error { return s.PutToken(ctx, t) })
}

func (r reopened) DropToken(ctx context.Context, name string) error {
	return do(r, func(s *sqlite.Store) error { return s.DropToken(ctx, name) })
}

func (r reopened) Put(ctx context.Context, name string, sealed []byte) error {
	return do(r, func(s *sqlite.Store) error { return s.Put(ctx, name, sealed) })
}

func (r reopened) Get(ctx context.Context, name string) ([]byte, error) {
	return with(r, func(s *sqlite.Store) ([]byte, error) { return s.Get(ctx, name) })
}

func (r reopened) Claim(ctx context.Context, id string) (outbox.Claim, error) {
	return with(r, func(s *sqlite.Store) (outbox.Claim, error) { return s.Claim(ctx, id) })
}

func (r reopened) PutClaim(ctx context.Context, c outbox.Claim) error {
	return do(r, func(s *sqlite.Store) error { return s.PutClaim(ctx, c) })
}

func (r reopened) Send(ctx context.Context, region string, body []byte) error {
	return do(r, func(s *sqlite.Store) error { return s.Send(ctx, region, body) })
}

func (r reopened) Receive(ctx context.Context, region string, limit int, visible time.Duration) ([]outbox.Message, error) {
	return with(r, func(s *sqlite.Store) ([]outbox.Message, error) { return s.Receive(ctx, region, limit, visible) })
}

func (r reopened) Delete(ctx context.Context, m outbox.Message) error {
	return do(r, func(s *sqlite.Store) error { return s.Delete(ctx, m) })
}

func (r reopened) Dead(ctx context.Context, region string, limit int) ([]outbox.Message, error) {
	return with(r, func(s *sqlite.Store) ([]outbox.Message, error) { return s.Dead(ctx, region, limit) })
}

func (r reopened) Redrive(ctx context.Context, region string) (int, error) {
	return with(r, func(s *sqlite.Store) (int, error) { return s.Redrive(ctx, region) })
}

func TestOpenMakesAPrivateFile(t *testing.T) {
	s, path := temporary(t, sqlite.Options{})
	if err := s.Append(t.Context(), turn(key("a"), 1)); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{path, path + "-wal", path + "-shm"} {
		info, err := os.Stat(name)
		if err != nil {
			t.Fatal(err)
		}
		if mode := info.Mode().Perm(); mode != 0o600 {
			t.Errorf("%s has mode %04o, want 0600", filepath.Base(name), mode)
		}
	}
}

func TestOpenStrangeNames(t *testing.T) {
	for _, name := range []string{"a?mode=memory", "a#b", "100%41", "é ' \"", "a&_pragma=synchronous(OFF)"} {
		t.Run(name, func(t *testing.T) {
			folder := t.TempDir()
			s := open(t, filepath.Join(folder, name), sqlite.Options{})
			if err := s.Append(t.Context(), turn(key("a"), 1)); err != nil {
				t.Error(err)
			}
			closed(t, s)
			files, err := os.ReadDir(folder)
			if err != nil || len(files) != 1 || files[0].Name() != name {
				t.Errorf("folder holds %v, %v, want %q", files, err, name)
			}
		})
	}
}

func TestOpenRefuses(t *testing.T) {
	for _, tt := range []struct {
		name    string
		prepare func(t *testing.T, path string)
		want    string
	}{
		{"a file others can read", func(t *testing.T, path string) {
			closed(t, open(t, path, sqlite.Options{}))
			chmod(t, path, 0o644)
		}, "has mode 0644: others can reach it, want 0600"},
		{"a file the group can read", func(t *testing.T, path string) {
			closed(t, open(t, path, sqlite.Options{}))
			chmod(t, path, 0o640)
		}, "has mode 0640"},
		{"a journal others can read", func(t *testing.T, path string) {
			closed(t, open(t, path, sqlite.Options{}))
			if err := os.WriteFile(path+"-wal", nil, 0o600); err != nil {
				t.Fatal(err)
			}
			chmod(t, path+"-wal", 0o604)
		}, "-wal has mode 0604"},
		{"a folder", func(t *testing.T, path string) {
			if err := os.Mkdir(path, 0o700); err != nil {
				t.Fatal(err)
			}
		}, "is no regular file"},
		{"a file that is no database", func(t *testing.T, path string) {
			if err := os.WriteFile(path, []byte(strings.Repeat("no database ", 1000)), 0o600); err != nil {
				t.Fatal(err)
			}
		}, "file is not a database"},
		{"another program's database", func(t *testing.T, path string) {
			if _, err := raw(t, path).Exec("CREATE TABLE bookmarks (url TEXT)"); err != nil {
				t.Fatal(err)
			}
			chmod(t, path, 0o600)
		}, "file is a database of another program"},
		{"a newer program's database", func(t *testing.T, path string) {
			closed(t, open(t, path, sqlite.Options{}))
			if _, err := raw(t, path).Exec("INSERT INTO migrations (version, at) VALUES (99, 0)"); err != nil {
				t.Fatal(err)
			}
		}, "file has schema version 99, this program knows 5"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "relais.db")
			tt.prepare(t, path)
			if _, err := sqlite.Open(t.Context(), path, sqlite.Options{}); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("Open: %v, want %q", err, tt.want)
			}
		})
	}
	for _, path := range []string{"", ":memory:"} {
		if _, err := sqlite.Open(t.Context(), path, sqlite.Options{}); err == nil {
			t.Errorf("Open(%q): no error", path)
		}
	}
	if _, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "no", "folder"), sqlite.Options{}); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("Open in a folder that is not there: %v", err)
	}
}

func chmod(t *testing.T, path string, mode os.FileMode) {
	t.Helper()
	if err := os.Chmod(path, mode); err != nil {
		t.Fatal(err)
	}
}

// A full file refuses, keeps what it has, says so by Ping, and takes turns again as
// soon as there is room.
func TestFull(t *testing.T) {
	path := filepath.Join(t.TempDir(), "relais.db")
	s := open(t, path, sqlite.Options{MaxPages: 80})
	big := turn(key("a"), 1)
	big.Sealed = make([]byte, 20<<10)
	n := 0
	var err error
	for err == nil && n < 100 {
		big.N, big.Nonce = n+1, fmt.Sprint(n+1)
		if err = s.Append(t.Context(), big); err == nil {
			n++
		}
	}
	if n == 0 || err == nil || !strings.Contains(err.Error(), "full") || errors.Is(err, intake.ErrUnknown) {
		t.Fatalf("after %d turns: %v, want a plain error that says full", n, err)
	}
	if err := s.Ping(t.Context()); err == nil {
		t.Error("Ping of a full file: nil")
	}
	// Those who fit into the same group are not harmed by those who do not.
	refused := make(chan error, 40)
	for i := range cap(refused) {
		go func() {
			if i%2 == 0 {
				refused <- s.Receipt(context.Background(), key("a"), 1, intake.Sent)
				return
			}
			next := big.Clone()
			next.N, next.Nonce = n+1+i, "x"
			if err := s.Append(context.Background(), next); err == nil {
				refused <- errors.New("a turn went into a full file")
				return
			}
			refused <- nil
		}()
	}
	for range cap(refused) {
		if err := <-refused; err != nil {
			t.Error(err)
		}
	}
	closed(t, s)
	integrity(t, path)

	s = open(t, path, sqlite.Options{})
	defer closed(t, s)
	turns, err := s.Turns(t.Context(), key("a"), 1, 1000)
	if err != nil || len(turns) != n || turns[0].Receipt != intake.Sent {
		t.Errorf("%d turns, %v, want %d, the first with its receipt", len(turns), err, n)
	}
	if err := s.Append(t.Context(), big); err != nil {
		t.Errorf("with room again: %v", err)
	}
	if err := s.Ping(t.Context()); err != nil {
		t.Errorf("with room again: %v", err)
	}
}

func TestPingDoesNotGrowTheFile(t *testing.T) {
	s, path := temporary(t, sqlite.Options{})
	pages := func() (n int) {
		if err := raw(t, path).QueryRow("PRAGMA page_count").Scan(&n); err != nil {
			t.Fatal(err)
		}
		return n
	}
	before := pages()
	for range 20 {
		if err := s.Ping(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if after := pages(); after != before {
		t.Errorf("%d pages after Ping, %d before", after, before)
	}
}

func TestPingOfALockedFile(t *testing.T) {
	s, path := temporary(t, sqlite.Options{BusyTimeout: 10 * time.Millisecond})
	other, err := raw(t, path).Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	if _, err := other.ExecContext(t.Context(), "BEGIN IMMEDIATE"); err != nil {
		t.Fatal(err)
	}
	if err := s.Ping(t.Context()); !errors.Is(err, intake.ErrThrottled) {
		t.Errorf("Ping: %v, want ErrThrottled", err)
	}
	if err := s.Append(t.Context(), turn(key("a"), 1)); !errors.Is(err, intake.ErrThrottled) {
		t.Errorf("Append: %v, want ErrThrottled", err)
	}
	if _, err := other.ExecContext(t.Context(), "ROLLBACK"); err != nil {
		t.Fatal(err)
	}
	if err := s.Append(t.Context(), turn(key("a"), 1)); err != nil {
		t.Errorf("Append after the lock: %v", err)
	}
}

// A write whose context ends while it waits may or may not happen: the caller is
// told so, and his retry with the same nonce is right in both cases.
func TestContextEndsWhileQueued(t *testing.T) {
	s, path := temporary(t, sqlite.Options{})
	other, err := raw(t, path).Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	if _, err := other.ExecContext(t.Context(), "BEGIN IMMEDIATE"); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	err = s.Append(ctx, turn(key("a"), 1))
	if !errors.Is(err, intake.ErrUnknown) || !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("Append: %v, want ErrUnknown and the deadline", err)
	}
	if _, err := other.ExecContext(t.Context(), "ROLLBACK"); err != nil {
		t.Fatal(err)
	}
	if err := s.Append(t.Context(), turn(key("a"), 1)); err != nil {
		t.Errorf("the same turn again: %v", err)
	}
	if turns, err := s.Turns(t.Context(), key("a"), 1, 10); err != nil || len(turns) != 1 {
		t.Errorf("%d turns, %v, want 1", len(turns), err)
	}
}

func TestClose(t *testing.T) {
	path := filepath.Join(t.TempDir(), "relais.db")
	s := open(t, path, sqlite.Options{})
	const writers = 100
	outcomes := make(chan error, writers)
	for i := range writers {
		go func() { outcomes <- s.Append(context.Background(), turn(key(fmt.Sprint(i)), 1)) }()
	}
	acknowledged := 0
	if err := <-outcomes; err == nil {
		acknowledged++
	}
	closed(t, s)
	for range writers - 1 {
		switch err := <-outcomes; {
		case err == nil:
			acknowledged++
		case !errors.Is(err, sqlite.ErrClosed):
			t.Errorf("Append during Close: %v, want nil or ErrClosed", err)
		}
	}
	if err := s.Append(context.Background(), turn(key("late"), 1)); !errors.Is(err, sqlite.ErrClosed) {
		t.Errorf("Append after Close: %v, want ErrClosed", err)
	}
	closed(t, s) // once more
	s = open(t, path, sqlite.Options{})
	defer closed(t, s)
	stored := 0
	for i := range writers {
		if _, err := s.Head(t.Context(), key(fmt.Sprint(i))); err == nil {
			stored++
		}
	}
	if stored < acknowledged {
		t.Errorf("%d turns stored, %d acknowledged", stored, acknowledged)
	}
}

// Errors go to logs: they name the operation and no address.
func TestErrorsNameNoAddress(t *testing.T) {
	s, _ := temporary(t, sqlite.Options{})
	k := key("0123456789abcdef0123456789abcdef")
	held := turn(k, 1)
	if err := s.Append(t.Context(), held); err != nil {
		t.Fatal(err)
	}
	late := held.Clone()
	late.Nonce = "other"
	_, missing := s.Head(t.Context(), intake.Key{Channel: "sms", Address: k.Address, K: 1})
	for _, tt := range []struct {
		err  error
		want string
	}{
		{s.Append(t.Context(), late), "sqlite: append sms#…#0 turn 1: turn number already taken"},
		{missing, "sqlite: head of sms#…#1: no such turn"},
		{s.Receipt(t.Context(), k, 4, intake.Sent), "sqlite: receipt of sms#…#0 turn 4: no such turn"},
		{s.Settle(t.Context(), k, 1, "e"), "sqlite: settle an entry of sms#…#0 turn 1: no such turn"},
		{s.ClearDue(t.Context(), k, 2), "sqlite: clear due of sms#…#0 turn 2: no such turn"},
	} {
		if tt.err == nil || tt.err.Error() != tt.want {
			t.Errorf("error %q, want %q", tt.err, tt.want)
		}
	}
}

func TestCheck(t *testing.T) {
	path := filepath.Join(t.TempDir(), "relais.db")
	s := open(t, path, sqlite.Options{})
	for n := 1; n <= 50; n++ {
		big := turn(key("a"), n)
		big.Sealed = make([]byte, 2000)
		if err := s.Append(t.Context(), big); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Check(t.Context()); err != nil {
		t.Fatal(err)
	}
	closed(t, s)
	// Everything behind the schema's pages is overwritten, as a bad disk would.
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	info, err := f.Stat()
	if err != nil {
		t.Fatal(err)
	}
	junk := make([]byte, info.Size()/2)
	for i := range junk {
		junk[i] = 0x5a
	}
	if _, err := f.WriteAt(junk, info.Size()/2); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	s = open(t, path, sqlite.Options{})
	defer closed(t, s)
	if err := s.Check(t.Context()); err == nil {
		t.Error("Check of a damaged file: nil")
	}
}

func TestIndex(t *testing.T) {
	s, _ := temporary(t, sqlite.Options{})
	intaketest.TestIndex(t, s, nil)
}
