// Package handler answers the web chat: a browser's session, what is written and said
// in it, and the page for browsers without script. The browser's own files are those
// of functions/chat/widget.
package handler

import (
	"cmp"
	"context"
	"encoding/base64"
	"errors"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/aws/aws-lambda-go/events"

	"relais/dialogs/intake"
	"relais/functions/chat/widget"
	"relais/infra/aside"
)

// Where the chat is. The page without script is at Path itself.
const (
	Path         = "/chat"
	PathSession  = "/chat/session"
	PathMessages = "/chat/messages"
	PathJoin     = "/chat/join"
	PathEnd      = "/chat/end"
	PathStream   = "/chat/stream"
)

// Budget is how long a request may take before the reporter gets the first aid. The
// browser sends what was not answered again.
const Budget = 4 * time.Second

// Handler answers requests. Its fields are set once, before its first use.
type Handler struct {
	Desk  *intake.Desk
	Clock func() time.Time // the desk's
	Log   *slog.Logger
	// Origins are our own, as https://relais.example: scripts of other pages are refused.
	Origins []string
	Sites   map[string]widget.Site // that offer the chat, by id; "" is our own page
	Widget  *widget.Widget
	Budget  time.Duration // 0: Budget
	// Within does work that may take so long; nil: aside, so that it is
	// left alone when its time is over, also where it looks at no clock.
	Within func(ctx context.Context, budget time.Duration, work func(context.Context) error) error
}

// Handle answers one request, as Lambda calls it. Its error is always nil. The answer
// counts as handed over: a browser that does not get it asks again.
func (h *Handler) Handle(ctx context.Context, r events.APIGatewayV2HTTPRequest) (events.APIGatewayV2HTTPResponse, error) {
	response, answered := h.Serve(ctx, r)
	if answered != nil {
		if err := answered(ctx); err != nil {
			h.Log.Error("answer not marked", "channel", intake.ChannelWeb, "error", err)
		}
	}
	return response, nil
}

// Serve answers one request. A server that knows when the response was written out
// calls answered then, if it is not nil: the question in it counts as handed over.
func (h *Handler) Serve(ctx context.Context, r events.APIGatewayV2HTTPRequest) (events.APIGatewayV2HTTPResponse, func(context.Context) error) {
	in := h.Within
	if in == nil {
		in = aside.Do
	}
	done := make(chan outcome, 1) // work that is left alone has nobody who listens
	err := in(ctx, cmp.Or(h.Budget, Budget), func(ctx context.Context) error {
		done <- h.route(ctx, request{APIGatewayV2HTTPRequest: r, now: h.Clock(), began: time.Now()})
		return nil
	})
	var o outcome
	if err == nil {
		o = <-done
	} else {
		h.Log.Error("request failed", "channel", intake.ChannelWeb, "error", err)
		o = outcome{response: h.firstAid(request{APIGatewayV2HTTPRequest: r, now: h.Clock()})}
	}
	return o.response, o.answered
}

type outcome struct {
	response events.APIGatewayV2HTTPResponse
	answered func(context.Context) error
}

// request is a request with the instant at which it came.
type request struct {
	events.APIGatewayV2HTTPRequest
	now, began time.Time
}

func (r request) method() string { return r.RequestContext.HTTP.Method }

// maxBody bounds what may be sent, in bytes.
const maxBody = 32 << 10

func (r request) body() ([]byte, error) {
	if !r.IsBase64Encoded {
		return []byte(r.Body), nil
	}
	return base64.StdEncoding.DecodeString(r.Body)
}

// routes are the ways in by method and path.
func (h *Handler) routes() map[string]func(context.Context, request) outcome {
	return map[string]func(context.Context, request) outcome{
		"GET " + Path:          h.page,
		"POST " + Path:         h.submit,
		"GET " + PathStyle:     h.style,
		"POST " + PathSession:  h.open,
		"POST " + PathMessages: h.write,
		"GET " + PathMessages:  h.read,
		"POST " + PathJoin:     h.join,
		"POST " + PathEnd:      h.end,
	}
}

func (h *Handler) route(ctx context.Context, r request) outcome {
	routes := h.routes()
	serve, ok := routes[r.method()+" "+r.RawPath]
	if ok {
		return serve(ctx, r)
	}
	if o, ok := h.file(r); ok {
		return o
	}
	var allowed []string
	for _, method := range []string{http.MethodGet, http.MethodPost} {
		if _, ok := routes[method+" "+r.RawPath]; ok {
			allowed = append(allowed, method)
		}
	}
	if len(allowed) == 0 {
		return refuse(http.StatusNotFound, "path")
	}
	o := refuse(http.StatusMethodNotAllowed, "method")
	o.response.Headers["allow"] = strings.Join(allowed, ", ")
	return o
}

// file answers with one of the browser's own files.
func (h *Handler) file(r request) (outcome, bool) {
	if r.method() != http.MethodGet || h.Widget == nil {
		return outcome{}, false
	}
	asked, err := url.ParseQuery(r.RawQueryString)
	if err != nil {
		return refuse(http.StatusBadRequest, "query"), true
	}
	lang := cmp.Or(h.offered(asked.Get("lang")), h.language(r))
	site, ok := h.Sites[asked.Get("site")]
	if !ok {
		site = h.Sites[""]
	}
	file, ok, err := h.Widget.Serve(r.RawPath, lang, site)
	if err != nil {
		h.Log.Error("file failed", "channel", intake.ChannelWeb, "path", r.RawPath, "error", err)
		return outcome{response: h.firstAid(r)}, true
	}
	return outcome{response: events.APIGatewayV2HTTPResponse{StatusCode: http.StatusOK, Headers: file.Headers, Body: file.Body}}, ok
}

// language is the first that the browser names and we offer, else the default. A
// browser names them in its reader's order, whatever weights it adds.
func (h *Handler) language(r request) string {
	for name := range strings.SplitSeq(r.Headers["accept-language"], ",") {
		name, _, _ = strings.Cut(name, ";")
		if lang := h.offered(strings.TrimSpace(name)); lang != "" {
			return lang
		}
	}
	return h.Desk.Texts.Tags()[0]
}

// offered is the language of a tag such as fr or en-GB, "" for one that we do not offer
// and for what is no tag.
func (h *Handler) offered(tag string) string {
	lang, _, _ := strings.Cut(tag, "-")
	if lang = strings.ToLower(lang); len(tag) <= len("fr-FR") && h.Desk.Texts.Offers(lang) {
		return lang
	}
	return ""
}

// failed answers when the desk could not do what was asked.
func (h *Handler) failed(r request, err error) outcome {
	if errors.Is(err, intake.ErrNoToken) {
		return refuse(http.StatusUnauthorized, "session")
	}
	h.Log.Error("request failed", "channel", intake.ChannelWeb, "path", r.RawPath, "error", err, "ms", time.Since(r.began).Milliseconds())
	return outcome{response: h.firstAid(r)}
}
