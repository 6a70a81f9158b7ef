package desk

import (
	"cmp"
	"context"
	"slices"
	"time"

	"relais/dialogs/directory"
	"relais/dialogs/engine"
	"relais/dialogs/intake"
)

// Doors says the doors for the victim of a case, best first, a line each: whether the
// reporter was told of it, its number or address, whether it is open at now, and why it is
// one. They are those of directory/doors.yaml, which the dialogs are held to. Above them
// stands what came of them: the references that 17Cyber and the bank gave, and the
// appointment for the complaint in the reporter's words. It returns ErrRefused as Do does.
func (d *Desk) Doors(ctx context.Context, now time.Time, by Actor, key intake.Key, lang string) ([]string, error) {
	_, s, err := d.read(ctx, by, key, "show")
	if err != nil {
		return nil, err
	}
	region, _ := d.Region(s.Region)
	texts := d.Intake.Texts
	text := func(id string, values map[string]string) (said string) {
		if err == nil {
			said, err = texts.Text(lang, id, values)
		}
		return said
	}
	var lines []string
	for _, fact := range []string{intake.ReferenceFact, intake.BankReferenceFact, intake.AppointmentFact} {
		if v := s.Session.Facts.Get(fact); v != engine.Unset && v != "unknown" {
			lines = append(lines, text("desk.door."+fact, map[string]string{"said": Visible(v)}))
		}
	}
	for _, door := range s.Doors(now) {
		at := func(instant time.Time) string {
			said, _ := texts.At(lang, instant.In(region.Zone()), now)
			return said
		}
		values := map[string]string{
			"name": door.Said, "reach": cmp.Or(door.Phone, door.SMS, door.Form, door.URL), "hours": "", "why": text("doors."+door.Row, nil),
		}
		if lang == "en" {
			values["name"] = door.SaidEN
		}
		hedge := ""
		if door.Hedged || door.Stands.Hedged {
			hedge = text("notice.hedge", nil)
		}
		switch stands := door.Stands; {
		case door.Always:
			values["hours"] = text("desk.door.always", nil)
		case stands.State == directory.Open && !stands.Closes.IsZero():
			values["hours"] = text("desk.door.open", map[string]string{"hedge": hedge, "at": at(stands.Closes)})
		case stands.State == directory.Closed && !stands.Opens.IsZero():
			values["hours"] = text("desk.door.closed", map[string]string{"hedge": hedge, "at": at(stands.Opens)})
		}
		told := "untold"
		if slices.Contains(s.Session.Doors, door.ID) || door.Kind == directory.RegionalDoor && slices.Contains(s.Session.Doors, directory.ToCentre) {
			told = "told"
		}
		lines = append(lines, text("desk.door."+told, values))
	}
	return lines, err
}
