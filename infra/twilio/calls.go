package twilio

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	openapi "github.com/twilio/twilio-go/rest/api/v2010"

	"relais/dialogs/outbox"
)

// spokenTimes is how often a call says its text: whoever is woken by it misses the
// first half.
const spokenTimes = 3

// ringSeconds is how long a telephone rings. A mailbox answers after about twenty
// seconds, and nobody has heard what it takes down; the next rung calls somebody else.
const ringSeconds = 25

// speak calls a telephone and says a text to whoever answers. The document rides in
// the request, so that no address of ours has to answer while things go wrong.
// Source: https://www.twilio.com/docs/voice/api/call-resource#create-a-call-resource.
func (c *Client) speak(ctx context.Context, t outbox.Text) (string, error) {
	document, err := RenderSay(t.Spoken, spokenTimes, t.Body)
	if err != nil {
		return "", err
	}
	params := &openapi.CreateCallParams{}
	params.SetTo(t.To)
	params.SetFrom(c.caller(t))
	params.SetTwiml(string(document))
	params.SetTimeout(ringSeconds)
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	service, call := c.service(ctx)
	made, err := service.CreateCall(params)
	if err != nil {
		return "", fmt.Errorf("twilio: call: %w", call.outcome(err))
	}
	if made.Sid == nil {
		return "", errors.New("twilio: call: an answer without an id")
	}
	return *made.Sid, nil
}

// rung is how long after the attempt the carrier may have begun a call: the request's
// own time and a little for the clocks, which are compared before.
const rung = callTimeout + 2*time.Second

// findCall looks for a call of ours to a phone that the carrier began while an attempt
// at since was under way. The list does not say what a call said: of two attempts
// within seconds, for two cases, one may be taken for the other. The phone has rung all
// the same.
func (c *Client) findCall(ctx context.Context, t outbox.Text, since time.Time) (string, bool, error) {
	params := &openapi.ListCallParams{}
	params.SetTo(t.To)
	params.SetFrom(c.caller(t))
	params.SetPageSize(findPage)
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	service, call := c.service(ctx)
	page, err := service.PageCall(params, "", "")
	if err != nil {
		return "", false, fmt.Errorf("twilio: find call: %w", call.outcome(err))
	}
	since = since.Add(-c.Skew()).Truncate(time.Second) // the carrier's dates have no fractions
	for _, m := range page.Calls {
		if m.Sid == nil || !strings.HasPrefix(value(m.Direction), "outbound") {
			continue
		}
		created, err := time.Parse(time.RFC1123Z, value(m.DateCreated))
		if err != nil {
			return "", false, errors.New("twilio: find call: a call without a day")
		}
		if !created.Before(since.Add(-time.Second)) && created.Before(since.Add(rung)) {
			return *m.Sid, true, nil
		}
	}
	return "", false, nil
}

// caller is the number a telephone shows: a name that may send texts cannot call.
func (c *Client) caller(t outbox.Text) string {
	for _, from := range append([]string{c.account.Sender, t.From}, c.account.Numbers...) {
		if strings.HasPrefix(from, "+") {
			return from
		}
	}
	return t.From
}
