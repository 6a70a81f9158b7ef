package files_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"relais/dialogs/intake/intaketest"
	"relais/infra/files"
)

func TestFolder(t *testing.T) {
	name := filepath.Join(t.TempDir(), "files")
	f, err := files.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	intaketest.TestBlobs(t, f)
	left, err := os.ReadDir(name)
	if err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
	info, err := os.Stat(name)
	if err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("the folder is %v, %v", info.Mode(), err)
	}
}

func TestAFileIsItsOwnersAlone(t *testing.T) {
	name := t.TempDir()
	f, err := files.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := f.Put(context.Background(), "a-file", []byte("sealed")); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(filepath.Join(name, "a-file")); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
}

func TestSweep(t *testing.T) {
	name := t.TempDir()
	f, err := files.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	old := time.Now().Add(-time.Hour)
	for _, n := range []string{"old-file", "new-file"} {
		if err := f.Put(t.Context(), n, []byte("x")); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Chtimes(filepath.Join(name, "old-file"), old, old); err != nil {
		t.Fatal(err)
	}
	if n, err := f.Sweep(time.Now().Add(-time.Minute)); n != 1 || err != nil {
		t.Errorf("swept %d, %v", n, err)
	}
	if _, err := f.Get(t.Context(), "new-file"); err != nil {
		t.Error(err)
	}
}
