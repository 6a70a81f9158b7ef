package intake

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"time"
)

// The first byte of the canonical form. Turns written under it must verify for as
// long as they are kept, so another form is another number.
const chainVersion = 2

// Damage says what is wrong with a turn.
type Damage string

// The kinds of damage.
const (
	Changed  Damage = "changed"  // it is not what was written
	Missing  Damage = "missing"  // it was taken out
	Inserted Damage = "inserted" // it does not belong there
	Swapped  Damage = "swapped"  // it stands in another's place
	CutOff   Damage = "cut off"  // it and all after it are gone, an anchor says
)

// Fault is the error of Verify: the first wrong turn, what is wrong with it and how
// it shows. It holds nothing personal.
type Fault struct {
	N      int
	What   Damage
	Detail string
}

func (f *Fault) Error() string { return fmt.Sprintf("chain: turn %d %s: %s", f.N, f.What, f.Detail) }

// Anchor is the length and the newest hash of a log, noted at some time in a place
// that whoever can write the log cannot write. N 0 is a log without turns.
type Anchor struct {
	N    int    `json:"n"`
	Hash []byte `json:"hash"`
}

// Anchor returns the anchor of a log whose newest turn is t.
func (t Turn) Anchor() Anchor { return Anchor{t.N, copied(t.Hash)} }

// Link sets Prev, Commit and Hash of t, which follows prev; prev is the zero Turn
// for the first of a log. At gets the form of Stamp and, since time in a log never
// runs back, is not earlier than prev.At. It returns an error if t does not follow
// prev by key and number, or if salt does not have 16 bytes.
//
// Outside the chain stand what may still move (Receipt, Due, Settled of an entry,
// Expires, which closing a case stamps anew) and Sealed, which erasing drops; while
// it is there, Commit answers for what is in it.
func Link(prev Turn, t *Turn, salt, content []byte) error {
	switch {
	case len(salt) != saltBytes:
		return fmt.Errorf("link turn %d: salt has %d bytes, want %d", t.N, len(salt), saltBytes)
	case t.N != prev.N+1:
		return fmt.Errorf("link turn %d: it does not follow turn %d", t.N, prev.N)
	case prev.N != 0 && t.Key != prev.Key:
		return fmt.Errorf("link turn %d: it follows a turn of another log", t.N)
	case prev.N != 0 && len(prev.Hash) != sha256.Size:
		return fmt.Errorf("link turn %d: turn %d has no hash", t.N, prev.N)
	}
	t.At = Stamp(t.At)
	if prev.N != 0 && t.At.Before(prev.At) {
		t.At = Stamp(prev.At)
	}
	t.Prev = genesis()
	if prev.N != 0 {
		t.Prev = copied(prev.Hash)
	}
	t.Commit = commitment(salt, content)
	t.Hash = chainHash(*t)
	return nil
}

// Verify checks the turns of one log, all of them and in the order of the store,
// and returns a *Fault for the first that is wrong. open gives salt and content of
// a turn that still has them (Keys.Content); ErrSealed from it is a fault, any other
// error is returned as it is; a nil open leaves contents unchecked. Erased turns
// verify. Without an anchor nothing shows that the newest turns were cut off, nor
// that somebody who knows the form rewrote erased turns from some number on to the
// end: pass every anchor at hand.
func Verify(turns []Turn, open func(Turn) (salt, content []byte, err error), anchors ...Anchor) error {
	for i := range turns {
		if fault := misplaced(turns, i); fault != nil {
			return fault
		}
		if open == nil || len(turns[i].Sealed) == 0 {
			continue
		}
		if err := contentFits(turns[i], open); err != nil {
			return err
		}
	}
	return anchored(turns, anchors)
}

// misplaced checks number, hash and link of turns[i], all before it being right.
func misplaced(turns []Turn, i int) *Fault {
	t, want := turns[i], i+1
	switch {
	case t.N < want && t.N >= 1:
		return &Fault{t.N, Inserted, "its number is there twice"}
	case t.N != want && hasNumber(turns[i+1:], want):
		return &Fault{want, Swapped, fmt.Sprintf("turn %d stands before it", t.N)}
	case t.N != want:
		return &Fault{want, Missing, fmt.Sprintf("turn %d stands in its place", t.N)}
	}
	if len(t.Prev) != sha256.Size || !bytes.Equal(t.Hash, chainHash(t)) {
		// One number more than there are turns: one may have been taken out.
		if m := writtenAs(t, len(turns)+1); m != 0 {
			return &Fault{want, Swapped, fmt.Sprintf("it was written as turn %d", m)}
		}
		return &Fault{want, Changed, "its hash does not fit it"}
	}
	if i == 0 {
		if !bytes.Equal(t.Prev, genesis()) {
			return &Fault{1, Inserted, "it was written after another turn"}
		}
		return nil
	}
	if t.Key == turns[i-1].Key && bytes.Equal(t.Prev, turns[i-1].Hash) {
		return nil
	}
	// Either this turn is a stranger or the one before was replaced, hash and all.
	// The turn after tells: it links to a turn that is in its place.
	if i+1 < len(turns) && bytes.Equal(turns[i+1].Prev, t.Hash) {
		return &Fault{want - 1, Changed, fmt.Sprintf("turn %d was written after another", want)}
	}
	return &Fault{want, Inserted, fmt.Sprintf("it was not written after turn %d", want-1)}
}

func hasNumber(turns []Turn, n int) bool {
	for _, t := range turns {
		if t.N == n {
			return true
		}
	}
	return false
}

// writtenAs returns the number under which the hash of t fits, 0 if none up to last.
func writtenAs(t Turn, last int) int {
	for m := 1; m <= last; m++ {
		if t.N = m; bytes.Equal(t.Hash, chainHash(t)) {
			return m
		}
	}
	return 0
}

func contentFits(t Turn, open func(Turn) (salt, content []byte, err error)) error {
	salt, content, err := open(t)
	switch {
	case errors.Is(err, ErrSealed):
		return &Fault{t.N, Changed, "its content does not open"}
	case err != nil:
		return fmt.Errorf("chain: open turn %d: %w", t.N, err)
	case !hmac.Equal(t.Commit, commitment(salt, content)):
		return &Fault{t.N, Changed, "its content is not what was committed"}
	}
	return nil
}

// anchored holds turns, which verify among themselves, against the anchors. The
// lowest number that an anchor contradicts is named.
func anchored(turns []Turn, anchors []Anchor) error {
	var first *Fault
	for _, a := range anchors {
		var fault *Fault
		switch {
		case a.N > len(turns):
			fault = &Fault{len(turns) + 1, CutOff, fmt.Sprintf("an anchor knows %d turns", a.N)}
		case a.N >= 1 && !bytes.Equal(a.Hash, turns[a.N-1].Hash):
			fault = &Fault{a.N, Changed, "an anchor knows another hash"}
		}
		if fault != nil && (first == nil || fault.N < first.N) {
			first = fault
		}
	}
	if first == nil {
		return nil // and not a nil *Fault, which would be an error
	}
	return first
}

// genesis stands for the hash before the first turn.
func genesis() []byte { return make([]byte, sha256.Size) }

func chainHash(t Turn) []byte { return t.record().sum() }

// apart is the digest of what of a turn only the desk needs: SHA-256 of its one byte
// form, which the nonce and the hidden address keep from being guessed.
func apart(t Turn) []byte {
	seen := sha256.Sum256(t.Seen)
	c := form{chainVersion}
	c.text(t.Key.Address)
	c.text(t.Nonce)
	c.text(t.Region)
	c.text(t.Severity)
	c.text(t.Status)
	c.number(t.Current)
	c.text(t.Lead)
	c.bytes(seen[:])
	c.number(len(t.Outbox))
	for _, e := range t.Outbox {
		c.text(e.ID)
		c.text(string(e.Kind))
		c.text(e.Region)
		c.time(e.At)
		c.time(e.Expires)
		c.bytes(e.Body)
	}
	sum := sha256.Sum256(c)
	return sum[:]
}

type form []byte

func (f *form) number(n int)      { *f = binary.BigEndian.AppendUint64(*f, uint64(n)) }
func (f *form) time(at time.Time) { *f = binary.BigEndian.AppendUint64(*f, uint64(at.UnixMilli())) }
func (f *form) bytes(b []byte)    { *f = append(binary.BigEndian.AppendUint32(*f, uint32(len(b))), b...) }
func (f *form) text(s string)     { f.bytes([]byte(s)) }
