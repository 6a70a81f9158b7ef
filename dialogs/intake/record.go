package intake

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"fmt"
	"hash"
	"slices"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// Record is the part of a turn that may be shown to whoever the case is about: it
// proves the turn's place in the log and, by parts, what was written, without what
// only the desk needs. Its form is published: see dialogs/dossier.
type Record struct {
	N       int       `json:"n"`
	At      time.Time `json:"at"` // UTC, whole milliseconds
	Kind    TurnKind  `json:"kind"`
	Channel string    `json:"channel"`
	K       int       `json:"k"`
	Case    string    `json:"case"`
	Commit  []byte    `json:"commit"`
	Apart   []byte    `json:"apart"` // digest of what only the desk needs
	Prev    []byte    `json:"prev"`
	Hash    []byte    `json:"hash"`
	Parts   []Proof   `json:"parts"` // one for each of Parts, in their order
}

// Part names a piece of a turn's content that can be shown, or withheld, by itself.
type Part string

// The parts.
const (
	PartHeard Part = "heard" // what the reporter wrote, UTF-8
	PartTold  Part = "told"  // what was written to the reporter, UTF-8
	PartKept  Part = "kept"  // what was received or handed over, JSON: see Kept
	PartRest  Part = "rest"  // the whole content of the turn; never shown
)

// Parts are all of them, in the order in which Commit covers them.
func Parts() []Part { return []Part{PartHeard, PartTold, PartKept, PartRest} }

// Proof stands for one part of a turn. Sum = HMAC-SHA256(Key, presence ‖ text), where
// presence is one byte: 1 if the turn has the part, else 0. Without Key it is withheld:
// Sum tells nothing of it.
type Proof struct {
	Part  Part   `json:"part"`
	Sum   []byte `json:"sum"`
	Key   []byte `json:"key,omitempty"`
	There bool   `json:"there,omitempty"`
	Text  string `json:"text,omitempty"`
}

// commitInfo separates the digest of the parts from every other.
const commitInfo = "relais content v2\x00"

// Record returns what of t may be shown; the parts that are not named are withheld. salt
// and content are what Keys.Content gives, nil for an erased turn: then no part can be told
// from another and there are no Parts.
func (t Turn) Record(salt, content []byte, shown ...Part) Record {
	r := t.record()
	if salt == nil {
		return r
	}
	pieces := split(content)
	for i, sum := range sums(salt, pieces) {
		p := Proof{Part: pieces[i].part, Sum: sum}
		if slices.Contains(shown, p.Part) {
			p.Key, p.There, p.Text = partKey(hmac.New(sha256.New, salt), p.Part), pieces[i].there, string(pieces[i].text)
		}
		r.Parts = append(r.Parts, p)
	}
	return r
}

// Shown returns the text of a part, and whether the record shows it and the turn has it.
func (r Record) Shown(part Part) (string, bool) {
	for _, p := range r.Parts {
		if p.Part == part {
			return p.Text, len(p.Key) > 0 && p.There
		}
	}
	return "", false
}

func (t Turn) record() Record {
	return Record{
		N: t.N, At: t.At, Kind: t.Kind, Channel: t.Key.Channel, K: t.Key.K, Case: t.Case, Commit: t.Commit, Apart: apart(t), Prev: t.Prev, Hash: t.Hash,
	}
}

// sum is the hash of the turn: SHA-256(Prev ‖ form), form being a version byte, then
// numbers and times (Unix milliseconds) as 8 bytes and all else behind its length in 4, big endian,
// so that no two turns have the same form.
func (r Record) sum() []byte {
	c := form(copied(r.Prev))
	c = append(c, chainVersion)
	c.text(r.Channel)
	c.number(r.K)
	c.number(r.N)
	c.time(r.At)
	c.text(string(r.Kind))
	c.text(r.Case)
	c.bytes(r.Commit)
	c.bytes(r.Apart)
	h := sha256.Sum256(c)
	return h[:]
}

// VerifyRecords checks the records of one log from its first turn on, in order, and
// what they show. It returns a *Fault for the first that is wrong.
func VerifyRecords(records []Record, anchors ...Anchor) error {
	turns := make([]Turn, len(records)) // number and hash, for the anchors
	for i, r := range records {
		if fault := r.wrong(records, i); fault != nil {
			return fault
		}
		turns[i] = Turn{N: r.N, Hash: r.Hash}
	}
	return anchored(turns, anchors)
}

func (r Record) wrong(records []Record, i int) *Fault {
	n := i + 1
	prev := genesis()
	if i > 0 {
		prev = records[i-1].Hash
	}
	switch {
	case r.N != n:
		return &Fault{n, Missing, fmt.Sprintf("turn %d stands in its place", r.N)}
	case len(r.Prev) != sha256.Size || !bytes.Equal(r.Hash, r.sum()):
		return &Fault{n, Changed, "its hash does not fit it"}
	case !bytes.Equal(r.Prev, prev):
		return &Fault{n, Inserted, fmt.Sprintf("it was not written after turn %d", i)}
	case i > 0 && (r.Channel != records[0].Channel || r.K != records[0].K):
		return &Fault{n, Inserted, "it is of another log"}
	}
	if len(r.Parts) == 0 {
		return nil
	}
	sums := make([][]byte, len(r.Parts))
	for j, p := range r.Parts {
		if j >= len(Parts()) || p.Part != Parts()[j] {
			return &Fault{n, Changed, "its parts are not those of a turn"}
		}
		if sums[j] = p.Sum; len(p.Key) == 0 {
			if p.There || p.Text != "" {
				return &Fault{n, Changed, fmt.Sprintf("part %s has a text and no proof", p.Part)}
			}
			continue
		}
		shown := piece{p.Part, p.There, []byte(p.Text)}
		if !p.There && p.Text != "" || !hmac.Equal(p.Sum, shown.sum(p.Key)) {
			return &Fault{n, Changed, fmt.Sprintf("part %s is not what was committed", p.Part)}
		}
	}
	if !hmac.Equal(r.Commit, joined(sums)) {
		return &Fault{n, Changed, "its parts are not what was committed"}
	}
	return nil
}

// piece is one part of a content.
type piece struct {
	part  Part
	there bool
	text  []byte
}

func (p piece) sum(key []byte) []byte {
	mac := hmac.New(sha256.New, key)
	presence := byte(0)
	if p.there {
		presence = 1
	}
	mac.Write([]byte{presence})
	mac.Write(p.text)
	return mac.Sum(nil)
}

// written is how a content is read that the desk itself wrote: no name in it is there twice,
// and nobody needs to look.
var written = jsontext.AllowDuplicateNames(true)

// split takes a content apart. One that is not the JSON of a Content has only a rest.
func split(content []byte) []piece {
	var c struct {
		In *struct {
			Text string `json:"text"`
		} `json:"in"`
		Reply *struct{ Text string } `json:"reply"`
		Kept  jsontext.Value         `json:"kept"`
	}
	pieces := []piece{{part: PartHeard}, {part: PartTold}, {part: PartKept}, {PartRest, true, content}}
	if json.Unmarshal(content, &c, written) != nil {
		return pieces
	}
	if c.In != nil {
		pieces[0] = piece{PartHeard, true, []byte(c.In.Text)}
	}
	if c.Reply != nil {
		pieces[1] = piece{PartTold, true, []byte(c.Reply.Text)}
	}
	if c.Kept != nil {
		pieces[2] = piece{PartKept, true, c.Kept}
	}
	return pieces
}

// partKey is what opens one part and no other: HMAC-SHA256(salt, name of the part), by
// the HMAC that salted has under the salt.
func partKey(salted hash.Hash, part Part) []byte {
	salted.Reset()
	salted.Write([]byte(part))
	return salted.Sum(nil)
}

// sums commits to each part of a content, in their order.
func sums(salt []byte, pieces []piece) [][]byte {
	var all [][]byte
	salted := hmac.New(sha256.New, salt)
	for _, p := range pieces {
		all = append(all, p.sum(partKey(salted, p.part)))
	}
	return all
}

// commitment is the digest of a content by its parts, so that each can be shown alone.
func commitment(salt, content []byte) []byte { return joined(sums(salt, split(content))) }

func joined(sums [][]byte) []byte {
	sum := sha256.Sum256(append([]byte(commitInfo), bytes.Join(sums, nil)...))
	return sum[:]
}
