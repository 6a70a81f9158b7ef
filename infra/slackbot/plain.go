package slackbot

import (
	"strings"

	"github.com/slack-go/slack"
)

// Plain returns the words of blocks without their layout, block by block.
func Plain(blocks []slack.Block) string {
	var parts []string
	for _, block := range blocks {
		switch b := block.(type) {
		case *slack.HeaderBlock:
			parts = append(parts, b.Text.Text)
		case *slack.SectionBlock:
			parts = append(parts, b.Text.Text)
		case *slack.ContextBlock:
			for _, element := range b.ContextElements.Elements {
				if text, ok := element.(*slack.TextBlockObject); ok {
					parts = append(parts, text.Text)
				}
			}
		}
	}
	return strings.Join(parts, "\n\n")
}
