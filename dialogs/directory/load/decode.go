package load

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"go.yaml.in/yaml/v4"

	"relais/dialogs/directory"
)

// file is one content file while it is read and checked: the line of every value,
// by its path ("centres[3].phone.e164"), and what is wrong so far.
type file struct {
	name   string
	lines  map[string]int
	faults Faults
	broken bool // not YAML: nothing could be read
}

// decode reads text into the struct that into points to. Every key must be a field
// (yaml tag) and occur once; anchors, aliases and merge keys are refused, so that
// a line says what it says without another one.
func decode(name string, text []byte, into any) *file {
	f := &file{name: name, lines: map[string]int{"": 1}}
	decoder := yaml.NewDecoder(bytes.NewReader(text))
	var doc, more yaml.Node
	switch err := decoder.Decode(&doc); {
	case errors.Is(err, io.EOF):
		f.unreadable(1, "the file is empty")
		return f
	case err != nil:
		f.syntax(err)
		return f
	}
	switch err := decoder.Decode(&more); {
	case err == nil:
		f.unreadable(more.Line, "a second document: one file is one document")
		return f
	case !errors.Is(err, io.EOF):
		f.syntax(err)
		return f
	}
	f.value(doc.Content[0], reflect.ValueOf(into).Elem(), "")
	return f
}

// fault notes something wrong on a line.
func (f *file) fault(line int, format string, args ...any) {
	f.faults = append(f.faults, Fault{f.name, line, fmt.Sprintf(format, args...)})
}

// unreadable notes a fault that leaves nothing to check.
func (f *file) unreadable(line int, text string) {
	f.broken = true
	f.fault(line, "%s", text)
}

func (f *file) syntax(err error) {
	line, text := 1, err.Error()
	if at := new(yaml.LoadError); errors.As(err, &at) {
		line, text = max(at.Mark.Line, 1), at.Message
	}
	f.unreadable(line, text)
}

// line returns the line of a path, or of the nearest thing around it.
func (f *file) line(path string) int {
	for {
		if line, ok := f.lines[path]; ok {
			return line
		}
		cut := strings.LastIndexAny(path, ".[")
		if cut < 0 {
			return f.lines[""]
		}
		path = path[:cut]
	}
}

// has reports whether the file gives a value, null included, for a path.
func (f *file) has(path string) bool {
	_, ok := f.lines[path]
	return ok
}

func (f *file) value(node *yaml.Node, into reflect.Value, path string) {
	if node.Anchor != "" || node.Kind == yaml.AliasNode {
		f.fault(node.Line, "anchors and aliases are not used here: write the value out")
		return
	}
	if path != "" {
		f.lines[path] = node.Line
	}
	if node.Kind == yaml.ScalarNode && node.Tag == "!!null" {
		if into.Kind() == reflect.Bool {
			f.fault(node.Line, "%s: null is neither true nor false", last(path))
		}
		return
	}
	switch into.Interface().(type) {
	case directory.Days:
		f.days(node, into)
		return
	case directory.Clock:
		f.clock(node, into)
		return
	case directory.Conditions:
		f.conditions(node, into, path)
		return
	}
	switch into.Kind() {
	case reflect.Struct:
		f.mapping(node, into, path)
	case reflect.Slice:
		f.sequence(node, into, path)
	default:
		f.scalar(node, into, path)
	}
}

func (f *file) mapping(node *yaml.Node, into reflect.Value, path string) {
	if node.Kind != yaml.MappingNode {
		f.fault(node.Line, "%s: want keys and values", last(path))
		return
	}
	fields := fieldsOf(into)
	seen := map[string]int{}
	for i := 0; i+1 < len(node.Content); i += 2 {
		key, value := node.Content[i], node.Content[i+1]
		if line, twice := seen[key.Value]; twice {
			f.fault(key.Line, "key %q is used twice (first on line %d)", key.Value, line)
			continue
		}
		seen[key.Value] = key.Line
		field, ok := fields[key.Value]
		if !ok {
			f.fault(key.Line, "unknown key %q (known: %s)", key.Value, strings.Join(slices.Sorted(maps.Keys(fields)), ", "))
			continue
		}
		f.value(value, field, join(path, key.Value))
		f.lines[join(path, key.Value)] = key.Line
	}
}

// fieldsOf returns the fields of a struct by their yaml name, inlined ones included.
func fieldsOf(v reflect.Value) map[string]reflect.Value {
	fields := map[string]reflect.Value{}
	for i := range v.NumField() {
		switch tag := v.Type().Field(i).Tag.Get("yaml"); tag {
		case "-":
		case ",inline":
			maps.Copy(fields, fieldsOf(v.Field(i)))
		default:
			fields[tag] = v.Field(i)
		}
	}
	return fields
}

func (f *file) sequence(node *yaml.Node, into reflect.Value, path string) {
	if node.Kind != yaml.SequenceNode {
		f.fault(node.Line, "%s: want a list", last(path))
		return
	}
	if len(node.Content) == 0 {
		return
	}
	list := reflect.MakeSlice(into.Type(), len(node.Content), len(node.Content))
	for i, item := range node.Content {
		if item.Tag == "!!null" {
			f.fault(item.Line, "%s: an empty item", last(path))
			continue
		}
		f.value(item, list.Index(i), fmt.Sprintf("%s[%d]", path, i))
	}
	into.Set(list)
}

func (f *file) scalar(node *yaml.Node, into reflect.Value, path string) {
	if node.Kind != yaml.ScalarNode {
		f.fault(node.Line, "%s: want one value", last(path))
		return
	}
	switch into.Kind() {
	case reflect.String:
		into.SetString(node.Value)
	case reflect.Bool:
		switch node.Value {
		case "true", "false":
			into.SetBool(node.Value == "true")
		default:
			f.fault(node.Line, "%s: %q is neither true nor false", last(path), node.Value)
		}
	case reflect.Int:
		n, err := strconv.Atoi(node.Value)
		if err != nil {
			f.fault(node.Line, "%s: %q is no whole number", last(path), node.Value)
			return
		}
		into.SetInt(int64(n))
	default:
		// A type of the directory package that this file cannot read: a mistake of
		// the programmer, found by the first run.
		panic("load: no reader for " + into.Type().String())
	}
}

var weekdays = map[string]time.Weekday{
	"mon": time.Monday, "tue": time.Tuesday, "wed": time.Wednesday, "thu": time.Thursday,
	"fri": time.Friday, "sat": time.Saturday, "sun": time.Sunday,
}

func (f *file) days(node *yaml.Node, into reflect.Value) {
	if node.Kind != yaml.SequenceNode {
		f.fault(node.Line, "days: want a list")
		return
	}
	var days directory.Days
	for _, item := range node.Content {
		day, ok := weekdays[item.Value]
		switch {
		case !ok:
			f.fault(item.Line, "days: %q is no day (mon, tue, wed, thu, fri, sat, sun)", item.Value)
		case days.Has(day):
			f.fault(item.Line, "days: %s stands twice", item.Value)
		default:
			days |= 1 << day
		}
	}
	into.SetUint(uint64(days))
}

// conditions reads "fact: value" and "fact: [value, value]", in the order written.
func (f *file) conditions(node *yaml.Node, into reflect.Value, path string) {
	if node.Kind != yaml.MappingNode || len(node.Content) == 0 {
		f.fault(node.Line, "%s: want facts and values", last(path))
		return
	}
	var all directory.Conditions
	for i := 0; i+1 < len(node.Content); i += 2 {
		key, value := node.Content[i], node.Content[i+1]
		if slices.ContainsFunc(all, func(c directory.Condition) bool { return c.Fact == key.Value }) {
			f.fault(key.Line, "key %q is used twice", key.Value)
			continue
		}
		items := []*yaml.Node{value}
		if value.Kind == yaml.SequenceNode {
			items = value.Content
		}
		c := directory.Condition{Fact: key.Value}
		for _, item := range items {
			if item.Kind != yaml.ScalarNode || item.Value == "" {
				f.fault(item.Line, "%s: want a value or a list of values", key.Value)
				continue
			}
			c.Is = append(c.Is, item.Value)
		}
		f.lines[join(path, key.Value)] = key.Line
		all = append(all, c)
	}
	into.Set(reflect.ValueOf(all))
}

// unreadClock stands for a time that could not be read, so that the rules on slots
// do not add faults of their own to it.
const unreadClock = 1<<16 - 1

func (f *file) clock(node *yaml.Node, into reflect.Value) {
	h, m, ok := strings.Cut(node.Value, ":")
	hour, errHour := strconv.ParseUint(h, 10, 8)
	minute, errMinute := strconv.ParseUint(m, 10, 8)
	minutes := hour*60 + minute
	if !ok || len(node.Value) != len("09:00") || errHour != nil || errMinute != nil || minute > 59 || minutes > 24*60 {
		f.fault(node.Line, "%q is no time of day (09:00 to 24:00, in quotes)", node.Value)
		into.SetUint(unreadClock)
		return
	}
	into.SetUint(minutes)
}

func join(path, key string) string {
	if path == "" {
		return key
	}
	return path + "." + key
}

func last(path string) string { return path[strings.LastIndex(path, ".")+1:] }
