package understand

import (
	"regexp"
	"slices"
	"sort"
	"strings"
	"unicode/utf8"

	"relais/dialogs/understand/letters"
)

// blot stands where a secret stood.
const blot = "****"

// Mask returns text with every secret blotted out, and whether there was one: a
// password told, a one-time code, a card number (its check digit is right), a whole
// IBAN (its check digits are right; country and the last four stay, which is how banks
// show one). Telephone numbers, sums, dates, SIRET numbers and references stay as they
// are. A text is masked before anything else sees it; masked text is masked no further.
// Work grows with the length of the text and with nothing else.
func Mask(text string) (masked string, found bool) {
	s := unfold(text)
	spans := s.ibans(nil)
	spans = s.cards(spans)
	for _, l := range lexicons {
		spans = s.told(spans, l)
	}
	if len(spans) == 0 {
		return text, false
	}
	sort.SliceStable(spans, func(i, j int) bool { return spans[i].from < spans[j].from })
	var b strings.Builder
	at := 0
	for _, p := range spans {
		from, to := s.offset[p.from], s.offset[p.to]
		if from < at {
			continue
		}
		b.WriteString(text[at:from])
		b.WriteString(p.shown)
		at = to
	}
	b.WriteString(text[at:])
	return b.String(), true
}

// maskedAccount is an IBAN as Mask leaves it.
var maskedAccount = regexp.MustCompile(`\b[A-Z]{2}\*{4}[A-Z0-9]{4}\b`)

// OnlyAccounts reports whether all that was masked in a text are numbers of accounts.
func OnlyAccounts(masked string) bool {
	return maskedAccount.MatchString(masked) && !strings.Contains(maskedAccount.ReplaceAllString(masked, ""), blot)
}

// span is a part of a text that is not to be kept, and what stands there instead.
type span struct {
	from, to int // places in plainText.text
	shown    string
}

// plainText is a text letter by letter as the vocabulary spells it, with the place of
// each letter in the original.
type plainText struct {
	text   []byte
	offset []int // one more than text
	upper  []bool
}

func unfold(text string) *plainText {
	s := &plainText{text: make([]byte, 0, len(text)), offset: make([]int, 0, len(text)+1), upper: make([]bool, 0, len(text))}
	add := func(c byte, at int, upper bool) {
		s.text, s.offset, s.upper = append(s.text, c), append(s.offset, at), append(s.upper, upper)
	}
	for i := 0; i < len(text); {
		c := text[i]
		if c < utf8.RuneSelf {
			if c >= 'A' && c <= 'Z' {
				add(c+'a'-'A', i, true)
			} else {
				add(c, i, false)
			}
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(text[i:])
		folded, _ := letters.Fold(string(r), 1)
		for k := 0; k < len(folded); k++ {
			if folded[k] < utf8.RuneSelf || k == 0 {
				add(folded[k], i, false)
			}
		}
		i += size
	}
	s.offset = append(s.offset, len(text))
	return s
}

func (s *plainText) at(i int) byte {
	if i < 0 || i >= len(s.text) {
		return ' '
	}
	return s.text[i]
}

// digitsFrom collects up to 24 digits from place i on, grouped by one blank, dot or
// hyphen at a time, with the sizes of the groups.
func (s *plainText) digitsFrom(i int) (digits []byte, groups []int, end int) {
	end = i
	for j := i; j < len(s.text) && len(digits) < 24; j++ {
		c := s.text[j]
		if isDigit(c) {
			if len(groups) == 0 {
				groups = append(groups, 0)
			}
			groups[len(groups)-1]++
			digits, end = append(digits, c-'0'), j+1
			continue
		}
		if c != ' ' && c != '-' && c != '.' || !isDigit(s.at(j+1)) {
			break
		}
		groups = append(groups, 0)
	}
	return digits, groups, end
}

// cards finds card numbers: 13 to 19 digits with a right check digit, of a length and
// beginning that cards have (ISO/IEC 7812; the schemes' published ranges).
func (s *plainText) cards(spans []span) []span {
	for i := 0; i < len(s.text); i++ {
		if !isDigit(s.text[i]) || isAlnum(s.at(i-1)) || s.at(i-1) == '+' {
			continue
		}
		digits, groups, end := s.digitsFrom(i)
		if n := len(digits); n >= 13 && n <= 19 && !isAlnum(s.at(end)) && card(digits) && !thousands(groups) && luhn(digits) && !covered(spans, i) {
			spans = append(spans, span{i, end, blot})
		}
		i = max(i, end-1)
	}
	return spans
}

func covered(spans []span, at int) bool {
	for _, p := range spans {
		if p.from <= at && at < p.to {
			return true
		}
	}
	return false
}

// card says that digits begin as a card number of their length does. Numbers of 14
// digits are left: a SIRET has a right check digit as well.
func card(d []byte) bool {
	two := int(d[0])*10 + int(d[1])
	four := two*100 + int(d[2])*10 + int(d[3])
	switch len(d) {
	case 13:
		return d[0] == 4
	case 15:
		return two == 34 || two == 37
	case 16:
		return d[0] == 4 || two >= 51 && two <= 55 || four >= 2221 && four <= 2720 || four >= 3528 && four <= 3589 || two == 50 || two >= 56 && two <= 69
	case 17, 18, 19:
		return d[0] == 4 || two == 50 || two >= 56 && two <= 69
	}
	return false
}

// thousands says that a number is grouped as a sum is: "4 123 456 789 012".
func thousands(groups []int) bool {
	if len(groups) < 3 || groups[0] > 3 {
		return false
	}
	for _, n := range groups[1:] {
		if n != 3 {
			return false
		}
	}
	return true
}

func luhn(d []byte) bool {
	sum := 0
	for i := range d {
		v := int(d[len(d)-1-i])
		if i%2 == 1 {
			if v *= 2; v > 9 {
				v -= 9
			}
		}
		sum += v
	}
	return sum%10 == 0 && sum > 0
}

// ibanLengths are the lengths of the IBAN by country. Source: ISO 13616, SWIFT IBAN
// registry, the countries of SEPA and some neighbours. Two letters that are none of
// them begin no IBAN: "le 06 98 ..." is a telephone number.
var ibanLengths = map[string]int{"fr": 27, "mc": 27, "be": 16, "lu": 20, "de": 22, "es": 24, "it": 27, "pt": 25, "nl": 18, "gb": 22, "ch": 21,
	"ie": 22, "lt": 20, "pl": 28, "at": 20, "bg": 22, "ro": 24, "cy": 28, "mt": 31, "ee": 20, "lv": 21, "hu": 28, "cz": 24, "sk": 24, "si": 19,
	"hr": 21, "gr": 27, "se": 24, "dk": 18, "fi": 18, "no": 15, "tr": 26, "sm": 27, "ad": 24, "li": 21}

// ibans finds whole IBANs by their check digits (ISO 7064, modulo 97).
func (s *plainText) ibans(spans []span) []span {
	for i := 0; i+15 <= len(s.text); i++ {
		if isAlnum(s.at(i-1)) || !isLower(s.text[i]) || !isLower(s.text[i+1]) {
			continue
		}
		var code [34]byte
		n, end := 0, 0
		want := ibanLengths[string(s.text[i:i+2])]
		if want == 0 {
			continue
		}
		for j := i; j < len(s.text) && n < len(code); j++ {
			c := s.text[j]
			if !isAlnum(c) {
				if n < 4 && (n != 2 || c != ' ') || c != ' ' && c != '-' && c != '.' || !isAlnum(s.at(j+1)) {
					break
				}
				continue
			}
			if (n == 2 || n == 3) && !isDigit(c) {
				break
			}
			code[n] = c
			n++
			if n == want {
				if mod97(code[:n]) && !isAlnum(s.at(j+1)) && !s.worded(i, j+1) {
					end = j + 1
				}
				break
			}
		}
		if end == 0 {
			continue
		}
		spans = append(spans, span{i, end, strings.ToUpper(string(s.text[i:i+2])) + blot + strings.ToUpper(string(code[n-4:n]))})
		i = end - 1
	}
	return spans
}

// ibanGroup is how many signs stand together where an IBAN is written in groups.
const ibanGroup = 4

// worded says that a word stands in the text from place i to place end, as in no IBAN: "de 900
// euros partis ce midi" has the length and, by chance, the check digits of one.
func (s *plainText) worded(i, end int) bool {
	return slices.ContainsFunc(strings.Fields(string(s.text[i:end])), func(group string) bool {
		return len(group) > ibanGroup && len(group) < end-i && !strings.ContainsFunc(group, func(r rune) bool { return r < 'a' || r > 'z' })
	})
}

func isLower(c byte) bool { return c >= 'a' && c <= 'z' }

// mod97 says that the check digits of an IBAN are right.
func mod97(code []byte) bool {
	rest := 0
	for i := range code {
		switch c := code[(i+4)%len(code)]; {
		case isDigit(c):
			rest = (rest*10 + int(c-'0')) % 97
		default:
			rest = (rest*100 + int(c-'a') + 10) % 97
		}
	}
	return rest == 1
}

// told finds what a language's words announce: a password, a code.
func (s *plainText) told(spans []span, l *lexicon) []span {
	own := s.namesCase()
	for i := 0; i < len(s.text); i++ {
		if isAlnum(s.at(i-1)) || !isAlnum(s.text[i]) {
			continue
		}
		p, ok := s.announced(l, i, own)
		if !ok || covered(spans, p.from) {
			continue
		}
		spans = append(spans, p)
		i = max(i, p.to-1) // one told before its word lies behind
	}
	return spans
}

// announced finds the secret announced by the words at place i. own says that the text
// names our own code, beside which no other counts.
func (s *plainText) announced(l *lexicon, i int, own bool) (span, bool) {
	if to := s.lead(l.passwords, i); to > 0 {
		if p, ok := s.password(l, to); ok {
			return p, true
		}
		if p, ok := s.passwordBefore(l, i); ok {
			return p, true
		}
	}
	if to := s.lead(l.logins, i); to > 0 {
		if p, ok := s.paired(l, to); ok {
			return p, true
		}
	}
	if own || s.harmless(i) {
		return span{}, false
	}
	if to := s.lead(l.codes, i); to > 0 {
		if p, ok := s.code(l, to, secretCode); ok {
			return p, true
		}
	}
	to := s.lead(l.plainCodes, i)
	if to == 0 {
		return span{}, false
	}
	kind := plainCode
	if _, ok := s.behind(l.given, i); ok {
		kind = givenCode
	}
	return s.code(l, to, kind)
}

// namesCase says that the text holds the code of a case ("K7M-2QX"): a number beside it
// is the four digits that belong to it.
func (s *plainText) namesCase() bool {
	for i := 3; i+4 <= len(s.text); i++ {
		if s.text[i] != '-' || isAlnum(s.at(i-4)) || isAlnum(s.at(i+4)) {
			continue
		}
		alnum, upper := 0, 0
		for k := i - 3; k < i+4; k++ {
			if isAlnum(s.text[k]) {
				alnum++
			}
			if s.upper[k] || isDigit(s.text[k]) {
				upper++
			}
		}
		if alnum == 6 && upper == 6 {
			return true
		}
	}
	return false
}

// harmless says that a code that is no secret is named at place i, in any language.
func (s *plainText) harmless(i int) bool {
	for _, l := range lexicons {
		if s.lead(l.harmless, i) > 0 {
			return true
		}
	}
	return false
}

// lead returns the place behind the longest phrase of list that stands at place i, or 0.
func (s *plainText) lead(list []string, i int) int {
	if i >= len(s.text) {
		return 0
	}
	best := 0
	for _, w := range list {
		if w[0] == s.text[i] && len(w) > best-i && i+len(w) <= len(s.text) && string(s.text[i:i+len(w)]) == w && !isAlnum(s.at(i+len(w))) {
			best = i + len(w)
		}
	}
	return best
}

// linked skips what ties a secret to the word that announces it ("est", ":", "de la
// messagerie est"). strong says that a sign or a verb stood there.
func (s *plainText) linked(l *lexicon, i int) (at int, strong, sign bool) {
	const words = 6 // words between, at most
	for k := 0; k < words; k++ {
		for s.at(i) == ' ' && i < len(s.text) {
			i++
		}
		if c := s.at(i); c == ':' || c == '=' {
			return s.skip(i + 1), true, true
		}
		if to := s.lead(l.links, i); to > 0 {
			at = s.skip(to)
			if c := s.at(at); c == ':' || c == '=' {
				return s.skip(at + 1), true, true
			}
			return at, true, false
		}
		to := i
		for isLower(s.at(to)) || s.at(to) == '\'' {
			to++
		}
		if to == i || to-i > 14 {
			break
		}
		if k == 0 {
			at = i
		}
		i = to
	}
	return at, false, false
}

func (s *plainText) skip(i int) int {
	for i < len(s.text) && (s.text[i] == ' ' || s.text[i] == '"' || s.text[i] == '\'' || s.text[i] == '<') {
		i++
	}
	return i
}

// token returns the end of the run without blanks at place i, without the signs that
// end a sentence.
func (s *plainText) token(i int) int {
	const longest = 128
	end := i
	for end < len(s.text) && end-i < longest && s.text[end] > ' ' {
		end++
	}
	for end > i && strings.IndexByte(`.,;:)"'>`, s.text[end-1]) >= 0 {
		end--
	}
	return end
}

// password finds the password announced before place i. Behind ":" anything of four
// letters is one; behind a verb it has to look like one ("est changé" does not);
// directly behind the word it has to hold letters and digits. What many people choose
// ("azerty") is one in every place.
func (s *plainText) password(l *lexicon, i int) (span, bool) {
	at, strong, sign := s.linked(l, i)
	if !strong {
		at = s.skip(i)
	}
	end := s.token(at)
	word := string(s.text[at:end])
	if len(word) < 4 || word == blot {
		return span{}, false
	}
	found := span{at, end, blot}
	k := s.kindOf(at, end, strong)
	_, known := l.known(word)
	switch {
	case slices.Contains(l.favoured, word):
		return found, true
	case sign:
		return found, !known || k.digits > 0 || k.marks > 0 || k.upper
	case strong:
		return found, k.digits > 0 || k.marks > 0 || k.upper
	}
	return found, k.mixed()
}

// passwordBefore finds the password that stands before the words at place i: "azerty123
// comme mot de passe".
func (s *plainText) passwordBefore(l *lexicon, i int) (span, bool) {
	end, ok := s.behind(l.as, i)
	if !ok {
		return span{}, false
	}
	at := end
	for at > 0 && s.text[at-1] > ' ' {
		at--
	}
	word := string(s.text[at:end])
	return span{at, end, blot}, word != blot && (slices.Contains(l.favoured, word) || s.kindOf(at, end, true).mixed())
}

// paired finds the password that stands with a login: "login mairie / Bolbec76!". before
// ends the word that announces it.
func (s *plainText) paired(l *lexicon, before int) (span, bool) {
	const reach = 48 // letters
	dots := false    // a path, an address of a page
	for i := before; i < len(s.text) && i-before < reach; i++ {
		switch c := s.text[i]; {
		case c == '\n':
			return span{}, false
		case c == ' ':
			dots = false
		case c == '.', c == '/' && s.at(i+1) == '/':
			dots = true
		case c == '/' && !dots:
			at := s.skip(i + 1)
			end := s.token(at)
			word := string(s.text[at:end])
			if k := s.kindOf(at, end, true); len(word) >= 4 && word != blot && k.small > 0 && (k.digits > 0 || k.marks > 0 || slices.Contains(l.favoured, word)) {
				return span{at, end, blot}, true
			}
		}
	}
	return span{}, false
}

// letterKinds counts what a word is made of.
type letterKinds struct {
	digits, marks, small, all int
	upper                     bool // a capital where a sentence has none
}

// mixed says that a word is of letters and digits, as no other word is.
func (k letterKinds) mixed() bool {
	return k.digits > 0 && k.small > 0 && k.all >= 6 || k.marks > 0 && k.digits > 0
}

// kindOf tells what the word from at to end is made of. strong says that it was tied to
// what announces it, so that a capital at its head is its own.
func (s *plainText) kindOf(at, end int, strong bool) letterKinds {
	k := letterKinds{all: end - at}
	for i := at; i < end; i++ {
		switch c := s.text[i]; {
		case isDigit(c):
			k.digits++
		case isLower(c):
			k.small++
			k.upper = k.upper || s.upper[i] && (i > at && !s.upper[i-1] || strong)
		case c == '\'' || c == '-' || c == '/' || c == '?' || c == '!' && i == end-1 || c == '.':
		default:
			k.marks++
		}
	}
	return k
}

// behind says whether a phrase of list ends right before place i, and returns the end of
// the word in front of the longest such phrase.
func (s *plainText) behind(list []string, i int) (end int, ok bool) {
	for i > 0 && s.text[i-1] == ' ' {
		i--
	}
	end = i
	for _, w := range list {
		if from := i - len(w); from >= 0 && from < end && string(s.text[from:i]) == w && !isAlnum(s.at(from-1)) {
			end, ok = from, true
		}
	}
	for end > 0 && s.text[end-1] == ' ' {
		end--
	}
	return end, ok
}

// codeKind is how sure the words before a code are that it is secret.
type codeKind uint8

const (
	plainCode  codeKind = iota // "code": may be a postal code or our own
	givenCode                  // "mon code", "j'ai tapé le code"
	secretCode                 // named as one: of a card, by SMS
)

// code finds the code of digits announced before place i. A plain one has to be tied to
// its word and of four digits at least, or of six to eight; one that is somebody's own or
// was typed needs no tie, but for five digits, which a postal code has.
func (s *plainText) code(l *lexicon, i int, kind codeKind) (span, bool) {
	at, strong, _ := s.linked(l, i)
	if !strong {
		if at = s.skip(i); !isDigit(s.at(at)) {
			return span{}, false
		}
	}
	if !isDigit(s.at(at)) {
		return span{}, false
	}
	digits, _, end := s.digitsFrom(at)
	n := len(digits)
	if isAlnum(s.at(end)) || s.at(end) == '-' || s.at(end) == '/' || s.at(end) == ':' && isDigit(s.at(end+1)) {
		return span{}, false
	}
	// A figure of a list ("tapez le code 3") and a telephone number are no codes.
	ok := n >= 3 && n <= 8
	if kind != secretCode {
		ok = n >= 4 && n <= 8 && strong || n >= 6 && n <= 8 || kind == givenCode && n == 4
	}
	return span{at, end, blot}, ok
}
