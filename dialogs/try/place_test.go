package main

import (
	"strings"
	"testing"
)

func TestPlace(t *testing.T) {
	for _, tt := range []struct{ name, in, want string }{
		{"found", "albi dans le tarn\n", `{"text":"albi dans le tarn","status":"found","insee":["81004"],"region":"76"}` + "\n"},
		{"ambiguous has no region", "l'isle jourdain\n", `{"text":"l'isle jourdain","status":"ambiguous","insee":["32160","86112"],"region":""}` + "\n"},
		{"none, and no line end", "je ne sais pas", `{"text":"je ne sais pas","status":"none","insee":[],"region":""}` + "\n"},
		{"an empty line is an answer", "\r\n", `{"text":"","status":"none","insee":[],"region":""}` + "\n"},
		{"no line at all", "", ""},
		{"a line too long is an error and the next is read", strings.Repeat("a", 70<<10) + "\nfigeac\n",
			`{"line":1,"error":"line is longer than 65536 bytes"}` + "\n" +
				`{"text":"figeac","status":"found","insee":["46102"],"region":"76"}` + "\n"},
		{"the last line too long", strings.Repeat("a", 200<<10), `{"line":1,"error":"line is longer than 65536 bytes"}` + "\n"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var out, errs strings.Builder
			code := place(nil, strings.NewReader(tt.in), &out, &errs)
			if code != 0 || out.String() != tt.want || errs.Len() > 0 {
				t.Errorf("place(%.40q) = %d\n%s%swant 0\n%s", tt.in, code, out.String(), errs.String(), tt.want)
			}
		})
	}
}

func TestPlaceTakesNoArguments(t *testing.T) {
	var out, errs strings.Builder
	if code := place([]string{"albi"}, strings.NewReader(""), &out, &errs); code != 2 || out.Len() > 0 || errs.Len() == 0 {
		t.Errorf("place(albi) = %d, out %q, errors %q, want 2 and a usage", code, out.String(), errs.String())
	}
}
