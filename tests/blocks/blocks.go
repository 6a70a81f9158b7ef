// Package blocks holds Block Kit blocks and views against what Slack publishes about them:
// the types of the npm package @slack/types, compiled to the JSON Schema
// schema.json, and the limits of the reference, which the types do not carry.
//
// schema.json is made again, after a new version in package.json, by
//
//	npm ci && npm run generate
//
// It is derived from @slack/types 3.2.0, Copyright Slack Technologies, LLC, MIT
// licence (LICENSE.slack-types); ts-json-schema-generator 2.4.0 makes it.
package blocks

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"unicode/utf8"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

//go:embed schema.json
var schema []byte

// The published types of one block, and of a view. A view's own says nothing of its
// blocks: it takes any object that has a type.
var (
	compileBlock = sync.OnceValues(func() (*jsonschema.Schema, error) { return compile("KnownBlock") })
	compileView  = sync.OnceValues(func() (*jsonschema.Schema, error) { return compile("View") })
)

func compile(kind string) (*jsonschema.Schema, error) {
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(schema))
	if err != nil {
		return nil, err
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("schema.json", document); err != nil {
		return nil, err
	}
	return c.Compile("schema.json#/definitions/" + kind)
}

// Limits of https://docs.slack.dev/reference/block-kit; that on all text together is
// not in the reference, the API answers msg_blocks_too_long.
const (
	messageBlocks = 50
	viewBlocks    = 100
	allText       = 13_200
	viewBytes     = 250_000 // of a view as JSON
)

// Faults returns what is wrong with the blocks of one message, nothing if Slack
// would take them. blocks is anything that encodes to the JSON of a list of blocks.
func Faults(blocks any) []string {
	list, err := decode[[]any](blocks)
	if err != nil {
		return []string{"no list of blocks"}
	}
	c := &checker{ids: map[string]bool{}}
	c.list("", list, messageBlocks)
	if c.letters > allText {
		c.fault("/", "%d letters, at most %d", c.letters, allText)
	}
	return c.faults
}

// ViewFaults returns what is wrong with a view, a window or a home tab, nothing if Slack
// would take it. view is anything that encodes to its JSON.
func ViewFaults(view any) []string {
	v, err := decode[map[string]any](view)
	if err != nil {
		return []string{"no view"}
	}
	c := &checker{ids: map[string]bool{}, view: true}
	kind, err := compileView()
	if err != nil {
		return []string{err.Error()}
	}
	if err := kind.Validate(v); err != nil {
		c.fault("/", "not of Slack's types: %v", err)
	}
	for _, name := range []string{"title", "submit", "close"} {
		if v[name] != nil {
			c.text("/"+name, v[name], 24)
		}
	}
	for name, most := range map[string]int{"callback_id": 255, "private_metadata": 3000, "external_id": 255} {
		if text, _ := v[name].(string); utf8.RuneCountInString(text) > most {
			c.fault("/"+name, "more than %d letters", most)
		}
	}
	list, _ := v["blocks"].([]any)
	c.list("/blocks", list, viewBlocks)
	if v["type"] == "modal" && c.inputs > 0 && v["submit"] == nil {
		c.fault("/submit", "a window with questions and nothing to send them")
	}
	if data, err := json.Marshal(v); err != nil || len(data) > viewBytes {
		c.fault("/", "%d bytes, at most %d", len(data), viewBytes)
	}
	return c.faults
}

func decode[T any](value any) (decoded T, err error) {
	data, err := json.Marshal(value)
	if err != nil {
		return decoded, err
	}
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
	if err != nil {
		return decoded, err
	}
	decoded, ok := document.(T)
	if !ok {
		err = errors.New("another kind of JSON")
	}
	return decoded, err
}

// list checks the blocks of a message or a view.
func (c *checker) list(at string, list []any, most int) {
	kind, err := compileBlock()
	if err != nil {
		c.fault(at, "%v", err)
		return
	}
	if n := len(list); n == 0 || n > most {
		c.fault(at+"/", "%d blocks, 1 to %d", n, most)
	}
	for i, item := range list {
		at := fmt.Sprintf("%s/%d", at, i)
		if err := kind.Validate(item); err != nil {
			c.fault(at, "not of Slack's types: %v", err)
		}
		c.block(at, item)
	}
}

type checker struct {
	faults  []string
	ids     map[string]bool
	letters int
	view    bool
	inputs  int
}

func (c *checker) fault(at, format string, args ...any) {
	c.faults = append(c.faults, at+": "+fmt.Sprintf(format, args...))
}

func (c *checker) block(at string, item any) {
	b, _ := item.(map[string]any)
	if id, given := b["block_id"].(string); given {
		c.length(at+"/block_id", id, 255)
		if c.ids[id] {
			c.fault(at+"/block_id", "%q twice", id)
		}
		c.ids[id] = true
	}
	switch b["type"] {
	case "header":
		c.text(at+"/text", b["text"], 150)
	case "section":
		fields, _ := b["fields"].([]any)
		if b["text"] == nil && len(fields) == 0 {
			c.fault(at, "a section without text and fields")
		}
		if b["text"] != nil {
			c.text(at+"/text", b["text"], 3000)
		}
		c.count(at+"/fields", fields, 0, 10)
		for i, f := range fields {
			c.text(fmt.Sprintf("%s/fields/%d", at, i), f, 2000)
		}
		c.element(at+"/accessory", b["accessory"])
	case "context":
		elements, _ := b["elements"].([]any)
		c.count(at+"/elements", elements, 1, 10)
		for i, e := range elements {
			if object, _ := e.(map[string]any); object["type"] != "image" {
				c.text(fmt.Sprintf("%s/elements/%d", at, i), e, 3000)
			}
		}
	case "input":
		c.inputs++
		if !c.view {
			c.fault(at, "a question outside of a view")
		}
		c.text(at+"/label", b["label"], 2000)
		if b["hint"] != nil {
			c.text(at+"/hint", b["hint"], 2000)
		}
		c.element(at+"/element", b["element"])
	case "actions":
		elements, _ := b["elements"].([]any)
		c.count(at+"/elements", elements, 1, 25)
		for i, e := range elements {
			c.element(fmt.Sprintf("%s/elements/%d", at, i), e)
		}
	}
}

func (c *checker) element(at string, item any) {
	e, _ := item.(map[string]any)
	for name, most := range map[string]int{"value": 2000, "action_id": 255, "url": 3000} {
		if text, given := e[name].(string); given {
			c.length(at+"/"+name, text, most)
		}
	}
	if e["placeholder"] != nil {
		c.text(at+"/placeholder", e["placeholder"], 150)
	}
	switch e["type"] {
	case "button":
		c.text(at+"/text", e["text"], 75)
	case "static_select":
		c.options(at, e, 100)
	case "checkboxes", "radio_buttons":
		c.options(at, e, 10)
	case "plain_text_input":
		most := 3000
		if n, given := e["max_length"].(json.Number); given {
			limit, err := n.Int64()
			if err != nil || limit < 1 || limit > 3000 {
				c.fault(at+"/max_length", "%s, 1 to 3000", n)
			}
			most = int(limit)
		}
		if text, given := e["initial_value"].(string); given && utf8.RuneCountInString(text) > most {
			c.fault(at+"/initial_value", "%d letters, at most %d", utf8.RuneCountInString(text), most)
		}
	}
}

func (c *checker) options(at string, e map[string]any, most int) {
	options, _ := e["options"].([]any)
	c.count(at+"/options", options, 1, most)
	values := map[any]bool{}
	for i, item := range options {
		o, _ := item.(map[string]any)
		at := fmt.Sprintf("%s/options/%d", at, i)
		c.text(at+"/text", o["text"], 75)
		value, _ := o["value"].(string)
		c.length(at+"/value", value, 150)
		if values[value] {
			c.fault(at+"/value", "%q twice", value)
		}
		values[value] = true
	}
	if first, _ := e["initial_option"].(map[string]any); first != nil && !values[first["value"]] {
		c.fault(at+"/initial_option", "is none of the options")
	}
}

// text checks a text object.
func (c *checker) text(at string, item any, most int) {
	object, _ := item.(map[string]any)
	text, _ := object["text"].(string)
	c.length(at, text, most)
	c.letters += utf8.RuneCountInString(text)
}

func (c *checker) length(at, text string, most int) {
	if n := utf8.RuneCountInString(text); n < 1 || n > most {
		c.fault(at, "%d letters, 1 to %d", n, most)
	}
}

func (c *checker) count(at string, items []any, least, most int) {
	if n := len(items); n < least || n > most {
		c.fault(at, "%d items, %d to %d", n, least, most)
	}
}
