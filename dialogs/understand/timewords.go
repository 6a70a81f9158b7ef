package understand

import "slices"

// timeSaid is what the words of a message tell of a time.
type timeSaid struct {
	ago                                    *ago
	date                                   *date
	weekday                                int // Sunday is 0; -1: none
	days                                   int // days before today
	month                                  int // 1 to 12, of a month told without a day; 0: none
	today, now, lastSaid, lastNight        bool
	lastWeek, lastMonth, weekend, thisWeek bool
	noon                                   bool // told as a part of the day: "hier midi", not "à midi"
	twoDays                                bool // of one night: "dans la nuit de dimanche à lundi"
	part                                   string
	clocks                                 []clock
}

var weekdays = [...]string{"sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"}

var months = [...]string{"january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
	"november", "december"}

// place returns where name stands in list, or -1.
func place(list []string, name string) int {
	for i, n := range list {
		if n == name {
			return i
		}
	}
	return -1
}

// timeName returns the longest time word that begins at token i.
func (m *reading) timeName(i int) (name string, next int) {
	for k := range m.hits {
		h := &m.hits[k]
		if h.label.section == inTimes && h.from == i && h.gaps == 0 && h.to >= next && !m.surname(h) {
			name, next = h.label.name, h.to+1
		}
	}
	return name, next
}

// surname says that a word of time is the name of somebody or something: behind a title ("Mme
// Martin", "Mme Soir"), or tied to a word that nobody knows ("Midi-Pyrénées"). Only a misspelt word
// and the part of a day are: "bonjour madame, lundi".
func (m *reading) surname(h *hit) bool {
	if h.from != h.to || !h.guessed && !slices.Contains(dayParts, h.label.name) {
		return false
	}
	i := h.from
	if i > 0 && (m.within(inGrammar, "honorific", i-1) || m.within(inGrammar, "saint", i-1)) {
		before := &m.tokens[i-1]
		return before.mark == markNone || before.mark == markStop && len(before.raw) <= abbreviated
	}
	strange := func(k int) bool {
		return m.tokens[k].kind == isWord && m.tokens[k].class == noClass && len(m.tokens[k].raw) >= shortestName
	}
	return i > 0 && m.tokens[i-1].sep == '-' && strange(i-1) || m.tokens[i].sep == '-' && i+1 < len(m.tokens) && strange(i+1)
}

var dayParts = []string{"morning", "noon", "afternoon", "evening", "night", "midnight"}

const (
	abbreviated  = 4 // letters of a title that a dot may cut short: "Mme."
	shortestName = 4 // letters of a word that is a name beside another: not the "mid" of "mid-morning"
)

// timeWords reads the words of time from token from up to token to, from left to right.
func (m *reading) timeWords(from, to int) timeSaid {
	w := timeSaid{weekday: -1}
	toks := m.tokens
	for i := from; i < to; {
		if next := m.opening(i); next > i {
			i = next
			continue
		}
		if a, b, next, ok := m.hoursBetween(i); ok && next <= to {
			w.clocks = append(w.clocks, a, b)
			i = next
			continue
		}
		if c, next, ok := m.opensRange(i); ok {
			w.clocks = append(w.clocks, c)
			i = next
			continue
		}
		if d, next, ok := m.dateAt(i); ok {
			switch {
			case w.date == nil:
				w.date = d
			case w.part == "night" && !w.twoDays && (d.day == w.date.day+1 || d.day == 1): // "dans la nuit du 19 au 20" is the 20th's
				w.date, w.twoDays = d, true
			}
			i = next
			continue
		}
		if c, next, ok := m.clockAt(i); ok {
			// "il y a 2h" is no clock.
			if m.isAgo(i) && !(i > 0 && m.tokens[i-1].as(roleSince) && (m.partAhead(next) || m.sinceHour(i, c))) {
				if a, next, ok := m.lengthAt(i); ok {
					w.ago = a
					i = next
					continue
				}
			}
			if !m.refused(i) {
				w.clocks = append(w.clocks, c)
			}
			i = next
			continue
		}
		if m.isAgo(i) && !(i > 0 && m.tokens[i-1].as(roleSince) && m.partAhead(i+1)) {
			if a, next, ok := m.lengthAt(i); ok {
				w.ago = a
				i = next
				continue
			}
		}
		name, next := m.timeName(i)
		if name == "" {
			i++
			continue
		}
		switch name {
		case "now":
			w.now = true
		case "today":
			w.today = true
		case "yesterday":
			w.days = max(w.days, 1)
		case "before_yesterday":
			w.days = max(w.days, 2)
		case "last_night":
			w.part, w.lastNight = "night", true
		case "morning", "afternoon", "evening", "night":
			switch {
			case w.part == "":
				w.part = name
			case w.lastNight && name == "evening": // "last night around dinner"
				w.part, w.days, w.lastNight = name, max(w.days, 1), false
			}
		case "noon", "midnight":
			c := clock{hour: 12}
			if name == "midnight" {
				c.hour = 0
			}
			if v, ok := m.minutes(next); ok { // "minuit dix"
				c.min = v
			}
			whole := m.and(c, next)
			w.noon = name == "noon" && whole == c && c.min == 0 && !(i > 0 && m.tokens[i-1].as(roleTo))
			c = whole
			c.spoken, c.next = false, c.hour == 0
			w.clocks = append(w.clocks, c)
		case "weekend":
			w.weekend = true
		case "last":
			w.lastSaid = true
		case "last_week":
			w.lastWeek = true
		case "week":
			if after, _ := m.timeName(min(next, len(toks)-1)); after == "last" && next < len(toks) || i > 0 && m.nameIs(i-1, "last") {
				w.lastWeek = true
			} else if i > 0 && toks[i-1].as(roleThis) {
				w.thisWeek = true
			}
		case "month":
			if after, _ := m.timeName(min(next, len(toks)-1)); after == "last" && next < len(toks) || i > 0 && m.nameIs(i-1, "last") {
				w.lastMonth = true
			}
		default:
			// The night "de dimanche à lundi" is Monday's.
			if d := place(weekdays[:], name); d >= 0 && (w.weekday < 0 || w.part == "night") {
				w.twoDays = w.twoDays || w.weekday >= 0 && d == (w.weekday+1)%7
				w.weekday = d
			}
			if mo := place(months[:], name) + 1; mo > 0 && i > 0 && m.leadsMonth(i-1) {
				w.month = mo
			}
		}
		i = next
	}
	return w
}

// opening returns the token behind the hours of opening that are told from token i on: "la banque
// ferme à 17h", "rouvre lundi à 9h". Nothing else happened then.
func (m *reading) opening(i int) int {
	opens := slices.ContainsFunc(m.hits, func(h hit) bool {
		return h.label.section == inGrammar && h.label.name == "opening" && h.gaps == 0 && h.to == i-1 && !(h.from > 0 && m.tokens[h.from-1].as(rolePerfect))
	})
	for opens && i < len(m.tokens) && m.tokens[i-1].mark == markNone && (m.ofTime(i) || m.tokens[i].flags&flagLight != 0) {
		i++
	}
	return i
}

// leadsMonth says that a month told behind token i is meant as a whole: "en août".
func (m *reading) leadsMonth(i int) bool {
	return m.tokens[i].as(roleLeadsMonth)
}

// opensRange reads the bare hour before "et 16h", "à 16h", "-16h".
func (m *reading) opensRange(i int) (clock, int, bool) {
	v, ok := m.value(i)
	if !ok || v > 24 || i+1 >= len(m.tokens) {
		return clock{}, i, false
	}
	next := i + 1
	if m.tokens[next].as(roleAnd | roleTo) {
		if i == 0 || !m.nameIs(i-1, "between") && !m.tokens[i-1].as(roleFrom) {
			return clock{}, i, false
		}
		next++
	} else if m.tokens[i].sep != '-' || m.tokens[i].kind != isNumber { // "vingt-deux heures" is one
		return clock{}, i, false
	}
	if next >= len(m.tokens) {
		return clock{}, i, false
	}
	if _, _, ok := m.clockAt(next); !ok || m.nameIs(next, "month") {
		return clock{}, i, false
	}
	return clock{hour: v % 24}, next, true
}

// hoursBetween reads the two hours of "entre 8 et 9", said without their unit.
func (m *reading) hoursBetween(i int) (a, b clock, next int, ok bool) {
	if !m.nameIs(i, "between") || i+3 >= len(m.tokens) {
		return a, b, i, false
	}
	hour := func(k int) (clock, int, bool) {
		if k >= len(m.tokens) {
			return clock{}, k, false
		}
		if c, next, ok := m.clockAt(k); ok {
			return c, next, true
		}
		if name, next := m.timeName(k); name == "noon" {
			return clock{hour: 12}, next, true
		}
		v, next, about, ok := m.numberAt(k)
		return clock{hour: int(v) % 24, spoken: m.tokens[k].kind == isWord}, next, ok && !about && v <= 24
	}
	a, k, ok := hour(i + 1)
	if !ok || k >= len(m.tokens) || !m.tokens[k].as(roleAnd) {
		return a, b, i, false
	}
	b, next, ok = hour(k + 1)
	if !ok || next < len(m.tokens) && m.lengthUnit(next) {
		return a, b, i, false
	}
	if b.hour < a.hour && b.hour+12 > a.hour { // "entre midi et deux"
		b.hour += 12
	}
	if name, _ := m.timeName(min(next, len(m.tokens)-1)); place(months[:], name) >= 0 { // "entre 8 et 9 mars"
		return a, b, i, false
	}
	return a, b, next, true
}

// minutes reads the minutes told behind an hour from token i on: "minuit dix".
func (m *reading) minutes(i int) (int, bool) {
	if i >= len(m.tokens) || m.tokens[i-1].mark != markNone {
		return 0, false
	}
	v, next, _, ok := m.numberAt(i)
	if !ok || v < 1 || v > 59 || next < len(m.tokens) && (m.nameIs(next, "hour") || m.lengthUnit(next)) {
		return 0, false
	}
	return int(v), true
}

// sinceHour says that "depuis 10h" tells the hour at which it began: few count ten hours
// back. Half a day and a whole one are lengths.
func (m *reading) sinceHour(i int, c clock) bool {
	return m.tokens[i].kind == isNumber && i+1 < len(m.tokens) && m.tokens[i+1].raw == "h" && c.hour >= 6 && c.hour != 12
}

// partAhead says that a part of the day is named from token i on: "depuis 7h ce matin".
func (m *reading) partAhead(i int) bool {
	for ; i < len(m.tokens); i++ {
		switch n, _ := m.timeName(i); n {
		case "morning", "afternoon", "evening", "night", "yesterday":
			return true
		}
	}
	return false
}

func (m *reading) nameIs(i int, want string) bool {
	n, _ := m.timeName(i)
	return n == want
}

// isAgo says that a phrase like "il y a" or "depuis" ends right before token i, or
// that "ago" stands behind the length that begins there.
func (m *reading) isAgo(i int) bool {
	for k := range m.hits {
		h := &m.hits[k]
		if h.label.section == inTimes && h.label.name == "ago" && h.gaps == 0 && (h.to == i-1 || h.to < i-1 && m.roughly(h.to+1, i)) {
			return true
		}
	}
	_, next, ok := m.lengthAt(i)
	return ok && next < len(m.tokens) && m.tokens[next].as(roleAgo)
}

// roughly says that the words from token i up to token end only say "about".
func (m *reading) roughly(i, end int) bool {
	for i < end {
		next := i
		for k := range m.hits {
			if h := &m.hits[k]; h.label.section == inTimes && (h.label.name == "about" || h.label.name == "spare") && h.gaps == 0 && h.from == i && h.to < end {
				next = max(next, h.to+1)
			}
		}
		if next == i {
			return false
		}
		i = next
	}
	return true
}
