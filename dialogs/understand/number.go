package understand

// numberAt reads a number written in digits or words from token i on and returns it,
// the token after it, and whether it is a collective ("une dizaine").
func (m *reading) numberAt(i int) (v int64, next int, about, ok bool) {
	t := &m.tokens[i]
	if t.kind == isNumber {
		if len(t.text) > 9 {
			return 0, i, false, false
		}
		n, _ := atoi(t.text)
		v = n
		next = i + 1
		// "1 200", "48 300": groups of three digits
		for next < len(m.tokens) && len(t.text) <= 3 && m.tokens[next].kind == isNumber && len(m.tokens[next].text) == 3 &&
			m.tokens[next-1].mark == markNone && v > 0 && v < 1_000_000 {
			g, _ := atoi(m.tokens[next].text)
			v = v*1000 + g
			next++
		}
		if next < len(m.tokens) {
			switch {
			case m.thousand(next):
				v *= 1000
				next++
			case m.tokens[next].text == "million" || m.tokens[next].text == "millions":
				v *= 1_000_000
				next++
			}
		}
		return v, next, false, true
	}
	if t.flags&flagNumber == 0 {
		return 0, i, false, false
	}
	var total, part int64
	j := i
	for ; j < len(m.tokens); j++ {
		if w := m.tokens[j].text; (w == "et" || w == "and") && j > i && j+1 < len(m.tokens) && (m.tokens[j+1].text == "un" || m.tokens[j+1].text == "une" || m.tokens[j+1].text == "onze") && part >= 20 {
			continue
		}
		n, found := m.lex.number(m.tokens[j].text)
		if !found {
			break
		}
		x := int64(n.value)
		if n.collective {
			if part == 0 || part == 1 {
				part = x
			} else {
				part *= x
			}
			about = true
			j++
			break
		}
		switch {
		case x == 1000:
			total += max(part, 1) * 1000
			part = 0
		case x == 100:
			part = max(part, 1) * 100
		case x == 20 && part%100 == 4: // quatre-vingts
			part += 76
		case part == 0, x < 10 && part%10 == 0 && part%100 >= 20, x < 20 && (part%100 == 60 || part%100 == 80), part%100 == 0, x < 10 && part%100 == 10:
			part += x
		default:
			return total + part, j, about, true
		}
		if m.tokens[j].mark != markNone {
			j++
			break
		}
	}
	return total + part, j, about, true
}

// thousand says that token i multiplies by a thousand. In "48k" the k is a sign, not
// the shorthand it is elsewhere.
func (m *reading) thousand(i int) bool {
	switch m.tokens[i].raw {
	case "k", "ke", "mille", "milles", "thousand":
		return true
	}
	return false
}

func atoi(s string) (int64, bool) {
	var n int64
	for i := 0; i < len(s); i++ {
		if !isDigit(s[i]) || n > 1<<40 {
			return 0, false
		}
		n = n*10 + int64(s[i]-'0')
	}
	return n, len(s) > 0
}

// count reads how many: the higher of a range ("deux ou trois" is 3), the sum is not
// made ("3 pc et 2 serveurs" is 5 to people, and is added).
func (m *reading) count() (int64, bool) {
	var last int64
	found, alone, plus := false, false, false
	for i := 0; i < len(m.tokens); {
		v, next, about, ok := m.numberAt(i)
		if !ok {
			i++
			continue
		}
		article := next == i+1 && v == 1 && m.tokens[i].kind == isWord
		if article && next < len(m.tokens) && m.tokens[next].flags&flagNumber != 0 {
			i++
			continue
		}
		if article && (found || i > 0 && m.tokens[i-1].text == "pas") {
			i = next
			continue
		}
		switch {
		case !found:
			last = v
		case alone:
			last = v // "un truc ... 3": the article was none
		case i > 0 && (m.tokens[i-1].text == "ou" || m.tokens[i-1].text == "a" || m.tokens[i-1].text == "or" || m.tokens[i-1].text == "to" || m.tokens[i-1].text == "et" && plus):
			last = max(last, v)
		case i > 0 && (m.tokens[i-1].text == "et" || m.tokens[i-1].text == "and" || m.tokens[i-1].text == "plus" || m.tokens[i-1].text == "+"):
			last += v
		case i > 0 && m.tokens[i-1].text == "sur" || i > 0 && m.tokens[i-1].text == "of":
			// "3 sur 10": the first
		default:
			last = max(last, v)
		}
		plus = i > 0 && m.tokens[i-1].text == "entre"
		alone = article && !about && i+1 < len(m.tokens)
		found = true
		i = next
	}
	if found {
		return last, true
	}
	for i := range m.tokens {
		switch m.tokens[i].text {
		case "aucun", "aucune", "none", "zero", "rien":
			return 0, true
		}
	}
	return 0, false
}
