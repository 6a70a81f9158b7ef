package intake_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"relais/dialogs/intake"
)

// outside names what the chain does not cover; every other field of a turn must be
// found when one byte of it changes, those of tomorrow included.
var outside = map[string]bool{
	"Receipt":        true, // only moves forward
	"Due":            true, // is cleared
	"Expires":        true, // closing a case stamps it anew
	"Outbox.Settled": true, // is set
}

// conversation makes a random, rightly written log of n turns.
func conversation(t *testing.T, keys intake.Keys, r *rand.Rand, n int) []intake.Turn {
	t.Helper()
	pick := func(words ...string) string { return words[r.IntN(len(words))] }
	key := intake.Key{Channel: pick("sms", "voice", "web"), Address: keys.Address("sms", fmt.Sprint(r.Uint64())), K: r.IntN(3)}
	at := time.Date(2026, 3, 2, 21, 40, 0, 0, time.UTC)
	source := chance(r.Uint64())
	var turns []intake.Turn
	var prev intake.Turn
	for i := 1; i <= n; i++ {
		at = at.Add(time.Duration(r.IntN(90_000)) * time.Millisecond)
		turn := intake.Turn{
			Key: key, N: i, Case: "01JCASE", At: at, Kind: intake.KindInbound, Nonce: fmt.Sprint("nonce", i),
			Region: pick("", "76", "02"), Severity: pick("", "P1", "P3"), Status: pick("open", "waiting"),
			Current: r.IntN(2), Lead: []string{"", "sms#a#0.1"}[r.IntN(2)], Expires: at.AddDate(1, 1, 0), Due: at.Add(time.Minute), Receipt: intake.Answered,
		}
		for j := range r.IntN(4) {
			seen, err := intake.Seen(turn.Seen).With([8]byte{byte(i), byte(j)}, i)
			if err != nil {
				t.Fatal(err)
			}
			turn.Seen = seen
		}
		for j := range r.IntN(3) {
			turn.Outbox = append(turn.Outbox, intake.Entry{
				ID: fmt.Sprintf("e%d.%d", i, j), Kind: intake.ToQueue, Region: "76", At: at, Body: []byte(`{"n":1}`),
			})
		}
		content := fmt.Sprintf(`{"in":"message %d"}`, r.Uint32())
		if err := keys.Bind(prev, &turn, source, []byte(content)); err != nil {
			t.Fatal(err)
		}
		turns = append(turns, turn)
		prev = turn
	}
	return turns
}

func clone(turns []intake.Turn) []intake.Turn {
	out := make([]intake.Turn, len(turns))
	for i, t := range turns {
		out[i] = t.Clone()
	}
	return out
}

// eachByte calls visit once for each byte of v with a function that flips one bit of
// it and one that flips it back.
func eachByte(path string, v reflect.Value, visit func(path string, flip func())) {
	if outside[path] {
		return
	}
	join := func(name string) string { return strings.TrimPrefix(path+"."+name, ".") }
	switch x := v.Addr().Interface().(type) {
	case *time.Time:
		for i := range 6 { // 48 bits of milliseconds reach beyond the year 10000
			visit(path, func() { *x = time.UnixMilli(x.UnixMilli() ^ 1<<(8*i)).UTC() })
		}
		return
	case *[]byte:
		for i := range *x {
			visit(path, func() { (*x)[i] ^= 1 })
		}
		return
	}
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			eachByte(join(v.Type().Field(i).Name), v.Field(i), visit)
		}
	case reflect.Slice:
		for i := range v.Len() {
			eachByte(path, v.Index(i), visit)
		}
	case reflect.String:
		for i := range v.Len() {
			visit(path, func() {
				b := []byte(v.String())
				b[i] ^= 1
				v.SetString(string(b))
			})
		}
	case reflect.Int:
		for i := range 8 {
			visit(path, func() { v.SetInt(v.Int() ^ 1<<(8*i)) })
		}
	case reflect.Bool:
		visit(path, func() { v.SetBool(!v.Bool()) })
	default:
		panic("no way to flip a " + v.Kind().String())
	}
}

// TestVerifyFindsEveryByte flips each stored byte of 100 random conversations, half
// of them with erased turns.
func TestVerifyFindsEveryByte(t *testing.T) {
	keys := testKeys(t)
	r := rand.New(rand.NewPCG(1, 2))
	flips := 0
	for c := range 100 {
		turns := conversation(t, keys, r, 1+r.IntN(6))
		if c%2 == 1 {
			for i := range turns {
				if r.IntN(2) == 0 {
					turns[i].Sealed = nil
				}
			}
		}
		if err := intake.Verify(turns, keys.Content); err != nil {
			t.Fatalf("conversation %d: untouched accused: %v", c, err)
		}
		for i := range turns {
			eachByte("", reflect.ValueOf(&turns[i]).Elem(), func(path string, flip func()) {
				flip()
				defer flip()
				flips++
				var fault *intake.Fault
				if err := intake.Verify(turns, keys.Content); !errors.As(err, &fault) {
					t.Errorf("conversation %d turn %d: byte of %s flipped: %v, want a fault", c, i+1, path, err)
				} else if path != "N" && fault.N != i+1 {
					t.Errorf("conversation %d turn %d: byte of %s flipped: named turn %d", c, i+1, path, fault.N)
				}
			})
		}
		if err := intake.Verify(turns, keys.Content); err != nil {
			t.Fatalf("conversation %d: accused after all bytes were put back: %v", c, err)
		}
	}
	if flips < 90_000 {
		t.Errorf("%d bytes flipped: the walk over the fields has shrunk", flips)
	}
}

// TestVerifyFindsEveryTurn drops, swaps, duplicates each turn and cuts each tail.
func TestVerifyFindsEveryTurn(t *testing.T) {
	keys := testKeys(t)
	r := rand.New(rand.NewPCG(3, 4))
	for c := range 100 {
		turns := conversation(t, keys, r, 2+r.IntN(8))
		last := len(turns)
		anchor := turns[last-1].Anchor()
		stranger := conversation(t, keys, r, last)
		check := func(name string, damaged []intake.Turn, n int, what intake.Damage) {
			t.Helper()
			var fault *intake.Fault
			if err := intake.Verify(damaged, keys.Content, anchor); !errors.As(err, &fault) {
				t.Errorf("conversation %d of %d: %s: %v, want a fault", c, last, name, err)
			} else if fault.N != n || fault.What != what {
				t.Errorf("conversation %d of %d: %s: %v, want turn %d %s", c, last, name, fault, n, what)
			}
		}
		if err := intake.Verify(turns, keys.Content, anchor, turns[0].Anchor(), intake.Anchor{}); err != nil {
			t.Fatalf("conversation %d: untouched accused: %v", c, err)
		}
		for i := range turns {
			dropped := slices.Delete(clone(turns), i, i+1)
			if i == last-1 {
				check("last dropped", dropped, last, intake.CutOff)
			} else {
				check(fmt.Sprintf("turn %d dropped", i+1), dropped, i+1, intake.Missing)
			}

			renumbered := clone(dropped)
			for j := i; j < len(renumbered); j++ {
				renumbered[j].N = j + 1
			}
			if i < last-1 {
				check(fmt.Sprintf("turn %d dropped, rest renumbered", i+1), renumbered, i+1, intake.Swapped)
			}

			check(fmt.Sprintf("turn %d duplicated", i+1), slices.Insert(clone(turns), i, turns[i].Clone()), i+1, intake.Inserted)
			foreign := clone(turns)
			foreign[i] = stranger[i].Clone()
			switch {
			case i == 0 && last == 2: // nobody can say which of the two is the stranger
				check("first of two turns of another log", foreign, 2, intake.Inserted)
			case i == 0:
				check("first turn of another log", foreign, 1, intake.Changed)
			default:
				check(fmt.Sprintf("turn %d of another log", i+1), foreign, i+1, intake.Inserted)
			}

			for j := i + 1; j < last; j++ {
				swapped := clone(turns)
				swapped[i], swapped[j] = swapped[j], swapped[i]
				check(fmt.Sprintf("turns %d and %d swapped", i+1, j+1), swapped, i+1, intake.Swapped)
				swapped[i].N, swapped[j].N = i+1, j+1
				check(fmt.Sprintf("turns %d and %d swapped, renumbered", i+1, j+1), swapped, i+1, intake.Swapped)
				contents := clone(turns)
				contents[i].Sealed, contents[j].Sealed = contents[j].Sealed, contents[i].Sealed
				check(fmt.Sprintf("contents %d and %d swapped", i+1, j+1), contents, i+1, intake.Changed)
			}
			check(fmt.Sprintf("last %d cut", last-i), clone(turns[:i]), i+1, intake.CutOff)
		}
	}
}

// A forger who knows the form and no key can rewrite what was erased; anchors and
// what follows give him away.
func TestVerifyFindsForgedTurns(t *testing.T) {
	keys := testKeys(t)
	turns := conversation(t, keys, rand.New(rand.NewPCG(5, 6)), 4)
	anchor := turns[3].Anchor()
	forge := func(n int) []intake.Turn {
		forged := clone(turns)
		f := &forged[n-1]
		var prev intake.Turn
		if n > 1 {
			prev = forged[n-2]
		}
		f.Status = "closed"
		if err := intake.Link(prev, f, make([]byte, 16), []byte("{}")); err != nil {
			t.Fatal(err)
		}
		f.Sealed = nil
		return forged
	}
	for n := 1; n <= 4; n++ {
		var fault *intake.Fault
		err := intake.Verify(forge(n), keys.Content, anchor)
		if !errors.As(err, &fault) {
			t.Fatalf("turn %d forged: %v, want a fault", n, err)
		}
		// With one turn after it nobody can say which of the two is false.
		want := intake.Fault{N: n, What: intake.Changed}
		if n == 3 {
			want = intake.Fault{N: 4, What: intake.Inserted}
		}
		if fault.N != want.N || fault.What != want.What {
			t.Errorf("turn %d forged: %v, want turn %d %s", n, fault, want.N, want.What)
		}
	}
	sealedToo := forge(4)
	sealedToo[3].Sealed = turns[3].Sealed
	if err := intake.Verify(sealedToo, keys.Content); err == nil {
		t.Error("the last turn forged under its old content: no fault even without anchor")
	}
}

func TestVerifyErased(t *testing.T) {
	keys := testKeys(t)
	turns := conversation(t, keys, rand.New(rand.NewPCG(7, 8)), 6)
	for i := range turns {
		turns[i].Sealed = nil
		if err := intake.Verify(turns, keys.Content, turns[5].Anchor()); err != nil {
			t.Errorf("%d turns erased: %v", i+1, err)
		}
	}
	if err := intake.Verify(nil, keys.Content); err != nil {
		t.Errorf("no turns: %v", err)
	}
	if err := intake.Verify(nil, keys.Content, turns[0].Anchor()); err == nil {
		t.Error("no turns where an anchor knows one: no fault")
	}
}

func TestVerifyWhatMayMove(t *testing.T) {
	keys := testKeys(t)
	turns := conversation(t, keys, rand.New(rand.NewPCG(9, 10)), 5)
	for i := range turns {
		turns[i].Receipt, turns[i].Due = intake.Delivered, time.Time{}
		turns[i].Expires = turns[i].Expires.Add(time.Hour)
		for j := range turns[i].Outbox {
			turns[i].Outbox[j].Settled = true
		}
	}
	if err := intake.Verify(turns, keys.Content, turns[4].Anchor()); err != nil {
		t.Errorf("accused of what may move: %v", err)
	}
}

// A key store that cannot be reached accuses nobody.
func TestVerifyPassesOtherErrorsOn(t *testing.T) {
	turns := conversation(t, testKeys(t), rand.New(rand.NewPCG(11, 12)), 2)
	down := errors.New("key store is down")
	err := intake.Verify(turns, func(intake.Turn) ([]byte, []byte, error) { return nil, nil, down })
	var fault *intake.Fault
	if !errors.Is(err, down) || errors.As(err, &fault) {
		t.Errorf("Verify = %v, want the error of open and no fault", err)
	}
	if err := intake.Verify(turns, nil); err != nil {
		t.Errorf("without open: %v", err)
	}
}

func TestLink(t *testing.T) {
	salt := make([]byte, 16)
	key := intake.Key{Channel: "sms", Address: "a"}
	at := time.Date(2026, 3, 2, 21, 40, 0, 1_999_999, time.FixedZone("", 3600))
	first := intake.Turn{Key: key, N: 1, At: at}
	if err := intake.Link(intake.Turn{}, &first, salt, nil); err != nil {
		t.Fatal(err)
	}
	if want := time.Date(2026, 3, 2, 20, 40, 0, 1_000_000, time.UTC); first.At != want {
		t.Errorf("At = %v, want %v", first.At, want)
	}
	early := intake.Turn{Key: key, N: 2, At: at.Add(-time.Hour)}
	if err := intake.Link(first, &early, salt, nil); err != nil || early.At != first.At {
		t.Errorf("a clock that ran back: At = %v, %v, want %v", early.At, err, first.At)
	}
	for _, tt := range []struct {
		name string
		prev intake.Turn
		t    intake.Turn
		salt []byte
		want string
	}{
		{"short salt", first, intake.Turn{Key: key, N: 2}, salt[:15], "salt has 15 bytes"},
		{"gap", first, intake.Turn{Key: key, N: 3}, salt, "does not follow turn 1"},
		{"no first", intake.Turn{}, intake.Turn{Key: key, N: 2}, salt, "does not follow turn 0"},
		{"another log", first, intake.Turn{Key: intake.Key{Channel: "sms", Address: "b"}, N: 2}, salt, "another log"},
		{"previous without hash", intake.Turn{Key: key, N: 1}, intake.Turn{Key: key, N: 2}, salt, "has no hash"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if err := intake.Link(tt.prev, &tt.t, tt.salt, nil); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("Link: %v, want %q", err, tt.want)
			}
		})
	}
}

// The form of the chain may never change for turns that are stored.
func TestLinkVector(t *testing.T) {
	turn := intake.Turn{
		Key: intake.Key{Channel: "sms", Address: "0123456789abcdef0123456789abcdef", K: 1}, N: 1,
		Case: "01JCASE", At: time.UnixMilli(1772484000123), Kind: intake.KindInbound, Nonce: "n",
		Seen: []byte("seen"), Current: 2, Lead: "sms#a#0.3", Region: "76", Severity: "P1", Status: "open",
		Outbox: []intake.Entry{{ID: "e", Kind: intake.ToQueue, Region: "76", At: time.UnixMilli(5), Body: []byte("{}")}},
	}
	if err := intake.Link(intake.Turn{}, &turn, []byte("0123456789abcdef"), []byte(`{"a":1}`)); err != nil {
		t.Fatal(err)
	}
	if got := fmt.Sprintf("%x", turn.Hash); got != "321aefa078a989c3555e88ae5b9d55b6237abc519985a4bc108d4b3e62005c3c" {
		t.Errorf("hash is %s", got)
	}
}

func TestBindReportsChance(t *testing.T) {
	keys := testKeys(t)
	for _, bytesLeft := range []int{0, 15, 16, 27} {
		turn := intake.Turn{Key: intake.Key{Channel: "sms", Address: "a"}, N: 1, Case: "C"}
		source := io.LimitReader(chance(1), int64(bytesLeft))
		if err := keys.Bind(intake.Turn{}, &turn, source, nil); err == nil {
			t.Errorf("%d bytes of chance: no error", bytesLeft)
		}
	}
}

func TestContent(t *testing.T) {
	keys := testKeys(t)
	turns := conversation(t, keys, rand.New(rand.NewPCG(13, 14)), 2)
	salt, content, err := keys.Content(turns[0])
	if err != nil || len(salt) != 16 || !bytes.HasPrefix(content, []byte(`{"in":"message`)) {
		t.Errorf("Content = %d bytes of salt, %q, %v", len(salt), content, err)
	}
	for name, change := range map[string]func(*intake.Turn){
		"another number": func(t *intake.Turn) { t.N = 2 },
		"another log":    func(t *intake.Turn) { t.Key.K++ },
		"another case":   func(t *intake.Turn) { t.Case = "OTHER" },
		"erased":         func(t *intake.Turn) { t.Sealed = nil },
	} {
		moved := turns[0].Clone()
		change(&moved)
		if _, _, err := keys.Content(moved); !errors.Is(err, intake.ErrSealed) {
			t.Errorf("%s: %v, want ErrSealed", name, err)
		}
	}
}

func TestParseKey(t *testing.T) {
	for _, k := range []intake.Key{
		{Channel: "sms", Address: "0123456789abcdef0123456789abcdef"},
		{Channel: "web", Address: "a'b\"c\x00d\n", K: 12},
	} {
		if got, err := intake.ParseKey(k.String()); err != nil || got != k {
			t.Errorf("ParseKey(%q) = %v, %v", k.String(), got, err)
		}
	}
	for _, s := range []string{"", "sms", "sms#a", "sms#a#", "sms#a#x", "sms#a#01", "sms#a#-1", "sms#a#b#1", "#a#0", "sms##0", "sms#\xff#0"} {
		if got, err := intake.ParseKey(s); err == nil {
			t.Errorf("ParseKey(%q) = %v, want an error", s, got)
		}
	}
}

func TestTurnCheck(t *testing.T) {
	good := func() intake.Turn {
		return intake.Turn{
			Key: intake.Key{Channel: "sms", Address: "a"}, N: 1, Nonce: "x",
			Outbox: []intake.Entry{{ID: "e1"}, {ID: "e2"}},
		}
	}
	if err := good().Check(); err != nil {
		t.Fatal(err)
	}
	for name, spoil := range map[string]func(*intake.Turn){
		"no channel":         func(t *intake.Turn) { t.Key.Channel = "" },
		"no address":         func(t *intake.Turn) { t.Key.Address = "" },
		"# in channel":       func(t *intake.Turn) { t.Key.Channel = "a#b" },
		"# in address":       func(t *intake.Turn) { t.Key.Address = "a#b" },
		"negative k":         func(t *intake.Turn) { t.Key.K = -1 },
		"number 0":           func(t *intake.Turn) { t.N = 0 },
		"no nonce":           func(t *intake.Turn) { t.Nonce = "" },
		"entry without id":   func(t *intake.Turn) { t.Outbox[1].ID = "" },
		"two entries, an id": func(t *intake.Turn) { t.Outbox[1].ID = "e1" },
		"not UTF-8":          func(t *intake.Turn) { t.Status = "\xff" },
		"entry not UTF-8":    func(t *intake.Turn) { t.Outbox[0].Region = "\xff" },
		"address not UTF-8":  func(t *intake.Turn) { t.Key.Address = "\xff" },
	} {
		turn := good()
		spoil(&turn)
		if turn.Check() == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

func TestClone(t *testing.T) {
	turn := conversation(t, testKeys(t), rand.New(rand.NewPCG(15, 16)), 1)[0]
	turn.Seen, turn.Outbox = []byte("0123456789"), []intake.Entry{{ID: "e", Body: []byte("body")}}
	copied := turn.Clone()
	if diff := cmp.Diff(turn, copied); diff != "" {
		t.Errorf("Clone differs (-want +got):\n%s", diff)
	}
	for _, b := range [][]byte{copied.Seen, copied.Prev, copied.Commit, copied.Hash, copied.Sealed, copied.Outbox[0].Body} {
		b[0] ^= 1
	}
	copied.Outbox[0].ID = "x"
	again := turn.Clone()
	if diff := cmp.Diff(turn, again); diff != "" || again.Outbox[0].ID != "e" || string(again.Seen) != "0123456789" {
		t.Error("Clone shares memory")
	}
	if empty := (intake.Turn{Seen: []byte{}, Outbox: []intake.Entry{}}).Clone(); empty.Seen != nil || empty.Outbox != nil {
		t.Error("Clone keeps empty slices apart from nil")
	}
	if !(intake.Turn{}).Clone().At.IsZero() {
		t.Error("the zero time did not stay zero")
	}
}
