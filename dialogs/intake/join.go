package intake

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"relais/dialogs/engine"
)

// Channel is a way by which the reporter of a case is heard and reached: the one on
// which it began, and those that joined it. Its address is personal.
type Channel struct {
	Channel string    `json:"channel"`
	From    string    `json:"from"`           // the reporter's address there
	To      string    `json:"to,omitempty"`   // ours
	Log     string    `json:"log"`            // Key.String of its own log
	Turn    int       `json:"turn,omitempty"` // of that log, by which it joined; 0: the case began here
	Since   int       `json:"since"`          // turn of the case that took it in
	At      time.Time `json:"at"`
	Gone    time.Time `json:"gone,omitzero"`   // when it was taken out of the case
	Apart   bool      `json:"apart,omitempty"` // on another device than the phone that is watched: so it was told, or it joined by what an analyst said aloud once that was known
}

// maxChannels bounds how many channels a case ever has: a reporter needs three.
const maxChannels = 12

// maxWrong is how many wrong pairs of code and PIN are heard of a case, ever.
const maxWrong = 5

// reference is what is kept of a case code. Who joins proves to know the PIN, which
// only the answer to CODE tells: before, the code opens nothing and is not kept.
type reference struct {
	Cases []opening `json:"cases,omitempty"` // nearly always one; none: a code that somebody made up
	Wrong []string  `json:"wrong,omitempty"` // ids of the tries that failed, so that each counts once
	Tries int       `json:"tries"`           // all of them
}

// opening is a case that a code and its PIN open.
type opening struct {
	Key     Key    `json:"key"`
	PIN     string `json:"pin"`               // hidden under the pepper
	Vouched bool   `json:"vouched,omitempty"` // an analyst says it to the reporter, and looks to whom
}

// Way is how a conversation was let into a case.
type Way string

// The ways into a case.
const (
	byPIN     Way = ""        // a PIN that the desk showed
	byVouched Way = "vouched" // a PIN that an analyst may have said
	byLink    Way = "link"    // a one-time link
)

func (o opening) way() Way {
	if o.Vouched {
		return byVouched
	}
	return byPIN
}

const (
	codeKind = "case code"
	pinKind  = "case pin"
)

// madeUp is how long a code that nobody has is remembered: as long as it takes to answer
// for it as for one that somebody has.
const madeUp = 24 * time.Hour

// redeemTries is how often a try is written again when others try at the same instant.
const redeemTries = 3 * maxWrong

func (d *Desk) reference(ctx context.Context, now time.Time, code string) (Token, reference, error) {
	name := d.Keys.reference(codeKind, code)
	t, err := d.Tokens.Token(ctx, name)
	var r reference
	switch {
	case errors.Is(err, ErrNoToken):
		return Token{Name: name, Expires: now.Add(madeUp)}, r, nil
	case err != nil:
		return t, r, fmt.Errorf("reference: %w", err)
	}
	if now.After(t.Expires) {
		t.Expires = now.Add(madeUp)
		return t, r, nil
	}
	return t, r, json.Unmarshal(t.Body, &r)
}

func (d *Desk) putReference(ctx context.Context, now time.Time, t Token, r reference) (err error) {
	if t.Body, err = json.Marshal(r); err != nil {
		return err
	}
	t.At = now
	return d.Tokens.PutToken(ctx, t)
}

// ErrSpent: too many wrong pairs of code and PIN were tried for the right one to open anything.
var ErrSpent = errors.New("no more tries of code and PIN")

// register lets the code and the PIN of a case open it from now on; vouched says that an
// analyst gives them. It returns ErrSpent where neither opens anything any more.
func (d *Desk) register(ctx context.Context, now time.Time, key Key, s State, vouched bool) error {
	code := plainCode(s.Session.Values["code"])
	own := opening{Key: key, PIN: d.Keys.reference(pinKind, code+s.Session.Values["pin"]), Vouched: vouched}
	for range redeemTries {
		t, r, err := d.reference(ctx, now, code)
		if err != nil {
			return err
		}
		at := slices.IndexFunc(r.Cases, func(o opening) bool { return o.PIN == own.PIN })
		switch {
		case at >= 0 && r.Cases[at].Key != key:
			return nil // two cases in ten thousand of the same code: the later one cannot be joined
		case len(r.Cases) > 0 && len(r.Wrong) >= maxWrong:
			return ErrSpent
		case at >= 0 && (r.Cases[at].Vouched || !vouched):
			return nil
		case at >= 0:
			r.Cases[at].Vouched = true
		case len(r.Cases) == 0:
			r = reference{Cases: []opening{own}}
		default:
			r.Cases = append(r.Cases, own)
		}
		t.Expires = now.Add(Retention)
		if err = d.putReference(ctx, now, t, r); !errors.Is(err, ErrStaleToken) && !errors.Is(err, ErrUnknown) {
			return err
		}
	}
	return ErrBusy
}

// redeem returns what a code and a PIN open. Every try is counted by one
// conditional write before it is answered, right or wrong, known code or not, so that
// neither haste nor the time it takes tells anything. try names it: the same again
// counts once. It returns ErrNoToken for all that is wrong, and after maxWrong tries for
// what is right too.
func (d *Desk) redeem(ctx context.Context, now time.Time, code, pin, try string) (opening, error) {
	if d.Tokens == nil {
		return opening{}, ErrNoToken
	}
	hidden := d.Keys.reference(pinKind, code+pin)
	id := d.Keys.reference("try", try)[:16]
	for range redeemTries {
		t, r, err := d.reference(ctx, now, code)
		if err != nil {
			return opening{}, err
		}
		at := slices.IndexFunc(r.Cases, func(o opening) bool { return same(o.PIN, hidden) })
		if len(r.Wrong) >= maxWrong {
			at = -1
		}
		if at < 0 && len(r.Wrong) < maxWrong && !slices.Contains(r.Wrong, id) {
			r.Wrong = append(r.Wrong, id)
		}
		r.Tries++
		switch err := d.putReference(ctx, now, t, r); {
		case errors.Is(err, ErrStaleToken), errors.Is(err, ErrUnknown):
		case err != nil:
			return opening{}, fmt.Errorf("reference: %w", err)
		case at < 0:
			return opening{}, ErrNoToken
		default:
			return r.Cases[at], nil
		}
	}
	return opening{}, ErrBusy
}

// pair is a message that is a code and a PIN and nothing else, but for a word before
// them and between: REPRENDRE K7M-2QX 4821, code K7M2QX pin 4821.
var pair = regexp.MustCompile(`(?i)^\s*(?:\pL{1,12}[\s:]+){0,2}([A-HJKMNP-RT-Z2346-9]{3})[\s-]?([A-HJKMNP-RT-Z2346-9]{3})[\s,;:.]+(?:\pL{1,12}[\s:]+){0,2}([0-9]{4})[\s.]*$`)

// joins reads a message that asks to go on with a case.
func joins(text string) (code, pin string, ok bool) {
	m := pair.FindStringSubmatch(text)
	if m == nil || !strings.ContainsAny(m[1]+m[2], "2346789") && !strings.Contains(text, "-") {
		return "", "", false
	}
	return plainCode(m[1] + m[2]), m[3], true
}

// plainCode is a code as it is kept: six capitals and figures.
func plainCode(code string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' || r >= 'A' && r <= 'Z' {
			return r
		}
		return -1
	}, strings.ToUpper(code))
}

// Join lets a conversation go on in the case that a code and a PIN open. in is who asks,
// by which channel; its Text is kept if there is one. It returns ErrNoToken when they
// open nothing, which is all that anybody learns, ErrBusy, or the store's error; tried
// again under the same id it does the same.
//
// The conversation's own log is turned to the case first and the case told after: what
// stops in between is made good with the next message, or by the timer.
func (d *Desk) Join(ctx context.Context, now time.Time, in Inbound, code, pin string) (Reply, error) {
	if code = plainCode(code); len(code) != 6 || len(pin) != 4 {
		return Reply{}, ErrNoToken
	}
	own := Key{Channel: in.Channel, Address: d.Keys.Address(in.Channel, in.From)}
	to, err := d.redeem(ctx, now, code, pin, own.String()+" "+in.ID+" "+pin)
	if err != nil {
		return Reply{}, err
	}
	return d.turn(ctx, now, in, own, to.Key, ofCode(code), nil, to.way())
}

// JoinByLink lets a conversation go on in the case of a one-time link, as Join does for
// code and PIN; a link given before a channel was taken out of the case opens nothing, as
// with Follow.
func (d *Desk) JoinByLink(ctx context.Context, now time.Time, in Inbound, token string) (Reply, error) {
	own := Key{Channel: in.Channel, Address: d.Keys.Address(in.Channel, in.From)}
	p, err := d.claim(ctx, now, token, own)
	if err != nil || p.of(own) {
		return Reply{}, err
	}
	return d.turn(ctx, now, in, own, p.Key, func(t Turn, s State) bool { return t.Case == p.Case && !s.leftSince(p.made) }, nil, byLink)
}

// ofCode tells the case of a code.
func ofCode(code string) func(Turn, State) bool {
	return func(_ Turn, s State) bool { return plainCode(s.Session.Values["code"]) == code }
}

// turn makes the conversation of in go on in the case of a log, if that is the one which
// was opened: another one may have begun there since, of which who asks knows nothing.
// known is the head of the conversation's own log if it was read just now; way is what
// opened it.
func (d *Desk) turn(ctx context.Context, now time.Time, in Inbound, own, key Key, opened func(Turn, State) bool, known *Turn, way Way) (Reply, error) {
	if own == key {
		return Reply{}, ErrNoToken // it is there already
	}
	for range maxTries {
		var head Turn
		var err error
		if known != nil {
			head, known = *known, nil
		} else if head, err = d.head(ctx, own); err != nil {
			return Reply{}, err
		}
		lead, err := d.Log.Head(ctx, key)
		if errors.Is(err, ErrNoTurn) || err == nil && (lead.over(now) || len(lead.Sealed) == 0) {
			return Reply{}, ErrNoToken
		} else if err != nil {
			return Reply{}, err
		}
		led, err := d.state(lead)
		if err != nil {
			return Reply{}, err
		} else if !opened(lead, led) {
			return Reply{}, ErrNoToken
		}
		pointer, content, err := d.pointer(ctx, now, in, head, lead, led, way)
		if err == nil {
			err = d.takeIn(ctx, now, in, pointer, key, content.State.Way)
		}
		if errors.Is(err, ErrStaleTurn) || errors.Is(err, ErrUnknown) {
			continue
		}
		if errors.Is(err, ErrErased) || errors.Is(err, ErrNoTurn) {
			err = ErrNoToken // meanwhile
		}
		return reply(pointer, content, in), err
	}
	return Reply{}, ErrBusy
}

// pointer appends the turn by which a conversation goes on in another's case, or finds
// the one that did. led is the state of that case at its turn lead.
func (d *Desk) pointer(ctx context.Context, now time.Time, in Inbound, head, lead Turn, led State, way Way) (Turn, Content, error) {
	if n, seen := Seen(head.Seen).Find(d.Keys.MessageID(head.Key, in.ID)); seen {
		t, err := d.turnAt(ctx, head, n)
		if err != nil || len(t.Sealed) == 0 {
			return Turn{}, Content{}, cmp.Or(err, ErrNoToken)
		}
		c, err := d.Content(t)
		return t, c, err
	}
	own := logs{first: head, now: head}
	if own.marked() {
		var err error
		if own.mark, err = d.Log.Mark(ctx, head.Key, d.Keys.MessageID(head.Key, in.ID)); err != nil {
			return Turn{}, Content{}, err
		}
		if own.mark > 0 && own.mark <= head.N {
			if t, err := d.turnAt(ctx, head, own.mark); err != nil {
				return Turn{}, Content{}, err
			} else if len(t.Sealed) > 0 && d.took(t, in.ID) {
				c, err := d.Content(t)
				return t, c, err
			}
		}
	}
	t := draft{turn: Turn{Key: head.Key, N: head.N + 1, Kind: KindJoined, Current: head.Current, Case: lead.Case}}
	t.turn.Lead = Ref{Key: lead.Key, N: t.turn.N}.String() + " " + lead.Case
	if led.Erased() || len(led.Channels) >= maxChannels {
		return Turn{}, Content{}, ErrNoToken
	}
	s := &t.content.State
	if head.N > 0 && !head.over(now) && len(head.Sealed) > 0 {
		var err error
		if *s, err = d.state(head); err != nil {
			return Turn{}, Content{}, err
		}
		if err := d.settle(ctx, now, head, *s); err != nil { // the case that it leaves now may not know of it yet
			return Turn{}, Content{}, err
		}
	}
	s.From, s.To, s.Mute, s.Way = in.From, in.To, in.Mute, way
	s.leaves(head.Lead)
	if s.Opened.IsZero() {
		s.Region = led.Region
	} else {
		s.Session.Channel = in.Channel
		// A case of its own stays one: it is a human's to say that the two are the same.
		t.turn.Case = head.Case
		s.Session = engine.SetAside(s.Session)
		s.Session.End = wentOn
		s.Charge.Related = append(slices.Clone(s.Charge.Related), Related{Case: lead.Case, Key: lead.Key.String(), Code: led.Session.Values["code"], At: Stamp(now)})
	}
	if in.Text != "" {
		t.content.Inbound = &Stored{ID: in.ID, Text: led.Session.Values["code"] + " ****", Bytes: len(in.Text)}
		m := engine.Message{Text: d.say(led.Session.Lang, in.Channel, "notice.joining", nil)}
		m.Body = m.Text
		watched := (Channel{Channel: in.Channel, Apart: way == byVouched}).watched(led.Session.Facts)
		if watched {
			var err error
			if m, err = d.neutral(&led.Session); err != nil { // it may be the phone that somebody else reads
				return Turn{}, Content{}, err
			}
		}
		if !watched || in.Channel != ChannelWeb { // there it is asked in the case what device it is
			t.content.Reply = &m
		}
		if in.Unanswerable {
			sendReply(now, &t)
		}
	}
	d.escalate(now, &t, false)
	if err := d.finish(now, head, &t, in.ID); err != nil {
		return Turn{}, Content{}, err
	}
	if err := d.mark(ctx, own, t.turn, in.ID); err != nil {
		return Turn{}, Content{}, err
	}
	return t.turn, t.content, d.Log.Append(ctx, t.turn)
}

// wentOn is the end of a conversation that goes on in another case.
const wentOn = "joined"

// say is a text of the desk as a channel says it, "" if it is missing, which a test does not allow.
func (d *Desk) say(lang, channel, id string, values map[string]string) string {
	if !d.Texts.Offers(lang) {
		lang = d.Texts.Tags()[0]
	}
	text, _ := d.Texts.Text(lang, d.Texts.OnChannel(lang, id, channel), values)
	return text
}

// takeIn tells the case of the channel that its turn pointer has joined.
func (d *Desk) takeIn(ctx context.Context, now time.Time, in Inbound, pointer Turn, key Key, way Way) error {
	_, err := d.Amend(ctx, now, key, "joined "+pointer.Lead+" "+pointer.Key.String(), func(a *Amendment) error {
		if a.State.Erased() || !pointer.Joined(a.draft.turn) {
			return ErrNoToken
		}
		a.Act = &Act{ID: "joined " + pointer.Key.String(), Kind: NewsJoined, Given: map[string]string{"channel": in.Channel}}
		if way == byLink {
			a.Act.Given["by"] = "link"
		}
		d.welcome(now, a.draft, in, pointer, way)
		if a.State.Watched() { // there is no other way, and what it was answered tells nothing
			if in.Channel == ChannelWeb {
				return d.askDevice(now, a.draft)
			}
			return nil
		}
		var put []engine.Effect
		if s := a.State; !s.Charge.Leads && s.Session.End == "" && d.question(now, *s) != nil {
			next, whole, err := engine.Put(d.Set, s.Session, d.derive(now, *s), true)
			if err != nil {
				return err
			}
			if came := a.draft.content.Came; came != nil && len(whole) > 0 {
				next.Channel = ChannelWeb
				question, err := engine.Compose(d.Set, d.Texts, &next, whole, d.values(now, *s, &next))
				if err != nil {
					return err
				}
				came.Open = question.Body
			}
			if s.Session, put, err = engine.Put(d.Set, s.Session, d.derive(now, *s), s.Session.Channel == ChannelWeb); err != nil {
				return err
			}
		}
		return d.notice(now, a.draft, "joined", map[string]string{"code": a.State.Session.Values["code"]}, put)
	})
	return err
}

// settleAfter is when the timer looks whether a case knows of a channel that joined it.
const settleAfter = 30 * time.Second

// settle makes good what stopped between a conversation's turn to a case and the case's
// own. Where that case was erased meanwhile, the turns that are of it here go with it.
func (d *Desk) settle(ctx context.Context, now time.Time, head Turn, own State) error {
	lead := refOf(head.Lead)
	if lead.N == 0 {
		return nil
	}
	led, err := d.head(ctx, lead.Key)
	if err != nil {
		return err
	}
	if head.Joined(led) && !led.over(now) && len(led.Sealed) > 0 {
		s, err := d.state(led)
		if err != nil || s.has(head) {
			return err
		}
		if !s.Erased() {
			err = d.takeIn(ctx, now, Inbound{Channel: head.Key.Channel, From: own.From, To: own.To, Mute: own.Mute}, head, lead.Key, own.Way)
			if !errors.Is(err, ErrNoToken) && !errors.Is(err, ErrErased) && !errors.Is(err, ErrNoTurn) {
				return err
			}
		}
	}
	_, joined, _ := strings.Cut(head.Lead, " ")
	turns, err := d.Log.Turns(ctx, head.Key, max(1, head.N-leftTurns+1), leftTurns)
	if err != nil {
		return err
	}
	for _, t := range turns { // it may have joined twice, its answer have been sent anew, and more been written since
		if t.Case == joined && len(t.Sealed) > 0 {
			if err := d.Log.Erase(ctx, t.Key, t.N); err != nil {
				return err
			}
		}
	}
	return nil
}

// sooner is the earlier of two instants; the zero time is none.
func sooner(a, b time.Time) time.Time {
	if a.IsZero() || !b.IsZero() && b.Before(a) {
		return b
	}
	return a
}

// welcome takes a channel into a case: it is the one last heard, the others are told
// that it came, and so are the analysts, who hear whether it proved to know the PIN or
// came by a link.
func (d *Desk) welcome(now time.Time, t *draft, in Inbound, pointer Turn, way Way) {
	s := &t.content.State
	s.Channels = slices.Clone(s.Channels)
	if len(s.Channels) == 0 {
		s.Channels = append(s.Channels, Channel{Channel: s.Session.Channel, From: s.From, To: s.To, Log: t.turn.Key.String(), At: s.Opened})
	}
	s.keepDevice()
	for i, c := range s.Channels {
		says := d.say(s.Session.Lang, c.Channel, "notice.joined_elsewhere", map[string]string{"code": s.Session.Values["code"]})
		if c.watched(s.Session.Facts) {
			m, _ := d.neutral(&s.Session) // like every text: a test holds that it is there
			says = m.Text
		}
		switch {
		case !c.Gone.IsZero():
		case c.Log == pointer.Key.String():
			s.Channels[i].Gone = Stamp(now) // it joins anew
		case c.Channel == ChannelWeb:
			t.content.Came = &Came{Log: pointer.Key.String(), Text: says}
		case pushes(c.Channel) && c.From != in.From:
			id := fmt.Sprintf("%s.%d.%s%d", t.turn.Case, t.turn.N, entryElse, i)
			t.leave(now, Entry{ID: id, Kind: ToSMS}, Sendable(c.Channel, says), smsValidity)
			t.elsewhere(id, c)
		}
	}
	known := slices.ContainsFunc(s.Channels, func(c Channel) bool { return c.From == in.From && !c.Apart })
	// A PIN that the desk showed may have been typed on the phone that is watched: only who
	// was told it aloud is known to hold another.
	s.Channels = append(s.Channels, Channel{
		Channel: in.Channel, From: in.From, To: in.To, Log: pointer.Key.String(), Turn: refOf(pointer.Lead).N, Since: t.turn.N, At: Stamp(now),
		Apart: way == byVouched && !known && s.Session.Facts.Get(phoneWatched) == "yes",
	})
	s.goOnBy(in.Channel, in.From, in.To)
	s.Mute = in.Mute
	kind := NewsJoined
	if way == byLink {
		kind, s.Linked = NewsLinked, time.Time{} // another may be asked for at once
	}
	t.news = append(t.news, News{Kind: kind, Why: in.Channel, At: Stamp(now)})
	s.guard(now, t)
}

// Came is a channel that joined a case, as it is told where nothing leaves by itself: in the
// chat of the others that were there before.
type Came struct {
	Log  string `json:"log"`            // Key.String of the log of the channel that joined
	Text string `json:"text"`           // what is said of it
	Open string `json:"open,omitempty"` // the question that the turn puts again besides
}

// elsewhere makes an entry leave for another channel than the one last heard.
func (t *draft) elsewhere(id string, c Channel) {
	if t.content.Elsewhere == nil {
		t.content.Elsewhere = map[string]Address{}
	}
	t.content.Elsewhere[id] = Address{From: c.From, To: c.To}
}

// Address is where a text goes that leaves for another channel than the one last heard.
type Address struct {
	From string `json:"from"` // the reporter's
	To   string `json:"to"`   // ours
}

func refOf(lead string) Ref {
	at, _, _ := strings.Cut(lead, " ")
	r, _ := ParseRef(at) // "" and whatever is none: the zero Ref
	return r
}

// Leads returns the log of the case that the conversation joined, with the turn here that
// joined it; the zero Ref if it joined none.
func (t Turn) Leads() Ref { return refOf(t.Lead) }

// heard notes by which channel a message came: what is said next goes there. It reports
// false for a channel that was taken out of the case.
func (s *State) heard(in Inbound) bool {
	if len(s.Channels) == 0 {
		return true
	}
	if at := s.channel(in.Channel, in.From); at >= 0 && !s.Channels[at].Gone.IsZero() {
		return false
	}
	s.goOnBy(in.Channel, in.From, in.To)
	return true
}

// Removed reports whether the channel of an address was taken out of the case, and did not
// come again.
func (s State) Removed(from string) bool {
	for _, c := range slices.Backward(s.Channels) {
		if c.From == from {
			return !c.Gone.IsZero()
		}
	}
	return false
}

// Joined reports whether led is of the case that the conversation of t joined. Where that
// was erased or is long over, its first phone may have begun another one in the same log,
// which no code and PIN of the old one opens.
func (t Turn) Joined(led Turn) bool {
	_, id, _ := strings.Cut(t.Lead, " ")
	return led.N > 0 && led.Case == id
}

// has reports whether a channel that joined by a turn was ever taken in.
func (s State) has(pointer Turn) bool {
	return slices.ContainsFunc(s.Channels, func(c Channel) bool {
		return c.Log == pointer.Key.String() && c.Turn == refOf(pointer.Lead).N
	})
}

// leave lets a case go on where texts arrive by themselves, if it goes on by a browser
// at which nobody looks any more. It reports false where there is no such way.
func (s *State) leave(from string) bool {
	if s.Session.Channel != ChannelWeb || s.From != from {
		return false
	}
	for _, c := range slices.Backward(s.Channels) {
		if c.Gone.IsZero() && pushes(c.Channel) {
			s.goOnBy(c.Channel, c.From, c.To)
			return true
		}
	}
	return false
}

// Elsewhere is the case as it goes on where texts arrive by themselves, for words that no
// browser has shown. It reports false where there is no such way that is safe.
func (s State) Elsewhere() (State, bool) {
	ok := s.leave(s.From)
	return s, ok && !s.Watched()
}

// guard takes a channel that the attacker may read out of the case once there is another
// way: nothing leaves for it any more. A browser has been asked before what device it is on.
func (s *State) guard(now time.Time, t *draft) {
	s.keepDevice()
	facts, here := s.Session.Facts, s.From
	if !slices.ContainsFunc(s.Channels, func(c Channel) bool { return c.Gone.IsZero() && !c.watched(facts) }) {
		return
	}
	for _, channel := range []string{"sms", "voice", "slack", ChannelWeb} {
		s.remove(now, t, channel, func(c Channel) bool {
			asked := c.Channel != ChannelWeb || c.From == here && facts[writesFrom] != ""
			return c.Channel == channel && c.watched(facts) && asked
		})
	}
}

// remove takes channels of a kind out of a case, those that go, unless no other would be
// left. It reports whether one went.
func (s *State) remove(now time.Time, t *draft, channel string, goes func(Channel) bool) bool {
	stays := func(c Channel) bool { return c.Gone.IsZero() && !goes(c) }
	if !slices.ContainsFunc(s.Channels, stays) {
		return false
	}
	went := false
	s.Channels = slices.Clone(s.Channels)
	for i, c := range s.Channels {
		if c.Gone.IsZero() && goes(c) {
			s.Channels[i].Gone, went = Stamp(now), true
			t.turn.Outbox = slices.DeleteFunc(t.turn.Outbox, func(e Entry) bool { return t.content.Elsewhere[e.ID].From == c.From })
		}
	}
	if went && s.Removed(s.From) {
		left := slices.DeleteFunc(slices.Clone(s.Channels), func(c Channel) bool { return !stays(c) })
		c := left[len(left)-1]
		if safe := slices.DeleteFunc(left, func(c Channel) bool { return c.watched(s.Session.Facts) }); len(safe) > 0 {
			c = safe[len(safe)-1]
		}
		s.goOnBy(c.Channel, c.From, c.To)
		s.Mute = false
	}
	if went {
		t.news = append(t.news, News{Kind: NewsRemoved, Why: channel, At: Stamp(now)})
	}
	return went
}

// Remove takes a channel (sms, voice, web, slack) out of the case: what comes by it is
// kept and not believed, and nothing leaves by it. It reports false where the case has
// no other.
func (a *Amendment) Remove(channel string) bool {
	return a.State.remove(a.Now, a.draft, channel, func(c Channel) bool { return c.Channel == channel })
}

// joining takes a message that is a code and a PIN. It reports done when that joined the
// conversation to the case, or was taken before; a pair that opens nothing is blotted out,
// kept and answered like any message, in the logs that were read here.
func (d *Desk) joining(ctx context.Context, now time.Time, own Key, in *Inbound) (r Reply, read *logs, done bool, err error) {
	code, pin, ok := joins(in.Text)
	if !ok || in.Mute || d.Tokens == nil {
		return Reply{}, nil, false, nil
	}
	l, err := d.logs(ctx, now, own, nil)
	if err != nil {
		return Reply{}, nil, false, err
	}
	if reply, seen, err := d.repeat(ctx, now, &l, *in); seen || err != nil {
		return reply, nil, seen, err
	}
	head := l.first
	if l.own.N > 0 {
		head = l.own
	}
	to, err := d.redeem(ctx, now, code, pin, own.String()+" "+in.ID+" "+pin)
	if err == nil {
		r, err = d.turn(ctx, now, *in, own, to.Key, ofCode(code), &head, to.way())
	}
	if errors.Is(err, ErrNoToken) {
		in.Text, in.NotJoined = code[:3]+"-"+code[3:]+" ****", true
		return Reply{}, &l, false, nil
	}
	return r, nil, err == nil, err
}

// notJoined makes t the turn of a code and a PIN that open nothing. What was asked is
// put again.
func (d *Desk) notJoined(now time.Time, prev Turn, t *draft, s State, in Inbound) error {
	t.content.State = s
	var put []engine.Effect
	if s.Session.End == "" && d.question(now, s) != nil {
		put = []engine.Effect{{Kind: engine.Ask, Say: engine.Say{ID: s.Session.Here.ID()}}}
	}
	if err := d.notice(now, t, "not_joined", nil, put); err != nil {
		return err
	}
	// It is the answer to a message, and leaves as such.
	t.turn.Outbox, t.content.Texts, t.content.Reason = nil, nil, NotJoined
	if in.Unanswerable {
		sendReply(now, t)
	}
	return d.finish(now, prev, t, in.ID)
}

// Vouch lets the code and the PIN of a case open it, before an analyst says them to the
// reporter. Doing it again changes nothing. It returns ErrSpent where they would open
// nothing, ErrBusy or the store's error.
func (d *Desk) Vouch(ctx context.Context, now time.Time, key Key, s State) error {
	if d.Tokens == nil {
		return nil
	}
	return d.register(ctx, now, key, s, true)
}

// tokens lets what a turn hands to the reporter work, before the reporter has it: the
// code and the PIN of the case.
func (d *Desk) tokens(ctx context.Context, now time.Time, t draft) error {
	r, values := t.content.Reply, t.content.State.Session.Values
	if r == nil || d.Tokens == nil || values["pin"] == "" || !strings.Contains(r.Text, values["pin"]) || !strings.Contains(r.Text, values["code"]) {
		return nil
	}
	return d.register(ctx, now, t.turn.Key, t.content.State, false)
}
