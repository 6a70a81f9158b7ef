// Package desk plays desk sessions: text files that say what a reporter writes, what
// analysts do, and what comes of it. An adapter of the desk plays the same files by
// giving a Hand of its own.
package desk

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"relais/dialogs/desk"
	"relais/dialogs/intake"
	"relais/dialogs/intake/memory"
	"relais/dialogs/outbox"
	"relais/dialogs/play"
)

// The regions and people of every session. The first of a region may route.
var regions = map[string]desk.Region{
	"76": {Code: "76", Name: "Occitanie", SMSPrice: 799, Slack: desk.Channel{Team: "TDEMO", Channel: "C76"}, Night: intake.PageP1,
		Duty: []string{"+33639980176", "+33639980276", "+33639980376"}, Analysts: []desk.Analyst{
			{Slack: "UCAMILLE", Name: "camille", Rights: []desk.Right{desk.MayRead, desk.MayLead, desk.MayRoute}},
			{Slack: "USACHA", Name: "sacha", Rights: []desk.Right{desk.MayRead, desk.MayLead}},
			{Slack: "UALIX", Name: "alix", Rights: []desk.Right{desk.MayRead}},
		}},
	"53": {Code: "53", Name: "Bretagne", Slack: desk.Channel{Team: "TDEMO", Channel: "C53"}, Night: intake.PageNone,
		Duty: []string{"+33639980153"}, Analysts: []desk.Analyst{
			{Slack: "UMORGAN", Name: "morgan", Rights: []desk.Right{desk.MayRead, desk.MayLead, desk.MayRoute}},
		}},
}

// Actor returns who a name of a session is. A name that no region knows is a guest
// of the workspace.
func Actor(name string) desk.Actor {
	for _, r := range regions {
		for _, a := range r.Analysts {
			if a.Name == name {
				return desk.Actor{Team: r.Slack.Team, User: a.Slack}
			}
		}
	}
	return desk.Actor{Team: "TDEMO", User: "U" + strings.ToUpper(name)}
}

// Hand does an act for somebody, as an adapter does, and returns what they are told.
// delivery counts the deliveries of one event, from 0.
type Hand func(ctx context.Context, d *desk.Desk, now time.Time, e desk.Event, delivery int) (desk.Result, error)

// Directly gives the act to the desk, each delivery under the same id.
func Directly(ctx context.Context, d *desk.Desk, now time.Time, e desk.Event, _ int) (desk.Result, error) {
	return d.Do(ctx, now, e)
}

// Renamed gives each delivery an id of its own, as Slack has been seen to do. What may
// well be done twice keeps it: its id must come from the press of the button itself.
func Renamed(ctx context.Context, d *desk.Desk, now time.Time, e desk.Event, delivery int) (desk.Result, error) {
	switch e.Act.(type) {
	case desk.Call, desk.Export:
	default:
		e.ID = fmt.Sprint(e.ID, " again ", delivery)
	}
	return d.Do(ctx, now, e)
}

// Play plays a session and returns the file as it would have to stand. Each event of
// an analyst is delivered so many times; only the first answer is written down.
func Play(source string, hand Hand, deliveries int) (string, error) {
	return (&session{hand: hand, deliveries: deliveries}).play(source)
}

// Queued plays a session and returns all that it sends to the regions' queues.
func Queued(source string) ([]intake.Packet, error) {
	s := &session{hand: Directly, deliveries: 1}
	_, err := s.play(source)
	return s.queued, err
}

// Digested plays a session and returns the digests that it sends to the regions' queues.
func Digested(source string) ([]outbox.Digest, error) {
	s := &session{hand: Directly, deliveries: 1}
	_, err := s.play(source)
	return s.digests, err
}

// queue is the regions' queues, which notes the digests.
type queue struct {
	outbox.Queue
	session *session
}

// Send implements outbox.Queue.
func (q queue) Send(ctx context.Context, region string, body []byte) error {
	d, ok, err := outbox.ParseDigest(body)
	if err != nil {
		return err
	}
	if ok {
		q.session.digests = append(q.session.digests, d)
	}
	return q.Queue.Send(ctx, region, body)
}

func (s *session) play(source string) (string, error) {
	lines := strings.Split(strings.TrimSuffix(source, "\n"), "\n")
	at := 0
	for ; at < len(lines) && lines[at] != ""; at++ {
		s.line(lines[at])
		if start, ok := strings.CutPrefix(lines[at], "started: "); ok {
			if err := s.open(start); err != nil {
				return "", err
			}
		}
		if lines[at] == "duty: call" { // those on duty are called and told
			s.player.Desk.Territory.Duty = map[string]intake.Medium{"76": intake.ByCall}
		}
	}
	if s.player == nil {
		return "", errors.New("the header wants started")
	}
	s.line("")
	for _, line := range lines[min(at+1, len(lines)):] {
		who, rest, ok := strings.Cut(line, ": ")
		switch {
		case line == "" || strings.HasPrefix(line, "#"):
			s.line(line)
			continue
		case strings.HasPrefix(line, "  ") || !ok || slices.Contains(outcomes, who):
			continue // expected, and written anew
		}
		s.line(line)
		if err := s.happen(who, rest); err != nil {
			return s.text.String(), fmt.Errorf("%q: %w", line, err)
		}
	}
	return s.text.String(), nil
}

// outcomes are the lines that say what came of something.
var outcomes = []string{"  desk", "  phone", "  news", "  page", "  call", "  card", "  slack", "  web"}

type session struct {
	hand       Hand
	deliveries int
	player     *play.Player
	store      *memory.Store
	desk       *desk.Desk
	office     *outbox.Office
	carrier    *carrier
	key        intake.Key
	text       bytes.Buffer
	events     int
	refused    []desk.Refusal
	queued     []intake.Packet
	digests    []outbox.Digest
	slack      *room // nil: the acts are given to the desk directly
}

func (s *session) open(start string) error {
	now, err := time.Parse(time.RFC3339, start)
	if err != nil {
		return err
	}
	s.carrier = &carrier{session: s}
	s.store = memory.New(memory.Options{Clock: func() time.Time { return s.player.Now() }, MaxReceives: 1000})
	s.player, err = play.New(play.Options{Now: now, Seed: 5, Once: true, Desks: []string{"53"}, Store: s.store})
	if err != nil {
		return err
	}
	s.desk = &desk.Desk{
		Intake: s.player.Desk, Index: s.store,
		Region:   func(code string) (desk.Region, bool) { r, ok := regions[code]; return r, ok },
		Register: &desk.Register{Claims: s.store, Clock: s.player.Now},
		Refused:  func(_ context.Context, r desk.Refusal) { s.refused = append(s.refused, r) },
	}
	s.office = &outbox.Office{
		Log: s.store, Claims: s.store, Queue: queue{s.store, s}, Blobs: s.store, Index: s.store, Texter: s.carrier, Content: s.player.Desk.Content,
		Receive: s.player.Desk.Receive, Duty: func(code string) []string { return regions[code].Duty }, Owner: "one",
		Waits: outbox.Waits{Sweep: time.Second, Lease: time.Second, Quarantine: time.Second},
	}
	s.key = intake.Key{Channel: "sms", Address: s.player.Desk.Keys.Address("sms", play.DefaultFrom)}
	if s.slack != nil {
		return s.slack.open(s)
	}
	return nil
}

func (s *session) line(text string) { s.text.WriteString(text + "\n") }

// said writes an outcome, one line of the file for each line of a text.
func (s *session) said(who, text string) {
	s.line("  " + who + ": " + strings.ReplaceAll(text, "\n", "\n     "))
}

// happen does one thing and everything that follows from it.
func (s *session) happen(who, what string) error {
	ctx := context.Background()
	switch who {
	case "reporter":
		s.events++
		reply, err := s.player.Desk.Take(ctx, s.player.Now(), intake.Inbound{
			Channel: "sms", ID: fmt.Sprintf("SM%032d", s.events), From: play.DefaultFrom, To: play.DefaultTo, Text: what,
		})
		if err != nil {
			return err
		}
		if !reply.Silent {
			s.said("phone", reply.Text)
			if err := s.player.Desk.Answered(ctx, reply); err != nil {
				return err
			}
		}
		return s.carry(ctx)
	case "web": // the reporter goes on in the chat: with code and PIN at first
		s.events++
		in := intake.Inbound{Channel: "web", ID: fmt.Sprintf("web %d", s.events), From: "chat-1", To: play.DefaultTo, Text: what}
		if what == "joins" {
			in.Text = ""
			head, err := s.store.Head(ctx, s.key)
			if err != nil {
				return err
			}
			content, err := s.player.Desk.Content(head)
			if err != nil {
				return err
			}
			values := content.State.Session.Values
			reply, err := s.player.Desk.Join(ctx, s.player.Now(), in, values["code"], values["pin"])
			if err != nil {
				return err
			}
			s.said("web", reply.Text)
			return s.carry(ctx)
		}
		reply, err := s.player.Desk.Take(ctx, s.player.Now(), in)
		if err != nil {
			return err
		}
		if !reply.Silent {
			s.said("web", reply.Text)
		}
		return s.carry(ctx)
	case "slack":
		if s.slack != nil {
			s.slack.mu.Lock()
			s.slack.down = what == "is down"
			s.slack.mu.Unlock()
		}
		return s.carry(ctx)
	case "crowd": // so many others write the same, each from a phone of their own
		number, text, _ := strings.Cut(what, " ")
		n, err := strconv.Atoi(number)
		if err != nil {
			return err
		}
		for i := range n {
			s.events++
			_, err := s.player.Desk.Take(ctx, s.player.Now(), intake.Inbound{
				Channel: "sms", ID: fmt.Sprintf("SM%032d", s.events), From: fmt.Sprintf("+3363997%04d", i), To: play.DefaultTo, Text: text,
			})
			if err != nil {
				return err
			}
		}
		return s.carry(ctx)
	case "after":
		d, err := time.ParseDuration(what)
		if err != nil {
			return err
		}
		for end := s.player.Now().Add(d); s.player.Now().Before(end); {
			s.player.Advance(min(time.Minute, end.Sub(s.player.Now())))
			if _, err := s.player.Desk.Tick(ctx, s.player.Now()); err != nil {
				return err
			}
			if _, err := s.office.Digest(ctx, s.player.Now(), []string{"53", "76"}); err != nil {
				return err
			}
			if err := s.carry(ctx); err != nil {
				return err
			}
		}
		return nil
	case "carrier":
		s.carrier.refuse = what == "refuses"
		return nil
	}
	return s.act(ctx, who, what)
}

// act does what an analyst does: "write Bonjour." and the like.
func (s *session) act(ctx context.Context, who, what string) error {
	name, terminal := strings.CutSuffix(who, " at the terminal")
	by := Actor(name)
	if terminal {
		by.Team = desk.Terminal
	}
	if s.slack != nil && !terminal {
		if err := s.slack.act(ctx, by, what); err != nil {
			return err
		}
		return s.carry(ctx)
	}
	act, err := s.read(ctx, by, what)
	if n, ok := errors.AsType[*desk.No](err); ok {
		s.said("desk", "no: "+spoken(n.Word))
		return nil
	}
	if errors.Is(err, desk.ErrRefused) {
		return s.refusal()
	}
	if err != nil || act == nil {
		return err
	}
	s.events++
	e := desk.Event{ID: fmt.Sprint("event ", s.events), By: by, Case: s.key, Act: act}
	for i := range s.deliveries {
		result, err := s.hand(ctx, s.desk, s.player.Now(), e, i)
		n, no := errors.AsType[*desk.No](err)
		switch {
		case i > 0: // whatever it says, nothing may come of it
		case no:
			s.said("desk", "no: "+spoken(n.Word))
		case errors.Is(err, desk.ErrRefused):
			if err := s.refusal(); err != nil {
				return err
			}
		case err != nil:
			return err
		default:
			s.said("desk", spoken(result.Word))
			if result.Contact != nil {
				s.said("desk", fmt.Sprintf("number %s, words %s", result.Contact.Number, strings.Join(result.Contact.Words[:], " ")))
			}
		}
	}
	return s.carry(ctx)
}

func (s *session) refusal() error {
	if len(s.refused) == 0 {
		return errors.New("refused, and nobody was told")
	}
	s.said("desk", "refused: "+s.refused[len(s.refused)-1].Why)
	return nil
}

// spoken writes a word of the desk without what depends on the language.
func spoken(w desk.Word) string {
	parts := []string{w.ID}
	keys := []string{}
	for k := range w.Values {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	for _, k := range keys {
		parts = append(parts, k+"="+w.Values[k])
	}
	return strings.Join(parts, " ")
}

// read turns a line into an act.
func (s *session) read(ctx context.Context, by desk.Actor, what string) (desk.Act, error) {
	verb, rest, _ := strings.Cut(what, " ")
	words := strings.Fields(rest)
	word := func(i int) string {
		if i < len(words) {
			return words[i]
		}
		return ""
	}
	tail := func(n int) string { return strings.Join(words[min(n, len(words)):], " ") }
	switch verb {
	case "open":
		return desk.Open{}, nil
	case "claim":
		return desk.Claim{}, nil
	case "takeover":
		return desk.TakeOver{}, nil
	case "release":
		return desk.Release{}, nil
	case "giveup":
		return desk.GiveUp{}, nil
	case "call":
		return desk.Call{}, nil
	case "correct":
		return desk.Correct{Fact: word(0), Value: tail(1)}, nil
	case "grade":
		return desk.Grade{Level: word(0), Reason: tail(1)}, nil
	case "handover":
		return desk.HandOver{To: Actor(word(0)).User, Brief: tail(1)}, nil
	case "relate", "unrelate":
		other, err := s.other(ctx, by)
		if verb == "unrelate" {
			return desk.Unrelate{Case: other.ID}, err
		}
		return desk.Relate{To: other}, err
	case "erase":
		return desk.Erase{Why: word(0), Twice: [2]string{word(1), word(1)}}, nil
	case "ask":
		return desk.Ask{Receiver: intake.OfferKind(word(0)), To: word(1)}, nil
	case "pass":
		return desk.Pass{Receiver: intake.OfferKind(word(0)), To: word(1), Consent: word(2), Brief: tail(3)}, nil
	case "accept":
		return desk.Accept{Said: rest}, nil
	case "withdraw":
		return desk.Withdraw{}, nil
	case "decline":
		return desk.Decline{}, nil
	case "close":
		return desk.Close{Category: word(0), Complaint: word(1), TLP: word(2), Cause: tail(3)}, nil
	case "reopen":
		return desk.Reopen{}, nil
	case "export":
		return desk.Export{TLP: word(0)}, nil
	case "write", "send", "again":
		return s.preview(ctx, by, verb, rest)
	case "list", "find", "state", "today", "home", "turn", "read":
		return nil, nil // of Slack alone
	case "note":
		return nil, nil // what is typed into a thread stays there
	}
	return nil, fmt.Errorf("%q is nothing that an analyst does", verb)
}

// other is the case of the region that a crowd has begun.
func (s *session) other(ctx context.Context, by desk.Actor) (desk.Case, error) {
	cases, err := s.desk.List(ctx, by, "76")
	if err != nil {
		return desk.Case{}, err
	}
	for _, c := range cases {
		key, err := desk.KeyOf(c)
		if err != nil || key == s.key {
			continue
		}
		return s.desk.Show(ctx, by, key)
	}
	return desk.Case{}, errors.New("there is no other case")
}

// preview shows a text and, for write and again, sends what was shown; send skips
// the preview, which the desk must refuse.
func (s *session) preview(ctx context.Context, by desk.Actor, verb, text string) (desk.Act, error) {
	if verb == "send" {
		return desk.Write{Draft: strings.Repeat("0", 16) + "." + strings.Repeat("0", 16), Text: text}, nil
	}
	var p desk.Preview
	var err error
	if verb == "again" {
		n, _ := strconv.Atoi(text)
		p, err = s.desk.Again(ctx, s.player.Now(), by, s.key, n)
	} else {
		p, err = s.desk.Preview(ctx, s.player.Now(), by, s.key, text)
	}
	if err != nil {
		return nil, err
	}
	s.said("desk", fmt.Sprintf("preview %d segments, %s, %s, after %d lines: %s", p.Segments, p.Lang, p.Reach, len(p.Last), p.Text))
	return desk.Write{Draft: p.Draft, Text: p.Text}, nil
}

// carry carries what wants to leave and writes it down.
func (s *session) carry(ctx context.Context) error {
	for range 8 { // what leaves brings receipts, which bring news
		pending, err := s.store.Pending(ctx, s.player.Now().Add(time.Second), 100)
		if err != nil {
			return err
		}
		if len(pending) == 0 {
			if s.slack != nil {
				return s.slack.show(ctx)
			}
			return nil
		}
		for _, p := range pending {
			if p.Entry.Kind == intake.ToQueue {
				s.news(p)
			}
			if err := s.office.Carry(ctx, s.player.Now(), p); err != nil && !errors.Is(err, outbox.ErrHeld) {
				return err
			}
		}
	}
	return errors.New("it never comes to rest")
}

// news writes what the analysts are told, and how a card stands that is not the one
// of the case's own region.
func (s *session) news(p intake.Pending) {
	packet, err := intake.ParsePacket(p.Entry.Body)
	if err != nil {
		s.said("news", err.Error())
		return
	}
	s.queued = append(s.queued, packet)
	for _, n := range packet.News {
		line := n.Kind
		for _, v := range []string{n.By, n.To, n.Why} {
			if v != "" {
				line += " " + v
			}
		}
		s.said("news", line)
	}
	switch {
	case packet.Moved != "":
		s.said("card", packet.Region+" moved to "+packet.Moved)
	case packet.Offered != "":
		s.said("card", packet.Region+" is offered the case")
	}
}

// carrier hands texts to telephones, and receipts back.
type carrier struct {
	session *session
	refuse  bool
	sent    int
}

// Send implements outbox.Texter.
func (c *carrier) Send(ctx context.Context, t outbox.Text) (string, error) {
	if c.refuse && t.To == play.DefaultFrom {
		return "", &outbox.Refused{Reason: "30003"}
	}
	who := "phone"
	if t.To != play.DefaultFrom {
		who = "page"
	}
	text := t.Body
	if who == "page" {
		text = t.To + " " + text
	}
	if t.Spoken != "" {
		who, text = "call", text+" ("+t.Spoken+")"
	}
	c.session.said(who, text)
	c.sent++
	ref := fmt.Sprint("SM", c.sent)
	for _, receipt := range []intake.Receipt{intake.Sent, intake.Delivered} {
		err := c.session.player.Desk.Receive(ctx, c.session.player.Now(), intake.Delivery{Turn: t.Turn, Entry: t.ID, Receipt: receipt})
		if err != nil {
			return "", err
		}
	}
	return ref, nil
}

// Find implements outbox.Texter.
func (c *carrier) Find(context.Context, outbox.Text, time.Time) (string, bool, error) {
	return "", false, nil
}
