package understand

// numberAt reads a number written in digits or words from token i on and returns it,
// the token after it, and whether it is a collective ("une dizaine").
func (m *reading) numberAt(i int) (v int64, next int, about, ok bool) {
	t := &m.tokens[i]
	if t.kind == isNumber {
		return m.figures(i)
	}
	if t.flags&flagNumber == 0 {
		return 0, i, false, false
	}
	var total, part int64
	j := i
	for ; j < len(m.tokens); j++ {
		if m.tokens[j].as(roleAnd) && j > i && j+1 < len(m.tokens) && m.tokens[j+1].as(roleJoined) && part >= 20 {
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
		case x == 1_000_000:
			total = max(total+part, 1) * x
			part = 0
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

// figures reads a number in digits: "1200", "1 200", "48k", "2 mille", "3 millions".
func (m *reading) figures(i int) (v int64, next int, about, ok bool) {
	t := &m.tokens[i]
	if len(t.text) > 9 {
		return 0, i, false, false
	}
	v, _ = atoi(t.text)
	next = i + 1
	for next < len(m.tokens) && len(t.text) <= 3 && m.tokens[next].kind == isNumber && len(m.tokens[next].text) == 3 &&
		m.tokens[next-1].mark == markNone && v > 0 && v < 1_000_000 {
		g, _ := atoi(m.tokens[next].text)
		v = v*1000 + g
		next++
	}
	if unit := m.unit(next); unit > 1 {
		v *= unit
		next++
	}
	return v, next, false, true
}

// unit is what token i multiplies a number in digits by: a thousand, a million, or 1.
// In "48k" the k is a sign, not the shorthand it is elsewhere.
func (m *reading) unit(i int) int64 {
	if i >= len(m.tokens) {
		return 1
	}
	switch t := &m.tokens[i]; t.raw {
	case "k", "ke":
		return 1000
	default:
		if n, ok := m.lex.number(t.text); ok && n.value >= 1000 {
			return int64(n.value)
		}
	}
	return 1
}

// millions says that token i is the sign for them: "1,2 M€".
func (m *reading) millions(i int) bool {
	return i < len(m.tokens) && m.tokens[i].raw == "m" && m.tokens[i].sep == 0 && m.is("currency", i+1)
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

// quantity is one number of a message, in hundredths.
type quantity struct {
	hundredths int64
	from, next int
	article    bool   // "un", "une": a number only if nothing better is there
	about      bool   // "une dizaine"
	money      bool   // a currency stands beside it
	currency   string // its code, "" for euros
}

// quantities lists the numbers of a message. money says that a sum of money is read,
// in which "49,90", "3 mille 5" and "1,2 million" are one number each. Numbers that
// are denied ("pas 5, 4") or of which others are a part ("3 sur 10") are left out.
func (m *reading) quantities(money bool) []quantity {
	all := m.numbers(money)
	if at := m.corrected(); at >= 0 {
		for k := range all {
			if all[k].from > at && k > 0 {
				return all[k:]
			}
		}
	}
	return all
}

// numbers are the quantities of a message, those that it corrects included.
func (m *reading) numbers(money bool) []quantity {
	var all []quantity
	for i := 0; i < len(m.tokens); {
		q, ok := m.quantityAt(i, money)
		if !ok {
			i++
			continue
		}
		i = q.next
		if m.within(inCommon, "wait", q.from) || q.from > 0 && m.within(inGrammar, "instead", q.from-1) || !q.money && m.whole(q.from) || q.from > 0 && m.negates(q.from-1) && !q.article {
			continue
		}
		all = append(all, q)
	}
	return all
}

// whole says that the number at token i is that of which others are a part: "5 sur
// les 12".
func (m *reading) whole(i int) bool {
	for k := range m.hits {
		if h := &m.hits[k]; h.label.section == inGrammar && h.label.name == "out_of" && h.gaps == 0 && h.to == i-1 {
			return true
		}
	}
	return false
}

// corrected returns the last token of a correction in the message ("pardon", or "non"
// between two numbers), or -1.
func (m *reading) corrected() int {
	at := -1
	for k := range m.hits {
		h := &m.hits[k]
		switch {
		case h.gaps > 0:
		case h.label.section == inGrammar && h.label.name == "correction", h.label.section == inCommon && h.label.name == "no" && h.words == 1 && h.from > 0:
			at = max(at, h.to)
		}
	}
	return at
}

func (m *reading) quantityAt(i int, money bool) (quantity, bool) {
	q := quantity{from: i}
	half := m.nameIs(i, "half")
	start := i
	if half { // "une demi-douzaine"
		start++
	}
	if start >= len(m.tokens) {
		return q, false
	}
	v, next, about, ok := m.numberAt(start)
	if !ok || half && !about {
		return q, false
	}
	// "une demi-douzaine": the article is no number
	if v == 1 && next == i+1 && m.tokens[i].kind == isWord && next < len(m.tokens) && m.nameIs(next, "half") {
		return q, false
	}
	q.hundredths, q.next, q.about = v*100, next, about
	q.article = next == i+1 && v == 1 && m.tokens[i].kind == isWord
	if half {
		q.hundredths /= 2
	}
	if about && next+1 < len(m.tokens) && m.tokens[next].as(roleOf) { // "une dizaine de milliers"
		if n, ok := m.lex.number(m.tokens[next+1].text); ok && n.value >= 1000 {
			q.hundredths *= int64(n.value)
			q.next = next + 2
		}
	}
	if money {
		m.sum(&q)
	}
	return q, true
}

// sum reads what belongs to a sum of money besides its first number: groups and cents
// ("48.300,00", "12'500", "49€90"), the colloquial hundreds ("3 mille 5"), halves ("un
// million et demi"), the currency.
func (m *reading) sum(q *quantity) {
	toks := m.tokens
	v, cents, k := q.hundredths/100, int64(0), q.next-1
	last := &toks[k]
	if toks[q.from].kind == isNumber && last.kind == isNumber {
		for k+1 < len(toks) && toks[k+1].kind == isNumber && (toks[k].sep == '.' || toks[k].sep == ',' || toks[k].sep == '\'') {
			text := toks[k+1].text
			g, _ := atoi(text)
			if len(text) <= 2 {
				if cents = g; len(text) == 1 {
					cents *= 10
				}
				k++
				break
			}
			if len(text) != 3 {
				break
			}
			v = v*1000 + g
			k++
		}
		q.next = k + 1
		unit := m.unit(q.next)
		if unit == 1 && m.millions(q.next) {
			unit = 1_000_000
		}
		if unit > 1 {
			q.next++
		}
		q.hundredths = (v*100 + cents) * unit
		last = &toks[q.next-1]
	}
	thousands := last.raw == "k" || last.raw == "ke"
	if n, ok := m.lex.number(last.text); ok && n.value == 1000 && !n.collective {
		thousands = true
	}
	said := toks[q.from].kind == isWord
	if q.next < len(toks) && last.mark == markNone {
		switch digit, ok := m.value(q.next); {
		case thousands && ok && toks[q.next].kind == isNumber && len(toks[q.next].text) == 3: // "48 mille 300"
			q.hundredths += int64(digit) * 100
			q.next++
		case thousands && ok && digit >= 1 && digit <= 9 && (last.raw == "k" || !m.is("currency", q.next+1)):
			q.hundredths += int64(digit) * 10000
			q.next++
		case toks[q.next].as(roleAnd) && q.next+1 < len(toks) && m.nameIs(q.next+1, "half"):
			if n, ok := m.lex.number(last.text); ok && n.value >= 1000 {
				q.hundredths += int64(n.value) * 50
				q.next += 2
			}
		}
	}
	// "deux mille cinq", said of money without a currency behind it, is 2 500.
	if said && q.hundredths/100 > 1000 && q.hundredths/100%1000 < 10 && q.hundredths/100%1000 > 0 && !m.is("currency", q.next) {
		rest := q.hundredths / 100 % 1000
		q.hundredths += rest * 9900
	}
	if q.from > 0 && last.mark == markNone && !m.is("currency", q.next) && !m.priced(q.from-2) { // "$300"
		if code, next, ok := m.currency(q.from - 1); ok && next == q.from {
			q.money, q.currency = true, code
		}
	}
	at := q.next
	if at+1 < len(toks) && toks[at].as(roleOf) && toks[at].mark == markNone && q.hundredths >= 1_000_000_00 { // "1,2 million d'euros"
		at++
	}
	if code, behind, ok := m.currency(at); ok {
		q.money, q.currency = true, code
		if behind < len(toks) && cents == 0 {
			if c, next, _, ok := m.numberAt(behind); ok && c < 100 && (toks[behind].kind == isNumber && len(toks[behind].text) == 2 || said) {
				q.hundredths += c
				behind = next
			}
		}
		q.next = behind
	}
}

// priced says that token i ends a number, to which a currency behind it belongs: "12500 euros two
// hours ago".
func (m *reading) priced(i int) bool {
	return i >= 0 && m.tokens[i].mark == markNone && (m.tokens[i].kind == isNumber || m.tokens[i].flags&flagNumber != 0)
}

// currency returns the code of the currency named at token i, "" for euros, and the
// token after it. The longest name counts: "francs suisses".
func (m *reading) currency(i int) (code string, next int, ok bool) {
	for k := range m.hits {
		if h := &m.hits[k]; h.label.section == inGrammar && h.label.name == "currency" && h.gaps == 0 && h.from == i && h.to >= next {
			code, next, ok = h.label.value, h.to+1, true
		}
	}
	return code, next, ok
}

// is says that a phrase of the grammar section begins at token i.
func (m *reading) is(name string, i int) bool {
	for k := range m.hits {
		if h := &m.hits[k]; h.label.section == inGrammar && h.label.name == name && h.gaps == 0 && h.from == i {
			return true
		}
	}
	return false
}

// tied says how token i, which stands before a number, ties it to the one before: as
// the end of a range, as an addition, as a factor.
func (m *reading) tied(prev, q *quantity) (name string) {
	if q.from == prev.next {
		// "7-8", "3/4", "5 6", "sept huit"
		sep := m.tokens[prev.next-1].sep
		if sep == '/' && q.hundredths > prev.hundredths+200 { // "8/20" is eight of twenty
			return ""
		}
		if sep == '-' || sep == '/' || sep == ' ' && prev.hundredths < q.hundredths || sep == 0 && prev.hundredths < q.hundredths {
			return "range"
		}
		return ""
	}
	for _, name := range []string{"range", "sum", "multiply"} {
		if m.is(name, q.from-1) {
			return name
		}
	}
	return ""
}

// count reads how many: the higher of a range ("deux ou trois" is 3); what is listed
// ("3 pc et 2 serveurs") is added. The question is how many computers are hit, and a
// server or a NAS is one: its files are locked like the others'. Printers, telephones
// and people that stand beside them in the list are not counted.
func (m *reading) count() (int64, bool) {
	all := m.quantities(false)
	if len(all) > 1 { // "un truc ... 3": the article is no number
		kept := all[:0]
		for _, q := range all {
			if !q.article || m.listed(&q) {
				kept = append(kept, q)
			}
		}
		if len(kept) > 0 {
			all = kept
		}
	}
	if len(all) == 0 {
		switch {
		case m.says("mine"):
			return 1, true
		case m.nothing():
			return 0, true
		}
		return 0, false
	}
	if all[0].article && len(all) == 1 {
		switch {
		case m.nothing(): // "pas un seul"
			return 0, true
		case m.says("vague"): // "un certain nombre"
			return 0, false
		}
	}
	if len(all) > 1 {
		kept := all[:0]
		for _, q := range all {
			if !m.is("no_computer", q.next) && !m.is("network", q.next) {
				kept = append(kept, q)
			}
		}
		if len(kept) > 0 {
			all = kept
		}
	}
	result := all[0].hundredths
	if m.oneMore(all[0].from) {
		result += 100
	}
	between := all[0].from > 0 && m.nameIs(all[0].from-1, "between")
	for k := 1; k < len(all); k++ {
		switch tie := m.tied(&all[k-1], &all[k]); {
		case tie == "range" || tie == "sum" && between:
			result = max(result, all[k].hundredths)
		case m.listed(&all[k]):
			result += all[k].hundredths
		}
	}
	return result / 100, true
}

// oneMore says that one thing to count is named before the number at token i, which is
// added: "le serveur et deux postes".
func (m *reading) oneMore(i int) bool {
	if i < 3 || !m.is("sum", i-1) || m.is("no_computer", i-2) || m.is("network", i-2) || m.tokens[i-2].mark != markNone {
		return false
	}
	return m.tokens[i-3].as(roleSingular)
}

// listed says that the number stands in a list of things counted: "3 pc et 2 serveurs",
// "huit postes, un serveur et un nas".
func (m *reading) listed(q *quantity) bool {
	if q.from == 0 || q.next >= len(m.tokens) {
		return false
	}
	if m.is("sum", q.from-1) {
		return true
	}
	return m.tokens[q.from-1].mark == markComma && m.tokens[q.from-1].kind == isWord && m.tokens[q.from-1].flags&flagNumber == 0 && m.tokens[q.next].kind == isWord && m.tokens[q.next].flags&flagHead == 0
}

// nothing says that a word for none at all stands in the message; the "rien" of "rien
// qu'un" is none.
func (m *reading) nothing() bool {
	for k := range m.hits {
		h := &m.hits[k]
		if h.label.section == inGrammar && h.label.name == "nil" && h.gaps == 0 && !(h.to+1 < len(m.tokens) && m.tokens[h.to].mark == markNone && m.tokens[h.to+1].as(roleThat)) {
			return true
		}
	}
	return false
}

// says that a phrase of the grammar section stands in the message.
func (m *reading) says(name string) bool {
	for k := range m.hits {
		if h := &m.hits[k]; h.label.section == inGrammar && h.label.name == name && h.gaps == 0 {
			return true
		}
	}
	return false
}

// amount reads a sum of money in cents: the one beside a currency, else the first; the
// higher of a range, as for a count. currency is its code; without one, euros.
func (m *reading) amount() (cents int64, currency string, ok bool) {
	all := m.quantities(true)
	kept := all[:0]
	for _, q := range all {
		if !q.article || q.money {
			kept = append(kept, q)
		}
	}
	if all = kept; len(all) == 0 {
		return 0, "EUR", m.nothing()
	}
	best := 0
	for k := range all {
		if all[k].money && !all[best].money {
			best = k
		}
	}
	result := all[best].hundredths
	if best > 0 {
		switch m.tied(&all[best-1], &all[best]) {
		case "multiply":
			result = all[best-1].hundredths / 100 * result
		case "range", "sum":
			result = max(result, all[best-1].hundredths)
		}
	} else if len(all) > 1 {
		switch m.tied(&all[0], &all[1]) {
		case "range", "sum":
			result = max(result, all[1].hundredths)
		case "multiply":
			result = result / 100 * all[1].hundredths
		}
	}
	if currency = all[best].currency; currency == "" {
		currency = "EUR"
	}
	return result, currency, true
}
