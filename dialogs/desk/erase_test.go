package desk_test

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"relais/dialogs/desk"
	"relais/dialogs/intake"
)

// turns are all turns of the reporter's log.
func (h *house) turns() []intake.Turn {
	h.t.Helper()
	turns, err := h.Store.Turns(context.Background(), h.key, 1, 1000)
	if err != nil {
		h.t.Fatal(err)
	}
	return turns
}

// code is the code of the case.
func (h *house) code() string {
	h.t.Helper()
	c, err := h.Show(context.Background(), camille, h.key)
	if err != nil {
		h.t.Fatal(err)
	}
	return c.Code
}

func TestErase(t *testing.T) {
	ctx := context.Background()
	h := newHouse(t, open)
	h.says("tous les pc de la mairie ont un message de rancon, Mme Durand " + strings.Repeat("est seule, ", 2000))
	h.says("1")
	code := h.code()
	_, err := h.do(sacha, desk.Erase{Why: "request", Twice: [2]string{code, code}})
	wantNo(t, err, "unclaimed")
	h.must(camille, desk.Claim{})
	_, err = h.do(sacha, desk.Erase{Why: "request", Twice: [2]string{code, code}})
	wantNo(t, err, "held")
	_, err = h.do(camille, desk.Erase{Why: "request", Twice: [2]string{code, ""}})
	wantNo(t, err, "code_twice")
	_, err = h.do(camille, desk.Erase{Why: "Mme Durand le demande", Twice: [2]string{code, code}})
	wantNo(t, err, "why_wanted")
	if _, err := h.do(alix, desk.Erase{Why: "request", Twice: [2]string{code, code}}); !errors.Is(err, desk.ErrRefused) {
		t.Errorf("whoever may only read erases: %v", err)
	}
	h.must(camille, desk.TakeOver{})
	h.write(camille, "Bonjour Mme Durand.")
	before := h.turns()
	blob := ""
	for _, turn := range before {
		content, err := h.Player.Desk.Content(turn)
		if err != nil {
			t.Fatal(err)
		}
		if content.Inbound != nil && content.Inbound.Blob != "" {
			blob = content.Inbound.Blob
		}
	}
	result := h.must(camille, desk.Erase{Why: "request", Twice: [2]string{code, strings.ToLower(code)}})
	if result.Word.ID != "erased" {
		t.Errorf("told %q", result.Word.ID)
	}

	after := h.turns()
	if err := intake.Verify(after, h.Player.Desk.Keys.Content, before[len(before)-1].Anchor()); err != nil {
		t.Errorf("the chain: %v", err)
	}
	for _, turn := range after[:len(before)] {
		if len(turn.Sealed) > 0 {
			t.Errorf("turn %d keeps its content", turn.N)
		}
	}
	last := after[len(after)-1]
	salt, content, err := h.Player.Desk.Keys.Content(last)
	if err != nil || len(salt) == 0 {
		t.Fatal(err)
	}
	for _, mark := range []string{"Durand", "rancon", "ransomware", code, "+336"} {
		if bytes.Contains(content, []byte(mark)) {
			t.Errorf("the last turn holds %q", mark)
		}
	}
	for _, kept := range []string{`"kind":"erase"`, `"by":"UCAMILLE"`, `"why":"request"`, `"today":2`} { // what was counted against floods stays
		if !bytes.Contains(content, []byte(kept)) {
			t.Errorf("the last turn does not hold %s", kept)
		}
	}
	if blob == "" {
		t.Error("the long text stood in no blob")
	} else if _, err := h.Store.Get(ctx, blob); !errors.Is(err, intake.ErrNoTurn) {
		t.Errorf("the blob: %v", err)
	}

	for name, read := range map[string]func() error{
		"show":     func() error { _, err := h.Show(ctx, camille, h.key); return err },
		"timeline": func() error { _, err := h.Timeline(ctx, h.Now(), camille, h.key, 1, 10); return err },
		"brief":    func() error { _, err := h.Brief(ctx, h.Now(), camille, h.key, "fr"); return err },
		"preview":  func() error { _, err := h.Preview(ctx, h.Now(), camille, h.key, "Bonjour"); return err },
		"claim":    func() error { _, err := h.do(camille, desk.Claim{}); return err },
	} {
		t.Run(name, func(t *testing.T) { wantNo(t, read(), "gone") })
	}
	if _, err := h.Show(ctx, morgan, h.key); !errors.Is(err, desk.ErrRefused) {
		t.Errorf("another region: %v", err)
	}
	for range 3 { // no clock of the case goes on
		if _, err := h.Wait(ctx, 24*time.Hour); err != nil {
			t.Fatal(err)
		}
	}
	if n := len(h.turns()); n != len(after) {
		t.Errorf("%d turns came by themselves", n-len(after))
	}

	h.says("bonjour, un autre souci: on a pirate notre messagerie")
	turns := h.turns()
	fresh := turns[len(turns)-1]
	if fresh.Case == last.Case || h.code() == code {
		t.Error("whoever writes again goes on with the erased case")
	}
	if err := intake.Verify(turns, h.Player.Desk.Keys.Content); err != nil {
		t.Errorf("the chain: %v", err)
	}
}

// TestCloseExpires: a closed case is read as long as its region says, an opened one
// again up to the hard ceiling.
func TestCloseExpires(t *testing.T) {
	h := newHouse(t, open)
	r := h.regions["76"]
	r.Retention = 90
	h.regions["76"] = r
	h.says("tous les pc de la mairie ont un message de rancon")
	h.must(camille, desk.Claim{})
	h.must(camille, desk.Close{Category: "ransomware", Cause: "unknown", Complaint: "filed", TLP: "amber"})
	closed := intake.Stamp(h.Now()).AddDate(0, 0, 90)
	expire := func(want time.Time) {
		t.Helper()
		for _, turn := range h.turns() {
			if d := turn.Expires.Sub(want); d < -time.Hour || d > time.Hour {
				t.Errorf("turn %d expires at %s, want about %s", turn.N, turn.Expires, want)
			}
		}
	}
	expire(closed)
	h.must(camille, desk.Reopen{})
	expire(h.Now().Add(396 * 24 * time.Hour))
}
