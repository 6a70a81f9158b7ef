package desk

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"relais/dialogs/places"
	"relais/locales"
)

// Text is the document for people: what is known, then everything that happened in its
// order, in a language and by the clock of the region's centre. What somebody wrote
// stands in it as written, but for letters that are not seen. It is personal.
func (doc Document) Text(texts *locales.Catalog, lang string, region Region) (string, error) {
	e := &edition{texts: texts, lang: lang, region: region, zone: region.Zone()}
	e.line("doc.title", "tlp", strings.ToUpper(doc.TLP), "code", doc.Code, "region", region.Name)
	e.line("doc.exported", "at", e.at(doc.Exported), "by", region.NameOf(doc.By))
	e.line("doc.what", "incident", cmp.Or(e.text("incident."+doc.Facts["incident"]), e.text("incident.unknown")), "level", cmp.Or(doc.Severity, "-"), "opened", e.at(doc.Opened))
	if doc.Closing != nil {
		e.line("doc.closed", "at", e.at(doc.Closing.At), "by", region.NameOf(doc.Closing.By))
	}
	e.line("doc.print", "head", doc.Head, "turns", fmt.Sprint(doc.Turns))
	e.line("doc.facts")
	for _, fact := range slices.Sorted(maps.Keys(doc.Facts)) {
		e.out.WriteString("- " + cmp.Or(e.text("desk.slack.fact."+fact), e.text("dossier.field."+fact), fact) + " : " + e.value(fact, doc.Facts[fact]) + "\n")
	}
	e.line("doc.events")
	for _, l := range doc.Lines {
		e.event(l)
	}
	return e.out.String(), e.err
}

// edition is a document while it is written.
type edition struct {
	texts  *locales.Catalog
	lang   string
	region Region
	zone   *time.Location
	out    strings.Builder
	err    error
}

// text returns a text, "" where the language has none.
func (e *edition) text(id string) string {
	text, ok := e.texts.Source(e.lang, id)
	if !ok || strings.Contains(text, "{{") {
		return ""
	}
	return text
}

func (e *edition) line(id string, pairs ...string) {
	values := map[string]string{}
	for i := 0; i+1 < len(pairs); i += 2 {
		values[pairs[i]] = Visible(pairs[i+1])
	}
	text, err := e.texts.Text(e.lang, "desk."+id, values)
	if err != nil && e.err == nil {
		e.err = err
	}
	e.out.WriteString(text + "\n")
}

func (e *edition) at(t time.Time) string {
	text, err := e.texts.Instant(e.lang, "desk.doc.at", t.In(e.zone))
	if err != nil && e.err == nil {
		e.err = err
	}
	return text
}

func (e *edition) value(fact, value string) string {
	if p, ok := places.Lookup(value); ok && fact == "place" {
		return p.Name + " (" + p.Department + ")"
	}
	return cmp.Or(e.text(fact+"."+value), e.text("desk.slack.value."+value), Visible(value))
}

// event writes one line of the timeline, what was written indented below it.
func (e *edition) event(l Line) {
	who := e.region.NameOf(l.By)
	if who == "" {
		who = e.text("desk.who." + string(l.Who))
	}
	e.out.WriteString("\n" + e.at(l.At) + "  " + who)
	text := l.Text
	if l.Kind != KindMessage {
		e.out.WriteString(" · " + cmp.Or(e.text("desk.slack.line."+l.Kind), l.Kind))
		var given []string
		for _, name := range slices.Sorted(maps.Keys(l.Given)) {
			if word := e.text("desk.slack.given." + name); word != "" && l.Given[name] != "" {
				given = append(given, word+" : "+cmp.Or(e.text("desk.slack.sent."+l.Given[name]), l.Given[name]))
			}
		}
		text = strings.Join(given, "\n")
	}
	if state := e.text("desk.slack.sent." + string(l.Sent)); state != "" && l.Who != Reporter {
		e.out.WriteString(" (" + state + ")")
	}
	e.out.WriteString("\n")
	for line := range strings.Lines(text) {
		e.out.WriteString("    " + Visible(strings.TrimSuffix(line, "\n")) + "\n")
	}
	if l.Long > 0 {
		e.line("doc.long", "bytes", fmt.Sprint(l.Long))
	}
	if l.Files > 0 {
		e.line("doc.files", "n", fmt.Sprint(l.Files))
	}
}

// Visible takes out of a text what would move a cursor or turn the writing round: a
// reporter's words are no commands to a terminal, and a document hides nothing.
func Visible(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n':
			return r
		case r < ' ':
			return '␀' + r
		case r >= 0x7f && r < 0xa0, r >= 0x200b && r <= 0x200f, r >= 0x202a && r <= 0x202e, r >= 0x2060 && r <= 0x206f, r == 0xfeff:
			return '�'
		}
		return r
	}, text)
}
