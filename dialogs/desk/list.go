package desk

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"relais/dialogs/directory"
	"relais/dialogs/intake"
	"relais/dialogs/outbox"
)

// maxCases bounds one list.
const maxCases = 1000

// ClocksUnder is how much time a deadline has left when a case comes among those
// whose clocks run out.
const ClocksUnder = 12 * time.Hour

// List returns the cases of a region that are not closed, and those that others hold
// out to it, to an analyst who may read them: those that wait for somebody first, the gravest first, then the oldest. The index may
// lag by seconds. It returns ErrRefused as Do does.
func (d *Desk) List(ctx context.Context, by Actor, region string) ([]outbox.Summary, error) {
	cases, _, err := d.cases(ctx, by, region, false)
	slices.SortStableFunc(cases, func(a, b outbox.Summary) int {
		return cmp.Or(rank(!free(a))-rank(!free(b)), cmp.Compare(cmp.Or(a.Severity, "P9"), cmp.Or(b.Severity, "P9")))
	})
	return cases, err
}

// free reports whether a case waits for somebody of the region that lists it.
func free(c outbox.Summary) bool { return c.Owner == "" || c.HeldOut() }

func rank(b bool) int {
	if b {
		return 1
	}
	return 0
}

// Mine returns the cases of a region that an analyst owns.
func (d *Desk) Mine(ctx context.Context, by Actor, region string) ([]outbox.Summary, error) {
	cases, who, err := d.cases(ctx, by, region, false)
	return slices.DeleteFunc(cases, func(c outbox.Summary) bool { return c.Owner != who.ID() }), err
}

// Ending returns the cases of a region with a deadline that ends within ClocksUnder,
// the first to end first.
func (d *Desk) Ending(ctx context.Context, now time.Time, by Actor, region string) ([]outbox.Summary, error) {
	cases, _, err := d.cases(ctx, by, region, false)
	cases = slices.DeleteFunc(cases, func(c outbox.Summary) bool {
		return c.Until.IsZero() || c.Until.Before(now) || c.Until.Sub(now) > ClocksUnder
	})
	slices.SortStableFunc(cases, func(a, b outbox.Summary) int { return a.Until.Compare(b.Until) })
	return cases, err
}

// Find returns the case of a region with a code, or with a reference that 17Cyber or the
// bank gave, however it is typed, also a closed one, and false when there is none.
func (d *Desk) Find(ctx context.Context, by Actor, region, code string) (outbox.Summary, bool, error) {
	wanted, mark := plainCode(code), intake.ReferenceMark(code)
	for _, closed := range []bool{false, true} {
		cases, _, err := d.cases(ctx, by, region, closed)
		if err != nil {
			return outbox.Summary{}, false, err
		}
		for _, c := range slices.Backward(cases) { // of two with one code the newer
			if wanted != "" && plainCode(c.Code) == wanted || mark != "" && (c.Ref17 == mark || c.Bank == mark) {
				return c, true, nil
			}
		}
	}
	return outbox.Summary{}, false, nil
}

func plainCode(code string) string {
	return strings.Map(func(r rune) rune {
		if r == '-' || r == ' ' {
			return -1
		}
		return r
	}, strings.ToUpper(code))
}

// Today counts a region's cases.
type Today struct {
	Open, Unclaimed, P1 int // not closed; of these without an owner; of all open the P1
	Opened, Closed      int // today, in the centre's own time
}

// Today counts the cases of a region for an analyst who may read them.
func (d *Desk) Today(ctx context.Context, now time.Time, by Actor, region string) (Today, error) {
	var t Today
	centre, _ := directory.Serving("", region)
	zone := centre.Hours.Location()
	year, month, day := now.In(zone).Date()
	midnight := time.Date(year, month, day, 0, 0, 0, 0, zone)
	for _, closed := range []bool{false, true} {
		cases, _, err := d.cases(ctx, by, region, closed)
		if err != nil {
			return t, err
		}
		for _, c := range cases {
			t.Opened += rank(!c.Opened.Before(midnight))
			if closed {
				t.Closed += rank(!c.Changed.Before(midnight))
				continue
			}
			t.Open++
			t.Unclaimed += rank(free(c))
			t.P1 += rank(c.Severity == "P1")
		}
	}
	return t, nil
}

func (d *Desk) cases(ctx context.Context, by Actor, region string, closed bool) ([]outbox.Summary, Analyst, error) {
	_, who, err := d.permitted(ctx, by, region, "", "list", MayRead)
	if err != nil {
		return nil, who, err
	}
	cases, err := d.Index.Cases(ctx, region, closed, maxCases)
	return cases, who, err
}

// KeyOf is the log that a summary names.
func KeyOf(s outbox.Summary) (intake.Key, error) { return intake.ParseKey(s.Log) }
