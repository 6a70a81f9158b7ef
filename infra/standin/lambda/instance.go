package lambda

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os/exec"
	"path/filepath"
	"strconv"
	"sync"
	"syscall"
	"time"
)

// maxPayload bounds what a function returns, in bytes.
// Source: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html.
const maxPayload = 6 << 20

// instance is one process with a Runtime API of its own.
type instance struct {
	arn     string
	command *exec.Cmd
	server  *http.Server
	started time.Time
	asked   time.Time     // the first request for work; read after ready
	init    time.Duration // from started to asked

	ready  chan struct{}       // closed with the first request for work
	work   chan invocation     // to the request for work that waits
	idle   chan struct{}       // a request for work came in
	failed chan *FunctionError // the start failed, as the runtime says
	exited chan struct{}       // closed when the process is gone
	status error               // why; read after exited
	first  sync.Once

	mu      sync.Mutex
	current string       // id of the invocation that runs, "" if none
	answer  chan outcome // of the invocation that runs
}

type invocation struct {
	id       string
	payload  []byte
	deadline time.Time
}

type outcome struct {
	payload []byte
	err     *FunctionError
}

// newInstance starts a process. It sees the function's variables and Lambda's, and
// nothing of this process's.
func newInstance(config Config, arn string) (*instance, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("lambda: runtime API: %w", err)
	}
	i := &instance{
		arn: arn, ready: make(chan struct{}), work: make(chan invocation), idle: make(chan struct{}, 1),
		failed: make(chan *FunctionError, 1), exited: make(chan struct{}),
	}
	routes := http.NewServeMux()
	routes.HandleFunc("GET /2018-06-01/runtime/invocation/next", i.next)
	routes.HandleFunc("POST /2018-06-01/runtime/invocation/{id}/response", i.response)
	routes.HandleFunc("POST /2018-06-01/runtime/invocation/{id}/error", i.fault)
	routes.HandleFunc("POST /2018-06-01/runtime/init/error", i.initFault)
	i.server = &http.Server{Handler: routes, ReadHeaderTimeout: 10 * time.Second}
	go i.server.Serve(listener)

	bootstrap, err := filepath.Abs(config.Bootstrap)
	if err != nil {
		return nil, fmt.Errorf("lambda: bootstrap: %w", err)
	}
	i.command = exec.Command(bootstrap)
	i.command.Dir = filepath.Dir(bootstrap)
	i.command.Env = environment(config, listener.Addr().String(), i.command.Dir)
	i.command.Stdout, i.command.Stderr = config.Output, config.Output
	// A group of its own: a Ctrl-C at the terminal is not for it, and a frozen process
	// would not hear it.
	i.command.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	i.started = time.Now()
	if err := i.command.Start(); err != nil {
		i.server.Close()
		return nil, fmt.Errorf("lambda: start: %w", err)
	}
	go func() {
		i.status = i.command.Wait()
		close(i.exited)
		i.server.Close()
	}()
	return i, nil
}

func environment(config Config, api, root string) []string {
	memory := strconv.Itoa(config.Memory)
	variables := []string{
		"AWS_LAMBDA_RUNTIME_API=" + api, "_HANDLER=bootstrap", "LAMBDA_TASK_ROOT=" + root, "LAMBDA_RUNTIME_DIR=/var/runtime",
		"AWS_REGION=" + config.Region, "AWS_DEFAULT_REGION=" + config.Region,
		"AWS_LAMBDA_FUNCTION_NAME=" + config.Name, "AWS_LAMBDA_FUNCTION_VERSION=$LATEST", "AWS_LAMBDA_FUNCTION_MEMORY_SIZE=" + memory,
		"AWS_LAMBDA_INITIALIZATION_TYPE=on-demand", "AWS_LAMBDA_LOG_GROUP_NAME=/aws/lambda/" + config.Name, "AWS_LAMBDA_LOG_STREAM_NAME=standin",
		"AWS_ACCESS_KEY_ID=ASIASTANDIN", "AWS_SECRET_ACCESS_KEY=standin", "AWS_SESSION_TOKEN=standin",
		"LANG=en_US.UTF-8", "TZ=:UTC", "PATH=/usr/local/bin:/usr/bin:/bin:/opt/bin",
	}
	for name, value := range config.Env {
		variables = append(variables, name+"="+value)
	}
	return variables
}

// next hands out work, and waits for it as long as there is none.
func (i *instance) next(w http.ResponseWriter, r *http.Request) {
	i.first.Do(func() {
		i.asked = time.Now()
		close(i.ready)
	})
	select {
	case i.idle <- struct{}{}:
	default:
	}
	select {
	case in := <-i.work:
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Lambda-Runtime-Aws-Request-Id", in.id)
		w.Header().Set("Lambda-Runtime-Deadline-Ms", strconv.FormatInt(in.deadline.UnixMilli(), 10))
		w.Header().Set("Lambda-Runtime-Invoked-Function-Arn", i.arn)
		w.Header().Set("Lambda-Runtime-Trace-Id", "Root=1-00000000-"+in.id[24:]+in.id[:8]+in.id[9:13]+";Sampled=0")
		w.Write(in.payload)
	case <-i.exited:
	case <-r.Context().Done():
	}
}

func (i *instance) response(w http.ResponseWriter, r *http.Request) {
	payload, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxPayload))
	var long *http.MaxBytesError
	switch {
	case errors.As(err, &long):
		i.settle(r.PathValue("id"), outcome{err: &FunctionError{"Function.ResponseSizeTooLarge",
			fmt.Sprintf("Response payload size exceeded maximum allowed payload size (%d bytes).", maxPayload)}})
		refuse(w, http.StatusRequestEntityTooLarge, "RequestEntityTooLarge")
	case err != nil:
		refuse(w, http.StatusBadRequest, "InvalidRequest")
	case !json.Valid(payload):
		i.settle(r.PathValue("id"), outcome{err: &FunctionError{"Runtime.InvalidResponse", "the answer is no JSON"}})
		accepted(w)
	case !i.settle(r.PathValue("id"), outcome{payload: payload}):
		refuse(w, http.StatusBadRequest, "InvalidRequestID")
	default:
		accepted(w)
	}
}

func (i *instance) fault(w http.ResponseWriter, r *http.Request) {
	if !i.settle(r.PathValue("id"), outcome{err: readFault(w, r)}) {
		refuse(w, http.StatusBadRequest, "InvalidRequestID")
		return
	}
	accepted(w)
}

func (i *instance) initFault(w http.ResponseWriter, r *http.Request) {
	select {
	case i.failed <- readFault(w, r):
	default:
	}
	accepted(w)
}

// readFault reads what a runtime says of its own failure; a body it cannot read is
// one too.
func readFault(w http.ResponseWriter, r *http.Request) *FunctionError {
	fault := &FunctionError{Type: r.Header.Get("Lambda-Runtime-Function-Error-Type")}
	if json.NewDecoder(http.MaxBytesReader(w, r.Body, maxPayload)).Decode(fault) != nil || fault.Type == "" {
		fault.Type = "Runtime.Unknown"
	}
	return fault
}

func accepted(w http.ResponseWriter) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(http.StatusAccepted)
	io.WriteString(w, `{"status":"OK"}`)
}

func refuse(w http.ResponseWriter, status int, kind string) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	json.NewEncoder(w).Encode(FunctionError{Type: kind, Message: kind})
}

// settle gives the outcome to the invocation that waits for it; it is the first
// that counts.
func (i *instance) settle(id string, o outcome) bool {
	i.mu.Lock()
	defer i.mu.Unlock()
	if i.current == "" || i.current != id {
		return false
	}
	i.current = ""
	i.answer <- o
	return true
}

// await waits for the end of the start.
func (i *instance) await(limit time.Duration) *FunctionError {
	timer := time.NewTimer(limit)
	defer timer.Stop()
	select {
	case <-i.ready:
		<-i.idle
		i.init = i.asked.Sub(i.started)
		return nil
	case fault := <-i.failed:
		return fault
	case <-i.exited:
		return i.ended()
	case <-timer.C:
		return &FunctionError{"Sandbox.Timedout", fmt.Sprintf("init timed out after %.2f seconds", limit.Seconds())}
	}
}

// run gives the process one invocation and waits until it asks for the next. What
// it answered before it died or ran out of time counts.
func (i *instance) run(in invocation, limit time.Duration) ([]byte, *FunctionError) {
	i.mu.Lock()
	i.current, i.answer = in.id, make(chan outcome, 1)
	answer := i.answer
	i.mu.Unlock()
	i.signal(syscall.SIGCONT)
	timer := time.NewTimer(limit)
	defer timer.Stop()
	select {
	case i.work <- in:
	case <-i.exited:
		return nil, i.ended()
	}
	var ended *FunctionError
	select {
	case <-i.idle:
		ended = &FunctionError{"Runtime.NoResponse", "the next event was asked for before an answer was given"}
	case <-i.exited:
		ended = i.ended()
	case <-timer.C:
		ended = &FunctionError{"Sandbox.Timedout", fmt.Sprintf("RequestId: %s Error: Task timed out after %.2f seconds", in.id, limit.Seconds())}
		i.kill()
	}
	i.mu.Lock()
	i.current = ""
	i.mu.Unlock()
	select {
	case o := <-answer:
		return o.payload, o.err
	default:
		return nil, ended
	}
}

func (i *instance) ended() *FunctionError {
	reason := "exit status 0"
	if i.status != nil {
		reason = i.status.Error()
	}
	return &FunctionError{"Runtime.ExitError", "Runtime exited with error: " + reason}
}

// freeze stops the process as Lambda does once it has asked for the next event.
func (i *instance) freeze() { i.signal(syscall.SIGSTOP) }

func (i *instance) signal(s syscall.Signal) {
	if !i.dead() {
		syscall.Kill(-i.command.Process.Pid, s)
	}
}

// kill ends the process at once, frozen or not, and waits until it is gone.
func (i *instance) kill() {
	i.signal(syscall.SIGKILL)
	<-i.exited
}

func (i *instance) dead() bool {
	select {
	case <-i.exited:
		return true
	default:
		return false
	}
}
