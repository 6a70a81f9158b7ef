// Package cloud opens what a function on Lambda works with: its settings, its
// secrets by their names, its keys, and the clients of AWS. It is where the
// packages of infra, one an outside thing, meet, so that each main.go stays one screen.
package cloud

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"

	"relais/dialogs/intake"
	"relais/dialogs/outbox"
	"relais/infra/env"
	"relais/infra/queue"
	"relais/infra/twilio"
)

// Needs is what one function is given. The template gives it that and no more.
type Needs struct {
	env.Part
	Keys   bool // the pepper and the master data key
	Store  bool
	Queues bool // of the regions that have a desk
	Late   bool // the queue of messages that could not be taken at once
	Files  bool // the bucket of reporters' files
}

// What each function of the template needs.
var (
	Chat  = Needs{Part: env.Part{Desks: true, Public: true}, Keys: true, Store: true, Files: true}
	SMS   = Needs{Part: env.Part{Carrier: true, Desks: true}, Keys: true, Store: true, Late: true}
	Voice = Needs{Part: env.Part{Carrier: true}}
)

// Outbox, and those below, are handed the reader of the regions' settings, which no
// other function has to hold.
func Outbox(regions env.ReadRegions) Needs {
	// The bot answers reporters who write in Slack.
	return Needs{Part: env.Part{Carrier: true, Bot: true, Desks: true, Regions: regions, Waits: true}, Keys: true, Store: true, Queues: true, Files: true}
}

// Escalation is what the function needs that shows cases. It holds the keys for the
// regions alone whose settings let what reporters write stand in the thread.
func Escalation(regions env.ReadRegions) Needs {
	return Needs{Part: env.Part{Bot: true, Desks: true, Regions: regions, Waits: true}, Keys: true, Store: true, Queues: true}
}

// Slack is what the function needs behind which analysts act.
func Slack(regions env.ReadRegions) Needs {
	return Needs{Part: env.Part{Signing: true, Bot: true, Desks: true, Regions: regions}, Keys: true, Store: true}
}

// Timer is what the function needs that looks each minute at what is due.
func Timer(regions env.ReadRegions) Needs {
	needs := Outbox(regions)
	needs.Late = true
	return needs
}

// Lookup finds a setting; outside tests it is os.LookupEnv.
type Lookup func(name string) (value string, ok bool)

// Account is what a function works with, opened.
type Account struct {
	Config env.Config
	Keys   intake.Keys
	Table  string
	Bucket string // of reporters' files
	// Queues gives the URLs of the queue, and of the dead letters, of each region that
	// has a desk, and those of outbox.LateQueue if Late.
	Queues map[string]queue.URLs
	Late   bool // there is a queue of late messages
	// Skew is how far this machine's clock is ahead of the secret store's, to a second
	// or so; 0 where no secret was fetched.
	Skew time.Duration

	aws    aws.Config
	vault  vault
	lookup Lookup
	mu     sync.Mutex // for Skew while secrets are fetched
}

// openBudget bounds the opening: a carrier waits for the answer of a cold start too.
const openBudget = 5 * time.Second

// Open reads the settings, fetches the secrets they name and opens the keys. Its
// error joins every fault; none shows a secret.
//
// Settings besides those of env: RELAIS_TABLE; RELAIS_FILES, the name of a bucket; RELAIS_VAULT, the address of Secrets
// Manager; RELAIS_QUEUES, the beginning of every queue's URL, which a region's code completes, and "-dead" for its dead letters; RELAIS_SECRETS, names of secrets
// that each hold a JSON object of settings; RELAIS_LATE, the URL of the queue of late
// messages, "-dead" after it for its dead letters, which may be left out; RELAIS_SECRET_REGIONS, the name of one
// that holds an object of file name and text, in place of RELAIS_REGIONS_DIR;
// RELAIS_SECRET_KEYS, the name of one that holds what a file of keys holds, in place
// of RELAIS_KEYS.
func Open(ctx context.Context, lookup Lookup, needs Needs) (*Account, error) {
	ctx, cancel := context.WithTimeout(ctx, openBudget)
	defer cancel()
	a := &Account{lookup: lookup}
	a.configure()
	type opened struct {
		keys intake.Keys
		err  error
	}
	keyring := make(chan opened, 1)
	if needs.Keys {
		go func() { // meanwhile: each fetch is a round trip of a cold start
			keys, err := a.keys(ctx)
			keyring <- opened{keys, err}
		}()
	}
	settings, err := a.settings(ctx)
	if err != nil {
		return nil, err
	}
	if needs.Regions != nil {
		dir, err := a.regions(ctx)
		if err != nil {
			return nil, err
		}
		if dir != "" {
			defer os.RemoveAll(dir)
			settings["RELAIS_REGIONS_DIR"] = dir
		}
	}
	var faults []error
	a.Config, err = env.ReadPart(func(name string) (string, bool) {
		if value, ok := settings[name]; ok {
			return value, true
		}
		return lookup(name)
	}, needs.Part)
	faults = append(faults, err)
	if needs.Store {
		a.Table, err = a.wanted("RELAIS_TABLE")
		faults = append(faults, err)
	}
	if needs.Files {
		a.Bucket, err = a.wanted("RELAIS_FILES")
		faults = append(faults, err)
	}
	a.Queues = map[string]queue.URLs{}
	if needs.Queues {
		faults = append(faults, a.queues())
	}
	if needs.Late {
		a.late()
	}
	if needs.Keys {
		o := <-keyring
		a.Keys = o.keys
		faults = append(faults, o.err)
	}
	return a, errors.Join(faults...)
}

func (a *Account) wanted(name string) (string, error) {
	value, _ := a.lookup(name)
	if value == "" {
		return "", fmt.Errorf("%s: is missing or empty", name)
	}
	return value, nil
}

// configure makes the configuration of the clients. Lambda gives region and
// credentials by the environment; the SDK's own search for them elsewhere would
// cost each cold start a millisecond and two megabytes.
func (a *Account) configure() {
	a.aws = aws.Config{
		Credentials: aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
			id, _ := a.lookup("AWS_ACCESS_KEY_ID")
			secret, _ := a.lookup("AWS_SECRET_ACCESS_KEY")
			token, _ := a.lookup("AWS_SESSION_TOKEN")
			if id == "" || secret == "" {
				return aws.Credentials{}, errors.New("no credentials in the environment")
			}
			return aws.Credentials{AccessKeyID: id, SecretAccessKey: secret, SessionToken: token}, nil
		}),
		HTTPClient: awshttp.NewBuildableClient().WithTransportOptions(func(t *http.Transport) {
			t.ResponseHeaderTimeout = openBudget
		}),
	}
	a.aws.Region, _ = a.lookup("AWS_REGION")
	address, _ := a.lookup("RELAIS_VAULT")
	a.vault = vault{address: cmp.Or(aws.ToString(a.endpoint("SECRETS_MANAGER")), address), aws: a.aws}
}

// endpoint returns where a service is reached, if not at AWS's own address. The
// names are those of the AWS SDKs.
// Source: https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html.
func (a *Account) endpoint(service string) *string {
	for _, name := range []string{"AWS_ENDPOINT_URL_" + service, "AWS_ENDPOINT_URL"} {
		if address, _ := a.lookup(name); address != "" {
			return aws.String(address)
		}
	}
	return nil
}

// secret fetches one secret by its name.
func (a *Account) secret(ctx context.Context, name string) (string, error) {
	value, skew, err := a.vault.fetch(ctx, name)
	if err != nil {
		return "", fmt.Errorf("secret %s: %w", name, err)
	}
	a.mu.Lock()
	a.Skew = skew
	a.mu.Unlock()
	return value, nil
}

// secretSettings are the settings that a secret may hold.
var secretSettings = []string{"TWILIO_AUTH_TOKEN", "TWILIO_AUTH_TOKEN_NEXT", "SLACK_SIGNING_SECRET", "SLACK_BOT_TOKEN"}

// settings fetches the secrets that hold settings.
func (a *Account) settings(ctx context.Context) (map[string]string, error) {
	all := map[string]string{}
	names, _ := a.lookup("RELAIS_SECRETS")
	if names == "" {
		return all, nil
	}
	for name := range strings.SplitSeq(names, ",") {
		value, err := a.secret(ctx, name)
		if err != nil {
			return nil, err
		}
		var settings map[string]string
		if json.Unmarshal([]byte(value), &settings) != nil {
			return nil, fmt.Errorf("secret %s: is no JSON object of texts", name)
		}
		for _, setting := range slices.Sorted(maps.Keys(settings)) {
			_, twice := all[setting]
			switch _, set := a.lookup(setting); {
			case !slices.Contains(secretSettings, setting):
				return nil, fmt.Errorf("secret %s: holds a setting that is no secret of ours", name)
			case twice || set:
				return nil, fmt.Errorf("secret %s: %s is set elsewhere too", name, setting)
			}
			all[setting] = settings[setting]
		}
	}
	return all, nil
}

// regions writes the settings of the regions, which name people, to a folder that
// goes once they are read. It returns "" where no secret holds them.
func (a *Account) regions(ctx context.Context) (dir string, err error) {
	name, _ := a.lookup("RELAIS_SECRET_REGIONS")
	if name == "" {
		return "", nil
	}
	value, err := a.secret(ctx, name)
	if err != nil {
		return "", err
	}
	var files map[string]string
	if json.Unmarshal([]byte(value), &files) != nil {
		return "", fmt.Errorf("secret %s: is no JSON object of file name and text", name)
	}
	if dir, err = os.MkdirTemp("", "regions"); err != nil {
		return "", err
	}
	for file, text := range files {
		if !filepath.IsLocal(file) || filepath.Base(file) != file {
			err = fmt.Errorf("secret %s: holds what is no file name", name)
			break
		}
		if err = os.WriteFile(filepath.Join(dir, file), []byte(text), 0o600); err != nil {
			break
		}
	}
	if err != nil {
		os.RemoveAll(dir)
		return "", err
	}
	return dir, nil
}

// deadSuffix ends the name of a queue of dead letters.
const deadSuffix = "-dead"

// queues works out the URLs of each region's queues.
func (a *Account) queues() error {
	prefix, err := a.wanted("RELAIS_QUEUES")
	if err != nil {
		return err
	}
	for region := range a.Config.Desks {
		a.Queues[region] = queue.URLs{Queue: prefix + region, Dead: prefix + region + deadSuffix}
	}
	return nil
}

// late notes where messages wait that could not be taken at once. Without such a
// queue nobody is promised anything.
func (a *Account) late() {
	var url string
	if url, a.Late = a.lookup("RELAIS_LATE"); a.Late {
		a.Queues[outbox.LateQueue] = queue.URLs{Queue: url, Dead: url + deadSuffix}
	}
}

// Region returns the region whose queue has that ARN.
func (a *Account) Region(arn string) (code string, ok bool) {
	name := arn[strings.LastIndex(arn, ":")+1:]
	for region, urls := range a.Queues {
		if strings.HasPrefix(arn, "arn:") && urls.Queue[strings.LastIndex(urls.Queue, "/")+1:] == name {
			return region, true
		}
	}
	return "", false
}

// keys opens the installation's keys. They are not wrapped a second time: the secret
// is encrypted under a key of its own, and the role of a function that needs it may
// use that key for this secret alone.
func (a *Account) keys(ctx context.Context) (intake.Keys, error) {
	name, _ := a.lookup("RELAIS_SECRET_KEYS")
	if name == "" {
		path, err := a.wanted("RELAIS_KEYS")
		if err != nil {
			return intake.Keys{}, fmt.Errorf("RELAIS_SECRET_KEYS: is missing, and %w", err)
		}
		return env.ReadKeys(path)
	}
	value, err := a.secret(ctx, name)
	if err != nil {
		return intake.Keys{}, err
	}
	keys, err := env.ParseKeys([]byte(value))
	if err != nil {
		return intake.Keys{}, fmt.Errorf("secret %s: %w", name, err)
	}
	return keys, nil
}

// Carrier returns the carrier's account.
func (a *Account) Carrier() twilio.Account {
	c := a.Config
	return twilio.Account{
		SID: c.Twilio.AccountSID, Tokens: c.Twilio.Tokens, PublicURL: c.PublicURL,
		Numbers: slices.Sorted(maps.Keys(c.Numbers)), Sender: c.Sender, APIURL: c.Twilio.APIURL,
	}
}
