package carrier

import (
	"crypto/subtle"
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"relais/infra/standin"
)

// apiError is how the API refuses.
type apiError struct {
	Code     int    `json:"code"`
	Message  string `json:"message"`
	MoreInfo string `json:"more_info"`
	Status   int    `json:"status"`
}

func writeError(w http.ResponseWriter, code, status int, message string) {
	refusal := refuse(code, message)
	refusal.Status = status
	standin.WriteJSON(w, status, refusal)
}

// ServeHTTP serves the message API, and that of calls, below /2010-04-01/.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.api.ServeHTTP(w, r) }

func (s *Server) apiHandler() http.Handler {
	routes := http.NewServeMux()
	routes.HandleFunc("POST /2010-04-01/Accounts/{account}/Messages.json", s.createMessage)
	routes.HandleFunc("GET /2010-04-01/Accounts/{account}/Messages.json", s.listMessages)
	routes.HandleFunc("GET /2010-04-01/Accounts/{account}/Messages/{file}", s.fetchMessage)
	routes.HandleFunc("POST /2010-04-01/Accounts/{account}/Messages/{file}", s.redactMessage)
	routes.HandleFunc("DELETE /2010-04-01/Accounts/{account}/Messages/{file}", s.deleteMessage)
	routes.HandleFunc("POST /2010-04-01/Accounts/{account}/Calls.json", s.createCall)
	routes.HandleFunc("GET /2010-04-01/Accounts/{account}/Calls.json", s.listCalls)
	routes.HandleFunc("/", notFound)

	unreliable := standin.Unreliable(routes, s.work, s.faults, func(f *Faults) *standin.APIFaults { return &f.API },
		func(w http.ResponseWriter, status int) {
			switch status {
			case http.StatusTooManyRequests:
				writeError(w, 20429, status, "Too Many Requests")
			case http.StatusInternalServerError:
				writeError(w, 20500, status, "Internal Server Error")
			default:
				writeError(w, 20400, status, "Bad Request")
			}
		})
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !s.authentic(r) {
			w.Header().Set("WWW-Authenticate", `Basic realm="Twilio API"`)
			writeError(w, 20003, http.StatusUnauthorized, "Authenticate")
			return
		}
		unreliable.ServeHTTP(w, r)
	})
}

func (s *Server) authentic(r *http.Request) bool {
	account, token, _ := r.BasicAuth()
	ofAccount := strings.HasPrefix(r.URL.Path, "/"+apiVersion+"/Accounts/"+s.config.AccountSID+"/")
	return account == s.config.AccountSID && subtle.ConstantTimeCompare([]byte(token), []byte(s.config.AuthToken)) == 1 && ofAccount
}

func notFound(w http.ResponseWriter, r *http.Request) {
	writeError(w, 20404, http.StatusNotFound, "The requested resource "+r.URL.Path+" was not found")
}

func (s *Server) createMessage(w http.ResponseWriter, r *http.Request) {
	if err := r.ParseForm(); err != nil {
		writeError(w, 20400, http.StatusBadRequest, "Bad Request")
		return
	}
	form := r.PostForm
	o := order{from: form.Get("From"), to: form.Get("To"), body: form.Get("Body"), media: len(form["MediaUrl"]), callback: form.Get("StatusCallback")}
	if period := form.Get("ValidityPeriod"); period != "" {
		var err error
		if o.validity, err = strconv.Atoi(period); err != nil || o.validity == 0 {
			o.validity = -1
		}
	}
	if refusal := s.refusal(o); refusal != nil {
		standin.WriteJSON(w, refusal.Status, refusal)
		return
	}
	standin.WriteJSON(w, http.StatusCreated, s.resource(s.accept(outboundAPI, o)))
}

func (s *Server) fetchMessage(w http.ResponseWriter, r *http.Request) {
	var found Message
	if i := s.locked(r, func(i int) { found = s.messages[i].Message }); i < 0 {
		notFound(w, r)
		return
	}
	standin.WriteJSON(w, http.StatusOK, s.resource(found))
}

// redactMessage empties the body of a message, the only change the API allows.
func (s *Server) redactMessage(w http.ResponseWriter, r *http.Request) {
	if err := r.ParseForm(); err != nil || !r.PostForm.Has("Body") || r.PostForm.Get("Body") != "" {
		writeError(w, 20001, http.StatusBadRequest, "Body must be empty")
		return
	}
	var whole kept
	if i := s.locked(r, func(i int) { s.messages[i].Body = ""; whole = s.messages[i].kept() }); i < 0 {
		notFound(w, r)
		return
	}
	s.record(record{Message: &whole})
	standin.WriteJSON(w, http.StatusOK, s.resource(whole.Message))
}

func (s *Server) deleteMessage(w http.ResponseWriter, r *http.Request) {
	gone := ""
	if i := s.locked(r, func(i int) { gone = s.messages[i].SID; s.messages = slices.Delete(s.messages, i, i+1) }); i < 0 {
		notFound(w, r)
		return
	}
	s.record(record{Gone: gone})
	w.WriteHeader(http.StatusNoContent)
}

// locked calls do with the place of the message the request names, and returns
// it; it returns -1 if there is none.
func (s *Server) locked(r *http.Request, do func(place int)) int {
	sid := strings.TrimSuffix(r.PathValue("file"), ".json")
	s.mu.Lock()
	defer s.mu.Unlock()
	place := slices.IndexFunc(s.messages, func(m *message) bool { return m.SID == sid })
	if place >= 0 {
		do(place)
	}
	return place
}

// listMessages lists the newest first. A page goes on after the last message of the
// one before, so that messages which arrive meanwhile shift nothing.
func (s *Server) listMessages(w http.ResponseWriter, r *http.Request) {
	query := r.URL.Query()
	size, err := strconv.Atoi(query.Get("PageSize"))
	if err != nil || size < 1 {
		size = 50
	}
	size = min(size, 1000)
	keep, err := listFilter(query)
	if err != nil {
		writeError(w, 20001, http.StatusBadRequest, err.Error())
		return
	}
	after := strings.TrimPrefix(query.Get("PageToken"), "PA")
	page, more := s.page(keep, after, size)
	number, _ := strconv.Atoi(query.Get("Page"))

	link := func(number int, token string) string {
		next := url.Values{}
		for _, name := range []string{"To", "From", "DateSent", "DateSent<", "DateSent>"} {
			if query.Has(name) {
				next.Set(name, query.Get(name))
			}
		}
		next.Set("PageSize", strconv.Itoa(size))
		next.Set("Page", strconv.Itoa(number))
		if token != "" {
			next.Set("PageToken", token)
		}
		return r.URL.Path + "?" + next.Encode()
	}
	var nextPage *string
	if more {
		next := link(number+1, "PA"+page[len(page)-1].SID)
		nextPage = &next
	}
	resources := make([]resource, len(page))
	for i, m := range page {
		resources[i] = s.resource(m)
	}
	standin.WriteJSON(w, http.StatusOK, map[string]any{
		"messages": resources, "page": number, "page_size": size,
		"start": number * size, "end": number*size + max(len(page)-1, 0),
		"uri": r.URL.RequestURI(), "first_page_uri": link(0, ""), "next_page_uri": nextPage, "previous_page_uri": nil,
	})
}

func (s *Server) page(keep func(Message) bool, after string, size int) (page []Message, more bool) {
	lag := time.Duration(s.faults.Settings().ListLag)
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, m := range slices.Backward(s.messages) {
		if after != "" {
			if m.SID == after {
				after = ""
			}
			continue
		}
		if !s.visible(m, lag) || !keep(m.Message) {
			continue
		}
		if len(page) == size {
			return page, true
		}
		page = append(page, m.Message)
	}
	return page, false
}

// listFilter reads the filters. "DateSent<" and "DateSent>" include the date, or
// the instant, that they name.
func listFilter(query url.Values) (func(Message) bool, error) {
	on, err := parseDate(query.Get("DateSent"))
	if err != nil {
		return nil, err
	}
	until, err := parseDate(query.Get("DateSent<"))
	if err != nil {
		return nil, err
	}
	since, err := parseDate(query.Get("DateSent>"))
	if err != nil {
		return nil, err
	}
	to, from := query.Get("To"), query.Get("From")
	return func(m Message) bool {
		sent := m.Sent
		if sent.IsZero() {
			sent = m.Created
		}
		sent = sent.UTC().Truncate(time.Second)
		switch {
		case m.Direction == outboundCall:
			return false
		case to != "" && m.To != to, from != "" && m.From != from:
			return false
		case on != nil && (sent.Before(on.from) || !sent.Before(on.to)):
			return false
		case until != nil && !sent.Before(until.to):
			return false
		case since != nil && sent.Before(since.from):
			return false
		}
		return true
	}, nil
}

// span is the day, or the second, that a filter names: from ≤ t < to.
type span struct{ from, to time.Time }

func parseDate(text string) (*span, error) {
	if text == "" {
		return nil, nil
	}
	if day, err := time.Parse(time.DateOnly, text); err == nil {
		return &span{day, day.AddDate(0, 0, 1)}, nil
	}
	instant, err := time.Parse(time.RFC3339, text)
	if err != nil {
		return nil, err
	}
	instant = instant.UTC().Truncate(time.Second)
	return &span{instant, instant.Add(time.Second)}, nil
}

// resource is a message as the API shows it.
type resource struct {
	AccountSID          string            `json:"account_sid"`
	APIVersion          string            `json:"api_version"`
	Body                string            `json:"body"`
	DateCreated         string            `json:"date_created"`
	DateSent            *string           `json:"date_sent"`
	DateUpdated         string            `json:"date_updated"`
	Direction           string            `json:"direction"`
	ErrorCode           *int              `json:"error_code"`
	ErrorMessage        *string           `json:"error_message"`
	From                string            `json:"from"`
	MessagingServiceSID *string           `json:"messaging_service_sid"`
	NumMedia            string            `json:"num_media"`
	NumSegments         string            `json:"num_segments"`
	Price               *string           `json:"price"`
	PriceUnit           string            `json:"price_unit"`
	SID                 string            `json:"sid"`
	Status              string            `json:"status"`
	SubresourceURIs     map[string]string `json:"subresource_uris"`
	To                  string            `json:"to"`
	URI                 string            `json:"uri"`
}

// deliveryErrors gives the vendor's words for the codes the stand-in uses.
var deliveryErrors = map[int]string{
	30003: "Unreachable destination handset",
	30005: "Unknown destination handset",
	30006: "Landline or unreachable carrier",
	30008: "Unknown error",
	30036: "Validity Period Expired",
}

func (s *Server) resource(m Message) resource {
	path := "/" + apiVersion + "/Accounts/" + s.config.AccountSID + "/Messages/" + m.SID
	r := resource{
		AccountSID: s.config.AccountSID, APIVersion: apiVersion, Body: m.Body, Direction: m.Direction,
		DateCreated: m.Created.UTC().Format(time.RFC1123Z), DateUpdated: m.Updated.UTC().Format(time.RFC1123Z),
		From: m.From, To: m.To, NumMedia: strconv.Itoa(m.Media), NumSegments: strconv.Itoa(m.Segments),
		PriceUnit: "USD", SID: m.SID, Status: m.Status, URI: path + ".json",
		SubresourceURIs: map[string]string{"media": path + "/Media.json"},
	}
	if !m.Sent.IsZero() {
		sent := m.Sent.UTC().Format(time.RFC1123Z)
		r.DateSent = &sent
	}
	if m.ErrorCode != 0 {
		words := deliveryErrors[m.ErrorCode]
		r.ErrorCode, r.ErrorMessage = &m.ErrorCode, &words
	}
	return r
}

func mustJSON(v any) string {
	text, err := json.Marshal(v)
	if err != nil {
		panic(err) // only called with maps of text
	}
	return string(text)
}
