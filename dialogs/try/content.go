package main

import (
	"os"
	"path/filepath"
	"strings"

	"relais/dialogs"
	"relais/dialogs/engine"
	"relais/dialogs/load"
	"relais/locales"
	localesload "relais/locales/load"
)

// content returns the dialogs and texts as they stand in the files of the
// repository, so that an author plays what was just written; outside of it, those
// compiled into the program. The error lists every fault of the files.
func content() (*engine.Set, *locales.Catalog, error) {
	root, ok := repository()
	if !ok {
		return dialogs.Set(), locales.Default(), nil
	}
	languages, err := localesload.Languages(os.DirFS(filepath.Join(root, "locales")))
	if err != nil {
		return nil, nil, err
	}
	texts := locales.New(languages)
	set, err := load.Set(os.DirFS(filepath.Join(root, "dialogs")), texts)
	return set, texts, err
}

// repository looks upwards for the module's root.
func repository() (string, bool) {
	dir, err := os.Getwd()
	for err == nil {
		data, readErr := os.ReadFile(filepath.Join(dir, "go.mod"))
		if readErr == nil && strings.HasPrefix(string(data), "module relais\n") {
			return dir, true
		}
		if parent := filepath.Dir(dir); parent != dir {
			dir = parent
			continue
		}
		break
	}
	return "", false
}
