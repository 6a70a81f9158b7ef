package dynamo

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.yaml.in/yaml/v4"
)

// described is a table as far as the code rests on it, in the words of
// AWS::DynamoDB::Table. What a key lacks in a template stays empty here.
type described struct {
	BillingMode            string
	AttributeDefinitions   []definition
	KeySchema              []key
	GlobalSecondaryIndexes []secondary
	TTL                    ttl
}

type definition struct {
	AttributeName string `yaml:"AttributeName"`
	AttributeType string `yaml:"AttributeType"`
}

type key struct {
	AttributeName string `yaml:"AttributeName"`
	KeyType       string `yaml:"KeyType"`
}

type secondary struct {
	IndexName  string     `yaml:"IndexName"`
	KeySchema  []key      `yaml:"KeySchema"`
	Projection projection `yaml:"Projection"`
}

type projection struct {
	ProjectionType   string   `yaml:"ProjectionType"`
	NonKeyAttributes []string `yaml:"NonKeyAttributes"`
}

type ttl struct {
	AttributeName string `yaml:"AttributeName"`
	Enabled       bool   `yaml:"Enabled"`
}

// TestTemplate holds the table that is deployed to the one that the tests make.
func TestTemplate(t *testing.T) {
	data, err := os.ReadFile("../../template.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var template struct {
		Resources map[string]struct {
			Type       string    `yaml:"Type"`
			Properties yaml.Node `yaml:"Properties"`
		} `yaml:"Resources"`
	}
	if err := yaml.Unmarshal(data, &template); err != nil {
		t.Fatal(err)
	}
	resource := template.Resources["Table"]
	if resource.Type != "AWS::DynamoDB::Table" {
		t.Fatalf("Table is a %q", resource.Type)
	}
	var properties struct {
		BillingMode             string       `yaml:"BillingMode"`
		AttributeDefinitions    []definition `yaml:"AttributeDefinitions"`
		KeySchema               []key        `yaml:"KeySchema"`
		GlobalSecondaryIndexes  []secondary  `yaml:"GlobalSecondaryIndexes"`
		TimeToLiveSpecification ttl          `yaml:"TimeToLiveSpecification"`
	}
	if err := resource.Properties.Decode(&properties); err != nil {
		t.Fatal(err)
	}
	got := described{
		properties.BillingMode, properties.AttributeDefinitions, properties.KeySchema, properties.GlobalSecondaryIndexes,
		properties.TimeToLiveSpecification,
	}
	if diff := cmp.Diff(inGo(), got); diff != "" {
		t.Errorf("the table of template.yaml (-Table +template):\n%s", diff)
	}
}

// inGo is what Table describes.
func inGo() described {
	table := Table("any")
	d := described{BillingMode: string(table.BillingMode), TTL: ttl{TTLAttribute, true}}
	for _, a := range table.AttributeDefinitions {
		d.AttributeDefinitions = append(d.AttributeDefinitions, definition{*a.AttributeName, string(a.AttributeType)})
	}
	for _, k := range table.KeySchema {
		d.KeySchema = append(d.KeySchema, key{*k.AttributeName, string(k.KeyType)})
	}
	for _, i := range table.GlobalSecondaryIndexes {
		index := secondary{IndexName: *i.IndexName}
		for _, k := range i.KeySchema {
			index.KeySchema = append(index.KeySchema, key{*k.AttributeName, string(k.KeyType)})
		}
		index.Projection = projection{string(i.Projection.ProjectionType), i.Projection.NonKeyAttributes}
		d.GlobalSecondaryIndexes = append(d.GlobalSecondaryIndexes, index)
	}
	return d
}

// TestNoTransactions: a put on an item that a transaction holds fails, and compatible
// servers have no transactions, so nobody in the program may ask for one.
func TestNoTransactions(t *testing.T) {
	files := 0
	err := filepath.WalkDir("../..", func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if name := d.Name(); d.IsDir() && name != ".." && (strings.HasPrefix(name, ".") || name == "node_modules") && path != "../.." {
			return fs.SkipDir
		}
		if d.IsDir() || filepath.Ext(path) != ".go" {
			return nil
		}
		files++
		set := token.NewFileSet()
		file, err := parser.ParseFile(set, path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if s, ok := n.(*ast.SelectorExpr); ok && transacts(s.Sel.Name) {
				t.Errorf("%s: %s", set.Position(s.Pos()), s.Sel.Name)
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if files < 50 {
		t.Errorf("only %d files were read", files)
	}
}

// transacts reports a name of the SDK by which a transaction can be asked for,
// PartiQL's included.
func transacts(name string) bool {
	for _, part := range []string{"TransactWrite", "TransactGet", "ExecuteTransaction", "ExecuteStatement"} {
		if strings.Contains(name, part) {
			return true
		}
	}
	return false
}
