package env_test

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"relais/dialogs/desk"
	"relais/dialogs/intake"
	"relais/dialogs/outbox"
	"relais/dialogs/places"
	"relais/infra/env"
	"relais/infra/env/regions"
)

const secret = "0123456789abcdef0123456789abcdef"

const occitanie = `
region: "76"
name: Occitanie
slack: {team: T012AB3CD, channel: C012AB3CD}
analysts:
  - {slack: U012AB3CD, name: Jeanne Essai, rights: [read, lead]}
duty: ["+33639980001"]
`

// folder holds the files of a regions folder.
func folder(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func live(t *testing.T) map[string]string {
	return map[string]string{
		"TWILIO_ACCOUNT_SID": "AC" + secret, "TWILIO_AUTH_TOKEN": secret, "RELAIS_PUBLIC_URL": "https://relais.example",
		"RELAIS_SMS_NUMBERS": "+33939000076=76", "RELAIS_REGIONS_DIR": folder(t, map[string]string{"76.yaml": occitanie}),
		"SLACK_BOT_TOKEN": "xoxb-" + secret, "SLACK_SIGNING_SECRET": secret,
	}
}

func read(settings map[string]string) (env.Config, error) {
	return env.Read(func(name string) (string, bool) { value, ok := settings[name]; return value, ok }, regions.Read)
}

// wantFaults compares the faults, line by line, with what each must begin with.
func wantFaults(t *testing.T, err error, want []string) {
	t.Helper()
	var got []string
	if err != nil {
		got = strings.Split(err.Error(), "\n")
	}
	if len(got) != len(want) {
		t.Errorf("%d faults, want %d:\n%s", len(got), len(want), strings.Join(got, "\n"))
		return
	}
	for _, w := range want {
		if !slices.ContainsFunc(got, func(g string) bool { return strings.HasPrefix(g, w) }) {
			t.Errorf("no fault %q in:\n%s", w, strings.Join(got, "\n"))
		}
	}
}

func TestADemoNeedsNothing(t *testing.T) {
	c, err := read(nil)
	if err != nil {
		t.Fatal(err)
	}
	if c.Live || c.Slack.On() || c.PublicURL != "" || c.Numbers[env.DemoNumber] != env.DemoRegion {
		t.Errorf("a demo is %+v", c)
	}
}

func TestLive(t *testing.T) {
	settings := live(t)
	settings["TWILIO_AUTH_TOKEN_NEXT"] = "fedcba"
	settings["RELAIS_SMS_NUMBERS"] = "+33939000076=76, 38063=76"
	settings["RELAIS_SMS_FROM"] = "38063"
	settings["RELAIS_SMS_CEILINGS"] = "all=100/1000,other=1/2"
	c, err := read(settings)
	if err != nil {
		t.Fatal(err)
	}
	want := env.Config{
		Ceilings: outbox.Ceilings{"all": {Hour: 100, Day: 1000}, "other": {Hour: 1, Day: 2}},
		Live:     true, PublicURL: "https://relais.example", Numbers: map[string]string{"+33939000076": "76", "38063": "76"}, Sender: "38063",
		Twilio: env.Twilio{AccountSID: "AC" + secret, Tokens: []string{secret, "fedcba"}},
		Slack:  env.Slack{BotToken: "xoxb-" + secret, SigningSecret: secret},
		Regions: map[string]env.Region{"76": {
			Code: "76", Name: "Occitanie", Slack: env.Channel{Team: "T012AB3CD", Channel: "C012AB3CD"},
			Analysts: []desk.Analyst{{Slack: "U012AB3CD", Name: "Jeanne Essai", Rights: []desk.Right{desk.MayRead, desk.MayLead}}},
			Duty:     []string{"+33639980001"}, DutyBy: intake.BySMS, Night: intake.PageP1, Retention: 90, SlackText: desk.TextNone,
		}},
	}
	if diff := cmp.Diff(want, c); diff != "" {
		t.Errorf("config (-want +got):\n%s", diff)
	}
	if got := fmt.Sprintf("%v %+v %#v", c, c, c); strings.Contains(got, secret) {
		t.Errorf("a token prints in %s", got)
	}
	territory := c.Territory()
	if !territory.Desks["76"] || territory.Numbers["38063"] != "76" {
		t.Errorf("territory %+v", territory)
	}
}

func TestSettingsThatAreRefused(t *testing.T) {
	drop := func(names ...string) func(map[string]string) {
		return func(s map[string]string) {
			for _, name := range names {
				delete(s, name)
			}
		}
	}
	set := func(name, value string) func(map[string]string) {
		return func(s map[string]string) { s[name] = value }
	}
	tests := []struct {
		name   string
		change func(map[string]string)
		want   []string
	}{
		{"half the carrier's group", drop("TWILIO_AUTH_TOKEN", "SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET"), []string{"TWILIO_AUTH_TOKEN: is missing beside", "RELAIS_DESK: must be terminal"}},
		{"a public URL alone", func(s map[string]string) { clear(s); s["RELAIS_PUBLIC_URL"] = "https://relais.example" }, []string{
			"TWILIO_ACCOUNT_SID: is missing", "TWILIO_AUTH_TOKEN: is missing", "RELAIS_SMS_NUMBERS: is missing", "RELAIS_REGIONS_DIR: is missing", "RELAIS_DESK: must be"}},
		{"a second token alone", func(s map[string]string) { clear(s); s["TWILIO_AUTH_TOKEN_NEXT"] = "a" }, []string{"TWILIO_AUTH_TOKEN_NEXT: is set, but not"}},
		{"half of Slack's group", drop("SLACK_SIGNING_SECRET"), []string{"SLACK_SIGNING_SECRET: is missing"}},
		{"Slack without a carrier", func(s map[string]string) {
			clear(s)
			s["SLACK_BOT_TOKEN"], s["SLACK_SIGNING_SECRET"] = "xoxb-1", secret
		}, []string{"SLACK_BOT_TOKEN: is set, but the carrier is not"}},
		{"nobody to see the cases", drop("SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET"), []string{"RELAIS_DESK: must be terminal"}},
		{"another desk", set("RELAIS_DESK", "email"), []string{"RELAIS_DESK: is not terminal"}},
		{"T05 an empty token", set("TWILIO_AUTH_TOKEN", ""), []string{"TWILIO_AUTH_TOKEN: is set and empty"}},
		{"T16 an empty secret", set("SLACK_SIGNING_SECRET", ""), []string{"SLACK_SIGNING_SECRET: is set and empty"}},
		{"a line end after a token", set("TWILIO_AUTH_TOKEN", secret+"\n"), []string{"TWILIO_AUTH_TOKEN: has spaces", "TWILIO_AUTH_TOKEN: is not letters"}},
		{"the same token twice", set("TWILIO_AUTH_TOKEN_NEXT", secret), []string{"TWILIO_AUTH_TOKEN_NEXT: is the same"}},
		{"an account id that is none", set("TWILIO_ACCOUNT_SID", "AC1"), []string{"TWILIO_ACCOUNT_SID: is not AC"}},
		{"a token of another kind", set("SLACK_BOT_TOKEN", "xoxp-1"), []string{"SLACK_BOT_TOKEN: is not the token of a bot"}},
		{"http", set("RELAIS_PUBLIC_URL", "http://relais.example"), []string{"RELAIS_PUBLIC_URL: must begin with https"}},
		{"T06 a user", set("RELAIS_PUBLIC_URL", "https://u@relais.example"), []string{"RELAIS_PUBLIC_URL: must not hold a user"}},
		{"a query", set("RELAIS_PUBLIC_URL", "https://relais.example?a"), []string{"RELAIS_PUBLIC_URL: must be https:// and a host"}},
		{"a slash at the end", set("RELAIS_PUBLIC_URL", "https://relais.example/"), []string{"RELAIS_PUBLIC_URL: must be https:// and a host"}},
		{"this machine", set("RELAIS_PUBLIC_URL", "https://localhost"), []string{"RELAIS_PUBLIC_URL: must name a host"}},
		{"this machine by number", set("RELAIS_PUBLIC_URL", "https://127.0.0.1:8443"), []string{"RELAIS_PUBLIC_URL: must name a host"}},
		{"this machine by its long number", set("RELAIS_PUBLIC_URL", "https://[::ffff:127.0.0.1]"), []string{"RELAIS_PUBLIC_URL: must name a host"}},
		{"this network", set("RELAIS_PUBLIC_URL", "https://192.168.1.2"), []string{"RELAIS_PUBLIC_URL: must name a host"}},
		{"an API over http", set("TWILIO_API_URL", "http://api.example"), []string{"TWILIO_API_URL: must be https"}},
		{"an API that is no address", set("SLACK_API_URL", "api"), []string{"SLACK_API_URL: is not an address"}},
		{"a path in the carrier's API", set("TWILIO_API_URL", "https://api.twilio.com/"), []string{"TWILIO_API_URL: must be scheme and host alone"}},
		{"a number without a region", set("RELAIS_SMS_NUMBERS", "+33939000076"), []string{"RELAIS_SMS_NUMBERS: item 1 is not number=region"}},
		{"everything wrong with the numbers", set("RELAIS_SMS_NUMBERS", "0939000076=76,+33939000077=99,+33939000078=76,+33939000078=76,"), []string{
			"RELAIS_SMS_NUMBERS: item 1: the number is neither", "RELAIS_SMS_NUMBERS: item 2: \"99\" is no region", "RELAIS_SMS_NUMBERS: item 4: the number is there twice",
			"RELAIS_SMS_NUMBERS: item 5 is not", "RELAIS_REGIONS_DIR: no file for region 99"}},
		{"a region without a file", set("RELAIS_SMS_NUMBERS", "+33939000076=76,+33939000053=53"), []string{"RELAIS_REGIONS_DIR: no file for region 53"}},
		{"a mobile sender", set("RELAIS_SMS_FROM", "+33612345678"), []string{"RELAIS_SMS_FROM: is a 06 or 07 number"}},
		{"a mobile sender as it is dialled", set("RELAIS_SMS_FROM", "0712345678"), []string{"RELAIS_SMS_FROM: is a 06 or 07 number"}},
		{"a mobile sender overseas", set("RELAIS_SMS_FROM", "+590690123456"), []string{"RELAIS_SMS_FROM: is a 06 or 07 number"}},
		{"a mobile number that would send", set("RELAIS_SMS_NUMBERS", "+33612345678=76"), []string{"RELAIS_SMS_NUMBERS: a 06 or 07 number cannot send"}},
		{"a sender whose answers go nowhere", set("RELAIS_SMS_FROM", "+33939000099"), []string{"RELAIS_SMS_FROM: is not in RELAIS_SMS_NUMBERS"}},
		{"a name of twelve letters", set("RELAIS_SMS_FROM", "RelaisRelais"), []string{"RELAIS_SMS_FROM: is no number"}},
		{"a folder that is not there", set("RELAIS_REGIONS_DIR", "/does/not/exist"), []string{"regions: "}},
		{"a group of settings gone, and more", func(s map[string]string) {
			delete(s, "TWILIO_ACCOUNT_SID")
			s["RELAIS_PUBLIC_URL"], s["SLACK_BOT_TOKEN"], s["RELAIS_SMS_FROM"] = "ftp://x", "", "+33712345678"
		}, []string{"TWILIO_ACCOUNT_SID: is missing", "RELAIS_PUBLIC_URL: must begin", "RELAIS_PUBLIC_URL: must name", "SLACK_BOT_TOKEN: is set and empty", "RELAIS_DESK: must", "RELAIS_SMS_FROM: is a 06"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			settings := live(t)
			tt.change(settings)
			_, err := read(settings)
			wantFaults(t, err, tt.want)
			if err != nil && strings.Contains(err.Error(), secret) {
				t.Errorf("a fault shows a secret:\n%v", err)
			}
		})
	}
}

func TestWaits(t *testing.T) {
	tests := []struct {
		name, text string
		want       env.Waits
		faults     []string
	}{
		{"all", "sweep=1s,lease=2s,quarantine=3s,visible=500ms,every=4s", env.Waits{
			Sweep: time.Second, Lease: 2 * time.Second, Quarantine: 3 * time.Second, Visible: 500 * time.Millisecond, Every: 4 * time.Second}, nil},
		{"one, the others are the program's", "quarantine=90s", env.Waits{Quarantine: 90 * time.Second}, nil},
		{"spaces between", "lease=2s, visible=1m", env.Waits{Lease: 2 * time.Second, Visible: time.Minute}, nil},
		{"everything wrong", "lease=2,sleep=1s,visible=1h,quarantine=1ms,every=1s,every=2s,", env.Waits{}, []string{
			"RELAIS_WAITS: lease is not a time", "RELAIS_WAITS: item 2 is not sweep=", "RELAIS_WAITS: visible is not a time",
			"RELAIS_WAITS: quarantine is not a time", "RELAIS_WAITS: every is there twice", "RELAIS_WAITS: item 7 is not"}},
		{"empty", "", env.Waits{}, []string{"RELAIS_WAITS: is set and empty"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c, err := read(map[string]string{"RELAIS_WAITS": tt.text})
			wantFaults(t, err, tt.faults)
			if tt.faults == nil && c.Waits != tt.want {
				t.Errorf("waits %+v, want %+v", c.Waits, tt.want)
			}
		})
	}
}

func TestANameForASenderIsAllowedAndSaid(t *testing.T) {
	settings := live(t)
	settings["RELAIS_SMS_FROM"] = "Relais"
	c, err := read(settings)
	if err != nil || c.Sender != "Relais" || len(c.Warnings) != 1 {
		t.Errorf("sender %q, warnings %q, %v", c.Sender, c.Warnings, err)
	}
}

func TestATerminalDeskNeedsNoSlack(t *testing.T) {
	settings := live(t)
	delete(settings, "SLACK_BOT_TOKEN")
	delete(settings, "SLACK_SIGNING_SECRET")
	settings["RELAIS_DESK"] = "terminal"
	settings["RELAIS_REGIONS_DIR"] = folder(t, map[string]string{"76.json": `{"region": "76", "name": "Occitanie",
		"analysts": [{"name": "Jeanne Essai", "rights": ["lead"]}], "duty": ["+33639980001"]}`})
	if c, err := read(settings); err != nil || !c.TerminalDesk || !c.Live {
		t.Errorf("config %+v, %v", c, err)
	}
	settings = live(t)
	settings["RELAIS_REGIONS_DIR"] = folder(t, map[string]string{"76.yaml": strings.Replace(occitanie, "slack: {team: T012AB3CD, channel: C012AB3CD}\n", "", 1)})
	_, err := read(settings)
	wantFaults(t, err, []string{"RELAIS_REGIONS_DIR: region 76 has no slack channel"})
}

func TestTheDemoStaffServesNobodyInEarnest(t *testing.T) {
	settings := live(t)
	settings["RELAIS_REGIONS_DIR"] = folder(t, map[string]string{"76.yaml": strings.Replace(occitanie, "C012AB3CD", "C_DEMO_76", 1)})
	_, err := read(settings)
	wantFaults(t, err, []string{"RELAIS_REGIONS_DIR: region 76 has the invented staff"})
}

func TestDemoRegions(t *testing.T) {
	regions := env.DemoRegions()
	inhabited := map[string]bool{}
	for place := range places.All() {
		if place.Population > 0 {
			inhabited[place.Region] = true
		}
	}
	if diff := cmp.Diff(slices.Sorted(maps.Keys(inhabited)), slices.Sorted(maps.Keys(regions))); diff != "" || len(regions) < 18 {
		t.Errorf("%d regions (-inhabited +demo):\n%s", len(regions), diff)
	}
	channels := map[string]string{}
	for code, r := range regions {
		if r.Code != code || r.Name == "" || len(r.Analysts) == 0 || !r.Analysts[0].May(desk.MayLead) {
			t.Errorf("region %s is %+v", code, r)
		}
		if other, taken := channels[r.Slack.Channel]; taken {
			t.Errorf("regions %s and %s share a channel", code, other)
		}
		channels[r.Slack.Channel] = code
		for _, number := range append(r.Duty, r.Analysts[0].Phone, r.Analysts[1].Phone) {
			if !strings.HasPrefix(number, "+3363998") || len(number) != 12 {
				t.Errorf("region %s: %s is not of the numbers kept for fiction", code, number)
			}
		}
	}
}
