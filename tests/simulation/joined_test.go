package simulation

import (
	"archive/zip"
	"bytes"
	"context"
	"io"
	"regexp"
	"slices"
	"strings"
	"time"

	"relais/dialogs/dossier"
	"relais/dialogs/intake"
	"relais/tests/checker"
)

// logsNow are the logs of all phones and browsers.
func (w *world) logsNow() (all []checker.Log) {
	add := func(key intake.Key) {
		opened := 0 // the last case that the first log names; one of which nothing was said has no log
		for ; key.K <= opened; key.K++ {
			log := w.log(key)
			if len(log.Turns) == 0 {
				continue
			}
			all = append(all, log)
			opened = max(opened, log.Turns[len(log.Turns)-1].Current)
		}
	}
	for _, p := range w.carrier.people {
		add(p.key())
	}
	for _, v := range w.chat.visitors {
		add(v.key())
	}
	return all
}

// joined is what must hold of cases that go on elsewhere, of links and of files.
func (w *world) joined(seen checker.World, all []turnOf) {
	c := w.chat
	if !c.on {
		return
	}
	logs := map[intake.Key]checker.Log{}
	for _, log := range seen.Logs {
		logs[log.Key] = log
	}
	tries := slices.Concat(c.tries, c.texted(all))
	opens := c.pairs(all)
	c.proven(tries, opens, all)
	c.counted(tries, opens, logs)
	c.removed(seen)
	c.kept(all)
	c.dossiers(all)
	w.unseen()
}

// typed is a text that gives a pair.
var typed = regexp.MustCompile(`^(?:REPRENDRE )?([A-Z0-9]{3}-[A-Z0-9]{3}) (\d{4})$`)

// texted are the tries by text.
func (c *chat) texted(all []turnOf) (tries []*try) {
	for _, m := range c.w.carrier.sent {
		found := typed.FindStringSubmatch(m.in.Text)
		if found == nil {
			continue
		}
		t := &try{pair: pair{found[1], found[2]}, by: m.from.key(), id: m.in.ID, begun: m.sent}
		for _, turn := range all {
			if in := turn.content.Inbound; in != nil && in.ID == m.in.ID {
				t.ended = c.w.appended[string(turn.Hash)]
				t.yes, t.no = turn.Kind == intake.KindJoined, turn.content.Reason == intake.NotJoined
			}
		}
		tries = append(tries, t)
	}
	return tries
}

// pairs gives the pair that opens each case, by the log of the case.
func (c *chat) pairs(all []turnOf) map[intake.Key][]pair {
	opens := map[intake.Key][]pair{}
	for _, t := range all {
		values := t.content.State.Session.Values
		p := pair{values["code"], values["pin"]}
		if p.pin != "" && !slices.Contains(opens[t.Key], p) {
			opens[t.Key] = append(opens[t.Key], p)
		}
	}
	return opens
}

// proven is I30: a conversation goes on in a case whose code and PIN it gave, and no more
// than five wrong pairs were answered before.
func (c *chat) proven(tries []*try, opens map[intake.Key][]pair, all []turnOf) {
	for _, t := range all {
		if t.Kind != intake.KindJoined {
			continue
		}
		lead := t.Leads()
		if lead.N == 0 {
			c.w.breaks("I30: %s turn %d: it joined nothing: %q", t.Key.Short(), t.N, t.Lead)
			continue
		}
		if t.N != lead.N {
			c.w.breaks("I30: %s turn %d: it says that turn %d joined", t.Key.Short(), t.N, lead.N)
		}
		given, early := false, false
		for _, one := range tries {
			if one.by == t.Key && slices.Contains(opens[lead.Key], one.pair) && !one.begun.After(c.w.appended[string(t.Hash)]) {
				given = true
				early = early || c.wrongBefore(tries, one) < maxWrong
			}
		}
		switch {
		case given && early:
		case c.followedTo(t, lead.Key, all): // who has the pair needs no link, tried or not
		case !given:
			c.w.breaks("I30: %s turn %d: it joined a case whose code and PIN it did not give", t.Key.Short(), t.N)
		default:
			c.w.breaks("I30: %s turn %d: it joined after %d wrong pairs", t.Key.Short(), t.N, maxWrong)
		}
	}
}

// followedTo is I30 of links: whether the conversation of a turn joined the case by a link
// that was said in it, presented in its time. A link lets one conversation in.
func (c *chat) followedTo(t turnOf, led intake.Key, all []turnOf) bool {
	joined := c.w.appended[string(t.Hash)]
	for _, way := range c.ways {
		if way.by != t.Key || way.begun.After(joined) || !said(all, led, way.token) {
			continue
		}
		if joined.Sub(way.at) > intake.LinkValidity+restAfter && !c.w.skewed() {
			continue
		}
		if by, there := c.followers[way.token]; there && by != t.Key {
			c.w.breaks("I30: a one-time link lets %s and %s in", by.Short(), t.Key.Short())
		}
		c.followers[way.token] = t.Key
		return true
	}
	return false
}

// said reports whether a text stands in what was said in a log.
func said(all []turnOf, key intake.Key, text string) bool {
	return slices.ContainsFunc(all, func(t turnOf) bool {
		return t.Key == key && t.content.Reply != nil && strings.Contains(t.content.Reply.Text, text)
	})
}

// maxWrong is how many wrong pairs are heard of a case, ever.
const maxWrong = 5

// wrongBefore counts the wrong tries of a code that were answered before a try began.
func (c *chat) wrongBefore(tries []*try, before *try) int {
	wrong := map[string]bool{}
	for _, t := range tries {
		if t.code == before.code && t.pin != before.pin && t.no && t.ended.Before(before.begun) {
			wrong[t.id] = true
		}
	}
	return len(wrong)
}

// counted is I30: of a case that may be joined each wrong pair is counted, once, and while
// there are fewer than five the right one opens.
func (c *chat) counted(tries []*try, opens map[intake.Key][]pair, logs map[intake.Key]checker.Log) {
	for _, row := range c.rows {
		if len(row.Cases) != 1 {
			continue
		}
		key := row.Cases[0].Key
		if len(opens[key]) != 1 {
			continue
		}
		right := opens[key][0]
		begun, answered := map[string]bool{}, map[string]bool{}
		for _, t := range tries {
			if t.code != right.code || t.pin == right.pin {
				continue
			}
			begun[t.id] = true
			answered[t.id] = answered[t.id] || t.no
		}
		heard := 0
		for _, no := range answered {
			if no {
				heard++
			}
		}
		if n := len(row.Wrong); n > min(len(begun), maxWrong) || n < min(heard, maxWrong) {
			c.w.breaks("I30: %d wrong pairs are counted; %d were tried, %d answered", n, len(begun), heard)
		}
		if len(begun) >= maxWrong || over(logs[key]) {
			continue
		}
		for _, t := range tries {
			if t.pair == right && t.no && t.by != key && !over(logs[t.by]) && t.begun.After(registered(c, key)) {
				c.w.breaks("I30: a right pair is refused after %d wrong ones", len(begun))
			}
		}
	}
}

// over reports a log with an end: erased, or with as many channels as a case has.
func over(log checker.Log) bool {
	for j, t := range log.Turns {
		if len(t.Sealed) == 0 || len(log.Contents[j].State.Channels) >= 12 || log.Contents[j].State.Erased() {
			return true
		}
	}
	return false
}

// registered is from when on what opens a case is known to work: when somebody was told.
func registered(c *chat, key intake.Key) time.Time {
	log := c.w.log(key)
	for j, content := range log.Contents {
		if values := content.State.Session.Values; content.Reply != nil && values["pin"] != "" && strings.Contains(content.Reply.Text, values["pin"]) {
			return c.w.appended[string(log.Turns[j].Hash)]
		}
	}
	return c.w.heal.Add(restAfter)
}

// removed is I26: by a channel that was taken out of a case nothing is said any more, and
// what comes by it is not believed.
func (c *chat) removed(seen checker.World) {
	for _, log := range seen.Logs {
		gone := map[string]time.Time{} // address → when it was taken out
		for j, content := range log.Contents {
			t := log.Turns[j]
			if in := content.Inbound; in != nil && len(gone) > 0 {
				m := c.w.carrier.messages[in.ID]
				if m != nil && !gone[m.in.From].IsZero() && (content.Reply != nil || content.Reading != nil) && t.Kind != intake.KindOpened {
					c.w.breaks("I26: %s turn %d: what comes by a channel that was taken out is answered", log.Key.Short(), t.N)
				}
			}
			clear(gone)
			for _, channel := range content.State.Channels {
				delete(gone, channel.From) // it may have joined anew
				if !channel.Gone.IsZero() {
					gone[channel.From] = c.w.appended[string(t.Hash)]
				}
			}
		}
		for _, sent := range c.w.carrier.texts {
			at, out := c.leftAt(log, sent.To)
			if out && sent.Turn.Key == log.Key && !sent.answer && !strings.Contains(sent.ID, ".page") && sent.at.After(at.Add(latest+callTimeout)) {
				c.w.breaks("I26: %s turn %d: a text leaves for a channel that was taken out", log.Key.Short(), sent.Turn.N)
			}
		}
	}
}

// leftAt is when a channel was taken out of a case, if it did not come again.
func (c *chat) leftAt(log checker.Log, from string) (at time.Time, out bool) {
	for j, content := range log.Contents {
		now := false
		for _, channel := range content.State.Channels {
			if channel.From == from {
				now = !channel.Gone.IsZero()
			}
		}
		if now && !out {
			at = c.w.appended[string(log.Turns[j].Hash)]
		}
		out = now
	}
	return at, out
}

// kept is what must hold of files: each stands in the log of a case, once, with its digest,
// and can be opened; none is there that nobody left.
func (c *chat) kept(all []turnOf) {
	times := map[string]int{}
	for _, t := range all {
		count := 0
		for _, k := range t.content.Kept {
			if k.Kind != intake.KeptFile {
				continue
			}
			count++
			times[k.SHA256]++
			if len(t.Sealed) == 0 {
				continue // erased with its case: see I29
			}
			data, err := c.w.fileDesk().File(context.Background(), t.Case, k)
			switch at := slices.IndexFunc(c.given, func(g left) bool { return g.digest == k.SHA256 }); {
			case err != nil:
				c.w.breaks("file: %s turn %d: it does not open: %v", t.Key.Short(), t.N, err)
			case len(k.SHA256) != 64 || k.Bytes != int64(len(data)):
				c.w.breaks("file: %s turn %d: its digest or its length is not in the log", t.Key.Short(), t.N)
			case at >= 0 && !bytes.Equal(data, c.given[at].data):
				c.w.breaks("file: %s turn %d: it is not what was left", t.Key.Short(), t.N)
			case at >= 0 && k.Quarantined != c.given[at].harmful:
				c.w.breaks("file: %s turn %d: in quarantine: %v", t.Key.Short(), t.N, k.Quarantined)
			}
		}
		if s := t.content.State; s.Files > intake.MaxFiles || s.FileBytes > intake.MaxFileBytes {
			c.w.breaks("file: %s turn %d: a case keeps %d files", t.Key.Short(), t.N, s.Files)
		}
	}
	for _, g := range c.given {
		if times[g.digest] != 1 {
			c.w.breaks("file: one that was taken stands %d times in the log", times[g.digest])
		}
	}
}

// fileDesk is one to which nothing happens, with the files.
func (w *world) fileDesk() *intake.Desk {
	d := w.plainDesk()
	d.Files = stillFolder{w.chat}
	return d
}

// stillFolder is where files are kept, read when all is over.
type stillFolder struct{ c *chat }

func (f stillFolder) Put(context.Context, string, []byte) error { return nil }

func (f stillFolder) Get(_ context.Context, name string) ([]byte, error) {
	if sealed, there := f.c.files[name]; there {
		return sealed, nil
	}
	return nil, intake.ErrNoTurn
}

func (f stillFolder) Drop(context.Context, string) error { return nil }

// dossiers holds what was handed over against itself and against the logs: it proves what
// it says, holds nothing of another's, and nothing that is in quarantine.
func (c *chat) dossiers(all []turnOf) {
	for _, h := range c.handed {
		report, err := dossier.Check(h.Zip, "")
		if err != nil || len(report.Faults) > 0 {
			c.w.breaks("link: the dossier: %v, %v", err, report.Faults)
			continue
		}
		text := c.unpacked(h.Zip)
		ours := map[intake.Key]bool{} // logs of the cases with this code
		for _, t := range all {
			if t.content.State.Session.Values["code"] == report.Code {
				ours[t.Key] = true
			}
		}
		own := map[string]bool{} // what was written there: somebody may say the same of each of their cases
		for _, t := range all {
			if ours[t.Key] && t.content.Inbound != nil {
				own[t.content.Inbound.Text] = true
			}
		}
		for _, t := range all {
			if !ours[t.Key] && t.content.Inbound != nil && t.Kind != intake.KindJoined && len(t.content.Inbound.Text) > 20 && t.content.Reason == "" && !own[t.content.Inbound.Text] && strings.Contains(text, t.content.Inbound.Text) && c.marked(t.content.Inbound.Text) {
				c.w.breaks("I26: a dossier holds what another wrote")
			}
		}
		for _, g := range c.given {
			if g.harmful && strings.Contains(text, string(g.data)) {
				c.w.breaks("file: one in quarantine leaves in a dossier")
			}
		}
	}
}

// marked reports a text that names who wrote it.
func (c *chat) marked(text string) bool {
	return slices.ContainsFunc(c.w.carrier.people, func(p *person) bool { return strings.Contains(text, p.mark) }) ||
		slices.ContainsFunc(c.visitors, func(v *visitor) bool { return strings.Contains(text, v.mark) })
}

func (c *chat) unpacked(data []byte) string {
	var all strings.Builder
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		c.w.breaks("link: the dossier: %v", err)
		return ""
	}
	for _, f := range archive.File {
		r, err := f.Open()
		if err != nil {
			c.w.breaks("link: the dossier: %v", err)
			continue
		}
		io.Copy(&all, r)
		r.Close()
	}
	return all.String()
}

// unseen is I25 of what opens a case or a session: nothing of it is logged or in a queue.
func (w *world) unseen() {
	var out strings.Builder
	for _, err := range w.errors {
		out.WriteString(err.Error())
	}
	out.Write(w.logged.Bytes())
	for _, body := range w.queue.bodies {
		out.WriteString(body)
	}
	all := out.String()
	for _, v := range w.chat.visitors {
		for _, secret := range append(v.old, v.token, v.mark, w.chat.sessions[v.name]) {
			if secret != "" && strings.Contains(all, secret) {
				w.breaks("I25: what opens a session, or words of a visitor, left the desk")
			}
		}
	}
	for _, l := range w.chat.links {
		if strings.Contains(all, l.token) {
			w.breaks("I25: a one-time link left the desk")
		}
	}
}
