package env_test

import (
	"slices"
	"strings"
	"testing"

	"relais/infra/env"
	"relais/infra/env/regions"
)

func TestReadPart(t *testing.T) {
	carrier := func() map[string]string {
		settings := live(t)
		delete(settings, "RELAIS_DESK")
		delete(settings, "RELAIS_REGIONS_DIR")
		settings["RELAIS_DESKS"] = "76"
		return settings
	}
	tests := []struct {
		name   string
		part   env.Part
		change map[string]string // "-": taken away
		faults []string
	}{
		{"a carrier without Slack", env.Part{Carrier: true, Desks: true, Waits: true}, nil, nil},
		{"no token", env.Part{Carrier: true, Desks: true}, map[string]string{"TWILIO_AUTH_TOKEN": "-"}, []string{"TWILIO_AUTH_TOKEN: is missing"}},
		{"an empty token", env.Part{Carrier: true, Desks: true}, map[string]string{"TWILIO_AUTH_TOKEN": ""}, []string{"TWILIO_AUTH_TOKEN: is set and empty"}},
		{"no numbers", env.Part{Carrier: true, Desks: true}, map[string]string{"RELAIS_SMS_NUMBERS": "-"}, []string{"RELAIS_SMS_NUMBERS: is missing"}},
		{"a number whose region has no desk", env.Part{Carrier: true, Desks: true}, map[string]string{"RELAIS_DESKS": "02"}, []string{"RELAIS_DESKS: region 76 has a number and no desk"}},
		{"no desk", env.Part{Desks: true}, map[string]string{"RELAIS_DESKS": "-"}, []string{"RELAIS_DESKS: is missing"}},
		{"desks that are none", env.Part{Desks: true}, map[string]string{"RELAIS_DESKS": "76,76, 02"}, []string{
			"RELAIS_DESKS: item 2: the region is there twice", `RELAIS_DESKS: item 3: " 02" is no region code`}},
		{"no signing secret", env.Part{Signing: true}, map[string]string{"SLACK_SIGNING_SECRET": "-"}, []string{"SLACK_SIGNING_SECRET: is missing"}},
		{"a token of a person", env.Part{Bot: true}, map[string]string{"SLACK_BOT_TOKEN": "xoxp-1"}, []string{"SLACK_BOT_TOKEN: is not the token of a bot"}},
		{"no regions", env.Part{Desks: true, Regions: regions.Read}, nil, []string{
			"RELAIS_REGIONS_DIR: is missing", "RELAIS_REGIONS_DIR: no file for region 76"}},
		{"other regions than desks", env.Part{Desks: true, Regions: regions.Read}, map[string]string{
			"RELAIS_DESKS": "02", "RELAIS_REGIONS_DIR": folder(t, map[string]string{"76.yaml": occitanie})}, []string{
			"RELAIS_REGIONS_DIR: no file for region 02", "RELAIS_REGIONS_DIR: region 76 is not in RELAIS_DESKS"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			settings := carrier()
			for name, value := range tt.change {
				if settings[name] = value; value == "-" {
					delete(settings, name)
				}
			}
			c, err := env.ReadPart(func(name string) (string, bool) { value, ok := settings[name]; return value, ok }, tt.part)
			wantFaults(t, err, tt.faults)
			if err == nil && (!c.Live || !c.Territory().Desks["76"]) {
				t.Errorf("live %t, desks %v, want live and a desk in 76", c.Live, c.Territory().Desks)
			}
			if err != nil && strings.Contains(err.Error(), secret) {
				t.Errorf("a fault shows a secret: %v", err)
			}
		})
	}
}

func TestAPartAsksForNothingElse(t *testing.T) {
	var asked []string
	env.ReadPart(func(name string) (string, bool) { asked = append(asked, name); return "", false }, env.Part{Signing: true})
	if slices.Sort(asked); len(slices.Compact(asked)) != 1 {
		t.Errorf("asked for %v, want SLACK_SIGNING_SECRET alone", asked)
	}
}
