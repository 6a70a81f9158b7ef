// Command sms is the function behind /twilio/sms and /twilio/status.
package main

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"log/slog"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/aws/aws-lambda-go/lambda"

	"relais/dialogs"
	"relais/dialogs/intake"
	"relais/dialogs/understand"
	"relais/functions/sms/handler"
	"relais/infra/env"
	"relais/infra/sqlite"
	"relais/infra/twilio"
	"relais/locales"
)

func main() {
	log := slog.New(slog.NewJSONHandler(os.Stderr, nil))
	h, err := wire(context.Background(), os.LookupEnv, log)
	if err != nil {
		log.Error("start", "error", err)
		os.Exit(1)
	}
	lambda.Start(h.Handle)
}

func account(c env.Config) twilio.Account {
	return twilio.Account{
		SID: c.Twilio.AccountSID, Tokens: c.Twilio.Tokens, PublicURL: c.PublicURL,
		Numbers: slices.Sorted(maps.Keys(c.Numbers)), Sender: c.Sender, APIURL: c.Twilio.APIURL,
	}
}

// wire builds the handler from its settings. RELAIS_DATA is the folder of the
// store, as functions/local makes it.
func wire(ctx context.Context, lookup func(string) (string, bool), log *slog.Logger) (*handler.Handler, error) {
	config, err := env.Read(lookup)
	if err != nil {
		return nil, err
	}
	data, ok := lookup("RELAIS_DATA")
	if !config.Live || !ok || data == "" {
		return nil, errors.New("a function needs the carrier's settings and RELAIS_DATA; a demo is started by functions/local")
	}
	parser, err := twilio.NewParser(account(config))
	if err != nil {
		return nil, err
	}
	keys, err := env.ReadKeys(cmp.Or(config.Keys, filepath.Join(data, "keys.json")))
	if err != nil {
		return nil, err
	}
	store, err := sqlite.Open(ctx, filepath.Join(data, "relais.db"), sqlite.Options{})
	if err != nil {
		return nil, err
	}
	desk := &intake.Desk{
		Log: store, Blobs: store, Keys: keys, Set: dialogs.Set(), Texts: locales.Default(), Reader: understand.New(),
		Territory: config.Territory(), Chance: rand.Reader,
	}
	return &handler.Handler{Desk: desk, Parser: parser, Clock: time.Now, Log: log}, nil
}
