// Package twilio is the desk's SMS channel over Twilio Programmable Messaging:
// webhooks in, TwiML and receipts out, texts that are not answers over the API.
//
// Contract: https://www.twilio.com/docs/messaging/guides/webhook-request,
// https://www.twilio.com/docs/usage/webhooks/webhooks-security,
// https://www.twilio.com/docs/messaging/twiml/message,
// https://www.twilio.com/docs/messaging/api/message-resource.
package twilio

import (
	"errors"
	"fmt"
	"net/url"
	"strings"

	"relais/dialogs/intake"
)

// Where the carrier calls, below the public URL.
const (
	PathSMS    = "/twilio/sms"    // an inbound message
	PathStatus = "/twilio/status" // a receipt
)

// Channel is the channel of every message of this package.
const Channel = "sms"

// Account is what is set up at the carrier.
type Account struct {
	SID string // AC and 32 hexadecimal digits
	// Tokens sign webhooks: one, or two while they are rotated. The first opens the API.
	Tokens []string
	// PublicURL is scheme and host under which the carrier reaches us, without a
	// slash at the end. Signatures are checked against it and nothing else: what a
	// request says of its own host is not believed.
	PublicURL string
	Numbers   []string // ours, E.164
	Sender    string   // outbound identity; empty: the number a reporter wrote to
	APIURL    string   // scheme and host of the API; empty: https://api.twilio.com
}

// DefaultAPIURL is Twilio's API.
const DefaultAPIURL = "https://api.twilio.com"

// Format prints a placeholder, so that no token reaches a log.
func (Account) Format(w fmt.State, _ rune) { fmt.Fprint(w, "twilio account (hidden)") }

// Forms of what the carrier names things by. They are not regular expressions: to
// compile those would cost each cold start of a function a tenth of a millisecond.
const (
	digits  = "0123456789"
	letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
)

// only reports a text of least to most letters, all of them in set.
func only(s, set string, least, most int) bool {
	return least <= len(s) && len(s) <= most && strings.Trim(s, set) == ""
}

func isAccountSID(s string) bool {
	hex, ok := strings.CutPrefix(s, "AC")
	return ok && only(hex, digits+"abcdef", 32, 32)
}

func isToken(s string) bool { return only(s, letters+digits, 1, 256) }

// isE164 reports a phone number as E.164 writes it: + and 8 to 15 digits.
func isE164(s string) bool {
	number, ok := strings.CutPrefix(s, "+")
	return ok && only(number, digits, 8, 15) && number[0] != '0'
}

// isID reports the id of a message or a call.
func isID(s string) bool { return only(s, letters+digits, 1, 64) }

func isErrorCode(s string) bool { return only(s, digits, 1, 6) }

// check names every fault at once. An empty token would verify what anybody can sign.
func (a Account) check() error {
	var faults []error
	fault := func(format string, args ...any) {
		faults = append(faults, fmt.Errorf("twilio: "+format, args...))
	}
	if !isAccountSID(a.SID) {
		fault("account id is not AC and 32 hexadecimal digits")
	}
	if len(a.Tokens) == 0 {
		fault("no auth token")
	}
	for _, token := range a.Tokens {
		if !isToken(token) {
			fault("an auth token is empty or not letters and digits")
		}
	}
	if len(a.Numbers) == 0 {
		fault("no number")
	}
	if !isBase(a.PublicURL) {
		fault("public URL is not scheme and host alone")
	}
	if a.APIURL != "" && !isBase(a.APIURL) {
		fault("API URL is not scheme and host alone")
	}
	return errors.Join(faults...)
}

// isBase reports scheme and host without user info, path, query or fragment.
func isBase(address string) bool {
	u, err := url.Parse(address)
	return err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Host != "" && u.User == nil &&
		u.Path == "" && u.RawQuery == "" && u.Fragment == "" && !strings.HasSuffix(address, "?") && !strings.HasSuffix(address, "#")
}

// StatusURL is where receipts for the reply of a turn are sent. entry is the outbox
// entry the message left by, empty for the answer of a webhook. Neither says
// anything about anybody.
func (a Account) StatusURL(turn intake.Ref, entry string) string {
	query := url.Values{"t": {turn.String()}}
	if entry != "" {
		query.Set("o", entry)
	}
	return a.PublicURL + PathStatus + "?" + query.Encode()
}
