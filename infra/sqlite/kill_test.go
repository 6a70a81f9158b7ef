package sqlite_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/hex"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"relais/dialogs/intake"
	"relais/infra/sqlite"
)

// childPath names the file to the child process of TestKill.
const childPath = "RELAIS_SQLITE_KILLED_CHILD"

const childLogs = 6

func childKeys() (intake.Keys, error) {
	pepper, master := make([]byte, intake.KeyBytes), make([]byte, intake.KeyBytes)
	for i := range pepper {
		pepper[i], master[i] = byte(i), byte(100+i)
	}
	return intake.NewKeys(pepper, master)
}

func childLog(i int) intake.Key { return key(fmt.Sprint("log", i)) }

// appendUntilKilled appends chained turns to several logs at once and prints each
// that was acknowledged: log, number, hash. It never ends by itself.
func appendUntilKilled(path string) int {
	ctx := context.Background()
	keys, err := childKeys()
	if err != nil {
		fmt.Println("error", err)
		return 1
	}
	store, err := sqlite.Open(ctx, path, sqlite.Options{})
	if err != nil {
		fmt.Println("error", err)
		return 1
	}
	failed := make(chan error)
	for i := range childLogs {
		go func() {
			source := rand.NewChaCha8([32]byte{byte(i), byte(os.Getpid()), byte(os.Getpid() >> 8)})
			prev, err := store.Head(ctx, childLog(i))
			if err != nil {
				prev = intake.Turn{}
			}
			for n := prev.N + 1; ; n++ {
				t := intake.Turn{
					Key: childLog(i), N: n, Case: "CASE", At: time.Now(), Kind: intake.KindInbound, Nonce: fmt.Sprint(os.Getpid(), n),
					Outbox: []intake.Entry{{ID: fmt.Sprint(i, ".", n), Kind: intake.ToQueue, Body: []byte("{}")}},
				}
				if err := keys.Bind(prev, &t, source, bytes.Repeat([]byte("content "), 200)); err != nil {
					failed <- err
				}
				if err := store.Append(ctx, t); err != nil {
					failed <- err
				}
				fmt.Printf("%d %d %x\n", i, n, t.Hash) // one write, not buffered
				prev = t
			}
		}()
	}
	fmt.Println("error", <-failed)
	return 1
}

// TestKill kills a writing process several times. Every turn that it had
// acknowledged is there, the chain of every log verifies, the file is sound.
func TestKill(t *testing.T) {
	keys, err := childKeys()
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "relais.db")
	acknowledged := map[string]string{} // "log n" → hash
	for round, turns := range []int{1, 20, 57, 150, 300, 41} {
		before := len(acknowledged)
		killAfter(t, path, turns, acknowledged)
		if len(acknowledged) < before+turns {
			t.Fatalf("round %d: %d turns acknowledged, want at least %d", round, len(acknowledged)-before, turns)
		}
		survived(t, path, keys, acknowledged)
	}
	t.Logf("%d turns acknowledged over all kills", len(acknowledged))
}

// killAfter starts the child, kills it once it has acknowledged so many turns and
// notes everything it said.
func killAfter(t *testing.T, path string, turns int, acknowledged map[string]string) {
	t.Helper()
	child := exec.CommandContext(t.Context(), os.Args[0])
	child.Env = append(os.Environ(), childPath+"="+path)
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewReader(out)
	for seen := 0; ; seen++ {
		if seen == turns {
			if err := child.Process.Kill(); err != nil { // SIGKILL
				t.Fatal(err)
			}
		}
		line, err := lines.ReadString('\n')
		if err != nil {
			break // the end of what it said; a line without its end was not said
		}
		words := strings.Fields(line)
		if len(words) != 3 || words[0] == "error" {
			t.Fatalf("child: %s", line)
		}
		acknowledged[words[0]+" "+words[1]] = words[2]
	}
	child.Wait() // "signal: killed"
}

func survived(t *testing.T, path string, keys intake.Keys, acknowledged map[string]string) {
	t.Helper()
	store := open(t, path, sqlite.Options{})
	defer closed(t, store)
	stored := map[string]string{}
	pending := 0
	for i := range childLogs {
		turns, err := store.Turns(t.Context(), childLog(i), 1, 1<<30)
		if err != nil {
			t.Fatal(err)
		}
		if err := intake.Verify(turns, keys.Content); err != nil {
			t.Errorf("log %d: %v", i, err)
		}
		for _, turn := range turns {
			stored[fmt.Sprint(i, " ", turn.N)] = hex.EncodeToString(turn.Hash)
		}
		pending += len(turns)
	}
	for place, hash := range acknowledged {
		if stored[place] != hash {
			t.Errorf("turn %s was acknowledged with hash %s and is stored with %q", place, hash, stored[place])
		}
	}
	// The outbox entry of a turn came with it.
	found, err := store.Pending(t.Context(), time.Now().Add(time.Hour), 1<<30)
	if err != nil || len(found) != pending {
		t.Errorf("%d entries pending, %v, want %d", len(found), err, pending)
	}
	integrity(t, path)
}

// TestTornJournal cuts a copy of file and journal at many places, as a power cut
// does while the newest frames are written: the store opens, is sound, and each log
// is a prefix of what was written, its chain whole.
func TestTornJournal(t *testing.T) {
	keys, err := childKeys()
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "relais.db")
	acknowledged := map[string]string{}
	killAfter(t, path, 30, acknowledged)
	file, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	journal, err := os.ReadFile(path + "-wal")
	if err != nil {
		t.Fatal(err)
	}
	r := rand.New(rand.NewPCG(1, 1))
	lastLength := -1
	cuts := []int{0, 1, 31, 32, 33, len(journal) - 1, len(journal)}
	for range 25 {
		cuts = append(cuts, r.IntN(len(journal)))
	}
	for _, cut := range cuts {
		torn := filepath.Join(t.TempDir(), "torn.db")
		if err := os.WriteFile(torn, file, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(torn+"-wal", journal[:cut], 0o600); err != nil {
			t.Fatal(err)
		}
		store := open(t, torn, sqlite.Options{})
		length := 0
		for i := range childLogs {
			turns, err := store.Turns(t.Context(), childLog(i), 1, 1<<30)
			if err != nil {
				t.Fatal(err)
			}
			if err := intake.Verify(turns, keys.Content); err != nil {
				t.Errorf("cut at %d of %d: log %d: %v", cut, len(journal), i, err)
			}
			length += len(turns)
		}
		closed(t, store)
		integrity(t, torn)
		if cut == len(journal) && length < len(acknowledged) {
			t.Errorf("uncut: %d turns, %d acknowledged", length, len(acknowledged))
		}
		lastLength = max(lastLength, length)
	}
	if lastLength < len(acknowledged) {
		t.Errorf("at most %d turns found, %d acknowledged", lastLength, len(acknowledged))
	}
}
