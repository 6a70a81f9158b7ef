package carrier

import (
	"encoding/xml"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"relais/infra/standin"
)

// outboundCall is the direction of a call that our side asks for. It stands among the
// messages, its body what was said.
const outboundCall = "outbound-call"

// Bounds of a document that rides in the request, and of how long a telephone rings.
// Source: https://www.twilio.com/docs/voice/api/call-resource.
const (
	twimlLetters = 4000
	maxRing      = 600
)

// createCall calls a phone. Only documents that say something and end are played.
func (s *Server) createCall(w http.ResponseWriter, r *http.Request) {
	if err := r.ParseForm(); err != nil {
		writeError(w, 20400, http.StatusBadRequest, "Bad Request")
		return
	}
	form := r.PostForm
	said, refusal := s.spoken(form)
	if refusal != nil {
		standin.WriteJSON(w, refusal.Status, refusal)
		return
	}
	m := s.accept(outboundCall, order{from: form.Get("From"), to: form.Get("To"), body: said})
	standin.WriteJSON(w, http.StatusCreated, s.callResource(m))
}

// spoken returns what a call says, or why the vendor refuses it.
func (s *Server) spoken(form url.Values) (string, *apiError) {
	from, to, document := form.Get("From"), form.Get("To"), form.Get("Twiml")
	ring, err := strconv.Atoi(form.Get("Timeout"))
	switch {
	case to == "":
		return "", refuse(21201, "No 'To' number is specified")
	case !e164.MatchString(to):
		return "", refuse(21211, "The phone number you are attempting to call is not valid")
	case from == "":
		return "", refuse(21213, "'From' phone number is required")
	case !e164.MatchString(from):
		return "", refuse(21212, "The 'From' number is not a valid phone number")
	case !slices.Contains(s.config.Numbers, from):
		return "", refuse(21210, "'From' phone number not verified or purchased")
	case document == "":
		return "", refuse(21205, "Url parameter is required")
	case len(document) > twimlLetters:
		return "", refuse(21625, "The Twiml parameter is too long")
	case form.Has("Timeout") && (err != nil || ring < 1 || ring > maxRing):
		return "", refuse(20001, "Timeout is not valid")
	}
	var response struct {
		XMLName xml.Name `xml:"Response"`
		Say     []string `xml:"Say"`
	}
	if xml.Unmarshal([]byte(document), &response) != nil || len(response.Say) == 0 {
		return "", refuse(12100, "Document parse failure")
	}
	return strings.Join(response.Say, "\n"), nil
}

// callShown is a call as the API shows it.
type callShown struct {
	AccountSID  string  `json:"account_sid"`
	APIVersion  string  `json:"api_version"`
	DateCreated string  `json:"date_created"`
	DateUpdated string  `json:"date_updated"`
	Direction   string  `json:"direction"`
	Duration    *string `json:"duration"`
	From        string  `json:"from"`
	To          string  `json:"to"`
	SID         string  `json:"sid"`
	Status      string  `json:"status"`
	URI         string  `json:"uri"`
}

// callStatus gives a call's words for what a message calls otherwise.
var callStatus = map[string]string{"sent": "in-progress", "delivered": "completed", "undelivered": "no-answer"}

func (s *Server) callResource(m Message) callShown {
	status, other := callStatus[m.Status]
	if !other {
		status = m.Status
	}
	date := func(t time.Time) string { return t.UTC().Format(time.RFC1123Z) }
	return callShown{
		AccountSID: s.config.AccountSID, APIVersion: apiVersion, DateCreated: date(m.Created), DateUpdated: date(m.Updated),
		Direction: outboundAPI, From: m.From, To: m.To, SID: m.SID, Status: status,
		URI: "/" + apiVersion + "/Accounts/" + s.config.AccountSID + "/Calls/" + m.SID + ".json",
	}
}

// listCalls lists the newest first, on one page.
func (s *Server) listCalls(w http.ResponseWriter, r *http.Request) {
	query := r.URL.Query()
	size, err := strconv.Atoi(query.Get("PageSize"))
	if err != nil || size < 1 {
		size = 50
	}
	to, from := query.Get("To"), query.Get("From")
	page, _ := s.page(func(m Message) bool {
		return m.Direction == outboundCall && (to == "" || m.To == to) && (from == "" || m.From == from)
	}, "", min(size, 1000))
	calls := make([]callShown, len(page))
	for i, m := range page {
		calls[i] = s.callResource(m)
	}
	standin.WriteJSON(w, http.StatusOK, map[string]any{
		"calls": calls, "page": 0, "page_size": size, "start": 0, "end": max(len(calls)-1, 0),
		"uri": r.URL.RequestURI(), "first_page_uri": r.URL.RequestURI(), "next_page_uri": nil, "previous_page_uri": nil,
	})
}
