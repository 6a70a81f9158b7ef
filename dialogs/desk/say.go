package desk

import (
	"maps"
	"strings"
	"time"

	"relais/dialogs/directory"
)

// Say says a word of the desk in a language: analysts by name, instants in the time
// of the region's centre. It returns the error of a text that is not there.
func (d *Desk) Say(lang string, region Region, now time.Time, w Word) (string, error) {
	texts := d.Intake.Texts
	values := maps.Clone(w.Values)
	for _, id := range []string{"since", "until"} {
		if at, err := time.Parse(time.RFC3339, values[id]); err == nil {
			said, err := texts.At(lang, at.In(region.Zone()), now)
			if err != nil {
				return "", err
			}
			values[id] = said
		}
	}
	if by := values["by"]; by != "" {
		values["by"] = region.NameOf(by)
	}
	if fields := values["fields"]; fields != "" {
		var named []string
		for _, f := range strings.Fields(fields) {
			name, err := texts.Text(lang, "desk.field."+f, nil)
			if err != nil {
				return "", err
			}
			named = append(named, name)
		}
		values["fields"] = strings.Join(named, ", ")
	}
	return texts.Text(lang, "desk.word."+w.ID, values)
}

// NameOf is the name of an analyst of the region; the id of one whom the settings no
// longer name.
func (r Region) NameOf(id string) string {
	if a, ok := r.Analyst(id); ok {
		return a.Name
	}
	return id
}

// Zone is the time zone of the region's centre.
func (r Region) Zone() *time.Location {
	centre, _ := directory.Serving("", r.Code)
	return centre.Hours.Location()
}
