package workspace

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"relais/infra/standin"
)

// Limits of https://docs.slack.dev/reference/block-kit. The limit on the text of
// all blocks together is not in the reference; the API answers with it.
const (
	messageBlocks  = 50
	viewBlocks     = 100
	allBlockText   = 13_200
	messageLetters = 40_000
)

// checker goes through blocks and notes every fault in Slack's way.
type checker struct {
	inView  bool
	faults  []string
	letters int
	ids     map[string]bool
}

// checkBlocks decodes blocks, gives those without one a block_id, as Slack does,
// and checks them against the limits. It returns the blocks, the error code of the
// API ("" if they are right) and what is wrong with them.
func checkBlocks(text string, inView bool) (blocks []any, code string, faults []string) {
	if err := json.Unmarshal([]byte(text), &blocks); err != nil {
		return nil, "invalid_blocks_format", []string{"[ERROR] blocks are no JSON array"}
	}
	limit := messageBlocks
	if inView {
		limit = viewBlocks
	}
	c := &checker{inView: inView, ids: map[string]bool{}}
	if len(blocks) > limit {
		c.fault("/blocks", "no more than %d items allowed", limit)
	}
	for i, b := range blocks {
		at := "/blocks/" + strconv.Itoa(i)
		if block, ok := b.(map[string]any); ok {
			c.block(at, block)
		} else {
			c.fault(at, "must be an object")
		}
	}
	if len(c.faults) > 0 {
		return nil, "invalid_blocks", c.faults
	}
	if !inView && c.letters > allBlockText {
		return nil, "msg_blocks_too_long", []string{fmt.Sprintf("[ERROR] blocks hold %d characters of text", c.letters)}
	}
	return blocks, "", nil
}

func (c *checker) fault(at, format string, args ...any) {
	c.faults = append(c.faults, fmt.Sprintf("[ERROR] "+format+" [json-pointer:%s]", append(args, at)...))
}

// keys checks that an object has no property but those named.
func (c *checker) keys(at string, object map[string]any, allowed string) {
	known := strings.Fields(allowed)
	for key := range object {
		if !slices.Contains(known, key) {
			c.fault(at, "invalid additional property: %s", key)
		}
	}
}

// text returns a property that must be a string of min to max letters.
func (c *checker) text(at string, object map[string]any, key string, min, max int) string {
	value, given := object[key]
	if !given {
		if min > 0 {
			c.fault(at, "missing required field: %s", key)
		}
		return ""
	}
	text, ok := value.(string)
	n := utf8.RuneCountInString(text)
	switch {
	case !ok:
		c.fault(at+"/"+key, "must be a string")
	case n < min:
		c.fault(at+"/"+key, "must be more than %d characters", min-1)
	case n > max:
		c.fault(at+"/"+key, "must be less than %d characters", max+1)
	}
	return text
}

// textObject checks a property that is a text object; plain says that only
// plain_text may stand there.
func (c *checker) textObject(at string, object map[string]any, key string, required, plain bool, max int) {
	value, given := object[key]
	if !given {
		if required {
			c.fault(at, "missing required field: %s", key)
		}
		return
	}
	c.textValue(at+"/"+key, value, plain, max)
}

func (c *checker) textValue(at string, value any, plain bool, max int) {
	object, ok := value.(map[string]any)
	if !ok {
		c.fault(at, "must be an object")
		return
	}
	switch kind := object["type"]; {
	case kind == "plain_text":
		c.keys(at, object, "type text emoji")
	case kind == "mrkdwn" && !plain:
		c.keys(at, object, "type text verbatim")
	default:
		c.fault(at+"/type", "must be a valid enum value")
	}
	c.letters += utf8.RuneCountInString(c.text(at, object, "text", 1, max))
}

// list returns a property that must be a list of min to max objects.
func (c *checker) list(at string, object map[string]any, key string, min, max int) []map[string]any {
	value, given := object[key]
	if !given {
		if min > 0 {
			c.fault(at, "missing required field: %s", key)
		}
		return nil
	}
	items, ok := value.([]any)
	switch {
	case !ok:
		c.fault(at+"/"+key, "must be an array")
		return nil
	case len(items) < min:
		c.fault(at+"/"+key, "no fewer than %d items allowed", min)
	case len(items) > max:
		c.fault(at+"/"+key, "no more than %d items allowed", max)
	}
	objects := make([]map[string]any, 0, len(items))
	for i, item := range items {
		if o, ok := item.(map[string]any); ok {
			objects = append(objects, o)
		} else {
			c.fault(fmt.Sprintf("%s/%s/%d", at, key, i), "must be an object")
		}
	}
	return objects
}

func (c *checker) block(at string, block map[string]any) {
	id := c.text(at, block, "block_id", 0, 255)
	if id == "" {
		for id = standin.Hex(5); c.ids[id]; id = standin.Hex(5) {
		}
		block["block_id"] = id
	}
	if c.ids[id] {
		c.fault(at+"/block_id", "`block_id` %q already exists", id)
	}
	c.ids[id] = true

	switch kind, _ := block["type"].(string); kind {
	case "section":
		c.section(at, block)
	case "header":
		c.keys(at, block, "type block_id text level")
		c.textObject(at, block, "text", true, true, 150)
	case "divider":
		c.keys(at, block, "type block_id")
	case "context":
		c.keys(at, block, "type block_id elements")
		for i, element := range c.list(at, block, "elements", 1, 10) {
			c.contextElement(fmt.Sprintf("%s/elements/%d", at, i), element)
		}
	case "actions":
		c.keys(at, block, "type block_id elements")
		seen := map[string]bool{}
		for i, element := range c.list(at, block, "elements", 1, 25) {
			inside := fmt.Sprintf("%s/elements/%d", at, i)
			c.element(inside, element, "button static_select overflow radio_buttons checkboxes datepicker timepicker users_select conversations_select channels_select")
			action, _ := element["action_id"].(string)
			if seen[action] {
				c.fault(inside+"/action_id", "`action_id` %q already exists", action)
			}
			seen[action] = true
		}
	case "input":
		c.keys(at, block, "type block_id label element hint optional dispatch_action")
		c.textObject(at, block, "label", true, true, 2000)
		c.textObject(at, block, "hint", false, true, 2000)
		if element, ok := block["element"].(map[string]any); ok {
			c.element(at+"/element", element, "plain_text_input static_select radio_buttons checkboxes datepicker timepicker number_input users_select conversations_select channels_select")
		} else {
			c.fault(at, "missing required field: element")
		}
	case "image":
		c.keys(at, block, "type block_id image_url slack_file alt_text title")
		c.text(at, block, "alt_text", 1, 2000)
		c.text(at, block, "image_url", 0, 3000)
		c.textObject(at, block, "title", false, true, 2000)
	case "rich_text":
		c.keys(at, block, "type block_id elements")
		for i, element := range c.list(at, block, "elements", 1, 1000) {
			c.richText(fmt.Sprintf("%s/elements/%d", at, i), element)
		}
	case "markdown":
		c.keys(at, block, "type block_id text")
		c.letters += utf8.RuneCountInString(c.text(at, block, "text", 1, 12_000))
	default:
		c.fault(at+"/type", "unsupported type: %v", block["type"])
	}
}

func (c *checker) section(at string, block map[string]any) {
	c.keys(at, block, "type block_id text fields accessory expand")
	_, hasText := block["text"]
	_, hasFields := block["fields"]
	if !hasText && !hasFields {
		c.fault(at, "missing required field: text or fields")
	}
	c.textObject(at, block, "text", false, false, 3000)
	if hasFields {
		for i, field := range c.list(at, block, "fields", 1, 10) {
			c.textValue(fmt.Sprintf("%s/fields/%d", at, i), field, false, 2000)
		}
	}
	if accessory, ok := block["accessory"].(map[string]any); ok {
		c.element(at+"/accessory", accessory, "button image static_select overflow radio_buttons checkboxes datepicker timepicker users_select conversations_select channels_select")
	}
}

func (c *checker) contextElement(at string, element map[string]any) {
	if element["type"] == "image" {
		c.element(at, element, "image")
		return
	}
	c.textValue(at, element, false, 3000)
}

// element checks an element whose type is one of those allowed, and gives it an
// action_id if it has none.
func (c *checker) element(at string, e map[string]any, allowed string) {
	kind, _ := e["type"].(string)
	if !slices.Contains(strings.Fields(allowed), kind) {
		c.fault(at+"/type", "unsupported type: %v", e["type"])
		return
	}
	if kind == "image" {
		c.keys(at, e, "type image_url slack_file alt_text")
		c.text(at, e, "alt_text", 1, 2000)
		return
	}
	if c.text(at, e, "action_id", 0, 255) == "" {
		e["action_id"] = standin.Hex(5)
	}
	c.confirm(at, e)
	const common = "type action_id confirm focus_on_load "
	switch kind {
	case "button":
		c.keys(at, e, common+"text url value style accessibility_label")
		c.textObject(at, e, "text", true, true, 75)
		c.text(at, e, "value", 0, 2000)
		c.text(at, e, "url", 0, 3000)
		c.text(at, e, "accessibility_label", 0, 75)
		if style, given := e["style"]; given && style != "primary" && style != "danger" {
			c.fault(at+"/style", "must be a valid enum value")
		}
	case "static_select":
		c.keys(at, e, common+"placeholder options option_groups initial_option")
		c.textObject(at, e, "placeholder", false, true, 150)
		if _, grouped := e["option_groups"]; grouped {
			for i, group := range c.list(at, e, "option_groups", 1, 100) {
				inside := fmt.Sprintf("%s/option_groups/%d", at, i)
				c.textObject(inside, group, "label", true, true, 75)
				c.options(inside, group, 100, true)
			}
		} else {
			c.options(at, e, 100, true)
		}
	case "overflow":
		c.keys(at, e, common+"options")
		c.options(at, e, 5, true)
	case "radio_buttons":
		c.keys(at, e, common+"options initial_option")
		c.options(at, e, 10, false)
	case "checkboxes":
		c.keys(at, e, common+"options initial_options")
		c.options(at, e, 10, false)
	case "plain_text_input":
		c.keys(at, e, common+"placeholder initial_value multiline min_length max_length dispatch_action_config")
		c.textObject(at, e, "placeholder", false, true, 150)
		c.text(at, e, "initial_value", 0, 3000)
		if n, given := e["max_length"].(float64); given && (n < 1 || n > 3000) {
			c.fault(at+"/max_length", "must be between 1 and 3000")
		}
	case "number_input":
		c.keys(at, e, common+"is_decimal_allowed initial_value min_value max_value placeholder dispatch_action_config")
		c.textObject(at, e, "placeholder", false, true, 150)
	default:
		c.textObject(at, e, "placeholder", false, true, 150)
	}
}

func (c *checker) options(at string, e map[string]any, max int, plain bool) {
	seen := map[string]bool{}
	for i, option := range c.list(at, e, "options", 1, max) {
		inside := fmt.Sprintf("%s/options/%d", at, i)
		c.keys(inside, option, "text value description url")
		c.textObject(inside, option, "text", true, plain, 75)
		c.textObject(inside, option, "description", false, plain, 75)
		value := c.text(inside, option, "value", 1, 150)
		if seen[value] {
			c.fault(inside+"/value", "option value %q already exists", value)
		}
		seen[value] = true
	}
}

func (c *checker) confirm(at string, e map[string]any) {
	confirm, given := e["confirm"].(map[string]any)
	if !given {
		return
	}
	at += "/confirm"
	c.keys(at, confirm, "title text confirm deny style")
	c.textObject(at, confirm, "title", true, true, 100)
	c.textObject(at, confirm, "text", true, false, 300)
	c.textObject(at, confirm, "confirm", true, true, 30)
	c.textObject(at, confirm, "deny", true, true, 30)
}

func (c *checker) richText(at string, element map[string]any) {
	switch element["type"] {
	case "rich_text_section", "rich_text_quote", "rich_text_preformatted":
		c.keys(at, element, "type elements border language")
		for i, inner := range c.list(at, element, "elements", 1, 1000) {
			c.richElement(fmt.Sprintf("%s/elements/%d", at, i), inner)
		}
	case "rich_text_list":
		c.keys(at, element, "type elements style indent offset border")
		for i, inner := range c.list(at, element, "elements", 1, 1000) {
			c.richText(fmt.Sprintf("%s/elements/%d", at, i), inner)
		}
	default:
		c.fault(at+"/type", "unsupported type: %v", element["type"])
	}
}

func (c *checker) richElement(at string, element map[string]any) {
	switch element["type"] {
	case "text":
		c.letters += utf8.RuneCountInString(c.text(at, element, "text", 1, 12_000))
	case "link":
		c.text(at, element, "url", 1, 3000)
		c.letters += utf8.RuneCountInString(c.text(at, element, "text", 0, 3000))
	case "emoji", "user", "usergroup", "channel", "broadcast", "date", "color":
	default:
		c.fault(at+"/type", "unsupported type: %v", element["type"])
	}
}

// checkView checks a modal or home view and returns it with its blocks completed.
func checkView(text string) (view map[string]any, code string, faults []string) {
	if err := json.Unmarshal([]byte(text), &view); err != nil || view == nil {
		return nil, "invalid_arguments", []string{"[ERROR] view is no JSON object"}
	}
	blockText, err := json.Marshal(view["blocks"])
	if err != nil || view["blocks"] == nil {
		return nil, "invalid_arguments", []string{"[ERROR] missing required field: blocks [json-pointer:/view]"}
	}
	blocks, code, faults := checkBlocks(string(blockText), true)
	if code != "" {
		return nil, "invalid_arguments", faults
	}
	view["blocks"] = blocks

	c := &checker{}
	c.text("/view", view, "private_metadata", 0, 3000)
	c.text("/view", view, "callback_id", 0, 255)
	c.text("/view", view, "external_id", 0, 255)
	switch view["type"] {
	case "modal":
		c.keys("/view", view, "type title blocks close submit private_metadata callback_id clear_on_close notify_on_close external_id submit_disabled")
		c.textObject("/view", view, "title", true, true, 24)
		c.textObject("/view", view, "submit", false, true, 24)
		c.textObject("/view", view, "close", false, true, 24)
		hasInput := slices.ContainsFunc(blocks, func(b any) bool { return b.(map[string]any)["type"] == "input" })
		if _, submits := view["submit"]; hasInput && !submits {
			c.fault("/view", "missing required field: submit")
		}
	case "home":
		c.keys("/view", view, "type blocks private_metadata callback_id external_id")
	default:
		c.fault("/view/type", "must be a valid enum value")
	}
	if len(c.faults) > 0 {
		return nil, "invalid_arguments", c.faults
	}
	return view, "", nil
}

// liveSequence is what Slack turns into a mention or a link in mrkdwn.
var liveSequence = regexp.MustCompile(`<[^<>\n]+>`)

// bareLink is text that Slack links although nobody marked it.
var bareLink = regexp.MustCompile(`(?i)\b(?:https?://|mailto:)[^\s<>|]+`)

// liveMarkup returns what of a message acts when it is shown: mentions that notify
// and links that can be clicked, in mrkdwn and in rich text. Plain text is inert.
func liveMarkup(m Message) []string {
	if m.User != "" && m.BotID == "" {
		return nil
	}
	live := liveInText(m.Text)
	var blocks any
	if json.Unmarshal(m.Blocks, &blocks) == nil {
		live = append(live, liveInBlocks(blocks)...)
	}
	return live
}

func liveInText(text string) []string {
	live := liveSequence.FindAllString(text, -1)
	return append(live, bareLink.FindAllString(liveSequence.ReplaceAllString(text, ""), -1)...)
}

func liveInBlocks(value any) (live []string) {
	switch value := value.(type) {
	case []any:
		for _, item := range value {
			live = append(live, liveInBlocks(item)...)
		}
	case map[string]any:
		text, _ := value["text"].(string)
		switch value["type"] {
		case "mrkdwn", "markdown":
			return liveInText(text)
		case "link", "user", "usergroup", "channel", "broadcast":
			marked, _ := json.Marshal(value)
			return []string{string(marked)}
		}
		for _, inner := range value {
			live = append(live, liveInBlocks(inner)...)
		}
		slices.Sort(live)
	}
	return live
}
