package intaketest

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"relais/dialogs/intake"
)

// TestBlobs is the suite that every store of blobs passes that is no whole Store, such as
// one of files.
func TestBlobs(t *testing.T, store intake.Blobs) {
	ctx := t.Context()
	large := bytes.Repeat([]byte("0123456789abcdef"), 1<<18) // 4 MiB
	for name, content := range map[string][]byte{
		"0123456789abcdef-file": []byte("a file"), "ffff-file": {0, 0xff, '\r', '\n'}, "empty-file": {}, "large-file": large,
	} {
		given := bytes.Clone(content)
		if err := store.Put(ctx, name, given); err != nil {
			t.Fatalf("Put %s: %v", name, err)
		}
		if len(given) > 0 {
			given[0] ^= 1 // the caller may go on with his
		}
		for range 2 {
			got, err := store.Get(ctx, name)
			if err != nil || !bytes.Equal(got, content) {
				t.Errorf("Get %s: %d bytes, %v, want the %d that were put", name, len(got), err, len(content))
			}
		}
		if err := store.Put(ctx, name, []byte("another")); err != nil {
			t.Errorf("Put %s again: %v", name, err)
		}
		if got, err := store.Get(ctx, name); err != nil || string(got) != "another" {
			t.Errorf("Get %s after it was replaced: %q, %v", name, got, err)
		}
		for range 2 {
			if err := store.Drop(ctx, name); err != nil {
				t.Errorf("Drop %s: %v", name, err)
			}
		}
		if _, err := store.Get(ctx, name); !errors.Is(err, intake.ErrNoTurn) {
			t.Errorf("Get %s after Drop: %v, want ErrNoTurn", name, err)
		}
	}
	for _, name := range []string{"", "../keys.json", "/etc/passwd", "a/b", `a\b`, "..", ".hidden", "a\x00b", strings.Repeat("a", 300)} {
		if err := store.Put(ctx, name, []byte("x")); err == nil {
			t.Errorf("Put %q: no error", name)
		}
		if _, err := store.Get(ctx, name); err == nil {
			t.Errorf("Get %q: no error", name)
		}
	}
}
