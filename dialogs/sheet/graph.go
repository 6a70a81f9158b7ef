package main

import (
	"slices"

	"relais/dialogs/engine"
)

// way is one way on from a step. Exactly one of Step, Enter and Back holds.
type way struct {
	Kind  wayKind
	Key   int // of a choice
	ID    string
	When  []engine.Condition
	Step  string
	Enter string
	Back  bool // return to the caller
}

type wayKind int

const (
	onward    wayKind = iota // the next step, whatever comes
	choice                   // an answer
	fork                     // a line of next with a condition
	otherwise                // the last line of next
	skipped                  // next of a question whose choices all lead elsewhere
	silence                  // no_input
	misses                   // no_match
	bareNo                   // bare_no
)

const returnStep = "return"

func to(w way, step, enter string) way {
	w.Step, w.Enter = step, enter
	if step == returnStep {
		w.Step, w.Back = "", true
	}
	return w
}

// ways lists the ways on from a step in the order of its file.
func ways(s *engine.Step) []way {
	var out []way
	all := len(s.Choices) > 0 // every choice has a way of its own
	for _, c := range s.Choices {
		if c.Goto != "" || c.Enter != "" {
			out = append(out, to(way{Kind: choice, Key: c.Key, ID: c.ID}, c.Goto, c.Enter))
			continue
		}
		all = false
		for _, b := range s.Next {
			out = append(out, to(way{Kind: choice, Key: c.Key, ID: c.ID, When: b.When}, b.Goto, b.Enter))
		}
	}
	if len(s.Choices) == 0 || all {
		for i, b := range s.Next {
			w := way{Kind: fork, When: b.When}
			switch {
			case all:
				w.Kind = skipped
			case len(s.Next) == 1:
				w.Kind = onward
			case i == len(s.Next)-1:
				w.Kind = otherwise
			}
			out = append(out, to(w, b.Goto, b.Enter))
		}
	}
	if s.NoInput.Goto != "" {
		out = append(out, to(way{Kind: silence}, s.NoInput.Goto, ""))
	}
	if s.NoMatch.Goto != "" {
		out = append(out, to(way{Kind: misses}, s.NoMatch.Goto, ""))
	}
	if s.BareNo != "" {
		out = append(out, to(way{Kind: bareNo}, s.BareNo, ""))
	}
	return out
}

// flow is the graph of one dialog.
type flow struct {
	dialog *engine.Dialog
	roots  []string // the start, then steps only the engine comes to
	order  []string // reading order: a step stands after those that lead to it, loops apart
	next   map[string][]string
	leaves map[string]bool // may leave the dialog from here
}

func flowOf(d *engine.Dialog) *flow {
	f := &flow{dialog: d, next: map[string][]string{}, leaves: map[string]bool{}}
	for i := range d.Steps {
		s := &d.Steps[i]
		f.leaves[s.ID] = s.End != ""
		for _, w := range ways(s) {
			if _, ok := d.Step(w.Step); !ok {
				f.leaves[s.ID] = true
				continue
			}
			if !slices.Contains(f.next[s.ID], w.Step) {
				f.next[s.ID] = append(f.next[s.ID], w.Step)
			}
		}
	}
	seen := map[string]bool{}
	f.from(d.Start, seen)
	for _, s := range d.Steps {
		if !seen[s.ID] {
			f.from(s.ID, seen)
		}
	}
	return f
}

// from appends what can be reached from a root in reverse postorder: first ways first.
func (f *flow) from(root string, seen map[string]bool) {
	if _, ok := f.dialog.Step(root); !ok {
		return
	}
	f.roots = append(f.roots, root)
	var done []string
	var visit func(id string)
	visit = func(id string) {
		if seen[id] {
			return
		}
		seen[id] = true
		for _, n := range slices.Backward(f.next[id]) {
			visit(n)
		}
		done = append(done, id)
	}
	visit(root)
	slices.Reverse(done)
	f.order = append(f.order, done...)
}

// reach returns what can be reached from any of the steps without passing another.
func (f *flow) reach(from []string, without string) map[string]bool {
	got := map[string]bool{}
	todo := slices.Clone(from)
	for len(todo) > 0 {
		id := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if id == without || got[id] {
			continue
		}
		got[id] = true
		todo = append(todo, f.next[id]...)
	}
	return got
}

// depths says how far each step is indented in an outline: one deeper than the last
// step that everybody passes before it, unless everybody who goes on passes it too.
func (f *flow) depths() map[string]int {
	depth := map[string]int{}
	for i, id := range f.order {
		if slices.Contains(f.roots, id) {
			continue
		}
		for _, before := range slices.Backward(f.order[:i]) {
			if f.reach(f.roots, before)[id] {
				continue // one can come here without it
			}
			depth[id] = depth[before]
			if f.avoidable(before, id) {
				depth[id]++
			}
			break
		}
	}
	return depth
}

// avoidable reports whether somebody at one step may leave the dialog without passing another.
func (f *flow) avoidable(at, step string) bool {
	for id := range f.reach([]string{at}, step) {
		if f.leaves[id] {
			return true
		}
	}
	return false
}
