package env

import (
	"errors"
	"slices"
	"strings"

	"relais/dialogs/places"
)

// Part is the part of the settings that one program of an installation needs, as
// one function on Lambda does. What it does not need it must not be given.
type Part struct {
	Carrier bool // the carrier's account, our numbers, the sender
	Signing bool // the secret Slack signs with
	Bot     bool // the token that posts to Slack
	Desks   bool // which regions have a desk, from RELAIS_DESKS
	Waits   bool
	Public  bool        // the address under which the world reaches us and our numbers, both of which Carrier holds too; the sites that offer the chat
	Regions ReadRegions // reads the settings of those regions; nil: they are not needed
}

// ReadPart reads a part of the settings of an installation in earnest: every setting
// of that part must be there. Its error is as that of Read.
func ReadPart(lookup func(string) (string, bool), part Part) (Config, error) {
	r := reader{lookup: lookup, readRegions: part.Regions}
	c := Config{Live: true, Desks: map[string]bool{}}
	if part.Desks {
		c.Desks = r.desks()
	}
	if part.Carrier {
		r.carrier(&c, part.Desks)
	}
	if part.Public && !part.Carrier {
		c.PublicURL = r.wanted("RELAIS_PUBLIC_URL", false)
		if c.PublicURL != "" {
			r.publicURL(c.PublicURL)
		}
		c.Numbers = r.numbers(true)
	}
	if part.Public {
		c.Sites = r.sites()
	}
	if part.Signing {
		c.Slack.SigningSecret = r.wanted("SLACK_SIGNING_SECRET", true)
	}
	if part.Bot {
		c.Slack.BotToken, c.Slack.APIURL = r.wanted("SLACK_BOT_TOKEN", true), r.text("SLACK_API_URL", false)
		r.slack(c)
	}
	if part.Regions != nil {
		c.Regions = r.regions(c)
		for code := range c.Regions {
			if part.Desks && !c.Desks[code] {
				r.fault("RELAIS_REGIONS_DIR", "region %s is not in RELAIS_DESKS", code)
			}
		}
		for code := range c.Desks {
			if _, ok := c.Regions[code]; !ok {
				r.fault("RELAIS_REGIONS_DIR", "no file for region %s, which is in RELAIS_DESKS", code)
			}
		}
	}
	if part.Waits {
		c.Waits = r.waits()
	}
	slices.SortFunc(r.faults, func(a, b error) int { return strings.Compare(a.Error(), b.Error()) })
	return c, errors.Join(r.faults...)
}

// wanted returns a setting that must be there.
func (r *reader) wanted(name string, secret bool) string {
	if !r.has(name) {
		r.fault(name, "is missing")
	}
	return r.text(name, secret)
}

func (r *reader) carrier(c *Config, desks bool) {
	c.PublicURL = r.wanted("RELAIS_PUBLIC_URL", false)
	c.Twilio = Twilio{AccountSID: r.wanted("TWILIO_ACCOUNT_SID", false), APIURL: r.text("TWILIO_API_URL", false)}
	c.Twilio.Tokens = r.tokens(r.wanted("TWILIO_AUTH_TOKEN", true), r.text("TWILIO_AUTH_TOKEN_NEXT", true))
	r.twilio(*c)
	c.Numbers = r.numbers(true)
	c.Sender = r.sender(c)
	c.Ceilings = r.ceilings(true)
	for _, region := range c.Numbers {
		if desks && !c.Desks[region] {
			r.fault("RELAIS_DESKS", "region %s has a number and no desk", region)
		}
	}
}

// desks reads the INSEE codes of the regions that have a desk: 76,02,975.
func (r *reader) desks() map[string]bool {
	const name = "RELAIS_DESKS"
	desks := map[string]bool{}
	text := r.wanted(name, false)
	if text == "" {
		return desks
	}
	for i, code := range strings.Split(text, ",") {
		if _, known := places.RegionName(code); !known {
			r.fault(name, "item %d: %q is no region code of INSEE", i+1, code)
		}
		if desks[code] {
			r.fault(name, "item %d: the region is there twice", i+1)
		}
		desks[code] = true
	}
	return desks
}
