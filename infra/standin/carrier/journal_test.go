package carrier_test

import (
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"relais/infra/standin"
	"relais/infra/standin/carrier"
)

const hello = `<Response><Message><Body>Bonjour</Body></Message></Response>`

// journalled starts a stand-in that keeps a journal at path.
func journalled(t *testing.T, d *desk, path string, change func(*carrier.Config)) *carrier.Server {
	t.Helper()
	return start(t, d, func(c *carrier.Config) {
		c.Journal, c.FallbackURL = path, ""
		if change != nil {
			change(c)
		}
	})
}

// plain is v without what time and JSON do not keep to the letter.
func plain(t *testing.T, v any) any {
	t.Helper()
	data, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	var same any
	if err := json.Unmarshal(data, &same); err != nil {
		t.Fatal(err)
	}
	return same
}

func TestAnEarlierRunIsRemembered(t *testing.T) {
	path := filepath.Join(t.TempDir(), "phones.jsonl")
	d := newDesk(t, twiml(hello))
	optOut := func(c *carrier.Config) { c.OptOut.On = true }
	first := journalled(t, d, path, optOut)
	text(t, first, "Bonjour")
	text(t, first, "STOP")
	first.SetUnreachable("+33600000001", 30005)
	first.Close()

	second := journalled(t, d, path, optOut)
	if diff := cmp.Diff(plain(t, first.Messages()), plain(t, second.Messages())); diff != "" {
		t.Errorf("messages (-before +after):\n%s", diff)
	}
	if diff := cmp.Diff(plain(t, first.Events()), plain(t, second.Events())); diff != "" {
		t.Errorf("events (-before +after):\n%s", diff)
	}
	text(t, second, "Encore")
	refused := slices.ContainsFunc(second.Events(), func(e carrier.Event) bool { return e.Code == 21610 })
	if !refused {
		t.Error("the opt-out of the earlier run is forgotten")
	}
	if _, err := second.Send(t.Context(), carrier.SMS{From: "+33600000001", To: number, Body: "?"}); err != nil {
		t.Fatal(err)
	}
	settle(t, second)
	if last := second.Messages()[len(second.Messages())-1]; last.ErrorCode != 30005 {
		t.Errorf("the newest message has code %d, want 30005 from the earlier run", last.ErrorCode)
	}
	seen := map[string]bool{}
	for _, m := range second.Messages() {
		if seen[m.SID] {
			t.Errorf("id %s is there twice", m.SID)
		}
		seen[m.SID] = true
	}
}

func TestAPageGoesOnAfterARestart(t *testing.T) {
	path := filepath.Join(t.TempDir(), "phones.jsonl")
	d := newDesk(t, twiml(hello))
	first := journalled(t, d, path, nil)
	text(t, first, "un")
	seen := int64(len(first.Events()))
	first.Close()
	second := journalled(t, d, path, nil)
	text(t, second, "deux")
	var last standin.Entry[carrier.Event]
	for entry := range second.Subscribe(t.Context()) {
		if last = entry; entry.Number == seen+1 {
			break
		}
	}
	if last.Event.Kind != carrier.Inbound || last.Event.Message.Body != "deux" {
		t.Errorf("event %d is %s, want the text of the second run", last.Number, last.Event.Kind)
	}
}

func TestATextThatWasNotAnsweredIsSaidToBeLost(t *testing.T) {
	path := filepath.Join(t.TempDir(), "phones.jsonl")
	asked, over := make(chan bool, 1), make(chan bool)
	d := newDesk(t, func(w http.ResponseWriter, r *http.Request) {
		asked <- true
		select {
		case <-over:
		case <-r.Context().Done():
		}
	})
	t.Cleanup(func() { close(over) })
	first := journalled(t, d, path, nil)
	sid, err := first.Send(t.Context(), carrier.SMS{From: phone, To: number, Body: "Au secours"})
	if err != nil {
		t.Fatal(err)
	}
	<-asked
	first.Close()

	for range 2 { // it is said once, however often the program starts
		again := journalled(t, d, path, nil)
		settle(t, again)
		var alerts []int
		for _, e := range again.Events() {
			if e.Kind == carrier.Alert && e.SID == sid {
				alerts = append(alerts, e.Code)
			}
		}
		if diff := cmp.Diff([]int{11200}, alerts); diff != "" {
			t.Errorf("alerts (-want +got):\n%s", diff)
		}
		again.Close()
	}
	if n := len(d.got()); n != 1 {
		t.Errorf("the webhook was called %d times, want once", n)
	}
}

func TestWhatIsOnItsWayArrivesAfterARestart(t *testing.T) {
	for name, held := range map[string]func(*carrier.Config){
		"in the queue": func(c *carrier.Config) { c.QueueDelay = time.Hour / 2 },
		"sent":         func(c *carrier.Config) { c.ReceiptWait = time.Hour },
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "phones.jsonl")
			d := newDesk(t, twiml(`<Response><Message action="/twilio/status?t=1"><Body>Bonjour</Body></Message></Response>`))
			first := journalled(t, d, path, held)
			if _, err := first.Send(t.Context(), carrier.SMS{From: phone, To: number, Body: "?"}); err != nil {
				t.Fatal(err)
			}
			status := map[string]string{"in the queue": "queued", "sent": "sent"}[name]
			for entry := range first.Subscribe(t.Context()) {
				if m := entry.Event.Message; m != nil && m.Status == status {
					break
				}
			}
			first.Close()
			second := journalled(t, d, path, nil)
			settle(t, second)
			if m := second.Messages()[1]; m.Status != "delivered" {
				t.Errorf("the answer is %s, want delivered", m.Status)
			}
			requests := d.got()
			if told := requests[len(requests)-1]; told.form.Get("MessageStatus") != "delivered" || told.query != "t=1" {
				t.Errorf("the last receipt is %q to ?%s", told.form.Get("MessageStatus"), told.query)
			}
		})
	}
}

func TestTheJournalStaysBounded(t *testing.T) {
	path := filepath.Join(t.TempDir(), "phones.jsonl")
	d := newDesk(t, twiml(hello))
	small := func(c *carrier.Config) { c.Keep, c.OptOut.On = 5, true }
	first := journalled(t, d, path, small)
	text(t, first, "STOP")
	for range 40 {
		text(t, first, "Bonjour")
	}
	first.Close()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if lines := strings.Count(string(data), "\n"); lines > 8*5 {
		t.Errorf("%d lines, at most %d", lines, 8*5)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, error %v, want 0600", info.Mode(), err)
	}
	second := journalled(t, d, path, small)
	before, after := first.Messages(), second.Messages()
	if diff := cmp.Diff(plain(t, before[len(before)-5:]), plain(t, after[len(after)-5:])); diff != "" {
		t.Errorf("the last five messages (-before +after):\n%s", diff)
	}
	text(t, second, "Bonjour")
	last := second.Events()[len(second.Events())-1]
	if last.Code != 21610 {
		t.Errorf("last event %s %d, want the opt-out to hold", last.Kind, last.Code)
	}
}
