package cloud

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/sqs"
)

// call is one operation of a client.
type call[In, Out, Options any] func(context.Context, *In, ...func(*Options)) (*Out, error)

// table is what dynamo asks of a table, and nothing else of the client.
type table struct {
	getItem    call[dynamodb.GetItemInput, dynamodb.GetItemOutput, dynamodb.Options]
	putItem    call[dynamodb.PutItemInput, dynamodb.PutItemOutput, dynamodb.Options]
	updateItem call[dynamodb.UpdateItemInput, dynamodb.UpdateItemOutput, dynamodb.Options]
	query      call[dynamodb.QueryInput, dynamodb.QueryOutput, dynamodb.Options]
}

func (t table) GetItem(ctx context.Context, in *dynamodb.GetItemInput, o ...func(*dynamodb.Options)) (*dynamodb.GetItemOutput, error) {
	return t.getItem(ctx, in, o...)
}

func (t table) PutItem(ctx context.Context, in *dynamodb.PutItemInput, o ...func(*dynamodb.Options)) (*dynamodb.PutItemOutput, error) {
	return t.putItem(ctx, in, o...)
}

func (t table) UpdateItem(ctx context.Context, in *dynamodb.UpdateItemInput, o ...func(*dynamodb.Options)) (*dynamodb.UpdateItemOutput, error) {
	return t.updateItem(ctx, in, o...)
}

func (t table) Query(ctx context.Context, in *dynamodb.QueryInput, o ...func(*dynamodb.Options)) (*dynamodb.QueryOutput, error) {
	return t.query(ctx, in, o...)
}

// objects is what s3 asks of a bucket, and nothing else of the client.
type objects struct {
	putObject    call[s3.PutObjectInput, s3.PutObjectOutput, s3.Options]
	getObject    call[s3.GetObjectInput, s3.GetObjectOutput, s3.Options]
	deleteObject call[s3.DeleteObjectInput, s3.DeleteObjectOutput, s3.Options]
}

func (b objects) PutObject(ctx context.Context, in *s3.PutObjectInput, o ...func(*s3.Options)) (*s3.PutObjectOutput, error) {
	return b.putObject(ctx, in, o...)
}

func (b objects) GetObject(ctx context.Context, in *s3.GetObjectInput, o ...func(*s3.Options)) (*s3.GetObjectOutput, error) {
	return b.getObject(ctx, in, o...)
}

func (b objects) DeleteObject(ctx context.Context, in *s3.DeleteObjectInput, o ...func(*s3.Options)) (*s3.DeleteObjectOutput, error) {
	return b.deleteObject(ctx, in, o...)
}

// queues is what queue asks of SQS, and nothing else of the client.
type queues struct {
	sendMessage             call[sqs.SendMessageInput, sqs.SendMessageOutput, sqs.Options]
	receiveMessage          call[sqs.ReceiveMessageInput, sqs.ReceiveMessageOutput, sqs.Options]
	deleteMessage           call[sqs.DeleteMessageInput, sqs.DeleteMessageOutput, sqs.Options]
	changeMessageVisibility call[sqs.ChangeMessageVisibilityInput, sqs.ChangeMessageVisibilityOutput, sqs.Options]
	getQueueAttributes      call[sqs.GetQueueAttributesInput, sqs.GetQueueAttributesOutput, sqs.Options]
	startMessageMoveTask    call[sqs.StartMessageMoveTaskInput, sqs.StartMessageMoveTaskOutput, sqs.Options]
	listMessageMoveTasks    call[sqs.ListMessageMoveTasksInput, sqs.ListMessageMoveTasksOutput, sqs.Options]
}

func (q queues) SendMessage(ctx context.Context, in *sqs.SendMessageInput, o ...func(*sqs.Options)) (*sqs.SendMessageOutput, error) {
	return q.sendMessage(ctx, in, o...)
}

func (q queues) ReceiveMessage(ctx context.Context, in *sqs.ReceiveMessageInput, o ...func(*sqs.Options)) (*sqs.ReceiveMessageOutput, error) {
	return q.receiveMessage(ctx, in, o...)
}

func (q queues) DeleteMessage(ctx context.Context, in *sqs.DeleteMessageInput, o ...func(*sqs.Options)) (*sqs.DeleteMessageOutput, error) {
	return q.deleteMessage(ctx, in, o...)
}

func (q queues) ChangeMessageVisibility(ctx context.Context, in *sqs.ChangeMessageVisibilityInput, o ...func(*sqs.Options)) (*sqs.ChangeMessageVisibilityOutput, error) {
	return q.changeMessageVisibility(ctx, in, o...)
}

func (q queues) GetQueueAttributes(ctx context.Context, in *sqs.GetQueueAttributesInput, o ...func(*sqs.Options)) (*sqs.GetQueueAttributesOutput, error) {
	return q.getQueueAttributes(ctx, in, o...)
}

func (q queues) StartMessageMoveTask(ctx context.Context, in *sqs.StartMessageMoveTaskInput, o ...func(*sqs.Options)) (*sqs.StartMessageMoveTaskOutput, error) {
	return q.startMessageMoveTask(ctx, in, o...)
}

func (q queues) ListMessageMoveTasks(ctx context.Context, in *sqs.ListMessageMoveTasksInput, o ...func(*sqs.Options)) (*sqs.ListMessageMoveTasksOutput, error) {
	return q.listMessageMoveTasks(ctx, in, o...)
}
