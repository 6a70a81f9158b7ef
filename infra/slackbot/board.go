package slackbot

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"relais/dialogs/intake"
	"relais/dialogs/outbox"
	"relais/locales"
)

// Config is what a Board needs.
type Config struct {
	Token string // xoxb-…, of the app installed in the workspace
	// APIURL is the base of the Web API; empty: https://slack.com/api/. A plain http
	// address is taken on loopback only, because the token travels with each call.
	APIURL string
	// Channel returns the channel of a region, "" if it has none.
	Channel func(region string) string
	Texts   *locales.Catalog
	Lang    string        // of the cards; empty: the default language
	Log     *slog.Logger  // nil: slog.Default()
	Timeout time.Duration // of one call; 0: 8 s
	// Person names an analyst of a region for the others, "" if nobody has that id; nil:
	// nobody is named.
	Person func(region, id string) string
	// Heard returns what the reporter wrote in a turn, for the thread of a region that
	// has asked for it, and "" for every other; nil: never.
	Heard func(ctx context.Context, region string, key intake.Key, n int) (string, error)
}

// Board shows cases in Slack, and in a card's thread what happens to its case. It
// implements outbox.Board and outbox.Thread. It is safe for concurrent use.
//
// It never gives a case up: an error of Slack's is outbox.ErrLater when the case
// was clearly not shown, faults of the configuration included, which are logged as
// errors too; any other error leaves open whether it was.
type Board struct {
	config Config
	api    *slack.Client
	seal   Sealer
}

// NewBoard returns a board, or an error that names every fault of config.
func NewBoard(config Config) (*Board, error) {
	var faults []error
	fault := func(text string) { faults = append(faults, errors.New("slack: "+text)) }
	base, err := url.Parse(cmp.Or(config.APIURL, slack.APIURL))
	switch {
	case err != nil || base.Host == "" || base.Scheme != "http" && base.Scheme != "https":
		fault("the address of the API is not an http or https URL")
	case base.Scheme == "http" && !loopback(base.Hostname()):
		fault("the address of the API must be https")
	}
	if config.Token == "" {
		fault("the token is empty")
	}
	if config.Channel == nil {
		fault("the channels of the regions are missing")
	}
	if config.Texts == nil {
		fault("the texts are missing")
	}
	if len(faults) > 0 {
		return nil, errors.Join(faults...)
	}
	config.Log = cmp.Or(config.Log, slog.Default())
	config.Lang = cmp.Or(config.Lang, config.Texts.Tags()[0])
	return &Board{config, client(config.Token, base, cmp.Or(config.Timeout, 8*time.Second)), NewSealer(config.Token)}, nil
}

// client returns a client of the API whose calls end after a time.
func client(token string, base *url.URL, timeout time.Duration) *slack.Client {
	plain := &http.Client{
		Timeout: timeout,
		// The API does not redirect, and the token goes nowhere else.
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	address := strings.TrimSuffix(base.String(), "/") + "/"
	return slack.New(token, slack.OptionAPIURL(address), slack.OptionHTTPClient(plain))
}

func (b *Board) speaker() speaker { return speaker{b.config.Texts, b.config.Lang, b.config.Person} }

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// metadataType marks our messages; the payload's id is the outbox's. Metadata is
// readable by the whole workspace.
const metadataType = "relais_case"

// Post implements outbox.Board. The reference is channel:timestamp.
func (b *Board) Post(ctx context.Context, id string, p intake.Packet, now time.Time) (string, error) {
	channel, err := b.channel(ctx, p.Region)
	if err != nil {
		return "", err
	}
	// slack-go cannot give a client_msg_id; the metadata alone finds a message again.
	metadata := slack.MsgOptionMetadata(slack.SlackMetadata{EventType: metadataType, EventPayload: map[string]any{"id": id}})
	var ref string
	err = b.show(ctx, "chat.postMessage", channel, p, now, func(content slack.MsgOption) error {
		where, ts, err := b.api.PostMessageContext(ctx, channel, content, metadata)
		if err == nil && ts == "" {
			err = errors.New("an answer without a time stamp")
		}
		ref = where + ":" + ts
		return err
	})
	if err != nil {
		return "", err
	}
	return ref, nil
}

// Update implements outbox.Board.
func (b *Board) Update(ctx context.Context, ref string, p intake.Packet, now time.Time) error {
	channel, ts, ok := strings.Cut(ref, ":")
	if !ok {
		return fmt.Errorf("slack: chat.update: %q is no reference of a message", ref)
	}
	return b.show(ctx, "chat.update", channel, p, now, func(content slack.MsgOption) error {
		_, _, _, err := b.api.UpdateMessageContext(ctx, channel, ts, content)
		return err
	})
}

// show sends a card, and once more as bare text if Slack cannot read its blocks: an
// ugly card is better than none.
func (b *Board) show(ctx context.Context, method, channel string, p intake.Packet, now time.Time, send func(slack.MsgOption) error) error {
	blocks, fallback := Card(b.config.Texts, b.config.Lang, p, now)
	pressed := Buttons(b.speaker(), b.seal, channel, p)
	err := send(slack.MsgOptionCompose(quiet, slack.MsgOptionText(fallback, false), slack.MsgOptionBlocks(append(blocks, pressed...)...)))
	if code := refusal(err); slices.Contains(unreadable, code) {
		b.config.Log.ErrorContext(ctx, "slack cannot read a card", "method", method, "region", p.Region, "case", p.Case, "code", code)
		err = send(slack.MsgOptionCompose(quiet, slack.MsgOptionText(Plain(blocks), false)))
	}
	return b.judge(ctx, method, p.Region, err)
}

// quiet keeps Slack from following links.
var quiet = slack.MsgOptionCompose(slack.MsgOptionDisableLinkUnfurl(), slack.MsgOptionDisableMediaUnfurl())

// unreadable are the codes by which Slack says that it does not understand blocks.
// Source: https://docs.slack.dev/reference/methods/chat.postMessage#errors.
var unreadable = []string{"invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long"}

// Bounds of a search: pages of the channel's history, messages a page. Beyond them
// nobody knows whether the case was posted.
const (
	searchPages = 25
	searchPage  = 200
)

// clockSkew is how far our clock may be ahead of Slack's.
const clockSkew = 5 * time.Minute

// Find implements outbox.Board. Of two messages under one id it finds the first.
func (b *Board) Find(ctx context.Context, id string, p intake.Packet, since time.Time) (string, bool, error) {
	return b.find(ctx, metadataType, id, p.Region, since)
}

// find looks for a message of a kind in a region's channel.
func (b *Board) find(ctx context.Context, kind, id, region string, since time.Time) (string, bool, error) {
	channel, err := b.channel(ctx, region)
	if err != nil {
		return "", false, err
	}
	query := slack.GetConversationHistoryParameters{
		ChannelID: channel, Oldest: fmt.Sprintf("%d.000000", since.Add(-clockSkew).Unix()), Inclusive: true,
		Limit: searchPage, IncludeAllMetadata: true,
	}
	first := ""
	for range searchPages {
		page, err := b.api.GetConversationHistoryContext(ctx, &query)
		if err != nil {
			return "", false, b.judge(ctx, "conversations.history", region, err)
		}
		for _, m := range page.Messages {
			ours := m.Metadata.EventType == kind && m.Metadata.EventPayload["id"] == id
			if ours && (first == "" || m.Timestamp < first) {
				first = m.Timestamp
			}
		}
		query.Cursor = page.ResponseMetaData.NextCursor
		if !page.HasMore || query.Cursor == "" {
			if first == "" {
				return "", false, nil
			}
			return channel + ":" + first, true, nil
		}
	}
	return "", false, fmt.Errorf("slack: conversations.history of region %s: more than %d messages to search", region, searchPages*searchPage)
}

func (b *Board) channel(ctx context.Context, region string) (string, error) {
	channel := b.config.Channel(region)
	if channel == "" {
		b.config.Log.ErrorContext(ctx, "region has no slack channel, its cases wait", "region", region)
		return "", fmt.Errorf("slack: region %s has no channel: %w", region, outbox.ErrLater)
	}
	return channel, nil
}

// passing are the codes by which Slack says that it cannot at the moment.
var passing = []string{"ratelimited", "rate_limited", "message_limit_exceeded", "service_unavailable", "team_added_to_org", "request_timeout"}

// uncertain are the codes after which part of a call may have succeeded all the same.
// Source: https://docs.slack.dev/reference/methods/chat.postMessage#errors.
var uncertain = []string{"fatal_error", "internal_error"}

// judge says what an error of a call means for the outbox. Whatever Slack clearly
// refuses waits: only a person can put the configuration right, and the case must
// be there when that is done.
func (b *Board) judge(ctx context.Context, method, region string, err error) error {
	if err == nil {
		return nil
	}
	fail := fmt.Errorf("slack: %s for region %s: %w", method, region, err)
	code := refusal(err)
	switch {
	case throttled(err) || unreached(err) || slices.Contains(passing, code):
	case code == "" || slices.Contains(uncertain, code):
		return fail
	case code == "message_not_found":
		return errors.Join(fail, outbox.ErrGone)
	default:
		b.config.Log.ErrorContext(ctx, "slack refuses, cases wait", "method", method, "region", region, "code", code)
	}
	return errors.Join(fail, outbox.ErrLater)
}

// refusal returns the error code of an answer of the API, "" if there was no answer.
func refusal(err error) string {
	if answer, ok := errors.AsType[slack.SlackErrorResponse](err); ok {
		return answer.Err
	}
	return ""
}

func throttled(err error) bool {
	if _, ok := errors.AsType[*slack.RateLimitedError](err); ok {
		return true
	}
	status, ok := errors.AsType[slack.StatusCodeError](err)
	return ok && status.Code == http.StatusTooManyRequests
}

// unreached reports an error before the request could leave.
func unreached(err error) bool {
	dial, ok := errors.AsType[*net.OpError](err)
	return ok && dial.Op == "dial"
}
