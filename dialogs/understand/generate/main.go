// Command generate compiles the accepted words, locales/words.<lang>.yaml, into
// dialogs/understand/vocabulary.go. It is run by go generate; a test compares.
package main

import (
	"bytes"
	"flag"
	"fmt"
	"go/format"
	"os"
	"sort"
	"strconv"
	"strings"

	"relais/dialogs/understand/letters"
)

func main() {
	dir := flag.String("words", "../../locales", "folder of words.<lang>.yaml")
	out := flag.String("out", "vocabulary.go", "file to write")
	flag.Parse()
	text, err := generate(*dir)
	if err == nil {
		err = os.WriteFile(*out, text, 0o644)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// generate returns the Go source for the words files of dir.
func generate(dir string) ([]byte, error) {
	sources, err := load(dir)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	b.WriteString("// Code generated from locales/words.*.yaml by go generate; DO NOT EDIT.\n\npackage understand\n\n")
	b.WriteString("var lexicons = []*lexicon{\n")
	for _, s := range sources {
		fmt.Fprintf(&b, "&lexicon%s,\n", strings.ToUpper(s.tag))
	}
	b.WriteString("}\n")
	for _, s := range sources {
		if err := write(&b, s); err != nil {
			return nil, err
		}
	}
	text, err := format.Source(b.Bytes())
	if err != nil {
		return nil, fmt.Errorf("words: format generated code: %w", err)
	}
	return text, nil
}

// Flags as they stand in lexicon.go; "keep" and "plain" are none.
var flagNames = []struct{ list, name string }{
	{"light", "flagLight"}, {"filler", "flagFiller"}, {"negation", "flagNegation"}, {"break", "flagBreak"},
	{"ask", "flagAsk"}, {"tongue", "flagTongue"}, {"head", "flagHead"}, {"naming", "flagNaming"},
}

var sectionNames = map[string]string{"common": "inCommon", "commands": "inCommands", "signals": "inSignals",
	"figurative": "inGuards", "questions": "inQuestions", "incidents": "inIncidents", "facts": "inFacts", "asked": "inAsked",
	"choices": "inChoices", "things": "inThings", "times": "inTimes", "grammar": "inGrammar", "whose": "inWhose", "closing": "inClosing", "unreached": "inUnreached"}

// loose sections leave light words out and let others stand between.
var loose = map[string]bool{"incidents": true}

func write(b *bytes.Buffer, s *source) error {
	kept := map[string]bool{}
	all := map[string]bool{}
	for list, set := range s.flags {
		if list == "plain" || list == "naming" {
			for w := range set {
				all[w] = true
			}
			continue
		}
		for w := range set {
			kept[w] = true
		}
	}
	for w := range s.numbers {
		kept[w] = true
	}
	for w := range s.about {
		kept[w] = true
	}
	for w := range s.ordinals {
		all[w] = true
	}
	for from, to := range s.elided {
		kept[from], kept[to] = true, true
	}
	inPhrase := map[string]bool{}
	for w := range kept {
		all[w] = true
	}
	for _, to := range s.spellings {
		for _, w := range strings.Fields(to) {
			all[w] = true
		}
	}
	for _, ph := range s.phrases {
		for _, w := range ph.words {
			all[w] = true
			inPhrase[w] = true
		}
	}
	key := func(w string) string {
		if to, ok := s.elided[w]; ok {
			w = to
		}
		if kept[w] || len(w) < 4 {
			return "=" + w
		}
		return letters.Stem(w)
	}
	keys := map[string]int{}
	for w := range all {
		keys[key(w)] = 0
	}
	ordered := sortedKeys(keys)
	for i, k := range ordered {
		keys[k] = i + 1
	}
	if len(ordered) > 65000 {
		return fmt.Errorf("words.%s.yaml: more words than a class number holds", s.tag)
	}
	flags := func(w string) string {
		var f []string
		for _, n := range flagNames {
			if s.flags[n.list][w] {
				f = append(f, n.name)
			}
		}
		if inPhrase[w] {
			f = append(f, "flagPhrase")
		}
		if _, ok := s.numbers[w]; ok {
			f = append(f, "flagNumber")
		} else if _, ok := s.about[w]; ok {
			f = append(f, "flagNumber")
		}
		if len(f) == 0 {
			return "0"
		}
		return strings.Join(f, "|")
	}
	entry := func(text, w string) string {
		return fmt.Sprintf("{%q, %d, %s, %#x},\n", text, keys[key(w)], flags(w), mask(text))
	}
	words := sortedKeys(all)

	fmt.Fprintf(b, "\nvar lexicon%s = lexicon{\ntag: %q,\nwords: []word{\n", strings.ToUpper(s.tag), s.tag)
	for _, w := range words {
		b.WriteString(entry(w, w))
	}
	b.WriteString("},\nstems: []word{\n")
	byStem := map[string]string{}
	bySound := map[string]string{}
	for _, w := range words {
		if !kept[w] && len(w) >= 4 {
			if st := letters.Stem(w); byStem[st] == "" {
				byStem[st] = w
			}
		}
		if len(w) >= 5 && inPhrase[w] {
			if so := letters.Sound(w); len(so) >= 3 && bySound[so] == "" {
				bySound[so] = w
			}
		}
	}
	for _, st := range sortedKeys(byStem) {
		b.WriteString(entry(st, byStem[st]))
	}
	b.WriteString("},\nsounds: []word{\n")
	for _, so := range sortedKeys(bySound) {
		b.WriteString(entry(so, bySound[so]))
	}
	b.WriteString("},\nnear: []word{\n")
	near := append([]string(nil), words...)
	sort.SliceStable(near, func(i, j int) bool { return len(near[i]) < len(near[j]) })
	const longest = 27
	starts := make([]int, longest+1)
	n := 0
	size := 0
	for _, w := range near {
		if len(w) < 4 || len(w) >= longest {
			continue
		}
		for size < len(w) {
			size++
			starts[size] = n
		}
		b.WriteString(entry(w, w))
		n++
	}
	for size < longest {
		size++
		starts[size] = n
	}
	fmt.Fprintf(b, "},\nstarts: []uint16{%s},\nspellings: []spelling{\n", ints(starts))
	for _, from := range sortedKeys(s.spellings) {
		fmt.Fprintf(b, "{%q, %q},\n", from, s.spellings[from])
	}
	b.WriteString("},\nnumbers: []number{\n")
	both := map[string]string{}
	for w, v := range s.numbers {
		both[w] = fmt.Sprintf("{%q, %d, false},\n", w, v)
	}
	for w, v := range s.about {
		both[w] = fmt.Sprintf("{%q, %d, true},\n", w, v)
	}
	for _, w := range sortedKeys(both) {
		b.WriteString(both[w])
	}
	b.WriteString("},\nordinals: []number{\n")
	for _, w := range sortedKeys(s.ordinals) {
		fmt.Fprintf(b, "{%q, %d, false},\n", w, s.ordinals[w])
	}
	b.WriteString("},\n")

	for _, f := range []struct{ list, field string }{{"passwords", "passwords"}, {"codes", "codes"}, {"plain_codes", "plainCodes"}, {"harmless", "harmless"}, {"links", "links"},
		{"given", "given"}, {"as", "as"}, {"logins", "logins"}, {"favoured", "favoured"}} {
		fmt.Fprintf(b, "%s: %#v,\n", f.field, s.secrets[f.list])
	}
	b.WriteString("roles: []part{\n")
	for _, w := range sortedKeys(s.roles) {
		var names []string
		for _, r := range s.roles[w] {
			names = append(names, roleName(r))
		}
		fmt.Fprintf(b, "{%q, %s},\n", w, strings.Join(names, "|"))
	}
	b.WriteString("},\n")
	labels, index := label(s)
	b.WriteString("labels: []label{\n")
	for _, l := range labels {
		b.WriteString(l)
	}
	b.WriteString("},\n")
	strictRoot, looseRoot := newBranch(), newBranch()
	for _, ph := range s.phrases {
		root := strictRoot
		if loose[ph.section] {
			root = looseRoot
		}
		var classes []int
		for _, w := range ph.words {
			if s.flags["filler"][w] && len(ph.words) > 1 || loose[ph.section] && s.flags["light"][w] {
				continue
			}
			classes = append(classes, keys[key(w)])
		}
		// What would shrink to one word ("données chez eux") keeps its small words.
		if len(classes) == 0 || len(classes) == 1 && len(ph.words) > 1 {
			root, classes = strictRoot, nil
			for _, w := range ph.words {
				classes = append(classes, keys[key(w)])
			}
		}
		root.add(classes, index[labelKey(&ph)])
	}
	for _, t := range []struct {
		name string
		root *branch
	}{{"strict", strictRoot}, {"loose", looseRoot}} {
		text, err := t.root.flat()
		if err != nil {
			return fmt.Errorf("words.%s.yaml: %s phrases: %w", s.tag, t.name, err)
		}
		fmt.Fprintf(b, "%s: trie{\n%s},\n", t.name, text)
	}
	b.WriteString("}\n")
	return nil
}

// roleName is a role as it stands in lexicon.go: "out_of" is roleOutOf.
func roleName(list string) string {
	name := "role"
	for _, w := range strings.Split(list, "_") {
		name += strings.ToUpper(w[:1]) + w[1:]
	}
	return name
}

func labelKey(ph *phrase) string {
	return fmt.Sprintf("{%s, %q, %q, %d},\n", sectionNames[ph.section], ph.name, ph.value, ph.weight)
}

func label(s *source) ([]string, map[string]int) {
	index := map[string]int{}
	for i := range s.phrases {
		index[labelKey(&s.phrases[i])] = 0
	}
	list := sortedKeys(index)
	for i, l := range list {
		index[l] = i
	}
	return list, index
}

// branch is a node of the phrase tree while it grows.
type branch struct {
	to   map[int]*branch
	ends map[int]bool
}

func newBranch() *branch { return &branch{to: map[int]*branch{}, ends: map[int]bool{}} }

func (r *branch) add(classes []int, label int) {
	at := r
	for _, c := range classes {
		next := at.to[c]
		if next == nil {
			next = newBranch()
			at.to[c] = next
		}
		at = next
	}
	at.ends[label] = true
}

// flat writes the tree breadth first as three slices.
func (r *branch) flat() (string, error) {
	order := []*branch{r}
	number := map[*branch]int{r: 0}
	for i := 0; i < len(order); i++ {
		for _, c := range sortedInts(order[i].to) {
			next := order[i].to[c]
			number[next] = len(order)
			order = append(order, next)
		}
	}
	if len(order) > 65000 {
		return "", fmt.Errorf("%d nodes, at most 65000", len(order))
	}
	var nodes, edges, ends strings.Builder
	e, l := 0, 0
	for _, n := range order {
		fmt.Fprintf(&nodes, "{%d, %d, %d, %d},\n", e, l, len(n.to), len(n.ends))
		for _, c := range sortedInts(n.to) {
			fmt.Fprintf(&edges, "{%d, %d},", c, number[n.to[c]])
			if e++; e%16 == 0 {
				edges.WriteByte('\n')
			}
		}
		for _, k := range sortedInts(n.ends) {
			fmt.Fprintf(&ends, "%d,", k)
			if l++; l%24 == 0 {
				ends.WriteByte('\n')
			}
		}
	}
	return fmt.Sprintf("nodes: []node{\n%s},\nedges: []edge{\n%s\n},\nends: []uint16{\n%s\n},\n", nodes.String(), edges.String(), ends.String()), nil
}

func mask(s string) uint32 {
	var m uint32
	for i := 0; i < len(s); i++ {
		if c := s[i]; c >= 'a' && c <= 'z' {
			m |= 1 << (c - 'a')
		}
	}
	return m
}

func ints(v []int) string {
	parts := make([]string, len(v))
	for i, n := range v {
		parts[i] = strconv.Itoa(n)
	}
	return strings.Join(parts, ", ")
}

func sortedKeys[V any](m map[string]V) []string {
	out := make([]string, 0, len(m))
	for k := range m {
		out = append(out, k)
	}
	sort.Strings(out)
	return out
}

func sortedInts[V any](m map[int]V) []int {
	out := make([]int, 0, len(m))
	for k := range m {
		out = append(out, k)
	}
	sort.Ints(out)
	return out
}
