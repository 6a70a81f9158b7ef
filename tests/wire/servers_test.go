package wire

import (
	"context"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"github.com/aws/aws-sdk-go-v2/service/sqs"
	sqstypes "github.com/aws/aws-sdk-go-v2/service/sqs/types"

	"relais/infra/dynamo"
	"relais/infra/standin/account"
)

// DynamoDB returns a client of the server at url whose requests are counted.
func DynamoDB(url string, counter *dynamo.Counter) *dynamodb.Client {
	return account.DynamoDB(url, dynamodb.WithAPIOptions(counter.Middleware))
}

// SQS returns a client of the server at url whose requests are counted.
func SQS(url string, counter *dynamo.Counter) *sqs.Client {
	return account.SQS(url, sqs.WithAPIOptions(counter.Middleware))
}

// MakeTable makes the table that dynamo.Table describes and switches expiry on.
func MakeTable(ctx context.Context, client *dynamodb.Client, name string) error {
	if _, err := client.CreateTable(ctx, dynamo.Table(name)); err != nil {
		return err
	}
	_, err := client.UpdateTimeToLive(ctx, &dynamodb.UpdateTimeToLiveInput{
		TableName: aws.String(name),
		TimeToLiveSpecification: &types.TimeToLiveSpecification{
			AttributeName: aws.String(dynamo.TTLAttribute), Enabled: aws.Bool(true),
		},
	})
	return err
}

// MakeQueue makes a queue and its dead letters and returns the addresses of both. A
// message is handed out maxReceives times.
func MakeQueue(ctx context.Context, client *sqs.Client, name string, maxReceives int) (queue, dead string, err error) {
	letters, err := client.CreateQueue(ctx, &sqs.CreateQueueInput{QueueName: aws.String(name + "-dead")})
	if err != nil {
		return "", "", err
	}
	attributes, err := client.GetQueueAttributes(ctx, &sqs.GetQueueAttributesInput{
		QueueUrl: letters.QueueUrl, AttributeNames: []sqstypes.QueueAttributeName{sqstypes.QueueAttributeNameQueueArn},
	})
	if err != nil {
		return "", "", err
	}
	made, err := client.CreateQueue(ctx, &sqs.CreateQueueInput{
		QueueName: aws.String(name),
		Attributes: map[string]string{
			"RedrivePolicy": fmt.Sprintf(`{"deadLetterTargetArn":%q,"maxReceiveCount":"%d"}`, attributes.Attributes["QueueArn"], maxReceives),
		},
	})
	if err != nil {
		return "", "", err
	}
	return aws.ToString(made.QueueUrl), aws.ToString(letters.QueueUrl), nil
}
