package twilio

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"github.com/twilio/twilio-go/client"
	openapi "github.com/twilio/twilio-go/rest/api/v2010"

	"relais/dialogs/outbox"
)

// callTimeout bounds one call of the API.
const callTimeout = 8 * time.Second

// Bounds of ValidityPeriod, in seconds.
// Source: https://www.twilio.com/docs/messaging/api/message-resource#create-a-message.
const (
	minValidity = 1
	maxValidity = 36_000
)

// Client sends texts that are not the answer of a webhook, and calls. It is an outbox.Texter,
// safe for concurrent use. No error of it holds a number or a text.
type Client struct {
	account Account
	api     *url.URL
	network *http.Transport
	skew    atomic.Int64 // nanoseconds
}

// Skew is how far this machine's clock is ahead of the carrier's, to a second or so,
// by the newest answer; 0 before there was one.
func (c *Client) Skew() time.Duration { return time.Duration(c.skew.Load()) }

// NewClient returns a client, or an error that names every fault of the account.
// network carries the requests; nil: one of its own. It is a real transport because
// only that tells whether a request may have left.
func NewClient(a Account, network *http.Transport) (*Client, error) {
	if err := a.check(); err != nil {
		return nil, err
	}
	if a.APIURL == "" {
		a.APIURL = DefaultAPIURL
	}
	api, err := url.Parse(a.APIURL)
	if err != nil {
		return nil, err
	}
	if network == nil {
		network = http.DefaultTransport.(*http.Transport).Clone()
	}
	return &Client{account: a, api: api, network: network}, nil
}

// Send hands a text to the carrier, or calls and says it; see outbox.Texter for its errors. It is sent
// from the account's Sender if there is one, else from the number of the text.
func (c *Client) Send(ctx context.Context, t outbox.Text) (string, error) {
	if t.Spoken != "" {
		return c.speak(ctx, t)
	}
	params := &openapi.CreateMessageParams{}
	params.SetTo(t.To)
	params.SetFrom(c.from(t))
	params.SetBody(t.Body)
	params.SetStatusCallback(c.account.StatusURL(t.Turn, t.ID))
	if seconds := int(t.Validity / time.Second); t.Validity > 0 {
		params.SetValidityPeriod(min(max(seconds, minValidity), maxValidity))
	}
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	service, call := c.service(ctx)
	message, err := service.CreateMessage(params)
	if err != nil {
		return "", fmt.Errorf("twilio: send: %w", call.outcome(err))
	}
	if message.Sid == nil {
		return "", errors.New("twilio: send: an answer without a message id")
	}
	return *message.Sid, nil
}

// findPage is how many of the newest messages to one phone are searched.
const findPage = 200

// clockSlack is how far the carrier's clock and ours may be apart.
const clockSlack = time.Minute

// Find looks for a text in the carrier's list: the newest message from the same
// sender to the same phone with the very same words, accepted since then. The list
// lags behind (how far, nobody says), so that it proves nothing before the
// quarantine is over. It is asked for by phone alone and read by the day of
// acceptance: a message that waits at the carrier has no day of sending yet.
func (c *Client) Find(ctx context.Context, t outbox.Text, since time.Time) (string, bool, error) {
	if t.Spoken != "" {
		return c.findCall(ctx, t, since)
	}
	params := &openapi.ListMessageParams{}
	params.SetTo(t.To)
	params.SetPageSize(findPage)
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	service, call := c.service(ctx)
	page, err := service.PageMessage(params, "", "")
	if err != nil {
		return "", false, fmt.Errorf("twilio: find: %w", call.outcome(err))
	}
	var ref string
	newest := since.Add(-clockSlack)
	for _, m := range page.Messages {
		if m.Sid == nil || value(m.From) != c.from(t) || value(m.Body) != t.Body || !strings.HasPrefix(value(m.Direction), "outbound") {
			continue
		}
		created, err := time.Parse(time.RFC1123Z, value(m.DateCreated))
		if err != nil {
			return "", false, errors.New("twilio: find: a message without a day")
		}
		if !created.Before(newest) {
			ref, newest = *m.Sid, created
		}
	}
	return ref, ref != "", nil
}

func (c *Client) from(t outbox.Text) string {
	if c.account.Sender != "" {
		return c.account.Sender
	}
	return t.From
}

func value(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

// service returns the API for one call and what becomes of it.
func (c *Client) service(ctx context.Context) (*openapi.ApiService, *call) {
	carried := &call{client: c}
	// The library passes no context on: it is bound here, below it.
	carried.ctx = httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		GotConn: func(httptrace.GotConnInfo) { carried.begun = true },
	})
	base := &client.Client{
		Credentials: client.NewCredentials(c.account.SID, c.account.Tokens[0]),
		HTTPClient: &http.Client{
			Transport:     carried,
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		},
	}
	base.SetAccountSid(c.account.SID)
	return openapi.NewApiServiceWithClient(base), carried
}

// call carries one request to the API, wherever the library and its environment
// variables would send it, and notes what the library's errors do not tell.
type call struct {
	client *Client
	ctx    context.Context
	begun  bool // the request may have left
	status int  // 0: no answer
}

// RoundTrip sends the request; a second one of the same call is not sent.
func (c *call) RoundTrip(r *http.Request) (*http.Response, error) {
	if c.begun {
		return nil, errors.New("the library tried again")
	}
	r = r.Clone(c.ctx)
	r.URL.Scheme, r.URL.Host, r.Host = c.client.api.Scheme, c.client.api.Host, ""
	response, err := c.client.network.RoundTrip(r)
	if err == nil {
		c.status = response.StatusCode
		if date, err := http.ParseTime(response.Header.Get("Date")); err == nil {
			c.client.skew.Store(int64(time.Since(date)))
		}
	}
	return response, err
}

// firstMessageError is where the codes begin that speak of a message; those under
// it speak of the account. Source: https://www.twilio.com/docs/api/errors.
const firstMessageError = 21_000

// outcome says what an error of the library means. Its text is not passed on: it
// may hold the phone number.
func (c *call) outcome(err error) error {
	var refusal *client.TwilioRestError
	answered := errors.As(err, &refusal)
	switch {
	case !c.begun:
		return fmt.Errorf("no connection: %w", outbox.ErrLater)
	case c.status == http.StatusTooManyRequests, c.status == http.StatusServiceUnavailable && answered,
		c.status == http.StatusUnauthorized, c.status == http.StatusForbidden && answered && refusal.Code < firstMessageError:
		// A token being rotated, or an account put on hold, is no reason to drop a text.
		return fmt.Errorf("status %d: %w", c.status, outbox.ErrLater)
	case c.status >= 400 && c.status < 500 && c.status != http.StatusRequestTimeout:
		if answered && refusal.Code != 0 {
			return &outbox.Refused{Reason: strconv.Itoa(refusal.Code)}
		}
		return &outbox.Refused{Reason: "http_" + strconv.Itoa(c.status)}
	case c.status == 0:
		return errors.New("no answer")
	}
	return fmt.Errorf("status %d", c.status)
}
