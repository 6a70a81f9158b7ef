package carrier

import (
	"cmp"
	"context"
	"slices"
	"time"

	"relais/infra/standin"
)

// record is a line of the journal: an event of the ledger, what else has to outlive
// the program, or both where they must not be torn apart.
type record struct {
	Number int64  `json:"n,omitempty"` // of Event in the ledger
	Event  *Event `json:"event,omitempty"`
	// Told: what Event has led to stands in records before it.
	Told    bool    `json:"told,omitempty"`
	Message *kept   `json:"message,omitempty"` // new, or to replace the one of its id
	Gone    string  `json:"gone,omitempty"`    // id of a message that was deleted
	OptOut  *optOut `json:"opt_out,omitempty"`
	Reach   *reach  `json:"reach,omitempty"`
}

// kept is a message with what only the stand-in needs of it.
type kept struct {
	Message
	Callback string           `json:"callback,omitempty"`
	Validity standin.Duration `json:"validity,omitempty"`
	Accepted time.Time        `json:"accepted"`
}

type optOut struct {
	pair
	Out bool
}

type reach struct {
	Phone string
	Code  int // 0: within reach again
}

func (m *message) kept() kept {
	return kept{m.Message, m.callback, standin.Duration(m.validity), m.accepted}
}

// record takes r into journal and ledger: what a page was shown is in the journal.
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

// remember opens the journal and goes on where the earlier run ended. A text whose
// webhook had no answer is lost, as it is with the vendor when the connection breaks
// and no fallback is set up: the ledger says so. What was on its way to a phone
// arrives, and its receipts are told.
func (s *Server) remember() error {
	keep := s.config.Keep
	journal, records, err := standin.OpenJournal(s.config.Journal, 8*keep, func(records []record) []record {
		return recall(records).records(keep)
	})
	if err != nil {
		return err
	}
	h := recall(records)
	s.journal, s.messages, s.optedOut, s.unreachable = journal, h.messages, h.optedOut, h.unreachable
	s.log.Resume(h.first, h.events)
	for _, m := range slices.Clone(s.messages) {
		switch {
		case h.open[m.SID]:
			s.note(Webhook, m.Message, &Call{URL: s.config.WebhookURL, Error: "the connection was lost", Token: newToken()})
			s.alert(m.Message, &fault{code: 11200, detail: "the connection was lost"})
		case m.Status == "queued", m.Status == "sent":
			s.work.Go(func(ctx context.Context) { s.deliver(ctx, m) })
		}
	}
	return nil
}

// history is what a journal tells.
type history struct {
	first       int64 // number of the first event
	events      []Event
	messages    []*message
	bySID       map[string]*message
	optedOut    map[pair]bool
	unreachable map[string]int
	open        map[string]bool // ids of texts whose webhook has not been answered
}

func recall(records []record) *history {
	h := &history{bySID: map[string]*message{}, optedOut: map[pair]bool{}, unreachable: map[string]int{}, open: map[string]bool{}}
	for _, r := range records {
		h.apply(r)
	}
	return h
}

func (h *history) apply(r record) {
	if r.Message != nil {
		m := &message{r.Message.Message, r.Message.Callback, time.Duration(r.Message.Validity), r.Message.Accepted}
		if known := h.bySID[m.SID]; known != nil {
			*known = *m
		} else {
			h.messages, h.bySID[m.SID] = append(h.messages, m), m
		}
	}
	if gone := h.bySID[r.Gone]; gone != nil {
		h.messages = slices.DeleteFunc(h.messages, func(m *message) bool { return m == gone })
		delete(h.bySID, r.Gone)
	}
	if r.OptOut != nil {
		h.optedOut[r.OptOut.pair] = r.OptOut.Out
	}
	if r.Reach != nil {
		h.unreachable[r.Reach.Phone] = r.Reach.Code
		if r.Reach.Code == 0 {
			delete(h.unreachable, r.Reach.Phone)
		}
	}
	if r.Event == nil {
		return
	}
	h.first = cmp.Or(h.first, r.Number)
	h.events = append(h.events, *r.Event)
	h.follow(*r.Event, r.Told)
}

// follow does what an event did.
func (h *history) follow(e Event, told bool) {
	switch {
	case e.Kind == Status && !told:
		if m := h.bySID[e.SID]; m != nil && e.Message != nil {
			body := m.Body // which may be redacted by now
			m.Message, m.Body = *e.Message, body
		}
	case e.Kind == Inbound:
		h.open[e.SID] = true
	case e.Kind == Webhook && e.Call != nil && e.Call.Status != 0 && !e.Call.Unheard, e.Kind == Alert && !e.Warning:
		delete(h.open, e.SID)
	}
}

// records tells the same in as few lines as possible: the last messages and events,
// keep of each, and what holds of phones.
func (h *history) records(keep int) []record {
	var records []record
	for _, m := range h.messages[max(len(h.messages)-keep, 0):] {
		whole := m.kept()
		records = append(records, record{Message: &whole})
	}
	for pair, out := range h.optedOut {
		records = append(records, record{OptOut: &optOut{pair, out}})
	}
	for phone, code := range h.unreachable {
		records = append(records, record{Reach: &reach{phone, code}})
	}
	from := max(len(h.events)-keep, 0)
	for i, e := range h.events[from:] {
		records = append(records, record{Number: h.first + int64(from+i), Event: &e, Told: true})
	}
	return records
}
