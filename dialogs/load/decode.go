package load

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"go.yaml.in/yaml/v4"

	"relais/dialogs/engine"
)

// reader decodes one file after another and collects the faults of all.
type reader struct {
	file   string
	faults []error
}

// word decodes the value of one key.
type word func(*yaml.Node)

// fields decodes a mapping by its known words and refuses every other.
func (r *reader) fields(n *yaml.Node, words map[string]word) {
	if n.Kind != yaml.MappingNode {
		r.fault(n.Line, "a mapping is wanted here")
		return
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		if decode, ok := words[key.Value]; ok {
			decode(value)
			continue
		}
		known := make([]string, 0, len(words))
		for w := range words {
			known = append(known, w)
		}
		r.fault(key.Line, "%q is no word of this place%s", key.Value, meant(key.Value, known))
	}
}

func (r *reader) str(to *string) word {
	return func(n *yaml.Node) {
		if n.Kind != yaml.ScalarNode {
			r.fault(n.Line, "a word is wanted here")
			return
		}
		*to = n.Value
	}
}

func (r *reader) num(to *int) word {
	return func(n *yaml.Node) {
		v, err := strconv.Atoi(n.Value)
		if err != nil || v < 0 {
			r.fault(n.Line, "%q is not a whole number", n.Value)
			return
		}
		*to = v
	}
}

func (r *reader) truth(to *bool) word {
	return func(n *yaml.Node) {
		switch n.Value {
		case "true":
			*to = true
		case "false":
			*to = false
		default:
			r.fault(n.Line, "%q is neither true nor false", n.Value)
		}
	}
}

func (r *reader) list(to *[]string) word {
	return func(n *yaml.Node) { *to = r.words(n) }
}

// words decodes one word or a list of words.
func (r *reader) words(n *yaml.Node) []string {
	if n.Kind == yaml.ScalarNode {
		return []string{n.Value}
	}
	var out []string
	if n.Kind != yaml.SequenceNode {
		r.fault(n.Line, "a word or a list of words is wanted here")
		return nil
	}
	for _, c := range n.Content {
		if c.Kind != yaml.ScalarNode {
			r.fault(c.Line, "a word is wanted here")
			continue
		}
		out = append(out, c.Value)
	}
	return out
}

func (r *reader) each(n *yaml.Node, item func(*yaml.Node)) {
	if n.Kind != yaml.SequenceNode {
		r.fault(n.Line, "a list is wanted here")
		return
	}
	for _, c := range n.Content {
		item(c)
	}
}

func (r *reader) date(to *string) word {
	return func(n *yaml.Node) {
		if _, err := time.Parse(time.DateOnly, n.Value); err != nil {
			r.fault(n.Line, "%q is not a date like 2026-12-31", n.Value)
			return
		}
		*to = n.Value
	}
}

func (r *reader) duration(to *int64) word {
	return func(n *yaml.Node) {
		d, err := time.ParseDuration(n.Value)
		if err != nil || d < 0 || d%time.Second != 0 {
			r.fault(n.Line, "%q is not a duration like 15m", n.Value)
			return
		}
		*to = int64(d / time.Second)
	}
}

func (r *reader) dialog(n *yaml.Node, set *engine.Set) {
	var d engine.Dialog
	start := r.file == startFile
	words := map[string]word{
		"dialog":         r.str(&d.ID),
		"version":        r.num(&d.Version),
		"classification": r.str(&d.Classification),
		"sources":        r.list(&d.Sources),
		"review_by":      r.date(&d.ReviewBy),
		"start":          r.str(&d.Start),
		"facts":          func(n *yaml.Node) { set.Facts = append(set.Facts, r.facts(n, dialogName(r.file))...) },
		"severity":       func(n *yaml.Node) { r.severity(n, &d) },
		"steps":          func(n *yaml.Node) { r.each(n, func(n *yaml.Node) { d.Steps = append(d.Steps, r.step(n)) }) },
	}
	if start {
		words["interrupts"] = func(n *yaml.Node) {
			r.each(n, func(n *yaml.Node) { set.Interrupts = append(set.Interrupts, r.interrupt(n)) })
		}
		words["silence"] = func(n *yaml.Node) {
			r.each(n, func(n *yaml.Node) {
				var p engine.Patience
				r.fields(n, map[string]word{"channel": r.str(&p.Channel), "after": r.duration(&p.After), "times": r.num(&p.Times)})
				set.Silence = append(set.Silence, p)
			})
		}
		words["later"] = func(n *yaml.Node) {
			r.each(n, func(n *yaml.Node) {
				var l engine.Later
				r.fields(n, map[string]word{
					"id": r.str(&l.ID), "when": func(n *yaml.Node) { l.When = r.conditions(n) }, "call": r.str(&l.Call), "after": r.duration(&l.After),
				})
				if l.ID == "" || len(l.When) == 0 || l.Call == "" || l.After == 0 {
					r.fault(n.Line, "later %q: wants id, when, call and after", l.ID)
				}
				set.Later = append(set.Later, l)
			})
		}
		words["incidents"] = r.list(&set.Incidents)
		words["apart"] = func(n *yaml.Node) { set.Apart = r.conditions(n) }
	}
	r.fields(n, words)
	if want := dialogName(r.file); d.ID != want {
		r.fault(n.Line, "dialog: %q must be the file's name, %q", d.ID, want)
	}
	if d.Version < 1 {
		r.fault(n.Line, "version: is missing; the first is 1")
	}
	if d.Start == "" {
		r.fault(n.Line, "start: is missing")
	}
	if d.ReviewBy == "" {
		r.fault(n.Line, "review_by: is missing; the date by which the advice is read again")
	}
	set.Dialogs = append(set.Dialogs, d)
}

func (r *reader) facts(n *yaml.Node, dialog string) []engine.Fact {
	var facts []engine.Fact
	if n.Kind != yaml.MappingNode {
		r.fault(n.Line, "facts: a mapping of names is wanted here")
		return nil
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		f := engine.Fact{Name: n.Content[i].Value, Dialog: dialog}
		line := n.Content[i].Line
		r.fields(n.Content[i+1], map[string]word{
			"is": func(n *yaml.Node) {
				if n.Kind == yaml.SequenceNode {
					f.Values = r.words(n)
					return
				}
				f.Is = n.Value
				if !slices.Contains([]string{"count", engine.IsSum, "text", "phone", "time", "place"}, f.Is) {
					r.fault(n.Line, "fact %q: is: %q is no kind of fact (count, sum, text, phone, time, place, or a list of values)", f.Name, f.Is)
				}
			},
			"unit": r.str(&f.Unit), "max": r.num(&f.Max), "personal": r.truth(&f.Personal), "card": r.truth(&f.Card), "latest": r.truth(&f.Latest), "corrected": r.truth(&f.Corrected),
			"firm": r.str(&f.Firm),
		})
		if f.Is == "" && len(f.Values) == 0 {
			r.fault(line, "fact %q: is: is missing", f.Name)
		}
		if f.Firm != "" && (!f.Latest || !slices.Contains(f.Values, f.Firm)) {
			r.fault(line, "fact %q: firm: %q is none of its values, or the fact is not latest", f.Name, f.Firm)
		}
		if slices.Contains(f.Values, engine.Unset) {
			r.fault(line, "fact %q: the value unset is kept for what nobody has said", f.Name)
		}
		facts = append(facts, f)
	}
	return facts
}

func (r *reader) caseFacts(n *yaml.Node, set *engine.Set) {
	r.fields(n, map[string]word{
		"facts":  func(n *yaml.Node) { set.Facts = append(set.Facts, r.facts(n, "")...) },
		"worked": func(n *yaml.Node) { set.Worked = r.worked(n) },
	})
}

func (r *reader) severity(n *yaml.Node, d *engine.Dialog) {
	r.each(n, func(n *yaml.Node) {
		var line engine.SeverityLine
		raise := 0
		r.fields(n, map[string]word{
			"level":   r.str(&line.Level),
			"raise":   r.num(&raise),
			"when":    func(n *yaml.Node) { line.When = r.conditions(n) },
			"because": r.str(&line.Because),
		})
		switch {
		case raise == 1 && line.Level == "":
			d.Raise = append(d.Raise, line)
		case raise == 0 && slices.Contains([]string{"P1", "P2", "P3"}, line.Level):
			d.Severity = append(d.Severity, line)
		default:
			r.fault(n.Line, "severity: a line has level P1, P2 or P3, or raise: 1")
		}
	})
}

func (r *reader) conditions(n *yaml.Node) []engine.Condition {
	var out []engine.Condition
	if n.Kind != yaml.MappingNode {
		r.fault(n.Line, "when: a mapping of facts is wanted here")
		return nil
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		out = append(out, engine.Condition{Fact: n.Content[i].Value, In: r.words(n.Content[i+1])})
	}
	return out
}

// worked reads the lines of derived facts that rest on facts alone.
func (r *reader) worked(n *yaml.Node) []engine.Worked {
	var out []engine.Worked
	if n.Kind != yaml.MappingNode {
		r.fault(n.Line, "worked: a mapping of names is wanted here")
		return nil
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		name := n.Content[i]
		f, ok := engine.Derivable(name.Value)
		if !ok {
			r.fault(name.Line, "worked: %q is no derived fact", name.Value)
			continue
		}
		last := engine.Worked{When: []engine.Condition{{}}}
		r.each(n.Content[i+1], func(n *yaml.Node) {
			last = engine.Worked{Fact: f.Name}
			r.fields(n, map[string]word{"is": r.str(&last.Value), "when": func(n *yaml.Node) { last.When = r.conditions(n) }, "told": r.truth(&last.Told)})
			if !slices.Contains(f.Values, last.Value) {
				r.fault(n.Line, "worked: %q is no value of fact %q%s", last.Value, f.Name, meant(last.Value, f.Values))
			}
			for _, c := range last.When {
				if _, derived := engine.Derivable(c.Fact); derived {
					r.fault(n.Line, "worked: %q rests on %q, which is worked out itself", f.Name, c.Fact)
				}
			}
			out = append(out, last)
		})
		if len(last.When) > 0 {
			r.fault(name.Line, "worked: the last line of %q must hold always", f.Name)
		}
	}
	return out
}

func (r *reader) assignments(n *yaml.Node) []engine.Assignment {
	var out []engine.Assignment
	for _, c := range r.conditions(n) {
		if len(c.In) != 1 {
			r.fault(n.Line, "set: fact %q takes one value", c.Fact)
			continue
		}
		out = append(out, engine.Assignment{Fact: c.Fact, Value: c.In[0]})
	}
	return out
}

func (r *reader) step(n *yaml.Node) engine.Step {
	s := engine.Step{Line: n.Line}
	var ask string
	patience := func(p *engine.Patience) word {
		return func(n *yaml.Node) {
			r.fields(n, map[string]word{"after": r.duration(&p.After), "times": r.num(&p.Times), "goto": r.str(&p.Goto)})
		}
	}
	r.fields(n, map[string]word{
		"id": r.str(&s.ID), "ask": r.str(&ask), "fact": r.str(&s.Fact), "tell": r.truth(&s.Tell), "anew": r.truth(&s.Anew), "consent": r.truth(&s.Consent), "alone": r.truth(&s.Alone), "state": r.truth(&s.State), "sure": r.truth(&s.Sure), "pause": r.truth(&s.Pause),
		"call": r.str(&s.Call), "escalate": r.str(&s.Escalate), "end": r.str(&s.End),
		"choices": func(n *yaml.Node) {
			r.each(n, func(n *yaml.Node) {
				var c engine.Choice
				r.fields(n, map[string]word{"key": r.num(&c.Key), "id": r.str(&c.ID), "as": r.str(&c.As), "unreached": r.truth(&c.Unreached), "goto": r.str(&c.Goto), "enter": r.str(&c.Enter)})
				s.Choices = append(s.Choices, c)
			})
		},
		"set": func(n *yaml.Node) { s.Set = r.assignments(n) },
		"next": func(n *yaml.Node) {
			if n.Kind == yaml.ScalarNode {
				s.Next = []engine.Branch{{Goto: n.Value}}
				return
			}
			r.each(n, func(n *yaml.Node) {
				var b engine.Branch
				r.fields(n, map[string]word{
					"when": func(n *yaml.Node) { b.When = r.conditions(n) },
					"goto": r.str(&b.Goto), "enter": r.str(&b.Enter),
				})
				s.Next = append(s.Next, b)
			})
		},
		"no_input": patience(&s.NoInput), "no_match": patience(&s.NoMatch), "bare_no": r.str(&s.BareNo), "skip_on": r.list(&s.SkipOn),
		"skip_when": func(n *yaml.Node) { s.SkipWhen = r.conditions(n) },
		"doors":     r.list(&s.Doors),
		"grade":     r.str(&s.Grade), "sources": r.list(&s.Sources),
	})
	s.Ask = engine.Kind(ask)
	return s
}

func (r *reader) interrupt(n *yaml.Node) engine.Interrupt {
	in := engine.Interrupt{Rank: 50}
	r.fields(n, map[string]word{
		"set": func(n *yaml.Node) { in.Set = r.assignments(n) },
		"on":  r.str(&in.On), "call": r.str(&in.Call), "tell": r.str(&in.Tell), "do": r.str(&in.Do), "rank": r.num(&in.Rank),
		"when": func(n *yaml.Node) { in.When = r.conditions(n) }, "within": r.list(&in.Within),
	})
	if (in.On == "") == (len(in.When) == 0) {
		r.fault(n.Line, "interrupt: exactly one of on and when leads it")
	}
	if in.Call == "" && in.Tell == "" && in.Do == "" {
		r.fault(n.Line, "interrupt: wants call, tell or do")
	}
	return in
}

func (r *reader) answers(n *yaml.Node, set *engine.Set) {
	r.fields(n, map[string]word{"answers": func(n *yaml.Node) {
		r.each(n, func(n *yaml.Node) {
			var a engine.Answer
			r.fields(n, map[string]word{
				"id": r.str(&a.ID), "question": r.str(&a.Question), "incident": r.str(&a.Incident),
				"when":  func(n *yaml.Node) { a.When = r.conditions(n) },
				"doors": r.list(&a.Doors), "grade": r.str(&a.Grade), "sources": r.list(&a.Sources),
			})
			if a.ID == "" || a.Question == "" || a.Grade == "" || len(a.Sources) == 0 {
				r.fault(n.Line, "answer %q: wants id, question, grade and sources", a.ID)
			}
			set.Answers = append(set.Answers, a)
		})
	}})
}

func (r *reader) clocks(n *yaml.Node, set *engine.Set) {
	r.fields(n, map[string]word{"clocks": func(n *yaml.Node) {
		r.each(n, func(n *yaml.Node) {
			var c engine.Clock
			r.fields(n, map[string]word{
				"id": r.str(&c.ID), "from": r.str(&c.From), "hours": r.num(&c.Hours), "days": r.num(&c.Days), "months": r.num(&c.Months), "on": r.truth(&c.On),
				"when":  func(n *yaml.Node) { c.When = r.conditions(n) },
				"grade": r.str(&c.Grade), "sources": r.list(&c.Sources),
				"since": r.date(&c.Since), "until": r.date(&c.Until), "checked": r.date(&c.Checked),
			})
			if c.ID == "" || c.Grade == "" || len(c.Sources) == 0 || c.Checked == "" {
				r.fault(n.Line, "clock %q: wants id, grade, sources and checked", c.ID)
			}
			if terms(c) > 1 {
				r.fault(n.Line, "clock %q: hours, days or months, not several", c.ID)
			}
			if terms(c) > 0 && c.From == "" {
				r.fault(n.Line, "clock %q: a term wants from, the fact it runs from", c.ID)
			}
			if c.Until != "" && c.Until < c.Since {
				r.fault(n.Line, "clock %q: until %s is before since %s", c.ID, c.Until, c.Since)
			}
			set.Clocks = append(set.Clocks, c)
		})
	}})
}

// terms counts in how many units a clock says how long it runs.
func terms(c engine.Clock) int {
	n := 0
	for _, term := range []int{c.Hours, c.Days, c.Months} {
		if term > 0 {
			n++
		}
	}
	return n
}

// meant proposes the known word nearest to one that is not known.
func meant(word string, known []string) string {
	best, at := "", 3
	known = slices.Sorted(slices.Values(known))
	for _, k := range known {
		if d := distance(word, k); d < at {
			best, at = k, d
		}
	}
	if best == "" {
		return " (known: " + strings.Join(known, ", ") + ")"
	}
	return " (did you mean " + strconv.Quote(best) + "?)"
}

// distance is the number of letters inserted, dropped or changed between a and b.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		last := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := last
			if a[i] != b[j] {
				cost++
			}
			last, row[j+1] = row[j+1], min(cost, row[j+1]+1, row[j]+1)
		}
	}
	return row[len(b)]
}
