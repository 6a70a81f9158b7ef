package env

import "strings"

// Forms of settings. They are not regular expressions: to compile those would cost
// each cold start of a function half a millisecond.
const (
	digits  = "0123456789"
	letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
)

// only reports a text of least to most letters, all of them in set.
func only(s, set string, least, most int) bool {
	return least <= len(s) && len(s) <= most && strings.Trim(s, set) == ""
}

// isNumber reports a whole number of so many digits.
func isNumber(s string, least, most int) bool {
	return only(s, digits, least, most) && s[0] != '0'
}

func isAccountSID(s string) bool {
	hex, ok := strings.CutPrefix(s, "AC")
	return ok && only(hex, digits+"abcdef", 32, 32)
}

// maxToken bounds a token: the carrier's have 32 letters.
const maxToken = 256

func isToken(s string) bool { return only(s, letters+digits, 1, maxToken) }

// isE164 reports a phone number as E.164 writes it: + and 8 to 15 digits.
func isE164(s string) bool {
	number, ok := strings.CutPrefix(s, "+")
	return ok && isNumber(number, 8, 15)
}

func isShortCode(s string) bool { return isNumber(s, 5, 6) }

// isSenderName reports a name that a text can come from, with a letter in it.
// Source: https://www.twilio.com/docs/glossary/what-alphanumeric-sender-id.
func isSenderName(s string) bool {
	return only(s, letters+digits+" ", 1, 11) && strings.ContainsAny(s, letters)
}

// isCallingCode reports how numbers begin: + and one to six digits.
func isCallingCode(s string) bool {
	code, ok := strings.CutPrefix(s, "+")
	return ok && isNumber(code, 1, 6)
}
