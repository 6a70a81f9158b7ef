package intake

import "context"

// A log whose Seen is full keeps the messages that come after in marks, one by one, and
// so do the logs of an address with more than one case. A mark says as which turn a
// message was last tried to be written, and is moved there before that turn is; it only
// moves on from a number that is taken by another message. So a message of which nobody
// knows whether it was written is either at its mark or nowhere: who comes after
// competes for the same number, also when another case was opened meanwhile.

// marked reports whether the messages of a log that is at head stand in marks too.
func marked(head Turn) bool {
	return Seen(head.Seen).full(head.N) || head.Key.K > 0 || head.Current > 0
}

// taken returns the turn of a log that took the message; head is its newest. doubt: it
// was to take it next, and nobody knows whether that will still happen.
func (d *Desk) taken(ctx context.Context, head Turn, id string) (t Turn, seen, doubt bool, err error) {
	hidden := d.Keys.MessageID(head.Key, id)
	if n, seen := Seen(head.Seen).Find(hidden); seen {
		t, err := d.turnAt(ctx, head, n)
		return t, true, false, err
	}
	if !marked(head) {
		return Turn{}, false, false, nil
	}
	n, err := d.Log.Mark(ctx, head.Key, hidden)
	if err != nil || n == 0 || n > head.N {
		return Turn{}, false, n > head.N, err
	}
	t, err = d.turnAt(ctx, head, n)
	if err != nil || len(t.Sealed) == 0 {
		// Erased: nobody can tell whose turn it was, and it is not answered again.
		return t, err == nil, false, err
	}
	content, err := d.Content(t)
	return t, err == nil && content.Inbound != nil && content.Inbound.ID == id, false, err
}

// mark moves the mark of a message to the turn that is about to take it, where marks are
// kept; head is the turn before it. ErrStaleTurn: somebody else takes the message.
func (d *Desk) mark(ctx context.Context, head, t Turn, id string) error {
	if !marked(head) {
		return nil
	}
	hidden := d.Keys.MessageID(t.Key, id)
	from, err := d.Log.Mark(ctx, t.Key, hidden)
	switch {
	case err != nil || from == t.N:
		return err
	case from > t.N:
		return ErrStaleTurn
	}
	return d.Log.SetMark(ctx, t.Key, hidden, from, t.N)
}
