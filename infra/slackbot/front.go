package slackbot

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"relais/dialogs/desk"
	"relais/dialogs/intake"
	"relais/locales"
)

// Front gives analysts the desk in Slack: it turns presses, forms, commands and
// events, once their signature was checked, into the desk's acts and readings, and
// what comes of them into views and private notes. It is safe for concurrent use.
//
// What is typed into a channel or a thread never reaches the desk: nothing here
// makes an act of a message.
type Front struct {
	config FrontConfig
	api    *slack.Client
	seal   Sealer
}

// FrontConfig is what a Front needs.
type FrontConfig struct {
	Token  string
	APIURL string // as Config.APIURL
	Desk   *desk.Desk
	// Regions are the codes of the regions that have a desk; Desk.Region has the rest.
	Regions func() []string
	Texts   *locales.Catalog
	Lang    string // empty: the default language
	Clock   func() time.Time
	Log     *slog.Logger
	// Reporter takes what somebody writes to the app in private; nil: they are told
	// where help is.
	Reporter *Reporter
}

// callTimeout bounds a call of the API: a trigger opens a view for three seconds.
const callTimeout = 2500 * time.Millisecond

// NewFront returns a front, or an error that names every fault of config.
func NewFront(config FrontConfig) (*Front, error) {
	b, err := NewBoard(Config{
		Token: config.Token, APIURL: config.APIURL, Texts: config.Texts, Lang: config.Lang, Log: config.Log,
		Channel: func(string) string { return "" }, Timeout: callTimeout,
	})
	if err != nil {
		return nil, err
	}
	if config.Desk == nil || config.Regions == nil || config.Clock == nil {
		return nil, errors.New("slack: the desk, the regions and the clock are wanted")
	}
	config.Lang, config.Log = b.config.Lang, b.config.Log
	return &Front{config, b.api, b.seal}, nil
}

// Answer is what Slack is answered at once, and what is to be done after that.
type Answer struct {
	Body  []byte                      // JSON; empty: an empty answer
	After func(context.Context) error // may be nil; its error is one of ours, to be logged
}

func after(f func(context.Context) error) Answer { return Answer{After: f} }

func answered(v any) Answer {
	body, err := json.Marshal(v)
	if err != nil {
		panic(err) // views are plain data
	}
	return Answer{Body: body}
}

// interaction is what Slack sends of a press or a form.
// Source: https://docs.slack.dev/reference/interaction-payloads.
type interaction struct {
	Type      string `json:"type"`
	TriggerID string `json:"trigger_id"`
	Team      struct {
		ID string `json:"id"`
	} `json:"team"`
	User struct {
		ID     string `json:"id"`
		TeamID string `json:"team_id"`
	} `json:"user"`
	Container struct {
		Type      string `json:"type"`
		ChannelID string `json:"channel_id"`
		ThreadTS  string `json:"thread_ts"`
		MessageTS string `json:"message_ts"`
	} `json:"container"`
	Actions []struct {
		ActionID string `json:"action_id"`
		ActionTS string `json:"action_ts"`
		Value    string `json:"value"`
	} `json:"actions"`
	View *struct {
		ID              string `json:"id"`
		Hash            string `json:"hash"`
		Type            string `json:"type"`
		CallbackID      string `json:"callback_id"`
		PrivateMetadata string `json:"private_metadata"`
		State           struct {
			Values map[string]map[string]field `json:"values"`
		} `json:"state"`
	} `json:"view"`
}

// field is one answer of a form.
type field struct {
	Value           string  `json:"value"`
	SelectedOption  *option `json:"selected_option"`
	SelectedOptions []option
}

type option struct {
	Value string `json:"value"`
}

func (f field) text() string {
	if f.SelectedOption != nil {
		return f.SelectedOption.Value
	}
	return f.Value
}

// maxPayload bounds the parts of a payload that we keep in hand, in bytes.
const maxPayload = 256 << 10

// Interact takes the body of a request to the address of interactions.
func (f *Front) Interact(ctx context.Context, body []byte) Answer {
	form, err := url.ParseQuery(string(body))
	payload := form.Get("payload")
	var i interaction
	if err != nil || len(payload) > maxPayload || json.Unmarshal([]byte(payload), &i) != nil {
		f.config.Log.WarnContext(ctx, "interaction is not readable", "channel", "slack", "bytes", len(body))
		return Answer{}
	}
	by := desk.Actor{Team: cmp.Or(i.User.TeamID, i.Team.ID), User: i.User.ID}
	switch {
	case i.Type == "block_actions" && len(i.Actions) > 0:
		return f.pressed(ctx, by, i)
	case i.Type == "view_submission" && i.View != nil:
		return f.submitted(ctx, by, i)
	}
	return Answer{}
}

// press is one press of a button, opened.
type press struct {
	interaction
	by     desk.Actor
	act    string
	target Target
	id     string // of the press: the same for every delivery of it
}

// modal tells a press in a window, which is drawn anew, from one elsewhere.
func (p press) modal() bool { return p.View != nil && p.View.Type == "modal" }

func (f *Front) pressed(ctx context.Context, by desk.Actor, i interaction) Answer {
	a := i.Actions[0]
	if f.config.Reporter != nil && strings.HasPrefix(a.ActionID, pressChoice) {
		return f.config.Reporter.pressed(ctx, f, by, i)
	}
	if a.ActionID == pressBefore || a.ActionID == pressAfter {
		page, err := strconv.Atoi(a.Value) // it names a page of the presser's own lists, and no case
		if err != nil || page < 0 || page > maxPages {
			return Answer{}
		}
		return after(func(ctx context.Context) error { return f.publish(ctx, by, page) })
	}
	place := i.Container.ChannelID
	if i.View != nil {
		place = viewOf(by.Team, by.User)
	}
	p := press{interaction: i, by: by, act: a.ActionID, id: strings.Join([]string{"press", by.Team, by.User, i.TriggerID, a.ActionTS, a.ActionID, a.Value}, " ")}
	var ok bool
	if p.target, ok = f.seal.Open(place, a.Value); !ok {
		f.config.Desk.Refuse(ctx, desk.Refusal{By: by, Act: p.act, Why: "sealed"})
		return f.note(p, f.speaker().say("broken"))
	}
	switch {
	case p.act == pressRead, p.act == pressOlder, p.act == pressNewer:
		return f.show(p, func(ctx context.Context) (modal, error) { return f.reading(ctx, p.by, p.target, p.act != pressRead) })
	case p.act == pressMore:
		return f.show(p, func(ctx context.Context) (modal, error) { return f.menu(ctx, p.by, p.target) })
	case p.act == pressWrite:
		return f.show(p, func(ctx context.Context) (modal, error) { return f.writing(ctx, p.by, p.target) })
	case p.act == pressAgain:
		return f.show(p, func(ctx context.Context) (modal, error) { return f.again(ctx, p.by, p.target) })
	case strings.HasPrefix(p.act, pressForm):
		return f.show(p, func(ctx context.Context) (modal, error) {
			return f.form(ctx, p.by, p.target, strings.TrimPrefix(p.act, pressForm))
		})
	}
	act, ok := plainActs[p.act]
	if !ok {
		return Answer{}
	}
	return f.acted(ctx, p, act)
}

// plainActs are the acts that one press does.
var plainActs = map[string]desk.Act{
	"claim": desk.Claim{}, "takeover": desk.TakeOver{}, "release": desk.Release{}, "giveup": desk.GiveUp{}, "call": desk.Call{},
	"accept": desk.Accept{}, "decline": desk.Decline{}, "withdraw": desk.Withdraw{}, "reopen": desk.Reopen{}, "open": desk.Open{},
}

// acted does an act before Slack is answered, and says what came of it after: the
// act is in the log when the press is acknowledged.
func (f *Front) acted(ctx context.Context, p press, act desk.Act) Answer {
	result, err := f.config.Desk.Do(ctx, f.now(), desk.Event{ID: p.id, By: p.by, Case: p.target.Key, Act: act})
	if err != nil {
		return f.note(p, f.excuse(ctx, p.by, p.target, err))
	}
	if result.Contact != nil {
		return f.show(p, func(context.Context) (modal, error) { return f.calling(result), nil })
	}
	return f.note(p, f.word(result.Case.Region, result.Word))
}

// excuse says why something was not done. Whoever has no right learns nothing of the
// case.
func (f *Front) excuse(ctx context.Context, by desk.Actor, t Target, err error) string {
	s := f.speaker()
	if no, ok := errors.AsType[*desk.No](err); ok {
		c, _ := f.config.Desk.Show(ctx, by, t.Key) // without a region nobody is named
		return f.word(c.Region, no.Word)
	}
	switch {
	case errors.Is(err, desk.ErrRefused):
		return s.text("desk.word.refused")
	case errors.Is(err, intake.ErrErased):
		return s.say("erased")
	}
	f.config.Log.ErrorContext(ctx, "desk", "channel", "slack", "error", err)
	return s.say("trouble")
}

// word says what the desk answers an analyst.
func (f *Front) word(region string, w desk.Word) string {
	settings, _ := f.config.Desk.Region(region)
	text, err := f.config.Desk.Say(f.config.Lang, settings, f.now(), w)
	if err != nil {
		return f.speaker().say("trouble")
	}
	return text
}

// show opens a view after the press was acknowledged, in place of the one it was
// pressed in.
func (f *Front) show(p press, make func(context.Context) (modal, error)) Answer {
	return after(func(ctx context.Context) error {
		m, err := make(ctx)
		if err != nil {
			return f.tell(ctx, p, f.excuse(ctx, p.by, p.target, err))
		}
		return f.open(ctx, p, m)
	})
}

func (f *Front) open(ctx context.Context, p press, m modal) error {
	view := m.request(f.speaker())
	var err error
	if p.modal() {
		_, err = f.api.UpdateViewContext(ctx, view, "", "", p.View.ID)
	} else {
		_, err = f.api.OpenViewContext(ctx, p.TriggerID, view)
	}
	return failed("views", err)
}

// note says something to whoever pressed, and to nobody else.
func (f *Front) note(p press, text string) Answer {
	return after(func(ctx context.Context) error { return f.tell(ctx, p, text) })
}

func (f *Front) tell(ctx context.Context, p press, text string) error {
	if p.View == nil {
		return f.whisper(ctx, p.Container.ChannelID, p.Container.ThreadTS, p.by.User, text)
	}
	title := f.speaker().say("title.help")
	return f.open(ctx, p, modal{title: title, blocks: []slack.Block{section(escape(text))}})
}

// whisper shows a text to one person in a channel.
func (f *Front) whisper(ctx context.Context, channel, thread, user, text string) error {
	options := []slack.MsgOption{quiet, slack.MsgOptionText(escape(text), false), slack.MsgOptionBlocks(section(escape(text)))}
	if thread != "" {
		options = append(options, slack.MsgOptionTS(thread))
	}
	_, err := f.api.PostEphemeralContext(ctx, channel, user, options...)
	return failed("chat.postEphemeral", err)
}

// failed wraps an error of the API without what it may quote.
func failed(method string, err error) error {
	if err == nil {
		return nil
	}
	if code := refusal(err); code != "" {
		return errors.New("slack: " + method + ": " + code)
	}
	return errors.New("slack: " + method + ": no answer")
}

// speaker names analysts by the regions' settings.
func (f *Front) speaker() speaker {
	return speaker{f.config.Texts, f.config.Lang, func(region, id string) string { return Person(f.config.Desk.Region, region, id) }}
}

// Person names an analyst of a region by its settings, as Config.Person wants it. One
// of another region is found too: a case changes hands between regions.
func Person(regions func(string) (desk.Region, bool), region, id string) string {
	r, _ := regions(region)
	a, _ := r.Analyst(id)
	return a.Name
}

func (f *Front) now() time.Time { return f.config.Clock() }

// of returns the regions whose cases somebody may read, in the order of their codes.
func (f *Front) of(by desk.Actor) []desk.Region {
	var mine []desk.Region
	for _, code := range slices.Sorted(slices.Values(f.config.Regions())) {
		r, ok := f.config.Desk.Region(code)
		if a, known := r.Analyst(by.User); ok && known && a.Slack != "" && by.Team == r.Slack.Team && a.May(desk.MayRead) {
			mine = append(mine, r)
		}
	}
	return mine
}
