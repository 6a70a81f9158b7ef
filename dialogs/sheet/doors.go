package main

import (
	"fmt"
	"slices"
	"strings"

	"relais/dialogs/directory"
)

// doors prints the table of doors as an analyst reads it: in the order in which rows
// are read, each with what may be shown of the door, for whom it is, why, and on whose
// word. What is graded D must be signed.
func (s *sheet) doors() string {
	var b strings.Builder
	fmt.Fprintf(&b, "# %s\n", s.w("doors.title"))
	cited := map[string]directory.RowSource{}
	for source := range directory.RowSources() {
		cited[source.ID] = source
	}
	for row := range directory.Rows() {
		fmt.Fprintf(&b, "\n%s · %s · %s\n", row.ID, s.w("doors.for."+string(row.For)), row.Grade)
		for _, line := range []string{s.destination(row.To), s.conditions(row.When), s.say("doors." + row.ID), read(row.Sources, cited)} {
			fmt.Fprintf(&b, "    %s\n", line)
		}
	}
	fmt.Fprintf(&b, "\n## %s\n\n", s.w("doors.bring"))
	for bring := range directory.Brings() {
		fmt.Fprintf(&b, "- %s · %s · %s\n", s.say("doors.bring."+bring.ID), s.conditions(bring.When), bring.Grade)
	}
	return b.String()
}

// destination says what a reporter may be shown of a door.
func (s *sheet) destination(to string) string {
	if to == directory.ToCentre {
		return s.w("doors.centre")
	}
	if n, ok := directory.Emergency(to); ok {
		return n.Number + " · " + s.spoken(n.Said, n.SaidEN)
	}
	if service, ok := directory.National(to); ok {
		d, _ := service.Contact()
		shown := slices.DeleteFunc([]string{s.spoken(d.Said, d.SaidEN), d.Phone, d.SMS, d.URL, s.stated(service.Hours)}, func(part string) bool { return part == "" })
		return strings.Join(shown, " · ")
	}
	for o := range directory.Owns() {
		if o.ID == to {
			return s.spoken(o.Said, o.SaidEN)
		}
	}
	return to
}

// spoken is the name of a door in the language of the page.
func (s *sheet) spoken(fr, en string) string {
	if s.lang == "en" {
		return en
	}
	return fr
}

// stated says whether the hours of a door may be said.
func (s *sheet) stated(h directory.Hours) string {
	switch stated, hedged := h.Shown(); {
	case !stated:
		return s.w("doors.hours.none")
	case hedged:
		return s.w("doors.hours.hedged")
	case h.Always:
		return s.w("doors.hours.always")
	}
	return s.w("doors.hours.stated")
}

func (s *sheet) conditions(when directory.Conditions) string {
	if len(when) == 0 {
		return s.w("doors.everybody")
	}
	var parts []string
	for _, c := range when {
		parts = append(parts, c.Fact+": "+strings.Join(c.Is, ", "))
	}
	return strings.Join(parts, " · ")
}

// read names where the advice of a row was read.
func read(ids []string, cited map[string]directory.RowSource) string {
	var parts []string
	for _, id := range ids {
		parts = append(parts, cited[id].URL+" ("+cited[id].Date+")")
	}
	return strings.Join(parts, " · ")
}
