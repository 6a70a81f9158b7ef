package slackbot

import (
	"strings"
	"time"

	"github.com/slack-go/slack"

	"relais/dialogs/desk"
	"relais/dialogs/directory"
	"relais/dialogs/intake"
	"relais/dialogs/places"
	"relais/locales"
)

// speaker says texts for analysts.
type speaker struct {
	texts *locales.Catalog
	lang  string
	// person names an analyst of a region, "" if nobody has that id.
	person func(region, id string) string
}

// say returns desk.slack.<id>, "" if the language has none. Pairs are names and values.
func (s speaker) say(id string, pairs ...string) string { return s.text("desk.slack."+id, pairs...) }

func (s speaker) text(id string, pairs ...string) string {
	values := map[string]string{}
	for i := 0; i+1 < len(pairs); i += 2 {
		values[pairs[i]] = pairs[i+1]
	}
	text, err := s.texts.Text(s.lang, id, values)
	if err != nil {
		return ""
	}
	return text
}

func (s speaker) has(id string) bool { return s.texts.Has(s.lang, id) }

// either says the first of two texts that there is.
func (s speaker) either(id, always string, pairs ...string) string {
	if s.has("desk.slack." + id) {
		return s.say(id, pairs...)
	}
	return s.say(always, pairs...)
}

// hour says an instant in a zone, as somebody reads it on the same day.
func (s speaker) hour(t time.Time, zone *time.Location) string { return s.instant("at", t, zone) }

func (s speaker) day(t time.Time, zone *time.Location) string { return s.instant("at_day", t, zone) }

func (s speaker) instant(id string, t time.Time, zone *time.Location) string {
	text, err := s.texts.Instant(s.lang, "desk.slack."+id, t.In(zone))
	if err != nil {
		return ""
	}
	return text
}

// name is what an analyst is called, plain.
func (s speaker) name(region, id string) string {
	if id == "" {
		return s.say("nobody")
	}
	if s.person != nil {
		if name := s.person(region, id); name != "" {
			return name
		}
	}
	return s.say("terminal")
}

// receiver is what somebody is called to whom a case is held out, plain: an analyst,
// a region or a door.
func (s speaker) receiver(region, to string) string {
	if name, ok := places.RegionName(to); ok {
		return s.say("region", "name", name)
	}
	if door := "door." + doorText(to); s.has("desk.slack." + door) {
		return s.say(door)
	}
	return s.name(region, to)
}

// doorText is a door's id as the texts write it: their ids are words.
func doorText(id string) string {
	if id != "" && id[0] >= '0' && id[0] <= '9' {
		id = "n" + id
	}
	return strings.ReplaceAll(id, "-", "_")
}

// zoneOf is the time by which a region's centre lives.
func zoneOf(region string) *time.Location {
	centre, _ := directory.Serving("", region)
	return location(centre.Hours.Zone, "Europe/Paris")
}

// news says what happened to a case, for its thread. What stands in it is escaped.
func (s speaker) news(region string, n intake.News) string {
	id := n.Kind
	if n.Kind == intake.NewsReceipt {
		state, way, _ := strings.Cut(n.Why, ".")
		if id += "_" + state; state == "unread" {
			id += "_" + plainID(way)
		}
	}
	if n.Kind == intake.NewsConsent || n.Why == desk.ConsentDanger {
		id += "_" + plainID(n.Why)
	}
	_, why, dotted := strings.Cut(n.Why, ".")
	if !dotted {
		why = n.Why
	}
	return s.either("news."+id, "news.something", "kind", plainID(n.Kind), "at", s.hour(n.At, zoneOf(region)), "why", plainID(why),
		"by", escape(s.name(region, n.By)), "to", escape(s.receiver(region, n.To)))
}

// Elements of Block Kit.

func plain(text string) *slack.TextBlockObject {
	return slack.NewTextBlockObject(slack.PlainTextType, text, false, false)
}

// label is a plain text of at most so many letters.
func label(text string, letters int) *slack.TextBlockObject { return plain(cut(text, letters)) }

func marked(text string) *slack.TextBlockObject {
	return slack.NewTextBlockObject(slack.MarkdownType, text, false, true)
}

// section is a paragraph of our own words.
func section(text string) slack.Block { return slack.NewSectionBlock(marked(text), nil, nil) }

// words is a paragraph of somebody else's: nothing in it is alive.
func words(text string) slack.Block {
	return slack.NewSectionBlock(plain(cut(text, maxSection)), nil, nil)
}

func small(text string) slack.Block { return slack.NewContextBlock("", marked(text)) }

// Limits of Slack.
// Source: https://docs.slack.dev/reference/block-kit.
const (
	maxSection = 3000
	maxLabel   = 75
	maxTitle   = 24
	maxBlocks  = 100 // of a view
)

func (s speaker) button(act, value string) *slack.ButtonBlockElement {
	return slack.NewButtonBlockElement(act, value, label(s.say("button."+act), maxLabel))
}
