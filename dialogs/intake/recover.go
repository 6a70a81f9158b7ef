package intake

import (
	"context"
	"errors"
	"slices"
	"time"
)

// Taken is what the log knows of a message of a reporter.
type Taken struct {
	Turn Turn // that took it; N is 0 if it is no longer kept
	// Stuck: it is answered by a reply that no webhook is known to have handed over,
	// and nothing was heard or said since.
	Stuck bool
	Reply string // the text, if Stuck
	State State  // after it, if Stuck
}

// Taken looks for a message in the log.
func (d *Desk) Taken(ctx context.Context, now time.Time, in Inbound) (taken Taken, found bool, err error) {
	l, err := d.logs(ctx, now, Key{Channel: in.Channel, Address: d.Keys.Address(in.Channel, in.From)}, nil)
	if err != nil {
		return Taken{}, false, err
	}
	t, head, found, err := d.find(ctx, &l, in)
	if !found || err != nil {
		return Taken{}, false, err
	}
	taken.Turn = t
	newest := t.N == head.N && (t.Key == l.now.Key || l.now.N == 0)
	if t.N == 0 || !newest || t.Receipt != Unknown || t.texts() || len(t.Sealed) == 0 {
		return taken, true, nil
	}
	content, err := d.Content(t)
	if err != nil || content.Reply == nil {
		return taken, true, err
	}
	taken.Stuck, taken.Reply, taken.State = true, content.Reply.Text, content.State
	return taken, true, nil
}

// Resend lets a reply that is Stuck leave as a text of its own, by a turn that
// follows it. It reports false when somebody wrote meanwhile: the question is then
// put again anyhow.
func (d *Desk) Resend(ctx context.Context, now time.Time, taken Taken) (bool, error) {
	prev := taken.Turn
	content, err := d.Content(prev)
	if err != nil {
		return false, err
	}
	t := draft{turn: Turn{Key: prev.Key, N: prev.N + 1, Case: prev.Case, Kind: KindResent, Current: prev.Current, Lead: prev.Lead}}
	t.content = Content{Facts: content.Facts, Reply: content.Reply, State: content.State}
	s := &t.content.State
	s.Asked = Stamp(now)
	s.Resent = append(slices.Clone(s.Resent[max(0, len(s.Resent)-maxResent+1):]), prev.N)
	sendReply(now, &t)
	if err := d.finish(now, prev, &t, ""); err != nil {
		return false, err
	}
	if err := d.Log.Append(ctx, t.turn); err != nil {
		if errors.Is(err, ErrStaleTurn) {
			return false, nil
		}
		return false, err
	}
	return true, nil
}

// maxResent is how many turns are remembered whose reply left a second way: more
// than a conversation loses within the time in which a repeat gets its reply.
const maxResent = 8

// resent reports whether the reply of a turn left a second way, as the head of its
// log remembers.
func (d *Desk) resent(head Turn, n int) (bool, error) {
	if n == head.N || len(head.Sealed) == 0 {
		return false, nil
	}
	state, err := d.state(head)
	return slices.Contains(state.Resent, n), err
}

// texts reports whether the reply of a turn leaves as a text of its own.
func (t Turn) texts() bool {
	return slices.ContainsFunc(t.Outbox, func(e Entry) bool { return e.ID == replyEntry(t) })
}
