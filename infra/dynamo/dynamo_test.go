package dynamo

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"github.com/aws/smithy-go"
	smithyhttp "github.com/aws/smithy-go/transport/http"
	"github.com/google/go-cmp/cmp"

	"relais/dialogs/intake"
)

var noon = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)

// response is an error that came with an HTTP status.
func response(status int, err error) error {
	return &smithy.OperationError{OperationName: "PutItem", Err: &smithyhttp.ResponseError{
		Response: &smithyhttp.Response{Response: &http.Response{StatusCode: status}}, Err: err,
	}}
}

func code(c string) error {
	return &smithy.GenericAPIError{Code: c, Message: "the key V#sms#secret is wrong"}
}

func TestJudge(t *testing.T) {
	for _, tt := range []struct {
		name string
		err  error
		want outcome
	}{
		{"no error", nil, carriedOut},
		{"a failed condition", response(400, &types.ConditionalCheckFailedException{}), conditional},
		{"too much for the table", response(400, &types.ProvisionedThroughputExceededException{}), notCarriedOut},
		{"too many requests", response(400, code("ThrottlingException")), notCarriedOut},
		{"too much for the account", response(400, &types.RequestLimitExceeded{}), notCarriedOut},
		{"throttled with another status", response(503, code("ThrottlingException")), notCarriedOut},
		{"not valid", response(400, code("ValidationException")), refused},
		{"not allowed", response(400, code("AccessDeniedException")), refused},
		{"no such table", response(400, &types.ResourceNotFoundException{}), refused},
		{"500", response(500, &types.InternalServerError{}), noAnswer},
		{"503", response(503, code("ServiceUnavailable")), noAnswer},
		{"no connection", &net.OpError{Op: "dial", Err: errors.New("refused")}, notCarriedOut},
		{"cut while reading", &net.OpError{Op: "read", Err: errors.New("reset")}, noAnswer},
		{"out of time", context.DeadlineExceeded, noAnswer},
		{"an answer nobody can read", response(200, &smithy.DeserializationError{Err: errors.New("eof")}), noAnswer},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := judge(tt.err); got != tt.want {
				t.Errorf("judge(%v) = %d, want %d", tt.err, got, tt.want)
			}
		})
	}
}

// script is a client that answers as told and keeps what it was asked.
type script struct {
	Client
	answers []error // of the next requests; then nothing is wrong and nothing is there
	puts    []item
	asked   int
}

func (s *script) answer() error {
	s.asked++
	if len(s.answers) == 0 {
		return nil
	}
	err := s.answers[0]
	s.answers = s.answers[1:]
	return err
}

func (s *script) PutItem(_ context.Context, in *dynamodb.PutItemInput, _ ...func(*dynamodb.Options)) (*dynamodb.PutItemOutput, error) {
	s.puts = append(s.puts, in.Item)
	return &dynamodb.PutItemOutput{}, s.answer()
}

func (s *script) GetItem(context.Context, *dynamodb.GetItemInput, ...func(*dynamodb.Options)) (*dynamodb.GetItemOutput, error) {
	return &dynamodb.GetItemOutput{}, s.answer()
}

func turn() intake.Turn {
	return intake.Turn{Key: intake.Key{Channel: "sms", Address: "secret"}, N: 1, Nonce: "own", At: noon}
}

func TestAppendErrors(t *testing.T) {
	throttled := response(400, code("ThrottlingException"))
	condition := response(400, &types.ConditionalCheckFailedException{})
	for _, tt := range []struct {
		name    string
		answers []error
		want    error
		asked   int
	}{
		{"written", nil, nil, 1},
		{"throttled and then written", []error{throttled, throttled}, nil, 3},
		{"throttled to the end", []error{throttled, throttled, throttled}, intake.ErrThrottled, 3},
		{"nobody knows: not asked again", []error{response(500, code("InternalServerError"))}, intake.ErrUnknown, 1},
		{"throttled, then nobody knows", []error{throttled, context.DeadlineExceeded}, intake.ErrUnknown, 2},
		{"refused, and by whom cannot be read", []error{condition, throttled, throttled, throttled}, intake.ErrUnknown, 4},
		{"refused, and gone when it is read", []error{condition}, intake.ErrUnknown, 2},
	} {
		t.Run(tt.name, func(t *testing.T) {
			client := &script{answers: tt.answers}
			err := New(client, "table", Options{Tries: 3, Pause: time.Microsecond}).Append(t.Context(), turn())
			if !errors.Is(err, tt.want) {
				t.Errorf("Append: %v, want %v", err, tt.want)
			}
			if client.asked != tt.asked {
				t.Errorf("Append asked %d times, want %d", client.asked, tt.asked)
			}
		})
	}
}

// TestErrorsTellNothing: the server's words may quote a key.
func TestErrorsTellNothing(t *testing.T) {
	for _, c := range []string{"ValidationException", "ThrottlingException", "InternalServerError"} {
		store := New(&script{answers: []error{response(400, code(c))}}, "table", Options{Tries: 1})
		err := store.Append(t.Context(), turn())
		if err == nil || !strings.Contains(err.Error(), c) || strings.Contains(err.Error(), "secret") {
			t.Errorf("%s: the error is %v, want the code and no key", c, err)
		}
	}
}

func TestRefusals(t *testing.T) {
	far, spilled := turn(), turn()
	far.N = maxTurn + 1
	spilled.Sealed = make([]byte, maxSealed+1)
	wide := turn()
	wide.Outbox = []intake.Entry{{ID: "e", Body: make([]byte, maxItem)}}
	for _, tt := range []struct {
		name string
		call func(*Store) error
		want string
	}{
		{"a number out of order", func(s *Store) error { return s.Append(t.Context(), far) }, "turn number above"},
		{"content no item holds", func(s *Store) error { return s.Append(t.Context(), spilled) }, "sealed content has 358401 bytes, at most 358400"},
		{"an outbox no item holds", func(s *Store) error { return s.Append(t.Context(), wide) }, "without its content, at most 65536"},
		{"a blob no item holds", func(s *Store) error { return s.Put(t.Context(), "b", make([]byte, maxSealed+1)) }, "it has 358401 bytes, at most 358400"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			client := &script{}
			err := tt.call(New(client, "table", Options{}))
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("%v, want %q", err, tt.want)
			}
			if client.asked != 0 {
				t.Errorf("%d requests for what is refused", client.asked)
			}
		})
	}
}

// TestBounded: no item of a turn is larger than maxItem, whatever makes it large.
func TestBounded(t *testing.T) {
	for sealed := 1 << 10; sealed <= maxSealed; sealed += 7919 {
		client := &script{}
		big := turn()
		big.Sealed = make([]byte, sealed)
		big.Seen = make([]byte, 10*intake.SeenMax)
		big.Outbox = []intake.Entry{{ID: "e", At: noon, Body: make([]byte, 8<<10)}}
		if err := New(client, "table", Options{}).Append(t.Context(), big); err != nil {
			t.Fatal(err)
		}
		if last := client.puts[len(client.puts)-1]; last.size() > maxItem || len(client.puts) > 2 {
			t.Errorf("%d bytes sealed: %d items, the turn's has %d bytes", sealed, len(client.puts), last.size())
		}
	}
}

func TestItemOfATurn(t *testing.T) {
	full := intake.Turn{
		Key: intake.Key{Channel: "web", Address: "a b", K: 12}, N: 99_999_999, Case: "01J", At: noon, Kind: intake.KindTimer,
		Nonce: "n", Seen: []byte{1}, Prev: []byte{2}, Commit: []byte{3}, Hash: []byte{4}, Sealed: []byte{5},
		Outbox: []intake.Entry{
			{ID: "a", Kind: intake.ToQueue, Region: "76", At: noon, Expires: noon.Add(1), Body: []byte{6}},
			{ID: "b", Settled: true},
		},
		Due: noon.Add(time.Minute), Receipt: intake.Sent, Current: 3, Lead: "sms#a#0.1", Region: "76", Severity: "P1", Status: "referred",
		Expires: noon.Add(time.Hour),
	}.Clone()
	i := turnItem(full)
	got, err := readTurn(i)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(full, got); diff != "" {
		t.Errorf("read again (-want +got):\n%s", diff)
	}
	for _, name := range []string{pendingShard, pendingAt, dueShard, dueAt} {
		if i[name] == nil {
			t.Errorf("%s is missing: the index does not show the turn", name)
		}
	}
	full.Due, full.Outbox[0].Settled = time.Time{}, true
	i = turnItem(full)
	for _, name := range []string{pendingShard, pendingAt, dueShard, dueAt, turnOpen} {
		if i[name] != nil {
			t.Errorf("%s is there with nothing to do", name)
		}
	}
}

// TestDamagedItems: what this program has not written is an error and no turn.
func TestDamagedItems(t *testing.T) {
	for _, tt := range []struct {
		name   string
		damage func(item)
	}{
		{"no key", func(i item) { delete(i, pk) }},
		{"another kind of item", func(i item) { i[sk] = text("D") }},
		{"a number that is none", func(i item) { i[sk] = text("T#x") }},
		{"a log that is none", func(i item) { i[pk] = text("V#sms") }},
		{"text for bytes", func(i item) { i[turnSealed] = text("x") }},
		{"bytes for text", func(i item) { i[turnNonce] = &types.AttributeValueMemberB{} }},
		{"no whole number", func(i item) { i[turnAt] = &types.AttributeValueMemberN{Value: "1.5"} }},
		{"no list of entries", func(i item) { i[turnOutbox] = text("x") }},
		{"no entry in the list", func(i item) {
			i[turnOutbox] = &types.AttributeValueMemberL{Value: []types.AttributeValue{text("x")}}
		}},
		{"an entry of another kind", func(i item) {
			i[turnOutbox] = &types.AttributeValueMemberL{Value: []types.AttributeValue{
				&types.AttributeValueMemberM{Value: item{entryID: number(1)}},
			}}
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			i := turnItem(turn())
			tt.damage(i)
			if got, err := readTurn(i); err == nil {
				t.Errorf("readTurn gives %+v, want an error", got)
			}
		})
	}
}

func TestKeysSortAsNumbers(t *testing.T) {
	for _, pair := range [][2]int{{1, 2}, {9, 10}, {99, 100}, {99_999_998, maxTurn}} {
		if a, b := turnKey(pair[0]), turnKey(pair[1]); a >= b {
			t.Errorf("%s does not stand before %s", a, b)
		}
	}
	if spill := fmt.Sprintf("%s%08d", spillPrefix, maxTurn); spill >= turnKey(1) {
		t.Error("content in its own item stands among the turns")
	}
}
