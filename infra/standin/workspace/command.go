package workspace

import (
	"cmp"
	"context"
	"encoding/json"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"time"
)

// response is a response URL.
type response struct {
	channel, user, ts string // ts of the message it came from, if any
	left              int
	expires           time.Time // real time
}

// Command lets a user type a slash command, as "/relais", with text after it. What
// our app answers is shown: to the user alone, or in the channel if it says so.
func (s *Server) Command(ctx context.Context, userID, channelID, command, text string) (Result, error) {
	s.mu.Lock()
	user, c, err := s.present(userID, channelID)
	if err != nil {
		s.mu.Unlock()
		return Result{}, err
	}
	to := &response{channel: c.ID, user: userID}
	values := url.Values{
		"token": {verificationToken}, "team_id": {s.config.TeamID}, "team_domain": {s.config.TeamDomain}, "api_app_id": {s.config.AppID},
		"channel_id": {c.ID}, "channel_name": {cmp.Or(c.Name, "directmessage")}, "user_id": {user.ID}, "user_name": {user.Name},
		"command": {command}, "text": {text}, "is_enterprise_install": {"false"},
		"response_url": {s.newResponse("commands", to)}, "trigger_id": {s.newTrigger(userID)},
	}
	s.mu.Unlock()

	answer, err := s.request(ctx, Call{URL: s.config.CommandsURL, Type: command}, formType, []byte(values.Encode()), nil)
	r := result(answer, err)
	if err == nil && answer.Status == http.StatusOK && len(answer.Body) > 0 {
		shown := answer.Body
		if kind, _, _ := mime.ParseMediaType(answer.Header.Get("Content-Type")); kind != "application/json" {
			shown = encode(map[string]any{"text": string(answer.Body)})
		}
		if code := s.show(to, shown); code != "" {
			r.Error = code
		}
	}
	return r, ctx.Err()
}

// newResponse returns a response URL. The caller holds the lock.
func (s *Server) newResponse(kind string, to *response) string {
	for path, old := range s.responses {
		if time.Now().After(old.expires) {
			delete(s.responses, path)
		}
	}
	to.left, to.expires = responseUses, time.Now().Add(responseWindow*s.config.Second)
	path := "/" + kind + "/" + s.config.TeamID + "/" + digits(12) + "/" + letters(24)
	s.responses[path] = to
	return "https://hooks.slack.com" + path
}

// respond takes a message sent to a response URL.
func (s *Server) respond(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	to, ok := s.responses[r.URL.Path]
	usable := ok && to.left > 0 && time.Now().Before(to.expires)
	if usable {
		to.left--
	}
	s.mu.Unlock()
	code := "expired_url"
	if usable {
		var body json.RawMessage
		if code = "invalid_payload"; json.NewDecoder(r.Body).Decode(&body) == nil {
			code = s.show(to, body)
		}
	}
	s.tell(Event{At: s.config.Now(), Kind: APICall, Method: "response_url", Error: code})
	switch code {
	case "":
		w.Write([]byte("ok"))
	case "expired_url":
		http.Error(w, code, http.StatusNotFound)
	default:
		http.Error(w, code, http.StatusBadRequest)
	}
}

// show puts a message of our app where a response URL leads, and returns an error
// code or "".
func (s *Server) show(to *response, body json.RawMessage) string {
	var fields struct {
		Text     string          `json:"text"`
		Blocks   json.RawMessage `json:"blocks"`
		Type     string          `json:"response_type"`
		Replace  bool            `json:"replace_original"`
		Delete   bool            `json:"delete_original"`
		ThreadTS string          `json:"thread_ts"`
	}
	if err := json.Unmarshal(body, &fields); err != nil {
		return "invalid_payload"
	}
	content, refused := readContent(map[string]string{"text": fields.Text, "blocks": string(fields.Blocks)})
	if refused != nil {
		return refused.code
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	c, ok := s.channels[to.channel]
	if !ok {
		return "channel_not_found"
	}
	original := c.find(to.ts)
	switch {
	case fields.Delete && original != nil:
		s.remove(c, original)
	case fields.Delete: // an ephemeral message goes from the reader's screen
		s.ephemerals = slices.DeleteFunc(s.ephemerals, func(e *message) bool { return e.TS == to.ts && e.Channel == to.channel })
	case content.empty():
		return "no_text"
	case fields.Replace && original != nil:
		original.Text, original.Blocks = content.text, content.blocks
		s.note(Changed, c.ID, "", original.Message)
	case fields.Type == "in_channel":
		s.note(Posted, c.ID, "", s.add(c, s.fromApp(content, fields.ThreadTS)))
	default:
		s.whisper(c, to.user, s.fromApp(content, fields.ThreadTS))
	}
	return ""
}
