package main

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"relais/dialogs/directory"
	"relais/dialogs/dossier"
	"relais/dialogs/engine"
)

// list names the dialogs, each with what it is about and its review date.
func (s *sheet) list() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n", s.w("choose"))
	for i := range s.set.Dialogs {
		d := &s.set.Dialogs[i]
		fmt.Fprintf(&b, "  %-12s %s", d.ID, s.w("review", "date", d.ReviewBy))
		if d.ReviewBy < s.today {
			fmt.Fprintf(&b, " — %s", s.w("past"))
		}
		if s.texts.Has(s.lang, "incident."+d.ID) {
			fmt.Fprintf(&b, "  %s", s.say("incident."+d.ID))
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// advice is one text that tells a reporter what to do or to know.
type advice struct {
	name, text, grade string // grade is empty where the dialog language asks for none
	sources           []string
}

// advised lists everything said that is not a question, in the order of the files.
func (s *sheet) advised() []advice {
	var out []advice
	for i := range s.set.Dialogs {
		d := &s.set.Dialogs[i]
		for j := range d.Steps {
			if step := &d.Steps[j]; step.Tell || step.Escalate != "" || step.End != "" || step.Grade != "" {
				out = append(out, advice{d.ID + "." + step.ID, s.whole(d, step), step.Grade, step.Sources})
			}
		}
	}
	for _, in := range s.set.Interrupts {
		if in.Tell != "" && !slices.ContainsFunc(out, func(a advice) bool { return a.name == "start."+in.Tell }) {
			out = append(out, advice{name: "start." + in.Tell, text: s.said("start." + in.Tell)})
		}
	}
	for _, a := range s.set.Answers {
		out = append(out, advice{"answers." + a.ID, s.said("answers." + a.ID), a.Grade, a.Sources})
	}
	for row := range directory.Rows() {
		if id := "doors." + row.ID; s.texts.Has(s.lang, id) {
			out = append(out, advice{id, s.say(id), row.Grade, row.Sources})
		}
	}
	for _, c := range s.set.Clocks {
		out = append(out, advice{"clocks." + c.ID, s.clock(c), c.Grade, c.Sources})
	}
	for _, o := range dossier.Orders() {
		var headings []string
		for _, id := range o.Sections {
			if s.texts.Has(s.lang, id) {
				headings = append(headings, s.say(id))
			}
		}
		if len(headings) > 0 {
			out = append(out, advice{"dossier." + string(o.Edition), strings.Join(headings, " · "), o.Grade, o.Sources})
		}
	}
	return out
}

func (s *sheet) clock(c engine.Clock) string {
	term := s.w("grades.term.none")
	switch {
	case c.Hours > 0:
		term = s.w("grades.term.hours", "n", strconv.Itoa(c.Hours))
	case c.Days > 0:
		term = s.w("grades.term.days", "n", strconv.Itoa(c.Days))
	case c.Months > 0:
		term = s.w("grades.term.months", "n", strconv.Itoa(c.Months))
	}
	law := s.w("grades.law.always")
	switch {
	case !c.On:
		law = s.w("grades.law.off")
	case c.Until != "":
		law = s.w("grades.law.until", "since", c.Since, "until", c.Until)
	case c.Since != "":
		law = s.w("grades.law.since", "since", c.Since)
	}
	return s.w("grades.clock", "term", term, "from", c.From, "law", law, "checked", c.Checked)
}

// grades lists the advice graded D, which somebody must sign, what is said without
// a grade, and what the data itself warns of.
func (s *sheet) grades() string {
	var signed, bare []string
	count := map[string]int{}
	for _, a := range s.advised() {
		text := a.name + s.w("colon") + strings.Join(strings.Fields(a.text), " ")
		count[a.grade]++
		switch a.grade {
		case "D":
			signed = append(signed, text+"\n    "+strings.Join(a.sources, " · "))
		case "":
			bare = append(bare, text)
		}
	}
	var b strings.Builder
	section := func(title string, items []string) {
		fmt.Fprintf(&b, "\n## %s\n\n", title)
		for _, item := range items {
			fmt.Fprintf(&b, "- %s\n", item)
		}
	}
	fmt.Fprintf(&b, "# %s\n", s.w("grades.title", "count", strconv.Itoa(len(signed))))
	if len(signed) == 0 {
		fmt.Fprintf(&b, "\n%s\n", s.w("grades.nothing"))
	}
	for i, item := range signed {
		if i == 0 {
			b.WriteByte('\n')
		}
		fmt.Fprintf(&b, "- %s\n", item)
	}
	var counts []string
	for _, g := range []string{"A", "B", "C", "D"} {
		counts = append(counts, g+" "+strconv.Itoa(count[g]))
	}
	fmt.Fprintf(&b, "\n%s\n", s.w("grades.count_by", "counts", strings.Join(counts, ", ")))
	if len(bare) > 0 {
		section(s.w("grades.bare", "count", strconv.Itoa(len(bare))), bare)
	}
	section(s.w("grades.warnings"), s.warnings())
	if late := s.late(); len(late) > 0 {
		section(s.w("grades.late", "today", s.today), late)
	} else {
		fmt.Fprintf(&b, "\n%s\n", s.w("grades.none_late", "today", s.today))
	}
	return b.String()
}

// warnings are the conditions for going live that the data files carry.
func (s *sheet) warnings() []string {
	var out []string
	for n := range directory.Notices() {
		if n.Warning != "" {
			out = append(out, s.w("grades.warning", "file", n.File, "compiled", n.Compiled, "warning", n.Warning))
		}
	}
	return out
}

// late lists what should have been read again before today.
func (s *sheet) late() []string {
	var out []string
	for i := range s.set.Dialogs {
		if d := &s.set.Dialogs[i]; d.ReviewBy < s.today {
			out = append(out, d.ID+".yaml ("+d.ReviewBy+")")
		}
	}
	return append(out, directory.DueForReview(s.today)...)
}
