package simulation

import (
	"bytes"
	"container/heap"
	"context"
	"encoding/binary"
	"fmt"
	"hash"
	"hash/fnv"
	"iter"
	"log/slog"
	"math/rand/v2"
	"slices"
	"sync"
	"time"

	"relais/dialogs/intake"
	"relais/dialogs/intake/memory"
	"relais/dialogs/outbox"
	"relais/tests/checker"
)

// fault is what happens to one call to the world outside.
type fault byte

// The faults.
const (
	none        fault = iota
	crashBefore       // the process dies before the call
	crashAfter        // it dies once the call has had its effect
	lost              // the call is lost, nobody can tell
	answerLost        // it has its effect, nobody can tell
	late              // it has its effect up to half a minute after the caller gave up
	throttled
	slow
	stale // an index, or a provider's list, shows what was
	twice // a queue keeps two of it
	faults
)

var faultNames = [faults]string{"none", "crash before", "crash after", "lost", "answer lost", "late", "throttled", "slow", "stale", "twice"}

func (f fault) String() string { return faultNames[f] }

// extent is how much happens in a world.
type extent byte

// The extents.
const (
	large extent = iota // up to three people, floods, 15 to 50 minutes of faults
	small               // one or two people, 4 to 10 minutes
	brief               // the same, who say less, 3 to 6 minutes
)

// point is a call with a fault, for what a run has reached.
type point struct {
	site  string
	fault fault
}

// event is something that is to happen.
type event struct {
	at  time.Time
	seq int
	do  func()
}

type events []*event

func (e events) Len() int { return len(e) }
func (e events) Less(i, j int) bool {
	return e[i].at.Before(e[j].at) || e[i].at.Equal(e[j].at) && e[i].seq < e[j].seq
}
func (e events) Swap(i, j int) { e[i], e[j] = e[j], e[i] }
func (e *events) Push(x any)   { *e = append(*e, x.(*event)) }
func (e *events) Pop() any {
	last := (*e)[len(*e)-1]
	(*e)[len(*e)-1] = nil
	*e = (*e)[:len(*e)-1]
	return last
}

// world is everything outside the desk, and the desk's processes. It runs on one
// goroutine: nothing in it happens at the same time but in simulated time.
type world struct {
	dice
	source *rand.ChaCha8 // of the desk
	now    time.Time     // true time
	events events
	seq    int

	rates    [faults]float64
	focus    focus
	plan     map[int]fault // number of the call → its fault, in place of rates
	calledAt []step        // of a planned run: the calls, in their order
	heal     time.Time     // when faults stop
	out      outage
	calls    int
	reach    map[point]int
	states   map[state]bool // nil: nobody asks
	trace    hash.Hash64
	line     []byte    // of the trace, the last one
	firstRun bool      // the reconciler has never run
	ran      time.Time // when it first noted that
	troubled bool      // something went wrong
	handled  bool      // the carrier is answered by the function itself, signatures, documents and all
	logged   bytes.Buffer
	logs     *slog.Logger
	extent   extent
	pause    int  // minutes in which no reconciler runs, between two in which one does
	replayed bool // its turns are worked out again
	tells    bool // story is listened to
	story    func(format string, args ...any)
	running  *invocation
	slots    []*slot  // all coroutines
	idle     []*slot  // those at rest
	broken   []string // invariants that were seen to break while it ran

	store     *memory.Store
	pending   []intake.Pending // as the index showed them last
	due       []intake.Due
	heads     []seenHead
	web       [2]machine // where messages are taken and timers run
	workers   [2]machine // where things leave
	errors    []error    // of invocations: what would be logged
	queue     *queue
	board     *board
	carrier   *line
	relay     *relay
	chat      *chat
	deploy    deploy
	adversary bool                 // somebody replays, forges, deletes
	crowded   bool                 // a crowd comes, unless a tape says otherwise
	day       int64                // one of days, and one more, unless a tape says otherwise; 0: none
	lists     bool                 // cases are listed
	later     time.Duration        // it is that much later where lists are made
	rowed     map[string]time.Time // region and case → when its row was last written
	costs     costs
	ceiling   outbox.Ceiling            // of texts, in segments; zero: there is none
	spent     map[time.Time]int         // hour → segments that left in it
	warned    map[string]bool           // windows of which half is spent, and somebody was told
	appended  map[string]time.Time      // hash of a turn → when it was written
	erased    map[string]intake.Content // hash of a turn → what it held before it was erased

	unsealed  map[sealed]*opened          // what turns seal
	documents map[string]checker.Document // answers of webhooks, as they read
}

// costs counts what the store was asked.
type costs struct {
	turns, requests int   // of all messages
	most            int   // requests of one message
	joining         int   // of one that is a code and a PIN, or asks for them
	items           []int // sizes of the turns written, in bytes
}

// focus is one fault at one call that a run is to meet often.
type focus struct {
	site  string
	fault fault
}

// outage is a time in which every call of a site is refused.
type outage struct {
	site     string
	from, to time.Time
}

// machine is a process with a clock of its own.
type machine struct {
	name       string
	skew       time.Duration
	reconciler *outbox.Reconciler
	paying     *outbox.Purse // what it remembers of what was spent
}

// seenHead is a turn that somebody has read.
type seenHead struct {
	key  intake.Key
	n    int
	hash string
}

var start = time.Date(2026, 11, 21, 1, 7, 0, 0, time.UTC)

// Bounds of a run. Nobody writes after healing, and what is due is looked at for so
// long that all it starts can end in time.
const (
	timersAfter = 15 * time.Minute
	restAfter   = 30 * time.Minute
)

func newWorld(seed uint64) *world {
	var key [32]byte
	binary.LittleEndian.PutUint64(key[:], seed)
	w := &world{
		dice: dice{chance: rand.New(rand.NewPCG(seed, 1))}, source: rand.NewChaCha8(key), now: start,
		reach: map[point]int{}, trace: fnv.New64a(), story: func(string, ...any) {},
	}
	w.store = memory.New(memory.Options{Clock: func() time.Time { return w.now }})
	w.queue, w.board = &queue{w: w}, &board{w: w}
	w.carrier = &line{w: w, messages: map[string]*message{}}
	w.relay = &relay{w: w, previews: map[string]preview{}}
	w.chat = newChat(w)
	w.board.claimed = map[string]bool{}
	w.logs = w.logger()
	w.spent = map[time.Time]int{}
	w.warned, w.appended, w.erased = map[string]bool{}, map[string]time.Time{}, map[string]intake.Content{}
	w.rowed = map[string]time.Time{}
	w.relay.careless = map[string]bool{}
	w.unsealed, w.documents = map[sealed]*opened{}, map[string]checker.Document{}
	for i := range 2 {
		w.web[i].name, w.workers[i].name = fmt.Sprint("web ", i), fmt.Sprint("worker ", i)
	}
	return w
}

// after lets something happen later.
func (w *world) after(d time.Duration, do func()) {
	w.seq++
	heap.Push(&w.events, &event{w.now.Add(d), w.seq, do})
}

// unwell reports whether something outside goes wrong, now and with a rate.
func (w *world) unwell(f fault, what string) bool {
	if !w.now.Before(w.heal) {
		return false
	}
	if w.named() {
		what = "world " + what + ": " + f.String()
	}
	unwell := w.likely(what, w.rates[f])
	w.troubled = w.troubled || unwell
	return unwell
}

func (w *world) one(of *[2]machine) *machine { return &of[w.below("world machine", 2)] }

// run lets everything happen until the world has been at rest for long enough.
func (w *world) run() {
	end := w.heal.Add(restAfter)
	for len(w.events) > 0 && !w.events[0].at.After(end) {
		e := heap.Pop(&w.events).(*event)
		w.now = e.at
		e.do()
	}
	w.now = end
	for _, s := range w.slots {
		if !slices.Contains(w.idle, s) {
			s.stop()
		}
	}
	resting.put(w.idle)
}

func (w *world) note(site string, f fault, detail int) {
	w.line = binary.LittleEndian.AppendUint64(w.line[:0], uint64(w.now.UnixNano()))
	w.line = append(append(w.line, site...), byte(f))
	w.line = binary.LittleEndian.AppendUint32(w.line, uint32(detail))
	w.trace.Write(w.line)
}

// breaks notes an invariant that does not hold.
func (w *world) breaks(format string, args ...any) {
	w.broken = append(w.broken, fmt.Sprintf(format, args...))
}

// killed is what a process is stopped with in the middle of a call.
type killed struct{}

// slot is a coroutine that runs one function after another: a new one for each costs
// more than most functions do.
type slot struct {
	body  func()
	next  func() (*step, bool)
	stop  func()
	yield func(*step) bool
}

// ended is what a slot yields between two functions.
var ended = &step{}

func newSlot() *slot {
	s := &slot{}
	s.next, s.stop = iter.Pull(func(yield func(*step) bool) {
		s.yield = yield
		for {
			s.run()
			if !yield(ended) {
				return
			}
		}
	})
	return s
}

// rest keeps coroutines between worlds, whose stacks have grown to what functions need.
type rest struct {
	sync.Mutex
	slots []*slot
}

var resting rest

func (r *rest) get() *slot {
	r.Lock()
	defer r.Unlock()
	n := len(r.slots)
	if n == 0 {
		return newSlot()
	}
	s := r.slots[n-1]
	r.slots = r.slots[:n-1]
	return s
}

func (r *rest) put(idle []*slot) {
	r.Lock()
	defer r.Unlock()
	for _, s := range idle {
		s.body = nil // it holds a world
		r.slots = append(r.slots, s)
	}
}

// run runs one function, which may be killed on its way.
func (s *slot) run() {
	defer func() {
		if why := recover(); why != nil && why != any(killed{}) {
			panic(why)
		}
	}()
	s.body()
}

// invocation is one run of a function: a coroutine that stops at each call.
type invocation struct {
	w        *world
	name     string
	at       *machine
	begun    time.Time
	budget   time.Duration // calls fail after it; 0: never
	limit    time.Duration // the process is stopped after it
	slot     *slot
	dead     bool
	troubled bool // a call of it went wrong
	done     func(died bool)
	puts     int          // of turns
	marked   int          // marks it tried to set
	last     string       // call
	asked    int          // requests to the store
	logs     []intake.Key // whose head it read
	raced    bool         // a token of it was refused, because another was faster
	proves   bool         // it wrote a token
	leaves   bool         // a turn was written with something that is to leave
}

// step is one call.
type step struct {
	site  string
	kinds []fault
	apply func()
	stale func()
	fail  func(error)
	no    error // of a call that was throttled
}

// invoke starts a function on a machine. done is told how it ended.
func (w *world) invoke(name string, at *machine, budget, limit time.Duration, body func(*invocation), done func(died bool)) {
	i := &invocation{w: w, name: name, at: at, begun: w.now, budget: budget, limit: limit, done: done}
	if n := len(w.idle); n > 0 {
		i.slot, w.idle = w.idle[n-1], w.idle[:n-1]
	} else {
		i.slot = resting.get()
		w.slots = append(w.slots, i.slot)
	}
	i.slot.body = func() { body(i) }
	i.resume()
}

// clock is that of the machine.
func (i *invocation) clock() time.Time { return i.w.now.Add(i.at.skew) }

func (i *invocation) resume() {
	if i.w.now.Sub(i.begun) > i.limit {
		i.die()
		return
	}
	i.w.running = i
	s, _ := i.slot.next()
	if s == ended {
		i.w.idle = append(i.w.idle, i.slot)
		i.done(false)
		return
	}
	i.w.perform(i, s)
}

func (i *invocation) die() {
	i.w.story("%s on %s dies", i.name, i.at.name)
	i.dead = true
	i.slot.next()
	i.w.idle = append(i.w.idle, i.slot)
	i.at.reconciler, i.at.paying = nil, nil // what it remembered is gone
	i.done(true)
}

// perform decides what happens to a call and lets it happen.
func (w *world) perform(i *invocation, s *step) {
	w.calls++
	f := w.pick(i, s)
	w.reach[point{s.site, f}]++
	if w.states != nil {
		w.states[state{i.name, i.last, i.troubled, point{s.site, f}}] = true
		i.last = s.site
	}
	i.troubled, w.troubled = i.troubled || f != none, w.troubled || f != none
	w.note(s.site, f, w.calls)
	if w.tells && (f != none || s.site != "Pending" && s.site != "Due" && s.site != "List") {
		w.story("%s on %s: call %d %s: %s", i.name, i.at.name, w.calls, s.site, f)
	}
	if i.budget > 0 && w.now.Sub(i.begun) > i.budget {
		s.fail(context.DeadlineExceeded)
		i.resume()
		return
	}
	soon := w.between("delay call", time.Millisecond, 40*time.Millisecond)
	var wait time.Duration
	if f == lost || f == answerLost || f == late || f == slow {
		wait = w.between("delay slow call", time.Second, callTimeout)
	}
	then := func(do func()) func() {
		return func() {
			do()
			if i.budget > 0 && w.now.Sub(i.begun) > i.budget {
				s.fail(context.DeadlineExceeded)
			}
			i.resume()
		}
	}
	unknown := func() { s.fail(intake.ErrUnknown) }
	switch f {
	case crashBefore:
		i.die()
	case crashAfter:
		w.after(soon, func() { s.apply(); i.die() })
	case lost:
		w.after(wait, then(unknown))
	case answerLost:
		w.after(wait, then(func() { s.apply(); unknown() }))
	case late:
		w.after(wait+w.between("delay effect", 0, latest), s.apply)
		w.after(wait, then(unknown))
	case throttled:
		w.after(soon, then(func() { s.fail(s.no) }))
	case slow:
		w.after(wait, then(s.apply))
	case stale:
		w.after(soon, then(s.stale))
	case twice:
		w.after(soon, then(func() { s.apply(); s.apply() }))
	default:
		w.after(soon, then(s.apply))
	}
}

// latest is how long after a caller gave up its call may have its effect.
const latest = 30 * time.Second

// callTimeout is how long a function waits for one call.
const callTimeout = 8 * time.Second

func (w *world) pick(i *invocation, s *step) fault {
	if w.plan != nil {
		w.calledAt = append(w.calledAt, step{site: s.site, kinds: s.kinds})
		if f := w.plan[w.calls]; slices.Contains(s.kinds, f) {
			return f
		}
		return none
	}
	if !w.now.Before(w.heal) {
		return none
	}
	if s.site == w.out.site && !w.now.Before(w.out.from) && w.now.Before(w.out.to) {
		return throttled
	}
	label := ""
	if w.named() {
		label = "fault " + s.site + " of " + i.name
	}
	f := fault(w.decide(label, func() int64 {
		if s.site == w.focus.site && w.chance.Float64() < w.focus.often() {
			return int64(w.focus.fault)
		}
		if lead, ok := leads[w.focus.site]; ok && s.site == lead && w.chance.Float64() < w.focus.leads() {
			return int64(answerLost)
		}
		for _, kind := range s.kinds {
			if rate := w.rates[kind]; rate > 0 && w.chance.Float64() < rate {
				return int64(kind)
			}
		}
		return int64(none)
	}))
	if !slices.Contains(s.kinds, f) {
		return none
	}
	return f
}

// leads are the calls whose lost answer leads to a search.
var leads = map[string]string{"FindCard": "Post", "FindTold": "Tell", "FindList": "PostList", "UpdateList": "PostList"}

// leads is how often the call that leads to the one that a run looks at has its answer lost.
func (f focus) leads() float64 {
	if f.listing() {
		return 0.9
	}
	return 0.5
}

// often is how often a call meets the fault that a run looks at. A run has one search for
// a text, or none, and few lists.
func (f focus) often() float64 {
	if f.site == "FindText" || leads[f.site] != "" || f.site == "Drop" || f.listing() {
		return 0.9
	}
	return 0.3
}

// kinds of faults that calls may meet.
var (
	reads   = []fault{crashBefore, crashAfter, lost, throttled, slow}
	lists   = append([]fault{stale}, reads...)
	writes  = []fault{crashBefore, crashAfter, lost, answerLost, late, throttled, slow}
	sending = append([]fault{twice}, writes...)
)

// ask makes one call of an invocation.
func ask[T any](i *invocation, site string, kinds []fault, no error, apply, before func() (T, error)) (T, error) {
	var value T
	var err error
	goesOn := i.slot.yield(&step{
		site: site, kinds: kinds, no: no,
		apply: func() { value, err = apply() },
		stale: func() { value, err = before() },
		fail: func(e error) {
			var nothing T
			value, err = nothing, fmt.Errorf("%s: %w", site, e)
		},
	})
	if !goesOn || i.dead {
		panic(killed{})
	}
	return value, err
}

// tell is ask for a call without a value.
func tell(i *invocation, site string, kinds []fault, no error, apply func() error) error {
	_, err := ask(i, site, kinds, no, func() (struct{}, error) { return struct{}{}, apply() }, nil)
	return err
}
