// Package checker holds what was seen of a run against what must stay true: the logs
// of the cases, the carrier's ledger, the analysts' channels. It is pure, so that a
// simulation and a run of the real program are judged by the same words.
package checker

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"
	"time"

	"relais/dialogs/engine"
	"relais/dialogs/intake"
	"relais/infra/standin/carrier"
	"relais/infra/standin/workspace"
)

// World is what was seen, at rest: nothing is under way any more.
type World struct {
	Logs    []Log
	Carrier []carrier.Event                           // the ledger, oldest first and whole
	Chat    []Said                                    // what was written in browsers
	Read    []string                                  // what browsers showed, and said so since
	Boards  map[string]Board                          // region → its channel
	Open    func(intake.Turn) ([]byte, []byte, error) // salt and content of a turn
	Duty    map[string][]string                       // region → the phones of those on duty, in their order
	Threads bool                                      // what happens to a case is told in its card's thread
	// Render gives the texts of the card that shows a packet as it stands at an
	// instant, in their order.
	Render func(p intake.Packet, at time.Time) []string
	// Parse reads a webhook's answer, for whoever has read it before; nil: ParseDocument.
	Parse func(answer string) (Document, error)
}

// Said is one message of the chat.
type Said struct {
	ID    string // as the log has it
	Text  string
	Taken bool // an answer said so
	Saw   bool // with it came what stood before the reporter: the question before it may have arrived
}

// Log is one log, whole.
type Log struct {
	Key      intake.Key
	Turns    []intake.Turn
	Contents []intake.Content // of the turns
}

// Board is the channel of a region.
type Board struct {
	Messages []workspace.Message // oldest first
	Events   []workspace.Event   // of these messages
}

// Rule names what must stay true.
type Rule string

// The rules.
const (
	Chain    Rule = "chain"    // every log verifies
	Once     Rule = "once"     // an accepted message stands exactly once in the log, and nothing else does
	Reply    Rule = "reply"    // what a phone heard is what was recorded, and the same each time
	Single   Rule = "single"   // a message gets at most one reply, a text of ours leaves at most once
	Pending  Rule = "pending"  // nothing waits to leave
	Card     Rule = "card"     // a case in a queue has one card, which shows its newest state
	News     Rule = "news"     // what happened to a case is told once, in its card's thread
	Receipt  Rule = "receipt"  // a receipt that was told is noted, and none that nobody told
	Joined   Rule = "joined"   // a case goes on elsewhere by a turn there, and knows of it; its other phones are told; no PIN is kept
	Question Rule = "question" // an answer is only taken to a question that was handed over
)

// Fault is a rule that is broken.
type Fault struct {
	Rule   Rule
	Log    string // without the address
	Turn   int
	Detail string
}

func (f Fault) String() string {
	return strings.TrimSpace(fmt.Sprintf("%s: %s turn %d: %s", f.Rule, f.Log, f.Turn, f.Detail))
}

// Check returns every fault of the world.
func Check(w World) []Fault {
	if w.Parse == nil {
		w.Parse = ParseDocument
	}
	c := &check{World: w, calls: map[string][]carrier.Call{}, texts: map[string]string{}, turns: map[string][]place{}, refs: map[string]place{}, saw: map[string]bool{}}
	c.index()
	c.chain()
	c.messages()
	c.replies()
	c.leaving()
	c.pending()
	c.cards()
	c.news()
	c.receipts()
	c.questions()
	c.joins()
	return c.faults
}

// place is where a turn stands in the world.
type place struct{ log, turn int }

type check struct {
	World
	faults []Fault
	calls  map[string][]carrier.Call // inbound id → the calls of its webhooks
	texts  map[string]string         // inbound id → what was written
	saw    map[string]bool           // inbound ids of the chat that came with what was seen
	turns  map[string][]place        // inbound id → the turns that hold it
	refs   map[string]place          // turn reference → its place
	unsent map[text]int              // how many more turns planned than left
	queued []queued                  // what went to the queues, in the order of the logs
}

// queued is an entry for a region's queue and what it says.
type queued struct {
	place
	entry  intake.Entry
	packet intake.Packet // of which the head is not set
	err    error
}

func (c *check) fault(r Rule, p place, format string, args ...any) {
	l := c.Logs[p.log]
	c.faults = append(c.faults, Fault{r, l.Key.Short(), l.Turns[p.turn].N, fmt.Sprintf(format, args...)})
}

func (c *check) strange(r Rule, format string, args ...any) {
	c.faults = append(c.faults, Fault{Rule: r, Detail: fmt.Sprintf(format, args...)})
}

func (c *check) each(do func(p place, t intake.Turn, content intake.Content)) {
	for i, l := range c.Logs {
		for j, t := range l.Turns {
			do(place{i, j}, t, l.Contents[j])
		}
	}
}

func (c *check) index() {
	for _, e := range c.Carrier {
		switch {
		case e.Kind == carrier.Inbound:
			c.texts[e.SID] = e.Message.Body
		case e.Kind == carrier.Webhook && e.Call != nil:
			c.calls[e.SID] = append(c.calls[e.SID], *e.Call)
		}
	}
	for _, said := range c.Chat {
		c.texts[said.ID] = said.Text
		if said.Saw {
			c.saw[said.ID] = true
		}
	}
	c.each(func(p place, t intake.Turn, content intake.Content) {
		c.refs[intake.Ref{Key: t.Key, N: t.N}.String()] = p
		if content.Inbound != nil {
			c.turns[content.Inbound.ID] = append(c.turns[content.Inbound.ID], p)
		}
		for _, e := range t.Outbox {
			if e.Kind == intake.ToQueue {
				packet, err := intake.ParsePacket(e.Body)
				c.queued = append(c.queued, queued{p, e, packet, err})
			}
		}
	})
}

func (c *check) chain() {
	for i, l := range c.Logs {
		if err := intake.Verify(l.Turns, c.Open); err != nil {
			c.fault(Chain, place{i, 0}, "%v", err)
		}
	}
}

// Document is a webhook's answer.
type Document struct {
	Text string // of the message in it; empty: it says nothing
	Turn string // reference of the turn that its receipts name; empty: none
}

// ParseDocument reads an answer. It has at most one message.
func ParseDocument(answer string) (Document, error) {
	var response struct {
		XMLName  xml.Name `xml:"Response"`
		Messages []struct {
			Action string `xml:"action,attr"`
			Body   string `xml:"Body"`
		} `xml:"Message"`
	}
	if err := xml.Unmarshal([]byte(answer), &response); err != nil {
		return Document{}, err
	}
	switch len(response.Messages) {
	case 0:
		return Document{}, nil
	case 1:
		m := response.Messages[0]
		address, err := url.Parse(m.Action)
		if err != nil {
			return Document{}, err
		}
		return Document{m.Body, address.Query().Get("t")}, nil
	}
	return Document{}, fmt.Errorf("%d messages", len(response.Messages))
}

// promises reports whether an answer says that the message was taken. The text for
// bad hours names no turn and says nothing of the kind.
func (c *check) promises(call carrier.Call) bool { return promises(call, c.Parse) }

func promises(call carrier.Call, parse func(string) (Document, error)) bool {
	if call.Status < 200 || call.Status > 299 {
		return false
	}
	document, err := parse(call.Answer)
	// An answer torn on its way began with 2xx, and that is sent after the commit.
	return err != nil || document.Text == "" || document.Turn != ""
}

func (c *check) messages() {
	for sid, calls := range c.calls {
		turns := c.turns[sid]
		if slices.ContainsFunc(calls, c.promises) && len(turns) == 0 {
			c.strange(Once, "message %s was accepted and stands nowhere", sid)
		}
	}
	for _, said := range c.Chat {
		if said.Taken && len(c.turns[said.ID]) == 0 {
			c.strange(Once, "message %s was accepted and stands nowhere", said.ID)
		}
	}
	for sid, turns := range c.turns {
		text, known := c.texts[sid]
		if !known {
			c.fault(Once, turns[0], "message %s was never sent", sid)
			continue
		}
		for _, twice := range turns[1:] {
			c.fault(Once, twice, "message %s stands here too", sid)
		}
		if content := c.Logs[turns[0].log].Contents[turns[0].turn]; content.Inbound.Blob == "" && content.Reason != intake.Flood && content.Inbound.Text != text && !hides(content.Inbound.Text, text) {
			c.fault(Once, turns[0], "message %s was changed", sid)
		}
	}
}

func (c *check) replies() {
	for sid, calls := range c.calls {
		heard := 0
		for _, call := range calls {
			if call.Status < 200 || call.Status > 299 || call.Error != "" {
				continue
			}
			document, err := c.Parse(call.Answer)
			switch {
			case err != nil:
				c.strange(Reply, "answer to %s: %v", sid, err)
				continue
			case document.Text == "":
				continue
			}
			if !call.Unheard {
				heard++
			}
			if document.Turn != "" {
				c.recorded(sid, document)
			}
		}
		if heard > 1 {
			c.strange(Single, "message %s was answered %d times", sid, heard)
		}
	}
}

// recorded holds an answer against the turn it names.
func (c *check) recorded(sid string, said Document) {
	p, known := c.refs[said.Turn]
	if !known {
		c.strange(Reply, "the answer to %s names a turn that is not there", sid)
		return
	}
	content := c.Logs[p.log].Contents[p.turn]
	switch {
	case content.Inbound == nil || content.Inbound.ID != sid:
		c.fault(Reply, p, "its reply answered message %s, which it does not hold", sid)
	case content.Reply == nil:
		c.fault(Reply, p, "no reply is recorded, but %q was given", said.Text)
	case content.Reply.Text != said.Text:
		c.fault(Reply, p, "%q is recorded, but %q was given", content.Reply.Text, said.Text)
	}
}

// leaving holds the texts that are no answers against those that turns planned.
func (c *check) leaving() {
	planned := map[text]int{}
	c.each(func(p place, t intake.Turn, content intake.Content) {
		for _, e := range t.Outbox {
			switch e.Kind {
			case intake.ToSMS:
				planned[text{to(content, e), content.Texts[e.ID]}]++
			case intake.ToPage:
				planned[text{c.called(p, e), content.Texts[e.ID]}]++
			}
		}
	})
	for _, e := range c.Carrier {
		if e.Kind != carrier.Outbound || e.Message.Direction != "outbound-api" {
			continue
		}
		sent := text{e.Message.To, e.Message.Body}
		if planned[sent]--; planned[sent] < 0 {
			c.strange(Single, "text %q left more often than turns say", sent.body)
		}
	}
	c.unsent = planned
}

// to is who is reached by an entry: whoever was last heard, or another channel of the case.
func to(content intake.Content, e intake.Entry) string {
	if a, elsewhere := content.Elsewhere[e.ID]; elsewhere {
		return a.From
	}
	return content.State.From
}

// text is a text that is no answer, as two of the same cannot be told apart.
type text struct{ to, body string }

// called returns who on duty is called by an entry, "" for nobody.
func (c *check) called(p place, e intake.Entry) string {
	var page intake.Page
	if err := json.Unmarshal(e.Body, &page); err != nil || page.Rung < 0 {
		c.fault(Single, p, "entry %s is no page", e.ID)
		return ""
	}
	phones := c.Duty[e.Region]
	if len(phones) == 0 {
		return ""
	}
	return phones[page.Rung%len(phones)]
}

func (c *check) pending() {
	c.each(func(p place, t intake.Turn, _ intake.Content) {
		for _, e := range t.Outbox {
			if !e.Settled {
				c.fault(Pending, p, "entry %s has not left", e.ID)
			}
		}
	})
}

// shown is a card as it should be.
type shown struct {
	place
	packet intake.Packet
}

// CardID is the id under which the card of a packet is found in its channel.
func CardID(p intake.Packet) string { return "card." + p.Case + "." + p.Region }

func (c *check) cards() {
	newest := map[string]shown{}
	for _, q := range c.queued {
		if q.err != nil {
			c.fault(Card, q.place, "%v", q.err)
			continue
		}
		q.packet.Head = hex.EncodeToString(c.Logs[q.log].Turns[q.turn].Hash)
		if known := newest[CardID(q.packet)]; q.packet.N >= known.packet.N {
			newest[CardID(q.packet)] = shown{q.place, q.packet}
		}
	}
	found := map[string]int{}
	for _, region := range slices.Sorted(maps.Keys(c.Boards)) {
		for _, m := range c.Boards[region].Messages {
			id := idOf(m)
			want, known := newest[id]
			switch {
			case !IsCard(m):
				continue
			case !known || want.packet.Region != region:
				c.strange(Card, "region %s shows %s, of which no turn speaks", region, id)
				continue
			}
			if found[id]++; found[id] > 1 {
				c.fault(Card, want.place, "%s is shown %d times", id, found[id])
			}
			c.current(want, m)
		}
	}
	for id, want := range newest {
		if _, watched := c.Boards[want.packet.Region]; watched && found[id] == 0 {
			c.fault(Card, want.place, "%s is not shown", id)
		}
	}
}

// news holds what stands in threads against what the packets of turns tell.
func (c *check) news() {
	told := map[string]int{}
	for _, region := range slices.Sorted(maps.Keys(c.Boards)) {
		for _, m := range c.Boards[region].Messages {
			if id := idOf(m); strings.HasPrefix(id, "news.") {
				told[id]++
				if m.ThreadTS == "" || m.ThreadTS == m.TS {
					c.strange(News, "%s stands in no thread", id)
				}
			}
		}
	}
	for _, q := range c.queued {
		if _, watched := c.Boards[q.entry.Region]; q.err != nil || !watched {
			continue
		}
		for i := range q.packet.News {
			id := fmt.Sprintf("news.%s.%d.%d", q.packet.Case, q.packet.N, i)
			untold := c.Threads && len(c.Logs[q.log].Turns[q.turn].Sealed) > 0 // of what was erased nothing leaves any more
			if n := told[id]; n > 1 || n == 0 && untold {
				c.fault(News, q.place, "%s is told %d times", id, n)
			}
			delete(told, id)
		}
	}
	for id := range told {
		c.strange(News, "%s is told, of which no turn speaks", id)
	}
}

// IsCard tells a card from what else our app posts: news in its thread, a list before a
// centre opens or closes.
func IsCard(m workspace.Message) bool { return strings.HasPrefix(idOf(m), "card.") }

// idOf returns the id that a message carries, "" for none.
func idOf(m workspace.Message) string {
	var metadata struct {
		Payload struct{ ID string } `json:"event_payload"`
	}
	if json.Unmarshal(m.Metadata, &metadata) != nil {
		return ""
	}
	return metadata.Payload.ID
}

// late is how long before Slack shows a card it may have been written.
const late = 15 * time.Second

// current holds a card against the newest packet, written at most so long before it
// was shown.
func (c *check) current(want shown, m workspace.Message) {
	var at time.Time
	for _, e := range c.Boards[want.packet.Region].Events {
		if e.Message != nil && e.Message.TS == m.TS && (e.Kind == workspace.Posted || e.Kind == workspace.Changed) {
			at = e.At
		}
	}
	got := Texts(m.Blocks)
	for before := time.Duration(0); before <= late; before += time.Second {
		if slices.Equal(got, c.Render(want.packet, at.Add(-before))) {
			return
		}
	}
	c.fault(Card, want.place, "the card shows %q, want %q", got, c.Render(want.packet, at))
}

// Texts returns every text of blocks, in their order, but for the labels of buttons:
// they say what can be done with a case and nothing of its state.
func Texts(blocks json.RawMessage) []string {
	var texts []string
	var walk func(v any)
	walk = func(v any) {
		switch v := v.(type) {
		case []any:
			for _, item := range v {
				walk(item)
			}
		case map[string]any:
			if v["type"] == "actions" {
				return
			}
			if text, ok := v["text"].(string); ok {
				texts = append(texts, text)
			}
			for _, key := range []string{"text", "elements", "fields", "accessory"} {
				walk(v[key])
			}
		}
	}
	var v any
	if json.NewDecoder(bytes.NewReader(blocks)).Decode(&v) == nil {
		walk(v)
	}
	return texts
}

// receipts gives how far a message status proves that a text got.
var receipts = map[string]intake.Receipt{
	"queued": intake.Answered, "sent": intake.Sent, "delivered": intake.Delivered, "undelivered": intake.Failed, "failed": intake.Failed,
}

func (c *check) receipts() {
	told := map[place]intake.Receipt{}
	for _, e := range c.Carrier {
		if e.Kind != carrier.Receipt || e.Call == nil || e.Call.Status < 200 || e.Call.Status > 299 {
			continue
		}
		address, err := url.Parse(e.Call.URL)
		if err != nil {
			c.strange(Receipt, "%v", err)
			continue
		}
		p, known := c.refs[address.Query().Get("t")]
		if !known {
			c.strange(Receipt, "a receipt names a turn that is not there")
			continue
		}
		if c.aside(p, address.Query().Get("o")) {
			continue // it says nothing of what the reporter got
		}
		if r := receipts[e.Call.Receipt]; r.After(told[p]) {
			told[p] = r
		}
	}
	c.each(func(p place, t intake.Turn, content intake.Content) {
		switch {
		case told[p].After(t.Receipt):
			c.fault(Receipt, p, "the carrier told of %q, noted is %q", told[p], t.Receipt)
		case t.Receipt == intake.Failed && told[p] == intake.Unknown && c.refused(t, content):
		case t.Receipt == intake.Delivered && c.read(content):
		case t.Receipt.After(intake.Answered) && t.Receipt != told[p] && !c.toldNothing(p):
			c.fault(Receipt, p, "noted is %q, the carrier told of %q", t.Receipt, told[p])
		case t.Receipt == intake.Answered && content.Inbound != nil && !c.chatted(content.Inbound.ID) && !c.answered(content.Inbound.ID) && !c.said(content):
			c.fault(Receipt, p, "it counts as answered, and nobody had an answer")
		}
	})
}

// read reports whether the reply of a turn to a conversation in the chat stood before who
// writes there.
func (c *check) read(content intake.Content) bool {
	return content.Reply != nil && content.State.Session.Channel == intake.ChannelWeb && slices.Contains(c.Read, content.Reply.Text)
}

// chatted reports a message of the chat.
func (c *check) chatted(id string) bool {
	return slices.ContainsFunc(c.Chat, func(s Said) bool { return s.ID == id })
}

// aside reports whether an entry of a turn calls somebody on duty, or tells another
// channel of the case something.
func (c *check) aside(p place, entry string) bool {
	if _, elsewhere := c.Logs[p.log].Contents[p.turn].Elsewhere[entry]; elsewhere {
		return true
	}
	return slices.ContainsFunc(c.Logs[p.log].Turns[p.turn].Outbox, func(e intake.Entry) bool { return e.Kind == intake.ToPage && e.ID == entry })
}

// refused reports whether a text of the turn was to leave and never did: the carrier
// refused it when it was handed over.
func (c *check) refused(t intake.Turn, content intake.Content) bool {
	for _, e := range t.Outbox {
		if e.Kind == intake.ToSMS && e.Settled && c.unsent[text{content.State.From, content.Texts[e.ID]}] > 0 {
			return true
		}
	}
	return false
}

// toldNothing reports whether a receipt for the turn was posted whose answer never
// came back, or said that something went wrong: it may have been noted all the same.
func (c *check) toldNothing(p place) bool {
	ref := intake.Ref{Key: c.Logs[p.log].Key, N: c.Logs[p.log].Turns[p.turn].N}.String()
	return slices.ContainsFunc(c.Carrier, func(e carrier.Event) bool {
		if e.Kind != carrier.Receipt || e.Call == nil || e.Call.Error == "" && e.Call.Status >= 200 && e.Call.Status <= 299 {
			return false
		}
		address, err := url.Parse(e.Call.URL)
		return err == nil && address.Query().Get("t") == ref
	})
}

// said reports whether the reply of a turn reached its phone in answer to something
// else: a search of the carrier's list tells no two texts apart that say the same.
func (c *check) said(content intake.Content) bool {
	return content.Reply != nil && slices.ContainsFunc(c.Carrier, func(e carrier.Event) bool {
		switch {
		case e.Kind == carrier.Outbound:
			return e.Phone == content.State.From && e.Message.Body == content.Reply.Text
		case e.Kind == carrier.Webhook && e.Call != nil && e.Phone == content.State.From && e.Call.Status == 200 && e.Call.Error == "":
			document, err := c.Parse(e.Call.Answer)
			return err == nil && document.Text == content.Reply.Text
		}
		return false
	})
}

// answered reports whether a whole answer to the message left us, read or not.
func (c *check) answered(sid string) bool {
	return slices.ContainsFunc(c.calls[sid], func(call carrier.Call) bool {
		return call.Status >= 200 && call.Status <= 299 && call.Error == ""
	})
}

// questions holds each bare answer against the question before it. One of which
// nobody knows whether it arrived is put again, once, before an answer to it counts.
func (c *check) questions() {
	c.each(func(p place, t intake.Turn, content intake.Content) {
		if p.turn == 0 || content.Inbound == nil || content.Reading == nil || !bare(content.Inbound.Text) ||
			content.Reason == intake.BlockedDestination || t.Case != c.Logs[p.log].Turns[p.turn-1].Case {
			return
		}
		before, asked := c.Logs[p.log].Turns[p.turn-1], c.Logs[p.log].Contents[p.turn-1].State
		s := asked.Session
		handed := before.Receipt != intake.Unknown || asked.Put || c.arrived(p.log, asked.Spoke)
		if asked.Charge.Leads || c.saw[content.Inbound.ID] || content.Reason == intake.RemovedChannel {
			return // a human answers: nothing of the robot's is open
		}
		if handed || s.Unput || s.Reput || !s.Started || s.End != "" {
			return
		}
		now := content.State.Session
		moved := now.Channel != s.Channel || content.State.From != asked.From
		if !sameStep(s.Here, now.Here) && !moved { // what is not asked on another channel or device is stepped over there
			c.fault(Question, p, "its message answered %s, which was not handed over", s.Here.ID())
			return
		}
		if content.Reply == nil {
			c.fault(Question, p, "%s is not put again", s.Here.ID())
		}
		for name, value := range now.Facts {
			if s.Facts.Get(name) != value {
				c.fault(Question, p, "its message stated %s=%s in answer to %s, which was not handed over", name, value, s.Here.ID())
			}
		}
	})
}

// arrived reports whether a turn of a log is known to have arrived: after the turn that
// put a question there may be others, of acts that say nothing to the reporter.
func (c *check) arrived(log, n int) bool {
	return slices.ContainsFunc(c.Logs[log].Turns, func(t intake.Turn) bool { return t.N == n && t.Receipt != intake.Unknown })
}

func sameStep(a, b engine.Place) bool { return a.Dialog == b.Dialog && a.Step == b.Step }

// bare reports an answer that means nothing without its question.
func bare(text string) bool { return len(text) == 1 && text >= "1" && text <= "8" }

// Summary counts what the world holds, for a report.
func Summary(w World) string {
	turns, phones, accepted, lost, cards := 0, map[string]bool{}, 0, 0, 0
	for _, l := range w.Logs {
		turns += len(l.Turns)
	}
	calls := map[string]bool{}
	for _, e := range w.Carrier {
		switch e.Kind {
		case carrier.Inbound:
			phones[e.Phone] = true
			calls[e.SID] = calls[e.SID] || false
		case carrier.Webhook:
			calls[e.SID] = calls[e.SID] || e.Call != nil && promises(*e.Call, ParseDocument)
		}
	}
	for _, taken := range calls {
		if taken {
			accepted++
		} else {
			lost++
		}
	}
	for _, b := range w.Boards {
		for _, m := range b.Messages {
			if strings.HasPrefix(idOf(m), "card.") {
				cards++
			}
		}
	}
	return fmt.Sprintf("%d phones, %d messages, %d accepted, %d not, %d turns in %d logs, %d cards",
		len(phones), len(calls), accepted, lost, turns, len(w.Logs), cards)
}
