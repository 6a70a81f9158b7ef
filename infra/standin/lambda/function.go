// Package lambda is AWS Lambda on one machine. It runs real bootstrap binaries
// behind the Lambda Runtime API, one process an instance, frozen between
// invocations and killed at its deadline, and feeds them the events of API
// Gateway, SQS, DynamoDB Streams and schedules.
//
// Contract: https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html,
// https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html.
package lambda

import (
	"cmp"
	"context"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strings"
	"sync"
	"time"
)

// ErrThrottled: every instance that may run is busy (429 TooManyRequestsException).
var ErrThrottled = errors.New("lambda: rate exceeded")

// ErrClosed: the function was closed.
var ErrClosed = errors.New("lambda: function is closed")

// Config is one function.
type Config struct {
	Name      string
	Bootstrap string            // path of the binary
	Env       map[string]string // the function's own; what Lambda reserves is refused
	Region    string            // empty: eu-west-3
	Timeout   time.Duration     // of one invocation; 0: 3 s, Lambda's default
	Init      time.Duration     // of a cold start; 0: 10 s, Lambda's bound
	Memory    int               // MB, told to the function and not enforced; 0: 128
	// Concurrency is how many instances may run at once; 0: 10.
	Concurrency int
	// Output receives what the instances print; nil: nothing is kept.
	Output io.Writer
}

// reserved are variables that a function's configuration cannot set.
// Source: https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html.
var reserved = []string{
	"_HANDLER", "_X_AMZN_TRACE_ID", "AWS_DEFAULT_REGION", "AWS_REGION", "AWS_EXECUTION_ENV", "AWS_LAMBDA_FUNCTION_NAME",
	"AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "AWS_LAMBDA_FUNCTION_VERSION", "AWS_LAMBDA_INITIALIZATION_TYPE",
	"AWS_LAMBDA_LOG_GROUP_NAME", "AWS_LAMBDA_LOG_STREAM_NAME", "AWS_ACCESS_KEY", "AWS_ACCESS_KEY_ID",
	"AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_LAMBDA_RUNTIME_API", "LAMBDA_TASK_ROOT", "LAMBDA_RUNTIME_DIR",
}

// maxEnv is how many bytes all variables may have together.
const maxEnv = 4 << 10

// Function runs instances of one bootstrap. It is safe for concurrent use.
type Function struct {
	config Config

	mu        sync.Mutex
	instances map[*instance]bool // → idle
	starting  int
	closed    bool
}

// Result is what an invocation came to.
type Result struct {
	RequestID string
	Payload   []byte         // what the handler returned, JSON; nil with an Error
	Error     *FunctionError // the function's own, or Lambda's for it
	Cold      bool           // the instance was started for it
	Init      time.Duration  // from exec to the first request for work, if Cold
	Took      time.Duration  // from the event to the request for the next
}

// FunctionError says why a function gave no answer, in the runtime's words.
type FunctionError struct {
	Type    string `json:"errorType"`
	Message string `json:"errorMessage"`
}

func (e *FunctionError) Error() string { return e.Type + ": " + e.Message }

// New returns a function without an instance, or an error that names what Lambda
// would refuse of config.
func New(config Config) (*Function, error) {
	info, err := os.Stat(config.Bootstrap)
	if err != nil {
		return nil, fmt.Errorf("lambda: bootstrap: %w", err)
	}
	if info.IsDir() || info.Mode().Perm()&0o111 == 0 {
		return nil, errors.New("lambda: bootstrap: cannot be executed")
	}
	size := 0
	for _, name := range slices.Sorted(maps.Keys(config.Env)) {
		size += len(name) + len(config.Env[name])
		if slices.Contains(reserved, name) {
			return nil, fmt.Errorf("lambda: %s is reserved", name)
		}
	}
	if size > maxEnv {
		return nil, fmt.Errorf("lambda: variables of %d bytes, at most %d", size, maxEnv)
	}
	config.Name = cmp.Or(config.Name, "function")
	config.Region = cmp.Or(config.Region, "eu-west-3")
	config.Timeout = cmp.Or(config.Timeout, 3*time.Second)
	config.Init = cmp.Or(config.Init, 10*time.Second)
	config.Memory = cmp.Or(config.Memory, 128)
	config.Concurrency = cmp.Or(config.Concurrency, 10)
	if config.Output == nil {
		config.Output = io.Discard
	}
	config.Output = &locked{to: config.Output}
	return &Function{config: config, instances: map[*instance]bool{}}, nil
}

// locked keeps what several processes print apart.
type locked struct {
	mu sync.Mutex
	to io.Writer
}

func (l *locked) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.to.Write(p)
}

// ARN names the function.
func (f *Function) ARN() string {
	return "arn:aws:lambda:" + f.config.Region + ":000000000000:function:" + f.config.Name
}

// Invoke runs the function once on event, which is marshalled unless it is bytes
// of JSON already. A function that fails is no error: Result.Error says it. An
// invocation once begun goes on to its end though ctx ends.
func (f *Function) Invoke(ctx context.Context, event any) (Result, error) {
	payload, ok := event.([]byte)
	if !ok {
		var err error
		if payload, err = json.Marshal(event); err != nil {
			return Result{}, fmt.Errorf("lambda: event: %w", err)
		}
	}
	if !json.Valid(payload) {
		return Result{}, errors.New("lambda: event is no JSON")
	}
	if err := ctx.Err(); err != nil {
		return Result{}, err
	}
	result := Result{RequestID: id()}
	i, err := f.take()
	if err != nil {
		return result, err
	}
	if i == nil {
		result.Cold = true
		if i, err = f.start(); err != nil {
			return result, err
		}
		if result.Error = i.await(f.config.Init); result.Error != nil {
			f.drop(i)
			return result, nil
		}
		result.Init = i.init
	}
	begun := time.Now()
	result.Payload, result.Error = i.run(invocation{id: result.RequestID, payload: payload, deadline: begun.Add(f.config.Timeout)}, f.config.Timeout)
	result.Took = time.Since(begun)
	f.give(i)
	return result, nil
}

// take returns an idle instance, or nil if one may be started.
func (f *Function) take() (*instance, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.closed {
		return nil, ErrClosed
	}
	for i, idle := range f.instances {
		if idle && !i.dead() {
			f.instances[i] = false
			return i, nil
		}
	}
	alive := 0
	for i := range f.instances {
		if i.dead() {
			delete(f.instances, i)
			continue
		}
		alive++
	}
	if alive+f.starting >= f.config.Concurrency {
		return nil, ErrThrottled
	}
	f.starting++
	return nil, nil
}

// start starts the instance that take allowed.
func (f *Function) start() (*instance, error) {
	i, err := newInstance(f.config, f.ARN())
	f.mu.Lock()
	defer f.mu.Unlock()
	f.starting--
	if err != nil {
		return nil, err
	}
	if f.closed {
		i.kill()
		return nil, ErrClosed
	}
	f.instances[i] = false
	return i, nil
}

// give puts an instance that is still alive back, frozen.
func (f *Function) give(i *instance) {
	if i.dead() {
		f.drop(i)
		return
	}
	i.freeze()
	f.mu.Lock()
	defer f.mu.Unlock()
	if _, ours := f.instances[i]; ours {
		f.instances[i] = true
	}
}

func (f *Function) drop(i *instance) {
	i.kill()
	f.mu.Lock()
	defer f.mu.Unlock()
	delete(f.instances, i)
}

// Kill kills every instance at once, whatever it does; the next invocation is cold.
func (f *Function) Kill() {
	f.mu.Lock()
	all := slices.Collect(maps.Keys(f.instances))
	clear(f.instances)
	f.mu.Unlock()
	for _, i := range all {
		i.kill()
	}
}

// Processes lists the ids of the processes that are alive, sorted.
func (f *Function) Processes() []int {
	f.mu.Lock()
	defer f.mu.Unlock()
	var pids []int
	for i := range f.instances {
		if !i.dead() {
			pids = append(pids, i.command.Process.Pid)
		}
	}
	slices.Sort(pids)
	return pids
}

// Close kills every instance and refuses further invocations.
func (f *Function) Close() {
	f.mu.Lock()
	f.closed = true
	f.mu.Unlock()
	f.Kill()
}

// id makes a request id, a random UUID.
func id() string {
	var b [16]byte
	rand.Read(b[:])
	b[6], b[8] = b[6]&0x0f|0x40, b[8]&0x3f|0x80
	s := hex.EncodeToString(b[:])
	return strings.Join([]string{s[:8], s[8:12], s[12:16], s[16:20], s[20:]}, "-")
}
