package understand

import "relais/dialogs/engine"

// meanings are the names of common in words.<lang>.yaml that can answer a choice.
var meanings = []string{"yes", "done", "no", "not_done", "cannot", "partial", "in_progress", "did_opposite",
	"unsure", "skip", "help", "wait", "all", "none", "other"}

// Common returns which lists of common in words.<lang>.yaml stand for each choice
// of an open question, by the choice's id and in the order yes, done, no, …. The
// choice's own words, and those of the fact it sets, count besides.
func Common(open *engine.Question) map[string][]string {
	accepted := map[string][]string{}
	for _, m := range meanings {
		id := meant(open, m)
		if id == "" {
			id = engine.StandsFor(open.Choices, engine.Meaning(m))
		}
		if id == "" {
			id = alike(open, m)
		}
		if id != "" {
			accepted[id] = append(accepted[id], m)
		}
	}
	return accepted
}

// alike returns the choice that "all", "none" or "other" names.
func alike(open *engine.Question, name string) string {
	if name == "other" {
		name = "something_else" // go-i18n keeps "other" for itself
	}
	for _, c := range open.Choices {
		if c.ID == name && (name == "all" || name == "none" || name == "something_else") {
			return c.ID
		}
	}
	return ""
}
