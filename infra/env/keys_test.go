package env_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"relais/infra/env"
)

func TestReadKeys(t *testing.T) {
	key := func(c string) string { return strings.Repeat(c, 40) + "AAE=" }
	good := fmt.Sprintf(`{"pepper":%q,"master":%q}`, key("q"), key("z"))
	tests := []struct {
		name, text string
		mode       os.FileMode
		ok         bool
	}{
		{"as they should be", good, 0o600, true},
		{"others can read them", good, 0o644, false},
		{"no JSON", "secret-canary", 0o600, false},
		{"a key that is too short", `{"pepper":"qqqq","master":"zzzz"}`, 0o600, false},
		{"the same key twice", fmt.Sprintf(`{"pepper":%q,"master":%q}`, key("q"), key("q")), 0o600, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "keys.json")
			if err := os.WriteFile(path, []byte(tt.text), tt.mode); err != nil {
				t.Fatal(err)
			}
			_, err := env.ReadKeys(path)
			if (err == nil) != tt.ok {
				t.Errorf("ReadKeys: %v, want ok %t", err, tt.ok)
			}
			if err != nil && (strings.Contains(err.Error(), "canary") || strings.Contains(err.Error(), "qqqq")) {
				t.Errorf("a fault shows a key: %v", err)
			}
		})
	}
	if _, err := env.ReadKeys(filepath.Join(t.TempDir(), "none")); err == nil {
		t.Error("no error without a file")
	}
}
