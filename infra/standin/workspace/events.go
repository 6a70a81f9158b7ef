package workspace

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"relais/infra/standin"
)

const (
	answerSeconds  = 3        // an answer later than this counts as none
	answerKept     = 16 << 10 // bytes of an answer in the ledger
	responseUses   = 5        // messages through one response URL
	responseWindow = 30 * 60  // seconds that a response URL is good for
	formType       = "application/x-www-form-urlencoded"
)

// verificationToken is the deprecated token in every payload. Nobody may trust it.
const verificationToken = "deprecated-do-not-use"

var (
	errAnswerLost  = errors.New("the answer was lost")
	errNeverArrive = errors.New("dropped before it arrived")
)

// post makes a request to our app and notes it. Every request is signed anew, as a
// retry is by Slack.
func (s *Server) post(ctx context.Context, call Call, contentType string, body []byte, more http.Header) (Call, standin.Answer, error) {
	timestamp, signature := Sign(s.config.SigningSecret, s.config.SignNow(), body)
	header := http.Header{
		"Content-Type":              {contentType},
		"X-Slack-Request-Timestamp": {timestamp},
		"X-Slack-Signature":         {signature},
		"User-Agent":                {"Slackbot 1.0 (+https://api.slack.com/robots)"},
		"Accept":                    {"application/json,*/*"},
	}
	for name, values := range more {
		header[name] = values
	}
	result, err := standin.Post(ctx, s.client, call.URL, header, body, answerSeconds*s.config.Second)
	call.Status, call.Took = result.Status, result.Took
	call.Answer = string(result.Body[:min(len(result.Body), answerKept)])
	if err != nil {
		call.Error = err.Error()
	}
	return call, result, err
}

// VerifyURL plays the check Slack makes of a new events URL. It returns an error
// unless our app answers the challenge.
func (s *Server) VerifyURL(ctx context.Context) error {
	challenge := standin.Hex(40)
	body := encode(map[string]any{"type": "url_verification", "token": verificationToken, "challenge": challenge})
	call, result, err := s.post(ctx, Call{URL: s.config.EventsURL, Type: "url_verification"}, "application/json", body, nil)
	s.noteCall(call)
	if err != nil {
		return err
	}
	answered := strings.TrimSpace(string(result.Body))
	var object struct{ Challenge string }
	if json.Unmarshal(result.Body, &object) == nil {
		answered = object.Challenge
	}
	if result.Status != http.StatusOK || answered != challenge {
		return fmt.Errorf("workspace: url_verification: status %d, the challenge was not answered", result.Status)
	}
	return nil
}

func (s *Server) messageEvent(c Channel, m Message) map[string]any {
	m.Metadata = nil // only sent to apps that subscribe to message_metadata events
	event := object(m)
	event["channel"], event["channel_type"], event["event_ts"] = c.ID, channelType(c), m.TS
	return event
}

func (s *Server) changedEvent(c Channel, before, after Message, at string) map[string]any {
	return map[string]any{
		"type": "message", "subtype": "message_changed", "hidden": true, "channel": c.ID, "channel_type": channelType(c),
		"message": after, "previous_message": before, "ts": at, "event_ts": at,
	}
}

func (s *Server) deletedEvent(c Channel, gone Message) map[string]any {
	at := stampOf(s.config.Now())
	return map[string]any{
		"type": "message", "subtype": "message_deleted", "hidden": true, "channel": c.ID, "channel_type": channelType(c),
		"deleted_ts": gone.TS, "previous_message": gone, "ts": at, "event_ts": at,
	}
}

func channelType(c Channel) string {
	switch {
	case c.IM != "":
		return "im"
	case c.Private:
		return "group"
	}
	return "channel"
}

// sendEvent delivers an event of a channel, unless our app is not in it. It is
// tried again up to three times, and each try has the same event_id.
func (s *Server) sendEvent(event map[string]any, c Channel) {
	if c.NotMember {
		return
	}
	id := "Ev" + letters(10)
	body := encode(map[string]any{
		"type": "event_callback", "token": verificationToken, "team_id": s.config.TeamID, "api_app_id": s.config.AppID,
		"event": event, "event_id": id, "event_time": s.config.Now().Unix(), "event_context": "4-" + standin.Hex(40),
		"is_ext_shared_channel": c.Shared,
		"authorizations": []any{map[string]any{
			"enterprise_id": nil, "team_id": s.config.TeamID, "user_id": s.config.BotUserID, "is_bot": true, "is_enterprise_install": false,
		}},
	})
	call := Call{URL: s.config.EventsURL, Type: event["type"].(string), EventID: id}
	s.work.Go(func(ctx context.Context) { s.deliver(ctx, call, body) })
}

func (s *Server) deliver(ctx context.Context, call Call, body []byte) {
	reason := ""
	for try := 0; ; try++ {
		header := http.Header{}
		if call.Retry = try; try > 0 {
			header.Set("X-Slack-Retry-Num", strconv.Itoa(try))
			header.Set("X-Slack-Retry-Reason", reason)
		}
		result, err := s.request(ctx, call, "application/json", body, header)
		if err == nil && result.Status >= 200 && result.Status <= 299 || ctx.Err() != nil {
			return
		}
		if try == len(s.config.Retries) || result.Header.Get("X-Slack-No-Retry") == "1" {
			return
		}
		switch {
		case errors.Is(err, context.DeadlineExceeded), errors.Is(err, errAnswerLost):
			reason = "http_timeout"
		case err != nil:
			reason = "connection_failed"
		default:
			reason = "http_error"
		}
		if !standin.Sleep(ctx, s.config.Retries[try]) {
			return
		}
	}
}

// request makes a request with the faults there are, and notes it.
func (s *Server) request(ctx context.Context, call Call, contentType string, body []byte, header http.Header) (standin.Answer, error) {
	if !standin.Sleep(ctx, s.faults.Delay(func(f *Faults) *standin.Delay { return &f.DelayRequest })) {
		return standin.Answer{}, ctx.Err()
	}
	if s.faults.Strikes(func(f *Faults) *standin.Chance { return &f.DropRequest }) {
		call.Error = errNeverArrive.Error()
		s.noteCall(call)
		return standin.Answer{}, errNeverArrive
	}
	if s.faults.Strikes(func(f *Faults) *standin.Chance { return &f.Duplicate }) {
		s.work.Go(func(ctx context.Context) {
			twin, _, _ := s.post(ctx, call, contentType, body, header)
			twin.Unheard = true
			s.noteCall(twin)
		})
	}
	call, result, err := s.post(ctx, call, contentType, body, header)
	if s.faults.Strikes(func(f *Faults) *standin.Chance { return &f.DropAnswer }) {
		call.Unheard, result, err = true, standin.Answer{}, errAnswerLost
	}
	s.noteCall(call)
	return result, err
}

func (s *Server) noteCall(call Call) {
	s.tell(Event{At: s.config.Now(), Kind: AppRequest, Call: &call})
}
