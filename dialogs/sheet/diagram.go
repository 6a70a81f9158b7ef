package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"relais/dialogs/engine"
)

// outline draws the dialog for a terminal: one step a line in reading order, deeper
// where not everybody passes, and every way on that is not simply the next line.
func (s *sheet) outline(f *flow) []string {
	var out []string
	depth := f.depths()
	for i, id := range f.order {
		step, _ := f.dialog.Step(id)
		indent := strings.Repeat("    ", depth[id])
		out = append(out, indent+id+mark(step))
		all := s.grouped(f.dialog, step)
		if len(all) == 1 && i+1 < len(f.order) && all[0].step == f.order[i+1] {
			continue
		}
		for _, g := range all {
			out = append(out, indent+"  "+strings.TrimPrefix(g.when+" -> "+g.target, " "))
		}
	}
	return out
}

// group is every way from a step to one target.
type group struct{ when, target, step string }

// grouped lists where a step leads, each target once, with when it is taken.
func (s *sheet) grouped(d *engine.Dialog, step *engine.Step) []group {
	var out []group
	for _, w := range ways(step) {
		target, when := s.target(w), s.taken(d, step, w)
		i := slices.IndexFunc(out, func(g group) bool { return g.target == target && g.step == w.Step })
		if i < 0 {
			out = append(out, group{when, target, w.Step})
			continue
		}
		out[i].when += s.w("way.among") + when
	}
	return out
}

// mark says in a sign what a step does.
func mark(step *engine.Step) string {
	switch {
	case step.Ask != "":
		return " ?"
	case step.Escalate != "":
		return " =>" + step.Escalate
	case step.End != "":
		return " [" + step.End + "]"
	case step.Call != "":
		return " (" + step.Call + ")"
	}
	return ""
}

// labelLetters is how much of a text stands in a box of the diagram.
const labelLetters = 48

// mermaid draws the dialog as a Mermaid flowchart. Boxes are numbered: words like
// "end" mean something to Mermaid.
func (s *sheet) mermaid(f *flow) string {
	var b strings.Builder
	b.WriteString("flowchart TD\n")
	box := map[string]string{}
	for i, id := range f.order {
		box[id] = fmt.Sprintf("s%d", i+1)
	}
	outside := map[string]string{}
	for _, id := range f.order {
		step, _ := f.dialog.Step(id)
		label := id
		if speaks(step) {
			label += "<br/>" + escape(short(s.bare(f.dialog.ID+"."+id)))
		}
		left, right := shape(step)
		fmt.Fprintf(&b, "  %s%s\"%s\"%s\n", box[id], left, label, right)
	}
	for _, id := range f.order {
		step, _ := f.dialog.Step(id)
		for _, g := range s.grouped(f.dialog, step) {
			target, ok := box[g.step]
			if !ok {
				if target, ok = outside[g.target]; !ok {
					target = fmt.Sprintf("x%d", len(outside)+1)
					outside[g.target] = target
					fmt.Fprintf(&b, "  %s([\"%s\"])\n", target, escape(g.target))
				}
			}
			if g.when != "" {
				fmt.Fprintf(&b, "  %s -->|\"%s\"| %s\n", box[id], escape(g.when), target)
			} else {
				fmt.Fprintf(&b, "  %s --> %s\n", box[id], target)
			}
		}
	}
	return b.String()
}

// shape gives a question a diamond, a call a double frame, an end a round one.
func shape(step *engine.Step) (left, right string) {
	switch {
	case step.Ask != "":
		return "{", "}"
	case step.Call != "":
		return "[[", "]]"
	case step.Escalate != "":
		return "[/", "/]"
	case step.End != "":
		return "([", "])"
	case !speaks(step):
		return "{{", "}}"
	}
	return "[", "]"
}

// bare is what a step says without the greeting of a first message.
func (s *sheet) bare(id string) string {
	values := maps.Clone(s.samples)
	values["hello"] = ""
	return s.fill(s.lang, s.texts.OnChannel(s.lang, id, s.channel), values)
}

func short(text string) string {
	text = strings.Join(strings.Fields(text), " ")
	if utf8.RuneCountInString(text) <= labelLetters {
		return text
	}
	return strings.TrimSpace(string([]rune(text)[:labelLetters])) + "…"
}

// escape writes what Mermaid or a page would read as its own sign as an entity.
func escape(text string) string {
	return strings.NewReplacer("#", "#35;", `"`, "#quot;", "<", "#lt;", ">", "#gt;", "|", "#124;", "`", "#96;").Replace(text)
}
