// Package slackbot shows cases to analysts in Slack: the card of a case in its
// region's channel, and the check that a request really comes from Slack.
//
// A channel may be read by a whole workspace. A card is made from an
// intake.Packet alone, which holds nothing personal, and every word on it is one
// of our own texts or a name from our own tables, found by the packet's ids.
package slackbot

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/slack-go/slack"

	"relais/dialogs/intake"
	"relais/locales"
)

// maxLetters is the most a card says, in letters: what somebody just woken reads
// to the end on a telephone.
const maxLetters = 900

// Card renders a case for the analysts of its region as it stands at now: what
// happened to whom, how grave it is and why, the next act, where and since when,
// what is done and what is not, the deadlines, the centre. fallback is the line
// that a notification shows. Both are escaped for Slack. A language that is not
// offered gives the default one.
//
// A card has at most maxLetters letters: lists too long for it are cut, with the
// number of what was left out, the least urgent first.
func Card(texts *locales.Catalog, lang string, p intake.Packet, now time.Time) (blocks []slack.Block, fallback string) {
	w := newWriter(texts, lang, p, now)
	c := w.card()
	for c.letters() > maxLetters && c.shorten() {
	}
	return c.blocks(), w.notice()
}

// card is what stands on a card, in its order. Empty lines and parts are left out.
type card struct {
	headline string
	first    []string // the person, the gravity, the next act, the centre
	since    []string
	lists    []*list
	clocks   []string
	foot     string
}

// list is a titled enumeration that may be cut.
type list struct {
	title string
	items []string
	cut   int // how many items were left out
}

func (l *list) line() string {
	items := l.items
	if l.cut > 0 {
		items = append(slices.Clone(items), "+"+itoa(l.cut))
	}
	return l.title + strings.Join(items, ", ")
}

// shorten leaves one item out, of the last list that has more than one, and
// reports whether there was any.
func (c *card) shorten() bool {
	for _, l := range slices.Backward(c.lists) {
		if len(l.items) > 1 {
			l.items, l.cut = l.items[:len(l.items)-1], l.cut+1
			return true
		}
	}
	return false
}

// parts returns the paragraphs between headline and foot.
func (c *card) parts() []string {
	var lists []string
	for _, l := range c.lists {
		lists = append(lists, l.line())
	}
	var parts []string
	for _, lines := range [][]string{c.first, c.since, lists, c.clocks} {
		lines = slices.DeleteFunc(slices.Clone(lines), func(s string) bool { return s == "" })
		if len(lines) > 0 {
			parts = append(parts, strings.Join(lines, "\n"))
		}
	}
	return parts
}

func (c *card) letters() int {
	n := utf8.RuneCountInString(c.headline) + utf8.RuneCountInString(c.foot)
	for _, part := range c.parts() {
		n += utf8.RuneCountInString(part)
	}
	return n
}

// blocks lays the card out. Verbatim keeps Slack from making links and mentions of
// words; what is live markup beyond that is escaped where it is written.
func (c *card) blocks() []slack.Block {
	blocks := []slack.Block{slack.NewHeaderBlock(slack.NewTextBlockObject(slack.PlainTextType, cut(c.headline, maxHeader), true, false))}
	for _, part := range c.parts() {
		text := slack.NewTextBlockObject(slack.MarkdownType, part, false, true)
		blocks = append(blocks, slack.NewSectionBlock(text, nil, nil))
	}
	return append(blocks, slack.NewContextBlock("", slack.NewTextBlockObject(slack.MarkdownType, c.foot, false, true)))
}

// maxHeader is how many letters a header block takes.
// Source: https://docs.slack.dev/reference/block-kit/blocks/header-block.
const maxHeader = 150

// cut shortens a text to so many letters.
func cut(s string, letters int) string {
	if utf8.RuneCountInString(s) <= letters {
		return s
	}
	return string([]rune(s)[:letters-1]) + "…"
}

// escape makes a text stand for itself in Slack.
// Source: https://docs.slack.dev/messaging/formatting-message-text#escaping.
var escape = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace
