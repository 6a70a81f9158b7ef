package desk

import (
	"slices"
	"strings"
	"time"

	"relais/dialogs/intake"
)

// Close ends a case. All four answers are wanted.
type Close struct {
	Category  string // value of the fact incident
	Cause     string // in the analyst's words, or unknown
	Complaint string // one of Complaints
	TLP       string // one of TLPs
	Quiet     bool   // the reporter is not told
}

// Complaints and TLPs are what Close takes.
// Source of TLPs: FIRST, Traffic Light Protocol 2.0, https://www.first.org/tlp/.
var (
	Complaints = []string{"filed", "accompanied", "none", "unknown"}
	TLPs       = []string{"red", "amber+strict", "amber", "green", "clear"}
)

// maxCause bounds the cause, in bytes.
const maxCause = 2000

// Kind implements Act.
func (Close) Kind() string { return "close" }
func (Close) right() Right { return MayLead }

func (c Close) apply(a *doing) error {
	if err := a.mine(); err != nil {
		return err
	}
	var missing []string
	incident, _ := a.desk.Intake.Set.Fact("incident")
	c.Cause = strings.TrimSpace(c.Cause)
	for _, field := range []struct {
		name  string
		right bool
	}{
		{"category", slices.Contains(incident.Values, c.Category)}, {"cause", c.Cause != "" && len(c.Cause) <= maxCause},
		{"complaint", slices.Contains(Complaints, c.Complaint)}, {"tlp", slices.Contains(TLPs, c.TLP)},
	} {
		if !field.right {
			missing = append(missing, field.name)
		}
	}
	if len(missing) > 0 {
		return no("close_wants", "fields", strings.Join(missing, " "))
	}
	tellable := !c.Quiet && unreachable(*a.State) == nil
	a.State.Close(intake.Closing{Category: c.Category, Cause: c.Cause, Complaint: c.Complaint, TLP: c.TLP, By: a.me(), At: intake.Stamp(a.Now),
		Keep: a.region.Retention})
	a.Keep()
	if tellable {
		if err := a.Notice("closed", nil); err != nil {
			return err
		}
	}
	a.keep("category", c.Category, "cause", c.Cause, "complaint", c.Complaint, "tlp", c.TLP)
	a.tell("")
	a.word("closed_now", "code", a.State.Session.Values["code"])
	return nil
}

// Reopen opens a closed case again; whoever does it owns it. The robot goes on with
// the reporter's next message.
type Reopen struct{}

// Kind implements Act.
func (Reopen) Kind() string { return "reopen" }
func (Reopen) right() Right { return MayLead }

func (Reopen) apply(a *doing) error {
	if a.State.Charge.Closing == nil {
		return no("open")
	}
	a.State.Reopen()
	a.own()
	a.State.Charge.Until = time.Time{}
	a.Keep()
	a.keep()
	a.tell("")
	a.word("reopened", "code", a.State.Session.Values["code"])
	return nil
}
