package env_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"relais/dialogs/outbox"
	"relais/infra/env"
	"relais/infra/env/regions"
)

func TestCeilings(t *testing.T) {
	read := func(text string) (env.Config, error) {
		return env.Read(func(name string) (string, bool) { return text, name == "RELAIS_SMS_CEILINGS" }, regions.Read)
	}
	got, err := read("all=100/1000, +33=50/500,other=0/0")
	want := outbox.Ceilings{"all": {Hour: 100, Day: 1000}, "+33": {Hour: 50, Day: 500}, "other": {}}
	if diff := cmp.Diff(want, got.Ceilings); err != nil || diff != "" {
		t.Errorf("%v (-want +got):\n%s", err, diff)
	}
	if c, err := read(env.DefaultCeilings); err != nil || c.Ceilings["other"].Hour == 0 {
		t.Errorf("the defaults: %v, %v", c.Ceilings, err)
	}
	for text, want := range map[string]string{
		"all=1/2":                    "other is missing",
		"other=1/2":                  "all is missing",
		"all=1/2,other=1/2,33=1/2":   "item 3 is not all=, other= or a calling code",
		"all=1/2,other=1/2,all=1/2":  "item 3: all is there twice",
		"all=1,other=1/2":            "item 1: all is not segments an hour/segments a day",
		"all=-1/2,other=1/2":         "item 1: all is not segments an hour/segments a day",
		"all=3/2,other=1/2":          "more in an hour than in a day",
		"all=1/99999999,other=1/2":   "item 1: all is not segments an hour/segments a day",
		"all=1/2,other=1/2,+33=a/2,": "item 4 is not all=",
	} {
		if _, err := read(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", text, err, want)
		}
	}
}
