package desk_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"relais/dialogs/desk"
	"relais/dialogs/intake/memory"
)

func TestRegister(t *testing.T) {
	now := time.Date(2026, 11, 24, 23, 59, 0, 0, time.UTC)
	clock := func() time.Time { return now }
	r := &desk.Register{Claims: memory.New(memory.Options{Clock: clock}), Clock: clock}
	guest := desk.Actor{Team: "TDEMO", User: "UGUEST"}
	first := desk.Refusal{By: guest, Region: "76", Case: "case", Act: "claim", Why: "stranger"}
	for _, refusal := range []desk.Refusal{
		first, {By: guest, Region: "53", Act: "read", Why: "right"}, {By: guest, Act: strings.Repeat("a", 500), Why: "sealed"},
	} {
		if err := r.Note(t.Context(), refusal); err != nil {
			t.Fatal(err)
		}
	}
	now = now.Add(2 * time.Minute)
	if err := r.Note(t.Context(), first); err != nil {
		t.Fatal(err)
	}
	today, yesterday := now, now.Add(-24*time.Hour)
	tests := []struct {
		name   string
		region string
		day    time.Time
		want   []desk.Kept
	}{
		{"of a region", "76", yesterday, []desk.Kept{{At: now.Add(-2 * time.Minute), Refusal: first}}},
		{"of the next day", "76", today, []desk.Kept{{At: now, Refusal: first}}},
		{"of no region, cut", "", yesterday, []desk.Kept{{At: now.Add(-2 * time.Minute), Refusal: desk.Refusal{By: guest, Act: strings.Repeat("a", 40), Why: "sealed"}}}},
		{"of a quiet one", "75", today, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, total, err := r.Day(t.Context(), tt.region, tt.day)
			if err != nil || total != len(tt.want) {
				t.Errorf("%d in all, error %v, want %d", total, err, len(tt.want))
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
	for range 250 {
		if err := r.Note(t.Context(), first); err != nil {
			t.Fatal(err)
		}
	}
	if got, total, err := r.Day(t.Context(), "76", today); len(got) != 200 || total != 251 || err != nil {
		t.Errorf("after a flood %d kept of %d, error %v, want 200 of 251", len(got), total, err)
	}
	d := &desk.Desk{Register: r, Region: func(code string) (desk.Region, bool) { return desk.Region{Code: code}, code == "76" }}
	if _, _, err := d.Refusals(t.Context(), guest, "76", today); !errors.Is(err, desk.ErrRefused) {
		t.Errorf("a guest reads the register: %v", err)
	}
	if _, total, _ := r.Day(t.Context(), "76", today); total != 252 {
		t.Errorf("that is not kept: %d", total)
	}
}

func TestEuros(t *testing.T) {
	for cost, want := range map[int]string{0: "", 1: "0,01", 799: "0,08", 1598: "0,16", 100000: "10,00"} {
		if got := (desk.Preview{Cost: cost}).Euros(","); got != want {
			t.Errorf("%d ten-thousandths of a euro = %q, want %q", cost, got, want)
		}
	}
}
