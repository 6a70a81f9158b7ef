package carrier

import (
	"crypto/hmac"
	"crypto/sha1"
	"encoding/base64"
	"maps"
	"net/url"
	"slices"
)

// Sign returns the X-Twilio-Signature of a form posted to address, which is the
// full public URL with its query. It is the HMAC-SHA1 of the URL followed by each
// parameter's name and value in the order of the names, in base64.
// Source: https://www.twilio.com/docs/usage/webhooks/webhooks-security.
func Sign(authToken, address string, form url.Values) string {
	mac := hmac.New(sha1.New, []byte(authToken))
	mac.Write([]byte(address))
	for _, name := range slices.Sorted(maps.Keys(form)) {
		for _, value := range form[name] {
			mac.Write([]byte(name))
			mac.Write([]byte(value))
		}
	}
	return base64.StdEncoding.EncodeToString(mac.Sum(nil))
}
