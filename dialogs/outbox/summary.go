package outbox

import (
	"cmp"
	"context"
	"slices"
	"time"

	"relais/dialogs/intake"
)

// Summary is a case as the analysts' index shows it. It holds nothing personal.
type Summary struct {
	Case     string    `json:"case"`
	Code     string    `json:"code"`
	Region   string    `json:"region"` // whose desk has it
	Log      string    `json:"log"`    // Key.String of its log
	N        int       `json:"n"`      // newest turn taken in
	Opened   time.Time `json:"opened"`
	Changed  time.Time `json:"changed"` // of that turn
	Closed   bool      `json:"closed,omitempty"`
	Severity string    `json:"severity"`
	Incident string    `json:"incident,omitempty"`
	Owner    string    `json:"owner,omitempty"` // id of an analyst
	Leads    bool      `json:"leads,omitempty"`
	Offered  string    `json:"offered,omitempty"` // to whom it is held out: Offer.To
	Clock    string    `json:"clock,omitempty"`   // the deadline that ends first, and when
	Until    time.Time `json:"until,omitzero"`
	Waiting  time.Time `json:"waiting,omitzero"` // since when a message waits for the analyst who leads
	Unsent   bool      `json:"unsent,omitempty"` // an analyst's newest text did not arrive
	Ref17    string    `json:"ref17,omitempty"`  // intake.ReferenceMark of the reference that 17Cyber gave
	Bank     string    `json:"bank,omitempty"`   // the same of what the bank or the public accountant gave
}

// Index finds the cases of a region. It may lag behind the logs, which alone count.
type Index interface {
	// PutSummary keeps a summary unless one of the same or a newer turn is kept.
	PutSummary(ctx context.Context, s Summary) error
	// DropSummary takes a case out, unless a summary of a newer turn than n is kept: no
	// summary of a turn up to n puts it back.
	DropSummary(ctx context.Context, id string, n int) error
	// Cases lists up to limit cases of a region, closed ones or the others, the
	// oldest first. A limit under 1 gives nothing.
	Cases(ctx context.Context, region string, closed bool, limit int) ([]Summary, error)
}

// Summarize makes the summary of a case as one turn leaves it, and reports whether
// the case is one for the analysts at all.
func Summarize(t intake.Turn, c intake.Content) (Summary, bool) {
	s := c.State
	if !s.Session.Queued || t.Case == "" {
		return Summary{}, false
	}
	level, _ := s.Severity()
	sum := Summary{
		Case: t.Case, Code: s.Session.Values["code"], Region: s.Region, Log: t.Key.String(), N: t.N, Opened: s.Opened, Changed: t.At,
		Closed: s.Charge.Closing != nil, Severity: level, Incident: s.Session.Facts["incident"], Owner: s.Charge.Owner, Leads: s.Charge.Leads,
		Waiting: s.Charge.Waiting, Unsent: s.Charge.Unsent > 0, Ref17: intake.ReferenceMark(known(s.Session.Facts[intake.ReferenceFact])),
		Bank: intake.ReferenceMark(known(s.Session.Facts[intake.BankReferenceFact])),
	}
	if s.Charge.Offer != nil {
		sum.Offered = s.Charge.Offer.To
	}
	for _, p := range packets(t) {
		if len(p.Clocks) == 0 {
			continue
		}
		first := slices.MinFunc(p.Clocks, func(a, b intake.Running) int { return a.Until.Compare(b.Until) })
		sum.Clock, sum.Until = first.Clock, first.Until
	}
	return sum, true
}

// packets reads what of a turn goes to queues, leaving out what cannot be read.
func packets(t intake.Turn) []intake.Packet {
	var read []intake.Packet
	for _, e := range t.Outbox {
		if e.Kind != intake.ToQueue {
			continue
		}
		if p, err := intake.ParsePacket(e.Body); err == nil {
			read = append(read, p)
		}
	}
	return read
}

// known is a value that somebody told, "" if nobody knows it.
func known(value string) string {
	if value == "unknown" {
		return ""
	}
	return value
}

// Sort puts summaries in the order of Index.Cases.
func Sort(cases []Summary) {
	slices.SortFunc(cases, func(a, b Summary) int { return cmp.Or(a.Opened.Compare(b.Opened), cmp.Compare(a.Case, b.Case)) })
}

// project brings the index up to a turn that has news for the analysts.
func (o *Office) project(ctx context.Context, t intake.Turn) error {
	if o.Index == nil || len(t.Sealed) == 0 {
		return nil
	}
	content, err := o.Content(t)
	if err != nil {
		return err
	}
	s, ours := Summarize(t, content)
	if !ours {
		return nil
	}
	if err := o.Index.PutSummary(ctx, s); err != nil {
		return err
	}
	return o.projectOffer(ctx, t, s)
}

// projectOffer lists a case in the region to which it is held out, as long as it is.
func (o *Office) projectOffer(ctx context.Context, t intake.Turn, s Summary) error {
	s.Case = offered(s.Case)
	for _, p := range slices.Backward(packets(t)) { // it may be taken back from one region and held out to another
		switch {
		case p.Offered != "":
			s.Region, s.Offered = p.Offered, p.Offered
			return o.Index.PutSummary(ctx, s)
		case p.Moved != "":
			return o.Index.DropSummary(ctx, s.Case, s.N)
		}
	}
	return nil
}

// offered names the second row of a case, in the region to which it is held out.
func offered(id string) string { return id + ".offer" }

// HeldOut reports whether the row is that of a case held out to the region that lists
// it, whose own desk is another one's.
func (s Summary) HeldOut() bool { return s.Offered != "" && s.Offered == s.Region }
