package main

import (
	_ "embed"
	"html/template"
	"strings"
)

//go:embed page.html
var pageHTML string

// html renders a page that needs no other file, to be read in a browser and
// printed on A4.
func (s *sheet) html(p page) string {
	t, err := template.New("page.html").Funcs(template.FuncMap{
		"w":        func(id string) string { return s.w(id) },
		"joined":   func(words []string) string { return strings.Join(words, ", ") },
		"outlined": func(lines []string) string { return strings.Join(lines, "\n") },
		"turnLine": s.turnLine,
		"cost":     s.cost,
		"lang":     func() string { return s.lang },
	}).Parse(pageHTML)
	if err != nil {
		s.err = err
		return ""
	}
	var b strings.Builder
	if err := t.Execute(&b, p); err != nil && s.err == nil {
		s.err = err
	}
	return b.String()
}
