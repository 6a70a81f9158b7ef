package wire

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"relais/dialogs/engine"
	"relais/dialogs/intake"
	"relais/dialogs/play"
	"relais/infra/dynamo"
)

// TestConversations plays conversation files on the table and in memory, and wants
// the same answers, the same packets and, byte for byte, the same log. What memory
// answers is held to the files by the tests of the files.
func TestConversations(t *testing.T) {
	for _, name := range []string{
		"ransomware/mayor_at_two_in_the_morning", // every kind of question
		"ransomware/moved_to_another_desk",       // two regions
		"moments/danger_not_sure",                // silence: the due index
		"moments/text_after_the_end_new",         // a second log of the same address
		"moments/ten_thousand_letters",           // a blob
		"moments/clicks_in_the_web_chat",
	} {
		t.Run(name, func(t *testing.T) {
			options, acts := conversation(t, name)
			inMemory := played(t, options, acts)
			options.Store = dynamo.New(DynamoDB(dynamoDB.URL, new(dynamo.Counter)), table(t), dynamo.Options{Clock: ages})
			onTable := played(t, options, acts)
			if diff := cmp.Diff(inMemory.outcomes, onTable.outcomes); diff != "" {
				t.Errorf("what happened (-in memory +on the table):\n%s", diff)
			}
			same := 0
			for k := range 3 {
				want, got := inMemory.log(t, k), onTable.log(t, k)
				if diff := cmp.Diff(want, got); diff != "" {
					t.Errorf("log %d (-in memory +on the table):\n%s", k, diff)
				}
				if err := intake.Verify(got, onTable.Desk.Keys.Content); err != nil {
					t.Errorf("log %d: %v", k, err)
				}
				same += len(got)
			}
			if same == 0 {
				t.Error("no turn was written")
			}
		})
	}
}

// act is one line of a conversation file that says what the reporter does.
type act struct{ kind, text string }

// conversation reads the header and the acts of a conversation file.
func conversation(t *testing.T, name string) (play.Options, []act) {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("../conversations", filepath.FromSlash(name)+".txt"))
	if err != nil {
		t.Fatal(err)
	}
	o := play.Options{Seed: 1}
	head, body, _ := strings.Cut(string(data), "\n\n")
	for line := range strings.Lines(head) {
		key, value, _ := strings.Cut(strings.TrimSpace(line), ": ")
		switch key {
		case "dialog":
			if value != "start" {
				o.Dialog = value
			}
		case "channel":
			o.Channel = value
		case "language":
			if o.Channel == "web" {
				o.Lang = value
			}
		case "started":
			if o.Now, err = time.Parse(time.RFC3339, value); err != nil {
				t.Fatal(err)
			}
		case "from":
			o.From = value
		case "to":
			o.To = value
		case "region":
			o.Region = value
		case "desks":
			o.Desks = strings.Fields(value)
		}
	}
	var acts []act
	for line := range strings.Lines(body) {
		kind, text, _ := strings.Cut(strings.TrimSuffix(line, "\n"), ":")
		switch kind {
		case "reporter", "press", "click", "after":
			acts = append(acts, act{kind, long(strings.TrimSpace(text))})
		case "photo", "together":
			t.Fatalf("%s: %s is not played here", name, kind)
		}
	}
	return o, acts
}

// long writes out a text that stands in its file as what is repeated and "(xN)".
func long(text string) string {
	head, rest, _ := strings.Cut(text, "(x")
	if times, err := strconv.Atoi(strings.TrimSuffix(rest, ")")); err == nil {
		return strings.Repeat(head, times)
	}
	return text
}

// game is a conversation that was played.
type game struct {
	*play.Player
	options  play.Options
	outcomes []play.Outcome
}

func played(t *testing.T, o play.Options, acts []act) game {
	t.Helper()
	player, err := play.New(o)
	if err != nil {
		t.Fatal(err)
	}
	g := game{Player: player, options: o}
	var shown []engine.Option
	take := func(out play.Outcome, err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		g.outcomes = append(g.outcomes, out)
		for _, m := range out.Bot {
			shown = m.Options
		}
	}
	if o.Dialog != "" {
		take(player.Say(t.Context(), ""))
	}
	for i, a := range acts {
		if i > 0 && a.kind != "after" {
			take(player.Wait(t.Context(), 30*time.Second))
		}
		switch a.kind {
		case "after":
			d, err := time.ParseDuration(a.text)
			if err != nil {
				t.Fatal(err)
			}
			take(player.Wait(t.Context(), d))
		case "click":
			take(player.Click(t.Context(), shown, a.text))
		default:
			take(player.Say(t.Context(), a.text))
		}
	}
	return g
}

// log reads all turns of a log of the reporter.
func (g game) log(t *testing.T, k int) []intake.Turn {
	t.Helper()
	from := g.options.From
	if from == "" {
		from = play.DefaultFrom
	}
	channel := g.options.Channel
	turns, err := g.Store.Turns(t.Context(), intake.Key{Channel: channel, Address: g.Desk.Keys.Address(channel, from), K: k}, 1, 1000)
	if err != nil {
		t.Fatal(err)
	}
	return turns
}
