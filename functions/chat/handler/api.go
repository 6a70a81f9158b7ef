package handler

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/netip"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/aws/aws-lambda-go/events"

	"relais/dialogs/intake"
)

// answer is what every way in answers.
type answer struct {
	Token    string    `json:"token,omitempty"`  // to be presented from now on
	Rotate   int       `json:"rotate,omitempty"` // seconds until it changes
	Messages []message `json:"messages"`
	After    string    `json:"after,omitempty"` // an intake.Upto, to be brought with the next question; none: as before
	Poll     int       `json:"poll"`            // seconds until it is worth asking again
	Lang     string    `json:"lang,omitempty"`
	Money    *money    `json:"money,omitempty"` // that minutes count for; none: there is none any more
	Apart    bool      `json:"apart,omitempty"` // no longer: all is to be asked for anew, part of what was shown is not to stand here
}

// money is money that has left and is to be asked back.
type money struct {
	Seconds int    `json:"seconds"` // since it left, by the desk's clock
	Script  string `json:"script"`  // what to read aloud
}

// message is one message as the chat shows it.
type message struct {
	N       string         `json:"n"` // tells it from the others
	From    intake.Speaker `json:"from"`
	ID      string         `json:"id,omitempty"` // of the browser's own
	At      time.Time      `json:"at"`
	Text    string         `json:"text"`
	Choices []choice       `json:"choices,omitempty"`
}

// choice is a button: Key is what a press of it sends as a text.
type choice struct {
	Key   string `json:"key"`
	Label string `json:"label"`
}

func messageOf(l intake.Line) message {
	m := message{N: l.N, From: l.By, ID: l.ID, At: l.At, Text: l.Text}
	for _, o := range l.Options {
		m.Choices = append(m.Choices, choice{strconv.Itoa(o.Key), o.Label})
	}
	return m
}

// How often it is worth asking: often while something is going on.
const (
	pollLively, pollCalm, pollQuiet = 2, 10, 30

	lively = 2 * time.Minute
	calm   = 15 * time.Minute
)

func poll(now time.Time, t intake.Talk) int {
	switch quiet := now.Sub(t.Said); {
	case t.Led || quiet < lively:
		return pollLively
	case quiet < calm:
		return pollCalm
	}
	return pollQuiet
}

// Bounds on what comes from one part of the net: sessions opened, cases joined.
const (
	boundWindow  = 10 * time.Minute
	maxSessions  = 60
	maxJoins     = 20
	boundSession = "session"
	boundJoin    = "join"
)

// open opens a session and greets.
func (h *Handler) open(ctx context.Context, r request) outcome {
	given, o := h.given(r, "lang", "site")
	if o != nil {
		return *o
	}
	if o := h.bounded(ctx, r, boundSession, maxSessions); o != nil {
		return *o
	}
	by := intake.Visitor{Lang: h.offered(given["lang"]), Site: given["site"]}
	if by.Lang == "" {
		by.Lang = h.language(r)
	}
	if _, ok := h.Sites[by.Site]; !ok {
		by.Site = ""
	}
	visit, err := h.Desk.Open(ctx, r.now, by)
	if err != nil {
		return h.failed(r, err)
	}
	a := h.answer(r, visit, intake.Talk{Upto: intake.Greeted, Said: visit.Began, Lang: visit.Lang}, intake.Upto{})
	return h.say(http.StatusCreated, a)
}

// greeting is the first message of every session. It stands in no log.
func (h *Handler) greeting(v intake.Visit) (message, error) {
	text, err := h.Desk.Texts.Text(v.Lang, "chat.greeting", nil)
	return message{N: "greeting", From: intake.Robot, At: v.Began, Text: text}, err
}

// answer says what was said after what stood there.
func (h *Handler) answer(r request, v intake.Visit, t intake.Talk, after intake.Upto) answer {
	a := answer{Token: v.Token, Messages: []message{}, After: t.Upto.String(), Poll: poll(r.now, t), Lang: t.Lang, Apart: t.Apart}
	if a.Token != "" {
		a.Rotate = int(intake.RotateAfter / time.Second)
	}
	if after.Own == 0 {
		if hello, err := h.greeting(v); err == nil {
			a.Messages = append(a.Messages, hello)
		}
	}
	for _, l := range t.Lines {
		a.Messages = append(a.Messages, messageOf(l))
	}
	if m := t.Money; m != nil {
		a.Money = &money{int(r.now.Sub(m.Sent) / time.Second), m.Script}
	}
	return a
}

// read tells what was said since.
func (h *Handler) read(ctx context.Context, r request) outcome {
	after, ok := afterOf(r.RawQueryString)
	if !ok {
		return refuse(http.StatusBadRequest, "after")
	}
	visit, o := h.visit(ctx, r)
	if o != nil {
		return *o
	}
	talk, err := h.Desk.Talk(ctx, r.now, visit, after, after)
	if err != nil {
		return h.failed(r, err)
	}
	return h.say(http.StatusOK, h.answer(r, visit, talk, after))
}

// afterOf reads the one parameter of a query.
func afterOf(query string) (intake.Upto, bool) {
	values, err := url.ParseQuery(query)
	if err != nil || len(values) > 1 || len(values["after"]) > 1 || len(values) == 1 && len(values["after"]) == 0 {
		return intake.Upto{}, false
	}
	if len(values) == 0 {
		return intake.Upto{}, true
	}
	return intake.ParseUpto(values.Get("after"))
}

// messageID is what a browser may call a message.
var messageID = regexp.MustCompile(`^[A-Za-z0-9-]{8,64}$`)

// write takes a message. With after it tells all that was said since, else the answer.
func (h *Handler) write(ctx context.Context, r request) outcome {
	given, o := h.given(r, "id", "text", "after")
	if o != nil {
		return *o
	}
	after, known := intake.ParseUpto(given["after"])
	switch {
	case !messageID.MatchString(given["id"]):
		return refuse(http.StatusBadRequest, "id")
	case strings.TrimSpace(given["text"]) == "":
		return refuse(http.StatusBadRequest, "text")
	case given["after"] != "" && !known:
		return refuse(http.StatusBadRequest, "after")
	}
	visit, o := h.visit(ctx, r)
	if o != nil {
		return *o
	}
	reply, err := h.Desk.Said(ctx, r.now, visit, given["id"], given["text"], after)
	if err != nil {
		return h.failed(r, err)
	}
	h.note(reply, time.Since(r.began))
	talk, err := h.Desk.Talk(ctx, r.now, visit, after, after)
	if err != nil {
		return h.failed(r, err) // the message was taken: sent again, it is answered from the log
	}
	if !known {
		talk.Lines, after = ofTurn(talk.Lines, reply), intake.Greeted
	}
	said := h.answer(r, visit, talk, after)
	if !known {
		said.After = "" // what was said before the message was not told
	}
	o = new(outcome)
	*o = h.say(http.StatusOK, said)
	o.answered = func(ctx context.Context) error { return h.Desk.Answered(ctx, reply) }
	return *o
}

// ofTurn are the lines of the turn that holds a reply.
func ofTurn(lines []intake.Line, reply intake.Reply) []intake.Line {
	var own []intake.Line
	for _, l := range lines {
		if l.At.Equal(reply.At) {
			own = append(own, l)
		}
	}
	return own
}

// join lets the session's conversation go on in the case that a code and a PIN open, or a
// one-time link.
func (h *Handler) join(ctx context.Context, r request) outcome {
	given, o := h.given(r, "code", "pin", "link")
	if o != nil {
		return *o
	}
	visit, o := h.visit(ctx, r)
	if o != nil {
		return *o
	}
	if o := h.bounded(ctx, r, boundJoin, maxJoins); o != nil {
		return *o
	}
	err := h.joins(ctx, r, visit, given["code"], given["pin"], given["link"])
	if errors.Is(err, intake.ErrNoToken) {
		o := h.say(http.StatusNotFound, answer{Token: visit.Token, Messages: []message{}, Poll: pollLively})
		return o
	}
	if err != nil {
		return h.failed(r, err)
	}
	talk, err := h.Desk.Talk(ctx, r.now, visit, intake.Greeted, intake.Upto{})
	if err != nil {
		return h.failed(r, err)
	}
	return h.say(http.StatusOK, h.answer(r, visit, talk, intake.Greeted))
}

func (h *Handler) joins(ctx context.Context, r request, v intake.Visit, code, pin, link string) error {
	if link != "" {
		return h.Desk.JoinsByLink(ctx, r.now, v, link)
	}
	return h.Desk.Joins(ctx, r.now, v, code, pin)
}

// end ends a session. Whatever token is presented, none works afterwards.
func (h *Handler) end(ctx context.Context, r request) outcome {
	if o := h.foreign(r); o != nil {
		return *o
	}
	visit, err := h.Desk.Enter(ctx, r.now, bearer(r))
	if err == nil {
		err = h.Desk.Leave(ctx, r.now, visit)
	}
	if err != nil && !errors.Is(err, intake.ErrNoToken) {
		return h.failed(r, err)
	}
	return outcome{response: empty(http.StatusNoContent)}
}

// visit is the session of a request.
func (h *Handler) visit(ctx context.Context, r request) (intake.Visit, *outcome) {
	if o := h.foreign(r); o != nil {
		return intake.Visit{}, o
	}
	visit, err := h.Desk.Enter(ctx, r.now, bearer(r))
	if err != nil {
		o := h.failed(r, err)
		return visit, &o
	}
	return visit, nil
}

// bearer is the token of a request. It is looked for in one place alone.
func bearer(r request) string {
	scheme, token, _ := strings.Cut(r.Headers["authorization"], " ")
	if !strings.EqualFold(scheme, "Bearer") {
		return ""
	}
	return token
}

// foreign refuses requests that a page of another origin makes. No cookie says who asks,
// so there is nothing it could misuse; neither has it a reason to come.
func (h *Handler) foreign(r request) *outcome {
	if origin, there := r.Headers["origin"]; there && !slices.Contains(h.Origins, origin) {
		o := refuse(http.StatusForbidden, "origin")
		return &o
	}
	return nil
}

// given reads a body: one object, its fields known, each once, texts or whole numbers.
func (h *Handler) given(r request, known ...string) (map[string]string, *outcome) {
	if o := h.foreign(r); o != nil {
		return nil, o
	}
	body, o := bodyOf(r, "application/json")
	if o != nil {
		return nil, o
	}
	given, ok := fields(body, known)
	if !ok {
		o := refuse(http.StatusBadRequest, "body")
		return nil, &o
	}
	return given, nil
}

// bodyOf returns a body of one media type, plain and within its bound.
func bodyOf(r request, want string) ([]byte, *outcome) {
	refused := func(status int, code string) ([]byte, *outcome) {
		o := refuse(status, code)
		return nil, &o
	}
	kind, _, _ := strings.Cut(r.Headers["content-type"], ";")
	if strings.TrimSpace(strings.ToLower(kind)) != want || r.Headers["content-encoding"] != "" {
		return refused(http.StatusUnsupportedMediaType, "type")
	}
	body, err := r.body()
	switch {
	case err != nil:
		return refused(http.StatusBadRequest, "body")
	case len(body) > maxBody:
		return refused(http.StatusRequestEntityTooLarge, "length")
	}
	return body, nil
}

func fields(body []byte, known []string) (map[string]string, bool) {
	if !utf8.Valid(body) {
		return nil, false
	}
	d := json.NewDecoder(bytes.NewReader(body))
	d.UseNumber()
	if begin, err := d.Token(); err != nil || begin != json.Delim('{') {
		return nil, false
	}
	given := map[string]string{}
	for d.More() {
		name, err := d.Token()
		if err != nil {
			return nil, false
		}
		value, err := d.Token()
		if err != nil {
			return nil, false
		}
		field, _ := name.(string)
		if _, twice := given[field]; twice || !slices.Contains(known, field) {
			return nil, false
		}
		switch v := value.(type) {
		case string:
			given[field] = v
		case json.Number:
			given[field] = v.String()
		default:
			return nil, false
		}
	}
	if _, err := d.Token(); err != nil || d.More() {
		return nil, false
	}
	return given, true
}

// bounded refuses what comes too often from one part of the net. Requests from this
// machine itself have no part: a server in front of us that does not say for whom it
// asks must not close the chat for all.
func (h *Handler) bounded(ctx context.Context, r request, what string, most int) *outcome {
	part, ok := netOf(r.RequestContext.HTTP.SourceIP)
	if !ok {
		return nil
	}
	free, err := h.Desk.Within(ctx, r.now, what+" "+part, boundWindow, most)
	if err != nil {
		o := h.failed(r, err)
		return &o
	}
	if !free {
		o := refuse(http.StatusTooManyRequests, "often")
		return &o
	}
	return nil
}

// netOf is the part of the net of an address: what one household or one office has.
func netOf(address string) (string, bool) {
	ip, err := netip.ParseAddr(address)
	if err != nil || ip.IsLoopback() {
		return "", false
	}
	bits := 48
	if ip = ip.Unmap(); ip.Is4() {
		bits = 24
	}
	prefix, err := ip.WithZone("").Prefix(bits)
	return prefix.String(), err == nil
}

// say answers with JSON that nobody keeps.
func (h *Handler) say(status int, a any) outcome {
	body, err := json.Marshal(a)
	if err != nil {
		panic(err) // an answer is plain data
	}
	response := empty(status)
	response.Headers["content-type"] = "application/json; charset=utf-8"
	response.Body = string(body)
	return outcome{response: response}
}

// firstAid answers when the desk could not: what to do first, and no word of anything
// being kept. The browser sends what was not answered again.
func (h *Handler) firstAid(r request) events.APIGatewayV2HTTPResponse {
	lang := h.language(r)
	texts := h.Desk.Texts
	text, err := texts.Text(lang, texts.OnChannel(lang, "notice.first_aid", intake.ChannelWeb), nil)
	if err != nil {
		h.Log.Error("first aid failed", "channel", intake.ChannelWeb, "error", err)
		return empty(http.StatusServiceUnavailable)
	}
	return h.say(http.StatusServiceUnavailable, map[string]any{
		"error": "unavailable", "lang": lang, "messages": []message{{From: intake.Robot, At: r.now.UTC(), Text: text}},
	}).response
}

// refuse answers with a code, which is all there is to say.
func refuse(status int, code string) outcome {
	response := empty(status)
	response.Headers["content-type"] = "application/json; charset=utf-8"
	response.Body = `{"error":"` + code + `"}`
	return outcome{response: response}
}

func empty(status int) events.APIGatewayV2HTTPResponse {
	return events.APIGatewayV2HTTPResponse{StatusCode: status, Headers: map[string]string{
		"cache-control": "no-store", "x-content-type-options": "nosniff", "referrer-policy": "no-referrer",
		"cross-origin-resource-policy": "same-origin", "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
	}}
}

// note writes the one line of a turn.
func (h *Handler) note(reply intake.Reply, took time.Duration) {
	h.Log.Info("turn", reply.Logged(intake.ChannelWeb, took)...)
}
