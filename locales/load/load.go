// Package load reads the message files of locales/ strictly, for the generator
// and for the tools of authors. Programs that serve do not import it.
package load

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"sort"
	"strings"

	"go.yaml.in/yaml/v4"

	"relais/locales"
)

// MaxFile bounds a content file, in bytes: far above any real one.
const MaxFile = 1 << 20

// Entry is one language of languages.yaml.
type Entry struct {
	Tag  string `yaml:"tag"`
	Name string `yaml:"name"`
	Lead string `yaml:"lead"` // who approves its texts: a GitHub handle, "@org/team"
}

// List is languages.yaml: the languages, the default first, and who answers for
// what no language holds.
type List struct {
	Languages []Entry `yaml:"languages"`
	Analysts  string  `yaml:"analysts"` // who approves dialogs and conversations: a GitHub handle
}

// Listed reads languages.yaml.
func Listed(dir fs.FS) (List, error) {
	var list List
	data, err := read(dir, "languages.yaml")
	if err != nil {
		return List{}, err
	}
	if err := yaml.Unmarshal(data, &list); err != nil {
		return List{}, fmt.Errorf("languages.yaml: %w", err)
	}
	if len(list.Languages) == 0 {
		return List{}, errors.New("languages.yaml: names no language")
	}
	return list, nil
}

// Languages reads languages.yaml and the messages.<lang>.yaml of each language,
// and reports every fault at once, with file and line.
func Languages(dir fs.FS) ([]locales.Language, error) {
	list, err := Listed(dir)
	if err != nil {
		return nil, err
	}
	var languages []locales.Language
	var faults []error
	for _, l := range list.Languages {
		messages, err := Messages(dir, "messages."+l.Tag+".yaml")
		faults = append(faults, err)
		languages = append(languages, locales.Language{Tag: l.Tag, Name: l.Name, Messages: messages})
	}
	return languages, errors.Join(faults...)
}

// Words reads a words.<lang>.yaml as it stands: every list of words by where it
// is found, "common.yes", "ransomware.backups.online", "questions.pay". It is for
// people who review; what the words mean is the vocabulary's business.
func Words(dir fs.FS, name string) (map[string][]string, error) {
	root, err := Tree(dir, name)
	if err != nil {
		return nil, err
	}
	lists := map[string][]string{}
	var walk func(n *yaml.Node, id string)
	walk = func(n *yaml.Node, id string) {
		switch n.Kind {
		case yaml.MappingNode:
			for i := 0; i+1 < len(n.Content); i += 2 {
				walk(n.Content[i+1], strings.TrimPrefix(id+"."+n.Content[i].Value, "."))
			}
		case yaml.SequenceNode:
			for _, item := range n.Content {
				lists[id] = append(lists[id], item.Value)
			}
		}
	}
	walk(root, "")
	return lists, nil
}

// reserved are the keys go-i18n keeps for itself inside a message.
var reserved = map[string]bool{"id": true, "description": true, "hash": true, "leftdelim": true,
	"rightdelim": true, "zero": true, "one": true, "two": true, "few": true, "many": true, "other": true, "translation": true}

// Messages reads one file of nested texts into a flat list sorted by id.
func Messages(dir fs.FS, name string) ([]locales.Message, error) {
	root, err := Tree(dir, name)
	if err != nil {
		return nil, err
	}
	var messages []locales.Message
	var faults []error
	var walk func(n *yaml.Node, id string)
	walk = func(n *yaml.Node, id string) {
		switch n.Kind {
		case yaml.MappingNode:
			for i := 0; i+1 < len(n.Content); i += 2 {
				key := n.Content[i]
				if reserved[strings.ToLower(key.Value)] {
					faults = append(faults, fmt.Errorf("%s:%d: key %q is kept by the message library", name, key.Line, key.Value))
				}
				walk(n.Content[i+1], strings.TrimPrefix(id+"."+key.Value, "."))
			}
		case yaml.ScalarNode:
			text := strings.TrimRight(n.Value, "\n")
			if strings.TrimSpace(text) == "" {
				faults = append(faults, fmt.Errorf("%s:%d: %s: the text is empty", name, n.Line, id))
			}
			messages = append(messages, locales.Message{ID: id, Text: text})
		default:
			faults = append(faults, fmt.Errorf("%s:%d: %s: a text or a group of texts is wanted here", name, n.Line, id))
		}
	}
	walk(root, "")
	sort.Slice(messages, func(i, j int) bool { return messages[i].ID < messages[j].ID })
	return messages, errors.Join(faults...)
}

// maxDepth is how deep a content file may nest.
const maxDepth = 12

// Tree parses one YAML file into its root mapping and refuses what no author
// needs and an attacker might want: aliases, tags, duplicate keys, depth, size.
func Tree(dir fs.FS, name string) (*yaml.Node, error) {
	data, err := read(dir, name)
	if err != nil {
		return nil, err
	}
	if err := shallow(name, data); err != nil {
		return nil, err
	}
	var document yaml.Node
	decoder := yaml.NewDecoder(bytes.NewReader(data))
	if err := decoder.Decode(&document); err != nil && !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	if err := decoder.Decode(&yaml.Node{}); !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("%s: the file must hold one document", name)
	}
	if len(document.Content) != 1 || document.Content[0].Kind != yaml.MappingNode {
		return nil, fmt.Errorf("%s:1: the file must be one mapping of keys", name)
	}
	var faults []error
	var check func(n *yaml.Node, depth int)
	check = func(n *yaml.Node, depth int) {
		switch {
		case n.Kind == yaml.AliasNode || n.Anchor != "":
			faults = append(faults, fmt.Errorf("%s:%d: anchors and aliases are not allowed", name, n.Line))
			return
		case n.Style&yaml.TaggedStyle != 0:
			faults = append(faults, fmt.Errorf("%s:%d: tag %s is not allowed", name, n.Line, n.Tag))
		case depth > maxDepth:
			faults = append(faults, fmt.Errorf("%s:%d: nested deeper than %d", name, n.Line, maxDepth))
			return
		}
		if n.Kind == yaml.MappingNode {
			seen := map[string]int{}
			for i := 0; i+1 < len(n.Content); i += 2 {
				key := n.Content[i]
				if line, twice := seen[key.Value]; twice {
					faults = append(faults, fmt.Errorf("%s:%d: key %q stands in line %d already", name, key.Line, key.Value, line))
				}
				seen[key.Value] = key.Line
			}
		}
		for _, c := range n.Content {
			check(c, depth+1)
		}
	}
	check(document.Content[0], 1)
	return document.Content[0], errors.Join(faults...)
}

// shallow refuses, before parsing, nesting that would cost a parser memory or stack.
func shallow(name string, data []byte) error {
	depth, line := 0, 1
	for _, b := range data {
		switch b {
		case '\n':
			line++
		case '[', '{':
			depth++
		case ']', '}':
			depth--
		}
		// Brackets inside texts count too; no real line comes near this bound.
		if depth > 50 {
			return fmt.Errorf("%s:%d: nested deeper than %d", name, line, maxDepth)
		}
	}
	return nil
}

func read(dir fs.FS, name string) ([]byte, error) {
	info, err := fs.Stat(dir, name)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path.Base(name), err)
	}
	if info.Size() > MaxFile {
		return nil, fmt.Errorf("%s: %d bytes, at most %d", name, info.Size(), MaxFile)
	}
	return fs.ReadFile(dir, name)
}
