package env

import (
	"strings"

	"relais/dialogs/desk"
	"relais/dialogs/intake"
	"relais/dialogs/places"
)

// demoMark stands in every invented id, so that no demo can be mistaken for a
// region in earnest.
const demoMark = "DEMO"

// DemoRegions returns the settings of every region where somebody lives, with
// invented staff.
func DemoRegions() map[string]Region {
	regions := map[string]Region{}
	for place := range places.All() {
		if _, done := regions[place.Region]; !done && place.Population > 0 {
			regions[place.Region] = demoRegion(place.Region, place.RegionName)
		}
	}
	return regions
}

// demoRegion invents a region's staff. 06 39 98 is kept for fiction (Arcep,
// national numbering plan).
func demoRegion(code, name string) Region {
	number := (code + "000")[:3]
	return Region{
		Code: code, Name: name,
		Slack: Channel{Team: "T" + demoMark, Channel: "C" + demoMark + code},
		Analysts: []desk.Analyst{
			{Slack: "U" + demoMark + code + "1", Name: "Camille Exemple", Rights: []desk.Right{desk.MayRead, desk.MayLead, desk.MayRoute, desk.MayExtract}, Phone: "+33639980" + number},
			{Slack: "U" + demoMark + code + "2", Name: "Sacha Modèle", Rights: []desk.Right{desk.MayRead, desk.MayLead}, Phone: "+33639981" + number},
			{Slack: "U" + demoMark + code + "3", Name: "Alix Essai", Rights: []desk.Right{desk.MayRead}, Phone: ""},
		},
		Duty:  []string{"+33639980" + number},
		Night: intake.PageP1, Retention: desk.DefaultRetention, SlackText: desk.TextNone,
	}
}

// invented reports a region that was copied from the demo.
func invented(r Region) bool {
	ids := r.Slack.Team + r.Slack.Channel
	for _, a := range r.Analysts {
		ids += a.Slack
	}
	return strings.Contains(ids, demoMark)
}
