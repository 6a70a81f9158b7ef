package workspace_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/slack-go/slack"
	"github.com/slack-go/slack/slackevents"

	"relais/infra/standin"
	"relais/infra/standin/workspace"
)

const (
	token  = "xoxb-1-secret"
	secret = "8f742231b10e8888abcd99yyyzzz85a5"
	region = "C0NORMANDIE"
	anne   = "U0ANNE"
)

// app is the program under test as Slack sees it. It checks every signature with
// slack-go.
type app struct {
	*httptest.Server
	t        *testing.T
	mu       sync.Mutex
	requests []request
	answer   func(http.ResponseWriter, *http.Request)
}

type request struct {
	path   string
	body   []byte
	header http.Header
}

func newApp(t *testing.T, answer func(http.ResponseWriter, *http.Request)) *app {
	t.Helper()
	a := &app{t: t, answer: answer}
	a.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		verifier, err := slack.NewSecretsVerifier(r.Header, secret)
		if err == nil {
			verifier.Write(body)
			err = verifier.Ensure()
		}
		if err != nil {
			t.Errorf("slack-go refuses the signature of %s: %v", r.URL.Path, err)
		}
		a.mu.Lock()
		a.requests = append(a.requests, request{r.URL.Path, body, r.Header})
		a.mu.Unlock()
		r.Body = io.NopCloser(bytes.NewReader(body))
		if a.answer != nil {
			a.answer(w, r)
		}
	}))
	t.Cleanup(a.Server.Close)
	return a
}

func (a *app) got() []request {
	a.mu.Lock()
	defer a.mu.Unlock()
	return append([]request(nil), a.requests...)
}

func start(t *testing.T, a *app, change func(*workspace.Config)) (*workspace.Server, *slack.Client) {
	t.Helper()
	config := workspace.Config{
		TeamID: "T0CSIRT", TeamDomain: "csirt", AppID: "A0RELAIS", BotUserID: "U0RELAIS", BotID: "B0RELAIS", BotToken: token, SigningSecret: secret,
		EventsURL: a.URL + "/slack/events", ActionsURL: a.URL + "/slack/actions", CommandsURL: a.URL + "/slack/commands",
		Channels: []workspace.Channel{{ID: region, Name: "normandie"}, {ID: "C0FERMEE", Name: "fermee", NotMember: true}, {ID: "C0VIEUX", Name: "vieux", Archived: true}},
		Users:    []workspace.User{{ID: anne, Name: "anne", Real: "Anne Martin"}, {ID: "U0PARTI", Name: "parti", Deleted: true}, {ID: "U0AUTRE", Name: "autre", TeamID: "T0AUTRE"}},
		Burst:    1000,
	}
	if change != nil {
		change(&config)
	}
	s, err := workspace.New(config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	api := httptest.NewServer(s)
	t.Cleanup(api.Close)
	return s, slack.New(token, slack.OptionAPIURL(api.URL+"/api/"))
}

func settle(t *testing.T, s *workspace.Server) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	if err := s.Settle(ctx); err != nil {
		t.Fatalf("settle: %v", err)
	}
}

func plain(text string) *slack.TextBlockObject {
	return slack.NewTextBlockObject(slack.PlainTextType, text, false, false)
}

func mrkdwn(text string) *slack.TextBlockObject {
	return slack.NewTextBlockObject(slack.MarkdownType, text, false, false)
}

func button(action, value string) *slack.ButtonBlockElement {
	return slack.NewButtonBlockElement(action, value, plain("Prendre"))
}

func TestSlackGoPostsUpdatesAndReads(t *testing.T) {
	a := newApp(t, nil)
	now := time.Date(2026, 3, 2, 20, 0, 0, 0, time.UTC)
	s, api := start(t, a, func(c *workspace.Config) { c.Now = func() time.Time { return now } })

	test, err := api.AuthTest()
	if err != nil || test.UserID != "U0RELAIS" || test.TeamID != "T0CSIRT" {
		t.Errorf("auth.test: %+v, %v", test, err)
	}
	metadata := slack.SlackMetadata{EventType: "relais_outbox", EventPayload: map[string]any{"id": "D42"}}
	channel, ts, err := api.PostMessage(region, slack.MsgOptionText("Dossier K7M-2QX", false), slack.MsgOptionMetadata(metadata),
		slack.MsgOptionBlocks(slack.NewHeaderBlock(plain("Dossier K7M-2QX")), slack.NewActionBlock("acts", button("claim", "sealed"))))
	if err != nil || channel != region || ts != "1772481600.000100" {
		t.Fatalf("post: %s %s %v", channel, ts, err)
	}
	_, reply, err := api.PostMessage(region, slack.MsgOptionText("suite", false), slack.MsgOptionTS(ts))
	if err != nil || reply != "1772481600.000200" {
		t.Fatalf("reply: %s %v", reply, err)
	}
	if _, _, _, err := api.UpdateMessage(region, ts, slack.MsgOptionText("Dossier pris", false)); err != nil {
		t.Fatal(err)
	}
	if err := api.AddReaction("eyes", slack.NewRefToMessage(region, ts)); err != nil {
		t.Error(err)
	}
	if err := api.AddReaction("eyes", slack.NewRefToMessage(region, ts)); err == nil || err.Error() != "already_reacted" {
		t.Errorf("a second reaction: %v", err)
	}
	link, err := api.GetPermalink(&slack.PermalinkParameters{Channel: region, Ts: reply})
	if err != nil || link != "https://csirt.slack.com/archives/C0NORMANDIE/p1772481600000200?thread_ts=1772481600.000100&cid=C0NORMANDIE" {
		t.Errorf("permalink: %s %v", link, err)
	}

	history, err := api.GetConversationHistory(&slack.GetConversationHistoryParameters{ChannelID: region, IncludeAllMetadata: true})
	if err != nil || len(history.Messages) != 1 {
		t.Fatalf("history: %+v, %v", history, err)
	}
	m := history.Messages[0]
	if m.Text != "Dossier pris" || len(m.Blocks.BlockSet) != 0 || m.Edited == nil || m.ReplyCount != 1 || m.Metadata.EventPayload["id"] != "D42" || len(m.Reactions) != 1 || m.BotID != "B0RELAIS" {
		t.Errorf("message %+v", m)
	}
	history, err = api.GetConversationHistory(&slack.GetConversationHistoryParameters{ChannelID: region})
	if err != nil || history.Messages[0].Metadata.EventType != "" {
		t.Errorf("history without metadata: %+v, %v", history, err)
	}
	if _, _, _, err := api.UpdateMessage(region, ts, slack.MsgOptionText("Dossier pris", false), slack.MsgOptionBlocks(slack.NewDividerBlock())); err != nil {
		t.Fatal(err)
	}
	if m := s.Messages(region)[0]; m.Edited != nil || !strings.Contains(string(m.Blocks), "divider") || m.Metadata == nil {
		t.Errorf("after an update with blocks: %+v", m)
	}
	thread, _, _, err := api.GetConversationReplies(&slack.GetConversationRepliesParameters{ChannelID: region, Timestamp: ts})
	if err != nil || len(thread) != 2 || thread[1].ThreadTimestamp != ts {
		t.Errorf("replies: %+v, %v", thread, err)
	}
	user, err := api.GetUserInfo("U0AUTRE")
	if err != nil || user.TeamID != "T0AUTRE" || !user.IsStranger {
		t.Errorf("a user of another company: %+v, %v", user, err)
	}
	s.SetChannel(workspace.Channel{ID: region, Name: "normandie", Shared: true})
	info, err := api.GetConversationInfo(&slack.GetConversationInfoInput{ChannelID: region})
	if err != nil || !info.IsExtShared {
		t.Errorf("a shared channel: %+v, %v", info, err)
	}
	im, _, already, err := api.OpenConversation(&slack.OpenConversationParameters{Users: []string{anne}})
	if err != nil || already || im.ID != "D0ANNE" || !im.IsIM {
		t.Errorf("direct messages: %+v, %v", im, err)
	}
	if _, err := api.PostEphemeral(region, anne, slack.MsgOptionText("pour vous seule", false)); err != nil {
		t.Error(err)
	}
	if _, _, err := api.DeleteMessage(region, reply); err != nil {
		t.Error(err)
	}
	if got := s.Messages(region); len(got) != 1 {
		t.Errorf("%d messages, want 1", len(got))
	}
	settle(t, s)
}

func TestHistoryPagesAndTimes(t *testing.T) {
	began := time.Date(2026, 3, 2, 20, 0, 0, 0, time.UTC)
	var minutes atomic.Int64
	s, api := start(t, newApp(t, nil), func(c *workspace.Config) {
		c.Now = func() time.Time { return began.Add(time.Duration(minutes.Load()) * time.Minute) }
	})
	for i := range 5 {
		if _, _, err := api.PostMessage(region, slack.MsgOptionText(fmt.Sprint(i), false)); err != nil {
			t.Fatal(err)
		}
		minutes.Add(1)
	}
	list := func(p slack.GetConversationHistoryParameters) (texts string) {
		t.Helper()
		p.ChannelID = region
		for {
			page, err := api.GetConversationHistory(&p)
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range page.Messages {
				texts += m.Text
			}
			if p.Cursor = page.ResponseMetaData.NextCursor; p.Cursor == "" {
				return texts
			}
			texts += "|"
		}
	}
	second := "1772481660.000100"
	got := []string{
		list(slack.GetConversationHistoryParameters{}),
		list(slack.GetConversationHistoryParameters{Limit: 2}),
		list(slack.GetConversationHistoryParameters{Oldest: second}),
		list(slack.GetConversationHistoryParameters{Oldest: second, Inclusive: true}),
		list(slack.GetConversationHistoryParameters{Latest: second}),
		list(slack.GetConversationHistoryParameters{Oldest: "1772481661"}),
	}
	if diff := cmp.Diff([]string{"43210", "43|21|0", "432", "4321", "0", "432"}, got); diff != "" {
		t.Errorf("history (-want +got):\n%s", diff)
	}
	s.SetFaults(workspace.Faults{HistoryLag: standin.Duration(time.Hour)})
	if got := list(slack.GetConversationHistoryParameters{}); got != "" {
		t.Errorf("history before its lag has passed: %q", got)
	}
}

func TestRefusals(t *testing.T) {
	text := slack.MsgOptionText("x", false)
	post := func(channel string, options ...slack.MsgOption) func(*slack.Client) error {
		return func(api *slack.Client) error { _, _, err := api.PostMessage(channel, options...); return err }
	}
	tests := []struct {
		name string
		call func(*slack.Client) error
		want string
	}{
		{"no such channel", post("C0NULLE", text), "channel_not_found"},
		{"a channel without us", post("C0FERMEE", text), "not_in_channel"},
		{"an archived channel", post("C0VIEUX", text), "is_archived"},
		{"nothing to say", post(region), "no_text"},
		{"40,001 letters", post(region, slack.MsgOptionText(strings.Repeat("é", 40_001), false)), "msg_too_long"},
		{"a thread that does not exist", post(region, text, slack.MsgOptionTS("1.000001")), "thread_not_found"},
		{"metadata without a type", post(region, text, slack.MsgOptionMetadata(slack.SlackMetadata{EventPayload: map[string]any{"a": 1}})), "invalid_metadata_schema"},
		{"a message that does not exist", func(api *slack.Client) error {
			_, _, _, err := api.UpdateMessage(region, "1.000001", text)
			return err
		}, "message_not_found"},
		{"a removed reader", func(api *slack.Client) error { _, err := api.PostEphemeral(region, "U0PARTI", text); return err }, "user_not_in_channel"},
		{"no such user", func(api *slack.Client) error { _, err := api.GetUserInfo("U0NUL"); return err }, "user_not_found"},
		{"a removed user", func(api *slack.Client) error {
			_, _, _, err := api.OpenConversation(&slack.OpenConversationParameters{Users: []string{"U0PARTI"}})
			return err
		}, "user_disabled"},
		{"a method that is not played", func(api *slack.Client) error { _, err := api.GetEmoji(); return err }, "unknown_method"},
		{"a cursor that is none", func(api *slack.Client) error {
			_, err := api.GetConversationHistory(&slack.GetConversationHistoryParameters{ChannelID: region, Cursor: "x"})
			return err
		}, "invalid_cursor"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s, api := start(t, newApp(t, nil), nil)
			if err := tt.call(api); err == nil || err.Error() != tt.want {
				t.Errorf("error %v, want %s", err, tt.want)
			}
			if n := len(s.Messages(region)); n != 0 {
				t.Errorf("%d messages were posted", n)
			}
		})
	}
	for password, want := range map[string]string{"": "not_authed", "xoxb-2-other": "invalid_auth"} {
		s, _ := start(t, newApp(t, nil), nil)
		server := httptest.NewServer(s)
		_, err := slack.New(password, slack.OptionAPIURL(server.URL+"/api/")).AuthTest()
		if err == nil || err.Error() != want {
			t.Errorf("token %q: %v, want %s", password, err, want)
		}
		server.Close()
	}
	t.Run("a message of somebody else", func(t *testing.T) {
		s, api := start(t, newApp(t, nil), nil)
		ts, err := s.Say(anne, region, "", "bonjour")
		if err != nil {
			t.Fatal(err)
		}
		if _, _, _, err := api.UpdateMessage(region, ts, text); err == nil || err.Error() != "cant_update_message" {
			t.Errorf("update: %v", err)
		}
		settle(t, s)
	})
}

func TestBlocks(t *testing.T) {
	long := func(n int) string { return strings.Repeat("é", n) }
	section := func(text string) slack.Block { return slack.NewSectionBlock(mrkdwn(text), nil, nil) }
	many := func(n int, block slack.Block) (blocks []slack.Block) {
		for range n {
			blocks = append(blocks, block)
		}
		return blocks
	}
	buttons := func(n int) (elements []slack.BlockElement) {
		for i := range n {
			elements = append(elements, button(fmt.Sprint("a", i), "v"))
		}
		return elements
	}
	texts := func(n int) (elements []slack.MixedElement) {
		for range n {
			elements = append(elements, plain("x"))
		}
		return elements
	}
	tests := []struct {
		name   string
		blocks []slack.Block
		want   string // "" if they are right
		says   string
	}{
		{"50 blocks", many(50, slack.NewDividerBlock()), "", ""},
		{"51 blocks", many(51, slack.NewDividerBlock()), "invalid_blocks", "no more than 50 items"},
		{"a section of 3,000 letters", []slack.Block{section(long(3000))}, "", ""},
		{"a section of 3,001 letters", []slack.Block{section(long(3001))}, "invalid_blocks", "/blocks/0/text/text"},
		{"a section without text", []slack.Block{slack.NewSectionBlock(nil, nil, nil)}, "invalid_blocks", "text or fields"},
		{"a section of fields", []slack.Block{slack.NewSectionBlock(nil, []*slack.TextBlockObject{plain("a"), mrkdwn("b")}, nil)}, "", ""},
		{"an empty text", []slack.Block{section("")}, "invalid_blocks", "more than 0 characters"},
		{"a header of 150 letters", []slack.Block{slack.NewHeaderBlock(plain(long(150)))}, "", ""},
		{"a header of 151 letters", []slack.Block{slack.NewHeaderBlock(plain(long(151)))}, "invalid_blocks", "less than 151"},
		{"a header in mrkdwn", []slack.Block{slack.NewHeaderBlock(mrkdwn("x"))}, "invalid_blocks", "enum"},
		{"10 elements of context", []slack.Block{slack.NewContextBlock("", texts(10)...)}, "", ""},
		{"11 elements of context", []slack.Block{slack.NewContextBlock("", texts(11)...)}, "invalid_blocks", "no more than 10"},
		{"25 buttons", []slack.Block{slack.NewActionBlock("", buttons(25)...)}, "", ""},
		{"26 buttons", []slack.Block{slack.NewActionBlock("", buttons(26)...)}, "invalid_blocks", "no more than 25"},
		{"two buttons of one action", []slack.Block{slack.NewActionBlock("", button("a", "1"), button("a", "2"))}, "invalid_blocks", "already exists"},
		{"a button text of 75 letters", []slack.Block{slack.NewActionBlock("", slack.NewButtonBlockElement("a", "v", plain(long(75))))}, "", ""},
		{"a button text of 76 letters", []slack.Block{slack.NewActionBlock("", slack.NewButtonBlockElement("a", "v", plain(long(76))))}, "invalid_blocks", "less than 76"},
		{"a button value of 2,000 letters", []slack.Block{slack.NewActionBlock("", button("a", long(2000)))}, "", ""},
		{"a button value of 2,001 letters", []slack.Block{slack.NewActionBlock("", button("a", long(2001)))}, "invalid_blocks", "/value"},
		{"two blocks of one id", []slack.Block{slack.NewActionBlock("b", button("a", "1")), slack.NewActionBlock("b", button("a", "1"))}, "invalid_blocks", "already exists"},
		{"13,200 letters in all", many(6, section(long(2200))), "", ""},
		{"13,206 letters in all", many(6, section(long(2201))), "msg_blocks_too_long", "13206"},
		{"rich text", []slack.Block{slack.NewRichTextBlock("", slack.NewRichTextSection(slack.NewRichTextSectionTextElement("x", nil)))}, "", ""},
		{"empty rich text", []slack.Block{slack.NewRichTextBlock("", slack.NewRichTextSection(slack.NewRichTextSectionTextElement("", nil)))}, "invalid_blocks", "more than 0"},
		{"a block that is not played", []slack.Block{slack.NewCallBlock("x")}, "invalid_blocks", "unsupported type"},
		{"a menu", []slack.Block{slack.NewActionBlock("", slack.NewOptionsSelectBlockElement("static_select", plain("?"), "a", slack.NewOptionBlockObject("v", plain("x"), nil)))}, "", ""},
		{"a menu of none", []slack.Block{slack.NewActionBlock("", slack.NewOptionsSelectBlockElement("static_select", plain("?"), "a"))}, "invalid_blocks", "options"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, api := start(t, newApp(t, nil), nil)
			_, _, err := api.PostMessage(region, slack.MsgOptionText("x", false), slack.MsgOptionBlocks(tt.blocks...))
			if tt.want == "" {
				if err != nil {
					t.Errorf("refused: %v", err)
				}
				return
			}
			var refused slack.SlackErrorResponse
			if !errors.As(err, &refused) || refused.Err != tt.want || !strings.Contains(strings.Join(refused.ResponseMetadata.Messages, " "), tt.says) {
				t.Errorf("error %v %+v, want %s with %q", err, refused.ResponseMetadata, tt.want, tt.says)
			}
		})
	}
	t.Run("a key that does not exist", func(t *testing.T) {
		s, _ := start(t, newApp(t, nil), nil)
		request := httptest.NewRequest(http.MethodPost, "/api/chat.postMessage", strings.NewReader(`{"channel":"C0NORMANDIE","blocks":[{"type":"section","txt":{"type":"plain_text","text":"x"}}]}`))
		request.Header.Set("Content-Type", "application/json; charset=utf-8")
		request.Header.Set("Authorization", "Bearer "+token)
		recorder := httptest.NewRecorder()
		s.ServeHTTP(recorder, request)
		if !strings.Contains(recorder.Body.String(), "invalid additional property: txt [json-pointer:/blocks/0]") {
			t.Errorf("answer %s", recorder.Body)
		}
	})
}

func TestOneMessageASecondInAChannel(t *testing.T) {
	s, api := start(t, newApp(t, nil), func(c *workspace.Config) {
		c.Burst, c.Second = 3, time.Hour
		c.Channels = append(c.Channels, workspace.Channel{ID: "C0BRETAGNE", Name: "bretagne"})
	})
	post := func(channel string) error {
		_, _, err := api.PostMessage(channel, slack.MsgOptionText("x", false))
		return err
	}
	for range 3 {
		if err := post(region); err != nil {
			t.Fatal(err)
		}
	}
	var limited *slack.RateLimitedError
	if err := post(region); !errors.As(err, &limited) || limited.RetryAfter != time.Second {
		t.Errorf("the fourth message: %v, want to wait 1 s", err)
	}
	if err := post("C0BRETAGNE"); err != nil {
		t.Errorf("another channel: %v", err)
	}
	if n := len(s.Messages(region)); n != 3 {
		t.Errorf("%d messages, want 3", n)
	}
}

func TestAPIFaults(t *testing.T) {
	tests := []struct {
		name     string
		faults   standin.APIFaults
		messages int
	}{
		{"a failure", standin.APIFaults{Fail: standin.Chance{Next: 1}}, 0},
		{"too many requests", standin.APIFaults{Throttle: standin.Chance{Next: 1}}, 0},
		{"a lost answer", standin.APIFaults{LostAnswer: standin.Chance{Next: 1}}, 1},
		{"done late", standin.APIFaults{LateApply: standin.Delay{Chance: standin.Chance{Next: 1}, By: standin.Duration(5 * time.Millisecond)}}, 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s, api := start(t, newApp(t, nil), nil)
			s.SetFaults(workspace.Faults{API: tt.faults})
			if _, _, err := api.PostMessage(region, slack.MsgOptionText("x", false)); err == nil {
				t.Error("no error")
			}
			settle(t, s)
			if n := len(s.Messages(region)); n != tt.messages {
				t.Errorf("%d messages, want %d", n, tt.messages)
			}
		})
	}
}

// innerEvent parses an event as production code does.
func innerEvent(t *testing.T, body []byte) (slackevents.EventsAPICallbackEvent, any) {
	t.Helper()
	event, err := slackevents.ParseEvent(body, slackevents.OptionNoVerifyToken())
	if err != nil {
		t.Fatalf("slack-go cannot read %s: %v", body, err)
	}
	return *event.Data.(*slackevents.EventsAPICallbackEvent), event.InnerEvent.Data
}

func TestEventsOfPeople(t *testing.T) {
	a := newApp(t, nil)
	s, _ := start(t, a, nil)
	ts, err := s.Say(anne, region, "", "<!channel> c'est pris & réglé")
	if err != nil {
		t.Fatal(err)
	}
	settle(t, s)
	if _, err := s.Say(anne, region, ts, "dans le fil"); err != nil {
		t.Fatal(err)
	}
	settle(t, s)
	if err := s.Edit(anne, region, ts, "autre"); err != nil {
		t.Fatal(err)
	}
	settle(t, s)
	if err := s.Delete(anne, region, ts); err != nil {
		t.Fatal(err)
	}
	settle(t, s)
	if _, err := s.Say(anne, "D0ANNE", "", "privé"); err != nil {
		t.Fatal(err)
	}
	settle(t, s)
	if err := s.OpenHome(anne); err != nil {
		t.Fatal(err)
	}
	settle(t, s)

	var got []string
	seen := map[string]bool{}
	for _, r := range a.got() {
		outer, inner := innerEvent(t, r.body)
		if outer.TeamID != "T0CSIRT" || outer.APIAppID != "A0RELAIS" || seen[outer.EventID] {
			t.Errorf("envelope %+v", outer)
		}
		seen[outer.EventID] = true
		switch e := inner.(type) {
		case *slackevents.MessageEvent:
			thread := ""
			if e.Message.ThreadTimestamp != "" && e.SubType == "" {
				thread = " in a thread"
			}
			got = append(got, strings.TrimSpace(fmt.Sprintf("%s %s %s %s%s", e.ChannelType, e.SubType, e.User, e.Message.Text, thread)))
		case *slackevents.AppHomeOpenedEvent:
			got = append(got, "home "+e.User)
		}
	}
	want := []string{
		"channel  U0ANNE &lt;!channel&gt; c'est pris &amp; réglé",
		"channel  U0ANNE dans le fil in a thread",
		"channel message_changed  autre",
		"channel message_deleted",
		"im  U0ANNE privé",
		"home U0ANNE",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("events (-want +got):\n%s", diff)
	}
}

func TestEventsAreTriedAgain(t *testing.T) {
	tests := []struct {
		name   string
		answer func(http.ResponseWriter, *http.Request)
		faults workspace.Faults
		want   []string // retry number and reason of each request that arrived
	}{
		{"answered", nil, workspace.Faults{}, []string{" "}},
		{"failing", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(500) }, workspace.Faults{}, []string{" ", "1 http_error", "2 http_error", "3 http_error"}},
		{"failing, not to be tried again", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("X-Slack-No-Retry", "1")
			w.WriteHeader(500)
		}, workspace.Faults{}, []string{" "}},
		{"an answer lost", nil, workspace.Faults{DropAnswer: standin.Chance{Next: 1}}, []string{" ", "1 http_timeout"}},
		{"an event lost", nil, workspace.Faults{DropRequest: standin.Chance{Next: 1}}, []string{"1 connection_failed"}},
		{"twice at once", nil, workspace.Faults{Duplicate: standin.Chance{Next: 1}}, []string{" ", " "}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			a := newApp(t, tt.answer)
			s, _ := start(t, a, func(c *workspace.Config) { c.Retries = make([]time.Duration, 3) })
			s.SetFaults(tt.faults)
			if _, err := s.Say(anne, region, "", "bonjour"); err != nil {
				t.Fatal(err)
			}
			settle(t, s)
			var got []string
			ids := map[string]bool{}
			for _, r := range a.got() {
				outer, _ := innerEvent(t, r.body)
				ids[outer.EventID] = true
				got = append(got, r.header.Get("X-Slack-Retry-Num")+" "+r.header.Get("X-Slack-Retry-Reason"))
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("deliveries (-want +got):\n%s", diff)
			}
			if len(ids) != 1 {
				t.Errorf("%d event ids, want 1", len(ids))
			}
		})
	}
	t.Run("too slow", func(t *testing.T) {
		release := make(chan struct{})
		a := newApp(t, func(_ http.ResponseWriter, r *http.Request) {
			select {
			case <-release:
			case <-r.Context().Done():
			}
		})
		defer close(release)
		s, _ := start(t, a, func(c *workspace.Config) {
			c.Second, c.Retries = 10*time.Millisecond, make([]time.Duration, 3)
		})
		if _, err := s.Say(anne, region, "", "bonjour"); err != nil {
			t.Fatal(err)
		}
		settle(t, s)
		calls := 0
		for _, e := range s.Events() {
			if e.Kind == workspace.AppRequest {
				if calls++; e.Call.Status != 0 || e.Call.Retry != calls-1 {
					t.Errorf("call %+v", e.Call)
				}
			}
		}
		if calls != 4 {
			t.Errorf("%d deliveries, want 4", calls)
		}
	})
	t.Run("not to an app that is not in the channel", func(t *testing.T) {
		a := newApp(t, nil)
		s, _ := start(t, a, nil)
		if _, err := s.Say(anne, "C0FERMEE", "", "entre nous"); err != nil {
			t.Fatal(err)
		}
		settle(t, s)
		if n := len(a.got()); n != 0 {
			t.Errorf("%d events", n)
		}
	})
}

func TestOurOwnMessagesComeBackAsEvents(t *testing.T) {
	a := newApp(t, nil)
	s, api := start(t, a, nil)
	if _, _, err := api.PostMessage(region, slack.MsgOptionText("x", false)); err != nil {
		t.Fatal(err)
	}
	settle(t, s)
	_, inner := innerEvent(t, a.got()[0].body)
	if e := inner.(*slackevents.MessageEvent); e.BotID != "B0RELAIS" || e.User != "U0RELAIS" {
		t.Errorf("event %+v", e)
	}
}

func interaction(t *testing.T, r request) slack.InteractionCallback {
	t.Helper()
	form, err := http.NewRequest(http.MethodPost, "/", bytes.NewReader(r.body))
	if err != nil {
		t.Fatal(err)
	}
	form.Header = r.header
	callback, err := slack.InteractionCallbackParse(form)
	if err != nil {
		t.Fatalf("slack-go cannot read %s: %v", r.body, err)
	}
	return callback
}

// last returns the last request to a path.
func (a *app) last(path string) request {
	a.t.Helper()
	requests := a.got()
	for i := len(requests) - 1; i >= 0; i-- {
		if requests[i].path == path {
			return requests[i]
		}
	}
	a.t.Fatalf("no request to %s", path)
	return request{}
}

func TestClick(t *testing.T) {
	a := newApp(t, nil)
	s, api := start(t, a, nil)
	menu := slack.NewOptionsSelectBlockElement("static_select", plain("?"), "route", slack.NewOptionBlockObject("76", plain("Occitanie"), nil), slack.NewOptionBlockObject("28", plain("Normandie"), nil))
	_, ts, err := api.PostMessage(region, slack.MsgOptionText("x", false), slack.MsgOptionBlocks(
		slack.NewSectionBlock(mrkdwn("Dossier"), nil, slack.NewAccessory(button("open", "sealed-1"))),
		slack.NewActionBlock("acts", button("claim", "sealed-2"), menu)))
	if err != nil {
		t.Fatal(err)
	}
	click := func(c workspace.Click) (workspace.Result, error) {
		t.Helper()
		c.Channel, c.TS = region, ts
		return s.Click(t.Context(), c)
	}
	if result, err := click(workspace.Click{User: anne, Action: "claim"}); err != nil || result.Status != 200 {
		t.Fatalf("click: %+v, %v", result, err)
	}
	got := interaction(t, a.last("/slack/actions"))
	action := got.ActionCallback.BlockActions[0]
	summary := []string{string(got.Type), got.User.ID, got.User.TeamID, got.Team.ID, got.Channel.ID, got.Container.MessageTs, got.Message.Timestamp, got.APIAppID, action.ActionID, action.BlockID, action.Value, string(action.Type)}
	if diff := cmp.Diff([]string{"block_actions", anne, "T0CSIRT", "T0CSIRT", region, ts, ts, "A0RELAIS", "claim", "acts", "sealed-2", "button"}, summary); diff != "" {
		t.Errorf("payload (-want +got):\n%s", diff)
	}
	if got.TriggerID == "" || !strings.HasPrefix(got.ResponseURL, "https://hooks.slack.com/actions/T0CSIRT/") {
		t.Errorf("trigger %q, response URL %q", got.TriggerID, got.ResponseURL)
	}
	forged := "another case"
	if _, err := click(workspace.Click{User: "U0AUTRE", Action: "open", Value: &forged}); err != nil {
		t.Fatal(err)
	}
	got = interaction(t, a.last("/slack/actions"))
	if got.ActionCallback.BlockActions[0].Value != forged || got.User.TeamID != "T0AUTRE" {
		t.Errorf("a forged click of another company: %+v", got)
	}
	if _, err := click(workspace.Click{User: anne, Action: "route", Selected: "28"}); err != nil {
		t.Fatal(err)
	}
	if got := interaction(t, a.last("/slack/actions")).ActionCallback.BlockActions[0]; got.SelectedOption.Value != "28" || got.SelectedOption.Text.Text != "Normandie" {
		t.Errorf("menu: %+v", got)
	}
	for name, tt := range map[string]struct {
		click workspace.Click
		want  error
	}{
		"a removed analyst":        {workspace.Click{User: "U0PARTI", Action: "claim"}, workspace.ErrNobody},
		"no such element":          {workspace.Click{User: anne, Action: "nope"}, workspace.ErrNoElement},
		"an element of no block":   {workspace.Click{User: anne, Action: "claim", Block: "nope"}, workspace.ErrNoElement},
		"an option it has not":     {workspace.Click{User: anne, Action: "route", Selected: "99"}, workspace.ErrNoElement},
		"a view that is not there": {workspace.Click{User: anne, Action: "claim", View: "V1"}, workspace.ErrNoView},
	} {
		if _, err := click(tt.click); !errors.Is(err, tt.want) {
			t.Errorf("%s: %v, want %v", name, err, tt.want)
		}
	}
	settle(t, s)

	s.SetFaults(workspace.Faults{DropAnswer: standin.Chance{Next: 1}, Duplicate: standin.Chance{Next: 1}})
	before := len(a.got())
	result, err := click(workspace.Click{User: anne, Action: "claim"})
	settle(t, s)
	if err != nil || result.Error == "" || len(a.got()) != before+2 {
		t.Errorf("a click twice without an answer: %+v, %v, %d requests", result, err, len(a.got())-before)
	}
}

func TestResponseURL(t *testing.T) {
	a := newApp(t, nil)
	s, api := start(t, a, nil)
	_, ts, err := api.PostMessage(region, slack.MsgOptionText("x", false), slack.MsgOptionBlocks(slack.NewActionBlock("acts", button("claim", "v"))))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Click(t.Context(), workspace.Click{User: anne, Channel: region, TS: ts, Action: "claim"}); err != nil {
		t.Fatal(err)
	}
	address, err := url.Parse(interaction(t, a.last("/slack/actions")).ResponseURL)
	if err != nil {
		t.Fatal(err)
	}
	respond := func(body string) int {
		request := httptest.NewRequest(http.MethodPost, address.Path, strings.NewReader(body))
		request.Header.Set("Content-Type", "application/json")
		recorder := httptest.NewRecorder()
		s.ServeHTTP(recorder, request)
		return recorder.Code
	}
	codes := []int{respond(`{"text":"seulement vous"}`), respond(`{"text":"nouveau","replace_original":true}`), respond(`{"text":"tous","response_type":"in_channel"}`), respond(`{}`), respond(`{"text":"5"}`), respond(`{"text":"6"}`)}
	if diff := cmp.Diff([]int{200, 200, 200, 400, 200, 404}, codes); diff != "" {
		t.Errorf("answers (-want +got):\n%s", diff)
	}
	if got := s.Messages(region); len(got) != 2 || got[0].Text != "nouveau" || got[1].Text != "tous" {
		t.Errorf("messages %+v", got)
	}
	settle(t, s)
}

func modal(title string) slack.ModalViewRequest {
	reason := slack.NewInputBlock("why", plain("Pourquoi ?"), nil, slack.NewPlainTextInputBlockElement(nil, "reason"))
	kind := slack.NewInputBlock("kind", plain("Quoi ?"), nil, slack.NewOptionsSelectBlockElement("static_select", plain("?"), "kind", slack.NewOptionBlockObject("lost", plain("Perdu"), nil)))
	kind.Optional = true
	return slack.ModalViewRequest{Type: slack.VTModal, Title: plain(title), Submit: plain("Envoyer"), CallbackID: "close_case", PrivateMetadata: "sealed", NotifyOnClose: true,
		Blocks: slack.Blocks{BlockSet: []slack.Block{reason, kind}}}
}

func TestModals(t *testing.T) {
	reply := make(chan string, 1)
	a := newApp(t, func(w http.ResponseWriter, r *http.Request) {
		select {
		case body := <-reply:
			w.Header().Set("Content-Type", "application/json")
			io.WriteString(w, body)
		default:
		}
	})
	s, api := start(t, a, nil)
	trigger := func() string {
		t.Helper()
		if _, err := s.Command(t.Context(), anne, region, "/relais", "fermer"); err != nil {
			t.Fatal(err)
		}
		form, _ := url.ParseQuery(string(a.last("/slack/commands").body))
		return form.Get("trigger_id")
	}
	id := trigger()
	opened, err := api.OpenView(id, modal("Fermer"))
	if err != nil || opened.Hash == "" || opened.ID == "" || opened.RootViewID != opened.ID {
		t.Fatalf("open: %+v, %v", opened, err)
	}
	if _, err := api.OpenView(id, modal("Fermer")); err == nil || err.Error() != "exchanged_trigger_id" {
		t.Errorf("a trigger used twice: %v", err)
	}
	if _, err := api.OpenView("1.2.x", modal("Fermer")); err == nil || err.Error() != "invalid_trigger_id" {
		t.Errorf("a trigger that is none: %v", err)
	}
	if _, err := api.UpdateView(modal("Fermer le cas"), "", "old", opened.ID); err == nil || err.Error() != "hash_conflict" {
		t.Errorf("an old hash: %v", err)
	}
	updated, err := api.UpdateView(modal("Fermer le cas"), "", opened.Hash, opened.ID)
	if err != nil || updated.Hash == opened.Hash || updated.Title.Text != "Fermer le cas" {
		t.Errorf("update: %+v, %v", updated, err)
	}
	if _, err := api.OpenView(trigger(), modal(strings.Repeat("x", 25))); err == nil || err.Error() != "invalid_arguments" {
		t.Errorf("a title of 25 letters: %v", err)
	}

	for name, fields := range map[string]map[string]string{"a required field": {"kind": "lost"}, "an option": {"reason": "x", "kind": "won"}, "a field": {"reason": "x", "other": "y"}} {
		if _, err := s.Submit(t.Context(), anne, fields); !errors.Is(err, workspace.ErrNoForm) {
			t.Errorf("%s that is missing: %v", name, err)
		}
	}
	reply <- `{"response_action":"errors","errors":{"why":"Trop court"}}`
	result, err := s.Submit(t.Context(), anne, map[string]string{"reason": "x", "kind": "lost"})
	if err != nil || result.Error != "" {
		t.Fatalf("submit: %+v, %v", result, err)
	}
	got := interaction(t, a.last("/slack/actions"))
	values := got.View.State.Values
	if got.Type != "view_submission" || got.View.CallbackID != "close_case" || got.View.PrivateMetadata != "sealed" || values["why"]["reason"].Value != "x" || values["kind"]["kind"].SelectedOption.Value != "lost" {
		t.Errorf("payload %+v", got.View)
	}
	if _, open := s.View(anne); !open {
		t.Error("a form with errors was closed")
	}
	reply <- `{"response_action":"errors","errors":{"nope":"?"}}`
	if result, _ := s.Submit(t.Context(), anne, map[string]string{"reason": "x"}); result.Error == "" {
		t.Error("errors for a block that does not exist were taken")
	}
	pushed, err := json.Marshal(slack.NewPushViewSubmissionResponse(new(modal("Sûr ?"))))
	if err != nil {
		t.Fatal(err)
	}
	reply <- string(pushed)
	if result, err := s.Submit(t.Context(), anne, map[string]string{"reason": "x"}); err != nil || result.Error != "" {
		t.Errorf("push: %+v, %v", result, err)
	}
	if _, err := api.PushView(trigger(), modal("Troisième")); err != nil {
		t.Errorf("push: %v", err)
	}
	if _, err := api.PushView(trigger(), modal("Quatrième")); err == nil || err.Error() != "push_limit_reached" {
		t.Errorf("a fourth modal: %v", err)
	}
	if _, err := s.CloseView(t.Context(), anne); err != nil {
		t.Error(err)
	}
	if got := interaction(t, a.last("/slack/actions")); got.Type != "view_closed" {
		t.Errorf("closing told %s", got.Type)
	}
	reply <- `{"response_action":"clear"}`
	if _, err := s.Submit(t.Context(), anne, map[string]string{"reason": "x"}); err != nil {
		t.Error(err)
	}
	if view, open := s.View(anne); open {
		t.Errorf("after clear %s is open", view)
	}
	if _, err := s.Submit(t.Context(), anne, nil); !errors.Is(err, workspace.ErrNoView) {
		t.Errorf("a form that is not open: %v", err)
	}

	home := slack.HomeTabViewRequest{Type: slack.VTHomeTab, Blocks: slack.Blocks{BlockSet: []slack.Block{slack.NewActionBlock("acts", button("refresh", "v"))}}}
	published, err := api.PublishView(anne, home, "")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Click(t.Context(), workspace.Click{User: anne, View: published.ID, Action: "refresh"}); err != nil {
		t.Fatal(err)
	}
	if got := interaction(t, a.last("/slack/actions")); got.Container.ViewID != published.ID || got.View.Type != slack.VTHomeTab {
		t.Errorf("a click at home: %+v", got.Container)
	}
	if _, ok := s.Home(anne); !ok {
		t.Error("no home view")
	}
	settle(t, s)
}

func TestATriggerLastsThreeSeconds(t *testing.T) {
	a := newApp(t, nil)
	s, api := start(t, a, func(c *workspace.Config) { c.Second = 100 * time.Millisecond })
	if _, err := s.Command(t.Context(), anne, region, "/relais", ""); err != nil {
		t.Fatal(err)
	}
	form, _ := url.ParseQuery(string(a.last("/slack/commands").body))
	standin.Sleep(t.Context(), 310*time.Millisecond)
	if _, err := api.OpenView(form.Get("trigger_id"), modal("Fermer")); err == nil || err.Error() != "expired_trigger_id" {
		t.Errorf("an old trigger: %v", err)
	}
	settle(t, s)
}

func TestCommand(t *testing.T) {
	tests := []struct {
		name string
		kind string
		body string
		want string // the event that shows the answer
		text string
		err  string
	}{
		{"nothing", "", "", "", "", ""},
		{"plain text", "text/plain", "12 dossiers ouverts", "ephemeral", "12 dossiers ouverts", ""},
		{"JSON", "application/json", `{"text":"12 dossiers"}`, "ephemeral", "12 dossiers", ""},
		{"JSON for all", "application/json", `{"text":"12 dossiers","response_type":"in_channel"}`, "posted", "12 dossiers", ""},
		{"blocks that are wrong", "application/json", `{"blocks":[{"type":"section"}]}`, "", "", "invalid_blocks"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			a := newApp(t, func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Content-Type", tt.kind)
				io.WriteString(w, tt.body)
			})
			s, _ := start(t, a, nil)
			result, err := s.Command(t.Context(), anne, region, "/relais", "liste 76 & 28")
			if err != nil || result.Status != 200 || result.Error != tt.err {
				t.Errorf("result %+v, %v", result, err)
			}
			form, _ := http.NewRequest(http.MethodPost, "/", bytes.NewReader(a.last("/slack/commands").body))
			form.Header = a.last("/slack/commands").header
			command, err := slack.SlashCommandParse(form)
			if err != nil || command.Command != "/relais" || command.Text != "liste 76 & 28" || command.UserID != anne || command.ChannelID != region || command.TeamID != "T0CSIRT" {
				t.Errorf("command %+v, %v", command, err)
			}
			shown, text := "", ""
			for _, e := range s.Events() {
				if e.Message != nil {
					shown, text = string(e.Kind), e.Message.Text
				}
			}
			if shown != tt.want || text != tt.text {
				t.Errorf("shown %s %q, want %s %q", shown, text, tt.want, tt.text)
			}
			settle(t, s)
		})
	}
}

func TestLedgerSaysWhatIsLive(t *testing.T) {
	s, api := start(t, newApp(t, nil), nil)
	if _, _, err := api.PostMessage(region, slack.MsgOptionText("Dossier", false), slack.MsgOptionBlocks(
		slack.NewSectionBlock(plain("<!channel> https://mechant.example"), nil, nil),
		slack.NewSectionBlock(mrkdwn("&lt;!here&gt; hxxps://mechant.example"), nil, nil))); err != nil {
		t.Fatal(err)
	}
	if _, _, err := api.PostMessage(region, slack.MsgOptionText("<!here>", false), slack.MsgOptionBlocks(
		slack.NewSectionBlock(mrkdwn("voir https://mechant.example <@U0ANNE>"), nil, nil))); err != nil {
		t.Fatal(err)
	}
	settle(t, s)
	var got [][]string
	for _, e := range s.Events() {
		if e.Kind == workspace.Posted {
			got = append(got, e.Live)
		}
	}
	if diff := cmp.Diff([][]string{nil, {"<!here>", "<@U0ANNE>", "https://mechant.example"}}, got); diff != "" {
		t.Errorf("live markup (-want +got):\n%s", diff)
	}
}

func TestVerifyURL(t *testing.T) {
	tests := []struct {
		name   string
		answer func(http.ResponseWriter, *http.Request)
		ok     bool
	}{
		{"echoed as text", func(w http.ResponseWriter, r *http.Request) {
			var body struct{ Challenge string }
			json.NewDecoder(r.Body).Decode(&body)
			io.WriteString(w, body.Challenge)
		}, true},
		{"not answered", nil, false},
		{"refused", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusUnauthorized) }, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s, _ := start(t, newApp(t, tt.answer), nil)
			if err := s.VerifyURL(t.Context()); (err == nil) != tt.ok {
				t.Errorf("error %v", err)
			}
		})
	}
}

func TestSignIsWhatSlackGoExpects(t *testing.T) {
	body := []byte(`{"a": "é & <b>"}`)
	timestamp, signature := workspace.Sign(secret, time.Now(), body)
	header := http.Header{"X-Slack-Request-Timestamp": {timestamp}, "X-Slack-Signature": {signature}}
	verify := func(secret string, body []byte) error {
		verifier, err := slack.NewSecretsVerifier(header, secret)
		if err != nil {
			return err
		}
		verifier.Write(body)
		return verifier.Ensure()
	}
	if err := verify(secret, body); err != nil {
		t.Error(err)
	}
	if verify("another", body) == nil || verify(secret, append(body, ' ')) == nil {
		t.Error("the signature depends on neither secret nor body")
	}
}

func TestNewNamesEveryFaultOfTheConfiguration(t *testing.T) {
	_, err := workspace.New(workspace.Config{Channels: []workspace.Channel{{ID: "x"}}, Users: []workspace.User{{ID: "x"}}})
	if err == nil {
		t.Fatal("no error")
	}
	for _, part := range []string{"team id", "app id", "bot user id", "bot id", "bot token", "signing secret", "URL", "channel id", "user id"} {
		if !strings.Contains(err.Error(), part) {
			t.Errorf("error %q does not name the %s", err, part)
		}
	}
}

func TestControl(t *testing.T) {
	a := newApp(t, nil)
	s, api := start(t, a, nil)
	_, ts, err := api.PostMessage(region, slack.MsgOptionText("x", false), slack.MsgOptionBlocks(slack.NewActionBlock("acts", button("claim", "v"))))
	if err != nil {
		t.Fatal(err)
	}
	control := httptest.NewServer(s.Control())
	defer control.Close()
	post := func(path, body string) (int, string) {
		t.Helper()
		answer, err := http.Post(control.URL+"/standin/slack/"+path, "application/json", strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		defer answer.Body.Close()
		text, _ := io.ReadAll(answer.Body)
		return answer.StatusCode, string(text)
	}
	tests := []struct {
		name, path, body string
		want             int
	}{
		{"a click", "click", `{"user":"U0ANNE","channel":"C0NORMANDIE","ts":"` + ts + `","action_id":"claim"}`, 200},
		{"a click on nothing", "click", `{"user":"U0ANNE","channel":"C0NORMANDIE","ts":"1.1","action_id":"claim"}`, 422},
		{"a message", "messages", `{"user":"U0ANNE","channel":"C0NORMANDIE","text":"bonjour"}`, 200},
		{"a message of nobody", "messages", `{"user":"U0NUL","channel":"C0NORMANDIE","text":"bonjour"}`, 422},
		{"a command", "commands", `{"user":"U0ANNE","channel":"C0NORMANDIE","command":"/relais","text":"liste"}`, 200},
		{"the home tab", "home", `{"user":"U0ANNE"}`, 200},
		{"a form that is not open", "submit", `{"user":"U0ANNE","fields":{"a":"b"}}`, 422},
		{"a modal that is not open", "close", `{"user":"U0ANNE"}`, 422},
		{"a new channel", "channels", `{"id":"C0BRETAGNE","name":"bretagne"}`, 200},
		{"a channel without an id", "channels", `{"name":"bretagne"}`, 422},
		{"a new user", "users", `{"id":"U0NEUF","name":"neuf"}`, 200},
		{"faults", "faults", `{"drop_answer":{"next":1},"history_lag":"2s"}`, 200},
		{"an unknown fault", "faults", `{"x":1}`, 400},
		{"an unknown field", "messages", `{"who":"U0ANNE"}`, 400},
	}
	for _, tt := range tests {
		if status, body := post(tt.path, tt.body); status != tt.want {
			t.Errorf("%s: status %d %s, want %d", tt.name, status, body, tt.want)
		}
	}
	settle(t, s)

	for path, want := range map[string]string{"workspace": `"bretagne"`, "channels/C0NORMANDIE/messages": `"bonjour"`, "ledger": `"claim"`, "faults": `"history_lag":"2s"`} {
		answer, err := http.Get(control.URL + "/standin/slack/" + path)
		if err != nil {
			t.Fatal(err)
		}
		text, _ := io.ReadAll(answer.Body)
		answer.Body.Close()
		if !strings.Contains(string(text), want) {
			t.Errorf("%s: %s, want %s in it", path, text, want)
		}
	}
	for _, path := range []string{"channels/C0NORMANDIE/events", "events"} {
		request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, control.URL+"/standin/slack/"+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		stream, err := http.DefaultClient.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		defer stream.Body.Close()
		var read []byte
		for !bytes.Contains(read, []byte("bonjour")) {
			part := make([]byte, 4096)
			n, err := stream.Body.Read(part)
			if err != nil {
				t.Fatal(err)
			}
			read = append(read, part[:n]...)
		}
		if !bytes.Contains(read, []byte(`"blocks":[{`)) {
			t.Errorf("%s: stream %s, want the blocks in it", path, read)
		}
	}
}
