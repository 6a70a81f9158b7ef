package twilio

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"time"

	openapi "github.com/twilio/twilio-go/rest/api/v2010"

	"relais/dialogs/intake"
	"relais/dialogs/outbox"
)

// Bounds of one reading of the list: 10,000 messages, ours among them.
// Source: https://www.twilio.com/docs/messaging/api/message-resource#read-multiple-message-resources.
const (
	listPage  = 1000
	listPages = 10
)

// errList: what the list holds is not understood. Skipping it could lose a message.
var errList = errors.New("twilio: list: a message that is not understood")

// Received lists the messages that the carrier received on our numbers from one
// instant to another, oldest first; see outbox.Ledger. A message that the carrier is
// still taking in comes later. Of files only the number is known: they are noted by
// the address of their list. Its errors are those of Send, and outbox.ErrTooMany.
func (c *Client) Received(ctx context.Context, from, to time.Time) ([]outbox.Received, error) {
	params := &openapi.ListMessageParams{}
	params.SetDateSentAfter(from.UTC())
	params.SetDateSentBefore(to.UTC())
	params.SetPageSize(listPage)
	var all []outbox.Received
	token, number := "", ""
	for range listPages {
		page, err := c.page(ctx, params, token, number)
		if err != nil {
			return nil, err
		}
		for _, m := range page.Messages {
			received, ours, err := c.received(m)
			if err != nil {
				return nil, err
			}
			if ours {
				all = append(all, received)
			}
		}
		if value(page.NextPageUri) == "" {
			slices.Reverse(all) // the newest came first
			slices.SortStableFunc(all, func(a, b outbox.Received) int { return a.At.Compare(b.At) })
			return all, nil
		}
		if token, number, err = next(*page.NextPageUri); err != nil {
			return nil, err
		}
	}
	return nil, fmt.Errorf("twilio: list: %w", outbox.ErrTooMany)
}

func (c *Client) page(ctx context.Context, params *openapi.ListMessageParams, token, number string) (*openapi.ListMessageResponse, error) {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	service, call := c.service(ctx)
	page, err := service.PageMessage(params, token, number)
	if err != nil {
		return nil, fmt.Errorf("twilio: list: %w", call.outcome(err))
	}
	return page, nil
}

// next reads where the next page begins. Only its token and number are believed: the
// address is ours to say.
func next(uri string) (token, number string, err error) {
	u, err := url.Parse(uri)
	if err != nil {
		return "", "", errList
	}
	query := u.Query()
	if token, number = query.Get("PageToken"), query.Get("Page"); token == "" {
		return "", "", errList
	}
	return token, number, nil
}

// received reads one message of the list, and reports whether it is a reporter's.
func (c *Client) received(m openapi.ApiV2010Message) (outbox.Received, bool, error) {
	to := value(m.To)
	if value(m.Direction) != "inbound" || value(m.Status) != "received" || !slices.Contains(c.account.Numbers, to) {
		return outbox.Received{}, false, nil
	}
	at := value(m.DateSent)
	if at == "" {
		at = value(m.DateCreated)
	}
	received, err := time.Parse(time.RFC1123Z, at)
	if err != nil {
		return outbox.Received{}, false, errList
	}
	in := intake.Inbound{Channel: Channel, ID: value(m.Sid), From: value(m.From), To: to, Text: value(m.Body), Mute: c.account.mute(value(m.From))}
	if !isID(in.ID) || in.From == "" {
		return outbox.Received{}, false, errList
	}
	files, err := strconv.Atoi(value(m.NumMedia))
	if err != nil {
		files = 0
	}
	for i := range min(files, maxMedia) {
		in.Media = append(in.Media, intake.Media{URL: fmt.Sprintf("%s/2010-04-01/Accounts/%s/Messages/%s/Media.json#%d", DefaultAPIURL, c.account.SID, in.ID, i)})
	}
	return outbox.Received{At: received, Inbound: in}, true, nil
}
