package locales

import (
	"fmt"
	"strings"
	"text/template/parse"

	"github.com/nicksnyder/go-i18n/v2/i18n/template"
)

// parser makes texts ready to be said. Most only put values between words: for those
// text/template, which is how the others are said, takes many times as long.
type parser struct{ template.TextParser }

// Parse implements template.Parser.
func (p *parser) Parse(source, left, right string) (template.ParsedTemplate, error) {
	trees, err := parse.Parse("", source, left, right)
	if err == nil {
		if parts, ok := plain(trees[""]); ok {
			return parts, nil
		}
	}
	return p.TextParser.Parse(source, left, right)
}

// part is words, then a value.
type part struct{ words, value string }

// parts are a text that is nothing but words and values; the last has no value.
type parts []part

// plain takes a text apart, and reports whether it is nothing but words and values.
func plain(tree *parse.Tree) (parts, bool) {
	if tree == nil || tree.Root == nil {
		return nil, false
	}
	all, words := parts{}, ""
	for _, node := range tree.Root.Nodes {
		switch n := node.(type) {
		case *parse.TextNode:
			words += string(n.Text)
		case *parse.ActionNode:
			if len(n.Pipe.Decl) > 0 || len(n.Pipe.Cmds) != 1 || len(n.Pipe.Cmds[0].Args) != 1 {
				return nil, false
			}
			field, ok := n.Pipe.Cmds[0].Args[0].(*parse.FieldNode)
			if !ok || len(field.Ident) != 1 {
				return nil, false
			}
			all, words = append(all, part{words, field.Ident[0]}), ""
		default:
			return nil, false
		}
	}
	return append(all, part{words: words}), true
}

// Execute implements template.ParsedTemplate. data is a map[string]string; a value that it
// does not hold is an error.
func (p parts) Execute(data any) (string, error) {
	values, ok := data.(map[string]string)
	if !ok {
		return "", fmt.Errorf("values are a %T", data)
	}
	var b strings.Builder
	room := 0
	for _, part := range p {
		room += len(part.words) + len(values[part.value])
	}
	b.Grow(room)
	for _, part := range p {
		b.WriteString(part.words)
		if part.value == "" {
			continue
		}
		value, ok := values[part.value]
		if !ok {
			return "", fmt.Errorf("map has no entry for key %q", part.value)
		}
		b.WriteString(value)
	}
	return b.String(), nil
}
