package intake

import (
	"fmt"
	"iter"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"relais/dialogs/directory"
	"relais/dialogs/engine"
	"relais/dialogs/places"
)

// derive returns what engine.Advance may ask for in this turn: everything that
// depends on the instant, the directory and the communes.
func (d *Desk) derive(now time.Time, s State) engine.Derive {
	return func(session *engine.Session) engine.Facts {
		return view{desk: d, now: now, state: s, session: session}.facts()
	}
}

// values returns what texts may show in this turn.
func (d *Desk) values(now time.Time, s State, session *engine.Session) map[string]string {
	return view{desk: d, now: now, state: s, session: session}.values()
}

// view looks at a session at one instant.
type view struct {
	desk    *Desk
	now     time.Time
	state   State
	session *engine.Session
}

func (v view) facts() engine.Facts {
	centre, found := v.centre()
	standing := centre.At(v.now)
	facts := engine.Facts{
		"centre":        string(standing.State),
		"territory":     v.territory(found),
		"channel":       v.session.Channel,
		"read_along":    yesNo(v.state.watched(v.session)),
		"phone_safe":    v.work(phoneSafe),
		"host_count":    hostCount(v.session.Facts.Get("computers")),
		"words_match":   v.wordsMatch(),
		"elapsed_money": v.elapsed(sentAt),
		"queued":        yesNo(v.session.Queued || ready(*v.session) && concerns(*v.session)),
		"deadlines":     "none",
		systemAttack:    v.work(systemAttack),
		payee:           v.work(payee),
	}
	doors := v.state.doors(v.session.Facts, v.now)
	facts["complaint_door"], facts["prosecutor_due"] = directory.Complaint(doors), yesNo(directory.Due(doors, "prosecutor"))
	for clock := range v.deadlines() {
		running := v.running(v.ends(clock), standing)
		facts["clock_"+clock.ID] = running
		switch {
		case !v.mayRun(clock):
		case running == "before_opening":
			facts["deadlines"] = running
		case facts["deadlines"] == "none":
			facts["deadlines"] = "some"
		}
	}
	return facts
}

func (v view) values() map[string]string {
	centre, found := v.centre()
	standing := centre.At(v.now)
	values := map[string]string{
		"hello": "", "commune": "", "among": Listed(v.session.Among),
		"centre": v.text("notice.centre"), "centre_phone": "", "centre_opens": "", "hedge": "", "held": "", "led": "", "links": "", "link_given": "", "spent": "", "for_another": "", "grave": "", "watched": "", receiver: "", "phone_safe": "", "device": v.text("notice.device." + v.work(phoneSafe)),
		"opened": v.at(v.state.Opened), "sms_number": v.smsNumber(), "line_3018": v.line("3018"), "card_block": directory.PhoneOf("card-block"),
		"guess": v.named("guess"), "second_guess": v.named("second_guess"), "beside": v.named("beside"),
		"amount": v.amount(), "sent": "", "ago": "", "day": "", "machines": "", "attacked": "", "payee": "", "mandate": "", "victim": "",
	}
	if v.work(systemAttack) == "yes" {
		values["attacked"] = "yes"
	}
	if victim := v.session.Facts.Get("victim"); victim != engine.Unset {
		values["victim"] = v.text("who.ask.choice." + victim)
	}
	if number := v.session.Facts.Get(mandate); number != engine.Unset {
		values["mandate"] = number
	}
	if v.work(payee) == "yes" {
		values["payee"] = "yes"
	}
	if v.work(phoneSafe) == "yes" {
		values["phone_safe"] = "yes"
	}
	if slices.Contains(directory.ToBring(v.session.Facts["victim"], v.session.Facts["incident"], v.session.Facts), "machines") {
		values["machines"] = "yes"
	}
	if sent, told := v.instant(sentAt); told && v.session.Facts.Get(sentWithin) == "yes" {
		values["sent"], values["ago"] = v.at(sent), v.ago(sent)
	} else if told {
		values["day"] = v.within(sentAt, sent)
	}
	payment := map[string]string{"amount": values["amount"], "sent": values["sent"], "ago": values["ago"], "day": values["day"], "payee": values["payee"]} // a text message has no room for a day without its hour
	values["paste"], values["statement"] = v.paste(), v.statement()
	values["payment"], values["script"] = v.say("notice.payment", payment), v.say("notice.script", payment)
	values["emergency"], values["to_show"] = v.form("notice.emergency", nil), v.form("notice.to_show", values)
	for k, value := range v.session.Values {
		values[k] = value
	}
	if v.session.Facts.Get(phoneWatched) == "yes" {
		values["sms_number"] = "" // nobody is sent to go on by a phone that somebody else reads
	}
	if v.state.watched(v.session) {
		values["watched"] = "yes"
		for _, proof := range proofs {
			values[proof] = ""
		}
	}
	if !v.session.Greeted {
		values["hello"] = v.text("notice.hello")
	}
	if v.state.Charge.Owner != "" {
		values["held"] = "yes"
	}
	if v.desk.mayLink(v.state, v.session) {
		values["links"] = "yes"
		if v.state.given(v.now, v.state.Offered) {
			values["link_given"] = "yes"
		}
	}
	if v.state.Spent {
		values["spent"], values["pin"] = v.say("notice.spent", map[string]string{"links": values["links"]}), ""
	}
	if v.state.Charge.Leads {
		values["led"] = "yes"
	}
	if v.session.Facts.Get("minor_is") == "somebody_else" || v.session.Facts.Get("distressed") == "somebody_else" {
		values["for_another"] = "yes"
	}
	if v.session.Facts.Get("danger") == "yes" || v.session.Facts.Get("distress") == "yes" {
		values["grave"] = "yes"
	}
	if found {
		values["centre"] = said(centre, v.session.Lang)
		if !v.session.Facts.TextOnly() {
			values["centre_phone"], _ = centre.Phone.Shown()
		}
	}
	if standing.Hedged {
		values["hedge"] = v.text("notice.hedge")
	}
	if !standing.Opens.IsZero() {
		values["centre_opens"] = v.at(standing.Opens)
	}
	if p, ok := v.place(); ok {
		values["commune"] = p.Name + " (" + p.Department + ")"
	}
	var deadlines []string
	for clock := range v.deadlines() {
		at := v.at(v.ends(clock))
		values["clock_"+clock.ID] = at
		if v.mayRun(clock) {
			said := v.say("clocks."+clock.ID, map[string]string{"at": at})
			if v.now.After(v.ends(clock)) {
				said += " " + v.text("notice.clock_over")
			}
			deadlines = append(deadlines, said)
		}
	}
	values["deadlines"] = strings.Join(deadlines, "\n")
	return values
}

// Doors returns the doors for the case at an instant, best first, as doors.yaml has them.
func (s State) Doors(now time.Time) []directory.Door { return s.doors(s.Session.Facts, now) }

// doors are those for facts that may not be in the state yet.
func (s State) doors(facts engine.Facts, now time.Time) []directory.Door {
	known := maps.Clone(map[string]string(facts))
	if known == nil {
		known = map[string]string{}
	}
	known["region"] = s.Region
	return directory.Doors(facts["victim"], facts["incident"], known, now)
}

// deadlines are the clocks told with day and hour that are law for what was learned.
func (v view) deadlines() iter.Seq[engine.Clock] {
	return func(yield func(engine.Clock) bool) {
		for _, clock := range v.desk.Set.Clocks {
			if clock.Told() && clock.InForce(v.knownSince(clock.From).Format(time.DateOnly)) && !yield(clock) {
				return
			}
		}
	}
}

// mayRun says that a clock fits the victim; what was not asked yet counts as unknown.
func (v view) mayRun(clock engine.Clock) bool {
	for _, c := range clock.When {
		value := v.fact(c.Fact)
		if value == engine.Unset && c.Fits("unknown") {
			continue
		}
		if !c.Fits(value) {
			return false
		}
	}
	return true
}

// fact is the value of a fact that a clock asks for.
func (v view) fact(name string) string {
	if name == systemAttack {
		return v.work(name)
	}
	return v.session.Facts.Get(name)
}

// The derived facts that facts.yaml works out and texts ask for too: whether a computer system was
// attacked, whether the reporter's telephone may be used, and whether it is known to which account
// the money went.
const (
	systemAttack = "system_attack"
	phoneSafe    = "phone_safe"
	payee        = "payee"
)

func (v view) work(name string) string { return v.desk.Set.Work(name, v.session) }

// centre returns the centre that serves the place, else the region of the number texted.
func (v view) centre() (directory.Centre, bool) {
	if p, ok := v.place(); ok {
		return directory.Serving(p.INSEE, p.Region)
	}
	return directory.Serving("", v.state.Region)
}

func (v view) place() (places.Place, bool) { return places.Lookup(v.session.Facts.Get("place")) }

func (v view) territory(found bool) string {
	p, known := v.place()
	switch {
	case !known:
		return "unknown"
	case !found:
		return "none"
	case v.desk.Territory.Desks[p.Region]:
		return "own"
	}
	return "elsewhere"
}

// running says whether a deadline still runs, and whether it ends before the
// centre is known to open.
func (v view) running(end time.Time, s directory.Standing) string {
	switch {
	case v.now.After(end):
		return "over"
	case s.State == directory.Closed && !s.Opens.IsZero() && s.Opens.After(end):
		return "before_opening"
	}
	return "running"
}

// ends is the moment at which a clock has run out.
func (v view) ends(clock engine.Clock) time.Time {
	return v.knownSince(clock.From).Add(time.Duration(clock.Hours) * time.Hour)
}

// knownSince is the moment a clock runs from: what was stated, else the opening of the case.
func (v view) knownSince(fact string) time.Time {
	if at, told := v.instant(fact); told {
		return at
	}
	return v.state.Opened
}

// instant is the moment that a fact names, if it is known.
func (v view) instant(fact string) (time.Time, bool) {
	return moment(v.session.Facts, fact)
}

func (v view) wordsMatch() string {
	heard := strings.ToUpper(v.session.Facts.Get("heard"))
	one, two := v.session.Values["word1"], v.session.Values["word2"]
	switch {
	case v.session.Facts.Get("heard") == engine.Unset || one == "":
		return "unknown"
	case strings.Contains(heard, one) && strings.Contains(heard, two):
		return "yes"
	case len(slices.DeleteFunc(strings.Fields(heard), func(w string) bool { return len(w) < wordLetters })) > 2:
		return "unknown" // a sentence about something else
	}
	return "no"
}

// wordLetters is how long a word is at least that may be one of the two: "le", "et" are none.
const wordLetters = 4

func hostCount(count string) string {
	n, err := strconv.Atoi(count)
	switch {
	case err != nil:
		return "unknown"
	case n > 1:
		return "several"
	}
	return "single"
}

// elapsed says how long ago a moment was, in the steps that change what a bank can do.
func (v view) elapsed(fact string) string {
	t, told := v.instant(fact)
	switch {
	case !told:
		return "unknown"
	case v.now.Sub(t) < 24*time.Hour:
		return "under_24h"
	case v.now.Sub(t) < 72*time.Hour:
		return "under_72h"
	}
	return "over"
}

// amount says the sum that left, "48 300 euros", "" if it is not known.
func (v view) amount() string {
	cents, ok := engine.Cents(v.session.Facts.Get("amount"))
	if !ok || cents < 1 {
		return ""
	}
	text, err := v.desk.Texts.Sum(v.lang(), cents)
	if err != nil {
		return ""
	}
	return text
}

// ago says how long ago a moment was: minutes below two hours, hours and minutes of a day,
// then hours, then days.
func (v view) ago(at time.Time) string {
	passed := v.now.Sub(at)
	minutes := int(passed/time.Minute) % 60
	switch {
	case passed < 0:
		return ""
	case passed < 2*time.Minute:
		return v.text("notice.ago.now")
	case passed < 2*time.Hour:
		return v.say("notice.ago.minutes", map[string]string{"n": strconv.Itoa(int(passed / time.Minute))})
	case passed < 24*time.Hour && minutes > 0:
		return v.say("notice.ago.hours_minutes", map[string]string{"n": strconv.Itoa(int(passed / time.Hour)), "m": fmt.Sprintf("%02d", minutes)})
	case passed < 72*time.Hour:
		return v.say("notice.ago.hours", map[string]string{"n": strconv.Itoa(int(passed / time.Hour))})
	}
	return v.say("notice.ago.days", map[string]string{"n": strconv.Itoa(int(passed / (24 * time.Hour)))})
}

// named says an incident that a message may mean, in everyday words.
func (v view) named(fact string) string {
	if incident := v.session.Facts.Get(fact); incident != engine.Unset {
		return v.text("notice.named." + incident)
	}
	return ""
}

// line says the hours of a national line, as far as they may be stated.
func (v view) line(id string) string {
	s, ok := directory.National(id)
	if !ok || len(s.Hours.Slots) == 0 {
		return ""
	}
	if stated, _ := s.Hours.Shown(); !stated {
		return ""
	}
	slot := s.Hours.Slots[0]
	said := "time.hours"
	if s.At(v.now).State == directory.Closed {
		said = "time.hours_closed"
	}
	return v.say(said, map[string]string{"from": strconv.Itoa(int(slot.From) / 60), "to": strconv.Itoa(int(slot.To) / 60)})
}

func said(c directory.Centre, lang string) string {
	if lang == "en" {
		return c.SaidEN
	}
	return c.Said
}

// at says an instant in the reporter's own time.
func (v view) at(t time.Time) string {
	text, err := v.desk.Texts.At(v.lang(), t.In(v.state.zone(*v.session)), v.now)
	if err != nil {
		return ""
	}
	return text
}

// within says a moment that was not told to the minute: its day, and the part of it that was told.
func (v view) within(fact string, at time.Time) string {
	return v.dated("time.within."+ToldWithin(v.session.Facts, fact), at)
}

// smsNumber is our number for the region, as it is dialled in France; "" if it has none.
func (v view) smsNumber() string {
	number := ""
	for ours, region := range v.desk.Territory.Numbers {
		if region == v.state.Region && strings.HasPrefix(ours, "+33") && len(ours) == len("+33939000076") && (number == "" || ours < number) {
			number = ours
		}
	}
	if number == "" {
		return ""
	}
	n := "0" + strings.TrimPrefix(number, "+33")
	return strings.Join([]string{n[:2], n[2:4], n[4:6], n[6:8], n[8:]}, " ")
}

func (v view) text(id string) string { return v.say(id, nil) }

// form says a text in the form for the session.
func (v view) form(id string, values map[string]string) string {
	if v.session.Facts.TextOnly() {
		return v.say(v.desk.Texts.InWriting(v.lang(), id, v.session.Channel), values)
	}
	return v.say(v.desk.Texts.OnChannel(v.lang(), id, v.session.Channel), values)
}

func (v view) say(id string, values map[string]string) string {
	text, err := v.desk.Texts.Text(v.lang(), id, values)
	if err != nil {
		return ""
	}
	return text
}

func (v view) lang() string {
	if v.session.Lang != "" {
		return v.session.Lang
	}
	return v.desk.Texts.Tags()[0]
}

func yesNo(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}
