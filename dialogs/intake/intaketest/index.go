package intaketest

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"relais/dialogs/intake"
	"relais/dialogs/outbox"
)

// TestIndex runs the suite of the analysts' index. index is empty; wait lets an index
// that lags catch up, nil for one that does not.
func TestIndex(t *testing.T, index outbox.Index, wait func()) {
	t.Helper()
	ctx := context.Background()
	start := time.Date(2026, 11, 21, 1, 7, 0, 0, time.UTC)
	summary := func(name, region string, closed bool, n, minute int) outbox.Summary {
		return outbox.Summary{
			Case: name, Code: "K7M-2QX", Region: region, Log: intake.Key{Channel: "sms", Address: name}.String(), N: n, Closed: closed,
			Opened: start.Add(time.Duration(minute) * time.Minute), Changed: start.Add(time.Hour), Severity: "P1",
			Incident: "ransomware", Owner: "UCAMILLE", Leads: true, Clock: "cnil", Until: start.Add(72 * time.Hour),
		}
	}
	put := func(s outbox.Summary) {
		t.Helper()
		if err := index.PutSummary(ctx, s); err != nil {
			t.Fatal(err)
		}
	}
	are := func(what, region string, closed bool, limit int, want string) {
		t.Helper()
		if wait != nil {
			wait()
		}
		found, err := index.Cases(ctx, region, closed, limit)
		if err != nil {
			t.Fatal(err)
		}
		names := []string{}
		for _, c := range found {
			names = append(names, c.Case)
			if c.Region != region || c.Closed != closed {
				t.Errorf("%s: %+v is not one of them", what, c)
			}
		}
		if got := fmt.Sprint(names); got != want {
			t.Errorf("%s: cases %s, want %s", what, got, want)
		}
	}
	are("nothing", "76", false, 10, "[]")
	put(summary("b", "76", false, 1, 2))
	put(summary("a", "76", false, 1, 1))
	put(summary("c", "76", false, 1, 3))
	put(summary("d", "02", false, 1, 0))
	are("oldest first", "76", false, 10, "[a b c]")
	are("limit", "76", false, 2, "[a b]")
	are("limit 0", "76", false, 0, "[]")
	are("another region", "02", false, 10, "[d]")
	put(summary("a", "76", true, 3, 1))
	put(summary("a", "76", false, 2, 1))
	put(summary("a", "76", false, 3, 1))
	are("a turn that comes late or again changes nothing", "76", true, 10, "[a]")
	are("the others", "76", false, 10, "[b c]")
	put(summary("b", "02", false, 2, 2))
	are("gone to another region", "76", false, 10, "[c]")
	are("come from another region", "02", false, 10, "[d b]")
	put(summary("a", "76", false, 4, 1))
	are("opened again", "76", false, 10, "[a c]")
	found, err := index.Cases(ctx, "76", false, 1)
	if err != nil || len(found) != 1 {
		t.Fatalf("cases = %v, %v", found, err)
	}
	if diff := cmp.Diff(summary("a", "76", false, 4, 1), found[0]); diff != "" {
		t.Errorf("summary (-put +found):\n%s", diff)
	}
	if err := index.DropSummary(ctx, "a", 6); err != nil {
		t.Fatal(err)
	}
	put(summary("a", "76", false, 5, 1))
	are("dropped, and one that comes late", "76", false, 10, "[c]")
	are("dropped, also of the closed", "76", true, 10, "[]")
	put(summary("a", "76", false, 7, 1))
	if err := index.DropSummary(ctx, "a", 6); err != nil {
		t.Fatal(err)
	}
	are("dropped late, and newer", "76", false, 10, "[a c]")
	if err := index.DropSummary(ctx, "a", 7); err != nil {
		t.Fatal(err)
	}
	are("dropped anew", "76", false, 10, "[c]")
	for range 2 {
		if err := index.DropSummary(ctx, "never", 3); err != nil {
			t.Fatal(err)
		}
	}
	put(summary("never", "76", false, 2, 1))
	are("dropped before it came", "76", false, 10, "[c]")
	ended, cancel := context.WithCancel(ctx)
	cancel()
	if err := index.PutSummary(ended, summary("e", "76", false, 1, 0)); err == nil {
		t.Error("an ended context puts a summary")
	}
	if _, err := index.Cases(ended, "76", false, 10); err == nil {
		t.Error("an ended context lists cases")
	}
}
