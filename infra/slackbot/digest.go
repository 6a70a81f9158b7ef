package slackbot

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"relais/dialogs/outbox"
	"relais/dialogs/places"
)

// digestType marks the digests; the payload's id is the outbox's.
const digestType = "relais_digest"

// PostDigest implements outbox.Digests. The reference is channel:timestamp.
func (b *Board) PostDigest(ctx context.Context, d outbox.Digest, now time.Time) (string, error) {
	channel, err := b.channel(ctx, d.Region)
	if err != nil {
		return "", err
	}
	metadata := slack.MsgOptionMetadata(slack.SlackMetadata{EventType: digestType, EventPayload: map[string]any{"id": d.ID}})
	where, ts, err := b.api.PostMessageContext(ctx, channel, b.digest(channel, d, now), metadata)
	if err != nil {
		return "", b.judge(ctx, "chat.postMessage", d.Region, err)
	}
	if ts == "" {
		return "", errors.New("slack: chat.postMessage: an answer without a time stamp")
	}
	return where + ":" + ts, nil
}

// UpdateDigest implements outbox.Digests.
func (b *Board) UpdateDigest(ctx context.Context, ref string, d outbox.Digest, now time.Time) error {
	channel, ts, ok := strings.Cut(ref, ":")
	if !ok {
		return fmt.Errorf("slack: chat.update: %q is no reference of a message", ref)
	}
	_, _, _, err := b.api.UpdateMessageContext(ctx, channel, ts, b.digest(channel, d, now))
	return b.judge(ctx, "chat.update", d.Region, err)
}

// FindDigest implements outbox.Digests.
func (b *Board) FindDigest(ctx context.Context, d outbox.Digest, since time.Time) (string, bool, error) {
	return b.find(ctx, digestType, d.ID, d.Region, since)
}

func (b *Board) digest(channel string, d outbox.Digest, now time.Time) slack.MsgOption {
	blocks := digestBlocks(b.speaker(), b.seal, channel, d, now)
	return slack.MsgOptionCompose(quiet, slack.MsgOptionText(b.speaker().digestTitle(d), false), slack.MsgOptionBlocks(blocks...))
}

// digestTitle is what a notification shows.
func (s speaker) digestTitle(d outbox.Digest) string {
	region, ok := places.RegionName(d.Region)
	if !ok {
		region = plainID(d.Region)
	}
	id := string(d.Kind)
	if d.Over {
		id = "over"
	}
	return s.say("digest."+id, "region", region)
}

// digestBlocks renders a digest: what it is, how much there is, and the cases to look at.
func digestBlocks(s speaker, seal Sealer, channel string, d outbox.Digest, now time.Time) []slack.Block {
	blocks := []slack.Block{slack.NewHeaderBlock(label(s.digestTitle(d), maxHeader))}
	var counts []string
	add := func(id string, n int) {
		if n > 0 {
			counts = append(counts, s.say("digest."+id, "n", strconv.Itoa(n)))
		}
	}
	if !d.Over && d.Kind == outbox.Surge {
		add("gathered", len(d.Cases)+d.More)
	}
	counts = append(counts, s.say("digest.open", "n", strconv.Itoa(d.Open)))
	add("p1", d.P1)
	add("unclaimed", d.Unclaimed)
	add("waiting", d.Waiting)
	add("unsent", d.Unsent)
	add("ending", d.Ending)
	blocks = append(blocks, section(strings.Join(said(counts), "\n")))
	if hint := s.say("digest.hint_" + string(d.Kind)); hint != "" && !d.Over {
		blocks = append(blocks, section(hint))
	}
	act := pressMore
	if d.Kind == outbox.Surge {
		act = pressOpen
	}
	blocks = append(blocks, rows(s, seal, channel, act, now, d.Cases)...)
	if d.More > 0 {
		blocks = append(blocks, small(s.say("command.more", "n", strconv.Itoa(d.More))))
	}
	return append(blocks, small(s.say("digest.as_of", "at", s.hour(d.At, zoneOf(d.Region)))))
}
