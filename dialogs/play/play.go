// Package play plays conversations with the real desk over a store in memory and
// a clock that stands still until told: for analysts at a terminal, for the
// conversation files and for the walk.
package play

import (
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"strconv"
	"time"

	"relais/dialogs"
	"relais/dialogs/engine"
	"relais/dialogs/intake"
	"relais/dialogs/intake/memory"
	"relais/dialogs/outbox"
	"relais/dialogs/understand"
	"relais/locales"
)

// Options of a Player. The zero value plays by SMS, in French, on the content
// compiled into the program.
type Options struct {
	Set      *engine.Set
	Texts    *locales.Catalog
	Channel  string
	Now      time.Time
	From, To string
	Region   string // of the number texted
	Desks    []string
	Lang     string // that the channel says the reporter reads
	Seed     uint64
	Dialog   string // begins with this dialog
	Once     bool   // each message is delivered once; else twice, as carriers may
	Store    Store  // nil: one in memory
}

// Store is what a Player keeps its conversation in.
type Store interface {
	intake.Log
	intake.Blobs
	intake.Tokens
}

// Player is one reporter's conversation.
type Player struct {
	Desk  *intake.Desk
	Store Store
	opts  Options
	now   time.Time
	count int
	last  intake.Key        // the log of the newest message
	shown map[string]string // region → mark of the newest packet
}

// Outcome is what one message, or a lapse of time, brought about.
type Outcome struct {
	Bot   []engine.Message
	Queue []intake.Packet // what left for a region's queue and changes a card, in order
	News  []intake.News   // what the analysts were told beside the card, in order
	Pages []string        // by which somebody on duty was called, in order
	State intake.State
}

// The numbers a player uses when none are given: 06 39 98 is kept for fiction.
const (
	DefaultFrom   = "+33639980123"
	DefaultTo     = "+33939000076"
	DefaultRegion = "76"
)

// New returns a player. Everything that happens with it is determined by its options.
func New(o Options) (*Player, error) {
	if o.Set == nil {
		o.Set = dialogs.Set()
	}
	if o.Texts == nil {
		o.Texts = locales.Default()
	}
	setDefault(&o.Channel, "sms")
	setDefault(&o.From, DefaultFrom)
	setDefault(&o.To, DefaultTo)
	setDefault(&o.Region, DefaultRegion)
	if o.Now.IsZero() {
		return nil, fmt.Errorf("play: the time it starts at is missing")
	}
	p := &Player{opts: o, now: o.Now, shown: map[string]string{}}
	source := chance(o.Seed)
	var pepper, master [intake.KeyBytes]byte
	io.ReadFull(source, pepper[:])
	io.ReadFull(source, master[:])
	keys, err := intake.NewKeys(pepper[:], master[:])
	if err != nil {
		return nil, err
	}
	if p.Store = o.Store; p.Store == nil {
		p.Store = memory.New(memory.Options{Clock: p.Now})
	}
	desks := map[string]bool{o.Region: true}
	for _, region := range o.Desks {
		desks[region] = true
	}
	p.Desk = &intake.Desk{
		Log: p.Store, Blobs: p.Store, Tokens: p.Store, Keys: keys, Set: o.Set, Texts: o.Texts, Reader: understand.New(),
		Territory: intake.Territory{Numbers: map[string]string{o.To: o.Region}, Desks: desks}, Chance: source,
	}
	return p, nil
}

func setDefault(to *string, value string) {
	if *to == "" {
		*to = value
	}
}

// chance is a reader of reproducible bytes.
func chance(seed uint64) io.Reader {
	var key [32]byte
	for i := range 8 {
		key[i] = byte(seed >> (8 * i))
	}
	return rand.NewChaCha8(key)
}

// Now is the player's clock.
func (p *Player) Now() time.Time { return p.now }

// Advance moves the clock on and does nothing else.
func (p *Player) Advance(d time.Duration) { p.now = p.now.Add(d) }

// Say sends a message and, as a carrier would, confirms that the answer arrived.
func (p *Player) Say(ctx context.Context, text string) (Outcome, error) {
	return p.Send(ctx, intake.Inbound{Text: text})
}

// Photo sends a picture without a word.
func (p *Player) Photo(ctx context.Context) (Outcome, error) {
	return p.Send(ctx, intake.Inbound{Media: []intake.Media{{URL: "https://api.twilio.com/media/ME1", Type: "image/jpeg"}}})
}

// Click sends what a button of the newest message stands for: the key of a choice.
func (p *Player) Click(ctx context.Context, shown []engine.Option, id string) (Outcome, error) {
	for _, o := range shown {
		if o.ID == id {
			return p.Say(ctx, strconv.Itoa(o.Key))
		}
	}
	return Outcome{}, fmt.Errorf("play: no button %q was shown", id)
}

// Send sends one message and confirms that its answer arrived.
func (p *Player) Send(ctx context.Context, in intake.Inbound) (Outcome, error) {
	return p.Together(ctx, in)
}

// Together sends messages at once: each is taken before the answer to the one
// before it is known to have arrived. It fails if the second delivery of a message
// gets another answer than the first.
func (p *Player) Together(ctx context.Context, messages ...intake.Inbound) (Outcome, error) {
	var all Outcome
	var replies []intake.Reply
	for _, in := range messages {
		reply, err := p.take(ctx, in)
		if err != nil {
			return all, err
		}
		replies = append(replies, reply)
		p.last = reply.Key
	}
	for _, reply := range replies {
		if err := p.Desk.Answered(ctx, reply); err != nil {
			return all, err
		}
	}
	all, err := p.outcome(ctx, p.last)
	for _, reply := range replies {
		if !reply.Silent {
			all.Bot = append(all.Bot, reply.Message)
		}
	}
	return all, err
}

func (p *Player) take(ctx context.Context, in intake.Inbound) (intake.Reply, error) {
	p.count++
	in.Channel, in.From, in.To = p.opts.Channel, p.opts.From, p.opts.To
	in.Enter, in.Lang = p.opts.Dialog, p.opts.Lang
	if in.ID == "" {
		in.ID = fmt.Sprintf("SM%032d", p.count)
	}
	reply, err := p.Desk.Take(ctx, p.now, in)
	if err != nil || p.opts.Once {
		return reply, err
	}
	again, err := p.Desk.Take(ctx, p.now, in)
	if err != nil {
		return reply, err
	}
	if again.Text != reply.Text || again.Silent != reply.Silent {
		return reply, fmt.Errorf("message %s delivered twice: first answer %q, then %q", in.ID, reply.Text, again.Text)
	}
	return reply, nil
}

// Wait lets time pass, a minute at a time, and does what falls due.
func (p *Player) Wait(ctx context.Context, d time.Duration) (Outcome, error) {
	var all Outcome
	for end := p.now.Add(d); p.now.Before(end); {
		p.now = p.now.Add(min(time.Minute, end.Sub(p.now)))
		if _, err := p.Desk.Tick(ctx, p.now); err != nil {
			return all, err
		}
		out, err := p.outcome(ctx, p.last)
		if err != nil {
			return all, err
		}
		all.Bot = append(all.Bot, out.Bot...)
		all.Queue = append(all.Queue, out.Queue...)
		all.News = append(all.News, out.News...)
		all.Pages = append(all.Pages, out.Pages...)
		all.State = out.State
	}
	return all, nil
}

// AskLeave has the robot ask whether the newest case may be passed on.
func (p *Player) AskLeave(ctx context.Context, kind intake.OfferKind, to string) (Outcome, error) {
	_, err := p.Desk.Amend(ctx, p.now, p.last, fmt.Sprint("leave ", p.now), func(a *intake.Amendment) error { return a.AskLeave(kind, to, "") })
	if err != nil {
		return Outcome{}, err
	}
	return p.outcome(ctx, p.last)
}

// outcome reads what has left since the last look, and the state.
func (p *Player) outcome(ctx context.Context, key intake.Key) (Outcome, error) {
	var out Outcome
	head, err := p.Store.Head(ctx, key)
	if err != nil {
		return out, err
	}
	content, err := p.Desk.Content(head)
	if err != nil {
		return out, err
	}
	out.State = content.State
	pending, err := p.Store.Pending(ctx, p.now.Add(time.Second), 100)
	if err != nil {
		return out, err
	}
	for _, item := range pending {
		if err := p.deliver(ctx, item, &out); err != nil {
			return out, err
		}
		if err := p.Store.Settle(ctx, item.Key, item.N, item.Entry.ID); err != nil {
			return out, err
		}
	}
	return out, nil
}

func (p *Player) deliver(ctx context.Context, item intake.Pending, out *Outcome) error {
	if item.Entry.Kind == intake.ToSelf {
		return nil // what falls due is done as time passes, see Wait
	}
	if item.Entry.Kind == intake.ToQueue {
		packet, err := intake.ParsePacket(item.Entry.Body)
		out.News = append(out.News, packet.News...)
		if mark := string(packet.Mark()); p.shown[packet.Region] != mark {
			out.Queue, p.shown[packet.Region] = append(out.Queue, packet), mark
		}
		return err
	}
	if kind := item.Entry.Kind; kind == intake.ToErase || kind == intake.ToExpire {
		office := outbox.Office{Log: p.Store, Blobs: p.Store, Files: p.Desk.Files, Content: p.Desk.Content}
		return office.Carry(ctx, p.Now(), item)
	}
	turns, err := p.Store.Turns(ctx, item.Key, item.N, 1)
	if err != nil {
		return err
	}
	content, err := p.Desk.Content(turns[0])
	if err != nil {
		return err
	}
	if item.Entry.Kind == intake.ToPage {
		out.Pages = append(out.Pages, content.Texts[item.Entry.ID])
		return nil
	}
	out.Bot = append(out.Bot, *content.Reply)
	return p.Store.Receipt(ctx, item.Key, item.N, intake.Delivered)
}
