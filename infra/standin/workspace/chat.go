package workspace

import (
	"encoding/json"
	"math"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// content is what chat methods put into a message.
type content struct {
	text     string
	blocks   json.RawMessage
	metadata json.RawMessage
}

// readContent checks the text, blocks and metadata of a message.
func readContent(args map[string]string) (content, *refusal) {
	c := content{text: args["text"]}
	if utf8.RuneCountInString(c.text) > messageLetters {
		return c, refuse("msg_too_long")
	}
	if text := args["blocks"]; text != "" {
		blocks, code, words := checkBlocks(text, false)
		if code != "" {
			return c, refuse(code, words...)
		}
		if len(blocks) > 0 {
			c.blocks = encode(blocks)
		}
	}
	if text := args["metadata"]; text != "" {
		var metadata struct {
			EventType    string         `json:"event_type"`
			EventPayload map[string]any `json:"event_payload"`
		}
		if err := json.Unmarshal([]byte(text), &metadata); err != nil {
			return c, refuse("invalid_metadata_format")
		}
		if metadata.EventType == "" && metadata.EventPayload == nil {
			c.metadata = json.RawMessage("{}")
		} else if metadata.EventType == "" || metadata.EventPayload == nil {
			return c, refuse("invalid_metadata_schema")
		} else {
			c.metadata = json.RawMessage(text)
		}
	}
	return c, nil
}

func (c content) empty() bool {
	return c.text == "" && c.blocks == nil
}

func (s *Server) fromApp(c content, threadTS string) Message {
	m := Message{User: s.config.BotUserID, BotID: s.config.BotID, AppID: s.config.AppID, Team: s.config.TeamID,
		Text: c.text, Blocks: c.blocks, Metadata: c.metadata, ThreadTS: threadTS}
	if string(m.Metadata) == "{}" {
		m.Metadata = nil
	}
	return m
}

// channelFor returns the channel that an argument names, for posting if post is
// set. A user's id names the direct messages with that user. The caller holds the lock.
func (s *Server) channelFor(id string, post bool) (*channel, *refusal) {
	if _, ok := s.users[id]; ok && post {
		c, _ := s.direct(id)
		return c, nil
	}
	c, ok := s.channels[id]
	switch {
	case !ok, c.Private && c.NotMember:
		return nil, refuse("channel_not_found")
	case c.NotMember:
		return nil, refuse("not_in_channel")
	case post && c.Archived:
		return nil, refuse("is_archived")
	}
	return c, nil
}

func (s *Server) postMessage(args map[string]string) (answer, *refusal) {
	content, refused := readContent(args)
	if refused != nil {
		return nil, refused
	}
	if content.empty() {
		return nil, refuse("no_text")
	}
	s.mu.Lock()
	c, refused := s.channelFor(args["channel"], true)
	if refused == nil {
		refused = s.pace(c)
	}
	if thread := args["thread_ts"]; refused == nil && thread != "" && c.find(thread) == nil {
		refused = refuse("thread_not_found")
	}
	if refused != nil {
		s.mu.Unlock()
		return nil, refused
	}
	m := s.add(c, s.fromApp(content, args["thread_ts"]))
	where := c.Channel
	s.mu.Unlock()

	s.note(Posted, where.ID, "", m)
	s.sendEvent(s.messageEvent(where, m), where)
	return answer{"channel": where.ID, "ts": m.TS, "message": m}, nil
}

// pace allows about one message a second in a channel, and a short burst.
// Source: https://docs.slack.dev/apis/web-api/rate-limits. The caller holds the lock.
func (s *Server) pace(c *channel) *refusal {
	now := time.Now()
	c.allowed = min(float64(s.config.Burst), c.allowed+float64(now.Sub(c.counted))/float64(s.config.Second))
	c.counted = now
	if c.allowed < 1 {
		return &refusal{code: "ratelimited", wait: int(math.Ceil(1 - c.allowed))}
	}
	c.allowed--
	return nil
}

func (s *Server) postEphemeral(args map[string]string) (answer, *refusal) {
	content, refused := readContent(args)
	if refused != nil {
		return nil, refused
	}
	if content.empty() {
		return nil, refuse("no_text")
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	c, refused := s.channelFor(args["channel"], true)
	if refused != nil {
		return nil, refused
	}
	if user, ok := s.users[args["user"]]; !ok || user.Deleted {
		return nil, refuse("user_not_in_channel")
	}
	m := s.whisper(c, args["user"], s.fromApp(content, args["thread_ts"]))
	return answer{"message_ts": m.TS}, nil
}

// whisper shows a message to one user. It is in no history. The caller holds the lock.
func (s *Server) whisper(c *channel, userID string, m Message) Message {
	m.Type, m.Channel, m.TS = "message", c.ID, c.next(s.config.Now())
	s.ephemerals = append(s.ephemerals, &message{Message: m, forWho: userID})
	if len(s.ephemerals) > s.config.Keep {
		s.ephemerals = slices.Delete(s.ephemerals, 0, 1)
	}
	s.note(Ephemeral, c.ID, userID, m)
	return m
}

// own returns a message of our app. The caller holds the lock.
func (s *Server) own(channelID, ts, notOwn string) (*channel, *message, *refusal) {
	c, refused := s.channelFor(channelID, true)
	if refused != nil {
		return nil, nil, refused
	}
	m := c.find(ts)
	switch {
	case m == nil:
		return nil, nil, refuse("message_not_found")
	case m.BotID != s.config.BotID:
		return nil, nil, refuse(notOwn)
	}
	return c, m, nil
}

// updateMessage changes a message. Text without blocks removes the blocks it had, and
// marks the message as edited; blocks do not. Blocks stay only if neither is given
// anew, metadata unless it is given.
// Source: https://docs.slack.dev/reference/methods/chat.update.
func (s *Server) updateMessage(args map[string]string) (answer, *refusal) {
	content, refused := readContent(args)
	if refused != nil {
		return nil, refused
	}
	if content.empty() && content.metadata == nil {
		return nil, refuse("no_text")
	}
	s.mu.Lock()
	c, m, refused := s.own(args["channel"], args["ts"], "cant_update_message")
	if refused != nil {
		s.mu.Unlock()
		return nil, refused
	}
	before, at := m.Message, c.next(s.config.Now())
	if !content.empty() {
		m.Text, m.Blocks, m.Edited = content.text, content.blocks, nil
		if content.blocks == nil {
			m.Edited = &Edited{User: s.config.BotUserID, TS: at}
		}
	}
	switch {
	case string(content.metadata) == "{}":
		m.Metadata = nil
	case content.metadata != nil:
		m.Metadata = content.metadata
	}
	after, where := m.Message, c.Channel
	s.mu.Unlock()

	s.note(Changed, where.ID, "", after)
	s.sendEvent(s.changedEvent(where, before, after, at), where)
	return answer{"channel": where.ID, "ts": after.TS, "text": after.Text, "message": after}, nil
}

func (s *Server) deleteMessage(args map[string]string) (answer, *refusal) {
	s.mu.Lock()
	c, m, refused := s.own(args["channel"], args["ts"], "cant_delete_message")
	if refused != nil {
		s.mu.Unlock()
		return nil, refused
	}
	gone, where := s.remove(c, m), c.Channel
	s.mu.Unlock()
	s.sendEvent(s.deletedEvent(where, gone), where)
	return answer{"channel": where.ID, "ts": gone.TS}, nil
}

// remove takes a message out of its channel. The caller holds the lock.
func (s *Server) remove(c *channel, m *message) Message {
	c.messages = slices.DeleteFunc(c.messages, func(other *message) bool { return other == m })
	s.note(Deleted, c.ID, "", m.Message)
	return m.Message
}

func (s *Server) permalink(args map[string]string) (answer, *refusal) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c, refused := s.channelFor(args["channel"], false)
	if refused != nil {
		return nil, refused
	}
	m := c.find(args["message_ts"])
	if m == nil {
		return nil, refuse("message_not_found")
	}
	link := "https://" + s.config.TeamDomain + ".slack.com/archives/" + c.ID + "/p" + strings.ReplaceAll(m.TS, ".", "")
	if m.ThreadTS != "" && m.ThreadTS != m.TS {
		link += "?thread_ts=" + m.ThreadTS + "&cid=" + c.ID
	}
	return answer{"channel": c.ID, "permalink": link}, nil
}

func (s *Server) addReaction(args map[string]string) (answer, *refusal) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c, refused := s.channelFor(args["channel"], true)
	if refused != nil {
		return nil, refused
	}
	m := c.find(args["timestamp"])
	switch {
	case m == nil:
		return nil, refuse("message_not_found")
	case args["name"] == "":
		return nil, refuse("invalid_name")
	}
	i := slices.IndexFunc(m.Reactions, func(r Reaction) bool { return r.Name == args["name"] })
	if i < 0 {
		m.Reactions = append(m.Reactions, Reaction{Name: args["name"]})
		i = len(m.Reactions) - 1
	}
	if slices.Contains(m.Reactions[i].Users, s.config.BotUserID) {
		return nil, refuse("already_reacted")
	}
	m.Reactions = slices.Clone(m.Reactions) // earlier copies of the message hold the old ones
	m.Reactions[i].Users = append(slices.Clone(m.Reactions[i].Users), s.config.BotUserID)
	m.Reactions[i].Count++
	s.note(Changed, c.ID, "", m.Message)
	return answer{}, nil
}
