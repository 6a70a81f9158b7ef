package wire

import (
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"relais/dialogs/intake"
	"relais/locales"
)

// TestAway takes services away from the function that answers texts. What it promises
// is durable, and once they are back the message is taken and answered, once, from
// the queue of late messages or from the carrier's list.
func TestAway(t *testing.T) {
	text := func(id string) string { text, _ := locales.Default().Source("fr", id); return text }
	tests := []struct {
		name  string
		away  []string // beginnings of X-Amz-Target
		first string   // what the phone reads while they are away
		waits int      // messages in the late queue then
	}{
		{"the table", []string{"DynamoDB_"}, text("notice.late"), 1},
		{"table and queue", []string{"DynamoDB_", "AmazonSQS"}, text("notice.apology"), 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var away atomic.Bool
			away.Store(true)
			d := deploy(t, setup{front: func(_ *deployed, function string, next http.Handler) http.Handler {
				return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
					for _, target := range tt.away {
						if function == "sms" && away.Load() && strings.HasPrefix(r.Header.Get("X-Amz-Target"), target) {
							w.WriteHeader(http.StatusServiceUnavailable)
							return
						}
					}
					next.ServeHTTP(w, r)
				})
			}})
			const phone = "+33639980123"
			sid := d.text(phone, "tous nos fichiers sont chiffrés")
			if read := d.readBy(phone); len(read) != 1 || !strings.HasPrefix(read[0], tt.first) {
				t.Errorf("the phone reads %q, want %q", read, tt.first)
			}
			if waits := d.late(); waits != tt.waits {
				t.Errorf("%d messages wait in the late queue, want %d", waits, tt.waits)
			}
			away.Store(false)
			for end := time.Now().Add(20 * time.Second); len(d.readBy(phone)) < 2 && time.Now().Before(end); {
				d.rests()
				time.Sleep(200 * time.Millisecond)
			}
			d.judge()
			read := d.readBy(phone)
			if len(read) != 2 || !strings.Contains(read[1], "1) ") {
				t.Errorf("the phone reads %q, want the answer after first aid, once", read)
			}
			if waits := d.late(); waits != 0 {
				t.Errorf("%d messages still wait", waits)
			}
			head, err := d.store.Head(t.Context(), intake.Key{Channel: "sms", Address: d.keys.Address("sms", phone)})
			if err != nil || head.N != 1 {
				t.Errorf("turn %d, %v: message %s stands in the log more than once", head.N, err, sid)
			}
		})
	}
}

// readBy lists what a phone has got, oldest first.
func (d *deployed) readBy(phone string) (texts []string) {
	for _, m := range d.carrier.Messages() {
		if m.To == phone && m.Status == "delivered" && m.Direction != "inbound" {
			texts = append(texts, m.Body)
		}
	}
	return texts
}

// late counts the messages that wait in the late queue.
func (d *deployed) late() int {
	d.Helper()
	for _, q := range d.Queues() {
		if strings.HasSuffix(q.Name, "-late") {
			waiting, dead, err := d.Waiting(d.Context(), q)
			if err != nil || dead > 0 {
				d.Fatalf("late queue: %d dead letters, %v", dead, err)
			}
			return waiting
		}
	}
	d.Fatal("there is no late queue")
	return 0
}
