package stack

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
)

// Plan is what a deployment makes of the templates once their parameters are given.
type Plan struct {
	Table     *dynamodb.CreateTableInput // with its stream
	Expiry    string                     // the table's TTL attribute
	Functions []Function
	Queues    []Queue // a region's each, and those that no mapping hands out
	Stream    Stream
}

// Function is one function as it is deployed.
type Function struct {
	Name        string // of its folder: sms
	Timeout     time.Duration
	Memory      int // MB
	Concurrency int
	Variables   map[string]string
	Paths       []string // at the API, as "POST /twilio/sms"
	Inputs      []string // of its schedules
}

// Queue is a queue and the mapping that hands it out.
type Queue struct {
	Region     string // empty: it is of no region, and no mapping hands it out
	Name, Dead string // Dead is empty where there are no dead letters
	Visibility time.Duration
	Receives   int    // before a message is a dead letter
	Function   string // that it is handed to, in batches of at most Batch
	Batch      int
}

// Stream is the mapping that hands out the table's changes.
type Stream struct {
	On       bool
	Function string
	Batch    int
	Retries  int    // of a batch that failed, before it is let go
	Pattern  string // a filter, JSON: what fits no pattern is handed to nobody
}

// The pseudo parameters of a plan.
const (
	planRegion    = "eu-west-3"
	planAccount   = "000000000000"
	planURLSuffix = "amazonaws.com"
)

// Plan works the templates out for a stack of that name. A parameter that is not
// given has its default; one that the template would refuse is an error.
func (t *Template) Plan(stack string, parameters map[string]string) (*Plan, error) {
	s, err := t.scope(stack, parameters)
	if err != nil {
		return nil, err
	}
	p := &Plan{}
	for _, name := range t.named("AWS::DynamoDB::Table") {
		if p.Table, err = t.Table(text(s.ref(name))); err != nil {
			return nil, err
		}
	}
	if p.Table == nil {
		return nil, errors.New("no table")
	}
	table := t.Resources[t.named("AWS::DynamoDB::Table")[0]].Properties
	p.Expiry = text(object(table["TimeToLiveSpecification"])["AttributeName"])
	if view := text(object(table["StreamSpecification"])["StreamViewType"]); view != "" {
		p.Table.StreamSpecification = &types.StreamSpecification{StreamEnabled: aws.Bool(true), StreamViewType: types.StreamViewType(view)}
	}
	for _, name := range t.Functions() {
		p.Functions = append(p.Functions, s.function(name))
	}
	for _, name := range t.named("AWS::Lambda::EventSourceMapping") {
		m := object(s.resolve(t.Resources[name].Properties))
		p.Stream = Stream{
			On: m["Enabled"] != false, Function: s.folder(text(m["FunctionName"])), Batch: s.number(m["BatchSize"]), Retries: s.number(m["MaximumRetryAttempts"]),
		}
		for _, filter := range list(object(m["FilterCriteria"])["Filters"]) {
			p.Stream.Pattern = text(object(filter)["Pattern"])
		}
	}
	for _, name := range slices.Sorted(maps.Keys(t.Nested)) {
		r := t.Resources[name]
		if r.Condition != "" && !s.holds(r.Condition) {
			continue
		}
		q, err := s.queue(t.Nested[name], stack, object(s.resolve(r.Properties["Parameters"])))
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		p.Queues = append(p.Queues, q)
	}
	p.Queues = append(p.Queues, s.queues()...)
	return p, errors.Join(s.faults...)
}

// function works one function out.
func (s *scope) function(name string) Function {
	f := Function{
		Name: path.Base(s.t.Folder(name)), Timeout: time.Duration(s.number(s.t.property(name, "Timeout"))) * time.Second,
		Memory: s.number(s.t.property(name, "MemorySize")), Concurrency: s.number(s.t.property(name, "ReservedConcurrentExecutions")),
		Variables: map[string]string{}, Paths: s.t.Paths(name),
	}
	for variable, value := range object(s.resolve(s.t.Variables(name))) {
		f.Variables[variable] = fmt.Sprint(value)
	}
	inputs := s.t.Inputs(name)
	for _, event := range slices.Sorted(maps.Keys(inputs)) {
		f.Inputs = append(f.Inputs, inputs[event])
	}
	return f
}

// folder names the function that a resource's physical name belongs to.
func (s *scope) folder(physical string) string {
	for _, name := range s.t.Functions() {
		if s.ref(name) == physical {
			return path.Base(s.t.Folder(name))
		}
	}
	s.fault("no function is called %q", physical)
	return ""
}

// queue works the template of one region out: its queue, and the mapping.
func (s *scope) queue(nested *Template, stack string, parameters map[string]any) (Queue, error) {
	given := map[string]string{}
	for name, value := range parameters {
		given[name] = fmt.Sprint(value)
	}
	n, err := nested.scope(stack, given)
	if err != nil {
		return Queue{}, err
	}
	queues := n.queues()
	if len(queues) != 1 {
		return Queue{}, fmt.Errorf("%d queues beside the dead letters, want one", len(queues))
	}
	q := queues[0]
	q.Region = given["Region"]
	for _, name := range nested.named("AWS::Lambda::EventSourceMapping") {
		m := object(n.resolve(nested.Resources[name].Properties))
		q.Function, q.Batch = s.folder(text(m["FunctionName"])), n.number(m["BatchSize"])
	}
	return q, errors.Join(n.faults...)
}

// queues works out the template's own queues, each with its dead letters.
func (s *scope) queues() (all []Queue) {
	names, letters := s.t.named("AWS::SQS::Queue"), map[string]bool{}
	for _, name := range names {
		q := Queue{Name: s.queueName(name), Visibility: s.visibility(name)}
		if redrive := object(s.t.Resources[name].Properties["RedrivePolicy"]); redrive != nil {
			dead := text(first(object(redrive["deadLetterTargetArn"])["Fn::GetAtt"]))
			letters[q.Name], letters[s.queueName(dead)] = false, true
			q.Dead, q.Receives = s.queueName(dead), s.number(redrive["maxReceiveCount"])
		}
		all = append(all, q)
	}
	return slices.DeleteFunc(all, func(q Queue) bool { return letters[q.Name] })
}

// queueName is the name of a queue, by the resource.
func (s *scope) queueName(name string) string {
	if own := s.t.Resources[name].Properties["QueueName"]; own != nil {
		return text(s.resolve(own))
	}
	return fmt.Sprint(s.values["AWS::StackName"], "-", name)
}

// visibility is how long a queue hides what it handed out; SQS's own is 30 seconds.
func (s *scope) visibility(name string) time.Duration {
	return time.Duration(cmp.Or(s.number(s.t.Resources[name].Properties["VisibilityTimeout"]), 30)) * time.Second
}

// scope is a template with what its references stand for.
type scope struct {
	t      *Template
	values map[string]any
	faults []error
}

func (t *Template) scope(stack string, parameters map[string]string) (*scope, error) {
	s := &scope{t: t, values: map[string]any{
		"AWS::StackName": stack, "AWS::Region": planRegion, "AWS::AccountId": planAccount, "AWS::URLSuffix": planURLSuffix,
		"AWS::Partition": "aws", "AWS::NoValue": nothing{},
	}}
	for _, name := range slices.Sorted(maps.Keys(t.Parameters)) {
		p := t.Parameters[name]
		value, given := parameters[name]
		if fallback, has := p["Default"]; !given && has {
			value, given = fmt.Sprint(fallback), true
		}
		allowed := list(p["AllowedValues"])
		pattern, err := regexp.Compile("^(?:" + cmp.Or(text(p["AllowedPattern"]), ".*") + ")$")
		switch {
		case !given:
			s.fault("parameter %s is not given", name)
		case err != nil:
			s.fault("parameter %s: %w", name, err)
		case !pattern.MatchString(value), len(allowed) > 0 && !slices.ContainsFunc(allowed, func(v any) bool { return fmt.Sprint(v) == value }):
			s.fault("parameter %s: its value is not allowed", name)
		}
		s.values[name] = value
	}
	for name := range parameters {
		if t.Parameters[name] == nil {
			s.fault("there is no parameter %s", name)
		}
	}
	return s, errors.Join(s.faults...)
}

func (s *scope) fault(format string, args ...any) {
	s.faults = append(s.faults, fmt.Errorf(format, args...))
}

// nothing is the value of AWS::NoValue: what has it is not there.
type nothing struct{}

// number reads a whole number, that of a reference too; an absent one is 0.
func (s *scope) number(v any) int {
	v = s.resolve(v)
	if v == nil {
		return 0
	}
	n, err := strconv.Atoi(fmt.Sprint(v))
	if err != nil {
		s.fault("%v is no whole number", v)
	}
	return n
}

// holds reports whether a condition of the template holds.
func (s *scope) holds(name string) bool {
	condition, there := s.t.Conditions[name]
	if !there {
		s.fault("there is no condition %s", name)
	}
	return s.resolve(condition) == true
}

// ref is what Ref gives: a parameter's value, or the physical name of a resource.
func (s *scope) ref(name string) any {
	if value, known := s.values[name]; known {
		return value
	}
	r, known := s.t.Resources[name]
	if !known {
		s.fault("%s is neither parameter nor resource", name)
		return nil
	}
	switch own := r.Properties["FunctionName"]; {
	case r.Type == "AWS::SQS::Queue":
		return fmt.Sprintf("https://sqs.%s.%s/%s/%s", planRegion, planURLSuffix, planAccount, s.queueName(name))
	case own != nil && r.Type == "AWS::Serverless::Function":
		return s.resolve(own)
	}
	return fmt.Sprint(s.values["AWS::StackName"], "-", name)
}

// resolve works a value out.
func (s *scope) resolve(v any) any {
	switch v := v.(type) {
	case map[string]any:
		if len(v) == 1 {
			for name, argument := range v {
				if name == "Ref" || name == "Condition" || strings.HasPrefix(name, "Fn::") {
					return s.call(name, argument)
				}
			}
		}
		out := map[string]any{}
		for name, value := range v {
			if value = s.resolve(value); value != (nothing{}) {
				out[name] = value
			}
		}
		return out
	case []any:
		out := []any{}
		for _, item := range v {
			if item = s.resolve(item); item != (nothing{}) {
				out = append(out, item)
			}
		}
		return out
	}
	return v
}

var substituted = regexp.MustCompile(`\$\{([A-Za-z0-9:.]+)\}`)

// call works an intrinsic function out.
func (s *scope) call(name string, argument any) any {
	arguments := list(argument)
	at := func(i int) any {
		if i < len(arguments) {
			return arguments[i]
		}
		s.fault("%s lacks argument %d", name, i+1)
		return nil
	}
	switch name {
	case "Ref":
		return s.ref(text(argument))
	case "Condition":
		return s.holds(text(argument))
	case "Fn::If":
		if s.holds(text(at(0))) {
			return s.resolve(at(1))
		}
		return s.resolve(at(2))
	case "Fn::Equals":
		return fmt.Sprint(s.resolve(at(0))) == fmt.Sprint(s.resolve(at(1)))
	case "Fn::Not":
		return s.resolve(at(0)) != true
	case "Fn::GetAtt":
		return fmt.Sprint(s.ref(text(at(0))), ".", at(1))
	case "Fn::Join":
		var parts []string
		for _, part := range list(s.resolve(at(1))) {
			parts = append(parts, fmt.Sprint(part))
		}
		return strings.Join(parts, text(at(0)))
	case "Fn::Sub":
		return substituted.ReplaceAllStringFunc(text(at(0)), func(found string) string {
			of, attribute, isAttribute := strings.Cut(found[2:len(found)-1], ".")
			if isAttribute {
				return fmt.Sprint(s.ref(of), ".", attribute)
			}
			return fmt.Sprint(s.ref(of))
		})
	}
	s.fault("%s is not worked out here", name)
	return nil
}
