package slackbot

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"relais/dialogs/directory"
	"relais/dialogs/engine"
	"relais/dialogs/intake"
	"relais/dialogs/places"
	"relais/locales"
)

// writer says the parts of one case's card in one language.
type writer struct {
	texts    *locales.Catalog
	lang     string
	p        intake.Packet
	facts    map[string]string
	now      time.Time
	zone     *time.Location // of the place
	centre   directory.Centre
	standing directory.Standing
}

func newWriter(texts *locales.Catalog, lang string, p intake.Packet, now time.Time) *writer {
	w := &writer{texts: texts, lang: lang, p: p, facts: map[string]string{}, now: now, standing: p.Standing(now)}
	w.centre, _ = directory.Serving("", p.Region)
	for _, f := range p.Facts {
		w.facts[f.Fact] = f.Value
	}
	w.zone = location(p.Where.Zone, w.centre.Hours.Zone, "Europe/Paris")
	return w
}

// location returns the first zone that exists.
func location(names ...string) *time.Location {
	for _, name := range names {
		if name == "" {
			continue
		}
		if zone, err := time.LoadLocation(name); err == nil {
			return zone
		}
	}
	return time.UTC
}

func itoa(n int) string { return strconv.Itoa(n) }

// say returns a text, "" if the language has none: a word that is missing must not
// keep a case from being shown. Pairs are names and values; values are escaped.
func (w *writer) say(id string, pairs ...string) string {
	values := map[string]string{}
	for i := 0; i+1 < len(pairs); i += 2 {
		values[pairs[i]] = pairs[i+1]
	}
	text, err := w.texts.Text(w.lang, id, values)
	if err != nil {
		return ""
	}
	return text
}

// either returns the text of an id, or of the one that always has words.
func (w *writer) either(id, always string) string {
	if text := w.say(id); text != "" {
		return text
	}
	return w.say(always)
}

func (w *writer) title(name, text string) string {
	if text == "" {
		return ""
	}
	return w.say("card.title."+name) + text
}

// at says an instant with its day of the month: a card is read days later.
func (w *writer) at(t time.Time, zone *time.Location) string {
	text, err := w.texts.Instant(w.lang, "card.time", t.In(zone))
	if err != nil {
		return ""
	}
	return text
}

func (w *writer) card() *card {
	c := &card{headline: w.headline(), more: func(n int) string { return w.say("card.more", "n", itoa(n)) }}
	if w.p.Moved != "" {
		c.first = []string{w.title("act", w.say("card.act.moved", "region", w.region(w.p.Moved)))}
		c.foot = w.foot(false)
		return c
	}
	if w.p.Offered != "" {
		c.first = append(c.first, w.say("desk.slack.offered"))
	}
	for _, fact := range []string{"danger", "safe", "distress", "minor", "human"} {
		c.first = append(c.first, w.person(fact))
	}
	if w.p.Mute {
		c.first = append(c.first, w.say("card.mute"))
	}
	c.first = append(c.first, w.gravity(), w.charge(), w.title("centre", w.hours()))
	c.ended, c.where, c.learned = w.end(), w.title("where", w.where()), w.title("learned", w.learned())
	c.since = []string{w.title("opened", w.opened()), w.outside(), w.ways(), w.related(), w.named()}
	c.lists = w.lists()
	c.clocks = w.clocks()
	c.foot = w.foot(len(c.clocks) > 0)
	return c
}

// charge says who has the case, and to a case that nobody has what to do next.
func (w *writer) charge() string {
	switch {
	case w.p.Closed:
		return w.say("desk.slack.closed")
	case w.p.Owner == "":
		return w.say("desk.slack.free") + "\n" + w.title("act", w.act())
	}
	id := "desk.slack.owner"
	if w.p.Leads {
		id = "desk.slack.leads"
	}
	held := w.say(id, "name", w.mention(w.p.Owner), "at", w.at(w.p.Since, w.zone))
	return held + "\n" + w.title("act", w.say(id+"_next"))
}

// ways says where the reporter also writes, and where what is written to them goes.
func (w *writer) ways() string {
	if len(w.p.Via) < 2 {
		return ""
	}
	var ways []string
	for _, channel := range w.p.Via {
		ways = append(ways, w.say("card.channel."+channel))
	}
	return w.say("desk.slack.ways", "all", strings.Join(said(ways), ", "), "now", w.say("card.channel."+w.p.Channel))
}

// related names the cases that seem to belong to this one.
func (w *writer) related() string {
	if len(w.p.Related) == 0 {
		return ""
	}
	codes := make([]string, len(w.p.Related))
	for i, code := range w.p.Related {
		codes[i] = plainID(code)
	}
	return w.say("desk.slack.related", "codes", strings.Join(codes, ", "))
}

// named says which case's reference the reporter wrote.
func (w *writer) named() string {
	if w.p.Named == "" {
		return ""
	}
	return w.say("desk.slack.named", "code", plainID(w.p.Named))
}

// mention names an analyst as Slack does. In a card it calls nobody: cards are
// changed in place.
func (w *writer) mention(id string) string {
	if mention := mentioned(id); mention != "" {
		return mention
	}
	return w.say("desk.slack.terminal")
}

// mentioned is the live name of a member of the workspace, "" for any other id.
func mentioned(id string) string {
	if id = plainID(id); strings.HasPrefix(id, "U") || strings.HasPrefix(id, "W") {
		return "<@" + id + ">"
	}
	return ""
}

// headline says what happened, to whom, where; what a notification begins with.
func (w *writer) headline() string {
	if w.p.Moved != "" {
		return w.say("card.moved", "region", w.region(w.p.Moved))
	}
	return w.say("card.header", "level", w.say(w.level()), "incident", w.either("incident."+w.p.Incident, "incident.unknown"),
		"victim", w.victim(), "place", w.department())
}

// notice is the line of a notification.
func (w *writer) notice() string {
	if w.p.Moved != "" {
		return w.headline() + " · " + w.code()
	}
	return w.headline() + " · " + w.reason() + " · " + w.code()
}

func (w *writer) level() string {
	if id := "severity.level." + w.p.Severity; w.texts.Has(w.lang, id) {
		return id
	}
	return ungraded
}

// ungraded is the level of a case that no severity line fits yet.
const ungraded = "severity.level.unset"

// gravity says why the case is as grave as it is, unless the line about the person
// has said so.
func (w *writer) gravity() string {
	switch {
	case w.person(w.p.Because) != "":
		return ""
	case w.level() == ungraded:
		return w.say("card.ungraded")
	}
	return w.say("card.severity", "level", plainID(w.p.Severity), "because", w.reason())
}

func (w *writer) reason() string { return w.either("severity.because."+w.p.Because, "card.unclear") }

func (w *writer) victim() string { return w.either("card.victim."+w.p.Victim, "card.victim.unknown") }

func (w *writer) department() string {
	if name, ok := places.DepartmentName(w.p.Where.Department); ok {
		return w.say("card.place", "name", escape(name), "code", escape(w.p.Where.Department))
	}
	return w.say("card.no_place")
}

func (w *writer) region(code string) string {
	if name, ok := places.RegionName(code); ok {
		return escape(name)
	}
	return plainID(code)
}

func (w *writer) code() string { return plainID(w.p.Code) }

// plainID keeps of an id what no markup can be made of.
func plainID(id string) string {
	return strings.Map(func(r rune) rune {
		if r == '-' || r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' {
			return r
		}
		return -1
	}, id)
}

// person says what is known about a person who needs help or asks for one.
func (w *writer) person(fact string) string {
	group := "card.person."
	if slices.Contains(w.p.Waits, fact) {
		group = "card.person_waits."
	}
	return w.say(group + fact + "." + w.facts[fact])
}

// act says what to do next: by the person first, then by gravity and whether the
// centre is there.
func (w *writer) act() string {
	closed := w.standing.State == directory.Closed
	switch {
	case w.facts["danger"] == "yes" || w.facts["distress"] == "yes":
		return w.say("card.act.person")
	case w.p.Severity == "P1" && closed:
		return w.say("card.act.P1_closed")
	case w.p.Severity == "P1":
		return w.unlessWritten("card.act.P1")
	case w.p.End == "referred" && w.facts["human"] != "yes":
		return w.say("card.act.referred")
	case w.p.Severity == "P3" && w.facts["human"] != "yes":
		return w.say("card.act.P3")
	case closed:
		return w.unlessWritten("card.act.P2_closed")
	}
	return w.unlessWritten("card.act.P2")
}

// unlessWritten says a text that calls the reporter; of who does not phone, the text that writes.
func (w *writer) unlessWritten(id string) string {
	if w.p.TextOnly() {
		id += "_written"
	}
	return w.say(id)
}

func (w *writer) end() string {
	switch w.p.End {
	case "":
		return ""
	case "waiting_for_csirt":
		return w.unlessWritten("card.end.waiting_for_csirt")
	}
	return w.either("card.end."+w.p.End, "card.end.ended")
}

// smallTown is the number of inhabitants under which a town is not named: few
// enough people would know who is meant. A packet names none either.
const smallTown = 20_000

func (w *writer) where() string {
	if town, ok := places.Lookup(w.p.Where.Town); ok && town.Population >= smallTown {
		return escape(town.Name)
	}
	return w.say("card.size." + w.p.Where.Size)
}

// outside names the centre of a place that no desk here serves.
func (w *writer) outside() string {
	if !w.p.Outside {
		return ""
	}
	centre, found := directory.Serving(w.p.Where.Department, "")
	if !found {
		return w.say("card.outside_none")
	}
	return w.say("card.outside", "centre", escape(centre.ShortName))
}

func (w *writer) learned() string {
	at, err := time.Parse(time.RFC3339, w.p.Learned)
	if err != nil {
		return ""
	}
	if !w.p.OnDay {
		return w.at(at, w.zone)
	}
	text, err := w.texts.Instant(w.lang, "card.within."+cmp.Or(w.p.Within, "day"), at.In(w.zone))
	if err != nil {
		return ""
	}
	return text
}

func (w *writer) opened() string {
	first := w.p.Channel
	if len(w.p.Via) > 0 {
		first = w.p.Via[0]
	}
	parts := []string{w.local(w.p.Opened), w.say("card.channel." + first)}
	if w.p.Language != w.texts.Tags()[0] {
		parts = append(parts, w.say("card.language."+w.p.Language))
	}
	return strings.Join(said(parts), ", ")
}

// local says an instant in the place's time, and which time that is where it is
// not that of the mainland.
func (w *writer) local(t time.Time) string {
	at := w.at(t, w.zone)
	if w.zone.String() == "Europe/Paris" {
		return at
	}
	name, _ := places.DepartmentName(w.p.Where.Department)
	if name == "" {
		name = w.region(w.p.Region)
	}
	return w.say("card.local", "at", at, "place", escape(name))
}

// groups are the lists of facts in their order.
var groups = []string{"alert", "done", "todo", "known", "unsure"}

// leading are the facts that come first in a list; the others follow by name.
var leading = []string{"safe", "vital", "spreading", "changing", "isolated", "cut", "power_cut", "computers", "backups", "unplugged"}

// lists sorts the facts into the lists. In which list a value stands, and how it is
// said there, is a matter of the texts: card.<list>.<fact>.<value>, for a count
// card.<list>.<fact>.count. The reason of the gravity is not said again.
func (w *writer) lists() []*list {
	facts := slices.Clone(w.p.Facts)
	slices.SortStableFunc(facts, func(a, b intake.Known) int { return cmp.Compare(rank(a.Fact), rank(b.Fact)) })
	var lists []*list
	for _, group := range groups {
		l := &list{title: w.say("card.title." + group), urgent: group == "alert" || group == "todo"}
		for _, f := range facts {
			item := w.item(group, f)
			if item == "" || item == w.reason() {
				continue
			}
			if f.Inferred {
				item = w.say("card.inferred", "text", item)
			}
			l.items = append(l.items, item)
		}
		if len(l.items) > 0 {
			lists = append(lists, l)
		}
	}
	if len(lists) == 0 {
		lists = append(lists, &list{title: w.say("card.nothing"), urgent: true})
	}
	return lists
}

func rank(fact string) int {
	if i := slices.Index(leading, fact); i >= 0 {
		return i
	}
	return len(leading)
}

func (w *writer) item(group string, f intake.Known) string {
	id := "card." + group + "." + f.Fact + "."
	if cents, ok := engine.Cents(f.Value); ok && w.texts.Has(w.lang, id+engine.IsSum) {
		text, _ := w.texts.Sum(w.lang, cents)
		return w.say(id+engine.IsSum, "n", text)
	}
	if n, err := strconv.Atoi(f.Value); err == nil {
		return w.say(id+"count", "n", itoa(n))
	}
	if f.Value == engine.Unset {
		return ""
	}
	return w.say(id + f.Value)
}

// clocks says the deadlines with what was left of them at now, and when that was:
// a card is read long after it was written. Those that end together share a line.
func (w *writer) clocks() []string {
	var lines []string
	for i, clock := range w.p.Clocks {
		same := func(other intake.Running) bool { return other.Until.Equal(clock.Until) }
		if slices.IndexFunc(w.p.Clocks, same) < i {
			continue
		}
		var names []string
		for _, other := range w.p.Clocks[i:] {
			if same(other) {
				names = append(names, w.say("card.clock."+other.Clock))
			}
		}
		if names = said(names); len(names) > 0 {
			lines = append(lines, w.deadline(strings.Join(names, ", "), clock.Until))
		}
	}
	if len(lines) == 0 {
		return nil
	}
	return append([]string{w.say("card.clocks", "at", w.at(w.now, w.zone))}, lines...)
}

func (w *writer) deadline(name string, until time.Time) string {
	left := until.Sub(w.now)
	id := "card.until"
	switch {
	case left <= 0:
		id = "card.over"
	case left < time.Hour:
		id = "card.last_hour"
	case w.standing.State == directory.Closed && w.standing.Opens.After(until):
		id = "card.until_closed"
	}
	return w.say(id, "clock", name, "at", w.at(until, w.zone), "hours", itoa(int(left/time.Hour)))
}

// hours says how the centre stands, in the centre's own time.
func (w *writer) hours() string {
	s := w.standing
	hedge := ""
	if s.Hedged {
		hedge = w.say("notice.hedge")
	}
	at, zone := s.Opens, ""
	if s.State == directory.Open {
		at = s.Closes
	}
	if _, offset := at.Zone(); !at.IsZero() && offset != offsetIn(at, w.zone) {
		zone = w.say("card.centre.zone")
	}
	state := func(id string) string {
		return w.say("card.centre."+id, "hedge", hedge, "at", w.at(at, at.Location())+zone)
	}
	switch {
	case s.State == directory.Open && at.IsZero():
		return state("always")
	case s.State == directory.Open:
		return state("open")
	case s.State == directory.Closed && at.IsZero():
		return state("shut")
	case s.State == directory.Closed && s.OpensBy:
		return state("closed_by")
	case s.State == directory.Closed:
		return state("closed")
	}
	return state("unknown")
}

// offsetIn is how far a zone's clocks are ahead of UTC at an instant, in seconds.
func offsetIn(t time.Time, zone *time.Location) int {
	_, offset := t.In(zone).Zone()
	return offset
}

// foot tells cases and states of a case apart, and says whether the reporter counts
// on the centre.
func (w *writer) foot(dated bool) string {
	parts := []string{w.code()}
	switch {
	case w.p.Moved != "" || w.p.End != "" || w.p.Owner != "": // its owner knows better
	case w.p.Said:
		parts = append(parts, w.say("card.said"))
	default:
		parts = append(parts, w.say("card.unsaid"))
	}
	if !dated {
		parts = append(parts, w.say("card.as_of", "at", w.at(w.now, w.zone)))
	}
	if head := plainID(w.p.Head); len(head) >= 8 {
		parts = append(parts, w.say("card.print", "head", head[:8]))
	}
	return strings.Join(said(parts), " · ")
}

// said leaves out what has no words.
func said(parts []string) []string {
	return slices.DeleteFunc(parts, func(s string) bool { return s == "" })
}
