// Command chat is the function behind /chat. It needs no setting.
package main

import (
	"log/slog"
	"os"

	"github.com/aws/aws-lambda-go/lambda"

	"relais/functions/chat/handler"
	"relais/locales"
)

func main() {
	h := &handler.Handler{Texts: locales.Default(), Log: slog.New(slog.NewJSONHandler(os.Stderr, nil))}
	lambda.Start(h.Handle)
}
