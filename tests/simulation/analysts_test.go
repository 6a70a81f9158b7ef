package simulation

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"relais/dialogs/desk"
	"relais/dialogs/intake"
	"relais/dialogs/outbox"
	"relais/tests/checker"
)

// team is the analysts' workspace.
const team = "TSIMULATED"

// departments are the regions' settings: whoever stands here may act, nobody else.
var departments = map[string]desk.Region{
	"76": {Code: "76", Slack: desk.Channel{Team: team, Channel: "C76"}, Duty: []string{"+33639980176", "+33639980276"}, Analysts: []desk.Analyst{
		{Slack: "UCAMILLE", Rights: []desk.Right{desk.MayRead, desk.MayLead, desk.MayRoute}},
		{Slack: "USACHA", Rights: []desk.Right{desk.MayRead, desk.MayLead}},
		{Slack: "UALIX", Rights: []desk.Right{desk.MayRead}},
	}},
	"28": {Code: "28", Slack: desk.Channel{Team: team, Channel: "C28"}, Duty: []string{"+33639980128"}, Analysts: []desk.Analyst{
		{Slack: "UNOA", Rights: []desk.Right{desk.MayRead, desk.MayLead, desk.MayRoute}},
	}},
}

// staff are those who press buttons in the channel of 76, also without a right to.
var staff = []desk.Actor{
	{Team: team, User: "UCAMILLE"}, {Team: team, User: "USACHA"}, {Team: team, User: "UCAMILLE"}, {Team: team, User: "USACHA"},
	{Team: team, User: "UALIX"}, {Team: team, User: "UNOA"}, {Team: team, User: "UGUEST"}, {Team: "TOTHER", User: "UCAMILLE"},
}

func duty(region string) []string { return departments[region].Duty }

// relay is what analysts do to the cases, and what was shown to them.
type relay struct {
	w        *world
	on       bool
	events   int
	previews map[string]preview // draft → what was shown
}

// preview is a text that an analyst was shown before it left.
type preview struct {
	key  intake.Key
	by   string
	text string
}

// acts of analysts, as likely as they stand here.
var acts = []string{
	"claim", "claim", "both claim", "takeover", "takeover", "write", "write", "write", "write twice", "write", "write elsewhere", "write edited",
	"release", "release", "giveup", "handover", "accept", "decline", "grade",
}

// work lets somebody do something to a case on the board, again and again.
func (r *relay) work() {
	w := r.w
	if !w.now.Before(w.heal) {
		return
	}
	w.after(w.between("delay analyst", 5*time.Second, 3*time.Minute), r.work)
	cards := slices.DeleteFunc(slices.Clone(w.board.cards), func(c *card) bool { return c.gone || c.region != "76" || c.packet.Moved != "" })
	if len(cards) == 0 {
		return
	}
	key, err := intake.ParseKey(cards[w.below("world analyst's case", len(cards))].packet.Key)
	if err != nil {
		w.breaks("I14: a card without a log: %v", err)
		return
	}
	by, act := staff[w.below("world analyst", len(staff))], acts[w.below("world analyst's act", len(acts))]
	switch act {
	case "claim":
		r.act(key, by, desk.Claim{})
	case "both claim":
		r.act(key, staff[0], desk.Claim{})
		r.act(key, staff[1], desk.Claim{})
	case "takeover":
		r.act(key, by, desk.TakeOver{})
	case "release":
		r.act(key, by, desk.Release{})
	case "giveup":
		r.act(key, by, desk.GiveUp{})
	case "handover":
		r.act(key, by, desk.HandOver{To: staff[1].User, Brief: "à suivre"})
	case "accept":
		r.act(key, by, desk.Accept{})
	case "decline":
		r.act(key, by, desk.Decline{})
	case "grade":
		r.act(key, by, desk.Grade{Level: "P2", Reason: "rien ne se propage"})
	case "write twice":
		r.write(key, by, key, "")
		w.after(w.between("delay second writing", 0, 3*time.Second), func() { r.write(key, by, key, "") })
	case "write elsewhere":
		r.write(key, by, w.carrier.people[w.below("world wrong case", len(w.carrier.people))].key(), "")
	case "write edited":
		r.write(key, by, key, " ni vu ni connu")
	default:
		r.write(key, by, key, "")
	}
}

func (r *relay) desk(i *invocation) *desk.Desk {
	return &desk.Desk{Intake: deskOf(i), Region: func(code string) (desk.Region, bool) {
		region, ok := departments[code]
		return region, ok
	}}
}

// act delivers an event, again when it was not acknowledged, as Slack does.
func (r *relay) act(key intake.Key, by desk.Actor, act desk.Act) {
	r.events++
	e := desk.Event{ID: fmt.Sprint("event ", r.events), By: by, Case: key, Act: act}
	r.deliver(e, 3)
	if r.w.likely("world event twice", 0.1) {
		if _, ok := act.(desk.Write); ok {
			e.ID += " again" // it has been seen under a new id
		}
		r.w.after(r.w.between("delay event again", 0, 2*time.Second), func() { r.deliver(e, 1) })
	}
}

func (r *relay) deliver(e desk.Event, tries int) {
	w := r.w
	var err error
	acted := false
	w.invoke("act", w.one(&w.web), 0, functionEnds, func(i *invocation) {
		_, err = r.desk(i).Do(context.Background(), i.clock(), e)
		_, no := errors.AsType[*desk.No](err)
		if no || errors.Is(err, desk.ErrRefused) || errors.Is(err, intake.ErrNoTurn) {
			acted = true
			return
		}
		w.fault(err)
		acted = err == nil
	}, func(died bool) {
		w.story("%s does %s to %s: %v", e.By.User, e.Act.Kind(), e.Case.Short(), err)
		if acted && !died && !w.unwell(lost, "stream") {
			w.after(w.between("delay stream", 10*time.Millisecond, 2*time.Second), w.hurry)
		}
		if (died || !acted) && tries > 1 {
			w.after(w.between("delay event again", time.Second, time.Minute), func() { r.deliver(e, tries-1) })
		}
	})
}

// write previews a text and sends it, to the case it was shown for or to another, as it
// was shown or changed.
func (r *relay) write(key intake.Key, by desk.Actor, to intake.Key, changed string) {
	w := r.w
	r.events++
	text := fmt.Sprintf("Bonjour, ici le centre. Message %d.", r.events)
	var p desk.Preview
	w.invoke("preview", w.one(&w.web), 0, functionEnds, func(i *invocation) {
		p, _ = r.desk(i).Preview(context.Background(), i.clock(), by, key, text)
	}, func(bool) {
		if p.Draft == "" {
			return
		}
		r.previews[p.Draft] = preview{key, by.User, p.Text}
		w.after(w.between("delay writing", time.Second, 20*time.Second), func() {
			r.act(to, by, desk.Write{Draft: p.Draft, Text: p.Text + changed})
		})
	})
}

// relayed is I16 to I21: what analysts did, and what of it reached the reporters.
func (w *world) relayed(all []turnOf) {
	drafts, rungs := map[string]bool{}, map[string]bool{}
	for _, t := range all {
		w.ladder(t, rungs)
		was, is := t.before.State.Charge, t.content.State.Charge
		if in, r := t.content.Inbound, t.content.Reading; in != nil && t.Kind != intake.KindOpened && was.Leads && is.Leads && t.content.Reply != nil && !t.first &&
			t.content.Reason == "" && (r == nil || !r.Danger && !r.Distress && r.Command == "") && !exits(t) {
			w.breaks("I20: %s turn %d: the robot speaks while an analyst leads", t.Key.Short(), t.N)
		}
		act := t.content.Act
		if act == nil || act.By == "" {
			continue
		}
		who, ours := departments[t.before.State.Region].Analyst(act.By)
		right := desk.MayLead
		if act.Kind == "grade" {
			right = desk.MayRoute
		}
		if !ours || !who.May(right) {
			w.breaks("I21: %s turn %d: %s without a right to", t.Key.Short(), t.N, act.Kind)
		}
		switch act.Kind {
		case "claim":
			if was.Owner != "" {
				w.breaks("I21: %s turn %d: a case that somebody holds is claimed", t.Key.Short(), t.N)
			}
		case "release":
			if is.Leads || t.content.Reply == nil {
				w.breaks("I20: %s turn %d: released, and the robot does not go on", t.Key.Short(), t.N)
			}
		case "write":
			draft := act.Given["draft"]
			shown, known := w.relay.previews[draft]
			switch {
			case drafts[draft]:
				w.breaks("I18: %s turn %d: a text is written twice", t.Key.Short(), t.N)
			case !known || shown.key != t.Key || shown.by != act.By || t.content.Reply == nil || shown.text != t.content.Reply.Text:
				w.breaks("I20: %s turn %d: a text leaves that was not shown for this case", t.Key.Short(), t.N)
			case !was.Leads || was.Owner != act.By:
				w.breaks("I21: %s turn %d: somebody writes who does not lead", t.Key.Short(), t.N)
			}
			drafts[draft] = true
			w.arrives(t, all)
		}
	}
	w.inOrder()
}

// exits reports what answers also while an analyst leads: a check of the trust words.
func exits(t turnOf) bool {
	return t.content.State.Session.Here.ID() != t.before.State.Session.Here.ID()
}

// ladder is I16: each rung of a waiting case is climbed once, and in time.
func (w *world) ladder(t turnOf, rungs map[string]bool) {
	for _, e := range t.Outbox {
		p, err := intake.ParsePacket(e.Body)
		if e.Kind != intake.ToQueue || err != nil || p.Moved != "" {
			continue
		}
		for _, n := range p.News {
			rung := fmt.Sprint(t.Case, t.content.State.Charge.Watch.From, n.Why)
			if n.Kind == intake.NewsWaiting && rungs[rung] {
				w.breaks("I16: %s turn %d: rung %s is climbed twice", t.Key.Short(), t.N, n.Why)
			}
			rungs[rung] = rungs[rung] || n.Kind == intake.NewsWaiting
		}
	}
	watch := t.content.State.Charge.Watch
	level, _ := t.content.State.Severity()
	if !t.last || watch.From.IsZero() || level != "P1" || w.skewed() {
		return
	}
	for rung, after := range []time.Duration{0, 20 * time.Minute, 40 * time.Minute} { // at night, when every run is
		if at := watch.From.Add(after); at.Before(w.heal.Add(timersAfter-3*time.Minute)) && watch.Rung <= rung {
			w.breaks("I16: %s turn %d: rung %d is not climbed", t.Key.Short(), t.N, rung+1)
		}
	}
}

// arrives is I17: an analyst's text has one end, and where nothing went wrong its
// receipt stands in the log, for the thread.
func (w *world) arrives(t turnOf, all []turnOf) {
	id := fmt.Sprintf("%s.%d.desk", t.Case, t.N)
	c, err := w.store.Claim(context.Background(), id)
	if err != nil || c.State != outbox.Done && c.State != outbox.GaveUp {
		w.breaks("I17: %s turn %d: %s, %v", t.Key.Short(), t.N, c.State, err)
		return
	}
	if w.troubled || w.skewed() {
		return
	}
	for _, later := range all {
		if act := later.content.Act; later.Key == t.Key && act != nil && act.Kind == intake.NewsReceipt && act.Given["turn"] == strconv.Itoa(t.N) && act.Given["receipt"] == string(t.Receipt) {
			return
		}
	}
	w.breaks("I17: %s turn %d: it is %q, and the thread does not know", t.Key.Short(), t.N, t.Receipt)
}

// inOrder is I18 and I19: analysts' texts leave once, in the order they were written.
func (w *world) inOrder() {
	times, newest := map[string]int{}, map[intake.Key]int{}
	for _, sent := range w.carrier.texts {
		if !strings.HasSuffix(sent.ID, ".desk") {
			continue
		}
		if times[sent.ID]++; times[sent.ID] > 1 {
			w.breaks("I18: %s leaves %d times", sent.ID, times[sent.ID])
		}
		if sent.Turn.N < newest[sent.Turn.Key] {
			w.breaks("I19: the text of turn %d leaves after that of turn %d", sent.Turn.N, newest[sent.Turn.Key])
		}
		newest[sent.Turn.Key] = sent.Turn.N
	}
}

// onDuty gives the checker the phones that may be called.
func onDuty(seen *checker.World) {
	seen.Duty = map[string][]string{}
	for code := range departments {
		seen.Duty[code] = duty(code)
	}
}
