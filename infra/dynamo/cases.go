package dynamo

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"

	"relais/dialogs/outbox"
)

// summaryStep is the step in which the expiry of a summary moves on: it stands in the
// index, which is not to be written for that alone.
const summaryStep = 30 * 24 * time.Hour

// PutSummary is outbox.Index's: one conditional UpdateItem.
func (s *Store) PutSummary(ctx context.Context, c outbox.Summary) error {
	until := s.options.Clock().Add(s.options.Keep + summaryStep).Truncate(summaryStep)
	body, err := json.Marshal(c)
	if err == nil {
		set := []string{
			caseTurn + " = :turn", openedAt + " = :at", caseBody + " = :body", exp + " = :exp", analystShard + " = :shard",
		}
		// The one update that may make its item: the case is new.
		_, _, err = s.update(ctx, item{pk: text(casePrefix + c.Case), sk: text(caseSort)}, "SET "+strings.Join(set, ", "),
			"attribute_not_exists("+pk+") OR "+caseTurn+" < :turn", item{
				":turn": number(int64(c.N)), ":at": millis(c.Opened), ":body": text(string(body)), ":exp": number(until.Unix()),
				":shard": text(analystsKey(c.Region, c.Closed, shardOf(c.Case, caseShards))),
			})
	}
	if err != nil {
		return fmt.Errorf("dynamo: summary of case %s at turn %d: %w", c.Case, c.N, err)
	}
	return nil
}

// DropSummary is outbox.Index's: one UpdateItem. What is left is no more than the
// turn, so that what comes late finds it.
func (s *Store) DropSummary(ctx context.Context, id string, n int) error {
	until := s.options.Clock().Add(s.options.Keep)
	_, _, err := s.update(ctx, item{pk: text(casePrefix + id), sk: text(caseSort)},
		"SET "+caseTurn+" = :turn, "+exp+" = :exp REMOVE "+caseBody+", "+analystShard+", "+openedAt,
		"attribute_not_exists("+pk+") OR "+caseTurn+" <= :turn", item{":turn": number(int64(n)), ":exp": number(until.Unix())})
	if err != nil {
		return fmt.Errorf("dynamo: drop summary of case %s: %w", id, err)
	}
	return nil
}

// Cases is outbox.Index's: one Query a shard of the index, which may lag.
func (s *Store) Cases(ctx context.Context, region string, closed bool, limit int) ([]outbox.Summary, error) {
	var found []outbox.Summary
	if limit < 1 {
		return nil, ctx.Err()
	}
	for shard := range uint32(caseShards) {
		taken := 0
		err := s.query(ctx, dynamodb.QueryInput{
			IndexName:                 aws.String(AnalystsIndex),
			KeyConditionExpression:    aws.String(analystShard + " = :shard"),
			ExpressionAttributeValues: item{":shard": text(analystsKey(region, closed, shard))},
		}, limit, func(i item) (bool, error) {
			r := reader{item: i}
			body, gone := r.text(caseBody), s.gone(&r)
			if r.err != nil || gone {
				return true, r.err
			}
			var c outbox.Summary
			if err := json.Unmarshal([]byte(body), &c); err != nil {
				return false, err
			}
			found = append(found, c)
			taken++
			return taken < limit, nil
		})
		if err != nil {
			return nil, fmt.Errorf("dynamo: cases of region %s: %w", region, err)
		}
	}
	outbox.Sort(found)
	return found[:min(limit, len(found))], nil
}
