package workspace_test

import (
	"encoding/json"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/slack-go/slack"

	"relais/infra/standin/workspace"
)

// asJSON is v as pages see it.
func asJSON(t *testing.T, v any) any {
	t.Helper()
	data, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	var same any
	if err := json.Unmarshal(data, &same); err != nil {
		t.Fatal(err)
	}
	return same
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestAnEarlierRunIsRemembered(t *testing.T) {
	now := time.Date(2026, 3, 2, 20, 0, 0, 0, time.UTC) // stands still: every stamp of a channel is of one second
	path := filepath.Join(t.TempDir(), "slack.jsonl")
	kept := func(c *workspace.Config) { c.Journal, c.Now = path, func() time.Time { return now } }
	a := newApp(t, nil)
	first, api := start(t, a, kept)
	metadata := slack.SlackMetadata{EventType: "relais_case", EventPayload: map[string]any{"id": "card.1.28"}}
	_, ts, err := api.PostMessage(region, slack.MsgOptionText("Dossier", false), slack.MsgOptionMetadata(metadata),
		slack.MsgOptionBlocks(slack.NewActionBlock("acts", button("claim", "sealed"))))
	must(t, err)
	_, gone, err := api.PostMessage(region, slack.MsgOptionText("de trop", false))
	must(t, err)
	_, err = first.Say(anne, region, ts, "Je regarde")
	must(t, err)
	_, _, _, err = api.UpdateMessage(region, ts, slack.MsgOptionText("Dossier, P1", false), slack.MsgOptionMetadata(metadata))
	must(t, err)
	_, _, err = api.DeleteMessage(region, gone)
	must(t, err)
	_, _, err = api.PostMessage(anne, slack.MsgOptionText("En privé", false))
	must(t, err)
	first.SetUser(workspace.User{ID: "U0NEUF", Name: "neuf"})
	settle(t, first)
	first.Close()

	second, api := start(t, a, kept)
	for _, channel := range []string{region, "D0ANNE"} {
		if diff := cmp.Diff(asJSON(t, first.Messages(channel)), asJSON(t, second.Messages(channel))); diff != "" {
			t.Errorf("messages of %s (-before +after):\n%s", channel, diff)
		}
	}
	if diff := cmp.Diff(asJSON(t, first.Events()), asJSON(t, second.Events())); diff != "" {
		t.Errorf("events (-before +after):\n%s", diff)
	}
	history, err := api.GetConversationHistory(&slack.GetConversationHistoryParameters{ChannelID: region, IncludeAllMetadata: true})
	must(t, err)
	if len(history.Messages) != 1 || history.Messages[0].Metadata.EventPayload["id"] != "card.1.28" {
		t.Errorf("history %+v, want the card with its metadata", history.Messages)
	}
	_, newer, err := api.PostMessage(region, slack.MsgOptionText("encore", false))
	must(t, err)
	if newer <= gone || newer == ts {
		t.Errorf("time stamp %s after %s and %s", newer, ts, gone)
	}
	if _, err := second.Say("U0NEUF", region, "", "Présent"); err != nil {
		t.Errorf("somebody added at run time is forgotten: %v", err)
	}
}

func TestAnOpenViewIsRemembered(t *testing.T) {
	path := filepath.Join(t.TempDir(), "slack.jsonl")
	kept := func(c *workspace.Config) { c.Journal = path }
	a := newApp(t, nil)
	first, api := start(t, a, kept)
	_, ts, err := api.PostMessage(region, slack.MsgOptionText("Dossier", false), slack.MsgOptionBlocks(slack.NewActionBlock("acts", button("read", "sealed"))))
	must(t, err)
	_, err = first.Click(t.Context(), workspace.Click{User: anne, Channel: region, TS: ts, Action: "read"})
	must(t, err)
	var trigger string
	for _, r := range a.got() {
		if r.path == "/slack/actions" {
			form, err := url.ParseQuery(string(r.body))
			must(t, err)
			var payload struct {
				TriggerID string `json:"trigger_id"`
			}
			must(t, json.Unmarshal([]byte(form.Get("payload")), &payload))
			trigger = payload.TriggerID
		}
	}
	_, err = api.OpenView(trigger, slack.ModalViewRequest{Type: slack.VTModal, Title: plain("Lire"), Blocks: slack.Blocks{BlockSet: []slack.Block{
		slack.NewSectionBlock(mrkdwn("réponse"), nil, nil)}}})
	must(t, err)
	settle(t, first)
	before, _ := first.View(anne)
	first.Close()

	second, _ := start(t, a, kept)
	after, open := second.View(anne)
	if !open {
		t.Fatal("the view is closed")
	}
	if diff := cmp.Diff(asJSON(t, before), asJSON(t, after)); diff != "" {
		t.Errorf("view (-before +after):\n%s", diff)
	}
	if _, err := second.CloseView(t.Context(), anne); err != nil {
		t.Fatal(err)
	}
	settle(t, second)
	second.Close()
	third, _ := start(t, a, kept)
	if _, open := third.View(anne); open {
		t.Error("a view that was closed is open again")
	}
}

func TestTheJournalStaysBounded(t *testing.T) {
	path := filepath.Join(t.TempDir(), "slack.jsonl")
	small := func(c *workspace.Config) { c.Journal, c.Keep = path, 5 }
	a := newApp(t, nil)
	first, api := start(t, a, small)
	_, ts, err := api.PostMessage(region, slack.MsgOptionText("Dossier", false))
	must(t, err)
	for i := range 60 {
		_, _, _, err := api.UpdateMessage(region, ts, slack.MsgOptionText(fmt.Sprint("état ", i), false))
		must(t, err)
	}
	settle(t, first)
	first.Close()
	data, err := os.ReadFile(path)
	must(t, err)
	if lines := strings.Count(string(data), "\n"); lines > 8*5 {
		t.Errorf("%d lines, at most %d", lines, 8*5)
	}
	second, _ := start(t, a, small)
	if diff := cmp.Diff(asJSON(t, first.Messages(region)), asJSON(t, second.Messages(region))); diff != "" {
		t.Errorf("messages (-before +after):\n%s", diff)
	}
}
