package spelling

import "strings"

// Sound returns roughly what a French ear hears of a folded name: linking words
// and silent endings are gone, letters that sound alike are one. Two names of
// the same sound are neighbours, not equals: it is meant to find candidates.
func Sound(folded string) string {
	out := make([]byte, 0, len(folded))
	for word := range strings.FieldsSeq(folded) {
		if Linking(word) {
			continue
		}
		out = appendSound(out, word)
	}
	return string(out)
}

func appendSound(out []byte, w string) []byte {
	start := len(out)
	put := func(s string) {
		for i := range len(s) {
			if len(out) == start || out[len(out)-1] != s[i] {
				out = append(out, s[i])
			}
		}
	}
	for i := 0; i < len(w); {
		s, n := heard(w, i)
		put(s)
		i += n
	}
	// A mute e leaves the consonant before it heard; without it -s -t -d -x -z -p are silent.
	end := len(out)
	for end-start > 2 && out[end-1] == 's' {
		end--
	}
	if end-start > 2 && out[end-1] == 'e' && w[len(w)-1] != 'y' && w[len(w)-1] != 'i' {
		return out[:end-1]
	}
	for end-start > 2 && strings.IndexByte("stdp", out[end-1]) >= 0 {
		end--
	}
	return out[:end]
}

// heard returns the sound of w at i and how many letters it takes.
func heard(w string, i int) (string, int) {
	rest := w[i:]
	// "Gaillac" and "gayac" have the same middle.
	if len(rest) > 2 && (rest[0] == 'a' || rest[0] == 'e') && rest[1] == 'y' && vowel(rest[2]) {
		return rest[:1] + "i", 2
	}
	for _, m := range [...]struct{ letters, sound string }{
		{"aill", "ai"}, {"eill", "ei"},
		{"eaux", "o"}, {"eau", "o"}, {"aux", "o"}, {"au", "o"},
		{"sch", "x"}, {"ch", "x"}, {"ph", "f"}, {"th", "t"}, {"rh", "r"},
		{"gn", "n"}, {"oeu", "e"}, {"oe", "e"}, {"ae", "e"},
		{"ain", "in"}, {"ein", "in"}, {"aim", "in"}, {"ai", "e"}, {"ei", "e"}, {"ay", "e"}, {"ey", "e"},
		{"gea", "ja"}, {"geo", "jo"}, {"gue", "ge"}, {"gui", "gi"},
		{"qu", "k"}, {"ck", "k"}, {"sc", "s"}, {"ill", "i"},
	} {
		if !strings.HasPrefix(rest, m.letters) {
			continue
		}
		if m.letters == "sc" && !soft(rest, 2) {
			continue
		}
		if m.letters == "gue" || m.letters == "gui" {
			return "g", 2
		}
		return m.sound, len(m.letters)
	}
	if len(rest) > 1 && (rest[0] == 'e' || rest[0] == 'a') && (rest[1] == 'n' || rest[1] == 'm') && (len(rest) == 2 || !vowel(rest[2]) && rest[2] != rest[1]) {
		return "an", 2
	}
	if len(rest) > 1 && (rest[0] == 'i' || rest[0] == 'y') && (rest[1] == 'n' || rest[1] == 'm') && (len(rest) == 2 || !vowel(rest[2]) && rest[2] != rest[1]) {
		return "in", 2
	}
	if len(rest) > 2 && rest[0] == 'n' && (rest[1] == 'i' || rest[1] == 'y') && vowel(rest[2]) {
		return "n", 2
	}
	switch c := rest[0]; c {
	case 'h':
		return "", 1
	case 'c':
		if soft(rest, 1) {
			return "s", 1
		}
		return "k", 1
	case 'g':
		if soft(rest, 1) {
			return "j", 1
		}
		return "g", 1
	case 'q':
		return "k", 1
	case 'y':
		return "i", 1
	case 'z', 'x':
		return "s", 1
	case 'w':
		return "v", 1
	default:
		return rest[:1], 1
	}
}

func soft(s string, i int) bool {
	return i < len(s) && (s[i] == 'e' || s[i] == 'i' || s[i] == 'y')
}

func vowel(c byte) bool { return strings.IndexByte("aeiouy", c) >= 0 }

// Hash is FNV-1a over the bytes of a sound.
func Hash(sound string) uint32 {
	h := uint32(2166136261)
	for i := range len(sound) {
		h = (h ^ uint32(sound[i])) * 16777619
	}
	return h
}
