package tests

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"relais/dialogs/engine"
	"relais/dialogs/intake"
	chat "relais/functions/chat/handler"
	outbox "relais/functions/outbox/handler"
	slack "relais/functions/slack/handler"
	timer "relais/functions/timer/handler"
	"relais/infra/cloud"
	"relais/infra/dynamo"
	"relais/infra/env"
	"relais/infra/env/regions"
	"relais/infra/stack"
	"relais/infra/twilio"
	"relais/locales"
	"relais/locales/gsm7"
)

func deployment(t *testing.T, overlay []byte) *stack.Template {
	t.Helper()
	s, err := stack.Read(os.DirFS(".."), overlay)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestTemplate(t *testing.T) {
	if err := deployment(t, nil).Check(); err != nil {
		t.Error(err)
	}
}

// TestTemplateRejects lays each file over the template: it breaks one rule, its
// name says which, and its first line what has to be said about it.
func TestTemplateRejects(t *testing.T) {
	names, err := filepath.Glob(filepath.Join(rejectsDir, "template", "*.yaml"))
	if err != nil || len(names) == 0 {
		t.Fatal("no files", err)
	}
	for _, name := range names {
		t.Run(filepath.Base(name), func(t *testing.T) {
			data, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			head, _, _ := strings.Cut(string(data), "\n")
			want, ok := strings.CutPrefix(head, "# want: ")
			if !ok || want == "" {
				t.Fatal("the first line must be: # want: what is said about it")
			}
			if err := deployment(t, data).Check(); err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("got %v\nwant %q", err, want)
			}
		})
	}
}

// TestTemplateTable: the table that the program describes and the one that is
// deployed are the same, in the same order.
func TestTemplateTable(t *testing.T) {
	got, err := deployment(t, nil).Table("relais")
	if err != nil {
		t.Fatal(err)
	}
	unexported := cmpopts.IgnoreUnexported(dynamodb.CreateTableInput{}, types.AttributeDefinition{}, types.KeySchemaElement{}, types.GlobalSecondaryIndex{}, types.Projection{})
	if diff := cmp.Diff(dynamo.Table("relais"), got, unexported); diff != "" {
		t.Errorf("table (-program +template):\n%s", diff)
	}
}

// needs says which function is opened with what.
var needs = map[string]cloud.Needs{
	"functions/sms": cloud.SMS, "functions/voice": cloud.Voice, "functions/chat": cloud.Chat, "functions/slack": cloud.Slack(regions.Read),
	"functions/outbox": cloud.Outbox(regions.Read), "functions/escalation": cloud.Escalation(regions.Read), "functions/timer": cloud.Timer(regions.Read),
}

// Settings that a function asks for and the template does not set: Lambda's own,
// those of secrets, and those of a stand-in in place of the vendor.
var elsewhere = []string{
	"AWS_REGION", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN",
	"AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_SECRETS_MANAGER", "AWS_ENDPOINT_URL_S3", "TWILIO_API_URL", "SLACK_API_URL",
	"TWILIO_AUTH_TOKEN", "TWILIO_AUTH_TOKEN_NEXT", "SLACK_SIGNING_SECRET", "SLACK_BOT_TOKEN",
}

// TestTemplateEnvironment opens each function with what the template gives it: that
// is enough, and nothing of it is left unread.
func TestTemplateEnvironment(t *testing.T) {
	s := deployment(t, nil)
	vault := httptest.NewServer(http.HandlerFunc(serveSecrets))
	t.Cleanup(vault.Close)
	folders := []string{}
	for _, function := range s.Functions() {
		folder := s.Folder(function)
		folders = append(folders, folder)
		if _, err := os.Stat(filepath.Join("..", folder, "main.go")); err != nil {
			t.Errorf("%s: %v", function, err)
		}
		set := map[string]string{}
		for name, value := range s.Variables(function) {
			set[name] = resolve(t, s, value)
		}
		given := map[string]string{"AWS_REGION": "eu-west-3", "AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_ENDPOINT_URL": vault.URL}
		asked := map[string]bool{}
		var asking sync.Mutex // settings are read while keys are fetched
		_, err := cloud.Open(t.Context(), func(name string) (string, bool) {
			asking.Lock()
			asked[name] = true
			asking.Unlock()
			if value, ok := set[name]; ok {
				return value, true
			}
			value, ok := given[name]
			return value, ok
		}, needs[folder])
		if err != nil {
			t.Errorf("%s does not start: %v", function, err)
		}
		for name := range set {
			if !asked[name] {
				t.Errorf("%s is given %s and does not read it", function, name)
			}
		}
		for name := range asked {
			if _, ok := set[name]; !ok && !slices.Contains(elsewhere, name) && optional(name, set) {
				t.Errorf("%s reads %s, which the template does not set", function, name)
			}
		}
	}
	programs, err := filepath.Glob("../functions/*/main.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, program := range programs {
		if folder := filepath.ToSlash(strings.TrimPrefix(filepath.Dir(program), "../")); folder != "functions/local" && !slices.Contains(folders, folder) {
			t.Errorf("%s is in no template", folder)
		}
	}
}

// optional reports a setting that should have been given, given the others: every
// function asks for the names of its secrets, also one that has none.
func optional(name string, set map[string]string) bool {
	switch name {
	case "RELAIS_SECRETS", "RELAIS_SECRET_REGIONS", "RELAIS_SECRET_KEYS":
		return false
	case "RELAIS_VAULT":
		return set["RELAIS_SECRETS"] != ""
	case "RELAIS_KEYS":
		return set["RELAIS_SECRET_KEYS"] == ""
	case "RELAIS_REGIONS_DIR":
		return set["RELAIS_SECRET_REGIONS"] == ""
	}
	return true
}

// samples stand for parameters without a default.
var samples = map[string]string{
	"PublicUrl": "https://relais.example", "TwilioAccountSid": "AC0123456789abcdef0123456789abcdef", "Sender": "Relais", "ChatSites": "cci31=76 https://www.cci.example #12606b", "Numbers": "+33939000076=76", "Table": "relais-table", "QueueLate": "https://sqs.example/relais-late",
	"AWS::Region": "eu-west-3", "AWS::AccountId": "000000000000", "AWS::StackName": "relais", "AWS::URLSuffix": "example.net",
	"AWS::NoValue": "",
}

func resolve(t *testing.T, s *stack.Template, value any) string {
	t.Helper()
	function, _ := value.(map[string]any)
	name := func(name string) string {
		if sample, ok := samples[name]; ok {
			return sample
		}
		return fmt.Sprint(s.Parameters[name]["Default"])
	}
	switch {
	case function == nil:
		return fmt.Sprint(value)
	case function["Ref"] != nil:
		return name(fmt.Sprint(function["Ref"]))
	case function["Fn::Sub"] != nil:
		return os.Expand(fmt.Sprint(function["Fn::Sub"]), name)
	case function["Fn::If"] != nil:
		return resolve(t, s, function["Fn::If"].([]any)[branch(t, s, function["Fn::If"].([]any)[0])])
	case function["Fn::Join"] != nil:
		items := []string{}
		for _, item := range function["Fn::Join"].([]any)[1].([]any) {
			if value := resolve(t, s, item); value != "" {
				items = append(items, value)
			}
		}
		return strings.Join(items, fmt.Sprint(function["Fn::Join"].([]any)[0]))
	}
	t.Fatalf("%v is not understood", value)
	return ""
}

// branch says which branch of an If is taken: that of a condition on what is equal
// to "yes", and the first of any other.
func branch(t *testing.T, s *stack.Template, condition any) int {
	t.Helper()
	equals, ok := s.Conditions[fmt.Sprint(condition)].(map[string]any)["Fn::Equals"].([]any)
	if ok && resolve(t, s, equals[0]) != fmt.Sprint(equals[1]) {
		return 2
	}
	return 1
}

// serveSecrets answers as Secrets Manager does.
func serveSecrets(w http.ResponseWriter, r *http.Request) {
	var in struct{ SecretId string }
	json.NewDecoder(r.Body).Decode(&in)
	key := func(c string) string { return strings.Repeat(c, 40) + "AAE=" }
	secrets := map[string]string{
		"relais/twilio": `{"TWILIO_AUTH_TOKEN":"0123456789abcdef0123456789abcdef"}`, "relais/slack-signing": `{"SLACK_SIGNING_SECRET":"s"}`,
		"relais/slack-bot": `{"SLACK_BOT_TOKEN":"xoxb-1"}`,
		"relais/regions":   `{"76.yaml":"{region: \"76\", name: Occitanie, slack: {team: T012AB3CD, channel: C012AB3CD}, analysts: [{slack: U012AB3CD, name: Jeanne Essai, rights: [lead]}], duty: [\"+33639980001\"]}"}`,
		"relais/keys":      `{"pepper":"` + key("q") + `","master":"` + key("z") + `"}`,
	}
	w.Header().Set("Content-Type", "application/x-amz-json-1.1")
	value, ok := secrets[in.SecretId]
	switch {
	case ok:
		json.NewEncoder(w).Encode(map[string]string{"SecretString": value})
	default:
		w.WriteHeader(http.StatusBadRequest)
	}
}

// TestTemplateEvents: what the template sends is what the handlers take.
func TestTemplateEvents(t *testing.T) {
	s := deployment(t, nil)
	want := map[string][]string{
		"functions/sms":    {"POST " + twilio.PathSMS, "POST " + twilio.PathStatus},
		"functions/voice":  {"POST " + twilio.PathVoice},
		"functions/chat":   {"GET " + chat.Path, "GET " + chat.Path + "/{what}", "GET " + intake.LinkPath + "{token}", "POST " + chat.Path, "POST " + chat.Path + "/{what}", "POST " + intake.LinkPath + "{token}"},
		"functions/slack":  {"POST " + slack.PathActions, "POST " + slack.PathCommands, "POST " + slack.PathEvents},
		"functions/outbox": {fmt.Sprintf(`{"job":%q}`, outbox.Job)},
		"functions/timer":  {fmt.Sprintf(`{"job":%q}`, timer.Job)},
	}
	got := map[string][]string{}
	for _, function := range s.Functions() {
		events := s.Paths(function)
		for _, input := range s.Inputs(function) {
			events = append(events, input)
		}
		if len(events) > 0 {
			got[s.Folder(function)] = events
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("events (-handlers +template):\n%s", diff)
	}
}

// TestTemplateRegions: every region and collectivity where somebody lives can have a
// desk, and no other.
func TestTemplateRegions(t *testing.T) {
	s := deployment(t, nil)
	offered := map[string]bool{}
	for name := range s.Parameters {
		if code, ok := strings.CutPrefix(name, "Desk"); ok {
			offered[code] = true
			if nested, found := s.Resources["Region"+code]; !found || nested.Type != "AWS::CloudFormation::Stack" {
				t.Errorf("region %s has no queue", code)
			}
		}
	}
	inhabited := map[string]bool{}
	for code := range env.DemoRegions() {
		inhabited[code] = true
	}
	if diff := cmp.Diff(inhabited, offered); diff != "" {
		t.Errorf("regions (-inhabited +template):\n%s", diff)
	}
	desks := fmt.Sprint(s.Variables("Sms")["RELAIS_DESKS"])
	for code := range inhabited {
		if !strings.Contains(desks, "Has"+code) {
			t.Errorf("RELAIS_DESKS leaves %s out", code)
		}
	}
}

// TestFallback: the first aid is the same in the program, in the documents that the
// carrier hosts, and in the template's outputs.
func TestFallback(t *testing.T) {
	outputs := deployment(t, nil).Outputs
	for _, tt := range []struct {
		file, output string
		render       func(*locales.Catalog) ([]byte, error)
	}{
		{"sms.xml", "FallbackSms", twilio.FirstAidSMS},
		{"voice.xml", "FallbackVoice", twilio.FirstAidVoice},
	} {
		want, err := tt.render(locales.Default())
		if err != nil {
			t.Fatal(err)
		}
		got, err := os.ReadFile(filepath.Join("../infra/stack/fallback", tt.file))
		if err != nil || string(got) != string(want)+"\n" {
			t.Errorf("%s is not what the program says, %v: run go generate ./infra/twilio", tt.file, err)
		}
		if outputs[tt.output] != string(want) {
			t.Errorf("output %s is not what the program says: run go generate ./infra/twilio", tt.output)
		}
	}
	aid, _ := locales.Default().Source("fr", "notice.first_aid.text")
	if n := gsm7.Segments(aid); n > engine.MaxSegments {
		t.Errorf("the text has %d segments, at most %d", n, engine.MaxSegments)
	}
}
