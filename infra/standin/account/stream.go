package account

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"

	"relais/infra/standin/lambda"
)

// stream is how far the table's changes were read and handed out.
type stream struct {
	arn      string
	shards   []string // read, or being read
	iterator string   // in the last of them; empty: at its end
	backlog  []record // read and not yet handed out
	tries    int      // of the first of them
	dropped  int
}

// record is one record as the stream gives it, which is as a function gets it.
type record struct {
	raw      json.RawMessage
	sequence string
}

// Dropped returns how many changes were let go after their retries, as the mapping
// does; on AWS they go to a queue of failures.
func (a *Account) Dropped() int { return a.stream.dropped }

// Stream reads the table's stream on and hands at most one batch of it to the
// function. It returns how many changes were read or dealt with; those that failed
// come again first.
func (a *Account) Stream(ctx context.Context) (moved int, err error) {
	s, plan := &a.stream, a.config.Plan.Stream
	if len(s.backlog) == 0 {
		if moved, err = a.read(ctx); err != nil || len(s.backlog) == 0 {
			return moved, err
		}
	}
	batch := s.backlog[:min(plan.Batch, len(s.backlog))]
	done, err := a.hand(ctx, a.functions[plan.Function], batch)
	if done > 0 {
		s.tries = 0
	}
	if s.backlog = s.backlog[done:]; done == len(batch) {
		return done, err
	}
	if s.tries++; s.tries > plan.Retries {
		lost := len(batch) - done
		s.backlog, s.tries, s.dropped = s.backlog[lost:], 0, s.dropped+lost
	}
	return done, err
}

// hand invokes the function and returns from which record on the batch is to come
// again.
func (a *Account) hand(ctx context.Context, f *lambda.Function, batch []record) (done int, err error) {
	event := struct {
		Records []json.RawMessage `json:"Records"`
	}{}
	var sequences []string
	for _, r := range batch {
		event.Records, sequences = append(event.Records, r.raw), append(sequences, r.sequence)
	}
	failed, err := f.Batch(ctx, event, sequences)
	if err != nil {
		return 0, err
	}
	done = len(batch)
	for _, sequence := range failed {
		done = min(done, slices.Index(sequences, sequence))
	}
	return done, nil
}

// read reads the stream on and keeps what the mapping's filter lets through.
func (a *Account) read(ctx context.Context) (int, error) {
	s := &a.stream
	if s.iterator == "" {
		if err := a.nextShard(ctx); err != nil || s.iterator == "" {
			return 0, err
		}
	}
	var out struct {
		Records           []json.RawMessage
		NextShardIterator string
	}
	if err := a.streams(ctx, "GetRecords", map[string]any{"ShardIterator": s.iterator}, &out); err != nil {
		if strings.Contains(err.Error(), "TrimmedDataAccessException") {
			// DynamoDB Local says so of a shard nothing was written to for a while. It is
			// read again from its beginning: a record that comes twice does no harm.
			s.iterator, s.shards = "", s.shards[:len(s.shards)-1]
			return 0, nil
		}
		return 0, err
	}
	s.iterator = out.NextShardIterator
	for _, raw := range out.Records {
		var r struct {
			Dynamodb struct{ SequenceNumber string }
		}
		var whole any
		if err := json.Unmarshal(raw, &r); err != nil {
			return 0, err
		}
		if err := json.Unmarshal(raw, &whole); err != nil {
			return 0, err
		}
		if fits(a.config.Plan.Stream.Pattern, whole) {
			s.backlog = append(s.backlog, record{raw, r.Dynamodb.SequenceNumber})
		}
	}
	return len(out.Records), nil
}

// nextShard begins the oldest shard that was not read yet.
func (a *Account) nextShard(ctx context.Context) error {
	s := &a.stream
	var described struct {
		StreamDescription struct{ Shards []struct{ ShardId string } }
	}
	if err := a.streams(ctx, "DescribeStream", map[string]any{"StreamArn": s.arn}, &described); err != nil {
		return err
	}
	for _, shard := range described.StreamDescription.Shards {
		if slices.Contains(s.shards, shard.ShardId) {
			continue
		}
		var out struct{ ShardIterator string }
		in := map[string]any{"StreamArn": s.arn, "ShardId": shard.ShardId, "ShardIteratorType": "TRIM_HORIZON"}
		if err := a.streams(ctx, "GetShardIterator", in, &out); err != nil {
			return err
		}
		s.shards, s.iterator = append(s.shards, shard.ShardId), out.ShardIterator
		return nil
	}
	return nil
}

// streams asks DynamoDB Streams, which the SDK keeps in a module of its own.
// Source: https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Operations_Amazon_DynamoDB_Streams.html.
func (a *Account) streams(ctx context.Context, operation string, in, out any) error {
	body, err := json.Marshal(in)
	if err != nil {
		return err
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, a.config.Servers.DynamoDB.URL, bytes.NewReader(body))
	if err != nil {
		return err
	}
	request.Header.Set("Content-Type", "application/x-amz-json-1.0")
	request.Header.Set("X-Amz-Target", "DynamoDBStreams_20120810."+operation)
	// DynamoDB Local wants to see a signature and does not look at it.
	request.Header.Set("Authorization", "AWS4-HMAC-SHA256 Credential=standin/20260101/"+Region+"/dynamodb/aws4_request, SignedHeaders=host, Signature=00")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	answer, err := io.ReadAll(response.Body)
	if err != nil {
		return err
	}
	if response.StatusCode != http.StatusOK {
		return fmt.Errorf("%s: %s", operation, answer)
	}
	return json.Unmarshal(answer, out)
}

// fits reports whether an event fits a filter's pattern: each field named there must
// be in the event, and be one of the values listed, or there at all.
// Source: https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html.
func fits(pattern string, event any) bool {
	var want any
	if pattern == "" {
		return true
	}
	return json.Unmarshal([]byte(pattern), &want) == nil && fit(want, event)
}

func fit(want, got any) bool {
	switch want := want.(type) {
	case map[string]any:
		fields, ok := got.(map[string]any)
		for name, inside := range want {
			ok = ok && fit(inside, fields[name])
		}
		return ok
	case []any:
		return slices.ContainsFunc(want, func(option any) bool {
			if rule, isRule := option.(map[string]any); isRule {
				return rule["exists"] == (got != nil)
			}
			return option == got
		})
	}
	return false
}
