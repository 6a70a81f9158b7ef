package slackbot

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"relais/dialogs/intake"
	"relais/dialogs/outbox"
)

// newsType marks our messages in threads; the payload's id is the outbox's.
const newsType = "relais_news"

// threadless are the codes by which Slack says that a card and its thread are gone,
// or can hold no more. The news stays in the case.
// Source: https://docs.slack.dev/reference/methods/chat.postMessage#errors.
var threadless = []string{"thread_not_found", "message_not_found", "cannot_reply_to_message", "restricted_action_thread_locked"}

// Tell implements outbox.Thread. The reference is channel:timestamp.
func (b *Board) Tell(ctx context.Context, id, card string, p intake.Packet, n intake.News) (string, error) {
	channel, ts, ok := strings.Cut(card, ":")
	if !ok {
		return "", fmt.Errorf("slack: %q is no reference of a message", card)
	}
	blocks, fallback, err := b.newsBlocks(ctx, channel, p, n)
	if err != nil {
		return "", err
	}
	metadata := slack.MsgOptionMetadata(slack.SlackMetadata{EventType: newsType, EventPayload: map[string]any{"id": id}})
	_, told, err := b.api.PostMessageContext(ctx, channel, slack.MsgOptionTS(ts), quiet, metadata,
		slack.MsgOptionText(fallback, false), slack.MsgOptionBlocks(blocks...))
	if code := refusal(err); slices.Contains(threadless, code) {
		return "", &outbox.Refused{Reason: code}
	}
	if err != nil {
		return "", b.judge(ctx, "chat.postMessage", p.Region, err)
	}
	return channel + ":" + told, nil
}

// newsBlocks is one piece of news with what can be pressed about it.
func (b *Board) newsBlocks(ctx context.Context, channel string, p intake.Packet, n intake.News) ([]slack.Block, string, error) {
	s := b.speaker()
	text := s.news(p.Region, n)
	blocks := []slack.Block{section(text)}
	key, err := intake.ParseKey(p.Key)
	if err != nil {
		return blocks, text, nil
	}
	target := Target{Key: key, N: cmp.Or(n.Turn, p.N)}
	if n.Kind == intake.NewsHeard && b.config.Heard != nil {
		heard, err := b.config.Heard(ctx, p.Region, key, target.N)
		if err != nil {
			return nil, "", err
		}
		if heard != "" {
			blocks = append(blocks, words(heard))
		}
	}
	var acts []string
	switch {
	case n.Kind == intake.NewsHeard, n.Kind == intake.NewsUrgent, n.Kind == intake.NewsUnread:
		acts = []string{pressRead, pressWrite}
	case n.Kind == intake.NewsReceipt && n.Why == "unread.none" && p.TextOnly():
		acts = []string{pressMore}
	case n.Kind == intake.NewsReceipt && n.Why == "unread.none":
		acts = []string{"call", pressMore}
	case n.Kind == intake.NewsReceipt && (strings.HasPrefix(n.Why, "failed") || strings.HasPrefix(n.Why, "unread")):
		acts = []string{pressAgain, pressMore}
	case n.Kind == "handover":
		if live := mentioned(n.To); live != "" {
			blocks[0] = section(strings.ReplaceAll(text, escape(s.name(p.Region, n.To)), live))
		}
		acts = []string{"accept", "decline", pressRead}
	case n.Kind == intake.NewsWaiting:
		acts = []string{"claim", pressRead}
	}
	var elements []slack.BlockElement
	for _, act := range acts {
		elements = append(elements, s.button(act, b.seal.Seal(channel, target)))
	}
	if len(elements) > 0 {
		blocks = append(blocks, slack.NewActionBlock("", elements...))
	}
	return blocks, text, nil
}

// FindTold implements outbox.Thread.
func (b *Board) FindTold(ctx context.Context, id, card string, p intake.Packet, since time.Time) (string, bool, error) {
	channel, ts, ok := strings.Cut(card, ":")
	if !ok {
		return "", false, fmt.Errorf("slack: %q is no reference of a message", card)
	}
	query := slack.GetConversationRepliesParameters{
		ChannelID: channel, Timestamp: ts, Oldest: fmt.Sprintf("%d.000000", since.Add(-clockSkew).Unix()), Inclusive: true,
		Limit: searchPage, IncludeAllMetadata: true,
	}
	for range searchPages {
		messages, more, cursor, err := b.api.GetConversationRepliesContext(ctx, &query)
		if slices.Contains(threadless, refusal(err)) {
			return "", false, nil
		}
		if err != nil {
			return "", false, b.judge(ctx, "conversations.replies", p.Region, err)
		}
		for _, m := range messages {
			if m.Metadata.EventType == newsType && m.Metadata.EventPayload["id"] == id {
				return channel + ":" + m.Timestamp, true, nil
			}
		}
		if !more || cursor == "" {
			return "", false, nil
		}
		query.Cursor = cursor
	}
	return "", false, errors.New("slack: conversations.replies: a thread too long to search")
}
