package load

import (
	"errors"
	"os"
	"path/filepath"
	"strings"

	"relais/dialogs/engine"
	"relais/locales"
	localesload "relais/locales/load"
)

// ErrNoRepository says that the working directory is not inside a copy of the repository.
var ErrNoRepository = errors.New("the working directory is not inside the repository of relais")

// Root looks upwards from the working directory for the repository, the folder
// whose go.mod names the module. It returns ErrNoRepository if there is none.
func Root() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for {
		data, err := os.ReadFile(filepath.Join(dir, "go.mod"))
		if err == nil && strings.HasPrefix(string(data), "module relais\n") {
			return dir, nil
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			return "", ErrNoRepository
		}
		dir = parent
	}
}

// Here returns the dialogs and texts as they stand in the files of the repository,
// so that an author sees what was just written and not what was last compiled.
// The error lists every fault of the files, or is ErrNoRepository.
func Here() (*engine.Set, *locales.Catalog, error) {
	root, err := Root()
	if err != nil {
		return nil, nil, err
	}
	languages, err := localesload.Languages(os.DirFS(filepath.Join(root, "locales")))
	if err != nil {
		return nil, nil, err
	}
	texts := locales.New(languages)
	set, err := Set(os.DirFS(filepath.Join(root, "dialogs")), texts)
	return set, texts, err
}
