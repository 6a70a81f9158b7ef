// Command chat is the function behind /chat. It needs no setting.
package main

import (
	"log/slog"
	"os"
	"time"

	"github.com/aws/aws-lambda-go/lambda"

	"relais/dialogs/intake"
	"relais/functions/chat/handler"
	"relais/locales"
)

func main() {
	h := &handler.Handler{Desk: &intake.Desk{Texts: locales.Default()}, Clock: time.Now, Log: slog.New(slog.NewJSONHandler(os.Stderr, nil))}
	lambda.Start(h.Handle)
}
