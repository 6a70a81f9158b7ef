package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"
)

// applicationID marks the file as ours (the letters RELA), so that a wrong path
// never writes into somebody else's database.
const applicationID = 0x52454c41

// migrations hold the schema: entry i takes a file from version i to i+1. An entry
// that was released is never edited, only followed by another.
//
// Times are Unix milliseconds in UTC, but messages.visible_at, which is
// microseconds. A NULL in pending_at or due keeps a turn out of that index.
// The row of a turn is written once, but for its expiry and for erasing.
var migrations = []string{`
CREATE TABLE turns (
	id         INTEGER PRIMARY KEY,
	log        TEXT    NOT NULL, -- channel#address#k
	n          INTEGER NOT NULL,
	case_id    TEXT    NOT NULL,
	at         INTEGER NOT NULL,
	kind       TEXT    NOT NULL,
	nonce      TEXT    NOT NULL,
	seen       BLOB,
	prev       BLOB,
	commitment BLOB,
	hash       BLOB,
	sealed     BLOB,
	outbox     TEXT,             -- JSON list of entries; whether settled: marks
	current    INTEGER NOT NULL,
	region     TEXT    NOT NULL,
	severity   TEXT    NOT NULL,
	status     TEXT    NOT NULL,
	expires    INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX turns_place ON turns (log, n);

-- What moves after a turn is written stands apart, so that a receipt rewrites a few
-- bytes next to those of other turns and not the pages of the turn.
CREATE TABLE marks (
	id         INTEGER PRIMARY KEY, -- of the turn
	receipt    TEXT    NOT NULL,
	settled    TEXT    NOT NULL,    -- a 0 or 1 for each entry of the outbox
	pending_at INTEGER,             -- at of the turn, while a 0 is left
	due        INTEGER
) STRICT;
CREATE INDEX marks_pending ON marks (pending_at) WHERE pending_at IS NOT NULL;
CREATE INDEX marks_due ON marks (due) WHERE due IS NOT NULL;

CREATE TABLE blobs (
	name   TEXT PRIMARY KEY,
	sealed BLOB NOT NULL
) STRICT;

CREATE TABLE claims (
	id      TEXT PRIMARY KEY,
	state   TEXT    NOT NULL,
	attempt INTEGER NOT NULL,
	at      INTEGER NOT NULL,
	owner   TEXT    NOT NULL,
	lease   INTEGER NOT NULL,
	ref     TEXT    NOT NULL,
	reason  TEXT    NOT NULL,
	applied INTEGER NOT NULL,
	version INTEGER NOT NULL
) STRICT;

CREATE TABLE messages (
	id         INTEGER PRIMARY KEY AUTOINCREMENT, -- an id is never used again
	region     TEXT    NOT NULL,
	body       BLOB    NOT NULL,
	receives   INTEGER NOT NULL DEFAULT 0,
	handed     INTEGER NOT NULL DEFAULT 0, -- like receives, but a redrive does not reset it
	visible_at INTEGER NOT NULL DEFAULT 0,
	dead       INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX messages_live ON messages (region, id) WHERE dead = 0;
CREATE INDEX messages_dead ON messages (region, id) WHERE dead = 1;

-- Rows of a page each: changing them all takes the room of a turn in the journal,
-- and none in the file.
CREATE TABLE probe (
	id   INTEGER PRIMARY KEY,
	at   INTEGER NOT NULL,
	body BLOB    NOT NULL
) STRICT;
INSERT INTO probe (id, at, body) VALUES
	(1, 0, zeroblob(3000)), (2, 0, zeroblob(3000)), (3, 0, zeroblob(3000)), (4, 0, zeroblob(3000)), (5, 0, zeroblob(3000));
`, `
-- The messages of a log that turns.seen has no room for.
CREATE TABLE messages_seen (
	log TEXT    NOT NULL,
	id  BLOB    NOT NULL,
	n   INTEGER NOT NULL, -- turn as which it was last tried to be written
	PRIMARY KEY (log, id)
) STRICT, WITHOUT ROWID;
`, `
-- The analysts' index: body is a summary as JSON.
CREATE TABLE cases (
	case_id TEXT    PRIMARY KEY,
	region  TEXT    NOT NULL,
	closed  INTEGER NOT NULL,
	opened  INTEGER NOT NULL,
	n       INTEGER NOT NULL,
	body    TEXT    NOT NULL
) STRICT;
CREATE INDEX cases_region ON cases (region, closed, opened);
`, `
-- Sessions, links and references: name is a hash, body is JSON.
CREATE TABLE tokens (
	name    TEXT    PRIMARY KEY,
	at      INTEGER NOT NULL,
	expires INTEGER NOT NULL,
	version INTEGER NOT NULL,
	body    BLOB    NOT NULL
) STRICT;
CREATE INDEX tokens_expires ON tokens (expires);
`, `
ALTER TABLE turns ADD COLUMN lead TEXT NOT NULL DEFAULT '';
`}

// migrate brings the file to the newest version in one transaction. It refuses a
// file that is not ours and one written by a newer program.
func migrate(ctx context.Context, db *sql.Conn, now time.Time) (err error) {
	if _, err := db.ExecContext(ctx, "BEGIN IMMEDIATE"); err != nil {
		return err
	}
	defer func() {
		if err != nil {
			db.ExecContext(context.WithoutCancel(ctx), "ROLLBACK")
		}
	}()
	version, err := schemaVersion(ctx, db)
	if err != nil {
		return err
	}
	if version > len(migrations) {
		return fmt.Errorf("file has schema version %d, this program knows %d", version, len(migrations))
	}
	for v := version; v < len(migrations); v++ {
		if _, err := db.ExecContext(ctx, migrations[v]); err != nil {
			return fmt.Errorf("migrate to schema version %d: %w", v+1, err)
		}
		if _, err := db.ExecContext(ctx, "INSERT INTO migrations (version, at) VALUES (?, ?)", v+1, now.UnixMilli()); err != nil {
			return err
		}
	}
	_, err = db.ExecContext(ctx, "COMMIT")
	return err
}

// schemaVersion reads the version and prepares an empty file; 0 is a new one.
func schemaVersion(ctx context.Context, db *sql.Conn) (int, error) {
	var id, tables int
	if err := db.QueryRowContext(ctx, "PRAGMA application_id").Scan(&id); err != nil {
		return 0, err
	}
	if err := db.QueryRowContext(ctx, "SELECT count(*) FROM sqlite_schema").Scan(&tables); err != nil {
		return 0, err
	}
	if id == 0 && tables == 0 {
		_, err := db.ExecContext(ctx, fmt.Sprintf(`PRAGMA application_id = %d;
			CREATE TABLE migrations (version INTEGER PRIMARY KEY, at INTEGER NOT NULL) STRICT;`, applicationID))
		return 0, err
	}
	if id != applicationID {
		return 0, errors.New("file is a database of another program")
	}
	var version int
	err := db.QueryRowContext(ctx, "SELECT coalesce(max(version), 0) FROM migrations").Scan(&version)
	return version, err
}
