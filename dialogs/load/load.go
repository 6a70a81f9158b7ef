// Package load reads the YAML files of dialogs/ into an engine.Set and refuses,
// with file and line and all faults at once, whatever would surprise a reporter.
// It serves the generator and the authors' tools; programs that serve use the
// compiled form and do not import it.
package load

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"sort"
	"strings"

	"relais/dialogs/directory"
	"relais/dialogs/engine"
	"relais/locales"
	localesload "relais/locales/load"
)

// Names of the files that are not a dialog's own.
const (
	startFile   = "start.yaml"
	factsFile   = "facts.yaml"
	answersFile = "answers.yaml"
	clocksFile  = "clocks.yaml"
)

// Set reads every *.yaml file of dir and checks it against the texts of the
// catalog. The error joins all faults.
func Set(dir fs.FS, texts *locales.Catalog) (*engine.Set, error) {
	set, err := Read(dir)
	if err != nil {
		return set, err
	}
	return set, errors.Join(check(set, texts)...)
}

// Read reads and decodes without checking the graph or the texts.
func Read(dir fs.FS) (*engine.Set, error) {
	names, err := fs.Glob(dir, "*.yaml")
	if err != nil {
		return nil, err
	}
	sort.Strings(names)
	set := &engine.Set{}
	r := &reader{}
	for _, name := range names {
		root, err := localesload.Tree(dir, name)
		if err != nil {
			r.faults = append(r.faults, err)
			continue
		}
		r.file = name
		switch name {
		case factsFile:
			r.caseFacts(root, set)
		case answersFile:
			r.answers(root, set)
		case clocksFile:
			r.clocks(root, set)
		default:
			r.dialog(root, set)
		}
	}
	sort.Slice(set.Dialogs, func(i, j int) bool { return set.Dialogs[i].ID < set.Dialogs[j].ID })
	sort.Slice(set.Facts, func(i, j int) bool { return set.Facts[i].Name < set.Facts[j].Name })
	sort.SliceStable(set.Answers, func(i, j int) bool { return set.Answers[i].ID < set.Answers[j].ID })
	for own := range directory.Owns() {
		if own.Recalls {
			set.Recallers = append(set.Recallers, own.ID)
		}
	}
	set.Hash = hash(set)
	return set, errors.Join(r.faults...)
}

// hash names the content: where a line stands in its file is not part of it.
func hash(set *engine.Set) string {
	bare := *set
	bare.Hash = ""
	bare.Dialogs = slices.Clone(set.Dialogs)
	for i := range bare.Dialogs {
		bare.Dialogs[i].Steps = slices.Clone(bare.Dialogs[i].Steps)
		for j := range bare.Dialogs[i].Steps {
			bare.Dialogs[i].Steps[j].Line = 0
		}
	}
	data, err := json.Marshal(bare)
	if err != nil {
		panic(err) // a Set is plain data
	}
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:8])
}

// dialogName is the id a file must declare.
func dialogName(file string) string { return strings.TrimSuffix(path.Base(file), ".yaml") }

func (r *reader) fault(line int, format string, args ...any) {
	r.faults = append(r.faults, fmt.Errorf("%s:%d: %s", r.file, line, fmt.Sprintf(format, args...)))
}
