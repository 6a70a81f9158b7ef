package main

import (
	"bufio"
	"flag"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
	"time"

	"relais/dialogs/engine"
	"relais/dialogs/understand"
)

// kinds are the kinds of question, in the order in which they are printed.
var kinds = []string{"yes_no", "done_or_not", "consent", "choice", "org_type", "time_seen", "phone", "count", "amount", "place", "free"}

// labelled is one answer of a file with what it means.
type labelled struct {
	line             int // counted from 1
	kind, want, text string
	open             *engine.Question
}

// readLabelled reads answers with their meanings: "kind | labels | text", and between
// them "now | RFC 3339" and "choices | id,id", which hold for the lines that follow.
// Lines that begin with "# " and empty ones say nothing. Errors name the line.
func readLabelled(in io.Reader) ([]labelled, error) {
	var all []labelled
	choices := ""
	now := time.Date(2026, 3, 10, 9, 30, 0, 0, time.FixedZone("", 3600))
	lines := bufio.NewScanner(in)
	for n := 1; lines.Scan(); n++ {
		text := lines.Text()
		if text == "" || strings.HasPrefix(text, "# ") {
			continue
		}
		kind, rest, ok := strings.Cut(text, " | ")
		if !ok {
			return nil, fmt.Errorf("line %d: want columns parted by \" | \"", n)
		}
		switch kind {
		case "choices":
			choices = rest
			continue
		case "now":
			t, err := time.Parse(time.RFC3339, rest)
			if err != nil {
				return nil, fmt.Errorf("line %d: %w", n, err)
			}
			now = t
			continue
		}
		want, text, ok := strings.Cut(rest, " | ")
		if !ok {
			return nil, fmt.Errorf("line %d: want kind, labels and text", n)
		}
		own := ""
		if kind == "choice" {
			own = choices
		}
		open, ok := openQuestion(kind, own)
		if !ok {
			return nil, fmt.Errorf("line %d: no kind of question %q", n, kind)
		}
		open.Lang, open.Now, open.Zone, open.Same = "fr", now, now.Location(), "+33600000001"
		all = append(all, labelled{n, kind, want, text, open})
	}
	return all, lines.Err()
}

// tally counts the answers of a kind that are read rightly.
type tally struct{ right, all int }

func (t tally) percent() float64 { return 100 * float64(t.right) / float64(max(t.all, 1)) }

// sameLabel says that two labels mean the same: a choice may be named by its number or by
// its id.
func sameLabel(open *engine.Question, got, want string) bool {
	return got == want || open.Kind == engine.AskChoice && byID(open, got) == byID(open, want)
}

// byID names the choices of a label by their ids.
func byID(open *engine.Question, label string) string {
	names := strings.Split(label, "&")
	for i, name := range names {
		for _, c := range open.Choices {
			if name == strconv.Itoa(c.Key) {
				names[i] = c.ID
			}
		}
	}
	return strings.Join(names, "&")
}

// score reads every answer and returns the tally of each kind and the wrong ones, one
// printed line each.
func score(reader *understand.Reader, all []labelled) (map[string]tally, []string) {
	tallies := map[string]tally{}
	var wrong []string
	for _, l := range all {
		t := tallies[l.kind]
		t.all++
		if got := reader.Labels(l.text, l.kind, l.open, "fr"); sameLabel(l.open, got, l.want) {
			t.right++
		} else {
			wrong = append(wrong, fmt.Sprintf("%d: %s: %q = %s, want %s", l.line, l.kind, l.text, got, l.want))
		}
		tallies[l.kind] = t
	}
	return tallies, wrong
}

// scoreAnswers prints how many answers of a file are read rightly, by kind; -wrong lists
// the others first. The exit code is 1 if a file cannot be read, 2 for arguments.
func scoreAnswers(args []string, out, errs io.Writer) int {
	flags := flag.NewFlagSet("score", flag.ContinueOnError)
	flags.SetOutput(errs)
	list := flags.Bool("wrong", false, "list what is read wrongly")
	only := flags.String("kind", "", "only this kind of question")
	if flags.Parse(args) != nil || flags.NArg() != 1 {
		fmt.Fprintln(errs, "usage: try score [-wrong] [-kind KIND] FILE")
		return 2
	}
	f, err := os.Open(flags.Arg(0))
	if err != nil {
		fmt.Fprintf(errs, "score: %v\n", err)
		return 1
	}
	defer f.Close()
	all, err := readLabelled(f)
	if err != nil {
		fmt.Fprintf(errs, "score: %s: %v\n", flags.Arg(0), err)
		return 1
	}
	reader := understand.New()
	reader.Places = findPlaces
	tallies, wrong := score(reader, all)
	if *list {
		for _, w := range wrong {
			if *only == "" || strings.Contains(w, ": "+*only+": ") {
				fmt.Fprintln(out, w)
			}
		}
	}
	var sum tally
	for _, k := range kinds {
		t := tallies[k]
		sum.right, sum.all = sum.right+t.right, sum.all+t.all
		fmt.Fprintf(out, "%-12s %4d of %4d  %5.1f %%\n", k, t.right, t.all, t.percent())
	}
	fmt.Fprintf(out, "%-12s %4d of %4d  %5.1f %%\n", "all", sum.right, sum.all, sum.percent())
	return 0
}
