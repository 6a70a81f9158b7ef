package slackbot

import (
	"errors"
	"fmt"
	"net/http"

	"github.com/slack-go/slack"
)

// Verifier checks that requests come from Slack.
type Verifier struct{ secret string }

// NewVerifier returns a verifier for the app's signing secret. An empty secret is
// refused: anybody can sign with it.
func NewVerifier(secret string) (Verifier, error) {
	if secret == "" {
		return Verifier{}, errors.New("slack: the signing secret is empty")
	}
	return Verifier{secret}, nil
}

// Verify reports an error unless body, as it came byte for byte, was signed with
// the secret within five minutes of the machine's clock. A true request passes
// again within that time: what repeats is told apart by its id.
// Source: https://docs.slack.dev/authentication/verifying-requests-from-slack.
func (v Verifier) Verify(header http.Header, body []byte) error {
	check, err := slack.NewSecretsVerifier(header, v.secret)
	if err != nil {
		return fmt.Errorf("slack: signature: %w", err)
	}
	check.Write(body)
	if err := check.Ensure(); err != nil {
		return fmt.Errorf("slack: signature: %w", err)
	}
	return nil
}
