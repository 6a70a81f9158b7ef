package carrier_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/twilio/twilio-go/client"
	openapi "github.com/twilio/twilio-go/rest/api/v2010"

	"relais/infra/standin"
	"relais/infra/standin/carrier"
)

const (
	account = "AC0123456789abcdef0123456789abcdef"
	token   = "0123456789abcdef"
	number  = "+33939010203"
	phone   = "+33612345678"
	public  = "https://relais.example"
)

// desk is the program under test as the carrier sees it.
type desk struct {
	*httptest.Server
	mu       sync.Mutex
	requests []request
	answer   func(http.ResponseWriter, *http.Request)
}

type request struct {
	path      string
	query     string
	form      url.Values
	body      []byte
	signature string
}

func newDesk(t *testing.T, answer func(http.ResponseWriter, *http.Request)) *desk {
	t.Helper()
	d := &desk{answer: answer}
	d.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		form, _ := url.ParseQuery(string(body))
		d.mu.Lock()
		d.requests = append(d.requests, request{r.URL.Path, r.URL.RawQuery, form, body, r.Header.Get("X-Twilio-Signature")})
		d.mu.Unlock()
		r.Body = io.NopCloser(bytes.NewReader(body))
		d.answer(w, r)
	}))
	t.Cleanup(d.Server.Close)
	return d
}

func (d *desk) got() []request {
	d.mu.Lock()
	defer d.mu.Unlock()
	return append([]request(nil), d.requests...)
}

func twiml(document string) func(http.ResponseWriter, *http.Request) {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/xml")
		io.WriteString(w, document)
	}
}

func start(t *testing.T, d *desk, change func(*carrier.Config)) *carrier.Server {
	t.Helper()
	config := carrier.Config{
		AccountSID: account, AuthToken: token, Numbers: []string{number}, Senders: []string{"Relais", "38063"},
		WebhookURL: public + "/twilio/sms?home=local", FallbackURL: public + "/twilio/fallback",
		PublicURL: public, DialURL: d.URL, Second: 200 * time.Millisecond, // so 3 s for a webhook
	}
	if change != nil {
		change(&config)
	}
	server, err := carrier.New(config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(server.Close)
	return server
}

func text(t *testing.T, s *carrier.Server, body string) string {
	t.Helper()
	sid, err := s.Send(t.Context(), carrier.SMS{From: phone, To: number, Body: body})
	if err != nil {
		t.Fatal(err)
	}
	settle(t, s)
	return sid
}

func settle(t *testing.T, s *carrier.Server) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	if err := s.Settle(ctx); err != nil {
		t.Fatalf("settle: %v", err)
	}
}

// story writes the ledger without ids and times.
func story(s *carrier.Server) []string {
	var lines []string
	for _, e := range s.Events() {
		switch {
		case e.Message != nil && e.Kind == carrier.Status:
			lines = append(lines, fmt.Sprintf("status %s %d", e.Message.Status, e.Message.ErrorCode))
		case e.Message != nil:
			lines = append(lines, fmt.Sprintf("%s %s → %s: %s", e.Kind, e.Message.From, e.Message.To, e.Message.Body))
		case e.Call != nil:
			address, _ := url.Parse(e.Call.URL)
			line := fmt.Sprintf("%s %s %d", e.Kind, address.Path, e.Call.Status)
			if e.Call.Receipt != "" {
				line += " " + e.Call.Receipt
			}
			if e.Call.Unheard {
				line += " unheard"
			}
			lines = append(lines, line)
		default:
			lines = append(lines, fmt.Sprintf("alert %d warning=%t", e.Code, e.Warning))
		}
	}
	return lines
}

func wantStory(t *testing.T, s *carrier.Server, want ...string) {
	t.Helper()
	if diff := cmp.Diff(want, story(s)); diff != "" {
		t.Errorf("ledger (-want +got):\n%s\n%+v", diff, s.Events())
	}
}

func TestATextIsAnsweredByTwiML(t *testing.T) {
	d := newDesk(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/twilio/sms" {
			twiml(`<?xml version="1.0"?><Response><Message action="/twilio/status?id=7"><Body>Coupez le Wi-Fi &amp; le réseau.</Body></Message></Response>`)(w, r)
		}
	})
	s := start(t, d, nil)
	sid := text(t, s, "Tout est chiffré ç")

	wantStory(t, s,
		"inbound +33612345678 → +33939010203: Tout est chiffré ç",
		"webhook /twilio/sms 200",
		"outbound +33939010203 → +33612345678: Coupez le Wi-Fi & le réseau.",
		"receipt /twilio/status 200 queued",
		"status sent 0",
		"receipt /twilio/status 200 sent",
		"status delivered 0",
		"receipt /twilio/status 200 delivered",
	)
	validator := client.NewRequestValidator(token)
	for _, r := range d.got() {
		address := public + r.path + "?" + r.query
		if !validator.ValidateBody(address, r.body, r.signature) {
			t.Errorf("twilio-go refuses the signature of %s", address)
		}
		if validator.ValidateBody("http://127.0.0.1"+r.path+"?"+r.query, r.body, r.signature) {
			t.Errorf("the signature of %s fits the address dialled", address)
		}
	}
	first := d.got()[0].form
	want := url.Values{
		"MessageSid": {sid}, "SmsSid": {sid}, "SmsMessageSid": {sid}, "SmsStatus": {"received"},
		"AccountSid": {account}, "ApiVersion": {"2010-04-01"}, "From": {phone}, "To": {number}, "Body": {"Tout est chiffré ç"},
		"NumMedia": {"0"}, "NumSegments": {"1"}, "FromCountry": {"FR"}, "ToCountry": {"FR"},
		"FromCity": {""}, "FromState": {""}, "FromZip": {""}, "ToCity": {""}, "ToState": {""}, "ToZip": {""},
	}
	if diff := cmp.Diff(want, first); diff != "" {
		t.Errorf("webhook form (-want +got):\n%s", diff)
	}
	messages := s.Messages()
	if got := messages[0].Encoding + " " + messages[1].Encoding; got != "UCS-2 GSM-7" {
		t.Errorf("encodings %s, want UCS-2 GSM-7", got)
	}
	if len(sid) != 34 || !strings.HasPrefix(sid, "SM") {
		t.Errorf("message id %q, want SM and 32 digits", sid)
	}
}

func TestSignIsWhatTwilioGoExpects(t *testing.T) {
	tests := []struct {
		name    string
		address string
		form    url.Values
	}{
		{"a name that begins another", "https://a.example/x", url.Values{"To": {"sip:a@b"}, "ToCity": {""}, "ToCountry": {"FR"}}},
		{"plus, space and accents", "https://a.example/x?y=%C3%A9&z=1+2", url.Values{"Body": {" + %2B é 🔥 "}, "From": {"+33612345678"}}},
		{"a port in the address", "https://a.example:8443/x", url.Values{"A": {"1"}}},
		{"no parameters", "https://a.example/", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			validator := client.NewRequestValidator(token)
			signature := carrier.Sign(token, tt.address, tt.form)
			if !validator.ValidateBody(tt.address, []byte(tt.form.Encode()), signature) {
				t.Errorf("twilio-go refuses %q for %s", signature, tt.address)
			}
			if carrier.Sign("another token", tt.address, tt.form) == signature {
				t.Error("the signature does not depend on the token")
			}
		})
	}
}

func TestAnswers(t *testing.T) {
	answer := func(status int, kind, body string) func(http.ResponseWriter, *http.Request) {
		return func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/twilio/fallback" {
				twiml("<Response><Message>Appelez le 0 800.</Message></Response>")(w, r)
				return
			}
			w.Header()["Content-Type"] = []string{kind}
			w.WriteHeader(status)
			io.WriteString(w, body)
		}
	}
	fallback := []string{"webhook /twilio/fallback 200", "outbound +33939010203 → +33612345678: Appelez le 0 800.", "status sent 0", "status delivered 0"}
	sent := func(body string) []string {
		return []string{"outbound +33939010203 → +33612345678: " + body, "status sent 0", "status delivered 0"}
	}
	tests := []struct {
		name   string
		answer func(http.ResponseWriter, *http.Request)
		want   []string // after the inbound line
	}{
		{"an empty document says nothing", answer(200, "text/xml", "<Response/>"), []string{"webhook /twilio/sms 200"}},
		{"no content says nothing", answer(204, "", ""), []string{"webhook /twilio/sms 204"}},
		{"text in the verb", answer(200, "application/xml; charset=utf-8", "<Response><Message>\n Bonjour \n</Message></Response>"), append([]string{"webhook /twilio/sms 200"}, sent("Bonjour")...)},
		{"plain text is sent as it is", answer(200, "text/plain", "panic: nil map"), append([]string{"webhook /twilio/sms 200"}, sent("panic: nil map")...)},
		{"an unknown verb is a warning", answer(200, "text/xml", "<Response><Say>x</Say><Message>Oui</Message></Response>"), append([]string{"webhook /twilio/sms 200", "alert 12200 warning=true"}, sent("Oui")...)},
		{"an unknown attribute is a warning", answer(200, "text/xml", `<Response><Message sender="x">Oui</Message></Response>`), append([]string{"webhook /twilio/sms 200", "alert 12200 warning=true"}, sent("Oui")...)},
		{"a short code answers", answer(200, "text/xml", `<Response><Message from="38063">Oui</Message></Response>`), []string{"webhook /twilio/sms 200", "outbound 38063 → +33612345678: Oui", "status sent 0", "status delivered 0"}},
		{"a mobile number may not answer", answer(200, "text/xml", `<Response><Message from="+33700000000">Oui</Message></Response>`), []string{"webhook /twilio/sms 200", "alert 21212 warning=false"}},
		{"a number that is not ours may not answer", answer(200, "text/xml", `<Response><Message from="+33939999999">Oui</Message></Response>`), []string{"webhook /twilio/sms 200", "alert 21606 warning=false"}},
		{"an empty message is refused", answer(200, "text/xml", `<Response><Message/></Response>`), []string{"webhook /twilio/sms 200", "alert 21602 warning=false"}},
		{"1,601 letters are refused", answer(200, "text/xml", "<Response><Message>"+strings.Repeat("é", 1601)+"</Message></Response>"), []string{"webhook /twilio/sms 200", "alert 21617 warning=false"}},
		{"status 500", answer(500, "text/xml", "<Response/>"), append([]string{"webhook /twilio/sms 500", "alert 11200 warning=false"}, fallback...)},
		{"status 429 is a failure too", answer(429, "text/xml", "<Response/>"), append([]string{"webhook /twilio/sms 429", "alert 11200 warning=false"}, fallback...)},
		{"a redirect is not followed", answer(302, "text/xml", "<Response/>"), append([]string{"webhook /twilio/sms 302", "alert 11200 warning=false"}, fallback...)},
		{"JSON", answer(200, "application/json", "{}"), append([]string{"webhook /twilio/sms 200", "alert 12300 warning=false"}, fallback...)},
		{"no content type", answer(200, "", "<Response/>"), append([]string{"webhook /twilio/sms 200", "alert 12300 warning=false"}, fallback...)},
		{"a document cut off", answer(200, "text/xml", "<Response><Message>x"), append([]string{"webhook /twilio/sms 200", "alert 12100 warning=false"}, fallback...)},
		{"an ampersand that is not escaped", answer(200, "text/xml", "<Response><Message>a & b</Message></Response>"), append([]string{"webhook /twilio/sms 200", "alert 12100 warning=false"}, fallback...)},
		{"another root", answer(200, "text/html", "<html></html>"), append([]string{"webhook /twilio/sms 200", "alert 12100 warning=false"}, fallback...)},
		{"text before the document", answer(200, "text/xml", "x<Response/>"), append([]string{"webhook /twilio/sms 200", "alert 12100 warning=false"}, fallback...)},
		{"no document at all", answer(200, "text/xml", "<!-- -->"), append([]string{"webhook /twilio/sms 200", "alert 12100 warning=false"}, fallback...)},
		{"text after the document", answer(200, "text/xml", "<Response/>x"), append([]string{"webhook /twilio/sms 200", "alert 12100 warning=false"}, fallback...)},
		{"a verb in a body", answer(200, "text/xml", "<Response><Message><Body><Say/></Body></Message></Response>"), append([]string{"webhook /twilio/sms 200", "alert 12100 warning=false"}, fallback...)},
		{"an unknown noun is a warning", answer(200, "text/xml", "<Response><Message><Body>Oui</Body><Voice/></Message></Response>"), append([]string{"webhook /twilio/sms 200", "alert 12200 warning=true"}, sent("Oui")...)},
		{"an action that is no URL is a warning", answer(200, "text/xml", `<Response><Message action="mailto:x">Oui</Message></Response>`), append([]string{"webhook /twilio/sms 200", "alert 14105 warning=true"}, sent("Oui")...)},
		{"two documents", answer(200, "text/xml", "<Response/><Response/>"), append([]string{"webhook /twilio/sms 200", "alert 12100 warning=false"}, fallback...)},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := start(t, newDesk(t, tt.answer), nil)
			text(t, s, "aide")
			wantStory(t, s, append([]string{"inbound +33612345678 → +33939010203: aide"}, tt.want...)...)
		})
	}
}

func TestTheFallbackIsToldWhyAndAskedOnce(t *testing.T) {
	d := newDesk(t, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusBadGateway) })
	s := start(t, d, func(c *carrier.Config) { c.DebuggerURL = public + "/twilio/debugger" })
	text(t, s, "aide")
	asked := map[string]int{}
	for _, r := range d.got() {
		asked[r.path]++
		if r.path == "/twilio/fallback" && (r.form.Get("ErrorCode") != "11200" || r.form.Get("ErrorUrl") != public+"/twilio/sms?home=local") {
			t.Errorf("fallback form %v", r.form)
		}
		if r.path == "/twilio/debugger" {
			var payload struct {
				SID string `json:"resource_sid"`
			}
			if err := json.Unmarshal([]byte(r.form.Get("Payload")), &payload); err != nil || payload.SID != s.Messages()[0].SID {
				t.Errorf("debugger payload %q: %v", r.form.Get("Payload"), err)
			}
		}
		validator := client.NewRequestValidator(token)
		address := public + r.path
		if r.query != "" {
			address += "?" + r.query
		}
		if !validator.ValidateBody(address, r.body, r.signature) {
			t.Errorf("twilio-go refuses the signature of %s", address)
		}
	}
	if diff := cmp.Diff(map[string]int{"/twilio/sms": 1, "/twilio/fallback": 1, "/twilio/debugger": 2}, asked); diff != "" {
		t.Errorf("requests (-want +got):\n%s", diff)
	}
}

func TestAFallbackThatTheVendorHosts(t *testing.T) {
	d := newDesk(t, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusBadGateway) })
	s := start(t, d, func(c *carrier.Config) {
		c.FallbackTwiML = "<Response><Message>Appelez le 0 800.</Message></Response>"
	})
	text(t, s, "aide")
	wantStory(t, s, "inbound +33612345678 → +33939010203: aide", "webhook /twilio/sms 502", "alert 11200 warning=false",
		"outbound +33939010203 → +33612345678: Appelez le 0 800.", "status sent 0", "status delivered 0")
}

func TestAWebhookThatIsTooSlow(t *testing.T) {
	gone := make(chan struct{})
	d := newDesk(t, func(_ http.ResponseWriter, r *http.Request) {
		select {
		case <-gone:
		case <-r.Context().Done():
		}
	})
	defer close(gone)
	s := start(t, d, func(c *carrier.Config) { c.Second, c.FallbackURL = 10*time.Millisecond, "" })
	text(t, s, "aide")
	wantStory(t, s, "inbound +33612345678 → +33939010203: aide", "webhook /twilio/sms 0", "alert 11200 warning=false")
}

func TestOnlyThisMachineIsCalled(t *testing.T) {
	d := newDesk(t, twiml("<Response/>"))
	s := start(t, d, func(c *carrier.Config) { c.WebhookURL, c.FallbackURL = "http://192.0.2.1/sms", "" })
	text(t, s, "aide")
	events := s.Events()
	if call := events[1].Call; call == nil || !strings.Contains(call.Error, standin.ErrNotLoopback.Error()) {
		t.Errorf("call %+v, want the error of a foreign address", call)
	}
}

func TestWebhookFaults(t *testing.T) {
	tests := []struct {
		name   string
		faults carrier.Faults
		want   []string
		asked  int
	}{
		{"a call that never arrives", carrier.Faults{DropWebhook: standin.Chance{Next: 1}}, []string{"webhook /twilio/sms 0", "alert 11200 warning=false", "webhook /twilio/fallback 200"}, 1},
		{"an answer that is lost", carrier.Faults{DropAnswer: standin.Chance{Next: 1}}, []string{"webhook /twilio/sms 200 unheard", "alert 11200 warning=false", "webhook /twilio/fallback 200"}, 2},
		{"a call made twice is played once", carrier.Faults{DuplicateWebhook: standin.Chance{Next: 1}}, []string{"webhook /twilio/sms 200", "webhook /twilio/sms 200 unheard"}, 2},
		{"a call that comes late", carrier.Faults{DelayWebhook: standin.Delay{Chance: standin.Chance{Next: 1}, By: standin.Duration(20 * time.Millisecond)}}, []string{"webhook /twilio/sms 200"}, 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := newDesk(t, twiml("<Response/>"))
			s := start(t, d, nil)
			s.SetFaults(tt.faults)
			text(t, s, "aide")
			wantStory(t, s, append([]string{"inbound +33612345678 → +33939010203: aide"}, tt.want...)...)
			requests := d.got()
			if len(requests) != tt.asked {
				t.Errorf("%d requests, want %d", len(requests), tt.asked)
			}
			if tt.faults.DuplicateWebhook.Next > 0 && requests[0].form.Get("MessageSid") != requests[1].form.Get("MessageSid") {
				t.Error("a call made twice has two message ids")
			}
		})
	}
}

func TestReceipts(t *testing.T) {
	tests := []struct {
		name   string
		faults carrier.Faults
		code   int
		want   string
	}{
		{"in order", carrier.Faults{}, 0, "queued sent delivered"},
		{"lost", carrier.Faults{ReceiptLoss: standin.Chance{P: 1}}, 0, ""},
		{"twice", carrier.Faults{ReceiptDuplicate: standin.Chance{P: 1}}, 0, "queued queued sent sent delivered delivered"},
		{"in the wrong order", carrier.Faults{ReceiptReorder: standin.Chance{Next: 1}}, 0, "sent queued delivered"},
		{"delivered before anything", carrier.Faults{ReceiptReorder: standin.Chance{Next: 2}}, 0, "delivered queued sent"},
		{"a phone that is off", carrier.Faults{Undeliverable: standin.Chance{Next: 1}}, 0, "queued sent undelivered:30003"},
		{"an error of choice", carrier.Faults{Undeliverable: standin.Chance{Next: 1}, Code: 30008}, 0, "queued sent undelivered:30008"},
		{"a landline", carrier.Faults{}, 30006, "queued sent undelivered:30006"},
		{"never sent", carrier.Faults{Stuck: standin.Chance{Next: 1}}, 0, "queued failed:30036"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := newDesk(t, func(http.ResponseWriter, *http.Request) {})
			s := start(t, d, func(c *carrier.Config) { c.ReceiptWait = time.Millisecond })
			s.SetFaults(tt.faults)
			s.SetUnreachable(phone, tt.code)
			if answer, err := create(t, s, url.Values{"ValidityPeriod": {"1"}, "StatusCallback": {public + "/status?id=abc"}}); err != nil {
				t.Fatalf("answer %v", answer)
			}
			settle(t, s)
			var got []string
			for _, r := range d.got() {
				status := r.form.Get("MessageStatus")
				if code := r.form.Get("ErrorCode"); code != "" {
					status += ":" + code
				}
				got = append(got, status)
			}
			if strings.Join(got, " ") != tt.want {
				t.Errorf("receipts %q, want %q", strings.Join(got, " "), tt.want)
			}
		})
	}
}

// rewrite sends the SDK's requests to the stand-in.
type rewrite struct{ to string }

func (r rewrite) RoundTrip(request *http.Request) (*http.Response, error) {
	to, err := url.Parse(r.to)
	if err != nil {
		return nil, err
	}
	request = request.Clone(request.Context())
	request.URL.Scheme, request.URL.Host = to.Scheme, to.Host
	return http.DefaultTransport.RoundTrip(request)
}

func sdk(t *testing.T, s *carrier.Server, password string) *openapi.ApiService {
	t.Helper()
	api := httptest.NewServer(s)
	t.Cleanup(api.Close)
	base := &client.Client{Credentials: client.NewCredentials(account, password), HTTPClient: &http.Client{Transport: rewrite{api.URL}, Timeout: 5 * time.Second}}
	base.SetAccountSid(account)
	return openapi.NewApiService(client.NewRequestHandler(base))
}

// create posts a message with the parameters of more in place of the usual ones.
func create(t *testing.T, s *carrier.Server, more url.Values) (map[string]any, error) {
	t.Helper()
	form := url.Values{"From": {number}, "To": {phone}, "Body": {"Bonjour"}}
	for name, values := range more {
		if form[name] = values; values == nil {
			delete(form, name)
		}
	}
	request := httptest.NewRequest(http.MethodPost, "/2010-04-01/Accounts/"+account+"/Messages.json", strings.NewReader(form.Encode()))
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	request.SetBasicAuth(account, token)
	recorder := httptest.NewRecorder()
	s.ServeHTTP(recorder, request)
	var answer map[string]any
	if err := json.Unmarshal(recorder.Body.Bytes(), &answer); err != nil {
		t.Fatalf("answer %q: %v", recorder.Body, err)
	}
	if recorder.Code != http.StatusCreated {
		return answer, fmt.Errorf("status %d", recorder.Code)
	}
	return answer, nil
}

func TestTheSDKSendsFetchesListsAndDeletes(t *testing.T) {
	now := time.Date(2026, 3, 2, 20, 0, 0, 0, time.UTC)
	d := newDesk(t, twiml("<Response/>"))
	s := start(t, d, func(c *carrier.Config) {
		c.Now = func() time.Time { return now }
	})
	api := sdk(t, s, token)
	body := strings.Repeat("é", 161)
	sent, err := api.CreateMessage(new(openapi.CreateMessageParams).SetFrom(number).SetTo(phone).SetBody(body).SetValidityPeriod(900).SetStatusCallback(public + "/status"))
	if err != nil {
		t.Fatal(err)
	}
	settle(t, s)
	got, err := api.FetchMessage(*sent.Sid, nil)
	if err != nil {
		t.Fatal(err)
	}
	summary := []string{*sent.Status, *got.Status, *got.NumSegments, *got.Direction, *got.DateCreated, *got.Body}
	want := []string{"queued", "delivered", "2", "outbound-api", "Mon, 02 Mar 2026 20:00:00 +0000", body}
	if diff := cmp.Diff(want, summary); diff != "" {
		t.Errorf("message (-want +got):\n%s", diff)
	}

	for range 4 {
		now = now.Add(time.Hour)
		text(t, s, "aide")
	}
	list := func(params *openapi.ListMessageParams) int {
		t.Helper()
		messages, err := api.ListMessage(params)
		if err != nil {
			t.Fatal(err)
		}
		return len(messages)
	}
	since := time.Date(2026, 3, 2, 22, 0, 0, 0, time.UTC)
	counts := []int{
		list(new(openapi.ListMessageParams)),
		list(new(openapi.ListMessageParams).SetPageSize(2)),
		list(new(openapi.ListMessageParams).SetPageSize(2).SetLimit(3)),
		list(new(openapi.ListMessageParams).SetTo(phone)),
		list(new(openapi.ListMessageParams).SetFrom(phone).SetDateSentAfter(since)),
		list(new(openapi.ListMessageParams).SetDateSentBefore(since)),
	}
	if diff := cmp.Diff([]int{5, 5, 3, 1, 3, 3}, counts); diff != "" {
		t.Errorf("lists (-want +got):\n%s", diff)
	}
	if _, err := api.UpdateMessage(*sent.Sid, new(openapi.UpdateMessageParams).SetBody("")); err != nil || s.Messages()[0].Body != "" {
		t.Errorf("redact: %v, body %q", err, s.Messages()[0].Body)
	}
	if err := api.DeleteMessage(*sent.Sid, nil); err != nil {
		t.Errorf("delete: %v", err)
	}
	var refused *client.TwilioRestError
	if _, err := api.FetchMessage(*sent.Sid, nil); !errors.As(err, &refused) || refused.Code != 20404 {
		t.Errorf("a deleted message: %v, want 20404", err)
	}
	s.SetFaults(carrier.Faults{ListLag: standin.Duration(time.Hour)})
	if n := list(new(openapi.ListMessageParams)); n != 0 {
		t.Errorf("%d messages in the list before its lag has passed", n)
	}
}

func TestRefusals(t *testing.T) {
	tests := []struct {
		name string
		form url.Values
		want float64
	}{
		{"no recipient", url.Values{"To": nil}, 21604},
		{"a recipient that is no number", url.Values{"To": {"0612345678"}}, 21211},
		{"no sender", url.Values{"From": nil}, 21603},
		{"a sender that is no sender", url.Values{"From": {"+33 9"}}, 21212},
		{"a mobile sender", url.Values{"From": {"+33612345678"}, "To": {"+33600000000"}}, 21212},
		{"a sender that is not ours", url.Values{"From": {"+33939999999"}}, 21606},
		{"to itself", url.Values{"To": {number}}, 21266},
		{"no body", url.Values{"Body": nil}, 21602},
		{"a body too long", url.Values{"Body": {strings.Repeat("a", 1601)}}, 21617},
		{"a callback that is no URL", url.Values{"StatusCallback": {"/status"}}, 21609},
		{"a validity of nought", url.Values{"ValidityPeriod": {"0"}}, 20001},
		{"a validity too long", url.Values{"ValidityPeriod": {"36001"}}, 20001},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := start(t, newDesk(t, twiml("<Response/>")), nil)
			answer, err := create(t, s, tt.form)
			if err == nil || answer["code"] != tt.want || answer["status"] != 400.0 || answer["message"] == "" || answer["more_info"] == "" {
				t.Errorf("answer %v, %v, want code %v", answer, err, tt.want)
			}
			if n := len(s.Messages()); n != 0 {
				t.Errorf("%d messages were accepted", n)
			}
		})
	}
	t.Run("1,600 letters pass", func(t *testing.T) {
		s := start(t, newDesk(t, twiml("<Response/>")), nil)
		if answer, err := create(t, s, url.Values{"Body": {strings.Repeat("é", 1600)}}); err != nil {
			t.Errorf("answer %v", answer)
		}
	})
}

func TestAPIFaults(t *testing.T) {
	tests := []struct {
		name     string
		faults   standin.APIFaults
		password string
		code     int // 0: no answer at all
		messages int
	}{
		{"the wrong token", standin.APIFaults{}, "fedcba9876543210", 20003, 0},
		{"a failure", standin.APIFaults{Fail: standin.Chance{Next: 1}}, token, 20500, 0},
		{"too many requests", standin.APIFaults{Throttle: standin.Chance{Next: 1}}, token, 20429, 0},
		{"a lost answer", standin.APIFaults{LostAnswer: standin.Chance{Next: 1}}, token, 0, 1},
		{"done late", standin.APIFaults{LateApply: standin.Delay{Chance: standin.Chance{Next: 1}, By: standin.Duration(10 * time.Millisecond)}}, token, 0, 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := start(t, newDesk(t, twiml("<Response/>")), nil)
			s.SetFaults(carrier.Faults{API: tt.faults})
			_, err := sdk(t, s, tt.password).CreateMessage(new(openapi.CreateMessageParams).SetFrom(number).SetTo(phone).SetBody("x"))
			var refused *client.TwilioRestError
			if got := errors.As(err, &refused); err == nil || got != (tt.code != 0) || got && refused.Code != tt.code {
				t.Errorf("error %v, want code %d", err, tt.code)
			}
			settle(t, s)
			if n := len(s.Messages()); n != tt.messages {
				t.Errorf("%d messages, want %d", n, tt.messages)
			}
		})
	}
}

func TestSubscribeFollowsTheLedger(t *testing.T) {
	s := start(t, newDesk(t, twiml("<Response/>")), nil)
	events := s.Subscribe(t.Context())
	text(t, s, "aide")
	if first, second := <-events, <-events; first.Event.Kind != carrier.Inbound || second.Event.Kind != carrier.Webhook || second.Number != 2 {
		t.Errorf("events %+v, %+v", first, second)
	}
}

func TestOptOut(t *testing.T) {
	for _, tt := range []struct {
		name string
		on   bool
		word string
		code float64
	}{
		{"off, STOP passes", false, "STOP", 0},
		{"on, STOP blocks", true, " stop ", 21610},
		{"on, ARRET blocks", true, "ARRET", 21610},
		{"on, a sentence with the word passes", true, "STOP ça continue", 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d := newDesk(t, twiml("<Response><Message>Bien reçu.</Message></Response>"))
			s := start(t, d, func(c *carrier.Config) { c.OptOut.On = tt.on })
			text(t, s, tt.word)
			if len(d.got()) != 1 {
				t.Errorf("%d webhooks, want 1: the word is passed on all the same", len(d.got()))
			}
			answer, err := create(t, s, nil)
			if tt.code == 0 && err != nil || tt.code != 0 && answer["code"] != tt.code {
				t.Errorf("a message after %q: %v, want code %v", tt.word, answer, tt.code)
			}
			text(t, s, "Start")
			if answer, err := create(t, s, nil); err != nil {
				t.Errorf("a message after START: %v", answer)
			}
		})
	}
}

func TestSendRefusesWhatNoPhoneCanDo(t *testing.T) {
	s := start(t, newDesk(t, twiml("<Response/>")), nil)
	if _, err := s.Send(t.Context(), carrier.SMS{From: phone, To: "+33939999999"}); !errors.Is(err, carrier.ErrUnknownNumber) {
		t.Errorf("a text to a foreign number: %v", err)
	}
	if _, err := s.Send(t.Context(), carrier.SMS{From: "Banque", To: number}); !errors.Is(err, carrier.ErrNotAPhone) {
		t.Errorf("a text from a name: %v", err)
	}
}

func TestNewNamesEveryFaultOfTheConfiguration(t *testing.T) {
	_, err := carrier.New(carrier.Config{AccountSID: "x", Numbers: []string{"0939"}, Senders: []string{"much too long a name"}, PublicURL: "https://user:pw@relais.example"})
	if err == nil {
		t.Fatal("no error")
	}
	for _, part := range []string{"account id", "auth token", `number "0939"`, "sender", "webhook URL", "user info", "set together"} {
		if !strings.Contains(err.Error(), part) {
			t.Errorf("error %q does not name the %s", err, part)
		}
	}
}

func TestControl(t *testing.T) {
	s := start(t, newDesk(t, twiml("<Response><Message>Bonsoir.</Message></Response>")), nil)
	control := httptest.NewServer(s.Control())
	defer control.Close()
	post := func(path, kind, body string) *http.Response {
		t.Helper()
		answer, err := http.Post(control.URL+"/standin/twilio/"+path, kind, strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		answer.Body.Close()
		return answer
	}
	if got := post("phones/"+phone+"/messages", "application/json", `{"to":"+33939010203","body":"photo","media":true}`); got.StatusCode != http.StatusAccepted {
		t.Errorf("a text: status %d", got.StatusCode)
	}
	settle(t, s)
	if m := s.Messages()[0]; m.Media != 1 || !strings.HasPrefix(m.SID, "MM") {
		t.Errorf("message %+v, want one picture and an id with MM", m)
	}
	for path, body := range map[string]string{"phones/+336/messages": `{"to":"+33939010203"}`, "phones/" + phone + "/messages": `{"to":"+33100000000"}`} {
		if got := post(path, "application/json", body); got.StatusCode != http.StatusUnprocessableEntity {
			t.Errorf("%s %s: status %d", path, body, got.StatusCode)
		}
	}
	if got := post("phones/"+phone+"/messages", "text/plain", `{"to":"+33939010203"}`); got.StatusCode != http.StatusUnsupportedMediaType {
		t.Errorf("a form of another page: status %d", got.StatusCode)
	}
	if got := post("faults", "application/json", `{"drop_webhook":{"next":2},"api":{"late_apply":{"p":0.5,"by":"1.5s"}}}`); got.StatusCode != http.StatusOK {
		t.Errorf("faults: status %d", got.StatusCode)
	}
	want := carrier.Faults{DropWebhook: standin.Chance{Next: 2}, API: standin.APIFaults{LateApply: standin.Delay{Chance: standin.Chance{P: 0.5}, By: standin.Duration(1500 * time.Millisecond)}}}
	if diff := cmp.Diff(want, s.Faults()); diff != "" {
		t.Errorf("faults (-want +got):\n%s", diff)
	}
	if got := post("faults", "application/json", `{"drop_everything":{}}`); got.StatusCode != http.StatusBadRequest {
		t.Errorf("an unknown fault: status %d", got.StatusCode)
	}

	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	request, _ := http.NewRequestWithContext(ctx, http.MethodGet, control.URL+"/standin/twilio/phones/"+phone+"/events", nil)
	stream, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer stream.Body.Close()
	var kinds []string
	buffer := make([]byte, 0, 1<<16)
	for !bytes.Contains(buffer, []byte(`"status":"delivered"`)) {
		part := make([]byte, 4096)
		n, err := stream.Body.Read(part)
		if err != nil {
			t.Fatal(err)
		}
		buffer = append(buffer, part[:n]...)
	}
	for _, line := range strings.Split(string(buffer), "\n") {
		if data, ok := strings.CutPrefix(line, "data: "); ok {
			var event carrier.Event
			if err := json.Unmarshal([]byte(data), &event); err != nil {
				t.Fatal(err)
			}
			kinds = append(kinds, string(event.Kind))
		}
	}
	if diff := cmp.Diff([]string{"inbound", "webhook", "outbound", "status", "status"}, kinds); diff != "" {
		t.Errorf("stream (-want +got):\n%s", diff)
	}
}
