package main

import (
	"bufio"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"relais/dialogs/understand/letters"
	"relais/dialogs/understand/linear"
)

// data is a set of labelled lines, as features.
type data struct {
	classes []string // sorted; none holds "-"
	lines   []line
}

// line is one labelled text.
type line struct {
	labels []int   // into classes; none for "-"
	rows   [][]met // by family
	text   string
	words  int // of the text, by which the features met in them are left out together
}

// met is a feature of a line and the first and last word it was met in, counted from 1.
type met struct {
	hash     uint32
	from, to int
}

// load reads the lines of a task from dir: one "label | text" a line, "#" opens a
// comment, several labels are joined by "&", "-" is none.
func load(dir string, t task) (*data, error) {
	names, err := filepath.Glob(filepath.Join(dir, t.from))
	if err != nil || len(names) == 0 {
		return nil, fmt.Errorf("lines: nothing matches %s", t.from)
	}
	own := len(names)
	if t.others != "" {
		others, err := filepath.Glob(filepath.Join(dir, t.others))
		if err != nil || len(others) == 0 {
			return nil, fmt.Errorf("lines: nothing matches %s", t.others)
		}
		for _, name := range others {
			if !slices.Contains(t.except, filepath.Base(name)) {
				names = append(names, name)
			}
		}
	}
	d := &data{}
	type raw struct{ label, text string }
	var all []raw
	known := map[string]string{}
	for i, name := range names {
		f, err := os.Open(name)
		if err != nil {
			return nil, fmt.Errorf("lines: %w", err)
		}
		defer f.Close()
		s := bufio.NewScanner(f)
		for n := 1; s.Scan(); n++ {
			text := strings.TrimSpace(s.Text())
			if text == "" || strings.HasPrefix(text, "#") {
				continue
			}
			label, text, ok := strings.Cut(text, " | ")
			if !ok {
				return nil, fmt.Errorf("%s:%d: want a label, a bar and a text", filepath.Base(name), n)
			}
			if i >= own {
				if known[text] != "" {
					continue
				}
				label = "-"
			}
			if l, ok := known[text]; ok && l != label {
				return nil, fmt.Errorf("%s:%d: %q is both %s and %s", filepath.Base(name), n, text, l, label)
			} else if ok {
				continue
			}
			known[text] = label
			all = append(all, raw{label, text})
			for _, l := range strings.Split(label, "&") {
				if l != "-" && !slices.Contains(d.classes, l) {
					d.classes = append(d.classes, l)
				}
			}
		}
		if err := s.Err(); err != nil {
			return nil, fmt.Errorf("lines: %w", err)
		}
	}
	slices.Sort(d.classes)
	if len(d.classes) > linear.MaxClasses {
		return nil, fmt.Errorf("lines: %d labels, at most %d", len(d.classes), linear.MaxClasses)
	}
	if t.others != "" { // a message is read in parts as well
		for _, r := range all {
			if r.label == "-" {
				folded, _ := letters.Fold(r.text, 2000)
				linear.Parts(folded, func(part string) {
					if part = strings.TrimSpace(part); part != "" && known[part] == "" {
						known[part] = "-"
						all = append(all, raw{"-", part})
					}
				})
			}
		}
	}
	for _, r := range all {
		l := line{text: r.text, rows: make([][]met, familyCount)}
		for _, label := range strings.Split(r.label, "&") {
			if label != "-" {
				at, _ := slices.BinarySearch(d.classes, label)
				l.labels = append(l.labels, at)
			}
		}
		folded, _ := letters.Fold(r.text, 2000)
		word := map[int]int{} // by where it begins and by where it ends; the length goes with the first
		linear.Take(folded, func(f linear.Feature) {
			if f.Family == linear.Words && f.To > 0 && word[f.To] == 0 {
				l.words++
				word[f.From], word[f.To] = l.words, l.words
			}
			l.rows[f.Family] = append(l.rows[f.Family], met{f.Hash, word[f.From], word[f.To]})
		})
		d.lines = append(d.lines, l)
	}
	return d, nil
}

const familyCount = int(linear.Letters) + 1
