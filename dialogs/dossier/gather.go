package dossier

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
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
		Zone: s.Zone(), Facts: s.Session.Facts, By: s.Session.By, Clocks: d.Clocks(s), Print: head.Anchor().Print(),
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
	var before engine.Session
	for _, t := range turns {
		if before, err = c.add(d, t, secrets(s.Session.Values), before); err != nil {
			return Case{}, fmt.Errorf("gather: turn %d: %w", t.N, err)
		}
	}
	return c, nil
}

// secrets are what opens the case or proves who somebody is: they leave in no document.
func secrets(values map[string]string) []string {
	var out []string
	for _, name := range []string{"word1", "word2", "pin"} {
		if v := values[name]; v != "" {
			out = append(out, strings.ToUpper(v))
		}
	}
	return append(out, strings.ToUpper(intake.LinkPath))
}

func reveals(text string, secrets []string) bool {
	text = strings.ToUpper(text)
	for _, s := range secrets {
		if strings.Contains(text, s) {
			return true
		}
	}
	return false
}

// add takes a turn into the case, and returns the session that it left; before is that of
// the turn before it.
func (c *Case) add(d *intake.Desk, t intake.Turn, secrets []string, before engine.Session) (engine.Session, error) {
	if len(t.Sealed) == 0 || t.Case != c.ID {
		return before, nil
	}
	content, err := d.Content(t)
	if err != nil {
		return before, err
	}
	after := content.State.Session
	for name, value := range after.Facts {
		if before.Facts[name] != value || before.By[name] != after.By[name] {
			c.Told[name] = t.At
		}
	}
	if in := content.Inbound; in != nil && !reveals(in.Text, secrets) {
		said := Said{N: t.N, At: t.At, By: Victim, Text: in.Text, Private: aside(content.Reading, before, after)}
		if in.Blob != "" {
			said.Long = in.Bytes
		}
		c.Said = append(c.Said, said)
	}
	if reply := content.Reply; reply != nil && !reveals(reply.Text, secrets) {
		said := Said{N: t.N, At: t.At, By: Robot, Text: reply.Text}
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
	return after, nil
}

// lives are the facts about a life in danger or somebody's despair, and lifeDialogs the
// dialogs that ask about them.
var (
	lives       = []string{"danger", "distress", "distressed", "worn", "harm"}
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
	var before engine.Session
	for _, t := range turns {
		r, after, err := disclosed(d, t, head.Case, secrets(last.State.Session.Values), before)
		before = after
		if err != nil {
			return log, fmt.Errorf("disclose: turn %d: %w", t.N, err)
		}
		log.Turns = append(log.Turns, r)
	}
	return log, nil
}

// disclosed is what of a turn may be shown to whom the case with this id is about, and to
// whom the dossier is passed on. before is the session that the turn before it left; it
// returns that which this one left.
func disclosed(d *intake.Desk, t intake.Turn, id string, secrets []string, before engine.Session) (intake.Record, engine.Session, error) {
	if len(t.Sealed) == 0 {
		return t.Record(nil, nil), before, nil
	}
	salt, data, err := d.Keys.Content(t)
	if err != nil {
		return intake.Record{}, before, err
	}
	if t.Case != id {
		return t.Record(salt, data), before, nil
	}
	content, err := d.Content(t)
	if err != nil {
		return intake.Record{}, before, err
	}
	after := content.State.Session
	shown := []intake.Part{intake.PartKept}
	private := aside(content.Reading, before, after)
	if in := content.Inbound; !private && (in == nil || !reveals(in.Text, secrets)) {
		shown = append(shown, intake.PartHeard)
	}
	if reply := content.Reply; !private && (reply == nil || !reveals(reply.Text, secrets)) {
		shown = append(shown, intake.PartTold)
	}
	return t.Record(salt, data, shown...), after, nil
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
	if door.Phone == "" && door.SMS != "" {
		out.Phone = "SMS " + door.SMS
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
