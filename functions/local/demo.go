package main

import (
	"maps"
	"net/http"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"relais/dialogs/directory"
	"relais/dialogs/places"
	"relais/functions/local/page"
	"relais/infra/env"
	"relais/infra/standin"
	"relais/infra/standin/carrier"
	"relais/infra/standin/workspace"
	"relais/infra/twilio"
	"relais/locales"
)

// What the demo's outside world is called. None of it exists elsewhere.
const (
	demoAccount = "AC00000000000000000000000000000000"
	demoToken   = "demotoken"
	demoBot     = "xoxb-demo"
	demoSecret  = "demo-signing-secret"
	demoTeam    = "TDEMO"
)

// demo is the outside world on this machine: a carrier with phones, a Slack
// workspace with analysts, and the page that shows both.
type demo struct {
	carrier   *carrier.Server
	workspace *workspace.Server
	clock     *clock
	fixed     bool              // the clock is the machine's and cannot be moved
	numbers   map[string]string // E.164 → region
	regions   []env.Region      // sorted by code
}

// demoConfig is the configuration of a demo at base, as the environment would give
// it live: every region, each with a number of its own.
func demoConfig(base string) env.Config {
	c := env.Config{
		PublicURL: base, Numbers: map[string]string{}, Regions: env.DemoRegions(),
		Twilio: env.Twilio{AccountSID: demoAccount, Tokens: []string{demoToken}, APIURL: base},
		Slack:  env.Slack{BotToken: demoBot, SigningSecret: demoSecret, APIURL: base + "/api/"},
	}
	for _, r := range c.Regions {
		padded := "000" + r.Code
		c.Numbers[strings.TrimSuffix(env.DemoNumber, "076")+padded[len(r.Code):]] = r.Code
	}
	return c
}

// The outside world of a demo outlives the program in these files of its data folder.
const (
	phonesFile = "demo-phones.jsonl"
	slackFile  = "demo-slack.jsonl"
)

// newDemo starts the stand-ins, which go on from what dir keeps of them; without dir
// nothing is kept. Webhooks are signed for the public URL of config and go to base,
// where this program listens.
func newDemo(base, dir string, config env.Config, clock *clock) (*demo, error) {
	kept := func(file string) string {
		if dir == "" {
			return ""
		}
		return filepath.Join(dir, file)
	}
	d := &demo{clock: clock, numbers: config.Numbers, regions: sorted(config.Regions)}
	fallback, err := twilio.FirstAidSMS(locales.Default())
	if err != nil {
		return nil, err
	}
	d.carrier, err = carrier.New(carrier.Config{
		AccountSID: demoAccount, AuthToken: demoToken, Numbers: slices.Sorted(maps.Keys(config.Numbers)),
		WebhookURL: config.PublicURL + twilio.PathSMS, FallbackTwiML: string(fallback), Now: clock.Now,
		PublicURL: config.PublicURL, DialURL: base,
		QueueDelay: 150 * time.Millisecond, ReceiptWait: 600 * time.Millisecond,
		Journal: kept(phonesFile),
	})
	if err != nil {
		return nil, err
	}
	slack := workspace.Config{
		TeamID: demoTeam, TeamDomain: "relais-demo", AppID: "ADEMO", BotUserID: "UBOT", BotID: "BBOT",
		BotToken: demoBot, SigningSecret: demoSecret, Now: clock.Now,
		EventsURL: base + "/slack/events", ActionsURL: base + "/slack/actions", CommandsURL: base + "/slack/commands",
		Journal: kept(slackFile),
	}
	for _, r := range d.regions {
		slack.Channels = append(slack.Channels, workspace.Channel{ID: r.Slack.Channel, Name: channelName(r), Private: true})
		for _, a := range r.Analysts {
			slack.Users = append(slack.Users, workspace.User{ID: a.Slack, Name: a.Name})
		}
	}
	if d.workspace, err = workspace.New(slack); err != nil {
		d.carrier.Close()
		return nil, err
	}
	return d, nil
}

// sorted lists regions by their codes.
func sorted(regions map[string]env.Region) []env.Region {
	return slices.SortedFunc(maps.Values(regions), func(a, b env.Region) int { return strings.Compare(a.Code, b.Code) })
}

func channelName(r env.Region) string {
	return "urgences-" + strings.ToLower(strings.ReplaceAll(r.Name, " ", "-"))
}

// mount adds the page, the stand-ins and, unless it is fixed, the clock control. moved
// is called when the clock has moved.
func (d *demo) mount(routes *http.ServeMux, moved func()) {
	routes.Handle("/2010-04-01/", d.carrier)
	routes.Handle("/standin/twilio/", d.carrier.Control())
	routes.Handle("/api/", d.workspace)
	routes.Handle("/standin/slack/", d.workspace.Control())
	if !d.fixed {
		routes.Handle("POST /demo/clock", d.clock.control(moved, d.state))
	}
	routes.HandleFunc("GET /demo/state", func(w http.ResponseWriter, _ *http.Request) {
		standin.WriteJSON(w, http.StatusOK, d.state())
	})
	routes.Handle("/", page.Handler())
}

// demoState is what the page asks for.
type demoState struct {
	Now     time.Time    `json:"now"`
	Mode    string       `json:"mode"`
	Fixed   bool         `json:"fixed"` // the clock cannot be moved
	Numbers []demoLine   `json:"numbers"`
	Regions []demoRegion `json:"regions"`
}

type demoLine struct {
	E164   string `json:"e164"`
	Region string `json:"region"`
	Name   string `json:"name"`
}

type demoRegion struct {
	Code     string   `json:"code"`
	Name     string   `json:"name"`
	Channel  string   `json:"channel"`
	Centre   string   `json:"centre"`
	Analysts []string `json:"analysts"` // Slack's ids of its staff
}

func (d *demo) state() any {
	paris, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		paris = time.UTC
	}
	s := demoState{Now: d.clock.Now().In(paris), Mode: "demo", Fixed: d.fixed}
	byRegion := map[string]string{}
	for number, region := range d.numbers {
		byRegion[region] = number
	}
	for _, r := range d.regions {
		name, _ := places.RegionName(r.Code)
		centre, _ := directory.Serving("", r.Code)
		s.Numbers = append(s.Numbers, demoLine{byRegion[r.Code], r.Code, name})
		var analysts []string
		for _, a := range r.Analysts {
			analysts = append(analysts, a.Slack)
		}
		s.Regions = append(s.Regions, demoRegion{r.Code, name, r.Slack.Channel, centre.ShortName, analysts})
	}
	return s
}

// close stops the stand-ins.
func (d *demo) close() {
	d.carrier.Close()
	d.workspace.Close()
}
