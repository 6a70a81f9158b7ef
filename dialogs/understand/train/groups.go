package main

import (
	"bytes"
	"fmt"
	"go/format"
	"os"
	"slices"
	"strings"
)

// groups returns the Go source of the table of groups, from the file that people read.
// A word that stands in two groups counts in the first.
func groups(name string) ([]byte, error) {
	text, err := os.ReadFile(name)
	if err != nil {
		return nil, fmt.Errorf("groups: %w", err)
	}
	var names []string
	of := map[string]int{}
	for n, l := range strings.Split(string(text), "\n") {
		if l == "" || strings.HasPrefix(l, "#") {
			continue
		}
		group, words, ok := strings.Cut(l, ": ")
		if !ok || slices.Contains(names, group) {
			return nil, fmt.Errorf("groups.txt:%d: want a new group, a colon and its words", n+1)
		}
		names = append(names, group)
		for _, w := range strings.Fields(words) {
			if strings.Trim(w, "abcdefghijklmnopqrstuvwxyz") != "" {
				return nil, fmt.Errorf("groups.txt:%d: %q is not one word of plain letters", n+1, w)
			}
			if _, ok := of[w]; ok {
				return nil, fmt.Errorf("groups.txt:%d: %q stands in two groups", n+1, w)
			}
			of[w] = len(names) - 1
		}
	}
	var words []string
	for w := range of {
		words = append(words, w)
	}
	slices.Sort(words)
	small := slices.Index(names, "small")
	if small < 0 {
		return nil, fmt.Errorf("groups.txt: no group of small words")
	}
	var b bytes.Buffer
	b.WriteString("// Code generated from lines/groups.txt by go generate; DO NOT EDIT.\n\npackage linear\n\n")
	fmt.Fprintf(&b, "const smallWords = %d\n\nvar groupNames = [...]string{", small)
	for _, n := range names {
		fmt.Fprintf(&b, "%q,", n)
	}
	b.WriteString("}\n\n// groupWords is sorted by word.\nvar groupWords = [...]struct {\nword string\ngroup uint8\n}{\n")
	for _, w := range words {
		fmt.Fprintf(&b, "{%q, %d},\n", w, of[w])
	}
	b.WriteString("}\n")
	source, err := format.Source(b.Bytes())
	if err != nil {
		return nil, fmt.Errorf("groups: format generated code: %w", err)
	}
	return source, nil
}
