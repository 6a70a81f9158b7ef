package regions_test

import (
	"encoding/json"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"

	"relais/infra/env/regions"
)

const occitanie = `
region: "76"
name: Occitanie
slack: {team: T012AB3CD, channel: C012AB3CD}
analysts:
  - {slack: U012AB3CD, name: Jeanne Essai, rights: [read, lead]}
duty: ["+33639980001"]
`

// wantFaults compares the faults, line by line, with what each must begin with.
func wantFaults(t *testing.T, err error, want []string) {
	t.Helper()
	var got []string
	if err != nil {
		got = strings.Split(err.Error(), "\n")
	}
	if len(got) != len(want) {
		t.Errorf("%d faults, want %d:\n%s", len(got), len(want), strings.Join(got, "\n"))
		return
	}
	for _, w := range want {
		if !slices.ContainsFunc(got, func(g string) bool { return strings.HasPrefix(g, w) }) {
			t.Errorf("no fault %q in:\n%s", w, strings.Join(got, "\n"))
		}
	}
}

// TestRegionFiles: each line of the table is the file occitanie with one thing
// changed. schema says whether the published schema sees the fault too; the others
// are what a schema of one file cannot say.
func TestRegionFiles(t *testing.T) {
	swap := func(old, new string) string { return strings.Replace(occitanie, old, new, 1) }
	tests := []struct {
		name   string
		file   string
		want   []string
		schema bool
	}{
		{"as it should be", occitanie, nil, false},
		{"everything said", occitanie + "duty_by: call\nsms_price: \"0.0799\"\nnight_pages: all\nretention_days: 30\nslack_text: full\n", nil, false},
		{"a setting nobody knows", occitanie + "nights: all\n", []string{`a.yaml:8: "nights" is no setting`}, true},
		{"a setting twice", occitanie + "name: Occitanie\n", []string{"a.yaml:8: name is there twice"}, false},
		{"nothing but a region", "region: \"76\"\n", []string{"a.yaml:1: name is missing", "a.yaml:1: analysts is missing", "a.yaml:1: duty is missing"}, true},
		{"no region of that code", swap(`"76"`, `"99"`), []string{"a.yaml:2: 99 is no region code"}, false},
		{"a name for a code", swap(`"76"`, "Occitanie"), []string{"a.yaml:2: a region code"}, true},
		{"a name of two lines", swap("name: Occitanie", `name: "a\nb"`), []string{"a.yaml:3: a name of one line"}, false},
		{"a name that is too long", swap("name: Occitanie", "name: "+strings.Repeat("é", 81)), []string{"a.yaml:3: a name of one line"}, true},
		{"an empty name", swap("name: Occitanie", `name: ""`), []string{"a.yaml:3: a name of one line"}, true},
		{"null for a name", swap("name: Occitanie", "name: null"), []string{"a.yaml:3: a name of one line"}, true},
		{"a channel's name for its id", swap("C012AB3CD", "urgences"), []string{"a.yaml:4: the id of a channel"}, true},
		{"a channel without a workspace", swap("team: T012AB3CD, ", ""), []string{"a.yaml:4: team is missing"}, true},
		{"a member's name for their id", swap("U012AB3CD", "jeanne"), []string{"a.yaml:6: the id of a member"}, true},
		{"a right nobody knows", swap("read, lead", "lead, admin"), []string{"a.yaml:6: read, lead, route or extract"}, true},
		{"a right twice", swap("read, lead", "lead, lead"), []string{"a.yaml:6: lead is there twice"}, true},
		{"no right", swap("[read, lead]", "[]"), []string{"a.yaml:6: a list of rights", "a.yaml:6: nobody has the right to lead"}, true},
		{"nobody to lead", swap("read, lead", "read"), []string{"a.yaml:6: nobody has the right to lead"}, false},
		{"a member twice", swap("duty:", "  - {slack: U012AB3CD, name: X, rights: [read]}\nduty:"), []string{"a.yaml:7: member U012AB3CD is there twice"}, false},
		{"a phone as it is dialled", swap("+33639980001", "0639980001"), []string{"a.yaml:7: a phone number"}, true},
		{"a list of phones that is none", swap(`["+33639980001"]`, `"+33639980001"`), []string{"a.yaml:7: a list of phone numbers"}, true},
		{"no phone", swap(`["+33639980001"]`, "[]"), []string{"a.yaml:7: a list of phone numbers"}, true},
		{"pigeons", occitanie + "duty_by: pigeon\n", []string{"a.yaml:8: sms or call"}, true},
		{"a price in words", occitanie + "sms_price: huit\n", []string{"a.yaml:8: an amount in euros"}, true},
		{"another night", occitanie + "night_pages: p2\n", []string{"a.yaml:8: none, p1 or all"}, true},
		{"no day", occitanie + "retention_days: 0\n", []string{"a.yaml:8: a number of days"}, true},
		{"a thousand days", occitanie + "retention_days: 1000\n", []string{"a.yaml:8: a number of days"}, true},
		{"another text", occitanie + "slack_text: some\n", []string{"a.yaml:8: none or full"}, true},
		{"an alias", occitanie + "night_pages: &a all\nslack_text: *a\n", []string{"a.yaml:8: none, p1 or all", "a.yaml:9: none or full"}, false},
		{"no YAML", "region: [", []string{"a.yaml:2: is not YAML"}, false},
		{"a second document", occitanie + "---\nregion: \"53\"\n", []string{"a.yaml:8: more after"}, false},
		{"a bomb of aliases", "a: &a [x, x]\nb: &b [*a, *a]\nregion: [*b, *b]\n", []string{`a.yaml:1: "a" is no`, `a.yaml:2: "b" is no`, "a.yaml:3: a region code", "a.yaml:1: name", "a.yaml:1: analysts", "a.yaml:1: duty"}, true},
		{"a list", "- a\n", []string{"a.yaml:1: keys and values"}, true},
		{"nothing", "", []string{"a.yaml:1: is empty"}, false},
		{"64 KB and a byte", strings.Repeat("#", 64<<10+1), []string{"a.yaml:1: 65537 bytes"}, false},
	}
	schema := load(t)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := regions.Read(fstest.MapFS{"a.yaml": {Data: []byte(tt.file)}})
			wantFaults(t, err, tt.want)
			if err != nil && (strings.Contains(err.Error(), "Jeanne") || strings.Contains(err.Error(), "63998")) {
				t.Errorf("a fault shows a person: %v", err)
			}
			var document any
			if yaml.Unmarshal([]byte(tt.file), &document) != nil || document == nil {
				return
			}
			faults := schema.check(schema.root, document, "")
			if len(tt.want) == 0 && len(faults) > 0 || tt.schema && len(faults) == 0 {
				t.Errorf("the schema finds %q, want faults %t", faults, tt.schema)
			}
		})
	}
}

func TestFoldersOfRegions(t *testing.T) {
	file := func(text string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(text)} }
	bretagne := strings.NewReplacer(`"76"`, `"53"`, "Occitanie", "Bretagne", "C012AB3CD", "C099").Replace(occitanie)
	tests := []struct {
		name  string
		files fstest.MapFS
		want  []string
	}{
		{"two regions", fstest.MapFS{"76.yaml": file(occitanie), "53.yml": file(bretagne)}, nil},
		{"what an editor or a mount leaves", fstest.MapFS{"76.yaml": file(occitanie), ".76.yaml.swp": file("x"), "..data/76.yaml": file("x")}, nil},
		{"an empty folder", fstest.MapFS{}, []string{"regions: the folder holds no file"}},
		{"a file that ends otherwise", fstest.MapFS{"76.yaml": file(occitanie), "53.ymal": file(bretagne)}, []string{"53.ymal:1: a file of settings ends"}},
		{"a region twice", fstest.MapFS{"a.yaml": file(occitanie), "b.yaml": file(strings.Replace(occitanie, "C012AB3CD", "C099", 1))}, []string{"b.yaml:2: region 76 is also in a.yaml"}},
		{"two regions in one channel", fstest.MapFS{"a.yaml": file(occitanie), "b.yaml": file(strings.Replace(bretagne, "C099", "C012AB3CD", 1))}, []string{"b.yaml:4: channel C012AB3CD is also in a.yaml"}},
		{"faults in both", fstest.MapFS{"a.yaml": file(occitanie + "x: 1\n"), "b.yaml": file(bretagne + "y: 1\n")}, []string{`a.yaml:8: "x"`, `b.yaml:8: "y"`}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := regions.Read(tt.files)
			wantFaults(t, err, tt.want)
		})
	}
}

// schema checks the few words of JSON Schema that region.schema.json uses, and
// fails on any other, so that none goes unread.
type schema struct {
	root map[string]any
	t    *testing.T
}

func load(t *testing.T) schema {
	t.Helper()
	data, err := os.ReadFile("region.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	s := schema{t: t}
	if err := json.Unmarshal(data, &s.root); err != nil {
		t.Fatal(err)
	}
	return s
}

func (s schema) check(rule map[string]any, v any, at string) (faults []string) {
	fault := func(what string) { faults = append(faults, at+": "+what) }
	object, isObject := v.(map[string]any)
	list, isList := v.([]any)
	text, isText := v.(string)
	number, isNumber := v.(int)
	for word, want := range rule {
		switch word {
		case "$schema", "$defs", "title", "description", "default", "properties":
		case "$ref":
			name := strings.TrimPrefix(want.(string), "#/$defs/")
			faults = append(faults, s.check(s.root["$defs"].(map[string]any)[name].(map[string]any), v, at)...)
		case "type":
			if !map[string]bool{"object": isObject, "array": isList, "string": isText, "integer": isNumber}[want.(string)] {
				fault("no " + want.(string))
			}
		case "pattern":
			if isText && !regexp.MustCompile(want.(string)).MatchString(text) {
				fault("pattern")
			}
		case "enum":
			if !slices.Contains(want.([]any), v) {
				fault("enum")
			}
		case "minLength", "maxLength":
			if n := utf8.RuneCountInString(text); isText && (word == "minLength" && n < int(want.(float64)) || word == "maxLength" && n > int(want.(float64))) {
				fault(word)
			}
		case "minimum", "maximum":
			if isNumber && (word == "minimum" && number < int(want.(float64)) || word == "maximum" && number > int(want.(float64))) {
				fault(word)
			}
		case "minItems":
			if isList && len(list) < int(want.(float64)) {
				fault(word)
			}
		case "uniqueItems":
			for i, item := range list {
				if slices.Contains(list[:i], item) {
					fault(word)
				}
			}
		case "items":
			for i, item := range list {
				faults = append(faults, s.check(want.(map[string]any), item, fmt.Sprintf("%s[%d]", at, i))...)
			}
		case "required":
			for _, name := range want.([]any) {
				if _, ok := object[name.(string)]; isObject && !ok {
					fault("no " + name.(string))
				}
			}
		case "additionalProperties":
			known, _ := rule["properties"].(map[string]any)
			for name, value := range object {
				if sub, ok := known[name].(map[string]any); ok {
					faults = append(faults, s.check(sub, value, at+"."+name)...)
				} else {
					fault("unknown " + name)
				}
			}
		default:
			s.t.Fatalf("region.schema.json uses %q, which this test does not read", word)
		}
	}
	return faults
}
