package main

import (
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"os"

	"relais/dialogs/intake"
)

// keyFile is the form of the file that holds the installation's secrets. The
// pepper can never rotate: without it no address finds its case again.
type keyFile struct {
	Pepper []byte `json:"pepper"`
	Master []byte `json:"master"`
}

// openKeys reads the keys at path, or makes them on the first start. A file that
// others can read is refused. made reports a first start.
func openKeys(path string) (keys intake.Keys, made bool, err error) {
	var f keyFile
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, os.ErrNotExist):
		f = keyFile{Pepper: make([]byte, intake.KeyBytes), Master: make([]byte, intake.KeyBytes)}
		rand.Read(f.Pepper)
		rand.Read(f.Master)
		made = true
		if err := create(path, f); err != nil {
			return keys, false, err
		}
	case err != nil:
		return keys, false, err
	case info.Mode().Perm()&0o077 != 0:
		return keys, false, fmt.Errorf("keys %s: others can read it (mode %o); it must be 0600", path, info.Mode().Perm())
	default:
		data, err := os.ReadFile(path)
		if err != nil {
			return keys, false, err
		}
		if err := json.Unmarshal(data, &f); err != nil {
			return keys, false, fmt.Errorf("keys %s: %w", path, err)
		}
	}
	if keys, err = intake.NewKeys(f.Pepper, f.Master); err != nil {
		return keys, false, fmt.Errorf("keys %s: %w", path, err)
	}
	return keys, made, nil
}

// create writes the keys so that a crash leaves either no file or a whole one.
func create(path string, f keyFile) error {
	data, err := json.Marshal(f)
	if err != nil {
		return err
	}
	draft := path + ".new"
	file, err := os.OpenFile(draft, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = file.Write(data)
	if err := errors.Join(err, file.Sync(), file.Close()); err != nil {
		return err
	}
	return os.Rename(draft, path)
}
