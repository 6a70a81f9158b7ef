package outbox_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"relais/dialogs/intake"
	"relais/dialogs/outbox"
)

// deskLog writes turns with one entry each; content is what all of them seal.
func deskLog(t *testing.T, d *desk, kind intake.EntryKind, body string, ids ...string) {
	t.Helper()
	for i, id := range ids {
		err := d.store.Append(context.Background(), intake.Turn{
			Sealed: []byte("sealed"), Key: intake.Key{Channel: "sms", Address: "00112233445566778899aabbccddeeff"}, N: i + 1, Case: "case", At: start, Nonce: "n",
			Kind: intake.KindAct, Outbox: []intake.Entry{{ID: id, Kind: kind, Region: "76", At: start, Expires: start.Add(4 * time.Hour), Body: []byte(body)}},
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

// TestAnAnalystsTextsLeaveInTheirOrder: while nobody knows what became of the first,
// the second waits, and goes when the first is done or never will be.
func TestAnAnalystsTextsLeaveInTheirOrder(t *testing.T) {
	tests := []struct {
		name    string
		answers []answer
		want    []string
	}{
		{"one after the other", nil, []string{"send case.1.desk", "send case.2.desk"}},
		{"the first is in doubt", []answer{{true, errUnknown}}, []string{"send case.1.desk", "find", "send case.2.desk"}},
		{"the first is not taken yet", []answer{{false, outbox.ErrLater}}, []string{"send case.1.desk", "send case.1.desk", "send case.2.desk"}},
		{"the first is refused", []answer{{false, &outbox.Refused{Reason: "30003"}}}, []string{"send case.1.desk", "send case.2.desk"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := newDesk(t)
			d.Office.Texter = texter{d.board}
			d.board.answers = tt.answers
			d.Office.Content = func(turn intake.Turn) (intake.Content, error) {
				id := fmt.Sprintf("case.%d.desk", turn.N)
				c := intake.Content{Texts: map[string]string{id: id}, State: intake.State{From: "+33639980001", To: "+33939000076"}}
				if turn.N == 2 {
					c.After = "case.1.desk"
				}
				return c, nil
			}
			deskLog(t, d, intake.ToSMS, "", "case.1.desk", "case.2.desk")
			for range 4 {
				if _, err := d.Hurry(context.Background(), d.now); err != nil && !errors.Is(err, errUnknown) {
					t.Fatal(err)
				}
				d.now = d.now.Add(3 * time.Minute)
			}
			d.wantCalls(t, tt.want...)
		})
	}
}

func TestAPageGoesToTheNextOnDuty(t *testing.T) {
	tests := []struct {
		name string
		body string
		duty []string
		want string // of those on duty; empty: nobody is called
	}{
		{"the first", `{"rung":0}`, []string{"+33639980001", "+33639980002"}, "+33639980001"},
		{"the next", `{"rung":1}`, []string{"+33639980001", "+33639980002"}, "+33639980002"},
		{"round again", `{"rung":2}`, []string{"+33639980001", "+33639980002"}, "+33639980001"},
		{"nobody on duty is an error", `{"rung":0}`, nil, ""},
		{"a body of another kind", `[]`, []string{"+33639980001"}, ""},
		{"a rung that is none", `{"rung":-1}`, []string{"+33639980001"}, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := newDesk(t)
			called := ""
			d.Office.Texter = caller{&called}
			d.Office.Duty = func(string) []string { return tt.duty }
			d.Office.Content = func(intake.Turn) (intake.Content, error) {
				return intake.Content{Texts: map[string]string{"case.1.page0": "dossier"}, State: intake.State{To: "+33939000076"}}, nil
			}
			deskLog(t, d, intake.ToPage, tt.body, "case.1.page0")
			for range 2 {
				_, err := d.Hurry(context.Background(), d.now)
				if (err != nil) != (tt.want == "") {
					t.Fatalf("error = %v", err)
				}
			}
			if called != tt.want {
				t.Errorf("called %q, want %q, once", called, tt.want)
			}
		})
	}
}

// caller notes whom a text went to.
type caller struct{ to *string }

func (c caller) Send(_ context.Context, t outbox.Text) (string, error) {
	*c.to += t.To
	return "SM1", nil
}

func (c caller) Find(context.Context, outbox.Text, time.Time) (string, bool, error) {
	return "", false, nil
}
