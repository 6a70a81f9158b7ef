package workspace

import (
	"encoding/base64"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// readSpan reads oldest, latest and inclusive. Time stamps have one width, so they
// compare as text once they are completed.
func readSpan(args map[string]string) (func(ts string) bool, *refusal) {
	complete := func(text string) (string, bool) {
		seconds, micros, _ := strings.Cut(text, ".")
		n, err := strconv.ParseInt(seconds, 10, 64)
		if err != nil || len(micros) > 6 {
			return "", false
		}
		return fmt.Sprintf("%010d.%s", n, (micros + "000000")[:6]), true
	}
	oldest, latest, ok := "", "", true
	if text := args["oldest"]; text != "" {
		oldest, ok = complete(text)
	}
	if text := args["latest"]; text != "" && ok {
		latest, ok = complete(text)
	}
	if !ok {
		return nil, refuse("invalid_arguments", "[ERROR] a time stamp is expected")
	}
	inclusive := truth(args["inclusive"])
	return func(ts string) bool {
		early := oldest != "" && (ts < oldest || ts == oldest && !inclusive)
		late := latest != "" && (ts > latest || ts == latest && !inclusive)
		return !early && !late
	}, nil
}

// list returns a page of messages. They come in the order given, and a cursor goes
// on after the message it names.
func (s *Server) list(messages []*message, args map[string]string) (answer, *refusal) {
	within, refused := readSpan(args)
	if refused != nil {
		return nil, refused
	}
	limit, err := strconv.Atoi(args["limit"])
	if err != nil || limit < 1 {
		limit = 100
	}
	limit = min(limit, 999)
	decoded, err := base64.StdEncoding.DecodeString(args["cursor"])
	after, found := strings.CutPrefix(string(decoded), "after:")
	if args["cursor"] != "" && (err != nil || !found) {
		return nil, refuse("invalid_cursor")
	}
	lag := time.Duration(s.faults.Settings().HistoryLag)
	page, more := []Message{}, false
	for _, m := range messages {
		if after != "" {
			if m.TS == after {
				after = ""
			}
			continue
		}
		if !within(m.TS) || lag > 0 && time.Since(m.posted) < lag {
			continue
		}
		if more = len(page) == limit; more {
			break
		}
		shown := m.Message
		if !truth(args["include_all_metadata"]) {
			shown.Metadata = nil
		}
		page = append(page, shown)
	}
	cursor := ""
	if more {
		cursor = base64.StdEncoding.EncodeToString([]byte("after:" + page[len(page)-1].TS))
	}
	return answer{"messages": page, "has_more": more, "response_metadata": map[string]string{"next_cursor": cursor}}, nil
}

// history lists a channel's messages, newest first, without the replies in threads.
func (s *Server) history(args map[string]string) (answer, *refusal) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c, refused := s.channelFor(args["channel"], false)
	if refused != nil {
		return nil, refused
	}
	var tops []*message
	for _, m := range slices.Backward(c.messages) {
		if m.ThreadTS == "" || m.ThreadTS == m.TS {
			tops = append(tops, m)
		}
	}
	return s.list(tops, args)
}

// replies lists a thread, the message it hangs on first.
func (s *Server) replies(args map[string]string) (answer, *refusal) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c, refused := s.channelFor(args["channel"], false)
	if refused != nil {
		return nil, refused
	}
	if c.find(args["ts"]) == nil {
		return nil, refuse("thread_not_found")
	}
	var thread []*message
	for _, m := range c.messages {
		if m.TS == args["ts"] || m.ThreadTS == args["ts"] {
			thread = append(thread, m)
		}
	}
	return s.list(thread, args)
}

func (s *Server) conversationInfo(args map[string]string) (answer, *refusal) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c, ok := s.channels[args["channel"]]
	if !ok || c.Private && c.NotMember {
		return nil, refuse("channel_not_found")
	}
	return answer{"channel": channelObject(c.Channel)}, nil
}

func channelObject(c Channel) map[string]any {
	object := map[string]any{
		"id": c.ID, "name": c.Name, "name_normalized": c.Name, "is_channel": c.IM == "" && !c.Private, "is_group": c.IM == "" && c.Private,
		"is_im": c.IM != "", "is_mpim": false, "is_private": c.Private, "is_archived": c.Archived, "is_general": false,
		"is_member": !c.NotMember, "is_shared": c.Shared, "is_ext_shared": c.Shared, "is_org_shared": false, "is_pending_ext_shared": false,
	}
	if c.IM != "" {
		object["user"] = c.IM
	}
	return object
}

func (s *Server) openConversation(args map[string]string) (answer, *refusal) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if id := args["channel"]; id != "" {
		c, refused := s.channelFor(id, false)
		if refused != nil {
			return nil, refused
		}
		return answer{"no_op": true, "already_open": true, "channel": channelObject(c.Channel)}, nil
	}
	user, ok := s.users[args["users"]]
	switch {
	case args["users"] == "":
		return nil, refuse("users_list_not_supplied")
	case !ok:
		return nil, refuse("user_not_found")
	case user.Deleted:
		return nil, refuse("user_disabled")
	}
	c, opened := s.direct(user.ID)
	return answer{"no_op": !opened, "already_open": !opened, "channel": channelObject(c.Channel)}, nil
}
