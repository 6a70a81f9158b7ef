// Package stack reads the templates of the deployment, makes the table that they
// describe on another server, and holds them to the rules that the public linters
// do not know.
package stack

import (
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"
)

// File is the template of the whole; what it nests lies where it says.
const File = "template.yaml"

// Resource is one resource, its intrinsic functions in their long form: {"Ref": name},
// {"Fn::GetAtt": [name, attribute]}, {"Fn::Sub": text}.
type Resource struct {
	Type       string
	Properties map[string]any
	Deletion   string // DeletionPolicy
	Condition  string // name of the condition under which it is made; empty: always
}

// Template is one template.
type Template struct {
	Parameters map[string]map[string]any
	Conditions map[string]any
	Globals    map[string]any
	Resources  map[string]Resource
	Outputs    map[string]any       // values by name
	Nested     map[string]*Template // by the resource that nests it
	text       string
}

// Read reads the template of the whole, and changes it by overlay if that is not
// empty: a mapping of YAML that is laid over it, null taking away. Nested templates
// are changed below "nested: {<resource>: …}"; they are read once for each resource.
func Read(root fs.FS, overlay []byte) (*Template, error) {
	var over map[string]any
	if len(overlay) > 0 {
		value, err := parse(overlay)
		if err != nil {
			return nil, fmt.Errorf("overlay: %w", err)
		}
		over, _ = value.(map[string]any)
	}
	return read(root, File, over)
}

func read(root fs.FS, name string, overlay map[string]any) (*Template, error) {
	data, err := fs.ReadFile(root, name)
	if err != nil {
		return nil, err
	}
	value, err := parse(data)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	nested, _ := overlay["nested"].(map[string]any)
	document, ok := lay(value, without(overlay, "nested")).(map[string]any)
	if !ok {
		return nil, fmt.Errorf("%s: is no mapping", name)
	}
	t := &Template{Parameters: map[string]map[string]any{}, Resources: map[string]Resource{}, Nested: map[string]*Template{}, text: fmt.Sprint(document)}
	for name, p := range object(document["Parameters"]) {
		t.Parameters[name] = object(p)
	}
	t.Conditions = object(document["Conditions"])
	t.Globals = object(object(document["Globals"])["Function"])
	for name, r := range object(document["Resources"]) {
		m := object(r)
		t.Resources[name] = Resource{Type: text(m["Type"]), Properties: object(m["Properties"]), Deletion: text(m["DeletionPolicy"]), Condition: text(m["Condition"])}
	}
	t.Outputs = map[string]any{}
	for name, output := range object(document["Outputs"]) {
		t.Outputs[name] = object(output)["Value"]
	}
	for name, r := range t.Resources {
		if r.Type == "AWS::CloudFormation::Stack" {
			if t.Nested[name], err = read(root, text(r.Properties["TemplateURL"]), object(nested[name])); err != nil {
				return nil, err
			}
		}
	}
	return t, nil
}

// lay lays one value over another: mappings are merged, null takes away, anything
// else replaces.
func lay(under, over any) any {
	o, isMap := over.(map[string]any)
	u, wasMap := under.(map[string]any)
	if !isMap || !wasMap {
		return over
	}
	out := maps.Clone(u)
	for name, value := range o {
		switch _, there := u[name]; {
		case value == nil:
			delete(out, name)
		case there:
			out[name] = lay(u[name], value)
		default:
			out[name] = value
		}
	}
	return out
}

func without(m map[string]any, name string) any {
	out := maps.Clone(m)
	if delete(out, name); out == nil {
		return map[string]any{}
	}
	return out
}

// parse reads YAML with CloudFormation's tags.
func parse(data []byte) (any, error) {
	var document yaml.Node
	if err := yaml.Unmarshal(data, &document); err != nil {
		return nil, err
	}
	if len(document.Content) != 1 {
		return nil, fmt.Errorf("is no document")
	}
	return long(document.Content[0])
}

// long returns a node's value with the short form of functions written out.
func long(n *yaml.Node) (any, error) {
	value, err := plain(n)
	name, short := strings.CutPrefix(n.Tag, "!")
	if err != nil || !short || strings.HasPrefix(name, "!") || name == "" {
		return value, err
	}
	switch name {
	case "Ref", "Condition":
		return map[string]any{name: value}, nil
	case "GetAtt":
		if s, ok := value.(string); ok {
			resource, attribute, _ := strings.Cut(s, ".")
			value = []any{resource, attribute}
		}
	}
	return map[string]any{"Fn::" + name: value}, nil
}

func plain(n *yaml.Node) (any, error) {
	switch n.Kind {
	case yaml.MappingNode:
		out := map[string]any{}
		for i := 0; i+1 < len(n.Content); i += 2 {
			name := n.Content[i].Value
			if _, twice := out[name]; twice {
				return nil, fmt.Errorf("line %d: %s is there twice", n.Content[i].Line, name)
			}
			value, err := long(n.Content[i+1])
			if err != nil {
				return nil, err
			}
			out[name] = value
		}
		return out, nil
	case yaml.SequenceNode:
		out := []any{}
		for _, item := range n.Content {
			value, err := long(item)
			if err != nil {
				return nil, err
			}
			out = append(out, value)
		}
		return out, nil
	case yaml.ScalarNode:
		if strings.HasPrefix(n.Tag, "!") && !strings.HasPrefix(n.Tag, "!!") {
			return n.Value, nil
		}
		var value any
		err := n.Decode(&value)
		return value, err
	}
	return nil, fmt.Errorf("line %d: aliases are not allowed", n.Line)
}

func object(v any) map[string]any { m, _ := v.(map[string]any); return m }

func text(v any) string { s, _ := v.(string); return s }

// list returns the items of a list, or the one value that stands for it.
func list(v any) []any {
	if items, ok := v.([]any); ok {
		return items
	}
	if v == nil {
		return nil
	}
	return []any{v}
}

// named lists the names of the resources of a type, sorted.
func (t *Template) named(kind string) []string {
	var names []string
	for name, r := range t.Resources {
		if r.Type == kind {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// Functions lists the functions by name.
func (t *Template) Functions() []string { return t.named("AWS::Serverless::Function") }

// Alarms counts the alarms of an installation with so many desks.
func (t *Template) Alarms(desks int) int {
	const kind = "AWS::CloudWatch::Alarm"
	n := len(t.named(kind))
	for _, nested := range t.Nested { // one is as the other
		return n + desks*len(nested.named(kind))
	}
	return n
}

// AlarmNames lists the alarms of the whole and of a region by their names in the templates.
func (t *Template) AlarmNames() []string {
	names := t.named("AWS::CloudWatch::Alarm")
	for _, nested := range t.Nested {
		names = append(names, nested.AlarmNames()...)
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// property returns a property of a function, its own or that of all.
func (t *Template) property(function, name string) any {
	if value, own := t.Resources[function].Properties[name]; own {
		return value
	}
	return t.Globals[name]
}

// Folder returns the folder of a function's program, such as functions/sms.
func (t *Template) Folder(function string) string { return text(t.property(function, "CodeUri")) }

// Variables returns what a function's environment sets, intrinsic functions in their
// long form.
func (t *Template) Variables(function string) map[string]any {
	return object(object(t.property(function, "Environment"))["Variables"])
}

// Input returns the input of a function's schedules, by the event's name.
func (t *Template) Inputs(function string) map[string]string {
	inputs := map[string]string{}
	for name, event := range object(t.property(function, "Events")) {
		if text(object(event)["Type"]) == "ScheduleV2" {
			inputs[name] = text(object(object(event)["Properties"])["Input"])
		}
	}
	return inputs
}

// Paths lists what a function answers at the API: method and path, sorted.
func (t *Template) Paths(function string) []string {
	var paths []string
	for _, event := range object(t.property(function, "Events")) {
		if p := object(object(event)["Properties"]); text(object(event)["Type"]) == "HttpApi" {
			paths = append(paths, text(p["Method"])+" "+text(p["Path"]))
		}
	}
	slices.Sort(paths)
	return paths
}
