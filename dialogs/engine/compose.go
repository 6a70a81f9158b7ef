package engine

import (
	"fmt"
	"slices"
	"sort"
	"strconv"
	"strings"

	"relais/locales"
	"relais/locales/gsm7"
)

// MaxSegments is how many SMS segments one turn may say.
const MaxSegments = 2

// textMore ends a message whose question had no room: any reply brings it.
const textMore = "start.more"

// Message is what a turn says, ready for a channel.
type Message struct {
	Text    string   // everything, choices included where the channel shows no buttons
	Body    string   // without the list of choices, for channels with buttons
	Options []Option // the choices of the open question
	Said    []string // ids of the texts said, in order: who received an advice can be found again
}

// Option is one choice as a person sees it.
type Option struct {
	Key   int
	ID    string
	Label string
}

// Compose says the effects of one turn on the session's channel: the messages of
// the way and the question as one, and whatever else fits, most urgent first.
// What finds no room stays in the session for a later turn. s is changed.
func Compose(set *Set, texts *locales.Catalog, s *Session, effects []Effect, values map[string]string) (Message, error) {
	m, err := compose(set, texts, s, effects, values)
	if hello := values[valueHello]; hello != "" && strings.HasPrefix(m.Body, hello) {
		s.Greeted = true
	}
	for _, id := range m.Said {
		for _, door := range set.Sends(id) {
			if !slices.Contains(s.Doors, door) {
				s.Doors = append(slices.Clip(s.Doors), door)
			}
		}
	}
	return m, err
}

// valueHello is the value by which texts say who answers, empty once that was said.
const valueHello = "hello"

func compose(set *Set, texts *locales.Catalog, s *Session, effects []Effect, values map[string]string) (Message, error) {
	c := composer{set: set, texts: texts, s: s, values: values}
	riders := slices.DeleteFunc(s.Later, func(r Say) bool { return r.Until > 0 && s.Turns > r.Until })
	s.Later = nil
	var acts []Say
	ask := false
	for _, e := range effects {
		switch e.Kind {
		case Ride:
			riders = append(riders, e.Say)
		case Tell:
			acts = append(acts, e.Say)
		case Ask:
			ask = true
		}
	}
	sort.SliceStable(riders, func(i, j int) bool { return riders[i].Rank < riders[j].Rank })
	alone := c.set.alone(s.Here)
	if alone && s.End == "" && (!s.Paused || len(acts) == 0) { // who rests hears of that
		acts = slices.DeleteFunc(acts, func(say Say) bool { return !c.grave([]Say{say}) })
		ask = ask || len(acts) == 0
	}

	core := c.says(acts)
	var options []Option
	if ask {
		body, opts, inline := c.question()
		options = opts
		core = append(core, part{id: c.s.Here.ID(), text: body, options: opts, inline: inline})
	}
	var waiting []Say
	switch {
	case alone, slices.ContainsFunc(s.Stack, c.set.alone), c.grave(acts), closes(acts):
		riders, waiting = nil, riders
		for i := range waiting { // what was put off once takes no room from what is asked for later
			if waiting[i].Rank < Urgent {
				waiting[i].Rank = rankLate
			}
		}
	case s.Paused && len(acts) > 0: // who wants to rest hears of that alone
		riders, waiting = nil, riders
	case ask && c.grave([]Say{{ID: s.Here.ID()}}), greets(core, values):
		riders, waiting = split(riders, Urgent)
	case c.calls(acts):
		riders, waiting = split(riders, rankMiss+1)
	}
	kept, later := c.fit(riders, core)
	if c.err != nil {
		return Message{}, c.err
	}
	s.Later = append(later, waiting...)
	if kept == nil {
		// Urgent words leave no room for the question: it waits for the next message.
		return c.wait(riders, waiting, acts, core, ask)
	}
	return c.message(append(kept, core...), options), nil
}

// grave reports whether something speaks of a danger, a despair or a minor: nothing
// stands before such a message, and before its question only what cannot wait.
func (c *composer) grave(acts []Say) bool {
	return slices.ContainsFunc(acts, func(say Say) bool {
		dialog, _, _ := strings.Cut(say.ID, ".")
		return slices.ContainsFunc(c.set.Interrupts, func(in Interrupt) bool { return in.Call == dialog && in.Rank < rankAnswer })
	})
}

// closes reports whether courtesy is answered where nothing else may be said.
func closes(acts []Say) bool { return len(acts) == 1 && acts[0].ID == textFarewell }

// calls reports whether a message begins with whom money is asked back from: who reads it, and who may
// call back, is said with the next message.
func (c *composer) calls(acts []Say) bool {
	return len(acts) > 0 && slices.ContainsFunc(c.set.Sends(acts[0].ID), func(door string) bool { return slices.Contains(c.set.Recallers, door) })
}

// greets reports whether a message begins by saying who answers: only what cannot wait
// stands before that.
func greets(core []part, values map[string]string) bool {
	hello := values[valueHello]
	return hello != "" && len(core) > 0 && strings.HasPrefix(core[0].text, hello)
}

// split parts the riders that may wait, those from a rank on, from those that may not.
func split(riders []Say, from int) (now, waiting []Say) {
	for _, r := range riders {
		if r.Rank < from {
			now = append(now, r)
		} else {
			waiting = append(waiting, r)
		}
	}
	return now, waiting
}

// part is one paragraph of a message.
type part struct {
	id      string
	text    string
	options []Option
	inline  bool // the text lists the choices itself
}

type composer struct {
	set    *Set
	texts  *locales.Catalog
	s      *Session
	values map[string]string
	err    error
}

// say renders one text in the form of the channel.
func (c *composer) say(id string) string {
	if c.texts.Has(c.s.Lang, id) {
		return c.render(id) // a text without forms, like the help of a step
	}
	return c.render(c.form(id))
}

// form returns the id of the form in which a text is said: that of the channel, or the
// one that names no telephone.
func (c *composer) form(id string) string {
	if c.s.Facts.TextOnly() {
		return c.texts.InWriting(c.s.Lang, id, c.s.Channel)
	}
	return c.texts.OnChannel(c.s.Lang, id, c.s.Channel)
}

func (c *composer) render(id string) string {
	text, err := c.texts.Text(c.s.Lang, id, c.values)
	if err != nil && c.err == nil {
		c.err = err
	}
	return strings.TrimSpace(text) // a value that is empty leaves its space
}

func (c *composer) says(says []Say) []part {
	parts := make([]part, 0, len(says)+1)
	for _, say := range says {
		parts = append(parts, part{id: say.ID, text: c.say(say.ID)})
	}
	return parts
}

// question renders the open question and its choices. A form of the channel's own
// that numbers the choices itself is complete.
func (c *composer) question() (body string, options []Option, inline bool) {
	id := c.s.Here.ID()
	if len(c.s.Among) > 0 {
		return c.say(id + ".which"), nil, true
	}
	d, ok := c.set.Dialog(c.s.Here.Dialog)
	if !ok {
		return "", nil, true
	}
	step, ok := d.Step(c.s.Here.Step)
	if !ok {
		return "", nil, true
	}
	for _, choice := range step.Choices {
		options = append(options, Option{Key: choice.Key, ID: choice.ID, Label: c.render(id + ".choice." + choice.ID)})
	}
	if c.plain(options) {
		return c.say(id) + " " + c.render(textYesNo+"short"), options, true
	}
	inline = c.form(id) == id+"."+c.s.Channel
	return c.say(id), options, inline
}

// textYesNo are the labels of a plain yes or no, and the short line that offers them.
const textYesNo = "notice.yes_no."

// plain reports whether the choices of an SMS are a mere yes, no and "je ne sais pas",
// which a short line offers in a quarter of the room. The first reply of a case spells
// them out, so that the line is understood from then on.
func (c *composer) plain(options []Option) bool {
	if c.s.Channel != "sms" || c.s.Turns < 2 || len(options) != 3 {
		return false
	}
	for i, id := range []string{"yes", "no", "unknown"} {
		if options[i].ID != id || options[i].Label != c.render(textYesNo+id) {
			return false
		}
	}
	return true
}

// fit puts as many riders before the core as there is room for, most urgent
// first. It returns nil when an urgent one, or the core itself, finds none.
func (c *composer) fit(riders []Say, core []part) (kept []part, later []Say) {
	kept = []part{}
	if !c.room(core) {
		return nil, riders
	}
	for _, r := range riders {
		tried := append(kept[:len(kept):len(kept)], part{id: r.ID, text: c.say(r.ID)})
		if c.room(append(tried[:len(tried):len(tried)], core...)) {
			kept = tried
			continue
		}
		if r.Rank < Urgent && len(core) > 0 {
			return nil, riders
		}
		later = append(later, r)
	}
	return kept, later
}

// wait says the urgent riders, then as many messages of the way as fit, and keeps
// the rest, with the question and what was to wait anyway, for the next turn.
func (c *composer) wait(riders, waiting, acts []Say, core []part, ask bool) (Message, error) {
	more := part{id: textMore, text: c.say(textMore)}
	riders, late := split(riders, Urgent)
	waiting = append(late, waiting...)
	var said []part
	c.s.Later = waiting
	for _, r := range riders {
		p := part{id: r.ID, text: c.say(r.ID)}
		if c.room(append(said[:len(said):len(said)], p, more)) {
			said = append(said, p)
		} else {
			c.s.Later = append(c.s.Later, r)
		}
	}
	held := acts
	for i := range acts {
		if !c.room(append(said[:len(said):len(said)], core[i], more)) {
			break
		}
		said = append(said, core[i])
		held = acts[i+1:]
	}
	if len(said) == 0 {
		return Message{}, fmt.Errorf("%s: the text does not fit %d segments", c.s.Here.ID(), MaxSegments)
	}
	c.s.Held = held
	c.s.Unput = ask || len(held) > 0
	return c.message(append(said, more), nil), c.err
}

// room reports whether the parts fit one message of the channel.
func (c *composer) room(parts []part) bool {
	return c.s.Channel != "sms" || gsm7.Segments(c.message(parts, nil).Text) <= MaxSegments
}

func (c *composer) message(parts []part, options []Option) Message {
	var text, body, said []string
	for _, p := range parts {
		if p.text == "" {
			continue
		}
		said = append(said, p.id)
		body = append(body, p.text)
		text = append(text, p.text)
		if !p.inline {
			for _, o := range p.options {
				text = append(text, strconv.Itoa(o.Key)+" "+o.Label)
			}
		}
	}
	m := Message{Text: strings.Join(text, "\n"), Body: strings.Join(body, "\n"), Options: options, Said: said}
	if c.s.Channel == "sms" {
		m.Text = gsm7.Fold(m.Text)
	}
	return m
}
