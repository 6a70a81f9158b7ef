package intake

import (
	"context"
	"errors"
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
		if n.Receipt == Failed {
			why += "." + n.Reason
			a.State.Charge.Unsent = n.Turn.N
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

// reasonUnknown stands for the code of a failure of which only the receipt is left.
const reasonUnknown = "unknown"

// Written reports whether an entry carries an analyst's words to the reporter.
func Written(entry string) bool { return ending(entry) == entryDesk }

func ending(entry string) string { return entry[strings.LastIndexByte(entry, '.')+1:] }
