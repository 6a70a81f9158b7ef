package workspace_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/slack-go/slack"

	"relais/infra/standin/workspace"
)

// postBlocks posts blocks as JSON text and returns the error code and the faults.
func postBlocks(t testing.TB, s *workspace.Server, blocks string) (code string, faults []string) {
	t.Helper()
	form := url.Values{"token": {token}, "channel": {region}, "text": {"x"}, "blocks": {blocks}}
	request := httptest.NewRequest(http.MethodPost, "/api/chat.postMessage", strings.NewReader(form.Encode()))
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	recorder := httptest.NewRecorder()
	s.ServeHTTP(recorder, request)
	var answer struct {
		OK     bool     `json:"ok"`
		Error  string   `json:"error"`
		Errors []string `json:"errors"`
	}
	if err := json.Unmarshal(recorder.Body.Bytes(), &answer); err != nil || answer.OK != (answer.Error == "") {
		t.Fatalf("answer %s: %v", recorder.Body, err)
	}
	return answer.Error, answer.Errors
}

func TestElements(t *testing.T) {
	const (
		text    = `{"type":"plain_text","text":"x"}`
		option  = `{"text":` + text + `,"value":"v"}`
		option2 = `{"text":` + text + `,"value":"w"}`
	)
	actions := func(element string) string { return `[{"type":"actions","elements":[` + element + `]}]` }
	input := func(element string) string {
		return `[{"type":"input","label":` + text + `,"element":` + element + `}]`
	}
	tests := []struct {
		name   string
		blocks string
		want   string // part of the fault; "" if they are right
	}{
		{"radio buttons", actions(`{"type":"radio_buttons","options":[` + option + `,` + option2 + `]}`), ""},
		{"two options of one value", actions(`{"type":"radio_buttons","options":[` + option + `,` + option + `]}`), "already exists"},
		{"eleven radio buttons", actions(`{"type":"radio_buttons","options":[` + strings.Repeat(option+",", 10) + option2 + `]}`), "no more than 10"},
		{"six options behind three dots", actions(`{"type":"overflow","options":[` + strings.Repeat(option+",", 5) + option2 + `]}`), "no more than 5"},
		{"an option value of 151 letters", actions(`{"type":"overflow","options":[{"text":` + text + `,"value":"` + strings.Repeat("x", 151) + `"}]}`), "less than 151"},
		{"groups of options", actions(`{"type":"static_select","option_groups":[{"label":` + text + `,"options":[` + option + `]}]}`), ""},
		{"a date", actions(`{"type":"datepicker","action_id":"day"}`), ""},
		{"a text input among buttons", actions(`{"type":"plain_text_input"}`), "unsupported type: plain_text_input"},
		{"a button style that is none", actions(`{"type":"button","text":` + text + `,"style":"loud"}`), "/style"},
		{"a button asks back", actions(`{"type":"button","text":` + text + `,"confirm":{"title":` + text + `,"text":` + text + `,"confirm":` + text + `,"deny":` + text + `}}`), ""},
		{"a question without an answer", actions(`{"type":"button","text":` + text + `,"confirm":{"title":` + text + `,"text":` + text + `,"confirm":` + text + `}}`), "missing required field: deny"},
		{"an action id that is a number", actions(`{"type":"button","text":` + text + `,"action_id":7}`), "must be a string"},
		{"text with emoji set in mrkdwn", `[{"type":"section","text":{"type":"mrkdwn","text":"x","emoji":true}}]`, "invalid additional property: emoji"},
		{"text that is no object", `[{"type":"header","text":"x"}]`, "must be an object"},
		{"a picture in a context", `[{"type":"context","elements":[{"type":"image","image_url":"https://a.example/b.png","alt_text":"x"}]}]`, ""},
		{"a picture without words", `[{"type":"image","image_url":"https://a.example/b.png"}]`, "missing required field: alt_text"},
		{"an input", input(`{"type":"plain_text_input","multiline":true,"max_length":3000}`), ""},
		{"an input too long", input(`{"type":"plain_text_input","max_length":3001}`), "between 1 and 3000"},
		{"an input of numbers", input(`{"type":"number_input","is_decimal_allowed":false}`), ""},
		{"an input without an element", `[{"type":"input","label":` + text + `}]`, "missing required field: element"},
		{"rich text", `[{"type":"rich_text","elements":[{"type":"rich_text_list","style":"bullet","elements":[{"type":"rich_text_section","elements":[{"type":"link","url":"https://a.example"},{"type":"emoji","name":"eyes"}]}]}]}]`, ""},
		{"rich text of an unknown kind", `[{"type":"rich_text","elements":[{"type":"rich_text_section","elements":[{"type":"script"}]}]}]`, "unsupported type: script"},
		{"markdown", `[{"type":"markdown","text":"**x**"}]`, ""},
		{"elements that are no list", `[{"type":"context","elements":{}}]`, "must be an array"},
		{"a block that is no object", `["section"]`, "must be an object"},
		{"no list", `{}`, "no JSON array"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s, _ := start(t, newApp(t, nil), nil)
			code, faults := postBlocks(t, s, tt.blocks)
			if tt.want == "" && code != "" || tt.want != "" && !strings.Contains(strings.Join(faults, " "), tt.want) {
				t.Errorf("%s %q, want %q", code, faults, tt.want)
			}
			settle(t, s)
		})
	}
}

func TestAFormOfEveryInput(t *testing.T) {
	a := newApp(t, nil)
	s, api := start(t, a, nil)
	if _, err := s.Command(t.Context(), anne, region, "/relais", "modifier"); err != nil {
		t.Fatal(err)
	}
	form, err := url.ParseQuery(string(a.last("/slack/commands").body))
	if err != nil {
		t.Fatal(err)
	}
	options := []*slack.OptionBlockObject{slack.NewOptionBlockObject("a", plain("A"), nil), slack.NewOptionBlockObject("b", plain("B"), nil)}
	field := func(id string, element slack.BlockElement) slack.Block {
		return slack.NewInputBlock(id, plain(id), nil, element)
	}
	view := slack.ModalViewRequest{Type: slack.VTModal, Title: plain("Cas"), Submit: plain("Envoyer"), ExternalID: "case-1", Blocks: slack.Blocks{BlockSet: []slack.Block{
		field("boxes", slack.NewCheckboxGroupsBlockElement("boxes", options...)),
		field("radio", slack.NewRadioButtonsBlockElement("radio", options...)),
		field("day", slack.NewDatePickerBlockElement("day")),
		field("time", slack.NewTimePickerBlockElement("time")),
		field("who", slack.NewOptionsSelectBlockElement("users_select", plain("?"), "who")),
	}}}
	opened, err := api.OpenView(form.Get("trigger_id"), view)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := api.UpdateView(view, "case-1", "", ""); err != nil {
		t.Errorf("update by external id: %v", err)
	}
	if _, err := api.UpdateView(view, "case-2", "", ""); err == nil || err.Error() != "not_found" {
		t.Errorf("update by an unknown external id: %v", err)
	}
	fields := map[string]string{"boxes": "a,b", "radio": "b", "day": "2026-03-02", "time": "20:40", "who": anne}
	if result, err := s.Submit(t.Context(), anne, fields); err != nil || result.Error != "" {
		t.Fatalf("submit: %+v, %v", result, err)
	}
	got := interaction(t, a.last("/slack/actions"))
	values := got.View.State.Values
	summary := []string{got.View.ID, values["boxes"]["boxes"].SelectedOptions[1].Value, values["radio"]["radio"].SelectedOption.Value,
		values["day"]["day"].SelectedDate, values["time"]["time"].SelectedTime, values["who"]["who"].SelectedUser}
	if diff := cmp.Diff([]string{opened.ID, "b", "b", "2026-03-02", "20:40", anne}, summary); diff != "" {
		t.Errorf("values (-want +got):\n%s", diff)
	}
	if _, open := s.View(anne); open {
		t.Error("a form that was taken is still open")
	}
}

func FuzzBlocks(f *testing.F) {
	f.Add(`[{"type":"section","text":{"type":"mrkdwn","text":"<!here>"},"accessory":{"type":"button"}}]`)
	f.Add(`[{"type":"rich_text","elements":[{"type":"rich_text_list","elements":[[]]}]}]`)
	f.Add(`[null,{"type":"input","element":[]},{"type":"actions","elements":[{"options":[1]}]}]`)
	s, err := workspace.New(workspace.Config{
		TeamID: "T0CSIRT", AppID: "A0RELAIS", BotUserID: "U0RELAIS", BotID: "B0RELAIS", BotToken: token, SigningSecret: secret,
		EventsURL: "http://127.0.0.1:1", ActionsURL: "http://127.0.0.1:1", CommandsURL: "http://127.0.0.1:1",
		Channels: []workspace.Channel{{ID: region}}, Keep: 10, Burst: 1 << 30, Retries: []time.Duration{},
	})
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(s.Close)
	f.Fuzz(func(t *testing.T, blocks string) {
		if code, faults := postBlocks(t, s, blocks); code == "invalid_blocks" && len(faults) == 0 {
			t.Errorf("%q is refused without a reason", blocks)
		}
	})
}
