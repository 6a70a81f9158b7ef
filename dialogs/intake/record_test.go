package intake_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"relais/dialogs/intake"
)

// records is a log of three turns as a reporter may see it: the second has its answer
// withheld, the third was erased.
func records(t *testing.T) []intake.Record {
	t.Helper()
	keys := testKeys(t)
	source := chance(1)
	var prev intake.Turn
	var out []intake.Record
	for n := 1; n <= 3; n++ {
		turn := intake.Turn{
			Key: intake.Key{Channel: "sms", Address: "0123456789abcdef0123456789abcdef"}, N: n, Case: "01JCASE", Kind: intake.KindInbound,
			At: time.UnixMilli(int64(n) * 1000), Nonce: "nonce", Region: "76", Status: "open",
		}
		content := fmt.Sprintf(`{"in":{"text":"message %d"},"reply":{"Text":"answer %d"},"state":{"pin":"0881"}}`, n, n)
		if err := keys.Bind(prev, &turn, source, []byte(content)); err != nil {
			t.Fatal(err)
		}
		prev = turn
		if n == 3 {
			out = append(out, turn.Record(nil, nil))
			continue
		}
		salt, data, err := keys.Content(turn)
		if err != nil {
			t.Fatal(err)
		}
		shown := []intake.Part{intake.PartHeard, intake.PartKept}
		if n == 1 {
			shown = append(shown, intake.PartTold)
		}
		out = append(out, turn.Record(salt, data, shown...))
	}
	return out
}

func TestRecords(t *testing.T) {
	rs := records(t)
	if err := intake.VerifyRecords(rs, intake.Anchor{N: 3, Hash: rs[2].Hash}); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		n    int
		part intake.Part
		want string
		ok   bool
	}{
		{1, intake.PartHeard, "message 1", true}, {1, intake.PartTold, "answer 1", true}, {2, intake.PartHeard, "message 2", true},
		{2, intake.PartTold, "", false}, {1, intake.PartKept, "", false}, {1, intake.PartRest, "", false}, {3, intake.PartHeard, "", false},
	} {
		if got, ok := rs[tt.n-1].Shown(tt.part); got != tt.want || ok != tt.ok {
			t.Errorf("turn %d shows %s as %q, %v; want %q, %v", tt.n, tt.part, got, ok, tt.want, tt.ok)
		}
	}
}

// Each byte of what is shown is held by the chain, and no turn can go, come or move.
func TestRecordsFindEveryChange(t *testing.T) {
	for name, change := range map[string]func([]intake.Record) []intake.Record{
		"text":            func(r []intake.Record) []intake.Record { r[0].Parts[0].Text = "message 9"; return r },
		"key":             func(r []intake.Record) []intake.Record { r[0].Parts[0].Key[3] ^= 1; return r },
		"sum":             func(r []intake.Record) []intake.Record { r[1].Parts[1].Sum[3] ^= 1; return r },
		"absent made so":  func(r []intake.Record) []intake.Record { r[0].Parts[2].There = true; return r },
		"withheld filled": func(r []intake.Record) []intake.Record { r[1].Parts[1].Text = "x"; return r },
		"parts swapped": func(r []intake.Record) []intake.Record {
			r[1].Parts[0], r[1].Parts[1] = r[1].Parts[1], r[1].Parts[0]
			return r
		},
		"part taken out": func(r []intake.Record) []intake.Record { r[1].Parts = r[1].Parts[:3]; return r },
		"time":           func(r []intake.Record) []intake.Record { r[1].At = r[1].At.Add(time.Millisecond); return r },
		"apart":          func(r []intake.Record) []intake.Record { r[1].Apart[0] ^= 1; return r },
		"commit":         func(r []intake.Record) []intake.Record { r[2].Commit[0] ^= 1; return r },
		"hash":           func(r []intake.Record) []intake.Record { r[2].Hash[0] ^= 1; return r },
		"first gone":     func(r []intake.Record) []intake.Record { return r[1:] },
		"middle gone":    func(r []intake.Record) []intake.Record { return append(r[:1], r[2]) },
		"last gone":      func(r []intake.Record) []intake.Record { return r[:2] },
		"swapped":        func(r []intake.Record) []intake.Record { r[0], r[1] = r[1], r[0]; return r },
	} {
		t.Run(name, func(t *testing.T) {
			rs := records(t)
			anchor := intake.Anchor{N: 3, Hash: append([]byte(nil), rs[2].Hash...)}
			var fault *intake.Fault
			if err := intake.VerifyRecords(change(rs), anchor); !errors.As(err, &fault) {
				t.Errorf("%v, want a fault", err)
			}
		})
	}
}

// What is withheld does not stand in the published form.
func TestRecordsWithhold(t *testing.T) {
	data, err := json.Marshal(records(t)[1])
	if err != nil {
		t.Fatal(err)
	}
	for _, canary := range []string{"answer 2", "0881", "0123456789abcdef0123456789abcdef", "nonce", `"76"`} {
		if strings.Contains(string(data), canary) {
			t.Errorf("the record of turn 2 holds %q", canary)
		}
	}
}
