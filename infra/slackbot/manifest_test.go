package slackbot_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.yaml.in/yaml/v4"

	"relais/infra/slackbot"
)

// needed says what a call of slack-go's client must be allowed.
// Source: https://docs.slack.dev/reference/methods.
var needed = map[string][]string{
	"PostMessageContext": {"chat:write"}, "UpdateMessageContext": {"chat:write"}, "PostEphemeralContext": {"chat:write"},
	"GetConversationHistoryContext": {"channels:history", "groups:history", "im:history"},
	"GetConversationRepliesContext": {"channels:history", "groups:history"},
	"OpenConversationContext":       {"im:write"},
	"OpenViewContext":               nil, "UpdateViewContext": nil, "PublishViewContext": nil,
}

// heard says what must be allowed to be told of an event.
// Source: https://docs.slack.dev/reference/events.
var heard = map[string]string{
	"message.channels": "channels:history", "message.groups": "groups:history", "message.im": "im:history", "app_home_opened": "",
}

// TestManifest holds the app's manifest against the calls, events, commands and
// addresses of the code: what is used is allowed, and nothing else.
func TestManifest(t *testing.T) {
	data, err := os.ReadFile("manifest.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var m struct {
		Features struct {
			Home struct {
				Tab      bool `yaml:"home_tab_enabled"`
				Messages bool `yaml:"messages_tab_enabled"`
			} `yaml:"app_home"`
			Commands []struct {
				Command, URL string
			} `yaml:"slash_commands"`
		}
		OAuth struct {
			Scopes struct{ Bot []string }
		} `yaml:"oauth_config"`
		Settings struct {
			Events struct {
				URL string   `yaml:"request_url"`
				Bot []string `yaml:"bot_events"`
			} `yaml:"event_subscriptions"`
			Interactivity struct {
				Enabled bool   `yaml:"is_enabled"`
				URL     string `yaml:"request_url"`
			}
		}
	}
	if err := yaml.Unmarshal(data, &m); err != nil {
		t.Fatal(err)
	}
	want := map[string]bool{"commands": true}
	for _, call := range calls(t) {
		scopes, known := needed[call]
		if !known {
			t.Errorf("the code calls %s: say which scopes it wants", call)
		}
		for _, scope := range scopes {
			want[scope] = true
		}
	}
	for _, event := range m.Settings.Events.Bot {
		scope, known := heard[event]
		if !known {
			t.Errorf("nothing hears the event %s", event)
		}
		if scope != "" {
			want[scope] = true
		}
	}
	if len(m.Settings.Events.Bot) != len(heard) {
		t.Errorf("events %v, want %d", m.Settings.Events.Bot, len(heard))
	}
	scopes := []string{}
	for scope := range want {
		scopes = append(scopes, scope)
	}
	slices.Sort(scopes)
	if diff := cmp.Diff(scopes, slices.Sorted(slices.Values(m.OAuth.Scopes.Bot))); diff != "" {
		t.Errorf("scopes (-used +in the manifest):\n%s", diff)
	}
	commands := []string{}
	for _, c := range m.Features.Commands {
		commands = append(commands, c.Command)
		if !strings.HasSuffix(c.URL, "/slack/commands") {
			t.Errorf("%s goes to %s", c.Command, c.URL)
		}
	}
	if diff := cmp.Diff([]string{slackbot.CommandDesk, slackbot.CommandUrgent}, commands); diff != "" {
		t.Errorf("commands (-code +manifest):\n%s", diff)
	}
	if !strings.HasSuffix(m.Settings.Events.URL, "/slack/events") || !strings.HasSuffix(m.Settings.Interactivity.URL, "/slack/actions") || !m.Settings.Interactivity.Enabled {
		t.Errorf("addresses %s and %s", m.Settings.Events.URL, m.Settings.Interactivity.URL)
	}
	if !m.Features.Home.Tab || !m.Features.Home.Messages {
		t.Error("the home tab and the messages must be on")
	}
}

var apiCall = regexp.MustCompile(`\bapi\.(\w+)\(`)

// calls lists the calls of slack-go's client in this package.
func calls(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]bool{}
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		source, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, call := range apiCall.FindAllStringSubmatch(string(source), -1) {
			found[call[1]] = true
		}
	}
	if len(found) < 8 {
		t.Fatalf("calls %v: the search looks in the wrong place", found)
	}
	list := []string{}
	for call := range found {
		list = append(list, call)
	}
	return list
}
