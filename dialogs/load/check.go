package load

import (
	"fmt"
	"slices"
	"sort"
	"strings"

	"relais/dialogs/engine"
	"relais/locales"
	"relais/locales/gsm7"
)

// written is the form of a text for who does not phone.
const written = "written"

// channels a dialog may name.
var channels = []string{"sms", "voice", "web", "slack"}

// checker looks at a whole set: its graph and its texts.
type checker struct {
	set    *engine.Set
	texts  *locales.Catalog
	used   map[string]bool
	faults []error
}

func check(set *engine.Set, texts *locales.Catalog) []error {
	c := &checker{set: set, texts: texts, used: map[string]bool{}}
	c.facts()
	for i := range set.Dialogs {
		c.dialog(&set.Dialogs[i])
	}
	c.interrupts()
	for _, a := range set.Answers {
		c.text("answers.yaml", 0, "answers."+a.ID, true)
		c.when("answers.yaml", 0, a.When)
	}
	for _, clock := range set.Clocks {
		c.text("clocks.yaml", 0, "clocks."+clock.ID, false)
		c.when("clocks.yaml", 0, clock.When)
		if f, ok := set.Fact(clock.From); clock.From != "" && (!ok || f.Is != "time") {
			c.fault("clocks.yaml", 0, "clock %q: from: %q is no fact of kind time", clock.ID, clock.From)
		}
	}
	for _, id := range incidentsWithoutDialog(set) {
		c.fault("start.yaml", 0, "incidents: %q has no dialog file", id)
	}
	c.apart()
	for _, line := range c.set.Worked {
		c.when(factsFile, 0, line.When)
	}
	c.leftOver()
	return c.faults
}

// apart holds the names of start.yaml's apart to the incidents.
func (c *checker) apart() {
	for _, line := range c.set.Apart {
		for _, id := range append([]string{line.Fact}, line.In...) {
			if !slices.Contains(c.set.Incidents, id) {
				c.fault("start.yaml", 0, "apart: %q is no incident%s", id, meant(id, c.set.Incidents))
			}
		}
	}
}

func incidentsWithoutDialog(set *engine.Set) []string {
	var out []string
	for _, id := range set.Incidents {
		if _, ok := set.Dialog(id); !ok && id != "not_incident" {
			out = append(out, id)
		}
	}
	return out
}

func (c *checker) fault(file string, line int, format string, args ...any) {
	where := file
	if line > 0 {
		where = fmt.Sprintf("%s:%d", file, line)
	}
	c.faults = append(c.faults, fmt.Errorf("%s: %s", where, fmt.Sprintf(format, args...)))
}

func (c *checker) facts() {
	for i, f := range c.set.Facts {
		if i > 0 && c.set.Facts[i-1].Name == f.Name {
			c.fault(owner(f), 0, "fact %q is declared in %s too; a fact of several dialogs belongs in facts.yaml", f.Name, owner(c.set.Facts[i-1]))
		}
		if _, derived := engine.Derivable(f.Name); derived {
			c.fault(owner(f), 0, "fact %q is worked out by the desk and cannot be declared", f.Name)
		}
		if f.Card {
			c.label("card." + f.Name)
			for _, v := range f.Values {
				c.label("card.value." + f.Name + "." + v)
			}
		}
	}
}

func owner(f engine.Fact) string {
	if f.Dialog == "" {
		return factsFile
	}
	return f.Dialog + ".yaml"
}

// label marks a text as used if it exists; card labels fall back on shared ones.
func (c *checker) label(id string) { c.used[id] = true }

func (c *checker) dialog(d *engine.Dialog) {
	file := d.ID + ".yaml"
	if d.ID == engine.TheIncident || d.ID == engine.TheOther {
		c.fault(file, 0, "dialog: %q is what enter calls the dialog of an incident told", d.ID)
	}
	if _, ok := d.Step(d.Start); !ok {
		c.fault(file, 0, "start: %q names no step%s", d.Start, meant(d.Start, stepIDs(d)))
	}
	seen := map[string]int{}
	for i := range d.Steps {
		s := &d.Steps[i]
		if line, twice := seen[s.ID]; twice {
			c.fault(file, s.Line, "step %q stands in line %d already", s.ID, line)
		}
		seen[s.ID] = s.Line
		c.step(file, d, s)
	}
	for _, l := range append(slices.Clone(d.Severity), d.Raise...) {
		c.when(file, 0, l.When)
		if l.Because == "" {
			c.fault(file, 0, "severity: line %s has no because, the reason shown on the card", l.Level)
			continue
		}
		c.exists(file, 0, "severity.because."+l.Because)
	}
	if n := len(d.Severity); n > 0 && d.ID != "start" && len(d.Severity[n-1].When) > 0 {
		c.fault(file, 0, "severity: the last line must fit always (no when)")
	}
	c.reach(file, d)
	c.handsOver(file, d)
}

func stepIDs(d *engine.Dialog) []string {
	ids := make([]string, len(d.Steps))
	for i, s := range d.Steps {
		ids[i] = s.ID
	}
	return ids
}

func (c *checker) step(file string, d *engine.Dialog, s *engine.Step) {
	id := d.ID + "." + s.ID
	if s.ID == "" || s.ID == "return" || strings.ContainsAny(s.ID, ". ") {
		c.fault(file, s.Line, "step %q: an id of one word is wanted, other than return", s.ID)
	}
	speaks := s.Tell || s.Ask != "" || s.Escalate != "" || s.End != ""
	if speaks {
		c.text(file, s.Line, id, true)
	}
	if c.texts.Has(c.texts.Tags()[0], id+".help") {
		s.Help = true
		c.text(file, s.Line, id+".help", false)
	}
	switch s.Ask {
	case "":
		if len(s.Choices) > 0 || s.Fact != "" {
			c.fault(file, s.Line, "step %q: choices and fact belong to a question", s.ID)
		}
	case engine.AskChoice:
		c.choices(file, d, s)
	case engine.AskText, engine.AskCount, engine.AskTime, engine.AskPhone, engine.AskPlace:
		c.typed(file, s)
		if s.Ask == engine.AskPlace {
			c.text(file, s.Line, id+".which", true)
		}
	default:
		c.fault(file, s.Line, "step %q: ask: %q is no kind of question", s.ID, s.Ask)
	}
	if s.Consent {
		c.consent(file, s)
	}
	if s.Alone && s.Ask != engine.AskChoice {
		c.fault(file, s.Line, "step %q: alone: only a choice stands alone", s.ID)
	}
	if s.Sure && s.Ask != engine.AskChoice {
		c.fault(file, s.Line, "step %q: sure: only a choice wants a sure yes", s.ID)
	}
	if s.State && s.Ask != engine.AskChoice {
		c.fault(file, s.Line, "step %q: state: only a choice asks how things are", s.ID)
	}
	if (s.Tell || s.Escalate != "" || s.End != "") && slices.Contains(c.set.Incidents, d.ID) && s.Grade == "" {
		c.fault(file, s.Line, "step %q: advice wants a grade (A to D)", s.ID)
	}
	if s.Call != "" {
		c.call(file, s)
	}
	for _, ch := range s.SkipOn {
		if !slices.Contains(channels, ch) {
			c.fault(file, s.Line, "step %q: skip_on: %q is no channel (%s)", s.ID, ch, strings.Join(channels, ", "))
		}
	}
	c.when(file, s.Line, s.SkipWhen)
	if (len(s.SkipOn) > 0 || len(s.SkipWhen) > 0) && len(s.Next) == 0 {
		c.fault(file, s.Line, "step %q: skip_on and skip_when need next", s.ID)
	}
	for _, a := range s.Set {
		c.when(file, s.Line, []engine.Condition{{Fact: a.Fact, In: []string{a.Value}}})
	}
	c.ways(file, d, s)
}

// consent holds a question for leave to yes, no and unknown, so that no other choice is
// taken for a yes.
func (c *checker) consent(file string, s *engine.Step) {
	for _, ch := range s.Choices {
		if ch.As != "" || !slices.Contains([]string{"yes", "no", "unknown"}, ch.ID) {
			c.fault(file, s.Line, "step %q: consent: choice %q: only yes, no and unknown may be offered", s.ID, ch.ID)
		}
	}
	for _, id := range []string{"yes", "no"} {
		if !slices.ContainsFunc(s.Choices, func(ch engine.Choice) bool { return ch.ID == id }) {
			c.fault(file, s.Line, "step %q: consent: wants a choice %s", s.ID, id)
		}
	}
	if f, ok := c.set.Fact(s.Fact); ok && f.Latest {
		c.fault(file, s.Line, "step %q: consent: fact %q is latest, but leave is given only to the question", s.ID, s.Fact)
	}
}

func (c *checker) choices(file string, d *engine.Dialog, s *engine.Step) {
	keys := map[int]bool{}
	unknown := false
	for _, ch := range s.Choices {
		if ch.Key < 1 || ch.Key > 8 {
			c.fault(file, s.Line, "step %q: key %d: keys are 1 to 8", s.ID, ch.Key)
		}
		if keys[ch.Key] {
			c.fault(file, s.Line, "step %q: key %d is used twice", s.ID, ch.Key)
		}
		keys[ch.Key] = true
		if ch.As != "" && (ch.As != "yes" && ch.As != "no" || slices.ContainsFunc(s.Choices, func(o engine.Choice) bool {
			return o.ID == ch.As || o.As == ch.As && o.ID != ch.ID
		})) {
			c.fault(file, s.Line, "step %q: choice %q: as: %q: yes or no, and for one choice only", s.ID, ch.ID, ch.As)
		}
		if ch.Unreached && (!slices.Contains([]string{ch.ID, ch.As}, "no") && ch.ID != "unknown" || slices.ContainsFunc(s.Choices, func(o engine.Choice) bool { return o.Unreached && o.ID != ch.ID })) {
			c.fault(file, s.Line, "step %q: choice %q: unreached: stands for a no or unknown, and at one choice only", s.ID, ch.ID)
		}
		unknown = unknown || ch.ID == "unknown"
		c.choiceText(file, s, d.ID+"."+s.ID, ch)
	}
	if s.BareNo != "" && engine.StandsFor(s.Choices, engine.No) != "" {
		c.fault(file, s.Line, "step %q: bare_no: a choice stands for no already", s.ID)
	}
	if !unknown {
		c.fault(file, s.Line, "step %q: wants a choice unknown: nobody must know", s.ID)
	}
	f, ok := c.set.Fact(s.Fact)
	if !ok {
		c.fault(file, s.Line, "step %q: fact %q is not declared", s.ID, s.Fact)
		return
	}
	for _, ch := range s.Choices {
		if !slices.Contains(f.Values, ch.ID) {
			c.fault(file, s.Line, "step %q: choice %q is no value of fact %q%s", s.ID, ch.ID, f.Name, meant(ch.ID, f.Values))
		}
	}
}

func (c *checker) choiceText(file string, s *engine.Step, id string, ch engine.Choice) {
	label := id + ".choice." + ch.ID
	c.used[label] = true
	for _, lang := range c.texts.Tags() {
		if !c.texts.Has(lang, label) {
			c.fault("messages."+lang+".yaml", 0, "no text %s", label)
		}
		if own, ok := c.texts.Source(lang, id+".sms"); ok && !strings.Contains(own, fmt.Sprint(ch.Key)) {
			c.fault("messages."+lang+".yaml", 0, "%s.sms: does not name key %d, and a form for SMS lists its choices itself", id, ch.Key)
		}
	}
}

func (c *checker) typed(file string, s *engine.Step) {
	f, ok := c.set.Fact(s.Fact)
	switch {
	case !ok:
		c.fault(file, s.Line, "step %q: fact %q is not declared", s.ID, s.Fact)
	case f.Is != string(s.Ask):
		c.fault(file, s.Line, "step %q: asks for %s but fact %q is %s", s.ID, s.Ask, f.Name, f.Is)
	}
	if len(s.Next) == 0 {
		c.fault(file, s.Line, "step %q: wants next", s.ID)
	}
}

func (c *checker) call(file string, s *engine.Step) {
	called, ok := c.set.Dialog(s.Call)
	if !ok {
		c.fault(file, s.Line, "step %q: call: %q names no dialog", s.ID, s.Call)
		return
	}
	if !returns(called) {
		c.fault(file, s.Line, "step %q: call: dialog %q never returns", s.ID, s.Call)
	}
}

func returns(d *engine.Dialog) bool {
	return slices.ContainsFunc(d.Steps, func(s engine.Step) bool { return slices.Contains(ways(&s), "return") })
}

// ways lists the steps of the same dialog to which a step may lead, return included.
func ways(s *engine.Step) []string {
	var out []string
	add := func(id string) {
		if id != "" {
			out = append(out, id)
		}
	}
	for _, b := range s.Next {
		add(b.Goto)
	}
	for _, ch := range s.Choices {
		add(ch.Goto)
	}
	add(s.NoInput.Goto)
	add(s.NoMatch.Goto)
	add(s.BareNo)
	return out
}

func (c *checker) ways(file string, d *engine.Dialog, s *engine.Step) {
	for _, id := range ways(s) {
		if _, ok := d.Step(id); !ok && id != "return" {
			c.fault(file, s.Line, "step %q: goto %q names no step%s", s.ID, id, meant(id, stepIDs(d)))
		}
	}
	entered := func(id string) {
		if _, ok := c.set.Dialog(id); id != "" && id != engine.TheIncident && id != engine.TheOther && !ok {
			c.fault(file, s.Line, "step %q: enter: %q names no dialog", s.ID, id)
		}
	}
	for _, ch := range s.Choices {
		entered(ch.Enter)
		if ch.Goto == "" && ch.Enter == "" && len(s.Next) == 0 {
			c.fault(file, s.Line, "step %q: choice %q leads nowhere", s.ID, ch.ID)
		}
	}
	for i, b := range s.Next {
		entered(b.Enter)
		c.when(file, s.Line, b.When)
		if (b.Goto == "") == (b.Enter == "") {
			c.fault(file, s.Line, "step %q: next: a line has goto or enter", s.ID)
		}
		if last := i == len(s.Next)-1; last != (len(b.When) == 0) {
			c.fault(file, s.Line, "step %q: next: the last line, and only it, has no when", s.ID)
		}
	}
	if s.End == "" && s.Ask == "" && len(s.Next) == 0 {
		c.fault(file, s.Line, "step %q: leads nowhere: wants next or end", s.ID)
	}
}

func (c *checker) when(file string, line int, when []engine.Condition) {
	for _, cond := range when {
		f, ok := c.set.Fact(cond.Fact)
		if !ok {
			f, ok = engine.Derivable(cond.Fact)
		}
		if !ok {
			c.fault(file, line, "when: fact %q is not declared", cond.Fact)
			continue
		}
		for _, v := range cond.In {
			if v != engine.Unset && v != "unknown" && len(f.Values) > 0 && !slices.Contains(f.Values, v) {
				c.fault(file, line, "when: %q is no value of fact %q%s", v, f.Name, meant(v, f.Values))
			}
			if len(f.Values) == 0 && v != engine.Unset && v != "unknown" {
				c.fault(file, line, "when: fact %q is typed; only unset and unknown can be asked of it", f.Name)
			}
		}
	}
}

// reach finds steps nobody can come to and steps from which nobody comes to an end.
func (c *checker) reach(file string, d *engine.Dialog) {
	from := map[string]bool{}
	var walk func(id string)
	walk = func(id string) {
		s, ok := d.Step(id)
		if !ok || from[id] {
			return
		}
		from[id] = true
		for _, next := range ways(s) {
			walk(next)
		}
	}
	walk(d.Start)
	walk("lost") // the engine's own way in, in start.yaml
	out := map[string]bool{}
	for changed := true; changed; {
		changed = false
		for i := range d.Steps {
			s := &d.Steps[i]
			if !out[s.ID] && leaves(s, out) {
				out[s.ID], changed = true, true
			}
		}
	}
	for i := range d.Steps {
		s := &d.Steps[i]
		if !from[s.ID] {
			c.fault(file, s.Line, "step %q cannot be reached", s.ID)
		}
		if !out[s.ID] {
			c.fault(file, s.Line, "step %q reaches no end", s.ID)
		}
	}
}

// silent reports whether from a dialog's start a step that fits target can be come
// to without the reporter being told that the centre has the case.
func (c *checker) silent(d *engine.Dialog, target func(*engine.Step) bool) *engine.Step {
	seen := map[string]bool{}
	var walk func(id string) *engine.Step
	walk = func(id string) *engine.Step {
		s, ok := d.Step(id)
		if !ok || seen[id] || s.Escalate != "" {
			return nil
		}
		seen[id] = true
		if target(s) {
			return s
		}
		if called, ok := c.set.Dialog(s.Call); ok && c.silent(called, returning) == nil {
			return nil
		}
		for _, next := range ways(s) {
			if found := walk(next); found != nil {
				return found
			}
		}
		return nil
	}
	return walk(d.Start)
}

func returning(s *engine.Step) bool { return slices.Contains(ways(s), "return") }

// referred is the end of a case that is not for the centre.
const referred = "referred"

// handsOver checks that no case of some weight ends without the moment at which the
// reporter is told that the centre has it.
func (c *checker) handsOver(file string, d *engine.Dialog) {
	severe := slices.ContainsFunc(d.Severity, func(l engine.SeverityLine) bool { return l.Level < "P3" }) || len(d.Raise) > 0
	if !severe || !slices.Contains(c.set.Incidents, d.ID) {
		return
	}
	if s := c.silent(d, func(s *engine.Step) bool { return s.End != "" && s.End != referred }); s != nil {
		c.fault(file, s.Line, "step %q: a way reaches an end without an escalate step, and the severity can be P1 or P2", s.ID)
	}
}

func leaves(s *engine.Step, out map[string]bool) bool {
	if s.End != "" {
		return true
	}
	for _, ch := range s.Choices {
		if ch.Enter != "" {
			return true
		}
	}
	for _, b := range s.Next {
		if b.Enter != "" {
			return true
		}
	}
	return slices.ContainsFunc(ways(s), func(id string) bool { return id == "return" || out[id] })
}

func (c *checker) interrupts() {
	for _, in := range c.set.Interrupts {
		c.when("start.yaml", 0, in.When)
		for _, a := range in.Set {
			c.when("start.yaml", 0, []engine.Condition{{Fact: a.Fact, In: []string{a.Value}}})
		}
		if in.Tell != "" {
			c.text("start.yaml", 0, "start."+in.Tell, true)
		}
		if in.Call != "" {
			called, ok := c.set.Dialog(in.Call)
			if !ok {
				c.fault("start.yaml", 0, "interrupt: call: %q names no dialog", in.Call)
			} else if !returns(called) {
				c.fault("start.yaml", 0, "interrupt: dialog %q never returns", in.Call)
			}
		}
		if in.Do != "" && !slices.Contains([]string{"again", "back", "new", "pause", "restart"}, in.Do) {
			c.fault("start.yaml", 0, "interrupt: do: %q is no act (again, back, new, pause, restart)", in.Do)
		}
	}
	for i, l := range c.set.Later {
		c.when("start.yaml", 0, l.When)
		for _, cond := range l.When {
			if _, derived := engine.Derivable(cond.Fact); derived {
				c.fault("start.yaml", 0, "later %q: when: fact %q is worked out; only what was stated can be asked", l.ID, cond.Fact)
			}
		}
		if slices.ContainsFunc(c.set.Later[:i], func(other engine.Later) bool { return other.ID == l.ID }) {
			c.fault("start.yaml", 0, "later %q: the id is used twice", l.ID)
		}
		if called, ok := c.set.Dialog(l.Call); !ok {
			c.fault("start.yaml", 0, "later %q: call: %q names no dialog", l.ID, l.Call)
		} else if !returns(called) {
			c.fault("start.yaml", 0, "later %q: dialog %q never returns", l.ID, l.Call)
		}
	}
	for i := range c.set.Facts {
		if f := &c.set.Facts[i]; f.Corrected {
			c.text("facts.yaml", 0, engine.CorrectedText(f.Name), true)
		}
	}
	for _, id := range engine.OwnTexts {
		c.text("start.yaml", 0, id, true)
	}
}

// text checks that a text exists in every language, with its channel forms, and
// that what goes out by SMS is in its alphabet and short enough.
func (c *checker) text(file string, line int, id string, forms bool) {
	base := id
	if forms {
		base = id + ".text"
	}
	c.used[base] = true
	for _, lang := range c.texts.Tags() {
		messages := "messages." + lang + ".yaml"
		if !c.texts.Has(lang, base) {
			c.fault(messages, 0, "no text %s, wanted by %s", base, at(file, line))
			continue
		}
		sms := base
		if forms {
			for _, form := range append([]string{written}, channels...) {
				if c.texts.Has(lang, id+"."+form) {
					c.used[id+"."+form] = true
				}
			}
			if source, ok := c.texts.Source(lang, id+"."+written); ok {
				c.sms(messages, id+"."+written, source)
			}
			sms = c.texts.OnChannel(lang, id, "sms")
		}
		source, _ := c.texts.Source(lang, sms)
		c.sms(messages, sms, source)
	}
}

// exists checks that a text for analysts is there in every language.
func (c *checker) exists(file string, line int, id string) {
	c.used[id] = true
	for _, lang := range c.texts.Tags() {
		if !c.texts.Has(lang, id) {
			c.fault("messages."+lang+".yaml", 0, "no text %s, wanted by %s", id, at(file, line))
		}
	}
}

func at(file string, line int) string {
	if line == 0 {
		return file
	}
	return fmt.Sprintf("%s:%d", file, line)
}

// sms checks one authored text; the templates' own letters count too, which only
// errs on the safe side of the alphabet. Lengths with values are the walk's.
func (c *checker) sms(file, id, source string) {
	if strings.Contains(source, "{{") {
		source = blank(source)
	}
	if unfit := gsm7.Unfit(source); len(unfit) > 0 {
		c.fault(file, 0, "%s: %q forces UCS-2 and halves the room", id, string(unfit))
	}
	if n := gsm7.Segments(source); n > engine.MaxSegments {
		c.fault(file, 0, "%s: %d segments, budget %d", id, n, engine.MaxSegments)
	}
}

// blank takes the templates out of a text.
func blank(source string) string {
	var b strings.Builder
	for {
		before, rest, found := strings.Cut(source, "{{")
		b.WriteString(before)
		if !found {
			return b.String()
		}
		_, source, _ = strings.Cut(rest, "}}")
	}
}

// screens are the groups of texts that a Go package or a page names, not a dialog.
var screens = []string{"card.", "desk.", "time.", "sum.", "page.", "widget.", "chat.", "dossier.", "link.", "severity.level.", "severity.because.analyst", "incident.", "region.", "notice.", "doors."}

// leftOver finds texts that nothing says.
func (c *checker) leftOver() {
	for _, lang := range c.texts.Tags() {
		for _, m := range c.texts.Messages(lang) {
			if c.used[m.ID] || slices.ContainsFunc(screens, func(p string) bool { return strings.HasPrefix(m.ID, p) }) {
				continue
			}
			c.fault("messages."+lang+".yaml", 0, "%s: no step says this text", m.ID)
		}
	}
	sort.SliceStable(c.faults, func(i, j int) bool { return c.faults[i].Error() < c.faults[j].Error() })
}
