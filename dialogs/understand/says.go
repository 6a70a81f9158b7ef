package understand

// Says reports whether a text, in lang if it does not tell its own language, holds a phrase
// of a list under grammar in words.<lang>.yaml.
func (r *Reader) Says(list, text, lang string) bool {
	m, _ := r.masked(text, lang)
	defer m.release()
	return m.says(list)
}
