package main

import (
	"fmt"
	"slices"
	"sort"
	"strconv"
	"strings"
	"time"

	"relais/dialogs/engine"
	"relais/dialogs/understand"
)

// page is one dialog, said in the sheet's language, for a text or an HTML page.
type page struct {
	ID, Title, Head, RSIT, Review, Samples string
	Past                                   bool
	Sources                                []string
	Facts                                  []string
	Severity                               []string
	Everywhere                             []string // severity lines of start, weighed beside those of the dialog
	Steps                                  []stepped
	Calls                                  []string
	Outline                                []string
	Mermaid                                string
	Interrupts                             []reaction
	Answers                                []reaction
	Vocabulary                             []list
}

// stepped is one step.
type stepped struct {
	Number   int
	ID, Kind string
	Said     []saying
	Choices  []offer
	Rules    []string // notes, waits, misses, skips
	Grade    string
	Sign     bool     // graded D
	Ways     []string // where it leads, for steps without choices
	Turns    []turn
}

// saying is a text as sent, with what it costs. Label says when, "" for the step's own.
type saying struct {
	Label   string
	Text    string
	Measure measure
	Note    string
}

// offer is one choice.
type offer struct {
	Key       int
	ID, Label string
	To        string
	Words     []string
}

// reaction is an interrupt, or an answer to a question asked back.
type reaction struct {
	Name, What string
	Words      []string
	Said       []saying
	Grade      string
	Sign       bool
}

// list is one list of accepted words, as it stands in locales/words.<lang>.yaml.
type list struct {
	Name  string
	Words []string
}

// page makes the page of the dialog asked for.
func (s *sheet) page() page {
	d, ok := s.set.Dialog(s.dialog)
	if !ok {
		s.err = fmt.Errorf("sheet: no dialog %q", s.dialog)
		return page{}
	}
	f := flowOf(d)
	p := page{
		ID:      d.ID,
		Title:   s.title(d),
		Head:    s.w("head", "version", strconv.Itoa(d.Version), "channel", s.channel, "lang", s.lang, "today", s.today),
		RSIT:    s.w("no_rsit"),
		Review:  s.w("review", "date", d.ReviewBy),
		Past:    d.ReviewBy < s.today,
		Sources: d.Sources,
	}
	if d.Classification != "" {
		p.RSIT = s.w("rsit", "value", d.Classification)
	}
	p.Facts = s.facts(d)
	p.Severity = s.levels(d)
	if start, ok := s.set.Dialog("start"); ok && d != start {
		p.Everywhere = s.levels(start)
	}
	begins := s.begins(d, f)
	lists := map[string]bool{}
	for i, id := range f.order {
		step, _ := d.Step(id)
		p.Steps = append(p.Steps, s.step(d, step, i+1, begins[id], lists))
	}
	s.unready(&p, f)
	p.Calls = s.calls(d)
	p.Outline = s.outline(f)
	p.Mermaid = s.mermaid(f)
	p.Interrupts = s.interrupts(d, lists)
	p.Answers = s.answers(d, lists)
	for name := range lists {
		if s.allWords {
			p.Vocabulary = append(p.Vocabulary, list{name, s.words[name]})
		}
	}
	sort.Slice(p.Vocabulary, func(i, j int) bool { return p.Vocabulary[i].Name < p.Vocabulary[j].Name })
	p.Samples = s.sampled(d)
	return p
}

func (s *sheet) title(d *engine.Dialog) string {
	title := s.w("title", "dialog", d.ID)
	if s.texts.Has(s.lang, "incident."+d.ID) {
		title += " — " + s.say("incident."+d.ID)
	}
	return title
}

// sampled names the values that the dialog's texts hold.
func (s *sheet) sampled(d *engine.Dialog) string {
	used := map[string]bool{}
	for _, m := range s.texts.Messages(s.lang) {
		if strings.HasPrefix(m.ID, d.ID+".") {
			for name := range s.samples {
				used[name] = used[name] || strings.Contains(m.Text, "."+name)
			}
		}
	}
	var values []string
	for name, value := range s.samples {
		if used[name] {
			values = append(values, "{{."+name+"}} "+strings.ReplaceAll(value, "\n", " / "))
		}
	}
	if len(values) == 0 {
		return ""
	}
	slices.Sort(values)
	return s.w("samples", "values", strings.Join(values, " · "))
}

// uses reports whether a dialog asks for, writes or reads a fact.
func uses(d *engine.Dialog, fact string) bool {
	in := func(when []engine.Condition) bool {
		return slices.ContainsFunc(when, func(c engine.Condition) bool { return c.Fact == fact })
	}
	for _, l := range append(slices.Clone(d.Severity), d.Raise...) {
		if in(l.When) {
			return true
		}
	}
	return slices.ContainsFunc(d.Steps, func(s engine.Step) bool {
		return s.Fact == fact || in(s.SkipWhen) ||
			slices.ContainsFunc(s.Set, func(a engine.Assignment) bool { return a.Fact == fact }) ||
			slices.ContainsFunc(s.Next, func(b engine.Branch) bool { return in(b.When) })
	})
}

// facts lists what the dialog declares, then what it uses of the case and of the desk.
func (s *sheet) facts(d *engine.Dialog) []string {
	var own, shared, derived []string
	for i := range s.set.Facts {
		f := &s.set.Facts[i]
		switch {
		case f.Dialog == d.ID && !uses(d, f.Name):
			own = append(own, s.fact(f, s.w("fact.own"), s.w("fact.unused")))
		case f.Dialog == d.ID:
			own = append(own, s.fact(f, s.w("fact.own")))
		case uses(d, f.Name):
			shared = append(shared, s.fact(f, s.w("fact.shared")))
		}
	}
	for i := range engine.DerivedFacts {
		if f := &engine.DerivedFacts[i]; uses(d, f.Name) {
			derived = append(derived, s.fact(f, s.w("fact.derived")))
		}
	}
	return slices.Concat(own, shared, derived)
}

func (s *sheet) fact(f *engine.Fact, notes ...string) string {
	is := strings.Join(f.Values, ", ")
	if f.Is != "" {
		is = s.w("is." + f.Is)
	}
	if f.Unit != "" {
		notes = append(notes, s.w("fact.unit", "unit", f.Unit))
	}
	if f.Max > 0 {
		notes = append(notes, s.w("fact.max", "max", strconv.Itoa(f.Max)))
	}
	if f.Latest {
		notes = append(notes, s.w("fact.latest"))
	}
	if f.Personal {
		notes = append(notes, s.w("fact.personal"))
	}
	if f.Card {
		notes = append(notes, s.w("fact.card"))
	}
	return f.Name + s.w("colon") + is + " (" + strings.Join(notes, ", ") + ")"
}

// when says conditions with the names and values of the dialog's file.
func (s *sheet) when(when []engine.Condition) string {
	var parts []string
	for _, c := range when {
		parts = append(parts, c.Fact+" = "+strings.Join(c.In, s.w("way.among")))
	}
	return strings.Join(parts, s.w("way.joined"))
}

// levels lists a dialog's severity lines in order, then those that raise the level.
func (s *sheet) levels(d *engine.Dialog) []string {
	var out []string
	add := func(level string, l engine.SeverityLine) {
		when := s.w("severity.always")
		if len(l.When) > 0 {
			when = s.w("way.condition", "when", s.when(l.When))
		}
		out = append(out, level+" "+when+s.w("colon")+s.say("severity.because."+l.Because))
	}
	for _, l := range d.Severity {
		add(l.Level, l)
	}
	for _, l := range d.Raise {
		add(s.w("severity.raise"), l)
	}
	return out
}

func (s *sheet) step(d *engine.Dialog, step *engine.Step, number int, begins bool, lists map[string]bool) stepped {
	out := stepped{Number: number, ID: step.ID, Kind: s.kind(step)}
	id := d.ID + "." + step.ID
	if speaks(step) {
		own := saying{Text: s.whole(d, step), Measure: s.measure(s.whole(d, step))}
		if s.inline(d, step) {
			own.Note = s.w("step.inline")
		}
		out.Said = append(out.Said, own)
	}
	if s.texts.Has(s.lang, id+".help") {
		out.Said = append(out.Said, saying{Label: s.w("step.help"), Text: s.say(id + ".help"), Measure: s.measure(s.say(id + ".help"))})
	}
	if step.Ask == engine.AskPlace {
		out.Said = append(out.Said, saying{Label: s.w("step.which"), Text: s.said(id + ".which"), Measure: s.measure(s.said(id + ".which"))})
	}
	out.Choices = s.choices(d, step, lists)
	for _, w := range ways(step) {
		if w.Kind != choice {
			out.Ways = append(out.Ways, s.way(d, step, w))
		}
	}
	out.Rules = s.rules(d, step)
	out.Grade, out.Sign = s.grade(step.Grade, step.Sources)
	if out.Grade == "" && (step.Tell || step.Escalate != "" || step.End != "") {
		out.Grade = s.w("step.no_grade")
	}
	out.Turns = s.turns(d, step, begins)
	return out
}

func (s *sheet) kind(step *engine.Step) string {
	var kinds []string
	if step.Ask != "" {
		kinds = append(kinds, s.w("kind."+string(step.Ask)), s.w("step.writes", "fact", step.Fact))
	}
	if step.Tell {
		kinds = append(kinds, s.w("kind.tell"))
	}
	if step.Call != "" {
		kinds = append(kinds, s.w("kind.call", "dialog", step.Call))
	}
	if step.Escalate != "" {
		kinds = append(kinds, s.w("kind.escalate", "queue", step.Escalate))
	}
	if step.End != "" {
		kinds = append(kinds, s.w("kind.end", "status", step.End))
	}
	if len(kinds) == 0 {
		return s.w("kind.fork")
	}
	return strings.Join(kinds, ", ")
}

// grade says whose advice it is, and whether somebody must still sign it.
func (s *sheet) grade(grade string, sources []string) (string, bool) {
	if grade == "" {
		return "", false
	}
	text, sign := s.w("step.grade", "grade", grade), grade == "D"
	if sign {
		text = s.w("sign")
	}
	if len(sources) > 0 {
		text += " · " + strings.Join(sources, " · ")
	}
	return text, sign
}

// choices lists what is offered with the words accepted for it: its own, those
// that state the fact unasked, and the common ones. lists collects their names.
func (s *sheet) choices(d *engine.Dialog, step *engine.Step, lists map[string]bool) []offer {
	var out []offer
	common := understand.Common(&engine.Question{Dialog: d.ID, Step: step.ID, Kind: step.Ask, Choices: step.Choices})
	for _, c := range step.Choices {
		names := []string{d.ID + "." + step.ID + "." + c.ID}
		if !step.Anew {
			names = append(names, "facts."+step.Fact+"."+c.ID)
		}
		for _, m := range common[c.ID] {
			names = append(names, "common."+m)
		}
		if c.Unreached {
			names = append(names, "unreached.anywhere", "unreached.alone")
		}
		o := offer{Key: c.Key, ID: c.ID, Label: s.say(d.ID + "." + step.ID + ".choice." + c.ID), Words: s.few(names, lists)}
		for _, w := range ways(step) {
			if w.Kind == choice && w.ID == c.ID {
				to := s.target(w)
				if len(w.When) > 0 {
					to += " (" + s.w("way.condition", "when", s.when(w.When)) + ")"
				}
				o.To = strings.TrimPrefix(o.To+", "+to, ", ")
			}
		}
		if c.As != "" {
			o.Words = append(o.Words, s.w("step.as", "as", c.As))
		}
		out = append(out, o)
	}
	return out
}

// How many words of a list stand beside a choice; -words prints the lists in full.
const (
	fewWords   = 6
	fewCommons = 3
)

// few shows the beginning of each list that exists: a question's own and a fact's
// one a line, the common ones together.
func (s *sheet) few(names []string, lists map[string]bool) []string {
	var out, common, first []string
	count := 0
	for _, name := range names {
		words := s.words[name]
		if len(words) == 0 {
			continue
		}
		lists[name] = true
		if strings.HasPrefix(name, "common.") {
			common, count = append(common, name), count+len(words)
			first = append(first, words[:min(fewCommons, len(words))]...)
			continue
		}
		out = append(out, s.counted(name, words[:min(fewWords, len(words))], len(words)))
	}
	if count > 0 {
		out = append(out, s.counted(strings.Join(common, " + "), first, count))
	}
	return out
}

// counted shows some of the count words of a list.
func (s *sheet) counted(name string, some []string, count int) string {
	text := name + " (" + strconv.Itoa(count) + ")" + s.w("colon") + strings.Join(some, ", ")
	if len(some) < count {
		text += ", …"
	}
	return text
}

// target names where a way leads.
func (s *sheet) target(w way) string {
	switch {
	case w.Back:
		return s.w("way.back")
	case w.Enter != "":
		return s.w("way.enter", "dialog", w.Enter)
	}
	return w.Step
}

// way says a way on: when it is taken and where it leads.
func (s *sheet) way(d *engine.Dialog, step *engine.Step, w way) string {
	if when := s.taken(d, step, w); when != "" {
		return when + " → " + s.target(w)
	}
	return "→ " + s.target(w)
}

// taken says when a way is taken, "" for always.
func (s *sheet) taken(d *engine.Dialog, step *engine.Step, w way) string {
	switch w.Kind {
	case choice:
		label := strconv.Itoa(w.Key) + " " + s.say(d.ID+"."+step.ID+".choice."+w.ID)
		if len(w.When) > 0 {
			label += ", " + s.w("way.condition", "when", s.when(w.When))
		}
		return label
	case fork:
		return s.w("way.condition", "when", s.when(w.When))
	case otherwise:
		return s.w("way.otherwise")
	case skipped:
		return s.w("way.skipped")
	case silence:
		return s.w("way.silence")
	case misses:
		return s.w("way.misses")
	case bareNo:
		return s.w("way.bare_no")
	}
	return ""
}

// rules says what else holds at a step.
func (s *sheet) rules(d *engine.Dialog, step *engine.Step) []string {
	var out []string
	for _, a := range step.Set {
		out = append(out, s.w("step.set", "sets", a.Fact+" = "+a.Value))
	}
	if step.Anew {
		out = append(out, s.w("step.anew"))
	}
	if step.Pause {
		out = append(out, s.w("step.pause"))
	}
	var next []string
	for _, w := range ways(step) {
		if w.Kind == onward || w.Kind == fork || w.Kind == otherwise || w.Kind == skipped {
			next = append(next, s.target(w))
		}
	}
	if len(step.SkipOn) > 0 {
		out = append(out, s.w("step.skip_on", "channels", strings.Join(step.SkipOn, ", "), "to", strings.Join(next, s.w("way.among"))))
	}
	if len(step.SkipWhen) > 0 {
		out = append(out, s.w("step.skip_when", "when", s.when(step.SkipWhen), "to", strings.Join(next, s.w("way.among"))))
	}
	if step.Ask == "" {
		return out
	}
	if step.Ask != engine.AskChoice {
		out = append(out, s.w("typed."+string(step.Ask)), s.unsure(step))
	}
	return append(out, s.patience(step), s.missed(d, step))
}

// unsure says what notes that the answer is unknown.
func (s *sheet) unsure(step *engine.Step) string {
	if step.Ask == engine.AskText {
		return s.w("typed.unsure")
	}
	return s.w("typed.refused")
}

// patience says how long silence is borne: the step's own bound, else the channel's.
func (s *sheet) patience(step *engine.Step) string {
	own := step.NoInput
	if own.Times == 0 && own.After == 0 {
		for _, p := range s.set.Silence {
			if p.Channel == s.channel {
				own.After, own.Times = p.After, p.Times
			}
		}
	}
	if own.After == 0 {
		return s.w("step.silent")
	}
	then := s.w("step.patient")
	if own.Goto != "" {
		then = "→ " + s.target(to(way{}, own.Goto, ""))
	}
	after := (time.Duration(own.After) * time.Second).String()
	after = strings.Replace(strings.Replace(after, "m0s", "m", 1), "h0m", "h", 1)
	return s.w("step.silence", "after", after, "times", strconv.Itoa(own.Times), "then", then)
}

func (s *sheet) missed(d *engine.Dialog, step *engine.Step) string {
	times := step.NoMatch.Times
	if times == 0 {
		times = engine.DefaultMisses
	}
	if step.NoMatch.Goto != "" {
		return s.w("step.misses", "times", strconv.Itoa(times), "then", "→ "+s.target(to(way{}, step.NoMatch.Goto, "")))
	}
	var next []string
	for _, w := range ways(step) {
		if w.Kind == choice && w.ID == "unknown" || len(step.Choices) == 0 && w.Kind < skipped {
			next = append(next, s.target(w))
		}
	}
	then := s.w("step.as_unknown", "to", strings.Join(next, s.w("way.among")))
	return s.w("step.misses", "times", strconv.Itoa(times), "then", then)
}

// unready marks the steps that no way of the dialog leads to.
func (s *sheet) unready(p *page, f *flow) {
	for _, root := range f.roots[min(1, len(f.roots)):] {
		for i := range p.Steps {
			if p.Steps[i].ID == root {
				p.Steps[i].Rules = append(p.Steps[i].Rules, s.w("step.unready"))
			}
		}
	}
}

// calls lists the dialogs that are called or entered, and from where.
func (s *sheet) calls(d *engine.Dialog) []string {
	from := map[string][]string{}
	for i := range d.Steps {
		step := &d.Steps[i]
		names := []string{step.Call}
		for _, w := range ways(step) {
			names = append(names, w.Enter)
		}
		for _, name := range names {
			if name != "" && !slices.Contains(from[name], step.ID) {
				from[name] = append(from[name], step.ID)
			}
		}
	}
	var out []string
	for i := range s.set.Dialogs {
		if other := &s.set.Dialogs[i]; len(from[other.ID]) > 0 {
			out = append(out, s.w("calls", "dialog", other.ID, "version", strconv.Itoa(other.Version), "steps", strings.Join(from[other.ID], ", ")))
		}
	}
	return out
}

// interrupts lists what may happen at any step of the dialog.
func (s *sheet) interrupts(d *engine.Dialog, lists map[string]bool) []reaction {
	var out []reaction
	for _, in := range s.set.Interrupts {
		if len(in.Within) > 0 && slices.Contains(s.set.Incidents, d.ID) && !slices.Contains(in.Within, d.ID) {
			continue // it holds only while another dialog leads
		}
		r := reaction{Name: in.On}
		if in.On == "" {
			r.Name = s.w("interrupt.when", "when", s.when(in.When))
		}
		var acts []string
		for _, a := range in.Set {
			acts = append(acts, s.w("step.set", "sets", a.Fact+" = "+a.Value))
		}
		if in.Call != "" {
			acts = append(acts, s.w("interrupt.call", "dialog", in.Call))
		}
		if in.Do != "" {
			acts = append(acts, s.w("interrupt.do."+in.Do))
		}
		if in.Tell != "" {
			acts = append(acts, s.w("interrupt.tell"))
			r.Said = append(r.Said, saying{Text: s.said("start." + in.Tell), Measure: s.measure(s.said("start." + in.Tell))})
		}
		if len(in.Within) > 0 {
			acts = append(acts, s.w("interrupt.within", "dialogs", strings.Join(in.Within, ", ")))
		}
		r.What = strings.Join(append(acts, s.w("interrupt.rank", "rank", strconv.Itoa(in.Rank))), ", ")
		r.Words = s.few([]string{"signals." + in.On, "commands." + in.On}, lists)
		out = append(out, r)
	}
	return out
}

// answers lists what is said to questions asked back while the dialog leads: its
// own answer where there is one, else the general one.
func (s *sheet) answers(d *engine.Dialog, lists map[string]bool) []reaction {
	var out []reaction
	for _, a := range s.set.Answers {
		if a.Incident != "" && a.Incident != d.ID || a.Incident == "" && s.replaced(a, d.ID) {
			continue
		}
		text := s.said("answers." + a.ID)
		r := reaction{Name: a.ID, Said: []saying{{Text: text, Measure: s.measure(text)}}, Words: s.few([]string{"questions." + a.Question}, lists)}
		if a.Question != a.ID {
			r.What = a.Question
		}
		if len(a.When) > 0 {
			r.What = strings.TrimPrefix(r.What+", ", ", ") + s.w("way.condition", "when", s.when(a.When))
		}
		r.Grade, r.Sign = s.grade(a.Grade, a.Sources)
		out = append(out, r)
	}
	text := s.said("answers.unknown")
	return append(out, reaction{Name: "unknown", Said: []saying{{Text: text, Measure: s.measure(text)}}, What: s.w("answers_unknown")})
}

// replaced reports whether the dialog has an unconditional answer of its own to the question.
func (s *sheet) replaced(general engine.Answer, dialog string) bool {
	return slices.ContainsFunc(s.set.Answers, func(a engine.Answer) bool {
		return a.Incident == dialog && a.Question == general.Question && len(a.When) == 0
	})
}
