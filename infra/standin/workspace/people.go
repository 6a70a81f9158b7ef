package workspace

import (
	"errors"
	"strings"

	"relais/infra/standin"
)

// Errors of what a person cannot do.
var (
	ErrNobody    = errors.New("workspace: no such user, or a removed one")
	ErrNoChannel = errors.New("workspace: no such channel")
	ErrNoMessage = errors.New("workspace: no such message of that user in that channel")
	ErrNoElement = errors.New("workspace: nothing there that can be clicked")
	ErrNoView    = errors.New("workspace: that view is not open")
	ErrNoForm    = errors.New("workspace: a required field is empty or does not exist")
)

// Result is what a person's act led to. The person sees a warning unless Status is
// 200 and Error is empty.
type Result struct {
	Status int    `json:"status"` // 0: no answer within three seconds
	Answer string `json:"answer,omitempty"`
	Error  string `json:"error,omitempty"`
}

func result(answer standin.Answer, err error) Result {
	r := Result{Status: answer.Status, Answer: string(answer.Body)}
	if err != nil {
		r.Error = err.Error()
	}
	return r
}

// Say lets a user write into a channel, into a thread of it if threadTS is set. The
// direct messages of user U0ANNE with our app are channel D0ANNE. It returns the
// message's time stamp; the event is sent in the background. What the user typed is
// escaped as Slack does, so it never mentions anybody.
func (s *Server) Say(userID, channelID, threadTS, text string) (string, error) {
	s.mu.Lock()
	user, c, err := s.present(userID, channelID)
	if err != nil {
		s.mu.Unlock()
		return "", err
	}
	if threadTS != "" && c.find(threadTS) == nil {
		s.mu.Unlock()
		return "", ErrNoMessage
	}
	m := s.add(c, Message{User: user.ID, Team: user.TeamID, ClientMsgID: uuid(), Text: escape(text), ThreadTS: threadTS})
	where := c.Channel
	s.mu.Unlock()
	s.note(Posted, where.ID, "", m)
	s.sendEvent(s.messageEvent(where, m), where)
	return m.TS, nil
}

// Edit lets a user change a message of theirs.
func (s *Server) Edit(userID, channelID, ts, text string) error {
	s.mu.Lock()
	c, m, err := s.written(userID, channelID, ts)
	if err != nil {
		s.mu.Unlock()
		return err
	}
	before := m.Message
	m.Text, m.Edited = escape(text), &Edited{User: userID, TS: c.next(s.config.Now())}
	after, where := m.Message, c.Channel
	s.mu.Unlock()
	s.note(Changed, where.ID, "", after)
	s.sendEvent(s.changedEvent(where, before, after, after.Edited.TS), where)
	return nil
}

// Delete lets a user take back a message of theirs.
func (s *Server) Delete(userID, channelID, ts string) error {
	s.mu.Lock()
	c, m, err := s.written(userID, channelID, ts)
	if err != nil {
		s.mu.Unlock()
		return err
	}
	gone, where := s.remove(c, m), c.Channel
	s.mu.Unlock()
	s.sendEvent(s.deletedEvent(where, gone), where)
	return nil
}

// present returns a user and a channel; a user's own direct messages with the app
// are opened if need be. The caller holds the lock.
func (s *Server) present(userID, channelID string) (User, *channel, error) {
	user, ok := s.users[userID]
	if !ok || user.Deleted {
		return user, nil, ErrNobody
	}
	if channelID == "D"+userID[1:] {
		c, _ := s.direct(userID)
		return user, c, nil
	}
	c, ok := s.channels[channelID]
	if !ok || c.IM != "" {
		return user, nil, ErrNoChannel
	}
	return user, c, nil
}

func (s *Server) written(userID, channelID, ts string) (*channel, *message, error) {
	_, c, err := s.present(userID, channelID)
	if err != nil {
		return nil, nil, err
	}
	m := c.find(ts)
	if m == nil || m.User != userID {
		return nil, nil, ErrNoMessage
	}
	return c, m, nil
}

// OpenHome lets a user open the app's home tab.
func (s *Server) OpenHome(userID string) error {
	s.mu.Lock()
	user, ok := s.users[userID]
	if !ok || user.Deleted {
		s.mu.Unlock()
		return ErrNobody
	}
	c, _ := s.direct(userID)
	event := map[string]any{"type": "app_home_opened", "user": userID, "channel": c.ID, "tab": "home", "event_ts": stampOf(s.config.Now())}
	if v := s.views[s.homes[userID]]; v != nil {
		event["view"] = v.body
	}
	where := c.Channel
	s.mu.Unlock()
	s.sendEvent(event, where)
	return nil
}

// escape does to text what Slack does to what people type.
func escape(text string) string {
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace(text)
}
