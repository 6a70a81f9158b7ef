package load

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
)

func TestRoot(t *testing.T) {
	outside := t.TempDir()
	if err := os.WriteFile(filepath.Join(outside, "go.mod"), []byte("module relaisette\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	inside := t.TempDir()
	if err := os.WriteFile(filepath.Join(inside, "go.mod"), []byte("module relais\n\ngo 1.26\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	deep := filepath.Join(inside, "dialogs", "sheet")
	if err := os.MkdirAll(deep, 0o755); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name, dir, want string
		err             error
	}{
		{"at the root", inside, inside, nil},
		{"below it", deep, inside, nil},
		{"in another module", outside, "", ErrNoRepository},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Chdir(tt.dir)
			got, err := Root()
			if got != tt.want || !errors.Is(err, tt.err) {
				t.Errorf("Root in %s = %q, %v, want %q, %v", tt.dir, got, err, tt.want, tt.err)
			}
		})
	}
}

func TestHereOutside(t *testing.T) {
	t.Chdir(t.TempDir())
	if _, _, err := Here(); !errors.Is(err, ErrNoRepository) {
		t.Errorf("Here = %v, want ErrNoRepository", err)
	}
}
