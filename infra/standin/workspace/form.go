package workspace

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
)

// Submit lets a user send the modal that is on top. fields gives values by
// action_id: text, or the value of an option, several parted by commas.
func (s *Server) Submit(ctx context.Context, userID string, fields map[string]string) (Result, error) {
	s.mu.Lock()
	v, user, err := s.top(userID)
	if err != nil {
		s.mu.Unlock()
		return Result{}, err
	}
	values, err := fill(v.body["blocks"], fields)
	if err != nil {
		s.mu.Unlock()
		return Result{}, err
	}
	payload := s.payload("view_submission", user)
	body := maps.Clone(v.body)
	body["state"] = map[string]any{"values": values}
	payload["view"], payload["trigger_id"], payload["response_urls"] = body, s.newTrigger(userID), []any{}
	s.mu.Unlock()

	r, err := s.interact(ctx, payload)
	if err == nil && r.Error == "" && r.Status == http.StatusOK {
		r.Error = s.afterSubmit(v, r.Answer)
	}
	return r, err
}

// fill returns the state of a form's inputs, or an error if a required one is
// empty or a field is none of the form's.
func fill(blocks any, fields map[string]string) (map[string]any, error) {
	values, used := map[string]any{}, 0
	list, _ := blocks.([]any)
	for _, b := range list {
		block := b.(map[string]any)
		element, ok := block["element"].(map[string]any)
		if block["type"] != "input" || !ok {
			continue
		}
		action := element["action_id"].(string)
		value, given := fields[action]
		if given {
			used++
		}
		if optional, _ := block["optional"].(bool); value == "" && !optional {
			return nil, fmt.Errorf("%w: %s", ErrNoForm, action)
		}
		report := state(element, value)
		if report == nil {
			return nil, fmt.Errorf("%w: %s has no option %q", ErrNoForm, action, value)
		}
		values[block["block_id"].(string)] = map[string]any{action: report}
	}
	if used != len(fields) {
		return nil, fmt.Errorf("%w: the form has %d of %d fields", ErrNoForm, used, len(fields))
	}
	return values, nil
}

// afterSubmit does what the answer to a form says. It returns why the user sees an
// error, or "".
func (s *Server) afterSubmit(v *view, answer string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	depth := len(s.modals[v.user])
	if strings.TrimSpace(answer) == "" {
		s.closeViews(v.user, depth-1)
		return ""
	}
	var action struct {
		Action string            `json:"response_action"`
		Errors map[string]string `json:"errors"`
		View   json.RawMessage   `json:"view"`
	}
	if err := json.Unmarshal([]byte(answer), &action); err != nil {
		return "the answer is neither empty nor JSON"
	}
	switch action.Action {
	case "":
		s.closeViews(v.user, depth-1)
		return ""
	case "clear":
		s.closeViews(v.user, 0)
		return ""
	case "errors":
		for id := range action.Errors {
			if !slices.ContainsFunc(v.body["blocks"].([]any), func(b any) bool { return b.(map[string]any)["block_id"] == id }) {
				return "errors for a block that does not exist: " + id
			}
		}
		if len(action.Errors) == 0 {
			return "no errors given"
		}
		return ""
	case "update", "push":
		body, code, words := checkView(string(action.View))
		if code != "" {
			return code + ": " + strings.Join(words, "; ")
		}
		if action.Action == "update" {
			s.replace(v, body)
			return ""
		}
		if _, refused := s.stack(v.user, body); refused != nil {
			return refused.code
		}
		return ""
	}
	return "unknown response_action " + action.Action
}

// CloseView lets a user close the modal that is on top. Our app is told if it asked
// for it.
func (s *Server) CloseView(ctx context.Context, userID string) (Result, error) {
	s.mu.Lock()
	v, user, err := s.top(userID)
	if err != nil {
		s.mu.Unlock()
		return Result{}, err
	}
	payload := s.payload("view_closed", user)
	payload["view"], payload["is_cleared"] = v.body, false
	tell, _ := v.body["notify_on_close"].(bool)
	s.closeViews(userID, len(s.modals[userID])-1)
	s.mu.Unlock()
	if !tell {
		return Result{Status: http.StatusOK}, nil
	}
	return s.interact(ctx, payload)
}

// top returns the modal a user sees. The caller holds the lock.
func (s *Server) top(userID string) (*view, User, error) {
	user, ok := s.users[userID]
	if !ok || user.Deleted {
		return nil, user, ErrNobody
	}
	open := s.modals[userID]
	if len(open) == 0 {
		return nil, user, ErrNoView
	}
	return s.views[open[len(open)-1]], user, nil
}
