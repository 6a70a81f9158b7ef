package slackbot

import (
	"cmp"
	"context"
	"errors"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"relais/dialogs/desk"
	"relais/dialogs/directory"
	"relais/dialogs/outbox"
)

// The commands of the app.
const (
	CommandDesk   = "/relais"  // the analysts'
	CommandUrgent = "/urgence" // the reporters'
)

// Bounds of lists: cases of one region that one shows, pages of the home tab.
const (
	listed   = 15
	maxPages = 100
)

// Command takes the body of a slash command. What it answers, its caller alone sees.
func (f *Front) Command(ctx context.Context, body []byte) Answer {
	form, err := url.ParseQuery(string(body))
	if err != nil {
		f.config.Log.WarnContext(ctx, "command is not readable", "channel", "slack", "bytes", len(body))
		return Answer{}
	}
	by := desk.Actor{Team: form.Get("team_id"), User: form.Get("user_id")}
	switch form.Get("command") {
	case CommandUrgent:
		_, known := f.workspace(by.Team)
		switch {
		case known && f.config.Reporter != nil:
			return f.config.Reporter.called(ctx, f, by, form)
		case known:
			return private([]slack.Block{section(escape(f.apology()))})
		}
	case CommandDesk:
		return f.listing(ctx, by, form.Get("channel_id"), strings.TrimSpace(form.Get("text")))
	}
	return Answer{}
}

// private is an answer to a command that its caller alone sees.
func private(blocks []slack.Block) Answer {
	return answered(map[string]any{"response_type": "ephemeral", "text": cut(Plain(blocks), maxSection), "blocks": blocks})
}

func (f *Front) listing(ctx context.Context, by desk.Actor, channel, text string) Answer {
	s := f.speaker()
	regions := f.of(by)
	if len(regions) == 0 {
		f.config.Desk.Refuse(ctx, desk.Refusal{By: by, Act: "command", Why: "stranger"})
		return private([]slack.Block{section(s.say("stranger"))})
	}
	is := func(word string) bool {
		return slices.Contains(strings.Fields(s.say("command.words."+word)), strings.ToLower(text))
	}
	var blocks []slack.Block
	var err error
	switch {
	case text == "" || is("list"):
		blocks, err = f.openCases(ctx, by, channel, regions)
	case is("today"), is("state"):
		blocks, err = f.counts(ctx, by, regions, is("state"))
	default:
		blocks, err = f.found(ctx, by, channel, regions, text)
	}
	if err != nil {
		return private([]slack.Block{section(escape(f.excuse(ctx, by, Target{}, err)))})
	}
	return private(append(blocks, small(s.say("command.help"))))
}

// openCases lists the cases of somebody's regions that are not closed.
func (f *Front) openCases(ctx context.Context, by desk.Actor, channel string, regions []desk.Region) ([]slack.Block, error) {
	s := f.speaker()
	var blocks []slack.Block
	for _, r := range regions {
		cases, err := f.config.Desk.List(ctx, by, r.Code)
		if err != nil {
			return nil, err
		}
		title := s.say("command.list", "region", escape(r.Name), "n", strconv.Itoa(len(cases)))
		if len(cases) == 0 {
			title = s.say("command.none", "region", escape(r.Name))
		}
		blocks = append(blocks, section(title))
		blocks = append(blocks, f.rows(channel, cases[:min(len(cases), listed)])...)
		if more := len(cases) - listed; more > 0 {
			blocks = append(blocks, small(s.say("command.more", "n", strconv.Itoa(more))))
		}
		if len(blocks) > 40 {
			break // a message has 50 blocks
		}
	}
	return blocks, nil
}

// rows lists cases, each with a button that opens it.
func (f *Front) rows(place string, cases []outbox.Summary) []slack.Block {
	return rows(f.speaker(), f.seal, place, pressMore, f.now(), cases)
}

// rows lists cases that are shown in a place, each with a button.
func rows(s speaker, seal Sealer, place, act string, now time.Time, cases []outbox.Summary) []slack.Block {
	var blocks []slack.Block
	for _, c := range cases {
		key, err := desk.KeyOf(c)
		if err != nil {
			continue
		}
		owner := s.name(c.Region, c.Owner)
		if c.HeldOut() {
			owner = s.say("held_out")
		}
		row := s.say("row", "level", cmp.Or(plainID(c.Severity), "P?"), "code", plainID(c.Code),
			"incident", cmp.Or(s.text("incident."+c.Incident), s.text("incident.unknown")), "owner", escape(owner))
		if !c.Until.IsZero() && c.Until.After(now) {
			row = s.say("row_clock", "row", row, "clock", cmp.Or(s.text("card.clock."+c.Clock), plainID(c.Clock)), "at", s.day(c.Until, zoneOf(c.Region)))
		}
		button := s.button(act, seal.Seal(place, Target{Key: key}))
		blocks = append(blocks, slack.NewSectionBlock(marked(row), nil, slack.NewAccessory(button)))
	}
	return blocks
}

// counts says how much there is to do, and for the state whether the centre is open.
func (f *Front) counts(ctx context.Context, by desk.Actor, regions []desk.Region, state bool) ([]slack.Block, error) {
	s := f.speaker()
	var blocks []slack.Block
	for _, r := range regions {
		t, err := f.config.Desk.Today(ctx, f.now(), by, r.Code)
		if err != nil {
			return nil, err
		}
		centre, _ := directory.Serving("", r.Code)
		standing := centre.At(f.now())
		id, refusals := "command.today", 0
		if state {
			id = "command.state"
			if _, refusals, err = f.config.Desk.Refusals(ctx, by, r.Code, f.now()); err != nil {
				return nil, err
			}
		}
		blocks = append(blocks, section(s.say(id, "region", escape(r.Name), "opened", strconv.Itoa(t.Opened), "closed", strconv.Itoa(t.Closed),
			"open", strconv.Itoa(t.Open), "unclaimed", strconv.Itoa(t.Unclaimed), "p1", strconv.Itoa(t.P1), "centre", s.standing(standing), "refusals", strconv.Itoa(refusals))))
		if len(blocks) > 40 {
			break
		}
	}
	return blocks, nil
}

// standing says how a centre stands.
func (s speaker) standing(at directory.Standing) string {
	hedge := ""
	if at.Hedged {
		hedge = s.text("notice.hedge")
	}
	when, id := at.Opens, string(at.State)
	if at.State == directory.Open {
		when = at.Closes
	}
	switch {
	case at.State == directory.Open && when.IsZero():
		id = "always"
	case at.State == directory.Closed && when.IsZero():
		id = "shut"
	case at.State == directory.Closed && at.OpensBy:
		id = "closed_by"
	}
	return s.text("card.centre."+id, "hedge", hedge, "at", s.day(when, when.Location()))
}

// found shows the case with a code.
func (f *Front) found(ctx context.Context, by desk.Actor, channel string, regions []desk.Region, code string) ([]slack.Block, error) {
	var faults []error
	for _, r := range regions {
		c, ok, err := f.config.Desk.Find(ctx, by, r.Code, code)
		if err != nil {
			faults = append(faults, err)
			continue
		}
		if ok {
			return f.rows(channel, []outbox.Summary{c}), nil
		}
	}
	return []slack.Block{section(f.speaker().say("command.not_found", "code", escape(cut(code, 20))))}, errors.Join(faults...)
}

// publish shows somebody a page, from 0, of their home tab: their cases, what ends soon,
// what waits. To whoever is no analyst it says how to get help.
func (f *Front) publish(ctx context.Context, by desk.Actor, page int) error {
	s := f.speaker()
	regions := f.of(by)
	var blocks []slack.Block
	if len(regions) == 0 {
		blocks = []slack.Block{section(s.say("home.guest"))}
	}
	place := viewOf(by.Team, by.User)
	from, further := page*listed, false
	for _, r := range regions {
		mine, err := f.config.Desk.Mine(ctx, by, r.Code)
		if err != nil {
			return err
		}
		ending, err := f.config.Desk.Ending(ctx, f.now(), by, r.Code)
		if err != nil {
			return err
		}
		all, err := f.config.Desk.List(ctx, by, r.Code)
		if err != nil {
			return err
		}
		waiting := slices.DeleteFunc(all, func(c outbox.Summary) bool { return c.Owner != "" && !c.HeldOut() })
		for _, part := range []struct {
			title string
			cases []outbox.Summary
		}{{"title", mine}, {"clocks", ending}, {"waiting", waiting}} {
			if len(part.cases) <= from && (part.title != "title" || page > 0) {
				continue
			}
			title := s.say("home." + part.title)
			if len(part.cases) > listed {
				title = s.say("home.part", "title", title, "from", strconv.Itoa(from+1), "to", strconv.Itoa(min(len(part.cases), from+listed)), "n", strconv.Itoa(len(part.cases)))
			}
			blocks = append(blocks, slack.NewHeaderBlock(label(title+" · "+r.Name, maxHeader)))
			blocks = append(blocks, f.rows(place, part.cases[from:min(len(part.cases), from+listed)])...)
			if len(part.cases) == 0 {
				blocks = append(blocks, section(s.say("home.none")))
			}
			further = further || len(part.cases) > from+listed
		}
	}
	var turn []slack.BlockElement
	for _, to := range []struct {
		there bool
		act   string
		page  int
	}{{page > 0, pressBefore, page - 1}, {further, pressAfter, page + 1}} {
		if to.there {
			turn = append(turn, s.button(to.act, strconv.Itoa(to.page)))
		}
	}
	blocks = blocks[:min(len(blocks), maxBlocks-2)]
	if len(turn) > 0 {
		blocks = append(blocks, slack.NewActionBlock("", turn...))
	}
	blocks = append(blocks, small(s.say("home.as_of", "at", s.day(f.now(), location("Europe/Paris")))))
	_, err := f.api.PublishViewContext(ctx, slack.PublishViewContextRequest{
		UserID: by.User, View: slack.HomeTabViewRequest{Type: slack.VTHomeTab, Blocks: slack.Blocks{BlockSet: blocks}},
	})
	return failed("views.publish", err)
}
