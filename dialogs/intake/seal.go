package intake

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
)

// KeyBytes is the length of the pepper and of the master data key.
const KeyBytes = 32

// saltBytes is the length of the salt that opens a turn's commitment.
const saltBytes = 16

// The first byte of what Seal writes; another form would be another number.
const sealVersion = 1

// These separate what is derived from the master key: the keys of cases, the secrets of
// web sessions.
const (
	caseKeyInfo  = "relais case v1"
	visitKeyInfo = "relais visit v1"
)

// ErrSealed: sealed data does not open. The key, the case or the place is not the
// one it was sealed for, or a byte was changed or lost; which of these cannot be told.
var ErrSealed = errors.New("sealed data does not open")

// Keys holds the two secrets of an installation: the pepper that hides addresses,
// which can never rotate, and the master data key from which each case's key is
// derived. It prints as a placeholder; the zero Keys must not be used.
type Keys struct {
	// A function, because fmt calls no method on an unexported field of something
	// else and follows pointers for some verbs; of a function it knows the address.
	secret func() secrets
}

type secrets struct{ pepper, master []byte }

// NewKeys checks and copies the secrets: KeyBytes bytes each, different, and not one
// byte repeated, which is what an unset or a placeholder key looks like.
func NewKeys(pepper, master []byte) (Keys, error) {
	for _, k := range []struct {
		name  string
		bytes []byte
	}{{"pepper", pepper}, {"master data key", master}} {
		if len(k.bytes) != KeyBytes {
			return Keys{}, fmt.Errorf("keys: %s has %d bytes, want %d", k.name, len(k.bytes), KeyBytes)
		}
		if allEqual(k.bytes) {
			return Keys{}, fmt.Errorf("keys: %s is one byte repeated", k.name)
		}
	}
	if hmac.Equal(pepper, master) {
		return Keys{}, errors.New("keys: pepper and master data key are the same")
	}
	kept := secrets{pepper: copied(pepper), master: copied(master)}
	return Keys{func() secrets { return kept }}, nil
}

func allEqual(b []byte) bool {
	for _, c := range b {
		if c != b[0] {
			return false
		}
	}
	return true
}

// Format prints a placeholder for every verb, so that no secret reaches a log.
func (Keys) Format(w fmt.State, _ rune) { io.WriteString(w, "keys(hidden)") }

// Address hides an address: 32 hex digits, HMAC-SHA256(pepper, channel ‖ 0 ‖ address)
// cut to 16 bytes. The address must have its one normal form (a number: E.164).
func (k Keys) Address(channel, address string) string {
	mac := hmac.New(sha256.New, k.secret().pepper)
	io.WriteString(mac, channel)
	mac.Write([]byte{0})
	io.WriteString(mac, address)
	return hex.EncodeToString(mac.Sum(nil)[:16])
}

// MessageID hides the provider's id of an inbound message, for Seen. The same id
// in two logs gives two values.
func (k Keys) MessageID(key Key, id string) [8]byte {
	mac := hmac.New(sha256.New, k.secret().pepper)
	// No channel has this name, so no address hashes the same bytes.
	io.WriteString(mac, "relais message v1\x00")
	io.WriteString(mac, key.String())
	mac.Write([]byte{0})
	io.WriteString(mac, id)
	return [8]byte(mac.Sum(nil))
}

// reference hides something short under the pepper, so that who reads the store cannot
// try out what it may be: 64 hex digits.
func (k Keys) reference(kind, text string) string {
	mac := hmac.New(sha256.New, k.secret().pepper)
	io.WriteString(mac, "relais "+kind+" v1\x00")
	io.WriteString(mac, text)
	return hex.EncodeToString(mac.Sum(nil))
}

// Seal encrypts plain with AES-256-GCM under the key of the case:
// HKDF-SHA256(master, salt caseID, info "relais case v1"). The nonce comes from
// chance, which must be cryptographic outside tests. aad names the place where the
// result will stand; Open needs the same. The result is one version byte, twelve
// bytes of nonce, the cipher text and its tag: 29 bytes longer than plain.
// It returns the error of chance, or that caseID is empty.
func (k Keys) Seal(caseID string, aad []byte, chance io.Reader, plain []byte) ([]byte, error) {
	gcm, err := k.caseCipher(caseID)
	if err != nil {
		return nil, fmt.Errorf("seal: %w", err)
	}
	sealed := make([]byte, 1+gcm.NonceSize(), 1+gcm.NonceSize()+len(plain)+gcm.Overhead())
	sealed[0] = sealVersion
	nonce := sealed[1:]
	if _, err := io.ReadFull(chance, nonce); err != nil {
		return nil, fmt.Errorf("seal: draw nonce: %w", err)
	}
	return gcm.Seal(sealed, nonce, plain, sealedAAD(aad)), nil
}

// Open undoes Seal. Its only error but an empty caseID is ErrSealed.
func (k Keys) Open(caseID string, aad, sealed []byte) ([]byte, error) {
	gcm, err := k.caseCipher(caseID)
	if err != nil {
		return nil, fmt.Errorf("open: %w", err)
	}
	if len(sealed) < 1+gcm.NonceSize()+gcm.Overhead() || sealed[0] != sealVersion {
		return nil, ErrSealed
	}
	nonce, text := sealed[1:1+gcm.NonceSize()], sealed[1+gcm.NonceSize():]
	plain, err := gcm.Open(nil, nonce, text, sealedAAD(aad))
	if err != nil {
		return nil, ErrSealed
	}
	return plain, nil
}

// sealedAAD binds the version byte as well, so that a later form cannot be
// presented as this one.
func sealedAAD(aad []byte) []byte { return append([]byte{sealVersion}, aad...) }

func (k Keys) caseCipher(caseID string) (cipher.AEAD, error) {
	if caseID == "" {
		return nil, errors.New("no case id")
	}
	key, err := hkdf.Key(sha256.New, k.secret().master, []byte(caseID), caseKeyInfo, 32)
	if err != nil {
		return nil, err
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	return cipher.NewGCM(block)
}

// follower is the secret that comes after another in a web session: it can be worked
// out again by whoever holds both that one and the master key, and by nobody else.
func (k Keys) follower(secret []byte) ([]byte, error) {
	return hkdf.Key(sha256.New, k.secret().master, secret, visitKeyInfo, secretBytes)
}

// Bind makes t the turn that follows prev: it draws a salt, links t into the chain
// (see Link) and seals salt and content, JSON, into t.Sealed for this key, number
// and case. Key, N, Case and everything else the chain covers must be set before.
func (k Keys) Bind(prev Turn, t *Turn, chance io.Reader, content []byte) error {
	salt := make([]byte, saltBytes)
	if _, err := io.ReadFull(chance, salt); err != nil {
		return fmt.Errorf("bind turn %d: draw salt: %w", t.N, err)
	}
	if err := Link(prev, t, salt, content); err != nil {
		return err
	}
	sealed, err := k.Seal(t.Case, turnAAD(*t), chance, append(salt, content...))
	if err != nil {
		return fmt.Errorf("bind turn %d: %w", t.N, err)
	}
	t.Sealed = sealed
	return nil
}

// Content opens what Bind sealed; it is the function Verify asks for. It returns
// ErrSealed for an erased turn too: ask for Sealed first.
func (k Keys) Content(t Turn) (salt, content []byte, err error) {
	plain, err := k.Open(t.Case, turnAAD(t), t.Sealed)
	if err != nil {
		return nil, nil, err
	}
	if len(plain) < saltBytes {
		return nil, nil, ErrSealed
	}
	return plain[:saltBytes:saltBytes], plain[saltBytes:], nil
}

func turnAAD(t Turn) []byte {
	return fmt.Appendf(nil, "relais turn v1\x00%s\x00%d", t.Key, t.N)
}

// SeenMax is how many inbound messages Seen holds. Those that come after stand in
// marks, one by one (see Log.Mark).
const SeenMax = 512

// Per message 8 bytes of MessageID and 2 bytes of turn number, big endian.
const (
	seenID    = 8
	seenBytes = seenID + 2
	seenMaxN  = 1<<16 - 1
)

// ErrSeenFull: Seen holds SeenMax messages, or the turn number does not fit two bytes.
var ErrSeenFull = errors.New("seen set is full")

// Seen is the set of inbound messages of a log and the turn each came in, as
// Turn.Seen holds it, oldest first.
type Seen []byte

// Len counts the messages.
func (s Seen) Len() int { return len(s) / seenBytes }

// full reports that messages which turn n would take do not fit: they stand in marks.
func (s Seen) full(n int) bool { return n > seenMaxN || s.Len() >= SeenMax }

// Find returns the number of the turn that took the message.
func (s Seen) Find(id [8]byte) (n int, found bool) {
	for ; len(s) >= seenBytes; s = s[seenBytes:] {
		if [seenID]byte(s) == id {
			return int(binary.BigEndian.Uint16(s[seenID:])), true
		}
	}
	return 0, false
}

// With returns the set with the message added; s is not changed and not shared. A
// message that is in already stays with its first turn. It returns ErrSeenFull, or
// an error for a set of impossible length or a turn number under 1.
func (s Seen) With(id [8]byte, n int) (Seen, error) {
	switch {
	case len(s)%seenBytes != 0:
		return nil, fmt.Errorf("seen set: length %d is no multiple of %d", len(s), seenBytes)
	case n < 1:
		return nil, fmt.Errorf("seen set: turn %d", n)
	}
	if _, found := s.Find(id); found {
		return append(Seen(nil), s...), nil
	}
	if s.full(n) {
		return nil, ErrSeenFull
	}
	grown := make(Seen, len(s), len(s)+seenBytes)
	copy(grown, s)
	return binary.BigEndian.AppendUint16(append(grown, id[:]...), uint16(n)), nil
}
