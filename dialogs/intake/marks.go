package intake

import "context"

// A log whose Seen is full keeps the messages that come after in marks, one by one. A
// mark says as which turn the message was last tried to be written, and is moved there
// before that turn is; it only moves on from a number that is taken by another message.
// So a message of which nobody knows whether it was written is either at its mark or
// nowhere: who comes after competes for the same number.

// taken returns the turn of a log that took the message; head is its newest.
func (d *Desk) taken(ctx context.Context, head Turn, id string) (Turn, bool, error) {
	hidden := d.Keys.MessageID(head.Key, id)
	if n, seen := Seen(head.Seen).Find(hidden); seen {
		t, err := d.turnAt(ctx, head, n)
		return t, true, err
	}
	if !Seen(head.Seen).full(head.N) {
		return Turn{}, false, nil
	}
	n, err := d.Log.Mark(ctx, head.Key, hidden)
	if err != nil || n == 0 || n > head.N {
		return Turn{}, false, err
	}
	t, err := d.turnAt(ctx, head, n)
	if err != nil || len(t.Sealed) == 0 {
		// Erased: nobody can tell whose turn it was, and it is not answered again.
		return t, err == nil, err
	}
	content, err := d.Content(t)
	return t, err == nil && content.Inbound != nil && content.Inbound.ID == id, err
}

// mark moves the mark of a message to the turn that is about to take it, if the log's
// Seen has no room for it. ErrStaleTurn: somebody else takes the message.
func (d *Desk) mark(ctx context.Context, t Turn, id string) error {
	hidden := d.Keys.MessageID(t.Key, id)
	if _, seen := Seen(t.Seen).Find(hidden); seen {
		return nil
	}
	from, err := d.Log.Mark(ctx, t.Key, hidden)
	switch {
	case err != nil || from == t.N:
		return err
	case from > t.N:
		return ErrStaleTurn
	}
	return d.Log.SetMark(ctx, t.Key, hidden, from, t.N)
}
