package simulation

import (
	"context"
	"errors"

	"github.com/google/go-cmp/cmp"

	"relais/dialogs/intake"
	"relais/dialogs/outbox"
	"relais/tests/checker"
)

// remember keeps what a turn held before it is erased: what must hold of it holds of it
// still.
func (w *world) remember(key intake.Key, n int) {
	turns, err := w.store.Turns(context.Background(), key, n, 1)
	if err != nil || len(turns) == 0 || turns[0].N != n || len(turns[0].Sealed) == 0 {
		return
	}
	content, err := w.content(turns[0])
	if err != nil {
		w.breaks("I29: %s turn %d does not open when it is erased: %v", key.Short(), n, err)
	}
	w.erased[string(turns[0].Hash)] = content
}

// ended is what becomes of cases that analysts close or erase: I28, that the turns of a
// closed case are read no longer than its end says, and I29, that nothing of an erased one
// is left, and nothing of any other is gone.
func (w *world) ended(seen checker.World) {
	erasedBy, expires := map[string]intake.Turn{}, map[string]intake.Turn{}
	for _, log := range seen.Logs {
		for _, t := range log.Turns {
			for _, e := range t.Outbox {
				switch e.Kind {
				case intake.ToErase:
					erasedBy[t.Case] = t
				case intake.ToExpire:
					expires[t.Case] = t
				}
			}
		}
	}
	before := func(t, end intake.Turn) bool { // also by which another channel joined its case
		return t.Key == end.Key && t.N < end.N || end.N > 0 && t.Key != end.Key
	}
	for i, log := range seen.Logs {
		for j, t := range log.Turns {
			if last, ends := expires[t.Case]; ends && t.Key == last.Key && t.N < last.N && len(t.Sealed) > 0 && !t.Expires.Equal(last.Expires) {
				w.breaks("I28: %s turn %d: it is read until %s, its case until %s", log.Key.Short(), t.N, t.Expires, last.Expires)
			}
			switch by := erasedBy[t.Case]; {
			case !before(t, by) && len(t.Sealed) == 0:
				w.breaks("I29: %s turn %d: it is gone, and nobody erased its case", log.Key.Short(), t.N)
			case before(t, by):
				w.gone(t, seen.Logs[i].Contents[j])
			}
		}
	}
}

// gone looks that nothing is left of a turn whose case was erased.
func (w *world) gone(t intake.Turn, held intake.Content) {
	if len(t.Sealed) > 0 {
		w.breaks("I29: %s turn %d: its case was erased, and it was not", t.Key.Short(), t.N)
	}
	for _, k := range held.Kept {
		if _, there := w.chat.files[k.Blob]; there {
			w.breaks("I29: %s turn %d: its case was erased, and its file was not", t.Key.Short(), t.N)
		}
	}
	if in := held.Inbound; in != nil && in.Blob != "" {
		if _, err := w.store.Get(context.Background(), in.Blob); !errors.Is(err, intake.ErrNoTurn) {
			w.breaks("I29: %s turn %d: its case was erased, and its text was not", t.Key.Short(), t.N)
		}
	}
}

// heldOut ends the id of a case's row in the region to which it is held out.
const heldOut = ".offer"

// indexed looks that the analysts' index shows each case that is one for them as its
// newest turn with news left it, and no case that was erased.
func (w *world) indexed(seen checker.World) {
	want := map[string]outbox.Summary{}
	for _, log := range seen.Logs {
		for j, t := range log.Turns {
			for _, e := range t.Outbox {
				switch e.Kind {
				case intake.ToErase:
					delete(want, t.Case)
					delete(want, t.Case+heldOut)
				case intake.ToQueue:
					s, ours := outbox.Summarize(t, log.Contents[j])
					if !ours {
						continue
					}
					want[t.Case] = s
					switch p, err := intake.ParsePacket(e.Body); {
					case err != nil:
					case p.Offered != "":
						s.Case, s.Region, s.Offered = t.Case+heldOut, p.Offered, p.Offered
						want[s.Case] = s
					case p.Moved != "":
						delete(want, t.Case+heldOut)
					}
				}
			}
		}
	}
	for _, region := range regions {
		for _, closed := range []bool{false, true} {
			found, err := w.store.Cases(context.Background(), region, closed, 1000)
			if err != nil {
				w.breaks("index: %v", err)
			}
			for _, s := range found {
				if s != want[s.Case] && !cmp.Equal(s, want[s.Case]) {
					w.breaks("index: case %s: %s", s.Case, cmp.Diff(want[s.Case], s))
				}
				delete(want, s.Case)
			}
		}
	}
	for id := range want {
		w.breaks("index: case %s is not in it", id)
	}
}
