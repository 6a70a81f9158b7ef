package workspace

import (
	"bytes"
	"crypto/subtle"
	"encoding/json"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"relais/infra/standin"
)

// answer is a successful answer's fields, less "ok".
type answer map[string]any

// refusal is why the API refuses: an error code and, for blocks and views, what is
// wrong with them.
type refusal struct {
	code  string
	words []string
	wait  int // seconds, with ratelimited
}

func refuse(code string, words ...string) *refusal { return &refusal{code: code, words: words} }

// method is a method of the API. Structured arguments are given as JSON text,
// whether the request was a form or JSON.
type method func(s *Server, args map[string]string) (answer, *refusal)

var methods = map[string]method{
	"auth.test":             (*Server).authTest,
	"chat.postMessage":      (*Server).postMessage,
	"chat.postEphemeral":    (*Server).postEphemeral,
	"chat.update":           (*Server).updateMessage,
	"chat.delete":           (*Server).deleteMessage,
	"chat.getPermalink":     (*Server).permalink,
	"conversations.history": (*Server).history,
	"conversations.replies": (*Server).replies,
	"conversations.info":    (*Server).conversationInfo,
	"conversations.open":    (*Server).openConversation,
	"users.info":            (*Server).userInfo,
	"reactions.add":         (*Server).addReaction,
	"views.open":            (*Server).openView,
	"views.push":            (*Server).pushView,
	"views.update":          (*Server).updateView,
	"views.publish":         (*Server).publishView,
}

// ServeHTTP serves the Web API and the response URLs.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.api.ServeHTTP(w, r) }

func (s *Server) apiHandler() http.Handler {
	routes := http.NewServeMux()
	routes.HandleFunc("/api/{method}", s.callMethod)
	routes.HandleFunc("POST /actions/{team}/{number}/{secret}", s.respond)
	routes.HandleFunc("POST /commands/{team}/{number}/{secret}", s.respond)
	return standin.Unreliable(routes, s.work, s.faults, func(f *Faults) *standin.APIFaults { return &f.API },
		func(w http.ResponseWriter, status int) {
			code := "internal_error"
			if status == http.StatusTooManyRequests {
				code = "ratelimited"
				w.Header().Set("Retry-After", "1")
			}
			standin.WriteJSON(w, status, map[string]any{"ok": false, "error": code})
		})
}

func (s *Server) callMethod(w http.ResponseWriter, r *http.Request) {
	name := r.PathValue("method")
	args, err := readArgs(r)
	result, refused := answer(nil), (*refusal)(nil)
	call, known := methods[name]
	switch token := args["token"]; {
	case err != nil:
		refused = refuse("invalid_arguments", "[ERROR] "+err.Error())
	case token == "":
		refused = refuse("not_authed")
	case subtle.ConstantTimeCompare([]byte(token), []byte(s.config.BotToken)) != 1:
		refused = refuse("invalid_auth")
	case !known:
		refused = refuse("unknown_method")
	default:
		result, refused = call(s, args)
	}

	event := Event{At: s.config.Now(), Kind: APICall, Method: name, Channel: args["channel"], Args: args}
	for _, long := range []string{"token", "text", "blocks", "view", "metadata"} {
		delete(args, long)
	}
	if refused == nil {
		s.tell(event)
		result["ok"] = true
		standin.WriteJSON(w, http.StatusOK, result)
		return
	}
	event.Error = refused.code
	s.tell(event)
	body := map[string]any{"ok": false, "error": refused.code}
	if len(refused.words) > 0 {
		body["errors"] = refused.words
		body["response_metadata"] = map[string]any{"messages": refused.words}
	}
	status := http.StatusOK
	if refused.code == "ratelimited" {
		status = http.StatusTooManyRequests
		w.Header().Set("Retry-After", strconv.Itoa(refused.wait))
	}
	standin.WriteJSON(w, status, body)
}

// readArgs reads the arguments from the query, a form or JSON, and the token from
// the header if it is there.
func readArgs(r *http.Request) (map[string]string, error) {
	args := map[string]string{}
	for name := range r.URL.Query() {
		args[name] = r.URL.Query().Get(name)
	}
	kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return args, err
	}
	if bearer, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer "); ok {
		args["token"] = bearer
	}
	switch kind {
	case "application/json":
		var fields map[string]json.RawMessage
		if err := json.Unmarshal(body, &fields); err != nil {
			return args, err
		}
		for name, raw := range fields {
			var text string
			switch {
			case json.Unmarshal(raw, &text) == nil && !bytes.Equal(raw, []byte("null")):
				args[name] = text
			case !bytes.Equal(raw, []byte("null")):
				args[name] = string(raw)
			}
		}
	case "application/x-www-form-urlencoded":
		form, err := url.ParseQuery(string(body))
		if err != nil {
			return args, err
		}
		for name := range form {
			args[name] = form.Get(name)
		}
	case "multipart/form-data":
		return args, fmt.Errorf("content type %s is not played", kind)
	}
	return args, nil
}

func truth(arg string) bool { return arg == "1" || arg == "true" }

func (s *Server) authTest(map[string]string) (answer, *refusal) {
	return answer{
		"url": "https://" + s.config.TeamDomain + ".slack.com/", "team": s.config.TeamDomain, "team_id": s.config.TeamID,
		"user": "relais", "user_id": s.config.BotUserID, "bot_id": s.config.BotID, "is_enterprise_install": false,
	}, nil
}

func (s *Server) userInfo(args map[string]string) (answer, *refusal) {
	s.mu.Lock()
	defer s.mu.Unlock()
	user, ok := s.users[args["user"]]
	if !ok {
		return nil, refuse("user_not_found")
	}
	return answer{"user": map[string]any{
		"id": user.ID, "team_id": user.TeamID, "name": user.Name, "real_name": user.Real, "deleted": user.Deleted,
		"profile":       map[string]any{"real_name": user.Real, "display_name": user.Name, "team": user.TeamID},
		"is_restricted": user.Guest, "is_ultra_restricted": false, "is_stranger": user.TeamID != s.config.TeamID,
		"is_bot": false, "is_app_user": false, "is_admin": false, "tz": "Europe/Paris", "tz_offset": 3600, "locale": "fr-FR",
	}}, nil
}
