package account

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/sqs"
)

// Region is the one the clients say they speak to; the servers take any.
const Region = "eu-west-3"

// Server is a server of others that runs as long as this process. It listens on all
// interfaces and knows no secret: it is for invented conversations.
type Server struct {
	URL  string
	life io.WriteCloser // open for as long as it is to run
	cmd  *exec.Cmd
}

// Stop ends the server and waits for it. How a server ends that was told to is no
// error.
func (s *Server) Stop() {
	s.life.Close()
	s.cmd.Wait()
}

// StartDynamoDB starts DynamoDB Local, in memory; tools is the folder .tools.
func StartDynamoDB(ctx context.Context, tools string) (*Server, error) {
	return start(ctx, filepath.Join(tools, "dynamodb"), func(port string) (args, env []string) {
		return []string{"java", "-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Djava.library.path=DynamoDBLocal_lib", "-jar", "DynamoDBLocal.jar",
			"-inMemory", "-sharedDb", "-disableTelemetry", "-port", port}, nil
	})
}

// StartSQS starts fauxqs; tools is the folder .tools.
func StartSQS(ctx context.Context, tools string) (*Server, error) {
	return start(ctx, filepath.Join(tools, "sqs"), func(port string) (args, env []string) {
		return []string{"./node", "node_modules/fauxqs/dist/cli.js"},
			[]string{"FAUXQS_PORT=" + port, "FAUXQS_LOGGER=false", "NODE_NO_WARNINGS=1", "FAUXQS_DEFAULT_REGION=" + Region}
	})
}

// alive ends the server when its standard input ends, which it does with this
// process however that dies.
const alive = `"$@" & child=$!; read gone; kill $child; wait $child 2>/dev/null`

func start(ctx context.Context, dir string, command func(port string) (args, env []string)) (*Server, error) {
	if _, err := os.Stat(dir); err != nil {
		return nil, fmt.Errorf("%w: run infra/standin/account/install.sh", err)
	}
	port, err := freePort()
	if err != nil {
		return nil, err
	}
	args, env := command(port)
	s := &Server{URL: "http://127.0.0.1:" + port, cmd: exec.Command("sh", append([]string{"-c", alive, "sh"}, args...)...)}
	s.cmd.Dir = dir
	s.cmd.Env = append(os.Environ(), env...)
	var complaint bytes.Buffer
	s.cmd.Stderr = &complaint
	if s.life, err = s.cmd.StdinPipe(); err != nil {
		return nil, err
	}
	if err := s.cmd.Start(); err != nil {
		return nil, err
	}
	if err := answers(ctx, s.URL); err != nil {
		s.Stop()
		return nil, fmt.Errorf("%s does not answer: %w\n%s", args[0], err, complaint.Bytes())
	}
	return s, nil
}

func freePort() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	defer l.Close()
	return strconv.Itoa(l.Addr().(*net.TCPAddr).Port), nil
}

// answers waits until the server says anything at all.
func answers(ctx context.Context, url string) error {
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	for {
		request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
		if err != nil {
			return err
		}
		if response, err := http.DefaultClient.Do(request); err == nil {
			return response.Body.Close()
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(50 * time.Millisecond):
		}
	}
}

// credentials are any: the servers check none.
var credentials = aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
	return aws.Credentials{AccessKeyID: "standin", SecretAccessKey: "standin"}, nil
})

// DynamoDB returns a client of the server at url.
func DynamoDB(url string, o ...func(*dynamodb.Options)) *dynamodb.Client {
	return dynamodb.New(dynamodb.Options{Region: Region, BaseEndpoint: aws.String(url), Credentials: credentials}, o...)
}

// SQS returns a client of the server at url.
func SQS(url string, o ...func(*sqs.Options)) *sqs.Client {
	return sqs.New(sqs.Options{Region: Region, BaseEndpoint: aws.String(url), Credentials: credentials}, o...)
}

// Servers are the servers of an account: its table's and its queues'.
type Servers struct{ DynamoDB, SQS *Server }

// Install installs the servers under .tools of the repository at root, unless they are
// there, and says so to out. What it cannot install itself it names, all of it.
func Install(ctx context.Context, root string, out io.Writer) error {
	var missing []string
	if _, err := exec.LookPath("java"); err != nil {
		missing = append(missing, "a Java runtime, 17 or later (Debian: openjdk-17-jre-headless)")
	}
	installed := true
	for _, tool := range []string{"dynamodb", "sqs"} {
		if _, err := os.Stat(filepath.Join(root, ".tools", tool, "pinned")); err != nil {
			installed = false
		}
	}
	if _, err := exec.LookPath("npm"); err != nil && !installed {
		missing = append(missing, "npm, with its Node (Debian: npm)")
	}
	if len(missing) > 0 {
		return fmt.Errorf("account: missing on this machine: %s", strings.Join(missing, "; "))
	}
	if installed {
		return nil
	}
	fmt.Fprintln(out, "Installing Amazon's DynamoDB Local and an SQS server under .tools, once; this takes a minute.")
	install := exec.CommandContext(ctx, filepath.Join(root, "infra/standin/account/install.sh"))
	if said, err := install.CombinedOutput(); err != nil {
		return fmt.Errorf("account: install.sh: %w\n%s", err, said)
	}
	return nil
}

// StartServers starts both; tools is the folder .tools.
func StartServers(ctx context.Context, tools string) (*Servers, error) {
	table, err := StartDynamoDB(ctx, tools)
	if err != nil {
		return nil, err
	}
	queues, err := StartSQS(ctx, tools)
	if err != nil {
		table.Stop()
		return nil, err
	}
	return &Servers{table, queues}, nil
}

// Stop ends both.
func (s *Servers) Stop() {
	s.DynamoDB.Stop()
	s.SQS.Stop()
}
