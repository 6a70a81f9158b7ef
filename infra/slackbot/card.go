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
// A card has at most maxLetters letters. What does not fit is left out, the least
// urgent first, and counted.
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
	ended    string
	where    string
	learned  string
	since    []string // where else, since when
	lists    []*list
	cut      int              // how many items of lists were left out
	more     func(int) string // says that
	clocks   []string
	foot     string
}

// list is a titled enumeration.
type list struct {
	title  string
	items  []string
	urgent bool // whether it stays until everything else is gone
}

// shorten leaves out the least urgent thing that can be left out, and reports
// whether there was any.
func (c *card) shorten() bool {
	last := func(urgent bool) bool {
		for i, l := range slices.Backward(c.lists) {
			if l.urgent != urgent || len(l.items) == 0 {
				continue
			}
			l.items, c.cut = l.items[:len(l.items)-1], c.cut+1
			if len(l.items) == 0 {
				c.lists = slices.Delete(c.lists, i, i+1)
			}
			return true
		}
		return false
	}
	if last(false) {
		return true
	}
	for _, line := range []*string{&c.ended, &c.where, &c.learned} {
		if *line != "" {
			*line = ""
			return true
		}
	}
	return last(true)
}

// parts returns the paragraphs between headline and foot.
func (c *card) parts() []string {
	var lists []string
	for _, l := range c.lists {
		lists = append(lists, l.title+strings.Join(l.items, ", "))
	}
	if c.cut > 0 {
		lists = append(lists, c.more(c.cut))
	}
	var parts []string
	for _, lines := range [][]string{
		append(slices.Clone(c.first), c.ended),
		append([]string{c.where, c.learned}, c.since...),
		lists, c.clocks,
	} {
		if lines = said(slices.Clone(lines)); len(lines) > 0 {
			parts = append(parts, strings.Join(lines, "\n"))
		}
	}
	return parts
}

// letters counts what the card says, without the stars that set words bold.
func (c *card) letters() int {
	return utf8.RuneCountInString(strings.ReplaceAll(Plain(c.blocks()), "*", ""))
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
