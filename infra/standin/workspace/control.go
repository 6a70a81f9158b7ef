package workspace

import (
	"errors"
	"net/http"
	"slices"
	"strings"

	"relais/infra/standin"
)

// Control serves pages and tests below /standin/slack/:
//
//	GET  workspace                {"team","bot_user","channels","users"}
//	GET  events                   server-sent events of all channels, as Event
//	GET  channels/{id}/messages   {"messages"}, replies included
//	GET  channels/{id}/events     server-sent events of that channel, as Event
//	GET  users/{id}/events        server-sent events of that user alone: views, ephemeral messages
//	POST messages                 {"user","channel","thread_ts","text"} → {"ts"}
//	POST edits                    {"user","channel","ts","text"}
//	POST deletions                {"user","channel","ts"}
//	POST click                    Click → Result
//	POST submit                   {"user","fields"} → Result
//	POST close                    {"user"} → Result
//	POST commands                 {"user","channel","command","text"} → Result
//	POST home                     {"user"}
//	POST channels, POST users     Channel, User: added or changed
//	GET  ledger                   {"events"}
//	GET  faults, POST faults      Faults
//
// It asks for no password: mount it on a loopback address only.
func (s *Server) Control() http.Handler {
	const root = "/standin/slack/"
	routes := http.NewServeMux()
	routes.HandleFunc("GET "+root+"workspace", s.controlWorkspace)
	routes.HandleFunc("GET "+root+"channels/{id}/messages", func(w http.ResponseWriter, r *http.Request) {
		standin.WriteJSON(w, http.StatusOK, map[string]any{"messages": s.Messages(r.PathValue("id"))})
	})
	routes.HandleFunc("GET "+root+"events", func(w http.ResponseWriter, r *http.Request) {
		standin.ServeEvents(w, r, s.log, func(e Event) bool { return e.Channel != "" && e.Kind != APICall && e.Kind != Ephemeral })
	})
	routes.HandleFunc("GET "+root+"channels/{id}/events", func(w http.ResponseWriter, r *http.Request) {
		id := r.PathValue("id")
		standin.ServeEvents(w, r, s.log, func(e Event) bool { return e.Channel == id && e.Kind != APICall && e.Kind != Ephemeral })
	})
	routes.HandleFunc("GET "+root+"users/{id}/events", func(w http.ResponseWriter, r *http.Request) {
		id := r.PathValue("id")
		standin.ServeEvents(w, r, s.log, func(e Event) bool { return e.User == id })
	})

	type wish struct {
		User     string
		Channel  string
		TS       string
		ThreadTS string `json:"thread_ts"`
		Text     string
		Command  string
		Fields   map[string]string
	}
	act := func(do func(*http.Request, wish) (any, error)) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			var asked wish
			if standin.ReadJSON(w, r, &asked) {
				done, err := do(r, asked)
				report(w, done, err)
			}
		}
	}
	type none struct{}
	routes.HandleFunc("POST "+root+"messages", act(func(_ *http.Request, x wish) (any, error) {
		ts, err := s.Say(x.User, x.Channel, x.ThreadTS, x.Text)
		return map[string]string{"ts": ts}, err
	}))
	routes.HandleFunc("POST "+root+"edits", act(func(_ *http.Request, x wish) (any, error) {
		return none{}, s.Edit(x.User, x.Channel, x.TS, x.Text)
	}))
	routes.HandleFunc("POST "+root+"deletions", act(func(_ *http.Request, x wish) (any, error) {
		return none{}, s.Delete(x.User, x.Channel, x.TS)
	}))
	routes.HandleFunc("POST "+root+"submit", act(func(r *http.Request, x wish) (any, error) {
		return s.Submit(r.Context(), x.User, x.Fields)
	}))
	routes.HandleFunc("POST "+root+"close", act(func(r *http.Request, x wish) (any, error) {
		return s.CloseView(r.Context(), x.User)
	}))
	routes.HandleFunc("POST "+root+"commands", act(func(r *http.Request, x wish) (any, error) {
		return s.Command(r.Context(), x.User, x.Channel, x.Command, x.Text)
	}))
	routes.HandleFunc("POST "+root+"home", act(func(_ *http.Request, x wish) (any, error) {
		return none{}, s.OpenHome(x.User)
	}))
	routes.HandleFunc("POST "+root+"click", func(w http.ResponseWriter, r *http.Request) {
		var click Click
		if standin.ReadJSON(w, r, &click) {
			done, err := s.Click(r.Context(), click)
			report(w, done, err)
		}
	})
	routes.HandleFunc("POST "+root+"channels", func(w http.ResponseWriter, r *http.Request) {
		var c Channel
		if standin.ReadJSON(w, r, &c) {
			if !ids["channel id"].MatchString(c.ID) {
				report(w, nil, ErrNoChannel)
				return
			}
			s.SetChannel(c)
			report(w, none{}, nil)
		}
	})
	routes.HandleFunc("POST "+root+"users", func(w http.ResponseWriter, r *http.Request) {
		var u User
		if standin.ReadJSON(w, r, &u) {
			if !ids["user id"].MatchString(u.ID) {
				report(w, nil, ErrNobody)
				return
			}
			s.SetUser(u)
			report(w, none{}, nil)
		}
	})
	routes.HandleFunc("GET "+root+"ledger", func(w http.ResponseWriter, _ *http.Request) {
		standin.WriteJSON(w, http.StatusOK, map[string]any{"events": s.Events()})
	})
	routes.HandleFunc("GET "+root+"faults", func(w http.ResponseWriter, _ *http.Request) {
		standin.WriteJSON(w, http.StatusOK, s.Faults())
	})
	routes.HandleFunc("POST "+root+"faults", func(w http.ResponseWriter, r *http.Request) {
		var faults Faults
		if standin.ReadJSON(w, r, &faults) {
			s.SetFaults(faults)
			standin.WriteJSON(w, http.StatusOK, s.Faults())
		}
	})
	return routes
}

func report(w http.ResponseWriter, done any, err error) {
	for _, known := range []error{ErrNobody, ErrNoChannel, ErrNoMessage, ErrNoElement, ErrNoView, ErrNoForm} {
		if errors.Is(err, known) {
			standin.WriteError(w, http.StatusUnprocessableEntity, err)
			return
		}
	}
	if err != nil {
		standin.WriteError(w, http.StatusInternalServerError, err)
		return
	}
	standin.WriteJSON(w, http.StatusOK, done)
}

func (s *Server) controlWorkspace(w http.ResponseWriter, _ *http.Request) {
	s.mu.Lock()
	channels, users := []Channel{}, []User{}
	for _, c := range s.channels {
		channels = append(channels, c.Channel)
	}
	for _, u := range s.users {
		users = append(users, u)
	}
	s.mu.Unlock()
	sortByID(channels, func(c Channel) string { return c.ID })
	sortByID(users, func(u User) string { return u.ID })
	standin.WriteJSON(w, http.StatusOK, map[string]any{"team": s.config.TeamDomain, "bot_user": s.config.BotUserID, "channels": channels, "users": users})
}

func sortByID[T any](list []T, id func(T) string) {
	slices.SortFunc(list, func(a, b T) int { return strings.Compare(id(a), id(b)) })
}
