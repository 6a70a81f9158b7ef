// Package cards reads the cards of cases as an analyst sees them: what they say,
// to the letter (golden/*.txt, remade with -update), how long they are, whether
// Slack takes them, and that nothing personal is on them.
package cards

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/slack-go/slack"

	"relais/dialogs/intake"
	"relais/dialogs/play"
	"relais/infra/slackbot"
	"relais/locales"
	"relais/tests/blocks"
)

var update = flag.Bool("update", false, "write the cards as they are now into golden")

func at(t *testing.T, text string) time.Time {
	t.Helper()
	when, err := time.Parse(time.RFC3339, text)
	if err != nil {
		t.Fatal(err)
	}
	return when
}

// night is a mayor who texts on Saturday at 02:07 while the centre is closed.
var night = []string{
	"tous les pc de la mairie ont un message de rancon en anglais", "1", "1", "2", "1", "1", "1", "Sainte-Colombe 46", "2", "1",
	"1", "1", "1", "5", "cette nuit à 2h", "1", "1", "1", "1", "1",
}

// session plays a conversation, a message every half minute, and returns what
// reached the queue after each message, the last packet repeated where nothing did.
func session(t *testing.T, o play.Options, messages []string) []intake.Packet {
	t.Helper()
	p, err := play.New(o)
	if err != nil {
		t.Fatal(err)
	}
	var last intake.Packet
	var packets []intake.Packet
	for _, message := range messages {
		out, err := p.Say(t.Context(), message)
		if err != nil {
			t.Fatal(err)
		}
		for _, packet := range out.Queue {
			last = packet
		}
		packets = append(packets, last)
		if out, err = p.Wait(t.Context(), 30*time.Second); err != nil {
			t.Fatal(err)
		}
		for _, packet := range out.Queue {
			last = packet
		}
	}
	return packets
}

func TestCards(t *testing.T) {
	saturday := at(t, "2026-11-21T02:07:00+01:00")
	change := func(p intake.Packet, change func(*intake.Packet)) intake.Packet {
		p.Facts = append([]intake.Known(nil), p.Facts...)
		p.Clocks = append([]intake.Running(nil), p.Clocks...)
		change(&p)
		return p
	}
	bare := intake.Packet{
		Version: 1, Case: "c", N: 1, Code: "K7M-2QX", Region: "76", Channel: "sms", Language: "fr", Opened: saturday, Heard: saturday,
		Incident: "ransomware", Severity: "P2", Because: "ransomware", Victim: "unknown", Learned: "unknown",
	}
	facts := func(pairs ...string) (facts []intake.Known) {
		for i := 0; i < len(pairs); i += 2 {
			facts = append(facts, intake.Known{Fact: pairs[i], Value: pairs[i+1]})
		}
		return facts
	}
	second := change(bare, func(p *intake.Packet) { p.Victim, p.Facts = "commune", facts("isolated", "yes") })
	fifth := change(second, func(p *intake.Packet) {
		p.Severity, p.Because = "P1", "spreading"
		p.Facts = facts("backups", "online", "cut", "no", "isolated", "no", "spreading", "yes", "unplugged", "unknown")
	})
	end := change(second, func(p *intake.Packet) {
		p.Severity, p.Because, p.End, p.Said = "P1", "spreading", "waiting_for_csirt", true
		p.Where = intake.Where{Department: "46", Size: "under_2000", Zone: "Europe/Paris"}
		p.Learned = "2026-11-21T02:00:00+01:00"
		p.Facts = facts("backups", "online", "complaint", "yes", "computers", "5", "cut", "yes", "insurer", "unknown", "isolated", "yes",
			"personal_data", "yes", "photo", "no", "provider", "yes", "provider_called", "yes", "spreading", "yes", "unplugged", "yes", "vital", "no")
		for _, clock := range []string{"insurer", "cnil"} {
			p.Clocks = append(p.Clocks, intake.Running{Clock: clock, Until: at(t, "2026-11-24T02:00:00+01:00")})
		}
		p.Head = "1a2b3c4d5e6f708192a3b4c5d6e7f80912a3b4c5d6e7f80912a3b4c5d6e7f809"
	})
	tests := []struct {
		name   string
		packet intake.Packet
		now    time.Time
	}{
		{"night_first", bare, saturday.Add(3 * time.Minute)},
		{"night_second_message", second, saturday.Add(time.Minute)},
		{"night_fifth_message", fifth, saturday.Add(3 * time.Minute)},
		{"night_end", end, saturday.Add(12 * time.Minute)},
		{"found_in_a_night", change(end, func(p *intake.Packet) {
			p.Learned, p.OnDay, p.Within = "2026-11-20T22:00:00+01:00", true, "night"
		}), saturday.Add(12 * time.Minute)},
		{"monday_open", end, at(t, "2026-11-23T09:05:00+01:00")},
		{"deadline_over", end, at(t, "2026-11-24T09:05:00+01:00")},
		{"deadline_before_opening", change(end, func(p *intake.Packet) {
			p.Clocks[0].Until = at(t, "2026-11-23T02:00:00+01:00")
		}), saturday.Add(12 * time.Minute)},
		{"person_in_danger", change(bare, func(p *intake.Packet) {
			p.Severity, p.Because = "P1", "danger"
			p.Facts = facts("danger", "yes", "safe", "no")
		}), saturday},
		{"distress", change(bare, func(p *intake.Packet) {
			p.Incident, p.Severity, p.Because, p.Victim = "extortion", "P1", "distress", "individual"
			p.Facts = facts("distress", "yes")
		}), saturday},
		{"minor", change(bare, func(p *intake.Packet) {
			p.Incident, p.Severity, p.Because, p.Victim, p.End = "extortion", "P2", "minor", "individual", "referred"
			p.Facts = facts("minor", "yes")
		}), saturday},
		{"human_asked_first", change(bare, func(p *intake.Packet) {
			p.Incident, p.Severity, p.Because, p.Facts = "unknown", "", "", facts("human", "yes")
		}), at(t, "2026-11-23T10:00:00+01:00")},
		{"hours_not_stated", change(bare, func(p *intake.Packet) {
			p.Region, p.Where = "28", intake.Where{Department: "50", Size: "under_20000", Zone: "Europe/Paris"}
			p.Victim, p.Severity, p.Because = "commune", "P1", "spreading"
			p.Facts = facts("spreading", "yes", "isolated", "no")
		}), saturday},
		{"overseas", change(bare, func(p *intake.Packet) {
			p.Region, p.Where = "04", intake.Where{Department: "974", Size: "over_20000", Town: "97411", Zone: "Indian/Reunion"}
			p.Victim, p.Channel = "other_public", "voice"
		}), saturday},
		{"outside", change(bare, func(p *intake.Packet) {
			p.Where, p.Outside, p.Victim = intake.Where{Department: "29", Size: "under_2000", Zone: "Europe/Paris"}, true, "association"
		}), saturday},
		{"outside_no_centre", change(bare, func(p *intake.Packet) {
			p.Where, p.Outside, p.Victim = intake.Where{Department: "987", Size: "over_20000", Zone: "Pacific/Tahiti"}, true, "commune"
		}), saturday},
		{"mute", change(bare, func(p *intake.Packet) { p.Mute = true }), saturday},
		{"moved", change(end, func(p *intake.Packet) { p.Moved = "53" }), saturday.Add(13 * time.Minute)},
		{"company_in_english", change(bare, func(p *intake.Packet) {
			p.Incident, p.Because, p.Victim, p.Channel, p.Language = "transfer_fraud", "unknown", "company", "web", "en"
			p.Where = intake.Where{Department: "31", Size: "over_20000", Town: "31555", Zone: "Europe/Paris"}
			p.Facts = facts("first_done", "yes", "paid", "yes")
		}), at(t, "2026-11-24T16:41:00+01:00")},
		{"stopped", change(end, func(p *intake.Packet) { p.End = "stopped" }), saturday.Add(13 * time.Minute)},
	}
	texts := locales.Default()
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			list, fallback := slackbot.Card(texts, "fr", tt.packet, tt.now)
			check(t, list, fallback)
			golden(t, tt.name, fallback+"\n\n"+slackbot.Plain(list)+"\n")
			list, fallback = slackbot.Card(texts, "en", tt.packet, tt.now)
			check(t, list, fallback)
		})
	}
}

// maxLetters is what a card may say at most, without the stars that set words bold.
const maxLetters = 900

// check holds a card against its length and against Slack.
func check(t interface{ Errorf(string, ...any) }, list []slack.Block, fallback string) {
	if n := letters(list); n > maxLetters {
		t.Errorf("%d letters, at most %d:\n%s", n, maxLetters, slackbot.Plain(list))
	}
	if faults := blocks.Faults(list); len(faults) > 0 {
		t.Errorf("slack refuses the blocks: %s", strings.Join(faults, "\n"))
	}
	if fallback == "" || utf8.RuneCountInString(fallback) > 250 {
		t.Errorf("notification %q, want 1 to 250 letters", fallback)
	}
}

func letters(list []slack.Block) int {
	return utf8.RuneCountInString(strings.ReplaceAll(slackbot.Plain(list), "*", ""))
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("golden", name+".txt")
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("the card has changed (-want +got):\n%s", diff)
	}
}
