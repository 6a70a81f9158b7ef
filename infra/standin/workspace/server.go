// Package workspace is a stand-in for a Slack workspace in which our app is
// installed, and for the people in it. It serves the Web API our app calls, plays
// clicks, forms, commands and messages by signed requests to our endpoints, refuses
// what Slack refuses, keeps a ledger, and can be told to fail.
//
// Contract: https://docs.slack.dev/reference/methods (API),
// https://docs.slack.dev/reference/block-kit (blocks),
// https://docs.slack.dev/apis/events-api (events and retries),
// https://docs.slack.dev/interactivity/handling-user-interaction (payloads),
// https://docs.slack.dev/authentication/verifying-requests-from-slack (signature).
//
// Not played: scopes, files, scheduled messages, Enterprise Grid, the rate limits
// of methods other than chat.postMessage, and switching off a subscription that
// fails too often.
package workspace

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"sync"
	"time"

	"relais/infra/standin"
)

// Config is the workspace, the app in it, and how the stand-in behaves.
type Config struct {
	TeamID, TeamDomain string // T…, name
	AppID              string // A…
	BotUserID, BotID   string // U…, B…
	BotToken           string // xoxb-…; the API's token
	SigningSecret      string // signs requests to us

	EventsURL, ActionsURL, CommandsURL string // our endpoints; on a loopback address

	Channels []Channel
	Users    []User

	Now     func() time.Time // the clock of messages; nil: time.Now
	SignNow func() time.Time // the clock of signatures; nil: time.Now, since the receiver compares with its machine's
	Second  time.Duration    // how long a second of the contract's time limits lasts here; 0: a second

	// Retries gives the real time from a failed delivery of an event to the next;
	// nil: at once, a minute, five minutes, https://docs.slack.dev/apis/events-api#retries.
	Retries []time.Duration

	Burst int    // messages a channel takes at once, before one a second; 0: 4
	Seed  uint64 // of the faults
	Keep  int    // events, and messages a channel, that are kept; 0: 10,000

	// Journal is the path of a file that keeps messages, views and events, for a
	// stand-in that shares a process with what it is to outlive; empty: nothing is
	// kept. Triggers, response URLs and events not yet delivered end with the program.
	Journal string
}

// Channel is a conversation of the workspace.
type Channel struct {
	ID        string `json:"id"` // C…
	Name      string `json:"name"`
	Private   bool   `json:"private,omitempty"`
	Shared    bool   `json:"shared,omitempty"`     // with another company (Slack Connect)
	Archived  bool   `json:"archived,omitempty"`   // nobody can post
	NotMember bool   `json:"not_member,omitempty"` // our app has not been invited
	IM        string `json:"im,omitempty"`         // the user of a direct message with our app
}

// User is a person of the workspace or, with another TeamID, of a company that
// shares a channel with it.
type User struct {
	ID      string `json:"id"` // U…
	Name    string `json:"name"`
	Real    string `json:"real_name"`
	TeamID  string `json:"team_id,omitempty"` // empty: this workspace
	Guest   bool   `json:"guest,omitempty"`
	Deleted bool   `json:"deleted,omitempty"`
}

// Faults is what can be told to go wrong. The first four concern requests to us.
type Faults struct {
	DropRequest  standin.Chance `json:"drop_request,omitzero"` // never arrives
	DropAnswer   standin.Chance `json:"drop_answer,omitzero"`  // arrives, its answer is lost; an event is sent again
	Duplicate    standin.Chance `json:"duplicate,omitzero"`    // arrives twice at once
	DelayRequest standin.Delay  `json:"delay_request,omitzero"`

	API        standin.APIFaults `json:"api,omitzero"`
	HistoryLag standin.Duration  `json:"history_lag,omitempty"` // a message is in no history before this much real time has passed
}

// Server is the stand-in. As a handler it serves the Web API below /api/ and the
// response URLs below /actions/ and /commands/; Control serves pages and tests.
type Server struct {
	config Config
	client *http.Client
	work   *standin.Work
	faults *standin.Faults[Faults]
	log    *standin.Log[Event]
	api    http.Handler

	recording sync.Mutex // an event has the same number in log and journal
	journal   *standin.Journal[record]

	mu         sync.Mutex
	channels   map[string]*channel
	users      map[string]User
	triggers   map[string]*trigger
	responses  map[string]*response
	views      map[string]*view
	modals     map[string][]string // user → ids of the modals open, the top last
	homes      map[string]string   // user → id of the home view
	ephemerals []*message
}

type channel struct {
	Channel
	messages []*message // oldest first
	last     stamp
	allowed  float64 // messages that may be posted at once
	counted  time.Time
}

// message is a Message and what only the stand-in needs of it.
type message struct {
	Message
	posted time.Time // real time
	forWho string    // an ephemeral message's reader
}

// trigger lets the app open one modal within three seconds.
type trigger struct {
	user    string
	expires time.Time // real time
	used    bool
}

// Message is a message in the shape of the API.
type Message struct {
	Type        string          `json:"type"`
	Subtype     string          `json:"subtype,omitempty"`
	Channel     string          `json:"channel,omitempty"`
	TS          string          `json:"ts"`
	ThreadTS    string          `json:"thread_ts,omitempty"`
	User        string          `json:"user,omitempty"`
	Team        string          `json:"team,omitempty"`
	BotID       string          `json:"bot_id,omitempty"`
	AppID       string          `json:"app_id,omitempty"`
	ClientMsgID string          `json:"client_msg_id,omitempty"`
	Text        string          `json:"text"`
	Blocks      json.RawMessage `json:"blocks,omitempty"`
	Metadata    json.RawMessage `json:"metadata,omitempty"`
	Edited      *Edited         `json:"edited,omitempty"`
	ReplyCount  int             `json:"reply_count,omitempty"`
	LatestReply string          `json:"latest_reply,omitempty"`
	Reactions   []Reaction      `json:"reactions,omitempty"`
}

// Edited says who changed a message last, and when.
type Edited struct {
	User string `json:"user"`
	TS   string `json:"ts"`
}

// Reaction is an emoji put on a message.
type Reaction struct {
	Name  string   `json:"name"`
	Users []string `json:"users"`
	Count int      `json:"count"`
}

// Kind says what an Event is about.
type Kind string

// The kinds of events.
const (
	Posted     Kind = "posted"      // Message
	Changed    Kind = "changed"     // Message
	Deleted    Kind = "deleted"     // Message
	Ephemeral  Kind = "ephemeral"   // Message, seen by User alone
	ViewShown  Kind = "view"        // View opened, pushed, updated or published for User
	ViewGone   Kind = "view_closed" // View
	APICall    Kind = "api"         // our app called Method
	AppRequest Kind = "request"     // our app was called; Call
)

// Event is a line of the ledger.
type Event struct {
	At      time.Time         `json:"at"`
	Kind    Kind              `json:"kind"`
	Channel string            `json:"channel,omitempty"`
	User    string            `json:"user,omitempty"`
	Message *Message          `json:"message,omitempty"`
	Live    []string          `json:"live,omitempty"` // what of Message is live: mentions, links
	View    map[string]any    `json:"view,omitempty"`
	Method  string            `json:"method,omitempty"`
	Args    map[string]string `json:"args,omitempty"`  // of Method, less token, text, blocks, view, metadata
	Error   string            `json:"error,omitempty"` // how Method was refused
	Call    *Call             `json:"call,omitempty"`
}

// Call is one HTTP request to our app.
type Call struct {
	URL     string        `json:"url"`
	Type    string        `json:"type"` // event type, interaction type, or command
	EventID string        `json:"event_id,omitempty"`
	Retry   int           `json:"retry,omitempty"`
	Status  int           `json:"status,omitempty"` // 0: no answer
	Error   string        `json:"error,omitempty"`  // why there is no answer
	Answer  string        `json:"answer,omitempty"` // the body
	Unheard bool          `json:"unheard,omitempty"`
	Took    time.Duration `json:"took_nanoseconds"` // real time
}

var ids = map[string]*regexp.Regexp{
	"team id": regexp.MustCompile(`^T[A-Z0-9]{2,}$`), "app id": regexp.MustCompile(`^A[A-Z0-9]{2,}$`),
	"bot user id": regexp.MustCompile(`^U[A-Z0-9]{2,}$`), "bot id": regexp.MustCompile(`^B[A-Z0-9]{2,}$`),
	"user id": regexp.MustCompile(`^[UW][A-Z0-9]{2,}$`), "channel id": regexp.MustCompile(`^C[A-Z0-9]{2,}$`),
}

// New returns a server that runs until Close, or an error that names every fault
// of config.
func New(config Config) (*Server, error) {
	if err := config.check(); err != nil {
		return nil, err
	}
	if config.Now == nil {
		config.Now = time.Now
	}
	if config.SignNow == nil {
		config.SignNow = time.Now
	}
	config.Second = cmp.Or(config.Second, time.Second)
	if config.Retries == nil {
		config.Retries = []time.Duration{0, 60 * config.Second, 300 * config.Second}
	}
	config.Burst = cmp.Or(config.Burst, 4)
	config.Keep = cmp.Or(config.Keep, 10_000)
	s := &Server{
		config: config, client: standin.NewClient(), work: standin.NewWork(),
		faults: standin.NewFaults[Faults](config.Seed), log: standin.NewLog[Event](config.Keep),
		channels: map[string]*channel{}, users: map[string]User{}, triggers: map[string]*trigger{},
		responses: map[string]*response{}, views: map[string]*view{}, modals: map[string][]string{}, homes: map[string]string{},
	}
	for _, c := range config.Channels {
		s.SetChannel(c)
	}
	for _, u := range config.Users {
		s.SetUser(u)
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
	fault := func(format string, args ...any) {
		faults = append(faults, fmt.Errorf("workspace: "+format, args...))
	}
	id := func(what, value string) {
		if !ids[what].MatchString(value) {
			fault("%s %q", what, value)
		}
	}
	id("team id", c.TeamID)
	id("app id", c.AppID)
	id("bot user id", c.BotUserID)
	id("bot id", c.BotID)
	if c.BotToken == "" {
		fault("bot token is empty")
	}
	if c.SigningSecret == "" {
		fault("signing secret is empty")
	}
	for _, address := range []string{c.EventsURL, c.ActionsURL, c.CommandsURL} {
		if u, err := url.Parse(address); err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
			fault("%q is not an http or https URL", address)
		}
	}
	for _, channel := range c.Channels {
		id("channel id", channel.ID)
	}
	for _, user := range c.Users {
		id("user id", user.ID)
	}
	return errors.Join(faults...)
}

// SetChannel adds a channel or changes one; its messages stay.
func (s *Server) SetChannel(c Channel) {
	s.record(record{Channel: &c})
	s.mu.Lock()
	defer s.mu.Unlock()
	if known, ok := s.channels[c.ID]; ok {
		known.Channel = c
		return
	}
	s.channels[c.ID] = &channel{Channel: c, allowed: float64(s.config.Burst), counted: time.Now()}
}

// SetUser adds a person or changes one.
func (s *Server) SetUser(u User) {
	u.TeamID = cmp.Or(u.TeamID, s.config.TeamID)
	s.record(record{User: &u})
	s.mu.Lock()
	defer s.mu.Unlock()
	s.users[u.ID] = u
}

// SetFaults replaces the faults.
func (s *Server) SetFaults(faults Faults) { s.faults.Set(faults) }

// Faults returns the faults with what is left of their counters.
func (s *Server) Faults() Faults { return s.faults.Settings() }

// Settle waits until no request or retry is under way.
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

// Messages returns the messages of a channel, replies included, oldest first.
func (s *Server) Messages(channelID string) []Message {
	s.mu.Lock()
	defer s.mu.Unlock()
	c, ok := s.channels[channelID]
	if !ok {
		return nil
	}
	messages := make([]Message, len(c.messages))
	for i, m := range c.messages {
		messages[i] = m.Message
	}
	return messages
}

// note adds an event about a message.
func (s *Server) note(kind Kind, channelID, userID string, m Message) {
	s.tell(Event{At: s.config.Now(), Kind: kind, Channel: channelID, User: userID, Message: &m, Live: liveMarkup(m)})
}

// stamp is a message's time stamp: seconds and microseconds, unique in a channel.
type stamp struct{ seconds, micros int64 }

func (t stamp) String() string { return fmt.Sprintf("%010d.%06d", t.seconds, t.micros) }

// next returns the stamp of a message posted now, later than the channel's last.
func (c *channel) next(now time.Time) string {
	t := stamp{now.Unix(), 100}
	if t.seconds <= c.last.seconds {
		t = stamp{c.last.seconds, c.last.micros + 100}
		if t.micros > 999_999 {
			t = stamp{t.seconds + 1, 100}
		}
	}
	c.last = t
	return t.String()
}

func (c *channel) find(ts string) *message {
	i := slices.IndexFunc(c.messages, func(m *message) bool { return m.TS == ts })
	if i < 0 {
		return nil
	}
	return c.messages[i]
}

// add puts m into the channel and counts it at its thread. The caller holds the lock.
func (s *Server) add(c *channel, m Message) Message {
	m.Type, m.Channel, m.TS = "message", "", c.next(s.config.Now())
	if parent := c.find(m.ThreadTS); m.ThreadTS != "" && parent != nil {
		parent.ReplyCount, parent.LatestReply, parent.ThreadTS = parent.ReplyCount+1, m.TS, parent.TS
	}
	if len(c.messages) >= 2*s.config.Keep {
		c.messages = append([]*message(nil), c.messages[len(c.messages)-s.config.Keep:]...)
	}
	c.messages = append(c.messages, &message{Message: m, posted: time.Now()})
	return m
}

// direct returns the direct message channel of a user and our app, which it opens
// if need be. The caller holds the lock.
func (s *Server) direct(userID string) (c *channel, opened bool) {
	id := "D" + userID[1:]
	if c, ok := s.channels[id]; ok {
		return c, false
	}
	c = &channel{Channel: Channel{ID: id, Private: true, IM: userID}, allowed: float64(s.config.Burst), counted: time.Now()}
	s.channels[id] = c
	return c, true
}
