package wire

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"relais/infra/dynamo"
)

// poor is a server as others that speak the protocol are: a failed condition does
// not return the item, and an index shows what it showed at the last look.
type poor struct {
	dynamo.Client
	mu   sync.Mutex
	seen map[string]*dynamodb.QueryOutput
}

func withoutItem(err error) error {
	var condition *types.ConditionalCheckFailedException
	if errors.As(err, &condition) {
		condition.Item = nil
	}
	return err
}

func (p *poor) PutItem(ctx context.Context, in *dynamodb.PutItemInput, o ...func(*dynamodb.Options)) (*dynamodb.PutItemOutput, error) {
	out, err := p.Client.PutItem(ctx, in, o...)
	return out, withoutItem(err)
}

func (p *poor) UpdateItem(ctx context.Context, in *dynamodb.UpdateItemInput, o ...func(*dynamodb.Options)) (*dynamodb.UpdateItemOutput, error) {
	out, err := p.Client.UpdateItem(ctx, in, o...)
	return out, withoutItem(err)
}

func (p *poor) Query(ctx context.Context, in *dynamodb.QueryInput, o ...func(*dynamodb.Options)) (*dynamodb.QueryOutput, error) {
	out, err := p.Client.Query(ctx, in, o...)
	if err != nil || in.IndexName == nil {
		return out, err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	look := fmt.Sprint(*in.IndexName, *in.Limit, describe(in.ExpressionAttributeValues), describe(in.ExclusiveStartKey))
	before := p.seen[look]
	if before == nil {
		before = &dynamodb.QueryOutput{}
	}
	if p.seen == nil {
		p.seen = map[string]*dynamodb.QueryOutput{}
	}
	p.seen[look] = out
	return before, nil
}

func describe(values map[string]types.AttributeValue) string {
	plain := map[string]string{}
	for name, v := range values {
		switch v := v.(type) {
		case *types.AttributeValueMemberS:
			plain[name] = v.Value
		case *types.AttributeValueMemberN:
			plain[name] = v.Value
		}
	}
	return fmt.Sprint(plain)
}

// raw reads one item as it stands in the table.
func raw(ctx context.Context, client *dynamodb.Client, table, pk, sk string) (map[string]types.AttributeValue, error) {
	out, err := client.GetItem(ctx, &dynamodb.GetItemInput{
		TableName: aws.String(table), ConsistentRead: aws.Bool(true),
		Key: map[string]types.AttributeValue{
			"pk": &types.AttributeValueMemberS{Value: pk}, "sk": &types.AttributeValueMemberS{Value: sk},
		},
	})
	if err != nil {
		return nil, err
	}
	return out.Item, nil
}
