package dossier

import (
	"regexp"
	"strings"

	"relais/dialogs/engine"
	"relais/dialogs/intake"
	"relais/dialogs/understand/letters"
)

// veil stands where something stood that leaves in no document.
const veil = "•••"

// verifying is the dialog that asks for the words a caller has said.
const verifying = "verify"

var token = regexp.MustCompile(`[\p{L}\p{M}\p{N}]+`)

// secrets are what opens a case or proves who somebody is: the two words by which a caller
// is known, the PIN, and the links under our address.
type secrets struct {
	words     [2]string      // folded; empty: none yet
	code, pin string         // the code folded, without its hyphen
	link      *regexp.Regexp // nil: there are no links
}

func secretsOf(d *intake.Desk, values map[string]string) secrets {
	s := secrets{
		words: [2]string{folded(values["word1"]), folded(values["word2"])},
		code:  folded(strings.ReplaceAll(values["code"], "-", "")), pin: values["pin"],
	}
	if _, host, _ := strings.Cut(d.Links, "://"); host != "" {
		s.link = regexp.MustCompile(`(?i)` + regexp.QuoteMeta(host+intake.LinkPath) + `[A-Za-z0-9_-]+`)
	}
	return s
}

// hint says what a message is likely to hold, from what stood before it: there one secret is
// enough to be one. Elsewhere a word or four digits are a secret only beside what they go with,
// for people write of sand, of Orange and of 5000 euros.
type hint struct{ words, pin bool }

// hinted is the hint for a message after a session and what was written to the reporter last.
func (s secrets) hinted(before engine.Session, told string) hint {
	_, given := s.mask(told, hint{})
	return hint{words: before.Here.Dialog == verifying, pin: given && strings.Contains(told, s.pin)}
}

// mask veils the secrets of a text, and reports whether there was one. The rest stays as it is.
func (s secrets) mask(text string, h hint) (masked string, found bool) {
	spans := token.FindAllStringIndex(text, -1)
	tokens := make([]string, len(spans))
	has := map[string]bool{}
	for i, at := range spans {
		tokens[i] = folded(text[at[0]:at[1]])
		has[tokens[i]] = true
		if i > 0 {
			has[tokens[i-1]+tokens[i]] = true // K7M-2QX
		}
	}
	words := h.words || has[s.words[0]] && has[s.words[1]]
	pin := h.pin || has[s.code] || len(tokens) == 1
	var b strings.Builder
	at := 0
	for i, span := range spans {
		t := tokens[i]
		if words && (t == s.words[0] || t == s.words[1]) || pin && t == s.pin {
			b.WriteString(text[at:span[0]] + veil)
			at, found = span[1], true
		}
	}
	masked = b.String() + text[at:]
	if s.link != nil && s.link.MatchString(masked) {
		return s.link.ReplaceAllString(masked, veil), true
	}
	return masked, found
}

// folded spells a word in small letters without accents.
func folded(word string) string {
	text, _ := letters.Fold(word, len(word))
	return text
}
