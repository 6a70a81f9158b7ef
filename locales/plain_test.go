package locales

import (
	"maps"
	"regexp"
	"testing"

	"github.com/nicksnyder/go-i18n/v2/i18n/template"
)

// TestPlainTextsSayTheSame: a text that is nothing but words and values reads as
// text/template has it, and one whose value is missing is no text.
func TestPlainTextsSayTheSame(t *testing.T) {
	valueOf := regexp.MustCompile(`\{\{\s*\.([a-z0-9_]+)\s*\}\}`)
	quick := 0
	for _, l := range compiled {
		for _, m := range l.Messages {
			said, err := texts.Parse(m.Text, "", "")
			if err != nil {
				t.Fatalf("%s %s: %v", l.Tag, m.ID, err)
			}
			if _, ok := said.(parts); !ok {
				continue
			}
			values := map[string]string{}
			for _, found := range valueOf.FindAllStringSubmatch(m.Text, -1) {
				values[found[1]] = "<" + found[1] + "> {{.nothing}}"
			}
			slow, err := (&template.TextParser{Option: "missingkey=error"}).Parse(m.Text, "", "")
			if err != nil {
				t.Fatalf("%s %s: %v", l.Tag, m.ID, err)
			}
			want, err := slow.Execute(values)
			if err != nil {
				t.Fatalf("%s %s: %v", l.Tag, m.ID, err)
			}
			if got, err := said.Execute(values); err != nil || got != want {
				t.Errorf("%s %s: %q, %v, want %q", l.Tag, m.ID, got, err, want)
			}
			for name := range maps.Keys(values) {
				without := maps.Clone(values)
				delete(without, name)
				if got, err := said.Execute(without); err == nil {
					t.Errorf("%s %s: %q without %s", l.Tag, m.ID, got, name)
				}
				quick++
			}
		}
	}
	if quick < 100 {
		t.Errorf("%d values in texts said the quick way are too few to tell", quick)
	}
}
