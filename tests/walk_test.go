package tests

import (
	"encoding/json"
	"flag"
	"fmt"
	"maps"
	"os"
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
// Along the way of the dialog itself every answer is taken. A dialog that many call
// (formalities, bank, who) is walked whole from each distinct state it is entered in;
// where a second incident enters it in the same state, it is walked straight through:
// by "je ne sais pas", by every answer the caller asks for later, and by every answer
// that leads back to the caller, so that each incident's own way is whole.
//
// What may come between (a danger, a command, a question, a fact told, a picture, a
// silence, a miss) is all taken from the first state at each step, and one of each kind
// from the others; it bounds the depth of a state how many of them lie on its path.
// After the last the centre is closed. RETOUR takes back the answers of the path first
// found. With -walk.depth 2 two things come between on a path.
//
// Other languages compose each turn that this walk composes, once; so does every language
// for who does not phone.
type walk struct {
	t       *testing.T
	set     *engine.Set
	texts   *locales.Catalog
	lang    string
	chann   string
	depth   int
	only    string       // the incident of the first messages, "" for all
	found   func(string) // hears of each fault instead of the test
	written *phoning     // turns are composed for who does not phone, and say none of this

	values  map[string]string
	readers *liveness
	states  []state
	index   map[string]int
	next    [][]int // edges, by state
	edges   int
	said    map[string]bool
	bodies  map[string]bool
	faults  int

	taken map[string]bool   // what is walked once
	first map[string]int    // states by what decides over their own way
	turns map[string]turned // turns composed already
	calm  []int             // where "je ne sais pas" leads, by state
}

// state is a session after a turn was composed. The session is let go once it is walked.
type state struct {
	session engine.Session
	depth   int
	from    int
	by      string
	started bool
	ended   bool
	twin    bool // its own way is walked under another incident
}

// reading is an edge: what the reporter says.
type reading struct {
	name string
	r    engine.Reading
	side bool // comes between; it is not of the dialog's own way
}

func (w *walk) run() {
	w.index, w.said, w.bodies = map[string]int{}, map[string]bool{}, map[string]bool{}
	w.taken, w.first, w.turns = map[string]bool{}, map[string]int{}, map[string]turned{}
	w.readers = newLiveness(w.set)
	w.add("", state{session: engine.Session{Channel: w.chann, Lang: w.lang, Values: map[string]string{}}})
	// Layer by layer: a state is known by the fewest things that came between.
	for from, depth := 0, 0; depth <= w.depth; depth++ {
		for at := from; at < len(w.states); at++ {
			w.ways(at)
			if depth == w.depth {
				w.states[at].session = engine.Session{}
			}
		}
		end := len(w.states)
		for at := from; at < end && depth < w.depth; at++ {
			w.sides(at)
			w.states[at].session = engine.Session{}
		}
		from = end
	}
}

func (w *walk) add(key string, s state) int {
	at := len(w.states)
	w.index[key] = at
	s.started, s.ended = s.session.Started, s.session.End != ""
	if keep := len(s.session.Undo) - w.depth; keep > 0 {
		s.session.Undo = s.session.Undo[keep:] // RETOUR comes no more often than anything else
	}
	w.states, w.next, w.calm = append(w.states, s), append(w.next, nil), append(w.calm, at)
	return at
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

// ways takes the answers of a state: all of them, unless what decides over its own way
// is walked already.
func (w *walk) ways(at int) {
	s := w.states[at]
	if first, known := w.sameWay(at, s.session); known {
		w.next[at], w.calm[at] = append(w.next[at], first), first
		return
	}
	taken := w.answers(s.session)
	if w.shared(s) {
		w.states[at].twin = true
		if s.depth > 0 {
			return
		}
		taken = w.through(s.session, taken)
	} else if s.depth < w.depth {
		w.misses(at)
	}
	for _, in := range taken {
		w.try(at, s.depth, in)
	}
}

// sameWay returns the state whose own way is that of this one: what was said with the
// open question, and how often it was put, decide over no answer.
func (w *walk) sameWay(at int, s engine.Session) (int, bool) {
	if s.Unput || s.End != "" {
		return 0, false
	}
	s.Held, s.Misses, s.Silences, s.Reput = nil, 0, 0, false
	key := w.key(s)
	first, known := w.first[key]
	if !known {
		w.first[key] = at
	}
	return first, known
}

// shared reports whether a state inside of a dialog that many call is walked whole
// already, under another incident.
func (w *walk) shared(s state) bool {
	inner, called := w.inner(s.session)
	return called && s.session.Started && s.session.End == "" && !w.once(fmt.Sprint("way ", min(s.depth, 1), " ", w.key(inner)))
}

// through keeps of the answers those that show the caller everything: what is not known,
// what the caller reads, and what leads back to it.
func (w *walk) through(s engine.Session, all []reading) []reading {
	step, asks := open(w.set, s)
	if asks && slices.ContainsFunc(s.Stack, func(p engine.Place) bool {
		return slices.Contains(w.set.Incidents, p.Dialog) && slices.Contains(w.readers.facts(engine.Session{Stack: []engine.Place{p}}), step.Fact)
	}) {
		return all
	}
	return slices.DeleteFunc(all, func(in reading) bool {
		if in.name == "unsure" {
			return false
		}
		next, _, err := engine.Advance(w.set, s, in.r, w.derive(base()))
		_, called := w.inner(next)
		return err == nil && called
	})
}

// sides takes what comes between from a state.
func (w *walk) sides(at int) {
	s := w.states[at]
	any, all := w.sidesOf(s.session)
	if !any {
		return
	}
	for _, in := range w.between(s.session, all) {
		w.try(at, s.depth+1, in)
	}
	if next, effects, speaks := engine.Silence(w.set, s.session, w.derive(base())); speaks {
		w.take(at, s.depth+1, "silence", next, effects, nil)
	}
	if all && s.session.Started {
		w.later(at)
	}
	w.human(at)
}

// later takes what is asked of itself long after the last word, as if what it is asked for
// had been told of the same incident: the reprompts are used up by then.
func (w *walk) later(at int) {
	for _, l := range w.set.Later {
		s := w.states[at].session
		s.Facts = maps.Clone(s.Facts)
		for _, c := range l.When {
			switch {
			case c.Fact == "incident" || c.Fits(s.Facts.Get(c.Fact)):
			case c.In[0] == engine.Unset:
				delete(s.Facts, c.Fact)
			default:
				s.Facts[c.Fact] = c.In[0]
			}
		}
		for s.Silences = 0; s.Silences <= maxReprompts; s.Silences++ {
			if _, later := engine.SilenceAfter(w.set, s); later {
				next, effects, _ := engine.Silence(w.set, s, w.derive(base()))
				w.take(at, w.states[at].depth+1, "later "+l.ID, next, effects, nil)
				break
			}
		}
	}
}

// maxReprompts is more often than any question is put again.
const maxReprompts = 10

// try takes one edge, in every world that its turn can tell apart.
func (w *walk) try(at, depth int, in reading) {
	s := w.states[at]
	for _, facts := range w.worlds(s.session, in, s.depth < w.depth) {
		next, effects, err := engine.Advance(w.set, s.session, in.r, w.derive(facts))
		if broken := w.timely(s.session, effects, facts); broken != "" {
			w.fault(at, in.name, "%s", broken)
		}
		to := w.take(at, depth, in.name, next, effects, err)
		if in.name == "unsure" && to >= 0 && w.calm[at] == at {
			w.calm[at] = to
		}
	}
}

// take composes the turn, checks what is said, and returns where it leads, -1 for
// nowhere.
func (w *walk) take(at, depth int, by string, s engine.Session, effects []engine.Effect, err error) int {
	if err != nil {
		w.fault(at, by, "%v", err)
		return -1
	}
	w.edges++
	m, err := w.compose(&s, effects)
	switch {
	case err != nil:
		w.fault(at, by, "%v", err)
	case m.Text == "":
		w.fault(at, by, "silent")
	}
	w.fits(m, func(format string, args ...any) { w.fault(at, by, format, args...) })
	w.check(at, by, s, effects, m)
	if slices.ContainsFunc(effects, func(e engine.Effect) bool { return e.Kind == engine.OpenCase }) {
		return -1 // the next message begins another log
	}
	key := w.key(s)
	to, known := w.index[key]
	if !known {
		to = w.add(key, state{session: s, depth: depth, from: at, by: by})
	}
	w.next[at] = append(w.next[at], to)
	return to
}

// turned is a turn as it was composed, and what that left in the session.
type turned struct {
	session engine.Session // as it came
	effects []engine.Effect
	after   engine.Session
	m       engine.Message
	err     error
}

// compose says a turn, once for all sessions that say the same.
func (w *walk) compose(s *engine.Session, effects []engine.Effect) (engine.Message, error) {
	var b strings.Builder
	fmt.Fprintf(&b, "%s;%t;%d;", s.Here.ID(), s.Greeted, len(s.Among))
	for _, e := range effects {
		fmt.Fprintf(&b, "%s %s %d,", e.Kind, e.Say.ID, e.Say.Rank)
	}
	for _, say := range s.Later {
		fmt.Fprintf(&b, ";%s %d %t", say.ID, say.Rank, say.Until > 0 && s.Turns > say.Until)
	}
	t, known := w.turns[b.String()]
	if !known {
		t = turned{session: *s, effects: effects}
		t.session.Facts, t.session.Undo, t.session.Later = nil, nil, slices.Clone(s.Later)
		t.after = *s
		t.m, t.err = engine.Compose(w.set, w.texts, &t.after, effects, w.greeting(s))
		w.turns[b.String()] = t
	}
	s.Later, s.Greeted = t.after.Later, t.after.Greeted
	if said := t.m.Said; len(said) > 0 && said[len(said)-1] == "start.more" {
		s.Held, s.Unput = t.after.Held, t.after.Unput
	}
	return t.m, t.err
}

func (w *walk) greeting(s *engine.Session) map[string]string {
	if !s.Greeted {
		return w.values
	}
	values := maps.Clone(w.values)
	values["hello"] = ""
	return values
}

// fits notes what a message says, and that it fits an SMS.
func (w *walk) fits(m engine.Message, fault func(string, ...any)) {
	for _, id := range m.Said {
		w.said[id] = true
	}
	if w.bodies[m.Text] {
		return
	}
	w.bodies[m.Text] = true
	if w.chann != "sms" {
		return
	}
	if n := gsm7.Segments(m.Text); n > engine.MaxSegments || len(gsm7.Unfit(m.Text)) > 0 {
		fault("%d segments, letters %q: %s", n, string(gsm7.Unfit(m.Text)), m.Text)
	}
}

// translate composes, in this walk's language, each turn that another one composed.
func (w *walk) translate(from *walk) {
	w.said, w.bodies = map[string]bool{}, map[string]bool{}
	for _, key := range slices.Sorted(maps.Keys(from.turns)) {
		t := from.turns[key]
		s := t.session
		s.Lang, s.Later = w.lang, slices.Clone(s.Later)
		if w.written != nil {
			if slices.ContainsFunc(t.effects, func(e engine.Effect) bool { return slices.Contains(forVoice, e.Say.ID) }) {
				continue
			}
			s.Facts = engine.Facts{"text_only": "deaf"}
		}
		fault := func(format string, args ...any) {
			if w.faults++; w.faults <= maxFaults {
				w.t.Errorf("%s/%s %s: %s", w.lang, w.chann, key, fmt.Sprintf(format, args...))
			}
		}
		m, err := engine.Compose(w.set, w.texts, &s, t.effects, w.greeting(&s))
		if err != nil || m.Text == "" {
			fault("%v", err)
			continue
		}
		w.edges++
		if w.written != nil {
			if found := w.written.in(w.lang, m.Text); found != "" {
				fault("says %q to who does not phone: %s", found, m.Text)
			}
		}
		w.fits(m, fault)
	}
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
		if in.Call == "" || in.On == "" || in.Rank >= 20 || !strings.HasSuffix(by, in.On) || inside(before, in.Call) {
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
	if w.found != nil {
		w.found(fmt.Sprintf(format, args...))
		return
	}
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

// between lists what may come between in a state: all of it, or one of each kind.
func (w *walk) between(s engine.Session, all bool) []reading {
	if !s.Started {
		return slices.DeleteFunc(w.openings(), func(r reading) bool { return !r.side })
	}
	list := w.felt(s)
	if !all {
		list = w.kinds(list)
	}
	return append(list, meanings()...)
}

// felt lists what may be said, without the facts that nothing further on asks for.
func (w *walk) felt(s engine.Session) []reading {
	reads := w.readers.facts(s)
	return slices.DeleteFunc(w.anywhere(), func(side reading) bool {
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
	if !s.Started {
		return slices.DeleteFunc(w.openings(), func(r reading) bool { return r.side })
	}
	var all []reading
	answer := func(name string, r engine.Reply) { all = append(all, reading{name, engine.Reading{Answer: r}, false}) }
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
	return all
}

// meanings are the answers that fit no choice by themselves.
func meanings() []reading {
	var all []reading
	for _, m := range []engine.Meaning{engine.Yes, engine.No, engine.Unclear, engine.Wait, engine.HelpWanted, engine.Thanks, engine.DidOpposite, engine.None} {
		all = append(all, reading{"says " + string(m), engine.Reading{Answer: engine.Reply{Meaning: m}, Farewell: m == engine.Thanks}, true})
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

// anywhere lists what may be said at any step.
func (w *walk) anywhere() []reading {
	var all []reading
	add := func(name string, r engine.Reading) { all = append(all, reading{name, r, true}) }
	for _, in := range w.set.Interrupts {
		switch in.On {
		case "", "escalate", "second", "beside":
		case "danger":
			add("danger", engine.Reading{Danger: true})
		case "distress":
			add("distress", engine.Reading{Distress: true, Told: []engine.Told{{Fact: "distressed", Value: "reporter"}}})
			add("distress of somebody else", engine.Reading{Distress: true, Told: []engine.Told{{Fact: "distressed", Value: "somebody_else"}}})
			add("poison of somebody else", engine.Reading{Distress: true, Told: []engine.Told{{Fact: "swallowed", Value: "yes"}, {Fact: "distressed", Value: "somebody_else"}}})
		case "minor":
			add("minor", engine.Reading{Minor: true})
		case "photo":
			add("photo", engine.Reading{Photo: true})
		case "secret":
			add("secret", engine.Reading{Secret: true})
		case "account_number":
			add("account number", engine.Reading{Secret: true, Account: true})
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
	for _, told := range []engine.Told{{Fact: "amount", Value: "45000"}, {Fact: "sent_at", Value: "2026-11-24T10:30:00Z"}, {Fact: "victim", Value: "company"}, {Fact: "victim", Value: "individual"}} {
		add("corrects "+told.Fact+" to "+told.Value, engine.Reading{Corrects: true, Told: []engine.Told{told}})
	}
	add("tells of a false transfer", engine.Reading{Incident: "transfer_fraud", Confidence: 1, Told: []engine.Told{{Fact: "paid", Value: "yes"}, {Fact: "amount", Value: "12000"}}})
	for _, by := range []string{"prepaid", "crypto"} {
		add("tells that it was paid by "+by, engine.Reading{Told: []engine.Told{{Fact: "paid", Value: "yes"}, {Fact: "paid_by", Value: by}}})
	}
	add("comes back to the complaint", engine.Reading{Command: "complaint", Told: []engine.Told{{Fact: "complaint_told", Value: "yes"}}})
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
		if slices.Contains([]string{"danger", "distress", "minor", "human", "misread", "incident", "told_off", "worn_told", "false_caller", "scripted", "accountant_named", "complaint_told", "payer_told", "paid_told", "courier_told", "courier_near_told", "guess", "second_guess", "tie", "also_taken"}, f.Name) {
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

// toldAtOnce are facts of which the first reply takes more than one: who says at once for
// whom the money left, or that the card is blocked, reads what that victim says to its bank.
var toldAtOnce = []struct {
	incident string
	facts    []engine.Told
}{
	{"transfer_fraud", []engine.Told{{Fact: "paid", Value: "yes"}, {Fact: "victim", Value: "commune"}}},
	{"transfer_fraud", []engine.Told{{Fact: "paid", Value: "yes"}, {Fact: "victim", Value: "individual"}}},
	{"transfer_fraud", []engine.Told{{Fact: "money", Value: "gone"}, {Fact: "victim", Value: "company"}, {Fact: "bank_called", Value: "yes"}}},
	{"ransomware", []engine.Told{{Fact: "money", Value: "gone"}, {Fact: "bank_called", Value: "yes"}}},
	{"intrusion", []engine.Told{{Fact: "paid", Value: "yes"}, {Fact: "victim", Value: "commune"}}},
	{"intrusion", []engine.Told{{Fact: "money", Value: "gone"}, {Fact: "victim", Value: "company"}}},
	{"intrusion", []engine.Told{{Fact: "money", Value: "gone"}, {Fact: "bank_called", Value: "yes"}}},
	{"bank_adviser_scam", []engine.Told{{Fact: "paid", Value: "yes"}, {Fact: "victim", Value: "commune"}}},
	{"bank_adviser_scam", []engine.Told{{Fact: "courier_due", Value: "yes"}, {Fact: "victim", Value: "commune"}}},
	{"extortion", []engine.Told{{Fact: "paid", Value: "yes"}, {Fact: "victim", Value: "company"}}},
	{"tech_support_scam", []engine.Told{{Fact: "control", Value: "yes"}, {Fact: "lost", Value: "moved"}}},
	{"account_compromise", []engine.Told{{Fact: "lost", Value: "moved"}, {Fact: "money", Value: "gone"}, {Fact: "victim", Value: "commune"}}},
	{"smishing", []engine.Told{{Fact: "lost", Value: "moved"}, {Fact: "paid", Value: "yes"}}},
	{"card_fraud", []engine.Told{{Fact: "opposed", Value: "yes"}, {Fact: "victim", Value: "commune"}}},
	{"card_fraud", []engine.Told{{Fact: "amount", Value: "400"}, {Fact: "victim", Value: "commune"}}},
}

// openings are first messages: every kind of incident, each alone and with what
// changes the first reply.
func (w *walk) openings() []reading {
	incident, _ := w.set.Fact("incident")
	var all []reading
	for _, id := range append([]string{""}, incident.Values...) {
		if w.only != "" && id != w.only {
			continue
		}
		all = append(all, reading{"first " + id, engine.Reading{Incident: id}, false})
		for _, r := range w.anywhere() {
			in := r.r
			in.Incident = id
			all = append(all, reading{"first " + id + " and " + r.name, in, true})
		}
	}
	for _, told := range toldAtOnce {
		if w.only == "" || w.only == told.incident {
			all = append(all, reading{fmt.Sprintf("first %s and %v", told.incident, told.facts), engine.Reading{Incident: told.incident, Told: told.facts}, true})
		}
	}
	if w.only != "" {
		return all
	}
	for _, id := range w.set.Incidents {
		all = append(all, reading{"enters " + id, engine.Reading{Enter: id}, false})
	}
	for _, tie := range [][2]string{{"ransomware", "malware"}, {"phishing", "transfer_fraud"}, {"extortion", "smishing"}, {"transfer_fraud", "ransomware"}} {
		all = append(all, reading{"first " + tie[0] + " or " + tie[1], engine.Reading{Incident: tie[0], Second: tie[1], Confidence: engine.TieBelow / 2}, false})
	}
	return all
}

// base are the derived facts where nothing speaks for another value.
func base() engine.Facts {
	return engine.Facts{"centre": "closed", "territory": "own", "elapsed_money": "unknown", "host_count": "unknown", "words_match": "no",
		"queued": "yes", "clock_insurer": "running", "clock_cnil": "running", "deadlines": "some", "system_attack": "yes", "phone_safe": "yes",
		"complaint_door": "complaint-in-person", "prosecutor_due": "yes"}
}

// groups are the derived facts that forks may read, with the values that occur
// together. Where forks of one turn read of two groups, one of them varies at a time. What
// doors.yaml says is any value here, whatever the case: doors_test.go holds it to the case.
var groups = map[string][]engine.Facts{
	"centre": product("centre", "territory", [][2]string{
		{"open", "own"}, {"unknown", "own"}, {"open", "unknown"}, {"closed", "unknown"}, {"unknown", "unknown"},
		{"open", "elsewhere"}, {"closed", "elsewhere"}, {"unknown", "elsewhere"}, {"unknown", "none"}}),
	"clock_insurer": product("clock_insurer", "system_attack", [][2]string{
		{"before_opening", "yes"}, {"over", "yes"}, {"unknown", "yes"}, {"running", "no"}, {"over", "no"}}),
	"clock_cnil":     single("clock_cnil", "before_opening", "over", "unknown"),
	"words_match":    single("words_match", "yes", "unknown"),
	"queued":         single("queued", "no"),
	"phone_safe":     single("phone_safe", "no"),
	"deadlines":      single("deadlines", "before_opening", "none"),
	"complaint_door": single("complaint_door", "perceval", "thesee", "none"),
	"prosecutor_due": single("prosecutor_due", "no"),
	"elapsed_money":  single("elapsed_money", "under_24h", "over"),
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
	return func(*engine.Session) engine.Facts { return facts }
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
	for at, s := range w.states {
		for _, to := range w.next[at] {
			back[to] = append(back[to], at)
		}
		if s.ended || s.twin {
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
	ending := make([]bool, len(w.states))
	for at, s := range w.states {
		if !reach[at] && s.started {
			w.fault(at, "any", "no end can be come to")
		}
		if s.started {
			w.unsure(at, ending)
		}
	}
}

// longest is more turns than any conversation has that goes straight on.
const longest = 80

func (w *walk) unsure(at int, ending []bool) {
	var passed []int
	for to := at; len(passed) <= longest; to = w.calm[to] {
		if w.states[to].ended || ending[to] {
			for _, at := range passed {
				ending[at] = true
			}
			return
		}
		passed = append(passed, to)
	}
	if w.states[passed[len(passed)-1]].twin {
		return // on from there it was walked under another incident
	}
	w.fault(at, "only ?", "no end after %d turns", longest)
}

func (w *walk) step(s engine.Session, r engine.Reading) engine.Session {
	next, effects, err := engine.Advance(w.set, s, r, w.derive(base()))
	if err != nil {
		w.t.Fatalf("step: %v", err)
	}
	m, err := w.compose(&next, effects)
	if err != nil {
		w.t.Fatalf("step: %v", err)
	}
	w.fits(m, w.t.Errorf)
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
	m, err := w.compose(&next, effects)
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

// TestWalk walks in the default language, deepest by SMS, where most people are and a
// message has little room; on channels that have room for everything, the dialog's own
// way alone. The web goes the way of Slack. Every other language says by SMS what the
// first one said. Every text is said in one of the walks.
func TestWalk(t *testing.T) {
	tags := locales.Default().Tags()
	channels := []string{"sms", "slack", "voice"}
	if *walkOnly != "" {
		tags, channels = tags[:1], channels[:1]
	}
	texts, said := map[string]bool{}, map[string]bool{}
	done := func(w *walk) {
		t.Logf("%s by %s: %d states, %d edges, %d turns, %d faults", w.lang, w.chann, len(w.states), w.edges, len(w.turns), w.faults)
		maps.Copy(texts, w.bodies)
		maps.Copy(said, w.said)
	}
	for _, channel := range channels {
		w := newWalk(t, tags[0], channel)
		if channel == "sms" {
			w.depth = *walkDepth
		}
		w.run()
		w.ends()
		done(w)
		for _, lang := range tags[1:] {
			if channel == "sms" {
				other := newWalk(t, lang, channel)
				other.translate(w)
				done(other)
			}
		}
		for _, lang := range tags {
			if channel == "sms" {
				other, p := newWalk(t, lang, channel), readPhoning(t)
				other.written, other.values["centre_phone"] = &p, ""
				other.values["emergency"], _ = other.texts.Text(lang, "notice.emergency.written", nil)
				other.translate(w)
				done(other)
			}
		}
	}
	for _, id := range wanted(dialogs.Set()) {
		// What an analyst asks leave by is laid over a step from outside, which no walk does; of
		// two incidents TestTwoIncidentsOfOneMessage goes through every pair; no walk tells of a
		// watched phone, where TestConversations goes through moments, nor of a danger to who does
		// not phone, which the conversations tell.
		if *walkOnly == "" && !strings.HasPrefix(id, "also_told.") && strings.Contains(id, ".") && !strings.Contains(id, " ") && !strings.HasPrefix(id, "consent.") && !strings.HasPrefix(id, "elsewhere.") && !strings.HasPrefix(id, "looked_at.") && !strings.HasPrefix(id, "which_device.") && !strings.HasPrefix(id, "danger.write_") && speaks(&walk{set: dialogs.Set()}, id) && !said[id] {
			t.Errorf("%s is never said", id)
		}
	}
	if *walkTexts != "" {
		write(t, *walkTexts, texts)
	}
}

func newWalk(t *testing.T, lang, channel string) *walk {
	w := &walk{t: t, set: dialogs.Set(), texts: locales.Default(), lang: lang, chann: channel, only: *walkOnly}
	w.values = worst(w.texts, lang)
	return w
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
		id += fmt.Sprint("|", p.ID(), p.Again)
	}
	if list, ok := l.cache[id]; ok {
		return list
	}
	reads := map[string]bool{}
	seen := map[string]bool{}
	l.from(s.Here, reads, seen)
	for _, p := range s.Stack {
		if p.Again {
			l.from(p, reads, seen)
		} else {
			l.after(p, reads, seen)
		}
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

// after notes what can be read once a step that called is gone on from.
func (l *liveness) after(p engine.Place, reads, seen map[string]bool) {
	d, ok := l.set.Dialog(p.Dialog)
	if !ok {
		return
	}
	if s, ok := d.Step(p.Step); ok {
		l.on(p.Dialog, s.Next, reads, seen)
	}
}

// on notes what the lines of next read, and what comes after them.
func (l *liveness) on(dialog string, next []engine.Branch, reads, seen map[string]bool) {
	for _, b := range next {
		for _, c := range b.When {
			reads[c.Fact] = true
		}
		l.enter(b.Enter, reads, seen)
		l.from(engine.Place{Dialog: dialog, Step: b.Goto}, reads, seen)
	}
}

func (l *liveness) enter(dialog string, reads, seen map[string]bool) {
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
	for _, c := range grantedBy(l.set, p.ID()) {
		reads[c.Fact] = true // what is promised there is held against it
	}
	if s.Ask != "" && !s.Anew {
		reads[s.Fact] = true
	}
	for _, c := range s.SkipWhen {
		reads[c.Fact] = true
	}
	l.on(p.Dialog, s.Next, reads, seen)
	for _, c := range s.Choices {
		l.enter(c.Enter, reads, seen)
		l.from(engine.Place{Dialog: p.Dialog, Step: c.Goto}, reads, seen)
	}
	l.enter(s.Call, reads, seen)
	l.from(engine.Place{Dialog: p.Dialog, Step: s.NoInput.Goto}, reads, seen)
	l.from(engine.Place{Dialog: p.Dialog, Step: s.NoMatch.Goto}, reads, seen)
	l.from(engine.Place{Dialog: p.Dialog, Step: s.BareNo}, reads, seen)
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
	"clock_cnil": "clock_cnil", "words_match": "words_match", "queued": "queued", "elapsed_money": "elapsed_money", "deadlines": "deadlines", "system_attack": "clock_insurer",
	"complaint_door": "complaint_door", "prosecutor_due": "prosecutor_due", "phone_safe": "phone_safe"}

func start(set *engine.Set, dialog string) string {
	d, ok := set.Dialog(dialog)
	if !ok {
		return ""
	}
	return d.Start
}
