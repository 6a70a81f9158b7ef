package simulation

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"time"

	"relais/dialogs/intake"
	"relais/dialogs/outbox"
	"relais/infra/standin/workspace"
	"relais/tests/checker"
)

// judge returns every invariant that does not hold at rest.
func (w *world) judge() []string {
	seen := checker.World{Carrier: w.carrier.ledger, Boards: map[string]checker.Board{}, Open: w.open, Threads: true, Render: shown, Parse: w.document}
	seen.Logs, seen.Chat, seen.Read = w.logsNow(), w.chat.said, w.chat.read
	for _, region := range regions {
		seen.Boards[region] = w.board.seen(region)
	}
	onDuty(&seen)
	for _, f := range checker.Check(seen) {
		w.breaks("%s", f)
	}
	w.order(seen)
	w.repeats(seen)
	w.time(seen)
	w.prefixes(seen)
	w.live(seen)
	w.rest()
	w.secrets(seen)
	w.soon(seen)
	w.listings()
	all := turns(seen)
	w.listed(all)
	w.apart(all)
	w.heard(all)
	w.whole(all)
	w.versions(all)
	w.expired(all)
	w.bounds(all)
	w.relayed(all)
	w.ended(seen)
	w.indexed(seen)
	w.money(all)
	w.joined(seen, all)
	if w.replayed {
		w.replays(all)
		w.unchanged(all)
	}
	for _, log := range seen.Logs {
		for _, t := range log.Turns {
			w.trace.Write(t.Hash)
		}
	}
	slices.Sort(w.broken)
	return slices.Compact(w.broken)
}

func (w *world) log(key intake.Key) checker.Log {
	turns, err := w.store.Turns(context.Background(), key, 1, 1<<20)
	if err != nil {
		w.breaks("log: %v", err)
	}
	log := checker.Log{Key: key, Turns: turns}
	for _, t := range turns {
		if held, known := w.erased[string(t.Hash)]; known && len(t.Sealed) == 0 {
			log.Contents = append(log.Contents, held)
			continue
		}
		content, err := w.content(t)
		if err != nil {
			w.breaks("log: %v", err)
		}
		log.Contents = append(log.Contents, content)
	}
	return log
}

// sealed is everything that decides what a turn opens to.
type sealed struct {
	key    intake.Key
	n      int
	id     string // of the case
	sealed string
}

// opened is what a turn seals, or why it does not open.
type opened struct {
	salt, content []byte
	err           error
	decoded       *intake.Content // nil: nobody asked yet
}

// opened opens what a turn seals, once for all who ask with the same bytes.
func (w *world) opened(t intake.Turn) *opened {
	o := w.unsealed[sealed{t.Key, t.N, t.Case, string(t.Sealed)}]
	if o == nil {
		o = &opened{}
		o.salt, o.content, o.err = keys.Content(t)
		w.unsealed[sealed{t.Key, t.N, t.Case, string(t.Sealed)}] = o
	}
	return o
}

func (w *world) open(t intake.Turn) (salt, content []byte, err error) {
	o := w.opened(t)
	return o.salt, o.content, o.err
}

// content decodes what a turn seals, once for all who ask with the same bytes: who changed
// something in it would be found by unchanged.
func (w *world) content(t intake.Turn) (intake.Content, error) {
	o := w.opened(t)
	if o.err != nil {
		return intake.Content{}, o.err
	}
	if o.decoded == nil {
		content, err := opener.Content(t)
		if err != nil {
			return content, err
		}
		o.decoded = &content
	}
	return *o.decoded, nil
}

// opener is a desk that only opens.
var opener = &intake.Desk{Keys: keys}

// unchanged looks that what was decoded once, and shared, is still what was sealed.
func (w *world) unchanged(all []turnOf) {
	for _, t := range all {
		if len(t.Sealed) == 0 {
			continue
		}
		if fresh, err := opener.Content(t.Turn); err != nil || !reflect.DeepEqual(fresh, t.content) {
			w.breaks("simulation: %s turn %d: what it holds was changed by who read it, %v", t.Key.Short(), t.N, err)
		}
	}
}

// document reads an answer of a webhook, once.
func (w *world) document(answer string) (checker.Document, error) {
	read, known := w.documents[answer]
	if !known {
		document, err := checker.ParseDocument(answer)
		if err != nil {
			return document, err
		}
		read = document
		w.documents[answer] = read
	}
	return read, nil
}

// shown gives what a card says: here, the whole packet, but for the way on which it came.
func shown(p intake.Packet, _ time.Time) []string {
	p.Card = false
	data, err := json.Marshal(p)
	if err != nil {
		panic(err) // a Packet is plain data
	}
	return []string{string(data)}
}

// seen gives a channel as the checker reads it.
func (b *board) seen(region string) checker.Board {
	var board checker.Board
	for _, c := range b.cards {
		if c.region != region || b.replaced(c) {
			continue
		}
		blocks, _ := json.Marshal([]map[string]string{{"text": shown(c.packet, time.Time{})[0]}})
		metadata, _ := json.Marshal(map[string]any{"event_payload": map[string]string{"id": c.id}})
		board.Messages = append(board.Messages, workspace.Message{TS: c.ref, Blocks: blocks, Metadata: metadata})
	}
	for _, n := range b.told {
		if n.region == region && !b.retold(n) {
			metadata, _ := json.Marshal(map[string]any{"event_payload": map[string]string{"id": n.id}})
			board.Messages = append(board.Messages, workspace.Message{TS: n.ref, ThreadTS: n.card, Metadata: metadata})
		}
	}
	return board
}

// replaced reports a card that somebody has deleted and that was shown anew.
func (b *board) replaced(c *card) bool {
	return c.gone && slices.ContainsFunc(b.cards, func(other *card) bool { return other.id == c.id && other.at.After(c.at) })
}

// retold reports news beside a card that somebody has deleted, which stand beside one that is
// there, or were told later beside one that was deleted as well.
func (b *board) retold(n told) bool {
	gone := func(ref string) bool {
		return slices.ContainsFunc(b.cards, func(c *card) bool { return c.ref == ref && c.gone })
	}
	return gone(n.card) && slices.ContainsFunc(b.told, func(other told) bool {
		return other.id == n.id && other.card != n.card && (!gone(other.card) || other.at.After(n.at))
	})
}

// order is I2: what was written after an answer was heard stands after it.
func (w *world) order(seen checker.World) {
	for _, log := range seen.Logs {
		var before []*message
		for j, content := range log.Contents {
			if content.Inbound == nil || w.carrier.messages[content.Inbound.ID] == nil {
				continue
			}
			m := w.carrier.messages[content.Inbound.ID]
			for _, earlier := range before {
				if !m.heard.IsZero() && earlier.sent.After(m.heard) {
					w.breaks("I2: %s turn %d: it was answered before turn %d was written", log.Key.Short(), log.Turns[j].N, log.Turns[j].N-1)
				}
			}
			before = append(before, m)
		}
	}
}

// repeatWindow is how long a repeated delivery gets the recorded answer.
const repeatWindow = 15 * time.Minute

// repeats is I5 and I6: one message, one answer, byte for byte; and an empty one only
// if none is recorded, or too late.
func (w *world) repeats(seen checker.World) {
	answers, silent := map[string]string{}, map[string]time.Time{}
	for _, e := range w.carrier.ledger {
		if e.Call == nil || e.Call.Status != 200 || e.Call.Answer == "" {
			continue
		}
		document, err := w.document(e.Call.Answer)
		if err == nil && document.Text == "" {
			silent[e.SID] = e.At
		}
		if err != nil || document.Turn == "" {
			continue
		}
		if known := answers[e.SID]; known != "" && known != e.Call.Answer {
			w.breaks("I6: %s has two answers", e.SID)
		}
		answers[e.SID] = e.Call.Answer
	}
	if w.skewed() || w.ceiling != (outbox.Ceiling{}) {
		return
	}
	for _, log := range seen.Logs {
		for j, content := range log.Contents {
			if content.Inbound == nil || len(log.Turns[j].Sealed) == 0 || content.Reply == nil || len(content.Texts) > 0 || slices.Contains(log.Contents[len(log.Contents)-1].State.Resent, log.Turns[j].N) {
				continue // or it left as a text of its own
			}
			if at := silent[content.Inbound.ID]; !at.IsZero() && at.Sub(log.Turns[j].At) < repeatWindow {
				w.breaks("I5: %s turn %d: its answer was kept back", log.Key.Short(), log.Turns[j].N)
			}
		}
	}
}

// skewed reports whether the clocks differ of those who take messages.
func (w *world) skewed() bool { return w.web[0].skew != 0 || w.web[1].skew != 0 }

// time is I23.
func (w *world) time(seen checker.World) {
	for _, log := range seen.Logs {
		for j := 1; j < len(log.Turns); j++ {
			if log.Turns[j].At.Before(log.Turns[j-1].At) {
				w.breaks("I23: %s turn %d: time runs back", log.Key.Short(), log.Turns[j].N)
			}
		}
	}
}

// prefixes is I10: what was ever read of a log is still there.
func (w *world) prefixes(seen checker.World) {
	logs := map[intake.Key][]intake.Turn{}
	for _, log := range seen.Logs {
		logs[log.Key] = log.Turns
	}
	for _, head := range w.heads {
		if turns := logs[head.key]; head.n > len(turns) || string(turns[head.n-1].Hash) != head.hash {
			w.breaks("I10: %s turn %d was read and is no longer so", head.key.Short(), head.n)
		}
	}
}

// live is I11, I12 and I15: a case in a queue has exactly one card that is open.
func (w *world) live(seen checker.World) {
	open, cases := map[string]int{}, map[string]bool{}
	for _, c := range w.board.cards {
		if c.live() && !w.board.replaced(c) {
			open[c.packet.Case]++
		}
	}
	for i, log := range seen.Logs {
		for j, content := range log.Contents {
			if len(log.Turns[j].Sealed) > 0 && content.State.Session.Queued && log.Turns[j].Kind != intake.KindOpened {
				cases[seen.Logs[i].Turns[j].Case] = true
			}
		}
	}
	for _, id := range slices.Sorted(maps.Keys(cases)) {
		if open[id] != 1 {
			w.breaks("I11: case %s has %d open cards", id, open[id])
		}
	}
	w.moving()
}

// transition is how long a case that goes to another region may have two open cards, or
// none, where nothing goes wrong.
const transition = time.Minute

// moving is I15: on its way from one region to another a case has two open cards, or none,
// for a short time only.
func (w *world) moving() {
	if w.troubled || w.skewed() || w.adversary || w.plan != nil || w.out.site != "" {
		return
	}
	open, since := map[string]int{}, map[string]time.Time{}
	for _, c := range w.board.changes {
		if before := since[c.id]; open[c.id] != 1 && !before.IsZero() && c.at.Sub(before) > transition {
			w.breaks("I15: case %s has %d open cards for %s", c.id, open[c.id], c.at.Sub(before))
		}
		open[c.id] += c.cards
		since[c.id] = c.at
	}
}

// rest is I31: nothing is held, in doubt or under way.
func (w *world) rest() {
	if n := len(w.queue.live) + len(w.queue.dead); n > 0 {
		w.breaks("I31: %d messages in the queues", n)
	}
	for _, id := range slices.Sorted(maps.Keys(w.board.claimed)) {
		c, err := w.store.Claim(context.Background(), id)
		switch {
		case err != nil:
			w.breaks("I31: %v", err)
		case c.State == outbox.GaveUp && c.Reason != "":
		case c.State != outbox.Done || w.now.Before(c.Lease):
			w.breaks("I31: claim %s is %s", id, c.State)
		}
	}
}

// secrets is I25 and I26: nobody's words or number are where they do not belong.
func (w *world) secrets(seen checker.World) {
	var out strings.Builder
	for _, err := range w.errors {
		fmt.Fprintln(&out, err)
	}
	out.Write(w.logged.Bytes())
	for _, body := range w.queue.bodies {
		fmt.Fprintln(&out, body)
	}
	for id := range w.board.claimed {
		fmt.Fprintln(&out, id)
	}
	for _, log := range seen.Logs {
		fmt.Fprintln(&out, log.Key)
		for _, t := range log.Turns {
			fmt.Fprintln(&out, t.Case, t.Nonce, t.Region, t.Severity, t.Status)
			for _, e := range t.Outbox {
				fmt.Fprintf(&out, "%s %s\n", e.ID, e.Body)
			}
		}
	}
	all := out.String()
	for _, p := range w.carrier.people {
		if strings.Contains(all, p.phone) || strings.Contains(all, p.phone[1:]) || strings.Contains(all, p.mark) {
			w.breaks("I25: a number or words of a reporter left the desk")
		}
		for _, e := range w.carrier.ledger {
			if e.Phone == p.phone || e.Phone == "" {
				continue
			}
			heard := ""
			if e.Call != nil {
				heard = e.Call.Answer
			} else if e.Message != nil && e.Message.Direction == "outbound-api" {
				heard = e.Message.Body
			}
			if strings.Contains(heard, p.mark) || strings.Contains(heard, p.phone) {
				w.breaks("I26: something of one reporter reached another")
			}
		}
	}
}

// healed is how long after healing the last card comes. What a call that was given up
// does late, it does within 40 seconds; the sweep finds it within 100; then its message
// may meet the lease of whoever died last (two minutes, and 30 seconds between clocks)
// and is hidden for three minutes: 283 seconds and the calls themselves.
const healed = 5 * time.Minute

// soon is I13: from the turn to the card in a minute where nothing went wrong, else
// soon after healing.
func (w *world) soon(seen checker.World) {
	if w.skewed() {
		return // a turn stamped ahead waits for the sweep
	}
	well := !w.troubled && w.plan == nil && w.out.site == ""
	first := map[string]time.Time{}
	for _, log := range seen.Logs {
		for _, t := range log.Turns {
			for _, e := range t.Outbox {
				if p, err := intake.ParsePacket(e.Body); e.Kind == intake.ToQueue && err == nil && first[checker.CardID(p)].IsZero() {
					first[checker.CardID(p)] = t.At
				}
			}
		}
	}
	if well && !w.adversary {
		w.toldSoon(seen)
	}
	shown := map[string]bool{}
	for _, c := range w.board.cards {
		since := first[c.id]
		if shown[c.id] {
			continue // somebody deleted it, and it was shown anew
		}
		shown[c.id] = true
		switch {
		case since.IsZero():
		case well && c.at.Sub(since) > time.Minute:
			w.breaks("I13: the card of %s comes %s after its turn", c.id, c.at.Sub(since))
		case since.Before(w.heal) && c.at.After(w.heal.Add(healed)) && !w.queue.paged(c.packet.Case) && !w.board.gathered(c.region, w.heal.Add(healed)):
			w.breaks("I13: the card of %s comes %s after healing", c.id, c.at.Sub(w.heal))
		}
	}
}

// toldWithin is how long news may take where nothing goes wrong: two minutes, and, where it
// meets another delivery of its case, the time for which a message is hidden.
const toldWithin = 2*time.Minute + hidden

// toldSoon is I17: what happens to a case stands beside its card soon.
func (w *world) toldSoon(seen checker.World) {
	turns := map[string]time.Time{}
	for _, log := range seen.Logs {
		for _, t := range log.Turns {
			if at := fmt.Sprintf("%s.%d", t.Case, t.N); t.Kind != intake.KindJoined || turns[at].IsZero() { // joined turns are numbered by another log
				turns[at] = t.At
			}
		}
	}
	for _, n := range w.board.told {
		turn := n.id[len("news."):strings.LastIndexByte(n.id, '.')]
		if late := n.at.Sub(turns[turn]); late > toldWithin {
			w.breaks("I17: %s is told %s after its turn", n.id, late)
		}
	}
}
