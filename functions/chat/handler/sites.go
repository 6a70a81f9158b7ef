package handler

import (
	"errors"
	"fmt"
	"maps"
	"slices"

	"relais/functions/chat/widget"
	"relais/infra/env"
)

// Sites are those of the settings, and our own page. stream says that PathStream is
// served. Its error names each site with a colour that cannot be read.
func Sites(c env.Config, stream bool) (map[string]widget.Site, error) {
	own := widget.Site{Stream: stream, SMS: len(c.Numbers) > 0}
	sites := map[string]widget.Site{"": own}
	var faults []error
	for _, id := range slices.Sorted(maps.Keys(c.Sites)) {
		site := own
		site.ID, site.Accent, site.Frames = id, c.Sites[id].Accent, c.Sites[id].Frames
		if _, err := widget.Colours(site.Accent); err != nil {
			faults = append(faults, fmt.Errorf("RELAIS_CHAT_SITES: site %s: %w", id, err))
		}
		sites[id] = site
	}
	return sites, errors.Join(faults...)
}
