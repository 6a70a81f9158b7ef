package queue

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sqs"
	"github.com/aws/aws-sdk-go-v2/service/sqs/types"
	"github.com/aws/smithy-go"
	"github.com/google/go-cmp/cmp"

	"relais/dialogs/intake"
	"relais/dialogs/outbox"
	"relais/dialogs/play"
)

// service answers as told and keeps what it was asked, one line a request.
type service struct {
	asked    []string
	bodies   []string
	received [][]types.Message // of the next requests for messages
	tasks    []string          // states of the task of moving, one a look
	faults   map[string]error  // of every request of a kind
}

func (s *service) take(kind, detail string) error {
	s.asked = append(s.asked, strings.TrimSpace(kind+" "+detail))
	return s.faults[kind]
}

func (s *service) SendMessage(_ context.Context, in *sqs.SendMessageInput, _ ...func(*sqs.Options)) (*sqs.SendMessageOutput, error) {
	s.bodies = append(s.bodies, *in.MessageBody)
	if len(in.MessageAttributes)+len(in.MessageSystemAttributes) > 0 {
		return nil, errors.New("attributes")
	}
	return &sqs.SendMessageOutput{}, s.take("send", *in.QueueUrl)
}

func (s *service) ReceiveMessage(_ context.Context, in *sqs.ReceiveMessageInput, _ ...func(*sqs.Options)) (*sqs.ReceiveMessageOutput, error) {
	out := &sqs.ReceiveMessageOutput{}
	if len(s.received) > 0 {
		out.Messages, s.received = s.received[0], s.received[1:]
	}
	return out, s.take("receive", fmt.Sprintf("%s limit %d hidden %d wait %d", *in.QueueUrl, in.MaxNumberOfMessages, in.VisibilityTimeout, in.WaitTimeSeconds))
}

func (s *service) DeleteMessage(_ context.Context, in *sqs.DeleteMessageInput, _ ...func(*sqs.Options)) (*sqs.DeleteMessageOutput, error) {
	return &sqs.DeleteMessageOutput{}, s.take("delete", *in.QueueUrl+" "+*in.ReceiptHandle)
}

func (s *service) ChangeMessageVisibility(_ context.Context, in *sqs.ChangeMessageVisibilityInput, _ ...func(*sqs.Options)) (*sqs.ChangeMessageVisibilityOutput, error) {
	return &sqs.ChangeMessageVisibilityOutput{}, s.take("give back", fmt.Sprintf("%s %s after %d", *in.QueueUrl, *in.ReceiptHandle, in.VisibilityTimeout))
}

func (s *service) GetQueueAttributes(_ context.Context, in *sqs.GetQueueAttributesInput, _ ...func(*sqs.Options)) (*sqs.GetQueueAttributesOutput, error) {
	return &sqs.GetQueueAttributesOutput{Attributes: map[string]string{"QueueArn": "arn:" + *in.QueueUrl}}, s.take("describe", *in.QueueUrl)
}

func (s *service) StartMessageMoveTask(_ context.Context, in *sqs.StartMessageMoveTaskInput, _ ...func(*sqs.Options)) (*sqs.StartMessageMoveTaskOutput, error) {
	return &sqs.StartMessageMoveTaskOutput{}, s.take("move", *in.SourceArn)
}

func (s *service) ListMessageMoveTasks(context.Context, *sqs.ListMessageMoveTasksInput, ...func(*sqs.Options)) (*sqs.ListMessageMoveTasksOutput, error) {
	out := &sqs.ListMessageMoveTasksOutput{}
	if len(s.tasks) > 0 {
		out.Results = []types.ListMessageMoveTasksResultEntry{{Status: aws.String(s.tasks[0]), ApproximateNumberOfMessagesMoved: 7}}
		s.tasks = s.tasks[1:]
	}
	return out, s.take("how far", "")
}

func open(s *service) *Queues {
	return New(s, map[string]URLs{"76": {Queue: "q", Dead: "d"}, "half": {Queue: "q"}}, Options{Wait: 2 * time.Second, Poll: time.Millisecond})
}

func messages(n int) []types.Message {
	var all []types.Message
	for i := range n {
		all = append(all, types.Message{
			MessageId: aws.String(fmt.Sprint("id", i)), Body: aws.String(fmt.Sprint("body", i)), ReceiptHandle: aws.String(fmt.Sprint("r", i)),
			Attributes: map[string]string{"ApproximateReceiveCount": "3"},
		})
	}
	return all
}

func (s *service) wantAsked(t *testing.T, want ...string) {
	t.Helper()
	if diff := cmp.Diff(want, s.asked); diff != "" {
		t.Errorf("requests (-want +got):\n%s", diff)
	}
}

func TestReceive(t *testing.T) {
	for _, tt := range []struct {
		name     string
		limit    int
		visible  time.Duration
		received [][]types.Message
		want     int
		asked    []string
	}{
		{"none there", 5, time.Minute, nil, 0, []string{"receive q limit 5 hidden 60 wait 2"}},
		{"part of a second is a second", 1, 1500 * time.Millisecond, [][]types.Message{messages(1)}, 1, []string{"receive q limit 1 hidden 2 wait 2"}},
		{"more than the service gives at once", 12, time.Minute, [][]types.Message{messages(10), messages(2)}, 12,
			[]string{"receive q limit 10 hidden 60 wait 2", "receive q limit 2 hidden 60 wait 2"}},
		{"fewer than wanted", 12, time.Minute, [][]types.Message{messages(3)}, 3,
			[]string{"receive q limit 10 hidden 60 wait 2", "receive q limit 9 hidden 60 wait 2"}},
		{"limit 0", 0, time.Minute, nil, 0, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := &service{received: tt.received}
			got, err := open(s).Receive(t.Context(), "76", tt.limit, tt.visible)
			if err != nil || len(got) != tt.want {
				t.Errorf("Receive gives %d, %v, want %d", len(got), err, tt.want)
			}
			s.wantAsked(t, tt.asked...)
			for _, m := range got {
				if m.Region != "76" || m.Receives != 3 || m.Receipt == "" {
					t.Errorf("message %+v", m)
				}
			}
		})
	}
}

// TestRedrive: by the service where it can, else one by one, sent before it is deleted.
func TestRedrive(t *testing.T) {
	unsupported := &smithy.GenericAPIError{Code: "AWS.SimpleQueueService.UnsupportedOperation"}
	for _, tt := range []struct {
		name     string
		service  service
		want     int
		wantErr  string
		requests []string
	}{
		{"the service moves", service{tasks: []string{"RUNNING", "COMPLETED"}}, 7, "",
			[]string{"describe d", "move arn:d", "how far", "how far"}},
		{"the service fails", service{tasks: []string{"FAILED"}}, 7, "moving ended as FAILED",
			[]string{"describe d", "move arn:d", "how far"}},
		{"the service forgets", service{}, 0, "the task of moving is gone",
			[]string{"describe d", "move arn:d", "how far"}},
		{"a server that moves nothing", service{faults: map[string]error{"move": unsupported}, received: [][]types.Message{messages(2)}}, 2, "",
			[]string{"describe d", "move arn:d", "receive d limit 10 hidden 30 wait 2", "send q", "delete d r0", "send q", "delete d r1",
				"receive d limit 10 hidden 30 wait 2"}},
		{"not sent: not deleted", service{
			faults:   map[string]error{"move": unsupported, "send": &smithy.GenericAPIError{Code: "KmsDisabled"}},
			received: [][]types.Message{messages(2)},
		}, 0, "queue: redrive 76: KmsDisabled", []string{"describe d", "move arn:d", "receive d limit 10 hidden 30 wait 2", "send q"}},
		{"not allowed", service{faults: map[string]error{"move": &smithy.GenericAPIError{Code: "AccessDenied"}}}, 0, "queue: redrive 76: AccessDenied",
			[]string{"describe d", "move arn:d"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			n, err := open(&tt.service).Redrive(t.Context(), "76")
			if n != tt.want || (err == nil) != (tt.wantErr == "") || err != nil && !strings.Contains(err.Error(), tt.wantErr) {
				t.Errorf("Redrive = %d, %v, want %d, %q", n, err, tt.want, tt.wantErr)
			}
			tt.service.wantAsked(t, tt.requests...)
		})
	}
}

// TestDead: what is looked at is given back, also when a look fails half-way.
func TestDead(t *testing.T) {
	s := &service{received: [][]types.Message{messages(2)}}
	dead, err := open(s).Dead(t.Context(), "76", 10)
	if err != nil || len(dead) != 2 || dead[0].Receipt != "" {
		t.Errorf("Dead = %+v, %v, want two without receipt", dead, err)
	}
	s.wantAsked(t, "receive d limit 10 hidden 30 wait 2", "receive d limit 8 hidden 30 wait 2", "give back d r0 after 0", "give back d r1 after 0")
	s = &service{received: [][]types.Message{messages(2)}, faults: map[string]error{"give back": errors.New("cut")}}
	if _, err := open(s).Dead(t.Context(), "76", 2); err == nil || len(s.asked) != 3 {
		t.Errorf("Dead: %v after %q, want an error after both were given back", err, s.asked)
	}
}

func TestErrors(t *testing.T) {
	throttled := &smithy.GenericAPIError{Code: "RequestThrottled", Message: "queue of +33639980123"}
	for _, tt := range []struct {
		name    string
		region  string
		fault   error
		want    string
		wantErr error
	}{
		{"no queue of that region", "11", nil, "queue: send to 11: there is no such queue", nil},
		{"no dead letters of that region", "half", nil, "queue: send to half: there is no such queue", nil},
		{"throttled", "76", throttled, "queue: send to 76: store is throttled: RequestThrottled", intake.ErrThrottled},
		{"refused", "76", &smithy.GenericAPIError{Code: "InvalidMessageContents", Message: "secret"}, "queue: send to 76: InvalidMessageContents", nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			err := open(&service{faults: map[string]error{"send": tt.fault}}).Send(t.Context(), tt.region, []byte("{}"))
			if err == nil || err.Error() != tt.want || tt.wantErr != nil && !errors.Is(err, tt.wantErr) {
				t.Errorf("Send: %v, want %q", err, tt.want)
			}
		})
	}
	if err := open(&service{}).Delete(t.Context(), outbox.Message{Region: "76"}); err == nil {
		t.Error("Delete of a message that was not received gives no error")
	}
}

// TestBody: what leaves for a queue is the packet with the head of its chain, and
// what comes from it is read as one.
func TestBody(t *testing.T) {
	player, err := play.New(play.Options{Now: time.Date(2026, 3, 2, 2, 0, 0, 0, time.UTC)})
	if err != nil {
		t.Fatal(err)
	}
	var reply intake.Reply
	for i, text := range []string{"Jean Durand, mairie, nos fichiers sont chiffrés", "HUMAIN"} {
		in := intake.Inbound{Channel: "sms", ID: fmt.Sprint("SM", i), From: play.DefaultFrom, To: play.DefaultTo, Text: text}
		if reply, err = player.Desk.Take(t.Context(), player.Now(), in); err != nil {
			t.Fatal(err)
		}
	}
	s := &service{}
	office := &outbox.Office{Log: player.Store, Queue: open(s), Content: player.Desk.Content, Waits: outbox.DefaultWaits}
	if _, err := office.Hurry(t.Context(), player.Now()); err != nil {
		t.Fatal(err)
	}
	if len(s.bodies) != 1 {
		t.Fatalf("%d messages, want 1", len(s.bodies))
	}
	p, err := intake.ParsePacket([]byte(s.bodies[0]))
	if err != nil {
		t.Fatal(err)
	}
	head, err := player.Store.Head(t.Context(), reply.Key)
	if err != nil {
		t.Fatal(err)
	}
	if p.Head != fmt.Sprintf("%x", head.Hash) || p.Version != intake.PacketVersion {
		t.Errorf("the packet has head %s, version %d", p.Head, p.Version)
	}
	if !json.Valid([]byte(s.bodies[0])) || slices.ContainsFunc([]string{"Durand", "33639980123"}, func(secret string) bool { return strings.Contains(s.bodies[0], secret) }) {
		t.Errorf("the body is %s", s.bodies[0])
	}
}
