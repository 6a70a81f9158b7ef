package desk

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"relais/dialogs/directory"
	"relais/dialogs/engine"
	"relais/dialogs/intake"
	"relais/dialogs/places"
)

// Correct states a fact of the case in the analyst's name: the incident, the place,
// any other. Severity and clocks follow; the region does only by Pass.
type Correct struct{ Fact, Value string }

// Kind implements Act.
func (Correct) Kind() string { return "correct" }
func (Correct) right() Right { return MayRoute }

func (c Correct) apply(a *doing) error {
	if a.State.Charge.Closing != nil {
		return no("closed")
	}
	switch c.Fact {
	case "place":
		if _, ok := places.Lookup(c.Value); !ok {
			return no("no_place")
		}
	case intake.ReferenceFact:
		if c.Value == "?" { // there is none after all
			c.Value = "unknown"
			break
		}
		reference, ok := intake.Reference(c.Value)
		if !ok {
			return no("no_reference")
		}
		c.Value = reference
	case intake.BankReferenceFact:
		if c.Value == "?" {
			c.Value = "unknown"
			break
		}
		given, ok := intake.BankReference(c.Value)
		if !ok {
			return no("no_bank_reference")
		}
		c.Value = given
	}
	old := cmp.Or(a.State.Session.Facts[c.Fact], "unknown")
	next, ok := engine.Correct(a.desk.Intake.Set, a.State.Session, c.Fact, c.Value, a.Derive())
	if !ok {
		return no("no_fact")
	}
	if old == c.Value {
		return no("as_is")
	}
	a.State.Session = next
	a.keep("fact", c.Fact, "value", c.Value, "before", old)
	a.tell("")
	a.word("corrected")
	return nil
}

// Grade sets the severity. It holds until the reporter tells something graver than
// what was known.
type Grade struct{ Level, Reason string }

// levels are the severities, the gravest first.
var levels = []string{"P1", "P2", "P3"}

// maxReason bounds a reason and a brief, in bytes.
const maxReason = 2000

// Kind implements Act.
func (Grade) Kind() string { return "grade" }
func (Grade) right() Right { return MayRoute }

func (g Grade) apply(a *doing) error {
	g.Reason = strings.TrimSpace(g.Reason)
	switch {
	case a.State.Charge.Closing != nil:
		return no("closed")
	case !slices.Contains(levels, g.Level):
		return no("no_level")
	case g.Reason == "" || len(g.Reason) > maxReason:
		return no("reason_wanted")
	}
	if level, because := a.State.Severity(); level == g.Level && because == intake.BecauseAnalyst {
		return no("as_is")
	}
	a.State.Charge.Grade = &intake.Grade{Level: g.Level, Over: a.State.Session.Severity}
	a.keep("level", g.Level, "reason", g.Reason)
	a.tell("")
	a.word("graded", "level", g.Level)
	return nil
}

// acceptWithin is how long an offer waits for somebody to accept it.
const acceptWithin = 30 * time.Minute

// HandOver holds the case out to a colleague of the region. It stays with its owner
// until the colleague accepts, and after half an hour without that it is back.
type HandOver struct {
	To    string // id of the analyst
	Brief string // what the colleague must know; see Brief
}

// Kind implements Act.
func (HandOver) Kind() string { return "handover" }
func (HandOver) right() Right { return MayLead }

func (h HandOver) apply(a *doing) error {
	if err := a.mine(); err != nil {
		return err
	}
	to, ok := a.region.Analyst(h.To)
	if !ok || !to.May(MayLead) || h.To == a.me() {
		return no("no_colleague")
	}
	return a.offer(intake.ToAnalyst, h.To, h.Brief, "")
}

func (a *doing) offer(kind intake.OfferKind, to, brief, consent string) error {
	brief = strings.TrimSpace(brief)
	if brief == "" || len(brief) > maxReason {
		return no("brief_wanted")
	}
	if o := a.State.Charge.Offer; o != nil && o.To == to && o.Brief == brief {
		return no("as_is")
	}
	until := intake.Stamp(a.Now.Add(acceptWithin))
	a.State.Charge.Offer = &intake.Offer{To: to, Kind: kind, By: a.me(), Brief: brief, Until: until, From: a.State.Region}
	a.keep("to", to, "to_kind", string(kind), "brief", brief, "consent", consent)
	a.Tell(intake.News{Kind: a.event.Act.Kind(), By: a.me(), To: to, Why: consent})
	a.word("offered", "until", instant(until))
	return nil
}

// Pass holds the case out to somebody else: another region that has a desk here, or
// a door outside, such as a sector's centre or the police. The reporter must have
// agreed; Consent says how.
type Pass struct {
	Receiver intake.OfferKind // ToRegion or ToDoor
	To       string           // region code, or id of a door of the directory
	Consent  string           // how the reporter agreed: one of Consents
	Brief    string
}

// Consents are the ways in which a reporter can have agreed.
var Consents = []string{
	ConsentAsked, // the robot asked, by Ask, and the answer was yes
	"written", "spoken",
	ConsentDanger, // life at stake, no agreement needed
}

// The ways that the desk itself checks.
const (
	ConsentAsked  = "asked"
	ConsentDanger = "danger"
)

// Kind implements Act.
func (Pass) Kind() string { return "pass" }
func (Pass) right() Right { return MayRoute }

func (p Pass) apply(a *doing) error {
	if err := a.mine(); err != nil {
		return err
	}
	switch {
	case !slices.Contains(Consents, p.Consent):
		return no("consent_wanted")
	case p.Consent == ConsentDanger && a.State.Session.Facts["danger"] != "yes":
		return no("no_danger")
	case p.Consent == ConsentAsked && !a.agreed(p.Receiver, p.To):
		return no("not_agreed")
	}
	if err := a.receiver(p.Receiver, p.To); err != nil {
		return err
	}
	return a.offer(p.Receiver, p.To, p.Brief, p.Consent)
}

// receiver says no to whom a case cannot be passed on.
func (a *doing) receiver(kind intake.OfferKind, to string) error {
	switch kind {
	case intake.ToRegion:
		if _, ok := a.desk.Region(to); !ok || to == a.State.Region || !a.desk.Intake.Territory.Desks[to] {
			return no("no_region")
		}
	case intake.ToDoor:
		if _, ok := directory.National(to); !ok || !slices.Contains(Doors, to) {
			return no("no_door")
		}
	default:
		return no("no_region")
	}
	return nil
}

// agreed reports whether the reporter has answered yes to the question for this receiver.
func (a *doing) agreed(kind intake.OfferKind, to string) bool {
	asked := a.State.Charge.Asked
	return asked != nil && asked.Kind == kind && asked.To == to && asked.Answer == "yes"
}

// Doors are those outside to which a case is passed: whoever must act before the
// centre can, and the centres of a sector.
var Doors = []string{"17", "cert-fr", "cert-sante", "cert-social", "cert-renater", "m-cert", "cert-aviation", "cert-ed", "cert-agri"}

// Ask has the robot ask the reporter whether the case may be passed on. The answer is
// news beside the card; who was asked before is forgotten.
type Ask struct {
	Receiver intake.OfferKind // as in Pass
	To       string
}

// Kind implements Act.
func (Ask) Kind() string { return "ask" }
func (Ask) right() Right { return MayRoute }

func (x Ask) apply(a *doing) error {
	if err := a.mine(); err != nil {
		return err
	}
	if err := a.receiver(x.Receiver, x.To); err != nil {
		return err
	}
	if err := unreachable(*a.State); err != nil {
		return err
	}
	if a.State.Watched() {
		return no("ask_watched") // the question names the case, and the answer may be another's
	}
	if asked := a.State.Charge.Asked; asked != nil && asked.Kind == x.Receiver && asked.To == x.To && asked.Answer == "" {
		return no("as_is")
	}
	if err := a.AskLeave(x.Receiver, x.To, a.me()); err != nil {
		return err
	}
	a.keep("to", x.To, "to_kind", string(x.Receiver))
	a.tell(x.To)
	a.word("asked")
	return nil
}

// Accept takes a case that is held out. A colleague becomes its owner, and leads on
// where the one before led; another region gets the case with the analyst who
// accepts as its owner. That a door outside has accepted is stated by the owner, with
// who there said so.
type Accept struct{ Said string }

// Kind implements Act.
func (Accept) Kind() string  { return "accept" }
func (Accept) right() Right  { return MayLead }
func (Accept) answersOffer() {}

func (x Accept) apply(a *doing) error {
	c := &a.State.Charge
	o := c.Offer
	if o == nil || !a.Now.Before(o.Until) {
		return no("no_offer")
	}
	from := a.State.Region
	switch o.Kind {
	case intake.ToAnalyst:
		if o.To != a.me() {
			return no("not_for_you")
		}
		c.Owner, c.Since, c.Waiting = a.me(), intake.Stamp(a.Now), time.Time{}
		c.Until = closesIf(c.Leads, from, a.Now)
	case intake.ToRegion:
		if c.Leads {
			if err := a.Resume("passed", map[string]string{"receiver": centreName(o.To, a.State.Session.Lang)}); err != nil {
				return err
			}
		} else if unreachable(*a.State) == nil {
			if err := a.Notice("passed", map[string]string{"receiver": centreName(o.To, a.State.Session.Lang)}); err != nil {
				return err
			}
		}
		c.Owner, c.Since, c.Region = a.me(), intake.Stamp(a.Now), o.To
	case intake.ToDoor:
		x.Said = strings.TrimSpace(x.Said)
		if err := a.mine(); err != nil {
			return err
		}
		if x.Said == "" || len(x.Said) > maxReason {
			return no("who_accepted")
		}
	}
	to := o.To
	c.Offer = nil
	a.keep("to", to, "said", x.Said)
	a.tell(to)
	a.word("accepted", "code", a.State.Session.Values["code"])
	return nil
}

func closesIf(leads bool, region string, now time.Time) time.Time {
	if !leads {
		return time.Time{}
	}
	return closes(region, now)
}

// centreName is what a reporter calls the centre of a region.
func centreName(region, lang string) string {
	centre, _ := directory.Serving("", region)
	if lang == "en" {
		return centre.SaidEN
	}
	return centre.Said
}

// Decline gives a case that is held out back at once, also by the one who offered it.
type Decline struct{}

// Kind implements Act.
func (Decline) Kind() string  { return "decline" }
func (Decline) right() Right  { return MayLead }
func (Decline) answersOffer() {}

func (Decline) apply(a *doing) error {
	o := a.State.Charge.Offer
	switch {
	case o == nil:
		return no("no_offer")
	case o.Kind == intake.ToAnalyst && o.To != a.me() && o.By != a.me(),
		o.Kind == intake.ToDoor && o.By != a.me():
		return no("not_for_you")
	}
	a.State.Charge.Offer = nil
	a.keep("to", o.To)
	a.tell(o.By)
	a.word("declined")
	return nil
}

// Withdraw takes an offer back.
type Withdraw struct{}

// Kind implements Act.
func (Withdraw) Kind() string { return "withdraw" }
func (Withdraw) right() Right { return MayLead }

func (Withdraw) apply(a *doing) error {
	if err := a.mine(); err != nil {
		return err
	}
	o := a.State.Charge.Offer
	if o == nil {
		return no("no_offer")
	}
	a.State.Charge.Offer = nil
	a.keep("to", o.To)
	a.tell(o.To)
	a.word("declined")
	return nil
}

// Relate proposes that another case of the region belongs to this one, and shows it on
// both. Nothing is merged, nobody outside the desk is told, and Unrelate undoes it.
type Relate struct {
	To   Case
	back bool // it is the second half
}

// maxRelated bounds the cases related to one.
const maxRelated = 20

// Kind implements Act.
func (Relate) Kind() string { return "relate" }
func (Relate) right() Right { return MayLead }

func (r Relate) other(first Case, _ intake.Act) (intake.Key, Act, error) {
	if r.back {
		return intake.Key{}, nil, nil
	}
	return r.To.Key, Relate{To: first, back: true}, nil
}

func (r Relate) apply(a *doing) error {
	c := &a.State.Charge
	switch {
	case r.To.ID == "" || r.To.ID == a.Head.Case || r.To.Region != a.State.Region || len(c.Related) >= maxRelated:
		return no("no_relation")
	case slices.ContainsFunc(c.Related, func(x intake.Related) bool { return x.Case == r.To.ID }):
		return no("related_already")
	}
	c.Related = append(slices.Clone(c.Related), intake.Related{
		Case: r.To.ID, Key: r.To.Key.String(), Code: r.To.Code, By: a.me(), At: intake.Stamp(a.Now),
	})
	a.keep("case", r.To.ID, "code", r.To.Code)
	a.tell("")
	a.word("related", "code", r.To.Code)
	return nil
}

// Unrelate takes a relation back, on both cases.
type Unrelate struct {
	Case string // id of the other
	back bool
}

// Kind implements Act.
func (Unrelate) Kind() string { return "unrelate" }
func (Unrelate) right() Right { return MayLead }

// givenLog names, in an act as it is kept, the log of the other case.
const givenLog = "log"

func (u Unrelate) other(first Case, done intake.Act) (intake.Key, Act, error) {
	if u.back {
		return intake.Key{}, nil, nil
	}
	key, err := intake.ParseKey(done.Given[givenLog])
	return key, Unrelate{Case: first.ID, back: true}, err
}

func (u Unrelate) apply(a *doing) error {
	c := &a.State.Charge
	i := slices.IndexFunc(c.Related, func(x intake.Related) bool { return x.Case == u.Case })
	if i < 0 {
		return no("no_relation")
	}
	a.keep("case", u.Case, "code", c.Related[i].Code, givenLog, c.Related[i].Key)
	c.Related = slices.Delete(slices.Clone(c.Related), i, i+1)
	a.tell("")
	a.word("unrelated")
	return nil
}
