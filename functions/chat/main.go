// Command chat is the function behind /chat, and behind the one-time links.
package main

import (
	"context"
	"log/slog"
	"strings"
	"time"

	"github.com/aws/aws-lambda-go/events"

	"relais/dialogs/dossier"
	"relais/functions/chat/handler"
	"relais/functions/chat/links"
	"relais/functions/chat/widget"
	"relais/infra/cloud"
	pdf "relais/infra/dossier"
)

func main() { cloud.Start(cloud.Chat, wire) }

func wire(_ context.Context, a *cloud.Account, log *slog.Logger) (cloud.Handle[events.APIGatewayV2HTTPRequest, events.APIGatewayV2HTTPResponse], error) {
	desk := cloud.Desk(a, cloud.Store(a))
	desk.Files = cloud.Files(a)
	sites, err := handler.Sites(a.Config, false)
	if err != nil {
		return nil, err
	}
	chat := &handler.Handler{
		Desk: desk, Clock: time.Now, Log: log, Origins: []string{a.Config.PublicURL}, Sites: sites, Widget: widget.New(desk.Texts),
	}
	maker := &dossier.Maker{Desk: desk, PDF: pdf.PDF, Most: links.MostOnLambda}
	pages := &links.Handler{Desk: desk, Maker: maker, Clock: time.Now, Log: log, Most: links.MostOnLambda}
	return func(ctx context.Context, r events.APIGatewayV2HTTPRequest) (events.APIGatewayV2HTTPResponse, error) {
		if strings.HasPrefix(r.RawPath, links.Path) {
			return pages.Handle(ctx, r)
		}
		return chat.Handle(ctx, r)
	}, nil
}
