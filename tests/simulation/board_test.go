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
}

type card struct {
	id, ref string
	region  string
	packet  intake.Packet
	at      time.Time // posted
	listed  time.Time // from when on the history shows it
}

// historyLag is how long a history may not show what was posted.
const historyLag = 20 * time.Second

// wall is the board as one invocation sees it.
type wall struct{ i *invocation }

func (b wall) Post(_ context.Context, id string, p intake.Packet, _ time.Time) (string, error) {
	w := b.i.w
	return ask(b.i, "Post", writes, outbox.ErrLater, func() (string, error) {
		c := &card{id: id, ref: fmt.Sprintf("%s:%d", p.Region, len(w.board.cards)+1), region: p.Region, packet: p, at: w.now, listed: w.now}
		if w.unwell(stale) {
			c.listed = w.now.Add(w.between(0, historyLag))
		}
		w.board.cards = append(w.board.cards, c)
		w.story("region %s sees %s at turn %d", p.Region, id, p.N)
		w.committed(p)
		return c.ref, nil
	}, nil)
}

func (b wall) Update(_ context.Context, ref string, p intake.Packet, _ time.Time) error {
	w := b.i.w
	return tell(b.i, "Update", writes, outbox.ErrLater, func() error {
		for _, c := range w.board.cards {
			if c.ref == ref {
				c.packet = p
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
			if c.id == id && c.region == p.Region && !w.now.Before(c.listed) && !c.at.Before(since.Add(-clockSlack)) {
				return c.ref, nil
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
	if err != nil || len(turns) == 0 || turns[0].N != p.N || hex.EncodeToString(turns[0].Hash) != p.Head {
		w.breaks("I14: a card shows turn %d, which is not there", p.N)
	}
}
