package simulation

import (
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"relais/dialogs/intake"
	"relais/infra/standin/carrier"
)

// number is ours, of region 76; regions have a desk.
const number = "+33939000076"

var regions = []string{"28", "76"}

func escape(ref string) string { return url.QueryEscape(ref) }

// person is somebody with a phone.
type person struct {
	w      *world
	id     int
	phone  string
	mark   string // stands in what this person writes and nowhere else
	old    string // the same, of what was written so long ago that it is not read any more
	mute   bool   // may not be written to
	joins  bool   // has said what opens a case
	closed bool   // the carrier takes no texts to this phone
	script []string
	said   string // newest
	again  int    // how often it was said again
	turn   int    // counts what was said and heard: an old wish to write is dropped
}

// What people begin with and go on with. %s is a mark.
var (
	openings = []string{
		"tous les pc de la mairie ont un message de rancon %s", "Bonjour, nos fichiers sont chiffrés, M. %s",
		"on s'est fait pirater %s", "j'ai reçu un mail bizarre %s", "HUMAIN", "aidez moi %s", "NOUVEAU", "il y a le feu au serveur %s", "?",
		"mairie de Rouen, tout est chiffré %s", "Ici la mairie de Figeac, rançon sur les écrans %s", noText,
	}
	answers = []string{
		"1", "2", "3", "1", "2", "3", "1", "2", "4", "oui", "non", "je ne sais pas", "Figeac", "Rouen", "mairie de Figeac", "mairie de Rouen", "on est à la mairie de Rouen", "9", "*", "0",
		"non en fait 2", "STOP", "oui", "STOP", "HUMAIN", "VERIF", "CODE", "NOUVEAU", "j'ai peur, il menace ma collègue", "j'éteins tout ?",
		"merci", "appelez Mme %s au 06 39 98 00 00", "ENGLISH please %s", "12", "hier soir", "le serveur %s ne répond plus", "on a payé %s",
		"voici \xff ce que dit l'écran %s",
	}
	// Where cases are joined: the first asks for what opens the case, others use it. %pair
	// is what was told last to anybody, %wrong the same with another PIN.
	asking = []string{"CODE", "CODE", "DOSSIER", "PLAINTE", "je crois qu'il lit mes sms %s", "1", "NOUVEAU", "LIEN"}
	coming = []string{"REPRENDRE %pair", "REPRENDRE %pair", "%pair", "REPRENDRE %wrong", "REPRENDRE AAA-BBB 4821"}
	// vocabulary is everything that can be said, for tapes.
	vocabulary = unique(slices.Concat(openings, answers, asking, coming))
)

func unique(texts []string) []string {
	var once []string
	for _, text := range texts {
		if !slices.Contains(once, text) {
			once = append(once, text)
		}
	}
	return once
}

// word is the number of a text in the vocabulary, from 1 on.
func word(text string) int64 { return int64(slices.Index(vocabulary, text) + 1) }

// noText are bytes, and no text.
const noText = "nos fichiers %s \xff\xfe sont perdus"

const (
	maxPeople = 3
	maxSaid   = 6
	briefSaid = 3
	patience  = 2 * time.Minute
	unheard   = 3  // times, then somebody gives up
	maxFlood  = 90 // texts
)

func newPerson(w *world, id int) *person {
	p := &person{w: w, id: id, phone: fmt.Sprintf("+3363998%04d", id+1), mark: fmt.Sprintf("Zq%06dxk", id+1), old: fmt.Sprintf("Vy%06dwj", id+1)}
	w.carrier.people = append(w.carrier.people, p)
	return p
}

// populate lets people write. A second phone of one organisation may say what the
// first does.
func (w *world) populate() {
	count := 1 + w.chance.IntN(maxPeople)
	if w.extent != large {
		count = 1 + w.chance.IntN(4)/3
	}
	if w.chat.on {
		count = 1 + w.chance.IntN(2)
	}
	if w.focus.staffed() {
		count = 1
	}
	if len(w.carrier.people) > 0 {
		count = 0 // a crowd is enough
	}
	most := maxSaid
	if w.extent == brief {
		most = briefSaid
	}
	var first []int64
	for id := range maxPeople {
		length, follows := w.chance.IntN(most), w.chance.Float64() < 0.2
		if w.focus.site == "FindText" {
			length = 0
		} else if w.focus.staffed() {
			length = max(length, 1)
		}
		if w.chat.watched && id == 0 {
			length = maxSaid
		}
		var said []int64
		for k := range maxSaid {
			said = append(said, w.decide(fmt.Sprint("says ", id), func() int64 {
				switch {
				case id >= count || k > length:
					return 0
				case follows && id > 0:
					return first[k]
				case w.focus.staffed() && (k == 0 && w.focus.site != "Drop" || k == 1):
					return word("HUMAIN")
				case w.chat.on && id == 0 && k < 2:
					return word([]string{openings[0], "CODE"}[k])
				case w.chat.watched && id == 0: // and writes on from there, once it is taken out of the case
					return word([]string{"je crois qu'il lit mes sms %s", "1", "oui", "HUMAIN"}[k-2])
				case w.chat.on && id == 0 && w.chance.Float64() < 0.5:
					return word(asking[w.chance.IntN(len(asking))])
				case w.chat.on && id > 0 && k < 3 && w.chance.Float64() < 0.7:
					return word(coming[w.chance.IntN(len(coming))])
				case k == 0 && (w.focus.site == "Put" || w.focus.site == "Drop"):
					return word(noText)
				case k == 0:
					return word(openings[w.chance.IntN(len(openings))])
				}
				return word(answers[w.chance.IntN(len(answers))])
			}))
		}
		if id == 0 {
			first = said
		}
		w.appears(id, said)
	}
}

// appears adds a person who says something.
func (w *world) appears(id int, said []int64) {
	var script []string
	for _, word := range said {
		if word != 0 {
			script = append(script, vocabulary[word-1])
		}
	}
	mute := w.likely(fmt.Sprint("set mute ", id), 0.03)
	past := w.likely(fmt.Sprint("set past ", id), 0.05)
	flood := w.decide(fmt.Sprint("set flood ", id), func() int64 {
		if w.focus == (focus{"Erase", slow}) {
			return maxFlood - 1 // erasing a case in the middle of a flood
		}
		if w.extent == large && w.chance.Float64() < 0.4 {
			return w.chance.Int64N(maxFlood)
		}
		return 0
	})
	full := w.likely(fmt.Sprint("set full ", id), w.fullness())
	closed := w.likely(fmt.Sprint("set closed ", id), 0.03)
	begins := w.between(fmt.Sprint("delay begins ", id), 0, 3*time.Minute)
	if len(script) == 0 {
		return
	}
	p := newPerson(w, id)
	p.script, p.closed = script, closed
	if p.mute = mute; mute {
		p.phone = fmt.Sprintf("+881612345%03d", id)
	}
	switch {
	case mute:
	case past:
		p.wrote(start.Add(-longAgo), "bonjour "+p.old)
	case full:
		p.full()
	}
	w.after(begins, p.goesOn)
	for k := range flood {
		w.after(begins+time.Duration(k+1)*4*time.Second, func() {
			if p.w.now.Before(p.w.heal) {
				p.w.carrier.send(p, p.filled(script[int(k)%len(script)]))
			}
		})
	}
}

// longAgo is when a case began that is past its time.
const longAgo = 400 * 24 * time.Hour

// wrote puts a message and its answer into the log that came before the run began.
func (p *person) wrote(at time.Time, text string) {
	w := p.w
	in := intake.Inbound{Channel: "sms", ID: fmt.Sprintf("SMbefore%d", p.id), From: p.phone, To: number, Text: text}
	now := w.now
	w.now = at
	reply, err := w.plainDesk().Take(context.Background(), at, in)
	if err == nil {
		err = w.plainDesk().Answered(context.Background(), reply)
	}
	document := ""
	if err == nil {
		document, err = render(reply)
	}
	w.now = now
	head := w.head(p)
	if err = errors.Join(err, w.store.ClearDue(context.Background(), head.Key, head.N)); err != nil || len(head.Outbox) > 0 {
		w.breaks("before the run: %v, %d entries", err, len(head.Outbox))
	}
	w.carrier.ledger = append(w.carrier.ledger,
		carrier.Event{At: at, Kind: carrier.Inbound, Phone: p.phone, SID: in.ID, Message: &carrier.Message{SID: in.ID, From: p.phone, To: number, Body: in.Text}},
		carrier.Event{At: at, Kind: carrier.Webhook, Phone: p.phone, SID: in.ID, Call: &carrier.Call{Status: 200, Answer: document}})
}

// full leaves no room in this person's log for another message's id, as a case of many
// weeks does.
func (p *person) full() {
	p.wrote(start.Add(-time.Hour), "bonjour "+p.mark)
	prev := p.w.head(p)
	content, err := p.w.plainDesk().Content(prev)
	if err != nil {
		p.w.breaks("a full log: %v", err)
		return
	}
	content.State.Put = true
	data, _ := json.Marshal(intake.Content{State: content.State})
	t := intake.Turn{
		Key: prev.Key, N: prev.N + 1, Case: prev.Case, Kind: intake.KindTimer, Nonce: "full", At: prev.At, Expires: prev.Expires,
		Region: prev.Region, Severity: prev.Severity, Status: prev.Status, Seen: slices.Clone(prev.Seen),
	}
	for n := range intake.SeenMax - intake.Seen(prev.Seen).Len() {
		t.Seen = binary.BigEndian.AppendUint16(binary.BigEndian.AppendUint64(t.Seen, uint64(n)), 1)
	}
	if err := errors.Join(keys.Bind(prev, &t, p.w.source, data), p.w.store.Append(context.Background(), t)); err != nil {
		p.w.breaks("a full log: %v", err)
	}
}

func (w *world) head(p *person) intake.Turn {
	t, _ := w.store.Head(context.Background(), p.key())
	return t
}

func (p *person) key() intake.Key {
	return intake.Key{Channel: "sms", Address: keys.Address("sms", p.phone)}
}

// goesOn says what comes next, and says it again when nothing is heard.
func (p *person) goesOn() {
	if len(p.script) == 0 || !p.w.now.Before(p.w.heal) {
		return
	}
	words := p.script[0]
	if !p.knows(words) {
		p.w.after(20*time.Second, p.goesOn) // until somebody is told what opens a case
		return
	}
	p.script, p.again = p.script[1:], 0
	p.says(p.filled(words))
	if p.w.likely("world two texts at once", 0.1) {
		p.w.after(p.w.between("delay second text", 0, 3*time.Second), p.goesOn)
	}
}

// knows reports whether what opens a case was told to anybody, if words need it.
func (p *person) knows(words string) bool {
	return p.w.chat.pair.code != "" || !strings.Contains(words, "%pair") && !strings.Contains(words, "%wrong")
}

// filled gives words as they are said.
func (p *person) filled(words string) string {
	known := p.w.chat.pair
	if known.code != "" {
		wrong := known.wrong()
		p.joins = p.joins || strings.Contains(words, "%pair")
		words = strings.NewReplacer("%pair", known.code+" "+known.pin, "%wrong", wrong.code+" "+wrong.pin).Replace(words)
	}
	return strings.ReplaceAll(words, "%s", p.mark)
}

func (p *person) says(words string) {
	p.said = words
	p.turn++
	at := p.turn
	p.w.carrier.send(p, words)
	p.w.after(patience+p.w.between("delay patience", 0, patience), func() {
		switch {
		case p.turn != at || !p.w.now.Before(p.w.heal):
		case p.again < unheard:
			p.again++
			p.says(p.said)
		default:
			p.goesOn()
		}
	})
}

func (p *person) hears(words string) {
	w := p.w
	w.story("%s hears %q", p.phone, words)
	w.note("hears", none, len(words))
	w.chat.overhears(words)
	if p.mute {
		w.breaks("I5: %s must not be written to", p.phone)
	}
	p.turn++
	at := p.turn
	think := w.between("delay thinking", 3*time.Second, 90*time.Second)
	if w.likely("world silence", 0.15) {
		think += w.between("delay silence", 0, 30*time.Minute) // what was due may come first
	}
	w.after(think, func() {
		if p.turn == at {
			p.goesOn()
		}
	})
}
