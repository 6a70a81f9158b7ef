package kill

import (
	"context"
	"database/sql"
	"encoding/json"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"relais/dialogs/intake"
	"relais/dialogs/outbox"
	"relais/infra/env"
	"relais/infra/slackbot"
	"relais/infra/sqlite"
	"relais/infra/standin/carrier"
	"relais/infra/standin/workspace"
	"relais/locales"
	"relais/tests/checker"
)

// rests waits until nothing in the file wants to leave any more.
func (w *world) rests() {
	w.Helper()
	file := w.file()
	w.await("nothing waits to leave", func() bool {
		return w.count(file, "SELECT count(*) FROM marks WHERE pending_at IS NOT NULL") == 0 &&
			w.count(file, "SELECT count(*) FROM messages") == 0
	})
	w.settled()
}

// file opens the program's file for reading beside it.
func (w *world) file() *sql.DB {
	w.Helper()
	file, err := sql.Open("sqlite", "file:"+filepath.Join(w.data, "relais.db")+"?mode=ro&_pragma=busy_timeout(5000)")
	if err != nil {
		w.Fatal(err)
	}
	w.Cleanup(func() { file.Close() })
	return file
}

func (w *world) count(file *sql.DB, query string) (n int) {
	w.Helper()
	if err := file.QueryRowContext(w.Context(), query).Scan(&n); err != nil {
		w.Fatal(err)
	}
	return n
}

// look gathers what was seen and what the file holds. The program has ended.
func (w *world) look() checker.World {
	w.Helper()
	ctx := w.Context()
	keys, err := env.ReadKeys(filepath.Join(w.data, "keys.json"))
	if err != nil {
		w.Fatal(err)
	}
	store, err := sqlite.Open(ctx, filepath.Join(w.data, "relais.db"), sqlite.Options{})
	if err != nil {
		w.Fatal(err)
	}
	defer store.Close()
	if err := store.Check(ctx); err != nil {
		w.Error(err)
	}
	seen := checker.World{Carrier: w.carrier.Events(), Boards: map[string]checker.Board{}, Duty: map[string][]string{}, Threads: true, Open: keys.Content, Render: render}
	turns := 0
	for _, phone := range phones(seen.Carrier) {
		key := intake.Key{Channel: "sms", Address: keys.Address("sms", phone)}
		for ; ; key.K++ {
			log := w.log(ctx, store, keys, key)
			if len(log.Turns) == 0 {
				break
			}
			turns += len(log.Turns)
			seen.Logs = append(seen.Logs, log)
		}
	}
	if all := w.count(w.file(), "SELECT count(*) FROM turns"); all != turns {
		w.Errorf("the file holds %d turns, the phones' logs %d", all, turns)
	}
	for code, channel := range channels {
		board := checker.Board{Messages: w.workspace.Messages(channel)}
		for _, e := range w.workspace.Events() {
			if e.Channel == channel && e.Message != nil {
				board.Events = append(board.Events, e)
			}
		}
		seen.Boards[code], seen.Duty[code] = board, []string{onDuty}
	}
	w.claims(ctx, store, seen.Boards)
	return seen
}

func (w *world) log(ctx context.Context, store *sqlite.Store, keys intake.Keys, key intake.Key) checker.Log {
	w.Helper()
	turns, err := store.Turns(ctx, key, 1, 1<<20)
	if err != nil {
		w.Fatal(err)
	}
	log, desk := checker.Log{Key: key, Turns: turns}, intake.Desk{Keys: keys}
	for _, t := range turns {
		content, err := desk.Content(t)
		if err != nil {
			w.Fatal(err)
		}
		log.Contents = append(log.Contents, content)
	}
	return log
}

// claims looks that no delivery is in doubt and that each names the card that is there.
func (w *world) claims(ctx context.Context, store *sqlite.Store, boards map[string]checker.Board) {
	w.Helper()
	rows, err := w.file().QueryContext(ctx, "SELECT id FROM claims")
	if err != nil {
		w.Fatal(err)
	}
	defer rows.Close()
	stamps := map[string]bool{}
	for code, board := range boards {
		for _, m := range board.Messages {
			stamps[channels[code]+":"+m.TS] = true
		}
	}
	for rows.Next() {
		var id string
		if err := rows.Scan(&id); err != nil {
			w.Fatal(err)
		}
		claim, err := store.Claim(ctx, id)
		if err != nil {
			w.Fatal(err)
		}
		if claim.State == outbox.Noted {
			continue
		}
		known := stamps[claim.Ref] || strings.Contains(id, ".page") // a call of somebody on duty stands on no board
		if claim.State != outbox.Done || !known || !claim.Lease.Before(time.Now()) {
			w.Errorf("claim %s is %s with reference %q until %s", id, claim.State, claim.Ref, claim.Lease)
		}
	}
	if err := rows.Err(); err != nil {
		w.Fatal(err)
	}
}

// phones are the numbers that wrote, each once.
func phones(events []carrier.Event) []string {
	wrote := map[string]bool{}
	for _, e := range events {
		if e.Kind == carrier.Inbound {
			wrote[e.Phone] = true
		}
	}
	return slices.Sorted(maps.Keys(wrote))
}

// render gives the texts of a card.
func render(p intake.Packet, at time.Time) []string {
	texts := locales.Default()
	blocks, _ := slackbot.Card(texts, texts.Tags()[0], p, at)
	data, err := json.Marshal(blocks)
	if err != nil {
		panic(err) // blocks are plain data
	}
	return checker.Texts(data)
}

// judge ends the program, and fails for each rule that is broken.
func (w *world) judge(r *running) checker.World {
	w.Helper()
	w.rests()
	w.stop(r)
	seen := w.look()
	for _, fault := range checker.Check(seen) {
		w.Error(fault)
	}
	return seen
}

// cards counts the cards in a channel.
func (w *world) cards(region string) (n int) {
	for _, m := range w.workspace.Messages(channels[region]) {
		if checker.IsCard(m) {
			n++
		}
	}
	return n
}

// posted counts how often a card was posted, in whichever channel.
func (w *world) posted() (n int) {
	for _, e := range w.workspace.Events() {
		if e.Kind == workspace.Posted && checker.IsCard(*e.Message) {
			n++
		}
	}
	return n
}
