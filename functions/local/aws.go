package main

import (
	"cmp"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"relais/dialogs/intake"
	"relais/infra/env"
	"relais/infra/stack"
	"relais/infra/standin/account"
)

// awsPublicURL is under which the functions are signed for: they take no other than an
// address of the world. Nothing is ever sent there.
const awsPublicURL = "https://relais.example"

// scheduled is how long a minute of the schedules lasts, unless RELAIS_WAITS says.
const scheduled = time.Minute

// runAWS serves the demo by the real bootstraps until the context ends. env is the
// text of RELAIS_WAITS, if it is set.
func runAWS(ctx context.Context, listener net.Listener, w env.Waits, waits string, out, errs io.Writer) error {
	log := slog.New(slog.NewJSONHandler(errs, nil))
	if _, err := os.Stat(stack.File); err != nil {
		return fmt.Errorf("-aws: run it in the repository: %w", err)
	}
	if err := account.Install(ctx, ".", out); err != nil {
		return err
	}
	work, err := os.MkdirTemp("", "relais-aws")
	if err != nil {
		return err
	}
	defer os.RemoveAll(work)
	fmt.Fprintln(out, "Building the functions and starting DynamoDB Local …")
	if err := account.Build(ctx, ".", work, "sms", "voice", "chat", "slack", "outbox", "escalation", "timer"); err != nil {
		return err
	}
	tools, err := filepath.Abs(".tools")
	if err != nil {
		return err
	}
	servers, err := account.StartServers(ctx, tools)
	if err != nil {
		return err
	}
	defer servers.Stop()

	address := listener.Addr().String()
	config := awsConfig("http://" + address)
	demo, err := newDemo("http://"+address, "", config, &clock{})
	if err != nil {
		return err
	}
	defer demo.close()
	demo.fixed = true
	outside := http.NewServeMux()
	outside.Handle("/2010-04-01/", demo.carrier)
	outside.Handle("/api/", demo.workspace)
	deployed := account.Config{Servers: servers, Bootstraps: work, Outside: outside, Output: errs, Env: map[string]string{}}
	if waits != "" {
		deployed.Env["RELAIS_WAITS"] = waits
	}
	if deployed.Plan, err = awsPlan(config); err != nil {
		return err
	}
	if deployed.Secrets, err = awsSecrets(config); err != nil {
		return err
	}
	region, err := account.Open(ctx, deployed)
	if err != nil {
		return err
	}
	defer region.Close()

	routes := http.NewServeMux()
	for _, f := range deployed.Plan.Functions {
		for _, path := range f.Paths {
			routes.Handle(path, asPublic("http://"+address, region))
		}
	}
	routes.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprintln(w, "demo") })
	demo.mount(routes, func() {})
	fmt.Fprintf(out, "Relais, demo, on AWS played on this machine: open http://%s\nNothing is kept. DynamoDB Local and the SQS server listen on every interface of this machine: invented conversations only.\n", address)
	return serve(ctx, listener, onlyHost(address, routes), func(ctx context.Context) {
		region.Run(ctx, cmp.Or(w.Every, scheduled), func(what string, err error) { log.Error(what, "error", err) })
	})
}

// asPublic gives the functions the origin that they know themselves by, where the page
// of the demo asks them.
func asPublic(here string, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Origin") == here {
			r.Header.Set("Origin", awsPublicURL)
		}
		next.ServeHTTP(w, r)
	})
}

// awsConfig is the demo's configuration as one in earnest, whose regions may not have
// the ids of a demo.
func awsConfig(base string) env.Config {
	c := demoConfig(base)
	c.PublicURL = awsPublicURL
	for code, r := range c.Regions {
		r.Slack = env.Channel{Team: awsID(r.Slack.Team), Channel: awsID(r.Slack.Channel)}
		r.Analysts = slices.Clone(r.Analysts)
		for i := range r.Analysts {
			r.Analysts[i].Slack = awsID(r.Analysts[i].Slack)
		}
		c.Regions[code] = r
	}
	return c
}

func awsID(id string) string { return strings.Replace(id, "DEMO", "AWS", 1) }

// awsPlan is the template with every region of the configuration.
func awsPlan(c env.Config) (*stack.Plan, error) {
	template, err := stack.Read(os.DirFS("."), nil)
	if err != nil {
		return nil, err
	}
	var numbers []string
	for _, number := range slices.Sorted(maps.Keys(c.Numbers)) {
		numbers = append(numbers, number+"="+c.Numbers[number])
	}
	parameters := map[string]string{
		"Numbers": strings.Join(numbers, ","), "PublicUrl": c.PublicURL, "TwilioAccountSid": c.Twilio.AccountSID,
		"KeysKey": "arn:aws:kms:eu-west-3:000000000000:key/demo",
	}
	for code := range c.Regions {
		parameters["Desk"+code] = "yes"
	}
	return template.Plan("relais", parameters)
}

// awsSecrets are what an operator puts into Secrets Manager. The keys are new with
// each start, as the table is.
func awsSecrets(c env.Config) (map[string]string, error) {
	keys := struct{ Pepper, Master []byte }{make([]byte, intake.KeyBytes), make([]byte, intake.KeyBytes)}
	rand.Read(keys.Pepper)
	rand.Read(keys.Master)
	var faults []error
	text := func(v any) string {
		data, err := json.Marshal(v)
		faults = append(faults, err)
		return string(data)
	}
	files := map[string]string{}
	for code, r := range c.Regions {
		var analysts []map[string]any
		for _, a := range r.Analysts {
			analyst := map[string]any{"slack": a.Slack, "name": a.Name, "rights": a.Rights}
			if a.Phone != "" {
				analyst["phone"] = a.Phone
			}
			analysts = append(analysts, analyst)
		}
		files[code+".json"] = text(map[string]any{
			"region": code, "name": r.Name, "slack": map[string]string{"team": r.Slack.Team, "channel": r.Slack.Channel},
			"analysts": analysts, "duty": r.Duty,
		})
	}
	secrets := map[string]string{
		"relais/twilio": text(map[string]string{"TWILIO_AUTH_TOKEN": demoToken}), "relais/slack-bot": text(map[string]string{"SLACK_BOT_TOKEN": demoBot}),
		"relais/slack-signing": text(map[string]string{"SLACK_SIGNING_SECRET": demoSecret}),
		"relais/keys":          text(keys), "relais/regions": text(files),
	}
	return secrets, errors.Join(faults...)
}
