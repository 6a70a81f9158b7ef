package simulation

import (
	"context"
	"encoding/hex"
	"fmt"
	"time"

	"relais/dialogs/intake"
	"relais/dialogs/outbox"
)

// board is the analysts' channels of all regions.
type board struct {
	w       *world
	cards   []*card
	claimed map[string]bool // claims ever written
	changes []change
	told    []told
	lists   []*list
}

// told is one of the news that stand beside a card.
type told struct {
	id, ref, card string
	region        string
	at, listed    time.Time
}

// change is a card that becomes the one at which a case is worked on, or ceases to be.
type change struct {
	id    string // of the case
	at    time.Time
	cards int // more or fewer: 1 or -1
}

// shows notes what a card shows from now on.
func (b *board) shows(c *card, p intake.Packet) {
	was, is := c.live(), p.Moved == "" && p.Offered == ""
	c.packet, c.shown = p, true
	switch {
	case is && !was:
		b.changes = append(b.changes, change{p.Case, b.w.now, 1})
	case was && !is:
		b.changes = append(b.changes, change{p.Case, b.w.now, -1})
	}
}

// live reports a card at which its case is worked on.
func (c *card) live() bool { return c.shown && c.packet.Moved == "" && c.packet.Offered == "" }

type card struct {
	id, ref string
	region  string
	packet  intake.Packet
	at      time.Time // posted
	listed  time.Time // from when on the history shows it
	gone    bool      // somebody has deleted it
	shown   bool      // it shows its packet
}

// historyLag is how long a history may not show what was posted.
const historyLag = 20 * time.Second

// wall is the board as one invocation sees it.
type wall struct{ i *invocation }

func (b wall) Post(_ context.Context, id string, p intake.Packet, _ time.Time) (string, error) {
	w := b.i.w
	b.i.calls()
	return ask(b.i, "Post", writes, outbox.ErrLater, func() (string, error) {
		c := &card{id: id, ref: fmt.Sprintf("%s:%d", p.Region, len(w.board.cards)+1), region: p.Region, at: w.now, listed: w.now}
		if w.unwell(stale, "history of a channel") {
			c.listed = w.now.Add(w.between("delay history of a channel", 0, historyLag))
		}
		w.instead(id, p)
		w.board.cards = append(w.board.cards, c)
		w.board.shows(c, p)
		if w.adversary && w.likely("world card deleted", 0.2) {
			w.after(w.between("delay card deleted", time.Second, 10*time.Minute), func() {
				c.gone = w.now.Before(w.heal)
			})
		}
		w.story("region %s sees %s at turn %d", p.Region, id, p.N)
		w.committed(p)
		return c.ref, nil
	}, nil)
}

func (b wall) Update(_ context.Context, ref string, p intake.Packet, _ time.Time) error {
	w := b.i.w
	b.i.calls()
	return tell(b.i, "Update", writes, outbox.ErrLater, func() error {
		for _, c := range w.board.cards {
			if c.ref == ref && !c.gone {
				w.board.shows(c, p)
				w.story("region %s sees %s anew at turn %d", p.Region, c.id, p.N)
				w.committed(p)
				return nil
			}
		}
		return outbox.ErrGone
	})
}

func (b wall) Find(_ context.Context, id string, p intake.Packet, since time.Time) (string, bool, error) {
	w := b.i.w
	ref, err := ask(b.i, "FindCard", reads, outbox.ErrLater, func() (string, error) {
		for _, c := range w.board.cards {
			if c.id == id && !c.gone && c.region == p.Region && !w.now.Before(c.listed) && !c.at.Before(since.Add(-clockSlack)) {
				return c.ref, nil
			}
		}
		return "", nil
	}, nil)
	return ref, ref != "", err
}

func (b wall) Tell(_ context.Context, id, card string, p intake.Packet, n intake.News) (string, error) {
	w := b.i.w
	b.i.calls()
	return ask(b.i, "Tell", writes, outbox.ErrLater, func() (string, error) {
		one := told{id: id, ref: fmt.Sprintf("%s:told %d", p.Region, len(w.board.told)+1), card: card, region: p.Region, at: w.now, listed: w.now}
		if w.unwell(stale, "history of a thread") {
			one.listed = w.now.Add(w.between("delay history of a thread", 0, historyLag))
		}
		w.board.told = append(w.board.told, one)
		w.story("region %s is told %s of %s", p.Region, n.Kind, id)
		w.committed(p)
		return one.ref, nil
	}, nil)
}

func (b wall) FindTold(_ context.Context, id, card string, p intake.Packet, since time.Time) (string, bool, error) {
	w := b.i.w
	ref, err := ask(b.i, "FindTold", reads, outbox.ErrLater, func() (string, error) {
		for _, one := range w.board.told {
			if one.id == id && one.card == card && !w.now.Before(one.listed) && !one.at.Before(since.Add(-clockSlack)) {
				return one.ref, nil
			}
		}
		return "", nil
	}, nil)
	return ref, ref != "", err
}

// committed looks that the turn a card speaks of is durable, at the moment it is shown.
func (w *world) committed(p intake.Packet) {
	key, err := intake.ParseKey(p.Key)
	if err != nil {
		w.breaks("I14: a card without a log: %v", err)
		return
	}
	turns, err := w.store.Turns(context.Background(), key, p.N, 1)
	switch {
	case err != nil || len(turns) == 0 || turns[0].N != p.N:
		w.breaks("I14: a card shows turn %d, which is not there", p.N)
	case hex.EncodeToString(turns[0].Hash) != p.Head:
		w.breaks("I24: a card of turn %d does not name the head of its chain", p.N)
	}
}

// calls is I35: no call to a provider begins that may outlast its function.
func (i *invocation) calls() {
	if i.w.now.Sub(i.begun) > i.limit-callTimeout {
		i.w.breaks("I35: %s calls a provider %s after it began", i.name, i.w.now.Sub(i.begun))
	}
}
