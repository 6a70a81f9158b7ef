package workspace

import (
	"encoding/json"
	"strings"
	"time"

	"relais/infra/standin"
)

func stampOf(now time.Time) string {
	return stamp{now.Unix(), int64(now.Nanosecond() / 1000)}.String()
}

func uuid() string {
	x := standin.Hex(32)
	return x[:8] + "-" + x[8:12] + "-" + x[12:16] + "-" + x[16:20] + "-" + x[20:]
}

// letters returns n random capital letters and digits, as Slack's ids have.
func letters(n int) string { return strings.ToUpper(standin.Hex(n)) }

// digits returns n random decimal digits that do not begin with 0.
func digits(n int) string {
	mapped := []byte(standin.Hex(n))
	for i, b := range mapped {
		if b >= 'a' {
			mapped[i] = '1' + (b - 'a')
		}
	}
	if mapped[0] == '0' {
		mapped[0] = '9'
	}
	return string(mapped)
}

// object returns v, which marshals to a JSON object, as a map.
func object(v any) map[string]any {
	var m map[string]any
	if err := json.Unmarshal(encode(v), &m); err != nil {
		panic(err) // encode made it
	}
	return m
}

// encode returns v as JSON. Everything given to it came from JSON or is made of
// text, so an error is a fault of this package.
func encode(v any) json.RawMessage {
	text, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return text
}
