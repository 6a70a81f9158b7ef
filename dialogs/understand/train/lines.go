package main

import (
	"bufio"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"

	"relais/dialogs/understand"
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

// met is a feature of a line and the first and last word it was met in, counted from 1;
// noWord for what belongs to none, and may be left out by itself.
type met struct {
	hash     uint32
	from, to int
}

const noWord = -1

// reader finds what the rules find in a line.
var reader = understand.New()

// raw is a line as it stands in a file. kind is that of the question it answers, "" for
// the first of its task.
type raw struct{ label, text, kind string }

// load reads the lines of a task from dir: one "label | text" a line, "#" opens a
// comment, several labels are joined by "&", "-" is none.
func load(dir string, t task) (*data, error) {
	names, err := filepath.Glob(filepath.Join(dir, t.from))
	if err != nil || len(names) == 0 {
		return nil, fmt.Errorf("lines: nothing matches %s", t.from)
	}
	own := len(names)
	for _, pattern := range t.others {
		others, err := filepath.Glob(filepath.Join(dir, pattern))
		if err != nil || len(others) == 0 {
			return nil, fmt.Errorf("lines: nothing matches %s", pattern)
		}
		for _, name := range others {
			if !slices.Contains(t.except, filepath.Base(name)) {
				names = append(names, name)
			}
		}
	}
	d := &data{}
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
				if t.exclusive {
					label = "other"
				}
			}
			if l, ok := known[text]; ok && l != label {
				return nil, fmt.Errorf("%s:%d: %q is both %s and %s", filepath.Base(name), n, text, l, label)
			} else if ok {
				continue
			}
			known[text] = label
			all = append(all, raw{label: label, text: text})
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
	more, err := t.more(dir)
	if err != nil {
		return nil, err
	}
	for _, r := range more {
		var labels []string
		for _, l := range strings.Split(r.label, "&") {
			if as, ok := t.as[l]; ok {
				l = as
			}
			if l != "" {
				labels = append(labels, l)
			}
		}
		if r.label = strings.Join(labels, "&"); r.label == "" || known[r.text] != "" {
			continue
		}
		known[r.text] = r.label
		all = append(all, r)
		for _, l := range labels {
			if !slices.Contains(d.classes, l) {
				d.classes = append(d.classes, l)
			}
		}
	}
	slices.Sort(d.classes)
	if t.around != "" {
		before, behind, err := loadAround(filepath.Join(dir, t.around))
		if err != nil {
			return nil, err
		}
		for i, r := range all[:len(all):len(all)] {
			text := r.text
			if i%3 != 1 {
				text = before[i*7%len(before)] + " " + text
			}
			if i%3 != 0 {
				text += " " + behind[i*11%len(behind)]
			}
			all = append(all, raw{label: r.label, text: text})
		}
	}
	if len(t.others) > 0 && !t.exclusive { // a message is read in parts as well
		for _, r := range all {
			if r.label == "-" {
				folded, _ := letters.Fold(r.text, 2000)
				linear.Parts(folded, func(part string) {
					if part = strings.TrimSpace(part); part != "" && known[part] == "" {
						known[part] = "-"
						all = append(all, raw{label: "-", text: part})
					}
				})
			}
		}
	}
	for _, r := range all {
		l := line{text: r.text, rows: make([][]met, linear.Families)}
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
		if t.judges {
			kind := r.kind
			if kind == "" {
				kind = t.kinds[0]
			}
			for _, f := range reader.Evidence(r.text, kind) {
				l.rows[f.Family] = append(l.rows[f.Family], met{f.Hash, noWord, noWord})
			}
		}
		d.lines = append(d.lines, l)
	}
	return d, nil
}

// more reads what a task learns besides its own lines.
func (t task) more(dir string) ([]raw, error) {
	var all []raw
	for _, name := range t.read {
		list, err := answers(filepath.Join(dir, "..", "testdata", name), t)
		if err != nil {
			return nil, err
		}
		all = append(all, list...)
	}
	for i, name := range slices.Concat(t.shared, t.beside) {
		text, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			return nil, fmt.Errorf("lines: %w", err)
		}
		for n, l := range strings.Split(string(text), "\n") {
			if l = strings.TrimSpace(l); l == "" || strings.HasPrefix(l, "#") {
				continue
			}
			label, said, ok := strings.Cut(l, " | ")
			if !ok {
				return nil, fmt.Errorf("%s:%d: want a label, a bar and a text", name, n+1)
			}
			if i < len(t.shared) || slices.Contains(anywhere, label) {
				all = append(all, raw{label: label, text: said})
			}
		}
	}
	if t.phrases != nil {
		list, err := phrases(dir, t.phrases)
		if err != nil {
			return nil, err
		}
		all = append(all, list...)
	}
	return all, nil
}

// answers reads labelled answers, "kind | label | text", that a task learns: those to
// questions of its kinds, and of a model that judges those that mean the same to any
// question of yes or no. A model that does not judge learns those that mean one thing.
func answers(name string, t task) ([]raw, error) {
	text, err := os.ReadFile(name)
	if err != nil {
		return nil, fmt.Errorf("lines: %w", err)
	}
	var all []raw
	for _, l := range strings.Split(string(text), "\n") {
		parts := strings.SplitN(l, " | ", 3)
		if len(parts) < 3 || strings.HasPrefix(l, "# ") || strings.Contains(parts[1], "&") && !t.judges {
			continue
		}
		switch kind := parts[0]; {
		case slices.Contains(t.kinds, kind):
			all = append(all, raw{parts[1], parts[2], kind})
		case t.judges && yesOrNo[kind] && slices.Contains(anywhere, parts[1]):
			all = append(all, raw{label: parts[1], text: parts[2]})
		}
	}
	return all, nil
}

// yesOrNo are the kinds of question that a yes or a no answers.
var yesOrNo = map[string]bool{"yes_no": true, "consent": true, "done_or_not": true}

// loadAround reads what is said before and behind what happened: "before | text" and
// "behind | text" lines.
func loadAround(name string) (before, behind []string, err error) {
	text, err := os.ReadFile(name)
	if err != nil {
		return nil, nil, fmt.Errorf("lines: %w", err)
	}
	for n, l := range strings.Split(string(text), "\n") {
		if l == "" || strings.HasPrefix(l, "#") {
			continue
		}
		switch where, text, _ := strings.Cut(l, " | "); where {
		case "before":
			before = append(before, text)
		case "behind":
			behind = append(behind, text)
		default:
			return nil, nil, fmt.Errorf("%s:%d: want before or behind, a bar and a text", filepath.Base(name), n+1)
		}
	}
	return before, behind, nil
}

// phrases reads the accepted words of every language, locales/words.*.yaml above the
// package whose lines are in dir: those of the sections and names wanted, labelled with
// their name. A phrase of two names is left out.
func phrases(dir string, wanted map[string][]string) ([]raw, error) {
	files, err := filepath.Glob(filepath.Join(dir, "..", "..", "..", "locales", "words.*.yaml"))
	if err != nil || len(files) == 0 {
		return nil, fmt.Errorf("lines: no accepted words above %s", dir)
	}
	var all []raw
	names := map[string][]string{}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			return nil, fmt.Errorf("lines: %w", err)
		}
		var words map[string]map[string]any
		if err := yaml.Unmarshal(text, &words); err != nil {
			return nil, fmt.Errorf("%s: %w", filepath.Base(file), err)
		}
		for _, section := range slices.Sorted(maps.Keys(wanted)) {
			for _, name := range wanted[section] {
				list, _ := words[section][name].([]any)
				for _, p := range list {
					text := fmt.Sprint(p)
					if names[text] == nil {
						all = append(all, raw{label: name, text: text})
					}
					if !slices.Contains(names[text], name) {
						names[text] = append(names[text], name)
					}
				}
			}
		}
	}
	return slices.DeleteFunc(all, func(r raw) bool { return len(names[r.text]) > 1 }), nil
}
