package intake

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	jsonv2 "github.com/go-json-experiment/json"

	"relais/dialogs/directory"
	"relais/dialogs/engine"
	"relais/dialogs/places"
)

// PacketVersion is the version of the format of Packet.
const PacketVersion = 1

// Packet is the case as its region's queue and its card see it, at one turn. It
// holds nothing personal: no number, name or message text, and no town of fewer
// than smallTown inhabitants.
type Packet struct {
	Version  int       `json:"v"`
	Case     string    `json:"case"`
	N        int       `json:"n"`              // turn it describes; a later one replaces an earlier
	Head     string    `json:"head,omitempty"` // hash of that turn, hexadecimal; set by the relay
	Key      string    `json:"key"`            // log of the case, address hidden
	Code     string    `json:"code"`
	Region   string    `json:"region"`          // whose queue this is for
	Moved    string    `json:"moved,omitempty"` // the case went on to this region: close the card
	Channel  string    `json:"channel"`
	Language string    `json:"language"`
	Opened   time.Time `json:"opened"`
	Heard    time.Time `json:"heard"` // newest message of the reporter
	Incident string    `json:"incident"`
	Severity string    `json:"severity"`
	Because  string    `json:"because"`
	Victim   string    `json:"victim"`
	Where    Where     `json:"where"`
	Outside  bool      `json:"outside,omitempty"` // the place lies in a region that has no desk here
	Mute     bool      `json:"mute,omitempty"`    // nothing may be written to the reporter, who got no advice
	Learned  string    `json:"learned,omitempty"` // RFC 3339
	OnDay    bool      `json:"on_day,omitempty"`  // of Learned only the day was told
	Within   string    `json:"within,omitempty"`  // with OnDay: the part of it, or what else was told instead of an hour, a text card.within
	Facts    []Known   `json:"facts,omitempty"`   // of the card, in the order of their names
	Clocks   []Running `json:"clocks,omitempty"`
	Centre   string    `json:"centre"` // open, closed or unknown, at this turn
	Said     bool      `json:"said"`   // the reporter was told that the centre has the case
	End      string    `json:"end,omitempty"`
	Owner    string    `json:"owner,omitempty"`   // id of the analyst who has claimed the case
	Since    time.Time `json:"since,omitzero"`    // when
	Leads    bool      `json:"leads,omitempty"`   // the owner leads the conversation
	Offered  string    `json:"offered,omitempty"` // the case is held out to this region's desk, which may accept it
	Closed   bool      `json:"closed,omitempty"`  // by an analyst
	Via      []string  `json:"via,omitempty"`     // where the reporter writes by more than one channel: all of them, the first one first
	Related  []string  `json:"related,omitempty"` // codes of cases that seem to belong to this one
	Named    string    `json:"named,omitempty"`   // code of some case that the reporter wrote, and that opened nothing
	Waits    []string  `json:"waits,omitempty"`   // facts of a person in need who was not told yet whom to turn to
	Card     bool      `json:"card,omitempty"`    // it is to have its card also while others are gathered in a digest
	News     []News    `json:"news,omitempty"`    // what happened in this turn, to be told beside the card
}

// Where says what kind of place it is.
type Where struct {
	Department string `json:"department,omitempty"`
	Size       string `json:"size,omitempty"` // under_2000, under_20000, over_20000
	Town       string `json:"town,omitempty"` // INSEE code, only from smallTown inhabitants on
	Zone       string `json:"zone,omitempty"` // IANA
}

// Known is one fact of the card.
type Known struct {
	Fact     string `json:"fact"`
	Value    string `json:"value"`
	Inferred bool   `json:"inferred,omitempty"` // by a dialog: nobody told it
}

// TextOnly reports whether the reporter does not phone, so that nobody calls them.
func (p Packet) TextOnly() bool {
	facts := engine.Facts{}
	for _, k := range p.Facts {
		facts[k.Fact] = k.Value
	}
	return facts.TextOnly()
}

// Running is one deadline of the case.
type Running struct {
	Clock string    `json:"clock"`
	Until time.Time `json:"until"`
}

// smallTown is the number of inhabitants under which a town is not named: few
// enough people would know who is meant.
const smallTown = 20000

// escalate decides what this turn sends to the analysts: the case with the first
// of a stated P1 fact, the wish for a person, a known region, the second message,
// or silence (forced); then every change of what the card shows.
func (d *Desk) escalate(now time.Time, t *draft, silence bool) {
	s := &t.content.State
	session := &s.Session
	s.consent(now, t)
	if !session.Queued && (silence || ready(*session)) && concerns(*session) {
		session.Queued = true
	}
	if !session.Queued {
		return
	}
	region, outside := d.route(*s)
	if s.Region != "" && region != s.Region && len(s.Packet) > 0 {
		moved := d.packet(now, *t, s.Region, outside)
		moved.Moved = region
		t.send(now, moved)
		s.Packet = nil
	}
	s.Region = region
	d.rise(now, t)
	s.watch(now)
	p := d.packet(now, *t, region, outside)
	p.News = t.news
	if mark := p.Mark(); !bytes.Equal(mark, s.Packet) || len(p.News) > 0 {
		s.Packet = mark
		t.send(now, p)
	}
	d.hold(now, t, outside)
}

// hold shows a case to the desk of another region to which it is held out, and
// takes it off again when the offer is over.
func (d *Desk) hold(now time.Time, t *draft, outside bool) {
	s := &t.content.State
	to := ""
	if o := s.Charge.Offer; o != nil && o.Kind == ToRegion {
		to = o.To
	}
	if s.Held == to {
		return
	}
	if s.Held != "" && s.Held != s.Region {
		back := d.packet(now, *t, s.Held, outside)
		back.Moved = s.Region
		t.send(now, back)
	}
	if to != "" {
		offered := d.packet(now, *t, to, outside)
		offered.Offered = to
		t.send(now, offered)
	}
	s.Held = to
}

// rise tells whoever is in charge that the case has become one for a human now.
func (d *Desk) rise(now time.Time, t *draft) {
	s := &t.content.State
	level, _ := s.Severity()
	if level == "P1" && s.Level != "P1" && s.Charge.Owner != "" && t.content.Inbound != nil {
		t.news = append(t.news, News{Kind: NewsUrgent, At: Stamp(now)})
	}
	s.Level = level
}

// ready reports whether something said so far brings the case to the analysts.
func ready(s engine.Session) bool {
	_, placed := places.Lookup(s.Facts.Get("place"))
	return s.Severity == "P1" && s.Stated || pressing(s) || placed || s.Turns >= 2
}

// concerns reports whether the case is one for the centre: not what is plainly no
// incident, nor, short of a danger or the wish for a person, that of a person at home.
func concerns(s engine.Session) bool {
	if pressing(s) {
		return true
	}
	return s.Facts.Get("incident") != "not_incident" && s.Facts.Get("victim") != "individual"
}

// pressing reports a danger, distress, a minor, or the wish for a person.
func pressing(s engine.Session) bool {
	for _, fact := range []string{"danger", "distress", "minor", "human"} {
		if s.Facts.Get(fact) == "yes" {
			return true
		}
	}
	return false
}

// route returns the region whose desk gets the case, and whether its place lies
// outside the regions that have a desk here.
func (d *Desk) route(s State) (region string, outside bool) {
	p, ok := places.Lookup(s.Session.Facts.Get("place"))
	outside = ok && !d.Territory.Desks[p.Region]
	switch {
	case s.Charge.Region != "":
		return s.Charge.Region, outside
	case !ok || outside || s.Charge.Owner != "":
		// A centre that has a case keeps it until another has accepted it.
		return s.Region, outside
	}
	return p.Region, false
}

func (d *Desk) packet(now time.Time, t draft, region string, outside bool) Packet {
	s := t.content.State
	f := s.Session.Facts
	p := Packet{
		Version: PacketVersion, Case: t.turn.Case, N: t.turn.N, Key: t.turn.Key.String(),
		Code: s.Session.Values["code"], Region: region, Channel: s.Session.Channel, Language: cmp.Or(s.Session.Lang, d.Texts.Tags()[0]),
		Opened: s.Opened, Heard: s.Heard,
		Incident: known(f, "incident"), Victim: known(f, "victim"), Learned: known(f, learnedAt), OnDay: known(f, learnedAt) != "" && !ToldExactly(f, learnedAt),
		Outside: outside, Mute: s.Mute, Said: s.Session.Said, End: s.Session.End,
		Owner: s.Charge.Owner, Since: s.Charge.Since, Leads: s.Charge.Leads, Closed: s.Charge.Closing != nil, Card: s.Charge.Shown,
	}
	if len(s.Channels) > 1 {
		for _, c := range s.Channels {
			if c.Gone.IsZero() && !slices.Contains(p.Via, c.Channel) {
				p.Via = append(p.Via, c.Channel)
			}
		}
	}
	for _, r := range s.Charge.Related {
		p.Related = append(p.Related, r.Code)
	}
	p.Named = f[namedCode]
	if p.OnDay {
		p.Within = ToldWithin(f, learnedAt)
	}
	p.Severity, p.Because = s.Severity()
	p.Centre = string(p.Standing(now).State)
	if place, ok := places.Lookup(f.Get("place")); ok {
		p.Where = where(place)
	}
	for _, fact := range d.Set.Facts {
		if v := f.Get(fact.Name); fact.Card && v != engine.Unset {
			p.Facts = append(p.Facts, Known{fact.Name, v, s.Session.By[fact.Name] == engine.ByDialog})
		}
	}
	for _, need := range needs {
		if f.Get(need) == "yes" && !d.helped(s.Session, need) {
			p.Waits = append(p.Waits, need)
		}
	}
	p.Clocks = d.Clocks(s)
	return p
}

// needs are the facts of a person who needs help before anything else. The dialog of the same
// name says whom to turn to.
var needs = []string{"danger", "distress", "minor"}

// helped reports whether the reporter was told of any door of the dialog for a need: a minor's
// line waits for leave on a phone that is watched, and for the robot while an analyst leads.
func (d *Desk) helped(s engine.Session, need string) bool {
	dialog, ok := d.Set.Dialog(need)
	return ok && slices.ContainsFunc(dialog.Steps, func(step engine.Step) bool {
		return slices.ContainsFunc(step.Doors, func(door string) bool { return slices.Contains(s.Doors, door) })
	})
}

// Clocks returns the deadlines of a case, in the order of their table.
func (d *Desk) Clocks(s State) []Running {
	var running []Running
	v := view{desk: d, state: s, session: &s.Session}
	for clock := range v.deadlines() {
		if fits(clock.When, v.fact) {
			running = append(running, Running{clock.ID, v.ends(clock)})
		}
	}
	return running
}

// Deadlines returns the deadlines that DELAIS tells of a case, in the order of their table: also
// those that run only if what was not asked yet is so.
func (d *Desk) Deadlines(s State) []Running {
	var running []Running
	v := view{desk: d, state: s, session: &s.Session}
	for clock := range v.deadlines() {
		if v.mayRun(clock) {
			running = append(running, Running{clock.ID, v.ends(clock)})
		}
	}
	return running
}

// Delay is the text that DELAIS says of a case where the words of its dialog for a person at
// home are enough: "delays.<step>.text", by the same fork.
func (d *Desk) Delay(s State) string {
	v := view{desk: d, state: s, session: &s.Session}
	dialog, _ := d.Set.Dialog("delays")
	step, _ := dialog.Step(dialog.Start)
	for _, way := range step.Next {
		if fits(way.When, v.fact) {
			return "delays." + way.Goto + ".text"
		}
	}
	return ""
}

// NothingLeft reports that no money has left, by what was told: a sum is then an attempt.
func NothingLeft(f engine.Facts) bool {
	money := f.Get("money")
	return money == "held" || money == "none" || money == engine.Unset && f.Get("paid") == "no"
}

func known(f engine.Facts, name string) string {
	if v := f.Get(name); v != engine.Unset {
		return v
	}
	return "unknown"
}

func fits(when []engine.Condition, fact func(string) string) bool {
	for _, c := range when {
		if !c.Fits(fact(c.Fact)) {
			return false
		}
	}
	return true
}

func where(p places.Place) Where {
	w := Where{Department: p.Department, Size: "over_20000", Zone: p.TimeZone}
	switch {
	case p.Population < 2000:
		w.Size = "under_2000"
	case p.Population < smallTown:
		w.Size = "under_20000"
	default:
		w.Town = p.INSEE
	}
	return w
}

// Mark names what a card shows: without the turn's number and the time it was
// heard, which alone are no reason to change it.
func (p Packet) Mark() []byte {
	p.N, p.Heard, p.News = 0, time.Time{}, nil
	data, err := json.Marshal(p)
	if err != nil {
		panic(err) // a Packet is plain data
	}
	sum := sha256.Sum256(data)
	return sum[:8]
}

// send adds the packet to what leaves with the turn.
func (t *draft) send(now time.Time, p Packet) {
	body, err := json.Marshal(p)
	if err != nil {
		panic(err) // a Packet is plain data
	}
	t.turn.Outbox = append(t.turn.Outbox, Entry{
		ID: fmt.Sprintf("%s.%d.queue.%s", p.Case, p.N, p.Region), Kind: ToQueue, Region: p.Region, At: Stamp(now), Body: body,
	})
}

// Standing returns how the centre of a packet's region stands at an instant.
func (p Packet) Standing(at time.Time) directory.Standing {
	centre, _ := directory.Serving("", p.Region)
	return centre.At(at)
}

// maxPacket bounds a packet, in bytes; a real one has about one thousand.
const maxPacket = 64 << 10

// ParsePacket reads what a queue delivered. Unknown fields and another version are
// refused: the message goes to the dead letters and nothing is guessed.
func ParsePacket(body []byte) (Packet, error) {
	var p Packet
	if len(body) > maxPacket {
		return p, fmt.Errorf("packet: %d bytes, at most %d", len(body), maxPacket)
	}
	if err := jsonv2.Unmarshal(body, &p, jsonv2.RejectUnknownMembers(true)); err != nil {
		return p, fmt.Errorf("packet: %w", err)
	}
	switch {
	case p.Version != PacketVersion:
		return p, fmt.Errorf("packet: version %d, this program reads %d", p.Version, PacketVersion)
	case p.Case == "" || p.N < 1 || p.Region == "":
		return p, fmt.Errorf("packet: case, n and region are wanted")
	}
	return p, nil
}
