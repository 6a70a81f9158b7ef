package intake

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// ParseKey reads what Key.String wrote.
func ParseKey(s string) (Key, error) {
	parts := strings.Split(s, "#")
	if len(parts) != 3 {
		return Key{}, errors.New("log key: want channel#address#k")
	}
	k, err := strconv.Atoi(parts[2])
	if err != nil || strconv.Itoa(k) != parts[2] {
		return Key{}, errors.New("log key: k is no number")
	}
	key := Key{Channel: parts[0], Address: parts[1], K: k}
	return key, key.Check()
}

// Short is String without the address, for errors and logs: sms#…#0.
func (k Key) Short() string { return fmt.Sprintf("%s#…#%d", k.Channel, k.K) }

// Check reports a key whose text form would be ambiguous or that not every store
// can hold. The error does not show the key.
func (k Key) Check() error {
	switch {
	case k.Channel == "" || k.Address == "":
		return errors.New("log key: channel or address is empty")
	case strings.Contains(k.Channel, "#") || strings.Contains(k.Address, "#"):
		return errors.New("log key: # in channel or address")
	case !utf8.ValidString(k.Channel) || !utf8.ValidString(k.Address):
		return errors.New("log key: not UTF-8")
	case k.K < 0:
		return fmt.Errorf("log key: k is %d", k.K)
	}
	return nil
}

// Check reports a turn that no store takes: a bad key, a number under 1, no nonce,
// entries without an id or with the same one, or strings that are not UTF-8. The
// error shows nothing of the turn but its number.
func (t Turn) Check() error {
	if err := t.Key.Check(); err != nil {
		return err
	}
	if t.N < 1 {
		return fmt.Errorf("turn number is %d", t.N)
	}
	// Without a nonce two writers would both be told that they won.
	if t.Nonce == "" {
		return errors.New("turn has no nonce")
	}
	texts := []string{t.Lead, t.Case, string(t.Kind), t.Nonce, string(t.Receipt), t.Region, t.Severity, t.Status}
	ids := make(map[string]bool, len(t.Outbox))
	for _, e := range t.Outbox {
		if e.ID == "" || ids[e.ID] {
			return errors.New("turn has an entry without an id of its own")
		}
		ids[e.ID] = true
		texts = append(texts, e.ID, string(e.Kind), e.Region)
	}
	for _, s := range texts {
		if !utf8.ValidString(s) {
			return errors.New("turn has a text that is not UTF-8")
		}
	}
	return nil
}

// Stamp gives t the form that stores keep: UTC, whole milliseconds, rounded down.
// The zero time stays the zero time.
func Stamp(t time.Time) time.Time { return time.UnixMilli(t.UnixMilli()).UTC() }

// Clone returns a copy that shares nothing with t, in the form in which every store
// gives a turn back: times as Stamp makes them, empty slices nil.
func (t Turn) Clone() Turn {
	t.At, t.Due, t.Expires = Stamp(t.At), Stamp(t.Due), Stamp(t.Expires)
	for _, b := range []*[]byte{&t.Seen, &t.Prev, &t.Commit, &t.Hash, &t.Sealed} {
		*b = copied(*b)
	}
	if len(t.Outbox) == 0 {
		t.Outbox = nil
	}
	t.Outbox = slices.Clone(t.Outbox)
	for i := range t.Outbox {
		t.Outbox[i] = t.Outbox[i].Clone()
	}
	return t
}

// Clone returns a copy that shares nothing with e, as Turn.Clone does.
func (e Entry) Clone() Entry {
	e.At, e.Expires, e.Body = Stamp(e.At), Stamp(e.Expires), copied(e.Body)
	return e
}

func copied(b []byte) []byte {
	if len(b) == 0 {
		return nil
	}
	return append([]byte(nil), b...)
}
