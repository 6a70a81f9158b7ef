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
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"

	"relais/dialogs/desk"
	"relais/infra/slackbot"
	"relais/infra/standin/workspace"
	"relais/locales"
)

// PlayInSlack plays a session by clicks and forms in a workspace, and writes down
// what Slack shows, to whom: lines that begin with slack. Each request of Slack's is
// delivered so many times, an event each time under another id. It returns besides
// every request that the API got, decoded.
func PlayInSlack(source string, deliveries int) (string, []Sent, error) {
	r := &room{deliveries: deliveries, cards: map[string][]string{}}
	defer r.close()
	text, err := (&session{hand: Directly, deliveries: 1, slack: r}).play(source)
	if r.server != nil {
		for _, e := range r.server.Events() {
			if e.Kind == workspace.ViewShown {
				body, err := json.Marshal(e.View)
				if err != nil {
					return text, nil, err
				}
				r.sent = append(r.sent, Sent{Method: Shown, User: e.User, Body: string(body)})
			}
		}
	}
	return text, r.sent, err
}

// Shown is the method of a view as it came before somebody's eyes, by whatever request
// or answer.
const Shown = "shown"

// Sent is one request to Slack's API, or one view that was shown.
type Sent struct {
	Method string
	User   string // who sees a view that was shown
	Body   string
	Blocks json.RawMessage // of a message; nil: there are none
	View   json.RawMessage // nil: there is none
}

const (
	botToken = "xoxb-desk"
	botUser  = "UBOT"
)

// room is the workspace of a session.
type room struct {
	*session
	deliveries int
	server     *workspace.Server
	front      *slackbot.Front
	board      *slackbot.Board
	hosts      []*httptest.Server
	cards      map[string][]string // channel:ts → lines as last shown
	shown      int                 // events written down
	events     int

	mu   sync.Mutex
	sent []Sent
	down bool // nothing answers
}

func (r *room) open(s *session) error {
	r.session = s
	app := httptest.NewServer(http.HandlerFunc(r.called))
	api := httptest.NewServer(http.HandlerFunc(r.api))
	r.hosts = []*httptest.Server{app, api}
	config := workspace.Config{
		TeamID: "TDEMO", TeamDomain: "demo", AppID: "ADEMO", BotUserID: botUser, BotID: "BBOT", BotToken: botToken, SigningSecret: "s",
		EventsURL: app.URL + "/slack/events", ActionsURL: app.URL + "/slack/actions", CommandsURL: app.URL + "/slack/commands",
		Burst: 1 << 20, Now: func() time.Time { return s.player.Now() },
		Users: []workspace.User{{ID: "UGUEST", Name: "guest", Guest: true}},
	}
	for _, region := range regions {
		config.Channels = append(config.Channels, workspace.Channel{ID: region.Slack.Channel, Name: region.Name, Private: true})
		for _, a := range region.Analysts {
			config.Users = append(config.Users, workspace.User{ID: a.Slack, Name: a.Name})
		}
	}
	var err error
	if r.server, err = workspace.New(config); err != nil {
		return err
	}
	quiet := slog.New(slog.NewTextHandler(io.Discard, nil))
	r.board, err = slackbot.NewBoard(slackbot.Config{
		Token: botToken, APIURL: api.URL + "/api/", Texts: locales.Default(), Log: quiet,
		Channel: func(region string) string { return regions[region].Slack.Channel },
		Person:  func(region, id string) string { return slackbot.Person(s.desk.Region, region, id) },
		Heard:   s.desk.Heard,
	})
	if err != nil {
		return err
	}
	r.front, err = slackbot.NewFront(slackbot.FrontConfig{
		Token: botToken, APIURL: api.URL + "/api/", Desk: s.desk, Texts: locales.Default(), Log: quiet,
		Regions: func() []string { return []string{"53", "76"} }, Clock: func() time.Time { return s.player.Now() },
	})
	s.office.Board, s.office.Thread, s.office.Digests = r.board, r.board, r.board
	return err
}

func (r *room) close() {
	if r.server != nil {
		r.server.Close()
	}
	for _, h := range r.hosts {
		h.Close()
	}
}

// called takes a request of Slack's, as often as it is delivered.
func (r *room) called(w http.ResponseWriter, request *http.Request) {
	body, _ := io.ReadAll(request.Body)
	take := map[string]func(context.Context, []byte) slackbot.Answer{
		"/slack/events": r.front.Event, "/slack/actions": r.front.Interact, "/slack/commands": r.front.Command,
	}[request.URL.Path]
	for i := range r.deliveries {
		answer := take(request.Context(), anew(body, i))
		if i == 0 {
			w.Header().Set("Content-Type", "application/json")
			w.Write(answer.Body)
			if blocks, view := blocksOf(answer.Body); blocks != nil || view != nil {
				r.mu.Lock()
				r.sent = append(r.sent, Sent{Method: "answer " + request.URL.Path, Body: string(answer.Body), Blocks: blocks, View: view})
				r.mu.Unlock()
			}
		}
		if answer.After != nil {
			_ = answer.After(request.Context()) // a trigger that was used opens nothing
		}
	}
}

var eventID = regexp.MustCompile(`"event_id":"[^"]*"`)

// anew is a delivery under an id of its own.
func anew(body []byte, delivery int) []byte {
	return eventID.ReplaceAll(body, fmt.Appendf(nil, `"event_id":"Ev%010d"`, delivery))
}

func (r *room) api(w http.ResponseWriter, request *http.Request) {
	body, _ := io.ReadAll(request.Body)
	sent := Sent{Method: strings.TrimPrefix(request.URL.Path, "/api/"), Body: decoded(body)}
	sent.Blocks, sent.View = blocksOf(body)
	r.mu.Lock()
	down := r.down
	if !down {
		r.sent = append(r.sent, sent)
	}
	r.mu.Unlock()
	if down {
		w.WriteHeader(http.StatusServiceUnavailable)
		return
	}
	request.Body = io.NopCloser(bytes.NewReader(body))
	r.server.ServeHTTP(w, request)
}

// decoded is what a body says, whether it is a form or JSON.
func decoded(body []byte) string {
	if json.Valid(body) {
		return string(body)
	}
	text, err := url.QueryUnescape(string(body))
	if err != nil {
		return string(body)
	}
	return text
}

// blocksOf finds the blocks of a message, or the view, in a request or an answer.
func blocksOf(body []byte) (blocks, view json.RawMessage) {
	var asked struct {
		Blocks json.RawMessage `json:"blocks"`
		View   json.RawMessage `json:"view"`
	}
	if json.Unmarshal(body, &asked) == nil {
		return asked.Blocks, asked.View
	}
	form, err := url.ParseQuery(string(body))
	if err != nil || form.Get("blocks") == "" {
		return nil, nil
	}
	return json.RawMessage(form.Get("blocks")), nil
}

// act does what an analyst does by pressing and filling in.
func (r *room) act(ctx context.Context, by desk.Actor, what string) error {
	verb, rest, _ := strings.Cut(what, " ")
	words := strings.Fields(rest)
	word := func(i int) string { return append(words, make([]string, i+1)...)[i] }
	tail := func(n int) string { return strings.Join(words[min(n, len(words)):], " ") }
	user := by.User
	for { // windows of before are closed
		if _, open := r.server.View(user); !open {
			break
		}
		if _, err := r.server.CloseView(ctx, user); err != nil {
			return err
		}
	}
	switch verb {
	case "claim", "takeover", "decline", "open":
		return r.press(ctx, user, verb)
	case "accept":
		if rest != "" {
			return r.fill(ctx, user, "said", map[string]string{"said": rest})
		}
		return r.press(ctx, user, verb)
	case "release", "giveup", "withdraw", "reopen", "call":
		if err := r.menu(ctx, user, verb); err != nil {
			return err
		}
		return nil
	case "correct":
		name := "value"
		if word(0) == "place" {
			name = "place"
		}
		if err := r.fill(ctx, user, "correct", map[string]string{"fact": word(0)}); err != nil {
			return err
		}
		return r.submit(ctx, user, map[string]string{name: tail(1)})
	case "grade":
		return r.fill(ctx, user, "grade", map[string]string{"level": word(0), "reason": tail(1)})
	case "handover":
		return r.fill(ctx, user, "handover", map[string]string{"to": Actor(word(0)).User, "brief": tail(1)})
	case "relate":
		other, err := r.other(ctx, by)
		if err != nil {
			return err
		}
		return r.fill(ctx, user, "relate", map[string]string{"code": other.Code})
	case "unrelate":
		other, err := r.other(ctx, by)
		if err != nil {
			return err
		}
		return r.fill(ctx, user, "unrelate", map[string]string{"related": other.ID})
	case "erase":
		return r.fill(ctx, user, "erase", map[string]string{"why": word(0), "code": word(1), "again": word(1)})
	case "ask":
		return r.fill(ctx, user, "ask", map[string]string{"receiver": word(0) + " " + word(1)})
	case "pass":
		return r.fill(ctx, user, "pass", map[string]string{"receiver": word(0) + " " + word(1), "consent": word(2), "brief": tail(3)})
	case "close":
		return r.fill(ctx, user, "close", map[string]string{"category": word(0), "complaint": word(1), "tlp": word(2), "cause": tail(3)})
	case "export":
		return r.fill(ctx, user, "export", map[string]string{"tlp": word(0), "edition": "text"})
	case "write":
		if err := r.press(ctx, user, "write"); err != nil {
			return err
		}
		if _, open := r.server.View(user); !open {
			return nil // the desk has said why
		}
		if err := r.submit(ctx, user, map[string]string{"text": rest}); err != nil {
			return err
		}
		return r.submit(ctx, user, nil)
	case "read":
		return r.press(ctx, user, "read")
	case "again":
		if err := r.press(ctx, user, "again"); err != nil {
			return err
		}
		return r.submit(ctx, user, nil)
	case "list", "find", "state", "today":
		text := map[string]string{"find": rest, "state": "état", "today": "jour"}[verb]
		_, err := r.server.Command(ctx, user, "C76", slackbot.CommandDesk, text)
		return err
	case "home":
		return r.server.OpenHome(user)
	case "turn": // the page of the home tab
		return r.turn(ctx, user, "home."+rest)
	case "note":
		return r.note(ctx, user, rest)
	case "send":
		return nil // there is nothing to press that skips the preview
	}
	return fmt.Errorf("%q is nothing that can be done in Slack", verb)
}

// press clicks the newest button with an id in the channels; where none is left, it
// plays one on a screen that was not drawn anew.
func (r *room) press(ctx context.Context, user, act string) error {
	for _, channel := range []string{"C53", "C76"} {
		for _, m := range slices.Backward(r.server.Messages(channel)) {
			if !strings.Contains(string(m.Blocks), `"action_id":"`+act+`"`) {
				continue
			}
			if channel == "C53" && user != "UMORGAN" {
				continue
			}
			_, err := r.server.Click(ctx, workspace.Click{User: user, Channel: channel, TS: m.TS, Action: act})
			return err
		}
	}
	return r.stale(ctx, user, act)
}

// stale presses another button of the case's card as if it were the one wanted.
func (r *room) stale(_ context.Context, user, act string) error {
	channel := "C76"
	card := r.server.Messages(channel)
	if len(card) == 0 {
		return errors.New("there is no card")
	}
	var blocks []struct {
		Elements []struct {
			Value string `json:"value"`
		} `json:"elements"`
	}
	if err := json.Unmarshal(card[0].Blocks, &blocks); err != nil || len(blocks[len(blocks)-1].Elements) == 0 {
		return fmt.Errorf("the card has no buttons: %w", err)
	}
	r.events++
	payload, err := json.Marshal(map[string]any{
		"type": "block_actions", "trigger_id": fmt.Sprint("stale", r.events), "team": map[string]any{"id": "TDEMO"}, "user": map[string]any{"id": user, "team_id": "TDEMO"},
		"container": map[string]any{"type": "message", "channel_id": channel, "message_ts": card[0].TS},
		"actions":   []any{map[string]any{"action_id": act, "value": blocks[len(blocks)-1].Elements[0].Value, "action_ts": fmt.Sprint("1.", r.events)}},
	})
	if err != nil {
		return err
	}
	answer, err := http.PostForm(r.hosts[0].URL+"/slack/actions", map[string][]string{"payload": {string(payload)}})
	if err == nil {
		answer.Body.Close()
	}
	return err
}

// turn turns the page of somebody's home tab.
func (r *room) turn(ctx context.Context, user, act string) error {
	raw, _ := r.server.Home(user)
	var home struct {
		ID string `json:"id"`
	}
	if err := json.Unmarshal(raw, &home); err != nil {
		return err
	}
	_, err := r.server.Click(ctx, workspace.Click{User: user, View: home.ID, Action: act})
	return err
}

// menu opens what else can be done and clicks one of it.
func (r *room) menu(ctx context.Context, user, act string) error {
	if err := r.press(ctx, user, "more"); err != nil {
		return err
	}
	raw, open := r.server.View(user)
	if !open {
		return nil // the desk has said why
	}
	var view struct {
		ID string `json:"id"`
	}
	if err := json.Unmarshal(raw, &view); err != nil {
		return err
	}
	_, err := r.server.Click(ctx, workspace.Click{User: user, View: view.ID, Action: act})
	if errors.Is(err, workspace.ErrNoElement) {
		r.said("slack", r.name(user)+" is not offered "+act)
		_, err = r.server.CloseView(ctx, user)
		return err
	}
	return err
}

// fill opens the form of an act from the menu and sends it.
func (r *room) fill(ctx context.Context, user, act string, fields map[string]string) error {
	if err := r.menu(ctx, user, "form."+act); err != nil {
		return err
	}
	if raw, open := r.server.View(user); !open || !strings.Contains(string(raw), `"callback_id":"form.`+act) {
		return nil
	}
	return r.submit(ctx, user, fields)
}

// submit sends the window on top. What Slack itself refuses is written down.
func (r *room) submit(ctx context.Context, user string, fields map[string]string) error {
	raw, open := r.server.View(user)
	if !open || !strings.Contains(string(raw), `"submit"`) {
		return nil
	}
	result, err := r.server.Submit(ctx, user, fields)
	if errors.Is(err, workspace.ErrNoForm) {
		r.said("slack", r.name(user)+" cannot send this: "+err.Error())
		return nil
	}
	var answer struct {
		Errors map[string]string `json:"errors"`
	}
	if json.Unmarshal([]byte(result.Answer), &answer) == nil {
		for field, text := range answer.Errors {
			r.said("slack", r.name(user)+", at "+field+": "+text)
		}
	}
	if result.Error != "" {
		return errors.New(result.Error)
	}
	return err
}

// note writes beside the card, changes it and takes it away.
func (r *room) note(ctx context.Context, user, text string) error {
	card := r.server.Messages("C76")[0].TS
	ts, err := r.server.Say(user, "C76", card, text)
	if err != nil {
		return err
	}
	if err := r.server.Settle(ctx); err != nil {
		return err
	}
	if err := r.server.Edit(user, "C76", ts, text+" (bis)"); err != nil {
		return err
	}
	if err := r.server.Settle(ctx); err != nil {
		return err
	}
	if err := r.server.Delete(user, "C76", ts); err != nil {
		return err
	}
	return r.server.Settle(ctx)
}

// show lets the board show what waits, and writes down what Slack has shown since.
func (r *room) show(ctx context.Context) error {
	for _, region := range []string{"53", "76"} {
		for range 20 {
			done, err := r.office.Collect(ctx, r.player.Now(), region, 10, 0)
			if err != nil && !r.down {
				return err
			}
			if done == 0 {
				break
			}
		}
	}
	if err := r.server.Settle(ctx); err != nil {
		return err
	}
	events := r.server.Events()
	var seen []string
	for _, e := range events[r.shown:] {
		text := r.seen(e)
		if text != "" && !slices.Contains(seen, text) { // a second delivery shows the same again
			seen = append(seen, text)
			r.said("slack", text)
		}
	}
	r.shown = len(events)
	return nil
}

// seen says one thing that Slack showed.
func (r *room) seen(e workspace.Event) string {
	switch e.Kind {
	case workspace.Posted, workspace.Changed:
		if e.Message.BotID == "" {
			return ""
		}
		lines := read(e.Message.Blocks)
		where := "card in " + e.Channel
		if e.Message.ThreadTS != "" && e.Message.ThreadTS != e.Message.TS {
			where = "thread in " + e.Channel
		}
		id := e.Channel + ":" + e.Message.TS
		before := r.cards[id]
		r.cards[id] = lines
		if before == nil {
			return where + "\n" + strings.Join(lines, "\n")
		}
		fresh := slices.DeleteFunc(slices.Clone(lines), func(line string) bool { return slices.Contains(before, line) })
		if len(fresh) == 0 {
			return ""
		}
		return where + ", changed\n" + strings.Join(fresh, "\n")
	case workspace.Ephemeral:
		return r.name(e.User) + " alone: " + strings.Join(read(e.Message.Blocks), "\n")
	case workspace.ViewShown:
		title, _ := e.View["title"].(map[string]any)
		blocks, _ := json.Marshal(e.View["blocks"])
		return fmt.Sprintf("%s sees %v\n%s", r.name(e.User), title["text"], strings.Join(read(blocks), "\n"))
	}
	return ""
}

func (r *room) name(user string) string { return strings.ToLower(strings.TrimPrefix(user, "U")) }

// clock is what changes with each writing of a card, and with each playing.
var clock = regexp.MustCompile(` · (?:à jour|empreinte) [^·\n]*[^·\s]|[0-9a-f]{64}`)

// read says what blocks show, a line for each line of theirs.
func read(raw json.RawMessage) []string {
	var blocks []struct {
		Type     string    `json:"type"`
		Text     *said     `json:"text"`
		Label    *said     `json:"label"`
		Elements []element `json:"elements"`
		Element  *element  `json:"element"`
		Access   *element  `json:"accessory"`
	}
	if json.Unmarshal(raw, &blocks) != nil {
		return []string{"unreadable"}
	}
	var lines []string
	add := func(text string) { lines = append(lines, strings.Split(clock.ReplaceAllString(text, ""), "\n")...) }
	for _, b := range blocks {
		if b.Text != nil {
			text := b.Text.Text
			if b.Access != nil {
				text = b.Access.shown() + " " + text
			}
			add(text)
		}
		if b.Label != nil {
			add(b.Label.Text + " : " + b.Element.shown())
		}
		var row []string
		for _, e := range b.Elements {
			row = append(row, e.shown())
		}
		if len(row) > 0 {
			add(strings.Join(row, " "))
		}
	}
	return lines
}

type said struct {
	Text string `json:"text"`
}

// element is a button, a menu, an input, or a text of a context.
type element struct {
	Type    string          `json:"type"`
	Text    json.RawMessage `json:"text"`
	Initial string          `json:"initial_value"`
	Options []struct {
		Text said `json:"text"`
	} `json:"options"`
}

func (e *element) shown() string {
	var object said
	var text string
	switch {
	case json.Unmarshal(e.Text, &text) == nil:
		return text
	case json.Unmarshal(e.Text, &object) == nil && e.Type == "button":
		return "[" + object.Text + "]"
	}
	var options []string
	for _, o := range e.Options {
		options = append(options, o.Text.Text)
	}
	if len(options) > 6 {
		options = append(options[:6], fmt.Sprintf("… %d", len(options)))
	}
	if len(options) > 0 {
		return "( " + strings.Join(options, " | ") + " )"
	}
	return "_" + e.Initial + "_"
}
