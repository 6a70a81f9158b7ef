package places

import "relais/dialogs/places/spelling"

// cued finds names that a cue announces, anywhere in a text.
func cued(text string, words []spelling.Word, expected bool) Match {
	return Match{Status: None}
}
