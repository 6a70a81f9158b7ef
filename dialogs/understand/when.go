package understand

import "time"

const rfc3339 = time.RFC3339

// precision of a moment told.
type precision uint8

const (
	atInstant precision = iota
	onDay
	onPart
	inInterval
)

// moment is a time told: from is the earliest plausible instant.
type moment struct {
	from, to time.Time // to only of an interval
	day      time.Time // the day of a part
	part     string    // morning, afternoon, evening, night
	precise  precision
}

// clock is a time of day.
type clock struct{ hour, min int }

// Hours at which the parts of a day begin. A night begins the evening before.
func partBegins(part string) time.Duration {
	switch part {
	case "morning":
		return 6 * time.Hour
	case "afternoon":
		return 12 * time.Hour
	case "evening":
		return 18 * time.Hour
	}
	return -2 * time.Hour
}

// when reads the time told, relative to now in zone. A time of day later than now
// means the day before; a weekday or date still to come, the last one.
func (m *reading) when(now time.Time, zone *time.Location) (moment, bool) {
	if zone == nil {
		zone = time.UTC
	}
	now = now.In(zone)
	w := m.timeWords()
	if w.ago != nil {
		return *w.ago.before(now), true
	}
	today := midnight(now)
	day, dated, explicit := today, false, false
	switch {
	case w.date != nil:
		d, ok := w.date.latest(now)
		if !ok {
			return moment{}, false
		}
		day, dated, explicit = d, true, true
	case w.weekday >= 0:
		back := (int(now.Weekday()) - w.weekday + 7) % 7
		if back <= 1 && w.lastSaid { // of the day before people say "yesterday"
			back += 7
		}
		day, dated, explicit = today.AddDate(0, 0, -back), true, true
	case w.days > 0:
		day, dated, explicit = today.AddDate(0, 0, -w.days), true, true
	case w.today:
		dated = true
	}
	part := w.part
	switch {
	case len(w.clocks) > 0:
		at := func(c clock) time.Time {
			h := c.hour
			if h < 12 && (part == "evening" || part == "afternoon") && !(part == "evening" && h < 4) {
				h += 12
			}
			if h == 12 && part == "night" {
				h = 0
			}
			return time.Date(day.Year(), day.Month(), day.Day(), h, c.min, 0, 0, zone)
		}
		t := at(w.clocks[0])
		for t.After(now) {
			switch {
			case w.weekday >= 0:
				t = t.AddDate(0, 0, -7)
			case explicit:
				t = t.AddDate(0, 0, -1)
			default:
				t = t.AddDate(0, 0, -1)
			}
		}
		if len(w.clocks) > 1 {
			c := at(w.clocks[1])
			c = time.Date(t.Year(), t.Month(), t.Day(), c.Hour(), c.Minute(), 0, 0, zone)
			if c.Before(t) {
				c = c.AddDate(0, 0, 1)
			}
			return moment{from: t, to: c, precise: inInterval}, true
		}
		return moment{from: t, precise: atInstant}, true
	case part != "":
		begin := func() time.Time { return day.Add(partBegins(part)) }
		if part == "night" && w.days > 0 && w.weekday < 0 {
			// "hier nuit" is the night that began yesterday
			day = day.AddDate(0, 0, 1)
		}
		for begin().After(now) {
			if w.weekday >= 0 {
				day = day.AddDate(0, 0, -7)
			} else {
				day = day.AddDate(0, 0, -1)
			}
		}
		return moment{from: begin(), day: day, part: part, precise: onPart}, true
	case w.now:
		return moment{from: now, precise: atInstant}, true
	case dated:
		return moment{from: day, precise: onDay}, true
	case w.lastWeek:
		monday := today.AddDate(0, 0, -(int(now.Weekday())+6)%7-7)
		return moment{from: monday, to: monday.AddDate(0, 0, 6), precise: inInterval}, true
	case w.lastMonth:
		first := time.Date(now.Year(), now.Month()-1, 1, 0, 0, 0, 0, zone)
		return moment{from: first, to: first.AddDate(0, 1, -1), precise: inInterval}, true
	case w.weekend:
		back := (int(now.Weekday()) + 1) % 7 // since Saturday
		if w.lastSaid && back < 2 {
			back += 7
		}
		saturday := today.AddDate(0, 0, -back)
		return moment{from: saturday, to: saturday.AddDate(0, 0, 1), precise: inInterval}, true
	case w.thisWeek:
		monday := today.AddDate(0, 0, -(int(now.Weekday())+6)%7)
		return moment{from: monday, to: today, precise: inInterval}, true
	}
	return moment{}, false
}

func midnight(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, t.Location())
}

// date is a day of the calendar as told; 0 is not told.
type date struct{ day, month, year int }

// latest is the last such day not after now.
func (d *date) latest(now time.Time) (time.Time, bool) {
	if d.day < 1 || d.day > 31 || d.month > 12 {
		return time.Time{}, false
	}
	at := func(y int, mo time.Month) (time.Time, bool) {
		t := time.Date(y, mo, d.day, 0, 0, 0, 0, now.Location())
		return t, t.Day() == d.day && !t.After(now)
	}
	switch {
	case d.year > 0:
		t := time.Date(d.year, time.Month(d.month), d.day, 0, 0, 0, 0, now.Location())
		return t, t.Day() == d.day
	case d.month > 0:
		for y := now.Year(); y > now.Year()-9; y-- {
			if t, ok := at(y, time.Month(d.month)); ok {
				return t, true
			}
		}
	default:
		first := time.Date(now.Year(), now.Month(), 1, 0, 0, 0, 0, now.Location())
		for k := 0; k < 4; k++ {
			mo := first.AddDate(0, -k, 0)
			if t, ok := at(mo.Year(), mo.Month()); ok {
				return t, true
			}
		}
	}
	return time.Time{}, false
}

// ago is a length of time before now.
type ago struct {
	months, days int
	span         time.Duration
}

func (a *ago) before(now time.Time) *moment {
	if a.months > 0 || a.days > 0 {
		return &moment{from: midnight(now).AddDate(0, -a.months, -a.days), precise: onDay}
	}
	return &moment{from: now.Add(-a.span), precise: atInstant}
}

// timeSaid is what the words of a message tell of a time.
type timeSaid struct {
	ago                                    *ago
	date                                   *date
	weekday                                int // Sunday is 0; -1: none
	days                                   int // days before today
	today, now, lastSaid                   bool
	lastWeek, lastMonth, weekend, thisWeek bool
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
		if h.label.section == inTimes && h.from == i && h.gaps == 0 && h.to >= next {
			name, next = h.label.name, h.to+1
		}
	}
	return name, next
}

// timeWords reads the words of time from left to right.
func (m *reading) timeWords() timeSaid {
	w := timeSaid{weekday: -1}
	toks := m.tokens
	for i := 0; i < len(toks); {
		if d, next, ok := m.dateAt(i); ok {
			if w.date == nil {
				w.date = d
			}
			i = next
			continue
		}
		if c, next, ok := m.clockAt(i); ok {
			// "il y a 2h" is no clock.
			if i > 0 && m.isAgo(i) && !(m.tokens[i-1].text == "depuis" && m.partAhead(next)) {
				if a, next, ok := m.lengthAt(i); ok {
					w.ago = a
					i = next
					continue
				}
			}
			w.clocks = append(w.clocks, c)
			i = next
			continue
		}
		if m.isAgo(i) && !(i > 0 && m.tokens[i-1].text == "depuis" && m.partAhead(i+1)) {
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
			w.part = "night"
		case "morning", "afternoon", "evening", "night":
			if w.part == "" {
				w.part = name
			}
		case "noon":
			w.clocks = append(w.clocks, m.and(clock{12, 0}, next))
		case "midnight":
			w.clocks = append(w.clocks, m.and(clock{0, 0}, next))
		case "weekend":
			w.weekend = true
		case "last":
			w.lastSaid = true
		case "week":
			if after, _ := m.timeName(min(next, len(toks)-1)); after == "last" && next < len(toks) || i > 0 && m.nameIs(i-1, "last") {
				w.lastWeek = true
			} else if i > 0 && (toks[i-1].text == "cette" || toks[i-1].text == "this") {
				w.thisWeek = true
			}
		case "month":
			if after, _ := m.timeName(min(next, len(toks)-1)); after == "last" && next < len(toks) || i > 0 && m.nameIs(i-1, "last") {
				w.lastMonth = true
			}
		default:
			// The night "de dimanche à lundi" is Monday's.
			if d := place(weekdays[:], name); d >= 0 && (w.weekday < 0 || w.part == "night") {
				w.weekday = d
			}
		}
		i = next
	}
	return w
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
		if h.label.section == inTimes && h.label.name == "ago" && h.gaps == 0 && (h.to == i-1 || h.to == i-2 && i >= 1 && approximately(m.tokens[i-1].text)) {
			return true
		}
	}
	_, next, ok := m.lengthAt(i)
	return ok && next < len(m.tokens) && m.tokens[next].text == "ago"
}

func approximately(w string) bool {
	switch w {
	case "environ", "vers", "peu", "pres", "about", "around", "bien", "deja", "maintenant", "genre", "a":
		return true
	}
	return false
}

// lengthAt reads a length of time: "une heure", "1h30", "3 jours", "une demi heure",
// "quelques minutes".
func (m *reading) lengthAt(i int) (*ago, int, bool) {
	if i >= len(m.tokens) {
		return nil, i, false
	}
	var n int64
	next := i
	half := false
	switch t := m.tokens[i].text; t {
	case "quelques", "few", "some", "plusieurs":
		n, next = 5, i+1
		if name, _ := m.timeName(min(next, len(m.tokens)-1)); name == "day" || name == "hour" {
			n = 3
		}
	default:
		v, k, _, ok := m.numberAt(i)
		if !ok {
			if m.nameIs(i, "half") { // "demi heure"
				v, k = 1, i
			} else {
				return nil, i, false
			}
		}
		n, next = v, k
	}
	if next < len(m.tokens) && (m.tokens[next].text == "petite" || m.tokens[next].text == "bonne" || m.tokens[next].text == "de") {
		next++
	}
	if next >= len(m.tokens) {
		return nil, i, false
	}
	name, after := m.timeName(next)
	if name == "half" {
		half = true
		next = after
		if next >= len(m.tokens) {
			return nil, i, false
		}
		name, after = m.timeName(next)
	}
	quarter := false
	if name == "quarter" {
		quarter = true
		next = after
		for next < len(m.tokens) && (m.tokens[next].text == "d" || m.tokens[next].text == "de" || m.tokens[next].text == "of" || m.tokens[next].text == "an") {
			next++
		}
		if next < len(m.tokens) {
			name, after = m.timeName(next)
		}
	}
	a := &ago{}
	switch name {
	case "minute":
		a.span = time.Duration(n) * time.Minute
	case "hour":
		a.span = time.Duration(n) * time.Hour
		if half {
			a.span = 30 * time.Minute
		}
		if quarter {
			a.span = time.Duration(n) * 15 * time.Minute
		}
		if after < len(m.tokens) {
			if m.tokens[after].kind == isNumber {
				if v, _ := atoi(m.tokens[after].text); v < 60 {
					a.span += time.Duration(v) * time.Minute
					after++
				}
			} else if m.tokens[after].text == "et" && after+1 < len(m.tokens) && m.nameIs(after+1, "half") {
				a.span += 30 * time.Minute
				after += 2
			}
		}
	case "day":
		a.days = int(n)
	case "week":
		a.days = 7 * int(n)
	case "month":
		a.months = int(n)
	default:
		return nil, i, false
	}
	if a.span > 400*24*time.Hour || a.days > 4000 || a.months > 120 {
		return nil, i, false
	}
	return a, after, true
}

// dateAt reads "12/03", "12-03-2026", "12.03.26", "le 12", "12 mars", "1er mars 2026".
func (m *reading) dateAt(i int) (*date, int, bool) {
	toks := m.tokens
	v, ok := m.value(i)
	if !ok || v < 1 || v > 31 {
		return nil, i, false
	}
	t := &toks[i]
	next := i + 1
	if t.kind == isNumber && (t.sep == '/' || t.sep == '-' || t.sep == '.') && next < len(toks) && toks[next].kind == isNumber {
		mo, _ := m.value(next)
		third := toks[next].sep == t.sep && next+1 < len(toks) && toks[next+1].kind == isNumber
		if mo < 1 || mo > 12 || t.sep != '/' && !third && (t.sep != '.' || len(toks[next].text) != 2 || len(t.text) != 2) {
			return nil, i, false
		}
		d := &date{day: v, month: mo}
		next++
		if third {
			y, _ := m.value(next)
			if y < 100 {
				y += 2000
			}
			if y >= 2000 && y < 2100 {
				d.year = y
			}
			next++
		}
		return d, next, true
	}
	if next < len(toks) && (toks[next].text == "er" || toks[next].text == "st" || toks[next].text == "nd" || toks[next].text == "rd" || toks[next].text == "th") {
		next++
	}
	if next < len(toks) {
		if toks[next].text == "of" {
			next++
		}
		if next < len(toks) {
			name, after := m.timeName(next)
			if mo := place(months[:], name) + 1; mo > 0 {
				d := &date{day: v, month: mo}
				if after < len(toks) && toks[after].kind == isNumber && len(toks[after].text) == 4 {
					if y, _ := m.value(after); y >= 2000 && y < 2100 {
						d.year = y
						after++
					}
				}
				return d, after, true
			}
		}
	}
	if i > 0 && (toks[i-1].text == "le" || toks[i-1].text == "du") && t.kind == isNumber {
		if next < len(toks) {
			switch n, _ := m.timeName(next); n {
			case "hour", "minute", "day", "week":
				return nil, i, false
			}
		}
		return &date{day: v}, next, true
	}
	// "vendredi 6"
	if i > 0 && t.kind == isNumber {
		if n, _ := m.timeName(i - 1); n != "" {
			if place(weekdays[:], n) >= 0 && (next >= len(toks) || !m.nameIs(next, "hour")) && t.sep == 0 {
				return &date{day: v}, next, true
			}
		}
	}
	return nil, i, false
}

// clockAt reads "8h", "8h15", "14:30", "8 heures et demie", "vers 8", "8 pm".
func (m *reading) clockAt(i int) (clock, int, bool) {
	toks := m.tokens
	v, ok := m.value(i)
	next := i + 1
	if ok && toks[i].kind == isWord {
		n, k, about, found := m.numberAt(i)
		if !found || about {
			return clock{}, i, false
		}
		v, next = int(n), k
	}
	if !ok || v > 24 {
		return clock{}, i, false
	}
	if toks[i].kind == isNumber && (toks[i].sep == ':' || toks[i].sep == '.' && next < len(toks) && len(toks[next].text) == 2) && next < len(toks) && toks[next].kind == isNumber {
		if mi, _ := m.value(next); mi < 60 {
			return half12(m, clock{v % 24, mi}, next+1)
		}
	}
	if next < len(toks) {
		if name, after := m.timeName(next); name == "hour" {
			c := clock{v % 24, 0}
			if after < len(toks) && toks[next].mark == markNone {
				if mi, ok := m.value(after); ok && mi < 60 && (toks[after].kind == isNumber || mi >= 5) {
					if !(toks[after].kind == isNumber && len(toks[after].text) > 2) {
						return c.plus(mi), after + 1, true
					}
				}
			}
			return m.and(c, after), after, true
		}
		if t := toks[next].text; t == "am" || t == "pm" || t == "o" {
			return half12(m, clock{v % 24, 0}, next)
		}
	}
	if i > 0 {
		switch toks[i-1].text {
		case "vers", "environ", "around", "at", "about":
			if next >= len(toks) || !m.lengthUnit(next) {
				return clock{v % 24, 0}, next, true
			}
		}
	}
	return clock{}, i, false
}

func (m *reading) lengthUnit(i int) bool {
	switch n, _ := m.timeName(i); n {
	case "minute", "day", "week", "month":
		return true
	}
	return false
}

func half12(m *reading, c clock, next int) (clock, int, bool) {
	if next < len(m.tokens) {
		switch m.tokens[next].text {
		case "pm":
			if c.hour < 12 {
				c.hour += 12
			}
			next++
		case "am":
			c.hour %= 12
			next++
		}
	}
	return c, next, true
}

func (c clock) plus(minutes int) clock { return clock{c.hour, minutes} }

// and adds "et demie", "et quart", "moins le quart", "moins dix" behind a clock.
func (m *reading) and(c clock, i int) clock {
	toks := m.tokens
	if i+1 >= len(toks) {
		return c
	}
	switch {
	case toks[i].text == "et" && m.nameIs(i+1, "half"):
		return clock{c.hour, 30}
	case toks[i].text == "et" && m.nameIs(i+1, "quarter"):
		return clock{c.hour, 15}
	case m.nameIs(i, "less"):
		k := i + 1
		if toks[k].text == "le" && k+1 < len(toks) {
			k++
		}
		if m.nameIs(k, "quarter") {
			return clock{(c.hour + 23) % 24, 45}
		}
		if v, ok := m.value(k); ok && v < 60 && v > 0 {
			return clock{(c.hour + 23) % 24, 60 - v}
		}
	}
	return c
}
