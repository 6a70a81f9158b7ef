package workspace

import (
	"cmp"
	"fmt"
	"slices"

	"relais/infra/standin"
)

// record is a line of the journal: an event of the ledger, or what else has to
// outlive the program.
type record struct {
	Number int64  `json:"n,omitempty"` // of Event in the ledger
	Event  *Event `json:"event,omitempty"`
	// Told: what Event has led to stands in records before it.
	Told    bool     `json:"told,omitempty"`
	In      string   `json:"in,omitempty"` // channel of Message
	Message *Message `json:"message,omitempty"`
	Channel *Channel `json:"channel,omitempty"`
	User    *User    `json:"user,omitempty"`
}

// tell takes an event into journal and ledger.
func (s *Server) tell(e Event) { s.record(record{Event: &e}) }

func (s *Server) record(r record) {
	s.recording.Lock()
	defer s.recording.Unlock()
	if r.Event != nil {
		r.Number = s.log.Next()
	}
	s.journal.Add(r)
	if r.Event != nil {
		s.log.Add(*r.Event)
	}
}

// remember opens the journal and goes on where the earlier run ended. What was said
// at run time about channels and people holds over the configuration.
func (s *Server) remember() error {
	keep := s.config.Keep
	journal, records, err := standin.OpenJournal(s.config.Journal, 8*keep, func(records []record) []record {
		return recall(records).records(keep)
	})
	if err != nil {
		return err
	}
	h := recall(records)
	for _, c := range h.channels {
		s.SetChannel(c)
	}
	for _, u := range h.users {
		s.SetUser(u)
	}
	for user := range s.users {
		if len(h.messages["D"+user[1:]]) > 0 {
			s.direct(user)
		}
	}
	for id, c := range s.channels {
		for _, m := range h.messages[id] {
			c.messages = append(c.messages, &message{Message: m})
		}
		c.last = h.last[id]
	}
	for _, e := range h.events {
		s.restore(e)
	}
	s.log.Resume(h.first, h.events)
	s.journal = journal
	return nil
}

// restore shows again what one user alone saw.
func (s *Server) restore(e Event) {
	id, _ := e.View["id"].(string)
	switch {
	case e.Kind == Ephemeral && e.Message != nil:
		s.ephemerals = append(s.ephemerals, &message{Message: *e.Message, forWho: e.User})
	case e.Kind == ViewGone:
		delete(s.views, id)
		s.modals[e.User] = slices.DeleteFunc(s.modals[e.User], func(open string) bool { return open == id })
	case e.Kind != ViewShown:
	case e.View["type"] == "home":
		s.views[id], s.homes[e.User] = &view{id, e.User, e.View}, id
	case s.views[id] != nil:
		s.views[id].body = e.View
	default:
		if e.View["root_view_id"] == id {
			s.modals[e.User] = nil
		}
		s.views[id] = &view{id, e.User, e.View}
		s.modals[e.User] = append(s.modals[e.User], id)
	}
}

// history is what a journal tells.
type history struct {
	first    int64 // number of the first event
	events   []Event
	channels map[string]Channel // as set at run time
	users    map[string]User
	messages map[string][]Message // channel → messages, oldest first
	last     map[string]stamp     // channel → the newest stamp given there
}

func recall(records []record) *history {
	h := &history{channels: map[string]Channel{}, users: map[string]User{}, messages: map[string][]Message{}, last: map[string]stamp{}}
	for _, r := range records {
		h.apply(r)
	}
	return h
}

func (h *history) apply(r record) {
	switch {
	case r.Channel != nil:
		h.channels[r.Channel.ID] = *r.Channel
	case r.User != nil:
		h.users[r.User.ID] = *r.User
	case r.Message != nil:
		h.put(r.In, *r.Message)
	case r.Event != nil:
		h.first = cmp.Or(h.first, r.Number)
		h.events = append(h.events, *r.Event)
		if r.Event.Message != nil && !r.Told {
			h.follow(*r.Event)
		}
	}
}

// follow does what an event did.
func (h *history) follow(e Event) {
	m := *e.Message
	switch e.Kind {
	case Posted:
		h.put(e.Channel, m)
		if parent := h.find(e.Channel, m.ThreadTS); parent != nil {
			parent.ReplyCount, parent.LatestReply, parent.ThreadTS = parent.ReplyCount+1, m.TS, parent.TS
		}
	case Changed:
		if known := h.find(e.Channel, m.TS); known != nil {
			*known = m
		}
	case Deleted:
		h.messages[e.Channel] = slices.DeleteFunc(h.messages[e.Channel], func(other Message) bool { return other.TS == m.TS })
	}
	h.count(e.Channel, m)
}

func (h *history) put(channel string, m Message) {
	h.messages[channel] = append(h.messages[channel], m)
	h.count(channel, m)
}

// count keeps stamps from being given twice.
func (h *history) count(channel string, m Message) {
	given := []string{m.TS}
	if m.Edited != nil {
		given = append(given, m.Edited.TS)
	}
	for _, text := range given {
		var t stamp
		if _, err := fmt.Sscanf(text, "%d.%d", &t.seconds, &t.micros); err != nil {
			continue
		}
		if last := h.last[channel]; t.seconds > last.seconds || t.seconds == last.seconds && t.micros > last.micros {
			h.last[channel] = t
		}
	}
}

// find looks from the end: a journal speaks of the newest.
func (h *history) find(channel, ts string) *Message {
	for i := range slices.Backward(h.messages[channel]) {
		if m := &h.messages[channel][i]; m.TS == ts {
			return m
		}
	}
	return nil
}

// records tells the same in as few lines as possible: the last events, the last
// messages of each channel, keep of each, and what was set at run time.
func (h *history) records(keep int) []record {
	var records []record
	for _, c := range h.channels {
		records = append(records, record{Channel: &c})
	}
	for _, u := range h.users {
		records = append(records, record{User: &u})
	}
	for channel, messages := range h.messages {
		for _, m := range messages[max(len(messages)-keep, 0):] {
			records = append(records, record{In: channel, Message: &m})
		}
	}
	from := max(len(h.events)-keep, 0)
	for i, e := range h.events[from:] {
		records = append(records, record{Number: h.first + int64(from+i), Event: &e, Told: true})
	}
	return records
}
