package env

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"

	"relais/dialogs/intake"
)

// ReadKeys reads the installation's keys: a JSON object of pepper and master, 32
// bytes each in base64. A file that others can read is refused. The error shows
// nothing of the file.
func ReadKeys(path string) (intake.Keys, error) {
	info, err := os.Stat(path)
	if err != nil {
		return intake.Keys{}, fmt.Errorf("keys: %w", err)
	}
	if mode := info.Mode().Perm(); mode&0o077 != 0 {
		return intake.Keys{}, fmt.Errorf("keys %s: others can read it (mode %o); it must be 0600", path, mode)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return intake.Keys{}, fmt.Errorf("keys: %w", err)
	}
	keys, err := ParseKeys(data)
	if err != nil {
		return intake.Keys{}, fmt.Errorf("keys %s: %w", path, err)
	}
	return keys, nil
}

// ParseKeys reads what a file of keys holds. The error shows nothing of it.
func ParseKeys(data []byte) (intake.Keys, error) {
	var secrets struct{ Pepper, Master []byte }
	if json.Unmarshal(data, &secrets) != nil {
		return intake.Keys{}, errors.New("not a JSON object of pepper and master")
	}
	return intake.NewKeys(secrets.Pepper, secrets.Master)
}
