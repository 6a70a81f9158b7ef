package slackbot

import (
	"cmp"
	"context"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"relais/dialogs/desk"
	"relais/dialogs/intake"
	"relais/dialogs/outbox"
)

// channelSlack is the channel of reporters who write to the app.
const channelSlack = "slack"

// Reporter takes what somebody writes to the app in private into the log of their
// case. What the robot says to it leaves with the outbox, through Direct: an answer
// that stood only in a response of ours could be lost with it.
type Reporter struct {
	Desk  *intake.Desk
	Clock func() time.Time
	Wake  func() // called once something wants to leave; may be nil
}

// Workspace is how a workspace stands among the numbers of a territory: the address of
// ours to which its members write.
func Workspace(team string) string { return channelSlack + ":" + team }

// address is whom the log is about, and whom Direct writes to.
func address(by desk.Actor) string { return channelSlack + ":" + by.Team + "/" + by.User }

// pressChoice begins the id of a button that answers a question; its key follows.
const pressChoice = "choice."

// wrote takes a direct message.
func (r *Reporter) wrote(ctx context.Context, f *Front, e envelope) Answer {
	by := desk.Actor{Team: cmp.Or(e.Event.Team, e.TeamID), User: e.Event.User}
	in := intake.Inbound{ID: "slack " + e.Event.Channel + " " + e.Event.TS, Text: written(e.Event.Text)}
	for _, file := range e.Event.Files {
		in.Media = append(in.Media, intake.Media{URL: file.URL, Type: file.Type})
	}
	if err := r.take(ctx, by, in); err != nil {
		f.config.Log.ErrorContext(ctx, "slack reporter", "channel", channelSlack, "error", err)
		return Answer{After: func(ctx context.Context) error { return f.sorry(ctx, by) }}
	}
	return Answer{}
}

// called takes the command of somebody who needs help.
func (r *Reporter) called(ctx context.Context, f *Front, by desk.Actor, form url.Values) Answer {
	text := cmp.Or(written(strings.TrimSpace(form.Get("text"))), strings.TrimPrefix(CommandUrgent, "/"))
	id := "slack " + form.Get("command") + " " + form.Get("trigger_id")
	if err := r.take(ctx, by, intake.Inbound{ID: id, Text: text}); err != nil {
		f.config.Log.ErrorContext(ctx, "slack reporter", "channel", channelSlack, "error", err)
		return private([]slack.Block{section(f.apology())})
	}
	return private([]slack.Block{section(f.speaker().text("notice.slack_direct"))})
}

// pressed takes the answer that a button stands for, if its question is still open.
func (r *Reporter) pressed(ctx context.Context, f *Front, by desk.Actor, i interaction) Answer {
	a := i.Actions[0]
	p := press{interaction: i, by: by, act: a.ActionID}
	target, ok := f.seal.Open(viewOf(by.Team, by.User), a.Value)
	if !ok {
		f.config.Desk.Refuse(ctx, desk.Refusal{By: by, Act: "choice", Why: "sealed"})
		return Answer{}
	}
	head, err := r.Desk.Log.Head(ctx, target.Key)
	if err != nil {
		return f.note(p, f.apology())
	}
	content, err := r.Desk.Content(head)
	if err != nil {
		return f.note(p, f.apology())
	}
	id := strings.Join([]string{"slack press", by.User, i.TriggerID, a.ActionTS, a.ActionID}, " ")
	if content.State.Spoke > target.N && (content.Inbound == nil || content.Inbound.ID != id) {
		return f.note(p, f.speaker().text("notice.slack_past"))
	}
	err = r.take(ctx, by, intake.Inbound{ID: id, Text: strings.TrimPrefix(a.ActionID, pressChoice)})
	if err != nil {
		f.config.Log.ErrorContext(ctx, "slack reporter", "channel", channelSlack, "error", err)
		return f.note(p, f.apology())
	}
	return Answer{}
}

func (r *Reporter) take(ctx context.Context, by desk.Actor, in intake.Inbound) error {
	in.Channel, in.From, in.To, in.Unanswerable = channelSlack, address(by), Workspace(by.Team), true
	_, err := r.Desk.Take(ctx, r.Clock(), in)
	if err == nil && r.Wake != nil {
		r.Wake()
	}
	return err
}

// apology is what is said when a message could not be taken.
func (f *Front) apology() string { return f.speaker().text("notice.apology") }

func (f *Front) sorry(ctx context.Context, by desk.Actor) error {
	_, _, err := f.api.PostMessageContext(ctx, by.User, quiet, slack.MsgOptionText(escape(f.apology()), false))
	return failed("chat.postMessage", err)
}

// Direct sends the texts of reporters who write in Slack, and gives all others to the
// carrier. It implements outbox.Texter.
type Direct struct {
	Board   *Board
	Carrier outbox.Texter
	// Receive notes that a text stands where its reader sees it.
	Receive func(ctx context.Context, now time.Time, n intake.Delivery) error
	Clock   func() time.Time
}

// NewDirect returns a Direct on a board of its own, or an error as NewBoard's.
func NewDirect(config Config, carrier outbox.Texter, receive func(context.Context, time.Time, intake.Delivery) error, clock func() time.Time) (*Direct, error) {
	config.Channel = func(string) string { return "" }
	board, err := NewBoard(config)
	if err != nil {
		return nil, err
	}
	return &Direct{Board: board, Carrier: carrier, Receive: receive, Clock: clock}, nil
}

// directType marks our direct messages; the payload's id is the outbox's.
const directType = "relais_text"

func (d *Direct) mine(t outbox.Text) (by desk.Actor, ok bool) {
	rest, ok := strings.CutPrefix(t.To, channelSlack+":")
	by.Team, by.User, _ = strings.Cut(rest, "/")
	return by, ok
}

// Send implements outbox.Texter.
func (d *Direct) Send(ctx context.Context, t outbox.Text) (string, error) {
	by, ok := d.mine(t)
	if !ok {
		return d.Carrier.Send(ctx, t)
	}
	blocks := []slack.Block{words(t.Body)}
	var choices []slack.BlockElement
	for _, o := range t.Options {
		value := d.Board.seal.Seal(viewOf(by.Team, by.User), Target{Key: t.Turn.Key, N: t.Turn.N})
		choices = append(choices, slack.NewButtonBlockElement(pressChoice+strconv.Itoa(o.Key), value, label(o.Label, maxLabel)))
	}
	if len(choices) > 0 {
		blocks = append(blocks, slack.NewActionBlock("", choices...))
	}
	metadata := slack.MsgOptionMetadata(slack.SlackMetadata{EventType: directType, EventPayload: map[string]any{"id": t.ID}})
	channel, ts, err := d.Board.api.PostMessageContext(ctx, by.User, quiet, metadata, slack.MsgOptionText(escape(t.Body), false), slack.MsgOptionBlocks(blocks...))
	switch code := refusal(err); {
	case code == "channel_not_found" || code == "user_not_found" || code == "account_inactive" && by.User != "":
		return "", &outbox.Refused{Reason: code} // whoever has left the workspace is not reached here
	case err != nil:
		return "", d.Board.judge(ctx, "chat.postMessage", "", err)
	}
	if d.Receive != nil {
		if err := d.Receive(ctx, d.Clock(), intake.Delivery{Turn: t.Turn, Entry: t.ID, Receipt: intake.Delivered}); err != nil {
			d.Board.config.Log.ErrorContext(ctx, "receipt", "channel", channelSlack, "error", err)
		}
	}
	return channel + ":" + ts, nil
}

// Find implements outbox.Texter.
func (d *Direct) Find(ctx context.Context, t outbox.Text, since time.Time) (string, bool, error) {
	by, ok := d.mine(t)
	if !ok {
		return d.Carrier.Find(ctx, t, since)
	}
	im, _, _, err := d.Board.api.OpenConversationContext(ctx, &slack.OpenConversationParameters{Users: []string{by.User}})
	if err != nil {
		return "", false, d.Board.judge(ctx, "conversations.open", "", err)
	}
	page, err := d.Board.api.GetConversationHistoryContext(ctx, &slack.GetConversationHistoryParameters{
		ChannelID: im.ID, Oldest: fmt.Sprintf("%d.000000", since.Add(-clockSkew).Unix()), Inclusive: true, Limit: searchPage, IncludeAllMetadata: true,
	})
	if err != nil {
		return "", false, d.Board.judge(ctx, "conversations.history", "", err)
	}
	for _, m := range page.Messages {
		if m.Metadata.EventType == directType && m.Metadata.EventPayload["id"] == t.ID {
			return im.ID + ":" + m.Timestamp, true, nil
		}
	}
	return "", false, nil
}
