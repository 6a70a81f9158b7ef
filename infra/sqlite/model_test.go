package sqlite_test

import (
	"errors"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"relais/dialogs/intake"
	"relais/dialogs/intake/intaketest"
	"relais/dialogs/intake/memory"
	"relais/dialogs/outbox"
	"relais/infra/sqlite"
)

// TestModel runs random operations on a file and in memory and wants the same
// answers, whatever they are; now and then the file is closed and opened again.
func TestModel(t *testing.T) {
	folder := t.TempDir()
	runs := 0
	rapid.Check(t, func(rt *rapid.T) {
		runs++
		m := &model{T: rt, t: t, path: filepath.Join(folder, fmt.Sprint(runs, ".db"))}
		m.memory = memory.New(memory.Options{Clock: m.clock.Now, MaxReceives: 3})
		m.reopen()
		defer func() { closed(t, m.file) }()
		rt.Repeat(map[string]func(*rapid.T){
			"append":   m.append,
			"settle":   m.settle,
			"receipt":  m.receipt,
			"clearDue": m.clearDue,
			"read":     m.read,
			"indexes":  m.indexes,
			"claim":    m.claim,
			"blob":     m.blob,
			"send":     m.send,
			"receive":  m.receive,
			"delete":   m.delete,
			"redrive":  m.redrive,
			"wait": func(rt *rapid.T) {
				m.clock.Wait(time.Duration(rapid.IntRange(0, 3000).Draw(rt, "ms")) * time.Millisecond)
			},
			"reopen": func(*rapid.T) { closed(t, m.file); m.reopen() },
		})
	})
}

type model struct {
	*rapid.T
	t        *testing.T
	clock    intaketest.Clock
	path     string
	file     *sqlite.Store
	memory   *memory.Store
	received []outbox.Message
}

func (m *model) reopen() {
	m.file = open(m.t, m.path, sqlite.Options{Clock: m.clock.Now, MaxReceives: 3})
}

// same compares what the two stores answered: the value, and the kind of error.
func same[T any](m *model, what string, fromFile, fromMemory T, fileErr, memoryErr error) {
	m.Helper()
	for _, kind := range []error{intake.ErrNoTurn, intake.ErrStaleTurn, outbox.ErrConflict} {
		if errors.Is(fileErr, kind) != errors.Is(memoryErr, kind) {
			m.Fatalf("%s: file %v, memory %v", what, fileErr, memoryErr)
		}
	}
	if (fileErr == nil) != (memoryErr == nil) {
		m.Fatalf("%s: file %v, memory %v", what, fileErr, memoryErr)
	}
	if diff := cmp.Diff(fromMemory, fromFile, cmpopts.EquateEmpty()); diff != "" {
		m.Fatalf("%s (-memory +file):\n%s", what, diff)
	}
}

func sameError(m *model, what string, fileErr, memoryErr error) {
	m.Helper()
	same(m, what, 0, 0, fileErr, memoryErr)
}

func (m *model) key(rt *rapid.T) intake.Key {
	return intake.Key{
		Channel: rapid.SampledFrom([]string{"sms", "web", ""}).Draw(rt, "channel"),
		Address: rapid.SampledFrom([]string{"a", "b", "c#d"}).Draw(rt, "address"),
		K:       rapid.IntRange(0, 1).Draw(rt, "k"),
	}
}

func (m *model) number(rt *rapid.T) int { return rapid.IntRange(0, 6).Draw(rt, "n") }

// at draws few times, so that several things happen at the same one; one is zero.
func (m *model) at(rt *rapid.T, name string) time.Time {
	ms := rapid.IntRange(-1, 4).Draw(rt, name)
	if ms < 0 {
		return time.Time{}
	}
	return time.Date(2026, 3, 2, 12, 0, 0, ms*600_000, time.UTC)
}

func (m *model) append(rt *rapid.T) {
	text := rapid.StringN(0, 5, -1)
	bytes := rapid.SliceOfN(rapid.Byte(), 0, 40)
	t := intake.Turn{
		Key: m.key(rt), N: m.number(rt), At: m.at(rt, "at"), Due: m.at(rt, "due"), Expires: m.at(rt, "expires"),
		Nonce: rapid.SampledFrom([]string{"", "x", "y", "z"}).Draw(rt, "nonce"),
		Case:  text.Draw(rt, "case"), Status: text.Draw(rt, "status"), Current: rapid.Int().Draw(rt, "current"), Lead: text.Draw(rt, "lead"),
		Receipt: rapid.SampledFrom([]intake.Receipt{intake.Unknown, intake.Sent}).Draw(rt, "receipt"),
		Sealed:  bytes.Draw(rt, "sealed"), Hash: bytes.Draw(rt, "hash"), Seen: bytes.Draw(rt, "seen"),
	}
	for range rapid.IntRange(0, 3).Draw(rt, "entries") {
		t.Outbox = append(t.Outbox, intake.Entry{
			ID: rapid.SampledFrom([]string{"e1", "e2", "e3", "e4", "\xff"}).Draw(rt, "entry"), Body: bytes.Draw(rt, "body"),
			At: m.at(rt, "not before"), Expires: m.at(rt, "until"), Settled: rapid.Bool().Draw(rt, "settled"),
		})
	}
	fileErr, memoryErr := m.file.Append(m.t.Context(), t), m.memory.Append(m.t.Context(), t)
	var fileStale, memoryStale intake.Stale
	for err, into := range map[error]*intake.Stale{fileErr: &fileStale, memoryErr: &memoryStale} {
		if stale := (*intake.Stale)(nil); errors.As(err, &stale) {
			*into = *stale
		}
	}
	same(m, "append", fileStale, memoryStale, fileErr, memoryErr)
}

func (m *model) settle(rt *rapid.T) {
	k, n := m.key(rt), m.number(rt)
	id := rapid.SampledFrom([]string{"e1", "e2", "e3", "e4", "e5"}).Draw(rt, "entry")
	sameError(m, "settle", m.file.Settle(m.t.Context(), k, n, id), m.memory.Settle(m.t.Context(), k, n, id))
}

func (m *model) receipt(rt *rapid.T) {
	k, n := m.key(rt), m.number(rt)
	r := rapid.SampledFrom([]intake.Receipt{
		intake.Unknown, intake.Answered, intake.Sent, intake.Delivered, intake.Failed, "junk",
	}).Draw(rt, "receipt")
	sameError(m, "receipt", m.file.Receipt(m.t.Context(), k, n, r), m.memory.Receipt(m.t.Context(), k, n, r))
}

func (m *model) clearDue(rt *rapid.T) {
	k, n := m.key(rt), m.number(rt)
	sameError(m, "clear due", m.file.ClearDue(m.t.Context(), k, n), m.memory.ClearDue(m.t.Context(), k, n))
}

func (m *model) read(rt *rapid.T) {
	k := m.key(rt)
	f, ferr := m.file.Head(m.t.Context(), k)
	g, gerr := m.memory.Head(m.t.Context(), k)
	same(m, "head", f, g, ferr, gerr)
	from, limit := rapid.IntRange(-1, 7).Draw(rt, "from"), rapid.IntRange(-1, 8).Draw(rt, "limit")
	fs, ferr := m.file.Turns(m.t.Context(), k, from, limit)
	gs, gerr := m.memory.Turns(m.t.Context(), k, from, limit)
	same(m, "turns", fs, gs, ferr, gerr)
}

func (m *model) indexes(rt *rapid.T) {
	at, limit := m.at(rt, "at"), rapid.IntRange(-1, 8).Draw(rt, "limit")
	fp, ferr := m.file.Pending(m.t.Context(), at, limit)
	gp, gerr := m.memory.Pending(m.t.Context(), at, limit)
	same(m, "pending", fp, gp, ferr, gerr)
	fd, ferr := m.file.Due(m.t.Context(), at, limit)
	gd, gerr := m.memory.Due(m.t.Context(), at, limit)
	same(m, "due", fd, gd, ferr, gerr)
}

func (m *model) claim(rt *rapid.T) {
	id := rapid.SampledFrom([]string{"d1", "d2"}).Draw(rt, "id")
	f, ferr := m.file.Claim(m.t.Context(), id)
	g, gerr := m.memory.Claim(m.t.Context(), id)
	same(m, "claim", f, g, ferr, gerr)
	f.Attempt, f.At, f.Lease = f.Attempt+1, m.at(rt, "at"), m.at(rt, "lease")
	f.Version = max(0, f.Version+rapid.IntRange(-1, 1).Draw(rt, "version"))
	sameError(m, "put claim", m.file.PutClaim(m.t.Context(), f), m.memory.PutClaim(m.t.Context(), f))
}

func (m *model) blob(rt *rapid.T) {
	name := rapid.SampledFrom([]string{"b1", "b2", ""}).Draw(rt, "name")
	if rapid.Bool().Draw(rt, "put") {
		body := rapid.SliceOfN(rapid.Byte(), 0, 40).Draw(rt, "body")
		sameError(m, "put", m.file.Put(m.t.Context(), name, body), m.memory.Put(m.t.Context(), name, body))
	}
	f, ferr := m.file.Get(m.t.Context(), name)
	g, gerr := m.memory.Get(m.t.Context(), name)
	same(m, "get", f, g, ferr, gerr)
}

func (m *model) region(rt *rapid.T) string {
	return rapid.SampledFrom([]string{"76", "02"}).Draw(rt, "region")
}

func (m *model) send(rt *rapid.T) {
	region, body := m.region(rt), []byte(rapid.String().Draw(rt, "body"))
	sameError(m, "send", m.file.Send(m.t.Context(), region, body), m.memory.Send(m.t.Context(), region, body))
}

func (m *model) receive(rt *rapid.T) {
	region, limit := m.region(rt), rapid.IntRange(-1, 4).Draw(rt, "limit")
	visible := time.Duration(rapid.IntRange(0, 2000).Draw(rt, "visible ms")) * time.Millisecond
	f, ferr := m.file.Receive(m.t.Context(), region, limit, visible)
	g, gerr := m.memory.Receive(m.t.Context(), region, limit, visible)
	same(m, "receive", f, g, ferr, gerr)
	m.received = append(m.received, f...)
}

func (m *model) delete(rt *rapid.T) {
	var msg outbox.Message // not received
	if i := rapid.IntRange(-1, len(m.received)-1).Draw(rt, "which"); i >= 0 {
		msg = m.received[i]
	}
	sameError(m, "delete", m.file.Delete(m.t.Context(), msg), m.memory.Delete(m.t.Context(), msg))
}

func (m *model) redrive(rt *rapid.T) {
	region, limit := m.region(rt), rapid.IntRange(-1, 4).Draw(rt, "limit")
	f, ferr := m.file.Dead(m.t.Context(), region, limit)
	g, gerr := m.memory.Dead(m.t.Context(), region, limit)
	same(m, "dead", f, g, ferr, gerr)
	if !rapid.Bool().Draw(rt, "redrive") {
		return
	}
	fn, ferr := m.file.Redrive(m.t.Context(), region)
	gn, gerr := m.memory.Redrive(m.t.Context(), region)
	same(m, "redrive", fn, gn, ferr, gerr)
}
