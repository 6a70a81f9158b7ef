package intake

import (
	"encoding/json"
	"errors"
	"time"
)

// Late is a message, or what a carrier says of a text, that could not be taken when
// it came, as it waits in a queue until it can. Without a queue that holds it nothing
// may be promised.
type Late struct {
	At       time.Time // when it came
	Inbound            // empty with a Delivery
	Delivery *Delivery `json:",omitempty"`
	Ref      string    `json:",omitempty"` // with a Delivery: the carrier's id of the text
}

// ErrLate: what waits is no message that this installation sealed.
var ErrLate = errors.New("late message: does not open")

// envelope is what a queue sees of a late message.
type envelope struct {
	Version int    `json:"v"`
	ID      string `json:"id"` // random: names the key
	Sealed  []byte `json:"sealed"`
}

// waiting is what is sealed. The text stands in bytes: JSON would replace those that
// are no UTF-8.
type waiting struct {
	Late
	Text []byte
}

const (
	envelopeVersion = 1
	envelopePlace   = "relais late v1"
)

// SealLate packs a message for a queue: nothing of it can be read there.
func (d *Desk) SealLate(m Late) ([]byte, error) {
	m.mask()
	plain, err := json.Marshal(waiting{m, []byte(m.Text)})
	if err != nil {
		return nil, err
	}
	id, err := d.nonce()
	if err != nil {
		return nil, err
	}
	sealed, err := d.Keys.Seal(id, []byte(envelopePlace), d.Chance, plain)
	if err != nil {
		return nil, err
	}
	return json.Marshal(envelope{envelopeVersion, id, sealed})
}

// OpenLate undoes SealLate. Its error is ErrLate.
func (d *Desk) OpenLate(body []byte) (Late, error) {
	var e envelope
	if json.Unmarshal(body, &e) != nil || e.Version != envelopeVersion {
		return Late{}, ErrLate
	}
	var m waiting
	plain, err := d.Keys.Open(e.ID, []byte(envelopePlace), e.Sealed)
	if err != nil || json.Unmarshal(plain, &m) != nil {
		return Late{}, ErrLate
	}
	m.Late.Text = string(m.Text)
	return m.Late, nil
}
