package carrier

import (
	"errors"
	"net/http"

	"relais/infra/standin"
)

// Control serves pages and tests below /standin/twilio/:
//
//	POST phones/{e164}/messages     {"to","body","media":bool} → 202 {"sid"}
//	GET  phones/{e164}/events       server-sent events of that phone, as Event
//	POST phones/{e164}/unreachable  {"code"}; 0 makes the phone reachable again
//	GET  ledger                     {"events","messages"}
//	GET  faults, POST faults        Faults
//	GET  numbers                    {"numbers"}
//
// It asks for no password: mount it on a loopback address only.
func (s *Server) Control() http.Handler {
	routes := http.NewServeMux()
	routes.HandleFunc("POST /standin/twilio/phones/{phone}/messages", s.controlSend)
	routes.HandleFunc("GET /standin/twilio/phones/{phone}/events", func(w http.ResponseWriter, r *http.Request) {
		phone := r.PathValue("phone")
		standin.ServeEvents(w, r, s.log, func(e Event) bool { return e.Phone == phone })
	})
	routes.HandleFunc("POST /standin/twilio/phones/{phone}/unreachable", func(w http.ResponseWriter, r *http.Request) {
		var wish struct{ Code int }
		if standin.ReadJSON(w, r, &wish) {
			s.SetUnreachable(r.PathValue("phone"), wish.Code)
			w.WriteHeader(http.StatusNoContent)
		}
	})
	routes.HandleFunc("GET /standin/twilio/ledger", func(w http.ResponseWriter, _ *http.Request) {
		standin.WriteJSON(w, http.StatusOK, map[string]any{"events": s.Events(), "messages": s.Messages()})
	})
	routes.HandleFunc("GET /standin/twilio/faults", func(w http.ResponseWriter, _ *http.Request) {
		standin.WriteJSON(w, http.StatusOK, s.Faults())
	})
	routes.HandleFunc("POST /standin/twilio/faults", func(w http.ResponseWriter, r *http.Request) {
		var faults Faults
		if standin.ReadJSON(w, r, &faults) {
			s.SetFaults(faults)
			standin.WriteJSON(w, http.StatusOK, s.Faults())
		}
	})
	routes.HandleFunc("GET /standin/twilio/numbers", func(w http.ResponseWriter, _ *http.Request) {
		standin.WriteJSON(w, http.StatusOK, map[string]any{"numbers": s.config.Numbers})
	})
	return routes
}

func (s *Server) controlSend(w http.ResponseWriter, r *http.Request) {
	var wish struct {
		To, Body string
		Media    bool
	}
	if !standin.ReadJSON(w, r, &wish) {
		return
	}
	sms := SMS{From: r.PathValue("phone"), To: wish.To, Body: wish.Body}
	if wish.Media {
		sms.Media = 1
	}
	sid, err := s.Send(r.Context(), sms)
	switch {
	case errors.Is(err, ErrUnknownNumber), errors.Is(err, ErrNotAPhone):
		standin.WriteError(w, http.StatusUnprocessableEntity, err)
	case err != nil:
		standin.WriteError(w, http.StatusInternalServerError, err)
	default:
		standin.WriteJSON(w, http.StatusAccepted, map[string]string{"sid": sid})
	}
}
