package dossiertest

import (
	"context"

	"relais/dialogs/intake"
)

// files keeps files in memory.
type files map[string][]byte

func (f files) Put(_ context.Context, name string, sealed []byte) error {
	f[name] = append([]byte(nil), sealed...)
	return nil
}

func (f files) Get(_ context.Context, name string) ([]byte, error) {
	sealed, ok := f[name]
	if !ok {
		return nil, intake.ErrNoTurn
	}
	return sealed, nil
}

func (f files) Drop(_ context.Context, name string) error {
	delete(f, name)
	return nil
}
