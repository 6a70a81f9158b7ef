package twilio_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"relais/dialogs/intake"
	"relais/dialogs/outbox"
	"relais/infra/standin"
	"relais/infra/standin/carrier"
	"relais/infra/twilio"
)

const (
	account = "AC0123456789abcdef0123456789abcdef"
	token   = "0123456789abcdef0123456789abcdef"
	number  = "+33939000076"
	phone   = "+33639980123"
	public  = "https://relais.example"
)

func ours() twilio.Account {
	return twilio.Account{SID: account, Tokens: []string{token}, PublicURL: public, Numbers: []string{number}}
}

func text() outbox.Text {
	return outbox.Text{
		ID: "case.7.sms", Turn: intake.Ref{Key: intake.Key{Channel: "sms", Address: "00ff"}, N: 7},
		From: number, To: phone, Body: "Toujours là ? é €", Validity: 15 * time.Minute,
	}
}

func client(t *testing.T, api http.Handler, change func(*twilio.Account)) *twilio.Client {
	t.Helper()
	server := httptest.NewServer(api)
	t.Cleanup(server.Close)
	a := ours()
	a.APIURL = server.URL
	if change != nil {
		change(&a)
	}
	c, err := twilio.NewClient(a, nil)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func standIn(t *testing.T, change func(*carrier.Config)) *carrier.Server {
	t.Helper()
	config := carrier.Config{
		AccountSID: account, AuthToken: token, Numbers: []string{number}, Senders: []string{"Relais"},
		WebhookURL: public + twilio.PathSMS, OptOut: carrier.OptOut{On: true},
		PublicURL: public, DialURL: "http://127.0.0.1:1", // nobody listens: receipts are not looked at here
	}
	if change != nil {
		change(&config)
	}
	s, err := carrier.New(config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	return s
}

// outcome names what an error means to the outbox.
func outcome(err error) string {
	var refused *outbox.Refused
	switch {
	case err == nil:
		return "sent"
	case errors.As(err, &refused):
		return "refused " + refused.Reason
	case errors.Is(err, outbox.ErrLater):
		return "later"
	}
	return "unknown"
}

// secretive reports an error that shows whom a text goes to, what it says or who we are.
func secretive(t *testing.T, err error, more ...string) {
	t.Helper()
	for _, secret := range append(more, phone[1:], url.QueryEscape(phone), text().Body, "Toujours", account, token) {
		if err != nil && strings.Contains(err.Error(), secret) {
			t.Errorf("error %q shows %q", err, secret)
		}
	}
}

func TestSendAtTheStandIn(t *testing.T) {
	tests := []struct {
		name   string
		change func(*outbox.Text)
		faults standin.APIFaults
		want   string
		left   int // messages that left
	}{
		{"taken", nil, standin.APIFaults{}, "sent", 1},
		{"a number that is none", func(o *outbox.Text) { o.To = "+33" }, standin.APIFaults{}, "refused 21211", 0},
		{"nothing to say", func(o *outbox.Text) { o.Body = "" }, standin.APIFaults{}, "refused 21602", 0},
		{"1,601 letters", func(o *outbox.Text) { o.Body = strings.Repeat("a", 1601) }, standin.APIFaults{}, "refused 21617", 0},
		{"a sender that is not ours", func(o *outbox.Text) { o.From = "+33939999999" }, standin.APIFaults{}, "refused 21606", 0},
		{"opted out", func(o *outbox.Text) { o.To = "+33639980999" }, standin.APIFaults{}, "refused 21610", 0},
		{"no validity", func(o *outbox.Text) { o.Validity = 0 }, standin.APIFaults{}, "sent", 1},
		{"a validity of less than a second", func(o *outbox.Text) { o.Validity = time.Millisecond }, standin.APIFaults{}, "sent", 1},
		{"a validity of a week", func(o *outbox.Text) { o.Validity = 7 * 24 * time.Hour }, standin.APIFaults{}, "sent", 1},
		{"throttled", nil, standin.APIFaults{Throttle: standin.Chance{Next: 1}}, "later", 0},
		{"status 500", nil, standin.APIFaults{Fail: standin.Chance{Next: 1}}, "unknown", 0},
		{"taken, and the answer lost", nil, standin.APIFaults{LostAnswer: standin.Chance{Next: 1}}, "unknown", 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := standIn(t, nil)
			if _, err := s.Send(t.Context(), carrier.SMS{From: "+33639980999", To: number, Body: "STOP"}); err != nil {
				t.Fatal(err)
			}
			s.SetFaults(carrier.Faults{API: tt.faults})
			o := text()
			if tt.change != nil {
				tt.change(&o)
			}
			ref, err := client(t, s, nil).Send(t.Context(), o)
			if got := outcome(err); got != tt.want {
				t.Errorf("Send = %q, %v: %s, want %s", ref, err, got, tt.want)
			}
			secretive(t, err)
			left := 0
			for _, m := range s.Messages() {
				if m.Direction != "inbound" {
					left++
				}
				if m.Direction != "inbound" && err == nil && m.SID != ref {
					t.Errorf("ref %q, the message is %q", ref, m.SID)
				}
			}
			if left != tt.left {
				t.Errorf("%d messages left, want %d", left, tt.left)
			}
		})
	}
}

func TestSendReadsTheAnswer(t *testing.T) {
	refusal := func(status, code int) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(status)
			fmt.Fprintf(w, `{"code":%d,"message":"about %s","status":%d}`, code, phone, status)
		}
	}
	plain := func(status int, body string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(status); io.WriteString(w, body) }
	}
	tests := []struct {
		name   string
		answer http.HandlerFunc
		want   string
	}{
		{"a landline", refusal(400, 21614), "refused 21614"},
		{"a country that is switched off", refusal(403, 21408), "refused 21408"},
		{"a route that is not there", refusal(400, 21612), "refused 21612"},
		{"a wrong token", refusal(401, 20003), "later"},
		{"an account put on hold", refusal(403, 20005), "later"},
		{"throttled", refusal(429, 20429), "later"},
		{"throttled by something between", plain(429, "slow down"), "later"},
		{"not in service, says the carrier", refusal(503, 20503), "later"},
		{"not in service, says something between", plain(503, "<html>"), "unknown"},
		{"an error in a page", plain(500, "<html>"), "unknown"},
		{"a bad gateway", plain(502, ""), "unknown"},
		{"refused in a page", plain(404, "<html>"), "refused http_404"},
		{"too slow for a proxy", plain(408, ""), "unknown"},
		{"sent elsewhere", func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "https://evil.example", http.StatusTemporaryRedirect)
		}, "unknown"},
		{"taken, without an id", plain(201, "{}"), "unknown"},
		{"taken, in no JSON", plain(201, "ok"), "unknown"},
		{"cut", func(w http.ResponseWriter, _ *http.Request) { panic(http.ErrAbortHandler) }, "unknown"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var calls atomic.Int64
			_, err := client(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { calls.Add(1); tt.answer(w, r) }), nil).Send(t.Context(), text())
			if got := outcome(err); got != tt.want {
				t.Errorf("Send: %v: %s, want %s", err, got, tt.want)
			}
			if calls.Load() != 1 {
				t.Errorf("%d calls, want 1: nothing is tried again here", calls.Load())
			}
			secretive(t, err)
		})
	}
}

func TestSendThatDoesNotArrive(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	listener.Close()
	a := ours()
	a.APIURL = "http://" + listener.Addr().String()
	c, err := twilio.NewClient(a, nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.Send(t.Context(), text()); outcome(err) != "later" {
		t.Errorf("nobody listens: %v, want later", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := c.Send(ctx, text()); outcome(err) != "later" {
		t.Errorf("given up before it began: %v, want later", err)
	}
}

func TestSendThatIsGivenUp(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	c := client(t, http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		io.Copy(io.Discard, r.Body)
		cancel()
		<-r.Context().Done()
	}), nil)
	if _, err := c.Send(ctx, text()); outcome(err) != "unknown" {
		t.Errorf("given up when the carrier had it: %v, want unknown", err)
	}
}

func TestSendSays(t *testing.T) {
	// The library would send elsewhere, were it asked.
	t.Setenv("TWILIO_EDGE", "sydney")
	t.Setenv("TWILIO_REGION", "au1")
	var got url.Values
	var path, user, password string
	c := client(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r.ParseForm()
		got, path = r.PostForm, r.URL.Path
		user, password, _ = r.BasicAuth()
		io.WriteString(w, `{"sid":"SM1"}`)
	}), func(a *twilio.Account) { a.Sender = "Relais"; a.Tokens = append(a.Tokens, "fedcba") })
	ref, err := c.Send(t.Context(), text())
	if err != nil || ref != "SM1" {
		t.Fatalf("Send = %q, %v", ref, err)
	}
	want := url.Values{
		"To": {phone}, "From": {"Relais"}, "Body": {text().Body}, "ValidityPeriod": {"900"},
		"StatusCallback": {"https://relais.example/twilio/status?o=case.7.sms&t=sms%2300ff%230.7"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("form (-want +got):\n%s", diff)
	}
	if path != "/2010-04-01/Accounts/"+account+"/Messages.json" || user != account || password != token {
		t.Errorf("sent to %s as %s", path, user)
	}
}

func TestFind(t *testing.T) {
	now := time.Date(2026, 11, 21, 2, 7, 0, 0, time.UTC)
	tests := []struct {
		name  string
		find  func(*outbox.Text)
		since time.Duration // after it was sent
		found bool
	}{
		{"the same words", nil, 0, true},
		{"the carrier's clock is half a minute behind", nil, 30 * time.Second, true},
		{"words of before", nil, 2 * time.Minute, false},
		{"other words", func(o *outbox.Text) { o.Body += " " }, 0, false},
		{"the same words to somebody else", func(o *outbox.Text) { o.To = "+33639980124" }, 0, false},
		{"the same words from another number", func(o *outbox.Text) { o.From = "+33939000011" }, 0, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := standIn(t, func(c *carrier.Config) {
				c.Now, c.QueueDelay = func() time.Time { return now }, time.Hour // still waits at the carrier
			})
			c := client(t, s, nil)
			ref, err := c.Send(t.Context(), text())
			if err != nil {
				t.Fatal(err)
			}
			o := text()
			if tt.find != nil {
				tt.find(&o)
			}
			got, found, err := c.Find(t.Context(), o, now.Add(tt.since))
			if err != nil || found != tt.found || found && got != ref {
				t.Errorf("Find = %q, %t, %v, want %q, %t", got, found, err, ref, tt.found)
			}
		})
	}
}

func TestFindTakesTheNewest(t *testing.T) {
	now := time.Date(2026, 11, 21, 2, 7, 0, 0, time.UTC)
	s := standIn(t, func(c *carrier.Config) { c.Now = func() time.Time { return now } })
	c := client(t, s, nil)
	var last string
	for range 3 {
		now = now.Add(time.Second)
		var err error
		if last, err = c.Send(t.Context(), text()); err != nil {
			t.Fatal(err)
		}
		if err := s.Settle(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if got, found, err := c.Find(t.Context(), text(), now.Add(-time.Minute)); err != nil || !found || got != last {
		t.Errorf("Find = %q, %t, %v, want %q", got, found, err, last)
	}
}

func TestFindThatFails(t *testing.T) {
	for name, answer := range map[string]string{"no JSON": "<html>", "a message without a day": `{"messages":[{"sid":"SM1","from":"` + number + `","body":"Toujours là ? é €","direction":"outbound-api"}]}`} {
		t.Run(name, func(t *testing.T) {
			c := client(t, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, answer) }), nil)
			_, found, err := c.Find(t.Context(), text(), time.Time{})
			if err == nil || found {
				t.Errorf("found %t, %v, want an error", found, err)
			}
			secretive(t, err)
		})
	}
	a := ours()
	a.APIURL = "http://127.0.0.1:1"
	c, err := twilio.NewClient(a, nil)
	if err != nil {
		t.Fatal(err)
	}
	_, _, err = c.Find(t.Context(), text(), time.Time{})
	if err == nil {
		t.Error("no error where nobody listens")
	}
	secretive(t, err)
}

func TestAnAccountWithFaults(t *testing.T) {
	tests := []struct {
		name   string
		change func(*twilio.Account)
	}{
		{"no account id", func(a *twilio.Account) { a.SID = "" }},
		{"T05 no token", func(a *twilio.Account) { a.Tokens = nil }},
		{"T05 an empty token", func(a *twilio.Account) { a.Tokens = []string{token, ""} }},
		{"no number", func(a *twilio.Account) { a.Numbers = nil }},
		{"no public URL", func(a *twilio.Account) { a.PublicURL = "" }},
		{"T06 a user in the public URL", func(a *twilio.Account) { a.PublicURL = "https://user@relais.example" }},
		{"a path in the public URL", func(a *twilio.Account) { a.PublicURL = "https://relais.example/" }},
		{"a query in the public URL", func(a *twilio.Account) { a.PublicURL = "https://relais.example?" }},
		{"an API that is no address", func(a *twilio.Account) { a.APIURL = "api.twilio.com" }},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			a := ours()
			tt.change(&a)
			_, err := twilio.NewParser(a)
			_, err2 := twilio.NewClient(a, nil)
			if err == nil || err2 == nil {
				t.Errorf("NewParser: %v, NewClient: %v, want errors", err, err2)
			}
			secretive(t, errors.Join(err, err2))
		})
	}
	if got := fmt.Sprintf("%v %+v %#v %s", ours(), ours(), ours(), []twilio.Account{ours()}); strings.Contains(got, token) {
		t.Errorf("an account prints as %s", got)
	}
}

// page is a text to somebody on duty, to be said.
func page() outbox.Text {
	t := text()
	t.Spoken, t.Body = "fr-FR", "Relais. Dossier K, 7, M & 2, Q, X."
	return t
}

func TestCall(t *testing.T) {
	tests := []struct {
		name   string
		sender string // the account's
		change func(*outbox.Text)
		want   string // reason of the refusal; empty: the phone rings
	}{
		{"somebody on duty is told", "", nil, ""},
		{"a name sends texts, a number of ours calls", "RELAIS", nil, ""},
		{"no telephone", "", func(t *outbox.Text) { t.To = "+33" }, "21211"},
		{"longer than a request takes", "", func(t *outbox.Text) { t.Body = strings.Repeat("a", 1400) }, "21625"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			standin, err := carrier.New(carrier.Config{AccountSID: account, AuthToken: token, Numbers: []string{number}, Senders: []string{"RELAIS"}, WebhookURL: "http://127.0.0.1:1/"})
			if err != nil {
				t.Fatal(err)
			}
			defer standin.Close()
			c := client(t, standin, func(a *twilio.Account) { a.Sender = tt.sender })
			call := page()
			if tt.change != nil {
				tt.change(&call)
			}
			begun := time.Now()
			if _, found, err := c.Find(t.Context(), call, begun); tt.want == "" && (found || err != nil) {
				t.Errorf("before it rang: found %t, %v", found, err)
			}
			ref, err := c.Send(t.Context(), call)
			if refused, ok := errors.AsType[*outbox.Refused](err); ok {
				if refused.Reason != tt.want {
					t.Errorf("refused: %s, want %q", refused.Reason, tt.want)
				}
				return
			}
			if err != nil || tt.want != "" {
				t.Fatalf("Send = %v, want refusal %q", err, tt.want)
			}
			messages := standin.Messages()
			if len(messages) != 1 || messages[0].From != number || messages[0].To != phone || strings.Count(messages[0].Body, call.Body) != 3 {
				t.Errorf("what rang: %+v", messages)
			}
			if got, found, err := c.Find(t.Context(), call, begun); got != ref || !found || err != nil {
				t.Errorf("Find = %q, %t, %v, want %q", got, found, err, ref)
			}
			if _, found, err := c.Find(t.Context(), call, begun.Add(time.Minute)); found || err != nil {
				t.Errorf("a later attempt found it: %t, %v", found, err)
			}
			if _, found, err := c.Find(t.Context(), text(), begun); found || err != nil {
				t.Errorf("it is found among the texts: %t, %v", found, err)
			}
		})
	}
}
