// Command train learns the weights of the models in dialogs/understand from the labelled
// lines in dialogs/understand/lines. The same lines give the same bytes. It is run by
// go generate; a test compares.
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
)

func main() {
	dir := flag.String("dir", ".", "folder of the package understand")
	table := flag.Bool("groups", false, "write the table of groups only, which the lines are read with")
	judges := flag.Bool("judges", false, "learn the models that judge by what the rules found, which are read with the others")
	flag.Parse()
	if err := run(*dir, *table, *judges); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(dir string, table, judges bool) error {
	if table {
		text, err := groups(filepath.Join(dir, "lines", "groups.txt"))
		if err != nil {
			return err
		}
		return os.WriteFile(filepath.Join(dir, "linear", "groups.go"), text, 0o644)
	}
	files, err := generate(filepath.Join(dir, "lines"), judges)
	if err != nil {
		return err
	}
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), text, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// task is one model to learn.
type task struct {
	name      string // of the variable and the file of weights
	doc       string
	from      string              // files of lines, a pattern
	others    []string            // files whose lines have none of the labels, patterns; "other" is theirs where labels exclude each other
	except    []string            // of the others
	phrases   map[string][]string // names by section of locales/words.*.yaml whose phrases are learnt as lines
	shared    []string            // files of lines that other tasks learn as well
	read      []string            // files of testdata whose answers are learnt ("kind | label | text")
	kinds     []string            // of question, of the answers read
	as        map[string]string   // the label that a label of phrases, shared lines and answers read stands for; "" leaves the line out
	beside    []string            // files of lines of which those are learnt whose label means the same to any question, see anywhere
	judges    bool                // what the rules found in a line is learnt with its words
	around    string              // file of what is said before and behind; each line is learnt with it as well; "" for none
	bits      uint
	exclusive bool // one label a line; else each label is judged for itself
	options
}

// spoken are the accepted words that answer a question, or the desk itself.
var spoken = map[string][]string{"commands": {"back", "human", "repeat", "restart"},
	"common": {"cannot", "did_opposite", "done", "help", "in_progress", "no", "not_done", "partial", "question", "skip", "unclear", "unsure", "wait", "yes"}}

// anywhere are the labels that mean the same to a question of a state and to an act asked for.
var anywhere = []string{"back", "cannot", "did_opposite", "help", "human", "in_progress", "question", "repeat", "restart", "skip", "stop", "unclear", "unsure", "wait"}

// answered are the answers that were read and are learnt since.
var answered = []string{"answers.txt", "answers_more.txt", "answers_fourth.txt", "develop.txt", "unseen.txt", "consent.txt", "answers_fifth.txt", "answers_sixth.txt", "answers_seventh.txt"}

var tasks = []task{
	{name: "incident", doc: "incidentModel tells the kind of incident.", from: "incident*.txt", bits: 17, exclusive: true, around: "contexts.txt",
		options: options{epochs: 30, rate: 0.5, decay: 5e-4, drop: 0.3}},
	{name: "signal", doc: "signalModel tells a danger to life, the wish to die, a minor.", from: "signals.txt", bits: 15,
		others:  []string{"incident_*.txt", "act.txt", "answer.txt", "state.txt"},
		except:  []string{"incident_extortion.txt", "incident_unknown.txt"}, // the two speak of persons in danger too
		options: options{epochs: 40, rate: 0.5, decay: 2e-4, present: 6}},
	{name: "state", doc: "stateModel tells what an answer to a question of yes or no means.", from: "state.txt", bits: 15, exclusive: true,
		shared: []string{"answer.txt"}, phrases: spoken, read: answered, kinds: []string{"yes_no", "consent"},
		as:     map[string]string{"not_done": "no", "in_progress": "wait", "done": "", "partial": ""},
		beside: []string{"act.txt"}, judges: true,
		options: options{epochs: 30, rate: 0.5, decay: 2e-4, drop: 0.15}},
	{name: "act", doc: "actModel tells what an answer to an act that was asked for means.", from: "act.txt", bits: 15, exclusive: true,
		shared: []string{"answer.txt"}, phrases: spoken, read: answered, kinds: []string{"done_or_not"},
		as:     map[string]string{"yes": "done", "no": "not_done"},
		beside: []string{"state.txt"}, judges: true,
		options: options{epochs: 30, rate: 0.5, decay: 2e-4, drop: 0.15}},
	{name: "aside", doc: "asideModel tells what answers any question without answering it, and what is no answer at all.", from: "answer.txt", bits: 15, exclusive: true,
		others: []string{"incident_*.txt"}, shared: []string{"act.txt", "state.txt"}, phrases: spoken, read: answered, kinds: []string{"yes_no", "consent", "done_or_not"},
		options: options{epochs: 30, rate: 0.5, decay: 5e-4, drop: 0.2}},
	{name: "tongue", doc: "tongueModel tells the language.", from: "tongue*.txt", bits: 13, exclusive: true,
		options: options{epochs: 12, rate: 0.5, decay: 1e-4}},
}

// generate returns the files to write by name: the weights of the models that judge, or of
// the others, and the Go source that embeds them.
func generate(lines string, judges bool) (map[string][]byte, error) {
	files := map[string][]byte{}
	var models []trained
	for _, t := range tasks {
		if t.judges != judges {
			continue
		}
		data, err := load(lines, t)
		if err != nil {
			return nil, err
		}
		m := learn(data, t.bits, t.exclusive, t.options)
		weights := m.quantise()
		files[t.name+".weights"] = weights.bytes
		models = append(models, trained{t, weights})
	}
	source, err := source(models)
	if err != nil {
		return nil, err
	}
	name := "weights.go"
	if judges {
		name = "judges.go"
	}
	files[name] = source
	return files, nil
}
