package dossier

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"relais/dialogs/directory"
	"relais/dialogs/engine"
	"relais/dialogs/intake"
	"relais/dialogs/places"
)

// Gather makes what a dossier holds from the turns of a log, all of them: the case as its
// newest turn says. Content of another case that stands in the same log is withheld.
func Gather(d *intake.Desk, now time.Time, turns []intake.Turn) (Case, error) {
	if len(turns) == 0 {
		return Case{}, intake.ErrNoTurn
	}
	head := turns[len(turns)-1]
	last, err := d.Content(head)
	if err != nil {
		return Case{}, fmt.Errorf("gather: %w", err)
	}
	s := last.State
	c := Case{
		ID: head.Case, Code: s.Session.Values["code"], Channel: s.Session.Channel, Lang: s.Session.Lang, Opened: s.Opened, Made: intake.Stamp(now),
		Zone: s.Zone(), Facts: s.Session.Facts, By: s.Session.By, Clocks: d.Deadlines(s), Delay: d.Delay(s), Print: head.Anchor().Print(),
	}
	if p, ok := places.Lookup(c.Facts.Get("place")); ok {
		c.Commune = p.Name + " (" + p.Department + ")"
	}
	c.Bring = directory.ToBring(c.Facts["victim"], c.Facts["incident"], c.Facts)
	for _, door := range s.Doors(now) {
		shown, err := shown(d, c, door)
		if err != nil {
			return Case{}, fmt.Errorf("gather: %w", err)
		}
		c.Doors = append(c.Doors, shown)
	}
	c.Told = map[string]time.Time{}
	past := past{secrets: secretsOf(d, s.Session.Values)}
	for _, t := range turns {
		if err := c.add(d, t, &past); err != nil {
			return Case{}, fmt.Errorf("gather: turn %d: %w", t.N, err)
		}
	}
	return c, nil
}

// past is what is read of a turn from those before it.
type past struct {
	secrets
	session engine.Session // that the last one left
	told    string         // what was written to the reporter last
}

// words are a text as it may be shown; veiled says that something was taken out of it.
type words struct {
	text   string
	veiled bool
}

// turn goes on by a turn of the case. It returns the session before it, and what was written in it.
func (p *past) turn(content intake.Content) (before engine.Session, heard, told words) {
	before = p.session
	if in := content.Inbound; in != nil {
		heard.text, heard.veiled = p.mask(in.Text, p.hinted(before, p.told))
	}
	if reply := content.Reply; reply != nil {
		told.text, told.veiled = p.mask(reply.Text, hint{})
		p.told = reply.Text
	}
	p.session = content.State.Session
	return before, heard, told
}

// add takes a turn into the case.
func (c *Case) add(d *intake.Desk, t intake.Turn, p *past) error {
	if len(t.Sealed) == 0 || t.Case != c.ID {
		return nil
	}
	content, err := d.Content(t)
	if err != nil {
		return err
	}
	before, heard, told := p.turn(content)
	after := content.State.Session
	for name, value := range after.Facts {
		if before.Facts[name] != value || before.By[name] != after.By[name] {
			c.Told[name] = t.At
		}
	}
	if in := content.Inbound; in != nil {
		private := aside(content.Reading, before, after)
		said := Said{N: t.N, At: t.At, By: Victim, Text: heard.text, Private: private, Withheld: private || heard.veiled}
		if !private {
			said.Quoted = d.Quotable(heard.text, after.Lang)
		}
		if in.Blob != "" {
			said.Long = in.Bytes
		}
		c.Said = append(c.Said, said)
	}
	if content.Reply != nil {
		said := Said{N: t.N, At: t.At, By: Robot, Text: told.text}
		if content.Act != nil && content.Act.By != "" {
			said.By = Analyst
		}
		c.Said = append(c.Said, said)
	}
	for _, k := range content.Kept {
		switch k.Kind {
		case intake.KeptFile:
			c.Files = append(c.Files, File{Kept: k, N: t.N, At: t.At})
		case intake.KeptDossier:
			c.Since = t.At
		}
	}
	return nil
}

// lives are the facts about a life in danger or somebody's despair, and lifeDialogs the
// dialogs that ask about them.
var (
	lives       = []string{"danger", "distress", "distressed", "worn", "swallowed", "harm"}
	lifeDialogs = []string{"danger", "distress"}
)

// aside reports whether a message tells of a life in danger or of despair, or answers a
// question about them: an office has no need of it. reading is nil for a message nobody read.
func aside(reading *engine.Reading, before, after engine.Session) bool {
	if slices.Contains(lifeDialogs, before.Here.Dialog) {
		return true
	}
	if reading != nil && (reading.Danger || reading.Distress || slices.ContainsFunc(reading.Told, func(t engine.Told) bool { return slices.Contains(lives, t.Fact) })) {
		return true
	}
	return slices.ContainsFunc(lives, func(name string) bool { return before.Facts[name] != after.Facts[name] })
}

// Disclose makes the log of a dossier from all turns of a log, as it may be shown: what opens
// the case of the newest or proves who somebody is, what tells of a life in danger or of
// despair, and content of another case that stands in the same log, is withheld.
func Disclose(d *intake.Desk, turns []intake.Turn) (Log, error) {
	log := Log{Format: Format}
	if len(turns) == 0 {
		return log, intake.ErrNoTurn
	}
	head := turns[len(turns)-1]
	last, err := d.Content(head)
	if err != nil {
		return log, fmt.Errorf("disclose: %w", err)
	}
	past := past{secrets: secretsOf(d, last.State.Session.Values)}
	for _, t := range turns {
		r, err := disclosed(d, t, head.Case, &past)
		if err != nil {
			return log, fmt.Errorf("disclose: turn %d: %w", t.N, err)
		}
		log.Turns = append(log.Turns, r)
	}
	return log, nil
}

// disclosed is what of a turn may be shown to whom the case with this id is about, and to
// whom the dossier is passed on. A part is shown whole or not at all: its sum vouches for it.
func disclosed(d *intake.Desk, t intake.Turn, id string, p *past) (intake.Record, error) {
	if len(t.Sealed) == 0 {
		return t.Record(nil, nil), nil
	}
	salt, data, err := d.Keys.Content(t)
	if err != nil {
		return intake.Record{}, err
	}
	if t.Case != id {
		return t.Record(salt, data), nil
	}
	content, err := d.Content(t)
	if err != nil {
		return intake.Record{}, err
	}
	before, heard, told := p.turn(content)
	shown := []intake.Part{intake.PartKept}
	if !aside(content.Reading, before, content.State.Session) {
		if !heard.veiled {
			shown = append(shown, intake.PartHeard)
		}
		if !told.veiled {
			shown = append(shown, intake.PartTold)
		}
	}
	return t.Record(salt, data, shown...), nil
}

// shown is a door in the words of the language of the conversation.
func shown(d *intake.Desk, c Case, door directory.Door) (Door, error) {
	w := writer{texts: d.Texts, c: c, lang: "fr"}
	if d.Texts.Offers(c.Lang) {
		w.lang = c.Lang
	}
	out := Door{Name: door.Said, Phone: door.Phone, URL: cmp.Or(door.Form, door.URL), Why: w.say("doors."+door.Row, nil)}
	if w.lang == "en" {
		out.Name = door.SaidEN
	}
	// A centre's site may hold nothing but its number; its form is a way to write.
	online := door.Form != "" || door.URL != "" && door.Kind != directory.RegionalDoor
	switch {
	case door.SMS != "" && (door.Phone == "" || c.Facts.TextOnly()):
		out.Phone = "SMS " + door.SMS
	case out.Phone != "" && c.Facts.TextOnly() && online:
		out.Phone = "" // the written way is enough, and the only one
	case out.Phone != "" && c.Facts.TextOnly():
		out.Phone = w.text("by_somebody", map[string]string{"phone": out.Phone})
	}
	hedge := ""
	if door.Hedged || door.Stands.Hedged {
		hedge = w.say("notice.hedge", nil)
	}
	closes := door.Closes
	if closes.IsZero() {
		closes = door.Stands.Closes
	}
	switch {
	case door.Always:
		out.Hours = w.text("always", nil)
	case door.Stands.State == directory.Open && !closes.IsZero():
		out.Hours = w.text("closes", map[string]string{"hedge": hedge, "at": w.at(closes)})
	case door.Stands.State == directory.Closed && !door.Stands.Opens.IsZero():
		out.Hours = w.text("opens", map[string]string{"hedge": hedge, "at": w.at(door.Stands.Opens)})
	}
	return out, w.err
}
