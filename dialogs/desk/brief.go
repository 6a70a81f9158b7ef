package desk

import (
	"context"
	"slices"
	"strings"
	"time"

	"relais/dialogs/intake"
)

// maxBriefFacts bounds how many facts one line of a brief names.
const maxBriefFacts = 6

// Brief drafts what a colleague must know to go on with a case, in at most five
// lines: what it is, what makes it worse, what is done, what is not, who wrote last.
// It is made of the case's facts alone, without a word of the reporter's, for the
// owner to read over and complete. It returns ErrRefused as Do does.
func (d *Desk) Brief(ctx context.Context, now time.Time, by Actor, key intake.Key, lang string) (string, error) {
	t, s, err := d.read(ctx, by, key, "brief")
	if err != nil {
		return "", err
	}
	region, _ := d.Region(s.Region)
	texts := d.Intake.Texts
	c := caseOf(t, s)
	at := func(instant time.Time) string {
		said, _ := texts.At(lang, instant.In(region.Zone()), now)
		return said
	}
	lines := []string{}
	add := func(id string, values map[string]string) error {
		text, err := texts.Text(lang, "desk.brief."+id, values)
		lines = append(lines, text)
		return err
	}
	incident := c.Incident
	if incident == "" {
		incident = "unknown"
	}
	named, err := texts.Text(lang, "incident."+incident, nil)
	if err != nil {
		return "", err
	}
	if err := add("what", map[string]string{"code": c.Code, "level": c.Severity, "incident": named, "opened": at(c.Opened)}); err != nil {
		return "", err
	}
	for _, group := range []string{"alert", "done", "todo"} {
		var facts []string
		for _, f := range d.Intake.Set.Facts {
			id := "card." + group + "." + f.Name + "." + s.Session.Facts[f.Name]
			if text, ok := texts.Source(lang, id); ok && f.Card && !strings.Contains(text, "{{") && !slices.Contains(facts, text) {
				facts = append(facts, text)
			}
		}
		if len(facts) == 0 {
			continue
		}
		if err := add(group, map[string]string{"facts": strings.Join(facts[:min(len(facts), maxBriefFacts)], ", ")}); err != nil {
			return "", err
		}
	}
	last := "heard"
	if !c.Charge.Waiting.IsZero() {
		last = "unanswered"
	}
	if err := add(last, map[string]string{"heard": at(c.Heard)}); err != nil {
		return "", err
	}
	return strings.Join(lines, "\n"), nil
}
