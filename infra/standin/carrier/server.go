// Package carrier is a stand-in for Twilio Programmable Messaging, its calls, and the phone
// networks behind it. It calls our webhooks with a real signature, plays the TwiML
// they answer, serves the message API, sends receipts, refuses what Twilio refuses,
// keeps a ledger, and can be told to fail.
//
// Contract: https://www.twilio.com/docs/messaging/guides/webhook-request,
// https://www.twilio.com/docs/messaging/api/message-resource,
// https://www.twilio.com/docs/usage/webhooks/webhooks-security,
// https://www.twilio.com/docs/api/errors.
//
// A call of ours is played as far as that somebody hears what it says.
//
// Not played: calls that come in, Messaging Services, scheduled messages, the <Redirect> verb
// (an error in the ledger), and the pace of one segment a second of a long number.
package carrier

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"

	"relais/infra/standin"
	"relais/locales/gsm7"
)

// Config is what is set up at the vendor, and how the stand-in behaves.
type Config struct {
	AccountSID string // AC and 32 hexadecimal digits
	AuthToken  string // signs webhooks and opens the API

	Numbers []string // our numbers, E.164
	Senders []string // further senders that belong to us: short codes, names of up to 11 letters

	WebhookURL    string // where messages are sent, as set up at the vendor: the public URL
	FallbackURL   string // asked once when WebhookURL does not give a usable answer; may be empty
	FallbackTwiML string // a document the vendor itself hosts, played instead of asking FallbackURL
	DebuggerURL   string // told about each alert; may be empty

	// Signatures are made for the public URL, but the call goes to this machine:
	// a URL that begins with PublicURL is dialled at DialURL instead. Both are
	// scheme and host, without a slash at the end; the Host header is that of DialURL.
	// Empty: URLs are dialled as they are. Only loopback addresses are ever dialled.
	PublicURL, DialURL string

	// OptOut is what the carrier does with STOP and its like. The zero value lets
	// the words pass as any other text, which is the set-up the desk needs: a
	// frightened reporter who types STOP must not be cut off.
	OptOut OptOut

	Now         func() time.Time // the clock of dates and lists; nil: time.Now
	Second      time.Duration    // how long a second of the contract's time limits lasts here; 0: a second
	QueueDelay  time.Duration    // from accepted to sent
	ReceiptWait time.Duration    // from sent to delivered
	Seed        uint64           // of the faults
	Keep        int              // events and messages kept; 0: 10,000

	// Journal is the path of a file that keeps messages, events, opt-outs and phones
	// out of reach, for a stand-in that shares a process with what it is to outlive;
	// empty: nothing is kept.
	Journal string
}

// OptOut is the carrier's own handling of opt-out words. While it is on, a text
// that is one of StopWords blocks all later messages from our number to that phone
// (error 21610), until a text that is one of StartWords. The webhook is still called.
type OptOut struct {
	On         bool
	StopWords  []string // upper case; nil: DefaultStopWords
	StartWords []string // upper case; nil: DefaultStartWords
}

// Words that opt out and in by default.
// Source: https://help.twilio.com/articles/223134027; ARRET is handled in France by
// AWS, https://docs.aws.amazon.com/sms-voice/latest/userguide/keywords.html.
var (
	DefaultStopWords  = []string{"STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "REVOKE", "OPTOUT", "ARRET"}
	DefaultStartWords = []string{"START", "UNSTOP", "YES"}
)

// Faults is what can be told to go wrong.
type Faults struct {
	DropWebhook      standin.Chance `json:"drop_webhook,omitzero"`      // the call never arrives
	DropAnswer       standin.Chance `json:"drop_answer,omitzero"`       // the call arrives, its answer is lost
	DuplicateWebhook standin.Chance `json:"duplicate_webhook,omitzero"` // the call is made twice at once; one answer is played
	DelayWebhook     standin.Delay  `json:"delay_webhook,omitzero"`

	API     standin.APIFaults `json:"api,omitzero"`
	ListLag standin.Duration  `json:"list_lag,omitempty"` // a message is in no list before this much real time has passed

	Stuck         standin.Chance `json:"stuck,omitzero"`         // never leaves the queue: expires at the end of its validity
	Undeliverable standin.Chance `json:"undeliverable,omitzero"` // fails with Code
	Code          int            `json:"code,omitempty"`         // 30003, 30005, 30006 or 30008; 0: 30003

	ReceiptLoss      standin.Chance `json:"receipt_loss,omitzero"`
	ReceiptDuplicate standin.Chance `json:"receipt_duplicate,omitzero"`
	ReceiptReorder   standin.Chance `json:"receipt_reorder,omitzero"` // arrives after the one that follows it
	ReceiptDelay     standin.Delay  `json:"receipt_delay,omitzero"`
}

// Server is the stand-in. As a handler it serves the message API; Control serves
// pages and tests.
type Server struct {
	config Config
	client *http.Client
	work   *standin.Work
	faults *standin.Faults[Faults]
	log    *standin.Log[Event]
	api    http.Handler

	recording sync.Mutex // an event has the same number in log and journal
	journal   *standin.Journal[record]

	mu          sync.Mutex
	messages    []*message // oldest first
	optedOut    map[pair]bool
	unreachable map[string]int // phone → error code
}

type pair struct{ Number, Phone string }

var (
	e164       = regexp.MustCompile(`^\+[1-9][0-9]{6,14}$`)
	accountSID = regexp.MustCompile(`^AC[0-9a-f]{32}$`)
	shortCode  = regexp.MustCompile(`^[0-9]{3,6}$`)
	senderName = regexp.MustCompile(`^[A-Za-z0-9 ]{0,10}[A-Za-z][A-Za-z0-9 ]{0,10}$`)
)

// New returns a server that runs until Close, or an error that names every fault
// of config.
func New(config Config) (*Server, error) {
	if err := config.check(); err != nil {
		return nil, err
	}
	if config.Now == nil {
		config.Now = time.Now
	}
	if config.Second == 0 {
		config.Second = time.Second
	}
	if config.Keep == 0 {
		config.Keep = 10_000
	}
	if config.OptOut.StopWords == nil {
		config.OptOut.StopWords = DefaultStopWords
	}
	if config.OptOut.StartWords == nil {
		config.OptOut.StartWords = DefaultStartWords
	}
	s := &Server{
		config:      config,
		client:      standin.NewClient(),
		work:        standin.NewWork(),
		faults:      standin.NewFaults[Faults](config.Seed),
		log:         standin.NewLog[Event](config.Keep),
		optedOut:    map[pair]bool{},
		unreachable: map[string]int{},
	}
	s.api = s.apiHandler()
	if config.Journal != "" {
		if err := s.remember(); err != nil {
			return nil, err
		}
	}
	return s, nil
}

func (c Config) check() error {
	var faults []error
	fault := func(format string, args ...any) { faults = append(faults, fmt.Errorf("carrier: "+format, args...)) }
	if !accountSID.MatchString(c.AccountSID) {
		fault("account id is not AC and 32 hexadecimal digits")
	}
	if c.AuthToken == "" {
		fault("auth token is empty")
	}
	if len(c.Numbers) == 0 {
		fault("no number")
	}
	for _, number := range c.Numbers {
		if !e164.MatchString(number) {
			fault("number %q is not E.164", number)
		}
	}
	for _, sender := range c.Senders {
		if !isSender(sender) {
			fault("sender %q is no number, short code or name", sender)
		}
	}
	if c.WebhookURL == "" {
		fault("no webhook URL")
	}
	for _, address := range []string{c.WebhookURL, c.FallbackURL, c.DebuggerURL, c.PublicURL, c.DialURL} {
		if address != "" && !isWebURL(address) {
			fault("%q is not an http or https URL without user info", address)
		}
	}
	if (c.PublicURL == "") != (c.DialURL == "") {
		fault("public URL and dial URL are set together or not at all")
	}
	return errors.Join(faults...)
}

func isWebURL(address string) bool {
	u, err := url.Parse(address)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != "" && u.User == nil
}

func isSender(sender string) bool {
	return e164.MatchString(sender) || shortCode.MatchString(sender) || len(sender) <= 11 && senderName.MatchString(sender)
}

func (s *Server) owns(sender string) bool {
	return slices.Contains(s.config.Numbers, sender) || slices.Contains(s.config.Senders, sender)
}

// SetFaults replaces the faults.
func (s *Server) SetFaults(faults Faults) { s.faults.Set(faults) }

// Faults returns the faults with what is left of their counters.
func (s *Server) Faults() Faults { return s.faults.Settings() }

// SetUnreachable makes every message to phone fail with code (30003 off, 30005
// unknown, 30006 landline); 0 makes it reachable again.
func (s *Server) SetUnreachable(phone string, code int) {
	s.record(record{Reach: &reach{phone, code}})
	s.mu.Lock()
	defer s.mu.Unlock()
	if code == 0 {
		delete(s.unreachable, phone)
		return
	}
	s.unreachable[phone] = code
}

// Settle waits until no webhook, delivery or receipt is under way.
func (s *Server) Settle(ctx context.Context) error { return s.work.Settle(ctx) }

// Close ends everything that is under way and waits for it.
func (s *Server) Close() {
	s.work.Close()
	s.client.CloseIdleConnections()
	s.journal.Close()
}

// Events returns the ledger, oldest first.
func (s *Server) Events() []Event { return s.log.All() }

// Subscribe sends the ledger's events, the kept ones first, until ctx ends.
func (s *Server) Subscribe(ctx context.Context) <-chan standin.Entry[Event] {
	return s.log.Subscribe(ctx, 0)
}

// Messages returns the messages kept, oldest first.
func (s *Server) Messages() []Message {
	s.mu.Lock()
	defer s.mu.Unlock()
	messages := make([]Message, len(s.messages))
	for i, m := range s.messages {
		messages[i] = m.Message
	}
	return messages
}

// Kind says what an Event is about.
type Kind string

// The kinds of events.
const (
	Inbound  Kind = "inbound"  // a phone sent a text; Message
	Webhook  Kind = "webhook"  // a webhook was called; Call
	Outbound Kind = "outbound" // a message of ours was accepted; Message
	Status   Kind = "status"   // a message of ours changed its status; Message
	Receipt  Kind = "receipt"  // a status callback was called; Call
	Alert    Kind = "alert"    // the debugger noted an error; Code and Detail
)

// Event is a line of the ledger.
type Event struct {
	At      time.Time `json:"at"`
	Kind    Kind      `json:"kind"`
	Phone   string    `json:"phone"`  // the phone's number
	Number  string    `json:"number"` // our number, or the sender we used
	SID     string    `json:"sid"`    // of the message it is about
	Message *Message  `json:"message,omitempty"`
	Call    *Call     `json:"call,omitempty"`
	Code    int       `json:"code,omitempty"` // the vendor's error code
	Warning bool      `json:"warning,omitempty"`
	Detail  string    `json:"detail,omitempty"`
}

// Call is one HTTP request to us.
type Call struct {
	URL      string        `json:"url"` // as signed
	Fallback bool          `json:"fallback,omitempty"`
	Status   int           `json:"status,omitempty"`  // 0: no answer
	Error    string        `json:"error,omitempty"`   // why there is no answer
	Answer   string        `json:"answer,omitempty"`  // the body
	Receipt  string        `json:"receipt,omitempty"` // the message status it told
	Unheard  bool          `json:"unheard,omitempty"` // the answer was lost or superseded
	Took     time.Duration `json:"took_nanoseconds"`  // real time
	Params   url.Values    `json:"params,omitempty"`  // the form
	Signed   string        `json:"signature"`         // X-Twilio-Signature
	Token    string        `json:"idempotency_token"` // the same when a call is made again
}

// Message is a message in either direction.
type Message struct {
	SID       string    `json:"sid"`
	Direction string    `json:"direction"` // inbound, outbound-api, outbound-reply, outbound-call
	From      string    `json:"from"`
	To        string    `json:"to"`
	Body      string    `json:"body"`
	Media     int       `json:"media,omitempty"`
	Segments  int       `json:"segments"`
	Encoding  string    `json:"encoding"` // GSM-7, UCS-2
	Status    string    `json:"status"`   // received; queued, sent, delivered, undelivered, failed
	ErrorCode int       `json:"error_code,omitempty"`
	Created   time.Time `json:"created"`
	Sent      time.Time `json:"sent,omitzero"`
	Updated   time.Time `json:"updated"`
}

// message is a Message and what only the stand-in needs of it.
type message struct {
	Message
	callback string        // status callback URL
	validity time.Duration // real time in the queue after which it fails
	accepted time.Time     // real time
}

func newMessage(direction, from, to, body string, media int, now time.Time) *message {
	prefix, encoding := "SM", "GSM-7"
	switch {
	case direction == outboundCall:
		prefix = "CA"
	case media > 0:
		prefix = "MM"
	}
	if _, ok := gsm7.Septets(body); !ok {
		encoding = "UCS-2"
	}
	return &message{
		Message: Message{
			SID: prefix + standin.Hex(32), Direction: direction, From: from, To: to, Body: body, Media: media,
			Segments: max(1, gsm7.Segments(body)), Encoding: encoding, Created: now, Updated: now,
		},
		accepted: time.Now(),
	}
}

// keep takes a new message into the list and notes it.
func (s *Server) keep(kind Kind, m *message) {
	event, whole := s.event(kind, m.Message), m.kept()
	event.Message = &whole.Message
	s.mu.Lock()
	if len(s.messages) >= 2*s.config.Keep {
		s.messages = append([]*message(nil), s.messages[len(s.messages)-s.config.Keep:]...)
	}
	s.messages = append(s.messages, m)
	s.mu.Unlock()
	s.record(record{Event: &event, Message: &whole})
}

func (s *Server) note(kind Kind, m Message, call *Call) {
	event := s.event(kind, m)
	if event.Call = call; call == nil {
		event.Message = &m
	}
	s.record(record{Event: &event})
}

// event returns an event about a message.
func (s *Server) event(kind Kind, m Message) Event {
	event := Event{At: s.config.Now(), Kind: kind, SID: m.SID, Phone: m.From, Number: m.To}
	if m.Direction != inbound {
		event.Phone, event.Number = m.To, m.From
	}
	return event
}

// dialled returns where a public URL is reached from here.
func (s *Server) dialled(public string) string {
	if rest, ok := strings.CutPrefix(public, s.config.PublicURL); ok && s.config.PublicURL != "" && (rest == "" || rest[0] == '/' || rest[0] == '?') {
		return s.config.DialURL + rest
	}
	return public
}
