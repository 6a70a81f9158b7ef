package understand

import "slices"

// Says reports whether a text, in lang if it does not tell its own language, holds a phrase
// of a list under grammar in words.<lang>.yaml.
func (r *Reader) Says(list, text, lang string) bool {
	m, _ := r.masked(text, lang)
	defer m.release()
	return m.says(list)
}

// Light reports whether a word is a small one that tells nothing alone: "le", "par", "est".
func (r *Reader) Light(word string) bool {
	folded, _ := foldText(word)
	return slices.ContainsFunc(r.lexicons, func(l *lexicon) bool {
		w, ok := find(l.words, folded)
		return ok && w.flags&flagLight != 0
	})
}

// Introduces reports whether what stands behind a word is a thing and nobody's name: "un",
// "les", "notre".
func (r *Reader) Introduces(word string) bool {
	folded, _ := foldText(word)
	return slices.ContainsFunc(r.lexicons, func(l *lexicon) bool {
		does := l.role(folded)
		return does&(roleOne|roleEvery) != 0 || does&roleSpeaker == 0 && r.Says("self", word, l.tag)
	})
}
