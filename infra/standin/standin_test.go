package standin_test

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"relais/infra/standin"
)

func TestLogKeepsTheLastEvents(t *testing.T) {
	log := standin.NewLog[int](3)
	for i := 1; i <= 100; i++ {
		log.Add(i)
	}
	all := log.All()
	if len(all) < 3 || len(all) > 6 || all[len(all)-1] != 100 {
		t.Errorf("kept %v, want 3 to 6 that end with 100", all)
	}
}

func TestSubscribe(t *testing.T) {
	tests := []struct {
		name  string
		after int64
		want  []standin.Entry[string]
	}{
		{"from the start", 0, []standin.Entry[string]{{Number: 1, Event: "a"}, {Number: 2, Event: "b"}, {Number: 3, Event: "c"}}},
		{"after the first", 1, []standin.Entry[string]{{Number: 2, Event: "b"}, {Number: 3, Event: "c"}}},
		{"after what is not there yet", 2, []standin.Entry[string]{{Number: 3, Event: "c"}}},
		{"a reader of an earlier run begins anew", 70, []standin.Entry[string]{{Number: 1, Event: "a"}, {Number: 2, Event: "b"}, {Number: 3, Event: "c"}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			log := standin.NewLog[string](10)
			log.Add("a")
			log.Add("b")
			ctx, cancel := context.WithCancel(t.Context())
			entries := log.Subscribe(ctx, tt.after)
			var got []standin.Entry[string]
			for len(got) < len(tt.want)-1 {
				got = append(got, <-entries)
			}
			log.Add("c")
			got = append(got, <-entries)
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("entries (-want +got):\n%s", diff)
			}
			cancel()
			if _, open := <-entries; open {
				t.Error("the channel is open after the context has ended")
			}
		})
	}
}

func TestASlowReaderSkipsWhatWasDropped(t *testing.T) {
	log := standin.NewLog[int](2)
	entries := log.Subscribe(t.Context(), 0)
	for i := 1; i <= 1000; i++ {
		log.Add(i)
	}
	last := int64(0)
	for last < 1000 {
		entry := <-entries
		if entry.Number <= last || int64(entry.Event) != entry.Number {
			t.Fatalf("entry %+v after number %d", entry, last)
		}
		last = entry.Number
	}
}

type faults struct {
	A standin.Chance
	D standin.Delay
}

func TestFaults(t *testing.T) {
	draw := func(seed uint64, settings faults) (pattern string) {
		f := standin.NewFaults[faults](seed)
		f.Set(settings)
		for range 200 {
			if f.Strikes(func(s *faults) *standin.Chance { return &s.A }) {
				pattern += "x"
			} else {
				pattern += "."
			}
		}
		return pattern
	}
	if got := draw(1, faults{}); strings.Contains(got, "x") {
		t.Errorf("the zero value strikes: %s", got)
	}
	if got := draw(1, faults{A: standin.Chance{Next: 3}}); got != "xxx"+strings.Repeat(".", 197) {
		t.Errorf("the next three: %s", got)
	}
	half := faults{A: standin.Chance{P: 0.5}}
	if a, b, c := draw(1, half), draw(1, half), draw(2, half); a != b || a == c {
		t.Error("a seed must repeat a run, and another must not")
	}
	if n := strings.Count(draw(1, half), "x"); n < 60 || n > 140 {
		t.Errorf("one in two struck %d times of 200", n)
	}
	f := standin.NewFaults[faults](1)
	f.Set(faults{D: standin.Delay{Chance: standin.Chance{Next: 1}, By: standin.Duration(time.Second)}})
	delay := func() time.Duration { return f.Delay(func(s *faults) *standin.Delay { return &s.D }) }
	if a, b := delay(), delay(); a != time.Second || b != 0 {
		t.Errorf("delays %v, %v, want 1s, 0s", a, b)
	}
}

func TestDurationIsTextInJSON(t *testing.T) {
	text, err := json.Marshal(standin.Delay{Chance: standin.Chance{P: 0.5}, By: standin.Duration(90 * time.Second)})
	if err != nil || string(text) != `{"p":0.5,"by":"1m30s"}` {
		t.Errorf("got %s, %v", text, err)
	}
	var delay standin.Delay
	if err := json.Unmarshal([]byte(`{"by":"soon"}`), &delay); err == nil {
		t.Error("no error for a duration that is none")
	}
}

func TestWork(t *testing.T) {
	work := standin.NewWork()
	if err := work.Settle(t.Context()); err != nil {
		t.Errorf("settle with nothing to do: %v", err)
	}
	var done atomic.Int32
	release := make(chan struct{})
	work.Go(func(context.Context) {
		<-release
		work.Go(func(context.Context) { done.Add(1) })
		done.Add(1)
	})
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if err := work.Settle(ended); !errors.Is(err, context.Canceled) {
		t.Errorf("settle with an ended context: %v", err)
	}
	close(release)
	if err := work.Settle(t.Context()); err != nil || done.Load() != 2 {
		t.Errorf("settle: %v with %d of 2 jobs done", err, done.Load())
	}
	work.Go(func(ctx context.Context) { <-ctx.Done(); done.Add(1) })
	work.Close()
	work.Go(func(context.Context) { done.Add(1) })
	if done.Load() != 3 {
		t.Errorf("%d jobs done after Close, want 3", done.Load())
	}
}

func TestServeEventsGoesOnAfterTheLastOneSeen(t *testing.T) {
	log := standin.NewLog[string](10)
	for _, event := range []string{"a", "b", "skip", "c"} {
		log.Add(event)
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		standin.ServeEvents(w, r, log, func(event string) bool { return event != "skip" })
	}))
	defer server.Close()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, server.URL, nil)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Last-Event-ID", "1")
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	want := "id: 2\ndata: \"b\"\n\nid: 4\ndata: \"c\"\n\n"
	got := make([]byte, len(want))
	if _, err := io.ReadFull(answer.Body, got); err != nil || string(got) != want {
		t.Errorf("stream %q, %v, want %q", got, err, want)
	}
}

func TestClientStaysOnThisMachine(t *testing.T) {
	server := httptest.NewServer(http.RedirectHandler("http://192.0.2.1/", http.StatusFound))
	defer server.Close()
	client := standin.NewClient()
	defer client.CloseIdleConnections()
	answer, err := standin.Post(t.Context(), client, server.URL, http.Header{}, nil, 5*time.Second)
	if err != nil || answer.Status != http.StatusFound {
		t.Errorf("a redirect: %d, %v, want 302", answer.Status, err)
	}
	if _, err := standin.Post(t.Context(), client, "http://192.0.2.1/", http.Header{}, nil, 5*time.Second); !errors.Is(err, standin.ErrNotLoopback) {
		t.Errorf("a foreign address: %v, want ErrNotLoopback", err)
	}
}
