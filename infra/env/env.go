// Package env reads the settings of an installation, once, and names everything
// that is wrong with them at once. It tells a demo from an installation in earnest
// and refuses whatever lies between.
package env

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"net/netip"
	"net/url"
	"os"
	"slices"
	"strings"

	"relais/dialogs/desk"
	"relais/dialogs/intake"
	"relais/dialogs/outbox"
	"relais/dialogs/places"
)

// Config is the settings of an installation, checked.
type Config struct {
	// Live: the carrier is real. Otherwise this is a demo, on this machine alone.
	Live      bool
	PublicURL string            // https, scheme and host; empty in a demo
	Numbers   map[string]string // ours → INSEE region code
	Sender    string            // identity of texts we send; empty: the number written to
	Twilio    Twilio            // zero in a demo
	Slack     Slack             // zero: analysts work at the terminal, or this is a demo
	// TerminalDesk: analysts work at the terminal of this program.
	TerminalDesk bool
	Regions      map[string]Region // by INSEE region code
	Sites        map[string]Site   // pages that offer the chat, by id
	Desks        map[string]bool   // INSEE region codes that have a desk, where their settings are not needed
	Keys         string            // path of the file that holds the keys; empty: in the data folder
	Ceilings     outbox.Ceilings   // of what is spent on SMS; nil: none, as in a demo
	Waits        Waits             // of delivery, where they are not the program's own
	Warnings     []string          // allowed, and to be said at start
}

// Region is the settings of one region that has a desk.
type (
	Region  = desk.Region
	Channel = desk.Channel
)

// Twilio is the carrier's account. It prints as a placeholder.
type Twilio struct {
	AccountSID string
	Tokens     []string // one, or two while they are rotated
	APIURL     string   // empty: Twilio's
}

// Format prints a placeholder, so that no token reaches a log.
func (Twilio) Format(w fmt.State, _ rune) { fmt.Fprint(w, "twilio(hidden)") }

// Slack is the app in the analysts' workspace. It prints as a placeholder.
type Slack struct {
	BotToken, SigningSecret string
	APIURL                  string // empty: Slack's
}

// On reports whether there is an app.
func (s Slack) On() bool { return s.BotToken != "" }

// Format prints a placeholder, so that no token reaches a log.
func (Slack) Format(w fmt.State, _ rune) { fmt.Fprint(w, "slack(hidden)") }

// The number of the demo, and its region. 0939 is set aside for platforms that
// exchange messages (Arcep, decision 2022-1583).
const (
	DemoNumber = "+33939000076"
	DemoRegion = "76"
)

// ReadRegions reads the settings of the regions, one file each: regions.Read. It is
// handed in, so that a function that needs no region holds no reader of YAML.
type ReadRegions func(fs.FS) (map[string]Region, error)

// Read reads the settings with lookup, which is os.LookupEnv outside tests. Its
// error joins every fault, each with the name of its setting; none shows a secret.
func Read(lookup func(string) (string, bool), regions ReadRegions) (Config, error) {
	r := reader{lookup: lookup, readRegions: regions}
	c := Config{
		PublicURL: r.text("RELAIS_PUBLIC_URL", false), Keys: r.text("RELAIS_KEYS", false),
		Twilio: Twilio{AccountSID: r.text("TWILIO_ACCOUNT_SID", false), APIURL: r.text("TWILIO_API_URL", false)},
		Slack:  Slack{BotToken: r.text("SLACK_BOT_TOKEN", true), SigningSecret: r.text("SLACK_SIGNING_SECRET", true), APIURL: r.text("SLACK_API_URL", false)},
	}
	token, next := r.text("TWILIO_AUTH_TOKEN", true), r.text("TWILIO_AUTH_TOKEN_NEXT", true)
	c.Live = r.group("TWILIO_ACCOUNT_SID", []string{"TWILIO_AUTH_TOKEN", "RELAIS_PUBLIC_URL"}, []string{"TWILIO_AUTH_TOKEN_NEXT", "TWILIO_API_URL"})
	r.group("SLACK_BOT_TOKEN", []string{"SLACK_SIGNING_SECRET"}, []string{"SLACK_API_URL"})
	c.Twilio.Tokens = r.tokens(token, next)
	r.twilio(c)
	r.slack(c)
	c.TerminalDesk = r.desk(c)
	c.Numbers = r.numbers(c.Live)
	c.Sender = r.sender(&c)
	c.Regions = r.regions(c)
	c.Sites = r.sites()
	c.Waits = r.waits()
	c.Ceilings = r.ceilings(c.Live)
	return c, errors.Join(r.faults...)
}

// reader collects faults.
type reader struct {
	lookup      func(string) (string, bool)
	readRegions ReadRegions
	faults      []error
}

func (r *reader) fault(name, format string, args ...any) {
	r.faults = append(r.faults, fmt.Errorf("%s: "+format, append([]any{name}, args...)...))
}

func (r *reader) has(name string) bool {
	_, ok := r.lookup(name)
	return ok
}

// text returns a setting. One that is set must say something: an empty token would
// open what it is to close.
func (r *reader) text(name string, secret bool) string {
	value, ok := r.lookup(name)
	switch {
	case !ok:
		return ""
	case value == "":
		r.fault(name, "is set and empty: give it a value or take it away")
	case strings.TrimSpace(value) != value:
		r.fault(name, "has spaces or a line end around it")
	case secret && !isASCII(value):
		r.fault(name, "holds letters no token has")
	}
	return value
}

func isASCII(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r <= ' ' || r > '~' })
}

// group reports whether a group of settings is there, and names what is missing of
// it. Options belong to the group and may be left out.
func (r *reader) group(first string, others, options []string) bool {
	names := append([]string{first}, others...)
	given := slices.DeleteFunc(slices.Clone(names), func(name string) bool { return !r.has(name) })
	for _, name := range options {
		if r.has(name) && len(given) == 0 {
			r.fault(name, "is set, but not %s", strings.Join(names, ", "))
		}
	}
	if len(given) == 0 {
		return false
	}
	for _, name := range names {
		if !r.has(name) {
			r.fault(name, "is missing beside %s", strings.Join(given, ", "))
		}
	}
	return true
}

func (r *reader) tokens(token, next string) []string {
	var tokens []string
	for _, t := range []struct{ name, value string }{{"TWILIO_AUTH_TOKEN", token}, {"TWILIO_AUTH_TOKEN_NEXT", next}} {
		switch {
		case t.value == "":
			continue
		case !isToken(t.value):
			r.fault(t.name, "is not letters and digits")
		}
		tokens = append(tokens, t.value)
	}
	if token != "" && token == next {
		r.fault("TWILIO_AUTH_TOKEN_NEXT", "is the same as TWILIO_AUTH_TOKEN")
	}
	return tokens
}

func (r *reader) twilio(c Config) {
	if sid := c.Twilio.AccountSID; sid != "" && !isAccountSID(sid) {
		r.fault("TWILIO_ACCOUNT_SID", "is not AC and 32 hexadecimal digits")
	}
	if c.PublicURL != "" {
		r.publicURL(c.PublicURL)
	}
	r.apiURL("TWILIO_API_URL", c.Twilio.APIURL)
	if u, err := url.Parse(c.Twilio.APIURL); err == nil && u.Path != "" && u.Host != "" {
		r.fault("TWILIO_API_URL", "must be scheme and host alone: the client adds the path")
	}
}

func (r *reader) slack(c Config) {
	if token := c.Slack.BotToken; token != "" && !strings.HasPrefix(token, "xoxb-") {
		r.fault("SLACK_BOT_TOKEN", "is not the token of a bot (xoxb-…)")
	}
	r.apiURL("SLACK_API_URL", c.Slack.APIURL)
	if c.Slack.On() && !c.Live {
		r.fault("SLACK_BOT_TOKEN", "is set, but the carrier is not: a demo shows its cases to nobody else")
	}
}

// desk reports whether analysts work at the terminal.
func (r *reader) desk(c Config) bool {
	desk := r.text("RELAIS_DESK", false)
	if desk != "" && desk != "terminal" {
		r.fault("RELAIS_DESK", "is not terminal, the only other desk")
	}
	if c.Live && !c.Slack.On() && desk != "terminal" {
		r.fault("RELAIS_DESK", "must be terminal where there is no Slack: somebody has to see the cases")
	}
	return desk == "terminal"
}

// publicURL checks the address under which the world reaches us: signatures are
// made over it, letter by letter.
func (r *reader) publicURL(address string) {
	const name = "RELAIS_PUBLIC_URL"
	u, err := url.Parse(address)
	if err != nil {
		r.fault(name, "is not an address")
		return
	}
	if u.Scheme != "https" {
		r.fault(name, "must begin with https://")
	}
	if u.User != nil {
		r.fault(name, "must not hold a user")
	}
	if u.Path != "" || strings.ContainsAny(address, "?#") {
		r.fault(name, "must be https:// and a host, without a path, a query or a slash at the end")
	}
	if u.Hostname() == "" || !public(u.Hostname()) {
		r.fault(name, "must name a host that the carrier can reach")
	}
}

// public reports a host that is not of this machine or this network.
func public(host string) bool {
	host = strings.ToLower(strings.TrimSuffix(host, "."))
	if address, err := netip.ParseAddr(host); err == nil {
		address = address.Unmap()
		return address.IsGlobalUnicast() && !address.IsPrivate()
	}
	return strings.Contains(host, ".") && !strings.HasSuffix(host, ".localhost") && !strings.HasSuffix(host, ".local")
}

// apiURL checks where a client sends its requests: https, or a stand-in of this machine.
func (r *reader) apiURL(name, address string) {
	if address == "" {
		return
	}
	u, err := url.Parse(address)
	if err != nil || u.User != nil || u.Hostname() == "" || strings.ContainsAny(address, "?#") {
		r.fault(name, "is not an address with scheme and host")
		return
	}
	host, _ := netip.ParseAddr(u.Hostname())
	if u.Scheme != "https" && (u.Scheme != "http" || !host.IsLoopback() && u.Hostname() != "localhost") {
		r.fault(name, "must be https, or http on this machine")
	}
}

// numbers reads which of our numbers belongs to which region.
func (r *reader) numbers(live bool) map[string]string {
	const name = "RELAIS_SMS_NUMBERS"
	text := r.text(name, false)
	numbers := map[string]string{}
	if text == "" {
		if live && !r.has(name) {
			r.fault(name, "is missing: which number belongs to which region")
		} else if !live {
			numbers[DemoNumber] = DemoRegion
		}
		return numbers
	}
	for i, item := range strings.Split(text, ",") {
		number, region, paired := strings.Cut(strings.TrimSpace(item), "=")
		_, twice := numbers[number]
		switch _, known := places.RegionName(region); {
		case !paired:
			r.fault(name, "item %d is not number=region", i+1)
			continue
		case !isE164(number) && !isShortCode(number):
			r.fault(name, "item %d: the number is neither + and 8 to 15 digits nor a short code", i+1)
		case twice:
			r.fault(name, "item %d: the number is there twice", i+1)
		case !known:
			r.fault(name, "item %d: %q is no region code of INSEE", i+1, region)
		}
		numbers[number] = region
	}
	return numbers
}

// mobile begins numbers that only people may send from: 06 and 07, overseas
// included. Operators block what a platform sends from them.
// Source: Arcep, decision 2022-1583, in force since 2023-01-01.
var mobile = []string{
	"+336", "+337", "+262639", "+262692", "+262693", "+590690", "+590691", "+594694", "+596696", "+596697",
}

// sender reads the identity of what we send. A reporter must be able to answer it,
// or to know the number they wrote to.
func (r *reader) sender(c *Config) string {
	const name = "RELAIS_SMS_FROM"
	sender := r.text(name, false)
	_, ours := c.Numbers[sender]
	isMobile := func(number string) bool {
		return slices.ContainsFunc(mobile, func(prefix string) bool { return strings.HasPrefix(number, prefix) })
	}
	switch {
	case sender == "":
		for number := range c.Numbers {
			if isMobile(number) {
				r.fault("RELAIS_SMS_NUMBERS", "a 06 or 07 number cannot send: set %s", name)
				break
			}
		}
	case isMobile(sender), strings.HasPrefix(sender, "06"), strings.HasPrefix(sender, "07"):
		r.fault(name, "is a 06 or 07 number: French operators block what a platform sends from it")
	case isE164(sender), isShortCode(sender):
		if !ours {
			r.fault(name, "is not in RELAIS_SMS_NUMBERS: an answer to it would be lost")
		}
	case isSenderName(sender):
		c.Warnings = append(c.Warnings, name+": nobody can answer a name; reporters must write to the number again")
	default:
		r.fault(name, "is no number, short code or name of up to 11 letters and digits")
	}
	return sender
}

// regions reads the settings of the regions. Every number needs a region with a desk.
func (r *reader) regions(c Config) map[string]Region {
	const name = "RELAIS_REGIONS_DIR"
	dir := r.text(name, false)
	if dir == "" {
		if c.Live && !r.has(name) {
			r.fault(name, "is missing: one file a region")
		} else if !c.Live {
			return DemoRegions()
		}
		return nil
	}
	regions, err := r.readRegions(os.DirFS(dir))
	if err != nil {
		r.faults = append(r.faults, err)
		return regions
	}
	for _, region := range slices.Compact(slices.Sorted(maps.Values(c.Numbers))) {
		if _, ok := regions[region]; !ok {
			r.fault(name, "no file for region %s, which has a number", region)
		}
	}
	for _, code := range slices.Sorted(maps.Keys(regions)) {
		region := regions[code]
		if c.Slack.On() && region.Slack.Channel == "" {
			r.fault(name, "region %s has no slack channel", code)
		}
		if c.Live && invented(region) {
			r.fault(name, "region %s has the invented staff of the demo", code)
		}
	}
	return regions
}

// Duty lists the phones of those on duty in a region, in the order in which they are called.
func (c Config) Duty(region string) []string { return c.Regions[region].Duty }

// Territory returns which region stands behind each number, and which have a desk.
func (c Config) Territory() intake.Territory {
	t := intake.Territory{Numbers: map[string]string{}, Desks: map[string]bool{}, Nights: map[string]intake.Night{}, Duty: map[string]intake.Medium{}}
	maps.Copy(t.Numbers, c.Numbers)
	maps.Copy(t.Desks, c.Desks)
	// Who writes in a workspace writes to the region that works there; of several to the
	// first, until the place is known.
	for _, code := range slices.Sorted(maps.Keys(c.Regions)) {
		if team := c.Regions[code].Slack.Team; team != "" && t.Numbers[Workspace(team)] == "" {
			t.Numbers[Workspace(team)] = code
		}
	}
	// Who writes in the chat of our own page writes to the first region that has a number.
	if regions := slices.Sorted(maps.Values(c.Numbers)); len(regions) > 0 {
		t.Numbers[intake.Site("")] = regions[0]
	}
	for id, site := range c.Sites {
		t.Numbers[intake.Site(id)] = site.Region
	}
	for code, region := range c.Regions {
		t.Desks[code], t.Nights[code], t.Duty[code] = true, region.Night, region.DutyBy
	}
	return t
}

// Workspace is how a workspace of Slack stands among the numbers of a territory.
func Workspace(team string) string { return "slack:" + team }
