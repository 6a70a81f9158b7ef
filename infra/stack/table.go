package stack

import (
	"errors"
	"fmt"
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
)

// Table returns the request that makes the template's table, under that name, on a
// server of its own: keys and indexes. Encryption, recovery, expiry and stream are
// the deployment's.
func (t *Template) Table(name string) (*dynamodb.CreateTableInput, error) {
	names := t.named("AWS::DynamoDB::Table")
	if len(names) != 1 {
		return nil, fmt.Errorf("%d tables, want one", len(names))
	}
	p := t.Resources[names[0]].Properties
	in := &dynamodb.CreateTableInput{TableName: aws.String(name), BillingMode: types.BillingMode(text(p["BillingMode"]))}
	var faults []error
	if in.BillingMode != types.BillingModePayPerRequest {
		faults = append(faults, fmt.Errorf("billing mode %q, want PAY_PER_REQUEST", in.BillingMode))
	}
	defined := map[string]bool{}
	for _, a := range list(p["AttributeDefinitions"]) {
		attribute, kind := text(object(a)["AttributeName"]), types.ScalarAttributeType(text(object(a)["AttributeType"]))
		if !slices.Contains(kind.Values(), kind) {
			faults = append(faults, fmt.Errorf("attribute %s: type %q", attribute, kind))
		}
		defined[attribute] = true
		in.AttributeDefinitions = append(in.AttributeDefinitions, types.AttributeDefinition{AttributeName: aws.String(attribute), AttributeType: kind})
	}
	used := map[string]bool{}
	keys := func(of string, v any) (schema []types.KeySchemaElement) {
		for i, k := range list(v) {
			attribute, kind := text(object(k)["AttributeName"]), types.KeyType(text(object(k)["KeyType"]))
			if want := []types.KeyType{types.KeyTypeHash, types.KeyTypeRange}; i > 1 || kind != want[i] {
				faults = append(faults, fmt.Errorf("%s: key %d has type %q, want HASH, then RANGE", of, i+1, kind))
			}
			if !defined[attribute] {
				faults = append(faults, fmt.Errorf("%s: key %s is not defined", of, attribute))
			}
			used[attribute] = true
			schema = append(schema, types.KeySchemaElement{AttributeName: aws.String(attribute), KeyType: kind})
		}
		return schema
	}
	in.KeySchema = keys("table", p["KeySchema"])
	for _, g := range list(p["GlobalSecondaryIndexes"]) {
		index, projection := object(g), object(object(g)["Projection"])
		of := text(index["IndexName"])
		out := types.GlobalSecondaryIndex{IndexName: aws.String(of), KeySchema: keys("index "+of, index["KeySchema"]),
			Projection: &types.Projection{ProjectionType: types.ProjectionType(text(projection["ProjectionType"]))}}
		for _, attribute := range list(projection["NonKeyAttributes"]) {
			out.Projection.NonKeyAttributes = append(out.Projection.NonKeyAttributes, text(attribute))
		}
		in.GlobalSecondaryIndexes = append(in.GlobalSecondaryIndexes, out)
	}
	for attribute := range defined {
		if !used[attribute] {
			faults = append(faults, fmt.Errorf("attribute %s is no key", attribute))
		}
	}
	return in, errors.Join(faults...)
}
