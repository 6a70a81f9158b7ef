package slackbot

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	"relais/dialogs/desk"
)

// envelope is what Slack sends of an event.
// Source: https://docs.slack.dev/apis/events-api.
type envelope struct {
	Type   string `json:"type"`
	TeamID string `json:"team_id"`
	Event  struct {
		Type        string  `json:"type"`
		Subtype     string  `json:"subtype"`
		Channel     string  `json:"channel"`
		ChannelType string  `json:"channel_type"`
		Tab         string  `json:"tab"`
		Previous    message `json:"previous_message"`
		Message     message `json:"message"`
		message
	} `json:"event"`
}

// message is what an event says of a message.
type message struct {
	User     string `json:"user"`
	BotID    string `json:"bot_id"`
	Team     string `json:"team"`
	Text     string `json:"text"`
	TS       string `json:"ts"`
	ThreadTS string `json:"thread_ts"`
	Files    []struct {
		URL  string `json:"url_private"`
		Type string `json:"mimetype"`
	} `json:"files"`
}

func (m message) human() bool { return m.User != "" && m.BotID == "" }

// Event takes the body of an event. What reporters write is taken into the log before
// Slack is answered; an event that Slack sends again finds it there.
func (f *Front) Event(ctx context.Context, body []byte) Answer {
	var e envelope
	if json.Unmarshal(body, &e) != nil || e.Type != "event_callback" {
		return Answer{}
	}
	channels, known := f.workspace(e.TeamID)
	if !known {
		return Answer{}
	}
	switch {
	case e.Event.Type == "app_home_opened" && e.Event.Tab == "home":
		by := desk.Actor{Team: e.TeamID, User: e.Event.User}
		return after(func(ctx context.Context) error { return f.publish(ctx, by, 0) })
	case e.Event.Type != "message":
		return Answer{}
	case e.Event.ChannelType == "im":
		if !e.Event.human() || e.Event.Subtype != "" && e.Event.Subtype != "file_share" {
			return Answer{}
		}
		if f.config.Reporter == nil {
			return after(func(ctx context.Context) error { return f.sorry(ctx, desk.Actor{Team: e.TeamID, User: e.Event.User}) })
		}
		return f.config.Reporter.wrote(ctx, f, e)
	case slices.Contains(channels, e.Event.Channel):
		return f.noted(e)
	}
	return Answer{}
}

// workspace returns the channels of the regions that work in a workspace, and whether
// there is any.
func (f *Front) workspace(team string) (channels []string, known bool) {
	for _, code := range f.config.Regions() {
		if r, ok := f.config.Desk.Region(code); ok && team != "" && r.Slack.Team == team {
			channels = append(channels, r.Slack.Channel)
		}
	}
	return channels, len(channels) > 0
}

// noted tells whoever wrote, changed or removed a message beside a card that it went
// nowhere. It reads nothing of it.
func (f *Front) noted(e envelope) Answer {
	m, id := e.Event.message, "note"
	switch e.Event.Subtype {
	case "", "thread_broadcast", "file_share":
	case "message_changed":
		m, id = e.Event.Message, "note_changed"
		if m.Text == e.Event.Previous.Text {
			return Answer{} // a link was looked at, a thread has grown
		}
	case "message_deleted":
		m, id = e.Event.Previous, "note_deleted"
	default:
		return Answer{}
	}
	if !m.human() || m.ThreadTS == "" {
		return Answer{}
	}
	return after(func(ctx context.Context) error {
		return f.whisper(ctx, e.Event.Channel, m.ThreadTS, m.User, f.speaker().say(id))
	})
}

// written is what somebody typed into Slack as they typed it: Slack escapes three
// letters and writes links and names in angle brackets.
// Source: https://docs.slack.dev/messaging/formatting-message-text.
func written(text string) string {
	var out strings.Builder
	for text != "" {
		before, rest, open := strings.Cut(text, "<")
		out.WriteString(before)
		inside, behind, closed := strings.Cut(rest, ">")
		if !open {
			break
		}
		if !closed {
			out.WriteString(rest)
			break
		}
		target, shown, labelled := strings.Cut(inside, "|")
		switch {
		case strings.HasPrefix(target, "@"), strings.HasPrefix(target, "#"), strings.HasPrefix(target, "!"):
			if labelled {
				target = shown
			} else {
				target = ""
			}
		case strings.HasPrefix(target, "mailto:"), strings.HasPrefix(target, "tel:"):
			_, target, _ = strings.Cut(target, ":")
		}
		out.WriteString(target)
		text = behind
	}
	return strings.NewReplacer("&lt;", "<", "&gt;", ">", "&amp;", "&").Replace(out.String())
}
