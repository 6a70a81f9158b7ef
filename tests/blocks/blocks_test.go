package blocks

import (
	"encoding/json"
	"strings"
	"testing"
)

func TestFaults(t *testing.T) {
	repeat := func(text string, n int) string {
		return "[" + strings.TrimSuffix(strings.Repeat(text+",", n), ",") + "]"
	}
	const divider = `{"type":"divider"}`
	section := func(letters int) string {
		return `{"type":"section","text":{"type":"mrkdwn","text":"` + strings.Repeat("x", letters) + `"}}`
	}
	tests := []struct {
		name, blocks, want string
	}{
		{"a header, a section, a context", `[{"type":"header","text":{"type":"plain_text","text":"x","emoji":true}},` + section(3000) + `,{"type":"context","elements":[{"type":"mrkdwn","text":"x","verbatim":true}]}]`, ""},
		{"fifty blocks", repeat(divider, 50), ""},
		{"fifty-one blocks", repeat(divider, 51), "51 blocks"},
		{"no block", `[]`, "0 blocks"},
		{"no list", `{}`, "no list"},
		{"a kind that does not exist", `[{"type":"sektion"}]`, "types"},
		{"a misspelt key", `[{"type":"divider","txt":"x"}]`, "types"},
		{"markup in a header", `[{"type":"header","text":{"type":"mrkdwn","text":"x"}}]`, "types"},
		{"a header of 151 letters", `[{"type":"header","text":{"type":"plain_text","text":"` + strings.Repeat("é", 151) + `"}}]`, "151 letters"},
		{"a section of 3,001 letters", "[" + section(3001) + "]", "3001 letters"},
		{"an empty section", `[{"type":"section"}]`, "without text"},
		{"a section with empty text", "[" + section(0) + "]", "0 letters"},
		{"too much text in all", repeat(section(2700), 5), "13500 letters"},
		{"a context without elements", `[{"type":"context","elements":[]}]`, "0 items"},
		{"a block id twice", `[{"type":"divider","block_id":"a"},{"type":"divider","block_id":"a"}]`, "twice"},
		{"a button", `[{"type":"actions","elements":[{"type":"button","action_id":"a","text":{"type":"plain_text","text":"x"}}]}]`, ""},
		{"a button without text", `[{"type":"actions","elements":[{"type":"button","action_id":"a"}]}]`, "types"},
		{"a button of 76 letters", `[{"type":"actions","elements":[{"type":"button","text":{"type":"plain_text","text":"` + strings.Repeat("x", 76) + `"}}]}]`, "76 letters"},
		{"twenty-six buttons", `[{"type":"actions","elements":` + repeat(`{"type":"button","text":{"type":"plain_text","text":"x"}}`, 26) + `}]`, "26 items"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := strings.Join(Faults(json.RawMessage(tt.blocks)), "\n")
			if tt.want == "" && got != "" || !strings.Contains(got, tt.want) {
				t.Errorf("Faults = %q, want %q in it", got, tt.want)
			}
		})
	}
}

func TestViewFaults(t *testing.T) {
	view := func(title, submit, blocks string) string {
		if submit != "" {
			submit = `,"submit":{"type":"plain_text","text":"` + submit + `"}`
		}
		return `{"type":"modal","title":{"type":"plain_text","text":"` + title + `"}` + submit + `,"blocks":` + blocks + `}`
	}
	input := func(element string) string {
		return `[{"type":"input","block_id":"a","label":{"type":"plain_text","text":"x"},"element":` + element + `}]`
	}
	option := func(value string) string {
		return `{"text":{"type":"plain_text","text":"x"},"value":"` + value + `"}`
	}
	const divider = `[{"type":"divider"}]`
	const line = `{"type":"plain_text_input","action_id":"a"`
	tests := []struct {
		name, view, want string
	}{
		{"a window", view("x", "", divider), ""},
		{"a home tab", `{"type":"home","blocks":` + divider + `}`, ""},
		{"a hundred blocks", view("x", "", "["+strings.TrimSuffix(strings.Repeat(`{"type":"divider"},`, 100), ",")+"]"), ""},
		{"a hundred and one", view("x", "", "["+strings.TrimSuffix(strings.Repeat(`{"type":"divider"},`, 101), ",")+"]"), "101 blocks"},
		{"a list", divider, "no view"},
		{"another kind", `{"type":"popup","blocks":` + divider + `}`, "types"},
		{"a title of 25 letters", view(strings.Repeat("é", 25), "", divider), "25 letters"},
		{"a button of 25 letters", view("x", strings.Repeat("é", 25), divider), "25 letters"},
		{"a question", view("x", "ok", input(line+`}`)), ""},
		{"a question that cannot be sent", view("x", "", input(line+`}`)), "nothing to send"},
		{"more letters than a field takes", view("x", "ok", input(line+`,"max_length":3001}`)), "1 to 3000"},
		{"a field filled beyond its end", view("x", "ok", input(line+`,"max_length":2,"initial_value":"abc"}`)), "3 letters"},
		{"a menu", view("x", "ok", input(`{"type":"static_select","action_id":"a","options":[`+option("1")+`]}`)), ""},
		{"a menu without options", view("x", "ok", input(`{"type":"static_select","action_id":"a","options":[]}`)), "0 items"},
		{"one value twice", view("x", "ok", input(`{"type":"static_select","action_id":"a","options":[`+option("1")+","+option("1")+`]}`)), "twice"},
		{"a first choice that is none", view("x", "ok", input(`{"type":"static_select","action_id":"a","initial_option":`+option("2")+`,"options":[`+option("1")+`]}`)), "none of the options"},
		{"a long memory", `{"type":"home","private_metadata":"` + strings.Repeat("x", 3001) + `","blocks":` + divider + `}`, "3000"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := strings.Join(ViewFaults(json.RawMessage(tt.view)), "\n")
			if tt.want == "" && got != "" || !strings.Contains(got, tt.want) {
				t.Errorf("ViewFaults = %q, want %q in it", got, tt.want)
			}
		})
	}
}
