package dynamo

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"

	"relais/dialogs/intake"
)

// Summary is what the analysts' index shows of a case. It holds nothing personal.
type Summary struct {
	Case, Region, Severity string
	Status                 string // empty while the case is under way
	Log                    intake.Key
	Opened                 time.Time
}

// summaryStep is the step in which the expiry of a summary moves on: it stands in the
// index, which is not to be written with every turn.
const summaryStep = 30 * 24 * time.Hour

// Project brings the summary of a case up to a turn. A turn that was taken in before,
// or an older one, changes nothing. The index is written when region, status or
// severity change, not with every turn.
func (s *Store) Project(ctx context.Context, t intake.Turn) error {
	t = t.Clone()
	until := s.options.Clock().Add(s.options.Keep + summaryStep).Truncate(summaryStep)
	values := item{
		":turn": number(int64(t.N)), ":at": millis(t.At), ":log": text(t.Key.String()), ":case": text(t.Case),
		":severity": text(t.Severity), ":status": text(t.Status), ":region": text(t.Region), ":exp": number(until.Unix()),
	}
	set := []string{
		caseTurn + " = :turn", openedAt + " = if_not_exists(" + openedAt + ", :at)", caseLog + " = :log", turnCase + " = :case",
		turnSeverity + " = :severity", turnStatus + " = :status", turnRegion + " = :region", exp + " = :exp",
	}
	if t.Region != "" {
		set = append(set, analystShard+" = :shard")
		values[":shard"] = text(analystsKey(t.Region, t.Status, shardOf(t.Case, caseShards)))
	}
	// The one update that may make its item: the case is new.
	_, _, err := s.update(ctx, item{pk: text(casePrefix + t.Case), sk: text(caseSort)}, "SET "+strings.Join(set, ", "),
		"attribute_not_exists("+pk+") OR "+caseTurn+" < :turn", values)
	if err != nil {
		return fmt.Errorf("dynamo: summary of case %s at turn %d: %w", t.Case, t.N, err)
	}
	return nil
}

// Cases lists up to limit cases of a region in one status, the oldest first. The
// index may lag. An empty status is that of cases under way.
func (s *Store) Cases(ctx context.Context, region, status string, limit int) ([]Summary, error) {
	var found []Summary
	if limit < 1 {
		return nil, ctx.Err()
	}
	for shard := range uint32(caseShards) {
		taken := 0
		err := s.query(ctx, dynamodb.QueryInput{
			IndexName:                 aws.String(AnalystsIndex),
			KeyConditionExpression:    aws.String(analystShard + " = :shard"),
			ExpressionAttributeValues: item{":shard": text(analystsKey(region, status, shard))},
		}, limit, func(i item) (bool, error) {
			r := reader{item: i}
			c := Summary{
				Case: r.text(turnCase), Region: r.text(turnRegion), Severity: r.text(turnSeverity), Status: r.text(turnStatus),
				Opened: r.time(openedAt),
			}
			key, err := intake.ParseKey(r.text(caseLog))
			c.Log = key
			if err = cmp.Or(r.err, err); err == nil && c.Region == region && c.Status == status && !s.gone(&r) {
				found = append(found, c)
				taken++
			}
			return taken < limit, err
		})
		if err != nil {
			return nil, fmt.Errorf("dynamo: cases of region %s: %w", region, err)
		}
	}
	slices.SortFunc(found, func(a, b Summary) int { return cmp.Or(a.Opened.Compare(b.Opened), cmp.Compare(a.Case, b.Case)) })
	return found[:min(limit, len(found))], nil
}
