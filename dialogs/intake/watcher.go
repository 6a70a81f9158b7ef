package intake

import (
	"slices"

	"relais/dialogs/engine"
)

// The facts that say whether whoever reads along is beside who writes, and that somebody near is helped.
const (
	watcherFact = "watcher"
	helpsFact   = "helps"
)

// tellWatcher tells that whoever reads along is beside who writes, or is gone, where the telephone is
// watched; elsewhere somebody near is only no answer. What the first message tells of it is answered
// by where to go on. A danger goes before all of it.
func tellWatcher(reading *engine.Reading, question *engine.Question, s State) {
	session := &s.Session
	if !session.Started {
		return
	}
	watchedNow := engine.Told{Fact: phoneWatched, Value: "yes"}
	if reading.OnlyNear && session.Facts.Get(helpsFact) == "yes" && session.Facts.Get(phoneWatched) == engine.Unset {
		reading.Told = slices.DeleteFunc(reading.Told, func(t engine.Told) bool { return t == watchedNow })
	}
	waits := slices.Contains([]string{engine.NearHere, "still"}, session.Facts.Get(watcherFact))
	here := reading.Near == engine.NearHere && s.wouldBeWatched(slices.Contains(reading.Told, watchedNow))
	if waits && slices.Contains([]string{"unknown", "not_incident"}, reading.Incident) {
		reading.Incident, reading.Second, reading.Confidence = "", "", 0 // "ok" there tells of nothing
	}
	switch {
	case here && reading.OnlyNear: // "il arrive" is a danger only where nobody has to hide it
		reading.Danger, reading.Incident, reading.Second, reading.Confidence = false, "", "", 0
		reading.Command, reading.Asked, reading.Answer = "", "", engine.Reply{Meaning: engine.Greeting}
		reading.Told = append(reading.Told, engine.Told{Fact: watcherFact, Value: engine.NearHere})
	case reading.Danger || reading.Distress:
		if waits {
			reading.Told = append(reading.Told, engine.Told{Fact: watcherFact, Value: engine.NearGone})
		}
	case here:
		reading.Told = append(reading.Told, engine.Told{Fact: watcherFact, Value: engine.NearHere})
	case waits && reading.Near == engine.NearGone:
		reading.Told = append(reading.Told, engine.Told{Fact: watcherFact, Value: engine.NearGone})
	case reading.OnlyNear && question != nil && question.Kind == engine.AskChoice && (reading.Answer.Meaning == engine.None || reading.Answer.Meaning == engine.Unclear):
		reading.Answer = engine.Reply{Meaning: engine.Greeting} // no answer, and no miss
	}
}

// wouldBeWatched reports whether the attacker may read what is said where the conversation is, told
// says that this message tells it first.
func (s State) wouldBeWatched(told bool) bool {
	if !told {
		return s.watched(&s.Session)
	}
	session := s.Session
	session.Facts = engine.Facts{phoneWatched: "yes", writesFrom: session.Facts.Get(writesFrom)}
	return s.watched(&session)
}
