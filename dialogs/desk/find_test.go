package desk_test

import (
	"context"
	"strings"
	"testing"

	"relais/dialogs/desk"
	"relais/dialogs/outbox"
)

// index is what the projector would keep, made from the log when it is asked.
type index struct {
	outbox.Index
	h *house
}

func (x index) Cases(ctx context.Context, region string, closed bool, limit int) ([]outbox.Summary, error) {
	turns, err := x.h.Store.Turns(ctx, x.h.key, 1, 1000)
	if err != nil || closed || region != "76" {
		return nil, err
	}
	last := turns[len(turns)-1]
	content, err := x.h.Player.Desk.Content(last)
	if err != nil {
		return nil, err
	}
	s, ours := outbox.Summarize(last, content)
	if !ours {
		return nil, nil
	}
	return []outbox.Summary{s}, nil
}

func TestACaseIsFoundByTheReferenceOf17Cyber(t *testing.T) {
	h := newHouse(t, open)
	h.Index = index{h: h}
	h.says("tous les pc de la mairie ont un message de rancon")
	h.says("oui")
	h.says("17cyber")
	h.says("CYB-2026/0118")
	for _, typed := range []string{"CYB-2026/0118", "17Cyber cyb 2026 0118"} {
		s, found, err := h.Find(context.Background(), camille, "76", typed)
		if err != nil || !found {
			t.Errorf("Find(%q) = %t, %v", typed, found, err)
		}
		if strings.Contains(s.Ref17, "2026") {
			t.Errorf("the index holds the reference itself: %q", s.Ref17)
		}
	}
	h.says("17cyber HKLQWE")
	if _, found, err := h.Find(context.Background(), camille, "76", "hklqwe"); err != nil || !found {
		t.Errorf("of letters alone: %t, %v", found, err)
	}
	h.must(camille, desk.Correct{Fact: "ref17", Value: " 17Cyber : cyb 2026/0999 "})
	if _, found, err := h.Find(context.Background(), camille, "76", "CYB-2026-0999"); err != nil || !found {
		t.Errorf("typed by an analyst: %t, %v", found, err)
	}
	if _, found, err := h.Find(context.Background(), camille, "76", "hklqwe"); err != nil || found {
		t.Errorf("the one before it: %t, %v", found, err)
	}
	for _, bad := range []string{"17cyber", "2 6", strings.Repeat("A1", 21)} {
		_, err := h.do(camille, desk.Correct{Fact: "ref17", Value: bad})
		wantNo(t, err, "no_reference")
	}
	lines, err := h.Doors(context.Background(), h.Now(), camille, h.key, "fr")
	if want := "Référence 17Cyber : cyb 2026/0999"; err != nil || lines[0] != want {
		t.Errorf("Doors = %q, %v, want %q first", lines, err, want)
	}
	h.must(camille, desk.Correct{Fact: "ref17", Value: "?"})
	if _, found, err := h.Find(context.Background(), camille, "76", "CYB-2026-0999"); err != nil || found {
		t.Errorf("taken back: %t, %v", found, err)
	}
	for _, other := range []string{"CYB-2026/0119", "17cyber", "2026"} {
		if _, found, err := h.Find(context.Background(), camille, "76", other); found || err != nil {
			t.Errorf("Find(%q) = %t, %v", other, found, err)
		}
	}
}
