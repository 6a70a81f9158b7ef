package slackbot

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"strconv"
	"strings"

	"github.com/slack-go/slack"

	"relais/dialogs/desk"
	"relais/dialogs/engine"
	"relais/dialogs/intake"
	"relais/dialogs/places"
)

// form is the questions of one act, and how their answers become it.
type form struct {
	ask func(*asking)
	act func(context.Context, *Front, desk.Actor, Target, answers) (desk.Act, error)
}

// forms are the acts that want answers. "fact" is the second half of correct.
var forms = map[string]form{
	"grade": {
		func(a *asking) {
			a.menu("level", a.values("level", "P1", "P2", "P3"), a.c.Severity)
			a.paragraph("reason", "")
		},
		func(_ context.Context, _ *Front, _ desk.Actor, _ Target, x answers) (desk.Act, error) {
			return desk.Grade{Level: x["level"], Reason: x["reason"]}, nil
		},
	},
	"correct": {
		func(a *asking) {
			var list []choice
			for _, fact := range a.front.config.Desk.Intake.Set.Facts {
				if text := a.speak.say("fact." + fact.Name); text != "" {
					list = append(list, choice{fact.Name, text})
				}
			}
			a.menu("fact", list, "")
		},
		nil, // asks on
	},
	"fact": {
		func(a *asking) {
			fact, _ := a.front.config.Desk.Intake.Set.Fact(a.hidden)
			var list []choice
			for _, value := range fact.Values {
				list = append(list, choice{value, a.front.valueText(fact, value)})
			}
			a.blocks = append(a.blocks, section("*"+a.speak.say("fact."+fact.Name)+"*"))
			switch {
			case len(list) > 0:
				a.menu("value", list, "")
			case fact.Is == "place":
				a.line("place", "")
			default:
				a.line("value", "")
			}
		},
		func(_ context.Context, _ *Front, _ desk.Actor, _ Target, x answers) (desk.Act, error) {
			return desk.Correct{Fact: x["hidden"], Value: strings.TrimSpace(cmp.Or(x["value"], x["place"]))}, nil
		},
	},
	"said": {
		func(a *asking) { a.line("said", "") },
		func(_ context.Context, _ *Front, _ desk.Actor, _ Target, x answers) (desk.Act, error) {
			return desk.Accept{Said: x["said"]}, nil
		},
	},
	"handover": {
		func(a *asking) {
			var list []choice
			for _, colleague := range a.region.Analysts {
				if colleague.May(desk.MayLead) && colleague.ID() != a.by.User {
					list = append(list, choice{colleague.ID(), colleague.Name})
				}
			}
			a.menu("to", list, "")
			a.paragraph("brief", a.brief)
		},
		func(_ context.Context, _ *Front, _ desk.Actor, _ Target, x answers) (desk.Act, error) {
			return desk.HandOver{To: x["to"], Brief: x["brief"]}, nil
		},
	},
	"ask": {
		func(a *asking) { a.menu("receiver", a.receivers(), "") },
		func(_ context.Context, _ *Front, _ desk.Actor, _ Target, x answers) (desk.Act, error) {
			kind, to, _ := strings.Cut(x["receiver"], " ")
			return desk.Ask{Receiver: intake.OfferKind(kind), To: to}, nil
		},
	},
	"pass": {
		func(a *asking) {
			asked, consent := "", ""
			if x := a.c.Charge.Asked; x != nil && x.Answer == "yes" {
				asked, consent = string(x.Kind)+" "+x.To, desk.ConsentAsked
			}
			a.menu("receiver", a.receivers(), asked)
			a.menu("consent", a.values("consent", desk.Consents...), consent)
			a.paragraph("brief", a.brief)
		},
		func(_ context.Context, _ *Front, _ desk.Actor, _ Target, x answers) (desk.Act, error) {
			kind, to, _ := strings.Cut(x["receiver"], " ")
			return desk.Pass{Receiver: intake.OfferKind(kind), To: to, Consent: x["consent"], Brief: x["brief"]}, nil
		},
	},
	"relate": {
		func(a *asking) { a.line("code", "") },
		func(ctx context.Context, f *Front, by desk.Actor, t Target, x answers) (desk.Act, error) {
			c, err := f.config.Desk.Show(ctx, by, t.Key)
			if err != nil {
				return nil, err
			}
			found, ok, err := f.config.Desk.Find(ctx, by, c.Region, x["code"])
			if err != nil {
				return nil, err
			}
			if !ok {
				return nil, &desk.No{Word: desk.Word{ID: "no_relation"}}
			}
			key, err := desk.KeyOf(found)
			if err != nil {
				return nil, err
			}
			other, err := f.config.Desk.Show(ctx, by, key)
			return desk.Relate{To: other}, err
		},
	},
	"unrelate": {
		func(a *asking) {
			var list []choice
			for _, r := range a.c.Charge.Related {
				list = append(list, choice{r.Case, r.Code})
			}
			a.menu("related", list, "")
		},
		func(_ context.Context, _ *Front, _ desk.Actor, _ Target, x answers) (desk.Act, error) {
			return desk.Unrelate{Case: x["related"]}, nil
		},
	},
	"erase": {
		func(a *asking) {
			a.blocks = append(a.blocks, section(a.speak.say("erasing")))
			a.menu("why", a.values("why", desk.Whys...), "")
			a.line("code", "")
			a.line("again", "")
		},
		func(_ context.Context, _ *Front, _ desk.Actor, _ Target, x answers) (desk.Act, error) {
			return desk.Erase{Why: x["why"], Twice: [2]string{x["code"], x["again"]}}, nil
		},
	},
	"export": {
		func(a *asking) {
			a.menu("tlp", a.values("tlp", desk.TLPs...), "amber")
			a.menu("edition", a.values("edition", editionText, editionJSON), editionText)
		},
		nil, // its document is shown
	},
	"close": {
		func(a *asking) {
			incident, _ := a.front.config.Desk.Intake.Set.Fact("incident")
			var list []choice
			for _, value := range incident.Values {
				list = append(list, choice{value, a.front.valueText(incident, value)})
			}
			a.menu("category", list, a.c.Incident)
			a.line("cause", "")
			a.menu("complaint", a.values("complaint", desk.Complaints...), "")
			a.menu("tlp", a.values("tlp", desk.TLPs...), "amber")
			quiet := slack.NewOptionBlockObject("quiet", label(a.speak.say("quiet"), maxLabel), nil)
			a.input("quiet", slack.NewCheckboxGroupsBlockElement("quiet", quiet), true)
		},
		func(_ context.Context, _ *Front, _ desk.Actor, _ Target, x answers) (desk.Act, error) {
			return desk.Close{Category: x["category"], Cause: x["cause"], Complaint: x["complaint"], TLP: x["tlp"], Quiet: x["quiet"] != ""}, nil
		},
	},
}

// answers are those of a form, by the names of its questions.
type answers map[string]string

// asking is a form while it is made.
type asking struct {
	front  *Front
	speak  speaker
	by     desk.Actor
	c      desk.Case
	region desk.Region
	blocks []slack.Block
	hidden string
	brief  string // drafted by the desk
}

func (a *asking) input(name string, element slack.BlockElement, optional bool) {
	block := slack.NewInputBlock(name, label(a.speak.say("field."+name), maxLabel), nil, element)
	block.Optional = optional
	a.blocks = append(a.blocks, block)
}

func (a *asking) line(name, initial string) {
	e := slack.NewPlainTextInputBlockElement(nil, name)
	e.InitialValue, e.MaxLength = initial, 200
	a.input(name, e, false)
}

func (a *asking) paragraph(name, initial string) {
	e := slack.NewPlainTextInputBlockElement(nil, name)
	e.InitialValue, e.Multiline, e.MaxLength = initial, true, 1500
	a.input(name, e, false)
}

// choice is one value of a menu.
type choice struct{ value, text string }

// menu asks for one of several values. Slack shows at most 100.
func (a *asking) menu(name string, list []choice, initial string) {
	var options []*slack.OptionBlockObject
	var first *slack.OptionBlockObject
	for _, c := range list[:min(len(list), 100)] {
		o := slack.NewOptionBlockObject(c.value, label(c.text, maxLabel), nil)
		options = append(options, o)
		if c.value == initial {
			first = o
		}
	}
	if len(options) == 0 {
		a.blocks = append(a.blocks, section(a.speak.say("empty")))
		return
	}
	e := slack.NewOptionsSelectBlockElement(slack.OptTypeStatic, nil, name, options...)
	e.InitialOption = first
	a.input(name, e, false)
}

// receivers are those to whom a case can be passed on.
func (a *asking) receivers() []choice {
	var list []choice
	for _, id := range desk.Doors {
		list = append(list, choice{"door " + id, a.speak.receiver(a.c.Region, id)})
	}
	for _, code := range a.front.config.Regions() {
		if name, ok := places.RegionName(code); ok && code != a.c.Region {
			list = append(list, choice{"region " + code, a.speak.say("region", "name", name)})
		}
	}
	return list
}

// values are choices whose words stand under one name.
func (a *asking) values(group string, ids ...string) []choice {
	var list []choice
	for _, id := range ids {
		list = append(list, choice{id, cmp.Or(a.speak.say(group+"."+strings.ReplaceAll(id, "+", "_")), id)})
	}
	return list
}

// valueText is what a value of a fact is called.
func (f *Front) valueText(fact *engine.Fact, value string) string {
	s := f.speaker()
	switch fact.Name {
	case "incident":
		return cmp.Or(s.text("incident."+value), value)
	case "victim":
		return cmp.Or(s.text("card.victim."+value), value)
	}
	if text := s.say("value." + value); text != "" {
		return text
	}
	for _, group := range groups {
		if text := s.text("card." + group + "." + fact.Name + "." + value); text != "" {
			return text
		}
	}
	return value
}

// form asks what an act needs to know.
func (f *Front) form(ctx context.Context, by desk.Actor, t Target, act string) (modal, error) {
	return f.ask(ctx, by, t, act, "")
}

func (f *Front) ask(ctx context.Context, by desk.Actor, t Target, act, hidden string) (modal, error) {
	c, err := f.config.Desk.Show(ctx, by, t.Key)
	if err != nil {
		return modal{}, err
	}
	form, ok := forms[act]
	if !ok {
		return modal{}, errors.New("slack: no form of that name")
	}
	region, _ := f.config.Desk.Region(c.Region)
	s := f.speaker()
	brief, err := f.config.Desk.Brief(ctx, f.now(), by, t.Key, f.config.Lang)
	if err != nil {
		return modal{}, err
	}
	a := &asking{front: f, speak: s, by: by, c: c, region: region, hidden: hidden, brief: brief}
	form.ask(a)
	submit := s.say("ok")
	if form.act == nil {
		submit = s.say("go_on")
	}
	return modal{
		title: s.say("title.form", "code", c.Code), blocks: a.blocks, submit: submit, close: s.say("cancel"),
		id: pressForm + act, hidden: f.keep(by, kept{Seal: f.seal.Seal(viewOf(by.Team, by.User), Target{Key: t.Key}), Hidden: hidden}),
	}, nil
}

// kept is what a form carries unseen. The text is that of a preview, which Slack
// hands back as it got it.
type kept struct {
	Seal   string `json:"s"`
	Hidden string `json:"h,omitempty"`
	Draft  string `json:"d,omitempty"`
	Text   string `json:"t,omitempty"`
}

func (f *Front) keep(_ desk.Actor, k kept) string {
	data, err := json.Marshal(k)
	if err != nil {
		panic(err) // plain texts
	}
	return string(data)
}

// submitted takes a form that was sent.
func (f *Front) submitted(ctx context.Context, by desk.Actor, i interaction) Answer {
	var k kept
	target := Target{}
	ok := json.Unmarshal([]byte(i.View.PrivateMetadata), &k) == nil
	if ok {
		target, ok = f.seal.Open(viewOf(by.Team, by.User), k.Seal)
	}
	if !ok {
		f.config.Desk.Refuse(ctx, desk.Refusal{By: by, Act: i.View.CallbackID, Why: "sealed"})
		return f.said("", f.speaker().say("broken"))
	}
	x := answers{"hidden": k.Hidden}
	for _, fields := range i.View.State.Values {
		for name, field := range fields {
			x[name] = field.text()
			if len(field.SelectedOptions) > 0 {
				x[name] = field.SelectedOptions[0].Value
			}
		}
	}
	id := strings.Join([]string{"view", i.View.ID, i.View.Hash, i.View.CallbackID}, " ")
	switch callback := i.View.CallbackID; {
	case callback == viewWrite:
		return f.previewed(ctx, by, target, x["text"])
	case callback == viewSend:
		return f.do(ctx, by, target, id, desk.Write{Draft: k.Draft, Text: k.Text})
	case callback == pressForm+"correct":
		m, err := f.ask(ctx, by, target, "fact", x["fact"])
		if err != nil {
			return f.said("", f.excuse(ctx, by, target, err))
		}
		return answered(slack.NewUpdateViewSubmissionResponse(new(m.request(f.speaker()))))
	case callback == pressForm+"export":
		return f.exported(ctx, by, target, id, x["tlp"], x["edition"])
	default:
		form, ok := forms[strings.TrimPrefix(callback, pressForm)]
		if !ok || form.act == nil {
			return Answer{}
		}
		act, err := form.act(ctx, f, by, target, x)
		if err != nil {
			return f.said("", f.excuse(ctx, by, target, err))
		}
		return f.do(ctx, by, target, id, act)
	}
}

// do does the act of a form and answers it in the same window.
func (f *Front) do(ctx context.Context, by desk.Actor, t Target, id string, act desk.Act) Answer {
	result, err := f.config.Desk.Do(ctx, f.now(), desk.Event{ID: id, By: by, Case: t.Key, Act: act})
	if err != nil {
		return f.said("", f.excuse(ctx, by, t, err))
	}
	return f.said(result.Case.Code, f.word(result.Case.Region, result.Word))
}

// said puts a text in place of a form.
func (f *Front) said(code, text string) Answer {
	s := f.speaker()
	title := s.say("title.help")
	if code != "" {
		title = s.say("title.done", "code", code)
	}
	return answered(slack.NewUpdateViewSubmissionResponse(new(modal{title: title, blocks: []slack.Block{section(escape(text))}}.request(s))))
}

// The forms by which an analyst's words leave.
const (
	viewWrite = "write"
	viewSend  = "send"
)

// writing asks for the text to a reporter, below what was said last. It says no at
// once where no text could leave.
func (f *Front) writing(ctx context.Context, by desk.Actor, t Target) (modal, error) {
	p, err := f.config.Desk.Preview(ctx, f.now(), by, t.Key, "?") // whether a text could leave, and what was said last
	if err != nil {
		return modal{}, err
	}
	s := f.speaker()
	e := slack.NewPlainTextInputBlockElement(nil, "text")
	e.Multiline, e.MaxLength = true, 2000
	input := slack.NewInputBlock("text", label(s.say("write.label"), maxLabel), label(s.say("write.hint", "max", strconv.Itoa(desk.MaxSegments)), 150), e)
	blocks := []slack.Block{input, small(f.way(p))}
	if p.Watched {
		blocks = append(blocks, section(s.say("write.watched")))
	}
	if len(p.Last) > 0 { // below: who writes wants to see the field, on a telephone too
		blocks = append(blocks, section(s.say("write.last")))
		blocks = append(blocks, f.lines(p.Case.Region, p.Last)...)
	}
	return modal{
		title: s.say("title.write", "code", p.Case.Code), blocks: blocks, submit: s.say("next"), close: s.say("cancel"),
		id: viewWrite, hidden: f.keep(by, kept{Seal: f.seal.Seal(viewOf(by.Team, by.User), Target{Key: t.Key})}),
	}, nil
}

// way says by which channel and in which language a text gets to the reporter.
func (f *Front) way(p desk.Preview) string {
	s := f.speaker()
	reach := string(p.Reach)
	if p.Case.Channel == channelSlack {
		reach = channelSlack
	}
	return s.say("channel."+reach) + " " + s.say("write.lang", "lang", s.text("card.language."+p.Lang))
}

// previewed shows a text as it would leave, above the form it came from: closing it
// leads back to the form.
func (f *Front) previewed(ctx context.Context, by desk.Actor, t Target, text string) Answer {
	p, err := f.config.Desk.Preview(ctx, f.now(), by, t.Key, text)
	if no, ok := errors.AsType[*desk.No](err); ok {
		return answered(slack.NewErrorsViewSubmissionResponse(map[string]string{"text": f.word("", no.Word)}))
	}
	if err != nil {
		return f.said("", f.excuse(ctx, by, t, err))
	}
	return answered(slack.NewPushViewSubmissionResponse(new(f.preview(by, t, p).request(f.speaker()))))
}

// again shows a text that did not arrive as it would leave once more.
func (f *Front) again(ctx context.Context, by desk.Actor, t Target) (modal, error) {
	p, err := f.config.Desk.Again(ctx, f.now(), by, t.Key, t.N)
	if err != nil {
		return modal{}, err
	}
	return f.preview(by, t, p), nil
}

func (f *Front) preview(by desk.Actor, t Target, p desk.Preview) modal {
	s := f.speaker()
	cost := s.say("write.fetched")
	switch {
	case p.Segments > 0:
		cost = s.say("write.sms", "segments", strconv.Itoa(p.Segments), "price", p.Euros(s.say("write.point")))
	case p.Case.Channel == channelSlack:
		cost = s.say("write.slack")
	}
	blocks := []slack.Block{section(s.say("write.exact")), words(p.Text)}
	if p.Changed {
		blocks = append(blocks, section(s.say("write.folded")))
	}
	if p.Watched {
		blocks = append(blocks, section(s.say("write.watched")))
	}
	blocks = append(blocks, small(cost+" "+f.way(p)))
	if len(p.Last) > 0 {
		blocks = append(blocks, slack.NewDividerBlock(), section(s.say("write.last")))
		blocks = append(blocks, f.lines(p.Case.Region, p.Last)...)
	}
	return modal{
		title: s.say("title.preview", "code", p.Case.Code), blocks: blocks, submit: s.say("send"), close: s.say("edit"), id: viewSend,
		hidden: f.keep(by, kept{Seal: f.seal.Seal(viewOf(by.Team, by.User), Target{Key: t.Key}), Draft: p.Draft, Text: p.Text}),
	}
}

// The editions of an export.
const (
	editionText = "text" // for people
	editionJSON = "json" // for a machine
)

// exported shows a case as a document, in parts that can be copied, to whoever asked.
func (f *Front) exported(ctx context.Context, by desk.Actor, t Target, id, tlp, edition string) Answer {
	doc, result, err := f.config.Desk.Take(ctx, f.now(), desk.Event{ID: id, By: by, Case: t.Key, Act: desk.Export{TLP: tlp}})
	if err != nil {
		return f.said("", f.excuse(ctx, by, t, err))
	}
	var text string
	if edition == editionJSON {
		var body []byte
		body, err = doc.JSON()
		text = string(body)
	} else {
		region, _ := f.config.Desk.Region(result.Case.Region)
		text, err = doc.Text(f.config.Texts, f.config.Lang, region)
	}
	if err != nil {
		return f.said("", f.excuse(ctx, by, t, err))
	}
	s := f.speaker()
	blocks := []slack.Block{section(escape(f.word(result.Case.Region, result.Word))), small(s.say("private"))}
	for _, part := range parts(text, maxSection) {
		if len(blocks) == maxBlocks-1 {
			blocks = append(blocks, small(s.say("cut")))
			break
		}
		blocks = append(blocks, words(part))
	}
	return answered(slack.NewUpdateViewSubmissionResponse(new(modal{title: s.say("title.done", "code", result.Case.Code), blocks: blocks}.request(s))))
}

// parts cuts a text into pieces of at most so many letters, at the ends of lines where
// there are any.
func parts(text string, letters int) []string {
	var parts []string
	for rest := []rune(strings.TrimSpace(text)); len(rest) > 0; {
		n := min(len(rest), letters)
		if n < len(rest) {
			for end := n; end > n/2; end-- {
				if rest[end-1] == '\n' {
					n = end
					break
				}
			}
		}
		if part := strings.TrimRight(string(rest[:n]), "\n"); part != "" {
			parts = append(parts, part)
		}
		rest = rest[n:]
	}
	return parts
}
