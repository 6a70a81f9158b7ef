package places

import "strings"

// table is text of lines sorted by what stands before their first tab. It is
// searched where it lies: nothing is parsed when a program starts, and the
// pages of the binary that are never looked at are never loaded.
type table string

// find returns what follows the key on its line.
func (t table) find(key string) (string, bool) {
	at := t.at(key)
	if at == len(t) {
		return "", false
	}
	k, value := t.line(at)
	return value, k == key
}

// at returns where the first line begins whose key is key or greater.
func (t table) at(key string) int {
	low, high := 0, len(t)
	for low < high {
		begin := low + strings.LastIndexByte(string(t[low:low+(high-low)/2]), '\n') + 1
		k, value := t.line(begin)
		if k < key {
			low = begin + len(k) + len(value) + 2
		} else {
			high = begin
		}
	}
	return low
}

// line returns the key and the value of the line that begins at begin.
func (t table) line(begin int) (key, value string) {
	line := string(t[begin:])
	if end := strings.IndexByte(line, '\n'); end >= 0 {
		line = line[:end]
	}
	key, value, _ = strings.Cut(line, "\t")
	return key, value
}
