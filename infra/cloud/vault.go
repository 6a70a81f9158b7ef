package cloud

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"
)

// vault asks Secrets Manager for secrets. It knows that one operation: the SDK's
// client knows all of them, and makes their tables at each cold start, a fifth of a
// millisecond and most of a megabyte for a function that a reporter waits for.
// Source: https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html.
type vault struct {
	address string // scheme and host
	aws     aws.Config
}

// A request is tried again when the store was not reached, is busy or fails.
const (
	vaultTries = 3
	vaultPause = 100 * time.Millisecond // before the second try, twice that before the third
	maxSecret  = 1 << 20                // bytes of an answer; a secret has 64 KB at most
)

// errBusy is an answer after which the same request may succeed.
var errBusy = errors.New("secret store: busy")

// fetch returns a secret, and how far this machine's clock is ahead of the store's.
// The error shows nothing of the answer but its code.
func (v vault) fetch(ctx context.Context, name string) (value string, skew time.Duration, err error) {
	for try := range vaultTries {
		if try > 0 {
			select {
			case <-ctx.Done():
				return "", 0, err
			case <-time.After(vaultPause << (try - 1)):
			}
		}
		if value, skew, err = v.ask(ctx, name); !errors.Is(err, errBusy) {
			break
		}
	}
	return value, skew, err
}

func (v vault) ask(ctx context.Context, name string) (string, time.Duration, error) {
	body, err := json.Marshal(map[string]string{"SecretId": name})
	if err != nil {
		return "", 0, err
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, v.address+"/", bytes.NewReader(body))
	if err != nil {
		return "", 0, err
	}
	r.Header.Set("Content-Type", "application/x-amz-json-1.1")
	r.Header.Set("X-Amz-Target", "secretsmanager.GetSecretValue")
	credentials, err := v.aws.Credentials.Retrieve(ctx)
	if err != nil {
		return "", 0, err
	}
	sum := sha256.Sum256(body)
	if err := v4.NewSigner().SignHTTP(ctx, credentials, r, hex.EncodeToString(sum[:]), "secretsmanager", v.aws.Region, time.Now()); err != nil {
		return "", 0, err
	}
	response, err := v.aws.HTTPClient.Do(r)
	if err != nil {
		return "", 0, fmt.Errorf("%w: %w", errBusy, err)
	}
	defer response.Body.Close()
	var answer struct {
		SecretString *string
		Type         string `json:"__type"`
	}
	decoded := json.NewDecoder(io.LimitReader(response.Body, maxSecret)).Decode(&answer)
	switch {
	case response.StatusCode >= 500 || response.StatusCode == http.StatusTooManyRequests || strings.HasSuffix(answer.Type, "ThrottlingException"):
		return "", 0, fmt.Errorf("%w: %d", errBusy, response.StatusCode)
	case response.StatusCode != http.StatusOK:
		return "", 0, fmt.Errorf("GetSecretValue: %d %s", response.StatusCode, cmp.Or(answer.Type[strings.LastIndex(answer.Type, "#")+1:], "without a code"))
	case decoded != nil || answer.SecretString == nil:
		return "", 0, errors.New("GetSecretValue: the answer holds no text")
	}
	var skew time.Duration
	if server, err := http.ParseTime(response.Header.Get("Date")); err == nil {
		skew = time.Since(server)
	}
	return *answer.SecretString, skew, nil
}
