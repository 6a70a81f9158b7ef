package wire

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"path"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"relais/infra/standin"
	"relais/infra/standin/account"
	"relais/infra/standin/carrier"
	"relais/tests/checker"
)

var (
	minutes = flag.Int("wire.minutes", 0, "how long functions are killed at random")
	seed    = flag.Uint64("wire.seed", uint64(time.Now().UnixNano()), "of faults and random kills; by the clock if it is not given")
	rounds  = flag.Int("wire.rounds", 2, "how often the script is played under each fault")
)

// trouble does to a request what goes wrong on a way: it may forward it with next,
// twice or never, and answers, or cuts the connection.
type trouble func(w http.ResponseWriter, r *http.Request, next func(*http.Request) *httptest.ResponseRecorder)

func throttled(w http.ResponseWriter, r *http.Request, _ func(*http.Request) *httptest.ResponseRecorder) {
	status, kind := http.StatusBadRequest, "ThrottlingException"
	switch service := account.Service(r); {
	case service == "dynamodb":
		kind = "com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException"
	case service == "outside" && strings.HasPrefix(r.URL.Path, "/api/"):
		w.Header().Set("Retry-After", "1")
		status, kind = http.StatusTooManyRequests, ""
	case service == "outside":
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(http.StatusTooManyRequests)
		io.WriteString(w, `{"code":20429,"message":"Too Many Requests","status":429}`)
		return
	}
	refuse(w, status, kind)
}

// late answers after a time: mostly while somebody waits, seldom when nobody does.
func late(chance *locking) trouble {
	return func(w http.ResponseWriter, r *http.Request, next func(*http.Request) *httptest.ResponseRecorder) {
		answer := next(r)
		delay := time.Duration(chance.IntN(400)) * time.Millisecond
		if chance.IntN(20) == 0 {
			delay = 5 * time.Second // above the store's budget for a webhook
		}
		select {
		case <-time.After(delay):
			pass(w, answer)
		case <-r.Context().Done():
			panic(http.ErrAbortHandler)
		}
	}
}

func lost(_ http.ResponseWriter, r *http.Request, next func(*http.Request) *httptest.ResponseRecorder) {
	next(r)
	panic(http.ErrAbortHandler)
}

func notSent(http.ResponseWriter, *http.Request, func(*http.Request) *httptest.ResponseRecorder) {
	panic(http.ErrAbortHandler)
}

// doubled carries a request out twice and gives the second answer. Not one that has
// Twilio or Slack say something: they know no idempotency key, so that nothing on our
// side could keep it from being said twice.
func doubled(w http.ResponseWriter, r *http.Request, next func(*http.Request) *httptest.ResponseRecorder) {
	answer := next(r)
	if !says(r) {
		answer = next(r)
	}
	pass(w, answer)
}

func says(r *http.Request) bool {
	if account.Service(r) != "outside" || r.Method != http.MethodPost {
		return false
	}
	what := path.Base(r.URL.Path)
	return what == "Messages.json" || strings.HasPrefix(what, "chat.post")
}

// locking is a source of chance for several users.
type locking struct {
	mu   sync.Mutex
	rand *rand.Rand
}

func (l *locking) IntN(n int) int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.rand.IntN(n)
}

// way puts trouble on the way of one in so many requests, until it heals.
type way struct {
	chance  *locking
	one     int
	trouble func() trouble
	healed  atomic.Bool
	struck  atomic.Int64
}

func (f *way) of(_ *deployed, _ string, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			panic(http.ErrAbortHandler)
		}
		ask := func(r *http.Request) *httptest.ResponseRecorder {
			again := r.Clone(context.WithoutCancel(r.Context()))
			again.Body = io.NopCloser(bytes.NewReader(body))
			answer := httptest.NewRecorder()
			next.ServeHTTP(answer, again)
			return answer
		}
		if f.healed.Load() || f.chance.IntN(f.one) > 0 {
			pass(w, ask(r))
			return
		}
		f.struck.Add(1)
		f.trouble()(w, r, ask)
	})
}

// always gives the same trouble.
func always(what trouble) func(*locking) func() trouble {
	return func(*locking) func() trouble { return func() trouble { return what } }
}

// TestTrouble plays the script while one request in eight meets a fault, heals, and
// judges.
func TestTrouble(t *testing.T) {
	seldom := standin.Chance{P: 1.0 / 8}
	twice := carrier.Faults{DuplicateWebhook: seldom, ReceiptDuplicate: seldom}
	tests := []struct {
		name   string
		what   func(*locking) func() trouble
		theirs carrier.Faults // what the carrier does to its own requests meanwhile
	}{
		{"throttled", always(throttled), carrier.Faults{}},
		{"answers come late", func(c *locking) func() trouble { return func() trouble { return late(c) } }, carrier.Faults{}},
		{"answers are lost", always(lost), carrier.Faults{}},
		{"requests are lost", always(notSent), carrier.Faults{}},
		{"requests are carried out twice", always(doubled), twice},
		{"all of it", anything, twice},
	}
	for _, tt := range tests {
		for round := range *rounds {
			t.Run(fmt.Sprintf("%s %d", tt.name, round+1), func(t *testing.T) {
				t.Parallel()
				chance := &locking{rand: rand.New(rand.NewPCG(*seed, uint64(round)))}
				f := &way{chance: chance, one: 8, trouble: tt.what(chance)}
				d := deploy(t, setup{front: f.of})
				d.carrier.SetFaults(tt.theirs)
				d.script()
				f.healed.Store(true)
				d.carrier.SetFaults(carrier.Faults{})
				seen := d.judge()
				if f.struck.Load() == 0 {
					t.Error("no request met the fault")
				}
				t.Logf("measured: %d faults (%s); %s", f.struck.Load(), tt.name, checker.Summary(seen))
				if t.Failed() {
					t.Logf("again with -wire.seed %d; the moments differ", *seed)
				}
			})
		}
	}
}

// anything draws a fault.
func anything(c *locking) func() trouble {
	all := []trouble{throttled, late(c), lost, notSent, doubled}
	return func() trouble { return all[c.IntN(len(all))] }
}

// TestKilledAtRandom kills functions at random, every two seconds or so, while phones
// talk, the ways are bad, and everything runs by itself as it does on AWS.
func TestKilledAtRandom(t *testing.T) {
	const talkers, patience = 6, 5 * time.Second
	length := max(time.Duration(*minutes)*time.Minute, 20*time.Second)
	chance := &locking{rand: rand.New(rand.NewPCG(*seed, 1<<32))}
	f := &way{chance: chance, one: 60, trouble: anything(chance)}
	d := deploy(t, setup{front: f.of})
	ctx, stop := context.WithCancel(t.Context())
	ran := make(chan struct{})
	go func() {
		defer close(ran)
		d.Account.Run(ctx, time.Second, func(string, error) {}) // that things fail is the point
	}()
	var all sync.WaitGroup
	over := time.Now().Add(length)
	for i := range talkers {
		all.Go(func() {
			for n := i; time.Now().Before(over); n += talkers {
				phone := fmt.Sprintf("+33639%06d", 984000+n)
				for _, words := range turns {
					before, _ := d.heard(phone)
					if _, err := d.carrier.Send(ctx, carrier.SMS{From: phone, To: number, Body: words}); err != nil {
						return
					}
					for wait := time.Now().Add(patience); time.Now().Before(wait); time.Sleep(20 * time.Millisecond) {
						if now, _ := d.heard(phone); now > before {
							break
						}
					}
					time.Sleep(time.Duration(200+chance.IntN(800)) * time.Millisecond)
				}
			}
		})
	}
	kills := 0
	for names := []string{"sms", "outbox", "escalation", "timer"}; time.Now().Before(over); kills++ {
		time.Sleep(time.Duration(1000+chance.IntN(2000)) * time.Millisecond)
		d.Account.Kill(names[chance.IntN(len(names))])
	}
	all.Wait()
	f.healed.Store(true)
	stop()
	<-ran
	seen := d.judge()
	t.Logf("measured: %d kills and %d other faults in %s; %s", kills, f.struck.Load(), length, checker.Summary(seen))
	if t.Failed() {
		t.Logf("again with -wire.seed %d; the moments differ", *seed)
	}
}
