package load

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"sort"

	"go.yaml.in/yaml/v4"

	"relais/dialogs/engine"
	localesload "relais/locales/load"
)

// toldSections are the sections of words.<lang>.yaml whose phrases state facts.
var toldSections = []string{"facts", "asked"}

// Told checks what the words of each language state: a declared fact, one of its values,
// and a choice of every question that asks for it. A question whose answer was told is
// not put, so a value that is no choice of it would lead nowhere. dir holds the words
// files; the error joins all faults.
func Told(dir fs.FS, set *engine.Set) error {
	names, err := fs.Glob(dir, "words.*.yaml")
	if err != nil {
		return err
	}
	sort.Strings(names)
	var faults []error
	for _, name := range names {
		root, err := localesload.Tree(dir, name)
		if err != nil {
			faults = append(faults, err)
			continue
		}
		each(root, func(section, facts *yaml.Node) {
			if !slices.Contains(toldSections, section.Value) {
				return
			}
			each(facts, func(fact, values *yaml.Node) {
				each(values, func(value, _ *yaml.Node) {
					if fault := untold(set, fact.Value, value.Value); fault != "" {
						faults = append(faults, fmt.Errorf("%s:%d: %s.%s.%s: %s", name, value.Line, section.Value, fact.Value, value.Value, fault))
					}
				})
			})
		})
	}
	return errors.Join(faults...)
}

// untold says why a value of a fact cannot be told, "" if it can.
func untold(set *engine.Set, fact, value string) string {
	f, ok := set.Fact(fact)
	switch {
	case !ok:
		return "no such fact"
	case !slices.Contains(f.Values, value):
		return fmt.Sprintf("%q is no value of it", value)
	}
	for _, d := range set.Dialogs {
		for _, step := range d.Steps {
			if step.Ask == engine.AskChoice && step.Fact == fact && !step.Anew &&
				!slices.ContainsFunc(step.Choices, func(c engine.Choice) bool { return c.ID == value }) {
				return fmt.Sprintf("told, it answers %s.%s, which has no such choice", d.ID, step.ID)
			}
		}
	}
	return ""
}

// each calls f for each key of a mapping.
func each(n *yaml.Node, f func(key, value *yaml.Node)) {
	if n.Kind != yaml.MappingNode {
		return
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		f(n.Content[i], n.Content[i+1])
	}
}
