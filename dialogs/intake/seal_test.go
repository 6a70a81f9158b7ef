package intake_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"strings"
	"testing"

	"relais/dialogs/intake"
)

func key(seed byte) []byte {
	k := make([]byte, intake.KeyBytes)
	for i := range k {
		k[i] = seed + byte(i)
	}
	return k
}

func testKeys(t *testing.T) intake.Keys {
	t.Helper()
	k, err := intake.NewKeys(key(1), key(101))
	if err != nil {
		t.Fatal(err)
	}
	return k
}

// chance is reproducible; only tests may draw nonces from such a source.
func chance(seed uint64) io.Reader {
	var s [32]byte
	s[0], s[1] = byte(seed), byte(seed>>8)
	return rand.NewChaCha8(s)
}

func TestNewKeys(t *testing.T) {
	zero := make([]byte, intake.KeyBytes)
	for _, tt := range []struct {
		name           string
		pepper, master []byte
		want           string // in the error, "" for none
	}{
		{"good", key(1), key(2), ""},
		{"no pepper", nil, key(2), "pepper has 0 bytes, want 32"},
		{"short master", key(1), key(2)[:31], "master data key has 31 bytes, want 32"},
		{"long pepper", append(key(1), 1), key(2), "pepper has 33 bytes, want 32"},
		{"zero master", key(1), zero, "master data key is one byte repeated"},
		{"placeholder pepper", bytes.Repeat([]byte{'x'}, 32), key(2), "pepper is one byte repeated"},
		{"the same twice", key(1), key(1), "are the same"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := intake.NewKeys(tt.pepper, tt.master)
			if (err == nil) != (tt.want == "") || err != nil && !strings.Contains(err.Error(), tt.want) {
				t.Errorf("NewKeys: %v, want %q", err, tt.want)
			}
		})
	}
}

func TestKeysPrintNothing(t *testing.T) {
	type holder struct{ keys intake.Keys }
	keys := testKeys(t)
	var log bytes.Buffer
	slog.New(slog.NewTextHandler(&log, nil)).Info("x", "keys", keys, "in", holder{keys})
	slog.New(slog.NewJSONHandler(&log, nil)).Info("x", "keys", keys, "in", holder{keys})
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%x", "%d", "%q"} {
		fmt.Fprintf(&log, verb+verb+"\n", keys, holder{keys})
	}
	// The first bytes of the pepper in the forms fmt has for them.
	for _, secret := range []string{"\x01\x02\x03", "010203", "1 2 3", "0x1, 0x2", `\x01\x02`, "AQID"} {
		if strings.Contains(log.String(), secret) {
			t.Errorf("output shows %q:\n%s", secret, log.String())
		}
	}
}

func TestAddress(t *testing.T) {
	keys := testKeys(t)
	got := keys.Address("sms", "+33639980001")
	// Worked out once with: printf 'sms\0+33639980001' | openssl dgst -sha256 -mac HMAC
	// -macopt hexkey:0102…20, first 32 digits. The pepper never rotates: nor may this.
	if want := "428c8ce699ad70bc178c542b82b2bbc5"; got != want {
		t.Errorf("Address = %s, want %s", got, want)
	}
	other, err := intake.NewKeys(key(2), key(101))
	if err != nil {
		t.Fatal(err)
	}
	for name, another := range map[string]string{
		"another channel": keys.Address("voice", "+33639980001"),
		"another number":  keys.Address("sms", "+33639980002"),
		"another pepper":  other.Address("sms", "+33639980001"),
	} {
		if another == got {
			t.Errorf("%s has the same address", name)
		}
	}
}

func TestMessageID(t *testing.T) {
	keys := testKeys(t)
	a := intake.Key{Channel: "sms", Address: "a"}
	b := intake.Key{Channel: "sms", Address: "b"}
	first := keys.MessageID(a, "SM1")
	if again := keys.MessageID(a, "SM1"); again != first {
		t.Error("the same id twice differs")
	}
	if first == keys.MessageID(a, "SM2") || first == keys.MessageID(b, "SM1") {
		t.Error("different ids or logs give the same")
	}
}

func TestSealOpens(t *testing.T) {
	keys := testKeys(t)
	for _, plain := range []string{"", "x", "Bonjour, é €\x00\xff", strings.Repeat("long ", 20000)} {
		sealed, err := keys.Seal("CASE1", []byte("place"), chance(1), []byte(plain))
		if err != nil {
			t.Fatal(err)
		}
		if len(sealed) != len(plain)+29 {
			t.Errorf("sealed %d bytes into %d, want 29 more", len(plain), len(sealed))
		}
		got, err := keys.Open("CASE1", []byte("place"), sealed)
		if err != nil || string(got) != plain {
			t.Errorf("Open = %d bytes, %v, want the %d sealed", len(got), err, len(plain))
		}
	}
}

func TestSealRefuses(t *testing.T) {
	const secret = "Mme Canary +33639980001"
	keys := testKeys(t)
	sealed, err := keys.Seal("CASE1", []byte("place"), chance(1), []byte(secret))
	if err != nil {
		t.Fatal(err)
	}
	otherMaster, err := intake.NewKeys(key(1), key(102))
	if err != nil {
		t.Fatal(err)
	}
	refused := func(name string, k intake.Keys, caseID, aad string, sealed []byte) {
		t.Helper()
		plain, err := k.Open(caseID, []byte(aad), sealed)
		if !errors.Is(err, intake.ErrSealed) || plain != nil {
			t.Errorf("%s: Open = %q, %v, want ErrSealed", name, plain, err)
		}
		if err != nil && (strings.Contains(err.Error(), "Canary") || strings.Contains(err.Error(), "CASE")) {
			t.Errorf("%s: error says %q", name, err)
		}
	}
	refused("wrong key", otherMaster, "CASE1", "place", sealed)
	refused("wrong case", keys, "CASE2", "place", sealed)
	refused("swapped place", keys, "CASE1", "another", sealed)
	refused("no place", keys, "CASE1", "", sealed)
	refused("one byte more", keys, "CASE1", "place", append(bytes.Clone(sealed), 0))
	for n := range sealed {
		refused(fmt.Sprintf("cut to %d bytes", n), keys, "CASE1", "place", sealed[:n])
		for bit := range 8 {
			flipped := bytes.Clone(sealed)
			flipped[n] ^= 1 << bit
			refused(fmt.Sprintf("byte %d bit %d flipped", n, bit), keys, "CASE1", "place", flipped)
		}
	}
}

func TestSealNeedsCaseAndChance(t *testing.T) {
	keys := testKeys(t)
	if _, err := keys.Seal("", nil, chance(1), nil); err == nil {
		t.Error("Seal without a case id: no error")
	}
	if _, err := keys.Open("", nil, make([]byte, 40)); err == nil {
		t.Error("Open without a case id: no error")
	}
	if _, err := keys.Seal("CASE1", nil, strings.NewReader("short"), nil); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("Seal with five bytes of chance: %v, want unexpected EOF", err)
	}
	source := chance(1)
	a, _ := keys.Seal("CASE1", nil, source, []byte("x"))
	b, _ := keys.Seal("CASE1", nil, source, []byte("x"))
	if bytes.Equal(a, b) {
		t.Error("the same text sealed twice is the same: nonce not drawn anew")
	}
}

func TestSeen(t *testing.T) {
	id := func(i int) [8]byte { return [8]byte{byte(i), byte(i >> 8), 7} }
	var s intake.Seen
	if _, found := s.Find(id(0)); found || s.Len() != 0 {
		t.Error("the empty set holds something")
	}
	for i := range intake.SeenMax {
		grown, err := s.With(id(i), i/2+1)
		if err != nil {
			t.Fatalf("message %d: %v", i, err)
		}
		if s.Len() != i || grown.Len() != i+1 || len(grown) != 10*(i+1) {
			t.Fatalf("message %d: set of %d grew to %d in %d bytes", i, s.Len(), grown.Len(), len(grown))
		}
		s = grown
	}
	for i := range intake.SeenMax {
		if n, found := s.Find(id(i)); !found || n != i/2+1 {
			t.Errorf("Find(%d) = %d, %v, want %d", i, n, found, i/2+1)
		}
	}
	if _, found := s.Find(id(intake.SeenMax)); found {
		t.Error("Find of an unknown message: found")
	}
	if _, err := s.With(id(intake.SeenMax), 300); !errors.Is(err, intake.ErrSeenFull) {
		t.Errorf("one more than SeenMax: %v, want ErrSeenFull", err)
	}
	again, err := s.With(id(3), 300)
	if n, _ := again.Find(id(3)); err != nil || n != 2 || !bytes.Equal(again, s) {
		t.Errorf("a message seen before: turn %d, %v, want turn 2 unchanged", n, err)
	}
	again[0] ^= 1
	if _, found := s.Find(id(0)); !found {
		t.Error("With shares memory with the set it came from")
	}
}

func TestSeenTurnNumbers(t *testing.T) {
	for _, tt := range []struct {
		name string
		set  intake.Seen
		n    int
		ok   bool
	}{
		{"first turn", nil, 1, true},
		{"last that fits", nil, 65535, true},
		{"one too high", nil, 65536, false},
		{"zero", nil, 0, false},
		{"negative", nil, -1, false},
		{"set of impossible length", make(intake.Seen, 9), 1, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s, err := tt.set.With([8]byte{1}, tt.n)
			if (err == nil) != tt.ok {
				t.Fatalf("With turn %d: %v, want ok %v", tt.n, err, tt.ok)
			}
			if n, found := s.Find([8]byte{1}); found != tt.ok || tt.ok && n != tt.n {
				t.Errorf("Find = %d, %v, want %d, %v", n, found, tt.n, tt.ok)
			}
		})
	}
}

// TestContentThatDoesNotFit: the error says where, and quotes nothing of what was sealed.
func TestContentThatDoesNotFit(t *testing.T) {
	keys := testKeys(t)
	for at, content := range map[string]string{
		"/state/asked": `{"state":{"asked":"Dupont"}}`,
		"/in/bytes":    `{"in":{"text":"x","bytes":"Dupont"}}`,
		"/reply/Text":  `{"reply":{"Text":["Dupont"]}}`,
		"after offset": `{"in":{"text":"Dupont"}`,
	} {
		turn := intake.Turn{Key: intake.Key{Channel: "sms", Address: "a"}, N: 1, Case: "c", Nonce: "n"}
		if err := keys.Bind(intake.Turn{}, &turn, chance(1), []byte(content)); err != nil {
			t.Fatal(err)
		}
		desk := &intake.Desk{Keys: keys}
		if _, err := desk.Content(turn); err == nil || !strings.Contains(err.Error(), at) || strings.Contains(err.Error(), "Dupont") {
			t.Errorf("Content of %s: %v, want an error that says %s and no name", content, err, at)
		}
	}
}
