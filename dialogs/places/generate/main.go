// Command generate writes the tables of package places from published npm packages.
//
//	npm pack @etalab/decoupage-administratif@6.0.0   # today's communes
//	npm pack @etalab/decoupage-administratif@0.7.0   # the history of names and codes
//	npm pack an-array-of-french-words@2.0.0          # words that must not pass for names
//
// Unpack each into a folder of its own and name what it holds:
//
//	go run ./generate -today <6.0.0>/package/data -history <0.7.0>/package/data -french <2.0.0>/package/index.json
//
// fetch.sh does all of it. The same input gives the same bytes. What was written
// by hand stands beside this file: aliases.tsv, territories.tsv, words.tsv.
package main

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"encoding/json"
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"relais/dialogs/places/spelling"
)

func main() {
	today := flag.String("today", "", "data folder of version 6.0.0")
	history := flag.String("history", "", "data folder of version 0.7.0")
	french := flag.String("french", "", "index.json of the French word list")
	hand := flag.String("hand", "generate", "folder of the tables written by hand")
	out := flag.String("out", "data", "folder the tables are written to")
	flag.Parse()
	if err := run(*today, *history, *french, *hand, *out); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

type commune struct {
	Code       string   `json:"code"`
	Name       string   `json:"nom"`
	Type       string   `json:"type"`
	Department string   `json:"departement"`
	Region     string   `json:"region"`
	Postal     []string `json:"codesPostaux"`
	Population int      `json:"population"`
	Former     []string `json:"anciensCodes"`
	Seat       string   `json:"chefLieu"` // of a delegated or associated commune: today's commune
	Whole      string   `json:"commune"`  // of a municipal district: its city
}

type territory struct {
	Code   string `json:"code"`
	Name   string `json:"nom"`
	Region string `json:"region"`
}

type past struct {
	Code string `json:"code"`
	Name string `json:"nom"`
	Type string `json:"type"`
}

func run(today, history, french, hand, out string) error {
	var (
		communes             []commune
		departments, regions []territory
		names                []past
		dictionary           []string
	)
	for _, f := range []struct {
		path string
		into any
	}{
		{filepath.Join(today, "communes.json"), &communes},
		{filepath.Join(today, "departements.json"), &departments},
		{filepath.Join(today, "regions.json"), &regions},
		{filepath.Join(history, "historique-communes.json"), &names},
		{french, &dictionary},
	} {
		if err := read(f.path, f.into); err != nil {
			return err
		}
	}
	t, err := build(communes, departments, regions, names, dictionary, hand)
	if err != nil {
		return err
	}
	for name, content := range t {
		if err := os.WriteFile(filepath.Join(out, name), content, 0o644); err != nil {
			return err
		}
	}
	return nil
}

func read(path string, into any) error {
	raw, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(raw, into); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	return nil
}

// build returns the tables by file name.
func build(communes []commune, departments, regions []territory, names []past, dictionary []string, hand string) (map[string][]byte, error) {
	current := map[string]commune{}
	for _, c := range communes {
		if c.Type == "commune-actuelle" {
			if len(c.Code) != 5 {
				return nil, fmt.Errorf("communes.json: code %q has not five characters", c.Code)
			}
			current[c.Code] = c
		}
	}
	now := map[string]string{} // former code → today's
	for _, c := range communes {
		switch c.Type {
		case "commune-actuelle":
			for _, f := range c.Former {
				now[f] = c.Code
			}
		case "arrondissement-municipal":
			now[c.Code] = c.Whole
		case "commune-deleguee", "commune-associee":
			now[c.Code] = c.Seat
		}
	}
	for f, c := range now {
		if _, ok := current[c]; !ok {
			return nil, fmt.Errorf("communes.json: former code %s leads to %q, which is no commune of today", f, c)
		}
		if _, ok := current[f]; ok {
			delete(now, f) // a merged commune keeps the code of its seat
		}
	}

	index := map[string]map[string]byte{} // key → code → kind
	// The kinds, strongest first; a commune stands once under a key, by its strongest.
	const kinds = "cdxbh"
	add := func(name, code string, kind byte) {
		key := spelling.Fold(name)
		if key == "" {
			return
		}
		if index[key] == nil {
			index[key] = map[string]byte{}
		}
		if old, ok := index[key][code]; !ok || strings.IndexByte(kinds, kind) < strings.IndexByte(kinds, old) {
			index[key][code] = kind
		}
	}
	both := func(name, code string, kind, bare byte) {
		add(name, code, kind)
		if rest, ok := spelling.Article(spelling.Fold(name)); ok {
			add(rest, code, bare)
		}
		if short, _, ok := strings.Cut(name, " ("); ok {
			add(short, code, kind)
		}
	}
	for _, c := range current {
		both(c.Name, c.Code, 'c', 'b')
	}
	for _, c := range communes {
		if c.Type == "commune-deleguee" || c.Type == "commune-associee" {
			both(c.Name, c.Seat, 'd', 'h')
		}
	}
	for _, n := range names {
		code := n.Code
		if to, ok := now[code]; ok {
			code = to
		}
		// A municipal district's own name ("Paris 11e") is read by rule.
		if _, ok := current[code]; ok && n.Type != "ARM" {
			both(n.Name, code, 'h', 'h')
		}
	}
	if err := addAliases(filepath.Join(hand, "aliases.tsv"), current, func(name, code string) { add(name, code, 'x') }); err != nil {
		return nil, err
	}

	territories, err := territoryNames(departments, regions, filepath.Join(hand, "territories.tsv"))
	if err != nil {
		return nil, err
	}
	words, err := wordTable(filepath.Join(hand, "words.tsv"), dictionary, index)
	if err != nil {
		return nil, err
	}

	out := map[string][]byte{
		"territories.tsv": pairs(territories),
		"words.tsv":       pairs(words),
		"french.bin":      frenchFilter(dictionary),
		"communes.tsv":    communeTable(current),
		"former.tsv":      pairs(now),
		"postal.tsv":      postalTable(communes),
		"departments.tsv": territoryTable(departments, true),
		"regions.tsv":     territoryTable(regions, false),
	}
	out["names.tsv"], out["near.bin"] = nameTables(index, kinds, current)
	return out, nil
}

func addAliases(path string, current map[string]commune, add func(name, code string)) error {
	return lines(path, func(name, codes string) error {
		for code := range strings.SplitSeq(codes, ",") {
			if _, ok := current[code]; !ok {
				return fmt.Errorf("%q is no commune of today", code)
			}
			add(name, code)
		}
		return nil
	})
}

// lines calls each with what stands before and after the first tab of every
// line of a table written by hand; # begins a comment.
func lines(path string, each func(key, value string) error) error {
	raw, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	n := 0
	for line := range strings.Lines(string(raw)) {
		n++
		line = strings.TrimSuffix(line, "\n")
		if line == "" || line[0] == '#' {
			continue
		}
		key, value, ok := strings.Cut(line, "\t")
		if !ok {
			return fmt.Errorf("%s:%d: no tab", path, n)
		}
		if err := each(key, value); err != nil {
			return fmt.Errorf("%s:%d: %w", path, n, err)
		}
	}
	return nil
}

// territoryNames returns what people may call a department or a region, and the
// departments it means. Paris is left out: it is a city first.
func territoryNames(departments, regions []territory, path string) (map[string]string, error) {
	means := map[string]string{}
	add := func(name, codes string) {
		key := spelling.Fold(name)
		means[key] = codes
		if rest, ok := spelling.Article(key); ok {
			means[rest] = codes
		}
	}
	inside := map[string][]string{}
	for _, d := range departments {
		inside[d.Region] = append(inside[d.Region], d.Code)
	}
	for _, r := range regions {
		slices.Sort(inside[r.Code])
		add(r.Name, strings.Join(inside[r.Code], ","))
	}
	for _, d := range departments {
		// Two collectivities of one commune are called like it and like others.
		if d.Code != "75" && d.Code != "977" && d.Code != "978" {
			add(d.Name, d.Code)
		}
	}
	delete(means, "saint martin")
	delete(means, "saint barthelemy")
	err := lines(path, func(name, codes string) error {
		for code := range strings.SplitSeq(codes, ",") {
			if !slices.ContainsFunc(departments, func(d territory) bool { return d.Code == code }) {
				return fmt.Errorf("%q is no department", code)
			}
		}
		add(name, codes)
		return nil
	})
	return means, err
}

// wordTable returns the words written by hand with their marks, and with mark w
// each French word that is a commune's name.
func wordTable(path string, dictionary []string, index map[string]map[string]byte) (map[string]string, error) {
	marks := map[string]string{}
	for _, w := range dictionary {
		if word := spelling.Fold(w); index[word] != nil && !strings.Contains(word, " ") {
			marks[word] = "w"
		}
	}
	err := lines(path, func(phrase, m string) error {
		if spelling.Phrase(spelling.Words(phrase, 16)) != phrase {
			return fmt.Errorf("%q is not folded", phrase)
		}
		marks[phrase] += m
		return nil
	})
	return marks, err
}

// frenchFilter returns the filter of the words long enough to be searched with
// wrong letters.
func frenchFilter(dictionary []string) []byte {
	words := map[string]bool{}
	for _, w := range dictionary {
		if word := spelling.Fold(w); len(word) >= 4 && !strings.Contains(word, " ") {
			words[word] = true
		}
	}
	return []byte(spelling.NewFilter(slices.Sorted(maps.Keys(words))))
}

func communeTable(current map[string]commune) []byte {
	var b bytes.Buffer
	for _, code := range slices.Sorted(maps.Keys(current)) {
		c := current[code]
		fmt.Fprintf(&b, "%s\t%s\t%s\t%d\t%s\n", code, c.Name, c.Department, c.Population, strings.Join(c.Postal, ","))
	}
	return b.Bytes()
}

func pairs(m map[string]string) []byte {
	var b bytes.Buffer
	for _, k := range slices.Sorted(maps.Keys(m)) {
		fmt.Fprintf(&b, "%s\t%s\n", k, m[k])
	}
	return b.Bytes()
}

func postalTable(communes []commune) []byte {
	by := map[string][]string{}
	for _, c := range communes {
		for _, p := range c.Postal {
			code := c.Code
			if c.Type == "arrondissement-municipal" {
				code = c.Whole
			}
			by[p] = append(by[p], code)
		}
	}
	var b bytes.Buffer
	for _, p := range slices.Sorted(maps.Keys(by)) {
		slices.Sort(by[p])
		fmt.Fprintf(&b, "%s\t%s\n", p, strings.Join(slices.Compact(by[p]), ","))
	}
	return b.Bytes()
}

func territoryTable(ts []territory, region bool) []byte {
	slices.SortFunc(ts, func(a, b territory) int { return cmp.Compare(a.Code, b.Code) })
	var b bytes.Buffer
	for _, t := range ts {
		fmt.Fprintf(&b, "%s\t%s", t.Code, t.Name)
		if region {
			fmt.Fprintf(&b, "\t%s", t.Region)
		}
		b.WriteByte('\n')
	}
	return b.Bytes()
}

// nameTables returns names.tsv (key, then kind and code of each commune) and
// near.bin: a record for each name that a misspelling may mean, sorted by the
// hash of its sound, each three little-endian uint32: the hash; the letters it
// holds and in the top bit whether it may mean a large commune; where its line
// begins in names.tsv with its length in the top six bits.
func nameTables(index map[string]map[string]byte, kinds string, current map[string]commune) (names, near []byte) {
	var b bytes.Buffer
	var records [][3]uint32
	for _, key := range slices.Sorted(maps.Keys(index)) {
		var entries []string
		searched, top := false, uint32(0)
		for _, code := range slices.Sorted(maps.Keys(index[key])) {
			kind := index[key][code]
			entries = append(entries, string(kind)+code)
			// Names given up long ago are found when typed right, never guessed.
			searched = searched || kind != 'h'
			if kind != 'h' && current[code].Population >= spelling.Large {
				top = 1 << 31
			}
		}
		slices.SortStableFunc(entries, func(a, b string) int {
			return strings.IndexByte(kinds, a[0]) - strings.IndexByte(kinds, b[0])
		})
		if searched {
			squeezed := spelling.Squeeze(nil, key)
			records = append(records, [3]uint32{
				spelling.Hash(spelling.Sound(key)), spelling.Letters(squeezed) | top,
				uint32(b.Len()) | uint32(min(len(squeezed), 63))<<26,
			})
		}
		b.WriteString(key + "\t" + strings.Join(entries, ",") + "\n")
	}
	slices.SortFunc(records, func(a, b [3]uint32) int {
		return cmp.Or(cmp.Compare(a[0], b[0]), cmp.Compare(a[2], b[2]))
	})
	for _, r := range records {
		for _, v := range r {
			near = binary.LittleEndian.AppendUint32(near, v)
		}
	}
	if b.Len() >= 1<<26 {
		panic("names.tsv is too long for near.bin: " + strconv.Itoa(b.Len()))
	}
	return b.Bytes(), near
}
