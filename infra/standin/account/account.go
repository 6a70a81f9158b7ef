// Package account is an AWS account on one machine, with the desk deployed in it: the
// table and the queues that the template describes, on servers that others wrote
// (Amazon's DynamoDB Local, fauxqs); the real bootstraps behind the Runtime API of
// infra/standin/lambda, with the variables the template gives them; an HTTP API before
// them; and what hands them changes of the table, messages of the queues and the
// schedules' inputs. install.sh installs the servers under .tools.
//
// Not played: roles and policies, encryption, alarms, scaling of the mappings, and
// the splitting of a batch of the stream that failed.
package account

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	ddb "github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"github.com/aws/aws-sdk-go-v2/service/sqs"
	"github.com/aws/aws-sdk-go-v2/service/sqs/types"

	"relais/infra/stack"
	"relais/infra/standin/lambda"
)

// Config is an account.
type Config struct {
	Servers    *Servers
	Plan       *stack.Plan
	Bootstraps string            // folder of the programs, as Build makes them
	Secrets    map[string]string // by name
	Env        map[string]string // laid over the variables of every function
	// Outside serves what is not AWS: Twilio's API and Slack's, each below its own path.
	Outside http.Handler
	// Front stands between a function and all that it asks; nil: nothing does.
	Front  func(function string, next http.Handler) http.Handler
	Output io.Writer // receives what the functions print; nil: nothing is kept
}

// Account is the desk, deployed. It is safe for concurrent use, except that Stream,
// and Messages of one queue, are each for one caller at a time.
type Account struct {
	config    Config
	functions map[string]*lambda.Function
	servers   []*http.Server
	api       *http.ServeMux
	stream    stream
	queues    []*Queue
	dynamoDB  *dynamodb.Client
	sqs       *sqs.Client
}

// Queue is a queue as it was made.
type Queue struct {
	stack.Queue
	ARN, URL, DeadURL string
}

// Build builds the functions that have a bootstrap into dir, as sam build makes them;
// root is the folder of the module.
func Build(ctx context.Context, root, dir string, names ...string) error {
	for _, name := range names {
		build := exec.CommandContext(ctx, "go", "build", "-tags", "lambda.norpc", "-trimpath", "-ldflags", "-s -w", "-o", filepath.Join(dir, name), "./functions/"+name)
		build.Dir, build.Env = root, append(os.Environ(), "CGO_ENABLED=0")
		if out, err := build.CombinedOutput(); err != nil {
			return fmt.Errorf("account: build %s: %w\n%s", name, err, out)
		}
	}
	return nil
}

// Open makes table, queues and functions. A function without a program in
// Config.Bootstraps is left out.
func Open(ctx context.Context, config Config) (*Account, error) {
	a := &Account{
		config: config, functions: map[string]*lambda.Function{}, api: http.NewServeMux(),
		dynamoDB: DynamoDB(config.Servers.DynamoDB.URL), sqs: SQS(config.Servers.SQS.URL),
	}
	if err := a.open(ctx); err != nil {
		a.Close()
		return nil, fmt.Errorf("account: %w", err)
	}
	return a, nil
}

func (a *Account) open(ctx context.Context) error {
	if err := a.makeTable(ctx); err != nil {
		return err
	}
	for _, q := range a.config.Plan.Queues {
		if err := a.makeQueue(ctx, q); err != nil {
			return err
		}
	}
	services, err := a.services()
	if err != nil {
		return err
	}
	for _, f := range a.config.Plan.Functions {
		if err := a.makeFunction(ctx, f, services); err != nil {
			return fmt.Errorf("function %s: %w", f.Name, err)
		}
	}
	return nil
}

func (a *Account) makeTable(ctx context.Context) error {
	in := a.config.Plan.Table
	made, err := a.dynamoDB.CreateTable(ctx, in)
	if err != nil {
		return err
	}
	a.stream.arn = aws.ToString(made.TableDescription.LatestStreamArn)
	_, err = a.dynamoDB.UpdateTimeToLive(ctx, &dynamodb.UpdateTimeToLiveInput{
		TableName:               in.TableName,
		TimeToLiveSpecification: &ddb.TimeToLiveSpecification{AttributeName: aws.String(a.config.Plan.Expiry), Enabled: aws.Bool(true)},
	})
	return err
}

func (a *Account) makeQueue(ctx context.Context, planned stack.Queue) error {
	q := &Queue{Queue: planned}
	attributes := map[string]string{"VisibilityTimeout": strconv.Itoa(int(q.Visibility / time.Second))}
	if q.Dead != "" {
		dead, err := a.sqs.CreateQueue(ctx, &sqs.CreateQueueInput{QueueName: aws.String(q.Dead)})
		if err != nil {
			return err
		}
		arn, err := a.arn(ctx, dead.QueueUrl)
		if err != nil {
			return err
		}
		q.DeadURL = aws.ToString(dead.QueueUrl)
		attributes["RedrivePolicy"] = fmt.Sprintf(`{"deadLetterTargetArn":%q,"maxReceiveCount":"%d"}`, arn, q.Receives)
	}
	made, err := a.sqs.CreateQueue(ctx, &sqs.CreateQueueInput{QueueName: aws.String(q.Name), Attributes: attributes})
	if err != nil {
		return err
	}
	a.queues = append(a.queues, q)
	q.URL = aws.ToString(made.QueueUrl)
	q.ARN, err = a.arn(ctx, made.QueueUrl)
	return err
}

func (a *Account) arn(ctx context.Context, url *string) (string, error) {
	out, err := a.sqs.GetQueueAttributes(ctx, &sqs.GetQueueAttributesInput{
		QueueUrl: url, AttributeNames: []types.QueueAttributeName{types.QueueAttributeNameQueueArn},
	})
	if err != nil {
		return "", err
	}
	return out.Attributes[string(types.QueueAttributeNameQueueArn)], nil
}

func (a *Account) makeFunction(ctx context.Context, f stack.Function, services http.Handler) error {
	program := filepath.Join(a.config.Bootstraps, f.Name)
	if _, err := os.Stat(program); errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if a.config.Front != nil {
		services = a.config.Front(f.Name, services)
	}
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	server := &http.Server{Handler: services, ReadHeaderTimeout: 10 * time.Second}
	a.servers = append(a.servers, server)
	go server.Serve(listener)
	base := "http://" + listener.Addr().String()
	env := map[string]string{"AWS_ENDPOINT_URL": base, "TWILIO_API_URL": base, "SLACK_API_URL": base + "/api/"}
	for _, variables := range []map[string]string{f.Variables, a.config.Env} {
		for name, value := range variables {
			env[name] = value
		}
	}
	made, err := lambda.New(lambda.Config{
		Name: f.Name, Bootstrap: program, Env: env, Region: Region, Timeout: f.Timeout, Memory: f.Memory, Concurrency: f.Concurrency,
		Output: a.config.Output,
	})
	if err != nil {
		return err
	}
	a.functions[f.Name] = made
	for _, path := range f.Paths {
		a.api.Handle(path, made)
	}
	return nil
}

// ServeHTTP is the API.
func (a *Account) ServeHTTP(w http.ResponseWriter, r *http.Request) { a.api.ServeHTTP(w, r) }

// Function returns a function by the name of its folder, nil if it has no program.
func (a *Account) Function(name string) *lambda.Function { return a.functions[name] }

// Queues returns every queue, as it was made.
func (a *Account) Queues() []*Queue { return a.queues }

// Kill kills every instance of a function, whatever it does.
func (a *Account) Kill(function string) {
	if f := a.functions[function]; f != nil {
		f.Kill()
	}
}

// Close kills the functions and takes table and queues away.
func (a *Account) Close() {
	for _, f := range a.functions {
		f.Close()
	}
	for _, s := range a.servers {
		s.Close()
	}
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	// The servers end with their process anyway: what cannot be deleted harms nobody.
	a.dynamoDB.DeleteTable(ctx, &dynamodb.DeleteTableInput{TableName: a.config.Plan.Table.TableName})
	for _, q := range a.queues {
		a.sqs.DeleteQueue(ctx, &sqs.DeleteQueueInput{QueueUrl: aws.String(q.URL)})
		if q.DeadURL != "" {
			a.sqs.DeleteQueue(ctx, &sqs.DeleteQueueInput{QueueUrl: aws.String(q.DeadURL)})
		}
	}
}
