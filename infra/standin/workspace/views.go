package workspace

import (
	"encoding/json"
	"maps"
	"slices"
	"time"

	"relais/infra/standin"
)

const (
	triggerSeconds = 3 // a trigger_id opens a modal for so long, once
	modalsDeep     = 3 // modals open above one another
)

// view is a modal or home tab of one user. Its body is replaced, never changed, so
// that a copy of the map stays as it was.
type view struct {
	id, user string
	body     map[string]any
}

// newTrigger returns a trigger_id of a user. The caller holds the lock.
func (s *Server) newTrigger(userID string) string {
	for id, t := range s.triggers {
		if time.Since(t.expires) > time.Minute {
			delete(s.triggers, id)
		}
	}
	id := digits(13) + "." + digits(12) + "." + standin.Hex(32)
	s.triggers[id] = &trigger{user: userID, expires: time.Now().Add(triggerSeconds * s.config.Second)}
	return id
}

// take uses a trigger up and returns its user. The caller holds the lock.
func (s *Server) take(id string) (string, *refusal) {
	t, ok := s.triggers[id]
	switch {
	case !ok:
		return "", refuse("invalid_trigger_id")
	case t.used:
		return "", refuse("exchanged_trigger_id")
	case time.Now().After(t.expires):
		return "", refuse("expired_trigger_id")
	}
	t.used = true
	return t.user, nil
}

func (s *Server) openView(args map[string]string) (answer, *refusal) {
	body, code, words := checkView(args["view"])
	s.mu.Lock()
	defer s.mu.Unlock()
	user, refused := s.take(args["trigger_id"])
	switch {
	case refused != nil:
		return nil, refused
	case code != "":
		return nil, refuse(code, words...)
	case body["type"] != "modal":
		return nil, refuse("invalid_arguments", "[ERROR] a modal is expected")
	}
	s.modals[user] = nil
	return s.stack(user, body)
}

func (s *Server) pushView(args map[string]string) (answer, *refusal) {
	body, code, words := checkView(args["view"])
	s.mu.Lock()
	defer s.mu.Unlock()
	user, refused := s.take(args["trigger_id"])
	switch {
	case refused != nil:
		return nil, refused
	case code != "":
		return nil, refuse(code, words...)
	case len(s.modals[user]) == 0:
		return nil, refuse("not_found")
	}
	return s.stack(user, body)
}

// stack shows a modal above those that are open. The caller holds the lock.
func (s *Server) stack(user string, body map[string]any) (answer, *refusal) {
	open := s.modals[user]
	if len(open) >= modalsDeep {
		return nil, refuse("push_limit_reached")
	}
	if external, _ := body["external_id"].(string); external != "" && s.findView("", external) != nil {
		return nil, refuse("duplicate_external_id")
	}
	v := &view{id: "V" + letters(10), user: user}
	root, previous := v.id, any(nil)
	if len(open) > 0 {
		root, previous = open[0], open[len(open)-1]
	}
	v.body = s.complete(v, body, map[string]any{"root_view_id": root, "previous_view_id": previous})
	s.views[v.id] = v
	s.modals[user] = append(open, v.id)
	s.noteView(ViewShown, v)
	return answer{"view": v.body}, nil
}

// complete adds to a view what Slack adds.
func (s *Server) complete(v *view, body, more map[string]any) map[string]any {
	full := maps.Clone(body)
	maps.Copy(full, map[string]any{
		"id": v.id, "team_id": s.config.TeamID, "app_id": s.config.AppID, "bot_id": s.config.BotID,
		"app_installed_team_id": s.config.TeamID, "hash": digits(10) + "." + letters(8), "state": map[string]any{"values": map[string]any{}},
	})
	maps.Copy(full, more)
	for _, optional := range []string{"callback_id", "private_metadata", "external_id"} {
		if _, given := full[optional]; !given {
			full[optional] = ""
		}
	}
	return full
}

func (s *Server) updateView(args map[string]string) (answer, *refusal) {
	body, code, words := checkView(args["view"])
	if code != "" {
		return nil, refuse(code, words...)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	v := s.findView(args["view_id"], args["external_id"])
	switch {
	case v == nil:
		return nil, refuse("not_found")
	case args["hash"] != "" && args["hash"] != v.body["hash"]:
		return nil, refuse("hash_conflict")
	}
	s.replace(v, body)
	return answer{"view": v.body}, nil
}

// replace gives a view another body. The caller holds the lock.
func (s *Server) replace(v *view, body map[string]any) {
	v.body = s.complete(v, body, map[string]any{"root_view_id": v.body["root_view_id"], "previous_view_id": v.body["previous_view_id"]})
	s.noteView(ViewShown, v)
}

func (s *Server) findView(id, external string) *view {
	if v, ok := s.views[id]; ok {
		return v
	}
	for _, v := range s.views {
		if external != "" && v.body["external_id"] == external {
			return v
		}
	}
	return nil
}

func (s *Server) publishView(args map[string]string) (answer, *refusal) {
	body, code, words := checkView(args["view"])
	s.mu.Lock()
	defer s.mu.Unlock()
	user, known := s.users[args["user_id"]]
	switch {
	case code != "":
		return nil, refuse(code, words...)
	case body["type"] != "home":
		return nil, refuse("invalid_arguments", "[ERROR] a home view is expected")
	case !known || user.Deleted:
		return nil, refuse("user_not_found")
	}
	v := s.views[s.homes[user.ID]]
	if v == nil {
		v = &view{id: "V" + letters(10), user: user.ID}
		s.views[v.id], s.homes[user.ID] = v, v.id
	} else if args["hash"] != "" && args["hash"] != v.body["hash"] {
		return nil, refuse("hash_conflict")
	}
	v.body = s.complete(v, body, map[string]any{"root_view_id": v.id, "previous_view_id": nil})
	s.noteView(ViewShown, v)
	return answer{"view": v.body}, nil
}

// closeViews takes the views of a user above keep off the screen. The caller holds
// the lock.
func (s *Server) closeViews(user string, keep int) {
	for len(s.modals[user]) > keep {
		open := s.modals[user]
		v := s.views[open[len(open)-1]]
		s.modals[user] = slices.Clone(open[:len(open)-1])
		delete(s.views, v.id)
		s.noteView(ViewGone, v)
	}
}

func (s *Server) noteView(kind Kind, v *view) {
	s.tell(Event{At: s.config.Now(), Kind: kind, User: v.user, View: v.body})
}

// View returns the top modal of a user as JSON, or false if none is open.
func (s *Server) View(userID string) (json.RawMessage, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	open := s.modals[userID]
	if len(open) == 0 {
		return nil, false
	}
	return encode(s.views[open[len(open)-1]].body), true
}

// Home returns the home view of a user as JSON, or false if none was published.
func (s *Server) Home(userID string) (json.RawMessage, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	v := s.views[s.homes[userID]]
	if v == nil {
		return nil, false
	}
	return encode(v.body), true
}
