package intake

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Delivery is what a carrier says of a text.
type Delivery struct {
	Turn    Ref
	Entry   string // outbox entry it left by; empty: the answer of a webhook
	Receipt Receipt
	Reason  string // of a failure: a code
}

// Receive notes what became of a text: the receipt of its turn moves forward. What
// became of an analyst's text stands in the log besides, so that whoever wrote it
// is told, once. Noting twice changes nothing.
func (d *Desk) Receive(ctx context.Context, now time.Time, n Delivery) error {
	if strings.HasPrefix(ending(n.Entry), entryPage) || strings.HasPrefix(ending(n.Entry), entryElse) {
		return nil // it says nothing of what the reporter got
	}
	if err := d.Log.Receipt(ctx, n.Turn.Key, n.Turn.N, n.Receipt); err != nil || !Written(n.Entry) || !n.Receipt.After(Answered) {
		return err
	}
	turns, err := d.Log.Turns(ctx, n.Turn.Key, n.Turn.N, 1)
	if err != nil || len(turns) == 0 {
		return err
	}
	if noted := turns[0].Receipt; noted != n.Receipt {
		// A later word has come before this one; that it got as far as the log is not known.
		n.Receipt, n.Reason = noted, reasonUnknown
	}
	_, err = d.Amend(ctx, now, n.Turn.Key, n.Entry+" "+string(n.Receipt), func(a *Amendment) error {
		if a.State.Erased() {
			return ErrErased
		}
		why := string(n.Receipt)
		c := &a.State.Charge
		switch {
		case n.Receipt == Failed:
			why += "." + n.Reason
			c.Unsent = n.Turn.N
		case n.Receipt == Delivered && c.Unread.Turn == n.Turn.N:
			c.Unread, c.Unsent = Unread{}, 0
		}
		a.Act = &Act{ID: n.Entry, Kind: NewsReceipt, Given: map[string]string{"turn": strconv.Itoa(n.Turn.N), "receipt": string(n.Receipt), "reason": n.Reason}}
		a.Tell(News{Kind: NewsReceipt, Turn: n.Turn.N, Why: why})
		return nil
	})
	if errors.Is(err, ErrErased) {
		return nil
	}
	return err
}

// shown notes that the reporter's page has shown an analyst's text: it asks for what came
// after the turn upto. What is hidden there was passed over, and is not shown.
func (d *Desk) shown(ctx context.Context, now time.Time, head Turn, s State, upto int, hidden func(Turn, Content) bool) error {
	u := s.Charge.Unread
	if u.Turn == 0 || upto < u.Turn {
		return nil
	}
	written, err := d.turnAt(ctx, head, u.Turn)
	if err != nil || written.N == 0 || len(written.Sealed) == 0 {
		return err
	}
	if content, err := d.Content(written); err != nil || hidden(written, content) {
		return err
	}
	return d.Receive(ctx, now, Delivery{Turn: Ref{Key: head.Key, N: u.Turn}, Entry: unreadEntry(head.Case, u), Receipt: Delivered})
}

// unreadEntry names an analyst's text that no entry carries, as an entry would.
func unreadEntry(caseID string, u Unread) string {
	return fmt.Sprintf("%s.%d.%s", caseID, u.Turn, entryDesk)
}

// unread tells the analysts that their text was not shown, and by which other channel it
// can be written.
func (t *draft) unread(now time.Time) {
	s := &t.content.State
	u := &s.Charge.Unread
	u.Told, s.Charge.Unsent = true, u.Turn
	way := "none"
	if other, ok := s.Elsewhere(); ok {
		way = other.Session.Channel
	}
	t.content.Act = &Act{ID: unreadEntry(t.turn.Case, *u), Kind: NewsReceipt, Given: map[string]string{
		"turn": strconv.Itoa(u.Turn), "receipt": "unread", "channel": s.Session.Channel,
	}}
	t.news = append(t.news, News{Kind: NewsReceipt, Turn: u.Turn, At: Stamp(now), Why: "unread." + way})
}

// reasonUnknown stands for the code of a failure of which only the receipt is left.
const reasonUnknown = "unknown"

// Written reports whether an entry carries an analyst's words to the reporter.
func Written(entry string) bool { return ending(entry) == entryDesk }

func ending(entry string) string { return entry[strings.LastIndexByte(entry, '.')+1:] }
