package slackbot

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"strconv"
	"strings"

	"relais/dialogs/intake"
)

// Sealer seals what a button or a form names, so that Slack shows no key of a log
// and a value that was changed, or carried to another place, opens nothing. Its key
// follows from the app's token: after a new token the buttons of old messages open
// nothing, and the next update of a card makes new ones.
type Sealer struct {
	aead cipher.AEAD
	key  []byte
}

// NewSealer returns a sealer for the app with this token.
func NewSealer(token string) Sealer {
	derive := func(use string) []byte {
		mac := hmac.New(sha256.New, []byte(token))
		mac.Write([]byte("relais slack values v1 " + use))
		return mac.Sum(nil)
	}
	block, err := aes.NewCipher(derive("seal"))
	if err != nil {
		panic(err) // 32 bytes are a key
	}
	aead, err := cipher.NewGCM(block)
	if err != nil {
		panic(err) // AES has a block of 16 bytes
	}
	return Sealer{aead, derive("nonce")}
}

// Target is what a sealed value names: a case and, where an act is about it, a turn.
type Target struct {
	Key intake.Key
	N   int
}

// Seal returns the value of a target for one place: the id of a channel, or View of
// somebody. The same target has the same value there, so that a card that has not
// changed stays as it is.
func (s Sealer) Seal(place string, t Target) string {
	plain := []byte(t.Key.String() + "|" + strconv.Itoa(t.N))
	mac := hmac.New(sha256.New, s.key)
	mac.Write([]byte(place + "\x00"))
	mac.Write(plain)
	nonce := mac.Sum(nil)[:s.aead.NonceSize()]
	return base64.RawURLEncoding.EncodeToString(s.aead.Seal(nonce, nonce, plain, []byte(place)))
}

// Open returns what a value names, and false for one that was not sealed here for
// that place.
func (s Sealer) Open(place, value string) (Target, bool) {
	data, err := base64.RawURLEncoding.DecodeString(value)
	if err != nil || len(data) < s.aead.NonceSize() {
		return Target{}, false
	}
	nonce, sealed := data[:s.aead.NonceSize()], data[s.aead.NonceSize():]
	plain, err := s.aead.Open(nil, nonce, sealed, []byte(place))
	if err != nil {
		return Target{}, false
	}
	log, number, _ := strings.Cut(string(plain), "|")
	key, err := intake.ParseKey(log)
	n, wrong := strconv.Atoi(number)
	return Target{key, n}, err == nil && wrong == nil
}

// viewOf is the place of what somebody's own windows hold.
func viewOf(team, user string) string { return "view " + team + " " + user }
