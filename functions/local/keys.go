package main

import (
	"crypto/rand"
	"encoding/json"
	"errors"
	"os"

	"relais/dialogs/intake"
)

// makeKeys makes the installation's keys at path on the first start, as
// env.ReadKeys reads them, and reports whether it did. A crash leaves either no
// file or a whole one. The pepper can never rotate: without it no address finds
// its case again.
func makeKeys(path string) (made bool, err error) {
	if _, err := os.Stat(path); !errors.Is(err, os.ErrNotExist) {
		return false, err
	}
	secrets := struct{ Pepper, Master []byte }{make([]byte, intake.KeyBytes), make([]byte, intake.KeyBytes)}
	rand.Read(secrets.Pepper)
	rand.Read(secrets.Master)
	data, err := json.Marshal(secrets)
	if err != nil {
		return false, err
	}
	draft := path + ".new"
	file, err := os.OpenFile(draft, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return false, err
	}
	_, err = file.Write(data)
	if err := errors.Join(err, file.Sync(), file.Close()); err != nil {
		return false, err
	}
	return true, os.Rename(draft, path)
}
