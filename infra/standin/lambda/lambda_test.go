package lambda_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/aws/aws-lambda-go/events"
	runtime "github.com/aws/aws-lambda-go/lambda"
	"github.com/google/go-cmp/cmp"

	"relais/infra/standin/lambda"
)

// TestMain makes the test's own binary the bootstrap: started by the stand-in it
// is a real process with the real runtime client, and nothing need be built.
func TestMain(m *testing.M) {
	if _, ok := os.LookupEnv("AWS_LAMBDA_RUNTIME_API"); ok {
		bootstrap()
		return
	}
	os.Exit(m.Run())
}

func bootstrap() {
	if os.Getenv("STUB_START") == "fails" {
		fmt.Println("no start")
		os.Exit(3)
	}
	if os.Getenv("STUB_START") == "hangs" {
		time.Sleep(time.Minute)
	}
	calls := 0
	runtime.Start(func(ctx context.Context, event json.RawMessage) (any, error) {
		calls++
		var stub struct {
			Do      string
			Wait    int // ms
			Records []struct{ Body, EventID, MessageID string }
		}
		if err := json.Unmarshal(event, &stub); err != nil {
			return nil, err
		}
		time.Sleep(time.Duration(stub.Wait) * time.Millisecond)
		deadline, _ := ctx.Deadline()
		switch stub.Do {
		case "fail":
			return nil, errors.New("no")
		case "panic":
			panic("at work")
		case "exit":
			os.Exit(7)
		case "long":
			return strings.Repeat("x", 7<<20), nil
		case "environment":
			return os.Environ(), nil
		}
		if len(stub.Records) > 0 {
			failed := []map[string]string{}
			for _, r := range stub.Records {
				if id := r.MessageID + r.EventID; strings.HasPrefix(id, "bad") {
					failed = append(failed, map[string]string{"itemIdentifier": id})
				}
				if r.Body == "unreadable" {
					return "batch", nil
				}
				if r.Body == "stranger" {
					failed = append(failed, map[string]string{"itemIdentifier": "stranger"})
				}
			}
			return map[string]any{"batchItemFailures": failed}, nil
		}
		return map[string]any{"calls": calls, "pid": os.Getpid(), "left": int(time.Until(deadline).Seconds() + 0.5)}, nil
	})
}

type said struct{ Calls, PID, Left int }

func start(t *testing.T, config lambda.Config) *lambda.Function {
	t.Helper()
	var err error
	if config.Bootstrap, err = os.Executable(); err != nil {
		t.Fatal(err)
	}
	f, err := lambda.New(config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(f.Close)
	return f
}

func invoke(t *testing.T, f *lambda.Function, event string) (lambda.Result, said) {
	t.Helper()
	result, err := f.Invoke(t.Context(), []byte(event))
	if err != nil {
		t.Fatal(err)
	}
	var s said
	if result.Error == nil {
		if err := json.Unmarshal(result.Payload, &s); err != nil {
			t.Fatalf("answer %s: %v", result.Payload, err)
		}
	}
	return result, s
}

func TestAnInstanceIsUsedAgain(t *testing.T) {
	f := start(t, lambda.Config{Timeout: 20 * time.Second})
	first, a := invoke(t, f, `{}`)
	second, b := invoke(t, f, `{}`)
	if !first.Cold || second.Cold || a.Calls != 1 || b.Calls != 2 || a.PID != b.PID || a.Left != 20 {
		t.Errorf("cold %t %t, answers %+v %+v, want one cold start, two calls and 20 s left", first.Cold, second.Cold, a, b)
	}
	if first.Init <= 0 || first.RequestID == second.RequestID || len(first.RequestID) != 36 {
		t.Errorf("init %v, request ids %q %q", first.Init, first.RequestID, second.RequestID)
	}
}

func TestAnIdleInstanceIsFrozen(t *testing.T) {
	f := start(t, lambda.Config{Timeout: 20 * time.Second})
	_, s := invoke(t, f, `{}`)
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", s.PID))
	if errors.Is(err, os.ErrNotExist) {
		if err := syscall.Kill(s.PID, 0); err != nil { // a system without /proc: at least alive
			t.Fatal(err)
		}
		return
	}
	if err != nil {
		t.Fatal(err)
	}
	// The stop is on its way when Invoke returns; it is there before long.
	for range 200 {
		if strings.Contains(string(stat), ") T ") {
			break
		}
		time.Sleep(5 * time.Millisecond)
		if stat, err = os.ReadFile(fmt.Sprintf("/proc/%d/stat", s.PID)); err != nil {
			t.Fatal(err)
		}
	}
	if !strings.Contains(string(stat), ") T ") {
		t.Errorf("an idle process is in state %q, want T (stopped)", stat)
	}
	if _, again := invoke(t, f, `{}`); again.PID != s.PID {
		t.Errorf("process %d, want the frozen %d", again.PID, s.PID)
	}
}

func TestHowAnInvocationFails(t *testing.T) {
	tests := []struct {
		name, event, kind, message string
		again                      bool // the same process goes on
	}{
		{"an error of the handler", `{"do":"fail"}`, "errorString", "no", true},
		{"a panic", `{"do":"panic"}`, "string", "at work", false},
		{"the process ends", `{"do":"exit"}`, "Runtime.ExitError", "Runtime exited with error: exit status 7", false},
		{"the deadline passes", `{"wait":60000}`, "Sandbox.Timedout", "Task timed out after 2.00 seconds", false},
		{"an answer too long", `{"do":"long"}`, "Function.ResponseSizeTooLarge", "6291456 bytes", false},
		{"an event it cannot read", `[]`, "", "", true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			f := start(t, lambda.Config{Timeout: 2 * time.Second})
			_, before := invoke(t, f, `{}`)
			result, _ := invoke(t, f, tt.event)
			if result.Error == nil || !strings.Contains(result.Error.Type, tt.kind) || !strings.Contains(result.Error.Message, tt.message) {
				t.Errorf("error %v, want %s with %q", result.Error, tt.kind, tt.message)
			}
			after, s := invoke(t, f, `{}`)
			if after.Error != nil || (s.PID == before.PID) != tt.again || after.Cold == tt.again {
				t.Errorf("after it %v, same process %t, want %t", after.Error, s.PID == before.PID, tt.again)
			}
		})
	}
}

func TestHowAStartFails(t *testing.T) {
	tests := []struct{ how, kind, message string }{
		{"fails", "Runtime.ExitError", "exit status 3"},
		{"hangs", "Sandbox.Timedout", "init timed out after 0.30 seconds"},
	}
	for _, tt := range tests {
		t.Run(tt.how, func(t *testing.T) {
			t.Parallel()
			var printed bytes.Buffer
			f := start(t, lambda.Config{Env: map[string]string{"STUB_START": tt.how}, Init: 300 * time.Millisecond, Output: &printed})
			result, _ := invoke(t, f, `{}`)
			if result.Error == nil || result.Error.Type != tt.kind || !strings.Contains(result.Error.Message, tt.message) {
				t.Errorf("error %v, want %s with %q", result.Error, tt.kind, tt.message)
			}
			if pids := f.Processes(); len(pids) > 0 {
				t.Errorf("processes %v are left", pids)
			}
			if tt.how == "fails" && !strings.Contains(printed.String(), "no start") {
				t.Errorf("printed %q, want what the process said", printed.String())
			}
		})
	}
}

func TestTwoAtOnceAndNoMore(t *testing.T) {
	f := start(t, lambda.Config{Timeout: 20 * time.Second, Concurrency: 2})
	var wait sync.WaitGroup
	results := make([]lambda.Result, 2)
	for at := range results {
		wait.Go(func() { results[at], _ = f.Invoke(t.Context(), []byte(`{"wait":1500}`)) })
	}
	for len(f.Processes()) < 2 {
		time.Sleep(5 * time.Millisecond)
	}
	if _, err := f.Invoke(t.Context(), []byte(`{}`)); !errors.Is(err, lambda.ErrThrottled) {
		t.Errorf("a third at once: %v, want %v", err, lambda.ErrThrottled)
	}
	wait.Wait()
	var a, b said
	if err := errors.Join(json.Unmarshal(results[0].Payload, &a), json.Unmarshal(results[1].Payload, &b)); err != nil {
		t.Fatal(err)
	}
	if a.PID == b.PID || !results[0].Cold || !results[1].Cold {
		t.Errorf("processes %d %d, want two", a.PID, b.PID)
	}
	if result, _ := invoke(t, f, `{}`); result.Cold {
		t.Error("a third start, though two stand by")
	}
}

func TestKilledAtWork(t *testing.T) {
	f := start(t, lambda.Config{Timeout: 20 * time.Second})
	invoke(t, f, `{}`)
	done := make(chan lambda.Result, 1)
	go func() {
		result, _ := f.Invoke(context.WithoutCancel(t.Context()), []byte(`{"wait":60000}`))
		done <- result
	}()
	time.Sleep(50 * time.Millisecond)
	f.Kill()
	if result := <-done; result.Error == nil || !strings.Contains(result.Error.Message, "killed") {
		t.Errorf("killed at work: %v, want Runtime.ExitError by a signal", result.Error)
	}
	if result, s := invoke(t, f, `{}`); !result.Cold || s.Calls != 1 {
		t.Errorf("after the kill cold %t, call %d, want a new process", result.Cold, s.Calls)
	}
	f.Close()
	if _, err := f.Invoke(t.Context(), []byte(`{}`)); !errors.Is(err, lambda.ErrClosed) {
		t.Errorf("closed: %v, want %v", err, lambda.ErrClosed)
	}
}

// A function sees its own variables and Lambda's, and nothing of this process's.
func TestEnvironment(t *testing.T) {
	t.Setenv("STUB_CANARY", "seen")
	f := start(t, lambda.Config{Name: "stub", Memory: 256, Env: map[string]string{"STUB_OWN": "own"}, Timeout: 20 * time.Second})
	result, err := f.Invoke(t.Context(), map[string]string{"do": "environment"})
	if err != nil || result.Error != nil {
		t.Fatal(err, result.Error)
	}
	text := string(result.Payload)
	for _, want := range []string{`"STUB_OWN=own"`, `"AWS_REGION=eu-west-3"`, `"AWS_LAMBDA_FUNCTION_NAME=stub"`, `"AWS_LAMBDA_FUNCTION_MEMORY_SIZE=256"`, `"TZ=:UTC"`} {
		if !strings.Contains(text, want) {
			t.Errorf("environment %s lacks %s", text, want)
		}
	}
	if strings.Contains(text, "STUB_CANARY") {
		t.Error("a variable of this process reached the function")
	}
}

func TestConfigurationsThatAreRefused(t *testing.T) {
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name   string
		config lambda.Config
	}{
		{"no binary", lambda.Config{Bootstrap: "none"}},
		{"no program", lambda.Config{Bootstrap: "function.go"}},
		{"a folder", lambda.Config{Bootstrap: "."}},
		{"a reserved variable", lambda.Config{Bootstrap: self, Env: map[string]string{"AWS_REGION": "eu-west-3"}}},
		{"more than 4 KB of variables", lambda.Config{Bootstrap: self, Env: map[string]string{"X": strings.Repeat("x", 4<<10)}}},
	} {
		if _, err := lambda.New(tt.config); err == nil {
			t.Errorf("%s: no error", tt.name)
		}
	}
}

func TestBatches(t *testing.T) {
	f := start(t, lambda.Config{Timeout: 20 * time.Second})
	tests := []struct {
		name  string
		batch []lambda.Message
		again []string
		fault bool
	}{
		{"all done", []lambda.Message{{ID: "a"}, {ID: "b"}}, nil, false},
		{"one of three", []lambda.Message{{ID: "a"}, {ID: "bad"}, {ID: "c"}}, []string{"bad"}, false},
		{"an answer that cannot be read", []lambda.Message{{ID: "a"}, {ID: "b", Body: "unreadable"}}, []string{"a", "b"}, true},
		{"a failure that was not there", []lambda.Message{{ID: "a"}, {ID: "b", Body: "stranger"}}, []string{"a", "b"}, true},
	}
	for _, tt := range tests {
		failed, err := f.SQS(t.Context(), "arn:aws:sqs:eu-west-3:000000000000:q", tt.batch)
		if diff := cmp.Diff(tt.again, failed); diff != "" || (err != nil) != tt.fault {
			t.Errorf("%s: %v, again (-want +got):\n%s", tt.name, err, diff)
		}
	}
	next, err := f.Stream(t.Context(), "arn:aws:dynamodb:eu-west-3:000000000000:table/t/stream/1", []lambda.Change{
		{Sequence: "1"}, {Sequence: "bad2"}, {Sequence: "3"}, {Sequence: "bad4"}})
	if err != nil || next != 1 {
		t.Errorf("stream: from %d again, %v, want 1", next, err)
	}
	if err := f.Schedule(t.Context(), `{"do":"fail"}`); err == nil {
		t.Error("a schedule's function that fails is no error")
	}
}

func TestHTTPEvent(t *testing.T) {
	r := httptest.NewRequest(http.MethodPost, "https://relais.example/a%2Fb?x=%2B1&x=2", nil)
	r.Header = http.Header{"Content-Type": {"application/x-www-form-urlencoded"}, "X-Twice": {"1", "2"}, "Cookie": {"a=1; b=2"}}
	got := lambda.HTTPEvent(r, []byte("Body=caf%C3%A9"))
	want := events.APIGatewayV2HTTPRequest{
		Version: "2.0", RouteKey: "$default", RawPath: "/a%2Fb", RawQueryString: "x=%2B1&x=2", Cookies: []string{"a=1", "b=2"},
		Headers:               map[string]string{"host": "relais.example", "content-type": "application/x-www-form-urlencoded", "x-twice": "1,2"},
		QueryStringParameters: map[string]string{"x": "+1,2"}, Body: "Qm9keT1jYWYlQzMlQTk=", IsBase64Encoded: true,
	}
	got.RequestContext = want.RequestContext
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("event (-want +got):\n%s", diff)
	}
	r.Header.Set("Content-Type", "application/json; charset=utf-8")
	if got := lambda.HTTPEvent(r, []byte(`{}`)); got.Body != "{}" || got.IsBase64Encoded {
		t.Errorf("JSON arrives as %q, base64 %t, want as text", got.Body, got.IsBase64Encoded)
	}
}

// What the stub answers has no statusCode. An HTTP API would guess 200; a handler of
// ours always gives one, so that the stand-in takes its absence for a fault.
func TestGateway(t *testing.T) {
	f := start(t, lambda.Config{Timeout: 20 * time.Second})
	for _, request := range []*http.Request{
		httptest.NewRequest(http.MethodGet, "/", nil),
		httptest.NewRequest(http.MethodGet, "/"+strings.Repeat("x", 11<<10), nil),
	} {
		w := httptest.NewRecorder()
		f.ServeHTTP(w, request)
		if w.Code < 400 || !strings.Contains(w.Body.String(), `"message"`) {
			t.Errorf("%d %s, want an error of the gateway", w.Code, w.Body)
		}
	}
}
