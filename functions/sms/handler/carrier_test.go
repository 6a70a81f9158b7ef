package handler_test

import (
	"context"
	"encoding/base64"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-lambda-go/events"
	"github.com/google/go-cmp/cmp"

	"relais/dialogs/intake"
	"relais/dialogs/outbox"
	"relais/infra/standin"
	"relais/infra/standin/carrier"
	"relais/infra/twilio"
)

// line is a desk behind the stand-in carrier, from phone to store and back.
type line struct {
	*bench
	carrier *carrier.Server
}

// newLine connects a desk. A server tells when its answer was written; a function,
// as on Lambda, cannot.
func newLine(t *testing.T, server bool, change func(*carrier.Config)) *line {
	t.Helper()
	l := &line{bench: newBench(t)}
	web := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		data, err := io.ReadAll(r.Body)
		if err != nil {
			t.Error(err)
		}
		headers := map[string]string{}
		for name, values := range r.Header {
			headers[strings.ToLower(name)] = strings.Join(values, ",")
		}
		e := event{RawPath: r.URL.EscapedPath(), RawQueryString: r.URL.RawQuery, Headers: headers, Body: base64.StdEncoding.EncodeToString(data), IsBase64Encoded: true}
		e.RequestContext.HTTP = events.APIGatewayV2HTTPRequestContextHTTPDescription{Method: r.Method}
		response, answered := l.Serve(context.WithoutCancel(r.Context()), e)
		for name, value := range response.Headers {
			w.Header().Set(name, value)
		}
		w.WriteHeader(response.StatusCode)
		io.WriteString(w, response.Body)
		if server && answered != nil {
			if err := answered(context.WithoutCancel(r.Context())); err != nil {
				t.Error(err)
			}
		}
	}))
	t.Cleanup(web.Close)
	config := carrier.Config{
		AccountSID: account, AuthToken: token, Numbers: []string{number}, Senders: []string{"Relais"},
		WebhookURL: public + twilio.PathSMS, PublicURL: public, DialURL: web.URL, Now: l.clock,
	}
	if change != nil {
		change(&config)
	}
	var err error
	if l.carrier, err = carrier.New(config); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(l.carrier.Close)
	return l
}

// texts sends a text from the phone and returns what the phone got for it.
func (l *line) texts(words string) []string {
	l.t.Helper()
	before := len(l.carrier.Messages())
	l.pass(time.Second)
	if _, err := l.carrier.Send(l.t.Context(), carrier.SMS{From: phone, To: number, Body: words}); err != nil {
		l.t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(l.t.Context(), 20*time.Second)
	defer cancel()
	if err := l.carrier.Settle(ctx); err != nil {
		l.t.Fatal(err)
	}
	var got []string
	for _, m := range l.carrier.Messages()[before:] {
		if m.To == phone && m.Status == "delivered" {
			got = append(got, m.Body)
		}
	}
	return got
}

func (l *line) head() (intake.Turn, intake.Content) {
	l.t.Helper()
	turns := l.turns(l.key())
	last := turns[len(turns)-1]
	return last, l.content(last)
}

func TestATextGoesThereAndBack(t *testing.T) {
	for name, server := range map[string]bool{"from a server": true, "from a function": false} {
		t.Run(name, func(t *testing.T) {
			l := newLine(t, server, nil)
			got := l.texts("Bonjour, tous nos fichiers sont chiffrés")
			turn, content := l.head()
			if diff := cmp.Diff([]string{content.Reply.Text}, got); diff != "" {
				t.Errorf("the phone got (-want +got):\n%s", diff)
			}
			if turn.N != 1 || turn.Receipt != intake.Delivered {
				t.Errorf("turn %d with receipt %q, want 1 delivered", turn.N, turn.Receipt)
			}
			for _, e := range l.carrier.Events() {
				if e.Kind == carrier.Alert {
					t.Errorf("the carrier complains: %d %s", e.Code, e.Detail)
				}
			}
		})
	}
}

// TestAnAnswerThatWasLost is invariant I36: an input answers only a question that
// was handed over. The question is put again once, then the answer counts.
func TestAnAnswerThatWasLost(t *testing.T) {
	l := newLine(t, false, nil)
	l.texts("Bonjour, tous nos fichiers sont chiffrés")
	l.carrier.SetFaults(carrier.Faults{DropAnswer: standin.Chance{Next: 1}})
	if got := l.texts("1"); len(got) != 0 {
		t.Fatalf("the phone got %q, want nothing: the answer was lost", got)
	}
	lost, before := l.head()
	if lost.Receipt != intake.Unknown {
		t.Fatalf("receipt %q, want none", lost.Receipt)
	}
	got := l.texts("1")
	_, again := l.head()
	if again.State.Session.Here.ID() != before.State.Session.Here.ID() {
		t.Errorf("the desk went on from %s to %s on an answer to a question nobody saw", before.State.Session.Here.ID(), again.State.Session.Here.ID())
	}
	if len(got) != 1 || len(again.Reply.Options) == 0 {
		t.Fatalf("the phone got %q with %d choices, want the question again", got, len(again.Reply.Options))
	}
	l.texts("1")
	if _, after := l.head(); after.State.Session.Here.ID() == again.State.Session.Here.ID() {
		t.Errorf("still at %s after the question was put and answered", after.State.Session.Here.ID())
	}
}

func TestWhatTheCarrierDoesTwice(t *testing.T) {
	tests := []struct {
		name     string
		faults   carrier.Faults
		fallback bool
	}{
		{"a message delivered twice", carrier.Faults{DuplicateWebhook: standin.Chance{Next: 1}}, false},
		{"an answer lost, and the fallback asked", carrier.Faults{DropAnswer: standin.Chance{Next: 1}}, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			l := newLine(t, true, func(c *carrier.Config) {
				if tt.fallback {
					c.FallbackURL = c.WebhookURL
				}
			})
			l.carrier.SetFaults(tt.faults)
			if got := l.texts("Bonjour, tous nos fichiers sont chiffrés"); len(got) != 1 {
				t.Errorf("the phone got %q, want one text", got)
			}
			if turns := l.turns(l.key()); len(turns) != 1 {
				t.Errorf("%d turns, want 1", len(turns))
			}
		})
	}
}

func TestReceiptsOfTheCarrier(t *testing.T) {
	tests := []struct {
		name   string
		faults carrier.Faults
		want   intake.Receipt
	}{
		{"in the wrong order", carrier.Faults{ReceiptReorder: standin.Chance{Next: 2}}, intake.Delivered},
		{"twice", carrier.Faults{ReceiptDuplicate: standin.Chance{P: 1}}, intake.Delivered},
		{"a phone that is off", carrier.Faults{Undeliverable: standin.Chance{Next: 1}}, intake.Failed},
		{"lost", carrier.Faults{ReceiptLoss: standin.Chance{P: 1}}, intake.Answered},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			l := newLine(t, true, nil)
			l.carrier.SetFaults(tt.faults)
			l.texts("aide")
			if turn, _ := l.head(); turn.Receipt != tt.want {
				t.Errorf("receipt %q, want %q", turn.Receipt, tt.want)
			}
		})
	}
}

func TestASenderOfOurOwn(t *testing.T) {
	l := newLine(t, true, nil)
	a := l.Parser.Account()
	a.Sender = "Relais"
	var err error
	if l.Parser, err = twilio.NewParser(a); err != nil {
		t.Fatal(err)
	}
	l.texts("aide")
	for _, m := range l.carrier.Messages() {
		if m.To == phone && m.From != "Relais" {
			t.Errorf("sent from %s, want Relais", m.From)
		}
	}
}

// TestATextThatIsNoAnswer: a reprompt leaves by the API, and its receipts find its turn.
func TestATextThatIsNoAnswer(t *testing.T) {
	l := newLine(t, true, nil)
	l.texts("Bonjour, tous nos fichiers sont chiffrés")
	api := httptest.NewServer(l.carrier)
	t.Cleanup(api.Close)
	a := l.Parser.Account()
	a.APIURL = api.URL
	client, err := twilio.NewClient(a, nil)
	if err != nil {
		t.Fatal(err)
	}
	ref := intake.Ref{Key: l.key(), N: 1}
	if _, err := client.Send(t.Context(), outbox.Text{ID: "case.1.sms", Turn: ref, From: number, To: phone, Body: "Toujours là ?", Validity: time.Minute}); err != nil {
		t.Fatal(err)
	}
	if err := l.carrier.Settle(t.Context()); err != nil {
		t.Fatal(err)
	}
	if turn, _ := l.head(); turn.Receipt != intake.Delivered {
		t.Errorf("receipt %q, want delivered", turn.Receipt)
	}
	if l.Refused() != 0 {
		t.Errorf("refused %d receipts", l.Refused())
	}
}
