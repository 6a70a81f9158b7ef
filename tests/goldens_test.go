package tests

import (
	"fmt"
	"strings"
	"testing"

	"relais/dialogs"
)

// TestGoldensByVictim counts the conversations in the default language by the incident
// that leads at their end and by who is hit: each incident wants one of a town hall, one
// of a company, and one whose words are as messy as people write (header "style: messy").
func TestGoldensByVictim(t *testing.T) {
	count := map[string]map[string]int{}
	for _, c := range conversations(t) {
		if c.language != "fr" {
			continue
		}
		_, steps, err := c.play(true)
		if err != nil {
			t.Fatalf("%s: %v", c.name, err)
		}
		last := steps[len(steps)-1].after.Session
		if last.End == "" {
			continue
		}
		by := count[last.Lead]
		if by == nil {
			by = map[string]int{}
			count[last.Lead] = by
		}
		by[last.Facts.Get("victim")]++
		by["all"]++
		if c.messy {
			by["messy"]++
		}
	}
	columns := []string{"all", "commune", "other_public", "company", "association", "individual", "unset", "messy"}
	t.Logf("%-20s %s", "incident", strings.Join(columns, " "))
	for _, incident := range dialogs.Set().Incidents {
		by := count[incident]
		line := fmt.Sprintf("%-20s", incident)
		for _, column := range columns {
			line += fmt.Sprintf(" %*d", len(column), by[column])
		}
		t.Log(line)
		for _, want := range []string{"commune", "company", "messy"} {
			// What is no incident is not asked who it happens to.
			if by[want] == 0 && !(incident == "not_incident" && want != "messy") {
				t.Errorf("%s: no conversation of kind %q", incident, want)
			}
		}
		if by["all"] < 3 {
			t.Errorf("%s: %d conversations that reach an end, want 3", incident, by["all"])
		}
	}
}
