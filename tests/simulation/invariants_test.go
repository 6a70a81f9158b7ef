package simulation

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"relais/dialogs/engine"
	"relais/dialogs/intake"
	"relais/infra/standin/carrier"
	"relais/tests/checker"
)

// turnOf is a turn with what it seals and what came before it in its case.
type turnOf struct {
	intake.Turn
	content, before intake.Content
	first           bool // of its case
	last            bool // the newest of its reporter's case now open
}

// turns gives all turns in the order of their logs.
func turns(seen checker.World) []turnOf {
	var all []turnOf
	open := map[string]int{} // address → the newest of its logs
	for _, log := range seen.Logs {
		open[log.Key.Address] = max(open[log.Key.Address], log.Turns[len(log.Turns)-1].Current, log.Key.K)
	}
	for _, log := range seen.Logs {
		for j, t := range log.Turns {
			one := turnOf{Turn: t, content: log.Contents[j], first: j == 0, last: j == len(log.Turns)-1 && log.Key.K == open[log.Key.Address]}
			if j > 0 {
				one.before, one.first = log.Contents[j-1], log.Turns[j-1].Case != t.Case
			}
			all = append(all, one)
		}
	}
	return all
}

// listed is I1 as the reconciler makes it: what the carrier took stands in a log, once.
func (w *world) listed(all []turnOf) {
	times := map[string]int{}
	for _, t := range all {
		if t.content.Inbound != nil {
			times[t.content.Inbound.ID]++
		}
	}
	for _, m := range w.carrier.sent {
		n := times[m.in.ID]
		if n == 0 && w.firstRun && (w.ran.IsZero() || m.sent.Before(w.ran.Add(-10*time.Minute))) {
			continue // it was before what the first run looks at
		}
		if n != 1 {
			w.breaks("I1: %s stands %d times in the log", m.in.ID, n)
		}
	}
}

// apart is I26: a log holds the messages of one reporter, and what leaves because of it
// leaves to that one.
func (w *world) apart(all []turnOf) {
	here := map[intake.Key]map[string]bool{} // log → the addresses whose it is, and that joined it
	for _, t := range all {
		if here[t.Key] == nil {
			here[t.Key] = map[string]bool{}
		}
		for _, c := range t.content.State.Channels {
			here[t.Key][c.From] = true
		}
	}
	own := func(key intake.Key, from string) bool {
		return keys.Address("sms", from) == key.Address || here[key][from]
	}
	for _, t := range all {
		if t.content.Inbound == nil {
			continue
		}
		if m := w.carrier.messages[t.content.Inbound.ID]; m != nil && !own(t.Key, m.in.From) {
			w.breaks("I26: %s turn %d: it holds a message of another reporter", t.Key.Short(), t.N)
		}
	}
	for _, sent := range w.carrier.texts {
		if !sent.answer && !strings.Contains(sent.ID, ".page") && !own(sent.Turn.Key, sent.To) {
			w.breaks("I26: %s: a text of turn %d leaves to another reporter", sent.Turn.Key.Short(), sent.Turn.N)
		}
	}
}

// heard is I4 and I5: no message has two replies, and the newest has one, or a reason.
func (w *world) heard(all []turnOf) {
	replies := map[intake.Ref]int{} // turn → times its reply reached the carrier
	for _, e := range w.carrier.ledger {
		if e.Kind != carrier.Webhook || e.Call == nil || e.Call.Status != 200 || e.Call.Error != "" || e.Call.Unheard {
			continue
		}
		if document, err := w.document(e.Call.Answer); err == nil && document.Turn != "" {
			if ref, err := intake.ParseRef(document.Turn); err == nil {
				replies[ref]++
			}
		}
	}
	for _, text := range w.carrier.texts {
		if !text.answer && !strings.Contains(text.ID, ".page") && !strings.Contains(text.ID, ".else") {
			replies[text.Turn]++
		}
	}
	resent := map[intake.Ref]int{}
	for _, t := range all {
		if t.Kind == intake.KindResent {
			resent[intake.Ref{Key: t.Key, N: t.N - 1}] += replies[intake.Ref{Key: t.Key, N: t.N}]
		}
	}
	for _, t := range all {
		ref := intake.Ref{Key: t.Key, N: t.N}
		n := replies[ref] + resent[ref]
		if n > 1 {
			w.breaks("I4: %s turn %d: its reply left %d times", t.Key.Short(), t.N, n)
		}
		if t.last && t.content.State.Session.Channel == "sms" && len(t.Sealed) > 0 && t.Kind != intake.KindTimer && t.Kind != intake.KindJoined && t.content.Reply != nil && n == 0 && !w.reason(t) && !w.wentOn(t, all) {
			w.breaks("I5: %s turn %d: its reply never left, and nothing says why", t.Key.Short(), t.N)
		}
	}
}

// reason reports whether it is recorded why a reply did not leave: its time was over,
// the carrier refused it, or it was written down before the run.
func (w *world) reason(t turnOf) bool {
	for _, e := range t.Outbox {
		if c, err := w.store.Claim(context.Background(), e.ID); err == nil && c.Reason != "" {
			return true
		}
	}
	if t.Receipt != intake.Unknown {
		return true // told by the carrier itself
	}
	since := w.appended[string(t.Hash)]
	if in := t.content.Inbound; in != nil {
		m := w.carrier.messages[in.ID]
		if m == nil {
			return true
		}
		since = m.sent
	}
	// A search of the carrier's list tells no two texts apart that say the same: the
	// reporter has read it all the same.
	return slices.ContainsFunc(w.carrier.texts, func(sent *text) bool {
		return sent.To == t.content.State.From && sent.Body == t.content.Reply.Text && sent.at.After(since.Add(-clockSlack-workerSkew))
	})
}

// wentOn reports whether the conversation went on in another case since, by joining one or by
// beginning one: what is said there is newer.
func (w *world) wentOn(t turnOf, all []turnOf) bool {
	return slices.ContainsFunc(all, func(other turnOf) bool {
		moves := other.Kind == intake.KindJoined || other.Kind == intake.KindOpened
		return moves && other.Key != t.Key && other.content.State.From == t.content.State.From && w.appended[string(other.Hash)].After(w.appended[string(t.Hash)])
	})
}

// whole is I9: a text that does not fit a turn, or is none, is kept as it came.
func (w *world) whole(all []turnOf) {
	for _, t := range all {
		in := t.content.Inbound
		if in == nil || len(t.Sealed) == 0 || w.carrier.messages[in.ID] == nil || t.content.Reason == intake.Flood {
			continue
		}
		kept := in.Text
		if in.Blob != "" {
			sealed, err := w.store.Get(context.Background(), in.Blob)
			if err != nil {
				w.breaks("I9: %s turn %d: %v", t.Key.Short(), t.N, err)
				continue
			}
			plain, err := keys.Open(in.Blob, []byte(t.Key.String()), sealed)
			if err != nil {
				w.breaks("I9: %s turn %d: %v", t.Key.Short(), t.N, err)
			}
			kept = string(plain)
		}
		want := w.carrier.messages[in.ID].in.Text
		if typed.MatchString(want) && strings.HasSuffix(in.Text, " ****") {
			continue // a PIN is not kept: see the checker
		}
		if kept != want || in.Bytes != len(want) {
			w.breaks("I9: %s turn %d: %d of %d bytes are kept", t.Key.Short(), t.N, len(kept), len(want))
		}
	}
}

// versions is I8: an open question changes its version only with a turn that says so.
func (w *world) versions(all []turnOf) {
	for _, t := range all {
		was, is := t.before.State.Session, t.content.State.Session
		if t.first || t.Kind == intake.KindMigrated || t.Kind == intake.KindOpened || was.End != "" || was.Here.Dialog == "" || was.Here.ID() != is.Here.ID() {
			continue
		}
		if d := is.Here.Dialog; was.Versions[d] != is.Versions[d] {
			w.breaks("I8: %s turn %d: version %d of %s follows %d, and no turn says so", t.Key.Short(), t.N, is.Versions[d], d, was.Versions[d])
		}
	}
}

// replays is I7: each turn holds what its dialog makes of it.
func (w *world) replays(all []turnOf) {
	for _, t := range all {
		desk := w.plainDesk()
		if t.content.State.Session.Content == next.Hash {
			desk.Set = next
		}
		if desk.Set.Hash != t.content.State.Session.Content || t.Nonce == "full" || t.Kind == intake.KindAct {
			continue
		}
		before := t.before.State
		if t.first {
			before = intake.State{}
		}
		if err := desk.Replay(before, t.Turn, t.content); err != nil {
			w.breaks("I7: %s %v", t.Key.Short(), err)
		}
	}
}

// expired is I28: nothing of a case past its time is read again.
func (w *world) expired(all []turnOf) {
	for _, p := range w.carrier.people {
		for _, c := range w.board.cards {
			if strings.Contains(shown(c.packet, time.Time{})[0], p.old) {
				w.breaks("I28: a card tells of a case past its time")
			}
		}
		for _, t := range all {
			if t.Key.Address != p.key().Address || t.At.Before(start.Add(-time.Hour)) {
				continue
			}
			if t.N > 1 && !t.before.State.Opened.IsZero() && t.before.State.Opened.Before(start.Add(-longAgo/2)) && t.content.State.Opened.Equal(t.before.State.Opened) {
				w.breaks("I28: %s turn %d goes on with a case past its time", t.Key.Short(), t.N)
			}
		}
	}
}

// Bounds of I33.
const (
	mostReplies = 40
	mostIdle    = 20
	mostTurns   = 60
	window      = 10 * time.Minute
)

// bounds is I33: what one sender can cause, by whatever cases. Who counts by another clock
// counts otherwise.
func (w *world) bounds(all []turnOf) {
	if w.skewed() {
		return
	}
	all = slices.Clone(all)
	slices.SortStableFunc(all, func(a, b turnOf) int {
		return cmp.Or(cmp.Compare(a.Key.Address, b.Key.Address), a.At.Compare(b.At))
	})
	var replies, idle []time.Time
	hours, current := map[int64]int{}, 0
	for i, t := range all {
		if i > 0 && all[i-1].Key.Address != t.Key.Address {
			replies, idle, hours, current = nil, nil, map[int64]int{}, 0
		}
		current = max(current, t.Current)
		if t.Key.K < current && t.Kind != intake.KindOpened {
			continue // held in an earlier case, where it had been tried: the case now open does not count it
		}
		r := t.content.Reading
		if t.content.Inbound == nil || t.content.Reply == nil || r == nil || r.Danger || r.Distress || r.Command == "human" {
			continue
		}
		if t.content.State.Session.Reput && t.content.Inbound.Text == "0" {
			continue // a wish for a person, under a question that may not have arrived: it is put again, once
		}
		replies = append(replies, t.At)
		was, is := t.before.State.Session, t.content.State.Session
		if !t.first && t.Kind == intake.KindInbound && was.Here.ID() == is.Here.ID() && was.End == is.End && sameFacts(was.Facts, is.Facts) && was.Said == is.Said && len(was.Stack) == len(is.Stack) {
			idle = append(idle, t.At)
		}
		hours[t.content.State.Hour]++
		doubt := 0
		if w.troubled {
			doubt = current // what was written late in a case is not counted by the next one
		}
		if crowd(replies) > mostReplies+doubt || crowd(idle) > mostIdle+doubt || hours[t.content.State.Hour] > mostTurns+doubt {
			w.breaks("I33: %s turn %d: one sender has %d replies, %d of which led nowhere, in ten minutes, and %d turns in an hour",
				t.Key.Short(), t.N, crowd(replies), crowd(idle), hours[t.content.State.Hour])
		}
	}
}

func sameFacts(a, b engine.Facts) bool {
	if len(a) != len(b) {
		return false
	}
	for name, value := range a {
		if b.Get(name) != value {
			return false
		}
	}
	return true
}

// crowd counts what was taken within the window before the newest. Those who carry cases
// take messages too, by clocks of their own.
func crowd(times []time.Time) int {
	n := 0
	for _, at := range slices.Backward(times) {
		if times[len(times)-1].Sub(at) >= window-2*workerSkew {
			break
		}
		n++
	}
	return n
}
