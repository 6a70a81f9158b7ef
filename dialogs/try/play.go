package main

import (
	"bufio"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"strings"
	"time"

	"relais/dialogs/engine"
	"relais/dialogs/places"
	"relais/dialogs/play"
	"relais/locales/gsm7"
)

// playEvery is how much time lies between two lines typed.
const playEvery = 30 * time.Second

// played is one line of play -json.
type played struct {
	In        string     `json:"in"`
	Bot       []string   `json:"bot"`
	Segments  []int      `json:"segments"`
	Case      playedCase `json:"case"`
	Escalated bool       `json:"escalated"`
	Step      string     `json:"step"`
}

type playedCase struct {
	Facts    engine.Facts `json:"facts"`
	Incident string       `json:"incident"`
	Severity string       `json:"severity"`
	INSEE    string       `json:"insee"`
	Region   string       `json:"region"`
}

// playConversation plays a conversation: one message a line on in. "@after 3h" lets
// time pass, "@photo" sends a picture. Flags may follow the dialog's name.
func playConversation(args []string, in io.Reader, out, errs io.Writer) int {
	flags := flag.NewFlagSet("play", flag.ContinueOnError)
	flags.SetOutput(errs)
	lang := flags.String("lang", "", "language the reporter is taken to speak")
	channel := flags.String("channel", "sms", "sms, voice, web or slack")
	asJSON := flags.Bool("json", false, "one JSON object a line")
	now := flags.String("now", "", "time it starts, RFC 3339 (default: the present)")
	from := flags.String("from", play.DefaultFrom, "the reporter's number")
	dialog, err := named(flags, args)
	if err != nil {
		return 2
	}
	start := time.Now()
	if *now != "" {
		if start, err = time.Parse(time.RFC3339, *now); err != nil {
			fmt.Fprintf(errs, "play: -now: %v\n", err)
			return 2
		}
	}
	set, texts, err := content()
	if err != nil {
		fmt.Fprintln(errs, err)
		return 1
	}
	if _, known := set.Dialog(dialog); dialog != "" && !known {
		fmt.Fprintf(errs, "play: no dialog %q\n", dialog)
		return 2
	}
	p, err := play.New(play.Options{Set: set, Texts: texts, Channel: *channel, Now: start, From: *from, Lang: *lang, Dialog: dialog, Seed: 1})
	if err != nil {
		fmt.Fprintln(errs, err)
		return 1
	}
	s := session{player: p, out: out, json: *asJSON, channel: *channel}
	if err := s.run(context.Background(), in, dialog != ""); err != nil {
		fmt.Fprintln(errs, err)
		return 1
	}
	return 0
}

// named parses flags that may stand before or after one name.
func named(flags *flag.FlagSet, args []string) (string, error) {
	name := ""
	if len(args) > 0 && !strings.HasPrefix(args[0], "-") {
		name, args = args[0], args[1:]
	}
	if err := flags.Parse(args); err != nil {
		return "", err
	}
	if name == "" {
		name = flags.Arg(0)
	}
	return name, nil
}

// session is one conversation at the terminal.
type session struct {
	player  *play.Player
	out     io.Writer
	json    bool
	channel string
	file    strings.Builder // the conversation file
}

func (s *session) run(ctx context.Context, in io.Reader, opens bool) error {
	if opens && !s.json {
		if err := s.line(ctx, ""); err != nil {
			return err
		}
	}
	lines := bufio.NewScanner(in)
	lines.Buffer(make([]byte, 64<<10), 1<<20)
	for lines.Scan() {
		if err := s.line(ctx, lines.Text()); err != nil {
			return err
		}
	}
	if !s.json {
		fmt.Fprintf(s.out, "\n# conversation file\n%s", s.file.String())
	}
	return lines.Err()
}

// line plays one line typed.
func (s *session) line(ctx context.Context, text string) error {
	var outcome play.Outcome
	var err error
	switch word, rest, _ := strings.Cut(text, " "); word {
	case "@after":
		wait, parseErr := time.ParseDuration(strings.TrimSpace(rest))
		if parseErr != nil {
			return fmt.Errorf("play: %q: %w", text, parseErr)
		}
		outcome, err = s.player.Wait(ctx, wait)
		fmt.Fprintf(&s.file, "after: %s\n", rest)
	case "@photo":
		outcome, err = s.player.Photo(ctx)
		fmt.Fprintln(&s.file, "photo:")
	default:
		outcome, err = s.player.Say(ctx, text)
		if text != "" {
			fmt.Fprintf(&s.file, "reporter: %s\n", text)
		}
	}
	if err != nil {
		return err
	}
	if !strings.HasPrefix(text, "@after") {
		if later, err := s.player.Wait(ctx, playEvery); err == nil {
			outcome.Queue = append(outcome.Queue, later.Queue...)
			outcome.Bot = append(outcome.Bot, later.Bot...)
			outcome.State = later.State
		}
	}
	return s.print(text, outcome)
}

func (s *session) print(text string, o play.Outcome) error {
	line := played{In: text, Bot: []string{}, Segments: []int{}, Escalated: o.State.Session.Queued, Step: o.State.Session.Here.ID()}
	facts := o.State.Session.Facts
	if facts == nil {
		facts = engine.Facts{}
	}
	line.Case = playedCase{
		Facts: facts, Incident: facts["incident"], Severity: o.State.Session.Severity, Region: o.State.Region,
	}
	if p, ok := places.Lookup(o.State.Session.Facts.Get("place")); ok {
		line.Case.INSEE = p.INSEE
	}
	if o.State.Session.End != "" {
		line.Step = "end:" + o.State.Session.End
	}
	for _, m := range o.Bot {
		line.Bot = append(line.Bot, m.Text)
		line.Segments = append(line.Segments, gsm7.Segments(m.Text))
	}
	if s.json {
		return json.NewEncoder(s.out).Encode(line)
	}
	for _, packet := range o.Queue {
		fmt.Fprintf(&s.file, "queue: %s severity=%s\n", packet.Region, packet.Severity)
		fmt.Fprintf(s.out, "   -> queue of %s, %s (%s)\n", packet.Region, packet.Severity, packet.Because)
	}
	for i, m := range line.Bot {
		indented := strings.ReplaceAll(m, "\n", "\n     ")
		fmt.Fprintf(&s.file, "bot: %s\n", indented)
		fmt.Fprintf(s.out, "bot: %s   [%d]\n", indented, line.Segments[i])
	}
	return nil
}
