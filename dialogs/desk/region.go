package desk

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"

	"relais/dialogs/intake"
)

// Region is the settings of one region that has a desk.
type Region struct {
	Code      string // INSEE region code
	Name      string
	Slack     Channel
	Analysts  []Analyst
	Duty      []string      // phones called when nobody answers, E.164, in this order
	DutyBy    intake.Medium // how
	Night     intake.Night
	Retention int // days a closed case stays readable
	SlackText SlackText
	SMSPrice  int // of one segment, in ten-thousandths of a euro; 0: not known
}

// DefaultRetention is how many days a closed case stays readable where a region says nothing.
const DefaultRetention = 90

// Channel is where the region's cases are shown.
type Channel struct{ Team, Channel string }

// Analyst is somebody who works on the region's cases.
type Analyst struct {
	Slack  string // id in the workspace; empty where analysts work at the terminal
	Name   string // unique among those without an id
	Rights []Right
	Phone  string // E.164; empty: none
}

// ID names the analyst in the log: the id in the workspace, else twelve letters
// made of the name, which do not say it.
func (a Analyst) ID() string {
	if a.Slack != "" {
		return a.Slack
	}
	sum := sha256.Sum256([]byte("relais analyst v1\x00" + a.Name))
	return "t" + hex.EncodeToString(sum[:6])
}

// May reports whether the analyst has a right.
func (a Analyst) May(right Right) bool { return slices.Contains(a.Rights, right) }

// Right is something an analyst may do.
type Right string

// The rights.
const (
	MayRead  Right = "read"  // open what a reporter wrote
	MayLead  Right = "lead"  // claim a case, take over, write to the reporter, close
	MayRoute Right = "route" // correct severity and place, send a case to another region
	// MayExtract: take a file that a reporter left, which may do harm, out of quarantine.
	MayExtract Right = "extract"
)

// SlackText says what of a reporter's words may stand in Slack.
type SlackText string

// The ways.
const (
	TextNone SlackText = "none" // only that something was received
	TextFull SlackText = "full"
)

// Terminal is the team of analysts who work at the terminal of the machine itself.
const Terminal = "terminal"

// analyst returns the analyst that somebody is in a region. Whoever is not of the
// region's workspace is nobody, whatever their id.
func (r Region) analyst(by Actor) (Analyst, bool) {
	for _, a := range r.Analysts {
		switch {
		case by.Team == Terminal && (a.Name == by.User || a.ID() == by.User):
			return a, true
		case by.Team != "" && by.Team == r.Slack.Team && a.Slack != "" && a.Slack == by.User:
			return a, true
		}
	}
	return Analyst{}, false
}

// Analyst returns the analyst of the region with this id, as ID gives it.
func (r Region) Analyst(id string) (Analyst, bool) {
	i := slices.IndexFunc(r.Analysts, func(a Analyst) bool { return a.ID() == id })
	if i < 0 {
		return Analyst{}, false
	}
	return r.Analysts[i], true
}
