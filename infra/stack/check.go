package stack

import (
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"time"
)

// maxConcurrency bounds the defaults: a mistake must not cost a fortune.
const maxConcurrency = 50

// fortnight is how long SQS keeps a message at most, in seconds.
const fortnight = 14 * 24 * 60 * 60

// checker collects faults.
type checker struct {
	t      *Template
	faults []error
}

func (c *checker) fault(resource, format string, args ...any) {
	c.faults = append(c.faults, fmt.Errorf("%s: "+format, append([]any{resource}, args...)...))
}

// Check names everything in the templates that breaks a rule of ours.
func (t *Template) Check() error {
	c := &checker{t: t}
	c.functions()
	c.roles()
	c.tables()
	c.api()
	c.buckets()
	c.watched()
	for name, nested := range t.Nested {
		n := &checker{t: nested}
		n.queues()
		n.mappings(func(function any) (string, bool) {
			// A nested template names the function by a parameter of its own.
			handed := object(t.Resources[name].Properties["Parameters"])[text(object(function)["Ref"])]
			return text(object(handed)["Ref"]), true
		}, t)
		n.common()
		for _, fault := range n.faults {
			c.fault(name, "%w", fault)
		}
	}
	c.queues()
	c.mappings(func(function any) (string, bool) { return text(object(function)["Ref"]), false }, t)
	c.common()
	slices.SortFunc(c.faults, func(a, b error) int { return strings.Compare(a.Error(), b.Error()) })
	return errors.Join(c.faults...)
}

func (c *checker) functions() {
	roles := map[string]string{}
	for _, name := range c.t.Functions() {
		if runtime := text(c.t.property(name, "Runtime")); runtime != "provided.al2023" {
			c.fault(name, "runtime %q, want provided.al2023", runtime)
		}
		if handler := text(c.t.property(name, "Handler")); handler != "bootstrap" {
			c.fault(name, "handler %q, want bootstrap", handler)
		}
		for _, number := range []string{"Timeout", "MemorySize"} {
			if _, ok := c.t.property(name, number).(int); !ok {
				c.fault(name, "%s is no whole number", number)
			}
		}
		if timeout, _ := c.t.property(name, "Timeout").(int); len(c.t.Paths(name)) > 0 && timeout > 14 {
			c.fault(name, "a timeout of %d s, and the carrier waits 15", timeout)
		}
		c.concurrency(name)
		role := text(first(object(c.t.property(name, "Role"))["Fn::GetAtt"]))
		if other, shared := roles[role]; shared || role == "" {
			c.fault(name, "has no role of its own (%s)", other)
		}
		roles[role] = name
		log := text(object(object(c.t.property(name, "LoggingConfig"))["LogGroup"])["Ref"])
		if group := c.t.Resources[log]; group.Properties["RetentionInDays"] == nil || group.Properties["KmsKeyId"] == nil {
			c.fault(name, "its log group is missing, kept for ever or not encrypted")
		}
		c.waits(name)
	}
}

func (c *checker) concurrency(name string) {
	parameter := text(object(c.t.property(name, "ReservedConcurrentExecutions"))["Ref"])
	reserved, ok := c.t.Parameters[parameter]["Default"].(int)
	switch {
	case !ok:
		c.fault(name, "its reserved concurrency is no parameter with a default")
	case reserved > maxConcurrency:
		c.fault(name, "%d at once by default, at most %d", reserved, maxConcurrency)
	}
}

// waits holds the lease to the function's deadline: what a function still does must
// not be begun by another.
func (c *checker) waits(name string) {
	setting := text(c.t.Variables(name)["RELAIS_WAITS"])
	if setting == "" {
		return
	}
	waits := map[string]time.Duration{}
	for item := range strings.SplitSeq(setting, ",") {
		wait, value, _ := strings.Cut(item, "=")
		d, err := time.ParseDuration(value)
		if err != nil {
			c.fault(name, "RELAIS_WAITS: %s is no time", wait)
		}
		waits[wait] = d
	}
	timeout, _ := c.t.property(name, "Timeout").(int)
	if least := time.Duration(timeout)*time.Second + waits["quarantine"]; waits["lease"] < least {
		c.fault(name, "lease of %s, want the timeout and the quarantine, %s", waits["lease"], least)
	}
}

func first(v any) any {
	if items := list(v); len(items) > 0 {
		return items[0]
	}
	return nil
}

// itemActions touch items of the table, so that their keys can be bounded.
var itemActions = []string{"dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:DeleteItem", "dynamodb:Query"}

func (c *checker) roles() {
	for _, name := range c.t.named("AWS::IAM::Role") {
		r := c.t.Resources[name]
		if len(list(r.Properties["ManagedPolicyArns"])) > 0 {
			c.fault(name, "has a policy that AWS writes and changes")
		}
		for _, policy := range list(r.Properties["Policies"]) {
			for _, s := range list(object(object(policy)["PolicyDocument"])["Statement"]) {
				c.statement(name, object(s))
			}
		}
	}
	for _, name := range c.t.Functions() {
		if c.t.Resources[name].Properties["Policies"] != nil {
			c.fault(name, "has policies beside its role")
		}
	}
}

func (c *checker) statement(role string, s map[string]any) {
	items := false
	for _, action := range list(s["Action"]) {
		a := text(action)
		service, verb, _ := strings.Cut(a, ":")
		switch {
		case a == "*" || service == "" || verb == "" || strings.HasPrefix(verb, "*"):
			c.fault(role, "action %q says nothing of what is allowed", a)
		case a == "iam:PassRole":
			c.fault(role, "may pass a role on")
		case strings.HasPrefix(a, "dynamodb:") && strings.Contains(a, "*"):
			c.fault(role, "action %q: the table's are named one by one", a)
		}
		items = items || slices.Contains(itemActions, a)
	}
	if s["NotAction"] != nil || s["NotResource"] != nil {
		c.fault(role, "allows what it does not name")
	}
	onTable, underKey := false, false
	for _, resource := range list(s["Resource"]) {
		if r := strings.TrimSpace(text(resource)); r == "*" || r == "arn:*" {
			c.fault(role, "any resource for %v", s["Action"])
		}
		if sub := text(object(resource)["Fn::Sub"]); strings.HasSuffix(sub, ":*") || strings.HasSuffix(sub, "/*") && !strings.HasSuffix(sub, "/stream/*") {
			c.fault(role, "resource %q has no beginning", sub)
		}
		onTable = onTable || text(first(object(resource)["Fn::GetAtt"])) == "Table" && text(list(object(resource)["Fn::GetAtt"])[1]) == "Arn"
		underKey = underKey || text(object(resource)["Ref"]) == "KeysKey"
	}
	if underKey && object(object(s["Condition"])["StringLike"])["kms:EncryptionContext:SecretARN"] == nil {
		c.fault(role, "the key of the secrets without a condition on which secret")
	}
	if items && onTable && object(object(s["Condition"])["ForAllValues:StringLike"])["dynamodb:LeadingKeys"] == nil {
		c.fault(role, "items of the table without a condition on their keys")
	}
}

func (c *checker) tables() {
	for _, name := range c.t.named("AWS::DynamoDB::Table") {
		r := c.t.Resources[name]
		p := r.Properties
		if r.Deletion != "Retain" || p["DeletionProtectionEnabled"] != true {
			c.fault(name, "goes with the stack")
		}
		if object(p["PointInTimeRecoverySpecification"])["PointInTimeRecoveryEnabled"] != true {
			c.fault(name, "has no point-in-time recovery")
		}
		if sse := object(p["SSESpecification"]); sse["SSEEnabled"] != true || sse["SSEType"] != "KMS" || sse["KMSMasterKeyId"] == nil {
			c.fault(name, "is not encrypted under our key")
		}
		if ttl := object(p["TimeToLiveSpecification"]); ttl["Enabled"] != true || ttl["AttributeName"] != "exp" {
			c.fault(name, "lets nothing expire by exp")
		}
		if _, err := c.t.Table("check"); err != nil {
			c.fault(name, "%v", err)
		}
	}
}

// api holds the API to its one stage: the name of another would stand in the path
// that the carrier signs.
func (c *checker) api() {
	for _, name := range c.t.named("AWS::Serverless::HttpApi") {
		p := c.t.Resources[name].Properties
		if stage := p["StageName"]; stage != "$default" {
			c.fault(name, "stage %v, want $default", stage)
		}
		if object(p["DefaultRouteSettings"])["ThrottlingRateLimit"] == nil {
			c.fault(name, "has no limit")
		}
	}
}

// keptDays is how long a case is kept at most; what it holds ends with it.
const keptDays = 396

// buckets hold reporters' files: nobody outside reads them, and none is kept for ever.
func (c *checker) buckets() {
	secured := map[string]bool{}
	for _, name := range c.t.named("AWS::S3::BucketPolicy") {
		p := c.t.Resources[name].Properties
		for _, s := range list(object(p["PolicyDocument"])["Statement"]) {
			if deny := object(s); deny["Effect"] == "Deny" && object(object(deny["Condition"])["Bool"])["aws:SecureTransport"] == "false" {
				secured[text(object(p["Bucket"])["Ref"])] = true
			}
		}
	}
	for _, name := range c.t.named("AWS::S3::Bucket") {
		r := c.t.Resources[name]
		if r.Deletion != "Retain" {
			c.fault(name, "goes with the stack")
		}
		closed := object(r.Properties["PublicAccessBlockConfiguration"])
		for _, way := range []string{"BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets"} {
			if closed[way] != true {
				c.fault(name, "%s is not set: it may become public", way)
			}
		}
		if len(list(object(r.Properties["BucketEncryption"])["ServerSideEncryptionConfiguration"])) == 0 {
			c.fault(name, "is not encrypted")
		}
		if r.Properties["VersioningConfiguration"] != nil {
			c.fault(name, "keeps versions: what is erased would stay")
		}
		if !secured[name] {
			c.fault(name, "no policy refuses what comes in the clear")
		}
		ends := false
		for _, rule := range list(object(r.Properties["LifecycleConfiguration"])["Rules"]) {
			days, _ := object(rule)["ExpirationInDays"].(int)
			ends = ends || object(rule)["Status"] == "Enabled" && days == keptDays
		}
		if !ends {
			c.fault(name, "no rule ends its files after %d days", keptDays)
		}
	}
}

func (c *checker) queues() {
	alarmed := c.t.alarmed("QueueName", "ApproximateNumberOfMessagesVisible")
	timed := c.t.alarmed("QueueName", "ApproximateAgeOfOldestMessage")
	for _, name := range c.t.named("AWS::SQS::Queue") {
		p := c.t.Resources[name].Properties
		if p["KmsMasterKeyId"] == nil {
			c.fault(name, "is not encrypted under our key")
		}
		if kept, ok := p["MessageRetentionPeriod"].(int); !ok || kept != fortnight {
			c.fault(name, "keeps messages %v s, want %d", p["MessageRetentionPeriod"], fortnight)
		}
		dead := text(first(object(object(p["RedrivePolicy"])["deadLetterTargetArn"])["Fn::GetAtt"]))
		if strings.HasPrefix(name, "Queue") && c.t.Resources[dead].Type != "AWS::SQS::Queue" {
			c.fault(name, "has no dead letters")
		}
		if strings.HasPrefix(name, "Queue") && !timed[name] {
			c.fault(name, "nobody hears of what waits there")
		}
		if !strings.HasPrefix(name, "Queue") && !alarmed[name] {
			c.fault(name, "nobody hears of what lands there")
		}
		if !strings.Contains(fmt.Sprint(c.t.policies("AWS::SQS::QueuePolicy")), "Ref:"+name) {
			c.fault(name, "takes requests without TLS")
		}
	}
}

func (t *Template) policies(kind string) (all []any) {
	for _, name := range t.named(kind) {
		all = append(all, t.Resources[name].Properties["Queues"])
	}
	return all
}

// alarmed lists the resources whose metric has an alarm.
func (t *Template) alarmed(dimension, metric string) map[string]bool {
	found := map[string]bool{}
	for _, name := range t.named("AWS::CloudWatch::Alarm") {
		p := t.Resources[name].Properties
		if p["MetricName"] != metric {
			continue
		}
		for _, d := range list(p["Dimensions"]) {
			if value := object(object(d)["Value"]); object(d)["Name"] == dimension {
				found[text(value["Ref"])+text(first(value["Fn::GetAtt"]))] = true
			}
		}
	}
	return found
}

// mappings checks what feeds functions. named finds the function a mapping names,
// and whether its source is a queue of this template.
func (c *checker) mappings(named func(any) (string, bool), functions *Template) {
	for _, name := range c.t.named("AWS::Lambda::EventSourceMapping") {
		p := c.t.Resources[name].Properties
		function, _ := named(p["FunctionName"])
		if !slices.Contains(functions.Functions(), function) {
			c.fault(name, "feeds no function of ours")
			continue
		}
		if fmt.Sprint(p["FunctionResponseTypes"]) != "[ReportBatchItemFailures]" {
			c.fault(name, "one record that fails takes its batch with it")
		}
		if _, ok := p["BatchSize"].(int); !ok {
			c.fault(name, "BatchSize is no whole number")
		}
		source := list(object(p["EventSourceArn"])["Fn::GetAtt"])
		queue := c.t.Resources[text(first(source))]
		if queue.Type != "AWS::SQS::Queue" {
			c.stream(name, p)
			continue
		}
		timeout, _ := functions.property(function, "Timeout").(int)
		visible, ok := queue.Properties["VisibilityTimeout"].(int)
		if !ok || visible < 6*timeout {
			c.fault(text(first(source)), "hides messages %v s, want at least 6 × the timeout of %s, %d", queue.Properties["VisibilityTimeout"], function, 6*timeout)
		}
		most, _ := object(p["ScalingConfig"])["MaximumConcurrency"].(int)
		reserved, _ := functions.Parameters[text(object(functions.property(function, "ReservedConcurrentExecutions"))["Ref"])]["Default"].(int)
		if most < 2 || reserved < most*regions {
			c.fault(name, "%d at once for each of %d regions, and the function has %d: what is throttled counts as received", most, regions, reserved)
		}
	}
}

// regions is how many regions and collectivities of France may have a desk of their
// own: 13 regions in Europe, 5 overseas and 6 collectivities where people live (INSEE,
// code officiel géographique).
const regions = 24

func (c *checker) stream(name string, p map[string]any) {
	if tries, ok := p["MaximumRetryAttempts"].(int); !ok || tries < 0 {
		c.fault(name, "tries for ever: one record stops its shard for a day")
	}
	if p["BisectBatchOnFunctionError"] != true {
		c.fault(name, "a batch that fails is not halved")
	}
	if object(object(p["DestinationConfig"])["OnFailure"])["Destination"] == nil {
		c.fault(name, "what fails for good goes nowhere")
	}
	if !strings.Contains(fmt.Sprint(p["FilterCriteria"]), `"ob"`) {
		c.fault(name, "wakes the function for turns that want nothing to leave")
	}
}

// watched holds the template to its alarms.
func (c *checker) watched() {
	errors := c.t.alarmed("FunctionName", "Errors")
	for _, name := range c.t.Functions() {
		if !errors[name] {
			c.fault(name, "no alarm on its errors")
		}
	}
	metrics := map[string]bool{}
	for _, name := range c.t.named("AWS::CloudWatch::Alarm") {
		metrics[text(c.t.Resources[name].Properties["MetricName"])] = true
	}
	for _, metric := range []string{"PendingAge", "Skew", "TurnsFailed", "IteratorAge"} {
		if !metrics[metric] {
			c.fault("alarms", "none on %s", metric)
		}
	}
	for _, kind := range []string{"AWS::Budgets::Budget", "AWS::CloudWatch::Dashboard"} {
		if len(c.t.named(kind)) == 0 {
			c.fault("alarms", "no %s", kind)
		}
	}
}

var (
	partition = regexp.MustCompile(`arn:aws[a-z-]*:`)
	domain    = regexp.MustCompile(`[a-z0-9.-]*amazonaws\.[a-z.]+`)
	principal = regexp.MustCompile(`^(lambda|scheduler|cloudwatch|budgets)\.amazonaws\.com$`)
	secret    = regexp.MustCompile(`xoxb-|AKIA[0-9A-Z]{16}|PRIVATE KEY`)
)

// common holds every template to what all share.
func (c *checker) common() {
	for _, found := range partition.FindAllString(c.t.text, -1) {
		c.fault("partition", "%s is written out", found)
	}
	for _, found := range domain.FindAllString(c.t.text, -1) {
		if !principal.MatchString(found) {
			c.fault("domain", "%s is written out", found)
		}
	}
	if found := secret.FindString(c.t.text); found != "" {
		c.fault("secret", "something that looks like one is written out")
	}
	for _, name := range slices.Sorted(maps.Keys(c.t.Resources)) {
		r := c.t.Resources[name]
		if r.Type == "AWS::CloudWatch::Alarm" && len(list(r.Properties["AlarmActions"])) == 0 {
			c.fault(name, "an alarm that tells nobody")
		}
		if r.Type == "AWS::SNS::Topic" && r.Properties["KmsMasterKeyId"] == nil {
			c.fault(name, "is not encrypted under our key")
		}
		if r.Type == "AWS::KMS::Key" && (r.Deletion != "Retain" || r.Properties["EnableKeyRotation"] != true) {
			c.fault(name, "goes with the stack, or is never turned")
		}
	}
}
