package main

import (
	"errors"

	"relais/dialogs"
	"relais/dialogs/engine"
	"relais/dialogs/load"
	"relais/locales"
)

// content returns the dialogs and texts as they stand in the files of the
// repository, so that an author plays what was just written; outside of it, those
// compiled into the program. The error lists every fault of the files.
func content() (*engine.Set, *locales.Catalog, error) {
	set, texts, err := load.Here()
	if errors.Is(err, load.ErrNoRepository) {
		return dialogs.Set(), locales.Default(), nil
	}
	return set, texts, err
}
