package outbox_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"relais/dialogs/intake"
	"relais/dialogs/outbox"
)

// carrier takes texts; a call may be lost on its way back.
type carrier struct {
	sent    int
	unknown bool // the next answer is lost
	listed  bool
}

func (c *carrier) Send(context.Context, outbox.Text) (string, error) {
	c.sent++
	if c.unknown {
		c.unknown = false
		return "", errUnknown
	}
	return "SM1", nil
}

func (c *carrier) Find(context.Context, outbox.Text, time.Time) (string, bool, error) {
	return "SM1", c.listed, nil
}

func TestAReceiptIsTheProofThatATextLeft(t *testing.T) {
	ref := intake.Ref{Key: intake.Key{Channel: "sms", Address: "aa"}, N: 1}
	tests := []struct {
		name    string
		unknown bool
		told    []outbox.Told
		sent    int // in all, once the quarantine is over and the list shows nothing
		receipt intake.Receipt
	}{
		{"no receipt: it is sent again", true, nil, 2, intake.Unknown},
		{"a receipt of the lost call", true, []outbox.Told{{Turn: ref, Entry: "e", Ref: "SM1", Receipt: intake.Sent}}, 1, intake.Sent},
		{"even one that it did not arrive", true, []outbox.Told{{Turn: ref, Entry: "e", Ref: "SM1", Receipt: intake.Failed}}, 1, intake.Failed},
		{"a receipt of the answer of a webhook proves nothing", true, []outbox.Told{{Turn: ref, Ref: "SM0", Receipt: intake.Sent}}, 2, intake.Sent},
		{"a receipt of another entry", true, []outbox.Told{{Turn: ref, Entry: "f", Ref: "SM1", Receipt: intake.Sent}}, 2, intake.Sent},
		{"a receipt of what is known to have left", false, []outbox.Told{{Turn: ref, Entry: "e", Ref: "SM1", Receipt: intake.Delivered}}, 1, intake.Delivered},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := newDesk(t)
			c := &carrier{unknown: tt.unknown}
			d.Office.Texter = c
			d.Office.Content = func(intake.Turn) (intake.Content, error) {
				return intake.Content{Texts: map[string]string{"e": "Toujours là ?"}}, nil
			}
			turn := intake.Turn{Sealed: []byte("sealed"), Key: ref.Key, N: ref.N, Nonce: "n", At: d.now, Outbox: []intake.Entry{{ID: "e", Kind: intake.ToSMS, At: d.now}}}
			if err := d.store.Append(t.Context(), turn); err != nil {
				t.Fatal(err)
			}
			carry := func(after time.Duration) {
				d.now = d.now.Add(after)
				if _, err := d.Sweep(t.Context(), d.now); err != nil && !errors.Is(err, errUnknown) {
					t.Fatal(err)
				}
			}
			carry(time.Minute)
			for _, told := range tt.told {
				if against, err := d.Told(t.Context(), told); err != nil || against {
					t.Fatalf("Told = %v, %v", against, err)
				}
			}
			carry(time.Second)
			carry(waits.Lease)
			head, err := d.store.Head(t.Context(), ref.Key)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff([]any{tt.sent, tt.receipt, true}, []any{c.sent, head.Receipt, head.Outbox[0].Settled}); diff != "" {
				t.Errorf("sent, receipt, settled (-want +got):\n%s", diff)
			}
		})
	}
}

func TestAReceiptOfATurnThatIsNotThere(t *testing.T) {
	d := newDesk(t)
	_, err := d.Told(t.Context(), outbox.Told{Turn: intake.Ref{Key: intake.Key{Channel: "sms", Address: "aa"}, N: 1}, Receipt: intake.Sent})
	if !errors.Is(err, intake.ErrNoTurn) {
		t.Errorf("Told: %v, want %v", err, intake.ErrNoTurn)
	}
}
