package understand

import "strings"

type phoneState uint8

const (
	phoneNone phoneState = iota
	phoneGood
	phoneBad
)

// overseas maps how a French number begins to its country code, which is 33 where no line
// fits; the first that fits counts. 262 is La Réunion and Mayotte, 590 Guadeloupe,
// Saint-Martin and Saint-Barthélemy, 594 Guyane, 596 Martinique. 06 39 98 lies in the
// block of Mayotte and is metropolitan: Arcep keeps it for fiction. Sources: Arcep's
// numbering plan; libphonenumber's metadata, where Mayotte lacks 639 98.
var overseas = [...]struct{ lead, country string }{
	{"063998", "33"},
	{"0262", "262"}, {"0263", "262"}, {"0268", "262"}, {"0269", "262"}, {"0639", "262"}, {"0692", "262"}, {"0693", "262"},
	{"07092", "262"}, {"070935", "262"}, {"070936", "262"}, {"070937", "262"},
	{"0587", "590"}, {"0590", "590"}, {"0690", "590"}, {"0691", "590"}, {"07090", "590"},
	{"0588", "594"}, {"0594", "594"}, {"0694", "594"}, {"07093", "594"},
	{"0589", "596"}, {"0596", "596"}, {"0696", "596"}, {"0697", "596"}, {"07091", "596"},
}

// territories are country codes of other French territories and the length of their
// numbers after the code.
var territories = [...]struct {
	code string
	size int
}{{"262", 9}, {"590", 9}, {"594", 9}, {"596", 9}, {"687", 6}, {"689", 8}, {"508", 6}, {"681", 6}}

// phone reads a French telephone number in any spelling. phoneBad means that
// something like a number is there which cannot be called back: too short, premium.
// One from abroad counts only with its country code.
func (m *reading) phone() (string, phoneState) {
	digits, plus := m.digits()
	if digits == "" {
		return "", phoneNone
	}
	return phoneOf(digits, plus)
}

// phoneOf brings the digits of a number to E.164.
func phoneOf(digits string, plus bool) (string, phoneState) {
	d := digits
	if !plus && strings.HasPrefix(d, "00") {
		d, plus = d[2:], true
	}
	if !plus && len(d) == 11 && strings.HasPrefix(d, "33") {
		plus = true
	}
	if plus {
		if rest, ok := strings.CutPrefix(d, "33"); ok {
			if len(rest) == 10 && rest[0] == '0' { // +33 (0)6 …
				rest = rest[1:]
			}
			if len(rest) != 9 {
				return "", phoneBad
			}
			d = "0" + rest
		} else {
			for _, t := range territories {
				rest, ok := strings.CutPrefix(d, t.code)
				if !ok {
					continue
				}
				if len(rest) == t.size+1 && rest[0] == '0' {
					rest = rest[1:]
				}
				if len(rest) != t.size || rest[0] == '0' {
					return "", phoneBad
				}
				return "+" + t.code + rest, phoneGood
			}
			if len(d) < 9 || len(d) > 15 || d[0] == '0' { // E.164: at most 15 digits
				return "", phoneBad
			}
			return "+" + d, phoneGood // abroad
		}
	}
	if len(d) == 9 && (d[0] == '6' || d[0] == '7') { // the leading 0 left out
		d = "0" + d
	}
	if len(d) != 10 || d[0] != '0' {
		return "", phoneBad
	}
	switch d[1] {
	case '1', '2', '3', '4', '5', '6', '7', '9':
	default: // 08: special numbers
		return "", phoneBad
	}
	if d[1] == '7' && d[2] == '0' && d[3] == '0' { // 0700: machines
		return "", phoneBad
	}
	for _, o := range overseas {
		if strings.HasPrefix(d, o.lead) {
			return "+" + o.country + d[1:], phoneGood
		}
	}
	return "+33" + d[1:], phoneGood
}

// digits collects the digits of the first run of the message that may be a telephone
// number, typed in any grouping or said in words.
func (m *reading) digits() (string, bool) {
	best, bestPlus := "", false
	for i := 0; i < len(m.tokens); {
		d, plus, next := m.run10(i)
		if len(d) > len(best) && len(d) >= 2 {
			best, bestPlus = d, plus
		}
		i = max(next, i+1)
	}
	if len(best) < 2 {
		return "", false
	}
	return best, bestPlus
}

// phones returns all numbers of the message that can be called back.
func (m *reading) phones() []string {
	var all []string
	for i := 0; i < len(m.tokens); {
		digits, plus, next := m.run10(i)
		if number, state := phoneOf(digits, plus); state == phoneGood && !contains(all, number) {
			all = append(all, number)
		}
		i = max(next, i+1)
	}
	return all
}

// run10 collects digits from token i on. Said numbers come in pairs: "zéro six douze
// trente-quatre". It returns the token after the run.
func (m *reading) run10(i int) (digits string, plus bool, next int) {
	var b []byte
	if m.tokens[i].text == "+" {
		plus = true
		i++
	} else if m.tokens[i].text == "plus" && i+1 < len(m.tokens) && (m.tokens[i+1].kind == isNumber || m.tokens[i+1].text == "trente") {
		plus = true
		i++
	}
	start := i
	for i < len(m.tokens) && len(b) < 24 {
		t := &m.tokens[i]
		if t.kind == isNumber {
			b = append(b, t.text...)
			i++
			if m.breaks(i-1, len(b)) {
				break
			}
			continue
		}
		if t.flags&flagNumber == 0 {
			if i > start && t.text == "o" && len(b) > 0 { // the letter for the figure
				b = append(b, '0')
				i++
				continue
			}
			break
		}
		n, k := m.pair(i)
		if n < 0 {
			break
		}
		if n >= 10 && n < 100 {
			b = append(b, byte('0'+n/10), byte('0'+n%10))
		} else if n < 10 {
			b = append(b, byte('0'+n))
		} else {
			break
		}
		i = k
		if m.breaks(i-1, len(b)) {
			break
		}
	}
	return string(b), plus, i
}

// breaks says that the sentence ends after token i and the number has all its digits.
func (m *reading) breaks(i, n int) bool {
	return m.tokens[i].mark >= markStop && (n >= 9 || i+1 < len(m.tokens) && m.tokens[i+1].kind != isNumber)
}

// twenty says that token i is the twenty of eighty.
func (m *reading) twenty(i int) bool {
	if i >= len(m.tokens) {
		return false
	}
	n, ok := m.lex.number(m.tokens[i].text)
	return ok && n.value == 20
}

// pair reads a number below 100 in words from token i: "soixante dix huit" is 78.
func (m *reading) pair(i int) (value, next int) {
	n, ok := m.lex.number(m.tokens[i].text)
	if !ok || n.collective || n.value >= 100 {
		return -1, i
	}
	v := int(n.value)
	i++
	if v == 4 && i < len(m.tokens) {
		if w, ok := m.lex.number(m.tokens[i].text); ok && w.value == 20 {
			v = 80
			i++
		}
	}
	if v < 20 {
		if v == 10 && i < len(m.tokens) {
			if w, ok := m.lex.number(m.tokens[i].text); ok && w.value >= 7 && w.value <= 9 {
				return v + int(w.value), i + 1
			}
		}
		return v, i
	}
	if i+1 < len(m.tokens) && (m.tokens[i].text == "et" || m.tokens[i].text == "and") {
		if w, ok := m.lex.number(m.tokens[i+1].text); ok && (w.value == 1 || w.value == 11) {
			return v + int(w.value), i + 2
		}
	}
	if i < len(m.tokens) {
		w, ok := m.lex.number(m.tokens[i].text)
		switch {
		case !ok || w.collective:
		case w.value == 4 && m.twenty(i+1): // "quatre-vingts quatre-vingt-dix" are two
		case w.value >= 1 && w.value <= 9 && v%10 == 0:
			return v + int(w.value), i + 1
		case w.value >= 10 && w.value <= 16 && (v == 60 || v == 80):
			v += int(w.value)
			i++
			if w.value == 10 && i < len(m.tokens) {
				if x, ok := m.lex.number(m.tokens[i].text); ok && x.value >= 7 && x.value <= 9 {
					return v + int(x.value), i + 1
				}
			}
			return v, i
		}
	}
	return v, i
}
