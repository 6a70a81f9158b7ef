package workspace

import (
	"cmp"
	"context"
	"encoding/json"
	"net/url"
	"slices"
	"strings"
)

// Click is a user's act on an element of a message or of a view.
type Click struct {
	User     string `json:"user"`
	Channel  string `json:"channel,omitempty"` // with TS: the message clicked in
	TS       string `json:"ts,omitempty"`
	View     string `json:"view,omitempty"` // or the view clicked in: modal or home
	Block    string `json:"block_id,omitempty"`
	Action   string `json:"action_id"`
	Selected string `json:"selected,omitempty"` // the value chosen in a menu, a date, a text …
	// Value replaces the button's value: a forged click, which Slack would not send.
	Value *string `json:"value,omitempty"`
}

// Click plays a click and returns what our app answered. Slack does not try a
// click again; a second one is the person's own, or the fault Duplicate.
func (s *Server) Click(ctx context.Context, click Click) (Result, error) {
	s.mu.Lock()
	payload, err := s.clickPayload(click)
	s.mu.Unlock()
	if err != nil {
		return Result{}, err
	}
	return s.interact(ctx, payload)
}

func (s *Server) interact(ctx context.Context, payload map[string]any) (Result, error) {
	body := url.Values{"payload": {string(encode(payload))}}.Encode()
	answer, err := s.request(ctx, Call{URL: s.config.ActionsURL, Type: payload["type"].(string)}, formType, []byte(body), nil)
	return result(answer, err), ctx.Err()
}

// clickPayload builds the payload of a click. The caller holds the lock.
func (s *Server) clickPayload(click Click) (map[string]any, error) {
	user, ok := s.users[click.User]
	if !ok || user.Deleted {
		return nil, ErrNobody
	}
	payload := s.payload("block_actions", user)
	var blocks any
	if click.View != "" {
		v := s.views[click.View]
		if v == nil || v.user != click.User {
			return nil, ErrNoView
		}
		payload["view"], payload["container"] = v.body, map[string]any{"type": "view", "view_id": v.id}
		blocks = v.body["blocks"]
	} else {
		_, c, err := s.present(click.User, click.Channel)
		if err != nil {
			return nil, err
		}
		m, ephemeral := c.find(click.TS), false
		if m == nil {
			i := slices.IndexFunc(s.ephemerals, func(e *message) bool { return e.TS == click.TS && e.forWho == click.User && e.Channel == c.ID })
			if i < 0 {
				return nil, ErrNoMessage
			}
			m, ephemeral = s.ephemerals[i], true
		}
		container := map[string]any{"type": "message", "message_ts": m.TS, "channel_id": c.ID, "is_ephemeral": ephemeral}
		if m.ThreadTS != "" {
			container["thread_ts"] = m.ThreadTS
		}
		payload["container"], payload["channel"] = container, map[string]any{"id": c.ID, "name": cmp.Or(c.Name, "directmessage")}
		payload["response_url"] = s.newResponse("actions", &response{channel: c.ID, user: click.User, ts: m.TS})
		if !ephemeral { // Slack leaves the message out of the payload then
			payload["message"] = object(m.Message)
		}
		if err := json.Unmarshal(m.Blocks, &blocks); err != nil {
			return nil, ErrNoElement
		}
	}
	block, element := findElement(blocks, click.Block, click.Action)
	if element == nil {
		return nil, ErrNoElement
	}
	action := state(element, click.Selected)
	if action == nil {
		return nil, ErrNoElement
	}
	action["action_id"], action["block_id"], action["action_ts"] = element["action_id"], block, stampOf(s.config.Now())
	if click.Value != nil {
		action["value"] = *click.Value
	}
	payload["actions"], payload["state"] = []any{action}, map[string]any{"values": map[string]any{}}
	payload["trigger_id"] = s.newTrigger(click.User)
	return payload, nil
}

// payload returns what every interaction has.
func (s *Server) payload(kind string, user User) map[string]any {
	return map[string]any{
		"type": kind, "token": verificationToken, "api_app_id": s.config.AppID, "enterprise": nil, "is_enterprise_install": false,
		"team": map[string]any{"id": s.config.TeamID, "domain": s.config.TeamDomain},
		"user": map[string]any{"id": user.ID, "username": user.Name, "name": user.Name, "team_id": user.TeamID},
	}
}

// findElement returns the element with an action_id, and its block's id.
func findElement(blocks any, blockID, actionID string) (string, map[string]any) {
	list, _ := blocks.([]any)
	for _, b := range list {
		block, _ := b.(map[string]any)
		id, _ := block["block_id"].(string)
		if blockID != "" && id != blockID {
			continue
		}
		candidates, _ := block["elements"].([]any)
		for _, candidate := range append(slices.Clone(candidates), block["accessory"], block["element"]) {
			if element, ok := candidate.(map[string]any); ok && element["action_id"] == actionID {
				return id, element
			}
		}
	}
	return "", nil
}

// state returns an element as Slack reports it after the user chose a value; nil
// if the element does not offer that value.
func state(element map[string]any, value string) map[string]any {
	kind, _ := element["type"].(string)
	report := map[string]any{"type": kind}
	switch kind {
	case "button":
		report["text"], report["value"] = element["text"], element["value"]
		if style, given := element["style"]; given {
			report["style"] = style
		}
		if element["value"] == nil {
			delete(report, "value")
		}
	case "static_select", "overflow", "radio_buttons":
		option := findOption(element, value)
		if option == nil && value != "" {
			return nil
		}
		report["selected_option"] = nullable(option)
	case "checkboxes":
		chosen := []any{}
		for part := range strings.SplitSeq(value, ",") {
			if part == "" {
				continue
			}
			option := findOption(element, part)
			if option == nil {
				return nil
			}
			chosen = append(chosen, option)
		}
		report["selected_options"] = chosen
	case "datepicker":
		report["selected_date"] = value
	case "timepicker":
		report["selected_time"] = value
	case "users_select":
		report["selected_user"] = value
	case "conversations_select":
		report["selected_conversation"] = value
	case "channels_select":
		report["selected_channel"] = value
	default:
		report["value"] = value
		if value == "" {
			report["value"] = nil
		}
	}
	return report
}

func nullable(option map[string]any) any {
	if option == nil {
		return nil
	}
	return option
}

func findOption(element map[string]any, value string) map[string]any {
	options, _ := element["options"].([]any)
	groups, _ := element["option_groups"].([]any)
	for _, g := range groups {
		if group, ok := g.(map[string]any); ok {
			more, _ := group["options"].([]any)
			options = append(slices.Clone(options), more...)
		}
	}
	for _, o := range options {
		if option, ok := o.(map[string]any); ok && option["value"] == value {
			return option
		}
	}
	return nil
}
