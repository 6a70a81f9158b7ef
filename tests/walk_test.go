package tests

import (
	"encoding/json"
	"flag"
	"fmt"
	"maps"
	"os"
	"runtime/debug"
	"slices"
	"strings"
	"testing"

	"relais/dialogs"
	"relais/dialogs/engine"
	"relais/locales"
	"relais/locales/gsm7"
)

var walkTexts = flag.String("walk.texts", "", "write every text said by SMS to this `file`, one JSON string a line")

var walkOnly = flag.String("walk.only", "", "walk only from first messages about this `incident`, in the default language by SMS: for who writes a dialog")

var walkDepth = flag.Int("walk.depth", 1, "how many things come between, by SMS in the default language; 2 takes two minutes")

// A walk visits every distinct state of a conversation with one language and
// channel and takes every edge out of it. States are told apart by what anything
// later can see: the open step and its callers, what is held back, and those facts
// that a condition further on reads. The values put into texts are the longest there
// are, so a text that fits here fits everywhere.
//
// Along the way of the dialog itself every answer is taken. What may come between
// (a danger, a command, a question, a fact told, a picture, a silence, a miss) is
// taken from every such state, and with -walk.depth 2 once more: depth bounds how many of
// them lie on one path; after the last the centre is closed. RETOUR takes back the answers of the path first found.
type walk struct {
	t     *testing.T
	set   *engine.Set
	texts *locales.Catalog
	lang  string
	chann string
	depth int

	values  map[string]string
	readers *liveness
	states  []state
	index   map[string]int
	next    [][]int // edges, by state
	edges   int
	said    map[string]bool
	bodies  map[string]bool
	faults  int

	taken  map[string]bool // what is walked once
	twin   map[int]bool    // states whose own way is walked under another incident
	ending map[string]bool // states from which "je ne sais pas" alone leads to an end
}

// state is a session after a turn was composed.
type state struct {
	session engine.Session
	depth   int
	from    int
	by      string
}

// reading is an edge: what the reporter says.
type reading struct {
	name string
	r    engine.Reading
	side bool // comes between; it is not of the dialog's own way
}

func (w *walk) run() {
	w.index, w.said, w.bodies = map[string]int{}, map[string]bool{}, map[string]bool{}
	w.taken, w.twin, w.ending = map[string]bool{}, map[int]bool{}, map[string]bool{}
	w.readers = newLiveness(w.set)
	w.next = append(w.next, nil)
	w.states = append(w.states, state{session: engine.Session{Channel: w.chann, Lang: w.lang, Values: map[string]string{}}})
	// Layer by layer: a state is known by the fewest things that came between.
	for from, depth := 0, 0; depth <= w.depth; depth++ {
		for at := from; at < len(w.states); at++ {
			w.expand(at, false)
		}
		end := len(w.states)
		for at := from; at < end && depth < w.depth; at++ {
			w.expand(at, true)
		}
		from = end
	}
}

// inner is what of a session a dialog that is called by many can see of itself: neither
// the incident that leads nor the callers it returns to. It reports false where an
// incident's own dialog, or the start, is open.
func (w *walk) inner(s engine.Session) (engine.Session, bool) {
	if s.Here.Dialog == "" || s.Here.Dialog == "start" || slices.Contains(w.set.Incidents, s.Here.Dialog) {
		return s, false
	}
	s.Lead, s.Stack = "", slices.DeleteFunc(slices.Clone(s.Stack), func(p engine.Place) bool { return !p.Again && slices.Contains(w.set.Incidents, p.Dialog) })
	s.Held = slices.DeleteFunc(slices.Clone(s.Held), func(say engine.Say) bool {
		dialog, _, _ := strings.Cut(say.ID, ".")
		return slices.Contains(w.set.Incidents, dialog)
	})
	return s, true
}

// once reports whether a key is new.
func (w *walk) once(key string) bool {
	if w.taken[key] {
		return false
	}
	w.taken[key] = true
	return true
}

// sidesOf says how much of what comes between is taken from a state: all of it from the
// first state at a step, one of each kind from the first with other words held back,
// nothing from one that differs by its facts, or by the incident that called, alone.
func (w *walk) sidesOf(s engine.Session) (any, all bool) {
	s, _ = w.inner(s)
	all = w.once("all " + s.Here.ID())
	facts := s.Facts
	s.Facts = nil
	any = w.once("side " + w.key(s))
	s.Facts = facts
	return any || all, all
}

// walked reports whether the own way from a state to which something led that came
// between is walked already, inside of a called dialog, under another incident.
func (w *walk) walked(at int) bool {
	s := w.states[at]
	inner, shared := w.inner(s.session)
	if s.depth == 0 || !shared || w.once(fmt.Sprint("way ", s.depth, " ", w.key(inner))) {
		return false
	}
	w.twin[at] = true
	return true
}

// expand takes the edges out of a state: the answers, or what comes between.
func (w *walk) expand(at int, side bool) {
	s := w.states[at]
	all := false
	if side {
		var any bool
		if any, all = w.sidesOf(s.session); !any {
			return
		}
	} else if w.walked(at) {
		return
	}
	for _, in := range w.readings(s.session, all && s.depth == 0) {
		if in.side != side {
			continue
		}
		depth := s.depth
		if side {
			depth++
		}
		for _, facts := range w.worlds(s.session, in, s.depth < w.depth) {
			next, effects, err := engine.Advance(w.set, s.session, in.r, w.derive(facts))
			w.take(at, depth, in.name, next, effects, err)
		}
	}
	if side {
		if next, effects, speaks := engine.Silence(w.set, s.session, w.derive(base())); speaks {
			w.take(at, s.depth+1, "silence", next, effects, nil)
		}
	}
}

// take composes the turn, checks what is said, and notes where it leads.
func (w *walk) take(at, depth int, by string, s engine.Session, effects []engine.Effect, err error) {
	if err != nil {
		w.fault(at, by, "%v", err)
		return
	}
	w.edges++
	values := w.values
	if s.Greeted {
		values = maps.Clone(values)
		values["hello"] = ""
	}
	m, err := engine.Compose(w.set, w.texts, &s, effects, values)
	switch {
	case err != nil:
		w.fault(at, by, "%v", err)
	case m.Text == "":
		w.fault(at, by, "silent")
	}
	for _, id := range m.Said {
		w.said[id] = true
	}
	if w.chann == "sms" && !w.bodies[m.Text] {
		w.bodies[m.Text] = true
		if n := gsm7.Segments(m.Text); n > engine.MaxSegments || len(gsm7.Unfit(m.Text)) > 0 {
			w.fault(at, by, "%d segments, letters %q: %s", n, string(gsm7.Unfit(m.Text)), m.Text)
		}
	}
	w.check(at, by, s, effects, m)
	if slices.ContainsFunc(effects, func(e engine.Effect) bool { return e.Kind == engine.OpenCase }) {
		return // the next message begins another log
	}
	to, known := w.index[w.key(s)]
	if !known {
		to = len(w.states)
		w.index[w.key(s)] = to
		w.states = append(w.states, state{session: s, depth: depth, from: at, by: by})
		w.next = append(w.next, nil)
	}
	w.next[at] = append(w.next[at], to)
}

// check holds one turn against what must always be true.
func (w *walk) check(at int, by string, s engine.Session, effects []engine.Effect, m engine.Message) {
	before := w.states[at].session
	if !before.Started && !slices.ContainsFunc(m.Said, func(id string) bool { return w.protects(id, s.Lead) }) {
		w.fault(at, by, "the first reply holds no protective act for %q: %s", s.Lead, m.Text)
	}
	if s.End != "" && before.End == "" && s.End != "referred" && s.End != "stopped" && !s.Said {
		w.fault(at, by, "ended %s, and nobody was told that the centre has the case", s.End)
	}
	for _, id := range m.Said {
		if broken := w.promised(id, s); broken != "" {
			w.fault(at, by, "%s is said although %s", id, broken)
		}
	}
	asks := slices.ContainsFunc(effects, func(e engine.Effect) bool { return e.Kind == engine.Ask })
	if s.End != "" && before.End == "" && !asks && !slices.ContainsFunc(m.Said, w.pointsOn) {
		w.fault(at, by, "ended %s without a person or a next step: %s", s.End, m.Text)
	}
	escalated := slices.ContainsFunc(effects, func(e engine.Effect) bool { return e.Kind == engine.Escalate })
	if escalated && !slices.Contains(s.Once, "tell:words") {
		w.fault(at, by, "the hand-over is said before the two words")
	}
	if escalated && slices.ContainsFunc(s.Later, func(say engine.Say) bool { return say.ID == "start.words" }) {
		w.fault(at, by, "the two words wait until after the hand-over")
	}
	for _, in := range w.set.Interrupts {
		if in.Call == "" || in.Rank >= 20 || !strings.HasSuffix(by, in.On) || inside(before, in.Call) {
			continue
		}
		if len(m.Said) == 0 || !strings.HasPrefix(m.Said[0], in.Call+".") {
			w.fault(at, by, "%s is not answered first: %s", in.On, m.Text)
		}
	}
}

func inside(s engine.Session, dialog string) bool {
	return s.Here.Dialog == dialog || slices.ContainsFunc(s.Stack, func(p engine.Place) bool { return p.Dialog == dialog })
}

// maxFaults is how many faults one walk prints.
const maxFaults = 15

func (w *walk) fault(at int, by, format string, args ...any) {
	if w.faults++; w.faults <= maxFaults {
		w.t.Errorf("%s/%s %s > %s: %s", w.lang, w.chann, w.path(at), by, fmt.Sprintf(format, args...))
	}
}

// path says how a state was first come to.
func (w *walk) path(at int) string {
	var parts []string
	for ; at > 0; at = w.states[at].from {
		parts = append(parts, w.states[at].by)
	}
	slices.Reverse(parts)
	return strings.Join(parts, " > ")
}

// readings lists what a reporter may say in a state: all of it where nothing came
// between yet, else one of each kind.
func (w *walk) readings(s engine.Session, all bool) []reading {
	if !s.Started {
		return w.openings()
	}
	list := w.felt(s)
	if !all {
		list = w.kinds(list)
	}
	return append(w.answers(s), list...)
}

// felt lists what may be said, without the facts that nothing further on asks for.
func (w *walk) felt(s engine.Session) []reading {
	reads := w.readers.facts(s)
	return slices.DeleteFunc(w.sides(), func(side reading) bool {
		if !strings.HasPrefix(side.name, "tells ") {
			return false
		}
		fact := side.r.Told[0].Fact
		return !slices.Contains(reads, fact) && !slices.ContainsFunc(w.set.Interrupts, func(in engine.Interrupt) bool {
			return slices.ContainsFunc(in.When, func(c engine.Condition) bool { return c.Fact == fact })
		})
	})
}

func (w *walk) answers(s engine.Session) []reading {
	var all []reading
	answer := func(name string, r engine.Reply) { all = append(all, reading{name, engine.Reading{Answer: r}, false}) }
	side := func(name string, r engine.Reading) { all = append(all, reading{name, r, true}) }
	step, open := open(w.set, s)
	switch {
	case !open || s.Unput:
		answer("anything", engine.Reply{Meaning: engine.Unclear})
	case step.Ask == engine.AskChoice:
		for _, c := range step.Choices {
			answer(s.Here.Step+"="+c.ID, engine.Reply{Meaning: engine.Value, Value: c.ID})
		}
	default:
		answer(s.Here.Step+"=known", engine.Reply{Meaning: engine.Value, Value: worth[step.Ask]})
	}
	if open && step.Ask == engine.AskPlace && len(s.Among) == 0 {
		answer("place=among", engine.Reply{Meaning: engine.Value, Among: []string{"46260", "69189"}})
	}
	answer("unsure", engine.Reply{Meaning: engine.Unsure})
	for _, m := range []engine.Meaning{engine.Yes, engine.No, engine.Unclear, engine.Wait, engine.HelpWanted, engine.Thanks, engine.DidOpposite, engine.None} {
		side("says "+string(m), engine.Reading{Answer: engine.Reply{Meaning: m}})
	}
	return all
}

// kinds keeps, of the questions and of the words that only say a text, the one with
// the longest text, and of the facts those that something is said to or that decide
// over the way.
func (w *walk) kinds(sides []reading) []reading {
	longest := map[string]reading{}
	var kept []reading
	for _, side := range sides {
		kind, text := "", ""
		if q := side.r.Asked; q != "" && side.r.Incident == "" {
			kind, text = "asks", "answers."+q+".text"
		} else if slices.ContainsFunc(w.set.Interrupts, func(in engine.Interrupt) bool { return in.On == side.r.Command && in.Tell != "" }) {
			kind, text = "word", "start."+side.r.Command+".text"
		}
		switch {
		case kind != "":
			source, _ := w.texts.Source(w.lang, text)
			if best, ok := longest[kind]; !ok || len(source) > len(w.source(best)) {
				longest[kind] = side
			}
		case len(side.r.Told) == 1 && !slices.Contains(telling, side.r.Told[0]) || slices.Contains(alike, side.name):
		default:
			kept = append(kept, side)
		}
	}
	return append(kept, longest["asks"], longest["word"])
}

func (w *walk) source(r reading) string {
	id := "start." + r.r.Command
	if r.r.Asked != "" {
		id = "answers." + r.r.Asked
	}
	source, _ := w.texts.Source(w.lang, id+".text")
	return source
}

// telling are facts of each kind: one that somebody answers, one that decides over the way.
var telling = []engine.Told{{Fact: "powered", Value: "off"}, {Fact: "victim", Value: "individual"}}

// alike are things that go the way of another that is kept: of a danger, of the word
// HUMAIN, of a text that rides along.
var alike = []string{"distress", "minor", "word file", "photo", "word repeat"}

// worth is one good answer to each kind of typed question.
var worth = map[engine.Kind]string{
	engine.AskCount: "5", engine.AskTime: "2027-03-20T01:07:00Z", engine.AskPhone: "+33639980123", engine.AskPlace: "46042", engine.AskText: "un texte",
}

func open(set *engine.Set, s engine.Session) (*engine.Step, bool) {
	d, ok := set.Dialog(s.Here.Dialog)
	if !ok {
		return nil, false
	}
	step, ok := d.Step(s.Here.Step)
	return step, ok && step.Ask != ""
}

// sides lists what may be said at any step.
func (w *walk) sides() []reading {
	var all []reading
	add := func(name string, r engine.Reading) { all = append(all, reading{name, r, true}) }
	for _, in := range w.set.Interrupts {
		switch in.On {
		case "", "escalate", "second":
		case "danger":
			add("danger", engine.Reading{Danger: true})
		case "distress":
			add("distress", engine.Reading{Distress: true})
		case "minor":
			add("minor", engine.Reading{Minor: true})
		case "photo":
			add("photo", engine.Reading{Photo: true})
		case "secret":
			add("secret", engine.Reading{Secret: true})
		default:
			add("word "+in.On, engine.Reading{Command: in.On})
		}
	}
	for _, a := range w.set.Answers {
		add("asks "+a.Question, engine.Reading{Asked: a.Question})
	}
	add("asks something else", engine.Reading{Asked: "unknown"})
	for _, told := range toldFacts(w.set) {
		add("tells "+told.Fact+"="+told.Value, engine.Reading{Told: []engine.Told{told}})
	}
	add("everything and danger", everything())
	return all
}

// everything is a message that says all there is to say at once.
func everything() engine.Reading {
	return engine.Reading{
		Danger: true, Distress: true, Minor: true, Photo: true, Secret: true, Command: "human", Asked: "pay", Incident: "ransomware",
		Told: []engine.Told{{Fact: "paid", Value: "yes"}, {Fact: "powered", Value: "off"}, {Fact: "replied", Value: "yes"}, {Fact: "reinstalled", Value: "yes"}},
	}
}

// toldFacts are the facts a reporter may state unasked: those of facts.yaml and of the
// incident dialogs that have a list of values.
func toldFacts(set *engine.Set) []engine.Told {
	var all []engine.Told
	for _, f := range set.Facts {
		if slices.Contains([]string{"danger", "distress", "minor", "human", "misread", "incident", "told_off", "false_caller", "guess", "second_guess", "tie"}, f.Name) {
			continue // set by signals, by the engine, or by a step
		}
		if f.Dialog == "" || slices.Contains(set.Incidents, f.Dialog) {
			for _, v := range f.Values {
				if v != "unknown" {
					all = append(all, engine.Told{Fact: f.Name, Value: v})
				}
			}
		}
	}
	return append(all, engine.Told{Fact: "place", Value: "46042"})
}

// openings are first messages: every kind of incident, each alone and with what
// changes the first reply.
func (w *walk) openings() []reading {
	incident, _ := w.set.Fact("incident")
	var all []reading
	for _, id := range append([]string{""}, incident.Values...) {
		if *walkOnly != "" && id != *walkOnly {
			continue
		}
		all = append(all, reading{"first " + id, engine.Reading{Incident: id}, false})
		for _, r := range w.sides() {
			in := r.r
			in.Incident = id
			all = append(all, reading{"first " + id + " and " + r.name, in, true})
		}
	}
	if *walkOnly != "" {
		return all
	}
	for _, id := range w.set.Incidents {
		all = append(all, reading{"enters " + id, engine.Reading{Enter: id}, false})
	}
	for _, tie := range [][2]string{{"ransomware", "malware"}, {"phishing", "transfer_fraud"}, {"extortion", "smishing"}} {
		all = append(all, reading{"first " + tie[0] + " or " + tie[1], engine.Reading{Incident: tie[0], Second: tie[1], Confidence: engine.TieBelow / 2}, false})
	}
	return all
}

// base are the derived facts where nothing speaks for another value.
func base() engine.Facts {
	return engine.Facts{"centre": "closed", "territory": "own", "elapsed_money": "unknown", "host_count": "unknown", "words_match": "no",
		"queued": "yes", "clock_insurer": "running", "clock_cnil": "running", "deadlines": "some"}
}

// groups are the derived facts that forks may read, with the values that occur
// together. No fork reads of two groups in one turn.
var groups = map[string][]engine.Facts{
	"centre": product("centre", "territory", [][2]string{
		{"open", "own"}, {"unknown", "own"}, {"open", "unknown"}, {"closed", "unknown"}, {"unknown", "unknown"},
		{"open", "elsewhere"}, {"closed", "elsewhere"}, {"unknown", "elsewhere"}, {"unknown", "none"}}),
	"clock_insurer": single("clock_insurer", "before_opening", "over", "unknown"),
	"clock_cnil":    single("clock_cnil", "before_opening", "over", "unknown"),
	"words_match":   single("words_match", "yes", "unknown"),
	"queued":        single("queued", "no"),
	"deadlines":     single("deadlines", "none"),
	"elapsed_money": single("elapsed_money", "under_24h", "over"),
}

func product(a, b string, values [][2]string) []engine.Facts {
	var all []engine.Facts
	for _, v := range values {
		all = append(all, engine.Facts{a: v[0], b: v[1]})
	}
	return all
}

func single(name string, values ...string) []engine.Facts {
	var all []engine.Facts
	for _, v := range values {
		all = append(all, engine.Facts{name: v})
	}
	return all
}

// worlds lists the instants and directories to try an edge in: the base, and every
// other value of what this turn may read; of centres only where all is asked for.
func (w *walk) worlds(s engine.Session, in reading, centres bool) []engine.Facts {
	all := []engine.Facts{base()}
	for _, group := range w.readers.derived(s, in.r) {
		if group == "centre" && !centres {
			continue
		}
		for _, variant := range groups[group] {
			facts := base()
			maps.Copy(facts, variant)
			all = append(all, facts)
		}
	}
	return all
}

func (w *walk) derive(facts engine.Facts) engine.Derive {
	facts["channel"] = w.chann
	return func(s *engine.Session) engine.Derived { return engine.Derived{Facts: facts, Values: w.values} }
}

// key tells states apart.
func (w *walk) key(s engine.Session) string {
	var b strings.Builder
	place := func(p engine.Place) {
		b.WriteString(p.ID())
		if p.Again {
			b.WriteByte('!')
		}
		says(&b, p.Held)
		b.WriteByte('|')
	}
	place(s.Here)
	for _, p := range s.Stack {
		place(p)
	}
	says(&b, s.Held)
	b.WriteByte(';')
	says(&b, s.Later)
	fmt.Fprintf(&b, ";%s;%s;%t%t%t%t%t;%d;%d;%d;%t", s.Lead, s.End, s.Unput, s.Paused, s.Greeted, s.Said, s.Reput, s.Misses, s.Silences, min(s.Turns, 2), len(s.Among) > 0)
	// Of what is said once a case, only the two words come of the way itself.
	if slices.Contains(s.Once, "tell:words") {
		b.WriteString(";words")
	}
	for _, f := range w.readers.facts(s) {
		b.WriteString(";" + f + "=" + s.Facts.Get(f))
	}
	return b.String()
}

func says(b *strings.Builder, list []engine.Say) {
	for _, say := range list {
		b.WriteString("," + say.ID)
	}
}

// ends checks that from every state an end can be come to, and that somebody who
// answers nothing but "je ne sais pas" comes to one.
func (w *walk) ends() {
	reach := make([]bool, len(w.states))
	back := make([][]int, len(w.states))
	var queue []int
	for at := range w.states {
		for _, to := range w.next[at] {
			back[to] = append(back[to], at)
		}
		if w.states[at].session.End != "" || w.twin[at] {
			reach[at], queue = true, append(queue, at)
		}
	}
	for len(queue) > 0 {
		at := queue[0]
		queue = queue[1:]
		for _, from := range back[at] {
			if !reach[from] {
				reach[from], queue = true, append(queue, from)
			}
		}
	}
	for at := range w.states {
		// States at the edge of the depth are left by their own answers alone.
		if !reach[at] && w.states[at].session.Started {
			w.fault(at, "any", "no end can be come to")
		}
	}
	for at := range w.states {
		if w.states[at].depth == w.depth {
			continue // the walk says of these only where they lead by their own answers
		}
		w.unsure(at)
		w.misses(at)
		w.human(at)
	}
}

// longest is more turns than any conversation has that goes straight on.
const longest = 80

func (w *walk) unsure(at int) {
	s := w.states[at].session
	var passed []string
	for range longest {
		key := w.key(s)
		if s.End != "" || w.ending[key] {
			for _, key := range passed {
				w.ending[key] = true
			}
			return
		}
		passed = append(passed, key)
		s = w.step(s, engine.Reading{Answer: engine.Reply{Meaning: engine.Unsure}})
	}
	w.fault(at, "only ?", "no end after %d turns", longest)
}

func (w *walk) step(s engine.Session, r engine.Reading) engine.Session {
	next, effects, err := engine.Advance(w.set, s, r, w.derive(base()))
	if err != nil {
		w.t.Fatalf("step: %v", err)
	}
	m, err := engine.Compose(w.set, w.texts, &next, effects, w.values)
	if err != nil {
		w.t.Fatalf("step: %v", err)
	}
	for _, id := range m.Said {
		w.said[id] = true
	}
	return next
}

// misses: two replies that fit nothing lead on.
func (w *walk) misses(at int) {
	s := w.states[at].session
	if _, asks := open(w.set, s); !asks || s.Unput || s.End != "" || s.Misses > 0 || s.Paused {
		return
	}
	first := w.step(s, engine.Reading{Answer: engine.Reply{Meaning: engine.Unclear}})
	second := w.step(first, engine.Reading{Answer: engine.Reply{Meaning: engine.Unclear}})
	if same(second.Here, s.Here) && len(second.Stack) == len(s.Stack) && second.End == s.End {
		w.fault(at, "two misses", "the question stays")
	}
}

// human: the word HUMAIN is answered with who and when, at every step.
func (w *walk) human(at int) {
	s := w.states[at].session
	if !s.Started || inside(s, "human") {
		return
	}
	next, effects, err := engine.Advance(w.set, s, engine.Reading{Command: "human"}, w.derive(base()))
	if err != nil {
		w.fault(at, "word human", "%v", err)
		return
	}
	m, err := engine.Compose(w.set, w.texts, &next, effects, w.values)
	if err != nil || next.Facts.Get("human") != "yes" || !slices.ContainsFunc(m.Said, func(id string) bool { return strings.HasPrefix(id, "human.") }) {
		w.fault(at, "word human", "not answered: %v %s", err, m.Text)
	}
}

func same(a, b engine.Place) bool { return a.Dialog == b.Dialog && a.Step == b.Step }

// TestEveryTextCanBeSaid says every text of every language in the form of every
// channel, with the longest values; by SMS each fits alone.
func TestEveryTextCanBeSaid(t *testing.T) {
	texts := locales.Default()
	for _, lang := range texts.Tags() {
		values := worst(texts, lang)
		for _, id := range wanted(dialogs.Set()) {
			w := &walk{set: dialogs.Set()}
			if strings.Contains(id, " ") || !strings.Contains(id, ".") {
				continue
			}
			for _, w.chann = range []string{"sms", "voice", "web", "slack"} {
				if !speaks(w, id) {
					continue
				}
				text, err := texts.Text(lang, texts.OnChannel(lang, id, w.chann), values)
				if err != nil {
					t.Errorf("%s by %s: %v", lang, w.chann, err)
				}
				if n := gsm7.Segments(gsm7.Fold(text)); w.chann == "sms" && n > engine.MaxSegments {
					t.Errorf("%s: %s: %d segments: %s", lang, id, n, text)
				}
			}
		}
	}
}

// TestWalk walks in every language, deepest where most people are; on channels that
// have room for everything, the dialog's own way alone. The web goes the way of
// Slack. Every text is said in one of the walks.
func TestWalk(t *testing.T) {
	walks := []*walk{}
	for i, lang := range locales.Default().Tags() {
		channels := []string{"sms"}
		if *walkOnly != "" && i > 0 {
			break
		}
		if i == 0 && *walkOnly == "" {
			channels = []string{"sms", "slack", "voice"}
		}
		for _, channel := range channels {
			w := &walk{lang: lang, chann: channel}
			switch {
			case channel == "sms" && i == 0:
				w.depth = *walkDepth
			case channel == "sms": // where a message has little room
				w.depth = max(1, *walkDepth-1)
			}
			walks = append(walks, w)
		}
	}
	texts, said := map[string]bool{}, map[string]bool{}
	debug.SetGCPercent(400) // the states of a walk are many and small
	for _, w := range walks {
		w.t, w.set, w.texts = t, dialogs.Set(), locales.Default()
		w.values = worst(w.texts, w.lang)
		w.run()
		w.ends()
		t.Logf("%s by %s: %d states, %d edges, %d faults", w.lang, w.chann, len(w.states), w.edges, w.faults)
		maps.Copy(texts, w.bodies)
		maps.Copy(said, w.said)
		w.states, w.next, w.index, w.taken, w.ending = nil, nil, nil, nil, nil // the next walk wants the room
	}
	for _, id := range wanted(dialogs.Set()) {
		if *walkOnly == "" && strings.Contains(id, ".") && !strings.Contains(id, " ") && speaks(walks[0], id) && !said[id] {
			t.Errorf("%s is never said", id)
		}
	}
	if *walkTexts != "" {
		write(t, *walkTexts, texts)
	}
}

// speaks reports whether a step of the wanted list says something by itself.
func speaks(w *walk, id string) bool {
	dialog, step, _ := strings.Cut(id, ".")
	d, ok := w.set.Dialog(dialog)
	if !ok {
		return true
	}
	s, ok := d.Step(step)
	return !ok || s.Call == ""
}

func write(t *testing.T, name string, texts map[string]bool) {
	var b strings.Builder
	for _, text := range slices.Sorted(maps.Keys(texts)) {
		line, err := json.Marshal(text)
		if err != nil {
			t.Fatal(err)
		}
		b.Write(line)
		b.WriteByte('\n')
	}
	if err := os.WriteFile(name, []byte(b.String()), 0o644); err != nil {
		t.Fatal(err)
	}
}

// liveness knows which facts a conversation can still read from a step on.
type liveness struct {
	set   *engine.Set
	cache map[string][]string
}

func newLiveness(set *engine.Set) *liveness { return &liveness{set, map[string][]string{}} }

// facts lists what can still be read in a session, sorted.
func (l *liveness) facts(s engine.Session) []string {
	id := s.Here.ID()
	for _, p := range s.Stack {
		id += "|" + p.ID()
	}
	if list, ok := l.cache[id]; ok {
		return list
	}
	reads := map[string]bool{}
	seen := map[string]bool{}
	l.from(s.Here, reads, seen)
	for _, p := range s.Stack {
		l.from(p, reads, seen)
	}
	if s.Here.Dialog == "" {
		l.from(engine.Place{Dialog: "after", Step: "same"}, reads, seen)
	}
	list := slices.DeleteFunc(slices.Sorted(maps.Keys(reads)), func(name string) bool {
		_, stated := l.set.Fact(name)
		return !stated
	})
	l.cache[id] = list
	return list
}

func (l *liveness) from(p engine.Place, reads, seen map[string]bool) {
	d, ok := l.set.Dialog(p.Dialog)
	if !ok || seen[p.ID()] {
		return
	}
	s, ok := d.Step(p.Step)
	if !ok {
		return
	}
	seen[p.ID()] = true
	note := func(when []engine.Condition) {
		for _, c := range when {
			reads[c.Fact] = true
		}
	}
	enter := func(dialog string) {
		names := []string{dialog}
		if dialog == engine.TheIncident {
			reads["incident"], names = true, l.set.Incidents
		}
		for _, name := range names {
			if e, ok := l.set.Dialog(name); ok {
				l.from(engine.Place{Dialog: name, Step: e.Start}, reads, seen)
			}
		}
	}
	if s.Ask != "" && !s.Anew {
		reads[s.Fact] = true
	}
	note(s.SkipWhen)
	for _, b := range s.Next {
		note(b.When)
		enter(b.Enter)
		l.from(engine.Place{Dialog: p.Dialog, Step: b.Goto}, reads, seen)
	}
	for _, c := range s.Choices {
		enter(c.Enter)
		l.from(engine.Place{Dialog: p.Dialog, Step: c.Goto}, reads, seen)
	}
	enter(s.Call)
	l.from(engine.Place{Dialog: p.Dialog, Step: s.NoInput.Goto}, reads, seen)
	l.from(engine.Place{Dialog: p.Dialog, Step: s.NoMatch.Goto}, reads, seen)
}

// derived lists the groups of derived facts that one turn may read: those of the
// forks that can be come to without a question between.
func (l *liveness) derived(s engine.Session, r engine.Reading) []string {
	found := map[string]bool{}
	known := maps.Clone(s.Facts)
	if known == nil {
		known = engine.Facts{}
	}
	for _, t := range r.Told {
		known[t.Fact] = t.Value
	}
	if r.Incident != "" {
		known["incident"] = r.Incident
	}
	seen := map[string]bool{}
	stack := s.Stack
	var walk func(p engine.Place, first bool)
	walk = func(p engine.Place, first bool) {
		d, ok := l.set.Dialog(p.Dialog)
		if !ok || seen[p.ID()] {
			return
		}
		step, ok := d.Step(p.Step)
		if !ok {
			return
		}
		seen[p.ID()] = true
		if step.Ask != "" && !first && (step.Anew || known.Get(step.Fact) == engine.Unset) {
			return
		}
		to := func(id string) {
			if id == "return" {
				for _, caller := range stack {
					walk(caller, true)
				}
				return
			}
			walk(engine.Place{Dialog: p.Dialog, Step: id}, false)
		}
		enter := func(dialog string) {
			if dialog == engine.TheIncident {
				if dialog = known.Get("incident"); !slices.Contains(l.set.Incidents, dialog) {
					dialog = "unknown"
				}
			}
			if e, ok := l.set.Dialog(dialog); ok {
				walk(engine.Place{Dialog: dialog, Step: e.Start}, false)
			}
		}
		for _, b := range step.Next {
			for _, c := range b.When {
				if group, ok := groupOf[c.Fact]; ok {
					found[group] = true
				}
			}
			to(b.Goto)
			enter(b.Enter)
		}
		for _, c := range step.Choices {
			to(c.Goto)
			enter(c.Enter)
		}
		enter(step.Call)
	}
	walk(s.Here, true)
	for _, in := range l.set.Interrupts {
		if in.Call != "" && in.On == r.Command {
			walk(engine.Place{Dialog: in.Call, Step: start(l.set, in.Call)}, false)
		}
	}
	return slices.Sorted(maps.Keys(found))
}

var groupOf = map[string]string{"centre": "centre", "territory": "centre", "clock_insurer": "clock_insurer",
	"clock_cnil": "clock_cnil", "words_match": "words_match", "queued": "queued", "elapsed_money": "elapsed_money", "deadlines": "deadlines"}

func start(set *engine.Set, dialog string) string {
	d, ok := set.Dialog(dialog)
	if !ok {
		return ""
	}
	return d.Start
}
