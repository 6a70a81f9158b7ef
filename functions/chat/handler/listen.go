package handler

import (
	"context"
	"encoding/json"
	"time"

	"github.com/aws/aws-lambda-go/events"

	"relais/dialogs/intake"
)

// Listener hears what is said in one session, on a server that can hold a line open.
type Listener struct {
	h     *Handler
	visit intake.Visit
	after intake.Upto
}

// Listen lets a session listen from where the request says. Without a
// listener the response says why; with one it holds the headers to answer with.
func (h *Handler) Listen(ctx context.Context, r events.APIGatewayV2HTTPRequest) (*Listener, events.APIGatewayV2HTTPResponse) {
	asked := request{APIGatewayV2HTTPRequest: r, now: h.Clock(), began: time.Now()}
	after, ok := afterOf(r.RawQueryString)
	if !ok {
		return nil, refuse(400, "after").response
	}
	visit, o := h.visit(ctx, asked)
	if o != nil {
		return nil, o.response
	}
	return &Listener{h, visit, after}, empty(200)
}

// Conversation is the same for all listeners of one conversation, and says nothing of it.
func (l *Listener) Conversation() string { return l.visit.From }

// News is what was said since the last time, as JSON, "" for nothing. It reports false
// once the session has ended, or the desk cannot tell: then asking tells more.
func (l *Listener) News(ctx context.Context) (string, bool) {
	now := l.h.Clock()
	if live, err := l.h.Desk.Lives(ctx, now, l.visit); err != nil || !live {
		return "", false
	}
	// What was written out may have reached nobody: the next question says how far it was shown.
	talk, err := l.h.Desk.Talk(ctx, now, l.visit, l.after, intake.Upto{})
	if err != nil {
		return "", false
	}
	if len(talk.Lines) == 0 && l.visit.Token == "" {
		return "", true
	}
	a := l.h.answer(request{now: now}, l.visit, talk, intake.Greeted)
	l.visit.Token = "" // it is told once
	l.after = talk.Upto
	body, err := json.Marshal(a)
	return string(body), err == nil
}
