// Package blocks holds Block Kit blocks against what Slack publishes about them:
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
	"fmt"
	"sync"
	"unicode/utf8"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

//go:embed schema.json
var schema []byte

var compile = sync.OnceValues(func() (*jsonschema.Schema, error) {
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(schema))
	if err != nil {
		return nil, err
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("schema.json", document); err != nil {
		return nil, err
	}
	return c.Compile("schema.json")
})

// Limits of https://docs.slack.dev/reference/block-kit; that on all text together is
// not in the reference, the API answers msg_blocks_too_long.
const (
	messageBlocks = 50
	allText       = 13_200
)

// Faults returns what is wrong with the blocks of one message, nothing if Slack
// would take them. blocks is anything that encodes to the JSON of a list of blocks.
func Faults(blocks any) []string {
	data, err := json.Marshal(blocks)
	if err != nil {
		return []string{err.Error()}
	}
	kind, err := compile()
	if err != nil {
		return []string{err.Error()}
	}
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
	list, ok := document.([]any)
	if err != nil || !ok {
		return []string{"no list of blocks"}
	}
	c := &checker{ids: map[string]bool{}}
	if n := len(list); n == 0 || n > messageBlocks {
		c.fault("/", "%d blocks, 1 to %d", n, messageBlocks)
	}
	for i, item := range list {
		at := fmt.Sprintf("/%d", i)
		if err := kind.Validate(item); err != nil {
			c.fault(at, "not of Slack's types: %v", err)
		}
		c.block(at, item)
	}
	if c.letters > allText {
		c.fault("/", "%d letters, at most %d", c.letters, allText)
	}
	return c.faults
}

type checker struct {
	faults  []string
	ids     map[string]bool
	letters int
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
	if e["type"] != "button" {
		return
	}
	c.text(at+"/text", e["text"], 75)
	for name, most := range map[string]int{"value": 2000, "action_id": 255, "url": 3000} {
		if text, given := e[name].(string); given {
			c.length(at+"/"+name, text, most)
		}
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
