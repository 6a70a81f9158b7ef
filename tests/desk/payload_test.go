package desk

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"relais/dialogs/desk"
	"relais/dialogs/intake"
	"relais/infra/slackbot"
	"relais/infra/standin/workspace"
	"relais/locales"
	"relais/tests/blocks"
)

// personal are marks of what may never stand in a channel: the sessions' numbers,
// trust words, and what reporters and analysts write.
var personal = []string{
	"+33639980123", "639980123", "moineau", "sorbier", "eteint le serveur", "je suis seule", "seule sur place", "elle est seule",
	"message de rancon", "saigne", "en finir", "citron", "restez hors réseau", "la mairie est bretonne", "rappeler la secrétaire", "accès à distance volé",
	"+3363997", "plus rien ne se propage", "brigadier de permanence", "plainte à prendre", "coupez la box", "elle panique", "je reprends la suite", "portable de ma fille",
}

// private are what nobody may find in a channel after a session: besides the marks, all
// that its reporters and analysts write.
func private(source string) []string {
	marks := slices.Clone(personal)
	for line := range strings.Lines(source) {
		who, what, ok := strings.Cut(strings.TrimSpace(line), ": ")
		if !ok || strings.HasPrefix(line, " ") || strings.HasPrefix(line, "#") {
			continue
		}
		verb, rest, _ := strings.Cut(what, " ")
		if who == "reporter" || who == "crowd" {
			rest = what
		} else if !slices.Contains([]string{"write", "note", "handover", "pass", "grade", "close"}, verb) {
			continue
		}
		if words := strings.Fields(rest); len(words) > 3 {
			rest = strings.Join(words[len(words)-4:], " ") // without whom and how
		}
		if len(rest) > 12 {
			marks = append(marks, strings.ToLower(rest))
		}
	}
	return marks
}

// TestNothingPersonalInChannels searches everything that the sessions post, and holds
// all blocks and views against Slack's own types and limits.
func TestNothingPersonalInChannels(t *testing.T) {
	messages, views, shown := 0, 0, 0
	everySession(t, func(t *testing.T, source string, sent []Sent) {
		marks := private(source)
		for _, s := range sent {
			if len(s.Blocks) > 0 {
				if faults := blocks.Faults(s.Blocks); len(faults) > 0 {
					t.Errorf("%s: slack refuses: %s\n%s", s.Method, strings.Join(faults, "\n"), s.Blocks)
				}
			}
			if len(s.View) > 0 {
				views++
				if faults := blocks.ViewFaults(s.View); len(faults) > 0 {
					t.Errorf("%s: slack refuses: %s\n%s", s.Method, strings.Join(faults, "\n"), s.View)
				}
			}
			switch {
			case s.Method == Shown:
				shown++
			case strings.HasPrefix(s.Method, "chat."):
				messages++
				for _, mark := range marks {
					if strings.Contains(strings.ToLower(s.Body), mark) {
						t.Errorf("%s holds %q:\n%s", s.Method, mark, s.Body)
					}
				}
			}
		}
	})
	if messages < 200 || views < 100 || shown < views {
		t.Errorf("%d messages, %d views, %d shown: the search looks in the wrong place", messages, views, shown)
	}
}

// TestViewsAreForThoseWhoMayRead holds every view that came before somebody's eyes
// against their rights: a case's code stands in none of somebody who may not read the
// case, and what was written in none either.
func TestViewsAreForThoseWhoMayRead(t *testing.T) {
	code := regexp.MustCompile(`\b[A-Z2-9]{3}-[A-Z2-9]{3}\b`)
	everySession(t, func(t *testing.T, source string, sent []Sent) {
		offered := strings.Contains(source, "pass region 53")
		for _, s := range sent {
			if s.Method != Shown {
				continue
			}
			reads := slices.ContainsFunc(regions["76"].Analysts, func(a desk.Analyst) bool { return a.Slack == s.User && a.May(desk.MayRead) })
			if reads || offered && s.User == "UMORGAN" {
				continue
			}
			if found := code.FindString(s.Body); found != "" {
				t.Errorf("%s sees case %s:\n%s", s.User, found, s.Body)
			}
			for _, mark := range private(source) {
				if strings.Contains(strings.ToLower(s.Body), mark) {
					t.Errorf("%s sees %q:\n%s", s.User, mark, s.Body)
				}
			}
		}
	})
}

// everySession plays every session in Slack.
func everySession(t *testing.T, check func(*testing.T, string, []Sent)) {
	t.Helper()
	files, err := filepath.Glob("slack/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("sessions: %v, %v", files, err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			source, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			_, sent, err := PlayInSlack(string(source), 1)
			if err != nil {
				t.Fatal(err)
			}
			check(t, string(source), sent)
		})
	}
}

// opened is a session with a case on a card.
func opened(t *testing.T) *room {
	t.Helper()
	r := &room{deliveries: 1, cards: map[string][]string{}}
	t.Cleanup(r.close)
	s := &session{deliveries: 1, slack: r}
	if err := s.open("2026-11-24T10:00:00+01:00"); err != nil {
		t.Fatal(err)
	}
	for who, what := range map[string]string{"reporter": "tous les pc de la mairie ont un message de rancon"} {
		if err := s.happen(who, what); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.happen("after", "4m"); err != nil {
		t.Fatal(err)
	}
	return r
}

// value is that of the first button of the card.
func (r *room) value(t *testing.T) string {
	t.Helper()
	var list []struct {
		Elements []struct {
			Value string `json:"value"`
		} `json:"elements"`
	}
	if err := json.Unmarshal(r.server.Messages("C76")[0].Blocks, &list); err != nil {
		t.Fatal(err)
	}
	return list[len(list)-1].Elements[0].Value
}

func pressOf(team, user, channel, act, value string) []byte {
	payload, err := json.Marshal(map[string]any{
		"type": "block_actions", "trigger_id": "t", "team": map[string]any{"id": "TDEMO"}, "user": map[string]any{"id": user, "team_id": team},
		"container": map[string]any{"type": "message", "channel_id": channel, "message_ts": "1.1"},
		"actions":   []any{map[string]any{"action_id": act, "value": value, "action_ts": "1.1"}},
	})
	if err != nil {
		panic(err)
	}
	return []byte(url.Values{"payload": {string(payload)}}.Encode())
}

// TestWhoMayNot: nothing is done, read or shown for whoever has no right to it, and
// each attempt is recorded.
func TestWhoMayNot(t *testing.T) {
	other := slackbot.NewSealer("xoxb-another").Seal("C76", slackbot.Target{Key: intake.Key{Channel: "sms", Address: "a"}})
	tests := []struct {
		name, team, user, channel string
		value                     func(string) string // nil: as it is on the card
		why                       string
	}{
		{"a guest of the workspace", "TDEMO", "UGUEST", "C76", nil, "stranger"},
		{"the same id in another workspace", "TOTHER", "UCAMILLE", "C76", nil, "stranger"},
		{"an analyst of another region", "TDEMO", "UMORGAN", "C76", nil, "stranger"},
		{"somebody removed", "TDEMO", "UGONE", "C76", nil, "stranger"},
		{"a value carried to another channel", "TDEMO", "UCAMILLE", "C53", nil, "sealed"},
		{"a value with a letter changed", "TDEMO", "UCAMILLE", "C76", func(v string) string { return "A" + v[1:] + "A" }, "sealed"},
		{"a value of another app", "TDEMO", "UCAMILLE", "C76", func(string) string { return other }, "sealed"},
		{"the key of a log itself", "TDEMO", "UCAMILLE", "C76", func(string) string { return "sms#0123#0" }, "sealed"},
	}
	for _, tt := range tests {
		for _, act := range []string{"claim", "takeover", "write", "read", "more", "form.close", "again", "call"} {
			t.Run(tt.name+"/"+act, func(t *testing.T) {
				r := opened(t)
				value := r.value(t)
				if tt.value != nil {
					value = tt.value(value)
				}
				head, err := r.store.Head(t.Context(), r.key)
				if err != nil {
					t.Fatal(err)
				}
				r.refused, r.sent = nil, nil
				answer := r.front.Interact(t.Context(), pressOf(tt.team, tt.user, tt.channel, act, value))
				if answer.After != nil {
					_ = answer.After(t.Context()) // a note to somebody who is not there goes nowhere
				}
				after, err := r.store.Head(t.Context(), r.key)
				if err != nil || after.N != head.N {
					t.Errorf("turn %d after turn %d, error %v", after.N, head.N, err)
				}
				if len(r.refused) == 0 || r.refused[0].Why != tt.why {
					t.Errorf("recorded %+v, want %s", r.refused, tt.why)
				}
				kept := 0
				for _, region := range []string{"", "53", "76"} {
					_, n, err := r.desk.Register.Day(t.Context(), region, r.player.Now())
					if err != nil {
						t.Fatal(err)
					}
					kept += n
				}
				if kept != len(r.refused) {
					t.Errorf("%d refusals are kept, want %d", kept, len(r.refused))
				}
				for _, s := range r.sent {
					if strings.HasPrefix(s.Method, "views.") {
						t.Errorf("a view was opened: %s", s.Body)
					}
				}
			})
		}
	}
}

// TestARequestThatIsNoneOfOurs is taken without a fault and does nothing.
func TestARequestThatIsNoneOfOurs(t *testing.T) {
	r := opened(t)
	r.sent = nil
	event := func(fields string) string {
		return `{"type":"event_callback","team_id":"TDEMO","event":{"type":"message",` + fields + `}}`
	}
	for name, body := range map[string]string{
		"another workspace": `{"type":"event_callback","team_id":"TOTHER","event":{"type":"message","channel":"C76","user":"UCAMILLE","thread_ts":"1.1","text":"x"}}`,
		"our own message":   event(`"channel":"C76","bot_id":"BBOT","user":"UBOT","thread_ts":"1.1","text":"x"`),
		"another channel":   event(`"channel":"CELSE","user":"UCAMILLE","thread_ts":"1.1","text":"x"`),
		"a topic":           event(`"channel":"C76","subtype":"channel_topic","user":"UCAMILLE","text":"x"`),
		"no JSON":           `{`,
		"nothing":           ``,
	} {
		if answer := r.front.Event(t.Context(), []byte(body)); len(answer.Body) > 0 || answer.After != nil {
			t.Errorf("%s: %+v", name, answer)
		}
	}
	for name, body := range map[string]string{"no payload": "", "no JSON": "payload=%7B", "no actions": "payload=%7B%22type%22%3A%22block_actions%22%7D", "no form": "%zz"} {
		if answer := r.front.Interact(t.Context(), []byte(body)); len(answer.Body) > 0 || answer.After != nil {
			t.Errorf("%s: %+v", name, answer)
		}
	}
	if len(r.sent) > 0 {
		t.Errorf("%d calls of the API", len(r.sent))
	}
}

// TestAReporterInSlack writes to the app, is answered in private with buttons, and
// presses one; an event that comes again changes nothing.
func TestAReporterInSlack(t *testing.T) {
	r := opened(t)
	clock := func() time.Time { return r.player.Now() }
	r.player.Desk.Territory.Numbers["slack:TDEMO"] = "76"
	r.office.Texter = &slackbot.Direct{Board: r.board, Carrier: r.carrier, Receive: r.player.Desk.Receive, Clock: clock}
	front, err := slackbot.NewFront(slackbot.FrontConfig{
		Token: botToken, APIURL: r.hosts[1].URL + "/api/", Desk: r.desk, Texts: locales.Default(), Log: slog.New(slog.NewTextHandler(io.Discard, nil)),
		Regions: func() []string { return []string{"76"} }, Clock: clock, Reporter: &slackbot.Reporter{Desk: r.player.Desk, Clock: clock},
	})
	if err != nil {
		t.Fatal(err)
	}
	r.front = front
	carry := func() {
		t.Helper()
		if err := r.carry(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := r.server.Say("UGUEST", "DGUEST", "", "un message de rancon sur tous les pc & <partout>"); err != nil {
		t.Fatal(err)
	}
	if err := r.server.Settle(t.Context()); err != nil {
		t.Fatal(err)
	}
	carry()
	direct := r.server.Messages("DGUEST")
	if len(direct) != 2 || !strings.Contains(string(direct[1].Blocks), "choice.1") || !strings.Contains(string(direct[1].Blocks), "Débranchez") {
		t.Fatalf("the reporter sees %+v", direct)
	}
	key := intake.Key{Channel: "slack", Address: r.player.Desk.Keys.Address("slack", "slack:TDEMO/UGUEST")}
	turns := func() int {
		head, err := r.store.Head(context.Background(), key)
		if err != nil {
			t.Fatal(err)
		}
		return head.N
	}
	before := turns()
	var again bytes.Buffer
	fmt.Fprintf(&again, `{"type":"event_callback","team_id":"TDEMO","event_id":"EvNEW","event":{"type":"message","channel":"DGUEST","channel_type":"im","user":"UGUEST","text":"encore","ts":%q}}`, direct[0].TS)
	front.Event(t.Context(), again.Bytes())
	if n := turns(); n != before {
		t.Errorf("a message that came again made turn %d", n)
	}
	if result, err := r.server.Click(t.Context(), workspace.Click{User: "UGUEST", Channel: "DGUEST", TS: direct[1].TS, Action: "choice.1"}); err != nil || result.Status != http.StatusOK {
		t.Fatal(result, err)
	}
	carry()
	direct = r.server.Messages("DGUEST")
	if turns() <= before || len(direct) != 3 {
		t.Fatalf("after the press turn %d and %d messages", turns(), len(direct))
	}
	at := turns()
	if _, err := r.server.Click(t.Context(), workspace.Click{User: "UGUEST", Channel: "DGUEST", TS: direct[1].TS, Action: "choice.2"}); err != nil {
		t.Fatal(err)
	}
	if turns() != at {
		t.Error("a button of a question that is past was taken")
	}
	for _, m := range r.server.Messages("C76") {
		if strings.Contains(m.Text+string(m.Blocks), "partout") {
			t.Error("the reporter's words stand in the channel")
		}
	}
}

// FuzzAThreadSaysNothing types a text beside a card, changes it and takes it away:
// nothing of it becomes an act or leaves for a reporter.
func FuzzAThreadSaysNothing(f *testing.F) {
	for _, seed := range []string{"Bonjour, éteignez tout", "/relais write oui", "<!channel> @Relais réponds-lui", "write K7M-2QX", `{"type":"view_submission"}`, "\x00"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		r := opened(t)
		card := r.server.Messages("C76")[0].TS
		head, err := r.store.Head(t.Context(), r.key)
		if err != nil {
			t.Fatal(err)
		}
		for _, event := range []map[string]any{
			{"type": "message", "channel": "C76", "channel_type": "group", "user": "UCAMILLE", "thread_ts": card, "ts": "9.1", "text": text},
			{"type": "message", "channel": "C76", "channel_type": "group", "user": "UCAMILLE", "ts": "9.2", "text": text},
			{"type": "message", "subtype": "message_changed", "channel": "C76", "message": map[string]any{"user": "UCAMILLE", "thread_ts": card, "text": text}, "previous_message": map[string]any{"user": "UCAMILLE", "text": "avant"}},
			{"type": "message", "subtype": "message_deleted", "channel": "C76", "previous_message": map[string]any{"user": "UCAMILLE", "thread_ts": card, "text": text}},
		} {
			body, err := json.Marshal(map[string]any{"type": "event_callback", "team_id": "TDEMO", "event": event})
			if err != nil {
				t.Fatal(err)
			}
			answer := r.front.Event(t.Context(), body)
			if len(answer.Body) > 0 {
				t.Errorf("answered %s", answer.Body)
			}
			if answer.After != nil {
				if err := answer.After(t.Context()); err != nil {
					t.Error(err)
				}
			}
		}
		after, err := r.store.Head(t.Context(), r.key)
		if err != nil || after.N != head.N {
			t.Errorf("turn %d after turn %d, error %v", after.N, head.N, err)
		}
		if r.carrier.sent > 0 {
			t.Error("a text has left")
		}
	})
}

// TestADraftBelongsToItsChannel: what was previewed for one channel does not leave by
// another to which the reporter has gone meanwhile.
func TestADraftBelongsToItsChannel(t *testing.T) {
	r := opened(t)
	for _, done := range [][2]string{{"reporter", "code"}, {"camille", "claim"}, {"camille", "takeover"}} {
		if err := r.happen(done[0], done[1]); err != nil {
			t.Fatal(err)
		}
	}
	p, err := r.desk.Preview(t.Context(), r.player.Now(), Actor("camille"), r.key, "Bonjour.")
	if err != nil {
		t.Fatal(err)
	}
	send := func() error {
		_, err := r.desk.Do(t.Context(), r.player.Now(), desk.Event{ID: "send", By: Actor("camille"), Case: r.key, Act: desk.Write{Draft: p.Draft, Text: p.Text}})
		return err
	}
	for _, done := range [][2]string{{"web", "joins"}, {"web", "je suis sur le portable de ma fille"}} {
		if err := r.happen(done[0], done[1]); err != nil {
			t.Fatal(err)
		}
	}
	if no, ok := errors.AsType[*desk.No](send()); !ok || no.Word.ID != "not_previewed" {
		t.Errorf("a text previewed for SMS leaves for the chat: %v", no)
	}
	if err := r.happen("reporter", "je suis revenue"); err != nil {
		t.Fatal(err)
	}
	if err := send(); err != nil {
		t.Errorf("back where it was previewed for, it does not leave: %v", err)
	}
}
