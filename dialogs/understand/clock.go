package understand

import "time"

// lengthAt reads a length of time: "une heure", "1h30", "3 jours", "une demi heure",
// "quelques minutes".
func (m *reading) lengthAt(i int) (*ago, int, bool) {
	if i >= len(m.tokens) {
		return nil, i, false
	}
	var n int64
	next := i
	half := false
	switch t := &m.tokens[i]; {
	case t.as(roleSome):
		n, next = 5, i+1
		if name, _ := m.timeName(min(next, len(m.tokens)-1)); name == "day" || name == "hour" {
			n = 3
		}
	default:
		v, k, _, ok := m.numberAt(i)
		if !ok && t.as(roleOne) { // "an hour"
			v, k, ok = 1, i+1, true
		}
		if !ok {
			if m.nameIs(i, "half") { // "demi heure"
				v, k = 1, i
			} else {
				return nil, i, false
			}
		}
		n, next = v, k
	}
	for next < len(m.tokens) && m.spare(next) {
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
		for next < len(m.tokens) && m.spare(next) {
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
			} else if m.tokens[after].as(roleAnd) && after+1 < len(m.tokens) && m.nameIs(after+1, "half") {
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
	if name, next := m.timeName(i); place(months[:], name) >= 0 && next < len(toks) { // "March 4th"
		if d, ok := m.value(next); ok && d >= 1 && d <= 31 && next+1 < len(toks) && m.nameIs(next+1, "ordinal") {
			return &date{day: d, month: place(months[:], name) + 1}, next + 2, true
		}
	}
	v, ok := m.value(i)
	if o, found := m.lex.ordinal(toks[i].text); found && o == 1 && !ok { // "le premier mars"
		v, ok = 1, true
	}
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
	if next < len(toks) && m.nameIs(next, "ordinal") {
		next++
	}
	if next < len(toks) {
		if toks[next].as(roleOf) {
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
	if i > 0 && toks[i-1].as(roleDates) && t.kind == isNumber {
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
	if c, next, ok := m.clockPast(i); ok {
		return c, next, true
	}
	v, ok := m.value(i)
	next := i + 1
	spoken := toks[i].kind == isWord
	if ok && spoken {
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
			return half12(m, clock{hour: v % 24, min: mi}, next+1)
		}
	}
	if next < len(toks) {
		if name, after := m.timeName(next); name == "hour" {
			c := clock{hour: v % 24, spoken: spoken, next: v == 24}
			if after < len(toks) && toks[next].mark == markNone {
				if mi, end, about, ok := m.numberAt(after); ok && !about && mi < 60 && (toks[after].kind == isNumber || mi >= 5) {
					if !(toks[after].kind == isNumber && len(toks[after].text) > 2) {
						return half12(m, c.plus(int(mi)), end)
					}
				}
			}
			if after < len(toks) && (m.nameIs(after, "am") || m.nameIs(after, "pm")) {
				return half12(m, c, after)
			}
			return m.and(c, after), after, true
		}
		if m.nameIs(next, "am") || m.nameIs(next, "pm") {
			return half12(m, clock{hour: v % 24}, next)
		}
	}
	if spoken && v == 1 {
		return clock{}, i, false // "à 10h15 à un faux RIB": nobody says "à un" of an hour
	}
	if i > 0 && m.nameIs(i-1, "about") && (next >= len(toks) || !m.lengthUnit(next)) {
		return clock{hour: v % 24, spoken: spoken}, next, true
	}
	return clock{}, i, false
}

// clockPast reads "half past nine", "a quarter to ten", "ten past nine" from token i on.
func (m *reading) clockPast(i int) (clock, int, bool) {
	if c, next, ok := m.clockBeside(i); ok {
		return c, next, true
	}
	minutes, next := 0, i
	switch name, after := m.timeName(i); name {
	case "half":
		minutes, next = 30, after
	case "quarter":
		minutes, next = 15, after
	default:
		v, after, about, ok := m.numberAt(i)
		if !ok || about || v < 1 || v > 29 {
			return clock{}, i, false
		}
		minutes, next = int(v), after
		if next < len(m.tokens) && m.nameIs(next, "minute") {
			next++
		}
	}
	if next+1 >= len(m.tokens) {
		return clock{}, i, false
	}
	past, to := m.nameIs(next, "past"), m.nameIs(next, "to")
	if !past && !to {
		return clock{}, i, false
	}
	c, after := clock{spoken: true}, 0
	switch name, end := m.timeName(next + 1); name {
	case "noon", "midnight":
		c.spoken, after = false, end
		if name == "noon" {
			c.hour = 12
		}
	default:
		v, end, about, ok := m.numberAt(next + 1)
		if !ok || about || v < 1 || v > 12 {
			return clock{}, i, false
		}
		c.hour, after = int(v), end
	}
	c.min = minutes
	if to {
		c.hour, c.min = (c.hour+23)%24, 60-minutes
	}
	return half12(m, c, after)
}

// clockBeside reads a length of time before or behind an hour: "une demi-heure après
// treize heures", "dix minutes avant midi".
func (m *reading) clockBeside(i int) (clock, int, bool) {
	const longest = 6 * time.Hour
	a, next, ok := m.lengthAt(i)
	if !ok || a.span <= 0 || a.span > longest || next+1 >= len(m.tokens) || m.tokens[next-1].mark != markNone {
		return clock{}, i, false
	}
	past := m.nameIs(next, "past")
	if !past && !m.nameIs(next, "to") {
		return clock{}, i, false
	}
	c, after, ok := m.clockAt(next + 1)
	if !ok {
		name, end := m.timeName(next + 1)
		if name != "noon" && name != "midnight" {
			return clock{}, i, false
		}
		if after = end; name == "noon" {
			c.hour = 12
		}
	}
	minutes := int(a.span / time.Minute)
	if !past {
		minutes = 24*60 - minutes
	}
	minutes = (60*c.hour + c.min + minutes) % (24 * 60)
	c.hour, c.min = minutes/60, minutes%60
	return c, after, true
}

// spare says that token i only fills a length of time: "une petite heure", "un quart d'heure".
func (m *reading) spare(i int) bool {
	for k := range m.hits {
		if h := &m.hits[k]; h.label.section == inTimes && h.label.name == "spare" && h.gaps == 0 && h.from == i {
			return true
		}
	}
	return false
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
		switch name, _ := m.timeName(next); name {
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

func (c clock) plus(minutes int) clock { c.min = minutes; return c }

// and adds "et demie", "et quart", "moins le quart", "moins dix" behind a clock.
func (m *reading) and(c clock, i int) clock {
	toks := m.tokens
	if i+1 >= len(toks) {
		return c
	}
	switch {
	case toks[i].as(roleAnd) && m.nameIs(i+1, "half"):
		return clock{hour: c.hour, min: 30, spoken: true, next: c.next}
	case toks[i].as(roleAnd) && m.nameIs(i+1, "quarter"):
		return clock{hour: c.hour, min: 15, spoken: true, next: c.next}
	case m.nameIs(i, "less"):
		k := i + 1
		if toks[k].as(roleDates) && k+1 < len(toks) {
			k++
		}
		if m.nameIs(k, "quarter") {
			return clock{hour: (c.hour + 23) % 24, min: 45, spoken: true}
		}
		if v, _, _, ok := m.numberAt(k); ok && v < 60 && v > 0 {
			return clock{hour: (c.hour + 23) % 24, min: 60 - int(v), spoken: true}
		}
	}
	return c
}
