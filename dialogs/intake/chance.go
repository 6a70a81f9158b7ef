package intake

import (
	"encoding/base32"
	"encoding/hex"
	"fmt"
	"io"
	"strings"

	"relais/dialogs/engine"
)

// codeLetters leaves out what is confused when spoken or read: I, L, O, S, 0, 1, 5.
const codeLetters = "ABCDEFGHJKMNPQRTUVWXYZ2346789"

// caseID makes the 26 letters that name a case in stores and queues.
func (d *Desk) caseID() (string, error) {
	b, err := d.random(16)
	if err != nil {
		return "", err
	}
	return strings.ToLower(base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(b)), nil
}

func (d *Desk) nonce() (string, error) {
	b, err := d.random(8)
	return hex.EncodeToString(b), err
}

// codes makes the case code, said K7M-2QX, and the PIN that goes with it.
func (d *Desk) codes() (code, pin string, err error) {
	letters, err := d.pick(codeLetters, 6)
	if err != nil {
		return "", "", err
	}
	pin, err = d.pick("0123456789", 4)
	return letters[:3] + "-" + letters[3:], pin, err
}

// giveWords makes the two trust words of a session whose language is known by now.
func (d *Desk) giveWords(s *engine.Session) error {
	if s.Values["word1"] != "" {
		return nil
	}
	one, two, err := d.trustWords(s.Lang)
	if err != nil {
		return err
	}
	s.Values["word1"], s.Values["word2"] = one, two
	return nil
}

// trustWords picks the two words, in the reporter's language, by which a caller is known.
func (d *Desk) trustWords(lang string) (one, two string, err error) {
	list, err := d.Texts.Text(lang, "notice.trust_words", nil)
	if err != nil {
		return "", "", err
	}
	words := strings.Fields(list)
	i, err := d.below(len(words))
	if err != nil {
		return "", "", err
	}
	j, err := d.below(len(words) - 1)
	if err != nil {
		return "", "", err
	}
	if j >= i {
		j++
	}
	return words[i], words[j], nil
}

func (d *Desk) pick(letters string, n int) (string, error) {
	out := make([]byte, n)
	for i := range out {
		at, err := d.below(len(letters))
		if err != nil {
			return "", err
		}
		out[i] = letters[at]
	}
	return string(out), nil
}

// below draws evenly from 0 to n-1, n at most 256.
func (d *Desk) below(n int) (int, error) {
	for {
		b, err := d.random(1)
		if err != nil {
			return 0, err
		}
		if int(b[0]) < 256-256%n {
			return int(b[0]) % n, nil
		}
	}
}

func (d *Desk) random(n int) ([]byte, error) {
	b := make([]byte, n)
	if _, err := io.ReadFull(d.Chance, b); err != nil {
		return nil, fmt.Errorf("chance: %w", err)
	}
	return b, nil
}
