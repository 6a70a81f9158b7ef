package intake

import (
	"context"
	"encoding/hex"
	"slices"
	"strings"
)

// A message stands in the Seen of the log that takes it. That is not enough where Seen is
// full, nor for an address with more than one case, each of whose logs would have to be
// asked. There it has a mark besides, one for the address: it says where the message was
// last tried to be written, and is moved there before it is. It only moves on from a place
// that another message has taken. So a message of which nobody knows whether it was written
// is either at its mark or nowhere: who comes after competes for the same place, also when
// another case was opened meanwhile. Analysts' events belong to one log, and have marks of
// their own in it once its Seen is full.

// marksPerLog keeps the places of an address apart in one number.
const marksPerLog = 1_000_000_000

// place is the number by which a mark names a turn.
func place(t Turn) int { return t.Key.K*marksPerLog + t.N }

// full reports that Seen has no room for what the turn after head takes.
func (head Turn) full() bool { return Seen(head.Seen).full(head.N + 1) }

// heads are the newest turns at hand.
func (l logs) heads() []Turn {
	heads := []Turn{l.now}
	if l.now.Key != l.first.Key {
		heads = append(heads, l.first)
	}
	if l.own.N > 0 { // what came before it joined
		heads = append(heads, l.own)
	}
	return heads
}

// marked reports whether the messages of an address stand in marks too.
func (l logs) marked() bool { return l.first.full() || l.first.Current > 0 }

// find looks for the turn that took a message, in the logs of all cases of its
// address, and returns the head of that log too. The turn is zero if it is gone. A
// message that was to be taken next in one of the logs, and nobody knows whether that
// will still happen, is held there: l.now becomes that log.
func (d *Desk) find(ctx context.Context, l *logs, in Inbound) (t, head Turn, found bool, err error) {
	for _, head := range l.heads() {
		if n, seen := Seen(head.Seen).Find(d.Keys.MessageID(head.Key, in.ID)); seen {
			t, err = d.turnAt(ctx, head, n)
			return t, head, true, err
		}
	}
	own := l.first
	if l.own.N > 0 {
		own = l.own
	}
	if own.Current > 0 || own.Lead != "" {
		if t, head, found, err = d.findLeft(ctx, l, own, in); found || l.held || err != nil {
			return t, head, found, err
		}
	}
	if l.own.N > 0 && (own.full() || own.Current > 0) {
		// Before it joined, the message may have been tried in a case of the address itself, and
		// be taken there yet.
		mark, err := d.Log.Mark(ctx, own.Key, d.Keys.MessageID(own.Key, in.ID))
		if err != nil {
			return Turn{}, Turn{}, false, err
		}
		if mark > place(own) && mark/marksPerLog == own.Key.K {
			l.aside = mark // nothing but the message that leaves the case again is tried there
		} else if mark > 0 {
			head := own
			if k := mark / marksPerLog; k != own.Key.K {
				key := own.Key
				key.K = k
				if head, err = d.head(ctx, key); err != nil {
					return Turn{}, Turn{}, false, err
				}
			}
			if mark > place(head) {
				*l = logs{first: own, open: head, now: head, mark: mark, held: true}
				return Turn{}, Turn{}, false, nil
			}
			// Where another took that turn, it is written there no more, and goes on in the case.
			if t, err = d.turnAt(ctx, head, mark%marksPerLog); err != nil || t.N == 0 || d.took(t, in.ID) {
				return t, head, err == nil, err
			}
		}
	}
	if !l.marked() {
		return Turn{}, Turn{}, false, nil
	}
	return d.findMarked(ctx, l, in)
}

// findMarked looks for a message at its mark in the logs of one address, and holds it as find does.
func (d *Desk) findMarked(ctx context.Context, l *logs, in Inbound) (t, head Turn, found bool, err error) {
	if l.mark, err = d.Log.Mark(ctx, l.first.Key, d.Keys.MessageID(l.first.Key, in.ID)); err != nil || l.mark == 0 {
		return Turn{}, Turn{}, false, err
	}
	if head, err = d.headOf(ctx, *l, l.mark/marksPerLog); err != nil {
		return Turn{}, Turn{}, false, err
	}
	if l.mark > place(head) {
		l.held = true
		l.now = head
		return Turn{}, Turn{}, false, nil
	}
	t, err = d.turnAt(ctx, head, l.mark%marksPerLog)
	return t, head, err == nil && (t.N == 0 || d.took(t, in.ID)), err
}

// leftTurns is how many turns of a conversation's own log are asked where they led: one
// has a turn there for each case that it joins or opens.
const leftTurns = 50

// findLeft looks for a message in the cases that a conversation has left, or that it
// joined and that are erased: the log of the conversation itself has neither their Seen nor
// their marks.
func (d *Desk) findLeft(ctx context.Context, l *logs, own Turn, in Inbound) (t, head Turn, found bool, err error) {
	var s State
	if len(own.Sealed) > 0 {
		if s, err = d.state(own); err != nil {
			return Turn{}, Turn{}, false, err
		}
	} else {
		// What it noted is erased with a case that it left; where each turn led stands in clear.
		turns, err := d.Log.Turns(ctx, own.Key, max(1, own.N-leftTurns+1), leftTurns)
		if err != nil {
			return Turn{}, Turn{}, false, err
		}
		for _, t := range turns {
			s.leaves(t.Lead)
		}
	}
	s.leaves(own.Lead)
	for _, log := range s.Left {
		key, err := ParseKey(log)
		if err != nil {
			return Turn{}, Turn{}, false, err
		}
		if head, err = d.head(ctx, key); err != nil {
			return Turn{}, Turn{}, false, err
		}
		if n, seen := Seen(head.Seen).Find(d.Keys.MessageID(key, in.ID)); seen {
			t, err = d.turnAt(ctx, head, n)
			return t, head, true, err
		}
		left := logs{first: head, open: head, now: head}
		if key == l.first.Key || !left.marked() {
			continue
		}
		if t, head, found, err = d.findMarked(ctx, &left, in); found || err != nil {
			return t, head, found, err
		}
		if left.held && len(left.now.Sealed) > 0 {
			there, err := d.state(left.now)
			if err != nil {
				return Turn{}, Turn{}, false, err
			}
			if slices.ContainsFunc(there.Channels, func(c Channel) bool { return c.Log == own.Key.String() }) { // else it is another's by now
				*l = left
				return Turn{}, Turn{}, false, nil
			}
		}
	}
	return Turn{}, Turn{}, false, nil
}

// leaves notes that a conversation leaves the case of a log: what it said there stands there.
func (s *State) leaves(lead string) {
	if ref := refOf(lead); ref.N > 0 && !slices.Contains(s.Left, ref.Key.String()) {
		s.Left = append(slices.Clone(s.Left[max(0, len(s.Left)-maxChannels+1):]), ref.Key.String())
	}
}

// signature is what the nonce of the turn that takes a message or an event ends with: it
// says whose turn it is when all else of it is erased.
func (d *Desk) signature(key Key, id string) string {
	hidden := d.Keys.MessageID(key, id)
	return "." + hex.EncodeToString(hidden[:])
}

// took reports whether a turn took a message or an event, erased or not.
func (d *Desk) took(t Turn, id string) bool {
	return strings.HasSuffix(t.Nonce, d.signature(t.Key, id))
}

// headOf returns the newest turn of the log of a case of an address.
func (d *Desk) headOf(ctx context.Context, l logs, k int) (Turn, error) {
	switch k {
	case l.now.Key.K:
		return l.now, nil
	case l.first.Key.K:
		return l.first, nil
	}
	key := l.first.Key
	key.K = k
	return d.head(ctx, key)
}

// mark moves the mark of a message to the turn that is about to take it, where marks are
// kept; it never moves back. ErrStaleTurn: somebody else takes the message.
func (d *Desk) mark(ctx context.Context, l logs, t Turn, id string) error {
	if t.Key == l.own.Key {
		l = logs{first: l.own, mark: l.aside} // a conversation that leaves the case it had joined
	}
	switch {
	case !l.marked() || l.mark == place(t):
		return nil
	case l.mark > place(t) && l.mark/marksPerLog == t.Key.K: // the head was read before somebody else moved it
		return ErrStaleTurn
	}
	return d.Log.SetMark(ctx, l.first.Key, d.Keys.MessageID(l.first.Key, id), l.mark, place(t))
}

// eventAt looks for the turn that took an event, in the one log that can have. mark is
// where its mark stands, 0 for none.
func (d *Desk) eventAt(ctx context.Context, head Turn, id string) (t Turn, found bool, mark int, err error) {
	hidden := d.Keys.MessageID(head.Key, eventID(id))
	if n, seen := Seen(head.Seen).Find(hidden); seen {
		t, err = d.turnAt(ctx, head, n)
		return t, true, 0, err
	}
	if !head.full() {
		return Turn{}, false, 0, nil
	}
	if mark, err = d.Log.Mark(ctx, head.Key, hidden); err != nil || mark == 0 || mark > head.N {
		return Turn{}, false, mark, err
	}
	t, err = d.turnAt(ctx, head, mark)
	return t, err == nil && (t.N == 0 || d.took(t, eventID(id))), mark, err
}

// markEvent moves the mark of an event to the turn after head.
func (d *Desk) markEvent(ctx context.Context, head Turn, id string, mark int) error {
	switch {
	case !head.full() || mark == head.N+1:
		return nil
	case mark > head.N+1: // as in mark
		return ErrStaleTurn
	}
	return d.Log.SetMark(ctx, head.Key, d.Keys.MessageID(head.Key, eventID(id)), mark, head.N+1)
}
