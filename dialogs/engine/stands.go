package engine

// StandsFor returns the id of the choice that an answer of this meaning takes among
// choices, "" if none: "c'est fait" takes done, else yes; done in part takes no.
func StandsFor(choices []Choice, m Meaning) string {
	for _, id := range choicesOf[m] {
		for _, c := range choices {
			if c.ID == id || c.As == id {
				return c.ID
			}
		}
	}
	return ""
}

// DefaultMisses is how many replies that fit nothing lead on, where a step does not say.
const DefaultMisses = misses
