package outbox_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"relais/dialogs/intake"
	"relais/dialogs/intake/memory"
	"relais/dialogs/outbox"
)

func purse(ceilings outbox.Ceilings) (*outbox.Purse, *[]string) {
	var warned []string
	p := &outbox.Purse{Claims: memory.New(memory.Options{Clock: func() time.Time { return start }}), Ceilings: ceilings}
	p.Warn = func(scope, window string, spent, ceiling int) {
		warned = append(warned, fmt.Sprintf("%s %s %d of %d", scope, window, spent, ceiling))
	}
	return p, &warned
}

// spends counts how many of the tries, of two segments each, are paid.
func spends(t *testing.T, p *outbox.Purse, at time.Time, number string, tries int) int {
	t.Helper()
	paid := 0
	for range tries {
		ok, err := p.Spend(t.Context(), at, number, 2)
		if err != nil {
			t.Fatal(err)
		}
		if ok {
			paid++
		}
	}
	return paid
}

func TestCeilings(t *testing.T) {
	const french, reunion, abroad = "+33639980001", "+262692000001", "+447700900001"
	p, warned := purse(outbox.Ceilings{"all": {Hour: 40, Day: 50}, "+33": {Hour: 20, Day: 100}, "+262": {Hour: 8, Day: 8}, "other": {Hour: 4, Day: 4}})
	for _, step := range []struct {
		name   string
		at     time.Duration
		number string
		want   int // texts of 20 tries
	}{
		{"a country stops at its hour", 0, french, 10},
		{"another goes on", 0, reunion, 4},
		{"all others together", 0, abroad, 2},
		{"the next hour is new; the day's total stops it", time.Hour, french, 9},
		{"the day holds", 2 * time.Hour, french, 0},
		{"the next day is new", 24 * time.Hour, french, 10},
	} {
		if got := spends(t, p, start.Add(step.at), step.number, 20); got != step.want {
			t.Errorf("%s: %d texts, want %d", step.name, got, step.want)
		}
	}
	want := []string{
		"+33 hour 10 of 20", "+33 hour 20 of 20", "all hour 20 of 40",
		"+262 hour 4 of 8", "+262 day 4 of 8", "all day 26 of 50", "+262 hour 8 of 8", "+262 day 8 of 8",
		"other hour 2 of 4", "other day 2 of 4", "other hour 4 of 4", "other day 4 of 4",
	}
	if diff := cmp.Diff(want, (*warned)[:min(len(want), len(*warned))]); diff != "" {
		t.Errorf("warnings (-want +got):\n%s", diff)
	}
}

// TestCeilingsAreExact: however many spend at once, never more leaves than the
// ceiling, and not less either.
func TestCeilingsAreExact(t *testing.T) {
	p, _ := purse(outbox.Ceilings{"all": {Hour: 100, Day: 1000}})
	p.Warn = nil
	var paid atomic.Int64
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for range 50 {
				ok, err := p.Spend(t.Context(), start, "+33639980001", 1)
				for errors.Is(err, outbox.ErrConflict) {
					ok, err = p.Spend(t.Context(), start, "+33639980001", 1)
				}
				if err != nil {
					t.Error(err)
				}
				if ok {
					paid.Add(1)
				}
			}
		})
	}
	all.Wait()
	if paid.Load() != 100 {
		t.Errorf("%d segments left, want 100", paid.Load())
	}
}

// TestWhatOneScopeRefusesIsGivenBack: a total that is spent takes nothing from a country.
func TestWhatOneScopeRefusesIsGivenBack(t *testing.T) {
	p, _ := purse(outbox.Ceilings{"all": {Hour: 3, Day: 100}, "+33": {Hour: 100, Day: 5}})
	if got := spends(t, p, start, "+33639980001", 20); got != 1 {
		t.Errorf("%d texts, want 1: the hour's total", got)
	}
	if got := spends(t, p, start.Add(time.Hour), "+33639980001", 20); got != 1 {
		t.Errorf("%d texts, want 1 more of the country's day", got)
	}
}

// TestAnswersCount: answers are written some at a time, stop within what a process
// may hold, and count for texts too.
func TestAnswersCount(t *testing.T) {
	p, _ := purse(outbox.Ceilings{"all": {Hour: 100, Day: 1000}})
	answered := 0
	for range 200 {
		if p.Answer(t.Context(), start, "+33639980001", 2) {
			answered++
		}
	}
	if answered < 50 || answered > 60 {
		t.Errorf("%d answers of 2 segments, want about 50, at most 10 more", answered)
	}
	if got := spends(t, p, start, "+33639980001", 5); got != 0 {
		t.Errorf("%d texts leave beside them, want none", got)
	}
	if !p.Answer(t.Context(), start.Add(time.Hour), "+33639980001", 2) {
		t.Error("the next hour is still shut")
	}
}

type noClaims struct{ outbox.Claims }

func (noClaims) Claim(context.Context, string) (outbox.Claim, error) {
	return outbox.Claim{}, intake.ErrThrottled
}

func TestAPurseThatCannotBeOpened(t *testing.T) {
	p := &outbox.Purse{Claims: noClaims{}, Ceilings: outbox.Ceilings{"all": {Hour: 100, Day: 1000}}}
	if ok, err := p.Spend(t.Context(), start, "+33639980001", 2); ok || !errors.Is(err, intake.ErrThrottled) {
		t.Errorf("a text: %t, %v, want it later", ok, err)
	}
	for range 100 {
		if !p.Answer(t.Context(), start, "+33639980001", 2) {
			t.Fatal("an answer is stopped")
		}
	}
}

// TestATextBeyondTheCeiling is refused, once and for all, and its turn says so.
func TestATextBeyondTheCeiling(t *testing.T) {
	n := newNight(t)
	n.Office.Purse, _ = purse(outbox.Ceilings{"all": {Hour: 0, Day: 0}})
	n.writes("tous nos fichiers sont chiffrés")
	for range 5 {
		n.minute(t, time.Minute)
	}
	n.wantSent(t, 0)
	key := intake.Key{Channel: "sms", Address: n.desk.Keys.Address("sms", n.list.messages[0].From)}
	head, err := n.desk.Log.Head(t.Context(), key)
	if err != nil || head.N != 1 || head.Receipt != intake.Failed {
		t.Errorf("turn %d, receipt %q, %v: want the message recorded and its reply failed", head.N, head.Receipt, err)
	}
	for _, e := range head.Outbox {
		if c, err := n.Office.Claims.Claim(t.Context(), e.ID); e.Kind == intake.ToSMS && (err != nil || c.State != outbox.GaveUp || c.Reason != outbox.SpendReason) {
			t.Errorf("claim %+v, %v, want it given up for %s", c, err, outbox.SpendReason)
		}
	}
}

// TestWhoIsOnDutyIsReachedWhateverWasSpent: a page leaves above the ceiling.
func TestWhoIsOnDutyIsReachedWhateverWasSpent(t *testing.T) {
	d := newDesk(t)
	d.Office.Texter = texter{d.board}
	d.Office.Purse, _ = purse(outbox.Ceilings{"all": {}})
	d.Office.Duty = func(string) []string { return []string{"+33639980001"} }
	d.Office.Content = func(intake.Turn) (intake.Content, error) {
		return intake.Content{Texts: map[string]string{"case.1.page0": "dossier K7M-2QX"}, State: intake.State{To: "+33939000076"}}, nil
	}
	turn := intake.Turn{
		Sealed: []byte("sealed"), Key: intake.Key{Channel: "sms", Address: "00112233445566778899aabbccddeeff"}, N: 1, Case: "case", At: start, Nonce: "n", Kind: intake.KindTimer,
		Outbox: []intake.Entry{{ID: "case.1.page0", Kind: intake.ToPage, At: start, Expires: start.Add(time.Hour), Body: []byte(`{"rung":0}`)}},
	}
	if err := d.store.Append(t.Context(), turn); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Hurry(t.Context(), d.now); err != nil {
		t.Fatal(err)
	}
	d.wantCalls(t, "send dossier K7M-2QX")
}

// TestPayingMayUseUpTheTime: the store is slow when a text is paid for. It leaves with the
// next invocation, which has the time to hear what became of it.
func TestPayingMayUseUpTheTime(t *testing.T) {
	d := newDesk(t)
	d.Office.Texter = texter{d.board}
	d.Office.Purse, _ = purse(outbox.Ceilings{"all": {Hour: 10, Day: 10}})
	d.Office.Content = func(intake.Turn) (intake.Content, error) {
		return intake.Content{Texts: map[string]string{"case.1.sms": "bonjour"}, State: intake.State{From: "+33639980001", To: "+33939000076"}}, nil
	}
	asked := 0
	d.Office.Ends = func(context.Context) bool {
		asked++
		return asked == 2 // before the claim there was time enough
	}
	turn := intake.Turn{
		Sealed: []byte("sealed"), Key: intake.Key{Channel: "sms", Address: "00112233445566778899aabbccddeeff"}, N: 1, Case: "case", At: start, Nonce: "n", Kind: intake.KindTimer,
		Outbox: []intake.Entry{{ID: "case.1.sms", Kind: intake.ToSMS, At: start, Expires: start.Add(time.Hour)}},
	}
	if err := d.store.Append(t.Context(), turn); err != nil {
		t.Fatal(err)
	}
	for _, want := range [][]string{nil, {"send bonjour"}} {
		if _, err := d.Hurry(t.Context(), d.now); err != nil {
			t.Fatal(err)
		}
		d.wantCalls(t, want...)
	}
}
