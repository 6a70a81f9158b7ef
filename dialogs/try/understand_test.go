package main

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestUnderstand(t *testing.T) {
	tests := []struct {
		name     string
		args     []string
		in, want string
		code     int
	}{
		{"a message", []string{"understand"}, "bonjour\nje veux mourir\n",
			`{"text":"bonjour","lang":"fr","incident":"not_incident","second":"","confidence":1,"danger":[],"why":["greeting: bonjour"]}
{"text":"je veux mourir","lang":"fr","incident":"unknown","second":"","confidence":1,"danger":["distress"],"why":["distress: veux mourir","unknown: mourir","unknown: veux","unknown: je"]}
`, 0},
		{"answers", []string{"answer", "-kind", "done_or_not"}, "voilà, débranché\nmince je l'ai éteint\nc'est fait, et après ?\n",
			`{"text":"voilà, débranché","meaning":"done"}
{"text":"mince je l'ai éteint","meaning":"did_opposite"}
{"text":"c'est fait, et après ?","meaning":"done&question"}
`, 0},
		{"a time", []string{"answer", "-kind", "time_seen", "-now", "2026-03-10T09:30:00+01:00"}, "hier soir\n",
			`{"text":"hier soir","meaning":"2026-03-09/evening"}` + "\n", 0},
		{"choices", []string{"answer", "-kind", "choice", "-choices", "nas,disk"}, "2\n4\n",
			`{"text":"2","meaning":"2"}
{"text":"4","meaning":"invalid"}
`, 0},
		{"a kind that is none", []string{"answer", "-kind", "mood"}, "oui\n", "", 2},
		{"a time that is none", []string{"answer", "-now", "yesterday"}, "oui\n", "", 2},
		{"too many arguments", []string{"understand", "all"}, "oui\n", "", 2},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var out, errs strings.Builder
			if code := run(tt.args, strings.NewReader(tt.in), &out, &errs); code != tt.code {
				t.Errorf("code %d, want %d; %s", code, tt.code, errs.String())
			}
			if diff := cmp.Diff(tt.want, out.String()); diff != "" {
				t.Errorf("output (-want +got):\n%s", diff)
			}
		})
	}
}
