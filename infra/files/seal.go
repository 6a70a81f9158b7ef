package files

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"

	"filippo.io/age"
)

// ErrKey: what was given is not one public key of age.
var ErrKey = errors.New("want a public key of age as age-keygen prints it, age1 and 58 characters")

// Sealer seals a file that may do harm for the one who looks into it: nothing between opens
// it by mistake, and no scanner eats it.
type Sealer struct{ to age.Recipient }

// SealFor returns the sealer for a public key of age. Its error is ErrKey.
func SealFor(key string) (Sealer, error) {
	to, err := age.ParseRecipients(strings.NewReader(key))
	if err != nil || len(to) != 1 {
		return Sealer{}, ErrKey
	}
	return Sealer{to[0]}, nil
}

// Seal writes data to out, sealed.
func (s Sealer) Seal(out io.Writer, data []byte) error {
	w, err := age.Encrypt(out, s.to)
	if err != nil {
		return fmt.Errorf("files: seal: %w", err)
	}
	if _, err := io.Copy(w, bytes.NewReader(data)); err != nil {
		return fmt.Errorf("files: seal: %w", err)
	}
	return w.Close()
}
