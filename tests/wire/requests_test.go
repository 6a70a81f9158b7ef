package wire

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-lambda-go/events"

	"relais/dialogs/intake"
	"relais/dialogs/intake/intaketest"
	"relais/dialogs/outbox"
	"relais/dialogs/play"
	chat "relais/functions/chat/handler"
	"relais/functions/chat/widget"
	"relais/infra/dynamo"
	"relais/infra/queue"
)

// locked makes a reader safe for several readers.
type locked struct {
	mu     sync.Mutex
	reader io.Reader
}

func (l *locked) Read(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.reader.Read(p)
}

// board counts what is shown.
type board struct{ posts, updates int }

func (b *board) Post(context.Context, string, intake.Packet, time.Time) (string, error) {
	b.posts++
	return "ts", nil
}

func (b *board) Update(context.Context, string, intake.Packet, time.Time) error {
	b.updates++
	return nil
}

func (b *board) Find(context.Context, string, intake.Packet, time.Time) (string, bool, error) {
	return "", false, nil
}

// TestRequests counts what each thing that happens to a case costs. A normal turn is
// two requests; that bound is what this design is for.
func TestRequests(t *testing.T) {
	ctx := t.Context()
	onTable, onQueue := new(dynamo.Counter), new(dynamo.Counter)
	store := dynamo.New(DynamoDB(dynamoDB.URL, onTable), table(t), dynamo.Options{Clock: ages})
	sqs := SQS(sqsServer.URL, onQueue)
	url, dead, err := MakeQueue(ctx, sqs, fmt.Sprintf("requests-%d", made.Add(1)), 3)
	if err != nil {
		t.Fatal(err)
	}
	queues := queue.New(sqs, map[string]queue.URLs{"76": {Queue: url, Dead: dead}}, queue.Options{})
	player, err := play.New(play.Options{Now: noon, Store: store})
	if err != nil {
		t.Fatal(err)
	}
	desk, shown := player.Desk, new(board)
	office := &outbox.Office{
		Log: store, Claims: store, Queue: queues, Board: shown, Content: desk.Content, Owner: "wire", Waits: outbox.DefaultWaits,
	}
	onTable.Take()
	onQueue.Take()
	now := noon
	var reply intake.Reply
	send := func(id, text string) func() error {
		return func() (err error) {
			reply, err = desk.Take(ctx, now, intake.Inbound{Channel: "sms", ID: id, From: play.DefaultFrom, To: play.DefaultTo, Text: text})
			return err
		}
	}
	hurry := func() error { _, err := office.Hurry(ctx, now); return err }
	collect := func() error {
		_, err := office.Collect(ctx, now, "76", 1, time.Minute)
		return err
	}
	long := make([]byte, 20<<10)
	for i := range long {
		long[i] = 'a'
	}
	for _, step := range []struct {
		what         string
		do           func() error
		table, queue string
	}{
		{"first message", send("SM1", "ransomware a la mairie"), "PutItem 1, Query 1", ""},
		{"receipt of its answer", func() error { return desk.Answered(ctx, reply) }, "UpdateItem 1", ""},
		{"the same message again", send("SM1", "ransomware a la mairie"), "Query 1", ""},
		{"second message", send("SM2", "oui"), "PutItem 1, Query 1", ""},
		{"an older message again", send("SM1", "ransomware a la mairie"), "Query 2", ""},
		{"message too long for a turn", send("SM3", string(long)), "PutItem 2, Query 1", ""},
		// The sweep asks 16 shards, then reads and settles each turn; the stream, which
		// brings the turn with it, saves the 16.
		{"sweep with one turn to relay", hurry, "Query 17, UpdateItem 1", "SendMessage 1"},
		{"sweep with nothing to do", hurry, "Query 16", ""},
		{"timer with nothing due", func() error { _, err := desk.Tick(ctx, now); return err }, "Query 16", ""},
		{"first card", collect, "GetItem 1, PutItem 2", "DeleteMessage 1, ReceiveMessage 1"},
		{"wish for a person", send("SM4", "HUMAIN"), "PutItem 1, Query 1", ""},
		{"sweep with its turn to relay", hurry, "Query 17, UpdateItem 1", "SendMessage 1"},
		{"card brought up to date", collect, "GetItem 1, PutItem 2", "DeleteMessage 1, ReceiveMessage 1"},
		{"summary of the case", func() error {
			head, err := store.Head(ctx, reply.Key)
			if err != nil {
				return err
			}
			onTable.Take() // the stream brings the turn
			content, err := desk.Content(head)
			if err != nil {
				return err
			}
			summary, _ := outbox.Summarize(head, content)
			return store.PutSummary(ctx, summary)
		}, "UpdateItem 1", ""},
		{"list of a region's cases", func() error { _, err := store.Cases(ctx, "76", false, 10); return err }, "Query 4", ""},
	} {
		if err := step.do(); err != nil {
			t.Errorf("%s: %v", step.what, err)
		}
		table, queue := onTable.Take().String(), onQueue.Take().String()
		t.Logf("measured: %-32s table: %-26s queue: %s", step.what, table, queue)
		if table != step.table || queue != step.queue {
			t.Errorf("%s: table %q, queue %q, want %q and %q", step.what, table, queue, step.table, step.queue)
		}
		now = now.Add(time.Second)
	}
	if shown.posts != 1 || shown.updates != 1 {
		t.Errorf("the case was posted %d times and updated %d times, want once each", shown.posts, shown.updates)
	}
}

// TestRequestsOfTheChat counts what the function behind the chat asks the table for: a turn
// costs the two requests of every turn, one for the session, two to tell what was said, and
// one to note that it was handed over. Who only asks costs two.
func TestRequestsOfTheChat(t *testing.T) {
	counter := new(dynamo.Counter)
	store := dynamo.New(DynamoDB(dynamoDB.URL, counter), table(t), dynamo.Options{Clock: ages})
	player, err := play.New(play.Options{Now: noon, Store: store, Channel: intake.ChannelWeb})
	if err != nil {
		t.Fatal(err)
	}
	player.Desk.Territory.Numbers[intake.Site("")] = "76"
	now, token := noon, ""
	function := &chat.Handler{
		Desk: player.Desk, Clock: func() time.Time { return now }, Log: slog.New(slog.DiscardHandler), Sites: map[string]widget.Site{"": {}},
		Widget: widget.New(player.Desk.Texts),
	}
	shown := "0"
	ask := func(method, path, query, body string, want int) func() error {
		return func() error {
			r := events.APIGatewayV2HTTPRequest{RawPath: path, RawQueryString: query, Body: body, Headers: map[string]string{
				"authorization": "Bearer " + token, "content-type": "application/json",
			}}
			r.RequestContext.HTTP.Method, r.RequestContext.HTTP.SourceIP = method, "192.0.2.7"
			if query == "after" {
				r.RawQueryString = fmt.Sprint("after=", shown)
			}
			response, err := function.Handle(t.Context(), r)
			if err != nil || response.StatusCode != want {
				return fmt.Errorf("%d %s, %w", response.StatusCode, response.Body, err)
			}
			var said struct {
				Token string
				After string
			}
			if response.Body != "" {
				err = json.Unmarshal([]byte(response.Body), &said)
			}
			token, shown = cmp.Or(said.Token, token), cmp.Or(said.After, shown)
			return err
		}
	}
	says := func(id, text string) func() error {
		return func() error {
			return ask("POST", chat.PathMessages, "", fmt.Sprintf(`{"id":"00000000-%s","text":%q,"after":%q}`, id, text, shown), http.StatusOK)()
		}
	}
	counter.Take()
	for _, step := range []struct {
		what  string
		do    func() error
		table string
	}{
		{"a session is opened", ask("POST", chat.PathSession, "", `{"lang":"fr"}`, http.StatusCreated), "GetItem 1, PutItem 2"},
		{"asked before anything was said", ask("GET", chat.PathMessages, "after", "", http.StatusOK), "GetItem 1, Query 1"},
		{"first message", says("1", "ransomware a la mairie"), "GetItem 1, PutItem 1, Query 3, UpdateItem 1"},
		{"second message", says("2", "oui"), "GetItem 1, PutItem 1, Query 3, UpdateItem 1"},
		{"the same message again, its answer lost", ask("POST", chat.PathMessages, "", `{"id":"00000000-2","text":"oui","after":"0"}`, http.StatusOK), "GetItem 1, Query 3, UpdateItem 1"},
		{"asked, nothing new", ask("GET", chat.PathMessages, "after", "", http.StatusOK), "GetItem 1, Query 1"},
		{"asked from the beginning", ask("GET", chat.PathMessages, "after=0", "", http.StatusOK), "GetItem 1, Query 2"},
		{"asked, the token changes", func() error {
			now = now.Add(intake.RotateAfter)
			return ask("GET", chat.PathMessages, "after", "", http.StatusOK)()
		}, "GetItem 1, PutItem 1, Query 1"},
		{"asked with the new token first", ask("GET", chat.PathMessages, "after", "", http.StatusOK), "GetItem 1, PutItem 1, Query 1"},
		{"asked, an analyst has written", func() error {
			due, err := store.Due(t.Context(), now.Add(24*time.Hour), 10)
			if err != nil || len(due) == 0 {
				return fmt.Errorf("due: %v, %w", due, err)
			}
			_, err = player.Desk.Amend(t.Context(), now, due[0].Key, "written", func(a *intake.Amendment) error {
				a.Act = &intake.Act{ID: "written", Kind: intake.ActWrite, By: "U"}
				a.Write("Bonjour.", time.Hour)
				return nil
			})
			if err != nil {
				return err
			}
			counter.Take()
			return ask("GET", chat.PathMessages, "after", "", http.StatusOK)()
		}, "GetItem 1, Query 2"},
		{"asked, which says it was shown", ask("GET", chat.PathMessages, "after", "", http.StatusOK), "GetItem 1, PutItem 1, Query 3, UpdateItem 1"},
		{"a wrong code and PIN", ask("POST", chat.PathJoin, "", `{"code":"AAA-BBB","pin":"0000"}`, http.StatusNotFound), "GetItem 3, PutItem 2"},
		{"the session ends", ask("POST", chat.PathEnd, "", "", http.StatusNoContent), "GetItem 1, Query 2, UpdateItem 1"},
		{"asked after the end", ask("GET", chat.PathMessages, "after", "", http.StatusUnauthorized), "GetItem 1"},
	} {
		if err := step.do(); err != nil {
			t.Errorf("%s: %v", step.what, err)
		}
		got := counter.Take().String()
		t.Logf("measured: chat: %-32s table: %s", step.what, got)
		if got != step.table {
			t.Errorf("%s: table %q, want %q", step.what, got, step.table)
		}
	}
}

// TestLag: an index that still shows what has left makes it leave again, and the
// claim keeps that from being seen.
func TestLag(t *testing.T) {
	ctx := t.Context()
	client := &poor{Client: DynamoDB(dynamoDB.URL, new(dynamo.Counter))}
	store := dynamo.New(client, table(t), dynamo.Options{Clock: ages})
	queues := queues(t, 3)
	player, err := play.New(play.Options{Now: noon, Store: store})
	if err != nil {
		t.Fatal(err)
	}
	shown := new(board)
	office := &outbox.Office{
		Log: store, Claims: store, Queue: queues, Board: shown, Content: player.Desk.Content, Owner: "wire", Waits: outbox.DefaultWaits,
	}
	in := intake.Inbound{Channel: "sms", ID: "SM1", From: play.DefaultFrom, To: play.DefaultTo, Text: "HUMAIN"}
	if _, err := player.Desk.Take(ctx, noon, in); err != nil {
		t.Fatal(err)
	}
	var carried []int
	for range 4 {
		n, err := office.Hurry(ctx, noon)
		if err != nil {
			t.Fatal(err)
		}
		carried = append(carried, n)
	}
	if fmt.Sprint(carried) != "[0 1 1 0]" {
		t.Errorf("sweeps carried %v, want [0 1 1 0]: late, in time, late to forget", carried)
	}
	delivered := 0
	for range 2 {
		n, err := office.Collect(ctx, noon, "76", 10, time.Minute)
		if err != nil {
			t.Fatal(err)
		}
		delivered += n
	}
	if delivered != 2 || shown.posts != 1 || shown.updates != 0 {
		t.Errorf("%d messages: %d cards, %d updates, want 2 messages and one card", delivered, shown.posts, shown.updates)
	}
}

// TestIndex holds the analysts' index to the suite.
func TestIndex(t *testing.T) {
	intaketest.TestIndex(t, dynamo.New(DynamoDB(dynamoDB.URL, new(dynamo.Counter)), table(t), dynamo.Options{Clock: ages}), nil)
}
