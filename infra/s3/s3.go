// Package s3 keeps sealed files in a bucket. Each is sealed before it comes here and its
// name says nothing, so that whoever reads the bucket reads nothing; how long it is kept
// is the bucket's rule.
package s3

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"

	"relais/dialogs/intake"
)

// Client is what is asked of S3.
type Client interface {
	PutObject(context.Context, *s3.PutObjectInput, ...func(*s3.Options)) (*s3.PutObjectOutput, error)
	GetObject(context.Context, *s3.GetObjectInput, ...func(*s3.Options)) (*s3.GetObjectOutput, error)
	DeleteObject(context.Context, *s3.DeleteObjectInput, ...func(*s3.Options)) (*s3.DeleteObjectOutput, error)
}

// Bucket keeps files; it is an intake.Files.
type Bucket struct {
	client Client
	name   string
}

// New returns the files of a bucket.
func New(client Client, bucket string) *Bucket { return &Bucket{client, bucket} }

// prefix is where files stand in the bucket; the rule by which they expire names it too.
const prefix = "files/"

// ErrName: what was given is no name of a file here.
var ErrName = errors.New("name of a file: letters, digits and hyphens")

func key(name string) (*string, error) {
	bad := func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < '0' || r > '9') && r != '-'
	}
	if name == "" || len(name) > 100 || strings.ContainsFunc(name, bad) {
		return nil, ErrName
	}
	return aws.String(prefix + name), nil
}

// Put implements intake.Blobs.
func (b *Bucket) Put(ctx context.Context, name string, sealed []byte) error {
	k, err := key(name)
	if err == nil {
		_, err = b.client.PutObject(ctx, &s3.PutObjectInput{
			Bucket: &b.name, Key: k, Body: bytes.NewReader(sealed), ContentLength: aws.Int64(int64(len(sealed))), ContentType: aws.String("application/octet-stream"),
		})
	}
	if err != nil {
		return fmt.Errorf("s3: put file: %w", err)
	}
	return nil
}

// Get implements intake.Blobs.
func (b *Bucket) Get(ctx context.Context, name string) ([]byte, error) {
	k, err := key(name)
	if err != nil {
		return nil, fmt.Errorf("s3: get file: %w", err)
	}
	out, err := b.client.GetObject(ctx, &s3.GetObjectInput{Bucket: &b.name, Key: k})
	if _, gone := errors.AsType[*types.NoSuchKey](err); gone {
		err = intake.ErrNoTurn
	}
	if err != nil {
		return nil, fmt.Errorf("s3: get file: %w", err)
	}
	defer out.Body.Close()
	data, err := io.ReadAll(out.Body)
	if err != nil {
		return nil, fmt.Errorf("s3: get file: %w", err)
	}
	return data, nil
}

// Drop implements intake.Blobs. The bucket keeps no versions.
func (b *Bucket) Drop(ctx context.Context, name string) error {
	k, err := key(name)
	if err == nil {
		_, err = b.client.DeleteObject(ctx, &s3.DeleteObjectInput{Bucket: &b.name, Key: k})
	}
	if err != nil {
		return fmt.Errorf("s3: drop file: %w", err)
	}
	return nil
}
