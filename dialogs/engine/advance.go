package engine

import (
	"errors"
	"maps"
	"slices"
	"strconv"
)

// ErrStepGone says that the set no longer has the step a session stands on.
var ErrStepGone = errors.New("step is gone")

// Derive works out of a session the read-only facts that conditions may ask for. It
// must give the same for the same session: what it knows of the instant and of the
// directory is fixed before a turn begins.
type Derive func(s *Session) Facts

// EffectKind says what an effect asks of the desk.
type EffectKind string

// The kinds of effect.
const (
	Tell     EffectKind = "tell"      // a message of the way: it is said in this turn, with the question
	Ride     EffectKind = "ride"      // joined before the question where there is room, else later
	Ask      EffectKind = "ask"       // the open question is put
	Escalate EffectKind = "escalate"  // the reporter is told that the centre has the case
	Ended    EffectKind = "ended"     // the conversation is over, with Status
	OpenCase EffectKind = "open_case" // the reporter speaks of another incident: open the next log
)

// Effect is one thing a turn brings about, in the order in which it is carried out.
type Effect struct {
	Kind   EffectKind
	Say    Say
	Queue  string
	Status string
}

// Ranks of riders that no interrupt declares. Those below Urgent are said in this
// turn even if the question then has to wait for the next.
const (
	rankAnswer = 20
	Urgent     = 40
	rankMiss   = 45
	rankLate   = 55 // put off once; behind the two words by which a caller is known
	rankLater  = 60
	// Behind whatever was put off: who wrote OK for that reads it first.
	rankFarewell = 99
)

// misses is how many replies that fit nothing lead on, where a step does not say.
const misses = 2

// undoDepth is how many answers can be taken back.
const undoDepth = 8

// maxSteps bounds one walk through messages and forks; the loader's walk proves
// that no dialog comes near it.
const maxSteps = 100

// The texts of start.yaml that the engine says of itself.
const (
	startDialog   = "start"
	afterDialog   = "after"
	unknownDialog = "unknown" // leads while nobody can name the incident
	textMiss      = "start.miss"
	textMissOut   = "start.miss_out"
	textWait      = "start.wait"
	textThanks    = "start.thanks"
	textHelp      = "start.how"
	textBack      = "start.back"
	textRestart   = "start.restart"
	textNoBlame   = "start.no_blame"
	textNoBack    = "start.no_back"
	textPause     = "start.pause"
	textNew       = "start.new"
	textHeard     = "start.heard" // a fact told instead of an answer
	textFarewell  = "start.farewell"
)

// Advance applies one reading of the reporter's message to s and returns the
// session after it and the effects in the order they must be carried out. It is
// pure; s is not changed. A reply that fits no choice is not an error: it
// reprompts, then follows no_match. It returns ErrStepGone if set no longer has
// the open step, and no other error.
func Advance(set *Set, s Session, r Reading, derive Derive) (Session, []Effect, error) {
	a := begin(set, s, derive)
	a.s.Turns++
	if !a.s.Started {
		a.s.Started = true
		a.learn(r)
		a.enter(startDialog)
		if r.Enter != "" {
			a.enter(r.Enter)
		}
		a.run()
		a.moved = true
		if r.Asked != "" {
			a.rideUntil(a.reply(r.Asked), rankLater, 2)
		}
		a.interrupt(r)
		return a.finish()
	}
	if a.s.End == "" && a.step() == nil {
		return s, nil, ErrStepGone
	}
	if a.rests() && a.unheard() && courtesy(r) {
		a.acts, a.resting = []Say{{ID: textFarewell, Once: true}}, true
		return a.finish()
	}
	if a.s.End != "" && a.s.Here.Dialog == "" {
		a.askLeaveAnew()
	}
	rested := a.s.Paused
	a.s.Paused = false
	a.wentBack, a.s.WentBack = a.s.WentBack, false
	if a.s.Halted {
		a.s.End, a.s.Halted = "", false
	}
	repeated := a.knows(r)
	corrected := a.learn(r)
	if a.s.Turns == 2 {
		a.fire("second")
	}
	a.amend(corrected)
	switch handled := a.redirect(r) || a.moved || a.answer(r); {
	case a.interrupt(r):
	case a.moved:
	case a.s.Unput:
		a.resume()
	case a.s.End != "" && a.s.Here.Dialog == "":
		a.afterEnd(r)
	case rested:
		a.resume()
	case handled, slices.Contains(a.changed, factBeside):
		if len(a.changed) > 0 && len(a.effects) == 0 && !a.alone() {
			a.ride(textHeard, rankAnswer)
		}
		a.put()
	default:
		a.missed(repeated || r.Answer.Meaning == Noted)
		a.fireFacts() // the careful way out of two misses states a fact as well
	}
	return a.finish()
}

// Silence applies a lapse of time without an answer: a reprompt, the way out once the
// reprompts are used up, or what is asked later of itself. It reports false when there is
// nothing to say.
func Silence(set *Set, s Session, derive Derive) (Session, []Effect, bool) {
	a := begin(set, s, derive)
	if _, later := SilenceAfter(set, s); later {
		l := a.later()
		a.mark(l.key())
		a.callOver(l.Call)
		next, effects, err := a.finish()
		return next, effects, err == nil
	}
	step := a.step()
	if s.End != "" || step == nil || step.Ask == "" {
		return s, nil, false
	}
	p := a.patience(step.NoInput)
	a.s.Silences++
	switch {
	case p.After == 0:
		return s, nil, false
	case a.s.Silences <= p.Times:
		a.putFull()
	case step.NoInput.Goto != "":
		a.goTo(step.NoInput.Goto)
	default:
		return s, nil, false
	}
	next, effects, err := a.finish()
	return next, effects, err == nil
}

// SilenceAfter returns after how many seconds without an answer Silence is due, 0 for
// never; later says that it is no answer that is waited for.
func SilenceAfter(set *Set, s Session) (after int64, later bool) {
	a := begin(set, s, nil)
	if step := a.step(); s.End == "" && !s.Paused && step != nil && step.Ask != "" {
		p := a.patience(step.NoInput)
		if p.After > 0 && (s.Silences < p.Times || s.Silences == p.Times && step.NoInput.Goto != "") {
			return p.After, false
		}
	}
	if l := a.later(); l != nil {
		return l.After, true
	}
	return 0, false
}

// later returns what is to be asked of itself next, nil if nothing: not while somebody
// rests, after STOP, or over what is laid over the open question already.
func (a *advance) later() *Later {
	step := a.step()
	if !a.s.Started || a.s.Paused || a.s.Halted || a.s.Aside != nil || a.s.End == stoppedStatus || step != nil && step.Alone ||
		slices.ContainsFunc(a.s.Stack, func(p Place) bool { return p.Again }) {
		return nil
	}
	for i := range a.set.Later {
		l := &a.set.Later[i]
		if !slices.Contains(a.s.Once, l.key()) && !a.inside(l.Call) && a.hold(l.When) {
			return l
		}
	}
	return nil
}

// key is what a case remembers of a question that was asked of itself.
func (l *Later) key() string { return "later:" + l.ID }

// Migrate brings a session that was begun with other content up to set. Changed
// says that the open dialog has another version, so that its question is put
// again before any reply is read; gone that its step no longer exists.
func Migrate(set *Set, s Session) (next Session, changed, gone bool) {
	if s.Content == set.Hash || !s.Started || s.End != "" || s.Aside != nil {
		return s, false, false // Resume puts what a human laid aside anew in any case
	}
	a := begin(set, s, nil)
	d, ok := set.Dialog(a.s.Here.Dialog)
	if !ok || a.step() == nil {
		return s, true, true
	}
	if a.s.Versions[d.ID] == d.Version {
		return s, false, false
	}
	a.s.Versions[d.ID] = d.Version
	a.s.Unput = true
	a.s.Held = nil
	return a.s, true, false
}

// HandOut leads a session whose step is gone to a human, and reads of the message
// what cannot wait.
func HandOut(set *Set, s Session, r Reading, derive Derive) (Session, []Effect, error) {
	a := begin(set, s, derive)
	a.s.Turns++
	a.learn(r)
	a.s.Stack = nil
	a.s.Here = Place{Dialog: startDialog, Step: lostStep}
	a.run()
	a.moved = true
	a.interrupt(r)
	return a.finish()
}

// notedStep is the step of after.yaml that says who reads what came after the end.
const notedStep = "whose"

// lostStep is the step of start.yaml to which a conversation goes whose own step is gone.
const lostStep = "lost"

// advance is one turn in the making.
type advance struct {
	set     *Set
	s       Session
	derive  Derive
	derived Facts
	effects []Effect
	acts    []Say
	by      map[string]Source // of the session before this turn
	changed []string          // facts that have changed in this turn
	moved   bool              // the open question was answered, or replaced
	asked   bool              // a question is put in this turn
	// overlaid: a dialog was laid over a question that had been put before.
	overlaid bool
	wentBack bool // the message before was RETOUR
	// returned: a dialog laid over the open question gave way to it again.
	returned bool
	// resting: the reporter rests; what comes next is said with the next message.
	resting  bool
	hushed   bool  // what was told puts the conversation to rest: nothing else is answered
	standing Place // where the conversation that is retraced stands
}

func begin(set *Set, s Session, derive Derive) *advance {
	s.Stack = slices.Clone(s.Stack)
	s.Held = slices.Clone(s.Held)
	s.Later = slices.Clone(s.Later)
	s.Once = slices.Clone(s.Once)
	s.Undo = slices.Clone(s.Undo)
	s.Among = slices.Clone(s.Among)
	s.Namesakes = slices.Clone(s.Namesakes)
	s.Facts = maps.Clone(s.Facts)
	by := s.By
	s.By = maps.Clone(s.By)
	s.Versions = maps.Clone(s.Versions)
	s.Values = maps.Clone(s.Values)
	if s.Facts == nil {
		s.Facts = Facts{}
	}
	if s.Versions == nil {
		s.Versions = map[string]int{}
	}
	return &advance{set: set, s: s, by: by, derive: derive}
}

// step returns the open step, or nil.
func (a *advance) step() *Step {
	d, ok := a.set.Dialog(a.s.Here.Dialog)
	if !ok {
		return nil
	}
	step, ok := d.Step(a.s.Here.Step)
	if !ok {
		return nil
	}
	return step
}

// learn stores what the message states, asked for or not, and which incident it is. It returns
// what the facts were that it corrects.
func (a *advance) learn(r Reading) (corrected map[string]string) {
	if r.Command == "language" && r.Language != "" || a.s.Lang == "" {
		a.s.Lang = r.Language
	}
	known := a.s.Facts.Get("incident")
	if r.Incident != "" && slices.Contains(vague, known) && (known == Unset || !slices.Contains(vague, r.Incident)) {
		if a.s.Turns == 1 && tied(r) && !(r.MoneyGone() && a.set.apart(r.Incident, r.Beside)) { // both are told, and minutes count
			a.store("guess", r.Incident)
			a.store("second_guess", r.Second)
		} else {
			a.infer("incident", r.Incident) // read out of the words: nobody has named it
		}
	}
	a.beside(r, known)
	if known == Unset && a.set.apart(a.s.Facts.Get("incident"), r.Beside) {
		a.store(factBeside, r.Beside)
	}
	for _, in := range a.set.Interrupts {
		if in.On != "" && a.named(in.On, r) {
			for _, set := range in.Set {
				a.store(set.Fact, set.Value)
			}
		}
	}
	if len(r.Namesakes) > 0 {
		a.s.Namesakes = r.Namesakes
	}
	another := r.MoneyGone() && a.s.Turns > 1 && slices.Contains(a.changed, factBeside)
	for _, t := range r.Told {
		old := a.s.Facts.Get(t.Fact)
		f, ok := a.set.Fact(t.Fact)
		if a.set.asksLeave(t.Fact) {
			continue // leave is given to the question and to nothing else
		}
		if ok && r.Corrects && f.Replaced(old, t.Value) {
			if corrected == nil {
				corrected = map[string]string{}
			}
			corrected[t.Fact] = old
			a.store(t.Fact, t.Value)
		}
		// A payment of its own has a sum and a moment of its own.
		if ok && another && f.Corrected && len(f.Values) == 0 {
			a.store(t.Fact, t.Value)
		}
		if ok && (f.Latest && (f.Firm == "" || old != f.Firm) || old == Unset || old == "unknown" || old == t.Value) {
			a.store(t.Fact, t.Value)
		}
	}
	return corrected
}

// factBeside is the fact that keeps another incident named on the way.
const factBeside = "beside"

// besideFrom is the confidence from which another incident is taken to be meant.
const besideFrom = 0.9

// beside keeps an incident that is surely named while another one leads: the first of
// them, for the analysts. It does not lead. After the end of the case only money that has left
// is no matter of a case to come: minutes count.
func (a *advance) beside(r Reading, leads string) {
	if a.s.Turns == 1 || a.s.End != "" && !r.MoneyGone() || r.Confidence < besideFrom || r.Incident == leads || slices.Contains(vague, leads) || a.answers(r) {
		return
	}
	if f, ok := a.set.Fact(factBeside); ok && slices.Contains(f.Values, r.Incident) && a.s.Facts.Get(factBeside) == Unset {
		a.store(factBeside, r.Incident)
	}
}

// answers reports whether a message is a question, tells what was done wrong, or a fact
// of a dialog this case has been in ("j'ai eu la banque" is no false adviser), holds a
// secret, or picks a choice by its name: what sounds like an incident in it names none.
// To a yes or no somebody may add another one.
func (a *advance) answers(r Reading) bool {
	other := r.MoneyGone() && a.set.apart(a.s.Lead, r.Incident) // paid to somebody else than whom nothing is to be paid to
	if r.Asked != "" || r.Secret || r.Answer.Meaning == DidOpposite && !other {
		return true
	}
	for _, t := range r.Told {
		if f, ok := a.set.Fact(t.Fact); ok && f.Dialog != "" && a.s.Versions[f.Dialog] > 0 {
			return true
		}
	}
	step := a.step()
	return step != nil && step.Ask == AskChoice && r.Answer.Meaning == Value &&
		!slices.ContainsFunc(step.Choices, func(c Choice) bool { return c.ID == "yes" })
}

// TieBelow is the confidence under which the first message leaves two incidents to
// choose from, so that the reporter is asked which of them it is.
const TieBelow = 0.55

// tied reports whether two incidents fit a message about as well. Where somebody is
// in danger or very young nothing is asked that can be guessed.
func tied(r Reading) bool {
	if r.Danger || r.Distress || r.Minor {
		return false
	}
	return r.Second != "" && r.Confidence < TieBelow && !slices.Contains(vague, r.Incident) && !slices.Contains(vague, r.Second)
}

// redirect leaves the dialog for what nobody could name once a message names it. What
// is laid over that dialog (a danger) is answered first, and so is a question whose
// choice the message is, if it names nothing besides.
func (a *advance) redirect(r Reading) bool {
	incident := a.s.Facts.Get("incident")
	if step := a.step(); step != nil && step.Ask == AskChoice && r.Answer.Meaning == Value && !a.s.Unput && slices.Contains(vague, incident) {
		return false
	}
	if a.s.Lead != "" && !slices.Contains(vague, a.s.Lead) || a.s.End != "" || !slices.Contains(a.changed, "incident") ||
		incident == a.s.Lead || !slices.Contains(a.set.Incidents, incident) {
		return false
	}
	if i := slices.IndexFunc(a.s.Stack, func(p Place) bool { return p.Again }); i >= 0 {
		here, over := a.s.Here, a.s.Stack[i+1:]
		a.enter(incident)
		below := Place{Dialog: a.s.Here.Dialog, Step: a.s.Here.Step, Again: true}
		a.s.Here, a.s.Stack = here, append([]Place{below}, over...)
		return false
	}
	a.leave()
	a.s.Stack = nil
	a.enter(incident)
	a.run()
	return true
}

// languageFact holds the language that was asked for.
const languageFact = "language"

// vague are the values of the fact incident that a later word replaces.
var vague = []string{Unset, "unknown", "not_incident"}

// store writes a declared fact that the reporter has told.
func (a *advance) store(name, value string) { a.write(name, value, ByReporter) }

// infer writes a declared fact that the reporter has not told in so many words.
func (a *advance) infer(name, value string) { a.write(name, value, ByDialog) }

// write writes a declared fact and who set it. What was told stays told where somebody
// else sets the same.
func (a *advance) write(name, value string, by Source) {
	f, ok := a.set.Fact(name)
	if !ok || value == Unset {
		return
	}
	if len(f.Values) > 0 && !slices.Contains(f.Values, value) {
		return
	}
	same := a.s.Facts.Get(name) == value
	if !same || by == ByReporter {
		a.setBy(name, by)
	}
	if same {
		return
	}
	a.s.Facts[name] = value
	if name == languageFact && value != "unknown" {
		a.s.Lang = value
	}
	a.changed = append(a.changed, name)
	a.derived = nil
}

// forget takes a fact back, so that it is asked again.
func (a *advance) forget(name string) {
	delete(a.s.Facts, name)
	delete(a.s.By, name)
	a.derived = nil
}

// setBy notes who set a fact.
func (a *advance) setBy(name string, by Source) {
	if by == ByReporter {
		delete(a.s.By, name)
		return
	}
	if a.s.By == nil {
		a.s.By = map[string]Source{}
	}
	a.s.By[name] = by
}

// answer reads the reply to the open question, if one was put. It reports whether
// the message was about something: then it is no miss even if the question stays.
func (a *advance) answer(r Reading) bool {
	step := a.step()
	grave := r.Danger || r.Distress || r.Minor
	handled := grave || r.Command != "" || r.Asked != "" || r.Photo || r.Secret || len(a.changed) > 0
	if r.Asked != "" {
		a.ride(a.reply(r.Asked), rankAnswer)
	}
	if step == nil || step.Ask == "" {
		return handled
	}
	if a.skips(step) || a.s.Unput && slices.Contains(step.SkipOn, a.s.Channel) { // put on another channel, and not asked on this one
		a.leave()
		a.next(step)
		a.run()
		return true
	}
	if slices.Contains(a.changed, step.Fact) && !step.Anew {
		a.accept(step, a.s.Facts[step.Fact], map[string]string{step.Fact: Unset})
		return true
	}
	if a.s.Unput || r.Command != "" || grave {
		return handled
	}
	if len(r.Answer.Among) > 0 {
		a.s.Among = r.Answer.Among
		a.moved = true
		a.put()
		return true
	}
	if r.Answer.Meaning == No && len(a.s.Among) > 0 {
		a.s.Among = nil // none of those listed: the place is asked for again
		return true
	}
	if step.Consent && r.Asked != "" {
		return true // who asks back has not agreed yet: the answer is said, the question put again
	}
	if value, ok := a.resolve(step, r.Answer); ok {
		old := map[string]string{step.Fact: a.s.Facts.Get(step.Fact)}
		a.store(step.Fact, value)
		a.accept(step, value, old)
		return true
	}
	if step.BareNo != "" && (r.Answer.Meaning == No || r.Answer.Meaning == NotDone) {
		a.remember(map[string]string{step.Fact: a.s.Facts.Get(step.Fact)})
		a.leave()
		a.jump(step.BareNo)
		a.run()
		return true
	}
	switch r.Answer.Meaning {
	case Wait, InProgress:
		a.ride(textWait, rankMiss)
		return true
	case DidOpposite: // a fact it tells is answered by start.yaml
		if len(a.changed) == 0 {
			a.ride(textNoBlame, rankAnswer)
		}
		return true
	case Greeting:
		return true
	case Thanks:
		a.ride(textThanks, rankMiss)
		return true
	case HelpWanted:
		if step.Help {
			a.ride(a.s.Here.ID()+".help", rankAnswer)
		} else {
			a.ride(textHelp, rankAnswer)
		}
		return true
	}
	return handled
}

// resolve turns what a reply means into the value of the question's fact.
func (a *advance) resolve(step *Step, r Reply) (string, bool) {
	if r.Meaning == Value {
		if f, ok := a.set.Fact(step.Fact); ok && f.Max > 0 {
			n, err := strconv.Atoi(r.Value)
			return r.Value, err == nil && n <= f.Max
		}
		return r.Value, r.Value != ""
	}
	if step.Ask != AskChoice {
		if r.Meaning == Unsure || r.Meaning == Skip || r.Meaning == All || r.Meaning == No && step.Ask != AskText {
			return "unknown", true
		}
		return "", false
	}
	id := StandsFor(step.Choices, r.Meaning)
	return id, id != ""
}

// choicesOf names, for each meaning, the choices that stand for it, best first. Something
// done in part is not done: the way of "no" is the careful one.
var choicesOf = map[Meaning][]string{
	Yes: {"yes", "done"}, Done: {"done", "yes"}, No: {"no", "not_done", "later"}, NotDone: {"not_done", "no", "later"},
	Partial: {"partial", "no"}, Cannot: {"cannot", "no", "later"}, Unsure: {"unknown"}, Skip: {"unknown"}, Wait: {"later"},
}

// accept takes value as the answer to step, remembers how to take it back, and goes on.
func (a *advance) accept(step *Step, value string, old map[string]string) {
	// An answer may enter the dialog of an incident, and so name it.
	old["incident"], old[factBeside] = a.s.Facts.Get("incident"), a.s.Facts.Get(factBeside)
	a.remember(old)
	a.leave()
	a.follow(step, value)
	a.run()
}

// remember notes how to come back to the open question: old are the facts as they were.
func (a *advance) remember(old map[string]string) {
	by := maps.Clone(a.by)
	maps.DeleteFunc(by, func(name string, _ Source) bool { return old[name] == "" || old[name] == Unset })
	a.s.Undo = append(a.s.Undo, Undo{Here: a.s.Here, Stack: slices.Clone(a.s.Stack), Lead: a.s.Lead, End: a.s.End, Old: old, By: by})
	if len(a.s.Undo) > undoDepth {
		a.s.Undo = a.s.Undo[1:]
	}
}

// leave forgets what belonged to the question just closed.
func (a *advance) leave() {
	a.moved = true
	a.s.Misses, a.s.Silences, a.s.Unput, a.s.Held, a.s.Among = 0, 0, false, nil, nil
	a.acts = nil
}

// follow goes on from a question by the choice taken, else by next.
func (a *advance) follow(step *Step, value string) {
	a.settle(step.Fact, value)
	for _, c := range step.Choices {
		if c.ID == value {
			if c.Enter != "" {
				a.enter(c.Enter)
				return
			}
			if c.Goto != "" {
				a.jump(c.Goto)
				return
			}
		}
	}
	a.next(step)
}

func (a *advance) next(step *Step) {
	for _, b := range step.Next {
		if !a.hold(b.When) {
			continue
		}
		if b.Enter != "" {
			a.enter(b.Enter)
		} else {
			a.jump(b.Goto)
		}
		return
	}
}

// settle names the incident once the reporter has said which of two it is. Who does
// not know is led by the likelier.
func (a *advance) settle(fact, value string) {
	if fact != tieFact {
		return
	}
	switch value {
	case "first":
		a.store("incident", a.s.Facts.Get("guess"))
	case "unknown":
		a.infer("incident", a.s.Facts.Get("guess"))
	case "second":
		a.store("incident", a.s.Facts.Get("second_guess"))
	}
}

// tieFact is the answer to "A or B?".
const tieFact = "tie"

// returnStep is the name of the way back to the caller.
const returnStep = "return"

func (a *advance) jump(step string) {
	if step != returnStep {
		a.s.Here.Step = step
		return
	}
	if len(a.s.Stack) == 0 {
		a.s.Here = Place{}
		a.offer()
		return
	}
	caller := a.s.Stack[len(a.s.Stack)-1]
	a.s.Stack = a.s.Stack[:len(a.s.Stack)-1]
	a.s.Here = Place{Dialog: caller.Dialog, Step: caller.Step}
	if caller.Again {
		for i := range a.acts {
			a.acts[i].Once = true
		}
		a.s.Unput, a.s.Held, a.returned = true, caller.Held, true
		return
	}
	switch step := a.step(); {
	case step == nil:
	case step.End != "":
		a.end(step.End) // its text was said before it called
	default:
		a.next(step)
	}
}

// enter goes to another dialog for good.
func (a *advance) enter(dialog string) {
	if dialog == TheIncident {
		if dialog = a.s.Facts.Get("incident"); !slices.Contains(a.set.Incidents, dialog) {
			dialog = unknownDialog
		}
	}
	if dialog == TheOther {
		first := a.s.Facts.Get("incident")
		dialog = a.s.Facts.Get(factBeside)
		a.store("incident", dialog)
		a.store(factBeside, first)
		a.s.End = "" // put off, it is taken up after the end
	}
	d, ok := a.set.Dialog(dialog)
	if !ok {
		return
	}
	a.s.Here = Place{Dialog: dialog, Step: d.Start}
	a.s.Versions[dialog] = d.Version
	if slices.Contains(a.set.Incidents, dialog) {
		a.s.Lead = dialog
		if slices.Contains(vague, a.s.Facts.Get("incident")) {
			a.store("incident", dialog)
		}
	}
}

func (a *advance) goTo(step string) {
	a.leave()
	a.jump(step)
	a.run()
}

// run walks over messages, forks and calls up to the next question or the end.
func (a *advance) run() {
	for range maxSteps {
		step := a.step()
		if step == nil {
			return
		}
		for _, set := range step.Set {
			if set.Value == Unset {
				a.forget(set.Fact)
			} else {
				a.infer(set.Fact, set.Value)
			}
		}
		if slices.Contains(step.SkipOn, a.s.Channel) || a.skips(step) {
			a.next(step)
			continue
		}
		if step.Tell || step.Escalate != "" || step.End != "" {
			a.acts = append(a.acts, Say{ID: a.s.Here.ID()})
		}
		if step.Pause {
			a.next(step)
			a.s.Paused, a.s.Unput, a.resting = true, true, true
			return
		}
		if step.Escalate != "" {
			a.s.Said = true
			a.effects = append(a.effects, Effect{Kind: Escalate, Queue: step.Escalate})
			a.fire("escalate")
		}
		switch {
		case step.End != "":
			if !a.close() {
				a.end(step.End)
				return
			}
		case step.Ask != "" && a.s.Unput:
			// Back at an interrupted question: it is put again, known or not.
			if !a.overlaid {
				a.acts = append(a.acts, a.s.Held...)
			}
			a.asked = true
			return
		case step.Ask != "" && step.Anew && a.standing.Dialog != "" && !same(a.s.Here, a.standing):
			a.follow(step, "unknown")
		case step.Ask != "" && (step.Anew || !step.leads(a.s.Facts.Get(step.Fact))):
			a.s.Versions[a.s.Here.Dialog] = a.version()
			a.asked = true
			if step.Ask == AskPlace {
				a.s.Among, a.s.Namesakes = a.s.Namesakes, nil
			}
			return
		case step.Ask != "":
			// Told unasked: it can be taken back like an answer.
			a.remember(map[string]string{step.Fact: Unset})
			a.s.Undo[len(a.s.Undo)-1].Told = true
			a.follow(step, a.s.Facts[step.Fact])
		case step.Call != "" && a.waits(step.Call):
			a.next(step)
		case step.Call != "":
			a.s.Stack = append(a.s.Stack, a.s.Here)
			a.enter(step.Call)
		default:
			a.next(step)
		}
	}
}

// waits reports whether the first question of a dialog is the one that is put again anyway, once what
// is laid over it returns: calling it would only ask the same instead of saying what was asked for.
func (a *advance) waits(dialog string) bool {
	d, ok := a.set.Dialog(dialog)
	return ok && slices.ContainsFunc(a.s.Stack, func(p Place) bool { return p.Again && p.Dialog == dialog && p.Step == d.Start })
}

// skips reports whether what is known makes a step needless.
func (a *advance) skips(step *Step) bool {
	return len(step.SkipWhen) > 0 && a.hold(step.SkipWhen)
}

// close calls, once an incident has had its last word and before the case ends, the
// dialog for another one that was told and is an event of its own. It reports false
// where there is none.
func (a *advance) close() bool {
	i := slices.IndexFunc(a.set.Interrupts, func(in Interrupt) bool { return in.On == factBeside })
	if i < 0 || a.s.End != "" || len(a.s.Stack) > 0 || !a.set.apart(a.s.Lead, a.s.Facts.Get(factBeside)) {
		return false
	}
	a.s.Stack = append(a.s.Stack, a.s.Here)
	a.enter(a.set.Interrupts[i].Call)
	return true
}

// offer calls that dialog for an incident that was told after the end.
func (a *advance) offer() {
	i := slices.IndexFunc(a.set.Interrupts, func(in Interrupt) bool { return in.On == factBeside })
	if i < 0 || a.s.End == "" || !a.set.apart(a.s.Lead, a.s.Facts.Get(factBeside)) {
		return
	}
	d, ok := a.set.Dialog(a.set.Interrupts[i].Call)
	if ok && !slices.ContainsFunc(d.Steps, func(s Step) bool { return s.Ask != "" && a.s.Facts.Get(s.Fact) != Unset }) {
		a.enter(d.ID)
	}
}

// openStatus is the end of a dialog that asks for a new case instead of ending this one.
const openStatus = "new_case"

// stoppedStatus is the end by STOP.
const stoppedStatus = "stopped"

func (a *advance) end(status string) {
	if status == openStatus {
		a.effects = append(a.effects, Effect{Kind: OpenCase})
		return
	}
	over := a.s.End != ""
	if !over { // what comes after the end keeps its status
		a.s.End = status
	}
	a.effects = append(a.effects, Effect{Kind: Ended, Status: a.s.End})
	if n := len(a.s.Stack); !over && n > 0 && a.s.Stack[n-1].Again {
		// Ended by a word over an open question: a further message takes that up.
		a.jump(returnStep)
		a.s.Halted, a.resting = true, true
		return
	}
	a.s.Here, a.s.Stack = Place{}, nil
}

func (a *advance) version() int {
	if d, ok := a.set.Dialog(a.s.Here.Dialog); ok {
		return d.Version
	}
	return 0
}

// put puts the open question again, without the messages that led to it.
func (a *advance) put() {
	step := a.step()
	a.asked = step != nil && step.Ask != ""
	a.s.Unput = false
}

// resume says what was held back, and goes on from there.
func (a *advance) resume() {
	a.putFull()
	if step := a.step(); step != nil && step.Ask == "" {
		a.run()
	}
}

// putFull puts the open question with the messages that led to it.
func (a *advance) putFull() {
	a.acts = append(a.acts, a.s.Held...)
	a.put()
}

// knows reports whether a message tells what is known already.
func (a *advance) knows(r Reading) bool {
	return slices.ContainsFunc(r.Told, func(t Told) bool { return a.s.Facts.Get(t.Fact) == t.Value })
}

// missed counts a reply that fits nothing; two lead on by the careful way. Who repeats what
// is known, or tells that an act is done where a state was asked, was understood, and has still
// not answered.
func (a *advance) missed(repeated bool) {
	step := a.step()
	if step == nil || step.Ask == "" {
		return
	}
	a.s.Misses++
	p := step.NoMatch
	if p.Times == 0 {
		p.Times = misses
	}
	if a.s.Misses < p.Times {
		text := textMiss
		if repeated {
			text = textHeard
		}
		a.rideUntil(text, rankMiss, a.s.Turns)
		a.put()
		return
	}
	a.rideUntil(textMissOut, rankMiss, a.s.Turns) // with a later message it would speak of that one
	a.infer("misread", "yes")
	if p.Goto != "" {
		a.goTo(p.Goto)
		return
	}
	old := map[string]string{step.Fact: a.s.Facts.Get(step.Fact)}
	a.infer(step.Fact, "unknown") // not read is not "I do not know"
	a.accept(step, "unknown", old)
}

// afterEnd answers a message that comes after the end: never with silence. Who only thanks or
// agrees is asked nothing.
func (a *advance) afterEnd(r Reading) {
	if len(a.effects) > 0 {
		return
	}
	if courtesy(r) && len(a.changed) == 0 {
		a.rideUntil(textFarewell, rankFarewell, a.s.Turns)
		return
	}
	a.leave()
	a.enter(afterDialog)
	a.run()
}

// courtesy reports whether a message is thanks, assent and good wishes, and nothing else.
func courtesy(r Reading) bool {
	return r.Farewell && !r.Photo && r.Command == "" && r.Asked == "" && len(r.Told) == 0
}

// rests reports whether nothing is expected of the reporter: they pause, or all is said.
func (a *advance) rests() bool {
	return a.s.Paused || a.s.Halted || a.s.End != "" && a.s.Here.Dialog == ""
}

// unheard reports whether the conversation waits for leave to be heard where it is: at a question
// beside which nothing else is said, or with one laid aside or owed. Courtesy does not ask for it.
func (a *advance) unheard() bool { return a.alone() || a.owed() }

// askLeaveAnew forgets that leave to say more here was refused: what is written once the case is over
// is asked the same, not whose case it is of.
func (a *advance) askLeaveAnew() {
	for i := range a.set.Dialogs {
		for k := range a.set.Dialogs[i].Steps {
			if step := &a.set.Dialogs[i].Steps[k]; step.Consent && step.Alone && a.s.Facts.Get(step.Fact) != "yes" {
				a.forget(step.Fact)
			}
		}
	}
}

// patience returns the step's own bound on silence, else the channel's.
func (a *advance) patience(own Patience) Patience {
	if own.Times > 0 || own.After > 0 {
		return own
	}
	for _, p := range a.set.Silence {
		if p.Channel == a.s.Channel {
			return Patience{After: p.After, Times: p.Times}
		}
	}
	return Patience{}
}

// reply returns the text that answers a question asked back: the leading
// incident's own, else the general one; of several that hold, the one that asks
// for more.
func (a *advance) reply(question string) string {
	best, most := "answers.unknown", -1
	for _, ans := range a.set.Answers {
		if ans.Question != question || ans.Incident != "" && ans.Incident != a.s.Lead || !a.hold(ans.When) {
			continue
		}
		asks := len(ans.When)
		if ans.Incident != "" {
			asks += own
		}
		if asks > most {
			best, most = "answers."+ans.ID, asks
		}
	}
	return best
}

// own makes an answer for one incident go before any other.
const own = 100

func (a *advance) ride(id string, rank int) { a.rideUntil(id, rank, 0) }

// rideUntil says a text that is of no use after so many messages of the reporter.
func (a *advance) rideUntil(id string, rank, until int) {
	a.effects = append(a.effects, Effect{Kind: Ride, Say: Say{ID: id, Rank: rank, Until: until}})
}

// hold reports whether all conditions hold.
func (a *advance) hold(when []Condition) bool {
	for _, c := range when {
		if !c.Fits(a.fact(c.Fact)) {
			return false
		}
	}
	return true
}

// fact returns a stated or a derived fact.
func (a *advance) fact(name string) string {
	if v, ok := a.s.Facts[name]; ok {
		return v
	}
	if a.derived == nil && a.derive != nil {
		a.derived = a.derive(&a.s)
	}
	return a.derived.Get(name)
}

// finish works out the severity and lines the effects up.
func (a *advance) finish() (Session, []Effect, error) {
	a.s.Content = a.set.Hash
	a.weigh()
	if !a.asked && len(a.acts) == 0 && !slices.ContainsFunc(a.effects, func(e Effect) bool { return e.Kind != Ended }) {
		// Back from a word to a conversation that is over: no message goes unanswered.
		a.s.Here = Place{Dialog: afterDialog, Step: notedStep}
		a.run()
	}
	if !a.resting && !a.returned && (a.moved || len(a.acts) > 0) {
		a.s.Held = slices.DeleteFunc(slices.Clone(a.acts), func(said Say) bool { return said.Once })
	}
	effects := a.effects
	for i := range effects {
		// The first reply acts before it talks: nothing takes the room of the act.
		if a.s.Turns == 1 && effects[i].Kind == Ride {
			effects[i].Say.Rank = max(effects[i].Say.Rank, Urgent)
		}
	}
	for _, say := range a.acts {
		effects = append(effects, Effect{Kind: Tell, Say: say})
	}
	if a.asked {
		a.s.Unput = false
		effects = append(effects, Effect{Kind: Ask, Say: Say{ID: a.s.Here.ID()}})
	}
	return a.s, effects, nil
}

// OwnTexts are the texts of start.yaml that the engine says by itself.
var OwnTexts = []string{textMiss, textMissOut, textWait, textThanks, textHelp, textBack, textRestart, textNoBlame, textNoBack, textPause, textNew, textMore, textHeard, textFarewell, "answers.unknown"}
