package handler

import (
	"bytes"
	"cmp"
	"context"
	"crypto/rand"
	_ "embed"
	"errors"
	"html/template"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"relais/dialogs/intake"
)

// PathStyle is the style of the page without script, besides that of the frame.
const PathStyle = "/chat/page.css"

var (
	//go:embed page.html
	pageHTML string
	//go:embed page.css
	pageCSS string

	pageForm = template.Must(template.New("page").Parse(pageHTML))
)

// pagePolicy: no script at all, and nothing from elsewhere.
const pagePolicy = "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'self'"

// view is what the page without script shows.
type view struct {
	Lang, Talk string // of the page, and of the conversation
	Say        map[string]string
	Aid        string // first aid, before anything else
	Notice     string // what went wrong
	Money      *intake.Money
	MoneyAgo   string
	Messages   []said
	Choices    []choice
	Languages  []language
	Text       string // what was typed and not taken

	// What the next form brings back.
	Token, ID string
	After     intake.Upto

	Elsewhere string // the page leads away
}

// said is one message on the page.
type said struct {
	From     intake.Speaker
	Who      string
	At, Hour string
	Lines    []string
	Links    []string
	Last     bool
}

type language struct{ Tag, Name string }

// form is what a form of the page brought.
type form struct {
	token, id, text, choice, code, pin, link, do, lang string
	after                                              intake.Upto
}

func (h *Handler) style(context.Context, request) outcome {
	response := empty(http.StatusOK)
	response.Headers["content-type"] = "text/css; charset=utf-8"
	response.Body = pageCSS
	return outcome{response: response}
}

// page is the chat for browsers without script, before anything was written.
func (h *Handler) page(_ context.Context, r request) outcome {
	asked, err := url.ParseQuery(r.RawQueryString)
	if err != nil {
		return refuse(http.StatusBadRequest, "query")
	}
	lang := cmp.Or(h.offered(asked.Get("lang")), h.language(r))
	if h.Desk.Tokens == nil {
		return h.show(http.StatusServiceUnavailable, view{Lang: lang})
	}
	return h.show(http.StatusOK, view{Lang: lang})
}

// submit takes what a form of the page brought, and shows the page after it.
func (h *Handler) submit(ctx context.Context, r request) outcome {
	f, o := h.formOf(r)
	if o != nil {
		return *o
	}
	v := view{Lang: f.lang, Text: f.text, ID: f.id}
	if h.Desk.Tokens == nil {
		return h.show(http.StatusServiceUnavailable, v)
	}
	visit, o := h.plainVisit(ctx, r, f, &v)
	if o != nil {
		return *o
	}
	if f.do == "leave" {
		if visit.From != "" {
			if err := h.Desk.Leave(ctx, r.now, visit); err != nil {
				h.Log.Error("session not ended", "channel", intake.ChannelWeb, "error", err)
			}
		}
		return h.show(http.StatusOK, view{Lang: f.lang, Elsewhere: h.text(f.lang, "widget.leave_address")})
	}
	v.Token = visit.Token
	var reply intake.Reply
	var err error
	switch text := cmp.Or(f.choice, strings.TrimSpace(f.text)); {
	case f.do == "join", f.do == "follow":
		if o := h.bounded(ctx, r, boundJoin, maxJoins); o != nil {
			v.Notice = h.text(f.lang, "widget.busy")
			break
		}
		if err = h.joins(ctx, r, visit, f.code, f.pin, f.link); errors.Is(err, intake.ErrNoToken) {
			no := "widget.join_no"
			if f.link != "" {
				no = "widget.join_gone"
			}
			v.Notice, err = h.text(f.lang, no), nil
		}
	case text != "":
		if reply, err = h.Desk.Said(ctx, r.now, visit, f.id, text, f.after); err == nil {
			h.note(reply, time.Since(r.began))
			v.Text, v.ID = "", ""
		}
	}
	var talk intake.Talk
	if err == nil {
		talk, err = h.Desk.Talk(ctx, r.now, visit, intake.Upto{}, f.after)
	}
	if err != nil {
		h.Log.Error("request failed", "channel", intake.ChannelWeb, "path", r.RawPath, "error", err, "ms", time.Since(r.began).Milliseconds())
		v.Notice = h.text(f.lang, "widget.slow")
		return h.show(http.StatusServiceUnavailable, v) // with what was typed, to be sent again
	}
	h.fill(&v, talk)
	shown := h.show(http.StatusOK, v)
	if reply.N > 0 {
		shown.answered = func(ctx context.Context) error { return h.Desk.Answered(ctx, reply) }
	}
	return shown
}

// plainVisit is the session of a form, a new one where it brought none.
func (h *Handler) plainVisit(ctx context.Context, r request, f form, v *view) (visit intake.Visit, o *outcome) {
	var err error
	status := http.StatusServiceUnavailable
	switch {
	case f.token != "":
		if visit, err = h.Desk.Enter(ctx, r.now, f.token); errors.Is(err, intake.ErrNoToken) && f.do == "leave" {
			return intake.Visit{}, nil
		}
	case f.do == "leave":
		return intake.Visit{}, nil
	default:
		if refused := h.bounded(ctx, r, boundSession, maxSessions); refused != nil {
			v.Notice = h.text(f.lang, "widget.busy")
			shown := h.show(refused.response.StatusCode, *v)
			return visit, &shown
		}
		visit, err = h.Desk.Open(ctx, r.now, intake.Visitor{Lang: f.lang, Plain: true})
	}
	switch {
	case err == nil:
		return visit, nil
	case errors.Is(err, intake.ErrNoToken):
		status, v.Notice = http.StatusUnauthorized, h.text(f.lang, "widget.ended")
	default:
		h.Log.Error("request failed", "channel", intake.ChannelWeb, "path", r.RawPath, "error", err)
		v.Token, v.Notice = f.token, h.text(f.lang, "widget.slow")
	}
	shown := h.show(status, *v)
	return visit, &shown
}

// formOf reads a form: known fields, each once.
func (h *Handler) formOf(r request) (form, *outcome) {
	refused := func(status int, code string) (form, *outcome) {
		o := refuse(status, code)
		return form{}, &o
	}
	// A browser that sends no address of where it was sends the origin null with a form.
	if origin, there := r.Headers["origin"]; there && origin != "null" && !slices.Contains(h.Origins, origin) {
		return refused(http.StatusForbidden, "origin")
	}
	body, o := bodyOf(r, "application/x-www-form-urlencoded")
	if o != nil {
		return form{}, o
	}
	values, err := url.ParseQuery(string(body))
	if err != nil {
		return refused(http.StatusBadRequest, "body")
	}
	var f form
	fields := map[string]*string{
		"token": &f.token, "id": &f.id, "text": &f.text, "choice": &f.choice, "code": &f.code, "pin": &f.pin, "link": &f.link, "do": &f.do, "lang": &f.lang, "after": new(string),
	}
	for name, value := range values {
		field, known := fields[name]
		if !known || len(value) != 1 {
			return refused(http.StatusBadRequest, "body")
		}
		*field = value[0]
	}
	after, ok := intake.ParseUpto(cmp.Or(*fields["after"], "0"))
	if !ok || !messageID.MatchString(f.id) {
		return refused(http.StatusBadRequest, "body")
	}
	f.after, f.lang = after, cmp.Or(h.offered(f.lang), h.language(r))
	return f, nil
}

// address finds links to our own pages, which the page shows as such.
var address = regexp.MustCompile(`https?://[^\s<>"]+/l/[A-Za-z0-9_-]+`)

// fill puts a conversation on the page.
func (h *Handler) fill(v *view, talk intake.Talk) {
	v.Talk, v.After = cmp.Or(talk.Lang, v.Lang), talk.Upto
	if v.Money = talk.Money; v.Money != nil {
		v.MoneyAgo, _ = h.Desk.Texts.Text(v.Talk, "chat.money", map[string]string{"ago": talk.Money.Ago})
	}
	for i, l := range talk.Lines {
		m := said{
			From: l.By, Who: h.text(v.Lang, "widget."+string(l.By)), At: l.At.UTC().Format(time.RFC3339), Hour: l.At.In(h.zone()).Format("15:04"),
			Last: i == len(talk.Lines)-1,
		}
		for line := range strings.Lines(l.Text) {
			if line = strings.TrimSpace(line); line != "" {
				m.Lines = append(m.Lines, line)
			}
		}
		if l.By == intake.Robot {
			for _, found := range address.FindAllString(l.Text, -1) {
				if slices.ContainsFunc(h.Origins, func(own string) bool { return strings.HasPrefix(found, own+"/") }) {
					m.Links = append(m.Links, found)
				}
			}
		}
		if v.Choices = nil; l.By == intake.Robot {
			for _, o := range l.Options {
				v.Choices = append(v.Choices, choice{strconv.Itoa(o.Key), o.Label})
			}
		}
		v.Messages = append(v.Messages, m)
	}
}

// zone is the time that most readers of the page live by.
func (h *Handler) zone() *time.Location {
	zone, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		return time.UTC
	}
	return zone
}

// text is one of ours, "" if it is missing, which a test does not allow.
func (h *Handler) text(lang, id string) string {
	text, _ := h.Desk.Texts.Text(lang, id, nil)
	return text
}

// show writes the page.
func (h *Handler) show(status int, v view) outcome {
	texts := h.Desk.Texts
	v.Say = map[string]string{"title": h.text(v.Lang, "chat.title"), "look": h.text(v.Lang, "chat.look")}
	for _, id := range []string{
		"leave", "leave_hint", "log", "script", "message", "placeholder", "send", "choices", "join", "join_hint", "code", "pin", "join_go", "open",
	} {
		v.Say[id] = h.text(v.Lang, "widget."+id)
	}
	v.Aid = h.text(v.Lang, texts.OnChannel(v.Lang, "notice.first_aid", intake.ChannelWeb))
	v.Talk = cmp.Or(v.Talk, v.Lang)
	for _, tag := range texts.Tags() {
		if tag != v.Lang {
			v.Languages = append(v.Languages, language{tag, h.text(tag, "widget.language")})
		}
	}
	v.ID = cmp.Or(v.ID, rand.Text())
	response := empty(status)
	var body bytes.Buffer
	if err := pageForm.Execute(&body, v); err != nil {
		h.Log.Error("page failed", "channel", intake.ChannelWeb, "error", err)
		return outcome{response: h.firstAid(request{})}
	}
	response.Headers["content-type"] = "text/html; charset=utf-8"
	response.Headers["content-language"] = v.Lang
	response.Headers["content-security-policy"] = pagePolicy
	response.Body = body.String()
	return outcome{response: response}
}
