package twilio_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"relais/dialogs/outbox"
	"relais/infra/standin"
	"relais/infra/standin/carrier"
)

// ticking is a clock that the stand-in reads while a test moves it.
type ticking struct{ since atomic.Int64 }

func (c *ticking) add(d time.Duration) time.Time {
	return time.Date(2026, 11, 21, 2, 7, 0, 0, time.UTC).Add(time.Duration(c.since.Add(int64(d))))
}

func TestReceivedAtTheStandIn(t *testing.T) {
	var clock ticking
	now := clock.add(0)
	s := standIn(t, func(c *carrier.Config) { c.Now = func() time.Time { return clock.add(0) } })
	c := client(t, s, nil)
	var ids []string
	for i, sms := range []carrier.SMS{
		{From: phone, To: number, Body: "tous nos fichiers é ê"},
		{From: "+88212345678", To: number, Body: "par satellite"},
		{From: phone, To: number, Body: "", Media: 2},
	} {
		now = clock.add(time.Duration(i) * time.Minute)
		id, err := s.Send(t.Context(), sms)
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, id)
	}
	if _, err := c.Send(t.Context(), text()); err != nil { // ours is nobody's message
		t.Fatal(err)
	}
	got, err := c.Received(t.Context(), now.Add(-time.Hour), now)
	if err != nil {
		t.Fatal(err)
	}
	var seen []string
	for _, m := range got {
		seen = append(seen, fmt.Sprintf("%s %s %s %q %d mute=%t", m.At.UTC().Format("15:04"), m.ID, m.From, m.Text, len(m.Media), m.Mute))
	}
	want := []string{
		"02:07 " + ids[0] + " " + phone + ` "tous nos fichiers é ê" 0 mute=false`,
		"02:08 " + ids[1] + ` +88212345678 "par satellite" 0 mute=true`,
		"02:10 " + ids[2] + " " + phone + ` "" 2 mute=false`,
	}
	if diff := cmp.Diff(want, seen); diff != "" {
		t.Errorf("received (-want +got):\n%s", diff)
	}
	if got, err := c.Received(t.Context(), now.Add(-30*time.Second), now); err != nil || len(got) != 1 {
		t.Errorf("the last half minute: %d, %v, want 1", len(got), err)
	}
	s.SetFaults(carrier.Faults{ListLag: standin.Duration(time.Hour)})
	if got, err := c.Received(t.Context(), now.Add(-time.Hour), now); err != nil || len(got) != 0 {
		t.Errorf("a list that lags: %d, %v, want none yet", len(got), err)
	}
}

func TestReceivedReadsEveryPage(t *testing.T) {
	var clock ticking
	s := standIn(t, func(c *carrier.Config) { c.Now = func() time.Time { return clock.add(time.Millisecond) } })
	const all = 2500
	for i := range all {
		if _, err := s.Send(t.Context(), carrier.SMS{From: fmt.Sprintf("+3363998%04d", i), To: number, Body: "aide"}); err != nil {
			t.Fatal(err)
		}
	}
	now := clock.add(0)
	got, err := client(t, s, nil).Received(t.Context(), now.Add(-time.Hour), now.Add(time.Hour))
	if err != nil || len(got) != all {
		t.Fatalf("%d, %v, want %d", len(got), err, all)
	}
	ids := map[string]bool{}
	for i, m := range got {
		ids[m.ID] = true
		if i > 0 && m.At.Before(got[i-1].At) {
			t.Fatalf("message %d is older than the one before", i)
		}
	}
	if len(ids) != all {
		t.Errorf("%d ids, want %d", len(ids), all)
	}
}

func TestReceivedThatCannotBeRead(t *testing.T) {
	message := func(more string) string {
		return `{"messages":[{"sid":"SM1","direction":"inbound","status":"received","from":"` + phone + `","to":"` + number + `","body":"Toujours","date_sent":"Sat, 21 Nov 2026 02:07:00 +0000","num_media":"0"` + more + `}]}`
	}
	tests := []struct {
		name   string
		answer string
		status int
		want   string
	}{
		{"one message", message(""), 200, "1"},
		{"still coming in", message(`,"status":"receiving"`), 200, "0"},
		{"to a number that is not ours", message(`,"to":"+33939999999"`), 200, "0"},
		{"no day", message(`,"date_sent":"yesterday"`), 200, "error"},
		{"no id", message(`,"sid":"../x"`), 200, "error"},
		{"no sender", message(`,"from":""`), 200, "error"},
		{"pages without end", `{"messages":[],"next_page_uri":"/x?Page=1&PageToken=PA1"}`, 200, "too many"},
		{"a next page elsewhere", `{"messages":[],"next_page_uri":"https://evil.example/?nothing"}`, 200, "error"},
		{"no JSON", `<html>`, 200, "error"},
		{"throttled", `{"code":20429,"status":429}`, 429, "error"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := client(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if !strings.HasPrefix(r.URL.Path, "/2010-04-01/Accounts/"+account+"/Messages.json") {
					t.Errorf("asked for %s", r.URL.Path)
				}
				w.WriteHeader(tt.status)
				io.WriteString(w, tt.answer)
			}), nil)
			got, err := c.Received(context.Background(), time.Unix(0, 0), time.Unix(1, 0))
			outcome := fmt.Sprint(len(got))
			switch {
			case errors.Is(err, outbox.ErrTooMany):
				outcome = "too many"
			case err != nil:
				outcome = "error"
			}
			if outcome != tt.want {
				t.Errorf("%s, %v, want %s", outcome, err, tt.want)
			}
			secretive(t, err)
		})
	}
}

func TestSkew(t *testing.T) {
	c := client(t, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Date", time.Now().Add(-10*time.Minute).UTC().Format(http.TimeFormat))
		io.WriteString(w, `{"messages":[]}`)
	}), nil)
	if got := c.Skew(); got != 0 {
		t.Errorf("before anything was asked: %s, want 0", got)
	}
	if _, err := c.Received(t.Context(), time.Unix(0, 0), time.Unix(1, 0)); err != nil {
		t.Fatal(err)
	}
	if got := c.Skew().Round(time.Minute); got != 10*time.Minute {
		t.Errorf("%s ahead, want 10 minutes", got)
	}
}
