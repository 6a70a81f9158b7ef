package wire

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"

	"relais/dialogs/intake/intaketest"
	"relais/infra/dynamo"
	"relais/infra/queue"
	"relais/infra/standin/account"
)

var run = flag.Bool("wire", false, "run the tests over the wire, against the servers in .tools")

// The servers of all tests.
var dynamoDB, sqsServer *account.Server

// programs is a folder that goes with the tests, tools the folder .tools.
var programs, tools string

func TestMain(m *testing.M) {
	flag.Parse()
	if !*run {
		return
	}
	os.Exit(withServers(m.Run))
}

func withServers(tests func() int) int {
	var err error
	if tools, err = filepath.Abs("../../.tools"); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	servers, err := account.StartServers(context.Background(), tools)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer servers.Stop()
	if programs, err = os.MkdirTemp("", "bootstraps"); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(programs)
	dynamoDB, sqsServer = servers.DynamoDB, servers.SQS
	return tests()
}

// made numbers tables and queues, so that each test has its own.
var made atomic.Int64

// ages is a clock before everything in the tests: nothing has expired.
func ages() time.Time { return time.Unix(0, 0) }

// table makes a table for one test.
func table(t *testing.T) string {
	t.Helper()
	name := fmt.Sprintf("table-%d", made.Add(1))
	client := DynamoDB(dynamoDB.URL, new(dynamo.Counter))
	if err := MakeTable(t.Context(), client, name); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if _, err := client.DeleteTable(context.Background(), &dynamodb.DeleteTableInput{TableName: aws.String(name)}); err != nil {
			t.Error(err)
		}
	})
	return name
}

// queues makes the queues of some regions for one test.
func queues(t *testing.T, maxReceives int) *queue.Queues {
	t.Helper()
	client := SQS(sqsServer.URL, new(dynamo.Counter))
	urls := map[string]queue.URLs{}
	for _, region := range []string{"76", "02", "975", "11"} {
		url, dead, err := MakeQueue(t.Context(), client, fmt.Sprintf("cases-%s-%d", region, made.Add(1)), maxReceives)
		if err != nil {
			t.Fatal(err)
		}
		urls[region] = queue.URLs{Queue: url, Dead: dead}
	}
	return queue.New(client, urls, queue.Options{})
}

// store is everything a desk keeps, on AWS.
type store struct {
	*dynamo.Store
	*queue.Queues
}

func TestStore(t *testing.T) {
	for _, tt := range []struct {
		name string
		wrap func(dynamo.Client) dynamo.Client
	}{
		{"as it is", func(c dynamo.Client) dynamo.Client { return c }},
		{"no item with a failed condition, indexes that lag", func(c dynamo.Client) dynamo.Client { return &poor{Client: c} }},
	} {
		t.Run(tt.name, func(t *testing.T) {
			counter := new(dynamo.Counter)
			intaketest.TestStore(t, func(t *testing.T) intaketest.Store {
				client := tt.wrap(DynamoDB(dynamoDB.URL, counter))
				return store{dynamo.New(client, table(t), dynamo.Options{Clock: ages}), queues(t, 3)}
			})
			t.Logf("measured: the suite asks the table: %s", counter.Take())
		})
	}
}
