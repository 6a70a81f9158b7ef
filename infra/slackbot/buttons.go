package slackbot

import (
	"github.com/slack-go/slack"

	"relais/dialogs/intake"
)

// The ids of buttons that are no act of the desk.
const (
	pressRead  = "read"
	pressMore  = "more"
	pressWrite = "write"
	pressAgain = "again"
	pressOlder = "older"
	pressNewer = "newer"
	pressOpen  = "open"
	// Of the home tab; the value is a page.
	pressBefore = "home.before"
	pressAfter  = "home.after"
	pressForm   = "form." // and the act whose form it opens
)

// Buttons returns what an analyst can press on a card that stands in a channel.
// Nothing is left to press where the case has gone elsewhere.
func Buttons(s speaker, seal Sealer, channel string, p intake.Packet) []slack.Block {
	key, err := intake.ParseKey(p.Key)
	if err != nil || p.Moved != "" {
		return nil
	}
	value := seal.Seal(channel, Target{Key: key})
	var acts []string
	switch {
	case p.Offered != "":
		acts = []string{"accept", "decline", pressRead}
	case p.Closed:
		acts = []string{pressRead, pressMore}
	default:
		if p.Owner == "" {
			acts = append(acts, "claim")
		}
		if !p.Leads {
			acts = append(acts, "takeover")
		}
		acts = append(acts, pressWrite, pressRead, pressMore)
	}
	var elements []slack.BlockElement
	for i, act := range acts {
		b := s.button(act, value)
		if i == 0 && act != pressRead {
			b = b.WithStyle(slack.StylePrimary)
		}
		elements = append(elements, b)
	}
	return []slack.Block{slack.NewActionBlock("", elements...)}
}
