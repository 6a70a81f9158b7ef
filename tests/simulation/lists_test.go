package simulation

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"relais/dialogs/intake"
	"relais/dialogs/outbox"
)

// list is one message that lists cases to the analysts of a region.
type list struct {
	id, ref string
	digest  outbox.Digest // as it shows it
	at      time.Time
	listed  time.Time // from when on the history shows it
	over    time.Time // from when on it says that what it stood for is over
}

// A crowd is more people than a region shows cards for.
const (
	leastCrowd = outbox.SurgeOver + 6 // some do not get through
	mostCrowd  = outbox.SurgeOver + 16
	firstCrowd = 300 // their ids: nobody on duty has their phones
)

// throng is how long faults go on after a crowd came: its list is shown anew each minute
// until it is calm, and then until all have cards.
const throng = 20 * time.Minute

// days are how much later it is than in the world where lists of a day are made: two
// minutes after the run began the centres open in a quarter of an hour, or close.
var days = []time.Duration{
	time.Date(2026, 11, 23, 7, 45, 0, 0, time.UTC).Sub(start.Add(2 * time.Minute)),
	time.Date(2026, 11, 23, 16, 15, 0, 0, time.UTC).Sub(start.Add(2 * time.Minute)),
}

// listedAfter is how long after healing the list of a day stands there at the latest: what
// was taken and not deleted is hidden for three minutes, and comes again more than once.
const listedAfter = 12 * time.Minute

// lastLists is how long after the beginning of a run a list of a day is made for sure.
const lastLists = 50 * time.Minute

// indexLag is how long a row may be in the index before a list must know it: by clocks
// that differ, from an index that lags.
const indexLag = time.Minute

// gather lets a crowd come that wants a person, all at once, while cards cannot be shown.
func (w *world) gather(n int) {
	for f := range w.rates {
		w.rates[f] = min(w.rates[f], 0.005) // a list looks at each case of the crowd: more, and none is ever made
	}
	begins := w.between("delay crowd", 0, time.Minute)
	for k := range n {
		p := newPerson(w, firstCrowd+k)
		switch p.script = []string{"HUMAIN"}; k {
		case 0, 4:
			p.script = []string{"HUMAIN", "CODE", "1", "mairie de Figeac", "1", "2", "1"} // and the case goes on
		case 2:
			p.script = []string{"HUMAIN", "CODE", "1", "mairie de Rouen", "1", "2", "1"} // and goes on to another region while it is listed
		case 1, 3, 5:
			p.script = []string{coming[0]} // there is news of a case that waits
		}
		w.after(begins+time.Duration(k)*100*time.Millisecond, p.goesOn)
	}
	from := start.Add(begins)
	w.out = outage{"Post", from, from.Add(w.between("delay end of outage", 3*time.Minute, 6*time.Minute))}
	if until := from.Add(throng); w.heal.Before(until) {
		w.heal = until
	}
}

// listsCases does what a scheduler starts each minute where lists are made.
func (w *world) listsCases() {
	if !w.lists {
		return
	}
	w.work("list", &w.workers, func(i *invocation) error {
		_, err := office(i).Digest(context.Background(), i.clock().Add(w.later), regions)
		return err
	})
}

// PostDigest implements outbox.Digests.
func (b wall) PostDigest(_ context.Context, d outbox.Digest, _ time.Time) (string, error) {
	w := b.i.w
	b.i.calls()
	return ask(b.i, "PostList", writes, outbox.ErrLater, func() (string, error) {
		l := &list{id: d.ID, ref: fmt.Sprintf("%s:list %d", d.Region, len(w.board.lists)+1), at: w.now, listed: w.now}
		if w.unwell(stale, "history of lists") {
			l.listed = w.now.Add(w.between("delay history of lists", 0, historyLag))
		}
		w.board.lists = append(w.board.lists, l)
		w.story("region %s sees %s: %d cases", d.Region, d.ID, len(d.Cases)+d.More)
		w.names(l, d)
		return l.ref, nil
	}, nil)
}

// UpdateDigest implements outbox.Digests.
func (b wall) UpdateDigest(_ context.Context, ref string, d outbox.Digest, _ time.Time) error {
	w := b.i.w
	b.i.calls()
	return tell(b.i, "UpdateList", writes, outbox.ErrLater, func() error {
		for _, l := range w.board.lists {
			if l.ref == ref {
				w.story("region %s sees %s anew: %d cases", d.Region, d.ID, len(d.Cases)+d.More)
				w.names(l, d)
				return nil
			}
		}
		return outbox.ErrGone
	})
}

// FindDigest implements outbox.Digests.
func (b wall) FindDigest(_ context.Context, d outbox.Digest, since time.Time) (string, bool, error) {
	w := b.i.w
	ref, err := ask(b.i, "FindList", reads, outbox.ErrLater, func() (string, error) {
		for _, l := range w.board.lists {
			if l.id == d.ID && !w.now.Before(l.listed) && !l.at.Before(since.Add(-clockSlack)) {
				return l.ref, nil
			}
		}
		return "", nil
	}, nil)
	return ref, ref != "", err
}

// unlisted are the cases of a region that nobody cares for and that stood in the index up to
// some moment as they do now.
func (w *world) unlisted(region string, up time.Time) []outbox.Summary {
	rows, err := w.store.Cases(context.Background(), region, false, 1000)
	if err != nil {
		w.breaks("I13: %v", err)
	}
	return slices.DeleteFunc(rows, func(s outbox.Summary) bool {
		return s.Owner != "" && !s.HeldOut() || w.rowed[s.Region+s.Case].After(up)
	})
}

// daily is I13 for lists: where somebody waited at the time of healing, the list of the day
// stands there.
func (w *world) daily() {
	if w.heal.After(start.Add(lastLists)) {
		return
	}
	for _, region := range regions {
		if !slices.ContainsFunc(w.board.lists, func(l *list) bool { return l.digest.Region == region && l.digest.Kind != outbox.Surge }) {
			for _, s := range w.unlisted(region, w.heal) {
				w.breaks("I13: no list of the day in region %s, where %s waits", region, s.Case)
			}
		}
	}
}

// names notes what a list shows from now on, and looks at the cases in it: I14, each stands in its log.
func (w *world) names(l *list, d outbox.Digest) {
	l.digest = d
	if l.over = (time.Time{}); d.Over {
		l.over = w.now
	}
	if d.Kind != outbox.Surge && d.More == 0 {
		for _, s := range w.unlisted(d.Region, d.At.Add(-w.later-indexLag)) {
			if !slices.ContainsFunc(d.Cases, func(named outbox.Summary) bool { return named.Case == s.Case }) {
				w.breaks("I13: %s leaves out %s", d.ID, s.Case)
			}
		}
	}
	for _, s := range d.Cases {
		key, err := intake.ParseKey(s.Log)
		if err != nil {
			w.breaks("I14: a list names a case without a log: %v", err)
			continue
		}
		if turns, err := w.store.Turns(context.Background(), key, s.N, 1); err != nil || len(turns) == 0 || turns[0].Case != strings.TrimSuffix(s.Case, heldOut) {
			w.breaks("I14: a list names turn %d of case %s, which is not there", s.N, s.Case)
		}
	}
}

// gathering is how long a card may come that was under way when a list took its place.
const gathering = 2 * time.Minute

// instead is I12, at the moment a card is shown for the first time: while a list stands in
// place of cards, only what somebody wants to see, or what its turn has come for, gets one.
func (w *world) instead(id string, p intake.Packet) {
	if !w.lists || p.Card || p.Owner != "" || p.Offered != "" || p.Moved != "" || slices.ContainsFunc(w.board.cards, func(c *card) bool { return c.id == id }) {
		return
	}
	if c, err := w.store.Claim(context.Background(), "surge."+p.Region); err == nil && c.Reason == "on" && w.now.Sub(c.At) > gathering {
		w.breaks("I12: %s comes while a list stands in its place", id)
	}
}

// gathered reports whether a list stood in place of cards in a region at a moment.
func (b *board) gathered(region string, at time.Time) bool {
	return slices.ContainsFunc(b.lists, func(l *list) bool {
		return l.digest.Kind == outbox.Surge && l.digest.Region == region && !l.at.After(at) && (l.over.IsZero() || l.over.After(at))
	})
}

// listings is I12 and I31: a list stands there once, and what stood in place of cards is over.
func (w *world) listings() {
	times := map[string]int{}
	for _, l := range w.board.lists {
		if times[l.id]++; times[l.id] == 2 {
			w.breaks("I12: %s stands there twice", l.id)
		}
		if l.digest.Kind == outbox.Surge && l.over.IsZero() {
			w.breaks("I31: %s still stands in place of cards", l.id)
		}
	}
}
