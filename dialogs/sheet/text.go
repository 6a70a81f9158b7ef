package main

import (
	"fmt"
	"strings"
)

// text renders a page for a terminal or a mail. Its headings are those of Markdown.
func (s *sheet) text(p page) string {
	var b strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	section := func(id string) { line("\n## %s\n", s.w("section."+id)) }
	bullets := func(id string, items []string) {
		if len(items) > 0 {
			section(id)
			for _, item := range items {
				line("- %s", item)
			}
		}
	}
	line("# %s\n", p.Title)
	line("%s", p.Head)
	line("%s", p.RSIT)
	if p.Past {
		line("%s — %s", p.Review, s.w("past"))
	} else {
		line("%s", p.Review)
	}
	if p.Samples != "" {
		line("%s", p.Samples)
	}
	bullets("sources", p.Sources)
	bullets("facts", p.Facts)
	for _, part := range []struct {
		id    string
		lines []string
	}{{"severity", p.Severity}, {"everywhere", p.Everywhere}} {
		if len(part.lines) > 0 {
			section(part.id)
		}
		for i, l := range part.lines {
			line("%d. %s", i+1, l)
		}
	}
	section("steps")
	for i, step := range p.Steps {
		if i > 0 {
			line("")
		}
		s.textStep(line, step)
	}
	bullets("called", p.Calls)
	section("outline")
	line("```text\n%s\n```", strings.Join(p.Outline, "\n"))
	section("mermaid")
	line("```mermaid\n%s```", p.Mermaid)
	section("interrupts")
	for _, r := range p.Interrupts {
		s.textReaction(line, r)
	}
	section("answers")
	for _, r := range p.Answers {
		s.textReaction(line, r)
	}
	if len(p.Vocabulary) > 0 {
		section("vocabulary")
		for _, l := range p.Vocabulary {
			line("- %s (%d)%s%s", l.Name, len(l.Words), s.w("colon"), strings.Join(l.Words, ", "))
		}
	}
	return b.String()
}

func (s *sheet) textStep(line func(string, ...any), step stepped) {
	line("### %d. %s — %s", step.Number, step.ID, step.Kind)
	s.textSaid(line, step.Said)
	for _, t := range step.Turns {
		line("  %s", s.turnLine(t))
	}
	for _, c := range step.Choices {
		line("- %d %s (%s) → %s", c.Key, c.Label, c.ID, c.To)
		for _, w := range c.Words {
			line("    %s", w)
		}
	}
	for _, r := range step.Rules {
		line("- %s", r)
	}
	for _, w := range step.Ways {
		line("- %s", w)
	}
	if step.Grade != "" {
		line("  %s", step.Grade)
	}
}

// turnLine says which steps one message holds and what it costs.
func (s *sheet) turnLine(t turn) string {
	text := s.w("turn", "steps", strings.Join(t.Steps, " + ")) + " → " + t.Measure.Text
	if t.Measure.Over {
		text += " · " + s.w("measure.split")
	}
	return text
}

func (s *sheet) textSaid(line func(string, ...any), said []saying) {
	for _, t := range said {
		if t.Label != "" {
			line("  %s", t.Label)
		}
		for _, l := range strings.Split(t.Text, "\n") {
			line("> %s", l)
		}
		line("")
		line("  %s", s.cost(t.Measure))
		if t.Note != "" {
			line("  %s", t.Note)
		}
	}
}

// cost says what a text costs, and that it is too long by itself.
func (s *sheet) cost(m measure) string {
	if m.Over {
		return m.Text + " · " + s.w("measure.over")
	}
	return m.Text
}

func (s *sheet) textReaction(line func(string, ...any), r reaction) {
	if r.What != "" {
		line("- %s — %s", r.Name, r.What)
	} else {
		line("- %s", r.Name)
	}
	for _, w := range r.Words {
		line("    %s", w)
	}
	for _, t := range r.Said {
		for _, l := range strings.Split(t.Text, "\n") {
			line("    > %s", l)
		}
		line("    %s", s.cost(t.Measure))
	}
	if r.Grade != "" {
		line("    %s", r.Grade)
	}
}
