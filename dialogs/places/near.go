package places

import (
	"math/bits"
	"slices"
	"strings"

	"relais/dialogs/places/spelling"
)

// A neighbouring name is scored by its wrong letters, two a letter; a name that
// sounds the same costs at most soundsAlike. The lower, the nearer.
const (
	oneLetter   = 2
	soundsAlike = 3
	twoLetters  = 4
)

const (
	rivalTimes        = 5       // as many times the population make a larger commune a rival
	metropolis        = 100_000 // inhabitants of a city whose name is often written wrong
	metropolisLetters = 6       // of what was typed: shorter texts are a letter from too many names
)

const (
	recordBytes = 12      // of near.bin: hash of the sound, letters, line and length
	largeBit    = 1 << 31 // of its letters: the name may mean a large commune
)

// nearest returns the communes whose name is spelled like name, the best score,
// and whether one of them stands clearly out. Every record is looked at, most of
// them for their letters only, which takes some hundred microseconds.
func nearest(name string, ctx context) (set []candidate, score int, clear bool) {
	var buffer, other [spelling.MaxLetters]byte
	if len(name) > spelling.MaxLetters {
		return nil, 0, false
	}
	typed := spelling.Squeeze(buffer[:0], name)
	limit := tolerance(len(typed), ctx.restricts())
	if limit < 0 {
		return nil, 0, false
	}
	// One letter further only large communes count, and only as a question.
	sure := limit
	if !ctx.restricts() && len(typed) != 3 && len(typed) != 5 {
		limit++
	}
	common := commonWords(name)
	// Several common words in a row that are a letter from a name are that name.
	phrase := common && len(typed) >= 9 && ownWords(name) >= 2
	letters := spelling.Letters(typed)
	// A short sound is that of too many names: it is looked for where no spelling is near,
	// means a large commune, and is asked ("renne" may be Rennes).
	short := false
	var all []scored
	consider := func(line uint32, alike bool) {
		key, value := names.line(int(line & (1<<26 - 1)))
		if len(key) > spelling.MaxLetters {
			return
		}
		known := spelling.Squeeze(other[:0], key)
		reach := limit
		if alike {
			reach = max(limit, (len(typed)+1)/2)
		}
		d := spelling.Distance(typed, known, reach)
		if d > reach || !alike && d > 1 && typed[0] != known[0] {
			return
		}
		if common && d > 0 && (d > 1 && !(phrase && alike && d == 2) || !alike && !phrase) && !ctx.restricts() {
			return
		}
		s := oneLetter * d
		if alike && d == 2 {
			s = oneLetter
		} else if alike {
			s = min(s, soundsAlike)
		}
		for entry := range strings.SplitSeq(value, ",") {
			if entry[0] == 'h' {
				continue
			}
			if c := candidateOf(entry[1:], entry[0]); ctx.allows(c) && (!short || d <= 1 && c.population >= large) && (!common && (d <= sure || alike) || phrase || c.population >= large || ctx.restricts()) {
				all = append(all, scored{c, s, alike})
			}
		}
	}
	for at := 0; at < len(near); at += recordBytes {
		record := near[at : at+recordBytes]
		where := word(record, 8)
		holds, reach := word(record, 4), sure
		if holds&largeBit != 0 {
			holds, reach = holds&^largeBit, limit
		}
		if d := int(where>>26) - min(len(typed), 63); d > reach || -d > reach {
			continue
		}
		if bits.OnesCount32(holds^letters) <= 2*reach {
			consider(where, false)
		}
	}
	if sound := spelling.Sound(name); len(sound) >= 4 || len(sound) == 3 && len(all) == 0 {
		short = len(sound) == 3
		hash := spelling.Hash(sound)
		low, high := 0, len(near)/recordBytes
		for low < high {
			if mid := (low + high) / 2; word(near[mid*recordBytes:], 0) < hash {
				low = mid + 1
			} else {
				high = mid
			}
		}
		for at := low * recordBytes; at < len(near) && word(near[at:], 0) == hash; at += recordBytes {
			if !short || word(near[at:], 4)&largeBit != 0 {
				consider(word(near[at:], 8), true)
			}
		}
	}
	if len(all) == 0 {
		return nil, 0, false
	}
	score = all[0].score
	for _, c := range all {
		score = min(score, c.score)
	}
	if score > oneLetter*sure && score != soundsAlike && len(typed) > 7 && len(typed) < 10 {
		return nil, 0, false
	}
	best := 0
	for _, c := range all {
		if c.score == score {
			best = max(best, c.population)
		}
	}
	seen := map[string]bool{}
	for _, c := range all {
		// A much larger commune nearly as near is what most people mean.
		rival := score > 0 && c.score <= score+1 ||
			c.score <= max(score+oneLetter, twoLetters) && c.population >= large && c.population >= rivalTimes*best
		if (c.score == score || rival) && !seen[c.insee] {
			seen[c.insee] = true
			set = append(set, c.candidate)
		}
	}
	if c, ok := outstanding(all, score, len(typed)); ok && !common && !short {
		return []candidate{c}, score, true
	}
	return set, score, len(seen) == 1 && !short && (!common || phrase || score == 0 || ctx.restricts()) && (score <= oneLetter*sure || score == soundsAlike)
}

// A scored candidate is what one name of a commune contributes.
type scored struct {
	candidate
	score int
	alike bool // the name sounds like what was typed
}

// outstanding returns the one commune that people mean among those a letter
// away: "montpelier" sounds like a city and only looks like a village, and a
// metropolis is written wrong more often than a hamlet at all.
func outstanding(all []scored, score, length int) (candidate, bool) {
	if score != oneLetter {
		return candidate{}, false
	}
	for _, c := range all {
		if c.score != score || c.population < large || !c.alike && (c.population < metropolis || length < metropolisLetters) {
			continue
		}
		alone := true
		for _, o := range all {
			factor := times
			if o.alike || !c.alike {
				factor = times * times
			}
			alone = alone && (o.insee == c.insee || o.score > score+1 || o.population*factor <= c.population)
		}
		if alone {
			return c.candidate, true
		}
	}
	return candidate{}, false
}

// commonWords reports whether a name is made of French words only: nobody
// misspelt it. "lion" may still be Lyon.
func commonWords(name string) bool {
	for w := range strings.FieldsSeq(name) {
		if !spelling.Linking(w) && !frenchWords.Has(w) && !has(w, ordinary) && !has(w, given) {
			return false
		}
	}
	return true
}

// ownWords returns how many words of a name do not merely link.
func ownWords(name string) int {
	n := 0
	for w := range strings.FieldsSeq(name) {
		if !spelling.Linking(w) {
			n++
		}
	}
	return n
}

// word returns the little-endian uint32 of s at i.
func word(s string, i int) uint32 {
	s = s[i : i+4]
	return uint32(s[0]) | uint32(s[1])<<8 | uint32(s[2])<<16 | uint32(s[3])<<24
}

// tolerance returns how many letters of a name of that length may be wrong, -1
// if it is too short to be searched.
func tolerance(length int, restricted bool) int {
	switch {
	case length < 3:
		return -1
	case length < 5:
		if restricted && length == 4 {
			return 1
		}
		return 0
	case length < 8:
		if restricted && length > 5 {
			return 2
		}
		return 1
	case length < 12 || !restricted:
		return 2
	}
	return 3
}

const maxGuesses = 12 // candidates of a search with wrong letters

func capped(set []candidate) []candidate {
	if len(set) <= maxGuesses {
		return set
	}
	slices.SortFunc(set, byPeople)
	return set[:maxGuesses]
}
