package simulation

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"relais/dialogs/desk"
	"relais/dialogs/intake"
	"relais/dialogs/outbox"
	"relais/infra/standin/carrier"
	"relais/tests/checker"
)

// team is the analysts' workspace.
const team = "TSIMULATED"

// departments are the regions' settings: whoever stands here may act, nobody else.
var departments = map[string]desk.Region{
	"76": {Code: "76", Retention: desk.DefaultRetention, Slack: desk.Channel{Team: team, Channel: "C76"}, Duty: []string{"+33639980176", "+33639980276"}, Analysts: []desk.Analyst{
		{Slack: "UCAMILLE", Rights: []desk.Right{desk.MayRead, desk.MayLead, desk.MayRoute}},
		{Slack: "USACHA", Rights: []desk.Right{desk.MayRead, desk.MayLead}},
		{Slack: "UALIX", Rights: []desk.Right{desk.MayRead}},
	}},
	"28": {Code: "28", Retention: desk.DefaultRetention, Slack: desk.Channel{Team: team, Channel: "C28"}, Duty: []string{"+33639980128"}, Analysts: []desk.Analyst{
		{Slack: "UNOA", Rights: []desk.Right{desk.MayRead, desk.MayLead, desk.MayRoute}},
	}},
}

// staff are those who press buttons in the channel of a region, also without a right to.
var staff = map[string][]desk.Actor{
	"76": {
		{Team: team, User: "UCAMILLE"}, {Team: team, User: "USACHA"}, {Team: team, User: "UCAMILLE"}, {Team: team, User: "USACHA"},
		{Team: team, User: "UALIX"}, {Team: team, User: "UNOA"}, {Team: team, User: "UGUEST"}, {Team: "TOTHER", User: "UCAMILLE"},
	},
	"28": {
		{Team: team, User: "UNOA"}, {Team: team, User: "UNOA"}, {Team: team, User: "UNOA"}, {Team: team, User: "UCAMILLE"},
	},
}

// leaver is an analyst of 76 who may lose every right in the middle of a run.
const leaver = "USACHA"

// region gives the settings of a region as they are now.
func (r *relay) region(code string) (desk.Region, bool) {
	region, ok := departments[code]
	if !r.leaves.IsZero() && !r.w.now.Before(r.leaves) {
		region.Analysts = slices.DeleteFunc(slices.Clone(region.Analysts), func(a desk.Analyst) bool { return a.Slack == leaver })
	}
	return region, ok
}

func duty(region string) []string { return departments[region].Duty }

// relay is what analysts do to the cases, and what was shown to them.
type relay struct {
	w        *world
	on       bool
	leaves   time.Time // the leaver; zero: never
	wants    []string  // the acts that are done, some more often than others
	hurries  bool      // one act follows the other
	sure     bool      // they are done in their order, by somebody who may
	events   int
	careless map[string]bool    // events that erase under a code that is not the case's
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
	"release", "release", "giveup", "handover", "accept", "accept", "decline", "grade", "correct", "pass", "pass", "pass", "pass outside", "withdraw",
	"relate", "close", "reopen", "erase", "erase carelessly",
}

// styles are other ways to work; 0 is that of acts.
var styles = [][]string{
	acts,
	finishing: {"claim", "claim", "close", "close", "erase", "erase", "reopen"},
	writing:   {"takeover", "takeover", "takeover", "write twice", "write twice", "write twice", "write", "write elsewhere", "write edited", "release"},
	sure:      {"claim", "close", "reopen", "close", "erase"},
}

// The styles.
const (
	finishing = iota + 1 // cases are brought to their end
	writing              // somebody writes, and again
	sure                 // a case is brought to its end, step by step
)

// work lets somebody do something to a case on the board, again and again.
func (r *relay) work() {
	w := r.w
	if !w.now.Before(w.heal) || r.sure && r.events > len(r.wants) {
		return
	}
	pause := 3 * time.Minute
	if r.hurries {
		pause = 30 * time.Second
	}
	w.after(w.between("delay analyst", 5*time.Second, pause), r.work)
	if w.focus.site == "DropFile" && len(w.chat.given) == 0 {
		return // there is no file to be dropped yet
	}
	cards := slices.DeleteFunc(slices.Clone(w.board.cards), func(c *card) bool { return c.gone || c.packet.Moved != "" })
	if w.focus.site == "DropFile" { // the case that has files
		cards = slices.DeleteFunc(cards, func(c *card) bool { return c.packet.Key != w.chat.visitors[0].key().String() })
	}
	if len(cards) == 0 {
		return
	}
	on := cards[w.below("world analyst's case", len(cards))]
	key, err := intake.ParseKey(on.packet.Key)
	if err != nil {
		w.breaks("I14: a card without a log: %v", err)
		return
	}
	here := staff[on.region]
	by := here[w.below("world analyst", len(here))]
	n := w.decide("world analyst's act", func() int64 { return 1 + w.chance.Int64N(int64(len(r.wants))) })
	if n == 0 {
		return
	}
	act := r.wants[n-1]
	if r.sure {
		by, act = here[0], r.wants[r.events%len(r.wants)]
	}
	if on.packet.Offered != "" && act != "decline" {
		act = "accept" // what else is to be done with it
	}
	switch act {
	case "correct":
		r.act(key, by, desk.Correct{Fact: "incident", Value: []string{"phishing", "ransomware"}[w.below("world correction", 2)]})
	case "pass":
		to := "28"
		if on.region == to {
			to = "76"
		}
		r.act(key, by, desk.Pass{Receiver: intake.ToRegion, To: to, Consent: "written", Brief: "à suivre"})
	case "pass outside":
		r.act(key, by, desk.Pass{Receiver: intake.ToDoor, To: "17cyber", Consent: "written", Brief: "à suivre"})
	case "withdraw":
		r.act(key, by, desk.Withdraw{})
	case "relate":
		other := cards[w.below("world related case", len(cards))].packet
		otherKey, _ := intake.ParseKey(other.Key)
		r.act(key, by, desk.Relate{To: desk.Case{ID: other.Case, Region: other.Region, Code: other.Code, Key: otherKey}})
	case "close":
		r.act(key, by, desk.Close{Category: "phishing", Cause: "unknown", Complaint: "none", TLP: "amber", Quiet: w.likely("world quiet", 0.3)})
	case "reopen":
		r.act(key, by, desk.Reopen{})
	case "erase":
		r.act(key, by, desk.Erase{Why: "request", Twice: [2]string{on.packet.Code, on.packet.Code}})
	case "erase carelessly":
		r.careless[fmt.Sprint("event ", r.events+1)] = true
		r.act(key, by, desk.Erase{Why: "request", Twice: [2]string{on.packet.Code, "ABCDEF"}})
	case "claim":
		r.act(key, by, desk.Claim{})
	case "both claim":
		r.act(key, here[0], desk.Claim{})
		r.act(key, here[1], desk.Claim{})
	case "takeover":
		r.act(key, by, desk.TakeOver{})
	case "release":
		r.act(key, by, desk.Release{})
	case "giveup":
		r.act(key, by, desk.GiveUp{})
	case "handover":
		r.act(key, by, desk.HandOver{To: here[1].User, Brief: "à suivre"})
	case "accept":
		r.act(key, by, desk.Accept{Said: "la permanence"})
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
	return &desk.Desk{Intake: deskOf(i), Index: store{i}, Region: r.region}
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
		if no || errors.Is(err, desk.ErrRefused) || errors.Is(err, intake.ErrNoTurn) || errors.Is(err, intake.ErrErased) {
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
	drafts, rungs, events := map[string]bool{}, map[string]bool{}, map[string]bool{}
	for _, t := range all {
		w.ladder(t, rungs)
		w.stays(t)
		was, is := t.before.State.Charge, t.content.State.Charge
		if in, r := t.content.Inbound, t.content.Reading; in != nil && t.Kind != intake.KindOpened && t.Kind != intake.KindJoined && was.Leads && is.Leads && t.content.Reply != nil && !t.first &&
			t.content.Reason == "" && (r == nil || !r.Danger && !r.Distress && r.Command == "") && !exits(t) {
			w.breaks("I20: %s turn %d: the robot speaks while an analyst leads", t.Key.Short(), t.N)
		}
		act := t.content.Act
		if act == nil || act.By == "" {
			continue
		}
		w.mayDo(t, act)
		if events[act.ID] {
			w.breaks("I18: %s turn %d: %s is done twice", t.Key.Short(), t.N, act.ID)
		}
		events[act.ID] = true
		switch act.Kind {
		case "close", "giveup", "handover", "pass", "withdraw":
			if was.Owner != act.By || was.Closing != nil {
				w.breaks("I21: %s turn %d: %s by somebody who does not hold the case", t.Key.Short(), t.N, act.Kind)
			}
		case "reopen":
			if is.Closing != nil || is.Owner != act.By || t.content.State.Session.End == "closed" {
				w.breaks("I20: %s turn %d: reopened, and it does not go on", t.Key.Short(), t.N)
			}
		case "erase":
			if w.relay.careless[act.ID] || was.Closing == nil && was.Owner != act.By {
				w.breaks("I29: %s turn %d: a case is erased that was not to be", t.Key.Short(), t.N)
			}
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
			case !was.Leads || was.Owner != act.By || was.Closing != nil:
				w.breaks("I21: %s turn %d: somebody writes who does not lead", t.Key.Short(), t.N)
			}
			drafts[draft] = true
			w.arrives(t, all)
		}
	}
	w.inOrder()
}

// rights are those that acts need; all others need the right to lead.
var rights = map[string]desk.Right{"grade": desk.MayRoute, "pass": desk.MayRoute, "correct": desk.MayRoute}

// mayDo is I21: whoever acts has the right to, in the region that has the case, or to
// which it is held out, at that time.
func (w *world) mayDo(t turnOf, act *intake.Act) {
	region := t.before.State.Region
	if o := t.before.State.Charge.Offer; o != nil && o.Kind == intake.ToRegion && (act.Kind == "accept" || act.Kind == "decline") {
		region = o.To
	}
	who, ours := departments[region].Analyst(act.By)
	if !ours || !who.May(cmp.Or(rights[act.Kind], desk.MayLead)) {
		w.breaks("I21: %s turn %d: %s without a right to", t.Key.Short(), t.N, act.Kind)
	}
	if left := w.relay.leaves; act.By == leaver && !left.IsZero() && w.appended[string(t.Hash)].After(left.Add(callTimeout+latest)) {
		w.breaks("I21: %s turn %d: %s by somebody who may do nothing any more", t.Key.Short(), t.N, act.Kind)
	}
}

// stays is I15: a case that somebody holds goes to another region when that has accepted
// it, and only then.
func (w *world) stays(t turnOf) {
	from, to := t.before.State.Region, t.content.State.Region
	if t.first || from == to || from == "" || t.before.State.Charge.Owner == "" || t.Kind == intake.KindOpened {
		return
	}
	act, o := t.content.Act, t.before.State.Charge.Offer
	if act != nil && act.Kind == "giveup" {
		return // nobody holds it any more: it goes where its place is
	}
	if act == nil || act.Kind != "accept" || o == nil || o.Kind != intake.ToRegion || o.To != to {
		w.breaks("I15: %s turn %d: it goes from %s to %s, which has not accepted it", t.Key.Short(), t.N, from, to)
	}
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

// arrives is I17: an analyst's text has one end, which stands in the log, for the thread:
// the carrier's last word that was taken, or that it was refused, or never left in its time.
func (w *world) arrives(t turnOf, all []turnOf) {
	if len(t.Sealed) == 0 {
		return // its case was erased
	}
	id := fmt.Sprintf("%s.%d.desk", t.Case, t.N)
	if !slices.ContainsFunc(t.Outbox, func(e intake.Entry) bool { return e.ID == id }) {
		return // it is read where the reporter was last heard
	}
	c, err := w.store.Claim(context.Background(), id)
	if err != nil || c.State != outbox.Done && c.State != outbox.GaveUp {
		w.breaks("I17: %s turn %d: %s, %v", t.Key.Short(), t.N, c.State, err)
		return
	}
	end := w.carrier.word(intake.Ref{Key: t.Key, N: t.N}, id)
	if c.State == outbox.GaveUp && (c.Reason != "expired" || c.Attempt == 0) {
		end = intake.Failed // with an attempt in doubt, its end is the carrier's word
	}
	known := intake.Unknown
	for _, later := range all {
		if act := later.content.Act; later.Key == t.Key && act != nil && act.Kind == intake.NewsReceipt && act.Given["turn"] == strconv.Itoa(t.N) {
			if r := intake.Receipt(act.Given["receipt"]); r.After(known) {
				known = r
			}
		}
	}
	if end.After(intake.Answered) && end.After(known) {
		w.breaks("I17: %s turn %d: it is %q, the thread knows %q", t.Key.Short(), t.N, end, known)
	}
	if !w.troubled && !w.skewed() && known != t.Receipt {
		w.breaks("I17: %s turn %d: noted is %q, the thread knows %q", t.Key.Short(), t.N, t.Receipt, known)
	}
}

// word is the carrier's last word on a text that was taken of it.
func (l *line) word(turn intake.Ref, entry string) intake.Receipt {
	last := intake.Unknown
	for _, e := range l.ledger {
		if e.Kind != carrier.Receipt || e.Call.Status != 200 || e.Call.Error != "" {
			continue
		}
		address, err := url.Parse(e.Call.URL)
		if err != nil || address.Query().Get("t") != turn.String() || address.Query().Get("o") != entry {
			continue
		}
		if r := receipts[e.Call.Receipt]; r.After(last) {
			last = r
		}
	}
	return last
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
