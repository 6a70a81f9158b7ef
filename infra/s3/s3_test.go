package s3_test

import (
	"context"
	"errors"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	aws3 "github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/johannesboyne/gofakes3"
	"github.com/johannesboyne/gofakes3/backend/s3mem"

	"relais/dialogs/intake"
	"relais/dialogs/intake/intaketest"
	"relais/infra/s3"
)

// client speaks to a server that holds the protocol of S3.
func client(t *testing.T, buckets ...string) *aws3.Client {
	t.Helper()
	backend := s3mem.New()
	for _, b := range buckets {
		if err := backend.CreateBucket(b); err != nil {
			t.Fatal(err)
		}
	}
	server := httptest.NewServer(gofakes3.New(backend).Server())
	t.Cleanup(server.Close)
	return aws3.New(aws3.Options{
		BaseEndpoint: aws.String(server.URL), Region: "eu-west-3", UsePathStyle: true, RetryMaxAttempts: 1,
		Credentials: aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
			return aws.Credentials{AccessKeyID: "id", SecretAccessKey: "secret"}, nil
		}),
	})
}

func TestBucket(t *testing.T) {
	intaketest.TestBlobs(t, s3.New(client(t, "files"), "files"))
}

// A bucket that is not there is a fault of the installation, not a file that is gone.
func TestNoBucket(t *testing.T) {
	b := s3.New(client(t), "files")
	if err := b.Put(t.Context(), "a-file", []byte("secret words")); err == nil || strings.Contains(err.Error(), "secret words") {
		t.Errorf("Put: %v", err)
	}
	if _, err := b.Get(t.Context(), "a-file"); err == nil || errors.Is(err, intake.ErrNoTurn) {
		t.Errorf("Get: %v", err)
	}
}
