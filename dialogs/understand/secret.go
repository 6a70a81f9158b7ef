package understand

import "strings"

// span is a part of a text, in bytes.
type span struct{ from, to int }

// findSecrets returns the parts of a folded text that look like a card number (13 to
// 19 digits that pass the Luhn check) or like a password told.
func findSecrets(s string) []span {
	var out []span
	for i := 0; i < len(s); i++ {
		if !isDigit(s[i]) || i > 0 && (isDigit(s[i-1]) || s[i-1] == '+') {
			continue
		}
		j, n := i, 0
		var digits [20]byte
		for j < len(s) && n < 20 && (isDigit(s[j]) || n > 0 && (s[j] == ' ' || s[j] == '-' || s[j] == '.') && j+1 < len(s) && isDigit(s[j+1])) {
			if isDigit(s[j]) {
				digits[n] = s[j] - '0'
				n++
			}
			j++
		}
		if n >= 13 && n <= 19 && luhn(digits[:n]) {
			out = append(out, span{i, j})
		}
		i = max(i, j-1)
	}
	for _, lead := range []string{"mot de passe", "mdp", "password", "passwd", "code secret", "code pin"} {
		for from := 0; ; {
			k := strings.Index(s[from:], lead)
			if k < 0 {
				break
			}
			at := from + k + len(lead)
			from = at
			rest := strings.TrimLeft(s[at:], " ")
			found := false
			for _, is := range []string{": ", ":", "= ", "=", "est ", "c'est ", "etait ", "is ", "was "} {
				if strings.HasPrefix(rest, is) {
					rest, found = rest[len(is):], true
					break
				}
			}
			if !found {
				continue
			}
			word := rest
			if e := strings.IndexAny(rest, " \n,;"); e >= 0 {
				word = rest[:e]
			}
			// A password holds a digit or a sign; "mot de passe est changé" holds none.
			if len(word) >= 4 && strings.ContainsAny(word, "0123456789!@#$%&*_+=") {
				begin := len(s) - len(rest)
				out = append(out, span{begin, begin + len(word)})
			}
		}
	}
	return out
}

func luhn(d []byte) bool {
	sum := 0
	for i := range d {
		v := int(d[len(d)-1-i])
		if i%2 == 1 {
			if v *= 2; v > 9 {
				v -= 9
			}
		}
		sum += v
	}
	return sum%10 == 0 && sum > 0
}

// mask returns text with everything that looks like a secret blotted out.
func mask(text string) string {
	b := []byte(text)
	for i, c := range b {
		if c >= 'A' && c <= 'Z' {
			b[i] = c + 'a' - 'A'
		}
	}
	spans := findSecrets(string(b))
	if len(spans) == 0 {
		return text
	}
	out := []byte(text)
	for k := len(spans) - 1; k >= 0; k-- {
		out = append(out[:spans[k].from], append([]byte("****"), out[spans[k].to:]...)...)
	}
	return string(out)
}
