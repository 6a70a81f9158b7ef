package simulation

import (
	"context"
	"encoding/base64"
	"log/slog"
	"net/http"
	"net/url"
	"time"

	lambda "github.com/aws/aws-lambda-go/events"

	"relais/dialogs/intake"
	"relais/dialogs/outbox"
	"relais/functions/sms/handler"
	"relais/infra/standin/carrier"
	"relais/infra/twilio"
)

// functionOf is the function that answers the carrier, as it runs in one invocation. It
// counts its own budgets.
func functionOf(i *invocation) *handler.Handler {
	return &handler.Handler{
		Desk: deskOf(i), Office: office(i), Parser: parser, Clock: i.clock, Log: i.w.logs, Purse: i.at.purse(i),
		Late: func(ctx context.Context, sealed []byte) error { return handle{i}.Send(ctx, outbox.LateQueue, sealed) },
		Within: func(ctx context.Context, budget time.Duration, work func(context.Context) error) error {
			i.budget = i.w.now.Sub(i.begun) + budget
			defer func() { i.budget = 0 }()
			return work(ctx)
		},
	}
}

// serve lets the function answer a request of the carrier.
func serve(i *invocation, r twilio.Request) lambda.APIGatewayV2HTTPResponse {
	request := lambda.APIGatewayV2HTTPRequest{
		RawPath: r.Path, RawQueryString: r.RawQuery, Headers: r.Header, Body: base64.StdEncoding.EncodeToString(r.Body), IsBase64Encoded: true,
	}
	request.RequestContext.HTTP.Method = http.MethodPost
	response, _ := functionOf(i).Serve(context.Background(), request)
	return response
}

// given is the reply that an answer holds, as far as it is needed to note that it was
// written out.
func given(turn string) intake.Reply {
	ref, err := intake.ParseRef(turn)
	if err != nil {
		return intake.Reply{}
	}
	return intake.Reply{Key: ref.Key, N: ref.N}
}

// posted is a receipt as the carrier posts it.
func posted(query, sid, status string) twilio.Request {
	form := url.Values{"MessageSid": {sid}, "AccountSid": {account.SID}, "MessageStatus": {status}}
	if receipts[status] == intake.Failed {
		form.Set("ErrorCode", unreachable)
	}
	return twilio.Request{
		Path: twilio.PathStatus, RawQuery: query, Body: []byte(form.Encode()),
		Header: map[string]string{
			"content-type":       "application/x-www-form-urlencoded",
			"x-twilio-signature": carrier.Sign(account.Tokens[0], account.PublicURL+twilio.PathStatus+"?"+query, form),
		},
	}
}

// unreachable is why a text does not arrive.
const unreachable = "30003"

// logger writes what would be logged where it is searched for what must not be there.
func (w *world) logger() *slog.Logger {
	return slog.New(slog.NewJSONHandler(&w.logged, &slog.HandlerOptions{ReplaceAttr: func(_ []string, a slog.Attr) slog.Attr {
		if a.Key == slog.TimeKey || a.Key == "ms" {
			return slog.Attr{} // of another clock than the world's
		}
		return a
	}}))
}
