// Package tests holds the checks that look at the whole: conversations as people
// have them, the graph of the dialogs, the words reporters read, the imports.
package tests

import (
	"cmp"
	"context"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"relais/dialogs"
	"relais/dialogs/engine"
	"relais/dialogs/intake"
	"relais/dialogs/play"
	"relais/locales"
)

var update = flag.Bool("update", false, "rewrite the expected lines of the conversation files")

const conversationsDir = "conversations"

// expectedFailures lists conversation files with a known fault: "file  issue or reason".
const expectedFailures = conversationsDir + "/expected_failures.txt"

// TestConversations plays every file twice, the second time with each message
// delivered twice, and compares what happened with what is written, to the letter.
func TestConversations(t *testing.T) {
	known := failures(t)
	for _, c := range conversations(t) {
		t.Run(c.name, func(t *testing.T) {
			for _, once := range []bool{true, false} {
				got, _, err := c.play(once)
				if err != nil {
					t.Fatal(err)
				}
				if once && *update {
					c.source = got
					if err := os.WriteFile(filepath.Join(conversationsDir, c.name), []byte(got), 0o644); err != nil {
						t.Fatal(err)
					}
				}
				diff := gocmp.Diff(strings.Split(c.source, "\n"), strings.Split(got, "\n"))
				switch reason, failing := known[c.name]; {
				case failing && diff == "":
					t.Errorf("passes, but is listed in %s (%s): take it out", expectedFailures, reason)
				case !failing && diff != "":
					t.Errorf("each message delivered once: %t (-file +played):\n%s", once, diff)
				}
			}
		})
	}
}

func failures(t *testing.T) map[string]string {
	t.Helper()
	data, err := os.ReadFile(expectedFailures)
	if err != nil {
		t.Fatal(err)
	}
	known := map[string]string{}
	for line := range strings.Lines(string(data)) {
		if line = strings.TrimSpace(line); line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		name, reason, _ := strings.Cut(line, " ")
		if strings.TrimSpace(reason) == "" {
			t.Errorf("%s: %s: the issue or the reason is missing", expectedFailures, name)
		}
		if _, err := os.Stat(filepath.Join(conversationsDir, name)); err != nil {
			t.Errorf("%s: %v", expectedFailures, err)
		}
		known[name] = reason
	}
	return known
}

// conversation is one file: a header and what happens, each thing with the lines
// that stand for it in the file.
type conversation struct {
	name, source string
	head         []string // header, comments and the blank line, as written
	options      play.Options
	language     string
	messy        bool // written as people in a hurry write
	things       []thing
}

// thing is one act of the reporter, or a lapse of time.
type thing struct {
	kind  string
	texts []string // what follows the word, and each indented line
	raw   []string // as written, comments before it included
}

var (
	acts     = []string{"reporter", "press", "click", "after", "photo", "together", "leave"}
	expected = []string{"bot", "case", "queue", "end"}
)

func conversations(t *testing.T) []*conversation {
	t.Helper()
	var all []*conversation
	err := filepath.WalkDir(conversationsDir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Ext(path) != ".txt" || path == expectedFailures {
			return err
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		name, err := filepath.Rel(conversationsDir, path)
		if err != nil {
			return err
		}
		c, err := parse(filepath.ToSlash(name), string(data))
		if err != nil {
			return fmt.Errorf("%s:%w", name, err)
		}
		all = append(all, c)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(all) == 0 {
		t.Fatal("no conversation files")
	}
	return all
}

// parse reads a conversation file. Of the expected lines it keeps none: they are
// played anew and compared as a whole.
func parse(name, source string) (*conversation, error) {
	c := &conversation{name: name, source: source, options: play.Options{Seed: 1}}
	lines := strings.Split(strings.TrimSuffix(source, "\n"), "\n")
	at := 0
	for ; at < len(lines) && lines[at] != ""; at++ {
		c.head = append(c.head, lines[at])
		if err := c.header(lines[at]); err != nil {
			return nil, fmt.Errorf("%d: %w", at+1, err)
		}
	}
	if !strings.HasPrefix(source, "# ") {
		return nil, fmt.Errorf("1: the first line is a comment that says who writes and why")
	}
	if c.options.Now.IsZero() || c.language == "" {
		return nil, fmt.Errorf("%d: the header wants dialog, channel, language and started", at)
	}
	var comments []string
	into := false // an act takes indented lines
	for i := at + 1; i < len(lines); i++ {
		line := lines[i]
		if strings.HasPrefix(line, "     ") {
			if into {
				last := &c.things[len(c.things)-1]
				last.texts, last.raw = append(last.texts, strings.TrimPrefix(line, "     ")), append(last.raw, line)
			}
			continue
		}
		if line == "" || strings.HasPrefix(line, "#") {
			comments, into = append(comments, line), false
			continue
		}
		kind, rest, ok := strings.Cut(line, ":")
		into = slices.Contains(acts, kind)
		switch {
		case ok && into:
			c.things = append(c.things, thing{kind, []string{strings.TrimPrefix(rest, " ")}, append(comments, line)})
			comments = nil
		case !ok || !slices.Contains(expected, kind):
			return nil, fmt.Errorf("%d: %q begins no line of a conversation (%s; %s)", i+1, kind, strings.Join(acts, ", "), strings.Join(expected, ", "))
		}
	}
	return c, nil
}

func (c *conversation) header(line string) error {
	if strings.HasPrefix(line, "#") {
		return nil
	}
	key, value, _ := strings.Cut(line, ": ")
	var err error
	switch o := &c.options; key {
	case "dialog":
		if _, ok := dialogs.Set().Dialog(value); !ok {
			return fmt.Errorf("no dialog %q", value)
		}
		if value != "start" {
			o.Dialog = value
		}
	case "channel":
		o.Channel = value
	case "language":
		c.language = value
		if o.Channel == "web" { // a browser says what its reader reads; an SMS does not
			o.Lang = value
		}
	case "started":
		o.Now, err = time.Parse(time.RFC3339, value)
	case "from":
		o.From = value
	case "to":
		o.To = value
	case "region":
		o.Region = value
	case "style":
		if value != "messy" {
			return fmt.Errorf("no style %q", value)
		}
		c.messy = true
	case "desks":
		o.Desks = strings.Fields(value)
	default:
		return fmt.Errorf("%q is no key of the header", key)
	}
	return err
}

// every is how much time lies between two messages of a file.
const every = 30 * time.Second

// step is one thing that happened in a played conversation.
type step struct {
	before, after intake.State
	out           play.Outcome
	silence       bool
}

// play plays the conversation and writes the file as it would have to stand. The
// desk reads the case back from its stored form at every message: it keeps nothing.
func (c *conversation) play(once bool) (string, []step, error) {
	ctx := context.Background()
	o := c.options
	o.Once = once
	player, err := play.New(o)
	if err != nil {
		return "", nil, err
	}
	r := recorder{conversation: c}
	r.lines(append(c.head, "")...)
	if o.Dialog != "" {
		out, err := player.Say(ctx, "")
		if err != nil {
			return "", nil, err
		}
		r.record(out, false)
	}
	for i, thing := range c.things {
		if i > 0 && thing.kind != "after" {
			out, err := player.Wait(ctx, every)
			if err != nil {
				return "", nil, err
			}
			if len(out.Bot)+len(out.Queue) > 0 {
				return "", nil, fmt.Errorf("%q: something happened in the %v before it: write an after: there", thing.raw[0], every)
			}
		}
		r.lines(thing.raw...)
		out, err := c.happen(ctx, player, thing, r.shown)
		if err != nil {
			return "", nil, fmt.Errorf("%q: %w", thing.raw[len(thing.raw)-1], err)
		}
		r.record(out, thing.kind == "after")
	}
	if lang := cmp.Or(r.state.Session.Lang, locales.Default().Tags()[0]); lang != c.language {
		err = fmt.Errorf("the conversation was held in %q, the header says %q", lang, c.language)
	}
	return r.text.String(), r.steps, err
}

func (c *conversation) happen(ctx context.Context, p *play.Player, th thing, shown []engine.Option) (play.Outcome, error) {
	switch th.kind {
	case "after":
		d, err := time.ParseDuration(th.texts[0])
		if err != nil {
			return play.Outcome{}, err
		}
		return p.Wait(ctx, d)
	case "photo":
		media := []intake.Media{{URL: "https://api.twilio.com/media/ME1", Type: "image/jpeg"}}
		return p.Send(ctx, intake.Inbound{Text: strings.Join(th.texts, "\n"), Media: media})
	case "together":
		var messages []intake.Inbound
		for _, text := range th.texts {
			messages = append(messages, intake.Inbound{Text: text})
		}
		return p.Together(ctx, messages...)
	case "leave": // the desk asks whether the case may be passed on: region or door, and which
		kind, to, _ := strings.Cut(th.texts[0], " ")
		return p.AskLeave(ctx, intake.OfferKind(kind), to)
	case "click":
		return p.Click(ctx, shown, th.texts[0])
	}
	return p.Say(ctx, repeated(strings.Join(th.texts, "\n")))
}

// repeated writes out "(10000 x la )" at the end of a text, so that a file can hold
// a text that is too long to read.
func repeated(text string) string {
	head, rest, ok := strings.Cut(text, "(x")
	if !ok || !strings.HasSuffix(rest, ")") {
		return text
	}
	var times int
	if _, err := fmt.Sscanf(rest, "%d)", &times); err != nil {
		return text
	}
	return strings.Repeat(head, times)
}

// recorder writes down what happens.
type recorder struct {
	*conversation
	text  strings.Builder
	state intake.State
	shown []engine.Option
	steps []step
	ended string
}

func (r *recorder) lines(lines ...string) {
	for _, line := range lines {
		r.text.WriteString(line + "\n")
	}
}

func (r *recorder) record(out play.Outcome, silence bool) {
	before := r.state
	if out.State.Session.Values["code"] != before.Session.Values["code"] {
		before, r.ended = intake.State{}, ""
	}
	if line := changed(before.Session, out.State.Session); line != "" {
		r.lines("case:" + line)
	}
	for _, p := range out.Queue {
		line := fmt.Sprintf("queue: %s severity=%s", p.Region, p.Severity)
		if p.Moved != "" {
			line += " moved=" + p.Moved
		}
		if p.Outside {
			line += " outside"
		}
		r.lines(line)
	}
	for _, m := range out.Bot {
		r.lines("bot: " + strings.ReplaceAll(m.Text, "\n", "\n     "))
		r.shown = m.Options
	}
	if end := out.State.Session.End; end != r.ended {
		r.ended = end
		r.lines(strings.TrimSpace("end: " + end))
	}
	r.steps = append(r.steps, step{before, out.State, out, silence})
	r.state = out.State
}

// changed tells what has become known, the severity first: facts whose value is
// another than before, in the order of their names. Personal ones are never written.
func changed(before, after engine.Session) string {
	var line strings.Builder
	if before.Severity != after.Severity {
		line.WriteString(" severity=" + after.Severity)
	}
	for _, f := range dialogs.Set().Facts {
		if now := after.Facts.Get(f.Name); !f.Personal && now != before.Facts.Get(f.Name) {
			line.WriteString(" " + f.Name + "=" + now)
		}
	}
	return line.String()
}
