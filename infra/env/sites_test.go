package env_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"relais/dialogs/intake"
	"relais/infra/env"
	"relais/infra/env/regions"
)

func TestSites(t *testing.T) {
	read := func(text string) (env.Config, error) {
		return env.Read(func(name string) (string, bool) { return text, name == "RELAIS_CHAT_SITES" }, regions.Read)
	}
	got, err := read("cci31=76 https://www.cci.example https://cci.example:8443 #12606b; mairie=11 https://mairie.example")
	want := map[string]env.Site{
		"cci31":  {Region: "76", Frames: []string{"https://www.cci.example", "https://cci.example:8443"}, Accent: "#12606b"},
		"mairie": {Region: "11", Frames: []string{"https://mairie.example"}},
	}
	if diff := cmp.Diff(want, got.Sites); err != nil || diff != "" {
		t.Errorf("%v (-want +got):\n%s", err, diff)
	}
	if numbers := got.Territory().Numbers; numbers[intake.Site("mairie")] != "11" || numbers[intake.Site("")] != env.DemoRegion {
		t.Errorf("the sites' regions: %v", numbers)
	}
	for text, want := range map[string]string{
		"cci31 https://www.cci.example":                 "item 1 does not begin with name=region",
		"CCI=76 https://www.cci.example":                "item 1 does not begin with name=region",
		"a=76 https://a.example;a=76 https://a.example": "item 2: the site is there twice",
		"a=xx https://a.example":                        "is no region code",
		"a=76":                                          "no origin",
		"a=76 http://a.example":                         "neither an origin",
		"a=76 https://a.example/":                       "neither an origin",
		"a=76 https://*.example":                        "neither an origin",
		"a=76 https://u@a.example":                      "neither an origin",
		"a=76 https://A.example":                        "neither an origin",
		"a=76 https://a.example #12606b #12606c":        "neither an origin",
		"a=76 https://a.example;":                       "item 2 says nothing",
	} {
		if _, err := read(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", text, err, want)
		}
	}
}
