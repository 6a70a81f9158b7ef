package wire

import (
	"cmp"
	"context"
	"flag"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"path"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"relais/dialogs"
	"relais/dialogs/intake"
	"relais/dialogs/understand"
	sms "relais/functions/sms/handler"
	"relais/infra/standin/account"
	"relais/infra/standin/lambda"
	"relais/infra/twilio"
	"relais/locales"
	"relais/tests/checker"
)

var every = flag.Bool("wire.every", false, "kill at every request, not at the chosen ones alone")

// The phones of the script. The second one wrote a while ago and fell silent.
const (
	talker = "+33639980001"
	silent = "+33639980002"
)

// turns are what the talker writes: six turns, and the case reaches the analysts with
// the second.
var turns = []string{"on a un ransomware a la mairie", "1", "1", "2", "HUMAIN", "1"}

// script plays six turns, their escalation and one text that is no answer. Nothing
// happens by the clock, so that the requests come in the same order each time.
func (d *deployed) script() {
	d.Helper()
	d.ago(20*time.Minute, silent, "rançon sur tous les ecrans et ca continue sur les autres") // it spreads: the reprompt does not wait for the morning
	for _, words := range turns {
		d.text(talker, words)
		d.pump()
	}
	d.Schedules(d.Context()) // the silence is due; what it killed comes again
	d.pump()
}

// ago lets somebody write a while ago: the handler runs here, by a clock that is slow.
func (d *deployed) ago(by time.Duration, phone string, texts ...string) {
	d.Helper()
	parser, err := twilio.NewParser(twilio.Account{SID: accountSID, Tokens: []string{authToken}, PublicURL: publicURL, Numbers: []string{number}})
	if err != nil {
		d.Fatal(err)
	}
	desks := map[string]bool{}
	for _, region := range d.regions {
		desks[region] = true
	}
	past := &sms.Handler{
		Parser: parser, Clock: func() time.Time { return time.Now().Add(-by) }, Log: quiet,
		Desk: &intake.Desk{
			Log: d.store, Blobs: d.store, Keys: d.keys, Set: dialogs.Set(), Texts: locales.Default(), Reader: understand.New(),
			Territory: intake.Territory{Numbers: d.numbers, Desks: desks}, Chance: randomness{},
		},
	}
	var handler http.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			panic(http.ErrAbortHandler)
		}
		response, err := past.Handle(r.Context(), lambda.HTTPEvent(r, body))
		if err != nil {
			panic(http.ErrAbortHandler)
		}
		for name, value := range response.Headers {
			w.Header().Set(name, value)
		}
		w.WriteHeader(response.StatusCode)
		io.WriteString(w, response.Body)
	})
	d.reporters.Store(&handler)
	defer d.reporters.Store(nil)
	for _, words := range texts {
		d.text(phone, words)
	}
}

// request is one request of a function, by its name and how often it was made.
type request struct {
	what string // "sms PutItem", "escalation chat.postMessage"
	nth  int    // of its kind, from 1
}

func (r request) String() string { return fmt.Sprintf("%s %d", r.what, r.nth) }

// front counts the requests of all functions and kills one of them at one request.
type front struct {
	at     request // none: nobody is killed
	before bool    // the request is not forwarded

	mu     sync.Mutex
	counts map[string]int
	seen   []request
	struck bool
}

// name says what a request of a function asks.
func name(function string, r *http.Request) string {
	_, operation, _ := strings.Cut(r.Header.Get("X-Amz-Target"), ".")
	return function + " " + cmp.Or(operation, path.Base(r.URL.Path))
}

func (f *front) next(function string, r *http.Request) (strikes bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	what := name(function, r)
	f.counts[what]++
	this := request{what, f.counts[what]}
	f.seen = append(f.seen, this)
	if f.struck || this != f.at {
		return false
	}
	f.struck = true
	return true
}

func (f *front) of(d *deployed, function string, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		strikes := f.next(function, r)
		if strikes && f.before {
			d.Account.Kill(function)
			panic(http.ErrAbortHandler)
		}
		answer := httptest.NewRecorder()
		next.ServeHTTP(answer, r.WithContext(context.WithoutCancel(r.Context())))
		if strikes {
			d.Account.Kill(function)
			panic(http.ErrAbortHandler)
		}
		pass(w, answer)
	})
}

func pass(w http.ResponseWriter, answer *httptest.ResponseRecorder) {
	for name, values := range answer.Header() {
		w.Header()[name] = values
	}
	w.WriteHeader(answer.Code)
	w.Write(answer.Body.Bytes())
}

// killed plays the script, kills at one request, heals, and judges.
func killed(t *testing.T, table *account.Server, at request, before bool) *front {
	t.Helper()
	f := &front{at: at, before: before, counts: map[string]int{}}
	d := deploy(t, setup{front: f.of, table: table})
	d.script()
	seen := d.judge()
	if answers, others := d.heard(talker); answers != len(turns) || others != 0 {
		t.Errorf("the talker got %d answers and %d other texts, want %d and none", answers, others, len(turns))
	}
	if answers, others := d.heard(silent); answers != 1 || others != 1 {
		t.Errorf("the silent one got %d answers and %d other texts, want one of each", answers, others)
	}
	if n := d.cards("76"); n != 2 {
		t.Errorf("%d cards, want 2", n)
	}
	if at.nth == 0 {
		t.Logf("measured: %d requests; %s", len(f.seen), checker.Summary(seen))
	}
	return f
}

// TestKilled kills a function at the requests where most is at stake; with
// -wire.every at every request of the script, before and after it was forwarded.
func TestKilled(t *testing.T) {
	chosen := []struct {
		name   string
		at     request
		before bool
	}{
		{"a first text, not yet taken", request{"sms PutItem", 1}, true},
		{"a first text, taken and not answered", request{"sms PutItem", 1}, false},
		{"a receipt, noted and not confirmed", request{"sms UpdateItem", 1}, false},
		{"a case in the queue and not settled", request{"outbox SendMessage", 1}, false},
		{"a case not settled, again", request{"outbox UpdateItem", 2}, true},
		{"a card claimed and not posted", request{"escalation PutItem", 1}, false},
		{"a card posted, and nobody knows", request{"escalation chat.postMessage", 1}, false},
		{"a card changed, and nobody knows", request{"escalation chat.update", 1}, false},
		{"a silence noted, its text not sent", request{"timer PutItem", 1}, false},
		{"a text sent, and nobody knows", request{"outbox Messages.json", 1}, false},
	}
	if !*every {
		for _, tt := range chosen {
			t.Run(tt.name, func(t *testing.T) {
				t.Parallel()
				if !killed(t, nil, tt.at, tt.before).struck {
					t.Errorf("the script never came to %s", tt.at)
				}
			})
		}
		return
	}
	var all []request
	t.Run("nobody", func(t *testing.T) { all = killed(t, nil, request{}, false).seen })
	for _, tt := range chosen {
		if !slices.Contains(all, tt.at) {
			t.Errorf("the script has no %s", tt.at)
		}
	}
	var missed atomic.Int64
	t.Cleanup(func() {
		// What is asked again because somebody was slow comes in one run and not in another.
		t.Logf("measured: %d requests, each with a kill before and after; %d of these were not come to", len(all), missed.Load())
		if int(missed.Load()) > len(all)/10 {
			t.Error("the script is not the same each time")
		}
	})
	type kill struct {
		at     request
		before bool
	}
	var kills []kill
	for _, at := range all {
		kills = append(kills, kill{at, true}, kill{at, false})
	}
	// DynamoDB Local keeps the changes of tables that are gone, and is slower with each.
	for some := range slices.Chunk(kills, 32) {
		t.Run("some", func(t *testing.T) {
			table, err := account.StartDynamoDB(t.Context(), tools)
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(table.Stop)
			for _, k := range some {
				t.Run(fmt.Sprintf("%s, before %t", k.at, k.before), func(t *testing.T) {
					t.Parallel()
					if !killed(t, table, k.at, k.before).struck {
						missed.Add(1)
					}
				})
			}
		})
	}
}
