package intake

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"

	"relais/dialogs/directory"
)

// Night says which cases call somebody on duty while the centre is closed.
type Night string

// The night policies.
const (
	PageNone Night = "none"
	PageP1   Night = "p1"
	PageAll  Night = "all"
)

// Page is the body of an entry that calls somebody on duty.
type Page struct {
	Rung   int    `json:"rung"`             // from 0: which of those on duty, in their order
	Spoken string `json:"spoken,omitempty"` // the phone is called and the text said in this language; empty: it is written
}

// Medium is how somebody on duty is reached.
type Medium string

// The media.
const (
	BySMS  Medium = "sms"
	ByCall Medium = "call"
)

// The waiting ladder: after how long without anybody in charge the next person is
// called, and when the reporter is told. While the centre is closed nobody is
// watching the queue, and the first call does not wait.
var (
	rungsOpen   = []time.Duration{10 * time.Minute, 20 * time.Minute, 40 * time.Minute}
	rungsClosed = []time.Duration{0, 20 * time.Minute, 40 * time.Minute}
)

const (
	toldAfter   = 15 * time.Minute // the reporter is told that nobody has claimed yet
	unreadAfter = 10 * time.Minute // a message waits for the analyst who leads
	pageLasts   = time.Hour        // a call that comes later helps nobody
)

// Watch is the ladder of one case: it begins when the case waits for somebody and
// is taken away when somebody is in charge.
type Watch struct {
	From time.Time `json:"from,omitzero"`
	Rung int       `json:"rung,omitempty"` // rungs that have been climbed
	Told bool      `json:"told,omitempty"`
}

// watch begins the ladder, goes on with it or ends it.
func (s *State) watch(now time.Time) {
	w := &s.Charge.Watch
	if s.Charge.Owner != "" || s.Charge.Closing != nil || !s.Session.Queued {
		*w = Watch{}
		return
	}
	if w.From.IsZero() {
		w.From = Stamp(now)
	}
}

// rungDue is when the next rung is to be climbed; zero: never.
func (d *Desk) rungDue(s State) time.Time {
	w := s.Charge.Watch
	if w.From.IsZero() {
		return time.Time{}
	}
	level, _ := s.Severity()
	centre, _ := directory.Serving("", s.Region)
	rungs, from := rungsOpen, w.From
	if standing := centre.At(from); standing.State != directory.Open {
		switch night := d.night(s.Region); {
		case night == PageAll || night == PageP1 && level == "P1":
			rungs = rungsClosed
		case standing.Opens.IsZero():
			return time.Time{}
		default:
			from = standing.Opens
		}
	}
	if w.Rung >= len(rungs) || level != "P1" && d.night(s.Region) != PageAll {
		return time.Time{}
	}
	at := from.Add(rungs[w.Rung])
	if standing := centre.At(at); standing.State == directory.Closed && d.night(s.Region) == PageNone {
		if standing.Opens.IsZero() {
			return time.Time{}
		}
		return standing.Opens.Add(rungs[w.Rung]) // it closed meanwhile: the call waits for the morning
	}
	return at
}

func (d *Desk) night(region string) Night {
	if n, ok := d.Territory.Nights[region]; ok {
		return n
	}
	return PageP1
}

// toldDue is when the reporter is told that nobody has claimed the case yet: only
// while the centre is open, else its hours were told already.
func (d *Desk) toldDue(s State) time.Time {
	w := s.Charge.Watch
	level, _ := s.Severity()
	asked := s.Session.Said || s.Session.Facts.Get("human") == "yes"
	if w.From.IsZero() || w.Told || !asked || level != "P1" && s.Session.Facts.Get("human") != "yes" || s.Session.End == stopped || s.Mute {
		return time.Time{}
	}
	centre, _ := directory.Serving("", s.Region)
	if at := w.From.Add(toldAfter); centre.At(w.From).State == directory.Open && centre.At(at).State == directory.Open {
		return at
	}
	return time.Time{}
}

// stopped is the end of a conversation whose reporter does not want to be written to.
const stopped = "stopped"

// chargeDue are the instants at which something is due because of who is, or is not,
// in charge.
func (d *Desk) chargeDue(s State) []time.Time {
	c := s.Charge
	due := []time.Time{d.rungDue(s), d.toldDue(s), c.Unread.due()}
	if c.Leads && !c.Waiting.IsZero() && !c.Called {
		due = append(due, c.Waiting.Add(unreadAfter))
	}
	if c.Leads {
		due = append(due, c.Until)
	}
	if c.Offer != nil {
		due = append(due, c.Offer.Until)
	}
	return due
}

// attend does what is due because of who is, or is not, in charge. At most one
// message to the reporter comes of it; what else is due is so in the next turn.
func (d *Desk) attend(now time.Time, t *draft) error {
	s := &t.content.State
	c := &s.Charge
	ripe := func(at time.Time) bool { return !at.IsZero() && !at.After(now) }
	if c.Offer != nil && ripe(c.Offer.Until) {
		t.news = append(t.news, News{Kind: NewsLapsed, By: c.Offer.By, To: c.Offer.To, At: Stamp(now)})
		c.Offer = nil
	}
	if ripe(c.Unread.due()) {
		t.unread(now)
	}
	for ripe(d.rungDue(*s)) {
		if err := d.page(now, t, "page", c.Watch.Rung, c.Watch.From); err != nil {
			return err
		}
		c.Watch.Rung++
		t.news = append(t.news, News{Kind: NewsWaiting, At: Stamp(now), Why: strconv.Itoa(c.Watch.Rung)})
	}
	switch {
	case c.Leads && ripe(c.Until):
		t.news = append(t.news, News{Kind: NewsReturned, By: c.Owner, At: Stamp(now)})
		c.Owner, c.Since = "", time.Time{}
		return d.resume(now, t, "returned", d.opening(now, *s))
	case c.Leads && !c.Called && !c.Waiting.IsZero() && ripe(c.Waiting.Add(unreadAfter)):
		c.Called = true
		t.news = append(t.news, News{Kind: NewsUnread, By: c.Owner, At: Stamp(now)})
		if err := d.page(now, t, "page_unread", 0, c.Waiting); err != nil {
			return err
		}
		return d.notice(now, t, "unread", d.opening(now, *s), nil)
	case ripe(d.toldDue(*s)):
		c.Watch.Told = true
		t.news = append(t.news, News{Kind: NewsTold, At: Stamp(now)})
		return d.notice(now, t, "unclaimed", nil, nil)
	}
	return nil
}

// opening gives texts the hours of the centre that has the case.
func (d *Desk) opening(now time.Time, s State) map[string]string {
	centre, _ := directory.Serving("", s.Region)
	v := view{desk: d, now: now, state: s, session: &s.Session}
	values := map[string]string{"opens": ""}
	if standing := centre.At(now); !standing.Opens.IsZero() {
		values["opens"] = v.at(standing.Opens)
	}
	return values
}

// page calls the next of those on duty, by a text, written or said, that says no more
// than the code.
func (d *Desk) page(now time.Time, t *draft, id string, rung int, since time.Time) error {
	s := t.content.State
	level, _ := s.Severity()
	lang := d.Texts.Tags()[0]
	values := map[string]string{"code": s.Session.Values["code"], "level": level, "minutes": strconv.Itoa(int(now.Sub(since).Minutes()))}
	page, channel := Page{Rung: rung}, "sms"
	if d.Territory.Duty[s.Region] == ByCall {
		var err error
		if page.Spoken, err = d.Texts.Text(lang, "desk.voice", nil); err != nil {
			return err
		}
		id, channel, values["code"] = "call_"+id, "voice", spelled(values["code"])
	}
	text, err := d.Texts.Text(lang, "desk."+id, values)
	if err != nil {
		return err
	}
	body, err := json.Marshal(page)
	if err != nil {
		return err
	}
	entry := fmt.Sprintf("%s.%d.%s%d", t.turn.Case, t.turn.N, entryPage, rung)
	t.leave(now, Entry{ID: entry, Kind: ToPage, Body: body}, Sendable(channel, text), pageLasts)
	return nil
}

// spelled is a code as a voice says it, letter by letter.
func spelled(code string) string {
	var letters []string
	for _, r := range strings.ReplaceAll(code, "-", "") {
		letters = append(letters, string(r))
	}
	return strings.Join(letters, ", ")
}
