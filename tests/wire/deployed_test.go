package wire

import (
	"bytes"
	"cmp"
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"log/slog"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"relais/dialogs/intake"
	"relais/dialogs/outbox"
	"relais/infra/dynamo"
	"relais/infra/env"
	"relais/infra/slackbot"
	"relais/infra/stack"
	"relais/infra/standin/account"
	"relais/infra/standin/carrier"
	"relais/infra/standin/workspace"
	"relais/locales"
	"relais/tests/checker"
)

// What the deployments of the tests are set up with.
const (
	accountSID = "AC0123456789abcdef0123456789abcdef"
	authToken  = "0123456789abcdef"
	botToken   = "xoxb-wire"
	signing    = "8f742231b10e8888abcd99yyyzzz85a5"
	publicURL  = "https://relais.example"
	number     = "+33939000076" // of region 76
)

// waits scaled down: sweep, lease and quarantine are the longest that anything here
// takes.
const waits = "sweep=1s,lease=2s,quarantine=1s,visible=2s,grace=2s"

// bootstraps builds the functions into the folder programs, once, as they are deployed.
var bootstraps = sync.OnceValue(func() error {
	return account.Build(context.Background(), "../..", programs, "sms", "outbox", "escalation", "timer", "slack", "chat")
})

// setup is how a deployment differs from what the template says.
type setup struct {
	numbers map[string]string // number → region; nil: number, of 76
	desks   []string          // regions that have a desk beside those of the numbers
	waits   string            // RELAIS_WAITS; empty: waits
	staffed bool              // what Slack asks of the desk reaches it
	table   *account.Server   // nil: dynamoDB
	plan    func(*stack.Plan)
	front   func(d *deployed, function string, next http.Handler) http.Handler
}

// deployed is the desk in an account of its own, with a carrier and a Slack that do
// not end with it.
type deployed struct {
	*testing.T
	*account.Account
	carrier   *carrier.Server
	workspace *workspace.Server
	dynamoDB  *account.Server
	store     *dynamo.Store // of the table, past every front
	table     string
	keys      intake.Keys
	regions   []string
	numbers   map[string]string
	staffed   bool
	reporters atomic.Pointer[http.Handler] // what the carrier's webhooks reach; nil: the account
	output    *notes
}

// notes keeps what functions print.
type notes struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (n *notes) Write(p []byte) (int, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.text.Write(p)
}

func (n *notes) String() string {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.text.String()
}

const regionSettings = `region: %q
name: Region %s
slack: {team: T0CSIRT, channel: %s}
analysts:
  - {slack: %s, name: Anne Essai, rights: [read, lead, route]}
duty: [%q]
`

// onDuty is nobody who writes.
const onDuty = "+33639990001"

func channelOf(region string) string { return "C0REGION" + region }

func analystOf(region string) string { return "U0ANNE" + region }

// stranger is in the workspace and in no region's settings.
const stranger = "U0PAUL"

// deploy deploys the desk as template.yaml says, with its waits scaled down.
func deploy(t *testing.T, s setup) *deployed {
	t.Helper()
	if err := bootstraps(); err != nil {
		t.Fatal(err)
	}
	if s.numbers == nil {
		s.numbers = map[string]string{number: "76"}
	}
	d := &deployed{T: t, numbers: s.numbers, staffed: s.staffed, dynamoDB: cmp.Or(s.table, dynamoDB), output: &notes{}}
	d.regions = slices.Compact(slices.Sorted(slices.Values(append(slices.Collect(maps.Values(s.numbers)), s.desks...))))
	template, err := stack.Read(os.DirFS("../.."), nil)
	if err != nil {
		t.Fatal(err)
	}
	plan, err := template.Plan(fmt.Sprintf("relais-%d", made.Add(1)), d.parameters())
	if err != nil {
		t.Fatal(err)
	}
	for i := range plan.Queues {
		plan.Queues[i].Visibility = time.Second
	}
	if s.plan != nil {
		s.plan(plan)
	}
	d.table = aws.ToString(plan.Table.TableName)
	d.store = dynamo.New(DynamoDB(d.dynamoDB.URL, new(dynamo.Counter)), d.table, dynamo.Options{})
	d.outside()
	config := account.Config{
		Servers: &account.Servers{DynamoDB: d.dynamoDB, SQS: sqsServer}, Plan: plan, Bootstraps: programs, Output: d.output,
		Secrets: d.secrets(), Env: map[string]string{"RELAIS_WAITS": or(s.waits, waits)}, Outside: d.world(),
	}
	if s.front != nil {
		config.Front = func(function string, next http.Handler) http.Handler { return s.front(d, function, next) }
	}
	if d.Account, err = account.Open(t.Context(), config); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(d.Account.Close)
	t.Cleanup(func() {
		if t.Failed() {
			said := d.output.String()
			t.Logf("the functions said:\n%s", said[max(0, len(said)-8000):])
		}
	})
	return d
}

// parameters are those of the template. The ceilings are above what the tests send
// in an hour.
func (d *deployed) parameters() map[string]string {
	p := map[string]string{
		"PublicUrl": publicURL, "TwilioAccountSid": accountSID, "KeysKey": "arn:aws:kms:eu-west-3:000000000000:key/0", "Desk76": "no",
		"SmsCeilings": "all=1000000/1000000,other=1000000/1000000",
	}
	var numbers []string
	for _, n := range slices.Sorted(maps.Keys(d.numbers)) {
		numbers = append(numbers, n+"="+d.numbers[n])
	}
	p["Numbers"] = strings.Join(numbers, ",")
	for _, region := range d.regions {
		p["Desk"+region] = "yes"
	}
	return p
}

// secrets are what the installation keeps in Secrets Manager.
func (d *deployed) secrets() map[string]string {
	d.Helper()
	raw := struct{ Pepper, Master []byte }{make([]byte, intake.KeyBytes), make([]byte, intake.KeyBytes)}
	rand.Read(raw.Pepper)
	rand.Read(raw.Master)
	keys, err := json.Marshal(raw)
	if err != nil {
		d.Fatal(err)
	}
	if d.keys, err = env.ParseKeys(keys); err != nil {
		d.Fatal(err)
	}
	files := map[string]string{}
	for _, region := range d.regions {
		files[region+".yaml"] = fmt.Sprintf(regionSettings, region, region, channelOf(region), analystOf(region), onDuty)
	}
	regions, err := json.Marshal(files)
	if err != nil {
		d.Fatal(err)
	}
	return map[string]string{
		"relais/twilio": `{"TWILIO_AUTH_TOKEN":"` + authToken + `"}`, "relais/slack-bot": `{"SLACK_BOT_TOKEN":"` + botToken + `"}`,
		"relais/slack-signing": `{"SLACK_SIGNING_SECRET":"` + signing + `"}`,
		"relais/keys":          string(keys), "relais/regions": string(regions),
	}
}

// outside starts the carrier, Slack, and the address their requests reach.
func (d *deployed) outside() {
	d.Helper()
	api := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		slack, other := strings.HasPrefix(r.URL.Path, "/slack/"), d.reporters.Load()
		switch {
		case slack && !d.staffed:
		case !slack && other != nil:
			(*other).ServeHTTP(w, r)
		default:
			d.Account.ServeHTTP(w, r)
		}
	}))
	d.Cleanup(api.Close)
	var err error
	d.carrier, err = carrier.New(carrier.Config{
		AccountSID: accountSID, AuthToken: authToken, Numbers: slices.Sorted(maps.Keys(d.numbers)),
		WebhookURL: publicURL + "/twilio/sms", FallbackURL: publicURL + "/twilio/sms?fallback=1", PublicURL: publicURL, DialURL: api.URL,
		QueueDelay: 5 * time.Millisecond, ReceiptWait: 5 * time.Millisecond, Keep: 1 << 20,
	})
	if err != nil {
		d.Fatal(err)
	}
	d.Cleanup(d.carrier.Close)
	slack := workspace.Config{
		TeamID: "T0CSIRT", TeamDomain: "csirt", AppID: "A0RELAIS", BotUserID: "U0RELAIS", BotID: "B0RELAIS", BotToken: botToken, SigningSecret: signing,
		EventsURL: api.URL + "/slack/events", ActionsURL: api.URL + "/slack/actions", CommandsURL: api.URL + "/slack/commands",
		Users:  []workspace.User{{ID: stranger, Name: "paul", Real: "Paul Essai"}},
		Second: 20 * time.Millisecond, Keep: 1 << 20,
	}
	for _, region := range d.regions {
		slack.Channels = append(slack.Channels, workspace.Channel{ID: channelOf(region), Name: "region-" + region, Private: true})
		slack.Users = append(slack.Users, workspace.User{ID: analystOf(region), Name: "anne", Real: "Anne Essai"})
	}
	if d.staffed {
		slack.Second = time.Second // in three of which a click has to be answered
	}
	if d.workspace, err = workspace.New(slack); err != nil {
		d.Fatal(err)
	}
	d.Cleanup(d.workspace.Close)
}

// world serves the APIs of carrier and Slack.
func (d *deployed) world() http.Handler {
	routes := http.NewServeMux()
	routes.Handle("/2010-04-01/", d.carrier)
	routes.Handle("/api/", d.workspace)
	return routes
}

// text sends a text from a phone and waits until the carrier has nothing to do for it
// any more, receipts included.
func (d *deployed) text(from, words string) (sid string) {
	d.Helper()
	sid, err := d.carrier.Send(d.Context(), carrier.SMS{From: from, To: number, Body: words})
	if err != nil {
		d.Fatal(err)
	}
	d.settled()
	return sid
}

func (d *deployed) settled() {
	d.Helper()
	ctx, cancel := context.WithTimeout(d.Context(), time.Minute)
	defer cancel()
	if err := d.carrier.Settle(ctx); err != nil {
		d.Fatalf("carrier: %v", err)
	}
	if err := d.workspace.Settle(ctx); err != nil {
		d.Fatalf("workspace: %v", err)
	}
}

// pump hands out changes and messages until there are none now. What fails comes
// again later.
func (d *deployed) pump() {
	d.Helper()
	var moved int
	var err error
	for range 200 {
		moved, err = d.Stream(d.Context())
		for _, q := range d.Queues() {
			if q.Function == "" {
				continue
			}
			handed, failed := d.Messages(d.Context(), q, 0)
			if moved += handed; failed != nil {
				err = failed
			}
		}
		if moved == 0 && err == nil {
			d.settled()
			return
		}
	}
	d.Fatalf("the pump does not come to an end: %d moved, %v", moved, err)
}

// rests lets the desk work as it does by itself until nothing is under way any more.
func (d *deployed) rests() {
	d.Helper()
	for end := time.Now().Add(30 * time.Second); ; {
		d.settled()
		d.pump()
		if err := d.Schedules(d.Context()); err != nil {
			d.Logf("schedules: %v", err)
		}
		left := d.left()
		if left == "" {
			d.settled()
			return
		}
		if time.Now().After(end) {
			d.Fatalf("not at rest: %s", left)
		}
		time.Sleep(300 * time.Millisecond)
	}
}

// left says what is still under way, "" for nothing.
func (d *deployed) left() string {
	d.Helper()
	pending, err := d.store.Pending(d.Context(), time.Now().Add(time.Hour), 10)
	if err != nil {
		d.Fatal(err)
	}
	if len(pending) > 0 {
		return fmt.Sprintf("%d entries want to leave", len(pending))
	}
	for _, q := range d.Queues() {
		waiting, dead, err := d.Waiting(d.Context(), q)
		if err != nil {
			d.Fatal(err)
		}
		if waiting+dead > 0 {
			return fmt.Sprintf("queue %s holds %d messages and %d dead letters", q.Name, waiting, dead)
		}
	}
	for _, c := range d.claims() {
		if c.State == outbox.Trying || c.Lease.After(time.Now()) {
			return fmt.Sprintf("delivery %s is %s", c.ID, c.State)
		}
	}
	return ""
}

// claims reads every claim of the table.
func (d *deployed) claims() (all []outbox.Claim) {
	d.Helper()
	in := &dynamodb.ScanInput{
		TableName: aws.String(d.table), ConsistentRead: aws.Bool(true), FilterExpression: aws.String("begins_with(pk, :claim)"),
		ExpressionAttributeValues: map[string]types.AttributeValue{":claim": &types.AttributeValueMemberS{Value: "D#"}},
	}
	client := account.DynamoDB(d.dynamoDB.URL)
	for {
		out, err := client.Scan(d.Context(), in)
		if err != nil {
			d.Fatal(err)
		}
		for _, item := range out.Items {
			id := strings.TrimPrefix(item["pk"].(*types.AttributeValueMemberS).Value, "D#")
			c, err := d.store.Claim(d.Context(), id)
			if err != nil {
				d.Fatal(err)
			}
			all = append(all, c)
		}
		if in.ExclusiveStartKey = out.LastEvaluatedKey; len(in.ExclusiveStartKey) == 0 {
			return all
		}
	}
}

// judge fails for each rule that is broken, now that the desk rests.
func (d *deployed) judge() checker.World {
	d.Helper()
	d.rests()
	seen := d.look()
	for _, fault := range checker.Check(seen) {
		d.Error(fault)
	}
	cards := map[string]bool{}
	for _, region := range d.regions {
		for _, m := range d.workspace.Messages(channelOf(region)) {
			if checker.IsCard(m) {
				cards[channelOf(region)+":"+m.TS] = true
			}
		}
	}
	for _, c := range d.claims() {
		if strings.HasPrefix(c.ID, "card.") && (c.State != outbox.Done || !cards[c.Ref]) {
			d.Errorf("claim %s is %s with reference %q, which is no card", c.ID, c.State, c.Ref)
		}
	}
	if n := d.Dropped(); n > 0 {
		d.Logf("%d changes were let go by the stream and carried by the sweep", n)
	}
	return seen
}

// look gathers what was seen and what the table holds.
func (d *deployed) look() checker.World {
	d.Helper()
	seen := checker.World{Carrier: d.carrier.Events(), Boards: map[string]checker.Board{}, Duty: map[string][]string{}, Threads: true, Open: d.keys.Content, Render: render}
	wrote := map[string]bool{}
	for _, e := range seen.Carrier {
		if e.Kind == carrier.Inbound {
			wrote[e.Phone] = true
		}
	}
	for _, phone := range slices.Sorted(maps.Keys(wrote)) {
		seen.Logs = append(seen.Logs, d.logs(phone)...)
	}
	for _, region := range d.regions {
		board := checker.Board{Messages: d.workspace.Messages(channelOf(region))}
		for _, e := range d.workspace.Events() {
			if e.Channel == channelOf(region) && e.Message != nil {
				board.Events = append(board.Events, e)
			}
		}
		seen.Boards[region], seen.Duty[region] = board, []string{onDuty}
	}
	return seen
}

// logs reads all logs of a phone.
func (d *deployed) logs(phone string) (all []checker.Log) {
	d.Helper()
	key := intake.Key{Channel: "sms", Address: d.keys.Address("sms", phone)}
	for ; ; key.K++ {
		log := d.log(key)
		if len(log.Turns) == 0 {
			return all
		}
		all = append(all, log)
	}
}

func (d *deployed) log(key intake.Key) checker.Log {
	d.Helper()
	turns, err := d.store.Turns(d.Context(), key, 1, 1000)
	if err != nil {
		d.Fatal(err)
	}
	log, desk := checker.Log{Key: key, Turns: turns}, intake.Desk{Keys: d.keys}
	for _, t := range turns {
		content, err := desk.Content(t)
		if err != nil {
			d.Fatal(err)
		}
		log.Contents = append(log.Contents, content)
	}
	return log
}

// render gives the texts of a card.
func render(p intake.Packet, at time.Time) []string {
	texts := locales.Default()
	blocks, _ := slackbot.Card(texts, texts.Tags()[0], p, at)
	data, err := json.Marshal(blocks)
	if err != nil {
		panic(err) // blocks are plain data
	}
	return checker.Texts(data)
}

// heard counts what a phone got: answers, and texts that are none.
func (d *deployed) heard(phone string) (answers, others int) {
	for _, m := range d.carrier.Messages() {
		switch {
		case m.To != phone:
		case m.Direction == "outbound-api":
			others++
		default:
			answers++
		}
	}
	return answers, others
}

// cards counts the cards in a region's channel.
func (d *deployed) cards(region string) (n int) {
	for _, m := range d.workspace.Messages(channelOf(region)) {
		if checker.IsCard(m) {
			n++
		}
	}
	return n
}

// quiet is a log that nobody reads.
var quiet = slog.New(slog.DiscardHandler)

// randomness is the machine's.
type randomness struct{}

func (randomness) Read(p []byte) (int, error) { return rand.Read(p) }
