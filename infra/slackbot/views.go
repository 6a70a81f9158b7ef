package slackbot

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/slack-go/slack"

	"relais/dialogs/desk"
	"relais/dialogs/intake"
)

// modal is a window of one person.
type modal struct {
	title  string
	blocks []slack.Block
	submit string // empty: nothing to send
	close  string // empty: the usual word
	id     string // callback_id: what a form is for
	hidden string // private_metadata
}

func (m modal) request(s speaker) slack.ModalViewRequest {
	view := slack.ModalViewRequest{
		Type: slack.VTModal, Title: label(m.title, maxTitle), Close: label(cmp.Or(m.close, s.say("close")), maxTitle),
		Blocks: slack.Blocks{BlockSet: m.blocks}, CallbackID: m.id, PrivateMetadata: m.hidden,
	}
	if m.submit != "" {
		view.Submit = label(m.submit, maxTitle)
	}
	return view
}

// pageTurns is how many turns one page of a timeline shows: what fits a view.
const pageTurns = 10

// reading shows a page of a case's timeline: from a turn on, or the newest.
func (f *Front) reading(ctx context.Context, by desk.Actor, t Target, paged bool) (modal, error) {
	c, err := f.config.Desk.Show(ctx, by, t.Key)
	if err != nil {
		return modal{}, err
	}
	from := max(1, c.N-pageTurns+1)
	if paged {
		from = min(max(1, t.N), from)
	}
	page, err := f.config.Desk.Timeline(ctx, f.config.Clock(), by, t.Key, from, pageTurns)
	if err != nil {
		return modal{}, err
	}
	s := f.speaker()
	blocks := []slack.Block{small(s.say("private"))}
	lines := f.lines(page.Case.Region, page.Lines)
	if len(lines) == 0 {
		lines = []slack.Block{section(s.say("empty"))}
	}
	if room := maxBlocks - 2; len(lines) > room-len(blocks) {
		lines = lines[len(lines)-(room-len(blocks)):]
	}
	blocks = append(blocks, lines...)
	var turn []slack.BlockElement
	place := viewOf(by.Team, by.User)
	if from > 1 {
		turn = append(turn, s.button(pressOlder, f.seal.Seal(place, Target{t.Key, max(1, from-pageTurns)})))
	}
	if page.Next > 0 {
		turn = append(turn, s.button(pressNewer, f.seal.Seal(place, Target{t.Key, page.Next})))
	}
	turn = append(turn, s.button(pressMore, f.seal.Seal(place, Target{Key: t.Key})))
	blocks = append(blocks, slack.NewActionBlock("", turn...))
	return modal{title: s.say("title.read", "code", c.Code), blocks: blocks}, nil
}

// lines writes a timeline. What somebody wrote stands in plain text, where nothing is alive.
func (f *Front) lines(region string, lines []desk.Line) []slack.Block {
	s, zone := f.speaker(), zoneOf(region)
	var blocks []slack.Block
	for _, l := range lines {
		who := map[desk.Who]string{desk.Reporter: s.say("reporter"), desk.Robot: s.say("robot"), desk.Itself: s.say("desk")}[l.Who]
		if l.Who == desk.Human {
			who = s.name(region, l.By)
		}
		head := "*" + escape(who) + "* · " + s.day(l.At, zone)
		if l.Kind != desk.KindMessage {
			head += " · " + s.either("line."+l.Kind, "line.something", "kind", plainID(l.Kind))
		}
		if l.Who != desk.Reporter && l.Kind == desk.KindMessage {
			if state := s.say("sent." + string(l.Sent)); state != "" {
				head += " · " + state
			}
		}
		blocks = append(blocks, small(head))
		text := l.Text
		if l.Kind != desk.KindMessage {
			text = f.given(region, l.Given)
		}
		if l.Long > 0 {
			text = cut(text, maxSection-len(s.say("cut"))-2) + " " + s.say("cut")
		}
		if text != "" {
			blocks = append(blocks, words(text))
		}
		if l.Files > 0 {
			blocks = append(blocks, small(s.say("files", "n", strconv.Itoa(l.Files))))
		}
	}
	return blocks
}

// given says what an act was given, in the order of its names.
func (f *Front) given(region string, given map[string]string) string {
	s := f.speaker()
	var parts []string
	for name, value := range given {
		word := s.say("given." + name)
		if word == "" || value == "" {
			continue // ids, which say nothing to anybody
		}
		if name == "to" {
			value = s.receiver(region, value)
		}
		parts = append(parts, word+" : "+value)
	}
	slices.Sort(parts)
	return strings.Join(parts, "\n")
}

// menu lists what can be done with a case as it stands.
func (f *Front) menu(ctx context.Context, by desk.Actor, t Target) (modal, error) {
	c, err := f.config.Desk.Show(ctx, by, t.Key)
	if err != nil {
		return modal{}, err
	}
	s := f.speaker()
	value := f.seal.Seal(viewOf(by.Team, by.User), Target{Key: t.Key})
	blocks := []slack.Block{section(f.standing(c))}
	if o := c.Charge.Offer; o != nil {
		blocks = append(blocks, section(s.say("brief", "name", escape(s.name(c.Region, o.By)))), words(o.Brief))
	}
	for _, act := range acts(c, by.User) {
		id := act
		if _, ok := forms[act]; ok {
			id = pressForm + act
		}
		button := slack.NewButtonBlockElement(id, value, label(s.say("button."+act), maxLabel))
		hint := cmp.Or(s.say("hint."+act), s.say("button."+act))
		blocks = append(blocks, slack.NewSectionBlock(marked(hint), nil, slack.NewAccessory(button)))
	}
	doors, err := f.config.Desk.Doors(ctx, f.config.Clock(), by, t.Key, f.config.Lang)
	if err != nil {
		return modal{}, err
	}
	blocks = append(blocks, words(cut(strings.Join(doors, "\n"), maxSection)))
	return modal{title: s.say("title.more", "code", c.Code), blocks: blocks}, nil
}

// acts are the acts that fit a case for somebody, the likeliest first. The desk
// itself checks each when it is done.
func acts(c desk.Case, me string) []string {
	charge := c.Charge
	mine := charge.Owner == me
	offer := charge.Offer
	switch {
	case charge.Closing != nil:
		return []string{pressRead, "reopen", "export", "erase"}
	case charge.Owner == "":
		return []string{pressRead, "claim", "takeover", "correct", "grade", "relate", "export"}
	case !mine && offer != nil:
		return []string{pressRead, "accept", "decline"}
	case !mine:
		return []string{pressRead, "relate", "export"}
	}
	list := []string{pressRead}
	if charge.Leads {
		list = append(list, pressWrite, "release")
	} else {
		list = append(list, "takeover")
	}
	if !c.TextOnly {
		list = append(list, "call")
	}
	if offer != nil {
		if offer.Kind == intake.ToDoor {
			list = append(list, "said") // whoever is outside says so to the owner
		}
		list = append(list, "withdraw")
	} else {
		list = append(list, "handover", "ask", "pass")
	}
	list = append(list, "correct", "grade", "relate")
	if len(charge.Related) > 0 {
		list = append(list, "unrelate")
	}
	return append(list, "giveup", "close", "export", "erase")
}

// standing says in one line how a case stands.
func (f *Front) standing(c desk.Case) string {
	s := f.speaker()
	line := "*" + plainID(c.Code) + "* · " + cmp.Or(s.text("incident."+c.Incident), s.text("incident.unknown")) + " · " + cmp.Or(plainID(c.Severity), "?")
	owner := s.say("free")
	switch charge := c.Charge; {
	case charge.Closing != nil:
		owner = s.say("closed")
	case charge.Leads:
		owner = s.say("leads", "name", escape(s.name(c.Region, charge.Owner)), "at", s.hour(charge.Since, zoneOf(c.Region)))
	case charge.Owner != "":
		owner = s.say("owner", "name", escape(s.name(c.Region, charge.Owner)), "at", s.hour(charge.Since, zoneOf(c.Region)))
	}
	if len(c.Charge.Related) > 0 {
		var codes []string
		for _, r := range c.Charge.Related {
			codes = append(codes, plainID(r.Code))
		}
		owner += "\n" + s.say("related", "codes", strings.Join(codes, ", "))
	}
	return line + "\n" + owner
}

// calling shows whom to call, and how to be believed.
func (f *Front) calling(r desk.Result) modal {
	s := f.speaker()
	number := s.say("call.none")
	if r.Contact.Number != "" {
		number = s.say("call.number", "number", escape(r.Contact.Number))
	}
	two := s.say("call.no_words")
	if r.Contact.Words[0] != "" {
		two = s.say("call.words", "one", escape(r.Contact.Words[0]), "two", escape(r.Contact.Words[1]))
	}
	blocks := []slack.Block{section(number), section(two), section(escape(f.word(r.Case.Region, r.Word)))}
	if c := r.Contact; c.PIN != "" {
		blocks = append(blocks, section(s.say("call.pin", "code", escape(c.Code), "pin", escape(c.PIN))))
	} else if c.Spent {
		blocks = append(blocks, section(s.say("call.spent")))
	}
	return modal{title: s.say("title.call", "code", r.Case.Code), blocks: append(blocks, small(s.say("private")))}
}
