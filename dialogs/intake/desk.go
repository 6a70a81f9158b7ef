// Package intake takes a reporter's message into the log of the case: one
// conditional append holds the message, the answer, the state after it and what
// must leave. It is pure of vendors; time and chance come in as arguments.
package intake

import (
	"io"
	"time"

	"relais/dialogs/engine"
	"relais/dialogs/understand"
	"relais/locales"
)

// Desk takes messages. All fields are set once, before its first use.
type Desk struct {
	Log       Log
	Blobs     Blobs
	Files     Files  // nil: no files are taken
	Tokens    Tokens // nil: no chat, no link and no joining
	Keys      Keys
	Set       *engine.Set
	Texts     *locales.Catalog
	Reader    *understand.Reader
	Territory Territory
	// Opener, where it is set, gives what turns seal in place of opening each anew: for a world
	// in which the same turns are read over and over. What it gives is shared: nothing in it is changed.
	Opener func(Turn) (Content, error)
	Links  string    // our public address, without a path, under which links stand; empty: none are given
	Chance io.Reader // cryptographic, outside tests
}

// Territory says which region stands behind each of our numbers, and which
// regions have a desk here.
type Territory struct {
	Numbers map[string]string // E.164 → INSEE region code
	Desks   map[string]bool   // INSEE region code
	Nights  map[string]Night  // INSEE region code → whom to call while the centre is closed; PageP1 where it is missing
	Duty    map[string]Medium // INSEE region code → how those on duty are reached; BySMS where it is missing
}

// Inbound is one message of a reporter as a channel received it, verified.
type Inbound struct {
	Channel string
	ID      string // the provider's, unique per message
	From    string // normal form of the address: E.164 for a number
	To      string // our address it came to
	Text    string // as received, whole; Take masks what is secret in it
	Media   []Media
	Enter   string // dialog a new case begins with; empty: found out by asking
	Lang    string // that the channel says the reporter reads, as a browser does; the words decide
	// Mute: From is an address that must not be written to (a satellite or premium
	// number, a name). The message is recorded and nothing is answered.
	Mute bool
	// Unanswerable: no webhook waits for the answer, because the message was found in
	// the carrier's list or taken late. The reply leaves as a text of its own.
	Unanswerable bool
	// Shown is what stood before the reporter, on a channel that knows; the zero Upto:
	// receipts alone tell.
	Shown Upto
	// NotJoined says that Text was a code and a PIN that open nothing; Take finds out.
	NotJoined bool
	// Spent says that code and PIN of the case open nothing any more; Take finds out.
	Spent bool
	// Masked says that Text held a secret that was blotted out; Take does so itself.
	Masked bool
}

// Media is a file that came with a message. It is not fetched here.
type Media struct {
	URL  string `json:"url"`
	Type string `json:"type"`
}

// Reply is what the channel answers. A Silent reply is an empty answer.
type Reply struct {
	engine.Message
	Silent bool
	From   string // the address of ours that the message came to
	Key    Key    // the turn that holds the reply, for its receipt
	N      int
	Trace  Trace
	At     time.Time // of the turn
}

// Trace is what a log line may say about the turn that holds a reply: nothing
// personal. Lang is the language the conversation is held in, empty if none is known.
type Trace struct {
	Case   string
	Lang   string
	Here   engine.Place // the open step
	Leaves []EntryKind  // what leaves with the turn besides the reply
	Reason Reason       // why there is no reply
}

// Logged are the attributes of the one line that a log keeps of a turn: nothing personal.
func (r Reply) Logged(channel string, took time.Duration) []any {
	effects := []string{}
	if !r.Silent {
		effects = append(effects, "reply")
	}
	for _, kind := range r.Trace.Leaves {
		effects = append(effects, string(kind))
	}
	return []any{
		"case", r.Trace.Case, "turn", r.N, "channel", channel, "dialog", r.Trace.Here.Dialog, "step", r.Trace.Here.Step,
		"effects", effects, "reason", string(r.Trace.Reason), "ms", took.Milliseconds(),
	}
}

// Content is what a turn seals: everything that says something about somebody.
type Content struct {
	Inbound   *Stored            `json:"in,omitempty"`
	Reading   *engine.Reading    `json:"reading,omitempty"`
	Facts     engine.Facts       `json:"facts,omitempty"` // as they were derived
	Reply     *engine.Message    `json:"reply,omitempty"`
	Reason    Reason             `json:"reason,omitempty"`    // why there is no reply
	Texts     map[string]string  `json:"texts,omitempty"`     // outbox entry → text to send
	Elsewhere map[string]Address `json:"elsewhere,omitempty"` // of those texts that leave for another channel
	After     string             `json:"after,omitempty"`     // outbox entry that must have left before this turn's text does
	Came      *Came              `json:"came,omitempty"`      // a channel joined the case
	Act       *Act               `json:"act,omitempty"`
	Kept      []Kept             `json:"kept,omitempty"` // what was received beside the message, or handed over
	State     State              `json:"state"`
}

// Stored is an inbound message as it is kept. A text too long for a turn stands
// whole in a blob; then Text is its beginning.
type Stored struct {
	ID    string  `json:"id"`
	Text  string  `json:"text"`
	Blob  string  `json:"blob,omitempty"` // name of the blob with the whole text
	Bytes int     `json:"bytes"`
	Media []Media `json:"media,omitempty"`
}

// Reason says why an inbound message got no reply of the dialog.
type Reason string

// The reasons.
const (
	Unsayable          Reason = "unsayable"           // the reply could not be worked out: the text for bad hours was given
	Absorbed           Reason = "absorbed"            // too many messages in too short a time
	Flood              Reason = "flood"               // far too many in a day: only the id and the length are kept
	BlockedDestination Reason = "blocked_destination" // an address that must not be written to
	NotJoined          Reason = "not_joined"          // a code and a PIN that open nothing: no other answer was given
	RemovedChannel     Reason = "removed_channel"     // it came by a channel that was taken out of the case
	HumanLeads         Reason = "human_leads"         // an analyst leads the conversation, and answers
)

// State is what a conversation carries from turn to turn.
type State struct {
	Session  engine.Session `json:"session"`
	From     string         `json:"from"`
	To       string         `json:"to"`
	Opened   time.Time      `json:"opened"`
	Heard    time.Time      `json:"heard"` // the newest message of the reporter
	Asked    time.Time      `json:"asked"` // the newest message to the reporter: silence counts from it
	Region   string         `json:"region,omitempty"`
	Packet   []byte         `json:"packet,omitempty"`   // as last sent to the queue, to send only what changed
	Put      bool           `json:"put,omitempty"`      // the open question is known to have arrived with an earlier turn
	Resent   []int          `json:"resent,omitempty"`   // turns whose reply left a second way, newest last
	Channels []Channel      `json:"channels,omitempty"` // all there ever were, once there was more than one; the one last heard stands above
	Left     []string       `json:"left,omitempty"`     // logs of cases that the conversation had joined and left again
	Way      Way            `json:"way,omitempty"`      // of a conversation that joined a case: what opened it
	Mute     bool           `json:"mute,omitempty"`     // nothing may be written to the address
	Spent    bool           `json:"spent,omitempty"`    // too many wrong pairs of code and PIN were tried: the right one opens nothing either
	Spoke    int            `json:"spoke,omitempty"`    // turn with the newest message to the reporter
	Charge   Charge         `json:"charge,omitzero"`
	Held     string         `json:"held,omitempty"`  // region on whose board the case stands as held out to it
	Level    string         `json:"level,omitempty"` // severity at the turn before
	// What the case keeps of files, for the bounds.
	Files     int   `json:"files,omitempty"`
	FileBytes int64 `json:"file_bytes,omitempty"`
	// The dossier: it was asked for and is to be offered; when it was last; the turn that
	// last handed it over.
	Offer   bool      `json:"offer,omitempty"`
	Offered time.Time `json:"offered,omitzero"`
	Handed  Anchor    `json:"handed,omitzero"`
	// Where files may be left is still to be said: the message with the dossier had no room for it.
	Leave bool `json:"leave,omitempty"`
	// A link to go on by another channel: it was asked for and is to be given; when it last was.
	Onward bool      `json:"onward,omitempty"`
	Linked time.Time `json:"linked,omitzero"`
	// What the sender told, in the case left last, of not phoning: the next one begins with it.
	TextOnly string `json:"text_only,omitempty"`
	Counts
}

// Counts is what the bounds of a sender count, see State.count. A further case counts on.
type Counts struct {
	Replies []int64 `json:"replies,omitempty"` // unix times of the replies in the window
	Idle    []int64 `json:"idle,omitempty"`    // of those that led nowhere
	Hour    int64   `json:"hour,omitempty"`    // unix hour of Count
	Count   int     `json:"count,omitempty"`
	Day     int64   `json:"day,omitempty"` // unix day of Today
	Today   int     `json:"today,omitempty"`
}

// maxInline is how many bytes of a text stand in the turn itself.
const maxInline = 16 << 10

// silenceToQueue is after how long a first message alone brings the case to the analysts.
const silenceToQueue = 3 * time.Minute

// repeatWindow is how long a repeated delivery gets the recorded reply; later an
// empty answer, because the advice may no longer fit.
const repeatWindow = 15 * time.Minute

// Retention is the hard ceiling after which a turn is no longer read, nor what it tells of.
const Retention = 396 * 24 * time.Hour

// mask blots out what is secret in the text, before anything is kept of it: nothing
// keeps a password, in no form.
func (in *Inbound) mask() {
	text, found := understand.Mask(in.Text)
	in.Text, in.Masked = text, in.Masked || found
}
